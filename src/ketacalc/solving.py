"""Plan with names, run with numbers: a worked solution is a straight-line program.

A program has registers: first the parts of the given figures, then one for each step.
A step makes the next register from one register and another, or from a register and a
conversion factor.  Run it and it is the answer; print it and it is the working.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Contradiction, OutOfRange, Unsolvable
from ketacalc.figures import write_value
from ketacalc.notation import Form, Problem, parse
from ketacalc.numerals import Ratio, over, plus, shown, times, write_exact
from ketacalc.relations import QUANTITIES, TRIANGLES, label_of
from ketacalc.units import (
    DIVIDED,
    PLUS,
    TIMES,
    Unit,
    finer,
    hops,
    opened,
    product,
    quantity,
    quotient,
    unit,
    with_base,
    with_measure,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ketacalc.units import PintQuantity

# What a figure may be in every command: the smallest survivor to the heaviest adult
# for a weight, the whole for a share.
LIMITS = {"weight": ("0.3", "650", "kg"), "bioavailability": ("0", "100", "%")}

OPERATIONS = {TIMES: times, DIVIDED: over, PLUS: plus}

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


class Step(NamedTuple):
    """One line of working: a register × ÷ + another, or × ÷ a conversion factor.

    `left` and `right` are registers; `right` is None where `factor` is used.
    """

    makes: str
    unit: Unit
    left: int
    op: str
    right: int | None = None
    factor: Fraction | None = None
    factor_unit: str = ""

    @property
    def label(self) -> str:
        """What a reader calls the quantity that it makes."""
        return label_of(self.makes, self.unit)

    def apply(self, registers: Sequence[Ratio]) -> Ratio:
        """Work the line."""
        factor, right = self.factor, registers[self.right or 0]
        if factor is not None:
            right = factor.numerator, factor.denominator
        return OPERATIONS[self.op](registers[self.left], right)


class Program(NamedTuple):
    """A plan without numbers: what each register holds, the steps, the targets.

    `registers` are (quantity, unit) pairs, the given parts first; `targets` are the
    registers that were asked for, in order.
    """

    registers: tuple[Target, ...]
    steps: tuple[Step, ...]
    targets: tuple[int, ...]

    @property
    def inputs(self) -> int:
        """How many registers are given rather than made."""
        return len(self.registers) - len(self.steps)


class _Planner:
    """Writes a program, line by line; keeps where each quantity stands."""

    def __init__(self, signature: Signature) -> None:
        self.registers: list[Target] = []
        self.steps: list[Step] = []
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
        return self._append(Step(name, of, left, op, right))

    def convert(self, register: int, to: Unit) -> int:
        """Write a line for each rung from a register's unit to another."""
        name, of = self.registers[register]
        for hop in hops(of, to):
            step = Step(
                name, hop.to, register, hop.op, None, hop.factor, hop.factor_unit
            )
            register = self._append(step)
        return register

    def _append(self, step: Step) -> int:
        """Append a line, or return the register of the same line written before."""
        if step in self.steps:
            return len(self.registers) - len(self.steps) + self.steps.index(step)
        self.steps.append(step)
        self.registers.append((step.makes, step.unit))
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
    return Program(tuple(planner.registers), tuple(planner.steps), tuple(found))


def run(program: Program, inputs: Sequence[Ratio]) -> tuple[Ratio, ...]:
    """Work every line; returns all registers, the inputs first."""
    registers = list(inputs)
    for step in program.steps:
        registers.append(step.apply(registers))
    return tuple(registers)


class Result(NamedTuple):
    """One quantity that follows: its name, exact value, and unit."""

    name: str
    value: Fraction
    unit: Unit

    def __str__(self) -> str:
        """Write it for a reader: 52.5 mg/h, or ≈ 76.36 kg."""
        return write_value(self.value, self.unit)

    @property
    def label(self) -> str:
        """What a reader calls the quantity."""
        return label_of(self.name, self.unit)

    @property
    def quantity(self) -> PintQuantity:
        """The result as a pint quantity with an exact fraction."""
        return quantity(self.value, self.unit)


@dataclass(frozen=True)
class Solution:
    """A worked problem: the program, what its registers hold, and the results.

    `solution["rate"]` is the first result of that name.  `ratios` are the registers as
    they were worked, in no lowest terms.
    """

    problem: Problem
    program: Program
    ratios: tuple[Ratio, ...]
    results: tuple[Result, ...]

    @cached_property
    def registers(self) -> tuple[Fraction, ...]:
        """What each register of the program holds."""
        return tuple(Fraction(*ratio) for ratio in self.ratios)

    @property
    def answer(self) -> Result | None:
        """The one thing asked, or None where all that follows was asked."""
        return self.results[0] if self.problem.asked else None

    def __getitem__(self, name: str) -> Result:
        """Return the first result of that name, such as `rate`; KeyError if none."""
        for result in self.results:
            if result.name == name:
                return result
        raise KeyError(name)

    @cached_property
    def working(self) -> tuple[str, ...]:
        """The working, a line for each operation and each conversion."""
        return tuple(map(self.line, range(len(self.program.steps))))

    def line(self, index: int) -> str:
        """Write one line: 0.5 mg/kg × 70 kg = 35 mg; ≈ where a figure is rounded."""
        made = self.program.inputs + index
        used = (*self._operands(index), made)
        exact = all(
            shown(self.registers[each]) == self.registers[each] for each in used
        )
        return f"{self.operation(index)} {'=' if exact else '≈'} {self._text(made)}"

    def operation(self, index: int) -> str:
        """Write one line without what it gives: 0.5 mg/kg × 70 kg."""
        step = self.program.steps[index]
        texts = [self._text(each) for each in self._operands(index)]
        if step.factor is not None:
            texts.append(f"{write_exact(step.factor)} {step.factor_unit}")
        return f" {step.op} ".join(texts)

    def _operands(self, index: int) -> tuple[int, ...]:
        step = self.program.steps[index]
        return (step.left,) if step.right is None else (step.left, step.right)

    def _text(self, register: int) -> str:
        of = self.program.registers[register][1]
        return write_value(self.registers[register], of).removeprefix("≈ ")


def solve(
    problem: Problem | str, pounds: str = "", only: tuple[str, ...] = tuple(QUANTITIES)
) -> Solution:
    """Work a problem, given as a line of notation or read already.

    `pounds` is "" for the classroom's 1 kg = 2.2 lb, "exact" for 0.45359237 kg; it
    counts where a line is read.  `only` names the quantities that are wanted where
    nothing is asked.  Raises Unreadable, Unsolvable, Contradiction or
    OutOfRange, all KetacalcError.

    ```pycon
    >>> print(solve("70 kg, 0.5 mg/kg, 40 min -> mg/h").answer)
    52.5 mg/h

    ```
    """
    if isinstance(problem, str):
        problem = parse(problem, pounds)
    refuse_unusable(problem)
    return work(problem, targets_of(problem, only))


def work(problem: Problem, targets: tuple[Target, ...]) -> Solution:
    """Work a problem towards targets that follow, asking nothing of the figures."""
    givens = problem.givens
    program = plan(tuple([given.form for given in givens]), targets)
    ratios = run(program, [ratio for given in givens for ratio in given.ratios])
    found = zip(targets, program.targets, strict=True)
    results = [Result(name, Fraction(*ratios[at]), of) for (name, of), at in found]
    return Solution(problem, program, ratios, tuple(results))


def targets_of(
    problem: Problem, only: tuple[str, ...] = tuple(QUANTITIES)
) -> tuple[Target, ...]:
    """Return what is asked, or all that follows; Unsolvable where it does not."""
    names = frozenset(given.quantity for given in problem.givens)
    asked = problem.asked
    if asked is None:
        return _all_that_follows(names, problem.measure, only)
    if problem.measure and asked.unit.measure not in {"", problem.measure}:
        reason = f"nothing turns {problem.measure} into {asked.unit.measure}"
        raise Unsolvable(asked.unit.text, reason)
    if asked.quantity not in derivations(names):
        label = f"the {QUANTITIES[asked.quantity].label}"
        what = asked.unit.text if asked.stated else label
        missing = needed(names, asked.quantity) + _misnamed(problem, asked.quantity)
        raise Unsolvable(what, f"I still need {missing}")
    return ((asked.quantity, asked.unit),)


def _misnamed(problem: Problem, quantity: str) -> str:
    """Say that a bare % is a strength, where a bioavailability is missed beside one."""
    strengths = (each for each in problem.givens if each.units[0].text == "%")
    strength = next(strengths, None)
    if strength is None or quantity != "systemic":
        return ""
    return f"; {strength} is a strength unless it is bioavailability={strength}"


@lru_cache(maxsize=1024)
def _all_that_follows(
    names: frozenset[str], measure: str, only: tuple[str, ...]
) -> tuple[Target, ...]:
    reach = derivations(names)
    found = [name for name in only if name in reach and name not in names]
    if not found:
        raise Unsolvable("anything to follow", f"I still need {needed(names)}")
    return tuple(
        (name, with_measure(each, measure))
        for name in found
        for each in QUANTITIES[name].units
    )


@lru_cache(maxsize=1024)
def needed(names: frozenset[str], target: str = "") -> str:
    """Name the fewest further quantities that lead to the target, or to anything."""
    others = [name for name in QUANTITIES if name not in names and name != target]
    for count in (1, 2):
        for extra in combinations(others, count):
            reach = derivations(names.union(extra))
            if target in reach or (not target and len(reach) > len(names) + count):
                return " and ".join(f"the {QUANTITIES[name].label}" for name in extra)
    return "more figures"


@lru_cache(maxsize=1024)
def _survey(
    names: frozenset[str],
) -> tuple[tuple[Move, ...], tuple[tuple[str, str, str], ...]]:
    """Return the moves and the triangles that can show a contradiction.

    Empty where no given figure follows from the others, but for derived limits.
    """
    reach = derivations(names)
    surplus = any(name in derivations(names - {name}) for name in names)
    wanted = list(reach) if surplus else [name for name in LIMITS if name in reach]
    moves: dict[str, Move] = {}
    for move in (move for name in wanted for move in reach[name]):
        moves.setdefault(move.makes, move)
    corners = [(t.whole, t.left, t.right) for t in TRIANGLES] if surplus else []
    known = [triple for triple in corners if all(corner in reach for corner in triple)]
    known.sort(key=lambda triple: -len(names.intersection(triple)))
    return tuple(moves.values()), tuple(known)


def refuse_unusable(problem: Problem) -> None:
    """Refuse figures that disagree, and a weight or a share that cannot be.

    Raises Contradiction or OutOfRange.
    """
    moves, triangles = _survey(frozenset(given.quantity for given in problem.givens))
    known = {given.quantity: given.base_value for given in problem.givens}
    for move in moves:
        left, right = known[move.left], known[move.right]
        known[move.makes] = left * right if move.op == TIMES else left / right
    for corners in triangles:
        whole, left_, right_ = corners
        if known[whole] != known[left_] * known[right_]:
            raise _contradiction(problem, known, corners)
    for name in LIMITS:
        if name in known:
            _refuse_beyond(name, known[name])


def _contradiction(
    problem: Problem, known: Mapping[str, Fraction], corners: tuple[str, str, str]
) -> Contradiction:
    """Say what two corners make, and what the third is given as."""
    whole, left, right = corners
    givens = {given.quantity: given for given in problem.givens}
    odd = next((corner for corner in corners if corner in givens), whole)
    if odd == whole:
        sides, value = (left, TIMES, right), known[left] * known[right]
    else:
        other = right if odd == left else left
        sides, value = (whole, DIVIDED, other), known[whole] / known[other]
    of = givens[odd].unit if odd in givens else _quoted(odd, problem.measure)
    expression = " ".join(name.replace("_", " ") for name in sides)
    first = f"{expression} is {write_value(value / of.scale, of)}"
    if odd in givens:
        return Contradiction(first, f"{givens[odd]} is given")
    follows = write_value(known[odd] / of.scale, of)
    return Contradiction(first, f"{follows} follows from the other figures")


def _quoted(name: str, measure: str) -> Unit:
    return with_measure(QUANTITIES[name].units[0], measure)


def _refuse_beyond(name: str, value: Fraction) -> None:
    low, high, text = LIMITS[name]
    lowest, highest, of = _limits(name)
    if _is_less(value, lowest) or _is_less(highest, value):
        figure = f"{QUANTITIES[name].label} {write_value(value / of.scale, of)}"
        raise OutOfRange(figure, f"is outside {low} to {high} {text}", "check it")


def _is_less(one: Fraction, other: Fraction) -> bool:
    """Compare in whole numbers: a limit is looked at in every line of a sheet."""
    return one.numerator * other.denominator < other.numerator * one.denominator


@lru_cache
def _limits(name: str) -> tuple[Fraction, Fraction, Unit]:
    """Return a limited quantity's lowest and highest base value, and its unit."""
    low, high, text = LIMITS[name]
    of = unit(text, name)
    return Fraction(low) * of.scale, Fraction(high) * of.scale, of
