"""A figure: one number and its unit, read from text and written back.

Everything that a unit library would misread is refused here, with what to write.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.language.numbers import (
    counted,
    decimals_of,
    read_number,
    write_decimals,
    write_exact,
    write_number,
)
from ketacalc.language.units import Unit, read_unit

if TYPE_CHECKING:
    from fractions import Fraction

LONGEST_FIGURE = 80
SURELY = 1e-9  # how far a float may be off, as a share
NUMBER = r"[0-9.,]+"
_FIGURE = re.compile(rf"({NUMBER})\s*(.*)", re.DOTALL)

# ISMP's list of error-prone ways to write a dose, and what to write.
STYLE = {
    "naked-decimal": "put a 0 before the point: 0.5, not .5",
    "trailing-zero": "leave out the last 0: 35, not 35.0",
    "ug-not-mcg": "write mcg, not µg or ug",
    "cc-not-ml": "write mL, not ml or cc",
    "u-not-units": "write units, not U or IU",
    "period-after-unit": "no full stop after a unit",
    "unit-plural": "no s after a unit: 2 mg, 3 h",
    "unit-capitals": "no capitals but in L, mL and mEq",
    "missing-comma": "put a comma in 1,000 and above",
}
MONTH = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
CALCULATION = r"\(*\s*[0-9.,]+.*?([*×÷/+·]|\b[xX]\b)\s*[(*0-9.]"
_REFUSALS = (
    (r"->|→", "the arrow stands before what is asked", "only the figure"),
    (r"[-−–]", "a figure must be above zero", ""),
    (r"[+]", "it needs no sign", ""),
    (r"(?i)(nan|inf(inity)?)\b", "it is not a number", "a number and a unit"),
    (r"[0-9]{1,2}:[0-9]{2}", "it is a time of day", "how long it is, such as 8 h"),
    (rf"[0-9]{{1,2}}[. -]?{MONTH}", "a spreadsheet made a date of it", "the number"),
    (r"[0-9]+\s+[0-9]+\s*/\s*[0-9]", "it is a mixed number", "a decimal such as 1.5"),
    (r"[0-9.,]+\s*/\s*[0-9]", "it is a fraction", "a decimal such as 0.5"),
    (r"[0-9.,]+[eE][-+]?[0-9]", "it has an exponent", "the number in full"),
    (CALCULATION, "it is a calculation, not a figure", "one number"),
    (r"[0-9.,]+\s*([-–]|to|or)\s*[0-9]", "it is a range", "one number"),
    (r".*[A-Za-z%],[0-9]", "two figures run together", "a space behind the comma"),
    (
        r"[0-9.,]+\s*\S*[A-Za-z%]\s+[0-9.]",
        "two figures run together",
        "a comma between",
    ),
)


class Figure(NamedTuple):
    """An exact value above zero in a unit."""

    value: Fraction
    unit: Unit

    def __str__(self) -> str:
        """Write it by ISMP's rules, every digit of it; ≈ where there is no last one."""
        endless = decimals_of(self.value) is None
        number = write_number(self.value) if endless else write_exact(self.value)
        return f"{number} {counted(self.value, self.unit.text)}"

    @property
    def base_value(self) -> Fraction:
        """The value in the base units of the vocabulary."""
        return self.value * self.unit.scale

    def at(self, pound: str) -> Figure:
        """Return the figure with another pound behind its unit, if it is in lb."""
        of = self.unit.at(pound)
        return self if of is self.unit else Figure(self.value, of)


class Written(NamedTuple):
    """A figure, how many decimals were written, and style notes.

    `whole` says that one number and its unit were written: no sum such as 2 h 30 min.
    """

    figure: Figure
    decimals: int
    style: tuple[str, ...] = ()
    whole: bool = True

    @property
    def digits(self) -> str:
        """The number as it was written, without commas: 0.50 or 1052.5."""
        return write_decimals(self.figure.value, self.decimals)

    @property
    def window(self) -> tuple[float, float]:
        """About the lowest and the highest value that rounds to what was written."""
        half, value = 0.5 * 10.0**-self.decimals, float(self.figure.value)
        return (value - half) * (1 - SURELY), (value + half) * (1 + SURELY)

    def rounds(self, exact: Fraction) -> bool:
        """Tell whether a value is what was written, once rounded to its last digit.

        Half up or half even: off by less than half a digit, or by just that half.
        """
        scale = 10**self.decimals
        above, below = self.figure.value.as_integer_ratio()
        right, half = exact.as_integer_ratio()
        digits = above * scale // below
        off: int = 2 * (right * scale - digits * half)
        return -half <= off < half or (off == half and digits % 2 == 0)


def write_value(value: Fraction, unit: Unit) -> str:
    """Write a result for a reader: exact up to 4 decimals, else ≈ and 4 digits."""
    return f"{write_number(value)} {counted(value, unit.text)}".rstrip()


def is_calculation(text: str) -> bool:
    """Tell whether text is figures with × or ÷ between them, as in a working."""
    return bool(re.match(CALCULATION, text))


def read_figure(text: str, sense: str = "") -> Figure:
    """Read `text` as one number with its unit; `sense` is that of `read_unit`.

    Raises Unreadable.
    """
    return read_written(text, sense).figure


def read_written(text: str, sense: str = "", *, decimal_comma: bool = False) -> Written:
    """Read a figure and how it is written; as `read_figure`."""
    text = text.strip()
    if len(text) > LONGEST_FIGURE:
        raise Unreadable(text, "it is too long for a figure")
    match = _FIGURE.fullmatch(text)
    if match is None:
        raise _refusal(text)
    written, spelling = match.groups()
    try:
        number = read_number(written, decimal_comma=decimal_comma)
        unit, note = read_unit(spelling, sense)
    except Unreadable as error:
        raise _refusal(text, error, "" if decimal_comma else ",") from None
    notes = {*number.style, *note}
    style = tuple(name for name in STYLE if name in notes) if notes else ()
    return Written(Figure(number.value, unit), number.decimals, style)


def _refusal(
    text: str, error: Unreadable | None = None, group: str = ","
) -> Unreadable:
    """Say what is wrong with the whole figure, not only with a part of it."""
    if re.search("[\uff0c\uff0e\uff10-\uff19]", text):
        plain = unicodedata.normalize("NFKC", text)
        return Unreadable(text, "it has wide signs of another keyboard", plain)
    if grouped := re.fullmatch(r"([1-9][0-9]{0,2}(?:\s[0-9]{3})+)(?![0-9])(.*)", text):
        write = re.sub(r"\s", group, grouped[1]) + grouped[2]
        return Unreadable(text, "a space does not group digits", write)
    for pattern, reason, write in _REFUSALS:
        if re.match(pattern, text):
            return Unreadable(text, reason, write)
    if error is None:
        return Unreadable(
            text, "it does not begin with a number", "a number and a unit"
        )
    number = re.match(NUMBER, text)
    rest = text[number.end() :].strip() if number else ""
    if error.write and rest:
        meant = " or ".join(f"{part} {rest}" for part in error.write.split(" or "))
        return Unreadable(text, error.reason, meant)
    return Unreadable(text, error.reason, error.write)
