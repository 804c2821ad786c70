"""What a page makes of a report's texts: links, and numbers that stay with their unit.

It is the same for a page that is saved and for one that is drawn in a browser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from ketacalc.language.numbers import decimal_mark
from ketacalc.screens.report import DOI, FIGURE, Columns, Listing, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SOURCES = "Sources"
SOURCE = re.compile(r"\[(\d+)\] ")
# What is a link: where a paper or a label is registered, and the number of a source.
LINKS = {
    "doi": (rf"\bdoi ({DOI})", "https://doi.org/"),
    "pmid": (r"PMID (\d+)", "https://pubmed.ncbi.nlm.nih.gov/"),
    "dailymed": (
        r"DailyMed ([0-9a-f-]{36})",
        "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=",
    ),
    "source": (r"\[(\d+)\]", "#source-"),
}
LINK = re.compile("|".join(f"(?P<{name}>{told})" for name, (told, _) in LINKS.items()))
NUMBER = re.compile(r"(?:≈ )?\d[\d.,]*")
RANGE = re.compile("(?<=\\d\u00a0to) (?=\\d)")  # 24 to alone may be read as 24
# As wide as a full stop and as a digit, to set numbers on their decimal points.
STOP, DIGIT = "\u2008", "\u2007"


class Piece(NamedTuple):
    """A part of a text, and where it leads, if anywhere."""

    text: str
    href: str = ""


def pieces(text: str, cited: Iterable[str] = ()) -> Iterator[Piece]:
    """Yield a text with its links; a number stays on the line of its unit."""
    end = 0
    for found in LINK.finditer(text):
        name = str(found.lastgroup)
        target = found[name] if name == "source" else found[0].rpartition(" ")[2]
        target = target.strip("[]")
        if name != "source" or target in cited:
            yield Piece(glued(text[end : found.start()]))
            yield Piece(found[0], LINKS[name][1] + quote(target, safe="/:;()"))
            end = found.end()
    yield Piece(glued(text[end:]))


def glued(text: str) -> str:
    """Keep each number on the line of its unit: 5 alone may be read as it stands.

    A page has narrower columns than a terminal: there a range is kept whole too.
    """
    return RANGE.sub("\u00a0", FIGURE.sub("\u00a0", text))


def cited_in(report: Report) -> set[str]:
    """Return the numbers of the sources that a report lists."""
    return {
        found[1]
        for block in report.blocks
        if isinstance(block, Listing) and block.text == SOURCES
        for found in map(SOURCE.match, block.items)
        if found
    }


def pads(block: Columns, index: int) -> list[str]:
    """Return what stands behind each number so that the points are in one column."""
    if index not in block.numbers:
        return [""] * len(block.rows)
    found = [NUMBER.fullmatch(row[index]) for row in block.rows]
    parts = [each[0].partition(decimal_mark())[2] if each else "" for each in found]
    most = max(map(len, parts), default=0)
    return [
        STOP * (bool(most) and not part) + DIGIT * (most - len(part)) if number else ""
        for number, part in zip(found, parts, strict=True)
    ]


def head_of(block: Columns) -> int:
    """Return the column whose cells are heads of their rows."""
    return next((i for i, head in enumerate(block.heads) if head), 0)


def span(cells: Sequence[str]) -> int:
    """Return how many rows a head is of: those behind it without one are its own."""
    following = (i for i, cell in enumerate(cells) if i and cell)
    return next(following, len(cells))
