"""A report, and rows of any kind, as JSON, JSON Lines and CSV.

Every one of them carries the notice.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from ketacalc.inert import inert
from ketacalc.notice import NOTICE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketacalc.screens.report import Report

FORMULA = tuple("=+-@＝＋－＠")


def as_json(report: Report) -> str:
    """Write the report's record as JSON, the notice first."""
    record = {"notice": NOTICE, **report.record}
    return _json(record, indent=2)


def as_jsonl(report: Report) -> str:
    """Write the report's rows as JSON Lines, the notice first."""
    return "".join(jsonl_rows(iter(report.rows)))


def as_csv(report: Report) -> str:
    """Write the report's rows as CSV, the notice in a column of its own."""
    columns = list(report.rows[0]) if report.rows else []
    return "".join(csv_rows(iter(report.rows), columns))


def csv_rows(rows: Iterator[dict[str, Any]], columns: Sequence[str]) -> Iterator[str]:
    """Write rows as CSV for a spreadsheet, a line at a time, the notice in each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*map(cell_for_a_spreadsheet, columns), "notice"])
    for row in rows:
        yield _taken(out)
        cells = (cell_for_a_spreadsheet(row.get(name)) for name in columns)
        writer.writerow([*cells, NOTICE])
    yield _taken(out)


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def cell_for_a_spreadsheet(cell: Any) -> Any:
    """Keep a spreadsheet from working out a cell or a title such as =1+1."""
    if not isinstance(cell, str):
        return cell
    plain = inert(cell, keep="\n")
    return f"'{plain}" if cell.lstrip().startswith(FORMULA) else plain


def jsonl_rows(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    """Write records as JSON Lines, the notice first."""
    yield _json({"notice": NOTICE})
    for row in rows:
        yield _json(row)


def json_rows(rows: Iterator[dict[str, Any]], name: str) -> Iterator[str]:
    """Write records as the list of one JSON object, a line each, the notice first."""
    yield json.dumps({"notice": NOTICE, name: []})[:-2]
    gap = "\n"
    for row in rows:
        yield f"{gap}{_json(row).rstrip()}"
        gap = ",\n"
    yield "\n]}\n"


def _json(record: dict[str, Any], indent: int | None = None) -> str:
    """Write JSON in which nothing can act, and which is read back as it was."""
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    return inert(text, "\n", _escaped) + "\n"


def _escaped(char: str) -> str:
    r"""Write a character as JSON does: \u001b for ESC."""
    return json.dumps(char)[1:-1]
