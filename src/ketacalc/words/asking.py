"""What a sentence asks for: a unit and of what, a name, and how it is rounded."""

from __future__ import annotations

from typing import NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.words.rules import RUN, run_of
from ketacalc.words.tokens import Token, coded, shape

ONE, DAY, COURSE, OPEN = "dose", "day", "course", ""
# Codes that make a sentence a question, and those that say of what it asks.
ASKING = {
    "query",
    "ask",
    "howmany",
    "howmuch",
    "howlong",
    "when",
    "blank",
    "convert",
    "lowhigh",
    "intake",
}
SCOPES = {"onedose": ONE, "perdose": ONE, "perday": DAY, "course": COURSE}
_OF_UNITS = {*"updta", "per", "perdose"}
_NEVER_TIMED = {"h", "min", "day", "dose", "kg"}
# What is asked by name, where no unit is.
NAMES = {"howlong": "h", "when": "end", "pump": "mL/h"}


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
_EACH_TIME = shape("<per|a> <t>")


def ask_in(tokens: list[Token]) -> Ask | None:
    """Return what a sentence asks, or None where it is no question."""
    codes = {each.code for each in tokens}
    if "query" not in codes:
        codes.discard("when")
    if not codes & ASKING:
        return None
    if tokens[0].code in {"be", "aux"} and "query" in codes:
        raise Unreadable(tokens[0].value, "a question of yes or no is not read")
    unit = _unit_in(tokens) or next((u for c, u in NAMES.items() if c in codes), "")
    scope = next((s for c, s in SCOPES.items() if c in codes), OPEN)
    if "/dose" in unit or "/day" in unit:
        unit, _, scope = unit.rpartition("/")
    rounding = next((t.value for t in tokens if t.code == "rounding"), "")
    place = tokens[0].start, tokens[-1].end
    return Ask(unit, scope, rounding, frozenset(codes), *place)


def _unit_in(tokens: list[Token]) -> str:
    codes, starts = coded(tokens)
    for pattern in _SHAPES:
        if match := pattern.search(codes):
            first, last = starts[match.start()], starts[match.end()]
            units = [t for t in tokens[first:last] if t.code in _OF_UNITS]
            while units[0].code in {"a", "per"}:
                del units[0]
            return _timed(run_of(units), tokens, tokens[last:])
    return ""


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
