"""A session of practice: ask, judge, and explain.

It knows neither the terminal nor the file: it is handed a way to ask for a line, one
to show a report, and one to keep an attempt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.marking.check import check
from ketacalc.marking.verdict import PASSING, UNREAD, WRONG_UNIT, Verdict
from ketacalc.practice.boxes import HINTED, RIGHT, SHOWN, SKIPPED, Attempt
from ketacalc.say import later, say
from ketacalc.screens.report import Listing, Note, Report
from ketacalc.screens.verdicts import told
from ketacalc.screens.worked import working

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ketacalc.practice.exercises import Exercise

SHOW, SKIP = "show", "skip"
GIVEN_UP = {SHOW: SHOWN, SKIP: SKIPPED}
PROMPT = later("\nYour answer: ")
WAYS = later(
    "Answer with a number, a number and its unit, or steps with = between them. "
    "Or: hint, show, skip, quit, help."
)
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

    `ask` raises EOFError where no line is left.
    """

    ask: Callable[[str], str]
    tell: Callable[[Report], None]
    keep: Callable[[Attempt], None]


def practise(exercises: Iterable[Exercise], count: int, way: Way) -> None:
    """Ask `count` problems, or until the learner quits."""
    way.tell(Report(say("Practice"), (Note(say(WAYS)),)))
    for number, exercise in enumerate(exercises, 1):
        way.tell(_question(exercise, number, count))
        if not _asked(exercise, way) or number == count:
            return


def _asked(exercise: Exercise, way: Way) -> bool:
    """Ask until it is right, shown or skipped; False where the learner quits."""
    attempt, hints = 1, 0
    while (text := _typed(way)) != "quit":
        if text in {SHOW, SKIP}:
            _give_up(exercise, way, attempt, text)
            return True
        if text == "help":
            way.tell(Report("", (Note(say(WAYS)),)))
        elif text == "hint":
            if not hints:
                way.keep(_kept(exercise, attempt, "", HINTED))
                attempt += 1
            way.tell(_hint(exercise, hints))
            hints += 1
        elif text:
            found = check(str(exercise.problem), answer=text)
            if _is_on_the_way(exercise, found):
                said = say(ON_THE_WAY, unit=exercise.unit)
                way.tell(Report("", (Note(said, strong=True),)))
                continue
            if found.verdict not in UNREAD:  # kept before it is shown, or a kill
                way.keep(_judged(exercise, attempt, text, found))  # may lose it
                attempt += 1
            way.tell(Report("", tuple(told(found))))
            if found.passes:
                return True
    return False


def _give_up(exercise: Exercise, way: Way, attempt: int, word: str) -> None:
    """Show the whole working, or nothing of it, and keep that it was given up."""
    way.keep(_kept(exercise, attempt, "", GIVEN_UP[word]))
    steps = tuple(working(exercise.solution))
    way.tell(Report("", steps if word == SHOW else ()))


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


def _judged(exercise: Exercise, attempt: int, text: str, verdict: Verdict) -> Attempt:
    slips = (
        "" if verdict.passes else " ".join(each.id for each in verdict.diagnoses[:1])
    )
    said = RIGHT if verdict.passes else verdict.verdict
    return _kept(exercise, attempt, text, said, slips)


def _kept(
    exercise: Exercise, attempt: int, answer: str, verdict: str, slips: str = ""
) -> Attempt:
    line = str(exercise.problem)
    return Attempt(
        exercise.topic, exercise.level, line, attempt, answer, verdict, slips
    )


def _question(exercise: Exercise, number: int, count: int) -> Report:
    head = say(
        "{number} of {count}: {topic}, level {level}",
        number=number,
        count=count,
        topic=exercise.topic,
        level=exercise.level,
    )
    return Report("", (Note(head), Note(exercise.text, strong=True)))


def _hint(exercise: Exercise, given: int) -> Report:
    """Show one more line at each hint, and never what the last one gives."""
    solution = exercise.solution
    last = min(given, len(solution.working) - 1)
    lines = (*solution.working[:last], f"{solution.expression(last)} = ?")
    return Report("", (Listing(say("Hint"), lines, strong=True),))
