"""Judge one step: what a learner wrote, against the exact value.

A step is right if it equals the exact value once rounded to the last digit that the
learner wrote, half up or half even.  A later step is judged again from the learner's
own earlier values: examiners' "error carried forward".
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.figures import NUMBER, Figure, Written, read_written
from ketacalc.mistakes import explain, stops
from ketacalc.notation import Asked, Given, Problem, per_dose
from ketacalc.numerals import read_number, rounded, write_decimals, write_number
from ketacalc.relations import QUANTITIES, by_kind
from ketacalc.solving import Solution, derivations, work
from ketacalc.units import UNIT_MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketacalc.units import Unit

CORRECT, COARSE, WRONG_VALUE, WRONG_UNIT = (
    "correct",
    "coarse",
    "wrong_value",
    "wrong_unit",
)
NO_UNIT, UNREADABLE = "no_unit", "unreadable"
PASSING = (CORRECT, COARSE, "solved")

# How many decimals a device gives, and how that is said.
DEVICES = {0: "whole drops", 1: "tenths", 2: "hundredths"}
MANY = 99
# What rounding may cost: over a twentieth an answer is coarse, over a tenth wrong.
COARSE_FROM, COARSE_TO = 20, 10
# 2.2046 lb/kg counts as exact: how far it is from 0.45359237 kg/lb, either way.
NEAR_EXACT = Fraction("0.45359237") * Fraction("2.2046")
NEARLY_EXACT = (NEAR_EXACT, 1 / NEAR_EXACT)


class Diagnosis(NamedTuple):
    """A slip that explains an answer; `line` is the line of the working, or None."""

    id: str
    message: str
    line: int | None = None


class Step(NamedTuple):
    """One step of a chain, and its verdict.

    `expected` and `answer` are in `unit`, the learner's; `carried` says that the step
    is right given an earlier slip.
    """

    source: str
    quantity: str | None
    unit: Unit | None
    expected: Fraction | None
    answer: Fraction | None
    verdict: str
    carried: bool = False
    message: str = ""
    style: tuple[str, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()


class Line:
    """A problem whose answers are judged, and how; keeps what it worked."""

    def __init__(self, problem: Problem, pounds: str, tolerance: Fraction) -> None:
        self.problem, self.pounds, self.tolerance = problem, pounds, tolerance
        self.reach = derivations(frozenset(each.quantity for each in problem.givens))
        self._worked: dict[tuple[str, Unit], Solution] = {}

    def solution(self, quantity: str, of: Unit) -> Solution:
        """Work the problem for one quantity that follows, once."""
        target = (quantity, of)
        if target not in self._worked:
            self._worked[target] = work(self.problem, (target,))
        return self._worked[target]

    def measures(self, of: Unit) -> bool:
        """Tell whether a unit measures the drug as the figures do, or no drug."""
        measure = self.problem.measure
        return not measure or of.measure in {"", measure}


def judge(line: Line, text: str, asked: Asked | None, earlier: Sequence[Step]) -> Step:
    """Judge one step; `asked` is what the last one is asked for."""
    try:
        written = _read(line, text, asked)
    except Unreadable as error:
        verdict = NO_UNIT if error.reason == UNIT_MISSING else UNREADABLE
        return Step(text, None, None, None, None, verdict, message=str(error))
    value, of = written.figure
    quantity = _quantity(line, of, asked)
    if quantity is None:
        return _wrong_unit(line, text, written, asked)
    solution = line.solution(quantity, of)
    expected = solution.results[0].value
    verdict = _rightness(line, expected, written)
    message, notes = _noted(verdict, expected, written)
    step = Step(
        source=text,
        quantity=quantity,
        unit=of,
        expected=expected,
        answer=value,
        verdict=verdict,
        message=message,
        style=written.style,
        diagnoses=notes,
    )
    if verdict != WRONG_VALUE:
        return step
    if _carries(line, step, written, earlier):
        return step._replace(verdict=CORRECT, carried=True)
    return _explained(step, solution, written)


def _read(line: Line, text: str, asked: Asked | None) -> Written:
    """Read a step; a bare number is read in the unit that was asked for by name."""
    if asked and asked.stated and re.fullmatch(NUMBER, text):
        number = read_number(text)
        return Written(Figure(number.value, asked.unit), number.decimals, number.style)
    sense = asked.quantity if asked else ""
    written = read_written(text, sense, line.pounds)
    of = written.figure.unit
    if asked is None or of.kind != asked.unit.kind:
        of = per_dose(of, line.problem.givens)
    return written._replace(figure=Figure(written.figure.value, of))


def _quantity(line: Line, of: Unit, asked: Asked | None) -> str | None:
    """Return what a step gives, or None where it is not asked or does not follow."""
    if asked and of is asked.unit:
        return asked.quantity
    if not line.measures(of):
        return None
    if asked:
        return asked.quantity if of.kind == asked.unit.kind else None
    name = by_kind().get(of.kind, "")
    return name if name in line.reach else None


def _rightness(line: Line, expected: Fraction, written: Written) -> str:
    """Return correct, coarse or wrong_value."""
    value = written.figure.value
    if line.tolerance and abs(value - expected) <= line.tolerance * expected:
        return CORRECT
    fits = _rounds(expected, written)
    if not fits and line.problem.pounds == "exact":
        fits = any(_rounds(expected * factor, written) for factor in NEARLY_EXACT)
    if not fits or not _within(value, expected, COARSE_TO):
        return WRONG_VALUE
    return CORRECT if _within(value, expected, COARSE_FROM) else COARSE


def _within(value: Fraction, exact: Fraction, part: int) -> bool:
    """Tell whether a value is off by at most one `part`-th of the exact one."""
    whole = exact.numerator * value.denominator
    return abs(value.numerator * exact.denominator - whole) * part <= whole


def _rounds(exact: Fraction, written: Written) -> bool:
    """Tell whether a value is what was written, once rounded to its last digit.

    Half up or half even: off by less than half a digit, or by just that half.
    """
    scale = 10**written.decimals
    digits = int(written.figure.value * scale)
    off = 2 * (exact.numerator * scale - digits * exact.denominator)
    half = exact.denominator
    return -half <= off < half or (off == half and digits % 2 == 0)


def _carries(line: Line, step: Step, written: Written, earlier: Sequence[Step]) -> bool:
    """Tell whether the step is right from the learner's own earlier values."""
    target = (step.quantity or "", written.figure.unit)
    return any(
        _rightness(line, work(problem, (target,)).results[0].value, written)
        != WRONG_VALUE
        for problem in _carried_on(line.problem, target[0], earlier)
    )


def _carried_on(
    problem: Problem, quantity: str, earlier: Sequence[Step]
) -> Iterator[Problem]:
    """Yield the problem with the learner's earlier values in it.

    The values are the wrong ones, and then also those that were right from them.  A
    given figure is left out where the shortest way would pass the slip by.
    """
    wrong = [step for step in earlier if step.verdict == WRONG_VALUE]
    carried = [step for step in earlier if step.verdict == WRONG_VALUE or step.carried]
    for steps in (wrong, carried) if len(carried) > len(wrong) else (wrong,):
        slipped = {given.quantity: given for given in map(_as_given, steps) if given}
        kept = [each for each in problem.givens if each.quantity not in slipped]
        for left_out in (None, *kept) if slipped else ():
            givens = (*slipped.values(), *(g for g in kept if g is not left_out))
            if quantity in derivations(frozenset(each.quantity for each in givens)):
                yield problem._replace(givens=givens)


def _as_given(step: Step) -> Given | None:
    if not (step.quantity and step.unit and step.answer):
        return None
    return Given(step.quantity, (Figure(step.answer, step.unit),))


def _explained(step: Step, solution: Solution, written: Written) -> Step:
    value = written.figure.value
    exact = solution.results[0]
    given = f"{step.source.strip()} is not right"
    if _rounds(exact.value, written):
        cost = _whole(abs(value / exact.value - 1) * 100)
        message = f"{given}: rounded so far, the answer is {cost} % off"
        return step._replace(message=message)
    found = _diagnoses(solution, written)
    message = f"{given}: {found[0].message}" if found else given
    return step._replace(message=message, diagnoses=found)


def _diagnoses(solution: Solution, written: Written) -> tuple[Diagnosis, ...]:
    def matches(value: Fraction) -> bool:
        return _rounds(value, written) and _within(
            written.figure.value, value, COARSE_FROM
        )

    digits = write_decimals(written.figure.value, written.decimals)
    found = explain(solution, matches, digits)
    return tuple(Diagnosis(slip.id, slip.message, slip.line) for slip in found)


def _noted(
    verdict: str, expected: Fraction, written: Written
) -> tuple[str, tuple[Diagnosis, ...]]:
    """Note what a coarse rounding costs, and more digits than a device gives."""
    if verdict == COARSE:
        cost = abs(written.figure.value / expected - 1) * 100
        return f"right once rounded, which costs {_whole(cost)} %", ()
    if verdict == CORRECT and written.decimals > _measurable(written.figure):
        places = DEVICES[_measurable(written.figure)]
        message = f"more digits than can be measured: {places}"
        return "right", (Diagnosis("not-measurable", message),)
    return "right", ()


def _measurable(figure: Figure) -> int:
    """Return how many decimals a device gives: gtt/min, pump mL/h, syringe mL."""
    unit = figure.unit.text
    if unit == "mL":
        return 1 if figure.value >= 1 else 2
    return {"gtt/min": 0, "mL/h": 1}.get(unit, MANY)


def _whole(value: Fraction) -> str:
    return write_number(rounded(value, 0))


# ------------------------------------------------------------------ wrong unit


def _wrong_unit(line: Line, text: str, written: Written, asked: Asked | None) -> Step:
    """Judge a step that gives another quantity than the one asked for.

    `expected` is given where the step is right as what it is.
    """
    value, of = written.figure
    name = by_kind().get(of.kind, "")
    own = None
    if name in line.reach and line.measures(of):
        own = line.solution(name, of).results[0].value
    reached = own is not None and _rounds(own, written)
    return Step(
        source=text,
        quantity=name or None,
        unit=of,
        expected=own if reached else None,
        answer=value,
        verdict=WRONG_UNIT,
        message=_why_wrong_unit(line, text, of, asked),
        style=written.style,
        diagnoses=_wrong_unit_diagnoses(line, written, asked, name if reached else ""),
    )


def _why_wrong_unit(line: Line, text: str, of: Unit, asked: Asked | None) -> str:
    if not line.measures(of):
        measure = line.problem.measure
        return f"{text.strip()}: nothing turns {measure} into {of.measure}"
    name = by_kind().get(of.kind, "")
    label = QUANTITIES[name].label if name else "no quantity of a dose problem"
    what = f"{text.strip()} is {_article(label)}"
    if asked is None:
        return f"{what}, which does not follow from the figures"
    wanted = QUANTITIES[asked.quantity].label
    return f"{what}; {_article(wanted)} in {asked.unit} is asked"


def _article(label: str) -> str:
    if label.startswith("no ") or label == "tablets":
        return label
    return f"an {label}" if label[0] in "aeiou" else f"a {label}"


def _wrong_unit_diagnoses(
    line: Line, written: Written, asked: Asked | None, reached: str
) -> tuple[Diagnosis, ...]:
    """Explain another quantity: an intermediate result, or a number in a wrong unit."""
    if asked is None or not line.measures(written.figure.unit):
        return ()
    solution = line.solution(asked.quantity, asked.unit)
    return _stopped(solution, reached) if reached else _diagnoses(solution, written)


def _stopped(solution: Solution, name: str) -> tuple[Diagnosis, ...]:
    """Name the operations that are missing between a right quantity and the answer."""
    for stop in stops(solution):
        if stop.quantity == name:
            slip = stop.slip
            return (Diagnosis(slip.id, slip.message, slip.line),)
    return ()
