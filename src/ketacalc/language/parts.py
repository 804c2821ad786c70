"""A figure of more than one part: a ratio, a sum, a range, a time of day.

```
ratio      = part ( "/" | "in" | "per" ) part | "1:" number
sum        = part part
           | part ( "+" | "-" ) part { ( "+" | "-" ) part }
range      = number ( "-" | "to" ) part
```

Two parts that only stand beside each other are a sum where they fall: 1 h 30 min.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.language.clock import read_time
from ketacalc.language.figures import (
    NUMBER,
    RUN_TOGETHER,
    SUMS,
    Figure,
    in_decimals,
    is_sum,
    read_figure,
)
from ketacalc.language.numbers import decimals_of, read_number, write_exact
from ketacalc.language.problem import DOSE
from ketacalc.language.relations import BY_KIND, CLOCKS
from ketacalc.language.schedules import read_schedule
from ketacalc.language.units import (
    DIVIDED,
    MINUS,
    PLUS,
    TO,
    UNIT_MISSING,
    clash,
    product,
    read_unit,
    unit,
)
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Sequence

NOUGHT = later("a figure must be above zero")
MOST_PARTS, MINUTES = 8, 60
# What a ratio may stand over.
_RATIOS_PER = ("volume", "tablet")

_RATIO = re.compile(
    rf"({NUMBER}\s*[^\d\s/.,].*?)\s*(?:/|\bin\b|\bper\b)\s*([0-9.].*)", re.DOTALL
)
_BARE = re.compile(rf"({NUMBER})\s+(?:in|per)\s+({NUMBER}\s*(?:mL|ml|ML|L))")
_STRENGTH = re.compile(r"1\s*:\s*([1-9][0-9,]*)")
# Where a second figure begins: 1 h 30 min, and 1h36min where nothing is per anything.
_PIECES = re.compile(r"(?<=[A-Za-z%])(?<!\bto)(?<!\bor)\.?\s+(?=[0-9.])")
_GLUED = re.compile(
    rf"(?!{NUMBER}[eE][0-9])({NUMBER}\s*[A-Za-z]+)({NUMBER}\s*[A-Za-z]+)"
)
_NOUGHT = re.compile(r"0+(?=\s*[A-Za-z])")
_SIGNS = re.compile(r"(?<![0-9][eE])(?<=[A-Za-z%2²])\s*([+]|\s[-−–])\s*(?=[0-9.])")
_RANGE = re.compile(
    rf"({NUMBER})\s*(?:[-–]|([^\d\s,-][^\d,-]*?)??\s*\bto\b)\s*({NUMBER}\s*[A-Za-z%].*)"
)


class Parts(NamedTuple):
    """The parts of a figure, how they are joined, and a note on how they were read.

    `join` has a sign between each two of them: "÷" for a ratio, "+" and "−" for sums,
    "to" for a range.
    """

    figures: tuple[Figure, ...]
    join: str = ""
    note: str = ""


def read_parts(text: str, name: str = "") -> Parts:
    """Read a figure of one part or more; `name` is the quantity, where it is named.

    Raises Unreadable.
    """
    if name in CLOCKS:
        return Parts((Figure(read_time(text), unit("clock")),))
    text = in_decimals(text).strip()
    if name in {"", "frequency"} and (often := read_schedule(text)):
        read_as = " to ".join(map(str, often))
        return Parts(
            often,
            TO * (len(often) - 1),
            say("{text} is read as {read_as}", text=text, read_as=read_as),
        )
    for form, read in _FORMS:
        if match := form.fullmatch(text):
            return read(text, match, name)
    if len(signs := _SIGNS.split(text)) > 1:
        return _read_signs(text, signs, name)
    pieces = [each for each in _PIECES.split(text) if each]
    if len(pieces) == 1 and (match := _GLUED.fullmatch(text)):
        pieces = [*match.groups()]
    if len(pieces) > 1:
        figures = _read_sum(text, pieces)
        return Parts(figures, PLUS * (len(figures) - 1))
    return Parts((read_figure(text, name),))


def _refuse_bare_ratio(_text: str, match: re.Match[str], _: str) -> Parts:
    """Refuse 5 in 10 mL, which is no length."""
    above, below = match.groups()
    raise Unreadable(above, UNIT_MISSING, f"{above} mg in {below}")


def _read_strength(text: str, match: re.Match[str], _: str) -> Parts:
    """Read 1:1,000 as 1 g in 1,000 mL, which is what a label means by it.

    Source: ISMP List of Error-Prone Abbreviations (ratios for single drugs).
    """
    number = match[1]
    if len(number) == len("30") and int(number) < MINUTES:
        meant = f"1 h {number} min or 1 g in {number} mL"
        raise Unreadable(text, later("it may be a time or a strength"), meant)
    figures = (read_figure("1 g"), read_figure(f"{number} mL"))
    note = say(
        "{text} is 1 g in {number} mL; ISMP: write a strength in mg/mL, not a ratio",
        text=text,
        number=number,
    )
    return Parts(figures, DIVIDED, note)


def _read_range(text: str, match: re.Match[str], name: str) -> Parts:
    """Read 10-15 mg/kg, 10 to 15 mg/kg and 10 mg to 15 mg, the lower end first."""
    low, own, high = match.groups()
    if _RATIO.fullmatch(high):
        reason = later("a range of a ratio is not read")
        raise Unreadable(text, reason, later("both ends in mg/mL"))
    upper = read_figure(high, name)
    spelling = own or re.sub(NUMBER, "", high, count=1)
    lower = read_figure(f"{low} {spelling.strip()}", name)
    if lower.unit is not upper.unit:
        raise Unreadable(text, later("both ends of a range are in one unit"), "")
    if lower.value >= upper.value:
        ends = f"{write_exact(upper.value)} to {lower}"
        meant = str(lower) if lower.value == upper.value else ends
        raise Unreadable(text, later("a range begins with its lower end"), meant)
    return Parts((lower, upper), TO)


def _read_signs(text: str, signs: list[str], name: str) -> Parts:
    """Read 8 oz + 120 mL + 45 mL and 1,000 mL - 250 mL: figures of one kind."""
    ops = [PLUS if sign == "+" else MINUS for sign in map(str.strip, signs[1::2])]
    figures, joints = _flattened(signs[::2], [PLUS, *ops], name)
    if any(each.unit.kind == "body" for each in figures) and not name:
        figures, joints = _flattened(signs[::2], [PLUS, *ops], "weight")
    if len(figures) > MOST_PARTS:
        raise Unreadable(text, say("a sum has at most {most} parts", most=MOST_PARTS))
    first = figures[0].unit
    for each in figures:
        if each.unit.kind != first.kind or clash(first.measures, each.unit):
            reason = say(
                "{first} and {unit} do not add up", first=first, unit=each.unit
            )
            raise Unreadable(text, reason, _apart(figures))
    pairs = zip(joints, figures, strict=True)
    left = accumulate(f.base_value * (1 if op == PLUS else -1) for op, f in pairs)
    if min(left) <= 0:
        small, large = figures[0], figures[-1]
        is_range = len(figures) == len("ab") and small.value < large.value
        ends = f"{write_exact(small.value)} to {large}" * is_range
        raise Unreadable(text, later("nothing is left of it"), ends)
    return Parts(tuple(figures), "".join(joints[1:]))


def _flattened(
    texts: list[str], ops: list[str], name: str
) -> tuple[list[Figure], list[str]]:
    """Read the parts of a sum, each a figure or a sum itself: 1 h 30 min + 20 min."""
    figures: list[Figure] = []
    joints: list[str] = []
    for text, op in zip(texts, ops, strict=True):
        pieces = [each for each in _PIECES.split(text) if each]
        one = len(pieces) == 1
        own = [read_figure(text, name)] if one else list(_read_sum(text, pieces))
        figures += own
        joints += [op] * len(own)
    return figures, joints


def _read_ratio(text: str, match: re.Match[str], _: str) -> Parts:
    above, below = map(read_figure, match.groups())
    if below.unit.kind in _RATIOS_PER:
        return Parts((above, below), DIVIDED)
    if below.unit.kind == "time" and not re.search(r"\bin\b", text):
        read_figure(text)  # which says what it is per 1 h
    each = _apart([above, below])
    if below.unit.kind == "volume/dose":  # 100 mg in 5 mL per dose
        each = f"{above} in {Figure(below.value, product(below.unit, DOSE))}, {below}"
    raise Unreadable(text, later("a ratio is per mL or per tablet"), each)


def _read_sum(text: str, pieces: list[str]) -> tuple[Figure, ...]:
    """Read 1 h 30 min or 7 lb 4 oz: whole hours, and less than one more of them.

    1 h 0 min is 1 h.  Raises Unreadable for what is no sum, and for a piece of it.
    """
    figures = [_read_piece(each, before=pieces[0]) for each in pieces]
    if any(each.unit.kind == "body" for each in figures):
        figures = [_read_piece(each, "weight") for each in pieces]
    if len(figures) == len("ab") and is_sum(*figures):
        return tuple(each for each in figures if each.value)
    if nought := [p for p, f in zip(pieces, figures, strict=True) if not f.value]:
        rest = [each for each in pieces if each not in nought]
        raise Unreadable(nought[0], NOUGHT, rest[0] if len(rest) == 1 else "")
    raise _no_sum(text, figures)


def _read_piece(text: str, sense: str = "", before: str = "") -> Figure:
    """Read one part of a sum, which may be 0; `before` is its first part."""
    if nought := _NOUGHT.match(text):
        return Figure(Fraction(0), read_figure(f"1{text[nought.end() :]}", sense).unit)
    try:
        return read_figure(text, sense)
    except Unreadable as error:
        if error.reason != UNIT_MISSING or before in {"", text}:
            raise
        raise Unreadable(text, UNIT_MISSING, _with_next_unit(before, text)) from None


def _with_next_unit(before: str, text: str) -> str:
    """Return 1 h 30 min for 1 h 30, or nothing where it would be no sum."""
    one = read_figure(before)
    behind = SUMS.get(one.unit.bases[0][0])
    if behind is None:
        return ""
    of = unit(behind, "weight")
    try:
        falls = is_sum(one, Figure(read_number(text).value, of))
    except Unreadable:
        return ""
    return f"{before} {text} {of}" if falls else ""


def _apart(figures: Sequence[Figure]) -> str:
    """Write figures with a comma between, where each of them is one of a problem."""
    known = all(each.unit.kind in BY_KIND for each in figures)
    return ", ".join(map(str, figures)) if known else ""


def _no_sum(text: str, figures: list[Figure]) -> Unreadable:
    """Say which figures may have been meant: 2 h, 120 min or 240 min."""
    one, other = figures[0], figures[-1]
    kinds = {each.unit.kind for each in figures}
    if len(kinds) > 1 or not kinds <= {"time", "body"}:
        meant = _apart(figures) if len(kinds) > 1 else " or ".join(map(str, figures))
        return Unreadable(text, RUN_TOGETHER, meant)
    if len(figures) == len("ab") and is_sum(other, one):
        return Unreadable(text, later("the larger part stands first"), f"{other} {one}")
    total = sum((each.base_value for each in figures), Fraction(0))
    reason = say(
        "it needs whole {unit}, and then less than 1 {unit}",
        unit=one.unit,
    )
    if len(figures) > len("ab"):
        whole = Figure(total / other.unit.scale, other.unit)
        return Unreadable(text, later("a sum has two parts"), str(whole))
    alone = [each for each in figures if read_unit(each.unit.text)[0] is each.unit]
    of = other.unit if "time" in kinds else one.unit
    whole = Figure(total / of.scale, of)
    if SUMS.get(one.unit.bases[0][0]) != other.unit.bases[0][0]:
        reason, whole = RUN_TOGETHER, alone.pop()
    shown = [*alone, *[whole] * (decimals_of(whole.value) is not None)]
    return Unreadable(text, reason, " or ".join(map(str, shown)))


_FORMS = (
    (_BARE, _refuse_bare_ratio),
    (_STRENGTH, _read_strength),
    (_RANGE, _read_range),
    (_RATIO, _read_ratio),
)
