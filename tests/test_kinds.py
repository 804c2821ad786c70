"""Every kind of dose problem: in one line, with the value that it has by hand.

The values are worked here in plain fractions; nothing of the program is asked for them.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations
from math import isqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ketacalc import KetacalcError, check, parse, solve
from ketacalc.errors import Contradiction, Unreadable

F = Fraction
# One value, both ends of a range, or a time of day as it is printed.
Value = Fraction | int | tuple[Fraction | int, Fraction | int] | str
DIGITS = 10**15


def root(square: Fraction) -> Fraction:
    """Return the root of a fraction to fifteen decimals."""
    return F(isqrt(square.numerator * DIGITS**2 // square.denominator), DIGITS)


def surface(height: str, weight: str) -> Fraction:
    """Return the body surface by Mosteller, of cm and kg."""
    return root(F(height) * F(weight) / 3600)


def up(value: Fraction) -> int:
    """Round up to a whole number."""
    return -(-value.numerator // value.denominator)


# The lines of the table that the kinds were asked for by, each as it may be written.
TABLE: list[tuple[str, Value, str]] = [
    ("500 mg/dose, q8h -> mg/day", 500 * F(24, 8), "mg/day"),
    ("500 mg/dose, every 8 h -> mg/day", 500 * F(24, 8), "mg/day"),
    ("500 mg/dose, every 8 hours -> mg/day", 500 * F(24, 8), "mg/day"),
    ("500 mg/dose, q 8 h -> mg/day", 500 * F(24, 8), "mg/day"),
    ("500 mg/dose, bid -> mg/day", 500 * 2, "mg/day"),
    ("500 mg/dose, tid -> mg/day", 500 * 3, "mg/day"),
    ("500 mg/dose, qid -> mg/day", 500 * 4, "mg/day"),
    ("500 mg/dose, TID -> mg/day", 500 * 3, "mg/day"),
    ("500 mg/dose, b.i.d. -> mg/day", 500 * 2, "mg/day"),
    ("500 mg/dose, daily -> mg/day", 500, "mg/day"),
    ("500 mg/dose, twice a day -> mg/day", 500 * 2, "mg/day"),
    ("500 mg/dose, 3 times a day -> mg/day", 500 * 3, "mg/day"),
    ("500 mg/dose, every other day -> mg/day", F(500, 2), "mg/day"),
    ("500 mg/dose, once weekly -> mg/week", 500, "mg/week"),
    ("250 mg/dose, 3 times a day, 10 days, 125 mg/capsule -> capsules", F(250 * 3 * 10, 125), "capsule"),
    ("1 suppository/dose, bid, 5 days -> suppositories", 2 * 5, "suppository"),
    ("1 patch/dose, twice weekly, 4 weeks -> patches", 2 * 4, "patch"),
    ("2 puffs/dose, qid, 30 days -> puffs", 2 * 4 * 30, "puff"),
    ("750 mg, 250 mg/vial -> vials", 3, "vial"),
    ("25 mL, 10 mL/ampoule -> ampoules", up(F(25, 10)), "ampoule"),
    ("3 L, 1 L/bag -> bags", 3, "bag"),
    ("45 mg, 10 mg/syringe -> syringes", F(45, 10), "syringe"),
    ("1.7 m2, 75 mg/m2 -> mg", F("1.7") * 75, "mg"),
    ("1.7 m², 75 mg/m² -> mg", F("1.7") * 75, "mg"),
    ("1.7 m^2, 75 mg/m^2 -> mg", F("1.7") * 75, "mg"),
    ("1.7 m2, 75 mg/m2/day -> mg/day", F("1.7") * 75, "mg/day"),
    ("1.7 m2, 75 mg/m2/min -> mg/min", F("1.7") * 75, "mg/min"),
    ("1.7 m2, 75 mg/m2/dose -> mg/dose", F("1.7") * 75, "mg/dose"),
    ("170 cm, 70 kg, 75 mg/m2 -> mg", surface("170", "70") * 75, "mg"),
    ("1.7 m, 70 kg, 75 mg/m2 -> mg", surface("170", "70") * 75, "mg"),
    ("67 in, 70 kg, 75 mg/m2 -> mg", surface("170.18", "70") * 75, "mg"),
    ("5 ft 7 in, 70 kg, 75 mg/m2 -> mg", surface("170.18", "70") * 75, "mg"),
    ("22 lb, 10-15 mg/kg/day -> mg/day", (100, 150), "mg/day"),
    ("22 lb, 10–15 mg/kg/day -> mg/day", (100, 150), "mg/day"),
    ("22 lb, 10 - 15 mg/kg/day -> mg/day", (100, 150), "mg/day"),
    ("22 lb, 10 to 15 mg/kg/day -> mg/day", (100, 150), "mg/day"),
    ("22 lb, 10-15 mg/kg/dose, order=175 mg/dose -> mg/dose", (100, 150), "mg/dose"),
    ("20 kg, 40 mg/kg/dose, max=500 mg/dose -> mg/dose", 500, "mg/dose"),
    ("stock=50 mg/mL, 2 mg/mL, 50 mL -> drawn", F(2 * 50, 50), "mL"),
    ("stock=50 mg/mL, 2 mg/mL, 50 mL -> diluent", 50 - F(2 * 50, 50), "mL"),
    ("500 mg, displacement=0.4 mL, 100 mg/mL -> diluent", F(500, 100) - F("0.4"), "mL"),
    ("0.3 mg, 1:1,000 -> mL", F("0.3") / 1000 * 1000, "mL"),
    ("1 g in 250 mL -> ratio", 250, "mL/g"),
    ("750 mg, 500 mg/vial -> vials", up(F(750, 500)), "vial"),
    ("750 mg, 500 mg/bag -> bags", up(F(750, 500)), "bag"),
    ("750 mg, 500 mg/ampoule -> ampoules", up(F(750, 500)), "ampoule"),
    ("750 mg, 500 mg/bottle -> bottles", up(F(750, 500)), "bottle"),
    ("start=09:30, 1000 mL, 125 mL/h -> end", "17:30", "clock"),
    ("start=0930, 1000 mL, 125 mL/h -> end", "17:30", "clock"),
    ("start=9:30 am, 1000 mL, 125 mL/h -> end", "17:30", "clock"),
    ("start=9:30 pm, 1000 mL, 125 mL/h -> end", "05:30 (+1 day)", "clock"),
    ("start=2130, 1000 mL, 125 mL/h -> end", "05:30 (+1 day)", "clock"),
    ("start=09:30, end=17:30 -> h", 8, "h"),
    ("start=21:30, end=05:30 -> h", 8, "h"),
    ("bag=1000 mL, 50 mL/h, 5 h -> left", 1000 - 50 * 5, "mL"),
    ("bag=1000 mL, 50 mL/h, 5 h -> share", F(50 * 5, 1000) * 100, "%"),
    ("8 oz + 120 mL + 45 mL -> mL", 8 * 30 + 120 + 45, "mL"),
    ("1000 mL - 250 mL, 6 h -> mL/h", F(1000 - 250, 6), "mL/h"),
    ("5 mL, 20 gtt/mL -> gtt", 5 * 20, "gtt"),
    ("2 tablets/dose, bid, 2 weeks -> tablets", 2 * 2 * 14, "tablet"),
    ("0.25 kg -> g", 250, "g"),
    ("2500 g -> kg", F(2500, 1000), "kg"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min to whole", 36, "gtt/min"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min to tenths", F("35.7"), "gtt/min"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min rounded to tenths", F("35.7"), "gtt/min"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min to the nearest tenth", F("35.7"), "gtt/min"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min rounded to nearest whole", 36, "gtt/min"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min to hundredths", F("35.71"), "gtt/min"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min to 0.5", F("35.5"), "gtt/min"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min rounded up", 36, "gtt/min"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min rounded down", 35, "gtt/min"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min rounded up to 0.5", 36, "gtt/min"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min to tenths rounded down", F("35.7"), "gtt/min"),
]  # fmt: skip

MORE: list[tuple[str, Value, str]] = [
    # infusions and pumps
    ("70 kg, 0.5 mg/kg, 40 min -> mg/h", F("0.5") * 70 / 40 * 60, "mg/h"),
    ("154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h", F(154) * 5 / F("2.2") * 60 / 1000 / F(400, 250), "mL/h"),
    ("82 kg, 12 mL/h, 200 mg in 50 mL -> mcg/kg/min", F(12) * 4 / 60 * 1000 / 82, "mcg/kg/min"),
    ("70 kg, 18 units/kg/h, 25,000 units in 500 mL -> mL/h", F(70 * 18) / 50, "mL/h"),
    ("1 L, 8 h -> mL/h", F(1000, 8), "mL/h"),
    ("500 mL, 2 h 30 min -> mL/h", F(500) / F("2.5"), "mL/h"),
    ("1000 mL, 8 h, 20 gtt/mL -> gtt/min", F(1000, 480) * 20, "gtt/min"),
    ("50 mL, 30 min, 15 gtt/mL -> gtt/min", F(50, 30) * 15, "gtt/min"),
    ("1000 mL, 31 gtt/min, 15 gtt/mL -> h", F(1000 * 15, 31) / 60, "h"),
    ("12 kg, 4 mL/kg/h, 6 h -> mL", 12 * 4 * 6, "mL"),
    ("18 kg, 100 mL/kg/day -> mL/h", F(18 * 100, 24), "mL/h"),
    ("1250 mL, 100 mL/h -> h", F(1250, 100), "h"),
    # weights and doses
    ("6 lb 8 oz, 10 mg/kg -> mg", F("6.5") / F("2.2") * 10, "mg"),
    ("3 kg 200 g, 15 mg/kg -> mg", F("3.2") * 15, "mg"),
    ("weight=850 g, 4 mg/kg -> mg", F("0.85") * 4, "mg"),
    ("35 mg, 70 kg -> mg/kg", F(35, 70), "mg/kg"),
    ("25 mg, 50 mg in 2 mL -> mL", F(25, 50) * 2, "mL"),
    ("2 % w/v, 60 mg -> mL", F(60, 20), "mL"),
    ("62 kg, 1.3 mg/kg, 4 % -> mL", F(62) * F("1.3") / 40, "mL"),
    ("50 mg, bioavailability=24 % -> systemic in mg", 50 * F(24, 100), "mg"),
    ("20 mEq in 15 mL, 30 mEq -> mL", F(30, 20) * 15, "mL"),
    ("100 units/mL, 35 units -> mL", F(35, 100), "mL"),
    # how often
    ("15 kg, 40 mg/kg/day, tid -> mg/dose", F(15 * 40, 3), "mg/dose"),
    ("15 kg, 40 mg/kg/day, q6h, 125 mg in 5 mL -> mL/dose", F(15 * 40, 4) / 25, "mL/dose"),
    ("400 mg/dose, every 6 h -> g/day", F(1600, 1000), "g/day"),
    ("1.2 g/day, qid -> mg/dose", F(1200, 4), "mg/dose"),
    ("1.2 g/day, 4 times daily -> mg/dose", F(1200, 4), "mg/dose"),
    ("5 mL/dose, tid, 10 days -> mL", 5 * 3 * 10, "mL"),
    ("50 mcg/dose, every other day, 20 days -> mcg", 50 * 10, "mcg"),
    ("7.5 mg/dose, once weekly, 2.5 mg/tablet -> tablets/dose", 3, "tablet/dose"),
    ("7.5 mg/dose, once weekly, 8 weeks, 2.5 mg/tablet -> tablets", 3 * 8, "tablet"),
    ("25 mg/dose, twice weekly -> mg/week", 50, "mg/week"),
    ("10 mg/dose, hourly -> mg/day", 240, "mg/day"),
    ("600 mg/dose, q12h, 2 weeks -> amount in g", F(600 * 2 * 14, 1000), "g"),
    # counted things
    ("1.2 g, 400 mg/vial -> vials", 3, "vial"),
    ("70 kg, 5 mg/kg, 100 mg/vial -> vials", up(F(350, 100)), "vial"),
    ("150 mg/dose, q8h, 1 g/vial, 5 days -> vials", up(F(150 * 3 * 5, 1000)), "vial"),
    ("100 mcg/puff, 2 puffs/dose, bid -> mcg/day", 400, "mcg/day"),
    ("120 puffs, 2 puffs/dose, bid -> days", F(120, 4), "day"),
    ("30 tablets, 1 tablet/dose, bid -> days", 15, "day"),
    ("375 mg/dose, 250 mg/tablet -> tablets/dose", F(375, 250), "tablet/dose"),
    ("2 g/day, q6h, 500 mg/capsule -> capsules/dose", 1, "capsule/dose"),
    ("150 mL/bottle, 5 mL/dose, tid, 14 days -> bottles", up(F(5 * 3 * 14, 150)), "bottle"),
    ("1 L/bag, 125 mL/h -> bags/day", 3, "bag/day"),
    ("2 mg/patch, 3 patches -> mg", 6, "mg"),
    ("5 mL/syringe, 12 syringes -> mL", 60, "mL"),
    ("10 mg/lozenge, 6 lozenges/day -> mg/day", 60, "mg/day"),
    ("125 mg/suppository, 4 suppositories -> mg", 500, "mg"),
    # by the body's surface
    ("1.2 g/m2, 1.5 m2 -> g", F("1.2") * F("1.5"), "g"),
    ("50 mg/m2/day, 1.5 m2, 5 days -> mg", 50 * F("1.5") * 5, "mg"),
    ("40 mg/m2/dose, bid, 1.2 m2 -> mg/day", 40 * 2 * F("1.2"), "mg/day"),
    ("375 mg/m2, 1.8 m2, 10 mg/mL -> mL", 375 * F("1.8") / 10, "mL"),
    ("2 m2, 150 mg -> mg/m2", 75, "mg/m2"),
    ("150 mg, 75 mg/m2 -> m2", 2, "m2"),
    ("0.8 m2, 120 mg/m2/day, q12h -> mg/dose", F("0.8") * 120 / 2, "mg/dose"),
    ("160 cm, 64 lb -> m2", root(F(160) * 64 / F("2.2") / 3600), "m2"),
    ("90 cm, 16 kg -> m2", root(F(90 * 16, 3600)), "m2"),
    ("90 cm, 16 kg, 250 mg/m2/day, bid -> mg/dose", surface("90", "16") * 125, "mg/dose"),
    ("64 in, 132 lb, 20 mg/m2 -> mg", surface("162.56", "60") * 20, "mg"),
    ("1.8 m2, 75 mg/m2, 100 mg/vial -> vials", up(F("1.8") * 75 / 100), "vial"),
    # ranges
    ("500 mL, 4-6 h -> mL/h", (F(500, 6), F(500, 4)), "mL/h"),
    ("60-70 kg, 5-10 mg/kg -> mg", (300, 700), "mg"),
    ("4 to 6 h -> min", (240, 360), "min"),
    ("7-9 lb -> kg", (F(7) / F("2.2"), F(9) / F("2.2")), "kg"),
    ("15 kg, 20-40 mg/kg/day, tid -> mg/dose", (100, 200), "mg/dose"),
    ("15 kg, 20-40 mg/kg/day, tid, 125 mg in 5 mL -> mL/dose", (4, 8), "mL/dose"),
    ("1-2 tablets/dose, q4h, 5 days -> tablets", (30, 60), "tablet"),
    ("0.1-0.2 mcg/kg/min, 70 kg, 4 mg in 250 mL -> mL/h", (F("0.1") * 70 * 60 / 16, F("0.2") * 70 * 60 / 16), "mL/h"),
    ("10-15 mg/kg/dose, 20 kg, max=250 mg/dose -> mg/dose", (200, 250), "mg/dose"),
    ("500-750 mg, 500 mg/vial -> vials", (1, 2), "vial"),
    ("160-170 cm, 60 kg -> m2", (surface("160", "60"), surface("170", "60")), "m2"),
    ("100-200 mL, 3 h -> mL/h to tenths", (F("33.3"), F("66.7")), "mL/h"),
    ("bag=1000 mL, 50-100 mL/h, 5 h -> left", (500, 750), "mL"),
    ("start=08:00, 1000 mL, 125-150 mL/h -> end", "14:40 to 16:00", "clock"),
    # no more than a maximum
    ("50 kg, 30 mg/kg/day, max=1 g/day -> mg/day", 1000, "mg/day"),
    ("20 kg, 30 mg/kg/day, max=1 g/day -> mg/day", 600, "mg/day"),
    ("90 kg, 18 units/kg/h, max=1,500 units/h -> units/h", 1500, "units/h"),
    ("80 kg, 2 mg/kg, max=100 mg, 20 mg/mL -> mL", F(100, 20), "mL"),
    ("1.9 m2, 1.4 mg/m2, max=2 mg -> mg", 2, "mg"),
    ("20 kg, 40 mg/kg/day, max=200 mg/dose, tid -> mg/day", 600, "mg/day"),
    ("20 kg, 40 mg/kg/dose, max=500 mg/dose, q8h -> mg/day", 1500, "mg/day"),
    ("20 kg, 150 mg/kg/day, max=2 g/day, q8h -> mg/dose", F(2000, 3), "mg/dose"),
    # dilution, reconstitution, ratios
    ("stock=20 %, 5 %, 500 mL -> drawn", F(5 * 500, 20), "mL"),
    ("stock=20 %, 5 %, 500 mL -> diluent", 500 - F(5 * 500, 20), "mL"),
    ("stock=1 g in 10 mL, 5 mg/mL, 100 mL -> drawn", F(500, 100), "mL"),
    ("stock=50 mg/mL, 100 mg, 50 mL -> diluent", 50 - F(100, 50), "mL"),
    ("1 g, displacement=0.8 mL, 50 mg/mL -> diluent", F(1000, 50) - F("0.8"), "mL"),
    ("500 mg, diluent=4.6 mL, displacement=0.4 mL -> mg/mL", F(500, 5), "mg/mL"),
    ("500 mg, diluent=4.6 mL, 100 mg/mL -> displacement", F("0.4"), "mL"),
    ("1:10,000, 1 mg -> mL", 10, "mL"),
    ("1:1000, 0.5 mL -> mg", F("0.5"), "mg"),
    ("1:200,000, 20 mL -> mcg", F(20, 200_000) * 1_000_000, "mcg"),
    ("1:250 -> mg/mL", 4, "mg/mL"),
    ("0.1 % -> ratio", 1000, "mL/g"),
    ("5 mg/mL -> ratio", 200, "mL/g"),
    # two parts of one whole
    ("bag=500 mL, left=300 mL, 4 h -> mL/h", F(500 - 300, 4), "mL/h"),
    ("bag=500 mL, left=125 mL -> share", 75, "%"),
    ("bag=1 L, share=40 %, 4 h -> mL/h", 100, "mL/h"),
    ("bag=1 L, share=40 % -> left", 600, "mL"),
    ("bolus=80 units/kg, 70 kg, 18 units/kg/h, 4 h -> total", 80 * 70 + 18 * 70 * 4, "units"),
    ("bolus=100 mg, 20 mg/h, 4 h -> total", 180, "mg"),
    ("total=180 mg, bolus=100 mg, 4 h -> mg/h", 20, "mg/h"),
    ("4 oz + 6 oz + 120 mL -> mL", 420, "mL"),
    ("1 L - 250 mL - 100 mL, 5 h -> mL/h", F(650, 5), "mL/h"),
    ("10 mg + 20 mg, 5 mg/tablet -> tablets", 6, "tablet"),
    ("1 tbsp + 2 tsp -> mL", 25, "mL"),
    # the household
    ("2 tsp/dose, tid, 7 days -> mL", 2 * 5 * 21, "mL"),
    ("2 tbsp -> tsp", 6, "tsp"),
    ("8 oz -> mL", 240, "mL"),
    ("15 mL -> tbsp", 1, "tbsp"),
    # times of day
    ("start=22:15, 500 mL, 75 mL/h -> end", "04:55 (+1 day)", "clock"),
    ("start=0715, 1 L, 80 mL/h -> end", "19:45", "clock"),
    ("start=7:15 pm, 250 mL, 4 h -> end", "23:15", "clock"),
    ("start=10 am, 6 h -> end", "16:00", "clock"),
    ("start=12 am, 90 min -> end", "01:30", "clock"),
    ("start=12 pm, 90 min -> end", "13:30", "clock"),
    ("start=09:30, 60 h -> end", "21:30 (+2 days)", "clock"),
    ("end=06:00, 1000 mL, 125 mL/h -> start", "22:00 (−1 day)", "clock"),
    ("end=06:00, 30 h -> start", "00:00 (−1 day)", "clock"),
    ("end=06:00, 60 h -> start", "18:00 (−3 days)", "clock"),
    ("start=23:30, end=05:45, 750 mL -> mL/h", F(750) / F("6.25"), "mL/h"),
    ("start=09:00, end=17:20 -> min", 500, "min"),
    ("start=09:00, 1000 mL, 130 mL/h -> end", "16:42", "clock"),
    # plain conversions
    ("250 mcg -> mg", F(1, 4), "mg"),
    ("90 min -> h", F(3, 2), "h"),
    ("36 h -> days", F(3, 2), "day"),
    ("2 weeks -> days", 14, "day"),
    ("5 ft 4 in -> cm", 64 * F("2.54"), "cm"),
    ("170 cm -> in", 170 / F("2.54"), "in"),
    ("5 lb -> g", 5 / F("2.2") * 1000, "g"),
    # rounding as it is asked
    ("70 kg, 0.33 mg/kg -> mg rounded up to 0.5", F("23.5"), "mg"),
    ("70 kg, 0.33 mg/kg -> mg to 5", 25, "mg"),
    ("740 mg, 500 mg/tablet -> tablets to 0.5", F("1.5"), "tablet"),
    ("170 cm, 70 kg -> m2 to hundredths", F("1.82"), "m2"),
    ("5 mL, 2 h -> mL/h to 1", 3, "mL/h"),
]  # fmt: skip
EVERY = TABLE + MORE
NEARLY = F(1, 10**12)


def printed(line: str) -> str:
    """Return the answer as it is printed, without the sign that it is rounded."""
    return str(solve(line).answer).replace("≈ ", "")


@pytest.mark.parametrize(("line", "value", "unit"), EVERY)
def test_every_kind_of_problem_has_the_value_that_it_has_by_hand(
    line: str, value: Value, unit: str
) -> None:
    answer = solve(line).answer
    assert answer is not None
    assert answer.unit.text == unit
    if isinstance(value, str):
        assert str(answer) == value
        return
    low, high = value if isinstance(value, tuple) else (value, value)
    exact = "m2" not in line and "cm" not in line
    for found, right in ((answer.low, low), (answer.high, high)):
        assert found == right if exact else abs(found / right - 1) < NEARLY
    assert (answer.upper is None) is not isinstance(value, tuple)


def test_the_problems_are_many() -> None:
    assert len(MORE) >= 100
    assert len({line for line, *_ in EVERY}) == len(EVERY)


@pytest.mark.parametrize("line", [line for line, *_ in EVERY])
def test_what_is_printed_is_right_when_it_is_given_back(line: str) -> None:
    verdict = check(f"{line} = {printed(line)}")
    assert verdict.verdict == "correct", verdict.message


@pytest.mark.parametrize("line", [line for line, *_ in EVERY])
def test_a_problem_that_is_written_is_read_as_the_same_problem(line: str) -> None:
    problem = parse(line)
    again = parse(str(problem))
    assert again == problem
    assert str(again) == str(problem)


@pytest.mark.parametrize("line", [line for line, *_ in EVERY])
def test_the_order_of_the_figures_never_matters(line: str) -> None:
    figures, asked = line.split(" -> ")
    for order in permutations(re.split(r",\s+", figures)):
        turned = solve(f"{', '.join(order)} -> {asked}").answer
        assert str(turned) == str(solve(line).answer)


@pytest.mark.parametrize("line", [line for line, *_ in EVERY])
def test_the_printed_working_is_right_when_it_is_given_back(line: str) -> None:
    solution = solve(line)
    lines = [each.replace("≈ ", "= ") for each in solution.working]
    steps = [each.rpartition("= ")[2] for each in lines]
    verdict = check(" = ".join((line, *steps)))
    assert verdict.steps
    assert [
        (each.source, each.message)
        for each in verdict.steps
        if each.verdict != "correct"
    ] == []


CHAINS = [
    "1000 mL, 7 h, 15 gtt/mL -> gtt/min to whole = 143 mL/h = 35.75 gtt/min = 36",
    "start=09:00, 1000 mL, 130 mL/h -> end = 7.69 h = 461 min = 16:42",
    "start=09:00, 1000 mL, 130 mL/h -> end = 7 h 42 min = 16:42",
    "start=09:00, 6.25 h -> end = 6.25 h = 3:15 pm",
    "start=09:00, 1000 mL, 125 mL/h = 5 pm",
    "20 kg, 40 mg/kg/day, max=200 mg/dose, tid -> mg/day = 800 mg/day = 600 mg/day",
    "bag=1000 mL, 50 mL/h, 5 h -> share = 250 mL = 0.25 = 25 %",
]


@pytest.mark.parametrize("line", CHAINS)
def test_a_chain_that_is_worked_on_paper_is_right(line: str) -> None:
    assert [each.message for each in check(line).steps if each.message != "right"] == []


@pytest.mark.parametrize("line", [line for line, *_ in EVERY])
def test_all_that_follows_is_right_when_it_is_given_back(line: str) -> None:
    figures = line.partition(" -> ")[0]
    try:
        results = solve(figures).results
    except KetacalcError:
        return  # a conversion, from which nothing follows
    for result in results:
        asked = f"{figures} -> {result.name} in {result.unit.text}"
        given_back = str(result).replace("≈ ", "")
        assert check(f"{asked} = {given_back}").verdict == "correct"
        assert str(solve(str(parse(asked))).answer) == str(result)
        if result.upper is None:
            assert check(f"{figures} = {given_back}").verdict == "correct"


WRONG_CHAINS = [
    # what is a line on the way is no answer
    "20 kg, 40 mg/kg/dose, max=500 mg/dose -> mg/dose = 800 mg/dose",
    "1000 mL, 7 h, 15 gtt/mL -> gtt/min to whole = 35.71",
    "750 mg, 500 mg/vial -> vials = 1.5",
    "8 oz + 120 mL + 45 mL -> mL = 360 mL",
    "start=09:00, 1000 mL, 130 mL/h -> end = 461 min",
    "start=09:00, 1000 mL, 130 mL/h -> end = 7 h = 16:42",
]


@pytest.mark.parametrize("line", WRONG_CHAINS)
def test_a_line_of_the_working_is_no_answer(line: str) -> None:
    assert not check(line).passes


@pytest.mark.parametrize("tolerance", ["1%", "5%", "50%"])
def test_a_time_of_day_is_no_share_of_a_day(tolerance: str) -> None:
    line = "start=09:00, 1000 mL, 130 mL/h -> end"
    assert check(f"{line} = 16:42", tolerance).passes
    assert not check(f"{line} = 16:50", tolerance).passes
    assert not check(f"{line} = 04:42", tolerance).passes


CONTRADICTIONS = [
    "bag=1000 mL, 250 mL, left=700 mL -> share",
    "bag=1000 mL, left=1200 mL -> mL",
    "bag=1000 mL, left=1000 mL -> mL",
    "bag=100 mL, 50 mL/h, 5 h -> left",
    "bag=1000 mL, 250 mL, share=30 % -> left",
    "start=09:00, 8 h, end=18:00 -> min",
    "start=21:00, 8 h, end=06:00 -> min",
    "start=09:00, 1000 mL, 125 mL/h, end=18:00 -> h",
    "170 cm, 70 kg, 1.9 m2, 75 mg/m2 -> mg",
    "170 cm, 70 kg, 1.7 m2, 75 mg/m2 -> mg",
    "170 cm, 70 kg, 1.83 m2, 75 mg/m2 -> mg",
    "170 cm, 70 kg, 1.817 m2, 75 mg/m2 -> mg",
    "stock=50 mg/mL, 2 mg/mL, 50 mL, drawn=3 mL -> diluent",
    "stock=2 mg/mL, 50 mg/mL, 50 mL -> diluent",
    "drawn=2 mL, diluent=40 mL, 50 mL, stock=50 mg/mL -> mg/mL",
    "500 mg, displacement=5.4 mL, 100 mg/mL -> diluent",
    "total=180 mg, bolus=200 mg, 4 h -> mg/h",
    "total=180 mg, bolus=100 mg, 20 mg/h, 5 h -> mg",
    "500 mg/dose, tid, bid -> mg/day",
]


@pytest.mark.parametrize("line", CONTRADICTIONS)
def test_figures_that_do_not_add_up_contradict(line: str) -> None:
    with pytest.raises(Contradiction):
        solve(line)


AGREEING = [
    ("bag=1000 mL, 250 mL, left=750 mL -> share", "25 %"),
    ("start=09:00, 8 h, end=17:00 -> min", "480 min"),
    ("start=22:00, 8 h, end=06:00 -> min", "480 min"),
    ("start=09:00, 30 h, end=15:00 (+1 day) -> min", "1,800 min"),
    ("170 cm, 70 kg, 1.8181 m2, 75 mg/m2 -> mg", "136.3575 mg"),
    ("170 cm, 70 kg, 1.82 m2, 75 mg/m2 -> mg", "136.5 mg"),
    ("stock=50 mg/mL, 2 mg/mL, 50 mL, drawn=2 mL -> diluent", "48 mL"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "answer"), AGREEING)
def test_figures_that_add_up_may_all_be_given(line: str, answer: str) -> None:
    assert str(solve(line).answer) == answer


REFUSED = [
    # a line, and a piece of what is said
    ("2 tablets/dose, bid, 1 month -> tablets", "how many days"),
    ("30 mg/month -> mg/day", "how many days"),
    ("500 mg/dose, qd -> mg/day", "daily"),
    ("500 mg/dose, QOD -> mg/day", "every other day"),
    ("22 lb, 15-10 mg/kg/day -> mg/day", "10 to 15 mg/kg/day"),
    ("10 mg - 15 mg -> mg", "10 to 15 mg"),
    ("250 mL - 1000 mL, 6 h -> mL/h", "1000 mL"),
    ("8 oz + 120 mg -> mL", "do not add up"),
    ("start=25:00, 8 h -> end", "23:59"),
    ("start=930, 8 h -> end", "09:30"),
    ("start=13 pm, 8 h -> end", "1 to 12"),
    ("70 kg, 0.33 mg/kg -> mg to wholes", "tenths"),
    ("1.5 h, 9 mL -> mL/h to 0", "0"),
]


@pytest.mark.parametrize(("line", "said"), REFUSED)
def test_what_may_be_meant_otherwise_is_refused(line: str, said: str) -> None:
    with pytest.raises(KetacalcError, match=re.escape(said)):
        solve(line)


# ------------------------------------------------------------ properties

PARTS = st.integers(1, 9_999).map(lambda tenths: F(tenths, 10))


def decimal(value: Fraction) -> str:
    """Write tenths as a decimal."""
    whole, rest = divmod(value.numerator * 10 // value.denominator, 10)
    return f"{whole}.{rest}" if rest else f"{whole}"


@given(st.lists(st.tuples(PARTS, st.booleans()), min_size=2, max_size=8))
def test_a_sum_is_the_sum_of_its_parts(parts: list[tuple[Fraction, bool]]) -> None:
    (first, _), *others = parts
    line, total, least = f"{decimal(first)} mL", first, first
    for value, adds in others:
        line += f" {'+' if adds else '-'} {decimal(value)} mL"
        total += value if adds else -value
        least = min(least, total)
    if least <= 0:
        with pytest.raises(Unreadable):
            solve(f"{line} -> mL")
        return
    answer = solve(f"{line} -> mL").answer
    assert answer is not None
    assert answer.value == total
    assert parse(str(parse(f"{line} -> mL"))) == parse(f"{line} -> mL")
    assert check(f"{line} -> mL = {printed(f'{line} -> mL')}").passes


@given(PARTS, PARTS, st.sampled_from(("oz", "mL", "L", "tbsp", "tsp")), PARTS)
def test_a_sum_goes_over_units(
    one: Fraction, other: Fraction, of: str, hours: Fraction
) -> None:
    sizes = {"oz": 30, "mL": 1, "L": 1000, "tbsp": 15, "tsp": 5}
    line = f"{decimal(one)} {of} + {decimal(other)} mL, {decimal(hours)} h -> mL/h"
    answer = solve(line).answer
    assert answer is not None
    assert answer.value == (one * sizes[of] + other) / hours


WEIGHTS = st.integers(10, 6_000).map(lambda tenths: F(tenths, 10))
THREE = st.lists(WEIGHTS, min_size=3, max_size=3, unique=True).map(sorted)
RANGED = [
    "{} mg/kg, 7 kg -> mg",
    "{} mL, 7 h -> mL/h",
    "700 mL, {} h -> mL/h",
    "bag=2000 mL, {} mL -> left",
    "bag=2000 mL, {} mL -> share",
    "160 cm, weight={} kg, 75 mg/m2 -> mg",
    "{} mg/kg/dose, 7 kg, max=500 mg/dose, tid -> mg/day",
    "{} mg, 30 mg/vial -> vials",
    "{} mL, 3 h -> mL/h to tenths",
    "start=09:00, {} min -> end",
]


@pytest.mark.parametrize("form", RANGED)
@given(THREE)
def test_what_lies_between_the_ends_lies_between_the_results(
    form: str, three: list[Fraction]
) -> None:
    low, inside, high = three
    span = solve(form.format(f"{decimal(low)} to {decimal(high)}")).answer
    one = solve(form.format(decimal(inside))).answer
    first, last = (solve(form.format(decimal(end))).answer for end in (low, high))
    assert span
    assert one
    assert first
    assert last
    assert span.low <= one.value <= span.high
    assert {span.low, span.high} == {first.value, last.value}


@given(PARTS, WEIGHTS, PARTS)
def test_no_dose_is_above_its_maximum(
    dose: Fraction, weight: Fraction, limit: Fraction
) -> None:
    figures = f"{decimal(dose)} mg/kg/dose, {decimal(weight)} kg"
    line = f"{figures}, max={decimal(limit)} mg/dose -> mg/dose"
    answer = solve(line).answer
    assert answer is not None
    assert answer.value == min(dose * weight, limit)
    assert check(f"{line} = {printed(line)}").passes


WAYS = {"": "to {}", "up": "rounded up to {}", "down": "rounded down to {}"}
STEPS = {"whole": F(1), "tenths": F(1, 10), "hundredths": F(1, 100)}
STEPS |= {"0.5": F(1, 2), "0.25": F(1, 4), "5": F(5)}


@given(
    st.integers(1, 99_999),
    st.integers(1, 99),
    st.sampled_from(sorted(STEPS)),
    st.sampled_from(sorted(WAYS)),
)
def test_a_rounded_answer_is_the_nearest_step(
    volume: int, hours: int, step: str, way: str
) -> None:
    exact, size = F(volume, hours), STEPS[step]
    assume(exact >= size)  # nothing is no answer
    line = f"{volume} mL, {hours} h -> mL/h {WAYS[way].format(step)}"
    answer = solve(line).answer
    assert answer is not None
    off = answer.value - exact
    assert (answer.value / size).denominator == 1
    if way == "up":
        assert 0 <= off < size
    elif way == "down":
        assert -size < off <= 0
    else:
        assert -size / 2 < off <= size / 2
    assert check(f"{line} = {printed(line)}").verdict == "correct"


MINUTES = st.integers(0, 1439)


def clock(minutes: int) -> str:
    """Write a time of day."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


@given(MINUTES, st.integers(1, 20_000))
def test_an_end_is_its_start_and_so_many_minutes(start: int, minutes: int) -> None:
    line = f"start={clock(start)}, {minutes} min -> end"
    days, rest = divmod(start + minutes, 1440)
    day = f" (+{days} day{'s' * (days > 1)})" if days else ""
    assert printed(line) == f"{clock(rest)}{day}"
    assert check(f"{line} = {clock(rest)}").passes
    assert check(f"{line} = {printed(line)}").passes
    back = f"end={clock(rest)}, {minutes} min -> start"
    assert printed(back).startswith(clock(start))
    assert check(f"{back} = {printed(back)}").passes


@given(MINUTES, MINUTES)
def test_between_two_times_lies_less_than_a_day(start: int, end: int) -> None:
    assume(start != end)
    answer = solve(f"start={clock(start)}, end={clock(end)} -> min").answer
    assert answer is not None
    assert answer.value == (end - start) % 1440


def spellings(minutes: int) -> Iterator[str]:
    """Yield the ways in which a time of day may be written."""
    hour, minute = divmod(minutes, 60)
    half, twelve = "ap"[hour >= 12], (hour + 11) % 12 + 1
    yield f"{hour:02}{minute:02}"
    yield f"{hour:02}:{minute:02}"
    yield f"{twelve}:{minute:02} {half}m"
    yield f"{twelve}:{minute:02}{half}.m."
    yield f"{twelve}:{minute:02} {half.upper()}M"
    if not minute:
        yield f"{twelve} {half}m"


@given(MINUTES)
def test_a_time_of_day_is_read_however_it_is_written(minutes: int) -> None:
    for text in spellings(minutes):
        assert printed(f"start={text}, 24 h -> end") == f"{clock(minutes)} (+1 day)"


NOT_MEANT = [
    # an order or a maximum of another kind than what is worked
    ("22 lb, 10-15 mg/kg/dose, order=175 mg -> mg/dose", "order=175 mg/dose"),
    ("20 kg, 40 mg/kg/dose, max=500 mg -> mg/dose", "measured in mg"),
    ("5 in 10 mL, 3 mg -> mL", "write 5 mg in 10 mL"),
    ("35 mg, 40 m -> mg/h", "m is metres, a height; write 40 min for minutes"),
    ("5 mg/dose, qod -> mg/day", "write every other day"),
    ("5 mg/dose, q7h -> mg/day", "does not come round in a day"),
    ("bag=500 mL, 1,000 mL -> left", "but the volume is 1,000 mL"),
    ("250 mL - 1000 mL, 6 h -> mL/h", "write 250 to 1,000 mL"),
]


@pytest.mark.parametrize(("line", "said"), NOT_MEANT)
def test_what_cannot_be_meant_is_refused(line: str, said: str) -> None:
    with pytest.raises(KetacalcError) as error:
        solve(line)
    assert said in str(error.value)


OFTEN = [
    ("q6-8h", "1,500 to 2,000 mg/day"),
    ("every 6 to 8 hours", "1,500 to 2,000 mg/day"),
    ("2-3 times a day", "1,000 to 1,500 mg/day"),
]


@pytest.mark.parametrize(("often", "value"), OFTEN)
def test_how_often_may_be_a_range(often: str, value: str) -> None:
    assert str(solve(f"500 mg/dose, {often} -> mg/day").answer) == value


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("500 to 750", "correct"), ("250-500", "correct"), ("250 to 501", "wrong_value")],
)
def test_a_range_without_a_question_is_of_whatever_follows_in_its_unit(
    answer: str, verdict: str
) -> None:
    line = f"bag=1000 mL, 50-100 mL/h, 5 h = {answer} mL"
    assert check(line).verdict == verdict


def test_a_range_whose_upper_end_stands_first_is_asked_for_again() -> None:
    verdict = check("22 lb, 10-15 mg/kg -> mg = 150-100 mg")
    assert verdict.verdict == "unreadable"
    assert verdict.message.endswith("write 100 to 150 mg")


def test_a_slip_is_named_in_an_answer_that_was_not_rounded_either() -> None:
    verdict = check("154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h to whole = 28.875")
    assert [each.id for each in verdict.diagnoses] == ["pounds-kilograms"]
