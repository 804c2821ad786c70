"""The README and the docs are run: every command, and every example in Python."""

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest
from conftest import Run
from refresh import ANSWERS, PAGES, PICTURES, SAMPLES, refreshed
from refresh import run as refresh_run
from test_saving import text_of_picture, without_drawing

import ketacalc
from ketacalc.ketamine.reference import claims

HOUSE = Path(ketacalc.__file__).parent
ROOT = Path(__file__).parent.parent
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _examples(page: Path) -> str:
    """Return the Python of a page, read as one session from top to bottom."""
    found = FENCE.findall(page.read_text("utf-8"))
    return "\n".join(text for language, text in found if language == "pycon")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_shows_what_its_commands_print(page: Path) -> None:
    text = page.read_text("utf-8")
    assert refreshed(text) == text, "run python docs/refresh.py"


def test_a_command_is_shown_only_where_it_is_run() -> None:
    for page in PAGES:
        for language, text in FENCE.findall(page.read_text("utf-8")):
            alone = re.search(r"^(\$ )?ketacalc ", text, re.MULTILINE)
            assert not alone or language == "console", page.name
            assert language in {"console", "pycon", "text", "sh", "bat", "yaml"}, (
                page.name
            )


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_what_its_command_prints(name: str) -> None:
    picture = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text("utf-8")
    shown = refresh_run(f"ketacalc {PICTURES[name]}").rstrip().splitlines()
    drawn = text_of_picture(picture)
    assert without_drawing(drawn) == without_drawing(shown)


@pytest.mark.parametrize(
    "page", [*filter(_examples, PAGES)], ids=lambda page: page.stem
)
def test_python_in_the_docs_prints_what_is_shown(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(SAMPLES)
    text, name = _examples(page), page.name
    test = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    assert doctest.DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("path", [*HOUSE.rglob("*.py")], ids=lambda path: path.stem)
def test_python_in_a_docstring_prints_what_is_shown(path: Path) -> None:
    inside = path.relative_to(HOUSE.parent).with_suffix("").parts
    module = import_module(".".join(inside).removesuffix(".__init__"))
    result = doctest.testmod(module)
    assert result.failed == 0
    assert bool(result.attempted) == (">>>" in path.read_text("utf-8"))


def test_every_command_stands_in_the_docs(run: Run) -> None:
    listed = re.search(r"Commands:\n(.*?)\n\n", run("--help").out, re.DOTALL)
    assert listed
    text = "".join(page.read_text("utf-8") for page in PAGES)
    for name in re.findall(r"^  (\S+)", listed[1], re.MULTILINE):
        assert f"ketacalc {name}" in text


def test_the_article_is_answered_line_by_line() -> None:
    page = (ROOT / "docs" / "explanation" / "article.md").read_text("utf-8")
    assert list(ANSWERS) == list(dict.fromkeys(each.section for each in claims()))
    for section, command in ANSWERS.items():
        assert f"## {section}\n\nAnswered by `{command}`.\n" in page
        assert refresh_run(command).startswith(ketacalc.NOTICE)
    for claim in claims():
        assert f"| “{claim.claim}” | {claim.verdict} | {claim.finding} |" in page


def test_the_published_tenfold_slip_is_named() -> None:
    page = (ROOT / "docs" / "explanation" / "wrong-vial.md").read_text("utf-8")
    shown = page.split('ketacalc check "95 mg, 100 mg/mL -> mL = 9.5"')[1]
    assert "9.5 is not right" in shown
    assert "[tenfold]" in shown


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in (*PAGES, *ROOT.glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_every_file_that_contributing_names_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(
        r"(?<![\w./])[\w.]+(?:/[\w.]+)*(?:/(?!\w)|\.(?:py|toml|md)\b)", text
    )
    assert len(named) > 20
    places = (ROOT, HOUSE)
    gone = [
        name for name in named if not any((each / name).exists() for each in places)
    ]
    assert gone == []
