"""The slips of each line of the working: left out, doubled, taken the wrong way."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ketacalc.language.clock import DAY as MINUTES_OF_A_DAY
from ketacalc.language.rounding import DOWN, HALF, UP
from ketacalc.language.units import (
    AT_MOST,
    DIVIDED,
    INVERSE,
    MINUS,
    PLUS,
    ROOT,
    TIMES,
    Unit,
    dimension_of,
)
from ketacalc.language.vocabulary import CLASSROOM, FOUR_DECIMALS, LB
from ketacalc.marking.mistakes.edit import (
    CONVERSION,
    DIRECTION,
    FACTORS,
    HUNDREDTHS,
    OMISSION,
    REPETITION,
    SIXTIETHS,
    UPSIDE_DOWN,
    Edit,
    by,
    by_factor,
    hyphened,
    is_ratio,
)
from ketacalc.solving.planning import MOSTELLER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.language.rounding import Rounding
    from ketacalc.solving.planning import Operation, Program

# 1 h 30 min, 7 lb 4 oz and 5 ft 4 in are one figure each.
FALLING = ("time", "body", "height")
UPSIDE = "upside-down-"
# What is of one dose, what a piece holds of it, and what all doses come to.
EACH_DOSE = (
    ("per_dose", "strength", "amount"),
    ("volume_per_dose", "content", "volume"),
)
POUNDS_PER_KILOGRAM = (Fraction(CLASSROOM), Fraction(FOUR_DECIMALS))


def of_operations(program: Program) -> Iterator[Edit]:
    """Yield each operation worked as a student in a hurry would."""
    for index, line in enumerate(program.operations):
        if line.rounding:
            yield from _rounding(program, index, line, line.rounding)
        elif line.conversion:
            yield from _conversion(program, index, line)
        elif line.op in {PLUS, MINUS}:
            yield from _sum(program, index, line)
        elif line.right is not None:
            yield from _of_two(program, index, line, line.right)


def _of_two(
    program: Program, index: int, line: Operation, right: int
) -> Iterator[Edit]:
    """Yield the slips of a line of two figures that is no sum."""
    made, left = program.inputs + index, line.left
    if line.op == AT_MOST:
        name, way = "maximum-left-out", "maximum left out"
        yield Edit(name, way, OMISSION, index, made, left, (), right)
        return
    if line.op == ROOT:
        parts = by(TIMES, right), by_factor(DIVIDED, MOSTELLER)
        yield Edit("root-left-out", "root", OMISSION, index, made, left, parts, made)
        return
    yield from _relation(program, index, line, right)


def _rounding(
    program: Program, index: int, line: Operation, rounding: Rounding
) -> Iterator[Edit]:
    """Yield an answer that is rounded to the other side, or not rounded.

    14 for 14.4 that is to be 15 was rounded down, and is no 14.4 of fewer digits.
    """
    made, left = program.inputs + index, line.left
    for way in (each for each in (HALF, UP, DOWN) if each != rounding.way):
        part = (by_factor(way, rounding.step),)
        name = "rounded-wrong-way"
        yield Edit(name, "other way", CONVERSION, index, made, left, part, left)
    yield Edit("not-rounded", "not rounded", CONVERSION, index, made, left, (), left)
    yield from _each_dose_rounded(program, index, rounding)


def _each_dose_rounded(
    program: Program, index: int, rounding: Rounding
) -> Iterator[Edit]:
    """Yield what comes of rounding each dose up, where all doses are counted."""
    at = {name: register for register, (name, _) in enumerate(program.registers)}
    for one, piece, total in EACH_DOSE:
        if rounding.way != UP or not at.keys() >= {one, piece, total}:
            continue
        size, own, whole = (
            program.registers[at[name]][1].scale for name in (piece, one, total)
        )
        parts = (
            by(DIVIDED, at[piece]),
            by_factor(TIMES, own / size),
            by_factor(UP, rounding.step),
            by(TIMES, at[total]),
            by(DIVIDED, at[one]),
            by_factor(TIMES, whole / own),
        )
        start, made = at[one], program.inputs + index
        slip = "each-dose-rounded"
        yield Edit(slip, "each dose", REPETITION, index, made, start, parts, start)


def _sum(program: Program, index: int, line: Operation) -> Iterator[Edit]:
    """Yield a part left out, and added where it should be taken away."""
    left, right, made = line.left, line.right or 0, program.inputs + index
    name = program.registers[right][0]
    if name == line.makes and program.registers[left][1].kind in FALLING:
        return  # 1 h 30 min, which is one figure
    if program.registers[right][1].kind == "clock":
        swapped = by(MINUS, left), by_factor(PLUS, MINUTES_OF_A_DAY)
        name, way = "times-swapped", "times swapped"
        yield Edit(name, way, DIRECTION, index, made, right, swapped, right)
        hours = by_factor(DIVIDED, 60), by_factor(HUNDREDTHS, 1), by_factor(TIMES, 60)
        name, way = "decimal-hours", "hundredths"
        yield Edit(name, way, REPETITION, index, made, made, hours, made)
        return
    if program.registers[left][1].kind == "clock":
        parts = by_factor(DIVIDED, 60), by_factor(SIXTIETHS, 1), by_factor(TIMES, 60)
        name, way = "decimal-hours", "sixtieths"
        yield Edit(name, way, REPETITION, index, right, right, parts, right)
    slip = "subtracted-for-added" if line.op == PLUS else "added-for-subtracted"
    back = (by(INVERSE[line.op], right),)
    yield Edit(slip, "wrong sign", DIRECTION, index, made, left, back, right)
    lost = f"{hyphened(name)}-left-out"
    yield Edit(lost, "part left out", OMISSION, index, made, left, (), right)
    other = f"{hyphened(program.registers[left][0])}-left-out"
    yield Edit(other, "part left out", OMISSION, index, made, right, (), left)


def _conversion(program: Program, index: int, line: Operation) -> Iterator[Edit]:
    """Yield a conversion left out, taken twice, and taken the wrong way."""
    name, made = line.conversion, program.inputs + index
    factor = line.factor or Fraction(1)
    yield Edit(name, "missing", CONVERSION, index, made, line.left, (), line.left)
    twice = (by_factor(line.op, factor),)
    yield Edit(name, "doubled", REPETITION, index, made, made, twice, line.left)
    for each in _factors(name, factor):
        back = (by_factor(INVERSE[line.op], each),)
        yield Edit(name, "backwards", DIRECTION, index, made, line.left, back, made)


def _factors(name: str, factor: Fraction) -> tuple[Fraction, ...]:
    """Return what a learner may have used for a factor: 2.2 and 2.2046 for pounds."""
    if name != LB:
        return (factor,)
    return tuple(1 / each if factor < 1 else each for each in POUNDS_PER_KILOGRAM)


def _relation(
    program: Program, index: int, line: Operation, right: int
) -> Iterator[Edit]:
    """Yield a relation with an operand left out, used twice, or the wrong way."""
    made = program.inputs + index
    over = (by(DIVIDED, line.left),)
    name = f"{UPSIDE}{hyphened(line.makes)}"
    inverted = Edit(name, "upside down", UPSIDE_DOWN, index, made, right, over, made)
    if is_ratio(program, line):
        slip = "vial-as-per-ml" if line.makes == "concentration" else "tablets-left-out"
        yield Edit(slip, "as per one", OMISSION, index, made, line.left, (), line.left)
        yield inverted
        return
    yield from _changed_places(program, index, line, right)
    for used in _as_given(program, right):
        yield from _right_operand(program, index, line, used)
    if line.op == TIMES:
        yield from _left_operand(program, index, line, right)
    else:
        yield inverted


def _changed_places(
    program: Program, index: int, line: Operation, right: int
) -> Iterator[Edit]:
    """Yield 250/400 × 5 for 400/250 × 5: the order and what is on hand swapped."""
    at, made = right - program.inputs, program.inputs + index
    slip = "order-and-stock-swapped"
    names = [name for name, _ in program.registers]
    if names[right] == "stock" and "concentration" in names:
        other = names.index("concentration")
        once = by(TIMES, right), by(DIVIDED, other)
        parts = (*once, *once)
        yield Edit(slip, "swapped", UPSIDE_DOWN, index, made, made, parts, made)
    if line.op != DIVIDED or at < 0:
        return
    ratio = program.operations[at]
    if ratio.right is not None and is_ratio(program, ratio):
        over = by(TIMES, ratio.right), by(DIVIDED, line.left)
        yield Edit(slip, "swapped", UPSIDE_DOWN, index, made, ratio.left, over, made)


def _as_given(program: Program, register: int) -> Iterator[int]:
    """Yield a register and those it was converted from by a metric or time step."""
    yield register
    while register >= program.inputs:
        line = program.operations[register - program.inputs]
        if line.conversion not in FACTORS:
            return
        register = line.left
        yield register


def _right_operand(
    program: Program, index: int, line: Operation, used: int
) -> Iterator[Edit]:
    """Yield the slips of the right-hand operand, in the unit of register `used`.

    That is the unit the line needs, or the one in which the figure was given: who
    leaves a figure out leaves out its conversion too.
    """
    name, made = hyphened(program.registers[used][0]), program.inputs + index
    again, back = by(line.op, used), by(INVERSE[line.op], used)
    for register in _reaching(program, index, used):
        yield Edit(
            f"{name}-left-out",
            "left out",
            OMISSION,
            index,
            register,
            made,
            (back,),
            used,
        )
    yield Edit(f"{name}-twice", "twice", REPETITION, index, made, made, (again,), used)
    twice = (back, back)
    yield Edit(
        f"{name}-wrong-way", "wrong way", DIRECTION, index, made, made, twice, used
    )


def _left_operand(
    program: Program, index: int, line: Operation, right: int
) -> Iterator[Edit]:
    used, made = line.left, program.inputs + index
    name = hyphened(program.registers[used][0])
    for register in _reaching(program, index, used):
        yield Edit(
            f"{name}-left-out", "left out", REPETITION, index, register, right, (), used
        )
    again, over = (by(TIMES, used),), (by(DIVIDED, used),)
    yield Edit(f"{name}-twice", "twice", REPETITION, index, made, made, again, used)
    yield Edit(
        f"{name}-wrong-way", "wrong way", DIRECTION, index, made, right, over, used
    )


def _reaching(program: Program, index: int, left_out: int) -> Iterator[int]:
    """Yield what a line makes, and what it is converted to for a left-out operand.

    Who leaves out ÷ 40 min leaves out the × 60 min/h that it calls for.
    """
    register = program.inputs + index
    yield register
    operand = program.registers[left_out][1]
    for at, line in enumerate(program.operations[index + 1 :], register + 1):
        before = program.registers[register][1]
        if line.factor is None or line.left != register:
            return
        if not _changes(before, line.unit, operand):
            return
        yield (register := at)


def _changes(before: Unit, after: Unit, operand: Unit) -> bool:
    """Tell whether a conversion changes only what the operand has a unit of."""
    dimensions = {dimension_of(name) for name, _ in operand.bases}
    changed = {name for name, _ in after.bases} - {name for name, _ in before.bases}
    return all(dimension_of(name) in dimensions for name in changed)
