"""A page for each student: what is not right, what may have happened, the working."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import chain, groupby
from typing import TYPE_CHECKING

from ketacalc.classes.course import BLANK
from ketacalc.classes.marks import RIGHT, WRONG, Score, name_of
from ketacalc.classes.titles import apart
from ketacalc.errors import KetacalcError
from ketacalc.inert import inert
from ketacalc.language.numbers import write_exact
from ketacalc.marking.check import check
from ketacalc.say import later, say
from ketacalc.screens.files import write_whole
from ketacalc.screens.pages import page
from ketacalc.screens.report import Columns, Listing, Note, Report
from ketacalc.screens.verdicts import next_step
from ketacalc.solving.solution import solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ketacalc.classes.marks import Marked

VERDICTS = {
    RIGHT: later("Right"),
    WRONG: later("Not right"),
    BLANK: later("No answer"),
}
TO_BE_LOOKED_AT = later("Will be looked at")
CAME_TO = later("{right} of {count} right; {marks} of {worth} marks.")
LONGEST_NAME = 60
# Names of devices, which no file of Windows can have.
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def feedback(
    folder: Path, answers: Iterable[Marked], own: tuple[str, ...], *, hint: bool = False
) -> Iterator[Marked]:
    """Write a page for each student, and pass the answers on.

    With `hint` a page has the next step of what is not right, and no answer.  Answers
    of one student that do not stand together are put together.
    """
    folder.mkdir(exist_ok=True)
    pages = _Pages(folder, own, hint=hint)
    together: dict[tuple[int | str, ...], list[Marked]] = {}
    for whose, some in groupby(answers, key=lambda each: each.cell.whose):
        listed = list(some)
        if all(isinstance(each, int) for each in whose):  # a row of its own
            pages.write(listed)
        else:
            together.setdefault(whose, []).extend(listed)
        yield from listed
    for listed in together.values():
        pages.write(listed)


class _Pages:
    """Writes pages, each by a name of its own."""

    def __init__(self, folder: Path, own: tuple[str, ...], *, hint: bool) -> None:
        self.folder, self.own, self.hint = folder, own, hint
        self.names: set[str] = set()

    def write(self, answers: Sequence[Marked]) -> None:
        """Write the page of one student."""
        name = name_of(self.own, answers[0].cell.student)
        path = self.folder / f"{self._file_name(name)}.html"
        write_whole(path, page(of_student(name, answers, hint=self.hint)))

    def _file_name(self, student: str) -> str:
        """Name a file by its student, in letters that any system takes."""
        plain = re.sub(r"[^\w-]+", "-", student).strip("-")[:LONGEST_NAME]
        is_name = plain and not DEVICES.match(plain)
        name = apart(plain if is_name else f"student-{plain}".strip("-"), self.names)
        self.names.add(name.casefold())
        return name


def of_student(name: str, answers: Sequence[Marked], *, hint: bool) -> Report:
    """Report the answers of one student: what is right, and what may have happened."""
    rows = tuple(
        (
            str(each.cell.question.number),
            inert(each.cell.answer),
            say(VERDICTS.get(each.way, TO_BE_LOOKED_AT)),
        )
        for each in answers
    )
    heads = say("Question"), say("Answer"), say("Verdict")
    caption = say("Answers")
    table = Columns(heads, rows, numbers=(0,), accent=2, caption=caption)
    told = chain.from_iterable(_explained(each, hint=hint) for each in answers)
    return Report(name, (Note(_came_to(answers)), table, *told))


def _came_to(answers: Iterable[Marked]) -> str:
    score = Score()
    for each in answers:
        score.add(each)
    return say(
        CAME_TO,
        right=score.ways[RIGHT],
        count=score.count,
        marks=write_exact(score.points),
        worth=write_exact(score.worth),
    )


def _explained(each: Marked, *, hint: bool) -> Iterator[Note | Listing]:
    """Explain one answer that is not right: the slip and the working, or a step."""
    question = each.cell.question
    if each.way not in {WRONG, BLANK} or not question.problem:
        return
    yield Note(say("Question {number}", number=question.number), heading=True)
    yield Note(question.text or question.problem)
    if hint:
        answer = "" if each.way == BLANK else each.cell.answer
        yield Note(next_step(check(question.problem, answer=answer)), strong=True)
        return
    if each.way == WRONG and each.mark.message:
        yield Note(each.mark.message)
    with suppress(KetacalcError):
        working = solve(question.problem).working
        yield Listing(say("Working"), working, strong=True)
