"""A sheet as a package of QTI 1.2, in the way in which Canvas exports its own.

Canvas takes every number that a condition names for right, whatever its share is: so
the condition names the right one only, and what slips give stands in the explanation.

Sources: IMS QTI 1.2.1 ASI binding; instructure/canvas-lms, qti_exporter, and
instructure/qti, which reads the same for New Quizzes.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ketacalc.notice import NOTICE
from ketacalc.practice.export import naming
from ketacalc.practice.export.paper import listed
from ketacalc.practice.export.quizzes import FULL, NONE, numbers
from ketacalc.practice.export.trees import add, explained, how_to_answer, whole
from ketacalc.practice.export.zipped import packed
from ketacalc.say import later, say

if TYPE_CHECKING:
    from ketacalc.practice.drawing import Exercise
    from ketacalc.practice.exercises import Sheet

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CONTENT = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
SETTINGS = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
HTML, RESPONSE = "text/html", "response1"
RIGHT, WRONG, ALWAYS = "correct_fb", "general_incorrect_fb", "general_fb"
IS_RIGHT, IS_WRONG = later("Right."), later("That is not right.")


def package(sheet: Sheet) -> bytes:
    """Pack the questions, how they are set, and the list of both."""
    name = naming.identity(sheet)
    return packed(
        {
            "imsmanifest.xml": whole(_manifest(name)),
            f"{name}/{name}.xml": whole(_questions(sheet, name)),
            f"{name}/assessment_meta.xml": whole(_settings(sheet, name)),
        }
    )


def _manifest(name: str) -> ET.Element:
    root = ET.Element("manifest", identifier=f"{name}-manifest", xmlns=CONTENT)
    about = add(root, "metadata")
    add(about, "schema", "IMS Content")
    add(about, "schemaversion", "1.1.3")
    add(root, "organizations")
    resources = add(root, "resources")
    quiz = add(resources, "resource", identifier=name, type="imsqti_xmlv1p2")
    add(quiz, "file", href=f"{name}/{name}.xml")
    add(quiz, "dependency", identifierref=f"{name}-settings")
    path = f"{name}/assessment_meta.xml"
    ids = {"identifier": f"{name}-settings", "type": SETTINGS, "href": path}
    settings = add(resources, "resource", **ids)
    add(settings, "file", href=path)
    return root


def _settings(sheet: Sheet, name: str) -> ET.Element:
    root = ET.Element("quiz", identifier=name, xmlns=CANVAS)
    add(root, "title", naming.title(sheet))
    add(root, "description", f"<p>{escape(say(NOTICE))}</p>")
    add(root, "shuffle_answers", "false")
    add(root, "scoring_policy", "keep_highest")
    add(root, "quiz_type", "assignment")
    add(root, "points_possible", f"{len(sheet.exercises)}.0")
    add(root, "allowed_attempts", "1")
    return root


def _questions(sheet: Sheet, name: str) -> ET.Element:
    root = ET.Element("questestinterop", xmlns=QTI)
    quiz = add(root, "assessment", ident=name, title=naming.title(sheet))
    section = add(quiz, "section", ident="root_section")
    for number, each in enumerate(sheet.exercises, 1):
        head = say("{topic}, level {level}", topic=each.topic, level=each.level)
        item = add(section, "item", ident=f"{name}-{number}", title=f"{number} {head}")
        _item(item, each)
    return root


def _item(item: ET.Element, each: Exercise) -> None:
    fields = add(add(item, "itemmetadata"), "qtimetadata")
    known = {"question_type": f"{_kind(each)}_question", "points_possible": "1.0"}
    for label, entry in known.items():
        field = add(fields, "qtimetadatafield")
        add(field, "fieldlabel", label)
        add(field, "fieldentry", entry)
    shown = add(item, "presentation")
    lines = "".join(f"<p>{escape(line)}</p>" for line in how_to_answer(each))
    listing = listed(each.shown) if each.shown else ""
    told = f"<p>{escape(each.text)}</p>{listing}{lines}"
    add(add(shown, "material"), "mattext", told, texttype=HTML)
    _ask(shown, each)
    _processing(item, each)
    _feedback(item, RIGHT, f"<p>{escape(say(IS_RIGHT))}</p>")
    _feedback(item, WRONG, f"<p>{escape(say(IS_WRONG))}</p>")
    _feedback(item, ALWAYS, explained(each, _known(each)))


def _kind(each: Exercise) -> str:
    if each.choices:
        return "multiple_choice"
    return "short_answer" if each.is_a_time else "numerical"


def _ask(shown: ET.Element, each: Exercise) -> None:
    """Ask for a number or a time in a box, or for one of the choices."""
    if each.choices:
        box = add(shown, "response_lid", ident=RESPONSE, rcardinality="Single")
        choices = add(box, "render_choice")
        for index, choice in enumerate(each.choices, 1):
            label = add(choices, "response_label", ident=f"{index}")
            add(add(label, "material"), "mattext", choice, texttype="text/plain")
        return
    box = add(shown, "response_str", ident=RESPONSE, rcardinality="Single")
    kind = {} if each.is_a_time else {"fibtype": "Decimal"}
    add(add(box, "render_fib", **kind), "response_label", ident="answer1")


def _processing(item: ET.Element, each: Exercise) -> None:
    """Say which number is right, and what is said to it, to others and to all."""
    processing = add(item, "resprocessing")
    limits = {"maxvalue": FULL, "minvalue": NONE, "varname": "SCORE"}
    add(add(processing, "outcomes"), "decvar", vartype="Decimal", **limits)
    _otherwise(processing, ALWAYS)
    condition = add(processing, "respcondition")
    condition.set("continue", "No")
    _near(add(condition, "conditionvar"), each)
    add(condition, "setvar", FULL, action="Set", varname="SCORE")
    add(condition, "displayfeedback", feedbacktype="Response", linkrefid=RIGHT)
    _otherwise(processing, WRONG)


def _near(parent: ET.Element, each: Exercise) -> None:
    """Write the condition: the one choice, the one time, or a number and its margin."""
    answers = enumerate(numbers(each), 1)
    index, right = next(found for found in answers if found[1].share == FULL)
    if not right.margin:
        text = f"{index}" if each.choices else right.text
        add(parent, "varequal", text, respident=RESPONSE)
        return
    low, high = right.ends
    either = add(parent, "or")
    add(either, "varequal", right.text, respident=RESPONSE)
    both = add(either, "and")
    add(both, "vargte", low, respident=RESPONSE)
    add(both, "varlte", high, respident=RESPONSE)


def _otherwise(processing: ET.Element, feedback: str) -> None:
    condition = add(processing, "respcondition")
    condition.set("continue", "Yes")
    add(add(condition, "conditionvar"), "other")
    add(condition, "displayfeedback", feedbacktype="Response", linkrefid=feedback)


def _known(each: Exercise) -> str:
    """List what slips give, and what each is."""
    slips = [slip for slip in numbers(each) if slip.feedback and slip.share == NONE]
    said = (f"<li>{slip.text}: {escape(slip.feedback)}</li>" for slip in slips)
    return f"<ul>{''.join(said)}</ul>" if slips else ""


def _feedback(item: ET.Element, name: str, html: str) -> None:
    flow = add(add(item, "itemfeedback", ident=name), "flow_mat")
    add(add(flow, "material"), "mattext", html, texttype=HTML)
