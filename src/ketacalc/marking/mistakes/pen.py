"""Slips of the pen: the point misplaced, digits swapped, a result rounded early."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from ketacalc.language.numbers import (
    Ratio,
    equal,
    is_within,
    over,
    rounded,
    times,
    write_decimals,
    write_exact,
)
from ketacalc.marking.mistakes.slip import DECIMAL, PEN, Slip, answer_of, rerun, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ketacalc.solving.solution import Solution

NEAR = 20  # one part in
PLACES = {1: "one place", 2: "two places"}


def decimal_slips(solution: Solution) -> tuple[Slip, ...]:
    """Return the answer with its decimal point one and two places off."""
    right = answer_of(solution)
    return tuple(
        Slip("tenfold", ratio, partial(_say_decimal, places), None, DECIMAL)
        for places in PLACES
        for ratio in (times(right, (10**places, 1)), over(right, (10**places, 1)))
    )


def _say_decimal(places: int) -> str:
    return f"the decimal point stands {PLACES[places]} off"


def swapped(right: Fraction, written: str, *, precise: bool) -> Iterator[Slip]:
    """Yield two neighbouring digits swapped: the same digits in another order."""
    places = len(written.partition(".")[2])
    kept = rounded(right, places)
    meant = write_decimals(kept, places)
    shifted = _digits(written) == _digits(meant)  # that is the point, not the digits
    if (precise or kept == right) and not shifted and _is_swapped(written, meant):
        say = f"two digits are swapped: {meant}, not {written}"
        yield Slip("digits-swapped", right.as_integer_ratio(), say.__str__, None, PEN)


def _digits(text: str) -> str:
    return text.replace(".", "").strip("0")


def _is_swapped(digits: str, expected: str) -> bool:
    if len(digits) != len(expected) or digits == expected:
        return False
    pairs = list(enumerate(zip(digits, expected, strict=True)))
    differ = [index for index, (one, other) in pairs if one != other]
    first, last = differ[0], differ[-1]
    neighbours = not digits[first + 1 : last].replace(".", "")
    swapped = digits[first] + digits[last] == expected[last] + expected[first]
    return first != last and neighbours and swapped


def rounded_early(
    solution: Solution, matches: Callable[[Ratio], bool]
) -> Iterator[Slip]:
    """Yield an intermediate result rounded before the last step, within 5 %."""
    right = answer_of(solution)
    for index in range(len(solution.program.steps) - 1):
        register = solution.program.inputs + index
        for kept in _roundings(solution.ratios[register]):
            number = rerun(solution, register, kept)
            near = is_within(number, right, NEAR) and not equal(number, right)
            if near and matches(number):
                say = partial(_say_rounded, solution, register, kept)
                yield Slip("rounded-early", number, say, index, PEN)


def _roundings(value: Ratio) -> Iterator[Ratio]:
    """Yield a value rounded to 0 to 3 decimals, each once, where that changes it."""
    above, below = value
    for scale in (1, 10, 100, 1000):
        digits = (2 * above * scale + below) // (2 * below)
        again = scale > 1 and digits % 10 == 0
        if digits and not again and digits * below != above * scale:
            yield digits, scale


def _say_rounded(solution: Solution, register: int, kept: Ratio) -> str:
    was = text_of(solution, register).removeprefix("≈ ")
    return f"{was} was rounded to {write_exact(Fraction(*kept))} before the last step"
