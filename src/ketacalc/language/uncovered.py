"""What is left out on purpose: what it is called, and what to write instead.

Grains, money and the like stand in problems, and a reader who meets them is better
served by a sentence than by a guess at a unit.  Grains are near to grams, and minims to
minutes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ketacalc.say import later, say


class Uncovered(NamedTuple):
    """One thing that is left out.

    `units` and `names` are how it is written as a unit and as a name; `pattern` is a
    whole figure that is no number and unit.
    """

    thing: str
    instead: str
    units: str = ""
    names: str = ""
    pattern: str = ""

    @property
    def reason(self) -> str:
        """Say that it is left out, and what to write."""
        return say(
            "not covered: {thing}; {instead}",
            thing=say(self.thing),
            instead=say(self.instead),
        )


_ROMAN = "(?:[ivx]+(?:ss)?|ss)"
_COUNTED = r"(?:tabs?|tablets?|caps?|capsules?|gtts?|drops?|doses?|puffs?)(?:/\w+)?"

UNCOVERED = (
    Uncovered(
        later("grains"),
        later("work it out and give mg"),
        units="gr grain grains",
        pattern=rf"(?i)gr\.?\s*(?:{_ROMAN}|[0-9].*)",
    ),
    Uncovered(
        later("minims and drams"),
        later("work it out and give mL"),
        units="minim minims dram drams drachm drachms fluidram fluidrams",
        names="minims drams",
    ),
    Uncovered(
        later("Roman numerals"),
        later("write the number in digits, and leave out a route such as IV"),
        pattern=rf"(?i){_ROMAN}(?:\s+{_COUNTED})?|{_COUNTED}\s+{_ROMAN}",
    ),
    Uncovered(
        later("stones"),
        later("give lb or kg, 14 lb for a stone"),
        units="st stone stones",
    ),
    Uncovered(
        later("temperature"),
        later("work it out by hand"),
        units="°C °F ℃ ℉ ºC ºF C F celsius fahrenheit degree degrees °",
        names="temperature temp",
    ),
    Uncovered(
        later("money"),
        later("work the amount out, and the price by hand"),
        units="$ € £ ¥ USD EUR GBP dollar dollars euro euros cent cents ¢",
        names="price cost fee money",
        pattern=r"(?i)(?:[$€£¥]|usd|eur|gbp)\s*[0-9].*",
    ),
    Uncovered(
        later("energy (kcal)"),
        later("work it out and give g or mL"),
        units="kcal cal Cal kJ calorie calories kilocalorie kilocalories",
        names="energy calories kcal",
    ),
    Uncovered("% v/v", later("work it out and give mL"), units="%v/v v/v"),
    Uncovered("% w/w", later("work it out and give g"), units="%w/w w/w"),
    Uncovered(
        "half-lives",
        later("work it out and give what is left in mg"),
        units="half-life half-lives",
        names="half_life half_lives halflife t_half t½ t1/2",
    ),
    Uncovered(
        later("age rules (Young, Clark)"),
        later("work the dose out and give it in mg"),
        units="year years yr yrs y year-old years-old",
        names="age adult_dose child_dose young clark fried young's_rule clark's_rule",
    ),
    Uncovered(
        later("alligation"),
        later("work the parts out and give mL"),
        units="part parts",
        names="alligation parts",
    ),
)

_UNITS = {unit: each for each in UNCOVERED for unit in each.units.split()}
_NAMES = {name: each for each in UNCOVERED for name in each.names.split()}
# What is compiled where it is needed: a figure that is read waits for none of it.
_MONTH = r"(?i)\b(?:months?|mos?)\b"
_MONTHS = r"(?i)([1-9][0-9]?)?\s*\b(?:months?|mos?)\b\.?"
_DAYS_OF_A_MONTH = 30
NO_FIXED_TIME = later("a month is no fixed time: how many days?")


def uncovered_unit(*spellings: str) -> str:
    """Say why a unit is left out, by the first spelling that is known; else "".

    ```pycon
    >>> uncovered_unit("gr")
    'not covered: grains; work it out and give mg'

    ```
    """
    for each in spellings:
        if re.search(_MONTH, each):
            return NO_FIXED_TIME
        plain = re.sub(r"[.\s]", "", each)
        if found := _UNITS.get(plain) or _UNITS.get(plain.lower()):
            return found.reason
        if found := _NAMES.get(re.sub(r"[\s-]+", "_", each.strip().lower())):
            return found.reason
    return ""


def uncovered_name(name: str) -> str:
    """Say why a quantity is left out, or return ""."""
    found = _NAMES.get(name)
    return found.reason if found else ""


def uncovered_figure(text: str) -> tuple[str, str]:
    """Say why a whole figure is left out, and what to write; else two empty texts.

    ```pycon
    >>> uncovered_figure("3 months")
    ('a month is no fixed time: how many days?', 'the days, such as 90 days')

    ```
    """
    if match := re.fullmatch(_MONTHS, text):
        days = int(match[1] or 1) * _DAYS_OF_A_MONTH
        return NO_FIXED_TIME, say("the days, such as {days} days", days=days)
    for found in UNCOVERED:
        if found.pattern and re.fullmatch(found.pattern, text):
            return found.reason, ""
    return "", ""
