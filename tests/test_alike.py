"""A line is read as if no line like it had been read before."""

import json
import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest
from test_kinds import EVERY
from test_readings import ASKED_OF_A_DAY, OF_A_COURSE, REFUSED, VERDICTS

from ketacalc.errors import KetacalcError
from ketacalc.language import notation

VECTORS = Path(__file__).parent / "vectors" / "problems.json"
# One and several, a day and less than a day, a baby and no patient at all.
NUMBERS = ("1", "2", "3", "0.5", "4.5", "24", "30", "250", "1,500", "1:30")


def stems() -> Iterator[str]:
    """Yield lines of every kind, and lines that are refused for their numbers."""
    yield from (each["line"] for each in json.loads(VECTORS.read_text("utf-8")))
    yield from (line for line, _, _ in EVERY)
    yield from (line for line, _ in REFUSED)
    yield from (line for line, *_ in VERDICTS)
    yield from (f"{a}, {b} -> {asked}" for a, b, asked, _ in OF_A_COURSE)
    yield from (f"{line} -> {asked}" for line, asked, *_ in ASKED_OF_A_DAY)


LINES = sorted({line.partition(" = ")[0] for line in stems()})


def with_others(line: str) -> Iterator[str]:
    """Yield the line, and the same with other numbers in it."""
    head, arrow, asked = line.partition("->")
    part, *parts = re.split(r"(?<![\w.])[0-9][0-9.,]*(?![0-9])", head)
    for first in range(len(NUMBERS)):
        others = islice(cycle(NUMBERS), first, first + len(parts))
        filled = "".join(map("".join, zip(others, parts, strict=True)))
        yield f"{part}{filled}{arrow}{asked}"
    yield line


def outcome(line: str) -> str:
    """Say what a line is read as, or why it is refused."""
    try:
        problem = notation.read_stem(line)
    except KetacalcError as error:
        return str(error)
    return f"{problem!r} {problem} {problem.pounds}"


@pytest.mark.parametrize("line", LINES)
def test_lines_alike_are_each_read_for_themselves(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [*map(outcome, with_others(line))]
    monkeypatch.setattr(notation, "_read_alike", lambda _forms, _asked: None)
    assert found == [*map(outcome, with_others(line))]
