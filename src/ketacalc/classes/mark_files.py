"""Marks as a file: a row for each student and question, and a page for each student."""

from __future__ import annotations

import csv
import io
import re
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from ketacalc.classes.course import BLANK
from ketacalc.classes.layout import OURS
from ketacalc.classes.marks import RIGHT, WRONG, name_of
from ketacalc.errors import KetacalcError, Unsaved
from ketacalc.notice import NOTICE
from ketacalc.say import later, say
from ketacalc.screens.files import refuse_unfit, write_whole, written_to, wrong_ending
from ketacalc.screens.markdown import markdown_rows
from ketacalc.screens.pages import page
from ketacalc.screens.records import cell_for_a_spreadsheet
from ketacalc.screens.report import Columns, Listing, Note, Report
from ketacalc.solving.solution import solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ketacalc.classes.marks import Marked
    from ketacalc.classes.tables import Dialect

PAGE = ".html"
ENDINGS = (".csv", ".xlsx", PAGE, ".md")
BOM = "\ufeff"
MARKED = later("Marks")
VERDICTS = {
    RIGHT: later("Right"),
    WRONG: later("Not right"),
    BLANK: later("No answer"),
}


def rows_of(answers: Iterable[Marked], own: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield a row for each answer: the student's own columns, and then ours."""
    names = own_names(own)
    for each in answers:
        question, found = each.cell.question, each.mark
        yield dict(zip(names, each.cell.student, strict=True)) | {
            "question": question.text or str(question.number),
            "problem": question.problem,
            "answer": each.cell.answer,
            "verdict": found.verdict,
            "mark": float(each.points),
            "slip": found.slip,
            "message": found.message,
        }


def own_names(own: Sequence[str]) -> list[str]:
    """Name the student's own columns apart from ours."""
    return [f"sheet_{name}" if name in {*OURS, "notice"} else name for name in own]


def refuse_unsaveable(path: Path) -> None:
    """Refuse what marks cannot be saved as, before anything is marked."""
    if is_folder(path):
        if not path.parent.is_dir():
            raise Unsaved(str(path), later("there is no such folder"))
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
    elif path.suffix.lower() == PAGE:
        yield from answers
    else:
        yield from _in_rows(path, answers, own, dialect)


def save_page(path: Path, report: Report) -> None:
    """Write the page of a class, where the path is one of a page."""
    if not is_folder(path) and path.suffix.lower() == PAGE:
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

    columns = [*own_names(own), *OURS]
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
    """Write a spreadsheet; no cell of it is worked out."""
    xlsxwriter = _writer_of_sheets(path)
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"constant_memory": True, "in_memory": False}
    ) as book:
        sheet = book.add_worksheet(say(MARKED))
        for at, name in enumerate([*columns, "notice"]):
            sheet.write_string(0, at, name)
        for number, row in enumerate(rows, 1):
            for at, cell in enumerate([row[name] for name in columns]):
                if isinstance(cell, float):
                    sheet.write_number(number, at, cell)
                else:
                    sheet.write_string(number, at, str(cell))
            sheet.write_string(number, len(columns), say(NOTICE))
    yield out.getvalue()


def _writer_of_sheets(path: Path) -> Any:
    try:
        import xlsxwriter  # noqa: PLC0415 - only who wants a spreadsheet needs it
    except ImportError:
        mend = later('a spreadsheet needs XlsxWriter; install "ketacalc[class]"')
        raise Unsaved(str(path), mend) from None
    return xlsxwriter


# -------------------------------------------------------------------- a page a student


def feedback(
    folder: Path, answers: Iterable[Marked], own: tuple[str, ...], *, hint: bool = False
) -> Iterator[Marked]:
    """Write a page for each student, and pass the answers on.

    With `hint` a page has the next step of what is not right, and no answer.  Answers
    of one student are taken to stand together, or are put together.
    """
    folder.mkdir(exist_ok=True)
    together: dict[tuple[str, ...], list[Marked]] = {}
    for student, some in groupby(answers, key=lambda each: each.cell.student):
        listed = list(some)
        together.setdefault(student, []).extend(listed)
        yield from listed
    names: set[str] = set()
    for number, (student, listed) in enumerate(together.items(), 1):
        name = _file_name(name_of(own, student), number, names)
        report = of_student(name_of(own, student), listed, hint=hint)
        write_whole(folder / f"{name}.html", page(report))


def _file_name(student: str, number: int, taken: set[str]) -> str:
    """Name a file by its student, in letters that any system takes, each one once."""
    plain = re.sub(r"[^\w-]+", "-", student).strip("-")[:60] or f"student-{number}"
    name = plain if plain.lower() not in taken else f"{plain}-{number}"
    taken.add(name.lower())
    return name


def of_student(name: str, answers: Sequence[Marked], *, hint: bool) -> Report:
    """Report the answers of one student: what is right, and what may have happened."""
    rows = tuple(
        (
            str(each.cell.question.number),
            each.cell.answer,
            say(VERDICTS.get(each.way, later("Will be looked at"))),
        )
        for each in answers
    )
    heads = say("Question"), say("Answer"), say("Verdict")
    table = Columns(heads, rows, numbers=(0,), accent=2, caption=name)
    told = chain.from_iterable(_explained(each, hint=hint) for each in answers)
    return Report(name, (table, *told))


def _explained(each: Marked, *, hint: bool) -> Iterator[Note | Listing]:
    """Explain one answer that is not right: the slip and the working, or a step."""
    if each.way not in {WRONG, BLANK} or not each.cell.question.problem:
        return
    head = say("Question {number}", number=each.cell.question.number)
    yield Note(head, heading=True)
    if text := each.cell.question.text:
        yield Note(text)
    if each.way == WRONG and each.mark.message:
        yield Note(each.mark.message)
    try:
        solution = solve(each.cell.question.problem)
    except KetacalcError:
        return
    lines = solution.working
    if hint:
        lines = (f"{solution.expression(0)} = ?",) if lines else ()
    yield Listing(say("Next") if hint else say("Working"), lines, strong=True)
