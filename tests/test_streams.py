"""Streams that are closed, full or left, and Ctrl-C at any moment: one line at most.

POSIX systems have them so; conftest leaves this out elsewhere.
"""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run

from ketacalc import cli, streams
from ketacalc.practice.progress import Progress

RIGHT = "70 kg, 0.5 mg/kg -> mg = 35"
WRONG = "70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875"
READ_OR_WRITE = "ketacalc: cannot read or write:"
BAD = f"{READ_OR_WRITE} bad file descriptor\n"
FULL = f"{READ_OR_WRITE} no space left on device\n"

Done = tuple[str, str, int]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with two sheets, and with a home of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    (tmp_path / "wrong.txt").write_text(f"{WRONG}\n" * 500)
    (tmp_path / "right.txt").write_text(f"{RIGHT}\n")


def _shell(words: str, streams: str) -> Done:
    """Run a command with its streams as a shell sets them; return what came, and how."""
    command = f"{sys.executable} -m ketacalc {words} {streams}"
    done = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, check=False
    )
    return done.stdout, done.stderr, done.returncode


SOLVE = "solve 70kg 0.5mg/kg"
# The second is worked out as it comes, and written in parts.
SAYING = [SOLVE, "check wrong.txt --format jsonl", "chart --format md", "--help"]
UNWRITTEN = [(">&-", BAD), (">/dev/full", FULL)]


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize("words", [*SAYING, "practice --seed 1 </dev/null"])
@pytest.mark.parametrize(("streams", "said"), UNWRITTEN)
def test_a_screen_that_cannot_be_written_is_one_line_and_status_2(
    words: str, streams: str, said: str
) -> None:
    if not Path("/dev/full").exists():
        streams, said = ">&-", BAD
    out, errors, status = _shell(words, streams)
    assert (out, errors.splitlines(keepends=True)[-1:], status) == ("", [said], 2)
    assert "Traceback" not in errors


UNTOLD = [
    # a command, its status, and whether it has something to say on standard error
    (SOLVE, 0),
    ("solve 70", 2),
    ("check right.txt --format jsonl", 0),
    ("check wrong.txt --format csv", 1),
    ("check right.txt wrong.txt nowhere.txt", 2),
    ("practice --seed 1 --count 2 --save sheet.md", 0),
]


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize(("words", "status"), UNTOLD)
def test_a_status_stands_where_nobody_can_be_told_why(words: str, status: int) -> None:
    heard = _shell(words, "")
    assert heard[2] == status
    for closed in ["2>&-", "2>/dev/full"][: 1 + Path("/dev/full").exists()]:
        assert _shell(words, closed) == (heard[0], "", status)


@pytest.mark.usefixtures("shell")
def test_with_every_stream_closed_there_is_a_status() -> None:
    for words in (SOLVE, "check wrong.txt", "practice", "solve 70", "check -"):
        assert _shell(words, "<&- >&- 2>&-") == ("", "", 2)
    assert _shell("practice --seed 1 --save sheet.md", "<&- >&- 2>&-")[2] == 0
    assert Path("sheet.md").read_text().startswith("> Educational")


@pytest.mark.usefixtures("shell")
def test_what_is_printed_never_goes_into_a_file_that_is_kept() -> None:
    _shell("practice --seed 1", "<&- >&- 2>&-")
    _shell("practice --seed 1", "</dev/null >&- 2>&-")
    (kept,) = Path.cwd().rglob("progress.sqlite3")
    assert Progress(kept).attempts() == ()


@pytest.mark.usefixtures("shell")
def test_standard_input_that_is_closed_is_no_empty_sheet() -> None:
    _, errors, status = _shell("check -", "<&-")
    assert (errors, status) == ('ketacalc: "-": bad file descriptor\n', 2)
    out, errors, status = _shell("practice --seed 1", "<&-")
    assert out.endswith("Nothing was answered.\n")
    assert (errors, status) == (BAD, 2)


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize("words", [*SAYING, "progress --format json", "--version"])
def test_a_reader_who_left_is_told_apart_from_a_wrong_answer(words: str) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "ketacalc", *words.split()]
    with os.fdopen(write, "wb") as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, check=False)
    assert (done.stderr, done.returncode) == (b"", cli.UNREAD)


@pytest.mark.usefixtures("shell")
def test_a_reader_who_leaves_half_way_is_told_apart_too() -> None:
    Path("long.txt").write_text(f"{WRONG}\n" * 3000)
    command = [sys.executable, "-m", "ketacalc", "check", "long.txt"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == cli.UNREAD


class _Stream(io.StringIO):
    """Standard output whose last flush goes wrong."""

    def __init__(self, wrong: BaseException) -> None:
        super().__init__()
        self.wrong = wrong

    def flush(self) -> None:
        raise self.wrong


LAST = [
    (BrokenPipeError(), cli.UNREAD),
    (OSError(5, "No"), 2),
    (KeyboardInterrupt(), 130),
]


@pytest.mark.parametrize(("wrong", "status"), LAST)
def test_the_last_flush_may_go_wrong_in_every_way(
    monkeypatch: pytest.MonkeyPatch, wrong: BaseException, status: int
) -> None:
    monkeypatch.setattr(streams, "mute_stdout", lambda: None)
    monkeypatch.setattr(sys, "stdout", _Stream(wrong))
    assert cli.main(["--version"]) == status


def test_what_typer_ends_itself_keeps_its_status(run: Run) -> None:
    assert run("--show-completion", "bash").status == 0


def test_bytes_that_are_no_text_cost_no_session(tmp_path: Path) -> None:
    strict = {"PYTHONIOENCODING": "utf-8:strict", "HOME": str(tmp_path)}
    kept = {name: text for name, text in os.environ.items() if name[:4] != "XDG_"}
    words = "practice --topic pump --level 3 --seed 86 --count 1"
    done = subprocess.run(
        [sys.executable, "-m", "ketacalc", *words.split()],
        input=b"\xff\n5 \xb5g\n45 \xe4\n44 = \xff\n45\n",
        capture_output=True,
        env=kept | strict,
        check=False,
    )
    assert (done.stderr, done.returncode) == (b"", 0)
    assert b'Cannot read "\\xff"' in done.stdout
    (path,) = tmp_path.rglob("progress.sqlite3")
    assert Progress(path).attempts()[-1].answer == "45"


# ---------------------------------------------------------------------------- Ctrl-C

# The signal comes while a module is loaded, or when a function is called.
LOADING = """
import os, signal, sys
awaited = sys.argv[1]
class Finder:
    def find_spec(self, name, *_):
        if name == awaited:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
from ketacalc.__main__ import run
sys.argv = ["ketacalc", *sys.argv[2:]]
run()
"""
MODULES = ["typer", "ketacalc.cli", "pint", "rich.table", "ketacalc.solving.solution"]


@pytest.fixture
def heeded() -> Iterator[None]:
    """Let a process that a test starts heed Ctrl-C, as at a terminal."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def _ended(code: str, *words: str) -> tuple[bytes, bool]:
    """Run a program; return its standard error, and whether Ctrl-C ended it."""
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.stderr, done.returncode in {-signal.SIGINT, cli.INTERRUPTED}


@pytest.mark.usefixtures("heeded")
@pytest.mark.parametrize("module", MODULES)
def test_ctrl_c_while_modules_are_loaded_is_no_traceback(module: str) -> None:
    assert _ended(LOADING, module, *SOLVE.split()) == (b"", True)


CALLING = """
import importlib, os, signal, sys
from ketacalc.__main__ import run
module, name = sys.argv[1].rsplit(":")
owner = importlib.import_module(module)
*path, name = name.split(".")
for part in path:
    owner = getattr(owner, part)
setattr(owner, name, lambda *_, **__: os.kill(os.getpid(), signal.SIGINT))
sys.argv = ["ketacalc", *sys.argv[2:]]
run()
"""
CALLS = [
    # a function, and a command that calls it
    ("ketacalc.screens.terminal:render", SOLVE),
    ("ketacalc.cli.app:complain", "solve 70"),
    ("ketacalc.shell:said", "solve 70"),
    ("ketacalc.streams:speak", SOLVE),
    ("ketacalc.screens.files:os.fsync", "chart --save chart.svg"),
    ("ketacalc.practice.progress:Progress.begin", "practice --seed 1"),
    ("gc:freeze", SOLVE),
]


@pytest.mark.usefixtures("heeded", "shell")
@pytest.mark.parametrize(("called", "words"), CALLS)
def test_ctrl_c_at_any_later_moment_is_no_traceback(called: str, words: str) -> None:
    assert _ended(CALLING, called, *words.split()) == (b"", True)
    assert not list(Path.cwd().glob(".*.part"))
    assert not list(Path.cwd().glob("*.svg"))


@pytest.mark.usefixtures("shell")
def test_ctrl_c_stays_ignored_where_it_is() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert _ended(LOADING, "typer", *SOLVE.split()) == (b"", False)
    finally:
        signal.signal(signal.SIGINT, before)


FAILING = """
import sys
from ketacalc import cli
from ketacalc.__main__ import run
def main():
    raise {error}
cli.main = main
run()
"""
CUT_OFF = """
import sys
from ketacalc.__main__ import run
sys.modules["ketacalc.screens.shelf"] = None
sys.argv = ["ketacalc", "evidence"]
run()
"""
FAULTS = [FAILING.format(error=each) for each in ("ValueError", "EOFError", "OSError")]


@pytest.mark.parametrize("code", [*FAULTS, CUT_OFF])
def test_a_fault_of_ours_never_says_that_an_answer_is_wrong(code: str) -> None:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" in done.stderr
    assert done.returncode == cli.CANNOT_USE


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("154 lb ÷ 2.2 lb/kg ≈ 70 kg", "154 lb / 2.2 lb/kg ~ 70 kg"),
        ("√(170 cm × 70 kg)", "root (170 cm x 70 kg)"),
        ("5 − 2 → 3 ± 1 ● ━ │", "5 - 2 -> 3 +/- 1 * - |"),
        ("µg μg ½ Zanos–Gould “é” í", 'ug ug 1/2 Zanos-Gould "e" i'),
        ("⣀⠒⠤", "..."),
        ("日", "\\u65e5"),
    ],
)
def test_signs_that_an_encoding_has_not_are_written_plainly(
    text: str, plain: str
) -> None:
    assert text.encode("ascii", streams.PLAIN).decode() == plain
