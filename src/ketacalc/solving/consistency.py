"""What cannot be worked: figures that disagree, and figures that cannot be.

Every triangle whose three corners are known must hold.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from ketacalc.errors import Contradiction, OutOfRange
from ketacalc.language.figures import write_value
from ketacalc.language.numbers import decimals_of, rounded
from ketacalc.language.problem import HEAVIEST, LIGHTEST
from ketacalc.language.relations import QUANTITIES, RELATIONS
from ketacalc.language.units import MINUS, ROOT, Unit, unit, with_measures
from ketacalc.say import later, say
from ketacalc.solving.planning import OPERATIONS, Move, derivations, moves_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ketacalc.language.problem import Problem
    from ketacalc.language.relations import Relation

# What a figure may be in every command: the smallest survivor to the heaviest adult
# for a weight, what stands between them for the rest of a body, the whole for a share.
LIMITS = {
    "weight": (LIGHTEST, HEAVIEST, "kg"),
    "height": ("20", "280", "cm"),
    "surface": ("0.04", "8", "m2"),
    "bioavailability": ("0", "100", "%"),
}


# What is in what: a part is no larger than its whole.
WHOLES = (
    *(("volume", "drawn"), ("volume", "diluent"), ("volume", "displacement")),
    *(("bag", "volume"), ("bag", "left")),
)
PARTS = frozenset(name for pair in WHOLES for name in pair)
BARS = PARTS - {"volume"} | {"stock", "share"}


@lru_cache(maxsize=1024)
def _survey(
    names: frozenset[str],
) -> tuple[tuple[Move, ...], tuple[Relation, ...]]:
    """Return the moves and the relations that can show a contradiction.

    Empty where no given figure follows from the others, but for derived limits.
    """
    reach = derivations(names)
    surplus = any(name in derivations(names - {name}) for name in names)
    wanted = list(reach) if surplus else [name for name in LIMITS if name in reach]
    if not BARS.isdisjoint(names):  # a part of a bag or a syringe is in its whole
        wanted += [name for name in PARTS if name in reach and _adds_up(reach[name])]
    moves: dict[str, Move] = {}
    for move in (move for name in wanted for move in reach[name]):
        moves.setdefault(move.makes, move)
    bound = RELATIONS if surplus else ()
    known = [
        each for each in bound if reach.keys() >= {each.whole, each.left, each.right}
    ]
    known.sort(key=lambda each: -len(names.intersection(_corners(each))))
    return tuple(moves.values()), tuple(known)


def _adds_up(moves: Iterable[Move]) -> bool:
    """Tell whether nothing is taken away on the way: what is left comes later."""
    return all(move.op != MINUS for move in moves)


def _corners(relation: Relation) -> tuple[str, str, str]:
    return relation.whole, relation.left, relation.right


def refuse_unusable(problem: Problem) -> None:
    """Refuse figures that disagree, and a weight or a share that cannot be.

    Raises Contradiction or OutOfRange.
    """
    names = problem.names
    moves, relations = _survey(names)
    if not (moves or relations) and BARS.isdisjoint(names):
        for given in problem.givens:
            if given.quantity in LIMITS:
                _refuse_beyond(given.quantity, given.base_value)
        return
    known = {given.quantity: given.base_value for given in problem.givens}
    _work_out(problem, known, moves)
    _refuse_disagreement(problem, known, relations)
    for name in LIMITS:
        if name in known:
            _refuse_beyond(name, known[name])


def _work_out(
    problem: Problem, known: dict[str, Fraction], moves: Iterable[Move]
) -> None:
    """Add what follows to what is known; a difference must leave something."""
    for move in moves:
        if move.op == MINUS and known[move.left] <= known[move.right]:
            whole, part = (known_as(problem, known, n) for n in (move.left, move.right))
            raise Contradiction(whole, say("{part}: nothing is left", part=part))
        known[move.makes] = OPERATIONS[move.op](known[move.left], known[move.right])


def _refuse_disagreement(
    problem: Problem, known: Mapping[str, Fraction], relations: Iterable[Relation]
) -> None:
    """Refuse a relation that does not hold, and a part that is more than its whole."""
    for relation in relations:
        made = OPERATIONS[relation.op](known[relation.left], known[relation.right])
        if not _is_said(known[relation.whole], made, relation.op):
            raise _contradiction(problem, known, relation)
    for whole, part in WHOLES if not BARS.isdisjoint(problem.names) else ():
        if part in known and known[part] > known.get(whole, known[part]):
            said = [known_as(problem, known, name) for name in (whole, part)]
            raise Contradiction(*said)


def _is_said(whole: Fraction, made: Fraction, op: str) -> bool:
    """Tell whether a figure is what two others make; a root as far as it is written."""
    if op != ROOT or whole == made:
        return whole == made
    places = decimals_of(whole)
    return places is not None and rounded(made, places) == whole


def _contradiction(
    problem: Problem, known: Mapping[str, Fraction], relation: Relation
) -> Contradiction:
    """Say what two corners make, and what the third is given as."""
    givens = {given.quantity: given for given in problem.givens}
    odd = next((name for name in _corners(relation) if name in givens), relation.whole)
    moves = {move.makes: move for move in moves_of(relation)}
    move = moves.get(odd, moves[relation.whole])
    odd = move.makes
    value = OPERATIONS[move.op](known[move.left], known[move.right])
    of = givens[odd].unit if odd in givens else _quoted(odd, problem.measures)
    sides = (move.left, move.op, move.right)
    expression = " ".join(name.replace("_", " ") for name in sides)
    if move.op == ROOT:
        expression = later("the surface of this height and weight")
    first = f"{expression} is {write_value(value / of.scale, of)}"
    if odd in givens:
        return Contradiction(first, say("{givens} is given", givens=givens[odd]))
    follows = write_value(known[odd] / of.scale, of)
    return Contradiction(
        first, say("{follows} follows from the other figures", follows=follows)
    )


def known_as(problem: Problem, known: Mapping[str, Fraction], name: str) -> str:
    """Say what a quantity is: the volume is 250 mL."""
    of = _quoted(name, problem.measures)
    label = QUANTITIES[name].label
    return say(
        "the {label} is {figure}",
        label=say(label),
        figure=write_value(known[name] / of.scale, of),
    )


def _quoted(name: str, measures: tuple[str, ...]) -> Unit:
    return with_measures(QUANTITIES[name].units[0], measures)


def _refuse_beyond(name: str, value: Fraction) -> None:
    low, high, text = LIMITS[name]
    lowest, highest, of = _limits(name)
    if _is_less(value, lowest) or _is_less(highest, value):
        figure = f"{say(QUANTITIES[name].label)} {write_value(value / of.scale, of)}"
        raise OutOfRange(
            figure,
            say("is outside {low} to {high} {text}", low=low, high=high, text=text),
            later("check it"),
        )


def _is_less(one: Fraction, other: Fraction) -> bool:
    """Compare in whole numbers: a limit is looked at in every line of a class list."""
    (above, below), (right, under) = one.as_integer_ratio(), other.as_integer_ratio()
    return above * under < right * below


@lru_cache
def _limits(name: str) -> tuple[Fraction, Fraction, Unit]:
    """Return a limited quantity's lowest and highest base value, and its unit."""
    low, high, text = LIMITS[name]
    of = unit(text, name)
    return Fraction(low) * of.scale, Fraction(high) * of.scale, of
