"""Every mistake that can be made in a program with one target."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ketacalc.marking.mistakes.lines import of_operations
from ketacalc.marking.mistakes.misread import (
    added_conversions,
    misplaced_points,
    of_inputs,
    stopped_short,
    written_otherwise,
)

if TYPE_CHECKING:
    from ketacalc.marking.mistakes.edit import Edit
    from ketacalc.solving.planning import Program


@lru_cache(maxsize=256)
def edits_of(program: Program) -> tuple[Edit, ...]:
    """Return every mistake that can be made in a program with one target."""
    return (
        *of_operations(program),
        *added_conversions(program),
        *of_inputs(program),
        *written_otherwise(program),
        *stopped_short(program),
        *misplaced_points(program),
    )
