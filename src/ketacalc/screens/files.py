"""A file that is written whole or not at all, and the ending that its name has."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from secrets import token_hex
from typing import IO, TYPE_CHECKING

from ketacalc.errors import Unreadable, Unsaved, quoted
from ketacalc.say import either, later, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def wrong_ending(path: Path, reason: str, endings: Iterable[str]) -> Unreadable:
    """Say which names a file may have."""
    stem = path.stem.rstrip(".") or "name"
    write = either(f"{stem}{each}" for each in endings)
    return Unreadable(str(path), reason, write, "save")


def write_whole(path: Path, whole: str | bytes) -> None:
    """Write a file in one move, so that half of it never stands there; or Unsaved."""
    with written_to(path) as out:
        out.write(whole if isinstance(whole, bytes) else whole.encode())


@contextmanager
def written_to(path: Path) -> Iterator[IO[bytes]]:
    """Write a file part by part that stands there in one move; or Unsaved.

    It is written in the same folder first, by a name that nobody can know and only if
    that is new: no file, link or pipe of another's is ever written to.  A file that is
    there keeps its mode.
    """
    refuse_unfit(path)
    part = path.with_name(f".{token_hex(8)}.part")
    try:
        with part.open("xb") as out:
            _keep_mode(out, path)
            yield out
            out.flush()
            os.fsync(out.fileno())  # or a power cut may leave an empty file
        part.replace(path)
    except OSError as error:
        reason = error.strerror or later("it cannot be written")
        raise Unsaved(str(path), reason.lower()) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _keep_mode(out: IO[bytes], path: Path) -> None:
    """Give the mode of the old file to the new one, while that is still empty."""
    if path.exists():
        file = out.fileno() if os.chmod in os.supports_fd else out.name
        os.chmod(file, stat.S_IMODE(path.stat().st_mode))  # noqa: PTH101 - by its handle


def refuse_unfit(path: Path) -> None:
    """Refuse what a file must not take the place of.  Raises Unsaved.

    A pipe or a device would be a file afterwards, and so would a link, while what it
    leads to stays as it was.  A file that may not be written is not to be replaced.
    Where no file can be made, that is said before anything is worked or erased.
    """
    with suppress(OSError):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            leads = quoted(str(path.readlink()))
            reason = later("it is a link; name the file itself, {file}")
            raise Unsaved(str(path), say(reason, file=leads))
        if stat.S_ISDIR(mode):
            raise Unsaved(str(path), later("is a directory"))
        if not stat.S_ISREG(mode):
            raise Unsaved(str(path), later("it is a pipe or a device, and no file"))
        if not os.access(path, os.W_OK):
            raise Unsaved(str(path), later("it may not be written"))
    if not _is_folder(path.parent):
        raise Unsaved(str(path), later("there is no such folder"))
    if not os.access(path.parent, os.W_OK):
        raise Unsaved(str(path), later("its folder may not be written"))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # nobody may look there
        return False
