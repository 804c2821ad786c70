"""What the program says, sentence by sentence, so that a translation is a file.

A sentence stands in English where it is said, with {fields} for what goes into it.  The
catalogue, `locale/ketacalc.pot`, holds all of them; a translation gives each in another
language, and gettext reads it.  Units, figures and the notation are the same in all.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "ketacalc"
_translate: Callable[[str], str] = str


def speak(translate: Callable[[str], str] = str) -> None:
    """Say every sentence as `translate` gives it; as it stands where none is given."""
    global _translate  # noqa: PLW0603 - a process speaks one language
    _translate = translate


def say(sentence: str, **fields: object) -> str:
    """Say a sentence of the catalogue, with its fields filled in.

    A field is never read as a sentence: braces in it are only braces.

    ```pycon
    >>> say("{given} is not right", given="35 mg")
    '35 mg is not right'

    ```
    """
    said = sentence and _translate(sentence)  # under none stands a translation's head
    return said.format(**fields) if fields else said


def either(words: Iterable[str]) -> str:
    """Write words to choose from: one, one or another, none.

    ```pycon
    >>> either(["iv", "nasal", "oral"])
    'iv or nasal or oral'

    ```
    """
    said = ""
    for word in words:
        said = say("{one} or {other}", one=said, other=word) if said else word
    return said


def later(sentence: str) -> str:
    """Mark a sentence of a table for the catalogue; it is said when its time comes."""
    return sentence
