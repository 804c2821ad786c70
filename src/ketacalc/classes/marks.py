"""What the answers of a class come to: each marked, and counted in many ways."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.classes.course import (
    BLANK,
    LOOK,
    USUAL,
    Course,
    Mark,
    is_blank,
    mark,
)
from ketacalc.classes.results import NAMES, who
from ketacalc.inert import inert
from ketacalc.language.numbers import write_exact
from ketacalc.marking.verdict import NO_UNIT, WRONG_VALUE
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ketacalc.classes.key import Question
    from ketacalc.classes.layout import Cell, Layout

RIGHT, WRONG = "right", "wrong"
NONE = Fraction()
WITH_COMMAS = Course(decimal_comma=True)
WAYS = (RIGHT, WRONG, BLANK, LOOK)
MOST_STUDENTS, MOST_QUESTIONS, MOST_LOOKS = 20_000, 1_000, 20  # that are kept
MOST_ANSWERS = 2_000  # of a question that are counted, the commonest among them
MOST_LISTED = 5_000  # answers on the page of a class
A_SHARE = later("a spreadsheet may have written {answer} for a per cent")


class Marked(NamedTuple):
    """One answer with its mark, what its question is worth, and the marks it gets.

    `way` says whether it is right, wrong, blank or to be looked at.
    """

    cell: Cell
    mark: Mark
    worth: Fraction
    points: Fraction
    way: str


def marked(layout: Layout, course: Course = USUAL) -> Iterator[Marked]:
    """Mark the answers of a download as they come; a faulty row costs no other.

    A spreadsheet keeps 20 % as 0.2, and how it shows that is not read: such an answer
    is to be looked at.
    """
    for cell in layout.cells:
        question = cell.question
        if cell.fault:
            found = Mark(LOOK, NONE, "", cell.fault)
        elif question.chosen:
            found = _chosen(question, cell.answer)
        else:
            found = mark(question.problem, cell.answer, course)
            if layout.from_sheet and _may_be_a_share(cell, found):
                found = Mark(LOOK, NONE, "", say(A_SHARE, answer=cell.answer))
        worth = worth_of(question, course)
        points = found.share * worth if found.share else NONE
        yield Marked(cell, found, worth, points, _way(found))


def _is_right_with_commas(cell: Cell) -> bool:
    problem, answer = cell.question.problem, cell.answer
    return "," in answer and mark(problem, answer, WITH_COMMAS).is_right


def _way(found: Mark) -> str:
    if found.verdict in {BLANK, LOOK}:
        return found.verdict
    return RIGHT if found.is_right else WRONG


def worth_of(question: Question, course: Course) -> Fraction:
    """Return what a question is worth: as the course says, else as the key does."""
    if not question.number:  # it is none that is known
        return NONE
    told = course.marks is USUAL.marks and question.worth
    return told or course.worth(question.number)


def _may_be_a_share(cell: Cell, found: Mark) -> bool:
    """Tell whether an answer would be right if it were a hundred times as many %."""
    is_share = re.fullmatch(r"0?\.[0-9]+|[01]", cell.answer)
    if found.verdict not in {WRONG_VALUE, NO_UNIT} or not is_share:
        return False
    per_cent = f"{write_exact(Fraction(cell.answer) * 100)} %"
    return mark(cell.question.problem, per_cent).is_right


def _chosen(question: Question, answer: str) -> Mark:
    """Mark a choice: it is the one, or it is not."""
    plain = " ".join(answer.casefold().split())
    if is_blank(plain):
        return mark("", "")
    if plain == " ".join(question.chosen.casefold().split()):
        return Mark("correct", Fraction(1), "", say("Right."))
    return Mark(WRONG_VALUE, Fraction(), "", say("{answer} is not it.", answer=answer))


class Score:
    """What some answers come to: how many of each way, and their marks.

    `student` are the cells of the one whose they are, or none.
    """

    def __init__(self, student: tuple[str, ...] = ()) -> None:
        self.student = student
        self.ways = dict.fromkeys(WAYS, 0)
        self.points = self.worth = Fraction()

    def add(self, each: Marked) -> None:
        """Count an answer."""
        self.ways[each.way] += 1
        if each.points:
            self.points += each.points
        self.worth += each.worth

    @property
    def count(self) -> int:
        """How many answers there are, blanks among them."""
        return sum(self.ways.values())

    @property
    def per_cent(self) -> float:
        """Its marks of those that there are, in per cent."""
        return float(100 * self.points / self.worth) if self.worth else 0.0


class Item(Score):
    """What the answers to a question come to, with their slips and the wrong ones."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text
        self.slips: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()

    def add(self, each: Marked) -> None:
        """Count an answer."""
        super().add(each)
        if each.mark.slip:
            self.slips[each.mark.slip] += 1
        if each.way == WRONG and each.cell.answer:
            self.answers[each.cell.answer] += 1
            if len(self.answers) > MOST_ANSWERS:  # most of them are of one student
                common = self.answers.most_common(MOST_ANSWERS // 2)
                self.answers = Counter(dict(common))


class Tally:
    """What a class comes to; memory does not grow with its file.

    It keeps MOST_STUDENTS and MOST_QUESTIONS, and where it `lists` answers MOST_LISTED
    of them.  `commas` counts those that would be right if 52,5 were read.
    """

    def __init__(self, own: tuple[str, ...], *, lists: bool = False) -> None:
        self.own, self.lists = own, lists
        self.listed: list[Marked] = []
        self.whole = Item()
        self.questions: dict[int, Item] = {}
        self.students: dict[tuple[int | str, ...], Score] = {}
        self.has_more_students = self.has_more_questions = False
        self.looks: list[Marked] = []
        self.commas = 0

    def counted(self, answers: Iterable[Marked]) -> Iterator[Marked]:
        """Pass answers on as they come, and count them."""
        for each in answers:
            number, text = each.cell.question.number, each.cell.question.text
            self.whole.add(each)
            if number in self.questions or len(self.questions) < MOST_QUESTIONS:
                self.questions.setdefault(number, Item(text)).add(each)
            else:
                self.has_more_questions = True
            self._count_student(each)
            if each.way == LOOK:
                self.commas += _is_right_with_commas(each.cell)
                self.looks += [each] * (len(self.looks) < MOST_LOOKS)
            if self.lists and len(self.listed) < MOST_LISTED:
                self.listed.append(each)
            yield each

    def _count_student(self, each: Marked) -> None:
        whose = each.cell.whose
        if whose not in self.students:
            if len(self.students) == MOST_STUDENTS:
                self.has_more_students = True
                return
            self.students[whose] = Score(each.cell.student)
        self.students[whose].add(each)

    @property
    def status(self) -> int:
        """The exit status: 1 if an answer is not right."""
        return 0 if self.whole.ways[RIGHT] == self.whole.count else 1


def name_of(own: tuple[str, ...], student: tuple[str, ...]) -> str:
    """Return what a student is called: their names, or what else there is."""
    columns = dict(zip(own, student, strict=False))
    named = [cell for title, cell in columns.items() if NAMES.search(title)]
    return inert(" ".join(filter(None, named)) or " ".join(who(columns))) or "?"
