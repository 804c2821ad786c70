"""Save a screen as a picture or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.screens.files import write_whole, wrong_ending
from ketacalc.screens.markdown import markdown
from ketacalc.screens.pages import page
from ketacalc.screens.pictures import as_svg, as_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ketacalc.screens.report import Report

WRITERS = {".svg": as_svg, ".html": page, ".txt": as_text, ".md": markdown}


def writer_for(path: Path) -> Callable[[Report], str]:
    """Return what draws a file with this ending; Unreadable for another ending."""
    ending = path.suffix.lower()
    if ending in WRITERS:
        return WRITERS[ending]
    raise wrong_ending(path, "a picture or a page has another ending", WRITERS)


def save(report: Report, path: Path) -> None:
    """Save the screen; the ending of the path says how.

    Raises Unreadable for an ending that is none of WRITERS, Unsaved where the file
    cannot be written.
    """
    write_whole(path, writer_for(path)(report))
