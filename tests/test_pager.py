"""What only a terminal has: a pager for what is longer, colours and links."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_posix import at_a_terminal

PAGER = """\
import os, sys
from pathlib import Path
folder = Path(__file__).parent
(folder / "paged").write_bytes(sys.stdin.buffer.read(int(sys.argv[1])))
(folder / "less").write_text(os.environ["LESS"])
"""
ALL, FEW = "-1", "1"
LONG = ["evidence", "--full"]
COLOUR = re.compile(r"\x1b\[[\d;]*m")
LINK = re.compile(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b\\")


def _pager(folder: Path, reads: str = ALL) -> str:
    """Write a pager that keeps what it is given, and return its command."""
    (folder / "pager.py").write_text(PAGER)
    return f"{sys.executable} {folder / 'pager.py'} {reads}"


def _plain(screen: str) -> str:
    lines = LINK.sub("", COLOUR.sub("", screen)).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _whole(words: list[str]) -> str:
    """Return what a command prints into a pipe."""
    command = [sys.executable, "-m", "ketacalc", *words]
    kept = {**os.environ, "COLUMNS": "80"}
    return subprocess.run(
        command, capture_output=True, check=True, encoding="utf-8", env=kept
    ).stdout


def test_what_is_longer_than_the_terminal_goes_through_the_pager(
    tmp_path: Path,
) -> None:
    screen = at_a_terminal(LONG, "", tmp_path, PAGER=_pager(tmp_path))
    assert screen == ""
    paged = (tmp_path / "paged").read_text("utf-8")
    assert "\x1b[1mKetamine in trials\x1b[0m" in paged
    assert _plain(paged) == _whole(LONG)
    assert (tmp_path / "less").read_text() == "FRX"


IN_EVERY_FORM = [
    ["routes", "--full", "--format", "md"],
    ["evidence", "--format", "csv"],
    ["mechanism", "--format", "json"],
    ["units"],
]


@pytest.mark.parametrize("words", IN_EVERY_FORM, ids=" ".join)
def test_every_long_form_goes_through_the_pager(
    tmp_path: Path, words: list[str]
) -> None:
    assert at_a_terminal(words, "", tmp_path, KETACALC_PAGER=_pager(tmp_path)) == ""
    assert _plain((tmp_path / "paged").read_text("utf-8")) == _whole(words)


UNPAGED = [
    # words, and what is set: {} stands for the pager that keeps what it is given
    ("solve 70kg 0.5mg/kg", {"PAGER": "{}"}),
    ("--no-pager evidence --full", {"PAGER": "{}"}),
    ("evidence --full", {"PAGER": "cat"}),
    ("evidence --full", {"PAGER": ""}),
    ("evidence --full", {"KETACALC_PAGER": "", "PAGER": "{}"}),
    ("evidence --full", {"KETACALC_PAGER": "cat", "PAGER": "{}"}),
    ("evidence --full", {"PAGER": "{}", "TERM": "dumb"}),
    ("evidence --full", {"PAGER": "/no/such/pager -x"}),
    ("evidence --full", {"PAGER": "less 'unclosed"}),
]


@pytest.mark.parametrize(("command", "environment"), UNPAGED)
def test_what_fits_or_is_not_to_be_paged_is_printed(
    tmp_path: Path, command: str, environment: dict[str, str]
) -> None:
    own = _pager(tmp_path)
    settings = {name: text.format(own) for name, text in environment.items()}
    screen = at_a_terminal(command.split(), "", tmp_path, 0, **settings)
    assert not (tmp_path / "paged").exists()
    assert _plain(screen) == _whole(command.split())


def test_the_variable_of_our_own_goes_first(tmp_path: Path) -> None:
    own = _pager(tmp_path)
    at_a_terminal(LONG, "", tmp_path, KETACALC_PAGER=own, PAGER="/no/such/pager")
    assert (tmp_path / "paged").exists()


def test_a_pager_that_quits_early_is_no_error(tmp_path: Path) -> None:
    words = ["evidence", "--full", "--format", "json"]  # longer than a pipe holds
    assert at_a_terminal(words, "", tmp_path, PAGER=_pager(tmp_path, FEW)) == ""
    assert len((tmp_path / "paged").read_bytes()) == 1


SLOW = """\
import sys, time
from pathlib import Path
Path(__file__).with_name("began").touch()
time.sleep(1)
Path(__file__).with_name("paged").write_text(sys.stdin.read())
"""
SHOWN = """\
import signal, sys
from ketacalc.screens import pager
signal.signal(signal.SIGINT, signal.default_int_handler)
print(pager.show("text", [sys.executable, sys.argv[1]]))
"""


def test_ctrl_c_is_the_pagers_own(tmp_path: Path) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text(SLOW)
    command = [sys.executable, "-c", SHOWN, str(slow)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        while not (tmp_path / "began").exists():
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate()
    assert (out, process.returncode) == (b"True\n", 0)
    assert (tmp_path / "paged").read_text() == "text"


def test_what_is_set_for_less_stays(tmp_path: Path) -> None:
    at_a_terminal(LONG, "", tmp_path, PAGER=_pager(tmp_path), LESS="-i")
    assert (tmp_path / "less").read_text() == "-i"


def test_a_pipe_has_no_pager_no_colour_and_no_link(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ketacalc", *LONG]
    kept = {**os.environ, "PAGER": _pager(tmp_path), "TERM": "xterm-256color"}
    done = subprocess.run(command, capture_output=True, check=True, env=kept)
    assert b"\x1b" not in done.stdout
    assert b"doi 10.1016/S0006-3223(99)00230-9" in b" ".join(done.stdout.split())
    assert not (tmp_path / "paged").exists()


def test_less_shows_a_screen_and_quits_where_it_is_there(tmp_path: Path) -> None:
    screen = at_a_terminal(LONG, "q", tmp_path)
    assert "Ketamine in trials" in screen
    assert ("Yoon 2025" in screen) is (shutil.which("less") is None)


def test_a_doi_is_a_link_where_the_terminal_has_links(tmp_path: Path) -> None:
    screen = at_a_terminal(["--no-pager", *LONG], "", tmp_path)
    linked = set(filter(None, LINK.findall(screen)))
    plain = " ".join(_plain(screen).split())
    assert linked == {
        f"https://doi.org/{doi}"
        for doi in re.findall(r"doi (10\.\S+?),? ", f"{plain} ")
    }
    assert len(linked) == 26
