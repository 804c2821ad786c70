"""Verdicts: what is right, what is not, and what is said of it."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacalc import check
from ketacalc.errors import Unreadable
from ketacalc.marking.check import read_tolerance
from ketacalc.marking.hints import next_operation

VECTORS = Path(__file__).parent / "vectors"
PROBLEMS = json.loads((VECTORS / "problems.json").read_text("utf-8"))
ANSWERS = json.loads((VECTORS / "answers.json").read_text("utf-8"))


EXACT_POUNDS = [
    # 1 lb is 0.45359237 kg, and 1/2.2046 kg counts as that, but nothing else does
    ("154 lb -> kg = 69.8539", "correct"),
    ("154 lb -> kg = 69.8525", "wrong_value"),
    ("54 lb, 2.31 mg/lb -> mg = 124.74", "correct"),
    ("54 lb, 2.31 mg/lb -> mg = 124.741", "wrong_value"),
]


@pytest.mark.parametrize(("line", "verdict"), EXACT_POUNDS)
def test_a_pound_in_four_decimals_counts_as_exact(line: str, verdict: str) -> None:
    assert check(line).verdict == verdict


def test_a_tolerance_is_a_share() -> None:
    for wrong in (Fraction(2), Fraction(-1), "100%", "5"):
        with pytest.raises(Unreadable):
            check("70 kg, 0.5 mg/kg -> mg = 35", tolerance=wrong)


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem["id"])
def test_a_published_key_is_judged_as_it_was_recomputed(
    problem: dict[str, object],
) -> None:
    verdict = check(f"{problem['line']} = {problem['published']}")
    assert verdict.passes is problem["right"]
    assert verdict.expected is not None
    assert float(verdict.expected) == pytest.approx(problem["exact"], rel=1e-14)


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case["answer"])
def test_a_spelling_of_an_answer(case: dict[str, object]) -> None:
    verdict = check(f"{case['line']} = {case['answer']}")
    assert (verdict.verdict, list(verdict.style)) == (case["verdict"], case["style"])


JUDGED = [
    # line, verdict, message
    ("70 kg, 0.5 mg/kg, 40 min -> mg/h = 52.5", "correct", "right"),
    ("70 kg, 0.5 mg/kg -> mg = 35 mg", "correct", "right"),
    ("1000 mL, 8 h, 15 gtt/mL -> gtt/min = 31", "correct", "right"),
    ("1500 mL, 24 h -> mL/h = 62", "correct", "right"),
    ("1500 mL, 24 h -> mL/h = 63", "correct", "right"),
    ("1500 mL, 24 h -> mL/h = 62.50", "correct", "right"),
    ("1500 mL, 24 h -> mL/h = 62.4", "wrong_value", "62.4 is not right"),
    ("10 lb, 5 mg/kg, 25 mg/tablet -> tablet = 1", "coarse", "right once rounded, but coarse: it costs 10 %"),
    ("10 lb, 5 mg/kg, 15 mg/tablet -> tablet = 2", "wrong_value", "2 is not right: rounded so far, the answer is 32 % off"),
    ("70 kg, 0.5 mg/kg, 40 min, 2 mg/mL -> mL/h = 52.5 mg/h", "wrong_unit", "52.5 mg/h is an infusion rate; a pump rate in mL/h is asked"),
    ("70 kg, 0.5 mg/kg = 5 mL", "wrong_unit", "5 mL is a volume, which does not follow from the figures"),
    ("70 kg, 0.5 mg/kg = 5 gtt/kg", "wrong_unit", "5 gtt/kg is no quantity of a dose problem, which does not follow from the figures"),
    ("70 kg, 0.5 mg/kg -> mg = 35 units", "wrong_unit", "35 units: nothing turns mg into units"),
    ("70 kg, 0.5 mg/kg = 35", "no_unit", 'cannot read "35": the unit is missing'),
    ("70 kg, 0.5 mg/kg -> amount = 35", "no_unit", 'cannot read "35": the unit is missing'),
    ("70 kg, 0.5 mg/kg -> amount in mg = 35", "correct", "right"),
    ("70 kg, 0.5 mg/kg -> mg = 35 mgz", "unreadable", 'cannot read "35 mgz": it is not a unit known here'),
    ("70,5 kg, 0.5 mg/kg -> mg = 35", "unreadable", 'cannot read "70,5 kg": a comma is not a decimal point; write 70.5 kg'),
    ("70 kg, 0.5 mg/kg -> mL = 35", "unsolvable", "for mL I still need the concentration"),
    ("7000 kg, 0.5 mg/kg -> mg = 35", "unsolvable", "weight 7,000 kg is outside 0.3 to 650 kg; check it"),
    ("70 kg, 0.5 mg/kg, 36 mg -> mg/kg = 1", "contradiction", "dose × weight is 35 mg, but 36 mg is given"),
    ("30 mg/day, 2 doses/day -> mg = 15 mg", "correct", "right"),
    ("250 mg/dose, 6 doses/day -> g/day = 1.5 g", "correct", "right"),
    ("850 g, weight=850 g -> weight in g = 850", "correct", "right"),
    ("70 kg, 0.5 mg/kg", "solved", ""),
]  # fmt: skip


@pytest.mark.parametrize(("line", "verdict", "message"), JUDGED)
def test_a_line_gets_one_verdict(line: str, verdict: str, message: str) -> None:
    found = check(line)
    assert (found.verdict, found.message) == (verdict, message)
    assert found.usable is (
        verdict not in {"unsolvable", "contradiction"} and not line.startswith("70,5")
    )


def test_a_line_without_an_answer_is_solved() -> None:
    solved = check("70 kg, 0.5 mg/kg, 40 min -> mg/h")
    assert (solved.verdict, solved.expected, solved.results) == (
        "solved",
        Fraction(105, 2),
        None,
    )
    everything = check("70 kg, 0.5 mg/kg, 40 min").results
    assert everything is not None
    assert {result.name for result in everything} == {"amount", "rate", "dose_rate"}


POUNDS = [
    # answer, verdict, the pound that fitted
    ("38.18", "correct", "2.2"),
    ("38.1818", "correct", "2.2"),
    ("38.102", "correct", "exact"),
    ("38.1018", "correct", "exact"),
    ("38.1022", "correct", "exact"),  # with 2.2046
    ("38.15", "wrong_value", "2.2"),
    ("84", "wrong_value", "2.2"),
]


@pytest.mark.parametrize(("answer", "verdict", "pounds"), POUNDS)
def test_a_line_is_judged_under_both_pounds(
    answer: str, verdict: str, pounds: str
) -> None:
    found = check(f"168 lb, 0.5 mg/kg -> mg = {answer}")
    assert (found.verdict, found.pounds) == (verdict, pounds)


def test_the_two_pounds_are_never_mixed_in_a_line() -> None:
    assert check("168 lb, 0.5 mg/kg = 76.36 kg = 38.18 mg").pounds == "2.2"
    assert check("168 lb, 0.5 mg/kg = 76.204 kg = 38.102 mg").pounds == "exact"
    assert not check("168 lb, 0.5 mg/kg = 76.36 kg = 38.102 mg").passes
    assert check("70 kg, 0.5 mg/kg = 35 mg").pounds is None


def test_a_slip_is_carried_though_a_shorter_way_passes_it_by() -> None:
    line = "70 kg, 0.5 mg/kg, 40 min = 30 mg = 0.75 mg/min = 10.71 mcg/kg/min"
    assert [step.carried for step in check(line).steps] == [False, True, True]
    rounded = (
        "70 kg, 0.5 mg/kg, 40 min = 31 mg = 0.78 mg/min = 46.8 mg/h"  # 46.5 unrounded
    )
    assert [step.carried for step in check(rounded).steps] == [False, True, True]
    unrounded = "70 kg, 0.5 mg/kg, 40 min = 31 mg = 0.78 mg/min = 46.5 mg/h"
    assert [step.carried for step in check(unrounded).steps] == [False, True, True]


def test_a_hint_goes_on_from_a_right_intermediate_result() -> None:
    verdict = check("70 kg, 0.5 mg/kg, 40 min -> mg/h = 35 mg")
    assert verdict.verdict == "wrong_unit"
    assert next_operation(verdict) == 1


def test_an_early_slip_is_carried_forward() -> None:
    verdict = check(
        "70 kg, 0.5 mg/kg, 40 min, 2 mg/mL = 30 mg = 0.75 mg/min = 22.5 mL/h"
    )
    assert verdict.verdict == "wrong_value"
    assert [(s.verdict, s.carried) for s in verdict.steps] == [
        ("wrong_value", False),
        ("correct", True),
        ("correct", True),
    ]
    assert verdict.message == "30 mg is not right"
    assert (verdict.expected, verdict.answer) == (Fraction(105, 4), Fraction(45, 2))


def test_a_right_step_after_a_wrong_one_needs_no_carrying() -> None:
    verdict = check("70 kg, 0.5 mg/kg, 40 min = 30 mg = 0.875 mg/min")
    assert [(s.verdict, s.carried) for s in verdict.steps] == [
        ("wrong_value", False),
        ("correct", False),
    ]


def test_the_first_wrong_step_is_explained() -> None:
    verdict = check("70 kg, 0.5 mg/kg, 40 min = 35 mg = 0.875 mg/h = 14 mg")
    assert [step.verdict for step in verdict.steps] == [
        "correct",
        "wrong_value",
        "wrong_value",
    ]
    assert [each.id for each in verdict.diagnoses] == ["minutes-hours"]


TOLERANCES = [
    ("1%", "35.3", True),
    ("1 %", "35.3", True),
    ("0.5%", "35.3", False),
    ("1%", "36", False),
]


@pytest.mark.parametrize(("tolerance", "answer", "right"), TOLERANCES)
def test_a_tolerance_widens_what_is_right(
    tolerance: str, answer: str, right: bool
) -> None:
    assert check(f"70 kg, 0.5 mg/kg -> mg = {answer}", tolerance).passes is right


@pytest.mark.parametrize("text", ["1", "0%", "100%", "-1%", "0,5%", "%", "9**9%"])
def test_a_tolerance_is_a_per_cent(text: str) -> None:
    with pytest.raises(Unreadable, match=r"^tolerance: .*; write 1%"):
        read_tolerance(text)


HINTS = [
    ("70 kg, 0.5 mg/kg, 40 min -> mg/h", 0),
    ("70 kg, 0.5 mg/kg, 40 min -> mg/h = 35 mg = 5", 1),
    ("70 kg, 0.5 mg/kg, 40 min -> mg/h = 35 mg = 0.875 mg/min = 5", 2),
    ("70 kg, 0.5 mg/kg, 40 min -> mg/h = 52.5", None),
    ("70 kg -> mL", None),
]


@pytest.mark.parametrize(("line", "index"), HINTS)
def test_a_hint_is_the_line_after_what_is_right(line: str, index: int | None) -> None:
    assert next_operation(check(line)) == index


@given(
    st.fractions(min_value=Fraction(1, 100), max_value=10**5, max_denominator=997),
    st.integers(0, 4),
)
def test_the_exact_value_rounded_either_way_is_right_or_coarse(
    weight: Fraction, places: int
) -> None:
    kilograms = round(weight % 600 + 1, 3)
    expected = check(f"{float(kilograms)} kg, 0.37 mg/kg -> mg").expected
    assert expected is not None
    answer = f"{float(round(expected, places)):.{places}f}"
    if places == 3:  # 3.900 may be thousands, and is refused
        answer = answer.rstrip("0").rstrip(".")
    if float(answer):
        verdict = check(f"{float(kilograms)} kg, 0.37 mg/kg -> mg = {answer}")
        off = abs(Fraction(answer) / expected - 1)
        assert verdict.passes is (off <= Fraction(1, 10))


SAID = [
    # line, and what is said of it
    ("70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875 mg/min", "it is in mg/min; mg/h is asked"),
    ("7 mL, 5 mg/mL -> mg = 35", "right"),
    ("36 mg, 5 mg/mL -> mL = 7.20", "right"),
    ("3 mg, 8 mg/mL -> mL = 0.375", "right"),
    ("35 mg -> mg = 7", "7 is not right: 35 mg is given"),
    ("40 kg, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h = 7,500", "7,500 is not right (or is 7.5 meant?)"),
    ("70 kg, 0.5 mg/kg, 10 mg/h -> h = 3 h 30 min", "right"),
    ("20 kg, 30 mg/kg/day, 3 doses/day, 50 mg/mL -> mg = 0.2 g", "right"),
    ("2 h 30 min, 100 mL -> mL/h = 2 h = 50 mL/h", "50 mL/h is not right"),
    ("154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h = 13,126", "13,126 is not right"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "message"), SAID)
def test_what_is_to_be_noted_is_said(line: str, message: str) -> None:
    assert check(line).message.partition(": the")[0] == message


DEVICES = [
    # line, whether it has more digits than the device gives
    ("36 mg, 5 mg/mL -> mL = 7.2", False),
    ("36 mg, 5 mg/mL -> mL = 7.20", True),
    ("3 mg, 8 mg/mL -> mL = 0.38", False),
    ("3 mg, 8 mg/mL -> mL = 0.375", True),
    ("105 mL, 2 h -> mL/h = 52.5", False),
    ("105 mL, 2 h -> mL/h = 52.50", True),
    ("60 mL/h, 15 gtt/mL -> gtt/min = 15", False),
    ("60 mL/h, 15 gtt/mL -> gtt/min = 15.0", True),
    ("70 kg, 0.5 mg/kg, 40 min, 1 mg/mL, 20 gtt/mL -> gtt/min = 17.5", True),
    ("70 kg, 0.5 mg/kg, 40 min, 1 mg/mL, 20 gtt/mL -> gtt/min = 18", False),
]


@pytest.mark.parametrize(("line", "beyond"), DEVICES)
def test_more_digits_than_a_device_gives_are_noted(line: str, beyond: bool) -> None:
    verdict = check(line)
    assert verdict.passes
    assert ([each.id for each in verdict.diagnoses] == ["not-measurable"]) is beyond


def test_a_decimal_comma_is_told_beside_the_slip() -> None:
    line = "154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h = 13,125"
    verdict = check(line)
    assert verdict.message.startswith("13,125 is not right (or is 13.125 meant?): ")
    assert verdict.diagnoses[0].id == "thousandfold"


STEPS = [
    # the steps as they were typed, and what is said of the line
    ("12 mg, bioavailability=64 % -> systemic in mg = 64 % = 7.68", "correct"),
    ("40 mcg, bioavailability=50 % -> systemic in mg = 20 mcg = 0.02 mg", "correct"),
    ("40 mcg, bioavailability=50 % -> systemic in mg = 40 mcg = 0.02 mg", "correct"),
    ("40 mcg, bioavailability=50 % -> systemic in mg = 30 mcg = 0.02 mg", "wrong_value"),
    ("90 mg, 2 h 30 min -> mg/h = 120 min = 150 min = 36", "correct"),
    ("90 mg, 2 h 30 min -> mg/h = 140 min = 36", "wrong_value"),
    ("90 mg, 2 h 30 min -> min = 120 min", "wrong_value"),
    # a part is not carried on, and is a part of a sum only
    ("2 h 30 min, 100 mL, 20 gtt/mL -> gtt/min = 30 min = 200 mL/h = 67 gtt/min", "wrong_value"),
    ("70 kg, 0.5 mg/kg, 2 h 30 min, 2 mg/mL -> mL/h = 30 min = 70 mg/h = 7 mL/h", "wrong_value"),
    ("70 kg, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h = 2 mg/mL = 13.1 mL/h", "wrong_value"),
    ("0.5 kg, 10 mg/kg -> mg = 1 kg = 5 mg", "wrong_value"),
    # of one dose, or of all
    ("600 mg in all, 2 days, 3 doses/day -> mg/dose = 600 mg = 300 mg/day = 100 mg/dose", "correct"),
    ("100 mg/dose, 5 mg/mL, 3 doses/day, 7 days -> volume in mL = 300 mg/day = 2100 mg = 420 mL", "correct"),
    ("600 mg in all, bioavailability=50 %, 3 doses/day, 2 days -> systemic = 600 mg = 300 mg", "correct"),
    # a share
    ("200 mg, bioavailability=64 % -> systemic = 0.36 = 72 mg", "wrong_value"),
    ("100 mg, bioavailability=64 % -> systemic = 0.6 = 64 mg", "coarse"),
    ("70 kg, 2 mg/kg, bioavailability=64 %, 10 mg/mL -> systemic = 0.64 = 89.6 mg", "correct"),
    # a calculation on the way is judged by what it comes to
    ("154 lb, 0.5 mg/kg -> mg = 154 lb ÷ 2.2 lb/kg = 70 kg = 35 mg", "correct"),
    ("154 lb, 0.5 mg/kg -> mg = 154/2.2 = 70 kg = 0.5 × 70 = 35", "correct"),
    ("154 lb, 0.5 mg/kg -> mg = 154/2.2 = 72 kg = 36", "wrong_value"),
    ("70 kg, 0.5 mg/kg -> mg = 0.5 × 70", "unreadable"),
    ("70 kg, 0.5 mg/kg, 40 min -> mg/h = (70 x 0.5)/40 x 60 = 52.5", "correct"),
    ("70 kg, 0.5 mg/kg, 40 min -> mg/h = rate = 52.5", "correct"),
    ("70 kg, 5 mcg/kg/min -> mg/min = 350 µg/min ÷ 1,000 = 0.35", "correct"),
    ("70 kg, 5 mg/kg -> mg = 5 mg kg^-1 × 70 kg = 350 mg", "correct"),
    ("2 h 30 min, 35 mg -> mg/h = 2 h 30 min × 60 = 14", "correct"),
    # what goes on from an accepted rounding is right on the way, and judged at the end
    ("154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h = 69.9 kg = 349.5 mcg/min = 13.1", "correct"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min = 143 mL/h = 36", "correct"),
    ("1000 mL, 7 h, 15 gtt/mL -> gtt/min = 143 mL/h = 35.75", "wrong_value"),
    # one dose is asked where all that is given is of one dose
    ("20 kg, 15 mg/kg/dose, 120 mg in 5 mL -> mL = 12.5", "correct"),
    ("250 mg/dose, 125 mg/tablet -> tablet = 2", "correct"),
    ("500 mg/dose, 6 doses -> mg = 3000", "correct"),
    # hours and minutes
    ("144 mL, 40 mL/h -> min = 3 h 36 min", "correct"),
    ("144 mL, 40 mL/h -> h = 3 h 36 min", "correct"),
    ("144 mL, 40 mL/h -> h = 3 h 60 min", "unreadable"),
    ("70 kg, 0.5 mg/kg, 10.1 mg/h -> min = 3 h 28 min", "correct"),
    ("70 kg, 0.5 mg/kg, 10.1 mg/h -> min = 3 h 28.0 min", "wrong_value"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "verdict"), STEPS)
def test_steps_are_read_as_they_are_worked(line: str, verdict: str) -> None:
    assert check(line).verdict == verdict


def test_a_right_number_in_another_unit_is_blamed_on_no_slip() -> None:
    for unit in ("mL", "mg/h", "gtt/h", "mL/kg/h"):
        line = "154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h"
        verdict = check(f"{line} = 13.1 {unit}")
        assert (verdict.verdict, verdict.diagnoses) == ("wrong_unit", ())


READ = [
    # line, verdict, which pound fitted
    ("5 mg/%, 10 mg/mL -> mg = 1", "unreadable", None),
    ("120 mL = 400 mg/%", "unreadable", None),
    ("20 mL, 4 h -> mg/%/h = 1", "unreadable", None),
    (", = 5 mg", "unreadable", None),
    ("70 kg, amount, = 35 mg", "unreadable", None),
    ("weight, =70 kg, 0.5 mg/kg", "unreadable", None),
    ("35 mg, bioavailability=20 % w/v -> systemic = 7 mg", "unreadable", None),
    ("70 kg, 0.5 mg/kg, systemic=7 mg -> bioavailability = 20 % w/v", "wrong_unit", None),
    ("70 kg, 0.5 mg/kg, 1%w/v -> mL = 3.5", "correct", None),
    ("154 exact_lb, 0.5 mg/kg -> mg = 34.93", "unreadable", None),
    ("850 weight_g, 5 mg/kg = 4.25 mg", "unreadable", None),
    # a name that is a unit of that quantity too is read as the unit
    ("500 mg, 250 mg/tablet -> tablets = 2", "correct", None),
    ("500 mg/dose, 250 mg/tablet -> tablets per dose = 2", "correct", None),
    ("500 mg/dose, 250 mg/tablet, 3 doses/day, 2 days -> tablet/dose = 2", "correct", None),
    ("500 mg/dose, 3,000 mg -> doses = 6", "correct", None),
    # the exact pound is tried wherever a pound stands, in figures and in answers
    ("7 lb 4 ounces, 5 mg/kg -> mg = 16.443", "correct", "exact"),
    ("weight=116 ounces, 5 mg/kg -> mg = 16.443", "correct", "exact"),
    ("350 mg, 5 mg/kg = 154.3 lb", "correct", "exact"),
    ("70 kg, 350 mg -> mg/kg = 2.268 mg/lb", "correct", "exact"),
    ("70 kg, 0.5 mg/kg = 154.324 lb = 35 mg", "correct", "exact"),
    ("70 kg, 0.5 mg/kg -> kg = 154 lb", "wrong_unit", "2.2"),
    ("100 lb, 45.359237 kg, 1 mg/kg -> mg = 45.36", "correct", "exact"),
    ("1431 lb, 1 mg/kg -> mg = 700", "wrong_value", "exact"),
    ("10 lb, 1 mg/kg, 4.5359237 mg, 1 mg/mL -> mL = 7", "wrong_value", "exact"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "verdict", "pounds"), READ)
def test_a_line_is_read_as_it_is_written(
    line: str, verdict: str, pounds: str | None
) -> None:
    found = check(line)
    assert (found.verdict, found.pounds) == (verdict, pounds), found.message


def test_an_answer_of_a_cell_is_read_as_one_of_a_line() -> None:
    assert check("70 kg, 35 mg -> mg/kg", answer="0.5 mg\u00a0per\u00a0kg").passes


def test_what_a_rounding_costs_never_reads_as_the_limit() -> None:
    five = check("70 kg, 1 mg/kg, 16.62 mg/mL -> mL = 4")
    assert five.message == "right once rounded, but coarse: it costs 5.1 %"


FRAGMENTS = (
    *"70 kg|0.5 mg/kg|40 min|1 mg/mL|400 mg in 250 mL|154 lb|7 lb 4 oz|1 %".split("|"),
    *"1 h 30 min|20 gtt/mL|bioavailability=20 %|850 g|5 units|2 tablets".split("|"),
    *"mg/% %/h mg/mg kg^-1 (kg*h) w/v mL/dose exact_lb dose doses weight tablets".split(),
    *"0.5 1,000 0,5 05 . / × - -> = # _ ( in per".split(),
    *(", ", "; ", ",", " ", " = ", " -> ", "\u00a0", "\x00", "½"),
)


@settings(max_examples=500)
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=9).map("".join))
def test_no_line_of_fragments_makes_the_checker_stumble(line: str) -> None:
    verdict = check(line)
    assert verdict.message.isprintable()
    assert check(line) == verdict


@given(st.text(max_size=80), st.text(max_size=40))
def test_no_text_makes_the_checker_stumble(line: str, answer: str) -> None:
    for text in (
        line,
        f"70 kg, 0.5 mg/kg -> mg = {answer}",
        f"70 kg, {line} = {answer}",
    ):
        assert check(text).message.isprintable()
    assert check("70 kg, 0.5 mg/kg", answer=answer).message.isprintable()
