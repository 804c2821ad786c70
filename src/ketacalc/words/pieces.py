"""A text to its pieces: numbers, words and marks, each with its place."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.language.figures import VULGAR
from ketacalc.language.numbers import write_exact

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = re.compile(
    r"(?P<clock>\d{1,2}:\d\d(?![\d,])(?:\s*[ap]\.?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?)"
    r"|(?P<fraction>(?:\d{1,2}\s)?[1-9]/[248](?![\d/.])|\d{0,2}\s?[¼½¾⅛⅜⅝⅞])"
    r"|(?P<number>\d+(?:[.,]\d+)*|\.\d+)"
    r"|(?P<blank>_+|\.{4,}|…+)"
    r"|(?P<dotted>[^\W\d_](?:\.[^\W\d_])+\b\.?)"
    r"|(?P<word>[^\W\d_][^\W_²]*(?:['’][^\W\d_]+)?²?)"
    r"|(?P<line>\n)"
    r"|(?P<hyphen>(?<=\w)-(?=\d))"
    r"|(?P<mark>\S)",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"(?:(\d{1,2})\s*)??(?:([1-9])/([248])|([¼½¾⅛⅜⅝⅞]))")
_DASHES = str.maketrans("–—−’×|", "---'x:")


class Piece(NamedTuple):
    """A piece of the text: its kind, how it is compared, and where it stands."""

    kind: str
    word: str
    start: int
    end: int


def pieces_in(text: str) -> Iterator[Piece]:
    """Yield the pieces of a text, a number as #, in one pass."""
    for match in _PIECE.finditer(text.translate(_DASHES)):
        kind = match.lastgroup or ""
        yield Piece(kind, _word(kind, match[0]), match.start(), match.end())


def _word(kind: str, text: str) -> str:
    if kind in {"number", "fraction"}:
        return "#"
    if kind == "blank":
        return "_"
    return text.lower().replace(".", "") if kind == "dotted" else text.lower()


def pieces_of(phrase: str) -> list[str]:
    """Return the words of a phrase of the lexicon, # as it stands."""
    return [each.word for each in pieces_in(phrase)]


def decimal(text: str) -> str:
    """Write a number that has a fraction as a decimal: 1½ and 1 1/2 as 1.5."""
    match = _FRACTION.fullmatch(text)
    if match is None:
        return text
    whole, above, below, sign = match.groups()
    part = VULGAR[sign] if sign else Fraction(int(above), int(below))
    return write_exact(int(whole or 0) + part)
