"""What was practised, kept in a file of the user's own.

Every answer is written when it is given, so that nothing answered is ever lost.  The
file is opened anew for each, so that it may be erased or moved beside a session.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from ketacalc.errors import KetacalcError, Unsaved
from ketacalc.practice.attempts import Attempt
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WITHOUT, ANEW = "leave-progress", "erase-progress"
USE = later("use")
NO_WAY_BACK = later(
    "nothing was erased, or it was practised since: there is no way back"
)
WAIT = 30  # seconds that another session may write
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
        slips TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT '',
        seconds INTEGER NOT NULL DEFAULT 0
    )
"""
# What an older version did not keep.
LATER = {
    "kind": "ALTER TABLE answers ADD COLUMN kind TEXT NOT NULL DEFAULT ''",
    "seconds": "ALTER TABLE answers ADD COLUMN seconds INTEGER NOT NULL DEFAULT 0",
}
# The day is that of the place where the learner is, as the system has it.
READ = f"{', '.join(Attempt._fields[:-1])}, coalesce(date(at, 'localtime'), '')"
TYPES = (str, int, str, int, str, str, str, str, int, str, str)
WRITTEN = Attempt._fields[:-2]
INSERT = (
    f"INSERT INTO answers ({', '.join(WRITTEN)}) "  # noqa: S608 - our own names
    f"VALUES ({', '.join('?' for _ in WRITTEN)})"
)
# Where the place is at fault and not what is in the file, there is nothing to erase.
PLACE = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
PRIMARY = 0xFF  # the part of a code of SQLite's that is the same for all of a kind
BESIDE = ("-journal", "-wal", "-shm")  # what SQLite may leave beside a file


def default_path() -> Path:
    """Return the file in the user's data folder; KetacalcError where there is none."""
    try:
        return user_data_path("ketacalc", appauthor=False) / "progress.sqlite3"
    except RuntimeError:  # nobody says where the user is at home
        reason = say("there is no folder to keep progress in; set HOME")
        raise KetacalcError(reason, remedy=WITHOUT) from None


class Progress:
    """The answers that were given, in a file, or in memory where the path is None.

    `own` are those that were given here, and not in a session beside it.  Raises
    Unsaved where the file cannot be read or written.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.own: list[Attempt] = []
        self.attempts()  # better to fail now than after the first answer

    def begin(self) -> None:
        """Write an answer and take it back: better to fail now than after the first."""
        if self.path:
            with _opened(self.path) as file:
                file.execute("BEGIN IMMEDIATE")
                file.execute(INSERT, Attempt("", 0, "", 0, "", "")[:-2])
                file.execute("DELETE FROM answers WHERE id = last_insert_rowid()")
                file.execute("COMMIT")

    def add(self, attempt: Attempt) -> None:
        """Write an answer, at once and for good."""
        answer = attempt.answer.encode(errors="backslashreplace").decode()
        attempt = attempt._replace(answer=answer)  # a bad byte may have been typed
        if self.path:
            with _opened(self.path) as file:
                file.execute(INSERT, attempt[:-2])
                _aside(self.path).unlink(missing_ok=True)
        self.own.append(attempt)

    def attempts(self) -> tuple[Attempt, ...]:
        """Return every answer, the oldest first."""
        if not self.path:
            return tuple(self.own)
        with _errors(self.path):
            if not self.path.exists():  # who only looks leaves no file behind
                return ()
        query = f"SELECT {READ} FROM answers ORDER BY id"  # noqa: S608 - our own names
        with _opened(self.path) as file:
            return tuple(map(_attempt, file.execute(query)))


def _attempt(row: tuple[object, ...]) -> Attempt:
    """Return a row as an answer; DatabaseError where another program wrote it."""
    if tuple(map(type, row)) != TYPES:
        raise sqlite3.DatabaseError(later("a row in it is no answer"))
    return Attempt._make(row)


def holds_nothing(path: Path) -> bool:
    """Tell whether there is nothing to erase; what cannot be read is something."""
    try:
        return not Progress(path).attempts()
    except Unsaved:
        return False


def erase(path: Path) -> None:
    """Put what is there aside, whatever it is, until an answer is written anew.

    Raises Unsaved.
    """
    with _errors(path):
        if path.exists():
            _move(path, _aside(path))


def undo(path: Path) -> None:
    """Put back what was erased; KetacalcError where that is gone, or was never."""
    if not _aside(path).exists() or not holds_nothing(path):
        raise KetacalcError(say(NO_WAY_BACK))
    with _errors(path):
        _move(_aside(path), path)


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.erased")


def _move(path: Path, target: Path) -> None:
    """Move a file with what SQLite left beside it, and over nothing of another's."""
    for ending in (*BESIDE, ""):  # or what is beside it would go into the next one
        here = path.with_name(f"{path.name}{ending}")
        there = target.with_name(f"{target.name}{ending}")
        there.unlink(missing_ok=True)
        if here.exists():
            here.replace(there)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file, and make it where there is none."""
    with _errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
        with closing(file):
            file.execute(TABLE)
            there = {row[1] for row in file.execute("PRAGMA table_info(answers)")}
            for name, add in LATER.items():
                if name not in there:
                    file.execute(add)
            yield file


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        remedy = WITHOUT if code & PRIMARY in PLACE else ANEW
        raise Unsaved(str(path), str(error).lower(), USE, remedy) from None
    except OSError as error:
        raise Unsaved(str(path), str(error.strerror).lower(), USE, WITHOUT) from None
