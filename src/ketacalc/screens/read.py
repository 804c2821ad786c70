"""What `read` shows: how a text was read, and then what follows from it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ketacalc.say import later, say
from ketacalc.screens.report import Block, Listing, Note, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ketacalc.words.options import Option
    from ketacalc.words.reading import Reading

READ_AS = later("Read as: {line}")


def of_reading(
    reading: Reading, reports: Sequence[Report], right: tuple[Option, ...] = ()
) -> Report:
    """Report a text as the lines that it was read as, each worked or judged."""
    first, *others = reports
    blocks = [*first.blocks]
    for line, report in zip(reading.lines[1:], others, strict=True):
        head = Note(say(READ_AS, line=line), strong=True, heading=True)
        blocks += [head, *report.blocks]
    said = [*_choice(reading, right), *_aside(reading)]
    record = {
        "lines": list(reading.lines),
        "phrases": [each._asdict() for each in reading.phrases],
        "aside": [each._asdict() for each in reading.aside],
        "right": [each.letter for each in right],
        "worked": [dict(each.record) for each in reports],
    }
    rows = list(chain.from_iterable(each.rows for each in reports))
    title = say(READ_AS, line=reading.lines[0])
    return Report(title, (*blocks, *said), record, rows)


def _choice(reading: Reading, right: tuple[Option, ...]) -> Iterator[Block]:
    """Say which of the answers to choose from is right."""
    if reading.options and right:
        yield Note(say("Right is {named}.", named=_all(right)), strong=True)
    elif reading.options:
        yield Note(say("None of the answers to choose from is right."), strong=True)


def _all(options: Iterable[Option]) -> str:
    """Name some answers: A) 5 mg and C) 0.005 g."""
    said = ""
    for each in options:
        letter = each.letter.rstrip(").")
        named = f"{letter}) {each.text}"
        said = say("{one} and {other}", one=said, other=named) if said else named
    return said


def _aside(reading: Reading) -> Iterator[Block]:
    """List what was set aside, quietly; the letters of answers go without saying."""
    letters = {each.letter for each in reading.options}
    told = [each for each in reading.aside if each.words not in letters]
    items = [f'"{each.words}": {say(each.reason)}' for each in told]
    if items:
        yield Listing(say("Set aside:"), tuple(items))
