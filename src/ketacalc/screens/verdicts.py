"""What `check` shows: verdicts as screens and records, and what a run comes to."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from ketacalc import NOTICE
from ketacalc.errors import inert
from ketacalc.language.figures import STYLE, is_calculation
from ketacalc.language.numbers import as_number
from ketacalc.language.relations import QUANTITIES
from ketacalc.marking.hints import next_operation
from ketacalc.marking.verdict import SOLVED, UNREAD, Verdict
from ketacalc.screens.terminal import (
    Block,
    Columns,
    Listing,
    Note,
    Report,
    csv_lines,
    json_lines,
    markdown_lines,
)
from ketacalc.screens.worked import NOTHING_TO_WORK, marked_working

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from fractions import Fraction

    from ketacalc.classes.class_list import Record, Tally
    from ketacalc.language.units import Unit
    from ketacalc.marking.verdict import Step

HEADLINES = {
    "correct": "Right.",
    "coarse": "",
    "wrong_value": "Not right.",
    "wrong_unit": "Not the quantity that is asked.",
    "no_unit": "",
    "unreadable": "",
    "unsolvable": "",
    "contradiction": "The figures disagree.",
    "solved": "Solved; no answer was given.",
}
STEP_VERDICTS = {
    "correct": "right",
    "coarse": "right, but coarse",
    "wrong_value": "not right",
    "wrong_unit": "not the quantity that is asked",
    "no_unit": "the unit is missing",
    "unreadable": "cannot be read",
}
MOST_CELLS_TOLD = 2
NOT_WORKED = "Calculations were not worked again: what they come to was judged."
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


def of_verdict(verdict: Verdict, *, hint: bool = False) -> Report:
    """Report one verdict: what is wrong, which slip explains it, and the working."""
    title = inert(str(verdict.problem or verdict.source))
    if hint:
        return Report(title, (Note(_hint(verdict), strong=True),))
    return Report(title, (*told(verdict), *_marked(verdict), *_style(verdict)))


def told(verdict: Verdict) -> list[Block]:
    """Say what is wrong, and which slip explains it, without the worked solution."""
    blocks: list[Block] = [Note(_headline(verdict), strong=True)]
    if len(verdict.steps) > 1:
        blocks.append(_steps(verdict))
    if any(map(is_calculation, _answers(verdict))):
        blocks.append(Note(NOT_WORKED))
    if verdict.diagnoses:
        slips = tuple(f"{each.message} [{each.id}]" for each in verdict.diagnoses)
        right = "To note" if verdict.passes else "What may have happened"
        blocks.append(Listing(right, slips, strong=True))
    return blocks


def _answers(verdict: Verdict) -> Sequence[str]:
    """Return the answers as they were written, all but the last."""
    return verdict.problem.answers[:-1] if verdict.problem else ()


def _style(verdict: Verdict) -> list[Block]:
    notes = tuple(STYLE[name] for name in verdict.style)
    return [Listing("How to write it", notes)] if notes else []


def _headline(verdict: Verdict) -> str:
    headline = HEADLINES[verdict.verdict]
    plain = {"right", "", headline}
    told = verdict.message
    if verdict.diagnoses:  # which follow in a list of their own
        told = told.removesuffix(f": {verdict.diagnoses[0].message}")
    if verdict.verdict == "wrong_value":
        headline = ""
    stop = "" if told.endswith("?") else "."
    said = "" if told in plain else f" {told[0].upper()}{told[1:]}{stop}"
    pounds = {"2.2": " (1 kg = 2.2 lb)", "exact": " (1 lb = 0.45359237 kg)"}
    fitted = pounds.get(verdict.pounds or "", "") if verdict.passes else ""
    return f"{headline}{fitted}{said}".strip()


def _steps(verdict: Verdict) -> Columns:
    rows = tuple((step.source, _step_verdict(step)) for step in verdict.steps)
    return Columns(("Your step", "Verdict"), rows, accent=1)


def _step_verdict(step: Step) -> str:
    if step.carried:
        return "right, from your earlier value"
    slips = "".join(f" [{each.id}]" for each in step.diagnoses)
    return f"{STEP_VERDICTS[step.verdict]}{slips}"


def _marked(verdict: Verdict) -> list[Block]:
    """Show the worked solution, with the line where the slip was made marked."""
    answered = verdict.passes and verdict.answer is not None
    if verdict.solution is None or answered or verdict.verdict in UNREAD:
        return []
    return marked_working(verdict.solution, {d.operation for d in verdict.diagnoses})


def _hint(verdict: Verdict) -> str:
    if verdict.passes and verdict.answer is not None:
        return "Nothing is left to do: the answer is right."
    index = next_operation(verdict)
    if index is None or verdict.solution is None or verdict.verdict in UNREAD:
        return _headline(verdict) if verdict.message else NOTHING_TO_WORK
    line = verdict.solution.program.operations[index]
    return f"Next, the {line.label}: {verdict.solution.expression(index)} = ?"


def verdict_record(
    verdict: Verdict, line: int = 1, file: str | None = None
) -> dict[str, Any]:
    """Return the record of a verdict; all keys are always there."""
    steps = verdict.steps if len(verdict.steps) > 1 else ()
    results = None
    if verdict.results is not None:
        results = {
            each.name: {"value": as_number(each.value), "unit": each.unit.text}
            for each in reversed(verdict.results)
        }
    return {
        "line": line,
        "source": verdict.source,
        "verdict": verdict.verdict,
        "asked": verdict.asked,
        "unit": _unit_text(verdict.unit),
        "expected": _number(verdict.expected),
        "answer": _number(verdict.answer),
        "answer_unit": _unit_text(verdict.answer_unit),
        "pounds": verdict.pounds,
        "results": results,
        "steps": [_step_record(step) for step in steps],
        "diagnoses": [{"id": d.id, "message": d.message} for d in verdict.diagnoses],
        "style": list(verdict.style),
        "message": verdict.message,
        "file": file,
    }


def _step_record(step: Step) -> dict[str, Any]:
    return {
        "source": step.source,
        "quantity": step.quantity,
        "unit": _unit_text(step.unit),
        "expected": _number(step.expected),
        "answer": _number(step.answer),
        "verdict": step.verdict,
        "carried": step.carried,
    }


def _number(value: Fraction | None) -> int | float | None:
    return None if value is None else as_number(value)


def _unit_text(unit: Unit | None) -> str | None:
    return None if unit is None else unit.text


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
    said = "No answer." if blank else _headline(verdict)
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
