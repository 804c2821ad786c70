"""Which question a text names: one of the key, or one that can be read by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.classes.key import plain_text, questions_in
from ketacalc.classes.titles import ANSWERS, asks, is_beside, is_own, numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ketacalc.classes.key import Question

FEWEST_ALIKE = 20  # letters, where one text is the beginning of the other
MOST_READ = 2_000  # texts that are kept


class Found:
    """Finds the question of a text by its words, its number, or by itself."""

    def __init__(self, key: Sequence[Question]) -> None:
        self.key = key
        self.texts = {plain_text(each.problem): each for each in key}
        self.texts |= {plain_text(each.text): each for each in key if each.text}
        self.numbers = {each.number: each for each in key}
        self.read: dict[str, Question | None] = {}
        self.count = 0

    def question(self, text: str) -> Question | None:
        """Return the question that a text names."""
        if text not in self.read:
            if len(self.read) >= MOST_READ:
                self.read.clear()
            self.read[text] = self._named(text) if self.key else self._by_itself(text)
        return self.read[text]

    def _named(self, text: str) -> Question | None:
        named = numbered(text)
        number = named[1] if named else int(text) if text.strip().isdecimal() else 0
        return self.texts.get(plain_text(text)) or self.numbers.get(number)

    def _by_itself(self, text: str) -> Question | None:
        found = next(questions_in([text]), None)
        if found is None:
            return None
        self.count += 1
        return found[1]._replace(number=self.count)


def columns_of(titles: Sequence[str], key: Sequence[Question]) -> dict[int, Question]:
    """Return the question of each column.

    Each question has one column: by its text, else by the beginning of it, else by its
    number.
    """
    if not key:
        return _by_themselves(titles)
    found: dict[int, Question] = {}
    for match in (_by_text, _by_problem, _by_beginning, _by_number):
        columns = [
            at
            for at, title in enumerate(titles)
            if title and at not in found and not is_beside(title)
        ]
        left = [each for each in key if each not in found.values()]
        found |= match(titles, columns, left)
    return dict(sorted(found.items()))


def _by_themselves(titles: Sequence[str]) -> dict[int, Question]:
    found = [each for each in questions_in(titles) if not is_beside(titles[each[0]])]
    numbers = enumerate(found, 1)
    return {at: each._replace(number=number) for number, (at, each) in numbers}


def _by_text(
    titles: Sequence[str], columns: Iterable[int], left: Sequence[Question]
) -> dict[int, Question]:
    """Match columns by text; of questions alike each has one, in their order."""
    return _each_once(titles, columns, left, str.__eq__)


def _by_problem(
    titles: Sequence[str], columns: Iterable[int], left: Sequence[Question]
) -> dict[int, Question]:
    """Match columns whose titles are the problems themselves."""
    problems = [each._replace(text=each.problem) for each in left]
    whole = dict(zip(problems, left, strict=True))
    found = _each_once(titles, columns, problems, str.__eq__)
    return {at: whole[each] for at, each in found.items()}


def _by_beginning(
    titles: Sequence[str], columns: Iterable[int], left: Sequence[Question]
) -> dict[int, Question]:
    """Match columns by the beginning of a text: a form may add to it or cut it off."""
    return _each_once(titles, columns, left, _is_beginning)


def _is_beginning(one: str, other: str) -> bool:
    short, long = sorted((one.rstrip(" .…"), other), key=len)
    return len(short) >= FEWEST_ALIKE and long.startswith(short)


def _each_once(
    titles: Sequence[str],
    columns: Iterable[int],
    left: Sequence[Question],
    is_alike: Callable[[str, str], bool],
) -> dict[int, Question]:
    waiting = [(plain_text(each.text), each) for each in left if each.text]
    found: dict[int, Question] = {}
    for at in columns:
        title = plain_text(titles[at])
        one = next((pair for pair in waiting if is_alike(title, pair[0])), None)
        if one:
            found[at] = one[1]
            waiting.remove(one)
    return found


def _by_number(
    titles: Sequence[str], columns: Iterable[int], left: Sequence[Question]
) -> dict[int, Question]:
    """Match columns such as Response 3, rather than Question 3 where both are there."""
    numbers = {each.number: each for each in left}
    found: dict[str, dict[int, Question]] = {}
    for at in columns:
        named = numbered(titles[at])
        if named and named[1] in numbers:
            found.setdefault(named[0], {})[at] = numbers[named[1]]
    given = [columns for what, columns in found.items() if what in ANSWERS]
    return next(iter([*given, *found.values()]), {})


def in_order(titles: Sequence[str], key: Sequence[Question]) -> dict[int, Question]:
    """Return the question of each column by their order, where as many are left.

    It counts only where nothing else does.
    """
    left = [
        at
        for at, title in enumerate(titles)
        if title and not is_own(title) and not is_beside(title)
    ]
    # A row of answers is no row of titles.
    if len(left) == len(key) and not any(titles[at][:1].isdigit() for at in left):
        return dict(zip(left, key, strict=True))
    return {}


def texts_beside(titles: Sequence[str]) -> dict[int, int]:
    """Return the columns that hold the text of what is answered in a column, by that.

    Moodle draws a question for each student, and writes its text beside the answer.
    """
    texts: dict[int, int] = {}
    given: dict[int, int] = {}
    for at, title in enumerate(titles):
        if named := numbered(title):
            of = given if named[0] in ANSWERS else texts
            of.setdefault(named[1], at)
    return {at: texts[number] for number, at in given.items() if number in texts}


def unmatched(titles: Sequence[str], columns: Iterable[int]) -> tuple[str, ...]:
    """Return the titles that look like questions and are none of the key."""
    taken = {*columns, *texts_beside(titles).values()}
    return tuple(
        title
        for at, title in enumerate(titles)
        if at not in taken
        and asks(title)
        and not is_own(title)
        and not is_beside(title)
    )
