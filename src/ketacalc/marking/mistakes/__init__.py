"""Slips: one-line edits of a worked solution, and slips of the pen.

Each line of the program is worked once more as a student in a hurry would: left out,
doubled, the wrong way round.  What the rest of the program makes of it is the number
that the slip would give.  Ids are stable, and patterns hold for every quantity:
`<quantity>-left-out`, `-twice`, `-wrong-way`, `upside-down-<quantity>`,
`stopped-at-<quantity>`.

Source of the classes: the Safety in Numbers model (conceptual, calculation, technical).
"""

from __future__ import annotations

from functools import partial
from itertools import chain, combinations
from typing import TYPE_CHECKING

from ketacalc.language.numbers import Ratio, equal, is_within, over, times
from ketacalc.marking.mistakes.edits import of_lines
from ketacalc.marking.mistakes.misreadings import misread
from ketacalc.marking.mistakes.pen import decimal_slips, rounded_early, swapped
from ketacalc.marking.mistakes.slip import (
    CONVERSION,
    OMISSION,
    PEN,
    UPSIDE,
    Slip,
    answer_of,
)
from ketacalc.marking.mistakes.stops import Stop, stopped, stops

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from fractions import Fraction

    from ketacalc.solving.solution import Solution

__all__ = ["Slip", "Stop", "decimal_slips", "explain", "slips", "stops"]
# A number of fewer digits than this fits too much by chance.
PRECISE = 3
CLOSE = 100  # one part in


def slips(solution: Solution) -> tuple[Slip, ...]:
    """Return every single slip that applies to the one answer of a solution."""
    return tuple(_once(_every(solution)))


def _every(solution: Solution) -> list[Slip]:
    """Return the slips that give another number, some of them twice."""
    right = answer_of(solution)
    edits = (of_lines(solution), misread(solution), stopped(solution))
    return [
        slip
        for slip in chain(*edits)
        if slip.ratio[0] > 0 and not equal(slip.ratio, right)
    ]


def _once(slips: Iterable[Slip]) -> list[Slip]:
    """Drop what is the same slip and number, and put the simplest first."""
    found: dict[tuple[str, Fraction], Slip] = {}
    for slip in slips:
        found.setdefault((slip.id, slip.value), slip)
    once = (slip for slip in found.values() if _twin(slip) not in found)
    return sorted(once, key=lambda slip: slip.rank)


def _twin(slip: Slip) -> tuple[str, Fraction]:
    """Return what is the same slip: what makes X inverted is X used the wrong way."""
    name = slip.id.removeprefix(UPSIDE)
    return (f"{name}-wrong-way" if name != slip.id else "", slip.value)


def explain(
    solution: Solution, matches: Callable[[Ratio], bool], written: str
) -> tuple[Slip, ...]:
    """Return the slips that give a learner's number, simplest first; () if none.

    `matches` tells whether a number is the learner's as far as it was written;
    `written` is its digits.
    """
    single = _every(solution)
    digits = _precision(written)
    precise = digits >= PRECISE
    if digits == 1:
        matches = partial(_is_close, written, matches)
    found = _once(slip for slip in single if matches(slip.ratio))
    found += [slip for slip in decimal_slips(solution) if matches(slip.ratio)]
    likely = precise or (digits > 1 and not found)
    found += swapped(solution.results[0].value, written, precise=likely)
    found += rounded_early(solution, matches if precise else _just(written))
    if precise and not found:
        found += _pairs(single, answer_of(solution), matches)
    return _named_once(found)


def _precision(written: str) -> int:
    """Return how many digits were written for their own sake: 2 of 0.50, 1 of 500."""
    digits = written.replace(".", "").lstrip("0")
    return len(digits if "." in written else digits.rstrip("0"))


def _is_close(written: str, matches: Callable[[Ratio], bool], ratio: Ratio) -> bool:
    """Tell whether a number of one digit matches, and is within a hundredth.

    5 for 5.25 fits too much by chance, and 5 for 4.998 does not.
    """
    return matches(ratio) and is_within(ratio, _ratio(written), CLOSE)


def _just(written: str) -> Callable[[Ratio], bool]:
    """Match just what was written: a short number fits too much once it is rounded."""
    return partial(equal, _ratio(written))


def _ratio(written: str) -> Ratio:
    whole, _, part = written.partition(".")
    return int(whole + part), 10 ** len(part)


def _named_once(found: Iterable[Slip]) -> tuple[Slip, ...]:
    once: dict[str, Slip] = {}
    for slip in found:
        once.setdefault(slip.id, slip)
    return tuple(once.values())


def _pairs(
    single: Sequence[Slip], right: Ratio, matches: Callable[[Ratio], bool]
) -> Iterator[Slip]:
    """Yield pairs of a conversion left out and a slip of another line."""
    simple = [s for s in single if s.rank <= OMISSION and s.line is not None]
    simple.sort(key=lambda slip: slip.rank)
    for one, other in combinations(simple, 2):
        if one.rank == CONVERSION and one.line != other.line and one.id != other.id:
            ratio = over(times(one.ratio, other.ratio), right)
            if matches(ratio) and not equal(ratio, right):
                name, say = f"{one.id}+{other.id}", partial(_say_both, one, other)
                yield Slip(name, ratio, say, one.line, PEN)


def _say_both(one: Slip, other: Slip) -> str:
    """Say two slips; the numbers of the one do not hold beside the other."""
    return f"two slips at once: {_say_short(one)}, and {_say_short(other)}"


def _say_short(slip: Slip) -> str:
    head, _, tail = slip.message.partition(": ")
    return tail if tail.endswith("left out") else head
