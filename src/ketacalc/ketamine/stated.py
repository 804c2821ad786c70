"""The figures of the command line: which option each is given by, and its reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.language.notation import CLASSROOM, read_given

if TYPE_CHECKING:
    from ketacalc.language.problem import Given

OPTIONS = {
    "weight": "--weight",
    "dose": "--dose",
    "duration": "--over",
    "concentration": "--concentration",
    "drop_factor": "--drop-factor",
    "amount": "--amount",
}


def read_options(pounds: str = CLASSROOM, **texts: str | None) -> dict[str, Given]:
    """Read the figures that are stated, by quantity.  Raises Unreadable."""
    stated = {name: text for name, text in texts.items() if text is not None}
    return {name: read_option(name, text, pounds) for name, text in stated.items()}


def read_option(name: str, text: str, pounds: str = CLASSROOM) -> Given:
    """Read the figure of an option, such as `--weight`; ketamine is measured in mg."""
    try:
        given = read_given(text, name).at(pounds)
    except Unreadable as error:
        raise error.at(OPTIONS[name]) from None
    if given.measure not in {"", "mg"}:
        reason = "ketamine is measured in mg"
        raise Unreadable(text, reason, field=OPTIONS[name])
    return given
