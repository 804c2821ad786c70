"""Answer a page: a request in JSON, and in JSON a report, or the error with its fields.

>>> import json
>>> told = json.loads(answer('{"do": "work", "text": "70 kg, 0.5 mg/kg -> mg"}'))
>>> told["report"]["blocks"][0]["rows"][0][1]["text"]
['35']
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from ketacalc import __version__
from ketacalc.browser import looking, practising, working
from ketacalc.browser.blocks import as_blocks
from ketacalc.browser.request import Request, read_request
from ketacalc.errors import KetacalcError, Unreadable
from ketacalc.inert import inert
from ketacalc.language.numbers import COMMA, decimal_commas
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Callable

UNKNOWN = later("a page cannot ask that")
# What follows the sentence of an error, for a page.
REMEDIES = {
    "give-weight": later("; write one such as 70 kg"),
    "list-protocols": later("; choose one that is listed"),
}
SET_COMMAS = later("; or turn on decimal commas in the settings")


def answer(text: str) -> str:
    """Answer a request; whatever is wrong with it is told, and nothing is raised."""
    try:
        request = read_request(text)
        commas = decimal_commas() if request.is_on("decimal_comma") else nullcontext()
        with commas:
            told = _answered(request)
    except KetacalcError as error:
        told = {"error": told_of(error)}
    return json.dumps(told, ensure_ascii=False)


def _answered(request: Request) -> dict[str, Any]:
    if request.do not in DONE:
        raise Unreadable(request.do, UNKNOWN)
    told = DONE[request.do](request)
    if "report" in told:
        told["report"] = as_blocks(told["report"])
    return told


def _about(_: Request) -> dict[str, Any]:
    return {"version": __version__}


DONE: dict[str, Callable[[Request], dict[str, Any]]] = {
    "about": _about,
    "work": working.work,
    "check": working.judge,
    "look-up": looking.look_up,
    "ask": practising.ask,
    "go": practising.go,
    "sum-up": practising.sum_up,
    "progress": practising.progress,
}


def told_of(error: KetacalcError) -> dict[str, str]:
    """Write an error with its fields; a page puts it beside the one that is wrong."""
    own = {k: v for k, v in vars(error).items() if isinstance(v, str)}
    told = {name: inert(text) for name, text in own.items()}
    remedy = (
        SET_COMMAS if own.get("reason") == COMMA else REMEDIES.get(error.remedy, "")
    )
    sentence = f"{error.sentence}{say(remedy)}"
    return {**told, "kind": type(error).__name__, "sentence": sentence}
