"""What the answers of a class come to, in numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ketacalc.language.relations import label_of
from ketacalc.marking.check import check
from ketacalc.marking.verdict import SOLVED, UNREAD

if TYPE_CHECKING:
    from ketacalc.marking.verdict import Verdict


class Tally:
    """What a run comes to: lines, right ones of those judged, slips, and what failed.

    `blank` ones have no answer, `unread` an answer that cannot be read, and of
    `unusable` ones the problem cannot be used: these are not judged.  `commas` counts
    those that would be right if 52,5 were read.
    """

    def __init__(self, *verdicts: Verdict, needs_answers: bool = False) -> None:
        self.needs_answers = needs_answers
        self.lines = self.right = self.judged = 0
        self.blank = self.unread = self.unusable = self.commas = 0
        self.usable = True
        self.slips: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        for verdict in verdicts:
            self.add(verdict)

    def add(self, verdict: Verdict) -> None:
        """Count one verdict."""
        self.lines += 1
        self.usable &= verdict.usable
        self.unusable += not verdict.usable
        self.blank += verdict.verdict == SOLVED
        if verdict.verdict == SOLVED or not verdict.usable:
            return
        self.judged += 1
        self.right += verdict.passes
        self.commas += not verdict.passes and _is_right_with_commas(verdict.source)
        if verdict.verdict in UNREAD:
            self.unread += 1
        elif not verdict.passes:
            self.slips.update(each.id for each in verdict.diagnoses[:1])
            if verdict.asked and verdict.unit:
                self.failed[label_of(verdict.asked, verdict.unit)] += 1

    @property
    def status(self) -> int:
        """The exit status: 2 if a problem was unusable, else 1 if one was not right.

        Where answers are needed, a line without one is not right, nor is a run of none.
        """
        if not self.usable:
            return 2
        lacks = self.needs_answers and (self.blank or not self.judged)
        return 0 if self.right == self.judged and not lacks else 1


def _is_right_with_commas(line: str) -> bool:
    answer = line.rpartition("=")[2]
    return "," in answer and check(line, decimal_comma=True).passes
