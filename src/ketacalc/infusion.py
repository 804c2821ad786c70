"""The intravenous infusion: a published protocol, a body weight, and two limits.

The limits are a teaching analogue of a smart pump's: over the soft one there is a
warning, over the hard one nothing is worked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import OutOfRange, Unreadable, Unsolvable
from ketacalc.figures import write_value
from ketacalc.notation import Given, problem, read_given
from ketacalc.reference import Protocol, protocol, strengths
from ketacalc.solving import Solution, solve

if TYPE_CHECKING:
    from ketacalc.reference import Limit

DEFAULT = "depression-40-min"
OPTIONS = {
    "weight": "--weight",
    "dose": "--dose",
    "duration": "--over",
    "concentration": "--concentration",
    "drop_factor": "--drop-factor",
    "amount": "--amount",
}
WANTED = ("amount", "rate", "dose_rate", "volume", "pump_rate", "drip_rate")


class Infusion(NamedTuple):
    """A worked infusion: the solution, the protocol, and what is to be noted."""

    solution: Solution
    protocol: Protocol
    published: bool
    warnings: tuple[str, ...]
    notes: tuple[str, ...]


def infuse(pounds: str = "", **texts: str | None) -> Infusion:
    """Work an infusion from figures as text, named as in OPTIONS.

    A dose or a duration left out is the protocol's.  Raises KetacalcError.
    """
    base = protocol(DEFAULT)
    figures = {"dose": base.dose, "duration": base.duration}
    figures |= {name: text for name, text in texts.items() if text is not None}
    givens = {name: read_option(name, text, pounds) for name, text in figures.items()}
    if "drop_factor" in givens and "concentration" not in givens:
        raise Unsolvable("gtt/min", "I still need the concentration")
    warnings = _warnings(givens["dose"], base)
    solution = solve(problem(givens.values(), pounds=pounds), only=WANTED)
    standard = [read_given(text, name) for name, text in base.figures.items()]
    published = all(givens[given.quantity] == given for given in standard)
    notes = _notes(givens.get("concentration"))
    return Infusion(solution, base, published, warnings, notes)


def read_option(name: str, text: str, pounds: str = "") -> Given:
    """Read the figure of an option, such as `--weight`; ketamine is measured in mg."""
    try:
        given = read_given(text, name, pounds)
    except Unreadable as error:
        raise error.at(OPTIONS[name]) from None
    if given.measure not in {"", "mg"}:
        reason = "ketamine is measured in mg"
        raise Unreadable(text, reason, field=OPTIONS[name])
    return given


def _warnings(dose: Given, base: Protocol) -> tuple[str, ...]:
    """Return the soft limits that the dose is over; OutOfRange for a hard one."""
    return tuple(
        _warning(dose, limit)
        for limit in sorted(base.limits, key=lambda limit: not limit.hard)
        if dose.base_value > read_given(limit.dose, "dose").base_value
    )


def _warning(dose: Given, limit: Limit) -> str:
    tenth = write_value(dose.base_value / 10 / dose.unit.scale, dose.unit)
    over = f"over {limit.dose}, {limit.reason} ({limit.source})"
    slip = f"if the decimal point slipped, {tenth} was meant"
    if limit.hard:
        raise OutOfRange(f"{OPTIONS['dose']}: {dose}", f"is {over}", slip)
    return f"{dose} is {over}; {slip}."


def _notes(concentration: Given | None) -> tuple[str, ...]:
    if concentration is None:
        return ()
    return tuple(
        f"{strength.note} {strength.source}."
        for strength in strengths()
        if concentration.base_value >= read_given(strength.concentration).base_value
    )
