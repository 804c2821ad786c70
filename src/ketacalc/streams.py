"""The standard streams of the process, whatever the machine takes them for.

A shell may have closed one (`>&-`), a reader may leave (`| head`), a disk may be full.
What cannot be read or written is an OSError, which ends the command in one line; but
nobody can be told that standard error cannot be written, so there it is no error.
"""

import codecs
import io
import os
import sys
import unicodedata
from typing import Any

# How to open the null device in the place of a closed stream, so that nothing can be
# read or written there.  Its number would go to the next file, and into that what is
# printed.
NUMBERS = {0: os.O_WRONLY, 1: os.O_RDONLY, 2: os.O_RDONLY}

# What stands for a sign that a terminal does not have.
SIGNS = {"×": "x", "÷": "/", "≈": "~", "−": "-", "√": "root ", "±": "+/-", "→": "->"}
SIGNS |= {"●": "*", "━": "-", "─": "-", "│": "|", "█": "#", "·": ".", "…": "..."}
SIGNS |= {"“": '"', "”": '"', "’": "'", "–": "-", "—": "-", "µ": "u", "μ": "u"}
SIGNS |= {"½": "1/2", "¼": "1/4", "¾": "3/4"}
PLAIN = "ketacalc.plain"


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """Write signs that an encoding has not in plain letters and signs: ~ for ≈."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(map(_plain, text)), error.end


def _plain(char: str) -> str:
    """Write one sign: a cell of a curve as a dot, é as e, what is left as an escape."""
    if char in SIGNS:
        return SIGNS[char]
    if unicodedata.name(char, "").startswith("BRAILLE"):
        return "."
    letter = unicodedata.normalize("NFKD", char)[0]
    return letter if letter.isascii() else char.encode("unicode_escape").decode()


codecs.register_error(PLAIN, _plainly)


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


def speak() -> None:
    """Write UTF-8, and what is no text as an escape; read it so too.

    A terminal that was set to another encoding gets that, with plain signs for those
    that it does not have.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty() and codecs.lookup(stream.encoding).name != "utf-8":
            stream.reconfigure(errors=PLAIN)
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="backslashreplace")


def mute_stdout() -> None:
    """Keep the interpreter from writing again what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
