"""Where the curves of a drawing stand: the top of its axis, and each curve's mark."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketacalc.screens.report import Drawing, Line

TOPS = (1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10, 12)  # whose quarters are short numbers
HEADROOM = 1.05  # above the highest point
PARTS = 60  # of the axis across
OFF_PEAK = 2  # of these between a mark and the peak


def top_of(drawing: Drawing) -> float:
    """Return where the axis ends above the highest point."""
    most = max(y for line in drawing.lines for _, y in line.points)
    power = 10.0 ** floor(log10(most))
    return next(each * power for each in TOPS if each * power >= most * HEADROOM)


def within(line: Line, drawing: Drawing) -> Sequence[tuple[float, float]]:
    """Return the points of a line that are drawn."""
    return [point for point in line.points if point[0] <= drawing.end]


def apart(line: Line, drawing: Drawing) -> tuple[float, float]:
    """Return the point of a line that is farthest from all others, beside its peak."""
    others = [each.points for each in drawing.lines if each is not line]
    peak, _ = max(line.points, key=lambda point: point[1])
    near = drawing.end / PARTS * OFF_PEAK

    def room(i: int) -> float:
        x, y = line.points[i]
        if abs(x - peak) < near:
            return -1
        return min((abs(y - other[i][1]) for other in others), default=y)

    inside = range(1, sum(x < drawing.end for x, _ in line.points))
    return line.points[max(inside, key=room)]
