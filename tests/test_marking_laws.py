"""Laws of marking that a small change in the rules would break without a sound."""

import json
from fractions import Fraction

import pytest
from conftest import Run

from ketacalc import KetacalcError, check, solve

DRIP = "1000 mL, 7 h, 15 gtt/mL -> gtt/min"  # 142.857 mL/h, 2142.857 gtt/h, 35.71
PUMP = "154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h"  # 21 mg/h, 1.6 mg/mL, 13.125
RATE = "70 kg, 0.5 mg/kg, 40 min -> mg/h"  # 35 mg, 0.875 mg/min, 52.5

ROUNDED_ON = [
    # a step that goes on from 143 mL/h, and whether it does
    ("2145 gtt/h", True),  # 143 × 15
    ("2143 gtt/h", True),  # and the exact one is right as well
    ("2144 gtt/h", False),
    ("2150 gtt/h", False),  # near enough to both, and neither
    ("2045 gtt/h", False),
    ("900 gtt/h", False),
]


@pytest.mark.parametrize(("step", "right"), ROUNDED_ON)
def test_a_step_goes_on_from_what_was_rounded_only_to_its_last_digit(
    step: str, right: bool
) -> None:
    verdict = check(f"{DRIP} = 143 mL/h = {step} = 36")
    assert verdict.steps[0].verdict == verdict.steps[2].verdict == "correct"
    assert (verdict.steps[1].verdict == "correct") is right
    assert verdict.verdict == ("correct" if right else "wrong_value")


FENCE = [
    # how much is infused in 60 min, its mg/min as it was written for mg/h, and whether
    # the missing × 60 is told: where the rounding of the slip's number costs under 5 %
    ("63 mg", "1.05", True),
    ("63 mg", "1.1", True),  # 4.8 %
    ("63 mg", "1.0", True),  # 4.8 %
    ("57.15 mg", "1.0", True),  # 4.99 %
    ("57 mg", "1.0", False),  # 5.3 %
    ("5.7 mg", "0.10", False),
    # and where a number of one digit is within a hundredth
    ("59.9 mg", "1", True),
    ("63 mg", "1", False),
    ("57 mg", "1", False),
    ("52.5 mg", "0.9", False),
    ("105 mg", "2", False),
    ("1,750 mg", "30", False),
]


@pytest.mark.parametrize(("amount", "answer", "told"), FENCE)
def test_no_slip_is_told_where_rounding_its_number_costs_more(
    amount: str, answer: str, told: bool
) -> None:
    verdict = check(f"{amount}, 60 min -> mg/h = {answer}")
    assert verdict.verdict == "wrong_value"
    assert ("minutes-hours" in [each.id for each in verdict.diagnoses]) is told


CONVERTED = [
    # an answer in another unit than the one asked, and what it is in that
    (f"{RATE} = 875 mcg/min", "52.5"),
    (f"{RATE} = 0.875 mg/min", "52.5"),
    (f"{RATE} = 800 mcg/min", "48"),
    (f"{RATE} = 35 mg = 800 mcg/min", "48"),
    (f"{RATE} = 1.26 g/day", "52.5"),
    ("70 kg, 0.5 mg/kg -> g = 35 mg", "0.035"),
    ("90 mg, 30 mg/h -> h = 180 min", "3"),
    ("144 mL, 40 mL/h -> h = 3 h 36 min", "3.6"),
    ("20 kg, 30 mg/kg/day, 3 doses/day -> per_dose in mg/dose = 0.2 g/dose", "200"),
]


@pytest.mark.parametrize(("line", "answer"), CONVERTED)
def test_an_answer_is_recorded_in_the_unit_that_is_asked(
    line: str, answer: str, run: Run
) -> None:
    verdict = check(line)
    problem = check(line.partition(" = ")[0])
    assert verdict.unit is not None
    assert verdict.answer == Fraction(answer)
    assert str(verdict.unit) == str(verdict.answer_unit) == str(problem.unit)
    _, record = run("check", line, "--format", "jsonl").out.splitlines()
    assert json.loads(record)["answer"] == float(answer)
    assert json.loads(record)["answer_unit"] == str(verdict.unit)


def test_another_quantity_is_recorded_in_its_own_unit() -> None:
    verdict = check(f"{RATE} = 36 g")
    assert verdict.verdict == "wrong_unit"
    assert f"{verdict.answer} {verdict.answer_unit}" == "36 g"


BARE = [
    # a chain with a bare number in it, and the verdict of that step
    ("12 mg, bioavailability=64 % -> systemic in mg = 0.64 = 7.68", "correct"),
    ("12 mg, bioavailability=64 % -> systemic in mg = 0.6 = 7.68", "coarse"),
    ("12 mg, bioavailability=64 % -> systemic in mg = 0.36 = 7.68", "wrong_value"),
    ("12 mg, systemic=7.68 mg -> bioavailability in % = 0.64 = 64", "correct"),
    ("12 mg, bioavailability=64 % -> systemic in mg = 64 = 7.68", "no_unit"),
    ("12 mg, 2 mL -> mg/mL = 0.5 = 6", "no_unit"),
    (f"{RATE} = 0.875 = 52.5", "no_unit"),
    (f"{RATE} = 0.5 = 52.5", "no_unit"),
    ("1 %, 5 mL -> mg = 0.01 = 50", "no_unit"),
]


@pytest.mark.parametrize(("line", "verdict"), BARE)
def test_a_bare_number_on_the_way_is_a_share_only_where_there_is_one(
    line: str, verdict: str
) -> None:
    found = check(line)
    assert found.steps[0].verdict == verdict
    assert ("has no unit" in found.message) is (verdict == "no_unit")


GRAMS = [
    # a ratio is drug in a bag or a tablet, whatever is given per kg beside it
    ("5 g in 500 mL, 2 mg/kg -> mL/kg", "0.2"),
    ("5 g/500 mL, 2 mg/kg -> mL/kg", "0.2"),
    ("1 g in 10 mL, 500 mg, 5 mg/kg -> mL", "5"),
    ("2 g in 4 tablets, 5 mg/kg, 1,000 mg -> tablet", "2"),
    ("5 g in 500 mL, 2 mg/kg/h, 70 kg -> mL/h", "14"),
]


@pytest.mark.parametrize(("line", "value"), GRAMS)
def test_the_gram_of_a_ratio_is_no_gram_of_the_body(line: str, value: str) -> None:
    answer = solve(line).answer
    assert answer is not None
    assert answer.value == Fraction(value)


def test_a_gram_beside_a_figure_per_kg_may_be_one() -> None:
    for line in ("5 g, 2 mg/kg", "5 g, 500 mL, 2 mg/kg -> mL/kg"):
        with pytest.raises(KetacalcError, match="weight=5 g"):
            solve(line)


PAIR = "pounds-kilograms+minutes-hours"
DIGITS = [
    # mg/kg of 150 lb in 40 min, mg/h without ÷ 2.2 and × 60, and what is told: two
    # slips only of three digits, of which the zeros behind a whole number are none
    ("0.832 mg/kg", "3.12", PAIR),
    ("0.8 mg/kg", "3.00", PAIR),
    ("0.8 mg/kg", "3.0", ""),
    ("0.8 mg/kg", "3", ""),
    ("0.1333 mg/kg", "0.500", PAIR),
    ("0.1333 mg/kg", "0.50", ""),
    ("80 mg/kg", "300.0", PAIR),
    ("80 mg/kg", "300", ""),
    ("800 mg/kg", "3,000", ""),
    ("800 mg/kg", "3,000.0", PAIR),
    ("83.2 mg/kg", "312", PAIR),
    ("832 mg/kg", "3,120", PAIR),
    ("82.7 mg/kg", "310", ""),
]


@pytest.mark.parametrize(("dose", "answer", "told"), DIGITS)
def test_a_zero_counts_as_a_digit_behind_a_point_only(
    dose: str, answer: str, told: str
) -> None:
    verdict = check(f"150 lb, {dose}, 40 min -> mg/h = {answer}")
    assert verdict.verdict == "wrong_value"
    assert [each.id for each in verdict.diagnoses] == ([told] if told else [])


SINGLE = [
    # numbers that one slip explains, and two together would as well
    (PUMP, "0.350", "concentration-left-out"),
    (PUMP, "0.2188", "minutes-hours"),
    (PUMP, "28.88", "pounds-kilograms"),
    (RATE, "0.875", "minutes-hours"),
    (RATE, "0.750", "weight-left-out"),
]


@pytest.mark.parametrize(("line", "answer", "slip"), SINGLE)
def test_two_slips_are_never_told_beside_one(line: str, answer: str, slip: str) -> None:
    ids = [each.id for each in check(f"{line} = {answer}").diagnoses]
    assert ids[0] == slip
    assert not [each for each in ids if "+" in each]


FOREIGN = [
    # a number that is off by a factor of which nothing in the problem speaks
    ("70 kg, 0.5 mg/kg -> mg", 60, "minutes-hours"),
    ("49 kg, 0.6 mg/kg, 2 mg/mL -> mL", 60, "minutes-hours"),
    ("154 lb, 0.5 mg/kg -> mg", 60, "minutes-hours"),
    ("35 mg, 40 min -> mg/h", 24, "hours-days"),
    ("1000 mL, 8 h -> mL/h", 1000, "thousandfold"),
    ("1000 mL, 8 h -> mL/h", 24, "hours-days"),
]


@pytest.mark.parametrize(("line", "factor", "slip"), FOREIGN)
def test_no_conversion_is_blamed_that_the_problem_does_not_call_for(
    line: str, factor: int, slip: str
) -> None:
    expected = check(line).expected
    assert expected is not None
    for off in (expected * factor, expected / factor):
        verdict = check(f"{line} = {float(off):.5f}")
        assert verdict.verdict == "wrong_value"
        assert slip not in [each.id for each in verdict.diagnoses]


SWAPPED = [
    # an answer with two digits of 13.125 in another order, and whether they are
    # neighbours
    ("31.125", True),
    ("11.325", True),  # over the point
    ("13.215", True),
    ("13.152", True),
    ("15.123", False),
    ("23.115", False),
    ("13.521", False),
    ("12.135", False),
    ("11.523", False),  # three digits have moved
    ("31.215", False),  # two pairs of them
]


@pytest.mark.parametrize(("answer", "neighbours"), SWAPPED)
def test_only_neighbours_are_told_to_be_swapped(answer: str, neighbours: bool) -> None:
    verdict = check(f"{PUMP} = {answer}")
    assert verdict.verdict == "wrong_value"
    ids = [each.id for each in verdict.diagnoses]
    assert ids == (["digits-swapped"] if neighbours else [])
