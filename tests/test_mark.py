"""A class marked by the file that its form or quiz gave away."""

import csv
import io
import json
import pickle
from collections.abc import Callable
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
import xlsxwriter
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ketacalc import NOTICE, check
from ketacalc.classes.course import BLANK, LOOK, Course, course_of, mark, mark_all
from ketacalc.classes.key import plain_text
from ketacalc.classes.tables import cell_text, dialect_of
from ketacalc.practice import draw
from ketacalc.practice.export import handouts

QUESTIONS = [
    ("A patient of 70 kg is prescribed 0.5 mg/kg. How many mg?", "70 kg, 0.5 mg/kg -> mg"),
    ("Order: 1,000 mL over 8 h. Set the pump at ____ mL/h.", "1,000 mL, 8 h -> mL/h"),
    ("Order: 75 mg. On hand: 50 mg tablets. How many tablets?", "75 mg, 50 mg/tablet -> tablet"),
]  # fmt: skip
TEXTS = [text for text, _ in QUESTIONS]
# Who answered what, and which way each answer goes: worked by hand.
CLASS = [
    ("Zoë Müller", ("35 mg", "125", "1.5"), "right right right"),
    ("Åsa Öberg", ("35", "125 mL/h", ""), "right right blank"),
    ("Bob O'Neil", ("0.007", "7.5", "1..5"), "wrong wrong please-look"),
    ("=SUM(A1)", ("3.5", "125", "don't know"), "wrong right wrong"),
]
WAYS = [way for _, _, ways in CLASS for way in ways.split()]
Bytes = Callable[[list[list[str]]], bytes]


def _text(separator: str = ",", encoding: str = "utf-8", ending: str = "\r\n") -> Bytes:
    def written(rows: list[list[str]]) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=separator, lineterminator=ending)
        writer.writerows(rows)
        return out.getvalue().encode(encoding)

    return written


def _xlsx(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                try:
                    sheet.write_number(at, column, float(cell))
                except ValueError:
                    sheet.write_string(at, column, cell)
    return out.getvalue()


def _wide(
    front: list[str], titles: list[str], back: list[str] | None = None
) -> list[list[str]]:
    """Return a row for each student, between what a system puts around the answers."""
    rows = [[*front, *titles, *(back or [])]]
    for name, answers, _ in CLASS:
        first, _, last = name.partition(" ")
        known = {"Name": name, "name": name, "First name": first, "Vorname": first}
        known |= {"Surname": last, "Nachname": last}
        own = [known.get(title, "x") for title in front]
        rows.append([*own, *answers, *["" for _ in back or []]])
    return rows


def _canvas() -> list[list[str]]:
    """Return Canvas's student analysis: an id before each question, points behind."""
    titles = ["name", "id", "sis_id", "section", "submitted", "attempt"]
    for number, text in enumerate(TEXTS):
        titles += [f"{4711 + number}: <p>{text}</p>", "1.0"]
    rows = [[*titles, "n correct", "n incorrect", "score"]]
    for name, answers, _ in CLASS:
        cells = [part for answer in answers for part in (answer, "0.0")]
        rows.append([name, "17", "s1", "A", "2026-11-20", "1", *cells, "1", "2", "1.0"])
    return rows


def _microsoft() -> list[list[str]]:
    titles = ["ID", "Start time", "Completion time", "Email", "Name"]
    for text in TEXTS:
        titles += [text, f"Points - {text}", f"Feedback - {text}"]
    rows = [titles]
    for name, answers, _ in CLASS:
        cells = [part for answer in answers for part in (answer, "1", "")]
        rows.append(["1", "x", "x", "a@b.org", name, *cells])
    return rows


def _long(*titles: str) -> list[list[str]]:
    rows = [["Export of the quiz"], [], list(titles)]
    for name, answers, _ in CLASS:
        rows += [
            [name, text, answer] for text, answer in zip(TEXTS, answers, strict=True)
        ]
    return rows


NUMBERED = [f"Response {number}" for number in (1, 2, 3)]
MOODLE = ["Surname", "First name", "ID number", "Email address", "State", "Started on", "Time taken", "Grade/3.00"]  # fmt: skip
DOWNLOADS = {
    "google forms": (_wide(["Timestamp", "Email Address", "Name"], TEXTS), _text()),
    "microsoft forms": (_microsoft(), _xlsx),
    "moodle responses": (_wide(MOODLE, NUMBERED), _text(encoding="utf-8-sig")),
    "canvas student analysis": (_canvas(), _text()),
    "a german sheet": (
        _wide(["Zeitstempel", "Vorname", "Nachname"], ["Frage 1", "Frage 2", "Frage 3"]),
        _text(";", "cp1252"),
    ),
    "blackboard, long": (_long("Name", "Question", "Answer"), _text("\t", "utf-16")),
    "long without a mark": (_long("Name", "Question", "Response"), _text("\t", "utf-16-le")),
    "by order": (_wide(["Name"], ["dose", "pump", "tabs"]), _text("|", ending="\n")),
    "old line ends": (_wide(["Name"], TEXTS), _text(ending="\r")),
    "sep in front": (_wide(["Name"], TEXTS), lambda rows: b"sep=;\r\n" + _text(";")(rows)),
}  # fmt: skip


@pytest.fixture
def key(tmp_path: Path) -> str:
    """Write the key of the class."""
    path = tmp_path / "key.csv"
    path.write_bytes(_text()([["question", "problem"], *map(list, QUESTIONS)]))
    return str(path)


def _saved(run: Run, tmp_path: Path, *words: str) -> list[dict[str, str]]:
    """Mark and save as CSV; return the rows."""
    path = tmp_path / "marks.csv"
    screen = run("mark", *words, "--save", str(path))
    assert screen.status == 1, screen.err
    text = path.read_bytes().decode("utf-8-sig")
    separator = ";" if ";question;" in text else "\t" if "\tquestion\t" in text else ","
    separator = "|" if "|question|" in text else separator
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def _way(row: dict[str, str]) -> str:
    if row["verdict"] in {BLANK, LOOK}:
        return row["verdict"]
    return "right" if row["verdict"] in {"correct", "coarse"} else "wrong"


@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_download_is_marked_as_it_comes(
    run: Run, tmp_path: Path, key: str, name: str
) -> None:
    rows, write = DOWNLOADS[name]
    path = tmp_path / ("class.xlsx" if write is _xlsx else "class.csv")
    path.write_bytes(write(rows))
    found = _saved(run, tmp_path, str(path), "--key", key)
    assert [_way(row) for row in found] == WAYS
    assert [row["answer"].lstrip("'") for row in found] == [
        answer for _, answers, _ in CLASS for answer in answers
    ]
    assert {row["notice"] for row in found} == {NOTICE}
    cells = " ".join(" ".join(row.values()) for row in found)
    assert all(part in cells for part in ("Müller", "Öberg", "O'Neil"))


def test_the_screen_counts_by_question_student_and_slip(
    run: Run, tmp_path: Path, key: str
) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes(_text()(_wide(["Name"], TEXTS)))
    screen = run("mark", str(path), "--key", key)
    out = " ".join(screen.out.split())
    assert (screen.err, screen.status) == ("", 1)
    assert "4 students, 3 questions, 12 answers. A blank is not right;" in out
    assert "1 2 2 0 0 tenfold" in out
    assert "2 3 1 0 0" in out
    assert "3 1 1 1 1" in out
    assert "Zoë Müller 3 3 3 3" in out
    assert "=SUM(A1) 1 3 1 3" in out
    assert "Please look Student Question Answer Bob O'Neil 3 1..5" in out


def test_what_was_marked_can_be_marked_again(
    run: Run, tmp_path: Path, key: str
) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes(_text()(_wide(["Name"], TEXTS)))
    once = _saved(run, tmp_path, str(path), "--key", key)
    again = tmp_path / "again.csv"
    (tmp_path / "marks.csv").rename(again)
    assert [row["verdict"] for row in _saved(run, tmp_path, str(again))] == [
        row["verdict"] for row in once
    ]


def test_titles_that_are_problems_need_no_key(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    lines = [line for _, line in QUESTIONS]
    for titles in (TEXTS, lines):
        path.write_bytes(_text()(_wide(["Timestamp", "Name"], titles)))
        found = _saved(run, tmp_path, str(path))
        assert [_way(row) for row in found] == WAYS


def test_a_sheet_of_practice_is_a_key(run: Run, tmp_path: Path) -> None:
    sheet = draw(7, count=5, key=True)
    handouts.save(sheet, tmp_path / "key.csv")
    titles = [f"{n}. {each.text}" for n, each in enumerate(sheet.exercises, 1)]
    rows = [["Name", *titles], ["Ann", *[each.answer for each in sheet.exercises]]]
    (tmp_path / "class.csv").write_bytes(_text()(rows))
    words = ["mark", str(tmp_path / "class.csv"), "--key", str(tmp_path / "key.csv")]
    screen = run(*words)
    assert screen.status == 0
    assert " ".join(screen.out.split()).count("Ann 5 5 5 5") == 1


def test_what_is_not_matched_is_said_before_anything_is_marked(
    run: Run, tmp_path: Path, key: str
) -> None:
    rows = _wide(["Name"], [TEXTS[0], TEXTS[1], "What is your shoe size?"])
    (tmp_path / "class.csv").write_bytes(_text()(rows))
    out = run("mark", str(tmp_path / "class.csv"), "--key", key).out
    told = " ".join(out.split())
    assert "Not found in the file: question 3 of the key." in told
    assert (
        "Not marked, for no question of the key is like it: What is your shoe" in told
    )
    assert told.index("Not found") < told.index("By question")


def test_a_faulty_row_costs_no_other(run: Run, tmp_path: Path, key: str) -> None:
    lines = _text()(_wide(["Name"], TEXTS)).decode().splitlines()
    lines.insert(2, 'Eve,"35,125,1.5')
    lines.insert(3, "Short,35")
    (tmp_path / "class.csv").write_text("\r\n".join(lines) + "\r\n", "utf-8")
    found = _saved(run, tmp_path, str(tmp_path / "class.csv"), "--key", key)
    by_name: dict[str, list[str]] = {}
    for row in found:
        by_name.setdefault(row["Name"], []).append(_way(row))
    assert by_name["Zoë Müller"] == ["right"] * 3
    assert by_name["Åsa Öberg"] == ["right", "right", "blank"]
    assert by_name["Short"] == ["right", "blank", "blank"]


# ------------------------------------------------------------------------- what is saved


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _words(path: Path) -> str:
    page = _Page()
    page.feed(path.read_text("utf-8"))
    return " ".join(" ".join(page.text).replace("\u00a0", " ").split())


def test_marks_are_saved_for_spreadsheets_pages_and_text(
    run: Run, tmp_path: Path, key: str
) -> None:
    (tmp_path / "class.csv").write_bytes(_text(";")(_wide(["Name"], TEXTS)))
    words = ["mark", str(tmp_path / "class.csv"), "--key", key, "--save"]
    for name in ("m.csv", "m.xlsx", "m.html", "m.md"):
        assert run(*words, str(tmp_path / name)).status == 1
    raw = (tmp_path / "m.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfName;question;problem;answer;verdict;")
    assert b"'=SUM(A1);" in raw
    book = CalamineWorkbook.from_path(str(tmp_path / "m.xlsx"))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Name", "question", "problem"]
    assert len(rows) == 13
    assert rows[10][0] == "=SUM(A1)"
    assert [row[5] for row in rows[1:4]] == [1.0, 1.0, 1.0]
    page = _words(tmp_path / "m.html")
    assert page.count("Zoë Müller") == 4  # by student, and with each of three answers
    assert "By question" in page
    text = (tmp_path / "m.md").read_text("utf-8")
    assert text.count("\n| ") == 14
    assert NOTICE in text


@pytest.mark.parametrize("hint", [False, True])
def test_each_student_gets_a_page(
    run: Run, tmp_path: Path, key: str, hint: bool
) -> None:
    (tmp_path / "class.csv").write_bytes(_text()(_wide(["Name"], TEXTS)))
    words = ["mark", str(tmp_path / "class.csv"), "--key", key]
    folder = tmp_path / "feedback"
    assert run(*words, "--save", str(folder), *["--hint"] * hint).status == 1
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "Bob-O-Neil.html",
        "SUM-A1.html",
        "Zoë-Müller.html",
        "Åsa-Öberg.html",
    ]
    page = _words(folder / "Bob-O-Neil.html")
    assert "Müller" not in page
    assert NOTICE in page
    assert ("= 125 mL/h" in page) is not hint
    assert ("1,000 mL ÷ 8 h = ?" in page) is hint
    assert "Will be looked at" in page


def test_records_are_flat_and_json_ready(run: Run, tmp_path: Path, key: str) -> None:
    (tmp_path / "class.csv").write_bytes(_text()(_wide(["Name"], TEXTS)))
    words = ["mark", str(tmp_path / "class.csv"), "--key", key, "--format"]
    record = json.loads(run(*words, "json").out)
    assert [each["right"] for each in record["questions"]] == [2, 3, 1]
    assert [each["marks"] for each in record["students"]] == [3, 2, 0, 1]
    rows = list(csv.DictReader(io.StringIO(run(*words, "csv").out)))
    assert [row["student"] for row in rows][:2] == ["Zoë Müller", "Åsa Öberg"]


# --------------------------------------------------------------------------- the course

LINE = "70 kg, 0.5 mg/kg, 40 min, 2 mg/mL -> mL/h"
RULES = [
    # rules, a problem, an answer, and the verdict and the share that it gets
    ({}, LINE, "26.25", ("correct", 1)),
    ({}, LINE, "", ("blank", 0)),
    ({}, LINE, " — ", ("blank", 0)),
    ({}, LINE, "10..5", ("please-look", 0)),
    ({}, LINE, "2026-05-01", ("please-look", 0)),
    ({}, LINE, "1.5E+03", ("please-look", 0)),
    ({}, LINE, "no idea", ("unreadable", 0)),
    ({}, LINE, "26.8", ("wrong_value", 0)),
    ({"tolerance": "5%"}, LINE, "26.8", ("correct", 1)),
    ({"unit_required": True}, LINE, "26.25", ("no_unit", 0)),
    ({"unit_required": True}, LINE, "26.25 mL/h", ("correct", 1)),
    ({}, "70 kg, 0.5 mg/kg -> mg", "0.035 g", ("correct", 1)),
    ({"asked_unit_required": True}, "70 kg, 0.5 mg/kg -> mg", "0.035 g", ("wrong_unit", 0)),
    ({"asked_unit_required": True}, "70 kg, 0.5 mg/kg -> mg", "35", ("correct", 1)),
    ({"half_for_style": True}, "5 mg, 10 mg/mL -> mL", ".5 mL", ("correct", Fraction(1, 2))),
    ({"rounding": "mL/h: tenths"}, LINE, "26.25", ("wrong_value", 0)),
    ({"rounding": "mL/h: tenths"}, LINE, "26.3", ("correct", 1)),
    ({}, LINE, "30 mg = 0.75 mg/min = 22.5 mL/h", ("wrong_value", 0)),
    ({"carried_forward": True}, LINE, "30 mg = 0.75 mg/min = 22.5 mL/h", ("wrong_value", Fraction(1, 2))),
    ({"carried_forward": True}, LINE, "30 mg = 0.75 mg/min = 23.5 mL/h", ("wrong_value", 0)),
    ({"decimal_comma": True}, LINE, "26,25", ("correct", 1)),
    ({}, LINE, "26,25", ("please-look", 0)),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "line", "answer", "marked"), RULES)
def test_a_course_has_its_rules(
    rules: dict[str, object], line: str, answer: str, marked: tuple[str, object]
) -> None:
    found = mark(line, answer, course_of(rules))
    assert (found.verdict, found.share) == marked


def test_rules_stand_in_a_file_beside_the_key_and_options_go_over_them(
    run: Run, tmp_path: Path, key: str
) -> None:
    (tmp_path / "class.csv").write_bytes(_text()(_wide(["Name"], TEXTS)))
    rules = 'marks = [1, 1, 2]\nunit_required = true\ntolerance = "1%"\n'
    (tmp_path / "key.toml").write_text(rules)
    words = ["mark", str(tmp_path / "class.csv"), "--key", key]
    assert "Zoë Müller 1 3 1 4" in " ".join(run(*words).out.split())
    assert "Zoë Müller 1 3 5 15" in " ".join(run(*words, "--marks", "5").out.split())
    (tmp_path / "key.toml").write_text("points = 3\n")
    assert 'ketacalc: cannot read "points = 3": it is no rule' in run(*words).err


@given(marks=st.lists(st.sampled_from(["1", "2", "0.5"]), min_size=1, max_size=5))
def test_what_a_question_is_worth_is_said_or_as_the_last(marks: list[str]) -> None:
    course = course_of({"marks": ",".join(marks)})
    for number in range(1, 8):
        wanted = marks[min(number, len(marks)) - 1]
        assert course.worth(number) == Fraction(wanted)


def test_a_choice_is_marked_by_its_words(run: Run, tmp_path: Path) -> None:
    rows = [
        ["question", "problem", "choices", "choice"],
        ["Is it below, within or above?", "", "below / within / above", "above"],
    ]
    (tmp_path / "key.csv").write_bytes(_text()(rows))
    answers = [["Name", rows[1][0]], ["A", "Above"], ["B", "below"], ["C", ""]]
    (tmp_path / "class.csv").write_bytes(_text()(answers))
    found = _saved(
        run, tmp_path, str(tmp_path / "class.csv"), "--key", str(tmp_path / "key.csv")
    )
    assert [_way(row) for row in found] == ["right", "wrong", "blank"]


# --------------------------------------------------------------------------- the library


def test_a_batch_yields_flat_records_that_travel() -> None:
    pairs = [(line, answer) for _, answers, _ in CLASS for (_, line), answer in zip(QUESTIONS, answers, strict=True)]  # fmt: skip
    found = list(mark_all(iter(pairs), Course()))
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own
    assert json.loads(json.dumps(found)) == found
    assert {type(value) for each in found for value in each.values()} == {str, float}
    for (line, answer), each in zip(pairs, found, strict=True):
        if each["verdict"] not in {BLANK, LOOK}:
            assert each["verdict"] == check(line, answer=answer).verdict


REFUSED = [
    ("nothing.csv", "no such file"),
    ("empty.csv", "it has no rows"),
    ("photo.csv", "it is no table of text"),
    ("broken.xlsx", "it is no spreadsheet that can be read"),
    ("shoes.csv", "none of its columns is a question of the key"),
]


@pytest.mark.parametrize(("name", "said"), REFUSED)
def test_a_file_that_cannot_be_marked_is_said_in_one_line(
    run: Run, tmp_path: Path, key: str, name: str, said: str
) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "photo.csv").write_bytes(
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0abcdef"
    )
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "shoes.csv").write_text("Name,Shoes,Hats\nA,1,2\n")
    screen = run("mark", str(tmp_path / name), "--key", key)
    assert (screen.out, screen.status) == ("", 2)
    assert said in screen.err
    assert screen.err.count("\n") == 1


ENCODED = [
    ("Name;Größe\r\n".encode("cp1252"), ("cp1252", ";", "\r\n")),
    ("Name\tGröße\n".encode("utf-16"), ("utf-16", "\t", "\n")),
    ("Name\tGröße\n".encode("utf-16-be"), ("utf-16-be", "\t", "\n")),
    ("Name,Größe\n".encode("utf-8-sig"), ("utf-8-sig", ",", "\n")),
    (b'"a, b, c, d";2\n"e, f, g, h";3\n', ("utf-8", ";", "\n")),
    (b"sep=|\nname|a\n", ("utf-8", "|", "\n")),
]


@pytest.mark.parametrize(("head", "dialect"), ENCODED)
def test_an_encoding_and_a_separator_are_told(
    head: bytes, dialect: tuple[str, str, str]
) -> None:
    assert dialect_of(head) == dialect


TEXT = [
    ("<p>3. How many&nbsp;mL?</p>", "how many ml?"),
    ("4711: How many mL? ", "how many ml?"),
    ("Q2) How   many mL? *", "how many ml?"),
    ("0.5 mg = ____ mcg", "0.5 mg = ____ mcg"),
    ("1,000 mL over 8 h", "1,000 ml over 8 h"),
]


@pytest.mark.parametrize(("text", "plain"), TEXT)
def test_questions_are_compared_without_tags_numbers_and_spaces(
    text: str, plain: str
) -> None:
    assert plain_text(text) == plain


@given(st.decimals("0.001", "9999", places=3))
def test_a_number_of_a_spreadsheet_is_written_as_it_was_typed(number: object) -> None:
    typed = str(number).rstrip("0").rstrip(".") if "." in str(number) else str(number)
    assert cell_text(float(str(number))) == typed
