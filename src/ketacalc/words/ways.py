"""The ways to take each figure of a text in a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.language.notation import read_given
from ketacalc.language.problem import ONE_DOSE
from ketacalc.language.relations import QUANTITIES
from ketacalc.say import later, say
from ketacalc.words.lexicon import PIECES
from ketacalc.words.rules import TABLE, coded, shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.words.asking import Ask
    from ketacalc.words.page import Page
    from ketacalc.words.tokens import Token

# mL: what is given whole has so much at least, what a label is per has less.
BAG = 50
# A part of a ratio costs less than a figure left over: it is one of two, and the other
# is told in the same breath.
WHOLE, PART = 1, 0.5
# What begins to speak of the order, or of what is on hand.
_SIDES = {"order", "give", "have", "stop", "query"}
_RUNS = shape("<over|in> <[FC].duration>")
ENDS = ("start", "end")
TOLD_BY = {"start": "start", "between": "start", "end": "end", "by": "end", "to": "end"}
FLOWS = {"mL/h", "gtt/min", "mL/min"}
STRENGTHS = {"concentration", "stock", "ratio"}
MASSES = {"mg", "mcg", "g"}
VESSELS = {"vial", "ampoule", "bag", "bottle", "syringe"}
OF_BAG = {"left", "share"}
IN_ALL = " in all"


class Way(NamedTuple):
    """A way to take a figure: what is written, what it costs, and why it is left.

    `beside` is what must agree with the rest, though it is not written.
    """

    token: Token
    text: str
    cost: float = 0
    reason: str = ""
    beside: str = ""


def ways_of(page: Page, ask: Ask) -> list[list[Way]]:
    """Return for each figure of a question the ways to take it, a plain one first.

    A figure that is only said twice is one.
    """
    others = [each for each in page.asks if each is not ask]
    found: dict[object, list[Way]] = {}
    side = ""
    for token in page.tokens:
        side = token.code if token.code in _SIDES else side
        if token.quantity:
            figure = read_given(token.value, token.quantity)
            ways = [*_ways(page, ask, token, side)]
            if any(each.holds(token) for each in others):  # it is of that one first
                told = [each._replace(cost=each.cost + WHOLE) for each in ways]
                ways = [Way(token, ""), *filter(_is_written, told)]
            elif others and not ways[-1].reason:  # another question may need it
                ways.append(_left(ask, token, ways[0].text)._replace(reason=""))
            found.setdefault((token.code, figure.base_value), ways)
    choices = [*found.values(), *_clocks(page, ask), *_hours(page, ask)]
    return _summed(page, choices) if ask.codes & {"intake", "output"} else choices


def _runs_whole(page: Page, token: Token, text: str) -> str:
    """Return what a duration must agree with where a pump rate is told: 24 mL."""
    wholes = [each for each in page.values("F.concentration") if " in " in each]
    if token.quantity != "duration" or "F.pump_rate" not in page.codes or not wholes:
        return ""
    return f"{text}, {wholes[0].partition(' in ')[2]}"


def _is_written(way: Way) -> bool:
    return bool(way.text)


def _ways(page: Page, ask: Ask, token: Token, side: str) -> Iterator[Way]:
    """Yield the ways to take one figure: whole, a part of a ratio, and not at all."""
    lacks = ask.unit in PIECES and "F.strength" not in page.codes
    is_label = lacks and side == "have" and token.code == "F.amount"
    text, beside = _written(page, ask, token), ""
    if is_label:
        text = f"{token.value}/{ask.unit}"
    if token.code[0] == "P":  # the name of a fluid, seldom a figure
        is_asked, reason = _asks_of(page, ask, token), later("the name of a product")
        yield Way(token, text if is_asked else "", reason=reason)
        return
    yield Way(token, text)
    amount, _, vessel = token.value.partition("/")
    is_vessel = vessel in VESSELS and (
        "F.concentration" not in page.codes or "F.displacement" in page.codes
    )
    if token.code == "F.strength" and is_vessel and ask.unit not in PIECES:
        yield Way(token, amount, PART)  # what it holds is given whole
    above, is_ratio, below = text.removesuffix(IN_ALL).partition(" in ")
    if is_ratio:
        _refuse_whole_bag(page, token, above)
    if is_ratio and read_given(below).base_value >= BAG:
        yield Way(token, below, PART, beside=text)
        yield Way(token, above, WHOLE, beside=text)
        beside = below
    is_content = side == "have" and token.code == "F.amount"
    if "F.concentration" not in page.codes or "K.volume" in page.codes:
        is_content = False
    if is_label or is_content or _is_spare(page, ask, token):
        yield _left(ask, token, text, beside or _runs_whole(page, token, text))


def _asks_of(page: Page, ask: Ask, fluid: Token) -> bool:
    """Tell whether a question names what is in a fluid, beside the fluid's name."""
    kinds = {"concentration", "ratio"}
    strengths = {each.value for each in page.tokens if each.quantity in kinds}
    own = page.words(fluid).lower()
    fluids: list[list[str]] = TABLE["fluids"]
    names = [name for each in fluids if any(n in own for n in each) for name in each]
    asked = page.text[ask.tokens[0].start : ask.tokens[-1].end].lower()
    told = 2 if ask.holds(fluid) else 1
    is_mass = ask.unit.partition("/")[0] in MASSES and len(strengths) == 1
    return is_mass and any(asked.count(each) >= told for each in names)


def _written(page: Page, ask: Ask, token: Token) -> str:
    """Write a figure as a question takes it: 250 mg of one dose, or the stock."""
    if token.quantity == "volume" and ask.unit in OF_BAG:
        return f"bag={token.value}"
    scope = page.scope_of(ask)
    value, per = token.value, page.per(scope)
    many = scope or page.schedule or page.is_daily or ask.unit in {"day", "doses"}
    plain = {read_given(value).quantity}
    if not any(each.unit in {"drawn", "diluent"} for each in page.asks):
        plain.add("stock")
    if token.quantity not in plain:
        is_one = token.quantity == "max" and not many
        return f"{token.quantity}={value.removesuffix('/dose') if is_one else value}"
    if not many:
        return value.removesuffix("/dose")  # the only one
    if ask.unit == "day" and page.schedule and token.quantity in ONE_DOSE:
        return f"{value}{IN_ALL}"
    is_dosed = token.code[0] == "F" and token.quantity in ONE_DOSE and page.schedule
    return f"{value}/{per}" if is_dosed and per else value


def _left(ask: Ask, token: Token, text: str, beside: str = "") -> Way:
    """Return the way to leave a figure."""
    is_whole = token.quantity == "volume" and "ran" in ask.codes  # and a part ran in
    if token.quantity in TABLE["beside"] and token.code[0] in "FB" and not is_whole:
        beside = beside or text
    label = QUANTITIES[token.quantity].label
    return Way(
        token,
        "",
        WHOLE,
        say("the question does not need the {label}", label=say(label)),
        beside,
    )


def _is_spare(page: Page, ask: Ask, token: Token) -> bool:
    """Tell whether a question need not need a figure.

    A volume is only told beside how fast it runs, or how long where the end is asked.
    """
    is_day = token.quantity == "duration" and token.value in {"24 h", "1 day"}
    if is_day and page.schedule and not ask.holds(token):
        return False  # 1 g over 24 h, q6h
    others = {each.value for each in page.tokens if each.quantity in STRENGTHS}
    if token.quantity in STRENGTHS and len(others) > 1:
        return False  # one of two strengths
    if token.code[0] != "F" or token.quantity in TABLE["spare"]:
        return True
    runs_whole = {"F.volume", "B.volume"} & page.codes and "F.duration" in page.codes
    is_additive = token.code == "F.amount" and ask.unit in FLOWS and runs_whole
    if others or page.codes & {"F.strength"}:
        is_additive = False
    if is_additive or (token.code == "F.volume" and ask.unit in MASSES and not others):
        return True
    is_range = "lowhigh" in ask.codes and "compare" not in page.codes
    if is_range and token.quantity in {"amount", "per_dose"}:
        return True  # the order beside a range
    runs = {"F.pump_rate", "F.drip_rate", *["F.duration"] * (ask.unit == "end")}
    return token.code == "F.volume" and not runs.isdisjoint(page.codes)


def _refuse_whole_bag(page: Page, token: Token, above: str) -> None:
    """Refuse a bag and how long it runs where another amount is told apart."""
    codes = {each.code for each in page.sentence_of(token)}
    if codes & {"F.duration", "C.duration"} and codes.isdisjoint(TABLE["orders"]):
        whole = read_given(above).base_value
        others = page.values("F.amount")
        if any(read_given(each).base_value != whole for each in others):
            reason = later("the bag may run whole, or an amount of it")
            raise Unreadable(page.words(token), reason)


def _clocks(page: Page, ask: Ask) -> Iterator[list[Way]]:
    """Yield the start and the end of what runs, where the question needs them."""
    clocks = [each for each in page.tokens if each.code == "clock"]
    names = _names_of(clocks, page, ask)
    said = {t.code for each in clocks for t in page.sentence_of(each)}
    if names and (len(page.values("weekday")) > 1 or "otherday" in said):
        raise Unreadable(page.text, later("times of more than one day are not read"))
    for name, each in zip(names, clocks, strict=bool(names)):
        text = f"{name}={each.value}"
        yield [Way(each, text), Way(each, "", WHOLE, later("a time of day"), text)]


def _names_of(clocks: list[Token], page: Page, ask: Ask) -> tuple[str, ...]:
    """Return which time is the start and which the end; none where that is not told."""
    told = tuple(_told_of(each, page.sentence_of(each)) for each in clocks)
    if len(told) == 1:
        is_other = ask.unit in ENDS and ask.unit != (told[0] or "start")
        return (told[0] or "start",) if is_other else ()
    if len(told) == len(ENDS) and ask.unit in OF_BAG and not any(told):
        return ENDS
    if len(told) == len(ENDS) and any(told):
        if told[0] == told[1]:
            raise Unreadable(page.text, later("which time is the start is not told"))
        return ENDS[::-1] if told[0] == "end" or told[1] == "start" else ENDS
    return ()


def _told_of(clock: Token, sentence: list[Token]) -> str:
    """Return what a time of day is said to be by the last word before it that tells."""
    for each in reversed(sentence[: sentence.index(clock)]):
        if each.code in TOLD_BY:
            return TOLD_BY[each.code]
        if each.code == "clock":
            break
    return ""


def _hours(page: Page, ask: Ask) -> Iterator[list[Way]]:
    """Yield the 8 h of "1 liter q8h": a plain fluid that runs all day."""
    dosed = {"F.amount", "F.concentration", "F.stock", "F.pump_rate", "clock"}
    runs = _RUNS.search(coded(page.tokens)[0])
    if ask.is_running and not runs and page.codes.isdisjoint(dosed):
        for token in page.tokens:
            if token.code == "often" and token.value.startswith("q"):
                yield [Way(token, f"{token.value[1:-1]} h")]


def _summed(page: Page, choices: list[list[Way]]) -> list[list[Way]]:
    """Add up what was drunk."""
    volumes = [each for each in page.tokens if each.quantity == "volume"]
    rest = [each for each in choices if each[0].token not in volumes]
    total = " + ".join(each.value for each in volumes)
    return [[Way(each, total)] for each in volumes[:1]] + rest
