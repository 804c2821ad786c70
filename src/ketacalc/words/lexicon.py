"""The words and phrases of a language, and what they stand for: a table, read once."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.language.numbers import COUNTED
from ketacalc.language.units import unit
from ketacalc.words.tokens import NUMBER, Phrases, Token, phrased, tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LANGUAGES = ("english", "german")
# The tables of a language whose rows are phrases.
KINDS = {"units", "often", "parts", "clock", "rounding", "perdose", "aside"}
KINDS |= {"refused", "means", "n", "fluid", "beats", "syringe", "blood", "refills"}
# What is counted; and the codes of what is counted, of a dose and of a time.
PIECES = COUNTED.keys() - {"dose", "day", "week"}
UNIT_CODES = {"tablet": "p", "dose": "d", "time": "t"}
_MILLIONS = re.compile(r"\bM[Uu]\b")
_SHORT = re.compile(r"(?<!\d )\b(Tab|Inj|Syp|Cap|Susp|Sol|Amp)\.(?= [A-Z])")
_NAME = re.compile(r"[^\W\d_]{5,}")
Table = dict[str, dict[str, list[str]]]


class Lexicon(NamedTuple):
    """The words of one language: those of numbers, and all other phrases.

    `endings` are those of drugs' names, and `no_drugs` the words that end so too;
    `fluids` are the names of what is in a fluid, salt in a row and sugar in another.
    """

    proved: bool
    numbers: Phrases
    phrases: Phrases
    endings: tuple[str, ...]
    no_drugs: frozenset[str]
    fluids: tuple[tuple[str, ...], ...]

    def tokens_of(self, text: str) -> list[Token]:
        """Return the tokens of a text, each phrase as what it stands for."""
        plain = text.replace(NUMBER, "№")  # problem #4
        plain = _MILLIONS.sub("M·", plain)  # 2 MU are no milliunits
        plain = _SHORT.sub(r"\1 ", plain)  # Tab. Warfarin is one sentence
        tokens = [*phrased(tokens_in(plain), self.numbers)]
        return [each for each in phrased(tokens, self.phrases) if each.code]

    def drugs_in(self, text: str) -> list[str]:
        """Return the names of drugs in a text by their endings: morphine, heparin."""
        words = _NAME.findall(text.lower())
        named = (each for each in words if each.endswith(self.endings))
        return [w for w in named if w not in self.no_drugs and (w,) not in self.phrases]


@lru_cache(maxsize=len(LANGUAGES))
def lexicon(name: str) -> Lexicon:
    """Load the words of a language; Unreadable where it is none of LANGUAGES."""
    if name not in LANGUAGES:
        known = " or ".join(LANGUAGES)
        raise Unreadable(name, "no words are known of it", known, "language")
    table = tomllib.loads((files(__package__) / f"{name}.toml").read_text("utf-8"))
    drugs = tuple(table["drugs"]["endings"]), frozenset(table["drugs"]["none"])
    return Lexicon(
        table["proved"],
        _numbers(table),
        dict(entries(table)),
        *drugs,
        fluids=tuple(map(tuple, table.get("fluids", {}).values())),
    )


def _numbers(table: Table) -> Phrases:
    """Return the words of numbers: one and a half, two hundred and fifty."""
    rows = table["numbers"].items()
    found = {words_of(each, {}): number for number, row in rows for each in row}
    counted = _counted(**table.get("counting", {})).items()
    found |= {words: str(number) for words, number in counted}
    return {words: ("n", number) for words, number in found.items()}


def _counted(
    ones: Sequence[str] = (), tens: Sequence[str] = (), hundred: Sequence[str] = ()
) -> dict[tuple[str, ...], int]:
    """Return whole numbers below a thousand by their words: seventy-five, and 75."""
    found: dict[tuple[str, ...], int] = {(word,): n for n, word in enumerate(ones, 1)}
    digits = list(enumerate(ones[:9], 1))
    for ten, word in enumerate(tens, 2):
        found[word,] = 10 * ten
        for n, one in digits:
            found[word, one] = found[word, "-", one] = 10 * ten + n
    below = list(found.items())
    for words, (n, one) in product(map(str.split, hundred), digits):
        found[one, words[0]] = 100 * n
        found |= {(one, *words, *each): 100 * n + few for each, few in below}
    return found


def words_of(phrase: str, numbers: Phrases) -> tuple[str, ...]:
    """Return the words of a phrase, with # for its numbers."""
    return tuple(each.word for each in phrased(tokens_in(phrase), numbers))


def entries(table: Table) -> Iterator[tuple[tuple[str, ...], tuple[str, str]]]:
    """Yield each phrase of a table as its words, with what it stands for.

    One with (be) is yielded with each filler in its place, and without any.
    """
    numbers, fillers = _numbers(table), ["", *table["fillers"]]
    for kind in KINDS & table.keys():
        for detail, phrases in table[kind].items():
            spelled = {p.replace("(be)", f) for p in phrases for f in fillers}
            for each in spelled:
                yield words_of(each, numbers), _meaning(kind, detail)


def _meaning(kind: str, detail: str) -> tuple[str, str]:
    """Return the code and the value of a row: of mg in the table of units, u and mg."""
    if kind == "units":
        return UNIT_CODES.get(unit(detail).kind, "u"), detail
    return (detail, "") if kind == "means" else (kind, detail)
