"""Edits of one line of the working: left out, taken twice, the wrong way round."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from ketacalc.language.numbers import Ratio, over, times, write_exact, write_number
from ketacalc.language.relations import label_of
from ketacalc.language.units import DIVIDED, PLUS, TIMES, Unit, dimension_of
from ketacalc.marking.mistakes.slip import (
    CONVERSION,
    CONVERSIONS,
    DIRECTION,
    INVERSE,
    OMISSION,
    POUNDS_PER_KILOGRAM,
    REPETITION,
    UPSIDE,
    UPSIDE_DOWN,
    Slip,
    hyphened,
    rerun,
    text_of,
)
from ketacalc.solving.planning import OPERATIONS, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ketacalc.solving.solution import Solution

NO_FACTOR = Fraction(1)


def of_lines(solution: Solution) -> Iterator[Slip]:
    """Yield what each line would give, worked as a student in a hurry would."""
    for index, step in enumerate(solution.program.steps):
        if step.op == PLUS:
            continue
        edits = (
            _conversion(solution, step) if step.factor else _relation(solution, step)
        )
        for name, made, say, rank, *used in edits:
            for register in _reaching(solution, index, *used):
                yield Slip(name, rerun(solution, register, made), say, index, rank)


# What a slip is called, the number it makes of the line, what to say, its rank, and
# the register of an operand that it leaves out.
Edit = (
    tuple[str, Ratio, "Callable[[], str]", int]
    | tuple[str, Ratio, "Callable[[], str]", int, int]
)


def _reaching(
    solution: Solution, index: int, left_out: int | None = None
) -> Iterator[int]:
    """Yield what a line makes, and what it is converted to for a left-out operand.

    Who leaves out ÷ 40 min leaves out the × 60 min/h that it calls for.
    """
    program = solution.program
    register = program.inputs + index
    yield register
    for at, step in enumerate(program.steps[index + 1 :], program.inputs + index + 1):
        if left_out is None or step.factor is None or step.left != register:
            return
        if not _changes(program.registers[register][1], step.unit, left_out, solution):
            return
        yield (register := at)


def _changes(before: Unit, after: Unit, left_out: int, solution: Solution) -> bool:
    """Tell whether a conversion changes a base that the left-out operand has."""
    operand = solution.program.registers[left_out][1]
    dimensions = {dimension_of(name) for name, _ in operand.bases}
    changed = {name for name, _ in after.bases} - {name for name, _ in before.bases}
    return all(dimension_of(name) in dimensions for name in changed)


def _conversion(solution: Solution, step: Step) -> Iterator[Edit]:
    """Yield a conversion left out, taken twice, and taken the wrong way."""
    factor = step.factor or NO_FACTOR
    name = _conversion_name(step)
    if not name:
        return
    before = solution.ratios[step.left]
    yield name, before, partial(_say_missing, solution, step), CONVERSION
    apply, ratio = OPERATIONS[step.op], factor.as_integer_ratio()
    twice = apply(apply(before, ratio), ratio)
    yield name, twice, partial(_say_twice, step), REPETITION
    for each in _factors(name, factor):
        wrong = OPERATIONS[INVERSE[step.op]](before, each.as_integer_ratio())
        yield name, wrong, partial(_say_backwards, step), DIRECTION


def _conversion_line(step: Step) -> str:
    return f"{step.op} {write_exact(step.factor or NO_FACTOR)} {step.factor_unit}"


def _say_missing(solution: Solution, step: Step) -> str:
    before = write_number(solution.registers[step.left])
    was = f"{before} is {solution.program.registers[step.left][1]}, not {step.unit}"
    return f"the {_conversion_line(step)} step is missing: {was}"


def _say_twice(step: Step) -> str:
    return f"the {_conversion_line(step)} step was taken twice"


def _say_backwards(step: Step) -> str:
    did, should = INVERSE[step.op], step.op
    return f"the {_conversion_line(step)} step went the wrong way: {did}, not {should}"


def _conversion_name(step: Step) -> str:
    if "lb" in step.factor_unit:
        return "pounds-kilograms" if "kg" in step.factor_unit else ""
    if step.factor_unit == "mg/mL per %":
        return "percent-as-mg-per-ml"
    factor = step.factor or Fraction(0)
    return CONVERSIONS.get(int(factor), "") if factor.denominator == 1 else ""


def _factors(name: str, factor: Fraction) -> tuple[Fraction, ...]:
    """Return what a learner may have used for a factor: 2.2 and 2.2046 for pounds."""
    if name != "pounds-kilograms":
        return (factor,)
    small = factor < 1
    return tuple(1 / each if small else each for each in POUNDS_PER_KILOGRAM)


def _relation(solution: Solution, step: Step) -> Iterator[Edit]:
    """Yield a relation with an operand left out, used twice, or the wrong way."""
    right_at = step.right
    if right_at is None:
        return
    registers = solution.program.registers
    left, right = solution.ratios[step.left], solution.ratios[right_at]
    if registers[step.left][0] == registers[right_at][0]:
        yield from _ratio(solution, step, left, right)
        return
    for used in _as_given(solution, right_at):
        yield from _operand(solution, step, used)
    if step.op == TIMES:
        yield from _left_operand(solution, step, left, right)
    else:
        yield _upside_down(step, left, right)


def _operand(solution: Solution, step: Step, used: int) -> Iterator[Edit]:
    """Yield the slips of the right-hand operand, in the unit of register `used`.

    That is the unit the line needs, or the one in which the figure was given: who
    leaves a figure out leaves out its conversion too.
    """
    name = hyphened(solution.program.registers[used][0])
    value, true = solution.ratios[used], step.apply(solution.ratios)
    back = OPERATIONS[INVERSE[step.op]]
    left_out, twice = back(true, value), OPERATIONS[step.op](true, value)
    told = (solution, step, used)
    say = partial(_say_left_out, *told)
    yield f"{name}-left-out", left_out, say, OMISSION, used
    yield f"{name}-twice", twice, partial(_say_used_twice, *told), REPETITION
    wrong = back(left_out, value)
    yield f"{name}-wrong-way", wrong, partial(_say_wrong_way, *told), DIRECTION


def _left_operand(
    solution: Solution, step: Step, left: Ratio, right: Ratio
) -> Iterator[Edit]:
    name = hyphened(solution.program.registers[step.left][0])
    told = (solution, step, step.left)
    say = partial(_say_left_out, *told)
    yield f"{name}-left-out", right, say, REPETITION, step.left
    twice = times(times(left, left), right)
    yield f"{name}-twice", twice, partial(_say_used_twice, *told), REPETITION
    yield (
        f"{name}-wrong-way",
        over(right, left),
        partial(_say_wrong_way, *told),
        DIRECTION,
    )


def _named(solution: Solution, register: int) -> tuple[str, str]:
    """Return what a reader calls a register, and what it holds."""
    name, of = solution.program.registers[register]
    return label_of(name, of), text_of(solution, register).removeprefix("≈ ")


def _say_left_out(solution: Solution, step: Step, used: int) -> str:
    label, of = _named(solution, used)
    return f"the {step.op} {of} step is missing: the {label} is left out"


def _say_used_twice(solution: Solution, step: Step, used: int) -> str:
    label, of = _named(solution, used)
    return f"{step.op} {of} was taken twice: the {label} counts once"


def _say_wrong_way(solution: Solution, step: Step, used: int) -> str:
    label, of = _named(solution, used)
    words = {TIMES: "multiplied", DIVIDED: "divided"}
    did, should = words[INVERSE[step.op]], words[step.op]
    return f"it was {did} by the {label}, {of}, where it should be {should}"


def _upside_down(step: Step, left: Ratio, right: Ratio) -> Edit:
    name = f"{UPSIDE}{hyphened(step.makes)}"
    return name, over(right, left), partial(_say_upside_down, step), UPSIDE_DOWN


def _say_upside_down(step: Step) -> str:
    return f"the division that gives the {step.label} is upside down"


def _ratio(solution: Solution, step: Step, left: Ratio, right: Ratio) -> Iterator[Edit]:
    """Yield the slips of a strength given as a ratio: 400 mg in 250 mL."""
    name = "vial-as-per-ml" if step.makes == "concentration" else "tablets-left-out"
    yield name, left, partial(_say_vial, solution, step), OMISSION
    yield _upside_down(step, left, right)


def _say_vial(solution: Solution, step: Step) -> str:
    above, below = text_of(solution, step.left), text_of(solution, step.right or 0)
    as_read = f"{write_number(solution.registers[step.left])} {step.unit}"
    return f"{above} in {below} was read as {as_read}"


def _as_given(solution: Solution, register: int) -> Iterator[int]:
    """Yield a register and those it was converted from by a metric or time step."""
    inputs, steps = solution.program.inputs, solution.program.steps
    yield register
    while register >= inputs:
        step = steps[register - inputs]
        if step.factor is None or step.factor.denominator != 1:
            return
        if int(step.factor) not in CONVERSIONS or "lb" in step.factor_unit:
            return
        register = step.left
        yield register
