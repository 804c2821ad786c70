"""Solve a problem: from what is given and what is asked to a worked solution."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable, Unsolvable
from ketacalc.language.figures import write_value
from ketacalc.language.notation import CLASSROOM, parse
from ketacalc.language.numbers import ratio_of, shown, write_exact
from ketacalc.language.problem import ONE_DOSE, of_the_day, per_dose
from ketacalc.language.relations import NAMED_ONLY, QUANTITIES, label_of
from ketacalc.language.units import Unit, quantity, with_measure
from ketacalc.solving.consistency import refuse_unusable
from ketacalc.solving.planning import Program, Target, derivations, plan, run

if TYPE_CHECKING:
    from ketacalc.language.problem import Asked, Problem
    from ketacalc.language.units import PintQuantity


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

    `solution["rate"]` is the first result of that name.
    """

    problem: Problem
    program: Program
    results: tuple[Result, ...]

    def __hash__(self) -> int:
        """Hash what tells two solutions apart: tables are kept by solution."""
        return hash((self.program, *[each.value.numerator for each in self.results]))

    def __str__(self) -> str:
        """Write the problem and what follows: 35 mg, 40 min -> mg/h = 52.5 mg/h."""
        return f"{self.problem} = {', '.join(map(str, self.results))}"

    @property
    def answer(self) -> Result | None:
        """The one thing asked; None where all was asked, or it has two readings."""
        asked = self.problem.asked and len(self.results) == 1
        return self.results[0] if asked else None

    def __getitem__(self, name: str) -> Result:
        """Return the first result of that name, such as `rate`; KeyError if none."""
        for result in self.results:
            if result.name == name:
                return result
        raise KeyError(name)

    @cached_property
    def registers(self) -> tuple[Fraction, ...]:
        """What each register of the program holds."""
        return run(self.program.exact, inputs_of(self.problem))

    @cached_property
    def working(self) -> tuple[str, ...]:
        """The working, a line for each operation and each conversion."""
        return tuple(map(self._line, range(len(self.program.operations))))

    def _line(self, index: int) -> str:
        """Write one line: 0.5 mg/kg × 70 kg = 35 mg; ≈ where a figure is rounded."""
        made = self.program.inputs + index
        held = (self.registers[each] for each in (*self._operands(index), made))
        sign = "=" if all(shown(value) == value for value in held) else "≈"
        return f"{self.expression(index)} {sign} {self.text(made)}"

    def expression(self, index: int) -> str:
        """Write one line without what it gives: 0.5 mg/kg × 70 kg."""
        line = self.program.operations[index]
        texts = [self.text(each) for each in self._operands(index)]
        if line.factor is not None:
            texts.append(f"{write_exact(line.factor)} {line.factor_unit}")
        return f" {line.op} ".join(texts)

    def _operands(self, index: int) -> tuple[int, ...]:
        line = self.program.operations[index]
        return (line.left,) if line.right is None else (line.left, line.right)

    def text(self, register: int) -> str:
        """Write what a register holds, without ≈: 35 mg."""
        of = self.program.registers[register][1]
        return write_value(self.registers[register], of).removeprefix("≈ ")


def solve(
    problem: Problem | str,
    pounds: str = CLASSROOM,
    only: tuple[str, ...] = tuple(QUANTITIES),
) -> Solution:
    """Work a problem, given as a line of notation or read already.

    `pounds` is "2.2" for the classroom's 1 kg = 2.2 lb, "exact" for 0.45359237 kg; it
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
    if answer := next(filter(None, problem.answers), None):
        raise Unreadable(answer, "solve judges no answer; leave it out")
    refuse_unusable(problem)
    return work(problem, targets_of(problem, only))


def work(problem: Problem, targets: tuple[Target, ...]) -> Solution:
    """Work a problem towards targets that follow, asking nothing of the figures."""
    program = plan(tuple([given.form for given in problem.givens]), targets)
    ratios = run(program.swift, [*map(ratio_of, inputs_of(problem))])
    results = []
    for (name, of), at in zip(targets, program.targets, strict=True):
        value = Fraction(ratios[at].above, ratios[at].below)
        results.append(Result(name, value, of))
    return Solution(problem, program, tuple(results))


def inputs_of(problem: Problem) -> list[Fraction]:
    """Return the given numbers, the parts of each figure one by one."""
    return [part.value for given in problem.givens for part in given.parts]


def targets_of(
    problem: Problem, only: tuple[str, ...] = tuple(QUANTITIES)
) -> tuple[Target, ...]:
    """Return what is asked, or all that follows; Unsolvable where it does not."""
    if problem.asked is None:
        follows = _all_that_follows(problem.names, problem.measure, only)
        days = ((n, of_the_day(n, of, problem.givens)) for n, of in follows)
        return tuple(dict.fromkeys(days))
    return tuple([(asked.quantity, asked.unit) for asked in readings_of(problem)])


def readings_of(problem: Problem) -> tuple[Asked, ...]:
    """Return the question; both readings of it where mg may be of one dose or of all.

    A reading that does not follow is none, nor is one that is given where the other is
    not.  Unsolvable where none follows.
    """
    names, asked = problem.names, problem.asked
    if asked is None:
        return ()
    if problem.measure and asked.unit.measure not in {"", problem.measure}:
        reason = f"nothing turns {problem.measure} into {asked.unit.measure}"
        raise Unsolvable(asked.unit.text, reason)
    reach = derivations(names)
    if asked.quantity in reach and asked.other is None:
        return (asked,)
    follow = tuple([each for each in asked.readings if each.quantity in reach])
    if not follow:
        each = ONE_DOSE.get(asked.quantity, "")
        offer = f"; {per_dose(asked.unit)} follows" if each in reach else ""
        reason = f"I still need {_missing(problem, asked)}{offer}"
        raise Unsolvable(_asked_as(asked), reason)
    return tuple([each for each in follow if each.quantity not in names]) or follow


def _asked_as(asked: Asked) -> str:
    if asked.other:
        return asked.readings[-1].unit.text
    label = f"the {QUANTITIES[asked.quantity].label}"
    return asked.unit.text if asked.stated else label


def _missing(problem: Problem, asked: Asked) -> str:
    return needed(problem.names, asked.quantity) + _misnamed(problem, asked.quantity)


def _misnamed(problem: Problem, quantity: str) -> str:
    """Say that a bare % is a strength, where a bioavailability is missed beside one."""
    strengths = (each for each in problem.givens if each.units[0].text == "%")
    strength = next(strengths, None)
    if strength is None or quantity not in NAMED_ONLY:
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
