"""Which words of a text are not known: each may be the one that changes a figure."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.say import later, say
from ketacalc.words.lexicon import words_of
from ketacalc.words.tokens import NUMBER, codes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketacalc.words.lexicon import Lexicon
    from ketacalc.words.tokens import Token

# What stands behind a name where a sentence begins with it: Ama weighs, Ama, 61.
_BEHIND_NAMES = {"at", "be", "comma", "have", "n", "open", "order", "w", "weigh"}
# NSTEMI is longer, and so is what somebody writes in capitals all through.
LONGEST_ABBREVIATION = 5
_UNKNOWN = later("this word is not known here, and may change a figure")
_ENDINGS = "s", "es", "d", "ed", "ing"
SHORTEST_STEM = 4
LIKE = 0.82  # as difflib has it: wieghs and weighs


def unknown_in(text: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the words of a text that a lexicon does not know; none without a story.

    A name is known by its capital, and a drug or an ailment by how its name ends.
    """
    tokens = [*lexicon.phrased(text, {**lexicon.story, **lexicon.phrases})]
    words = (at for at, each in enumerate(tokens) if each.code == "_")
    for at in words if lexicon.story else ():
        word = tokens[at].value
        if not (_is_known(word, lexicon) or _is_name(tokens, at, lexicon)):
            yield word


def refuse_unknown(text: str, lexicon: Lexicon, lines: Sequence[str]) -> None:
    """Refuse a text with a word that is not known, and say what to write instead."""
    for word in unknown_in(text, lexicon):
        near = likely(word, lexicon)
        write = say("the text without it, or {lines}", lines=" and ".join(lines))
        raise Unreadable(word, _UNKNOWN, f"{near}, {write}" if near else write)


def refuse_misspelt(text: str, lexicon: Lexicon) -> None:
    """Refuse a text with a misspelt word: tabelts, for which it writes tablets."""
    for word in unknown_in(text, lexicon):
        if near := likely(word, lexicon):
            raise Unreadable(word, _UNKNOWN, near)


def likely(word: str, lexicon: Lexicon) -> str:
    """Return the known word that a misspelt one may be, or "": patient for pateint."""
    known = {**lexicon.story, **lexicon.phrases}.items()
    words = [w for (w, *more), (code, _) in known if not more and code != "refused"]
    plain = word.lower()
    alike = get_close_matches(plain, words, cutoff=LIKE) if word.isalpha() else ()
    # clothes is no misspelt clothed, but another form of it
    other = (each for each in alike if each[:-2] != plain[:-2])
    return next((each for each in other if each[0] == plain[0]), "")


def _is_known(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word, of anybody ('s) and with any digits, is known."""
    plain = re.sub(r"[0-9]+", NUMBER, word.lower().replace("’", "'"))
    plain = plain.removesuffix("'s")
    if words_of(plain, {}) in lexicon.phrases or any(map(lexicon.tells, _stems(plain))):
        return True
    return plain.endswith(lexicon.ailments) or bool(lexicon.drugs_in(plain))


def _stems(word: str) -> Iterator[str]:
    """Yield a word, and what it may be a form of: find for finds, rate for rated."""
    yield word
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if len(stem) < len(word) and len(stem) >= SHORTEST_STEM:
            yield from (stem, f"{stem}e")
            if stem[-1] == stem[-2]:
                yield stem[:-1]  # wrap for wrapped


def _is_name(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a word is a name by its capital, or an abbreviation: R. Chen, MAP.

    Any word that begins a sentence has a capital: what follows it tells a name there.
    """
    word = tokens[at].value
    is_proper = word[0].isupper() and word.lower() not in lexicon.no_names
    if not is_proper or any(map(str.isdigit, word)):
        return False
    if word.isupper():
        return len(word) <= LONGEST_ABBREVIATION
    behind = tokens[at + 1 : at + 2]
    is_named = codes_of(behind) <= _BEHIND_NAMES or behind[0].value[:1].isupper()
    return is_named or not _begins(tokens[:at])


def _begins(before: list[Token]) -> bool:
    """Tell whether a sentence begins behind these tokens, and no initial: R."""
    if len(before) > 1 and len(before[-2].value) == 1:
        return False
    return not before or before[-1].code in {"stop", "query"}
