"""A mistake is an edit of a worked solution: one register that holds something else.

An operation is left out, doubled or taken the wrong way round; a figure is misread; an
intermediate result is given as the answer.  What the rest of the program makes of it is
the number that the mistake gives.  All edits are one kind of value, and follow from the
program alone: they are written once, whatever the numbers.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import floor
from operator import mul, truediv
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacalc.language.relations import QUANTITIES
from ketacalc.language.units import (
    DIVIDED,
    INVERSE,
    PLUS,
    TIMES,
    Unit,
    dimension_of,
    with_measures,
)
from ketacalc.language.vocabulary import (
    CLASSROOM,
    DAYS,
    FOUR_DECIMALS,
    HOURS,
    LB,
    METRIC,
)
from ketacalc.solving.planning import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketacalc.solving.planning import Operation, Program

# Simplest first.
CONVERSION, OMISSION, REPETITION, DIRECTION, UPSIDE_DOWN, DECIMAL, PEN = range(7)
UPSIDE = "upside-down-"
# The conversions that a learner may put where they do not belong.
FACTORS = {HOURS: 60, DAYS: 24, METRIC: 1000}
POUNDS_PER_KILOGRAM = (Fraction(CLASSROOM), Fraction(FOUR_DECIMALS))
DROP_FACTORS = (10, 15, 20, 60)
INSTEAD, HUNDREDTHS = "instead", "hundredths"
SURELY = 1e-9  # hours that a float holds a little too low are whole all the same


def _instead(_: Any, other: Any) -> Any:
    return other


def _in_hundredths(hours: Any, _: Any) -> Any:
    """Take the minutes of some hours for hundredths: 1.3 for 1 h 30 min."""
    whole = floor(hours + SURELY) if isinstance(hours, float) else floor(hours)
    return whole + (hours - whole) * 60 / 100


WORK = {TIMES: mul, DIVIDED: truediv, INSTEAD: _instead, HUNDREDTHS: _in_hundredths}
# What is done to a number, with a register or with a factor.
Part = tuple[str, "int | None", "Fraction | int | None"]


class Edit(NamedTuple):
    """One mistake that can be made in a program.

    `register` holds what `start` holds, worked on by `parts`.  `way` says how the
    mistake is told, and `about` which register the sentence is about, in `unit` where
    that is not its own.  `operation` is an index into the working, or None.  Edits of a
    lower rank are simpler.
    """

    id: str
    way: str
    rank: int
    operation: int | None
    register: int
    start: int
    parts: tuple[Part, ...]
    about: int
    unit: Unit | None = None


def _by(op: str, register: int) -> Part:
    return op, register, None


def _factor(op: str, factor: Fraction | int) -> Part:
    return op, None, factor


@lru_cache(maxsize=256)
def edits_of(program: Program) -> tuple[Edit, ...]:
    """Return every mistake that can be made in a program with one target."""
    return (
        *_of_operations(program),
        *_added_conversions(program),
        *_of_inputs(program),
        *_written_hours(program),
        *_stopped(program),
        *_misplaced_points(program),
    )


def _of_operations(program: Program) -> Iterator[Edit]:
    """Yield each operation worked as a student in a hurry would."""
    for index, line in enumerate(program.operations):
        if line.conversion:
            yield from _conversion(program, index, line)
        elif line.right is not None and line.op != PLUS:
            yield from _relation(program, index, line, line.right)


def _conversion(program: Program, index: int, line: Operation) -> Iterator[Edit]:
    """Yield a conversion left out, taken twice, and taken the wrong way."""
    name, made = line.conversion, program.inputs + index
    factor = line.factor or Fraction(1)
    yield Edit(name, "missing", CONVERSION, index, made, line.left, (), line.left)
    twice = (_factor(line.op, factor),)
    yield Edit(name, "doubled", REPETITION, index, made, made, twice, line.left)
    for each in _factors(name, factor):
        back = (_factor(INVERSE[line.op], each),)
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
    over = (_by(DIVIDED, line.left),)
    name = f"{UPSIDE}{hyphened(line.makes)}"
    inverted = Edit(name, "upside down", UPSIDE_DOWN, index, made, right, over, made)
    if _is_ratio(program, line):
        slip = "vial-as-per-ml" if line.makes == "concentration" else "tablets-left-out"
        yield Edit(slip, "as per one", OMISSION, index, made, line.left, (), line.left)
        yield inverted
        return
    for used in _as_given(program, right):
        yield from _right_operand(program, index, line, used)
    if line.op == TIMES:
        yield from _left_operand(program, index, line, right)
    else:
        yield inverted


def _is_ratio(program: Program, line: Operation) -> bool:
    """Tell whether a line puts 400 mg in 250 mL together."""
    return line.right is not None and program.registers[line.left][0] == line.makes


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
    again, back = _by(line.op, used), _by(INVERSE[line.op], used)
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
    again, over = (_by(TIMES, used),), (_by(DIVIDED, used),)
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


def _added_conversions(program: Program) -> Iterator[Edit]:
    """Yield × or ÷ 60, 24 and 1,000 where they do not belong."""
    units = {of for _, of in program.registers}
    bases = {name for of in units for name, _ in of.bases}
    applies = {
        HOURS: bool(bases & {"minute", "hour", "second"}),
        DAYS: "day" in bases,
        METRIC: any(of.measure for of in units) or "liter" in bases,
    }
    for name in (name for name in FACTORS if applies[name]):
        for op, way in ((TIMES, "too large"), (DIVIDED, "too small")):
            yield _of_answer(program, name, way, CONVERSION, _factor(op, FACTORS[name]))


def _of_answer(program: Program, name: str, way: str, rank: int, *parts: Part) -> Edit:
    """Return an edit of what a program makes in the end."""
    (target,) = program.targets
    return Edit(name, way, rank, None, target, target, parts, target)


def _misplaced_points(program: Program) -> Iterator[Edit]:
    for factor, way in ((10, "one place"), (100, "two places")):
        for op in (TIMES, DIVIDED):
            yield _of_answer(program, "tenfold", way, DECIMAL, _factor(op, factor))


def _of_inputs(program: Program) -> Iterator[Edit]:
    """Yield given figures misread before they are used."""
    for register in range(program.inputs):
        name, of = program.registers[register]
        if name == "weight" and of.text == "kg":
            for factor in POUNDS_PER_KILOGRAM:
                for op in (DIVIDED, TIMES):
                    part = _factor(op, factor)
                    yield _misread(program, register, LB, "needless", part)
        if name == "drop_factor" and line_using(program, register) is not None:
            for other in DROP_FACTORS:
                part = _factor(INSTEAD, other)
                yield _misread(
                    program, register, "wrong-drop-factor", "other set", part
                )
        if name == "duration" and of.text == "min":
            parts = _factor(DIVIDED, 60), _factor(HUNDREDTHS, 1), _factor(TIMES, 60)
            yield _misread(program, register, "decimal-hours", "hundredths", *parts)


def _misread(
    program: Program, register: int, name: str, way: str, *parts: Part
) -> Edit:
    line = line_using(program, register)
    return Edit(name, way, REPETITION, line, register, register, parts, register)


def _written_hours(program: Program) -> Iterator[Edit]:
    """Yield 1.5 h that is 1 h 30 min, written as 1.3 h."""
    name, of = program.registers[program.targets[0]]
    if name == "duration" and of.text == "h":
        part = _factor(HUNDREDTHS, 1)
        yield _of_answer(
            program, "decimal-hours", "hundredths written", CONVERSION, part
        )


def line_using(program: Program, register: int) -> int | None:
    """Return the first operation that uses a register, or None."""
    lines = enumerate(program.operations)
    uses = (index for index, line in lines if register in {line.left, line.right})
    return next(uses, None)


def hyphened(name: str) -> str:
    """Write the name of a quantity as ids do: drop-factor."""
    return name.replace("_", "-")


# ------------------------------------------------------- stopping short


class Stop(NamedTuple):
    """An intermediate result that may be given as the answer.

    `slip` is what that is called, `operation` the first one that was not worked, and
    `left_out` the one operand that is still to be used, if there is one.
    """

    quantity: str
    register: int
    slip: str
    operation: int | None
    left_out: str = ""

    @property
    def way(self) -> str:
        """How it is told."""
        return "one short" if self.left_out else "stopped"


def stops(program: Program) -> Iterator[Stop]:
    """Yield the intermediate results of a program, the last one first."""
    relations = [
        (index, line)
        for index, line in enumerate(program.operations)
        if line.right is not None and not _is_ratio(program, line)
    ]
    for short, (index, line) in enumerate(reversed(relations)):
        if short:
            register = program.inputs + index
            operand = _left_out(program, line, relations[-1][1]) if short == 1 else ""
            name = f"{operand}-left-out" if operand else f"stopped-at-{line.makes}"
            using = line_using(program, register)
            yield Stop(line.makes, register, hyphened(name), using, operand)


def _left_out(program: Program, line: Operation, last: Operation) -> str:
    """Return the operand that a result one operation short still lacks, or ""."""
    used = [at for at in (last.left, last.right) if at is not None]
    operands = [program.registers[at][0] for at in used]
    if line.makes not in operands:
        return ""
    return next(name for name in operands if name != line.makes)


def _stopped(program: Program) -> Iterator[Edit]:
    """Yield intermediate results given as the answer, in any unit of theirs."""
    (target,) = program.targets
    for stop in stops(program):
        name, of = program.registers[stop.register]
        quoted = (with_measures(each, of.measures) for each in QUANTITIES[name].units)
        for unit in dict.fromkeys((of, *quoted)):
            parts = (_factor(TIMES, of.scale / unit.scale),)
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


# ------------------------------------------------------- numbers


def made_by(edit: Edit, registers: Sequence[Any]) -> Any:
    """Return what the edited register holds."""
    value = registers[edit.start]
    for op, register, factor in edit.parts:
        value = WORK[op](value, factor if register is None else registers[register])
    return value


def rerun(
    program: Program, registers: Sequence[Fraction], register: int, value: Fraction
) -> Fraction:
    """Work the rest of a program with one register changed; returns the answer."""
    at = max(register + 1 - program.inputs, 0)
    before = [*registers[:register], value, *registers[register + 1 :]]
    changed = run(program.exact[at:], before[: program.inputs + at])
    found: Fraction = changed[program.targets[0]]
    return found


def numbers(program: Program, registers: Sequence[float]) -> list[float]:
    """Return about what each edit of a program gives, in the order of `edits_of`."""
    target = program.targets[0]
    found = []
    for register, start, parts, lines in _quick_edits(program):
        value = registers[start]
        for work, other, factor in parts:
            value = work(value, factor if other is None else registers[other])
        if register != target:
            changed = [*registers]
            changed[register] = value
            for at, work, left, right, factor in lines:
                other = factor if right is None else changed[right]
                changed[at] = work(changed[left], other)
            value = changed[target]
        found.append(value)
    return found


@lru_cache(maxsize=256)
def _quick_edits(program: Program) -> list[tuple[int, int, list[Any], list[Any]]]:
    """Return each edit for floats: its register, start, parts, and what follows it."""
    lines = [(at, *line) for at, line in enumerate(program.quick, program.inputs)]
    return [
        (
            edit.register,
            edit.start,
            [(WORK[op], other, float(by or 0)) for op, other, by in edit.parts],
            [line for line in lines if line[0] > edit.register],
        )
        for edit in edits_of(program)
    ]
