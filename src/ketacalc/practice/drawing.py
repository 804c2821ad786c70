"""Draw one practice problem of a kind.

A draw is kept only where it keeps to the limits of its setting, where every row of
the working is exact and short unless a rounding is asked, and where no two slips, nor a
slip and the answer, lie within 2 % of each other: then a wrong number says which slip
it was.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product
from math import isclose
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import KetacalcError
from ketacalc.language.figures import write_value
from ketacalc.language.notation import problem, read_given
from ketacalc.language.numbers import decimals_of, rounded, shown
from ketacalc.language.rounding import Rounding
from ketacalc.marking.mistakes.lines import UPSIDE
from ketacalc.marking.mistakes.search import Slip, candidates, slips
from ketacalc.practice.kinds import Figure, Kind, figures
from ketacalc.practice.limits import (
    far,
    forbidden,
    is_over_the_bag,
    near,
    patient_of,
)
from ketacalc.practice.voices import worded
from ketacalc.say import later, say
from ketacalc.solving.solution import Solution, solve

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ketacalc.language.problem import Problem
    from ketacalc.practice.chance import Chance
    from ketacalc.solving.solution import Result

LEVELS = range(1, 6)
APART = Fraction(102, 100)
NEARLY_APART = 1.019  # the same for floats, which are a little off
# What an answer may be, in its unit, and what is only converted.
LEAST, MOST = Fraction(1, 100), 10_000
CONVERTED = Fraction(1, 1000), 1_000_000
SPARE_ONE_IN = 5  # a problem in so many tells a weight that is not needed
BELOW, WITHIN, ABOVE = COMPARED = later("below"), later("within"), later("above")
# How far an order lies outside of a range, and in which steps it is written.
AWAY, ORDER_STEPS = ("1.25", "1.5", "2"), (Fraction(5), Fraction(25))
# A slip of rounding is near the answer by its nature, and told by its digits.
OF_ROUNDING = {"not-rounded", "rounded-wrong-way"}
FEW = 200  # mg: up to here an order is in the smaller step


# The figures of a problem, by which one is another's twin.
Figures = frozenset[tuple[str, Fraction]]


class Exercise(NamedTuple):
    """One practice problem: its wording, its worked solution, and what may go wrong.

    `level` is the number of operations, 5 standing for five and more.  Where there are
    `choices`, one of them is the answer, `chosen`; `shown` are lines to look at, and
    `told` is what is wrong in them; `task`
    is what is to be done.
    """

    topic: str
    level: int
    text: str
    solution: Solution
    slips: tuple[Slip, ...]
    kind: str = ""
    choices: tuple[str, ...] = ()
    chosen: str = ""
    shown: tuple[str, ...] = ()
    told: str = ""
    task: str = "answer"

    @property
    def problem(self) -> Problem:
        """The problem in the notation."""
        return self.solution.problem

    @property
    def result(self) -> Result:
        """What is asked, as it is worked."""
        return self.solution.results[0]

    @property
    def value(self) -> Fraction:
        """The exact answer, in the unit that is asked."""
        return self.result.value

    @property
    def unit(self) -> str:
        """The unit that is asked."""
        return self.result.unit.text

    @property
    def is_a_time(self) -> bool:
        """Whether the answer is no number but a time of day: 09:05."""
        return self.result.unit.kind == "clock"

    @property
    def answer(self) -> str:
        """The answer as it is written: 52.5 mg/h, or the one of the choices."""
        return self.chosen or str(self.result)

    @property
    def is_apart(self) -> bool:
        """Whether no two of its slips, nor one and the answer, give one number."""
        return bool(self.choices) or stand_apart(self.solution, self.slips)


def drawn(
    chance: Chance,
    kind: Kind,
    level: int = 0,
    seen: Collection[Figures] = (),
) -> Exercise | None:
    """Draw a problem of a kind; None where it is seen, or shall not be kept."""
    told = {name: chance.one_of(texts) for name, texts in kind.given}
    found = _problem(chance, kind, told, chance.one_of(kind.asked))
    if found is None or figures_of(found) in seen:
        return None
    with suppress(KetacalcError):  # nothing is left of a difference
        return _kept(chance, kind, level, solve(found), told)
    return None


def _kept(
    chance: Chance, kind: Kind, level: int, solution: Solution, told: dict[str, Figure]
) -> Exercise | None:
    """Return the exercise, or None where its numbers would hide something."""
    reached = level_of(solution)
    if not reached or reached != (level or reached) or not _is_short(solution):
        return None
    patient = patient_of(solution.problem, kind.patient)
    where = kind.setting, patient
    if any(forbidden(near(solution), *where)):
        return None
    if kind.apart and not _may_stand_apart(solution):
        return None
    if any(forbidden(far(solution), *where)) or is_over_the_bag(solution):
        return None
    listed = () if kind.has_order else _listed(solution)
    if kind.apart and not stand_apart(solution, listed):
        return None
    text = worded(solution.problem, kind, patient, told | _spare(chance, kind), chance)
    made = Exercise(kind.topic, reached, text, solution, listed, kind.name)
    return _compared(made) if kind.has_order else made


def figures_of(problem: Problem) -> Figures:
    """Return what a problem tells, whatever it asks: 1.5 L and 1,500 mL are one."""
    return frozenset((each.quantity, each.base_value) for each in problem.givens)


def _compared(exercise: Exercise) -> Exercise:
    """Ask how an order compares with its range: below, within or above."""
    choices = tuple(map(say, COMPARED))
    return exercise._replace(choices=choices, chosen=say(exercise.solution.comparison))


def _problem(
    chance: Chance, kind: Kind, told: dict[str, Figure], asked: str
) -> Problem | None:
    """Put figures and question together; None where it asks what is given."""
    givens = [read_given(figure.text, name) for name, figure in told.items()]
    found = problem(givens, asked)
    if kind.has_order:
        order = _order(chance, solve(found).results[0])
        told["order"] = Figure(order, order)
        found = problem([*givens, read_given(order, "order")], asked)
    question, first = found.asked, found.givens[0]
    given = (first.quantity, first.unit)
    return None if question and given == (question.quantity, question.unit) else found


def _order(chance: Chance, span: Result) -> str:
    """Draw an order that is clearly below, within or above a range."""
    low, high = span.ends
    away = Fraction(chance.one_of(AWAY))
    value = chance.one_of((low / away, (low + high) / 2, high * away))
    step = ORDER_STEPS[value > FEW]
    return write_value(max(step, Rounding(step).of(value)), span.unit)


def _spare(chance: Chance, kind: Kind) -> dict[str, Figure]:
    """Draw a figure that is told and not needed, in one problem of several."""
    if not kind.spare or not chance.one_in(SPARE_ONE_IN):
        return {}
    return {kind.spare: chance.one_of(figures("@adults"))}


def level_of(solution: Solution) -> int:
    """Count the operations, conversions among them, but for a per cent as a share."""
    lines = solution.program.operations
    return min(sum("%" not in each.factor_unit for each in lines), LEVELS[-1])


@lru_cache
def levels_of(kind: Kind) -> frozenset[int]:
    """Return the levels that a kind can have, by the units that its figures have."""
    forms = []
    for name, texts in kind.given:
        units = {each.text.lstrip("0123456789.,"): each.text for each in texts}
        forms.append([read_given(text, name) for text in units.values()])
    found = (problem(each, asked) for each in product(*forms) for asked in kind.asked)
    return frozenset(level_of(solve(each)) for each in found)


def _listed(solution: Solution) -> tuple[Slip, ...]:
    """Return the slips that give a number of their own.

    A set of 60 gtt/mL makes as many gtt/min as mL/h, whatever the figures: there the
    drop factor left out and that set's are one number, told as the former.
    """
    found = slips(solution)
    without = {slip.value for slip in found if slip.id == "drop-factor-left-out"}
    return tuple(
        slip
        for slip in found
        if slip.id != "wrong-drop-factor" or slip.value not in without
    )


def _is_short(solution: Solution) -> bool:
    """Tell whether every row is exact as shown, or the end needs its rounding.

    An answer of very many digits is asked in the wrong unit, such as 78,000 mcg.
    """
    result = solution.results[0]
    least, most = (LEAST, MOST) if len(solution.problem.givens) > 1 else CONVERTED
    if result.one is not None and not least <= result.value <= most:
        return False
    if solution.problem.asked and solution.problem.asked.rounding:
        *_, before, after = solution.registers
        return before != after
    return all(shown(end) == end for span in solution.spans for end in span)


def _may_stand_apart(solution: Solution) -> bool:
    """Tell quickly, in floats, what `stand_apart` tells surely: most draws end here."""
    numbers = [(float(solution.results[0].value), "")]
    found = [(x, _one_name(edit.id)) for x, edit in candidates(solution)]
    without = [x for x, slip in found if slip == "drop-factor-left-out"]
    numbers += [
        (x, slip)
        for x, slip in found
        if slip not in OF_ROUNDING
        if slip != "wrong-drop-factor" or not any(isclose(x, each) for each in without)
    ]
    numbers.sort()
    return all(
        one_id == other_id or other > one * NEARLY_APART
        for (one, one_id), (other, other_id) in pairwise(numbers)
    )


def _one_name(slip: str) -> str:
    """Return one name for what is one slip by two: X upside down, X the wrong way."""
    name = slip.removeprefix(UPSIDE)
    return slip if name == slip else f"{name}-wrong-way"


def stand_apart(solution: Solution, listed: Sequence[Slip]) -> bool:
    """Tell whether no two slips, nor a slip and the answer, lie within 2 %.

    Nor is a slip's number what the answer is rounded to: 0.2 for 0.192.
    """
    right = solution.results[0].value
    given = (each.value for each in listed)
    if any(rounded(right, decimals_of(each) or 0) == each for each in given):
        return False
    others = (slip for slip in listed if slip.id not in OF_ROUNDING)
    numbers = [(right, ""), *((slip.value, slip.id) for slip in others)]
    numbers.sort()
    return all(
        one_id == other_id or other > one * APART
        for (one, one_id), (other, other_id) in pairwise(numbers)
    )
