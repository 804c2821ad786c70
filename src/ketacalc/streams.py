"""The standard streams of the process, whatever the machine takes them for.

A shell may have closed one (`>&-`), a reader may leave (`| head`), a disk may be full.
What cannot be read or written is an OSError, which ends the command in one line; but
nobody can be told that standard error cannot be written, so there it is no error.
"""

import io
import os
import sys
from typing import Any

# How to open the null device in the place of a closed stream, so that nothing can be
# read or written there.  Its number would go to the next file, and into that what is
# printed.
NUMBERS = {0: os.O_WRONLY, 1: os.O_RDONLY, 2: os.O_RDONLY}


class _Deaf(io.FileIO):
    """A file that takes what it is given, whether or not that can be written."""

    def write(self, data: Any, /) -> int:
        """Write it, if that can be."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def take() -> None:
    """Take the streams of a process of our own, in the place of Python's."""
    for number, way in NUMBERS.items():
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, way)  # the lowest free number is this one
    sys.stdin = sys.stdin or io.TextIOWrapper(io.BufferedReader(_file(0, "r")))
    sys.stdout = sys.stdout or io.TextIOWrapper(io.BufferedWriter(_file(1, "w")))
    deaf = _Deaf(2, "w", closefd=False)
    sys.stderr = io.TextIOWrapper(io.BufferedWriter(deaf), line_buffering=True)


def _file(number: int, mode: str) -> io.FileIO:
    return io.FileIO(number, mode, closefd=False)


def speak_utf8() -> None:
    """Write UTF-8, and what is no text as an escape; read it so too."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="backslashreplace")


def mute_stdout() -> None:
    """Keep the interpreter from writing again what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
