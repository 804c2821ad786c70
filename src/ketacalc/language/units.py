"""The only door to pint: a closed vocabulary of units, and how one turns into another.

Body weight, drug, volume, time, drops, tablets and administrations are separate
dimensions, so `mg/kg` never cancels and the unit of a figure says what the figure is.
The vocabulary is a table; nothing else is a unit.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pint
from pint.facets.plain.definitions import ScaleConverter, UnitDefinition
from pint.util import UnitsContainer, to_units_container

from ketacalc.errors import Unreadable, nearest
from ketacalc.language.numbers import decimals_of
from ketacalc.language.uncovered import uncovered_unit
from ketacalc.language.vocabulary import DIMENSIONS, MEANT, ROWS, SPELLING_NOTES, Row
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    PintQuantity = pint.Quantity[Any]

TIMES, DIVIDED, PLUS, MINUS, ROOT, RECIPROCAL = "×", "÷", "+", "−", "√", "1 ÷"
TO = "to"  # between the ends of a range
AT_MOST, ROUNDED = "at most", "rounded"
INVERSE = {TIMES: DIVIDED, DIVIDED: TIMES, PLUS: MINUS, MINUS: PLUS}

# What a per cent stands for, and the working that opens it.
PER_CENTS = {
    "percent": (TIMES, Fraction(10), "mg/mL per %", "mg/mL"),
    "share_percent": (DIVIDED, Fraction(100), "%", ""),
}

LONGEST_UNIT = 40
# A hint is for words only, and a near one: two letters are near to anything.
SHORTEST_WORD = 5
PREFIXES = ("milli", "micro", "nano", "kilo", "")
# M would be mega, and G giga: Mg, Ml, Gm.  K, N and U are no prefix.
NEVER_CAPITAL = re.compile(r"(mg|ml|mcg|meq|mmol|gm)s?")
# A full stop behind a unit, or behind each letter of one: mg., I.U.
_STOPS = r"[^.]+\.|(?:\w\.)+\w?"
MOST_PARTS = 3
WEIGHT_IN_VOLUME = "%w/v"
_UNUSUAL = frozenset(" ·*^⁻(\t")
UNIT_MISSING = later("the unit is missing")

registry: pint.UnitRegistry[Any] = pint.UnitRegistry(
    None, non_int_type=Fraction, on_redefinition="raise"
)
_ROWS = {row.name: row for row in ROWS}
# The name of a unit, by the quantity that is read (or "") and the spelling.
_NAMES: dict[tuple[str, str], str] = {}
# The dimension in pint's own spelling, and the one that it is here.
_DIMENSIONS: dict[str, str] = {}


def _define(row: Row) -> None:
    above, _, below = row.of.partition(" per ")
    if row.of in DIMENSIONS:
        above = f"[{row.of}_{row.measure}]"
        _DIMENSIONS[above] = row.of
    exponents = {above: 1} if above else {}
    exponents |= {below: -1} if below else {}
    scale: Any = Fraction(row.size)
    plain = not row.sense and row.pound != "exact"
    names = {row.symbol, *row.others} - {row.name, WEIGHT_IN_VOLUME} if plain else ()
    definition: Any = UnitDefinition(
        name=row.name,
        defined_symbol=row.symbol if row.symbol in names else None,
        aliases=tuple(sorted({*names} - {row.symbol})),
        converter=ScaleConverter(scale),
        reference=UnitsContainer(exponents),
    )
    registry.define(definition)
    if row.pound != "exact":
        for sense in row.sense.split() or [""]:
            _NAMES.update(((sense, text), row.name) for text in row.spellings)


for _each in ROWS:
    _define(_each)

_STROKES = str.maketrans("\u2044\u2215\uff0f", "///")


class Unit:
    """One unit, made once: two units are equal only if they are the same object.

    `text` is how it is printed, `kind` its dimension whatever the drug is measured in
    (`drug/body/time`), `measure` what the drug is measured in (mg, units, mEq, mmol,
    or "" where there is no drug), `measures` that and what is counted (tablet, vial),
    `scale` the exact size in base units, `pint` the unit of the registry, `bases` the
    (name, exponent) pairs in printing order, and `pound` which pound it is in: "2.2"
    to the kg, "exact", or "".
    """

    __slots__ = (
        "bases",
        "kind",
        "measure",
        "measures",
        "pint",
        "pound",
        "scale",
        "text",
    )

    def __init__(self, bases: tuple[tuple[str, int], ...]) -> None:
        container = UnitsContainer(dict(bases))
        dimensions = registry.get_dimensionality(container)
        kinds = [(_DIMENSIONS[name], e) for name, e in _bases_of(dimensions)]
        kinds.sort(key=lambda kind: (kind[1] < 0, DIMENSIONS.index(kind[0])))
        size: Any = registry.get_root_units(container)[0]
        self.bases = tuple(sorted(bases, key=_printing_order))
        self.text = _joined([(_ROWS[name].symbol, e) for name, e in self.bases])
        self.kind = _joined(kinds)
        self.measures = tuple(filter(None, (_measure(name) for name, _ in bases)))
        self.measure = next((m for m in self.measures if _measured(m) == "drug"), "")
        self.scale = Fraction(size)
        self.pint = registry.Unit(container)
        self.pound = "".join(_ROWS[name].pound for name, _ in bases)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and unpickle it as the one that is there already."""
        return _of, (self.bases,)

    def __str__(self) -> str:
        """Print by ISMP's rules: mcg, mL, units, nanogram."""
        return self.text

    def __repr__(self) -> str:
        """Name the unit."""
        return f"<unit {self.text}>"

    def base(self, dimension: str) -> str:
        """Return the name of the base with this dimension, or ""."""
        return next((n for n, _ in self.bases if dimension_of(n) == dimension), "")

    def at(self, pound: str) -> Unit:
        """Return the same unit with another pound behind it: "2.2" or "exact"."""
        return _with_pound(self, pound) if self.pound and self.pound != pound else self


class Conversion(NamedTuple):
    """One line of a conversion: × or ÷ a factor, such as 60 min/h, to a unit.

    `name` says which kind it is, such as minutes-hours, or "".
    """

    op: str
    factor: Fraction
    factor_unit: str
    to: Unit
    name: str


def _measure(name: str) -> str:
    """Return what a base measures the drug in, or ""."""
    row = _ROWS[name]
    return _measure(_above(row)) if row.of and row.of not in DIMENSIONS else row.measure


def _above(row: Row) -> str:
    """Return the unit that a row is a size of; of a quotient the upper one."""
    return row.of.partition(" per ")[0]


@cache
def dimension_of(name: str) -> str:
    """Return what a base measures: one of DIMENSIONS, or "" for a per cent."""
    dimensions = list(registry.get_dimensionality(UnitsContainer({name: 1})))
    return _DIMENSIONS[dimensions[0]] if len(dimensions) == 1 else ""


def _printing_order(base: tuple[str, int]) -> tuple[bool, int]:
    name, exponent = base
    dimension = dimension_of(name)
    return exponent < 0, DIMENSIONS.index(dimension) if dimension else -1


def _joined(parts: list[tuple[str, int]]) -> str:
    """Write (text, exponent) pairs as a quotient: mg/kg/min."""
    above = "·".join(text for text, exponent in parts if exponent > 0)
    below = "".join(f"/{text}" * -exponent for text, exponent in parts if exponent < 0)
    return (above or ("1" if below else "")) + below


def _bases_of(container: Any) -> Iterator[tuple[str, int]]:
    """Yield the (name, exponent) pairs of a pint container."""
    for name, exponent in container.items():
        yield name, int(exponent)


@cache
def _made(bases: frozenset[tuple[str, int]]) -> Unit:
    return Unit(tuple(bases))


def _of(bases: Iterable[tuple[str, int]]) -> Unit:
    """Return the one Unit of these (name, exponent) pairs."""
    return _made(frozenset(bases))


@lru_cache(maxsize=4096)
def read_unit(text: str, sense: str = "") -> tuple[Unit, tuple[str, ...]]:
    """Read a unit such as `mg/kg/min`, and the ids of style notes.

    `sense` is the quantity that the figure is named as: g of weight is body, % of
    bioavailability a share.  Raises Unreadable for anything outside the vocabulary.
    """
    if len(text) > LONGEST_UNIT:
        raise Unreadable(text, later("it is too long for a unit"))
    spellings = _spellings(text)
    found = [_named(spelling, sense, text) for spelling in spellings]
    names = [name for name, _ in found]
    dimensions = {dimension_of(name) for name in names}
    compound = len(names) > 1 and "" in dimensions  # 5 % of something else
    if len(dimensions) < len(names) or len(names) > MOST_PARTS or compound:
        raise Unreadable(text, later("no figure of a dose problem has such a unit"))
    notes = tuple(dict.fromkeys(note for _, each in found for note in each))
    bases = [(names[0], 1), *((name, -1) for name in names[1:])]
    return _of(bases), notes


def _spellings(text: str) -> list[str]:
    """Part a unit at its strokes: `mg per kg`, `mg kg^-1` and `mg/(kg*h)` too."""
    if text.replace(" ", "") == WEIGHT_IN_VOLUME:
        return [WEIGHT_IN_VOLUME]
    if not text.isascii():
        text = text.translate(_STROKES)
    if _UNUSUAL.intersection(text):
        text = re.sub(r"\s*(?:/|\bper\b)\s*", "/", text.strip())
        text = re.sub(r"[ ·*]([^/()\s^⁻·*]+)(?:\^-1|⁻¹)", r"/\1", text)
        text = re.sub(
            r"/\(([^/()]+)\)$", lambda m: "/" + re.sub(r"[*·]", "/", m[1]), text
        )
    return text.split("/")


def _named(spelling: str, sense: str, text: str) -> tuple[str, tuple[str, ...]]:
    """Return the name of a unit and style notes, however a learner spells it."""
    for each, notes in _as_meant(spelling):
        if name := _NAMES.get((sense, each)) or _NAMES.get(("", each)):
            own = SPELLING_NOTES.get(each)
            return name, (*notes, own) if own else notes
    raise _refusal(spelling, text, sense)


def _as_meant(spelling: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a spelling as it is, and as it is meant where it can mean one thing only.

    mg. is mg, mgs is mg, MG, Kg and Hours are phones' mg, kg and hours.  Mg is none of
    these: M is mega.

    Source: ISMP List of Error-Prone Abbreviations (full stops, plurals, capitals).
    """
    yield spelling, ()
    notes: tuple[str, ...] = ()
    plain = spelling
    if "." in spelling and re.fullmatch(_STOPS, spelling):
        plain, notes = spelling.replace(".", ""), ("period-after-unit",)
        yield plain, notes
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain)  # one sign, such as that for mcg
        yield plain, notes
    small = plain.lower()
    if len(plain) > 1 and small != plain and _is_capital(plain, small):
        plain, notes = small, (*notes, "unit-capitals")
        yield small, notes
    if len(plain) > len("gs") and plain.endswith("s"):
        yield plain[:-1], (*notes, "unit-plural")


def _is_capital(text: str, small: str) -> bool:
    """Tell whether all letters are large, or the first of a word that is no symbol."""
    first = text[1:] == small[1:] and not NEVER_CAPITAL.fullmatch(small)
    return text.isupper() or first


def _refusal(spelling: str, text: str, sense: str) -> Unreadable:
    if not text:
        return Unreadable(text, UNIT_MISSING)
    if left_out := uncovered_unit(text, spelling):
        return Unreadable(text, left_out)
    plain = text.replace(".", "")
    mended = re.sub(r"[^\W\d_]+", lambda word: _nearest(word[0]), plain)
    is_word = spelling.replace(".", "").isalpha()
    known = is_word and mended != plain and _is_unit(mended, sense)
    hint = say("; did you mean {mended}?", mended=mended) if known else ""
    return Unreadable(text, say("it is not a unit known here{hint}", hint=hint))


def _is_unit(text: str, sense: str) -> bool:
    try:
        return bool(read_unit(text, sense))
    except Unreadable:
        return False


def _nearest(spelling: str) -> str:
    """Return the known word that is surely meant, or the same where none is.

    Never one with another prefix: nmol is no mmol, mcL no mL, and munits no units.
    """
    names = {text: name for (sense, text), name in _NAMES.items() if not sense}
    if spelling in names or spelling == "per":
        return spelling
    small = spelling.lower()
    close = [text for text in names if text.lower() == small]
    if not close and len(small) >= SHORTEST_WORD:
        words = [text for text in names if len(text) >= SHORTEST_WORD]
        found = nearest(small, words)
        close = [found] * (_opening_of(found) == _opening_of(small))
    meant = MEANT.get(spelling) or MEANT.get(small)
    return meant or (_ROWS[names[close[0]]].symbol if close else spelling)


def _opening_of(word: str) -> str:
    """Return a word's prefix, such as milli, and the letter behind it."""
    prefix = next(each for each in PREFIXES if word.startswith(each))
    return word[: len(prefix) + 1]


def unit(text: str, sense: str = "") -> Unit:
    """Return the unit that `text` spells."""
    return read_unit(text, sense)[0]


@lru_cache(maxsize=4096)
def product(left: Unit, right: Unit) -> Unit:
    """Return the unit of left × right; equal bases cancel."""
    return _of(_bases_of(to_units_container(left.pint * right.pint)))


@lru_cache(maxsize=4096)
def quotient(left: Unit, right: Unit) -> Unit:
    """Return the unit of left ÷ right; equal bases cancel."""
    return _of(_bases_of(to_units_container(left.pint / right.pint)))


@lru_cache(maxsize=4096)
def with_base(old: Unit, name: str) -> Unit:
    """Return the unit with its base of the same dimension replaced by `name`."""
    replaced = old.base(dimension_of(name))
    return _of((name if base == replaced else base, e) for base, e in old.bases)


@lru_cache(maxsize=4096)
def with_measures(old: Unit, measures: tuple[str, ...]) -> Unit:
    """Return the unit in some measures: mg/tablet in units and vials is units/vial."""
    for measure in measures:
        if measure not in old.measures and old.base(_measured(measure)):
            old = with_base(old, _NAMES["", measure])
    return old


@cache
def _measured(measure: str) -> str:
    """Return what is measured in it: drug in mg, pieces in vials."""
    return dimension_of(_NAMES["", measure])


@lru_cache(maxsize=1024)
def clash(measures: tuple[str, ...], of: Unit) -> tuple[str, str] | None:
    """Return a measure and the other one that a unit has of it: mg and units."""
    own = {_measured(measure): measure for measure in of.measures}
    for measure in measures:
        if own.get(_measured(measure), measure) != measure:
            return measure, own[_measured(measure)]
    return None


@lru_cache(maxsize=4096)
def _with_pound(old: Unit, pound: str) -> Unit:
    symbol = _ROWS[old.base("body")].symbol
    twins = (row for row in ROWS if row.symbol == symbol and row.pound == pound)
    return with_base(old, next(twins).name)


def finer(first: str, second: str) -> str:
    """Return the smaller of two bases of one dimension."""
    return min(first, second, key=_size)


def _size(name: str) -> Fraction:
    return _of([(name, 1)]).scale


@lru_cache(maxsize=4096)
def opened(per_cent: Unit) -> Unit:
    """Return what a per cent stands for (mg/mL, or a plain share), else the unit."""
    parts = [PER_CENTS[name] for name, _ in per_cent.bases if name in PER_CENTS]
    return (unit(parts[0][3]) if parts[0][3] else SHARE) if parts else per_cent


@lru_cache(maxsize=4096)
def conversions(start: Unit, end: Unit) -> tuple[Conversion, ...]:
    """Return the conversion from `start` to `end`, a line for each rung.

    The units must be of one kind and one measure.
    """
    if start is end:
        return ()
    if opened(start) is not start:
        return (_opening(start), *conversions(opened(start), end))
    if opened(end) is not end:
        back = _opening(end)
        closing = back._replace(op=INVERSE[back.op], to=end)
        return (*conversions(start, opened(end)), closing)
    for name, exponent in start.bases:
        target = end.base(dimension_of(name))
        if target != name:
            rung = _rung(start, name, _next_rung(name, target), exponent)
            return (rung, *conversions(rung.to, end))
    raise AssertionError(start, end)


def _opening(per_cent: Unit) -> Conversion:
    (name, _), *_ = per_cent.bases
    op, factor, text, _ = PER_CENTS[name]
    return Conversion(op, factor, text, opened(per_cent), _ROWS[name].conversion)


def _next_rung(name: str, target: str) -> str:
    """Return the next unit on the way from day to minute: hour."""
    way = [target]
    while way[-1] != name and _above(_ROWS[way[-1]]) in _ROWS:
        way.append(_above(_ROWS[way[-1]]))
    return way[-2] if way[-1] == name else _above(_ROWS[name])


def _rung(start: Unit, name: str, target: str, exponent: int) -> Conversion:
    """Write one rung with a factor that has a last decimal: 60 min/h, 2.2 lb/kg."""
    small = finer(name, target)
    big = target if small == name else name
    factor, above, below = _size(big) / _size(small), small, big
    up = (name == big) == (exponent > 0)
    if decimals_of(factor) is None:
        factor, above, below, up = 1 / factor, big, small, not up
    text = f"{_ROWS[above].symbol}/{_ROWS[below].symbol}"
    row = _ROWS[name] if _ROWS[name].of == target else _ROWS[target]
    to = with_base(start, target)
    return Conversion(TIMES if up else DIVIDED, factor, text, to, row.conversion)


def quantity(value: Fraction, of: Unit) -> PintQuantity:
    """Return the value as a pint quantity, exact."""
    return registry.Quantity(value, of.pint)


SHARE = _of(())
