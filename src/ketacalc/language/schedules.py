"""How often: the words of an order, such as bid, q8h and 3 times a day, in doses a day.

Sources: ISMP List of Error-Prone Abbreviations, Symbols, and Dose Designations, for
what is refused: QD and QOD are misread as each other, and as QID.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from ketacalc.errors import Unreadable
from ketacalc.language.figures import NUMBER, RUN_TOGETHER, Figure
from ketacalc.language.numbers import decimals_of
from ketacalc.language.units import unit
from ketacalc.say import later

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_SCHEDULE = 30
COUNTS = {"once": 1, "twice": 2, "thrice": 3, "one": 1, "two": 2, "three": 3}
COUNTS |= {"four": 4, "five": 5, "six": 6}
WORDS = dict.fromkeys(("daily", "every day"), Fraction(1))
WORDS |= {"bid": Fraction(2), "tid": Fraction(3), "qid": Fraction(4)}
WORDS |= {"bd": Fraction(2), "tds": Fraction(3), "qds": Fraction(4)}
WORDS |= {"every other day": Fraction(1, 2), "weekly": Fraction(1, 7)}
WORDS |= {"every week": Fraction(1, 7), "hourly": Fraction(24)}
MISREAD, WHEN = later("it is easily misread"), later("it says when, and not how often")
AS_NEEDED = later("as needed is no number of doses")
# A word, why it is refused, and what to write.
REFUSED = {
    "qd": (MISREAD, "daily"),
    "od": (MISREAD, "daily"),
    "qod": (MISREAD, "every other day"),
    "biw": (MISREAD, "twice weekly"),
    "hs": (MISREAD, "daily"),
    "stat": (later("at once is one dose"), "1 dose"),
}
REFUSED |= dict.fromkeys(
    ("nocte", "mane", "at night", "in the morning", "at bedtime"), (WHEN, "daily")
)
REFUSED |= dict.fromkeys(
    ("prn", "as needed", "when required", "if needed"),
    (AS_NEEDED, later("the doses that are given, such as 4 doses/day")),
)

# b.i.d. and q.8.h. are bid and q8h; a full stop inside of a word is none of them.
_DOTTED = r"(?<![a-z])[a-z]\.(?:[a-z0-9]+\.)*[a-z]?(?![a-z])"
_TO = r"(?:\s*(?:-|–|to)\s*([1-9][0-9]?))?"
# Patterns of what few lines hold are compiled where they are first needed.
_EVERY = (
    rf"(?:q|every)\s*([1-9][0-9]?){_TO}\s*(?:h|hr|hrs|hours|hourly)"
    rf"|([1-9][0-9]?){_TO}[\s-]*(?:hourly|hrly)"
)
_TIMES = (
    rf"({'|'.join(COUNTS)}|[1-9][0-9]?){_TO}(?:\s*(?:times|x|×))?\s*"
    r"(?:/|\b(?:a|an|per|each|every)\b)?\s*(day|daily|week|weekly)"
)
# 250 mg/dose q6h, and tid 250 mg: a figure beside the words of how often.
_BESIDE = rf"({NUMBER}\s*[A-Za-z%µμ][^\s,;]*)\s+(\S.*)"
_BEHIND = rf"([A-Za-z].*?)\s+({NUMBER}\s*[A-Za-z%µμ][^\s,;]*)"
# What is of one dose where it stands beside how often.
_EACH = ("drug", "volume", "tablet", "drug/body", "volume/body")
DAYS_OF = {"day": 1, "daily": 1, "week": 7, "weekly": 7}


def read_schedule(text: str) -> tuple[Figure, ...]:
    """Read how often in words as doses a day; nothing where it is no such word.

    q8h is 24 ÷ 8 doses/day, and q6-8h is 3 to 4.  Raises Unreadable for a word that is
    misread, and for a figure with words around it.

    ```pycon
    >>> print(*read_schedule("q8h"), *read_schedule("twice a day"))
    3 doses/day 2 doses/day

    ```
    """
    found = _schedule(text)
    if not found:
        from ketacalc.language.jottings import refuse_jottings  # noqa: PLC0415 - see below

        _refuse_beside(text)
        refuse_jottings(text)
    return found


def _schedule(text: str) -> tuple[Figure, ...]:
    if len(text) > LONGEST_SCHEDULE:
        return ()
    dotless = re.sub(_DOTTED, lambda m: m[0].replace(".", ""), text.lower())
    plain = re.sub(r"\s+", " ", dotless.removesuffix(".")).strip()
    if plain in REFUSED:
        raise Unreadable(text, *REFUSED[plain])
    if plain in WORDS:
        return (_a_day(WORDS[plain]),)
    if match := re.fullmatch(_EVERY, plain):
        return _rising(_every(text, int(hours)) for hours in match.groups() if hours)
    match = re.fullmatch(_TIMES, plain)
    if match is None or match[0].isdigit():
        return ()
    *counts, days = match.groups()
    found = (COUNTS.get(each) or int(each) for each in counts if each)
    return _rising(_a_day(Fraction(each, DAYS_OF[days])) for each in found)


def _refuse_beside(text: str) -> None:
    """Refuse 600 mg tid, a figure and how often without a comma.  Raises Unreadable."""
    # A plain figure, as nearly all are, waits for none of it.
    from ketacalc.language.jottings import figure_in  # noqa: PLC0415

    for form, at in ((_BESIDE, 1), (_BEHIND, 2)):
        match = re.fullmatch(form, text.strip())
        figure = figure_in(match[at]) if match else None
        if match is None or figure is None or figure.unit.kind == "dose":
            continue
        words = match[len(match.groups()) + 1 - at]
        if _schedule(words):
            each = "/dose" * (figure.unit.kind in _EACH)
            raise Unreadable(text, RUN_TOGETHER, f"{match[at]}{each}, {words}")


def _rising(ends: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return the ends of a range, the lower one first."""
    return tuple(sorted(ends, key=lambda each: each.base_value))


@lru_cache(maxsize=256)
def is_schedule(text: str) -> bool:
    """Tell whether text says how often, in words that are read or refused."""
    try:
        return bool(read_schedule(text))
    except Unreadable:
        return True


def _every(text: str, hours: int) -> Figure:
    doses = Fraction(24, hours)
    if decimals_of(doses) is None:
        raise Unreadable(
            text, later("it does not come round in a day"), later("the doses a day")
        )
    return _a_day(doses)


def _a_day(doses: Fraction) -> Figure:
    """Return doses a day, or a week where they are whole there."""
    if decimals_of(doses) is None:
        return Figure(doses * 7, unit("dose/week"))
    return Figure(doses, unit("dose/day"))
