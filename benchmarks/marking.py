"""How long a class takes to be marked, beside judging its lines, and in what memory.

Run: `python benchmarks/marking.py`.  Sixty students and twenty questions, then 100,000
answers, and 200,000 pairs in one process and, by Dask, in two.  Marking reads a table,
finds its questions and counts; `check` alone only judges: both are timed in turn in the
same run.
"""

import csv
import resource
import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import Any

import dask.bag

from ketacalc import check, mark_all
from ketacalc.classes import layout, marks, marks_report, tables
from ketacalc.classes.key import Question
from ketacalc.practice import draw

STUDENTS, QUESTIONS, ROWS, ROUNDS = 60, 20, 100_000, 5
KILO, PAIRS, CORES = 1024, 200_000, 2


def written(folder: Path, students: int) -> tuple[Path, list[Question]]:
    """Write the download of a class: most are right, some have a slip, some are blank."""
    sheet = [
        each for each in draw(7, count=2 * QUESTIONS).exercises if not each.choices
    ]
    asked = sheet[:QUESTIONS]
    key = [Question(n, e.text, str(e.problem)) for n, e in enumerate(asked, 1)]
    path = folder / f"class{students}.csv"
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Name", *[each.text for each in asked]])
        for number in range(students):
            answers = [
                ""
                if (number + at) % 11 == 0
                else str(each.slips[number % len(each.slips)].value.numerator)
                if (number + at) % 4 == 0
                else each.answer
                for at, each in enumerate(asked)
            ]
            writer.writerow([f"Student {number}", *answers])
    return path, key


def marked(path: Path, key: list[Question]) -> tuple[float, list[tuple[str, str]]]:
    """Mark a file; return the seconds and what was judged."""
    start = time.perf_counter()
    judged: list[tuple[str, str]] = []
    with tables.table_in(str(path)) as table:
        laid = layout.lay_out(table, key, path.name)
        tally = marks.Tally(laid.own)
        for each in tally.counted(marks.marked(laid)):
            if len(judged) < STUDENTS * QUESTIONS and each.cell.answer:
                judged.append((each.cell.question.problem, each.cell.answer))
        marks_report.of_class(tally, laid)
    return time.perf_counter() - start, judged


def right(part: list[tuple[str, str]]) -> list[int]:
    """Count the right answers of a part."""
    return [sum(each["verdict"] == "correct" for each in mark_all(part))]


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        path, key = written(Path(name), STUDENTS)
        ratios, taken = [], []
        for _ in range(ROUNDS):
            seconds, judged = marked(path, key)
            start = time.perf_counter()
            for line, answer in judged:
                check(line, answer=answer)
            ratios.append(seconds / (time.perf_counter() - start))
            taken.append(seconds)
        times = f"{taken[0]:.2f} s at first, {min(taken):.2f} s at best"
        print(f"{STUDENTS} students, {QUESTIONS} questions: {times}")
        print(
            f"beside judging the same again: {min(ratios):.1f} to {max(ratios):.1f} times"
        )
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILO
        path, key = written(Path(name), ROWS // QUESTIONS)
        seconds, _ = marked(path, key)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILO
        memory = f"{before:.0f} MB before, {after:.0f} after"
        print(f"{ROWS:,} answers: {seconds:.1f} s, {memory}")
    # One answer in four is a number of its own, which is to be explained.
    pairs = [
        (line, answer if number % 4 else f"{number % 9973 / 100}")
        for number, (line, answer) in zip(range(PAIRS), cycle(judged), strict=False)
    ]
    start = time.perf_counter()
    alone = sum(each["verdict"] == "correct" for each in mark_all(pairs))
    middle = time.perf_counter()
    bag: Any = dask.bag  # which has no types
    bag = bag.from_sequence(pairs, npartitions=2 * CORES)
    both = bag.map_partitions(right).sum().compute(scheduler="processes")
    end = time.perf_counter()
    same = "the same" if alone == both else "NOT the same"
    print(
        f"{PAIRS:,} pairs: {middle - start:.1f} s alone, {end - middle:.1f} s by Dask"
    )
    print(f"{same} number of right ones: {alone:,}")


if __name__ == "__main__":
    main()
