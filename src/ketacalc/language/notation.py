"""A line of text to a problem, and back.

```
line    = figures [ "->" asked ] { "=" answer } [ "#" comment ]
figures = figure { ( ", " | ";" ) figure }
figure  = [ name "=" ] ( part | part "in" part | part part )      part = number unit
asked   = unit | name | name "in" unit
```

The same line works in the shell, in a file, in the docs and in a test.  The order of
the figures never matters; a name is needed only where two quantities share a unit.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Contradiction, Unreadable
from ketacalc.language.figures import NUMBER, Figure, read_figure
from ketacalc.language.relations import NAMED_ONLY, QUANTITIES, by_kind
from ketacalc.language.units import (
    DIVIDED,
    PLUS,
    UNIT_MISSING,
    Unit,
    quotient,
    read_unit,
    unit,
    with_measure,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

LONGEST_LINE = 2000
# What may be said of the pound, and how its units are looked up.
CONVENTIONS = {"": "", "2.2": "", "exact": "exact"}

_MARKS = re.compile(r"(->|→|=|;|,(?=\s|$))\s*")
_RATIO = re.compile(
    rf"({NUMBER}\s*[^\d\s/.,].*?)\s*(?:/|\bin\b|\bper\b)\s*([0-9.].*)", re.DOTALL
)
_SUM = re.compile(rf"({NUMBER}\s*[^\d\s/.,]+)\s+({NUMBER}\s*[^\d\s/.,]+)")
GRAM, OUNCE, DOSE = unit("g"), unit("oz"), unit("dose")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))

# What a figure of one dose measures, and what tells of all doses together.
OF_ONE_DOSE = {"per_dose", "dose_each", "volume_per_dose", "tablets_per_dose"}
OF_ALL_DOSES = {"amount", "volume", "tablets", "doses", "duration", "dose"}

# What a ratio may stand over, and what a sum may be of.
_RATIOS_PER = ("volume", "tablet")
_SUMS_OF = {"time": "", "body": "weight"}
DOSED_KINDS = ("drug", "volume", "tablet")


# A quantity, the units of its parts, and how they are joined.
Form = tuple[str, tuple[Unit, ...], str]


class Given:
    """One given figure, of one part or of two (400 mg ÷ 250 mL, 1 h + 30 min).

    `units` are the units of its parts, `measure` is what the drug is measured in or "",
    `form` is all but the numbers, `ratios` are those, and `base_value` is the whole in
    the vocabulary's base units.  They are worked once: a sheet gives the same figures
    again and again.
    """

    __slots__ = (
        "base_value",
        "form",
        "join",
        "measure",
        "parts",
        "quantity",
        "ratios",
        "units",
    )

    def __init__(
        self, quantity: str, parts: tuple[Figure, ...], join: str = ""
    ) -> None:
        self.quantity = quantity
        self.parts = parts
        self.join = join
        self.units = tuple(part.unit for part in parts)
        self.measure = next((each.measure for each in self.units if each.measure), "")
        self.form: Form = (quantity, self.units, join)
        self.ratios = tuple(part.value.as_integer_ratio() for part in parts)
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

    def __str__(self) -> str:
        """Write it as it can be read again."""
        joint = " in " if self.join == DIVIDED else " "
        return joint.join(map(str, self.parts))


class Asked(NamedTuple):
    """What is asked for, and in which unit; `stated` if the unit was written."""

    quantity: str
    unit: Unit
    stated: bool = True


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
                if each.pounds:
                    return each.pounds
        return (self.asked and self.asked.unit.pounds) or None

    def __str__(self) -> str:
        """Write the line of notation that gives this problem."""
        doubtful = _doubtful(self.givens)
        line = ", ".join(_written(each, doubtful) for each in self.givens)
        if self.asked:
            line += f" -> {_asked_text(self.asked, dosed=_is_per_dose(self.givens))}"
        return " = ".join((line, *self.answers))


def _doubtful(givens: tuple[Given, ...]) -> list[tuple[str, Unit]]:
    """Return what may be the body's where it is not named: see the refusals."""
    found = [("amount", GRAM)] if _may_be_body(givens) else []
    return [*found, ("volume", OUNCE)] if _in_pounds(givens) else found


def _written(given: Given, doubtful: list[tuple[str, Unit]]) -> str:
    borrowed = given.join != PLUS and _borrows(given.units[0], given.quantity)
    doubted = (given.quantity, given.units[0]) in doubtful
    named = given.quantity in NAMED_ONLY or borrowed or doubted
    return f"{given.quantity}={given}" if named else str(given)


def _borrows(of: Unit, quantity: str) -> bool:
    """Tell whether the unit is read so only where the quantity is named."""
    return quantity in NAMED_ONLY or any(quantity in name for name, _ in of.bases)


def _asked_text(asked: Asked, *, dosed: bool) -> str:
    if not asked.stated:
        return asked.quantity
    text = asked.unit.text
    per_dose = dosed and asked.unit.kind in DOSED_KINDS
    name_first = text in QUANTITIES and text != asked.quantity
    named = per_dose or name_first or _borrows(asked.unit, asked.quantity)
    return f"{asked.quantity} in {text}" if named else text


def _is_per_dose(givens: tuple[Given, ...]) -> bool:
    """Tell whether mg, mL and tablet are asked per dose.

    So they are where a frequency is given, or a figure per dose and none of a whole.
    """
    names = {given.quantity for given in givens}
    return "frequency" in names or (
        bool(names & OF_ONE_DOSE) and not names & OF_ALL_DOSES
    )


def per_dose(of: Unit, givens: tuple[Given, ...]) -> Unit:
    """Return mg, mL and tablet per dose where that is what is asked, else the unit."""
    dosed = of.kind in DOSED_KINDS and _is_per_dose(givens)
    return quotient(of, DOSE) if dosed else of


def parse(line: str, pounds: str = "") -> Problem:
    """Read one line of notation.

    `pounds` is "" or "2.2" for the classroom's 1 kg = 2.2 lb, "exact" for the pound of
    0.45359237 kg.  Raises Unreadable for what cannot be read, and Contradiction where a
    quantity is given twice and differs, or the drug is measured in two ways.
    """
    if pounds not in CONVENTIONS:
        raise Unreadable(pounds, "it is no pound", '"2.2" or "exact"', "pounds")
    pounds = CONVENTIONS[pounds]
    if len(line) > LONGEST_LINE:
        raise Unreadable(line, f"a line has at most {LONGEST_LINE:,} characters")
    figures, asked, answers = _parted(plain(line).partition("#")[0])
    givens = [read_given(text, name, pounds) for name, text in figures]
    _refuse_body_as_drug(givens, [name for name, _ in figures])
    return problem(givens, asked, answers, pounds)


def plain(text: str) -> str:
    """Turn the spaces of a spreadsheet, which do not break, into plain ones."""
    return text if text.isascii() else text.translate(_SPACES)


def problem(
    givens: Iterable[Given],
    asked: str = "",
    answers: tuple[str, ...] = (),
    pounds: str = "",
) -> Problem:
    """Put given figures and a question together; raises as `parse` does."""
    once = _without_repeats(givens)
    _refuse_two_measures(once)
    question = _read_asked(asked, once, pounds) if asked else None
    return Problem(once, question, answers)


def _parted(
    text: str,
) -> tuple[list[tuple[str, str]], str, tuple[str, ...]]:
    """Part a line into (name, figure) pairs, the question, and the answers."""
    figures: list[tuple[str, str]] = []
    answers: list[str] = []
    asked, opens = "", False  # whether the piece before may be a name
    for mark, piece in _marked(text):
        named = mark == "=" and opens and re.match("[A-Za-z]", figures[-1][1])
        opens = False
        if mark in {"->", "→"}:
            if answers:
                reason = "what is asked stands before the answer"
                raise Unreadable(text.strip(), reason, f"-> {piece} = {answers[0]}")
            if asked or not piece:
                raise Unreadable(text.strip(), "one thing is asked", "-> mL/h")
            asked = piece
        elif named:
            figures[-1] = (_name(figures[-1][1]), piece)
        elif mark == "=":
            answers.append(piece)
        elif piece and (asked or answers):
            raise Unreadable(piece, "the figures stand before the arrow and the answer")
        elif piece:
            figures.append(("", piece))
            opens = True
    if not figures:
        raise Unreadable(text.strip(), "no figure is given", "70 kg, 0.5 mg/kg, 40 min")
    return figures, asked, tuple(answers)


def _marked(text: str) -> Iterator[tuple[str, str]]:
    mark = ""
    for index, piece in enumerate(_MARKS.split(text.strip())):
        if index % 2:
            mark = piece
        else:
            yield mark, piece.rstrip()


def _is_name(text: str) -> bool:
    return text.replace(" ", "_") in QUANTITIES


def _name(text: str) -> str:
    if not _is_name(text):
        reason = "no quantity has this name"
        raise Unreadable(text, reason, f"one of {', '.join(QUANTITIES)}")
    return text.replace(" ", "_")


@lru_cache(maxsize=4096)
def read_given(text: str, name: str = "", pounds: str = "") -> Given:
    """Read one given figure; `name` says which quantity it is, where it is named.

    Raises Unreadable, with the name as its field.
    """
    try:
        join, parts = _read_parts(text, name, pounds)
        return Given(_quantity(text, join, parts, name), parts, join)
    except Unreadable as error:
        raise (_in_field(error, name) if name else error) from None


def _in_field(error: Unreadable, name: str) -> Unreadable:
    """Name the quantity that was read, and its unit where that is all it lacks."""
    missing = error.reason == UNIT_MISSING
    quoted = QUANTITIES[name].quoted[0]
    meant = "a per cent such as 20 %" if quoted == "%" else f"{error.text} {quoted}"
    write = meant if missing else ""
    return error.at(name.replace("_", " "), write)


def _read_parts(text: str, name: str, pounds: str) -> tuple[str, tuple[Figure, ...]]:
    if match := _RATIO.fullmatch(text):
        above, below = (read_figure(part, "", pounds) for part in match.groups())
        if below.unit.kind not in _RATIOS_PER:
            raise Unreadable(
                text, "a ratio is per mL or per tablet", f"{above}, {below}"
            )
        return DIVIDED, (above, below)
    if match := _SUM.fullmatch(text):
        return PLUS, _read_sum(text, match.groups(), pounds)
    return "", (read_figure(text, name, pounds),)


def _read_sum(text: str, parts: tuple[str, ...], pounds: str) -> tuple[Figure, ...]:
    """Read 1 h 30 min or 7 lb 4 oz: the larger unit first."""
    kind = read_figure(parts[0], "", pounds).unit.kind
    if kind not in _SUMS_OF:
        raise Unreadable(text, "two figures run together", ", ".join(parts))
    first, second = (read_figure(part, _SUMS_OF[kind], pounds) for part in parts)
    if second.unit.kind != kind or second.unit.scale >= first.unit.scale:
        raise Unreadable(text, "two figures run together", ", ".join(parts))
    return first, second


def _quantity(text: str, join: str, parts: tuple[Figure, ...], name: str) -> str:
    of = parts[0].unit
    whole = quotient(of, parts[1].unit) if join == DIVIDED else of
    if not name:
        return _quantity_of(text, whole)
    expected = QUANTITIES[name]
    if whole.kind != expected.units[0].kind:
        raise Unreadable(text, f"it is measured in {expected.quoted[0]}")
    return name


def _quantity_of(text: str, whole: Unit) -> str:
    if whole.kind not in by_kind():
        unit_text = whole.text or "a bare number"
        raise Unreadable(text, f"no quantity is measured in {unit_text}")
    return by_kind()[whole.kind]


def _without_repeats(givens: Iterable[Given]) -> tuple[Given, ...]:
    found: dict[str, Given] = {}
    for given in givens:
        first = found.setdefault(given.quantity, given)
        if first is not given and not _agree(first, given):
            label = QUANTITIES[given.quantity].label
            raise Contradiction(f"the {label} is {first}", f"{given} is given too")
    return tuple(found.values())


def _agree(one: Given, other: Given) -> bool:
    return one.base_value == other.base_value and one.measure == other.measure


def _refuse_two_measures(givens: tuple[Given, ...]) -> None:
    if len({given.measure for given in givens if given.measure}) <= 1:
        return
    first, *others = (given for given in givens if given.measure)
    other = next(each for each in others if each.measure != first.measure)
    reason = f"{other} in {other.measure}, and neither turns into the other"
    raise Contradiction(f"{first} measures the drug in {first.measure}", reason)


def _refuse_body_as_drug(givens: list[Given], names: list[str]) -> None:
    """Refuse g beside a figure per kg, and oz beside lb: they may be the body's."""
    for given, name in zip(givens, names, strict=True):
        of = given.units[0]
        if of is GRAM and given.quantity == "amount" and not name:
            _refuse_grams(given, givens)
        if of is OUNCE and not name:
            _refuse_ounces(given, givens)


def _refuse_grams(amount: Given, givens: list[Given]) -> None:
    if _may_be_body(givens):
        reason = "g is drug here, and the weight is missing"
        raise Unreadable(str(amount), reason, f"weight={amount}")


def _may_be_body(givens: Iterable[Given]) -> bool:
    """Tell whether a gram may be the body's: a figure per kg, and no weight."""
    per_body = any(each.units[0].base("body") for each in givens)
    return per_body and all(each.quantity != "weight" for each in givens)


def _refuse_ounces(volume: Given, givens: list[Given]) -> None:
    for each in _in_pounds(givens):
        write = f"{each} {volume} or volume={volume}"
        raise Unreadable(str(volume), "oz is fluid here", write)


def _in_pounds(givens: Iterable[Given]) -> list[Given]:
    return [g for g in givens if g.quantity == "weight" and g.units[-1].text == "lb"]


def _read_asked(text: str, givens: tuple[Given, ...], pounds: str) -> Asked:
    name, _, spelling = text.partition(" in ")
    name = name.strip().replace(" ", "_")
    if name in QUANTITIES and (spelling or not _is_unit_too(text, name)):
        return _asked_by_name(name, spelling, givens, pounds)
    of = read_unit(text, "", pounds)[0]
    of = per_dose(of, givens)
    return Asked(_quantity_of(text, of), of)


def _is_unit_too(text: str, name: str) -> bool:
    """Tell whether the name of a quantity is also its unit, as tablets is."""
    try:
        return by_kind().get(read_unit(text)[0].kind) == name
    except Unreadable:
        return False


def _asked_by_name(
    name: str, spelling: str, givens: tuple[Given, ...], pounds: str
) -> Asked:
    if not spelling:
        quoted = QUANTITIES[name].units[0]
        return Asked(name, with_measure(quoted, Problem(givens).measure), stated=False)
    of = read_unit(spelling, name, pounds)[0]
    if of.kind != QUANTITIES[name].units[0].kind:
        raise Unreadable(spelling, f"it is no unit of {name}")
    return Asked(name, of)
