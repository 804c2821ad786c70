"""Practice problems, drawn from the triangles by a seed.

A pattern says which quantities are given and what is asked; the figures are drawn from
lists.  A draw is kept only where every row of the working is exact and short, the
answer is one that a device can give, and no two slips, nor a slip and the answer, lie
within 2 % of each other: then a wrong number says which slip it was.

The same seed gives the same problems on every machine and Python version.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import islice, pairwise
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import OutOfRange, Unreadable, Unsolvable
from ketacalc.language.notation import problem, read_given
from ketacalc.language.numbers import shown
from ketacalc.language.problem import Given, Problem
from ketacalc.language.relations import label_of
from ketacalc.marking.mistakes.search import Slip, candidates, slips
from ketacalc.practice.kinds import (
    CHILD_WEIGHS,
    CONVERT,
    FIGURES,
    PATTERNS,
    QUESTION,
    QUESTIONS,
    RANGES,
    SENTENCES,
    SENTENCES_OF,
    TOPICS,
)
from ketacalc.say import either, later, say
from ketacalc.solving.solution import Solution, solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ketacalc.practice.kinds import Pattern

LEVELS = range(1, 6)
APART = Fraction(102, 100)
# The same for floats, which are a little off; and what is one number for them.
NEARLY_APART, ONE = 1.019, 1.000001
MOST_DRAWS, MOST_PROBLEMS = 4000, 1000
CHILD_BELOW = 40  # kg
DRUGS = "ABC"
ONE_PROBLEM = later("{count} practice problem, seed {seed}")
SEVERAL_PROBLEMS = later("{count} practice problems, seed {seed}")


class Exercise(NamedTuple):
    """One practice problem: its wording, its worked solution, and what may go wrong.

    `level` is the number of operations, 5 standing for five and more.
    """

    topic: str
    level: int
    text: str
    solution: Solution
    slips: tuple[Slip, ...]

    @property
    def problem(self) -> Problem:
        """The problem in the notation."""
        return self.solution.problem

    @property
    def value(self) -> Fraction:
        """The exact answer, in the unit that is asked."""
        return self.solution.results[0].value

    @property
    def unit(self) -> str:
        """The unit that is asked."""
        return self.solution.results[0].unit.text

    @property
    def answer(self) -> str:
        """The answer as it is written: 52.5 mg/h."""
        return str(self.solution.results[0])


class Wish(NamedTuple):
    """What is wanted of problems: topics, a level (0: any), and weights by topic.

    A topic of weight 4 is drawn four times as often as one of weight 1.  Weights may
    change while problems are drawn.
    """

    topics: tuple[str, ...] = TOPICS
    level: int = 0
    weights: Mapping[str, int] | None = None

    @property
    def urn(self) -> tuple[str, ...]:
        """The topics, each as often as it weighs."""
        weights = self.weights or {}
        return tuple(each for each in self.topics for _ in range(weights.get(each, 1)))


class Sheet(NamedTuple):
    """Problems drawn by a seed, and whether answers and every step stand with them."""

    exercises: tuple[Exercise, ...]
    seed: int
    key: bool = False
    worked: bool = False

    @property
    def title(self) -> str:
        """How many problems, and the seed that draws them again."""
        count = len(self.exercises)
        sentence = ONE_PROBLEM if count == 1 else SEVERAL_PROBLEMS
        return say(sentence, count=count, seed=self.seed)


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
    '10.5 mg/h'

    ```
    """
    if count > MOST_PROBLEMS:
        figure = say("{count} problems", count=count)
        most = f"{MOST_PROBLEMS:,}"
        limit = say("are over {most}", most=most)
        raise OutOfRange(figure, limit, later("ask for fewer"), "count")
    drawn = tuple(islice(exercises(seed, wish), count))
    return Sheet(drawn, seed, key or worked, worked)


def read_wish(topics: Sequence[str] = (), level: int = 0) -> Wish:
    """Read what is wanted; Unreadable for a topic or a level that is none."""
    for topic in topics:
        if topic.lower() not in TOPICS:
            write = say("one of {names}", names=", ".join(TOPICS))
            raise Unreadable(topic, later("it is no topic"), write, "topic")
    if level and level not in LEVELS:
        write = say("1 to {most}", most=LEVELS[-1])
        raise Unreadable(str(level), later("it is no level"), write, "level")
    return Wish(tuple(dict.fromkeys(map(str.lower, topics))) or TOPICS, level)


def exercises(seed: int, wish: Wish | None = None) -> Iterator[Exercise]:
    """Yield problems without end, none of them twice.

    Raises Unsolvable where no more can be found.
    """
    chance, seen, spent = _Chance(seed), set[Problem](), set[str]()
    wish = wish or Wish()
    while urn := [topic for topic in wish.urn if topic not in spent]:
        topic = chance.one_of(urn)
        if exercise := _of_topic(chance, topic, wish.level, seen):
            seen.add(exercise.problem)
            yield exercise
        else:
            spent.add(topic)
    what = either(wish.topics)
    if wish.level:
        what = say("{topics}, level {level}", topics=what, level=wish.level)
    reason = later("I find no more than {count} problems; ask for fewer")
    raise Unsolvable(what, say(reason, count=len(seen)))


class _Chance:
    """Draws by a seed, by the one method that `random` promises to keep as it is."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random  # noqa: S311 - a sheet is no secret

    def one_of(self, choices: Sequence[str]) -> str:
        return choices[self.below(len(choices))]

    def below(self, count: int) -> int:
        return int(self._random() * count)


def _of_topic(
    chance: _Chance, topic: str, level: int, seen: set[Problem]
) -> Exercise | None:
    """Draw until a problem is kept, so that no topic is rarer for being choosy."""
    patterns = _patterns(topic)
    for _ in range(MOST_DRAWS):
        drawn = _drawn(chance, patterns[chance.below(len(patterns))])
        drug = chance.one_of(DRUGS)
        if drawn is None or drawn in seen:
            continue
        if exercise := _kept(topic, drawn, drug, level):
            return exercise
    return None


@lru_cache
def _patterns(topic: str) -> tuple[Pattern, ...]:
    return tuple(pattern for pattern in PATTERNS if pattern.topic == topic)


def _drawn(chance: _Chance, pattern: Pattern) -> Problem | None:
    """Draw the figures and the question; None where it asks what is given."""
    texts = [(key, chance.one_of(FIGURES[key])) for key in pattern.given]
    asked = chance.one_of(pattern.asked)
    drawn = problem([read_given(text, _name(key)) for key, text in texts], asked)
    question, first = drawn.asked, drawn.givens[0]
    told = (first.quantity, first.unit)
    return drawn if question and told != (question.quantity, question.unit) else None


def _name(key: str) -> str:
    return key.partition("/")[0]


def _kept(topic: str, drawn: Problem, drug: str, level: int) -> Exercise | None:
    """Return the exercise, or None where its numbers would hide something."""
    solution = solve(drawn)
    operations = solution.program.operations
    count = sum("%" not in each.factor_unit for each in operations)
    reached = min(count, LEVELS[-1])
    if reached != (level or reached) or not reached or not _is_short(topic, solution):
        return None
    if not _may_stand_apart(solution):
        return None
    listed = _listed(solution)
    if not _stand_apart(solution, listed):
        return None
    return Exercise(topic, reached, _worded(drawn, topic, drug), solution, listed)


def _listed(solution: Solution) -> tuple[Slip, ...]:
    """Return the slips that give a number of their own.

    A set of 60 gtt/mL makes as many gtt/min as mL/h, whatever the figures: there the
    drop factor left out and that set's are one number, told as the former.
    """
    found = slips(solution)
    without = {slip.value for slip in found if slip.id == "drop-factor-left-out"}
    return tuple(
        slip
        for slip in found
        if slip.id != "wrong-drop-factor" or slip.value not in without
    )


def _is_short(topic: str, solution: Solution) -> bool:
    """Tell whether every row is exact as shown, and the answer can be measured."""
    value, of = solution.results[0].value, solution.results[0].unit
    ranges = RANGES.get(f"{topic} {of.text}") or RANGES.get(of.text)
    low, high, step = ranges or ("0.001", "10000", "0.001")
    if not Fraction(low) <= value <= Fraction(high) or value % Fraction(step):
        return False
    return all(shown(each) == each for each in solution.registers)


def _may_stand_apart(solution: Solution) -> bool:
    """Tell quickly, in floats, what `_stand_apart` tells surely: most draws end here.

    Numbers that are one may be one slip by two names.
    """
    right = (float(solution.results[0].value), "")
    numbers = [right, *((x, edit.id) for x, edit in candidates(solution))]
    numbers.sort()
    return all(
        one_id == other_id or other > one * NEARLY_APART or other < one * ONE
        for (one, one_id), (other, other_id) in pairwise(numbers)
    )


def _stand_apart(solution: Solution, listed: Sequence[Slip]) -> bool:
    """Tell whether no two slips, nor a slip and the answer, lie within 2 %."""
    numbers = [(solution.results[0].value, "")]
    numbers += [(slip.value, slip.id) for slip in listed]
    numbers.sort()
    return all(
        one_id == other_id or other > one * APART
        for (one, one_id), (other, other_id) in pairwise(numbers)
    )


# ----------------------------------------------------------------- wording


def _worded(drawn: Problem, topic: str, drug: str) -> str:
    """Word a problem: what is ordered, for whom, what is on hand, what is asked."""
    asked, givens = drawn.asked, {each.quantity: each for each in drawn.givens}
    if asked is None:
        return ""
    if len(givens) == 1:
        return say(CONVERT, figure=drawn.givens[0], unit=asked.unit)
    said = [
        say(_sentence(topic, givens[name]), figure=givens[name], drug=drug)
        for name in SENTENCES
        if name in givens
    ]
    label = label_of(asked.quantity, asked.unit)
    question = QUESTIONS.get((topic, asked.quantity), QUESTION)
    return " ".join([*said, say(question, label=label, unit=asked.unit)])


def _sentence(topic: str, given: Given) -> str:
    """Return how a figure is told in a topic."""
    name = given.quantity
    if name == "weight" and given.base_value < _kilograms(CHILD_BELOW):
        return CHILD_WEIGHS
    return SENTENCES_OF.get((topic, name), SENTENCES[name])


def _kilograms(number: int) -> Fraction:
    return read_given(f"{number} kg").base_value
