"""Solving: the working, the laws that it obeys, and what is refused."""

import random
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ketacalc import Solution, parse, solve
from ketacalc.errors import Contradiction, OutOfRange, Unsolvable
from ketacalc.language.figures import Figure
from ketacalc.language.notation import problem
from ketacalc.language.problem import Given
from ketacalc.language.relations import ASKED_ONLY, NAMED_ONLY, QUANTITIES, RELATIONS
from ketacalc.language.units import TIMES
from ketacalc.solving.solution import needed

WORKED = [
    # line, pounds, the working, the answer
    (
        "70 kg, 0.5 mg/kg, 40 min -> mg/h",
        "2.2",
        [
            "0.5 mg/kg × 70 kg = 35 mg",
            "35 mg ÷ 40 min = 0.875 mg/min",
            "0.875 mg/min × 60 min/h = 52.5 mg/h",
        ],
        "52.5 mg/h",
    ),
    (
        "154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h",
        "2.2",
        [
            "154 lb ÷ 2.2 lb/kg = 70 kg",
            "5 mcg/kg/min × 70 kg = 350 mcg/min",
            "400 mg ÷ 250 mL = 1.6 mg/mL",
            "1.6 mg/mL × 1,000 mcg/mg = 1,600 mcg/mL",
            "350 mcg/min ÷ 1,600 mcg/mL ≈ 0.2188 mL/min",
            "0.2188 mL/min × 60 min/h ≈ 13.125 mL/h",
        ],
        "13.125 mL/h",
    ),
    (
        "100 lb, 1 mg/kg -> mg",
        "exact",
        ["100 lb × 0.45359237 kg/lb ≈ 45.36 kg", "1 mg/kg × 45.36 kg ≈ 45.36 mg"],
        "≈ 45.36 mg",
    ),
    (
        "7 lb 4 oz, 5 mg/kg -> mg",
        "2.2",
        [
            "4 oz ÷ 16 oz/lb = 0.25 lb",
            "7 lb + 0.25 lb = 7.25 lb",
            "7.25 lb ÷ 2.2 lb/kg ≈ 3.295 kg",
            "5 mg/kg × 3.295 kg ≈ 16.48 mg",
        ],
        "≈ 16.48 mg",
    ),
    (
        "1 h 20 min, 35 mg -> mg/h",
        "2.2",
        [
            "1 h × 60 min/h = 60 min",
            "60 min + 20 min = 80 min",
            "35 mg ÷ 80 min = 0.4375 mg/min",
            "0.4375 mg/min × 60 min/h = 26.25 mg/h",
        ],
        "26.25 mg/h",
    ),
    (
        "15 units in 0.5 L, 3 milliunits/min -> mL/h",
        "2.2",
        [
            "0.5 L × 1,000 mL/L = 500 mL",
            "15 units ÷ 500 mL = 0.03 units/mL",
            "0.03 units/mL × 1,000 milliunits/units = 30 milliunits/mL",
            "3 milliunits/min ÷ 30 milliunits/mL = 0.1 mL/min",
            "0.1 mL/min × 60 min/h = 6 mL/h",
        ],
        "6 mL/h",
    ),
    (
        "35 mg, bioavailability=20 % -> systemic",
        "2.2",
        ["20 % ÷ 100 % = 0.2", "0.2 × 35 mg = 7 mg"],
        "7 mg",
    ),
    (
        "2 % w/v, 5 mL -> mg",
        "2.2",
        ["2 % × 10 mg/mL per % = 20 mg/mL", "20 mg/mL × 5 mL = 100 mg"],
        "100 mg",
    ),
    (
        "15 kg, 20 mg/kg/day, 3 doses/day, 125 mg in 5 mL -> mL",
        "2.2",
        [
            "20 mg/kg/day × 15 kg = 300 mg/day",
            "300 mg/day ÷ 3 doses/day = 100 mg/dose",
            "125 mg ÷ 5 mL = 25 mg/mL",
            "100 mg/dose ÷ 25 mg/mL = 4 mL/dose",
        ],
        "4 mL/dose",
    ),
    (
        "100 mL, 5 mL/dose, 4 doses/day -> duration in day",
        "2.2",
        ["5 mL/dose × 4 doses/day = 20 mL/day", "100 mL ÷ 20 mL/day = 5 days"],
        "5 days",
    ),
]


@pytest.mark.parametrize(("line", "pounds", "working", "answer"), WORKED)
def test_the_working_has_a_line_for_each_operation_and_each_conversion(
    line: str, pounds: str, working: list[str], answer: str
) -> None:
    solution = solve(line, pounds)
    assert list(solution.working) == working
    assert str(solution.answer) == answer


def test_without_a_question_all_that_follows_is_worked() -> None:
    solution = solve("70 kg, 0.5 mg/kg, 40 min, 1 mg/mL, 20 gtt/mL")
    assert {(each.name, str(each)) for each in solution.results} == {
        ("amount", "35 mg"),
        ("rate", "52.5 mg/h"),
        ("rate", "0.875 mg/min"),
        ("dose_rate", "12.5 mcg/kg/min"),
        ("dose_rate", "0.75 mg/kg/h"),
        ("volume", "35 mL"),
        ("pump_rate", "52.5 mL/h"),
        ("drip_rate", "17.5 gtt/min"),
        ("fluid_rate", "0.75 mL/kg/h"),
        ("fluid_dose", "0.5 mL/kg"),
    }
    assert solution.answer is None
    assert solution["amount"].value == 35
    with pytest.raises(KeyError):
        solution["strength"]


def test_a_solution_is_frozen() -> None:
    solution = solve("70 kg, 0.5 mg/kg")
    with pytest.raises(AttributeError):
        solution.results = ()  # type: ignore[misc]


def test_a_drug_in_units_is_worked_and_quoted_in_units() -> None:
    solution = solve("18 units/kg/h, 70 kg, 25,000 units in 500 mL")
    assert str(solution["rate"]) == "1,260 units/h"
    assert str(solution["pump_rate"]) == "25.2 mL/h"
    assert str(solve("18 units/kg/h, 70 kg -> rate").answer) == "1,260 units/h"


UNSOLVABLE = [
    ("70 kg, 0.5 mg/kg, 40 min -> mL/h", "for mL/h I still need the concentration"),
    ("0.5 mg/kg -> mg", "for mg I still need the weight"),
    ("1000 mL, 15 gtt/mL -> gtt/min", "for gtt/min I still need the duration"),
    ("70 kg -> gtt/min", "for gtt/min I still need the pump rate and the drop factor"),
    (
        "35 mg, 20 % -> systemic",
        "for the systemic amount I still need the bioavailability; 20 % is a strength unless it is bioavailability=20 %",
    ),
    ("70 kg", "for anything to follow I still need the dose"),
    ("70 kg -> units", "for units I still need the dose"),
    ("500 units, 70 kg -> mg/kg", "for mg/kg nothing turns units into mg"),
]


@pytest.mark.parametrize(("line", "message"), UNSOLVABLE)
def test_what_is_still_needed_is_named(line: str, message: str) -> None:
    with pytest.raises(Unsolvable) as error:
        solve(line)
    assert str(error.value) == message


CONTRADICTIONS = [
    ("70 kg, 0.5 mg/kg, 38 mg", "dose × weight is 35 mg, but 38 mg is given"),
    (
        "70 kg, 0.5 mg/kg, 40 min, 60 mg/h -> mg",
        "amount ÷ duration is 52.5 mg/h, but 60 mg/h is given",
    ),
    ("154 lb, 0.5 mg/kg, 36 mg -> mg/kg", "dose × weight is 35 mg, but 36 mg is given"),
    ("1000 mL, 8 h, 100 mL/h", "pump rate × duration is 800 mL, but 1,000 mL is given"),
    (
        "20 mg/kg/day, 5 mg/kg/dose, 3 doses/day",
        "dose each × frequency is 15 mg/kg/day, but 20 mg/kg/day is given",
    ),
]


@pytest.mark.parametrize(("line", "message"), CONTRADICTIONS)
def test_a_contradiction_names_both_sides(line: str, message: str) -> None:
    with pytest.raises(Contradiction) as error:
        solve(line)
    assert str(error.value) == message


OUT_OF_RANGE = [
    ("7000 kg, 1 mg/kg", "weight 7,000 kg is outside 0.3 to 650 kg; check it"),
    ("weight=299 g, 1 mg/kg", "weight 0.299 kg is outside 0.3 to 650 kg; check it"),
    ("1,000 mg, 0.5 mg/kg", "weight 2,000 kg is outside 0.3 to 650 kg; check it"),
    (
        "35 mg, systemic=36 mg",
        "bioavailability ≈ 102.9 % is outside 0 to 100 %; check it",
    ),
]


@pytest.mark.parametrize(("line", "message"), OUT_OF_RANGE)
def test_a_weight_or_a_share_that_cannot_be_is_refused(line: str, message: str) -> None:
    with pytest.raises(OutOfRange) as error:
        solve(line)
    assert str(error.value) == message


def test_what_is_needed_is_found_or_said_to_be_more() -> None:
    assert needed(frozenset({"bioavailability"}), "systemic") == "the total amount"
    assert needed(frozenset({"bioavailability"}), "drip_rate") == (
        "the pump rate and the drop factor"
    )
    assert needed(frozenset(), "") == "the weight and the dose"
    for name in {relation.whole for relation in RELATIONS} - set(ASKED_ONLY):
        said = needed(frozenset(), name)
        assert said.count("the ") == 1 + said.count(" and "), said


# What is bound by sums, roots and times of day is in test_kinds.
BARS = {
    *(set(NAMED_ONLY) - {"bioavailability", "systemic"}),
    *("height", "ratio", "drops"),
}
PRODUCTS = [
    each
    for each in RELATIONS
    if each.op == TIMES and BARS.isdisjoint((each.whole, each.left, each.right))
]
# Nine quantities from which all the others follow.
FREE = (
    "surface",
    "weight",
    "duration",
    "amount",
    "volume",
    "drop_factor",
    "strength",
    "doses",
    "bioavailability",
)
NUMBERS = st.integers(1, 9999).map(lambda value: Fraction(value, 100))


@st.composite
def consistent(draw: st.DrawFn) -> dict[str, Given]:
    """Draw a value for every quantity, all agreeing, each in its first unit."""
    free = {name: draw(NUMBERS) for name in FREE} | {"weight": draw(NUMBERS) + 1}
    free["doses"] = Fraction(draw(st.integers(1, 99)))  # whole ones
    free["surface"] = Fraction(draw(st.integers(5, 500)), 100)
    givens = [_given(name, value) for name, value in free.items()]
    found = {each.name: each.value for each in reversed(_all(givens).results)}
    return {name: _given(name, value) for name, value in (free | found).items()}


def _given(name: str, value: Fraction) -> Given:
    return Given(name, (Figure(value, QUANTITIES[name].units[0]),))


def _all(givens: list[Given]) -> Solution:
    return solve(problem(givens))


def test_all_quantities_follow_from_the_free_ones() -> None:
    givens = [_given(name, Fraction(3)) for name in FREE]
    found = {each.name for each in _all(givens).results}
    assert found == set(QUANTITIES) - set(FREE) - BARS


@given(
    consistent(),
    st.sampled_from(PRODUCTS),
    st.sampled_from(["whole", "left", "right"]),
)
def test_a_hidden_corner_of_a_triangle_is_solved_back_exactly(
    values: dict[str, Given], triangle: object, corner: str
) -> None:
    corners = {name: getattr(triangle, name) for name in ("whole", "left", "right")}
    hidden = corners.pop(corner)
    found = _all([values[name] for name in corners.values()])
    value, of = found[hidden].value, found[hidden].unit
    assert value * of.scale == values[hidden].base_value


@given(consistent(), st.data())
@settings(max_examples=60)
def test_whatever_follows_from_some_figures_is_exactly_what_was_hidden(
    values: dict[str, Given], data: st.DataObject
) -> None:
    names = data.draw(
        st.lists(st.sampled_from(sorted(values)), min_size=2, unique=True)
    )
    try:
        solution = _all([values[name] for name in names])
    except Unsolvable:
        return
    for result in solution.results:
        of = values[result.name].parts[0]
        assert result.value * result.unit.scale == of.base_value


@given(consistent(), st.data())
@settings(max_examples=60)
def test_a_figure_that_is_off_never_passes(
    values: dict[str, Given], data: st.DataObject
) -> None:
    names = data.draw(
        st.lists(st.sampled_from(sorted(values)), min_size=3, unique=True)
    )
    others, odd = names[:-1], names[-1]
    try:
        follows = {each.name for each in _all([values[n] for n in others]).results}
    except Unsolvable:
        follows = set()
    wrong = _given(odd, values[odd].parts[0].value * Fraction(101, 100))
    assume(not {"frequency", "duration"} <= {*names})  # which must make whole doses
    givens = [*(values[name] for name in others), wrong]
    if odd in follows:
        with pytest.raises((Contradiction, OutOfRange)):
            _all(givens)


@given(consistent(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_the_figures_never_changes_a_result(
    values: dict[str, Given], shuffler: random.Random
) -> None:
    givens = [values[name] for name in ("weight", "dose", "duration", "concentration")]
    first = _all(givens)
    second = _all(shuffler.sample(givens, len(givens)))
    assert first.results == second.results


SCALING = [
    # doubled, what doubles, what stays
    ("weight", ["amount", "rate", "volume", "pump_rate"], ["dose_rate", "fluid_dose"]),
    ("dose", ["amount", "rate", "dose_rate", "volume"], []),
    ("drop_factor", ["drip_rate"], ["amount", "rate", "volume", "pump_rate"]),
]


@pytest.mark.parametrize(("doubled", "doubles", "stays"), SCALING)
@given(values=consistent())
@settings(max_examples=25)
def test_doubling_a_figure_doubles_what_depends_on_it_and_nothing_else(
    doubled: str, doubles: list[str], stays: list[str], values: dict[str, Given]
) -> None:
    names = ["weight", "dose", "duration", "concentration", "drop_factor"]
    givens = {name: values[name] for name in names}
    before = _all(list(givens.values()))
    givens[doubled] = _given(doubled, givens[doubled].parts[0].value * 2)
    after = _all(list(givens.values()))
    assert all(after[name].value == 2 * before[name].value for name in doubles)
    assert all(after[name].value == before[name].value for name in stays)


def test_concentration_never_depends_on_weight() -> None:
    light, heavy = (
        solve(f"{kg} kg, 0.5 mg/kg, 400 mg in 250 mL -> mg/mL") for kg in (35, 70)
    )
    assert light.answer == heavy.answer


def test_a_line_is_solved_as_text_or_as_a_problem() -> None:
    line = "70 kg, 0.5 mg/kg"
    assert solve(line).results == solve(parse(line)).results
