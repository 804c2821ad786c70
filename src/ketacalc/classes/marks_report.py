"""What a class comes to as a report: by question, by student and by slip."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ketacalc.classes.course import LOOK
from ketacalc.classes.marks import RIGHT, WAYS, name_of
from ketacalc.classes.results import COMMAS, REST, own_name
from ketacalc.inert import inert
from ketacalc.language.numbers import write_exact
from ketacalc.say import later, say
from ketacalc.screens.report import Bar, Bars, Columns, Note, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.classes.layout import Layout
    from ketacalc.classes.marks import Item, Tally
    from ketacalc.screens.report import Block

MANY = 3  # students who gave the same wrong answer
MOST_TOLD, MOST_SHOWN = 20, 200
LONGEST_TITLE, LONGEST_QUESTION = 32, 60
COUNTED = later(
    "{students}, {questions}, {answers}. A blank is not right; what is to be looked at "
    "has no mark yet."
)
STUDENTS = later("{count} student"), later("{count} students")
QUESTIONS = later("{count} question"), later("{count} questions")
ANSWERS = later("{count} answer"), later("{count} answers")
NOT_FOUND = later("Not found in the file: question {numbers} of the key.")
NOT_MARKED = later("Not marked, for no question of the key is like it: {titles}.")
NOT_READ = later("Not marked, for no problem can be read in it: {titles}.")
BY_ORDER = later(
    "No title is like a question of the key: the columns were taken in their order."
)


def of_layout(layout: Layout) -> Iterator[Note]:
    """Say what could not be matched, before anything is marked."""
    if layout.by_order:
        yield Note(say(BY_ORDER), strong=True)
    if layout.missing:
        numbers = ", ".join(str(each.number) for each in layout.missing)
        yield Note(say(NOT_FOUND, numbers=numbers), strong=True)
    if layout.unknown:
        titles = ", ".join(_short(each, LONGEST_TITLE) for each in layout.unknown)
        sentence = NOT_MARKED if layout.has_key else NOT_READ
        yield Note(say(sentence, titles=titles), strong=True)


def _short(text: str, longest: int) -> str:
    plain = inert(" ".join(text.split()))
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"


def of_class(tally: Tally, layout: Layout, title: str = "") -> Report:
    """Report what a class comes to; without a title it goes on from `of_layout`."""
    blocks = (
        *(of_layout(layout) if title else ()),
        Note(_counted(tally)),
        _questions(tally),
        *_students(tally),
        *_many(tally),
        *_slips(tally),
        *_looks(tally),
        *_commas(tally),
    )
    students = [*_student_rows(tally)]
    record = {
        "missing": [each.text or str(each.number) for each in layout.missing],
        "unknown": [*layout.unknown],
        "questions": [*_question_rows(tally)],
        "students": students,
    }
    return Report(title, blocks, record, students)


def page_of_class(tally: Tally, layout: Layout) -> Report:
    """Report a class on a page: with pictures, and its answers as far as are kept."""
    title, *blocks = of_class(tally, layout, say("Marked"))[:2]
    pictures = (_difficulty(tally), _spread(tally))
    return Report(title, (*blocks[0], *pictures, *_listed(tally)))


def _counted(tally: Tally) -> str:
    return say(
        COUNTED,
        students=_so_many(STUDENTS, len(tally.students), tally.has_more_students),
        questions=_so_many(QUESTIONS, len(tally.questions), tally.has_more_questions),
        answers=_so_many(ANSWERS, tally.whole.count),
    )


def _so_many(words: tuple[str, str], count: int, more: int = 0) -> str:
    """Say how many: 1 student, 20,000+ students."""
    told = f"{count:,}{'+' * more}"
    return say(words[0] if told == "1" else words[1], count=told)


def _first(tally: Tally) -> list[tuple[int, Item]]:
    """Return the questions that are shown, in their order."""
    return sorted(tally.questions.items())[:MOST_SHOWN]


def _questions(tally: Tally) -> Columns:
    rows = []
    for number, score in _first(tally):
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
    rows = tuple(
        (
            name_of(tally.own, score.student),
            str(score.ways[RIGHT]),
            str(score.count),
            write_exact(score.points),
            write_exact(score.worth),
        )
        for score in islice(tally.students.values(), MOST_SHOWN)
    )
    title = say("By student")
    yield Columns(heads, rows, numbers=(1, 2, 3, 4), accent=3, title=title)
    if (more := len(tally.students) - MOST_SHOWN) > 0:
        count = f"{more:,}{'+' * tally.has_more_students}"
        yield Note(say(REST, count=count))


def _difficulty(tally: Tally) -> Bars:
    """Draw how many of each question are right."""
    rows = tuple(
        Bar(
            (
                str(number),
                _short(item.text, LONGEST_QUESTION),
                str(item.ways[RIGHT]),
            ),
            None,
            (0, 100 * item.ways[RIGHT] / item.count),
        )
        for number, item in _first(tally)
    )
    return Bars((say("No."), say("Question"), say("Right")), rows)


def _spread(tally: Tally) -> Bars:
    """Draw how many students have how many of the marks, in tenths of them."""
    counts = [0] * 10
    for score in tally.students.values():
        counts[min(int(score.per_cent // 10), 9)] += 1
    total = sum(counts) or 1
    rows = tuple(
        Bar((f"{10 * at}–{10 * at + 10} %", str(count)), None, (0, 100 * count / total))
        for at, count in enumerate(counts)
    )
    return Bars((say("Marks"), say("Students")), rows)


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
    if more := tally.whole.ways[LOOK] - len(rows):
        count = f"{more:,}"
        yield Note(say(REST, count=count))


def _commas(tally: Tally) -> Iterator[Block]:
    """Say how many would be right if a comma were a decimal mark."""
    if tally.commas:
        yield Note(say(COMMAS, count=tally.commas))


def _listed(tally: Tally) -> Iterator[Block]:
    """List the answers, as far as they are kept."""
    rows = tuple(
        (
            name_of(tally.own, each.cell.student),
            str(each.cell.question.number),
            inert(each.cell.answer),
            each.mark.verdict,
            "" if each.way == LOOK else write_exact(each.points),
            each.mark.slip,
        )
        for each in tally.listed
    )
    if rows:
        heads = (
            *(say("Student"), say("Question"), say("Answer"), say("Verdict")),
            *(say("Marks"), say("Slip")),
        )
        yield Columns(heads, rows, numbers=(1, 4), accent=3, title=say("Answers"))
    if rows and (more := tally.whole.count - len(rows)):
        count = f"{more:,}"
        yield Note(say(REST, count=count))


def _question_rows(tally: Tally) -> Iterator[dict[str, object]]:
    for number, score in sorted(tally.questions.items()):
        counts = {way: score.ways[way] for way in WAYS}
        slips = dict(score.slips.most_common())
        yield {
            "question": number,
            "text": score.text,
            **counts,
            "slips": slips,
        }


def _student_rows(tally: Tally) -> Iterator[dict[str, object]]:
    for score in tally.students.values():
        counts = {way: score.ways[way] for way in WAYS}
        marks = {"marks": float(score.points), "of": float(score.worth)}
        ours = {"student": name_of(tally.own, score.student), **counts, **marks}
        names = (own_name(each, ours) for each in tally.own)
        own = dict(zip(names, score.student, strict=False))
        yield {"student": ours["student"], **own, **ours}
