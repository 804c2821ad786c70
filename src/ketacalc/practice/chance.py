"""Draws by a seed, the same on every machine and Python version."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

Some = TypeVar("Some")


class Chance:
    """Draws by the one method that `random` promises to keep as it is."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random  # noqa: S311 - a sheet is no secret

    def one_of(self, choices: Sequence[Some]) -> Some:
        """Draw one of some."""
        return choices[self.below(len(choices))]

    def below(self, count: int) -> int:
        """Draw a whole number from 0 to below a count."""
        return int(self._random() * count)

    def one_in(self, count: int) -> bool:
        """Tell whether it is one of so many times."""
        return self.below(count) == 0

    def by_weight(self, choices: Sequence[Some], weights: Sequence[int]) -> Some:
        """Draw one of some, one of weight 4 four times as often as one of weight 1."""
        ends = list(accumulate(weights))
        return choices[bisect(ends, self.below(ends[-1]))]
