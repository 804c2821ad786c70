"""Practise: ask a problem of a seed, judge a go, and sum up what was practised.

The page keeps the answers, and sends them along where they matter.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ketacalc.practice.attempts import RIGHT
from ketacalc.practice.drawing import Exercise
from ketacalc.practice.exercises import Wish, exercises, read_wish, refuse_too_many
from ketacalc.practice.kinds import ANSWER, kinds
from ketacalc.practice.session import Place, question, turn
from ketacalc.practice.spacing import due, moment_of, weights
from ketacalc.practice.summary import of_progress, of_session
from ketacalc.screens.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.browser.request import Request

SETS = 4  # of problems that are kept while one practises


def ask(request: Request) -> dict[str, Any]:
    """Ask the problem of a number in a set, and say which weights it was drawn by."""
    number, count = _number(request), max(request.number("count", 10), 1)
    refuse_too_many(count)
    by = _weights(request)
    exercise = _exercise(request, by)
    blocks = question(exercise, number, count)
    return {"report": Report("", blocks), "weights": by, "line": str(exercise.problem)}


def go(request: Request) -> dict[str, Any]:
    """Judge a go at a problem, or heed a word such as hint."""
    place = Place(max(request.number("attempt", 1), 1), request.number("hints"))
    made = turn(_exercise(request, _weights(request)), place, request.text("typed"))
    kept = made.kept._asdict() if made.kept else None
    return {
        "report": Report("", made.blocks),
        "kept": kept,
        "over": made.over,
        "right": kept["verdict"] == RIGHT if kept and kept["answer"] else None,
        **made.place._asdict(),
    }


def sum_up(request: Request) -> dict[str, Any]:
    """Report how a set went."""
    return {"report": of_session(request.attempts("own"))}


def progress(request: Request) -> dict[str, Any]:
    """Report all that was practised, and what is due by the page's own clock."""
    kept = request.attempts("kept")
    now = moment_of(request.text("now"))
    return {"report": of_progress(kept, due(kept, now) if now else {})}


def _weights(request: Request) -> list[int]:
    """Return the weights of a set: as they were sent, or by what was practised."""
    sent = request.numbers("weights")
    if sent or request.is_on("evenly"):
        return sent
    now = moment_of(request.text("now"))
    return [*weights(request.attempts("kept"), now).values()] if now else []


def _exercise(request: Request, by: list[int]) -> Exercise:
    number = _number(request)
    refuse_too_many(number)
    task = request.text("task", ANSWER)
    wish = read_wish(request.texts("topics"), request.number("level"), task)
    return _set(request.number("seed"), wish, tuple(by)).at(number)


def _number(request: Request) -> int:
    """Return the place of a problem in its set, from 1."""
    return max(request.number("number", 1), 1)


class _Set:
    """The problems of a seed, as far as they were drawn."""

    def __init__(self, drawn: Iterator[Exercise]) -> None:
        self.drawn, self.found = drawn, list[Exercise]()

    def at(self, number: int) -> Exercise:
        """Return a problem by its number, from 1."""
        while len(self.found) < number:
            self.found.append(next(self.drawn))
        return self.found[number - 1]


@lru_cache(maxsize=SETS)
def _set(seed: int, wish: Wish, by: tuple[int, ...]) -> _Set:
    names = (kind.name for kind in kinds())
    leaning = dict(zip(names, by, strict=False)) or None
    return _Set(exercises(seed, wish._replace(weights=leaning)))
