"""A figure: one number and its unit, read from text and written back.

Everything that a unit library would misread is refused here, with what to write.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable, readable
from ketacalc.language.clock import write_time
from ketacalc.language.numbers import (
    COUNTED,
    LONGEST_NUMBER,
    MOST_DECIMALS,
    MOST_DIGITS,
    SPACED,
    TICKED,
    counted,
    decimals_of,
    grouped,
    in_commas,
    read_number,
    write_decimals,
    write_exact,
    write_number,
)
from ketacalc.language.uncovered import uncovered_figure
from ketacalc.language.units import (
    LONGEST_UNIT,
    UNIT_MISSING,
    Unit,
    quotient,
    read_unit,
    with_base,
)
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_FIGURE = LONGEST_NUMBER + LONGEST_UNIT
TALLEST = 3  # m
RUN_TOGETHER = later("two figures run together")
SURELY = 1e-9  # how far a float may be off, as a share
NUMBER = r"[0-9.,]+"
_FIGURE = re.compile(rf"({NUMBER})\s*(.*)", re.DOTALL)

# ISMP's list of error-prone ways to write a dose, and what to write.
STYLE = {
    "naked-decimal": later("put a 0 in front of a decimal point or comma"),
    "trailing-zero": later("leave out a 0 at the end of a decimal"),
    "ug-not-mcg": later("write mcg, not µg or ug"),
    "cc-not-ml": later("write mL, not ml or cc"),
    "u-not-units": later("write units, not U or IU"),
    "period-after-unit": later("no full stop after a unit or a number"),
    "unit-plural": later("no s after a unit: 2 mg, 3 h"),
    "unit-capitals": later("capitals in L, mL and mEq only"),
    "missing-comma": later("put a comma in 1,000 and above"),
}
# Halves, quarters and eighths: what orders print, and what has a last decimal.
VULGAR = {sign: Fraction(eighths, 8) for eighths, sign in enumerate("⅛¼⅜½⅝¾⅞", 1)}
_SIGN = f"[{''.join(VULGAR)}]"
_FRACTION = re.compile(
    rf"(?:([1-9][0-9]?)(?:\s+|(?={_SIGN})))?(?:([1-9])/([248])\b|({_SIGN}))\s*"
)
WIDE = "[\uff0c\uff0e\uff10-\uff19]"
# As a spreadsheet in English, German, French or Spanish begins them.
MONTH = (
    "(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec(?!il)|mär|mrz|mai|okt|dez"
    "|fév|avr|aoû|déc(?!il)|ene|abr|ago|dic)[^\\W\\d_]*\\b"
)
TIME = "(?:d|days?|h|hrs?|hours?|min|mins|minutes?|s|sec|secs|seconds?)"
# What a spreadsheet makes of 5-1 and of 35-5.
DATE = (
    rf"[0-9]{{1,2}}[. -]*{MONTH}|{MONTH}[. -]*[0-9]"
    r"|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}\b|[0-9]{4}([-/])[0-9]{1,2}\1[0-9]{1,2}\b"
)
CALCULATION = r"\(*\s*[0-9.,]+.*?([*×÷/+·]|\b[xX]\b)\s*[(*0-9.]"


def _decimal(match: re.Match[str]) -> str:
    """Write 1½ tablets as 1.5 tablets, or nothing where it has no last decimal."""
    whole, sign, rest = match.groups()
    part = Fraction(unicodedata.numeric(sign)).limit_denominator(10)
    value = int(whole or 0) + part
    return "" if decimals_of(value) is None else f"{write_exact(value)} {rest}".strip()


def _per_one(match: re.Match[str]) -> str:
    """Write a rate over some time as one over one: 1260 mg/24 h as 52.5 mg/h.

    What is counted is counted by the day: 1 dose/8 h is 3 doses/day.
    """
    try:
        above, below = map(read_figure, match.groups())
    except Unreadable:
        return ""
    value, of = above.value / below.value, quotient(above.unit, below.unit)
    by_day = ["day"] * (above.unit.text in COUNTED)
    for name in (*by_day, below.unit.bases[0][0], "hour", "day", "minute"):
        to = with_base(of, name)
        rate = Figure(value * of.scale / to.scale, to)
        if decimals_of(rate.value) is not None:
            return str(rate)
    return ""


# A pattern, what is wrong, and what to write: in words, or as a figure to be read.
_REFUSALS: tuple[tuple[str, str, str | Callable[[re.Match[str]], str]], ...] = (
    (rf"({SPACED})(?![0-9])(.*)", later("a space does not group digits"), grouped),
    (
        rf"({TICKED})(?![0-9])(.*)",
        later("an apostrophe does not group digits"),
        grouped,
    ),
    (r"->|→", later("the arrow stands before what is asked"), later("only the figure")),
    (r"[-−–]", later("a figure must be above zero"), ""),
    (r"[+]", later("it needs no sign"), ""),
    (
        r"(?i)(nan|inf(inity)?|0x[0-9a-f]+)\b",
        later("it is not a number"),
        later("a number and a unit"),
    ),
    (
        r"([1-9][0-9]*)\s*:\s*([1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{2,})$",
        later("it is a ratio"),
        r"\1 g in \2 mL",
    ),
    (
        r"[0-9]{1,2}:[0-9]{2}",
        later("it is a time of day"),
        later("how long it is, such as 8 h"),
    ),
    (DATE, later("a spreadsheet made a date of it"), later("the number")),
    (r"([0-9]*)\s*([¼½¾⅐-⅞])\s*(.*)", later("it has a fraction sign"), _decimal),
    (
        r"[0-9]+\s+[0-9]+\s*/\s*[0-9]",
        later("it is a mixed number"),
        later("a decimal such as 1.5"),
    ),
    (
        r"[0-9.,]+\s*/\s*[0-9]",
        later("it is a fraction"),
        later("a decimal such as 0.5"),
    ),
    (
        r"[0-9.,]+[eE][-+]?[0-9]",
        later("it has an exponent"),
        later("the number in full"),
    ),
    (
        rf"({NUMBER}\s*[a-zA-Zµμ%/]+)\s*(?:/|per|every|in)\s*({NUMBER}\s*{TIME})\.?$",
        later("a rate is per 1 h, 1 min or 1 day"),
        _per_one,
    ),
    (CALCULATION, later("it is a calculation, not a figure"), later("one number")),
    (r"[0-9.,]+\s*([-–]|to|or)\s*[0-9]", later("it is a range"), later("one number")),
    (r".*[A-Za-z%],[0-9]", RUN_TOGETHER, later("a space behind the comma")),
    (
        r"[0-9.,]+\s*\S*[A-Za-z%]\s+[0-9.]",
        RUN_TOGETHER,
        later("a comma between"),
    ),
    (
        r"(?![0-9.,])",
        later("it does not begin with a number"),
        later("a number and a unit"),
    ),
)


def _ratio(value: Fraction) -> str:
    number = write_number(value)
    about = number[:2] if number.startswith("≈") else ""
    return f"{about}1:{number.removeprefix(about)}"


# What is written without its unit: a time of day, and 1:250 for 250 mL/g.
SPECIAL = {"clock": write_time, "mL/g": _ratio}


# Which unit of a sum goes on in which: 1 h 30 min.
SUMS = {
    "week": "day",
    "day": "hour",
    "hour": "minute",
    "minute": "second",
    "pound": "body_ounce",
    "kilogram": "body_gram",
    "foot": "inch",
    "meter": "centimeter",
}


class Figure(NamedTuple):
    """An exact value above zero in a unit."""

    value: Fraction
    unit: Unit

    def __str__(self) -> str:
        """Write it by ISMP's rules, every digit of it; ≈ where there is no last one."""
        if self.unit.text in SPECIAL:
            return SPECIAL[self.unit.text](self.value)
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


def is_sum(one: Figure, other: Figure) -> bool:
    """Tell whether two figures fall: whole hours, and less than one more."""
    (name, _), *more = one.unit.bases
    (behind, _), *others = other.unit.bases
    is_pair = not more and not others and SUMS.get(name) == behind
    whole = one.value and one.value.denominator == 1
    return bool(is_pair and whole and other.base_value < one.unit.scale)


def write_value(value: Fraction, unit: Unit) -> str:
    """Write a result for a reader: exact up to 4 decimals, else ≈ and 4 digits."""
    if unit.text in SPECIAL:
        return SPECIAL[unit.text](value)
    return f"{write_number(value)} {counted(value, unit.text)}".rstrip()


def as_said(value: Fraction, unit: Unit) -> str:
    """Write a value as it is said: 05:42, and 7 h 42 min for 462 min."""
    hours, minutes = divmod(value * unit.scale, 60)
    if unit.kind == "time" and hours and minutes.denominator == 1:
        return f"{hours} h {minutes} min"
    return write_value(value, unit)


def is_calculation(text: str) -> bool:
    """Tell whether text is figures with × or ÷ between them, as in a working."""
    return bool(re.match(CALCULATION, text))


def read_figure(text: str, sense: str = "") -> Figure:
    """Read `text` as one number with its unit; `sense` is that of `read_unit`.

    Leading zeros apart it has few digits, so that what follows from it can be read too.
    Raises Unreadable.
    """
    written = read_written(text, sense)
    if len(text) > MOST_DIGITS:
        _refuse_long(text, written)
    if written.figure.unit.text == "m" and written.figure.value > TALLEST:
        meant = written.figure.value
        raise Unreadable(
            text,
            later("m is metres, a height"),
            say("{minutes} min for minutes", minutes=write_exact(meant)),
        )
    return written.figure


def _refuse_long(text: str, written: Written) -> None:
    if written.decimals > MOST_DECIMALS:
        raise Unreadable(
            text,
            say("it has more than {most} decimals", most=MOST_DECIMALS),
        )
    if len(written.digits.replace(".", "").lstrip("0")) > MOST_DIGITS:
        raise Unreadable(text, say("it has more than {most} digits", most=MOST_DIGITS))


def read_written(text: str, sense: str = "", *, decimal_comma: bool = False) -> Written:
    """Read a figure and how it is written; as `read_figure`."""
    text = text.strip()
    if len(text) > LONGEST_FIGURE:
        raise Unreadable(text, later("it is too long for a figure"))
    try:
        return _read(text, sense, decimal_comma=decimal_comma)
    except Unreadable as error:
        if (plain := in_decimals(text)) != text:
            return _read(plain, sense, decimal_comma=False)
        raise _refusal(text, error, sense, decimal_comma=decimal_comma) from None


def in_decimals(text: str) -> str:
    """Write the fractions that labels and orders print as decimals: 1 1/2 as 1.5."""
    match = _FRACTION.match(text)
    if match is None:
        return text
    whole, above, below, sign = match.groups()
    part = Fraction(int(above), int(below)) if above else VULGAR[sign]
    if part >= 1:
        return text
    return f"{write_exact(int(whole or 0) + part)} {text[match.end() :]}"


def _read(text: str, sense: str, *, decimal_comma: bool) -> Written:
    match = _FIGURE.fullmatch(text)
    if match is None:
        raise Unreadable(text, later("it does not begin with a number"))
    written, spelling = match.groups()
    try:
        number = read_number(written, decimal_comma=decimal_comma, is_whole=False)
    except Unreadable as error:
        parts = (f"{part} {spelling}".strip() for part in error.write.split(" or "))
        write = " or ".join(parts) if error.write else ""
        raise Unreadable(text, error.reason, write) from None
    unit, note = read_unit(spelling, sense)
    notes = {*number.style, *note}
    style = tuple(name for name in STYLE if name in notes) if notes else ()
    return Written(Figure(number.value, unit), number.decimals, style)


def _refusal(
    text: str, error: Unreadable, sense: str, *, decimal_comma: bool
) -> Unreadable:
    """Say what is wrong with the whole figure, not only with a part of it.

    A figure that it tells to write is one that can be read.
    """

    def read(meant: str) -> None:
        try:
            read_written(meant, sense, decimal_comma=decimal_comma)
        except Unreadable as refused:
            if refused.reason != UNIT_MISSING:
                raise

    left_out, instead = uncovered_figure(text)
    if left_out:
        return Unreadable(text, left_out, instead)
    if re.search(WIDE, text):
        plain = unicodedata.normalize("NFKC", text)
        reason = later("it has wide signs of another keyboard")
        return Unreadable(text, reason, readable(plain, read))
    for pattern, reason, write in _REFUSALS:
        if match := re.match(pattern, text):
            if isinstance(write, str):
                return Unreadable(text, reason, match.expand(write))
            meant = write(match)
            if decimal_comma:
                meant = re.sub(NUMBER, lambda number: in_commas(number[0]), meant)
            return Unreadable(text, reason, readable(meant, read))
    return Unreadable(text, error.reason, readable(error.write, read))
