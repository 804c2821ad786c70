"""Judge an answer: a problem and what a learner wrote to a verdict.

An answer is right if it equals the exact value once rounded to the last digit that the
learner wrote, half up or half even.  Later steps of a chain are judged again from the
learner's own earlier values: examiners' "error carried forward".
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import KetacalcError, Unreadable
from ketacalc.figures import NUMBER, STYLE, Figure, Written, read_written
from ketacalc.mistakes import explain, stops
from ketacalc.notation import Asked, Given, Problem, parse, per_dose
from ketacalc.numerals import read_number, rounded, write_decimals, write_number
from ketacalc.relations import QUANTITIES, by_kind
from ketacalc.solving import (
    Result,
    Solution,
    derivations,
    refuse_unusable,
    solve,
    targets_of,
    work,
)
from ketacalc.units import UNIT_MISSING

if TYPE_CHECKING:
    from collections.abc import Container

    from ketacalc.units import Unit

CORRECT, COARSE, WRONG_VALUE, WRONG_UNIT = (
    "correct",
    "coarse",
    "wrong_value",
    "wrong_unit",
)
NO_UNIT, UNREADABLE, UNSOLVABLE = "no_unit", "unreadable", "unsolvable"
CONTRADICTION, SOLVED = "contradiction", "solved"
PASSING = (CORRECT, COARSE, SOLVED)

EXACT = Fraction(0)
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


class Verdict(NamedTuple):
    """What is said of one line.

    `expected` and `answer` are exact, in `unit`; on `wrong_unit` the answer is in
    `answer_unit`.  `usable` is False where the problem itself could not be used.
    `solution` is the worked problem, for drawing; None where there is none.
    """

    source: str
    verdict: str
    message: str = ""
    asked: str | None = None
    unit: Unit | None = None
    expected: Fraction | None = None
    answer: Fraction | None = None
    answer_unit: Unit | None = None
    pounds: str | None = None
    results: tuple[Result, ...] | None = None
    steps: tuple[Step, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    style: tuple[str, ...] = ()
    usable: bool = True
    solution: Solution | None = None

    @property
    def passes(self) -> bool:
        """Whether the line is right, or had nothing to judge."""
        return self.verdict in PASSING


def check(
    line: str, tolerance: Fraction | str = EXACT, answer: str | None = None
) -> Verdict:
    """Judge a line of notation; never raises for what is in the line.

    `answer` is the answer where it does not stand in the line.  `tolerance` is a
    share of the exact value, as a fraction or as text such as "1%".
    A line with pounds is judged whole at 1 kg = 2.2 lb, then whole with the exact
    pound; the verdict says which fitted.

    >>> verdict = check("70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875")
    >>> verdict.verdict, verdict.diagnoses[0].id
    ('wrong_value', 'minutes-hours')
    """
    share = read_tolerance(tolerance) if isinstance(tolerance, str) else tolerance
    first = _check(line, answer, "", share)
    if first.pounds is None or (first.passes and first.usable):
        return first
    second = _check(line, answer, "exact", share)
    explained = second.diagnoses and not first.diagnoses
    return second if second.passes or explained else first


def read_tolerance(text: str) -> Fraction:
    """Read a tolerance such as 1% or 0.5 %.  Raises Unreadable."""
    match = re.fullmatch(rf"({NUMBER})\s*%", text.strip())
    try:
        share = read_number(match[1] if match else "").value / 100
    except Unreadable:
        share = Fraction(1)
    if share >= 1:
        reason = "a tolerance is a per cent above 0 and below 100"
        raise Unreadable(text, reason, "1%", "--tolerance")
    return share


def _check(line: str, answer: str | None, pounds: str, tolerance: Fraction) -> Verdict:
    source = line if answer is None else f"{line} = {answer}"
    try:
        problem = parse(line, pounds)
    except KetacalcError as error:
        return _unusable(source, error, None)
    if answer is not None:
        answers = tuple(part.strip() for part in answer.split("="))
        problem = problem._replace(answers=(*problem.answers, *answers))
    try:
        if not problem.answers:
            return _solved(source, problem)
        refuse_unusable(problem)
        return _judge(source, problem, pounds, tolerance)
    except KetacalcError as error:
        return _unusable(source, error, problem.pounds)


def _unusable(line: str, error: KetacalcError, pounds: str | None) -> Verdict:
    name = type(error).__name__.lower()
    verdict = name if name in {UNREADABLE, CONTRADICTION} else UNSOLVABLE
    return Verdict(line, verdict, str(error), pounds=pounds, usable=False)


def _solved(line: str, problem: Problem) -> Verdict:
    solution = solve(problem)
    answer = solution.answer
    return Verdict(
        line,
        SOLVED,
        asked=answer.name if answer else None,
        unit=answer.unit if answer else None,
        expected=answer.value if answer else None,
        pounds=problem.pounds,
        results=None if answer else solution.results,
        solution=solution,
    )


# -------------------------------------------------------------------- one line


class _Line(NamedTuple):
    """A problem whose answers are judged, and how."""

    problem: Problem
    pounds: str
    tolerance: Fraction
    reach: Container[str]
    worked: dict[tuple[str, Unit], Solution]

    def solution(self, quantity: str, of: Unit) -> Solution:
        target = (quantity, of)
        if target not in self.worked:
            self.worked[target] = work(self.problem, (target,))
        return self.worked[target]


def _judge(source: str, problem: Problem, pounds: str, tolerance: Fraction) -> Verdict:
    """Judge the answers of a problem, each step given the wrong ones before it."""
    reach = derivations(frozenset(given.quantity for given in problem.givens))
    if problem.asked and not _is_answerable(problem, reach):
        targets_of(problem)
    line = _Line(problem, pounds, tolerance, reach, {})
    steps: list[Step] = []
    for index, text in enumerate(problem.answers):
        asked = problem.asked if index == len(problem.answers) - 1 else None
        steps.append(_step(line, text, asked, _slipped(steps)))
    return _verdict(source, line, steps)


def _is_answerable(problem: Problem, reach: Container[str]) -> bool:
    asked, measure = problem.asked, problem.measure
    if asked is None or (measure and asked.unit.measure not in {"", measure}):
        return False
    return asked.quantity in reach


def _slipped(steps: list[Step]) -> tuple[Given, ...]:
    """Return a learner's wrong values as given figures, to carry the slip forward."""
    return tuple(
        Given(step.quantity, (Figure(step.answer, step.unit),))
        for step in steps
        if step.verdict == WRONG_VALUE and step.quantity and step.unit and step.answer
    )


def _verdict(source: str, line: _Line, steps: list[Step]) -> Verdict:
    last = steps[-1]
    told = _telling(steps)
    asked = line.problem.asked
    if asked is None and last.quantity and last.unit:
        asked = Asked(last.quantity, last.unit)
    solution = None
    if asked and asked.quantity in line.reach:
        solution = line.solution(asked.quantity, asked.unit)
    answer, of = last.answer, last.unit
    if asked and of and of is not asked.unit and _comparable(last):
        answer, of = (answer or 0) * of.scale / asked.unit.scale, asked.unit
    return Verdict(
        source,
        told.verdict,
        told.message,
        asked=asked.quantity if asked else None,
        unit=asked.unit if asked else None,
        expected=solution.results[0].value if solution else None,
        answer=answer,
        answer_unit=of,
        pounds=line.problem.pounds,
        steps=tuple(steps) if len(steps) > 1 else (),
        diagnoses=told.diagnoses,
        style=_in_order(steps),
        solution=_drawn(line, told) or solution,
    )


def _comparable(step: Step) -> bool:
    """Tell whether a step's answer can be given in the unit that is asked."""
    return step.answer is not None and step.verdict != WRONG_UNIT


def _telling(steps: list[Step]) -> Step:
    """Return the step that decides the line: the first wrong one, else a coarse one."""
    wrong = (step for step in steps if step.verdict not in PASSING)
    coarse = (step for step in steps if step.verdict == COARSE)
    return next(wrong, None) or next(coarse, None) or steps[-1]


def _drawn(line: _Line, told: Step) -> Solution | None:
    """Return the solution in the learner's own unit, as the slip was found in it."""
    if told.verdict == WRONG_UNIT or not (told.quantity and told.unit):
        return None
    return line.solution(told.quantity, told.unit)


def _in_order(steps: list[Step]) -> tuple[str, ...]:
    notes = {note for step in steps for note in step.style}
    return tuple(name for name in STYLE if name in notes)


def next_line(verdict: Verdict) -> int | None:
    """Return the line of the working that comes after what the learner has right.

    None where nothing is left, or nothing was worked.
    """
    solution = verdict.solution
    if solution is None:
        return None
    if verdict.passes and verdict.answer is not None:
        return None
    right = [step for step in verdict.steps if step.verdict in PASSING]
    done = max((_line_after(solution, step) for step in right), default=0)
    return done if done < len(solution.program.steps) else None


def _line_after(solution: Solution, step: Step) -> int:
    """Return the line after the one that gives a step, in its own unit if it can."""
    program = solution.program
    found = [
        (of is step.unit, -register)
        for register, (name, of) in enumerate(program.registers)
        if name == step.quantity
        and solution.registers[register] * of.scale == _base(step)
    ]
    return max(-max(found)[1] - program.inputs + 1, 0) if found else 0


def _base(step: Step) -> Fraction | None:
    if step.expected is None or step.unit is None:
        return None
    return step.expected * step.unit.scale


# -------------------------------------------------------------------- one step


def _step(
    line: _Line, text: str, asked: Asked | None, slipped: tuple[Given, ...]
) -> Step:
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
    if slipped and _carries(line, step, written, slipped):
        return step._replace(verdict=CORRECT, carried=True)
    return _explained(step, solution, written)


def _read(line: _Line, text: str, asked: Asked | None) -> Written:
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


def _quantity(line: _Line, of: Unit, asked: Asked | None) -> str | None:
    """Return what a step gives, or None where it is not asked or does not follow."""
    if asked and of is asked.unit:
        return asked.quantity
    measure = line.problem.measure
    if measure and of.measure not in {"", measure}:
        return None
    if asked:
        return asked.quantity if of.kind == asked.unit.kind else None
    name = by_kind().get(of.kind, "")
    return name if name in line.reach else None


def _rightness(line: _Line, expected: Fraction, written: Written) -> str:
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


def _carries(
    line: _Line, step: Step, written: Written, slipped: tuple[Given, ...]
) -> bool:
    """Tell whether the step is right from the learner's own earlier values."""
    taken = {given.quantity for given in slipped}
    kept = tuple(each for each in line.problem.givens if each.quantity not in taken)
    latest = tuple({given.quantity: given for given in slipped}.values())
    problem = line.problem._replace(givens=(*latest, *kept))
    target = (step.quantity or "", written.figure.unit)
    value = work(problem, (target,)).results[0].value
    return _rightness(line, value, written) != WRONG_VALUE


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


def _wrong_unit(line: _Line, text: str, written: Written, asked: Asked | None) -> Step:
    """Judge a step that gives another quantity than the one asked for."""
    value, of = written.figure
    name = by_kind().get(of.kind, "")
    label = QUANTITIES[name].label if name else "no quantity of a dose problem"
    what = f"{text.strip()} is {_article(label)}"
    if asked:
        wanted = QUANTITIES[asked.quantity].label
        message = f"{what}; {_article(wanted)} in {asked.unit} is asked"
    else:
        message = f"{what}, which does not follow from the figures"
    found = _wrong_unit_diagnoses(line, written, name, asked)
    return Step(
        text, name or None, of, None, value, WRONG_UNIT,
        message=message, style=written.style, diagnoses=found,
    )  # fmt: skip


def _article(label: str) -> str:
    if label.startswith("no ") or label == "tablets":
        return label
    return f"an {label}" if label[0] in "aeiou" else f"a {label}"


def _wrong_unit_diagnoses(
    line: _Line, written: Written, name: str, asked: Asked | None
) -> tuple[Diagnosis, ...]:
    """Explain another quantity: an intermediate result, or a number in a wrong unit."""
    if asked is None:
        return ()
    solution = line.solution(asked.quantity, asked.unit)
    own = name in line.reach and line.solution(name, written.figure.unit)
    if own and _rounds(own.results[0].value, written):
        return _stopped(solution, name)
    return _diagnoses(solution, written)


def _stopped(solution: Solution, name: str) -> tuple[Diagnosis, ...]:
    """Name the operations that are missing between a right quantity and the answer."""
    for stop in stops(solution):
        if stop.quantity == name:
            slip = stop.slip
            return (Diagnosis(slip.id, slip.message, slip.line),)
    return ()
