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
from ketacalc.screens.terminal import GLUE, PLAIN, draw, screen, this_terminal

if TYPE_CHECKING:
    from ketacalc.screens.report import Report

BESIDE_TITLE = 10
PAPER = DEFAULT_TERMINAL_THEME
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
    return re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)


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
