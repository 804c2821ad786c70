"""A sheet of practice problems in every form: on paper, and for a learning platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc import paper, quizzes
from ketacalc.errors import Unreadable
from ketacalc.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ketacalc.practice import Sheet

TEXTS: dict[str, Callable[[Sheet], str]] = {
    "lines": paper.lines,
    "md": paper.markdown,
    "html": paper.page,
    "csv": paper.table,
    "moodle": quizzes.moodle,
    "gift": quizzes.gift,
}
ENDINGS = {
    ".txt": "lines",
    ".md": "md",
    ".html": "html",
    ".csv": "csv",
    ".xml": "moodle",
    ".gift": "gift",
    ".apkg": "anki",
}


def text(sheet: Sheet, form: str) -> str:
    """Write a sheet as lines, md, html, csv, moodle or gift.

    Raises Unreadable for an Anki deck, which is no text.
    """
    if form not in TEXTS:
        raise Unreadable(form, "a deck is no text", "--save deck.apkg", "--format")
    return TEXTS[form](sheet)


def form_for(path: Path) -> str:
    """Return the form that an ending stands for; Unreadable for another ending."""
    if path.suffix in ENDINGS:
        return ENDINGS[path.suffix]
    write = " or ".join(path.with_suffix(each).name for each in ENDINGS)
    raise Unreadable(str(path), "a sheet has another ending", write, "--save")


def save(sheet: Sheet, path: Path, form: str = "") -> None:
    """Save a sheet in a form, by default the one that the ending stands for.

    Raises Unreadable for an ending that stands for none, Unsaved where the file cannot
    be written, or a deck not be made.
    """
    form = form or form_for(path)
    write_whole(path, quizzes.anki(sheet) if form == "anki" else text(sheet, form))
