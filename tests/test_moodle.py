"""Moodle judges as ketacalc does, by Moodle's own rules in `moodle.py`."""

from fractions import Fraction
from html import unescape

import moodle
import pytest

from ketacalc import check
from ketacalc.language.families import family
from ketacalc.language.notation import parse
from ketacalc.language.numbers import write_plain
from ketacalc.language.units import unit
from ketacalc.practice.drawing import Exercise
from ketacalc.practice.exercises import Sheet, draw, read_wish
from ketacalc.practice.export import handouts
from ketacalc.practice.kinds import TOPICS
from ketacalc.solving.solution import solve


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Exercise, moodle.Question]]:
    """Return 300 problems, each with the question that Moodle makes of it."""
    sheet = draw(11, read_wish(TOPICS), 300)
    questions = moodle.imported(handouts.text(sheet, "moodle"))
    return list(zip(_numeric(sheet), questions, strict=True))


def _numeric(sheet: Sheet) -> list[Exercise]:
    """Return the problems whose answer is a number: no choice, and no time of day."""
    found = (each for each in sheet.exercises if not each.choices)
    return [each for each in found if each.unit != "clock"]


def _scale(each: Exercise, name: str) -> Fraction:
    """Return how many of a unit make one of that which is asked."""
    return each.solution.results[0].unit.scale / unit(name).scale


Pairs = list[tuple[Exercise, moodle.Question]]


def test_the_right_answer_has_the_whole_mark_in_each_unit_of_its_family(
    pairs: Pairs,
) -> None:
    families = set()
    for each, question in pairs:
        families.add(len(question.units))
        for name in question.units:
            typed = write_plain(each.value * _scale(each, name))
            marked = question.mark(typed, name if len(question.units) > 1 else "")
            assert marked == (1, f"{each.answer} is right.", True), (each, name)
            line = f"{each.problem} = {typed} {name}"
            assert check(line).verdict in {"correct", "wrong_unit"}, line
    assert families >= {1, 2, 4, 6}


def test_the_number_beside_another_unit_has_no_mark(pairs: Pairs) -> None:
    tried = 0
    for each, question in pairs:
        for name in list(question.units)[1:]:
            tried += 1
            marked = question.mark(write_plain(each.value), name)
            assert marked.mark == 0, (each, name)
            line = f"{each.problem} = {write_plain(each.value)} {name}"
            assert check(line).verdict == "wrong_value", line
    assert tried > 500


def test_without_a_unit_moodle_asks_for_one(pairs: Pairs) -> None:
    for each, question in pairs:
        marked = question.mark(write_plain(each.value))
        has_list = len(question.units) > 1
        assert (marked.mark, marked.is_complete) == (not has_list, not has_list)
        typed = question.mark(f"{write_plain(each.value)} {each.unit}")
        assert not typed.is_complete  # Moodle asks for the number alone


def test_each_slip_is_named_in_whichever_unit_it_was_made(pairs: Pairs) -> None:
    tried = 0
    for each, question in pairs:
        for slip in each.slips if each.is_apart else ():
            named = {other.message for other in each.slips if other.id == slip.id}
            for name in question.units:
                tried += 1
                typed = write_plain(slip.value * _scale(each, name))
                marked = question.mark(typed, name if len(question.units) > 1 else "")
                assert marked.mark == 0, (each, slip, name)
                if name == each.unit:
                    assert unescape(marked.feedback) in named
                else:  # the number may be another slip's in the unit that is asked
                    assert marked.feedback
    assert tried > 4000


def test_thousands_are_asked_for_without_a_sign(pairs: Pairs) -> None:
    told = 0
    for each, question in pairs:
        numbers = [each.value * _scale(each, name) for name in question.units]
        is_told = "without a sign between thousands" in question.text
        assert is_told == (max(numbers) >= 1000)
        told += is_told
        if each.value >= 1000 and each.value.denominator == 1:
            asked = each.unit if len(question.units) > 1 else ""
            for typed in (f"{int(each.value):,}", f"{each.value}"):
                marked = question.mark(typed, asked)
                assert marked.mark == 1
                assert marked.is_complete == ("," not in typed)
            spaced = f"{int(each.value):,}".replace(",", " ")
            assert question.mark(spaced, asked) == question.mark(typed, asked)
    assert told > 50


def test_a_decimal_comma_is_read_where_the_language_has_one(pairs: Pairs) -> None:
    for each, question in pairs[:100]:
        typed = write_plain(each.value).replace(".", ",")
        asked = each.unit if len(question.units) > 1 else ""
        assert question.mark(typed, asked, signs=",.").mark == 1


@pytest.mark.parametrize(
    ("typed", "chosen", "mark"),
    [
        ("1.24", "mg", 1),
        ("1240", "mcg", 1),
        ("0.00124", "g", 1),
        ("1.24", "g", 0),
        ("1.24", "mcg", 0),
        ("1240", "mg", 0),
        ("1.24", "", 0),
        ("1.2", "mg", 0),
        ("1.243", "mg", 1),
    ],
)
def test_a_thousandfold_error_is_none_of_spelling(
    typed: str, chosen: str, mark: int
) -> None:
    exercise = Exercise("weight", 2, "", solve(parse("62 kg, 20 mcg/kg -> mg")), ())
    (question,) = moodle.imported(handouts.text(Sheet((exercise,), 7), "moodle"))
    assert question.mark(typed, chosen).mark == mark


def test_an_id_and_the_tags_say_what_was_drawn() -> None:
    sheet: Sheet = draw(11, count=12)
    questions = moodle.imported(handouts.text(sheet, "moodle"))
    numbers = [question.number for question in questions]
    assert len(set(numbers)) == len(_numeric(sheet)) > 6
    assert all(number.startswith("ketacalc-") for number in numbers)
    assert max(map(len, numbers)) <= 100  # what Moodle keeps
    for each, question in zip(_numeric(sheet), questions, strict=True):
        assert {each.topic, f"level-{each.level}", "seed-11"} < set(question.tags)


def test_a_family_holds_units_of_one_kind_and_measure() -> None:
    for text in ("mg", "mL/h", "gtt/min", "mcg/kg/min", "units/h", "tablet", "mg/dose"):
        members = family(unit(text))
        assert members[0] is unit(text)
        assert len(set(members)) == len(members)
        for member in members:
            assert member.kind == unit(text).kind
            assert member.measures == unit(text).measures
