"""Problems to practise on, asked at a terminal or handed out.

>>> from ketacalc.practice import draw
>>> draw(7, count=1).exercises[0].answer
'11.2 mL'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ketacalc.practice.drawing import Exercise
    from ketacalc.practice.exercises import Sheet, Wish, draw, read_wish

__all__ = ["Exercise", "Sheet", "Wish", "draw", "read_wish"]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used: who looks at progress needs no pint."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from ketacalc.practice import exercises  # noqa: PLC0415 - see above

    return getattr(exercises, name)
