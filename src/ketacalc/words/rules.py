"""From phrases to figures: a small table of rules, each a pattern of codes.

A code stands for a word, as the lexicon says: <n> is a number, <u> a unit, <p> a piece
that is counted, <d> a dose and <t> a time, <_> any other word.  What a rule makes has
the code F. and the quantity; a volume that a vessel holds has K., of a bag B., and one
that is added to a powder D.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from ketacalc.errors import KetacalcError, Unreadable
from ketacalc.language.notation import read_given
from ketacalc.language.units import DIVIDED, PLUS
from ketacalc.words.tokens import Token, fold, shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacalc.language.problem import Given

# A run of units: mg per kg per day, mL an hour, mg/kg/dose.
RUN = "<[updt]> (?: <per> <[updt]> | <a> <[td]> | <perdose> ){0,3}"
_FOUR_DIGITS = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9]")
_UNITS = frozenset("updt")
_OLDEST = 110  # years: a bare number between commas is no age above it
_VESSELS = {"vial", "ampoule", "bottle", "bag"}


def figure(text: str, over: list[Token], name: str = "") -> Token:
    """Make one token of those that a figure was read from; raises as the notation."""
    quantity = read_given(text, name).quantity
    value = f"{name}={text}" if name else text
    return Token(f"F.{quantity}", value, over[0].start, over[-1].end)


def run_of(tokens: list[Token]) -> str:
    """Write a run of units in the notation: mg/kg/day."""
    names = ["dose" if t.code == "perdose" else t.value for t in tokens]
    held = {"per", "a"}
    return "/".join(n for n, t in zip(names, tokens, strict=True) if t.code not in held)


def _simple(tokens: list[Token]) -> list[Token]:
    """Read 0.5 mg/kg, 25-mg, and 20 to 30 mg/kg/day."""
    first = next(at for at, each in enumerate(tokens) if each.code in _UNITS)
    numbers = [each.value for each in tokens[:first] if each.code == "n"]
    text = f"{' to '.join(numbers)} {run_of(tokens[first:])}"
    return [figure(text, tokens)]


def _as(template: str) -> Callable[[list[Token]], list[Token]]:
    """Make a rule that writes a figure of its first token and its last."""

    def make(tokens: list[Token]) -> list[Token]:
        first, last = tokens[0].value, tokens[-1].value
        return [figure(template.format(first=first, last=last), tokens)]

    return make


def _sum(tokens: list[Token]) -> list[Token] | None:
    """Read 7 lb 4 oz, 5 ft 4 in, and 1 hour and 30 minutes."""
    with suppress(KetacalcError):
        text = f"{tokens[0].value} {tokens[-1].value}"
        if read_given(text).join == PLUS:
            return [figure(text, tokens)]
    return None


def _named_by_number(tokens: list[Token]) -> list[Token] | None:
    """Set aside a number that is glued to a name: Dilantin-125."""
    name, _, number = tokens
    if number.start != name.end + 1:
        return None
    return [name, number._replace(code="aside", value="the name of a product")]


def _one_liter(tokens: list[Token]) -> list[Token] | None:
    return [figure("1 L", tokens)] if tokens[1].value == "L" else None


def _one_day(tokens: list[Token]) -> list[Token] | None:
    """Read "in a day" as 1 day."""
    return [tokens[0], figure(f"1 {tokens[2].value}", tokens[1:])]


def _once(tokens: list[Token]) -> list[Token] | None:
    """Set aside the x 1 of a dose that is given once."""
    said = Token("aside", "it is given once", tokens[0].start, tokens[1].end)
    return [said] if tokens[1].value == "1" else None


def _ratio(tokens: list[Token]) -> list[Token] | None:
    """Read 400 mg in 250 mL, in either order: 250 mL with 400 mg."""
    above, below = tokens[0], tokens[-1]
    if above.code == "F.volume":
        above, below = below, above
    if any(each.code == "eq" for each in tokens) and below.value == "1 oz":
        raise Unreadable(f"1 oz = {above.value}", "oz is 30 mL here")
    if " to " in above.value or " to " in below.value:
        return None
    return [figure(f"{above.value} in {below.value}", tokens)]


def _each_contains(tokens: list[Token]) -> list[Token] | None:
    """Read "each mL contains 100 mg" and "tablets are 25 mg"."""
    of, amount = next(t for t in tokens if t.code in _UNITS), tokens[-1]
    if of.code == "u" and of.value not in {"mL", "L"}:
        return None
    content = figure(f"{amount.value}/{of.value}", tokens)
    return [of, content] if of.code == "p" else [content]


def _vial_of(tokens: list[Token]) -> list[Token] | None:
    """Read "vial 1 g"; "tablets 650 mg" may be an order."""
    return _each_contains(tokens) if tokens[0].value in _VESSELS else None


def _strength(tokens: list[Token]) -> list[Token]:
    """Read 50 mg scored tablets, and 10 mL doses; the piece stays, it may be asked."""
    amount, piece = tokens[0], tokens[-1]
    return [figure(f"{amount.value}/{piece.value}", tokens[:-1]), piece]


def _pieces(tokens: list[Token]) -> list[Token]:
    """Read two 500 mg tablets: how many, and how strong each is."""
    count, *rest = tokens
    return [figure(f"{count.value} {tokens[-1].value}", [count]), *rest]


def _held(tokens: list[Token]) -> list[Token]:
    """Mark the volume that a vessel holds, of a bag apart, or that is added."""
    values = {each.value for each in tokens if each.code == "p"}
    kind = "B" if "bag" in values else "K" if values else "D"
    return [
        each._replace(code=f"{kind}.volume") if each.code == "F.volume" else each
        for each in tokens
    ]


def _drops_each(tokens: list[Token]) -> list[Token] | None:
    if tokens[-1].value != "1 mL":
        return None
    return [figure(f"{tokens[0].value}/mL", tokens)]


def _one_piece(tokens: list[Token]) -> list[Token] | None:
    """Read "1 tablet equals 0.25 mg"."""
    count, piece = tokens[0].value.split()
    if count != "1":
        return None
    return [figure(f"{tokens[-1].value}/{piece}", tokens)]


def _weight(tokens: list[Token]) -> list[Token] | None:
    if not tokens[-1].value.endswith((" g", " oz")):
        return None
    return [*tokens[:-1], figure(tokens[-1].value, tokens[-1:], "weight")]


def _same(tokens: list[Token]) -> list[Token] | None:
    """Set aside 1 g = 1,000 mg, where it agrees; Unreadable where it does not."""
    ends = tokens[0], tokens[-1]
    first, last = (read_given(each.value.rpartition("=")[2]) for each in ends)
    if first.quantity != last.quantity:
        return None
    if first.base_value != last.base_value:
        raise Unreadable(f"{first} = {last}", "by this tool's measures it is not so")
    begin = ends[_is_rule(first) is _is_rule(last) is False]
    said = Token("aside", "an equivalence that agrees", begin.start, ends[1].end)
    return [said] if begin is ends[0] else [ends[0], said]


def _is_rule(given: Given) -> bool:
    return given.join != DIVIDED and given.parts[0].value == 1


def _clock(tokens: list[Token]) -> list[Token] | None:
    """Read the 2200 of "at 2200"; a number of four digits elsewhere is none."""
    first, number, *unit = tokens
    is_clock = all(each.value == "h" for each in unit)
    if not (is_clock and _FOUR_DIGITS.fullmatch(number.value)):
        return None
    return [first, number._replace(code="clock")]


def _age(tokens: list[Token]) -> list[Token] | None:
    """Set aside the 34 of "Ms. Chen, 34, ": so an age is told."""
    name, comma, number, _ = tokens
    if not (number.value.isdigit() and 0 < int(number.value) <= _OLDEST):
        return None
    return [name, comma, number._replace(code="aside", value="an age"), comma]


def _strength_of_label(tokens: list[Token]) -> list[Token] | None:
    """Read 1:1,000, which labels have, as the notation does."""
    if tokens[0].value != "1" or len(tokens[-1].value) < len("100"):
        return None
    return [figure(f"1:{tokens[-1].value}", tokens)]


def _a_day(tokens: list[Token]) -> list[Token] | None:
    """Read 40 mg/kg per 24 hours; over any other time it is refused."""
    first, last = tokens[0], tokens[-1]
    if last.value not in {"24 h", "1 day"}:
        if tokens[1].code == "per":
            raise Unreadable(
                f"{first.value} per {last.value}", "a rate is per 1 h or day"
            )
        return None
    return [figure(f"{first.value}/day", tokens)]


def _piece_of(tokens: list[Token]) -> list[Token]:
    """Read 2 tablets of 500 mg."""
    pieces, of, amount = tokens
    piece = pieces.value.split()[-1].partition("/")[0]
    return [pieces, of, figure(f"{amount.value}/{piece}", [amount])]


def _named(name: str) -> Callable[[list[Token]], list[Token]]:
    def make(tokens: list[Token]) -> list[Token]:
        own = next(t for t in tokens if t.code.startswith("F."))
        return [t if t is not own else figure(own.value, [own], name) for t in tokens]

    return make


_FILL = "<_|of|a|the|adj|aside>{0,4}"
_HOLDS = "<_|of|a|the|adj|p>{0,4}"
_PIECE_FILL = "<of|be|have|contain|a|the|colon|comma|open|per>"
RULES = tuple(
    (shape(pattern), make)
    for pattern, make in (
        ("<at|by|start|end|between|to|and> <n> (?!<[updt]>|<dash><[updt]>)", _clock),
        ("<at|by|start|end|between> <n> <t>", _clock),
        ("<_> <comma> <n> <comma>", _age),
        ("<n> <colon> <n> (?!<[updt]>)", _strength_of_label),
        ("<between>? (?:<n> <dash|to|and>)? <n> <dash>? " + RUN, _simple),
        ("<F.amount> <of>? <_> <per> <t>", _as("{first}/{last}")),
        ("<_> <dash> <n> (?!<dash>? <[updt]>)", _named_by_number),
        ("<a> <u> (?=<of|p>)", _one_liter),
        ("<in|over|for> <a> <t> (?!<[updt]>)", _one_day),
        ("<times> <n> (?!<[updt]>)", _once),
        (
            "<n> <in> (?=<stop|comma|close|query|adj|height|and|dash>)",
            _as("{first} in"),
        ),
        ("<F.\\w+> <and>? <F.\\w+>", _sum),
        ("<F.amount|F.dose> <in|per> <F.duration>", _a_day),
        ("<F.tablets|F.tablet_rate|F.tablets_per_dose> <of> <F.amount>", _piece_of),
        ("<F.volume> <dash>? <p> <have> <F.amount>", _ratio),
        (f"<F.amount> {_FILL} <in|per|eq> <a|the|_|aside>{{0,2}} <F.volume>", _ratio),
        (f"<F.volume> {_HOLDS} <contain|eq> <a|the|_>{{0,2}} <F.amount>", _ratio),
        ("(?<!<howmany>) <per>? <u|p> <be>? <contain> <_>? <F.amount>", _each_contains),
        ("<F.amount> <dash>? <of>? <_|adj>{0,3} <p>", _strength),
        ("<n> <of>? <F.strength> <p>", _pieces),
        ("<p> <F.amount>", _vial_of),
        (f"<p> {_PIECE_FILL}{{1,4}} <F.amount>", _each_contains),
        ("<perdose> <be|_|contain|colon>{0,2} <F.amount|F.volume>", _as("{last}/dose")),
        ("<F.volume|F.amount> <dash>? <of>? <_|adj>? <d>", _strength),
        ("<F.volume> <dash>? <adj|_>{0,2} <p>", _held),
        ("<F.concentration> <comma|_>{0,2} <F.volume>", _held),
        ("<p> <be|of|have|contain|colon>{1,2} <a>? <F.volume>", _held),
        ("<F.volume> <of|adj|a|the>{0,2} <water|diluent>", _held),
        ("<add> <a|the|_|of|contain>{0,2} <F.volume>", _held),
        ("<F.drops> <adj|_>{0,2} <df>", _as("{first}/mL")),
        ("<F.tablets> <eq|contain|be> <F.amount>", _one_piece),
        ("<F.drops> <eq|in|per> <F.volume>", _drops_each),
        ("<df> <of|be|colon|at|a>{0,3} <n> (?!<[updt]>)", _as("{last} gtt/mL")),
        ("<micro>", _as("60 gtt/mL")),
        ("<weigh> <be|colon|of|_|comma>{0,2} <F.amount|F.volume>", _weight),
        ("<F.concentration> <stock>", _named("stock")),
        (f"<stock> {_PIECE_FILL}{{0,3}} <F.concentration>", _named("stock")),
        ("<F.\\w+> <eq|be|open> <F.\\w+>", _same),
    )
)


def figures_in(tokens: list[Token]) -> list[Token]:
    """Put figures in the place of the phrases that give them, rule by rule."""
    for pattern, make in RULES:
        tokens = fold(tokens, pattern, make)
    return tokens
