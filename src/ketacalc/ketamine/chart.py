"""A grid of weights and doses: one problem a cell."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import LONGEST_LINE, Unreadable, too_long
from ketacalc.ketamine.infusion import DEFAULT, find_protocol, light, warnings_of
from ketacalc.ketamine.reference import protocols
from ketacalc.ketamine.stated import read_one, read_stated
from ketacalc.language.figures import Figure
from ketacalc.language.notation import CLASSROOM, parse, problem
from ketacalc.language.problem import Given
from ketacalc.say import later, say
from ketacalc.solving.solution import Result, solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ketacalc.ketamine.reference import Protocol

MOST_WEIGHTS, MOST_DOSES = 100, 12
WAY = "IV infusion"


class Row(NamedTuple):
    """A weight, and what is shown for each dose."""

    weight: Given
    cells: tuple[Result, ...]


class Chart(NamedTuple):
    """Doses across, weights down; `others` are the figures that all cells share.

    `pounds` is that of a Problem.  `published` is an arm of the one origin that has all
    the doses, or None.
    """

    doses: tuple[Given, ...]
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
    shown: str = "amount",
    pounds: str = CLASSROOM,
    **texts: str | None,
) -> Chart:
    """Work a grid: `weights` are 40kg..100kg by `step`, or a list; `doses` a list.

    `shown` is what is asked in each cell, as behind the arrow of the notation.  Raises
    KetacalcError.
    """
    across = tuple(read_one("dose", each, pounds) for each in _listed(doses))
    down = tuple(_weights(weights, step, pounds))
    _refuse_too_many(weights, len(down), MOST_WEIGHTS, "weight")
    _refuse_too_many(doses, len(across), MOST_DOSES, "dose")
    others = tuple(read_stated(pounds, **texts).values())
    published = _published(across)
    base = find_protocol(DEFAULT)
    warnings = warnings_of(across, base)
    warnings += warnings_of(_rates(across, others), published or base)
    lightest = min(down, key=lambda weight: weight.base_value)
    warnings += light([lightest], published or base)
    rows = tuple(
        Row(
            weight,
            tuple(_cell((weight, dose, *others), shown, pounds) for dose in across),
        )
        for weight in down
    )
    convention = problem((down[0], across[0])).pounds
    return Chart(across, rows, others, warnings, convention, published)


def _rates(doses: Iterable[Given], others: Iterable[Given]) -> Iterator[Given]:
    """Yield how fast each dose is given, where a time was stated."""
    times = [each for each in others if each.quantity == "duration"]
    for dose in doses if times else ():
        found = solve(problem((dose, *times), "mcg/kg/min")).results[0]
        yield Given("dose_rate", (Figure(found.value, found.unit),))


def _published(doses: Sequence[Given]) -> Protocol | None:
    """Return an arm of the infusion whose arms have all the doses; None if none has."""
    asked = {dose.base_value for dose in doses}
    infusions = (each for each in protocols().values() if each.title == WAY)
    for _, group in groupby(infusions, lambda each: each.about):
        arms = list(group)
        givens = [given for arm in arms for given in parse(arm.figures).givens]
        if asked <= {each.base_value for each in givens if each.quantity == "dose"}:
            return arms[0]
    return None


def _cell(givens: Iterable[Given], shown: str, pounds: str) -> Result:
    return solve(problem(givens, shown, pounds=pounds)).results[0]


def _listed(text: str) -> list[str]:
    if len(text) > LONGEST_LINE:
        raise too_long(text)
    return [each for each in re.split(r"\s*(?:;|,\s)\s*", text.strip()) if each]


def _weights(text: str, step: str, pounds: str) -> Iterator[Given]:
    """Yield the weights of a list, or those from one end of a range to the other."""
    low_text, dots, high_text = text.partition("..")
    if not dots:
        yield from (read_one("weight", each, pounds) for each in _listed(text))
        return
    low, high = (read_one("weight", each, pounds) for each in (low_text, high_text))
    try:
        by = read_one("weight", step, pounds)
    except Unreadable as error:
        raise error.at("step") from None
    if low.unit != high.unit or low.base_value > high.base_value:
        reason = later("a range goes up in one unit")
        raise Unreadable(text, reason, "40kg..100kg", "weight")
    count = (high.base_value - low.base_value) // by.base_value + 1
    _refuse_too_many(text, count, MOST_WEIGHTS, "weight")
    for index in range(count):
        value = low.base_value + index * by.base_value
        yield Given("weight", (Figure(value / low.unit.scale, low.unit),))


def _refuse_too_many(text: str, count: int, most: int, name: str) -> None:
    if not 0 < count <= most:
        many = f"{count:,}"
        reason = say("it makes {count} of them", count=many)
        raise Unreadable(text, reason, say("1 to {most}", most=most), name)
