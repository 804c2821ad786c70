"""What a dose problem is about: the relations that bind quantities.

A relation carries its operation.  Most are formula triangles, whole = left × right;
some are bars of two parts, whole = left + right; one is the root of the body surface.
This table is the whole of the domain: solving is covering corners.  Some relations
follow from others; they are here so that covering corners reaches whatever algebra
could.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from ketacalc.language.numbers import COUNTED, counted
from ketacalc.language.quantities import QUOTED
from ketacalc.language.units import PLUS, RECIPROCAL, ROOT, TIMES, Unit, unit
from ketacalc.say import later, say


class Quantity(NamedTuple):
    """One quantity: its name, what a reader calls it, and the units it is quoted in."""

    name: str
    label: str
    units: tuple[Unit, ...]

    @property
    def kind(self) -> str:
        """The dimension that all its units have, such as drug/body."""
        return self.units[0].kind


QUANTITIES = {
    name: Quantity(name, label, tuple(unit(each, name) for each in quoted.split()))
    for name, (label, quoted) in QUOTED.items()
}

# What some are called in a unit per day: an oral dose is no infusion.
DAILY = {
    "rate": later("amount per day"),
    "dose_rate": later("dose per day"),
    "pump_rate": later("volume per day"),
}

# Named only: a bare mg is an amount, a bare mL a volume, a bare % a strength.
NAMED_ONLY = (
    "bioavailability",
    "systemic",
    "stock",
    "drawn",
    "diluent",
    "displacement",
    "bag",
    "left",
    "share",
    "bolus",
    "bolus_dose",
    "total",
    "start",
    "end",
    "mass",
    "max",
    "order",
)
# What is worked where it is asked for, and not told else.
ASKED_ONLY = ("ratio", "displacement", "drops")
# Times of day.
CLOCKS = ("end", "start")
# What stands beside the figures in any unit, and what it is of says its unit.
ANY_KIND = ("max", "order")


class Relation(NamedTuple):
    """One relation: whole = left × right, left + right, √ of both, or 1 ÷ left."""

    whole: str
    left: str
    op: str
    right: str


RELATIONS = tuple(
    Relation(whole, left, op, right)
    for op, whole, left, right in (
        (TIMES, "amount", "dose", "weight"),
        (TIMES, "amount", "rate", "duration"),
        (TIMES, "rate", "dose_rate", "weight"),
        (TIMES, "rate", "concentration", "pump_rate"),
        (TIMES, "volume", "pump_rate", "duration"),
        (TIMES, "drip_rate", "pump_rate", "drop_factor"),
        (TIMES, "amount", "concentration", "volume"),
        (TIMES, "amount", "strength", "tablets"),
        (TIMES, "dose", "dose_rate", "duration"),
        (TIMES, "per_dose", "dose_each", "weight"),
        (TIMES, "rate", "per_dose", "frequency"),
        (TIMES, "per_dose", "concentration", "volume_per_dose"),
        (TIMES, "per_dose", "strength", "tablets_per_dose"),
        (TIMES, "pump_rate", "fluid_rate", "weight"),
        (TIMES, "volume", "fluid_dose", "weight"),
        (TIMES, "systemic", "bioavailability", "amount"),
        (TIMES, "dose_rate", "concentration", "fluid_rate"),
        (TIMES, "dose", "concentration", "fluid_dose"),
        (TIMES, "dose_rate", "dose_each", "frequency"),
        (TIMES, "pump_rate", "volume_per_dose", "frequency"),
        (TIMES, "fluid_dose", "fluid_rate", "duration"),
        (TIMES, "doses", "frequency", "duration"),
        (TIMES, "amount", "per_dose", "doses"),
        (TIMES, "dose", "dose_each", "doses"),
        (TIMES, "volume", "volume_per_dose", "doses"),
        (TIMES, "tablets", "tablets_per_dose", "doses"),
        (TIMES, "rate", "strength", "tablet_rate"),
        (TIMES, "tablets", "tablet_rate", "duration"),
        (TIMES, "tablet_rate", "tablets_per_dose", "frequency"),
        (TIMES, "volume_per_dose", "fluid_dose_each", "weight"),
        (TIMES, "fluid_dose", "fluid_dose_each", "doses"),
        (TIMES, "fluid_rate", "fluid_dose_each", "frequency"),
        (TIMES, "dose_each", "concentration", "fluid_dose_each"),
        # per m2, as per kg; the surface by Mosteller
        (ROOT, "surface", "height", "weight"),
        (TIMES, "amount", "surface_dose", "surface"),
        (TIMES, "per_dose", "surface_dose_each", "surface"),
        (TIMES, "rate", "surface_dose_rate", "surface"),
        (TIMES, "surface_dose", "surface_dose_rate", "duration"),
        (TIMES, "surface_dose", "surface_dose_each", "doses"),
        (TIMES, "surface_dose_rate", "surface_dose_each", "frequency"),
        # drops and packages
        (TIMES, "drops", "volume", "drop_factor"),
        (TIMES, "drops", "drip_rate", "duration"),
        (TIMES, "volume", "content", "tablets"),
        (TIMES, "volume_per_dose", "content", "tablets_per_dose"),
        (TIMES, "pump_rate", "content", "tablet_rate"),
        (TIMES, "strength", "concentration", "content"),
        (RECIPROCAL, "ratio", "concentration", "concentration"),
        # two parts of one whole
        (TIMES, "amount", "stock", "drawn"),
        (PLUS, "volume", "drawn", "diluent"),
        (PLUS, "volume", "displacement", "diluent"),
        (PLUS, "bag", "volume", "left"),
        (TIMES, "volume", "share", "bag"),
        (TIMES, "bolus", "bolus_dose", "weight"),
        (PLUS, "total", "bolus", "amount"),
        (PLUS, "end", "start", "duration"),
    )
)


def label_of(name: str, of: Unit) -> str:
    """Return what a reader calls a quantity that is given in a unit.

    What is counted is called by its own name: vials, capsule strength.
    """
    label = QUANTITIES[name].label
    if (time := of.base("time")) in {"day", "week"}:
        label = DAILY.get(name, label).replace("per day", f"per {time}")
    pieces = (each for each in of.measures if each in COUNTED)
    piece = next(pieces, "tablet")
    if piece == "tablet" or "tablet" not in label:
        return say(label)
    plural = counted(Fraction(2), piece)
    return say(label.replace("tablets", plural).replace("tablet", piece))


# Map the kind of a unit (`drug/body/time`) to the quantity that it measures.
BY_KIND = {
    quantity.kind: quantity.name
    for quantity in QUANTITIES.values()
    if quantity.name not in NAMED_ONLY
}
