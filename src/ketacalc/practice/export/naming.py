"""What a sheet is called: enough to draw it again from what is printed on it.

A title, a category and an id say the topic, the level, how many problems, the seed and
the version of the program that drew them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zlib import crc32

import ketacalc
from ketacalc.say import later, say

if TYPE_CHECKING:
    from ketacalc.practice.drawing import Exercise
    from ketacalc.practice.exercises import Sheet

PROGRAM = "ketacalc"
ONE, SEVERAL = later("{count} problem"), later("{count} problems")
# An id number of Moodle's has 100 characters at most: what is longer is cut, and told
# from others by a sum.
LONGEST_SLUG, CUT_SLUG = 40, 31


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
    """Say what was asked for, drip, level 3; of a sheet made by hand what it has."""
    topics = dict.fromkeys(each.topic for each in sheet.exercises)
    return sheet.asked or ", ".join(topics)


def drawn(sheet: Sheet) -> str:
    """Say how many problems there are, the seed, and the letter of a parallel sheet."""
    count = len(sheet.exercises)
    problems = say(ONE if count == 1 else SEVERAL, count=count)
    parts = [problems, say("seed {seed}", seed=sheet.seed)]
    if sheet.version:
        parts.append(say("sheet {letter}", letter=sheet.version))
    return ", ".join(parts)


def series(sheet: Sheet) -> str:
    """Return what sheets have in common that differ in how many problems they have."""
    told = asked(sheet)
    what = re.sub(r"[^a-z0-9]+", "-", told.lower()).strip("-")
    if len(what) > LONGEST_SLUG or not told.isascii():
        what = f"{what[:CUT_SLUG]}-{crc32(told.encode()):08x}"
    return f"{PROGRAM}-{ketacalc.__version__}-{what}-seed-{sheet.seed}{sheet.version}"


def identity(sheet: Sheet) -> str:
    """Return an id of a sheet, of letters, figures, points and hyphens."""
    return f"{series(sheet)}-of-{len(sheet.exercises)}"


def tags(sheet: Sheet, each: Exercise) -> tuple[str, ...]:
    """Return words to find a problem by."""
    levels = f"level-{each.level}"
    version = f"{PROGRAM}-{ketacalc.__version__}"
    return (each.topic, levels, version, f"seed-{sheet.seed}")
