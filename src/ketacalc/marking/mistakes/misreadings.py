"""A given figure misread before it is used, or a conversion put where none belongs."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from ketacalc.language.numbers import (
    Ratio,
    equal,
    over,
    plus,
    times,
    write_exact,
    write_number,
)
from ketacalc.language.units import DIVIDED, TIMES
from ketacalc.marking.mistakes.slip import (
    CONVERSION,
    CONVERSIONS,
    POUNDS_PER_KILOGRAM,
    REPETITION,
    Slip,
    answer_of,
    line_using,
    rerun,
)
from ketacalc.solving.planning import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.solving.solution import Solution

DROP_FACTORS = (10, 15, 20, 60)


def misread(solution: Solution) -> Iterator[Slip]:
    """Yield slips that add a step, or start from a given figure misread."""
    yield from _added_conversions(solution)
    for register in range(solution.program.inputs):
        name, of = solution.program.registers[register]
        value = solution.ratios[register]
        if name == "weight" and of.text == "kg":
            yield from _kilograms_as_pounds(solution, register, value)
        if name == "drop_factor" and line_using(solution, register) is not None:
            yield from _wrong_drop_factors(solution, register, value)
        if name == "duration" and of.text == "min":
            yield from _decimal_hours(solution, register, value)
    yield from _decimal_hours_written(solution)


def _added_conversions(solution: Solution) -> Iterator[Slip]:
    """Yield × or ÷ 60, 24 and 1,000 where they do not belong."""
    right = answer_of(solution)
    for factor in _factors_about(solution):
        for apply, way in ((times, "large"), (over, "small")):
            say = partial(_say_added, factor, way)
            ratio = apply(right, (factor, 1))
            yield Slip(CONVERSIONS[factor], ratio, say, None, CONVERSION)


def _say_added(factor: int, way: str) -> str:
    return f"the answer is {factor:,} times too {way}: check that conversion"


def _factors_about(solution: Solution) -> list[int]:
    """Return the factors that a learner may have put where they do not belong."""
    units = {of for _, of in solution.program.registers}
    bases = {name for of in units for name, _ in of.bases}
    applies = {
        60: bool(bases & {"minute", "hour", "second"}),
        24: "day" in bases,
        1000: any(of.measure for of in units) or "liter" in bases,
    }
    return [factor for factor, holds in applies.items() if holds]


def _kilograms_as_pounds(
    solution: Solution, register: int, value: Ratio
) -> Iterator[Slip]:
    line = line_using(solution, register)
    for factor in POUNDS_PER_KILOGRAM:
        for op in (DIVIDED, TIMES):
            wrong = OPERATIONS[op](value, factor.as_integer_ratio())
            say = partial(_say_no_pounds, op, factor)
            number = rerun(solution, register, wrong)
            yield Slip("pounds-kilograms", number, say, line, REPETITION)


def _say_no_pounds(op: str, factor: Fraction) -> str:
    return f"the weight is in kg already: no {op} {write_exact(factor)}"


def _wrong_drop_factors(
    solution: Solution, register: int, value: Ratio
) -> Iterator[Slip]:
    line = line_using(solution, register)
    for other in DROP_FACTORS:
        if not equal((other, 1), value):
            number = rerun(solution, register, (other, 1))
            say = partial(_say_another_set, other, value)
            yield Slip("wrong-drop-factor", number, say, line, REPETITION)


def _say_another_set(other: int, value: Ratio) -> str:
    own = write_number(Fraction(*value))
    return f"{other} gtt/mL is another set's drop factor; here it is {own}"


def _decimal_hours(solution: Solution, register: int, minutes: Ratio) -> Iterator[Slip]:
    """Yield the number that 40 min as 0.40 h, or 1 h 30 min as 1.3 h, would give."""
    wrong = _misread(over(minutes, (60, 1)))
    number = rerun(solution, register, times(wrong, (60, 1)))
    say = partial(_say_decimal_hours_used, solution, register, wrong)
    line = line_using(solution, register)
    yield Slip("decimal-hours", number, say, line, REPETITION)


def _decimal_hours_written(solution: Solution) -> Iterator[Slip]:
    """Yield 1.5 h that is 1 h 30 min, written as 1.3 h."""
    name, _, of = solution.results[0]
    if name == "duration" and of.text == "h":
        number = _misread(answer_of(solution))
        say = partial(_say_decimal_hours, "written", Fraction(*number))
        yield Slip("decimal-hours", number, say, None, CONVERSION)


def _misread(hours: Ratio) -> Ratio:
    """Return hours whose minutes are taken for hundredths: 1.3 for 1 h 30 min."""
    above, below = hours
    return plus((above // below, 1), (above % below * 60, below * 100))


def _say_decimal_hours_used(solution: Solution, register: int, part: Ratio) -> str:
    whole = sum(
        solution.registers[at] * of.scale / 60
        for at, (name, of) in enumerate(solution.program.registers)
        if name == "duration" and at < solution.program.inputs and at != register
    )
    return _say_decimal_hours("used", whole + Fraction(*part))


def _say_decimal_hours(what: str, hours: Fraction) -> str:
    was = write_number(hours)
    return f"minutes are not hundredths of an hour: {was} h was {what}"
