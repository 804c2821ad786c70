"""What a dose problem is about: the quantities, and the triangles that bind them.

Every relation is a formula triangle, whole = left × right.  This table is the whole of
the domain: solving is covering corners.  Some triangles follow from others; they are
here so that covering corners reaches whatever algebra could.
"""

from __future__ import annotations

from typing import NamedTuple

from ketacalc.language.units import Unit, unit


class Quantity(NamedTuple):
    """One quantity: its name, what a reader calls it, and the units it is quoted in."""

    name: str
    label: str
    units: tuple[Unit, ...]

    @property
    def kind(self) -> str:
        """The dimension that all its units have, such as drug/body."""
        return self.units[0].kind


# Where several would do, the first of these is what a problem is said to need.
QUANTITIES = {
    name: Quantity(name, label, tuple(unit(each, name) for each in quoted.split()))
    for name, label, quoted in (
        ("weight", "weight", "kg"),
        ("dose", "dose", "mg/kg"),
        ("concentration", "concentration", "mg/mL"),
        ("amount", "total amount", "mg"),
        ("duration", "duration", "min"),
        ("rate", "infusion rate", "mg/h mg/min"),
        ("dose_rate", "dose rate", "mcg/kg/min mg/kg/h"),
        ("volume", "volume", "mL"),
        ("pump_rate", "pump rate", "mL/h"),
        ("drop_factor", "drop factor", "gtt/mL"),
        ("drip_rate", "drip rate", "gtt/min"),
        ("strength", "tablet strength", "mg/tablet"),
        ("frequency", "frequency", "dose/day"),
        ("per_dose", "amount per dose", "mg/dose"),
        ("dose_each", "dose each time", "mg/kg/dose"),
        ("tablets", "tablets", "tablet"),
        ("doses", "number of doses", "dose"),
        ("tablets_per_dose", "tablets per dose", "tablet/dose"),
        ("tablet_rate", "tablets a day", "tablet/day"),
        ("volume_per_dose", "volume per dose", "mL/dose"),
        ("fluid_rate", "fluid rate", "mL/kg/h"),
        ("fluid_dose", "fluid dose", "mL/kg"),
        ("fluid_dose_each", "fluid dose each time", "mL/kg/dose"),
        ("bioavailability", "bioavailability", "%"),
        ("systemic", "systemic amount", "mg"),
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
        ("volume_per_dose", "fluid_dose_each", "weight"),
        ("fluid_dose", "fluid_dose_each", "doses"),
        ("fluid_rate", "fluid_dose_each", "frequency"),
        ("dose_each", "concentration", "fluid_dose_each"),
    )
)


def label_of(name: str, of: Unit) -> str:
    """Return what a reader calls a quantity that is given in a unit."""
    label = QUANTITIES[name].label
    return DAILY.get(name, label) if of.base("time") == "day" else label


# Map the kind of a unit (`drug/body/time`) to the quantity that it measures.
BY_KIND = {
    quantity.kind: quantity.name
    for quantity in QUANTITIES.values()
    if quantity.name not in NAMED_ONLY
}
