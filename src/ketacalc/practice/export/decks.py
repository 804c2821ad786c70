"""A sheet of practice problems as a deck of Anki's cards.

Source: the collection that genanki writes, and Anki's own check of it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any
from zlib import crc32

from ketacalc.errors import Unsaved
from ketacalc.inert import inert
from ketacalc.notice import NOTICE
from ketacalc.practice.export import naming
from ketacalc.practice.export.paper import listed, steps_in_html
from ketacalc.practice.export.quizzes import NONE, numbers
from ketacalc.practice.export.zipped import packed
from ketacalc.practice.kinds import ANSWER
from ketacalc.say import later, say

if TYPE_CHECKING:
    from ketacalc.practice.drawing import Exercise
    from ketacalc.practice.exercises import Sheet

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
        guid = genanki.guid_for("ketacalc", *_identity(each))
        tags = naming.tags(sheet, each)
        note = genanki.Note(model=kind, fields=_card(each), guid=guid, tags=tags)
        deck.add_note(note)
    return _packed(genanki.Package(deck), sheet.seed)


def _identity(each: Exercise) -> tuple[str, ...]:
    """Return what makes a card another: its problem, and what is to be done with it."""
    line = str(each.problem)
    return (line,) if each.task == ANSWER else (line, each.task, each.chosen)


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
    asked = escape(each.text) + (listed(each.shown) if each.shown else "")
    if each.choices:
        asked += f"<p>{escape(' / '.join(each.choices))}</p>"
    known = (
        number for number in numbers(each) if number.feedback and number.share == NONE
    )
    said = (f"{number.text}: {escape(number.feedback)}" for number in known)
    slips = "".join(f"<li>{line}</li>" for line in said)
    why = f": {each.told}" if each.told else ""
    answer, working = escape(each.answer + why), steps_in_html(each)
    fields = asked, answer, working, f"<ul>{slips}</ul>", say(NOTICE)
    return list(map(inert, fields))
