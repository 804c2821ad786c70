"""What a shell offers for a value: what may be written there, and what it is.

It is asked at each Tab, so nothing here loads a unit library.
"""

from collections.abc import Sequence

from ketacalc import shell

Offers = list[tuple[str, str]]

# As in ketamine/curve.py and words/lexicon.py, which load one.
CURVE_ROUTES = {"iv": "an infusion", "nasal": "a spray", "oral": "a tablet"}
LANGUAGES = {"english": "", "german": "unproved"}
LEVELS = {"0": "any", "1": "one line of working", "5": "five lines and more"}
CLOCK = "clock"  # nobody writes it: a time of day is 17:30
# What a chart may show, of what follows from a weight and a dose.
CHARTED = ("amount", "rate", "dose_rate", "volume", "pump_rate", "drip_rate")


def protocols() -> Offers:
    """Offer the protocols with their figures."""
    from ketacalc.ketamine import reference

    return [(each.name, each.figures) for each in reference.protocols().values()]


def help_topics() -> Offers:
    """Offer the topics of the notation, and the commands."""
    from ketacalc.screens import manual

    topics = [(each.name, each.about) for each in manual.topics().values()]
    return topics + [(name, "the options of the command") for name in shell.COMMANDS]


def practice_topics() -> list[str]:
    """Offer the topics of practice."""
    from ketacalc.practice.kinds import TOPICS

    return list(TOPICS)


def practice_tasks() -> list[str]:
    """Offer what may be done with a problem of practice."""
    from ketacalc.practice.kinds import MIXED, TASKS

    return [*TASKS, MIXED]


def levels() -> Offers:
    """Offer the levels of practice."""
    return [(each, LEVELS.get(each, f"{each} lines")) for each in "012345"]


def asked() -> Offers:
    """Offer what may be asked: the units, each with what it measures, and the names."""
    from ketacalc.language.quantities import QUOTED

    return _asked([*QUOTED])


def charted() -> Offers:
    """Offer what a chart may show."""
    return _asked(CHARTED)


def _asked(names: Sequence[str]) -> Offers:
    from ketacalc.language.quantities import QUOTED

    units: dict[str, str] = {}
    for label, quoted in map(QUOTED.__getitem__, names):
        for unit in quoted.split():
            units.setdefault(unit, label)
    units.pop(CLOCK, None)
    return [*units.items(), *((name, QUOTED[name][0]) for name in names)]


def curve_routes() -> Offers:
    """Offer the routes of the curves."""
    return [*CURVE_ROUTES.items()]


def languages() -> Offers:
    """Offer the languages that problems are read in."""
    return [*LANGUAGES.items()]


def routes() -> Offers:
    """Offer the routes that can be looked up."""
    from ketacalc.ketamine import reference

    return [(each.name, each.title) for each in reference.routes()]


def of_protocols() -> list[str]:
    """Offer words that published doses have."""
    from ketacalc.ketamine import lookup

    return [*lookup.PROTOCOLS]


def of_evidence() -> list[str]:
    """Offer words that trials have, the conditions first."""
    from ketacalc.ketamine import lookup

    return [*lookup.EVIDENCE]


def of_mechanism() -> list[str]:
    """Offer words that links and risks have."""
    from ketacalc.ketamine import lookup

    return [*lookup.IDEAS]
