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

LONGEST_QUOTE = 40


def inert(text: str, keep: str = "") -> str:
    """Write control characters but those in `keep` as escapes: none can act."""
    if text.isprintable():
        return text
    return "".join(
        char
        if char.isprintable() or char in keep
        else char.encode("unicode_escape").decode()
        for char in text
    )


def quoted(text: str) -> str:
    """Quote a user's text, inert and short."""
    shown = inert(text[: LONGEST_QUOTE + 1])
    cut = len(shown) > LONGEST_QUOTE
    return f'"{shown[:LONGEST_QUOTE]}…"' if cut else f'"{shown}"'


class KetacalcError(Exception):
    """Anything that a user can put right."""


class Unreadable(KetacalcError):
    """Text that is no figure, unit or name.

    `text` is what was read, `reason` what is wrong with it, `write` what to put
    instead, and `field` the option or quantity that it was read for.
    """

    def __init__(
        self, text: str, reason: str, write: str = "", field: str = ""
    ) -> None:
        super().__init__(text, reason, write, field)
        self.text, self.reason, self.write, self.field = text, reason, write, field

    def __str__(self) -> str:
        """Name the field, what was read, and what to write."""
        place = f"{self.field}: " if self.field else ""
        mend = f"; write {inert(self.write)}" if self.write else ""
        return f"{place}cannot read {quoted(self.text)}: {inert(self.reason)}{mend}"

    def at(self, field: str, write: str = "") -> Unreadable:
        """Return the same error with the field that it was read for."""
        return Unreadable(self.text, self.reason, write or self.write, field)


class Unsaved(KetacalcError):
    """A file that cannot be written, or read again; `reason` says why."""

    def __init__(self, path: str, reason: str, doing: str = "save") -> None:
        super().__init__(path, reason, doing)
        self.path, self.reason, self.doing = path, reason, doing

    def __str__(self) -> str:
        """Name the file and the reason."""
        return f'cannot {self.doing} "{inert(self.path)}": {self.reason.lower()}'


class Unusable(KetacalcError):
    """Figures that were understood but cannot be worked."""


class Unsolvable(Unusable):
    """A question that the given figures cannot answer."""

    def __init__(self, asked: str, reason: str) -> None:
        super().__init__(asked, reason)
        self.asked, self.reason = asked, reason

    def __str__(self) -> str:
        """Say for what, and what is still needed."""
        return f"for {self.asked} {self.reason}"


class Contradiction(Unusable):
    """Two figures that disagree; `first` and `second` are clauses."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first, second)
        self.first, self.second = first, second

    def __str__(self) -> str:
        """Name both sides."""
        return f"{self.first}, but {self.second}"


class OutOfRange(Unusable):
    """A figure beyond a stated limit; `mend` says what to look at."""

    def __init__(self, figure: str, limit: str, mend: str) -> None:
        super().__init__(figure, limit, mend)
        self.figure, self.limit, self.mend = figure, limit, mend

    def __str__(self) -> str:
        """Name the figure, the limit, and what to look at."""
        return f"{self.figure} {self.limit}; {self.mend}"
