"""A text as sentences of tokens: what it asks, and of one dose, a day or a course."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.language.numbers import counted
from ketacalc.words.asking import COURSE, DAY, ONE, OPEN, Ask, asks_in
from ketacalc.words.lexicon import PIECES

if TYPE_CHECKING:
    from ketacalc.words.tokens import Token

# What says in which unit the order measures the drug.
_ORDERS = {"F.amount", "F.dose", "F.dose_rate", "F.per_dose", "F.dose_each", "F.rate"}
_MEASURED = {"howmuch", "howmany", "blank", "give"}
_TOLD_TIMES = {"at", "by", "start", "end", "between", "to", "and"}
_MAKES = {"draw", "stock", "diluent"}
_NO_DOSE = {"kg", "h", "min", "end"}
# How all doses together are asked for: by name, since mg may be of one dose.
_TOTALS = dict.fromkeys(("mg", "mcg", "g", "units", "mEq"), "amount in {}")
_TOTALS |= {"mL": "volume", "dose": "doses", "doses": "doses"}


@dataclass
class Page:
    """A text as sentences of tokens; `unit` is that of the answers to choose from."""

    text: str
    sentences: list[list[Token]]
    unit: str = ""

    @cached_property
    def tokens(self) -> list[Token]:
        """All tokens, in the order of the text."""
        return [each for sentence in self.sentences for each in sentence]

    def __post_init__(self) -> None:
        """Take "stock" for what is on hand, where nothing is made of it."""
        asked = {t.code for each in self.sentences if asks_in(each) for t in each}
        if asked.isdisjoint(_MAKES):
            self.sentences = [[*map(_on_hand, each)] for each in self.sentences]

    @cached_property
    def codes(self) -> set[str]:
        """The codes of all tokens."""
        return {each.code for each in self.tokens}

    def words(self, token: Token) -> str:
        """Return the words of the text that a token stands for."""
        return " ".join(self.text[token.start : token.end].split())

    def refuse_bare_numbers(self) -> None:
        """Refuse a number that no rule and no reason accounts for."""
        for at, each in enumerate(self.tokens):
            if self._is_bare(each, self.tokens[at - 1] if at else None):
                near = self.tokens[max(at - 2, 0) : at + 3]
                words = " ".join(self.text[near[0].start : near[-1].end].split())
                raise Unreadable(words, f"nothing says what {self.words(each)} is")

    def _is_bare(self, token: Token, before: Token | None) -> bool:
        """Tell whether a token is a number in digits; 1:20 is one but for a cue."""
        if token.code == "clock" and ":" in self.text[token.start : token.end]:
            is_told = before is not None and before.code in _TOLD_TIMES
            return not (is_told or "m" in token.value.lower())
        if token.code == "F.drops":
            return True
        return token.code == "n" and not self.text[token.start].isalpha()

    # ------------------------------------------------------------ questions

    @cached_property
    def asks(self) -> list[Ask]:
        """The questions, each once; Unreadable where there is none."""
        found: dict[tuple[str, str], Ask] = {}
        for sentence in self.sentences:
            for ask in map(self._completed, asks_in(sentence)):
                found.setdefault((ask.unit, ask.scope), ask)
        asks = [each for each in found.values() if each.unit]
        if not asks and self.unit:
            asks = [each._replace(unit=self.unit) for each in found.values()]
        for told, asked in (("drank", "intake"), ("voided", "output")):
            if told in self.codes and not any(asked in each.codes for each in asks):
                reason = "what went in or out is told, and not asked for"
                raise Unreadable(self.text, reason)
        if not asks:
            raise Unreadable(self.text, "no question is found in it", "how many mL?")
        roundings = {t.value for t in self.tokens if t.code == "rounding"}
        if len(roundings) == 1:
            asks = [each._replace(rounding=min(roundings)) for each in asks]
        return asks

    def _completed(self, ask: Ask) -> Ask:
        """Return a question with the unit that its words leave out, if one is plain."""
        if "F.stock" in self.codes and ask.codes & _MAKES:
            return ask._replace(unit="diluent" if "diluent" in ask.codes else "drawn")
        unit = ask.unit
        if not unit and "flow" in ask.codes and "F.drop_factor" not in self.codes:
            unit = "mL/h"
        elif not unit and ask.codes & _MEASURED and ask.scope != DAY:
            unit = self._supply_unit()
        elif not unit and (ask.scope or "lowhigh" in ask.codes):
            orders = (each for each in self.tokens if each.code in _ORDERS)
            unit = next((t.value.split()[-1].partition("/")[0] for t in orders), "")
        return ask._replace(unit="doses" if unit == "dose" else unit)

    def _supply_unit(self) -> str:
        """Return what is measured out of the one supply; "" where there are more."""
        supplies = [
            t for t in self.tokens if t.code in {"F.strength", "F.concentration"}
        ]
        strengths = {
            t.value.partition("/")[2] for t in supplies if t.code == "F.strength"
        }
        liquid = {"mL" for t in supplies if t.code == "F.concentration"}
        units = strengths | liquid
        return units.pop() if len(units) == 1 else ""

    # ------------------------------------------------------------ schedules

    @cached_property
    def is_divided(self) -> bool:
        """Tell whether what is said of a day is divided into doses."""
        return not self.codes.isdisjoint({"divided", "parts"})

    @cached_property
    def schedule(self) -> str:
        """How many doses a day, or ""; Unreadable where two are given."""
        often = (each for each in self.tokens if each.code in {"often", "parts"})
        said = [each for each in often if not self._is_scope(each)]
        found = dict.fromkeys(each.value for each in said)
        if self.is_divided and len(found) > 1:
            found.pop("1", None)
        if len(found) > 1:
            raise Unreadable(self.words(said[-1]), "two schedules are given")
        return _doses(next(iter(found)), self.words(said[0])) if found else ""

    def _is_scope(self, token: Token) -> bool:
        """Tell whether the "daily" of a question asks for a day, and orders nothing."""
        sentence = next(each for each in self.sentences if token in each)
        before = sentence[sentence.index(token) - 1]
        is_asking = token.value == "1" and bool(asks_in(sentence))
        return is_asking and not before.code.startswith("F.")

    @cached_property
    def is_per_day(self) -> bool:
        """Tell whether a figure says that it is of a day: 40 mg/kg/day."""
        return any(t.code[:2] == "F." and "/day" in t.value for t in self.tokens)

    @cached_property
    def is_daily(self) -> bool:
        """Tell whether an order is of a day: 40 mg/kg/day, 600 mg daily, divided."""
        said = any(t.code == "often" and t.value == "1" for t in self.tokens)
        return self.is_per_day or (self.is_divided and said)

    def is_course(self, token: Token) -> bool:
        """Tell whether a token is a duration of a day or more."""
        is_long = token.value.rpartition(" ")[2] in {"day", "days", "week", "weeks"}
        return token.code == "F.duration" and is_long

    def is_running(self, ask: Ask) -> bool:
        """Tell whether a question asks how fast something runs."""
        return "/" in ask.unit and ask.unit.rpartition("/")[2] in {"h", "min"}

    def scope_of(self, ask: Ask) -> str:
        """Return of what a question asks: one dose, a day, a course, or "" for neither.

        Unreadable where a schedule leaves that open.
        """
        if self.is_running(ask) or not (self.schedule or self.is_daily):
            return OPEN
        if self.is_divided and not self.is_daily:
            raise Unreadable("divided", "it is not said of which time it is divided")
        scope = ask.scope or self._scope_in(ask) or self._scope_unsaid(ask)
        if scope in {DAY, COURSE} and "prn" in self.codes:
            raise Unreadable("as needed", "it does not say how many doses are given")
        return scope

    def _scope_in(self, ask: Ask) -> str:
        """Return what the sentence of a question says: for 14 days, in 24 hours."""
        own = [each for each in self.tokens if ask.first <= each.start < ask.last]
        if any(t.code == "F.duration" and t.value in {"24 h", "1 day"} for t in own):
            return DAY
        if any(map(self.is_course, own)):
            return COURSE
        return DAY if any(t.code == "often" and self._is_scope(t) for t in own) else ""

    def _scope_unsaid(self, ask: Ask) -> str:
        if ask.unit in _NO_DOSE:
            return OPEN
        if "give" in ask.codes and (self.schedule or not self.is_daily):
            return ONE
        if self.is_daily and not self.schedule:
            return DAY
        is_measured = ask.unit in PIECES or ask.unit == "mL"
        if (
            is_measured
            and not self.is_daily
            and not any(map(self.is_course, self.tokens))
        ):
            return ONE
        reason = "it may ask for one dose, for a day or for all"
        raise Unreadable(ask.unit, reason, f"how many {ask.unit} per dose?")

    def per(self, scope: str) -> str:
        """Return what a bare figure of an order is per: a dose, a day, or ""."""
        if self.is_divided and scope:
            return "" if self.is_per_day else DAY
        return ONE if scope in {DAY, COURSE} and not self.is_daily else ""

    def asked(self, ask: Ask) -> tuple[str, str]:
        """Return what is asked in the notation, and the schedule that it needs."""
        scope, unit, schedule = self.scope_of(ask), ask.unit, ""
        if scope == ONE and self.is_daily:
            unit, schedule = f"{unit}/dose", self.schedule
        elif scope == ONE and any("/dose" in each.value for each in self.tokens):
            unit = f"{unit}/dose"
        elif scope == DAY:
            unit = f"{unit}/day"
            schedule = "" if self.is_daily else self.schedule
        elif scope == COURSE and not self.is_daily:
            unit = _TOTALS.get(unit, "{}s").format(unit)
            schedule = self.schedule
        return f"{unit} to {ask.rounding}" if ask.rounding else unit, schedule


def _on_hand(token: Token) -> Token:
    if token.code != "F.stock":
        return token
    value = token.value.removeprefix("stock=")
    return token._replace(code="F.concentration", value=value)


def _doses(value: str, words: str) -> str:
    """Write how often in doses a day: 3 doses/day for "3", and for "24/8"."""
    over, _, hours = value.rpartition("/")
    doses = Fraction(24) / Fraction(hours) if over else Fraction(value)
    if doses.denominator != 1:
        raise Unreadable(words, "it does not come round in a day")
    return f"{doses} {counted(doses, 'dose/day')}"
