"""A sheet of practice problems for a learning platform: Moodle XML and GIFT.

A platform holds the key itself, so these always have the answers, the working, and
what to say to the number that a known slip gives.  It judges a number by a margin:
half a per cent, or none for the right answer where it is rounded or counted.
What is beyond it, steps and errors carried forward, `ketacalc check` judges.

Sources: MoodleDocs, Moodle XML format, GIFT format, Numerical question type.
"""

from __future__ import annotations

import re
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from ketacalc.language.numbers import write_plain
from ketacalc.notice import NOTICE
from ketacalc.practice.drawing import OF_ROUNDING
from ketacalc.practice.export import naming
from ketacalc.practice.export.moodle_units import add_units, how_to_type
from ketacalc.practice.export.paper import listed, numbered, steps_in_html
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.marking.mistakes.search import Slip
    from ketacalc.practice.drawing import Exercise
    from ketacalc.practice.exercises import Sheet

MARGIN = 200
BETWEEN = 3  # so many times a margin lies between a slip of rounding and its neighbour
WHOLE_UNITS = ("gtt/min", "tablet")
RIGHT = later("Right.")
FULL, NONE = "100", "0"
GIFT_SIGNS = re.compile(r"([~=#{}:\\])")


class Number(NamedTuple):
    """A number that a platform knows, how far off it may be, and what to say to it."""

    text: str
    margin: str
    share: str
    feedback: str

    @property
    def ends(self) -> tuple[str, str]:
        """The least and the greatest number that is taken for this one."""
        value, margin = Fraction(self.text), Fraction(self.margin)
        return write_plain(value - margin), write_plain(value + margin)


def numbers(exercise: Exercise) -> Iterator[Number]:
    """Yield the right answer, and then what each slip gives; of choices each one."""
    if exercise.choices:
        for choice in exercise.choices:
            right = choice == exercise.chosen
            share, feedback = (FULL, say(RIGHT)) if right else (NONE, "")
            yield Number(choice, "", share, feedback)
        return
    if exercise.is_a_time:
        yield from _times(exercise)
        return
    asked = exercise.problem.asked
    exact = exercise.unit in WHOLE_UNITS or bool(asked and asked.rounds)
    margin = "0" if exact else write_plain(exercise.value / MARGIN)
    yield Number(write_plain(exercise.value), margin, FULL, say(RIGHT))
    said: set[Fraction] = set()
    for slip in exercise.slips:
        if slip.value not in said:
            said.add(slip.value)
            margin = write_plain(_reach(exercise, slip))
            yield Number(write_plain(slip.value), margin, NONE, slip.message)


def _reach(exercise: Exercise, slip: Slip) -> Fraction:
    """Return how far off the number of a slip may be: half a per cent.

    One of rounding is told from the others by less than that.
    """
    if slip.id not in OF_ROUNDING:
        return slip.value / MARGIN
    known = {exercise.value, *(each.value for each in exercise.slips)} - {slip.value}
    nearest = min(abs(value - slip.value) for value in known)
    return min(slip.value / MARGIN, nearest / BETWEEN)


def _times(exercise: Exercise) -> Iterator[Number]:
    """Yield the right time of day, 17:30, and what slips give; a day is none of it."""
    right, *_ = exercise.answer.split()
    times = {right: Number(right, "", FULL, say(RIGHT))}
    for slip in exercise.slips:
        time, *_ = str(exercise.result._replace(value=slip.value)).split()
        times.setdefault(time, Number(time, "", NONE, slip.message))
    yield from times.values()


def _numbered(sheet: Sheet) -> Iterator[tuple[str, Exercise]]:
    """Yield the problems with a name for each."""
    width = len(str(len(sheet.exercises)))
    for number, each in enumerate(sheet.exercises, 1):
        head = say("{topic}, level {level}", topic=each.topic, level=each.level)
        yield f"{number:0{width}} {head}", each


# ------------------------------------------------------------------ Moodle XML


def moodle(sheet: Sheet) -> str:
    """Write numerical questions in Moodle's own XML, in a category of their own."""
    quiz = ET.Element("quiz")
    _category(quiz, sheet)
    for name, each in _numbered(sheet):
        question = _question(quiz, name, each)
        _plain(question, "idnumber", f"{naming.identity(sheet)}-{name.split()[0]}")
        words = ET.SubElement(question, "tags")
        for tag in naming.tags(sheet, each):
            _text(words, "tag", tag)
    ET.indent(quiz)
    return ET.tostring(quiz, "unicode", xml_declaration=False) + "\n"


def _category(quiz: ET.Element, sheet: Sheet) -> None:
    category = ET.SubElement(quiz, "question", type="category")
    path = naming.title(sheet).replace("/", "//")  # one stroke parts categories
    _text(category, "category", f"$course$/top/ketacalc/{path}")
    _text(category, "info", say(NOTICE)).set("format", "plain_text")


def _question(quiz: ET.Element, name: str, each: Exercise) -> ET.Element:
    question = ET.SubElement(quiz, "question", type=_kind(each))
    _text(question, "name", name)
    shown = listed(each.shown) if each.shown else ""
    how = how_to_type(each)
    _html(question, "questiontext", f"<p>{escape(each.text)}</p>{shown}{how}")
    notice = escape(say(NOTICE))
    told = f"<p>{escape(each.told)}</p>" if each.told else ""
    steps = f"{told}{steps_in_html(each)}<p><small>{notice}</small></p>"
    _html(question, "generalfeedback", steps)
    _plain(question, "defaultgrade", "1")
    if each.choices:
        _choices(question, each)
        return question
    for number in numbers(each):
        answer = ET.SubElement(question, "answer", fraction=number.share)
        answer.set("format", "moodle_auto_format")
        _plain(answer, "text", number.text)
        if number.margin:
            _plain(answer, "tolerance", number.margin)
        _html(answer, "feedback", escape(_in_its_unit(each, number)))
    if each.is_a_time:
        _plain(question, "usecase", "0")
    else:
        add_units(question, each)
    return question


def _kind(each: Exercise) -> str:
    if each.choices:
        return "multichoice"
    return "shortanswer" if each.is_a_time else "numerical"


def _in_its_unit(each: Exercise, number: Number) -> str:
    """Say what is right with its unit: the number may stand beside a wrong one."""
    if number.share == FULL:
        return say("{answer} is right.", answer=each.answer)
    return number.feedback


def _choices(question: ET.Element, each: Exercise) -> None:
    """Write one choice of several, in the order in which they are."""
    _plain(question, "single", "true")
    _plain(question, "shuffleanswers", "0")
    _plain(question, "answernumbering", "none")
    for number in numbers(each):
        answer = ET.SubElement(question, "answer", fraction=number.share)
        answer.set("format", "html")
        _plain(answer, "text", escape(number.text))
        _html(answer, "feedback", escape(number.feedback))


def _plain(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    _plain(element, "text", text)
    return element


def _html(parent: ET.Element, tag: str, text: str) -> None:
    _text(parent, tag, text).set("format", "html")


# ------------------------------------------------------------------------ GIFT


def gift(sheet: Sheet) -> str:
    """Write numerical questions in GIFT, whose units stand in the question only."""
    parts = [f"// {say(NOTICE)}\n// {naming.title(sheet)}"]
    path = naming.title(sheet).replace("/", "//")  # one stroke parts categories
    parts.append(f"$CATEGORY: $course$/top/ketacalc/{path}")
    parts += [_in_gift(name, each) for name, each in _numbered(sheet)]
    return "\n\n".join(parts) + "\n"


def _in_gift(name: str, each: Exercise) -> str:
    steps = _gift_text("; ".join((*each.solution.working, say(NOTICE))))
    text = _gift_text("\n".join((each.text, *numbered(each.shown))))
    head = f"::{_gift_text(name)}::{text}"
    if each.choices:
        ways = "\n".join(
            f"{'=' if number.share == FULL else '~'}{_gift_text(number.text)}"
            for number in numbers(each)
        )
        return f"{head} {{\n{ways}\n####{steps}\n}}"
    answers = "\n".join(map(_answer_in_gift, numbers(each)))
    sign = "" if each.is_a_time else "#"
    return f"{head} {{{sign}\n{answers}\n####{steps}\n}}"


def _answer_in_gift(number: Number) -> str:
    share = "%0%" * (number.share == NONE)
    value = f"{number.text}:{number.margin}" if number.margin else number.text
    text = value if number.margin else _gift_text(value)
    return f"={share}{text}#{_gift_text(number.feedback)}"


def _gift_text(text: str) -> str:
    return GIFT_SIGNS.sub(r"\\\1", text)
