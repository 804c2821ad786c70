"""The pieces of a text to tokens: each word or phrase with what it stands for."""

from __future__ import annotations

from typing import NamedTuple

from ketacalc.words.lexicon import NUMBER, Lexicon, Meaning
from ketacalc.words.pieces import Piece, decimal, pieces_in

OTHER, NUMBER_CODE = "_", "n"
_PLACES = {"place 1": "tenths", "place 2": "hundredths", "place 3": "thousandths"}
_MARKS = {".": "stop", ";": "stop", "!": "stop", "?": "query", ",": "comma"}
_MARKS |= {":": "colon", "(": "open", ")": "close", "[": "open", "]": "close"}
_MARKS |= {"-": "dash", "/": "per", "=": "eq"}


class Token(NamedTuple):
    """What a phrase stands for: a code that the rules know, its detail, its place."""

    code: str
    value: str
    start: int
    end: int


def tokens_of(text: str, words: Lexicon) -> list[Token]:
    """Return the tokens of a text, the longest phrases first, in linear time."""
    pieces = _without_breaks(text, list(pieces_in(text)))
    pieces = _with_numbers(pieces, words, text)
    spelled = [each.word for each in pieces]
    found, at = [], 0
    while at < len(pieces):
        length, meaning = words.longest_at(spelled, at) or (1, Meaning("", ""))
        found.append(_token(pieces[at : at + length], meaning, text))
        at += length
    return [each for each in found if each.code]


def _without_breaks(text: str, pieces: list[Piece]) -> list[Piece]:
    """Keep a break of the line only where a block of its own begins behind it."""
    kept = []
    for at, piece in enumerate(pieces):
        if piece.kind != "line":
            kept.append(piece)
            continue
        ahead = pieces[at + 1 : at + 6]
        begins = any(p.word == ":" or p.kind == "line" for p in ahead)
        if begins or not ahead or text[piece.end : piece.end + 1].isupper():
            kept.append(piece._replace(kind="mark", word="."))
    return kept


def _with_numbers(pieces: list[Piece], words: Lexicon, text: str) -> list[Piece]:
    """Put numbers for the words of numbers: two, one and a half."""
    spelled = [each.word for each in pieces]
    found, at = [], 0
    while at < len(pieces):
        piece, length = pieces[at], 1
        if piece.kind in {"number", "fraction"}:
            number = decimal(text[piece.start : piece.end])
            piece = Piece(f"={number}", NUMBER, piece.start, piece.end)
        elif (match := words.longest_at(spelled, at)) and match[1].code == "numbers":
            length = match[0]
            end = pieces[at + length - 1].end
            piece = Piece(f"~{match[1].detail}", NUMBER, piece.start, end)
        found.append(piece)
        at += length
    return found


def _token(pieces: list[Piece], meaning: Meaning, text: str) -> Token:
    first, last = pieces[0], pieces[-1]
    code, value = meaning
    numbers = [each.kind[1:] for each in pieces if each.word == NUMBER]
    if not code:
        code, value = _plain(first, text)
    elif numbers and code in {"often", "parts", "rounding"}:
        value = _PLACES.get(
            value.replace(NUMBER, numbers[0]), value.replace(NUMBER, numbers[0])
        )
    return Token(code, value or first.word, first.start, last.end)


def _plain(piece: Piece, text: str) -> tuple[str, str]:
    """Return the code of a piece that the lexicon does not know."""
    if piece.word == NUMBER:
        return NUMBER_CODE, piece.kind[1:]
    if piece.kind in {"clock", "blank"}:
        return piece.kind, text[piece.start : piece.end]
    if piece.kind in {"mark", "hyphen"}:
        return _MARKS.get(piece.word, ""), piece.kind
    return OTHER, piece.word
