"""Ideal and adjusted body weight beside the actual one: arithmetic, and no advice.

Which weight a dose goes by is not settled for ketamine, so all three stand side by side
and none is recommended.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import OutOfRange, Unreadable
from ketacalc.ketamine.reference import weights
from ketacalc.ketamine.stated import read_one
from ketacalc.language.notation import problem
from ketacalc.language.numbers import write_number
from ketacalc.say import either, later, say
from ketacalc.solving.consistency import refuse_unusable

if TYPE_CHECKING:
    from ketacalc.ketamine.reference import Source

SEXES = ("male", "female")
INCH = "2.54 cm"
ACTUAL, IDEAL, ADJUSTED = later("actual"), later("ideal"), later("adjusted")


class BodyWeight(NamedTuple):
    """A weight in kg: its name, exact value, and where its formula is from."""

    name: str
    kg: Fraction
    source: Source | None = None

    def __str__(self) -> str:
        """Write it for a reader: ideal 73 kg."""
        return f"{say(self.name)} {write_number(self.kg)} kg"


def body_weights(weight: str, height: str, sex: str) -> tuple[BodyWeight, ...]:
    """Work the actual, the ideal and the adjusted weight of an adult.

    The formula of ideal weight begins at 60 inches; there is no adjusted weight below
    the ideal one.  Raises KetacalcError.

    ```pycon
    >>> print(*body_weights("110 kg", "180 cm", "male"), sep=", ")
    actual 110 kg, ideal ≈ 74.99 kg, adjusted ≈ 89 kg

    ```
    """
    if sex not in SEXES:
        reason = later("the formula has a man and a woman")
        raise Unreadable(sex, reason, either(SEXES), "sex")
    formula = weights()
    actual, tall = read_one("weight", weight), read_one("height", height)
    refuse_unusable(problem([actual, tall]))
    kg = actual.base_value / read_one("weight", "1 kg").base_value
    inches = tall.base_value / read_one("height", INCH).base_value
    over = inches - Fraction(formula.inches)
    if over < 0:
        least = later("is under {inches} inches, where the formula begins")
        limit, mend = (
            say(least, inches=formula.inches),
            later("no ideal weight is worked"),
        )
        raise OutOfRange(str(tall), limit, mend, "height")
    base = formula.male if sex == "male" else formula.female
    ideal = Fraction(base) + Fraction(formula.per_inch) * over
    found = [
        BodyWeight(ACTUAL, kg),
        BodyWeight(IDEAL, ideal, formula.ideal),
    ]
    if kg > ideal:
        adjusted = ideal + Fraction(formula.share) * (kg - ideal)
        found.append(BodyWeight(ADJUSTED, adjusted, formula.adjusted))
    return tuple(found)
