"""The reference shelf: published figures with their sources, from TOML to dataclasses.

Doses and concentrations are kept as text in the notation, so that they are read by the
same grammar as a user's, and shares as numbers in per cent; this module needs no unit
library.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacalc.say import later

if TYPE_CHECKING:
    from collections.abc import Iterator


class Source(NamedTuple):
    """A paper, label or review, and how it was read."""

    paper: str
    read: str
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    dailymed: str = ""
    brief: str = ""

    @property
    def name(self) -> str:
        """Its author and year, or what it is called in a list; second-hand if so."""
        name = self.brief or self.paper.partition(",")[0]
        return f"{name}, second-hand" if self.second_hand else name

    @property
    def second_hand(self) -> bool:
        """Whether it was read in another's words."""
        return self.read == "second-hand"

    def __str__(self) -> str:
        """Cite it: the paper or label, and where it is registered."""
        marks = {"doi": self.doi, "PMID": self.pmid, "DailyMed": self.dailymed}
        mark = next((f"{name} {mark}" for name, mark in marks.items() if mark), "")
        second = "read second-hand" if self.second_hand else ""
        return ", ".join(filter(None, (self.paper, mark, second)))


class Limit(NamedTuple):
    """A figure over which a protocol warns or, if hard, refuses.

    `quantity` says what it is a limit of.
    """

    over: str
    hard: bool
    reason: str
    source: Source
    quantity: str = "dose"


class Kind(NamedTuple):
    """A way of giving: the quantities that it takes, and why it takes no others.

    An infusion takes a duration, and an injection, which is given at once, does not.
    """

    takes: tuple[str, ...]
    why: str = ""


class Protocol(NamedTuple):
    """A published dose: its figures as a line of notation, and its limits.

    `kind` says which figures fit it, `title` what is done, such as `IV infusion`,
    `about` where it comes from, and `population` and `setting` for whom and where;
    `brief` is the title and the purpose in a list.
    """

    name: str
    figures: str
    kind: Kind
    title: str
    about: str
    population: str
    setting: str
    sources: tuple[Source, ...]
    limits: tuple[Limit, ...] = ()
    brief: str = ""


class Strength(NamedTuple):
    """What a label says of a concentration."""

    concentration: str
    note: str
    source: Source


class Quoted(NamedTuple):
    """What is quoted beside the protocols and not worked: a vial, or a range."""

    heading: str
    text: str
    source: Source


class Weights(NamedTuple):
    """The formulas of ideal and of adjusted weight, their numbers as text.

    Ideal weight is `male` or `female` kg, and `per_inch` kg for each inch over
    `inches`; adjusted weight is that and the `share` of what the actual one is over it.
    """

    male: str
    female: str
    per_inch: str
    inches: str
    share: str
    ideal: Source
    adjusted: Source


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
    `esketamine`; `products` lists the only amounts that a product comes in; `rests_on`
    says how it was established, and `brief` the same in a list.
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
    brief: str = ""

    @property
    def second_hand(self) -> bool:
        """Whether every figure was read second-hand only."""
        valued = [study for study in self.studies if study.value is not None]
        return bool(valued) and all(s.source.second_hand for s in valued)

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The lowest and the highest figure, or None where none is established."""
        known = [
            each for each in (self.low, self.centre, self.high) if each is not None
        ]
        return (min(known), max(known)) if known else None


class Study(NamedTuple):
    """A trial: who was studied, what was compared, and what was found when.

    `n` is None where trials were counted and not people; `brief` is the outcome on one
    line.
    """

    source: Source
    design: str
    n: int | None
    population: str
    comparator: str
    dose: str
    outcome: str
    time: str
    protocol: str = ""
    brief: str = ""

    @property
    def name(self) -> str:
        """The first author and the year, as the trial is spoken of."""
        return self.source.paper.partition(",")[0]


class Claim(NamedTuple):
    """What popular articles say, a verdict on it, and what the sources say.

    `section` is the part of the article that says it.
    """

    claim: str
    verdict: str
    finding: str
    sources: tuple[Source, ...]
    section: str = ""


class Idea(NamedTuple):
    """One link of the mechanism, or a risk: how far it is known, and from where."""

    title: str
    status: str
    text: str
    sources: tuple[Source, ...]


class Parameter(NamedTuple):
    """One number behind the curves, and the place in its source where it stands."""

    name: str
    value: float
    unit: str
    what: str
    place: str
    source: Source
    low: float | None = None
    high: float | None = None


# Not supported is what a source speaks against, and not what none of them has.
VERDICTS = (
    later("supported"),
    later("supported in frequent use"),
    later("partly"),
    later("not supported"),
    later("no source found"),
)
# Measured is what was found by figures that differ with the method.
STATUSES = (
    later("established"),
    later("measured"),
    later("hypothesis"),
    later("disputed"),
    later("risk"),
)


@cache
def _tables(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


@cache
def _text(name: str) -> str:
    return (files(__name__) / f"{name}.toml").read_text("utf-8")


def _cited(row: dict[str, Any]) -> dict[str, Any]:
    """Put the source in the place of its key."""
    return row | {"source": source(row["source"])}


def _sources(row: dict[str, Any]) -> tuple[Source, ...]:
    return tuple(map(source, row["sources"]))


@cache
def source(key: str) -> Source:
    """Return the paper, label or review of that key; KeyError if there is none.

    Only its own table is read: to read all takes as long as the rest of a command.
    """
    _, head, behind = f"\n{_text('sources')}".partition(f"\n[{key}]\n")
    if not head:
        raise KeyError(key)
    return Source(**tomllib.loads(behind.partition("\n[")[0]))


@cache
def protocols() -> dict[str, Protocol]:
    """Return the protocols by name, in the order in which they are shown."""
    found = (each for row in _tables("protocols")["protocol"] for each in _arms(row))
    return {protocol.name: protocol for protocol in found}


def _arms(row: dict[str, Any]) -> Iterator[Protocol]:
    kind = Kind(**_tables("protocols")["kind"][row["kind"]])
    limits = tuple(Limit(**_cited(each)) for each in row["limit"])
    told = row["title"], row["about"], row["population"], row["setting"]
    for name, figures in row["arms"].items():
        sources, brief = _sources(row), row["brief"]
        yield Protocol(name, figures, kind, *told, sources, limits, brief)


@cache
def strengths() -> tuple[Strength, ...]:
    """Return what labels say of concentrations."""
    return tuple(Strength(**_cited(row)) for row in _tables("protocols")["strength"])


@cache
def quoted() -> tuple[Quoted, ...]:
    """Return what stands beside the protocols: vials, a dilution and ranges."""
    return tuple(Quoted(**_cited(row)) for row in _tables("quoted")["quoted"])


@cache
def weights() -> Weights:
    """Return the formulas of ideal and of adjusted weight."""
    row = _tables("quoted")["weights"]
    return Weights(**row | {name: source(row[name]) for name in ("ideal", "adjusted")})


@cache
def routes() -> tuple[Route, ...]:
    """Return the routes in the order in which they are shown."""
    return tuple(map(_route, _tables("routes")["route"]))


def _route(row: dict[str, Any]) -> Route:
    rest = {key: value for key, value in row.items() if key not in {"study", "product"}}
    return Route(
        **rest,
        studies=tuple(Bioavailability(**_cited(each)) for each in row["study"]),
        products=tuple(Product(**each) for each in row.get("product", ())),
    )


@cache
def studies() -> tuple[Study, ...]:
    """Return the trials, by year."""
    rows = _tables("studies")["study"]
    return tuple(Study(**{"n": None} | _cited(row)) for row in rows)


@cache
def claims() -> tuple[Claim, ...]:
    """Return what popular articles say, beside what the sources say."""
    return tuple(
        Claim(**row | {"sources": _sources(row), "section": section["title"]})
        for section in _tables("claims")["section"]
        for row in section["claim"]
    )


@cache
def ideas() -> tuple[Idea, ...]:
    """Return the links of the mechanism, and then the risks."""
    rows = _tables("mechanism")["idea"]
    return tuple(Idea(**row | {"sources": _sources(row)}) for row in rows)


@cache
def parameters() -> dict[str, Parameter]:
    """Return what the curves rest on, by name, in the order in which it is shown."""
    rows = _tables("curve")["parameter"]
    return {row["name"]: Parameter(**_cited(row)) for row in rows}
