"""The answers to choose from: which of them is right, and what one of them says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.marking.check import check
from ketacalc.marking.verdict import PASSING

if TYPE_CHECKING:
    from ketacalc.marking.verdict import Verdict
    from ketacalc.words.options import Option
    from ketacalc.words.reading import Reading


def judged(reading: Reading, answer: str) -> Verdict:
    """Judge an answer, or the letter of one, by the line that a text was read as.

    Raises Unreadable where the text asks more than one question.
    """
    if len(reading.lines) > 1:
        reason = "the text asks more than one question; check judges a line"
        raise Unreadable(answer, reason, field="answer")
    letter = answer.strip(" ().").upper()
    chosen = next((o.text for o in reading.options if o.letter == letter), answer)
    return check(reading.lines[0], answer=chosen)


def right_options(reading: Reading) -> tuple[Option, ...]:
    """Return the answers to choose from that are right for the last question."""
    judgements = ((o, check(reading.lines[-1], answer=o.text)) for o in reading.options)
    return tuple(each for each, verdict in judgements if verdict.verdict in PASSING)
