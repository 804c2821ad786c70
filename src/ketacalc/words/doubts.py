"""What of a text is left in doubt: a number that nothing accounts for, and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.language.notation import read_given
from ketacalc.say import later, say
from ketacalc.words.lexicon import PIECES
from ketacalc.words.rules import TABLE, fits, fitting
from ketacalc.words.tokens import codes_of, signs_of
from ketacalc.words.ways import ENDS, bag_of

if TYPE_CHECKING:
    from ketacalc.words.asking import Ask
    from ketacalc.words.page import Page

NEAR = 4  # words behind a number
SOON = 2  # one full minute
_SHARED = {"divided", "per", "each"}
_COUNTED = {"n", "p", "u", "d", "t"}


def refuse_doubts(page: Page) -> None:
    """Raise Unreadable where a text leaves something open that may matter."""
    _refuse_by_table(page)
    _refuse_bare_numbers(page)
    _refuse_a_bag_that_differs(page)
    _refuse_told(page)
    for ask in page.asks:
        _refuse_of_a_fluid(page, ask)
        _refuse_of_what_is_left(page, ask)
        _refuse_of_a_choice(page, ask)
    told = page.values("aside")
    vital = sum(map(told.count, TABLE["vital"]))
    if "hold" in page.codes and vital > 1:
        reason = later("whether it is given at all hangs on a vital sign")
        raise Unreadable(page.text, reason)


def _refuse_by_table(page: Page) -> None:
    """Refuse what the table of doubts finds, and quote the word that tells it."""
    units = {each.unit for each in page.asks}
    asked = signs_of(token for each in page.asks for token in each.tokens)
    for told, reason, write in fitting("doubts", units, asked):
        if fits(told, page.signs):
            first, *_ = told.split(", ")
            said = next(each for each in page.tokens if fits(first, signs_of([each])))
            raise Unreadable(page.words(said), reason, write)


def _refuse_bare_numbers(page: Page) -> None:
    """Refuse a number that no rule and no reason accounts for, but "one"."""
    for at, each in enumerate(page.tokens):
        is_told = each.code == "n" and not _is_of_the_story(page, at)
        if each.code == "F.drops" or is_told:
            words = page.words(*page.tokens[max(at - 2, 0) : at + 3])
            reason = say("nothing says what {words} is", words=page.words(each))
            raise Unreadable(words, reason)


def _is_of_the_story(page: Page, at: int) -> bool:
    """Tell whether a number in words is told of what is no figure: two nurses."""
    each, behind = page.tokens[at], page.tokens[at + 1 : at + 1 + NEAR]
    if not page.text[each.start].isalpha():
        return False
    is_figure = any(token.quantity or token.code in _COUNTED for token in behind)
    is_asked = any(ask.holds(each) for ask in page.asks)
    is_shared = not codes_of(page.sentence_of(each)).isdisjoint(_SHARED)
    is_one = each.value == "1" and "t" not in codes_of(behind[:SOON])
    return is_one or not (is_figure or is_asked or is_shared)


def _refuse_a_bag_that_differs(page: Page) -> None:
    """Refuse a bag of 250 mL that is labelled 400 mg in 500 mL."""
    for sentence in page.sentences:
        held = {each.value for each in sentence if each.code == "B.volume"}
        told = {bag_of(e.value) for e in sentence if e.code == "F.concentration"} - {""}
        volumes = [{read_given(each).base_value for each in s} for s in (held, told)]
        if all(volumes) and volumes[0] != volumes[1]:
            raise Unreadable(page.text, later("the bag and its label differ"))


def _told(page: Page) -> set[str]:
    """Return the codes of the sentences that ask nothing."""
    asking = [each.tokens for each in page.asks]
    return codes_of(t for each in page.sentences if each not in asking for t in each)


def _refuse_told(page: Page) -> None:
    """Refuse what is told of a day beside doses, and what is left beside an order."""
    told = _told(page)
    if told & {"perday", "among"} and not page.doses.is_daily and page.doses.schedule:
        reason = later("it is not plain what is of a day and what is of a dose")
        raise Unreadable(page.text, reason, later("600 mg per day"))
    lasting = {"left", "h", "min", "day", *ENDS}
    goes_on = all(each.is_running or each.unit in lasting for each in page.asks)
    if "left" in told and not goes_on:
        reason = later("what is left is told, and what was given may be asked")
        raise Unreadable(page.text, reason)


def _refuse_of_a_choice(page: Page, ask: Ask) -> None:
    """Refuse how many mL are given of 2 to 4 mg, where both ends are not asked."""
    is_dose = ask.unit in {*PIECES, "mL"} or ask.is_running
    rates = [*TABLE["orders"], "F.pump_rate", "F.drip_rate"]
    told = page.values("F.weight", *(rates if is_dose else ()))
    if "lowhigh" not in ask.codes and any(" to " in each for each in told):
        reason = later("the order leaves a choice, and a dose of it is asked for")
        write = say("what is the range in {unit}?", unit=ask.unit)
        raise Unreadable(page.text, reason, write)


def _refuse_of_a_fluid(page: Page, ask: Ask) -> None:
    """Refuse how many mL of water where a drug is in them."""
    is_fluid = ask.unit == "mL" and ask.codes & {"water", "plainwater", "diluent"}
    if is_fluid and page.codes & {"F.amount", "F.concentration"}:
        raise Unreadable(page.words(*ask.tokens), later("it asks for the fluid alone"))


def _refuse_of_what_is_left(page: Page, ask: Ask) -> None:
    """Refuse what is left in another unit than a bag's, and how long that lasts."""
    volumes = [each.code for each in page.tokens if each.quantity == "volume"]
    is_all = volumes == ["F.volume"] and "ran" not in page.codes
    is_time = ask.unit != "left" or ask.codes & {"when", "howlong"}
    if "left" in ask.codes and is_time and not (is_all or "F.volume" in ask.codes):
        reason = later("what is left is read in mL alone")
        write = later("how many mL are left?")
        raise Unreadable(page.words(*ask.tokens), reason, write)
