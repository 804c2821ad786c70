"""The rules of practice: what an answer counts for, and what comes next.

Leitner's boxes: a topic moves up a box when a problem of it is right at the first go,
stays where a hint was taken, and goes back to the first box otherwise.

Source: Leitner 1972, So lernt man lernen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.practice.kinds import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterable

LAST_BOX = 5
RIGHT, HINTED, SHOWN, SKIPPED = "right", "hinted", "shown", "skipped"


class Attempt(NamedTuple):
    """One answer to a practice problem.

    `attempt` counts from 1; `verdict` is `right`, `hinted`, `shown`, `skipped`, or that
    of the checker; `slips` are ids with a space between; `at` is the time in UTC.
    """

    topic: str
    level: int
    problem: str
    attempt: int
    answer: str
    verdict: str
    slips: str = ""
    at: str = ""

    @property
    def decides(self) -> bool:
        """Whether it is the first go, which alone counts."""
        return self.attempt == 1


def boxes(attempts: Iterable[Attempt]) -> dict[str, int]:
    """Return the box, 1 to 5, of each topic that was practised."""
    found: dict[str, int] = {}
    for each in attempts:
        if each.decides:
            here = found.get(each.topic, 1)
            moves = {RIGHT: min(here + 1, LAST_BOX), HINTED: here}
            found[each.topic] = moves.get(each.verdict, 1)
    return found


def weights(attempts: Iterable[Attempt]) -> dict[str, int]:
    """Return how often each topic is drawn: half as often in each next box."""
    found = boxes(attempts)
    return {topic: 1 << LAST_BOX - found.get(topic, 1) for topic in TOPICS}
