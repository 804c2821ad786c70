"""The answers to choose from, A to F: apart from the text, and which is right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.marking.check import check
from ketacalc.marking.verdict import PASSING
from ketacalc.say import later, say
from ketacalc.words.rules import coded, run_of

if TYPE_CHECKING:
    from ketacalc.marking.verdict import Verdict
    from ketacalc.words.lexicon import Lexicon

_MARKS = re.compile(
    r"^[ \t]*(?:\(?[A-Za-z]\)(?!\s{0,2}[\d.])|[A-Za-z]\.(?= )(?!\s{0,2}[\d.])"
    r"|\(?\d{1,2}[).](?!\d)|\d{1,2}\.\d(?= +[A-Z][a-z]{2})|[-*•](?= ))",
    re.MULTILINE,
)
_NUMBER = r"[\d.½¼¾⅛⅓⅔]"
_OPTION = re.compile(
    rf"(?:(?<=\s)|^)\(?([A-Fa-f])(?:[).:]|(?<=\n[A-F])(?=[ \t]))[ \t]*(?={_NUMBER})"
    rf"([^\n_=]{{1,40}}?)(?=[ \t;,]+\(?[A-Fa-f][).:][ \t]*{_NUMBER}"
    r"|[ \t]*(?:\n|$|\. [A-Z][^\d\n]*$))"
)
# 1) 0.25 mL: what is marked by a number is named with its mark.
_NUMBERED = re.compile(
    rf"(?:^|(?<=\s))\(?([1-6][).])[ \t]+((?:{_NUMBER}|,(?=\d))+ ?[^\d\n]{{0,20}}?)"
    r"(?=[ \t;,]+\(?[1-6][).][ \t]|[ \t.]*$)",
    re.MULTILINE,
)
# A 0.5 mL  B 5 mL: a letter without a mark, behind two spaces or more.
_BARE = re.compile(
    rf"(?:^|(?<=\s))([A-Fa-f])[ \t]+({_NUMBER}[^\n]{{0,20}}?)"
    rf"(?=[ \t]{{2,}}[A-Fa-f][ \t]+{_NUMBER}|[ \t]*$)",
    re.MULTILINE,
)
_DIGIT = re.compile(r"\d")
_LETTERS = "ABCDEF", "1)2)3)4)5)6)", "1.2.3.4.5.6."


class Option(NamedTuple):
    """One of the answers to choose from."""

    letter: str
    text: str


def without_marks(text: str) -> str:
    """Blank what numbers a list, 1. and a) at the front of a line, but no option."""
    return _MARKS.sub(lambda match: " " * len(match[0]), text)


def options_in(text: str) -> tuple[str, tuple[Option, ...]]:
    """Part a text from the answers to choose from, which are blanked in it."""
    for pattern in (_OPTION, _NUMBERED, _BARE):
        found = [*pattern.finditer(text)]
        if _are_choices(found, text):
            stem = pattern.sub(lambda match: f".{' ' * (len(match[0]) - 1)}", text)
            options = (Option(m[1].upper(), m[2].strip(" \t.;,")) for m in found)
            return stem, tuple(options)
    return text, ()


def _are_choices(found: list[re.Match[str]], text: str) -> bool:
    """Tell whether answers stand in order, A and B at least, and behind all else."""
    told = "".join(match[1].upper() for match in found)
    in_order = any(row.startswith(told) for row in _LETTERS)
    return len(found) > 1 and in_order and not _DIGIT.search(text, found[-1].end())


def unit_of(options: tuple[Option, ...], words: Lexicon) -> str:
    """Return the one unit that all answers are in, or ""."""
    texts = (re.sub(rf"^(?:{_NUMBER}|/|[,\s–-])+", "", each.text) for each in options)
    units = {run_of(coded(words.tokens_of(text))[0]) for text in texts}
    return units.pop() if len(units) == 1 else ""


def judged(lines: tuple[str, ...], options: tuple[Option, ...], answer: str) -> Verdict:
    """Judge an answer, or the letter of one, by the line that a text was read as.

    Raises Unreadable where the text asks more than one question, and for 2 where the
    choices are numbered: it may be the second of them, or the number.
    """
    if len(lines) > 1:
        reason = "the text asks more than one question; check judges a line"
        raise Unreadable(answer, reason, field="answer")
    letter = answer.strip(" ().").upper()
    chosen = {each.letter: each.text for each in options}
    numbered = {f"{answer.strip()}{mark}" for mark in (")", ".")}
    if letter.isdigit() and numbered & chosen.keys():
        reason = later("it may be a choice, or the number")
        write = say("{choice}), or the number with its unit", choice=letter)
        raise Unreadable(answer, reason, write, "answer")
    text = chosen.get(letter, chosen.get(answer.strip(), answer))
    return check(lines[0], answer=text)


def right_options(line: str, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Return the answers to choose from that are right for a line."""
    return tuple(o for o in options if check(line, answer=o.text).verdict in PASSING)
