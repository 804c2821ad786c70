"""How many lines `check` judges in the time of plain pint, and in how much memory.

Run: `python benchmarks/throughput.py`.  The comparison is the least that a line asks of
a unit library: three figures parsed, two operations and one comparison, in pint with
its own registry.  Each round draws problems that were not seen before, and judges them
in small parts, each beside a part of pint's, so that a slow moment of the machine falls
on both.  The figure is how many lines are judged while pint works once, the median of
the rounds.  The mixes are

- alike: every line the problem that pint works, with other numbers, every answer right;
- right: every line another problem, of twelve kinds and up to six figures, and right;
- class: 60 students answer 10 questions, one student after another.  Of the answers 45 %
  are wrong, and of these two thirds are slips and the rest chance;
- wrong: every line another problem, every answer wrong, as the wrong ones of a class.

Memory is the peak of a whole process over a short and a long file.
"""

import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median

import pint
from diagnosis import FIRST, Case, told_apart, written

from ketacalc import check

ROUNDS, PART = 9, 50
STUDENTS, QUESTIONS, LONG, SHORT = 60, 10, 100_000, 2000
LINES = STUDENTS * QUESTIONS
WRONG, SLIPS = 0.45, 2 / 3
NEAR = 0.05  # a wrong number is further off
# A process counts as its own the peak of the one that started it, so a small one does.
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


# ------------------------------------------------------------------------- lines


def problem(draw: random.Random, kind: Callable[[random.Random], Case]) -> Case:
    """Draw a problem whose slips can be told from one another and from the answer."""
    while True:
        drawn = kind(draw)
        if told_apart(drawn[1], drawn[2]):
            return drawn


def problems(draw: random.Random, count: int) -> list[Case]:
    """Draw so many different problems, of each kind in turn."""
    found: dict[str, Case] = {}
    for kind in cycle(FIRST):
        drawn = problem(draw, kind)
        found.setdefault(drawn[0], drawn)
        if len(found) == count:
            return list(found.values())
    raise AssertionError


def right(drawn: Case) -> str:
    """Write a problem with its answer."""
    return f"{drawn[0]} = {written(drawn[1])}"


def wrong(draw: random.Random, drawn: Case) -> str:
    """Write a problem with a slip's number, or with one that is wrong by chance."""
    line, answer, slips = drawn
    values = [value for each in slips.values() for value in each]
    value = draw.choice(values) if draw.random() < SLIPS else answer
    while abs(value / answer - 1) < NEAR:
        value = answer * math.exp(draw.uniform(-math.log(100), math.log(100)))
    return f"{line} = {written(value)}"


def all_alike(draw: random.Random) -> list[str]:
    """Draw weight, dose and time, rightly answered."""
    found: dict[str, None] = {}
    while len(found) < LINES:
        kg, dose, minutes = (
            draw.randint(*ends) for ends in ((300, 990), (1, 90), (5, 90))
        )
        value = kg * dose * 60 / (100 * minutes)
        line = f"{kg / 10:g} kg, {dose / 10:g} mg/kg, {minutes} min -> mg/h"
        found[f"{line} = {written(value)}"] = None
    return list(found)


def all_right(draw: random.Random) -> list[str]:
    """Draw lines of which each is another problem, rightly answered."""
    return list(map(right, problems(draw, LINES)))


def of_a_class(draw: random.Random) -> list[str]:
    """Draw what a class hands in, one student after another."""
    asked = problems(draw, QUESTIONS)
    return [
        wrong(draw, each) if draw.random() < WRONG else right(each)
        for _ in range(STUDENTS)
        for each in asked
    ]


def all_wrong(draw: random.Random) -> list[str]:
    """Draw lines of which each is another problem, wrongly answered."""
    return [wrong(draw, each) for each in problems(draw, LINES)]


MIXES = {
    "alike": all_alike,
    "right": all_right,
    "class": of_a_class,
    "wrong": all_wrong,
}


# -------------------------------------------------------------------------- time


class Plain:
    """Pint alone, at the least that a line asks of it."""

    def __init__(self) -> None:
        self.registry: pint.UnitRegistry[float] = pint.UnitRegistry()
        self.limit = self.registry.Quantity(1, "mg/h")

    def work(self, weight: int) -> bool:
        """Parse three figures, work two operations and compare once."""
        read = self.registry
        rate = read("0.5 mg/kg") * read(f"{weight} kg") / read(f"{weight % 50 + 9} min")
        return bool(rate > self.limit)


def seconds(work: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def side_by_side(plain: Plain, lines: list[str]) -> tuple[float, float]:
    """Return how many lines are judged a second, and how many plain pint works."""
    judging = working = 0.0
    for start in range(0, len(lines), PART):
        part = lines[start : start + PART]
        working += seconds(lambda: [plain.work(40 + i) for i in range(PART)])
        judging += seconds(partial(list, map(check, part)))
    return len(lines) / judging, len(lines) / working


def measure_time() -> None:
    """Print a line for each mix."""
    plain = Plain()
    ratios: dict[str, list[float]] = {name: [] for name in MIXES}
    rates: dict[str, list[float]] = {name: [] for name in MIXES}
    for number in range(ROUNDS + 1):
        for name, mix in MIXES.items():
            lines = mix(random.Random(f"{name} {number}"))  # noqa: S311 - a sample, no secret
            judged, worked = side_by_side(plain, lines)
            if number:  # the first round warms both up
                ratios[name].append(judged / worked)
                rates[name].append(judged)
    print(f"{'mix':6} {'lines/s':>8} {'to plain pint':>14}  lowest  highest")
    for name, found in ratios.items():
        print(
            f"{name:6} {median(rates[name]):8,.0f} {median(found):14.2f}"
            f" {min(found):7.2f} {max(found):8.2f}"
        )


# ------------------------------------------------------------------------ memory


def peak(path: Path) -> int:
    """Return the peak memory of a run over a file, in kB."""
    checking = [sys.executable, "-m", "ketacalc", "check", path, "--format", "jsonl"]
    command = [sys.executable, "-c", MEASURE, *map(str, checking)]
    size = int(subprocess.run(command, capture_output=True, check=True).stdout)
    return size // 1024 if sys.platform == "darwin" else size


def measure_memory() -> None:
    """Print the peak over a short file and over a long one, and the time of both."""
    lines = [*map(right, problems(random.Random(5), SHORT))]  # noqa: S311 - a sample, no secret
    with tempfile.TemporaryDirectory() as folder:
        short, long = Path(folder) / "short.txt", Path(folder) / "long.txt"
        short.write_text("\n".join(lines), "utf-8")
        long.write_text("\n".join(lines * (LONG // SHORT)), "utf-8")
        start = time.perf_counter()
        peaks = [peak(short), peak(long)]
        taken = time.perf_counter() - start
    print(f"peak {peaks[0]:,} kB for {SHORT:,} lines, {peaks[1]:,} kB for {LONG:,}")
    print(f"{LONG + SHORT:,} lines through the command: {taken:.1f} s")


def main() -> None:
    """Print the figures."""
    measure_time()
    if sys.platform != "win32":  # which does not say how much a process took
        measure_memory()


if __name__ == "__main__":
    main()
