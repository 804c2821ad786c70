"""A report as a picture or as plain text: what a terminal would show, saved."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree.ElementTree import tostring

from rich.cells import cell_len
from rich.console import Console

from ketacalc.screens.elements import element
from ketacalc.screens.inks import coloured
from ketacalc.screens.report import Drawing
from ketacalc.screens.terminal import ACCENT, GLUE, PLAIN, drawn, head, screen
from ketacalc.screens.terminal import this_terminal as terminal
from ketacalc.screens.vectors import HIGH, RULES, WIDE, figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from rich.console import RenderableType
    from rich.segment import Segment
    from rich.style import Style

    from ketacalc.screens.report import Report

CELL_WIDE, CELL_HIGH = 12, 26
FONT, BASE, MARGIN = (
    20,
    19,
    24,
)  # BASE is from the top of a line to the foot of its text
WIDEST = 760  # of a drawing
FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
STYLES = "text { white-space: pre; } .strong { font-weight: bold; }"
COLOURS = (
    ".paper { fill: $paper; } .ink { fill: $ink; }\n"
    ".quiet { fill: $quiet; } .accent { fill: $accent; }\n"
)


def as_svg(report: Report) -> str:
    """Draw the screen as a picture that fetches nothing when it is opened."""
    console = Console(file=io.StringIO(), width=terminal().width, **PLAIN)
    parts, rows = _drawn(report.inert(), console)
    wide = console.width * CELL_WIDE + 2 * MARGIN
    high = rows * CELL_HIGH + 2 * MARGIN
    body = element(
        "g",
        *parts,
        transform=f"translate({MARGIN},{MARGIN})",
        font_family=FONTS,
        font_size=FONT,
    )
    body.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    picture = element(
        "svg",
        *("\n", element("title", f"ketacalc: {report.inert().title}")),
        *("\n", element("style", f"{STYLES}\n{coloured(COLOURS + RULES)}")),
        *("\n", element("rect", width=wide, height=high, rx=8, class_="paper")),
        *("\n", body, "\n"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {wide} {high}",
        role="img",
    )
    return tostring(picture, "unicode") + "\n"


def as_text(report: Report) -> str:
    """Write the screen without colour."""
    return screen(report, Console(width=terminal().width, color_system=None, **PLAIN))


def _drawn(report: Report, console: Console) -> tuple[list[Element], int]:
    """Draw every block below the one above it; return how many rows that takes."""
    blocks: list[Drawing | Sequence[RenderableType]] = [[head(report)]]
    for each in report.blocks:
        kept = each if isinstance(each, Drawing) else drawn(each, console.width)
        blocks.append(kept)
    parts: list[Element] = []
    rows = -1
    for block in blocks:
        rows += 1
        if isinstance(block, Drawing):
            wide = min(WIDEST, console.width * CELL_WIDE)
            high = wide * HIGH // WIDE
            parts.append(_placed(block, rows, wide, high))
            rows += -(-high // CELL_HIGH)
        else:
            for part in block:
                lines = console.render_lines(part, pad=False)
                parts += _texts(lines, rows)
                rows += len(lines)
    return parts, rows


def _placed(drawing: Drawing, row: int, wide: int, high: int) -> Element:
    made = figure(drawing)
    for name, value in {"y": row * CELL_HIGH, "width": wide, "height": high}.items():
        made.set(name, str(value))
    return made


def _texts(lines: Iterable[list[Segment]], row: int) -> Iterator[Element]:
    """Yield the texts of some lines, each in its own place, whatever the font."""
    for number, line in enumerate(lines, row):
        column = 0
        for segment in line:
            words = segment.text.replace(GLUE, " ").rstrip()
            text = words.lstrip(" ")
            if text:
                place = column + len(words) - len(text)
                yield element(
                    "text",
                    text,
                    x=place * CELL_WIDE,
                    y=number * CELL_HIGH + BASE,
                    textLength=cell_len(text) * CELL_WIDE,
                    class_=_kind(segment.style),
                )
            column += segment.cell_length


def _kind(style: Style | None) -> str:
    """Return the class of a style of the terminal: its colour and its weight."""
    if style is None:
        return "ink"
    accent = style.color is not None and style.color.name == ACCENT
    kind = "accent" if accent else "quiet" if style.dim else "ink"
    return f"{kind} strong" if style.bold else kind
