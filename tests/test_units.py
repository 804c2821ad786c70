"""The vocabulary: dimensions that never mix, and conversions line by line."""

from fractions import Fraction
from itertools import product

import pytest

from ketacalc.language.units import TIMES, Unit, conversions, unit
from ketacalc.language.vocabulary import ROWS

CONVERSIONS = [
    # from, to, sense, the lines
    ("mg/min", "mg/h", "", ["× 60 min/h"]),
    ("mg/h", "mg/min", "", ["÷ 60 min/h"]),
    ("day", "min", "", ["× 24 h/day", "× 60 min/h"]),
    ("mcg", "g", "", ["÷ 1,000 mcg/mg", "÷ 1,000 mg/g"]),
    ("mg/kg/h", "mcg/kg/min", "", ["× 1,000 mcg/mg", "÷ 60 min/h"]),
    ("lb", "kg", "", ["÷ 2.2 lb/kg"]),
    ("mg/kg", "mg/lb", "", ["÷ 2.2 lb/kg"]),
    ("g", "kg", "weight", ["÷ 1,000 g/kg"]),
    ("oz", "kg", "weight", ["÷ 16 oz/lb", "÷ 2.2 lb/kg"]),
    ("oz", "mL", "", ["× 30 mL/oz"]),
    ("%", "mcg/mL", "", ["× 10 mg/mL per %", "× 1,000 mcg/mg"]),
    ("g/mL", "%", "", ["× 1,000 mg/g", "÷ 10 mg/mL per %"]),
    ("milliunits/min", "units/h", "", ["÷ 1,000 milliunits/units", "× 60 min/h"]),
    ("s", "s", "", []),
]


@pytest.mark.parametrize(("start", "end", "sense", "lines"), CONVERSIONS)
def test_a_conversion_is_a_line_for_each_rung(
    start: str, end: str, sense: str, lines: list[str]
) -> None:
    found = conversions(unit(start, sense), unit(end, sense))
    written = [f"{hop.op} {float(hop.factor):,g} {hop.factor_unit}" for hop in found]
    assert written == lines


def test_the_exact_pound_is_a_unit_of_its_own() -> None:
    pound = unit("lb").at("exact")
    (hop,) = conversions(pound, unit("kg"))
    assert (hop.op, hop.factor) == (TIMES, Fraction("0.45359237"))
    assert pound.text == "lb"


def _units() -> list[Unit]:
    numerators = [
        "ng",
        "mcg",
        "mg",
        "g",
        "units",
        "milliunits",
        "mEq",
        "mL",
        "L",
        "gtt",
    ]
    below = ["", "/kg", "/lb", "/h", "/min", "/day", "/mL", "/L", "/kg/min", "/lb/h"]
    pairs = product(numerators, below)
    return [unit(a + b) for a, b in pairs if not (a in {"mL", "L"} and "L" in b)]


def test_every_conversion_agrees_with_the_sizes_of_the_units() -> None:
    pairs = 0
    for start, end in product(_units(), repeat=2):
        if (start.kind, start.measure) == (end.kind, end.measure):
            factor = Fraction(1)
            for hop in conversions(start, end):
                factor *= hop.factor if hop.op == TIMES else 1 / hop.factor
            assert factor == start.scale / end.scale
            pairs += 1
    assert pairs > 500


def test_a_kilogram_of_patient_is_not_a_kilogram_of_drug() -> None:
    assert unit("mg/kg").kind == "drug/body"
    assert unit("g").kind != unit("g", "weight").kind
    assert unit("mL/kg/h").kind == "volume/body/time"
    kinds = {unit(text).measure for text in ("mg", "units", "mEq", "mmol")}
    assert kinds == {"mg", "units", "mEq", "mmol"}


def test_units_are_made_once_and_written_one_way() -> None:
    assert unit("mg kg^-1 min^-1") is unit("mg/min/kg") is unit("mg/kg/min")
    assert unit("mg/min/kg").text == "mg/kg/min"


def test_no_spelling_has_two_meanings() -> None:
    spellings = [
        (row.sense, row.pound == "exact", text)
        for row in ROWS
        for text in {row.name, row.symbol, *row.others}
    ]
    assert len(spellings) == len(set(spellings))
