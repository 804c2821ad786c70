"""What the answers of a class come to: the records of a class list, and the summary."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from ketacalc.errors import inert
from ketacalc.language.relations import QUANTITIES
from ketacalc.marking.verdict import SOLVED
from ketacalc.notice import NOTICE
from ketacalc.screens.markdown import markdown_lines
from ketacalc.screens.records import csv_lines, json_lines
from ketacalc.screens.report import Columns, Listing, Report
from ketacalc.screens.verdicts import headline, verdict_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ketacalc.classes.class_list import Record, Tally

MOST_CELLS_TOLD = 2
MARKDOWN_COLUMNS = ("file", "line", "source", "verdict", "diagnoses", "message")
RECORD_COLUMNS = (
    "file",
    "line",
    "source",
    "verdict",
    "asked",
    "unit",
    "expected",
    "answer",
    "answer_unit",
    "pounds",
    "results",
    "steps",
    "diagnoses",
    "style",
    "message",
)


def record_row(record: dict[str, Any], columns: dict[str, str]) -> dict[str, Any]:
    """Return a record as a row of CSV, behind the sheet's own columns."""
    flat = {name: record[name] for name in RECORD_COLUMNS}
    flat["diagnoses"] = " ".join(each["id"] for each in record["diagnoses"])
    flat["style"] = " ".join(record["style"])
    found = (record["results"] or {}).items()
    flat["results"] = "; ".join(f"{k} {v['value']} {v['unit']}" for k, v in found)
    steps = (f"{step['source'].strip()}: {step['verdict']}" for step in record["steps"])
    flat["steps"] = "; ".join(steps)
    own = {_own_name(name): cell for name, cell in columns.items()}
    return own | flat


def _own_name(name: str) -> str:
    """Name a column of the sheet's own apart from ours."""
    return f"sheet_{name}" if name in {*RECORD_COLUMNS, "notice"} else name


def of_tally(tally: Tally, title: str = "") -> Report:
    """Report what a run comes to; with a title where it stands apart."""
    rows = [("Right", f"{tally.right} of {tally.judged}")]
    rows += [(f"Slip: {name}", str(count)) for name, count in tally.slips.most_common()]
    rows += [
        (f"Not right: {QUANTITIES[name].label}", str(count))
        for name, count in tally.failed.most_common()
    ]
    others = {
        "Cannot be read": tally.unread,
        "No answer": tally.blank,
        "Problem cannot be used": tally.unusable,
    }
    rows += [(said, str(count)) for said, count in others.items() if count]
    lines = f"{tally.lines:,} line{'s' * (tally.lines != 1)}"
    block = Columns(("Summary", lines), tuple(rows), accent=1)
    return Report(title, (block,))


def of_sheets(records: Iterable[Record], tally: Tally) -> Report:
    """Report a run over sheets as one screen: what is not right, and the summary."""
    lines = tuple(line for record in records if (line := _told_of(record)))
    summary = of_tally(tally)
    blocks = (Listing("Not right", lines), *summary.blocks) if lines else summary.blocks
    return Report("Checked", blocks)


def of_records(
    records: Iterator[Record], form: str, own: Sequence[str] = ()
) -> Iterator[str]:
    """Yield the text of judged lines as they come: table, jsonl, csv or md.

    `own` names the sheets' own columns, which CSV carries in front.
    """
    if form == "table":
        return _told(records)
    if form == "jsonl":
        return json_lines(map(_json, records))
    if form == "csv":
        return _tabled(records, own, RECORD_COLUMNS, csv_lines)
    return _tabled(records, own, MARKDOWN_COLUMNS, markdown_lines)


def _told(records: Iterator[Record]) -> Iterator[str]:
    """Yield a line for each answer that is not right."""
    yield f"{NOTICE}\n"
    gap = "\n"
    for record in records:
        if line := _told_of(record):
            yield f"{gap}{line}\n"
            gap = ""


def _told_of(record: Record) -> str:
    """Write one line on a record, or nothing where it is right."""
    verdict = record.verdict
    blank = verdict.verdict == SOLVED and record.columns is not None
    if verdict.passes and not blank:
        return ""
    cells = filter(None, (record.columns or {}).values())
    who = " ".join(islice(cells, MOST_CELLS_TOLD))
    place = f"{record.file}:{record.line}" if record.file else f"line {record.line}"
    slips = "".join(f" [{each.id}]" for each in verdict.diagnoses)
    named = f" ({who})" if who else ""
    said = "No answer." if blank else headline(verdict)
    return inert(f"{place}{named}: {said}{slips}")


def _json(record: Record) -> dict[str, Any]:
    found = verdict_record(record.verdict, record.line, record.file)
    return found | ({"columns": record.columns} if record.columns else {})


def _row(record: Record) -> dict[str, Any]:
    found = verdict_record(record.verdict, record.line, record.file)
    return record_row(found, record.columns or {})


def _tabled(
    records: Iterator[Record],
    own: Sequence[str],
    columns: Sequence[str],
    write: Callable[[Iterator[dict[str, Any]], Sequence[str]], Iterator[str]],
) -> Iterator[str]:
    """Yield rows; of standard input the first record says which columns it has."""
    first = next(records, None)
    found = chain([first] if first else [], records)
    named = map(_own_name, own or ((first and first.columns) or ()))
    return write(map(_row, found), [*named, *columns])
