"""Times of day: 09:30, 0930 and 9:30 am, and the days before and after.

A time is held in minutes from a midnight long before the day in question, so that one
on a day before is a number above zero too.
"""

from __future__ import annotations

import re
from fractions import Fraction

from ketacalc.errors import Unreadable
from ketacalc.say import later

DAY, HOUR = 1440, 60
TODAY = 100  # days that a time may lie before
NOON = 12
_TIME = (
    r"(?i)(?P<hour>[0-9]{1,2})(?:(?P<mark>[:.h]?)(?P<minute>[0-9]{2}))?\s*"
    r"(?P<half>[ap]\.?m\.?)?(?:\s*(?:h|hrs|hours))?"
    r"(?:\s*\((?P<day>[+−-][1-9][0-9]?) days?\))?"
)


def read_time(text: str) -> Fraction:
    """Read a time of day, in minutes from a midnight long before the day.

    Raises Unreadable.
    """
    match = re.fullmatch(_TIME, text.strip())
    if match is None or not (match["half"] or match["minute"]):
        raise Unreadable(
            text, later("it is no time of day"), later("a time such as 09:30")
        )
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if len(match["hour"]) == 1 and not match["mark"] and match["minute"]:
        raise Unreadable(
            text, later("it may be two times"), f"0{hour}:{match['minute']}"
        )
    if match["half"]:
        if not 1 <= hour <= NOON:
            raise Unreadable(
                text, later("am and pm go with 1 to 12"), f"{hour:02}:{minute:02}"
            )
        hour = hour % NOON + NOON * match["half"].lower().startswith("p")
    if hour >= DAY // HOUR or minute >= HOUR:
        raise Unreadable(
            text, later("a day goes from 00:00 to 23:59"), later("a time such as 09:30")
        )
    day = TODAY + int((match["day"] or "0").replace("−", "-"))
    return Fraction(day * DAY + hour * HOUR + minute)


def write_time(value: Fraction) -> str:
    """Write a time of day to the minute, and which day where it is another one."""
    minutes = int(value + Fraction(1, 2))
    days, rest = divmod(minutes, DAY)
    days -= TODAY
    day = f" ({days:+} day{'s' * (abs(days) > 1)})" if days else ""
    return f"{rest // HOUR:02}:{rest % HOUR:02}{day}".replace("-", "−")
