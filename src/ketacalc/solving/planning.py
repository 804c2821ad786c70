"""Plan with names, run with numbers: a worked solution is a straight-line program.

A program has registers: first the parts of the given figures, then one for each
operation.  An operation makes the next register from one register and another, or from
a register and a conversion factor.  Run the program and it is the answer; print it and
it is the working.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import add, mul, truediv
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacalc.language.numbers import ratio_of
from ketacalc.language.problem import Form
from ketacalc.language.relations import TRIANGLES, label_of
from ketacalc.language.units import (
    DIVIDED,
    PLUS,
    TIMES,
    Unit,
    conversions,
    finer,
    opened,
    product,
    quotient,
    with_base,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

OPERATIONS: dict[str, Callable[[Any, Any], Any]]
OPERATIONS = {TIMES: mul, DIVIDED: truediv, PLUS: add}

Target = tuple[str, Unit]
Signature = tuple[Form, ...]


class Move(NamedTuple):
    """One use of a triangle: `makes` is left × right, or left ÷ right."""

    makes: str
    left: str
    op: str
    right: str


MOVES = tuple(
    move
    for t in TRIANGLES
    for move in (
        Move(t.whole, t.left, TIMES, t.right),
        Move(t.left, t.whole, DIVIDED, t.right),
        Move(t.right, t.whole, DIVIDED, t.left),
    )
)
PLACE = {move: index for index, move in enumerate(MOVES)}


@lru_cache(maxsize=1024)
def derivations(given: frozenset[str]) -> Mapping[str, tuple[Move, ...]]:
    """For every quantity that follows from the given ones, the fewest moves to it.

    Of equally many, those of the triangles that stand further up in the table.
    """
    found: dict[str, tuple[Move, ...]] = dict.fromkeys(given, ())
    growing = True
    while growing:
        growing = False
        for move in MOVES:
            if move.left in found and move.right in found:
                moves = _merged(found[move.left], found[move.right], move)
                if move.makes not in found or _cost(moves) < _cost(found[move.makes]):
                    found[move.makes], growing = moves, True
    return MappingProxyType(found)


def _cost(moves: tuple[Move, ...]) -> tuple[int, int]:
    return len(moves), sum(PLACE[move] for move in moves)


def _merged(
    left: tuple[Move, ...], right: tuple[Move, ...], last: Move
) -> tuple[Move, ...]:
    moves = {move.makes: move for move in (*right, *left)}
    ordered = dict.fromkeys(move.makes for move in (*left, *right))
    return (*(moves[name] for name in ordered), last)


class Operation(NamedTuple):
    """One line of working: a register × ÷ + another, or × ÷ a conversion factor.

    `left` and `right` are registers; `right` is None where `factor` is used, and
    `conversion` is then the name of the conversion, such as minutes-hours, or "".
    """

    makes: str
    unit: Unit
    left: int
    op: str
    right: int | None = None
    factor: Fraction | None = None
    factor_unit: str = ""
    conversion: str = ""

    @property
    def label(self) -> str:
        """What a reader calls the quantity that it makes."""
        return label_of(self.makes, self.unit)


# How an operation is worked: what it does, and to what: registers, or a factor.
Instruction = tuple["Callable[[Any, Any], Any]", int, "int | None", Any]


@dataclass(frozen=True)
class Program:
    """A plan without numbers: what each register holds, the operations, the targets.

    `registers` are (quantity, unit) pairs, the given parts first; `targets` are the
    registers that were asked for, in order.
    """

    registers: tuple[Target, ...]
    operations: tuple[Operation, ...]
    targets: tuple[int, ...]

    def __hash__(self) -> int:
        """Hash it once: tables are kept by program."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.registers, self.operations, self.targets))

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle what it is, not what it keeps: a hash is of one process."""
        return Program, (self.registers, self.operations, self.targets)

    @property
    def inputs(self) -> int:
        """How many registers are given rather than made."""
        return len(self.registers) - len(self.operations)

    @cached_property
    def exact(self) -> tuple[Instruction, ...]:
        """The instructions, for registers that hold fractions."""
        return self._instructions(lambda factor: factor)

    @cached_property
    def swift(self) -> tuple[Instruction, ...]:
        """The instructions, for registers that hold ratios."""
        return self._instructions(ratio_of)

    @cached_property
    def quick(self) -> tuple[Instruction, ...]:
        """The instructions, for floats: near enough to look for slips."""
        return self._instructions(float)

    def _instructions(
        self, number: Callable[[Fraction], Any]
    ) -> tuple[Instruction, ...]:
        return tuple(
            (OPERATIONS[op], left, right, factor and number(factor))
            for _, _, left, op, right, factor, *_ in self.operations
        )


class _Planner:
    """Writes a program, line by line; keeps where each quantity stands."""

    def __init__(self, signature: Signature) -> None:
        self.registers: list[Target] = []
        self.operations: list[Operation] = []
        self.at: dict[str, int] = {}
        self.parts: dict[str, tuple[int, str]] = {}
        for name, units, join in signature:
            if join:
                self.parts[name] = len(self.registers), join
            else:
                self.at[name] = len(self.registers)
            self.registers += [(name, each) for each in units]

    def unit(self, register: int) -> Unit:
        return self.registers[register][1]

    def register(self, name: str) -> int:
        """Return where a quantity stands, putting its two parts together first."""
        if name in self.parts:
            first, join = self.parts.pop(name)
            self.at[name] = self._put_together(name, first, first + 1, join)
        return self.at[name]

    def _put_together(self, name: str, first: int, second: int, join: str) -> int:
        if join == DIVIDED:
            second = self.convert(second, _standard(self.unit(second)))
        elif self.unit(first).kind == "time":
            first = self.convert(first, self.unit(second))
        else:
            second = self.convert(second, self.unit(first))
        return self._write(name, first, join, second)

    def use(self, move: Move) -> None:
        """Write the lines of one move."""
        left, right = (
            self.convert(register, _standard(self.unit(register)))
            for register in (self.register(move.left), self.register(move.right))
        )
        for dimension in ("drug", "time"):
            left, right = self._aligned(left, right, dimension)
        self.at[move.makes] = self._write(move.makes, left, move.op, right)

    def _aligned(self, left: int, right: int, dimension: str) -> tuple[int, int]:
        """Bring both to the finer base, so that what is multiplied cancels."""
        bases = [self.unit(register).base(dimension) for register in (left, right)]
        if not all(bases):
            return left, right
        base = finer(*bases)
        return (
            self.convert(left, with_base(self.unit(left), base)),
            self.convert(right, with_base(self.unit(right), base)),
        )

    def _write(self, name: str, left: int, op: str, right: int) -> int:
        of = self.unit(left)
        if op != PLUS:
            of = (product if op == TIMES else quotient)(of, self.unit(right))
        return self._append(Operation(name, of, left, op, right))

    def convert(self, register: int, to: Unit) -> int:
        """Write a line for each rung from a register's unit to another."""
        name, of = self.registers[register]
        for op, factor, text, unit, kind in conversions(of, to):
            line = Operation(name, unit, register, op, None, factor, text, kind)
            register = self._append(line)
        return register

    def _append(self, line: Operation) -> int:
        """Append a line, or return the register of the same line written before."""
        if line in self.operations:
            inputs = len(self.registers) - len(self.operations)
            return inputs + self.operations.index(line)
        self.operations.append(line)
        self.registers.append((line.makes, line.unit))
        return len(self.registers) - 1


@lru_cache(maxsize=1024)
def _standard(of: Unit) -> Unit:
    """Return the unit that the classroom works in: kg, mL, and a plain share for %."""
    of = opened(of)
    for dimension, base in (("body", "kilogram"), ("volume", "milliliter")):
        if of.base(dimension):
            of = with_base(of, base)
    return of


@lru_cache(maxsize=1024)
def plan(signature: Signature, targets: tuple[Target, ...]) -> Program:
    """Write the program from given figures (names and units) to the targets.

    Every target must follow; see `derivations`.
    """
    planner = _Planner(signature)
    ways = derivations(frozenset(name for name, _, _ in signature))
    found, made = [], set()
    for name, of in targets:
        for move in ways[name]:
            if move.makes not in made:
                made.add(move.makes)
                planner.use(move)
        found.append(planner.convert(planner.register(name), of))
    return Program(tuple(planner.registers), tuple(planner.operations), tuple(found))


def run(instructions: Iterable[Instruction], inputs: Sequence[Any]) -> tuple[Any, ...]:
    """Work every operation; returns all registers, the inputs first.

    Instructions and inputs hold numbers of one kind: fractions, ratios or floats.
    """
    registers = list(inputs)
    for work, left, right, factor in instructions:
        other = factor if right is None else registers[right]
        registers.append(work(registers[left], other))
    return tuple(registers)
