"""A table that a course's system gave away: its rows as texts, whatever the file is.

CSV in any encoding that names itself or can be told, with any separator; .xlsx and .ods
through python-calamine, which the extra `class` brings.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.classes import STDIN
from ketacalc.classes.class_list import csv_rows
from ketacalc.classes.raw_lines import RawLine, opened, why_not
from ketacalc.errors import Unreadable
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from typing import Any, BinaryIO

# How a zip file begins, as .xlsx and .ods are, and how an old .xls does.  A file is
# what it holds: Blackboard calls a table of text .xls.
SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
SEPARATORS = "\t;|,"  # a comma stands in sentences too: of equal ones it is the last
LOOKED_AT = 1 << 16  # bytes that tell an encoding and a separator
LINES_LOOKED_AT = 50
BLOCK = 1 << 16  # bytes
LONGEST_LINE = 1 << 20  # characters
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Windows-1252 leaves five bytes out; Latin 1 reads them as signs that nobody wrote.
LAST_RESORT = "cp1252"
MOST_DIGITS = 15  # that a float holds whatever the number
EPOCH = 1900  # a time of day without a date is one of the first days of a spreadsheet


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as Windows-1252: one such row costs no name."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    faulty = error.object[error.start : error.end]
    return faulty.decode(LAST_RESORT, "replace"), error.end


TOO_MANY_CELLS = later("it has more cells than there are titles")
OR_WINDOWS = "ketacalc-or-windows"
codecs.register_error(OR_WINDOWS, _as_windows)


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

    A width of 0 is not known yet.  `is_sheet` tells a spreadsheet from text.
    """

    rows: Callable[[int], Iterator[Row]]
    dialect: Dialect
    is_sheet: bool = False


@contextmanager
def table_in(path: str, encoding: str = "") -> Iterator[Table]:
    """Open a table, of text in an encoding that is told or found out.

    Raises Unreadable, also where the file cannot be opened.
    """
    with _opened(path) as stream:
        head = stream.read(LOOKED_AT)
        if head.startswith(SHEETS):
            rows = _of_a_sheet(path, io.BytesIO(head + stream.read()))
            yield Table(lambda _: rows, Dialect(), is_sheet=True)
        else:
            dialect = dialect_of(head, path, encoding)
            lines = _lines(stream, head, dialect.encoding)
            yield Table(partial(_of_text, lines, dialect.separator), dialect)


def _opened(path: str) -> AbstractContextManager[BinaryIO]:
    """Open a file; Unreadable where there is none."""
    try:
        return opened(path)
    except OSError as error:
        _, _, reason = why_not(path, error).rpartition(": ")
        raise Unreadable(path, reason) from None


# ------------------------------------------------------------------------------ text


def dialect_of(head: bytes, name: str = "", encoding: str = "") -> Dialect:
    r"""Tell the encoding, the separator and the line ending from the first bytes.

    Raises Unreadable for what is no text.

    ```pycon
    >>> dialect_of("Name;Größe\r\n".encode("cp1252"))
    Dialect(encoding='cp1252', separator=';', ending='\r\n')

    ```
    """
    encoding = _known(encoding) if encoding else _encoding(head)
    text = _decoder(encoding).decode(head)
    if "\0" in text:
        reason = later("it is no table of text")
        raise Unreadable(name, reason, later("CSV, .xlsx or .ods"))
    ending = next((each for each in ("\r\n", "\n", "\r") if each in text), "\r\n")
    return Dialect(encoding, _separator(text), ending)


def _known(encoding: str) -> str:
    """Return the name of an encoding; Unreadable where it is none of text."""
    try:
        "".encode(encoding)
        return codecs.lookup(encoding).name
    except LookupError:
        reason = later("it is no encoding that is known")
        write = later("utf-8, cp1252 or mac-roman")
        raise Unreadable(encoding, reason, write, "encoding") from None


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    errors = OR_WINDOWS if encoding.startswith("utf-8") else "replace"
    return codecs.getincrementaldecoder(encoding)(errors)


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
    """Return what parts cells: what gives the most rows of one width.

    A spreadsheet may say it in front, sep=; .
    """
    lines = text.splitlines(keepends=True)
    if lines and (said := re.match(r"sep=(.)$", lines[0].rstrip(), re.IGNORECASE)):
        return said[1]
    if len(lines) > 1 and not text.endswith(("\r", "\n")):
        lines.pop()  # which may go on
    shown = lines[:LINES_LOOKED_AT]
    found = {each: _evenness(shown, each) for each in SEPARATORS}
    best = max(SEPARATORS, key=lambda each: found[each])
    return best if any(found[best]) else ","


def _evenness(lines: Iterable[str], separator: str) -> tuple[float, int]:
    """Return the share of rows that have the commonest width, and that width."""
    try:
        rows = [row for row in csv.reader(lines, delimiter=separator) if any(row)]
    except csv.Error:
        return 0.0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, count = max(widths.items(), key=lambda item: item[::-1], default=(0, 0))
    return (count / len(rows) if rows else 0.0), width


def _lines(stream: BinaryIO, head: bytes, encoding: str) -> Iterator[RawLine]:
    """Yield the lines of a text, whichever way they end; memory does not grow."""
    decoder = io.IncrementalNewlineDecoder(_decoder(encoding), translate=True)
    number, rest = 0, ""
    for block in chain([head], iter(partial(stream.read, BLOCK), b""), [b""]):
        text = decoder.decode(block, final=not block)
        *whole, rest = f"{rest}{text}".split("\n")
        for number, line in enumerate(whole, number + 1):  # noqa: B020 - counts on
            if number > 1 or not line.lower().startswith("sep="):
                yield _line(number, line)
        rest = rest[: LONGEST_LINE + 1]
    if rest:
        yield _line(number + 1, rest)


def _line(number: int, text: str) -> RawLine:
    if len(text) <= LONGEST_LINE:
        return RawLine(number, text)
    most = f"{LONGEST_LINE:,}"
    return RawLine(number, "", say("the line is over {most} characters", most=most))


def _of_text(lines: Iterator[RawLine], separator: str, width: int) -> Iterator[Row]:
    """Yield the rows of CSV; a stray quotation mark costs its own row only."""
    for line, cells in csv_rows(lines, separator, width):
        if cells is None:
            yield Row(line.number, _as_far_as_read(line, separator), say(line.fault))
            continue
        fault = say(TOO_MANY_CELLS) if width and any(cells[width:]) else ""
        yield Row(line.number, tuple(cell.strip() for cell in cells), fault)


def _as_far_as_read(line: RawLine, separator: str) -> tuple[str, ...]:
    """Return the cells of a faulty row: whose it is may stand in them."""
    try:
        rows = [*csv.reader([line.text], delimiter=separator)]
    except csv.Error:
        return ()
    return tuple(cell.strip() for row in rows for cell in row)


# --------------------------------------------------------------------- spreadsheets


def _of_a_sheet(path: str, stream: BinaryIO) -> Iterator[Row]:
    """Yield the rows of the first sheet that has any and is not hidden."""
    try:
        sheet = _sheet(stream)
    except ImportError:
        reason = later('a spreadsheet needs python-calamine; install "ketacalc[class]"')
        raise Unreadable(path, reason) from None
    except Exception as error:  # noqa: BLE001 - calamine has an error for each format
        reason = say("it is no spreadsheet that can be read: {why}", why=error)
        raise Unreadable(path, reason, later("it as CSV")) from None
    if sheet is None:
        return iter(())
    return (
        Row(number, tuple(map(cell_text, cells)))
        for number, cells in enumerate(sheet.iter_rows(), 1)
    )


def _sheet(stream: BinaryIO) -> Any:
    """Return the first sheet that has rows; None where none has."""
    from python_calamine import (  # noqa: PLC0415 - an extra's
        CalamineWorkbook,
        SheetVisibleEnum,
    )

    book = CalamineWorkbook.from_filelike(stream)
    for told in book.sheets_metadata:
        if told.visible == SheetVisibleEnum.Visible:
            sheet = book.get_sheet_by_name(told.name)
            if sheet.start is not None:
                return sheet
    return None


def cell_text(value: object) -> str:
    """Write a cell of a spreadsheet as a person would type it: 52.5, 70, 17:30.

    ```pycon
    >>> cell_text(70.0), cell_text(0.1 + 0.2), cell_text(1e-7), cell_text(True)
    ('70', '0.3', '0.0000001', 'TRUE')

    ```
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{Decimal(f'{value:.{MOST_DIGITS}g}'):f}"
    if isinstance(value, date | time | timedelta):
        return _moment(value)
    return str(value).strip()


def _moment(value: date | time | timedelta) -> str:
    """Write a date, a time of day or how long it was: 2026-05-01, 17:30, 1:20."""
    if isinstance(value, datetime) and value.year <= EPOCH:
        value = value.time()
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).removesuffix(":00")


def stem_of(path: str) -> Path:
    """Return a path without its ending; of standard input none."""
    return Path() if path == STDIN else Path(path).with_suffix("")
