"""What cannot be worked: figures that disagree, and figures that cannot be.

Every triangle whose three corners are known must hold.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from ketacalc.errors import Contradiction, OutOfRange
from ketacalc.language.figures import write_value
from ketacalc.language.relations import QUANTITIES, TRIANGLES
from ketacalc.language.units import DIVIDED, TIMES, Unit, unit, with_measure
from ketacalc.solving.planning import Move, derivations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ketacalc.language.problem import Problem

# What a figure may be in every command: the smallest survivor to the heaviest adult
# for a weight, the whole for a share.
LIMITS = {"weight": ("0.3", "650", "kg"), "bioavailability": ("0", "100", "%")}


@lru_cache(maxsize=1024)
def _survey(
    names: frozenset[str],
) -> tuple[tuple[Move, ...], tuple[tuple[str, str, str], ...]]:
    """Return the moves and the triangles that can show a contradiction.

    Empty where no given figure follows from the others, but for derived limits.
    """
    reach = derivations(names)
    surplus = any(name in derivations(names - {name}) for name in names)
    wanted = list(reach) if surplus else [name for name in LIMITS if name in reach]
    moves: dict[str, Move] = {}
    for move in (move for name in wanted for move in reach[name]):
        moves.setdefault(move.makes, move)
    corners = [(t.whole, t.left, t.right) for t in TRIANGLES] if surplus else []
    known = [triple for triple in corners if all(corner in reach for corner in triple)]
    known.sort(key=lambda triple: -len(names.intersection(triple)))
    return tuple(moves.values()), tuple(known)


def refuse_unusable(problem: Problem) -> None:
    """Refuse figures that disagree, and a weight or a share that cannot be.

    Raises Contradiction or OutOfRange.
    """
    names = frozenset([given.quantity for given in problem.givens])
    moves, triangles = _survey(names)
    if not (moves or triangles or names.intersection(LIMITS)):
        return
    known = {given.quantity: given.base_value for given in problem.givens}
    for move in moves:
        left, right = known[move.left], known[move.right]
        known[move.makes] = left * right if move.op == TIMES else left / right
    for corners in triangles:
        whole, left_, right_ = corners
        if known[whole] != known[left_] * known[right_]:
            raise _contradiction(problem, known, corners)
    for name in LIMITS:
        if name in known:
            _refuse_beyond(name, known[name])


def _contradiction(
    problem: Problem, known: Mapping[str, Fraction], corners: tuple[str, str, str]
) -> Contradiction:
    """Say what two corners make, and what the third is given as."""
    whole, left, right = corners
    givens = {given.quantity: given for given in problem.givens}
    odd = next((corner for corner in corners if corner in givens), whole)
    if odd == whole:
        sides, value = (left, TIMES, right), known[left] * known[right]
    else:
        other = right if odd == left else left
        sides, value = (whole, DIVIDED, other), known[whole] / known[other]
    of = givens[odd].unit if odd in givens else _quoted(odd, problem.measure)
    expression = " ".join(name.replace("_", " ") for name in sides)
    first = f"{expression} is {write_value(value / of.scale, of)}"
    if odd in givens:
        return Contradiction(first, f"{givens[odd]} is given")
    follows = write_value(known[odd] / of.scale, of)
    return Contradiction(first, f"{follows} follows from the other figures")


def _quoted(name: str, measure: str) -> Unit:
    return with_measure(QUANTITIES[name].units[0], measure)


def _refuse_beyond(name: str, value: Fraction) -> None:
    low, high, text = LIMITS[name]
    lowest, highest, of = _limits(name)
    if not lowest <= value <= highest:
        figure = f"{QUANTITIES[name].label} {write_value(value / of.scale, of)}"
        raise OutOfRange(figure, f"is outside {low} to {high} {text}", "check it")


@lru_cache
def _limits(name: str) -> tuple[Fraction, Fraction, Unit]:
    """Return a limited quantity's lowest and highest base value, and its unit."""
    low, high, text = LIMITS[name]
    of = unit(text, name)
    return Fraction(low) * of.scale, Fraction(high) * of.scale, of
