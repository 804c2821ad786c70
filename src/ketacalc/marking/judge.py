"""Judge one step: read what a learner wrote, and hold it against the exact value."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.language.figures import NUMBER, Figure, Written, read_written
from ketacalc.language.notation import Asked, per_dose, read_given
from ketacalc.language.numbers import read_number, times
from ketacalc.language.relations import NAMED_ONLY, QUANTITIES, by_kind
from ketacalc.language.units import PLUS, SHARE, UNIT_MISSING, Unit
from ketacalc.marking.comment import carries, explained, rounded_on, tenths, wrong_unit
from ketacalc.marking.rounding import (
    COARSE,
    CORRECT,
    NO_UNIT,
    UNREADABLE,
    WRONG_VALUE,
    Diagnosis,
    Line,
    Step,
    rightness,
    rounds_to,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketacalc.solving.solution import Solution

# How many decimals a device gives, and how that is said.
DEVICES = {0: "whole drops", 1: "tenths", 2: "hundredths"}
MANY = 99
RIGHT = "right"
BARE_NUMBER = re.compile(NUMBER)


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
        written = _read(line, text, asked, is_last=is_last)
    except Unreadable as error:
        verdict = NO_UNIT if error.reason == UNIT_MISSING else UNREADABLE
        return Step(text, None, None, None, None, verdict, message=str(error))
    if asked:
        quantity = _quantity(line, written.figure.unit, asked)
    else:
        quantity, written = _reading(line, written, is_last=is_last)
    if not quantity:
        return wrong_unit(line, text, written, asked)
    value, of = written.figure
    solution = line.solution(quantity, of)
    expected = solution.results[0].value
    verdict = rightness(line, solution, written)
    if not is_last and verdict == WRONG_VALUE:
        if part := _part(solution, written):
            verdict, expected = CORRECT, part
        elif rounded_on(line, (quantity, of), written, earlier):
            verdict = CORRECT
    message, notes = _noted(verdict, expected, written)
    elsewhere = asked is not None and of is not asked.unit and message == RIGHT
    if asked and elsewhere and _is_plain(text, asked):
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
    if carries(line, step, written, earlier):
        return step._replace(verdict=CORRECT, carried=True)
    return explained(line, step, written, earlier)


def _read(line: Line, text: str, asked: Asked | None, *, is_last: bool) -> Written:
    """Read a step; a bare number is read in the unit that was asked for by name.

    On the way from a bioavailability it is a share.
    """
    if BARE_NUMBER.fullmatch(text):
        number = read_number(text)
        share = not is_last and "bioavailability" in line.reach and number.value <= 1
        if share or (asked and asked.stated):
            of = asked.unit if asked else SHARE
            return Written(Figure(number.value, of), number.decimals, number.style)
    sense = asked.quantity if asked else line.sense
    try:
        written = read_written(text, sense, line.pounds)
    except Unreadable:
        if summed := _summed(text, sense, line.pounds):
            return summed
        raise
    dosed = per_dose(written.figure.unit, line.problem.givens)
    if asked and dosed.kind == asked.unit.kind:
        return written._replace(figure=Figure(written.figure.value, dosed))
    return written


def _summed(text: str, sense: str, pounds: str) -> Written | None:
    """Read 3 h 36 min as 216 min, in the unit of its second part; None for no sum."""
    try:
        parts = read_given(text, sense, pounds)
    except Unreadable:
        return None
    if parts.join != PLUS:
        return None
    second = read_number(re.findall(NUMBER, text)[-1])
    figure = Figure(parts.base_value / parts.units[1].scale, parts.units[1])
    return Written(figure, second.decimals, second.style)


def _quantity(line: Line, of: Unit, asked: Asked) -> str:
    """Return what is asked, or "" where a step in this unit is not that."""
    same = of.kind == asked.unit.kind and line.measures(of)
    return asked.quantity if of is asked.unit or same else ""


def _is_plain(text: str, asked: Asked) -> bool:
    """Tell whether both a figure and what is asked are read in the units as written."""
    is_one = len(re.findall(NUMBER, text)) == 1
    return asked.stated and is_one and "dose" not in asked.unit.text


def _reading(line: Line, written: Written, *, is_last: bool) -> tuple[str, Written]:
    """Return what a step gives, by its unit: the first that is right, or could be.

    On the way mg, mL and tablets may be of one dose or of all, and mg systemic already;
    the last step is read by the rules.
    """
    readings = list(_readings(line, written, is_last=is_last))
    for name, each in readings:
        solution = line.solution(name, each.figure.unit)
        if rightness(line, solution, each) != WRONG_VALUE:
            return name, each
    return readings[0] if readings else ("", written)


def _readings(
    line: Line, written: Written, *, is_last: bool
) -> Iterator[tuple[str, Written]]:
    value, whole = written.figure
    dosed = per_dose(whole, line.problem.givens)
    for of in dict.fromkeys((dosed,) if is_last else (dosed, whole)):
        named = [] if is_last else [n for n in NAMED_ONLY if _kind(n) == of.kind]
        for name in (by_kind().get(of.kind, ""), *named):
            if name in line.reach and line.measures(of):
                yield name, written._replace(figure=Figure(value, of))


def _kind(name: str) -> str:
    return QUANTITIES[name].units[0].kind


def _part(solution: Solution, written: Written) -> Fraction | None:
    """Return the part of a sum that a step gives: 120 min of 2 h 30 min."""
    program, (name, _, of) = solution.program, solution.results[0]
    sums = [
        at for at, s in enumerate(program.steps) if s.op == PLUS and s.makes == name
    ]
    for at in range(program.inputs + sums[0]) if sums else ():
        held, unit = program.registers[at]
        scale = (unit.scale / of.scale).as_integer_ratio()
        part = times(solution.ratios[at], scale)
        if held == name and rounds_to(part, written):
            return Fraction(*part)
    return None


def _noted(
    verdict: str, expected: Fraction, written: Written
) -> tuple[str, tuple[Diagnosis, ...]]:
    """Note what a coarse rounding costs, and more digits than a device gives."""
    if verdict == COARSE:
        cost = abs(written.figure.value / expected - 1) * 100
        return f"right once rounded, but coarse: it costs {tenths(cost)} %", ()
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
