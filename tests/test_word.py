"""A sheet as a document: opened again, with the key in another file."""

import re
import sys
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import Run
from docx.oxml.ns import qn

from ketacalc import NOTICE, __version__
from ketacalc.practice.exercises import Sheet, draw
from ketacalc.practice.export import handouts

HOSTILE = "A <b>drug</b> & \x07 \u202e {PAGE} ]]>"


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Sheet, Any, Any]:
    """Save a worked sheet, and open both of its documents."""
    sheet = draw(7, count=40, worked=True)
    paths = handouts.save(sheet, tmp_path / "sheet.docx")
    assert [path.name for path in paths] == ["sheet.docx", "sheet-key.docx"]
    student, key = (docx.Document(str(path)) for path in paths)
    return sheet, student, key


def _texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def _foot(document: Any) -> str:
    """Return what stands at the foot of each page, a field by its name."""
    (section,) = document.sections
    parts = []
    for element in section.footer.paragraphs[0]._p.iter():  # noqa: SLF001 - to read it
        parts += [element.text or ""] * (element.tag == qn("w:t"))
        parts += [f"{{{element.get(qn('w:instr'))}}}"] * (
            element.tag == qn("w:fldSimple")
        )
    return "".join(parts)


def test_a_student_has_room_marks_and_no_answer(saved: tuple[Sheet, Any, Any]) -> None:
    sheet, student, _ = saved
    texts = _texts(student)
    asked = [text for text in texts if re.match(r"\d+\. ", text)]
    blanks = [text for text in texts if text.startswith("Answer: ____")]
    assert len(asked) == len(blanks) == 40
    for number, (each, text) in enumerate(zip(sheet.exercises, asked, strict=True), 1):
        assert text.startswith(f"{number}. {each.text} ({each.level} mark")
    total = sum(each.level for each in sheet.exercises)
    assert texts[1].startswith("Name: ____")
    assert texts[1].endswith(f"/ {total}")
    known = {each.answer for each in sheet.exercises}
    known |= {line for each in sheet.exercises for line in each.solution.working}
    assert not known & set(texts)
    xml = student.element.xml
    assert not [line for line in known if f"> {line}<" in xml or f"= {line}" in xml]


def test_room_grows_with_the_working(saved: tuple[Sheet, Any, Any]) -> None:
    sheet, student, _ = saved
    rooms: dict[int, set[int]] = {}
    asked = [each for each in student.paragraphs if re.match(r"\d+\. ", each.text)]
    for each, paragraph in zip(sheet.exercises, asked, strict=True):
        rooms.setdefault(each.level, set()).add(paragraph.paragraph_format.space_after)
        assert paragraph.paragraph_format.keep_with_next
    assert all(len(room) == 1 for room in rooms.values())
    heights = [min(rooms[level]) for level in sorted(rooms)]
    assert heights == sorted(set(heights))


def test_the_key_has_each_answer_and_each_step(saved: tuple[Sheet, Any, Any]) -> None:
    sheet, _, key = saved
    expected = []
    for number, each in enumerate(sheet.exercises, 1):
        expected += [f"{number}. {each.answer}", *each.solution.working]
    assert _texts(key)[1:] == expected


def test_every_page_says_its_number_and_how_to_draw_it_again(
    saved: tuple[Sheet, Any, Any],
) -> None:
    for document in saved[1:]:
        foot = _foot(document)
        assert f"40 problems, seed 7, ketacalc {__version__}" in foot
        assert foot.index("{PAGE}") < foot.index("{NUMPAGES}")
        (section,) = document.sections
        assert section.header.paragraphs[0].text == NOTICE
        assert document.core_properties.title.endswith(
            f"seed 7, ketacalc {__version__}"
        )


def test_without_a_key_there_is_one_file_the_same_twice(
    run: Run, tmp_path: Path
) -> None:
    once, again = tmp_path / "once.docx", tmp_path / "again.docx"
    for path in (once, again):
        run("practice", "--seed", "7", "--count", "3", "--save", str(path))
    assert once.read_bytes() == again.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"once.docx", "again.docx"}


def test_hostile_wording_is_inert(tmp_path: Path) -> None:
    sheet = draw(7, count=1, key=True)
    hostile = sheet._replace(exercises=(sheet.exercises[0]._replace(text=HOSTILE),))
    path, _ = handouts.save(hostile, tmp_path / "sheet.docx")
    text = _texts(docx.Document(str(path)))[2]
    assert r"<b>drug</b> & \x07 \u202e {PAGE} ]]>" in text


def test_a_document_without_its_library_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    screen = run("practice", "--seed", "7", "--save", str(tmp_path / "sheet.docx"))
    assert screen.status == 2
    mend = 'a document needs python-docx; install "ketacalc[word]"\n'
    assert screen.err.endswith(mend)
    assert not list(tmp_path.iterdir())
