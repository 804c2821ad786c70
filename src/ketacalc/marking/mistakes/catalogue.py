"""The slips by name: what kind of mistake each is, and what happened.

The classes are those of the Safety in Numbers model.  An id may be a pattern, in which
`*` stands for a quantity, its name written with hyphens.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

CONCEPTUAL, CALCULATION, TECHNICAL = CLASSES = "conceptual", "calculation", "technical"


class Kind(NamedTuple):
    """A kind of slip: its id, its class, and what happened."""

    id: str
    group: str
    happened: str


KINDS = tuple(
    Kind(*row)
    for row in (
        ("minutes-hours", CONCEPTUAL, "× 60 or ÷ 60 left out, doubled or reversed"),
        ("hours-days", CONCEPTUAL, "day taken for hour"),
        ("interval-as-frequency", CONCEPTUAL, "q8h taken for 8 doses a day"),
        ("days-weeks", CONCEPTUAL, "a week taken for a day"),
        ("inches-centimetres", CONCEPTUAL, "in used as cm, or the reverse"),
        ("metres-centimetres", CONCEPTUAL, "× 100 left out, doubled or reversed"),
        ("feet-inches", CONCEPTUAL, "ft used as in, or the reverse"),
        ("parts-as-decimals", CONCEPTUAL, "6 lb 8 oz as 6.8 lb, 5 ft 4 in as 5.4 ft"),
        ("teaspoon-tablespoon", CONCEPTUAL, "tsp taken for tbsp, or the reverse"),
        (
            "spoons-millilitres",
            CONCEPTUAL,
            "tsp, tbsp or oz used as mL",
        ),
        ("root-left-out", CONCEPTUAL, "the root of the body surface not drawn"),
        ("added-for-subtracted", CONCEPTUAL, "a part added that should be taken away"),
        ("subtracted-for-added", CONCEPTUAL, "a part taken away that should be added"),
        ("half-a-day", CONCEPTUAL, "am for pm, or the reverse"),
        ("times-swapped", CONCEPTUAL, "the earlier time taken from the later one"),
        ("order-and-stock-swapped", CONCEPTUAL, "ordered and on hand changed places"),
        ("one-end-only", CONCEPTUAL, "one end of a range given as the answer"),
        ("maximum-left-out", CONCEPTUAL, "the maximum not looked at"),
        ("each-dose-rounded", CONCEPTUAL, "each dose rounded up, not all together"),
        ("not-rounded", TECHNICAL, "not rounded as it is asked"),
        ("rounded-wrong-way", CALCULATION, "rounded down for up, or the reverse"),
        ("decimal-hours", CONCEPTUAL, "40 min as 0.40 h, 1 h 30 min as 1.3 h"),
        ("thousandfold", CONCEPTUAL, "a metric step left out, or taken the wrong way"),
        ("pounds-kilograms", CONCEPTUAL, "lb used as kg, or the reverse"),
        ("vial-as-per-ml", CONCEPTUAL, "400 mg in 250 mL read as 400 mg/mL"),
        ("percent-as-mg-per-ml", CONCEPTUAL, "1 % read as 1 mg/mL"),
        ("wrong-drop-factor", CONCEPTUAL, "another set's drop factor"),
        ("*-left-out", CONCEPTUAL, "a figure not used"),
        ("*-twice", CONCEPTUAL, "a figure used once too often"),
        (
            "*-wrong-way",
            CONCEPTUAL,
            "multiplied where it should divide, or the reverse",
        ),
        ("upside-down-*", CONCEPTUAL, "the division that gives it inverted"),
        ("stopped-at-*", CONCEPTUAL, "an intermediate result given as the answer"),
        ("tenfold", CALCULATION, "the decimal point moved one or two places"),
        ("digits-swapped", CALCULATION, "two neighbouring digits swapped"),
        (
            "cut-off-not-rounded",
            CALCULATION,
            "digits cut off where the last should be rounded up",
        ),
        ("rounded-early", CALCULATION, "a result rounded before the last step"),
        ("not-measurable", TECHNICAL, "right, with more digits than the device gives"),
    )
)


@lru_cache(maxsize=256)
def kind_of(slip: str) -> Kind:
    """Return the kind of a slip, of a pair's first one; KeyError if it is none."""
    first = slip.partition("+")[0]
    for kind in KINDS:
        if fnmatchcase(first, kind.id):
            return kind
    raise KeyError(slip)
