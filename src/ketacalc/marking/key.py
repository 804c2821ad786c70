"""What an answer is held against: the exact value, or the learner's own carried on."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ketacalc.language.figures import Figure, Written
from ketacalc.language.numbers import is_within
from ketacalc.language.problem import Given
from ketacalc.language.vocabulary import EXACT_POUND, FOUR_DECIMALS
from ketacalc.marking.verdict import COARSE, CORRECT, PASSING, WRONG_VALUE
from ketacalc.solving.planning import derivations, run
from ketacalc.solving.solution import Solution, work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ketacalc.language.problem import Problem
    from ketacalc.language.units import Unit
    from ketacalc.marking.verdict import Step

# What rounding may cost: over a twentieth an answer is coarse, over a tenth wrong.
COARSE_FROM, COARSE_TO = 20, 10
# kg/lb: the exact figure, and the one in four decimals that counts as exact.
EXACT, SHORT = Fraction(EXACT_POUND), 1 / Fraction(FOUR_DECIMALS)


class Key:
    """A problem whose answers are judged, and how; it keeps what it worked.

    `pounds` is the pound that answers are read in, `tolerance` the share of the exact
    value that they may be off.
    """

    def __init__(
        self, problem: Problem, pounds: str, tolerance: Fraction | None
    ) -> None:
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

    def compare(self, solution: Solution, written: Written) -> str:
        """Return correct, coarse or wrong_value."""
        value, exact = written.figure.value, solution.results[0].value
        if self.tolerance and abs(value - exact) <= self.tolerance * exact:
            return CORRECT
        if not (written.rounds(exact) or written.rounds(_at_short_pound(solution))):
            return WRONG_VALUE
        if is_within(value, exact, COARSE_FROM):
            return CORRECT
        return COARSE if is_within(value, exact, COARSE_TO) else WRONG_VALUE


def _at_short_pound(solution: Solution) -> Fraction:
    """Return the answer with 1 kg = 2.2046 lb in the place of the exact pound."""
    program = solution.program
    lines = [
        (*line[:3], SHORT if line[3] == EXACT else line[3]) for line in program.exact
    ]
    return run(lines, solution.registers[: program.inputs])[program.targets[0]]


# ---------------------------------------------- the learner's own values


def carries(key: Key, step: Step, written: Written, earlier: Sequence[Step]) -> bool:
    """Tell whether a step is right from the learner's own earlier values.

    Examiners call this an error carried forward.
    """
    target = (step.quantity or "", written.figure.unit)
    return any(
        key.compare(work(problem, (target,)), written) != WRONG_VALUE
        for problem in carried_on(key.problem, target[0], wrong_in(earlier))
    )


def wrong_in(earlier: Sequence[Step]) -> list[list[Step]]:
    """Return the wrong steps, and then with those that are right from them."""
    wrong = [step for step in earlier if step.verdict == WRONG_VALUE]
    carried = [step for step in earlier if step.verdict == WRONG_VALUE or step.carried]
    return [wrong, carried] if len(carried) > len(wrong) else [wrong]


def carried_on(
    problem: Problem, quantity: str, choices: Iterable[Sequence[Step]]
) -> Iterator[Problem]:
    """Yield the problem with the learner's own earlier values in it.

    A given figure is left out where the shortest way would pass the value by.
    """
    for steps in choices:
        own = {given.quantity: given for given in map(_as_given, steps) if given}
        kept = [each for each in problem.givens if each.quantity not in own]
        for left_out in (None, *kept) if own else ():
            givens = (*own.values(), *(g for g in kept if g is not left_out))
            if quantity in derivations(frozenset(each.quantity for each in givens)):
                yield problem._replace(givens=givens)


def _as_given(step: Step) -> Given | None:
    if not (step.quantity and step.unit and step.answer):
        return None
    return Given(step.quantity, (Figure(step.answer, step.unit),))


def rounded_on(
    key: Key, target: tuple[str, Unit], written: Written, earlier: Sequence[Step]
) -> Step | None:
    """Return the earlier step that a step goes on from as the learner rounded it.

    It is within 5 % of the exact value; what is not is no matter of rounding.
    """
    exact = key.solution(*target).results[0].value
    for step in reversed(earlier):
        is_rounded = step.verdict in PASSING and step.answer != step.expected
        for problem in carried_on(key.problem, target[0], [[step]] * is_rounded):
            number = work(problem, (target,)).results[0].value
            if is_within(number, exact, COARSE_FROM) and written.rounds(number):
                return step
    return None
