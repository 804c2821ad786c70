"""A line of text to a problem.

```
line    = figures [ "->" asked ] [ "=" steps ] [ "#" comment ]
figures = figure { ( ", " | ";" ) figure }
figure  = [ name "=" ] ( part | part "in" part | part part ) [ "in all" ]
part    = number unit
asked   = unit | name | name "in" unit
steps   = step { ( "=" | "=>" ) step }
```

The same line works in the shell, in a file, in the docs and in a test.  The order of
the figures never matters; a name is needed only where two quantities share a unit.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from ketacalc.errors import LONGEST_LINE, Contradiction, Unreadable, nearest, too_long
from ketacalc.language.figures import NUMBER, Figure, read_figure
from ketacalc.language.numbers import decimals_of
from ketacalc.language.problem import (
    BODY_PARTS,
    COUNTS,
    DAY,
    DOSE,
    DOUBTFUL,
    IN_ALL,
    NAMES_OF_ALL,
    ONE_DOSE,
    Asked,
    Given,
    Problem,
    may_ask,
    may_be_body,
    may_be_of_one_dose,
    of_the_day,
    per_dose,
)
from ketacalc.language.relations import BY_KIND, NAMED_ONLY, QUANTITIES
from ketacalc.language.units import (
    DIVIDED,
    PLUS,
    UNIT_MISSING,
    Unit,
    product,
    quotient,
    read_unit,
    unit,
    with_measure,
)
from ketacalc.language.vocabulary import COMMON_NAMES, NAMES_MEANT

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_FIGURE, EXAMPLE = "no figure is given", "70 kg, 0.5 mg/kg, 40 min"
LONGEST_GIVEN = 160  # a figure of two parts
MOST_STEPS = 20
CLASSROOM, EXACT = CONVENTIONS = "2.2", "exact"

_MARKS = re.compile(r"(->|→|;|,(?=\s|$))\s*")
_NAME = re.compile(r"\s*[A-Za-z][^=>,]*=\Z")
_STEP_ENDS = re.compile(r"=>?|(?:->|→)(?=\s*[0-9.])")
_RATIO = re.compile(
    rf"({NUMBER}\s*[^\d\s/.,].*?)\s*(?:/|\bin\b|\bper\b)\s*([0-9.].*)", re.DOTALL
)
# Where a second figure begins: 1 h 30 min, and 1h36min where nothing is per anything.
_PIECES = re.compile(r"(?<=[A-Za-z%])(?<!\bto)(?<!\bor)\.?\s+(?=[0-9.])")
_GLUED = re.compile(rf"({NUMBER}\s*[A-Za-z]+)({NUMBER}\s*[A-Za-z]+)")
# One number and a unit of one word, as nearly every figure is.
_SINGLE = re.compile(rf"{NUMBER}\s*[^\d\s]+")
_NOUGHT = re.compile(r"0+(?=\s*[A-Za-z])")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))

# What a ratio may stand over, and which unit of a sum goes on in which.
_RATIOS_PER = ("volume", "tablet")
_SUMS = {
    "day": "hour",
    "hour": "minute",
    "minute": "second",
    "pound": "body_ounce",
    "kilogram": "body_gram",
}
NOUGHT = "a figure must be above zero"
RUN_TOGETHER = "two figures run together"


def parse(line: str, pounds: str = CLASSROOM) -> Problem:
    """Read one line of notation.

    `pounds` is "2.2" for the classroom's 1 kg = 2.2 lb, "exact" for the pound of
    0.45359237 kg.  Raises Unreadable for what cannot be read, and Contradiction where a
    quantity is given twice and differs, or the drug is measured in two ways.
    """
    stem, answer = parted(line)
    found = read_stem(stem, pounds)
    return found if answer is None else found._replace(answers=steps_of(answer))


def parted(line: str) -> tuple[str, str | None]:
    """Part a line into its problem and its answer, or None where it has no answer."""
    if len(line) > LONGEST_LINE:
        raise too_long(line)
    text = plain(line).partition("#")[0]
    at = text.find("=")
    while _is_named(text[: at + 1]):
        at = text.find("=", at + 1)
    if at < 0:
        return text, None
    if not text[:at].strip():
        raise Unreadable(text.strip(), NO_FIGURE, EXAMPLE)
    return text[:at], text[at + 1 :]


def _is_named(text: str) -> bool:
    """Tell whether a name stands before the "=" at the end, at the front of a figure.

    Any other "=" begins an answer.
    """
    if "->" in text or "→" in text:
        return False
    start = max(text.rfind(mark) for mark in (";", ", ", ",\t")) + 1
    return bool(_NAME.match(text, start))


def steps_of(answer: str) -> tuple[str, ...]:
    """Part an answer into its steps: 35 mg = 52.5 mg/h, or 35 mg => 52.5.

    Raises Unreadable where a question or a further figure stands in it.
    """
    if len(answer) > LONGEST_LINE:
        raise too_long(answer)
    steps = tuple(map(str.strip, _STEP_ENDS.split(plain(answer).strip())))
    if len(steps) > MOST_STEPS:
        raise Unreadable(answer, f"an answer has at most {MOST_STEPS} steps")
    for step in steps:
        before, mark, behind = (*_MARKS.split(step, maxsplit=1), "", "")[:3]
        if mark in {"->", "→"}:
            reason = "what is asked stands before the answer"
            raise Unreadable(step, reason, f"-> {behind} = {before.strip()}")
        if behind:
            reason = "the figures stand before the arrow and the answer"
            raise Unreadable(behind, reason)
    return steps


def read_stem(stem: str, pounds: str = CLASSROOM) -> Problem:
    """Read a line without its answer; raises as `parse` does."""
    figures, asked = _figures_and_asked(stem)
    givens = [read_given(text, name) for name, text in figures]
    found = problem(givens, asked, pounds)
    in_doses = not COUNTS.isdisjoint(found.names)
    for given, (name, text) in zip(givens, figures, strict=True):
        if not name and (given.quantity, given.units[0].text) in BODY_PARTS:
            _refuse_body(given, found)
        if in_doses:
            _refuse_of_one_dose(given, found, name, is_in_all=_is_in_all(text))
    return found


def plain(text: str) -> str:
    """Turn the spaces of a spreadsheet, which do not break, into plain ones."""
    return text if text.isascii() else text.translate(_SPACES)


def problem(
    givens: Iterable[Given], asked: str = "", pounds: str = CLASSROOM
) -> Problem:
    """Put given figures and a question together; raises as `parse` does."""
    if pounds not in CONVENTIONS:
        raise Unreadable(pounds, "it is no pound", '"2.2" or "exact"', "pounds")
    exact = pounds != CLASSROOM  # the one that every figure is read in
    once = _without_repeats([each.at(pounds) for each in givens] if exact else givens)
    _refuse_two_measures(once)
    question = _read_asked(asked, once) if asked else None
    return Problem(once, question.at(pounds) if question and exact else question)


def _figures_and_asked(text: str) -> tuple[list[tuple[str, str]], str]:
    """Part a line without its answer into (name, figure) pairs and the question."""
    figures: list[tuple[str, str]] = []
    asked = ""
    pieces = _MARKS.split(text.strip())
    for mark, piece in zip(
        ["", *pieces[1::2]], map(str.rstrip, pieces[::2]), strict=True
    ):
        if mark in {"->", "→"}:
            if asked or not piece:
                raise Unreadable(text.strip(), "one thing is asked", "-> mL/h")
            asked = piece
        elif piece and asked:
            raise Unreadable(piece, "the figures stand before the arrow and the answer")
        elif piece:
            name, named, figure = piece.rpartition("=")
            figures.append((_name(name.strip()) if named else "", figure.strip()))
    if not figures:
        raise Unreadable(text.strip(), NO_FIGURE, EXAMPLE)
    return figures, asked


def _is_name(text: str) -> bool:
    return text.replace(" ", "_") in QUANTITIES


def _name(text: str) -> str:
    """Return the quantity of a name, in capitals or with hyphens too."""
    name = re.sub(r"[\s_-]+", "_", text.lower())
    if _is_name(name):
        return name
    known = {each: each for each in QUANTITIES} | NAMES_MEANT
    known |= {of.label.replace(" ", "_"): each for each, of in QUANTITIES.items()}
    near = known.get(nearest(name, known))
    write = f"{near}=" if near else f"one of {', '.join(COMMON_NAMES)}"
    raise Unreadable(text, "no quantity has this name", write)


@lru_cache(maxsize=4096)
def read_given(text: str, name: str = "") -> Given:
    """Read one given figure; `name` says which quantity it is, where it is named.

    Raises Unreadable, with the name as its field.
    """
    if len(text) > LONGEST_GIVEN:
        raise Unreadable(text, "it is too long for a figure", field=name)
    try:
        figure = text.removesuffix(IN_ALL).rstrip() if _is_in_all(text) else text
        join, parts = _read_parts(figure, name)
        quantity = _quantity(text, join, parts, name)
    except Unreadable as error:
        raise (_in_field(error, name) if name else error) from None
    if figure != text and quantity not in DOUBTFUL:
        raise Unreadable(text, "only a total is of all doses", figure)
    return Given(quantity, parts, join)


def _in_field(error: Unreadable, name: str) -> Unreadable:
    """Name the quantity that was read, and its unit where that is all it lacks."""
    missing = error.reason == UNIT_MISSING
    quoted = QUANTITIES[name].units[0].text
    meant = "a per cent such as 20 %" if quoted == "%" else f"{error.text} {quoted}"
    if name == "weight":
        meant += f" or {error.text} lb"
    write = meant if missing else ""
    return error.at(name.replace("_", " "), write)


def _read_parts(text: str, name: str) -> tuple[str, tuple[Figure, ...]]:
    if _SINGLE.fullmatch(text):
        return "", (read_figure(text, name),)
    if match := _RATIO.fullmatch(text):
        return DIVIDED, _read_ratio(text, *match.groups())
    pieces = [each for each in _PIECES.split(text) if each]
    if len(pieces) == 1 and (match := _GLUED.fullmatch(text)):
        pieces = [*match.groups()]
    if len(pieces) > 1:
        parts = _read_sum(text, pieces)
        return PLUS * (len(parts) - 1), parts
    return "", (read_figure(text, name),)


def _read_ratio(text: str, over: str, under: str) -> tuple[Figure, Figure]:
    above, below = read_figure(over), read_figure(under)
    if below.unit.kind in _RATIOS_PER:
        return above, below
    each = f"{above}, {below}"
    if below.unit.kind == "volume/dose":  # 100 mg in 5 mL per dose
        each = f"{above} in {Figure(below.value, product(below.unit, DOSE))}, {below}"
    raise Unreadable(text, "a ratio is per mL or per tablet", each)


def _read_sum(text: str, pieces: list[str]) -> tuple[Figure, ...]:
    """Read 1 h 30 min or 7 lb 4 oz: whole hours, and less than one more of them.

    1 h 0 min is 1 h.  Raises Unreadable for what is no sum, and for a piece of it.
    """
    figures = [_read_piece(each, before=pieces[0]) for each in pieces]
    if any(each.unit.kind == "body" for each in figures):
        figures = [_read_piece(each, "weight") for each in pieces]
    if len(figures) == len("ab") and _is_sum(*figures):
        return tuple(each for each in figures if each.value)
    if nought := [p for p, f in zip(pieces, figures, strict=True) if not f.value]:
        rest = [each for each in pieces if each not in nought]
        raise Unreadable(nought[0], NOUGHT, " ".join(rest))
    raise _no_sum(text, figures)


def _read_piece(text: str, sense: str = "", before: str = "") -> Figure:
    """Read one part of a sum, which may be 0; `before` is its first part."""
    if nought := _NOUGHT.match(text):
        return Figure(Fraction(0), read_figure(f"1{text[nought.end() :]}", sense).unit)
    try:
        return read_figure(text, sense)
    except Unreadable as error:
        if error.reason != UNIT_MISSING or before in {"", text}:
            raise
        behind = _SUMS.get(read_figure(before).unit.bases[0][0])
        write = f"{before} {text} {unit(behind, 'weight')}" if behind else ""
        raise Unreadable(text, UNIT_MISSING, write) from None


def _is_sum(one: Figure, other: Figure) -> bool:
    """Tell whether two figures are a sum: whole hours, and less than one more."""
    (name, _), *more = one.unit.bases
    (behind, _), *others = other.unit.bases
    is_pair = not more and not others and _SUMS.get(name) == behind
    whole = one.value and one.value.denominator == 1
    return bool(is_pair and whole and other.base_value < one.unit.scale)


def _no_sum(text: str, figures: list[Figure]) -> Unreadable:
    """Say which figures may have been meant: 2 h, 120 min or 240 min."""
    one, other = figures[0], figures[-1]
    kinds = {each.unit.kind for each in figures}
    if len(kinds) > 1 or not kinds <= {"time", "body"}:
        joint = ", " if len(kinds) > 1 else " or "
        return Unreadable(text, RUN_TOGETHER, joint.join(map(str, figures)))
    if len(figures) == len("ab") and _is_sum(other, one):
        return Unreadable(text, "the larger part stands first", f"{other} {one}")
    total = sum((each.base_value for each in figures), Fraction(0))
    reason = f"it needs whole {one.unit}, and then less than 1 {one.unit}"
    if len(figures) > len("ab"):
        whole = Figure(total / other.unit.scale, other.unit)
        return Unreadable(text, "a sum has two parts", str(whole))
    alone = [each for each in figures if read_unit(each.unit.text)[0] is each.unit]
    of = other.unit if "time" in kinds else one.unit
    whole = Figure(total / of.scale, of)
    if _SUMS.get(one.unit.bases[0][0]) != other.unit.bases[0][0]:
        reason, whole = RUN_TOGETHER, alone.pop()
    shown = [*alone, *[whole] * (decimals_of(whole.value) is not None)]
    return Unreadable(text, reason, " or ".join(map(str, shown)))


def _quantity(text: str, join: str, parts: tuple[Figure, ...], name: str) -> str:
    of = parts[0].unit
    whole = quotient(of, parts[1].unit) if join == DIVIDED else of
    if not name:
        return _quantity_of(text, whole)
    expected = QUANTITIES[name]
    if whole.kind != expected.kind:
        raise Unreadable(text, f"it is measured in {expected.units[0]}")
    return name


def _quantity_of(text: str, whole: Unit) -> str:
    if whole.kind not in BY_KIND:
        unit_text = whole.text or "a bare number"
        raise Unreadable(text, f"no quantity is measured in {unit_text}")
    return BY_KIND[whole.kind]


def _without_repeats(givens: Iterable[Given]) -> tuple[Given, ...]:
    found: dict[str, Given] = {}
    for given in givens:
        first = found.setdefault(given.quantity, given)
        if first is not given and not _agree(first, given):
            label = QUANTITIES[given.quantity].label
            summed = not (first.join or given.join)
            summed = summed and _is_sum(first.parts[0], given.parts[0])
            write = f"; write {first} {given} for the sum" if summed else ""
            second = f"{given} is given too{write}"
            raise Contradiction(f"the {label} is {first}", second)
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


def _refuse_body(given: Given, whole: Problem) -> None:
    """Refuse g or oz that may be a part of the weight, or all of it."""
    if may_be_body(given, whole.givens, whole.asked):
        raise _may_be_body(given, whole.givens)


def _refuse_of_one_dose(
    given: Given, whole: Problem, name: str, *, is_in_all: bool
) -> None:
    """Refuse a figure beside doses that must say whether it is of one, or of all."""
    givens = whole.givens
    said = is_in_all or name in NAMES_OF_ALL
    if not said and may_be_of_one_dose(given, givens):
        raise _may_be_of_one_dose(given, givens, name)
    of = of_the_day(given.quantity, given.unit, givens)
    if of is not given.unit:
        value = given.base_value / of.scale
        raise _may_be_a_mean(str(given), str(Figure(value, of)), givens)


def _may_be_of_one_dose(
    given: Given, givens: tuple[Given, ...], name: str
) -> Unreadable:
    named = f"{name}={given}" if name in NAMED_ONLY else str(given)
    in_all = f"{named}{IN_ALL}"
    if given.quantity in {"duration", "systemic"}:
        reason = "it may be of one dose or of the whole course"
        return Unreadable(str(given), reason, f"{_alone(givens)} or {in_all}")
    per, one = (DAY, "day") if given.quantity == "doses" else (DOSE, "dose")
    each = Figure(given.parts[0].value, quotient(given.unit, per))
    return Unreadable(
        str(given), f"it may be of one {one} or of all", f"{each} or {in_all}"
    )


def _may_be_a_mean(text: str, mean: str, givens: tuple[Given, ...]) -> Unreadable:
    reason = "it may be the mean of the day, or what runs while one dose does"
    return Unreadable(text, reason, f"{mean} or {_alone(givens)}")


def _alone(givens: tuple[Given, ...]) -> str:
    """Say how one dose is worked: its figures, and 1 dose for 3 doses/day."""
    counts = (each for each in givens if each.quantity in COUNTS)
    return f"1 dose in place of {next(counts)}"


def _may_be_body(given: Given, givens: tuple[Given, ...]) -> Unreadable:
    weights = [each for each in givens if each.quantity == "weight"]
    named = f"{given.quantity}={given}"
    if not weights:
        reason = "g is drug here, and the weight is missing"
        return Unreadable(str(given), reason, f"weight={given} or {named}")
    kind = "fluid" if given.quantity == "volume" else "drug"
    one = weights[0].parts[0]
    other = Figure(given.parts[0].value, unit(given.unit.text, "weight"))
    total = Figure((one.base_value + other.base_value) / one.unit.scale, one.unit)
    weight = f"{one} {other}" if _is_sum(one, other) else str(total)
    return Unreadable(
        str(given), f"{given.unit} is {kind} here", f"{weight} or {named}"
    )


def _read_asked(text: str, givens: tuple[Given, ...]) -> Asked:
    name, _, spelling = text.partition(" in ")
    name = name.strip().replace(" ", "_")
    if name in QUANTITIES and not spelling and _is_unit_too(text, name):
        return Asked(name, read_unit(text)[0])  # tablets, doses
    if name in QUANTITIES:
        return _asked_by_name(name, spelling, givens)
    of = read_unit(text)[0]
    _quantity_of(text, of)
    asked: Asked | None = None
    for each in reversed(may_ask(of, givens)):
        own = per_dose(of) if each in ONE_DOSE.values() else read_unit(text, each)[0]
        asked = Asked(each, own, other=asked)
    assert asked  # noqa: S101 - a unit asks for its own quantity at least
    daily = of_the_day(asked.quantity, of, givens)
    if daily is not of:
        raise _may_be_a_mean(text, f"-> {daily}", givens)
    return asked


def _is_in_all(text: str) -> bool:
    return text.endswith(IN_ALL)


def _is_unit_too(text: str, name: str) -> bool:
    """Tell whether the name of a quantity is also its unit, as tablets is."""
    try:
        return BY_KIND.get(read_unit(text)[0].kind) == name
    except Unreadable:
        return False


def _asked_by_name(name: str, spelling: str, givens: tuple[Given, ...]) -> Asked:
    if not spelling:
        quoted = of_the_day(name, QUANTITIES[name].units[0], givens)
        return Asked(name, with_measure(quoted, Problem(givens).measure), stated=False)
    of = read_unit(spelling, name)[0]
    if of.kind != QUANTITIES[name].kind:
        raise Unreadable(spelling, f"it is no unit of {name}")
    return Asked(name, of)
