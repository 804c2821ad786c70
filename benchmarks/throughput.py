"""How many lines `check` judges a second, and in how much memory.

Run: `python benchmarks/throughput.py`.  The comparison is the least that a line asks of
a unit library: three figures parsed and two operations, in pint with its own registry,
measured in turn in the same run.  Memory is the peak of a whole process over a short
and a long file.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from statistics import median

import pint

from ketacalc import check

ROUNDS, LINES, LONG = 5, 2000, 100_000
SEED = 5
FORMS = (
    "{w} kg, {d} mg/kg, {t} min -> mg/h = {a}",
    "{w} lb, {d} mcg/kg/min, 400 mg in 250 mL -> mL/h = {a}",
    "{v} mL, {h} h, 20 gtt/mL -> gtt/min = {a}",
)
MEASURE = "import resource, sys; from ketacalc.cli import main; main(sys.argv[1:]); "
MEASURE += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"


def answer(line: str) -> str:
    """Give the right answer to 3 decimals."""
    expected = check(line.partition(" = ")[0]).expected
    return f"{float(round(expected or Fraction(0), 3)):.3f}"


def lines(count: int, *, right: bool) -> list[str]:
    """Draw lines of three kinds, right or (one in three) wrong."""
    draw = random.Random(SEED)  # noqa: S311 - a seeded sample, not a secret
    found = []
    for index in range(count):
        figures = {"w": draw.randint(40, 120), "d": draw.randint(1, 99) / 10}
        figures |= {
            "t": draw.randint(10, 90),
            "v": draw.randint(100, 999),
            "h": draw.randint(2, 12),
        }
        line = FORMS[index % 3].format(**figures, a="{a}")
        text = answer(line.format(a=1)) if right or index % 3 else f"{index % 97 + 1}.5"
        found.append(line.format(a=text))
    return found


def plain(registry: pint.UnitRegistry[float], w: float, d: float, t: float) -> object:
    """Parse three figures and work two operations, plainly."""
    weight, dose, over = (
        registry(f"{w} kg"),
        registry(f"{d} mg/kg"),
        registry(f"{t} min"),
    )
    return dose * weight / over


def rate(work: object, count: int) -> float:
    """Return how many a second."""
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return count / (time.perf_counter() - start)


def peak(path: Path) -> int:
    """Return the peak memory of a run over a file, in kB."""
    command = [sys.executable, "-c", MEASURE, "check", str(path), "--format", "jsonl"]
    done = subprocess.run(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    return int(done.stderr.split()[-1])


def main() -> None:
    """Print the figures."""
    registry: pint.UnitRegistry[float] = pint.UnitRegistry()
    plain(registry, 70, 0.5, 40)
    right, mixed = lines(LINES, right=True), lines(LINES, right=False)
    ratios: dict[str, list[float]] = {"right": [], "mixed": []}
    for _ in range(ROUNDS):
        base = rate(
            lambda: [plain(registry, 40 + i % 90, 0.5, 40) for i in range(300)], 300
        )
        for name, sample in (("right", right), ("mixed", mixed)):
            found = rate(lambda sample=sample: [check(line) for line in sample], LINES)
            ratios[name].append(found / base)
            print(
                f"{name:6} {found:8,.0f} lines/s   pint {base:6,.0f}/s   ratio {found / base:5.1f}"
            )
    print({name: round(median(each), 1) for name, each in ratios.items()})
    with tempfile.TemporaryDirectory() as folder:
        short, long = Path(folder) / "short.txt", Path(folder) / "long.txt"
        short.write_text("\n".join(right), "utf-8")
        long.write_text("\n".join(right * (LONG // LINES)), "utf-8")
        start = time.perf_counter()
        peaks = [peak(short), peak(long)]
        print(f"peak {peaks[0]:,} kB for {LINES:,} lines, {peaks[1]:,} kB for {LONG:,}")
        print(
            f"{LONG + LINES:,} lines through the command: {time.perf_counter() - start:.1f} s"
        )
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss:,} kB")


if __name__ == "__main__":
    main()
