"""Run the command line as a process of its own: `ketacalc`, or `python -m ketacalc`."""

from __future__ import annotations

import gc
import signal
import sys

TYPE_CHECKING = False  # loading typing takes as long as all else before run
if TYPE_CHECKING:
    from typing import Any, NoReturn

INTERRUPTED = 130
CANNOT_USE = 2
# How many new objects there are before garbage is looked for: a command makes most of
# its own while it loads, and keeps them.
SELDOM = 100_000


def run() -> NoReturn:
    """Run the command line, and end the process with its exit status.

    While modules are loaded and streams put away there is nothing to tidy up at Ctrl-C:
    the system ends the process, and there is no traceback.  Where the signal is
    ignored, as a shell has it for what runs in the background, it stays so.

    A fault of ours, or of a file of ours that was cut off, is told as Python tells it,
    but never by its status 1: that says that an answer is not right.
    """
    gc.set_threshold(SELDOM)
    heeds = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    _at_ctrl_c(signal.SIG_DFL, heeds=heeds)
    try:
        from ketacalc import cli, streams  # noqa: PLC0415 - loading takes the time

        streams.take()
        _at_ctrl_c(signal.default_int_handler, heeds=heeds)
        status = cli.main()
    except KeyboardInterrupt:  # while an error was told
        status = INTERRUPTED
    except Exception:  # noqa: BLE001 - it is told
        sys.excepthook(*sys.exc_info())
        status = CANNOT_USE
    _at_ctrl_c(signal.SIG_DFL, heeds=heeds)
    gc.freeze()  # spares a last search for garbage, a sixth of the time of a command
    sys.exit(status)


def _at_ctrl_c(handler: Any, *, heeds: bool) -> None:
    if heeds:
        signal.signal(signal.SIGINT, handler)


if __name__ == "__main__":
    run()
