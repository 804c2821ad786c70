"""Find on the shelf what a few words ask for.

>>> [route.name for route in routes(["nasal"])]
['intranasal', 'esketamine-spray']
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from ketacalc.errors import Unreadable, nearest
from ketacalc.ketamine import reference
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ketacalc.ketamine.reference import (
        Claim,
        Idea,
        Protocol,
        Quoted,
        Route,
        Source,
        Study,
    )

Entry = TypeVar("Entry")

# A word of so many letters is found inside another too: nasal in intranasal.  A shorter
# one is not: im is no part of time.
INSIDE = 4
# Words that find something, for who asks for what is not there.
ROUTES = tuple(route.name for route in reference.routes())
PROTOCOLS = (
    *("depression", "anxiety", "anaesthesia", "pain", "children", "IV", "IM", "SC"),
    *("infusion", "injection", "spray", "label", "vials"),
)
EVIDENCE = (
    *("depression", "anxiety", "PTSD", "alcohol", "pain", "IV", "SC", "intranasal"),
    *("spray", "tablets", "midazolam", "saline", "ECT", "meta-analysis"),
)
CLAIMS = (
    *("anxiety", "depression", "PTSD", "NMDA", "plasticity", "oral", "nasal"),
    *("weight", "journey", "dependence", "memory", "bladder", "breathing"),
    "supervision",
)
IDEAS = (
    *reference.STATUSES,
    *("NMDA", "AMPA", "BDNF", "mTOR", "spines", "opioid", "bladder", "memory"),
)


def routes(words: Sequence[str]) -> tuple[Route, ...]:
    """Return the routes whose name or sources have all these words.

    This and what follows raises Unreadable where there is none.
    """
    found = _matching(reference.routes(), words, _of_route)
    return found or _nothing(words, later("no route has it"), ROUTES)


def protocols(words: Sequence[str]) -> tuple[tuple[Protocol, ...], tuple[Quoted, ...]]:
    """Return the protocols that have all these words, and what is quoted beside."""
    found = _matching(reference.protocols().values(), words, _of_protocol)
    quoted = _matching(reference.quoted(), words, _of_quoted)
    if not (found or quoted):
        _nothing(words, later("no published dose has it"), PROTOCOLS)
    return found, quoted


def studies(words: Sequence[str]) -> tuple[Study, ...]:
    """Return the trials that have them: who was studied, what was given, against what.

    What was found is not asked: a trial of PTSD may say that it measured no anxiety.
    """
    found = _matching(reference.studies(), words, _of_study)
    return found or _nothing(words, later("no trial has it"), EVIDENCE)


def claims(words: Sequence[str]) -> tuple[Claim, ...]:
    """Return the claims that have them, or what was found of which."""
    found = _matching(reference.claims(), words, _of_claim)
    return found or _nothing(words, later("no claim has it"), CLAIMS)


def ideas(words: Sequence[str]) -> tuple[Idea, ...]:
    """Return the links of the mechanism, and the risks, that have them."""
    found = _matching(reference.ideas(), words, _of_idea)
    return found or _nothing(words, later("no link or risk has it"), IDEAS)


def _matching(
    entries: Iterable[Entry],
    words: Sequence[str],
    told: Callable[[Entry], Iterable[str]],
) -> tuple[Entry, ...]:
    asked = " ".join(words).casefold().split()
    return tuple(each for each in entries if _has(" ".join(told(each)), asked))


def _has(text: str, words: Iterable[str]) -> bool:
    text = text.casefold()
    apart = set(re.findall(r"\w+(?:\.\w+)*", text))
    return all(
        each in apart or (len(each) >= INSIDE and each in text) for each in words
    )


def _nothing(words: Sequence[str], reason: str, known: Sequence[str]) -> tuple[()]:
    asked = " ".join(words)
    near = nearest(asked.casefold(), map(str.casefold, known))
    names = ", ".join(known)
    write = near or say("one of {names}, or an author", names=names)
    raise Unreadable(asked, reason, write)


def _sources(sources: Iterable[Source]) -> Iterable[str]:
    return (f"{source} {source.name}" for source in sources)


def _of_route(route: Route) -> Iterable[str]:
    sources = _sources(study.source for study in route.studies)
    return route.name, route.title, route.drug, *sources


def _of_protocol(each: Protocol) -> Iterable[str]:
    told = each.name, each.title, each.about, each.brief, each.population, each.setting
    return *told, *_sources(each.sources)


def _of_quoted(quoted: Quoted) -> Iterable[str]:
    return quoted.heading, quoted.text, *_sources([quoted.source])


def _of_study(study: Study) -> Iterable[str]:
    who = study.population, study.design, study.dose, study.comparator
    return *who, study.protocol, *_sources([study.source])


def _of_claim(claim: Claim) -> Iterable[str]:
    said = claim.section, claim.claim, claim.verdict, claim.finding
    return *said, *_sources(claim.sources)


def _of_idea(idea: Idea) -> Iterable[str]:
    return idea.title, idea.status, idea.text, *_sources(idea.sources)
