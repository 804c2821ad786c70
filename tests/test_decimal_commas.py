"""Numbers are printed with a decimal comma on request, and typed so."""

import json
import re
from fractions import Fraction

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from ketacalc import check, parse, solve
from ketacalc.errors import Unreadable
from ketacalc.language.numbers import (
    decimal_commas,
    pointed,
    read_number,
    write_exact,
    write_number,
)

TYPED = [
    ("70,5 kg, 0,5 mg/kg, 40 min -> mg/h", "70.5 kg, 0.5 mg/kg, 40 min -> mg/h"),
    ("1.052,5 mL, 8 h -> mL/h", "1,052.5 mL, 8 h -> mL/h"),
    ("0,125 mg, 12,3456 mg/mL", "0.125 mg, 12.3456 mg/mL"),
    ("weight=3,25 kg, 0,5 mg/kg", "weight=3.25 kg, 0.5 mg/kg"),
    ("0.5 mg/kg, 70.5 kg", "0.5 mg/kg, 70.5 kg"),
    ("start=09:30, 1000 mL, 125 mL/h -> end", "start=09:30, 1000 mL, 125 mL/h -> end"),
    ("01.05.2026", "01.05.2026"),
]
LINE = "154 lb, 0.5 mg/kg, 40 min, 400 mg in 250 mL -> mL/h"
DECIMALS = st.fractions(min_value=Fraction(1, 10_000), max_value=10**7).map(
    lambda value: Fraction(round(value * 10_000) or 1, 10_000)
)


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_commas_of_figures_are_read_as_points(typed: str, meant: str) -> None:
    assert pointed(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1,250 mL", "1250 or 1,25"),
        ("1.250 mL", "1250 or 1,25"),
        ("13,500 mg", "13500 or 13,5"),
        ("2,000 mg", "2000 or 2"),
    ],
)
def test_a_mark_that_may_be_of_thousands_is_refused(typed: str, meant: str) -> None:
    with pytest.raises(Unreadable) as caught:
        pointed(typed)
    assert caught.value.write == meant


@given(DECIMALS)
def test_a_number_with_a_comma_is_read_as_what_was_written(value: Fraction) -> None:
    with decimal_commas():
        printed = write_exact(value)
    assert "." not in printed
    assert read_number(printed, decimal_comma=True).value == value
    assert printed.replace(",", ".") == write_exact(value).replace(",", "")


def test_about_is_written_with_a_comma_too() -> None:
    with decimal_commas():
        assert write_number(Fraction(1000, 7)) == "≈ 142,9"
    assert write_number(Fraction(1000, 7)) == "≈ 142.9"


def test_the_setting_ends_with_its_block_and_with_an_error() -> None:
    with pytest.raises(ZeroDivisionError), decimal_commas():
        write_exact(Fraction(1, 0))
    assert write_exact(Fraction(1, 2)) == "0.5"


def test_a_working_has_decimal_commas_and_a_line_of_notation_has_points() -> None:
    with decimal_commas():
        solution = solve(LINE)
        working = "\n".join(solution.working)
        assert parse(str(solution.problem)) == solution.problem
    assert "0,875 mg/min ÷ 1,6 mg/mL" in working
    assert not re.search(r"[0-9]\.[0-9]", working)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("32,8125", "right"),
        ("0,5469", "0,5469 is not right: the × 60 min/h step is missing"),
        ("3.28125", "3.28125 is not right: the decimal point stands one place off"),
    ],
)
def test_what_is_said_of_an_answer_has_decimal_commas(
    answer: str, message: str
) -> None:
    found = check(LINE, answer=answer, decimal_comma=True)
    assert found.message.startswith(message)
    assert "0.5 " not in found.message


def test_a_verdict_with_points_is_not_given_to_one_who_writes_commas() -> None:
    line = "70 kg, 0.5 mg/kg, 40 min -> mg/h"
    pointed_first = check(line, answer="0.875")
    assert "0.875 is mg/min" in pointed_first.message
    assert "0,875 is mg/min" in check(line, answer="0.875", decimal_comma=True).message
    assert check(line, answer="0.875") == pointed_first


SCREENS = [
    ("iv", "--weight", "70,5kg", "--concentration", "2,5mg/mL", "--working"),
    ("solve", "154lb", "0,5mg/kg", "40min"),
    ("check", "154 lb, 0,5 mg/kg, 40 min -> mg/h = 0,875"),
    ("read", "Order: 0,5 mg. On hand: 0,25 mg tablets. How many tablets?"),
    ("routes", "--amount", "35,5mg"),
    ("chart", "--weight", "50kg..52kg", "--step", "0,5kg", "--dose", "0,25mg/kg"),
    ("curve", "--plateau", "172,2mg/h"),
    ("practice", "--seed", "3", "--format", "md", "--key"),
    ("units",),
]
# A line of the notation has points, so that it can be pasted anywhere.
NOTATION = re.compile(r"^Read as: .*$|10\.[0-9]{4,}/\S+|ketacalc [0-9.]+", re.MULTILINE)
POINT = re.compile(r"[0-9]\.[0-9]")


@pytest.mark.parametrize("words", SCREENS, ids=" ".join)
def test_a_screen_has_decimal_commas(words: tuple[str, ...], run: Run) -> None:
    screen = run(*words, "--decimal-comma")
    assert screen.status in {0, 1}, screen.err
    assert not POINT.search(NOTATION.sub("", screen.out))
    assert re.search(r"[0-9],[0-9]", screen.out)


@pytest.mark.parametrize("words", SCREENS, ids=" ".join)
def test_the_setting_does_what_the_option_does(
    words: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = run(*words, "--decimal-comma")
    monkeypatch.setenv("KETACALC_DECIMAL_COMMA", "1")
    assert run(*words) == asked


def test_the_option_ends_with_its_command(run: Run) -> None:
    run("solve", "70,5kg", "0,5mg/kg", "--decimal-comma")
    assert "35.25" in run("solve", "70.5kg", "0.5mg/kg").out


def test_json_has_numbers_with_points(run: Run) -> None:
    words = ("solve", "70,5kg", "0,5mg/kg", "--for", "mg", "--format", "json")
    told = json.loads(run(*words, "--decimal-comma").out)
    assert 35.25 in [each["value"] for each in told["results"]]


def test_the_commas_of_a_table_stand_below_each_other(run: Run) -> None:
    table = run("iv", "--weight", "70,5kg", "--decimal-comma").out.splitlines()[4:10]
    assert len({line.index(",") for line in table if "," in line}) == 1
