"""What systems give away, read whole: each sample is as its system writes it."""

import csv
import io
import json
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from conftest import Run
from python_calamine import CalamineWorkbook

from ketacalc import decimal_commas, mark_all
from ketacalc.classes import mark_files, marks, matching
from ketacalc.classes.key import plain_text
from ketacalc.classes.tables import Row, cell_text, dialect_of, table_in
from ketacalc.classes.titles import asks, is_beside, is_own

SAMPLES = Path(__file__).parent / "vectors" / "class"
KEY = str(SAMPLES / "key.csv")
# Worked by hand from the key: whose it is, and which way each of four answers goes.
RIGHT, WRONG, BLANK, LOOK = "right", "wrong", "blank", "please-look"
CLASS = {
    "Müller": [RIGHT, RIGHT, RIGHT, RIGHT],
    "Groß": [RIGHT, RIGHT, BLANK, RIGHT],
    "O'Neil": [WRONG, WRONG, LOOK, WRONG],
    "=1+1": [WRONG, LOOK, WRONG, WRONG],
}
FILES = sorted(each.name for each in SAMPLES.iterdir() if each.name != "key.csv")
# The columns of a student's own that each keeps, and what is no question of the key.
OWN = {
    "blackboard-results.xls": ["Username", "Last Name", "First Name"],
    "canvas-student-analysis.csv": ["name", "id", "sis_id", "section", "section_id", "section_sis_id", "submitted", "attempt", "n correct", "n incorrect", "score"],
    "google-forms.csv": ["Timestamp", "Username", "Score", "What is your name?"],
    "microsoft-forms.xlsx": ["ID", "Start time", "Completion time", "Email", "Name", "Total points", "Quiz feedback"],
    "moodle-german.csv": ["Nachname", "Vorname", "Matrikelnummer", "E-Mail-Adresse", "Status", "Begonnen", "Beendet", "Dauer", "Bewertung/4,00"],
    "moodle-responses.csv": ["Last name", "First name", "Email address", "Status", "Started", "Completed", "Duration", "Grade/4.00"],
    "own-sheet.csv": ["Name", "Class", "Seat"],
}  # fmt: skip


def _way(row: dict[str, str]) -> str:
    if row["verdict"] in {BLANK, LOOK}:
        return row["verdict"]
    return RIGHT if row["verdict"] in {"correct", "coarse"} else WRONG


def _rows(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    separator = max(",;\t", key=text.partition("\r")[0].partition("\n")[0].count)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def _marked(run: Run, folder: Path, *words: str) -> list[dict[str, str]]:
    """Mark and save as CSV; return the rows."""
    screen = run("mark", *words, "--save", str(folder / "marks.csv"))
    assert (screen.err, screen.status) == ("", 1)
    return _rows(folder / "marks.csv")


def _by_name(rows: list[dict[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        told = " ".join(row.values())
        name = next(each for each in CLASS if each in told)
        found.setdefault(name, []).append(_way(row))
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_sample_of_each_system_is_marked_with_and_without_its_key(
    run: Run, tmp_path: Path, name: str
) -> None:
    assert set(FILES) == set(OWN)
    with_key = _marked(run, tmp_path, str(SAMPLES / name), "--key", KEY)
    assert _by_name(with_key) == CLASS
    assert list(with_key[0]) == [
        *OWN[name],
        *("question", "problem", "answer", "verdict", "mark", "slip", "message"),
        "notice",
    ]
    if name != "moodle-german.csv":  # whose titles are numbers, and nothing else
        alone = _marked(run, tmp_path, str(SAMPLES / name))
        assert _by_name(alone) == CLASS


@pytest.mark.parametrize("name", FILES)
def test_nothing_of_a_sample_is_said_to_be_unknown(run: Run, name: str) -> None:
    out = run("mark", str(SAMPLES / name), "--key", KEY).out
    assert "Not marked" not in out
    assert "Not found" not in out
    assert "4 students, 4 questions, 16 answers" in " ".join(out.split())


def test_a_question_drawn_for_each_student_is_found_by_its_text(
    run: Run, tmp_path: Path
) -> None:
    text = (SAMPLES / "moodle-responses.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    for row in rows[2:3]:  # the second has the first two questions the other way round
        row[8:14] = [*row[11:14], *row[8:11]]
    path = tmp_path / "drawn.csv"
    with path.open("w", newline="") as out:
        csv.writer(out).writerows(rows)
    assert _by_name(_marked(run, tmp_path, str(path), "--key", KEY)) == CLASS


# ----------------------------------------------------------------------------- encodings


def _wide(name: str) -> str:
    question = "A patient weighs 70 kg. The order is 0.5 mg/kg. How many mg?"
    return f"Name,{question}\r\n{name},36\r\n"


ENCODED = [
    # an encoding that is found out, or has to be told
    ("utf-8", ""),
    ("utf-8-sig", ""),
    ("utf-16", ""),
    ("utf-16-le", ""),
    ("utf-16-be", ""),
    ("cp1252", ""),
    ("mac-roman", "mac-roman"),
    ("cp1250", "cp1250"),
]


@pytest.mark.parametrize(("encoding", "told"), ENCODED)
def test_a_name_stays_whole_in_any_encoding(
    run: Run, tmp_path: Path, encoding: str, told: str
) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes(_wide("Jörg Süß").encode(encoding))
    words = ["--encoding", told] * bool(told)
    (row,) = _marked(run, tmp_path, str(path), "--key", KEY, *words)
    assert row["Name"] == "Jörg Süß"


def test_a_name_behind_many_plain_rows_costs_none(run: Run, tmp_path: Path) -> None:
    text = _wide("Ann") + "".join(f"Student {n},36\r\n" for n in range(9_000))
    path = tmp_path / "class.csv"
    path.write_bytes(
        text.encode() + "Jörg,36\r\n".encode("cp1252") + "Åsa,36\r\n".encode()
    )
    rows = _marked(run, tmp_path, str(path), "--key", KEY)
    assert [row["Name"] for row in rows[-2:]] == ["Jörg", "Åsa"]
    assert len(rows) == 9_003


def test_an_encoding_that_is_none_is_said_to_be_none(run: Run) -> None:
    for name in ("klingon", "base64", "rot13"):
        screen = run("mark", KEY, "--key", KEY, "--encoding", name)
        said = f'--encoding: cannot read "{name}": it is no encoding that is known'
        assert said in screen.err
        assert screen.status == 2


SEPARATED = [
    ("Name,Order: 5 mg; on hand 2 mg/mL; how many mL?\nAnn,2.5\n", ","),
    ("Name;70 kg, 0.5 mg/kg -> mg\nAnn;35\nBo;35\n", ";"),
    ("Name\t70 kg, 0.5 mg/kg -> mg\nAnn, Lee\t35\nBo, K\t35\n", "\t"),
    ('Week 3\n\n"Name"|"70 kg, 1 mg/kg -> mg"\n"Ann"|"35"\n', "|"),
    ("sep=;\nName;a,b,c,d\n", ";"),
    ("Name\nAnn\n", ","),
    ("", ","),
]


@pytest.mark.parametrize(("text", "separator"), SEPARATED)
def test_a_separator_is_what_makes_rows_even(text: str, separator: str) -> None:
    assert dialect_of(text.encode()).separator == separator


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_line_that_never_ends_costs_itself_only(
    run: Run, tmp_path: Path, ending: str
) -> None:
    text = _wide("Ann") + "x" * 3_000_000 + "\r\nBo,35\r\n"
    (tmp_path / "class.csv").write_bytes(text.replace("\r\n", ending).encode())
    rows = _marked(run, tmp_path, str(tmp_path / "class.csv"), "--key", KEY)
    assert [row["verdict"] for row in rows] == ["wrong_value", "please-look", "correct"]
    assert "over 1,048,576 characters" in rows[1]["message"]


# -------------------------------------------------------------------------- spreadsheets


def test_a_spreadsheet_is_read_as_it_is_seen(tmp_path: Path) -> None:
    path = str(tmp_path / "a.xlsx")
    with xlsxwriter.Workbook(path) as book:
        hidden, sheet = book.add_worksheet("hidden"), book.add_worksheet("seen")
        hidden.write(0, 0, "not this")
        hidden.hide()
        sheet.activate()
        sheet.set_first_sheet()
        sheet.write_row(2, 1, ["Name", 35, 0.1 + 0.2, True])
        sheet.write_number(3, 1, 17.5 / 24, book.add_format({"num_format": "hh:mm"}))
        sheet.write_number(3, 2, 46143, book.add_format({"num_format": "d.m.yyyy"}))
        sheet.write_formula(3, 3, "=1+1", None, 2)
    with table_in(path) as table:
        rows = [(row.number, row.cells) for row in table.rows(0) if any(row.cells)]
    assert rows == [
        (3, ("Name", "35", "0.3", "TRUE")),
        (4, ("17:30", "2026-05-01", "2", "")),
    ]


def test_a_number_is_written_without_an_exponent() -> None:
    assert [cell_text(each) for each in (1e-7, 1.5e20, 1e15, 52.5)] == [
        "0.0000001", "150000000000000000000", "1000000000000000", "52.5",
    ]  # fmt: skip


# -------------------------------------------------------------------------------- titles

TITLES = [
    # a title, and whether it is of the student's own, beside a question, or asks
    ("Last name", "own"),
    ("Matrikelnummer", "own"),
    ("Grade/10.00", "own"),
    ("Bewertung/4,00", "own"),
    ("What is your name?", "own"),
    ("Points - How many mg?", "beside"),
    ("How many mg? [Score]", "beside"),
    ("Right answer 3", "beside"),
    ("1.0", "beside"),
    ("How many mg?", "asks"),
    ("Response 3", "asks"),
    ("Seminar group", "other"),
]


@pytest.mark.parametrize(("title", "kind"), TITLES)
def test_a_title_says_what_its_column_is(title: str, kind: str) -> None:
    found = "own" if is_own(title) else "beside" if is_beside(title) else ""
    assert (found or ("asks" if asks(title) else "other")) == kind


MATCHED = [
    # titles behind the name, and which question of the key each of them is
    (["<p>Infuse 1,000&nbsp;mL over 8&nbsp;h. How many mL/h?</p>"], [2]),
    (["2. INFUSE 1,000 mL  over 8 h. How many mL/h? (2 points)"], [2]),
    (["Infuse 1,000 mL over 8 h. How many mL/h? Give one decimal."], [2]),
    (["Order: 1.24 mg. On hand: 2 mg/mL. How many mL…", "Q1"], [3, 1]),
    (["Q4", "Q2"], [4, 2]),
    (["a", "b", "c", "d"], [1, 2, 3, 4]),
]


@pytest.mark.parametrize(("titles", "numbers"), MATCHED)
def test_a_column_is_matched_by_text_number_or_order(
    run: Run, tmp_path: Path, titles: list[str], numbers: list[int]
) -> None:
    path = tmp_path / "class.csv"
    with path.open("w", newline="") as out:
        csv.writer(out).writerows([["Name", *titles], ["Ann", *["x1"] * len(titles)]])
    key = [row["question"] for row in _rows(Path(KEY))]
    rows = _marked(run, tmp_path, str(path), "--key", KEY)
    assert [key.index(row["question"]) + 1 for row in rows] == numbers


def test_questions_alike_are_matched_in_their_order(run: Run, tmp_path: Path) -> None:
    rows = [["question", "problem"], ["Dose?", "9 kg, 2 mg/kg -> mg"], ["Dose?", "8 kg, 2 mg/kg -> mg"]]  # fmt: skip
    for name, table in (("key", rows), ("class", [["Name", "Dose?", "Dose?"], ["Ann", "18", "17"]])):  # fmt: skip
        with (tmp_path / f"{name}.csv").open("w", newline="") as out:
            csv.writer(out).writerows(table)
    words = [str(tmp_path / "class.csv"), "--key", str(tmp_path / "key.csv")]
    found = _marked(run, tmp_path, *words)
    assert [row["verdict"] for row in found] == ["correct", "wrong_value"]


def test_marks_behind_a_question_are_no_part_of_it() -> None:
    assert {plain_text(f"How many mg? {told}") for told in ("", "(1 mark)", "[2 points]", "(2 Punkte)", "(1.5 pts)")} == {"how many mg?"}  # fmt: skip


def test_a_student_has_many_rows_in_a_long_file(run: Run, tmp_path: Path) -> None:
    rows = [["Timestamp", "Name", "Problem", "Answer"]]
    for number, answer in enumerate(("18", "17", "")):
        for name in ("Ann", "Bo"):
            rows.append([f"9:0{number}", name, "9 kg, 2 mg/kg -> mg", answer])  # noqa: PERF401 - a loop in a loop
    path = tmp_path / "class.csv"
    with path.open("w", newline="") as out:
        csv.writer(out).writerows(rows)
    told = " ".join(run("mark", str(path)).out.split())
    assert "2 students, 1 question, 6 answers" in told
    assert "Ann 1 3 1 3 Bo 1 3 1 3" in told


# ---------------------------------------------------------- what goes to a person to look


def _written(path: Path, rows: list[list[str]]) -> str:
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)
    return str(path)


DOSE, LINE = "Dose in mg?", "9 kg, 2 mg/kg -> mg"


def _one(run: Run, folder: Path, text: str, *words: str) -> list[dict[str, str]]:
    """Mark a file of one question by its key; return the rows."""
    key = _written(folder / "key.csv", [["question", "problem"], [DOSE, LINE]])
    (folder / "class.csv").write_bytes(text.encode())
    run("mark", str(folder / "class.csv"), "--key", key, "--save", str(folder / "marks.csv"), *words)  # fmt: skip
    return _rows(folder / "marks.csv")


FAULTY = [
    # a row of a class, whose it is, and what is said of it
    ('Ann,"18', "Ann", "a quotation mark is not closed"),
    ("Ann,1,800", "Ann", "it has more cells than there are titles"),
    ("Ann,18..0", "Ann", "it has more than one decimal mark"),
    ('Ann,"18,0"', "Ann", "a comma is not a decimal point; write 18"),
]


@pytest.mark.parametrize(("row", "name", "said"), FAULTY)
def test_a_row_that_cannot_be_read_whole_is_for_a_person(
    run: Run, tmp_path: Path, row: str, name: str, said: str
) -> None:
    rows = _one(run, tmp_path, f"Name,{DOSE}\n{row}\nBo,18\n")
    assert [(each["Name"], each["verdict"], each["mark"]) for each in rows] == [
        (name, LOOK, ""),
        ("Bo", "correct", "1"),
    ]
    assert said in rows[0]["message"]


def test_it_is_said_how_many_would_be_right_with_decimal_commas(
    run: Run, tmp_path: Path
) -> None:
    text = f'Name,{DOSE}\nAnn,"18,0"\nBo,"17,5"\n'
    _one(run, tmp_path, text)
    words = ["mark", str(tmp_path / "class.csv"), "--key", str(tmp_path / "key.csv")]
    assert "Right too, if commas are decimal (52,5): 1." in run(*words).out
    told = " ".join(run(*words, "--decimal-comma").out.split())
    assert "Ann 1 1 1 1 Bo 0 1 0 1" in told
    assert "if commas" not in told


def test_a_key_with_decimal_commas_is_read_where_they_are_said(
    run: Run, tmp_path: Path
) -> None:
    key = _written(tmp_path / "key.csv", [["question", "problem"], [DOSE, "70 kg, 0,5 mg/kg -> mg"]])  # fmt: skip
    path = _written(tmp_path / "class.csv", [["Name", DOSE], ["Ann", "35,0"]])
    assert "question 1 of the key" in run("mark", path, "--key", key).err
    assert run("mark", path, "--key", key, "--decimal-comma").status == 0
    (tmp_path / "key.toml").write_text("decimal_comma = true\n")
    assert run("mark", path, "--key", key).status == 0


def test_a_per_cent_that_a_spreadsheet_keeps_as_a_share_is_for_a_person(
    run: Run, tmp_path: Path
) -> None:
    rows = [["question", "problem"], ["How many %?", "200 mg, systemic=40 mg -> bioavailability in %"]]  # fmt: skip
    key = _written(tmp_path / "key.csv", rows)
    with xlsxwriter.Workbook(str(tmp_path / "class.xlsx")) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([["Name", "How many %?"], ["Ann", 0.2], ["Bo", 20], ["Cy", 0.3]]):  # fmt: skip
            sheet.write_row(at, 0, row)
    words = [str(tmp_path / "class.xlsx"), "--key", key]
    found = [row["verdict"] for row in _marked(run, tmp_path, *words)]
    assert found == [LOOK, "correct", "wrong_value"]


def test_a_problem_of_the_key_that_cannot_be_worked_is_said_before_anything(
    run: Run, tmp_path: Path
) -> None:
    rows = [["question", "problem"], [DOSE, LINE], ["Rate?", "9 kg, 2 mg/kg -> mL/h"]]
    key = _written(tmp_path / "key.csv", rows)
    path = _written(tmp_path / "class.csv", [["Name", DOSE], ["Ann", "18"]])
    screen = run("mark", path, "--key", key)
    assert (screen.out, screen.status) == ("", 2)
    assert "question 2 of the key: for mL/h I still need" in screen.err


def test_lines_above_are_no_titles_though_as_many_as_the_key_has_questions(
    run: Run, tmp_path: Path
) -> None:
    text = "Week 3,Dosage\n\nName,Group,a\nAnn,B,18\nBo,B,17\n"
    rows = _one(run, tmp_path, text)
    assert [(row["Name"], row["verdict"]) for row in rows] == [
        ("Ann", "correct"),
        ("Bo", "wrong_value"),
    ]


# --------------------------------------------------------------------------- what is kept


def test_a_key_may_say_what_each_question_is_worth(run: Run, tmp_path: Path) -> None:
    rows = [["question", "problem", "marks"], [DOSE, LINE, "2"], ["Rate?", "8 mL, 2 h -> mL/h", "0.5"]]  # fmt: skip
    key = _written(tmp_path / "key.csv", rows)
    path = _written(
        tmp_path / "class.csv", [["Name", DOSE, "Rate?"], ["Ann", "18", "4"]]
    )
    assert "Ann 2 2 2.5 2.5" in " ".join(run("mark", path, "--key", key).out.split())
    told = run("mark", path, "--key", key, "--marks", "3").out
    assert "Ann 2 2 6 6" in " ".join(told.split())
    _written(tmp_path / "key.csv", [*rows[:1], [DOSE, LINE, "many"]])
    assert (
        'cannot read "many": these are no marks' in run("mark", path, "--key", key).err
    )


def test_nothing_that_is_read_is_written_over(run: Run, tmp_path: Path) -> None:
    key = _written(tmp_path / "key.csv", [["question", "problem"], [DOSE, LINE]])
    path = _written(tmp_path / "class.csv", [["Name", DOSE], ["Ann", "18"]])
    for target in (key, path):
        before = Path(target).read_bytes()
        screen = run("mark", path, "--key", key, "--save", target)
        assert screen.status == 2
        assert Path(target).read_bytes() == before


def test_marks_are_saved_in_many_forms_in_one_run(run: Run, tmp_path: Path) -> None:
    path = _written(tmp_path / "class.csv", [["Name", LINE], ["Ann", "18"], ["Bo", ""]])
    names = ["m.csv", "m.xlsx", "m.md", "m.html", "pages"]
    saves = [word for name in names for word in ("--save", str(tmp_path / name))]
    assert run("mark", path, *saves).status == 1
    assert all((tmp_path / name).exists() for name in names)
    with table_in(str(tmp_path / "m.xlsx")) as table:
        found = [row.cells[:5] for row in table.rows(0)]
    assert found[1:] == [
        ("Ann", LINE, LINE, "18", "correct"),
        ("Bo", LINE, LINE, "", BLANK),
    ]
    again = [row.cells for row in _table(tmp_path / "m.csv")]
    assert [row[:5] for row in again] == found


def _table(path: Path) -> list[Row]:
    with table_in(str(path)) as table:
        return list(table.rows(0))


def test_names_that_are_alike_or_of_a_device_have_a_page_each(
    run: Run, tmp_path: Path
) -> None:
    names = ["Ann", "ann", "con", "../..", "Åsa"]
    rows = [["Name", LINE], *[[name, "17"] for name in names]]
    path = _written(tmp_path / "class.csv", rows)
    assert run("mark", path, "--save", str(tmp_path / "pages")).status == 1
    found = sorted(each.name for each in (tmp_path / "pages").iterdir())
    assert found == ["Ann.html", "ann-2.html", "student-con.html", "student.html", "Åsa.html"]  # fmt: skip
    assert sorted(each.name for each in tmp_path.iterdir()) == ["class.csv", "pages"]


@pytest.mark.parametrize("names", [["Ada-3", "Ada", "Ada"], ["Ada", "Ada-2", "Ada"], ["", "student", ".."]])  # fmt: skip
def test_no_page_is_written_over_that_of_another(
    run: Run, tmp_path: Path, names: list[str]
) -> None:
    rows = [["Id", "Name", LINE], *[[str(at), each, "17"] for at, each in enumerate(names)]]  # fmt: skip
    path = _written(tmp_path / "class.csv", [[row[1], row[2], row[0]] for row in rows])
    run("mark", path, "--save", str(tmp_path / "pages"))
    assert len(list((tmp_path / "pages").iterdir())) == 3


def test_columns_of_one_title_keep_what_stands_in_each(
    run: Run, tmp_path: Path
) -> None:
    rows = [["Name", "name", "Name", LINE], ["Ada", "King", "Lovelace", "18"]]
    path = _written(tmp_path / "class.csv", rows)
    saved = tmp_path / "m.csv"
    told = run("mark", path, "--save", str(saved), "--format", "json")
    (row,) = _rows(saved)
    assert [row["Name"], row["name-2"], row["Name-3"]] == rows[1][:3]
    (student,) = json.loads(told.out)["students"]
    assert [student["Name"], student["name-2"], student["Name-3"]] == rows[1][:3]


def test_columns_named_as_ours_are_kept_beside_ours(run: Run, tmp_path: Path) -> None:
    rows = [["Name", "student", "right", "notice", LINE], ["Ada", "S-7", "yes", "-", "18"]]  # fmt: skip
    path = _written(tmp_path / "class.csv", rows)
    (student,) = json.loads(run("mark", path, "--format", "json").out)["students"]
    own = [student[f"sheet_{name}"] for name in ("student", "right", "notice")]
    assert [student["Name"], *own] == rows[1][:4]
    assert student["right"] == 1


def test_a_hint_is_that_of_the_students_own_slip(run: Run, tmp_path: Path) -> None:
    line = "70 kg, 0.5 mg/kg, 40 min -> mg/h"
    rows = [["Name", line], ["Ann", "0.875"], ["Bo", ""], ["Cy", "35 mg = 7"]]
    path = _written(tmp_path / "class.csv", rows)
    run("mark", path, "--save", str(tmp_path / "pages"), "--hint")
    told = {
        "Ann": "0.875 mg/min × 60 min/h = ?",
        "Bo": "0.5 mg/kg × 70 kg = ?",
        "Cy": "35 mg ÷ 40 min = ?",
    }
    for name, said in told.items():
        page = (tmp_path / "pages" / f"{name}.html").read_text("utf-8")
        text = page.replace("\u00a0", " ")
        assert said in text
        assert "52.5" not in text


def test_a_class_of_any_size_is_kept_within_bounds(run: Run, tmp_path: Path) -> None:
    rows = [["Name", LINE], *[[f"Student {n}", str(n % 3_000 + 19)] for n in range(20_100)]]  # fmt: skip
    path = _written(tmp_path / "class.csv", rows)
    out = " ".join(run("mark", path).out.split())
    assert "20,000+ students, 1 question, 20,100 answers" in out
    assert "… and 19,800+ more, which are not listed here." in out


def test_a_download_may_come_from_a_pipe(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = (SAMPLES / "moodle-german.csv").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert _by_name(_marked(run, tmp_path, "-", "--key", KEY)) == CLASS


def test_a_title_that_asks_and_cannot_be_read_is_said_to_be_none(
    run: Run, tmp_path: Path
) -> None:
    rows = [["Name", LINE, "What is your shoe size?"], ["Ann", "18", "43"]]
    path = _written(tmp_path / "class.csv", rows)
    out = " ".join(run("mark", path).out.split())
    said = "Not marked, for no problem can be read in it: What is your shoe size?."
    assert said in out
    screen = run("mark", path, "--format", "json")
    assert said in screen.err
    assert json.loads(screen.out)["unknown"] == ["What is your shoe size?"]
    (row,) = _marked_right(run, tmp_path, path)
    assert row["What is your shoe size?"] == "43"


def _marked_right(run: Run, folder: Path, path: str) -> list[dict[str, str]]:
    assert run("mark", path, "--save", str(folder / "marks.csv")).status == 0
    return _rows(folder / "marks.csv")


def test_rows_of_a_student_that_do_not_stand_together_make_one_page(
    run: Run, tmp_path: Path
) -> None:
    rows = [["Name", "Problem", "Answer"]]
    rows += [[name, line, "17"] for line in (LINE, "8 kg, 2 mg/kg -> mg") for name in ("Ann", "Bo")]  # fmt: skip
    path = _written(tmp_path / "class.csv", rows)
    run("mark", path, "--save", str(tmp_path / "pages"))
    found = sorted((tmp_path / "pages").iterdir())
    assert [each.name for each in found] == ["Ann.html", "Bo.html"]
    for page in found:
        text = page.read_text("utf-8").replace("\u00a0", " ")
        assert all(said in text for said in ("0 of 2 right", "2 mg/kg × 9 kg = 18 mg", "2 mg/kg × 8 kg = 16 mg"))  # fmt: skip


def test_problems_that_all_differ_are_kept_within_bounds(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "MOST_QUESTIONS", 20)
    monkeypatch.setattr(matching, "MOST_READ", 10)
    monkeypatch.setattr(marks, "MOST_LISTED", 5)
    monkeypatch.setattr(marks, "MOST_ANSWERS", 4)
    monkeypatch.setattr(mark_files, "MOST_ROWS", 20)
    rows = [["Name", "Problem", "Answer"]]
    rows += [["Ann", f"{n + 10} kg, 2 mg/kg -> mg", "5"] for n in range(30)]
    rows += [["Ann", "10 kg, 2 mg/kg -> mg", str(n)] for n in (5, 5, 6, 7, 8, 9, 11, 5)]
    rows += [["Ann", "no problem", "5"], ["Ann", "9 kg -> mL", "5"]]
    path = _written(tmp_path / "class.csv", rows)
    names = ["m.html", "m.xlsx"]
    saves = [word for name in names for word in ("--save", str(tmp_path / name))]
    out = " ".join(run("mark", path, *saves).out.split())
    assert "1 student, 20+ questions, 40 answers" in out
    assert "Not right, and given by many Question Answer Times 1 5 4" in out
    page = (tmp_path / "m.html").read_text("utf-8")
    assert "… and 35\u00a0more, which are not listed here." in page
    book = CalamineWorkbook.from_path(str(tmp_path / "m.xlsx"))
    assert [len(book.get_sheet_by_index(at).to_python()) for at in (0, 1)] == [21, 21]


REFUSED = [
    # what is in the key, the words, and what is said
    ("question,problem\nDose?,18 mg\n", [], "18 mg"),
    ("a,b\n1,2\n", [], "a key has the columns question and problem"),
    ("", [], "a key has the columns question and problem"),
    (f'question,problem\nDose?,"{LINE}"\n', ["--save", "marks.docx"], "marks have another ending; write marks.csv"),
    (f'question,problem\nDose?,"{LINE}"\n', ["--save", "no/pages"], "there is no such folder"),
    (f'question,problem\nDose?,"{LINE}"\n', ["--save", "plain"], "it is a file and has no ending"),
    (f'question,problem\nDose?,"{LINE}"\n', ["--course", "none.toml"], '--course: cannot read "none.toml": no such file'),
    (f'question,problem\nDose?,"{LINE}"\n', ["--marks", "many"], '--marks: cannot read "many": these are no marks; write 1, 1, 2'),
]  # fmt: skip


@pytest.mark.parametrize(("key", "words", "said"), REFUSED)
def test_what_cannot_be_used_is_said_in_one_line(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("key.csv").write_text(key, "utf-8")
    Path("class.csv").write_text("Name,Dose?\nAnn,18\n", "utf-8")
    Path("plain").touch()
    screen = run("mark", "class.csv", "--key", "key.csv", *words)
    assert said in screen.err
    assert (screen.out, screen.status) == ("", 2)
    assert screen.err.count("\n") == 1


def test_a_library_that_is_missing_is_named_with_what_installs_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _written(tmp_path / "class.csv", [["Name", LINE], ["Ann", "18"]])
    for library in ("python_calamine", "xlsxwriter"):
        monkeypatch.setitem(sys.modules, library, None)
    read = run("mark", str(SAMPLES / "microsoft-forms.xlsx"), "--key", KEY)
    assert 'needs python-calamine; install "ketacalc[class]"' in read.err
    write = run("mark", path, "--save", str(tmp_path / "m.xlsx"))
    assert 'needs XlsxWriter; install "ketacalc[class]"' in write.err
    assert (read.status, write.status) == (2, 2)


NO_PROBLEMS = [
    # the problem of a row, with a key or without, and what is said of it
    ("9 kg -> mL", False, "for mL I still need"),
    ("none", False, "no question is found in it"),
    ("70 kg", False, "for anything to follow I still need the dose"),
    ("9 kg -> mL", True, "no question of the key is like it"),
]


@pytest.mark.parametrize(("problem", "has_key", "said"), NO_PROBLEMS)
def test_an_answer_to_no_problem_is_for_a_person_and_counts_for_nobody(
    run: Run, tmp_path: Path, problem: str, has_key: bool, said: str
) -> None:
    rows = [["Name", "Problem", "Answer"], ["Ann", problem, "5"], ["Ann", LINE, "18"]]
    path = _written(tmp_path / "class.csv", rows)
    key = _written(tmp_path / "key.csv", [["question", "problem"], [DOSE, LINE]])
    words = ["mark", path, *["--key", key] * has_key]
    screen = run(*words, "--save", str(tmp_path / "marks.csv"))
    assert "Ann 1 2 1 1" in " ".join(screen.out.split())
    row = _rows(tmp_path / "marks.csv")[0]
    assert (row["verdict"], row["mark"]) == (LOOK, "")
    assert said in row["message"]


def test_what_is_odd_in_a_table_costs_nothing_else(run: Run, tmp_path: Path) -> None:
    long = "x" * 200_000  # more than a cell of CSV may have
    text = f"Name,{DOSE}\nAnn,18\nBo,{long}\nCy,18"
    verdicts = [row["verdict"] for row in _one(run, tmp_path, text)]
    assert verdicts == ["correct", LOOK, "correct"]
    with xlsxwriter.Workbook(str(tmp_path / "empty.xlsx")):
        pass
    screen = run("mark", str(tmp_path / "empty.xlsx"), "--key", KEY)
    assert "it has no rows" in screen.err
    assert dialect_of(f"{long},a\n".encode()).separator == ","


MOMENTS = [
    (datetime.fromisoformat("1899-12-31T17:30"), "17:30:00"),
    (datetime.fromisoformat("2026-05-01T00:00"), "2026-05-01"),
    (datetime.fromisoformat("2026-05-01T17:30:05"), "2026-05-01 17:30:05"),
    (date(2026, 5, 1), "2026-05-01"),
    (time(17, 30), "17:30"),
    (timedelta(hours=1, minutes=20), "1:20"),
]


@pytest.mark.parametrize(("moment", "text"), MOMENTS)
def test_a_moment_is_written_as_it_is_read(moment: object, text: str) -> None:
    assert cell_text(moment) == text.removesuffix(":00")


def test_a_problem_of_a_row_that_asks_nothing_is_judged_by_the_units_of_its_answer(
    run: Run, tmp_path: Path
) -> None:
    rows = [["Name", "Problem", "Answer"], ["Ann", "9 kg, 2 mg/kg", "18 mg"], ["Bo", "9 kg, 2 mg/kg", "18"]]  # fmt: skip
    path = _written(tmp_path / "class.csv", rows)
    found = [row["verdict"] for row in _marked(run, tmp_path, path)]
    assert found == ["correct", "no_unit"]


def test_a_mark_that_is_kept_is_of_the_marks_that_are_set() -> None:
    def verdict() -> str | float:
        return next(mark_all([("70 kg, 0.5 mg/kg -> mg", "35,0")]))["verdict"]

    assert verdict() == LOOK
    with decimal_commas():
        assert verdict() == "correct"
    assert verdict() == LOOK


def test_a_file_without_an_answer_lets_no_guard_lapse(run: Run, tmp_path: Path) -> None:
    path = _written(tmp_path / "class.csv", [["Name", LINE]])
    screen = run("mark", path)
    assert screen.err.endswith("there are no answers in it\n")
    assert screen.status == 2


def test_answers_of_nobody_are_told_apart_by_their_rows(
    run: Run, tmp_path: Path
) -> None:
    rows = _one(run, tmp_path, f"{DOSE}\n18\n17\n")
    assert [(row["row"], row["verdict"]) for row in rows] == [
        ("2", "correct"),
        ("3", "wrong_value"),
    ]


def test_what_is_to_be_looked_at_is_listed_or_counted(run: Run, tmp_path: Path) -> None:
    rows = [["Name", LINE], *[[f"Student {n}", "1..8"] for n in range(23)]]
    path = _written(tmp_path / "class.csv", rows)
    out = " ".join(run("mark", path).out.split())
    assert "Student 19 1 1..8 … and 3 more, which are not listed here." in out
