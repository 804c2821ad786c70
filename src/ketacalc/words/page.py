"""A text with what it asks, and of how many doses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from ketacalc.language.notation import read_given
from ketacalc.words.doses import Doses
from ketacalc.words.questions import asks_of
from ketacalc.words.rules import TABLE
from ketacalc.words.text import Text
from ketacalc.words.tokens import codes_of

if TYPE_CHECKING:
    from ketacalc.words.asking import Ask
    from ketacalc.words.tokens import Token


def with_stock(tokens: list[Token]) -> list[Token]:
    """Take a strength for the stock where a volume of a weaker one is made of it.

    You want 10 mL of 2 mg/mL; the ampoule has 50 mg/mL.
    """
    told = [each for each in tokens if each.quantity in {"concentration", "ratio"}]
    if len(told) != len("ab") or codes_of(tokens) & {*TABLE["orders"], "F.stock"}:
        return tokens
    weak, stock = sorted(told, key=lambda each: read_given(each.value).base_value)
    figures = pairwise(each for each in tokens if each.quantity)
    if ("F.volume", weak) not in [(one.code, two) for one, two in figures]:
        return tokens
    taken = {weak: f"F.{weak.quantity}", stock: "S.stock"}
    return [each._replace(code=taken.get(each, each.code)) for each in tokens]


@dataclass
class Page(Text):
    """A text, its questions, and the doses that it tells of."""

    @cached_property
    def asks(self) -> list[Ask]:
        """The questions, each once; Unreadable where there is none."""
        return asks_of(self)

    @cached_property
    def is_diluted(self) -> bool:
        """Tell whether a question is of a stock, or of what is added to it."""
        return any(each.unit in {"drawn", "diluent"} for each in self.asks)

    @cached_property
    def doses(self) -> Doses:
        """How many doses are given, and of which of them a question is."""
        return Doses(self)
