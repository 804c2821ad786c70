"""What a learner is to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.marking.verdict import PASSING, WRONG_UNIT, WRONG_VALUE

if TYPE_CHECKING:
    from fractions import Fraction

    from ketacalc.marking.verdict import Step, Verdict
    from ketacalc.solving.solution import Solution


def next_operation(verdict: Verdict) -> int | None:
    """Return the operation of the working that a learner is to do next.

    It is the one of the slip where there is one, else the first one that nothing of
    what they have right rests on; None where none is left.
    """
    solution = verdict.solution
    if solution is None or (verdict.passes and verdict.answer is not None):
        return None
    slips = [each.operation for each in verdict.diagnoses]
    slipped = [operation for operation in slips if operation is not None]
    if slipped and verdict.verdict == WRONG_VALUE:
        return slipped[0]
    done: set[int] = set()
    for step in verdict.steps:
        if _is_reached(step):
            done |= _rests_on(solution, _register_of(solution, step))
    inputs, end = solution.program.inputs, len(solution.program.registers)
    return next((at - inputs for at in range(inputs, end) if at not in done), None)


def _is_reached(step: Step) -> bool:
    """Tell whether a step is right: as what is asked, or as an intermediate result."""
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
    index = register - solution.program.inputs
    if index < 0:
        return {register}
    line = solution.program.operations[index]
    before = _rests_on(solution, line.left)
    if line.right is not None:
        before |= _rests_on(solution, line.right)
    return before | {register}


def _base(step: Step) -> Fraction | None:
    if step.expected is None or step.unit is None:
        return None
    return step.expected * step.unit.scale
