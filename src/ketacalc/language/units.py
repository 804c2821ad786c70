"""The only door to pint: a closed vocabulary of units, and how one turns into another.

Body weight, drug, volume, time, drops, tablets and administrations are separate
dimensions, so `mg/kg` never cancels and the unit of a figure says what the figure is.
The vocabulary is a table; nothing else is a unit.
"""

from __future__ import annotations

import difflib
import re
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pint
from pint.facets.plain.definitions import ScaleConverter, UnitDefinition
from pint.util import UnitsContainer, to_units_container

from ketacalc.errors import Unreadable
from ketacalc.language.numbers import decimals_of
from ketacalc.language.vocabulary import (
    DIMENSIONS,
    LADDERS,
    MEANT,
    POUNDS,
    ROWS,
    SPELLING_NOTES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    PintQuantity = pint.Quantity[Any]

TIMES, DIVIDED, PLUS = "×", "÷", "+"

# What a per cent stands for, and the working that opens it.
PER_CENTS = {
    "percent": (TIMES, Fraction(10), "mg/mL per %", "mg/mL"),
    "bioavailability_percent": (DIVIDED, Fraction(100), "%", ""),
}

LONGEST_UNIT = 40
LIKE = 0.7
MOST_PARTS = 3
_UNUSUAL = frozenset(" ·*^⁻(\t")
UNIT_MISSING = "the unit is missing"

registry: pint.UnitRegistry[Any] = pint.UnitRegistry(
    None, non_int_type=Fraction, on_redefinition="raise"
)


def _define(name: str, size: str, of: str, symbol: str, *others: str) -> None:
    above, _, below = of.partition(" per ")
    exponents = {above: 1} if above else {}
    exponents |= {below: -1} if below else {}
    scale: Any = Fraction(size)
    definition: Any = UnitDefinition(
        name=name,
        defined_symbol=symbol if symbol != name else None,
        aliases=others,
        converter=ScaleConverter(scale),
        reference=UnitsContainer(exponents),
    )
    registry.define(definition)
    _NAMES.update(dict.fromkeys((name, symbol, *others), name))


_NAMES: dict[str, str] = {}
for _row in ROWS:
    _define(*_row)


class Unit:
    """One unit, made once: two units are equal only if they are the same object.

    `text` is how it is printed, `kind` its dimension whatever the drug is measured in
    (`drug/body/time`), `measure` what the drug is measured in (mg, units, mEq, mmol,
    or "" where there is no drug), `scale` the exact size in base units, `pint` the
    unit of the registry, `bases` the (name, exponent) pairs in printing order, and
    `pounds` which pound it is in: "2.2" to the kg, "exact", or "".
    """

    __slots__ = ("bases", "kind", "measure", "pint", "pounds", "scale", "text")

    def __init__(self, bases: tuple[tuple[str, int], ...]) -> None:
        container = UnitsContainer(dict(bases))
        dimensions = [*_bases_of(registry.get_dimensionality(container))]
        kinds = [(_kind(dimension), exponent) for dimension, exponent in dimensions]
        kinds.sort(key=lambda kind: (kind[1] < 0, DIMENSIONS.index(kind[0])))
        measures = (
            dimension.strip("[]").partition("_")[2] for dimension, _ in dimensions
        )
        size: Any = registry.get_root_units(container)[0]
        self.bases = tuple(sorted(bases, key=_printing_order))
        self.text = _joined(
            [(_symbol(name), exponent) for name, exponent in self.bases]
        )
        self.kind = _joined(kinds)
        self.measure = "".join(measures)
        self.scale = Fraction(size)
        self.pint = registry.Unit(container)
        pounds = (POUNDS.get(name, "") for name, _ in bases)
        self.pounds = next(filter(None, pounds), "")

    def __str__(self) -> str:
        """Print by ISMP's rules: mcg, mL, units, nanogram."""
        return self.text

    def base(self, dimension: str) -> str:
        """Return the name of the base with this dimension, or ""."""
        return next((n for n, _ in self.bases if dimension_of(n) == dimension), "")


class Hop(NamedTuple):
    """One line of a conversion: × or ÷ a factor, such as 60 min/h, to a unit."""

    op: str
    factor: Fraction
    factor_unit: str
    to: Unit


def _symbol(name: str) -> str:
    return registry.get_symbol(name).rpartition("_")[2]


def _kind(dimension: str) -> str:
    """Return [drug_mg] as drug: the measure does not count."""
    return dimension.strip("[]").partition("_")[0]


@cache
def dimension_of(name: str) -> str:
    """Return what a base measures: one of DIMENSIONS, or "" for a per cent."""
    dimensions = list(registry.get_dimensionality(UnitsContainer({name: 1})))
    return _kind(dimensions[0]) if len(dimensions) == 1 else ""


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
def read_unit(text: str, sense: str = "", pounds: str = "") -> tuple[Unit, str]:
    """Read a unit such as `mg/kg/min`, and the id of a style note or "".

    `sense` is the quantity that the figure is named as (g of weight is body, % of
    bioavailability a share); `pounds` is "exact" for lb of 0.45359237 kg.
    Raises Unreadable for anything outside the vocabulary.
    """
    if len(text) > LONGEST_UNIT:
        raise Unreadable(text, "it is too long for a unit")
    if "_" in text:
        raise Unreadable(text, "it is not a unit known here")
    spellings = _flattened(text).split("/")
    senses = (f"{pounds}_{sense}_", f"{sense}_", f"{pounds}_", "")
    names = [_named(spelling, senses, text) for spelling in spellings]
    dimensions = {dimension_of(name) for name in names}
    compound = len(names) > 1 and "" in dimensions  # 5 % of something else
    if len(dimensions) < len(names) or len(names) > MOST_PARTS or compound:
        raise Unreadable(text, "no figure of a dose problem has such a unit")
    notes = (SPELLING_NOTES.get(spelling, "") for spelling in spellings)
    bases = [(names[0], 1), *((name, -1) for name in names[1:])]
    return _of(bases), next(filter(None, notes), "")


def _flattened(text: str) -> str:
    """Write `mg per kg`, `mg kg^-1` and `mg/(kg*h)` with strokes alone."""
    if not _UNUSUAL.intersection(text) and not text.endswith("w/v"):
        return text
    text = re.sub(r"\s*(?:/|\bper\b)\s*", "/", text.strip())
    text = re.sub(r"[ ·*]([^/()\s^⁻·*]+)(?:\^-1|⁻¹)", r"/\1", text)
    text = re.sub(r"/\(([^/()]+)\)$", lambda m: "/" + re.sub(r"[*·]", "/", m[1]), text)
    return re.sub(r"% ?w/v$", "%w_v", text)


def _named(spelling: str, senses: tuple[str, ...], text: str) -> str:
    for sense in senses:
        if name := _NAMES.get(sense + spelling):
            return name
    raise _refusal(spelling, text)


def _refusal(spelling: str, text: str) -> Unreadable:
    if not text:
        return Unreadable(text, UNIT_MISSING)
    mended = re.sub(r"[^\W\d_]+", lambda word: _nearest(word[0]), text)
    known = spelling.isalpha() and _nearest(spelling) != spelling
    hint = f"; did you mean {mended}?" if known else ""
    return Unreadable(text, f"it is not a unit known here{hint}")


def _nearest(spelling: str) -> str:
    """Return the known spelling that is likely meant, or the same where none is."""
    if spelling in _NAMES or spelling == "per":
        return spelling
    known = [text for text in _NAMES if "_" not in text]
    same = [text for text in known if text.lower() == spelling.lower()]
    close = same or difflib.get_close_matches(spelling, known, n=1, cutoff=LIKE)
    return MEANT.get(spelling) or (_symbol(_NAMES[close[0]]) if close else spelling)


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
def with_measure(old: Unit, measure: str) -> Unit:
    """Return the unit for a drug measured in `measure`: mg/h becomes units/h."""
    base = _NAMES[measure] if measure and old.measure else ""
    return with_base(old, base) if base and old.measure != measure else old


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
def hops(start: Unit, end: Unit) -> tuple[Hop, ...]:
    """Return the conversion from `start` to `end`, a line for each rung.

    The units must be of one kind and one measure.
    """
    if start is end:
        return ()
    if opened(start) is not start:
        op, factor, text, _ = PER_CENTS[start.bases[0][0]]
        return (Hop(op, factor, text, opened(start)), *hops(opened(start), end))
    if opened(end) is not end:
        op, factor, text, _ = PER_CENTS[end.bases[0][0]]
        back = DIVIDED if op == TIMES else TIMES
        return (*hops(start, opened(end)), Hop(back, factor, text, end))
    for name, exponent in start.bases:
        target = end.base(dimension_of(name))
        if target != name:
            hop = _hop(start, name, _next_rung(name, target), exponent)
            return (hop, *hops(hop.to, end))
    raise AssertionError(start, end)


def _next_rung(name: str, target: str) -> str:
    for ladder in LADDERS:
        if name in ladder and target in ladder:
            here, there = ladder.index(name), ladder.index(target)
            return ladder[here + (1 if there > here else -1)]
    return target


def _hop(start: Unit, name: str, target: str, exponent: int) -> Hop:
    """Write one rung with a factor that has a last decimal: 60 min/h, 2.2 lb/kg."""
    small = finer(name, target)
    big = target if small == name else name
    factor, above, below = _size(big) / _size(small), small, big
    up = (name == big) == (exponent > 0)
    if decimals_of(factor) is None:
        factor, above, below, up = 1 / factor, big, small, not up
    text = f"{_symbol(above)}/{_symbol(below)}"
    return Hop(TIMES if up else DIVIDED, factor, text, with_base(start, target))


def quantity(value: Fraction, of: Unit) -> PintQuantity:
    """Return the value as a pint quantity, exact."""
    return registry.Quantity(value, of.pint)


SHARE = _of(())
