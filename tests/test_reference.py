"""The reference shelf: every figure has a source and a tag, and makes sense."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from ketacalc.errors import KetacalcError, OutOfRange, Unreadable, Unusable
from ketacalc.ketamine.absorption import reaching, read_amount
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
    parameters,
    protocols,
    quoted,
    routes,
    source,
    strengths,
    studies,
    weights,
)
from ketacalc.ketamine.weights import body_weights
from ketacalc.language.notation import parse, read_given
from ketacalc.screens.markdown import markdown
from ketacalc.screens.shelf import of_protocols

PAGES = Path(__file__).parent.parent / "docs" / "explanation"
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
    found += [each.source for each in quoted()]
    found += [weights().ideal, weights().adjusted]
    found += [parameter.source for parameter in parameters().values()]
    return found + [strength.source for strength in strengths()]


@pytest.mark.parametrize("source", dict.fromkeys(_sources()), ids=str)
def test_a_source_is_named_dated_and_tagged(source: Source) -> None:
    assert source.paper
    assert source.read in READ
    assert re.fullmatch(r"10\.\d{4,9}/\S+", source.doi) or not source.doi
    assert re.fullmatch(r"\d{6,8}", source.pmid) or not source.pmid
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
    assert by_name["sc"].rests_on.startswith(
        "human levels were measured; no absolute F was read here"
    )
    oral = by_name["oral-s"]
    assert (oral.centre, oral.bounds) == (None, (8, 19))
    assert [study.value for study in oral.studies] == [8, 18.6, 15, 19]
    assert "men" in oral.studies[0].studied
    assert (by_name["intranasal"].centre, by_name["intranasal"].bounds) == (
        None,
        (11, 50),
    )
    spray = by_name["esketamine-spray"]
    assert [product.amount for product in spray.products] == ["28 mg", "56 mg", "84 mg"]
    assert [product.high for product in spray.products] == [63, 54, 51]
    assert "computed" in next(s.form for s in spray.studies if s.value == 63)
    assert round(0.54 + 0.186 * 0.46, 3) == 0.626
    for product in spray.products:
        assert spray.bounds
        assert spray.bounds[0] <= product.low <= product.high <= spray.bounds[1]


@pytest.mark.parametrize("protocol", protocols().values(), ids=lambda each: each.name)
def test_a_protocol_is_in_the_notation_and_within_its_limits(
    protocol: Protocol,
) -> None:
    limits = [(each, read_given(each.over, each.quantity)) for each in protocol.limits]
    pairs = [*zip(limits[::2], limits[1::2], strict=True)]
    assert pairs
    for (soft, low), (hard, high) in pairs:
        assert (soft.hard, hard.hard) == (False, True)
        assert soft.quantity == hard.quantity
        assert low.base_value < high.base_value
    assert protocol.sources
    assert protocol.population
    assert protocol.setting
    for given in parse(protocol.figures).givens:
        for (soft, low), _ in pairs:
            assert given.quantity != soft.quantity or given.base_value <= low.base_value
    worked = infuse(protocol.name, weight="70kg")
    assert worked.as_published
    assert not worked.warnings


@pytest.mark.parametrize("protocol", protocols().values(), ids=lambda each: each.name)
def test_what_is_given_over_a_time_has_limits_of_the_rate(protocol: Protocol) -> None:
    rates = [limit for limit in protocol.limits if limit.quantity == "dose_rate"]
    assert bool(rates) == ("duration" in protocol.kind.takes)


SLOW, FAST = (
    "over 25 mcg/kg/min, the fastest",
    "over 250 mcg/kg/min, ten times the fastest",
)
RATES = [
    # the protocol, its dose and time, what is said of the rate
    ("depression-40-min", "1 mg/kg", "1 s", f"60,000 mcg/kg/min is {FAST} of the cited"),
    ("depression-40-min", "1 mg/kg", "2 min", f"500 mcg/kg/min is {FAST} of the cited"),
    ("depression-40-min", "1 mg/kg", "239 s", f"mcg/kg/min is {FAST} of the cited"),
    ("depression-40-min", "1 mg/kg", "4 min", f"250 mcg/kg/min is {SLOW} of the cited"),
    ("depression-40-min", "1 mg/kg", "39 min", f"mcg/kg/min is {SLOW} of the cited"),
    ("depression-40-min", "1 mg/kg", "40 min", ""),
    ("depression-40-min", "0.5 mg/kg", "20 min", ""),
    ("fava-1", "1 mg/kg", "10 min", f"100 mcg/kg/min is {SLOW} arm"),
    ("fava-0.1", "1 mg/kg", "3 min", f"mcg/kg/min is {FAST} arm"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "dose", "over", "said"), RATES)
def test_a_rate_beyond_the_fastest_published_is_warned_of_or_refused(
    name: str, dose: str, over: str, said: str
) -> None:
    if FAST in said:
        with pytest.raises(OutOfRange) as caught:
            infuse(name, weight="70 kg", dose=dose, duration=over)
        told: tuple[str, ...] = (str(caught.value),)
    else:
        told = infuse(name, weight="70 kg", dose=dose, duration=over).warnings
    assert bool(told) == bool(said)
    for each in told:
        assert said in each
        assert each.rstrip(".").endswith("; look at the dose and the time")


def test_a_rate_over_the_published_time_is_left_to_the_limit_of_the_dose() -> None:
    assert len(infuse(weight="70 kg", dose="5 mg/kg").warnings) == 1
    assert len(infuse(weight="70 kg", dose="5 mg/kg", duration="40min").warnings) == 1
    assert len(infuse(weight="70 kg", dose="5 mg/kg", duration="39 min").warnings) == 2


LIGHT = [("3 kg", True), ("39.9 kg", True), ("88 lb", False), ("40 kg", False)]


@pytest.mark.parametrize("protocol", protocols().values(), ids=lambda each: each.name)
@pytest.mark.parametrize(("weight", "is_light"), LIGHT)
def test_under_40_kg_it_is_said_for_whom_a_protocol_was_published(
    protocol: Protocol, weight: str, is_light: bool
) -> None:
    notes = infuse(protocol.name, weight=weight).notes
    who = f"{weight} is under 40 kg: the figures were published for {protocol.population}."
    assert (who in notes) == is_light
    assert any("under 40 kg" in note for note in notes) == is_light


def test_a_trial_beside_a_protocol_says_who_was_studied() -> None:
    page = markdown(of_protocols(protocols().values(), studies()))
    for study in studies():
        if study.protocol:
            told = rf"{re.escape(study.name)} \[\d+\] \({re.escape(study.population)}\)"
            assert re.search(told, page)
    spray = {each.name for each in studies() if each.protocol == "esketamine-56"}
    assert spray == {"Popova 2019", "Takahashi 2021", "Janik 2025"}


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
    assert study.n is None or study.n > 0
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


# The article's statements, as its claim begins; the verdict; what the finding has.
ARTICLE = [
    ("It treats anxiety", "partly", "SMD -1.17 under 12 hours, -0.44 at 24 hours, -0.40 at 7 to 14 days"),
    ("Relief lasts for weeks", "partly", "still lower at 7 to 14 days"),
    ("Unlike SSRIs", "no source found", "No trial that compares ketamine with an SSRI"),
    ("It works within hours", "partly", "within 1 hour SC"),
    ("Feder 2014: 41 patients", "supported", "41"),
    ("Feder 2014: anxiety", "not supported", "PTSD"),
    ("Feder 2014: the relief", "no source found", "Its abstract has nothing at a week"),
    ("Glue 2017: 58", "not supported", "12"),
    ("Glue 2017: 45 %", "no source found", "its abstract has nothing at two weeks"),
    ("It lifts depression", "partly", "55.4 against 41.2 %"),
    ("It treats post-traumatic", "partly", "not shown over active controls (g 0.24, -0.30 to 0.78)"),
    ("NMDA blockade, AMPA", "partly", "established"),
    ("It opens a time of neuroplasticity", "partly", "did not start it"),
    ("Synaptic connectivity", "partly", "rats and mice only"),
    ("It gives lasting resilience", "not supported", "1 week before a shock, but not 1 month or 1 hour"),
    ("Oral absorption", "partly", "Unreliable is disputed"),
    ("Nasal absorption", "supported", "unacceptably variable"),
    ("Each person gets a dose", "partly", "0.6, 0.75 and 0.9 mg/kg"),
    ("The dose follows body weight", "partly", "ideal weight at a BMI of 30"),
    ("The inner journey heals", "partly", "r -0.35 and -0.41"),
    ("Shamans", "no source found", "1962"),
    ("It can cause dependence", "supported", "17 % of 1,285"),
    ("It harms memory", "partly", "misuse"),
    ("It harms the bladder", "supported in frequent use", "26.6 %"),
    ("It does not slow breathing", "not supported", "respiratory depression"),
    ("It is to be used under supervision", "supported", "physicians experienced in anaesthesia"),
]  # fmt: skip


# What a finding must not leave out.
WHOLE = [
    ("It treats anxiety", "two trials only, response OR 28.94 (3.45 to 242.57), and in one of them self-rated anxiety was no different"),
    ("It lifts depression", "180 mg did better than placebo, and of the lower doses its abstract gives no such figure"),
    ("It lifts depression", "in one trial in Japan (n = 202) esketamine beside a tablet did not"),
    ("It lifts depression", "by 4.0 points of MADRS (0.64 to 7.31, n = 227, second-hand)"),
    ("Relief lasts for weeks", "pooled over trials in mood, anxiety and pain"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "found"), WHOLE)
def test_a_finding_says_how_far_it_goes(said: str, found: str) -> None:
    (claim,) = (each for each in claims() if each.claim.startswith(said))
    assert found in claim.finding


def test_what_no_source_has_is_not_told_as_refuted() -> None:
    absent = [each for each in claims() if "abstract has nothing" in each.finding]
    assert len(absent) == 2
    assert {each.verdict for each in absent} == {"no source found"}


@pytest.mark.parametrize(("said", "verdict", "found"), ARTICLE)
def test_a_statement_of_the_article_has_a_claim(
    said: str, verdict: str, found: str
) -> None:
    (claim,) = (each for each in claims() if each.claim.startswith(said))
    assert claim.verdict == verdict
    assert found in claim.finding
    assert claim.section


def test_no_claim_is_left_out_of_the_list() -> None:
    assert len(ARTICLE) == len(claims())


TRIALS = [
    # the trial, n, what its row has
    ("Murrough 2013", 73, "7.95 points lower (95 % CI 3.20 to 12.71); response 64 %, against 28 % (OR 2.18, 1.21 to 4.14)"),
    ("Feder 2021", 30, "11.88 points lower"),
    ("Borgogna 2024", 221, "0.27 (0.03 to 0.51), or 0.20 (-0.08 to 0.48) once corrected"),
    ("Borgogna 2024", 221, "against passive ones 0.44 (0.03 to 0.85)"),
    ("Glue 2019", 12, "within an hour and for up to a week"),
    ("Whittaker 2021", None, "in PTSD 2.03 (0.67 to 6.15)"),
    ("Hartland 2023", None, "-0.40 (-0.63 to -0.17) at 7 to 14 days"),
    ("Takahashi 2021", 202, "no difference: MADRS fell by 15.2, 14.5 and 15.1 points, and by 15.3 on placebo"),
    ("ELEKT-D 2023", 403, "response 55.4 %, against 41.2 % on ECT"),
    ("Popova 2019", 227, "MADRS 4.0 points lower (SE 1.69, 95 % CI 0.64 to 7.31)"),
    ("Janik 2025", 378, "5.1 points lower at 56 mg and 6.8 at 84 mg"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "n", "found"), TRIALS)
def test_a_trial_is_told_by_its_figures(name: str, n: int | None, found: str) -> None:
    (study,) = (each for each in studies() if each.name == name)
    assert study.n == n
    assert found in study.outcome


LINKS = [
    ("Half-life", "79 ± 8 min"),
    ("Half-life", "S 5.2 ± 3.4 h, R 6.1 ± 3.1 h"),
    ("Half-life", "10 to 15 min at first, then 2.5 h"),
    ("Norketamine", "about a third as strongly"),
    ("Norketamine", "27 stayed controlled, and two needed 1.3 and 1.5 times as many (second-hand)"),
    ("The boxed warning", "sedation, dissociation, respiratory depression, abuse and misuse, and suicidal thoughts and behaviour"),
    ("Dependence", "boxed warning names abuse and misuse"),
    ("The dissociative experience", "r -0.35 at 230 minutes, -0.41 at day 7"),
    ("Blood pressure", "10 to 50 %"),
    ("Blood pressure", "15 to 30 % (n = 31)"),
    ("Breathing", "boxed warning of the esketamine spray names respiratory depression"),
    ("Dependence", "17 % were dependent"),
    ("Bladder", "26.6 % reported urinary symptoms; of 251 who told how they went on, 51 %"),
    ("Memory", "Of 150 people assessed, 80 % were tested again"),
    ("Memory", "An erratum exists"),
    ("Errors of dose", "950 mg for 95 mg"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "found"), LINKS)
def test_a_link_or_a_risk_is_told_by_its_figures(title: str, found: str) -> None:
    (idea,) = (each for each in ideas() if each.title.startswith(title))
    assert found in idea.text


def test_authors_are_named() -> None:
    papers = {source.paper.partition(",")[0] for source in _sources()}
    assert {"Hirlinger and Dick 1984", "Singh 2022", "Hasan 2021"} <= papers


def test_maintenance_stands_beside_what_a_study_measured() -> None:
    label, study = (protocols()[f"maintenance-{name}"] for name in ("0.5", "idvall"))
    assert "in combination with diazepam" in label.about
    assert "in combination with diazepam" in label.setting
    assert (study.figures, study.sources[0].year) == ("41 mcg/kg/min", 1979)
    assert "31 patients, ± 21" in study.about
    assert "nitrous oxide" in study.setting


REACHED = [
    # what is given, the route, its amounts, whether digits were dropped
    ("50 mg", "iv", (50, 50), False),
    ("33.3 mg", "iv", (Fraction("33.3"), Fraction("33.3")), False),
    ("50 mg", "im", (47, 47), True),
    ("50 mg", "intranasal", (Fraction("5.5"), 25), False),
    ("35 mg", "intranasal", (Fraction("3.9"), 18), True),
    ("1234 mg", "im", (1100, 1100), True),
]  # fmt: skip


@pytest.mark.parametrize(("given", "name", "amounts", "rounded"), REACHED)
def test_an_amount_has_no_more_digits_than_its_f(
    given: str, name: str, amounts: tuple[Fraction, Fraction], rounded: bool
) -> None:
    found = {each.route.name: each for each in reaching(read_amount(amount=given))}
    reach = found[name]
    assert (reach.low.value, reach.high.value) == amounts
    assert reach.rounded is rounded


WEIGHTS = [
    ("110 kg", "178 cm", "male", ["110", "73.18", "87.91"]),
    ("70 kg", "170 cm", "female", ["70", "61.44", "64.86"]),
    ("50 kg", "170 cm", "male", ["50", "65.94"]),
    ("60 kg", "152.4 cm", "female", ["60", "45.5", "51.3"]),
]


@pytest.mark.parametrize(("weight", "height", "sex", "found"), WEIGHTS)
def test_other_weights_stand_beside_the_actual_one(
    weight: str, height: str, sex: str, found: list[str]
) -> None:
    worked = body_weights(weight, height, sex)
    assert [f"{float(each.kg):.4g}" for each in worked] == found
    assert [each.name for each in worked] == ["actual", "ideal", "adjusted"][
        : len(found)
    ]
    sources = [each.source.doi for each in worked if each.source]
    assert (
        sources
        == ["10.1177/106002807400801104", "10.1128/AAC.39.2.545"][: len(found) - 1]
    )


NO_WEIGHT = [
    (("70 kg", "150 cm", "female"), "height: 150 cm is under 60 inches, where the formula begins; no ideal weight is worked"),
    (("70 kg", "170 cm", "m"), 'sex: cannot read "m": the formula has a man and a woman; write male or female'),
    (("700 kg", "170 cm", "male"), "weight 700 kg is outside 0.3 to 650 kg; check it"),
    (("70", "170 cm", "male"), 'weight: cannot read "70": the unit is missing; write 70 kg'),
]  # fmt: skip


@pytest.mark.parametrize(("figures", "said"), NO_WEIGHT)
def test_a_body_that_the_formula_does_not_know_is_refused(
    figures: tuple[str, str, str], said: str
) -> None:
    with pytest.raises(KetacalcError) as caught:
        body_weights(*figures)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("idea", ideas(), ids=lambda idea: idea.title)
def test_a_link_of_the_mechanism_has_a_status_and_a_source(idea: Idea) -> None:
    assert idea.status in STATUSES
    assert idea.text
    assert idea.sources


def test_a_figure_that_hangs_on_the_method_is_measured_and_not_established() -> None:
    (half_life,) = (each for each in ideas() if each.title.startswith("Half-life"))
    assert half_life.status == "measured"


def test_what_a_page_cites_in_prose_stands_among_the_sources() -> None:
    page = (PAGES / "bioavailability.md").read_text("utf-8")
    prose = page.split("```console")[0]
    assert not re.search(r"PMID|doi", prose)
    assert "none is established under the skin" in prose
    (idea,) = (each for each in ideas() if each.title.startswith("Norketamine"))
    assert {"21398087", "19366273"} <= {each.pmid for each in idea.sources}


def test_the_mechanism_goes_from_what_is_known_to_the_risks() -> None:
    order = [STATUSES.index(idea.status) for idea in ideas()]
    assert order == sorted(order)
    assert set(order) == set(range(len(STATUSES)))


def test_a_figure_of_another_name_is_refused_in_a_line() -> None:
    with pytest.raises(Unreadable, match="no figure has this name; write weight"):
        infuse(weight="70 kg", over="10min")


def test_a_source_is_read_alone_as_it_is_among_all() -> None:
    for key, table in _tables("sources").items():
        assert source(key) == Source(**table)
    with pytest.raises(KeyError):
        source("nobody-1900")
