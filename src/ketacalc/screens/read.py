"""What `read` shows: how a text was read, and then what follows from it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ketacalc.screens.report import Block, Listing, Note, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketacalc.words.options import Option
    from ketacalc.words.reading import Reading

READ_AS = "Read as: {}"


def of_reading(
    reading: Reading, reports: Sequence[Report], right: tuple[Option, ...] = ()
) -> Report:
    """Report a text as the lines that it was read as, each worked or judged."""
    first, *others = reports
    blocks = [*first.blocks]
    for line, report in zip(reading.lines[1:], others, strict=True):
        blocks += [
            Note(READ_AS.format(line), strong=True, heading=True),
            *report.blocks,
        ]
    said = [*_choice(reading, right), *_aside(reading)]
    record = {
        "lines": list(reading.lines),
        "phrases": [each._asdict() for each in reading.phrases],
        "aside": [each._asdict() for each in reading.aside],
        "right": [each.letter for each in right],
        "worked": [dict(each.record) for each in reports],
    }
    rows = list(chain.from_iterable(each.rows for each in reports))
    title = READ_AS.format(reading.lines[0])
    return Report(title, (*blocks, *said), record, rows)


def _choice(reading: Reading, right: tuple[Option, ...]) -> Iterator[Block]:
    """Say which of the answers to choose from is right."""
    if reading.options and right:
        named = " and ".join(f"{each.letter}) {each.text}" for each in right)
        yield Note(f"Right is {named}.", strong=True)
    elif reading.options:
        yield Note("None of the answers to choose from is right.", strong=True)


def _aside(reading: Reading) -> Iterator[Block]:
    """List what was set aside, quietly; the letters of answers go without saying."""
    letters = {each.letter for each in reading.options}
    told = [each for each in reading.aside if each.words not in letters]
    items = [f'"{each.words}": {each.reason}' for each in told]
    if items:
        yield Listing("Set aside:", tuple(items))
