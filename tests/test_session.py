"""A session of practice at the terminal, and what is kept of it."""

import csv
import io
import json
import re
import sqlite3
import sys
from pathlib import Path

import pytest
from conftest import Run, Screen
from refresh import SAMPLES

from ketacalc import NOTICE, cli
from ketacalc.practice import progress
from ketacalc.practice.boxes import Attempt, boxes, weights
from ketacalc.practice.kinds import TOPICS
from ketacalc.practice.progress import Progress
from ketacalc.practice.session import PROMPT

SESSION = (SAMPLES / "session.txt").read_text("utf-8")
TYPED = re.compile(rf"^{PROMPT}(.*)\n", re.MULTILINE)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep progress in a folder of the test's own."""
    path = tmp_path / "data" / "progress.sqlite3"
    monkeypatch.setattr(progress, "default_path", lambda: path)
    return path


def _practise(
    run: Run, monkeypatch: pytest.MonkeyPatch, answers: str, *words: str
) -> Screen:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    return run("practice", "--topic", "pump", "--level", "3", "--seed", "7", *words)


def test_a_session_asks_judges_and_sums_up(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    answers = "".join(f"{line}\n" for line in TYPED.findall(SESSION))
    screen = _practise(run, monkeypatch, answers, "--count", "2")
    assert screen.out == TYPED.sub(PROMPT, SESSION)
    assert (screen.err, screen.status) == ("", 0)
    with Progress(kept) as found:
        told = [(each.attempt, each.verdict, each.slips) for each in found.attempts()]
    assert told == [
        (1, "hinted", ""),
        (2, "wrong_value", "minutes-hours"),
        (3, "right", ""),
        (1, "shown", ""),
    ]


def test_a_figure_of_the_question_is_no_answer_to_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    answers = "1.5 mg/min\n0.75 mL/min\n45 mL/h\n"
    screen = _practise(run, monkeypatch, answers, "--count", "1")
    assert screen.out.count("So far right; the question is in mL/h.") == 1
    with Progress(kept) as found:
        assert [(each.answer, each.verdict) for each in found.attempts()] == [
            ("1.5 mg/min", "wrong_unit"),
            ("45 mL/h", "right"),
        ]


def test_a_right_step_on_the_way_costs_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    answers = "2 mg/mL\n100 mg / 50 mL = 2 mg/mL\n3 mg/mL\n1 mg/mL = 2 mg/mL\n45\n"
    screen = _practise(run, monkeypatch, answers, "--count", "1")
    assert screen.out.count("So far right; the question is in mL/h.") == 2
    with Progress(kept) as found:
        told = [(each.answer, each.verdict) for each in found.attempts()]
    assert told == [
        ("3 mg/mL", "wrong_unit"),
        ("1 mg/mL = 2 mg/mL", "wrong_value"),
        ("45", "right"),
    ]


def test_a_hint_counts_once_and_what_is_no_figure_not_at_all(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    answers = "hint\nhint\n\nno idea\n45\n"
    screen = _practise(run, monkeypatch, answers, "--count", "1")
    assert screen.out.count("\nHint\n") == 2
    assert 'Cannot read "no idea"' in screen.out
    with Progress(kept) as found:
        assert [(each.attempt, each.verdict) for each in found.attempts()] == [
            (1, "hinted"),
            (2, "right"),
        ]


WORDS = [("q", "quit"), ("EXIT", "quit"), ("?", "help"), ("h", "hint")]


@pytest.mark.parametrize(("typed", "word"), WORDS)
def test_a_word_may_be_typed_in_several_ways(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path, typed: str, word: str
) -> None:
    screens = [
        _practise(run, monkeypatch, f"{text}\nquit\n", "--no-progress").out
        for text in (typed, word)
    ]
    assert screens[0] == screens[1]
    assert not kept.exists()


@pytest.mark.parametrize("answers", ["quit\n", "", "skip\nquit\n"])
def test_a_session_ends_when_the_learner_does(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path, answers: str
) -> None:
    screen = _practise(run, monkeypatch, answers)
    asked = screen.out.count(" of 10: pump, level 3")
    assert asked == answers.count("\n") or (answers == "" and asked == 1)
    assert screen.status == 0
    assert kept.exists()


def test_ctrl_c_loses_nothing_already_answered(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    lines = iter(["45"])

    def ask(_prompt: str) -> str:
        for line in lines:
            return line
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", ask)
    screen = run("practice", "--topic", "pump", "--level", "3", "--seed", "7")
    assert screen.status == cli.INTERRUPTED
    assert "pump   1              1   2" in screen.out
    with Progress(kept) as found:
        assert [each.verdict for each in found.attempts()] == ["right"]


def test_no_progress_is_kept_where_none_is_wanted(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    assert _practise(run, monkeypatch, "45\nquit\n", "--no-progress").status == 0
    assert not kept.exists()


def test_progress_is_shown_exported_and_erased(run: Run, kept: Path) -> None:
    assert "Nothing was practised yet" in run("progress").out
    assert run("progress", "--format", "csv").out == "notice\n"
    with Progress(kept) as found:
        found.add(Attempt("drip", 2, "90 mL/h, 20 gtt/mL -> gtt/min", 1, "30", "right"))
        found.add(
            Attempt("drip", 2, "36 mL/h, 20 gtt/mL -> gtt/min", 1, "=1", "no_unit")
        )
    shown = run("progress").out
    assert "drip   1              2   1" in shown
    record = json.loads(run("progress", "--format", "json").out)
    assert record["notice"] == NOTICE
    assert record["boxes"] == {"drip": 1}
    assert [each["answer"] for each in record["attempts"]] == ["30", "=1"]
    rows = list(csv.DictReader(io.StringIO(run("progress", "--format", "csv").out)))
    assert [row["answer"] for row in rows] == ["30", "'=1"]
    assert "What was practised is forgotten." in run("progress", "--erase").out
    with Progress(kept) as found:
        assert found.attempts() == ()


def test_a_file_that_is_no_progress_is_said_in_one_line(run: Run, kept: Path) -> None:
    kept.parent.mkdir()
    kept.write_text("my shopping list, which is long enough to be looked at\n" * 20)
    screen = run("progress")
    assert (screen.out, screen.status) == ("", 2)
    assert screen.err == (
        f'ketacalc: cannot use "{kept}": file is not a database; '
        "ketacalc progress --erase begins anew\n"
    )
    assert kept.read_text().startswith("my shopping list")
    assert "What was practised is forgotten." in run("progress", "--erase").out
    assert run("progress").status == 0


def test_a_folder_that_cannot_be_is_said_in_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "progress.sqlite3"
    monkeypatch.setattr(progress, "default_path", lambda: path)
    screen = run("practice")
    assert (screen.out, screen.status) == ("", 2)
    assert screen.err.endswith("ketacalc practice --no-progress does without\n")
    assert screen.err.count("\n") == 1


def test_a_folder_in_the_place_of_the_file_is_said_in_one_line(
    run: Run, kept: Path
) -> None:
    kept.mkdir(parents=True)
    assert run("progress") == (
        "",
        f'ketacalc: cannot use "{kept}": unable to open database file; '
        "ketacalc practice --no-progress does without\n",
        2,
    )


def test_what_was_answered_is_on_disk_at_once(kept: Path) -> None:
    with Progress(kept) as found:
        found.add(Attempt("oral", 1, "", 1, "5", "right"))
        other = sqlite3.connect(kept)
        assert other.execute("SELECT count(*) FROM answers").fetchone() == (1,)
        other.close()


BOXES = [
    # first goes at a topic, right or not, and the box it is in
    ("", None),
    ("+", 2),
    ("++", 3),
    ("+++++++", 5),
    ("+++-", 1),
    ("+++-+", 2),
    ("++h", 3),
    ("++h+", 4),
    ("h", 1),
]


@pytest.mark.parametrize(("goes", "box"), BOXES)
def test_a_topic_moves_up_a_box_or_back_to_the_first(
    goes: str, box: int | None
) -> None:
    verdicts = {"+": "right", "-": "wrong_value", "h": "hinted"}
    attempts = [Attempt("drip", 1, "", 1, "", verdicts[each]) for each in goes]
    attempts.append(
        Attempt("drip", 1, "", 2, "", "right")
    )  # a second go counts nothing
    assert boxes(attempts).get("drip") == box


def test_what_went_wrong_last_comes_sooner() -> None:
    attempts = [Attempt(topic, 1, "", 1, "", "right") for topic in TOPICS] * 4
    attempts.append(Attempt("drip", 1, "", 1, "", "wrong_value"))
    found = weights(attempts)
    assert found == dict.fromkeys(TOPICS, 1) | {"drip": 16}
