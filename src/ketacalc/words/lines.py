"""The line of notation of a question: what each figure is for is tried by the planner.

Of all the ways to take the figures, those count that leave the fewest of them over, and
these must give one answer.
"""

from __future__ import annotations

import re
from contextlib import suppress
from fractions import Fraction
from itertools import chain, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Contradiction, KetacalcError, Unreadable
from ketacalc.language.notation import read_given
from ketacalc.language.problem import IN_ALL
from ketacalc.say import later
from ketacalc.solving.planning import derivations
from ketacalc.solving.solution import Solution, solve
from ketacalc.words.asking import COURSE, ONE, OPEN
from ketacalc.words.rules import TABLE
from ketacalc.words.ways import Way, ways_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacalc.words.asking import Ask
    from ketacalc.words.page import Page
    from ketacalc.words.tokens import Token

_SLOW = re.compile(r"\b(?:x[rl]|[sc]r|ec|enteric|extended|modified)\b", re.IGNORECASE)
_IN_POUNDS = re.compile(r"\b(?:kg|lb)\b.* ->")
ORDER: list[str] = TABLE["order"]
# What is taken at once is no crumb of a tablet and no handful: one unit is misprinted.
PILLS, FEWEST, MOST = {"tablet", "capsule"}, Fraction(1, 8), 20
MOST_WAYS = 2000  # a second's work; a printed problem has a hundred at most


class Line(NamedTuple):
    """The line of a question, how each figure was taken for it, and its answer."""

    text: str
    ways: tuple[Way, ...]
    answer: tuple[Fraction, Fraction]


def line_of(page: Page, ask: Ask) -> Line:
    """Find the one way to take the figures that leads to the question."""
    choices = ways_of(page, ask)
    if prod(map(len, choices)) > MOST_WAYS:
        raise Unreadable(page.text, later("it has more figures than can be told apart"))
    asked = _asked(page, ask)
    found: list[Line] = []
    for ways in sorted(product(*choices), key=_cost):
        if found and _cost(ways) > _cost(found[0].ways):
            break
        found += _tried(page, asked, ways)
    if not found:
        raise _unsolved(page, _written([ways[0].text for ways in choices], *asked))
    if len({each.answer for each in found}) > 1:
        lines = " or ".join(each.text for each in found[: len("ab")])
        raise Unreadable(page.text, later("two readings give different answers"), lines)
    _refuse_unlikely(page, ask, found[0])
    return found[0]


def _asked(page: Page, ask: Ask) -> tuple[str, str]:
    """Return what is asked in the notation, and the schedule that it needs."""
    scope = page.doses.scope_of(ask) + " daily" * page.doses.is_daily
    form = TABLE["asked"].get(scope, "{}")
    if scope == COURSE:  # by name, since mg may be of one dose
        form = TABLE["totals"].get(ask.unit, "{}s")
    elif scope == ONE and page.doses.is_per_dose:
        form = "{}/dose"
    asked = ask._replace(unit=form.format(ask.unit))
    forms = chain(*asked.fitting("written", page.codes), ["{}"])
    unit = next(forms).format(asked.unit)
    is_scheduled = scope in TABLE["scheduled"] or ask.unit == "day"
    schedule = page.doses.schedule if is_scheduled else ""
    return unit + _rounding(page, ask), schedule


def _of_item(page: Page, ask: Ask, code: str) -> list[Token]:
    """Return the tokens of a code; of a list those of its stem, or of an item."""
    starts = sorted({each.tokens[0].start for each in page.asks})
    own = ask.tokens[0].start
    end = next((each for each in starts if each > own), len(page.text))
    found = [each for each in page.tokens if each.code == code]
    if not page.is_list or "roundall" in page.codes:
        return found
    return [t for t in found if t.start < starts[0] or own <= t.start < end]


def _rounding(page: Page, ask: Ask) -> str:
    """Write how an answer is rounded: as its question says, or as all are."""
    said = [each.value for each in ask.tokens if each.code == "rounding"]
    told = said or [each.value for each in _of_item(page, ask, "rounding")]
    if not said and len({*told}) != 1:
        return ""
    return " rounded down" if told[0] == "down" else f" to {told[0]}"


def _refuse_unlikely(page: Page, ask: Ask, line: Line) -> None:
    """Refuse 0.002 tablets, or 3,000, where it is asked how many are taken at once.

    Half a capsule is refused as well.
    """
    is_dose = ask.unit in PILLS and page.doses.scope_of(ask) in {ONE, OPEN}
    if is_dose and not FEWEST <= line.answer[0] <= line.answer[1] <= MOST:
        reason = later("nobody takes so few or so many; a unit may be misprinted")
        raise Unreadable(page.text, reason, line.text)
    is_whole = ask.unit == "capsule" or _SLOW.search(page.text)
    if is_dose and is_whole and any(each % 1 for each in line.answer):
        reason = later("a capsule, or a tablet of slow release, is not divided")
        raise Unreadable(page.text, reason, line.text)


def _cost(ways: Iterable[Way]) -> float:
    return sum(each.cost for each in ways)


def _tried(page: Page, asked: tuple[str, str], ways: tuple[Way, ...]) -> list[Line]:
    """Return the line of these ways; none where it does not answer the question."""
    texts, beside = [each.text for each in ways], [each.beside for each in ways]
    line = _written(texts, *asked)
    left = _cost(each for each in ways if each.reason or each.text)
    answer = _answer(line, page, left)
    if answer is None or not _agrees(_written(texts + beside, *asked)):
        return []
    return [Line(line, ways, answer)]


def _written(texts: list[str], asked: str, schedule: str) -> str:
    """Write a line of notation, its figures in the order in which they are told."""
    told = sorted(filter(None, [*texts, schedule]), key=_rank)
    return f"{', '.join(told)} -> {asked}"


def _rank(text: str) -> int:
    name, _, figure = text.rpartition("=")
    with suppress(KetacalcError, ValueError):
        return ORDER.index(read_given(figure.removesuffix(IN_ALL), name).quantity)
    return len(ORDER)


def _answer(line: str, page: Page, left: float) -> tuple[Fraction, Fraction] | None:
    """Solve a line; None where it gives nothing, two answers, or needs not all.

    What is only converted, 0.3 mg to mcg, must be all that the text tells, but for the
    weight: else the question was not understood.
    """
    with suppress(KetacalcError):
        solution = solve(line)
        answer, names = solution.answer, solution.problem.names
        if answer is None or not solution.program.operations:
            return None
        is_small = answer.unit.text in {"mg", "mcg"} and _IN_POUNDS.search(line)
        is_body = answer.name == "mass" and ("weigh" in page.codes or is_small)
        is_given = answer.name in names - {"weight", "concentration"}
        if is_body or (is_given and (page.doses.schedule or left >= 1)):
            return None
        if all(_follows(each, solution) for each in solution.not_used):
            return answer.low * answer.unit.scale, answer.high * answer.unit.scale
    return None


def _follows(figure: str, solution: Solution) -> bool:
    """Tell whether a figure that is not needed agrees with the others."""
    own = next(each for each in solution.problem.givens if str(each) == figure)
    return own.quantity in derivations(solution.problem.names - {own.quantity})


def _agrees(line: str) -> bool:
    """Tell whether nothing that was left contradicts what was used."""
    try:
        solve(line)
    except KetacalcError as error:
        return not isinstance(error, Contradiction)
    return True


def _unsolved(page: Page, line: str) -> KetacalcError:
    """Say what the figures lack, with the line to complete."""
    figures, _, asked = line.partition(" -> ")
    if not figures:
        return Unreadable(page.text, later("it gives no figures"))
    try:
        solve(line)
    except KetacalcError as error:
        return Unreadable(page.text, error.sentence, f"{figures}, ? -> {asked}")
    return Unreadable(page.text, later("its figures do not lead to the question"))
