"""A look-up shows a screen first, all of it where that is asked, or what has some words."""

import csv
import io
import json
import re

import pytest
from conftest import Run

from ketacalc.errors import Unreadable
from ketacalc.ketamine import lookup, reference
from ketacalc.ketamine.reference import _tables
from ketacalc.screens import glance, shelf
from ketacalc.screens.report import Bars, Columns, Report

ROUTES = """\
Educational arithmetic only. Not medical advice.

Ketamine by route: how much reaches the circulation

Route                   F                Rests on                   0      100 %
Intravenous (IV)        100 %            definition [1]             ···········●
Intramuscular (IM)      93 %             second-hand [2-4]          ···········●
Subcutaneous (SC)       not established  levels only [5-7]          ············
Intranasal, racemic     11 to 50 %       range only [1,8,9]         ·━━━━━━·····
Esketamine nasal spray  48 % (48 to 63)  label, model [10,11]       ·····●━━····
Sublingual, racemic     29 % (24 to 32)  small studies [8,12-14]    ··━●········
Oral, racemic           20 % (17 to 24)  small studies [3,8,13,14]  ··●·········
Oral, S-ketamine        8 to 19 %        range only [11,15,16]      ━━━·········
Rectal                  30 % (25 to 30)  few people [8,9]           ···●········

Bioavailability (F) is the share of a dose that reaches the circulation. Equal
exposure is not equal effect, so no dose by another route follows from it.

Sources: [1] Singh 2022; [2] an encyclopedia, second-hand; [3] DrugBank,
second-hand; [4] Hirlinger and Dick 1984; [5] Loo 2016; [6] Abuhelwa 2022,
second-hand; [7] Le Nedelec 2018; [8] Yanagihara 2003; [9] Malinovsky 1996; [10]
Spravato label, second-hand; [11] Perez-Ruixo 2021; [12] Rolan 2014; [13] Chong
2009; [14] Chong 2006, second-hand; [15] Fanta 2015; [16] Hasan 2021. All of it,
with DOIs: ketacalc routes --full; a part of it: ketacalc routes nasal.
"""

PTSD = """\
Educational arithmetic only. Not medical advice.

Ketamine in trials

  Trial           n    What was found
  Feder 2014       41  PTSD lower at 24 h than after midazolam
  Feder 2021       30  PTSD lower at 2 weeks than on midazolam
  Whittaker 2021    –  6 trials: social anxiety better, PTSD not shown
  Abdallah 2022   158  PTSD: no significant effect at 4 weeks
  Borgogna 2024   221  6 trials: PTSD lower, not shown over active controls

All of it, with DOIs: ketacalc evidence ptsd --full.
"""

BLADDER = """\
Educational arithmetic only. Not medical advice.

Claims about ketamine

What popular articles say, beside what the sources say.

Risks

“It harms the bladder”
  Supported in frequent use.
  In frequent, long use: ulcerative cystitis, with cystitis symptoms 3 to
  4 times as often; 26.6 % of 1,285 recent users had urinary symptoms, and about
  half got better on stopping. Long-term treatment is barely studied.
  [1][2][3][4]

Sources
  [1] Morgan and Curran 2012, Addiction 107(1):27-38, doi
  10.1111/j.1360-0443.2011.03576.x
  [2] Anderson 2022, Health Psychol Res, doi 10.52965/001c.38247
  [3] Winstock 2012, BJU Int 110(11):1762-1766, doi
  10.1111/j.1464-410X.2012.11028.x
  [4] Short 2018, Lancet Psychiatry 5(1):65-78, doi
  10.1016/S2215-0366(17)30272-9
"""

SCREENS = [
    (("routes",), ROUTES),
    (("evidence", "ptsd"), PTSD),
    (("evidence", "--claims", "bladder"), BLADDER),
]


@pytest.mark.parametrize(
    ("words", "screen"), SCREENS, ids=lambda each: " ".join(each)[:30]
)
def test_a_look_up_is_one_screen(run: Run, words: tuple[str, ...], screen: str) -> None:
    assert run(*words) == (screen, "", 0)


LENGTHS = [
    # at most so many lines at 80 columns, and at 60
    ("routes", 24, 30),
    ("routes --amount 35mg", 28, 35),
    ("routes nasal", 39, 51),
    ("protocols", 33, 57),
    ("evidence", 34, 60),
    ("evidence --claims", 51, 78),
    ("mechanism", 46, 54),
    ("mechanism bladder", 21, 25),
]


@pytest.mark.parametrize(("command", "wide", "narrow"), LENGTHS)
def test_a_look_up_is_short(run: Run, command: str, wide: int, narrow: int) -> None:
    for columns, most in ((80, wide), (60, narrow)):
        screen = run(*command.split(), columns=columns)
        assert len(screen.out.splitlines()) <= most


FOUND = [
    # words, and what is found of routes, protocols, trials, claims and ideas
    ("routes nasal", "intranasal esketamine-spray"),
    ("routes NASAL spray", "esketamine-spray"),
    ("routes im", "im"),
    ("routes oral", "oral oral-s"),
    ("routes yanagihara", "intranasal sublingual oral rectal"),
    ("routes 10.1093/bja/77.2.203", "intranasal rectal"),
    ("protocols im", "induction-im-6.5 induction-im-13"),
    ("protocols anxiety", "glue-0.25 glue-0.5 glue-1"),
    ("protocols fava-1", "fava-1"),
    ("protocols vials", ""),
    ("evidence ptsd", "Feder 2014|Feder 2021|Whittaker 2021|Abdallah 2022|Borgogna 2024"),
    ("evidence anxiety sc", "Glue 2017|Glue 2018|Glue 2019|Glue 2020"),
    ("evidence social anxiety disorder", "Taylor 2018|Whittaker 2021"),
    ("evidence ect", "ELEKT-D 2023"),
    ("mechanism bdnf", "BDNF release, TrkB and mTOR|BDNF in patients"),
    ("mechanism risk memory", "Memory and attention"),
]  # fmt: skip


def _found(command: str, record: dict[str, list[dict[str, str]]]) -> list[str]:
    """Return what a record lists, by its name."""
    key, name = {
        "routes": ("routes", "route"),
        "protocols": ("protocols", "protocol"),
        "evidence": ("studies", "study"),
        "mechanism": ("ideas", "title"),
    }[command.split(maxsplit=1)[0]]
    return [each[name] for each in record[key]]


@pytest.mark.parametrize(("command", "names"), FOUND)
def test_a_filter_finds_names_routes_and_sources(
    run: Run, command: str, names: str
) -> None:
    record = json.loads(run(*command.split(), "--format", "json").out)
    found = _found(command, record)
    assert found == (
        names.split("|")
        if "|" in names or " 20" in names or " and " in names
        else names.split()
    )


@pytest.mark.parametrize("command", [command for command, _ in FOUND])
def test_a_filter_holds_in_every_format(run: Run, command: str) -> None:
    words = command.split()
    record = json.loads(run(*words, "--format", "json").out)
    rows = csv.DictReader(io.StringIO(run(*words, "--format", "csv").out))
    assert len(list(rows)) == len(_found(command, record))
    page, whole = (run(*each, "--format", "md").out for each in (words, words[:1]))
    assert len(page) < len(whole)
    for name in _found(command, record):
        assert name in page or command.startswith("routes")


@pytest.mark.parametrize("command", ["routes", "protocols", "evidence", "mechanism"])
def test_a_machine_gets_everything(run: Run, command: str) -> None:
    for form in ("json", "csv", "md"):
        screens = [
            run(command, *full, "--format", form).out for full in ((), ("--full",))
        ]
        assert screens[0] == screens[1]
    assert len(run(command, "--full").out) > len(run(command).out)


NOTHING = [
    ("routes nose", "no route has it; write one of iv, im, sc, intranasal, esketamine-spray, sublingual, oral, oral-s, rectal, or an author"),
    ("routes rectl", "no route has it; write rectal"),
    ("protocols nose", "no published dose has it; write one of depression, anxiety, anaesthesia, pain, children, IV, IM, SC, infusion, injection, spray, label, vials, or an author"),
    ("evidence depresion", "no trial has it; write depression"),
    ("evidence ptsd ect", "no trial has it; write one of depression, anxiety, PTSD, alcohol, pain, IV, SC, intranasal, spray, tablets, midazolam, saline, ECT, meta-analysis, or an author"),
    ("evidence --claims zebra", "no claim has it; write one of anxiety, depression, PTSD, NMDA, plasticity, oral, nasal, weight, journey, dependence, memory, bladder, breathing, supervision, or an author"),
    ("mechanism zebra", "no link or risk has it; write one of established, measured, hypothesis, disputed, risk, NMDA, AMPA, BDNF, mTOR, spines, opioid, bladder, memory, or an author"),
]  # fmt: skip


@pytest.mark.parametrize("form", ["table", "json"])
@pytest.mark.parametrize(("command", "said"), NOTHING)
def test_where_nothing_is_found_one_line_says_what_there_is(
    run: Run, command: str, said: str, form: str
) -> None:
    words = [word for word in command.split()[1:] if word != "--claims"]
    line = f'ketacalc: cannot read "{" ".join(words)}": {said}\n'
    assert run(*command.split(), "--format", form) == ("", line, 2)


def test_what_there_is_is_found() -> None:
    for find, known in (
        (lookup.routes, lookup.ROUTES),
        (lookup.protocols, lookup.PROTOCOLS),
        (lookup.studies, lookup.EVIDENCE),
        (lookup.claims, lookup.CLAIMS),
        (lookup.ideas, lookup.IDEAS),
    ):
        for word in known:
            assert find([word]), word
        with pytest.raises(Unreadable):
            find(["no such word"])


def _cells(report: Report) -> list[str]:
    """Return the rows of a short screen, each as one text."""
    rows: list[tuple[str, ...]] = []
    for block in report.blocks:
        if isinstance(block, Columns):
            rows += block.rows
        elif isinstance(block, Bars):
            rows += [row.cells for row in block.rows]
    return ["".join(row) for row in rows]


SHORT = [
    glance.of_routes(reference.routes()),
    glance.of_protocols([*reference.protocols().values()], reference.studies()),
    glance.of_claims(reference.claims()),
    glance.of_mechanism(reference.ideas()),
]


@pytest.mark.parametrize("report", SHORT, ids=lambda report: report.title)
def test_every_line_at_a_glance_has_its_sources_beside_it(report: Report) -> None:
    listed = str(report.blocks[-1])
    for cells in _cells(report):
        (marks,) = re.findall(r"\[([\d,-]+)\]", cells)
        assert all(f"[{mark}] " in listed for mark in re.split("[,-]", marks))


def test_what_was_read_second_hand_says_so_at_a_glance() -> None:
    names = [source.name for source in _sources()]
    for report in SHORT:
        listed = str(report.blocks[-1]).partition("Sources: ")[2].rpartition(". ")[0]
        for text in listed.split("; "):
            assert text.partition("] ")[2] in names
    found = _cells(glance.of_evidence(reference.studies()))
    for study, cells in zip(reference.studies(), found, strict=True):
        assert cells.endswith("; second-hand") is study.source.second_hand


def _sources() -> list[reference.Source]:
    return [reference.source(key) for key in _tables("sources")]


def test_a_source_has_one_name_in_a_list() -> None:
    names: dict[str, reference.Source] = {}
    for source in _sources():
        assert len(source.name.removesuffix(", second-hand")) <= 25
        assert names.setdefault(source.name, source) is source or source.doi


def test_an_outcome_at_a_glance_fits_beside_the_trial() -> None:
    for study in reference.studies():
        assert 0 < len(study.brief) <= 52
        assert ("no " in study.brief) >= ("no difference" in study.outcome[:13])


def test_a_short_screen_has_the_records_of_the_whole() -> None:
    routes = reference.routes()
    assert glance.of_routes(routes).record == shelf.of_routes(routes).record
    ideas = reference.ideas()
    assert glance.of_mechanism(ideas).rows == shelf.of_mechanism(ideas).rows
