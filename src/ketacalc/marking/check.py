"""Judge a line: a problem and what a learner answered to a verdict.

Each step of an answer is read, identified and compared, given the ones before it; what
is then said of it comes last.  The verdict of a line is that of its first wrong step.
"""

from __future__ import annotations

import re
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Contradiction, KetacalcError, Unreadable, quoted
from ketacalc.language.figures import NUMBER, STYLE, is_calculation
from ketacalc.language.notation import (
    CLASSROOM,
    EXACT,
    parted,
    plain,
    read_stem,
    steps_of,
)
from ketacalc.language.numbers import (
    decimal_commas,
    pointed,
    read_number,
    writes_commas,
)
from ketacalc.language.problem import Asked, Problem
from ketacalc.marking.comment import comment
from ketacalc.marking.judge import Key, Manner, judge
from ketacalc.marking.ranges import comment_on_range, judge_range
from ketacalc.marking.verdict import (
    COARSE,
    CONTRADICTION,
    NO_UNIT,
    PASSING,
    RIGHT,
    SOLVED,
    UNREAD,
    UNREADABLE,
    UNSOLVABLE,
    WRONG_UNIT,
    Step,
    Verdict,
)
from ketacalc.say import later, say
from ketacalc.solving.consistency import refuse_unusable
from ketacalc.solving.solution import Solution, solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketacalc.language.rounding import Rules

# What lacks in a step on the way to a right answer.
LACKS = {
    NO_UNIT: later("has no unit"),
    UNREADABLE: later("cannot be read"),
    WRONG_UNIT: later("does not follow from the figures"),
}

AS_USUAL = Manner()


def check(
    line: str,
    tolerance: Fraction | str | None = None,
    answer: str | None = None,
    *,
    decimal_comma: bool = False,
    rules: Rules = (),
) -> Verdict:
    """Judge a line of notation; never raises for what is in the line.

    `answer` is the answer where it does not stand in the line; nothing but spaces is
    none.  `tolerance` is a share of the exact value, as a fraction below 1 or as text
    such as "1%"; Unreadable for another.  With `decimal_comma` an answer may be written
    52,5, and so is what is said of it and read in the problem.  `rules` are a school's
    for rounding: an answer in their unit is held to them.
    A line with pounds is judged whole at 1 kg = 2.2 lb, and whole with the exact pound.
    The one in which more steps are right counts (of equal ones that in which the first
    wrong step comes later, then the classroom's), and the verdict says which.

    ```pycon
    >>> verdict = check("70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875")
    >>> verdict.verdict, verdict.diagnoses[0].id
    ('wrong_value', 'minutes-hours')

    ```
    """
    manner, commas = AS_USUAL, decimal_comma or writes_commas()
    if tolerance is not None or commas or rules:
        share = None if tolerance is None else read_tolerance(tolerance)
        manner = Manner(share, commas, rules)
    apart = plain(answer).strip() if answer else ""
    source = f"{line.partition('#')[0].rstrip()} = {apart}" if apart else line
    try:
        stem, own = parted(line)
        stem = pointed(stem) if decimal_comma else stem
        texts = () if own is None else steps_of(own)
    except KetacalcError as error:
        return _unusable(source, error)
    if apart:
        texts += _steps_apart(apart)
    if not commas:
        return _marked(source, stem, texts, manner)
    with decimal_commas():
        return _marked(source, stem, texts, manner)


def _steps_apart(answer: str) -> tuple[str, ...]:
    """Part an answer of its own; one that cannot be read spoils no problem."""
    try:
        return tuple(filter(None, steps_of(answer)))
    except Unreadable:
        return (answer,)


def read_tolerance(stated: str | Fraction) -> Fraction:
    """Read a tolerance such as 1% or 0.5 %, or a fraction; a float is none.

    Raises Unreadable.
    """
    share = _share(stated) if isinstance(stated, str) else stated
    if not isinstance(share, Fraction | int) or not 0 <= share < 1:
        reason = later("a tolerance is a per cent above 0 and below 100")
        raise Unreadable(str(stated), reason, "1%", "tolerance")
    return share


def _share(text: str) -> Fraction | None:
    match = re.fullmatch(rf"({NUMBER})\s*%", text.strip())
    try:
        return read_number(match[1]).value / 100 if match else None
    except Unreadable:
        return None


class _Judged(NamedTuple):
    """A line judged under one pound, before anything is said of it."""

    key: Key
    texts: tuple[str, ...]
    asked: Asked | None
    steps: tuple[Step, ...]

    @property
    def problem(self) -> Problem:
        """The problem, and what was answered."""
        return Problem(self.key.problem.givens, self.key.problem.asked, self.texts)

    @property
    def is_right(self) -> bool:
        """Whether every step is right, and none only from an earlier slip."""
        return all(s.verdict in PASSING and not s.carried for s in self.steps)

    @property
    def right(self) -> tuple[int, int]:
        """How many steps are right, and how many of them before the first wrong one.

        One that is right only from an earlier slip does not count.
        """
        right = [s.verdict in PASSING and not s.carried for s in self.steps]
        return sum(right), (*right, False).index(False)

    @property
    def pounds(self) -> str | None:
        """The pound that the problem or an answer is in, or None."""
        for step in self.steps:
            if step.unit and step.unit.pound:
                return step.unit.pound
        return self.key.frame.pounds


@lru_cache(maxsize=256)
def _marked(source: str, stem: str, texts: tuple[str, ...], manner: Manner) -> Verdict:
    """Mark the steps of a problem; a class gives the same answers again and again."""
    try:
        return _verdict(source, _best(stem, texts, manner))
    except KetacalcError as error:
        return _unusable(source, error, stem)


def _best(stem: str, texts: tuple[str, ...], manner: Manner) -> _Judged:
    """Judge a line under the pound in which more of it is right."""
    try:
        judged = _judged(stem, texts, manner, CLASSROOM)
    except KetacalcError:
        with suppress(KetacalcError):  # 154 lb and 69.85322498 kg agree in one only
            return _judged(stem, texts, manner, EXACT)
        raise
    if not judged.is_right and judged.pounds:
        with suppress(KetacalcError):
            exact = _judged(stem, texts, manner, EXACT)
            judged = max(judged, exact, key=lambda each: each.right)
    return judged


@lru_cache(maxsize=64)
def _key(stem: str, pounds: str, manner: Manner) -> Key:
    """Read a problem and refuse what cannot be worked, once for all its answers."""
    problem = read_stem(stem, pounds)
    if manner.rules:
        problem = problem.rounded_by(manner.rules)
    for each in problem.ends:
        refuse_unusable(each)
    return Key(problem, pounds, manner)


def _judged(stem: str, texts: tuple[str, ...], manner: Manner, pounds: str) -> _Judged:
    """Judge the answers of a problem, each step given the ones before it.

    A calculation on the way, 154 lb ÷ 2.2 = 70 kg, is judged by what it comes to, and a
    word in front, rate = 52.5 mg/h, by what it stands for.
    """
    key = _key(stem, pounds, manner)
    answers = [*filter(_is_result, texts[:-1]), *texts[-1:]]
    judged = judge_range if key.ranges else judge
    steps: list[Step] = []
    for text in answers[:-1]:
        steps.append(judged(key, text, None, steps, is_last=False))
    readings = key.asked or (None,)
    last = [judged(key, text, a, steps) for text in answers[-1:] for a in readings]
    taken = _reading(key, last, readings, steps)
    return _Judged(key, texts, readings[taken], (*steps, *last[taken : taken + 1]))


def _reading(
    key: Key, last: list[Step], readings: Sequence[Asked | None], earlier: list[Step]
) -> int:
    """Return the reading that counts: one that is right, else one a slip explains."""
    for at, step in enumerate(last):
        if step.verdict in PASSING:
            return at
    for at, step in enumerate(last) if len(last) > 1 else ():
        if _comment(key, step, readings[at], earlier).diagnoses:
            return at
    return 0


def _is_result(text: str) -> bool:
    return not is_calculation(text) and any(map(str.isdigit, text))


# ------------------------------------------------------------- the verdict


def _unusable(source: str, error: KetacalcError, stem: str = "") -> Verdict:
    """Say why a problem cannot be used."""
    name = UNSOLVABLE
    if isinstance(error, Unreadable):
        name = UNREADABLE
    if isinstance(error, Contradiction):
        name = CONTRADICTION
    pounds = None
    with suppress(KetacalcError):
        pounds = read_stem(stem).pounds if stem else None
    return Verdict(source, name, str(error), pounds=pounds, usable=False)


def _solved(source: str, key: Key) -> Verdict:
    solution = solve(key.problem)
    answer = solution.answer
    return Verdict(
        source,
        SOLVED,
        asked=answer.name if answer else None,
        unit=answer.unit if answer else None,
        expected=answer.one if answer else None,
        pounds=key.problem.pounds,
        results=None if answer else solution.results,
        problem=key.problem,
        solution=solution,
        result=answer,
        comparison=solution.comparison,
    )


def _verdict(source: str, judged: _Judged) -> Verdict:
    key, asked = judged.key, judged.asked
    if not judged.steps:
        return _solved(source, key)
    steps = _commented(judged)
    last, told = steps[-1], _telling(steps)
    if asked is None and last.quantity and last.unit:
        asked = Asked(last.quantity, last.unit)
    solution = None
    if asked and asked.quantity in key.reach:
        solution = key.solution(asked.quantity, asked.unit)
    answer, of = last.answer, last.unit
    if of and of.kind == "clock":
        answer = None
    if asked and of and of is not asked.unit and _comparable(last):
        answer, of = (answer or 0) * of.scale / asked.unit.scale, asked.unit
    return Verdict(
        source,
        told.verdict,
        _message(told, steps),
        asked=asked.quantity if asked else None,
        unit=asked.unit if asked else None,
        expected=solution.results[0].one if solution else None,
        answer=answer,
        answer_unit=of,
        pounds=judged.pounds,
        steps=steps,
        diagnoses=told.diagnoses,
        style=_in_order(steps),
        problem=judged.problem,
        solution=_drawn(key, told) or solution,
        result=solution.results[0] if solution else None,
        comparison=solution.comparison if solution else "",
    )


def _commented(judged: _Judged) -> tuple[Step, ...]:
    key, steps = judged.key, judged.steps
    asked = [*[None] * (len(steps) - 1), judged.asked]
    numbered = enumerate(steps)
    return tuple([_comment(key, s, asked[at], steps[:at]) for at, s in numbered])


def _comment(
    key: Key, step: Step, asked: Asked | None, earlier: Sequence[Step]
) -> Step:
    say = comment_on_range if key.ranges else comment
    return say(key, step, asked, earlier)


def _comparable(step: Step) -> bool:
    """Tell whether a step's answer can be given in the unit that is asked."""
    clock = step.unit is not None and step.unit.kind == "clock"
    return step.answer is not None and step.verdict != WRONG_UNIT and not clock


def _telling(steps: tuple[Step, ...]) -> Step:
    """Return the step that decides the line: the first wrong one, else a coarse one.

    What has no unit or cannot be read on the way is a note; so is what does not follow,
    where the last step is right.
    """
    *before, last = steps
    if not before:
        return last
    noted = {*UNREAD, WRONG_UNIT} if last.verdict in PASSING else UNREAD
    for step in before:
        if step.verdict not in {*PASSING, *noted}:
            return step
    if last.verdict in PASSING:
        return next((step for step in steps if step.verdict == COARSE), last)
    return last


def _message(told: Step, steps: tuple[Step, ...]) -> str:
    """Return what is said of a line, and then what lacks on the way."""
    lacks = [
        f"{quoted(step.source)} {say(LACKS[step.verdict])}"
        for step in steps[:-1]
        if step.verdict in LACKS and step is not told
    ]
    own = [told.message] if told.message != RIGHT or not lacks else []
    return "; ".join([*own, *lacks])


def _drawn(key: Key, told: Step) -> Solution | None:
    """Return the solution in the learner's own unit, as the slip was found in it."""
    if told.verdict == WRONG_UNIT or not (told.quantity and told.unit):
        return None
    return key.solution(told.quantity, told.unit)


def _in_order(steps: tuple[Step, ...]) -> tuple[str, ...]:
    notes = {note for step in steps for note in step.style}
    return tuple(name for name in STYLE if name in notes) if notes else ()
