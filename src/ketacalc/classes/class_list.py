"""A class list: a file of lines or of CSV, each answer in it marked.

Every line is judged by itself: one that cannot be read is marked like the others.
Memory does not grow with the file.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable
from itertools import chain, repeat
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.classes import STDIN
from ketacalc.classes.raw_lines import (
    NOT_UTF8,
    RawLine,
    is_file,
    opened,
    raw_lines,
    why_not,
)
from ketacalc.errors import Unreadable, quoted
from ketacalc.marking.verdict import UNREADABLE, Verdict
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from ketacalc.classes.tally import Tally

NO_COLUMNS = later("a CSV sheet has the columns problem and answer, not {found}")
MOST_LINES_ABOVE = 5
MOST_LINES_IN_A_CELL = 20
DELIMITERS = ",;\t"
COLUMNS = ("problem", "answer")
# A lesson is text; what is to be checked of it stands in blocks of its own.
LESSON = (".md", ".markdown")
FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})\s*(?P<name>[\w-]*).*")
ARROWS = ("->", "→")
ANSWERED = re.compile(r"(?:[A-Za-z_]+\s*=)?\s*[0-9][^=]*=")  # 70 kg = 154 lb
TOO_MANY_CELLS = later(
    "it has more cells than the first row; put the problem in quotation marks"
)


class MarkedLine(NamedTuple):
    """One judged line: where it stands, its verdict, and the other columns beside it.

    `columns` is None where the file is no CSV.
    """

    file: str | None
    line: int
    verdict: Verdict
    columns: dict[str, str] | None = None


# How a problem and its answer, if it stands apart, are judged.
Judge = Callable[[str, str | None], Verdict]


def marked(
    paths: Iterable[str],
    judge: Judge,
    tally: Tally,
    complain: Callable[[str], None],
) -> Iterator[MarkedLine]:
    """Judge class lists one after another, and count.

    A file that cannot be read costs no other.
    """
    for path in paths:
        try:
            with opened(path) as stream:
                for line in marked_lines(stream, path, judge):
                    tally.add(line.verdict)
                    yield line
        except (Unreadable, OSError) as error:
            tally.usable = False
            complain(why_not(path, error))


def marked_lines(stream: BinaryIO, path: str, judge: Judge) -> Iterator[MarkedLine]:
    """Judge a class list line by line, in order; one with the two columns is CSV.

    Raises Unreadable where the file as a whole is no class list.
    """
    name = None if path == STDIN else path
    lines = raw_lines(stream, path)
    if path.lower().endswith(LESSON):
        lines = _of_a_lesson(lines)
    head, titles, delimiter = _head(lines)
    if titles:
        _refuse_twice(titles, path)
        nothing = dict.fromkeys(_own(titles), "")
        for line in filter(_is_notation, head):  # a title is none
            yield MarkedLine(name, line.number, judge(line.text.strip(), None), nothing)
        rows = csv_rows(lines, delimiter, len(titles))
        yield from _marked_rows(rows, titles, name, judge)
        return
    if path.lower().endswith(".csv"):
        found = next((line.text for line in head if line.text.strip(" ,;\t")), "")
        reason = head[-1].fault or say(NO_COLUMNS, found=quoted(found))
        raise Unreadable(path, reason)
    for line in chain(head, lines):
        if line.fault and not (line.fault == NOT_UTF8 and _judged_part(line).isascii()):
            yield _unreadable(name, line)
        elif _judged_part(line):
            yield MarkedLine(name, line.number, judge(line.text.strip(), None))


def _of_a_lesson(lines: Iterator[RawLine]) -> Iterator[RawLine]:
    """Yield the lines of a Markdown page that stand in blocks marked ketacalc."""
    fence = ""
    for line in lines:
        text = line.text.strip()
        if not fence and (match := FENCE.fullmatch(text)):
            fence, ours = match["fence"], match["name"] == "ketacalc"
        elif fence and text == fence:
            fence = ""
        elif fence and ours:
            yield line


def _is_notation(line: RawLine) -> bool:
    """Tell whether a line above the titles is a problem, and must not be lost."""
    text = _judged_part(line)
    return any(arrow in text for arrow in ARROWS) or bool(ANSWERED.match(text))


def _judged_part(line: RawLine) -> str:
    return line.text.partition("#")[0].strip()


def _head(lines: Iterator[RawLine]) -> tuple[list[RawLine], list[str], str]:
    """Take lines up to the titles of a CSV file, which may have a title above.

    Return the lines above, the titles, and what stands between them.  A spreadsheet may
    put sep=; in front.  Lines of a file without titles are kept.
    """
    taken: list[RawLine] = []
    texts = 0
    while texts < MOST_LINES_ABOVE and (line := next(lines, None)):
        taken.append(line)
        if not line.text.strip(" ,;\t"):
            continue
        texts += not (line.number == 1 and line.text.startswith("sep="))
        for start in range(max(0, len(taken) - MOST_LINES_IN_A_CELL), len(taken)):
            titles, delimiter = _titles(taken[start:])  # one may hold line breaks
            if titles:
                return taken[:start], titles, delimiter
    return taken or [RawLine(1, "")], [], ""


def _unreadable(
    name: str | None, line: RawLine, columns: dict[str, str] | None = None
) -> MarkedLine:
    error = Unreadable(line.text, line.fault)
    verdict = Verdict(line.text, UNREADABLE, str(error), usable=False)
    return MarkedLine(name, line.number, verdict, columns)


# ------------------------------------------------------------------------- CSV


def _refuse_twice(titles: list[str], path: str) -> None:
    for title in COLUMNS:
        if list(map(str.lower, titles)).count(title) > 1:
            reason = later("two columns are called {title}; rename one")
            raise Unreadable(path, say(reason, title=title))


def _told_apart(titles: Iterable[str]) -> list[str]:
    """Give a name to a column without one, and another to one of another's name."""
    found: list[str] = []
    for place, title in enumerate(titles, 1):
        name = title or f"column {place}"
        twice = name in found and name.lower() not in COLUMNS
        found.append(f"{name} (column {place})" if twice else name)
    return found


def _titles(lines: Sequence[RawLine]) -> tuple[list[str], str]:
    """Return the titles of a CSV file, or none, and what stands between cells."""
    texts = [f"{line.text}\n" for line in lines]
    if any(line.fault for line in lines):
        return [], ""
    for delimiter in DELIMITERS:
        titles = _told_apart(map(str.strip, _cells(texts, delimiter) or []))
        if set(COLUMNS) <= {title.lower() for title in titles}:
            return titles, delimiter
    return [], ""


def columns_in(paths: Iterable[str]) -> list[str]:
    """Return the columns of CSV files beside those of COLUMNS, each once.

    Only a file can be looked at beforehand: a pipe gives what it holds once.
    """
    found: dict[str, None] = {}
    for path in paths:
        if is_file(path):
            found |= dict.fromkeys(_own(_titles_of(path)))
    return list(found)


def _titles_of(path: str) -> list[str]:
    try:
        with opened(path) as stream:
            return _head(raw_lines(stream, path))[1]
    except (Unreadable, OSError):
        return []


def _own(titles: Iterable[str]) -> list[str]:
    return [title for title in titles if title.lower() not in COLUMNS]


def _marked_rows(
    rows: Iterator[tuple[RawLine, list[str] | None]],
    titles: list[str],
    name: str | None,
    judge: Judge,
) -> Iterator[MarkedLine]:
    nothing = dict.fromkeys(_own(titles), "")
    for line, cells in rows:
        if cells is None:
            yield _unreadable(name, line, nothing)
            continue
        row = dict(zip(titles, chain(cells, repeat("")), strict=False))
        asked = {title.lower(): cell.strip() for title, cell in row.items()}
        others = {title: row[title] for title in nothing}
        text, answer = (asked.get(column, "") for column in COLUMNS)
        if not any(map(str.isalnum, answer)):
            answer = ""  # a dash, or a question mark
        fault = "" if f"{text}{answer}".isascii() else line.fault
        if any(cells[len(titles) :]):
            fault = TOO_MANY_CELLS
        if answer and not text:
            fault = later("it has an answer and no problem")
        if fault:
            yield _unreadable(name, line._replace(fault=fault), others)
        elif text or answer:
            yield MarkedLine(name, line.number, judge(text, answer), others)


def csv_rows(
    lines: Iterator[RawLine], delimiter: str, width: int
) -> Iterator[tuple[RawLine, list[str] | None]]:
    """Yield rows; a quoted cell may hold line breaks, a stray quote costs its line.

    A line that is a whole row by itself, of so many cells, is no part of a cell.
    """
    waiting: deque[RawLine] = deque()
    while line := (waiting.popleft() if waiting else next(lines, None)):
        if line.fault not in {"", NOT_UTF8}:
            yield line, None
            continue
        taken = [line]
        cells = _cells([line.text], delimiter)
        while cells is None and len(taken) < MOST_LINES_IN_A_CELL:
            more = waiting.popleft() if waiting else next(lines, None)
            if more is None or _stands_alone(more, taken, delimiter, width):
                waiting.extendleft([more] if more else [])
                break
            taken.append(more)
            cells = _cells([f"{each.text}\n" for each in taken], delimiter)
        if cells is None:
            waiting.extendleft(reversed(taken[1:]))
            line = line._replace(fault=later("a quotation mark is not closed"))
        if cells is None or any(cells):
            yield line, cells


def _stands_alone(
    line: RawLine, taken: Sequence[RawLine], delimiter: str, width: int
) -> bool:
    """Tell whether a line is no part of the cell that the lines before have open.

    One that closes a quotation mark is a part of it, unless there would be more in the
    row than one problem: then the mark is a stray one, and each line a row.
    """
    cells = _cells([line.text], delimiter) or []
    if len(cells) != width or width == 1:
        return line.fault not in {"", NOT_UTF8}
    if '"' not in "".join(cells):
        return True
    if taken[0].text.count(delimiter) + 1 < width:
        return False
    texts = [f"{each.text}\n" for each in (*taken, line)]
    problems = sum(text.count(arrow) for text in texts for arrow in ARROWS)
    return problems != 1 or len(_cells(texts, delimiter) or ()) != width


def _cells(texts: list[str], delimiter: str) -> list[str] | None:
    """Return the cells of one row, or None where the lines are no whole row."""
    try:
        rows = list(csv.reader(texts, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    if not rows:
        return []
    return rows[0] if len(rows) == 1 else None
