"""Marks as a file: a row for each student and question, and a page for each student."""

from __future__ import annotations

import csv
import io
from functools import partial
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from ketacalc.classes.course import LOOK
from ketacalc.classes.feedback import feedback
from ketacalc.classes.layout import OURS
from ketacalc.classes.results import own_name
from ketacalc.errors import Unsaved
from ketacalc.inert import inert
from ketacalc.notice import NOTICE
from ketacalc.say import later, say
from ketacalc.screens.files import refuse_unfit, write_whole, written_to, wrong_ending
from ketacalc.screens.markdown import markdown_rows
from ketacalc.screens.pages import page
from ketacalc.screens.records import cell_for_a_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ketacalc.classes.marks import Marked
    from ketacalc.classes.tables import Dialect
    from ketacalc.screens.report import Report

PAGE = ".html"
ENDINGS = (".csv", ".xlsx", PAGE, ".md")
BOM = "\ufeff"
BLOCK = 1 << 16  # bytes
MOST_ROWS = 1_048_575  # of a sheet of Excel, below its titles
LONGEST_CELL = 32_767  # characters that Excel takes


def rows_of(answers: Iterable[Marked], own: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield a row for each answer: the student's own columns, and then ours."""
    names = [own_name(name, OURS) for name in own]
    for each in answers:
        question, found = each.cell.question, each.mark
        yield dict(zip(names, each.cell.student, strict=True)) | {
            "question": question.text or str(question.number),
            "problem": question.problem,
            "answer": each.cell.answer,
            "verdict": found.verdict,
            "mark": "" if each.way == LOOK else float(each.points),
            "slip": found.slip,
            "message": found.message,
        }


def refuse_unsaveable(path: Path) -> None:
    """Refuse what marks cannot be saved as, before anything is marked."""
    if is_folder(path):
        if not path.parent.is_dir():
            raise Unsaved(str(path), later("there is no such folder"))
        if path.is_file():
            raise Unsaved(str(path), later("it is a file and has no ending"))
        return
    if path.suffix.lower() not in ENDINGS:
        raise wrong_ending(path, later("marks have another ending"), ENDINGS)
    if path.suffix.lower() == ".xlsx":
        _writer_of_sheets(path)
    refuse_unfit(path)


def is_folder(path: Path) -> bool:
    """Tell whether a path stands for a folder: it is one, or has no ending."""
    return path.is_dir() or not path.suffix


def saved(
    path: Path,
    answers: Iterator[Marked],
    own: tuple[str, ...],
    dialect: Dialect,
    *,
    hint: bool = False,
) -> Iterator[Marked]:
    """Write marks as they come, and pass the answers on.

    A folder has a page for each student; a page of the class is written last, by
    `save_page`.  Raises Unsaved where it cannot be written.
    """
    if is_folder(path):
        yield from feedback(path, answers, own, hint=hint)
    elif is_page(path):
        yield from answers
    else:
        yield from _in_rows(path, answers, own, dialect)


def is_page(path: Path) -> bool:
    """Tell whether a path stands for the page of a class."""
    return path.suffix.lower() == PAGE and not path.is_dir()


def save_page(path: Path, report: Report) -> None:
    """Write the page of a class.  Raises Unsaved."""
    write_whole(path, page(report))


def _in_rows(
    path: Path, answers: Iterable[Marked], own: Sequence[str], dialect: Dialect
) -> Iterator[Marked]:
    """Write a row for each answer, and pass the answers on."""
    passed: list[Marked] = []

    def noted() -> Iterator[Marked]:
        for each in answers:
            passed.append(each)
            yield each

    columns = [*(own_name(name, OURS) for name in own), *OURS]
    write = {".csv": _csv, ".xlsx": _xlsx, ".md": _markdown}[path.suffix.lower()]
    with written_to(path) as out:
        for part in write(rows_of(noted(), own), columns, dialect, path):
            out.write(part)
            yield from passed
            passed.clear()
    yield from passed


def _csv(
    rows: Iterator[dict[str, Any]], columns: list[str], dialect: Dialect, _: Path
) -> Iterator[bytes]:
    """Write CSV as the download was written, with a mark that tells its encoding."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=dialect.separator, lineterminator=dialect.ending)
    comma = dialect.separator == ";"
    out.write(BOM)
    writer.writerow([*map(cell_for_a_spreadsheet, columns), "notice"])
    for row in rows:
        cells = [row[name] for name in columns]
        marks = [_number(cell, comma=comma) for cell in cells]
        writer.writerow([*map(cell_for_a_spreadsheet, marks), say(NOTICE)])
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    yield out.getvalue().encode()


def _number(cell: Any, *, comma: bool) -> Any:
    """Write a mark as spreadsheets of that separator read it: 0,5 beside ; ."""
    if not isinstance(cell, float):
        return cell
    text = f"{cell:g}"
    return text.replace(".", ",") if comma else text


def _markdown(
    rows: Iterator[dict[str, Any]], columns: list[str], *_: object
) -> Iterator[bytes]:
    heads = dict(zip(columns, columns, strict=True))
    return (text.encode() for text in markdown_rows(rows, heads))


def _xlsx(
    rows: Iterator[dict[str, Any]], columns: list[str], _: Dialect, path: Path
) -> Iterator[bytes]:
    """Write a spreadsheet; no cell of it is worked out.

    Its rows wait in a file of their own until all are there.
    """
    xlsxwriter = _writer_of_sheets(path)
    with TemporaryFile() as whole:
        with xlsxwriter.Workbook(whole, {"constant_memory": True}) as book:
            sheet = _sheet(book, columns)
            for number, row in enumerate(rows):
                if number and number % MOST_ROWS == 0:
                    sheet = _sheet(book, columns)
                cells = [row[name] for name in columns]
                _cells(sheet, number % MOST_ROWS + 1, [*cells, say(NOTICE)])
                yield b""  # nothing yet, but this row is done
        whole.seek(0)
        yield from iter(partial(whole.read, BLOCK), b"")


def _sheet(book: Any, columns: Sequence[str]) -> Any:
    sheet = book.add_worksheet()
    _cells(sheet, 0, [*columns, "notice"])
    return sheet


def _cells(sheet: Any, at: int, cells: Iterable[Any]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, float):
            sheet.write_number(at, column, cell)
        else:
            sheet.write_string(at, column, inert(cell, keep="\n")[:LONGEST_CELL])


def _writer_of_sheets(path: Path) -> Any:
    try:
        import xlsxwriter  # noqa: PLC0415 - only who wants a spreadsheet needs it
    except ImportError:
        mend = later('a spreadsheet needs XlsxWriter; install "ketacalc[class]"')
        raise Unsaved(str(path), mend) from None
    return xlsxwriter
