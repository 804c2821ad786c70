"""The answers to choose from, A to F: apart from the text, and which is right."""

from __future__ import annotations

import re
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.marking.check import check
from ketacalc.marking.verdict import PASSING
from ketacalc.words.rules import coded, run_of

if TYPE_CHECKING:
    from ketacalc.marking.verdict import Verdict
    from ketacalc.words.lexicon import Lexicon

_MARKS = re.compile(
    r"^[ \t]*(?:\(?[A-Za-z]\)(?!\s{0,2}[\d.])|[A-Za-z]\.(?= )(?!\s{0,2}[\d.])"
    r"|\(?\d{1,2}[).](?!\d)|[-*•](?= ))",
    re.MULTILINE,
)
_NUMBER = r"[\d.½¼¾⅛⅓⅔]"
_OPTION = re.compile(
    rf"(?:(?<=\s)|^)\(?([A-Fa-f])(?:[).:]|(?<=\n[A-F])(?=[ \t]))[ \t]*(?={_NUMBER})"
    rf"([^\n_=]{{1,40}}?)(?=[ \t;,]+\(?[A-Fa-f][).:][ \t]*{_NUMBER}|[ \t]*(?:\n|$))"
)
# 1) 0.25 mL: a number marks a whole line, and is named with its mark.
_NUMBERED = re.compile(
    rf"^[ \t]*([1-6][).])[ \t]+({_NUMBER}+ ?[^\d\n]{{0,20}})$", re.MULTILINE
)
_DIGIT = re.compile(r"\d")
_LETTERS = "A B C D E F", "1) 2) 3) 4) 5) 6)", "1. 2. 3. 4. 5. 6."


class Option(NamedTuple):
    """One of the answers to choose from."""

    letter: str
    text: str


def without_marks(text: str) -> str:
    """Blank what numbers a list, 1. and a) at the front of a line, but no option."""
    return _MARKS.sub(lambda match: " " * len(match[0]), text)


def options_in(text: str) -> tuple[str, tuple[Option, ...]]:
    """Part a text from the answers to choose from, which are blanked in it."""
    for pattern, letters in zip((_OPTION, _NUMBERED, _NUMBERED), _LETTERS, strict=True):
        found = [(m[1].upper(), m[2].strip(" \t.;,")) for m in pattern.finditer(text)]
        told = " ".join(letter for letter, _ in found)
        ends = [match.end() for match in pattern.finditer(text)]
        is_last = not _DIGIT.search(text, max(ends, default=0))
        if len(found) > 1 and letters.startswith(told) and is_last:
            stem = pattern.sub(lambda match: f".{' ' * (len(match[0]) - 1)}", text)
            return stem, tuple(starmap(Option, found))
    return text, ()


def unit_of(options: tuple[Option, ...], words: Lexicon) -> str:
    """Return the one unit that all answers are in, or ""."""
    texts = (re.sub(rf"^(?:{_NUMBER}|[,\s–-])+", "", each.text) for each in options)
    units = {run_of(coded(words.tokens_of(text))[0]) for text in texts}
    return units.pop() if len(units) == 1 else ""


def judged(lines: tuple[str, ...], options: tuple[Option, ...], answer: str) -> Verdict:
    """Judge an answer, or the letter of one, by the line that a text was read as.

    Raises Unreadable where the text asks more than one question.
    """
    if len(lines) > 1:
        reason = "the text asks more than one question; check judges a line"
        raise Unreadable(answer, reason, field="answer")
    letter = answer.strip(" ().").upper()
    labels = {letter, answer.strip()}
    chosen = next((each.text for each in options if each.letter in labels), answer)
    return check(lines[0], answer=chosen)


def right_options(line: str, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Return the answers to choose from that are right for a line."""
    return tuple(o for o in options if check(line, answer=o.text).verdict in PASSING)
