"""Solve a problem: from what is given and what is asked to a worked solution."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Contradiction, OutOfRange, Unreadable, Unsolvable
from ketacalc.language.figures import SPECIAL, write_value
from ketacalc.language.notation import CLASSROOM, parse
from ketacalc.language.numbers import (
    decimals_of,
    rounded,
    shown,
    write_exact,
    write_number,
)
from ketacalc.language.problem import ONE_DOSE, of_the_day, per_dose, rounding_of
from ketacalc.language.relations import (
    ASKED_ONLY,
    NAMED_ONLY,
    QUANTITIES,
    label_of,
)
from ketacalc.language.units import (
    MINUS,
    RECIPROCAL,
    ROOT,
    TO,
    Unit,
    clash,
    quantity,
    with_measures,
)
from ketacalc.say import later, say
from ketacalc.solving.consistency import refuse_unusable
from ketacalc.solving.planning import Program, Target, derivations, plan, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from ketacalc.language.numbers import Ratio
    from ketacalc.language.problem import Asked, Frame, Problem
    from ketacalc.language.rounding import Rules
    from ketacalc.language.units import PintQuantity


TOLD = tuple(name for name in QUANTITIES if name not in ASKED_ONLY)
DOSED = ("rate", *ONE_DOSE.values())


class Result(NamedTuple):
    """One quantity that follows: its name, exact value, and unit.

    Of a range `value` is the lower end and `upper` the upper one.
    """

    name: str
    value: Fraction
    unit: Unit
    upper: Fraction | None = None

    def __str__(self) -> str:
        """Write it for a reader: 52.5 mg/h, ≈ 76.36 kg, or 100 to 150 mg/day."""
        return write_span(self.low, self.high, self.unit)

    @property
    def number(self) -> str:
        """What it is without its unit: ≈ 76.36, 100 to 150, 17:30."""
        if self.unit.text in SPECIAL:
            return str(self)
        low, high = map(write_number, (self.low, self.high))
        return low if low == high else f"{low} to {high}"

    @property
    def one(self) -> Fraction | None:
        """The one number that it is; None for a range, and for a time of day."""
        is_one = self.upper is None and self.unit.kind != "clock"
        return self.value if is_one else None

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest value that it may have."""
        return self.low, self.high

    @property
    def low(self) -> Fraction:
        """The lowest value that it may have."""
        return self.value

    @property
    def high(self) -> Fraction:
        """The highest value that it may have: of one number, that number."""
        return self.value if self.upper is None else self.upper

    @property
    def label(self) -> str:
        """What a reader calls the quantity."""
        return label_of(self.name, self.unit)

    @property
    def quantity(self) -> PintQuantity:
        """The result as a pint quantity with an exact fraction."""
        return quantity(self.value, self.unit)


def write_span(low: Fraction, high: Fraction, of: Unit) -> str:
    """Write a value, or from where to where it goes: 100 to 150 mg/day."""
    if low == high:
        return write_value(low, of)
    if of.text in SPECIAL:
        return f"{write_value(low, of)} to {write_value(high, of)}"
    return f"{write_number(low)} to {write_value(high, of)}"


@dataclass(frozen=True)
class Solution:
    """A worked problem: the program, the results, and what its registers hold.

    `solution["rate"]` is the first result of that name.  `held` are the registers as
    they were worked, at each end of the ranges.
    """

    problem: Problem
    program: Program
    results: tuple[Result, ...]
    held: tuple[tuple[Ratio, ...], ...] = field(compare=False, repr=False)

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
    def ends(self) -> tuple[tuple[Fraction, ...], ...]:
        """What the registers hold at each end of the ranges."""
        return tuple(tuple([each.fraction for each in held]) for held in self.held)

    @property
    def registers(self) -> tuple[Fraction, ...]:
        """What each register of the program holds; of a range its lower end."""
        return self.ends[0]

    @cached_property
    def spans(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """From where to where each register goes."""
        held = zip(*self.ends, strict=True)
        return tuple((min(each), max(each)) for each in held)

    @property
    def not_used(self) -> tuple[str, ...]:
        """The given figures that the working does not need."""
        lines = self.program.operations
        used = {at for line in lines for at in (line.left, line.right)}
        used.update(self.program.targets)
        found, at = [], 0
        for given in self.problem.givens:
            count = 1 if given.join == TO else len(given.parts)
            registers, at = range(at, at + count), at + count
            if given.quantity != "order" and used.isdisjoint(registers):
                found.append(str(given))
        return tuple(found)

    @property
    def comparison(self) -> str:
        """Whether an order is below, within or above what follows; "" without one."""
        if "order" not in self.problem.names:
            return ""
        order = next(g for g in self.problem.givens if g.quantity == "order")
        result = self.results[0]
        value = order.base_value / result.unit.scale
        places = decimals_of(value)
        if places is not None and value in {rounded(e, places) for e in result.ends}:
            return "within"  # as far as it is written
        if value < result.low:
            return "below"
        return "above" if value > result.high else "within"

    @cached_property
    def working(self) -> tuple[str, ...]:
        """The working, a line for each operation and each conversion."""
        return tuple(map(self._line, range(len(self.program.operations))))

    def _line(self, index: int) -> str:
        """Write one line: 0.5 mg/kg × 70 kg = 35 mg; ≈ where a figure is rounded."""
        made = self.program.inputs + index
        held = (self.spans[each] for each in (*self._operands(index), made))
        sign = "=" if all(shown(end) == end for span in held for end in span) else "≈"
        return f"{self.expression(index)} {sign} {self.text(made)}"

    def expression(self, index: int) -> str:
        """Write one line without what it gives: 0.5 mg/kg × 70 kg."""
        line = self.program.operations[index]
        texts = [self.text(each) for each in self._operands(index)]
        if line.op == ROOT:
            return f"√({' × '.join(texts)} ÷ 3,600)"
        if line.op == RECIPROCAL:
            return f"1 ÷ {texts[0]}"
        if line.rounding:
            return f"{texts[0]} {line.rounding}"
        if line.factor is not None:
            texts.append(f"{write_exact(line.factor)} {line.factor_unit}")
        return f" {line.op} ".join(texts)

    def _operands(self, index: int) -> tuple[int, ...]:
        line = self.program.operations[index]
        return (line.left,) if line.right is None else (line.left, line.right)

    def text(self, register: int) -> str:
        """Write what a register holds, without ≈: 35 mg."""
        of = self.program.registers[register][1]
        return write_span(*self.spans[register], of).replace("≈ ", "")


def solve(
    problem: Problem | str,
    pounds: str = CLASSROOM,
    only: tuple[str, ...] = TOLD,
    rules: Rules = (),
) -> Solution:
    """Work a problem, given as a line of notation or read already.

    `pounds` is "2.2" for the classroom's 1 kg = 2.2 lb, "exact" for 0.45359237 kg; it
    counts where a line is read.  `only` names the quantities that are wanted where
    nothing is asked, and `rules` are those of a school for rounding, as `read_rules`
    reads them.  Raises Unreadable, Unsolvable, Contradiction or
    OutOfRange, all KetacalcError.

    ```pycon
    >>> print(solve("70 kg, 0.5 mg/kg, 40 min -> mg/h").answer)
    52.5 mg/h

    ```
    """
    if isinstance(problem, str):
        problem = parse(problem, pounds)
    if answer := next(filter(None, problem.answers), None):
        raise Unreadable(answer, later("solve judges no answer; leave it out"))
    problem = problem.rounded_by(rules) if rules else problem
    for each in problem.ends:
        refuse_unusable(each)
    named = dict(rules)
    targets = targets_of(problem, only)
    return work(
        problem, tuple([(n, of, to or named.get(of.text)) for n, of, to in targets])
    )


def work(problem: Problem, targets: tuple[Target, ...]) -> Solution:
    """Work a problem towards targets that follow, asking nothing of the figures."""
    program = plan(problem.frame.forms, targets)
    held = tuple([_held(program, each) for each in problem.ends])
    pairs = zip(targets, program.targets, strict=True)
    results = [
        _result(name, of, [each[at].fraction for each in held])
        for (name, of, _), at in pairs
    ]
    return Solution(problem, program, tuple(results), held)


def _result(name: str, of: Unit, values: list[Fraction]) -> Result:
    """Return a result: one value, or from the least of them to the most."""
    for value in values:
        if value.numerator <= 0:
            raise Unsolvable(
                of.text, later("nothing is left of it once it is rounded so")
            )
    if len(values) == 1:
        return Result(name, values[0], of)
    return Result(name, min(values), of, max(values))


def _held(program: Program, problem: Problem) -> tuple[Ratio, ...]:
    """Return what the registers hold; Contradiction where nothing is left of one."""
    if program.counts_doses:
        _refuse_part_of_a_dose(problem)
    ratios = [each for given in problem.givens for each in given.ratios]
    held = run(program.swift, ratios)
    if program.subtracts:
        _refuse_nothing_left(program, held)
    return held


def _refuse_part_of_a_dose(problem: Problem) -> None:
    """Refuse days that end between two doses: once weekly, 10 days."""
    given = {each.quantity: each for each in problem.givens}
    frequency, duration = given["frequency"], given["duration"]
    doses = frequency.base_value * duration.base_value
    if doses.denominator != 1:
        said = say(
            "{frequency} over {duration} are {doses} doses",
            frequency=frequency,
            duration=duration,
            doses=write_number(doses),
        )
        raise OutOfRange(
            said, later("and nobody gives a part of one"), later("give the doses")
        )


def _refuse_nothing_left(program: Program, held: Sequence[Ratio]) -> None:
    """Refuse a difference that is nothing, or less: 100 mL − 250 mL."""
    for at, line in enumerate(program.operations, program.inputs):
        if line.op == MINUS and held[at].above * held[at].below <= 0:
            of = program.registers[line.left][1]
            whole = write_value(held[line.left].fraction, of)
            part = write_value(held[line.right or 0].fraction, of)
            raise Contradiction(
                say("the whole is {whole}", whole=whole),
                say("{part} is taken from it", part=part),
            )


def inputs_of(problem: Problem) -> list[Fraction]:
    """Return the given numbers, the parts of each figure one by one."""
    return [part.value for given in problem.givens for part in given.parts]


def targets_of(problem: Problem, only: tuple[str, ...] = TOLD) -> tuple[Target, ...]:
    """Return what is asked, or all that follows; Unsolvable where it does not."""
    if problem.asked is None:
        follows = _all_that_follows(problem.names, problem.measures, only)
        return tuple(_of_the_day(follows, problem))
    return tuple([(a.quantity, a.unit, a.rounds) for a in readings_of(problem)])


def _of_the_day(follows: tuple[Target, ...], problem: Problem) -> Iterator[Target]:
    """Yield what follows; a rate beside doses a day once, as mg or mg/kg a day."""
    last = {name: of for name, of, _ in follows}
    for name, of, rounding in follows:
        daily = of_the_day(name, of, problem.givens)
        if daily is of or of is last[name]:
            yield name, daily, rounding


def readings_of(problem: Problem) -> tuple[Asked, ...]:
    """Return the question; both readings of it where mg may be of one dose or of all.

    A reading that does not follow is none, nor is one that is given where the other is
    not.  Unsolvable where none follows.
    """
    if problem.asked is None:
        return ()
    found = _readings(problem.frame)
    if not found:
        raise _does_not_follow(problem, problem.asked)
    return found


@lru_cache(maxsize=1024)
def _readings(frame: Frame) -> tuple[Asked, ...]:
    """Return the readings of a question that follow; none where none does."""
    asked, reach = frame.asked, derivations(frame.names)
    if asked is None or _clash(frame.measures, asked):
        return ()
    follow = tuple(each for each in asked.readings if each.quantity in reach)
    return tuple(each for each in follow if each.quantity not in frame.names) or follow


def _clash(measures: tuple[str, ...], asked: Asked) -> tuple[str, str] | None:
    """Return two measures of which the one is given and the other asked, or None."""
    return clash(measures, asked.unit) if asked.unit.measures else None


def _does_not_follow(problem: Problem, asked: Asked) -> Unsolvable:
    """Say what is still needed for what is asked."""
    if found := _clash(problem.measures, asked):
        reason = say("nothing turns {one} into {other}", one=found[0], other=found[1])
        return Unsolvable(asked.unit.text, reason)
    each = ONE_DOSE.get(asked.quantity, "")
    follows = each in derivations(problem.names)
    offer = f"; {per_dose(asked.unit)} follows" if follows else ""
    reason = say(
        "I still need {missing}{offer}", missing=_missing(problem, asked), offer=offer
    )
    return Unsolvable(_asked_as(asked), reason)


def _asked_as(asked: Asked) -> str:
    if asked.other:
        return asked.readings[-1].unit.text
    label = say("the {label}", label=say(QUANTITIES[asked.quantity].label))
    return asked.unit.text if asked.stated else label


def _missing(problem: Problem, asked: Asked) -> str:
    return needed(problem.names, asked.quantity) + _misnamed(problem, asked.quantity)


def _misnamed(problem: Problem, quantity: str) -> str:
    """Say that a bare % is a strength, where a bioavailability is missed beside one."""
    strengths = (each for each in problem.givens if each.units[0].text == "%")
    strength = next(strengths, None)
    if strength is None or quantity not in NAMED_ONLY:
        return ""
    return say(
        "; {strength} is a strength unless it is bioavailability={strength}",
        strength=strength,
    )


@lru_cache(maxsize=1024)
def _all_that_follows(
    names: frozenset[str], measures: tuple[str, ...], only: tuple[str, ...]
) -> tuple[Target, ...]:
    reach = derivations(names)
    found = [name for name in only if name in reach and name not in names]
    if "frequency" in names:  # of a day and of a dose first, as an order says it
        found.sort(key=lambda name: DOSED.index(name) if name in DOSED else len(DOSED))
    if not found:
        raise Unsolvable(
            later("anything to follow"),
            say("I still need {needed}", needed=needed(names)),
        )
    units = (
        (name, with_measures(each, measures))
        for name in found
        for each in QUANTITIES[name].units
    )
    return tuple((name, of, rounding_of(of)) for name, of in units)


@lru_cache(maxsize=1024)
def needed(names: frozenset[str], target: str = "") -> str:
    """Name the fewest further quantities that lead to the target, or to anything."""
    others = [name for name in TOLD if name not in names and name != target]
    for count in (1, 2):
        for extra in combinations(others, count):
            reach = derivations(names.union(extra))
            more = {name for name in reach if name in TOLD} - names - {*extra}
            if target in reach or (more and not target):
                return _both(extra)
    return later("more figures")


def _both(names: tuple[str, ...]) -> str:
    """Name one quantity, or two of them: the weight and the duration."""
    labels = (say(QUANTITIES[name].label) for name in names)
    one, *others = (say("the {label}", label=label) for label in labels)
    return say("{one} and {other}", one=one, other=others[0]) if others else one
