"""Look up: what is published, and what is worked from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ketacalc.browser.working import typed
from ketacalc.errors import Unreadable
from ketacalc.ketamine import absorption, infusion, lookup, reference
from ketacalc.ketamine import chart as charting
from ketacalc.say import later, say
from ketacalc.screens import charts, glance, manual, shelf, worked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ketacalc.browser.request import Request
    from ketacalc.screens.report import Report

Found = TypeVar("Found", bound="Sequence[object]")
FEW = 4  # so few are told in full, as nobody asks for a part of it to see less
NOTHING_THERE = later("nothing of that name can be looked up")
WEIGHTS, BETWEEN = "40kg..100kg", "10kg"
DOSES = "0.1 mg/kg, 0.2 mg/kg, 0.5 mg/kg, 1 mg/kg"


def look_up(request: Request) -> dict[str, Any]:
    """Show what is asked for by its name."""
    name = request.text("what")
    if name not in SHOWN:
        write = say("one of {names}", names=", ".join(SHOWN))
        raise Unreadable(name, NOTHING_THERE, write)
    return {"report": SHOWN[name](request)}


def _routes(request: Request) -> Report:
    found = lookup.routes(_words(request))
    texts = _figures(request, "amount", "weight", "dose")
    reaching: list[absorption.Reach] = []
    products: list[absorption.Reach] = []
    if any(texts.values()):
        given = absorption.read_amount(_pounds(request), **texts)
        reaching = [r for r in absorption.reaching(given) if r.route in found]
        products = [r for r in absorption.from_products() if r.route in found]
    if _is_whole(request, found):
        return shelf.of_routes(found, reaching, products)
    return glance.of_routes(found, reaching, products)


def _protocols(request: Request) -> Report:
    found, quoted = lookup.protocols(_words(request))
    if _is_whole(request, found):
        return shelf.of_protocols(found, reference.studies(), quoted)
    return glance.of_protocols(found, reference.studies(), quoted)


def _infusion(request: Request) -> Report:
    names = ("weight", "dose", "duration", "concentration", "drop_factor")
    name = request.text("protocol", infusion.DEFAULT)
    infused = infusion.infuse(name, _pounds(request), **_figures(request, *names))
    return worked.of_infusion(infused, with_working=True)


def _chart(request: Request) -> Report:
    grid = charting.chart(
        typed(request.text("weight", WEIGHTS)),
        typed(request.text("step", BETWEEN)),
        typed(request.text("dose", DOSES)),
        request.text("show"),
        _pounds(request),
        typed(request.text("dose_step")),
        **_figures(request, "duration", "concentration", "drop_factor"),
    )
    if request.is_on("lines"):
        charting.refuse_lines(grid)
    return charts.of_chart(grid, lines=request.is_on("lines"))


def _curve(request: Request) -> Report:
    # What solves a curve is large, and a page loads it when one is drawn.
    from ketacalc.ketamine import curve  # noqa: PLC0415
    from ketacalc.screens import curves  # noqa: PLC0415

    route = request.text("route")
    texts = _figures(request, "amount", "duration", "rate")
    curve.refuse_mixed(None, texts["rate"], route, texts["amount"], texts["duration"])
    if texts["rate"]:
        return curves.of_plateau(curve.plateau(texts["rate"]))
    amounts = _several(texts["amount"]) or [curve.AMOUNT]
    drawn = curve.courses(
        [route] if route else tuple(curve.ROUTES), amounts, _several(texts["duration"])
    )
    return curves.of_curves(drawn)


def _notation(request: Request) -> Report:
    topic = request.text("topic")
    return manual.of_topic(manual.topic(topic)) if topic else manual.of_topics()


def _units(_: Request) -> Report:
    return manual.of_units()


def _listed(
    find: Callable[[list[str]], Found],
    whole: Callable[[Found], Report],
    brief: Callable[[Found], Report],
) -> Callable[[Request], Report]:
    """Return what shows the entries that have some words, in whole or in brief."""

    def show(request: Request) -> Report:
        found = find(_words(request))
        return (whole if _is_whole(request, found) else brief)(found)

    return show


SHOWN: dict[str, Callable[[Request], Report]] = {
    "routes": _routes,
    "protocols": _protocols,
    "infusion": _infusion,
    "evidence": _listed(lookup.studies, shelf.of_evidence, glance.of_evidence),
    "claims": _listed(lookup.claims, shelf.of_claims, glance.of_claims),
    "mechanism": _listed(lookup.ideas, shelf.of_mechanism, glance.of_mechanism),
    "chart": _chart,
    "curve": _curve,
    "notation": _notation,
    "units": _units,
}


def _words(request: Request) -> list[str]:
    return request.text("words").split()


def _is_whole(request: Request, found: Sequence[object]) -> bool:
    asked = bool(_words(request)) and len(found) <= FEW
    return request.is_on("full") or asked


def _pounds(request: Request) -> str:
    return "exact" if request.is_on("exact_pounds") else "2.2"


def _figures(request: Request, *names: str) -> dict[str, str | None]:
    return {name: typed(request.text(name)) or None for name in names}


def _several(text: str | None) -> list[str]:
    return [each.strip() for each in (text or "").split(";") if each.strip()]
