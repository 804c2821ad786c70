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


def told_apart(right: float, slips: dict[str, list[float]]) -> bool:
    """Tell whether no two slips, nor a slip and the right answer, lie within 2 %."""
    values = [right, *(value for each in slips.values() for value in each)]
    ordered = sorted(values)
    return all(b > a * 1.02 for a, b in pairwise(ordered))


KINDS = (
    infusion, pump, drip, bolus, oral, systemic, reverse, daily, timed, full, tablets,
    per_kg_per_min,
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
    for line, _, slips in drawn:
        for slip, values in slips.items():
            yield from ((line, slip, written(value)) for value in values)
    for _ in range(PROBLEMS):
        line, right, wrong = early(draw)
        text = written(wrong)
        places = len(text.partition(".")[2])
        differs = f"{right + 1e-12:,.{places}f}" != text  # else it is right, but short
        if differs and abs(wrong / right - 1) < NEAR:
            yield line, "rounded-early", text


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
