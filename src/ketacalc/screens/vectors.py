"""Curves drawn as lines, and bars, for pages and pictures; no library is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.screens.axes import apart, top_of, within
from ketacalc.screens.elements import element
from ketacalc.screens.inks import LINES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from ketacalc.screens.report import Bar, Drawing, Line

WIDE, HIGH = 400, 270
LEFT, RIGHT, ABOVE, BELOW = 48, 12, 28, 40  # room for the labels
QUARTERS, ACROSS = 4, 6
DASHES = ("none", "10 5", "3 4", "14 4 3 4", "6 3", "1 3")  # told apart without colour
RULES = (
    ".axis { stroke: $quiet; } .rule { stroke: $rule; } .label { fill: $quiet; }\n"
    ".mark { stroke: $paper; stroke-width: 5px; paint-order: stroke;"
    " font-weight: bold; }\n"
    + "\n".join(
        f".line{i} {{ stroke: $line{i}; }} .mark{i} {{ fill: $line{i}; }}"
        for i in range(LINES)
    )
)


def figure(drawing: Drawing) -> Element:
    """Draw curves over their axes; what they show stands in a table too."""
    said = f"{', '.join(each.mark for each in drawing.lines)}: {drawing.up}"
    top = top_of(drawing)
    return element(
        "svg",
        *_across(drawing, top),
        *_up(drawing, top),
        *(_line(i, each, drawing, top) for i, each in enumerate(drawing.lines)),
        *(_mark(i, each, drawing, top) for i, each in enumerate(drawing.lines)),
        viewBox=f"0 0 {WIDE} {HIGH}",
        role="img",
        aria_label=f"{said} over {drawing.across}",
        font_size=13,
    )


def _place(
    point: tuple[float, float], drawing: Drawing, top: float
) -> tuple[float, float]:
    across, up = point[0] / drawing.end, point[1] / top
    x = LEFT + across * (WIDE - LEFT - RIGHT)
    return round(x, 2), round(ABOVE + (1 - up) * (HIGH - ABOVE - BELOW), 2)


def _across(drawing: Drawing, top: float) -> Iterator[Element]:
    for each in range(ACROSS + 1):
        value = drawing.end * each / ACROSS
        x, y = _place((value, 0), drawing, top)
        yield element("path", d=f"M{x},{y}v5", class_="axis")
        yield _label(f"{value:g}", x, y + 19, "middle")
    x, y = _place((drawing.end / 2, 0), drawing, top)
    yield _label(drawing.across, x, y + 36, "middle")


def _up(drawing: Drawing, top: float) -> Iterator[Element]:
    for each in range(QUARTERS + 1):
        value = top * each / QUARTERS
        x, y = _place((0, value), drawing, top)
        kind = "rule" if each else "axis"
        yield element("path", d=f"M{x},{y}H{WIDE - RIGHT}", class_=kind)
        yield _label(f"{value:g}", x - 6, y + 4, "end")
    yield _label(drawing.up, 4, 14, "start")


def _label(text: str, x: float, y: float, anchor: str) -> Element:
    return element("text", text, x=x, y=y, text_anchor=anchor, class_="label")


def _line(number: int, line: Line, drawing: Drawing, top: float) -> Element:
    placed = (_place(each, drawing, top) for each in within(line, drawing))
    return element(
        "polyline",
        points=" ".join(f"{x},{y}" for x, y in placed),
        fill="none",
        stroke_width=2,
        stroke_dasharray=DASHES[(number + number // LINES) % LINES],
        class_=f"line{number % LINES}",
    )


def _mark(number: int, line: Line, drawing: Drawing, top: float) -> Element:
    x, y = _place(apart(line, drawing), drawing, top)
    kind = f"mark mark{number % LINES}"
    return element("text", line.mark, x=x, y=y + 4, text_anchor="middle", class_=kind)


def bar(row: Bar) -> Element:
    """Draw the bar of a row on its scale from 0 to 100 %."""
    drawn = [element("path", d="M0,4H100", stroke_width=1, class_="track")]
    if row.bounds:
        low, high = row.bounds
        drawn.append(
            element("path", d=f"M{low},4H{high}", stroke_width=2, class_="span")
        )
    if row.centre is not None:
        drawn.append(element("circle", cx=row.centre, cy=4, r=2.5, class_="centre"))
    return element("svg", *drawn, viewBox="-3 0 106 8", aria_hidden="true")
