"""An intermediate result given as the answer."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.language.figures import Figure, write_value
from ketacalc.language.numbers import Ratio, over, times
from ketacalc.language.relations import QUANTITIES, label_of
from ketacalc.language.units import Unit, with_measure
from ketacalc.marking.mistakes.slip import OMISSION, Slip, hyphened, line_using

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.solving.planning import Step
    from ketacalc.solving.solution import Solution


class Stop(NamedTuple):
    """An intermediate result that may be given as the answer.

    `slip` is what that is called, `line` the first one that was not worked, and
    `left_out` the one operand that is still to be used, if there is one.
    """

    quantity: str
    register: int
    slip: str
    line: int | None
    left_out: str = ""

    def say(self, figure: Figure) -> str:
        """Say that a figure is not the answer."""
        label, text = label_of(self.quantity, figure.unit), write_value(*figure)
        if self.left_out:
            return f"the {self.left_out} is left out: {text} is the {label}"
        return f"the {label}, {text}, is not the answer yet"


def stops(solution: Solution) -> Iterator[Stop]:
    """Yield the intermediate results of a solution, the last one first."""
    inputs, steps = solution.program.inputs, solution.program.steps
    relations = [
        (index, step)
        for index, step in enumerate(steps)
        if step.right is not None and not _is_ratio(solution, step)
    ]
    for short, (index, step) in enumerate(reversed(relations)):
        if short:
            register = inputs + index
            operand = _left_out(solution, step, relations[-1][1], short)
            name = f"{operand}-left-out" if operand else f"stopped-at-{step.makes}"
            line = line_using(solution, register)
            label = operand and QUANTITIES[operand].label
            yield Stop(step.makes, register, hyphened(name), line, label)


def stopped(solution: Solution) -> Iterator[Slip]:
    """Yield intermediate results given as the answer, in any unit of theirs."""
    for stop in stops(solution):
        for ratio, of in _quoted_values(solution, stop.register):
            say = partial(_say_stopped, stop, ratio, of)
            yield Slip(stop.slip, ratio, say, stop.line, OMISSION)


def _say_stopped(stop: Stop, ratio: Ratio, of: Unit) -> str:
    return stop.say(Figure(Fraction(*ratio), of))


def _is_ratio(solution: Solution, step: Step) -> bool:
    registers = solution.program.registers
    return registers[step.left][0] == step.makes


def _left_out(solution: Solution, step: Step, last: Step, short: int) -> str:
    """Return the operand that a result one operation short still lacks, or ""."""
    registers = solution.program.registers
    operands = [registers[at][0] for at in (last.left, last.right) if at is not None]
    if short != 1 or step.makes not in operands:
        return ""
    return next(name for name in operands if name != step.makes)


def _quoted_values(solution: Solution, register: int) -> Iterator[tuple[Ratio, Unit]]:
    name, of = solution.program.registers[register]
    base = times(solution.ratios[register], of.scale.as_integer_ratio())
    units = (with_measure(other, of.measure) for other in QUANTITIES[name].units)
    for other in dict.fromkeys((of, *units)):
        yield over(base, other.scale.as_integer_ratio()), other
