"""Sheets of problems: each form read back by a parser of its own."""

import csv
import io
import json
import re
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from conftest import Run

from ketacalc import NOTICE, __version__, check
from ketacalc.language.notation import parse
from ketacalc.practice.drawing import OF_ROUNDING, Exercise
from ketacalc.practice.exercises import Sheet, draw, read_wish
from ketacalc.practice.export import handouts, naming, paper
from ketacalc.practice.export.handouts import TEXTS
from ketacalc.practice.export.quizzes import numbers
from ketacalc.solving.solution import Solution, solve

PAPER = ("lines", "md", "html", "csv", "json", "jsonl")
NO_BREAK = "\u00a0"
HOSTILE = r"A <b>drug</b> & {=5} ~#: \ $x$ | _y_ ]]> // ::z::"


@pytest.fixture(scope="module")
def bare() -> Sheet:
    """Draw a sheet without its key."""
    return draw(7, count=40)


@pytest.fixture(scope="module")
def keyed() -> Sheet:
    """Draw the same sheet with its key."""
    return draw(7, count=40, key=True)


@pytest.fixture(scope="module")
def worked() -> Sheet:
    """Draw the same sheet with its key and every step."""
    return draw(7, count=40, worked=True)


@pytest.fixture
def hostile(keyed: Sheet) -> Sheet:
    """Return a sheet whose wording is made of every form's own signs."""
    exercise = next(each for each in keyed.exercises if not each.choices)
    slips = tuple(slip._replace(message=HOSTILE) for slip in exercise.slips)
    return keyed._replace(exercises=(exercise._replace(text=HOSTILE, slips=slips),))


# ------------------------------------------------------------------ laws of all forms


@pytest.mark.parametrize("form", TEXTS)
def test_every_form_has_the_notice_and_is_the_same_twice(
    form: str, keyed: Sheet
) -> None:
    assert NOTICE in handouts.text(keyed, form)
    assert handouts.text(keyed, form) == handouts.text(
        draw(7, count=40, key=True), form
    )


@pytest.mark.parametrize("form", PAPER)
def test_a_sheet_without_a_key_holds_no_answer(
    form: str, bare: Sheet, keyed: Sheet
) -> None:
    without, answered = handouts.text(bare, form), handouts.text(keyed, form)
    assert len(answered) > len(without)
    for one, other in zip(bare.exercises, keyed.exercises, strict=True):
        shown = f"= {other.answer}"
        assert shown not in without
        assert one.problem == other.problem
    changed = bare._replace(
        exercises=tuple(each._replace(solution=_other(each)) for each in bare.exercises)
    )
    assert handouts.text(changed, form) == without


def _other(exercise: Exercise) -> Solution:
    """Return the worked solution with another answer in it."""
    solution = exercise.solution
    result = solution.results[0]._replace(value=Fraction(123456789))
    return replace(solution, results=(result,))


# --------------------------------------------------------------------------- on paper


def test_lines_are_judged_right_with_a_key_and_solved_without(
    bare: Sheet, keyed: Sheet, worked: Sheet
) -> None:
    for sheet, verdict in ((keyed, "correct"), (worked, "correct"), (bare, "solved")):
        read = [
            line
            for line in handouts.text(sheet, "lines").splitlines()
            if line[0] != "#"
        ]
        assert [check(line).verdict for line in read] == [verdict] * 40


def test_fifty_problems_with_their_key_are_all_right(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = run(
        "practice", "--count", "50", "--seed", "7", "--format", "lines", "--key"
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(drawn.out.encode())))
    checked = run("check", "-")
    assert checked.status == 0
    assert "Right    50 of 50" in checked.out


def test_a_sheet_as_csv_is_a_class_list(run: Run, tmp_path: Path, keyed: Sheet) -> None:
    path = tmp_path / "sheet.csv"
    handouts.save(keyed, path)
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    results = [str(each.result) for each in keyed.exercises]
    assert [row["answer"] for row in rows] == results
    assert {row["notice"] for row in rows} == {NOTICE}
    screen = run("check", str(path))
    assert screen.status == 0
    assert "Right    40 of 40" in screen.out


class _Page(HTMLParser):
    """Reads a page strictly: every tag closed in turn, and no tag that acts."""

    OPEN = ("meta", "br")

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "link", "img", "iframe", "b"}
        assert not {name for name, _ in attrs} & {"src", "href", "onclick"}
        if tag not in self.OPEN:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data.strip().replace(NO_BREAK, " "))


def _whole(html: str | None) -> str:
    """Return what a page says, its no-break spaces written as spaces."""
    return unescape(html or "").replace(NO_BREAK, " ")


def _page(sheet: Sheet) -> list[str]:
    page = _Page()
    page.feed(handouts.text(sheet, "html"))
    page.close()
    assert page.stack == []
    return [text for text in page.text if text]


def test_a_page_has_every_problem_and_then_every_answer(
    bare: Sheet, worked: Sheet, hostile: Sheet
) -> None:
    text = _page(worked)
    key = text.index("Key")
    for each in worked.exercises:
        assert text.index(each.text) < key
        assert text.index(each.answer, key) > key
        assert set(each.solution.working) <= set(text[key:])
    assert "Key" not in _page(bare)
    assert HOSTILE in _page(hostile)


def test_a_printed_number_stands_on_the_line_of_its_unit(worked: Sheet) -> None:
    page = unescape(handouts.text(worked, "html")).partition("<ol>")[2]
    assert not re.findall(r"\d (?:mg|mL|mcg|kg|g|min|h)\b", page)
    assert len(re.findall(rf"\d{NO_BREAK}m", page)) > len(worked.exercises)


@pytest.mark.parametrize("form", ["md", "html"])
def test_behind_the_blank_of_a_time_of_day_stands_no_unit(form: str) -> None:
    sheet = draw(7, read_wish(["times"]), 20)
    times = tuple(each for each in sheet.exercises if each.is_a_time)
    text = handouts.text(sheet._replace(exercises=times), form)
    assert times
    assert "clock" not in text
    assert " h" in handouts.text(sheet, form)


def test_a_printed_page_says_at_its_foot_how_to_draw_it_again(bare: Sheet) -> None:
    style = handouts.text(bare, "html").partition("</style>")[0]
    foot = f"40 problems, seed 7, ketacalc {__version__}"
    assert re.search(rf'@bottom-left {{ content: "[^"]*{foot}"', style)
    assert 'counter(page) " / " counter(pages)' in style
    assert paper.in_style('a"</style>\\\n') == r'"a\22 \3c \2f style\3e \5c \a "'


def test_markdown_has_every_problem_and_then_every_answer(
    worked: Sheet, hostile: Sheet
) -> None:
    asked, _, key = handouts.text(worked, "md").partition("## Key\n")
    assert len(re.findall(r"^\d+\. ", asked, re.MULTILINE)) == 40
    assert re.findall(r"^\d+\. (.*)", key, re.MULTILINE) == [
        each.answer for each in worked.exercises
    ]
    escaped = handouts.text(hostile, "md")
    assert r"\<b>drug\</b>" in escaped
    assert r"\_y\_" in escaped


# ---------------------------------------------------------------- learning platforms


class Question(NamedTuple):
    """A numerical question as a platform reads it: numbers, margins, shares, feedback."""

    text: str
    answers: list[tuple[Fraction, Fraction, Fraction, str]]
    general: str

    def judge(self, number: Fraction) -> tuple[Fraction, str]:
        """Judge as a platform does: the first answer within its margin."""
        for value, margin, share, feedback in self.answers:
            if abs(number - value) <= margin:
                return share, feedback
        return Fraction(0), ""


def _moodle(sheet: Sheet) -> list[Question]:
    quiz = ET.fromstring(handouts.text(sheet, "moodle"))  # noqa: S314 - our own
    category, *questions = quiz
    assert (quiz.tag, category.get("type")) == ("quiz", "category")
    assert category.findtext("info/text") == NOTICE
    found = []
    for question in questions:
        if question.get("type") == "multichoice":
            found.append(_chosen(question))
            continue
        if question.get("type") == "shortanswer":
            found.append(_timed(question))
            continue
        assert question.get("type") == "numerical"
        assert question.findtext("name/text")
        answers = [
            (
                Fraction(answer.findtext("text") or ""),
                Fraction(answer.findtext("tolerance") or ""),
                Fraction(answer.get("fraction") or "") / 100,
                _plain(answer.findtext("feedback/text") or ""),
            )
            for answer in question.iter("answer")
        ]
        first, *_ = (question.findtext("questiontext/text") or "").split("</p>")
        text = _plain(f"{first}</p>")
        found.append(
            Question(text, answers, _whole(question.findtext("generalfeedback/text")))
        )
        assert question.findtext("units/unit/multiplier") == "1"
        assert question.findtext("units/unit/unit_name")
        assert question.findtext("unitpenalty") == "1"
    return found


def _timed(question: ET.Element) -> Question:
    """Read a question whose answer is a time of day: one is right, and has a mark."""
    times = [answer.findtext("text") or "" for answer in question.iter("answer")]
    assert all(re.fullmatch(r"\d\d:\d\d", time) for time in times)
    assert len(set(times)) == len(times)
    shares = [answer.get("fraction") for answer in question.iter("answer")]
    assert shares == ["100"] + ["0"] * (len(times) - 1)
    first, hint, *_ = (question.findtext("questiontext/text") or "").split("</p>")
    assert hint == "<p>Write the time as 09:05."
    general = question.findtext("generalfeedback/text") or ""
    return Question(_plain(f"{first}</p>"), [], general)


def _chosen(question: ET.Element) -> Question:
    """Read a question with choices: one answer is right, and all are told."""
    assert question.findtext("single") == "true"
    assert question.findtext("shuffleanswers") == "0"
    shares = [answer.get("fraction", "") for answer in question.iter("answer")]
    assert sorted(shares) == ["0"] * (len(shares) - 1) + ["100"]
    text = _plain(question.findtext("questiontext/text") or "")
    return Question(text, [], _whole(question.findtext("generalfeedback/text")))


def _plain(html: str) -> str:
    page = _Page()
    page.feed(html)
    page.close()
    return "".join(page.text)


ESCAPED = re.compile(r"\\([~=#{}:\\])")


def _parted(text: str, sign: str) -> list[str]:
    """Part at a sign that no backslash stands before."""
    return re.split(rf"(?<!\\){sign}", text)


def _gift(sheet: Sheet) -> list[Question]:
    """Read GIFT as its description says; anything else fails."""
    head, category, *blocks = handouts.text(sheet, "gift").rstrip().split("\n\n")
    assert all(line.startswith("// ") for line in head.splitlines())
    assert category.startswith("$CATEGORY: ")
    return [_gift_question(block) for block in blocks]


def _gift_question(block: str) -> Question:
    match = re.fullmatch(r"::(.+?)::(.+?) (?<!\\)\{#?\n(.*)\n\}", block, re.DOTALL)
    assert match, block
    if "{#\n" not in block:
        ways, _, general = match[3].partition("\n####")
        signs = "".join(line[:2] for line in ways.splitlines())
        assert sum(line[0] == "=" and line[1] != "%" for line in ways.splitlines()) == 1
        assert "~" in signs or "=%" in signs
        return Question(ESCAPED.sub(r"\1", match[2]), [], ESCAPED.sub(r"\1", general))
    answers, _, general = match[3].partition("\n####")
    found = []
    for line in answers.splitlines():
        assert line.startswith("=")
        figures, feedback = _parted(line[1:], "#")
        share = re.match(r"%(\d+)%", figures)
        value, margin = figures[share.end() if share else 0 :].split(":")
        part = Fraction(share[1]) / 100 if share else Fraction(1)
        found.append(
            (Fraction(value), Fraction(margin), part, ESCAPED.sub(r"\1", feedback))
        )
    assert not re.search(r"(?<!\\)[{}~]", match[2] + general)
    text, told = (ESCAPED.sub(r"\1", part) for part in (match[2], general))
    return Question(text, found, told)


RIGHT = {(Fraction(1), "Right."), (Fraction(1), "right.")}  # as each platform says it
Reader = Callable[[Sheet], list[Question]]


@pytest.mark.parametrize("read", [_moodle, _gift])
def test_a_platform_accepts_what_is_right_and_names_every_slip(
    read: Reader, keyed: Sheet
) -> None:
    for question, each in zip(read(keyed), keyed.exercises, strict=True):
        assert question.text == each.text
        assert NOTICE in question.general
        if each.choices or each.unit == "clock":
            continue
        share, feedback = question.judge(each.value)
        assert (share, feedback.partition(" is ")[2] or feedback) in RIGHT
        for slip in each.slips if each.is_apart else ():
            if slip.id in OF_ROUNDING:
                continue  # of which two may give one number
            share, feedback = question.judge(slip.value)
            assert share == 0
            named = {other.message for other in each.slips if other.id == slip.id}
            assert feedback in named
        assert all(
            _digits(line) in _digits(question.general) for line in each.solution.working
        )


def _digits(text: str) -> str:
    return "".join(re.findall(r"[\d.]+", text.replace(",", "")))


@pytest.mark.parametrize("read", [_moodle, _gift])
def test_hostile_wording_is_inert(read: Reader, hostile: Sheet) -> None:
    (question,) = read(hostile)
    assert question.text == HOSTILE
    assert {feedback for *_, feedback in question.answers[1:]} == {HOSTILE}


def test_what_is_counted_or_rounded_is_exact_and_all_else_has_half_a_per_cent(
    keyed: Sheet,
) -> None:
    met = set()
    for each in keyed.exercises:
        right, *_ = numbers(each)
        counted = each.unit in {"gtt/min", "tablet", "capsule", "vial"}
        rounded = "Round to" in each.text
        exact = counted or rounded
        if right.margin:
            assert Fraction(right.margin) == (0 if exact else each.value / 200)
            met.add((counted, rounded))
    assert met >= {(True, False), (False, True), (False, False)}


def test_a_number_that_two_slips_give_is_listed_once(keyed: Sheet) -> None:
    exercise = keyed.exercises[0]
    twice = exercise._replace(slips=exercise.slips * 2)
    assert list(numbers(twice)) == list(numbers(exercise))


def test_a_deck_has_a_card_for_each_problem_and_the_notice_at_its_foot(
    tmp_path: Path, keyed: Sheet
) -> None:
    handouts.save(keyed, tmp_path / "deck.apkg")
    with zipfile.ZipFile(tmp_path / "deck.apkg") as packed:
        packed.extract("collection.anki2", tmp_path)
    file = sqlite3.connect(tmp_path / "collection.anki2")
    notes = [
        row[0].split("\x1f")
        for row in file.execute("SELECT flds FROM notes ORDER BY id")
    ]
    guids = {row[0] for row in file.execute("SELECT guid FROM notes")}
    kinds = json.loads(file.execute("SELECT models FROM col").fetchone()[0])
    file.close()
    assert [_plain(note[0]) for note in notes] == [
        each.text for each in keyed.exercises
    ]
    assert [note[1] for note in notes] == [each.answer for each in keyed.exercises]
    assert {note[4] for note in notes} == {NOTICE}
    assert len(guids) == len(notes) == 40
    (kind,) = kinds.values()
    assert "{{Notice}}" in kind["tmpls"][0]["afmt"]
    assert all(
        slip.message.split(":")[0] in notes[0][3] for slip in keyed.exercises[0].slips
    )


def test_the_key_follows_from_the_line_alone(keyed: Sheet) -> None:
    for each in keyed.exercises:
        assert solve(parse(str(each.problem))).results[0].value == each.value


# ----------------------------------------------------------- what is chosen, and papers


@pytest.fixture(scope="module")
def chosen() -> Sheet:
    """Draw a sheet of mistakes, estimates and ranges, with its key."""
    wish = read_wish(["ranges", "titration", "pump"], task="mixed")
    return draw(5, wish, 40, key=True)


@pytest.mark.parametrize("form", TEXTS)
def test_a_choice_stands_in_every_form_with_its_lines(form: str, chosen: Sheet) -> None:
    text = _whole(unescape(handouts.text(chosen, form))).replace("\\", "")
    for each in chosen.exercises:
        if form == "lines" and each.task == "answer":
            continue  # whose answer is the range
        for line in (*each.shown, *each.choices):
            assert line in text, (form, line)


def test_what_is_chosen_is_no_line_to_check(chosen: Sheet) -> None:
    lines = handouts.text(chosen, "lines").splitlines()
    asked = [line for line in lines if not line.startswith("#")]
    plain = [each for each in chosen.exercises if each.task == "answer"]
    assert len(asked) == len(plain) < 40
    assert all(check(line).passes for line in asked)
    rows = list(csv.DictReader(io.StringIO(handouts.text(chosen, "csv"))))
    assert [row["choice"] for row in rows] == [each.chosen for each in chosen.exercises]
    assert sum(bool(row["problem"]) for row in rows) == len(plain)


@pytest.mark.parametrize("form", PAPER)
def test_a_sheet_of_choices_without_a_key_holds_none(form: str, chosen: Sheet) -> None:
    without = handouts.text(chosen._replace(key=False), form)
    changed = tuple(
        each._replace(chosen=each.choices[0] if each.choices else "", told="other")
        for each in chosen.exercises
    )
    other = chosen._replace(exercises=changed, key=False)
    assert handouts.text(other, form) == without


def test_the_key_of_a_mistake_says_what_happened(chosen: Sheet) -> None:
    key = handouts.text(chosen, "html").partition('class="key"')[2]
    for each in chosen.exercises:
        assert not each.told or _whole(key).count(f"{each.chosen}: {each.told}")


def test_a_paper_is_saved_in_versions_that_differ_in_numbers_alone(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "quiz.md"
    words = "--seed 7 --quota pump=3 --quota drip/3=2 --versions 2 --marks --easy-first"
    screen = run("practice", *words.split(), "--save", str(path))
    assert screen.status == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "quiz-A.md",
        "quiz-B.md",
    ]
    one, other = (
        (tmp_path / f"quiz-{letter}.md").read_text("utf-8") for letter in "AB"
    )
    assert "sheet A" in one.partition("\n\n")[2]
    assert one != other
    marks = [re.findall(r"\(\d marks?\)", text) for text in (one, other)]
    assert marks[0] == marks[1] == sorted(marks[0])
    assert len(marks[0]) == 5


REFUSED_PAPERS = [
    ("--quota pump=3", "Invalid value: --key, --worked, --quota"),
    ("--versions 2 --format md", "Invalid value: --versions are saved, each in a file"),
    ("--quota pump=3 --topic drip --format md", "Invalid value: --quota says topic"),
    ("--quota pumps --format md", '--quota: cannot read "pumps": it is no quota'),
    ("--quota pump=999 --quota drip=2 --format md", "1001 problems are over 1,000"),
    ("--task guess --format md", '--task: cannot read "guess": it is no task'),
]


@pytest.mark.parametrize(("words", "said"), REFUSED_PAPERS)
def test_a_paper_that_cannot_be_is_refused_in_one_line(
    run: Run, words: str, said: str
) -> None:
    screen = run("practice", *words.split())
    assert (screen.out, screen.status) == ("", 2)
    assert said in screen.err
    assert screen.err.count("\n") == 1


def test_a_key_says_where_two_slips_give_one_number(run: Run) -> None:
    words = "--seed 7 --topic percentages --count 5 --format md --key"
    screen = run("practice", *words.split())
    assert "In these problems two slips may give one number: " in screen.out


LONG = "2 × drip, level 3; 3 × dilution, level 2; 4 × electrolytes, any level"


def test_ids_tell_papers_apart_and_are_short_whatever_was_asked(bare: Sheet) -> None:
    asked = ("drip, level 3", LONG, f"{LONG}; easy first", "тест", "проба", "x/y")
    ids = {naming.identity(bare._replace(asked=each)) for each in asked}
    assert len(ids) == len(asked)
    assert all(re.fullmatch(r"[\w.-]{1,90}", each, re.ASCII) for each in ids)
    parallel = bare._replace(version="B")
    assert naming.identity(parallel) != naming.identity(bare)
    assert "sheet B" in naming.title(parallel)


def test_a_title_is_enough_to_draw_the_sheet_again() -> None:
    sheet = draw(9, read_wish(["drip", "pump"], 3), 4)
    title = naming.title(sheet)
    assert title.startswith("Drip or pump, level 3: 4 problems, seed 9, ketacalc ")
    topics, level, count, seed = re.findall(
        r"(.*), level (\d): (\d+) .* (\d+),", title
    )[0]
    again = draw(int(seed), read_wish(topics.split(" or "), int(level)), int(count))
    assert again == sheet
