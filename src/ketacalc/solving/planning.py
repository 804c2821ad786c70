"""Plan with names, run with numbers: a worked solution is a straight-line program.

A program has registers: first the parts of the given figures, then one for each
operation.  An operation makes the next register from one register and another, or from
a register and a conversion factor.  Run the program and it is the answer; print it and
it is the working.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import isqrt
from operator import add, mul, sub, truediv
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacalc.errors import Unsolvable
from ketacalc.language.numbers import Ratio, ratio_of, root
from ketacalc.language.problem import Form
from ketacalc.language.relations import ANY_KIND, BY_KIND, RELATIONS, label_of
from ketacalc.language.units import (
    AT_MOST,
    DIVIDED,
    INVERSE,
    MINUS,
    PLUS,
    RECIPROCAL,
    ROOT,
    ROUNDED,
    SHARE,
    TIMES,
    Unit,
    conversions,
    finer,
    opened,
    product,
    quotient,
    unit,
    with_base,
)
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from ketacalc.language.relations import Relation
    from ketacalc.language.rounding import Rounding


def _mosteller(height: Any, weight: Any) -> Any:
    """Return the body surface in m2 of a height in cm and a weight in kg.

    Source: Mosteller RD. Simplified calculation of body-surface area. N Engl J Med
    1987;317:1098 (doi 10.1056/NEJM198710223171717).
    """
    surface = root(height * weight)
    part = isqrt(MOSTELLER)
    return surface / (Ratio(part, 1) if isinstance(surface, Ratio) else part)


MOSTELLER = 3600  # cm × kg by it are the m2 squared
OPERATIONS: dict[str, Callable[[Any, Any], Any]]
OPERATIONS = {TIMES: mul, DIVIDED: truediv, PLUS: add, MINUS: sub}
OPERATIONS |= {AT_MOST: min, ROOT: _mosteller, RECIPROCAL: lambda value, _: 1 / value}

# What a number is of, and in which unit.
Register = tuple[str, Unit]
# What a figure is per: it leads past no maximum.
PER = {"weight", "surface", "height", "frequency", "doses", "duration"}
# What is wanted, in which unit, and how it is rounded.
Target = tuple[str, Unit, "Rounding | None"]
Signature = tuple[Form, ...]


class Move(NamedTuple):
    """One use of a relation: `makes` is left × right, left ÷ right, or left + right."""

    makes: str
    left: str
    op: str
    right: str


def moves_of(relation: Relation) -> Iterator[Move]:
    """Yield the moves of a relation: for each corner that can be covered, one."""
    whole, left, op, right = relation
    yield Move(whole, left, op, right)
    if op in INVERSE:
        yield Move(left, whole, INVERSE[op], right)
        yield Move(right, whole, INVERSE[op], left)
    if op == RECIPROCAL:
        yield Move(left, whole, op, whole)


MOVES = tuple(move for relation in RELATIONS for move in moves_of(relation))
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
    `rounding` is that of the last line, where the answer is asked for rounded.
    """

    makes: str
    unit: Unit
    left: int
    op: str
    right: int | None = None
    factor: Fraction | None = None
    factor_unit: str = ""
    conversion: str = ""
    rounding: Rounding | None = None

    @property
    def works(self) -> Callable[[Any, Any], Any]:
        """What it does to two numbers of one kind."""
        if self.rounding is None:
            return OPERATIONS[self.op]
        rounds = self.rounding.of
        return lambda value, _: rounds(value)

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

    registers: tuple[Register, ...]
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
    def rounding(self) -> Rounding | None:
        """How its one target is rounded in the last line, or None."""
        at = self.targets[0] - self.inputs
        return self.operations[at].rounding if at >= 0 else None

    @cached_property
    def counts_doses(self) -> bool:
        """Whether it takes doses a day and days, and so a number of doses."""
        used = {at for line in self.operations for at in (line.left, line.right)}
        names = {self.registers[at][0] for at in used if at is not None}
        given = {name for name, _ in self.registers[: self.inputs]}
        return {"frequency", "duration"} <= names & given

    @cached_property
    def subtracts(self) -> bool:
        """Whether a line of it takes a part from a whole."""
        return any(line.op == MINUS for line in self.operations)

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
            (line.works, line.left, line.right, line.factor and number(line.factor))
            for line in self.operations
        )


class _Planner:
    """Writes a program, line by line; keeps where each quantity stands."""

    def __init__(self, signature: Signature) -> None:
        self.registers: list[Register] = []
        self.operations: list[Operation] = []
        self.at: dict[str, int] = {}
        self.parts: dict[str, tuple[int, str]] = {}
        self.made: set[str] = set()
        for name, units, join in signature:
            if join:
                self.parts[name] = len(self.registers), join
            else:
                self.at[name] = len(self.registers)
            self.registers += [(name, each) for each in units]

    def unit(self, register: int) -> Unit:
        return self.registers[register][1]

    def register(self, name: str) -> int:
        """Return where a quantity stands, putting its parts together first."""
        if name in self.parts:
            first, join = self.parts.pop(name)
            self.at[name] = self._put_together(name, first, join)
        return self.at[name]

    def _put_together(self, name: str, first: int, join: str) -> int:
        parts = list(range(first, first + len(join) + 1))
        if join == DIVIDED:
            parts[1] = self.convert(parts[1], _standard(self.unit(parts[1])))
        else:
            of = _common(tuple(map(self.unit, parts)))
            parts = [self.convert(part, of) for part in parts]
        whole, *others = parts
        for sign, part in zip(join, others, strict=True):
            whole = self._write(name, whole, sign, part)
        return whole

    def hold(self, name: str, names: frozenset[str]) -> frozenset[str]:
        """Hold a quantity to its maximum; return what further figures follow from.

        What it was worked from is used up, but for what it is per: it would lead past
        the maximum.
        """
        ways = derivations(names)
        if name not in ways:
            reason = say(
                "nothing that follows is measured in {unit}",
                unit=self.unit(self.at["max"]),
            )
            raise Unsolvable(later("the maximum"), reason)
        for move in ways[name]:
            self.use(move)
        used = {each for move in ways[name] for each in (move.left, move.right)}
        limit = self.convert(self.register("max"), self.unit(self.register(name)))
        self.at[name] = self._write(name, self.register(name), AT_MOST, limit)
        self.made = {name}
        return names - used | {name} | names & PER

    def finish(self, name: str, of: Unit, rounding: Rounding | None) -> int:
        """Write what brings a quantity to the unit that is asked, and rounds it."""
        register = self.convert(self.register(name), of)
        if rounding is None:
            return register
        line = Operation(name, of, register, ROUNDED, rounding=rounding)
        return self._append(line)

    def use(self, move: Move) -> None:
        """Write the lines of one move, once."""
        if move.makes in self.made:
            return
        self.made.add(move.makes)
        left, right = (
            self.convert(register, _standard(self.unit(register)))
            for register in (self.register(move.left), self.register(move.right))
        )
        for dimension in ("drug", "time"):
            left, right = self._aligned(left, right, dimension)
        if move.op == ROOT:
            left = self.convert(left, unit("cm"))
        if self.unit(left).kind == "clock" and self.unit(right).kind == "time":
            right = self.convert(right, unit("min"))
        if move.op == RECIPROCAL and "mg" in self.unit(left).measures:
            left = right = self.convert(left, with_base(self.unit(left), "gram"))
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
        of = _unit_of(self.unit(left), op, self.unit(right))
        only = None if op == RECIPROCAL else right
        return self._append(Operation(name, of, left, op, only))

    def convert(self, register: int, to: Unit) -> int:
        """Write a line for each rung from a register's unit to another."""
        name, of = self.registers[register]
        for op, factor, text, into, kind in conversions(of, to):
            line = Operation(name, into, register, op, None, factor, text, kind)
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


def _unit_of(left: Unit, op: str, right: Unit) -> Unit:
    """Return the unit that an operation makes; hours are between two times of day."""
    if op in {TIMES, DIVIDED}:
        return (product if op == TIMES else quotient)(left, right)
    if op == ROOT:
        return unit("m2")
    if op == RECIPROCAL:
        return quotient(SHARE, left)
    between = op == MINUS and left.kind == right.kind == "clock"
    return unit("min") if between else left


def _common(units: tuple[Unit, ...]) -> Unit:
    """Return the unit that figures are added up in: lb for oz, min for h, mL for L."""
    if units[0].kind == "body":
        return units[0]
    if units[0].kind == "volume" and any(each is not units[0] for each in units):
        return unit("mL")
    return min(units, key=lambda each: each.scale)


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

    Every target must follow; see `derivations`.  Raises Unsolvable where one does not
    follow from what a maximum is of.
    """
    planner = _Planner(signature)
    names = frozenset(name for name, _, _ in signature if name not in ANY_KIND)
    limits = [units[0] for name, units, _ in signature if name == "max"]
    for of in limits:
        names = planner.hold(BY_KIND.get(of.kind, ""), names)
    ways = derivations(names)
    found = []
    for name, of, rounding in targets:
        if name not in ways:
            reason = later(
                "the maximum is of another quantity, and leaves nothing to work it"
            )
            raise Unsolvable(of.text, reason)
        for move in ways[name]:
            planner.use(move)
        found.append(planner.finish(name, of, rounding))
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
