"""A long screen goes through the user's pager, in the way that git has it.

The pager of pydoc, which rich uses, asks no LESS, no height and no variable of ours.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from contextlib import suppress
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

NONE = ["cat"]
# For who has not set them: quit where one screen holds it, show colours, leave the
# text on the screen.
SETTINGS = {"LESS": "FRX", "LV": "-c"}


def named(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the words of the pager's command; none where the user wants none.

    ```pycon
    >>> named({"PAGER": "less -S"})
    ['less', '-S']
    >>> named({"PAGER": "less", "KETACALC_PAGER": "cat"})
    []

    ```
    """
    own = environment.get("KETACALC_PAGER", environment.get("PAGER", "less"))
    try:
        words = shlex.split(own, posix=os.name == "posix")
    except ValueError:  # a quote that is not closed
        words = [own]
    return [] if words == NONE else words


def show(text: str, command: list[str]) -> bool:
    """Show a text by the pager; False where that cannot be started.

    Who quits early has read enough, and Ctrl-C is the pager's own: left alone behind
    us it would quarrel with the shell about the terminal.
    """
    try:
        pager = subprocess.Popen(  # noqa: S603 - it is the user's own
            command,
            stdin=subprocess.PIPE,
            env={**SETTINGS, **os.environ},
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError:
        return False
    with suppress(OSError, KeyboardInterrupt), cast("IO[str]", pager.stdin) as pipe:
        pipe.write(text)
    while pager.poll() is None:
        with suppress(KeyboardInterrupt):
            pager.wait()
    return True
