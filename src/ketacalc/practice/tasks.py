"""Other things to do with a problem: find the mistake in its working, or estimate.

A mistake is one that students make, put into one line of the working; what follows is
worked on from it, as a student would.  An estimate is one of three numbers, each ten
times the one before: it is gross errors that harm.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor, log10
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.language.figures import write_value
from ketacalc.language.numbers import ratio_of, shown, write_exact
from ketacalc.language.rounding import Rounding
from ketacalc.marking.mistakes.edit import made_by
from ketacalc.marking.mistakes.search import candidates
from ketacalc.marking.mistakes.sentences import sentence
from ketacalc.practice.drawing import levels_of
from ketacalc.practice.kinds import ANSWER, ESTIMATE, MISTAKE, MIXED
from ketacalc.say import later, say
from ketacalc.solving.planning import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ketacalc.marking.mistakes.edit import Edit
    from ketacalc.practice.chance import Chance
    from ketacalc.practice.drawing import Exercise
    from ketacalc.practice.kinds import Kind
    from ketacalc.solving.solution import Solution

FIND = later("A student worked it so, with one mistake. In which line is it?")
ABOUT = later("Without working it out: which is it about?")
# The mistakes that can be seen in a line, and those of which only the result is wrong.
OF_THE_POINT = {"one place", "two places"}
SHOWN = {"missing", "backwards", "wrong way", "upside down", *OF_THE_POINT}
FEWEST_LINES = 2  # in one line there is nothing to find
TENFOLD = 10


def made_of(exercise: Exercise, task: str, chance: Chance) -> Exercise | None:
    """Return what is to be done with a problem; None where it does not lend itself."""
    return WAYS[task](exercise, chance)


def may_be_made(kind: Kind, task: str) -> bool:
    """Tell whether a kind lends itself to a task at all."""
    if task == ANSWER:
        return True
    is_number = not kind.has_order and kind.asked != ("end",)
    return is_number and (task != MISTAKE or max(levels_of(kind)) >= FEWEST_LINES)


def read_task(text: str) -> str:
    """Read a task: answer, mistake, estimate or mixed; Unreadable for another."""
    if text.lower() not in {*WAYS, MIXED}:
        write = say("one of {names}", names=", ".join((*WAYS, MIXED)))
        raise Unreadable(text, later("it is no task"), write, "task")
    return text.lower()


def _as_it_is(exercise: Exercise, _: Chance) -> Exercise:
    return exercise


def _estimate(exercise: Exercise, chance: Chance) -> Exercise | None:
    """Ask which of three orders of magnitude the answer has."""
    result = exercise.solution.results[0]
    if exercise.choices or result.one is None:
        return None
    about = _one_digit(exercise.value)
    least = about / TENFOLD ** chance.below(3)
    choices = tuple(
        write_value(least * TENFOLD**power, result.unit) for power in range(3)
    )
    text = f"{exercise.text} {say(ABOUT)}"
    chosen = write_value(about, result.unit)
    return exercise._replace(text=text, choices=choices, chosen=chosen, task=ESTIMATE)


def _one_digit(value: Fraction) -> Fraction:
    """Round to one digit: 50 for 52.5."""
    return Rounding(Fraction(TENFOLD) ** floor(log10(value))).of(value)


def _mistake(exercise: Exercise, chance: Chance) -> Exercise | None:
    """Put one slip into a line of the working, and ask for the line."""
    solution = exercise.solution
    is_plain = not exercise.choices and solution.results[0].one is not None
    edits = _edits(solution) if is_plain else []
    if len(solution.working) < FEWEST_LINES or not edits:
        return None
    edit = chance.one_of(edits)
    at = edit.register - solution.program.inputs
    lines = tuple(_worked_wrongly(solution, edit))
    choices = tuple(str(number) for number in range(1, len(lines) + 1))
    text = f"{exercise.text} {say(FIND)}"
    return exercise._replace(
        text=text,
        choices=choices,
        chosen=choices[at],
        shown=lines,
        told=sentence(edit, solution),
        task=MISTAKE,
    )


def _edits(solution: Solution) -> list[Edit]:
    """Return the slips that change what one line of the working gives."""
    inputs, right = solution.program.inputs, solution.registers
    return [
        edit
        for _, edit in candidates(solution)
        if edit.way in SHOWN and edit.register >= inputs
        if edit.operation in {None, edit.register - inputs}
        if not solution.program.operations[edit.register - inputs].rounding
        if made_by(edit, right) != right[edit.register]
    ]


def _worked_wrongly(solution: Solution, edit: Edit) -> Iterator[str]:
    """Yield the lines of the working, one of them with a slip."""
    program, at = solution.program, edit.register - solution.program.inputs
    held = [ratio_of(each) for each in solution.registers[: edit.register]]
    held.append(ratio_of(made_by(edit, solution.registers)))
    wrong = replace(solution, held=(run(program.swift[at + 1 :], held),))
    for index, line in enumerate(wrong.working):
        if index == at:
            made = wrong.spans[edit.register][0]
            sign = "=" if shown(made) == made else "≈"
            yield f"{_expression(wrong, edit)} {sign} {wrong.text(edit.register)}"
        else:
            yield line


def _expression(solution: Solution, edit: Edit) -> str:
    """Write what a student with a slip would: 40 min ÷ 35 mg."""
    at = edit.register - solution.program.inputs
    line = solution.program.operations[at]
    if edit.way in OF_THE_POINT:
        return solution.expression(at)
    if not edit.parts:
        return solution.text(edit.start)
    op, other, factor = edit.parts[0]
    if other is None:
        by = f"{write_exact(Fraction(factor or 1))} {line.factor_unit}"
        return f"{solution.text(edit.start)} {op} {by}"
    base = line.right if other == line.left and line.right is not None else line.left
    return f"{solution.text(base)} {op} {solution.text(other)}"


WAYS: dict[str, Callable[[Exercise, Chance], Exercise | None]] = {
    ANSWER: _as_it_is,
    MISTAKE: _mistake,
    ESTIMATE: _estimate,
}
