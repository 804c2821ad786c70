"""The answers to choose from, A to F: apart from the text, and which is right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.marking.check import check
from ketacalc.marking.verdict import PASSING

if TYPE_CHECKING:
    from ketacalc.marking.verdict import Verdict

_MARKS = re.compile(
    r"^[ \t]*(?:\(?[A-Za-z]\)(?!\s{0,2}[\d.])|[A-Za-z]\.(?= )(?!\s{0,2}[\d.])"
    r"|\(?\d{1,2}[).](?!\d)|[-*•](?= ))",
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
    return _MARKS.sub(lambda match: " " * len(match[0]), text)


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


def judged(lines: tuple[str, ...], options: tuple[Option, ...], answer: str) -> Verdict:
    """Judge an answer, or the letter of one, by the line that a text was read as.

    Raises Unreadable where the text asks more than one question.
    """
    if len(lines) > 1:
        reason = "the text asks more than one question; check judges a line"
        raise Unreadable(answer, reason, field="answer")
    letter = answer.strip(" ().").upper()
    chosen = next((each.text for each in options if each.letter == letter), answer)
    return check(lines[0], answer=chosen)


def right_options(line: str, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Return the answers to choose from that are right for a line."""
    return tuple(o for o in options if check(line, answer=o.text).verdict in PASSING)
