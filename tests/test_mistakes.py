"""Every slip's number is worked out by hand here, and named by the checker."""

import pytest

from ketacalc import check, solve
from ketacalc.mistakes import slips

INFUSION = "80 kg, 0.3 mg/kg, 50 min -> mg/h"  # 24 mg, 0.48 mg/min, 28.8 mg/h
PUMP = "154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h"  # 21 mg/h, 1.6 mg/mL, 13.125
DRIP = "1000 mL, 7 h, 15 gtt/mL -> gtt/min"  # 142.857 mL/h, 35.71
BOLUS = "62 kg, 1.3 mg/kg, 4 % -> mL"  # 80.6 mg, 40 mg/mL, 2.015
ORAL = "23 kg, 35 mg/kg/day, 3 doses/day, 160 mg in 5 mL -> mL"  # 268.33 mg, 8.385

SLIPS = [
    # line, the wrong number, the slip named first
    (INFUSION, "0.48", "minutes-hours"),
    (INFUSION, "1,728", "minutes-hours"),
    (INFUSION, "48", "decimal-hours"),  # 24 mg in 0.50 h
    ("80 kg, 0.3 mg/kg, 90 min -> mg/h", "18.46", "decimal-hours"),  # in 1.30 h
    ("80 kg, 0.3 mg/kg, 1 h 30 min -> mg/h", "18.46", "decimal-hours"),
    (INFUSION, "28,800", "thousandfold"),
    (INFUSION, "63.36", "pounds-kilograms"),
    (INFUSION, "13.09", "pounds-kilograms"),
    (INFUSION, "0.36", "weight-left-out"),
    (INFUSION, "2304", "weight-twice"),
    (INFUSION, "0.0045", "weight-wrong-way"),
    (INFUSION, "24", "duration-left-out"),
    (INFUSION, "125", "upside-down-rate"),  # 50 ÷ 24 × 60
    (INFUSION, "288", "tenfold"),
    (INFUSION, "0.288", "tenfold"),
    (INFUSION, "82.8", "digits-swapped"),
    (PUMP, "28.875", "pounds-kilograms"),
    (PUMP, "63.525", "pounds-kilograms"),
    (PUMP, "13,125", "thousandfold"),
    (PUMP, "21", "concentration-left-out"),
    (PUMP, "33.6", "concentration-wrong-way"),
    (PUMP, "0.0525", "vial-as-per-ml"),
    (PUMP, "0.1875", "weight-left-out"),
    (PUMP, "350", "concentration-left-out"),
    (DRIP, "2143", "minutes-hours"),
    (DRIP, "2.38", "drop-factor-left-out"),
    (DRIP, "0.159", "drop-factor-wrong-way"),
    (DRIP, "47.6", "wrong-drop-factor"),  # with 20 gtt/mL
    (BOLUS, "20.15", "percent-as-mg-per-ml"),
    (BOLUS, "80.6", "concentration-left-out"),
    (BOLUS, "0.0325", "weight-left-out"),
    (BOLUS, "0.496", "upside-down-volume"),
    (ORAL, "25.16", "frequency-left-out"),
    (ORAL, "2.795", "frequency-twice"),
    ("50 mg, bioavailability=24 % -> systemic in mg", "50", "bioavailability-left-out"),
    (
        "50 mg, bioavailability=24 % -> systemic in mg",
        "208",
        "bioavailability-wrong-way",
    ),
    ("23 kg, 132 mL/kg/day -> mL/h", "3,036", "hours-days"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min", "35.75", "rounded-early"),  # from 143 mL/h
    ("80 kg, 12 mL/h, 2 mg/mL -> mcg/kg/min", "400", "weight-left-out"),
]


@pytest.mark.parametrize(("line", "number", "slip"), SLIPS)
def test_the_slip_behind_a_number_is_named_first(
    line: str, number: str, slip: str
) -> None:
    verdict = check(f"{line} = {number}")
    assert verdict.verdict == "wrong_value"
    assert verdict.diagnoses[0].id == slip, [each.id for each in verdict.diagnoses]
    assert verdict.diagnoses[0].message


SENTENCES = [
    (INFUSION, "0.48", "the × 60 min/h step is missing: 0.48 is mg/min, not mg/h"),
    (PUMP, "28.875", "the ÷ 2.2 lb/kg step is missing: 154 is lb, not kg"),
    (PUMP, "21", "the ÷ 1.6 mg/mL step is missing: the concentration is left out"),
    (PUMP, "0.0525", "400 mg in 250 mL was read as 400 mg/mL"),
    (
        PUMP,
        "33.6",
        "it was multiplied by the concentration, 1.6 mg/mL, where it should be divided",
    ),
    (INFUSION, "48", "minutes are not hundredths of an hour: 0.5 h was used"),
    (DRIP, "47.6", "20 gtt/mL is another set's drop factor"),
    (BOLUS, "20.15", "the × 10 mg/mL per % step is missing: 4 is %, not mg/mL"),
    (INFUSION, "288", "the decimal point stands one place off"),
]


@pytest.mark.parametrize(("line", "number", "sentence"), SENTENCES)
def test_a_slip_is_told_as_a_teacher_would(
    line: str, number: str, sentence: str
) -> None:
    assert check(f"{line} = {number}").diagnoses[0].message == sentence


def test_the_line_of_the_slip_is_marked() -> None:
    verdict = check(f"{INFUSION} = 0.48")
    assert verdict.solution is not None
    index = verdict.diagnoses[0].line
    assert index is not None
    assert verdict.solution.working[index] == "0.48 mg/min × 60 min/h = 28.8 mg/h"


UNITS = [
    ("70 kg, 0.5 mg/kg, 40 min, 2 mg/mL -> mL/h = 52.5 mg/h", "concentration-left-out"),
    ("70 kg, 0.5 mg/kg, 40 min, 2 mg/mL -> mL/h = 35 mg", "stopped-at-amount"),
    (
        "70 kg, 0.5 mg/kg, 40 min, 2 mg/mL, 20 gtt/mL -> gtt/min = 26.25 mL/h",
        "drop-factor-left-out",
    ),
]


@pytest.mark.parametrize(("line", "slip"), UNITS)
def test_another_quantity_is_an_intermediate_result(line: str, slip: str) -> None:
    verdict = check(line)
    assert (verdict.verdict, [each.id for each in verdict.diagnoses]) == (
        "wrong_unit",
        [slip],
    )


def test_every_tie_is_listed() -> None:
    verdict = check("60 kg, 0.5 mg/kg, 60 min -> mg/min = 0.00833")
    assert {"minutes-hours", "weight-left-out"} <= {
        each.id for each in verdict.diagnoses
    }


@pytest.mark.parametrize("number", ["17.3", "91.7", "3.77", "5.01", "611"])
def test_nothing_is_said_where_nothing_fits(number: str) -> None:
    verdict = check(f"{INFUSION} = {number}")
    assert (verdict.verdict, verdict.diagnoses) == ("wrong_value", ())


def test_two_slips_are_told_only_where_no_single_one_fits() -> None:
    verdict = check(f"{PUMP} = 0.35")  # 21 mg/h without × 60, given as mL
    assert [each.id for each in verdict.diagnoses] == ["concentration-left-out"]
    both = check("154 lb, 0.5 mg/kg, 40 min -> mg/h = 1.925")  # 154 × 0.5 ÷ 40
    assert [each.id for each in both.diagnoses] == ["pounds-kilograms+minutes-hours"]


@pytest.mark.parametrize("line", [INFUSION, PUMP, DRIP, BOLUS, ORAL])
def test_no_slip_gives_the_right_answer(line: str) -> None:
    solution = solve(line)
    found = slips(solution)
    assert len(found) > 10
    assert all(slip.value != solution.results[0].value for slip in found)
    assert all(slip.value > 0 and slip.message for slip in found)
