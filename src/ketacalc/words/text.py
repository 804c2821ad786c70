"""A text as sentences of tokens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ketacalc.words.tokens import codes_of, signs_of

if TYPE_CHECKING:
    from ketacalc.words.tokens import Token


@dataclass
class Text:
    """A text as sentences of tokens.

    `unit` is that of the answers to choose from, `fluids` are the names of what is in
    a fluid, and `is_list` says that the questions are the items of a list.
    """

    text: str
    sentences: list[list[Token]]
    unit: str = ""
    fluids: tuple[tuple[str, ...], ...] = ()
    is_list: bool = False

    @cached_property
    def tokens(self) -> list[Token]:
        """All tokens, in the order of the text."""
        return [each for sentence in self.sentences for each in sentence]

    @cached_property
    def codes(self) -> set[str]:
        """The codes of all tokens."""
        return codes_of(self.tokens)

    @cached_property
    def signs(self) -> set[str]:
        """Their codes, and their words as a table has them: =iv."""
        return signs_of(self.tokens)

    def values(self, *codes: str) -> list[str]:
        """Return the values of all tokens that have one of these codes."""
        return [each.value for each in self.tokens if each.code in codes]

    def sentence_of(self, token: Token) -> list[Token]:
        """Return the sentence in which a token stands."""
        return next(each for each in self.sentences if token in each)

    def words(self, *tokens: Token) -> str:
        """Return the words of the text that tokens stand for."""
        return " ".join(self.text[tokens[0].start : tokens[-1].end].split())
