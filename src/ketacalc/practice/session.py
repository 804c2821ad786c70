"""A session of practice: ask, judge, and explain.

It knows neither the terminal nor the file: it is handed a way to ask for a line, one
to show a report, and one to keep an attempt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.marking.check import check
from ketacalc.marking.verdict import PASSING, UNREAD, WRONG_UNIT, WRONG_VALUE
from ketacalc.practice.attempts import HINTED, RIGHT, SHOWN, SKIPPED, Attempt
from ketacalc.practice.kinds import ESTIMATE
from ketacalc.say import later, say
from ketacalc.screens.report import Columns, Listing, Note, Report
from ketacalc.screens.verdicts import told
from ketacalc.screens.worked import working

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ketacalc.marking.verdict import Verdict
    from ketacalc.practice.drawing import Exercise
    from ketacalc.screens.report import Block

SHOW, SKIP = "show", "skip"
GIVEN_UP = {SHOW: SHOWN, SKIP: SKIPPED}
PROMPT = later("\nYour answer: ")
WAYS = later(
    "Answer with a number, a number and its unit, or steps with = between them. "
    "Or: hint, show, skip, quit, help."
)
WAYS_TO_CHOOSE = later("Answer with one of: {choices}. Or: show, skip, quit, help.")
NOT_IT = later("{answer} is not it.")
ON_THE_WAY = later("So far right; the question is in {unit}.")
# What a learner may type for a word of ours.
WORDS = {
    "h": "hint",
    "hint": "hint",
    "show": "show",
    "skip": "skip",
    "q": "quit",
    "quit": "quit",
    "exit": "quit",
    "?": "help",
    "help": "help",
}


class Way(NamedTuple):
    """How a session reaches a person: ask for a line, show a report, keep an attempt.

    `ask` raises EOFError where no line is left, and `clock` tells seconds.
    """

    ask: Callable[[str], str]
    tell: Callable[[Report], None]
    keep: Callable[[Attempt], None]
    clock: Callable[[], float] = float


def practise(exercises: Iterable[Exercise], count: int, way: Way) -> None:
    """Ask `count` problems, or until the learner quits."""
    way.tell(Report(say("Practice"), (Note(say(WAYS)),)))
    for number, exercise in enumerate(exercises, 1):
        way.tell(_question(exercise, number, count))
        if not _asked(exercise, way) or number == count:
            return


class _Asked:
    """One problem while it is asked: its gos, its hints, and since when."""

    def __init__(self, exercise: Exercise, way: Way) -> None:
        self.exercise = exercise
        self.way = way
        self.attempt = 1
        self.hints = 0
        self.since = way.clock()

    def keep(self, answer: str, verdict: str, slips: str = "") -> None:
        """Keep one go."""
        each, seconds = self.exercise, round(self.way.clock() - self.since)
        what = each.topic, each.level, str(each.problem), self.attempt
        self.way.keep(Attempt(*what, answer, verdict, slips, each.kind, seconds))
        self.attempt += 1
        self.since = self.way.clock()

    def tell(self, *blocks: Block) -> None:
        """Show something below what is there."""
        self.way.tell(Report("", blocks))

    def hint(self) -> None:
        """Show one more line at each hint, and never what the last one gives."""
        if self.exercise.choices:
            self.tell(Note(self.ways))
            return
        if not self.hints:
            self.keep("", HINTED)
        solution = self.exercise.solution
        last = min(self.hints, len(solution.working) - 1)
        lines = (*solution.working[:last], f"{solution.expression(last)} = ?")
        self.tell(Listing(say("Hint"), lines, strong=True))
        self.hints += 1

    @property
    def ways(self) -> str:
        """What may be typed."""
        if self.exercise.choices:
            return say(WAYS_TO_CHOOSE, choices=", ".join(self.exercise.choices))
        return say(WAYS)

    def give_up(self, word: str) -> None:
        """Show the whole working, or nothing of it, and keep that it was given up."""
        self.keep("", GIVEN_UP[word])
        self.tell(*(_solved(self.exercise) if word == SHOW else ()))

    def judge(self, text: str) -> bool:
        """Judge an answer, and tell whether the next problem may come."""
        if self.exercise.choices:
            return self._judge_choice(text)
        found = check(str(self.exercise.problem), answer=text)
        if _is_on_the_way(self.exercise, found):
            self.tell(Note(say(ON_THE_WAY, unit=self.exercise.unit), strong=True))
            return False
        if (
            found.verdict not in UNREAD
        ):  # kept before it is shown, or a kill may lose it
            slips = () if found.passes else found.diagnoses[:1]
            verdict = RIGHT if found.passes else found.verdict
            self.keep(text, verdict, " ".join(each.id for each in slips))
        self.tell(*told(found))
        return found.passes

    def _judge_choice(self, text: str) -> bool:
        """Judge one of the choices, or its number; another answer is no go."""
        choice = chosen_by(self.exercise, text)
        if not choice:
            self.tell(Note(self.ways))
            return False
        right = choice == self.exercise.chosen
        self.keep(choice, RIGHT if right else WRONG_VALUE)
        if right:
            self.tell(Note(say("Right."), strong=True), *_solved(self.exercise))
        else:
            self.tell(Note(say(NOT_IT, answer=choice), strong=True))
        return right


def _asked(exercise: Exercise, way: Way) -> bool:
    """Ask until it is right, shown or skipped; False where the learner quits."""
    asked = _Asked(exercise, way)
    while (text := _typed(way)) != "quit":
        if text in {SHOW, SKIP}:
            asked.give_up(text)
            return True
        if text == "help":
            asked.tell(Note(asked.ways))
        elif text == "hint":
            asked.hint()
        elif text and asked.judge(text):
            return True
    return False


def chosen_by(exercise: Exercise, text: str) -> str:
    """Return the choice that a text names: in full or by its number; "" for none."""
    plain = " ".join(text.lower().split())
    for number, choice in enumerate(exercise.choices, 1):
        names = {choice.lower(), choice.lower().partition(" ")[0]}
        if exercise.task != ESTIMATE:
            names |= {str(number), choice[:1].lower()}
        if plain in names:
            return choice
    return ""


def _solved(exercise: Exercise) -> Iterator[Block]:
    """Yield what was wrong in the lines, or the whole working."""
    if exercise.told:
        line = say("Line {number}: {what}.", number=exercise.chosen, what=exercise.told)
        yield Note(line)
    yield from working(exercise.solution)


def _is_on_the_way(exercise: Exercise, found: Verdict) -> bool:
    """Tell whether all that was written is right, and it is not yet what is asked.

    A figure of the question, written again, is no step on the way.
    """
    if not found.steps:
        return False
    *before, last = found.steps
    if found.passes:
        return last.unit is not exercise.solution.results[0].unit
    retyped = any(
        given.quantity == last.quantity and given.units == (last.unit,)
        for given in exercise.problem.givens
    )
    reached = last.verdict == WRONG_UNIT and last.expected is not None
    return reached and not retyped and all(step.verdict in PASSING for step in before)


def _typed(way: Way) -> str:
    try:
        text = way.ask(say(PROMPT)).strip()
    except EOFError:
        return "quit"
    return WORDS.get(text.lower(), text)


def _question(exercise: Exercise, number: int, count: int) -> Report:
    head = say(
        "{number} of {count}: {topic}, level {level}",
        number=number,
        count=count,
        topic=exercise.topic,
        level=exercise.level,
    )
    blocks: list[Block] = [Note(head), Note(exercise.text, strong=True)]
    if exercise.shown:
        numbered = enumerate(exercise.shown, 1)
        rows = tuple((str(line), text) for line, text in numbered)
        blocks.append(Columns((say("Line"), say("Working")), rows, numbers=(0,)))
    elif exercise.choices:
        blocks.append(Listing("", exercise.choices, strong=True))
    return Report("", tuple(blocks))
