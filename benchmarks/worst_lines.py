"""What the worst lines cost a character, at growing sizes.

Run: `python benchmarks/worst_lines.py [WORD ...]`, some minutes; with words only those
rows whose names hold one of them.  Microseconds a character stand in a row, from the
smallest size to the largest, without what an empty text costs; where they grow, the
cost is more than linear, and the row ends with the power of the size that it grows
with.  A row ends once one measurement takes over two seconds, and none takes over ten.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from math import log2
from pathlib import Path
from typing import NamedTuple

from ketacalc import KetacalcError, check, parse, read, solve

SIZES = (500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000)
LINE = 2000  # a line has at most so many characters, and the rest is refused
FILES = 4  # so many times larger is a file
ENOUGH, LIMIT = 2, 10  # seconds: for the last measurement of a row, and for any
POWER = 1.4  # of the size, from which on a cost is said to grow faster
ROUNDS = 3  # of an empty text
MARK = "{}"
COMMAND = "import sys; from ketacalc.cli import main; sys.exit(main(sys.argv[1:]))"
HEAD = "name,problem,answer\n"
BOLUS = "70 kg, 0.5 mg/kg -> mg"
INFUSION = "70 kg, 0.5 mg/kg, 40 min -> mg/h"
DRIP = "70 kg, 0.5 mg/kg, 40 min, 2 mg/mL, 20 gtt/mL -> gtt/min"

Use = Callable[[str], object]


class Text(NamedTuple):
    """A text of any size: a start, one part again and again, and an end.

    In the part `{}` stands for a number, each time another.
    """

    part: str
    start: str = ""
    end: str = ""

    def of(self, size: int) -> str:
        """Write about so many characters, with one part at least."""
        length = len(self.part.format(100) if MARK in self.part else self.part)
        count = max((size - len(self.start) - len(self.end)) // length, 1)
        parts = self.part * count
        if MARK in self.part:
            parts = "".join(map(self.part.format, range(100, 100 + count)))
        return f"{self.start}{parts}{self.end}"


TEXTS = {
    "digits": Text("1"),
    "digits and a letter": Text("1", end=" x"),
    "blanks in a unit": Text(" ", "1 a", "b"),
    "spaces of a spreadsheet": Text("\u00a0", "1 a", "b"),
    "brackets": Text("(", end="1"),
    "strokes": Text("a/", "1 "),
    "ratios": Text("a in ", "1 "),
    "pers": Text("a per ", "1 "),
    "powers": Text(" kg^-1", "1 mg"),
    "groups of digits": Text("1,"),
    "commas": Text(","),
    "points": Text("."),
    "numbers apart": Text("1 "),
    "sums": Text("1 h "),
    "products": Text("1×", end="1"),
    "figures": Text("1 mg, "),
    "figures that differ": Text("{} mg, "),
    "names": Text("weight=", end="70 kg"),
    "arrows": Text("-> "),
    "equals": Text("=", end="1"),
    "comments": Text("#x", "70 kg "),
    "control characters": Text("\x1b"),
}
STEPS = {
    "wrong steps": (INFUSION, Text("{}mg=", end="9")),
    "wrong steps of a long problem": (DRIP, Text("{} mL/h=", end="9")),
    "the same wrong step": (DRIP, Text("9 mL/h=", end="9")),
    "right steps": (DRIP, Text("35 mg=52.5 mg/h=", end="9")),
    "rounded steps": (DRIP, Text("17 mL=26 mL/h=", end="9.1")),
    "steps in another unit": (BOLUS, Text("{}g=", end="9")),
    "steps of another quantity": (BOLUS, Text("{}mL=", end="9")),
    "calculations": (BOLUS, Text("1×2=", end="35")),
}
LISTS = {
    "right rows": Text(f'A,"{BOLUS}",35\n', HEAD),
    "wrong rows": Text(f'A,"{INFUSION}",50.9\n', HEAD),
    "a quote unclosed in every row": Text('A,"70 kg -> lb,154\n', HEAD),
    "a quote unclosed in every twentieth": Text(
        'A,"70 kg -> lb,154\n' + "B,70 kg -> lb,154\n" * 19, HEAD
    ),
    "a quote in every long row": Text('"' + "x" * 16_000 + "\n", HEAD),
    "quotes": Text('"', HEAD),
    "a cell of many lines": Text("1 mg\n", f'{HEAD}A,"', f'",35\nB,"{BOLUS}",35\n'),
    "a long answer": Text("1", f'{HEAD}A,"{BOLUS}",', f' x\nB,"{BOLUS}",35\n'),
    "an answer of many steps": Text("{}mg=", f'{HEAD}A,"{INFUSION}",', "9\n"),
    "many columns": Text(",", f'{HEAD}A,"{BOLUS}",35', "\n"),
}
SHEETS = {
    "right lines": Text(f"{INFUSION} = 52.5\n"),
    "wrong lines": Text(f"{INFUSION} = 50.9\n"),
    "lines of 160 steps": Text(f"{INFUSION}{' = 36 mg' * 160} = 9\n"),
    "lines of digits": Text("1" * 1900 + " x\n"),
    "one line": Text("70 kg, "),
}
OPTIONS = {
    "solve, a word of digits": (("solve", MARK), Text("1")),
    "iv --weight, blanks": (("iv", "--weight", MARK), Text(" ", "1 a", "b")),
    "iv --weight, digits": (("iv", "--weight", MARK), Text("1", end=" x")),
    "iv --protocol": (("iv", "--weight=70kg", "--protocol", MARK), Text("fava")),
    "chart --dose, blanks": (("chart", "--dose", MARK), Text(" ", "0.1 mg/kg", "x")),
    "chart --dose, doses": (("chart", "--dose", MARK), Text("0.1 mg/kg, ")),
    "check --tolerance": (("check", BOLUS, "--tolerance", MARK), Text("1", end="%")),
    "check --answer, digits": (("check", BOLUS, "--answer", MARK), Text("1", end=" x")),
    "check --answer, steps": (("check", BOLUS, "--answer", MARK), Text("1g=", end="1")),
    "practice --topic": (("practice", "--topic", MARK), Text("x")),
}


class Row(NamedTuple):
    """What is measured: a name, a text, what is done with it, and the sizes.

    `noise` is the time in seconds below which nothing is said of its growth.
    """

    name: str
    text: Text
    use: Use
    sizes: tuple[int, ...] = SIZES
    noise: float = 0.005


def rows() -> Iterator[Row]:
    """Yield what is measured: through the Python API, then through the command."""
    line = tuple(size for size in SIZES if size <= LINE)
    for name, text in TEXTS.items():
        yield Row(f"parse: {name}", text, tried(parse), line)
        yield Row(f"check, the answer: {name}", text, partial(answered, BOLUS))
        named = text._replace(start=f"70 kg, weight={text.start}")
        yield Row(f"solve, a named figure: {name}", named, tried(solve), line)
        yield Row(f"read: {name}", text, tried(read), line)
    for name, (problem, text) in STEPS.items():
        yield Row(f"check, the answer: {name}", text, partial(answered, problem))
        chain = text._replace(start=f"{problem} = ")
        yield Row(f"check, the line: {name}", chain, check, line)
    for name, (words, text) in OPTIONS.items():
        yield Row(f"command: {name}", text, partial(commanded, words), noise=0.2)
    yield Row("command: solve, words", Text("1 "), spread, noise=0.2)
    for suffix, texts in (("csv", LISTS), ("txt", SHEETS)):
        for name, text in texts.items():
            sizes = tuple(FILES * size for size in SIZES)
            yield Row(
                f"{suffix} file: {name}", text, partial(filed, suffix), sizes, 0.2
            )


def tried(use: Use) -> Use:
    """Do what may be refused."""

    def attempt(text: str) -> None:
        try:
            use(text)
        except KetacalcError:
            return

    return attempt


def answered(problem: str, text: str) -> None:
    """Judge a text as the answer to a problem."""
    check(problem, answer=text)


def commanded(words: tuple[str, ...], text: str) -> None:
    """Run the command with a text for one of its words."""
    run(*(text if word == MARK else word for word in words))


def spread(text: str) -> None:
    """Run `solve` with every word of a text."""
    run("solve", *text.split())


def filed(suffix: str, text: str) -> None:
    """Run `check` over a file that holds a text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"worst.{suffix}"
        path.write_text(text, "utf-8")
        run("check", str(path), "--format", "jsonl")


def run(*words: str) -> None:
    """Run the command in a process of its own, as a user would."""
    subprocess.run(
        [sys.executable, "-c", COMMAND, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        env=os.environ | {"COLUMNS": "80", "TERM": "dumb"},
    )


def seconds(use: Use, text: str) -> float | None:
    """Return how long it takes; None where it was stopped."""
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    start = time.perf_counter()
    try:
        use(text)
    except TimeoutError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.perf_counter() - start


def stop(*_: object) -> None:
    """Give up what takes too long."""
    raise TimeoutError


def measured(row: Row) -> tuple[list[float], str]:
    """Return the microseconds a character at each size, and what is to be noted."""
    least = min(seconds(row.use, row.text.of(1)) or LIMIT for _ in range(ROUNDS))
    costs: list[float] = []
    times: list[float] = []
    for size in row.sizes:
        text = row.text.of(size)
        whole = seconds(row.use, text)
        if whole is None:
            return costs, f"over {LIMIT} s at {size:,}"
        times.append(max(whole - least, 0))
        costs.append(times[-1] * 1e6 / len(text))
        if whole > ENOUGH:
            break
    power = grown(times, row.noise)
    return costs, f"grows with the power {power:.1f}" if power > POWER else ""


def grown(times: list[float], noise: float) -> float:
    """Return the power of the size that the time grew with over the last two steps."""
    *_, first, _, last = (0.0, 0.0, *times)
    return log2(last / first) / 2 if first > noise else 1


def cost(microseconds: float) -> str:
    """Write a cost to two digits or so."""
    return f"{microseconds:,.2f}" if microseconds < 1 else f"{microseconds:,.0f}"


def main(words: list[str]) -> None:
    """Print a line for each row."""
    signal.signal(signal.SIGALRM, stop)
    check(f"{INFUSION} = 50")  # what is loaded once is no cost of a line
    print(f"{'µs a character at':50}" + "".join(f"{size:>9,}" for size in SIZES))
    for row in rows():
        if not words or any(word in row.name for word in words):
            costs, note = measured(row)
            columns = "".join(f"{cost(each):>9}" for each in costs)
            print(f"{row.name:50}{columns}  {note}".rstrip(), flush=True)
    print(f"A file is {FILES} times as large.")


if __name__ == "__main__":
    main(sys.argv[1:])
