"""What a sheet is called: enough to draw it again from what is printed on it.

A title, a category and an id say the topic, the level, how many problems, the seed and
the version of the program that drew them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import ketacalc
from ketacalc.say import later, say

if TYPE_CHECKING:
    from ketacalc.practice.drawing import Exercise
    from ketacalc.practice.exercises import Sheet

PROGRAM = "ketacalc"
ONE, SEVERAL = later("{count} problem"), later("{count} problems")
ONE_LEVEL, LEVELS = later("level {level}"), later("levels {low} to {high}")
LONGEST_SLUG = 40  # an id number of Moodle's has 100 characters at most


def title(sheet: Sheet) -> str:
    """Say what was drawn, and by what: Drip, level 3: 5 problems, seed 7."""
    told = say(
        "{asked}: {drawn}, {program}",
        asked=asked(sheet),
        drawn=drawn(sheet),
        program=program(),
    )
    return told[:1].upper() + told[1:]


def deck(sheet: Sheet) -> str:
    """Name a deck of Anki's below one of the program's and one of what was asked."""
    last = say("{drawn}, {program}", drawn=drawn(sheet), program=program())
    return f"{PROGRAM}::{asked(sheet)}::{last}"


def program() -> str:
    """Name the program with its version."""
    return f"{PROGRAM} {ketacalc.__version__}"


def asked(sheet: Sheet) -> str:
    """Say which topics and levels a sheet has: drip, level 3."""
    topics = dict.fromkeys(each.topic for each in sheet.exercises)
    topic = say("mixed topics") if len(topics) > 1 else "".join(topics)
    return say("{topic}, {levels}", topic=topic, levels=_levels(sheet))


def _levels(sheet: Sheet) -> str:
    levels = sorted(each.level for each in sheet.exercises)
    low, high = levels[0], levels[-1]
    return say(ONE_LEVEL, level=low) if low == high else say(LEVELS, low=low, high=high)


def drawn(sheet: Sheet) -> str:
    """Say how many problems there are, the seed, and the letter of a parallel sheet."""
    count = len(sheet.exercises)
    problems = say(ONE if count == 1 else SEVERAL, count=count)
    parts = [problems, say("seed {seed}", seed=sheet.seed)]
    if letter(sheet):
        parts.append(say("sheet {letter}", letter=letter(sheet)))
    return ", ".join(parts)


def letter(sheet: Sheet) -> str:
    """Return A or B of sheets that are parallel, else nothing."""
    found: str = getattr(sheet, "version", "")
    return found


def series(sheet: Sheet) -> str:
    """Return what sheets have in common that differ in how many problems they have."""
    what = re.sub(r"[^a-z0-9]+", "-", asked(sheet).lower())[:LONGEST_SLUG].strip("-")
    return f"{PROGRAM}-{ketacalc.__version__}-{what}-seed-{sheet.seed}{letter(sheet)}"


def identity(sheet: Sheet) -> str:
    """Return an id of a sheet, of letters, figures, points and hyphens."""
    return f"{series(sheet)}-of-{len(sheet.exercises)}"


def tags(sheet: Sheet, each: Exercise) -> tuple[str, ...]:
    """Return words to find a problem by."""
    levels = f"level-{each.level}"
    version = f"{PROGRAM}-{ketacalc.__version__}"
    return (each.topic, levels, version, f"seed-{sheet.seed}")
