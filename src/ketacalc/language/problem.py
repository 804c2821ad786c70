"""A problem: what is given, what is asked, and what was answered.

It is written as the line of notation that gives the same problem again.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import product
from operator import add, sub, truediv
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.language.figures import Figure, is_sum
from ketacalc.language.numbers import (
    counted,
    decimal_commas,
    ratio_of,
    write_exact,
)
from ketacalc.language.relations import BY_KIND, NAMED_ONLY, QUANTITIES
from ketacalc.language.rounding import UP, Rounding, Rules
from ketacalc.language.units import (
    DIVIDED,
    MINUS,
    PLUS,
    TO,
    Unit,
    finer,
    quotient,
    unit,
    with_base,
)
from ketacalc.language.vocabulary import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

DOSE, DAY = unit("dose"), unit("day")

# What is of one dose, and the same of all doses together.
ONE_DOSE = {
    "amount": "per_dose",
    "volume": "volume_per_dose",
    "tablets": "tablets_per_dose",
    "dose": "dose_each",
    "fluid_dose": "fluid_dose_each",
    "surface_dose": "surface_dose_each",
}
DOSED_KINDS = frozenset(QUANTITIES[name].kind for name in ONE_DOSE)
DOUBTFUL = {*ONE_DOSE, "doses", "duration", "systemic"}
# What may be of one piece or of all, and what it is of one: 250 mg, 2 capsules.
OF_A_PIECE = {"amount": "strength", "volume": "content"}
COUNTS = frozenset(("frequency", "doses"))
IN_ALL = " in all"
# These names mean all doses together, as their glossary says; `dose` does not.
NAMES_OF_ALL = ("amount", "volume", "tablets", "doses")
RATES = (
    "rate",
    "dose_rate",
    "surface_dose_rate",
    "pump_rate",
    "fluid_rate",
    "drip_rate",
    "tablet_rate",
)
# What a figure may be the second part of: 3 kg 200 g, 7 lb 4 oz.
BODY_PARTS = {("amount", "g"): "kg", ("volume", "oz"): "lb"}
# What a plain mass is in, which is no weight and no drug: 0.25 kg -> g.
MASSES = frozenset(("mg", "g", "kg", "lb", "oz"))
# What a patient may weigh, in kg: the smallest survivor to the heaviest adult.
LIGHTEST, HEAVIEST = "0.3", "650"
# Grams behind kilograms are said of a baby; 70 kg, 2 g is a weight and a drug.
BABY_BELOW = 10

# How two parts are joined, and what is written between them.
SIGNS: dict[str, Callable[[Fraction, Fraction], Fraction]]
SIGNS = {DIVIDED: truediv, PLUS: add, MINUS: sub}
JOINTS = {DIVIDED: " in ", PLUS: " + ", MINUS: " - "}

# A quantity, the units of its parts, and how they are joined.
Form = tuple[str, tuple[Unit, ...], str]


class Given:
    """One given figure, of one part or of two (400 mg ÷ 250 mL, 1 h + 30 min).

    `units` are the units of its parts and `ratios` their numbers, `measures` what they
    measure the drug in and what they count, `form` is all but the numbers, and `note`
    says how it was read where that does not show.  They are worked once: a class gives
    the same figures again and again.
    """

    __slots__ = (
        "_base_value",
        "form",
        "join",
        "measures",
        "note",
        "parts",
        "quantity",
        "ratios",
        "units",
    )

    def __init__(
        self,
        quantity: str,
        parts: tuple[Figure, ...],
        join: str = "",
        note: str = "",
    ) -> None:
        self.quantity = quantity
        self.parts = parts
        self.join = join
        self.units = tuple([part.unit for part in parts])
        self.ratios = tuple([ratio_of(part.value) for part in parts])
        self.note = note
        self.measures = tuple([m for each in self.units for m in each.measures])
        is_range = join == TO
        self.form: Form = (
            (quantity, self.units[:1], "")
            if is_range
            else (
                quantity,
                self.units,
                join,
            )
        )
        self._base_value: Fraction | None = None

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
        if self.join == TO:
            return f"{write_exact(self.parts[0].value)} to {self.parts[1]}"
        first, *others = map(str, self.parts)
        falls = self.join == PLUS and is_sum(*self.parts)
        signs = [" " if falls else JOINTS[sign] for sign in self.join]
        pairs = zip(signs, others, strict=True)
        return first + "".join(f"{sign}{other}" for sign, other in pairs)

    @property
    def _content(self) -> tuple[str, tuple[Figure, ...], str]:
        return self.quantity, self.parts, self.join

    @property
    def measure(self) -> str:
        """What the drug is measured in, or ""."""
        return next((each.measure for each in self.units if each.measure), "")

    @property
    def unit(self) -> Unit:
        """The unit of the whole."""
        return quotient(*self.units) if self.join == DIVIDED else self.units[0]

    @property
    def base_value(self) -> Fraction:
        """The whole in the vocabulary's base units, worked where it is needed."""
        if self._base_value is None:
            values = [part.base_value for part in self.parts]
            self._base_value = values[0]
            for sign, value in zip(self.join * (self.join != TO), values[1:]):  # noqa: B905 - a range is its lower end here
                self._base_value = SIGNS[sign](self._base_value, value)
        return self._base_value

    def at(self, pound: str) -> Given:
        """Return it with another pound behind its units: "2.2" or "exact"."""
        if all(each.pound in {"", pound} for each in self.units):
            return self
        parts = tuple(part.at(pound) for part in self.parts)
        return Given(self.quantity, parts, self.join)


class Asked(NamedTuple):
    """What is asked for, and in which unit; `stated` if the unit was written.

    mg, mL and tablet may be asked of one dose or of all, mg of what is given or of what
    reaches the blood: `other` is then the next reading.
    """

    quantity: str
    unit: Unit
    stated: bool = True
    other: Asked | None = None
    rounding: Rounding | None = None

    @property
    def rounds(self) -> Rounding | None:
        """How the answer is rounded: as asked, or vials up to whole ones."""
        return self.rounding or rounding_of(self.unit)

    @property
    def readings(self) -> tuple[Asked, ...]:
        """The reading, and the others if there are any."""
        return (self, *self.other.readings) if self.other else (self,)

    def rounded_by(self, rules: Mapping[str, Rounding]) -> Asked:
        """Return it with the rounding of its unit, where it has none of its own."""
        other = self.other and self.other.rounded_by(rules)
        found = self.rounding or rules.get(self.unit.text)
        same = other is self.other and found is self.rounding
        return self if same else self._replace(other=other, rounding=found)

    def at(self, pound: str) -> Asked:
        """Return it with another pound behind its unit: "2.2" or "exact"."""
        of, other = self.unit.at(pound), self.other and self.other.at(pound)
        same = of is self.unit and other is self.other
        return self if same else self._replace(unit=of, other=other)


def rounding_of(of: Unit) -> Rounding | None:
    """Return how a unit is rounded without a word: what is opened as a whole, up."""
    return Rounding(Fraction(1), UP) if of.text in WHOLE else None


class _Problem(NamedTuple):
    givens: tuple[Given, ...]
    asked: Asked | None = None
    answers: tuple[str, ...] = ()


class Problem(_Problem):
    """Given figures, what is asked (or None: all that follows), and answers as text.

    It keeps its frame, which is looked at again and again; a copy finds it anew.
    """

    _frame: Frame | None = None

    @classmethod
    def alike(cls, givens: tuple[Given, ...], frame: Frame) -> Problem:
        """Return the problem of other figures in a frame that is known."""
        made = cls(givens, frame.asked)
        made._frame = frame
        return made

    def __getstate__(self) -> None:
        """Copy and pickle what is given and asked alone."""

    def rounded_by(self, rules: Rules) -> Problem:
        """Return it with the question rounded by a school's rules, if by none yet."""
        asked = self.asked and self.asked.rounded_by(dict(rules))
        return self if asked is self.asked else self._replace(asked=asked)

    @property
    def names(self) -> frozenset[str]:
        """The quantities that are given."""
        return self.frame.names

    @property
    def measures(self) -> tuple[str, ...]:
        """What the drug is measured in (mg, units), and what is counted (tablet)."""
        return measures_of(self.givens)

    @property
    def pounds(self) -> str | None:
        """The pound it uses: "2.2" to the kg, "exact" (0.45359237 kg), or None."""
        for given in self.givens:
            for each in given.units:
                if each.pound:
                    return each.pound
        return (self.asked and self.asked.unit.pound) or None

    @property
    def frame(self) -> Frame:
        """The problem without its numbers, the same object for all alike."""
        if self._frame is None:
            forms = tuple([given.form for given in self.givens])
            self._frame = frame_of(forms, self.asked)
        return self._frame

    @property
    def ends(self) -> tuple[Problem, ...]:
        """The problems at the ends of its ranges, or the problem itself.

        Every relation rises or falls with each figure, so what lies between its ends
        lies between these.
        """
        if TO not in [given.join for given in self.givens]:
            return (self,)
        choices = [
            [Given(given.quantity, (end,)) for end in given.parts]
            if given.join == TO
            else [given]
            for given in self.givens
        ]
        return tuple(self._replace(givens=each) for each in product(*choices))

    def __str__(self) -> str:
        """Write the line of notation that gives this problem, with decimal points."""
        with decimal_commas(on=False):
            return self.printed

    @property
    def printed(self) -> str:
        """The same line with the decimal mark that is set, for a screen."""
        line = ", ".join(_written(each, self) for each in self.givens)
        if self.asked:
            line += f" -> {_asked_text(self.asked, self.givens)}"
        return " = ".join((line, *self.answers))


class Frame:
    """A problem without its numbers: what is given in which units, and what is asked.

    Lines alike share one, so what hangs on no number is worked once for all of them.
    `ones` are figures of the same units whose numbers are all 1.
    """

    def __init__(self, forms: tuple[Form, ...], asked: Asked | None) -> None:
        self.forms, self.asked = forms, asked
        self.ones = ones_of(forms)
        self.names = frozenset([quantity for quantity, _, _ in forms])
        self.measures = measures_of(self.ones)
        self.pounds = Problem(self.ones, asked).pounds


@lru_cache(maxsize=2048)
def frame_of(forms: tuple[Form, ...], asked: Asked | None) -> Frame:
    """Return the one frame of these figures and this question."""
    return Frame(forms, asked)


def ones_of(forms: tuple[Form, ...]) -> tuple[Given, ...]:
    """Return figures of these units whose numbers are all 1."""
    one = Fraction(1)
    return tuple(
        Given(quantity, tuple(Figure(one, of) for of in units), join)
        for quantity, units, join in forms
    )


def is_possible_weight(kilograms: Fraction) -> bool:
    """Tell whether a patient may weigh that."""
    return Fraction(LIGHTEST) <= kilograms <= Fraction(HEAVIEST)


def measures_of(givens: Iterable[Given]) -> tuple[str, ...]:
    """Return what figures measure the drug in, and what they count, each once."""
    return tuple(dict.fromkeys([m for given in givens for m in given.measures]))


def _written(given: Given, whole: Problem) -> str:
    """Write a figure, and what it must say of itself beside the others."""
    named = given.quantity in NAMED_ONLY or _borrows(given)
    named = named or may_be_body(given, whole.givens, whole.asked)
    named = named or _may_be_mass(given, whole)
    text = f"{given.quantity}={given}" if named else str(given)
    doubtful = may_be_of_one_dose(given, whole.givens)
    doubtful = doubtful or may_be_of_one_piece(given, whole.givens)
    return f"{text}{IN_ALL}" if doubtful else text


def _may_be_mass(given: Given, whole: Problem) -> bool:
    """Tell whether a line would be read as a plain mass: 0.25 kg -> g."""
    asked = whole.asked
    if asked is None or len(whole.givens) > 1 or given.quantity == "mass":
        return False
    texts = {each.text for each in (*given.units, asked.unit)}
    return texts <= MASSES and given.units[0].kind != asked.unit.kind


def _borrows(given: Given) -> bool:
    """Tell whether the unit is read so only where the quantity is named."""
    return given.join != PLUS and _is_borrowed(given.units[0])


def _is_borrowed(of: Unit) -> bool:
    return unit(of.text).at(of.pound) is not of


def _asked_text(asked: Asked, givens: tuple[Given, ...]) -> str:
    if asked.rounding:
        text = _asked_text(asked._replace(rounding=None), givens)
        return f"{text} {asked.rounding}"
    if asked.other:
        return asked.readings[-1].unit.text
    if not asked.stated:
        return asked.quantity
    text = asked.unit.text
    in_all = len(may_ask(asked.unit, givens)) > 1
    if asked.unit.kind == "tablet":
        return counted(Fraction(2), text)
    name_first = text in QUANTITIES and text != asked.quantity
    borrowed = asked.quantity in NAMED_ONLY or _is_borrowed(asked.unit)
    named = in_all or name_first or borrowed
    return f"{asked.quantity} in {text}" if named else text


def may_ask(of: Unit, givens: Iterable[Given]) -> tuple[str, ...]:
    """Return the quantities that a unit may ask for beside these figures.

    mg may be of one dose where doses are given, and systemic where a bioavailability
    is; a bare % may be the bioavailability.
    """
    own = BY_KIND.get(of.kind, "")
    if own not in ONE_DOSE and own != "concentration":
        return (own,)
    names = {given.quantity for given in givens}
    in_doses = not names.isdisjoint({"frequency", "doses", *ONE_DOSE.values()})
    one_dose = [ONE_DOSE[own]] if in_doses and own in ONE_DOSE else []
    systemic = own == "amount" and "bioavailability" in names
    share = of.text == "%" and "systemic" in names
    shares = ["systemic"] * systemic + ["bioavailability"] * share
    return (*one_dose, own, *shares)


def may_be_of_one_dose(given: Given, givens: Iterable[Given]) -> bool:
    """Tell whether a figure must say that it is of all doses: 500 mg in all.

    So must mg, mL, tablets, mg/kg and minutes beside doses, and a number of doses
    beside an amount per day.  What is given of one dose too is of all without a word.
    """
    if given.quantity not in DOUBTFUL:
        return False
    beside = {each.quantity: each for each in givens}
    if given.quantity == "doses":
        return "frequency" not in beside and any(map(is_daily, beside.values()))
    if ONE_DOSE.get(given.quantity) in beside or not _counts_doses(beside):
        return False
    return given.quantity != "duration" or given.base_value < _interval(beside)


def may_be_of_one_piece(given: Given, givens: Iterable[Given]) -> bool:
    """Tell whether mg or mL beside 2 capsules may be of one of them, or of all."""
    if given.quantity not in OF_A_PIECE or given.join == DIVIDED:
        return False
    names = {each.quantity for each in givens}
    return "tablets" in names and not names & {"strength", "content", "doses"}


def _counts_doses(beside: Mapping[str, Given]) -> bool:
    """Tell whether more than one dose is given: 3 doses/day, or 3 doses."""
    doses = beside.get("doses")
    return "frequency" in beside or (doses is not None and doses.base_value != 1)


def _interval(beside: Mapping[str, Given]) -> Fraction:
    """Return the minutes from dose to dose, or a day: no course is shorter."""
    frequency = beside.get("frequency")
    return max(DAY.scale, 1 / frequency.base_value if frequency else DAY.scale)


def of_the_day(name: str, of: Unit, givens: Iterable[Given]) -> Unit:
    """Return the unit of a rate beside doses a day: mg/day for mg/h, else the same.

    500 mg/dose, 3 doses/day are 1,500 mg/day; how many mg/h run depends on how long.
    """
    for each in givens if name in RATES else ():
        if each.quantity == "frequency":
            time = each.unit.base("time")
            return of if finer(of.base("time"), time) == time else with_base(of, time)
    return of


def is_daily(given: Given) -> bool:
    """Tell whether a figure is per day, or counts doses of a day."""
    units = (each for each in given.units if each.kind != "time")
    return any(each.base("time") == "day" for each in units)


def may_be_body(
    given: Given, givens: Iterable[Given], asked: Asked | None = None
) -> bool:
    """Tell whether a figure may be the body's: a part of its weight, or all of it.

    Where kg count, g may be the weight or what follows the kg of a baby: 3 kg, 200 g.
    Beside lb, oz may.
    """
    before = BODY_PARTS.get((given.quantity, given.units[0].text))
    if before is None or given.join not in {"", TO}:
        return False
    weights: list[Given] = []
    others = [asked.unit] if asked else []
    for each in givens:
        if each.quantity == "weight":
            weights.append(each)
        else:
            others.append(each.units[0])
    if before == "kg" and not any(each.base("body") for each in others):
        return False
    if not weights:
        return before == "kg"
    return any(each.units[-1].text == before for each in weights) and (
        before == "lb" or weights[0].base_value < BABY_BELOW
    )


def per_dose(of: Unit) -> Unit:
    """Return mg, mL and tablet per dose, and any other unit as it is."""
    return quotient(of, DOSE) if of.kind in DOSED_KINDS else of


def per_day(of: Unit) -> Unit:
    """Return mg, mL and tablet per day, and any other unit as it is."""
    return quotient(of, DAY) if of.kind in DOSED_KINDS else of
