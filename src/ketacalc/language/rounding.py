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
from ketacalc.language.units import read_unit
from ketacalc.say import later, say

STEPS = {
    "whole": Fraction(1),
    "tenths": Fraction(1, 10),
    "hundredths": Fraction(1, 100),
    "thousandths": Fraction(1, 1000),
}
SURELY = 1e-9  # how far a float may be off
HALF, UP, DOWN = "", "up", "down"
_ASKED = (
    r"(?P<asked>.*?)(?:\s+rounded(?:\s+(?P<way>up|down))?)?"
    r"(?:\s+to\s+(?:(?:the\s+)?nearest\s+)?(?P<step>[a-z]+|[0-9.,]+))?"
    r"(?:\s+rounded\s+(?P<behind>up|down))?"
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
    match = re.fullmatch(_ASKED, asked)
    way = (match["way"] or match["behind"] or HALF) if match else HALF
    if match is None or not (match["step"] or way):
        return asked, None
    return match["asked"], read_rounding(match["step"] or "whole", way)


def read_rounding(step: str, way: str = HALF) -> Rounding:
    """Read a step: whole, tenths (or a tenth), or a number such as 0.5."""
    if named := STEPS.get(step) or STEPS.get(f"{step}s"):
        return Rounding(named, way)
    if not step[:1].isdigit():
        raise Unreadable(
            step, later("nothing is rounded to it"), later("whole, tenths or 0.5")
        )
    return Rounding(read_number(step).value, way)


# A school's rounding rules: the text of a unit, and how it is rounded.
Rules = tuple[tuple[str, Rounding], ...]
MOST_RULES, LONGEST_RULES = 40, 2000
_RULE = (
    r"(?P<unit>[^:=]+?)\s*[:=]\s*(?:to\s+)?(?P<step>[a-z]+|[0-9.,]+)"
    r"(?:\s+(?:rounded\s+)?(?P<way>up|down))?"
)


def read_rules(text: str) -> Rules:
    """Read `mL/h: tenths; gtt/min: whole`, each rule on a line of its own too.

    A # begins a comment.  Raises Unreadable.

    ```pycon
    >>> [f"{unit} {rounding}" for unit, rounding in read_rules("mL/h: tenths")]
    ['mL/h to tenths']

    ```
    """
    if len(text) > LONGEST_RULES:
        reason = say(
            "rules have at most {longest_rules} characters",
            longest_rules=format(LONGEST_RULES, ","),
        )
        raise Unreadable(text, reason, field="round")
    plain = re.sub(r"#[^\n]*", "", text)
    pieces = [piece.strip() for piece in re.split(r"[;\n]", plain) if piece.strip()]
    if not 0 < len(pieces) <= MOST_RULES:
        write = "mL/h: tenths; gtt/min: whole"
        raise Unreadable(text, later("it is no list of rules"), write, "round")
    return tuple(map(_rule, pieces))


def _rule(text: str) -> tuple[str, Rounding]:
    match = re.fullmatch(_RULE, text)
    if match is None:
        raise Unreadable(text, later("it is no rule"), "mL/h: tenths", "round")
    try:
        of = read_unit(match["unit"])[0]
        return of.text, read_rounding(match["step"], match["way"] or HALF)
    except Unreadable as error:
        raise error.at("round") from None
