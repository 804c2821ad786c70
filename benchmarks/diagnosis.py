"""How often the right slip is named, first and alone; how often chance is explained.

Run: `python benchmarks/diagnosis.py`.  The wrong numbers are worked out here in plain
arithmetic, from the table of slips and not from the program that names them.  A problem
is drawn again where two slips, or a slip and the right answer, lie within 2 %.
"""

import json
import math
import random
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from ketacalc import check

SEED, PROBLEMS, CHANCES = 20, 60, 4000
NEAR = 0.05
VECTORS = Path(__file__).parent.parent / "tests/vectors/problems.json"
SPANNED = {2.2: "pounds-kilograms", 10: "tenfold", 1000: "thousandfold"}
Case = tuple[str, float, dict[str, list[float]]]


def infusion(draw: random.Random) -> Case:
    """Mg/h from a dose per kg over some minutes."""
    w, d, t = (
        draw.randint(41, 99),
        draw.randint(2, 19) / 10,
        draw.choice((25, 40, 50, 90)),
    )
    rate = d * w / t * 60
    decimal = t // 60 + t % 60 / 100
    return f"{w} kg, {d} mg/kg, {t} min -> mg/h", rate, {
        "minutes-hours": [rate / 60],
        "decimal-hours": [d * w / decimal],
        "thousandfold": [rate * 1000, rate / 1000],
        "pounds-kilograms": [rate / 2.2, rate * 2.2],
        "weight-left-out": [rate / w],
        "weight-twice": [rate * w],
        "weight-wrong-way": [rate / w**2],
        "duration-left-out": [d * w],
    }  # fmt: skip


def pump(draw: random.Random) -> Case:
    """ML/h from mcg/kg/min, a weight in lb and a bag."""
    lb, r = draw.randint(90, 230), draw.randint(2, 19) / 2
    a, v = draw.choice((200, 400, 500, 800)), draw.choice((100, 250, 500))
    c, right = a / v, r * lb / 2.2 / 1000 * 60 / (a / v)
    return f"{lb} lb, {r:g} mcg/kg/min, {a} mg in {v} mL -> mL/h", right, {
        "minutes-hours": [right / 60],
        "thousandfold": [right * 1000],
        "pounds-kilograms": [right * 2.2, right * 2.2**2],
        "weight-left-out": [right / (lb / 2.2)],
        "concentration-left-out": [right * c],
        "concentration-wrong-way": [right * c * c],
        "vial-as-per-ml": [right / v],
    }  # fmt: skip


def drip(draw: random.Random) -> Case:
    """Gtt/min from a volume over some hours."""
    v, t, f = (
        draw.choice((250, 500, 750, 1000)),
        draw.randint(2, 11),
        draw.choice((10, 15, 20)),
    )
    right = v / t * f / 60
    other = next(each for each in (15, 20, 10) if each != f)
    return f"{v} mL, {t} h, {f} gtt/mL -> gtt/min", right, {
        "minutes-hours": [right * 60],
        "drop-factor-left-out": [right / f],
        "drop-factor-wrong-way": [right / f**2],
        "wrong-drop-factor": [right / f * other],
    }  # fmt: skip


def bolus(draw: random.Random) -> Case:
    """ML from a dose per kg and a strength in per cent."""
    w, d, p = draw.randint(11, 99), draw.randint(3, 29) / 10, draw.choice((2, 4, 5))
    right = d * w / (p * 10)
    return f"{w} kg, {d} mg/kg, {p} % -> mL", right, {
        "percent-as-mg-per-ml": [right * 10],
        "weight-left-out": [right / w],
        "concentration-left-out": [d * w],
        "concentration-wrong-way": [d * w * p * 10],
        "upside-down-volume": [1 / right],
    }  # fmt: skip


def oral(draw: random.Random) -> Case:
    """ML a dose from mg/kg/day."""
    w, d, n = draw.randint(8, 39), draw.choice((20, 25, 35, 45)), draw.choice((3, 4))
    a, v = draw.choice((125, 160, 250)), 5
    c, right = a / v, d * w / n / (a / v)
    line = f"{w} kg, {d} mg/kg/day, {n} doses/day, {a} mg in {v} mL -> mL"
    return line, right, {
        "frequency-left-out": [right * n],
        "frequency-twice": [right / n],
        "weight-left-out": [right / w],
        "concentration-left-out": [right * c],
        "vial-as-per-ml": [right / v],
    }  # fmt: skip


def interval(draw: random.Random) -> Case:
    """ML a dose from mg/kg/day, every so many hours."""
    w, d, h = (
        draw.randint(8, 39),
        draw.choice((20, 25, 35, 45)),
        draw.choice((6, 8, 12)),
    )
    a, v = draw.choice((125, 160, 250)), 5
    right = d * w * h / 24 / (a / v)
    line = f"{w} kg, {d} mg/kg/day, q{h}h, {a} mg in {v} mL -> mL"
    return line, right, {
        "interval-as-frequency": [right * 24 / h / h],
        "frequency-left-out": [right * 24 / h],
        "weight-left-out": [right / w],
        "concentration-left-out": [right * a / v],
    }  # fmt: skip


def systemic(draw: random.Random) -> Case:
    """Mg that reach the circulation."""
    a, f = draw.randint(20, 99), draw.choice((17, 24, 29, 45))
    right = a * f / 100
    return f"{a} mg, bioavailability={f} % -> systemic in mg", right, {
        "bioavailability-left-out": [a],
        "bioavailability-wrong-way": [a / (f / 100)],
    }  # fmt: skip


def reverse(draw: random.Random) -> Case:
    """Mcg/kg/min from a pump rate."""
    w, r = draw.randint(41, 99), draw.randint(5, 60)
    a, v = draw.choice((200, 400, 500)), draw.choice((100, 250))
    right = r * a / v / 60 * 1000 / w
    return f"{w} kg, {r} mL/h, {a} mg in {v} mL -> mcg/kg/min", right, {
        "minutes-hours": [right * 60],
        "thousandfold": [right / 1000],
        "weight-left-out": [right * w],
        "weight-wrong-way": [right * w * w],
        "concentration-left-out": [right / (a / v)],
    }  # fmt: skip


def daily(draw: random.Random) -> Case:
    """ML/h from mL/kg/day."""
    w, r = draw.randint(11, 59), draw.choice((50, 75, 110, 132))
    right = r * w / 24
    return f"{w} kg, {r} mL/kg/day -> mL/h", right, {
        "hours-days": [right * 24],
        "weight-left-out": [r / 24],
        "pounds-kilograms": [right / 2.2],
    }  # fmt: skip


def timed(draw: random.Random) -> Case:
    """ML/h from a volume over hours and minutes."""
    v, h, m = draw.randint(101, 999), draw.randint(1, 3), draw.choice((15, 20, 30, 45))
    right = v / (h + m / 60)
    return f"{v} mL, {h} h {m} min -> mL/h", right, {
        "decimal-hours": [v / (h + m / 100)],
        "minutes-hours": [right / 60],
        "duration-left-out": [v],
    }  # fmt: skip


def full(draw: random.Random) -> Case:
    """ML/h from a dose per kg, some minutes and a concentration."""
    w, d, t = draw.randint(41, 99), draw.randint(2, 29) / 10, draw.choice((25, 45, 50))
    c = draw.choice((2, 4, 5))
    amount = d * w
    right = amount / t * 60 / c
    return f"{w} kg, {d} mg/kg, {t} min, {c} mg/mL -> mL/h", right, {
        "minutes-hours": [right / 60],
        "stopped-at-amount": [amount],
        "weight-left-out": [right / w],
        "duration-wrong-way": [amount * t / c * 60],
        "concentration-wrong-way": [right * c * c],
        "concentration-left-out": [right * c],
    }  # fmt: skip


def tablets(draw: random.Random) -> Case:
    """Tablets from an amount and a strength."""
    s, n = draw.choice((15, 25, 35, 45)), draw.choice((1.5, 2.5, 3, 3.5, 4))
    right = float(n)
    return f"{s * n:g} mg, {s} mg/tablet -> tablet", right, {
        "strength-left-out": [s * n],
        "strength-wrong-way": [s * s * n],
        "upside-down-tablets": [1 / n],
    }  # fmt: skip


def per_kg_per_min(draw: random.Random) -> Case:
    """Mcg/kg/min from mg/kg/day, over day, hour and minute."""
    d = draw.randint(11, 99)
    right = d * 1000 / 24 / 60
    return f"{d} mg/kg/day -> mcg/kg/min", right, {
        "hours-days": [right * 24],
        "minutes-hours": [right * 60],
        "thousandfold": [right / 1000],
    }  # fmt: skip


def bag(draw: random.Random) -> Case:
    """ML that are left of a bag."""
    b, r, t = draw.choice((500, 750, 1000)), draw.randint(21, 99), draw.randint(2, 6)
    given = r * t
    if given >= b:
        return bag(draw)
    return f"bag={b} mL, {r} mL/h, {t} h -> left in mL", b - given, {
        "added-for-subtracted": [b + given],
        "bag-left-out": [given],
    }  # fmt: skip


def share(draw: random.Random) -> Case:
    """Per cent of a bag that is given."""
    b, r, t = draw.choice((500, 750, 1000)), draw.randint(21, 99), draw.randint(2, 6)
    if r * t >= b:
        return share(draw)
    right = r * t / b * 100
    return f"bag={b} mL, {r} mL/h, {t} h -> share in %", right, {
        "bag-left-out": [r * t],
        "duration-left-out": [right / t],
        "pump-rate-left-out": [right / r],
    }  # fmt: skip


def drawn(draw: random.Random) -> Case:
    """ML of stock to draw up."""
    s, c = draw.choice((20, 25, 40, 50)), draw.choice((1, 2, 3, 4))
    v = draw.choice((60, 75, 110, 150))
    return f"stock={s} mg/mL, {c} mg/mL, {v} mL -> drawn in mL", c * v / s, {
        "order-and-stock-swapped": [s * v / c],
        "stock-left-out": [c * v],
        "concentration-left-out": [v / s],
        "volume-left-out": [c / s],
        "upside-down-drawn": [s / (c * v)],
    }  # fmt: skip


def diluent(draw: random.Random) -> Case:
    """ML of diluent beside what is drawn up."""
    s, c = draw.choice((20, 25, 40, 50)), draw.choice((4, 5, 8, 10))
    v = draw.choice((60, 75, 110, 150))
    stock = c * v / s
    return f"stock={s} mg/mL, {c} mg/mL, {v} mL -> diluent in mL", v - stock, {
        "added-for-subtracted": [v + stock],
        "volume-left-out": [stock],
    }  # fmt: skip


def powder(draw: random.Random) -> Case:
    """ML of diluent for a powder that takes room."""
    a, c = draw.choice((250, 500, 750, 1000)), draw.choice((50, 100, 125))
    d = draw.randint(3, 19) / 10
    if a / c <= d:
        return powder(draw)
    return f"{a} mg, displacement={d} mL, {c} mg/mL -> diluent in mL", a / c - d, {
        "added-for-subtracted": [a / c + d],
        "displacement-left-out": [a / c],
    }  # fmt: skip


def surface(draw: random.Random) -> Case:
    """Mg from a height, a weight and a dose per m2."""
    h, w, d = (
        draw.randint(95, 190),
        draw.randint(15, 95),
        draw.choice((25, 75, 150, 375)),
    )
    square = h * w / 3600
    return f"{h} cm, {w} kg, {d} mg/m2 -> mg", d * math.sqrt(square), {
        "root-left-out": [d * square],
        "surface-left-out": [d],
        "surface-dose-left-out": [math.sqrt(square)],
    }  # fmt: skip


def inches(draw: random.Random) -> Case:
    """Mg from a height in inches, a weight in pounds and a dose per m2."""
    h, lb, d = draw.randint(38, 74), draw.randint(35, 210), draw.choice((25, 75, 150))
    right = d * math.sqrt(h * 2.54 * lb / 2.2 / 3600)
    return f"{h} in, {lb} lb, {d} mg/m2 -> mg", right, {
        "inches-centimetres": [right / math.sqrt(2.54)],
        "pounds-kilograms": [right * math.sqrt(2.2)],
        "root-left-out": [right * right / d],
    }  # fmt: skip


def weeks(draw: random.Random) -> Case:
    """Tablets for some weeks."""
    n, f, t = draw.choice((1, 2, 3)), draw.choice((2, 3, 4)), draw.choice((2, 3, 5, 6))
    right = n * f * t * 7
    line = f"{n} tablets/dose, {f} doses/day, {t} weeks -> tablets"
    return line.replace("1 tablets", "1 tablet"), right, {
        "days-weeks": [right / 7],
        "frequency-left-out": [right / f],
        "duration-left-out": [n * f],
    }  # fmt: skip


def spoons(draw: random.Random) -> Case:
    """ML of a syrup by the spoon."""
    spoon, size = draw.choice((("tsp", 5), ("tbsp", 15)))
    n, f, t = draw.choice((1, 1.5, 3)), draw.choice((2, 4)), draw.randint(5, 14)
    right = n * f * t * size
    return f"{n} {spoon}/dose, {f} doses/day, {t} days -> volume in mL", right, {
        "teaspoon-tablespoon": [right * 3 if size == 5 else right / 3],  # noqa: PLR2004
        "spoons-millilitres": [right / size],
        "frequency-left-out": [right / f],
    }  # fmt: skip


def sums(draw: random.Random) -> Case:
    """ML of a day's drinks."""
    oz, b, c = draw.randint(3, 12), draw.randint(60, 250), draw.randint(15, 90)
    right = oz * 30 + b + c
    return f"{oz} oz + {b} mL + {c} mL -> mL", right, {
        "volume-left-out": [b + c, right - b, right - c],
        "spoons-millilitres": [oz + b + c],
    }  # fmt: skip


def ounces(draw: random.Random) -> Case:
    """Mg for a baby in lb and oz."""
    lb, oz, d = draw.randint(5, 19), draw.randint(1, 15), draw.choice((7.5, 15, 20))
    right = d * (lb + oz / 16) / 2.2
    decimal = lb + oz / (10 if oz < 10 else 100)  # noqa: PLR2004
    return f"{lb} lb {oz} oz, {d:g} mg/kg -> mg", right, {
        "parts-as-decimals": [d * decimal / 2.2],
        "pounds-kilograms": [right * 2.2],
        "weight-left-out": [d],
    }  # fmt: skip


def vials(draw: random.Random) -> Case:
    """Vials for a course, all doses together."""
    a, s = draw.choice((150, 300, 350, 600)), draw.choice((200, 250, 500))
    f, t = draw.choice((2, 3, 4)), draw.randint(1, 4)
    exact = a * f * t / s
    slips = {"each-dose-rounded": [float(math.ceil(a / s) * f * t)]}
    if exact % 1:
        floor = float(math.floor(exact))
        slips |= {"not-rounded": [exact], "rounded-wrong-way": [floor] * (exact > 1)}
    line = f"{a} mg/dose, {f} doses/day, {t} days, {s} mg/vial -> vials"
    return line.replace(" 1 days", " 1 day"), math.ceil(exact), slips


def ordered(draw: random.Random) -> Case:
    """ML from an order and a ratio on hand."""
    a, s, v = (
        draw.choice((175, 400, 350)),
        draw.choice((125, 250, 160)),
        draw.choice((3, 5, 10)),
    )
    right = a / s * v
    return f"{a} mg, {s} mg in {v} mL -> mL", right, {
        "order-and-stock-swapped": [s / a * v],
        "vial-as-per-ml": [a / s],
        "concentration-left-out": [a],
    }  # fmt: skip


def maximum(draw: random.Random) -> Case:
    """ML a dose where the dose is above its maximum."""
    w, d, m = (
        draw.randint(31, 80),
        draw.choice((15, 25, 40)),
        draw.choice((350, 450, 750)),
    )
    a, v = draw.choice((125, 160, 250)), 5
    if d * w <= m:
        return maximum(draw)
    c = a / v
    line = f"{w} kg, {d} mg/kg/dose, max={m} mg/dose, {a} mg in {v} mL -> mL/dose"
    return line, m / c, {
        "maximum-left-out": [d * w / c],
        "concentration-left-out": [m],
        "vial-as-per-ml": [m / a],
    }  # fmt: skip


def whole(draw: random.Random) -> Case:
    """Gtt/min in whole drops."""
    v, t, f = (
        draw.choice((100, 150, 250)),
        draw.randint(3, 11),
        draw.choice((10, 15, 20)),
    )
    exact = v / t * f / 60
    right = math.floor(exact + 0.5)
    if not exact % 1:
        return whole(draw)
    other = math.ceil(exact) if right < exact else math.floor(exact)
    return f"{v} mL, {t} h, {f} gtt/mL -> gtt/min to whole", right, {
        "not-rounded": [exact],
        "rounded-wrong-way": [other] if other else [],
        "minutes-hours": [math.floor(exact * 60 + 0.5)],
    }  # fmt: skip


def night(draw: random.Random) -> Case:
    """ML/h from one evening to the next morning."""
    start = draw.randint(19, 23) * 60 + draw.choice((0, 15, 30, 45))
    end, v = (
        draw.randint(2, 8) * 60 + draw.choice((0, 10, 20)),
        draw.choice((500, 750, 1000)),
    )
    hours = (end - start) % 1440 / 60
    decimal = int(hours) + hours % 1 * 60 / 100
    slips: dict[str, list[float]] = {
        "times-swapped": [v / (24 - hours)],
        "minutes-hours": [v / hours / 60],
        "duration-left-out": [v],
        "decimal-hours": [v / decimal] * bool(hours % 1),
    }
    line = f"start={start // 60}:{start % 60:02}, end=0{end // 60}:{end % 60:02}, {v} mL -> mL/h"
    return line, v / hours, slips


def hours_between(draw: random.Random) -> Case:
    """H from one time of day to another."""
    start = draw.randint(6, 11) * 60 + draw.choice((0, 15, 30, 45))
    end = draw.randint(14, 21) * 60 + draw.choice((0, 10, 20, 40))
    hours = (end - start) / 60
    return f"start={clock(start)}, end={clock(end)} -> h", hours, {
        "decimal-hours": [int(hours) + hours % 1 * 60 / 100] * bool(hours % 1),
        "minutes-hours": [hours * 60],
    }  # fmt: skip


def clock(minutes: int) -> str:
    """Write a time of day."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def ended(draw: random.Random) -> tuple[str, dict[str, int]]:
    """Give a line that asks when an infusion ends, and the wrong minutes of a day."""
    start, v, r = (
        draw.randint(300, 800),
        draw.choice((500, 750, 1000)),
        draw.randint(61, 149),
    )
    hours = v / r
    wrong = {"subtracted-for-added": start - hours * 60}
    if abs(hours % 1 * 40) >= 1 and hours % 1 < 0.99:  # noqa: PLR2004
        wrong["decimal-hours"] = start + int(hours) * 60 + hours % 1 * 100
    rounded = {slip: math.floor(value + 0.5) for slip, value in wrong.items()}
    return f"start={clock(start)}, {v} mL, {r} mL/h -> end", rounded


def spanned(draw: random.Random) -> tuple[str, float, float]:
    """Give a line with a range, and both ends of its answer."""
    lb, low = draw.randint(15, 90), draw.choice((5, 10, 15))
    high = low + draw.choice((3, 5, 7))
    line = f"{lb} lb, {low}-{high} mg/kg/day -> mg/day"
    return line, low * lb / 2.2, high * lb / 2.2


def early(draw: random.Random) -> tuple[str, float, float]:
    """Give a line, the right mL/h, and the one from mL/min rounded to hundredths."""
    lb, r = draw.randint(90, 230), draw.randint(2, 19) / 2
    a, v = draw.choice((200, 400, 500, 800)), draw.choice((100, 250, 500))
    minute = r * lb / 2.2 / 1000 / (a / v)
    line = f"{lb} lb, {r:g} mcg/kg/min, {a} mg in {v} mL -> mL/h"
    return line, minute * 60, round(minute, 2) * 60


def pen(right: float) -> dict[str, list[float]]:
    """Give the slips of the pen on a right answer."""
    digits = written(right).replace(",", "")
    swapped = [
        digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
        for i in range(len(digits) - 1)
        if "." not in digits[i : i + 2] and digits[i] != digits[i + 1] and i
    ]
    return {
        "tenfold": [right * 10, right / 10, right * 100, right / 100],
        "digits-swapped": [float(text) for text in swapped[:1] if float(text)],
    }


def with_pen(right: float, slips: dict[str, list[float]]) -> dict[str, list[float]]:
    """Add the slips of the pen that can be told from the others."""
    added = dict(slips)
    for name, values in pen(right).items():
        kept = [v for v in values if told_apart(right, {**added, name: [v]})]
        added[name] = kept
    return added


def written(value: float, digits: int = 3) -> str:
    """Write a number as a student would: 3 digits, or up to the units."""
    places = max(digits - 1 - math.floor(math.log10(value)), 0)
    value *= 1 + 1e-12  # a half is rounded up, whatever its last bit
    return f"{value:,.{places}f}".rstrip("0").rstrip(".") if places else f"{value:,.0f}"


def is_right(right: float, text: str) -> bool:
    """Tell whether a number is the right one, only in fewer digits."""
    places = len(text.partition(".")[2])
    half: float = 0.5 / 10**places * (1 + 1e-9)
    return abs(right - float(text.replace(",", ""))) <= half


def told_apart(right: float, slips: dict[str, list[float]]) -> bool:
    """Tell whether no two slips, nor a slip and the right answer, lie within 2 %."""
    values = [right, *(value for each in slips.values() for value in each)]
    ordered = sorted(values)
    return all(b > a * 1.02 for a, b in pairwise(ordered))


# The twelve that the speed is measured by, so that its figures can be compared.
FIRST = (
    infusion, pump, drip, bolus, oral, systemic, reverse, daily, timed, full, tablets,
    per_kg_per_min,
)  # fmt: skip
KINDS = (
    *FIRST, bag, share, drawn, diluent, powder, surface, inches, weeks, spoons, sums, interval,
    ounces, vials, ordered, maximum, whole, night, hours_between,
)  # fmt: skip


def cases(draw: random.Random) -> list[Case]:
    """Draw problems of every kind whose slips can be told apart."""
    found = []
    for kind in KINDS:
        kept = 0
        while kept < PROBLEMS:
            line, right, slips = kind(draw)
            if told_apart(right, slips):
                found.append((line, right, with_pen(right, slips)))
                kept += 1
    return found


def by_chance(draw: random.Random, drawn: list[Case], digits: int) -> float:
    """Return how many random wrong numbers, of this many digits, are explained."""
    explained = 0
    for _ in range(CHANCES):
        line, right, _ = draw.choice(drawn)
        value = right * math.exp(draw.uniform(-math.log(100), math.log(100)))
        verdict = check(f"{line} = {written(value, digits)}")
        explained += bool(not verdict.passes and verdict.diagnoses)
    return explained / CHANCES


def wrong_answers(
    draw: random.Random, drawn: list[Case]
) -> Iterator[tuple[str, str, str]]:
    """Yield a line, the slip, and the wrong answer as it is written."""
    for line, right, slips in drawn:
        for slip, values in slips.items():
            texts = filter(lambda text: not is_right(right, text), map(written, values))
            yield from ((line, slip, text) for text in texts)
    for _ in range(PROBLEMS):
        line, right, wrong = early(draw)
        text = written(wrong)
        if not is_right(right, text) and abs(wrong / right - 1) < NEAR:
            yield line, "rounded-early", text
        line, times = ended(draw)
        yield from ((line, slip, clock(value)) for slip, value in times.items())
    for _ in range(PROBLEMS):
        line, low, high = spanned(draw)
        for factor, slip in SPANNED.items():
            ends = written(low * factor), written(high * factor)
            yield line, slip, " to ".join(ends)
        yield from ((line, "one-end-only", written(end)) for end in (low, high))


def main() -> None:
    """Print the figures."""
    draw = random.Random(SEED)  # noqa: S311 - a seeded sample, not a secret
    named = first = names = total = 0
    missed: Counter[str] = Counter()
    drawn = cases(draw)
    for line, right, _ in drawn:
        assert check(f"{line} = {written(right)}").passes, line  # noqa: S101
    for line, slip, text in wrong_answers(draw, drawn):
        ids = [each.id for each in check(f"{line} = {text}").diagnoses]
        total += 1
        named += slip in ids
        first += ids[:1] == [slip]
        names += len(ids)
        missed[slip] += slip not in ids
    print(f"slips {total}, named {named / total:.1%}, first {first / total:.1%}")
    print(f"names a slip {names / total:.2f}, missed {dict(+missed)}")
    for digits in (3, 2):
        share = by_chance(draw, drawn, digits)
        print(f"random wrong numbers of {digits} digits explained away {share:.1%}")
    keys = json.loads(VECTORS.read_text("utf-8"))
    verdicts = [
        (check(f"{k['line']} = {k['published']}").passes, k["right"]) for k in keys
    ]
    wrong = [passes for passes, right in verdicts if not right]
    right_ones = [passes for passes, right in verdicts if right]
    print(
        f"published keys: {len(wrong) - sum(wrong)} of {len(wrong)} wrong ones caught,",
        end=" ",
    )
    print(f"{sum(right_ones)} of {len(right_ones)} right ones pass")


if __name__ == "__main__":
    main()
