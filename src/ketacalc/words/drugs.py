"""Which drug a figure is of: no order for one drug is filled from another's supply."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.say import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.words.lexicon import Lexicon
    from ketacalc.words.page import Page
    from ketacalc.words.tokens import Token

_WORD = re.compile(r"[^\W\d_]{5,}")
SUPPLIES = frozenset(("F.strength", "F.concentration", "F.stock"))
ORDERS = frozenset(
    (
        *("F.amount", "F.dose", "F.dose_rate", "F.per_dose", "F.dose_each", "F.rate"),
        *("F.surface_dose", "F.surface_dose_each", "F.surface_dose_rate"),
    )
)


def refuse_another_drug(page: Page, lexicon: Lexicon) -> None:
    """Refuse an order for one drug beside a supply of another, by their names.

    A name is a word with a drug's ending that stands beside a figure: morphine 6 mg.
    Names of a brand have no such ending, and are not compared.
    """
    ordered, supplied = (_names(page, codes, lexicon) for codes in (ORDERS, SUPPLIES))
    asked, told = _asked(page, lexicon), ordered | supplied
    if told and asked and told.keys().isdisjoint(asked):
        ordered, supplied = told, asked
    if ordered and supplied and ordered.keys().isdisjoint(supplied):
        both = f"{next(iter(ordered))} … {next(iter(supplied))}"
        raise Unreadable(both, later("one drug is ordered, and another is on hand"))


def _asked(page: Page, lexicon: Lexicon) -> dict[str, None]:
    """Return the drugs that the questions name: how many mg of epinephrine."""
    spans = [(each.tokens[0].start, each.tokens[-1].end) for each in page.asks]
    asked = " ".join(page.text[start:end] for start, end in spans)
    words = _WORD.findall(asked.lower())
    return dict.fromkeys(filter(lexicon.is_drug, words))


def _names(page: Page, codes: frozenset[str], lexicon: Lexicon) -> dict[str, None]:
    """Return the drugs of the figures that have one of these codes."""
    found: dict[str, None] = {}
    for figure, before, behind in _with_words(page):
        if figure.code in codes:
            near = [*filter(lexicon.is_drug, _WORD.findall(before.lower()))]
            near = near or [*filter(lexicon.is_drug, _WORD.findall(behind.lower()))]
            found |= dict.fromkeys(near)
    return found


def _with_words(page: Page) -> Iterator[tuple[Token, str, str]]:
    """Yield each figure with the words from the one before, and up to the next one."""
    for sentence in page.sentences:
        figures = [each for each in sentence if each.code[1:2] == "."]
        starts = [each.start for each in figures] + [sentence[-1].end]
        before = sentence[0].start
        for figure, behind in zip(figures, starts[1:], strict=True):
            text = page.text
            yield figure, text[before : figure.end], text[figure.end : behind]
            before = figure.end
