"""The reference shelf: published figures with their sources, from TOML to dataclasses.

Figures are kept as text in the notation, so that they are read by the same grammar as
a user's; this module needs no unit library.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Source(NamedTuple):
    """A paper, label or review, and how it was read."""

    paper: str
    read: str
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    url: str = ""

    def __str__(self) -> str:
        """Cite it: the paper, and its DOI, PMID or address."""
        mark = f"doi {self.doi}" if self.doi else f"PMID {self.pmid}" * bool(self.pmid)
        second = "read second-hand" if self.read == "second-hand" else ""
        return ", ".join(filter(None, (self.paper, mark or self.url, second)))


class Limit(NamedTuple):
    """A dose over which a protocol warns or, if hard, refuses."""

    dose: str
    hard: bool
    reason: str
    source: Source


class Protocol(NamedTuple):
    """A published dose and duration, its sources and its limits."""

    name: str
    about: str
    dose: str
    duration: str
    sources: tuple[Source, ...]
    limits: tuple[Limit, ...]

    @property
    def figures(self) -> dict[str, str]:
        """The published figures by quantity."""
        return {"dose": self.dose, "duration": self.duration}


class Strength(NamedTuple):
    """What a label says of a concentration."""

    concentration: str
    note: str
    source: Source


class Bioavailability(NamedTuple):
    """One published figure: per cent of the dose that reaches the circulation.

    `value` is the centre or None, `low` and `high` its spread, `spread` what that is.
    """

    source: Source
    value: float | None = None
    low: float | None = None
    high: float | None = None
    spread: str = ""
    form: str = ""
    studied: str = ""
    peak: str = ""


class Product(NamedTuple):
    """An amount that a product comes in, with the lowest and highest figure for it."""

    amount: str
    low: float
    high: float


class Route(NamedTuple):
    """A route of administration: bioavailability in %, time to peak, and the studies.

    `centre`, `low` and `high` are None where not established; `drug` is `racemic` or
    `esketamine`; `products` lists the only amounts that a product comes in.
    """

    name: str
    title: str
    drug: str
    rests_on: str
    studies: tuple[Bioavailability, ...]
    centre: float | None = None
    low: float | None = None
    high: float | None = None
    peak: str = ""
    products: tuple[Product, ...] = ()

    @property
    def second_hand(self) -> bool:
        """Whether every figure was read second-hand only."""
        valued = [study for study in self.studies if study.value is not None]
        return bool(valued) and all(s.source.read == "second-hand" for s in valued)

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The lowest and the highest figure, or None where none is established."""
        known = [
            each for each in (self.low, self.centre, self.high) if each is not None
        ]
        return (min(known), max(known)) if known else None


@cache
def _tables(name: str) -> dict[str, list[dict[str, Any]]]:
    text = (files(__name__) / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def _source(row: dict[str, Any]) -> Source:
    return Source(**row)


@cache
def protocols() -> dict[str, Protocol]:
    """Return the protocols by name."""
    return {row["name"]: _protocol(row) for row in _tables("protocols")["protocol"]}


def protocol(name: str) -> Protocol:
    """Return one protocol; KeyError if there is none of that name."""
    return protocols()[name]


def _protocol(row: dict[str, Any]) -> Protocol:
    limits = [each | {"source": _source(each["source"])} for each in row["limit"]]
    return Protocol(
        name=row["name"],
        about=row["about"],
        dose=row["dose"],
        duration=row["duration"],
        sources=tuple(map(_source, row["sources"])),
        limits=tuple(Limit(**each) for each in limits),
    )


@cache
def strengths() -> tuple[Strength, ...]:
    """Return what labels say of concentrations."""
    rows = _tables("protocols")["strength"]
    return tuple(Strength(**row | {"source": _source(row["source"])}) for row in rows)


@cache
def routes() -> tuple[Route, ...]:
    """Return the routes in the order in which they are shown."""
    return tuple(map(_route, _tables("routes")["route"]))


def _route(row: dict[str, Any]) -> Route:
    studies = [each | {"source": _source(each["source"])} for each in row["study"]]
    rest = {key: value for key, value in row.items() if key not in {"study", "product"}}
    return Route(
        **rest,
        studies=tuple(Bioavailability(**each) for each in studies),
        products=tuple(Product(**each) for each in row.get("product", ())),
    )
