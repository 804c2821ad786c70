"""What a figure must say of itself, or the line is refused: both readings are told.

500 mg beside 3 doses/day may be of one dose or of all, 200 g beside 3 kg may be drug or
a part of the weight.  A clinician could dispute either, so neither is taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.language.figures import Figure, is_sum
from ketacalc.language.problem import (
    COUNTS,
    DAY,
    DOSE,
    IN_ALL,
    NAMES_OF_ALL,
    Given,
    may_be_body,
    may_be_of_one_dose,
    may_be_of_one_piece,
    of_the_day,
)
from ketacalc.language.relations import NAMED_ONLY
from ketacalc.language.units import quotient, unit
from ketacalc.say import later, say

if TYPE_CHECKING:
    from ketacalc.language.problem import Problem

# A time of one digit, and one with am or pm, is told by the clock of twelve hours.
_OF_TWELVE = re.compile(r"[1-9][:.][0-9]{2}")
_NO_HALF = re.compile(r"(?:[1-9]|1[0-2])[:.][0-9]{2}")
_HALF = re.compile(r"[ap]\.?m", re.IGNORECASE)


def refuse_body(given: Given, whole: Problem) -> None:
    """Refuse g or oz that may be a part of the weight, or all of it."""
    if may_be_body(given, whole.givens, whole.asked):
        raise _may_be_body(given, whole.givens)


def refuse_half_of_the_day(text: str, times: list[str]) -> None:
    """Refuse 5:30 beside 9:30 am, and beside 9:30: it may be of the morning or not.

    17:30, 05:30 and 0530 are of the clock of 24 hours.
    """
    beside = [each for each in times if each is not text]
    own, halves = text.strip(), any(map(_HALF.search, beside))
    either = _OF_TWELVE.fullmatch(own) and any(map(_OF_TWELVE.fullmatch, beside))
    if either or (halves and _NO_HALF.fullmatch(own)):
        reason = later("it may be of the morning or of the evening")
        raise Unreadable(text, reason, f"{own} am or {own} pm")


def refuse_of_one_dose(
    given: Given, givens: tuple[Given, ...], name: str, *, is_in_all: bool
) -> None:
    """Refuse a figure beside doses that must say whether it is of one, or of all."""
    said = is_in_all or name in NAMES_OF_ALL
    if not said and may_be_of_one_dose(given, givens):
        raise _may_be_of_one_dose(given, givens, name)
    of = of_the_day(given.quantity, given.unit, givens)
    if of is not given.unit:
        mean = [Figure(each.base_value / of.scale, of) for each in given.parts]
        raise may_be_a_mean(str(given), _joined(given, mean), givens)


def _joined(given: Given, parts: list[Figure]) -> str:
    """Write other parts as those of a figure are joined: 10 to 15 mg/dose."""
    return str(Given(given.quantity, tuple(parts), given.join))


def refuse_of_one_piece(
    given: Given, givens: tuple[Given, ...], name: str, *, is_in_all: bool
) -> None:
    """Refuse 250 mg beside 2 capsules, which may be of one capsule or of both."""
    if is_in_all or name or not may_be_of_one_piece(given, givens):
        return
    pieces = next(each for each in givens if each.quantity == "tablets")
    of = unit(pieces.measures[0])
    each = _joined(given, [Figure(p.value, quotient(p.unit, of)) for p in given.parts])
    reason = say("it may be of one {of} or of all", of=of)
    raise Unreadable(str(given), reason, f"{each} or {given}{IN_ALL}")


def _may_be_of_one_dose(
    given: Given, givens: tuple[Given, ...], name: str
) -> Unreadable:
    named = f"{name}={given}" if name in NAMED_ONLY else str(given)
    in_all = f"{named}{IN_ALL}"
    if given.quantity in {"duration", "systemic"}:
        reason = later("it may be of one dose or of the whole course")
        meant = [_alone(givens), *[in_all] * _has_whole_doses(given, givens)]
        return Unreadable(str(given), reason, " or ".join(meant))
    per, one = (DAY, "day") if given.quantity == "doses" else (DOSE, "dose")
    parts = [Figure(each.value, quotient(each.unit, per)) for each in given.parts]
    each = _joined(given, parts)
    return Unreadable(
        str(given),
        say("it may be of one {one} or of all", one=one),
        f"{each} or {in_all}",
    )


def _has_whole_doses(given: Given, givens: tuple[Given, ...]) -> bool:
    """Tell whether a time may be the whole course: it ends with a dose."""
    often = (each for each in givens if each.quantity == "frequency")
    doses = [given.base_value * each.base_value for each in often]
    return given.quantity != "duration" or all(n.denominator == 1 for n in doses)


def may_be_a_mean(text: str, mean: str, givens: tuple[Given, ...]) -> Unreadable:
    """Refuse a rate per hour beside doses a day; `mean` is what it is per day."""
    reason = later("it may be the mean of the day, or what runs while one dose does")
    return Unreadable(text, reason, f"{mean} or {_alone(givens)}")


def _alone(givens: tuple[Given, ...]) -> str:
    """Say how one dose is worked: its figures, and 1 dose for 3 doses/day."""
    counts = [each for each in givens if each.quantity in COUNTS]
    counts.sort(key=lambda each: each.quantity != "frequency")
    return say("1 dose in place of {counts}", counts=counts[0])


def _may_be_body(given: Given, givens: tuple[Given, ...]) -> Unreadable:
    weights = [each for each in givens if each.quantity == "weight"]
    named = f"{given.quantity}={given}"
    if not weights:
        reason = later("g is drug here, and the weight is missing")
        return Unreadable(str(given), reason, f"weight={given} or {named}")
    kind = "fluid" if given.quantity == "volume" else "drug"
    one = weights[0].parts[0]
    other = Figure(given.parts[0].value, unit(given.unit.text, "weight"))
    total = Figure((one.base_value + other.base_value) / one.unit.scale, one.unit)
    weight = f"{one} {other}" if is_sum(one, other) else str(total)
    return Unreadable(
        str(given),
        say("{unit} is {kind} here", unit=given.unit, kind=kind),
        f"{weight} or {named}",
    )
