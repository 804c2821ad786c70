"""Read a problem as it is printed: by rule, and refuse rather than guess.

The text becomes tokens, the tokens figures.  What each figure is for is tried by the
planner: of all the ways to take them, those count that leave the fewest figures over.
Where two of these give different answers, or a number is left for no reason, the text
is refused.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Contradiction, KetacalcError, Unreadable
from ketacalc.language.notation import read_given
from ketacalc.language.problem import IN_ALL
from ketacalc.say import later, say
from ketacalc.solving.planning import derivations
from ketacalc.solving.solution import Solution, solve
from ketacalc.words.asking import asks_in
from ketacalc.words.doubts import refuse_doubts
from ketacalc.words.drugs import refuse_another_drug
from ketacalc.words.items import items_in
from ketacalc.words.lexicon import lexicon
from ketacalc.words.options import Option, options_in, unit_of, without_marks
from ketacalc.words.page import Page, with_stock
from ketacalc.words.rules import IN_QUESTIONS, TABLE, figures_in
from ketacalc.words.ways import Way, ways_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.words.asking import Ask
    from ketacalc.words.lexicon import Lexicon
    from ketacalc.words.tokens import Token

# What asks for one of several items, or for all together.
_APART = {"course", "among", "roundall"}
_IN_POUNDS = re.compile(r"\b(?:kg|lb)\b.* ->")
ORDER: list[str] = TABLE["order"]
LONGEST_TEXT = 4000  # a printed problem has a tenth of it
MOST_WAYS = 2000  # a second's work; a printed problem has a hundred at most
MOST_QUESTIONS = 8
# What begins a question of its own: how many mg, and how many mL.
_ASKS = {"howmany", "howmuch", "howlong"}


class Phrase(NamedTuple):
    """Words of the text, and the figure that they gave."""

    words: str
    figure: str


class Aside(NamedTuple):
    """Words of the text that were set aside, and why."""

    words: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What a text was read as: its lines of notation, and what of it gave what."""

    lines: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    aside: tuple[Aside, ...]
    options: tuple[Option, ...] = ()


def read(text: str, language: str = "english") -> Reading:
    """Read a problem in words as lines of notation; raises a KetacalcError.

    ```pycon
    >>> read("A girl weighs 55 lb. The order is 10 mg/kg. How many mg?").lines
    ('55 lb, 10 mg/kg -> mg',)

    ```
    """
    words = lexicon(language)
    if len(text) > LONGEST_TEXT:
        most = format(LONGEST_TEXT, ",")
        reason = say("a problem has at most {most} characters", most=most)
        raise Unreadable(text, reason)
    items = items_in(text) if _APART.isdisjoint(words.codes_of(text)) else ()
    with suppress(KetacalcError):
        if items and (found := [_read(each, words) for each in items]):
            return _joined(found)
    whole = _read(text, words)
    if len(whole.lines) < len(items) and not whole.options:
        reason = later("not each item of its list is understood")
        raise Unreadable(text, reason)
    return whole


def _joined(found: list[Reading]) -> Reading:
    """Put the readings of the items of a list together, each line and phrase once."""
    parts = zip(
        *((each.lines, each.phrases, each.aside) for each in found), strict=True
    )
    return Reading(*(tuple(dict.fromkeys(chain.from_iterable(p))) for p in parts))


def _read(text: str, words: Lexicon) -> Reading:
    """Read a text, its questions about one stem."""
    stem, options = options_in(text)
    tokens = words.tokens_of(without_marks(stem))
    _refuse(tokens, text)
    tokens = with_stock(figures_in(tokens))
    _refuse(tokens, text)
    page = Page(text, _sentences(tokens), unit_of(options, words))
    asks = page.asks
    refuse_another_drug(page, words)
    refuse_doubts(page)
    if len(asks) > MOST_QUESTIONS:
        reason = say("at most {most} questions are read", most=MOST_QUESTIONS)
        raise Unreadable(text, reason)
    found = [_found(page, each) for each in asks]
    lines = tuple(dict.fromkeys(each.line for each in found))
    taken = [way for each in found for way in each.ways]
    _refuse_unspent(page, taken)
    phrases = tuple(dict.fromkeys(_phrases(page, taken)))
    return Reading(lines, phrases, tuple(_aside(page, lines, taken)), options)


def _refuse(tokens: list[Token], text: str) -> None:
    for each in tokens:
        if each.code == "refused":
            raise Unreadable(text[each.start : each.end], each.value)


def _sentences(tokens: list[Token]) -> list[list[Token]]:
    """Part tokens at the end of each sentence."""
    found: list[list[Token]] = [[]]
    codes: set[str] = set()
    for at, each in enumerate(tokens):
        again = _ASKS if each.code in _ASKS else {"blank"} & {each.code}
        if not again.isdisjoint(codes):
            found.append([])
            codes = set()
        found[-1].append(each)
        codes.add(each.code)
        is_blank = any(behind.code in {*"up"} for behind in tokens[at + 1 : at + 2])
        if each.code == "stop" or (each.code == "query" and not is_blank):
            found.append([])
            codes = set()
    return [
        figures_in(each, IN_QUESTIONS) if any(asks_in(each)) else each
        for each in found
        if each
    ]


# ------------------------------------------------------------ what is it for


class _Found(NamedTuple):
    """One question answered: its line, and how each figure was taken."""

    line: str
    ways: tuple[Way, ...]
    answer: object


def _found(page: Page, ask: Ask) -> _Found:
    """Find the one way to take the figures that leads to the question."""
    choices = ways_of(page, ask)
    if prod(map(len, choices)) > MOST_WAYS:
        raise Unreadable(page.text, later("it has more figures than can be told apart"))
    asked, schedule = page.asked(ask)
    found: list[_Found] = []
    for ways in sorted(product(*choices), key=_cost):
        if found and _cost(ways) > _cost(found[0].ways):
            break
        texts = [*(each.text for each in ways), schedule]
        spare = sum(each.cost for each in ways if each.reason or each.text)
        answer = _answer(_line(texts, asked), page, spare)
        whole = _line([*texts, *(each.beside for each in ways)], asked)
        if answer is not None and _agrees(whole):
            found.append(_Found(_line(texts, asked), ways, answer))
    if not found:
        plain = [ways[0].text for ways in choices]
        raise _unsolved(page, _line([*plain, schedule], asked))
    if len({each.answer for each in found}) > 1:
        lines = " or ".join(each.line for each in found[: len("ab")])
        raise Unreadable(page.text, later("two readings give different answers"), lines)
    return found[0]


def _cost(way: tuple[Way, ...]) -> float:
    return sum(each.cost for each in way)


def _line(texts: list[str], asked: str) -> str:
    """Write a line of notation, its figures in the order in which they are told."""
    return f"{', '.join(sorted(filter(None, texts), key=_rank))} -> {asked}"


def _rank(text: str) -> int:
    name, _, figure = text.rpartition("=")
    with suppress(KetacalcError, ValueError):
        return ORDER.index(read_given(figure.removesuffix(IN_ALL), name).quantity)
    return len(ORDER)


def _answer(line: str, page: Page, left: float) -> object | None:
    """Solve a line; None where it gives nothing, two answers, or needs not all.

    What is only converted, 0.3 mg to mcg, must be all that the text tells, but for the
    weight: else the question was not understood.
    """
    with suppress(KetacalcError):
        solution = solve(line)
        answer, not_used = solution.answer, solution.not_used
        if answer is None or not solution.program.operations:
            return None
        is_given = answer.name in solution.problem.names - {"weight", "concentration"}
        is_small = answer.unit.text in {"mg", "mcg"} and _IN_POUNDS.search(line)
        is_body = answer.name == "mass" and ("weigh" in page.codes or is_small)
        if is_body or (is_given and (page.schedule or left >= 1)):
            return None
        if all(_follows(each, solution) for each in not_used):
            return answer.low * answer.unit.scale, answer.high * answer.unit.scale
    return None


def _agrees(line: str) -> bool:
    """Tell whether nothing that was left contradicts what was used."""
    try:
        solve(line)
    except KetacalcError as error:
        return not isinstance(error, Contradiction)
    return True


def _follows(figure: str, solution: Solution) -> bool:
    """Tell whether a figure that is not needed agrees with the others."""
    own = next(each for each in solution.problem.givens if str(each) == figure)
    return own.quantity in derivations(solution.problem.names - {own.quantity})


def _unsolved(page: Page, line: str) -> KetacalcError:
    """Say what the figures lack, with the line to complete."""
    figures, _, asked = line.partition(" -> ")
    if not figures:
        return Unreadable(page.text, later("it gives no figures"))
    try:
        solve(line)
    except KetacalcError as error:
        return Unreadable(page.text, error.sentence, f"{figures}, ? -> {asked}")
    return Unreadable(page.text, later("its figures do not lead to the question"))


def _refuse_unspent(page: Page, taken: list[Way]) -> None:
    """Refuse where a figure is used for no question, and nothing says why."""
    used = {each.token for each in taken if each.text}
    for each in taken:
        if each.token not in used and not each.reason:
            reason = later("no question needs it, and nothing says why it is there")
            raise Unreadable(page.words(each.token), reason)


def _phrases(page: Page, taken: list[Way]) -> Iterator[Phrase]:
    """Yield the words of each figure that was used."""
    for each in sorted(taken, key=lambda way: way.token.start):
        if each.text:
            yield Phrase(page.words(each.token), each.text)


def _aside(page: Page, lines: tuple[str, ...], taken: list[Way]) -> Iterator[Aside]:
    """Yield the words that were set aside, each with its reason."""
    used = {each.token for each in taken if each.text}
    reasons = {each.token: each.reason for each in taken}
    told = dict(TABLE["asides"])
    if any("dose" in each for each in lines):
        del told["often"]
    for token in page.tokens:
        words = page.words(token)
        reason = reasons.get(token) or told.get(token.code)
        if token.code == "aside" and any(map(str.isdigit, words)):
            reason = token.value
        if reason and token not in used:
            yield Aside(words, reason)
