"""What could be disputed is refused with the readings, and what was read is said."""

from itertools import product

import pytest

from ketacalc import check, parse, solve
from ketacalc.errors import KetacalcError, Unreadable
from ketacalc.language.figures import read_figure

REFUSED = [
    # mg/m2 is of one dose or of all as mg/kg is
    ("75 mg/m2, 1.7 m2, 3 doses -> mg/dose", "75 mg/m2/dose or 75 mg/m2 in all"),
    # a sum is of whole units, and then less than one more of them
    ("70 kg 154 lb, 0.5 mg/kg -> mg", "70 kg or 154 lb"),
    ("2 h 120 min, 35 mg -> mg/h", "2 h or 120 min or 240 min"),
    ("1 day 24 h, 35 mg -> mg/h", "1 day or 24 h or 48 h"),
    ("1 h 90 min, 35 mg -> mg/h", "1 h or 90 min or 150 min"),
    ("0.5 h 40 min, 35 mg -> mg/h", "0.5 h or 40 min or 70 min"),
    ("7 lb 20 oz, 5 mg/kg -> mg", "7 lb or 8.25 lb"),
    ("3 kg 2 lb, 5 mg/kg -> mg", "3 kg or 2 lb"),
    ("120min 2h, 35 mg -> mg/h", "120 min or 2 h"),
    ("2h 120min, 35 mg -> mg/h", "2 h or 120 min or 240 min"),
    # beside a frequency a figure is of one dose or of all
    ("500 mg, 3 doses/day, 10 day -> mg/day", "500 mg/dose or 500 mg in all"),
    ("500 mg, 3 doses/day -> mg/day", "500 mg/dose or 500 mg in all"),
    ("5 mL, 3 doses/day -> mL/day", "5 mL/dose or 5 mL in all"),
    ("2 tablets, 3 doses/day -> tablet/day", "2 tablets/dose or 2 tablets in all"),
    ("5 mg/kg, 70 kg, 3 doses/day -> mg/day", "5 mg/kg/dose or 5 mg/kg in all"),
    ("500 mg, 4 doses -> mg/dose", "500 mg/dose or 500 mg in all"),
    ("30 mg/kg/day, 20 kg, 3 doses -> mg", "3 doses/day or 3 doses in all"),
    ("100 mg in 5 mL per dose, 3 doses/day -> mg/day", "100 mg in 5 mL, 5 mL/dose"),
    # g and oz behind a weight may be a part of it
    ("3 kg, 200 g, 5 mcg/kg/min -> mg/min", "3 kg 200 g or amount=200 g"),
    ("200 g; 3 kg; 5 mcg/kg/min -> mg/min", "3 kg 200 g or amount=200 g"),
    ("7 lb, 4 oz, 5 mg/kg -> mg", "7 lb 4 oz or volume=4 oz"),
    ("850 g, 10 mg/kg -> mg", "weight=850 g or amount=850 g"),
    ("3.5 kg, 200 g, 5 mg/kg -> mg", "3.7 kg or amount=200 g"),
    ("3 kg, 2,000 g, 5 mg/kg -> mg", "5 kg or amount=2,000 g"),
    ("7 lb, 20 oz, 5 mg/kg -> mg", "8.25 lb or volume=20 oz"),
    ("7.5 lb, 4 oz, 5 mg/kg -> mg", "7.75 lb or volume=4 oz"),
    ("3 kg, 200 g -> mg/kg", "3 kg 200 g or amount=200 g"),
    ("3 kg, 200 g -> kg", "3 kg 200 g or amount=200 g"),
    # fluid is of one dose or of all as drug is, and the name dose does not say
    ("5 mL/kg, 20 kg, 4 doses/day -> mL/dose", "5 mL/kg/dose or 5 mL/kg in all"),
    ("dose=10 mg/kg, 3 doses/day -> mg/kg", "10 mg/kg/dose or 10 mg/kg in all"),
    ("fluid_dose=1 mL/kg, 3 doses -> mL/kg", "1 mL/kg/dose or 1 mL/kg in all"),
]
# A time beside doses is of one dose or of the course, and a rate of either.
OF_A_COURSE = [
    ("500 mg/dose, 100 mL/dose, 3 doses/day", "30 min", "mL", ""),
    ("0.5 mg/kg/dose, 70 kg, 3 doses/day", "40 min", "mg", ""),
    ("500 mg/dose, 3 doses/day", "30 min", "mg", ""),
    ("500 mg/dose, 3 doses/day", "16 h", "mg", "16 h in all"),
    ("500 mg/dose, 3 doses", "30 min", "mg", "30 min in all"),
    ("2 tablets/dose, 4 doses/day", "8 h", "tablets", ""),
    ("2 tablets/dose, 1 dose/day", "12 h", "tablets", ""),
    ("2 tablets/dose, 4 doses/day", "12 h", "tablets", "12 h in all"),
    ("bioavailability=20 %, 3 doses", "systemic=7 mg", "mg", "systemic=7 mg in all"),
    ("4 doses/day", "35 mg/h", "mg/dose", "840 mg/day"),
    ("4 doses/day", "2 mL/min", "mL/dose", "2,880 mL/day"),
    ("3 doses/day, 20 kg", "1 mL/kg/h", "mL/day", "24 mL/kg/day"),
    ("3 doses/day, 20 gtt/mL", "25 gtt/min", "mL/dose", "36,000 gtt/day"),
    ("3 doses/day, 1.7 m2", "5 mg/m2/h", "mg/dose", "120 mg/m2/day"),
]


@pytest.mark.parametrize(("beside", "figure", "asked", "in_all"), OF_A_COURSE)
def test_what_may_be_of_one_dose_or_of_the_course_is_refused(
    beside: str, figure: str, asked: str, in_all: str
) -> None:
    with pytest.raises(KetacalcError) as error:
        solve(f"{beside}, {figure} -> {asked}")
    readings = str(error.value).partition("; write ")[2].split(" or ")
    assert (in_all in readings) is bool(in_all)
    assert any(each.startswith("1 dose in place of") for each in readings)
    if in_all:
        solve(f"{beside}, {in_all} -> {asked}")


ASKED_OF_A_DAY = [
    ("500 mg/dose, 3 doses/day", "mg/h", "mg/day", "1,500 mg/day"),
    ("100 mL/dose, 3 doses/day", "mL/h", "mL/day", "300 mL/day"),
    ("2 tablets/dose, 3 doses/day", "tablet/h", "tablet/day", "6 tablets/day"),
    ("100 mL/dose, 3 doses/day, 20 gtt/mL", "gtt/min", "gtt/day", "6,000 gtt/day"),
]


@pytest.mark.parametrize(("given", "asked", "day", "value"), ASKED_OF_A_DAY)
def test_what_runs_an_hour_does_not_follow_from_doses_a_day(
    given: str, asked: str, day: str, value: str
) -> None:
    with pytest.raises(KetacalcError, match=f"write -> {day} or 1 dose in place of"):
        solve(f"{given} -> {asked}")
    assert str(solve(f"{given} -> {day}").answer) == value
    assert value in [str(each) for each in solve(given).results]


PIECES = [
    # the piece that cannot be read is the one that is quoted, with its own reason
    ("35 mg 0 min", '"0 min": a figure must be above zero; write 35 mg'),
    ("0 h 30 min, 35 mg", '"0 h": a figure must be above zero; write 30 min'),
    ("1 h 05 min, 35 mg", '"05 min": a leading 0 hides what is meant; write 5 min or'),
    ("7 lb 04 oz, 5 mg/kg", '"04 oz": a leading 0 hides what is meant; write 4 oz or'),
    ("7 lb 4,5 oz, 5 mg/kg", '"4,5 oz": a comma is not a decimal point; write 4.5 oz'),
    ("3 kg 050 g, 5 mg/kg", '"050 g": a leading 0 hides what is meant; write 50 g or'),
    ("1 h 30, 35 mg", '"30": the unit is missing; write 1 h 30 min'),
    ("1 h 59 min 30 s, 35 mg", "a sum has two parts; write 7,170 s"),
    ("1 day 2 h 30 min, 35 mg", "a sum has two parts; write 1,590 min"),
    ("200 g 3 kg, 5 mg/kg", "the larger part stands first; write 3 kg 200 g"),
    ("4 oz 7 lb, 5 mg/kg", "the larger part stands first; write 7 lb 4 oz"),
    ("70 kg 4 oz, 5 mg/kg", "two figures run together; write 70 kg"),
    ("10 to 5 mg, 40 min", "begins with its lower end; write 5 to 10 mg"),
    ("35 or 36 mg, 40 min", "it is a range; write one number"),
    ("8 h 09:30", '"09:30": it is a time of day'),
    ("70 kg 0.5 mg/kg 40 min", "write 70 kg, 0.5 mg/kg, 40 min"),
    ("1 h, 30 min, 35 mg", "write 1 h 30 min for the sum"),
    ("500 mg/dose, 250 mg/tablet -> tablets", "tablet/dose follows"),
    ("35 mg, 20 % -> bioavailability", "a strength unless it is bioavailability=20 %"),
]


@pytest.mark.parametrize(("line", "said"), PIECES)
def test_a_line_that_cannot_be_read_is_told_by_the_piece(line: str, said: str) -> None:
    with pytest.raises(KetacalcError) as error:
        solve(line)
    assert said in str(error.value)


@pytest.mark.parametrize(("line", "write"), REFUSED)
def test_what_could_be_disputed_is_refused_with_the_readings(
    line: str, write: str
) -> None:
    with pytest.raises(KetacalcError) as error:
        solve(line)
    assert str(error.value).endswith(f"; write {write}")


@pytest.mark.parametrize("write", [write for _, write in REFUSED])
def test_each_reading_that_is_offered_can_be_read(write: str) -> None:
    for meant in write.split(" or "):
        assert check(meant).verdict != "unreadable", meant


VALUES = [
    # the line, and what it comes to
    ("16 h 0 min, 32 mg -> mg/h", "2 mg/h"),
    ("1h36min, 32 mg -> mg/h", "20 mg/h"),
    ("1 day 12 h, 36 mg -> mg/h", "1 mg/h"),
    ("1 min 30 s, 3 mg -> mg/min", "2 mg/min"),
    ("3 kg 500 g, 2 mg/kg -> mg", "7 mg"),
    ("5 lb 8 oz, 2 mg/kg -> mg", "5 mg"),
    ("500 mg/dose, 3 doses/day -> mg/day", "1,500 mg/day"),
    ("500 mg in all, 10 day, 5 doses/day -> mg/dose", "10 mg/dose"),
    ("amount=500 mg, 10 day, 5 doses/day -> mg/dose", "10 mg/dose"),
    ("30 mg/kg/day, 20 kg, 3 doses in all -> mg/day", "600 mg/day"),
    # a name is of all; a unit of what follows
    ("2 tablets/dose, 2 doses/day, 5 days -> tablets", "20 tablets"),
    ("2 tablets/dose, 2 doses/day, 5 days -> tablet", "20 tablets"),
    ("30 mg/kg/day, 20 kg, 3 doses/day -> mg", "200 mg/dose"),
    ("30 mg/kg/day, 20 kg, 3 doses/day, 5 days -> amount", "3,000 mg"),
    ("100 mL in all, 5 mL/dose, 4 doses/day -> duration in day", "5 days"),
    ("100 mL, 5 mL/dose, 4 doses/day -> duration in day", "5 days"),
    ("3 kg, amount=200 g, 5 mcg/kg/min -> mg/min", "0.015 mg/min"),
    ("70 kg, 2.1 g -> mg/kg", "30 mg/kg"),
    ("100 mL/dose, 30 min, 1 dose -> mL/h", "200 mL/h"),
    ("500 mg/dose, 3 doses, 30 min in all -> mg/h", "3,000 mg/h"),
    ("500 mg/dose, 3 doses/day, 2 day -> amount", "3,000 mg"),
    ("1 mg/dose, 6 doses/h -> mg/h", "6 mg/h"),
    ("5 mL/kg/dose, 20 kg, 4 doses/day -> mL/dose", "100 mL/dose"),
    ("5 mL/kg/dose, 20 kg, 4 doses/day -> mL/day", "400 mL/day"),
    ("5 mL/kg in all, 20 kg, 4 doses -> mL/dose", "25 mL/dose"),
    # mg beside a bioavailability is what is given, or what reaches the blood
    ("35 mg, bioavailability=20 % -> mg", "7 mg"),
    ("systemic=7 mg, 35 mg -> %", "20 %"),
]


@pytest.mark.parametrize(("line", "value"), VALUES)
def test_what_is_said_is_worked(line: str, value: str) -> None:
    assert str(solve(line).answer) == value


def test_mg_that_may_be_of_one_dose_or_of_all_are_given_both_by_name() -> None:
    solution = solve("30 mg/kg/day, 20 kg, 3 doses/day, 5 days -> mg")
    assert solution.answer is None
    found = [(each.name, str(each)) for each in solution.results]
    assert found == [("per_dose", "200 mg/dose"), ("amount", "3,000 mg")]


COURSE = "250 mg/dose, 4 doses/day, 10 days, 250 mg in 5 mL"
VERDICTS = [
    # the line, its verdict, and what is said
    (f"{COURSE} = 200 mL", "correct", "it is taken as the volume"),
    (f"{COURSE} = 5 mL", "correct", "it is taken as the volume per dose"),
    (f"{COURSE} -> mL = 200", "correct", "it is taken as the volume"),
    (f"{COURSE} -> mL = 5", "correct", "it is taken as the volume per dose"),
    (f"{COURSE} -> volume in mL = 200", "correct", "right"),
    (f"{COURSE} -> mL/dose = 5 mL", "correct", "right"),
    (f"{COURSE} -> mL/dose = 5", "correct", "right"),
    (
        "2 tablets/dose, 2 doses/day, 5 days -> tablets = 20",
        "correct",
        "right",
    ),
    (
        "30 mg/kg/day, 20 kg, 3 doses/day, 5 days = 3,000 mg",
        "correct",
        "it is taken as the total amount",
    ),
    # where the unit is what is asked, another unit is not the answer yet
    ("154 lb -> kg = 154 lb", "wrong_unit", "right, but not yet in kg"),
    ("2.5 L -> mL = 2.5 L", "wrong_unit", "right, but not yet in mL"),
    ("2.5 mg/min -> mcg/h = 150 mg/h", "wrong_unit", "right, but not yet in mcg/h"),
    ("2.5 L -> mL = 2,500 mL", "correct", "right"),
    ("2 h 30 min -> min = 2 h 30 min", "wrong_unit", "right, but not yet in min"),
    ("2.5 h -> min = 2 h 30 min", "wrong_unit", "right, but not yet in min"),
    ("90 s -> s = 1 min 30 s", "wrong_unit", "right, but not yet in s"),
    ("50 h -> h = 2 days 2 hours", "wrong_unit", "right, but not yet in h"),
    # what is right but for its unit is no slip of a thousand
    (
        "70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.0525 g",
        "wrong_unit",
        "0.0525 g is a total amount; an infusion rate in mg/h is asked",
    ),
    (
        "1 L, 8 h -> mL/h = 0.125 L",
        "wrong_unit",
        "0.125 L is a volume; a pump rate in mL/h is asked",
    ),
    ("70 kg, 0.5 mg/kg → mg = 35", "correct", "right"),
    ("1 % -> mg/mL = 10 mg in 1 mL", "correct", "right"),
    ("400 mg in 250 mL -> mg/mL = 400 mg/250 mL", "correct", "right"),
    ("35 mg, bioavailability=20 % = 7 mg", "correct", "right"),
    ("35 mg, bioavailability=20 % -> mg = 7", "correct", "right"),
    ("systemic=7 mg, 35 mg = 20 %", "correct", "right"),
    ("500 mg/dose, 250 mg/tablet -> tablet = 2", "correct", "right"),
    # of two readings the one that a slip explains is told
    (
        f"{COURSE} -> mL = 20",
        "wrong_value",
        "20 is not right: the × 10 days step is missing: the duration is left out",
    ),
    # what has no unit on the way is a note, also in front of a wrong answer
    (
        "500 mg/dose, 250 mg/tablet -> tablet = 0.7 = 1",
        "wrong_value",
        '1 is not right; "0.7" has no unit',
    ),
    # right answers
    (
        "180 mg/dose, 6 doses/day -> mg/day = 1.08 g",
        "correct",
        "1.08 g is taken in g/day; mg/day is asked",
    ),
    (
        "0.25 mg/kg/h, 121 lb -> mg/h = 121/2.2 = 55 = 13.75",
        "correct",
        '"55" has no unit',
    ),
    (
        "40 mg/kg/day, 20 kg, 3 doses/day -> mg/dose = 800 mg = 267 mg",
        "correct",
        "right",
    ),
    ("400 mg in 250 mL, 40 mg/h -> mL/h = 0.25 L = 25", "correct", "right"),
    # a sum in an answer keeps to the rule
    (
        "100 mL, 85.714 mL/h -> min = 1.016 h 10 min",
        "unreadable",
        'cannot read "1.016 h 10 min": it needs whole h, and then less than 1 h; '
        "write 1.016 h or 10 min or 70.96 min",
    ),
    ("192 mL, 120 mL/h -> min = 1h36min", "correct", "right"),
    # digits cut off
    (
        "20 kg, 15 mg/kg, 22 mg/mL -> mL = 13.63",
        "wrong_value",
        "13.63 is not right: digits were cut off, not rounded: 13.64",
    ),
]


@pytest.mark.parametrize(("line", "verdict", "message"), VERDICTS)
def test_a_right_answer_is_right_and_says_how_it_was_taken(
    line: str, verdict: str, message: str
) -> None:
    found = check(line)
    assert (found.verdict, found.message) == (verdict, message)


POUNDS = [
    # the convention in which more steps are right; the classroom's where they tie
    (
        "154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h = 350 mcg/min = 19.4 mL/h",
        "2.2",
        ["correct", "wrong_value"],
    ),
    ("168 lb, 0.5 mg/kg -> mg = 76.204 kg = 40", "exact", ["correct", "wrong_value"]),
    ("168 lb, 0.5 mg/kg -> mg = 76.36 kg = 40", "2.2", ["correct", "wrong_value"]),
    ("168 lb, 0.5 mg/kg -> mg = 99", "2.2", ["wrong_value"]),
    ("154.3 lb, 0.5 mg/kg -> mg = 35", "2.2", ["correct"]),
    ("154 lb, 0.5 mg/kg -> mg = 34.93", "exact", ["correct"]),
]


@pytest.mark.parametrize(("line", "pounds", "steps"), POUNDS)
def test_the_pound_is_the_one_in_which_more_steps_are_right(
    line: str, pounds: str, steps: list[str]
) -> None:
    found = check(line)
    assert (found.pounds, [each.verdict for each in found.steps]) == (pounds, steps)


def test_an_answer_is_not_ignored_where_nothing_is_judged() -> None:
    with pytest.raises(KetacalcError, match="solve judges no answer"):
        solve("70 kg, 0.5 mg/kg -> mg = 99")


def test_a_tolerance_is_exact() -> None:
    with pytest.raises(KetacalcError, match="a tolerance is a per cent"):
        check("70 kg, 0.5 mg/kg -> mg = 35", tolerance=0.01)  # type: ignore[arg-type]


def test_an_answer_has_a_limit_of_steps() -> None:
    line = f"70 kg, 0.5 mg/kg -> mg{' = 35 mg' * 21}"
    assert "at most 20 steps" in check(line).message


LARGE, SMALL = "999999999999999", "0.000000000000000001"
LONG = [
    "{a} mg/h, {b} h -> mg",
    "{a} mg, {b} L -> mg/mL",
    "{a} mg/h, {b} days -> mcg",
    "{a} mg/kg/min, 600 kg, {b} mg in {c} mL -> mL/h",
    "{a} mg/kg/h, 0.3 kg, {b} g in {c} L, {b} gtt/mL -> gtt/min",
    "{a} mg/kg/dose, 600 kg, {b} doses in all, {c} mg in {a} tablets -> tablets",
]


@pytest.mark.parametrize("line", LONG)
def test_a_number_of_many_digits_is_right_when_it_is_given_back(line: str) -> None:
    for a, b, c in product((LARGE, SMALL, "0.123456789012345"), repeat=3):
        figures = line.format(a=a, b=b, c=c)
        printed = str(solve(figures).answer).removeprefix("≈ ")
        assert check(f"{figures} = {printed}").verdict == "correct", figures
        bare = check(figures, answer=f"{printed.split()[0]}.")
        assert bare.verdict == "correct", figures


TOO_LONG = [
    # a given figure, and why it is refused
    ("0.00000000000000123 mg", ""),
    ("0.0123456789012345 mg", ""),
    ("0.0000000000000000001 mg", "it has more than 18 decimals"),
    ("123,456,789,012,345,678 mg", "it has more than 15 digits"),
    ("0.1234567890123456 mg", "it has more than 15 digits"),
    (f"{'1' * 100} mg", "it is too long for a number"),
]


@pytest.mark.parametrize(("text", "reason"), TOO_LONG)
def test_a_given_figure_has_few_digits(text: str, reason: str) -> None:
    try:
        assert str(read_figure(text)) == text
    except Unreadable as error:
        assert error.reason == reason
    else:
        assert not reason


WRITTEN_WHOLE = [
    # what a hint says to write has every part of the figure
    ("10-15 mg, bid -> mg/day", "10 to 15 mg/dose or 10 to 15 mg in all"),
    ("1-2 tablets, bid -> tablets", "1 to 2 tablets/dose or 1 to 2 tablets in all"),
    ("2-3 mL/h, bid -> mL/day", "48 to 72 mL/day or 1 dose in place of 2 doses/day"),
    (
        "500 mg + 250 mg, bid -> mg",
        "500 mg/dose + 250 mg/dose or 500 mg + 250 mg in all",
    ),
    ("1000 mL, 3 doses/day -> mL/h", "1,000 mL/dose or 1,000 mL in all"),
    ("2 capsules, 250 mg -> mg", "250 mg/capsule or 250 mg in all"),
    ("2 bags, 1000 mL -> mL", "1,000 mL/bag or 1,000 mL in all"),
    ("850-900 g, 10 mg/kg -> mg", "weight=850 to 900 g or amount=850 to 900 g"),
    ("start=9:30 am, end=5:30, 1 L -> mL/h", "5:30 am or 5:30 pm"),
    ("start=9:30, end=5:30, 1 L -> mL/h", "9:30 am or 9:30 pm"),
    ("start=11:30 pm, end=12:30 -> h", "12:30 am or 12:30 pm"),
    ("500 mg, 1:45 -> mL", "1 h 45 min or 1 g in 45 mL"),
]


@pytest.mark.parametrize(("line", "write"), WRITTEN_WHOLE)
def test_a_hint_has_every_part_of_the_figure(line: str, write: str) -> None:
    with pytest.raises(KetacalcError) as error:
        solve(line)
    assert str(error.value).endswith(f"; write {write}")


IN_A_WHOLE = [
    "stock=2 mg/mL, 50 mg/mL, 50 mL -> drawn",
    "stock=2 mg/mL, drawn=60 mL, 50 mL -> mg/mL",
    "diluent=60 mL, 50 mL, 100 mg -> mg/mL",
    "bag=500 mL, 100 mL/h, 8 h -> share",
    "bag=500 mL, 1000 mL, 8 h -> share",
]


@pytest.mark.parametrize("line", IN_A_WHOLE)
def test_a_part_is_no_larger_than_its_whole(line: str) -> None:
    with pytest.raises(KetacalcError, match="but the"):
        solve(line)


TIMES = [
    ("start=22:00, 1000 mL, 20 mL/h -> end = 00:00 (+2 days)", "wrong_value"),
    ("start=22:00, 1000 mL, 20 mL/h -> end = 00:00 (+3 days)", "correct"),
    ("start=22:00, 1000 mL, 20 mL/h -> end = 00:00", "correct"),
    ("start=09:30, 1000 mL, 120 mL/h -> end = 8:20 = 17:50", "correct"),
    ("35 mL, 30 mL/h -> h = 1:10", "unreadable"),
    ("1000 mL, 7 h -> mL/h to tenths = 143", "wrong_value"),
    ("1000 mL, 7 h -> mL/h to tenths = 142.9", "correct"),
    ("8 oz + 120 mL + 45 mL -> mL = 0.405 L", "correct"),
]


@pytest.mark.parametrize(("line", "verdict"), TIMES)
def test_a_day_that_is_written_counts_and_so_does_a_rounding(
    line: str, verdict: str
) -> None:
    assert check(line).verdict == verdict


def test_a_time_of_day_is_explained_as_one() -> None:
    slips = [each.id for each in check("start=22:00, 8 h -> end = 18:00").diagnoses]
    assert slips == ["half-a-day"]
    said = check("start=22:00, 1000 mL, 130 mL/h -> end = 05:41").message
    assert said.endswith("digits were cut off, not rounded: 05:42 (+1 day)")
    assert check("1000 mL, 130 mL/h -> h = 7 h 41 min").message.endswith("7 h 42 min")


MASSES = [
    ("7 lb 4 oz -> g", "≈ 3,295 g"),
    ("3 kg 200 g -> g", "3,200 g"),
    ("0.25 kg -> mg", "250,000 mg"),
    ("0.2 kg -> lb", "0.44 lb"),
    ("7 lb + 4 oz -> kg", "≈ 3.295 kg"),
    ("1 h 30 min + 20 min -> min", "110 min"),
    ("35 mg, bioavailability=20-30 % -> systemic", "7 to 10.5 mg"),
    ("½-1 tablet, 500 mg/tablet -> mg", "250 to 500 mg"),
]


@pytest.mark.parametrize(("line", "value"), MASSES)
def test_sums_ranges_and_masses_go_all_the_way(line: str, value: str) -> None:
    solution = solve(line)
    assert str(solution.answer) == value
    assert parse(str(solution.problem)) == solution.problem


def test_an_order_is_within_what_is_shown() -> None:
    assert solve("1000 mL, 7 h, order=142.9 mL/h -> mL/h").comparison == "within"
    assert solve("1000 mL, 7 h, order=143.5 mL/h -> mL/h").comparison == "above"


PART_OF_A_DOSE = [
    ("once weekly, 5 mg/dose, 10 days -> mg", "≈ 1.429 doses"),
    ("every other day, 1 tablet/dose, 7 days -> tablets", "3.5 doses"),
    ("500 mg/dose, q8h, 36 h -> amount", "4.5 doses"),
]


@pytest.mark.parametrize(("line", "doses"), PART_OF_A_DOSE)
def test_days_that_end_between_two_doses_are_refused(line: str, doses: str) -> None:
    with pytest.raises(KetacalcError, match=f"are {doses} and nobody gives a part"):
        solve(line)
    assert str(solve("500 mg/dose, q8h, 36 h -> mg/day").answer) == "1,500 mg/day"
