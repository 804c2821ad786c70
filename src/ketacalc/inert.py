"""A text that cannot act where it is shown: what is not printable stands as an escape.

A learner's text may hold anything.  A terminal obeys ESC, a page turns its words round
at U+202E, and a picture with U+0007 in it is no XML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def visible(char: str) -> str:
    r"""Write a character as Python does: \x1b for ESC."""
    return char.encode("unicode_escape").decode()


def inert(text: str, keep: str = "", escape: Callable[[str], str] = visible) -> str:
    r"""Write all that is not printable as escapes, but the characters in `keep`.

    ```pycon
    >>> print(inert("5 \x1b[31mmg\u202e"))
    5 \x1b[31mmg\u202e

    ```
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in keep else escape(char) for char in text
    )
