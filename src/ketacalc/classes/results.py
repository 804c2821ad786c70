"""What the answers of a class come to: the records of a class list, and the summary."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacalc.inert import inert
from ketacalc.marking.verdict import SOLVED
from ketacalc.notice import NOTICE
from ketacalc.say import later, say
from ketacalc.screens.markdown import markdown_rows
from ketacalc.screens.records import csv_rows, json_rows, jsonl_rows
from ketacalc.screens.report import Columns, Listing, Note, Report
from ketacalc.screens.verdicts import (
    IN_WORDS,
    RECORD_COLUMNS,
    headline,
    next_step,
    record_row,
    verdict_record,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from ketacalc.classes.class_list import MarkedLine
    from ketacalc.classes.tally import Tally

MOST_CELLS_TOLD = 2
# The columns that say whose an answer is, and those of a form that do not.
NAMES = re.compile(
    r"\b(?:name|surname|student|learner|pupil|vorname|nachname|pr[ée]nom|nom|nombre"
    r"|apellidos?)\b",
    re.IGNORECASE,
)
MAIL = re.compile(r"e-?mail", re.IGNORECASE)
STAMPS = re.compile(
    r"time ?stamp|zeitstempel|horodateur|marca temporal"
    r"|\b(?:date|time|submitted|score)\b",
    re.IGNORECASE,
)
COMMAS = later("Right too, if commas are decimal (52,5): {count}.")
MOST_LISTED = 5_000
ONE_LINE, LINES = later("{count} line"), later("{count} lines")
REST = later("… and {count} more, which are not listed here.")
IN_MARKDOWN = {
    "file": later("File"),
    "line": later("Line"),
    "source": later("Problem and answer"),
    "verdict": later("Verdict"),
    "message": later("What is said"),
}


class Way(NamedTuple):
    """How a run says what is not right: as it is, or the next step only.

    With `needs_answers` a line of notation without an answer is not right either.
    """

    hint: bool = False
    needs_answers: bool = False


USUAL = Way()


def own_name(name: str, ours: Container[str] = RECORD_COLUMNS) -> str:
    """Name a column of the class's own apart from ours."""
    return f"sheet_{name}" if name == "notice" or name in ours else name


def of_tally(tally: Tally, title: str = "") -> Report:
    """Report what a run comes to; with a title where it stands apart."""
    sentence, count = ONE_LINE if tally.lines == 1 else LINES, f"{tally.lines:,}"
    summary = say("Summary")
    heads = summary, say(sentence, count=count)
    block = Columns(heads, tuple(_summed(tally)), accent=1, caption=summary)
    commas = [Note(say(COMMAS, count=tally.commas))] if tally.commas else []
    return Report(title, (block, *commas))


def _summed(tally: Tally) -> Iterator[tuple[str, str]]:
    """Yield what is counted, and how often it was."""
    right = say("{right} of {judged}", right=tally.right, judged=tally.judged)
    yield say("Right"), right
    for name, count in tally.slips.most_common():
        yield say("Slip: {name}", name=name), str(count)
    for label, count in tally.failed.most_common():
        yield say("Not right: {label}", label=label), str(count)
    others = {
        later("Cannot be read"): tally.unread,
        later("No answer"): tally.blank,
        later("Problem cannot be used"): tally.unusable,
    }
    yield from ((say(said), str(count)) for said, count in others.items() if count)


class Wrong:
    """What is not right in a run, in words: the first MOST_LISTED, and how many more.

    A page of 100,000 lines is read by nobody, and memory must not grow with a file.
    """

    def __init__(self) -> None:
        self.said: list[str] = []
        self.more = 0

    def noted(self, lines: Iterator[MarkedLine]) -> Iterator[MarkedLine]:
        """Pass lines on as they come, and note what is not right."""
        for line in lines:
            if said := _said_of(line):
                fits = len(self.said) < MOST_LISTED
                self.said += [said] * fits
                self.more += not fits
            yield line

    def listing(self) -> Listing:
        """List it, and say how much is left out."""
        more = f"{self.more:,}"
        rest = say(REST, count=more)
        return Listing(say("Not right"), (*self.said, *[rest] * bool(self.more)))


def of_class(wrong: Wrong, tally: Tally) -> Report:
    """Report a run over class lists: what is not right, and the summary."""
    blocks = of_tally(tally).blocks
    return Report(say("Checked"), (wrong.listing(), *blocks) if wrong.said else blocks)


def written(
    lines: Iterator[MarkedLine],
    form: str,
    own: Sequence[str] = (),
    way: Way = USUAL,
) -> Iterator[str]:
    """Write marked lines as they come, in a format.

    `own` names the class lists' own columns, which CSV and Markdown have in front, and
    `way` is how a table says what is not right.
    """
    if form == "table":
        return _said(lines, way)
    if form == "json":
        return json_rows(map(_json, lines), "lines")
    if form == "jsonl":
        return jsonl_rows(map(_json, lines))
    first = next(lines, None)
    found = chain([first] if first else [], lines)
    # Of standard input the first line says which columns it has.
    columns = own or [*((first and first.columns) or ())]
    if form == "csv":
        named = [*map(own_name, columns), *RECORD_COLUMNS]
        return csv_rows(map(_row, found), named)
    heads = {own_name(each): each for each in columns} | IN_MARKDOWN
    return markdown_rows(map(_in_words, found), heads)


def _said(lines: Iterator[MarkedLine], way: Way) -> Iterator[str]:
    """Yield a sentence for each answer that is not right."""
    yield f"{say(NOTICE)}\n"
    gap = "\n"
    for line in lines:
        if said := _said_of(line, way):
            yield f"{gap}{said}\n"
            gap = ""


def _said_of(line: MarkedLine, way: Way = USUAL) -> str:
    """Say what is not right, and where, or nothing where it is right."""
    verdict = line.verdict
    in_its_column = line.columns is not None or way.needs_answers
    blank = verdict.verdict == SOLVED and in_its_column
    if verdict.passes and not blank:
        return ""
    named_by = " ".join(who(line.columns or {}))
    place = say("line {number}", number=line.line)
    if line.file:
        place = f"{line.file}:{line.line}"
    slips = "".join(f" [{each.id}]" for each in verdict.diagnoses)
    if way.hint and not blank and verdict.usable:
        return inert(f"{place}: {next_step(verdict)}")
    named = f" ({named_by})" if named_by else ""
    said = say("No answer.") if blank else headline(verdict)
    return inert(f"{place}{named}: {said}{slips}")


def who(columns: dict[str, str]) -> list[str]:
    """Return the cells that say whose an answer is: those of a name first.

    A time that a form put in front says it of nobody, and an e-mail where no name does.
    """
    told = {title: cell for title, cell in columns.items() if cell.strip()}
    named = [title for title in told if NAMES.search(title)]
    others = [title for title in told if title not in named]
    others = [title for title in others if not STAMPS.search(title)]
    if named:
        others = [title for title in others if not MAIL.search(title)]
    return [told[title] for title in (*named, *others)][:MOST_CELLS_TOLD]


def _json(line: MarkedLine) -> dict[str, Any]:
    found = verdict_record(line.verdict, line.line, line.file)
    return found | ({"columns": line.columns} if line.columns else {})


def _row(line: MarkedLine) -> dict[str, Any]:
    found = verdict_record(line.verdict, line.line, line.file)
    own = {own_name(name): cell for name, cell in (line.columns or {}).items()}
    return own | record_row(found)


def _in_words(line: MarkedLine) -> dict[str, Any]:
    """Return a row for a reader: its verdict in words, and which slip it was."""
    row = _row(line)
    slips = "".join(f" [{each.id}]" for each in line.verdict.diagnoses)
    return row | {"verdict": f"{IN_WORDS[line.verdict.verdict]}{slips}"}
