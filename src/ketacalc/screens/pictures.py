"""A report as a picture, a page or plain text: what a terminal would show, saved."""

from __future__ import annotations

import html
import io
import re
from textwrap import shorten
from typing import TYPE_CHECKING

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

from ketacalc.inert import inert
from ketacalc.screens.report import Drawing
from ketacalc.screens.terminal import GLUE, PLAIN, draw, screen, this_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.screens.plots import Trace
    from ketacalc.screens.report import Report

BESIDE_TITLE = 10
PAPER = DEFAULT_TERMINAL_THEME
CELL_WIDE, CELL_HIGH, FIRST = 12.2, 24.4, 1.5  # of rich's pictures
INK = "#000000"
INKS = ("#007a87", "#b0007a", "#1a3fd0", "#c01818", "#2a7a1e", "#7a5a00")
DASHES = ("none", "10 5", "3 4", "14 4 3 4", "6 3", "1 3")  # told apart without colour
RUN = re.compile(
    r'<text class="([^"]+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" '
    r'clip-path="(url\([^)]*-line-(\d+)\))">([^<]*)</text>'
)
WORD = re.compile(r"\||[^\s|\u2800-\u28ff]+")
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title></title>
</head>
<body style="color: {foreground}; background: {background}">
<pre style="font-family: monospace"><code>{code}</code></pre>
</body>
</html>
"""


def as_svg(report: Report) -> str:
    """Draw the screen as a picture that fetches nothing when it is opened."""
    console = _recorded(report)
    console.print()  # or the last line is cut at its foot
    title = shorten(_titled(report), console.width - BESIDE_TITLE, placeholder=" …")
    picture = console.export_svg(title=title, theme=PAPER).replace(GLUE, "&#160;")
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    for block in report.blocks:
        if isinstance(block, Drawing):
            picture = _with_lines(picture, block, console.width)
    return picture


def as_html(report: Report) -> str:
    """Write the screen as a page of its own."""
    page = _recorded(report).export_html(
        inline_styles=True, code_format=PAGE, theme=PAPER
    )
    return page.replace(GLUE, " ").replace(
        "<title>", f"<title>{html.escape(_titled(report))}", 1
    )


def as_text(report: Report) -> str:
    """Write the screen without colour."""
    return screen(
        report, Console(width=this_terminal().width, color_system=None, **PLAIN)
    )


def _with_lines(picture: str, drawing: Drawing, width: int) -> str:
    """Draw curves as lines, in the place of dots that each font sets otherwise."""
    from ketacalc.screens import plots  # noqa: PLC0415 - no other block needs it

    columns = plots.columns_for(width)
    if not columns:
        return picture
    heads = (run for run in RUN.finditer(picture) if drawing.up in run[6])
    head = next(int(run[5]) for run in heads if run[6].endswith("^"))
    rows = range(head, head + plots.ABOVE + plots.ROWS + plots.BELOW)

    def apart(run: re.Match[str]) -> str:
        return "".join(_words(run)) if int(run[5]) in rows else run[0]

    lines = "".join(_tick(head + row, plots.LEFT) for row in plots.quarters())
    lines += "".join(_line(each, head) for each in plots.traced(drawing, columns))
    begin = re.compile(r'<g class="[^"]+-matrix">')
    return begin.sub(lambda found: lines + found[0], RUN.sub(apart, picture), count=1)


def _words(run: re.Match[str]) -> Iterator[str]:
    """Yield the words of a run of text, each in its own place."""
    style, x, y, clip, _, escaped = run.groups()
    for word in WORD.finditer(html.unescape(escaped)):
        place = float(x) + word.start() * CELL_WIDE
        wide = len(word[0]) * CELL_WIDE
        yield (
            f'<text class="{style}" x="{place:g}" y="{y}" textLength="{wide:g}" '
            f'clip-path="{clip}">{html.escape(word[0])}</text>'
        )


def _tick(row: float, left: int) -> str:
    """Mark a height on the axis: its label stands upon the mark, as on a screen."""
    x, y = (left - 1.5) * CELL_WIDE, FIRST + row * CELL_HIGH
    return f'<path d="M{x:.1f},{y:.1f}h{CELL_WIDE:g}" stroke="{INK}"/>\n'


def _line(trace: Trace, head: int) -> str:
    points = " ".join(
        f"{x * CELL_WIDE:.1f},{FIRST + (head + y) * CELL_HIGH:.1f}"
        for x, y in trace.points
    )
    ink, dashes = INKS[trace.number], DASHES[trace.number]
    return (
        f'<polyline fill="none" stroke="{ink}" stroke-width="2.5" '
        f'stroke-dasharray="{dashes}" points="{points}"/>\n'
    )


def _titled(report: Report) -> str:
    return inert(f"ketacalc: {report.title}")


def _recorded(report: Report) -> Console:
    """Draw the report in colour, as wide as the terminal is, and keep it."""
    console = Console(
        file=io.StringIO(),
        width=this_terminal().width,
        record=True,
        force_terminal=True,
        color_system="truecolor",
        no_color=False,
        **PLAIN,
    )
    draw(report, console)
    return console
