"""Practice problems without end, and sheets of them, drawn by a seed.

The same seed gives the same problems on every machine and Python version; another
version of ketacalc draws others.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import ketacalc
from ketacalc.errors import OutOfRange, Unreadable, Unsolvable
from ketacalc.practice.chance import Chance
from ketacalc.practice.drawing import (
    LEVELS,
    Exercise,
    drawn,
    figures_of,
    levels_of,
)
from ketacalc.practice.kinds import (
    ANSWER,
    MIXED,
    SHARES,
    TASKS,
    TOPICS,
    USUAL,
    kinds,
)
from ketacalc.practice.tasks import made_of, may_be_made, read_task
from ketacalc.say import either, later, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ketacalc.practice.drawing import Figures
    from ketacalc.practice.kinds import Kind

MOST_DRAWS, MOST_PROBLEMS = 2000, 1000
PARTS = 100  # of a share
ANY_LEVEL = later("any level")
ONE_PROBLEM = later("{count} practice problem, seed {seed}, ketacalc {version}")
SEVERAL_PROBLEMS = later("{count} practice problems, seed {seed}, ketacalc {version}")


@lru_cache
def _shares() -> dict[str, int]:
    """Map each kind to how often it comes where nothing leans, against others."""
    whole: Counter[str] = Counter()
    for each in kinds():
        whole[each.topic] += each.share
    return {
        each.name: (SHARES[each.topic] or 1) * each.share * PARTS // whole[each.topic]
        for each in kinds()
    }


class Wish(NamedTuple):
    """What is wanted of problems: topics, a level (0: any), a task, weights by kind.

    A kind of weight 4 is drawn four times as often as one of weight 1, beside what its
    share is.  Weights may change while problems are drawn.
    """

    topics: tuple[str, ...] = USUAL
    level: int = 0
    task: str = ANSWER
    weights: Mapping[str, int] | None = None

    def weight(self, kind: Kind) -> int:
        """Return how often a kind comes, against others."""
        return _shares()[kind.name] * (self.weights or {}).get(kind.name, 1)

    def admits(self, kind: Kind) -> bool:
        """Tell whether a kind is of a topic and can have the level."""
        if kind.topic not in self.topics:
            return False
        return not self.level or self.level in levels_of(kind)

    def __str__(self) -> str:
        """Name it: drip or pump, level 3."""
        what = either(self.topics)
        if self.level:
            return say("{topics}, level {level}", topics=what, level=self.level)
        return what

    @property
    def brief(self) -> str:
        """Name it in few words, and so that it can be asked for again."""
        topics = say("mixed topics") if self.topics == USUAL else either(self.topics)
        level = say("level {level}", level=self.level) if self.level else ANY_LEVEL
        parts = topics, say(level), *[self.task] * (self.task != ANSWER)
        return ", ".join(parts)


class Sheet(NamedTuple):
    """Problems drawn by a seed, and whether answers and every step stand with them.

    `version` is A or B of sheets that are parallel, and `marks` whether the marks of
    each problem are told: one for each line of its working.  `asked` is what was asked
    for, in words: the topics, the level and the task.
    """

    exercises: tuple[Exercise, ...]
    seed: int
    key: bool = False
    worked: bool = False
    version: str = ""
    marks: bool = False
    asked: str = ""

    @property
    def title(self) -> str:
        """How many problems, and the seed and version that draw them again."""
        count = len(self.exercises)
        sentence = ONE_PROBLEM if count == 1 else SEVERAL_PROBLEMS
        by = ketacalc.__version__
        title = say(sentence, count=count, seed=self.seed, version=by)
        if self.version:
            title = say("{title}, sheet {letter}", title=title, letter=self.version)
        return title

    @property
    def alike(self) -> tuple[int, ...]:
        """The numbers of the problems of which two slips give one number."""
        numbered = enumerate(self.exercises, 1)
        return tuple(number for number, each in numbered if not each.is_apart)


def draw(
    seed: int,
    wish: Wish | None = None,
    count: int = 10,
    *,
    key: bool = False,
    worked: bool = False,
) -> Sheet:
    """Draw a sheet of at most 1,000 problems; a worked one has a key.

    Raises OutOfRange for more, and Unsolvable where problems run out.

    ```pycon
    >>> draw(7, count=1).exercises[0].answer
    '11.2 mL'

    ```
    """
    refuse_too_many(count)
    found = tuple(islice(exercises(seed, wish), count))
    asked = (wish or Wish()).brief
    return Sheet(found, seed, key or worked, worked, asked=asked)


def refuse_too_many(count: int) -> None:
    """Raise OutOfRange for more problems than a sheet has."""
    if count > MOST_PROBLEMS:
        figure = say("{count} problems", count=count)
        most = f"{MOST_PROBLEMS:,}"
        limit = say("are over {most}", most=most)
        raise OutOfRange(figure, limit, later("ask for fewer"), "count")


def read_wish(topics: Sequence[str] = (), level: int = 0, task: str = ANSWER) -> Wish:
    """Read what is wanted; Unreadable for a topic, a level or a task that is none."""
    for topic in topics:
        if topic.lower() not in TOPICS:
            write = say("one of {names}", names=", ".join(TOPICS))
            raise Unreadable(topic, later("it is no topic"), write, "topic")
    if level and level not in LEVELS:
        write = say("1 to {most}", most=LEVELS[-1])
        raise Unreadable(str(level), later("it is no level"), write, "level")
    names = tuple(dict.fromkeys(map(str.lower, topics))) or USUAL
    return Wish(names, level, read_task(task))


def exercises(seed: int, wish: Wish | None = None) -> Iterator[Exercise]:
    """Yield problems without end, none of them twice.

    Raises Unsolvable where no more can be found.
    """
    return drawn_by(Chance(seed), wish or Wish(), set())


def drawn_by(chance: Chance, wish: Wish, seen: set[Figures]) -> Iterator[Exercise]:
    """Yield problems that are not among those seen, and add them to these."""
    left = [each for each in kinds() if wish.admits(each)]
    while left:
        kind = chance.by_weight(left, [wish.weight(each) for each in left])
        task = chance.one_of(TASKS) if wish.task == MIXED else wish.task
        if exercise := of_kind(chance, kind, wish.level, task, seen):
            yield exercise
        elif wish.task == MIXED and task != ANSWER:
            continue  # what is no kind to estimate may be one to answer
        else:
            left.remove(kind)
    reason = later("I find no more than {count} problems; ask for fewer")
    raise Unsolvable(str(wish), say(reason, count=len(seen)))


def of_kind(
    chance: Chance, kind: Kind, level: int, task: str, seen: set[Figures]
) -> Exercise | None:
    """Draw until a problem of a kind is kept, or none is found."""
    if not may_be_made(kind, task):
        return None
    for _ in range(MOST_DRAWS):
        exercise = drawn(chance, kind, level, seen)
        made = exercise and made_of(exercise, task, chance)
        if made:
            seen.add(figures_of(made.problem))
            return made
    return None
