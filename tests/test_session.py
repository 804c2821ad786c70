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
from pathlib import Path

import pytest
from conftest import Run, Screen
from hypothesis import given
from hypothesis import strategies as st
from refresh import SAMPLES

from ketacalc import NOTICE, cli, shell
from ketacalc.practice import progress, read_wish, session
from ketacalc.practice.boxes import Attempt, boxes, weights
from ketacalc.practice.exercises import exercises
from ketacalc.practice.kinds import TOPICS
from ketacalc.practice.progress import Progress
from ketacalc.practice.session import PROMPT

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
    return run("practice", "--topic", "pump", "--level", "3", "--seed", "7", *words)


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
    screen = run("practice", "--topic", "pump", "--level", "3", "--seed", "7")
    assert screen.status == cli.INTERRUPTED
    assert "pump   1              1   2" in screen.out
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
    assert "drip   1              2   1" in shown
    record = json.loads(run("progress", "--format", "json").out)
    assert record["notice"] == NOTICE
    assert record["boxes"] == {"drip": 1}
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
    ("('lipids', 1, 'x', 1, '34', 'right', '')", "lipids  1              1   2"),
    ("('bolus', 1, 'x', 1, '34', 'foo', '')", "bolus  0              1   1"),
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


SEVEN = ("practice", "--topic", "pump", "--level", "3", "--seed", "7")


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
    assert "pump   0              1   1" in screen.out
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
    session.practise(exercises(7, read_wish(["pump"], 3)), 2, way)
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


BOXES = [
    # first goes at a topic, right or not, a word for each day, and the box it is in
    ("", None),
    ("+", 2),
    ("++", 2),
    ("++++++++++", 2),
    ("+ +", 3),
    ("++ ++ ++", 4),
    ("+ + + + + + +", 5),
    ("+ + + -", 1),
    ("+ + + - +", 2),
    ("+ + + -+", 2),
    ("+ + + -++", 2),
    ("+ + +-+", 1),
    ("+ + h", 3),
    ("+ + h +", 4),
    ("+ + h+", 4),
    ("h", 1),
]
VERDICTS = {"+": "right", "-": "wrong_value", "h": "hinted"}


def _gone(days: str, topic: str = "drip") -> list[Attempt]:
    """Return first goes at a topic, a word for each day."""
    return [
        Attempt(topic, 1, "", 1, "", VERDICTS[each], day=f"2026-01-{day + 1:02}")
        for day, goes in enumerate(days.split(" "))
        for each in goes
    ]


@pytest.mark.parametrize(("days", "box"), BOXES)
def test_a_topic_moves_up_a_box_or_back_to_the_first(
    days: str, box: int | None
) -> None:
    attempts = _gone(days)
    attempts.append(
        Attempt("drip", 1, "", 2, "", "right")
    )  # a second go counts nothing
    assert boxes(attempts).get("drip") == box


goes = st.lists(st.sampled_from("+-h"), max_size=8).map("".join)
many_days = st.lists(goes, max_size=20).map(" ".join)


@given(before=many_days, day=goes)
def test_no_day_lifts_a_topic_by_more_than_one_box(before: str, day: str) -> None:
    began = boxes(_gone(before)).get("drip", 1)
    assert boxes(_gone(f"{before} {day}")).get("drip", 1) <= began + 1


@given(before=many_days, day=goes)
def test_what_a_day_did_to_a_topic_hangs_on_that_topic_alone(
    before: str, day: str
) -> None:
    alone = boxes(_gone(f"{before} {day}")).get("drip")
    mixed = [*_gone(f"{before} {day}"), *_gone("+++ + +", "oral")]
    mixed.sort(key=lambda each: each.day)
    assert boxes(mixed).get("drip") == alone


def test_a_session_says_where_a_topic_is_by_all_that_was_answered(
    run: Run, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    earlier = [
        f"('pump', 3, 'x', 1, '45', 'right', '', '2026-01-0{day} 12:00:00')"
        for day in (1, 2)
    ]
    rows = ROW.replace("slips)", "slips, at)") + ", ".join(earlier)
    _put(kept, progress.TABLE, rows)
    assert (
        "pump   1              1   4" in _practise(run, monkeypatch, "45\nquit\n").out
    )


def test_what_went_wrong_last_comes_sooner() -> None:
    attempts = [each for topic in TOPICS for each in _gone("+ + + +", topic)]
    attempts.append(Attempt("drip", 1, "", 1, "", "wrong_value"))
    found = weights(boxes(attempts))
    assert found == dict.fromkeys(TOPICS, 1) | {"drip": 16}
