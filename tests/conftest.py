"""The command line in this process, on a pinned terminal; and shared strategies."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from ketacalc.cli import main


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

    def command(*arguments: str, columns: int = 80) -> Screen:
        monkeypatch.setenv("COLUMNS", str(columns))
        capsys.readouterr()
        status = main(list(arguments))
        return Screen(*capsys.readouterr(), status)

    return command
