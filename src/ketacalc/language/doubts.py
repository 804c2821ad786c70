"""What a figure must say of itself, or the line is refused: both readings are told.

500 mg beside 3 doses/day may be of one dose or of all, 200 g beside 3 kg may be drug or
a part of the weight.  A clinician could dispute either, so neither is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.language.figures import Figure
from ketacalc.language.parts import is_sum
from ketacalc.language.problem import (
    COUNTS,
    DAY,
    DOSE,
    IN_ALL,
    NAMES_OF_ALL,
    Given,
    may_be_body,
    may_be_of_one_dose,
    of_the_day,
)
from ketacalc.language.relations import NAMED_ONLY
from ketacalc.language.units import quotient, unit

if TYPE_CHECKING:
    from ketacalc.language.problem import Problem


def refuse_body(given: Given, whole: Problem) -> None:
    """Refuse g or oz that may be a part of the weight, or all of it."""
    if may_be_body(given, whole.givens, whole.asked):
        raise _may_be_body(given, whole.givens)


def refuse_of_one_dose(
    given: Given, whole: Problem, name: str, *, is_in_all: bool
) -> None:
    """Refuse a figure beside doses that must say whether it is of one, or of all."""
    givens = whole.givens
    said = is_in_all or name in NAMES_OF_ALL
    if not said and may_be_of_one_dose(given, givens):
        raise _may_be_of_one_dose(given, givens, name)
    of = of_the_day(given.quantity, given.unit, givens)
    if of is not given.unit:
        value = given.base_value / of.scale
        raise may_be_a_mean(str(given), str(Figure(value, of)), givens)


def _may_be_of_one_dose(
    given: Given, givens: tuple[Given, ...], name: str
) -> Unreadable:
    named = f"{name}={given}" if name in NAMED_ONLY else str(given)
    in_all = f"{named}{IN_ALL}"
    if given.quantity in {"duration", "systemic"}:
        reason = "it may be of one dose or of the whole course"
        return Unreadable(str(given), reason, f"{_alone(givens)} or {in_all}")
    per, one = (DAY, "day") if given.quantity == "doses" else (DOSE, "dose")
    each = Figure(given.parts[0].value, quotient(given.unit, per))
    return Unreadable(
        str(given), f"it may be of one {one} or of all", f"{each} or {in_all}"
    )


def may_be_a_mean(text: str, mean: str, givens: tuple[Given, ...]) -> Unreadable:
    """Refuse a rate per hour beside doses a day; `mean` is what it is per day."""
    reason = "it may be the mean of the day, or what runs while one dose does"
    return Unreadable(text, reason, f"{mean} or {_alone(givens)}")


def _alone(givens: tuple[Given, ...]) -> str:
    """Say how one dose is worked: its figures, and 1 dose for 3 doses/day."""
    counts = (each for each in givens if each.quantity in COUNTS)
    return f"1 dose in place of {next(counts)}"


def _may_be_body(given: Given, givens: tuple[Given, ...]) -> Unreadable:
    weights = [each for each in givens if each.quantity == "weight"]
    named = f"{given.quantity}={given}"
    if not weights:
        reason = "g is drug here, and the weight is missing"
        return Unreadable(str(given), reason, f"weight={given} or {named}")
    kind = "fluid" if given.quantity == "volume" else "drug"
    one = weights[0].parts[0]
    other = Figure(given.parts[0].value, unit(given.unit.text, "weight"))
    total = Figure((one.base_value + other.base_value) / one.unit.scale, one.unit)
    weight = f"{one} {other}" if is_sum(one, other) else str(total)
    return Unreadable(
        str(given), f"{given.unit} is {kind} here", f"{weight} or {named}"
    )
