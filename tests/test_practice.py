"""Practice problems: their key is right, and every slip has a number of its own."""

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from ketacalc import check
from ketacalc.errors import KetacalcError, OutOfRange
from ketacalc.language.figures import write_value
from ketacalc.language.notation import parse
from ketacalc.language.numbers import as_number, write_plain
from ketacalc.practice.exercises import (
    LEVELS,
    Exercise,
    Wish,
    draw,
    exercises,
    read_wish,
)
from ketacalc.practice.kinds import FIGURES, PATTERNS, SENTENCES, TOPICS

if TYPE_CHECKING:
    from ketacalc.language.problem import Problem

PINNED = [
    "84 mg, 8 h -> mg/h = 10.5 mg/h",
    "120 mL, 24 mL/h -> h = 5 h",
    "62 kg, 20 mcg/kg -> mg = 1.24 mg",
    "36 kg, 2 mL/kg/h, 15 gtt/mL -> gtt/min = 18 gtt/min",
    "450 mg/dose, 3 doses/day -> g/day = 1.35 g/day",
]
EACH = [(topic, level) for topic in TOPICS for level in LEVELS]


@pytest.fixture(scope="module")
def sheet() -> list[Exercise]:
    """Draw two hundred problems, once for all tests that look at them."""
    return list(islice(exercises(7), 200))


@pytest.mark.parametrize(("topic", "level"), EACH)
def test_every_topic_and_level_can_be_drawn(topic: str, level: int) -> None:
    drawn = list(islice(exercises(1, read_wish([topic], level)), 12))
    assert {each.topic for each in drawn} == {topic}
    assert {each.level for each in drawn} == {level}
    assert len({each.problem for each in drawn}) == 12


def test_the_key_of_every_problem_is_correct(sheet: list[Exercise]) -> None:
    for exercise in sheet:
        verdict = check(f"{exercise.problem} = {exercise.answer}")
        assert verdict.verdict == "correct", exercise.problem
        assert not verdict.style
        assert not verdict.diagnoses, "an answer can be measured"


def test_the_working_typed_back_step_by_step_is_right(sheet: list[Exercise]) -> None:
    for exercise in sheet:
        solution = exercise.solution
        made = solution.registers[solution.program.inputs :]
        units = [of for _, of in solution.program.registers[solution.program.inputs :]]
        steps = [
            write_value(value, of)
            for value, of in zip(made, units, strict=True)
            if of.text
        ]
        verdict = check(f"{exercise.problem} = {' = '.join(steps)}")
        assert verdict.verdict == "correct", (exercise.problem, steps, verdict.message)
        typed = f"{exercise.problem} = {' = '.join(solution.working)}"
        assert check(typed).verdict == "correct", typed


def test_every_slips_number_is_diagnosed_as_that_slip(sheet: list[Exercise]) -> None:
    for exercise in sheet:
        for slip in exercise.slips:
            digits = write_plain(slip.value)
            if sum(map(str.isdigit, digits)) > 15:
                continue  # more digits than a figure may have
            verdict = check(str(exercise.problem), answer=digits)
            named = [each.id for each in verdict.diagnoses]
            assert slip.id in named, (exercise.problem, slip.id, digits, named)


def test_no_two_slips_nor_a_slip_and_the_answer_lie_within_two_per_cent(
    sheet: list[Exercise],
) -> None:
    for exercise in sheet:
        assert len(exercise.slips) >= 6
        numbers = [(as_number(exercise.value), "")]
        numbers += [(as_number(slip.value), slip.id) for slip in exercise.slips]
        for one, name in numbers:
            for other, another in numbers:
                apart = max(one, other) / min(one, other) > 1.02
                assert apart or name == another, (exercise.problem, name, another)


def test_numbers_are_short_and_drops_are_whole(sheet: list[Exercise]) -> None:
    for exercise in sheet:
        assert not any("≈" in line for line in exercise.solution.working)
        assert len(exercise.answer.split()[0].replace(",", "")) <= 8
        if exercise.unit == "gtt/min":
            assert exercise.value.denominator == 1
            assert exercise.value >= 10


def test_the_same_seed_gives_the_same_problems_on_every_machine(
    sheet: list[Exercise],
) -> None:
    drawn = [f"{each.problem} = {each.answer}" for each in islice(exercises(7), 5)]
    assert drawn == PINNED
    assert [each.problem for each in islice(exercises(8), 5)] != [
        each.problem for each in sheet[:5]
    ]


def test_problems_never_repeat_and_run_out_with_a_word() -> None:
    drawn = exercises(3, read_wish(["conversion"], 1))
    seen: list[Problem] = []
    with pytest.raises(KetacalcError, match="conversion, level 1 I find no more than"):
        seen.extend(exercise.problem for exercise in drawn)
    assert len(set(seen)) == len(seen) > 40


def test_a_weighty_topic_comes_more_often() -> None:
    weights = dict.fromkeys(TOPICS, 1) | {"drip": 16}
    drawn = islice(exercises(5, Wish(weights=weights)), 100)
    assert sum(each.topic == "drip" for each in drawn) > 50


def test_every_figure_is_in_the_notation_and_every_quantity_has_a_sentence() -> None:
    for key, texts in FIGURES.items():
        name = key.partition("/")[0]
        for text in texts:
            (given,) = parse(f"{name}={text}").givens
            assert given.quantity == name
        assert name in SENTENCES
    assert {key for pattern in PATTERNS for key in pattern.given} == set(FIGURES)


def test_the_wording_says_every_figure_and_what_is_asked(sheet: list[Exercise]) -> None:
    for exercise in sheet:
        for given in exercise.problem.givens:
            assert str(given) in exercise.text
        assert exercise.unit in exercise.text


@pytest.mark.parametrize(
    ("topics", "level", "said"),
    [
        (["pumps"], 0, 'topic: cannot read "pumps": it is no topic; write one of'),
        ([], 6, 'level: cannot read "6": it is no level; write 1 to 5'),
        ([], -1, 'level: cannot read "-1": it is no level; write 1 to 5'),
    ],
)
def test_a_wish_that_is_none_is_refused(
    topics: list[str], level: int, said: str
) -> None:
    with pytest.raises(KetacalcError, match=f"^{said}"):
        read_wish(topics, level)


def test_a_sheet_of_more_than_can_be_drawn_is_refused_at_once() -> None:
    with pytest.raises(OutOfRange, match="1001 problems are over 1,000"):
        draw(1, count=1001)
