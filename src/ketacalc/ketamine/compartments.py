"""Amounts that move between places at rates in proportion: solved exactly.

From one time to the next such a system is multiplied by a matrix exponential, which
mpmath has.  It comes with the extra `ketacalc[curve]`: whoever needs no curve does not
load it.
"""

from __future__ import annotations

from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from mpmath import fp

if TYPE_CHECKING:
    from collections.abc import Sequence

SAME = 12  # digits behind the point, of hours, to which two steps in time are the same


class Flow(NamedTuple):
    """What leaves a place for another, as a share of what is there in each hour.

    A flow that `keeps` takes nothing away from where it comes: a tap that is open, or a
    meter.
    """

    source: str
    target: str
    rate: float
    keeps: bool = False


class Put(NamedTuple):
    """What is put into a place at a time in hours; less than nothing closes a tap."""

    place: str
    at: float
    amount: float


def amounts(
    flows: Sequence[Flow], puts: Sequence[Put], hours: Sequence[float]
) -> dict[str, tuple[float, ...]]:
    """Return what is in each place at each of some times, none before 0."""
    every = sorted({place for flow in flows for place in flow[:2]})
    reached = _reached(flows, puts)
    places = [place for place in every if place in reached]
    matrix = _matrix([flow for flow in flows if flow.source in reached], places)
    now, state = 0.0, [0.0] * len(places)
    steps: dict[float, list[list[float]]] = {}
    seen = {}
    for time in sorted({*hours, *(put.at for put in puts)}):
        step = round(time - now, SAME)
        if step not in steps:
            steps[step] = fp.expm(matrix * step).tolist()
        state = [sum(map(mul, row, state)) for row in steps[step]]
        for put in puts:
            state[places.index(put.place)] += put.amount * (put.at == time)
        now, seen[time] = time, state
    found = {
        place: tuple(seen[time][i] for time in hours) for i, place in enumerate(places)
    }
    return dict.fromkeys(every, (0.0,) * len(hours)) | found


def _reached(flows: Sequence[Flow], puts: Sequence[Put]) -> set[str]:
    """Return the places that what is put in may come to; the others stay empty."""
    found = {put.place for put in puts}
    while more := {flow.target for flow in flows if flow.source in found} - found:
        found |= more
    return found


def _matrix(flows: Sequence[Flow], places: Sequence[str]) -> fp.matrix:
    """Return what an amount in each place of a column adds to each of a row an hour."""
    matrix = fp.zeros(len(places))
    for flow in flows:
        source, target = places.index(flow.source), places.index(flow.target)
        matrix[target, source] += flow.rate
        matrix[source, source] -= 0 if flow.keeps else flow.rate
    return matrix
