"""Save a screen as a picture or a page, whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable, Unsaved
from ketacalc.screens import terminal as show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

LONGEST_STEM = 60
WRITERS = {
    ".svg": show.as_svg,
    ".html": show.as_html,
    ".txt": show.as_text,
    ".md": show.markdown,
}


def writer_for(path: Path) -> Callable[[show.Report], str]:
    """Return what draws a file with this ending; Unreadable for another ending."""
    ending = path.suffix.lower()
    if ending in WRITERS:
        return WRITERS[ending]
    raise wrong_ending(path, "a picture or a page has another ending", WRITERS)


def wrong_ending(path: Path, reason: str, endings: Iterable[str]) -> Unreadable:
    """Say which names a file may have."""
    stem = path.stem.rstrip(".") or "name"
    write = " or ".join(f"{stem}{each}" for each in endings)
    return Unreadable(str(path), reason, write, "--save")


def save(report: show.Report, path: Path) -> None:
    """Save the screen; the ending of the path says how.

    Raises Unreadable for an ending that is none of WRITERS, Unsaved where the file
    cannot be written.
    """
    write_whole(path, writer_for(path)(report))


def write_whole(path: Path, whole: str | bytes) -> None:
    """Write a file in one move, so that half of it never stands there; or Unsaved."""
    part = path.with_name(f".{path.stem[:LONGEST_STEM]}.part")
    try:
        part.write_bytes(whole if isinstance(whole, bytes) else whole.encode())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Unsaved(str(path), error.strerror or "it cannot be written") from None
