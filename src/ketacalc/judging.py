"""Judge one step: what a learner wrote, against the exact value.

A step is right if it equals the exact value once rounded to the last digit that the
learner wrote, half up or half even.  A later step is judged again from the learner's
own earlier values: examiners' "error carried forward".
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.figures import NUMBER, Figure, Written, read_written, write_value
from ketacalc.mistakes import Stop, explain, stops
from ketacalc.notation import Asked, Given, Problem, per_dose, read_given
from ketacalc.numerals import (
    Ratio,
    decimals_of,
    over,
    read_number,
    times,
    write_decimals,
    write_number,
)
from ketacalc.planning import derivations, run
from ketacalc.relations import NAMED_ONLY, QUANTITIES, by_kind, label_of
from ketacalc.solving import Solution, work
from ketacalc.units import PLUS, UNIT_MISSING, unit
from ketacalc.vocabulary import EXACT_POUND, FOUR_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
RIGHT = "right"
BARE_NUMBER = re.compile(NUMBER)
# What rounding may cost: over a twentieth an answer is coarse, over a tenth wrong.
COARSE_FROM, COARSE_TO = 20, 10
# kg/lb: the exact figure, and the one in four decimals that counts as exact.
EXACT, SHORT = Fraction(EXACT_POUND), 1 / Fraction(FOUR_DECIMALS)


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
        shares = "bioavailability" in self.reach and "concentration" not in self.reach
        self.sense = "bioavailability" if shares else ""
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


def judge(
    line: Line,
    text: str,
    asked: Asked | None,
    earlier: Sequence[Step],
    *,
    is_last: bool = True,
) -> Step:
    """Judge one step; `asked` is what the last one is asked for.

    On the way a step may be a part of its quantity, or go on from an earlier one as
    that was rounded: what rounding early costs shows in the last step.
    """
    try:
        written = _read(line, text, asked)
    except Unreadable as error:
        verdict = NO_UNIT if error.reason == UNIT_MISSING else UNREADABLE
        return Step(text, None, None, None, None, verdict, message=str(error))
    value, of = written.figure
    quantity = _quantity(line, of, asked) or ""
    if asked is None and not _holds(line, quantity, written):
        quantity = _otherwise(line, quantity, written)
    if not quantity:
        return _wrong_unit(line, text, written, asked)
    solution = line.solution(quantity, of)
    expected = solution.results[0].value
    verdict = _rightness(line, solution, written)
    on_the_way = not is_last and verdict == WRONG_VALUE
    if on_the_way and (
        _is_part(solution, written)
        or _rounded_on(line, (quantity, of), written, earlier)
    ):
        verdict = CORRECT
    message, notes = _noted(verdict, expected, written)
    if asked and asked.stated and of is not asked.unit and message == RIGHT:
        message = f"it is in {of}; {asked.unit} is asked"
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
    return _explained(line, step, written, earlier)


def _read(line: Line, text: str, asked: Asked | None) -> Written:
    """Read a step; a bare number is read in the unit that was asked for by name."""
    if asked and asked.stated and BARE_NUMBER.fullmatch(text):
        number = read_number(text)
        return Written(Figure(number.value, asked.unit), number.decimals, number.style)
    sense = asked.quantity if asked else line.sense
    if asked is None and line.sense and BARE_NUMBER.fullmatch(text):
        return _share(text)
    try:
        written = read_written(text, sense, line.pounds)
    except Unreadable:
        if summed := _summed(text, sense, line.pounds):
            return summed
        raise
    of = written.figure.unit
    if asked is None or of.kind != asked.unit.kind:
        of = per_dose(of, line.problem.givens)
    return written._replace(figure=Figure(written.figure.value, of))


def _share(text: str) -> Written:
    """Read 0.35 as 35 %, on the way from a bioavailability."""
    number = read_number(text)
    if number.value > 1:
        raise Unreadable(text, UNIT_MISSING)
    figure = Figure(number.value * 100, unit("%", "bioavailability"))
    return Written(figure, max(number.decimals - 2, 0), number.style)


def _summed(text: str, sense: str, pounds: str) -> Written | None:
    """Read 3 h 36 min as 216 min, in the unit of its second part; None for no sum."""
    try:
        parts = read_given(text, sense, pounds)
    except Unreadable:
        return None
    if parts.join != PLUS:
        return None
    figure = Figure(parts.base_value / parts.units[1].scale, parts.units[1])
    return Written(figure, decimals_of(parts.parts[1].value) or 0, ())


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


def _holds(line: Line, quantity: str, written: Written) -> bool:
    """Tell whether a step is right as this quantity."""
    of = written.figure.unit
    return bool(quantity) and (
        _rightness(line, line.solution(quantity, of), written) != WRONG_VALUE
    )


def _otherwise(line: Line, quantity: str, written: Written) -> str:
    """Return what a step is right as, where its unit is read as another quantity.

    On the way to a systemic amount mg may be that already.
    """
    for other in NAMED_ONLY:
        kind = QUANTITIES[other].units[0].kind
        follows = other in line.reach and kind == written.figure.unit.kind
        if follows and _holds(line, other, written):
            return other
    return quantity


def _is_part(solution: Solution, written: Written) -> bool:
    """Tell whether a step is a part of its quantity: 120 min of 2 h 30 min."""
    name, _, of = solution.results[0]
    registers = enumerate(solution.program.registers)
    parts = [
        over(times(solution.ratios[at], unit.scale.as_integer_ratio()), scale)
        for at, (held, unit) in registers
        if held == name and unit.kind == of.kind
        for scale in [of.scale.as_integer_ratio()]
    ]
    return any(_rounds(part, written) for part in parts)


def _rightness(line: Line, solution: Solution, written: Written) -> str:
    """Return correct, coarse or wrong_value."""
    value, exact = written.figure.value, solution.results[0].value
    if line.tolerance and abs(value - exact) <= line.tolerance * exact:
        return CORRECT
    expected = exact.as_integer_ratio()
    fits = _rounds(expected, written)
    if not fits and line.pounds == "exact":
        fits = _rounds(_with_short_pounds(solution), written)
    if not fits:
        return WRONG_VALUE
    if _within(value, expected, COARSE_FROM):
        return CORRECT
    return COARSE if _within(value, expected, COARSE_TO) else WRONG_VALUE


def _with_short_pounds(solution: Solution) -> Ratio:
    """Work a solution once more at 1 kg = 2.2046 lb, which counts as exact."""
    steps = tuple(
        step._replace(factor=SHORT) if step.factor == EXACT else step
        for step in solution.program.steps
    )
    inputs = solution.ratios[: solution.program.inputs]
    program = solution.program._replace(steps=steps)
    return run(program, inputs)[program.targets[0]]


def _within(value: Fraction, exact: Ratio, part: int) -> bool:
    """Tell whether a value is off by at most one `part`-th of the exact one."""
    (above, below), (over, under) = value.as_integer_ratio(), exact
    whole = over * below
    return abs(above * under - whole) * part <= whole


def _rounds(exact: Ratio, written: Written) -> bool:
    """Tell whether a value is what was written, once rounded to its last digit.

    Half up or half even: off by less than half a digit, or by just that half.
    """
    above, half = exact
    scale = 10**written.decimals
    value = written.figure.value
    digits = value.numerator * scale // value.denominator
    off: int = 2 * (above * scale - digits * half)
    return -half <= off < half or (off == half and digits % 2 == 0)


def _carries(line: Line, step: Step, written: Written, earlier: Sequence[Step]) -> bool:
    """Tell whether the step is right from the learner's own earlier values."""
    target = (step.quantity or "", written.figure.unit)
    return any(
        _rightness(line, work(problem, (target,)), written) != WRONG_VALUE
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


def _explained(
    line: Line, step: Step, written: Written, earlier: Sequence[Step]
) -> Step:
    target = (step.quantity or "", written.figure.unit)
    exact = line.solution(*target).results[0].value
    given = f"{step.source.strip()} is not right"
    if meant := _decimal_comma(line, step, written):
        given = f"{given}, though {meant} would be"
    if not line.solution(*target).program.steps:
        message = f"{given}: {write_value(exact, target[1])} is given"
        return step._replace(message=message)
    if _rounds(exact.as_integer_ratio(), written):
        cost = _tenths(abs(written.figure.value / exact - 1) * 100)
        message = f"{given}: rounded so far, the answer is {cost} % off"
        return step._replace(message=message)
    found = (
        _rounded_on(line, target, written, earlier)
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
    fits = _rightness(line, line.solution(step.quantity or "", of), pointed)
    return ".".join(match.groups()) if fits != WRONG_VALUE else ""


def _rounded_on(
    line: Line, target: tuple[str, Unit], written: Written, earlier: Sequence[Step]
) -> tuple[Diagnosis, ...]:
    """Explain a step that follows from an earlier one as the learner rounded it."""
    for step in reversed(earlier):
        is_rounded = step.verdict in PASSING and step.answer != step.expected
        for problem in _carried_on(line.problem, target[0], [[step]] * is_rounded):
            number = work(problem, (target,)).results[0].value
            if _rounds(number.as_integer_ratio(), written):
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

    def matches(ratio: Ratio) -> bool:
        return _rounds(ratio, written) and _within(value, ratio, COARSE_FROM)

    digits = write_decimals(value, written.decimals)
    found = explain(solution, matches, digits)
    return tuple(Diagnosis(slip.id, slip.message, slip.line) for slip in found)


def _noted(
    verdict: str, expected: Fraction, written: Written
) -> tuple[str, tuple[Diagnosis, ...]]:
    """Note what a coarse rounding costs, and more digits than a device gives."""
    if verdict == COARSE:
        cost = abs(written.figure.value / expected - 1) * 100
        return f"right once rounded, but coarse: it costs {_tenths(cost)} %", ()
    if verdict == CORRECT and written.decimals > _measurable(written.figure):
        places = DEVICES[_measurable(written.figure)]
        message = f"more digits than can be measured: {places}"
        return RIGHT, (Diagnosis("not-measurable", message),)
    return RIGHT, ()


def _measurable(figure: Figure) -> int:
    """Return how many decimals a device gives: gtt/min, pump mL/h, syringe mL."""
    unit = figure.unit.text
    if unit in {"mL", "mL/dose"}:
        return 1 if figure.value >= 1 else 2
    return {"gtt/min": 0, "mL/h": 1}.get(unit, MANY)


def _tenths(per_cent: Fraction) -> str:
    """Write a cost rounded up, so that one over a limit never reads as the limit."""
    return write_number(Fraction(ceil(per_cent * 10), 10))


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
    reached = own is not None and _rounds(own.as_integer_ratio(), written)
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
    if not reached and _rounds(exact, written):
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
