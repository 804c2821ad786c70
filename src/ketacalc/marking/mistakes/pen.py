"""Slips of the pen that hang on the numbers: swapped, cut off, or rounded early."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from ketacalc.language.figures import SPECIAL, as_said
from ketacalc.language.numbers import (
    decimals_of,
    is_within,
    marked,
    rounded,
    write_decimals,
    write_exact,
)
from ketacalc.marking.mistakes.edit import rerun
from ketacalc.say import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ketacalc.language.figures import Written
    from ketacalc.solving.solution import Solution

NEAR = 20  # one part in: examiners allow an answer 5 % off for rounding on the way
MOST_DECIMALS = 3  # nobody keeps more on the way


def swapped(right: Fraction, written: Written, *, precise: bool) -> str:
    """Say that two neighbouring digits are swapped, or nothing where they are not."""
    kept, digits = rounded(right, written.decimals), written.digits
    meant = write_decimals(kept, written.decimals)
    if sorted(meant) != sorted(digits) or not (precise or kept == right):
        return ""
    shifted = _digits(digits) == _digits(meant)  # that is the point, not the digits
    is_it = not shifted and _is_swapped(digits, meant)
    said = say(
        "two digits are swapped: {meant}, not {written}",
        meant=marked(meant),
        written=marked(digits),
    )
    return said if is_it else ""


def cut_off(right: Fraction, written: Written) -> str:
    """Say that digits were cut off where the last should have been rounded up."""
    value, scale = written.figure.value, 10**written.decimals
    if not is_within(value, right, NEAR) or value != Fraction(
        floor(right * scale), scale
    ):
        return ""
    kept = rounded(right, written.decimals)
    said = write_exact(kept)
    if not written.whole or written.figure.unit.text in SPECIAL:
        said = as_said(kept, written.figure.unit)
    return say("digits were cut off, not rounded: {said}", said=said) * (kept != value)


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
    solution: Solution, fits: Callable[[Fraction], bool]
) -> Iterator[tuple[int, str]]:
    """Yield the operation that was rounded before the last step, and what to say."""
    program, right = solution.program, solution.results[0].value
    for index in range(len(program.operations) - 1):
        register = program.inputs + index
        for kept in _roundings(solution.registers[register]):
            number = rerun(program, solution.registers, register, kept)
            if number != right and is_within(number, right, NEAR) and fits(number):
                was = _longer(solution, register, kept)
                said = say(
                    "{was} was rounded to {rounded} before the last step",
                    was=was,
                    rounded=write_exact(kept),
                )
                yield index, said


def _longer(solution: Solution, register: int, kept: Fraction) -> str:
    """Write what a register holds, with a digit more than what it was rounded to."""
    shown = solution.text(register)
    if not shown.startswith(f"{write_exact(kept)} "):
        return shown
    places = (decimals_of(kept) or 0) + 2
    more = write_exact(rounded(solution.registers[register], places))
    return f"{more} {solution.program.registers[register][1]}"


def _roundings(value: Fraction) -> Iterator[Fraction]:
    """Yield a value rounded to 0 to 3 decimals, each once, where that changes it."""
    for places in range(MOST_DECIMALS + 1):
        digits = floor(value * 10**places + Fraction(1, 2))
        kept = Fraction(digits, 10**places)
        again = places and digits % 10 == 0
        if digits and not again and kept != value:
            yield kept
