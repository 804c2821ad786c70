"""The command line in this process, on a pinned terminal; and shared strategies."""

import os
from collections.abc import Callable
from typing import NamedTuple

import pytest
from chromium import missing
from hypothesis import settings

from ketacalc.cli import main

# An example that takes long is no fault: a machine may be slow, or tracing its lines.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")

# Windows has no named pipes in its folders and no terminals to open, calls a pipe that
# was closed an invalid argument, and sends no Ctrl-C to one process alone.
POSIX = ["test_pager.py", "test_posix.py", "test_streams.py"]
collect_ignore = [] if os.name == "posix" else POSIX


class Screen(NamedTuple):
    """What a command printed, and its exit status."""

    out: str
    err: str
    status: int


Run = Callable[..., Screen]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `ketacalc` with these arguments, at 80 columns and without colour."""
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("NO_COLOR", "1")
    # An old Windows console keeps a column for itself.
    monkeypatch.setattr("rich.console.detect_legacy_windows", lambda: False)

    def command(*arguments: str, columns: int = 80) -> Screen:
        monkeypatch.setenv("COLUMNS", str(columns))
        capsys.readouterr()
        status = main(list(arguments))
        return Screen(*capsys.readouterr(), status)

    return command


# ------------------------------------------------------------------ the browser page

BROWSER = "test_page.py"


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out the tests of the browser page where there is no browser for them."""
    left = [each for each in items if each.path.name == BROWSER]
    if left and missing():
        config.hook.pytest_deselected(items=left)
        items[:] = [each for each in items if each not in left]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out."""
    if what := missing():
        line = f"left out: the tests of the browser page ({BROWSER}) need {what}"
        terminalreporter.write_line(line, yellow=True)
