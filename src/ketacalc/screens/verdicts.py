"""What is said of one answer: a verdict as a report and as a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacalc.errors import LONGEST_LINE
from ketacalc.language.figures import STYLE, is_calculation
from ketacalc.language.numbers import as_number, marked
from ketacalc.language.vocabulary import CLASSROOM, EXACT_POUND
from ketacalc.marking.hints import next_operation
from ketacalc.marking.verdict import RIGHT, SOLVED, UNREAD, WRONG_UNIT, Verdict
from ketacalc.say import later, say
from ketacalc.screens.report import Block, Columns, Listing, Note, Report
from ketacalc.screens.worked import NOTHING_TO_WORK, marked_working, notes_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from ketacalc.language.units import Unit
    from ketacalc.marking.verdict import Step

HEADLINES = {
    "correct": later("Right."),
    "coarse": "",
    "wrong_value": later("Not right."),
    "wrong_unit": later("Not the quantity that is asked."),
    "no_unit": "",
    "unreadable": "",
    "unsolvable": "",
    "contradiction": later("The figures disagree."),
    "solved": later("Solved; no answer was given."),
}
POUNDS = {"2.2": later("(1 kg = {size} lb)"), "exact": later("(1 lb = {size} kg)")}
IN_WORDS = {
    "correct": later("right"),
    "coarse": later("right, but coarse"),
    "wrong_value": later("not right"),
    "wrong_unit": later("not the quantity that is asked"),
    "no_unit": later("the unit is missing"),
    "unreadable": later("cannot be read"),
    "unsolvable": later("cannot be solved"),
    "contradiction": later("the figures disagree"),
    "solved": later("no answer"),
}
RECORD_COLUMNS = (
    "file",
    "line",
    "source",
    "verdict",
    "asked",
    "unit",
    "expected",
    "expected_text",
    "low",
    "high",
    "comparison",
    "answer",
    "answer_unit",
    "answer_text",
    "pounds",
    "results",
    "steps",
    "diagnoses",
    "style",
    "message",
)
NO_ANSWER = later("no answer")
NOT_WORKED = later("Calculations were not worked again: what they come to was judged.")
TO_NOTE, HAPPENED = later("To note"), later("What may have happened")


def of_verdict(verdict: Verdict, *, hint: bool = False) -> Report:
    """Report one verdict: what is wrong, which slip explains it, and the working."""
    title = (verdict.problem.printed if verdict.problem else verdict.source)[
        :LONGEST_LINE
    ]
    if hint:
        return Report(title, (Note(next_step(verdict), strong=True),))
    blocks = (*told(verdict), *_marked(verdict), *_style(verdict))
    record = verdict_record(verdict)
    return Report(title, blocks, record, [record_row(record)])


def told(verdict: Verdict) -> list[Block]:
    """Say what is wrong, and which slip explains it, without the worked solution."""
    blocks: list[Block] = [Note(headline(verdict), strong=True)]
    if len(verdict.steps) > 1:
        blocks.append(_steps(verdict))
    if any(map(is_calculation, _answers(verdict))):
        blocks.append(Note(say(NOT_WORKED)))
    if verdict.diagnoses:
        slips = tuple(f"{each.message} [{each.id}]" for each in verdict.diagnoses)
        head = TO_NOTE if verdict.passes else HAPPENED
        blocks.append(Listing(say(head), slips, strong=True))
    solution = verdict.solution
    if solution and solution.results[0].name == verdict.asked:
        blocks += notes_of(solution)
    return blocks


def _answers(verdict: Verdict) -> Sequence[str]:
    """Return the answers as they were written, all but the last."""
    return verdict.problem.answers[:-1] if verdict.problem else ()


def _style(verdict: Verdict) -> list[Block]:
    notes = tuple(say(STYLE[name]) for name in verdict.style)
    return [Listing(say("How to write it"), notes)] if notes else []


def headline(verdict: Verdict) -> str:
    """Say in one sentence what is wrong, or that nothing is; and at which pound."""
    opening = "" if _is_not_yet(verdict) else say(HEADLINES[verdict.verdict])
    told = verdict.message
    if verdict.diagnoses:  # which follow in a list of their own
        told = told.removesuffix(f": {verdict.diagnoses[0].message}")
    if verdict.verdict == "wrong_value":
        opening = ""
    stop = "" if told.endswith("?") else "."
    plain = {RIGHT, say(RIGHT), "", opening}
    said = "" if told in plain else f"{told[0].upper()}{told[1:]}{stop}"
    pounds = _at_which_pound(verdict) if verdict.steps else ""
    parts = [opening, pounds, said] if verdict.passes else [opening, said, pounds]
    return " ".join(filter(None, parts))


def _at_which_pound(verdict: Verdict) -> str:
    size = marked(EXACT_POUND if verdict.pounds == "exact" else CLASSROOM)
    return say(POUNDS.get(verdict.pounds or "", ""), size=size)


def _is_not_yet(verdict: Verdict) -> bool:
    """Tell whether an answer is right, and only its unit not yet the one asked."""
    if verdict.verdict != WRONG_UNIT:
        return False
    last = verdict.steps[-1]
    return last.expected is not None and last.quantity == verdict.asked


def _steps(verdict: Verdict) -> Columns:
    *before, last = verdict.steps
    rows = [(step.source, _step_verdict(step, on_the_way=True)) for step in before]
    rows.append((last.source, _step_verdict(last)))
    heads, caption = (say("Your step"), say("Verdict")), say("Your steps")
    return Columns(heads, tuple(rows), accent=1, caption=caption)


def _step_verdict(step: Step, *, on_the_way: bool = False) -> str:
    if step.carried:
        return say("right, from your earlier value")
    if on_the_way and step.verdict == WRONG_UNIT:
        return say("does not follow from the figures")
    slips = "".join(f" [{each.id}]" for each in step.diagnoses)
    return f"{say(IN_WORDS[step.verdict])}{slips}"


def _marked(verdict: Verdict) -> list[Block]:
    """Show the worked solution, with the line where the slip was made marked."""
    answered = verdict.passes and verdict.answer is not None
    if verdict.solution is None or answered or verdict.verdict in UNREAD:
        return []
    return marked_working(verdict.solution, {d.operation for d in verdict.diagnoses})


def next_step(verdict: Verdict) -> str:
    """Say what is to be worked next, and not what it gives."""
    if verdict.passes and verdict.answer is not None:
        return say("Nothing is left to do: the answer is right.")
    index = next_operation(verdict)
    if index is None or verdict.solution is None or verdict.verdict in UNREAD:
        return headline(verdict) if verdict.message else say(NOTHING_TO_WORK)
    line = verdict.solution.program.operations[index]
    return say(
        "Next, the {label}: {expression} = ?",
        label=line.label,
        expression=verdict.solution.expression(index),
    )


def verdict_record(
    verdict: Verdict, line: int = 1, file: str | None = None
) -> dict[str, Any]:
    """Return the record of a verdict; all keys are always there."""
    steps = verdict.steps if len(verdict.steps) > 1 else ()
    results = None
    if verdict.results is not None:
        results = {
            each.name: {
                "value": _number(each.one),
                "unit": each.unit.text,
                "text": str(each),
            }
            for each in reversed(verdict.results)
        }
    result = verdict.result
    is_range = result is not None and result.upper is not None
    return {
        "line": line,
        "source": verdict.source,
        "verdict": verdict.verdict,
        "asked": verdict.asked,
        "unit": _unit_text(verdict.unit),
        "expected": _number(verdict.expected),
        "expected_text": str(result) if result else None,
        "low": _number(result.low) if result and is_range else None,
        "high": _number(result.high) if result and is_range else None,
        "comparison": verdict.comparison or None,
        "answer": _number(verdict.answer),
        "answer_unit": _unit_text(verdict.answer_unit),
        "answer_text": verdict.steps[-1].source.strip() if verdict.steps else None,
        "pounds": verdict.pounds,
        "results": results,
        "steps": [_step_record(step) for step in steps],
        "diagnoses": [{"id": d.id, "message": d.message} for d in verdict.diagnoses],
        "style": list(verdict.style),
        "message": verdict.message or say(NO_ANSWER) * (verdict.verdict == SOLVED),
        "file": file,
    }


def record_row(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as a row: what is a list in it is one text."""
    flat = {name: record[name] for name in RECORD_COLUMNS}
    flat["diagnoses"] = " ".join(each["id"] for each in record["diagnoses"])
    flat["style"] = " ".join(record["style"])
    found = (record["results"] or {}).items()
    flat["results"] = "; ".join(f"{k} {v['text']}" for k, v in found)
    steps = (f"{step['source'].strip()}: {step['verdict']}" for step in record["steps"])
    flat["steps"] = "; ".join(steps)
    return flat


def _step_record(step: Step) -> dict[str, Any]:
    return {
        "source": step.source,
        "quantity": step.quantity,
        "unit": _unit_text(step.unit),
        "expected": _number(step.expected),
        "answer": _number(step.answer),
        "verdict": step.verdict,
        "carried": step.carried,
    }


def _number(value: Fraction | None) -> int | float | None:
    return None if value is None else as_number(value)


def _unit_text(unit: Unit | None) -> str | None:
    return None if unit is None else unit.text
