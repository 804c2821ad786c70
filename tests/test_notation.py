"""A line to a problem and back."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacalc import parse
from ketacalc.errors import Contradiction, KetacalcError, Unreadable
from ketacalc.shell import line_of

READ = [
    # line, the quantities, the question, the answers
    ("70 kg, 0.5 mg/kg, 40 min", "weight dose duration", None, 0),
    ("70 kg; 0.5 mg/kg; 40 min", "weight dose duration", None, 0),
    ("400 mg in 250 mL, 15 mL/h -> mg/h", "concentration pump_rate", "rate", 0),
    ("400 mg/250 mL -> mg/mL", "concentration", "concentration", 0),
    ("250 mg per 5 mL -> mg/mL", "concentration", "concentration", 0),
    ("1 % w/v, 5 mL -> mg", "concentration volume", "amount", 0),
    ("500 mg in 2 tablets, 3 tablets", "strength tablets", None, 0),
    ("70 kg, 0.5 mg/kg, 40 min -> mg/h = 52.5 mg/h", "weight dose duration", "rate", 1),
    ("70 kg, 0.5 mg/kg = 35 mg = 0.035 g", "weight dose", None, 2),
    ("70 kg,0.5 mg/kg".replace(",", ", ") + " = 35", "weight dose", None, 1),
    (
        "35 mg, bioavailability=20 % -> systemic",
        "amount bioavailability",
        "systemic",
        0,
    ),
    ("weight = 70 kg, 5 mg/kg", "weight dose", None, 0),
    ("weight=850 g, 5 mg/kg", "weight dose", None, 0),
    ("dose rate=5 mcg/kg/min, 70 kg", "dose_rate weight", None, 0),
    ("7 lb 4 oz, 5 mg/kg", "weight dose", None, 0),
    ("1 h 30 min, 35 mg -> rate", "duration amount", "rate", 0),
    ("35 mg, 70 kg -> dose in mcg/kg", "amount weight", "dose", 0),
    ("5 oz -> mL", "volume", "volume", 0),
    ("70 kg, 0.5 mg/kg # a comment, 5 min", "weight dose", None, 0),
    ("70\u00a0kg,\u00a00.5 mg/kg", "weight dose", None, 0),
    (
        "15 kg, 20 mg/kg/day, 3 doses/day -> mg",
        "weight dose_rate frequency",
        "per_dose",
        0,
    ),
    (
        "5 mL in all, 3 doses/day, 2 days -> mL/day",
        "volume frequency duration",
        "pump_rate",
        0,
    ),
    ("70 kg, 154 lb", "weight", None, 0),
]


@pytest.mark.parametrize(("line", "names", "asked", "answers"), READ)
def test_a_line_that_is_read(
    line: str, names: str, asked: str | None, answers: int
) -> None:
    problem = parse(line)
    assert " ".join(given.quantity for given in problem.givens) == names
    assert (problem.asked.quantity if problem.asked else None) == asked
    assert len(problem.answers) == answers
    assert parse(str(problem)) == problem


REFUSED = [
    # line, message
    ("", 'cannot read "": no figure is given; write 70 kg, 0.5 mg/kg, 40 min'),
    (
        "70 kg -> mg -> g",
        'cannot read "70 kg -> mg -> g": one thing is asked; write -> mL/h',
    ),
    ("70 kg ->", 'cannot read "70 kg ->": one thing is asked; write -> mL/h'),
    (
        "70 kg = 35 mg, 5 mL",
        'cannot read "5 mL": the figures stand before the arrow and the answer',
    ),
    (
        "850 g, 10 mg/kg",
        'cannot read "850 g": g is drug here, and the weight is missing; '
        "write weight=850 g or amount=850 g",
    ),
    (
        "7 lb, 4 oz, 5 mg/kg",
        'cannot read "4 oz": oz is fluid here; write 7 lb 4 oz or volume=4 oz',
    ),
    (
        "35 mg in 40 min",
        'cannot read "35 mg in 40 min": a ratio is per mL or per tablet; '
        "write 35 mg, 40 min",
    ),
    ("weight=70 mg", 'weight: cannot read "70 mg": it is measured in kg'),
    (
        "weight=70",
        'weight: cannot read "70": the unit is missing; write 70 kg or 70 lb',
    ),
    ("5 gtt/kg", 'cannot read "5 gtt/kg": no quantity is measured in gtt/kg'),
    ("70 kg -> kg/min", 'cannot read "kg/min": no quantity is measured in kg/min'),
    (
        "70 kg 5 mg, 3 mL",
        'cannot read "70 kg 5 mg": two figures run together; write 70 kg, 5 mg',
    ),
    ("70 kg -> dose in mL", 'cannot read "mL": it is no unit of dose'),
    (
        "1/3 mg, 3 mL",
        'cannot read "1/3 mg": it is a fraction; write a decimal such as 0.5',
    ),
]


@pytest.mark.parametrize(("line", "message"), REFUSED)
def test_a_line_that_is_refused(line: str, message: str) -> None:
    with pytest.raises(Unreadable) as error:
        parse(line)
    assert str(error.value) == message


def test_an_unknown_name_lists_the_names() -> None:
    with pytest.raises(
        Unreadable, match="no quantity has this name; write one of weight"
    ):
        parse("flux=5 mg")


DISAGREE = [
    ("70 kg, 71 kg", "the weight is 70 kg, but 71 kg is given too"),
    (
        "5 % w/v, 5 g in 50 mL",
        "the concentration is 5 %, but 5 g in 50 mL is given too",
    ),
    (
        "25,000 units in 500 mL, 5 mg/h",
        "25,000 units in 500 mL measures in units, but 5 mg/h in mg, "
        "and neither turns into the other",
    ),
]


@pytest.mark.parametrize(("line", "message"), DISAGREE)
def test_figures_that_disagree(line: str, message: str) -> None:
    with pytest.raises(Contradiction) as error:
        parse(line)
    assert str(error.value) == message


WORDS = [
    (
        ["154lb", "5mcg/kg/min", "400 mg in 250 mL"],
        "154 lb, 5 mcg/kg/min, 400 mg in 250 mL",
    ),
    ("70 kg 0.5 mg/kg 40 min".split(), "70 kg, 0.5 mg/kg, 40 min"),
    ("70 kg, 0.5 mg/kg, 40 min".split(), "70 kg, 0.5 mg/kg, 40 min"),
    ("400 mg in 250 mL weight=850g".split(), "400 mg in 250 mL, weight=850 g"),
    (["70kg", ".5mg/kg"], "70 kg, 0.5 mg/kg"),
    ("5mg/dose BD 5 days".split(), "5 mg/dose, 2 doses/day, 5 days"),
    ("5mg/dose 8 hourly 5 days".split(), "5 mg/dose, 3 doses/day, 5 days"),
    ("once daily 5mg/dose".split()[1:], "1 dose/day, 5 mg/dose"),
    # one figure of two parts, which came apart
    ("7 lb 4 ounces 5 mg/kg".split(), "7 lb 4 oz, 5 mg/kg"),
    (["1h", "30min", "90 mg"], "1 h 30 min, 90 mg"),
    ("1 day 12 h 5 mg/h".split(), "1 day 12 h, 5 mg/h"),
]


@pytest.mark.parametrize(("words", "line"), WORDS)
def test_words_of_a_shell_are_figures(words: list[str], line: str) -> None:
    assert parse(line_of(words)) == parse(line)


NUMBERS = st.decimals(min_value="0.001", max_value="9999", places=3).map(
    lambda value: f"{value.normalize():f}"
)
FIGURES = {
    "weight": ["{} kg", "{} lb", "weight={} g", "7 lb 4 oz"],
    "dose": ["{} mg/kg", "{} mcg/lb"],
    "duration": ["{} min", "{} h", "2 h 30 min"],
    "concentration": ["{} mg/mL", "{} mg in 250 mL", "{} %", "4 g in {} L"],
    "drop_factor": ["{} gtt/mL"],
    "frequency": ["{} doses/day"],
    "bioavailability": ["bioavailability={} %"],
    "strength": ["{} mg/tablet", "{} mcg in 2 tablets"],
    "fluid_rate": ["{} mL/kg/h"],
    "volume": ["{} mL", "volume={} oz", "{} tbsp"],
    "per_dose": ["{} mg/dose"],
}
ASKED = ["", " -> mL/h", " -> rate", " -> amount in g", " -> weight in g", " -> %"]
ASKED += [" -> doses in dose", " -> tablets", " -> dose", " -> volume in oz"]
ANSWERS = ["", " = 5 mg", " = 5 mg = 3"]


# Beside a frequency these must say whether they are of one dose or of all.
OF_ALL = {"amount", "volume", "tablets", "dose", "doses", "duration"}


@st.composite
def lines(draw: st.DrawFn) -> tuple[list[str], str]:
    """Draw some figures of different quantities, and the rest of a line."""
    names = draw(st.lists(st.sampled_from(sorted(FIGURES)), min_size=1, unique=True))
    forms = [draw(st.sampled_from(FIGURES[name])) for name in names]
    counted = not {"frequency", "doses"}.isdisjoint(names)
    figures = [
        form.format(draw(NUMBERS)) + " in all" * (counted and name in OF_ALL)
        for name, form in zip(names, forms, strict=True)
    ]
    rest = draw(st.sampled_from(ASKED)) + draw(st.sampled_from(ANSWERS))
    if "frequency" in names:  # a rate is of the day then
        figures = [each.replace("/h", "/day") for each in figures]
        rest = rest.replace("/h", "/day")
    return figures, rest


@given(lines(), st.sampled_from(["2.2", "exact"]))
def test_a_problem_written_and_read_again_is_the_same(
    line: tuple[list[str], str], pounds: str
) -> None:
    problem = parse(", ".join(line[0]) + line[1], pounds)
    assert parse(str(problem), pounds) == problem


@given(lines(), st.randoms(use_true_random=False))
def test_the_order_of_the_figures_never_matters(
    line: tuple[list[str], str], shuffler: random.Random
) -> None:
    figures, rest = line
    shuffled = shuffler.sample(figures, len(figures))
    first, second = (parse(", ".join(each) + rest) for each in (figures, shuffled))
    assert sorted(map(str, first.givens)) == sorted(map(str, second.givens))
    assert first.asked == second.asked


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_one_printable_line(text: str) -> None:
    try:
        parse(text)
    except KetacalcError as error:
        assert str(error).isprintable()
