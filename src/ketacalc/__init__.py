"""Dose arithmetic for students: every step shown.

Educational arithmetic only. Not medical advice.

>>> from ketacalc import solve
>>> solution = solve("70 kg, 0.5 mg/kg, 40 min")
>>> print(solution["rate"])
52.5 mg/h
"""

from __future__ import annotations

TYPE_CHECKING = False  # Ctrl-C is heeded in one line once this is loaded: be quick
if TYPE_CHECKING:
    from typing import Any

    from ketacalc.classes.course import mark_all
    from ketacalc.errors import KetacalcError
    from ketacalc.language.notation import parse
    from ketacalc.language.numbers import decimal_commas
    from ketacalc.language.problem import Problem
    from ketacalc.marking.check import check
    from ketacalc.marking.verdict import Verdict
    from ketacalc.notice import NOTICE
    from ketacalc.solving.solution import Result, Solution, solve
    from ketacalc.words.reading import Reading, read

# Loaded when first used: the command line starts without pint where it needs none.
_HOME = {
    "check": "marking.check",
    "decimal_commas": "language.numbers",
    "Verdict": "marking.verdict",
    "KetacalcError": "errors",
    "NOTICE": "notice",
    "Problem": "language.problem",
    "Reading": "words.reading",
    "Result": "solving.solution",
    "Solution": "solving.solution",
    "mark_all": "classes.course",
    "parse": "language.notation",
    "read": "words.reading",
    "solve": "solving.solution",
}
__all__ = [
    "NOTICE",
    "KetacalcError",
    "Problem",
    "Reading",
    "Result",
    "Solution",
    "Verdict",
    "check",
    "decimal_commas",
    "mark_all",
    "parse",
    "read",
    "solve",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load a public name from the module it lives in."""
    from importlib import import_module  # noqa: PLC0415 - see above

    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
