"""The chart: every cell is a problem of its own, and no number is ever cut."""

import csv
import io
import json
import re
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import Run

from ketacalc import solve
from ketacalc.errors import KetacalcError
from ketacalc.ketamine.chart import chart

DOSES = "0.1 mg/kg, 0.2 mg/kg, 0.5 mg/kg, 1 mg/kg"


@pytest.mark.parametrize(
    ("shown", "unit"),
    [("amount", "mg"), ("rate in mg/min", "mg/min"), ("mL/h", "mL/h")],
)
def test_a_cell_is_what_solve_says(shown: str, unit: str) -> None:
    grid = chart(
        "40kg..100kg", "7.5kg", DOSES, shown, duration="40min", concentration="2mg/mL"
    )
    assert [str(row.head) for row in grid.rows][:3] == ["40 kg", "47.5 kg", "55 kg"]
    for row in grid.rows:
        for dose, cell in zip(grid.across, row.cells, strict=True):
            line = f"{row.head}, {dose}, 40 min, 2 mg/mL -> {shown}"
            assert cell == solve(line).answer
            assert cell.unit.text == unit


WEIGHTS = [
    ("40kg..100kg", "20kg", ["40 kg", "60 kg", "80 kg", "100 kg"]),
    ("40kg..99kg", "20kg", ["40 kg", "60 kg", "80 kg"]),
    ("70kg..70kg", "10kg", ["70 kg"]),
    ("70kg", "10kg", ["70 kg"]),
    ("3.5kg, 850g; 12kg", "10kg", ["3.5 kg", "850 g", "12 kg"]),
    ("110lb..154lb", "22lb", ["110 lb", "132 lb", "154 lb"]),
    ("110lb..154lb", "10kg", ["110 lb", "132 lb", "154 lb"]),
]


@pytest.mark.parametrize(("weights", "step", "rows"), WEIGHTS)
def test_weights_are_a_range_or_a_list(
    weights: str, step: str, rows: list[str]
) -> None:
    assert [str(row.head) for row in chart(weights, step, "0.5mg/kg").rows] == rows


REFUSED = [
    ({"weights": "100kg..40kg"}, 'weight: cannot read "100kg..40kg": a range goes up in one unit; write 40kg..100kg'),
    ({"weights": "40kg..100lb"}, 'weight: cannot read "40kg..100lb": a range goes up in one unit; write 40kg..100kg'),
    ({"weights": "40kg.." }, 'weight: cannot read "": it does not begin with a number; write a number and a unit'),
    ({"step": "abc"}, 'step: cannot read "abc": it does not begin with a number; write a number and a unit'),
    ({"weights": "40..100"}, 'weight: cannot read "40": the unit is missing; write 40 kg'),
    ({"step": "0.01kg"}, 'weight: cannot read "40kg..100kg": it makes 6,001 of them; write 1 to 100'),
    ({"weights": ""}, 'weight: cannot read "": it makes 0 of them; write 1 to 100'),
    ({"doses": ""}, 'dose: cannot read "": it makes 0 of them; write 1 to 12'),
    ({"doses": "0.5"}, 'dose: cannot read "0.5": the unit is missing; write 0.5 mg/kg'),
    ({"doses": "11 mg/kg"}, "dose: 11 mg/kg is over 10 mg/kg, ten times the largest dose of the cited 40-minute studies"),
    ({"weights": "600kg..700kg", "step": "100kg"}, "weight 700 kg is outside 0.3 to 650 kg; check it"),
    ({"shown": "pump_rate"}, "for the pump rate I still need"),
    ({"shown": "moon"}, 'cannot read "moon": it is not a unit known here'),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "message"), REFUSED)
def test_what_makes_no_grid_is_refused(changed: dict[str, str], message: str) -> None:
    asked = {"weights": "40kg..100kg", "step": "10kg", "doses": DOSES}
    with pytest.raises(KetacalcError) as refused:
        chart(**asked | changed)
    assert str(refused.value).startswith(message)


def test_the_chart_names_the_trial_of_its_doses(run: Run) -> None:
    screen = run("chart", "--weight", "50kg..70kg", "--over", "40min", "--show", "mg/h")
    assert screen.out == (
        "Educational arithmetic only. Not medical advice.\n"
        "\n"
        "Infusion rate in mg/h, 40 min\n"
        "\n"
        "  Weight  0.1 mg/kg  0.2 mg/kg  0.5 mg/kg  1 mg/kg\n"
        "  ──────  ─────────  ─────────  ─────────  ───────\n"
        "  50 kg    7.5       15         37.5        75\n"
        "  60 kg    9         18         45          90\n"
        "  70 kg   10.5       21         52.5       105\n"
        "\n"
        "Doses: the four arms of a dose-ranging trial, Fava 2018, Mol Psychiatry\n"
        "25(7):1592-1603, doi 10.1038/s41380-018-0256-5.\n"
        "\n"
        "Published for adults with treatment-resistant depression; setting: a trial of\n"
        "outpatients at six sites.\n"
    )


ORIGINS = [
    ("0.5mg/kg", "Doses: the infusion of the trials in depression, Murrough 2013"),
    ("0.1mg/kg, 1mg/kg", "Doses: the four arms of a dose-ranging trial, Fava 2018"),
    ("2mg/kg", "Doses: the label's induction of anaesthesia by infusion"),
    (
        "0.1mg/kg, 2mg/kg",
        "Doses: as given; no one infusion that is listed has them all.",
    ),
    ("0.7mg/kg", "Doses: as given; no one infusion that is listed has them all."),
]


@pytest.mark.parametrize(("doses", "said"), ORIGINS)
def test_doses_are_those_of_one_origin_or_of_none(
    run: Run, doses: str, said: str
) -> None:
    words = ("chart", "--weight", "70kg", "--dose", doses)
    assert said in " ".join(run(*words).out.split())
    told = json.loads(run(*words, "--format", "json").out)["doses"]
    assert told[0].startswith(said)


FASTER = [
    # the doses, the time, what is said of the rate
    ("0.5mg/kg, 1mg/kg", "20min", "50 mcg/kg/min is over 25 mcg/kg/min, the fastest arm"),
    ("0.5mg/kg", "5min", "100 mcg/kg/min is over 25 mcg/kg/min, the fastest of the cited"),
    ("0.5mg/kg, 0.7mg/kg", "20min", "35 mcg/kg/min is over 25 mcg/kg/min, the fastest of the"),
    ("1mg/kg", "1s", "60,000 mcg/kg/min is over 250 mcg/kg/min, ten times the fastest"),
    ("2mg/kg", "3min", "mcg/kg/min is over 0.5 mg/kg/min, the rate that the label gives"),
    ("2mg/kg", "4min", ""),
    ("1mg/kg", "40min", ""),
    ("1mg/kg", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("doses", "over", "said"), FASTER)
def test_a_rate_beyond_the_fastest_published_is_warned_of_or_refused(
    doses: str, over: str, said: str
) -> None:
    times = {"duration": over} if over else {}
    try:
        told = " ".join(chart("70kg", "10kg", doses, **times).warnings)
    except KetacalcError as error:
        told = str(error)
    assert said in told
    assert bool(said) == ("look at the dose and the time" in told)


CHILDREN = [
    (
        "3kg..50kg",
        "0.5mg/kg",
        "3 kg is under 40 kg: the figures were published for adults",
    ),
    (
        "39.9kg",
        "0.7mg/kg",
        "39.9 kg is under 40 kg: the figures were published for adults",
    ),
    ("40kg", "0.5mg/kg", ""),
]


@pytest.mark.parametrize(("weights", "doses", "said"), CHILDREN)
def test_under_40_kg_it_is_said_for_whom_the_doses_were_published(
    weights: str, doses: str, said: str
) -> None:
    told = " ".join(chart(weights, "10kg", doses).warnings)
    assert said in told
    assert bool(said) == ("under 40 kg" in told)


@pytest.mark.parametrize("columns", [30, 40, 60, 80])
def test_no_number_is_cut_where_the_terminal_is_narrow(run: Run, columns: int) -> None:
    doses = [f"0.{tenths} mg/kg" for tenths in range(1, 9)]
    words = (
        "chart",
        "--weight",
        "61kg..63kg",
        "--step",
        "1kg",
        "--dose",
        ", ".join(doses),
    )
    screen = run(*words, columns=columns)
    shown = re.findall(r"(?<![\d.])\d+\.?\d*(?= |$)", screen.out, re.MULTILINE)
    for weight in (61, 62, 63):
        for tenths in range(1, 9):
            value = Fraction(weight * tenths, 10)
            assert f"{float(value):g}" in shown
    assert max(map(len, screen.out.splitlines())) <= columns


def test_machines_read_the_grid_too(run: Run) -> None:
    words = ("chart", "--weight", "154lb", "--dose", "0.5mg/kg, 2mg/kg")
    rows = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").out)))
    assert [(row["weight"], row["dose"], row["value"], row["unit"]) for row in rows] == [
        ("154 lb", "0.5 mg/kg", "35", "mg"),
        ("154 lb", "2 mg/kg", "140", "mg"),
    ]  # fmt: skip
    assert all(row["warning"].startswith("2 mg/kg is over") for row in rows)
    record = json.loads(run(*words, "--format", "json").out)
    assert record["pounds"] == "2.2"
    assert [(cell["dose"], cell["value"]) for cell in record["cells"]] == [
        ("0.5 mg/kg", 35), ("2 mg/kg", 140),
    ]  # fmt: skip
    assert "2 mg/kg is over 1 mg/kg" in record["warnings"][0]
    assert "| 154 lb | 35 | 140 |" in run(*words, "--format", "md").out


def test_a_rounded_cell_is_said_to_be_one(run: Run) -> None:
    words = ("chart", "--weight", "70kg", "--over", "45min", "--show", "mg/min")
    screen = run(*words)
    assert "≈" in screen.out
    assert screen.out.endswith("≈ marks a figure that is shown rounded.\n")


TITRATION = (
    *("chart", "--dose", "2-20 mcg/kg/min", "--weight", "50kg..100kg"),
    *("--concentration", "400 mg in 250 mL", "--show", "mL/h"),
)


def test_doses_that_are_rates_make_a_titration_chart(run: Run) -> None:
    assert run(*TITRATION).out == (
        "Educational arithmetic only. Not medical advice.\n"
        "\n"
        "Pump rate in mL/h, 400 mg in 250 mL\n"
        "\n"
        "  Dose           50 kg  60 kg  70 kg  80 kg  90 kg  100 kg\n"
        "  ─────────────  ─────  ─────  ─────  ─────  ─────  ──────\n"
        "   2 mcg/kg/min   3.75   4.5    5.25   6      6.75   7.5\n"
        "   4 mcg/kg/min   7.5    9     10.5   12     13.5   15\n"
        "   6 mcg/kg/min  11.25  13.5   15.75  18     20.25  22.5\n"
        "  ─────────────  ─────  ─────  ─────  ─────  ─────  ──────\n"
        "   8 mcg/kg/min  15     18     21     24     27     30\n"
        "  10 mcg/kg/min  18.75  22.5   26.25  30     33.75  37.5\n"
        "  12 mcg/kg/min  22.5   27     31.5   36     40.5   45\n"
        "  ─────────────  ─────  ─────  ─────  ─────  ─────  ──────\n"
        "  14 mcg/kg/min  26.25  31.5   36.75  42     47.25  52.5\n"
        "  16 mcg/kg/min  30     36     42     48     54     60\n"
        "  18 mcg/kg/min  33.75  40.5   47.25  54     60.75  67.5\n"
        "  ─────────────  ─────  ─────  ─────  ─────  ─────  ──────\n"
        "  20 mcg/kg/min  37.5   45     52.5   60     67.5   75\n"
        "\n"
        "Doses: as given; no one infusion that is listed has them all.\n"
    )


def test_a_cell_of_a_titration_chart_is_what_solve_says() -> None:
    grid = chart("41kg..97kg", "7kg", "0.3-1.1 mg/kg/h", "mL/h", concentration="3mg/mL")
    assert [str(each) for each in grid.across][:2] == ["41 kg", "48 kg"]
    for row in grid.rows:
        for weight, cell in zip(grid.across, row.cells, strict=True):
            assert cell == solve(f"{weight}, {row.head}, 3 mg/mL -> mL/h").answer


DOSED = [
    # doses, the step, what stands there
    ("2-10 mcg/kg/min", "", "2 3 4 5 6 7 8 9 10"),
    ("2 to 10 mcg/kg/min", "4 mcg/kg/min", "2 6 10"),
    ("2..10 mcg/kg/min", "3 mcg/kg/min", "2 5 8"),
    ("5-20 mcg/kg/min", "", "5 7.5 10 12.5 15 17.5 20"),
    ("2.5-17 mcg/kg/min", "", "2.5 4.5 6.5 8.5 10.5 12.5 14.5 16.5 17"),
    ("1 mcg/kg/min, 10-30 mcg/kg/min", "", "1 10 12 14 16 18 20 22 24 26 28 30"),
    ("0.1-0.5 mg/kg", "", "0.1 0.15 0.2 0.25 0.3 0.35 0.4 0.45 0.5"),
    ("0.1mg/kg..1mg/kg", "", "0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1"),
]


@pytest.mark.parametrize(("doses", "step", "numbers"), DOSED)
def test_a_range_of_doses_has_round_steps_and_both_ends(
    doses: str, step: str, numbers: str
) -> None:
    grid = chart(
        "70kg", "10kg", doses, "mg/h" if "min" in doses else "amount", dose_step=step
    )
    heads = [row.head for row in grid.rows] if "min" in doses else grid.across
    assert " ".join(str(each).partition(" ")[0] for each in heads) == numbers


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        (("--over", "30-40min", "--show", "mg/h"), "10.5 to 14"),
        (("--concentration", "1-2 mg/mL", "--show", "mL"), "3.5 to 7"),
    ],
)
def test_a_cell_of_a_range_has_both_ends(
    run: Run, words: tuple[str, ...], cells: str
) -> None:
    line = ("chart", "--weight", "70kg", "--dose", "0.1mg/kg", *words)
    assert f"  70 kg   {cells}\n" in run(*line).out
    (row,) = csv.DictReader(io.StringIO(run(*line, "--format", "csv").out))
    assert (row["value"], f"{row['low']} to {row['high']}") == ("", cells)


RATES = [
    # doses, what is said
    ("41 mcg/kg/min", "Doses: maintenance of anaesthesia beside nitrous oxide"),
    ("41-70 mcg/kg/min", "70 mcg/kg/min is over 62 mcg/kg/min, the mean and its ± of"),
    ("41-420 mcg/kg/min", "420 mcg/kg/min is over 410 mcg/kg/min, ten times the mean"),
    ("2-20 mcg/kg/min", "Doses: as given;"),
]


@pytest.mark.parametrize(("doses", "said"), RATES)
def test_rates_have_limits_and_say_where_they_are_from(
    run: Run, doses: str, said: str
) -> None:
    screen = run("chart", "--show", "mg/h", "--dose", doses)
    assert said in " ".join((screen.out + screen.err).split())


NO_GRID = [
    (("--dose", "0.5 mg/kg, 5 mcg/kg/min"), '--dose: cannot read "0.5 mg/kg, 5 mcg/kg/min": doses and rates make two charts; write one of the two'),
    (("--dose", "20-2 mcg/kg/min"), '--dose: cannot read "20-2 mcg/kg/min": a range begins with its lower end; write 2 to 20 mcg/kg/min'),
    (("--dose", "2-20 mcg/kg/min", "--dose-step", "1mg/kg", "--show", "mg/h"), '--dose-step: cannot read "1mg/kg": it is measured in mcg/kg/min'),
    (("--dose", "2-20 mcg/kg/min", "--dose-step", "0.1 mcg/kg/min"), '--dose: cannot read "2-20 mcg/kg/min": it makes 181 of them; write 1 to 100'),
    (("--dose", "2mcg/kg/min", "--step", "2kg", "--show", "mg/h"), '--weight: cannot read "40kg..100kg": it makes 31 of them; write 1 to 12'),
    (("--lines", "--weight", "70kg"), "a line needs two rows or more; give a range of them"),
    (("--lines", "--over", "30-40min", "--show", "mg/h"), "a line needs one number in each cell; leave out the range"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "line"), NO_GRID)
def test_what_makes_no_chart_is_said_in_one_line(
    run: Run, words: tuple[str, ...], line: str
) -> None:
    screen = run("chart", *words)
    assert (screen.out, screen.err, screen.status) == ("", f"ketacalc: {line}\n", 2)


def test_a_line_goes_through_the_cells_of_its_column(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "chart.html"
    shown = run(*TITRATION, "--lines", "--save", str(path)).out
    assert "\nLines\n  A: 50 kg\n  B: 60 kg\n" in shown
    assert re.search(r"\| 0 +6 +12 +18 +24\n", shown)
    text = path.read_text("utf-8")
    found = re.search(r"<svg.*?</svg>", text, re.DOTALL)
    assert found
    lines = ET.fromstring(found[0]).findall("polyline")  # noqa: S314 - our own
    last = [each.attrib["points"].split()[-1] for each in lines]
    x, y = zip(*(map(float, each.split(",")) for each in last), strict=True)
    assert x == pytest.approx([48 + 340 * 20 / 24] * 6, abs=0.01)
    values = [80 * (230 - each) / 202 for each in y]
    assert values == pytest.approx([37.5, 45, 52.5, 60, 67.5, 75], abs=0.01)


def test_lines_on_a_narrow_terminal_are_said_to_be_left_out(run: Run) -> None:
    assert (
        "No lines: the terminal is too narrow"
        in run("chart", "--lines", columns=38).out
    )
