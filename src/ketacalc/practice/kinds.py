"""What practice problems are made of: patterns, figures to draw from, and wording.

Every drug is made up, and so is every order.
"""

from __future__ import annotations

from typing import NamedTuple

from ketacalc.say import later


class Pattern(NamedTuple):
    """What is given (keys of FIGURES) and what may be asked, as behind the arrow."""

    topic: str
    given: tuple[str, ...]
    asked: tuple[str, ...]


def _each(form: str, values: str) -> tuple[str, ...]:
    """Put each value in the place of #; a bar in it stands for a space."""
    return tuple(form.replace("#", each.replace("|", " ")) for each in values.split())


_ADULTS = _each(
    "# kg", "46 48 52 54 56 58 62 64 65 66 68 70 72 74 75 76 78 80 82 84 88"
)
_ADULTS_LB = _each("# lb", "99 110 121 143 154 165 176 187 198 209")
_CHILDREN = _each("# kg", "8 9 11 12 13 14 15 16 17 18 19 21 22 23 24 25 26 28 32 36")
_CHILDREN_LB = _each("# lb", "22 33 44 55 66 77")

# A key is a quantity, and behind a slash what sets its figures apart.
FIGURES = {
    "weight": (*_ADULTS, *_ADULTS_LB),
    "weight/child": (*_CHILDREN, *_CHILDREN_LB),
    "weight/lb": _ADULTS_LB,
    "dose": (
        *_each("# mg/kg", "0.15 0.2 0.25 0.3 0.35 0.4 0.5 0.75 1.5 2 2.5 3"),
        *_each("# mcg/kg", "15 20 25 40 50 75 150 250"),
    ),
    "dose/child": _each("# mg/kg", "0.15 0.3 0.5 1.5 2 4 5 7.5 12.5 15 20 25"),
    "dose_each": _each("# mg/kg/dose", "0.3 0.5 1.5 2.5 4 5 7.5 12.5 15 20"),
    "dose_rate": (
        *_each("# mcg/kg/min", "1.5 2 2.5 3 4 5 6 7.5 8 12 12.5 15"),
        *_each("# mg/kg/h", "0.15 0.2 0.25 0.3 0.45 0.6 0.75 1.2 1.5"),
    ),
    "dose_rate/day": _each("# mg/kg/day", "15 18 20 24 30 36 40 45 48 50 75 80"),
    "dose_rate/slow": (
        *_each("# mg/kg/day", "7.2 14.4 18 21.6 28.8 36 43.2"),
        *_each("# g/kg/day", "0.0072 0.0144 0.018 0.0216 0.0288 0.036 0.072"),
        *_each("# mg/kg/h", "0.15 0.3 0.45 0.6 0.75 0.9 1.2 1.5"),
        *_each("# mcg/kg/min", "1.5 2.5 4 5 7.5 12.5 15 25"),
    ),
    "dose_rate/far": (
        *_each("# g/kg/day", "0.0036 0.0072 0.0108 0.0144 0.018 0.0216 0.0252 0.0288"),
        *_each("# g/kg/day", "0.0324 0.036 0.0396 0.0432 0.0504 0.0576 0.0648 0.072"),
        *_each("# mg/kg/h", "0.15 0.18 0.24 0.27 0.36 0.45 0.48 0.54 0.63 0.72 0.75"),
        *_each("# mg/kg/day", "7.2 14.4 18 21.6 25.2 28.8 32.4 36 39.6 43.2 46.8 72"),
        *_each("# mcg/kg/min", "1.25 2.5 3.75 6.25 7.5 8.75 12.5 15 17.5 22.5 25"),
        *_each("# ng/kg/min", "2,500 5,000 7,500 12,500 15,000 17,500 22,500 25,000"),
        *_each("# ng/kg/min", "27,500 30,000 32,500 35,000 37,500 42,500 45,000"),
    ),
    "amount": (
        *_each("# mg", "12 15 18 24 25 30 35 36 45 64 72 75 84 120 150 175 250 350"),
        *_each("# mcg", "150 250 350 400 750"),
        *_each("# g", "0.15 0.25 0.35 0.4 0.75 1.2 1.5"),
    ),
    "amount/tablets": (
        *_each("# mg", "125 150 175 225 250 375 450 500 625 750"),
        *_each("# g", "0.125 0.15 0.25 0.375 0.45 0.5 0.75 1.5"),
    ),
    "systemic": _each("# mg", "12 15 18 24 27 36 45 48 63 72"),
    "rate": (
        *_each("# mg/min", "0.15 0.25 0.35 0.4 0.5 0.75 0.875 1.25 1.5 2.5"),
        *_each("# mg/h", "6 7.5 9 12 15 18 24 27 36 45 52.5 75"),
        *_each("# mcg/min", "150 250 300 350 400 500 750"),
    ),
    "duration": (
        *_each("# min", "15 20 24 25 30 35 40 45 48 50 75 90"),
        *_each("# h", "2 3 4 5 6 8 12"),
        "1 h 30 min",
        "2 h 30 min",
    ),
    "duration/long": _each("# h", "3 4 5 6 8 12 16"),
    "concentration": (
        *_each("# mg/mL", "2 4 5 8 12.5 25 40 50"),
        *_each("# in 250 mL", "400|mg 600|mg 800|mg 1.2|g"),
        *_each("# in 50 mL", "100|mg 125|mg 150|mg 200|mg 250|mg 400|mg"),
        *_each("# in 100 mL", "120|mg 150|mg 250|mg 400|mg"),
    ),
    "concentration/syrup": (
        *_each("# mg/mL", "8 12.5 24 25 40 50"),
        *_each("# in 5 mL", "40|mg 60|mg 75|mg 120|mg 125|mg 160|mg 200|mg 250|mg"),
    ),
    "pump_rate/drip": (
        *_each("# mL/h", "36 45 48 54 63 72 75 81 84 90 96 108 120 126 135 144 150"),
        *_each("# mL/min", "0.6 0.7 0.8 0.9 1.1 1.2 1.3 1.4 1.6 1.7 1.8 1.9 2.1 2.2"),
        *_each("# mL/min", "2.3 2.4 2.6 2.7 2.8 2.9 3.2"),
    ),
    # What runs through a drip is thin, so that ten drops a minute are reached.
    "concentration/drip": (
        *_each("# mg/mL", "0.4 0.5 0.6 0.8 1.2 1.5 2 2.5"),
        *_each("# in 250 mL", "100|mg 150|mg 200|mg 300|mg 400|mg 500|mg 600|mg"),
        *_each("# in 500 mL", "200|mg 300|mg 400|mg 600|mg 750|mg"),
    ),
    "rate/drip": (
        *_each("# mg/min", "0.8 0.9 1.2 1.4 1.5 1.6 1.8 2 2.1 2.4 2.5 2.7 3 3.2 3.6 4"),
        *_each("# mg/h", "45 48 54 63 72 75 81 84 90 96 108 120 126 144 150 162 180"),
        *_each("# mcg/min", "600 800 900 1,200 1,500 1,600 1,800 2,400 2,500"),
    ),
    "dose_rate/drip": (
        *_each("# mcg/kg/min", "12 15 16 18 20 24 25 30 32 36 40 45"),
        *_each("# mg/kg/h", "0.9 1.2 1.5 1.8 2.4 2.7"),
    ),
    "dose/drip": _each("# mg/kg", "0.5 0.6 0.75 0.9 1.2 1.5 2 2.4 2.5 3"),
    "volume/drip": (
        *_each("# mL", "54 63 72 75 81 90 99 108 117 120 126 135 144 150 153 162 180"),
        *_each("# mL", "189 198 207 216 225 234 243 252 270 288 300 315 324 360 378"),
        *_each("# mL", "405 432 450 468 504 540 567 576 594 630 648 675 720 756 810"),
    ),
    "duration/drip": (
        *_each("# h", "1.5 2 2.5 3 4 4.5 5 6 7 7.5 8 9 12"),
        *_each("# min", "18 24 27 36 42 45 48 54 63 72 84"),
    ),
    "volume": (
        *_each("# mL", "75 100 120 125 150 200 225 250 300 400 450 500 600 750"),
        *_each("# L", "0.5 0.75 1.2 1.5"),
    ),
    "pump_rate": (
        *_each("# mL/h", "12 15 18 24 30 36 45 48 54 63 72 75 84 90 96 120 125 150"),
        *_each("# mL/min", "0.4 0.5 0.75 0.8 1.2 1.25 1.5 2 2.5"),
    ),
    # 10 gtt/mL hides slips behind a decimal point, 60 gtt/mL behind × 60 min/h.
    "drop_factor": _each("# gtt/mL", "15 20"),
    "drip_rate": _each("# gtt/min", "12 14 16 18 21 24 25 28 30 32 35 36 42 45 48 50"),
    "fluid_rate": _each("# mL/kg/h", "1.5 2 2.5 3 4 5 6"),
    "strength": _each("# mg/tablet", "25 50 75 125 150 250 300 500"),
    "frequency": _each("# doses/day", "2 3 4 6"),
    "per_dose": _each("# mg/dose", "75 120 125 150 180 225 240 250 375 450"),
    "tablets": _each("# tablets", "1.5 2 2.5 3 4"),
    "bioavailability": _each("# %", "15 16 18 24 25 30 32 35 36 40 45 64 75 80"),
}

PATTERNS = tuple(
    Pattern(topic, tuple(given.split()), tuple(asked.split(", ")))
    for topic, given, asked in (
        ("conversion", "amount", "mg, mcg, g"),
        ("conversion", "weight/lb", "kg"),
        ("conversion", "rate", "mg/h, mg/min, mcg/min, mcg/h"),
        ("conversion", "dose_rate/slow", "mcg/kg/min, mg/kg/h, ng/kg/min, mg/kg/day"),
        ("conversion", "pump_rate", "mL/min, mL/h"),
        ("conversion", "volume", "mL, L"),
        ("conversion", "dose_rate/far", "ng/kg/min, mg/kg/day, g/kg/day"),
        ("bolus", "weight dose", "mg, mcg"),
        ("bolus", "weight/child dose/child", "mg"),
        ("bolus", "amount concentration", "mL"),
        ("bolus", "weight dose concentration", "mL"),
        ("bolus", "weight/child dose/child concentration", "mL"),
        ("infusion", "amount duration", "mg/h, mg/min"),
        ("infusion", "weight dose_rate", "mg/h, mg/min"),
        ("infusion", "weight dose duration", "mg/h, mg/min"),
        ("pump", "volume duration/long", "mL/h"),
        ("pump", "volume duration", "mL/h"),
        ("pump", "weight/child fluid_rate", "mL/h"),
        ("pump", "rate concentration", "mL/h"),
        ("pump", "weight dose_rate concentration", "mL/h"),
        ("pump", "weight dose duration concentration", "mL/h"),
        ("drip", "pump_rate/drip drop_factor", "gtt/min"),
        ("drip", "volume/drip duration/drip drop_factor", "gtt/min"),
        ("drip", "weight/child fluid_rate drop_factor", "gtt/min"),
        ("drip", "rate/drip concentration/drip drop_factor", "gtt/min"),
        ("drip", "weight dose_rate/drip concentration/drip drop_factor", "gtt/min"),
        (
            "drip",
            "weight dose/drip duration/drip concentration/drip drop_factor",
            "gtt/min",
        ),
        ("reverse", "amount weight", "mg/kg, mcg/kg"),
        ("reverse", "rate weight", "mcg/kg/min, mg/kg/h"),
        ("reverse", "volume pump_rate", "h, min"),
        ("reverse", "pump_rate concentration", "mg/h, mg/min"),
        ("reverse", "pump_rate concentration weight", "mcg/kg/min, mg/kg/h"),
        ("reverse", "drip_rate drop_factor", "mL/h"),
        ("reverse", "drip_rate drop_factor volume", "h"),
        ("oral", "amount/tablets strength", "tablet"),
        ("oral", "weight/child dose_each", "mg/dose"),
        ("oral", "weight/child dose_each concentration/syrup", "mL/dose"),
        ("oral", "weight/child dose_rate/day frequency", "mg/dose"),
        ("oral", "weight/child dose_rate/day frequency concentration/syrup", "mL/dose"),
        ("oral", "per_dose frequency", "mg/day, g/day"),
        ("oral", "weight dose strength", "tablet"),
        ("bioavailability", "amount bioavailability", "systemic in mg"),
        ("bioavailability", "systemic bioavailability", "mg"),
        ("bioavailability", "strength tablets bioavailability", "systemic in mg"),
        (
            "bioavailability",
            "weight dose bioavailability",
            "systemic in mg, systemic in mcg",
        ),
        (
            "bioavailability",
            "weight dose_rate duration bioavailability",
            "systemic in mg",
        ),
    )
)
TOPICS = tuple(dict.fromkeys(pattern.topic for pattern in PATTERNS))

# What an answer may be, by unit, or by topic and unit: from, to, and the smallest step
# that a device gives.
RANGES = {
    "gtt/min": ("10", "120", "1"),
    "mL/h": ("0.5", "999", "0.1"),
    "mg/h": ("0.01", "1500", "0.001"),
    "min": ("5", "1440", "0.1"),
    "h": ("0.1", "48", "0.1"),
    "g/kg/day": ("0.001", "10", "0.0001"),
    "mL": ("0.1", "1000", "0.1"),
    "bolus mL": ("0.1", "60", "0.1"),
    "mL/dose": ("0.1", "20", "0.1"),
    "mg/kg": ("0.02", "100", "0.001"),
    "tablet": ("0.5", "6", "0.5"),
}

# In the order in which they are said.
SENTENCES = {
    "dose": later("The order is {figure} of drug {drug}."),
    "dose_each": later("The order is {figure} of drug {drug}."),
    "dose_rate": later("The order is {figure} of drug {drug}."),
    "amount": later("The order is {figure} of drug {drug}."),
    "per_dose": later("The order is {figure} of drug {drug}."),
    "tablets": later("The order is {figure} of drug {drug}."),
    "rate": later("Drug {drug} runs at {figure}."),
    "systemic": later("Of drug {drug}, {figure} has reached the circulation."),
    "fluid_rate": later("Fluid is ordered at {figure}."),
    "volume": later("A volume of {figure} is to be given."),
    "pump_rate": later("The pump runs at {figure}."),
    "drip_rate": later("The drip runs at {figure}."),
    "duration": later("It is given over {figure}."),
    "frequency": later("It is given in {figure}."),
    "weight": later("The patient weighs {figure}."),
    "concentration": later("The solution on hand is {figure}."),
    "strength": later("The tablets on hand are {figure}."),
    "bioavailability": later("The bioavailability by this route is {figure}."),
    "drop_factor": later("The giving set delivers {figure}."),
}
CHILD_WEIGHS = later("The child weighs {figure}.")
# Of one topic: what has a bioavailability and a duration runs under the skin, and what
# is counted in drops has no pump.
SENTENCES_OF = {
    ("bioavailability", "duration"): later("It runs under the skin over {figure}."),
    ("drip", "pump_rate"): later("The fluid is to run at {figure}."),
}
QUESTION = later("What is the {label} in {unit}?")
QUESTIONS = {
    ("reverse", "pump_rate"): later("How fast is that, in {unit}?"),
    ("oral", "tablets"): later("How many tablets is that?"),
    ("bioavailability", "systemic"): later(
        "How much reaches the circulation, in {unit}?"
    ),
    ("bioavailability", "amount"): later("How much was given, in {unit}?"),
}
CONVERT = later("Convert {figure} to {unit}.")
