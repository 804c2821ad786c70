"""One mistake in a worked solution: a register that holds something else.

An intermediate result given as the answer is one too.  What the rest of the program
makes of it is the number that the mistake gives.
"""

from __future__ import annotations

from math import floor
from operator import add, mul, sub, truediv
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacalc.language.rounding import DOWN, HALF, UP, Rounding
from ketacalc.language.units import AT_MOST, DIVIDED, MINUS, PLUS, TIMES, Unit
from ketacalc.language.vocabulary import DAYS, HOURS, METRIC
from ketacalc.solving.planning import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from fractions import Fraction

    from ketacalc.solving.planning import Operation, Program

# Simplest first.
CONVERSION, OMISSION, REPETITION, DIRECTION, UPSIDE_DOWN, DECIMAL, PEN = range(7)
# The conversions that a learner may put where they do not belong.
FACTORS = {HOURS: 60, DAYS: 24, METRIC: 1000}
INSTEAD, HUNDREDTHS, DECIMAL_PART = "instead", "hundredths", "decimal part"
SIXTIETHS = "sixtieths"
TEN = 10
SURELY = 1e-9  # hours that a float holds a little too low are whole all the same


def _instead(_: Any, other: Any) -> Any:
    return other


def _in_hundredths(hours: Any, _: Any) -> Any:
    """Take the minutes of some hours for hundredths: 1.3 for 1 h 30 min."""
    whole = floor(hours + SURELY) if isinstance(hours, float) else floor(hours)
    return whole + (hours - whole) * 60 / 100


def _in_sixtieths(hours: Any, _: Any) -> Any:
    """Take the hundredths of some hours for minutes: 7 h 69 min for 7.69 h."""
    whole = floor(hours + SURELY) if isinstance(hours, float) else floor(hours)
    return whole + (hours - whole) * 100 / 60


def _as_decimal(part: Any, whole: Any) -> Any:
    """Take 8 oz behind 6 lb for 0.8 of a lb, and 10 oz for 0.10."""
    return part / (10 if part < TEN else 100) * whole


def _to(rounding: str) -> Callable[[Any, Any], Any]:
    return lambda value, step: Rounding(step, rounding).of(value)


WORK = {TIMES: mul, DIVIDED: truediv, PLUS: add, MINUS: sub}
WORK |= {INSTEAD: _instead, HUNDREDTHS: _in_hundredths, DECIMAL_PART: _as_decimal}
WORK[SIXTIETHS] = _in_sixtieths
WORK |= {way: _to(way) for way in (HALF, UP, DOWN)}
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


def by(op: str, register: int) -> Part:
    """Work on a number with what a register holds."""
    return op, register, None


def by_factor(op: str, factor: Fraction | int) -> Part:
    """Work on a number with a factor."""
    return op, None, factor


def line_using(program: Program, register: int) -> int | None:
    """Return the first operation that uses a register, or None."""
    lines = enumerate(program.operations)
    uses = (index for index, line in lines if register in {line.left, line.right})
    return next(uses, None)


def hyphened(name: str) -> str:
    """Write the name of a quantity as ids do: drop-factor."""
    return name.replace("_", "-")


def is_ratio(program: Program, line: Operation) -> bool:
    """Tell whether a line puts 400 mg in 250 mL together."""
    same = program.registers[line.left][0] == line.makes
    return line.op == DIVIDED and line.right is not None and same


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
        if line.right is not None and not is_ratio(program, line)
        if line.op != AT_MOST
        if program.registers[line.right][0] != line.makes
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
