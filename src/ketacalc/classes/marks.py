"""What the answers of a class come to: by student, by question and by slip."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.classes.course import (
    BLANK,
    LOOK,
    USUAL,
    Mark,
    is_blank,
    mark,
    write_marks,
)
from ketacalc.classes.results import NAMES, own_name, who
from ketacalc.inert import inert
from ketacalc.marking.verdict import UNREADABLE
from ketacalc.say import later, say
from ketacalc.screens.report import Bar, Bars, Columns, Note, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ketacalc.classes.course import Course
    from ketacalc.classes.key import Question
    from ketacalc.classes.layout import Cell, Layout
    from ketacalc.screens.report import Block

RIGHT, WRONG = "right", "wrong"
WAYS = (RIGHT, WRONG, BLANK, LOOK)
MANY = 3  # students who gave the same wrong answer
MOST_TOLD, MOST_STUDENTS, MOST_KEPT = 20, 200, 20_000
LONGEST_NAME = 32
COUNTED = later(
    "{students} students, {questions} questions, {answers} answers. A blank is not "
    "right; what is to be looked at has no mark yet."
)
MORE_STUDENTS = later("… and {count} students more.")
NOT_FOUND = later("Not found in the file: question {numbers} of the key.")
NOT_MARKED = later("Not marked, for no question of the key is like it: {titles}.")
BY_ORDER = later(
    "No title is like a question of the key: the columns were taken in their order."
)


class Marked(NamedTuple):
    """One answer with its mark, and what its question is worth."""

    cell: Cell
    mark: Mark
    worth: Fraction

    @property
    def points(self) -> Fraction:
        """The marks that it gets."""
        return self.mark.share * self.worth

    @property
    def way(self) -> str:
        """Whether it is right, wrong, blank or to be looked at."""
        if self.mark.verdict in {BLANK, LOOK}:
            return self.mark.verdict
        return RIGHT if self.mark.is_right else WRONG


def marked(layout: Layout, course: Course = USUAL) -> Iterator[Marked]:
    """Mark the answers of a download as they come; a faulty row costs no other."""
    for cell in layout.cells:
        question = cell.question
        if cell.fault:
            found = Mark(UNREADABLE, Fraction(), "", say(cell.fault))
        elif question.chosen:
            found = _chosen(question, cell.answer)
        else:
            found = mark(question.problem, cell.answer, course)
        yield Marked(cell, found, course.worth(max(question.number, 1)))


def _chosen(question: Question, answer: str) -> Mark:
    """Mark a choice: it is the one, or it is not."""
    plain = " ".join(answer.casefold().split())
    if is_blank(plain):
        return mark("", "")
    right = plain == " ".join(question.chosen.casefold().split())
    if right:
        return Mark("correct", Fraction(1), "", say("Right."))
    return Mark(
        "wrong_value", Fraction(), "", say("{answer} is not it.", answer=answer)
    )


class Score:
    """What some answers come to: how many of each way, their marks and their slips.

    `student` are the cells of the one whose they are, or none.
    """

    def __init__(self, student: tuple[str, ...] = ()) -> None:
        self.student = student
        self.ways: Counter[str] = Counter()
        self.points = self.worth = Fraction()
        self.slips: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()

    def add(self, each: Marked) -> None:
        """Count an answer."""
        self.ways[each.way] += 1
        self.points += each.points
        self.worth += each.worth
        if each.mark.slip:
            self.slips[each.mark.slip] += 1
        if each.way == WRONG and len(self.answers) < MOST_KEPT:
            self.answers[each.cell.answer] += 1

    @property
    def count(self) -> int:
        """How many answers there are, blanks among them."""
        return self.ways.total()


class Tally:
    """What a class comes to.  Memory grows with its students, and not with its file."""

    def __init__(self, own: tuple[str, ...]) -> None:
        self.own = own
        self.whole = Score()
        self.questions: dict[int, Score] = {}
        self.texts: dict[int, str] = {}
        self.students: dict[tuple[int | str, ...], Score] = {}
        self.looks: list[Marked] = []

    def counted(self, answers: Iterable[Marked]) -> Iterator[Marked]:
        """Pass answers on as they come, and count them."""
        for each in answers:
            number = each.cell.question.number
            self.whole.add(each)
            self.questions.setdefault(number, Score()).add(each)
            self.texts.setdefault(number, each.cell.question.text)
            whose = each.cell.whose
            if len(self.students) < MOST_KEPT or whose in self.students:
                self.students.setdefault(whose, Score(each.cell.student)).add(each)
            if each.way == LOOK and len(self.looks) < MOST_TOLD:
                self.looks.append(each)
            yield each

    @property
    def status(self) -> int:
        """The exit status: 1 if an answer is not right."""
        return 0 if self.whole.ways[RIGHT] == self.whole.count else 1


def name_of(own: tuple[str, ...], student: tuple[str, ...]) -> str:
    """Return what a student is called: their names, or what else there is."""
    columns = dict(zip(own, student, strict=False))
    named = [cell for title, cell in columns.items() if NAMES.search(title)]
    return inert(" ".join(filter(None, named)) or " ".join(who(columns))) or "?"


# ------------------------------------------------------------------------------ report


def of_layout(layout: Layout) -> Iterator[Block]:
    """Say what could not be matched, before anything is marked."""
    if layout.by_order:
        yield Note(say(BY_ORDER), strong=True)
    if layout.missing:
        numbers = ", ".join(str(each.number) for each in layout.missing)
        yield Note(say(NOT_FOUND, numbers=numbers), strong=True)
    if layout.unknown:
        titles = ", ".join(inert(each)[:LONGEST_NAME] for each in layout.unknown)
        yield Note(say(NOT_MARKED, titles=titles), strong=True)


def of_class(tally: Tally, layout: Layout, *, picture: bool = False) -> Report:
    """Report what a class comes to; with a bar for each student where asked."""
    students, answers = (
        format(count, ",") for count in (len(tally.students), tally.whole.count)
    )
    questions = len(tally.questions)
    counted = say(COUNTED, students=students, questions=questions, answers=answers)
    blocks = [
        *of_layout(layout),
        Note(counted),
        _questions(tally),
        *([_picture(tally)] if picture else []),
        *_students(tally),
        *_many(tally),
        *_slips(tally),
        *_looks(tally),
    ]
    record = {
        "questions": [*_question_rows(tally)],
        "students": [*_student_rows(tally)],
    }
    return Report(say("Marked"), tuple(blocks), record, record["students"])


def _questions(tally: Tally) -> Columns:
    rows = []
    for number, score in sorted(tally.questions.items()):
        slip = next((name for name, _ in score.slips.most_common(1)), "")
        counts = (score.ways[way] for way in WAYS)
        rows.append((str(number), *map(str, counts), slip))
    heads = (
        *(say("Question"), say("Right"), say("Wrong"), say("Blank"), say("Look")),
        say("Commonest slip"),
    )
    title, numbers = say("By question"), (0, 1, 2, 3, 4)
    return Columns(heads, tuple(rows), numbers=numbers, accent=1, title=title)


def _students(tally: Tally) -> Iterator[Block]:
    heads = say("Student"), say("Right"), say("Of"), say("Marks"), say("Of")
    rows = [
        (
            name_of(tally.own, score.student),
            str(score.ways[RIGHT]),
            str(score.count),
            write_marks(score.points),
            write_marks(score.worth),
        )
        for score in islice(tally.students.values(), MOST_STUDENTS)
    ]
    title = say("By student")
    yield Columns(heads, tuple(rows), numbers=(1, 2, 3, 4), accent=3, title=title)
    if (more := len(tally.students) - MOST_STUDENTS) > 0:
        yield Note(say(MORE_STUDENTS, count=format(more, ",")))


def _picture(tally: Tally) -> Bars:
    rows = tuple(
        Bar(
            (name_of(tally.own, score.student), write_marks(score.points)),
            _per_cent(score),
            None,
        )
        for score in islice(tally.students.values(), MOST_STUDENTS)
    )
    return Bars((say("Student"), say("Marks")), rows)


def _per_cent(score: Score) -> float:
    return float(100 * score.points / score.worth) if score.worth else 0.0


def _many(tally: Tally) -> Iterator[Block]:
    """Tell wrong answers that many gave."""
    rows = [
        (str(number), inert(answer), str(count))
        for number, score in sorted(tally.questions.items())
        for answer, count in score.answers.most_common(MANY)
        if count >= MANY
    ]
    if rows:
        heads = say("Question"), say("Answer"), say("Times")
        title = say("Not right, and given by many")
        shown = tuple(rows[:MOST_TOLD])
        yield Columns(heads, shown, numbers=(0, 2), accent=2, title=title)


def _slips(tally: Tally) -> Iterator[Block]:
    rows = tuple((slip, str(count)) for slip, count in tally.whole.slips.most_common())
    if rows:
        yield Columns(
            (say("Slip"), say("Times")),
            rows,
            numbers=(1,),
            accent=1,
            title=say("By slip"),
        )


def _looks(tally: Tally) -> Iterator[Block]:
    """Tell what may be a slip of typing, to be looked at by a person."""
    rows = tuple(
        (
            name_of(tally.own, each.cell.student),
            str(each.cell.question.number),
            inert(each.cell.answer),
        )
        for each in tally.looks
    )
    if rows:
        heads = say("Student"), say("Question"), say("Answer")
        yield Columns(heads, rows, numbers=(1,), accent=2, title=say("Please look"))


def _question_rows(tally: Tally) -> Iterator[dict[str, object]]:
    for number, score in sorted(tally.questions.items()):
        counts = {way: score.ways[way] for way in WAYS}
        slips = dict(score.slips.most_common())
        yield {
            "question": number,
            "text": tally.texts[number],
            **counts,
            "slips": slips,
        }


def _student_rows(tally: Tally) -> Iterator[dict[str, object]]:
    for score in tally.students.values():
        own = dict(zip(map(own_name, tally.own), score.student, strict=False))
        counts = {way: score.ways[way] for way in WAYS}
        marks = {"marks": float(score.points), "of": float(score.worth)}
        yield {"student": name_of(tally.own, score.student), **own, **counts, **marks}
