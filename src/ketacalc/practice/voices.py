"""How a problem is told: in one of several voices, which voices.toml holds."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacalc.language.numbers import marked
from ketacalc.practice.kinds import kinds, table
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ketacalc.language.problem import Asked, Problem
    from ketacalc.practice.chance import Chance
    from ketacalc.practice.kinds import Figure, Kind

# What may be ordered; a rate is, where no pump runs at another.
ORDERS = (
    "dose",
    "dose_each",
    "dose_rate",
    "amount",
    "per_dose",
    "surface_dose",
    "rate",
)
ASIDE_ONE_IN = 6  # a problem in so many tells something that is not needed
WHO = {
    "adult": (later("the patient"), later("A patient")),
    "child": (later("the child"), later("A child")),
}
PRESSURES = ("110/70", "118/76", "124/78", "128/82", "132/84", "136/88", "142/90")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_FIGURE = re.compile(r"\{(\w+)\}")
_FIRST = re.compile(r"(?:^|(?<=[.?] ))(the|drug|heparin|regular|potassium|glucose)\b")


class Voice(NamedTuple):
    """A manner of telling: its sentences in their order, and its questions."""

    told: tuple[str, ...]
    ask: str
    asks: Mapping[str, str]


@lru_cache
def _table() -> dict[str, Any]:
    return table("voices.toml")


@lru_cache
def voices() -> tuple[Voice, ...]:
    """Return every voice."""
    rows = _table()["voices"]
    return tuple(Voice(tuple(row["told"]), row["ask"], row["asks"]) for row in rows)


def sentences() -> Iterator[str]:
    """Yield every text that a problem may be told in, for those who translate."""
    found = _table()
    for row in found["voices"]:
        yield from (*row["told"], row["ask"], *row["asks"].values())
    yield from (row["told"] for row in found["conversions"])
    for name in ("drugs", "fluids", "asides"):
        yield from found[name]
    yield from (*found["units"].values(), *found["roundings"].values())
    for kind in kinds():
        yield from filter(None, [kind.drug])
        for _, figures in kind.given:
            yield from (each.words for each in figures if each.words != each.text)


def worded(
    problem: Problem,
    kind: Kind,
    patient: str,
    figures: Mapping[str, Figure],
    chance: Chance,
) -> str:
    """Word a problem, whose figures are told as they were drawn, in a voice."""
    asked = problem.asked
    if asked is None:
        return ""
    named = _table()["units"].get(asked.unit.text)
    unit = say(named) if named else asked.unit.text
    if len(figures) == 1:
        told = chance.one_of(_table()["conversions"])["told"]
        (figure,) = figures.values()
        return _filled(told, {"figure": figure.words, "unit": unit})
    names = _names(kind, patient, chance) | {"unit": unit}
    voice = chance.one_of(voices())
    parts = list(_told(voice, _values(kind, figures), names))
    if patient == "adult" and chance.one_in(ASIDE_ONE_IN):
        parts.insert(1, _filled(chance.one_of(_table()["asides"]), names))
    parts.append(_filled(voice.asks.get(_what(asked, kind), voice.ask), names))
    return " ".join([*parts, *_rounding(asked)])


def _what(asked: Asked, kind: Kind) -> str:
    """Return by which name a voice has the question."""
    if kind.has_order:
        return "order"
    return "course" if kind.setting == "course" else asked.quantity


def _rounding(asked: Asked) -> Iterator[str]:
    if asked.rounding:
        yield say(_table()["roundings"][str(asked.rounding)])


def _names(kind: Kind, patient: str, chance: Chance) -> dict[str, str]:
    """Return what is no figure of the problem: the drug, the patient, an age."""
    who, a_patient = WHO[patient]
    return {
        "drug": say(kind.drug or chance.one_of(_table()["drugs"])),
        "fluid": say(chance.one_of(_table()["fluids"])),
        "route": kind.route,
        "who": say(who),
        "Who": say(a_patient),
        "age": str(31 + chance.below(50)),
        "room": str(1 + chance.below(30)),
        "pressure": chance.one_of(PRESSURES),
    }


def _values(kind: Kind, figures: Mapping[str, Figure]) -> dict[str, dict[str, str]]:
    """Return how each figure may be told: by its name, as an order, as a label."""
    ordered = next((name for name in ORDERS if name in figures), "")
    return {
        name: _ordered(kind, name, figure) if name == ordered else _ways(name, figure)
        for name, figure in figures.items()
    }


def _ordered(kind: Kind, name: str, figure: Figure) -> dict[str, str]:
    """Return how an order is told; of one dose it is told without a word of it."""
    if kind.has_order:
        return {"range": figure.text}
    told = figure.text.removesuffix("/dose") if name == "per_dose" else figure.text
    return {"order": told}


def _ways(name: str, figure: Figure) -> dict[str, str]:
    """Return how a figure that is no order is told."""
    if name == "strength":
        each, _, piece = figure.text.partition("/")
        return {"each": each, "pieces": f"{piece}s"}
    if name == "volume_per_dose":
        return {"each_dose": figure.text.removesuffix("/dose")}
    if name == "concentration" and figure.words != figure.text:
        return {"label": say(figure.words)}
    told = say(figure.words) if figure.words != figure.text else figure.text
    return {"compared" if name == "order" else name: told}


def _told(
    voice: Voice, values: dict[str, dict[str, str]], names: Mapping[str, str]
) -> Iterator[str]:
    """Yield the sentences that tell every figure once, in the order of the voice."""
    left = dict(values)
    for sentence in voice.told:
        wanted = set(_FIGURE.findall(sentence)) - names.keys()
        there = {way: name for name, ways in left.items() for way in ways}
        if wanted and wanted <= there.keys():
            told = {way: left[there[way]][way] for way in wanted}
            for way in wanted:
                left.pop(there[way], None)
            yield _filled(sentence, told | dict(names))
    if left:
        message = f"{voice.told[0]!r} and what follows do not tell {sorted(left)}"
        raise LookupError(message)


def _filled(sentence: str, told: Mapping[str, str]) -> str:
    """Fill a sentence, and close the gap where there is no route."""
    text = say(sentence, **told).replace("  ", " ").replace(" .", ".")
    text = _NUMBER.sub(lambda match: marked(match[0]), text)
    return _FIRST.sub(lambda match: match[0].capitalize(), text)
