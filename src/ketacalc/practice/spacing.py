"""When a kind of problem comes again: FSRS, a published scheme of spaced repetition.

A kind is a card.  Right at the first go is Good, right after a hint is Hard, and any
other first go is Again: the kind is due the next day, and after later gos in days,
weeks and months, sooner for what went wrong before.

Source: Ye, Su and Cao 2022, doi:10.1145/3534678.3539081, as the package fsrs has it.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fsrs import Card, Rating, Scheduler

from ketacalc.practice.attempts import HINTED, RIGHT
from ketacalc.practice.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ketacalc.practice.attempts import Attempt

# No steps within the day, for a topic is no word to be learnt by heart, and no dice:
# the same answers are due on the same day.
SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
RATINGS = {RIGHT: Rating.Good, HINTED: Rating.Hard}
# How often a kind is drawn, against one that is known and not due.
NEW, SOON = 4, 16


def cards(attempts: Iterable[Attempt]) -> dict[str, Card]:
    """Return the card of each kind that was practised, by the first gos at it.

    What is not kept in a file has no time, and makes no card.
    """
    found: dict[str, Card] = {}
    for each in attempts:
        when = _when(each) if each.decides and each.kind else None
        if when:
            card = found.get(each.kind) or Card(card_id=0, due=when)
            rating = RATINGS.get(each.verdict, Rating.Again)
            found[each.kind], _ = SCHEDULER.review_card(card, rating, when)
    return found


def _when(attempt: Attempt) -> datetime | None:
    """Return when it was, in UTC; None where that is no moment."""
    with suppress(ValueError):
        return datetime.fromisoformat(attempt.at).replace(tzinfo=UTC)
    return None


def moment_of(text: str) -> datetime | None:
    """Read a moment such as 2030-01-31T12:00:00+01:00; None for another text."""
    with suppress(ValueError):
        found = datetime.fromisoformat(text)
        return found if found.tzinfo else None
    return None


def is_due(card: Card, now: datetime) -> bool:
    """Tell whether a card is due today, by the date where the learner is."""
    return card.due.astimezone(now.tzinfo).date() <= now.date()


def due(attempts: Iterable[Attempt], now: datetime) -> Counter[str]:
    """Count the kinds of each topic that are due today."""
    found = cards(attempts)
    kept = (kind for kind in kinds() if kind.name in found)
    return Counter(kind.topic for kind in kept if is_due(found[kind.name], now))


def weights(attempts: Sequence[Attempt], now: datetime) -> dict[str, int]:
    """Return how often each kind is drawn: first what is due, or went wrong last."""
    found = cards(attempts)
    last = {each.kind: each.verdict for each in attempts if each.decides}
    wrong = {name for name, verdict in last.items() if verdict not in RATINGS}
    soon = wrong.union(name for name, card in found.items() if is_due(card, now))
    return {
        kind.name: SOON if kind.name in soon else 1 if kind.name in found else NEW
        for kind in kinds()
    }
