"""The curves: the paper's figures, the laws of a linear model, and whole screens."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacalc.errors import KetacalcError
from ketacalc.ketamine import compartments, curve
from ketacalc.ketamine.reference import parameters
from ketacalc.language.notation import read_given
from ketacalc.screens.curves import of_curves, rounded, two

SCREENS = Path(__file__).parent / "screens"
# Table 4 of the paper, Caucasian, 18 to 60 years.
PAPER = [("28 mg", 43.8, 147.3), ("56 mg", 72.5, 254.7), ("84 mg", 101.0, 362.2)]


@pytest.mark.parametrize(("amount", "peak", "area"), PAPER)
def test_the_peak_and_the_area_of_a_spray_are_those_of_the_paper(
    amount: str, peak: float, area: float
) -> None:
    (course,) = curve.courses(["nasal"], [amount])
    assert course.peak == pytest.approx(peak, rel=0.005)
    assert course.area == pytest.approx(area, rel=0.005)


def test_what_follows_from_the_model_stands_near_what_its_abstract_says() -> None:
    assert curve.clearance() == pytest.approx(109, abs=0.5)
    assert curve.value("abstract_clearance") == 114
    assert curve.share("oral") == pytest.approx(0.178, abs=0.0005)
    assert curve.value("abstract_oral") == 18.6
    volumes = map(curve.value, ("central", "shallow", "deep"))
    assert sum(volumes) == 752
    (iv,) = curve.courses(["iv"])
    assert (round(iv.peak), iv.peak_at) == (100, 40)
    (oral,) = curve.courses(["oral"], ["84 mg"])
    assert (round(oral.peak), oral.peak_at) == (26, 87)


# ------------------------------------------------------------------- the laws

routes = st.sampled_from(["iv", "nasal", "oral"])
amounts = st.sampled_from([28.0, 56.0, 84.0])
hours = st.floats(0.02, 24)
times = st.lists(st.floats(0, 48), min_size=1, max_size=5)
TINY = 1e-6  # mg; a nanogram is nothing beside what is drawn
few = settings(max_examples=25)
KEPT_APART = {"area", "into central", "into swallowed", "into drunk"}


@few
@given(route=routes, amount=amounts, over=hours, at=times)
def test_nothing_is_lost_and_nothing_is_made(
    route: str, amount: float, over: float, at: list[float]
) -> None:
    found = curve.worked(route, amount, over, at)
    inside = [found[place] for place in found if place not in KEPT_APART]
    assert all(part >= -TINY for place in inside for part in place)
    taps = [found[place] for place in KEPT_APART if place != "area"]
    for i, time in enumerate(at):
        total = sum(place[i] for place in inside)
        assert total <= amount + TINY
        if time >= max(over, 1) and not any(tap[i] > 1e-9 for tap in taps):
            assert total == pytest.approx(amount)
        if route == "iv":
            assert total == pytest.approx(amount * min(1, time / over), abs=TINY)


@few
@given(
    route=st.sampled_from(["iv", "oral"]), over=hours, at=times, by=st.floats(0.1, 9)
)
def test_twice_the_amount_is_twice_the_level(
    route: str, over: float, at: list[float], by: float
) -> None:
    one, more = (curve.worked(route, each, over, at) for each in (28, 28 * by))
    for place, found in one.items():
        assert more[place] == pytest.approx([each * by for each in found], abs=1e-9)


@few
@given(first=st.floats(0.1, 8), then=st.floats(0.1, 8), at=times)
def test_an_infusion_is_its_first_part_and_then_its_second(
    first: float, then: float, at: list[float]
) -> None:
    whole = curve.worked("iv", 10 * (first + then), first + then, at)["central"]
    one = curve.worked("iv", 10 * first, first, at)["central"]
    later = [max(0, each - first) for each in at]
    other = curve.worked("iv", 10 * then, then, later)["central"]
    assert whole == pytest.approx(
        [a + b for a, b in zip(one, other, strict=True)], abs=1e-9
    )


@few
@given(one=st.floats(0, 24), other=st.floats(0, 24), at=times)
def test_what_two_doses_do_is_the_sum_of_what_each_does(
    one: float, other: float, at: list[float]
) -> None:
    flows = [*curve.flows_of(compartments)]
    puts = [compartments.Put("nose", one, 28), compartments.Put("drunk", other, 84)]
    both = compartments.amounts(flows, puts, at)["central"]
    each = [compartments.amounts(flows, [put], at)["central"] for put in puts]
    assert both == pytest.approx([a + b for a, b in zip(*each, strict=True)])


@pytest.mark.parametrize("route", curve.ROUTES)
def test_the_whole_area_is_f_times_the_amount_over_the_clearance(route: str) -> None:
    (area,) = curve.worked(route, 28, 2, [1000])["area"]
    expected = curve.share(route) * 28 / curve.clearance() * curve.NG_PER_ML
    assert area == pytest.approx(expected)


def test_an_infusion_that_goes_on_comes_to_its_plateau() -> None:
    (level,) = curve.worked("iv", 42 * 500, 500, [500])["central"]
    (course,) = curve.courses(["iv"])
    assert course.plateau == pytest.approx(42 / curve.clearance() * 1000)
    assert level / curve.value("central") * 1000 == pytest.approx(course.plateau)


@pytest.mark.parametrize(("route", "amount"), [("iv", 28), ("oral", 84), ("nasal", 84)])
def test_steps_in_time_come_to_the_same(route: str, amount: float) -> None:
    over, at = 2 / 3, [0.25, 0.5, 1, 2, 6]
    solved = _integrated(route, amount, over, at)
    found = curve.worked(route, amount, over, at)["central"]
    assert found == pytest.approx(solved, rel=1e-5)


STEP = 1 / 600  # of an hour; every input begins and ends at a multiple, or nearly


def _integrated(route: str, amount: float, over: float, at: list[float]) -> list[float]:
    """Solve the model as it is told in words, by the classical steps of Runge and Kutta."""
    noses = [0.54, 0.54 * 0.62, 0.54 * 0.62] if route == "nasal" else []
    starts = [device * 5 / 60 for device in range(len(noses))]
    rate = 0.97 if route == "oral" else 1.45

    def change(y: list[float], given: float, eaten: float) -> list[float]:
        vein, shallow, deep, liver, nose, gut = y
        to_shallow = 84.3 * (vein / 192 - shallow / 143)
        to_deep = 37.6 * (vein / 192 - deep / 417)
        to_liver = 151 * (vein / 192 - liver / 101)
        return [
            given + 2.93 * nose - to_shallow - to_deep - to_liver,
            to_shallow,
            to_deep,
            to_liver - (1.11 + 2.77) * liver + rate * 0.64 * gut,
            -2.93 * nose,
            eaten - rate * gut,
        ]

    def beside(y: list[float], by: float, k: list[float]) -> list[float]:
        return [a + by * b for a, b in zip(y, k, strict=True)]

    levels, y = [0.0], [0.0] * 6
    for i in range(round(max(at) / STEP)):
        t = i * STEP
        for start, share in zip(starts, noses, strict=True):
            y[4] += 28 * share * (i == round(start / STEP))
        given = amount / over * _open(t, 0, over) if route == "iv" else 0
        eaten = amount / 0.32 * _open(t, 0, 0.32) if route == "oral" else 0
        for start, share in zip(starts, noses, strict=True):
            eaten += 28 * (1 - share) / 0.53 * _open(t, start, start + 0.53)
        k1 = change(y, given, eaten)
        k2 = change(beside(y, STEP / 2, k1), given, eaten)
        k3 = change(beside(y, STEP / 2, k2), given, eaten)
        k4 = change(beside(y, STEP, k3), given, eaten)
        y = [
            y[n] + STEP / 6 * (k1[n] + 2 * k2[n] + 2 * k3[n] + k4[n]) for n in range(6)
        ]
        levels.append(y[0])
    return [levels[round(each / STEP)] for each in at]


def _open(t: float, begin: float, end: float) -> bool:
    return begin - STEP / 2 < t < end - STEP / 2


# ---------------------------------------------------------------- the screens


@pytest.mark.parametrize("columns", [60, 80])
def test_the_whole_screen(run: Run, columns: int) -> None:
    path = SCREENS / f"curve-{columns}.txt"
    assert run("curve", columns=columns).out == path.read_text("utf-8")


def test_each_mark_stands_once_in_the_drawing(run: Run) -> None:
    words = ("--route", "iv", "--over", "40min", "--over", "80min", "--over", "2h")
    shown = run("curve", *words).out
    drawing = shown.partition("(ng/mL)")[2].partition("(h)")[0]
    assert sorted(re.findall(r"[A-Z]", drawing)) == ["A", "B", "C"]
    assert "IV, 28 mg over 80 min" in shown
    assert "The same amount at two rates" in shown


def test_a_terminal_too_narrow_for_a_drawing_gets_a_table(run: Run) -> None:
    shown = run("curve", "--route", "nasal", columns=30).out
    assert "(ng/mL)" not in shown
    assert re.search(r"15 min +34\n", shown)


def test_a_long_infusion_is_drawn_to_its_end(run: Run) -> None:
    for over, last in (("40min", "6"), ("8h", "12"), ("9h", "24"), ("24h", "24")):
        shown = run("curve", "--route", "iv", "--over", over).out
        (ticks,) = re.findall(r"^ +\| (0 .*)$", shown, re.MULTILINE)
        assert ticks.split()[-1] == last


def test_an_infusion_that_ends_between_two_minutes_peaks_there() -> None:
    (course,) = curve.courses(["iv"], ["28 mg"], ["37.5 min"])
    assert course.peak_at == 37.5
    assert course.peak > max(course.levels)


@pytest.mark.parametrize("ending", ["svg", "html"])
def test_what_is_saved_has_its_curves_as_lines(
    run: Run, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"curve.{ending}"
    run("curve", "--save", str(path))
    text = path.read_text("utf-8")
    assert not re.search("[\u2800-\u28ff]", text)
    found = re.search(r"<svg[^>]*(?:role=\"img\" aria-label).*?</svg>", text, re.DOTALL)
    assert found
    root = ET.fromstring(found[0])  # noqa: S314 - our own
    lines = root.findall("polyline")
    assert [line.attrib["class"] for line in lines] == ["line0", "line1", "line2"]
    assert len({line.attrib["stroke-dasharray"] for line in lines}) == 3
    labels = {
        (each.text, each.attrib["text-anchor"]): each for each in root.iter("text")
    }
    across = {
        text: float(labels[text, "middle"].attrib["x"]) for text in ("0", "1", "6")
    }
    up = {text: float(labels[text, "end"].attrib["y"]) - 4 for text in ("0", "120")}
    points = [
        tuple(map(float, point.split(",")))
        for line in lines
        for point in line.attrib["points"].split()
    ]
    assert min(x for x, _ in points) == across["0"]
    assert max(x for x, _ in points) == across["6"]
    assert max(y for _, y in points) == up["0"]
    x, y = min(points, key=lambda point: point[1])
    assert 120 * (up["0"] - y) / (up["0"] - up["120"]) == pytest.approx(99.87, abs=0.05)
    assert (x - across["0"]) / (across["1"] - across["0"]) == pytest.approx(
        40 / 60, abs=0.001
    )


def test_a_spreadsheet_gets_the_points_and_what_is_said_of_each_curve(
    run: Run,
) -> None:
    words = ("curve", "--route", "nasal", "--amount", "28mg", "--amount", "84mg")
    rows = [*csv.DictReader(io.StringIO(run(*words, "--format", "csv").out))]
    said = {
        (row["curve"], row["quantity"]): (row["minute"], row["value"], row["unit"])
        for row in rows
        if row["quantity"] != "level"
    }
    assert said == {
        ("A", "cmax"): ("36", "44", "ng/mL"),
        ("A", "time_to_peak"): ("", "36", "min"),
        ("A", "auc_24h"): ("", "150", "ng·h/mL"),
        ("A", "bioavailability"): ("", "62", "%"),
        ("B", "cmax"): ("44", "100", "ng/mL"),
        ("B", "time_to_peak"): ("", "44", "min"),
        ("B", "auc_24h"): ("", "360", "ng·h/mL"),
        ("B", "bioavailability"): ("", "51", "%"),
    }
    points = [row for row in rows if (row["curve"], row["quantity"]) == ("B", "level")]
    assert [int(row["minute"]) for row in points] == [*range(0, 1441, 5)]
    assert max(float(row["value"]) for row in points) == 100


def test_a_record_has_the_model_and_what_it_is_not(run: Run) -> None:
    record = json.loads(run("curve", "--route", "iv", "--format", "json").out)
    assert record["model"].endswith("read second-hand")
    assert "typical adult" in record["notes"][0]
    (only,) = record["curves"]
    assert only["cmax"] == {"value": 100, "unit": "ng/mL"}
    assert only["points"][:2] == [[0, 0], [5, 17]]


def test_no_level_has_more_than_two_digits() -> None:
    report = of_curves(curve.courses([*curve.ROUTES]))
    for row in report.rows:
        assert row["value"] == rounded(row["value"])
    assert [two(each) for each in (0, 0.996, 9.96, 99.6, 996)] == [
        "0", "1.0", "10", "100", "1,000",
    ]  # fmt: skip


ALWAYS = (
    "typical adult",
    "one session",
    "one published model",
    "two digits",
    "not in the brain",
)
NEVER = ("equivalent", "threshold", "mg/kg", "therapeutic", "safe ", "dissociat", "±")


@pytest.mark.parametrize("form", ["table", "md", "json"])
def test_what_is_always_said_and_what_never(run: Run, form: str) -> None:
    for words in (("--route", "iv"), ("--route", "nasal", "--route", "oral")):
        text = " ".join(run("curve", *words, "--format", form).out.split())
        assert all(each in text for each in ALWAYS)
        assert not any(each in text for each in NEVER)


BAD = [
    ("--weight 70kg", "--weight: body weight is not in this model, whose authors found no effect of it in adults, so no curve depends on it; leave it out"),
    ("--plateau 172mg/h --weight 70kg", "--weight: body weight is not in this model"),
    ("--route im", '--route: cannot read "im": no absorption rate of this route was found at a source; write iv or nasal or oral'),
    ("--route nasal --amount 30mg", '--amount: cannot read "30 mg": a device sprays 28 mg; write 28 mg or 56 mg or 84 mg'),
    ("--amount 280mg", "--amount: 280 mg is over 84 mg, the most that the product's devices hold; look at the decimal point"),
    ("--amount 0.5mg/kg", '--amount: cannot read "0.5mg/kg": it is measured in mg'),
    ("--route oral --over 40min", "--over: only an infusion has a duration; add the route iv, or leave it out"),
    ("--over 30s", "--over: 30 s is outside 1 min to 24 h; check it"),
    ("--over 25h", "--over: 25 h is outside 1 min to 24 h; check it"),
    ("--amount 28mg --amount 56mg --amount 84mg", "that makes 9 curves, and more than 6 cannot be told apart"),
    ("--plateau 41mcg/kg/min", '--plateau: cannot read "41mcg/kg/min": it is measured in mg/h; write 172.2 mg/h'),
    ("--plateau 17220mg/h", "--plateau: 17,220 mg/h is over 1,722 mg/h, ten times a measured rate at 70 kg; look at the decimal point"),
    ("--plateau 172mg/h --route iv", "--plateau: a plateau is of racemic ketamine, and a curve of esketamine; ask for one of them"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "line"), BAD)
def test_what_cannot_be_drawn_is_refused_with_the_reason(
    run: Run, words: str, line: str
) -> None:
    screen = run("curve", *words.split())
    assert (screen.out, screen.status) == ("", 2)
    assert screen.err.startswith(f"ketacalc: {line}")
    assert screen.err.count("\n") == 1


# ---------------------------------------------------------------- the plateau


def test_a_racemic_plateau_is_the_rate_over_the_clearance(run: Run) -> None:
    screen = run("curve", "--plateau", "172.2mg/h").out
    assert "172.2 mg/h ÷ 79 L/h ≈ 2.2 mg/L" in screen
    assert "  69 L/h     2.5 mg/L" in screen
    assert "Arithmetic only" in screen
    row = next(
        csv.DictReader(
            io.StringIO(run("curve", "--plateau", "2.87mg/min", "--format", "csv").out)
        )
    )
    assert (row["plateau"], row["low"], row["high"], row["unit"]) == (
        "2.2",
        "1.9",
        "2.5",
        "mg/L",
    )


def test_the_check_that_a_student_works_comes_out() -> None:
    found = {name: each.value for name, each in parameters().items()}
    rate = found["idvall_rate"] * 70 * 60 / 1000  # mg/h
    assert rate == pytest.approx(172.2)
    level = found["idvall_level"] * found["molar_mass"] / 1000  # mg/L
    cleared = parameters()["racemic_clearance"]
    assert cleared.low is not None
    assert cleared.high is not None
    assert cleared.low < rate / level < cleared.high
    assert round(rate / level) == 78


# ----------------------------------------------------------------- the extra

BLOCK = """
import sys
sys.modules[{!r}] = None
from ketacalc.cli import main
sys.exit(main({!r}))
"""
MISSING = [
    ("mpmath", "curve", 'a curve needs mpmath; install "ketacalc[curve]"'),
    ("plotille", "curve", 'a drawing needs plotille; install "ketacalc[curve]"'),
    ("plotille", "curve --format csv", ""),
    ("mpmath", "curve --plateau 172mg/h", ""),
]  # fmt: skip


@pytest.mark.parametrize(("library", "words", "line"), MISSING)
def test_a_library_that_is_missing_is_named_with_what_to_install(
    library: str, words: str, line: str
) -> None:
    code = BLOCK.format(library, words.split())
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stderr == (f"ketacalc: {line}\n" if line else "")
    assert done.returncode == (2 if line else 0)


@pytest.mark.parametrize(
    "words", ["iv --weight 70kg", "routes", "curve --help", "curve --plateau 172mg/h"]
)
def test_nobody_else_pays_for_the_curve(words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ketacalc", *words.split()],
        capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert not re.search(r"\| +(mpmath|plotille)$", done.stderr, re.MULTILINE)


def test_each_number_of_the_model_stands_beside_its_source() -> None:
    for each in parameters().values():
        assert each.value > 0
        assert each.what
        assert each.unit or each.value < 1
        assert re.fullmatch(r"Table 3|abstract|entry", each.place)
        if each.place == "Table 3":
            assert each.source.read == "second-hand"
    with pytest.raises(KetacalcError):
        curve.courses(["moon"])
    assert read_given(curve.AMOUNT, "amount").base_value == curve.DEVICE
