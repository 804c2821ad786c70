"""The ways to take each figure of a text in a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.language.clock import read_time, write_time
from ketacalc.language.notation import read_given
from ketacalc.language.problem import ONE_DOSE
from ketacalc.language.relations import QUANTITIES
from ketacalc.words.lexicon import PIECES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.words.asking import Ask
    from ketacalc.words.page import Page
    from ketacalc.words.tokens import Token

# What a problem may tell and its question not need.
SPARE = {"weight", "height", "surface", "strength", "duration", "drop_factor"}
SPARE |= {"concentration", "content"}
# mL: what is given whole has so much at least, what a label is per has less.
BAG = 50
# A part of a ratio costs less than a figure left over: it is one of two, and the other
# is told in the same breath.
WHOLE, PART = 1, 0.5
ENDS = ("start", "end")
# A figure, what a vessel holds, what a bag holds, and what is added to a powder.
_KINDS = {"F.", "K.", "B.", "D."}
_BESIDE = {"volume", "duration", "weight", "height", "surface", "pump_rate"}
_RUNS = {*ENDS, "by", "between"}


class Way(NamedTuple):
    """A way to take a figure: what is written, what it costs, and why it is left."""

    text: str
    cost: float = 0
    reason: str = ""


class Item(NamedTuple):
    """A figure of the text, and the ways to take it; the first is the plain one."""

    token: Token
    ways: tuple[Way, ...]

    @property
    def is_spare(self) -> bool:
        """Tell whether a question need not need it."""
        kind, _, quantity = self.token.code.partition(".")
        return kind != "F" or quantity in SPARE


def full_line(page: Page, items: list[Item], way: tuple[Way, ...], line: str) -> str:
    """Return a line with all that must agree with it, though it is not needed.

    A volume of a bag that is left would be another one, and so would a second weight;
    a label or a vial that is left is none of it, nor is for how many days.
    """
    more: list[str] = []
    for item, one in zip(items, way, strict=True):
        kind, _, quantity = item.token.code.partition(".")
        is_beside = quantity in _BESIDE and kind in "FB"
        is_beside = is_beside and not page.is_course(item.token)
        if one.text:
            more += [item.ways[0].text] * (one.cost > 0)
        elif is_beside or kind == "clock":
            more.append(item.ways[0].text)
        elif len(item.ways) > len(("whole", "left")):
            more.append(item.ways[1].text)  # the volume of a bag
    figures, _, asked = line.partition(" -> ")
    return f"{', '.join([figures, *more])} -> {asked}"


def items_of(page: Page, ask: Ask) -> list[Item]:
    """Return the figures that a question has, each with the ways to take it."""
    others = [each for each in page.asks if each is not ask]
    found: dict[object, Item] = {}
    side = ""
    for token in page.tokens:
        if token.code in {"order", "give", "have", "stop", "query"}:
            side = token.code
        elsewhere = any(o.first <= token.start < o.last for o in others)
        if token.code[:2] in _KINDS and not elsewhere:
            ways = [*_ways(page, token, ask, side)]
            if others and not any(each.reason for each in ways):
                ways.append(Way("", WHOLE))  # another question may need it
            found.setdefault(_key(token), Item(token, tuple(ways)))
    items = [*found.values(), *_clocks(page, ask), *_hours(page, ask)]
    return _summed(page, items) if ask.codes & {"intake", "output"} else items


def _ways(page: Page, token: Token, ask: Ask, side: str) -> Iterator[Way]:
    value, per = token.value, page.per(page.scope_of(ask))
    quantity = token.code.partition(".")[2]
    lacks = ask.unit in PIECES and "F.strength" not in page.codes
    if token.code == "F.amount" and side == "have" and lacks:
        yield Way(f"{value}/{ask.unit}")
        yield _left(token)
        return
    is_dosed = token.code[0] == "F" and quantity in ONE_DOSE and page.schedule
    yield Way(f"{value}/{per}" if is_dosed and per else value)
    above, stroke, below = value.partition(" in ")
    if stroke and _runs_whole(page, token, above):
        reason = "the bag may run whole, or an amount of it"
        raise Unreadable(page.words(token), reason)
    if stroke and read_given(below).base_value >= BAG:
        yield Way(below, PART)
        yield Way(above, WHOLE)
    if Item(token, ()).is_spare or _is_redundant(page, token, ask):
        yield _left(token)


def _is_redundant(page: Page, token: Token, ask: Ask) -> bool:
    """Tell whether a volume is only told beside how fast, or how long, it runs."""
    runs = {"F.pump_rate", "F.drip_rate"} | (
        {"F.duration"} if ask.unit == "end" else set()
    )
    return token.code == "F.volume" and not page.codes.isdisjoint(runs)


def _runs_whole(page: Page, token: Token, above: str) -> bool:
    """Tell whether a bag and how long it runs are told apart from another amount."""
    own = next(each for each in page.sentences if token in each)
    codes = {each.code for each in own}
    amounts = {"F.amount", "F.dose", "F.per_dose", "F.rate", "F.dose_rate"}
    if "F.duration" not in codes or not codes.isdisjoint(amounts):
        return False
    others = (each.value for each in page.tokens if each.code == "F.amount")
    whole = read_given(above).base_value
    return any(read_given(each).base_value != whole for each in others)


def _left(token: Token) -> Way:
    label = QUANTITIES[token.code.partition(".")[2]].label
    return Way("", WHOLE, f"the question does not need the {label}")


def _key(token: Token) -> object:
    """Tell figures apart, but not one that is only said twice."""
    name, _, figure = token.value.rpartition("=")
    return token.code, read_given(figure, name).base_value


def _clocks(page: Page, ask: Ask) -> Iterator[Item]:
    """Yield the start and the end of what runs, where the question needs them."""
    clocks = [each for each in page.tokens if each.code == "clock"]
    times = [write_time(read_time(each.value)) for each in clocks]
    if len(clocks) == 1 and ask.unit == "end":
        yield Item(clocks[0], (Way(f"start={times[0]}"),))
    elif len(clocks) == len(ENDS) and _codes_beside(page, clocks) & _RUNS:
        for name, each, time in zip(ENDS, clocks, times, strict=True):
            left = Way("", WHOLE, "a time of day")
            yield Item(each, (Way(f"{name}={time}"), left))


def _codes_beside(page: Page, clocks: list[Token]) -> set[str]:
    """Return the codes of the sentences in which a time of day stands."""
    told = (each for each in page.sentences if not {*clocks}.isdisjoint(each))
    return {each.code for sentence in told for each in sentence}


def _hours(page: Page, ask: Ask) -> Iterator[Item]:
    """Yield the 8 h of "1 liter q8h": a plain fluid that runs all day."""
    dosed = {"F.amount", "F.concentration", "F.pump_rate", "clock"}
    codes = "".join(f"<{each.code}>" for each in page.tokens)
    runs = "<over><F.duration>" in codes or "<in><F.duration>" in codes
    if runs or not page.is_running(ask) or not page.codes.isdisjoint(dosed):
        return
    for token in page.tokens:
        if token.code == "often" and token.value.startswith("24/"):
            yield Item(token, (Way(f"{token.value.partition('/')[2]} h"),))


def _summed(page: Page, items: list[Item]) -> list[Item]:
    """Add up what was drunk."""
    volumes = [each for each in page.tokens if each.code == "F.volume"]
    if len(volumes) < len("ab"):
        return items
    total = Way(" + ".join(each.value for each in volumes))
    rest = [each for each in items if each.token not in volumes]
    return [Item(volumes[0], (total,)), *rest]
