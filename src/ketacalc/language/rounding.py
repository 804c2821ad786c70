"""Rounding as a question or a school asks for it: to whole, to tenths, to 0.5, up.

A rounding is named, never silent: it is the last line of the working.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.language.numbers import Ratio, Value, ratio_of, read_number, write_exact

STEPS = {
    "whole": Fraction(1),
    "tenths": Fraction(1, 10),
    "hundredths": Fraction(1, 100),
    "thousandths": Fraction(1, 1000),
}
SURELY = 1e-9  # how far a float may be off
HALF, UP, DOWN = "", "up", "down"
_ASKED = re.compile(
    r"(?P<asked>.*?)(?:\s+rounded\s+(?P<way>up|down))?"
    r"(?:\s+to\s+(?P<step>[a-z]+|[0-9.,]+))?(?:\s+rounded\s+(?P<behind>up|down))?"
)


class Rounding(NamedTuple):
    """To which step a number is rounded, and whether half up, up or down."""

    step: Fraction
    way: str = HALF

    def __str__(self) -> str:
        """Write it as it can be read again: to tenths, rounded up to 0.5."""
        named = next((name for name, step in STEPS.items() if step == self.step), "")
        way = f"rounded {self.way} " if self.way else ""
        return f"{way}to {named or write_exact(self.step)}"

    def of(self, value: Value) -> Value:
        """Round a value of any kind; one that is nearly whole in floats is whole."""
        if isinstance(value, Ratio):
            return ratio_of(self.of(value.fraction))
        if isinstance(value, float):
            return float(self._steps(value / self.step, SURELY) * self.step)
        return self._steps(value / self.step) * self.step

    def _steps(self, steps: Fraction | float, nearly: float = 0) -> int:
        if self.way == UP:
            return ceil(steps - nearly)
        return floor(steps + nearly + (0 if self.way == DOWN else Fraction(1, 2)))


def rounding_in(asked: str) -> tuple[str, Rounding | None]:
    """Part `gtt/min to whole` into what is asked, and how it is to be rounded.

    Raises Unreadable for a step that is none.
    """
    match = _ASKED.fullmatch(asked)
    way = (match["way"] or match["behind"] or HALF) if match else HALF
    if match is None or not (match["step"] or way):
        return asked, None
    return match["asked"], read_rounding(match["step"] or "whole", way)


def read_rounding(step: str, way: str = HALF) -> Rounding:
    """Read a step: whole, tenths, hundredths, or a number such as 0.5."""
    if step in STEPS:
        return Rounding(STEPS[step], way)
    if not step[:1].isdigit():
        raise Unreadable(step, "nothing is rounded to it", "whole, tenths or 0.5")
    return Rounding(read_number(step).value, way)
