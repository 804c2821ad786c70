"""What `iv` and `solve` show: from a solution to the blocks of a report."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ketacalc.language.figures import SPECIAL
from ketacalc.language.numbers import as_number, counted, marked, write_exact
from ketacalc.language.rounding import Rounding
from ketacalc.language.units import ROOT
from ketacalc.language.vocabulary import CLASSROOM, EXACT_POUND
from ketacalc.say import later, say
from ketacalc.screens.report import Block, Columns, Listing, Note, Report

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from ketacalc.ketamine.infusion import Infusion
    from ketacalc.ketamine.reference import Protocol
    from ketacalc.solving.solution import Result, Solution

MINUTES, HALF = 60, Fraction(1, 2)
# The step that a device has, and how a number is told in it.
DEVICES = {"gtt/min": Fraction(1), "mL/h": Fraction(1, 10)}
SET = {
    "gtt/min": later("{number} whole drops a minute"),
    "mL/h": later("{number} on a pump with tenths"),
}
ONE_DROP = later("{number} whole drop a minute")
COMPARED = {
    "below": later("{order} is below {result}."),
    "within": later("{order} is within {result}."),
    "above": later("{order} is above {result}."),
}
MOSTELLER_SOURCE = later(
    "Body surface by Mosteller, N Engl J Med 1987;317:1098"
    " (doi 10.1056/NEJM198710223171717)."
)
WORKING = later("Working")
NOTHING_TO_WORK = later("Nothing to work: the figure is given in that unit.")
ROUNDED = later(
    "≈ marks a figure that is shown rounded; the working carries every digit."
)
POUNDS = {
    "2.2": later("Pounds at 1 kg = {size} lb."),
    "exact": later("Pounds at {size} kg."),
}
AS_PUBLISHED = later("Protocol: {published}.")
AS_GIVEN = later("Figures as given; the published protocol is {published}.")
PER_CENT = later(
    "{share} was read as a concentration; bioavailability={share} names a share."
)


def of_solution(solution: Solution) -> Report:
    """Report a solved problem: what follows, and the working."""
    return Report(
        title=solution.problem.printed,
        blocks=(
            _results(solution.results),
            *working(solution),
            *notes_of(solution),
        ),
        record=_record(solution),
        rows=_rows(solution),
    )


def of_infusion(infusion: Infusion, *, with_working: bool) -> Report:
    """Report an infusion: what follows, the protocol, and what is to be noted."""
    solution, base = infusion.solution, infusion.protocol
    published = f"{infusion.published}, {base.about}"
    sentence = AS_PUBLISHED if infusion.as_published else AS_GIVEN
    where = say(sentence, published=published)
    sources = [str(source) for source in base.sources]
    notes = [Note(text, strong=True) for text in infusion.warnings]
    notes += [Note(text) for text in infusion.notes]
    notes += said_of_pounds(solution.problem.pounds)
    notes.append(studied(base))
    steps = working(solution) if with_working else []
    record = {
        "warnings": list(infusion.warnings),
        "notes": list(infusion.notes),
        "protocol": where,
        "population": base.population,
        "setting": base.setting,
        "sources": sources,
    }
    beside = {
        "warning": " ".join(infusion.warnings),
        "note": " ".join(infusion.notes),
        "protocol": where,
        "population": base.population,
        "setting": base.setting,
        "sources": "; ".join(sources),
    }
    return Report(
        title=infusion.title,
        blocks=(
            _results(solution.results),
            *steps,
            *notes,
            Listing(where, tuple(sources)),
        ),
        record=_record(solution) | record,
        rows=[each | beside for each in _rows(solution, with_working=with_working)],
    )


def studied(base: Protocol) -> Note:
    """Say for whom and where figures were published, in one line."""
    sentence = later("Published for {population}; setting: {setting}.")
    return Note(say(sentence, population=base.population, setting=base.setting))


def _results(results: Iterable[Result]) -> Columns:
    """Tabulate results, each quantity named once."""
    rows, named = [], ""
    for result in results:
        label = "" if result.name == named else result.label.capitalize()
        special = result.unit.text in SPECIAL
        unit = "" if special else counted(result.high, result.unit.text)
        rows.append((label, result.number, unit))
        named = result.name
    heads = say("Quantity"), say("Value"), say("Unit")
    caption = say("What follows")
    return Columns(heads, tuple(rows), (1,), accent=1, caption=caption)


def working(solution: Solution) -> list[Block]:
    """Tabulate the working: number each operation, and say what it gives."""
    labels, named = [], ""
    for line in solution.program.operations:
        labels.append("" if line.makes == named else line.label)
        named = line.makes
    rows = zip(_numbered(solution), solution.working, labels, strict=True)
    if not labels:
        return [Note(say(NOTHING_TO_WORK))]
    heads = say("Step"), say("Working"), say("Gives")
    steps = Columns(heads, tuple(rows), numbers=(0,), caption=say(WORKING))
    return [steps, *_rounding(solution)]


def marked_working(solution: Solution, marked: Container[int | None]) -> list[Block]:
    """Tabulate the working with an arrow at some rows; nothing where it has none."""
    numbers = _numbered(solution)
    marks = ["->" if index in marked else "" for index in range(len(numbers))]
    rows = tuple(zip(marks, numbers, solution.working, strict=True))
    if not rows:
        return []
    heads = "", say("Step"), say("Working")
    steps = Columns(heads, rows, numbers=(1,), accent=0, caption=say(WORKING))
    return [steps, *_rounding(solution)]


def _numbered(solution: Solution) -> list[str]:
    return [str(number) for number in range(1, len(solution.working) + 1)]


def said_of_pounds(convention: str | None) -> list[Note]:
    """Say how pounds were turned into kg, where they were."""
    size = marked(EXACT_POUND if convention == "exact" else CLASSROOM)
    return [Note(say(POUNDS[convention], size=size))] if convention else []


def notes_of(solution: Solution) -> list[Block]:
    """Say what the working does not show: how a figure was read, and what is left."""
    said = [f"{given.note}." for given in solution.problem.givens if given.note]
    said += [f"{each}: {_said(each)}." for each in solution.results if _said(each)]
    order = next((g for g in solution.problem.givens if g.quantity == "order"), None)
    if order:
        sentence = COMPARED[solution.comparison]
        said.append(say(sentence, order=order, result=solution.results[0]))
    if any(line.op == ROOT for line in solution.program.operations):
        said.append(say(MOSTELLER_SOURCE))
    if solution.not_used:
        figures = ", ".join(solution.not_used)
        said.append(say("Not used: {figures}.", figures=figures))
    return [Note(each, strong=True) for each in [*said, *_shares(solution)]]


def _said(result: Result) -> str:
    """Return what a number is as it is said, or as a device has it: 9 h 22 min."""
    value, unit = result.one, result.unit.text
    if value is None:
        return ""
    if result.name == "duration":
        hours, minutes = divmod(int(value * result.unit.scale + HALF), MINUTES)
        return f"{hours} h {minutes} min" if hours and minutes else ""
    step = DEVICES.get(unit, value)
    near = Rounding(step).of(value)
    if near == value:
        return ""
    sentence = ONE_DROP if unit == "gtt/min" and near == 1 else SET[unit]
    return say(sentence, number=write_exact(near))


def _shares(solution: Solution) -> list[str]:
    """Say what a bare per cent was read as, where the working does not need it."""
    bare = (each for each in solution.not_used if each.endswith("%"))
    return [say(PER_CENT, share=each) for each in bare if "=" not in each]


def _rounding(solution: Solution) -> list[Block]:
    """Explain ≈ where the working has one."""
    return [Note(say(ROUNDED))] * any("≈" in row for row in solution.working)


def _record(solution: Solution) -> dict[str, Any]:
    problem = solution.problem
    return {
        "problem": str(problem),
        "pounds": problem.pounds,
        "given": {given.quantity: str(given) for given in problem.givens},
        "results": [result_record(result) for result in solution.results],
        "working": list(solution.working),
        "not_used": list(solution.not_used),
        "comparison": solution.comparison or None,
    }


def _rows(solution: Solution, *, with_working: bool = True) -> list[dict[str, Any]]:
    """Return a row for each result, and then for each step of the working."""
    rows = [result_record(each) | {"step": None} for each in solution.results]
    blank = dict.fromkeys(rows[0]) if rows else {}
    steps = zip(solution.program.operations, solution.working, strict=True)
    rows += [
        blank | {"quantity": line.makes, "text": text, "step": number}
        for number, (line, text) in enumerate(steps, 1)
        if with_working
    ]
    return rows


def result_record(result: Result) -> dict[str, Any]:
    """Return the record of one result."""
    return {
        "quantity": result.name,
        "value": None if result.one is None else as_number(result.one),
        "low": as_number(result.low) if result.upper is not None else None,
        "high": as_number(result.high) if result.upper is not None else None,
        "unit": result.unit.text,
        "exact": None if result.one is None else str(result.one),
        "text": str(result),
    }
