"""What a dose problem is about: the quantities, and the triangles that bind them.

Every relation is a formula triangle, whole = left × right.  This table is the whole of
the domain: solving is covering corners.  Some triangles follow from others; they are
here so that covering corners reaches whatever algebra could.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ketacalc.language.units import Unit, unit


class Quantity(NamedTuple):
    """One quantity: its name, what a reader calls it, and the units it is quoted in."""

    name: str
    label: str
    quoted: tuple[str, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units it is quoted in, the first one first."""
        return tuple(unit(text, self.name) for text in self.quoted)


# Where several would do, the first of these is what a problem is said to need.
QUANTITIES = {
    quantity.name: quantity
    for quantity in (
        Quantity("weight", "weight", ("kg",)),
        Quantity("dose", "dose", ("mg/kg",)),
        Quantity("concentration", "concentration", ("mg/mL",)),
        Quantity("amount", "total amount", ("mg",)),
        Quantity("duration", "duration", ("min",)),
        Quantity("rate", "infusion rate", ("mg/h", "mg/min")),
        Quantity("dose_rate", "dose rate", ("mcg/kg/min", "mg/kg/h")),
        Quantity("volume", "volume", ("mL",)),
        Quantity("pump_rate", "pump rate", ("mL/h",)),
        Quantity("drop_factor", "drop factor", ("gtt/mL",)),
        Quantity("drip_rate", "drip rate", ("gtt/min",)),
        Quantity("strength", "tablet strength", ("mg/tablet",)),
        Quantity("frequency", "frequency", ("dose/day",)),
        Quantity("per_dose", "amount per dose", ("mg/dose",)),
        Quantity("dose_each", "dose each time", ("mg/kg/dose",)),
        Quantity("tablets", "tablets", ("tablet",)),
        Quantity("doses", "number of doses", ("dose",)),
        Quantity("tablets_per_dose", "tablets per dose", ("tablet/dose",)),
        Quantity("tablet_rate", "tablets a day", ("tablet/day",)),
        Quantity("volume_per_dose", "volume per dose", ("mL/dose",)),
        Quantity("fluid_rate", "fluid rate", ("mL/kg/h",)),
        Quantity("fluid_dose", "fluid dose", ("mL/kg",)),
        Quantity("bioavailability", "bioavailability", ("%",)),
        Quantity("systemic", "systemic amount", ("mg",)),
    )
}

# What some are called in a unit per day: an oral dose is no infusion.
DAILY = {
    "rate": "amount per day",
    "dose_rate": "dose per day",
    "pump_rate": "volume per day",
}

# Named only: a bare mg is an amount, a bare % a strength.
NAMED_ONLY = ("bioavailability", "systemic")


class Triangle(NamedTuple):
    """One formula triangle: whole = left × right."""

    whole: str
    left: str
    right: str


TRIANGLES = tuple(
    Triangle(*corners)
    for corners in (
        ("amount", "dose", "weight"),
        ("amount", "rate", "duration"),
        ("rate", "dose_rate", "weight"),
        ("rate", "concentration", "pump_rate"),
        ("volume", "pump_rate", "duration"),
        ("drip_rate", "pump_rate", "drop_factor"),
        ("amount", "concentration", "volume"),
        ("amount", "strength", "tablets"),
        ("dose", "dose_rate", "duration"),
        ("per_dose", "dose_each", "weight"),
        ("rate", "per_dose", "frequency"),
        ("per_dose", "concentration", "volume_per_dose"),
        ("per_dose", "strength", "tablets_per_dose"),
        ("pump_rate", "fluid_rate", "weight"),
        ("volume", "fluid_dose", "weight"),
        ("systemic", "bioavailability", "amount"),
        ("dose_rate", "concentration", "fluid_rate"),
        ("dose", "concentration", "fluid_dose"),
        ("dose_rate", "dose_each", "frequency"),
        ("pump_rate", "volume_per_dose", "frequency"),
        ("fluid_dose", "fluid_rate", "duration"),
        ("doses", "frequency", "duration"),
        ("amount", "per_dose", "doses"),
        ("dose", "dose_each", "doses"),
        ("volume", "volume_per_dose", "doses"),
        ("tablets", "tablets_per_dose", "doses"),
        ("rate", "strength", "tablet_rate"),
        ("tablets", "tablet_rate", "duration"),
        ("tablet_rate", "tablets_per_dose", "frequency"),
    )
)


def label_of(name: str, of: Unit) -> str:
    """Return what a reader calls a quantity that is given in a unit."""
    label = QUANTITIES[name].label
    return DAILY.get(name, label) if of.base("time") == "day" else label


@cache
def by_kind() -> dict[str, str]:
    """Map the kind of a unit (`drug/body/time`) to the quantity that it measures."""
    return {
        quantity.units[0].kind: quantity.name
        for quantity in QUANTITIES.values()
        if quantity.name not in NAMED_ONLY
    }
