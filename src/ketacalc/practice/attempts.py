"""An answer to a practice problem, as it is kept."""

from __future__ import annotations

from typing import NamedTuple

RIGHT, HINTED, SHOWN, SKIPPED = "right", "hinted", "shown", "skipped"


class Attempt(NamedTuple):
    """One answer to a practice problem.

    `kind` is that of the problem, and `seconds` how long the answer took.  `attempt`
    counts from 1; `verdict` is `right`, `hinted`, `shown`, `skipped`, or that of the
    checker; `slips` are ids with a space between; `at` is the time in UTC, and `day`
    the date where the learner is, which tells one day from the next.
    """

    topic: str
    level: int
    problem: str
    attempt: int
    answer: str
    verdict: str
    slips: str = ""
    kind: str = ""
    seconds: int = 0
    at: str = ""
    day: str = ""

    @property
    def decides(self) -> bool:
        """Whether it is the first go, which alone counts."""
        return self.attempt == 1
