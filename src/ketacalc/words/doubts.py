"""What of a text is left in doubt: a number that nothing accounts for, and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.language.notation import read_given
from ketacalc.say import later, say
from ketacalc.words.rules import TABLE
from ketacalc.words.ways import BAG, ENDS

if TYPE_CHECKING:
    from fractions import Fraction

    from ketacalc.words.asking import Ask
    from ketacalc.words.page import Page
    from ketacalc.words.tokens import Token

NEAR = 4  # words behind a number
FIGURES = {"n", "p", "u", "d", "F.", "B.", "K.", "D.", "C.", "P."}


def refuse_doubts(page: Page) -> None:
    """Raise Unreadable where a text leaves something open that may matter."""
    _refuse_unknown_rounding(page)
    _refuse_bare_numbers(page)
    _refuse_told_only(page)
    _refuse_two_strengths(page)
    for ask in page.asks:
        _refuse_of_a_fluid(page, ask)
        _refuse_of_what_is_left(page, ask)
        _refuse_sums_of_both(page, ask)
    vital = [each for each in page.tokens if each.value == TABLE["vital"]]
    if "hold" in page.codes and len(vital) > 1:
        reason = later("whether it is given at all hangs on a vital sign")
        raise Unreadable(page.text, reason)
    if "perday" in _told(page) and not page.is_daily and page.schedule:
        reason = later("it is not plain what is of a day and what is of a dose")
        raise Unreadable(page.text, reason, later("600 mg per day"))


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
    sentence = page.sentence_of(each)
    near = {token.code[:2] for token in behind}
    is_asked = any(ask.holds(each) for ask in page.asks)
    is_shared = any(token.code in {"divided", "per", "each"} for token in sentence)
    return each.value == "1" or not (is_asked or is_shared or near & FIGURES)


def _refuse_unknown_rounding(page: Page) -> None:
    """Refuse a text that says to round, and not to what in words that are read."""
    said = next((each for each in page.tokens if each.code == "round"), None)
    if said and "rounding" not in page.codes:
        reason = later("it is not told to what, in words that are read here")
        write = later("round to the nearest tenth")
        raise Unreadable(page.words(said), reason, write)


def _refuse_two_strengths(page: Page) -> None:
    """Refuse two strengths of which none is asked for, and more than one powder."""
    is_made = any(each.unit in {"drawn", "diluent"} for each in page.asks)
    if "S.stock" in page.codes and not is_made:
        raise Unreadable(page.text, later("two strengths are told"))
    for sentence in page.sentences:
        held = {_base(each.value) for each in sentence if each.code == "B.volume"}
        told = {_base(each) for each in _wholes(sentence)}
        if held and told and held != told:
            raise Unreadable(page.text, later("the bag and its label differ"))
    if {"F.displacement", "F.tablets"} <= page.codes:
        raise Unreadable(page.text, later("more than one vial is told"))


def _wholes(sentence: list[Token]) -> list[str]:
    """Return the volumes of bags that strengths are told of: 250 mL of 400 mg in it."""
    found = (
        e.value.partition(" in ")[2] for e in sentence if e.code == "F.concentration"
    )
    return [each for each in found if each and _base(each) >= BAG]


def _base(volume: str) -> Fraction:
    return read_given(volume).base_value


def _told(page: Page) -> set[str]:
    """Return the codes of the sentences that ask nothing."""
    asking = [each.tokens for each in page.asks]
    return {t.code for each in page.sentences if each not in asking for t in each}


def _asked(page: Page) -> set[str]:
    return set[str]().union(*(each.codes for each in page.asks))


def _refuse_told_only(page: Page) -> None:
    """Refuse what was drunk, voided or has run in where no question is of it."""
    for told, asked in TABLE["told"].items():
        if told in page.codes and _asked(page).isdisjoint(asked):
            reason = later("what went in or out is told, and not asked for")
            raise Unreadable(page.text, reason)
    fitting = {"left", "h", "min", "day", *ENDS}
    goes_on = all(each.is_running or each.unit in fitting for each in page.asks)
    if "left" in _told(page) and not goes_on:
        reason = later("what is left is told, and what was given may be asked")
        raise Unreadable(page.text, reason)


def _refuse_of_what_is_left(page: Page, ask: Ask) -> None:
    """Refuse what is left in another unit than a bag's, and how long that lasts."""
    is_time = ask.unit != "left" or ask.codes & {"when", "howlong"}
    volumes = [each for each in page.tokens if each.quantity == "volume"]
    is_all = "F.volume" in ask.codes or (
        len(volumes) == 1 and volumes[0].code == "F.volume" and "ran" not in page.codes
    )
    if "left" in ask.codes and is_time and not is_all:
        reason = later("what is left is read in mL alone")
        write = later("how many mL are left?")
        raise Unreadable(page.words(*ask.tokens), reason, write)


def _refuse_of_a_fluid(page: Page, ask: Ask) -> None:
    """Refuse how many mL of water where a drug is in them."""
    is_fluid = ask.unit == "mL" and not ask.codes.isdisjoint({"water", "plainwater"})
    if is_fluid and page.codes & {"F.amount", "F.concentration"}:
        raise Unreadable(page.words(*ask.tokens), later("it asks for the fluid alone"))


def _refuse_sums_of_both(page: Page, ask: Ask) -> None:
    """Refuse to add up where what went in and what went out are both told."""
    told = page.codes | {each.value.lower() for each in page.tokens}
    for own, others in TABLE["opposite"].items():
        if own in ask.codes and not told.isdisjoint([*others, "weekday"]):
            reason = later("what went in and what went out are both told")
            raise Unreadable(page.text, reason)
