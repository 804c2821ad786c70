"""A sheet of practice problems for a learning platform: Moodle XML, GIFT, Anki.

A platform holds the key itself, so these always have the answers, the working, and
what to say to the number that a known slip gives.  It judges a number by a margin:
half a per cent, or none for the right answer where drops and tablets are counted.
What is beyond it, steps and errors carried forward, `ketacalc check` judges.

Sources: MoodleDocs, Moodle XML format, GIFT format, Numerical question type.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from fractions import Fraction
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET
from zlib import crc32

from ketacalc.errors import Unsaved
from ketacalc.inert import inert
from ketacalc.language.numbers import write_plain
from ketacalc.notice import NOTICE
from ketacalc.practice.export import naming
from ketacalc.practice.export.moodle_units import add_units, how_to_type
from ketacalc.practice.export.paper import steps_in_html
from ketacalc.practice.export.zipped import packed
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.practice.exercises import Exercise, Sheet

MARGIN = 200
WHOLE_UNITS = ("gtt/min", "tablet")
RIGHT = later("Right.")
FULL, NONE = "100", "0"
GIFT_SIGNS = re.compile(r"([~=#{}:\\])")
# Anki knows a deck and a kind of card by a number, which must never change.
DECK_FROM, CARD_KIND = 1_700_000_000, 1_607_392_319
# It takes the number of a note or a card for the moment at which it was made, in
# milliseconds, and its check stumbles over 0.  Here each seed has its own two seconds,
# enough for the thousand problems of a sheet: a moment that no clock tells.
MADE, SECONDS, MILLISECONDS = DECK_FROM, 2, 1000
CARD_FIELDS = ("Problem", "Answer", "Working", "Slips", "Notice")
CARD_BACK = (
    "{{FrontSide}}<hr id=answer><b>{{Answer}}</b>{{Working}}"
    "<div class=slips>{{Slips}}</div><p><small>{{Notice}}</small></p>"
)
# Colours are left to Anki, which has them for day and night.
CARD_STYLE = """
.card { font: 20px/1.5 sans-serif; margin: 1em auto; max-width: 36em; padding: 0 1em; }
.card b { font-size: 130%; }
.card ol, .card ul { padding-left: 1.4em; }
.card .slips, .card small { font-size: 80%; opacity: 0.75; }
"""


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
    """Yield the right answer, and then what each slip gives."""
    exact = exercise.unit in WHOLE_UNITS
    margin = "0" if exact else write_plain(exercise.value / MARGIN)
    yield Number(write_plain(exercise.value), margin, FULL, say(RIGHT))
    said: set[Fraction] = set()
    for slip in exercise.slips:
        if slip.value not in said:
            said.add(slip.value)
            margin = write_plain(slip.value / MARGIN)
            yield Number(write_plain(slip.value), margin, NONE, slip.message)


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
    question = ET.SubElement(quiz, "question", type="numerical")
    _text(question, "name", name)
    _html(question, "questiontext", f"<p>{escape(each.text)}</p>{how_to_type(each)}")
    notice = escape(say(NOTICE))
    steps = f"{steps_in_html(each)}<p><small>{notice}</small></p>"
    _html(question, "generalfeedback", steps)
    _plain(question, "defaultgrade", "1")
    for number in numbers(each):
        answer = ET.SubElement(question, "answer", fraction=number.share)
        answer.set("format", "moodle_auto_format")
        _plain(answer, "text", number.text)
        _plain(answer, "tolerance", number.margin)
        _html(answer, "feedback", escape(_in_its_unit(each, number)))
    add_units(question, each)
    return question


def _in_its_unit(each: Exercise, number: Number) -> str:
    """Say what is right with its unit: the number may stand beside a wrong one."""
    if number.share == FULL:
        return say("{answer} is right.", answer=each.answer)
    return number.feedback


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
    answers = "\n".join(
        f"={'%0%' * (number.share == NONE)}{number.text}:{number.margin}"
        f"#{_gift_text(number.feedback)}"
        for number in numbers(each)
    )
    steps = _gift_text("; ".join((*each.solution.working, say(NOTICE))))
    return (
        f"::{_gift_text(name)}::{_gift_text(each.text)} {{#\n{answers}\n####{steps}\n}}"
    )


def _gift_text(text: str) -> str:
    return GIFT_SIGNS.sub(r"\\\1", text)


# ------------------------------------------------------------------------ Anki


def anki(sheet: Sheet, path: str) -> bytes:
    """Write a deck of cards: the problem, and behind it answer, working and slips.

    The same problem is the same card in every deck.  Raises Unsaved, for `path`, where
    genanki is not installed.
    """
    try:
        import genanki  # noqa: PLC0415 - only who wants a deck needs it
    except ImportError:
        mend = later('a deck needs genanki; install "ketacalc[anki]"')
        raise Unsaved(path, mend) from None
    kind = genanki.Model(
        CARD_KIND,
        "ketacalc",
        fields=[{"name": name} for name in CARD_FIELDS],
        templates=[{"name": "Card", "qfmt": "{{Problem}}", "afmt": CARD_BACK}],
        css=CARD_STYLE,
    )
    number = DECK_FROM + crc32(naming.series(sheet).encode())
    deck = genanki.Deck(number, naming.deck(sheet))
    for each in sheet.exercises:
        guid = genanki.guid_for("ketacalc", str(each.problem))
        tags = naming.tags(sheet, each)
        note = genanki.Note(model=kind, fields=_card(each), guid=guid, tags=tags)
        deck.add_note(note)
    return _packed(genanki.Package(deck), sheet.seed)


def _packed(package: Any, seed: int) -> bytes:
    """Pack a deck as Anki reads it, the same bytes for the same problems.

    genanki would leave a file in the folder for temporary ones, and date what it packs.
    """
    ids = count((MADE + SECONDS * seed) * MILLISECONDS)
    with closing(sqlite3.connect(":memory:")) as file:
        package.write_to_db(file.cursor(), MADE, ids)
        file.commit()
        collection = file.serialize()
    return packed({"collection.anki2": collection, "media": "{}"})


def _card(each: Exercise) -> list[str]:
    known = (number for number in numbers(each) if number.share == NONE)
    said = (f"{number.text}: {escape(number.feedback)}" for number in known)
    slips = "".join(f"<li>{line}</li>" for line in said)
    answer, working = escape(each.answer), steps_in_html(each)
    fields = escape(each.text), answer, working, f"<ul>{slips}</ul>", say(NOTICE)
    return list(map(inert, fields))
