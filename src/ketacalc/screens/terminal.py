"""A report on a terminal, drawn with rich."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from ketacalc.errors import not_installed
from ketacalc.language.numbers import decimal_mark
from ketacalc.notice import NOTICE
from ketacalc.say import say
from ketacalc.screens.markdown import markdown
from ketacalc.screens.records import as_csv, as_json, as_jsonl
from ketacalc.screens.report import (
    DOI,
    FIGURE,
    Bar,
    Bars,
    Block,
    Columns,
    Drawing,
    Listing,
    Note,
    Report,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

ACCENT = "cyan"
QUIET = "dim"
BAR_WIDEST, BAR_LEAST = 25, 10
SCALE = 100
TOO_NARROW = "No lines: the terminal is too narrow for them."
EACH = 3  # rows of a grid between two rules: one is above, one between, one below
GLUE = "\ue000"  # stands for a space that no line may end at, until all is drawn
INDENT = 2
MOST_WITHOUT_BAR = 2
PLAIN: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}
WRITERS = {"md": markdown, "json": as_json, "jsonl": as_jsonl, "csv": as_csv}


def this_terminal(*, stderr: bool = False) -> Console:
    """Return the console of this process: a user's text is never markup on it."""
    return Console(stderr=stderr, **PLAIN)


def stream(texts: Iterable[str], console: Console) -> None:
    """Write texts as they come; on a terminal, above a progress bar."""
    for text in texts:
        (sys.stdout if console.is_terminal else console.file).write(text)


def render(report: Report, form: str, console: Console, *, paged: bool = False) -> None:
    """Write the report on the console as table, md, json or csv, all at once.

    Where it is `paged`, what a terminal has no room for goes through the user's pager.
    """
    text = screen(report, console) if form == "table" else WRITERS[form](report)
    if not (paged and _overflows(text, console) and _through_pager(text)):
        console.file.write(text)


def _overflows(text: str, console: Console) -> bool:
    """Tell whether it is written to a terminal with fewer rows; one is the prompt's."""
    is_terminal = console.file.isatty() and not console.is_dumb_terminal
    return is_terminal and text.count("\n") >= console.height


def _through_pager(text: str) -> bool:
    from ketacalc.screens import pager  # noqa: PLC0415 - few screens are so long

    command = pager.named()
    return bool(command) and pager.show(text, command)


# ------------------------------------------------------------------ screen


def screen(report: Report, console: Console) -> str:
    """Draw the report for a terminal of the console's width and colours."""
    with console.capture() as drawn:
        draw(report, console)
    lines = drawn.get().replace(GLUE, " ").splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def draw(report: Report, console: Console) -> None:
    """Print the notice, the title and every block on the console."""
    report = report.inert()
    parts = [
        part for block in report.blocks for part in ("", *drawn(block, console.width))
    ]
    console.print(*([head(report)] if report.title else []), *parts, sep="\n")


def head(report: Report) -> Text:
    """Return the notice and the title."""
    title = _text(report.title)
    return Text.assemble((say(NOTICE), QUIET), "\n\n", (title.plain, "bold"))


def _text(words: str, style: str = "") -> Text:
    """Keep a number and its unit on one line: 5 at a line's end may be read as 5.

    A DOI is a link, where the terminal or the page has links.
    """
    text = Text(FIGURE.sub(GLUE, words), style)
    text.highlight_regex(
        rf"(?<=\bdoi ){DOI}", lambda doi: Style(link=f"https://doi.org/{doi}")
    )
    return text


def drawn(block: Block, width: int) -> Sequence[RenderableType]:
    """Return what a block is on a console of that width."""
    if isinstance(block, Note):
        return [_text(block.text, "bold" if block.strong else QUIET)]
    if isinstance(block, Listing):
        items = _text("\n".join(block.items), ACCENT if block.strong else QUIET)
        return [_text(block.text), Padding(items, (0, 0, 0, INDENT))]
    if isinstance(block, Bars):
        return [_bars(block, width)]
    if isinstance(block, Drawing):
        return _drawing(block, width)
    return [Text(block.title)] * bool(block.title) + _tables(block, width)


def _drawing(block: Drawing, width: int) -> Sequence[RenderableType]:
    """Draw curves, or tell them in a table where the terminal is too narrow."""
    try:
        from ketacalc.screens import plots  # noqa: PLC0415 - no other block needs it
    except ImportError:
        raise not_installed("a drawing", "plotille", "curve") from None
    columns = plots.columns_for(width, block)
    if not columns:
        return _tables(block.told, width) if block.told else [Text(TOO_NARROW, QUIET)]
    return [Text.from_ansi(plots.plotted(block, columns))]


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
    block: Columns, columns: Sequence[Sequence[str]], part: Sequence[int]
) -> Table:
    table = _quiet_table(indented=True)
    taken = [columns[index] for index in part]
    for index in part:
        style = ACCENT if index == block.accent else ""
        table.add_column(
            Text(block.heads[index]),
            style=style,
            overflow="fold",
            no_wrap=block.grid and not index,  # it says what the row is
        )
    rule = [Text("─" * max(map(len, column)), QUIET) for column in taken]
    for number, row in enumerate(zip(*(each[1:] for each in taken), strict=True)):
        if block.grid and block.numbers and number % EACH == 0:
            table.add_row(*rule)
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
    columns = [tuple(row[i] for row in block.rows) for i in range(len(block.heads))]
    for index in block.numbers:
        columns[index] = _aligned(columns[index])
    return columns


def _aligned(texts: Sequence[str]) -> tuple[str, ...]:
    """Pad numbers so that their decimal points stand in one column."""
    wholes = [len(text.partition(decimal_mark())[0]) for text in texts]
    widest = max(wholes, default=0)
    pairs = zip(texts, wholes, strict=True)
    return tuple(" " * (widest - whole) + text for text, whole in pairs)


def _bars(block: Bars, width: int) -> Table:
    """Draw a table with a bar in each row, or without where it leaves no room."""
    table = _quiet_table()
    used = sum(
        max(len(row.cells[i]) for row in block.rows) + 2
        for i in range(len(block.heads))
    )
    cells = max(BAR_LEAST, min(BAR_WIDEST, width - used))
    for head in block.heads:
        table.add_column(Text(head), overflow="fold")
    is_drawn = used + cells <= width
    if is_drawn:
        table.add_column(Text("0" + "100 %".rjust(cells - 1)), no_wrap=True)
    for row in block.rows:
        table.add_row(*map(_text, row.cells), *[_bar(row, cells)] * is_drawn)
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


def counting(items: Iterable[Any]) -> Iterator[Any]:
    """Yield what nobody can count beforehand, and count it on stderr's terminal."""
    bar = Console(stderr=True)
    if not bar.is_terminal:
        yield from items
        return
    from rich.progress import (  # noqa: PLC0415 - only a long run needs it
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
    )

    columns = SpinnerColumn(), MofNCompleteColumn()
    with Progress(*columns, console=bar, transient=True) as on:
        yield from on.track(items, total=None)


def progress(items: Iterable[Any], total: int) -> Iterator[Any]:
    """Yield files behind a progress bar on the terminal of stderr, if it is one."""
    bar = Console(stderr=True)
    if total < MOST_WITHOUT_BAR or not bar.is_terminal:
        yield from items
        return
    from rich.progress import Progress  # noqa: PLC0415 - only a run over files needs it

    with Progress(console=bar, redirect_stdout=sys.stdout.isatty()) as on:
        yield from on.track(items, total, description="Checking")
