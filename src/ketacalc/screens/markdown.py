"""A report, and rows of any kind, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacalc.inert import inert
from ketacalc.notice import NOTICE
from ketacalc.screens.report import Bars, Block, Drawing, Listing, Note, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def markdown(report: Report) -> str:
    """Write the report as Markdown."""
    parts = [f"> {NOTICE}", f"## {escaped(report.title)}"]
    parts += filter(None, map(_markdown_block, report.blocks))
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
    if isinstance(block, Drawing):
        return _markdown_block(block.told) if block.told else ""
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


def markdown_rows(
    rows: Iterator[dict[str, Any]], columns: Sequence[str]
) -> Iterator[str]:
    """Write rows as one Markdown table, a line at a time."""
    rule = " | ".join("---" for _ in columns)
    yield f"> {NOTICE}\n\n{_markdown_row(columns)}\n| {rule} |\n"
    for row in rows:
        cells = ["" if row.get(name) is None else str(row[name]) for name in columns]
        yield f"{_markdown_row(cells)}\n"
