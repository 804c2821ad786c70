"""The answers to choose from, A to F, and the marks of a list, apart from the text."""

from __future__ import annotations

import re
from typing import NamedTuple

_MARKS = re.compile(
    r"^[ \t]*(?:\(?[A-Za-z]\)|\(?\d{1,2}[).](?!\d)|[A-Za-z]\.(?= )|[-*•](?= ))",
    re.MULTILINE,
)
_OPTION = re.compile(
    r"(?:(?<=\s)|^)\(?([A-Fa-f])[).:][ \t]*(?=[\d.])"
    r"([^\n]{1,40}?)(?=[ \t;,]+\(?[A-Fa-f][).:][ \t]*[\d.]|[ \t]*(?:\n|$))"
)
_LETTERS = "ABCDEF"


class Option(NamedTuple):
    """One of the answers to choose from."""

    letter: str
    text: str


def without_marks(text: str) -> str:
    """Blank what numbers a list, 1. and a) at the front of a line, but no option."""

    def blanked(match: re.Match[str]) -> str:
        ahead = text[match.end() : match.end() + 3].lstrip()
        is_option = ahead[:1].isdigit() or ahead[:1] == "."
        is_option = is_option and match[0].strip(" (.)").isalpha()
        return match[0] if is_option else " " * len(match[0])

    return _MARKS.sub(blanked, text)


def options_in(text: str) -> tuple[str, tuple[Option, ...]]:
    """Part a text from the answers to choose from, which are blanked in it."""
    matches = list(_OPTION.finditer(text))
    letters = "".join(match[1].upper() for match in matches)
    if len(letters) < len("AB") or letters != _LETTERS[: len(letters)]:
        return text, ()
    options = tuple(Option(m[1].upper(), m[2].strip(" \t.;,")) for m in matches)
    return _OPTION.sub(lambda match: f".{' ' * (len(match[0]) - 1)}", text), options


def unit_of(options: tuple[Option, ...]) -> str:
    """Return the one unit that all answers are in, or ""."""
    units = {re.sub(r"^[\d.,\s]+", "", each.text) for each in options}
    return units.pop() if len(units) == 1 else ""
