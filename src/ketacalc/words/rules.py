"""From phrases to figures: reads the table of rules, and puts each into effect.

The tokens are written as one text, `<5=n><mg=u>`, in which a rule finds its pattern.
"""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from importlib.resources import files
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ketacalc.errors import KetacalcError, Unreadable
from ketacalc.language.notation import read_given
from ketacalc.language.relations import QUANTITIES
from ketacalc.language.units import PLUS
from ketacalc.words.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = tomllib.loads((files(__package__) / "rules.toml").read_text("utf-8"))
# What a pattern is made of, @fill and <piece:p=vial>, and no (?P<run> or (?<!howmany>).
_SIGN = re.compile(
    r"@(?P<part>\w+)"
    r"|(?<![?P])<(?:(?P<name>\w+):)?(?P<code>[^<>=]+)(?:=(?P<value>[^<>]+))?>"
)
_TOKEN = re.compile(r"<([^<>]*)=([^<>=]+)>")


def coded(tokens: list[Token]) -> tuple[str, dict[int, int]]:
    """Write tokens as one text, <5=n><mg=u>, and tell which begins at which place."""
    written = [f"<{each.value}={each.code}>" for each in tokens]
    ends = accumulate(map(len, written), initial=0)
    return "".join(written), {end: at for at, end in enumerate(ends)}


def shape(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of codes, which is written as the table of rules says."""
    kept, _, taken = _SIGN.sub(_expanded, pattern).rpartition("^ ")
    return re.compile(f"{kept}(?P<it>{taken})", re.VERBOSE)


def _expanded(match: re.Match[str]) -> str:
    """Write <n> as <[^<>]*=n>, and a part as what it stands for."""
    if match["part"]:
        return _SIGN.sub(_expanded, TABLE["parts"][match["part"]])
    name = f"?P<{match['name']}>" if match["name"] else "?:"
    value = (match["value"] or "@any").replace(" ", r"\s")
    return f"(?:<({name}{_SIGN.sub(_expanded, value)})=(?:{match['code']})>)"


def run_of(text: str) -> str:
    """Write a run of units in the notation: mg/kg/day."""
    pairs = _TOKEN.findall(text)
    return "/".join(value for value, code in pairs if code not in {"per", "a"})


def patterns(name: str) -> list[tuple[Any, ...]]:
    """Return the rows of a table, their patterns compiled, without the examples."""
    return [(shape(pattern), *made) for _, pattern, *made in TABLE[name]]


def first_of(rows: list[tuple[Any, ...]], text: str) -> str:
    """Return what the first row says whose pattern is found; "" where none is."""
    return next((said for pattern, said in rows if pattern.search(text)), "")


def fitting(table: str, *found: set[str]) -> list[list[str]]:
    """Return what the rows of a table say whose conditions hold, in their order."""
    rows = (row for _, *row in TABLE[table] if all(map(fits, row, found)))
    return [row[len(found) :] for row in rows]


def fits(condition: str, codes: set[str]) -> bool:
    """Tell whether codes are as a condition has them: "left|ran, no end"."""
    for each in filter(None, condition.split(", ")):
        wanted = each.removeprefix("no ")
        if codes.isdisjoint(wanted.split("|")) == (wanted == each):
            return False
    return True


def sentences() -> Iterator[str]:
    """Yield what the table of doubts says to a learner, for the catalogue."""
    for *_, reason, write in TABLE["doubts"]:
        yield from filter(None, (reason, write))


FIGURES, IN_QUESTIONS = patterns("figures"), patterns("in_questions")


def figures_in(
    tokens: list[Token], rules: list[tuple[Any, ...]] = FIGURES
) -> list[Token]:
    """Put figures in the place of the phrases that give them, rule by rule."""
    text, _ = coded(tokens)
    for pattern, code, template in rules:
        if pattern.search(text):
            tokens = _applied(tokens, pattern, code, template)
            text, _ = coded(tokens)
    return tokens


def _applied(
    tokens: list[Token], pattern: re.Pattern[str], code: str, template: str
) -> list[Token]:
    """Put what a rule makes in the place of all that it finds."""
    text, starts = coded(tokens)
    found: list[Token] = []
    last = 0
    for match in pattern.finditer(text):
        names = match.groupdict("")
        names["run"] = run_of(names.get("run", ""))
        if made := _made(code, template.format(**names)):
            first, end = (starts[place] for place in match.span("it"))
            words = starts[match.start()] if code == "F" else first
            place = tokens[words].start, tokens[end - 1].end
            found += [*tokens[last:first], Token(*made, *place)]
            last = end
    return [*found, *tokens[last:]]


def _made(code: str, value: str) -> tuple[str, str] | None:
    """Return what a rule makes, a code and its value; None where it is none."""
    if code == "same":
        return _same(*value.split(" = "))
    if code == "sum":
        return _made("F", value) if _is_sum(value) else None
    name = code if code in QUANTITIES else ""
    if name or code == "F":
        return f"F.{read_given(value, name).quantity}", value
    return code, value


def _is_sum(text: str) -> bool:
    """Tell whether two figures are one: 7 lb 4 oz, 5 ft 4 in, 1 hour 30 minutes."""
    with suppress(KetacalcError):
        return read_given(text).join == PLUS
    return False


def _same(first: str, last: str) -> tuple[str, str] | None:
    """Set aside 1 g = 1,000 mg, where it agrees; Unreadable where it does not."""
    one, other = read_given(first), read_given(last)
    if one.quantity != other.quantity:
        return None
    if one.base_value != other.base_value:
        raise Unreadable(f"{one} = {other}", "by this tool's measures it is not so")
    return "aside", "an equivalence that agrees"
