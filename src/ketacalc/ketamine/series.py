"""The figures along a side of a grid: a list, and ranges by a step."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor, log10
from typing import TYPE_CHECKING

from ketacalc.errors import LONGEST_LINE, Unreadable, too_long
from ketacalc.ketamine.stated import read_one
from ketacalc.language.figures import Figure
from ketacalc.language.problem import Given
from ketacalc.language.units import TO

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE = "dose_rate"
MOST = 100
STEPS = {"weight": "step", "dose": "dose_step", RATE: "dose_step"}
EXAMPLES = {"weight": "40kg..100kg", "dose": "2-20 mcg/kg/min"}
FEW, MANY = 5, 12  # the steps that fit a range make so many figures of it
ROUND = (1, 2, 5)
NUMBER = re.compile(r"[\d.,]+\s*")


def series(name: str, text: str, step: str, pounds: str) -> tuple[Given, ...]:
    """Read weights or doses, all of one kind; `step` is that of their ranges.

    A dose by weight and time is a rate.  Without a step a range gets one that fits.
    Raises Unreadable.

    ```pycon
    >>> [str(each) for each in series("weight", "40kg..60kg, 85kg", "10kg", "2.2")]
    ['40 kg', '50 kg', '60 kg', '85 kg']

    ```
    """
    found: list[Given] = []
    for each in _listed(text):
        found += _expanded(name, each, step, pounds)
    if not found:
        raise too_many(text, 0, MANY if name == "dose" else MOST, name)
    if len({each.quantity for each in found}) > 1:
        reason = "doses and rates make two charts"
        raise Unreadable(text, reason, "one of the two", name)
    return tuple(found)


def too_many(text: str, count: int, most: int, name: str) -> Unreadable:
    """Say that a text makes too many figures, or none."""
    reason = f"it makes {count:,} of them"
    return Unreadable(text, reason, f"1 to {most}", name)


def _listed(text: str) -> list[str]:
    if len(text) > LONGEST_LINE:
        raise too_long(text)
    return [each for each in re.split(r"\s*(?:;|,\s)\s*", text.strip()) if each]


def _expanded(name: str, text: str, step: str, pounds: str) -> Iterator[Given]:
    """Yield one figure, or those from one end of a range to the other."""
    ends = _ends(name, text, pounds)
    if len(ends) == 1:
        yield ends[0]
        return
    low, high = ends
    if low.unit != high.unit or low.base_value > high.base_value:
        raise Unreadable(text, "a range goes up in one unit", EXAMPLES[name], name)
    first, last = (each.base_value / low.unit.scale for each in ends)
    by = _step(low, step, pounds) / low.unit.scale if step else fitting(first, last)
    count = (last - first) // by + 1
    if count > MOST:
        raise too_many(text, count, MOST, name)
    values = [first + index * by for index in range(count)]
    if not step and values[-1] < last:
        values.append(last)
    yield from (Given(low.quantity, (Figure(each, low.unit),)) for each in values)


def _ends(name: str, text: str, pounds: str) -> list[Given]:
    """Read 40kg..100kg, 2..20 mcg/kg/min, 2-20 mcg/kg/min, or one figure."""
    low, dots, high = text.partition("..")
    if not dots:
        given = _read(name, text, pounds)
        is_range = given.join == TO
        parts = [Given(given.quantity, (part,)) for part in given.parts]
        return parts if is_range else [given]
    if NUMBER.fullmatch(low):
        low += NUMBER.sub("", high, count=1)
    return [_read(name, each.strip(), pounds) for each in (low, high)]


def _read(name: str, text: str, pounds: str) -> Given:
    try:
        return read_one(name, text, pounds)
    except Unreadable as error:
        if name == "dose":
            try:
                return read_one(RATE, text, pounds)
            except Unreadable:
                pass
        raise error from None


def _step(low: Given, text: str, pounds: str) -> Fraction:
    """Read the step of a range, which is of the kind of its ends."""
    try:
        return read_one(low.quantity, text, pounds).base_value
    except Unreadable as error:
        raise error.at(STEPS[low.quantity]) from None


def fitting(first: Fraction, last: Fraction) -> Fraction:
    """Return a round step from one end to the other, by which FEW to MANY stand there.

    ```pycon
    >>> [str(fitting(Fraction(2), Fraction(each))) for each in (20, 10, 17)]
    ['2', '1', '5/2']

    ```
    """
    span = last - first
    if not span:
        return Fraction(1)
    ten = Fraction(10) ** floor(log10(span))
    steps = [each * ten / 100 for each in (*ROUND, *(10 * each for each in ROUND))]
    halves = [each * 5 / 2 for each in (ten / 100, ten / 10)]
    for step in (*steps, *halves):
        if not span % step and FEW <= span / step + 1 <= MANY:
            return step
    return next(step for step in (*steps, ten) if span / step + 1 <= MANY)
