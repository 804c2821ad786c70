"""Put the learner's own earlier values in the place of the right ones.

Examiners call it error carried forward: a later step is judged again from what the
learner had.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.language.figures import Figure
from ketacalc.language.problem import Given
from ketacalc.marking.verdict import WRONG_VALUE
from ketacalc.solving.planning import derivations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ketacalc.language.problem import Problem
    from ketacalc.marking.verdict import Step


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
