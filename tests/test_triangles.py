"""The table of relations: closed under algebra, and agreeing with the units."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from ketacalc.language.relations import BY_KIND, NAMED_ONLY, QUANTITIES, RELATIONS
from ketacalc.language.units import DIVIDED, PLUS, TIMES, product
from ketacalc.solving.planning import MOVES, derivations

NAMES = list(QUANTITIES)
Vector = list[Fraction]


def test_every_relation_agrees_with_the_units() -> None:
    for relation in RELATIONS:
        whole, left, right = (
            QUANTITIES[name].units[0]
            for name in (relation.whole, relation.left, relation.right)
        )
        if relation.op == TIMES:
            assert product(left, right).kind == whole.kind
        if relation.op == PLUS:
            assert left.kind == whole.kind
            assert right.kind in {whole.kind, "time"}


def test_every_quantity_is_known_by_its_unit_or_must_be_named() -> None:
    bare = set(BY_KIND.values())
    assert set(QUANTITIES) - bare == set(NAMED_ONLY)
    for quantity in QUANTITIES.values():
        assert len({unit.kind for unit in quantity.units}) == 1


def _reduced(rows: list[Vector], width: int) -> tuple[dict[int, Vector], list[Vector]]:
    """Bring the first columns of rows to reduced echelon form.

    Returns the rows by their pivots, and the rows that have none in these columns.
    """
    basis: dict[int, Vector] = {}
    left = []
    for original in rows:
        row = original
        for pivot, other in basis.items():
            row = _without(row, pivot, other)
        new = next((index for index in range(width) if row[index]), None)
        if new is None:
            left.append(row)
            continue
        row = [value / row[new] for value in row]
        basis = {pivot: _without(other, new, row) for pivot, other in basis.items()}
        basis[new] = row
    return basis, left


def _without(row: Vector, pivot: int, other: Vector) -> Vector:
    """Take as much of another row from a row as leaves nothing at its pivot."""
    if not row[pivot]:
        return row
    return [a - row[pivot] * b if b else a for a, b in zip(row, other, strict=True)]


def _vectors() -> dict[str, Vector]:
    """Write the logarithm of each quantity as a sum of those of the free ones."""
    rows = [
        [Fraction((name == t.whole) - (name in {t.left, t.right})) for name in NAMES]
        for t in RELATIONS
        if t.op == TIMES
    ]
    basis, _ = _reduced(rows, len(NAMES))
    free = [index for index in range(len(NAMES)) if index not in basis]
    return {
        name: [-basis[i][f] if i in basis else Fraction(i == f) for f in free]
        for i, name in enumerate(NAMES)
    }


VECTORS = _vectors()


def _algebra(given_names: tuple[str, ...]) -> Iterator[str]:
    """Yield what algebra can reach from these without drawing a root.

    All targets are the right-hand sides of one system of equations.
    """
    width = len(given_names)
    columns = [VECTORS[name] for name in (*given_names, *NAMES)]
    basis, left = _reduced([*map(list, zip(*columns, strict=True))], width)
    for at, target in enumerate(NAMES, width):
        solvable = not any(row[at] for row in left)
        if solvable and all(row[at].denominator == 1 for row in basis.values()):
            yield target


PRODUCTS = [move for move in MOVES if move.op in {TIMES, DIVIDED}]


def _by_products(names: Iterable[str]) -> set[str]:
    """Return what the moves that multiply and divide reach."""
    reached = set(names)
    while more := {m.makes for m in PRODUCTS if {m.left, m.right} <= reached} - reached:
        reached |= more
    return reached


def test_covering_corners_reaches_all_that_algebra_could_from_one_or_two() -> None:
    for count in (1, 2):
        for names in combinations(NAMES, count):
            reached = set(_algebra(names))
            assert _by_products(names) == reached
            assert set(derivations(frozenset(names))) >= reached


@given(st.lists(st.sampled_from(NAMES), min_size=4, max_size=9, unique=True))
@settings(max_examples=150, deadline=None)
def test_covering_corners_reaches_all_that_algebra_could(names: list[str]) -> None:
    reached = set(derivations(frozenset(names)))
    assert reached >= set(_algebra(tuple(names)))
    assert set(derivations(frozenset(reached))) == reached
