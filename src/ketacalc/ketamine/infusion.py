"""A published protocol worked for a body weight, inside two limits.

The limits are a teaching analogue of a smart pump's: over the soft one there is a
warning, over the hard one nothing is worked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import OutOfRange, Unreadable, Unsolvable, Unusable
from ketacalc.ketamine.reference import Protocol, protocols, strengths
from ketacalc.ketamine.stated import read_stated
from ketacalc.language.figures import Figure, write_value
from ketacalc.language.notation import CLASSROOM, parse, problem, read_given
from ketacalc.language.problem import Given
from ketacalc.language.relations import QUANTITIES
from ketacalc.say import either, later, say
from ketacalc.solving.solution import Solution, solve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from fractions import Fraction

    from ketacalc.ketamine.reference import Limit

DEFAULT = "depression-40-min"
ADULT = "40 kg"  # ours and no source's: under it, for whom the figures are is said
# What is worked from the weight, by the quantity that a protocol's limits are of.
NEEDS_WEIGHT = {"dose": later("the total amount"), "dose_rate": later("the dose rate")}
WANTED = (
    "amount",
    "duration",
    "rate",
    "dose_rate",
    "volume",
    "pump_rate",
    "drip_rate",
)
# How a figure is told that does not stand behind a comma.
PHRASES = {"duration": later("over {figure}"), "dose_rate": later("at {figure}")}
OVER = later("is over {limit}, {reason} ({source})")
DECIMAL_POINT = later("look at the decimal point")
LIGHT = later("{weight} is under {least}: the figures were published for {population}.")


class Infusion(NamedTuple):
    """A worked protocol: the solution, its title, and what is to be noted.

    `published` is the protocol's own figures as text, `as_published` whether they are
    those that were worked.
    """

    solution: Solution
    protocol: Protocol
    title: str
    published: str
    as_published: bool
    warnings: tuple[str, ...]
    notes: tuple[str, ...]


def infuse(
    name: str = DEFAULT, pounds: str = CLASSROOM, **texts: str | None
) -> Infusion:
    """Work a protocol with figures as text, each as the quantity it is.

    A figure left out is the protocol's.  Raises KetacalcError.
    """
    base = find_protocol(name)
    standard = {given.quantity: given for given in parse(base.figures).givens}
    own = read_stated(pounds, **texts)
    _refuse_unfit(base, standard, own)
    givens = standard | own
    warnings = warnings_of(givens.values(), base)
    solution = solve(problem(givens.values(), pounds=pounds), only=WANTED)
    known = {*givens, *_left_to_the_dose(base, standard, givens)}
    warnings += warnings_of(_followed(solution, known), base)
    return Infusion(
        solution,
        base,
        f"{base.title}: {_phrase(givens.values())}",
        _phrase(standard.values()),
        all(givens[key] == given for key, given in standard.items()),
        warnings,
        (*_notes(givens.get("concentration"), standard), *light(givens.values(), base)),
    )


def find_protocol(name: str) -> Protocol:
    """Return the protocol of that name; Unreadable with the nearest if none has it."""
    if name in protocols():
        return protocols()[name]
    from difflib import get_close_matches  # noqa: PLC0415 - as in errors

    near = get_close_matches(name, protocols(), n=3)
    remedy = "" if near else "list-protocols"
    reason = later("no protocol has this name")
    raise Unreadable(name, reason, either(near), "protocol", remedy)


def _refuse_unfit(
    base: Protocol, standard: dict[str, Given], own: dict[str, Given]
) -> None:
    """Refuse a figure too few, and one that this way of giving does not take."""
    for name in own:
        if name not in base.kind.takes:
            refused = say(
                "{protocol} takes no {label}: {reason}",
                protocol=base.name,
                label=say(QUANTITIES[name].label),
                reason=base.kind.why,
            )
            raise Unusable(refused, field=name)
    held = NEEDS_WEIGHT.get(base.limits[0].quantity)
    if held and "weight" not in own:
        raise Unsolvable(say(held), later("I still need the weight"), "give-weight")
    if "drop_factor" in own and not {"concentration"} & (own | standard).keys():
        raise Unsolvable("gtt/min", later("I still need the concentration"))


def _phrase(givens: Iterable[Given]) -> str:
    """Write figures as they are said: 0.5 mg/kg over 40 min, 70 kg."""
    text = ""
    for each in givens:
        phrase = PHRASES.get(each.quantity)
        text += f" {say(phrase, figure=each)}" if phrase else f", {each}"
    return text.removeprefix(", ").strip()


def _left_to_the_dose(
    base: Protocol, standard: dict[str, Given], givens: dict[str, Given]
) -> set[str]:
    """Return the dose rate where the time is the published one: the dose decides it."""
    as_timed = givens.get("duration") == standard.get("duration")
    return {"dose_rate"} if as_timed and "dose" in base.kind.takes else set()


def _followed(solution: Solution, givens: Collection[str]) -> Iterator[Given]:
    """Yield what follows and was not given, once each: a dose rate has two units."""
    seen = set(givens)
    for result in solution.results:
        if result.name not in seen:
            seen.add(result.name)
            yield Given(result.name, (Figure(result.value, result.unit),))


def warnings_of(figures: Iterable[Given], base: Protocol) -> tuple[str, ...]:
    """Return the soft limits that figures are over; OutOfRange for a hard one."""
    hard_first = sorted(base.limits, key=lambda limit: not limit.hard)
    found = list(figures)
    return tuple(
        _warning(figure, limit, base)
        for limit in hard_first
        for figure in found
        if figure.quantity == limit.quantity
        if figure.base_value > read_given(limit.over, limit.quantity).base_value
    )


def light(figures: Iterable[Given], base: Protocol) -> tuple[str, ...]:
    """Say for whom a protocol was published where a weight is under ADULT."""
    least = read_given(ADULT).base_value
    return tuple(
        say(LIGHT, weight=each, least=ADULT, population=base.population)
        for each in figures
        if each.quantity == "weight" and each.base_value < least
    )


def _warning(figure: Given, limit: Limit, base: Protocol) -> str:
    """Say that a figure is over a limit.

    Its tenth is asked for only if that is published for the same way of giving, and not
    of a rate that follows from a dose and a time.
    """
    tenth = figure.base_value / 10
    over = say(OVER, limit=limit.over, reason=limit.reason, source=limit.source)
    slip = say(DECIMAL_POINT)
    if limit.quantity == "dose_rate" and "dose" in base.kind.takes:
        slip = say("look at the dose and the time")
    elif tenth in _published(limit.quantity, base.title):
        meant = write_value(tenth / figure.unit.scale, figure.unit)
        slip = say("was {figure} meant?", figure=meant)
    if limit.hard:
        field = limit.quantity if limit.quantity == "dose" else ""
        raise OutOfRange(str(figure), over, slip, field)
    said = say("{figure} {limit}; {mend}", figure=figure, limit=over, mend=slip)
    return said if said.endswith("?") else f"{said}."


def _published(quantity: str, title: str) -> set[Fraction]:
    arms = (arm for arm in protocols().values() if arm.title == title)
    problems = (parse(arm.figures) for arm in arms)
    givens = (given for problem in problems for given in problem.givens)
    return {given.base_value for given in givens if given.quantity == quantity}


def _notes(concentration: Given | None, standard: dict[str, Given]) -> tuple[str, ...]:
    fixed = later("A fixed amount: body weight does not enter it.")
    notes = [say(fixed)] if "amount" in standard else []
    if concentration is None or "concentration" in standard:
        return tuple(notes)
    notes += [
        f"{strength.note} {strength.source}."
        for strength in strengths()
        if concentration.base_value >= read_given(strength.concentration).base_value
    ]
    return tuple(notes)
