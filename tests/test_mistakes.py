"""Every slip's number is worked out by hand here, and named by the checker."""

import pytest

from ketacalc import check, solve
from ketacalc.marking.mistakes.search import slips

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
    # an operand is left out together with the conversion that only it calls for
    ("500 mL, 40 min -> mL/h", "500", "duration-left-out"),
    ("500 mL, 8 h -> mL/min", "500", "duration-left-out"),
    ("7 mL, 5000 mcg/mL -> mg", "7", "concentration-left-out"),
    # two parts of one whole
    ("bag=1000 mL, 50 mL/h, 5 h -> left in mL", "1250", "added-for-subtracted"),
    ("bag=1000 mL, 50 mL/h, 5 h -> left in mL", "250", "bag-left-out"),
    ("1000 mL - 250 mL, 6 h -> mL/h", "208", "added-for-subtracted"),
    ("1000 mL - 250 mL, 6 h -> mL/h", "167", "volume-left-out"),  # 1000 ÷ 6
    ("1000 mL - 250 mL, 6 h -> mL/h", "41.7", "volume-left-out"),  # 250 ÷ 6
    ("8 oz + 120 mL + 45 mL -> mL", "285", "volume-left-out"),
    ("8 oz + 120 mL + 45 mL -> mL", "315", "subtracted-for-added"),
    ("8 oz + 120 mL + 45 mL -> mL", "173", "spoons-millilitres"),
    ("stock=50 mg/mL, 2 mg/mL, 75 mL -> diluent in mL", "78", "added-for-subtracted"),
    (
        "stock=50 mg/mL, 2 mg/mL, 75 mL -> drawn in mL",
        "1875",
        "order-and-stock-swapped",
    ),
    (
        "500 mg, displacement=0.4 mL, 100 mg/mL -> diluent in mL",
        "5.4",
        "added-for-subtracted",
    ),
    (
        "500 mg, displacement=0.4 mL, 100 mg/mL -> diluent in mL",
        "5.0",
        "displacement-left-out",
    ),
    ("bolus=100 mg, 20 mg/h, 4 h -> total in mg", "80", "bolus-left-out"),
    # the body's surface: √(170 × 70 ÷ 3600) = 1.818 m2
    ("170 cm, 70 kg, 75 mg/m2 -> mg", "248", "root-left-out"),
    ("67 in, 70 kg, 75 mg/m2 -> mg", "85.6", "inches-centimetres"),
    ("1.7 m, 70 kg -> m2", "0.182", "metres-centimetres"),
    ("5 ft 4 in -> cm", "22.9", "feet-inches"),  # 9 in
    ("5 ft 4 in -> cm", "164.6", "parts-as-decimals"),  # 5.4 ft
    ("6 lb 8 oz, 10 mg/kg -> mg", "30.9", "parts-as-decimals"),  # 6.8 lb
    # the household
    ("2 tablets/dose, bid, 2 weeks -> tablets", "8", "days-weeks"),
    ("2 tsp/dose, bid, 7 days -> volume in mL", "420", "teaspoon-tablespoon"),
    ("2 tbsp/dose, bid, 7 days -> volume in mL", "140", "teaspoon-tablespoon"),
    ("2 tsp/dose, bid, 7 days -> volume in mL", "28", "spoons-millilitres"),
    # how often
    ("500 mg/dose, q8h -> mg/day", "4000", "interval-as-frequency"),
    ("15 kg, 40 mg/kg/day, q6h -> mg/dose", "100", "interval-as-frequency"),
    # the order and what is on hand
    ("400 mg, 250 mg in 5 mL -> mL", "3.125", "order-and-stock-swapped"),
    ("20 kg, 40 mg/kg/dose, max=500 mg/dose -> mg/dose", "800", "maximum-left-out"),
    # rounding that is asked: 35.71 gtt/min, and 1.2 vials a dose
    (f"{DRIP} to whole", "35.7", "not-rounded"),
    (f"{DRIP} rounded down", "36", "rounded-wrong-way"),
    (f"{DRIP} to whole", "35", "rounded-wrong-way"),
    (f"{DRIP} to whole", "360", "tenfold"),
    ("750 mg, 500 mg/vial -> vials", "1", "rounded-wrong-way"),
    ("600 mg/dose, bid, 5 days, 500 mg/vial -> vials", "20", "each-dose-rounded"),
    ("1.2 g/dose, bid, 5 days, 500 mg/vial -> vials", "30", "each-dose-rounded"),
    ("600 mg/dose, 10 doses, 500 mg/vial -> vials", "20", "each-dose-rounded"),
    ("6 mL/dose, bid, 5 days, 5 mL/vial -> vials", "20", "each-dose-rounded"),
    # times of day
    ("start=21:30, end=05:30 -> h", "16", "times-swapped"),
    ("start=09:00, end=16:41 -> h", "7.41", "decimal-hours"),
    ("start=09:00, end=16:30, 600 mL -> mL/h", "82.2", "decimal-hours"),  # in 7.3 h
    ("start=09:00, 1000 mL, 130 mL/h -> end", "17:09", "decimal-hours"),  # 7 h 69 min
    ("start=22:30, 8 h -> end", "14:30", "subtracted-for-added"),
    ("end=06:00, 8 h -> start", "14:00", "added-for-subtracted"),
    # a range
    ("22 lb, 10-15 mg/kg/day -> mg/day", "100", "one-end-only"),
    ("22 lb, 10-15 mg/kg/day -> mg/day", "150", "one-end-only"),
    ("22 lb, 10-15 mg/kg/day -> mg/day", "220 to 330 mg/day", "pounds-kilograms"),
    # every quantity may be used twice
    ("2 mg/min, 40 min -> mg", "160", "rate-twice"),
    ("35 mg, bioavailability=20 % -> systemic in mg", "1.4", "bioavailability-twice"),
    ("7 mL, 5 mg/mL -> mg", "175", "concentration-twice"),
    ("7 mL, 5 mg/mL -> mg", "245", "volume-twice"),
    ("49 kg, 0.6 mg/kg, 25 min -> mg/h", "42.336", "dose-twice"),
    # hours and minutes, in the question and in the answer
    ("150 mL, 100 mL/h -> h", "1.3", "decimal-hours"),
    # the class works mg/h first, and only then divides by the weight
    ("70 kg, 60 mL/h, 400 mg in 100 mL -> mcg/kg/min", "240", "weight-left-out"),
    ("70 kg, 0.5 mg/kg, 40 min, 4 mg/mL -> mL/h", "35", "stopped-at-amount"),
    ("70 kg, 5 mcg/kg/min, 4 mg/mL -> mL/h", "5.28", "rounded-early"),
    ("65 kg, 5 mcg/kg/min, 2 mg/mL -> mL/h", "9.6", "rounded-early"),  # 0.16 mL/min
    ("1000 mL, 8 h, 15 gtt/mL -> gtt/min", "13", "digits-swapped"),  # 31 drops
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
    (DRIP, "47.6", "20 gtt/mL is another set's drop factor; here it is 15"),
    (BOLUS, "20.15", "the × 10 mg/mL per % step is missing: 4 is %, not mg/mL"),
    (INFUSION, "288", "the decimal point stands one place off"),
    (INFUSION, "82.8", "two digits are swapped: 28.8, not 82.8"),
    (
        "1 h 30 min, 90 mg -> mg/h",
        "69.23",
        "minutes are not hundredths of an hour: 1.3 h was used",
    ),
    (
        "154 lb, 0.5 mg/kg, 40 min -> mg/h",
        "1.925",
        "two slips at once: the ÷ 2.2 lb/kg step is missing, and the × 60 min/h step is missing",
    ),
]


@pytest.mark.parametrize(("line", "number", "sentence"), SENTENCES)
def test_a_slip_is_told_as_a_teacher_would(
    line: str, number: str, sentence: str
) -> None:
    assert check(f"{line} = {number}").diagnoses[0].message == sentence


def test_the_line_of_the_slip_is_marked() -> None:
    verdict = check(f"{INFUSION} = 0.48")
    assert verdict.solution is not None
    index = verdict.diagnoses[0].operation
    assert index is not None
    assert verdict.solution.working[index] == "0.48 mg/min × 60 min/h = 28.8 mg/h"


LINES = [
    # line, the wrong number, the line of the working that is marked
    (INFUSION, "48", "24 mg ÷ 50 min = 0.48 mg/min"),  # 50 min as 0.50 h
    (DRIP, "47.6", "142.9 mL/h × 15 gtt/mL ≈ 2,143 gtt/h"),
    ("70 kg, 0.5 mg/kg, 40 min, 4 mg/mL -> mL/h", "35", "35 mg ÷ 40 min = 0.875 mg/min"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "number", "marked"), LINES)
def test_the_first_line_that_went_wrong_is_marked(
    line: str, number: str, marked: str
) -> None:
    verdict = check(f"{line} = {number}")
    assert verdict.solution is not None
    assert verdict.diagnoses[0].operation is not None
    assert verdict.solution.working[verdict.diagnoses[0].operation] == marked


CHAINS = [
    # a chain, the slip of its last step, and the sentence
    ("154 lb, 0.5 mg/kg, 40 min -> mg/h = 69.85 kg = 35 mg = 52.5", "rounded-early", "35 mg was rounded before the last step"),
    ("70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.67 h = 52.2", "rounded-early", "0.67 h was rounded before the last step"),
    ("70 kg, 0.5 mg/kg, 40 min, 5 mg/mL -> mL/h = 7 mL", "stopped-at-volume", "the volume, 7 mL, is not the answer yet"),
    (f"{PUMP} = 21 mg/h", "concentration-left-out", "the concentration is left out: 21 mg/h is the infusion rate"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "slip", "sentence"), CHAINS)
def test_a_chain_is_explained_from_what_the_learner_wrote(
    line: str, slip: str, sentence: str
) -> None:
    found = check(line).steps[-1].diagnoses[0]
    assert (found.id, found.message) == (slip, sentence)


def test_a_slip_on_from_an_earlier_one_is_told() -> None:
    steps = check("70 kg, 0.5 mg/kg, 40 min -> mg/h = 350 mg = 8.75").steps
    assert [each.id for each in steps[0].diagnoses] == ["tenfold"]
    assert [each.id for each in steps[1].diagnoses] == ["minutes-hours"]


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


def test_few_digits_are_not_explained_by_what_fits_by_chance() -> None:
    assert check("70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.5").diagnoses == ()
    assert check("70 kg, 0.5 mg/kg, 40 min -> mg/h = 5").diagnoses == ()
    assert check("50.4 kg, 1 mg/kg, 10 mg/mL -> mL = 50.00").diagnoses == ()
    assert check("70 kg, 0.5 mg/kg -> mg = 70").diagnoses[0].id == "dose-left-out"
    assert check("35 mg, 40 min -> mg/h = 53").passes
    assert check("154 lb, 0.5 mg/kg, 40 min -> mg/h = 1.9").diagnoses == ()
    ids = [each.id for each in check("35 mg, 40 min -> mg/h = 35").diagnoses]
    assert ids == ["duration-left-out"]


@pytest.mark.parametrize("line", [INFUSION, PUMP, DRIP, BOLUS, ORAL])
def test_no_slip_gives_the_right_answer(line: str) -> None:
    solution = solve(line)
    found = slips(solution)
    assert len(found) > 10
    assert all(slip.value != solution.results[0].value for slip in found)
    assert all(slip.value > 0 and slip.message for slip in found)
