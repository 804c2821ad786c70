"""Judge a range, 100 to 150 mg/day: each of its ends as an answer of its own.

A problem with ranges is one problem at each end of them.  The lower end of an answer is
held against the one that gives the least, the upper end against the one that gives the
most.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.language.figures import NUMBER
from ketacalc.language.numbers import read_number
from ketacalc.language.problem import Asked
from ketacalc.language.relations import QUANTITIES
from ketacalc.language.units import SHARE
from ketacalc.marking.comment import comment
from ketacalc.marking.judge import ABOUT, Key, judge
from ketacalc.marking.verdict import (
    COARSE,
    PASSING,
    RIGHT,
    UNREAD,
    UNREADABLE,
    WRONG_UNIT,
    WRONG_VALUE,
    Diagnosis,
    Step,
)
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketacalc.language.units import Unit

_NUMBER = re.compile(NUMBER)
_ABOUT = str.maketrans("", "", ABOUT)
NAMES = (later("lower end"), later("upper end"))
_SPAN = re.compile(rf"({NUMBER})\s*(\D*?)\s*(?:[-–]|\bto\b)\s*({NUMBER})\s*(\D.*)?")
# 14:40 to 16:00, and 1:250 to 1:200: each end is written in full.
_SPECIAL = re.compile(r"([0-9]+:[0-9].*?)\s*(?:[-–]|\bto\b)\s*([0-9]+:[0-9].*)")


def judge_range(
    key: Key,
    text: str,
    asked: Asked | None,
    earlier: Sequence[Step],
    *,
    is_last: bool = True,
) -> Step:
    """Judge one step of a problem with ranges; one number is both ends of it."""
    low, high = _ends_of(text)
    if falls := _falling(low, high):
        return Step(text, UNREADABLE, message=falls)
    befores = [
        [each.ends[at] if each.ends else each for each in earlier] for at in (0, 1)
    ]
    probe = judge(key.corner(0), low, asked, befores[0], is_last=is_last)
    if probe.verdict in {*UNREAD, WRONG_UNIT} or not (probe.quantity and probe.unit):
        return probe._replace(source=text)

    def judged(way: Asked | None) -> tuple[Step, ...]:
        corners = key.corners((way or probe).quantity or "", probe.unit or SHARE)
        parts = zip(corners, (low, high), befores, strict=True)
        return tuple(
            judge(key.corner(corner), end, way, before, is_last=is_last)
            for corner, end, before in parts
        )

    ends = judged(asked)
    if asked is None and not _passes(ends):
        tries = map(judged, _others(key, probe.unit))
        ends = next(filter(_passes, tries), ends)
    decisive = _decisive(ends)
    return decisive._replace(source=text, ends=ends, expected=None, answer=None)


def _passes(ends: Sequence[Step]) -> bool:
    return all(each.verdict in PASSING for each in ends)


def _others(key: Key, of: Unit) -> list[Asked]:
    """Return what else follows in a unit, where nothing is asked: left, for volume."""
    kinds = ((n, QUANTITIES[n].kind) for n in key.reach if n in QUANTITIES)
    names = (name for name, kind in kinds if kind == of.kind)
    return [Asked(name, of) for name in names if name not in key.frame.names]


def _at_end(earlier: Sequence[Step], at: int) -> list[Step]:
    """Return the earlier steps as they are at one end."""
    return [each.ends[at] if each.ends else each for each in earlier]


def _falling(low: str, high: str) -> str:
    """Say how a range is written whose upper end stands first, or return ""."""
    ends = [each[0] for each in map(_NUMBER.match, (low, high)) if each]
    try:
        lower, upper = (read_number(each).value for each in ends)
    except (Unreadable, ValueError):  # which is told for each end
        return ""
    meant = say("write {ends} to {low}", ends=ends[1], low=low)
    return (
        say("a range begins with its lower end; {meant}", meant=meant)
        if lower > upper
        else ""
    )


def _ends_of(text: str) -> tuple[str, str]:
    """Part 100-150 mg/day into 100 mg/day and 150 mg/day."""
    match = _SPAN.fullmatch(text.translate(_ABOUT).strip())
    if match is None:
        special = _SPECIAL.fullmatch(text.strip())
        return (special[1], special[2]) if special else (text, text)
    low, own, high, unit = match.groups()
    return f"{low} {own or unit or ''}".strip(), f"{high} {unit or ''}".strip()


def _decisive(ends: Sequence[Step]) -> Step:
    """Return the end that decides: a wrong one, else a coarse one."""
    wrong = (each for each in ends if each.verdict not in PASSING)
    coarse = (each for each in ends if each.verdict == COARSE)
    return next(wrong, next(coarse, ends[0]))


def comment_on_range(
    key: Key, step: Step, asked: Asked | None, earlier: Sequence[Step]
) -> Step:
    """Say of each end why it is not right, and which slip explains it."""
    if not (step.ends and step.quantity and step.unit):
        return comment(key.corner(0), step, asked, earlier)
    span = key.solution(step.quantity, step.unit).results[0]
    right = [each.verdict in PASSING for each in step.ends]
    if span.low != span.high and step.ends[0].source == step.ends[1].source:
        at = right.index(True) if any(right) else None
        said = (
            say("{span} is asked", span=span)
            if at is None
            else say("it is the {end} of {span}", end=say(NAMES[at]), span=span)
        )
        found = (Diagnosis("one-end-only", said),) if at is not None else ()
        message = say(
            "{given} is not right: {said}", given=step.source.strip(), said=said
        )
        return step._replace(verdict=WRONG_VALUE, message=message, diagnoses=found)
    corners = key.corners(step.quantity, step.unit)
    ends = []
    for at, (corner, end) in enumerate(zip(corners, step.ends, strict=True)):
        ends.append(comment(key.corner(corner), end, asked, _at_end(earlier, at)))
    pairs = list(zip(NAMES, ends, strict=True))
    said = "; ".join(f"{n}: {e.message}" for n, e in pairs if e.message != RIGHT)
    slips = dict.fromkeys(each for end in ends for each in end.diagnoses)
    message = said or RIGHT
    return step._replace(message=message, diagnoses=tuple(slips), ends=tuple(ends))
