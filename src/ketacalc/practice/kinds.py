"""The kinds of practice problems, as the tables kinds.toml and limits.toml tell them.

Every drug A is made up, and so is every order.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

# What is to be done with a problem.
TASKS = ANSWER, MISTAKE, ESTIMATE = "answer", "mistake", "estimate"
MIXED = "mixed"
OTHER_WORDS, OTHER_UNIT, NAMED = " :: ", " | ", "@"
DRAWN = "@range"  # an order beside a range is drawn when the range is known


class Figure(NamedTuple):
    """A figure in the notation, and how it is told in words."""

    text: str
    words: str


class Kind(NamedTuple):
    """A kind of problem: what is given and asked, and where it is set.

    `share` says how often it comes among those of its topic, `setting` which limits
    hold, `spare` what may be told and is not needed.  Where a kind is not `apart`, two
    of its slips may give one number.
    """

    name: str
    topic: str
    share: int
    setting: str
    asked: tuple[str, ...]
    given: tuple[tuple[str, tuple[Figure, ...]], ...]
    route: str = ""
    drug: str = ""
    spare: str = ""
    apart: bool = True
    has_order: bool = False
    patient: str = ""


def table(name: str) -> dict[str, Any]:
    """Return a table that stands beside this module."""
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))


_ROWS = table("kinds.toml")
TOPICS: tuple[str, ...] = tuple(_ROWS["topics"])
# How often each topic comes where none is named; 0 is only when it is named.
SHARES: dict[str, int] = _ROWS["topics"]
USUAL = tuple(topic for topic, share in SHARES.items() if share)


@lru_cache
def kinds() -> tuple[Kind, ...]:
    """Return every kind of problem."""
    return tuple(map(_kind, _ROWS["kinds"]))


def named(name: str) -> Kind:
    """Return a kind by its name."""
    return next(kind for kind in kinds() if kind.name == name)


@lru_cache
def figures(texts: str) -> tuple[Figure, ...]:
    """Read figures: `50 75 kg | 110 lb`, or the name of a row of figures.

    ```pycon
    >>> [each.text for each in figures("50 75 kg | 110 lb")]
    ['50 kg', '75 kg', '110 lb']

    ```
    """
    if texts.startswith(NAMED):
        return figures(_ROWS["figures"][texts.removeprefix(NAMED)])
    found: list[Figure] = []
    for form in texts.split(OTHER_UNIT):
        text, _, words = form.strip().partition(OTHER_WORDS)
        parts = text.split()
        count = next((at for at, each in enumerate(parts) if not each[0].isdigit()), 0)
        rest = " ".join(parts[count:]) if count else ""
        for number in parts[: count or None]:
            figure = f"{number} {rest}".strip()
            found.append(Figure(figure, words or figure))
    return tuple(found)


def _kind(row: dict[str, Any]) -> Kind:
    given = {name: text for name, text in row["given"].items() if text != DRAWN}
    return Kind(
        **{key: row[key] for key in row.keys() - {"given", "asked", "label"}},
        asked=tuple(row["asked"]),
        given=tuple((name, figures(text)) for name, text in given.items()),
        has_order="order" in row["given"],
    )
