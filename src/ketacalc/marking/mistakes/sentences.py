"""What a teacher would say of a mistake: templates, and the fields that they name."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ketacalc.language.figures import Figure, write_value
from ketacalc.language.numbers import (
    counted,
    decimals_of,
    rounded,
    write_exact,
    write_number,
)
from ketacalc.language.relations import QUANTITIES, label_of
from ketacalc.language.units import DIVIDED, INVERSE, MINUS, PLUS, TIMES
from ketacalc.marking.mistakes.edit import made_by, stops
from ketacalc.say import later, say

if TYPE_CHECKING:
    from ketacalc.marking.mistakes.edit import Edit, Stop
    from ketacalc.solving.planning import Operation
    from ketacalc.solving.solution import Solution

# By the way to go wrong; a field is a property of _Fields, or of a Stop.
SENTENCES = {
    # a conversion
    "missing": later("the {line} step is missing: {number} is {unit}, not {unit_made}"),
    "doubled": later("the {line} step was taken twice"),
    "backwards": later("the {line} step went the wrong way: {inverse}, not {op}"),
    "too large": later("the answer is {factor} times too large: check that conversion"),
    "too small": later("the answer is {factor} times too small: check that conversion"),
    "needless": later("the weight is in kg already: no {op_used} {factor}"),
    "hundredths": later("minutes are not hundredths of an hour: {hours} h was used"),
    "sixtieths": later("hundredths of an hour are not minutes: {made} min was used"),
    "hundredths written": later(
        "minutes are not hundredths of an hour: {made} h was written"
    ),
    # a relation
    "left out": later("the {op} {figure} step is missing: the {label} is left out"),
    "twice": later("{op} {figure} was taken twice: the {label} counts once"),
    "wrong way": later(
        "it was {did} by the {label}, {figure}, where it should be {should}"
    ),
    "upside down": later("the division that gives the {label_made} is upside down"),
    "as per one": later("{above} in {below} was read as {number} {unit_made}"),
    "other set": later(
        "{made} gtt/mL is another set's drop factor; here it is {number}"
    ),
    "stopped": later("the {label}, {reached}, is not the answer yet"),
    "one short": later("the {left_out} is left out: {reached} is the {label}"),
    "wrong sign": later("{figure}, the {label}, was {did}; it is to be {should}"),
    "part left out": later("the {label}, {figure}, is left out"),
    "half a day": later("it is half a day off: am and pm changed places"),
    "times swapped": later("the end is on the next day: {expression}"),
    "maximum left out": later("the maximum, {figure}, was not looked at"),
    "root": later("the root was not drawn: {expression} is {figure}"),
    "swapped": later("the order and what is on hand changed places: {expression}"),
    "each dose": later(
        "each dose was rounded up, as for vials of one dose; here all doses"
        " together are rounded up, once"
    ),
    "not rounded": later("{longer} is not rounded yet; it is to be {rounding}"),
    "other way": later(
        "{longer} was rounded to the wrong side; it is to be {rounding}"
    ),
    "decimal": later("{figure} is no decimal of the figure in front of it"),
    "interval": later("every {made} h is {number} doses a day, and not {made}"),
    "spoon": later("1 tbsp is 3 tsp: the one was taken for the other"),
    "spoon written": later("1 tbsp is 3 tsp: the one was taken for the other"),
    # the pen
    "one place": later("the decimal point stands one place off"),
    "two places": later("the decimal point stands two places off"),
}

_PAST = {
    TIMES: later("multiplied"),
    DIVIDED: later("divided"),
    PLUS: later("added"),
    MINUS: later("taken away"),
}


def sentence(edit: Edit, solution: Solution) -> str:
    """Tell a mistake, such as: the × 60 min/h step is missing: 0.48 is mg/min."""
    return say(SENTENCES[edit.way]).format_map(_Fields(edit, solution))


def stop_sentence(stop: Stop, figure: Figure) -> str:
    """Say that a figure is an intermediate result, and not the answer."""
    return say(SENTENCES[stop.way]).format(
        label=label_of(stop.quantity, figure.unit),
        reached=write_value(*figure),
        left_out=stop.left_out and say(QUANTITIES[stop.left_out].label),
    )


class _Fields(dict[str, str]):
    """What a sentence may name; each field is worked out only where it is named."""

    def __init__(self, edit: Edit, solution: Solution) -> None:
        super().__init__()
        self.edit, self.solution, self.program = edit, solution, solution.program
        self.name, self.of = self.program.registers[edit.about]
        self.of = edit.unit or self.of

    def __missing__(self, field: str) -> str:
        """Work a field out."""
        return str(getattr(self, field))

    @property
    def operation(self) -> Operation:
        """The operation that went wrong."""
        return self.program.operations[self.edit.operation or 0]

    @property
    def op(self) -> str:
        """× or ÷, as it should be."""
        return self.operation.op

    @property
    def inverse(self) -> str:
        """The same, as it was done."""
        return INVERSE[self.op]

    @property
    def should(self) -> str:
        """What should be done: multiplied."""
        return say(_PAST[self.op])

    @property
    def did(self) -> str:
        """What was done: divided."""
        return say(_PAST[self.inverse])

    @property
    def line(self) -> str:
        """The operation of a conversion: × 60 min/h."""
        factor = self.operation.factor or Fraction(1)
        return f"{self.op} {write_exact(factor)} {self.operation.factor_unit}"

    @property
    def expression(self) -> str:
        """The operation as it should be: 400 mg ÷ 50 mg/mL."""
        return self.solution.expression(self.edit.operation or 0)

    @property
    def rounding(self) -> str:
        """How the answer is to be rounded: to tenths, rounded up to whole."""
        said = str(self.operation.rounding)
        return said if said.startswith("rounded") else f"rounded {said}"

    @property
    def unit_made(self) -> str:
        """The unit that the operation makes."""
        return self.operation.unit.text

    @property
    def label_made(self) -> str:
        """What a reader calls the quantity that it makes."""
        return self.operation.label

    @property
    def number(self) -> str:
        """The number that the sentence is about."""
        return write_number(self.solution.registers[self.edit.about])

    @property
    def unit(self) -> str:
        """Its unit."""
        return self.of.text

    @property
    def label(self) -> str:
        """What a reader calls it."""
        return label_of(self.name, self.of)

    @property
    def figure(self) -> str:
        """The number and its unit."""
        return self.solution.text(self.edit.about)

    @property
    def longer(self) -> str:
        """The number with more digits than it is rounded to, and its unit."""
        value = self.solution.registers[self.edit.about]
        rounding = self.operation.rounding
        step = rounding.step if rounding else Fraction(1)
        places = (decimals_of(step) or 0) + 2
        return f"{write_exact(rounded(value, places))} {counted(value, self.of.text)}"

    @property
    def factor(self) -> str:
        """What was multiplied or divided by, without need."""
        return write_exact(Fraction(self.edit.parts[-1][2] or 1))

    @property
    def op_used(self) -> str:
        """× or ÷, as it was done without need."""
        return self.edit.parts[-1][0]

    @property
    def made(self) -> str:
        """What the register held by mistake."""
        return write_number(made_by(self.edit, self.solution.registers))

    @property
    def hours(self) -> str:
        """The hours that were used, with those of a sum (1 h of 1 h 30 min)."""
        used = made_by(self.edit, self.solution.registers) / 60
        for at, (name, of) in enumerate(self.program.registers[: self.program.inputs]):
            if name == "duration" and at != self.edit.about:
                used += self.solution.registers[at] * of.scale / 60
        return write_number(used)

    @property
    def above(self) -> str:
        """The upper part of a ratio: 400 mg."""
        return str(self._part(self.operation.left))

    @property
    def below(self) -> str:
        """The lower part of a ratio: 250 mL."""
        return str(self._part(self.operation.right or 0))

    def _part(self, register: int) -> str:
        of = self.program.registers[register][1]
        return write_value(self.solution.registers[register], of)

    @property
    def reached(self) -> str:
        """The intermediate result, in the unit that it was given in."""
        return write_value(made_by(self.edit, self.solution.registers), self.of)

    @property
    def left_out(self) -> str:
        """What an intermediate result one operation short still lacks."""
        found = (s for s in stops(self.program) if s.register == self.edit.about)
        return say(QUANTITIES[next(found).left_out].label)
