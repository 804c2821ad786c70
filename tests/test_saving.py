"""A screen saved as a picture or a page: the same text, whole or not at all."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import Run

from ketacalc import NOTICE
from ketacalc.classes import results
from ketacalc.practice import progress
from ketacalc.screens import pages
from ketacalc.screens.files import write_whole
from ketacalc.screens.pictures import BASE, CELL_HIGH, CELL_WIDE
from ketacalc.screens.report import Note, Report

COMMANDS = [
    ("iv", "--weight", "70kg", "--working"),
    ("solve", "70kg", "0.5mg/kg", "40min"),
    ("check", "70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875"),
    ("chart",),
    ("curve",),
    ("routes", "--amount", "35mg"),
    ("routes", "--full", "--amount", "35mg"),
    ("protocols",),
    ("protocols", "--full"),
    ("evidence",),
    ("evidence", "--full"),
    ("evidence", "--claims", "--full"),
    ("mechanism", "--full"),
    ("units",),
    ("help", "mixing"),
]


SVG = "{http://www.w3.org/2000/svg}"


def text_of_picture(svg: str) -> list[str]:
    """Return the lines of a picture, from the places of its words; no drawing's."""
    body = ET.fromstring(svg).find(f"{SVG}g")  # noqa: S314 - our own
    assert body is not None
    rows: dict[int, str] = {}
    for each in body.findall(f"{SVG}text"):
        row = (int(each.attrib["y"]) - BASE) // CELL_HIGH
        column = int(each.attrib["x"]) // CELL_WIDE
        assert len(rows.get(row, "")) <= column, "no text lies over another"
        text = each.text or ""
        assert int(each.attrib["textLength"]) == len(text) * CELL_WIDE
        rows[row] = rows.get(row, "").ljust(column) + text
    return [rows.get(row, "") for row in range(max(rows) + 1)]


def without_drawing(lines: list[str]) -> list[str]:
    """Leave out a drawing and all blank lines: a picture has another in its place."""
    drawn = re.compile(r"[-\d. ]*\|| *\(\S+\) +\^$")
    return [line for line in lines if line and not drawn.match(line)]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_what_is_saved_is_what_is_shown(
    run: Run, words: tuple[str, ...], tmp_path: Path
) -> None:
    shown = [line.rstrip() for line in run(*words).out.rstrip().splitlines()]
    for ending in ("svg", "txt"):
        path = tmp_path / f"screen.{ending}"
        screen = run(*words, "--save", str(path))
        assert screen.err == ""
        text = path.read_text("utf-8")
        if ending == "txt":
            assert text.splitlines() == shown
        elif "polyline" in text:
            assert without_drawing(text_of_picture(text)) == without_drawing(shown)
        else:
            assert text_of_picture(text) == shown
    path = tmp_path / "screen.md"
    run(*words, "--save", str(path))
    assert path.read_text("utf-8").startswith(f"> {NOTICE}\n")
    assert not list(tmp_path.glob(".*"))


LINKED = [
    # a text, and the addresses on a page of it
    ("see doi 10.1/x, or doi 10.1038/npp.2017.19.", ["10.1038/npp.2017.19"]),
    ("(doi 10.1016/S2215-0366(17)30272-9)", ["10.1016/S2215-0366(17)30272-9"]),
    ('doi 10.1234/a"onclick="x', ["10.1234/a"]),
    ("doi 10.1234/a<b>&", ["10.1234/a"]),
    ("10.1234/abc, mydoi 10.1234/abc", []),
]


@pytest.mark.parametrize(("text", "dois"), LINKED)
def test_a_doi_is_a_link_on_a_page(text: str, dois: list[str]) -> None:
    page = pages.page(Report("", (Note(text),)))
    links = re.findall(r'<a href="([^"]*)">([^<]*)</a>', page)
    assert links == [(f"https://doi.org/{doi}", f"doi {doi}") for doi in dois]
    assert page.count("<a") == len(dois)


def test_a_picture_fetches_nothing_when_it_is_opened(run: Run, tmp_path: Path) -> None:
    for ending in ("svg", "html"):
        path = tmp_path / f"screen.{ending}"
        run("iv", "--weight", "70kg", "--save", str(path))
        text = path.read_text("utf-8")
        assert not re.search(r"url\(|src=|srcset=|@import|<link|<script", text)
        links = re.findall(r'<(\w+) href="', text)
        assert set(links) <= {"a"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "screen.pdf",
            "a picture or a page has another ending; write screen.svg or screen.html or screen.txt or screen.md",
        ),
        ("screen", "a picture or a page has another ending; write screen.svg or"),
        ("nowhere/screen.svg", "there is no such folder"),
        # Elsewhere a system has other words for a folder in the way.
        ("folder.svg", "is a directory" if os.name == "posix" else "cannot save"),
    ],
)
def test_what_cannot_be_saved_is_said_and_nothing_is_left(
    run: Run, tmp_path: Path, name: str, message: str
) -> None:
    (tmp_path / "folder.svg").mkdir()
    screen = run("iv", "--weight", "70kg", "--save", str(tmp_path / name))
    assert screen.status == 2
    assert screen.out == ""
    assert message in screen.err
    assert [path.name for path in tmp_path.iterdir()] == ["folder.svg"]


def test_what_was_not_made_by_us_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".screen.part").write_text("mine, and dear to me")
    path = tmp_path / "screen.txt"
    assert run("iv", "--weight", "70kg", "--save", str(path)).status == 0
    assert (tmp_path / ".screen.part").read_text() == "mine, and dear to me"
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        ".screen.part",
        "screen.txt",
    ]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError])
def test_a_save_that_is_stopped_leaves_the_old_file_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stop: type[BaseException]
) -> None:
    path = tmp_path / "screen.txt"
    path.write_text("old and good")

    def stopped(_handle: int) -> None:
        raise stop

    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(stop):
        write_whole(path, "new")
    assert [each.read_text() for each in tmp_path.iterdir()] == ["old and good"]


def test_a_disk_that_is_full_is_said_and_leaves_the_old_file(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "screen.txt"
    path.write_text("old and good")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    screen = run("iv", "--weight", "70kg", "--save", str(path))
    said = f'ketacalc: cannot save "{path}": no space left on device\n'
    assert screen == ("", said, 2)
    assert [each.read_text() for each in tmp_path.iterdir()] == ["old and good"]


def test_nothing_is_erased_where_what_was_kept_cannot_be_saved(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "progress.sqlite3"
    monkeypatch.setattr(progress, "default_path", lambda: path)
    progress.Progress(path).begin()
    screen = run("progress", "--erase", "--save", str(tmp_path / "no" / "kept.txt"))
    assert "there is no such folder" in screen.err
    assert screen.status == 2
    assert path.exists()


def test_a_folder_where_nobody_may_write_is_said_beforehand(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    screen = run("chart", "--save", str(tmp_path / "chart.svg"))
    said = f'ketacalc: cannot save "{tmp_path / "chart.svg"}": '
    assert screen == ("", f"{said}its folder may not be written\n", 2)


NAMES = ["sheet.txt", "./sheet.txt", "again.txt"]


@pytest.mark.parametrize("name", NAMES)
def test_the_file_that_is_checked_is_no_target(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("other.txt").touch()
    Path("sheet.txt").write_text("70 kg, 0.5 mg/kg -> mg = 35\n")
    Path("again.txt").hardlink_to("sheet.txt")
    screen = run("check", "other.txt", "sheet.txt", "--save", name)
    said = f'ketacalc: cannot save "{Path(name)}": it is the file that is checked\n'
    assert screen == ("", said, 2)
    assert Path("sheet.txt").read_text() == "70 kg, 0.5 mg/kg -> mg = 35\n"


def test_a_sheet_that_comes_from_a_file_by_standard_input_is_no_target(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sheet.txt"
    path.write_text("70 kg, 0.5 mg/kg -> mg = 35\n")
    words = [sys.executable, "-m", "ketacalc", "check", "-", "--save", str(path)]
    with path.open("rb") as sheet:
        done = subprocess.run(words, stdin=sheet, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"it is the file that is checked" in done.stderr
    assert path.read_text() == "70 kg, 0.5 mg/kg -> mg = 35\n"


@pytest.mark.parametrize("ending", [".md", ".svg"])
def test_a_page_lists_what_can_be_read_and_counts_the_rest(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ending: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(results, "MOST_LISTED", 20)
    Path("sheet.txt").write_text("70 kg, 0.5 mg/kg -> mg = 3.5\n" * 1230)
    screen = run("check", "sheet.txt", "--save", f"page{ending}")
    assert screen.out.count("is not right") == 1230
    page = Path(f"page{ending}").read_text("utf-8")
    assert page.count("3.5 is not right") == 20
    assert "… and 1,210 more, which are not listed here." in page
    assert "1,230 lines" in page


def test_a_sheet_is_saved_with_its_summary(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sheet.txt").write_text(
        "70 kg, 0.5 mg/kg -> mg = 35\n70 kg, 0.5 mg/kg -> mg = 3.5\n"
    )
    assert run("check", "sheet.txt", "--save", "checked.txt").status == 1
    assert Path("checked.txt").read_text("utf-8") == (
        "Educational arithmetic only. Not medical advice.\n"
        "\n"
        "Checked\n"
        "\n"
        "Not right\n"
        "  sheet.txt:2: 3.5 is not right. [tenfold]\n"
        "\n"
        "  Summary                  2 lines\n"
        "  Right                    1 of 2\n"
        "  Slip: tenfold            1\n"
        "  Not right: total amount  1\n"
    )
