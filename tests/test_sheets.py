"""Sheets of answers: whatever is in a file, every readable line is judged, in order."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run

from ketacalc import NOTICE

RIGHT = "70 kg, 0.5 mg/kg -> mg = 35"
WRONG = "70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875"


def _sheet(folder: Path, content: bytes, name: str = "sheet.txt") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def _records(text: str) -> list[dict[str, object]]:
    notice, *records = [json.loads(line) for line in text.splitlines()]
    assert notice == {"notice": NOTICE}
    return records


KEYS = [
    "line", "source", "verdict", "asked", "unit", "expected", "expected_text", "low",
    "high", "comparison", "answer", "answer_unit", "answer_text", "pounds", "results", "steps",
    "diagnoses", "style", "message", "file",
]  # fmt: skip


def test_a_record_has_all_its_keys_always(run: Run, tmp_path: Path) -> None:
    lines = [
        WRONG,
        "",
        "# a comment",
        "70 kg, 0.5 mg/kg",
        "nonsense",
        f"{RIGHT} mg = 36",
    ]
    path = _sheet(tmp_path, "\n".join(lines).encode())
    screen = run("check", path, "--format", "jsonl")
    records = _records(screen.out)
    assert all(list(record) == KEYS for record in records)
    assert [record["line"] for record in records] == [1, 4, 5, 6]
    assert [record["verdict"] for record in records] == [
        "wrong_value", "solved", "unreadable", "wrong_value",
    ]  # fmt: skip
    first, solved, _, chain = records
    assert (first["expected"], first["answer"], first["unit"]) == (52.5, 0.875, "mg/h")
    assert (first["asked"], first["file"]) == ("rate", path)
    assert [each["id"] for each in first["diagnoses"]] == ["minutes-hours"]  # type: ignore[attr-defined]
    assert solved["results"] == {"amount": {"value": 35, "unit": "mg", "text": "35 mg"}}
    assert [step["verdict"] for step in chain["steps"]] == ["correct", "wrong_value"]  # type: ignore[attr-defined]
    assert screen.status == 2


STATUS = [
    ([RIGHT], 0),
    ([RIGHT, "70 kg, 0.5 mg/kg"], 0),
    (["10 lb, 5 mg/kg, 25 mg/tablet -> tablet = 1"], 0),
    ([RIGHT, WRONG], 1),
    (["70 kg, 0.5 mg/kg -> mg = 35 mgz"], 1),
    (["70 kg, 0.5 mg/kg = 35"], 1),
    ([RIGHT, "70,5 kg"], 2),
    ([WRONG, "70 kg -> mL = 5"], 2),
    (["70 kg, 71 kg, 5 mg = 5 mg"], 2),
    ([], 0),
]


@pytest.mark.parametrize(("lines", "status"), STATUS)
def test_the_exit_status_guards_a_course(
    run: Run, tmp_path: Path, lines: list[str], status: int
) -> None:
    path = _sheet(tmp_path, "\n".join(lines).encode())
    assert run("check", path).status == status


HOSTILE = [
    # what is in the file, the verdicts of its lines
    (b"\xef\xbb\xbf" + RIGHT.encode(), ["correct"]),
    (f"{RIGHT}\r\n{WRONG}\r\n".encode(), ["correct", "wrong_value"]),
    (RIGHT.encode() + b"\n\xff\xfe\xb5g\n" + WRONG.encode(), ["correct", "unreadable", "wrong_value"]),
    (RIGHT.encode() + b"\n5 mg\x00\n" + RIGHT.encode(), ["correct", "unreadable", "correct"]),
    (b"\x1b[31m70 kg\x1b[0m = 5 mg\n" + RIGHT.encode(), ["unreadable", "correct"]),
    (b"[bold red]70 kg[/] = 5 mg\n" + RIGHT.encode(), ["unreadable", "correct"]),
    (b"9" * 3_000_000 + b"\n" + RIGHT.encode(), ["unreadable", "correct"]),
    (RIGHT.encode() + b"\n" + b"x" * 100_000, ["correct", "unreadable"]),
    (b"70 kg; 0.5 mg/kg; 5 mg" + b"\n" + RIGHT.encode(), ["contradiction", "correct"]),
]  # fmt: skip


@pytest.mark.parametrize(("content", "verdicts"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_line_costs_only_itself(
    run: Run, tmp_path: Path, content: bytes, verdicts: list[str]
) -> None:
    path = _sheet(tmp_path, content)
    for form in ("jsonl", "table", "csv", "md"):
        screen = run("check", path, "--format", form)
        assert "\x1b" not in screen.out + screen.err
        assert "\0" not in screen.out
        if form == "jsonl":
            assert [record["verdict"] for record in _records(screen.out)] == verdicts


def test_a_class_list_keeps_its_columns(run: Run, tmp_path: Path) -> None:
    content = (
        "Name;Problem;Answer;Group\r\n"
        '"Lee; Ann";"70 kg, 0.5 mg/kg -> mg";35;A\r\n'
        '"=1+1";"70 kg, 0.5 mg/kg, 40 min -> mg/h";0.875 mg/h;B\r\n'
        'Bo;"70 kg, 0.5 mg/kg -> mg";"35,5";B\r\n'
        'Cy;"70 kg, 0.5 mg/kg -> mg";;B\r\n'
    )
    path = _sheet(tmp_path, b"\xef\xbb\xbf" + content.encode(), "class.csv")
    screen = run("check", path, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(screen.out)))
    assert [row["Name"] for row in rows] == ["Lee; Ann", "'=1+1", "Bo", "Cy"]
    assert [row["verdict"] for row in rows] == [
        "correct", "wrong_value", "unreadable", "solved",
    ]  # fmt: skip
    assert [row["line"] for row in rows] == ["2", "3", "4", "5"]
    assert rows[1]["diagnoses"] == "minutes-hours"
    assert all(row["notice"] == NOTICE for row in rows)
    assert (screen.status, "Right" in screen.err) == (1, True)
    table = run("check", path).out
    assert f"{path}:3 (=1+1 B): 0.875 mg/h is not right" in " ".join(table.split())
    assert f"{path}:5 (Cy B): No answer." in " ".join(table.split())


def test_a_cell_may_hold_line_breaks_and_a_stray_quote_costs_its_line(
    run: Run, tmp_path: Path
) -> None:
    content = (
        "problem,answer,name\n"
        '"70 kg, 0.5 mg/kg -> mg",35,"Ann\nLee"\n'
        '"70 kg, 0.5 mg/kg -> mg,35,Bo\n'
        '"70 kg, 0.5 mg/kg -> mg",36,Cy\n'
    )
    path = _sheet(tmp_path, content.encode(), "class.csv")
    records = _records(run("check", path, "--format", "jsonl").out)
    assert [record["verdict"] for record in records] == [
        "correct",
        "unreadable",
        "wrong_value",
    ]
    assert [record["columns"] for record in records if "columns" in record] == [
        {"name": "Ann\nLee"}, {"name": ""}, {"name": "Cy"},
    ]  # fmt: skip


def test_no_cell_of_a_class_list_is_lost(run: Run, tmp_path: Path) -> None:
    first = _sheet(
        tmp_path,
        b"problem,answer,name,line\n"
        b'"70 kg, 0.5 mg/kg -> mg",35,Ann,7\n'
        b"70 kg, 0.5 mg/kg -> mg,35,Bo,8\n"
        b"\xff,35,Cy,9\n"
        b'"70 kg, 0.5 mg/kg -> mg",36\n'
        b'"70 kg, 0.5 mg/kg -> mg",35,Di,10,,\n',
        "a.csv",
    )
    second = _sheet(
        tmp_path, b"group;problem;answer\nG1;70 kg, 1 mg/kg -> mg;70\n", "b.csv"
    )
    shown = run("check", first, second, "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(shown)))
    assert list(rows[0])[:4] == ["name", "sheet_line", "group", "file"]
    assert [(row["name"], row["sheet_line"], row["group"], row["line"], row["verdict"]) for row in rows] == [
        ("Ann", "7", "", "2", "correct"),
        ("35", "Bo", "", "3", "unreadable"),
        ("Cy", "9", "", "4", "unreadable"),
        ("", "", "", "5", "wrong_value"),
        ("Di", "10", "", "6", "correct"),
        ("", "", "G1", "2", "correct"),
    ]  # fmt: skip
    assert "put the problem in quotation marks" in rows[1]["message"]


NO_SHEETS = [
    ("~nosuchuser/x.txt", 'ketacalc: "~nosuchuser/x.txt": no such file\n'),
    ("nowhere.txt", 'ketacalc: "nowhere.txt": no such file\n'),
    ("./nowhere", 'ketacalc: "./nowhere": no such file\n'),
    ("~/nowhere-at-all.csv", 'ketacalc: "~/nowhere-at-all.csv": no such file\n'),
    # A system may say instead that a folder cannot be opened.
    (
        "/",
        f'ketacalc: "/": it {"is a folder without a sheet" if os.name == "posix" else "may not be read"}\n',
    ),
]


@pytest.mark.parametrize(("path", "message"), NO_SHEETS)
def test_a_file_that_is_none_costs_no_other(
    run: Run, tmp_path: Path, path: str, message: str
) -> None:
    screen = run("check", path, _sheet(tmp_path, RIGHT.encode()))
    assert (screen.err, screen.status) == (message, 2)
    assert "1 of 1" in screen.out


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("problem\n5 mg\n".encode("utf-16"), "it is UTF-16; write it again as UTF-8"),
        (b"name,mark\nAnn,5\n", "a CSV sheet has the columns problem and answer"),
    ],
)
def test_a_file_that_is_no_sheet_is_said_to_be_none(
    run: Run, tmp_path: Path, content: bytes, reason: str
) -> None:
    screen = run("check", _sheet(tmp_path, content, "class.csv"))
    assert reason in screen.err
    assert screen.status == 2


def test_a_summary_counts_what_is_right_and_which_slips(
    run: Run, tmp_path: Path
) -> None:
    path = _sheet(tmp_path, f"{RIGHT}\n{WRONG}\n{WRONG}\n70 kg, 1 mg/kg\n".encode())
    text = run("check", path).out
    assert "4 lines" in text
    assert "1 of 3" in text
    assert "Slip: minutes-hours" in text
    assert "Not right: infusion rate" in text
    assert text.count(NOTICE) == 1


SUMMARY = """\

  Summary                   9 lines
  Right                     2 of 6
  Slip: minutes-hours       2
  Slip: weight-left-out     1
  Not right: infusion rate  2
  Not right: total amount   1
  Cannot be read            1
  No answer                 2
  Problem cannot be used    1
"""
CLASS = """\
name,,,problem,answer
Ada,L,g1,"70 kg, 0.5 mg/kg, 40 min -> mg/h",52.5
Ben,M,g1,"70 kg, 0.5 mg/kg, 40 min -> mg/h",0.875
Chi,N,g2,"70 kg, 0.5 mg/kg, 40 min -> mg/h",35 mg = 0.875
Dee,O,g2,"70 kg, 0.5 mg/kg -> mg",0.5
Eli,P,g2,"70 kg, 0.5 mg/kg -> mg",no idea
Fay,Q,g3,"70 kg, 0.5 mg/kg -> mg",-
Gus,R,g3,"70 kg, 0.5 mg/kg -> mg",
Hal,S,g3,"70 kg, 0.5 mg/kg -> mL",35
Ida,T,g3,"70 kg, 0.5 mg/kg -> mg",35
"""


def test_a_summary_adds_up_and_tells_apart_what_is_not_right(
    run: Run, tmp_path: Path
) -> None:
    path = _sheet(tmp_path, CLASS.encode(), "class.csv")
    screen = run("check", path)
    assert screen.out.endswith(SUMMARY)
    assert screen.status == 2
    assert f"{path}:3 (Ben M): 0.875 is not right." in screen.out
    assert f"{path}:7 (Fay Q): No answer." in screen.out


def test_columns_without_a_name_or_with_one_twice_lose_no_cell(
    run: Run, tmp_path: Path
) -> None:
    content = CLASS.replace("name,,,", "name,note,note,", 1).encode()
    twice = _sheet(tmp_path, content, "twice.csv")
    unnamed = _sheet(tmp_path, CLASS.encode(), "class.csv")
    for path, titles in (
        (unnamed, ["name", "column 2", "column 3"]),
        (twice, ["name", "note", "note (column 3)"]),
    ):
        text = run("check", path, "--format", "csv").out
        first = next(csv.DictReader(io.StringIO(text)))
        assert [first[title] for title in titles] == ["Ada", "L", "g1"]


def test_titles_may_stand_below_others_in_every_sheet(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b"Dosage quiz;;\n\nname;problem;answer\nAda;70 kg, 0.5 mg/kg -> mg;35\n"
    for name in ("quiz.csv", "quiz.tsv", "quiz"):
        assert "1 of 1" in run("check", _sheet(tmp_path, content, name)).out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert "1 of 1" in run("check", "-").out


def test_decimal_commas_are_read_where_they_are_said(run: Run, tmp_path: Path) -> None:
    rows = "problem;answer\n{0};52,5\n{0};35 mg = 0,875 mg/min = 52,5\n{0};1.052,5\n"
    content = rows.format("70 kg, 0.5 mg/kg, 40 min -> mg/h").encode()
    path = _sheet(tmp_path, content, "class.csv")
    without = run("check", path).out
    assert "0 of 3" in without
    assert "Right too, if commas are decimal (52,5): 2." in without
    screen = run("check", path, "--decimal-comma")
    assert "2 of 3" in screen.out
    assert "1.052,5 is not right" in screen.out
    words = ("70kg", "0.5mg/kg", "40min", "--for", "mg/h", "--answer", "52,5")
    assert run("check", *words).status == 1
    assert run("check", *words, "--decimal-comma").status == 0


def test_a_row_with_an_answer_and_no_problem_is_said_to_be_one(
    run: Run, tmp_path: Path
) -> None:
    path = _sheet(tmp_path, b"name,problem,answer\nAda,,35\n", "class.csv")
    assert "it has an answer and no problem" in run("check", path).out


SINGLE = """\
Educational arithmetic only. Not medical advice.

70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875

0.875 is not right.

What may have happened
  the × 60 min/h step is missing: 0.875 is mg/min, not mg/h [minutes-hours]

      Step  Working
      1     0.5 mg/kg × 70 kg = 35 mg
      2     35 mg ÷ 40 min = 0.875 mg/min
  ->  3     0.875 mg/min × 60 min/h = 52.5 mg/h
"""


def test_a_learners_screen_names_the_slip_and_marks_the_step(run: Run) -> None:
    assert run("check", WRONG) == (SINGLE, "", 1)
    words = ("70kg", "0.5mg/kg", "40min", "--for", "mg/h", "--answer", "0.875")
    assert run("check", *words) == (SINGLE, "", 1)


def test_a_calculation_that_is_passed_over_is_said_to_be(run: Run) -> None:
    said = "Calculations were not worked again: what they come to was judged."
    line = "143 lb, 1 mg/kg -> mg = {} = 65 kg = 65"
    assert said in run("check", line.format("143 x 2.2")).out
    assert said not in run("check", line.format("65 kg")).out


def test_a_hint_shows_the_next_step_and_not_the_answer(run: Run) -> None:
    screen = run("check", "70 kg, 0.5 mg/kg, 40 min -> mg/h = 35 mg = 7", "--hint")
    assert "Next, the infusion rate: 35 mg ÷ 40 min = ?" in screen.out
    assert "52.5" not in screen.out
    assert "0.875" not in screen.out


HINTS = [
    # line, what is said instead of a next step
    ("70 kg, 0.5 mg/kg -> mg = 35", "Nothing is left to do: the answer is right."),
    ("70 kg, 0.5 mg/kg -> mg = 35 mg = 36", "36 is not right."),
    ("70 kg, 0.5 mg/kg = 35", 'Cannot read "35": the unit is missing.'),
    ("70 kg -> kg", "Nothing to work: the figure is given in that unit."),
    # or the next step: that of the slip, else the first that nothing right rests on
    ("70 kg, 0.5 mg/kg, 40 min -> mg/h = 0.875", "Next, the infusion rate: 0.875 mg/min × 60 min/h = ?"),
    ("154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h = 1,600 mcg/mL", "Next, the weight: 154 lb ÷ 2.2 lb/kg = ?"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), HINTS)
def test_a_hint_fits_what_was_answered(run: Run, line: str, said: str) -> None:
    lines = run("check", line, "--hint").out.splitlines()
    assert lines[2:] == [line, "", said]


def test_a_learner_who_wrote_no_answer_yet_is_shown_none(run: Run) -> None:
    for answer in ("35", ".350 mgz"):
        screen = run("check", f"70 kg, 0.5 mg/kg = {answer}")
        assert "Working" not in screen.out
        assert screen.status == 1


SPREADSHEETS = [
    # what a spreadsheet may save
    b'name,problem,answer\rAnn,"70 kg, 0.5 mg/kg -> mg",35\r',
    b"sep=;\r\nname;problem;answer\r\nAnn;70 kg, 0.5 mg/kg -> mg;35\r\n",
    b'Week 3,,\n,,\nname,problem,answer\nAnn,"70 kg, 0.5 mg/kg -> mg",35\n',
    b"\n\nname\tproblem\tanswer\nAnn\t70 kg, 0.5 mg/kg -> mg\t35\n",
]


@pytest.mark.parametrize("content", SPREADSHEETS)
def test_a_sheet_is_read_as_spreadsheets_save_it(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    path = _sheet(tmp_path, content, "class.csv")
    (row,) = csv.DictReader(io.StringIO(run("check", path, "--format", "csv").out))
    assert (row["name"], row["verdict"], row["answer"]) == ("Ann", "correct", "35")


def test_a_name_in_another_encoding_costs_no_answer(run: Run, tmp_path: Path) -> None:
    content = 'name,problem,answer\nJosé,"70 kg, 0.5 mg/kg -> mg",35\n'
    path = _sheet(tmp_path, content.encode("cp1252"), "class.csv")
    (row,) = csv.DictReader(io.StringIO(run("check", path, "--format", "csv").out))
    assert (row["name"], row["verdict"]) == ("José", "correct")
    assert "José" in run("check", path, "--format", "md").out


def test_two_columns_of_one_title_are_refused(run: Run, tmp_path: Path) -> None:
    content = b'problem,answer,Answer\n"70 kg, 0.5 mg/kg -> mg",35,36\n'
    screen = run("check", _sheet(tmp_path, content, "class.csv"))
    assert screen.status == 2
    assert "two columns are called answer; rename one" in screen.err


def test_an_answer_may_stand_in_the_problem(run: Run, tmp_path: Path) -> None:
    content = b'problem,answer\n"70 kg, 0.5 mg/kg -> mg = 35",\n'
    path = _sheet(tmp_path, content, "class.csv")
    (row,) = csv.DictReader(io.StringIO(run("check", path, "--format", "csv").out))
    assert (row["verdict"], row["source"]) == ("correct", "70 kg, 0.5 mg/kg -> mg = 35")


def test_a_long_line_ends_where_it_ends(run: Run, tmp_path: Path) -> None:
    for ending in (b"\n", b"\r\n", b"\r"):
        content = ending.join([b"7" * 200_000, RIGHT.encode(), b"7" * 65_535, b"70 kg"])
        screen = run("check", _sheet(tmp_path, content), "--format", "jsonl")
        found = [(r["line"], r["verdict"]) for r in _records(screen.out)]
        verdicts = ["unreadable", "correct", "unreadable", "unsolvable"]
        assert found == list(enumerate(verdicts, 1))


def test_a_row_that_says_nothing_is_passed_over_and_a_broken_one_told(
    run: Run, tmp_path: Path
) -> None:
    rows = ["name,problem,answer", ",,", "Ann,,", f"{'7' * 20_000},5 mg,1"]
    rows += ['Bo,"70 kg, 0.5 mg/kg -> mg,35', f"{'7' * 20_000},5 mg,1"]
    path = _sheet(tmp_path, "\n".join(rows).encode(), "class.csv")
    records = _records(run("check", path, "--format", "jsonl").out)
    assert [(each["line"], str(each["message"])) for each in records] == [
        (4, 'cannot read "": the line is over 16,384 bytes'),
        (
            5,
            'cannot read "Bo,"70 kg, 0.5 mg/kg -> mg,35": a quotation mark is not closed',
        ),
        (6, 'cannot read "": the line is over 16,384 bytes'),
    ]


def test_a_sheet_that_is_none_adds_no_columns(run: Run, tmp_path: Path) -> None:
    good = _sheet(tmp_path, CLASS.encode(), "class.csv")
    bad = _sheet(tmp_path, CLASS.encode("utf-16"), "utf16.csv")
    screen = run("check", bad, "nowhere.csv", good, "--format", "csv")
    assert screen.err.startswith('ketacalc: cannot read "')
    assert 'ketacalc: "nowhere.csv": no such file\n' in screen.err
    assert len(list(csv.DictReader(io.StringIO(screen.out)))) == 9


def test_a_word_too_long_for_a_file_is_a_figure(run: Run) -> None:
    screen = run("check", "µ" * 200)
    assert "it is too long for a figure" in " ".join(screen.out.split())
    assert screen.status == 2


def test_files_and_standard_input_make_no_one_csv(run: Run, tmp_path: Path) -> None:
    path = _sheet(tmp_path, RIGHT.encode())
    screen = run("check", path, "-", "--format", "csv")
    assert (screen.out, screen.status) == ("", 2)
    assert "not from both" in screen.err


def test_what_is_for_one_problem_is_refused_for_a_sheet(
    run: Run, tmp_path: Path
) -> None:
    path = _sheet(tmp_path, RIGHT.encode())
    for words in (("--for", "mg"), ("--answer", "35")):
        screen = run("check", path, *words)
        assert (screen.out, screen.status) == ("", 2)
        assert "for one problem, not for a sheet" in screen.err


def test_standard_input_is_a_sheet() -> None:
    done = _piped(["check", "-", "--format", "jsonl"], f"{RIGHT}\n{WRONG}\n")
    assert [r["verdict"] for r in _records(done.stdout)] == ["correct", "wrong_value"]
    assert [r["file"] for r in _records(done.stdout)] == [None, None]
    assert done.returncode == 1


def _piped(words: list[str], text: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "ketacalc", *words]
    return subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_no_row_is_lost_to_a_stray_quotation_mark(run: Run, tmp_path: Path) -> None:
    rows = b'A,"70 kg -> lb,154\nB,70 kg -> lb,154\nC,70 kg -> lb,154\n'
    content = b"name,problem,answer\n" + rows + b'D,70 kg -> lb",154\n'
    path = _sheet(tmp_path, content + b"E,70 kg -> lb,154\n", "class.csv")
    screen = run("check", path)
    assert "3 of 3" in screen.out
    assert "5 lines" in screen.out
    assert "class.csv:2: " in screen.out
    assert "a quotation mark is not closed" in screen.out
    assert "class.csv:5 (D): " in screen.out
    assert screen.status == 2


def test_a_cell_may_still_hold_a_line_break(run: Run, tmp_path: Path) -> None:
    rows = b'"Ada\nL",70 kg -> lb,154\n"well, I, think\nso",70 kg -> lb,154\n'
    content = b"name,problem,answer\n" + rows + b"B,70 kg -> lb,154\n"
    screen = run("check", _sheet(tmp_path, content, "class.csv"))
    assert "3 lines" in screen.out
    assert "3 of 3" in screen.out
    assert screen.status == 0


def test_a_cell_that_goes_on_like_a_row_is_one_cell(run: Run, tmp_path: Path) -> None:
    rows = b'154,70 kg -> lb,"1. a\n2. b, c, d"\n155,70 kg -> lb,""""\n'
    path = _sheet(tmp_path, b"answer,problem,note\n" + rows, "class.csv")
    screen = run("check", path, "--format", "csv")
    found = list(csv.DictReader(io.StringIO(screen.out)))
    assert [each["verdict"] for each in found] == ["correct", "wrong_value"]
    assert found[0]["note"] == "1. a\n2. b, c, d"


TITLES = [
    # what a form's questions may be, and the first title as it is read
    (b'"What is\nyour name?",problem,answer\n', "What is\nyour name?"),
    (b'Class 3b\n"Who,\r\nand why?\n",problem,answer\r\n', "Who,\nand why?"),
    (b'name,"a\nb",answer,"problem","c\nd"\n', "name"),
    (b"name;problem;answer;a, b, c, d, e\n", "name"),
]


@pytest.mark.parametrize(("titles", "first"), TITLES)
def test_titles_may_hold_line_breaks_and_commas(
    run: Run, tmp_path: Path, titles: bytes, first: str
) -> None:
    row = b"Ann;70 kg -> lb;154;x" if b";" in titles else b"Ann,70 kg -> lb,154"
    if b"c\nd" in titles:
        row = b"Ann,x,154,70 kg -> lb,y"
    path = _sheet(tmp_path, titles + row + b"\n", "class.csv")
    screen = run("check", path, "--format", "csv")
    (found,) = csv.DictReader(io.StringIO(screen.out))
    assert (found[first], found["verdict"]) == ("Ann", "correct")


def test_titles_are_sought_in_the_first_lines_only(run: Run, tmp_path: Path) -> None:
    path = _sheet(tmp_path, b"sep=;\n" * 20 + b"problem;answer\n70 kg -> lb;154\n")
    assert "22 lines" in run("check", path).out


PAIRS = [
    # two rows, and a stray mark in each
    b'A,"70 kg -> lb,154\nD,70 kg -> lb",154\n',
    b'A,70 kg -> lb,"154\nD,70 kg -> lb",154\n',
    b'A,70 kg -> lb,"154\nD,70 kg -> lb,155"\n',
    b'"A,70 kg -> lb,154\nD",70 kg -> lb,155\n',
    b'A,"70kg,154\nD,70kg",154\n',
]


@pytest.mark.parametrize("rows", PAIRS)
def test_of_two_rows_with_a_stray_mark_each_both_are_listed(
    run: Run, tmp_path: Path, rows: bytes
) -> None:
    path = _sheet(tmp_path, b"name,problem,answer\n" + rows, "class.csv")
    screen = run("check", path)
    assert "class.csv:2: " in screen.out
    assert "class.csv:3 (D" in screen.out
    assert "2 lines" in screen.out


def test_lines_of_notation_above_the_titles_are_judged(
    run: Run, tmp_path: Path
) -> None:
    content = (
        b"Quiz 3 = kg\n70 kg -> lb = 1\nweight=70 kg, 0.5 mg/kg = 36 mg\n"
        b"60 kg \xe2\x86\x92 lb\nproblem;answer\n70 kg -> lb;154\n"
    )
    screen = run("check", _sheet(tmp_path, content, "class.txt"))
    assert "4 lines" in screen.out
    assert "1 of 3" in screen.out


def test_a_summary_calls_what_failed_by_its_unit(run: Run, tmp_path: Path) -> None:
    rows = "problem;answer\n500 mg/dose, tid -> mg/day;15000\n"
    rows += "500 mg, 250 mg/capsule -> capsules;3\n35 mg, 40 min -> mg/h;0.875\n"
    text = run("check", _sheet(tmp_path, rows.encode(), "class.csv")).out
    for label in ("amount per day", "capsules", "infusion rate"):
        assert re.search(rf"Not right: {label} +1\n", text), label


WHOSE = [
    # the columns of a form, a row, and whose it is said to be
    ("Timestamp,Email Address,Name", "2026/05/01 10:00,a@b.org,Ada", "Ada"),
    ("Timestamp,Email Address,First name,Last name", "t,a@b.org,Ada,Lee", "Ada Lee"),
    ("Timestamp,Email Address,Student ID,Group", "t,a@b.org,s77,G1", "s77 G1"),
    ("Timestamp,Email Address", "t,a@b.org", "a@b.org"),
    ("Zeitstempel,Group,Student", "t,G1,Ada", "Ada G1"),
    ("Timestamp,Name,Email", "t,,a@b.org", "a@b.org"),
    ("Timestamp,Score", "t,5", ""),
    ("Group,Seat,Row", "G1,4,2", "G1 4"),
]


@pytest.mark.parametrize(("titles", "row", "who"), WHOSE)
def test_whose_an_answer_is_is_told_by_a_name(
    run: Run, tmp_path: Path, titles: str, row: str, who: str
) -> None:
    content = f'{titles},problem,answer\n{row},"70 kg, 0.5 mg/kg -> mg",36\n'
    path = _sheet(tmp_path, content.encode(), "class.csv")
    said = f"{path}:2 ({who}): 36" if who else f"{path}:2: 36"
    assert said in run("check", path).out


def test_nothing_is_summed_up_where_no_file_is_read(run: Run, tmp_path: Path) -> None:
    path = _sheet(tmp_path, b"Timestamp,Question,Your Answer\nt,x,35\n", "form.csv")
    for form in ("table", "csv"):
        screen = run("check", path, "--format", form)
        assert "Summary" not in screen.out + screen.err
        assert "has the columns problem and answer" in screen.err
        assert screen.status == 2
    assert "0 lines" in run("check", _sheet(tmp_path, b"# none\n")).out


TOLD = [
    # a line, the answer as a number, as it was written, and what is said
    ("70 kg, 0.5 mg/kg -> mg", None, None, "no answer"),
    ("70 kg, 0.5 mg/kg -> mg = 35", 35, "35", "right"),
    ("70 kg, 0.5 mg/kg -> mg = 0.035 g = 35.0 mg", 35, "35.0 mg", "right"),
    ("22 lb, 10-15 mg/kg -> mg = 100 - 150 mg", None, "100 - 150 mg", "right"),
    ("start=09:30, 8 h -> end = 17:30", None, "17:30", "right"),
]


@pytest.mark.parametrize(("line", "answer", "text", "message"), TOLD)
def test_a_record_holds_what_was_written_or_says_that_nothing_was(
    run: Run, line: str, answer: object, text: str | None, message: str
) -> None:
    (record,) = _records(run("check", line, "--format", "jsonl").out)
    told = (record["answer"], record["answer_text"], record["message"])
    assert told == (answer, text, message)
    (row,) = csv.DictReader(io.StringIO(run("check", line, "--format", "csv").out))
    assert (row["answer_text"], row["message"]) == (text or "", message)


def test_a_blank_answer_of_a_class_is_said_to_be_none(run: Run, tmp_path: Path) -> None:
    path = _sheet(tmp_path, CLASS.encode(), "class.csv")
    rows = csv.DictReader(io.StringIO(run("check", path, "--format", "csv").out))
    blank = [row for row in rows if row["message"] == "no answer"]
    assert [(row["name"], row["verdict"]) for row in blank] == [
        ("Fay", "solved"),
        ("Gus", "solved"),
    ]


NO_RULES = [
    ("nofile.txt", "no such file"),
    ("./nofile", "no such file"),
    ("school.rules", "no such file"),
    ("tenths", "it is no rule; write mL/h: tenths"),
    ("mL/h", "it is no rule; write mL/h: tenths"),
]


@pytest.mark.parametrize(("text", "said"), NO_RULES)
def test_a_file_of_rules_that_is_not_there_is_said_to_be_none(
    run: Run, text: str, said: str
) -> None:
    screen = run("solve", "1000 mL, 7 h -> mL/h", "--round", text)
    message = f'ketacalc: --round: cannot read "{text}": {said}\n'
    assert (screen.err, screen.status) == (message, 2)


# --------------------------------------------------------- folders, lessons and guards

LESSON = """# A lesson

9 kg, 2 mg/kg -> mg = 99

```ketacalc
# a comment
9 kg, 2 mg/kg -> mg = 18
```

````ketacalc
9 kg, 2 mg/kg, 2 h -> mg/h = 18
```
````

~~~python
9 kg, 2 mg/kg -> mg = 77
~~~
"""


def test_a_lesson_is_checked_in_its_own_blocks_only(run: Run, tmp_path: Path) -> None:
    (tmp_path / "lesson.md").write_text(LESSON, "utf-8")
    screen = run("check", str(tmp_path / "lesson.md"))
    assert "99" not in screen.out
    assert "77" not in screen.out
    assert "lesson.md:11: 18 is not right." in screen.out
    assert "Right" in screen.out
    assert screen.status == 2  # the three backticks are no problem


def test_a_folder_is_its_sheets(run: Run, tmp_path: Path) -> None:
    (tmp_path / "week" / "two").mkdir(parents=True)
    (tmp_path / "week" / "a.txt").write_text("9 kg, 2 mg/kg -> mg = 18\n")
    (tmp_path / "week" / "two" / "b.md").write_text(
        "```ketacalc\n5 mg -> mcg = 5\n```\n"
    )
    (tmp_path / "week" / "photo.png").write_bytes(b"\x89PNG")
    screen = run("check", str(tmp_path / "week"))
    assert "b.md:2: 5 is not right." in screen.out
    assert "1 of 2" in screen.out
    assert screen.status == 1


def test_a_folder_without_a_sheet_is_refused(run: Run, tmp_path: Path) -> None:
    screen = run("check", str(tmp_path))
    assert screen.status == 2
    assert "it is a folder without a sheet" in screen.err


GUARDS = [
    # lines, and the exit status without and with a guard
    ("9 kg, 2 mg/kg -> mg = 18\n", 0, 0),
    ("9 kg, 2 mg/kg -> mg\n", 0, 1),
    ("9 kg, 2 mg/kg -> mg = 18\n9 kg, 2 mg/kg -> mg\n", 0, 1),
    ("# nothing is left\n", 0, 1),
    ("9 kg, 2 mg/kg -> mg = 17\n", 1, 1),
    ("9 pears -> mg\n", 2, 2),
]


@pytest.mark.parametrize(("lines", "without", "guarded"), GUARDS)
def test_a_guard_cannot_lapse(
    run: Run, tmp_path: Path, lines: str, without: int, guarded: int
) -> None:
    (tmp_path / "sheet.txt").write_text(lines)
    path = str(tmp_path / "sheet.txt")
    assert run("check", path).status == without
    assert run("check", path, "--require-answers").status == guarded


def test_one_line_can_be_guarded_too(run: Run) -> None:
    line = "9 kg, 2 mg/kg -> mg"
    assert run("check", line, "--require-answers").status == 1
    assert run("check", f"{line} = 18", "--require-answers").status == 0


def test_a_sheet_gives_hints_and_no_answer(run: Run, tmp_path: Path) -> None:
    line = "70 kg, 0.5 mg/kg, 40 min -> mg/h = 35 mg = 7\n"
    (tmp_path / "sheet.txt").write_text(line)
    out = run("check", str(tmp_path / "sheet.txt"), "--hint").out
    assert "sheet.txt:1: Next, the infusion rate: 35 mg ÷ 40 min = ?" in out
    assert "52.5" not in out
