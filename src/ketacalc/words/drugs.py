"""Which drug a figure is of: no order for one drug is filled from another's supply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.say import later
from ketacalc.words.rules import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.words.asking import Ask
    from ketacalc.words.lexicon import Lexicon
    from ketacalc.words.page import Page
    from ketacalc.words.tokens import Token

SUPPLIES = {"F.strength", "F.concentration", "F.stock"}
ORDERS = {*TABLE["orders"]}
NEAR = 3  # words behind a figure: 6 mg of oral morphine


def refuse_another_drug(page: Page, lexicon: Lexicon) -> None:
    """Refuse an order for one drug beside a supply of another, by their names.

    A name is a word with a drug's ending that stands beside a figure: morphine 6 mg.
    Names of a brand have no such ending, and are not compared.
    """
    ordered, supplied = (_drugs(page, codes, lexicon) for codes in (ORDERS, SUPPLIES))
    asked = lexicon.drugs_in(" ".join(_named(page, each) for each in page.asks))
    for ours, others in ((ordered + supplied, asked), (ordered, supplied)):
        if ours and others and set(ours).isdisjoint(others):
            reason = later("one drug is ordered, and another is on hand")
            raise Unreadable(f"{ours[0]} … {others[0]}", reason)


def _named(page: Page, ask: Ask) -> str:
    """Return the words of a question up to its first figure: mg of codeine in 2 mL."""
    figure = next((each for each in ask.tokens if each.quantity), ask.tokens[-1])
    return page.text[ask.tokens[0].start : figure.end]


def _drugs(page: Page, codes: set[str], lexicon: Lexicon) -> list[str]:
    """Return the drugs of the figures that have one of these codes."""
    found: list[str] = []
    for figure, before, behind in _with_words(page):
        if figure.code in codes:
            near = " ".join(behind.split()[:NEAR])
            found += lexicon.drugs_in(before) or lexicon.drugs_in(near)
    return found


def _with_words(page: Page) -> Iterator[tuple[Token, str, str]]:
    """Yield each figure with the words from the one before, and up to the next one."""
    for sentence in page.sentences:
        figures = [each for each in sentence if each.quantity]
        ends = [sentence[0].start, *(each.end for each in figures)]
        starts = [*(each.start for each in figures[1:]), sentence[-1].end]
        for figure, before, behind in zip(figures, ends, starts, strict=False):
            words = page.text[before : figure.end], page.text[figure.end : behind]
            yield figure, *words
