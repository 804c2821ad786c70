"""A text to tokens: its numbers, words and marks, and the phrases that they make up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.language.figures import in_decimals
from ketacalc.language.numbers import read_number, write_exact
from ketacalc.say import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NUMBER = "#"
LONGEST_PHRASE = 12  # tokens
_ASIDES = {"aside", "beats", "fluid"}
_TOKEN = re.compile(
    r"(?P<clock>\d{1,2}(?::\d\d)?\s*[ap](?:m\b|\.\s?m\b\.?))"
    r"|(?P<code>(?<![\w.,])\d{1,4}(?-i:[ABCEN])\d*\b)"
    r"|(?P<n>\d{1,2}:\d\d(?!\d|,\d|\s000)|(?:\d{1,2}\s)?[1-9]/[248](?![\d/.])|\d{0,2}\s?[¼½¾⅛⅜⅝⅞]"
    r"|\d{1,3}(?:[ \u00a0\u202f]000)+(?!\d)|\d+(?:[.,]\d+)*|\.\d+)"
    r"|(?P<times>x(?=\d))"
    r"|(?P<blank>_+|\.{4,}|…+)"
    r"|(?P<_>[^\W\d_]{2,}(?=\d+[^\W\d_]{1,3}\b)|[^\W\d_](?:\.[^\W\d_])+\b\.?|[^\W\d_][^\W_²]*(?:['’][^\W\d_]+)?²?)"
    r"|(?P<line>\n)"
    r"|(?P<hyphen>(?<=\w)-(?=\d))"
    r"|(?P<mark>\S)",
    re.IGNORECASE,
)
_CODE = later("a code")
_PLAIN = str.maketrans("–—−’×|", "---'x:")
_SEEN_AHEAD = 5  # tokens behind the break of a line


class Token(NamedTuple):
    """What words stand for: a code that the rules know, its value, and its place.

    `word` is how it is compared with a phrase.
    """

    code: str
    value: str
    start: int
    end: int
    word: str = ""

    @property
    def quantity(self) -> str:
        """What a figure measures: dose, and "" for a word."""
        return self.code.partition(".")[2]


def codes_of(tokens: Iterable[Token]) -> set[str]:
    """Return what tokens stand for, each code once."""
    return {each.code for each in tokens}


def signs_of(tokens: Iterable[Token]) -> set[str]:
    """Return the codes of tokens, and their words as a table has them: =iv."""
    return {sign for each in tokens for sign in (each.code, f"={each.value.lower()}")}


# What phrases stand for, each as its words: a code and a value.
Phrases = Mapping[tuple[str, ...], tuple[str, str]]


def tokens_in(text: str) -> list[Token]:
    """Return the tokens of a text, in one pass: 2 mg/mL is a number, words and marks.

    The break of a line ends a sentence only behind a blank, or where a block of its own
    begins behind it.
    """
    found = [*map(_token, _TOKEN.finditer(text.translate(_PLAIN)))]
    return [
        each
        for at, each in enumerate(found)
        if each.value != "line"
        or found[at - 1].code == "blank"
        or _begins(text, found[at : at + 1 + _SEEN_AHEAD])
    ]


def _begins(text: str, tokens: list[Token]) -> bool:
    """Tell whether a block begins: "Available:", a capital letter, or an empty line."""
    _, *ahead = tokens
    is_headed = any(each.word == ":" or each.value == "line" for each in ahead)
    return is_headed or not ahead or text[ahead[0].start].isupper()


def _token(match: re.Match[str]) -> Token:
    """Return the token of one piece of the text."""
    code, text, place = match.lastgroup or "", match[0], match.span()
    if code == "n":
        word = text if ":" in text else NUMBER  # a time stands in no phrase
        number = re.sub(r"\s(?=000)", ",", in_decimals(text).strip())
        return Token(code, number, *place, word)
    if code == "blank":
        return Token(code, text, *place, "_")
    if code == "code":  # ward 7B
        return Token("aside", _CODE, *place, text.lower())
    if code in {"_", "clock"}:
        return Token(code, text, *place, text.lower().replace(".", ""))
    return Token("", code, *place, "." if code == "line" else text)


def phrased(tokens: Sequence[Token], phrases: Phrases) -> Iterator[Token]:
    """Yield tokens with one for each phrase, the longest first, in linear time."""
    words = [each.word for each in tokens]
    at = 0
    while at < len(tokens):
        end = _phrase_end(words, at, phrases)
        yield _meant(tokens[at:end], phrases.get(tuple(words[at:end])))
        at = end


def _phrase_end(words: list[str], at: int, phrases: Phrases) -> int:
    """Return where the longest phrase ends that begins here."""
    ends = range(min(at + LONGEST_PHRASE, len(words)), at + 1, -1)
    return next((end for end in ends if _is_phrase(words, at, end, phrases)), at + 1)


def _is_phrase(words: list[str], at: int, end: int, phrases: Phrases) -> bool:
    """Tell whether words are a phrase; potassium 40 is none where mEq comes behind."""
    code, _ = phrases.get(tuple(words[at:end]), ("", ""))
    if code not in _ASIDES or words[end - 1] != NUMBER:
        return bool(code)
    behind = [each for each in words[end : end + 2] if each != "-"]
    return phrases.get(tuple(behind[:1]), ("", ""))[0] not in {*"udt"}


def _meant(tokens: Sequence[Token], meaning: tuple[str, str] | None) -> Token:
    """Return what a phrase means: # in its value is the number that stands in it."""
    if meaning is None:
        return tokens[0]
    code, value = meaning
    number = next((each.value for each in tokens if each.code == "n"), "")
    place = tokens[0].start, tokens[-1].end
    value = value.replace(NUMBER, number) or tokens[0].value
    if "e" in value and code == "n":  # 2.4 million
        value = write_exact(read_number(number).value * Fraction(value[len(number) :]))
    return Token(code, value, *place, NUMBER)
