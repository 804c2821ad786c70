"""The only drawing: a report as a screen, Markdown, JSON or CSV.

A Report holds the blocks of a screen and the records behind them; every format is
made from the same report, and carries the same notice.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import sys
from textwrap import shorten
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

from ketacalc import NOTICE
from ketacalc.errors import inert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

ACCENT = "cyan"
QUIET = "dim"
BAR_WIDEST, BAR_LEAST = 25, 10
SCALE = 100
GLUE = "\ue000"  # stands for a space that no line may end at, until all is drawn
BESIDE_TITLE = 10
INDENT = 2
FORMULA = tuple("=+-@\t\r")
MOST_WITHOUT_BAR = 2
PLAIN: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}
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


class Columns(NamedTuple):
    """A quiet table.

    The columns in `numbers` stand on the decimal point; `accent` is the column that
    the eye should find first, or -1.  Columns of a `grid` may go on in a table below.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    accent: int = -1
    title: str = ""
    grid: bool = False


class Bar(NamedTuple):
    """One row of bars: its cells, a centre and the ends of a range, in per cent."""

    cells: tuple[str, ...]
    centre: float | None
    bounds: tuple[float, float] | None


class Bars(NamedTuple):
    """A table with a bar for each row, all on one scale from 0 to 100 %."""

    heads: tuple[str, ...]
    rows: tuple[Bar, ...]


class Note(NamedTuple):
    """A paragraph; `strong` for what must not be missed."""

    text: str
    strong: bool = False


class Listing(NamedTuple):
    """A paragraph and its items, a line each; `strong` where they are the point."""

    text: str
    items: tuple[str, ...]
    strong: bool = False


Block = Columns | Bars | Note | Listing


class Report(NamedTuple):
    """One screen: a title, its blocks, and the records that machines read.

    Without a title it goes on from a screen that has the notice already.
    """

    title: str
    blocks: tuple[Block, ...]
    record: Mapping[str, Any] = MappingProxyType({})
    rows: Sequence[dict[str, Any]] = ()


def terminal(*, stderr: bool = False) -> Console:
    """Return the console of this process: a user's text is never markup on it."""
    return Console(stderr=stderr, **PLAIN)


def stream(lines: Iterable[str], console: Console) -> None:
    """Write lines as they come; on a terminal, above a progress bar."""
    for line in lines:
        (sys.stdout if console.is_terminal else console.file).write(line)


def render(report: Report, form: str, console: Console) -> None:
    """Write the report on the console as table, md, json or csv, all at once."""
    write: dict[str, Callable[[Report], str]]
    write = {"md": markdown, "json": as_json, "csv": as_csv}
    text = screen(report, console) if form == "table" else write[form](report)
    console.file.write(text)


# ------------------------------------------------------------------ screen


def screen(report: Report, console: Console) -> str:
    """Draw the report for a terminal of the console's width and colours."""
    with console.capture() as drawn:
        _draw(report, console)
    lines = drawn.get().replace(GLUE, " ").splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _draw(report: Report, console: Console) -> None:
    parts = [
        part for block in report.blocks for part in ("", *_drawn(block, console.width))
    ]
    head = Text.assemble((NOTICE, QUIET), "\n\n", (_text(report.title).plain, "bold"))
    console.print(*([head] if report.title else []), *parts, sep="\n")


def _text(words: str, style: str = "") -> Text:
    """Keep a number and its unit on one line: 5 at a line's end may be read as 5."""
    return Text(re.sub(r"(?<=\d) (?=[^\W\d_]|%)", GLUE, words), style)


def _drawn(block: Block, width: int) -> Sequence[RenderableType]:
    if isinstance(block, Note):
        return [_text(block.text, "bold" if block.strong else QUIET)]
    if isinstance(block, Listing):
        items = _text("\n".join(block.items), ACCENT if block.strong else QUIET)
        return [_text(block.text), Padding(items, (0, 0, 0, INDENT))]
    if isinstance(block, Bars):
        return [_bars(block, width)]
    return [Text(block.title)] * bool(block.title) + _tables(block, width)


def _tables(block: Columns, width: int) -> list[RenderableType]:
    """Draw a table; columns of a grid that do not fit go on in another below it."""
    aligned = _on_the_point(block)
    columns = [(block.heads[i], *cells) for i, cells in enumerate(aligned)]
    parts = _parted(columns, width) if block.grid else [range(len(columns))]
    drawn: list[RenderableType] = []
    for part in parts:
        drawn += [*[""] * bool(drawn), _table(block, columns, part)]
    return drawn


def _parted(columns: Sequence[Sequence[str]], width: int) -> list[list[int]]:
    """Part the columns behind the first into as many tables as the width needs."""
    wide = [max(map(len, column)) + INDENT for column in columns]
    parts, used = [[0]], INDENT + wide[0]
    for index in range(1, len(columns)):
        if used + wide[index] > width and len(parts[-1]) > 1:
            parts.append([0])
            used = INDENT + wide[0]
        parts[-1].append(index)
        used += wide[index]
    return parts


def _table(
    block: Columns, columns: Sequence[Sequence[str]], part: Iterable[int]
) -> Table:
    table = _quiet_table(indented=True)
    taken = list(part)
    for index in taken:
        style = ACCENT if index == block.accent else ""
        table.add_column(Text(block.heads[index]), style=style, overflow="fold")
    for row in zip(*(columns[index][1:] for index in taken), strict=True):
        table.add_row(*map(_text, row))
    return table


def _quiet_table(*, indented: bool = False) -> Table:
    return Table(
        box=None,
        padding=(0, INDENT),
        collapse_padding=True,
        pad_edge=indented,
        header_style=QUIET,
    )


def _on_the_point(block: Columns) -> list[tuple[str, ...]]:
    """Return the columns, numbers on their decimal points."""
    columns = list(zip(*block.rows, strict=True))
    for index in block.numbers:
        columns[index] = _aligned(columns[index])
    return columns


def _aligned(texts: Sequence[str]) -> tuple[str, ...]:
    """Pad numbers so that their decimal points stand in one column."""
    wholes = [len(text.partition(".")[0]) for text in texts]
    widest = max(wholes, default=0)
    pairs = zip(texts, wholes, strict=True)
    return tuple(" " * (widest - whole) + text for text, whole in pairs)


def _bars(block: Bars, width: int) -> Table:
    table = _quiet_table()
    used = sum(
        max(len(row.cells[i]) for row in block.rows) + 2
        for i in range(len(block.heads))
    )
    cells = max(BAR_LEAST, min(BAR_WIDEST, width - used))
    for head in block.heads:
        table.add_column(Text(head))
    table.add_column(Text("0" + "100 %".rjust(cells - 1)), no_wrap=True)
    for row in block.rows:
        table.add_row(*map(_text, row.cells), _bar(row, cells))
    return table


def _bar(row: Bar, cells: int) -> Text:
    """Draw a range as a line and a centre as a dot, on a scale of `cells`."""
    bar = ["·"] * cells
    if row.bounds:
        first, last = (_cell(end, cells) for end in row.bounds)
        bar[first : last + 1] = "━" * (last + 1 - first)
    if row.centre is not None:
        bar[_cell(row.centre, cells)] = "●"
    return Text("".join(bar), ACCENT if row.bounds else QUIET)


def _cell(share: float, cells: int) -> int:
    return min(int(share * cells / SCALE), cells - 1)


# ---------------------------------------------------------- pictures, pages


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
    return screen(report, Console(width=terminal().width, color_system=None, **PLAIN))


def _titled(report: Report) -> str:
    return f"ketacalc: {report.title}"


def _recorded(report: Report) -> Console:
    """Draw the report in colour, as wide as the terminal is, and keep it."""
    console = Console(
        file=io.StringIO(),
        width=terminal().width,
        record=True,
        force_terminal=True,
        color_system="truecolor",
        no_color=False,
        **PLAIN,
    )
    _draw(report, console)
    return console


# ---------------------------------------------------------------- Markdown


def markdown(report: Report) -> str:
    """Write the report as Markdown."""
    parts = [f"> {NOTICE}", f"## {escaped(report.title)}"]
    parts += [_markdown_block(block) for block in report.blocks]
    return "\n\n".join(parts) + "\n"


def _markdown_block(block: Block) -> str:
    if isinstance(block, Note):
        text = escaped(block.text)
        return f"**{text}**" if block.strong else text
    if isinstance(block, Listing):
        return "\n".join(
            [escaped(block.text), "", *(f"- {escaped(i)}" for i in block.items)]
        )
    if isinstance(block, Bars):
        return _markdown_table(block.heads, [row.cells for row in block.rows])
    title = f"{escaped(block.title)}\n\n" if block.title else ""
    return title + _markdown_table(block.heads, block.rows, block.numbers)


def _markdown_table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()
) -> str:
    rule = ["---:" if index in numbers else "---" for index in range(len(heads))]
    lines = [_markdown_row(heads), f"| {' | '.join(rule)} |"]
    return "\n".join([*lines, *map(_markdown_row, rows)])


def _markdown_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(escaped, cells))} |"


def escaped(text: str) -> str:
    """Keep a user's text from acting as Markdown or HTML."""
    return "".join(
        f"\\{char}" if char in "\\`*_[]<>|#" else char for char in inert(text)
    )


# ----------------------------------------------------------------- records


def as_json(report: Report) -> str:
    """Write the report's record as JSON, the notice first."""
    record = {"notice": NOTICE, **report.record}
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def as_csv(report: Report) -> str:
    """Write the report's rows as CSV, the notice in a column of its own."""
    columns = list(report.rows[0]) if report.rows else []
    return "".join(csv_lines(iter(report.rows), columns))


def csv_lines(rows: Iterator[dict[str, Any]], columns: Sequence[str]) -> Iterator[str]:
    """Write rows as CSV for a spreadsheet, a line at a time, the notice in each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*columns, "notice"])
    for row in rows:
        yield _taken(out)
        writer.writerow([_no_formula(row.get(name)) for name in columns] + [NOTICE])
    yield _taken(out)


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def _no_formula(cell: Any) -> Any:
    """Keep a spreadsheet from working out a cell such as =1+1."""
    if not isinstance(cell, str):
        return cell
    plain = inert(cell, keep="\n")
    return f"'{plain}" if cell[:1] in FORMULA else plain


def json_lines(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    """Write records as JSON Lines, the notice first."""
    yield json.dumps({"notice": NOTICE}) + "\n"
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def markdown_lines(
    rows: Iterator[dict[str, Any]], columns: Sequence[str]
) -> Iterator[str]:
    """Write rows as one Markdown table, a line at a time."""
    rule = " | ".join("---" for _ in columns)
    yield f"> {NOTICE}\n\n{_markdown_row(columns)}\n| {rule} |\n"
    for row in rows:
        cells = ["" if row.get(name) is None else str(row[name]) for name in columns]
        yield f"{_markdown_row(cells)}\n"


def progress(items: Iterable[Any], total: int) -> Iterator[Any]:
    """Yield files behind a progress bar on the terminal of stderr, if it is one."""
    bar = Console(stderr=True)
    if total < MOST_WITHOUT_BAR or not bar.is_terminal:
        yield from items
        return
    from rich.progress import Progress  # noqa: PLC0415 - only a run over files needs it

    with Progress(console=bar, redirect_stdout=sys.stdout.isatty()) as on:
        yield from on.track(items, total, description="Checking")
