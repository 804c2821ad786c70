"""Figures that are stated one by one, each as the quantity it is: weight, dose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.language.notation import CLASSROOM, read_given
from ketacalc.language.relations import QUANTITIES
from ketacalc.say import either, later

if TYPE_CHECKING:
    from ketacalc.language.problem import Given


def read_stated(pounds: str = CLASSROOM, **texts: str | None) -> dict[str, Given]:
    """Read the figures that are stated, by quantity.  Raises Unreadable.

    ```pycon
    >>> read_stated(weight="70kg", dose=None)
    {'weight': <weight: 70 kg>}

    ```
    """
    stated = {name: text for name, text in texts.items() if text is not None}
    return {name: read_one(name, text, pounds) for name, text in stated.items()}


def read_one(name: str, text: str, pounds: str = CLASSROOM) -> Given:
    """Read one figure; ketamine is measured in mg.

    Raises Unreadable, whose field is the name of the quantity.
    """
    if name not in QUANTITIES:
        write = either(["weight, dose, duration, concentration, drop_factor", "amount"])
        raise Unreadable(name, later("no figure has this name"), write)
    try:
        given = read_given(text, name).at(pounds)
    except Unreadable as error:
        raise error.at(name) from None
    if given.measure not in {"", "mg"}:
        reason = later("ketamine is measured in mg")
        raise Unreadable(text, reason, field=name)
    return given
