"""Exam papers: so many problems of each topic and level, and parallel versions."""

from __future__ import annotations

import re
from itertools import islice
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import OutOfRange, Unreadable, Unsolvable
from ketacalc.practice.chance import Chance
from ketacalc.practice.exercises import (
    Sheet,
    Wish,
    drawn_by,
    of_kind,
    read_wish,
    refuse_too_many,
)
from ketacalc.practice.kinds import named
from ketacalc.say import later, say

if TYPE_CHECKING:
    from ketacalc.practice.drawing import Exercise, Figures

QUOTA = re.compile(r"(?P<topic>[a-z]+)(?:/(?P<level>\d))?=(?P<count>\d{1,4})")
MOST_VERSIONS = 6


class Quota(NamedTuple):
    """So many problems of a wish."""

    wish: Wish
    number: int


class Paper(NamedTuple):
    """What a paper is made of, and how: its quotas, versions, order and marks."""

    quotas: tuple[Quota, ...]
    versions: int = 1
    easy_first: bool = False
    marks: bool = False
    key: bool = False
    worked: bool = False

    @property
    def asked(self) -> str:
        """What is asked for, in words: pump, level 2; or each quota with its number."""
        several = len(self.quotas) > 1
        parts = [
            f"{quota.number} × {quota.wish.brief}" if several else quota.wish.brief
            for quota in self.quotas
        ]
        return "; ".join([*parts, *[say("easy first")] * self.easy_first])


def read_quota(text: str, task: str) -> Quota:
    """Read a quota: pump=4, or drip/3=2 for level 3.  Raises Unreadable."""
    match = QUOTA.fullmatch(text.replace(" ", "").lower())
    if match is None or not int(match["count"]):
        write = later("a topic, perhaps a level, and a count: drip/3=2")
        raise Unreadable(text, later("it is no quota"), write, "quota")
    try:
        wish = read_wish([match["topic"]], int(match["level"] or 0), task)
    except Unreadable as error:
        raise error.at("quota") from None
    return Quota(wish, int(match["count"]))


def draw_paper(seed: int, paper: Paper) -> tuple[Sheet, ...]:
    """Draw the parallel sheets of a paper: same kinds and levels, other numbers.

    Raises OutOfRange and Unsolvable.
    """
    refuse_too_many(sum(quota.number for quota in paper.quotas))
    if not 1 <= paper.versions <= MOST_VERSIONS:
        figure = say("{count} versions", count=paper.versions)
        limit = say("are not 1 to {most}", most=MOST_VERSIONS)
        raise OutOfRange(figure, limit, later("ask for fewer"), "versions")
    chance = Chance(seed)
    seen: set[Figures] = set()
    first: list[Exercise] = []
    for wish, count in paper.quotas:
        first += islice(drawn_by(chance, wish, seen), count)
    if paper.easy_first:
        first.sort(key=lambda each: each.level)
    sheets = [first]
    sheets += (
        [_another(chance, each, seen) for each in first]
        for _ in range(paper.versions - 1)
    )
    letters = ascii_uppercase if paper.versions > 1 else [""]
    return tuple(
        Sheet(
            tuple(each),
            seed,
            paper.key or paper.worked,
            paper.worked,
            letter,
            paper.marks,
            paper.asked,
        )
        for letter, each in zip(letters, sheets, strict=False)
    )


def _another(chance: Chance, exercise: Exercise, seen: set[Figures]) -> Exercise:
    """Draw another problem of the same kind, level and task."""
    kind = named(exercise.kind)
    found = of_kind(chance, kind, exercise.level, exercise.task, seen)
    if found is None:
        reason = later("I find no more of this kind for another version")
        raise Unsolvable(kind.name, reason)
    return found
