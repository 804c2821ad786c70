"""Random problems, held against an oracle that knows dimensions and fractions only.

A quantity is a product of dimensions, each above or below the stroke.  What is asked
follows where it is a product of whole-number powers of what is given, and elimination
finds the powers.  There are no triangles here, no plan and no table of ketacalc's.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from math import floor, prod
from typing import NamedTuple

import pytest

from ketacalc import KetacalcError, check, solve

# The oracle: what the quantities and the units measure, and how powers are found.
DIMENSIONS = tuple("drug body volume time drop tablet dose systemic".split())
QUANTITIES = {
    "weight": "body",
    "dose": "drug/body",
    "amount": "drug",
    "duration": "time",
    "rate": "drug/time",
    "dose_rate": "drug/body/time",
    "concentration": "drug/volume",
    "volume": "volume",
    "pump_rate": "volume/time",
    "drop_factor": "drop/volume",
    "drip_rate": "drop/time",
    "fluid_rate": "volume/body/time",
    "fluid_dose": "volume/body",
    "strength": "drug/tablet",
    "tablets": "tablet",
    "tablets_per_dose": "tablet/dose",
    "tablet_rate": "tablet/time",
    "doses": "dose",
    "frequency": "dose/time",
    "per_dose": "drug/dose",
    "dose_each": "drug/body/dose",
    "volume_per_dose": "volume/dose",
    "fluid_dose_each": "volume/body/dose",
    "bioavailability": "systemic/drug",
    "systemic": "systemic",
}
MEASURES = {
    "mg": {"mg": "1", "mcg": "1/1000", "nanogram": "1/1000000", "g": "1000"},
    "units": {"units": "1", "milliunits": "1/1000"},
    "mEq": {"mEq": "1"},
    "mmol": {"mmol": "1"},
}
UNITS = {
    "body": {"kg": "1", "lb": "10/22"},
    "volume": {"mL": "1", "L": "1000", "tsp": "5", "tbsp": "15", "oz": "30"},
    "time": {"min": "1", "s": "1/60", "h": "60", "day": "1440"},
    "drop": {"gtt": "1"},
    "tablet": {"tablet": "1"},
    "dose": {"dose": "1"},
}
BODY_GRAM, BODY_OUNCE = Fraction(1, 1000), Fraction(10, 22 * 16)
LIMITS = {
    "weight": (Fraction(3, 10), Fraction(650)),
    "bioavailability": (Fraction(0), Fraction(1)),
}
Figures = dict[str, Fraction]  # quantities, in the first unit of each dimension


@cache
def vector(quantity: str) -> tuple[int, ...]:
    above, *below = QUANTITIES[quantity].split("/")
    return tuple((each == above) - (each in below) for each in DIMENSIONS)


@cache
def powers(given: tuple[str, ...], asked: str) -> tuple[Fraction, ...] | None:
    """Return the power of each given quantity in the asked one; None if it is free."""
    columns = [*map(vector, given), vector(asked)]
    rows = [list(row) for row in zip(*columns, strict=True)]
    pivots: list[int] = []
    for column in range(len(given)):
        top = len(pivots)
        at = next((at for at in range(top, len(rows)) if rows[at][column]), None)
        if at is None:
            continue
        rows[top], rows[at] = rows[at], rows[top]
        for at, row in enumerate(rows):
            if at != top and row[column]:
                p, q = rows[top][column], row[column]
                rows[at] = [p * a - q * b for a, b in zip(row, rows[top], strict=True)]
        pivots.append(column)
    if any(row[-1] for row in rows[len(pivots) :]):
        return None
    found = {at: Fraction(row[-1], row[at]) for at, row in zip(pivots, rows)}  # noqa: B905 - the rest are zero
    return tuple(found.get(at, Fraction(0)) for at in range(len(given)))


def follows(given: Figures, asked: str) -> Fraction | None:
    """Return the asked quantity; None where whole-number powers do not give it."""
    exponents = powers(tuple(given), asked)
    if exponents is None or any(each.denominator > 1 for each in exponents):
        return None
    pairs = zip(given.values(), exponents, strict=True)
    return _product(value ** int(each) for value, each in pairs)


def is_possible(given: Figures) -> bool:
    """Tell whether the weight and the share that follow are those of a patient."""
    found = [(follows(given, name), *limits) for name, limits in LIMITS.items()]
    return all(value is None or low <= value <= high for value, low, high in found)


def has_whole_doses(given: Figures) -> bool:
    """Tell whether the days end with a dose: nobody gives a part of one."""
    doses = given.get("frequency", Fraction(1)) * given.get("duration", Fraction(1))
    return not given.keys() >= {"frequency", "duration"} or doses.denominator == 1


def _product(values: Iterable[Fraction]) -> Fraction:
    return prod(values, start=Fraction(1))


# From here on: problems as they are written.


class Problem(NamedTuple):
    """Figures as they are written and what they are, and a question."""

    written: tuple[str, ...]
    given: Figures
    asked: str
    question: str
    unit: str
    size: Fraction

    @property
    def line(self) -> str:
        """The line of notation."""
        return f"{', '.join(self.written)} -> {self.question}"

    def beside(self, figure: str) -> str:
        """Return the line with one more figure."""
        return f"{', '.join((*self.written, figure))} -> {self.question}"


# Of one dose or of all: beside a frequency these must say that they are of all.
OF_ALL = {"amount", "volume", "tablets", "dose", "fluid_dose", "doses"}
OF_ALL |= {"duration", "systemic"}
NAMED_ONLY = {"bioavailability", "systemic"}
BODY_OR_DRUG = {"g", "oz"}


def dice_of(seed: object) -> random.Random:
    return random.Random(str(seed))  # noqa: S311 - a seeded sample, not a secret


class Draw:
    """Draws the figures of one patient, one drug and one bag, in any units."""

    def __init__(self, seed: str, measure: str = "") -> None:
        self.dice = dice = dice_of(seed)
        self.measure = measure or dice.choice(["mg", "mg", "mg", *MEASURES])
        self.is_daily = False  # doses a day: a rate is of the day then
        self.sizes = UNITS | dict.fromkeys(["drug", "systemic"], MEASURES[self.measure])
        drug = Fraction(dice.randint(1, 4000), 4)
        self.world = {
            "drug": drug,
            "body": Fraction(dice.randint(6, 300), 2),
            "volume": Fraction(dice.randint(1, 1500)),
            "time": Fraction(dice.randint(5, 3000)),
            "drop": Fraction(dice.randint(100, 20_000)),
            "tablet": Fraction(dice.randint(1, 40), 2),
            "dose": Fraction(dice.randint(1, 40)),
            "systemic": drug * Fraction(dice.randint(5, 90), 100),
        }

    def names(self) -> list[str]:
        """Draw quantities of which none follows from the others."""
        found: list[str] = []
        for name in self.dice.sample(sorted(QUANTITIES), self.dice.randint(2, 7)):
            if powers(tuple(found), name) is None:
                found.append(name)
        return found

    def problem(self, asked: str, names: Sequence[str], *others: str) -> Problem:
        """Draw figures and a question; `others` are to stand beside the figures."""
        together = {*names, *others}
        self.is_daily = "frequency" in together
        figures = [self.figure(name) for name in names]
        unit, size = self.unit(asked)
        kinds = (QUANTITIES[name].split("/") for name in together)
        dosed = any("dose" in each for each in kinds)
        named = dosed or NAMED_ONLY & {*together, asked} or unit == "dose"
        question = f"{asked} in {unit}" if named or self.once_in(3) else unit
        given = dict(zip(names, (value for _, value in figures), strict=True))
        written = tuple(
            f"{text}{in_all(name, together)}"
            for (text, _), name in zip(figures, names, strict=True)
        )
        return Problem(written, given, asked, question, unit, size)

    def once_in(self, many: int) -> bool:
        """Throw a die of so many sides."""
        return not self.dice.randrange(many)

    def unit(self, name: str) -> tuple[str, Fraction]:
        """Draw a unit of a quantity, and its size."""
        if name == "bioavailability":
            return "%", Fraction(1, 100)
        if name == "concentration" and self.measure == "mg" and self.once_in(5):
            return self.dice.choice(["%", "% w/v"]), Fraction(10)
        kinds = QUANTITIES[name].split("/")
        units = [self.dice.choice(sorted(self.sizes[kind])) for kind in kinds]
        if self.is_daily and "time" in kinds[1:] and name != "frequency":
            units[kinds.index("time")] = "day"
        sizes = [Fraction(self.sizes[k][u]) for k, u in zip(kinds, units, strict=True)]
        return "/".join(units), sizes[0] / _product(sizes[1:])

    def number(self, about: Fraction) -> Fraction:
        """Draw a number of one to four digits, about as large as a value."""
        scale = Fraction(10) ** (self.dice.randint(0, 3) - magnitude(about))
        return floor(about * scale) / scale

    def figure(self, name: str) -> tuple[str, Fraction]:
        """Write a quantity about as large as the world's, and give what was written."""
        powers_of = zip(DIMENSIONS, vector(name), strict=True)
        about = _product(self.world[each] ** power for each, power in powers_of)
        if name == "weight" and self.once_in(4):
            grams = floor(about * 1000)
            return f"weight={grams} g", grams * BODY_GRAM
        if name == "weight" and self.once_in(3):
            pounds, ounces = self.dice.randint(2, 300), self.dice.randint(1, 15)
            return f"{pounds} lb {ounces} oz", (16 * pounds + ounces) * BODY_OUNCE
        if name == "duration" and self.once_in(3):
            hours, minutes = self.dice.randint(1, 20), self.dice.randint(1, 59)
            return f"{hours} h {minutes} min", Fraction(60 * hours + minutes)
        unit, size = self.unit(name)
        above, _, below = unit.partition("/")
        is_ratio = name in {"concentration", "strength"} and "%" not in unit
        if is_ratio and self.once_in(2):
            many = self.dice.choice([1, 2, 5, 10, 100, 250])
            value = self.number(about * many / size)
            return f"{decimal(value)} {above} in {many} {below}", value * size / many
        value = self.number(about / size)
        head = f"{name}=" if name in NAMED_ONLY or unit in BODY_OR_DRUG else ""
        return f"{head}{decimal(value)} {unit}", value * size


def in_all(name: str, together: set[str]) -> str:
    """Say of a figure beside doses, or pieces, that it is of all of them."""
    counted = not {"frequency", "doses"}.isdisjoint(together)
    pieces = "tablets" in together and name in {"amount", "volume"}
    return " in all" if pieces or (counted and name in OF_ALL) else ""


def magnitude(value: Fraction) -> int:
    """Return the power of ten of the first digit."""
    power = len(str(value.numerator)) - len(str(value.denominator))
    return power if value >= Fraction(10) ** power else power - 1


def decimal(value: Fraction, places: int = 15) -> str:
    """Write a value rounded half up, without zeros at the end."""
    text = in_full(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_full(value: Fraction, places: int) -> str:
    """Write a value rounded half up to its last place, be that a zero."""
    whole, part = divmod(floor(value * 10**places + Fraction(1, 2)), 10**places)
    return f"{whole}.{part:0{places}}" if places else f"{whole}"


# How much is drawn, and what of it can be written.
BLOCKS, SETS, MOST_DIGITS, COST = range(16), 16, 15, Fraction(1, 20)
in_blocks = pytest.mark.parametrize("block", BLOCKS)


def drawn(block: int) -> Iterator[tuple[Draw, list[str], list[str]]]:
    """Yield sets of quantities, and what whole-number powers of them give."""
    for seed in range(SETS):
        draw = Draw(f"{block}/{seed}")
        names = draw.names()
        worlds = dict.fromkeys(names, Fraction(2))
        others = [name for name in QUANTITIES if name not in names]
        yield draw, names, [each for each in others if follows(worlds, each)]


@cache
def determined(block: int) -> list[tuple[Problem, Fraction]]:
    """Return a problem for everything that follows, and what the oracle says."""
    found = []
    for draw, names, known in drawn(block):
        for asked in known:
            problem = draw.problem(asked, names)
            value = follows(problem.given, asked)
            possible = is_possible(problem.given) and has_whole_doses(problem.given)
            if value and possible:
                found.append((problem, value / problem.size))
    return found


def is_of_drug(name: str) -> bool:
    return name == "systemic" or QUANTITIES[name].startswith("drug")


def is_exact(value: Fraction, places: int = 6) -> bool:
    return Fraction(decimal(value, places)) == value


def is_writable(text: str) -> bool:
    return 0 < sum(map(str.isdigit, text)) <= MOST_DIGITS


def written_out(value: Fraction, dice: random.Random) -> str:
    """Write a value to its last decimal, or rounded where that costs under 5 %."""
    if is_exact(value):
        return decimal(value)
    fits = [n for n in range(12) if abs(Fraction(decimal(value, n)) / value - 1) < COST]
    return decimal(value, dice.choice(fits[:6])) if fits else ""


def off(value: Fraction, dice: random.Random, least: int) -> str:
    """Write a value that is off by `least` to 50 per cent, with four digits or more."""
    percent = dice.choice([-1, 1]) * dice.randint(least, 50)
    value *= Fraction(100 + percent, 100)
    return decimal(value, max(3 - magnitude(value), 0))


def test_every_quantity_is_asked_for_and_every_unit_is_used() -> None:
    found = [problem for block in BLOCKS for problem, _ in determined(block)]
    asked = [problem.asked for problem in found]
    assert len(found) > 800
    assert all(asked.count(name) > 10 for name in QUANTITIES)
    figures = " ".join(figure for problem in found for figure in problem.written)
    questions = " ".join(problem.unit for problem in found)
    for table in (*UNITS.values(), *MEASURES.values()):
        for text in table:
            assert figures.count(text) > 10
            assert questions.count(text) > 10


@in_blocks
def test_what_powers_of_the_figures_give_is_solved_exactly(block: int) -> None:
    for problem, value in determined(block):
        answer = solve(problem.line).answer
        assert answer is not None
        assert (answer.name, answer.value) == (problem.asked, value), problem.line


@in_blocks
def test_what_no_powers_of_the_figures_give_is_refused(block: int) -> None:
    for draw, names, known in drawn(block):
        free = [name for name in QUANTITIES if name not in {*names, *known}]
        problem = draw.problem(draw.dice.choice(free), names)
        with pytest.raises(KetacalcError):
            pytest.fail(f"{problem.line}: {solve(problem.line).answer}")


@in_blocks
def test_a_weight_or_a_share_that_cannot_be_is_refused(block: int) -> None:
    for draw, names, known in drawn(block):
        draw.world["body"] *= draw.dice.choice([Fraction(1, 1000), Fraction(1000)])
        problem = draw.problem(draw.dice.choice(known or names), names)
        if not is_possible(problem.given):
            with pytest.raises(KetacalcError):
                pytest.fail(f"{problem.line}: {solve(problem.line).answer}")


@in_blocks
def test_no_measure_of_a_drug_turns_into_another(block: int) -> None:
    for draw, names, known in drawn(block):
        drugs = [name for name in known if is_of_drug(name)]
        if drugs and any(map(is_of_drug, names)):
            asked = draw.dice.choice(drugs)
            problem = draw.problem(asked, names)
            measure = draw.dice.choice([m for m in MEASURES if m != draw.measure])
            unit, _ = Draw(f"{block}", measure).unit(asked)
            line = problem._replace(question=f"{asked} in {unit}").line
            with pytest.raises(KetacalcError):
                pytest.fail(f"{line}: {solve(line).answer}")


@in_blocks
def test_a_figure_that_follows_from_the_others_must_agree(block: int) -> None:
    for draw, names, known in drawn(block):
        more = draw.dice.choice([*names, *known])
        together = {*names, more}
        if not known:
            continue
        problem = draw.problem(draw.dice.choice(known), names, more)
        unit, size = draw.unit(more)
        of_all = in_all(more, together)
        value = (follows(problem.given, more) or Fraction(0)) / size
        if not is_possible(problem.given) or {"frequency", "duration"} <= together:
            continue
        if is_exact(value, 12) and is_writable(decimal(value)):
            line = problem.beside(f"{more}={decimal(value)} {unit}{of_all}")
            answer = solve(line).answer
            assert answer is not None
            base = answer.value * problem.size
            assert base == follows(problem.given, problem.asked), line
        wrong = off(value, draw.dice, 1)
        if is_writable(wrong):
            line = problem.beside(f"{more}={wrong} {unit}{of_all}")
            with pytest.raises(KetacalcError):
                pytest.fail(f"{line}: {solve(line).answer}")


@in_blocks
def test_the_value_is_right_as_far_as_it_is_written(block: int) -> None:
    dice = dice_of(block)
    for problem, value in determined(block):
        text = written_out(value, dice)
        if is_writable(text):
            line = f"{problem.line} = {text}{dice.choice(['', f' {problem.unit}'])}"
            assert check(line).verdict == "correct", line


@in_blocks
def test_a_value_that_is_off_is_wrong(block: int) -> None:
    dice = dice_of(block)
    for problem, value in determined(block):
        text = off(value, dice, 7)
        if is_writable(text):
            line = f"{problem.line} = {text}{dice.choice(['', f' {problem.unit}'])}"
            assert check(line).verdict == "wrong_value", line
