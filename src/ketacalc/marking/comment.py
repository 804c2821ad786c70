"""Why a step is not right, and what it goes on from.

A later step is judged again from the learner's own earlier values: examiners' "error
carried forward".
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from ketacalc.language.figures import Figure, Written, write_value
from ketacalc.language.notation import Asked, Given, Problem
from ketacalc.language.numbers import Ratio, is_within, write_decimals, write_number
from ketacalc.language.relations import by_kind, label_of
from ketacalc.marking.mistakes import Stop, explain, stops
from ketacalc.marking.rounding import (
    COARSE_FROM,
    PASSING,
    WRONG_UNIT,
    WRONG_VALUE,
    Diagnosis,
    Line,
    Step,
    rightness,
    rounds_to,
)
from ketacalc.solving.planning import derivations
from ketacalc.solving.solution import Solution, work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ketacalc.language.units import Unit


def carries(line: Line, step: Step, written: Written, earlier: Sequence[Step]) -> bool:
    """Tell whether the step is right from the learner's own earlier values."""
    target = (step.quantity or "", written.figure.unit)
    return any(
        rightness(line, work(problem, (target,)), written) != WRONG_VALUE
        for problem in _carried_on(line.problem, target[0], _wrong_in(earlier))
    )


def _wrong_in(earlier: Sequence[Step]) -> list[list[Step]]:
    """Return the wrong steps, and then with those that are right from them."""
    wrong = [step for step in earlier if step.verdict == WRONG_VALUE]
    carried = [step for step in earlier if step.verdict == WRONG_VALUE or step.carried]
    return [wrong, carried] if len(carried) > len(wrong) else [wrong]


def _carried_on(
    problem: Problem, quantity: str, choices: Iterable[Sequence[Step]]
) -> Iterator[Problem]:
    """Yield the problem with the learner's own earlier values in it.

    A given figure is left out where the shortest way would pass the value by.
    """
    for steps in choices:
        own = {given.quantity: given for given in map(_as_given, steps) if given}
        kept = [each for each in problem.givens if each.quantity not in own]
        for left_out in (None, *kept) if own else ():
            givens = (*own.values(), *(g for g in kept if g is not left_out))
            if quantity in derivations(frozenset(each.quantity for each in givens)):
                yield problem._replace(givens=givens)


def _as_given(step: Step) -> Given | None:
    if not (step.quantity and step.unit and step.answer):
        return None
    return Given(step.quantity, (Figure(step.answer, step.unit),))


def explained(
    line: Line, step: Step, written: Written, earlier: Sequence[Step]
) -> Step:
    """Return a wrong step with what is said of it, and the slips that explain it."""
    target = (step.quantity or "", written.figure.unit)
    exact = line.solution(*target).results[0].value
    given = f"{step.source.strip()} is not right"
    if meant := _decimal_comma(line, step, written):
        given = f"{given} (or is {meant} meant?)"
    if not line.solution(*target).program.steps:
        message = f"{given}: {write_value(exact, target[1])} is given"
        return step._replace(message=message)
    if rounds_to(exact.as_integer_ratio(), written):
        cost = tenths(abs(written.figure.value / exact - 1) * 100)
        message = f"{given}: rounded so far, the answer is {cost} % off"
        return step._replace(message=message)
    found = (
        rounded_on(line, target, written, earlier)
        or _diagnoses(line.solution(*target), written)
        or _diagnoses_from(line, target, written, earlier)
    )
    message = f"{given}: {found[0].message}" if found else given
    return step._replace(message=message, diagnoses=found)


def _decimal_comma(line: Line, step: Step, written: Written) -> str:
    """Return what a comma may have meant: 13.125 for 13,125, where that is right."""
    match = re.match(r"([1-9]\d{0,2}),(\d{3})(?![\d,.])", step.source.strip())
    if match is None:
        return ""
    value, of = written.figure
    pointed = Written(Figure(value / 1000, of), 3, ())
    fits = rightness(line, line.solution(step.quantity or "", of), pointed)
    return write_number(value / 1000) if fits != WRONG_VALUE else ""


def rounded_on(
    line: Line, target: tuple[str, Unit], written: Written, earlier: Sequence[Step]
) -> tuple[Diagnosis, ...]:
    """Explain a step that follows from an earlier one as the learner rounded it.

    It is within 5 % of the exact value; what is not is no matter of rounding.
    """
    exact = line.solution(*target).results[0].value.as_integer_ratio()
    for step in reversed(earlier):
        is_rounded = step.verdict in PASSING and step.answer != step.expected
        for problem in _carried_on(line.problem, target[0], [[step]] * is_rounded):
            number = work(problem, (target,)).results[0].value.as_integer_ratio()
            near = is_within(number, exact, COARSE_FROM)
            if near and rounds_to(number, written):
                said = f"{step.source.strip()} was rounded before the last step"
                return (Diagnosis("rounded-early", said),)
    return ()


def _diagnoses_from(
    line: Line, target: tuple[str, Unit], written: Written, earlier: Sequence[Step]
) -> tuple[Diagnosis, ...]:
    """Explain a step as a slip on from the learner's own earlier values."""
    for problem in _carried_on(line.problem, target[0], _wrong_in(earlier)):
        if found := _diagnoses(work(problem, (target,)), written):
            return tuple(each._replace(line=None) for each in found)
    return ()


def _diagnoses(solution: Solution, written: Written) -> tuple[Diagnosis, ...]:
    value = written.figure.value
    answer = value.as_integer_ratio()

    def matches(ratio: Ratio) -> bool:
        return rounds_to(ratio, written) and is_within(answer, ratio, COARSE_FROM)

    digits = write_decimals(value, written.decimals)
    found = explain(solution, matches, digits)
    return tuple(Diagnosis(slip.id, slip.message, slip.line) for slip in found)


def tenths(per_cent: Fraction) -> str:
    """Write a cost rounded up, so that one over a limit never reads as the limit."""
    return write_number(Fraction(ceil(per_cent * 10), 10))


def wrong_unit(line: Line, text: str, written: Written, asked: Asked | None) -> Step:
    """Judge a step that gives another quantity than the one asked for.

    `expected` is given where the step is right as what it is.
    """
    value, of = written.figure
    name = by_kind().get(of.kind, "")
    own = None
    if name in line.reach and line.measures(of):
        own = line.solution(name, of).results[0].value
    reached = own is not None and rounds_to(own.as_integer_ratio(), written)
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
    label = label_of(name, of) if name else "no quantity of a dose problem"
    what = f"{text.strip()} is {_article(label)}"
    if asked is None:
        return f"{what}, which does not follow from the figures"
    wanted = label_of(asked.quantity, asked.unit)
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
    exact = solution.results[0].value.as_integer_ratio()
    if not reached and rounds_to(exact, written):
        return ()  # the number is right, and only its unit is another
    if not reached:
        return _diagnoses(solution, written)
    return _stopped(line, solution, reached, written.figure)


def _stopped(
    line: Line, solution: Solution, name: str, figure: Figure
) -> tuple[Diagnosis, ...]:
    """Say that a right quantity is not the answer yet: one of this way, or another."""
    for stop in stops(solution):
        if stop.quantity == name:
            return (Diagnosis(stop.slip, stop.say(figure), stop.line),)
    if any(given.quantity == name for given in line.problem.givens):
        return ()
    slip = f"stopped-at-{name.replace('_', '-')}"
    return (Diagnosis(slip, Stop(name, 0, slip, 0).say(figure)),)
