"""Moodle's own way of marking a numerical question, written anew from its rules.

It is what `qtype_numerical` of Moodle 4 and 5 does with what a student typed and chose:
how a number is read, when it is within a tolerance, which answer it is compared with
first, and what a wrong unit costs.

Source: github.com/moodle/moodle, public/question/type/numerical (question.php and
questiontype.php), and question/format/xml/format.php for what is read from the file.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree import ElementTree as ET

OPTIONAL, FROM_A_LIST, NONE = "0", "2", "3"
OF_THE_MARK, OF_THE_WHOLE = "1", "2"
PRECISION = 1e-14  # what PHP is shipped with
POWER = re.compile(r"(?:e|E|(?:x|\*|×)10(?:\^|\*\*))([+-]?\d+)")
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?")


class Answer(NamedTuple):
    """An answer that Moodle knows: its value, tolerance, share and feedback."""

    value: float
    tolerance: float
    share: float
    feedback: str

    def holds(self, number: float) -> bool:
        """Tell whether a number is as near as it must be."""
        widest = max(abs(self.tolerance), abs(self.value), PRECISION)
        reach = self.tolerance + PRECISION * widest
        return self.value - reach <= number <= self.value + reach


class Marked(NamedTuple):
    """A mark from 0 to 1, the feedback, and whether Moodle takes it without a word."""

    mark: float
    feedback: str
    is_complete: bool


class Question(NamedTuple):
    """A numerical question as it is imported, in a language with these two signs."""

    name: str
    text: str
    answers: list[Answer]
    units: dict[str, float]
    display: str
    grading: str
    penalty: float
    number: str
    tags: list[str]

    def mark(self, typed: str, unit: str = "", signs: str = ".,") -> Marked:
        """Mark what was typed, with the unit that was chosen where there is a list.

        `signs` are the decimal mark and what sets thousands apart, by the language.
        """
        point, thousands = signs[0], signs[1]
        value, behind = _read(typed, point, thousands)
        has_list = self.display == FROM_A_LIST
        is_complete = value is not None and thousands not in typed
        is_complete &= not (behind and self.display != OPTIONAL)
        is_complete &= bool(unit) or not has_list
        if value is None:
            return Marked(0, "", is_complete)
        return self._graded(value, unit if has_list else behind, is_complete)

    def _graded(self, value: float, unit: str, is_complete: bool) -> Marked:
        known = unit in self.units
        scaled = value / self.units[unit] if known else value
        for answer in self.answers:
            if answer.holds(scaled):
                return Marked(
                    self._less(answer, is_right=known), answer.feedback, is_complete
                )
            if answer.holds(value):
                return Marked(
                    self._less(answer, is_right=False), answer.feedback, is_complete
                )
        return Marked(0, "", is_complete)

    def _less(self, answer: Answer, *, is_right: bool) -> float:
        """Take the penalty for a wrong unit from the share of an answer."""
        if is_right or self.grading not in {OF_THE_MARK, OF_THE_WHOLE}:
            return answer.share
        of = answer.share if self.grading == OF_THE_MARK else 1
        return max(answer.share - self.penalty * of, 0)


def _read(typed: str, point: str, thousands: str) -> tuple[float | None, str]:
    """Part what was typed in a number and what stands behind it."""
    text = POWER.sub(r"e\1", typed.replace(" ", ""))
    if "." in text or text.count(",") > 1:
        text = text.replace(",", "")
    else:
        text = text.replace(thousands, "").replace(point, ".").replace(",", ".")
    match = NUMBER.match(text)
    return (float(match[0]), text[match.end() :]) if match else (None, "")


def imported(xml: str) -> list[Question]:
    """Import a file: the questions in it, but for the category."""
    quiz = ET.fromstring(xml)  # noqa: S314 - our own
    return [_question(each) for each in quiz if each.get("type") == "numerical"]


def _question(each: ET.Element) -> Question:
    units: dict[str, float] = {}
    for unit in each.iterfind("units/unit"):
        name = unit.findtext("unit_name") or ""
        assert name.casefold() not in map(str.casefold, units), "no database has both"
        units[name] = float(unit.findtext("multiplier") or 1)
    return Question(
        each.findtext("name/text") or "",
        each.findtext("questiontext/text") or "",
        [_answer(answer) for answer in each.iterfind("answer")],
        units,
        each.findtext("showunits") or OPTIONAL,
        each.findtext("unitgradingtype") or "0",
        float(each.findtext("unitpenalty") or 0.1),
        each.findtext("idnumber") or "",
        [tag.findtext("text") or "" for tag in each.iterfind("tags/tag")],
    )


def _answer(answer: ET.Element) -> Answer:
    return Answer(
        float(answer.findtext("text") or 0),
        abs(float(answer.findtext("tolerance") or 0)),
        float(answer.get("fraction") or 0) / 100,
        answer.findtext("feedback/text") or "",
    )
