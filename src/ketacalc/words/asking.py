"""What a sentence asks for: a unit and of what, a name, and how it is rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.words.rules import RUN, run_of
from ketacalc.words.tokens import Token, coded, shape

if TYPE_CHECKING:
    import re

ONE, DAY, COURSE, OPEN = "dose", "day", "course", ""
# Codes that make a sentence a question, and those that say of what it asks.
ASKING = {"query", "ask", "howmany", "howmuch", "howlong", "when", "blank"}
ASKING |= {"convert", "lowhigh"}
SCOPES = {"onedose": ONE, "perdose": ONE, "perday": DAY, "course": COURSE}
_OF_UNITS = {*"updta", "per", "perdose"}
_NEVER_TIMED = {"h", "min", "day", "dose", "kg"}
# What is asked by name, where no unit is.
NAMES = {"howlong": "h", "runtime": "h", "when": "end", "pump": "mL/h"}
NAMES |= {"drip": "gtt/min", "intake": "mL", "output": "mL", "volume": "mL"}


class Ask(NamedTuple):
    """A question: its unit or name, of one dose, a day or a course, and the rounding.

    `first` and `last` are the places in the text between which it stands.
    """

    unit: str
    scope: str
    rounding: str
    codes: frozenset[str]
    first: int
    last: int


_AFTER = "(?!<n|F.\\w+|K.\\w+>)"
_SHAPES = tuple(
    shape(pattern)
    for pattern in (
        f"<howmany> <_|adj|a|the|of|F.\\w+>{{0,3}} {RUN}",
        f"<blank> <_|colon>? {RUN}",
        f"{RUN} <eq|colon|be>{{1,2}} <blank>",
        f"<in|to|open> <the>? {RUN} {_AFTER}",
        "<[updt]> (?: <per> <[updt]> | <perdose> | <a> <t> ){1,3}",
        "<u>",
    )
)
_MORE = shape(f"<and> <howmany|in>{{0,2}} {RUN}")
_EACH_TIME = shape("<per|a> <t>")


def asks_in(tokens: list[Token]) -> list[Ask]:
    """Return what a sentence asks: none where it is no question, one, or more.

    Raises Unreadable for a question of yes or no.
    """
    codes = {each.code for each in tokens}
    if "query" not in codes:
        codes.discard("when")
    if not codes & ASKING:
        return []
    if tokens[0].code in {"be", "aux"} and "query" in codes:
        raise Unreadable(tokens[0].value, "a question of yes or no is not read")
    rounding = next((t.value for t in tokens if t.code == "rounding"), "")
    scope = next((s for c, s in SCOPES.items() if c in codes), OPEN)
    named = next((u for c, u in NAMES.items() if c in codes), "")
    place = tokens[0].start, tokens[-1].end
    units = _units_in(tokens) or [named]
    parts = ((unit, *_parted(unit, scope)) for unit in units)
    return [Ask(u, s, rounding, frozenset(codes), *place) for _, u, s in parts]


def _parted(unit: str, scope: str) -> tuple[str, str]:
    """Part mg/dose and mg/day into the unit and the scope."""
    for each in (ONE, DAY):
        if unit.endswith(f"/{each}"):
            return unit.removesuffix(f"/{each}"), each
    return unit, scope


def _units_in(tokens: list[Token]) -> list[str]:
    """Return the units that a sentence asks for: mL/h, or mg/h and mL/h."""
    codes, starts = coded(tokens)
    for pattern in _SHAPES:
        if match := pattern.search(codes):
            units = [_run(tokens, starts, match)]
            while match := _MORE.match(codes, match.end()):
                units.append(_run(tokens, starts, match))
            return units
    return []


def _run(tokens: list[Token], starts: dict[int, int], match: re.Match[str]) -> str:
    first, last = starts[match.start()], starts[match.end()]
    units = [each for each in tokens[first:last] if each.code in _OF_UNITS]
    while units[0].code in {"a", "per"}:
        del units[0]
    return _timed(run_of(units), tokens, tokens[last:])


def _timed(unit: str, tokens: list[Token], behind: list[Token]) -> str:
    """Add the hour of "how many units does she get each hour"."""
    if "/" in unit or unit in _NEVER_TIMED:
        return unit
    if any(each.code == "hourly" for each in tokens):
        return f"{unit}/h"
    codes, starts = coded(behind)
    if match := _EACH_TIME.search(codes):
        return f"{unit}/{behind[starts[match.end()] - 1].value}"
    return unit
