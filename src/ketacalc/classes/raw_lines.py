"""A file of a class as raw lines: decoded, with what is wrong with one beside it.

Memory does not grow with the file.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.classes import STDIN
from ketacalc.errors import Unreadable, Unsaved, quoted
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

LONGEST_RAW_LINE = 16_384  # bytes
BLOCK = 1 << 16  # bytes
NOT_UTF8 = later("it is not UTF-8; save the file as UTF-8")
SHEETS = (".txt", ".csv", ".tsv", ".md", ".markdown")
MOST_FILES = 10_000  # that are looked at in a folder
MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class RawLine(NamedTuple):
    """A line of a file: where it stands, its text, and what is wrong with it or ""."""

    number: int
    text: str
    fault: str = ""


def is_file(path: str) -> bool:
    """Tell whether the path names a file that is there."""
    return path != STDIN and _expanded(path).is_file()


def files_of(paths: Iterable[str]) -> Iterator[str]:
    """Yield paths, and in the place of a folder the sheets in it, by their names.

    A folder without any stays as it is, and so does one that holds too many files.
    """
    for path in paths:
        found = sorted(_sheets_in(path)) if path != STDIN else []
        yield from found or [path]


def _sheets_in(path: str) -> list[str]:
    """Return the sheets in a folder and in the folders in it, but for hidden ones."""
    found: list[str] = []
    count = 0
    for folder, inside, names in os.walk(_expanded(path)):
        inside[:] = [each for each in inside if not each.startswith(".")]
        count += len(names)
        if count > MOST_FILES:
            return []
        found += [
            str(Path(folder) / name)
            for name in names
            if name.lower().endswith(SHEETS) and not name.startswith(".")
        ]
    return found


def opened(path: str) -> AbstractContextManager[BinaryIO]:
    """Open a file to be read; `-` is standard input, and stays open."""
    if path == STDIN:
        return nullcontext(sys.stdin.buffer)
    return _expanded(path).open("rb")


def _expanded(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:  # ~ and the name of nobody here
        return Path(path)


def refuse_to_save(paths: Iterable[str], target: Path) -> None:
    """Refuse to save over a file that is read.  Raises Unsaved."""
    for path in paths:
        with suppress(OSError):  # what is not there is no file that is read
            if os.path.samestat(_stat(path), target.stat()):
                raise Unsaved(str(target), later("it is the file that is checked"))


def _stat(path: str) -> os.stat_result:
    return os.fstat(sys.stdin.fileno()) if path == STDIN else _expanded(path).stat()


def why_not(path: str, error: Exception) -> str:
    """Say why a file cannot be read: "class.csv": no such file."""
    if not isinstance(error, OSError):
        return str(error)
    reasons = {
        FileNotFoundError: later("no such file"),
        IsADirectoryError: later("it is a folder without a sheet"),
        PermissionError: later("it may not be read"),
    }
    other = (error.strerror or later("it cannot be read")).lower()
    return f"{quoted(path)}: {say(reasons.get(type(error), other))}"


def raw_lines(stream: BinaryIO, name: str) -> Iterator[RawLine]:
    """Yield decoded lines; one that is too long or no text has its fault named."""
    for number, (raw, whole) in enumerate(_split(stream), 1):
        text = raw
        if number == 1:
            _refuse_other_encodings(raw, name)
            text = raw.removeprefix(b"\xef\xbb\xbf")
        if whole:
            yield _decoded(number, text)
        else:
            most = f"{LONGEST_RAW_LINE:,}"
            yield RawLine(number, "", say("the line is over {most} bytes", most=most))


def _refuse_other_encodings(raw: bytes, name: str) -> None:
    if encoding := MARKS.get(raw[:2]):
        reason = say("it is {encoding}", encoding=encoding)
        raise Unreadable(name, reason, say("it again as UTF-8"))


def _split(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Yield lines that end in LF, CR LF or CR, and whether each is whole.

    Of one over LONGEST_RAW_LINE only the beginning is kept.
    """
    rest, whole = b"", True
    while block := stream.read(BLOCK):
        if block.endswith(b"\r"):  # its LF may be the first byte of the next block
            block += stream.read(1)
        first, *others = re.split(rb"\r\n|\n|\r", block)
        rest += first
        for other in others:
            yield rest[:LONGEST_RAW_LINE], whole and len(rest) <= LONGEST_RAW_LINE
            rest, whole = other, True
        whole = whole and len(rest) <= LONGEST_RAW_LINE
        rest = rest[:LONGEST_RAW_LINE]
    if rest:
        yield rest, whole


def _decoded(number: int, raw: bytes) -> RawLine:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return RawLine(number, raw.decode("cp1252", "backslashreplace"), NOT_UTF8)
    if "\0" in text:
        return RawLine(number, text, later("there are NUL bytes in it"))
    return RawLine(number, text)
