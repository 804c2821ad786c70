"""Published problems with recomputed answers: every line gives its exact value."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from ketacalc import solve

PROBLEMS = json.loads(
    (Path(__file__).parent / "vectors/problems.json").read_text("utf-8")
)


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem["id"])
def test_a_published_problem_gives_its_exact_value(problem: dict[str, object]) -> None:
    answer = solve(str(problem["line"])).answer
    assert answer is not None
    assert answer.unit.text == problem["unit"]
    assert float(answer.value) == pytest.approx(problem["exact"], rel=1e-14)


def test_every_published_problem_names_its_source() -> None:
    assert len(PROBLEMS) >= 100
    assert all(problem["source"] and problem["url"] for problem in PROBLEMS)


def test_an_answer_is_an_exact_fraction_and_a_pint_quantity() -> None:
    answer = solve("168 lb -> kg").answer
    assert answer is not None
    assert answer.value == Fraction(840, 11)
    assert answer.quantity.magnitude == Fraction(840, 11)
    assert str(answer.quantity.units) == "kilogram"
