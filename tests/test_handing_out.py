"""A sheet by the command: its form, its ending, and what is refused."""

import sys
from pathlib import Path

import pytest
from conftest import Run

from ketacalc import __version__
from ketacalc.practice.exercises import draw
from ketacalc.practice.export import handouts
from ketacalc.practice.export.handouts import ENDINGS, TEXTS


@pytest.mark.parametrize(("ending", "form"), [*ENDINGS.items()])
def test_the_ending_says_the_form(
    run: Run, tmp_path: Path, ending: str, form: str
) -> None:
    path = tmp_path / f"sheet{ending}"
    screen = run("practice", "--count", "3", "--seed", "7", "--save", str(path))
    title = f"3 practice problems, seed 7, ketacalc {__version__}"
    assert screen == ("", f"ketacalc: saved {path}: {title}\n", 0)
    saved = path.read_bytes()
    if form in TEXTS:
        assert saved.decode() == handouts.text(draw(7, count=3), form)
        shown = run("practice", "--count", "3", "--seed", "7", "--format", form)
        assert shown.out == saved.decode()
    else:
        assert saved.startswith(b"PK")


REFUSED = [
    (
        "--format anki",
        '--format: cannot read "anki": a deck is no text; write --save deck.apkg',
    ),
    (
        "--format qti",
        '--format: cannot read "qti": a package is no text; add --save quiz.zip',
    ),
    (
        "--save quiz.zip",
        '--save: cannot read "quiz.zip": it may be for Canvas or for another platform; add',
    ),
    (
        "--format canvas --save quiz.xml",
        '--save: cannot read "quiz.xml": canvas has another ending; write quiz.zip',
    ),
    (
        "--format word",
        '--format: cannot read "word": a document is no text; write --save sheet.docx',
    ),
    (
        "--save quiz.doc",
        '--save: cannot read "quiz.doc": a sheet has another ending; write quiz.txt or',
    ),
    (
        "--key",
        "Invalid value: --key, --worked, --quota, --versions, --easy-first and --marks",
    ),
    (
        "--topic pumps --format md",
        '--topic: cannot read "pumps": it is no topic; write one of conversion,',
    ),
    (
        "--topic conversion --level 5 --format md",
        "for conversion, level 5 I find no more than 0 problems; ask for fewer",
    ),
    (
        "--format md --save x.html",
        '--save: cannot read "x.html": md has another ending; write x.md',
    ),
    (
        "--save=",
        '--save: cannot read ".": a sheet has another ending; write name.txt or',
    ),
    (
        "--format md --save nowhere/sheet.md",
        f'cannot save "{Path("nowhere/sheet.md")}": there is no such folder',
    ),
    (
        "--versions 2 --save=",
        '--save: cannot read ".": a sheet has another ending; write name.txt or',
    ),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_a_sheet_that_cannot_be_is_refused_in_one_line(
    run: Run, words: str, said: str
) -> None:
    screen = run("practice", *words.split(), "--seed", "7", "--count", "1000")
    assert (screen.out, screen.status) == ("", 2)
    assert screen.err.startswith(f"ketacalc: {said}")
    assert screen.err.count("\n") == 1


UNFIT = [
    ("--save x.doc", "a sheet has another ending"),
    ("--save x.md --format html", "html has another ending"),
    ("--save nowhere/x.md", "there is no such folder"),
    ("--save nowhere/x.docx", "there is no such folder"),
    ("--format anki", "a deck is no text"),
]


@pytest.mark.parametrize(("words", "said"), UNFIT)
def test_a_target_is_looked_at_before_a_problem_is_drawn(
    run: Run, words: str, said: str
) -> None:
    none_there = ("--topic", "conversion", "--level", "5")
    screen = run("practice", *none_there, *words.split())
    assert (screen.out, screen.status) == ("", 2)
    assert said in screen.err


def test_no_version_is_saved_where_one_cannot_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "quiz-B.md").mkdir()
    words = ("--seed", "7", "--count", "2", "--versions", "2")
    screen = run("practice", *words, "--save", str(tmp_path / "quiz.md"))
    assert (screen.status, [*tmp_path.glob("quiz-A*")]) == (2, [])
    assert "is a directory" in screen.err


def test_a_deck_without_its_library_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "genanki", None)
    screen = run("practice", "--seed", "7", "--save", str(tmp_path / "deck.apkg"))
    assert screen.status == 2
    assert screen.err.endswith('a deck needs genanki; install "ketacalc[anki]"\n')
    assert not list(tmp_path.iterdir())


def test_a_sheet_without_a_seed_says_which_it_was() -> None:
    drawn = [handouts.text(draw(seed, count=2), "lines") for seed in (1, 2)]
    for seed, text in zip((1, 2), drawn, strict=True):
        assert f": 2 problems, seed {seed}, ketacalc {__version__}\n" in text
    assert drawn[0] != drawn[1]
