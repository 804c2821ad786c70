"""The commands: thin Typer functions over the core, and one exit for every error."""

import os
import sys

import typer

from ketacalc import shell, streams
from ketacalc.cli import app as root
from ketacalc.errors import KetacalcError, Unreadable
from ketacalc.say import DOMAIN, LOCALE, say, speak

CANNOT_USE = 2
INTERRUPTED = 130  # as a shell says of a process that Ctrl-C ended
UNREAD = 141  # as it says of one that wrote to a pipe that nobody reads


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status.

    An error that a user can put right is one line on stderr and status 2.
    """
    streams.speak()
    words = sys.argv[1:] if arguments is None else arguments
    try:
        status = _status(words)
        sys.stdout.flush()
    except SystemExit as end:  # typer's way out, also where nobody reads any more
        unread = isinstance(end.__context__, BrokenPipeError)
        return UNREAD if unread else int(end.code or 0)
    except BrokenPipeError:
        streams.mute_stdout()
        return UNREAD
    except OSError as error:
        streams.mute_stdout()
        reason = (error.strerror or "").lower()
        return _fail(say("cannot read or write: {reason}", reason=reason))
    except (typer.Abort, KeyboardInterrupt):  # at a question, or at the last flush
        return INTERRUPTED
    return status


def _status(words: list[str]) -> int:
    run = root.load(words)
    try:
        _speak()
        return run(words, prog_name="ketacalc", standalone_mode=False) or 0
    except KetacalcError as error:
        return _fail(shell.said(error, words))
    except typer.TyperException as error:
        return _fail(shell.mended(" ".join(error.format_message().split())))


def _speak() -> None:
    """Speak the language that is set, where a translation of it is there."""
    language = os.environ.get("KETACALC_LANGUAGE", "")
    if not language:
        return
    import gettext

    folder = os.environ.get("KETACALC_LOCALE") or LOCALE
    try:
        found = gettext.translation(DOMAIN, folder, [language])
    except (OSError, ValueError):
        reason = "no translation of it is there"
        write = "KETACALC_LOCALE for the folder that holds one"
        raise Unreadable(language, reason, write, "KETACALC_LANGUAGE") from None
    speak(found.gettext)


def _fail(message: str) -> int:
    root.complain(message)
    return CANNOT_USE
