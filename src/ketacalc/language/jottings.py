"""What is jotted down around a figure, and is refused with the figure to write.

A name in front (weight 70 kg, ketamine 0.5 mg/kg), a word behind (1 L NS), a number in
words (half a tablet), what a tablet holds (50 mg tab), two ends with "and" between.
None of these is read in any other way; the figure alone is offered where it can be.
"""

from __future__ import annotations

import re
from fractions import Fraction

from ketacalc.errors import Unreadable, nearest
from ketacalc.language.figures import (
    LONGEST_FIGURE,
    NUMBER,
    RUN_TOGETHER,
    Figure,
    read_figure,
)
from ketacalc.language.numbers import write_exact
from ketacalc.language.relations import ANY_KIND, CLOCKS, QUANTITIES
from ketacalc.language.uncovered import uncovered_unit
from ketacalc.language.units import Unit, read_unit
from ketacalc.language.vocabulary import FLUIDS, LITTLE_WORDS, NAMES_MEANT
from ketacalc.say import later, say

NAME, DIGITS = later("a name is followed by ="), later("a number is written in digits")
HOLDS = later("what each one holds is written with /")
SHORTEST_NAME = 5  # of a drug behind a figure, where a shorter word may be a unit
# What says how often or per what, and must not be taken for a drug's name.
NO_NAMES = re.compile(
    r"per.*|time.*|.*ly|every|each|once|twice|thrice|night|morning|noon|evening|bed.*"
)
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
COUNTS |= {"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}

_UNIT = r"[A-Za-zµμ%][^\s,;]*"
_FIGURE = rf"{NUMBER}\s*{_UNIT}"
_COUNT = "|".join(COUNTS)
_PART = "|".join(PARTS)
_ENDS = re.compile(
    rf"((?:between|from)\s+)?({NUMBER})\s*({_UNIT})??\s*(and|to|&|-|–)\s*"
    rf"({NUMBER})\s*({_UNIT})?",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    rf"(?:(?P<count>{_COUNT})\s+and\s+)?(?:(?:an?|one)\s+)?(?P<part>{_PART})"
    rf"(?:\s+of)?(?:\s+an?)?\s+(?P<unit>{_UNIT})"
    rf"|(?P<whole>{_COUNT})\s+(?P<of>{_UNIT})",
    re.IGNORECASE,
)
_IN_FRONT = re.compile(
    rf"([A-Za-z][A-Za-z' _-]*?)(?:\s*:\s*|\s+)(?:(?:is|of|at)\s+)?({NUMBER}.*)"
)
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(?:\s*[ap]m)?")
_BEHIND = re.compile(rf"({_FIGURE})\s+([A-Za-z].*)", re.DOTALL)
_OVER = re.compile(rf"({_FIGURE})\s+(?:over|for|during|at|of)\s+({_FIGURE})")


def refuse_jottings(text: str) -> None:
    """Refuse a figure with words around it.  Raises Unreadable.

    ```pycon
    >>> try:
    ...     refuse_jottings("weight 70 kg")
    ... except Unreadable as error:
    ...     print(error.write)
    weight=70 kg

    ```
    """
    plain = text.strip()
    if len(plain) > LONGEST_FIGURE:
        return
    for form, refusal in _FORMS:
        if (match := form.fullmatch(plain)) and (found := refusal(match)):
            raise Unreadable(text, *found)


def figure_in(text: str, sense: str = "") -> Figure | None:
    """Read a figure, or return None."""
    try:
        return read_figure(text, sense)
    except Unreadable:
        return None


def _unit_in(text: str) -> Unit | None:
    try:
        return read_unit(text)[0]
    except Unreadable:
        return None


def _ends(match: re.Match[str]) -> tuple[str, str] | None:
    """Write between 440 and 660 mg as a range, the lower end first."""
    words, low, own, joint, high, unit = match.groups()
    if not words and joint.lower() not in {"and", "&"}:
        return None
    spelled = unit or own or ""
    ends = [figure_in(f"{each} mg") for each in (low, high)]
    units = {_unit_in(each) for each in (own, unit) if each}
    if not all(ends) or None in units or len(units) > 1:
        return None
    first, last = sorted(each.value for each in ends if each)
    if first == last:
        return None
    of = f"{write_exact(first)} to {write_exact(last)} {spelled}"
    return later("a range is written with to"), of.strip()


def _spelled(match: re.Match[str]) -> tuple[str, str] | None:
    """Write half a tablet as 0.5 tablets."""
    value = Fraction(COUNTS[(match["count"] or match["whole"] or "a").lower()])
    if match["part"]:
        value = PARTS[match["part"].lower()] + (value if match["count"] else 0)
    figure = figure_in(f"{write_exact(value)} {match['unit'] or match['of']}")
    return (DIGITS, str(figure)) if figure else None


def _in_front(match: re.Match[str]) -> tuple[str, str] | None:
    """Say what to do with a word in front: a quantity's name, a piece, a drug."""
    words, rest = match[1].strip(), match[2]
    if name := _name(words):
        if name in CLOCKS and _TIME.fullmatch(rest):
            return NAME, f"{name}={rest}"
        named = figure_in(rest, name)
        if named and (name in ANY_KIND or named.unit.kind == QUANTITIES[name].kind):
            return NAME, f"{name}={rest}"
    piece, figure = _unit_in(words.removesuffix(" of")), figure_in(rest)
    if piece:
        return _holds(figure, piece)
    if not (figure or _is_ratio(rest)):
        return None
    if name or words.lower() in LITTLE_WORDS:
        return say('leave out "{words}"', words=words), rest
    return _no_name(words, rest) if all(map(_may_be_name, words.split())) else None


def _name(words: str) -> str:
    """Return the quantity whose name is written in words, or nearly, or ""."""
    known = {each: each for each in QUANTITIES} | NAMES_MEANT
    known |= {of.label.replace(" ", "_"): each for each, of in QUANTITIES.items()}
    plain = re.sub(r"[\s_-]+", "_", words.lower())
    return known.get(plain) or known.get(nearest(plain, known), "")


def _behind(match: re.Match[str]) -> tuple[str, str] | None:
    """Say what to do with a word behind: a piece that holds it, a drug, a fluid."""
    head, words = match[1], match[2].strip()
    figure = figure_in(head)
    if figure is None:
        return None
    if piece := _unit_in(words):
        return _holds(figure, piece)
    if words.lower() in LITTLE_WORDS:
        return say('leave out "{words}"', words=words), head
    each = words.replace("'", "").split()
    named = all(map(_may_be_name, each)) and min(map(len, each)) >= SHORTEST_NAME
    if named or re.fullmatch(FLUIDS, words):
        return _no_name(words, head)
    return None


def _no_name(words: str, figure: str) -> tuple[str, str]:
    return say('leave the drug\'s name out, "{words}"', words=words), figure


def _may_be_name(word: str) -> bool:
    """Tell whether a word is no unit, none that is near, and says not how often."""
    if not word.isalpha() or NO_NAMES.fullmatch(word.lower()) or uncovered_unit(word):
        return False
    try:
        read_unit(word)
    except Unreadable as error:
        return "did you mean" not in error.reason
    return False


def _is_ratio(text: str) -> bool:
    parts = re.split(r"\s*(?:\bin\b|\bper\b|/(?=[0-9]))\s*", text)
    return len(parts) == len("ab") and all(map(figure_in, parts))


def _holds(figure: Figure | None, piece: Unit) -> tuple[str, str] | None:
    """Write 50 mg tab as 50 mg/tablet."""
    if figure and piece.kind == "tablet" and figure.unit.kind in {"drug", "volume"}:
        return HOLDS, f"{write_exact(figure.value)} {figure.unit}/{piece}"
    return None


def _over(match: re.Match[str]) -> tuple[str, str] | None:
    """Part 0.5 mg/kg over 40 min at a comma."""
    head, tail = map(figure_in, match.groups())
    if head is None or tail is None:
        return None
    held = _holds(tail, head.unit) if " of " in match[0] else None
    return RUN_TOGETHER, f"{match[1]}, {held[1] if held else match[2]}"


_FORMS = (
    (_ENDS, _ends),
    (_SPELLED, _spelled),
    (_OVER, _over),
    (_IN_FRONT, _in_front),
    (_BEHIND, _behind),
)
