"""A saved page: real tables and headings, links, readable in any light, on any screen."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Run
from test_saving import COMMANDS

from ketacalc import NOTICE
from ketacalc.screens.inks import DARK, LIGHT, LINES, coloured
from ketacalc.screens.pages import COLOURS, page
from ketacalc.screens.report import Columns, Drawing, Line, Listing, Note, Report
from ketacalc.screens.vectors import RULES, figure

VOID = {"meta"}


class Page(HTMLParser):
    """A page as its elements, each with its attributes and all its text, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[int] = []
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)
        assert not self.open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        assert len({name for name, _ in attrs}) == len(attrs)
        self.found.append((tag, dict(attrs), ""))
        if tag not in VOID:
            self.open.append(len(self.found) - 1)

    def handle_endtag(self, tag: str) -> None:
        """End the innermost element."""
        assert self.found[self.open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        """Add a text to all elements that it stands in."""
        for index in self.open:
            tag, told, text = self.found[index]
            self.found[index] = tag, told, text + data

    def texts(self, tag: str) -> list[str]:
        """Return the texts of all elements of a kind."""
        found = [text for name, _, text in self.found if name == tag]
        return [" ".join(text.split()) for text in found]

    def told(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of all elements of a kind."""
        return [told for name, told, _ in self.found if name == tag]


def saved(run: Run, folder: Path, *words: str) -> str:
    path = folder / "page.html"
    assert run(*words, "--save", str(path)).err == ""
    return path.read_text("utf-8")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_page_is_whole(run: Run, words: tuple[str, ...], tmp_path: Path) -> None:
    text = saved(run, tmp_path, *words)
    found = Page(text)
    assert text.startswith("<!DOCTYPE html>\n")
    assert found.told("html") == [{"lang": "en"}]
    assert {"charset": "utf-8"} in found.told("meta")
    view = "width=device-width, initial-scale=1"
    assert {"name": "viewport", "content": view} in found.told("meta")
    assert found.texts("p")[0] == NOTICE
    (heading,) = found.texts("h1")
    assert found.texts("title") == [f"{heading} - ketacalc"]
    assert not {"script", "link", "img", "pre", "br", "iframe"} & {
        tag for tag, _, _ in found.found
    }


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_table_has_a_name_and_heads(
    run: Run, words: tuple[str, ...], tmp_path: Path
) -> None:
    found = Page(saved(run, tmp_path, *words))
    tables = len(found.texts("table"))
    captions = found.texts("caption")
    assert len(captions) == tables
    assert all(captions)
    scopes = [told["scope"] for told in found.told("th")]
    assert set(scopes) <= {"col", "row"}
    assert tables == 0 or {"col", "row"} <= set(scopes)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_headings_go_down_a_step_at_a_time(
    run: Run, words: tuple[str, ...], tmp_path: Path
) -> None:
    found = Page(saved(run, tmp_path, *words))
    levels = [int(tag[1]) for tag, _, _ in found.found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_what_the_screen_says_stands_on_the_page(
    run: Run, words: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "screen.md"
    run(*words, "--save", str(path))
    told = re.sub(r"[\\*#|:>-]", " ", path.read_text("utf-8").replace("> ", "", 1))
    text = re.sub(
        r"[\\*#|:>-]", " ", Page(saved(run, tmp_path, *words)).texts("body")[0]
    )
    words_of_page = text.split()
    missing = [word for word in told.split() if word not in words_of_page]
    assert not [word for word in missing if word not in text]


LINKED = [
    # what is said, where the link leads, its text
    ("Fava 2018, doi 10.1038/s41380-018-0256-5", "https://doi.org/10.1038/s41380-018-0256-5", "doi 10.1038/s41380-018-0256-5"),
    ("(doi 10.1056/NEJM198710223171717).", "https://doi.org/10.1056/NEJM198710223171717", "doi 10.1056/NEJM198710223171717"),
    ("Berman, doi 10.1016/S0006-3223(99)00230-9, read", "https://doi.org/10.1016/S0006-3223(99)00230-9", "doi 10.1016/S0006-3223(99)00230-9"),
    ("A paper, PMID 123456.", "https://pubmed.ncbi.nlm.nih.gov/123456", "PMID 123456"),
    ("It is so [2].", "#source-2", "[2]"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "target", "text"), LINKED)
def test_where_a_source_is_registered_is_a_link(
    said: str, target: str, text: str
) -> None:
    sources = Listing("Sources", ("[1] One.", "[2] Two."))
    found = Page(page(Report("Title", (Note(said), sources))))
    assert found.told("a") == [{"href": target}]
    assert found.texts("a") == [text]
    assert {"id": "source-2"} in found.told("li")


@pytest.mark.parametrize("said", ["[3]", "[tenfold]", "doi moon", "10.1/5"])
def test_what_leads_nowhere_is_no_link(said: str) -> None:
    sources = Listing("Sources", ("[1] One.",))
    assert "<a" not in page(Report("Title", (Note(said), sources)))


def test_text_is_only_text() -> None:
    bad = '</style><script>alert(1)</script>" onclick="x'
    table = Columns((bad,), ((bad,),), title=bad)
    line = Line(bad, ((1, 1), (2, 2)))
    drawing = Drawing(bad, bad, 3, (line,), table)
    report = Report(bad, (Note(bad), Listing(bad, (bad,)), table, drawing))
    found = Page(page(report))
    assert "script" not in {tag for tag, _, _ in found.found}
    assert not [told for _, told, _ in found.found if "onclick" in told]
    assert found.texts("strong") == []
    assert found.texts("li") == [bad]


def test_a_head_is_that_of_all_rows_that_go_on_from_it() -> None:
    rows = (("Rate", "52.5", "mg/h"), ("", "0.875", "mg/min"), ("Dose", "35", "mg"))
    table = Columns(("Quantity", "Value", "Unit"), rows, (1,))
    found = Page(page(Report("Title", (table,))))
    heads = [told.get("rowspan") for told in found.told("th") if told["scope"] == "row"]
    assert heads == ["2", None]
    pads = [told.get("data-pad") for told in found.told("td") if "class" in told]
    assert pads == ["\u2007\u2007", None, "\u2008\u2007\u2007\u2007"]


def test_a_number_stays_with_its_unit() -> None:
    assert "5\u00a0mg" in page(Report("Title", (Note("Give 5 mg at once."),)))
    assert "24\u00a0to\u00a032 %".replace(" ", "\u00a0") in page(
        Report("24 to 32 %", ())
    )


# ------------------------------------------------------------------- contrast


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG has it: 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_it_is_published() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("inks", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(inks: dict[str, str]) -> None:
    texts = [
        "ink",
        "quiet",
        "accent",
        "right",
        "wrong",
        *(f"line{i}" for i in range(LINES)),
    ]
    for ground in ("paper", "shade"):
        for text in texts:
            assert contrast(inks[text], inks[ground]) >= 4.5, (text, ground)


def test_a_page_has_no_colours_but_these() -> None:
    styles = Page(page(Report("Title", ()))).texts("style")[0]
    known = {*LIGHT.values(), *DARK.values()}
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", styles)) <= known
    assert "prefers-color-scheme: dark" in styles
    assert "@media print" in styles
    light, _, dark = coloured(COLOURS + RULES).partition("@media")
    assert len(re.findall("#", light)) == len(re.findall("#", dark))


def test_lines_are_told_apart_without_colour() -> None:
    points = ((1.0, 1.0), (2.0, 2.0), (3.0, 3.0))
    lines = tuple(Line(mark, points) for mark in "ABCDEFGHIJKL")
    table = Columns(("a",), (("b",),))
    drawn = [*figure(Drawing("kg", "mg", 6, lines, table)).iter("polyline")]
    strokes = {
        (each.attrib["class"], each.attrib["stroke-dasharray"]) for each in drawn
    }
    assert len(strokes) == len(lines)
    marks = {each.text for each in figure(Drawing("kg", "mg", 6, lines, table)).iter()}
    assert {*"ABCDEFGHIJKL"} <= marks
