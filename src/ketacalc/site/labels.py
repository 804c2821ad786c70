"""What a page says around its answers: labels, buttons, and what can go wrong there."""

from __future__ import annotations

from typing import NamedTuple

from ketacalc.say import later


class Field(NamedTuple):
    """One thing to fill in: its name in a request, its label, and an example.

    `kind` is text, switch or choice; what `must` be filled in nothing follows without.
    """

    name: str
    label: str
    example: str = ""
    kind: str = "text"
    must: bool = False


class Shelf(NamedTuple):
    """One thing to look up: its name in a request, its label, and its fields."""

    name: str
    label: str
    fields: tuple[Field, ...] = ()


WORDS = later("Only what has these words")
FULL = Field("full", later("All of it, with where to find the sources"), kind="switch")
POUNDS = Field(
    "exact_pounds", later("1 lb = 0.45359237 kg, not 1 kg = 2.2 lb"), kind="switch"
)
COMMA = Field("decimal_comma", later("Decimal commas: 52,5 for 52.5"), kind="switch")
WEIGHT = Field("weight", later("Body weight"), "70 kg")
DOSE = Field("dose", later("Dose"), "0.5 mg/kg")
DURATION = Field("duration", later("Duration"), "40 min")
CONCENTRATION = Field("concentration", later("Concentration"), "1 mg/mL")
DROPS = Field("drop_factor", later("Drop factor"), "20 gtt/mL")
SHELVES = (
    Shelf(
        "routes",
        later("Routes"),
        (
            Field("words", WORDS, "nasal"),
            Field("amount", later("Racemic amount"), "35 mg"),
            FULL,
        ),
    ),
    Shelf("protocols", later("Protocols"), (Field("words", WORDS, "vials"), FULL)),
    Shelf(
        "infusion",
        later("Work a protocol"),
        (
            Field("protocol", later("Protocol"), kind="choice"),
            *(WEIGHT._replace(must=True), DOSE, DURATION, CONCENTRATION, DROPS),
        ),
    ),
    Shelf("evidence", later("Evidence"), (Field("words", WORDS, "ptsd"), FULL)),
    Shelf(
        "claims",
        later("What articles say"),
        (Field("words", WORDS, "memory"), FULL),
    ),
    Shelf("mechanism", later("Mechanism"), (Field("words", WORDS, "bladder"), FULL)),
    Shelf(
        "chart",
        later("Chart"),
        (
            Field("weight", later("Body weights"), "40kg..100kg"),
            Field("step", later("Between two weights"), "10kg"),
            Field("dose", later("Doses, or a range of them"), "2-20 mcg/kg/min"),
            DURATION,
            CONCENTRATION,
            Field("show", later("What a cell shows"), "mL/h"),
            Field("lines", later("A line for each column too"), kind="switch"),
        ),
    ),
    Shelf(
        "curve",
        later("Curve"),
        (
            Field("route", later("Route"), kind="choice"),
            Field("amount", later("Esketamine; several with ; between them"), "28 mg"),
            Field("duration", later("How long it is infused"), "40 min"),
            Field("rate", later("Or a racemic rate, for its plateau"), "172.2 mg/h"),
        ),
    ),
    Shelf(
        "notation",
        later("How to write a problem"),
        (Field("topic", later("Topic"), kind="choice"),),
    ),
    Shelf("units", later("Units")),
)

# Figures and signs that the keyboard of a phone hides.
CHIPS = (
    *("kg", "lb", "mg", "mcg", "mL", "mg/kg", "mcg/kg/min", "mg/h", "mL/h"),
    *("mg/mL", "gtt/mL", "gtt/min", "min", "h", "tablets", "->"),
)
STEPS = ("=", "×", "÷", "mg", "mg/h", "mcg/kg/min", "mL/h", "gtt/min", "kg", "mL")
# A first line, which is worked when the page is built, and more to try.
FIRST = "70 kg, 0.5 mg/kg, 40 min, 50 mg in 50 mL -> mL/h"
TRIED = (
    "154 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h",
    "1 L, 8 h, 15 gtt/mL -> gtt/min",
    "The order is 75 mg. Have: 50 mg tablets. How many tablets?",
)
JUDGED = ("70 kg, 0.5 mg/kg, 40 min -> mg/h", "35 mg = 0.875 mg/h")
CALCULATOR = later("Dose arithmetic, every step shown")
VIEWS = {
    "work": later("Work out"),
    "check": later("Check"),
    "practise": later("Practise"),
    "look": later("Look up"),
}
PROBLEM = later("A line, or a problem in words")
PROBLEM_HINT = later("Its steps appear as you type.")
TO_TRY = later("Or try one of these")
UNITS, SIGNS = later("Units to put in"), later("Signs and units to put in")
SETTINGS = later("Settings")
WORK_OUT = later("Work it out")
LINK = later("Copy a link to this")
ANSWER = later("Your answer, or steps with = between them")
JUDGE = later("Check")
HINT, SHOW, SKIP = later("Hint"), later("Show"), later("Skip")
SEED = later("Seed: the same seed, the same problems")
SETUP = later("What to practise")
COUNT, LEVEL, TOPICS = later("How many problems"), later("Level"), later("Topics")
TASK = later("What to do")
TASKS = (
    ("answer", later("answer")),
    ("mistake", later("find the mistake")),
    ("estimate", later("estimate first")),
    ("mixed", later("all of these")),
)
ANY, ALL = later("any"), later("all")
ALL_TOPICS = later("All of them, where none is chosen")
ONE_LINE = later("one line of working")
LINES = later("{count} lines of working")
FIVE_LINES = later("five lines and more")
BEGIN = later("Begin")
GO = later("Answer")
NEXT, MORE = later("Next problem"), later("Another set")
PROGRESS, EXPORT = later("Progress"), later("Save as a file")
ERASE, UNDO = later("Erase"), later("Bring back what was erased")
SURE = later("Forget all that was practised?")
KEEP = later("Keep it")
WHAT = later("What to look up")
SEARCH = later("Show it")
SKIP_TO = later("Skip to the calculator")
VIEWS_NAMED = later("Views")
SOFTWARE = later("ketacalc {version}.")
PRIVATE = later(
    "Nothing that you write leaves this device, and the page works without a network "
    "once it has been opened."
)
LICENCES = later("What it is made of")
WITHOUT_SCRIPT = later(
    "Scripts are turned off, so nothing can be worked out here; the example stands."
)
# What a page says of itself: the calculator that it loads, and what is kept.
MESSAGES = {
    "title": "ketacalc",
    "loading": later(
        "The calculator is being loaded: {loaded} of {steps} parts. "
        "You can write meanwhile."
    ),
    "broken": later(
        "The calculator could not be loaded: the network is away, or a part of it came "
        "broken. What stands on the page stays."
    ),
    "again": later("Try again"),
    "unable": later(
        "This browser cannot run the calculator: it lacks WebAssembly, or the page was "
        "not opened over https. A newer browser can, and so can ketacalc on a computer."
    ),
    "unkept": later(
        "This browser keeps nothing, or is full: the page works, and is loaded anew "
        "each time."
    ),
    "unwritten": later(
        "This answer counts until you leave the page: the browser is full, or keeps "
        "nothing. Progress, and then Save as a file, keeps it."
    ),
    "failed": later(
        "That took too long, or failed. The calculator begins anew; change the figures "
        "and try again"
    ),
    "unfetched": later(
        "What solves a curve could not be loaded: the network is away, or it came "
        "broken. All else works."
    ),
    "curve": later("What solves a curve is loaded when the first one is drawn."),
    "copied": later("The link is copied."),
    "newer": later("A newer version is there."),
    "reload": later("Change to it"),
}
