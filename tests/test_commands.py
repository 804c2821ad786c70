"""Whole screens and records, and one line for everything that cannot be used."""

import csv
import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run
from refresh import COMMANDS

from ketacalc import NOTICE

IV = """\
Educational arithmetic only. Not medical advice.

IV infusion: 0.5 mg/kg over 40 min, 70 kg, 1 mg/mL, 20 gtt/mL

  Quantity       Value   Unit
  Total amount   35      mg
  Infusion rate  52.5    mg/h
                  0.875  mg/min
  Dose rate      12.5    mcg/kg/min
                  0.75   mg/kg/h
  Volume         35      mL
  Pump rate      52.5    mL/h
  Drip rate      17.5    gtt/min

Published for adults with treatment-resistant depression; setting: trials, under
supervision.

Protocol: 0.5 mg/kg over 40 min, the infusion of the trials in depression.
"""

SOLVE = """\
Educational arithmetic only. Not medical advice.

154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h

  Quantity   Value   Unit
  Pump rate  13.125  mL/h

  Step  Working                                     Gives
  1     154 lb ÷ 2.2 lb/kg = 70 kg                  weight
  2     5 mcg/kg/min × 70 kg = 350 mcg/min          infusion rate
  3     400 mg ÷ 250 mL = 1.6 mg/mL                 concentration
  4     1.6 mg/mL × 1,000 mcg/mg = 1,600 mcg/mL
  5     350 mcg/min ÷ 1,600 mcg/mL ≈ 0.2188 mL/min  pump rate
  6     0.2188 mL/min × 60 min/h ≈ 13.125 mL/h

≈ marks a figure that is shown rounded; the working carries every digit.

13.125 mL/h: 13.1 on a pump with tenths.
"""

ROUTES = """\
Educational arithmetic only. Not medical advice.

Ketamine by route: how much reaches the circulation

Route                   F                 0            100 %
Intravenous (IV)        100 %             ·················●
Intramuscular (IM)      93 % second-hand  ················●·
Subcutaneous (SC)       not established   ··················
Intranasal, racemic     11 to 50 %        ·━━━━━━━━━········
Esketamine nasal spray  48 % (48 to 63)   ········●━━━······
Sublingual, racemic     29 % (24 to 32)   ····━●············
Oral, racemic           20 % (17 to 24)   ···●━·············
Oral, S-ketamine        8 to 19 %         ·━━━··············
Rectal                  30 % (25 to 30)   ····━●············

35 mg
  By                   Reaches the circulation
  Intravenous (IV)     35 mg
  Intramuscular (IM)   ≈ 33 mg second-hand
  Subcutaneous (SC)    not established
  Intranasal, racemic  ≈ 3.9 to 18 mg
  Sublingual, racemic  ≈ 8.4 to 11 mg
  Oral, racemic        ≈ 6 to 8.4 mg
  Rectal               ≈ 8.8 to 11 mg

Esketamine spray, by its own figures; its mg are not racemic
mg. The higher one for 28 mg is computed from the model; F
falls with each further device.
  By        Reaches the circulation
  of 28 mg  ≈ 13 to 18 mg
  of 56 mg  ≈ 27 to 30 mg
  of 84 mg  ≈ 40 to 43 mg

Bioavailability (F) is the share of a dose that reaches the
circulation. Equal exposure is not equal effect, so no dose
by another route follows from it.
"""


def test_iv_is_one_quiet_screen(run: Run) -> None:
    options = ("--weight", "70kg", "--concentration", "1mg/mL", "--drop-factor")
    screen = run("iv", *options, "20gtt/mL")
    assert screen.out.startswith(IV)
    assert (screen.err, screen.status) == ("", 0)


def test_solve_shows_its_working(run: Run) -> None:
    words = ("154lb", "5mcg/kg/min", "400 mg in 250 mL", "--for", "mL/h")
    assert run("solve", *words) == (SOLVE, "", 0)


def test_routes_reads_well_at_sixty_columns(run: Run) -> None:
    screen = run("routes", "--full", "--amount", "35mg", columns=60)
    assert screen.out.startswith(ROUTES)
    assert max(map(len, screen.out.splitlines())) <= 60


def test_routes_takes_a_weight_and_a_dose_for_an_amount(run: Run) -> None:
    one = run("routes", "--full", "--amount", "35mg").out
    other = run("routes", "--full", "--weight", "70kg", "--dose", "0.5mg/kg").out
    assert other == one.replace("\n35 mg\n", "\n70 kg, 0.5 mg/kg\n")


def test_routes_never_turns_one_route_into_another(run: Run) -> None:
    text = run("routes", "--amount", "35mg").out.lower()
    assert "equivalent" not in text
    assert "equal exposure is not equal effect" in " ".join(text.split())


FIGURE = re.compile(r"[0-9](?:[0-9.,]*[0-9])? (?:[A-Za-z]+(?:/[A-Za-z]+)*|%)")
WIDE = [
    ("solve", "154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h"),
    ("check", "70 kg, 0.5 mg/kg, 40 min, 2 mg/mL = 35 mg = 0.875 mg/h = 0.44 mL/h"),
    ("iv", "--weight", "70kg", "--dose", "5mg/kg", "--concentration", "100mg/mL"),
    ("routes", "--amount", "35mg"),
]


@pytest.mark.parametrize("columns", [40, 52, 60])
@pytest.mark.parametrize("words", WIDE, ids=" ".join)
def test_a_number_and_its_unit_stay_on_one_line(
    run: Run, words: tuple[str, ...], columns: int
) -> None:
    screens = (run(*words, columns=each).out for each in (400, columns))
    # The scale of the bars is left out where it has no room.
    wide, narrow = (re.sub(r" 0 +100 %\n", "\n", screen) for screen in screens)
    figures = [FIGURE.findall(text) for text in (wide, narrow)]
    assert sorted(figures[0]) == sorted(figures[1])


WAYS = [
    ("iv", "--weight", "70kg"),
    ("iv", "--weight", "70kg", "--dose", "5mg/kg", "--working"),
    ("solve", "70kg", "0.5mg/kg"),
    ("solve", "168lb", "--for", "kg"),
    ("routes",),
    ("routes", "--amount", "50mg"),
    ("chart",),
    ("curve",),
    ("curve", "--route", "iv", "--over", "40min", "--over", "8h"),
    ("curve", "--plateau", "172.2mg/h"),
    ("routes", "--full"),
    ("routes", "nasal", "--amount", "50mg"),
    ("protocols",),
    ("protocols", "--full"),
    ("evidence",),
    ("evidence", "--full"),
    ("evidence", "--claims"),
    ("evidence", "--claims", "--full"),
    ("mechanism",),
    ("mechanism", "--full"),
    ("units",),
    ("help",),
    ("help", "ranges"),
]


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
@pytest.mark.parametrize("words", WAYS, ids=" ".join)
def test_every_output_carries_the_notice(
    run: Run, words: tuple[str, ...], form: str
) -> None:
    screen = run(*words, "--format", form)
    assert (screen.err, screen.status) == ("", 0)
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(screen.out)))
        assert rows
        assert all(row["notice"] == NOTICE for row in rows)
    elif form == "json":
        assert json.loads(screen.out)["notice"] == NOTICE
    elif form == "jsonl":
        first, *records = map(json.loads, screen.out.splitlines())
        assert first == {"notice": NOTICE}
        assert records
    else:
        assert NOTICE in screen.out.splitlines()[0]


@pytest.mark.parametrize("words", [(), ("--help",), ("iv", "--help"), ("--version",)])
def test_help_and_version_carry_the_notice(run: Run, words: tuple[str, ...]) -> None:
    screen = run(*words)
    assert screen.status == 0
    assert screen.out.rstrip().endswith(NOTICE)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_has_examples(run: Run, command: str) -> None:
    assert f"Examples:\n    ketacalc {command}" in run(command, "--help").out


def test_a_record_has_the_exact_value_beside_the_number(run: Run) -> None:
    record = json.loads(run("solve", "168lb", "0.5mg/kg", "--format", "json").out)
    assert record["given"] == {"weight": "168 lb", "dose": "0.5 mg/kg"}
    assert record["pounds"] == "2.2"
    (result,) = record["results"]
    assert result["exact"] == "420/11"
    assert result["value"] == pytest.approx(420 / 11)
    assert (result["quantity"], result["unit"]) == ("amount", "mg")


def test_exact_pounds_are_said_in_the_record_and_in_the_working(run: Run) -> None:
    words = ("solve", "100lb", "1mg/kg", "--exact-pounds", "--format", "json")
    record = json.loads(run(*words).out)
    assert record["pounds"] == "exact"
    assert record["results"][0]["exact"] == "45359237/1000000"
    assert record["working"][0] == "100 lb × 0.45359237 kg/lb ≈ 45.36 kg"


def test_a_dose_over_the_soft_limit_is_worked_with_a_warning(run: Run) -> None:
    text = " ".join(run("iv", "--weight", "70kg", "--dose", "5mg/kg").out.split())
    assert "5 mg/kg is over 1 mg/kg, the largest dose" in text
    assert "Fava 2018" in text
    assert "was 0.5 mg/kg meant?" in text
    row = next(
        csv.DictReader(
            io.StringIO(
                run("iv", "--weight", "70kg", "--dose", "5mg/kg", "--format", "csv").out
            )
        )
    )
    assert row["warning"].startswith("5 mg/kg is over 1 mg/kg")


DEVICES = [
    # the line, what a device has of its answer
    ("70 kg, 5 mcg/kg/min, 1.6 mg/mL -> mL/h", "13.125 mL/h: 13.1 on a pump with tenths."),
    ("75 mL, 48 min, 20 gtt/mL -> gtt/min", "31.25 gtt/min: 31 whole drops a minute."),
    ("4 mL, 60 min, 20 gtt/mL -> gtt/min", "≈ 1.333 gtt/min: 1 whole drop a minute."),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), DEVICES)
def test_what_a_device_has_of_a_number_is_told_and_not_ordered(
    run: Run, line: str, said: str
) -> None:
    told = run("solve", line).out.splitlines()
    assert said in told
    assert not [each for each in told if re.search(r": (set|count) ", each)]


MEANT = [
    # protocol, dose, whether its tenth is published for the same way of giving
    ("depression-40-min", "5mg/kg", "was 0.5 mg/kg meant?"),
    ("depression-40-min", "5.1mg/kg", "look at the decimal point."),
    ("induction-4.5", "5mg/kg", "look at the decimal point."),
    ("induction-im-13", "20mg/kg", "look at the decimal point."),
    ("glue-1", "2.5mg/kg", "was 0.25 mg/kg meant?"),
]


@pytest.mark.parametrize(("name", "dose", "asked"), MEANT)
def test_a_tenth_is_asked_for_only_where_it_is_published(
    run: Run, name: str, dose: str, asked: str
) -> None:
    words = ("iv", "--protocol", name, "--weight", "70kg", "--dose", dose)
    (warning,) = json.loads(run(*words, "--format", "json").out)["warnings"]
    assert warning.endswith(f"; {asked}")


def test_a_tenfold_injection_into_a_muscle_is_refused(run: Run) -> None:
    words = ("iv", "--protocol", "induction-im-13", "--weight", "10kg", "--dose")
    screen = run(*words, "130mg/kg")
    assert (screen.out, screen.status) == ("", 2)
    assert screen.err.startswith("ketacalc: --dose: 130 mg/kg is over 26 mg/kg, twice")
    assert screen.err.endswith("was 13 mg/kg meant?\n")


def test_what_follows_is_held_to_the_limits_too(run: Run) -> None:
    words = ("iv", "--protocol", "maintenance-0.5", "--weight")
    text = " ".join(run(*words, "3kg").out.split())
    assert "≈ 166.7 mcg/kg/min is over 41 mcg/kg/min, the mean of a study" in text
    assert "in combination with diazepam" in text
    refused = run(*words, "1kg")
    assert (refused.out, refused.status) == ("", 2)
    assert "is over 410 mcg/kg/min, ten times the mean" in refused.err
    assert json.loads(run(*words, "70kg", "--format", "json").out)["warnings"] == []
    unweighed = run("iv", "--protocol", "maintenance-0.5", "--over", "1h")
    assert unweighed.err.startswith(
        "ketacalc: for the dose rate I still need the weight"
    )


def test_a_protocol_says_for_whom_and_where(run: Run) -> None:
    words = ("iv", "--protocol", "induction-4.5", "--weight", "70kg")
    assert "\nPublished for adults; setting: anaesthesia.\n" in run(*words).out
    record = json.loads(run(*words, "--format", "json").out)
    assert (record["population"], record["setting"]) == ("adults", "anaesthesia")


def test_vials_and_ranges_stand_beside_the_protocols(run: Run) -> None:
    text = " ".join(run("protocols", "--full").out.split())
    for vial in (
        "10 mg/mL: 200 mg in 20 mL",
        "50 mg/mL: 500 mg in 10 mL",
        "100 mg/mL: 500 mg in 5 mL",
    ):
        assert vial in text
    assert "1 mg/mL for infusion: 500 mg into 500 mL" in text
    assert "sub-dissociative: 0.1 to 0.3 mg/kg IV" in text
    assert "1 mg/kg IV or 4 mg/kg IM (n = 208)" in text
    record = json.loads(run("protocols", "--format", "json").out)
    ranges = [
        each["source"] for each in record["quoted"] if "Ranges" in each["heading"]
    ]
    assert ["second-hand" in source for source in ranges] == [True, True, False, False]


@pytest.mark.parametrize("dose", ["1mg/kg", "1,000 mcg/kg", "0.1mg/kg"])
def test_a_dose_of_the_studies_draws_no_warning(run: Run, dose: str) -> None:
    words = ("iv", "--weight", "70kg", "--dose", dose, "--format", "json")
    assert json.loads(run(*words).out)["warnings"] == []


STRENGTHS = [
    ("100mg/mL", True),
    ("5 g in 50 mL", True),
    ("10 % w/v", True),
    ("50mg/mL", False),
]


@pytest.mark.parametrize(("concentration", "said"), STRENGTHS)
def test_the_label_is_quoted_on_the_undiluted_strength(
    run: Run, concentration: str, said: bool
) -> None:
    screen = run("iv", "--weight", "70kg", "--concentration", concentration)
    assert ("Undiluted, as the label has it: 100 mg/mL" in screen.out) is said


BAD = [
    # words, the one line on stderr
    (("iv", "--weight", "70,5kg"), '--weight: cannot read "70,5kg": a comma is not a decimal point; write 70.5 kg'),
    (("iv", "--weight", "70"), '--weight: cannot read "70": the unit is missing; write 70 kg or 70 lb'),
    (("iv", "--weight", "70kg", "--over", "40"), '--over: cannot read "40": the unit is missing; write 40 min'),
    (("iv", "--weight", "70kg", "--dose", "35mg"), '--dose: cannot read "35mg": it is measured in mg/kg; ketacalc solve "70 kg, 35 mg, 40 min" works it'),
    (("iv", "--dose", "35mg"), '--dose: cannot read "35mg": it is measured in mg/kg; ketacalc solve "35 mg, 40 min" works it'),
    (("iv", "--weight", "850g", "--dose", "5mg", "--over", "1h"), '--dose: cannot read "5mg": it is measured in mg/kg; ketacalc solve "weight=850 g, 5 mg, 1 h" works it'),
    (("iv", "--weight", "70kg", "--dose", "5 units/kg"), '--dose: cannot read "5 units/kg": ketamine is measured in mg; ketacalc solve "70 kg, 5 units/kg, 40 min" works it'),
    (("iv", "--weight", "70kg", "--dose", "5mcg/kg/min", "--concentration", "1mg/mL"), '--dose: cannot read "5mcg/kg/min": it is measured in mg/kg; ketacalc solve "70 kg, 5 mcg/kg/min, 1 mg/mL, 40 min" works it'),
    (("iv", "--protocol", "maintenance-0.5", "--weight", "70kg", "--dose", "1mg/kg"), '--dose: maintenance-0.5 takes no dose: its rate is what was published; ketacalc solve "70 kg, 1 mg/kg" works it'),
    (("iv", "--weight", "154lb", "--dose", "35mg", "--exact-pounds"), '--dose: cannot read "35mg": it is measured in mg/kg; ketacalc solve "154 lb, 35 mg, 40 min" --exact-pounds works it'),
    (("iv", "--weight", "70kg", "--dose", "35mg", "--over", "40"), '--dose: cannot read "35mg": it is measured in mg/kg'),
    (("chart", "--dose", "35mg"), '--dose: cannot read "35mg": it is measured in mg/kg; ketacalc solve "40 kg, 35 mg" works it'),
    (("chart", "--dose", "5 units/kg", "--over", "40min"), '--dose: cannot read "5 units/kg": ketamine is measured in mg; ketacalc solve "40 kg, 5 units/kg, 40 min" works it'),
    (("iv", "--weight", "7000kg"), "weight 7,000 kg is outside 0.3 to 650 kg; check it"),
    (("iv", "--weight", "70kg", "--drop-factor", "20gtt/mL"), "for gtt/min I still need the concentration"),
    (("iv", "--weight", "70", "kg"), 'Got unexpected extra argument(s) (kg). Put a figure of two words in quotes: "70 kg".'),
    (("iv",), "for the total amount I still need the weight: --weight 70kg"),
    (("iv", "--weight", "70kg", "--protocol", "fava"), '--protocol: cannot read "fava": no protocol has this name; write fava-1 or fava-0.5 or fava-0.2'),
    (("iv", "--protocol", "moon"), '--protocol: cannot read "moon": no protocol has this name; write one that ketacalc protocols lists'),
    (("iv", "--protocol", "esketamine-56", "--dose", "1mg/kg"), "--dose: esketamine-56 takes no dose: a device sprays a fixed amount, whatever the weight"),
    (("iv", "--protocol", "induction-im-13", "--weight", "70kg", "--over", "10min"), "--over: induction-im-13 takes no duration: an injection is given at once"),
    (("check", "70kg", "0.5mg/kg", "--hint", "--format", "jsonl"), "Invalid value: --hint is for the table; leave --format out. See ketacalc --help."),
    (("check", "70kg = 5mg", "--tolerance", ""), '--tolerance: cannot read "": a tolerance is a per cent above 0 and below 100; write 1%'),
    (("iv", "--weight", "70kg", "--format", "xml"), "Invalid value for '--format': 'xml' is not one of 'table', 'json', 'jsonl', 'csv', 'md'. See ketacalc --help."),
    (("solve",), "Missing argument 'FIGURE...'. See ketacalc --help."),
    (("solve", "70kg = 5"), 'cannot read "5": solve judges no answer; leave it out'),
    (("solve", "70kg", "--for", "gtt/min"), "for gtt/min I still need the pump rate and the drop factor"),
    (("solve", "9**9**9 mg"), 'cannot read "9**9**9 mg": it is a calculation, not a figure; write one number'),
    (("solve", "[bold]5[/] mg"), 'cannot read "[bold]5[/] mg": it does not begin with a number; write a number and a unit'),
    (("solve", "5 \x1b[31mmg"), 'cannot read "5 \\x1b[31mmg": it is not a unit known here'),
    (("routes", "--weight", "70kg"), "for the systemic amount I still need the dose"),
    (("routes", "--amount", "35"), '--amount: cannot read "35": the unit is missing; write 35 mg'),
    (("routes", "--amount", "35mg", "--weight", "70kg", "--dose", "1mg/kg"), "dose × weight is 70 mg, but 35 mg is given"),
    (("solve", "70kg", "->mL/h"), 'No such option: -> Put "-> mL/h" in quotes, or write --for mL/h.'),
    (("check", "70kg", "0.5mg/kg", "-", "mg"), 'cannot read "-": the shell took the arrow and the unit behind it; write --for mL/h, or "-> mL/h" in quotes'),
    (("routes", "--no-pager"), "No such option: --no-pager Write it first: ketacalc --no-pager routes."),
    (("\x1b[31mflux",), "No such command '\\x1b[31mflux'. See ketacalc --help."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "line"), BAD, ids=lambda value: " ".join(value)[:40])
def test_bad_input_gets_one_line_and_nothing_else(
    run: Run, words: tuple[str, ...], line: str
) -> None:
    assert run(*words) == ("", f"ketacalc: {line}\n", 2)


def test_a_dose_over_the_hard_limit_is_refused(run: Run) -> None:
    screen = run("iv", "--weight", "70kg", "--dose", "50mg/kg")
    assert (screen.out, screen.status) == ("", 2)
    assert screen.err.startswith(
        "ketacalc: --dose: 50 mg/kg is over 10 mg/kg, ten times"
    )
    assert screen.err.endswith("look at the decimal point\n")


def test_a_figure_of_five_thousand_digits_is_refused(run: Run) -> None:
    screen = run("iv", "--weight", "7" * 5000 + "kg")
    assert screen.status == 2
    assert screen.err.count("\n") == 1
    assert "too long for a figure" in screen.err


def test_a_screen_has_no_colour_codes_where_none_are_wanted(run: Run) -> None:
    for words in WAYS:
        assert "\x1b" not in run(*words).out


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_screen_is_wider_than_the_terminal(run: Run, columns: int) -> None:
    for words in WAYS:
        lines = run(*words, columns=columns).out.splitlines()
        assert max(map(len, lines)) <= columns, words


def _process(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-X", "importtime", "-m", "ketacalc", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=True
    )


UNITLESS = [
    ("routes",),
    ("evidence", "ptsd"),
    ("progress",),
    ("--help",),
    ("--version",),
]


@pytest.mark.parametrize("words", UNITLESS)
def test_what_needs_no_units_never_imports_pint(words: tuple[str, ...]) -> None:
    done = _process(*words)
    assert done.stdout
    assert not re.search(r"\| +pint$", done.stderr, re.MULTILINE)


def test_a_screen_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "read-only"
    path.touch()
    command = [sys.executable, "-m", "ketacalc", "solve", "70kg", "0.5mg/kg"]
    with path.open("rb") as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, check=False)
    said = b"ketacalc: cannot read or write: bad file descriptor"
    assert done.stderr.splitlines() == [said]
    assert done.returncode == 2


NOTHING_TO_WORK = [
    (("solve", "70kg", "--for", "kg"), "Nothing to work: the figure is given in that unit."),
    (("check", "70 kg -> kg = 71"), "71 is not right: 70 kg is given."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), NOTHING_TO_WORK)
def test_what_is_given_needs_no_working(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    screen = run(*words)
    assert screen.out.rstrip().endswith(said)
    assert "Step" not in screen.out


def test_the_module_runs_as_a_process_of_its_own() -> None:
    done = _process("iv", "--weight", "70kg")
    assert "35      mg" in done.stdout
    assert re.search(r"\| +pint$", done.stderr, re.MULTILINE)


@pytest.mark.parametrize("line", [line for _, line in BAD if "works it" in line])
def test_the_line_that_an_error_points_to_is_worked(run: Run, line: str) -> None:
    words = shlex.split(line.partition("; ketacalc ")[2].removesuffix(" works it"))
    assert words[0] == "solve"
    assert run(*words).status == 0


def _forms(run: Run, command: str) -> set[str]:
    told = " ".join(run(command, "--help").out.split())
    if command == "practice":  # of so many that they are told in a sentence
        (forms,) = re.findall(r"--format FORM (.*?) print", told)
        return set(re.findall(r"\w+", forms)) - {"asks"}
    (forms,) = re.findall(r"--format <(.*?)>", told)
    return set(forms.replace(" ", "").split("|"))


@pytest.mark.parametrize("command", [each for each in COMMANDS if each != "site"])
def test_every_command_takes_the_same_formats(run: Run, command: str) -> None:
    sheets = set("lines html moodle gift anki word canvas qti".split())
    forms = {"table", "json", "jsonl", "csv", "md"}
    assert _forms(run, command) == (forms | sheets if command == "practice" else forms)


STEPS = ("0.5 mg/kg × 70 kg = 35 mg", "35 mg ÷ 40 min = 0.875 mg/min")


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
@pytest.mark.parametrize(
    "words",
    [("iv", "--weight", "70kg", "--working"), ("solve", "70kg", "0.5mg/kg", "40min")],
    ids=" ".join,
)
def test_the_working_is_in_every_format(
    run: Run, words: tuple[str, ...], form: str
) -> None:
    shown = run(*words, "--format", form).out
    assert all(step in shown for step in STEPS)


def test_without_working_a_row_is_a_result(run: Run) -> None:
    rows = csv.DictReader(
        io.StringIO(run("iv", "--weight", "70kg", "--format", "csv").out)
    )
    assert [(row["text"], row["step"]) for row in rows][:2] == [
        ("35 mg", ""),
        ("52.5 mg/h", ""),
    ]


WRONG = "70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875"


def test_a_verdict_is_one_object_as_it_is_one_line(run: Run) -> None:
    whole = json.loads(run("check", WRONG, "--format", "json").out)
    notice, line = map(
        json.loads, run("check", WRONG, "--format", "jsonl").out.splitlines()
    )
    assert whole == notice | {"lines": [line]}


def test_the_verdicts_of_a_class_are_one_object(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "class.txt"
    path.write_text(f"{WRONG}\n\n70 kg, 0.5 mg/kg = 35 mg\n")
    screen = run("check", str(path), "--format", "json")
    lines = json.loads(screen.out)["lines"]
    assert [(each["line"], each["verdict"]) for each in lines] == [
        (1, "wrong_value"),
        (3, "correct"),
    ]
    path.write_text("")
    assert json.loads(run("check", str(path), "--format", "json").out)["lines"] == []


def test_markdown_of_a_verdict_is_for_a_reader(run: Run) -> None:
    assert run("check", WRONG, "--format", "md").out == (
        "> Educational arithmetic only. Not medical advice.\n"
        "\n"
        "## 70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875\n"
        "\n"
        "**0.875 is not right.**\n"
        "\n"
        "### What may have happened\n"
        "\n"
        "- the × 60 min/h step is missing: 0.875 is mg/min, not mg/h [minutes-hours]\n"
        "\n"
        "### Working\n"
        "\n"
        "|  | Step | Working |\n"
        "| --- | ---: | --- |\n"
        "|  | 1 | 0.5 mg/kg × 70 kg = 35 mg |\n"
        "|  | 2 | 35 mg ÷ 40 min = 0.875 mg/min |\n"
        "| -> | 3 | 0.875 mg/min × 60 min/h = 52.5 mg/h |\n"
    )


def test_markdown_of_a_class_has_its_verdicts_in_words(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "class.csv"
    path.write_text('name,problem,answer\nAda,"70 kg, 0.5 mg/kg -> mg",3.5\n')
    shown = run("check", str(path), "--format", "md").out
    assert (
        "\n| name | File | Line | Problem and answer | Verdict | What is said |\n"
        in shown
    )
    assert (
        "| 70 kg, 0.5 mg/kg -> mg = 3.5 | not right [tenfold] | 3.5 is not right: "
        in shown
    )


def test_a_judged_text_is_a_flat_row(run: Run) -> None:
    words = ("read", "70 kg, ordered 0.5 mg/kg. How many mg?", "--answer", "3.5")
    (row,) = csv.DictReader(io.StringIO(run(*words, "--format", "csv").out))
    assert (row["verdict"], row["diagnoses"], row["steps"]) == (
        "wrong_value",
        "tenfold",
        "",
    )
