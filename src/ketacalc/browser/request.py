"""A request of a page, read with care: anybody may send a link with anything in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacalc.errors import Unreadable
from ketacalc.practice.attempts import Attempt
from ketacalc.say import later

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_REQUEST = later("it is no request")
WRONG_KIND = later("it is of the wrong kind")
MOST_NUMBER = 1_000_000
MOST_WEIGHT = 100
BLANK = Attempt("", 0, "", 0, "", "")


class Request(NamedTuple):
    """What a page asks: what to do, and with which texts, numbers and switches."""

    do: str
    told: Mapping[str, Any]

    def text(self, name: str, without: str = "") -> str:
        """Return a text; `without` where it is missing or blank."""
        found = self._of_kind(name, str, "")
        return found if found.strip() else without

    def given(self, name: str) -> str | None:
        """Return a text, or None where it is missing or blank."""
        return self.text(name) or None

    def number(self, name: str, without: int = 0) -> int:
        """Return a whole number from 0 to 1,000,000."""
        found: int = self._of_kind(name, int, without)
        if not 0 <= found <= MOST_NUMBER:
            raise Unreadable(str(found), WRONG_KIND, field=name)
        return found

    def is_on(self, name: str) -> bool:
        """Tell whether a switch is on."""
        return bool(self._of_kind(name, bool, without=False))

    def texts(self, name: str) -> list[str]:
        """Return a list of texts."""
        found: list[str] = self._of_kind(name, list, [])
        if not all(isinstance(each, str) for each in found):
            raise Unreadable(name, WRONG_KIND, field=name)
        return found

    def numbers(self, name: str) -> list[int]:
        """Return a list of small whole numbers."""
        found: list[int] = self._of_kind(name, list, [])
        if not all(type(each) is int and 0 <= each <= MOST_WEIGHT for each in found):
            raise Unreadable(name, WRONG_KIND, field=name)
        return found

    def attempts(self, name: str) -> list[Attempt]:
        """Return what was practised; what another version wrote is left out."""
        found: list[Any] = self._of_kind(name, list, [])
        return [read for each in found if (read := _attempt(each))]

    def _of_kind(self, name: str, kind: type, without: Any) -> Any:
        found = self.told.get(name, without)
        if type(found) is not kind:
            raise Unreadable(str(found), WRONG_KIND, field=name)
        return found


def read_request(text: str) -> Request:
    """Read a request; Unreadable where it is none."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(text, NO_REQUEST) from None
    if not (isinstance(told, dict) and isinstance(told.get("do"), str)):
        raise Unreadable(text, NO_REQUEST)
    return Request(told["do"], told)


def _attempt(told: Any) -> Attempt | None:
    """Return one answer as it was kept, or None where it is none."""
    if not isinstance(told, dict):
        return None
    found = BLANK._replace(**{k: v for k, v in told.items() if k in Attempt._fields})
    kinds = zip(found, BLANK, strict=True)
    return found if all(type(one) is type(other) for one, other in kinds) else None
