"""Where the answers stand in a download: which column, or which row, is which question.

A wide file has a row for each student and a column for each question; a long one has a
row for each answer.  A few lines above the titles do not matter.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.classes.key import Question
from ketacalc.classes.matching import (
    Found,
    columns_of,
    in_order,
    texts_beside,
    unmatched,
)
from ketacalc.classes.titles import (
    LONG_ANSWER,
    LONG_QUESTION,
    MOST_ABOVE,
    all_apart,
    is_average,
    is_beside,
    tells_whose,
)
from ketacalc.errors import Unreadable
from ketacalc.say import later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ketacalc.classes.tables import Row, Table

FEWEST_TITLES = 2  # where no key says which they are
ROW = "row"  # of those who are nobody else
LONGEST_SHOWN = 80
OURS = ("question", "problem", "answer", "verdict", "mark", "slip", "message")
NO_QUESTION = later("none of its columns is a question of the key")
NO_KEY = later("none of its titles is a problem, and there is no key")
FORMULA = tuple("=+-@")  # what a spreadsheet would work out


class Cell(NamedTuple):
    """One answer: the row and the student it is of, its question, and what was written.

    `whose` tells the student from all others.  `fault` says why it cannot be marked, or
    is "".
    """

    number: int
    student: tuple[str, ...]
    question: Question
    answer: str
    fault: str = ""
    whose: tuple[int | str, ...] = ()


class Layout(NamedTuple):
    """How a download is laid out, before an answer of it is looked at.

    `own` are the titles of the student's own columns, `questions` those that were
    found, `missing` those of the key that were not, and `unknown` the columns that look
    like a question and are none.  `by_order` says that columns were taken for questions
    by their order, `from_sheet` that numbers are as a spreadsheet keeps them.
    """

    own: tuple[str, ...]
    questions: tuple[Question, ...]
    missing: tuple[Question, ...]
    unknown: tuple[str, ...]
    cells: Iterator[Cell]
    by_order: bool = False
    from_sheet: bool = False
    has_key: bool = True


def lay_out(table: Table, key: Sequence[Question], name: str) -> Layout:
    """Find out how a download is laid out; Unreadable where it cannot be told."""
    above: list[Row] = []
    for row in islice(table.rows(0), MOST_ABOVE):
        above.append(row)
        if laid := _by_titles(row.cells, key, table):
            return laid._replace(from_sheet=table.is_sheet, has_key=bool(key))
    if not any(row.cells for row in above):
        raise Unreadable(name, later("it has no rows"))
    at = max(range(len(above)), key=lambda at: sum(map(bool, above[at].cells)))
    below = above[at + 1 :]
    rest = table._replace(rows=lambda width: chain(below, table.rows(width)))
    if laid := _by_order(above[at].cells, key, rest):
        return laid._replace(from_sheet=table.is_sheet)
    shown = ", ".join(filter(None, above[at].cells))[:LONGEST_SHOWN]
    raise Unreadable(shown or name, NO_QUESTION if key else NO_KEY)


def _by_titles(
    titles: tuple[str, ...], key: Sequence[Question], table: Table
) -> Layout | None:
    if sum(map(bool, titles)) < (1 if key else FEWEST_TITLES):
        return None
    return _long(titles, key, table) or _wide(titles, key, table)


def _by_order(
    titles: tuple[str, ...], key: Sequence[Question], table: Table
) -> Layout | None:
    """Take the fullest row for the titles, and its columns in their order."""
    columns = in_order(titles, key)
    laid = _laid(titles, columns, key, table) if columns else None
    return laid and laid._replace(by_order=True)


def _filled(table: Table, width: int) -> Iterator[Row]:
    """Yield the rows that hold anything, and are of a student."""
    for row in table.rows(width):
        first = next(filter(None, row.cells), "")
        if row.fault or (first and not is_average(first)):
            yield row


def _at(row: Row, column: int) -> str:
    """Return a cell as it was before a mark kept a spreadsheet from working it out."""
    cell = row.cells[column] if column < len(row.cells) else ""
    guarded = cell[:1] == "'" and cell[1:].lstrip().startswith(FORMULA)
    return cell[1:] if guarded else cell


# -------------------------------------------------------------------------------- long


def _long(
    titles: tuple[str, ...], key: Sequence[Question], table: Table
) -> Layout | None:
    """Lay out a file with a row for each answer; None where it is none."""
    plain = [title.casefold().strip() for title in titles]
    names = LONG_QUESTION if key else ("problem", *LONG_QUESTION)
    asked = next((plain.index(each) for each in names if each in plain), -1)
    given = next((plain.index(each) for each in LONG_ANSWER if each in plain), -1)
    if min(asked, given) < 0:
        return None
    # What was marked before is marked anew.
    ours = {*OURS, "notice"} if "problem" in plain else set()
    own = [
        at
        for at, title in enumerate(titles)
        if title
        and at not in {asked, given}
        and plain[at] not in ours
        and not is_beside(title)
    ]
    cells = _long_cells(titles, key, table, (asked, given, *own))
    told = all_apart(titles[at] for at in own)
    return Layout(told, tuple(key), (), (), cells)


def _long_cells(
    titles: Sequence[str], key: Sequence[Question], table: Table, places: Sequence[int]
) -> Iterator[Cell]:
    asked, given, *own = places
    telling = [at for at in own if tells_whose(titles[at])] or own
    found = Found(key)
    for row in _filled(table, len(titles)):
        text = _at(row, asked)
        question = found.question(text)
        fault = row.fault or ("" if question else found.why_none(text))
        yield Cell(
            row.number,
            tuple(_at(row, at) for at in own),
            question or Question(0, text, ""),
            _at(row, given),
            fault,
            tuple(_at(row, at) for at in telling),
        )


# -------------------------------------------------------------------------------- wide


def _wide(
    titles: tuple[str, ...], key: Sequence[Question], table: Table
) -> Layout | None:
    """Lay out a file with a column for each question; None where none is found."""
    columns = columns_of(titles, key)
    if not (columns or key):  # the text of each question stands in its rows
        columns = {at: Question(0, titles[at], "") for at in texts_beside(titles)}
    return _laid(titles, columns, key, table) if columns else None


def _laid(
    titles: tuple[str, ...],
    columns: Mapping[int, Question],
    key: Sequence[Question],
    table: Table,
) -> Layout:
    beside = texts_beside(titles)
    taken = {*columns, *beside.values()}
    own = [
        at
        for at, title in enumerate(titles)
        if title and at not in taken and not is_beside(title)
    ]
    cells = _wide_cells(table, len(titles), own, _Drawn(key, columns, beside))
    told = unmatched(titles, columns)
    questions = tuple(columns.values())
    missing = tuple(each for each in key if each not in questions and not beside)
    names = all_apart(titles[at] for at in own) or (ROW,)
    return Layout(names, questions, missing, told, cells)


class _Drawn:
    """Finds the question of a cell: that of its column, or the text beside it."""

    def __init__(
        self,
        key: Sequence[Question],
        columns: Mapping[int, Question],
        beside: Mapping[int, int],
    ) -> None:
        self.columns, self.beside = columns, beside
        self.found = Found(key)

    def question(self, row: Row, at: int) -> Question:
        """Return the question of a cell."""
        text = self._text(row, at)
        return (text and self.found.question(text)) or self.columns[at]

    def why_none(self, row: Row, at: int) -> str:
        """Say why a cell has no question."""
        return self.found.why_none(self._text(row, at))

    def _text(self, row: Row, at: int) -> str:
        return _at(row, self.beside[at]) if at in self.beside else ""


def _wide_cells(
    table: Table, width: int, own: Sequence[int], drawn: _Drawn
) -> Iterator[Cell]:
    for row in _filled(table, width):
        student = tuple(_at(row, at) for at in own) or (str(row.number),)
        for at in drawn.columns:
            question = drawn.question(row, at)
            unread = not (question.problem or question.choices)
            fault = row.fault or (drawn.why_none(row, at) if unread else "")
            yield Cell(
                row.number, student, question, _at(row, at), fault, (row.number,)
            )
