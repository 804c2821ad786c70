"""A text as sentences of tokens: what it asks, and of one dose, a day or a course."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.language.notation import read_given
from ketacalc.language.schedules import read_schedule
from ketacalc.say import later, say
from ketacalc.words.asking import (
    COURSE,
    DAY,
    ONE,
    OPEN,
    Ask,
    asks_for,
    asks_in,
    asks_unsaid,
)
from ketacalc.words.lexicon import PIECES
from ketacalc.words.rules import TABLE, coded, first_of, patterns, shape
from ketacalc.words.tokens import codes_of, signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.words.tokens import Token

ONCE, _ONCE_A_DAY = "1 times daily", "1 dose/day"
_DAILY, _MORNING = re.compile(r"da[iy]|od\b|24"), re.compile(r"morn|mane|am\b")
_OF_A_NOUN = shape("<howmany> <_|aside|[FKB].\\w+>")
_STOCK = patterns("stock")
_TOLD = {"round", "rounding", "u", "t", "p"}  # give it in mL, to tenths
_ENDING = {"give", "draw", "volume", "rate", "flow", "hourly", "drip"}
_ASKING = {"howmany", "howmuch", "howlong", "ask", "per", "perday", "perdose"}


def with_stock(tokens: list[Token]) -> list[Token]:
    """Take a strength for the stock where a volume of a weaker one is made of it.

    You want 10 mL of 2 mg/mL; the ampoule has 50 mg/mL.
    """
    told = [each for each in tokens if each.quantity in {"concentration", "ratio"}]
    if len(told) != len("ab") or codes_of(tokens) & {*TABLE["orders"], "F.stock"}:
        return tokens
    weak, stock = sorted(told, key=lambda each: read_given(each.value).base_value)
    figures = pairwise(each for each in tokens if each.quantity)
    if ("F.volume", weak) not in [(one.code, two) for one, two in figures]:
        return tokens
    taken = {weak: f"F.{weak.quantity}", stock: "S.stock"}
    return [each._replace(code=taken.get(each, each.code)) for each in tokens]


@dataclass
class Page:
    """A text as sentences of tokens.

    `unit` is that of the answers to choose from, `fluids` are the names of what is in
    a fluid, and `is_list` says that the questions are the items of a list.
    """

    text: str
    sentences: list[list[Token]]
    unit: str = ""
    fluids: tuple[tuple[str, ...], ...] = ()
    is_list: bool = False

    @cached_property
    def tokens(self) -> list[Token]:
        """All tokens, in the order of the text."""
        return [each for sentence in self.sentences for each in sentence]

    @cached_property
    def codes(self) -> set[str]:
        """The codes of all tokens."""
        return codes_of(self.tokens)

    @cached_property
    def signs(self) -> set[str]:
        """Their codes, and their words as a table has them: =iv."""
        return signs_of(self.tokens)

    def values(self, *codes: str) -> list[str]:
        """Return the values of all tokens that have one of these codes."""
        return [each.value for each in self.tokens if each.code in codes]

    def sentence_of(self, token: Token) -> list[Token]:
        """Return the sentence in which a token stands."""
        return next(each for each in self.sentences if token in each)

    def words(self, *tokens: Token) -> str:
        """Return the words of the text that tokens stand for."""
        return " ".join(self.text[tokens[0].start : tokens[-1].end].split())

    # ------------------------------------------------------------ questions

    @cached_property
    def asks(self) -> list[Ask]:
        """The questions, each once; Unreadable where there is none."""
        asked = [self._completed(a) for each in self.sentences for a in asks_in(each)]
        asks = [each for each in asked if each.unit]
        if asks and not self.unit:
            self._refuse_unanswered(asked)
        asks = asks or self._unsaid(asked)
        if not asks:
            reason = later("no question is found in it")
            raise Unreadable(self.text, reason, later("how many mL?"))
        if sum(value[0] == "_" for value in self.values("blank")) > len(asks):
            reason = later("not each of its blanks is understood")
            raise Unreadable(self.text, reason, later("how many mL?"))
        first = {(each.unit, each.scope): each for each in reversed(asks)}
        return _restated(
            [each for each in asks if each is first[each.unit, each.scope]]
        )

    def _refuse_unanswered(self, asked: list[Ask]) -> None:
        """Refuse a question whose unit is not told, where another one would be worked.

        "Round it to tenths" asks nothing, and has no question mark; "Give:" asks.
        """
        known = [each.tokens for each in asked]
        ending = [
            each
            for each in self._ending()
            if each.tokens not in known and _TOLD.isdisjoint(each.codes)
        ]
        queries = [e for e in asked if not e.unit and "query" in e.codes]
        for each in [*(e for e in queries if e.codes & _ASKING), *ending]:
            reason = later("what it asks for is not understood")
            raise Unreadable(self.words(*each.tokens), reason, later("how many mL?"))

    @cached_property
    def is_diluted(self) -> bool:
        """Tell whether a question is of a stock, or of what is added to it."""
        return any(each.unit in {"drawn", "diluent"} for each in self.asks)

    def _unsaid(self, asked: list[Ask]) -> list[Ask]:
        """Return what is asked in no words: the unit of the choices, or one alone."""
        if self.unit and asked:
            return [each._replace(unit=self.unit) for each in asked]
        if self.unit:
            return [a for each in self._said[-1:] for a in asks_for([self.unit], each)]
        found = [*chain.from_iterable(map(asks_unsaid, self._said))]
        if not asked and all("be" in each.codes for each in found):
            found = []  # the pump is set in mL/h
        if self.is_list or len({each.unit for each in found}) == 1:
            return found
        return [*self._ending()]

    @cached_property
    def _said(self) -> list[list[Token]]:
        """The sentences that say something."""
        return [each for each in self.sentences if codes_of(each) != {"stop"}]

    def _ending(self) -> Iterator[Ask]:
        """Yield what the last words ask that give no figure: Give:, or Volume."""
        for each in self._said[-1:]:
            codes = codes_of(each)
            named = next((n for c, n in TABLE["names"].items() if c in codes), "")
            is_figure = any(token.quantity for token in each)
            if codes & _ENDING and not is_figure:
                yield from map(self._completed, asks_for([named], each))

    def _completed(self, ask: Ask) -> Ask:
        """Return a question with the unit that its words leave out, if one is plain."""
        if not ask.unit and _OF_A_NOUN.search(coded(ask.tokens)[0]):
            return ask  # how many injections
        meant = chain(self._of_stock(ask), *ask.fitting("meant", self.codes))
        unit = next(meant, ask.unit)
        if unit == "supply":
            unit = self._supply_unit()
        elif unit == "order":
            unit = self._order_unit()
        return ask._replace(unit="doses" if unit == "dose" else unit)

    def _of_stock(self, ask: Ask) -> Iterator[str]:
        """Yield whether the stock is asked or what is added, where a stock is told."""
        unit = first_of(_STOCK, coded(ask.tokens)[0])
        if self.codes.isdisjoint({"F.stock", "S.stock"}) or not unit:
            return
        if unit == "both":
            reason = later("it asks for the stock and for what is added to it")
            raise Unreadable(self.text, reason, later("how many mL of stock?"))
        yield unit

    def _order_unit(self) -> str:
        """Return the unit of the order, mg for 5 mg/kg; "" where there is none."""
        orders = self.values(*TABLE["orders"])
        return orders[0].split()[-1].partition("/")[0] if orders else ""

    def _supply_unit(self) -> str:
        """Return what is measured out of the one supply; "" where there are more."""
        units = {each.partition("/")[2] for each in self.values("F.strength")}
        if self.values("F.concentration", "F.stock"):
            units.add("mL")
        return units.pop() if len(units) == 1 else ""

    # ------------------------------------------------------------ schedules

    @cached_property
    def is_divided(self) -> bool:
        """Tell whether what is said of a day is divided into doses."""
        return not self.codes.isdisjoint({"divided", "parts"})

    @cached_property
    def schedule(self) -> str:
        """How many doses a day, or ""; Unreadable where two are given."""
        uneven = {self.words(t).lower() for t in self.tokens if t.code == "uneven"}
        if {*TABLE["uneven"]} <= self.codes or len(uneven) > 1:
            raise Unreadable(self.text, later("two schedules are given"))
        often = [each for each in self.tokens if each.code in {"often", "parts"}]
        told = {each.value: self.words(each) for each in often}
        once = {self.words(e).lower() for e in often if e.value == ONCE}
        if len({bool(_MORNING.search(w)) for w in once if not _DAILY.search(w)}) > 1:
            raise Unreadable(self.text, later("two schedules are given"))
        if self.is_divided and len(told) > 1:
            told.pop(ONCE, None)
        said = {_doses(value, words): words for value, words in told.items()}
        if len(said) > 1:
            raise Unreadable([*said.values()][-1], later("two schedules are given"))
        return "".join(said)

    @cached_property
    def is_per_day(self) -> bool:
        """Tell whether a figure says that it is of a day: 40 mg/kg/day."""
        return any(t.code[:2] == "F." and "/day" in t.value for t in self.tokens)

    @cached_property
    def is_per_dose(self) -> bool:
        """Tell whether a figure says that it is of one dose: 10 mg/kg/dose."""
        return any("/dose" in each.value for each in self.tokens)

    @cached_property
    def is_daily(self) -> bool:
        """Tell whether an order is of a day: 40 mg/kg/day, 600 mg daily, divided."""
        return self.is_per_day or (
            self.is_divided and ONCE in self.values("often", "eachday")
        )

    def scope_of(self, ask: Ask) -> str:
        """Return of what a question asks: one dose, a day, a course, or "" for neither.

        Unreadable where a schedule leaves that open.
        """
        if "compare" in ask.codes:
            return ask.scope
        told = ask.scope or ask.time
        if told in {DAY, COURSE}:
            self._refuse_uncounted(told)
        if ask.is_running or not (self.schedule or self.is_daily):
            return OPEN
        if self.is_divided and not self.is_daily:
            reason = later("it is not said of which time it is divided")
            raise Unreadable("divided", reason)
        return told or self._scope_unsaid(ask)

    def _refuse_uncounted(self, scope: str) -> None:
        """Refuse what is asked of a day or a course whose doses are not counted."""
        lacks = not (self.schedule or self.is_daily or self.is_timed)
        is_course = scope == DAY or "C.duration" in self.codes
        is_shown = self.schedule and len({*self.values("clock")}) > 1
        if self.codes & {"prn", "uneven"} or (lacks and is_course) or is_shown:
            reason = later("it does not say how many doses are given")
            raise Unreadable(self.text, reason, later("every 6 hours"))

    @cached_property
    def is_timed(self) -> bool:
        """Tell whether something runs, or how many doses are given is told."""
        names = {each.quantity for each in self.tokens if each.code[0] != "C"}
        return not names.isdisjoint(TABLE["timed"])

    def _scope_unsaid(self, ask: Ask) -> str:
        """Return what a question without a word of it can only be of."""
        if ask.unit in TABLE["no_dose"]:
            return OPEN
        is_of_day = any((each.code, each.value) == ("t", DAY) for each in ask.tokens)
        is_course = "C.duration" in self.codes
        if is_of_day or not (self.schedule or is_course):
            return DAY
        if is_course and self._tells_a_dose_in(ask.unit):
            return COURSE
        is_open = self.is_daily or is_course or "needs" in ask.codes
        is_once = self.schedule == _ONCE_A_DAY and not is_course
        is_taken = ask.unit in {*PIECES, "mL"} and not is_open
        is_said = self.is_per_dose and not (self.is_daily or is_course)
        if "give" in ask.codes or is_once or is_taken or is_said:
            return ONE
        reason = later("it may ask for one dose, for a day or for all")
        write = say("how many {unit} per dose?", unit=ask.unit)
        raise Unreadable(ask.unit, reason, write)

    def _tells_a_dose_in(self, unit: str) -> bool:
        """Tell whether it says what a dose is in this unit, and no more: 5 mL t.d.s."""
        told = self.values("F.tablets", "F.volume")
        is_all = self.codes.isdisjoint({*TABLE["orders"], "F.concentration"})
        return is_all and bool(told) and all(each.split()[-1] == unit for each in told)

    def per(self, scope: str) -> str:
        """Return what a bare figure of an order is per: a dose, a day, or ""."""
        if self.is_divided and scope:
            return "" if self.is_per_day else DAY
        is_each = scope in {DAY, COURSE} or (scope == ONE and self.is_per_dose)
        return ONE if is_each and not self.is_daily else ""

    def asked(self, ask: Ask) -> tuple[str, str]:
        """Return what is asked in the notation, and the schedule that it needs."""
        scope = self.scope_of(ask) + " daily" * self.is_daily
        form = TABLE["asked"].get(scope, "{}")
        if scope == COURSE:  # by name, since mg may be of one dose
            form = TABLE["totals"].get(ask.unit, "{}s")
        elif scope == ONE and self.is_per_dose:
            form = "{}/dose"
        asked = ask._replace(unit=form.format(ask.unit))
        forms = chain(*asked.fitting("written", self.codes), ["{}"])
        unit = next(forms).format(asked.unit)
        is_scheduled = scope in TABLE["scheduled"] or ask.unit == "day"
        schedule = self.schedule if is_scheduled else ""
        return unit + self._rounding(ask), schedule

    def _of_item(self, ask: Ask, code: str) -> list[Token]:
        """Return the tokens of a code; of a list those of its stem, or of an item."""
        starts = sorted({each.tokens[0].start for each in self.asks})
        own = ask.tokens[0].start
        end = next((each for each in starts if each > own), len(self.text))
        found = [each for each in self.tokens if each.code == code]
        if not self.is_list or "roundall" in self.codes:
            return found
        return [t for t in found if t.start < starts[0] or own <= t.start < end]

    def _rounding(self, ask: Ask) -> str:
        """Write how an answer is rounded: as its question says, or as all are."""
        said = [each.value for each in ask.tokens if each.code == "rounding"]
        told = said or [each.value for each in self._of_item(ask, "rounding")]
        if not said and len({*told}) != 1:
            return ""
        return " rounded down" if told[0] == "down" else f" to {told[0]}"


def _restated(asks: list[Ask]) -> list[Ask]:
    """Ask in another unit where a sentence of its own says so: answer in mL."""
    own = [each for each in asks if "restate" in each.codes]
    others = [each for each in asks if each not in own]
    if len(own) == len(others) == 1:
        return [others[0]._replace(unit=own[0].unit)]
    return asks


def _doses(schedule: str, words: str) -> str:
    """Write how often in doses a day: 3 doses/day for "q8h"."""
    found = read_schedule(schedule)
    if not found or found[0].value.denominator != 1:
        raise Unreadable(words, later("it does not come round in a day"))
    return str(found[0])
