"""The manual: every unit of the table, and each line of a topic gives what it says."""

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

from ketacalc import check, solve
from ketacalc.errors import KetacalcError, Unreadable
from ketacalc.language import uncovered
from ketacalc.language.notation import plain
from ketacalc.language.relations import QUANTITIES
from ketacalc.language.units import read_unit
from ketacalc.language.vocabulary import DIMENSIONS, NAMES_MEANT, ROWS
from ketacalc.screens import manual
from ketacalc.screens.verdicts import verdict_record
from ketacalc.screens.worked import of_solution

TOPICS = (
    "figures weight doses ranges sums mixing bags time surface counted asking answers "
    "numbers not-covered"
).split()


def _gives(line: str) -> str:
    """Return what a line gives: its results, its verdict, or why it is refused."""
    if "=" in line.rpartition("->")[2] and "->" in line:
        return str(verdict_record(check(line))["message"])
    try:
        record = of_solution(solve(plain(line))).record
    except Unreadable as error:
        return f"{error.reason}; write {error.write}" if error.write else error.reason
    results = [each["text"] for each in record["results"]]
    return ", ".join(filter(None, (*results, record["comparison"])))


EXAMPLES = [pair for each in manual.topics().values() for pair in each.examples]


@pytest.mark.parametrize(("line", "gives"), EXAMPLES)
def test_a_line_of_a_topic_gives_what_it_says(line: str, gives: str) -> None:
    assert _gives(line) == gives


def test_the_topics_are_the_parts_of_the_notation() -> None:
    assert list(manual.topics()) == TOPICS
    for each in manual.topics().values():
        assert 2 <= each.text.count(". ") + 1 <= 6, each.name
        assert 2 <= len(each.examples) <= 5, each.name


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_is_one_small_screen(run: Run, name: str) -> None:
    screen = run("help", name, columns=60)
    lines = screen.out.splitlines()
    assert (screen.err, screen.status) == ("", 0)
    assert max(map(len, lines)) <= 60
    assert len(lines) <= 24
    assert max(map(len, run("help", name, columns=40).out.splitlines())) <= 40


def test_help_alone_lists_the_topics(run: Run) -> None:
    text = run("help", columns=60).out
    assert all(f"\n  {name} " in text for name in TOPICS)


OPENED = [
    ("q8h", "doses"),
    ("max", "ranges"),
    ("Stock", "mixing"),
    ("not_covered", "not-covered"),
]


@pytest.mark.parametrize(("word", "name"), OPENED)
def test_a_word_of_a_topic_opens_it(word: str, name: str) -> None:
    assert manual.topic(word).name == name


def test_no_word_opens_two_topics() -> None:
    words = [word for each in manual.topics().values() for word in each.words]
    assert len(words) == len(set(words))


def test_a_topic_that_is_none_is_one_line_with_the_nearest(run: Run) -> None:
    screen = run("help", "rangs")
    assert (screen.out, screen.status) == ("", 2)
    assert screen.err == 'ketacalc: cannot read "rangs": it is no topic; write ranges\n'
    assert "write one of figures, weight" in run("help", "xyz").err


def test_help_of_a_command_is_the_help_of_the_command(run: Run) -> None:
    assert run("help", "solve") == run("solve", "--help")
    assert run("help", "progress") == run("progress", "--help")


def test_the_lines_of_the_help_of_solve_are_worked_on_a_narrow_screen(run: Run) -> None:
    import shlex

    text = run("solve", "--help").out
    lines = [line.strip() for line in text.splitlines() if "ketacalc solve " in line]
    examples = [line for line in lines if not line.startswith("Usage")]
    assert len(examples) == 6
    for each in examples:
        assert run(*shlex.split(each)[1:]).status == 0
        assert len(f"    {each}") <= 60
    narrow = run("solve", "--help", columns=60).out
    assert max(map(len, narrow.splitlines())) <= 60


def test_every_spelling_of_every_unit_is_listed_and_read() -> None:
    listed = {
        (each.named, text)
        for each in manual.entries()
        for text in (each.unit, *each.others)
    }
    for row in ROWS:
        for text in row.spellings:
            assert (row.sense, text) in listed or row.of == manual.NOT_LISTED
            sense = row.sense.split()[0] if row.sense else ""
            if row.pound != "exact":
                assert read_unit(text, sense)[0].bases[0][0] == row.name


def test_every_dimension_has_a_heading() -> None:
    assert {*manual.MEASURED, manual.NOT_LISTED} == {*DIMENSIONS, ""}


def test_units_reads_well_at_sixty_columns(run: Run) -> None:
    lines = run("units", columns=60).out.splitlines()
    assert max(map(len, lines)) <= 60
    assert "  lb    lbs, pounds, pound     1/2.2 kg; exactly" in lines
    assert "  L     liters, litre, litres, liter              1,000 mL" in lines


def test_a_record_of_a_unit_has_its_spellings(run: Run) -> None:
    found = json.loads(run("units", "--format", "json").out)["units"]
    (microgram,) = (each for each in found if each["unit"] == "mcg")
    assert microgram["others"] == "ug µg μg micrograms microgram"
    assert (microgram["measures"], microgram["size"]) == ("Drug", "1/1,000 mg")


@pytest.mark.parametrize("words", [["units"], ["help"], ["help", "doses"]])
def test_the_manual_loads_no_unit_library(words: list[str]) -> None:
    code = f"import sys; from ketacalc.cli import main; main({words}); assert 'pint' not in sys.modules"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


# ------------------------------------------------------------- not covered

MONTH = "a month is no fixed time: how many days?"
LEFT_OUT = [
    ("5 gr", "grains"),
    ("5 grains", "grains"),
    ("gr v", "grains"),
    ("gr. iss", "grains"),
    ("70 kg, 5 gr, 40 min", "grains"),
    ("37 °C -> °F", "temperature"),
    ("98.6 F", "temperature"),
    ("5 mg -> °F", "temperature"),
    ("$5", "money"),
    ("$5, 2 tablets", "money"),
    ("0.50 $/tablet, 5 tablets", "money"),
    ("5 mg -> price", "money"),
    ("250 kcal", "energy"),
    ("20 kcal/day", "energy"),
    ("20 % v/v", "% v/v"),
    ("5% w/w", "% w/w"),
    ("half-life=4 h, 5 mg", "half-lives"),
    ("5 mg, 3 half-lives", "half-lives"),
    ("age=4 years, 5 mg", "age rules"),
    ("5 mg, 4 years", "age rules"),
    ("adult dose=50 mg, 4 kg", "age rules"),
    ("10 minims", "minims"),
    ("iv", "Roman numerals"),
    ("ii tablets", "Roman numerals"),
    ("tab iii", "Roman numerals"),
    ("alligation=5, 5 mg", "alligation"),
]


@pytest.mark.parametrize(("line", "thing"), LEFT_OUT)
def test_what_is_left_out_is_said_with_what_to_write(line: str, thing: str) -> None:
    with pytest.raises(KetacalcError) as refused:
        solve(line)
    said = str(refused.value)
    assert f"not covered: {thing}" in said
    assert "; " in said
    assert "\n" not in said


def test_only_the_piece_that_cannot_be_read_is_quoted() -> None:
    with pytest.raises(Unreadable) as refused:
        solve("70 kg, 5 gr, 40 min -> mg/h")
    assert refused.value.text == "5 gr"


MONTHS = [("3 months", "90 days"), ("1 mo", "30 days"), ("month", "30 days")]


@pytest.mark.parametrize(("text", "days"), MONTHS)
def test_a_month_is_asked_for_in_days(text: str, days: str) -> None:
    with pytest.raises(Unreadable) as refused:
        solve(f"2 tablets/dose, bid, {text} -> tablets")
    said = f"the days, such as {days}"
    assert (refused.value.reason, refused.value.write) == (MONTH, said)


def test_a_unit_with_a_month_in_it_is_asked_for_in_days() -> None:
    with pytest.raises(Unreadable) as refused:
        solve("5 mg -> months")
    assert refused.value.reason.startswith(MONTH)


@pytest.mark.parametrize("each", uncovered.UNCOVERED, ids=lambda each: each.thing)
def test_what_is_left_out_is_nothing_that_is_read(each: uncovered.Uncovered) -> None:
    for text in each.units.split():
        with pytest.raises(Unreadable, match="not covered"):
            read_unit(text)
    for name in each.names.split():
        assert name not in QUANTITIES
        assert name not in NAMES_MEANT
        assert uncovered.uncovered_name(name) == each.reason


@pytest.mark.parametrize("columns", [40, 50, 80])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_help_is_wider_than_the_terminal(
    run: Run, command: str, columns: int
) -> None:
    lines = run(*command.split(), "--help", columns=columns).out.splitlines()
    assert max(map(len, lines)) <= max(columns, 50)


PROBLEM = "Order: 75 mg. On hand: 50 mg tablets. How many tablets? A. 1 B. 2 C. 1.5"


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_examples_of_a_help_can_be_run(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "problem.txt").write_text(PROBLEM, "utf-8")
    (tmp_path / "form.csv").write_text("name,5 mg -> mcg\nAda,5000\n", "utf-8")
    (tmp_path / "key.csv").write_text("question,problem\n5 mg -> mcg,\n", "utf-8")
    (tmp_path / "class.csv").write_text("problem,answer\n5 mg -> mcg,5000\n", "utf-8")
    told = run(*command.split(), "--help").out
    examples = re.findall(r"^    ketacalc (.*)", told, re.MULTILINE)
    assert examples
    for words in map(shlex.split, examples):
        if words[0] in {"practice", "progress"} and "--seed" not in words:
            continue  # it asks, or keeps what was answered
        if words[0] == "site":
            continue  # it needs Node, and fetches; tests/test_site.py builds the page
        monkeypatch.setattr(sys, "stdin", io.StringIO(PROBLEM))
        assert run(*words).status in {0, 1}, words
