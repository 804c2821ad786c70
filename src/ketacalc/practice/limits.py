"""What a problem must keep to so that no educator would strike it: limits.toml."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import KetacalcError
from ketacalc.language.numbers import read_number
from ketacalc.language.relations import label_of
from ketacalc.language.units import DIVIDED, Unit, read_unit
from ketacalc.practice.kinds import table
from ketacalc.solving.solution import solve, write_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ketacalc.language.problem import Problem
    from ketacalc.solving.solution import Result, Solution

ADULT, CHILD = "adult", "child"
LIGHTEST_ADULT = 40  # kg
VOLUME, SMALLEST_BAG = "volume", 20  # mL


class Span(NamedTuple):
    """A quantity of a problem, from where to where it goes in base units."""

    quantity: str
    unit: Unit
    low: Fraction
    high: Fraction

    def __str__(self) -> str:
        """Write it: pump rate 30 to 40 mL/h."""
        scale = self.unit.scale
        span = write_span(self.low / scale, self.high / scale, self.unit)
        return f"{label_of(self.quantity, self.unit)} {span}"


class Limit(NamedTuple):
    """From where to where a quantity may go in a setting, in which steps, and why."""

    setting: str
    quantity: str
    unit: Unit
    low: Fraction
    high: Fraction
    step: Fraction | None
    reason: str

    def is_of(self, span: Span) -> bool:
        """Tell whether it is of a quantity, measured so: of tablets, not of vials."""
        if span.quantity != self.quantity or span.unit.kind != self.unit.kind:
            return False
        return span.unit.measures == self.unit.measures

    def allows(self, span: Span) -> bool:
        """Tell whether a quantity keeps to it."""
        low, high = (end / self.unit.scale for end in (span.low, span.high))
        if low < self.low or high > self.high:
            return False
        return not self.step or not (low % self.step or high % self.step)


@lru_cache
def limits(setting: str) -> tuple[Limit, ...]:
    """Return the limits of a setting."""
    rows = (row for row in table("limits.toml")["limits"] if row[0] == setting)
    return tuple(_limit(*row) for row in rows)


def _limit(*row: str) -> Limit:
    setting, name, of, *figures, reason = row
    low, high, step = (read_number(each).value if each else None for each in figures)
    of_it = read_unit(of)[0]
    return Limit(
        setting, name, of_it, low or Fraction(), high or Fraction(), step, reason
    )


def patient_of(problem: Problem, told: str) -> str:
    """Return whether the patient is a child or an adult, by the weight or as told."""
    weights = (g.base_value for g in problem.givens if g.quantity == "weight")
    weight = next(weights, None)
    if weight is None:
        return told or ADULT
    return CHILD if weight < read_number(str(LIGHTEST_ADULT)).value else ADULT


def forbidden(spans: Iterable[Span], setting: str, patient: str) -> Iterator[str]:
    """Yield what breaks the limits of a setting and of its patient, and why."""
    held = (*limits(patient), *limits(setting))
    for span in spans:
        for limit in held:
            if limit.is_of(span) and not limit.allows(span):
                yield f"{limit.setting}: {span}: {limit.reason}"


def near(solution: Solution) -> Iterator[Span]:
    """Yield what is given and what is asked."""
    for ends in zip(*(each.givens for each in solution.problem.ends), strict=True):
        values = [each.base_value for each in ends]
        yield Span(ends[0].quantity, ends[0].unit, min(values), max(values))
    for each in solution.results:
        yield _span(each)


def far(solution: Solution) -> Iterator[Span]:
    """Yield all else that follows; of a bag, what is left of it once it has run."""
    asked = {each.name for each in solution.results}
    with suppress(KetacalcError):
        for each in solve(solution.problem._replace(asked=None)).results:
            if each.name not in asked:
                yield _span(each)


def _span(result: Result) -> Span:
    scale = result.unit.scale
    return Span(result.name, result.unit, result.low * scale, result.high * scale)


def is_over_the_bag(solution: Solution) -> bool:
    """Tell whether more runs in than the bag holds: 60 mL of 400 mg in 50 mL."""
    bags = [g.parts[-1] for g in solution.problem.givens if g.join == DIVIDED]
    sizes = [part.value * part.unit.scale for part in bags if part.unit.kind == VOLUME]
    sizes = [size for size in sizes if size >= SMALLEST_BAG]
    if not sizes:
        return False
    return any(
        each.high > min(sizes) for each in far(solution) if each.quantity == "volume"
    )
