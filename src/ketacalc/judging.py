"""Judge one step: read what a learner wrote, and hold it against the exact value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.explaining import carries, explained, rounded_on, tenths, wrong_unit
from ketacalc.figures import NUMBER, Figure, Written, read_written
from ketacalc.notation import Asked, per_dose, read_given
from ketacalc.numerals import decimals_of, over, read_number, times
from ketacalc.relations import NAMED_ONLY, QUANTITIES, by_kind
from ketacalc.rightness import (
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
from ketacalc.units import PLUS, UNIT_MISSING, Unit, unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from ketacalc.solving import Solution

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
        written = _read(line, text, asked)
    except Unreadable as error:
        verdict = NO_UNIT if error.reason == UNIT_MISSING else UNREADABLE
        return Step(text, None, None, None, None, verdict, message=str(error))
    value, of = written.figure
    quantity = _quantity(line, of, asked) or ""
    if asked is None and not _holds(line, quantity, written):
        quantity = _otherwise(line, quantity, written)
    if not quantity:
        return wrong_unit(line, text, written, asked)
    solution = line.solution(quantity, of)
    expected = solution.results[0].value
    verdict = rightness(line, solution, written)
    on_the_way = not is_last and verdict == WRONG_VALUE
    if on_the_way and (
        _is_part(solution, written)
        or rounded_on(line, (quantity, of), written, earlier)
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
    if carries(line, step, written, earlier):
        return step._replace(verdict=CORRECT, carried=True)
    return explained(line, step, written, earlier)


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
        rightness(line, line.solution(quantity, of), written) != WRONG_VALUE
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
    return any(rounds_to(part, written) for part in parts)


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
