"""A report is what a screen says, as data: a title, blocks, and records.

A terminal, a web page and a notebook draw the same report, each in its own way.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacalc.inert import inert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The space between a number and its unit: 5 at a line's end may be read as 5.
FIGURE = re.compile(r"(?<=\d) (?=[^\W\d_]|%)")

# Of plain letters and signs alone: it may stand in a learner's text, and goes into the
# address of a page.
DOI = r"10\.[0-9]{4,9}/[-A-Za-z0-9._;()/:]*[A-Za-z0-9]"


class Columns(NamedTuple):
    """A quiet table.

    The columns in `numbers` stand on the decimal point; `accent` is the column that
    the eye should find first, or -1.  Columns of a `grid` may go on in a table below.
    `title` stands above it, `caption` only where a table must have a name.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    accent: int = -1
    title: str = ""
    grid: bool = False
    caption: str = ""


class Bar(NamedTuple):
    """One row of bars: its cells, a centre and the ends of a range, in per cent."""

    cells: tuple[str, ...]
    centre: float | None
    bounds: tuple[float, float] | None


class Bars(NamedTuple):
    """A table with a bar for each row, all on one scale from 0 to 100 %."""

    heads: tuple[str, ...]
    rows: tuple[Bar, ...]


class Line(NamedTuple):
    """One curve of a drawing: its mark, and its points from left to right."""

    mark: str
    points: tuple[tuple[float, float], ...]


class Drawing(NamedTuple):
    """Curves over one scale, from 0 to `end`; all have their points at the same places.

    `across` and `up` are the units of the axes, and `told` is the same as a table where
    none stands beside it.
    """

    across: str
    up: str
    end: float
    lines: tuple[Line, ...]
    told: Columns | None = None


class Note(NamedTuple):
    """A paragraph; `strong` for what must not be missed, `heading` for what begins."""

    text: str
    strong: bool = False
    heading: bool = False


class Listing(NamedTuple):
    """A paragraph and its items, a line each; `strong` where they are the point."""

    text: str
    items: tuple[str, ...]
    strong: bool = False


Block = Columns | Bars | Drawing | Note | Listing


class Report(NamedTuple):
    """One screen: a title, its blocks, and the records that machines read.

    Without a title it goes on from a screen that has the notice already.
    """

    title: str
    blocks: tuple[Block, ...]
    record: Mapping[str, Any] = MappingProxyType({})
    rows: Sequence[dict[str, Any]] = ()

    def inert(self) -> Report:
        """Return the same screen, with no text that can act; its records stay."""
        return self._replace(title=inert(self.title), blocks=_inert(self.blocks))


def headed(text: str) -> tuple[str, str]:
    """Part a text above a list into a heading and a paragraph, either of them empty.

    ```pycon
    >>> headed("Rectal: one study."), headed("Sources"), headed("Set aside:")
    (('Rectal', 'One study.'), ('Sources', ''), ('Set aside', ''))
    >>> headed("Figures as given.")
    ('', 'Figures as given.')

    ```
    """
    heading, colon, rest = text.partition(": ")
    if colon and not text.startswith("\u201c"):
        begins = re.match(r"(?!n = )[a-z]", rest)
        return heading, f"{rest[0].upper()}{rest[1:]}" if begins else rest
    return ("", text) if text.endswith(".") else (text.removesuffix(":"), "")


def _inert(part: Any) -> Any:
    """Make a text inert, or every text in a tuple and in the tuples in it."""
    if isinstance(part, str):
        return inert(part)
    if not isinstance(part, tuple):
        return part
    return getattr(part, "_make", tuple)(map(_inert, part))
