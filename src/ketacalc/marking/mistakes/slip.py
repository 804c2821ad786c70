"""A slip, and what all that look for slips share."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.language.figures import write_value
from ketacalc.language.units import DIVIDED, TIMES
from ketacalc.language.vocabulary import CLASSROOM, FOUR_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacalc.language.numbers import Ratio
    from ketacalc.solving.solution import Solution

# Simplest first.
CONVERSION, OMISSION, REPETITION, DIRECTION, UPSIDE_DOWN, DECIMAL, PEN = range(7)
# A factor of a conversion line, and the slip that leaves it out.
CONVERSIONS = {60: "minutes-hours", 24: "hours-days", 1000: "thousandfold"}
POUNDS_PER_KILOGRAM = (Fraction(CLASSROOM), Fraction(FOUR_DECIMALS))
UPSIDE = "upside-down-"
INVERSE = {TIMES: DIVIDED, DIVIDED: TIMES}


class Slip(NamedTuple):
    """One slip: its id, the number it gives, what to say, the line, and its rank.

    The number is a `ratio` in no lowest terms, and `value` the same as a fraction.
    `say` writes the sentence, which only a slip that fits is asked for; `line` is an
    index into the working, or None for a slip of no one line.
    """

    id: str
    ratio: Ratio
    say: Callable[[], str]
    line: int | None
    rank: int

    @property
    def value(self) -> Fraction:
        """The number it gives."""
        return Fraction(*self.ratio)

    @property
    def message(self) -> str:
        """What a teacher would say."""
        return self.say()


def answer_of(solution: Solution) -> Ratio:
    """Return the one answer of a solution."""
    return solution.ratios[solution.program.targets[0]]


def rerun(solution: Solution, register: int, ratio: Ratio) -> Ratio:
    """Work the rest of the program with one register changed; returns the answer."""
    ratios = list(solution.ratios)
    ratios[register] = ratio
    inputs, steps = solution.program.inputs, solution.program.steps
    for index in range(max(register - inputs + 1, 0), len(steps)):
        ratios[inputs + index] = steps[index].apply(ratios)
    return ratios[solution.program.targets[0]]


def line_using(solution: Solution, register: int) -> int | None:
    """Return the first line that uses a register, or None."""
    steps = enumerate(solution.program.steps)
    uses = (index for index, step in steps if register in {step.left, step.right})
    return next(uses, None)


def text_of(solution: Solution, register: int) -> str:
    """Write what a register holds, for a reader."""
    of = solution.program.registers[register][1]
    return write_value(solution.registers[register], of)


def hyphened(name: str) -> str:
    """Write the name of a quantity as ids do: drop-factor."""
    return name.replace("_", "-")
