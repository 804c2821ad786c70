"""One number: read by our own grammar, written by ISMP's rules.

A number is digits, with commas before every third, and a decimal part:

```
number  = whole [ "." digits ] | "." digits
whole   = "0" | nonzero { digit } | nonzero [ digit [ digit ] ] { "," three digits }
```

All else is refused with the reason and what to write instead.  No text of a user's
reaches a parser that evaluates.  Where a class writes decimal commas, 52,5 and 1.052,5
are read, and 52.5 too: only what could be either is refused there, and what to write is
said in decimal commas.

Sources: ISMP List of Error-Prone Abbreviations, Symbols, and Dose Designations.
"""

from __future__ import annotations

import math
import re
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ketacalc.errors import Unreadable, readable
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What is given, and what may follow from it: a product of several such figures, with
# its commas and its point.
MOST_DIGITS, MOST_DECIMALS = 15, 18
MOST_DIGITS_IN_ALL, LONGEST_NUMBER = 99, 132
EXACT_DECIMALS = 4
ROOT_DIGITS = 18
SIGNIFICANT_DIGITS = 4
PLAIN_DIGITS = 9
COMMAS_FROM = 1000
COMMA_EVERY = 3
COUNTED = dict.fromkeys(
    ("tablet", "capsule", "puff", "vial", "ampoule", "bag", "bottle", "syringe"), "{}s"
)
COUNTED |= dict.fromkeys(("lozenge", "dose", "day", "week"), "{}s")
COUNTED |= {"patch": "patches", "suppository": "suppositories"}

_NUMBER = re.compile(
    r"(?P<whole>0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)?(?:\.(?P<part>[0-9]+))?"
)
_MARKS_SWAPPED = str.maketrans(",.", ".,")
_NAMES_SWAPPED = {"point": "comma", "comma": "point"}
DOTTED_DATE = r"\d{1,2}([.,])\d{1,2}\1(?:19|20)\d{2}"
SPACED, TICKED = (rf"[1-9][0-9]{{0,2}}(?:{gap}[0-9]{{3}})+" for gap in (r"\s", "['’]"))


# Whether numbers are printed with a decimal comma: the one setting of the writer.
_COMMAS: ContextVar[bool] = ContextVar("decimal commas", default=False)


@contextmanager
def decimal_commas(*, on: bool = True) -> Iterator[None]:
    """Print every number with a decimal comma for a while: 52,5 for 52.5.

    Thousands are not grouped then, 1052,5: a comma and a point are easily swapped.

    ```pycon
    >>> with decimal_commas():
    ...     print(write_exact(Fraction(10525, 10)))
    1052,5

    ```
    """
    before = _COMMAS.set(on)
    try:
        yield
    finally:
        _COMMAS.reset(before)


def writes_commas() -> bool:
    """Tell whether numbers are printed with a decimal comma now."""
    return _COMMAS.get()


def decimal_mark() -> str:
    """Return the mark that numbers are printed with now: a point or a comma."""
    return "," if _COMMAS.get() else "."


def marked(number: str) -> str:
    """Write a number's text with the decimal mark that is set: 1,052.5 or 1052,5."""
    return in_commas(number) if _COMMAS.get() else number


def _swapped(match: re.Match[str]) -> str:
    return match[0].translate(_MARKS_SWAPPED)


def grouped(match: re.Match[str]) -> str:
    """Write digits that were grouped in another way with commas: 1,000 for 1 000."""
    digits = re.sub(r"\D", "", match[1])
    return f"{int(digits):,}{re.sub(r'^,(?=[0-9])', '.', match[2])}"


COMMA = later("a comma is not a decimal point")
# A pattern, what is wrong, and the numbers that may have been meant.
_REFUSALS: tuple[tuple[str, str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"(0|[1-9]\d*),(\d+)", COMMA, r"\1.\2"),
    (r"0+([1-9]\d*)", later("a leading 0 hides what is meant"), r"\1 or 0.\1"),
    (r"0+(\d+\.\d+)", later("a leading 0 hides what is meant"), r"\1"),
    (DOTTED_DATE, later("a spreadsheet made a date of it"), ""),
    (r"(\d[\d,]*\.\d+)\.", later("a full stop stands behind it"), r"\1"),
    (r"(\d[\d,]*)\.", later("a decimal point needs digits behind it"), r"\1"),
    (r"\d{1,3}(\.\d{3})+,\d+", later("point and comma are swapped"), _swapped),
    (r"\d{1,3}(\.\d{3}){2,}", later("a point does not group digits"), _swapped),
    (rf"({SPACED})(.*)", later("a space does not group digits"), grouped),
    (rf"({TICKED})(.*)", later("an apostrophe does not group digits"), grouped),
    (r"[\d.,]*\.[\d.,]*[.,][\d.,]*", later("it has more than one decimal mark"), ""),
    (r"[\d,]*,[\d,.]*", later("commas stand before every third digit"), ""),
)


def is_within(one: Fraction, exact: Fraction, part: int) -> bool:
    """Tell whether a value is off by at most one `part`-th of the exact one."""
    (above, below), (right, under) = one.as_integer_ratio(), exact.as_integer_ratio()
    whole = right * below
    return abs(above * under - whole) * part <= whole


class Ratio:
    """An exact value as two whole numbers, in any terms: 6/4 stays 6/4.

    It is as exact as a fraction, and spares the search for a common divisor.
    """

    __slots__ = ("above", "below")

    def __init__(self, above: int, below: int) -> None:
        self.above, self.below = above, below

    @property
    def fraction(self) -> Fraction:
        """The same in lowest terms."""
        return Fraction(self.above, self.below)

    def __mul__(self, other: Ratio) -> Ratio:
        """Multiply."""
        return Ratio(self.above * other.above, self.below * other.below)

    def __truediv__(self, other: Ratio) -> Ratio:
        """Divide."""
        return Ratio(self.above * other.below, self.below * other.above)

    def __add__(self, other: Ratio) -> Ratio:
        """Add."""
        above = self.above * other.below + other.above * self.below
        return Ratio(above, self.below * other.below)

    def __sub__(self, other: Ratio) -> Ratio:
        """Subtract."""
        return self + Ratio(-other.above, other.below)

    def __lt__(self, other: Ratio) -> bool:
        """Compare; what is below is above zero."""
        return self.above * other.below < other.above * self.below

    def __rtruediv__(self, whole: int) -> Ratio:
        """Divide a whole number by it."""
        return Ratio(whole * self.below, self.above)


def ratio_of(value: Fraction) -> Ratio:
    """Return a fraction as a ratio."""
    return Ratio(*value.as_integer_ratio())


Value = TypeVar("Value", Fraction, Ratio, float)


def root(value: Value) -> Value:
    """Return the square root: exact where there is one, else to 18 digits."""
    if isinstance(value, float):
        return math.sqrt(value)
    if isinstance(value, Ratio):
        return ratio_of(root(Fraction(value.above, value.below)))
    above, below = map(math.isqrt, value.as_integer_ratio())
    if Fraction(above * above, below * below) == value:
        return Fraction(above, below)
    scale = 10 ** (ROOT_DIGITS - _magnitude(value) // 2)
    return Fraction(math.isqrt(int(value * scale * scale)), scale)


class Number(NamedTuple):
    """An exact value above zero, how many decimals were written, and style notes."""

    value: Fraction
    decimals: int
    style: tuple[str, ...]


def read_number(
    text: str, *, decimal_comma: bool = False, is_whole: bool = True
) -> Number:
    """Read `text` as one number above zero; 52,5 too where commas are decimal.

    A full stop behind it is read where the number `is_whole`, and no unit follows.
    Raises Unreadable, whose `write` holds the number to write where that is plain.
    """
    if len(text) > MOST_DIGITS_IN_ALL and _is_too_long(text):
        raise Unreadable(text, later("it is too long for a number"))
    read = _read_continental if decimal_comma else _read_pointed
    if not (is_whole and text.endswith(".")):
        return read(text)
    try:
        number = read(text.removesuffix("."))
    except Unreadable as error:
        raise Unreadable(text, error.reason, error.write) from None
    return number._replace(style=(*number.style, "period-after-unit"))


def _is_too_long(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    return len(text) > LONGEST_NUMBER or digits > MOST_DIGITS_IN_ALL


def _read_pointed(text: str) -> Number:
    match = _NUMBER.fullmatch(text)
    if not text or match is None:
        raise _refusal(text)
    whole, part = match.groups("")
    digits = int(whole.replace(",", "") + part)
    if not digits:
        raise Unreadable(text, later("a figure must be above zero"))
    if len(part) == COMMA_EVERY and part[-1] == "0" and _may_be_thousands(whole):
        meant = f"{whole}.{part}".rstrip("0").rstrip(".")
        reason = later("it may be thousands, or a decimal with a 0 too many")
        raise Unreadable(text, reason, f"{meant} or {whole},{part}")
    value = Fraction(digits, 10 ** len(part)) if part else Fraction(digits)
    return Number(value, len(part), _style(whole, part))


def _may_be_thousands(whole: str) -> bool:
    return whole != "0" and 0 < len(whole) <= COMMA_EVERY


def _read_continental(text: str) -> Number:
    """Read 52,5 and 1.052,5, and 52.5 or 0.875, which can be nothing else.

    1.052 is refused: it is 1052 there, and 1.052 where points are decimal.
    """
    is_swapped = "," in text or text.count(".") > 1
    if not is_swapped:
        _pointed(text)  # raises for 1.052
    try:
        number = _read_pointed(text.translate(_MARKS_SWAPPED) if is_swapped else text)
    except Unreadable as error:
        reason = _renamed(error.reason) if is_swapped else error.reason
        raise Unreadable(text, reason, in_commas(error.write)) from None
    notes = (each for each in number.style if each != "missing-comma")
    return number._replace(style=tuple(notes))


def in_commas(meant: str) -> str:
    """Write numbers with decimal commas: 1052,5, where no point is of thousands."""
    return meant.replace(",", "").replace(".", ",")


_WITH_MARKS = re.compile(r"(?<![\w.,])[0-9]+(?:[.,][0-9]+)+(?![\w]*[.,][0-9])")


def pointed(text: str) -> str:
    """Write the decimal commas of figures as points: 0,5 mg/kg as 0.5 mg/kg.

    Raises Unreadable for 1,250, whose comma may be of thousands.
    """
    return _WITH_MARKS.sub(lambda match: _pointed(match[0]), text)


def _pointed(number: str) -> str:
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number, re.ASCII):
        whole, part = re.split("[.,]", number)
        meant = in_commas(f"{whole}{part} or {_tidied(f'{whole}.{part}')}")
        mark = "comma" if "," in number else "point"
        reason = say("its {mark} may be of thousands or of a decimal", mark=mark)
        raise Unreadable(number, reason, meant)
    return number.translate(_MARKS_SWAPPED) if "," in number else number


def _renamed(reason: str) -> str:
    """Name the marks of a reason the other way round."""
    return re.sub("point|comma", lambda name: _NAMES_SWAPPED[name[0]], reason)


def _style(whole: str, part: str) -> tuple[str, ...]:
    if whole and part[-1:] != "0" and (len(whole) <= COMMA_EVERY or "," in whole):
        return ()
    notes = (
        ("naked-decimal", not whole),
        ("trailing-zero", part.endswith("0")),
        ("missing-comma", whole.isdigit() and int(whole) >= COMMAS_FROM),
    )
    return tuple(name for name, holds in notes if holds)


def _refusal(text: str) -> Unreadable:
    for pattern, reason, meant in _REFUSALS:
        if match := re.fullmatch(pattern, text, re.ASCII):
            numbers = match.expand(meant) if isinstance(meant, str) else meant(match)
            return Unreadable(text, reason, readable(_tidied(numbers), _read_pointed))
    return Unreadable(text, later("it is not a number such as 70"))


def _tidied(meant: str) -> str:
    """Write the numbers that may have been meant as ISMP would: 0.5, not 0.500."""
    return re.sub(r"\.(\d*?)0+(?!\d)", r".\1", meant).replace(". ", " ").rstrip(".")


def decimals_of(value: Fraction) -> int | None:
    """Return how many decimals a fraction has, or None where there is no last one."""
    rest, powers = value.denominator, {2: 0, 5: 0}
    for prime in powers:
        while rest % prime == 0:
            rest //= prime
            powers[prime] += 1
    return max(powers.values()) if rest == 1 else None


def rounded(value: Fraction, places: int) -> Fraction:
    """Round half up to `places` decimals."""
    above, below = value.as_integer_ratio()
    scale = 10**places
    return Fraction((2 * above * scale + below) // (2 * below), scale)


def write_decimals(value: Fraction, places: int) -> str:
    """Write a value with this many decimals, without commas; it must have no more."""
    whole, part = divmod(value.numerator * 10**places // value.denominator, 10**places)
    return f"{whole}.{part:0{places}}" if places else f"{whole}"


def write_plain(value: Fraction) -> str:
    """Write a value for a machine: no commas, to 9 digits where none is last."""
    places = decimals_of(value)
    if places is None or places > MOST_DIGITS:
        places = max(PLAIN_DIGITS - 1 - _magnitude(value), 0)
    return write_decimals(rounded(value, places), places)


def write_exact(value: Fraction) -> str:
    """Write every digit, commas from 1,000; ValueError where there is no last one."""
    places = decimals_of(value)
    if places is None:
        message = f"{value} has no last decimal"
        raise ValueError(message)
    whole, point, part = write_decimals(value, places).partition(".")
    return marked(f"{int(whole):,}{point}{part}")


def shown(value: Fraction) -> Fraction:
    """Return the value as it is printed: the one and last rounding.

    Exact where it has at most 4 decimals, else rounded half up to 4 significant digits,
    and never left of the point.
    """
    if (value * 10**EXACT_DECIMALS).denominator == 1:
        return value
    return rounded(value, max(SIGNIFICANT_DIGITS - 1 - _magnitude(value), 0))


def to_digits(value: Fraction, digits: int) -> Fraction:
    """Round half up to so many significant digits, left of the point too."""
    step = Fraction(10) ** (_magnitude(value) - digits + 1)
    return rounded(value / step, 0) * step


def _magnitude(value: Fraction) -> int:
    """Return the power of ten of the first digit: 0 for 1 to 9.99, -1 for 0.1."""
    power = len(str(value.numerator)) - len(str(value.denominator))
    return power if value >= Fraction(10) ** power else power - 1


def write_number(value: Fraction) -> str:
    """Write a value for a reader, with ≈ in front where digits were dropped."""
    kept = shown(value)
    return write_exact(kept) if kept == value else f"≈ {write_exact(kept)}"


def write_float(number: float | None) -> str:
    """Write a published number: 8.6, or 8,6 where that is set; none is nothing."""
    return "" if number is None else marked(f"{number:,g}")


def counted(value: Fraction, unit: str) -> str:
    """Return a unit's text, tablets, doses and days in the plural where not one."""
    head, stroke, tail = unit.partition("/")
    if head not in COUNTED or value == 1:
        return unit
    return f"{COUNTED[head].format(head)}{stroke}{tail}"


def as_number(value: Fraction) -> int | float:
    """Return a value as a JSON number."""
    return value.numerator if value.denominator == 1 else float(value)
