"""A session of practice: ask, judge, and explain.

It knows neither the terminal nor the file: it is handed a way to ask for a line, one
to show a report, and one to keep an attempt.  A browser page asks by itself, and takes
a turn at a time.
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


class Place(NamedTuple):
    """How far a learner is with a problem: which go it is, and how many hints."""

    attempt: int = 1
    hints: int = 0


class Turn(NamedTuple):
    """What a go comes to: what is shown, what is kept of it, and what follows.

    `over` is whether the problem is done with: right, shown or skipped.
    """

    blocks: tuple[Block, ...]
    place: Place
    kept: Attempt | None = None
    over: bool = False


def practise(exercises: Iterable[Exercise], count: int, way: Way) -> None:
    """Ask `count` problems, or until the learner quits."""
    way.tell(Report(say("Practice"), (Note(say(WAYS)),)))
    for number, exercise in enumerate(exercises, 1):
        way.tell(Report("", question(exercise, number, count)))
        if not _asked(exercise, way) or number == count:
            return


def _asked(exercise: Exercise, way: Way) -> bool:
    """Ask until it is right, shown or skipped; False where the learner quits."""
    place, since = Place(), way.clock()
    while (text := _typed(way)) != "quit":
        if not text:
            continue
        made = turn(exercise, place, text)
        if made.kept:  # before it is shown, or a kill may lose it
            way.keep(made.kept._replace(seconds=round(way.clock() - since)))
            since = way.clock()
        way.tell(Report("", made.blocks))
        if made.over:
            return True
        place = made.place
    return False


def turn(exercise: Exercise, place: Place, typed: str) -> Turn:
    """Judge what was typed at a place in a problem, or heed one of our words."""
    text = _word(typed)
    if text in GIVEN_UP:
        return _given_up(exercise, place, text)
    if exercise.choices:
        return _chosen(exercise, place, text)
    if text == "help":
        return Turn((Note(say(WAYS)),), place)
    return _hinted(exercise, place) if text == "hint" else _tried(exercise, place, text)


def _chosen(exercise: Exercise, place: Place, text: str) -> Turn:
    """Judge one of the choices, or its number; what is none of them costs nothing."""
    choice = chosen_by(exercise, text)
    if not choice:
        ways = say(WAYS_TO_CHOOSE, choices=", ".join(exercise.choices))
        return Turn((Note(ways),), place)
    right = choice == exercise.chosen
    verdict = RIGHT if right else WRONG_VALUE
    kept = _kept(exercise, place.attempt, choice, verdict)
    said = say("Right.") if right else say(NOT_IT, answer=choice)
    blocks = (Note(said, strong=True), *(_solved(exercise) if right else ()))
    return Turn(blocks, Place(place.attempt + 1, place.hints), kept, right)


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
    """Yield what was wrong in the lines, if they had a mistake, and the working."""
    if exercise.told:
        line = say("Line {number}: {what}.", number=exercise.chosen, what=exercise.told)
        yield Note(line)
    yield from working(exercise.solution)


def _word(typed: str) -> str:
    """Return what was typed, or the word of ours that it stands for."""
    return WORDS.get(typed.strip().lower(), typed.strip())


def _given_up(exercise: Exercise, place: Place, word: str) -> Turn:
    """Show the whole working, or nothing of it, and keep that it was given up."""
    kept = _kept(exercise, place.attempt, "", GIVEN_UP[word])
    steps = tuple(_solved(exercise)) if word == SHOW else ()
    return Turn(steps, place, kept, over=True)


def _hinted(exercise: Exercise, place: Place) -> Turn:
    """Show one more line; only the first hint at a problem is kept."""
    told = (_hint(exercise, place.hints),)
    if place.hints:
        return Turn(told, Place(place.attempt, place.hints + 1))
    kept = _kept(exercise, place.attempt, "", HINTED)
    return Turn(told, Place(place.attempt + 1, 1), kept)


def _tried(exercise: Exercise, place: Place, text: str) -> Turn:
    """Judge an answer; what is on the way, or cannot be read, costs nothing."""
    found = check(str(exercise.problem), answer=text)
    if _is_on_the_way(exercise, found):
        said = say(ON_THE_WAY, unit=exercise.unit)
        return Turn((Note(said, strong=True),), place)
    kept = None
    if found.verdict not in UNREAD:
        kept = _judged(exercise, place.attempt, text, found)
        place = place._replace(attempt=place.attempt + 1)
    return Turn(tuple(told(found)), place, kept, found.passes)


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
        return _word(way.ask(say(PROMPT)))
    except EOFError:
        return "quit"


def _judged(exercise: Exercise, attempt: int, text: str, verdict: Verdict) -> Attempt:
    slips = (
        "" if verdict.passes else " ".join(each.id for each in verdict.diagnoses[:1])
    )
    said = RIGHT if verdict.passes else verdict.verdict
    return _kept(exercise, attempt, text, said, slips)


def _kept(
    exercise: Exercise, attempt: int, answer: str, verdict: str, slips: str = ""
) -> Attempt:
    line, kind = str(exercise.problem), exercise.kind
    what = exercise.topic, exercise.level, line, attempt, answer, verdict, slips
    return Attempt(*what, kind)


def question(exercise: Exercise, number: int, count: int) -> tuple[Block, ...]:
    """Ask a problem in words, with its number, topic and level."""
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
    return tuple(blocks)


def _hint(exercise: Exercise, given: int) -> Listing:
    """Show one more line at each hint, and never what the last one gives."""
    solution = exercise.solution
    last = min(given, len(solution.working) - 1)
    lines = (*solution.working[:last], f"{solution.expression(last)} = ?")
    return Listing(say("Hint"), lines, strong=True)
