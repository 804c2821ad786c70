"""Read a problem as it is printed: by rule, and refuse rather than guess.

The text becomes tokens, the tokens figures, and these a line for each question.  A text
of which a number is left for no reason, or which two lines fit, is refused.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import KetacalcError, Unreadable
from ketacalc.say import later, say
from ketacalc.words.asking import sentences_of
from ketacalc.words.doubts import refuse_doubts
from ketacalc.words.drugs import refuse_another_drug
from ketacalc.words.items import is_bare, items_in, unnumbered
from ketacalc.words.lexicon import lexicon
from ketacalc.words.lines import line_of
from ketacalc.words.misspelt import refuse_misspelt
from ketacalc.words.options import Option, options_in, unit_of, without_marks
from ketacalc.words.page import Page, with_stock
from ketacalc.words.rules import TABLE, figures_in
from ketacalc.words.tokens import codes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.words.lexicon import Lexicon
    from ketacalc.words.lines import Line
    from ketacalc.words.tokens import Token
    from ketacalc.words.ways import Way

# What asks for one of several items, or for all together.
_APART = {"course", "among", "roundall"}
LONGEST_TEXT = 4000  # a printed problem has a tenth of it
MOST_QUESTIONS = 8


class Phrase(NamedTuple):
    """Words of the text, and the figure that they gave."""

    words: str
    figure: str


class Aside(NamedTuple):
    """Words of the text that were set aside, and why."""

    words: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What a text was read as: its lines of notation, and what of it gave what."""

    lines: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    aside: tuple[Aside, ...]
    options: tuple[Option, ...] = ()


def read(text: str, language: str = "english") -> Reading:
    """Read a problem in words as lines of notation; raises a KetacalcError.

    ```pycon
    >>> read("A girl weighs 55 lb. The order is 10 mg/kg. How many mg?").lines
    ('55 lb, 10 mg/kg -> mg',)

    ```
    """
    words = lexicon(language)
    if len(text) > LONGEST_TEXT:
        most = format(LONGEST_TEXT, ",")
        reason = say("a problem has at most {most} characters", most=most)
        raise Unreadable(text, reason)
    items, has_choices = items_in(text), bool(options_in(text)[1])
    if not has_choices and (found := _each(items, text, words)):
        return found
    try:
        whole = _read(text, words, is_list=bool(items))
    except KetacalcError:
        if is_bare(text) and (found := _each(items, text, words)):
            return found  # To kg: (a) 22 lb, (b) 44 lb
        raise
    if len(whole.lines) < len(items) and not has_choices:
        reason = later("not each item of its list is understood")
        raise Unreadable(text, reason)
    return whole


def _each(items: tuple[str, ...], text: str, words: Lexicon) -> Reading | None:
    """Read each item as a problem of its own; None where one of them is none."""
    if not items or len(items) > MOST_QUESTIONS:
        return None
    if not _APART.isdisjoint(codes_of(words.tokens_of(text))):
        return None
    with suppress(KetacalcError):
        return _joined([_read(each, words) for each in items])
    return None


def _joined(found: list[Reading]) -> Reading:
    """Put the readings of the items of a list together, each line and phrase once."""
    parts = zip(
        *((each.lines, each.phrases, each.aside) for each in found), strict=True
    )
    return Reading(*(tuple(dict.fromkeys(chain.from_iterable(p))) for p in parts))


def _read(text: str, words: Lexicon, *, is_list: bool = False) -> Reading:
    """Read a text, its questions about one stem."""
    stem, options = options_in(text)
    told = without_marks(unnumbered(stem))
    tokens = words.tokens_of(told)
    _refuse(tokens, text)
    tokens = with_stock(figures_in(tokens))
    _refuse(tokens, text)
    unit = unit_of(options, words)
    page = Page(text, sentences_of(tokens), unit, words.fluids, is_list)
    refuse_misspelt(told, words)
    found = _lines_of(page, words)
    lines = tuple(dict.fromkeys(each.text for each in found))
    taken = [way for each in found for way in each.ways]
    _refuse_unspent(page, taken)
    phrases = tuple(dict.fromkeys(_phrases(page, taken)))
    return Reading(lines, phrases, tuple(_aside(page, lines, taken)), options)


def _lines_of(page: Page, words: Lexicon) -> list[Line]:
    """Find the line of each question; raises a KetacalcError where one has none."""
    asks = page.asks
    refuse_another_drug(page, words)
    refuse_doubts(page)
    if len(asks) > MOST_QUESTIONS:
        reason = say("at most {most} questions are read", most=MOST_QUESTIONS)
        raise Unreadable(page.text, reason)
    return [line_of(page, each) for each in asks]


def _refuse(tokens: list[Token], text: str) -> None:
    for each in tokens:
        if each.code == "refused":
            raise Unreadable(text[each.start : each.end], each.value)


def _refuse_unspent(page: Page, taken: list[Way]) -> None:
    """Refuse where a figure is used for no question, and nothing says why."""
    used = {each.token for each in taken if each.text}
    for each in taken:
        if each.token not in used and not each.reason:
            reason = later("no question needs it, and nothing says why it is there")
            raise Unreadable(page.words(each.token), reason)


def _phrases(page: Page, taken: list[Way]) -> Iterator[Phrase]:
    """Yield the words of each figure that was used."""
    for each in sorted(taken, key=lambda way: way.token.start):
        if each.text:
            yield Phrase(page.words(each.token), each.text)


def _aside(page: Page, lines: tuple[str, ...], taken: list[Way]) -> Iterator[Aside]:
    """Yield the words that were set aside, each with its reason."""
    used = {each.token for each in taken if each.text}
    reasons = {each.token: each.reason for each in taken}
    told = dict(TABLE["asides"])
    if any("dose" in each for each in lines):
        del told["often"]
    for token in page.tokens:
        words = page.words(token)
        reason = reasons.get(token) or told.get(token.code)
        if token.code == "aside" and any(map(str.isdigit, words)):
            reason = token.value
        if reason and token not in used:
            yield Aside(words, reason)
