"""What can go wrong, as values with fields; the sentence is built on demand.

```
KetacalcError
├── Unreadable       text that is no figure, unit or name
├── Unsaved          a file that cannot be written
└── Unusable         figures that were understood but cannot be worked
    ├── Unsolvable       something is still needed
    ├── Contradiction    two figures disagree
    └── OutOfRange       a figure beyond a stated limit
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacalc.inert import inert
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "Contradiction",
    "KetacalcError",
    "OutOfRange",
    "Unreadable",
    "Unsaved",
    "Unsolvable",
    "Unusable",
    "inert",
    "quoted",
]
SAVE = later("save")
LONGEST_QUOTE = 40
LONGEST_LINE = 2000
LIKE = 0.8  # how near a word must be to be the one that was meant


def quoted(text: str) -> str:
    """Quote a user's text, inert and short."""
    shown = inert(text[: LONGEST_QUOTE + 1])
    cut = len(shown) > LONGEST_QUOTE
    return f'"{shown[:LONGEST_QUOTE]}…"' if cut else f'"{shown}"'


class KetacalcError(Exception):
    """Anything that a user can put right.

    `field` names the figure or setting that is wrong, such as `weight`.  `remedy` names
    a way out, such as `list-protocols`.  Whoever shows the error puts both in words: a
    command line calls the weight --weight.
    """

    def __init__(self, *parts: str, field: str = "", remedy: str = "") -> None:
        super().__init__(*parts)
        self.field, self.remedy = field, remedy

    @property
    def sentence(self) -> str:
        """What is wrong, without the field."""
        return super().__str__()

    def __str__(self) -> str:
        """Name the field, and say what is wrong."""
        return f"{self.field}: {self.sentence}" if self.field else self.sentence


class Unreadable(KetacalcError):
    """Text that is no figure, unit or name.

    `text` is what was read, `reason` what is wrong with it, `write` what to put
    instead, and `field` what it was read for.
    """

    def __init__(
        self, text: str, reason: str, write: str = "", field: str = "", remedy: str = ""
    ) -> None:
        super().__init__(text, reason, write, field=field, remedy=remedy)
        self.text, self.reason, self.write = text, reason, write

    @property
    def sentence(self) -> str:
        """What was read, why it cannot be, and what to write."""
        fields = {"text": quoted(self.text), "reason": inert(say(self.reason))}
        if not self.write:
            return say("cannot read {text}: {reason}", **fields)
        write = inert(say(self.write))
        return say("cannot read {text}: {reason}; write {write}", write=write, **fields)

    def at(self, field: str, write: str = "") -> Unreadable:
        """Return the same error with the field that it was read for."""
        write = write or self.write
        return Unreadable(self.text, self.reason, write, field, self.remedy)


class Unsaved(KetacalcError):
    """A file that cannot be written, or read again; `reason` says why."""

    def __init__(
        self, path: str, reason: str, doing: str = SAVE, remedy: str = ""
    ) -> None:
        super().__init__(path, reason, doing, remedy=remedy)
        self.path, self.reason, self.doing = path, reason, doing

    @property
    def sentence(self) -> str:
        """The file and the reason."""
        return say(
            'cannot {doing} "{path}": {reason}',
            doing=say(self.doing),
            path=inert(self.path),
            reason=say(self.reason),
        )


class Unusable(KetacalcError):
    """Figures that were understood but cannot be worked."""


class Unsolvable(Unusable):
    """A question that the given figures cannot answer."""

    def __init__(self, asked: str, reason: str, remedy: str = "") -> None:
        super().__init__(asked, reason, remedy=remedy)
        self.asked, self.reason = asked, reason

    @property
    def sentence(self) -> str:
        """For what, and what is still needed."""
        return say("for {asked} {reason}", asked=self.asked, reason=say(self.reason))


class Contradiction(Unusable):
    """Two figures that disagree; `first` and `second` are clauses."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first, second)
        self.first, self.second = first, second

    @property
    def sentence(self) -> str:
        """Both sides."""
        return say("{first}, but {second}", first=self.first, second=self.second)


class OutOfRange(Unusable):
    """A figure beyond a stated limit; `mend` says what to look at."""

    def __init__(self, figure: str, limit: str, mend: str, field: str = "") -> None:
        super().__init__(figure, limit, mend, field=field)
        self.figure, self.limit, self.mend = figure, limit, mend

    @property
    def sentence(self) -> str:
        """The figure, the limit, and what to look at."""
        return say(
            "{figure} {limit}; {mend}",
            figure=self.figure,
            limit=say(self.limit),
            mend=say(self.mend),
        )


def not_installed(what: str, library: str, extra: str) -> Unusable:
    """Say that something needs a library, and with which extra it comes."""
    sentence = later('{what} needs {library}; install "ketacalc[{extra}]"')
    return Unusable(say(sentence, what=what, library=library, extra=extra))


def too_long(text: str) -> Unreadable:
    """Refuse a text over LONGEST_LINE, before anything searches in it."""
    most = f"{LONGEST_LINE:,}"
    return Unreadable(text, say("a line has at most {most} characters", most=most))


def readable(meant: str, read: Callable[[str], object]) -> str:
    """Return what of a hint can be read, and for the rest what that is told to write.

    `meant` is one text or more, with "or" between them; none is left where none can.
    """
    found: list[str] = []
    for each in filter(None, meant.split(" or ")):
        try:
            read(each)
            found.append(each)
        except Unreadable as error:
            found.append(error.write)
    return " or ".join(dict.fromkeys(filter(None, found)))


def nearest(word: str, words: Iterable[str]) -> str:
    """Return the one of some words that is surely meant, or "" where none is."""
    import difflib  # noqa: PLC0415 - only who misspells a word waits for it

    return next(iter(difflib.get_close_matches(word, list(words), 1, LIKE)), "")
