"""Slips: one-line edits of a worked solution, and slips of the pen.

Each line of the program is worked once more as a student in a hurry would: left out,
doubled, the wrong way round.  What the rest of the program makes of it is the number
that the slip would give.  Ids are stable, and patterns hold for every quantity:
`<quantity>-left-out`, `-twice`, `-wrong-way`, `upside-down-<quantity>`,
`stopped-at-<quantity>`.

Source of the classes: the Safety in Numbers model (conceptual, calculation, technical).
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import chain, combinations
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.figures import write_value
from ketacalc.numerals import (
    Ratio,
    equal,
    over,
    plus,
    rounded,
    times,
    write_decimals,
    write_exact,
    write_number,
)
from ketacalc.relations import QUANTITIES
from ketacalc.solving import OPERATIONS
from ketacalc.units import DIVIDED, PLUS, TIMES, dimension_of, with_measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ketacalc.solving import Solution, Step
    from ketacalc.units import Unit

# Simplest first.
CONVERSION, OMISSION, REPETITION, DIRECTION, UPSIDE_DOWN, DECIMAL, PEN = range(7)

DROP_FACTORS = (10, 15, 20, 60)
POUNDS_PER_KILOGRAM = (Fraction("2.2"), Fraction("2.2046"))
NO_FACTOR = Fraction(1)
# A factor of a conversion line, and the slip that leaves it out.
CONVERSIONS = {60: "minutes-hours", 24: "hours-days", 1000: "thousandfold"}
UPSIDE = "upside-down-"
INVERSE = {TIMES: DIVIDED, DIVIDED: TIMES}
NEAR = 20  # one part in
# A number of fewer digits than this fits too much by chance.
PRECISE = 3
PLACES = {1: "one place", 2: "two places"}


class Slip(NamedTuple):
    """One slip: its id, the number it gives, what to say, the line, and its rank.

    The number is a `ratio` in no lowest terms, and `value` the same as a fraction.
    `say` writes the sentence, which only a slip that fits is asked for; `line` is an
    index into the working, or None for a slip of no one line.
    """

    id: str
    ratio: Ratio
    say: Callable[[], str]
    line: int | None
    rank: int

    @property
    def value(self) -> Fraction:
        """The number it gives."""
        return Fraction(*self.ratio)

    @property
    def message(self) -> str:
        """What a teacher would say."""
        return self.say()


def slips(solution: Solution) -> tuple[Slip, ...]:
    """Return every single slip that applies to the one answer of a solution."""
    return tuple(_once(_every(solution)))


def _every(solution: Solution) -> list[Slip]:
    """Return the slips that give another number, some of them twice."""
    right = _answer(solution)
    edits = (_of_lines(solution), _of_the_whole(solution), _stopped(solution))
    return [
        slip
        for slip in chain(*edits)
        if slip.ratio[0] > 0 and not equal(slip.ratio, right)
    ]


def _once(slips: Iterable[Slip]) -> list[Slip]:
    """Drop what is the same slip and number, and put the simplest first."""
    found: dict[tuple[str, Fraction], Slip] = {}
    for slip in slips:
        found.setdefault((slip.id, slip.value), slip)
    once = (slip for slip in found.values() if _twin(slip) not in found)
    return sorted(once, key=lambda slip: slip.rank)


def _answer(solution: Solution) -> Ratio:
    return solution.ratios[solution.program.targets[0]]


def _twin(slip: Slip) -> tuple[str, Fraction]:
    """Return what is the same slip: what makes X inverted is X used the wrong way."""
    name = slip.id.removeprefix(UPSIDE)
    return (f"{name}-wrong-way" if name != slip.id else "", slip.value)


def explain(
    solution: Solution, matches: Callable[[Ratio], bool], written: str
) -> tuple[Slip, ...]:
    """Return the slips that give a learner's number, simplest first; () if none.

    `matches` tells whether a number is the learner's as far as it was written;
    `written` is its digits.
    """
    single = _every(solution)
    precise = len(written.replace(".", "").strip("0")) >= PRECISE
    found = _once(slip for slip in single if matches(slip.ratio))
    found += [slip for slip in decimal_slips(solution) if matches(slip.ratio)]
    found += _swapped(solution.results[0].value, written, precise=precise)
    found += _rounded_early(solution, matches if precise else _just(written))
    if precise and not found:
        found += _pairs(single, _answer(solution), matches)
    return _named_once(found)


def _just(written: str) -> Callable[[Ratio], bool]:
    """Match just what was written: a short number fits too much once it is rounded."""
    whole, _, part = written.partition(".")
    return partial(equal, (int(whole + part), 10 ** len(part)))


def _named_once(found: Iterable[Slip]) -> tuple[Slip, ...]:
    once: dict[str, Slip] = {}
    for slip in found:
        once.setdefault(slip.id, slip)
    return tuple(once.values())


# ------------------------------------------------------------ edits of one line


def rerun(solution: Solution, register: int, ratio: Ratio) -> Ratio:
    """Work the rest of the program with one register changed; returns the answer."""
    ratios = list(solution.ratios)
    ratios[register] = ratio
    inputs, steps = solution.program.inputs, solution.program.steps
    for index in range(max(register - inputs + 1, 0), len(steps)):
        ratios[inputs + index] = steps[index].apply(ratios)
    return ratios[solution.program.targets[0]]


def _of_lines(solution: Solution) -> Iterator[Slip]:
    for index, step in enumerate(solution.program.steps):
        if step.op == PLUS:
            continue
        edits = (
            _conversion(solution, step) if step.factor else _relation(solution, step)
        )
        for name, made, say, rank, *used in edits:
            for register in _reaching(solution, index, *used):
                yield Slip(name, rerun(solution, register, made), say, index, rank)


# What a slip is called, the number it makes of the line, what to say, its rank, and
# the register of an operand that it leaves out.
Edit = (
    tuple[str, Ratio, "Callable[[], str]", int]
    | tuple[str, Ratio, "Callable[[], str]", int, int]
)


def _reaching(
    solution: Solution, index: int, left_out: int | None = None
) -> Iterator[int]:
    """Yield what a line makes, and what it is converted to for a left-out operand.

    Who leaves out ÷ 40 min leaves out the × 60 min/h that it calls for.
    """
    program = solution.program
    register = program.inputs + index
    yield register
    for at, step in enumerate(program.steps[index + 1 :], program.inputs + index + 1):
        if left_out is None or step.factor is None or step.left != register:
            return
        if not _changes(program.registers[register][1], step.unit, left_out, solution):
            return
        yield (register := at)


def _changes(before: Unit, after: Unit, left_out: int, solution: Solution) -> bool:
    """Tell whether a conversion changes a base that the left-out operand has."""
    operand = solution.program.registers[left_out][1]
    dimensions = {dimension_of(name) for name, _ in operand.bases}
    changed = {name for name, _ in after.bases} - {name for name, _ in before.bases}
    return all(dimension_of(name) in dimensions for name in changed)


def _conversion(solution: Solution, step: Step) -> Iterator[Edit]:
    """Yield a conversion left out, taken twice, and taken the wrong way."""
    factor = step.factor or NO_FACTOR
    name = _conversion_name(step)
    if not name:
        return
    before = solution.ratios[step.left]
    yield name, before, partial(_say_missing, solution, step), CONVERSION
    apply, ratio = OPERATIONS[step.op], factor.as_integer_ratio()
    twice = apply(apply(before, ratio), ratio)
    yield name, twice, partial(_say_twice, step), REPETITION
    for each in _factors(name, factor):
        wrong = OPERATIONS[INVERSE[step.op]](before, each.as_integer_ratio())
        yield name, wrong, partial(_say_backwards, step), DIRECTION


def _conversion_line(step: Step) -> str:
    return f"{step.op} {write_exact(step.factor or NO_FACTOR)} {step.factor_unit}"


def _say_missing(solution: Solution, step: Step) -> str:
    before = write_number(solution.registers[step.left])
    was = f"{before} is {solution.program.registers[step.left][1]}, not {step.unit}"
    return f"the {_conversion_line(step)} step is missing: {was}"


def _say_twice(step: Step) -> str:
    return f"the {_conversion_line(step)} step was taken twice"


def _say_backwards(step: Step) -> str:
    did, should = INVERSE[step.op], step.op
    return f"the {_conversion_line(step)} step went the wrong way: {did}, not {should}"


def _conversion_name(step: Step) -> str:
    if "lb" in step.factor_unit:
        return "pounds-kilograms" if "kg" in step.factor_unit else ""
    if step.factor_unit == "mg/mL per %":
        return "percent-as-mg-per-ml"
    factor = step.factor or Fraction(0)
    return CONVERSIONS.get(int(factor), "") if factor.denominator == 1 else ""


def _factors(name: str, factor: Fraction) -> tuple[Fraction, ...]:
    """Return what a learner may have used for a factor: 2.2 and 2.2046 for pounds."""
    if name != "pounds-kilograms":
        return (factor,)
    small = factor < 1
    return tuple(1 / each if small else each for each in POUNDS_PER_KILOGRAM)


def _relation(solution: Solution, step: Step) -> Iterator[Edit]:
    """Yield a relation with an operand left out, used twice, or the wrong way."""
    right_at = step.right
    if right_at is None:
        return
    registers = solution.program.registers
    left, right = solution.ratios[step.left], solution.ratios[right_at]
    if registers[step.left][0] == registers[right_at][0]:
        yield from _ratio(solution, step, left, right)
        return
    for used in _as_given(solution, right_at):
        yield from _operand(solution, step, used)
    if step.op == TIMES:
        yield from _left_operand(solution, step, left, right)
    else:
        yield _upside_down(step, left, right)


def _operand(solution: Solution, step: Step, used: int) -> Iterator[Edit]:
    """Yield the slips of the right-hand operand, in the unit of register `used`.

    That is the unit the line needs, or the one in which the figure was given: who
    leaves a figure out leaves out its conversion too.
    """
    name = _hyphened(solution.program.registers[used][0])
    value, true = solution.ratios[used], step.apply(solution.ratios)
    back = OPERATIONS[INVERSE[step.op]]
    left_out, twice = back(true, value), OPERATIONS[step.op](true, value)
    told = (solution, step, used)
    say = partial(_say_left_out, *told)
    yield f"{name}-left-out", left_out, say, OMISSION, used
    yield f"{name}-twice", twice, partial(_say_used_twice, *told), REPETITION
    wrong = back(left_out, value)
    yield f"{name}-wrong-way", wrong, partial(_say_wrong_way, *told), DIRECTION


def _left_operand(
    solution: Solution, step: Step, left: Ratio, right: Ratio
) -> Iterator[Edit]:
    name = _hyphened(solution.program.registers[step.left][0])
    told = (solution, step, step.left)
    say = partial(_say_left_out, *told)
    yield f"{name}-left-out", right, say, REPETITION, step.left
    twice = times(times(left, left), right)
    yield f"{name}-twice", twice, partial(_say_used_twice, *told), REPETITION
    yield (
        f"{name}-wrong-way",
        over(right, left),
        partial(_say_wrong_way, *told),
        DIRECTION,
    )


def _hyphened(name: str) -> str:
    return name.replace("_", "-")


def _named(solution: Solution, register: int) -> tuple[str, str]:
    """Return what a reader calls a register, and what it holds."""
    name = solution.program.registers[register][0]
    return QUANTITIES[name].label, _text(solution, register).removeprefix("≈ ")


def _say_left_out(solution: Solution, step: Step, used: int) -> str:
    label, of = _named(solution, used)
    return f"the {step.op} {of} step is missing: the {label} is left out"


def _say_used_twice(solution: Solution, step: Step, used: int) -> str:
    label, of = _named(solution, used)
    return f"{step.op} {of} was taken twice: the {label} counts once"


def _say_wrong_way(solution: Solution, step: Step, used: int) -> str:
    label, of = _named(solution, used)
    words = {TIMES: "multiplied", DIVIDED: "divided"}
    did, should = words[INVERSE[step.op]], words[step.op]
    return f"it was {did} by the {label}, {of}, where it should be {should}"


def _upside_down(step: Step, left: Ratio, right: Ratio) -> Edit:
    name = f"{UPSIDE}{_hyphened(step.makes)}"
    return name, over(right, left), partial(_say_upside_down, step), UPSIDE_DOWN


def _say_upside_down(step: Step) -> str:
    return f"the division that gives the {step.label} is upside down"


def _ratio(solution: Solution, step: Step, left: Ratio, right: Ratio) -> Iterator[Edit]:
    """Yield the slips of a strength given as a ratio: 400 mg in 250 mL."""
    name = "vial-as-per-ml" if step.makes == "concentration" else "tablets-left-out"
    yield name, left, partial(_say_vial, solution, step), OMISSION
    yield _upside_down(step, left, right)


def _say_vial(solution: Solution, step: Step) -> str:
    above, below = _text(solution, step.left), _text(solution, step.right or 0)
    as_read = f"{write_number(solution.registers[step.left])} {step.unit}"
    return f"{above} in {below} was read as {as_read}"


def _as_given(solution: Solution, register: int) -> Iterator[int]:
    """Yield a register and those it was converted from by a metric or time step."""
    inputs, steps = solution.program.inputs, solution.program.steps
    yield register
    while register >= inputs:
        step = steps[register - inputs]
        if step.factor is None or step.factor.denominator != 1:
            return
        if int(step.factor) not in CONVERSIONS or "lb" in step.factor_unit:
            return
        register = step.left
        yield register


def _text(solution: Solution, register: int) -> str:
    of = solution.program.registers[register][1]
    return write_value(solution.registers[register], of)


# ------------------------------------------------- edits of a given figure or the whole


def _of_the_whole(solution: Solution) -> Iterator[Slip]:
    """Yield slips that add a step, or start from a given figure misread."""
    yield from _added_conversions(solution)
    for register in range(solution.program.inputs):
        name, of = solution.program.registers[register]
        value = solution.ratios[register]
        if name == "weight" and of.text == "kg":
            yield from _kilograms_as_pounds(solution, register, value)
        if name == "drop_factor" and _line_using(solution, register) is not None:
            yield from _wrong_drop_factors(solution, register, value)
        if name == "duration" and of.text == "min":
            yield from _decimal_hours(solution, register, value)
    yield from _decimal_hours_written(solution)


def _line_using(solution: Solution, register: int) -> int | None:
    """Return the first line that uses a register, or None."""
    steps = enumerate(solution.program.steps)
    uses = (index for index, step in steps if register in {step.left, step.right})
    return next(uses, None)


def _added_conversions(solution: Solution) -> Iterator[Slip]:
    """Yield × or ÷ 60, 24 and 1,000 where they do not belong."""
    right = _answer(solution)
    for factor in _factors_about(solution):
        for apply, way in ((times, "large"), (over, "small")):
            say = partial(_say_added, factor, way)
            ratio = apply(right, (factor, 1))
            yield Slip(CONVERSIONS[factor], ratio, say, None, CONVERSION)


def _say_added(factor: int, way: str) -> str:
    return f"the answer is {factor:,} times too {way}: check that conversion"


def _factors_about(solution: Solution) -> list[int]:
    """Return the factors that a learner may have put where they do not belong."""
    units = {of for _, of in solution.program.registers}
    bases = {name for of in units for name, _ in of.bases}
    applies = {
        60: bool(bases & {"minute", "hour", "second"}),
        24: "day" in bases,
        1000: any(of.measure for of in units) or "liter" in bases,
    }
    return [factor for factor, holds in applies.items() if holds]


def _kilograms_as_pounds(
    solution: Solution, register: int, value: Ratio
) -> Iterator[Slip]:
    line = _line_using(solution, register)
    for factor in POUNDS_PER_KILOGRAM:
        for op in (DIVIDED, TIMES):
            wrong = OPERATIONS[op](value, factor.as_integer_ratio())
            say = partial(_say_no_pounds, op, factor)
            number = rerun(solution, register, wrong)
            yield Slip("pounds-kilograms", number, say, line, REPETITION)


def _say_no_pounds(op: str, factor: Fraction) -> str:
    return f"the weight is in kg already: no {op} {write_exact(factor)}"


def _wrong_drop_factors(
    solution: Solution, register: int, value: Ratio
) -> Iterator[Slip]:
    line = _line_using(solution, register)
    for other in DROP_FACTORS:
        if not equal((other, 1), value):
            number = rerun(solution, register, (other, 1))
            say = partial(_say_another_set, other, value)
            yield Slip("wrong-drop-factor", number, say, line, REPETITION)


def _say_another_set(other: int, value: Ratio) -> str:
    own = write_number(Fraction(*value))
    return f"{other} gtt/mL is another set's drop factor; here it is {own}"


def _decimal_hours(solution: Solution, register: int, minutes: Ratio) -> Iterator[Slip]:
    """Yield the number that 40 min as 0.40 h, or 1 h 30 min as 1.3 h, would give."""
    wrong = _misread(over(minutes, (60, 1)))
    number = rerun(solution, register, times(wrong, (60, 1)))
    say = partial(_say_decimal_hours_used, solution, register, wrong)
    line = _line_using(solution, register)
    yield Slip("decimal-hours", number, say, line, REPETITION)


def _decimal_hours_written(solution: Solution) -> Iterator[Slip]:
    """Yield 1.5 h that is 1 h 30 min, written as 1.3 h."""
    name, _, of = solution.results[0]
    if name == "duration" and of.text == "h":
        number = _misread(_answer(solution))
        say = partial(_say_decimal_hours, "written", Fraction(*number))
        yield Slip("decimal-hours", number, say, None, CONVERSION)


def _misread(hours: Ratio) -> Ratio:
    """Return hours whose minutes are taken for hundredths: 1.3 for 1 h 30 min."""
    above, below = hours
    return plus((above // below, 1), (above % below * 60, below * 100))


def _say_decimal_hours_used(solution: Solution, register: int, part: Ratio) -> str:
    whole = sum(
        solution.registers[at] * of.scale / 60
        for at, (name, of) in enumerate(solution.program.registers)
        if name == "duration" and at < solution.program.inputs and at != register
    )
    return _say_decimal_hours("used", whole + Fraction(*part))


def _say_decimal_hours(what: str, hours: Fraction) -> str:
    was = write_number(hours)
    return f"minutes are not hundredths of an hour: {was} h was {what}"


class Stop(NamedTuple):
    """An intermediate result that may be given as the answer.

    `slip` is what that is called, `line` the first one that was not worked.
    """

    quantity: str
    register: int
    slip: str
    line: int | None

    def say(self, text: str) -> str:
        """Say that a figure, as text, is not the answer."""
        return f"the {QUANTITIES[self.quantity].label}, {text}, is not the answer yet"


def stops(solution: Solution) -> Iterator[Stop]:
    """Yield the intermediate results of a solution, the last one first."""
    inputs, steps = solution.program.inputs, solution.program.steps
    relations = [
        (index, step)
        for index, step in enumerate(steps)
        if step.right is not None and not _is_ratio(solution, step)
    ]
    for short, (index, step) in enumerate(reversed(relations)):
        if short:
            register = inputs + index
            name = _stopped_name(solution, step, relations[-1][1], short)
            line = _line_using(solution, register)
            yield Stop(step.makes, register, name, line)


def _stopped(solution: Solution) -> Iterator[Slip]:
    """Yield intermediate results given as the answer, in any unit of theirs."""
    for stop in stops(solution):
        for ratio, of in _quoted_values(solution, stop.register):
            say = partial(_say_stopped, stop, ratio, of)
            yield Slip(stop.slip, ratio, say, stop.line, OMISSION)


def _say_stopped(stop: Stop, ratio: Ratio, of: Unit) -> str:
    return stop.say(write_value(Fraction(*ratio), of))


def _is_ratio(solution: Solution, step: Step) -> bool:
    registers = solution.program.registers
    return registers[step.left][0] == step.makes


def _stopped_name(solution: Solution, step: Step, last: Step, short: int) -> str:
    """Name a result one operation short after the operand that is left out."""
    registers = solution.program.registers
    operands = [registers[at][0] for at in (last.left, last.right) if at is not None]
    if short == 1 and step.makes in operands:
        other = next(name for name in operands if name != step.makes)
        return f"{other.replace('_', '-')}-left-out"
    return f"stopped-at-{step.makes.replace('_', '-')}"


def _quoted_values(solution: Solution, register: int) -> Iterator[tuple[Ratio, Unit]]:
    name, of = solution.program.registers[register]
    base = times(solution.ratios[register], of.scale.as_integer_ratio())
    units = (with_measure(other, of.measure) for other in QUANTITIES[name].units)
    for other in dict.fromkeys((of, *units)):
        yield over(base, other.scale.as_integer_ratio()), other


# -------------------------------------------------------------- slips of the pen


def decimal_slips(solution: Solution) -> tuple[Slip, ...]:
    """Return the answer with its decimal point one and two places off."""
    right = _answer(solution)
    return tuple(
        Slip("tenfold", ratio, partial(_say_decimal, places), None, DECIMAL)
        for places in PLACES
        for ratio in (times(right, (10**places, 1)), over(right, (10**places, 1)))
    )


def _say_decimal(places: int) -> str:
    return f"the decimal point stands {PLACES[places]} off"


def _swapped(right: Fraction, written: str, *, precise: bool) -> Iterator[Slip]:
    """Yield two neighbouring digits swapped: the same digits in another order."""
    places = len(written.partition(".")[2])
    kept = rounded(right, places)
    meant = write_decimals(kept, places)
    if (precise or kept == right) and _is_swapped(written, meant):
        say = f"two digits are swapped: {meant}, not {written}"
        yield Slip("digits-swapped", right.as_integer_ratio(), say.__str__, None, PEN)


def _is_swapped(digits: str, expected: str) -> bool:
    if len(digits) != len(expected) or digits == expected:
        return False
    pairs = list(enumerate(zip(digits, expected, strict=True)))
    differ = [index for index, (one, other) in pairs if one != other]
    first, last = differ[0], differ[-1]
    neighbours = not digits[first + 1 : last].replace(".", "")
    swapped = digits[first] + digits[last] == expected[last] + expected[first]
    return first != last and neighbours and swapped


def _rounded_early(
    solution: Solution, matches: Callable[[Ratio], bool]
) -> Iterator[Slip]:
    """Yield an intermediate result rounded before the last step, within 5 %."""
    right = _answer(solution)
    for index in range(len(solution.program.steps) - 1):
        register = solution.program.inputs + index
        for kept in _roundings(solution.ratios[register]):
            number = rerun(solution, register, kept)
            if _near(number, right) and matches(number):
                say = partial(_say_rounded, solution, register, kept)
                yield Slip("rounded-early", number, say, index, PEN)


def _roundings(value: Ratio) -> Iterator[Ratio]:
    """Yield a value rounded to 0 to 3 decimals, each once, where that changes it."""
    above, below = value
    for scale in (1, 10, 100, 1000):
        digits = (2 * above * scale + below) // (2 * below)
        again = scale > 1 and digits % 10 == 0
        if digits and not again and digits * below != above * scale:
            yield digits, scale


def _near(number: Ratio, right: Ratio) -> bool:
    """Tell whether a number is another one than the answer, within 5 % of it."""
    whole = right[0] * number[1]
    return 0 < abs(number[0] * right[1] - whole) * NEAR <= whole


def _say_rounded(solution: Solution, register: int, kept: Ratio) -> str:
    was = _text(solution, register).removeprefix("≈ ")
    return f"{was} was rounded to {write_exact(Fraction(*kept))} before the last step"


# ------------------------------------------------------------------------ pairs


def _pairs(
    single: Sequence[Slip], right: Ratio, matches: Callable[[Ratio], bool]
) -> Iterator[Slip]:
    """Yield pairs of a conversion left out and a slip of another line."""
    simple = [s for s in single if s.rank <= OMISSION and s.line is not None]
    simple.sort(key=lambda slip: slip.rank)
    for one, other in combinations(simple, 2):
        if one.rank == CONVERSION and one.line != other.line and one.id != other.id:
            ratio = over(times(one.ratio, other.ratio), right)
            if matches(ratio) and not equal(ratio, right):
                name, say = f"{one.id}+{other.id}", partial(_say_both, one, other)
                yield Slip(name, ratio, say, one.line, PEN)


def _say_both(one: Slip, other: Slip) -> str:
    """Say two slips; the numbers of the one do not hold beside the other."""
    return f"two slips at once: {_say_short(one)}, and {_say_short(other)}"


def _say_short(slip: Slip) -> str:
    head, _, tail = slip.message.partition(": ")
    return tail if tail.endswith("left out") else head
