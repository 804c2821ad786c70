"""Dose arithmetic for students: every step shown.

Educational arithmetic only. Not medical advice.

>>> from ketacalc import solve
>>> solution = solve("70 kg, 0.5 mg/kg, 40 min")
>>> print(solution["rate"])
52.5 mg/h
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ketacalc.checking import Verdict, check
    from ketacalc.errors import KetacalcError
    from ketacalc.notation import Problem, parse
    from ketacalc.solving import Result, Solution, solve

# Loaded when first used: the command line starts without pint where it needs none.
_HOME = {
    "check": "checking",
    "Verdict": "checking",
    "KetacalcError": "errors",
    "Problem": "notation",
    "Result": "solving",
    "Solution": "solving",
    "parse": "notation",
    "solve": "solving",
}
__all__ = [
    "KetacalcError",
    "Problem",
    "Result",
    "Solution",
    "Verdict",
    "check",
    "parse",
    "solve",
]
__version__ = "0.1.0"
NOTICE = "Educational arithmetic only. Not medical advice."


def __getattr__(name: str) -> Any:
    """Load a public name from the module it lives in."""
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
