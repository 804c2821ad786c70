"""Problems, units, solutions and verdicts are values: equal, hashable, copied, sent."""

import copy
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from multiprocessing import get_context
from typing import Protocol, TypeVar, cast

import pytest

from ketacalc import KetacalcError, check, parse, solve

LINES = (
    "70 kg, 0.5 mg/kg, 40 min -> mg/h",
    "154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h",
    "7 lb 4 oz, 5 mg/kg -> weight in kg",
    "weight=850 g, 5 mcg/kg/h -> rate in nanogram/min",
    "volume=2 oz, 1 h 30 min -> mL/h",
    "35 mg, bioavailability=20 % -> systemic",
    "35 mg, systemic=7 mg -> bioavailability",
    "1 % w/v, 5 mL -> mg",
    "15 units in 0.5 L, 3 milliunits/min -> pump rate",
    "20 mmol/L, 30 mL/h -> mmol/day",
    "250 mg/dose, 125 mg/tablet, 3 doses/day -> tablets per dose",
    "1 L, 8 h, 15 gtt/mL -> gtt/min",
)
ANSWERED = (
    "70 kg, 0.5 mg/kg, 40 min -> mg/h = 52.5",
    "70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875",
    "70 kg, 0.5 mg/kg, 40 min -> mg/h = 35 mg = 0.875 mg/min = 50",
    "70 kg, 0.5 mg/kg, 40 min -> mg/h = 30 mg = 0.75 mg/min = 45",
    "154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h = 28.875",
    "154 lb, 0.5 mg/kg, 40 min -> mg/h = 1.925",
    "168 lb, 0.5 mg/kg -> mg = 38.102",
    "10 lb, 5 mg/kg, 25 mg/tablet -> tablet = 1",
    "70 kg, 0.5 mg/kg, 40 min, 1 mg/mL, 20 gtt/mL",
    "70 kg, 0.5 mg/kg = 5 mL",
    "70 kg, 0.5 mg/kg = 35",
    "70 kg, 0.5 mg/kg -> mg = 35.0 mgs",
    "70 kg, 0.5 mg/kg -> mL = 35",
    "70 kg, 0.5 mg/kg, 36 mg -> mg/kg = 1",
    "70,5 kg, 0.5 mg/kg -> mg = 35",
)
REFUSED = (
    "70,5 kg, 0.5 mg/kg",
    "70 kg, 0.5 mg/kg -> mL",
    "70 kg, 0.5 mg/kg, 36 mg",
    "7000 kg, 0.5 mg/kg",
)


def unit(line: str) -> object:
    answer = solve(line).answer
    return answer and answer.unit


Make = Callable[[str], object]
MADE: list[tuple[Make, str]] = [
    *((make, line) for make in (parse, solve, check, unit) for line in LINES),
    *((check, line) for line in ANSWERED),
]
made = pytest.mark.parametrize(("make", "line"), MADE)


T = TypeVar("T")


class Copy(Protocol):
    """A way to copy a value."""

    def __call__(self, value: T, /) -> T:
        """Return the copy."""


def sent(value: T, /) -> T:
    return cast("T", pickle.loads(pickle.dumps(value)))  # noqa: S301 - written just now


COPIES: dict[str, Copy] = {"copy": copy.copy, "deepcopy": copy.deepcopy, "pickle": sent}


@made
def test_what_is_made_of_the_same_text_is_equal(make: Make, line: str) -> None:
    one, other = make(line), make(f" {line} ")
    if make is check:
        other = make(line)
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other}) == 1


@pytest.mark.parametrize("make", [parse, solve, check, unit])
def test_what_is_made_of_other_text_is_not(make: Make) -> None:
    values = [make(line) for line in LINES[:4]]
    assert all(one != other for one, other in combinations(values, 2))


def test_a_unit_is_one_however_it_is_written() -> None:
    texts = "mcg/kg/min", "ug/kg/min", "mcg/min/kg", "mcg kg^-1 min^-1", "mcg/(kg*min)"
    units = [unit(f"70 kg, 350 mcg/min -> {text}") for text in texts]
    assert len(set(units)) == 1


@pytest.mark.parametrize("way", COPIES)
@made
def test_a_copy_is_equal(make: Make, line: str, way: str) -> None:
    value = make(line)
    copied = COPIES[way](value)
    assert type(copied) is type(value)
    assert copied == value
    assert hash(copied) == hash(value)
    assert (repr(copied), str(copied)) == (repr(value), str(value))


@pytest.mark.parametrize("way", COPIES)
def test_a_copy_goes_on_as_the_original(way: str) -> None:
    for line in LINES:
        problem, solution, verdict = parse(line), solve(line), check(line)
        assert solve(COPIES[way](problem)) == solution
        assert COPIES[way](solution).working == solution.working
        assert COPIES[way](verdict).solution == verdict.solution


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("line", REFUSED)
def test_an_error_says_the_same_in_a_copy(line: str, way: str) -> None:
    with pytest.raises(KetacalcError) as caught:
        solve(line)
    copied = COPIES[way](caught.value)
    assert type(copied) is type(caught.value)
    assert str(copied) == str(caught.value)
    assert vars(copied) == vars(caught.value)


NAMED = [
    # what is asked in a unit, and how the unit is written
    ("70 kg, 35 mg -> mg/kg", "mg/kg"),
    ("70 kg, 0.35 mg/min -> ug kg^-1 min^-1", "mcg/kg/min"),
    ("70 kg, 35 mg -> weight in lbs", "lb"),
    ("5 IU/mL, 5 cc/hr -> U/h", "units/h"),
    ("70 kg, 35 mg -> weight in g", "g"),
    ("5 mg, 10 mL -> %", "%"),
]


@pytest.mark.parametrize(("line", "text"), NAMED)
def test_a_unit_is_printed_as_it_is_written(line: str, text: str) -> None:
    assert str(unit(line)) == text
    assert text in repr(unit(line))
    assert " at 0x" not in repr(unit(line))


@pytest.mark.parametrize("line", [*LINES, *ANSWERED[:11]])
def test_a_problem_is_printed_as_it_can_be_read(line: str) -> None:
    problem = parse(line)
    assert parse(str(problem)) == problem
    assert str(parse(str(problem))) == str(problem)


@made
def test_nothing_is_printed_as_an_address(make: Make, line: str) -> None:
    assert " at 0x" not in repr(make(line))
    assert repr(make(line)).isprintable()


def test_verdicts_of_another_process_are_equal() -> None:
    lines = [*LINES, *ANSWERED]
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(check, lines, timeout=60))
    own = [check(line) for line in lines]
    assert found == own
    assert len({*found, *own}) == len(lines)
