"""What a text asks: each question with its unit, which its words may leave out."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.say import later
from ketacalc.words.asking import Ask, asks_for, asks_in, asks_unsaid
from ketacalc.words.rules import TABLE, coded, first_of, patterns, shape
from ketacalc.words.tokens import codes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.words.text import Text
    from ketacalc.words.tokens import Token

_OF_A_NOUN = shape("<howmany=(?i:how|number)> <_|aside|[FKB].\\w+>")
_STOCK = patterns("stock")
# Give it in mL, to tenths; give the volume of water only.
_TOLD = {"round", "rounding", "u", "t", "p", "water", "plainwater"}
_ENDING = {"give", "draw", "volume", "rate", "flow", "hourly", "drip"}
_ASKING = {"howmany", "howmuch", "howlong", "ask", "per", "perday", "perdose"}


def asks_of(page: Text) -> list[Ask]:
    """Return the questions of a page, each once; Unreadable where there is none."""
    asked = [_completed(page, a) for each in page.sentences for a in asks_in(each)]
    asks = [each for each in asked if each.unit]
    if asks and not page.unit:
        _refuse_unanswered(page, asked)
    asks = asks or _unsaid(page, asked)
    if not asks:
        reason = later("no question is found in it")
        raise Unreadable(page.text, reason, later("how many mL?"))
    if sum(value[0] == "_" for value in page.values("blank")) > len(asks):
        reason = later("not each of its blanks is understood")
        raise Unreadable(page.text, reason, later("how many mL?"))
    asks = [each for at, each in enumerate(asks) if not _is_blank(each, asks[:at])]
    first = {(each.unit, each.scope, each.part): each for each in reversed(asks)}
    for each in asks:
        same = first[each.unit, each.scope, each.part]
        if _figures(each) - _figures(same) and not page.is_list:
            reason = later("it is like another question, and tells another figure")
            raise Unreadable(page.words(*each.tokens), reason)
    return _restated([each for each in asks if each in first.values()])


def _figures(ask: Ask) -> set[str]:
    """Return the figures that stand in a question, and its times of day."""
    told = {each.value for each in ask.tokens if each.quantity}
    return told | {each.value for each in ask.tokens if each.code == "clock"}


def _is_blank(ask: Ask, before: list[Ask]) -> bool:
    """Tell whether a question is the blank for the answer to one before it: ____ mL."""
    is_bare = "blank" in ask.codes and not ask.codes & {*_ASKING, *_ENDING}
    is_bare = is_bare and not (ask.scope or ask.time)
    asked = (each for each in before if "blank" not in each.codes)
    return is_bare and any(each.unit == ask.unit for each in asked)


def _refuse_unanswered(page: Text, asked: list[Ask]) -> None:
    """Refuse a question whose unit is not told, where another one would be worked.

    "Round it to tenths" asks nothing, and has no question mark; "Give:" asks.
    """
    known = [each.tokens for each in asked]
    ending = [
        each
        for each in _ending(page)
        if each.tokens not in known and _TOLD.isdisjoint(each.codes)
    ]
    queries = [e for e in asked if not e.unit and "query" in e.codes]
    for each in [*(e for e in queries if e.codes & _ASKING), *ending]:
        reason = later("what it asks for is not understood")
        raise Unreadable(page.words(*each.tokens), reason, later("how many mL?"))


def _unsaid(page: Text, asked: list[Ask]) -> list[Ask]:
    """Return what is asked in no words: the unit of the choices, or one alone."""
    if page.unit and asked:
        return [each._replace(unit=page.unit) for each in asked]
    if page.unit:
        return [a for each in _said(page)[-1:] for a in asks_for([page.unit], each)]
    found = [*chain.from_iterable(map(asks_unsaid, _said(page)))]
    if not asked and all("be" in each.codes for each in found):
        found = []  # the pump is set in mL/h
    if page.is_list or len({each.unit for each in found}) == 1:
        return found
    return [*_ending(page)]


def _said(page: Text) -> list[list[Token]]:
    """Return the sentences that say something."""
    return [each for each in page.sentences if codes_of(each) != {"stop"}]


def _ending(page: Text) -> Iterator[Ask]:
    """Yield what the last words ask that give no figure: Give:, or Volume."""
    for each in _said(page)[-1:]:
        codes = codes_of(each)
        named = next((n for c, n in TABLE["names"].items() if c in codes), "")
        is_figure = any(token.quantity for token in each)
        if codes & _ENDING and not is_figure:
            yield from (_completed(page, a) for a in asks_for([named], each))


def _completed(page: Text, ask: Ask) -> Ask:
    """Return a question with the unit that its words leave out, if one is plain."""
    if ask.unit == TABLE["names"]["df"] and "F.drop_factor" in page.codes:
        ask = ask._replace(unit="")  # what the set delivers is told
    if not ask.unit and _OF_A_NOUN.search(coded(ask.tokens)[0]):
        return ask  # how many injections
    meant = chain(_of_stock(page, ask), *ask.fitting("meant", page.codes))
    unit = next(meant, ask.unit)
    if unit == "supply":
        unit = _supply_unit(page)
    elif unit == "order":
        unit = _order_unit(page)
    return ask._replace(unit="doses" if unit == "dose" else unit)


def _of_stock(page: Text, ask: Ask) -> Iterator[str]:
    """Yield whether the stock is asked or what is added, where a stock is told."""
    unit = first_of(_STOCK, coded(ask.tokens)[0])
    if page.codes.isdisjoint({"F.stock", "S.stock"}) or not unit:
        return
    if unit == "both":
        reason = later("it asks for the stock and for what is added to it")
        raise Unreadable(page.text, reason, later("how many mL of stock?"))
    yield unit


def _order_unit(page: Text) -> str:
    """Return the unit of the order, mg for 5 mg/kg; "" where there is none."""
    orders = page.values(*TABLE["orders"])
    return orders[0].split()[-1].partition("/")[0] if orders else ""


def _supply_unit(page: Text) -> str:
    """Return what is measured out of the one supply; "" where there are more."""
    units = {each.partition("/")[2] for each in page.values("F.strength")}
    if page.values("F.concentration", "F.stock"):
        units.add("mL")
    return units.pop() if len(units) == 1 else ""


def _restated(asks: list[Ask]) -> list[Ask]:
    """Ask in another unit where a sentence of its own says so: answer in mL."""
    own = [each for each in asks if "restate" in each.codes]
    others = [each for each in asks if each not in own]
    if len(own) == len(others) == 1:
        return [others[0]._replace(unit=own[0].unit)]
    return asks
