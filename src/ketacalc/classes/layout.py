"""Where the answers stand in a download: which column, or which row, is which question.

A wide file has a row for each student and a column for each question; a long one has a
row for each answer.  A few lines above the titles do not matter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.classes.key import plain_text, questions_in
from ketacalc.errors import Unreadable
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketacalc.classes.key import Question
    from ketacalc.classes.tables import Row, Table

MOST_ABOVE = 15  # lines above the titles
FEWEST_TITLES = 2
# Response 3, Q3, Frage 3: a column that names a question by its number.
BY_NUMBER = re.compile(
    r"(?P<what>response|answer|q|question|antwort|frage|r[ée]ponse|respuesta|pregunta)"
    r"[\s.#_]*(?P<number>\d+)",
    re.IGNORECASE,
)
ANSWERS = {"response", "answer", "antwort", "réponse", "reponse", "respuesta"}
# The columns of a long file, in the words of the systems that write one.
LONG_QUESTION = ("question", "question text", "problem", "item", "frage", "question id")
LONG_ANSWER = ("answer", "response", "student response", "given answer", "antwort")
# What a system puts beside each question: points, feedback, what was right.
BESIDE = re.compile(
    r"\[(?:score|feedback)\]$"
    r"|^(?:points|feedback|right answer|punkte|grade)\b[ \-–:]*.+",
    re.IGNORECASE,
)
# What is no question: who, when, and how much.
OWN = re.compile(
    r"^(?:time ?stamp|zeitstempel|horodateur|marca temporal|date|start(?:ed)?\b.*"
    r"|completion time|completed|submitted|time taken|last modified time|attempt|state"
    r"|status|id|id ?number|sis_id|root|section\w*|class|group|score|total.*|grade.*"
    r"|points|quiz feedback"
    r"|n correct|n incorrect|e-?mail.*|user ?name|login|.*\bname\b.*|surname|vorname"
    r"|nachname|student.*|learner|pupil|matrikelnummer|institution|department|course|notice"
    r"|number|no\.?|topic|level|language|ip.*)$",
    re.IGNORECASE,
)
OURS = ("question", "problem", "answer", "verdict", "mark", "slip", "message")
NO_QUESTION = later("none of its columns is a question of the key")
NO_KEY = later("none of its titles is a problem, and there is no key")


class Cell(NamedTuple):
    """One answer: the row and the student it is of, its question, and what was written.

    `fault` says why it cannot be marked, or is "".
    """

    number: int
    student: tuple[str, ...]
    question: Question
    answer: str
    fault: str = ""


class Layout(NamedTuple):
    """How a download is laid out, before an answer of it is looked at.

    `own` are the titles of the student's own columns, `questions` those that were
    found, `missing` those of the key that were not, and `unknown` the columns that are
    neither.  `by_order` says that columns were taken for questions by their order.
    """

    own: tuple[str, ...]
    questions: tuple[Question, ...]
    missing: tuple[Question, ...]
    unknown: tuple[str, ...]
    cells: Iterator[Cell]
    by_order: bool = False


def lay_out(table: Table, key: Sequence[Question], name: str) -> Layout:
    """Find out how a download is laid out; Unreadable where it cannot be told."""
    above: list[Row] = []
    for row in table.rows(0):
        above.append(row)
        if len(above) > MOST_ABOVE:
            break
        if laid := _by_titles(row.cells, key, table):
            return laid
    titles = max(above, key=lambda row: sum(map(bool, row.cells)), default=None)
    if titles is None:
        raise Unreadable(name, later("it has no rows"))
    shown = ", ".join(filter(None, titles.cells))[:80]
    raise Unreadable(shown or name, NO_QUESTION if key else NO_KEY)


def _by_titles(
    titles: tuple[str, ...], key: Sequence[Question], table: Table
) -> Layout | None:
    if sum(map(bool, titles)) < FEWEST_TITLES:
        return None
    return _long(titles, key, table) or _wide(titles, key, table)


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
    ours = {*OURS, "notice"} if plain[asked] == "problem" else set()
    own = [
        at
        for at, title in enumerate(titles)
        if title and at not in {asked, given} and plain[at] not in ours
    ]
    found = _Found(key)
    cells = (
        found.cell(
            row, tuple(_at(row, each) for each in own), _at(row, asked), _at(row, given)
        )
        for row in table.rows(len(titles))
        if any(row.cells) or row.fault
    )
    return Layout(tuple(titles[at] for at in own), tuple(key), (), (), cells)


class _Found:
    """Finds the question of a row by its text, its number, or by itself."""

    def __init__(self, key: Sequence[Question]) -> None:
        self.key = {plain_text(each.text): each for each in key}
        self.numbers = {str(each.number): each for each in key}
        self.read: dict[str, Question | None] = {}

    def cell(self, row: Row, student: tuple[str, ...], asked: str, given: str) -> Cell:
        """Return the answer of a row, with its fault where no question is found."""
        question = self.question(asked)
        if question is None:
            none = _unknown(asked)
            fault = row.fault or say("no question of the key is like it")
            return Cell(row.number, student, none, given, fault)
        return Cell(row.number, student, question, given, row.fault)

    def question(self, text: str) -> Question | None:
        """Return the question that a text names."""
        match = BY_NUMBER.fullmatch(text.strip())
        number = match["number"] if match else text.strip()
        known = self.key.get(plain_text(text)) or self.numbers.get(number)
        if known or self.key:
            return known
        if text not in self.read:
            found = next(questions_in([text]), None)
            count = len(self.read) + 1
            self.read[text] = found[1]._replace(number=count) if found else None
        return self.read[text]


def _unknown(text: str) -> Question:
    from ketacalc.classes.key import Question  # noqa: PLC0415 - a value of it

    return Question(0, text, "")


# -------------------------------------------------------------------------------- wide


def _wide(
    titles: tuple[str, ...], key: Sequence[Question], table: Table
) -> Layout | None:
    """Lay out a file with a column for each question; None where none is found."""
    columns, by_order = _columns(titles, key)
    if not columns:
        return None
    own = [
        at
        for at, title in enumerate(titles)
        if title and at not in columns and OWN.match(title)
    ]
    unknown = [
        title
        for at, title in enumerate(titles)
        if title and at not in columns and at not in own
    ]
    if not own:  # a file of a system that we do not know
        own = [at for at, title in enumerate(titles) if title and at < min(columns)]
        unknown = [title for title in unknown if titles.index(title) not in own]
    questions = tuple(columns.values())
    missing = tuple(each for each in key if each not in questions)
    cells = (
        Cell(
            row.number,
            tuple(_at(row, at) for at in own),
            question,
            _at(row, at),
            row.fault,
        )
        for row in table.rows(len(titles))
        if any(row.cells) or row.fault
        for at, question in columns.items()
    )
    names = tuple(titles[at] for at in own)
    told = tuple(each for each in unknown if not BESIDE.search(each))
    return Layout(names, questions, missing, told, cells, by_order)


def _columns(
    titles: Sequence[str], key: Sequence[Question]
) -> tuple[dict[int, Question], bool]:
    """Return the question of each column, and whether by their order alone."""
    if not key:
        found = [
            (at, question)
            for at, question in questions_in(titles)
            if not BESIDE.search(titles[at])
        ]
        numbered = enumerate(found, 1)
        return {at: each._replace(number=n) for n, (at, each) in numbered}, False
    if by_text := _by_text(titles, key):
        return by_text, False
    if by_number := _by_number(titles, key):
        return by_number, False
    left = [
        at
        for at, title in enumerate(titles)
        if title and not OWN.match(title) and not BESIDE.search(title)
    ]
    # A row of answers is no row of titles.
    if len(left) == len(key) and not any(titles[at][:1].isdigit() for at in left):
        return dict(zip(left, key, strict=True)), True
    return {}, False


def _by_text(titles: Sequence[str], key: Sequence[Question]) -> dict[int, Question]:
    """Match columns by the text of their questions; of two alike the first counts."""
    texts = {plain_text(each.text): each for each in key if each.text}
    found: dict[int, Question] = {}
    for at, title in enumerate(titles):
        question = texts.get(plain_text(title))
        if question and question not in found.values() and not BESIDE.search(title):
            found[at] = question
    return found


def _by_number(titles: Sequence[str], key: Sequence[Question]) -> dict[int, Question]:
    """Match columns such as Response 3, rather than Question 3 where both are there."""
    numbers = {each.number: each for each in key}
    found: dict[str, dict[int, Question]] = {}
    for at, title in enumerate(titles):
        match = BY_NUMBER.fullmatch(title.strip())
        if match and int(match["number"]) in numbers:
            what = match["what"].casefold()
            found.setdefault(what, {})[at] = numbers[int(match["number"])]
    for what, columns in found.items():
        if what in ANSWERS:
            return columns
    return next(iter(found.values()), {})


def _at(row: Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""
