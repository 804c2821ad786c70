"""A report as a page: it flows on any screen, is printed, and is read aloud.

A page stands alone: it has its own styles, no script, and fetches nothing.  It needs no
terminal library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import tostring

from ketacalc.notice import NOTICE
from ketacalc.say import later, say
from ketacalc.screens.elements import element
from ketacalc.screens.inks import coloured
from ketacalc.screens.linked import (
    SOURCE,
    SOURCES,
    cited_in,
    head_of,
    pads,
    pieces,
    span,
)
from ketacalc.screens.report import (
    Bar,
    Bars,
    Block,
    Columns,
    Drawing,
    Listing,
    Note,
    Report,
    headed,
)
from ketacalc.screens.vectors import RULES, bar, figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from ketacalc.screens.elements import Part

SCALE = later("0 to 100 %")
STYLES = """\
:root { color-scheme: light dark; }
body { margin: 0 auto; padding: 1rem; max-width: 44rem; line-height: 1.5;
  font-family: system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin: 1.75rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 0.25rem; }
.table { overflow-x: auto; margin: 1.25rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: bold; padding-bottom: 0.25rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0.5rem; }
th[scope=row] { font-weight: normal; }
.number { text-align: right; white-space: nowrap; }
.number::after { content: attr(data-pad); white-space: pre; }
.grid th:first-child { position: sticky; left: 0; }
.accent { font-weight: bold; }
.bar svg { display: block; width: 100%; min-width: 6rem; max-width: 20rem; }
.bar { width: 45%; vertical-align: middle; }
.again { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
figure { margin: 1.25rem 0; max-width: 36rem; }
figure svg { display: block; width: 100%; height: auto; }
ul { padding-left: 1.25rem; }
li { margin: 0.25rem 0; }
.sources { list-style: none; padding-left: 0; }
@media (max-width: 30rem) { th, td { padding: 0.3rem 0.4rem 0.3rem 0.25rem; } }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  tr, li, figure, svg { break-inside: avoid; }
  h1, h2, h3, caption { break-after: avoid; }
  thead { display: table-header-group; }
  a { color: inherit; text-decoration: none; }
  .table { overflow: visible; }
}
"""
COLOURS = """\
body { color: $ink; background: $paper; }
a, .accent { color: $accent; }
.notice, caption, thead th, .quiet { color: $quiet; }
thead th, thead td { border-bottom: 2px solid $rule; }
tbody td, tbody th { border-bottom: 1px solid $rule; }
.grid th, .grid td { background: $paper; }
.grid tbody tr:nth-child(even) > * { background: $shade; }
.track { stroke: $rule; } .span { stroke: $accent; } .centre { fill: $accent; }
"""


def page(report: Report) -> str:
    """Write the report as a page of HTML."""
    report = report.inert()
    body = element("body", "\n")
    for part in _parts(report):
        part.tail = "\n"
        body.append(part)
    html = element("html", _head(report), "\n", body, "\n", lang="en")
    return f"<!DOCTYPE html>\n{tostring(html, 'unicode', method='html')}\n"


def _head(report: Report) -> Element:
    view = "width=device-width, initial-scale=1"
    title = f"{report.title or say(NOTICE)} - ketacalc"
    styles = f"{STYLES}{coloured(COLOURS + RULES)}\n"
    return element(
        "head",
        *("\n", element("meta", charset="utf-8")),
        *("\n", element("meta", name="viewport", content=view)),
        *("\n", element("title", title)),
        *("\n", element("style", f"\n{styles}"), "\n"),
    )


def _parts(report: Report) -> Iterator[Element]:
    yield element("p", say(NOTICE), class_="notice")
    yield from flow(report)


def flow(report: Report, top: int = 1) -> Iterator[Element]:
    """Yield the title as a heading of that level, and all blocks below it."""
    if report.title:
        yield element(f"h{top}", *_said(report.title))
    cited = cited_in(report)
    level = top + 1
    for block in report.blocks:
        is_note = isinstance(block, Note)
        yield from _block(block, report.title, top + 1 if is_note else level, cited)
        if isinstance(block, Note) and block.heading:
            level = top + 2


def _block(block: Block, title: str, level: int, cited: set[str]) -> Iterable[Element]:
    if isinstance(block, Note):
        return [_note(block, level, cited)]
    if isinstance(block, Listing):
        return _listing(block, level, cited)
    if isinstance(block, Bars):
        return [_bars(block, title, cited)]
    if isinstance(block, Drawing):
        table = [_table(block.told, title, cited)] if block.told else []
        return [element("figure", figure(block)), *table]
    return [_table(block, title, cited)]


def _note(note: Note, level: int, cited: set[str]) -> Element:
    said = [*_said(note.text, cited)]
    if note.heading:
        return element(f"h{level}", *said)
    return element("p", *([element("strong", *said)] if note.strong else said))


def _listing(block: Listing, level: int, cited: set[str]) -> Iterator[Element]:
    """Write a heading, what stands behind its colon, and the items."""
    heading, text = headed(block.text)
    if heading:
        yield element(f"h{level}", *_said(heading, cited))
    if text:
        yield element("p", *_said(text, cited))
    kind = "sources" if heading == SOURCES else "list"
    yield element(
        "ul", *(_item(each, kind, cited) for each in block.items), class_=kind
    )


def _item(text: str, kind: str, cited: set[str]) -> Element:
    numbered = SOURCE.match(text) if kind == "sources" else None
    if numbered:
        return element("li", *_said(text), id=f"source-{numbered[1]}")
    return element("li", *_said(text, cited))


def _said(text: str, cited: Iterable[str] = ()) -> Iterator[Part]:
    """Yield a text with its links; a number stays on the line of its unit."""
    for part, href in pieces(text, cited):
        yield element("a", part, href=href) if href else part


# ------------------------------------------------------------------ tables


def _caption(named: str, title: str) -> Element:
    """Name a table; one without a name has that of the page, which is seen above."""
    if named:
        return element("caption", *_said(named))
    return element("caption", element("span", title, class_="again"))


def _framed(
    caption: Element, heads: Iterable[Part], rows: Iterable[Element]
) -> Element:
    table = element(
        "table",
        caption,
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
    )
    return element("div", table, class_="table")


def _table(block: Columns, title: str, cited: set[str]) -> Element:
    behind = [pads(block, index) for index in range(len(block.heads))]
    heads = (
        element("th", *_said(head), scope="col", **_kind(block, index))
        if head
        else element("td")
        for index, head in enumerate(block.heads)
    )
    rows = (
        element("tr", *_cells(block, number, behind, cited))
        for number in range(len(block.rows))
    )
    named = block.title or block.caption
    framed = _framed(_caption(named, title), heads, rows)
    if block.grid:
        # What may be wider than a phone is moved with the keyboard too.
        told = {"class": "table grid", "tabindex": "0", "role": "region"}
        framed.attrib.update(told, **{"aria-label": named or title})
    return framed


def _kind(block: Columns, index: int) -> dict[str, str]:
    kinds = ["number"] * (index in block.numbers) + ["accent"] * (index == block.accent)
    return {"class_": " ".join(kinds)} if kinds else {}


def _cells(
    block: Columns, number: int, behind: Sequence[Sequence[str]], cited: set[str]
) -> Iterator[Element]:
    """Yield the cells of a row; the first that has a head is the row's own head.

    A row without one goes on with that of the row above.
    """
    row = block.rows[number]
    named = head_of(block)
    for index, cell in enumerate(row):
        pad = behind[index][number]
        told = _kind(block, index) | ({"data_pad": pad} if pad else {})
        if index != named:
            yield element("td", *_said(cell, cited), **told)
        elif cell or not number:
            rows = span([each[named] for each in block.rows[number:]])
            many = {"rowspan": str(rows)} if rows > 1 else {}
            yield element("th", *_said(cell, cited), scope="row", **told, **many)


def _bars(block: Bars, title: str, cited: set[str]) -> Element:
    heads = (
        element("th", *_said(head), scope="col") for head in (*block.heads, say(SCALE))
    )
    framed = _framed(
        _caption("", title), heads, (_bar(row, cited) for row in block.rows)
    )
    framed.set("class", "table bars")
    return framed


def _bar(row: Bar, cited: set[str]) -> Element:
    """Write a row with its bar, which says in a drawing what the cells say."""
    name, *cells = row.cells
    return element(
        "tr",
        element("th", *_said(name, cited), scope="row"),
        *(element("td", *_said(cell, cited)) for cell in cells),
        element("td", bar(row), class_="bar"),
    )
