"""How a course marks: what an answer is worth, and which rules it is held to.

Marking an answer is a pure function of a problem, an answer and a course, so that it
can be mapped over any number of them by whatever engine is at hand.
"""

from __future__ import annotations

import tomllib
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacalc.errors import KetacalcError, Unreadable
from ketacalc.language.figures import STYLE
from ketacalc.language.numbers import read_number, writes_commas
from ketacalc.language.rounding import read_rules
from ketacalc.marking.check import check, read_tolerance
from ketacalc.marking.verdict import (
    NO_UNIT,
    PASSING,
    UNREADABLE,
    WRONG_UNIT,
    WRONG_VALUE,
)
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from ketacalc.language.rounding import Rules
    from ketacalc.marking.verdict import Verdict

MOST_KEPT = 4096  # marks
BLANK, LOOK = "blank", "please-look"
HALF = Fraction(1, 2)
NOT_BY_UNIT = later("The unit is to be written.")
NOT_IN_UNIT = later("The answer is to be in {unit}.")
NO_ANSWER = later("no answer")
# What systems write where nothing was.
BLANKS = {"n/a", "na", "unanswered", "<unanswered>", "no answer", "keine antwort"}


class Course(NamedTuple):
    """How answers are marked.

    `marks` is what each question is worth, in their order, the last for all that
    follow.  `half_for_style` takes half for an error-prone spelling, `carried_forward`
    gives half where all after the first wrong step follows from it.
    """

    marks: tuple[Fraction, ...] = (Fraction(1),)
    tolerance: Fraction | None = None
    rules: Rules = ()
    unit_required: bool = False
    asked_unit_required: bool = False
    half_for_style: bool = False
    carried_forward: bool = False
    decimal_comma: bool = False

    def worth(self, number: int) -> Fraction:
        """Return what a question is worth; questions count from 1."""
        return self.marks[min(number, len(self.marks)) - 1]


class Mark(NamedTuple):
    """What an answer comes to: a verdict, a share of its marks, a slip, a sentence."""

    verdict: str
    share: Fraction
    slip: str = ""
    message: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the answer passes."""
        return self.verdict in PASSING


USUAL = Course()


def mark(problem: str, answer: str, course: Course = USUAL) -> Mark:
    """Mark one answer to a problem in the notation; never raises for what is in them.

    ```pycon
    >>> mark("70 kg, 0.5 mg/kg, 40 min -> mg/h", "0.875")[:3]
    ('wrong_value', Fraction(0, 1), 'minutes-hours')

    ```
    """
    return _mark(problem, answer, course, writes_commas())


@lru_cache(maxsize=MOST_KEPT)
def _mark(problem: str, answer: str, course: Course, _commas: bool) -> Mark:  # noqa: FBT001 - a key
    """Mark one answer; a class gives the same ones again and again."""
    if is_blank(answer):
        return Mark(BLANK, Fraction(), "", say(NO_ANSWER))
    verdict = check(
        problem,
        course.tolerance,
        answer,
        decimal_comma=course.decimal_comma,
        rules=course.rules,
    )
    unread = verdict.usable and verdict.verdict == UNREADABLE
    if unread and any(map(str.isdigit, answer)):
        return Mark(LOOK, Fraction(), "", verdict.message)
    if verdict.passes:
        return _passed(verdict, course)
    slips = "" if not verdict.diagnoses else verdict.diagnoses[0].id
    share = HALF if course.carried_forward and _is_carried(verdict) else Fraction()
    return Mark(verdict.verdict, share, slips, verdict.message)


def is_blank(answer: str) -> bool:
    """Tell whether an answer is none: nothing, a dash, or what stands for nothing.

    ```pycon
    >>> is_blank(" - "), is_blank("<Unanswered>"), is_blank("no idea")
    (True, True, False)

    ```
    """
    plain = answer.strip().casefold()
    return plain in BLANKS or not any(map(str.isalnum, plain))


def _passed(verdict: Verdict, course: Course) -> Mark:
    """Return the mark of a right answer: less, or none, by the rules of the course."""
    last = verdict.steps[-1]
    bare = not any(map(str.isalpha, last.source)) and "%" not in last.source
    if bare and course.unit_required:
        return Mark(NO_UNIT, Fraction(), "", say(NOT_BY_UNIT))
    asked = verdict.unit
    if course.asked_unit_required and asked and last.unit is not asked and not bare:
        return Mark(WRONG_UNIT, Fraction(), "", say(NOT_IN_UNIT, unit=asked.text))
    styled = course.half_for_style and bool(verdict.style)
    said = "; ".join(say(STYLE[each]) for each in verdict.style) if styled else ""
    share = HALF if styled else Fraction(1)
    return Mark(verdict.verdict, share, "", said or verdict.message)


def _is_carried(verdict: Verdict) -> bool:
    """Tell whether one step is wrong, and all after it follows from it."""
    at = next((i for i, s in enumerate(verdict.steps) if s.verdict not in PASSING), -1)
    behind = verdict.steps[at + 1 :]
    wrong = at >= 0 and verdict.steps[at].verdict == WRONG_VALUE
    return wrong and bool(behind) and all(step.verdict in PASSING for step in behind)


def mark_all(
    pairs: Iterable[tuple[str, str]], course: Course = USUAL
) -> Iterator[dict[str, str | float]]:
    """Mark pairs of a problem and an answer as they come; yields flat records.

    A record has the keys problem, answer, verdict, mark, slip and message, all of them
    text but the mark, which is a share of 1.

    ```pycon
    >>> (found,) = mark_all([("9 kg, 2 mg/kg -> mg", "18")])
    >>> found["verdict"], found["mark"]
    ('correct', 1.0)

    ```
    """
    for problem, answer in pairs:
        found = mark(problem, answer, course)
        yield {
            "problem": problem,
            "answer": answer,
            "verdict": found.verdict,
            "mark": float(found.share),
            "slip": found.slip,
            "message": found.message,
        }


# ------------------------------------------------------------------------ from a file

FLAGS = (
    *("unit_required", "asked_unit_required", "half_for_style"),
    *("carried_forward", "decimal_comma"),
)
FIELDS = ("marks", "tolerance", "rounding", *FLAGS)


def read_course(path: Path, course: Course = USUAL) -> Course:
    """Read the rules of a course from a small file, over those that are given.

    Raises Unreadable.

    ```toml
    marks = [1, 1, 2]      # of each question, the last for all that follow
    tolerance = "1%"
    rounding = "mL/h: tenths; gtt/min: whole"
    unit_required = true
    ```
    """
    try:
        found = tomllib.loads(path.read_text("utf-8"))
        return course_of(found, course)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(str(path), reason.lower(), field="course") from None


def course_of(found: Mapping[str, Any], course: Course = USUAL) -> Course:
    """Return a course by settings as a file has them; Unreadable for another."""
    for name, value in found.items():
        if name not in FIELDS or (name in FLAGS and not isinstance(value, bool)):
            write = say("one of {names}", names=", ".join(FIELDS))
            raise Unreadable(f"{name} = {value}", later("it is no rule"), write)
    made = course._replace(**{name: found[name] for name in FLAGS if name in found})
    if "marks" in found:
        made = made._replace(marks=read_marks(found["marks"]))
    if "tolerance" in found:
        made = made._replace(tolerance=read_tolerance(str(found["tolerance"])))
    if "rounding" in found:
        made = made._replace(rules=read_rules(str(found["rounding"])))
    return made


def read_marks(value: object) -> tuple[Fraction, ...]:
    """Read marks: 2, or 1, 1, 2 for each question; Unreadable for others."""
    listed = value if isinstance(value, list) else str(value).split(",")
    try:
        found = tuple(read_number(str(each).strip()).value for each in listed)
    except KetacalcError:
        found = ()
    if not found:
        raise Unreadable(str(value), later("these are no marks"), "1, 1, 2", "marks")
    return found
