"""Look for practice problems that an educator would strike: what a limit forbids.

Run: `python benchmarks/plausible.py [PROBLEMS] [SHOWN]`.  It draws 10,000 problems over
many seeds, holds every figure of each, and all that follows, against the limits of its
setting, and reads its words back.  Then it prints some, to be read by a person.
"""

import sys
import time
from collections import Counter
from itertools import islice

from ketacalc import parse, read
from ketacalc.errors import KetacalcError
from ketacalc.practice.drawing import Exercise
from ketacalc.practice.exercises import exercises
from ketacalc.practice.kinds import named
from ketacalc.practice.limits import far, forbidden, near, patient_of

PROBLEMS, SHOWN, SHEET = 10_000, 40, 200


def faults(exercise: Exercise) -> list[str]:
    """Return what is wrong with a problem: a limit, or words that say another thing."""
    kind, solution = named(exercise.kind), exercise.solution
    patient = patient_of(exercise.problem, kind.patient)
    spans = [*near(solution), *far(solution)]
    found = list(forbidden(spans, kind.setting, patient))
    try:
        lines = [parse(line) for line in read(exercise.text).lines]
    except KetacalcError as error:
        return [*found, f"not read: {error}"]
    told = [(frozenset(map(str, each.givens)), each.asked) for each in lines]
    own = parse(str(exercise.problem))
    if told != [(frozenset(map(str, own.givens)), own.asked)]:
        found.append(f"read as {'; '.join(map(str, lines))}")
    return found


def main() -> None:
    """Print the figures."""
    count, shown = (
        int(sys.argv[at]) if len(sys.argv) > at else usual
        for at, usual in ((1, PROBLEMS), (2, SHOWN))
    )
    start = time.perf_counter()
    kinds, topics, wrong, alike = Counter[str](), Counter[str](), 0, 0
    printed: list[Exercise] = []
    for seed in range(count // SHEET):
        for exercise in islice(exercises(seed), SHEET):
            kinds[exercise.kind] += 1
            topics[exercise.topic] += 1
            alike += not exercise.is_apart
            for fault in faults(exercise):
                wrong += 1
                print(f"{exercise.text}\n  {exercise.problem}\n  {fault}")
            if len(printed) < shown:
                printed.append(exercise)
    seconds = time.perf_counter() - start
    print(f"{count:,} problems in {seconds:.0f} s: {wrong} that a limit forbids")
    print(f"{alike / count:.1%} have two slips of one number")
    print(f"{len(kinds)} kinds, the rarest {kinds.most_common()[-1]}")
    for topic, number in topics.most_common():
        print(f"  {topic:16}{number / count:6.1%}")
    for each in printed:
        print(f"\n{each.text}\n  {each.answer}")


if __name__ == "__main__":
    main()
