"""When a step is right: equal to the exact value as far as it was written.

Rounded to the last digit that the learner wrote, half up or half even; and what a
line needs to know to tell.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.language.numbers import Ratio, is_within
from ketacalc.language.vocabulary import EXACT_POUND, FOUR_DECIMALS
from ketacalc.solving.planning import derivations, run
from ketacalc.solving.solution import Solution, work

if TYPE_CHECKING:
    from ketacalc.language.figures import Written
    from ketacalc.language.notation import Problem
    from ketacalc.language.units import Unit

CORRECT, COARSE, WRONG_VALUE, WRONG_UNIT = (
    "correct",
    "coarse",
    "wrong_value",
    "wrong_unit",
)
NO_UNIT, UNREADABLE = "no_unit", "unreadable"
PASSING = (CORRECT, COARSE, "solved")
# What rounding may cost: over a twentieth an answer is coarse, over a tenth wrong.
COARSE_FROM, COARSE_TO = 20, 10
# kg/lb: the exact figure, and the one in four decimals that counts as exact.
EXACT, SHORT = Fraction(EXACT_POUND), 1 / Fraction(FOUR_DECIMALS)


class Diagnosis(NamedTuple):
    """A slip that explains an answer; `line` is the line of the working, or None."""

    id: str
    message: str
    line: int | None = None


class Step(NamedTuple):
    """One step of a chain, and its verdict.

    `expected` and `answer` are in `unit`, the learner's; `carried` says that the step
    is right given an earlier slip.
    """

    source: str
    quantity: str | None
    unit: Unit | None
    expected: Fraction | None
    answer: Fraction | None
    verdict: str
    carried: bool = False
    message: str = ""
    style: tuple[str, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()


class Line:
    """A problem whose answers are judged, and how; keeps what it worked."""

    def __init__(self, problem: Problem, pounds: str, tolerance: Fraction) -> None:
        self.problem, self.pounds, self.tolerance = problem, pounds, tolerance
        self.reach = derivations(frozenset(each.quantity for each in problem.givens))
        shares = "bioavailability" in self.reach and "concentration" not in self.reach
        self.sense = "bioavailability" if shares else ""
        self._worked: dict[tuple[str, Unit], Solution] = {}

    def solution(self, quantity: str, of: Unit) -> Solution:
        """Work the problem for one quantity that follows, once."""
        target = (quantity, of)
        if target not in self._worked:
            self._worked[target] = work(self.problem, (target,))
        return self._worked[target]

    def measures(self, of: Unit) -> bool:
        """Tell whether a unit measures the drug as the figures do, or no drug."""
        measure = self.problem.measure
        return not measure or of.measure in {"", measure}


def rightness(line: Line, solution: Solution, written: Written) -> str:
    """Return correct, coarse or wrong_value."""
    value, exact = written.figure.value, solution.results[0].value
    if line.tolerance and abs(value - exact) <= line.tolerance * exact:
        return CORRECT
    expected = exact.as_integer_ratio()
    fits = rounds_to(expected, written)
    if not fits and line.pounds == "exact":
        fits = rounds_to(_with_short_pounds(solution), written)
    if not fits:
        return WRONG_VALUE
    answer = value.as_integer_ratio()
    if is_within(answer, expected, COARSE_FROM):
        return CORRECT
    return COARSE if is_within(answer, expected, COARSE_TO) else WRONG_VALUE


def _with_short_pounds(solution: Solution) -> Ratio:
    """Work a solution once more at 1 kg = 2.2046 lb, which counts as exact."""
    steps = tuple(
        step._replace(factor=SHORT) if step.factor == EXACT else step
        for step in solution.program.steps
    )
    inputs = solution.ratios[: solution.program.inputs]
    program = solution.program._replace(steps=steps)
    return run(program, inputs)[program.targets[0]]


def rounds_to(exact: Ratio, written: Written) -> bool:
    """Tell whether a value is what was written, once rounded to its last digit.

    Half up or half even: off by less than half a digit, or by just that half.
    """
    above, half = exact
    scale = 10**written.decimals
    value = written.figure.value
    digits = value.numerator * scale // value.denominator
    off: int = 2 * (above * scale - digits * half)
    return -half <= off < half or (off == half and digits % 2 == 0)
