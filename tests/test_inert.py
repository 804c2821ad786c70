"""Whatever a learner types, nothing of it acts where it is shown."""

import csv
import io
import json
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from conftest import Run
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ketacalc.inert import inert
from ketacalc.practice import draw
from ketacalc.practice.export import handouts
from ketacalc.screens.markdown import escaped, markdown
from ketacalc.screens.records import as_csv, as_json, csv_rows, jsonl_rows
from ketacalc.screens.report import Bar, Bars, Columns, Listing, Note, Report

LINE = "70 kg, 0.5 mg/kg -> mg"
ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
FORMULAS = tuple("=+-@＝＋－＠\t\r")
# ESC, BEL, NUL, BS, VT, CR, DEL, NEL, CSI, zero-width, bidi, separators, BOM, a lone
# surrogate, a tag; and signs that mean something to a page, a table or a spreadsheet.
HOSTILE = "\x1b\x07\0\b\v\r\x7f\x85\x9b\u200b\u200d\u202e\u2066\u2028\u2029\ufeff\udc9b\U000e0041"
texts = st.text(HOSTILE + "=+@<>&\"'|`[];#5 mg\n\t\u00a0", min_size=1, max_size=9)
words = texts.map(lambda text: text.replace("\0", ""))  # no shell hands over a NUL
bounded = settings(
    max_examples=5,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def acting(text: str) -> set[str]:
    """Return the characters that a terminal or a page obeys, but line breaks."""
    return {char for char in text if unicodedata.category(char) in ACTING} - {"\n"}


def _named_by(text: str, folder: Path) -> list[str]:
    path = folder / text.replace("\0", "").encode("utf-8", "replace").decode()
    with suppress(OSError):
        path.write_text(f"{LINE} = 34 mg = 36 mg\n")
    return ["check", str(path)]


def _class_list(title: str, cell: str, folder: Path) -> list[str]:
    held = io.StringIO(newline="")
    rows = csv.writer(held)
    rows.writerow([title, "problem", "answer"])
    rows.writerow([cell, LINE, "34"])
    rows.writerow(["Ben", LINE, cell])
    rows.writerow(["Chi", f"{LINE} = 5 {cell} = 34", ""])
    path = folder / "class.csv"
    path.write_bytes(held.getvalue().encode("utf-8", "surrogatepass"))
    return ["check", str(path)]


Door = Callable[[str, Path], list[str]]
DOORS: dict[str, Door] = {
    "answer": lambda text, _: ["check", LINE, "--answer", text],
    "step": lambda text, _: ["check", f"{LINE} = 34 mg = 5 {text} mg = 36 mg"],
    "figure": lambda text, _: ["check", f"70 kg, {text}, 5 mg/kg = 35 mg"],
    "asked": lambda text, _: ["check", "70kg", "0.5mg/kg", "--for", text],
    "tolerance": lambda text, _: ["check", f"{LINE} = 36", "--tolerance", text],
    "file name": _named_by,
    "title": lambda text, folder: _class_list(text, "Ada", folder),
    "cell": lambda text, folder: _class_list("name", text, folder),
}
EXITS = [
    ("table", "svg"),
    ("md", "html"),
    ("csv", "txt"),
    ("jsonl", "md"),
    ("json", "html"),
]


@pytest.mark.parametrize(("form", "ending"), EXITS)
@pytest.mark.parametrize("door", DOORS)
@bounded
@given(text=texts)
def test_nothing_acts_that_came_in_by_any_door(
    run: Run, tmp_path: Path, door: str, form: str, ending: str, text: str
) -> None:
    saved = tmp_path / f"screen.{ending}"
    saved.unlink(missing_ok=True)
    command = DOORS[door](text, tmp_path)
    screen = run(*command, "--format", form, "--save", str(saved))
    assert not acting(screen.out + screen.err)
    picture = saved.read_bytes().decode() if saved.exists() else ""
    assert not acting(picture)
    if picture and ending == "svg":
        ET.fromstring(picture)  # noqa: S314 - our own
    if form == "csv":
        assert not list(_formulas(screen.out))
    if form == "jsonl":
        assert all(json.loads(line) for line in screen.out.splitlines())
    if form == "json" and screen.out:
        assert json.loads(screen.out)["notice"]


def _formulas(text: str) -> Iterator[str]:
    """Yield the cells and titles that a spreadsheet would work out."""
    for row in csv.reader(io.StringIO(text, newline="")):
        yield from (cell for cell in row if cell.lstrip().startswith(FORMULAS))


@pytest.mark.parametrize(
    "before",
    [
        ["iv", "--protocol"],
        ["iv", "--weight"],
        ["chart", "--show"],
        ["curve", "--route"],
        ["routes", "--amount"],
        ["practice", "--topic"],
        ["solve"],
        ["solve", "70kg", "--for"],
        ["mechanism", "--save"],
        ["nothing"],
    ],
    ids=" ".join,
)
@bounded
@given(text=words)
def test_no_complaint_acts(run: Run, before: list[str], text: str) -> None:
    screen = run(*before, text)
    assert not acting(screen.out + screen.err)


@bounded
@given(text=words)
def test_no_name_acts_of_what_is_no_option_or_was_saved(
    run: Run, tmp_path: Path, text: str
) -> None:
    screen = run("solve", f"--x{text}")
    assert screen.status == 2
    assert not acting(screen.err)
    path = tmp_path / f"{text.encode('utf-8', 'replace').decode()}.md"
    assert not acting(run("practice", "--count", "1", "--save", str(path)).err)


@bounded
@given(text=texts)
def test_no_answer_in_practice_acts(
    run: Run, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    typed = f"34 mg = 5 {text} mg = 36 mg\n{text}\nshow\nquit\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    screen = run("practice", "--seed", "1", "--topic", "weight", "--no-progress")
    assert screen.status == 0
    assert not acting(screen.out + screen.err)


@bounded
@given(text=texts)
def test_no_block_of_a_report_acts(text: str) -> None:
    blocks = (
        Note(text),
        Listing(text, (text,)),
        Columns((text,), ((text,),), title=text),
        Bars((text,), (Bar((text,), 1.0, (0.0, 2.0)),)),
    )
    record: dict[str, Any] = {text: [text, {"a": text}]}
    report = Report(text, blocks, record, [{text: text}])
    for written in (markdown(report), as_json(report), as_csv(report)):
        assert not acting(written)
    still = report.inert()
    assert still == report._replace(title=still.title, blocks=still.blocks)
    assert not acting(str(still.title) + "".join(_texts(still.blocks)))


SIGNS = "[](){}<>!#*_~`|&;:=+-.1 2ab/\\\"'"


@settings(bounded, max_examples=500)
@given(text=st.text(SIGNS, min_size=1, max_size=14).map(str.strip).filter(bool))
@example(text="[a]: http://b").via("a definition")
@example(text="![a](b)").via("a picture")
@example(text="a&lt;b").via("an entity")
@example(text="1. a").via("a list")
@example(text="a #").via("the end of a heading")
@example(text="===").via("a heading's line")
def test_markdown_is_read_as_the_text_that_it_was(text: str) -> None:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for before, after in (("", ""), ("# ", ""), ("- ", ""), ("| a |\n| - |\n| ", " |")):
        tokens = reader.parse(f"{before}{escaped(text)}{after}")
        inline = [each for each in tokens if each.type == "inline"]
        children = inline[-1].children or []
        assert {each.type for each in children} <= {"text", "text_special"}
        assert "".join(each.content for each in children) == text
        assert not [each for each in tokens if each.type in {"html_block", "hr"}]


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _texts(each)


@bounded
@given(text=texts)
def test_a_record_is_read_back_as_it_was(text: str) -> None:
    assert json.loads(as_json(Report("", (), {"a": text})))["a"] == text
    _, line = jsonl_rows(iter([{"a": text}]))
    assert json.loads(line) == {"a": text}
    assert line.count("\n") == 1
    assert not list(_formulas("".join(csv_rows(iter([{text: text}]), [text]))))


@bounded
@given(text=texts)
def test_no_export_of_practice_acts(text: str) -> None:
    sheet = draw(1, count=1, worked=True)
    first = sheet.exercises[0]._replace(text=text)
    for form in handouts.TEXTS:
        written = handouts.text(sheet._replace(exercises=(first,)), form)
        assert not acting(written)
        if form == "moodle":
            ET.fromstring(written)  # noqa: S314 - our own


def test_a_plain_text_is_left_as_it_is() -> None:
    plain = "70 kg × 0.5 mg/kg ≈ 35 mg — “Ångström” 東京 🙂"
    assert inert(plain) is plain
    assert inert("a\nb\u202e", keep="\n") == "a\nb\\u202e"
