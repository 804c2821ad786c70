"""Every sentence that a learner reads stands in the catalogue."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from refresh import CATALOGUE, catalogue

from ketacalc.ketamine.reference import protocols
from ketacalc.language.relations import QUANTITIES
from ketacalc.language.vocabulary import ROWS
from ketacalc.practice.kinds import TOPICS
from ketacalc.say import DOMAIN, later, say, speak

# A language of its own: English with accents, so that what is not translated shows.
ACCENTS = str.maketrans("aeiouyAEIOU", "áéíóúýÁÉÍÓÚ")
FIELD = re.compile(r"(\{[^}]*\})")
WORD = re.compile(r"[^\W\d_]{3,}")
LEARNERS = [
    ("iv", "--weight", "70kg", "--concentration", "50 mg in 50 mL", "--working"),
    ("iv", "--weight", "2000kg"),
    ("iv",),
    ("solve", "70 kg, 0.5 mg/kg, 40 min"),
    ("solve", "154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h"),
    ("solve", "500 mg/dose, q8h, 125 mg in 5 mL, 10 days"),
    ("solve", "22 lb, 10-15 mg/kg/dose, order=175 mg/dose -> mg/dose"),
    ("solve", "70 kg, 0.5 mg/kg -> mL"),
    ("solve", "70 kg, 0,5 mg/kg"),
    ("solve", "500 mg, 3 doses/day -> mg"),
    ("check", "70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875"),
    ("check", "70 kg, 0.5 mg/kg, 40 min -> mg/h = 35 mg = 52.5 mg/h"),
    ("check", "70 kg, 0.5 mg/kg, 40 min -> mg/h = 35"),
    ("check", "70 kg, 0.5 mg/kg, 40 min -> mg/h = 52.5 mcg/h"),
    ("check", "154 lb, 0.5 mg/kg -> mg = 77"),
    ("check", "70 kg, 0.5 mg/kg, 40 min -> mg/h = 50"),
    ("check", "70 kg, 0.5 mg/kg, 40 min -> mg/h = 25.5"),
    ("check", "6 lb 8 oz -> kg = 3.09"),
    ("check", "9 kg, 15 mg/kg/dose, tid -> mg/day = 135"),
    ("check", "1 kg, 2 h, 5 mg/kg -> mg = 5 units"),
    ("solve", "70 kg 154 lb, 0.5 mg/kg -> mg"),
    ("solve", "5 gr, 0.25 mg/tablet"),
    ("solve", "70 kg, 0.5 mg/kg, 38 mg"),
    ("read", "Order: 6 mg. On hand: 2 mg/mL. How many mL?"),
    ("read", "Order: 6 mg. How many mL?"),
    ("check", "1000 mL, 7 h, 15 gtt/mL -> gtt/min to whole = 35.7"),
    ("check", "70 kg, 0.5 mg/kg, 40 min -> mg/h", "--hint"),
    ("practice", "--seed", "7", "--count", "2", "--no-progress"),
    ("practice", "--seed", "7", "--count", "2", "--format", "md", "--worked"),
    ("practice", "--count", "0"),
    ("practice", "--key"),
    ("progress",),
    ("progress", "--erase", "--undo"),
    ("iv", "--weigth", "70kg"),
    ("iv", "--protocol", "ketamine"),
    ("curve", "--weight", "70kg"),
    ("units",),
]
# What is the same in every language, and what a learner typed.
SAME = {"ketacalc", "weight", "protocol", "Rasmussen", "depression"}
SAME |= {"all", "rounded", "whole", "mass"}  # of the notation


@pytest.fixture(scope="session")
def locale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a translation of every sentence."""
    folder = tmp_path_factory.mktemp("locale")
    found = read_po(BytesIO(CATALOGUE.read_bytes()))
    for message in found:
        message.string = accented(str(message.id))
    (folder / "xx" / "LC_MESSAGES").mkdir(parents=True)
    with (folder / "xx" / "LC_MESSAGES" / f"{DOMAIN}.mo").open("wb") as file:
        write_mo(file, found)
    return folder


def accented(sentence: str) -> str:
    """Write a sentence with accents on its vowels, but for its fields."""
    parts = FIELD.split(sentence)
    return "".join(p if FIELD.fullmatch(p) else p.translate(ACCENTS) for p in parts)


def said(words: tuple[str, ...], locale: Path, home: Path) -> str:
    """Return what a command says in the made-up language."""
    keep = {k: v for k, v in os.environ.items() if not k.startswith("KETACALC")}
    env = keep | {"KETACALC_LANGUAGE": "xx", "KETACALC_LOCALE": str(locale)}
    env |= {"HOME": str(home), "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "ketacalc", *words],
        input="1\nhint\nshow\nskip\n",
        capture_output=True,
        encoding="utf-8",
        env=env,
        check=False,
    )
    return done.stdout + done.stderr


@cache
def same() -> frozenset[str]:
    """Return the words that no language changes: of the notation, and topics."""
    units = {text for row in ROWS for text in (*row.spellings, row.symbol)}
    names = {part for name in QUANTITIES for part in name.split("_")}
    words = {word for unit in units for word in WORD.findall(unit)}
    return frozenset(SAME | words | names | {*TOPICS})


@cache
def published() -> tuple[str, ...]:
    """Return what a screen has of the published protocols, the longest first."""
    found = set[str]()
    for each in protocols().values():
        found |= {each.name, each.title, each.about, each.population, each.setting}
        found |= {
            text for limit in each.limits for text in (limit.reason, str(limit.source))
        }
        found |= {*map(str, each.sources)}
    return tuple(sorted(found, key=len, reverse=True))


def own_words(text: str) -> str:
    """Leave out of a screen what it quotes, and the ids of slips in their brackets."""
    text = re.sub(r"\[[\w-]+\]", "", " ".join(text.split()))
    for quotation in published():
        text = text.replace(quotation, "")
    return text


def left_out(text: str, typed: tuple[str, ...]) -> Iterator[str]:
    """Yield the words that stand in English."""
    own = {word for each in typed for word in WORD.findall(each)}
    for word in WORD.findall(own_words(text)):
        vowels = [char for char in word if char in "aeiouAEIOU"]
        if vowels and word not in own and word not in same():
            yield word


@pytest.mark.parametrize("words", LEARNERS, ids=" ".join)
def test_every_sentence_of_a_learner_is_in_the_catalogue(
    words: tuple[str, ...], locale: Path, tmp_path: Path
) -> None:
    text = said(words, locale, tmp_path)
    assert not text.isascii()
    assert not sorted(set(left_out(text, words)))


def test_the_catalogue_is_up_to_date() -> None:
    assert CATALOGUE.read_text("utf-8") == catalogue()


def test_a_language_that_is_not_there_is_refused_in_one_line(tmp_path: Path) -> None:
    text = said(("iv", "--weight", "70kg"), tmp_path, tmp_path)
    assert text.startswith("ketacalc: KETACALC_LANGUAGE: cannot read")
    assert text.count("\n") == 1


def test_a_field_is_no_sentence_and_no_template() -> None:
    speak(lambda sentence: sentence.replace("is not right", "falsch"))
    try:
        assert say("{given} is not right", given="{0} mg") == "{0} mg falsch"
        assert later("{given} is not right") == "{given} is not right"
    finally:
        speak()
