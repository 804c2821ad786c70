"""How long a thousand practice problems take, beside judging their keys.

Run: `python benchmarks/practice.py`.  Drawing works every problem and all of its slips
and throws most away; judging a key works one.  Both are timed in turn in the same run.
"""

import time
from itertools import islice
from statistics import median

from ketacalc import check
from ketacalc.practice.exercises import exercises, read_wish
from ketacalc.practice.kinds import TOPICS

ROUNDS, COUNT = 5, 1000


def drawn(seed: int) -> tuple[float, list[str]]:
    """Draw a thousand problems; return the seconds, and their lines with the key."""
    start = time.perf_counter()
    found = [
        f"{each.problem} = {each.result}" for each in islice(exercises(seed), COUNT)
    ]
    return time.perf_counter() - start, found


def main() -> None:
    """Print the figures."""
    taken, ratios = [], []
    for seed in range(ROUNDS):
        seconds, lines = drawn(seed)
        start = time.perf_counter()
        right = sum(check(line).passes for line in lines)
        ratios.append(seconds / (time.perf_counter() - start))
        taken.append(seconds)
        print(f"seed {seed}: {COUNT:,} drawn in {seconds:.2f} s, {right:,} keys right")
    print(f"median {median(taken):.2f} s, {median(ratios):.1f} times judging the keys")
    for topic in TOPICS:
        start = time.perf_counter()
        few = len(list(islice(exercises(1, read_wish([topic])), COUNT // 10)))
        print(f"{topic:16} {few} in {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
