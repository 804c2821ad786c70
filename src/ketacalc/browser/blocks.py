"""A report as JSON blocks, which a page draws without working anything out.

A text is a list of pieces: a string, or a string with where it leads.  A drawing and a
bar come as the elements of their picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacalc.notice import NOTICE
from ketacalc.say import say
from ketacalc.screens.linked import (
    SOURCE,
    SOURCES,
    cited_in,
    head_of,
    pads,
    pieces,
    span,
)
from ketacalc.screens.pages import SCALE
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
from ketacalc.screens.vectors import bar, figure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from xml.etree.ElementTree import Element

Json = dict[str, Any]


def as_blocks(report: Report) -> Json:
    """Write the report as JSON: the notice, its title, its blocks and its record."""
    told = report.inert()
    cited = cited_in(told)
    shown = [each for each in told.blocks if each != Note("")]
    return {
        "notice": say(NOTICE),
        "title": _text(told.title),
        "blocks": [_block(each, told.title, cited) for each in shown],
        "record": {"notice": NOTICE, **report.record},
    }


def _text(text: str, cited: Collection[str] = ()) -> list[str | list[str]]:
    return [[*each] if each.href else each.text for each in pieces(text, cited)]


def _block(block: Block, title: str, cited: set[str]) -> Json:
    if isinstance(block, Note):
        return _note(block, cited)
    if isinstance(block, Listing):
        return _listing(block, cited)
    if isinstance(block, Bars):
        return _bars(block, title, cited)
    if isinstance(block, Drawing):
        told = _columns(block.told, title, cited) if block.told else None
        return {"kind": "drawing", "picture": tree(figure(block)), "told": told}
    return _columns(block, title, cited)


def _note(note: Note, cited: set[str]) -> Json:
    return {
        "kind": "note",
        "text": _text(note.text, cited),
        "strong": note.strong,
        "heading": note.heading,
    }


def _listing(block: Listing, cited: set[str]) -> Json:
    """Part what stands above a list into a heading and a paragraph."""
    heading, text = headed(block.text)
    are_sources = heading == SOURCES
    return {
        "kind": "listing",
        "heading": _text(heading, cited) if heading else None,
        "text": _text(text, cited) if text else None,
        "items": [_item(each, are_sources, cited) for each in block.items],
        "strong": block.strong,
    }


def _item(text: str, is_source: bool, cited: set[str]) -> Json:  # noqa: FBT001
    numbered = SOURCE.match(text) if is_source else None
    if numbered:
        return {"text": _text(text), "id": f"source-{numbered[1]}"}
    return {"text": _text(text, cited), "id": ""}


def _columns(block: Columns, title: str, cited: set[str]) -> Json:
    behind = [pads(block, index) for index in range(len(block.heads))]
    return {
        "kind": "columns",
        "heads": [_text(each) for each in block.heads],
        "rows": [
            [*_cells(block, number, behind, cited)] for number in range(len(block.rows))
        ],
        "numbers": list(block.numbers),
        "accent": block.accent,
        "caption": _text(block.title or block.caption or title),
        "named": bool(block.title or block.caption),
        "grid": block.grid,
    }


def _cells(
    block: Columns, number: int, behind: Sequence[Sequence[str]], cited: set[str]
) -> Iterator[Json]:
    """Yield the cells of a row; a row without a head goes on with that above it."""
    named, row = head_of(block), block.rows[number]
    for index, text in enumerate(row):
        if index == named and number and not text:
            continue
        rows = 1
        if index == named:
            rows = span([each[named] for each in block.rows[number:]])
        yield {
            "text": _text(text, cited),
            "column": index,
            "head": index == named,
            "rows": rows,
            "pad": behind[index][number],
        }


def _bars(block: Bars, title: str, cited: set[str]) -> Json:
    return {
        "kind": "bars",
        "heads": [_text(each) for each in (*block.heads, say(SCALE))],
        "rows": [
            {"cells": [_text(c, cited) for c in row.cells], "picture": tree(bar(row))}
            for row in block.rows
        ],
        "caption": _text(title),
    }


def tree(part: Element) -> Json:
    """Write an element of a picture, with what is in it."""
    return {
        "tag": part.tag,
        "told": dict(part.attrib),
        "text": part.text or "",
        "parts": [tree(each) for each in part],
    }
