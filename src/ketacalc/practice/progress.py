"""What was practised, kept in a file of the user's own.

Every answer is written when it is given, so that nothing answered is ever lost.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Self

from platformdirs import user_data_path

from ketacalc.errors import Unsaved
from ketacalc.practice.boxes import Attempt, weights

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

WITHOUT, ANEW = "leave-progress", "erase-progress"
TABLE = """
    CREATE TABLE IF NOT EXISTS answers (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
        topic TEXT NOT NULL,
        level INTEGER NOT NULL,
        problem TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        answer TEXT NOT NULL,
        verdict TEXT NOT NULL,
        slips TEXT NOT NULL
    )
"""


def default_path() -> Path:
    """Return the file in the user's data folder."""
    return user_data_path("ketacalc", appauthor=False) / "progress.sqlite3"


class Progress:
    """The answers that were given, in a file, or in memory where the path is None.

    `weights` say how often each topic is to be drawn, by the answers so far.  Raises
    Unsaved where the file cannot be read or written.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        with self._errors():
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(path or ":memory:", isolation_level=None)
            try:
                self._file.execute(TABLE)
            except sqlite3.Error:
                self._file.close()
                raise
        self.weights = weights(self.attempts())

    def __enter__(self) -> Self:
        """Keep the file open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._file.close()

    def add(self, attempt: Attempt) -> None:
        """Write an answer, at once and for good."""
        answer = attempt.answer.encode(errors="backslashreplace").decode()
        attempt = attempt._replace(answer=answer)  # a bad byte may have been typed
        fields = attempt._fields[:-1]
        names, marks = ", ".join(fields), ", ".join("?" for _ in fields)
        with self._errors():
            self._file.execute(
                f"INSERT INTO answers ({names}) VALUES ({marks})",  # noqa: S608 - our own names
                attempt[:-1],
            )
        self.weights.update(weights(self.attempts()))

    def attempts(self) -> tuple[Attempt, ...]:
        """Return every answer, the oldest first."""
        names = ", ".join(Attempt._fields)
        query = f"SELECT {names} FROM answers ORDER BY id"  # noqa: S608 - our own names
        with self._errors(), closing(self._file.execute(query)) as rows:
            return tuple(Attempt(*row) for row in rows)

    def _errors(self) -> AbstractContextManager[None]:
        return _errors(self.path)


def erase(path: Path) -> None:
    """Forget every answer, whatever is in the file.  Raises Unsaved."""
    with _errors(path):
        path.unlink(missing_ok=True)


@contextmanager
def _errors(path: Path | None) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise Unsaved(str(path), str(error).lower(), "use", WITHOUT) from None
    except sqlite3.DatabaseError as error:
        raise Unsaved(str(path), str(error).lower(), "use", ANEW) from None
    except OSError as error:
        raise Unsaved(str(path), str(error.strerror).lower(), "use", WITHOUT) from None
