"""A line of text to a problem.

```
line    = figures [ "->" asked ] [ "=" steps ] [ "#" comment ]
figures = figure { ( ", " | ";" ) figure }
figure  = [ name "=" ] ( part | ratio | sum | range | words ) [ "in all" ]
part    = number unit
asked   = ( unit | name | name "in" unit ) [ "to" step ] [ "rounded" ( "up" | "down" ) ]
steps   = step { ( "=" | "=>" ) step }
```

The same line works in the shell, in a file, in the docs and in a test.  The order of
the figures never matters; a name is needed only where two quantities share a unit.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from ketacalc.errors import LONGEST_LINE, Contradiction, Unreadable, nearest, too_long
from ketacalc.language.clock import DAY as MINUTES_OF_A_DAY
from ketacalc.language.doubts import (
    may_be_a_mean,
    refuse_body,
    refuse_half_of_the_day,
    refuse_of_one_dose,
    refuse_of_one_piece,
)
from ketacalc.language.figures import NUMBER, Figure, is_sum, read_figure
from ketacalc.language.parts import Parts, read_parts
from ketacalc.language.problem import (
    BODY_PARTS,
    COUNTS,
    DOUBTFUL,
    IN_ALL,
    MASSES,
    ONE_DOSE,
    Asked,
    Given,
    Problem,
    is_possible_weight,
    may_ask,
    measures_of,
    of_the_day,
    ones_of,
    per_dose,
)
from ketacalc.language.relations import ANY_KIND, BY_KIND, CLOCKS, QUANTITIES
from ketacalc.language.rounding import rounding_in
from ketacalc.language.schedules import is_schedule
from ketacalc.language.uncovered import uncovered_name
from ketacalc.language.units import (
    DIVIDED,
    PLUS,
    UNIT_MISSING,
    Unit,
    clash,
    quotient,
    read_unit,
    unit,
    with_measures,
)
from ketacalc.language.vocabulary import COMMON_NAMES, NAMES_MEANT
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ketacalc.language.problem import Form, Frame

NO_FIGURE, EXAMPLE = later("no figure is given"), "70 kg, 0.5 mg/kg, 40 min"
LONGEST_GIVEN = 160  # a figure of two parts
MOST_STEPS = 20
OUNCE, POUND = "oz", "lb"
CLASSROOM, EXACT = CONVENTIONS = "2.2", "exact"

# Where these are given a figure is read by its number too: one dose, or several.
HANG_ON_NUMBERS = {"doses", "order", *CLOCKS}
A_COURSE = {"frequency", "duration"}

_MARKS = re.compile(r"(->|→|;|,(?=\s|$))\s*")
# Without these a line is parted at its commas with a space, and at its arrow.
_SELDOM = frozenset(";→\t\n\r\f\v")
_NEVER = _SELDOM | {",", ">"}
_NAME = re.compile(r"\s*[A-Za-z][^=>,]*=\Z")
_STEP_ENDS = re.compile(r"=>?|(?:->|→)(?=\s*[0-9.])")
# One number and a unit of one word, as nearly every figure is.
_SINGLE = re.compile(rf"{NUMBER}\s*[^\d\s]+")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))


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
    name = _NAME.match(text, start)
    return bool(name) and not is_schedule(text[start:-1].strip())


def steps_of(answer: str) -> tuple[str, ...]:
    """Part an answer into its steps: 35 mg = 52.5 mg/h, or 35 mg => 52.5.

    Raises Unreadable where a question or a further figure stands in it.
    """
    if len(answer) > LONGEST_LINE:
        raise too_long(answer)
    steps = tuple(map(str.strip, _STEP_ENDS.split(plain(answer).strip())))
    if len(steps) > MOST_STEPS:
        raise Unreadable(
            answer,
            say("an answer has at most {most} steps", most=MOST_STEPS),
        )
    for step in steps if _MARKS.search(answer) else ():
        before, mark, behind = (*_MARKS.split(step, maxsplit=1), "", "")[:3]
        if mark in {"->", "→"}:
            reason = later("what is asked stands before the answer")
            raise Unreadable(step, reason, f"-> {behind} = {before.strip()}")
        if behind:
            reason = later("the figures stand before the arrow and the answer")
            raise Unreadable(behind, reason)
    return steps


def read_stem(stem: str, pounds: str = CLASSROOM) -> Problem:
    """Read a line without its answer; raises as `parse` does."""
    figures, asked = _figures_and_asked(stem)
    if len(figures) == 1 and (mass := _plain_mass(*figures[0], asked)):
        return problem([mass], f"mass in {asked}", pounds)
    givens = tuple([read_given(text, name) for name, text in figures])
    if pounds == CLASSROOM:
        forms = tuple([given.form for given in givens])
        if (frame := _read_alike(forms, asked)) is not None:
            return Problem.alike(givens, frame)
    _refuse_of_one(givens, figures)
    found = problem(givens, asked, pounds)
    for given, (name, text) in zip(givens, figures, strict=True):
        if name in CLOCKS:
            refuse_half_of_the_day(text, [t for n, t in figures if n in CLOCKS])
        if not name and (given.quantity, given.units[0].text) in BODY_PARTS:
            refuse_body(given, found)
    return found


def _refuse_of_one(givens: tuple[Given, ...], figures: list[tuple[str, str]]) -> None:
    """Refuse what may be of one dose or of all, and of one piece or of all."""
    if not COUNTS.isdisjoint([given.quantity for given in givens]):
        for given, (name, text) in zip(givens, figures, strict=True):
            refuse_of_one_dose(given, givens, name, is_in_all=_is_in_all(text))
    if "tablets" in [given.quantity for given in givens]:
        for given, (name, text) in zip(givens, figures, strict=True):
            refuse_of_one_piece(given, givens, name, is_in_all=_is_in_all(text))


@lru_cache(maxsize=2048)
def _read_alike(forms: tuple[Form, ...], asked: str) -> Frame | None:
    """Read a line whose numbers are all 1, for all lines alike.

    None where one of its figures may be read in two ways by its number or its name, and
    where it cannot be read: what is then said is of the real numbers.
    """
    names = {quantity for quantity, _, _ in forms}
    heads = {(quantity, units[0].text) for quantity, units, _ in forms}
    once = len(names) == len(forms)
    hangs = names & HANG_ON_NUMBERS or names >= A_COURSE or heads & BODY_PARTS.keys()
    if hangs or not once:
        return None
    ones = ones_of(forms)
    try:
        _refuse_of_one(ones, [("", "")] * len(ones))
        return problem(ones, asked).frame
    except (Unreadable, Contradiction):
        return None


def _plain_mass(name: str, text: str, asked: str) -> Given | None:
    """Read 0.25 kg -> g, which is no weight and no drug; None where it is one.

    What is in kg or lb on both sides is a weight, where a patient may weigh that.
    """
    if name or asked not in MASSES:
        return None
    try:
        parts = _read_figures(text, "mass")
        kinds = {_read_figures(text, "").figures[0].unit.kind, read_unit(asked)[0].kind}
    except Unreadable:
        return None
    given = Given("mass", *parts)
    if parts.join not in {"", PLUS} or given.units[0].kind != unit(asked, "mass").kind:
        return None
    if OUNCE in {asked, given.units[0].text} and POUND not in {asked, *_texts(given)}:
        return None  # 4 oz are of fluid
    is_drug = len(kinds) == 1 and given.units[0].kind not in kinds
    is_weight = kinds == {given.units[0].kind} and is_possible_weight(given.base_value)
    return None if is_drug or is_weight else given


def _texts(given: Given) -> set[str]:
    return {each.text for each in given.units}


def plain(text: str) -> str:
    """Turn the spaces of a spreadsheet, which do not break, into plain ones."""
    return text if text.isascii() else text.translate(_SPACES)


def problem(
    givens: Iterable[Given], asked: str = "", pounds: str = CLASSROOM
) -> Problem:
    """Put given figures and a question together; raises as `parse` does."""
    if pounds not in CONVENTIONS:
        raise Unreadable(pounds, later("it is no pound"), '"2.2" or "exact"', "pounds")
    exact = pounds != CLASSROOM  # the one that every figure is read in
    once = _without_repeats([each.at(pounds) for each in givens] if exact else givens)
    _refuse_two_measures(once)
    if any(each.quantity == "end" for each in once):
        once = tuple(_past_midnight(once))
    order = next((each for each in once if each.quantity == "order"), None)
    if order and not asked:
        asked = order.unit.text
    question = read_asked(asked, once) if asked else None
    if order and question:
        _refuse_another_kind(order, question)
    return Problem(once, question.at(pounds) if question and exact else question)


def _refuse_another_kind(order: Given, asked: Asked) -> None:
    """Refuse an order that is of another kind than what is asked."""
    if all(each.unit.kind != order.unit.kind for each in asked.readings):
        value, meant = order.parts[0].value, asked.unit
        reason = say("the question is in {meant}", meant=meant)
        write = say("order={figure} if it is that", figure=Figure(value, meant))
        raise Unreadable(str(order), reason, write, "order")


def _past_midnight(givens: tuple[Given, ...]) -> Iterator[Given]:
    """Yield the figures, the end on the next day where it is not behind the start."""
    start = next((each for each in givens if each.quantity == "start"), None)
    for each in givens:
        if each.quantity == "end" and start and each.base_value <= start.base_value:
            value, of = each.parts[0]
            yield Given("end", (Figure(value + MINUTES_OF_A_DAY, of),))
        else:
            yield each


def _figures_and_asked(text: str) -> tuple[list[tuple[str, str]], str]:
    """Part a line without its answer into (name, figure) pairs and the question."""
    figures: list[tuple[str, str]] = []
    asked = ""
    for mark, each in _marked(text.strip()):
        piece = each.rstrip()
        if mark in {"->", "→"}:
            if asked or not piece:
                raise Unreadable(text.strip(), later("one thing is asked"), "-> mL/h")
            asked = piece
        elif piece and asked:
            raise Unreadable(
                piece, later("the figures stand before the arrow and the answer")
            )
        elif piece:
            figures.append(_named_figure(piece))
    if not figures:
        raise Unreadable(text.strip(), NO_FIGURE, EXAMPLE)
    return figures, asked


@lru_cache(maxsize=4096)
def _named_figure(piece: str) -> tuple[str, str]:
    """Part weight=70 kg into its name, which may lack, and its figure."""
    name, named, figure = piece.rpartition("=")
    return _name(name.strip()) if named else "", figure.strip()


def _marked(text: str) -> Iterable[tuple[str, str]]:
    """Part a line at its marks; returns each piece with the mark in front of it."""
    figures, arrow, asked = text.partition("->")
    if (
        _SELDOM.isdisjoint(figures)
        and _NEVER.isdisjoint(asked)
        and not text.endswith(",")
    ):
        pieces = [("", each) for each in figures.split(", ")]
        return [*pieces, (arrow, asked.strip())] if arrow else pieces
    marked = ["", *_MARKS.split(text)]
    return zip(marked[::2], marked[1::2], strict=True)


def _is_name(text: str) -> bool:
    return text.replace(" ", "_") in QUANTITIES


def _name(text: str) -> str:
    """Return the quantity of a name, in capitals or with hyphens too."""
    name = re.sub(r"[\s_-]+", "_", text.lower())
    if _is_name(name):
        return name
    if left_out := uncovered_name(name):
        raise Unreadable(text, left_out)
    known = {each: each for each in QUANTITIES} | NAMES_MEANT
    known |= {of.label.replace(" ", "_"): each for each, of in QUANTITIES.items()}
    near = known.get(nearest(name, known))
    write = f"{near}=" if near else say("one of {join}", join=", ".join(COMMON_NAMES))
    raise Unreadable(text, later("no quantity has this name"), write)


@lru_cache(maxsize=4096)
def read_given(text: str, name: str = "") -> Given:
    """Read one given figure; `name` says which quantity it is, where it is named.

    Raises Unreadable, with the name as its field.
    """
    if len(text) > LONGEST_GIVEN:
        raise Unreadable(text, later("it is too long for a figure"), field=name)
    try:
        figure = text.removesuffix(IN_ALL).rstrip() if _is_in_all(text) else text
        parts = _read_figures(figure, name)
        quantity = _quantity(text, parts, name)
    except Unreadable as error:
        raise (_in_field(error, name) if name else error) from None
    if figure != text and quantity not in DOUBTFUL:
        raise Unreadable(text, later("only a total is of all doses"), figure)
    return Given(quantity, *parts)


def _read_figures(text: str, name: str) -> Parts:
    if name not in CLOCKS and _SINGLE.fullmatch(text):
        with suppress(Unreadable):
            return Parts((read_figure(text, name),))
    return read_parts(text, name)


def _in_field(error: Unreadable, name: str) -> Unreadable:
    """Name the quantity that was read, and its unit where that is all it lacks."""
    missing = error.reason == UNIT_MISSING
    quoted = QUANTITIES[name].units[0].text
    meant = (
        later("a per cent such as 20 %") if quoted == "%" else f"{error.text} {quoted}"
    )
    if name == "weight":
        meant += say(" or {error} lb", error=error.text)
    write = meant if missing else ""
    return error.at(name.replace("_", " "), write)


def _quantity(text: str, parts: Parts, name: str) -> str:
    """Return which quantity a figure is; a bolus in mg/kg is the bolus dose."""
    of = parts.figures[0].unit
    whole = quotient(of, parts.figures[1].unit) if parts.join == DIVIDED else of
    if not name:
        return _quantity_of(text, whole)
    if name in ANY_KIND:
        return name
    for each in (name, f"{name}_dose"):
        if each in QUANTITIES and whole.kind == QUANTITIES[each].kind:
            return each
    raise Unreadable(
        text, say("it is measured in {units}", units=QUANTITIES[name].units[0])
    )


def _quantity_of(text: str, whole: Unit) -> str:
    if whole.kind not in BY_KIND:
        unit_text = whole.text or later("a bare number")
        raise Unreadable(
            text, say("no quantity is measured in {unit_text}", unit_text=unit_text)
        )
    return BY_KIND[whole.kind]


def _without_repeats(givens: Iterable[Given]) -> tuple[Given, ...]:
    found: dict[str, Given] = {}
    for given in givens:
        first = found.setdefault(given.quantity, given)
        if first is not given and not _agree(first, given):
            raise _given_twice(first, given)
    return tuple(found.values())


def _given_twice(first: Given, given: Given) -> Contradiction:
    """Say that a quantity is given twice, and what the sum would be, if it is one."""
    label, write = say(QUANTITIES[given.quantity].label), ""
    if not (first.join or given.join) and is_sum(first.parts[0], given.parts[0]):
        write = say("; write {first} {given} for the sum", first=first, given=given)
    second = say("{given} is given too{write}", given=given, write=write)
    return Contradiction(
        say("the {label} is {first}", label=label, first=first), second
    )


def _agree(one: Given, other: Given) -> bool:
    return one.base_value == other.base_value and not clash(one.measures, other.unit)


def _refuse_two_measures(givens: tuple[Given, ...]) -> None:
    """Refuse a drug in mg and in units, and tablets beside capsules."""
    if len({given.measures for given in givens if given.measures}) <= 1:
        return
    for at, given in enumerate(givens):
        if found := clash(measures_of(givens[:at]), given.unit):
            first = next(g for g in givens if found[0] in g.measures)
            reason = say(
                "{given} in {found}, and neither turns into the other",
                given=given,
                found=found[1],
            )
            raise Contradiction(
                say("{first} measures in {found}", first=first, found=found[0]), reason
            )


def read_asked(text: str, givens: tuple[Given, ...]) -> Asked:
    """Read what is asked, and how it is to be rounded; raises as `parse` does."""
    if " to " not in text and " rounded " not in text:
        return _read_asked(text, givens)
    asked, rounding = rounding_in(text)
    return _read_asked(asked, givens)._replace(rounding=rounding)


@lru_cache(maxsize=1024)
def _question(text: str) -> Asked | tuple[str, str] | Unit:
    """Read what does not hang on the figures: a total, a name and a unit, or a unit."""
    name, _, spelling = text.partition(" in ")
    name = name.strip().replace(" ", "_")
    if name in QUANTITIES and not spelling and _is_unit_too(text, name):
        return Asked(name, read_unit(text)[0])  # tablets, doses
    if name in QUANTITIES:
        return name, spelling
    of = read_unit(text)[0]
    _quantity_of(text, of)
    if of.kind == "tablet" and text.endswith("s"):
        return Asked("tablets", of)  # capsules and vials are a total, as tablets are
    return of


def _read_asked(text: str, givens: tuple[Given, ...]) -> Asked:
    named = _question(text)
    if isinstance(named, Asked):
        return named
    if isinstance(named, tuple):
        return _asked_by_name(*named, givens)
    of = named
    asked: Asked | None = None
    for each in may_ask(of, givens)[::-1]:
        own = per_dose(of) if each in ONE_DOSE.values() else read_unit(text, each)[0]
        asked = Asked(each, own, other=asked)
    assert asked  # noqa: S101 - a unit asks for its own quantity at least
    daily = of_the_day(asked.quantity, of, givens)
    if daily is not of:
        raise may_be_a_mean(text, f"-> {daily}", givens)
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
        return Asked(name, with_measures(quoted, measures_of(givens)), stated=False)
    of = read_unit(spelling, name)[0]
    if of.kind != QUANTITIES[name].kind:
        raise Unreadable(spelling, say("it is no unit of {name}", name=name))
    return Asked(name, of)
