"""What a sentence asks for: a unit or a name, and of one dose, a day or a course."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.words.rules import (
    IN_QUESTIONS,
    TABLE,
    coded,
    figures_in,
    first_of,
    fitting,
    patterns,
    run_of,
    shape,
)
from ketacalc.words.tokens import codes_of, signs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ketacalc.words.tokens import Token

LOADING, AFTER = "loading", "after"  # the first dose, and what follows it
ONE, DAY, COURSE, OPEN = "dose", "day", "course", ""
_QUESTIONS, _UNASKED, _SCOPES, _TIMES = map(
    patterns, ("questions", "unasked", "scopes", "times")
)
# What begins a question of its own: how many mg, and how many mL.
_BETWEEN = {"and", "comma", "close"}
_ASKS = {"howmany", "howmuch", "howlong"}
_MORE = shape("<and> <_>? <howmany|in>{0,2} @run")
_EACH_TIME = shape("<per|a> (?:<time:t>|<vol:u=mL|L>)")


def sentences_of(tokens: list[Token]) -> list[list[Token]]:
    """Part tokens where a sentence ends, and where a second question begins in it."""
    found: list[list[Token]] = [[]]
    for each, behind in zip_longest(tokens, tokens[1:]):
        again = _ASKS if each.code in _ASKS else {"blank"} & {each.code}
        is_next = not codes_of(found[-1][-1:]).isdisjoint(_BETWEEN)
        if is_next and each.code in _ASKS:
            again = {*_ASKS, "ask"}  # what is the daily dose, and how many mg a dose?
        if is_next and each.code == "ask":
            again = {*_ASKS, "ask"}  # how many mg, and what volume is that?
        if not again.isdisjoint(codes_of(found[-1])):
            found.append([])
        found[-1].append(each)
        is_asked = _ASKS & codes_of(found[-1])
        is_asked |= {"u", "p"} & codes_of(found[-1])
        is_blank = behind and behind.code in {"u", "p"} and not is_asked  # ? mL
        if each.code == "stop" or (each.code == "query" and not is_blank):
            found.append([])
    sentences = filter(None, found)
    return [figures_in(s, IN_QUESTIONS) if any(asks_in(s)) else s for s in sentences]


class Ask(NamedTuple):
    """A question: its unit or name, of one dose, a day or a course, and its tokens.

    `time` is of what it is where doses are given by a schedule.
    """

    unit: str
    scope: str
    time: str
    tokens: list[Token]

    @property
    def codes(self) -> set[str]:
        """The codes of its sentence."""
        return codes_of(self.tokens)

    def fitting(self, table: str, page: set[str]) -> list[list[str]]:
        """Return what the rows of a table say that hold for it, on a page of codes."""
        return fitting(table, {self.unit or "none"}, signs_of(self.tokens), page)

    @property
    def part(self) -> str:
        """Of which dose it asks: of the loading one, of what follows it, or ""."""
        named = {part_of(each) for each in self.tokens} - {""}
        if not signs_of(self.tokens).isdisjoint(TABLE["past"]):
            return AFTER if named else ""  # after the loading dose
        return named.pop() if len(named) == 1 else ""

    @property
    def is_running(self) -> bool:
        """Tell whether it asks how fast something runs."""
        return self.unit.endswith(("/h", "/min"))

    def holds(self, token: Token) -> bool:
        """Tell whether a token stands in its sentence."""
        return self.tokens[0].start <= token.start < self.tokens[-1].end


def part_of(token: Token) -> str:
    """Return of which dose a word tells: of the first, or of what comes after it."""
    return str(TABLE["parted"].get(token.value.lower(), ""))


def asks_in(sentence: list[Token]) -> Iterator[Ask]:
    """Yield what a sentence asks: nothing where it is no question.

    Raises Unreadable for a question of yes or no.
    """
    codes = codes_of(sentence)
    if codes.isdisjoint({"query", "blank", "ask"}):
        codes.discard("when")
    is_told = any(each.quantity for each in sentence)  # the safe range is 5 to 10 mg/kg
    if codes & {*TABLE["asking"]} <= ({"lowhigh"} if is_told else set()):
        return
    is_yes_or_no = sentence[0].code in {"be", "aux"} and "query" in codes
    if is_yes_or_no and "compare" not in codes:
        raise Unreadable("it", "a question of yes or no is not read")
    named = next((unit for code, unit in TABLE["names"].items() if code in codes), "")
    yield from asks_for(
        [*_units_in(coded(sentence)[0], _QUESTIONS)] or [named], sentence
    )


def asks_unsaid(sentence: list[Token]) -> Iterator[Ask]:
    """Yield what a sentence asks that is no question: a unit without a number."""
    yield from asks_for(_units_in(coded(sentence)[0], _UNASKED), sentence)


def asks_for(units: Iterable[str], sentence: list[Token]) -> Iterator[Ask]:
    """Yield a question for each unit, and of what the words of a sentence say it is."""
    text, _ = coded(sentence)
    scope, time = first_of(_SCOPES, text), first_of(_TIMES, text)
    for unit in units:
        above, _, below = unit.rpartition("/")
        if above and below in {ONE, DAY}:
            yield Ask(above, below, time, sentence)
        else:
            yield Ask(unit, scope, time, sentence)


def _units_in(text: str, ways: list[tuple[Any, ...]]) -> Iterator[str]:
    """Yield the units that a sentence asks for: mL/h, or mg/h and mL/h."""
    found = (pattern.search(text) for (pattern,) in ways)
    match = next(filter(None, found), None)
    while match:
        yield _timed(run_of(match["run"]), text, match.end())
        match = _MORE.match(text, match.end())


def _timed(unit: str, text: str, end: int) -> str:
    """Add the hour of "how many units does she get each hour"."""
    if "/" in unit or unit in TABLE["never_timed"]:
        return unit
    if "=hourly>" in text:
        return f"{unit}/h"
    match = _EACH_TIME.search(text, end)
    return f"{unit}/{match['time'] or match['vol']}" if match else unit
