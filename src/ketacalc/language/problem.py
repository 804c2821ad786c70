"""A problem: what is given, what is asked, and what was answered.

It is written as the line of notation that gives the same problem again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.language.relations import NAMED_ONLY, QUANTITIES
from ketacalc.language.units import DIVIDED, PLUS, Unit, quotient, unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from ketacalc.language.figures import Figure

DOSE, DAY = unit("dose"), unit("day")

# What is of one dose, and the same of all doses together.
ONE_DOSE = {
    "amount": "per_dose",
    "volume": "volume_per_dose",
    "tablets": "tablets_per_dose",
    "dose": "dose_each",
}
DOUBTFUL = {*ONE_DOSE, "doses"}
IN_ALL = " in all"
DOSED_KINDS = ("drug", "volume", "tablet")
# What a figure may be the second part of: 3 kg 200 g, 7 lb 4 oz.
BODY_PARTS = {("amount", "g"): "kg", ("volume", "oz"): "lb"}

# A quantity, the units of its parts, and how they are joined.
Form = tuple[str, tuple[Unit, ...], str]


class Given:
    """One given figure, of one part or of two (400 mg ÷ 250 mL, 1 h + 30 min).

    `units` are the units of its parts, `measure` is what the drug is measured in or "",
    `form` is all but the numbers, and `base_value` is the whole in the vocabulary's
    base units.  They are worked once: a class gives the same figures again and again.
    """

    __slots__ = ("base_value", "form", "join", "measure", "parts", "quantity", "units")

    def __init__(
        self, quantity: str, parts: tuple[Figure, ...], join: str = ""
    ) -> None:
        self.quantity = quantity
        self.parts = parts
        self.join = join
        self.units = tuple([part.unit for part in parts])
        self.measure = next((each.measure for each in self.units if each.measure), "")
        self.form: Form = (quantity, self.units, join)
        self.base_value = self._base_value()

    def __eq__(self, other: object) -> bool:
        """Compare what is given, not how it was written."""
        return isinstance(other, Given) and self._content == other._content

    def __hash__(self) -> int:
        """Hash what is given."""
        return hash(self._content)

    def __repr__(self) -> str:
        """Name the quantity and the figure."""
        return f"<{self.quantity}: {self}>"

    def __str__(self) -> str:
        """Write it as it can be read again."""
        joint = " in " if self.join == DIVIDED else " "
        return joint.join(map(str, self.parts))

    @property
    def _content(self) -> tuple[str, tuple[Figure, ...], str]:
        return self.quantity, self.parts, self.join

    @property
    def unit(self) -> Unit:
        """The unit of the whole."""
        return quotient(*self.units) if self.join == DIVIDED else self.units[0]

    def _base_value(self) -> Fraction:
        first = self.parts[0].base_value
        if not self.join:
            return first
        other = self.parts[1].base_value
        return first / other if self.join == DIVIDED else first + other

    def at(self, pound: str) -> Given:
        """Return it with another pound behind its units: "2.2" or "exact"."""
        if all(each.pound in {"", pound} for each in self.units):
            return self
        parts = tuple(part.at(pound) for part in self.parts)
        return Given(self.quantity, parts, self.join)


class Asked(NamedTuple):
    """What is asked for, and in which unit; `stated` if the unit was written.

    mg, mL and tablet may be asked of one dose or of all: `other` is then the second
    reading.
    """

    quantity: str
    unit: Unit
    stated: bool = True
    other: Asked | None = None

    @property
    def readings(self) -> tuple[Asked, ...]:
        """The reading, and the other one if there is one."""
        return (self, self.other) if self.other else (self,)

    def at(self, pound: str) -> Asked:
        """Return it with another pound behind its unit: "2.2" or "exact"."""
        of = self.unit.at(pound)
        return self if of is self.unit else self._replace(unit=of)


class Problem(NamedTuple):
    """Given figures, what is asked (or None: all that follows), and answers as text."""

    givens: tuple[Given, ...]
    asked: Asked | None = None
    answers: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The quantities that are given."""
        return frozenset([given.quantity for given in self.givens])

    @property
    def measure(self) -> str:
        """What the drug is measured in (mg, units, mEq, mmol), or ""."""
        for each in self.givens:
            if each.measure:
                return each.measure
        return ""

    @property
    def pounds(self) -> str | None:
        """The pound it uses: "2.2" to the kg, "exact" (0.45359237 kg), or None."""
        for given in self.givens:
            for each in given.units:
                if each.pound:
                    return each.pound
        return (self.asked and self.asked.unit.pound) or None

    def __str__(self) -> str:
        """Write the line of notation that gives this problem."""
        line = ", ".join(_written(each, self.givens) for each in self.givens)
        if self.asked:
            line += f" -> {_asked_text(self.asked, self.givens)}"
        return " = ".join((line, *self.answers))


def _written(given: Given, givens: tuple[Given, ...]) -> str:
    """Write a figure, and what it must say of itself beside the others."""
    named = given.quantity in NAMED_ONLY or _borrows(given)
    if named or may_be_body(given, givens):
        return f"{given.quantity}={given}"
    return f"{given}{IN_ALL}" if may_be_of_one_dose(given, givens) else str(given)


def _borrows(given: Given) -> bool:
    """Tell whether the unit is read so only where the quantity is named."""
    return given.join != PLUS and _is_borrowed(given.units[0])


def _is_borrowed(of: Unit) -> bool:
    return unit(of.text).at(of.pound) is not of


def _asked_text(asked: Asked, givens: tuple[Given, ...]) -> str:
    if asked.other:
        return asked.other.unit.text
    if not asked.stated:
        return asked.quantity
    text = asked.unit.text
    in_all = asked.unit.kind in DOSED_KINDS and is_in_doses(givens)
    name_first = text in QUANTITIES and text != asked.quantity
    borrowed = asked.quantity in NAMED_ONLY or _is_borrowed(asked.unit)
    named = in_all or name_first or borrowed
    return f"{asked.quantity} in {text}" if named else text


def is_in_doses(givens: Iterable[Given]) -> bool:
    """Tell whether figures beside these may be of one dose or of all."""
    names = {given.quantity for given in givens}
    return not names.isdisjoint({"frequency", "doses", *ONE_DOSE.values()})


def may_be_of_one_dose(given: Given, givens: Iterable[Given]) -> bool:
    """Tell whether a figure must say that it is of all doses: 500 mg in all.

    So must mg, mL, tablets and mg/kg beside a frequency, and a number of doses beside
    an amount per day.  What is given of one dose too is of all without a word.
    """
    own = ONE_DOSE.get(given.quantity)
    if own is None and given.quantity != "doses":
        return False
    names = {each.quantity for each in givens}
    if own is None:
        return "frequency" not in names and any(map(is_daily, givens))
    return own not in names and not names.isdisjoint({"frequency", "doses"})


def is_daily(given: Given) -> bool:
    """Tell whether a figure is per day, or counts doses of a day."""
    units = (each for each in given.units if each.kind != "time")
    return any(each.base("time") == "day" for each in units)


def may_be_body(given: Given, givens: Iterable[Given]) -> bool:
    """Tell whether a figure may be the body's: a part of its weight, or all of it.

    Beside a figure per kg, g may be the weight or what follows whole kg: 3 kg, 200 g.
    Beside whole lb, oz may.
    """
    before = BODY_PARTS.get((given.quantity, given.units[0].text))
    if before is None or given.join:
        return False
    weights: list[Given] = []
    others: list[Given] = []
    for each in givens:
        (weights if each.quantity == "weight" else others).append(each)
    if before == "kg" and not any(each.units[0].base("body") for each in others):
        return False
    if not weights:
        return before == "kg"
    return any(each.units[-1].text == before for each in weights)


def per_dose(of: Unit) -> Unit:
    """Return mg, mL and tablet per dose, and any other unit as it is."""
    return quotient(of, DOSE) if of.kind in DOSED_KINDS else of


def per_day(of: Unit) -> Unit:
    """Return mg, mL and tablet per day, and any other unit as it is."""
    return quotient(of, DAY) if of.kind in DOSED_KINDS else of
