"""The words of the command line: what is typed there, and what an error says there.

The core names a field, such as `duration`, and a remedy, such as `list-protocols`.
Here stand the option that gives the one, --over, and the words for the other.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from ketacalc.classes import STDIN
from ketacalc.errors import LONGEST_LINE, Unreadable, too_long
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketacalc.errors import KetacalcError

# In the order in which the help lists them.
COMMANDS = (
    *("iv", "solve", "check", "mark", "read"),
    *("routes", "protocols", "evidence", "mechanism"),
    *("chart", "curve", "practice", "progress"),
    *("units", "help", "site"),
)
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
    "marks": "--marks",
    "course": "--course",
    "encoding": "--encoding",
    "topic": "--topic",
    "level": "--level",
    "task": "--task",
    "quota": "--quota",
    "versions": "--versions",
    "count": "--count",
    "format": "--format",
    "save": "--save",
    "round": "--round",
}
# In these commands a figure stands in a line, and no option gives it.
WITH_LINES = ("solve", "check")
# What follows the sentence of an error.
REMEDIES = {
    "give-weight": ": --weight 70kg",
    "list-protocols": later("; write one that ketacalc protocols lists"),
    "save-deck": later("; write --save deck.apkg"),
    "save-document": later("; write --save sheet.docx"),
    "save-package": later("; add --save quiz.zip"),
    "choose-package": later("; add --format canvas, or --format qti"),
    "leave-progress": later("; ketacalc practice --no-progress does without"),
    "erase-progress": later("; ketacalc progress --erase begins anew"),
}
HOW_TO_WORK = later("ketacalc iv --protocol NAME --weight 70kg works one of them.")
HOW_TO_READ = later(
    "ketacalc help ranges opens one of them, and ketacalc units lists units."
)
NOTHING_YET = later("Nothing was practised yet: ketacalc practice begins.")
ERASED = later(
    "What was practised is forgotten. Until you practise again, ketacalc progress "
    "--undo brings it back."
)
FORGET = later("Forget all that was practised?")
NOBODY_TO_ASK = later(
    "--erase asks first, and here is nobody to ask; write --erase --yes."
)
ONE_OF_BOTH = later("--erase forgets and --undo brings back: write one of them.")
ONE_PROBLEM = later("--for and --answer are for one problem, not for a sheet.")
HINT_ON_SCREEN = later("--hint is for the table; leave --format out.")
NO_ANSWERS = later("there are no answers in it")
ONE_SOURCE = later("CSV is written from files or from standard input, not from both.")
FOR_A_SHEET = later(
    "--key, --worked, --quota, --versions, --easy-first and --marks are for a sheet: "
    "add --format md, or --save."
)
QUOTA_OR_TOPIC = later(
    "--quota says topic, level and count: leave out --topic, --level and --count."
)
VERSIONS_ARE_SAVED = later("--versions are saved, each in a file: add --save quiz.md.")
# What follows the shell's own words where a sign of its was taken for an option.
QUOTE_ARROW = later('{message} Put "-> mL/h" in quotes, or write --for mL/h.')
QUOTE_FIGURE = later('{message}. Put a figure of two words in quotes: "70 kg".')
ABOVE_ZERO = later("A figure must be above zero; leave out the -.")
PAGER_FIRST = later("{message} Write it first: ketacalc --no-pager routes.")
SEE_HELP = later("{message} See ketacalc --help.")
# What typer says of what is typed, in English whatever the language, and its parts.
PARSED = (
    (r"No such option: (?P<option>\S+)", later("No such option: {option}")),
    (
        r"No such option: (?P<option>\S+) \(Possible options: (?P<options>.+)\)",
        later("No such option: {option} (Possible options: {options})"),
    ),
    (r"No such command (?P<command>.+)\.", later("No such command {command}.")),
    (r"Missing argument (?P<argument>.+)\.", later("Missing argument {argument}.")),
    (
        r"Got unexpected extra argument\(s\) \((?P<words>.+)\)",
        later("Got unexpected extra argument(s) ({words})"),
    ),
    (
        r"Option (?P<option>\S+) requires an argument\.",
        later("Option {option} requires an argument."),
    ),
    (
        r"Invalid value for (?P<option>\S+): (?P<reason>.+)",
        later("Invalid value for {option}: {reason}"),
    ),
    (r"Invalid value: (?P<reason>.+)", later("Invalid value: {reason}")),
    (
        r"(?P<given>.+) is not one of (?P<known>.+)",
        later("{given} is not one of {known}"),
    ),
    (
        r"(?P<given>.+) is not in the range (?P<ends>.+)\.",
        later("{given} is not in the range {ends}."),
    ),
    (r"(?P<given>.+) is not a valid int\.", later("{given} is not a valid int.")),
    (
        r"(?P<given>.+) is not a valid int range\.",
        later("{given} is not a valid int range."),
    ),
)
ALL_OF_IT = later("All of it, with DOIs: ketacalc {asked} --full.")
ALL_OR_A_PART = later(
    "All of it, with DOIs: ketacalc {asked} --full; "
    "a part of it: ketacalc {command} {example}."
)

ENDINGS = (".txt", ".csv", ".md", ".tsv", ".lines")
LONGEST_NAME = 255
_NUMBER = r"[0-9.,]+"
# A figure begins with a number, a name, or the words of how often.
_BEGINS = (
    r"(?i)[0-9.¼½¾⅛⅜⅝⅞]|[a-z_]+="
    r"|(?:q[0-9]*h?|bid|tid|qid|b\.i\.d\.|t\.i\.d\.|q\.i\.d\."
    r"|bd|tds|qds|prn|nocte|mane|stat"
    r"|daily|weekly|every|once|twice|three|four)$"
)
# 1 h 30 min and 7 lb 4 oz as the words of a shell: one figure that came apart.
_SPLIT_SUM = (
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
    return f"{before}{error.sentence}{say(REMEDIES.get(error.remedy, ''))}{notes}"


def more(command: str, words: Sequence[str] | None, example: str) -> str:
    """Say how to see all of what was looked up, and a part of it.

    ```pycon
    >>> more("evidence", ["ptsd"], "anxiety")
    'All of it, with DOIs: ketacalc evidence ptsd --full.'

    ```
    """
    asked = shlex.join([*command.split(), *(words or ())])
    if words:
        return say(ALL_OF_IT, asked=asked)
    return say(ALL_OR_A_PART, asked=asked, command=command, example=example)


def mended(message: str) -> str:
    """Say what to write where the shell's own signs were taken for an option."""
    told = _parsed(message)
    if message.startswith("No such option: ->"):
        return say(QUOTE_ARROW, message=told)
    if re.match(r"No such option: -[0-9.]", message):
        return say(ABOVE_ZERO)
    if message.startswith("Got unexpected extra argument"):
        return say(QUOTE_FIGURE, message=told)
    if message.startswith("No such option: --no-pager"):
        return say(PAGER_FIRST, message=told)
    return say(SEE_HELP, message=told)


def _parsed(message: str) -> str:
    """Say what typer says in the language that is spoken, where it is known."""
    for pattern, sentence in PARSED:
        if found := re.fullmatch(pattern, message):
            fields = found.groupdict()
            if "reason" in fields:
                fields["reason"] = _parsed(fields["reason"])
            return say(sentence, **fields)
    return message


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
            reason = later("the shell took the arrow and the unit behind it")
            write = say('--for mL/h, or "-> mL/h" in quotes')
            raise Unreadable(word, reason, write)
        apart = line and re.match(_BEGINS, word) and not _goes_on(line)
        line += f"; {word}" if apart and not _is_part(line, word) else f" {word}"
    line = re.sub(_SPLIT_SUM, lambda parts: parts[0].replace(";", ""), line.strip())
    return f"{line} -> {asked}" if asked else line


def _goes_on(line: str) -> bool:
    if re.search(r"[0-9]\s*in$", line):
        return False  # inches
    piece = line.rpartition("; ")[2]
    if re.fullmatch(r"[A-Za-z ]+:?", piece):  # a name in front of its figure
        return not any(re.match(_BEGINS, word) for word in piece.split())
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
            raise Unreadable(text, later("no such file"), field=field)
        return text
    try:
        with Path(text).open("rb") as file:
            return file.read(longest + 1).decode("utf-8-sig")
    except (OSError, ValueError):
        reason = later("the file cannot be read")
        raise Unreadable(text, reason, field=field) from None


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
