"""XML as it is handed to a learning platform."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ketacalc.inert import inert
from ketacalc.notice import NOTICE
from ketacalc.practice.export.paper import steps_in_html
from ketacalc.say import later, say

if TYPE_CHECKING:
    from ketacalc.practice.drawing import Exercise

THOUSAND = 1000
TIME = later("Write the time as 09:05.")
NUMBER_ONLY = later("Write the number only; it is in {unit}.")
NO_SEPARATOR = later("Write the number without a sign between thousands: 1250.")


def add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """Add an element, with a text that cannot act."""
    element = ET.SubElement(parent, tag, attributes)
    element.text = inert(text) or None
    return element


def whole(root: ET.Element) -> str:
    """Write a tree with its head, a line for each element."""
    ET.indent(root)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}\n{ET.tostring(root, 'unicode')}\n"


def how_to_answer(each: Exercise) -> tuple[str, ...]:
    """Say that a number is all that is wanted, and how thousands are written."""
    if each.choices:
        return ()
    if each.is_a_time:
        return (say(TIME),)
    told = [say(NUMBER_ONLY, unit=each.unit)]
    return (*told, *[say(NO_SEPARATOR)] * (each.value >= THOUSAND))


def explained(each: Exercise, slips: str = "") -> str:
    """Write the working, what is known to go wrong, and the notice, as HTML."""
    notice = f"<p><small>{escape(say(NOTICE))}</small></p>"
    why = f": {each.told}" if each.told else ""
    return f"<p>{escape(each.answer + why)}</p>{steps_in_html(each)}{slips}{notice}"
