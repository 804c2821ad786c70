"""Pipes and Ctrl-C, as POSIX systems have them; conftest leaves this out elsewhere."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run

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


def test_a_broken_pipe_is_no_traceback(tmp_path: Path) -> None:
    command = _checking(tmp_path, WRONG, 3000)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


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
