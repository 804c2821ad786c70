"""Esketamine in plasma over time, by one published model; and a racemic plateau.

The model is that of a typical adult, and weight is not in it.  How fast
racemic ketamine is absorbed was not found at a source, so there is no curve of it.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import OutOfRange, Unreadable, Unusable, not_installed
from ketacalc.ketamine.reference import parameters
from ketacalc.ketamine.stated import read_one
from ketacalc.say import either, later, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from ketacalc.ketamine.compartments import Flow, Put
    from ketacalc.language.problem import Given

ROUTES = {"iv": later("IV"), "nasal": later("Nasal"), "oral": later("Oral")}
AMOUNT, DURATION = "28 mg", "40 min"
DEVICE, DEVICES, BETWEEN = 28, 3, 5  # mg of a device, devices, minutes between two
DAY, MINUTES = 24 * 60, 60
MOST_CURVES = 6
MOST_RATE = 1722  # mg/h: ten times the measured 41 mcg/kg/min at 70 kg
NG_PER_ML = 1000  # in 1 mg/L
NOT_DRAWN = later("no absorption rate of this route was found at a source")
WEIGHTLESS = later(
    "body weight is not in this model, whose authors found no effect of it in adults, "
    "so no curve depends on it; leave it out"
)
TWO_DRUGS = later(
    "a plateau is of racemic ketamine, and a curve of esketamine; ask for one of them"
)
NO_DURATION = later(
    "only an infusion has a duration; add the route iv, or leave it out"
)
TOO_MANY = later("that makes {count} curves, and more than {most} cannot be told apart")
DECIMAL_POINT = later("look at the decimal point")


class Course(NamedTuple):
    """One dose over a day: how it was given, and the level in plasma it makes.

    `share` is F, `levels` are ng/mL at each minute from 0, `peak_at` is in minutes, and
    `area` is that under the curve to 24 h in ng·h/mL.
    """

    route: str
    amount: Given
    over: Given | None
    share: float
    levels: tuple[float, ...]
    peak: float
    peak_at: float
    area: float

    @property
    def plateau(self) -> float:
        """Where an infusion at this rate would end if it went on, in ng/mL."""
        hours = float(self.over.base_value) / MINUTES if self.over else 1
        return float(self.amount.base_value) / hours / clearance() * NG_PER_ML


class Plateau(NamedTuple):
    """A racemic infusion's rate, and where it ends at three clearances, in mg/L."""

    rate: Given
    centre: float
    low: float
    high: float


# ----------------------------------------------------------------- reading


def refuse_mixed(
    weight: str | None, rate: str | None, *rest: Sequence[str] | None
) -> None:
    """Refuse a weight, and a racemic rate beside anything of esketamine."""
    if weight is not None:
        raise Unusable(say(WEIGHTLESS), field="weight")
    if rate is not None and any(rest):
        raise Unusable(say(TWO_DRUGS), field="rate")


def courses(
    routes: Sequence[str],
    amounts: Sequence[str] = (AMOUNT,),
    durations: Sequence[str] = (),
) -> tuple[Course, ...]:
    """Work a curve for each route, amount and duration.  Raises KetacalcError."""
    for route in routes:
        if route not in ROUTES:
            raise Unreadable(route, NOT_DRAWN, either(ROUTES), "route")
    if durations and "iv" not in routes:
        raise Unusable(say(NO_DURATION), field="duration")
    given = [read_one("amount", each) for each in amounts]
    over = [_duration(each) for each in durations or (DURATION,)]
    asked = [
        (route, amount, each)
        for route, amount in product(dict.fromkeys(routes), given)
        for each in (over if route == "iv" else [None])
    ]
    if len(asked) > MOST_CURVES:
        raise Unusable(say(TOO_MANY, count=len(asked), most=MOST_CURVES))
    for route, amount, _ in asked:
        _refuse_unfit(route, amount)
    return tuple(_course(*each) for each in asked)


def _duration(text: str) -> Given:
    given = read_one("duration", text)
    if not 1 <= given.base_value <= DAY:
        limit, mend = later("is outside 1 min to 24 h"), later("check it")
        raise OutOfRange(str(given), limit, mend, "duration")
    return given


def _refuse_unfit(route: str, amount: Given) -> None:
    most = DEVICE * DEVICES
    if amount.base_value > most:
        limit = later("is over {most} mg, the most that the product's devices hold")
        raise OutOfRange(str(amount), say(limit, most=most), DECIMAL_POINT, "amount")
    if route == "nasal" and amount.base_value % DEVICE:
        sizes = either(f"{DEVICE * n} mg" for n in range(1, DEVICES + 1))
        reason = say("a device sprays {amount} mg", amount=DEVICE)
        raise Unreadable(str(amount), reason, sizes, "amount")


# ------------------------------------------------------------------- model


def value(name: str) -> float:
    """Return a number of the model."""
    return parameters()[name].value


def clearance() -> float:
    """Return what the liver clears in L/h, by its flow and what it takes out."""
    return value("to_liver") * extraction()


def extraction() -> float:
    """Return the share that the liver takes out of what flows through it."""
    own = value("liver") * (value("lost") + value("changed"))
    return own / (own + value("to_liver"))


def share(route: str, devices: int = 1) -> float:
    """Return F of a route: the share of a dose that reaches the circulation."""
    swallowed = value("gut_share") * (1 - extraction())
    if route == "iv":
        return 1.0
    nose = 0.0
    if route == "nasal":
        nose = sum(map(_nose_share, range(devices))) / devices
    return nose + (1 - nose) * swallowed


def _nose_share(device: int) -> float:
    return value("nose_share") * (value("nose_later") if device else 1)


def flows_of(compartments: ModuleType) -> Iterator[Flow]:
    """Yield the flows of the model, and a meter of the area under the curve."""
    flow = compartments.Flow
    for place in ("shallow", "deep", "liver"):
        yield flow("central", place, value(f"to_{place}") / value("central"))
        yield flow(place, "central", value(f"to_{place}") / value(place))
    yield flow("liver", "gone", value("lost") + value("changed"))
    yield flow("nose", "central", value("from_nose"))
    for way in ("swallowed", "drunk"):
        yield flow(way, "liver", value(f"{way}_on") * value("gut_share"))
        yield flow(way, "gone", value(f"{way}_on") * (1 - value("gut_share")))
    for place in ("central", "swallowed", "drunk"):
        yield flow(f"into {place}", place, 1, keeps=True)
    yield flow("central", "area", NG_PER_ML / value("central"), keeps=True)


def _puts(
    compartments: ModuleType, route: str, amount: float, hours: float
) -> Iterator[Put]:
    """Yield what a dose puts where and when: at once, or while a tap is open."""
    put = compartments.Put

    def open_tap(place: str, at: float, long: float, much: float) -> Iterator[Put]:
        yield put(f"into {place}", at, much / long)
        yield put(f"into {place}", at + long, -much / long)

    if route == "iv":
        yield from open_tap("central", 0, hours, amount)
    elif route == "oral":
        yield from open_tap("drunk", 0, value("drunk_over"), amount)
    else:
        for device in range(int(amount // DEVICE)):
            at, nose = device * BETWEEN / MINUTES, _nose_share(device)
            yield put("nose", at, DEVICE * nose)
            rest = DEVICE * (1 - nose)
            yield from open_tap("swallowed", at, value("swallowed_over"), rest)


def worked(
    route: str, amount: float, hours: float, times: Sequence[float]
) -> dict[str, tuple[float, ...]]:
    """Return the mg in each place at some hours, and the area under the curve.

    Raises Unusable where mpmath is not installed.
    """
    try:
        from ketacalc.ketamine import compartments  # noqa: PLC0415 - nobody else pays
    except ImportError:
        raise not_installed(say("a curve"), "mpmath", "curve") from None
    flows = tuple(flows_of(compartments))
    puts = tuple(_puts(compartments, route, amount, hours))
    return compartments.amounts(flows, puts, times)


def _course(route: str, amount: Given, over: Given | None) -> Course:
    """Work a dose at each minute of a day, and at the end of an infusion."""
    end = float(over.base_value) if over else 0.0
    minutes = [*map(float, range(DAY + 1)), end]
    mg = float(amount.base_value)
    found = worked(route, mg, end / MINUTES, [each / MINUTES for each in minutes])
    levels = [each / value("central") * NG_PER_ML for each in found["central"]]
    highest = max(range(len(levels)), key=levels.__getitem__)
    devices = max(1, int(mg // DEVICE))
    return Course(
        route,
        amount,
        over,
        share(route, devices),
        tuple(levels[:-1]),
        levels[highest],
        minutes[highest],
        found["area"][DAY],
    )


# ----------------------------------------------------------------- racemic


def plateau(rate: str) -> Plateau:
    """Divide a racemic rate by the clearance of 70 kg.  Raises KetacalcError."""
    try:
        given = read_one("rate", rate)
    except Unreadable as error:
        raise error.at("rate", "172.2 mg/h") from None
    per_hour = float(given.base_value) * MINUTES
    if per_hour > MOST_RATE:
        limit = later("is over {most} mg/h, ten times a measured rate at 70 kg")
        most = f"{MOST_RATE:,}"
        limit = say(limit, most=most)
        raise OutOfRange(str(given), limit, DECIMAL_POINT, "rate")
    found = parameters()["racemic_clearance"]
    low, high = found.low or found.value, found.high or found.value
    return Plateau(given, *(per_hour / each for each in (found.value, high, low)))
