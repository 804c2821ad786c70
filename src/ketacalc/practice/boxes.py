"""The rules of practice: what an answer counts for, and what comes next.

Leitner's boxes: a topic moves up a box when a problem of it is right at the first go,
one box a day at most, stays where a hint was taken, and goes back to the first box
otherwise.  A box is reached over days: what is right ten times in one sitting is known
today, and nobody knows of tomorrow.

Source: Leitner 1972, So lernt man lernen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.practice.kinds import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LAST_BOX = 5
RIGHT, HINTED, SHOWN, SKIPPED = "right", "hinted", "shown", "skipped"


class Attempt(NamedTuple):
    """One answer to a practice problem.

    `attempt` counts from 1; `verdict` is `right`, `hinted`, `shown`, `skipped`, or that
    of the checker; `slips` are ids with a space between; `at` is the time in UTC, and
    `day` the date where the learner is, which tells one day from the next.
    """

    topic: str
    level: int
    problem: str
    attempt: int
    answer: str
    verdict: str
    slips: str = ""
    at: str = ""
    day: str = ""

    @property
    def decides(self) -> bool:
        """Whether it is the first go, which alone counts."""
        return self.attempt == 1


def boxes(attempts: Iterable[Attempt]) -> dict[str, int]:
    """Return the box, 1 to 5, of each topic that was practised."""
    found: dict[str, int] = {}
    risen = set[tuple[str, str]]()  # which topic, and on which day
    for each in attempts:
        if not each.decides:
            continue
        here = found.setdefault(each.topic, 1)
        if each.verdict not in {RIGHT, HINTED}:
            found[each.topic] = 1
        elif each.verdict == RIGHT and (each.topic, each.day) not in risen:
            risen.add((each.topic, each.day))
            found[each.topic] = min(here + 1, LAST_BOX)
    return found


def weights(found: Mapping[str, int]) -> dict[str, int]:
    """Return how often each topic is drawn: half as often in each next box."""
    return {topic: 1 << LAST_BOX - found.get(topic, 1) for topic in TOPICS}
