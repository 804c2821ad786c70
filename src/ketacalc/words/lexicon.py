"""The words and phrases of a language, and what they stand for: a table, read once."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.words.pieces import pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LANGUAGES = ("english", "german")
# What the code of a unit tells: a piece that is counted, a dose, a time, or another.
PIECES = frozenset(
    (
        *("tablet", "capsule", "lozenge", "suppository", "patch", "puff"),
        *("vial", "ampoule", "bag", "bottle", "syringe"),
    )
)
TIMES = frozenset(("s", "min", "h", "day", "week"))
NUMBER = "#"


class Meaning(NamedTuple):
    """What a phrase stands for: a code that the rules know, and its detail."""

    code: str
    detail: str


class Lexicon(NamedTuple):
    """The phrases of one language, each as the words that it is made of."""

    name: str
    proved: bool
    phrases: Mapping[tuple[str, ...], Meaning]
    longest: int

    def longest_at(self, words: list[str], at: int) -> tuple[int, Meaning] | None:
        """Return how many words the longest phrase here has, and what it means.

        A number with a unit behind it has no other reason: potassium 40 mEq.
        """
        for length in range(min(self.longest, len(words) - at), 0, -1):
            end = at + length
            meaning = self.phrases.get(tuple(words[at:end]))
            if meaning and not self._goes_on(meaning, words, end):
                return length, meaning
        return None

    def _goes_on(self, meaning: Meaning, words: list[str], end: int) -> bool:
        if meaning.code != "aside" or words[end - 1] != NUMBER:
            return False
        behind = words[end : end + 2]
        unit = behind[1:] if behind[:1] == ["-"] else behind[:1]
        found = self.phrases.get(tuple(unit))
        return found is not None and found.code in {"u", "p", "t", "d"}


@lru_cache(maxsize=len(LANGUAGES))
def lexicon(name: str) -> Lexicon:
    """Load the words of a language; Unreadable where it is none of LANGUAGES."""
    if name not in LANGUAGES:
        known = " or ".join(LANGUAGES)
        raise Unreadable(name, "no words are known of it", known, "language")
    table = tomllib.loads((files(__package__) / f"{name}.toml").read_text("utf-8"))
    phrases: dict[tuple[str, ...], Meaning] = {}
    for words, meaning in entries(table):
        phrases.setdefault(words, meaning)
    return Lexicon(table["name"], table["proved"], phrases, max(map(len, phrases)))


Table = dict[str, dict[str, list[str]]]


def entries(table: Table) -> Iterator[tuple[tuple[str, ...], Meaning]]:
    """Yield each phrase of a table as its words, with what it stands for."""
    numbers = {tuple(pieces_of(p)) for row in table["numbers"].values() for p in row}
    for kind, rows in table.items():
        for detail, phrases in rows.items() if isinstance(rows, dict) else ():
            meaning = _meaning(kind, detail)
            for phrase in phrases:
                for each in _spelled(phrase, table):
                    words = tuple(pieces_of(each))
                    own = kind == "numbers"
                    yield words if own else _counted(words, numbers), meaning


def _counted(words: tuple[str, ...], numbers: set[tuple[str, ...]]) -> tuple[str, ...]:
    """Put # for the words of numbers in a phrase: for # dose."""
    for length in range(len(words), 0, -1):
        for at in range(len(words) - length + 1):
            if words[at : at + length] in numbers:
                rest = (*words[:at], NUMBER, *words[at + length :])
                return _counted(rest, numbers)
    return words


def _meaning(kind: str, detail: str) -> Meaning:
    if kind == "units":
        code = "p" if detail in PIECES else "t" if detail in TIMES else "u"
        return Meaning("d" if detail == "dose" else code, detail)
    return Meaning(detail, "") if kind == "means" else Meaning(kind, detail)


def _spelled(phrase: str, table: Table) -> Iterator[str]:
    """Yield a phrase with each filler in the place of (be), and without any."""
    for filler in ("", *table["fillers"]) if "(be)" in phrase else ("",):
        yield phrase.replace("(be)", filler)
