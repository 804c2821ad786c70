"""What a page says around its answers: labels, buttons, and what can go wrong there."""

from __future__ import annotations

from typing import NamedTuple

from ketacalc.say import later, say

# What follows the sentence of an error, for a page.
REMEDIES = {
    "give-weight": later("; write one such as 70 kg"),
    "list-protocols": later("; choose one that is listed"),
}


def remedy(name: str) -> str:
    """Say the way out of an error that a page has, if it has one."""
    return say(REMEDIES.get(name, ""))


class Field(NamedTuple):
    """One thing to fill in: its name in a request, its label, and an example.

    `kind` is text, switch or choice.
    """

    name: str
    label: str
    example: str = ""
    kind: str = "text"


class Shelf(NamedTuple):
    """One thing to look up: its name in a request, its label, and its fields."""

    name: str
    label: str
    fields: tuple[Field, ...] = ()


WORDS = later("Only what has these words")
FULL = Field("full", later("All of it, with where to find the sources"), kind="switch")
POUNDS = Field(
    "exact_pounds", later("1 lb = 0.45359237 kg, not 1 kg = 2.2 lb"), kind="switch"
)
COMMA = Field("decimal_comma", later("Decimal commas: 52,5 for 52.5"), kind="switch")
WEIGHT = Field("weight", later("Body weight"), "70 kg")
DOSE = Field("dose", later("Dose"), "0.5 mg/kg")
DURATION = Field("duration", later("Duration"), "40 min")
CONCENTRATION = Field("concentration", later("Concentration"), "1 mg/mL")
DROPS = Field("drop_factor", later("Drop factor"), "20 gtt/mL")
SHELVES = (
    Shelf(
        "routes",
        later("Routes"),
        (
            Field("words", WORDS, "nasal"),
            Field("amount", later("Racemic amount"), "35 mg"),
            FULL,
        ),
    ),
    Shelf("protocols", later("Protocols"), (Field("words", WORDS, "vials"), FULL)),
    Shelf(
        "infusion",
        later("Work a protocol"),
        (
            Field("protocol", later("Protocol"), kind="choice"),
            *(WEIGHT, DOSE, DURATION, CONCENTRATION, DROPS, POUNDS),
        ),
    ),
    Shelf("evidence", later("Evidence"), (Field("words", WORDS, "ptsd"), FULL)),
    Shelf(
        "claims",
        later("What articles say"),
        (Field("words", WORDS, "memory"), FULL),
    ),
    Shelf("mechanism", later("Mechanism"), (Field("words", WORDS, "bladder"), FULL)),
    Shelf(
        "chart",
        later("Chart"),
        (
            Field("weight", later("Body weights"), "40kg..100kg"),
            Field("step", later("Between two weights"), "10kg"),
            Field("dose", later("Doses, or a range of them"), "2-20 mcg/kg/min"),
            DURATION,
            CONCENTRATION,
            Field("show", later("What a cell shows"), "mL/h"),
            Field("lines", later("A line for each column too"), kind="switch"),
        ),
    ),
    Shelf(
        "curve",
        later("Curve"),
        (
            Field("route", later("Route"), kind="choice"),
            Field("amount", later("Esketamine, several with ; between them"), "28 mg"),
            Field("duration", later("Of an infusion"), "40 min"),
            Field("rate", later("Racemic, only the plateau of a rate"), "172.2 mg/h"),
        ),
    ),
    Shelf(
        "notation",
        later("How to write a problem"),
        (Field("topic", later("Topic"), kind="choice"),),
    ),
    Shelf("units", later("Units")),
)
