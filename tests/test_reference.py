"""The reference shelf: every figure has a source and a tag, and makes sense."""

import re

import pytest

from ketacalc.errors import Unreadable, Unusable
from ketacalc.ketamine.infusion import infuse
from ketacalc.ketamine.reference import (
    STATUSES,
    VERDICTS,
    Claim,
    Idea,
    Protocol,
    Route,
    Source,
    Study,
    _tables,
    claims,
    ideas,
    protocols,
    routes,
    strengths,
    studies,
)
from ketacalc.language.notation import parse, read_given

READ = {
    "primary abstract",
    "primary table",
    "label",
    "meeting abstract",
    "review",
    "second-hand",
}


def _sources() -> list[Source]:
    found = [study.source for route in routes() for study in route.studies]
    found += [source for each in protocols().values() for source in each.sources]
    found += [limit.source for each in protocols().values() for limit in each.limits]
    found += [study.source for study in studies()]
    found += [source for claim in claims() for source in claim.sources]
    found += [source for idea in ideas() for source in idea.sources]
    return found + [strength.source for strength in strengths()]


@pytest.mark.parametrize("source", dict.fromkeys(_sources()), ids=str)
def test_a_source_is_named_dated_and_tagged(source: Source) -> None:
    assert source.paper
    assert source.read in READ
    assert re.fullmatch(r"10\.\d{4,9}/\S+", source.doi) or not source.doi
    assert re.fullmatch(r"\d{7,8}", source.pmid) or not source.pmid
    assert (
        re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", source.dailymed)
        or not source.dailymed
    )
    if source.read != "second-hand":
        assert source.year or source.dailymed
        assert source.doi or source.pmid or source.dailymed
    if source.year:
        assert 1960 <= source.year <= 2026


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_a_route_lies_within_its_own_studies(route: Route) -> None:
    values = [study.value for study in route.studies if study.value is not None]
    assert route.studies
    assert route.drug in {"racemic", "esketamine"}
    if route.bounds and route.name != "iv":
        assert route.bounds == (min(values), max(values))
    if route.bounds and route.centre is not None:
        assert route.bounds[0] <= route.centre <= route.bounds[1]
    if not route.bounds:
        assert not values
    for study in route.studies:
        assert study.studied
        if study.value is not None and study.low is not None and study.high is not None:
            assert 0 < study.low <= study.value <= study.high <= 100


def test_the_routes_are_those_of_the_published_comparisons() -> None:
    by_name = {route.name: route for route in routes()}
    assert by_name["iv"].bounds == (100, 100)
    assert by_name["im"].second_hand
    assert by_name["sc"].bounds is None
    assert (by_name["intranasal"].centre, by_name["intranasal"].bounds) == (
        None,
        (11, 50),
    )
    spray = by_name["esketamine-spray"]
    assert [product.amount for product in spray.products] == ["28 mg", "56 mg", "84 mg"]
    for product in spray.products:
        assert spray.bounds
        assert spray.bounds[0] <= product.low <= product.high <= spray.bounds[1]


@pytest.mark.parametrize("protocol", protocols().values(), ids=lambda each: each.name)
def test_a_protocol_is_in_the_notation_and_within_its_limits(
    protocol: Protocol,
) -> None:
    givens = {each.quantity: each for each in parse(protocol.figures).givens}
    doses = {limit.hard: read_given(limit.dose, "dose") for limit in protocol.limits}
    assert protocol.sources
    if "dose" in givens:
        assert givens["dose"].base_value <= doses[False].base_value
        assert doses[False].base_value < doses[True].base_value
    else:
        assert not doses
    worked = infuse(protocol.name, weight="70kg")
    assert worked.as_published
    assert not worked.warnings


FIGURES = {
    "weight": "70 kg",
    "dose": "1 mg/kg",
    "duration": "10 min",
    "concentration": "1 mg/mL",
    "drop_factor": "20 gtt/mL",
}
# What only a pump or a giving set has.
PUMPED = {"duration", "rate", "dose_rate", "pump_rate", "drip_rate"}


@pytest.mark.parametrize("protocol", protocols().values(), ids=lambda each: each.name)
def test_a_figure_that_a_way_of_giving_cannot_have_is_refused_with_the_reason(
    protocol: Protocol,
) -> None:
    flows = protocol.title == "IV infusion"
    refused = {name for name in FIGURES if name not in protocol.kind.takes}
    assert refused >= (set() if flows else {"duration", "drop_factor"})
    for name in refused:
        with pytest.raises(Unusable) as caught:
            infuse(protocol.name, **{"weight": "70 kg", name: FIGURES[name]})
        assert str(caught.value) == (
            f"{name}: {protocol.name} takes no {name.replace('_', ' ')}: {protocol.kind.why}"
        )
    if not flows:
        taken = {name: FIGURES[name] for name in protocol.kind.takes}
        results = infuse(protocol.name, **taken).solution.results
        assert not {result.quantity for result in results} & PUMPED


def test_a_strength_is_in_the_notation() -> None:
    for strength in strengths():
        assert read_given(strength.concentration).quantity == "concentration"


def test_no_source_is_left_uncited() -> None:
    cited = {source.paper for source in _sources()}
    assert {row["paper"] for row in _tables("sources").values()} == cited


@pytest.mark.parametrize("study", studies(), ids=lambda study: study.name)
def test_a_study_says_who_was_studied_and_what_was_found_when(study: Study) -> None:
    assert re.fullmatch(r"[\w '-]+ \d{4}( \(\w+\))?", study.name)
    assert study.n > 0
    for field in ("design", "population", "comparator", "dose", "outcome", "time"):
        assert getattr(study, field).strip(), field
    assert not study.protocol or study.protocol in protocols()


def test_studies_stand_by_year() -> None:
    years = [study.source.year or 0 for study in studies()]
    assert years == sorted(years)
    assert len(set(studies())) == len(studies()) >= 15


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.claim)
def test_a_claim_has_a_verdict_and_a_source(claim: Claim) -> None:
    assert claim.verdict in VERDICTS
    assert claim.finding
    assert claim.sources


ON_THE_SHELF = [
    # what articles say, the verdict, what the paper says
    ("Feder 2014: 41 patients", "supported", "41"),
    ("Feder 2014: anxiety", "not supported", "PTSD"),
    ("Glue 2017: 58", "not supported", "12"),
    ("Glue 2017: 45 %", "no source found", "seven days"),
]


@pytest.mark.parametrize(("said", "verdict", "found"), ON_THE_SHELF)
def test_what_articles_get_wrong_is_told(said: str, verdict: str, found: str) -> None:
    (claim,) = (each for each in claims() if each.claim.startswith(said))
    assert claim.verdict == verdict
    assert found in claim.finding


@pytest.mark.parametrize("idea", ideas(), ids=lambda idea: idea.title)
def test_a_link_of_the_mechanism_has_a_status_and_a_source(idea: Idea) -> None:
    assert idea.status in STATUSES
    assert idea.text
    assert idea.sources


def test_the_mechanism_goes_from_what_is_known_to_the_risks() -> None:
    order = [STATUSES.index(idea.status) for idea in ideas()]
    assert order == sorted(order)
    assert set(order) == set(range(len(STATUSES)))


def test_a_figure_of_another_name_is_refused_in_a_line() -> None:
    with pytest.raises(Unreadable, match="no figure has this name; write weight"):
        infuse(weight="70 kg", over="10min")
