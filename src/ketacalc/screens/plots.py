"""Curves drawn in text, with plotille: the one module that knows it.

It comes with the extra `ketacalc[curve]`.
"""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from plotille import Figure

from ketacalc.screens.axes import apart, top_of, within

if TYPE_CHECKING:
    from ketacalc.screens.report import Drawing

BESIDE = 18  # columns that the axes take beside the curves and their unit
STEP = 10  # columns from one mark of the axis across to the next
WIDEST, LEAST = 60, 20
ROWS, QUARTERS = 16, 4
BLANK = "\u2800"  # a cell of no dots, which is drawn as a space
COLOURS = ("cyan", "magenta", "blue", "red", "green", "yellow")


def columns_for(width: int, drawing: Drawing) -> int:
    """Return how many columns the curves get of a terminal's; 0 if it is too narrow."""
    free = width - BESIDE - len(drawing.across)
    columns = min(WIDEST, free // (2 * STEP) * 2 * STEP)
    return columns if columns >= LEAST else 0


def plotted(drawing: Drawing, columns: int) -> str:
    """Draw curves in so many columns, each with its mark where it stands alone."""
    figure = Figure()
    figure.width, figure.height, figure.origin = columns, ROWS, False
    figure.linesep, figure.x_label, figure.y_label = "\n", drawing.across, drawing.up
    top = top_of(drawing)
    figure.set_x_limits(0, drawing.end)
    figure.set_y_limits(0, top)
    figure.x_ticks_fkt = lambda low, _: f"{low:g}"
    figure.y_ticks_fkt = lambda low, _: _quarter(float(low), top)
    for line, colour in zip(drawing.lines, cycle(COLOURS), strict=False):
        figure.plot(*zip(*within(line, drawing), strict=True), lc=colour)
        figure.text(*([each] for each in apart(line, drawing)), [line.mark])
    return str(figure.show()).replace(BLANK, " ")


def _quarter(value: float, top: float) -> str:
    shares = value / top * QUARTERS
    return f"{value:g}" if abs(shares - round(shares)) < 1 / ROWS else ""
