"""The ways to take each figure of a text in a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.language.notation import read_given
from ketacalc.language.problem import IN_ALL, ONE_DOSE
from ketacalc.language.relations import QUANTITIES
from ketacalc.say import later, say
from ketacalc.words.asking import AFTER, LOADING, part_of
from ketacalc.words.lexicon import PIECES
from ketacalc.words.rules import TABLE, coded, fitting, shape
from ketacalc.words.tokens import codes_of, signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.words.asking import Ask
    from ketacalc.words.page import Page
    from ketacalc.words.tokens import Token

# mL: what is given whole has so much at least, what a label is per has less.
BAG = 50
SHARED = 250  # a smaller one runs for a part of the hours between two
# A part of a ratio costs less than a figure left over: it is one of two, and the other
# is told in the same breath.
WHOLE, PART = 1, 0.5
# What begins to speak of the order, or of what is on hand.
_SIDES = {"order", "give", "have", "stop", "query"}
_RUNS = shape("<over|in> <[FC].duration>")
ENDS = ("start", "end")
STRENGTHS = {"concentration", "stock", "ratio"}
MASSES = {"mg", "mcg", "g"}
VESSELS = {"vial", "ampoule", "bag", "bottle", "syringe"}
OF_BAG = {"left", "share"}


class Way(NamedTuple):
    """A way to take a figure: what is written, what it costs, and why it is left.

    `beside` is what must agree with the rest, though it is not written.
    """

    token: Token
    text: str
    cost: float = 0
    reason: str = ""
    beside: str = ""


def ways_of(page: Page, ask: Ask) -> list[list[Way]]:
    """Return for each figure of a question the ways to take it, a plain one first.

    A figure that is only said twice is one.
    """
    found: dict[object, list[Way]] = {}
    side, others = "", _of_the_other_dose(page, ask)
    for token in page.tokens:
        side = token.code if token.code in _SIDES else side
        side = "" if token.code == "F.concentration" else side
        if token.quantity:
            figure = read_given(token.value, token.quantity)
            ways = _shared(page, ask, [*_ways(page, ask, token, side)])
            if token in others:
                reason = later("it is of the loading dose, or of what follows it")
                ways = [Way(token, "", reason=reason)]
            found.setdefault((token.code, figure.base_value), ways)
    choices = [*found.values(), *_clocks(page, ask), *_hours(page, ask)]
    for (quantity,) in fitting("sums", {ask.unit}, ask.codes, page.codes)[:1]:
        return _summed(page, choices, quantity)
    return choices


def _of_the_other_dose(page: Page, ask: Ask) -> set[Token]:
    """Return the figures of the loading dose, where a question is of another, or not.

    A bolus of 80 units/kg, then 18 units/kg/h. How many units is the bolus?
    """
    parts: dict[str, set[Token]] = {LOADING: set(), AFTER: set()}
    for sentence in page.sentences:
        part, is_after = "", "=after" in signs_of(sentence)
        for token in sentence:
            part = part_of(token) or part
            part = AFTER if part and is_after else part
            if part and token.code in {*TABLE["orders"], "F.duration"}:
                parts[part].add(token)
    asked = ask.part
    if ask.is_running and not asked and "F.duration" not in codes_of(parts[LOADING]):
        asked = AFTER  # a bolus has no rate
    other = parts[AFTER if asked == LOADING else LOADING]
    is_told = {name: codes_of(parts[name]) - {"F.duration"} for name in parts}
    if ask.part and any(is_told.values()) and not is_told[ask.part]:
        reason = later("the figure of the dose that it asks for is not told")
        raise Unreadable(page.text, reason)
    return other if asked and all(parts.values()) else set()


def _shared(page: Page, ask: Ask, ways: list[Way]) -> list[Way]:
    """Return the ways to take a figure where another question may need it instead."""
    token, text, *_ = ways[0]
    others = [each for each in page.asks if each is not ask]
    if any(each.holds(token) for each in others):  # it is of that one first
        dearer = [each._replace(cost=each.cost + WHOLE) for each in ways if each.text]
        told = later("another question tells it")
        return [Way(token, "", reason=told), *dearer]
    if others and not ways[-1].reason:
        dear = WHOLE + PART + (token.code in TABLE["orders"])
        left = _left(ask, token, text)._replace(cost=dear, reason="")
        return [*ways, left]
    return ways


def _ways(page: Page, ask: Ask, token: Token, side: str) -> Iterator[Way]:
    """Yield the ways to take one figure: whole, a part of it, and not at all."""
    text = _written(page, ask, token)
    if (
        ask.unit == "diluent"
        and token.code == "F.amount"
        and "F.strength" in page.codes
    ):
        yield _left(ask, token, text)  # what is dissolved is what the vial holds
        return
    if token.code[0] == "P":  # the name of a fluid, seldom a figure
        is_asked = _asks_of(page, ask, token)
        yield Way(
            token, text if is_asked else "", reason=later("the name of a product")
        )
        return
    lacks = ask.unit in PIECES and "F.strength" not in page.codes
    is_label = lacks and side == "have" and token.code == "F.amount"
    if is_label:  # on hand: 250 mg
        text = f"{token.value}/{ask.unit}"
    yield Way(token, text)
    yield from _parts(page, ask, token, text)
    if is_label or _is_spare(page, ask, token, side):
        beside = bag_of(text) or _run_through(page, token, text)
        yield _left(ask, token, text, beside)


def _parts(page: Page, ask: Ask, token: Token, text: str) -> Iterator[Way]:
    """Yield the ways to take a part of a figure: 1 g of a vial, 250 mL of a bag."""
    amount, _, vessel = token.value.partition("/")
    is_alone = "F.concentration" not in page.codes or "F.displacement" in page.codes
    is_vessel = token.code == "F.strength" and vessel in VESSELS and is_alone
    if is_vessel and ask.unit not in PIECES:
        yield Way(token, amount, PART)  # what it holds is given whole
    above, is_ratio, _ = text.removesuffix(IN_ALL).partition(" in ")
    if is_ratio:
        _refuse_whole_bag(page, token, above)
        if ask.unit in VESSELS and "F.strength" not in page.codes:
            yield Way(token, f"{above}/{ask.unit}", PART)  # 4 mg in 2 mL ampoules
    if bag := bag_of(text):
        yield Way(token, bag, PART, beside=text)
        yield Way(token, above, WHOLE, beside=text)


def bag_of(ratio: str) -> str:
    """Return the bag of 400 mg in 250 mL, 250 mL; "" where it is no bag."""
    volume = ratio.removesuffix(IN_ALL).partition(" in ")[2]
    return volume if volume and read_given(volume).base_value >= BAG else ""


def _run_through(page: Page, token: Token, text: str) -> str:
    """Return what a duration must agree with where a pump rate is told: 24 mL."""
    wholes = [each for each in page.values("F.concentration") if " in " in each]
    if token.quantity != "duration" or "F.pump_rate" not in page.codes or not wholes:
        return ""
    return f"{text}, {wholes[0].partition(' in ')[2]}"


def _asks_of(page: Page, ask: Ask, fluid: Token) -> bool:
    """Tell whether a question names what is in a fluid, beside the fluid's name."""
    kinds = {"concentration", "ratio"}
    strengths = {each.value for each in page.tokens if each.quantity in kinds}
    own = page.words(fluid).lower()
    told = (each for each in page.fluids if any(name in own for name in each))
    names = next(told, ())
    asked = page.words(*ask.tokens).lower()
    times = 2 if ask.holds(fluid) else 1
    if len(strengths) > 1:
        return False
    if fluid.value.endswith("units/mL"):
        return ask.unit == "mL"  # of insulin U-100
    is_mass = ask.unit.partition("/")[0] in MASSES
    return is_mass and sum(map(asked.count, names)) >= times


def _written(page: Page, ask: Ask, token: Token) -> str:
    """Write a figure as a question takes it: 250 mg of one dose, or the stock."""
    value, quantity = token.value, token.quantity
    if token.code == "K.volume" and ask.unit in VESSELS:
        return f"{value}/{ask.unit}"
    if quantity == "volume" and ask.unit in OF_BAG:
        return f"bag={value}"
    scope = page.doses.scope_of(ask)
    many = (
        scope
        or page.doses.schedule
        or page.doses.is_daily
        or ask.unit in {"day", "doses"}
    )
    if not many and quantity != "order":
        value = value.removesuffix("/dose")  # the only one
    plain = {read_given(token.value).quantity, *["stock"] * (not page.is_diluted)}
    if quantity not in plain:
        return f"{quantity}={value}"
    if not page.doses.schedule or quantity not in ONE_DOSE:
        return value
    if ask.unit == "day":
        return f"{value}{IN_ALL}"
    per = page.doses.per(scope) if token.code[0] == "F" else ""
    return f"{value}/{per}" if per else value


def _left(ask: Ask, token: Token, text: str, beside: str = "") -> Way:
    """Return the way to leave a figure."""
    is_whole = token.quantity == "volume" and "ran" in ask.codes  # and a part ran in
    if token.quantity in TABLE["beside"] and token.code[0] in "FB" and not is_whole:
        beside = beside or text
    label = say(QUANTITIES[token.quantity].label)
    reason = say("the question does not need the {label}", label=label)
    return Way(token, "", WHOLE, reason, beside)


def _is_spare(page: Page, ask: Ask, token: Token, side: str) -> bool:
    """Tell whether a question need not need a figure, by the table of spare ones."""
    is_day = token.value in {"24 h", "1 day"}
    if token.quantity == "duration" and ask.holds(token) and not is_day:
        return False  # how many mL in one hour
    if is_day and page.doses.schedule and not ask.holds(token):
        return False  # 1 g over 24 h, q6h
    strengths = {each.value for each in page.tokens if each.quantity in STRENGTHS}
    if token.quantity in STRENGTHS and len(strengths) > 1:
        return False  # one of two
    if side == "have" and token.code == "F.amount" and _is_less(page, token):
        return False  # the label says less than the order
    return bool(fitting("spare", {token.code, side}, {ask.unit}, ask.codes, page.codes))


def _is_less(page: Page, token: Token) -> bool:
    """Tell whether another amount is greater."""
    amounts = (read_given(each).base_value for each in page.values("F.amount"))
    return read_given(token.value).base_value < max(amounts)


def _refuse_whole_bag(page: Page, token: Token, above: str) -> None:
    """Refuse a bag and how long it runs where another amount is told apart."""
    codes = codes_of(page.sentence_of(token))
    if codes & {"F.duration", "C.duration"} and codes.isdisjoint(TABLE["orders"]):
        whole = read_given(above).base_value
        others = page.values("F.amount")
        if any(read_given(each).base_value != whole for each in others):
            reason = later("the bag may run whole, or an amount of it")
            raise Unreadable(page.words(token), reason)


def _clocks(page: Page, ask: Ask) -> Iterator[list[Way]]:
    """Yield the start and the end of what runs, where the question needs them."""
    clocks = [each for each in page.tokens if each.code == "clock"]
    names = _names_of(clocks, page, ask)
    said = codes_of(t for each in clocks for t in page.sentence_of(each))
    if names and (len(page.values("weekday")) > 1 or "otherday" in said):
        raise Unreadable(page.text, later("times of more than one day are not read"))
    for name, each in zip(names, clocks, strict=bool(names)):
        text = f"{name}={each.value}"
        yield [Way(each, text), Way(each, "", WHOLE, later("a time of day"), text)]


def _names_of(clocks: list[Token], page: Page, ask: Ask) -> tuple[str, ...]:
    """Return which time is the start and which the end; none where that is not told."""
    told = [_told_of(each, page.sentence_of(each)) for each in clocks]
    if len(told) == 1:
        name = told[0] or "start"
        return (name,) if {name, ask.unit} == {*ENDS} else ()
    if len(told) != len(ENDS) or not (any(told) or ask.unit in OF_BAG):
        return ()
    if any(told) and told[0] == told[1]:
        raise Unreadable(page.text, later("which time is the start is not told"))
    return ENDS[::-1] if told[0] == "end" or told[1] == "start" else ENDS


def _told_of(clock: Token, sentence: list[Token]) -> str:
    """Return what a time of day is said to be by the last word before it that tells."""
    for each in reversed(sentence[: sentence.index(clock)]):
        if each.code in {"clock", *TABLE["clocks"]}:
            return str(TABLE["clocks"].get(each.code, ""))
    return ""


def _hours(page: Page, ask: Ask) -> Iterator[list[Way]]:
    """Yield the 8 h of "1 liter q8h": a plain fluid that runs all day."""
    volumes = [each.value for each in page.tokens if each.quantity == "volume"]
    is_small = any(read_given(each).base_value < SHARED for each in volumes)
    dosed = {"F.amount", "F.concentration", "F.stock", "F.pump_rate", "clock"}
    runs = _RUNS.search(coded(page.tokens)[0])
    if ask.is_running and not (runs or is_small or page.codes & dosed):
        for token in page.tokens:
            if token.code == "often" and token.value.startswith("q"):
                yield [Way(token, f"{token.value[1:-1]} h")]


def _summed(page: Page, choices: list[list[Way]], quantity: str) -> list[list[Way]]:
    """Add up what was drunk, or what is drawn into one syringe."""
    parts = [each for each in page.tokens if each.quantity == quantity]
    rest = [each for each in choices if each[0].token not in parts]
    total = " + ".join(each.value for each in parts)
    return [[Way(each, total)] for each in parts[:1]] + rest
