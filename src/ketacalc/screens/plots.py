"""Curves drawn in text, with plotille: the one module that knows it.

It comes with the extra `ketacalc[curve]`.
"""

from __future__ import annotations

from itertools import groupby
from math import floor, log10
from typing import TYPE_CHECKING, NamedTuple

from plotille import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.screens.report import Drawing, Line

BESIDE = 19  # columns that the axes take beside the curves
STEP = 10  # columns from one mark of the axis across to the next
WIDEST, LEAST = 60, 20
ROWS, QUARTERS = 16, 4
LEFT, ABOVE, BELOW = 13, 2, 2  # columns and rows of text around the curves
BLANK = "\u2800"  # a cell of no dots, which is drawn as a space
COLOURS = ("cyan", "magenta", "blue", "red", "green", "yellow")
TOPS = (1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10, 12)  # whose quarters are short numbers
ROOM = 0.8  # of a column and of a row, around the middle of a mark
OFF_PEAK = 2  # columns of the widest drawing between a mark and the peak
HEADROOM = 1.05  # plotille writes no mark in the topmost row


class Trace(NamedTuple):
    """A part of a curve in columns and rows from the corner of the text around it."""

    number: int
    points: tuple[tuple[float, float], ...]


def columns_for(width: int) -> int:
    """Return how many columns the curves get of a terminal's; 0 if it is too narrow."""
    columns = min(WIDEST, (width - BESIDE) // (2 * STEP) * 2 * STEP)
    return columns if columns >= LEAST else 0


def plotted(drawing: Drawing, columns: int) -> str:
    """Draw curves in so many columns, each with its mark where it stands alone."""
    figure = Figure()
    figure.width, figure.height, figure.origin = columns, ROWS, False
    figure.linesep, figure.x_label, figure.y_label = "\n", drawing.across, drawing.up
    top = _top_of(drawing)
    figure.set_x_limits(0, drawing.end)
    figure.set_y_limits(0, top)
    figure.x_ticks_fkt = lambda low, _: f"{low:g}"
    figure.y_ticks_fkt = lambda low, _: _quarter(float(low), top)
    for line, colour in zip(drawing.lines, COLOURS, strict=False):
        points = [point for point in line.points if point[0] <= drawing.end]
        figure.plot(*zip(*points, strict=True), lc=colour)
        figure.text(*([each] for each in _apart(line, drawing)), [line.mark])
    return str(figure.show()).replace(BLANK, " ")


def _top_of(drawing: Drawing) -> float:
    """Return where the axis ends above the highest point."""
    most = max(y for line in drawing.lines for _, y in line.points)
    power = 10.0 ** floor(log10(most))
    return next(each * power for each in TOPS if each * power >= most * HEADROOM)


def _quarter(value: float, top: float) -> str:
    shares = value / top * QUARTERS
    return f"{value:g}" if abs(shares - round(shares)) < 1 / ROWS else ""


def _apart(line: Line, drawing: Drawing) -> tuple[float, float]:
    """Return the point of a line that is farthest from all others, beside its peak."""
    others = [each.points for each in drawing.lines if each is not line]
    peak, _ = max(line.points, key=lambda point: point[1])
    near = drawing.end / WIDEST * OFF_PEAK

    def room(i: int) -> float:
        x, y = line.points[i]
        if abs(x - peak) < near:
            return -1
        return min((abs(y - other[i][1]) for other in others), default=y)

    inside = range(1, sum(x < drawing.end for x, _ in line.points))
    return line.points[max(inside, key=room)]


def quarters() -> list[float]:
    """Return the rows at which the quarters of the axis stand, from the top to 0."""
    return [ABOVE + ROWS * each / QUARTERS for each in range(QUARTERS + 1)]


def traced(drawing: Drawing, columns: int) -> Iterator[Trace]:
    """Yield the parts of the curves as lines, with room for each mark in its curve."""
    top = _top_of(drawing)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        across, up = point[0] / drawing.end, point[1] / top
        return LEFT + 0.5 + across * columns, ABOVE + (1 - up) * ROWS

    for number, line in enumerate(drawing.lines):
        column, row = map(floor, place(_apart(line, drawing)))
        placed = [place(each) for each in line.points if each[0] <= drawing.end]
        kept = [
            abs(x - column - 0.5) > ROOM or abs(y - row - 0.5) > ROOM for x, y in placed
        ]
        parted = groupby(zip(kept, placed, strict=True), lambda each: each[0])
        for free, group in parted:
            if free:
                yield Trace(number, tuple(point for _, point in group))
