"""Say of each step why it is right or not, and which slip explains it."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from ketacalc.language.clock import DAY as MINUTES_OF_A_DAY
from ketacalc.language.figures import Figure, Written, write_value
from ketacalc.language.numbers import write_number
from ketacalc.language.problem import ONE_DOSE
from ketacalc.language.relations import BY_KIND, label_of
from ketacalc.language.units import clash, dimension_of, with_base
from ketacalc.marking.follow_through import carried_on, wrong_in
from ketacalc.marking.judge import Key, rounded_on
from ketacalc.marking.mistakes.edit import Stop, hyphened, stops
from ketacalc.marking.mistakes.search import explain
from ketacalc.marking.mistakes.sentences import stop_sentence
from ketacalc.marking.verdict import (
    COARSE,
    WRONG_UNIT,
    WRONG_VALUE,
    Diagnosis,
    Step,
)
from ketacalc.say import later, say
from ketacalc.solving.solution import Solution, work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketacalc.language.problem import Asked
    from ketacalc.language.rounding import Rounding
    from ketacalc.language.units import Unit

# How many decimals a device gives, and how that is said.
DEVICES = {0: later("whole drops"), 1: later("tenths"), 2: later("hundredths")}
MANY = 99
# What is of one dose, to what is of all, and back.
OTHERS = ONE_DOSE | {each: of_all for of_all, each in ONE_DOSE.items()}


def comment(key: Key, step: Step, asked: Asked | None, earlier: Sequence[Step]) -> Step:
    """Return a step with what is said of it, and the slips that explain it.

    `asked` is what the last step is asked for, `earlier` the steps before.
    """
    if step.written is None:
        return step
    if step.verdict == WRONG_VALUE:
        return _of_wrong_value(key, step, step.written, earlier)
    if step.verdict == WRONG_UNIT:
        return _of_wrong_unit(key, step, step.written, asked)
    if step.verdict == COARSE and step.expected:
        cost = _cost(step.written.figure.value, step.expected)
        return step._replace(
            message=say("right once rounded, but coarse: it costs {cost}", cost=cost)
        )
    return _of_right(key, step, step.written, asked)


# ---------------------------------------------------------------- a right step


def _of_right(key: Key, step: Step, written: Written, asked: Asked | None) -> Step:
    """Note how a figure was taken, and more digits than a device gives."""
    if _has_two_readings(key, step, asked):
        label = label_of(step.quantity or "", written.figure.unit)
        said = say("it is taken as the {label}", label=label)
        step = step._replace(message=said)
    elif asked and _is_in_another(step, written, asked):
        said = say("{taken}; {unit} is asked", taken=_taken(step), unit=asked.unit)
        step = step._replace(message=said)
    places = _measurable(written.figure)
    if step.carried or written.decimals <= places:
        return step
    device = say(DEVICES[places])
    said = say("more digits than can be measured: {devices}", devices=device)
    return step._replace(diagnoses=(Diagnosis("not-measurable", said),))


def _has_two_readings(key: Key, step: Step, asked: Asked | None) -> bool:
    """Tell whether mg, mL or tablets may be of one dose or of all: both follow."""
    if len(key.asked) > 1:
        return asked is not None
    other = OTHERS.get(step.quantity or "", "")
    free = other in key.reach and other not in key.frame.names
    return free and asked is None and "dose" not in step.source


def _is_in_another(step: Step, written: Written, asked: Asked) -> bool:
    """Tell whether a figure is right, and in another unit than the one asked for."""
    other = step.unit is not asked.unit and written.whole
    return asked.stated and other and "dose" not in asked.unit.text


def _taken(step: Step) -> str:
    """Say which unit a figure was taken to be in: 1.08 g beside mg/day is per day."""
    own, taken = step.source.strip(), str(step.unit)
    if own.endswith(taken):
        return say("it is in {taken}", taken=taken)
    return say("{own} is taken in {taken}", own=own, taken=taken)


def _measurable(figure: Figure) -> int:
    """Return how many decimals a device gives: gtt/min, pump mL/h, syringe mL."""
    unit = figure.unit.text
    if unit in {"mL", "mL/dose"}:
        return 1 if figure.value >= 1 else 2
    return {"gtt/min": 0, "mL/h": 1}.get(unit, MANY)


def _cost(value: Fraction, exact: Fraction) -> str:
    """Write a cost rounded up, so that one over a limit never reads as the limit."""
    return f"{write_number(Fraction(ceil(abs(value / exact - 1) * 1000), 10))} %"


# ---------------------------------------------------------------- a wrong value


def _of_wrong_value(
    key: Key, step: Step, written: Written, earlier: Sequence[Step]
) -> Step:
    target = (step.quantity or "", written.figure.unit)
    solution = key.solution(*target)
    exact = solution.results[0].value
    given = say("{given} is not right", given=step.source.strip())
    if meant := _decimal_comma(key, solution, step.source, written.figure):
        given = say("{given} (or is {meant} meant?)", given=given, meant=meant)
    if not solution.program.operations:
        message = say(
            "{given}: {figure} is given",
            given=given,
            figure=write_value(exact, target[1]),
        )
        return step._replace(message=message)
    rounding = solution.program.rounding
    if rounding and written.rounds(exact):
        return step._replace(
            message=say(
                "{given}: it is asked {rounding}", given=given, rounding=rounding
            )
        )
    if written.rounds(exact):
        cost = _cost(written.figure.value, exact)
        message = say(
            "{given}: rounded so far, the answer is {cost} off", given=given, cost=cost
        )
        return step._replace(message=message)
    found = (
        _rounded_on(key, target, written, earlier)
        or _diagnoses(solution, written)
        or _diagnoses_from(key, target, written, earlier)
        or _unrounded(key, target, written, rounding)
    )
    message = f"{given}: {found[0].message}" if found else given
    return step._replace(message=message, diagnoses=found)


def _decimal_comma(key: Key, solution: Solution, text: str, figure: Figure) -> str:
    """Return what a comma may have meant: 13.125 for 13,125, where that is right."""
    if not re.match(r"([1-9]\d{0,2}),(\d{3})(?![\d,.])", text.strip()):
        return ""
    pointed = Written(Figure(figure.value / 1000, figure.unit), 3)
    fits = key.compare(solution, pointed)
    return write_number(figure.value / 1000) if fits != WRONG_VALUE else ""


def _rounded_on(
    key: Key, target: tuple[str, Unit], written: Written, earlier: Sequence[Step]
) -> tuple[Diagnosis, ...]:
    """Explain a step that follows from an earlier one as the learner rounded it."""
    full = key.target(*target)
    step = rounded_on(key, full, written, earlier) if earlier else None
    if step is None:
        return ()
    said = say("{given} was rounded before the last step", given=step.source.strip())
    return (Diagnosis("rounded-early", said),)


def _unrounded(
    key: Key, target: tuple[str, Unit], written: Written, rounding: Rounding | None
) -> tuple[Diagnosis, ...]:
    """Explain an answer that was not rounded as it is asked, by a slip before that."""
    if rounding is None:
        return ()
    found = _diagnoses(work(key.problem, ((*target, None),)), written)
    return tuple(each._replace(operation=None) for each in found)


def _diagnoses_from(
    key: Key, target: tuple[str, Unit], written: Written, earlier: Sequence[Step]
) -> tuple[Diagnosis, ...]:
    """Explain a step as a slip on from the learner's own earlier values."""
    for problem in carried_on(key.problem, target[0], wrong_in(earlier)):
        if found := _diagnoses(work(problem, (key.target(*target),)), written):
            return tuple(each._replace(operation=None) for each in found)
    return ()


def _diagnoses(solution: Solution, written: Written) -> tuple[Diagnosis, ...]:
    """Explain a number; a time of day as one of the days beside it too."""
    found = explain(solution, written)
    value, of = written.figure
    for day in (-1, 1) if of.kind == "clock" and not found else ():
        other = Figure(value + day * MINUTES_OF_A_DAY, of)
        found = found or explain(solution, written._replace(figure=other))
    return tuple(Diagnosis(slip.id, slip.message, slip.operation) for slip in found)


# -------------------------------------------------------------- another quantity


def _of_wrong_unit(key: Key, step: Step, written: Written, asked: Asked | None) -> Step:
    of = written.figure.unit
    name = BY_KIND.get(of.kind, "")
    if asked and step.quantity == asked.quantity and step.expected is not None:
        return step._replace(
            message=say("right, but not yet in {unit}", unit=asked.unit)
        )
    return step._replace(
        message=_why(key, step.source.strip(), name, of, asked),
        diagnoses=_of_another(key, step, written, asked) if asked else (),
    )


def _why(key: Key, text: str, name: str, of: Unit, asked: Asked | None) -> str:
    if found := clash(key.frame.measures, of):
        return say(
            "{text}: nothing turns {one} into {other}",
            text=text,
            one=found[0],
            other=found[1],
        )
    label = label_of(name, of) if name else later("no quantity of a dose problem")
    what = say("{text} is {article}", text=text, article=_article(label))
    if asked is None:
        return say("{what}, which does not follow from the figures", what=what)
    wanted = label_of(asked.quantity, asked.unit)
    return say(
        "{what}; {article} in {unit} is asked",
        what=what,
        article=_article(wanted),
        unit=asked.unit,
    )


def _article(label: str) -> str:
    if label.startswith("no ") or label == "tablets":
        return say(label)
    sentence = later("an {label}") if label[0] in "aeiou" else later("a {label}")
    return say(sentence, label=say(label))


def _of_another(
    key: Key, step: Step, written: Written, asked: Asked
) -> tuple[Diagnosis, ...]:
    """Explain another quantity: an intermediate result, or a number in a wrong unit."""
    if not key.measures(written.figure.unit):
        return ()
    solution = key.solution(asked.quantity, asked.unit)
    if step.expected is not None:
        return _stopped(key, solution, step.quantity or "", written.figure)
    of = _in_units_of(asked.unit, written.figure.unit)
    if written.rounds(key.solution(asked.quantity, of).results[0].value):
        return ()  # the number is right, and only its unit is another
    return _diagnoses(solution, written)


def _in_units_of(asked: Unit, of: Unit) -> Unit:
    """Return what is asked in a learner's own unit as far as it goes: g/h for g."""
    for name, _ in of.bases:
        dimension = dimension_of(name)
        if dimension and asked.base(dimension) and asked.measure in {"", of.measure}:
            asked = with_base(asked, name)
    return asked


def _stopped(
    key: Key, solution: Solution, name: str, figure: Figure
) -> tuple[Diagnosis, ...]:
    """Say that a right quantity is not the answer yet: one of this way, or another."""
    for stop in stops(solution.program):
        if stop.quantity == name:
            said = stop_sentence(stop, figure)
            return (Diagnosis(stop.slip, said, stop.operation),)
    if any(given.quantity == name for given in key.problem.givens):
        return ()
    stop = Stop(name, 0, hyphened(f"stopped-at-{name}"), 0)
    return (Diagnosis(stop.slip, stop_sentence(stop, figure)),)
