"""How practice went: what was right at the first go, and which slips were made."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ketacalc.marking.mistakes.catalogue import CLASSES, kind_of
from ketacalc.practice.attempts import RIGHT
from ketacalc.practice.kinds import TOPICS
from ketacalc.say import later, say
from ketacalc.screens.report import Block, Columns, Note, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ketacalc.practice.attempts import Attempt

NOTHING_YET = later("Nothing was practised yet.")
UNKNOWN = later("of another version")
SPACING = later(
    "A kind of problem that is right at once comes again after days, then weeks; one "
    "that is not comes again at once, and the next day."
)
ANSWERS, MOST_WEEKS, MOST_STARS = "answers", 8, 6


def of_session(attempts: Sequence[Attempt]) -> Report:
    """Report how a session went: what was right at the first go, and which slips."""
    if not attempts:
        return Report("", (Note(say("Nothing was answered.")),))
    return Report("", tuple(_summed(attempts)))


def of_progress(
    attempts: Sequence[Attempt], due: Mapping[str, int], nothing: str = NOTHING_YET
) -> Report:
    """Report all that was practised: by topic, by class of mistake, and by week.

    `due` counts the kinds of each topic that are due today, and `nothing` is what to
    say where nothing was practised.
    """
    told = [*_due(due), *_summed(attempts, due), *_weeks(attempts), Note(say(SPACING))]
    blocks = told if attempts else [Note(say(nothing))]
    rows = [attempt._asdict() for attempt in attempts]
    record = {"due": dict(due), "attempts": rows}
    return Report(say("Progress"), tuple(blocks), record, rows)


def _due(due: Mapping[str, int]) -> Iterator[Block]:
    """Say what is due: 3 of pump, 1 of drip."""
    topics = [each for each in TOPICS if due.get(each)]
    if topics:
        parts = (
            say("{count} of {topic}", count=due[topic], topic=topic) for topic in topics
        )
        yield Note(say("Due today: {what}.", what=", ".join(parts)), strong=True)


def _summed(
    attempts: Sequence[Attempt], due: Mapping[str, int] | None = None
) -> list[Block]:
    first = [attempt for attempt in attempts if attempt.decides]
    met = dict.fromkeys(attempt.topic for attempt in first)
    known = [topic for topic in TOPICS if topic in met]
    topics = [*known, *(topic for topic in met if topic not in TOPICS)]
    heads: tuple[str, ...] = (say("Topic"), say("Right at once"), say("Of"))
    rows: list[tuple[str, ...]] = [(each, *_score(first, each)) for each in topics]
    if due is not None:
        heads = (*heads, say("Due today"))
        rows = [(*row, str(due.get(row[0], 0))) for row in rows]
    numbers = tuple(range(1, len(heads)))
    title = say("How it went")
    table = Columns(heads, tuple(rows), numbers=numbers, accent=1, title=title)
    return [*[table] * bool(rows), *_slips(attempts)]


def _weeks(attempts: Sequence[Attempt]) -> Iterator[Block]:
    """Yield where the slips fell: a row a week, a star for each slip of a class."""
    weeks: dict[date, Counter[str]] = {}
    for each in attempts:
        day = _day_of(each)
        if day:
            week = weeks.setdefault(day - timedelta(day.weekday()), Counter())
            week[ANSWERS] += each.decides
            week.update(_group(slip) for slip in each.slips.split())
    rows = tuple(
        (week.isoformat(), str(counts[ANSWERS]), *(_stars(counts[g]) for g in CLASSES))
        for week, counts in sorted(weeks.items())[-MOST_WEEKS:]
    )
    if rows:
        heads = (say("Week of"), say("Problems"), *map(say, CLASSES))
        yield Columns(heads, rows, numbers=(1,), title=say("Slips by week"))


def _day_of(attempt: Attempt) -> date | None:
    """Return the day of an answer; None where that is none."""
    with suppress(ValueError):
        return date.fromisoformat(attempt.day)
    return None


def _stars(count: int) -> str:
    """Draw a count: *** 3."""
    return f"{'*' * min(count, MOST_STARS)} {count}" if count else "0"


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
