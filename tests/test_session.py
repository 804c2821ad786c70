"""A session of practice at the terminal, and what is kept of it."""

import csv
import io
import json
import re
import shutil
import sqlite3
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from conftest import Run, Screen
from hypothesis import given
from hypothesis import strategies as st
from refresh import SAMPLES

from ketacalc import NOTICE, cli, shell
from ketacalc.practice import progress, read_wish, session
from ketacalc.practice.attempts import Attempt
from ketacalc.practice.exercises import exercises
from ketacalc.practice.progress import Progress
from ketacalc.practice.session import PROMPT
from ketacalc.practice.spacing import NEW, SOON, cards, due, weights

SESSION = (SAMPLES / "session.txt").read_text("utf-8")
ERASE = ("--erase", "--yes")
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
    return run("practice", "--topic", "pump", "--level", "3", "--seed", "86", *words)


def test_a_session_asks_judges_and_sums_up(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    answers = "".join(f"{line}\n" for line in TYPED.findall(SESSION))
    screen = _practise(run, monkeypatch, answers, "--count", "2")
    assert screen.out == TYPED.sub(PROMPT, SESSION)
    assert (screen.err, screen.status) == ("", 0)
    found = Progress(kept)
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
    found = Progress(kept)
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
    found = Progress(kept)
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
    found = Progress(kept)
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
    screen = run("practice", "--topic", "pump", "--level", "3", "--seed", "86")
    assert screen.status == cli.INTERRUPTED
    assert "pump   1              1" in screen.out
    found = Progress(kept)
    assert [each.verdict for each in found.attempts()] == ["right"]


def test_no_progress_is_kept_where_none_is_wanted(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    assert _practise(run, monkeypatch, "45\nquit\n", "--no-progress").status == 0
    assert not kept.exists()


def test_progress_is_shown_exported_and_erased(run: Run, kept: Path) -> None:
    assert "Nothing was practised yet" in run("progress").out
    assert run("progress", "--format", "csv").out == "notice\n"
    found = Progress(kept)
    found.add(Attempt("drip", 2, "90 mL/h, 20 gtt/mL -> gtt/min", 1, "30", "right"))
    found.add(Attempt("drip", 2, "36 mL/h, 20 gtt/mL -> gtt/min", 1, "=1", "no_unit"))
    shown = run("progress").out
    assert "drip   1              2   0" in shown
    record = json.loads(run("progress", "--format", "json").out)
    assert record["notice"] == NOTICE
    assert record["due"] == {}
    assert [each["answer"] for each in record["attempts"]] == ["30", "=1"]
    rows = list(csv.DictReader(io.StringIO(run("progress", "--format", "csv").out)))
    assert [row["answer"] for row in rows] == ["30", "'=1"]
    assert "What was practised is forgotten." in run("progress", *ERASE).out
    found = Progress(kept)
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
    assert "What was practised is forgotten." in run("progress", *ERASE).out
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


def test_a_place_that_nobody_names_is_said_in_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(*_: object, **__: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr(progress, "user_data_path", nowhere)
    said = "there is no folder to keep progress in; set HOME"
    for words in (("practice",), ("progress",), ("progress", *ERASE)):
        screen = run(*words)
        assert (screen.out, screen.status) == ("", 2)
        assert screen.err.startswith(f"ketacalc: {said}; ketacalc practice --no-")
        assert screen.err.count("\n") == 1
    assert _practise(run, monkeypatch, "quit\n", "--no-progress").status == 0


def _put(path: Path, *statements: str) -> None:
    """Make a progress file as another version or another program may have left it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as file:
        for statement in statements:
            file.execute(statement)
        file.commit()


LOOSE = progress.TABLE.replace(" NOT NULL", "")
ROW = "INSERT INTO answers (topic, level, problem, attempt, answer, verdict, slips) VALUES "
OTHERS = [
    # what another version may know, and what is said of it
    ("('bolus', 1, 'x', 1, '34', 'wrong_value', 'new-slip')", "of another version  new-slip  1"),
    ("('bolus', 1, 'x', 1, '34', 'wrong_value', 'new+tenfold')", "of another version  new+tenfold  1"),
    ("('lipids', 1, 'x', 1, '34', 'right', '')", "lipids  1              1   0"),
    ("('bolus', 1, 'x', 1, '34', 'foo', '')", "bolus  0              1   0"),
    ("('bolus', 1, 'x', 2, '34', 'wrong_value', 'tenfold')", "calculation       tenfold  1"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "said"), OTHERS)
def test_what_another_version_wrote_is_shown_and_kept(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path, row: str, said: str
) -> None:
    _put(kept, progress.TABLE, ROW + row)
    assert said in run("progress").out
    for form in ("json", "csv", "md"):
        assert run("progress", "--format", form).status == 0
    assert _practise(run, monkeypatch, "45\nquit\n").status == 0
    assert len(Progress(kept).attempts()) == 2


DAMAGED = [
    [LOOSE, f"{ROW} ('bolus', 1, 'x', 1, '34', 'right', NULL)"],
    [LOOSE, f"{ROW} (NULL, 1, 'x', 1, '34', 'right', '')"],
    [LOOSE, f"{ROW} ('bolus', 1, 'x', 'one', '34', 'right', '')"],
    [LOOSE, f"{ROW} ('bolus', 1, 'x', 1, x'ff00', 'right', '')"],
    [LOOSE, f"{ROW} ('bolus', 1, 'x', 1, CAST(x'ff' AS TEXT), 'right', '')"],
    [LOOSE.replace("slips TEXT", "slides TEXT")],
    ["CREATE VIEW answers AS SELECT 1 AS id"],
]


@pytest.mark.parametrize("statements", DAMAGED)
def test_a_damaged_file_is_said_in_one_line_and_nothing_of_it_is_lost(
    run: Run, kept: Path, statements: list[str]
) -> None:
    _put(kept, *statements)
    before = kept.read_bytes()
    for words in (("progress",), ("progress", "--format", "json"), ("practice",)):
        screen = run(*words)
        assert (screen.out, screen.status) == ("", 2)
        assert screen.err.endswith("; ketacalc progress --erase begins anew\n")
        assert screen.err.count("\n") == 1
    assert kept.read_bytes() == before
    assert run("progress", *ERASE).status == 0
    assert run("progress").status == 0


REFUSING = [
    # what no answer can be written to, and the way out
    (progress.TABLE.replace("slips", "extra TEXT NOT NULL, slips"), "erase-progress"),
    ("CREATE TRIGGER t BEFORE INSERT ON answers BEGIN SELECT RAISE(ABORT, 'no'); END", "erase-progress"),
    ("BEGIN IMMEDIATE", "leave-progress"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "remedy"), REFUSING)
def test_what_cannot_be_written_is_said_before_anything_is_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path, statement: str, remedy: str
) -> None:
    monkeypatch.setattr(progress, "WAIT", 0.01)
    kept.parent.mkdir()
    with closing(sqlite3.connect(kept, isolation_level=None)) as file:
        if not statement.startswith("\n"):
            file.execute(progress.TABLE)
        file.execute(statement)
        screen = run("practice")
    assert (screen.out, screen.status) == ("", 2)
    assert screen.err.endswith(f"{shell.REMEDIES[remedy]}\n")
    assert screen.err.count("\n") == 1


def _asking(monkeypatch: pytest.MonkeyPatch, *turns: Callable[[], str]) -> None:
    """Have something happen at each question, and an answer given."""
    left = iter(turns)
    monkeypatch.setattr("builtins.input", lambda _: next(left)())


SEVEN = ("practice", "--topic", "pump", "--level", "3", "--seed", "86")


def test_a_session_waits_for_another_that_writes(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    with closing(sqlite3.connect(_begun(kept), check_same_thread=False)) as other:

        def locked() -> str:
            other.execute("BEGIN EXCLUSIVE")
            threading.Timer(0.1, other.rollback).start()
            return "45"

        _asking(monkeypatch, locked, lambda: "quit")
        assert run(*SEVEN).status == 0
    assert [each.answer for each in Progress(kept).attempts()] == ["45"]


def _begun(path: Path) -> Path:
    Progress(path).begin()
    return path


def test_beginning_leaves_no_answer(kept: Path) -> None:
    assert Progress(_begun(kept)).attempts() == ()


def test_a_summary_counts_its_own_session_only(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    def beside() -> str:
        Progress(kept).add(Attempt("drip", 1, "x", 1, "5", "right"))
        return "quit"

    _asking(monkeypatch, beside)
    assert run(*SEVEN).out.endswith("Nothing was answered.\n")
    _asking(monkeypatch, lambda: "45", beside)
    assert "drip" not in run(*SEVEN).out.partition("How it went")[2]
    assert len(Progress(kept).attempts()) == 3


@pytest.mark.parametrize("gone", ["file", "folder"])
def test_an_erase_beside_a_session_loses_no_later_answer(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path, gone: str
) -> None:
    def erased() -> str:
        progress.erase(kept) if gone == "file" else shutil.rmtree(kept.parent)
        return "46"

    _asking(monkeypatch, lambda: "44", erased, lambda: "45", lambda: "quit")
    screen = run(*SEVEN)
    assert screen.status == 0
    assert [each.answer for each in Progress(kept).attempts()] == ["46", "45"]


def test_erasing_leaves_nothing_that_would_go_into_the_next_file(kept: Path) -> None:
    _begun(kept)
    endings = ("", "-journal", "-shm", "-wal")
    for ending in endings:
        kept.with_name(kept.name + ending).touch()
    progress.erase(kept)
    left = sorted(path.name for path in kept.parent.iterdir())
    assert left == [f"progress.sqlite3.erased{ending}" for ending in endings]


NO_WAY_BACK = "nothing was erased, or it was practised since: there is no way back"


def test_what_was_erased_comes_back_until_an_answer_is_given_anew(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    Progress(kept).begin()
    Progress(kept).add(Attempt("drip", 1, "x", 1, "30", "right"))
    shown = run("progress").out
    assert "brings it back" in run("progress", *ERASE).out
    assert "Nothing was practised yet" in run("progress", *ERASE).out  # nor is it lost
    assert _practise(run, monkeypatch, "quit\n").status == 0
    assert "Nothing was practised yet" in run("progress", "--erase").out
    assert run("progress", "--undo") == (shown, "", 0)
    assert run("progress", "--undo") == ("", f"ketacalc: {NO_WAY_BACK}\n", 2)
    assert run("progress", *ERASE).status == 0
    assert _practise(run, monkeypatch, "45\nquit\n").status == 0
    assert run("progress", "--undo") == ("", f"ketacalc: {NO_WAY_BACK}\n", 2)
    assert [each.name for each in kept.parent.iterdir()] == ["progress.sqlite3"]


def test_what_cannot_be_read_is_erased_and_comes_back_as_it_was(
    run: Run, kept: Path
) -> None:
    kept.parent.mkdir()
    kept.write_text("my shopping list, which is no progress")
    assert run("progress", *ERASE).status == 0
    assert run("progress", "--undo").status == 2  # as it cannot be read still
    assert kept.read_text() == "my shopping list, which is no progress"


REFUSED = [
    (("--erase",), "--erase asks first, and here is nobody to ask; write --erase --yes."),
    (("--erase", "--undo"), "--erase forgets and --undo brings back: write one of them."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_nothing_is_erased_unasked(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path, words: list[str], said: str
) -> None:
    Progress(kept).begin()
    Progress(kept).add(Attempt("drip", 1, "x", 1, "30", "right"))
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    line = f"ketacalc: Invalid value: {said} See ketacalc --help.\n"
    assert run("progress", *words) == ("", line, 2)
    assert len(Progress(kept).attempts()) == 1


def test_looking_at_no_progress_leaves_no_file(run: Run, kept: Path) -> None:
    assert run("progress").status == 0
    assert not kept.exists()


def test_an_answer_that_cannot_be_kept_is_not_judged_and_the_others_stay(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    saved = kept.with_name("saved")

    def in_the_way() -> str:
        kept.rename(saved)
        kept.mkdir()
        return "45"

    _asking(monkeypatch, lambda: "44", in_the_way)
    screen = run(*SEVEN)
    assert screen.status == 2
    assert "44 is not right." in screen.out
    assert "Right." not in screen.out
    assert "pump   0              1" in screen.out
    assert screen.err.count("\n") == 1
    assert [each.answer for each in Progress(saved).attempts()] == ["44"]


def test_an_answer_is_kept_before_it_is_judged_aloud() -> None:
    events: list[str] = []
    answers = iter(["44", "no idea", "hint", "show", "quit"])
    way = session.Way(
        lambda _: next(answers),
        lambda report: events.extend(map(str, report.blocks)),
        lambda attempt: events.append(f"kept {attempt.verdict}"),
    )
    session.practise(exercises(86, read_wish(["pump"], 3)), 2, way)
    kept = [i for i, event in enumerate(events) if event.startswith("kept")]
    assert [events[i] for i in kept] == [
        "kept wrong_value",
        "kept hinted",
        "kept shown",
    ]
    said = [
        next(i for i, event in enumerate(events) if text in event)
        for text in ("44 is not right", "'Hint'", "Working")
    ]
    assert all(before < after for before, after in zip(kept, said, strict=True))


def test_what_was_answered_is_on_disk_at_once(kept: Path) -> None:
    found = Progress(kept)
    found.add(Attempt("oral", 1, "", 1, "5", "right"))
    other = sqlite3.connect(kept)
    assert other.execute("SELECT count(*) FROM answers").fetchone() == (1,)
    other.close()


TODAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
VERDICTS = {"+": "right", "-": "wrong_value", "h": "hinted"}


def _gone(days: str, kind: str = "drops") -> list[Attempt]:
    """Return first goes at a kind, a sign for each day up to yesterday."""
    moments = [TODAY - timedelta(days=len(days) - at) for at in range(len(days))]
    return [
        Attempt("drip", 1, "", 1, "", VERDICTS[sign], kind=kind, at=f"{at:%F %T}")
        for sign, at in zip(days, moments, strict=True)
        if sign in VERDICTS
    ]


SPACED = [
    # first goes, a sign a day (. for none), and whether the kind is due today
    ("", False),
    ("-", True),
    ("h", True),
    ("+", False),
    ("+.", True),
    ("+.+", False),
    ("+.+.......", False),
    ("+.+................", True),
    ("+.-", True),
    ("-+", False),
    ("-+......", True),
]


@pytest.mark.parametrize(("days", "is_due"), SPACED)
def test_what_went_right_is_due_later_and_what_went_wrong_tomorrow(
    days: str, is_due: bool
) -> None:
    attempts = _gone(days)
    attempts.append(Attempt("drip", 1, "", 2, "", "right", kind="drops"))
    assert due(attempts, TODAY) == ({"drip": 1} if is_due else {})


def test_an_earlier_mistake_makes_a_kind_come_sooner_for_weeks() -> None:
    clean, shaky = (cards(_gone(days))["drops"] for days in ("+.+.+", "-.+.+"))
    assert clean.due - shaky.due > timedelta(days=7)


signs = st.text(alphabet="+-h.", max_size=20)


@given(days=signs, more=signs)
def test_what_is_due_of_a_kind_hangs_on_that_kind_alone(days: str, more: str) -> None:
    attempts = [*_gone(days), *_gone(more, "piggyback")]
    attempts.sort(key=lambda each: each.at)
    assert cards(attempts).get("drops") == cards(_gone(days)).get("drops")


def test_what_is_due_or_went_wrong_last_comes_sooner_and_then_what_is_new() -> None:
    attempts = [*_gone("+.+"), *_gone("+.....", "piggyback")]
    attempts.append(Attempt("pump", 1, "", 1, "", "wrong_value", kind="dilution"))
    found = weights(attempts, TODAY)
    assert found["drops"] == 1
    assert found["piggyback"] == found["dilution"] == SOON
    assert found["tablets"] == NEW


def test_an_answer_is_kept_with_its_kind_and_its_seconds(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    ticks = iter([0.0, 2.0, 14.0, 20.0, 20.0, 20.0])
    monkeypatch.setattr("time.monotonic", lambda: next(ticks, 20.0))
    assert _practise(run, monkeypatch, "44\nquit\n").status == 0
    (attempt,) = Progress(kept).attempts()
    assert attempt.kind
    assert attempt.seconds >= 2
    assert "second" not in run("progress").out


def test_progress_says_what_is_due_and_where_the_slips_fell(
    run: Run, kept: Path
) -> None:
    rows = [
        # kind, verdict, slips, at
        ("drops", "wrong_value", "tenfold", "2026-01-05 12:00:00"),
        ("drops", "wrong_value", "minutes-hours", "2026-01-07 12:00:00"),
        ("piggyback drops", "wrong_value", "minutes-hours", "2026-01-14 12:00:00"),
    ]
    columns = ROW.replace("slips)", "slips, kind, at)")
    values = ", ".join(
        f"('drip', 3, 'x', 1, '3', '{verdict}', '{slips}', '{kind}', '{at}')"
        for kind, verdict, slips, at in rows
    )
    _put(kept, progress.TABLE, columns + values)
    shown = run("progress").out
    assert "Due today: 2 of drip." in shown
    assert "drip   0              3   2" in shown
    assert "2026-01-05  2         * 1         * 1          0" in shown
    assert "2026-01-12  1         * 1         0            0" in shown


def test_a_file_of_an_older_version_is_read_and_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    older = progress.TABLE.partition(",\n        kind")[0] + ")"
    _put(kept, older, f"{ROW}('oral', 1, 'x', 1, '34', 'right', '')")
    assert _practise(run, monkeypatch, "45\nquit\n").status == 0
    old, new = Progress(kept).attempts()
    assert (old.kind, old.seconds, old.topic) == ("", 0, "oral")
    assert new.kind


# --------------------------------------------------------------------------- choices

CHOOSING = [
    # the task and the topic, what is typed, and what is kept
    ("mistake titration", "9\n1\n2\n3\n4\n5\n6\n", "right"),
    ("estimate pump", "hint\nfoo\nshow\n", "shown"),
    ("answer ranges", "hint\nbelow\nWithin\na\n", "right"),
]


@pytest.mark.parametrize(("what", "answers", "verdict"), CHOOSING)
def test_a_choice_is_judged_and_the_working_shown(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    kept: Path,
    what: str,
    answers: str,
    verdict: str,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    task, topic = what.split()
    words = ["--task", task, "--topic", topic, "--seed", "3", "--count", "1"]
    screen = run("practice", *words)
    assert (screen.err, screen.status) == ("", 0)
    assert "Answer with one of: " in screen.out
    assert "  Step  Working" in screen.out
    found = Progress(kept).attempts()
    assert found[-1].verdict == verdict
    assert {each.verdict for each in found[:-1]} <= {"wrong_value"}


def test_a_mistake_is_told_once_its_line_is_found(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (exercise,) = islice(exercises(3, read_wish(["titration"], task="mistake")), 1)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{exercise.chosen}\n"))
    words = ["--task", "mistake", "--topic", "titration", "--seed", "3", "--count", "1"]
    screen = run("practice", *words, "--no-progress")
    told = " ".join(screen.out.split())
    assert f"Right. Line {exercise.chosen}: {exercise.told}." in told
    for line in exercise.shown:
        assert line in told


CHOSEN = [
    ("estimate", "20 mL/h", "20 mL/h"),
    ("estimate", "20", "20 mL/h"),
    ("estimate", "2", ""),
    ("estimate", "20  ML/H", "20 mL/h"),
    ("answer", "w", "within"),
    ("answer", "WITHIN", "within"),
    ("answer", "2", "within"),
    ("answer", "4", ""),
]


@pytest.mark.parametrize(("task", "typed", "chosen"), CHOSEN)
def test_a_choice_may_be_typed_in_several_ways(
    task: str, typed: str, chosen: str
) -> None:
    (exercise,) = islice(exercises(3), 1)
    compared = ("below", "within", "above")
    choices = ("20 mL/h", "200 mL/h", "2,000 mL/h") if task == "estimate" else compared
    assert (
        session.chosen_by(exercise._replace(choices=choices, task=task), typed)
        == chosen
    )
