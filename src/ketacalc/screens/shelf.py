"""What the reference shelf shows: routes, protocols, evidence, mechanism.

Nothing here needs a unit library: figures are text, read by others.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from ketacalc.language.numbers import as_number, write_number
from ketacalc.screens.report import Bar, Bars, Block, Columns, Listing, Note, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ketacalc.ketamine.absorption import Reach
    from ketacalc.ketamine.reference import (
        Bioavailability,
        Claim,
        Idea,
        Limit,
        Protocol,
        Quoted,
        Route,
        Source,
        Study,
    )

NOT_ESTABLISHED = "not established"
EXPOSURE = (
    "Bioavailability (F) is the share of a dose that reaches the circulation. Equal "
    "exposure is not equal effect, so no dose by another route follows from it."
)
SPRAY = (
    "Esketamine spray, by its own figures; its mg are not racemic mg. The higher one "
    "for 28 mg is computed from the model; F falls with each further device."
)

WORKED = "Published figures as worked examples. None of them is a recommendation."
CLAIMED = "What popular articles say, beside what the sources say."
STUDIED = "Trials as published: who was studied, and what was found when."
SUPERVISED = (
    "Ketamine is an anaesthetic: it is given under supervision, for the risks below."
)


class _Cited:
    """The sources of a screen, numbered in the order in which they are cited."""

    def __init__(self) -> None:
        self.sources: dict[Source, int] = {}

    def mark(self, *sources: Source) -> str:
        """Return the numbers of sources: [1][4]."""
        numbers = (self.sources.setdefault(s, len(self.sources) + 1) for s in sources)
        return "".join(f"[{number}]" for number in numbers)

    def listing(self) -> Listing:
        """List what was cited."""
        return Listing("Sources", tuple(f"[{i}] {s}" for s, i in self.sources.items()))


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
        racemic = [route for route in routes if route.drug == "racemic"]
        by_route = [(each.title, _arriving(each, amounts)) for each in racemic]
        by_amount = [(f"of {_from(reach)}", _range(reach)) for reach in products]
        blocks += [_reached(_from(reaching[0]), by_route), _reached(SPRAY, by_amount)]
    blocks.append(Note(EXPOSURE, strong=True))
    cited = _Cited()
    blocks += [Listing(_heading(route), _studies(route, cited)) for route in routes]
    blocks.append(cited.listing())
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


def _reached(title: str, rows: Iterable[tuple[str, str]]) -> Columns:
    """Tabulate systemic amounts, each by a name."""
    heads = ("By", "Reaches the circulation")
    return Columns(heads, tuple(rows), accent=1, title=title)


def _arriving(route: Route, amounts: Mapping[str, Reach]) -> str:
    """Write what arrives by a route, as surely as that is known."""
    if route.name not in amounts:
        return NOT_ESTABLISHED
    return f"{_range(amounts[route.name])}{' second-hand' * route.second_hand}"


def _range(reach: Reach) -> str:
    """Write the amounts, with ≈ where F has fewer digits than they had."""
    low, high = str(reach.low), str(reach.high)
    span = low if low == high else f"{write_number(reach.low.value)} to {high}"
    return f"{'≈ ' * reach.rounded}{span}"


def _heading(route: Route) -> str:
    peak = f" Time to peak: {route.peak or NOT_ESTABLISHED}."
    return f"{route.title}: {route.rests_on}.{peak}"


def _studies(route: Route, cited: _Cited) -> tuple[str, ...]:
    return tuple(
        f"{_measured(each)} {cited.mark(each.source)}" for each in route.studies
    )


def _measured(study: Bioavailability) -> str:
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
        "sources": _joined(dict.fromkeys(each.source for each in route.studies)),
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


# --------------------------------------------------------------- protocols


def of_protocols(
    protocols: Iterable[Protocol],
    studies: Sequence[Study],
    quoted: Iterable[Quoted] = (),
    note: str = "",
) -> Report:
    """Report the protocols by origin, each with its limits and its trials.

    `quoted` stands beside them, and `note` says how to work one of them.
    """
    cited = _Cited()
    listed = list(protocols)
    blocks: list[Block] = [Note(WORKED, strong=True)]
    for _, arms in groupby(listed, lambda each: (each.title, each.about)):
        blocks += _origin(list(arms), studies, cited)
    blocks += [Note(note)] * bool(note)
    beside = list(quoted)
    for heading, group in groupby(beside, lambda each: each.heading):
        lines = (f"{each.text} {cited.mark(each.source)}" for each in group)
        blocks.append(Listing(heading, tuple(lines)))
    blocks.append(cited.listing())
    rows = [_protocol_row(protocol) for protocol in listed]
    record = {
        "protocols": rows,
        "quoted": [each._asdict() | {"source": str(each.source)} for each in beside],
    }
    return Report("Published doses", tuple(blocks), record, rows)


def _origin(
    arms: list[Protocol], studies: Sequence[Study], cited: _Cited
) -> Iterator[Block]:
    """Yield the doses of one origin, the limits, and the trials that used them."""
    title, about, population, setting, sources, limits = arms[0][3:]
    rows = tuple((protocol.name, protocol.figures) for protocol in arms)
    head = f"{title}: {about} {cited.mark(*sources)}"
    yield Columns(("Name", "Figures"), rows, accent=0, title=head)
    used = [each for each in studies if each.protocol in {arm.name for arm in arms}]
    trials = "; ".join(
        f"{each.name} {cited.mark(each.source)} ({each.population})" for each in used
    )
    said = [f"Published for {population}; setting: {setting}.", *map(_limited, limits)]
    yield Note(" ".join([*said, *[f"Trials: {trials}."] * bool(used)]))


def _limited(limit: Limit) -> str:
    return f"{'Refused' if limit.hard else 'Warns'} over {limit.over}: {limit.reason}."


def _protocol_row(protocol: Protocol) -> dict[str, Any]:
    return {
        "protocol": protocol.name,
        "figures": protocol.figures,
        "title": protocol.title,
        "about": protocol.about,
        "population": protocol.population,
        "setting": protocol.setting,
        "limits": "; ".join(map(_limited, protocol.limits)),
        "sources": _joined(protocol.sources),
    }


# ---------------------------------------------------------------- evidence


def of_evidence(studies: Sequence[Study]) -> Report:
    """Report the trials, by year."""
    cited = _Cited()
    blocks: list[Block] = [Note(STUDIED)]
    blocks += [Listing(_trial(study, cited), _found(study)) for study in studies]
    rows = [_study_row(study) for study in studies]
    title = "Ketamine in trials"
    return Report(title, (*blocks, cited.listing()), {"studies": rows}, rows)


def _trial(study: Study, cited: _Cited) -> str:
    mark = cited.mark(study.source)
    who = study.population if study.n is None else f"n = {study.n}, {study.population}"
    return f"{study.name} {mark}: {who}; {study.design}"


def _found(study: Study) -> tuple[str, ...]:
    return f"{study.dose}, against {study.comparator}", f"{study.time}: {study.outcome}"


def _study_row(study: Study) -> dict[str, Any]:
    source = {"source": str(study.source), "read": study.source.read}
    return {"study": study.name} | study._asdict() | source


def of_claims(claims: Sequence[Claim]) -> Report:
    """Report what popular articles say, each with a verdict and its sources."""
    cited = _Cited()
    blocks: list[Block] = [Note(CLAIMED)]
    for section, group in groupby(claims, lambda each: each.section):
        blocks.append(Note(section, strong=True, heading=True))
        blocks += [_claimed(each, cited) for each in group]
    rows = [each._asdict() | {"sources": _joined(each.sources)} for each in claims]
    title = "Claims about ketamine"
    return Report(title, (*blocks, cited.listing()), {"claims": rows}, rows)


def _claimed(claim: Claim, cited: _Cited) -> Listing:
    verdict = f"{claim.verdict.capitalize()}."
    found = f"{claim.finding} {cited.mark(*claim.sources)}"
    return Listing(f"\u201c{claim.claim}\u201d", (verdict, found))


def _joined(sources: Iterable[Source]) -> str:
    return "; ".join(map(str, sources))


def of_mechanism(ideas: Sequence[Idea]) -> Report:
    """Report the links of the mechanism by how far they are known, then the risks."""
    cited = _Cited()
    blocks: list[Block] = []
    for status, group in groupby(ideas, lambda idea: idea.status):
        if status == "risk":
            blocks.append(Note(SUPERVISED, strong=True))
        blocks += [_idea(idea, cited) for idea in group]
    rows = [each._asdict() | {"sources": _joined(each.sources)} for each in ideas]
    title = "How ketamine is thought to work, and its risks"
    return Report(title, (*blocks, cited.listing()), {"ideas": rows}, rows)


def _idea(idea: Idea, cited: _Cited) -> Listing:
    text = f"{idea.text} {cited.mark(*idea.sources)}"
    return Listing(f"{idea.title}: {idea.status}", (text,))
