"""Amounts that move between places at rates in proportion: solved exactly.

Such a system is linear, so what several inputs do together is the sum of what each does
alone, and each is a column of the matrix exponential.  SciPy has that; it comes with
the extra `ketacalc[curve]`, and whoever needs no curve does not load it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.linalg import expm

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    """Return what is in each place at each of some times."""
    places = sorted({place for flow in flows for place in flow[:2]})
    matrix = np.zeros((len(places), len(places)))
    for flow in flows:
        source, target = places.index(flow.source), places.index(flow.target)
        matrix[target, source] += flow.rate
        matrix[source, source] -= 0 if flow.keeps else flow.rate
    total = np.zeros((len(hours), len(places)))
    for put in puts:
        since = np.asarray(hours) - put.at
        grown = expm(matrix * np.maximum(since, 0)[:, None, None])
        column = grown[:, :, places.index(put.place)]
        total += put.amount * column * (since >= 0)[:, None]
    return {place: tuple(total[:, i].tolist()) for i, place in enumerate(places)}
