"""How much of an amount reaches the circulation, by route: systemic = F × amount.

It compares exposure, never effect, and racemic mg with racemic mg only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unsolvable
from ketacalc.ketamine.reference import Route, routes
from ketacalc.ketamine.stated import read_stated
from ketacalc.language.notation import CLASSROOM, problem, read_given
from ketacalc.language.numbers import to_digits
from ketacalc.say import later, say
from ketacalc.solving.solution import Result, solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketacalc.language.problem import Given


MOST_DIGITS = 2
NO_DOSE = later("I still need the dose")
NO_WEIGHT = later("I still need the weight")
WHOLE = 100  # per cent: F by definition, and exact


class Reach(NamedTuple):
    """The lowest and the highest systemic amount, by one route.

    They carry no more digits than F has; `rounded` is whether they lost any.
    """

    route: Route
    given: tuple[Given, ...]
    low: Result
    high: Result
    rounded: bool = False


def read_amount(pounds: str = CLASSROOM, **texts: str | None) -> tuple[Given, ...]:
    """Read an amount, or a weight and a dose.

    Raises KetacalcError.
    """
    stated = read_stated(pounds, **texts)
    if len(stated) == 1 and "amount" not in stated:
        missing = NO_DOSE if "weight" in stated else NO_WEIGHT
        raise Unsolvable(say("the systemic amount"), missing)
    return tuple(stated.values())


def reaching(givens: Sequence[Given]) -> Iterator[Reach]:
    """Yield what reaches the circulation, by each racemic route with a figure."""
    for route in routes():
        if route.drug == "racemic" and route.bounds:
            yield _reach(route, givens, *route.bounds)


def from_products() -> Iterator[Reach]:
    """Yield the same for the amounts that a product comes in, by its own figures."""
    for route in routes():
        for each in route.products:
            yield _reach(route, [read_given(each.amount)], each.low, each.high)


def _reach(route: Route, givens: Sequence[Given], low: float, high: float) -> Reach:
    shares = [read_given(f"{share} %", "bioavailability") for share in (low, high)]
    lines = [problem([*givens, share]) for share in shares]
    exact = [solve(line, only=("systemic",))["systemic"] for line in lines]
    least, most = map(_as_sure, exact, (low, high))
    return Reach(route, tuple(givens), least, most, [least, most] != exact)


def _as_sure(amount: Result, share: float) -> Result:
    """Round an amount to the digits of its F, two at most."""
    if share == WHOLE:
        return amount
    digits = min(len(f"{share:g}".replace(".", "")), MOST_DIGITS)
    return amount._replace(value=to_digits(amount.value, digits))
