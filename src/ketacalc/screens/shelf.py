"""What the reference shelf shows: routes, protocols, evidence, mechanism.

Nothing here needs a unit library: figures are text, read by others.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from ketacalc.language.numbers import as_number, write_float, write_number
from ketacalc.say import later, say
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

NOT_ESTABLISHED = later("not established")
EXPOSURE = later(
    "Bioavailability (F) is the share of a dose that reaches the circulation. Equal "
    "exposure is not equal effect, so no dose by another route follows from it."
)
SPRAY = later(
    "Esketamine spray, by its own figures; its mg are not racemic mg. The higher one "
    "for 28 mg is computed from the model; F falls with each further device."
)

WORKED = later(
    "Published figures as worked examples. None of them is a recommendation."
)
CLAIMED = later("What popular articles say, beside what the sources say.")
STUDIED = later("Trials as published: who was studied, and what was found when.")
SUPERVISED = later(
    "Ketamine is an anaesthetic: it is given under supervision, for the risks below."
)
BRIEFLY = later("Sources: {names}.")
REFUSED = later("Refused over {limit}: {reason}.")
WARNS = later("Warns over {limit}: {reason}.")


class Cited:
    """The sources of a screen, numbered in the order in which they are cited."""

    def __init__(self) -> None:
        self.sources: dict[Source, int] = {}

    def mark(self, *sources: Source) -> str:
        """Return the numbers of sources: [1][4]."""
        numbers = (self.sources.setdefault(s, len(self.sources) + 1) for s in sources)
        return "".join(f"[{number}]" for number in numbers)

    def briefly(self, more: str = "") -> Note:
        """List what was cited by author and year, in one paragraph."""
        named = "; ".join(f"[{i}] {s.name}" for s, i in self.sources.items())
        return Note(f"{say(BRIEFLY, names=named)} {more}")

    def listing(self) -> Listing:
        """List what was cited."""
        cited = tuple(f"[{i}] {source}" for source, i in self.sources.items())
        return Listing(say("Sources"), cited)


def of_routes(
    routes: Sequence[Route],
    reaching: Sequence[Reach] = (),
    products: Sequence[Reach] = (),
) -> Report:
    """Report the routes, and the systemic amounts where an amount was given."""
    bars = Bars((say("Route"), "F"), tuple(map(_bar, routes)))
    blocks: list[Block] = [bars]
    amounts = {reach.route.name: reach for reach in reaching}
    if reaching:
        racemic = [route for route in routes if route.drug == "racemic"]
        by_route = [
            (each.title, _second_hand(arriving(each, amounts), each))
            for each in racemic
        ]
        blocks.append(_amounts(given(reaching[0]), by_route))
    if products:
        by_amount = [(_of(reach), reached(reach)) for reach in products]
        blocks.append(_amounts(say(SPRAY), by_amount))
    blocks.append(Note(say(EXPOSURE), strong=True))
    cited = Cited()
    blocks += [Listing(_heading(route), _studies(route, cited)) for route in routes]
    blocks.append(cited.listing())
    rows = [_route_row(route, amounts.get(route.name)) for route in routes]
    record = {
        "given": given(reaching[0]) if reaching else None,
        "note": EXPOSURE,
        "routes": [_route_record(*pair) for pair in zip(routes, rows, strict=True)],
        "products": [_reach_record(reach) for reach in products],
    }
    title = say("Ketamine by route: how much reaches the circulation")
    return Report(title, tuple(blocks), record, rows)


def _bar(route: Route) -> Bar:
    cells = route.title, _second_hand(share(route), route)
    return Bar(cells, route.centre, route.bounds)


def _of(reach: Reach) -> str:
    return say("of {figures}", figures=given(reach))


def _second_hand(figure: str, route: Route) -> str:
    return say("{figure} second-hand", figure=figure) if route.second_hand else figure


def share(route: Route) -> str:
    """Write a route's bioavailability: 29 % (24 to 32), 11 to 50 %, not established."""
    if route.bounds is None:
        return say(NOT_ESTABLISHED)
    low, high = route.bounds
    if route.centre is None:
        return f"{_span(low, high)} %"
    spread = f" ({_span(low, high)})" if low != high else ""
    return f"{write_float(route.centre)} %{spread}"


def _span(low: float | str, high: float | str) -> str:
    ends = [
        each if isinstance(each, str) else write_float(each) for each in (low, high)
    ]
    return say("{low} to {high}", low=ends[0], high=ends[1])


def given(reach: Reach) -> str:
    """Write the figures that an amount follows from."""
    return ", ".join(map(str, reach.given))


def _amounts(title: str, rows: Iterable[tuple[str, str]]) -> Columns:
    """Tabulate systemic amounts, each by a name."""
    heads = (say("By"), say("Reaches the circulation"))
    return Columns(heads, tuple(rows), accent=1, title=title)


def arriving(route: Route, amounts: Mapping[str, Reach]) -> str:
    """Write what arrives by a route, or that it is not established."""
    known = amounts.get(route.name)
    return reached(known) if known else say(NOT_ESTABLISHED)


def reached(reach: Reach) -> str:
    """Write the amounts, with ≈ where F has fewer digits than they had."""
    low, high = str(reach.low), str(reach.high)
    span = low if low == high else _span(write_number(reach.low.value), high)
    return f"{'≈ ' * reach.rounded}{span}"


def _heading(route: Route) -> str:
    peak = say("Time to peak: {time}.", time=route.peak or say(NOT_ESTABLISHED))
    return f"{route.title}: {route.rests_on}. {peak}"


def _studies(route: Route, cited: Cited) -> tuple[str, ...]:
    return tuple(
        f"{_measured(each)} {cited.mark(each.source)}" for each in route.studies
    )


def _measured(study: Bioavailability) -> str:
    value = "" if study.value is None else f"{write_float(study.value)} %"
    if study.low is not None and study.high is not None:
        value += f" ({study.spread} {_span(study.low, study.high)})"
    peak = say("peak {time}", time=study.peak) if study.peak else ""
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
        "amount": given(reach),
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
    cited = Cited()
    listed = list(protocols)
    blocks: list[Block] = [Note(say(WORKED), strong=True)]
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
    return Report(say("Published doses"), tuple(blocks), record, rows)


def _origin(
    arms: list[Protocol], studies: Sequence[Study], cited: Cited
) -> Iterator[Block]:
    """Yield the doses of one origin, the limits, and the trials that used them."""
    title, about, population, setting, sources, limits = arms[0][3:9]
    rows = tuple((protocol.name, protocol.figures) for protocol in arms)
    head = f"{title}: {about} {cited.mark(*sources)}"
    yield Columns((say("Name"), say("Figures")), rows, accent=0, title=head)
    used = [each for each in studies if each.protocol in {arm.name for arm in arms}]
    trials = "; ".join(
        f"{each.name} {cited.mark(each.source)} ({each.population})" for each in used
    )
    sentence = later("Published for {population}; setting: {setting}.")
    said = [say(sentence, population=population, setting=setting)]
    said += map(_limited, limits)
    said += [say("Trials: {trials}.", trials=trials)] * bool(used)
    yield Note(" ".join(said))


def _limited(limit: Limit) -> str:
    return say(REFUSED if limit.hard else WARNS, limit=limit.over, reason=limit.reason)


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
    cited = Cited()
    blocks: list[Block] = [Note(say(STUDIED))]
    blocks += [Listing(_trial(study, cited), _found(study)) for study in studies]
    rows = [_study_row(study) for study in studies]
    title = say("Ketamine in trials")
    return Report(title, (*blocks, cited.listing()), {"studies": rows}, rows)


def _trial(study: Study, cited: Cited) -> str:
    mark = cited.mark(study.source)
    who = study.population if study.n is None else f"n = {study.n}, {study.population}"
    return f"{study.name} {mark}: {who}; {study.design}"


def _found(study: Study) -> tuple[str, ...]:
    against = say("{dose}, against {other}", dose=study.dose, other=study.comparator)
    return against, f"{study.time}: {study.outcome}"


def _study_row(study: Study) -> dict[str, Any]:
    source = {"source": str(study.source), "read": study.source.read}
    return {"study": study.name} | study._asdict() | source


def of_claims(claims: Sequence[Claim]) -> Report:
    """Report what popular articles say, each with a verdict and its sources."""
    cited = Cited()
    blocks: list[Block] = [Note(say(CLAIMED))]
    for section, group in groupby(claims, lambda each: each.section):
        blocks.append(Note(section, strong=True, heading=True))
        blocks += [_claimed(each, cited) for each in group]
    rows = [each._asdict() | {"sources": _joined(each.sources)} for each in claims]
    title = say("Claims about ketamine")
    return Report(title, (*blocks, cited.listing()), {"claims": rows}, rows)


def _claimed(claim: Claim, cited: Cited) -> Listing:
    verdict = f"{say(claim.verdict).capitalize()}."
    found = f"{claim.finding} {cited.mark(*claim.sources)}"
    return Listing(f"\u201c{claim.claim}\u201d", (verdict, found))


def _joined(sources: Iterable[Source]) -> str:
    return "; ".join(map(str, sources))


def of_mechanism(ideas: Sequence[Idea]) -> Report:
    """Report the links of the mechanism by how far they are known, then the risks."""
    cited = Cited()
    blocks: list[Block] = []
    for status, group in groupby(ideas, lambda idea: idea.status):
        if status == "risk":
            blocks.append(Note(say(SUPERVISED), strong=True))
        blocks += [_idea(idea, cited) for idea in group]
    rows = [each._asdict() | {"sources": _joined(each.sources)} for each in ideas]
    title = say("How ketamine is thought to work, and its risks")
    return Report(title, (*blocks, cited.listing()), {"ideas": rows}, rows)


def _idea(idea: Idea, cited: Cited) -> Listing:
    text = f"{idea.text} {cited.mark(*idea.sources)}"
    return Listing(f"{idea.title}: {say(idea.status)}", (text,))
