"""The family of a unit: the others in which the same answer may be written."""

from __future__ import annotations

from functools import lru_cache, reduce
from itertools import product

from ketacalc.language.units import Unit, dimension_of, with_base
from ketacalc.language.vocabulary import DAYS, HOURS, METRIC, ROWS

# What sets the members of a family apart: thousands, minutes and hours, hours and days.
STEPS = ("", METRIC, HOURS, DAYS)
# Nobody writes a dose of a second.
NEVER = ("second",)
COMMON = ("drug", "volume", "time")


@lru_cache(maxsize=256)
def family(of: Unit) -> tuple[Unit, ...]:
    """Return a unit, and then all others in which the same answer may be written.

    Only the drug, the volume and the time change: mg/kg/h is mcg/kg/min too, but no
    mg/lb/h.

    ```pycon
    >>> from ketacalc.language.units import unit
    >>> print(*family(unit("mL/h")))
    mL/h mL/min mL/day L/min L/h L/day

    ```
    """
    found = dict.fromkeys([of])
    for names in product(*(_siblings(name) for name, _ in of.bases)):
        member = reduce(with_base, names, of)
        if member.measures == of.measures:
            found[member] = None
    return tuple(found)


def _siblings(name: str) -> list[str]:
    """Return the names of the bases that are of the same dimension, or the only one."""
    dimension = dimension_of(name)
    if dimension not in COMMON:
        return [name]
    rows = (row for row in ROWS if row.conversion in STEPS and not row.sense)
    names = (row.name for row in rows if row.name not in NEVER)
    return [each for each in names if dimension_of(each) == dimension]
