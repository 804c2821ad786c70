"""Packages for learning platforms: held to the schema, and to how they are read."""

import io
import re
import zipfile
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from lxml import etree

from ketacalc import NOTICE, __version__
from ketacalc.practice.drawing import Exercise
from ketacalc.practice.exercises import Sheet, draw, read_wish
from ketacalc.practice.export import canvas, qti
from ketacalc.practice.export.quizzes import FULL, numbers
from ketacalc.practice.kinds import TOPICS

SCHEMAS = Path(__file__).parent / "schemas" / "qti_v2p1.zip"


def _drawn() -> Sheet:
    """Draw numbers, choices and times of day."""
    mixed = draw(7, read_wish(TOPICS, task="mixed"), 40)
    times = draw(7, read_wish(["times"]), 20).exercises
    return mixed._replace(exercises=mixed.exercises + times)


SHEET = _drawn()
HOSTILE = r"A <b>drug</b> & {=5} ]]> \u202e"
PLACE = {"q": qti.QTI, "c": canvas.QTI, "m": qti.CONTENT, "k": canvas.CONTENT}
NAME = re.compile(r"[A-Za-z_][\w.-]*")  # what an id of XML is, in ASCII


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the published schema of QTI 2.1."""
    folder = tmp_path_factory.mktemp("schemas")
    with zipfile.ZipFile(SCHEMAS) as packed:
        packed.extractall(folder)
    return etree.XMLSchema(etree.parse(folder / "qtiv2p1" / "imsqti_v2p1.xsd"))


def _files(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def _root(file: bytes) -> ET.Element:
    return ET.fromstring(file)  # noqa: S314 - our own


def _hostile() -> Sheet:
    exercise = draw(7, count=1).exercises[0]
    slips = tuple(slip._replace(message=HOSTILE) for slip in exercise.slips)
    hostile = exercise._replace(text=HOSTILE, slips=slips)
    return SHEET._replace(exercises=(hostile,))


# --------------------------------------------------------------- of both


@pytest.mark.parametrize(("form", "place"), [(qti, "m"), (canvas, "k")])
def test_a_manifest_lists_each_file_once(form: Any, place: str) -> None:
    files = _files(form.package(SHEET))
    root = _root(files["imsmanifest.xml"])
    parts = [each.tag.partition("}")[2] for each in root]
    assert parts == ["metadata", "organizations", "resources"]
    resources = root.findall(f"{place}:resources/{place}:resource", PLACE)
    listed = [file.get("href") for each in resources for file in each]
    hrefs = [href for href in listed if href]
    assert sorted([*hrefs, "imsmanifest.xml"]) == sorted(files)
    ids = [each.get("identifier") or "" for each in resources]
    assert len({*ids, root.get("identifier")}) == len(ids) + 1
    assert all(NAME.fullmatch(each) for each in ids)
    wanted = {each.get("identifierref") for each in root.iter()} - {None}
    assert wanted <= set(ids)
    for each in resources:
        assert each.get("href", hrefs[0]) in {file.get("href") for file in each} | {
            hrefs[0]
        }
    assert not any(PurePosixPath(name).is_absolute() for name in files)


@pytest.mark.parametrize("form", [qti, canvas])
def test_a_package_is_the_same_twice_and_says_how_to_draw_it_again(form: Any) -> None:
    package = form.package(SHEET)
    assert package == form.package(_drawn())
    whole = b"".join(_files(package).values()).decode()
    assert f"60 problems, seed 7, ketacalc {__version__}" in whole
    assert NOTICE in whole
    assert len(set(re.findall(r' ident(?:ifier)?="(ketacalc-[^"]*)"', whole))) > 60


# ------------------------------------------------------------------ QTI 2.1


def test_each_file_keeps_to_the_published_schema(schema: Any) -> None:
    for sheet in (SHEET, _hostile()):
        files = _files(qti.package(sheet))
        assert len(files) == len(sheet.exercises) + 2
        for name in set(files) - {"imsmanifest.xml"}:
            schema.assertValid(etree.fromstring(files[name]))


def test_the_schema_refuses_what_is_none_of_its_own(schema: Any) -> None:
    files = _files(qti.package(SHEET))
    broken = files["item-01.xml"].replace(b' cardinality="single"', b"")
    assert not schema.validate(etree.fromstring(broken))


def _judged(item: ET.Element, typed: str) -> tuple[str, list[str]]:
    """Run an item as QTI says: the first branch whose comparison holds."""
    (condition,) = item.findall("q:responseProcessing/q:responseCondition", PLACE)
    *branches, otherwise = condition
    held = (branch for branch in branches if _holds(branch[0], typed))
    return _set_by(item, next(held, otherwise))


def _holds(comparison: ET.Element, typed: str) -> bool:
    value = comparison.findtext("q:baseValue", "", PLACE)
    if comparison.tag == f"{{{qti.QTI}}}match":
        return typed == value
    low, high = map(Fraction, comparison.attrib["tolerance"].split())
    assert comparison.get("toleranceMode") == "absolute"
    return Fraction(value) - low <= Fraction(typed) <= Fraction(value) + high


def _set_by(item: ET.Element, branch: ET.Element) -> tuple[str, list[str]]:
    score, said = "0", []
    for outcome in branch.findall("q:setOutcomeValue", PLACE):
        values = [each.text or "" for each in outcome.iter(f"{{{qti.QTI}}}baseValue")]
        if outcome.get("identifier") == "SCORE":
            (score,) = values
        else:
            said = values
    shown = {each.get("identifier"): each for each in _feedbacks(item)}
    return score, ["\n".join(shown[name].itertext()).strip() for name in said]


def _feedbacks(item: ET.Element) -> list[ET.Element]:
    return item.findall("q:modalFeedback", PLACE)


def _items() -> list[tuple[Exercise, ET.Element]]:
    files = _files(qti.package(SHEET))
    names = [
        each.get("href") or ""
        for each in _root(files["test.xml"]).iter(f"{{{qti.QTI}}}assessmentItemRef")
    ]
    roots = [_root(files[name]) for name in names]
    return list(zip(SHEET.exercises, roots, strict=True))


def test_an_item_scores_what_is_right_and_names_each_slip() -> None:
    kinds = set()
    for each, item in _items():
        body = item.find("q:itemBody", PLACE)
        assert body is not None
        told = "".join(body.itertext())
        assert all(line in told for line in (each.text, *each.shown, *each.choices))
        names = {
            choice.text: choice.get("identifier")
            for choice in body.iter(f"{{{qti.QTI}}}simpleChoice")
        }
        assert list(names) == list(each.choices)
        for answer in numbers(each):
            score, said = _judged(item, names.get(answer.text) or answer.text)
            is_right = answer.share == FULL
            assert score == ("1" if is_right else "0")
            close = {other.feedback for other in numbers(each)}
            assert said[0] in (close if answer.feedback else {"That is not right."})
            assert (said[0] == "Right.") == is_right
            assert each.answer in said[1]
        declared = item.find("q:responseDeclaration", PLACE)
        assert declared is not None
        kinds.add(declared.get("baseType"))
        right = declared.findtext("q:correctResponse/q:value", "", PLACE)
        assert _judged(item, right)[0] == "1"
    assert kinds == {"float", "string", "identifier"}


def test_a_number_that_no_slip_gives_is_not_right() -> None:
    for each, item in _items():
        if not each.choices and each.unit != "clock":
            odd = str(each.value * 3 + 7)
            score, said = _judged(item, odd)
            assert (score, said[0]) in {("0", "That is not right."), ("0", said[0])}


# ---------------------------------------------------------- QTI 1.2, for Canvas


class _Classic:
    """How Canvas reads a numerical question: each condition is a right answer.

    Source: instructure/canvas-lms, gems/plugins/qti_exporter, numeric_interaction.rb.
    """

    def __init__(self, item: ET.Element) -> None:
        self.answers = []
        for condition in item.iter(f"{{{canvas.QTI}}}respcondition"):
            either = condition.find(".//c:or", PLACE)
            if either is None:
                assert condition.find(".//c:and", PLACE) is None
                continue
            exact = Fraction(either.findtext("c:varequal", "", PLACE))
            upper = Fraction(either.findtext("c:and/c:varlte", "", PLACE))
            self.answers.append((exact, upper - exact))

    def takes(self, number: Fraction) -> bool:
        return any(abs(number - exact) <= margin for exact, margin in self.answers)


class _New:
    """How New Quizzes reads it: only conditions that set the score.

    Source: instructure/qti, lib/qti/v1/models/numerics.
    """

    def __init__(self, item: ET.Element) -> None:
        scoring = [
            each
            for each in item.iter(f"{{{canvas.QTI}}}respcondition")
            if each.find("c:setvar[@varname='SCORE']", PLACE) is not None
        ]
        (condition,) = scoring
        texts = [
            condition.findtext(f".//c:{tag}", "", PLACE)
            for tag in ("varequal", "vargte", "varlte")
        ]
        assert len(set(texts)) in {1, 3}  # else it is of no type that it knows
        self.exact, self.low, self.high = map(Fraction, texts)

    def takes(self, number: Fraction) -> bool:
        margin = self.exact - self.low
        return abs(number - self.exact) <= margin


def _questions(sheet: Sheet) -> list[ET.Element]:
    files = _files(canvas.package(sheet))
    (name,) = [each for each in files if re.fullmatch(r"(.*)/\1\.xml", each)]
    return list(_root(files[name]).iter(f"{{{canvas.QTI}}}item"))


@pytest.mark.parametrize("read", [_Classic, _New])
def test_canvas_takes_what_is_right_and_no_slip(read: Any) -> None:
    tried = 0
    for each, item in zip(SHEET.exercises, _questions(SHEET), strict=True):
        if each.choices or each.unit == "clock":
            continue
        tried += 1
        question = read(item)
        right, *slips = numbers(each)
        assert question.takes(each.value)
        for end in right.ends:
            assert question.takes(Fraction(end))
        assert not any(question.takes(Fraction(slip.text)) for slip in slips)
    assert tried > 10


def test_canvas_takes_one_choice_or_one_time() -> None:
    tried = set()
    for each, item in zip(SHEET.exercises, _questions(SHEET), strict=True):
        if not each.choices and each.unit != "clock":
            continue
        labels = {
            label.get("ident"): "".join(label.itertext()).strip()
            for label in item.iter(f"{{{canvas.QTI}}}response_label")
        }
        (equal,) = item.iter(f"{{{canvas.QTI}}}varequal")
        tried.add(bool(each.choices))
        if each.choices:
            assert tuple(labels.values()) == each.choices
            assert labels[equal.text] == each.chosen
        else:
            assert equal.text == each.answer.split()[0]
    assert tried == {True, False}


def test_canvas_knows_each_question_and_what_it_says() -> None:
    for each, item in zip(SHEET.exercises, _questions(SHEET), strict=True):
        fields = [field.text for field in item.iter(f"{{{canvas.QTI}}}fieldentry")]
        kinds = [each.choices, each.unit == "clock", True]
        names = "multiple_choice short_answer numerical".split()
        kind = next(name for name, holds in zip(names, kinds, strict=True) if holds)
        assert fields == [f"{kind}_question", "1.0"]
        text = item.findtext("c:presentation/c:material/c:mattext", "", PLACE)
        if kind == "numerical":
            (blank,) = item.iter(f"{{{canvas.QTI}}}render_fib")
            assert blank.get("fibtype") == "Decimal"
            assert f"it is in {each.unit}" in text
        said = {
            feedback.get("ident"): "".join(feedback.itertext())
            for feedback in item.iter(f"{{{canvas.QTI}}}itemfeedback")
        }
        links = [
            link.get("linkrefid")
            for link in item.iter(f"{{{canvas.QTI}}}displayfeedback")
        ]
        assert set(links) == set(said)
        for number in numbers(each):
            is_told = f"<li>{number.text}: " in said["general_fb"]
            assert is_told == bool(number.share != FULL and number.feedback)


def test_hostile_wording_is_text() -> None:
    (item,) = _questions(_hostile())
    text = item.findtext("c:presentation/c:material/c:mattext", "", PLACE)
    assert "<p>A &lt;b&gt;drug&lt;/b&gt; &amp; {=5} ]]&gt; \\u202e</p>" in text
    (name,) = {"item-1.xml"} & set(_files(qti.package(_hostile())))
    root = _root(_files(qti.package(_hostile()))[name])
    assert root.findtext("q:itemBody/q:p", "", PLACE) == HOSTILE
