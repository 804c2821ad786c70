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

GRAM, OUNCE, DOSE = unit("g"), unit("oz"), unit("dose")

# What a figure of one dose measures, and what tells of all doses together.
OF_ONE_DOSE = {"per_dose", "dose_each", "volume_per_dose", "tablets_per_dose"}
OF_ALL_DOSES = {"amount", "volume", "tablets", "doses", "duration", "dose"}
DOSED_KINDS = ("drug", "volume", "tablet")

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
    """What is asked for, and in which unit; `stated` if the unit was written."""

    quantity: str
    unit: Unit
    stated: bool = True

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
        doubtful = _doubtful(self.givens)
        line = ", ".join(_written(each, doubtful) for each in self.givens)
        if self.asked:
            line += f" -> {_asked_text(self.asked, dosed=is_per_dose(self.givens))}"
        return " = ".join((line, *self.answers))


def _doubtful(givens: tuple[Given, ...]) -> list[tuple[str, Unit]]:
    """Return what may be the body's where it is not named, and so is named."""
    found = [("amount", GRAM)] if may_be_body(givens) else []
    return [*found, ("volume", OUNCE)] if in_pounds(givens) else found


def _written(given: Given, doubtful: list[tuple[str, Unit]]) -> str:
    borrowed = given.join != PLUS and _borrows(given.units[0], given.quantity)
    doubted = (given.quantity, given.units[0]) in doubtful
    return f"{given.quantity}={given}" if borrowed or doubted else str(given)


def _borrows(of: Unit, quantity: str) -> bool:
    """Tell whether the unit is read so only where the quantity is named."""
    return quantity in NAMED_ONLY or unit(of.text).at(of.pound) is not of


def _asked_text(asked: Asked, *, dosed: bool) -> str:
    if not asked.stated:
        return asked.quantity
    text = asked.unit.text
    per_dose = dosed and asked.unit.kind in DOSED_KINDS
    name_first = text in QUANTITIES and text != asked.quantity
    named = per_dose or name_first or _borrows(asked.unit, asked.quantity)
    return f"{asked.quantity} in {text}" if named else text


def is_per_dose(givens: Iterable[Given]) -> bool:
    """Tell whether mg, mL and tablet are asked per dose.

    So they are where a frequency is given, or a figure per dose and none of a whole.
    """
    names = {given.quantity for given in givens}
    return "frequency" in names or (
        bool(names & OF_ONE_DOSE) and not names & OF_ALL_DOSES
    )


def per_dose(of: Unit, givens: Iterable[Given]) -> Unit:
    """Return mg, mL and tablet per dose where that is what is asked, else the unit."""
    dosed = of.kind in DOSED_KINDS and is_per_dose(givens)
    return quotient(of, DOSE) if dosed else of


def may_be_body(givens: Iterable[Given]) -> bool:
    """Tell whether a gram may be the body's: a figure per kg, and no weight."""
    each_given = tuple(givens)
    per_body = any(each.units[0].base("body") for each in each_given)
    return per_body and all(each.quantity != "weight" for each in each_given)


def in_pounds(givens: Iterable[Given]) -> list[Given]:
    """Return the weights that end in lb, behind which oz may follow."""
    return [g for g in givens if g.quantity == "weight" and g.units[-1].text == "lb"]
