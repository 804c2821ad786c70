"""Judge a line: a problem and what a learner answered to a verdict.

A line with pounds is tried whole under both conventions.  A chain is judged step by
step; its verdict is that of its first wrong step.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import KetacalcError, Unreadable, inert
from ketacalc.language.figures import NUMBER, STYLE, is_calculation
from ketacalc.language.notation import Asked, Problem, parse, plain
from ketacalc.language.numbers import read_number
from ketacalc.marking.judge import judge
from ketacalc.marking.rounding import (
    COARSE,
    NO_UNIT,
    PASSING,
    UNREADABLE,
    WRONG_UNIT,
    WRONG_VALUE,
    Line,
    Step,
)
from ketacalc.solving.consistency import refuse_unusable
from ketacalc.solving.solution import Result, Solution, solve, targets_of

if TYPE_CHECKING:
    from ketacalc.language.units import Unit
    from ketacalc.marking.rounding import Diagnosis

UNSOLVABLE, CONTRADICTION, SOLVED = "unsolvable", "contradiction", "solved"
# What is no number yet: a learner who has to write an answer again is shown none.
UNREAD = (NO_UNIT, UNREADABLE)
EXACT = Fraction(0)


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

    `answer` is the answer where it does not stand in the line; nothing but spaces is
    none.  `tolerance` is a share of the exact value, as a fraction below 1 or as text
    such as "1%"; Unreadable for another.
    A line with pounds is judged whole at 1 kg = 2.2 lb, then whole with the exact
    pound; the verdict says which fitted.

    ```pycon
    >>> verdict = check("70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875")
    >>> verdict.verdict, verdict.diagnoses[0].id
    ('wrong_value', 'minutes-hours')

    ```
    """
    share = tolerance if tolerance is EXACT else read_tolerance(tolerance)
    first = _check(line, answer, "", share)
    if first.usable and (first.pounds is None or first.passes):
        return first
    second = _check(line, answer, "exact", share)
    usable = second.usable and not first.usable
    explained = second.diagnoses and not first.diagnoses
    return second if second.passes or usable or explained else first


def read_tolerance(stated: str | Fraction) -> Fraction:
    """Read a tolerance such as 1% or 0.5 %, or a fraction.  Raises Unreadable."""
    share = _share(stated) if isinstance(stated, str) else stated
    if share is None or not 0 <= share < 1:
        reason = "a tolerance is a per cent above 0 and below 100"
        raise Unreadable(str(stated), reason, "1%", "tolerance")
    return share


def _share(text: str) -> Fraction | None:
    match = re.fullmatch(rf"({NUMBER})\s*%", text.strip())
    try:
        return read_number(match[1]).value / 100 if match else None
    except Unreadable:
        return None


def with_points(answer: str) -> str:
    """Turn an answer with decimal commas, 1.052,5, into one with points, 1,052.5."""
    swapped = {",": ".", ".": ","}
    return re.sub(r"[.,](?=\d)", lambda mark: swapped[mark[0]], answer)


def _check(line: str, answer: str | None, pounds: str, tolerance: Fraction) -> Verdict:
    answer = plain(answer or "").strip()
    source = f"{line.partition('#')[0].rstrip()} = {answer}" if answer else line
    try:
        problem = parse(line, pounds)
    except KetacalcError as error:
        return _unusable(source, error, None)
    if answer:
        answers = tuple(filter(None, map(str.strip, re.split(r"=>|→|=", answer))))
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


def _judge(source: str, problem: Problem, pounds: str, tolerance: Fraction) -> Verdict:
    """Judge the answers of a problem, each step given the ones before it.

    A calculation on the way, 154 lb ÷ 2.2 = 70 kg, is judged by what it comes to, and a
    word in front, rate = 52.5 mg/h, by what it stands for.
    """
    if problem.asked:
        targets_of(problem)
    line = Line(problem, pounds, tolerance)
    steps: list[Step] = []
    *before, last = problem.answers
    answers = [*(text for text in before if _is_result(text)), last]
    for index, text in enumerate(answers):
        is_last = index == len(answers) - 1
        asked = problem.asked if is_last else None
        steps.append(judge(line, text, asked, steps, is_last=is_last))
    return _verdict(source, line, steps)


def _is_result(text: str) -> bool:
    return not is_calculation(text) and any(map(str.isdigit, text))


def _verdict(source: str, line: Line, steps: list[Step]) -> Verdict:
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
        inert(told.message),
        asked=asked.quantity if asked else None,
        unit=asked.unit if asked else None,
        expected=solution.results[0].value if solution else None,
        answer=answer,
        answer_unit=of,
        pounds=line.problem.pounds or _pounds_in(steps),
        steps=tuple(steps),
        diagnoses=told.diagnoses,
        style=_in_order(steps),
        solution=_drawn(line, told) or solution,
    )


def _pounds_in(steps: list[Step]) -> str | None:
    """Return which pound an answer is in, or None."""
    for step in steps:
        if step.unit and step.unit.pounds:
            return step.unit.pounds
    return None


def _comparable(step: Step) -> bool:
    """Tell whether a step's answer can be given in the unit that is asked."""
    return step.answer is not None and step.verdict != WRONG_UNIT


def _telling(steps: list[Step]) -> Step:
    """Return the step that decides the line: the first wrong one, else a coarse one."""
    for step in steps:
        if step.verdict not in PASSING:
            return step
    for step in steps:
        if step.verdict == COARSE:
            return step
    return steps[-1]


def _drawn(line: Line, told: Step) -> Solution | None:
    """Return the solution in the learner's own unit, as the slip was found in it."""
    if told.verdict == WRONG_UNIT or not (told.quantity and told.unit):
        return None
    return line.solution(told.quantity, told.unit)


def _in_order(steps: list[Step]) -> tuple[str, ...]:
    notes = {note for step in steps for note in step.style}
    return tuple(name for name in STYLE if name in notes) if notes else ()


def next_line(verdict: Verdict) -> int | None:
    """Return the line of the working that a learner is to do next.

    It is the line of the slip where there is one, else the first one that nothing of
    what they have right rests on; None where no line is left.
    """
    solution = verdict.solution
    if solution is None or (verdict.passes and verdict.answer is not None):
        return None
    slipped = [each.line for each in verdict.diagnoses if each.line is not None]
    if slipped and verdict.verdict == WRONG_VALUE:
        return slipped[0]
    done: set[int] = set()
    for step in verdict.steps:
        if _is_reached(step):
            done |= _rests_on(solution, _register_of(solution, step))
    inputs, end = solution.program.inputs, len(solution.program.registers)
    return next((at - inputs for at in range(inputs, end) if at not in done), None)


def _is_reached(step: Step) -> bool:
    """Tell whether a step is right, if only as what it is."""
    right = step.verdict in PASSING and not step.carried
    return right or (step.verdict == WRONG_UNIT and step.expected is not None)


def _register_of(solution: Solution, step: Step) -> int:
    """Return the register that holds a step, in its own unit if it can; -1 if none."""
    found = [
        (of is step.unit, -register)
        for register, (name, of) in enumerate(solution.program.registers)
        if name == step.quantity
        and solution.registers[register] * of.scale == _base(step)
    ]
    return -max(found)[1] if found else -1


def _rests_on(solution: Solution, register: int) -> set[int]:
    """Return a register and all that it was worked out from."""
    line = register - solution.program.inputs
    if line < 0:
        return {register}
    step = solution.program.steps[line]
    before = _rests_on(solution, step.left)
    if step.right is not None:
        before |= _rests_on(solution, step.right)
    return before | {register}


def _base(step: Step) -> Fraction | None:
    if step.expected is None or step.unit is None:
        return None
    return step.expected * step.unit.scale
