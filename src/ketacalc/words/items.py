"""Several problems in one text: the items of a list, or the rows of a table."""

from __future__ import annotations

import re
from itertools import pairwise

_MARK = re.compile(
    r"(?:(?<=\s)|^)\(?(?:([a-h]|[ivx]{1,4}|\d)|(?<=\n)([A-H]))[).](?=\s)"
)
_LABELS = "a b c d e f g h", "i ii iii iv v vi vii viii", "1 2 3 4 5 6 7 8 9"
_CELLS = re.compile(r"\s*\|\s*|\t+|\s{2,}")
_HAS_NUMBER = re.compile(r"\d")
BLANK = "___"
FEWEST = 2  # items of a list, rows of a table, and cells of a row with a number


def items_in(text: str) -> tuple[str, ...]:
    """Part a text into problems: what all have in common, and then one item of each.

    Returns none where the text is one problem.

    ```pycon
    >>> items_in("To kg: (a) 22 lb, (b) 44 lb")
    ('To kg: 22 lb,', 'To kg: 44 lb')

    ```
    """
    return _of_list(text) or _of_table(text)


def unnumbered(text: str) -> str:
    """Blank what numbers the items of a list, (1) and (2): it is no figure."""
    for mark in _marks(text):
        text = f"{text[: mark.start()]}.{' ' * (len(mark[0]) - 1)}{text[mark.end() :]}"
    return text


def is_bare(text: str) -> bool:
    """Tell whether a list has all figures in its items: to kg: (a) 22 lb, (b) 44 lb."""
    marks = _marks(text)
    return bool(marks) and not _HAS_NUMBER.search(text[: marks[0].start()])


def _marks(text: str) -> list[re.Match[str]]:
    """Return what numbers the items of a list, in order; none where there is none."""
    marks = list(_MARK.finditer(text))
    for labels in _LABELS:
        own = [each for each in marks if _label(each) in labels.split()]
        told = " ".join(map(_label, own))
        if len(own) >= FEWEST and labels.startswith(told):
            return own
    return []


def _label(mark: re.Match[str]) -> str:
    return (mark[1] or mark[2]).lower()


def _of_list(text: str) -> tuple[str, ...]:
    marks = _marks(text)
    if not marks:
        return ()
    stem, ends = text[: marks[0].start()], [*(m.start() for m in marks), len(text)]
    stem += "" if stem.rstrip().endswith(":") else ". "
    items = zip(marks, pairwise(ends), strict=True)
    return tuple(f"{stem}{text[m.end() : end].strip()}" for m, (_, end) in items)


def _of_table(text: str) -> tuple[str, ...]:
    lines = [line for line in text.splitlines() if line.strip()]
    rows = [line for line in lines if _is_row(line)]
    stem = "\n".join(line for line in lines if line not in rows)
    return tuple(f"{stem}\n{row}" for row in rows) if len(rows) >= FEWEST else ()


def _is_row(line: str) -> bool:
    if BLANK in line and _HAS_NUMBER.search(line):
        return True
    cells = [each for each in _CELLS.split(line.strip()) if _HAS_NUMBER.search(each)]
    return len(cells) >= FEWEST
