"""What each command shows: from what the core returns to the blocks of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacalc.numerals import counted, write_number
from ketacalc.show import Bar, Bars, Block, Columns, Listing, Note, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from ketacalc.absorption import Reach
    from ketacalc.infusion import Infusion
    from ketacalc.reference import Bioavailability, Route, Source
    from ketacalc.solving import Result, Solution

ROUNDED = "≈ marks a figure that is shown rounded; the working carries every digit."
NOT_ESTABLISHED = "not established"
EXPOSURE = (
    "Bioavailability (F) is the share of a dose that reaches the circulation. Equal "
    "exposure is not equal effect, so no dose by another route follows from it."
)
SPRAY = "Esketamine spray, by its own figures; its mg are not racemic mg."


def of_solution(solution: Solution) -> Report:
    """Report a solved problem: what follows, and the working."""
    return Report(
        title=str(solution.problem),
        blocks=(_results(solution.results), *_working(solution)),
        record=_record(solution),
        rows=[_result_record(result) for result in solution.results],
    )


def of_infusion(infusion: Infusion, *, working: bool) -> Report:
    """Report an infusion: what follows, the protocol, and what is to be noted."""
    solution, base = infusion.solution, infusion.protocol
    published = f"{base.dose} over {base.duration}, {base.about}"
    where = f"Protocol: {published}."
    if not infusion.published:
        where = f"Dose and duration as given; the published protocol is {published}."
    sources = [str(source) for source in base.sources]
    notes = [Note(text, strong=True) for text in infusion.warnings]
    notes += [Note(text) for text in infusion.notes]
    steps = _working(solution) if working else []
    record = {
        "warnings": list(infusion.warnings),
        "notes": list(infusion.notes),
        "protocol": where,
        "sources": sources,
    }
    warning = " ".join(infusion.warnings)
    return Report(
        title=_infusion_title(infusion),
        blocks=(
            _results(solution.results),
            *steps,
            *notes,
            Listing(where, tuple(sources)),
        ),
        record=_record(solution) | record,
        rows=[_result_record(each) | {"warning": warning} for each in solution.results],
    )


def _infusion_title(infusion: Infusion) -> str:
    givens = {each.quantity: str(each) for each in infusion.solution.problem.givens}
    dose, duration, *rest = givens.values()
    return f"IV infusion: {dose} over {duration}, {', '.join(rest)}"


def _results(results: Iterable[Result]) -> Columns:
    """Tabulate results, each quantity named once."""
    rows, named = [], ""
    for result in results:
        label = "" if result.name == named else result.label.capitalize()
        unit = counted(result.value, result.unit.text)
        rows.append((label, write_number(result.value), unit))
        named = result.name
    return Columns(("Quantity", "Value", "Unit"), tuple(rows), numbers=(1,), accent=1)


def _working(solution: Solution) -> list[Block]:
    """Tabulate the working: number each line, and say what it makes."""
    rows, named = [], ""
    for index, (step, line) in enumerate(
        zip(solution.program.steps, solution.working, strict=True), start=1
    ):
        label = "" if step.makes == named else step.label
        rows.append((str(index), line, label))
        named = step.makes
    if not rows:
        return [Note("Nothing to work: the figure is given in that unit.")]
    steps = Columns(("Step", "Working", "Gives"), tuple(rows), numbers=(0,))
    rounded = any("≈" in line for line in solution.working)
    return [steps, *[Note(ROUNDED)] * rounded]


def _record(solution: Solution) -> dict[str, Any]:
    problem = solution.problem
    return {
        "problem": str(problem),
        "pounds": problem.pounds,
        "given": {given.quantity: str(given) for given in problem.givens},
        "results": [_result_record(result) for result in solution.results],
        "working": list(solution.working),
    }


def _result_record(result: Result) -> dict[str, Any]:
    return {
        "quantity": result.name,
        "value": as_number(result.value),
        "unit": result.unit.text,
        "exact": str(result.value),
    }


def as_number(value: Fraction) -> int | float:
    """Return a value as a JSON number."""
    return value.numerator if value.denominator == 1 else float(value)


# ------------------------------------------------------------------ routes


def of_routes(
    routes: Sequence[Route],
    reaching: Sequence[Reach] = (),
    products: Sequence[Reach] = (),
) -> Report:
    """Report the routes, and the systemic amounts where an amount was given."""
    bars = Bars(("Route", "F"), tuple(map(_bar, routes)))
    blocks: list[Block] = [bars]
    amounts = {reach.route.name: reach for reach in reaching}
    if reaching:
        blocks += [_reached(_from(reaching[0]), reaching), _reached(SPRAY, products)]
    blocks.append(Note(EXPOSURE, strong=True))
    sources = list(dict.fromkeys(s.source for route in routes for s in route.studies))
    blocks += [Listing(_heading(route), _studies(route, sources)) for route in routes]
    blocks.append(
        Listing("Sources", tuple(f"[{i}] {s}" for i, s in enumerate(sources, 1)))
    )
    rows = [_route_row(route, amounts.get(route.name)) for route in routes]
    record = {
        "given": _from(reaching[0]) if reaching else None,
        "note": EXPOSURE,
        "routes": [_route_record(*pair) for pair in zip(routes, rows, strict=True)],
        "products": [_reach_record(reach) for reach in products],
    }
    title = "Ketamine by route: how much reaches the circulation"
    return Report(title, tuple(blocks), record, rows)


def _bar(route: Route) -> Bar:
    return Bar((route.title, share(route)), route.centre, route.bounds)


def share(route: Route) -> str:
    """Write a route's bioavailability: 29 % (24 to 32), 11 to 50 %, not established."""
    if route.bounds is None:
        return NOT_ESTABLISHED
    low, high = route.bounds
    if route.centre is None:
        return f"{low:g} to {high:g} %"
    spread = f" ({low:g} to {high:g})" if low != high else ""
    return f"{route.centre:g} %{spread}{' second-hand' * route.second_hand}"


def _from(reach: Reach) -> str:
    return ", ".join(map(str, reach.given))


def _reached(title: str, reaching: Sequence[Reach]) -> Columns:
    """Tabulate systemic amounts; a product's rows are named by their amount."""
    rows = tuple(
        (reach.route.title if title != SPRAY else f"of {_from(reach)}", _range(reach))
        for reach in reaching
    )
    return Columns(("By", "Reaches the circulation"), rows, accent=1, title=title)


def _range(reach: Reach) -> str:
    low, high = str(reach.low), str(reach.high)
    return low if low == high else f"{write_number(reach.low.value)} to {high}"


def _heading(route: Route) -> str:
    peak = f" Time to peak: {route.peak or NOT_ESTABLISHED}."
    return f"{route.title}: {route.rests_on}.{peak}"


def _studies(route: Route, sources: list[Source]) -> tuple[str, ...]:
    numbers = [sources.index(study.source) + 1 for study in route.studies]
    pairs = zip(route.studies, numbers, strict=True)
    return tuple(f"{_study(study)} [{number}]" for study, number in pairs)


def _study(study: Bioavailability) -> str:
    value = "" if study.value is None else f"{study.value:g} %"
    if study.low is not None and study.high is not None:
        value += f" ({study.spread} {study.low:g} to {study.high:g})"
    peak = f"peak {study.peak}" if study.peak else ""
    return "; ".join(filter(None, (value, study.form, peak, study.studied)))


def _route_row(route: Route, reach: Reach | None) -> dict[str, Any]:
    low, high = route.bounds or (None, None)
    return {
        "route": route.name,
        "drug": route.drug,
        "centre": route.centre,
        "low": low,
        "high": high,
        "peak": route.peak,
        "rests_on": route.rests_on,
        "systemic_low": as_number(reach.low.value) if reach else None,
        "systemic_high": as_number(reach.high.value) if reach else None,
        "unit": reach.low.unit.text if reach else None,
        "sources": "; ".join(dict.fromkeys(str(each.source) for each in route.studies)),
    }


def _route_record(route: Route, row: dict[str, Any]) -> dict[str, Any]:
    studies = [
        {
            "value": study.value,
            "low": study.low,
            "high": study.high,
            "spread": study.spread,
            "form": study.form,
            "studied": study.studied,
            "peak": study.peak,
            "source": str(study.source),
            "read": study.source.read,
        }
        for study in route.studies
    ]
    return row | {"title": route.title, "sources": studies}


def _reach_record(reach: Reach) -> dict[str, Any]:
    return {
        "route": reach.route.name,
        "amount": _from(reach),
        "systemic_low": as_number(reach.low.value),
        "systemic_high": as_number(reach.high.value),
        "unit": reach.low.unit.text,
    }
