"""The units of a numerical question of Moodle's: which may be chosen, and their sizes.

Moodle takes a number for right beside any unit, less a penalty for a wrong one.  Here
the penalty is the whole mark: 1240 mcg is right for 1.24 mg, and 1.24 g has no mark.
The unit is chosen from a list, so that none is lost for how it is spelled: a database
that takes mL and ml for the same may not be given both.

Sources: Moodle, qtype_numerical (question.php, questiontype.php, db/install.xml).
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ketacalc.language.families import family
from ketacalc.language.numbers import rounded, write_decimals
from ketacalc.practice.export.trees import NO_SEPARATOR, THOUSAND, TIME, add
from ketacalc.say import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from ketacalc.practice.drawing import Exercise

# How a unit is marked and asked for, and to how many places its size is kept.
UNGRADED, PART_OF_MARK = "0", "1"
FROM_A_LIST, NO_UNIT = "2", "3"
ALL = "1"
PLACES = 19


def add_units(question: ET.Element, each: Exercise) -> None:
    """Add the units in which the answer may be; tablets have only one, and no list."""
    sizes = dict(_sizes(each))
    units = ET.SubElement(question, "units")
    for name, size in sizes.items():
        unit = ET.SubElement(units, "unit")
        add(unit, "multiplier", _to_places(size))
        add(unit, "unit_name", name)
    has_list = len(sizes) > 1
    settings = {
        "unitgradingtype": PART_OF_MARK if has_list else UNGRADED,
        "unitpenalty": ALL,
        "showunits": FROM_A_LIST if has_list else NO_UNIT,
        "unitsleft": "0",
    }
    for tag, text in settings.items():
        add(question, tag, text)


def _sizes(each: Exercise) -> Iterator[tuple[str, Fraction]]:
    """Yield the units, the one asked first, and how many of each make one of that.

    What is rounded is right in the unit that is asked alone: 14.3 gtt/min are not
    840 gtt/h.
    """
    asked, question = each.result.unit, each.problem.asked
    members = (asked,) if question and question.rounds else family(asked)
    return ((member.text, asked.scale / member.scale) for member in members)


def _to_places(size: Fraction) -> str:
    return write_decimals(rounded(size, PLACES), PLACES).rstrip("0").rstrip(".")


def how_to_type(each: Exercise) -> str:
    """Say how a time is typed, or a number whose thousands might be set apart.

    A comma is a decimal mark for one Moodle and sets thousands apart for another.
    """
    if each.choices:
        return ""
    if each.is_a_time:
        return f"<p>{escape(say(TIME))}</p>"
    largest = max(each.value * size for _, size in _sizes(each))
    return f"<p>{escape(say(NO_SEPARATOR))}</p>" if largest >= THOUSAND else ""
