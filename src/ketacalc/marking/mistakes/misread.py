"""The slips of what is given and of what is written: misread, misplaced, cut short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.language.relations import QUANTITIES
from ketacalc.language.units import DIVIDED, INVERSE, MINUS, PLUS, TIMES, with_measures
from ketacalc.language.vocabulary import DAYS, HOURS, LB, METRIC
from ketacalc.marking.mistakes.edit import (
    CONVERSION,
    DECIMAL,
    DECIMAL_PART,
    FACTORS,
    HUNDREDTHS,
    INSTEAD,
    OMISSION,
    REPETITION,
    Edit,
    Part,
    by,
    by_factor,
    line_using,
    stops,
)
from ketacalc.marking.mistakes.lines import POUNDS_PER_KILOGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.solving.planning import Program

NOON = 720  # minutes
DROP_FACTORS = (10, 15, 20, 60)
HOURS_OF_A_DAY = 24
SPOONS = {"teaspoon": TIMES, "tablespoon": DIVIDED}
# How many of one make the other: 16 oz are 1 lb, 12 in are 1 ft.
PARTS_OF_ONE = {"oz": 16, "in": 12}


def added_conversions(program: Program) -> Iterator[Edit]:
    """Yield × or ÷ 60, 24 and 1,000 where they do not belong."""
    if _is_clock(program):
        for op in (PLUS, MINUS):
            half = by_factor(op, NOON)
            yield _of_answer(program, "half-a-day", "half a day", CONVERSION, half)
        return
    units = {of for _, of in program.registers}
    bases = {name for of in units for name, _ in of.bases}
    applies = {
        HOURS: bool(bases & {"minute", "hour", "second"}),
        DAYS: "day" in bases,
        METRIC: any(of.measure for of in units) or "liter" in bases,
    }
    for name in (name for name in FACTORS if applies[name]):
        for op, way in ((TIMES, "too large"), (DIVIDED, "too small")):
            part = by_factor(op, FACTORS[name])
            yield _of_answer(program, name, way, CONVERSION, part)


def misplaced_points(program: Program) -> Iterator[Edit]:
    """Yield the decimal point moved one or two places."""
    (target,) = program.targets
    places = () if _is_clock(program) else (target, _unrounded(program))
    for register in dict.fromkeys(places):
        for factor, way in ((10, "one place"), (100, "two places")):
            for op in (TIMES, DIVIDED):
                part = (by_factor(op, factor),)
                yield Edit(
                    "tenfold", way, DECIMAL, None, register, register, part, register
                )


def _is_clock(program: Program) -> bool:
    """Tell whether the answer is a time of day, whose minutes are no plain number."""
    return program.registers[program.targets[0]][1].kind == "clock"


def _of_answer(program: Program, name: str, way: str, rank: int, *parts: Part) -> Edit:
    """Return an edit of what a program makes in the end, before it is rounded."""
    target = _unrounded(program)
    return Edit(name, way, rank, None, target, target, parts, target)


def _unrounded(program: Program) -> int:
    """Return the register of the answer before it is rounded as asked."""
    (target,) = program.targets
    if target >= program.inputs:
        line = program.operations[target - program.inputs]
        return line.left if line.rounding else target
    return target


def of_inputs(program: Program) -> Iterator[Edit]:
    """Yield given figures misread before they are used."""
    for register in range(program.inputs):
        name, of = program.registers[register]
        if name == "weight" and of.text == "kg":
            for factor in POUNDS_PER_KILOGRAM:
                for op in (DIVIDED, TIMES):
                    part = by_factor(op, factor)
                    yield _misread(program, register, LB, "needless", part)
        if name == "drop_factor" and line_using(program, register) is not None:
            for other in DROP_FACTORS:
                part = by_factor(INSTEAD, other)
                yield _misread(
                    program, register, "wrong-drop-factor", "other set", part
                )
        spoon = of.base("volume")
        if spoon in SPOONS:
            part = by_factor(SPOONS[spoon], 3)
            yield _misread(program, register, "teaspoon-tablespoon", "spoon", part)
        if of.text in PARTS_OF_ONE and register and _falls(program, register):
            part = by_factor(DECIMAL_PART, PARTS_OF_ONE[of.text])
            yield _misread(program, register, "parts-as-decimals", "decimal", part)
        yield from _misread_time(program, register)


def _misread_time(program: Program, register: int) -> Iterator[Edit]:
    """Yield minutes taken for hundredths of an hour, and q8h for 8 doses a day."""
    name, of = program.registers[register]
    if of.text == "dose/day":
        again = by(DIVIDED, register)
        parts = again, again, by_factor(TIMES, HOURS_OF_A_DAY)
        slip = "interval-as-frequency"
        yield _misread(program, register, slip, "interval", *parts)
    if name == "duration" and of.text == "min":
        hours, back = by_factor(DIVIDED, 60), by_factor(TIMES, 60)
        parts = hours, by_factor(HUNDREDTHS, 1), back
        yield _misread(program, register, "decimal-hours", "hundredths", *parts)


def _falls(program: Program, register: int) -> bool:
    """Tell whether a figure goes on from the one before: 8 oz of 6 lb 8 oz."""
    name, of = program.registers[register]
    before = program.registers[register - 1]
    return before[0] == name and before[1].kind == of.kind


def _misread(
    program: Program, register: int, name: str, way: str, *parts: Part
) -> Edit:
    line = line_using(program, register)
    return Edit(name, way, REPETITION, line, register, register, parts, register)


def written_otherwise(program: Program) -> Iterator[Edit]:
    """Yield 1.5 h that is 1 h 30 min, written as 1.3 h."""
    name, of = program.registers[program.targets[0]]
    spoon = of.base("volume")
    if spoon in SPOONS:
        part = by_factor(INVERSE[SPOONS[spoon]], 3)
        slip = "teaspoon-tablespoon"
        yield _of_answer(program, slip, "spoon written", REPETITION, part)
    if name == "duration" and of.text == "h":
        part = by_factor(HUNDREDTHS, 1)
        yield _of_answer(
            program, "decimal-hours", "hundredths written", CONVERSION, part
        )


def stopped_short(program: Program) -> Iterator[Edit]:
    """Yield intermediate results given as the answer, in any unit of theirs."""
    (target,) = program.targets
    for stop in stops(program):
        name, of = program.registers[stop.register]
        quoted = (with_measures(each, of.measures) for each in QUANTITIES[name].units)
        for unit in dict.fromkeys((of, *quoted)):
            parts = (by_factor(TIMES, of.scale / unit.scale),)
            yield Edit(
                stop.slip,
                stop.way,
                OMISSION,
                stop.operation,
                target,
                stop.register,
                parts,
                stop.register,
                unit,
            )
