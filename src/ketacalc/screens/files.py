"""A file that is written whole or not at all, and the ending that its name has."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable, Unsaved

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LONGEST_STEM = 60


def wrong_ending(path: Path, reason: str, endings: Iterable[str]) -> Unreadable:
    """Say which names a file may have."""
    stem = path.stem.rstrip(".") or "name"
    write = " or ".join(f"{stem}{each}" for each in endings)
    return Unreadable(str(path), reason, write, "save")


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
