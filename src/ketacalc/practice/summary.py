"""How practice went: what was right at the first go, and which slips were made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ketacalc.marking.mistakes.catalogue import CLASSES, kind_of
from ketacalc.practice.boxes import LAST_BOX, RIGHT, boxes
from ketacalc.practice.kinds import TOPICS
from ketacalc.say import later, say
from ketacalc.screens.report import Block, Columns, Note, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ketacalc.practice.boxes import Attempt

NOTHING_YET = later("Nothing was practised yet.")
UNKNOWN = later("of another version")
BOXES = later(
    "A topic moves up a box when a problem of it is right at once, one box a day at "
    "most, stays where a hint was taken, and goes back to the first box otherwise. The "
    "lower the box, the sooner it comes again."
)


def of_session(attempts: Sequence[Attempt], box: Mapping[str, int]) -> Report:
    """Report how a session went: what was right at the first go, and which slips.

    `box` says where each topic is by now, and not by this session alone.
    """
    if not attempts:
        return Report("", (Note(say("Nothing was answered.")),))
    return Report("", tuple(_summed(attempts, box)))


def of_progress(attempts: Sequence[Attempt], nothing: str = NOTHING_YET) -> Report:
    """Report all that was practised, by topic and by class of mistake.

    `nothing` is what to say where there is nothing.
    """
    box = boxes(attempts)
    told = [*_summed(attempts, box), Note(say(BOXES))]
    blocks = told if attempts else [Note(say(nothing))]
    rows = [attempt._asdict() for attempt in attempts]
    record = {"boxes": box, "attempts": rows}
    return Report(say("Progress"), tuple(blocks), record, rows)


def _summed(attempts: Sequence[Attempt], box: Mapping[str, int]) -> list[Block]:
    first = [attempt for attempt in attempts if attempt.attempt == 1]
    met = dict.fromkeys(attempt.topic for attempt in first)
    known = [topic for topic in TOPICS if topic in met]
    topics = [*known, *(topic for topic in met if topic not in TOPICS)]
    rows = tuple((each, *_score(first, each), str(box.get(each, 1))) for each in topics)
    box_head = say("Box (1 to {last})", last=LAST_BOX)
    heads = (say("Topic"), say("Right at once"), say("Of"), box_head)
    title = say("How it went")
    table = Columns(heads, rows, numbers=(1, 2, 3), accent=1, title=title)
    return [*[table] * bool(rows), *_slips(attempts)]


def _score(first: Sequence[Attempt], topic: str) -> tuple[str, str]:
    verdicts = [attempt.verdict for attempt in first if attempt.topic == topic]
    return str(verdicts.count(RIGHT)), str(len(verdicts))


def _slips(attempts: Sequence[Attempt]) -> list[Block]:
    """Tabulate the slips by class, the commonest first."""
    counts = Counter(slip for attempt in attempts for slip in attempt.slips.split())
    rows = [
        (say(group), slip, str(count))
        for group in (*CLASSES, UNKNOWN)
        for slip, count in counts.most_common()
        if _group(slip) == group
    ]
    if not rows:
        return []
    heads = say("Class of mistake"), say("Slip"), say("Times")
    return [Columns(heads, tuple(rows), numbers=(2,), accent=1)]


def _group(slip: str) -> str:
    """Return the class of a slip, which another version may have named."""
    try:
        return kind_of(slip).group
    except KeyError:
        return UNKNOWN
