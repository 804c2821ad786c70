"""A sheet of practice problems in every form: on paper, and for a learning platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.inert import inert
from ketacalc.practice.export import paper, quizzes
from ketacalc.say import later, say
from ketacalc.screens.files import write_whole, wrong_ending

if TYPE_CHECKING:
    from collections.abc import Callable
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
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".xml": "moodle",
    ".gift": "gift",
    ".apkg": "anki",
}


def text(sheet: Sheet, form: str) -> str:
    """Write a sheet in a form of TEXTS.

    Raises Unreadable for an Anki deck, which is no text.
    """
    if form not in TEXTS:
        reason = later("a deck is no text")
        raise Unreadable(form, reason, field="format", remedy="save-deck")
    return inert(TEXTS[form](sheet), keep="\n")


def form_for(path: Path) -> str:
    """Return the form that an ending stands for; Unreadable for another ending."""
    ending = path.suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    raise wrong_ending(path, later("a sheet has another ending"), ENDINGS)


def save(sheet: Sheet, path: Path, form: str = "") -> None:
    """Save a sheet in a form, by default the one that the ending stands for.

    Raises Unreadable for an ending that stands for none or for another, Unsaved where
    the file cannot be written, or a deck not be made.
    """
    form = form or form_for(path)
    if path.suffix.lower() in ENDINGS and form_for(path) != form:
        fitting = [ending for ending, each in ENDINGS.items() if each == form]
        reason = say("{form} has another ending", form=form)
        raise wrong_ending(path, reason, fitting)
    write_whole(
        path, quizzes.anki(sheet, str(path)) if form == "anki" else text(sheet, form)
    )
