"""From phrases to figures: reads the table of rules, and puts each into effect.

The tokens are written as one text, `<5=n><mg=u>`, in which a rule finds its pattern.
"""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

from ketacalc.errors import KetacalcError, Unreadable
from ketacalc.language.notation import read_given
from ketacalc.language.relations import QUANTITIES
from ketacalc.language.units import PLUS
from ketacalc.words.tokens import Token

TABLE = tomllib.loads((files(__package__) / "rules.toml").read_text("utf-8"))
# What a pattern is made of, @fill and <piece:p=vial>, and no (?P<run> or (?<!howmany>).
_SIGN = re.compile(
    r"@(?P<part>\w+)"
    r"|(?<![?P])<(?:(?P<name>\w+):)?(?P<code>[^<>=]+)(?:=(?P<value>[^<>]+))?>"
)
_TOKEN = re.compile(r"<([^<>]*)=([^<>=]+)>")


class Coded(NamedTuple):
    """Tokens as one text, and which token begins at which place of it."""

    text: str
    starts: dict[int, int]

    def span(self, match: re.Match[str]) -> slice:
        """Return which tokens a rule takes."""
        return slice(self.starts[match.start("it")], self.starts[match.end("it")])


def coded(tokens: list[Token]) -> Coded:
    """Write tokens as one text: <5=n><mg=u>."""
    written = [f"<{each.value}={each.code}>" for each in tokens]
    ends = accumulate(map(len, written), initial=0)
    return Coded("".join(written), {end: at for at, end in enumerate(ends)})


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


_RULES = [(shape(pattern), *made) for _, pattern, *made in TABLE["figures"]]


def figures_in(tokens: list[Token]) -> list[Token]:
    """Put figures in the place of the phrases that give them, rule by rule."""
    for pattern, code, template in _RULES:
        tokens = _applied(tokens, pattern, code, template)
    return tokens


def _applied(
    tokens: list[Token], pattern: re.Pattern[str], code: str, template: str
) -> list[Token]:
    """Put what a rule makes in the place of all that it finds."""
    text = coded(tokens)
    found: list[Token] = []
    last = 0
    for match in pattern.finditer(text.text):
        span = text.span(match)
        names = match.groupdict()
        names["run"] = run_of(names.get("run", ""))
        made = _made(code, template.format(**names))
        if made:
            words = match.start() if code == "F" else match.start("it")
            begin, end = tokens[text.starts[words]].start, tokens[span.stop - 1].end
            found += [*tokens[last : span.start], Token(*made, begin, end)]
            last = span.stop
    return [*found, *tokens[last:]]


def _made(code: str, value: str) -> tuple[str, str] | None:
    """Return what a rule makes, a code and its value; None where it is none."""
    if code == "same":
        return _same(*value.split(" = "))
    if code == "sum":
        return _sum(value)
    if code == "F":
        return f"F.{read_given(value).quantity}", value
    if code in QUANTITIES:
        return f"F.{read_given(value, code).quantity}", value
    return code, value


def _sum(text: str) -> tuple[str, str] | None:
    """Read 7 lb 4 oz, 5 ft 4 in, and 1 hour and 30 minutes."""
    with suppress(KetacalcError):
        given = read_given(text)
        return (f"F.{given.quantity}", text) if given.join == PLUS else None
    return None


def _same(first: str, last: str) -> tuple[str, str] | None:
    """Set aside 1 g = 1,000 mg, where it agrees; Unreadable where it does not."""
    one, other = read_given(first), read_given(last)
    if one.quantity != other.quantity:
        return None
    if one.base_value != other.base_value:
        raise Unreadable(f"{one} = {other}", "by this tool's measures it is not so")
    return "aside", "an equivalence that agrees"
