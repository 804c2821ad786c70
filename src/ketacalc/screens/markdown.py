"""A report, and rows of any kind, as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ketacalc.inert import inert
from ketacalc.notice import NOTICE
from ketacalc.say import say
from ketacalc.screens.report import (
    Bars,
    Block,
    Columns,
    Drawing,
    Listing,
    Note,
    Report,
    headed,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# What would act: a sign that means something wherever it stands, an underscore at the
# end of a word, a bracket that may begin a link, an entity, and the beginning of a
# heading, a quotation or a list.  A plain [1] or pump_rate is left readable.
ACTING = re.compile(
    r"[\\`*<|~]"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|\[(?![\w-]+\](?![(:]))"
    r"|&(?=#?\w+;)"
    r"|^\s*[#>]|#(?=#*\s*$)|^\s*=+(?=\s*$)"
    r"|^\s*[-+](?=[-\s]|$)|^\s*\d+[.)](?=\s|$)"
)


def markdown(report: Report) -> str:
    """Write the report as Markdown."""
    parts = [f"> {say(NOTICE)}", f"## {escaped(report.title)}"]
    level = "###"
    for block in report.blocks:
        parts += _written(block, level)
        if isinstance(block, Note) and block.heading:
            level = "####"
    return "\n\n".join(parts) + "\n"


def _written(block: Block, level: str) -> Iterator[str]:
    """Yield the parts of a block, with a blank line between them."""
    if isinstance(block, Note):
        text = escaped(block.text)
        before = "### " * block.heading
        yield f"**{text}**" if block.strong and not before else f"{before}{text}"
    elif isinstance(block, Listing):
        heading, text = headed(block.text)
        yield from [f"{level} {escaped(heading)}"] * bool(heading)
        yield from [escaped(text)] * bool(text)
        yield "\n".join(f"- {escaped(each)}" for each in block.items)
    elif isinstance(block, Bars):
        yield _table(block.heads, [row.cells for row in block.rows])
    else:
        yield from _named_table(block, level)


def _named_table(block: Columns | Drawing, level: str) -> Iterator[str]:
    """Yield a table behind its name; a drawing is told in one."""
    table = block.told if isinstance(block, Drawing) else block
    if table:
        name = table.title or table.caption
        yield from [f"{level} {escaped(name)}"] * bool(name)
        yield _table(table.heads, table.rows, table.numbers)


def _table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()
) -> str:
    rule = ["---:" if index in numbers else "---" for index in range(len(heads))]
    lines = [_row(heads), f"| {' | '.join(rule)} |"]
    return "\n".join([*lines, *map(_row, rows)])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(escaped, cells))} |"


def escaped(text: str) -> str:
    r"""Keep a user's text from acting as Markdown or HTML.

    ```pycon
    >>> print(escaped("<b>5 mg</b> of pump_rate [1] -> _mg_"))
    \<b>5 mg\</b> of pump_rate [1] -> \_mg\_

    ```
    """
    return ACTING.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", inert(text))


def markdown_rows(
    rows: Iterator[dict[str, Any]], heads: Mapping[str, str]
) -> Iterator[str]:
    """Write rows as one Markdown table, a line at a time; `heads` are by column."""
    rule = " | ".join("---" for _ in heads)
    yield f"> {say(NOTICE)}\n\n{_row(map(say, heads.values()))}\n| {rule} |\n"
    for row in rows:
        cells = ["" if row.get(name) is None else str(row[name]) for name in heads]
        yield f"{_row(cells)}\n"
