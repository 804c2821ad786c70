"""The README and the docs are run: every command, and every example in Python."""

import doctest
import re
import shlex
from pathlib import Path

import pytest
from conftest import Run

import ketacalc
from ketacalc import solving

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(console|pycon)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _examples(language: str) -> list[tuple[str, str]]:
    return [
        (page.name, text)
        for page in PAGES
        for found, text in FENCE.findall(page.read_text("utf-8"))
        if found == language
    ]


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


@pytest.mark.parametrize(("page", "text"), _examples("console"))
def test_a_command_in_the_docs_prints_what_is_shown(
    run: Run, page: str, text: str
) -> None:
    for example in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = example.partition("\n")
        words = shlex.split(command)
        assert words[0] == "ketacalc", page
        screen = run(*words[1:])
        assert _lines(screen.out + screen.err) == _lines(shown)


@pytest.mark.parametrize(("page", "text"), _examples("pycon"))
def test_python_in_the_docs_prints_what_is_shown(page: str, text: str) -> None:
    test = doctest.DocTestParser().get_doctest(text, {}, page, page, 0)
    assert doctest.DocTestRunner().run(test).failed == 0
    assert test.examples


@pytest.mark.parametrize("module", [ketacalc, solving])
def test_python_in_a_docstring_prints_what_is_shown(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted
    assert result.failed == 0


def test_every_command_stands_in_the_docs(run: Run) -> None:
    listed = re.search(r"Commands:\n(.*?)\n\n", run("--help").out, re.DOTALL)
    assert listed
    text = "".join(page.read_text("utf-8") for page in PAGES)
    for name in re.findall(r"^  (\S+)", listed[1], re.MULTILINE):
        assert f"ketacalc {name}" in text


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), (page.name, target)
