"""How many doses a text tells of, and of which of them a question is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.language.numbers import counted
from ketacalc.language.schedules import read_schedule
from ketacalc.say import later, say
from ketacalc.words.asking import COURSE, DAY, ONE, OPEN
from ketacalc.words.lexicon import PIECES
from ketacalc.words.rules import TABLE

if TYPE_CHECKING:
    from ketacalc.words.asking import Ask
    from ketacalc.words.text import Text

ONCE, _ONCE_A_DAY = "1 times daily", "1 dose/day"
_DAILY, _MORNING = re.compile(r"da[iy]|od\b|24"), re.compile(r"morn|mane|am\b")
_WEEKLY = re.compile(r"^(?!.*\d).*week", re.IGNORECASE)  # once a week, and each week


@dataclass
class Doses:
    """The doses that a page tells of: their schedule, and what is said of a day."""

    page: Text

    @cached_property
    def is_divided(self) -> bool:
        """Tell whether what is said of a day is divided into doses."""
        return not self.page.codes.isdisjoint({"divided", "parts"})

    @cached_property
    def schedule(self) -> str:
        """How many doses a day, or ""; Unreadable where two are given."""
        rare = (self.page.words(t) for t in self.page.tokens if t.code == "uneven")
        uneven = {"weekly" if _WEEKLY.search(each) else each.lower() for each in rare}
        if {*TABLE["uneven"]} <= self.page.codes or len(uneven) > 1:
            raise Unreadable(self.page.text, later("two schedules are given"))
        often = [each for each in self.page.tokens if each.code in {"often", "parts"}]
        told = {each.value: self.page.words(each) for each in often}
        once = {self.page.words(e).lower() for e in often if e.value == ONCE}
        if len({bool(_MORNING.search(w)) for w in once if not _DAILY.search(w)}) > 1:
            raise Unreadable(self.page.text, later("two schedules are given"))
        if self.is_divided:
            told.pop(ONCE, None)  # 400 mg daily in divided doses
        said = {_doses(value, words): words for value, words in told.items()}
        if len(said) > 1:
            raise Unreadable([*said.values()][-1], later("two schedules are given"))
        return "".join(said)

    @cached_property
    def is_per_day(self) -> bool:
        """Tell whether a figure says that it is of a day: 40 mg/kg/day."""
        return any(t.code[:2] == "F." and "/day" in t.value for t in self.page.tokens)

    @cached_property
    def is_per_dose(self) -> bool:
        """Tell whether a figure says that it is of one dose: 10 mg/kg/dose."""
        return any("/dose" in each.value for each in self.page.tokens)

    @cached_property
    def is_daily(self) -> bool:
        """Tell whether an order is of a day: 40 mg/kg/day, 600 mg daily, divided."""
        return self.is_per_day or (
            self.is_divided and ONCE in self.page.values("often", "eachday")
        )

    def scope_of(self, ask: Ask) -> str:
        """Return of what a question asks: one dose, a day, a course, or "" for neither.

        Unreadable where a schedule leaves that open.
        """
        if "compare" in ask.codes:
            return ask.scope
        told = ask.scope or ask.time
        is_shown = self.schedule and any(each.code == "clock" for each in ask.tokens)
        is_counted = ask.unit in PIECES and told == OPEN
        if told in {DAY, COURSE} or is_shown or (is_counted and not self.schedule):
            self._refuse_uncounted(DAY if is_shown else told)
        if ask.is_running or not (self.schedule or self.is_daily):
            return OPEN
        if self.is_divided and not self.is_daily:
            reason = later("it is not said of which time it is divided")
            raise Unreadable("divided", reason)
        return told or self._scope_unsaid(ask)

    def _refuse_uncounted(self, scope: str) -> None:
        """Refuse what is asked of a day or a course whose doses are not counted."""
        lacks = not (self.schedule or self.is_daily or self.is_timed)
        is_course = scope == DAY or "C.duration" in self.page.codes
        is_shown = self.schedule and len({*self.page.values("clock")}) > 1
        is_uneven = scope and self.page.codes & {"prn", "uneven"}
        if is_uneven or (lacks and is_course) or is_shown:
            reason = later("it does not say how many doses are given")
            raise Unreadable(self.page.text, reason, later("every 6 hours"))

    @cached_property
    def is_timed(self) -> bool:
        """Tell whether something runs, or how many doses are given is told."""
        names = {each.quantity for each in self.page.tokens if each.code[0] != "C"}
        return not names.isdisjoint(TABLE["timed"])

    def _scope_unsaid(self, ask: Ask) -> str:
        """Return what a question without a word of it can only be of."""
        if ask.unit in TABLE["no_dose"]:
            return OPEN
        is_of_day = any((each.code, each.value) == ("t", DAY) for each in ask.tokens)
        is_course = "C.duration" in self.page.codes
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
        units = counted(Fraction(2), ask.unit)
        write = say("how many {unit} per dose?", unit=units)
        raise Unreadable(units, reason, write)

    def _tells_a_dose_in(self, unit: str) -> bool:
        """Tell whether it says what a dose is in this unit, and no more: 5 mL t.d.s."""
        told = self.page.values("F.tablets", "F.volume")
        others = {*TABLE["orders"], "F.concentration"} - {"F.amount"}
        is_all = self.page.codes.isdisjoint(
            others if unit in PIECES else {*others, "F.amount"}
        )
        return is_all and bool(told) and all(each.split()[-1] == unit for each in told)

    def per(self, scope: str) -> str:
        """Return what a bare figure of an order is per: a dose, a day, or ""."""
        if self.is_divided and scope:
            return "" if self.is_per_day else DAY
        is_each = scope in {DAY, COURSE} or (scope == ONE and self.is_per_dose)
        return ONE if is_each and not self.is_daily else ""


def _doses(schedule: str, words: str) -> str:
    """Write how often in doses a day: 3 doses/day for "q8h"."""
    found = read_schedule(schedule)
    if not found or found[0].value.denominator != 1:
        raise Unreadable(words, later("it does not come round in a day"))
    return str(found[0])
