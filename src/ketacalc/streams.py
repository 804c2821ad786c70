"""The standard streams of the process, whatever the machine takes them for."""

import os
import sys


def speak_utf8() -> None:
    """Write UTF-8, and what is no text as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def mute_stdout() -> None:
    """Keep the interpreter from writing again what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
