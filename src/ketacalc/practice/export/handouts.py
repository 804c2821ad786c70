"""A sheet of practice problems in every form: on paper, and for a learning platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.inert import inert
from ketacalc.practice.export import canvas, decks, paper, qti, quizzes, word
from ketacalc.say import later, say
from ketacalc.screens.files import refuse_unfit, write_whole, wrong_ending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ketacalc.practice.exercises import Sheet

TEXTS: dict[str, Callable[[Sheet], str]] = {
    "lines": paper.lines,
    "md": paper.markdown,
    "html": paper.page,
    "csv": paper.table,
    "json": paper.as_json,
    "jsonl": paper.as_jsonl,
    "moodle": quizzes.moodle,
    "gift": quizzes.gift,
}
ENDINGS = {
    ".txt": "lines",
    ".md": "md",
    ".html": "html",
    ".docx": "word",
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".xml": "moodle",
    ".gift": "gift",
    ".apkg": "anki",
}
PACKAGES = {"canvas": canvas.package, "qti": qti.package}
PACKED = ".zip"  # which may be either
A_PACKAGE = later("a package is no text"), "save-package"
# What is no text, and how it is got.
NO_TEXTS = {
    "anki": (later("a deck is no text"), "save-deck"),
    "word": (later("a document is no text"), "save-document"),
    **dict.fromkeys(PACKAGES, A_PACKAGE),
}


def text(sheet: Sheet, form: str) -> str:
    """Write a sheet in a form of TEXTS.

    Raises Unreadable for a deck, a document or a package, which is no text.
    """
    if form not in TEXTS:
        reason, remedy = NO_TEXTS[form]
        raise Unreadable(form, reason, field="format", remedy=remedy)
    return inert(TEXTS[form](sheet), keep="\n")


def form_for(path: Path, form: str = "") -> str:
    """Return the form in which a file is saved: a named one, or that of its ending.

    Raises Unreadable for an ending that stands for none, or not for the named one.
    """
    ending = path.suffix.lower()
    if form:
        fitting = [PACKED] if form in PACKAGES else _endings(form)
        if ending in {*ENDINGS, PACKED} and ending not in fitting:
            reason = say("{form} has another ending", form=form)
            raise wrong_ending(path, reason, fitting)
        return form
    if ending == PACKED:
        reason = later("it may be for Canvas or for another platform")
        raise Unreadable(str(path), reason, field="save", remedy="choose-package")
    if ending in ENDINGS:
        return ENDINGS[ending]
    raise wrong_ending(path, later("a sheet has another ending"), ENDINGS)


def save(sheet: Sheet, path: Path, form: str = "") -> tuple[Path, ...]:
    """Save a sheet in a form, by default the one that the ending stands for.

    Returns what was written: the key of a document is a file of its own.  Raises
    Unreadable for an ending that stands for none or for another, Unsaved where a file
    cannot be written, or not be made.
    """
    files = dict(_made(sheet, path, form_for(path, form)))
    for each, content in files.items():
        write_whole(each, content)
    return tuple(files)


def refuse(sheet: Sheet, path: Path, form: str = "") -> None:
    """Refuse what `save` would refuse, and save nothing.

    A sheet without problems is soon made: it tells before a thousand are drawn.
    """
    for each, _ in _made(sheet, path, form_for(path, form)):
        refuse_unfit(each)


def _endings(form: str) -> list[str]:
    return [ending for ending, each in ENDINGS.items() if each == form]


def _made(sheet: Sheet, path: Path, form: str) -> Iterator[tuple[Path, str | bytes]]:
    """Yield the files of a form and what is in them."""
    if form in TEXTS:
        yield path, text(sheet, form)
    elif form in PACKAGES:
        yield path, PACKAGES[form](sheet)
    elif form == "anki":
        yield path, decks.anki(sheet, str(path))
    else:
        yield path, word.document(sheet, str(path))
        if sheet.key:
            beside = path.with_stem(f"{path.stem}-key")
            yield beside, word.key(sheet, str(beside))
