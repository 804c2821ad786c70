"""The reference shelf at a glance: a line each, and its sources by author and year.

The records are those of the whole screen, which has the studies and where to find them.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ketacalc.say import later, say
from ketacalc.screens import shelf
from ketacalc.screens.report import Bar, Bars, Block, Columns, Note, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketacalc.ketamine.absorption import Reach
    from ketacalc.ketamine.reference import (
        Claim,
        Idea,
        Protocol,
        Quoted,
        Route,
        Source,
        Study,
    )

ANOTHER_DRUG = later("not racemic")


class _Cited(shelf.Cited):
    """Sources in one pair of brackets: [1,4-6]."""

    def mark(self, *sources: Source) -> str:
        """Return the numbers of sources, and a run of three or more by its ends."""
        super().mark(*sources)
        numbers = sorted({self.sources[source] for source in sources})
        runs = groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
        return f"[{','.join(_run([number for _, number in run]) for _, run in runs)}]"


def _run(numbers: list[int]) -> str:
    is_long = len(numbers) > len("ab")
    return f"{numbers[0]}-{numbers[-1]}" if is_long else ",".join(map(str, numbers))


def of_routes(
    routes: Sequence[Route],
    reaching: Sequence[Reach] = (),
    products: Sequence[Reach] = (),
    more: str = "",
) -> Report:
    """Report the routes on one scale, with F or with what reaches the circulation.

    `more` says how to see more of it.
    """
    cited = _Cited()
    amounts = {reach.route.name: reach for reach in reaching}
    figure = say("Of {figures}", figures=shelf.given(reaching[0])) if reaching else "F"
    heads = (say("Route"), figure, say("Rests on"))
    bars = tuple(_bar(route, amounts, cited) for route in routes)
    blocks: list[Block] = [Bars(heads, bars)]
    if products:
        sprays = ", ".join(map(_spray, products))
        gives = say("It gives, {amounts}.", amounts=sprays)
        blocks.append(Note(f"{say(shelf.SPRAY)} {gives}"))
    blocks += [Note(say(shelf.EXPOSURE), strong=True), cited.briefly(more)]
    return shelf.of_routes(routes, reaching, products)._replace(blocks=tuple(blocks))


def _spray(each: Reach) -> str:
    """Write what reaches the circulation of what a product comes in."""
    given, reached = shelf.given(each), shelf.reached(each)
    return say("of {given} {reached}", given=given, reached=reached)


def _bar(route: Route, amounts: dict[str, Reach], cited: _Cited) -> Bar:
    rests = f"{route.brief} {cited.mark(*(each.source for each in route.studies))}"
    if not amounts:
        figure = shelf.share(route)
    elif route.drug == "racemic":
        figure = shelf.arriving(route, amounts)
    else:
        figure = say(ANOTHER_DRUG)
    return Bar((route.title, figure, rests), route.centre, route.bounds)


def of_protocols(
    protocols: Sequence[Protocol],
    studies: Sequence[Study],
    quoted: Sequence[Quoted] = (),
    more: str = "",
) -> Report:
    """Report the protocols, a line each: its figures, and how and for what."""
    cited = _Cited()
    rows = tuple(
        (each.name, each.figures, f"{each.brief} {cited.mark(*each.sources)}")
        for each in protocols
    )
    heads = say("Name"), say("Figures"), say("Published for")
    table = Columns(heads, rows, accent=0, grid=True)
    blocks = (Note(say(shelf.WORKED), strong=True), table, cited.briefly(more))
    return shelf.of_protocols(protocols, studies, quoted)._replace(blocks=blocks)


def of_evidence(studies: Sequence[Study], more: str = "") -> Report:
    """Report the trials by year, a line each: how many people, and what was found."""
    rows = tuple((each.name, str(each.n or "–"), _found(each)) for each in studies)
    heads = say("Trial"), "n", say("What was found")
    table = Columns(heads, rows, numbers=(1,), accent=0)
    return shelf.of_evidence(studies)._replace(blocks=(table, Note(more)))


def _found(study: Study) -> str:
    if not study.source.second_hand:
        return study.brief
    return say("{found}; second-hand", found=study.brief)


def of_claims(claims: Sequence[Claim], more: str = "") -> Report:
    """Report what popular articles say, a line each with its verdict."""
    cited = _Cited()
    rows = tuple(
        (f"“{each.claim}” {cited.mark(*each.sources)}", say(each.verdict))
        for each in claims
    )
    table = Columns((say("It is said"), say("Verdict")), rows, accent=1)
    blocks = (table, cited.briefly(more))
    return shelf.of_claims(claims)._replace(blocks=blocks)


def of_mechanism(ideas: Sequence[Idea], more: str = "") -> Report:
    """Report the links of the mechanism and the risks, a line each."""
    cited = _Cited()
    rows = [
        (f"{each.title} {cited.mark(*each.sources)}", each.status) for each in ideas
    ]
    links = tuple((title, say(status)) for title, status in rows if status != "risk")
    risks = tuple(row for row in rows if row[1] == "risk")
    blocks: list[Block] = []
    if links:
        heads = say("Link"), say("How far it is known")
        blocks.append(Columns(heads, links, accent=1))
    if risks:
        blocks.append(Note(say(shelf.SUPERVISED), strong=True))
        blocks.append(Columns((say("Risk"),), tuple((title,) for title, _ in risks)))
    blocks.append(cited.briefly(more))
    return shelf.of_mechanism(ideas)._replace(blocks=tuple(blocks))
