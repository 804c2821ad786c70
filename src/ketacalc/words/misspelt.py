"""Which word of a text may be a misspelt one that counts: tabelts, Dailey."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.say import later

if TYPE_CHECKING:
    from ketacalc.words.lexicon import Lexicon

# What a word must stand for to count: a unit, how often, a day, or a maximum.
COUNTS = {"u", "p", "d", "t", "often", "uneven", "perday", "eachday", "max"}
SHORTEST = 5  # letters: shorter words are alike by chance
LIKE = 0.85  # as difflib has it: tabelts and tablets


def refuse_misspelt(text: str, lexicon: Lexicon) -> None:
    """Refuse a text with a word that is all but one that counts, and name that."""
    known = tuple(
        word
        for (word, *more), (code, _) in lexicon.phrases.items()
        if code in COUNTS and not more
    )
    for token in lexicon.tokens_of(text):
        if token.code == "_" and (near := _near(token.value.lower(), known)):
            reason = later("it may be a misspelt word that changes a figure")
            raise Unreadable(token.value, reason, near)


@lru_cache(maxsize=10_000)
def _near(word: str, known: tuple[str, ...]) -> str:
    """Return the known word that a word is all but, no other form of it; or ""."""
    if len(word) < SHORTEST or not word.isalpha():
        return ""
    alike = get_close_matches(word, [w for w in known if w[0] == word[0]], cutoff=LIKE)
    return next((each for each in alike if each[:-2] != word[:-2]), "")
