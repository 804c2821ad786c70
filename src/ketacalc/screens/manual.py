"""What the manual shows: every unit, and the notation by topic.

Nothing here needs a unit library: the units are a table, and the topics are texts.
"""

from __future__ import annotations

import tomllib
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any, NamedTuple

from ketacalc.errors import Unreadable, nearest
from ketacalc.language.numbers import counted, decimals_of, write_exact
from ketacalc.language.vocabulary import DIMENSIONS, ROWS, SPELLING_NOTES, Row
from ketacalc.say import either, later, say
from ketacalc.screens.report import Block, Columns, Note, Report

# What is measured in each dimension.  A time of day is written as one: 09:30.
MEASURED = {
    "drug": later("Drug"),
    "body": later("Body weight"),
    "surface": later("Body surface"),
    "height": later("Height"),
    "volume": later("Volume"),
    "time": later("Time"),
    "drop": later("Drops"),
    "tablet": later("Counted pieces"),
    "dose": later("Administrations"),
    "": later("Per cent"),
}
NOT_LISTED = "clock"
ALSO_READ = later("Plurals in s, capitals and full stops are read too: mgs, MG, mg.")
NOTED = later("Read, and noted in an answer: {spellings}.")
NEVER = later(
    "A drug in mg, units, mEq or mmol stays in it, and one piece is no other piece."
)
TOPICS_TITLE = later("The notation, by topic")
LINES = later("Lines to try")

_BY_NAME = {row.name: row for row in ROWS}


class Entry(NamedTuple):
    """A unit as it is listed: its spellings, and its size in another unit."""

    unit: str
    others: tuple[str, ...]
    measures: str
    size: str
    named: str = ""


def of_units() -> Report:
    """Report every unit with its spellings, by what it measures."""
    listed = entries()
    blocks: list[Block] = []
    for measures, group in groupby(listed, lambda each: each.measures):
        rows = [*map(_unit_row, group)]
        heads = (say("Unit"), say("Also"), say("Is"))[
            : 3 if any(size for *_, size in rows) else 2
        ]
        cells = tuple(row[: len(heads)] for row in rows)
        blocks.append(Columns(heads, cells, accent=0, title=say(measures)))
    spellings = ", ".join(sorted(SPELLING_NOTES, key=str.lower))
    noted = say(NOTED, spellings=spellings)
    blocks.append(Note(f"{say(NEVER)} {say(ALSO_READ)} {noted}"))
    rows_told = [_unit_record(each) for each in listed]
    return Report(say("Units"), tuple(blocks), {"units": rows_told}, rows_told)


def entries() -> list[Entry]:
    """Return the units of the table, by what they measure, both pounds as one."""
    found: dict[tuple[str, str, str], Entry] = {}
    rows = [row for row in ROWS if _dimension(row) != NOT_LISTED]
    for row in sorted(rows, key=lambda row: [*MEASURED].index(_dimension(row))):
        key = (_dimension(row), row.symbol, row.sense)
        entry = _entry(row)
        first = found.setdefault(key, entry)
        if first.size != entry.size:
            size = say("{size}; exactly {exact}", size=first.size, exact=entry.size)
            found[key] = first._replace(size=size)
    return list(found.values())


def _entry(row: Row) -> Entry:
    others = row.spellings[1:]
    return Entry(row.symbol, others, MEASURED[_dimension(row)], _size(row), row.sense)


def _dimension(row: Row) -> str:
    """Return what a unit measures in the end; of a quotient, nothing."""
    if row.of in DIMENSIONS:
        return row.of
    return _dimension(_BY_NAME[row.of]) if row.of in _BY_NAME else ""


def _size(row: Row) -> str:
    """Write how much a unit is of another: 1,000 mg, 1/16 lb, or nothing."""
    if row.of in DIMENSIONS:
        return ""
    size = Fraction(row.size)
    is_part = size.numerator == 1 or decimals_of(size) is None
    number = f"1/{write_exact(1 / size)}" if is_part else write_exact(size)
    of = "/".join(_BY_NAME[name].symbol for name in row.of.split(" per ") if name)
    return f"{number} {counted(size, of)}".strip()


def _unit_row(entry: Entry) -> tuple[str, str, str]:
    names = either(entry.named.split())
    named = say("if named {names}", names=names) if names else ""
    size = ", ".join(filter(None, (entry.size, named)))
    return entry.unit, ", ".join(entry.others), size


def _unit_record(entry: Entry) -> dict[str, Any]:
    return entry._asdict() | {"others": " ".join(entry.others)}


# ------------------------------------------------------------------ topics


class Topic(NamedTuple):
    """The notation on one subject: a few sentences, and lines with what they give."""

    name: str
    about: str
    text: str
    examples: tuple[tuple[str, str], ...]
    words: tuple[str, ...] = ()


@cache
def topics() -> dict[str, Topic]:
    """Return the topics by name, in the order in which they are read."""
    text = (files(__package__) / "topics.toml").read_text("utf-8")
    return {name: _topic(name, each) for name, each in tomllib.loads(text).items()}


def _topic(name: str, told: dict[str, Any]) -> Topic:
    examples = tuple((line, gives) for line, gives in told["examples"])
    text = told["text"].strip()
    return Topic(name, told["about"], text, examples, tuple(told["words"]))


def topic(word: str) -> Topic:
    """Return the topic of this name, or the one that a word of it stands for.

    Raises Unreadable, with the nearest topic or all of them.
    """
    name = word.strip().lower().replace("_", "-").replace(" ", "-")
    known = {each: found for found in topics().values() for each in found.words}
    known |= topics()
    if name in known:
        return known[name]
    near = nearest(name, known)
    names = ", ".join(topics())
    write = known[near].name if near else say("one of {names}", names=names)
    raise Unreadable(word, later("it is no topic"), write)


def of_topics(note: str = "") -> Report:
    """Report the topics, a line each; `note` says how to open one."""
    listed = topics().values()
    rows = tuple((each.name, say(each.about)) for each in listed)
    table = Columns((say("Topic"), say("About")), rows, accent=0)
    blocks: tuple[Block, ...] = (table, *[Note(note)] * bool(note))
    records = [{"topic": each.name, "about": each.about} for each in listed]
    return Report(say(TOPICS_TITLE), blocks, {"topics": records}, records)


def of_topic(shown: Topic) -> Report:
    """Report one topic: what holds, and lines with what they give."""
    heads, caption = (say("Line"), say("Gives")), say(LINES)
    blocks = (
        Note(say(shown.text)),
        Columns(heads, shown.examples, accent=0, caption=caption),
    )
    rows = [{"line": line, "gives": gives} for line, gives in shown.examples]
    record = {"topic": shown.name, "text": shown.text, "examples": rows}
    title = f"{shown.name.capitalize()}: {say(shown.about)}"
    return Report(title, blocks, record, rows)
