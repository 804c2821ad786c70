"""A sheet as a package of QTI 2.1, which most platforms read: an item to a problem.

Each item judges a number by its margin, and says to a known slip what it is.

Source: IMS Question and Test Interoperability 2.1, information model and XML binding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ketacalc.notice import NOTICE
from ketacalc.practice.export import naming
from ketacalc.practice.export.quizzes import FULL, numbers
from ketacalc.practice.export.trees import add, how_to_answer, whole
from ketacalc.practice.export.zipped import packed
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacalc.practice.drawing import Exercise
    from ketacalc.practice.exercises import Sheet
    from ketacalc.practice.export.quizzes import Number

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
CONTENT = "http://www.imsglobal.org/xsd/imscp_v1p1"
RESPONSE, SCORE, FEEDBACK = "RESPONSE", "SCORE", "FEEDBACK"
OTHER, WORKING = "OTHER", "WORKING"
BOX = "12"  # characters
ANSWER, NOT_RIGHT = later("Answer:"), later("That is not right.")


def package(sheet: Sheet) -> bytes:
    """Pack an item for each problem, the test that has them all, and the list."""
    name = naming.identity(sheet)
    width = len(str(len(sheet.exercises)))
    items = {
        f"item-{number:0{width}}": each
        for number, each in enumerate(sheet.exercises, 1)
    }
    files = {"imsmanifest.xml": whole(_manifest(name, items))}
    files["test.xml"] = whole(_test(sheet, name, items))
    for each, exercise in items.items():
        files[f"{each}.xml"] = whole(_item(f"{name}-{each}", each, exercise))
    return packed(files)


def _manifest(name: str, items: Iterable[str]) -> ET.Element:
    root = ET.Element("manifest", identifier=f"{name}-manifest", xmlns=CONTENT)
    about = add(root, "metadata")
    add(about, "schema", "QTIv2.1 Package")
    add(about, "schemaversion", "1.0.0")
    add(root, "organizations")
    resources = add(root, "resources")
    test = _resource(resources, "test", "imsqti_test_xmlv2p1")
    for each in items:
        _resource(resources, each, "imsqti_item_xmlv2p1")
        add(test, "dependency", identifierref=each)
    return root


def _resource(resources: ET.Element, name: str, kind: str) -> ET.Element:
    path = f"{name}.xml"
    resource = add(resources, "resource", identifier=name, type=kind, href=path)
    add(resource, "file", href=path)
    return resource


def _test(sheet: Sheet, name: str, items: Iterable[str]) -> ET.Element:
    title = naming.title(sheet)
    root = ET.Element("assessmentTest", identifier=name, title=title, xmlns=QTI)
    ways = {"navigationMode": "nonlinear", "submissionMode": "individual"}
    part = add(root, "testPart", identifier="part", **ways)
    shown = {"title": title, "visible": "true"}
    section = add(part, "assessmentSection", identifier="section", **shown)
    for each in items:
        add(section, "assessmentItemRef", identifier=each, href=f"{each}.xml")
    return root


def _item(name: str, number: str, each: Exercise) -> ET.Element:
    head = say("{topic}, level {level}", topic=each.topic, level=each.level)
    ways = {"adaptive": "false", "timeDependent": "false"}
    title = f"{number.rpartition('-')[2]} {head}"
    item = ET.Element("assessmentItem", ways, identifier=name, title=title, xmlns=QTI)
    answers = list(numbers(each))
    _declare(item, each, answers)
    body = add(item, "itemBody")
    add(body, "p", each.text)
    if each.shown:
        lines = add(body, "ol")
        for line in each.shown:
            add(lines, "li", line)
    for line in how_to_answer(each):
        add(body, "p", line)
    _ask(body, each)
    add(body, "p", say(NOTICE))
    _process(item, each, answers)
    _tell(item, each, answers)
    return item


def _ask(body: ET.Element, each: Exercise) -> None:
    """Ask for a number or a time in a box, or for one of the choices."""
    if each.choices:
        ways = {"responseIdentifier": RESPONSE, "shuffle": "false", "maxChoices": "1"}
        choices = add(body, "choiceInteraction", **ways)
        for index, choice in enumerate(each.choices):
            add(choices, "simpleChoice", choice, identifier=_choice(index))
        return
    blank = add(body, "p", f"{say(ANSWER)} ")
    box = {"responseIdentifier": RESPONSE, "expectedLength": BOX}
    unit = "" if each.is_a_time else f" {each.unit}"
    add(blank, "textEntryInteraction", **box).tail = unit


def _choice(index: int) -> str:
    return f"CHOICE_{index + 1}"


def _type(each: Exercise) -> str:
    if each.choices:
        return "identifier"
    return "string" if each.is_a_time else "float"


def _value(each: Exercise, index: int, answer: Number) -> str:
    """Return what is compared with: a number, a time, or the name of a choice."""
    return _choice(index) if each.choices else answer.text


def _declare(item: ET.Element, each: Exercise, answers: list[Number]) -> None:
    """Declare what is answered, the score, and what is said to it."""
    kind = {"cardinality": "single", "baseType": _type(each)}
    typed = add(item, "responseDeclaration", identifier=RESPONSE, **kind)
    correct = add(typed, "correctResponse")
    for index, answer in enumerate(answers):
        if answer.share == FULL:
            add(correct, "value", _value(each, index, answer))
    single = {"cardinality": "single", "baseType": "float"}
    for name, start in ((SCORE, "0"), ("MAXSCORE", "1")):
        score = add(item, "outcomeDeclaration", identifier=name, **single)
        add(add(score, "defaultValue"), "value", start)
    said = {"cardinality": "multiple", "baseType": "identifier"}
    add(item, "outcomeDeclaration", identifier=FEEDBACK, **said)


def _process(item: ET.Element, each: Exercise, answers: list[Number]) -> None:
    """Compare with each answer in turn: the right one, then what slips give."""
    condition = add(add(item, "responseProcessing"), "responseCondition")
    for index, answer in enumerate(answers):
        branch = add(condition, "responseElseIf" if index else "responseIf")
        compared = _comparison(branch, answer)
        add(compared, "variable", identifier=RESPONSE)
        value = _value(each, index, answer)
        add(compared, "baseValue", value, baseType=_type(each))
        if answer.share == FULL:
            score = add(branch, "setOutcomeValue", identifier=SCORE)
            add(score, "baseValue", "1", baseType="float")
        _say(branch, _name(index, answer))
    _say(add(condition, "responseElse"), OTHER)


def _comparison(branch: ET.Element, answer: Number) -> ET.Element:
    """Compare by the margin where there is one, else exactly."""
    if not answer.margin:
        return add(branch, "match")
    both = f"{answer.margin} {answer.margin}"  # below and above
    return add(branch, "equal", toleranceMode="absolute", tolerance=both)


def _say(branch: ET.Element, name: str) -> None:
    """Have two things said: what it was, and the working."""
    feedback = add(branch, "setOutcomeValue", identifier=FEEDBACK)
    both = add(feedback, "multiple")
    for each in (name, WORKING):
        add(both, "baseValue", each, baseType="identifier")


def _name(index: int, answer: Number) -> str:
    """Name what is said to an answer; to a wrong choice nothing of its own."""
    if not answer.feedback:
        return OTHER
    return "RIGHT" if answer.share == FULL else f"SLIP_{index}"


def _tell(item: ET.Element, each: Exercise, answers: list[Number]) -> None:
    """Write what is said, each under its name."""
    said = {
        _name(index, answer): answer.feedback for index, answer in enumerate(answers)
    }
    said[OTHER] = say(NOT_RIGHT)
    for name, text in said.items():
        _feedback(item, name, text)
    working = _feedback(item, WORKING, "")
    why = f": {each.told}" if each.told else ""
    for line in (*each.solution.working, each.answer + why):
        add(working, "p", line)


def _feedback(item: ET.Element, name: str, text: str) -> ET.Element:
    shown = {"outcomeIdentifier": FEEDBACK, "showHide": "show"}
    return add(item, "modalFeedback", text, identifier=name, **shown)
