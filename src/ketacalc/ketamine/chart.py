"""A grid of weights and doses: one problem a cell.

Doses by weight stand across and weights down; doses that are rates, 5 mcg/kg/min, make
a titration chart: they stand down, and the weights across.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unusable
from ketacalc.ketamine.infusion import DEFAULT, find_protocol, light, warnings_of
from ketacalc.ketamine.reference import protocols
from ketacalc.ketamine.series import RATE, series, too_many
from ketacalc.ketamine.stated import read_stated
from ketacalc.language.figures import Figure
from ketacalc.language.notation import CLASSROOM, parse, problem
from ketacalc.language.problem import Given
from ketacalc.solving.solution import Result, solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ketacalc.ketamine.reference import Protocol

MOST_DOWN, MOST_ACROSS = 100, 12
WAY = "IV infusion"
RATES = "maintenance-idvall"  # whose limits are those of rates that are given


class Row(NamedTuple):
    """A weight or a rate, and what is shown for each head across."""

    head: Given
    cells: tuple[Result, ...]


class Chart(NamedTuple):
    """Heads across, rows down; `others` are the figures that all cells share.

    `pounds` is that of a Problem.  `published` is an arm of the one origin that has all
    the doses, or None.
    """

    across: tuple[Given, ...]
    rows: tuple[Row, ...]
    others: tuple[Given, ...]
    warnings: tuple[str, ...]
    pounds: str | None
    published: Protocol | None = None

    @property
    def shown(self) -> Result:
        """One cell: its quantity and unit are those of all."""
        return self.rows[0].cells[0]


def chart(
    weights: str,
    step: str,
    doses: str,
    shown: str = "",
    pounds: str = CLASSROOM,
    dose_step: str = "",
    **texts: str | None,
) -> Chart:
    """Work a grid: `weights` and `doses` are lists, or ranges such as 40kg..100kg.

    `step` is from a weight to the next, `dose_step` from a dose; "" is one that fits.
    `shown` is what is asked in each cell, as behind the arrow of the notation; "" is
    the amount of a dose, and the rate of a dose rate.  Raises KetacalcError.
    """
    dosed = series("dose", doses, dose_step, pounds)
    weighed = series("weight", weights, step, pounds)
    sides = [("weight", weights, weighed), ("dose", doses, dosed)]
    if dosed[0].quantity == RATE:
        sides.reverse()
    shown = shown or ("rate" if dosed[0].quantity == RATE else "amount")
    for (name, text, heads), most in zip(sides, (MOST_DOWN, MOST_ACROSS), strict=True):
        if len(heads) > most:
            raise too_many(text, len(heads), most, name)
    down, across = (heads for *_, heads in sides)
    others = tuple(read_stated(pounds, **texts).values())
    published = _published(dosed)
    return Chart(
        across,
        tuple(_row(head, across, others, shown, pounds) for head in down),
        others,
        _warnings(dosed, weighed, others, published),
        problem((weighed[0], dosed[0])).pounds,
        published,
    )


def refuse_lines(grid: Chart) -> None:
    """Refuse to draw lines of what makes none.  Raises Unusable."""
    if len({row.head.base_value for row in grid.rows}) == 1:
        raise Unusable("a line needs two rows or more; give a range of them")
    if any(cell.one is None for row in grid.rows for cell in row.cells):
        raise Unusable("a line needs one number in each cell; leave out the range")


def _warnings(
    dosed: Sequence[Given],
    weighed: Iterable[Given],
    others: Iterable[Given],
    published: Protocol | None,
) -> tuple[str, ...]:
    """Return what doses, rates and weights are beyond; OutOfRange for a hard limit."""
    titrated = dosed[0].quantity == RATE
    base = find_protocol(RATES if titrated else DEFAULT)
    rates = () if titrated else _rates(dosed, others)
    warnings = warnings_of(dosed, base) + warnings_of(rates, published or base)
    lightest = min(weighed, key=lambda weight: weight.base_value)
    studied = published or base
    return warnings + (light([lightest], studied) if published or not titrated else ())


def _rates(doses: Iterable[Given], others: Iterable[Given]) -> Iterator[Given]:
    """Yield how fast each dose is given, where a time was stated."""
    times = [each for each in others if each.quantity == "duration"]
    for dose in doses if times else ():
        found = solve(problem((dose, *times), "mcg/kg/min")).results[0]
        ends = filter(None, (found.value, found.upper))
        yield from (Given(RATE, (Figure(end, found.unit),)) for end in ends)


def _published(doses: Sequence[Given]) -> Protocol | None:
    """Return an arm of the infusion whose arms have all the doses; None if none has."""
    asked = {(dose.quantity, dose.base_value) for dose in doses}
    infusions = (each for each in protocols().values() if each.title == WAY)
    for _, group in groupby(infusions, lambda each: each.about):
        arms = list(group)
        givens = [given for arm in arms for given in parse(arm.figures).givens]
        if asked <= {(each.quantity, each.base_value) for each in givens}:
            return arms[0]
    return None


def _row(
    head: Given,
    across: Iterable[Given],
    others: Iterable[Given],
    shown: str,
    pounds: str,
) -> Row:
    problems = (problem((head, each, *others), shown, pounds=pounds) for each in across)
    return Row(head, tuple(solve(each).results[0] for each in problems))
