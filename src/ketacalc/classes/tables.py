"""A table that a course's system gave away: its rows as texts, whatever the file is.

CSV in any encoding that names itself or can be told, with any separator; .xlsx and .ods
through python-calamine, which the extra `class` brings.
"""

from __future__ import annotations

import codecs
import io
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.classes import STDIN
from ketacalc.classes.class_list import csv_rows
from ketacalc.classes.raw_lines import RawLine, opened, why_not
from ketacalc.errors import Unreadable
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from typing import BinaryIO

SHEETS = (".xlsx", ".xls", ".ods")
ZIPPED = b"PK\x03\x04"
SEPARATORS = ",;\t|"
LOOKED_AT = 1 << 16  # bytes that tell an encoding and a separator
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Windows-1252 leaves five bytes out; Latin 1 reads them as signs that nobody wrote.
LAST_RESORT = "cp1252"


class Dialect(NamedTuple):
    """How a table of text is written: its encoding, separator and line ending."""

    encoding: str = "utf-8-sig"
    separator: str = ","
    ending: str = "\r\n"


class Row(NamedTuple):
    """A row: where it stands, its cells, and what is wrong with it or ""."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""


class Table(NamedTuple):
    """A file as rows: what yields those that are left, by the width of a whole one.

    A width of 0 is not known yet.
    """

    rows: Callable[[int], Iterator[Row]]
    dialect: Dialect


@contextmanager
def table_in(path: str) -> Iterator[Table]:
    """Open a table.  Raises Unreadable, also where the file cannot be opened."""
    with _opened(path) as stream:
        head = _peeked(stream)
        if head.startswith(ZIPPED) or path.lower().endswith(SHEETS):
            rows = _of_a_sheet(path, stream)
            yield Table(lambda _: rows, Dialect())
        else:
            dialect = dialect_of(head, path)
            text = io.TextIOWrapper(stream, dialect.encoding, "replace", newline="")
            try:
                lines = _lines(text)
                yield Table(partial(_of_text, lines, dialect.separator), dialect)
            finally:
                text.detach()


def _opened(path: str) -> AbstractContextManager[BinaryIO]:
    """Open a file; Unreadable where there is none."""
    try:
        return opened(path)
    except OSError as error:
        _, _, reason = why_not(path, error).rpartition(": ")
        raise Unreadable(path, reason) from None


def _peeked(stream: BinaryIO) -> bytes:
    """Return the first bytes of a file, and leave them in it."""
    if isinstance(stream, io.BufferedReader):
        return stream.peek(LOOKED_AT)[:LOOKED_AT]
    return stream.read(0)


# ------------------------------------------------------------------------------ text


def dialect_of(head: bytes, name: str = "") -> Dialect:
    r"""Tell the encoding, the separator and the line ending from the first bytes.

    Raises Unreadable for what is no text.

    ```pycon
    >>> dialect_of("Name;Größe\r\n".encode("cp1252"))
    Dialect(encoding='cp1252', separator=';', ending='\r\n')

    ```
    """
    encoding = _encoding(head)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    if "\0" in text:
        reason = later("it is no table of text")
        raise Unreadable(name, reason, later("CSV, .xlsx or .ods"))
    ending = "\r\n" if "\r\n" in text else "\n" if "\n" in text else "\r"
    return Dialect(encoding, _separator(text), ending)


def _encoding(head: bytes) -> str:
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 > len(head):  # half of each plain letter is 0 in UTF-16
        return "utf-16-be" if even > odd else "utf-16-le"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return LAST_RESORT
    return "utf-8"


def _separator(text: str) -> str:
    """Return what parts cells: what stands outside of quotes most evenly.

    A spreadsheet may say it in front, sep=; .
    """
    lines = text.splitlines()
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) > len("sep="):
        return lines[0][len("sep=")]
    outside = "".join(text.split('"')[::2])
    counts = [outside.count(each) for each in SEPARATORS]
    # A comma stands in sentences too, so one in three of it counts.
    weighed = [counts[0] / 3, *counts[1:]]
    return SEPARATORS[weighed.index(max(weighed))] if any(counts) else ","


def _lines(text: io.TextIOWrapper) -> Iterator[RawLine]:
    for number, line in enumerate(text, 1):
        plain = line.rstrip("\r\n")
        if number > 1 or not plain.lower().startswith("sep="):
            yield RawLine(number, plain)


def _of_text(lines: Iterator[RawLine], separator: str, width: int) -> Iterator[Row]:
    """Yield the rows of CSV; a stray quotation mark costs its own row only."""
    for line, cells in csv_rows(lines, separator, width):
        taken = tuple(cell.strip() for cell in cells or ())
        yield Row(line.number, taken, "" if cells is not None else say(line.fault))


# --------------------------------------------------------------------- spreadsheets


def _of_a_sheet(path: str, stream: BinaryIO) -> Iterator[Row]:
    """Yield the rows of the first sheet that has any."""
    try:
        from python_calamine import CalamineWorkbook  # noqa: PLC0415 - an extra's
    except ImportError:
        reason = later('a spreadsheet needs python-calamine; install "ketacalc[class]"')
        raise Unreadable(path, reason) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except Exception as error:  # noqa: BLE001 - calamine has an error for each format
        reason = say("it is no spreadsheet that can be read: {why}", why=error)
        raise Unreadable(path, reason, later("it as CSV")) from None
    for sheet in sheets:
        if rows := sheet.to_python(skip_empty_area=False):
            for number, cells in enumerate(rows, 1):
                yield Row(number, tuple(map(cell_text, cells)))
            return


def cell_text(value: object) -> str:
    """Write a cell of a spreadsheet as a person would type it: 52.5, 70, 1 May.

    ```pycon
    >>> cell_text(70.0), cell_text(0.1 + 0.2), cell_text(True)
    ('70', '0.3', 'TRUE')

    ```
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < 1e15 else repr(value)  # noqa: PLR2004 - digits of a float
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).strip()


def stem_of(path: str) -> Path:
    """Return a path without its ending; of standard input none."""
    return Path() if path == STDIN else Path(path).with_suffix("")
