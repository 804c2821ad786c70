"""Pipes, terminals and Ctrl-C, as POSIX systems have them; conftest leaves this out elsewhere."""

import json
import os
import pty
import shutil
import signal
import sqlite3
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from conftest import Run

from ketacalc.errors import Unsaved
from ketacalc.practice.progress import INSERT, Progress
from ketacalc.screens.files import write_whole

RIGHT = "70 kg, 0.5 mg/kg -> mg = 35"
WRONG = "70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875"


def _checking(folder: Path, line: str, times: int) -> list[str]:
    """Return the command that checks a sheet of one line, so many times over."""
    path = folder / "sheet.txt"
    path.write_text(f"{line}\n" * times, "utf-8")
    words = ["check", str(path), "--format", "jsonl"]
    return [sys.executable, "-m", "ketacalc", *words]


def test_a_pipe_is_read_once(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(f"{WRONG}\n",))
    writer.start()
    screen = run("check", str(pipe))
    writer.join()
    assert "0 of 1" in screen.out
    assert screen.status == 1


def at_a_terminal(
    words: list[str], typed: str, folder: Path, status: int = 0, **environment: str
) -> str:
    """Run a command at a terminal of its own, with a home of its own; return the screen.

    The terminal has 24 rows of 80 columns.
    """
    mine, its = pty.openpty()
    termios.tcsetwinsize(its, (24, 80))
    unset = ("XDG_", "COLUMNS", "LINES", "NO_COLOR", "LESS", "PAGER", "KETACALC_")
    kept = {
        name: text for name, text in os.environ.items() if not name.startswith(unset)
    }
    home = {"HOME": str(folder), "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "ketacalc", *words]
    with subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, env={**kept, **home, **environment}
    ) as process:
        os.close(its)
        os.write(mine, typed.encode())
        screen = b""
        with suppress(OSError):  # so Linux says that the other end is closed
            while part := os.read(mine, 4096):
                screen += part
    os.close(mine)
    assert process.returncode == status
    return screen.decode(environment.get("PYTHONIOENCODING", "utf-8"))


def test_a_terminal_shows_how_many_files_are_checked(tmp_path: Path) -> None:
    (tmp_path / "sheet.txt").write_text(f"{RIGHT}\n", "utf-8")
    words = ["check", *[str(tmp_path / "sheet.txt")] * 2]
    screen = at_a_terminal(words, "", tmp_path)
    assert "Checking" in screen
    assert "100%" in screen
    assert "2 of 2" in screen


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "cp1252"])
def test_an_old_terminal_gets_plain_signs(encoding: str, tmp_path: Path) -> None:
    words = ["solve", "154lb", "5mcg/kg/min", "400 mg in 250 mL", "--for", "mL/h"]
    old = at_a_terminal(words, "", tmp_path, PYTHONIOENCODING=encoding)
    new = at_a_terminal(words, "", tmp_path)
    assert "≈ 13.125 mL/h" in new
    assert "13.125 mL/h" in old
    plain = new.replace("×", "x").replace("÷", "/").replace("≈", "~")
    assert encoding != "ascii" or old == plain


def test_a_curve_on_an_old_terminal_is_drawn_in_dots(tmp_path: Path) -> None:
    words = ["--no-pager", "curve"]
    old = at_a_terminal(words, "", tmp_path, PYTHONIOENCODING="ascii")
    assert old.isascii()
    assert old.count(".\x1b[0m") > 100
    assert "\\u" not in old


def test_practice_at_a_terminal_keeps_what_was_answered(tmp_path: Path) -> None:
    words = ["practice", "--topic", "pump", "--level", "3", "--seed", "86"]
    screen = at_a_terminal(words, "45\nquit\n", tmp_path)
    assert "Right." in screen
    (kept,) = tmp_path.rglob("progress.sqlite3")
    found = Progress(kept)
    assert [each.answer for each in found.attempts()] == ["45"]


SURE = [
    # what is typed at the question, whether the answers are gone, and the exit status
    ("y\n", True, 0),
    ("n\n", False, 0),
    ("\n", False, 0),
    ("what?\ny\n", True, 0),
    ("\x04", False, 130),  # Ctrl-D
]


@pytest.mark.parametrize(("typed", "gone", "status"), SURE)
def test_progress_is_erased_by_who_is_sure(
    tmp_path: Path, typed: str, gone: bool, status: int
) -> None:
    words = ["practice", "--topic", "pump", "--level", "3", "--seed", "86"]
    at_a_terminal(words, "45\nquit\n", tmp_path)
    screen = at_a_terminal(["progress", "--erase"], typed, tmp_path, status)
    assert "Forget all that was practised? [y/N]: " in screen
    (kept,) = tmp_path.rglob("progress.sqlite3*")
    assert (kept.suffix == ".erased") is gone
    assert ("What was practised is forgotten." in screen) is gone


@pytest.mark.parametrize(("zone", "days"), [("UTC0", 2), ("NYC5", 1)])
def test_a_day_is_that_of_the_place_where_the_learner_is(
    tmp_path: Path, zone: str, days: int
) -> None:
    kept = tmp_path / "progress.sqlite3"
    Progress(kept).begin()
    with closing(sqlite3.connect(kept, isolation_level=None)) as file:
        for hour in ("2026-01-01 23:00:00", "2026-01-02 01:00:00"):
            row = ("drip", 1, "x", 1, "30", "right", "", "drops", 4, hour)
            insert = INSERT.replace("seconds)", "seconds, at)").replace("?)", "?, ?)")
            file.execute(insert, row)
    code = "import sys; from pathlib import Path; from ketacalc.practice.progress import Progress; print(len({each.day for each in Progress(Path(sys.argv[1])).attempts()}))"
    command = [sys.executable, "-c", code, str(kept)]
    done = subprocess.run(
        command, env={**os.environ, "TZ": zone}, capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == str(days)


BASH = """\
eval "$(_KETACALC_COMPLETE=source_bash ketacalc)"
complete -p ketacalc
COMP_WORDS=(ketacalc iv --protocol fa)
COMP_CWORD=3
_ketacalc_completion ketacalc
printf '%s\\n' "${COMPREPLY[@]}"
"""


def test_bash_itself_offers_the_protocols(tmp_path: Path) -> None:
    command = tmp_path / "ketacalc"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m ketacalc "$@"\n')
    command.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    bash = shutil.which("bash") or "bash"
    done = subprocess.run(
        [bash, "--norc", "-c", BASH],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PATH": path},
    )
    assert done.stdout.splitlines() == [
        "complete -o default -F _ketacalc_completion ketacalc",
        "fava-0.1",
        "fava-0.2",
        "fava-0.5",
        "fava-1",
    ]


@pytest.fixture
def heeded() -> Iterator[None]:
    """Let a process that a test starts heed Ctrl-C, as at a terminal.

    A shell starts what it runs in the background with the signal ignored, and a process
    hands that on to its own: `pytest &` would wait until all 400,000 lines are judged.
    A signal with a handler goes back to its default in a new process.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeded")
def test_ctrl_c_half_way_keeps_what_was_judged(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    command = _checking(tmp_path, RIGHT, 400_000)
    with (
        out.open("wb") as file,
        subprocess.Popen(command, stdout=file, stderr=subprocess.PIPE) as process,
    ):
        while out.stat().st_size < 10_000:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in errors
    _notice, *records = map(json.loads, out.read_text("utf-8").splitlines())
    assert [record["line"] for record in records] == list(range(1, len(records) + 1))


# ------------------------------------------------------------------------- what is saved


def _saved(path: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "ketacalc", "iv", "--weight", "70kg", "--save"]
    return subprocess.run([*command, str(path)], capture_output=True, check=False)


def _link(path: Path) -> None:
    path.with_name("real.txt").write_text("old and good")
    path.symlink_to("real.txt")


UNFIT = [
    (_link, 'it is a link; name the file itself, "real.txt"'),
    (
        lambda path: path.symlink_to("nowhere"),
        'a link; name the file itself, "nowhere"',
    ),
    (os.mkfifo, "it is a pipe or a device, and no file"),
    (Path.mkdir, "is a directory"),
]


def _kept(path: Path) -> tuple[int, int, int]:
    """Return what tells a file from another: reading it changes the rest."""
    stat = path.lstat()
    return stat.st_ino, stat.st_mode, stat.st_size


@pytest.mark.parametrize(("make", "said"), UNFIT)
def test_what_is_no_file_is_no_target_and_stays_as_it_was(
    tmp_path: Path, make: Callable[[Path], None], said: str
) -> None:
    path = tmp_path / "screen.txt"
    make(path)
    before = {each.name: _kept(each) for each in tmp_path.iterdir()}
    done = _saved(path)
    assert (done.stdout, done.returncode) == (b"", 2)
    assert done.stderr.decode().endswith(f"{said}\n")
    assert done.stderr.count(b"\n") == 1
    assert {each.name: _kept(each) for each in tmp_path.iterdir()} == before


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_a_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "screen.txt"
    path.touch()
    path.chmod(mode)
    assert _saved(path).returncode == 0
    assert path.stat().st_size
    assert path.stat().st_mode & 0o777 == mode


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other.txt").touch()
    _saved(tmp_path / "screen.txt")
    modes = {each.stat().st_mode for each in tmp_path.iterdir()}
    assert len(modes) == 1


def test_a_file_that_may_not_be_written_stays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "screen.txt"
    path.write_text("old and good")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anything
    with pytest.raises(Unsaved, match="it may not be written"):
        write_whole(path, "new")
    assert path.read_text() == "old and good"


def test_saves_at_once_are_never_mixed(tmp_path: Path) -> None:
    starts = {".svg": "<svg", ".html": "<!DOCTYPE", ".txt": "Educ", ".md": "> Educ"}
    command = [sys.executable, "-m", "ketacalc", "evidence", "--save"]
    paths = [tmp_path / f"evidence{ending}" for ending in starts] * 2
    running = [
        subprocess.Popen([*command, str(path)], stdout=subprocess.DEVNULL)
        for path in paths
    ]
    assert [process.wait() for process in running] == [0] * len(paths)
    for path in paths:
        assert path.read_text("utf-8").startswith(starts[path.suffix])
    assert len(list(tmp_path.iterdir())) == len(starts)


KILLED = """
import os, signal, sys
from pathlib import Path
from ketacalc.screens import files
step = sys.argv[2]
getattr(files.os, step)
setattr(files.os, step, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
files.write_whole(Path(sys.argv[1]), "new" * 1_000_000)
"""


@pytest.mark.parametrize("step", ["chmod", "fsync", "replace"])
def test_a_save_that_is_killed_leaves_the_old_file_whole(
    tmp_path: Path, step: str
) -> None:
    path = tmp_path / "screen.txt"
    path.write_text("old and good")
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), step], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_text() == "old and good"
