"""What the curves show: a table, a drawing, what its parts teach, and what it is not.

Two digits of every level, since the model of a typical adult carries no more.
"""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING, Any

from ketacalc.ketamine.curve import (
    BETWEEN,
    DAY,
    DEVICE,
    MINUTES,
    ROUTES,
    clearance,
    share,
    value,
)
from ketacalc.ketamine.reference import parameters
from ketacalc.language.numbers import marked, write_float
from ketacalc.say import later, say
from ketacalc.screens.report import (
    Block,
    Columns,
    Drawing,
    Line,
    Listing,
    Note,
    Report,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketacalc.ketamine.curve import Course, Plateau

MARKS = "ABCDEF"
DIGITS, CENT = 2, 100
EVERY = 5  # minutes from a point to the next
SPANS = (6, 12, 24)  # hours that are drawn: the least with room behind the last input
ROOM = 4
TOLD = (15, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 960, 1440)
DESCRIBED = later(
    "A typical adult of one published model (its reference group: Caucasian, 18 to 60 "
    "years), one session, in plasma and not in the brain, two digits. No band is "
    "drawn: the paper leaves a part of the spread between people blank."
)
NOT_THAT = later(
    "It is nobody's own level, and no effect, limit or safety follows from it, nor an "
    "equal dose by another route, nor anything of racemic ketamine or of children."
)
RACEMIC = later(
    "Arithmetic only, two digits: no curve is drawn of racemic ketamine, whose rates "
    "of absorption were not found at a source. The clearance is for 70 kg. The plateau "
    "is in plasma, nobody's own level, and no effect or safety follows from it."
)
WAYS = {"iv": later("by vein"), "oral": later("by mouth")}
ONE_DEVICE = later("by nose, {count} device")
SEVERAL_DEVICES = later("by nose, {count} devices")
BY_MOUTH = later(
    "By mouth {share} % survives the gut wall, and the liver takes most of that before "
    "it is anywhere else."
)


def of_curves(courses: Sequence[Course]) -> Report:
    """Report some doses of esketamine over time."""
    marked = list(zip(MARKS, courses, strict=False))
    table = Columns(
        ("", say("Given"), "F", "Cmax", say("Time to peak"), say("AUC to 24 h")),
        tuple((mark, _given(each), *_figures(each)) for mark, each in marked),
        accent=3,
        grid=True,
    )
    told = say("What the parts of a curve teach")
    blocks: tuple[Block, ...] = (
        table,
        _drawing(marked),
        Note(say(DESCRIBED)),
        Note(say(NOT_THAT), strong=True),
        Listing(told, tuple(_lessons(courses))),
        Listing(say("Sources"), _sources("central", "abstract_clearance")),
    )
    record = {
        "model": str(parameters()["central"].source),
        "notes": [DESCRIBED, NOT_THAT],
        "units": {"points": ["min", "ng/mL"]},
        "curves": [_record(*each) for each in marked],
    }
    rows = [row for each in marked for row in _rows(*each)]
    return Report(say("Esketamine in plasma over time"), blocks, record, rows)


def rounded(number: float) -> float:
    """Keep two digits.

    ```pycon
    >>> rounded(147.3), rounded(43.93), rounded(8.57)
    (150, 44, 8.6)

    ```
    """
    kept = float(f"{number:.{DIGITS}g}")
    return int(kept) if kept.is_integer() else kept


def two(number: float) -> str:
    """Write two digits: 150, 44, 2.2, 8.0, 0.

    ```pycon
    >>> [two(each) for each in (1468.7, 43.93, 8.01, 0.123)]
    ['1,500', '44', '8.0', '0.12']

    ```
    """
    kept = rounded(number)
    places = DIGITS - 1 - floor(log10(kept)) if kept else 0
    return marked(f"{kept:,.{max(0, places)}f}")


def _given(course: Course) -> str:
    given = f"{say(ROUTES[course.route])}, {course.amount}"
    if not course.over:
        return given
    return say("{given} over {time}", given=given, time=course.over)


def _figures(course: Course) -> tuple[str, ...]:
    share_of = f"{two(course.share * CENT)} %"
    level, area = f"{two(course.peak)} ng/mL", f"{two(course.area)} ng·h/mL"
    return share_of, level, _time(course.peak_at), area


def _time(minutes: float) -> str:
    hours = minutes / MINUTES
    return f"{two(minutes)} min" if rounded(minutes) < CENT else f"{two(hours)} h"


def _end(courses: Sequence[Course]) -> float:
    """Return the hours that are drawn: until well behind the last input."""
    ends = [float(each.over.base_value) for each in courses if each.over]
    last = max(ends, default=0) / MINUTES
    return next((span for span in SPANS if span >= last + ROOM), SPANS[-1])


def _drawing(marked: Sequence[tuple[str, Course]]) -> Drawing:
    end = _end([course for _, course in marked])
    lines = tuple(
        Line(mark, tuple((m / MINUTES, each.levels[m]) for m in range(DAY + 1)))
        for mark, each in marked
    )
    heads = (say("Time"), *(f"{mark}, ng/mL" for mark, _ in marked))
    rows = tuple(
        (_time(m), *(two(each.levels[m]) for _, each in marked))
        for m in TOLD
        if m <= end * MINUTES
    )
    numbers = tuple(range(1, len(heads)))
    told = Columns(heads, rows, numbers, grid=True, caption="Levels by time")
    return Drawing("h", "ng/mL", end, lines, told)


# ------------------------------------------------------------ what it teaches


def _lessons(courses: Sequence[Course]) -> Iterator[str]:
    routes = {course.route for course in courses}
    said = (f"{two(each.share * CENT)} % {_short(each)}" for each in courses)
    shares = ", ".join(dict.fromkeys(said))
    yield say(
        "F, the share that reaches the circulation: {shares}. The whole area under a "
        "curve is F × amount ÷ clearance, however fast it came in.",
        shares=shares,
    )
    yield say(
        "The peak is where as much comes in as goes out. The slower the uptake, the "
        "later it is, and the lower for what arrives."
    )
    yield from _of_infusions([each for each in courses if each.over])
    if "nasal" in routes:
        yield _of_the_spray()
    if "oral" in routes:
        yield say(BY_MOUTH, share=two(value("gut_share") * CENT))
    yield _of_the_abstract()


def _of_the_abstract() -> str:
    model, oral = f"{clearance():.0f}", marked(f"{share('oral') * CENT:.1f}")
    told, told_oral = (
        write_float(value(each)) for each in ("abstract_clearance", "abstract_oral")
    )
    return say(
        "The model's parts and its abstract differ a little: clearance {model} against "
        "{told} L/h, F by mouth {oral} against {told_oral} %.",
        model=model,
        told=told,
        oral=oral,
        told_oral=told_oral,
    )


def _short(course: Course) -> str:
    if course.route != "nasal":
        return say(WAYS[course.route])
    count = int(course.amount.base_value // DEVICE)
    return say(SEVERAL_DEVICES if count > 1 else ONE_DEVICE, count=count)


def _of_infusions(courses: Sequence[Course]) -> Iterator[str]:
    if courses:
        yield say(
            "The end of an infusion: the level turns there and falls, at first because "
            "the drug spreads, then because the liver clears it."
        )
    yield from map(_plateau, courses)
    if len({each.over for each in courses}) > 1:
        yield say(
            "The same amount at two rates: the area is nearly the same, and the slower "
            "one has the later and the lower peak."
        )


def _plateau(course: Course) -> str:
    hours = float(course.over.base_value if course.over else MINUTES) / MINUTES
    rate = float(course.amount.base_value) / hours
    part = two(course.peak / course.plateau * CENT)
    return say(
        "The plateau of {amount} over {time}, had it gone on: {rate} mg/h ÷ {cleared} "
        "L/h ≈ {level} ng/mL. When it ends, the level is at {part} % of that.",
        amount=course.amount,
        time=course.over,
        rate=two(rate),
        cleared=two(clearance()),
        level=two(course.plateau),
        part=part,
    )


def _of_the_spray() -> str:
    first, next_share = value("nose_share"), value("nose_later")
    return say(
        "The spray has two ways in: the nose takes up {first} % of the first device "
        "and {next} % of each later one, {between} min apart; the rest is swallowed. "
        "So twice the devices are less than twice the level.",
        first=two(first * CENT),
        next=two(first * next_share * CENT),
        between=BETWEEN,
    )


def _sources(*names: str) -> tuple[str, ...]:
    found = dict.fromkeys(parameters()[name].source for name in names)
    return tuple(map(str, found))


# ------------------------------------------------------------ what machines read


def _described(mark: str, course: Course) -> dict[str, Any]:
    return {
        "curve": mark,
        "route": course.route,
        "drug": "esketamine",
        "amount": str(course.amount),
        "over": str(course.over) if course.over else None,
    }


def _totals(course: Course) -> Iterator[tuple[str, float | None, float, str]]:
    """Yield what is said of a whole curve: its name, minute, value and unit."""
    yield "cmax", rounded(course.peak_at), rounded(course.peak), "ng/mL"
    yield "time_to_peak", None, rounded(course.peak_at), "min"
    yield "auc_24h", None, rounded(course.area), "ng·h/mL"
    yield "bioavailability", None, rounded(course.share * CENT), "%"


def _points(course: Course) -> Iterator[tuple[int, float]]:
    for minute in range(0, DAY + 1, EVERY):
        yield minute, rounded(course.levels[minute])


def _rows(mark: str, course: Course) -> Iterator[dict[str, Any]]:
    own = _described(mark, course)
    said = [*_totals(course)]
    said += [("level", at, level, "ng/mL") for at, level in _points(course)]
    for name, minute, number, unit in said:
        yield own | {"quantity": name, "minute": minute, "value": number, "unit": unit}


def _record(mark: str, course: Course) -> dict[str, Any]:
    figures = {
        name: {"value": number, "unit": unit}
        for name, _, number, unit in _totals(course)
    }
    return _described(mark, course) | figures | {"points": [*_points(course)]}


# ----------------------------------------------------------------- racemic


def of_plateau(found: Plateau) -> Report:
    """Report where a racemic infusion would end, and a check to work by hand."""
    per_hour = float(found.rate.base_value) * MINUTES
    cleared = parameters()["racemic_clearance"]
    flow = write_float(cleared.value)
    rows = (
        (f"{flow} L/h", f"{two(found.centre)} mg/L"),
        (f"{write_float(cleared.high)} L/h", f"{two(found.low)} mg/L"),
        (f"{write_float(cleared.low)} L/h", f"{two(found.high)} mg/L"),
    )
    working = (
        f"{write_float(per_hour)} mg/h ÷ {flow} L/h ≈ {two(found.centre)} mg/L",
        f"{two(found.centre)} mg/L × 1,000 ≈ {two(found.centre * 1000)} ng/mL",
    )
    blocks: tuple[Block, ...] = (
        Columns((say("Clearance"), say("Plateau = rate ÷ clearance")), rows, accent=1),
        Listing(say("Working"), working),
        Note(say(RACEMIC), strong=True),
        Listing(say("A check to work by hand"), (_exercise(),)),
        Listing(
            say("Sources"), _sources("racemic_clearance", "idvall_rate", "molar_mass")
        ),
    )
    record = {
        "rate": str(found.rate),
        "plateau": rounded(found.centre),
        "low": rounded(found.low),
        "high": rounded(found.high),
        "unit": "mg/L",
        "note": RACEMIC,
    }
    title = say("Racemic ketamine, {rate}: the plateau", rate=found.rate)
    return Report(title, blocks, record, [record])


def _exercise() -> str:
    rate, level = parameters()["idvall_rate"], parameters()["idvall_level"]
    mass = parameters()["molar_mass"]
    given, gave, molar = (
        f"{write_float(p.value)} {p.unit}" for p in (rate, level, mass)
    )
    return say(
        "{rate} ({what}) gave {level}. Take 70 kg and {mass}: which clearance follows, "
        "and does it agree with the one above?",
        rate=given,
        what=rate.what,
        level=gave,
        mass=molar,
    )
