"""What was asked: the questions of a form, each with its problem in the notation."""

from __future__ import annotations

import re
from contextlib import suppress
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.classes.tables import table_in
from ketacalc.classes.titles import MOST_ABOVE
from ketacalc.errors import KetacalcError, Unreadable
from ketacalc.language.notation import parse
from ketacalc.language.numbers import pointed, read_number, writes_commas
from ketacalc.marking.check import check
from ketacalc.say import later, say
from ketacalc.words.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from ketacalc.classes.tables import Row

TAGS = re.compile(r"<[^>]*>")
# A number or an id in front of a question: 12345: , 3. , Q3: , (3).
NUMBERED = re.compile(
    r"^(?:\d+:|\(?(?:q|question)?\s*\.?\s*\d+\s*[.:)](?!\d))\s*", re.IGNORECASE
)
# What it is worth, behind it: (2 points), [1 mark].
WORTH = re.compile(
    r"\s*[(\[]\s*\d+(?:[.,]\d+)?\s*(?:points?|pts?|marks?|punkte?|p)\.?\s*[)\]]\s*$"
)
MARKS = ("marks", "points", "punkte")
TEXT_COLUMNS = ("question", "text")
ARROW = "->"
PROBLEM, CHOICES, CHOICE = "problem", "choices", "choice"


class Question(NamedTuple):
    """One question: its number, its text as the form shows it, and its problem.

    Where there are choices, one of them is the answer, and there is no problem.
    `worth` is how many marks the key gives it, or None.
    """

    number: int
    text: str
    problem: str
    choices: tuple[str, ...] = ()
    chosen: str = ""
    worth: Fraction | None = None


def plain_text(text: str) -> str:
    """Return a text by which questions are compared: words and figures alone.

    Tags, case, spaces, a number in front and marks behind do not matter.

    ```pycon
    >>> plain_text("<p>3. How many&nbsp;mL? (2 marks)</p>")
    'how many ml?'

    ```
    """
    bare = unescape(TAGS.sub(" ", text)).replace("\u00a0", " ")
    words = " ".join(bare.split()).strip(" *")
    return WORTH.sub("", NUMBERED.sub("", words).casefold()).strip(" *:")


def read_key(path: str) -> tuple[Question, ...]:
    """Read a key: a table with the columns question (or text) and problem.

    Raises Unreadable.
    """
    with table_in(path) as table:
        rows = table.rows(0)
        titles = _titles(rows, path)
        text = next((each for each in TEXT_COLUMNS if each in titles), "")
        found = [
            dict(zip(titles, row.cells, strict=False)) for row in rows if any(row.cells)
        ]
    return tuple(_question(number, row, text) for number, row in enumerate(found, 1))


def _titles(rows: Iterator[Row], path: str) -> list[str]:
    """Return the titles of a key, below what may stand above them."""
    for row in islice(rows, MOST_ABOVE):
        titles = [cell.lower() for cell in row.cells]
        if not {PROBLEM, *TEXT_COLUMNS}.isdisjoint(titles):
            return titles
    raise Unreadable(path, later("a key has the columns question and problem"))


def _question(number: int, row: Mapping[str, str], text: str) -> Question:
    asked, problem = row.get(text, ""), row.get(PROBLEM, "")
    worth = next((_worth(row[each]) for each in MARKS if row.get(each)), None)
    if choice := row.get(CHOICE, ""):
        choices = tuple(each.strip() for each in row.get(CHOICES, "").split(" / "))
        return Question(number, asked, "", choices, choice, worth)
    try:
        line = line_of(problem or asked)
        refuse_unusable(line)
        return Question(number, asked, line, worth=worth)
    except KetacalcError as error:
        where = say("question {number} of the key", number=number)
        text = problem or asked
        whole = error if isinstance(error, Unreadable) and error.text == text else None
        reason = whole.reason if whole else error.sentence
        raise Unreadable(text, f"{where}: {reason}") from None


def _worth(text: str) -> Fraction:
    """Read how many marks a question is worth.  Raises Unreadable."""
    try:
        return read_number(text).value
    except Unreadable:
        raise Unreadable(text, later("these are no marks"), "2") from None


def refuse_unusable(line: str) -> None:
    """Refuse a problem that cannot be worked.  Raises Unreadable."""
    verdict = check(line)
    if not verdict.usable:
        raise Unreadable(line, verdict.message)


def line_of(text: str) -> str:
    """Return the line of a problem, in the notation or in words, or KetacalcError."""
    text = pointed(text) if writes_commas() else text
    try:
        return str(parse(text)._replace(answers=()))
    except KetacalcError:
        if ARROW in text:  # which words have none of
            raise
    lines = read(text).lines
    if len(lines) > 1:
        raise Unreadable(text, later("it asks several questions; give each a row"))
    return lines[0]


def shown_line(text: str) -> str:
    """Return the line of a problem as a form shows it; KetacalcError for none."""
    bare = unescape(TAGS.sub(" ", text)).strip()
    line = line_of(NUMBERED.sub("", bare))
    refuse_unusable(line)
    return line


def questions_in(titles: Sequence[str]) -> Iterator[tuple[int, Question]]:
    """Yield the columns whose titles are problems, in the notation or in words."""
    for column, title in enumerate(titles):
        with suppress(KetacalcError):
            if any(map(str.isdigit, title)):
                line = shown_line(title)
                if parse(line).asked:
                    yield column, Question(column, title, line)
