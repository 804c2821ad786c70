"""A deck as Anki itself takes it: imported, every card shown, Check Database run."""

from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

import pytest
from anki.collection import (
    Collection,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)

from ketacalc import NOTICE, __version__
from ketacalc.practice import Sheet, draw, read_wish
from ketacalc.practice.export import handouts

SHEETS = {
    "20 of seed 1": lambda: draw(1, count=20),
    "20 of seed 2": lambda: draw(2, count=20),
    "10 of one topic of seed 1": lambda: draw(1, read_wish(["drip"], 0), 10),
    "300 of the last seed": lambda: draw(999_999, count=300),
}


@cache
def _sheet(name: str) -> Sheet:
    """Draw a sheet once for all tests that import it."""
    return SHEETS[name]()


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """Open an empty collection of Anki's."""
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def _imported(collection: Collection, sheet: Sheet, folder: Path) -> int:
    """Import the deck of a sheet, and return how many notes are new."""
    path = folder / "deck.apkg"
    handouts.save(sheet, path)
    options = ImportAnkiPackageOptions()
    request = ImportAnkiPackageRequest(package_path=str(path), options=options)
    return len(collection.import_anki_package(request).log.new)


@pytest.mark.parametrize("name", SHEETS)
def test_anki_shows_every_card_and_its_check_finds_nothing(
    collection: Collection, tmp_path: Path, name: str
) -> None:
    sheet = _sheet(name)
    assert _imported(collection, sheet, tmp_path) == len(sheet.exercises)
    shown = {}
    for card in map(collection.get_card, collection.find_cards("")):
        front, _, back = card.answer().partition("<hr id=answer>")
        shown[front.rpartition("</style>")[2]] = back
    asked = zip(shown, sheet.exercises, strict=True)
    assert all(front.startswith(_in_html(each.text)) for front, each in asked)
    for each, back in zip(sheet.exercises, shown.values(), strict=True):
        assert back.startswith(f"<b>{_in_html(each.answer)}</b>")
        assert back.endswith(f"<small>{NOTICE}</small></p>")
        assert back.count("<li>") >= len(each.solution.working)
    assert collection.fix_integrity()[1]


def _in_html(text: str) -> str:
    return escape(text)


def test_decks_live_beside_each_other_and_a_problem_comes_once(
    collection: Collection, tmp_path: Path
) -> None:
    sheets = [*map(_sheet, SHEETS)]
    for sheet in sheets:
        _imported(collection, sheet, tmp_path)
    lines = {str(each.problem) for sheet in sheets for each in sheet.exercises}
    assert collection.note_count() == collection.card_count() == len(lines)
    assert [_imported(collection, sheet, tmp_path) for sheet in sheets] == [0] * 4
    assert collection.fix_integrity()[1]


def test_numbers_are_moments_that_no_other_seed_has(
    collection: Collection, tmp_path: Path
) -> None:
    found = []
    for name in ("20 of seed 1", "20 of seed 2"):
        _imported(collection, _sheet(name), tmp_path)
        found.append(set(collection.find_notes("")) | set(collection.find_cards("")))
    assert min(found[0]) > 1_600_000_000_000
    assert found[0] < found[1]
    assert len(found[1]) == 80


def test_decks_of_one_seed_and_other_topics_are_two(
    collection: Collection, tmp_path: Path
) -> None:
    names = set()
    for sheet in (
        draw(1, read_wish(["drip"], 0), 5),
        draw(1, read_wish(["pump"], 1), 5),
    ):
        _imported(collection, sheet, tmp_path)
        names |= {each.name for each in collection.decks.all_names_and_ids()}
    made = {
        name for name in names if f"5 problems, seed 1, ketacalc {__version__}" in name
    }
    topics = {name.split("::")[1].partition(",")[0] for name in made}
    assert topics == {"drip", "pump"}
    assert all(name.startswith("ketacalc::") for name in made)
    assert collection.fix_integrity()[1]


def test_cards_are_found_by_their_tags_and_have_a_style(
    collection: Collection, tmp_path: Path
) -> None:
    sheet = _sheet("20 of seed 1")
    _imported(collection, sheet, tmp_path)
    for topic in {each.topic for each in sheet.exercises}:
        found = collection.find_notes(f"tag:{topic} tag:seed-1")
        assert len(found) == sum(each.topic == topic for each in sheet.exercises)
    card = collection.get_card(collection.find_cards("")[0])
    assert ".card .slips" in card.note_type()["css"]
    assert "<div class=slips>" in card.answer()


def test_the_same_seed_gives_the_same_file(tmp_path: Path) -> None:
    once, again = tmp_path / "once.apkg", tmp_path / "again.apkg"
    handouts.save(draw(7, count=5), once)
    handouts.save(draw(7, count=5), again)
    assert once.read_bytes() == again.read_bytes()
