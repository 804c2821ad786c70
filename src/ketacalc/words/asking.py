"""What a sentence asks for: a unit and of what, a name, and how it is rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.words.rules import QUESTIONS, coded, run_of, shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.words.tokens import Token

ONE, DAY, COURSE, OPEN = "dose", "day", "course", ""
# Codes that make a sentence a question, and those that say of what it asks.
ASKING = {"query", "ask", "howmany", "howmuch", "howlong", "when", "blank"}
ASKING |= {"convert", "lowhigh"}
SCOPES = {"onedose": ONE, "perdose": ONE, "perday": DAY, "course": COURSE}
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


_MORE = shape("<and> <howmany|in>{0,2} @run")
_EACH_TIME = shape("<per|a> <time:t>")


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
        raise Unreadable("it", "a question of yes or no is not read")
    rounding = next((t.value for t in tokens if t.code == "rounding"), "")
    scope = next((s for c, s in SCOPES.items() if c in codes), OPEN)
    named = next((u for c, u in NAMES.items() if c in codes), "")
    place = tokens[0].start, tokens[-1].end
    units = [*_units_in(tokens)] or [named]
    parts = ((unit, *_parted(unit, scope)) for unit in units)
    return [Ask(u, s, rounding, frozenset(codes), *place) for _, u, s in parts]


def _parted(unit: str, scope: str) -> tuple[str, str]:
    """Part mg/dose and mg/day into the unit and the scope."""
    for each in (ONE, DAY):
        if unit.endswith(f"/{each}"):
            return unit.removesuffix(f"/{each}"), each
    return unit, scope


def _units_in(tokens: list[Token]) -> Iterator[str]:
    """Yield the units that a sentence asks for: mL/h, or mg/h and mL/h."""
    text = coded(tokens).text
    found = (pattern.search(text) for pattern in QUESTIONS)
    match = next(filter(None, found), None)
    while match:
        yield _timed(run_of(match["run"]), text, match.end())
        match = _MORE.match(text, match.end())


def _timed(unit: str, text: str, end: int) -> str:
    """Add the hour of "how many units does she get each hour"."""
    if "/" in unit or unit in _NEVER_TIMED:
        return unit
    if "=hourly>" in text:
        return f"{unit}/h"
    match = _EACH_TIME.search(text, end)
    return f"{unit}/{match['time']}" if match else unit
