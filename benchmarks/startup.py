"""How long a command takes to start, as a ratio to importing the bare libraries.

Run: `python benchmarks/startup.py`.  Whole processes, taken in turn so that a slow
moment of the machine falls on both; the figure is the median of the paired ratios.
"""

import os
import re
import subprocess
import sys
import time
from statistics import median

ROUNDS = 31
BASE = "import pint, typer, rich.table, rich.console"
RUN = "import sys; sys.argv[1:] = {!r}; from ketacalc.__main__ import run; run()"
COMMANDS = {
    "bare libraries": BASE,
    "iv --weight 70kg": RUN.format(["iv", "--weight", "70kg"]),
    "solve": RUN.format(["solve", "70kg", "0.5mg/kg"]),
    "check": RUN.format(["check", "70 kg, 0.5 mg/kg -> mg = 35"]),
    "routes": RUN.format(["routes"]),
    "units": RUN.format(["units"]),
    "help ranges": RUN.format(["help", "ranges"]),
    "--help": RUN.format(["--help"]),
    "--version": RUN.format(["--version"]),
}


# As installed: modules are compiled once and kept.
KEPT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def seconds(code: str) -> float:
    """Time one process."""
    start = time.perf_counter()
    command = [sys.executable, "-c", code]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=KEPT)
    return time.perf_counter() - start


def loads_pint(code: str) -> bool:
    """Tell whether the process imports pint."""
    command = [sys.executable, "-X", "importtime", "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return bool(re.search(r"\| +pint$", done.stderr, re.MULTILINE))


def main() -> None:
    """Print a line for each command."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for code in COMMANDS.values():
        seconds(code)
    for _ in range(ROUNDS):
        for name, code in COMMANDS.items():
            times[name].append(seconds(code))
    base = times["bare libraries"]
    print(f"{'command':18} {'median':>9} {'ratio':>6}  imports pint")
    for name, taken in times.items():
        ratio = median(a / b for a, b in zip(taken, base, strict=True))
        pint = "yes" if loads_pint(COMMANDS[name]) else "no"
        print(f"{name:18} {median(taken) * 1000:6.1f} ms {ratio:6.3f}  {pint}")


if __name__ == "__main__":
    main()
