"""Judge one step: read what a learner wrote, identify what it gives, compare.

A step is right if it equals the exact value as far as it was written.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.language.clock import DAY as MINUTES_OF_A_DAY
from ketacalc.language.clock import read_time
from ketacalc.language.figures import (
    NUMBER,
    Figure,
    Written,
    in_decimals,
    read_written,
)
from ketacalc.language.notation import CLASSROOM, read_given
from ketacalc.language.numbers import (
    MOST_DIGITS,
    decimals_of,
    is_within,
    read_number,
)
from ketacalc.language.problem import is_daily, per_day, per_dose, rounding_of
from ketacalc.language.relations import (
    ANY_KIND,
    BY_KIND,
    CLOCKS,
    NAMED_ONLY,
    QUANTITIES,
)
from ketacalc.language.units import DIVIDED, PLUS, SHARE, UNIT_MISSING, clash, unit
from ketacalc.language.vocabulary import EXACT_POUND, FOUR_DECIMALS
from ketacalc.marking.follow_through import carried_on, wrong_in
from ketacalc.marking.verdict import (
    COARSE,
    CORRECT,
    NO_UNIT,
    PASSING,
    UNREADABLE,
    WRONG_UNIT,
    WRONG_VALUE,
    Step,
)
from ketacalc.say import later
from ketacalc.solving.planning import Target, derivations, run
from ketacalc.solving.solution import Solution, readings_of, work

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketacalc.language.problem import Asked, Frame, Problem
    from ketacalc.language.rounding import Rules
    from ketacalc.language.units import Unit

# What rounding may cost: over a twentieth an answer is coarse, over a tenth wrong.
COARSE_FROM, COARSE_TO = 20, 10
# kg/lb: the exact figure, and the one in four decimals that counts as exact.
EXACT, SHORT = Fraction(EXACT_POUND), 1 / Fraction(FOUR_DECIMALS)
BARE_NUMBER = re.compile(NUMBER)
ABOUT = "≈~"  # as results are printed, and on a terminal without that sign
SHARES = {"bioavailability", "share"}
# A time of day on the way to one: 09:30, 0930 or 9 am, and no 480 min or 1000 mL.
TIME = re.compile(
    r"[0-9]{1,2}:[0-9]{2}|[0-9]{4}\s*(?:h|hrs|hours)?$|[0-9:.]+\s*[ap]\.?m\b",
    re.IGNORECASE,
)
RATIO = re.compile(rf"1\s*:\s*({NUMBER})")
# What is given by its name and may be a step; a maximum and an order are none.
WORKED_NAMED = tuple(name for name in NAMED_ONLY if name not in ANY_KIND)
LASTING = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
BODY_UNITS = ("g", "oz")  # of drug or fluid, and of a weight


class Manner(NamedTuple):
    """How answers are judged: how far off, whether 52,5 is read, and how rounded."""

    tolerance: Fraction | None = None
    decimal_comma: bool = False
    rules: Rules = ()


class Outlook:
    """What is known of a problem before its numbers: what follows, and how it is read.

    `has_shares` says that a share may stand on the way, `sense` what a bare % is, and
    `converts` that the quantity that is asked is given too.
    """

    def __init__(self, frame: Frame, asked: tuple[Asked, ...]) -> None:
        self.reach = derivations(frame.names)
        self.has_shares = not SHARES.isdisjoint(self.reach)
        shares = self.has_shares and "concentration" not in self.reach
        self.sense = "bioavailability" if shares else ""
        self.converts = any(each.quantity in frame.names for each in asked)


@lru_cache(maxsize=1024)
def outlook(frame: Frame, asked: tuple[Asked, ...]) -> Outlook:
    """Return the outlook of all problems of a frame."""
    return Outlook(frame, asked)


class Key:
    """A problem whose answers are judged, and how; it keeps what it worked.

    `pounds` is the pound that answers are read in, `asked` holds the readings of the
    question, and `ranges` tells whether a figure is one, and so is what follows.
    Raises Unsolvable where none of the readings follows.
    """

    def __init__(self, problem: Problem, pounds: str, manner: Manner) -> None:
        self.problem, self.pounds = problem, pounds
        self.manner = manner
        self.tolerance, self.decimal_comma, _ = manner
        self.ranges = len(problem.ends) > 1
        self.asked = readings_of(problem)
        self.frame = problem.frame
        self.outlook = outlook(self.frame, self.asked)
        self.reach = self.outlook.reach
        self._worked: dict[tuple[str, Unit], Solution] = {}
        self._corners: dict[int, Key] = {}

    def corner(self, at: int) -> Key:
        """Return the key of the problem at one end of its ranges."""
        if at not in self._corners:
            problem = self.problem.ends[at]
            self._corners[at] = Key(problem, self.pounds, self.manner)
        return self._corners[at]

    def corners(self, quantity: str, of: Unit) -> tuple[int, int]:
        """Return at which ends a quantity is least, and at which it is most."""
        solution = self.solution(quantity, of)
        values = [held[solution.program.targets[0]] for held in solution.ends]
        return values.index(min(values)), values.index(max(values))

    @property
    def converts(self) -> bool:
        """Whether the unit is all that is asked: the quantity itself is given."""
        if not self.outlook.converts:
            return False
        asked = {each.quantity for each in self.asked}
        given = (g for g in self.problem.givens if g.quantity in asked)
        return any(not re.search(" [+-] ", str(g)) for g in given)

    def solution(self, quantity: str, of: Unit) -> Solution:
        """Work the problem for one quantity that follows, once."""
        found = self._worked.get((quantity, of))
        if found is None:
            found = work(self.problem, (self.target(quantity, of),))
            self._worked[quantity, of] = found
        return found

    def target(self, quantity: str, of: Unit) -> Target:
        """Return what to work, rounded as the question says where it is just that."""
        for each in self.asked:
            if each.quantity == quantity and each.unit is of:
                return quantity, of, each.rounds
        return quantity, of, rounding_of(of)

    def measures(self, of: Unit) -> bool:
        """Tell whether a unit measures the drug as the figures do, or no drug."""
        if not of.measures:
            return True  # mL/h is in no measure
        return clash(self.frame.measures, of) is None

    def compare(self, solution: Solution, written: Written) -> str:
        """Return correct, coarse or wrong_value."""
        value, exact = written.figure.value, solution.results[0].value
        if solution.program.rounding:  # what is to be rounded is held to that
            return CORRECT if value == exact else WRONG_VALUE
        tolerance = self.tolerance or 0
        if written.figure.unit.kind == "clock":  # a time is no share of a day
            tolerance = 0
        if tolerance and abs(value - exact) <= tolerance * exact:
            return CORRECT
        if not (written.rounds(exact) or self._rounds_short(solution, written)):
            return WRONG_VALUE
        if is_within(value, exact, COARSE_FROM):
            return CORRECT
        return COARSE if is_within(value, exact, COARSE_TO) else WRONG_VALUE

    def _rounds_short(self, solution: Solution, written: Written) -> bool:
        """Tell whether 1 kg = 2.2046 lb gives the figure: it counts as exact."""
        if self.pounds == CLASSROOM:
            return False
        program = solution.program
        lines = [(*at[:3], SHORT if at[3] == EXACT else at[3]) for at in program.exact]
        registers = run(lines, solution.registers[: program.inputs])
        return written.rounds(registers[program.targets[0]])


def judge(
    key: Key,
    text: str,
    asked: Asked | None,
    earlier: Sequence[Step],
    *,
    is_last: bool = True,
) -> Step:
    """Judge one step; `asked` is what the last one is asked for."""
    try:
        written = read(key, text, asked, is_last=is_last)
    except Unreadable as error:
        verdict = NO_UNIT if error.reason == UNIT_MISSING else UNREADABLE
        return Step(text, verdict, message=str(error))
    quantity, written = identify(key, written, asked, is_last=is_last)
    step = _compared(key, text, quantity, written, asked)
    if step.verdict in PASSING:
        return step
    if not is_last and (eased := _on_the_way(key, step, written, earlier)):
        return eased
    wrong = step.verdict == WRONG_VALUE
    if wrong and earlier and carries(key, step, written, earlier):
        return step._replace(verdict=CORRECT, carried=True)
    return step


# ------------------------------------------------------------------- read


def read(key: Key, text: str, asked: Asked | None, *, is_last: bool) -> Written:
    """Read a step; a bare number is read in the unit that was asked for by name.

    On the way to a share, or from one, it is a share.  Raises Unreadable.
    """
    if "/" in text or not text.isascii() or text[:1] in ABOUT:
        text = in_decimals(text.strip().lstrip(ABOUT).strip()).strip()
    if BARE_NUMBER.fullmatch(text):
        number = read_number(text, decimal_comma=key.decimal_comma)
        share = not is_last and key.outlook.has_shares and number.value <= 1
        if share or (asked and asked.stated):
            of = asked.unit if asked else SHARE
            return Written(Figure(number.value, of), number.decimals, number.style)
    if special := _special(key, text, asked):
        return special
    sense = asked.quantity if asked else key.outlook.sense
    try:
        written = read_written(text, sense, decimal_comma=key.decimal_comma)
    except Unreadable as error:
        written = _of_two_parts(text, error, decimal_comma=key.decimal_comma)
    figure = written.figure
    if key.pounds != CLASSROOM:
        figure = figure.at(key.pounds)
    if asked and figure.unit.kind != asked.unit.kind:
        figure = Figure(figure.value, _as_asked(figure.unit, asked.unit))
    return written._replace(figure=figure)


def _special(key: Key, text: str, asked: Asked | None) -> Written | None:
    """Read a time of day, or 1:250, where that is asked or follows."""
    name = asked.quantity if asked else _clock_that_follows(key)
    of = asked.unit if asked else unit("clock") if name else SHARE
    if of.kind == "clock" and (asked or TIME.match(text)):
        value = read_time(text)
        if "day" not in text.lower():  # any day but the one that is written
            value = _on_the_day(key.solution(name, of), value)
        return _lasting(key, text, asked) or Written(Figure(value, of), 0)
    if of.kind == "time" and (match := LASTING.fullmatch(text)):
        meant = f"{int(match[1])} h {int(match[2])} min"
        raise Unreadable(text, later("it is written as a time of day"), meant)
    if of.text == "mL/g" and (match := RATIO.fullmatch(text)):
        number = read_number(match[1], decimal_comma=key.decimal_comma)
        return Written(Figure(number.value, of), number.decimals)
    return None


def _as_asked(of: Unit, asked: Unit) -> Unit:
    """Return mg as mg/dose or mg/day where that is asked: nobody writes it twice."""
    per = (per_dose(of), *[per_day(of)] * (asked.base("time") == "day"))
    return next((each for each in per if each.kind == asked.kind), of)


def _of_two_parts(text: str, error: Unreadable, *, decimal_comma: bool) -> Written:
    """Read 3 h 36 min as 216 min and 10 mg in 4 mL as 2.5 mg/mL, or raise the error."""
    try:
        given = read_given(text)
    except Unreadable as other:  # which knows points only
        raise (error if decimal_comma else other) from None
    of = given.unit if given.join == DIVIDED else given.units[-1]
    value = given.base_value / of.scale
    places = decimals_of(value)
    decimals = MOST_DIGITS if places is None else min(places, MOST_DIGITS)
    if given.join == PLUS:
        decimals = len(re.findall(NUMBER, text)[-1].partition(".")[2])
    return Written(Figure(value, of), decimals, whole=given.join == DIVIDED)


# --------------------------------------------------------------- identify


def identify(
    key: Key, written: Written, asked: Asked | None, *, is_last: bool
) -> tuple[str, Written]:
    """Return which quantity a step gives, or "" where it is none that follows.

    Where nothing is asked mg, mL and tablets may be of one dose or of all.  On the way
    they may be of a day too, and mg systemic: the first reading that is right is taken.
    """
    of = written.figure.unit
    if of.kind == "clock":
        return asked.quantity if asked else _clock_that_follows(key), written
    if asked:
        same = of.kind == asked.unit.kind and key.measures(of)
        return (asked.quantity if same else ""), written
    readings = list(_readings(key, written, is_last=is_last))
    for name, each in readings:
        solution = key.solution(name, each.figure.unit)
        if key.compare(solution, each) != WRONG_VALUE:
            return name, each
        if not is_last and _part(solution, each):
            return name, each
    return readings[0] if readings else ("", written)


def _clock_that_follows(key: Key) -> str:
    """Return the time of day that follows from the figures, or ""."""
    names = (name for name in CLOCKS if name in key.reach)
    return next((name for name in names if name not in key.frame.names), "")


def _on_the_day(solution: Solution, value: Fraction) -> Fraction:
    """Take a time of day to be on the day of the right one."""
    days = round((solution.results[0].value - value) / MINUTES_OF_A_DAY)
    return value + days * MINUTES_OF_A_DAY


def _lasting(key: Key, text: str, asked: Asked | None) -> Written | None:
    """Read 8:20 on the way as 8 h 20 min, where that is just how long it is."""
    match = LASTING.fullmatch(text)
    if asked or match is None or "duration" not in key.reach:
        return None
    of, minutes = unit("min"), Fraction(60 * int(match[1]) + int(match[2]))
    written = Written(Figure(minutes, of), 0)
    right = key.solution("duration", of).results[0].value
    return written if written.rounds(right) else None


def _readings(
    key: Key, written: Written, *, is_last: bool
) -> Iterator[tuple[str, Written]]:
    value, whole = written.figure
    daily = not is_last and any(map(is_daily, key.problem.givens))
    body = unit(whole.text, "weight") if whole.text in BODY_UNITS else whole
    ways = dict.fromkeys((per_dose(whole), whole, body, *[per_day(whole)] * daily))
    for of in ways:
        named = [name for name in WORKED_NAMED if QUANTITIES[name].kind == of.kind]
        for name in (BY_KIND.get(of.kind, ""), *named):
            if name in key.reach and key.measures(of):
                yield name, written._replace(figure=Figure(value, of))


# ---------------------------------------------------------------- compare


def _compared(
    key: Key, text: str, quantity: str, written: Written, asked: Asked | None
) -> Step:
    """Hold a figure against the exact value of its quantity."""
    value, of = written.figure
    expected: Fraction | None
    if quantity:
        solution = key.solution(quantity, of)
        verdict, expected = key.compare(solution, written), solution.results[0].value
        if verdict != WRONG_VALUE and asked and key.converts and asked.stated:
            is_in = of is asked.unit and written.whole
            verdict = verdict if is_in else WRONG_UNIT
    else:
        verdict, expected = WRONG_UNIT, _reached(key, written)
    return Step(
        source=text,
        verdict=verdict,
        quantity=quantity or BY_KIND.get(of.kind),
        unit=of,
        expected=expected,
        answer=value,
        style=written.style,
        written=written,
    )


def _reached(key: Key, written: Written) -> Fraction | None:
    """Return what a step of another quantity should be, where it is just that."""
    of = written.figure.unit
    name = BY_KIND.get(of.kind, "")
    if name not in key.reach or not key.measures(of):
        return None
    own = key.solution(name, of).results[0].value
    return own if written.rounds(own) else None


def _part_given(key: Key, written: Written) -> Fraction | None:
    """Return the part of a given ratio that a step writes again: 0.7 L as 700 mL."""
    of = written.figure.unit
    for given in key.problem.givens:
        for part in given.parts if given.join == DIVIDED else ():
            value = part.base_value / of.scale
            same = (part.unit.kind, part.unit.measures) == (of.kind, of.measures)
            if same and written.rounds(value):
                return value
    return None


def _on_the_way(
    key: Key, step: Step, written: Written, earlier: Sequence[Step]
) -> Step | None:
    """Pass a step that is a part of its quantity, or goes on from one as rounded.

    What rounding early costs shows in the last step.
    """
    if part := _part_given(key, written):
        return step._replace(verdict=CORRECT, expected=part)
    if step.verdict != WRONG_VALUE:
        return None
    target = (step.quantity or "", written.figure.unit)
    if part := _part(key.solution(*target), written):
        return step._replace(verdict=CORRECT, expected=part)
    if earlier and rounded_on(key, (*target, None), written, earlier):
        return step._replace(verdict=CORRECT)
    return None


def _part(solution: Solution, written: Written) -> Fraction | None:
    """Return what a step gives on the way to its own quantity.

    It is a part of a sum, 120 min of 2 h 30 min, or what is still to be rounded or held
    to a maximum; or it is that maximum.
    """
    program, (name, _, of, *_) = solution.program, solution.results[0]
    pairs = zip(program.registers, solution.registers, strict=True)
    for (held, own), value in pairs:
        part = value * own.scale / of.scale
        is_of = held in {name, "max"} and own.kind == of.kind and written.rounds(part)
        if is_of and is_within(written.figure.value, part, COARSE_FROM):
            return part
    return None


def carries(key: Key, step: Step, written: Written, earlier: Sequence[Step]) -> bool:
    """Tell whether a step is right from the learner's own earlier values.

    Examiners call this an error carried forward.
    """
    target = key.target(step.quantity or "", written.figure.unit)
    return any(
        key.compare(work(problem, (target,)), written) != WRONG_VALUE
        for problem in carried_on(key.problem, target[0], wrong_in(earlier))
    )


def rounded_on(
    key: Key, target: Target, written: Written, earlier: Sequence[Step]
) -> Step | None:
    """Return the first earlier step that a step goes on from as the learner rounded it.

    It is within 5 % of the exact value; what is not is no matter of rounding.
    """
    exact = key.solution(*target[:2]).results[0].value
    for step in earlier:
        is_rounded = step.verdict in PASSING and step.answer != step.expected
        for problem in carried_on(key.problem, target[0], [[step]] * is_rounded):
            number = work(problem, (target,)).results[0].value
            if is_within(number, exact, COARSE_FROM) and written.rounds(number):
                return step
    return None
