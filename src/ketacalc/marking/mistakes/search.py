"""Which mistakes give a learner's number: a look into the table of what each gives.

The table is worked in floats, which is quick and near enough to look in; what is found
is worked once more in fractions before it is told.
"""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacalc.language.numbers import is_within
from ketacalc.marking.mistakes.edit import (
    CONVERSION,
    OMISSION,
    PEN,
    WORK,
    Edit,
    made_by,
    rerun,
)
from ketacalc.marking.mistakes.edits import edits_of
from ketacalc.marking.mistakes.lines import UPSIDE
from ketacalc.marking.mistakes.pen import NEAR, cut_off, rounded_early, swapped
from ketacalc.marking.mistakes.sentences import sentence
from ketacalc.say import say
from ketacalc.solving.planning import run
from ketacalc.solving.solution import inputs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from fractions import Fraction

    from ketacalc.language.figures import Written
    from ketacalc.solving.planning import Program
    from ketacalc.solving.solution import Solution

# A number of fewer digits than this fits too much by chance.
PRECISE = 3
CLOSE = 100  # one part in: a number of one digit must come as near
# An answer that is not as near has no result rounded early: 5 % of 5 %, and a bit.
ABOUT = 8
TINY = 1e-300  # for a difference that is nothing, where one is divided by it
# A float of a few operations is off by less than this share.
SURELY = 1e-9


class Slip(NamedTuple):
    """A mistake, the number it gives, what to say, and the operation it was made in."""

    id: str
    value: Fraction
    message: str
    operation: int | None
    rank: int


# About which number a mistake gives, and the mistake.
_Candidate = tuple[float, Edit]


@lru_cache(maxsize=64)
def candidates(solution: Solution) -> list[_Candidate]:
    """Return about what each mistake gives, where that is not the right answer."""
    program = solution.program
    registers = run(program.quick, [*map(float, inputs_of(solution.problem))])
    right = registers[program.targets[0]]
    nearly = right * SURELY
    pairs = zip(numbers(program, registers), edits_of(program), strict=True)
    return [(x, edit) for x, edit in pairs if x and abs(x - right) > nearly]


def numbers(program: Program, registers: Sequence[float]) -> list[float]:
    """Return about what each edit of a program gives, in the order of `edits_of`."""
    target = program.targets[0]
    found = []
    for register, start, parts, lines in _quick_edits(program):
        value = registers[start]
        for work, other, factor in parts:
            other_value = factor if other is None else registers[other]
            value = work(value, other_value or TINY)
        if register != target:
            changed = [*registers]
            changed[register] = value
            for at, work, left, right, factor in lines:
                other = factor if right is None else changed[right] or TINY
                changed[at] = work(changed[left], other)
            value = changed[target]
        found.append(value)
    return found


@lru_cache(maxsize=256)
def _quick_edits(program: Program) -> list[tuple[int, int, list[Any], list[Any]]]:
    """Return each edit for floats: its register, start, parts, and what follows it."""
    lines = [(at, *line) for at, line in enumerate(program.quick, program.inputs)]
    return [
        (
            edit.register,
            edit.start,
            [(WORK[op], other, float(by or 0)) for op, other, by in edit.parts],
            [line for line in lines if line[0] > edit.register],
        )
        for edit in edits_of(program)
    ]


def slips(solution: Solution) -> tuple[Slip, ...]:
    """Return every single slip that applies to the one answer of a solution."""
    edits = (edit for _, edit in candidates(solution))
    return tuple(_told(solution, [(_exactly(solution, each), each) for each in edits]))


def _exactly(solution: Solution, edit: Edit) -> Fraction:
    value = made_by(edit, solution.registers)
    return rerun(solution.program, solution.registers, edit.register, value)


def _told(solution: Solution, given: Iterable[tuple[Fraction, Edit]]) -> list[Slip]:
    """Tell mistakes, the simplest first; each slip and number once."""
    found: dict[tuple[str, Fraction], Edit] = {}
    for value, edit in given:
        found.setdefault((edit.id, value), edit)
    kept = [key for key in found if _twin(*key) not in found]
    kept.sort(key=lambda key: found[key].rank)
    return [_slip(solution, found[key], key[1]) for key in kept]


def _twin(slip: str, value: Fraction) -> tuple[str, Fraction]:
    """Return what is the same slip: what makes X inverted is X used the wrong way."""
    name = slip.removeprefix(UPSIDE)
    return (f"{name}-wrong-way" if name != slip else "", value)


def _slip(solution: Solution, edit: Edit, value: Fraction) -> Slip:
    message = sentence(edit, solution)
    return Slip(edit.id, value, message, edit.operation, edit.rank)


def explain(solution: Solution, written: Written) -> tuple[Slip, ...]:
    """Return the slips that give a learner's number, simplest first; () if none."""
    digits = _precision(written.digits)
    precise = digits >= PRECISE
    fits = partial(_fits_closely if digits == 1 else _fits, written)
    low, high = written.window
    near = [edit for x, edit in candidates(solution) if low <= x <= high]
    worked = [(_exactly(solution, each), each) for each in near]
    found = _told(solution, [each for each in worked if fits(each[0])])
    likely = precise or (digits > 1 and not found)
    found += _of_the_pen(solution, written, likely=likely)
    clock = written.figure.unit.kind == "clock"
    if not clock and is_within(written.figure.value, solution.results[0].value, ABOUT):
        value = written.figure.value
        early = rounded_early(solution, fits if precise else value.__eq__)
        found += [Slip("rounded-early", value, said, at, PEN) for at, said in early]
    if precise and not found:
        found += _pairs(solution, written, fits)
    return _named_once(found)


def _of_the_pen(
    solution: Solution, written: Written, *, likely: bool
) -> Iterator[Slip]:
    right = solution.results[0].value
    if said := cut_off(right, written):
        yield Slip("cut-off-not-rounded", right, said, None, PEN)
    if written.figure.unit.kind == "clock":
        return  # whose minutes nobody writes as one number
    if said := swapped(right, written, precise=likely):
        yield Slip("digits-swapped", right, said, None, PEN)


def _named_once(found: Iterable[Slip]) -> tuple[Slip, ...]:
    once: dict[str, Slip] = {}
    for slip in found:
        once.setdefault(slip.id, slip)
    return tuple(once.values())


def _precision(written: str) -> int:
    """Return how many digits were written for their own sake: 2 of 0.50, 1 of 500."""
    digits = written.replace(".", "").lstrip("0")
    return len(digits if "." in written else digits.rstrip("0"))


def _fits(written: Written, number: Fraction) -> bool:
    """Tell whether a number is the learner's as far as it was written, within 5 %."""
    return written.rounds(number) and is_within(written.figure.value, number, NEAR)


def _fits_closely(written: Written, number: Fraction) -> bool:
    """Tell the same of one digit: 5 fits 4.998, and fits 5.25 too often by chance."""
    close = is_within(number, written.figure.value, CLOSE)
    return close and _fits(written, number)


def _pairs(
    solution: Solution, written: Written, fits: Callable[[Fraction], bool]
) -> Iterator[Slip]:
    """Yield pairs of a conversion left out and a slip of another operation."""
    right = solution.results[0].value
    low, high = (end * float(right) for end in written.window)
    simple = [
        each
        for each in candidates(solution)
        if each[1].rank <= OMISSION and each[1].operation is not None
    ]
    simple.sort(key=lambda each: each[1].rank)
    for (number, one), (factor, other) in combinations(simple, 2):
        if one.rank == CONVERSION and low <= number * factor <= high:
            value = _exactly(solution, one) * _exactly(solution, other) / right
            apart = one.operation != other.operation and one.id != other.id
            if apart and value != right and fits(value):
                yield _pair(solution, one, other, value)


def _pair(solution: Solution, one: Edit, other: Edit, value: Fraction) -> Slip:
    """Tell two slips; the numbers of the one do not hold beside the other."""
    first, second = (_briefly(sentence(each, solution)) for each in (one, other))
    said = say("two slips at once: {first}, and {second}", first=first, second=second)
    return Slip(f"{one.id}+{other.id}", value, said, one.operation, PEN)


def _briefly(message: str) -> str:
    head, _, tail = message.partition(": ")
    return tail if tail.endswith("left out") else head
