"""The words of the command line: what is typed there, and what an error says there.

The core names a field, such as `duration`, and a remedy, such as `list-protocols`.
Here stand the option that gives the one, --over, and the words for the other.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ketacalc.classes import STDIN
from ketacalc.errors import LONGEST_LINE, Unreadable, too_long

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketacalc.errors import KetacalcError

# The option that gives a figure.
FIGURES = {
    "weight": "--weight",
    "dose": "--dose",
    "duration": "--over",
    "concentration": "--concentration",
    "drop_factor": "--drop-factor",
    "amount": "--amount",
    "rate": "--plateau",
}
# The option that says how something is done.
SETTINGS = {
    "protocol": "--protocol",
    "route": "--route",
    "step": "--step",
    "dose_step": "--dose-step",
    "tolerance": "--tolerance",
    "topic": "--topic",
    "level": "--level",
    "format": "--format",
    "save": "--save",
    "round": "--round",
}
# In these commands a figure stands in a line, and no option gives it.
WITH_LINES = ("solve", "check")
# What follows the sentence of an error.
REMEDIES = {
    "give-weight": ": --weight 70kg",
    "list-protocols": "; write one that ketacalc protocols lists",
    "save-deck": "; write --save deck.apkg",
    "leave-progress": "; ketacalc practice --no-progress does without",
    "erase-progress": "; ketacalc progress --erase begins anew",
}
HOW_TO_WORK = "ketacalc iv --protocol NAME --weight 70kg works one of them."
HOW_TO_READ = "ketacalc help ranges opens one of them, and ketacalc units lists units."
NOTHING_YET = "Nothing was practised yet: ketacalc practice begins."

ENDINGS = (".txt", ".csv", ".md", ".tsv", ".lines")
LONGEST_NAME = 255
_NUMBER = r"[0-9.,]+"
# A figure begins with a number, a name, or the words of how often.
_BEGINS = re.compile(
    r"[0-9.¼½¾⅛⅜⅝⅞]|[a-z_]+=|(?:q[0-9]*h?|bid|tid|qid|b\.i\.d\.|t\.i\.d\.|q\.i\.d\."
    r"|bd|tds|qds|prn|nocte|mane|stat"
    r"|daily|weekly|every|once|twice|three|four)$",
    re.IGNORECASE,
)
# 1 h 30 min and 7 lb 4 oz as the words of a shell: one figure that came apart.
_SPLIT_SUM = re.compile(
    rf"({_NUMBER}\s*(?:d|days?|h|hr|hours?|min|minutes?)); "
    rf"({_NUMBER}\s*(?:h|hr|hours?|min|minutes?|s|sec|seconds?)(?![\w/]))"
    rf"|({_NUMBER}\s*(?:lbs?|pounds?)); ({_NUMBER}\s*(?:oz|ounces?)(?![\w/]))"
    rf"|({_NUMBER}\s*(?:ft|feet|foot)); ({_NUMBER}\s*(?:in|inch|inches)(?![\w/]))"
)


def said(error: KetacalcError, words: Sequence[str]) -> str:
    """Say what went wrong in a command, with the option that gives the field.

    ```pycon
    >>> said(Unreadable("70,5kg", "a comma is no point", field="weight"), ["iv"])
    '--weight: cannot read "70,5kg": a comma is no point'

    ```
    """
    command = next((word for word in words if not word.startswith("-")), "")
    options = SETTINGS if command in WITH_LINES else SETTINGS | FIGURES
    place = options.get(error.field, error.field)
    before = f"{place}: " if place else ""
    notes = "".join(f"; {note}" for note in getattr(error, "__notes__", ()))
    return f"{before}{error.sentence}{REMEDIES.get(error.remedy, '')}{notes}"


def mended(message: str) -> str:
    """Say what to write where the shell's own signs were taken for an option."""
    if message.startswith("No such option: ->"):
        return f'{message} Put "-> mL/h" in quotes, or write --for mL/h.'
    if re.match(r"No such option: -[0-9.]", message):
        return "A figure must be above zero; leave out the -."
    if message.startswith("Got unexpected extra argument"):
        return f'{message}. Put a figure of two words in quotes: "70 kg".'
    return f"{message} See ketacalc --help."


def line_of(words: Sequence[str], asked: str = "") -> str:
    """Join words to a line of notation, each a figure or a part of one.

    Raises Unreadable where the shell took an arrow that was not quoted.

    ```pycon
    >>> line_of(["70kg", "0.5", "mg/kg"], "mg")
    '70kg; 0.5 mg/kg -> mg'

    ```
    """
    if sum(map(len, words)) > LONGEST_LINE:
        raise too_long(" ".join(words))
    line = ""
    for word in words:
        if word == STDIN:
            reason = "the shell took the arrow and the unit behind it"
            raise Unreadable(word, reason, '--for mL/h, or "-> mL/h" in quotes')
        apart = line and _BEGINS.match(word) and not _goes_on(line)
        line += f"; {word}" if apart and not _is_part(line, word) else f" {word}"
    line = _SPLIT_SUM.sub(lambda parts: parts[0].replace(";", ""), line.strip())
    return f"{line} -> {asked}" if asked else line


def _goes_on(line: str) -> bool:
    if re.search(r"[0-9]\s*in$", line):
        return False  # inches
    piece = line.rpartition("; ")[2]
    if re.fullmatch(r"[A-Za-z ]+:?", piece):  # a name in front of its figure
        return not any(map(_BEGINS.match, piece.split()))
    return bool(re.search(r"(?:[,;=/>+]|\b(?:in|per|to|every|q))$", line))


def _is_part(line: str, word: str) -> bool:
    """Tell whether a word is the fraction of a number: the 1/2 of 1 1/2 tablets."""
    is_fraction = re.match(r"[1-9]/[248]|[¼½¾⅛⅜⅝⅞]", word)
    return bool(is_fraction and re.search(r"(?:^|\s)[0-9]+$", line))


def paths_in(words: list[str]) -> list[str]:
    """Return the words as paths if any of them names a file, else none.

    A word is a path if it is there, is `-`, or looks like one and cannot be a figure.
    """
    if words[1:] and words.count(STDIN) and not all(map(_is_path, words)):
        return []  # an arrow that the shell took
    return words if any(map(_is_path, words)) else []


def text_of(text: str, field: str, longest: int = LONGEST_LINE) -> str:
    """Return what stands in a small file of that name, or the text itself.

    Raises Unreadable.
    """
    if not _is_there(text):
        if _looks_like_a_file(text):
            raise Unreadable(text, "no such file", field=field)
        return text
    try:
        with Path(text).open("rb") as file:
            return file.read(longest + 1).decode("utf-8-sig")
    except (OSError, ValueError):
        raise Unreadable(text, "the file cannot be read", field=field) from None


def _is_path(word: str) -> bool:
    looks = _looks_like_a_path(word)
    return word == STDIN or looks or (len(word) < LONGEST_NAME and _is_there(word))


def _looks_like_a_path(word: str) -> bool:
    return word.startswith(("./", "../", "/", "~")) or word.lower().endswith(ENDINGS)


def _looks_like_a_file(text: str) -> bool:
    """Tell whether a text is the name of a file and no list of rules."""
    named = re.fullmatch(r"[^:=;\n]*\.[A-Za-z]{2,5}", text)
    return _looks_like_a_path(text) or bool(named)


def _is_there(word: str) -> bool:
    try:
        return bool(word) and Path(word).exists()
    except (OSError, ValueError):
        return False
