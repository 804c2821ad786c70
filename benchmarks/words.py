"""How many problems in words are read right, refused, or read otherwise.

Run: `python benchmarks/words.py`.  A problem is right if each of its lines gives the
answers that the line of the case gives, and one that must be refused if it is refused.
`words.json` and `words_own.json` were there while the rules were written, and
`words_unseen.json` was written when they were done; `words_doubt.json`,
`words_traps.json` and `words_snares.json` are traps.  Each other set was measured once
before the rules knew it: MEASURED says how that came out.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from ketacalc import KetacalcError, read, solve

VECTORS = Path(__file__).parent.parent / "tests" / "vectors"
SETS = (
    *("words.json", "words_own.json", "words_more.json", "words_unseen.json"),
    *("words_doubt.json", "words_traps.json", "words_snares.json"),
)
# Right of those that can be read, and answered of those in doubt.
MEASURED = {
    "words_fourth.json": "166 of 220, 3 of 80",
    "words_fifth.json": "136 of 220, 4 of 80",
    "words_sixth.json": "134 of 180, 0 of 60",
    "words_seventh.json": "169 of 220, 2 of 80",
    "words_eighth.json": "194 of 220 (2 wrong), 3 of 80",
    "words_ninth.json": "212 of 220 (1 wrong), 2 of 80",
    "words_tenth.json": "143 of 150, 14 of 150",
    "words_eleventh.json": "192 of 220 (1 wrong), 6 of 80",
    "words_twelfth.json": "128 of 222, 1 of 78, by fewer words of a story than now",
    "words_thirteenth.json": "81 of 113, 0 of 40",
    "words_fourteenth.json": "86 of 110, 0 of 40",
    "words_fifteenth.json": "73 of 110 (2 wrong), 2 of 40",
    "words_sixteenth.json": "86 of 110 (1 wrong), 0 of 40",
    "words_seventeenth.json": "73 of 85 (1 wrong), 3 of 35",
    "words_eighteenth.json": "88 of 220, 0 of 80, as students type",
    "words_nineteenth.json": "79 of 110, 0 of 40, by words of a story",
    "words_twentyfirst.json": "82 of 150, 1 of 50, by words of a story",
    "words_twentysecond.json": "117 of 150 (1 by the day), 1 of 50",
    "words_twentythird.json": "119 of 150 (1 by the day), 1 of 50",
    "words_twentieth.json": "86 of 110 (2 wrong), 0 of 40",
    "words_twentyfourth.json": "134 of 150, 0 of 50",
    "words_twentyfifth.json": "140 of 150 (1 wrong), 1 of 50",
    "words_twentysixth.json": "91 of 150 (2 wrong), 1 of 50, half of them long stories",
    "words_twentyseventh.json": "117 of 150, 2 of 50",
}


def answers(line: str) -> list[tuple[object, object]]:
    """Solve a line; return what it gives, in base units."""
    results = solve(line).results
    return [
        (each.low * each.unit.scale, each.high * each.unit.scale) for each in results
    ]


def lines_of(case: dict[str, Any]) -> list[str]:
    """Return the lines that a problem must give; none where it must be refused."""
    line = case.get("line")
    return case.get("lines") or ([line] if line else [])


def verdict(case: dict[str, Any]) -> str:
    """Say how a problem was read."""
    wanted = lines_of(case)
    try:
        got = read(case["text"]).lines
    except KetacalcError:
        return "refused" if wanted else "rightly refused"
    if not wanted:
        return "answered in doubt"
    same = len(wanted) == len(got) and [*map(answers, wanted)] == [*map(answers, got)]
    return "right" if same else "wrong"


def main() -> None:
    """Print a row for each set."""
    for name in (*SETS, *MEASURED):
        cases = json.loads((VECTORS / name).read_text("utf-8"))
        found = Counter(map(verdict, cases))
        readable = sum(bool(lines_of(each)) for each in cases)
        share = f" ({found['right'] / readable:.0%} read right)" if readable else ""
        rows = ", ".join(f"{count} {each}" for each, count in sorted(found.items()))
        print(f"{name:18} {len(cases):4} problems: {rows}{share}")
        if name in MEASURED:
            print(f"{'':24}before the rules knew it: {MEASURED[name]}")


if __name__ == "__main__":
    main()
