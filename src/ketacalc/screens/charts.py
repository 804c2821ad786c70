"""What `chart` shows: a grid, and a line for each of its columns."""

from __future__ import annotations

from math import floor, log10
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from ketacalc.say import later, say
from ketacalc.screens.report import Block, Columns, Drawing, Line, Listing, Note, Report
from ketacalc.screens.worked import result_record, said_of_pounds, studied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacalc.ketamine.chart import Chart

AS_GIVEN = later("Doses: as given; no one infusion that is listed has them all.")
ROUNDED = later("≈ marks a figure that is shown rounded.")
WEIGHT, DOSE = later("Weight"), later("Dose")
ACROSS = 6  # parts of the axis across
PARTS = (1, 2, 3, 4, 5, 6, 8, 10)  # how large one may be, and ten times and so on


def of_chart(chart: Chart, *, lines: bool = False) -> Report:
    """Report a grid, one quantity in one unit; with a line a column where asked."""
    shown = chart.shown
    label, unit = shown.label.capitalize(), shown.unit.text
    what = say("{label} in {unit}", label=label, unit=unit)
    title = ", ".join((what, *map(str, chart.others)))
    grid = _grid(chart)
    origin = _origin(chart)
    notes = [Note(text, strong=True) for text in chart.warnings]
    notes += [*said_of_pounds(chart.pounds), *origin]
    if any("≈" in cell for row in grid.rows for cell in row):
        notes.append(Note(say(ROUNDED)))
    cells = [*_cells(chart)]
    record = {
        "quantity": shown.name,
        "unit": shown.unit.text,
        "pounds": chart.pounds,
        "given": {each.quantity: str(each) for each in chart.others},
        "warnings": list(chart.warnings),
        "doses": [note.text for note in origin],
        "cells": cells,
    }
    beside = {"warning": " ".join(chart.warnings), "doses": origin[0].text}
    drawn = _lines(chart) if lines else ()
    rows = [cell | beside for cell in cells]
    return Report(title, (grid, *drawn, *notes), record, rows)


def _grid(chart: Chart) -> Columns:
    """Tabulate the cells, under the heads across and behind those down."""
    named = {"weight": WEIGHT, "dose": DOSE, "dose_rate": DOSE}
    heads = (say(named[chart.rows[0].head.quantity]), *map(str, chart.across))
    cells = tuple(
        (str(row.head), *(cell.number for cell in row.cells)) for row in chart.rows
    )
    return Columns(heads, cells, tuple(range(len(heads))), grid=True)


def _origin(chart: Chart) -> list[Note]:
    """Name the trial of the doses, for whom and where; or say that none has them."""
    base = chart.published
    if base is None:
        return [Note(say(AS_GIVEN))]
    sources = "; ".join(map(str, base.sources))
    doses = say("Doses: {about}, {sources}.", about=base.about, sources=sources)
    return [Note(doses), studied(base)]


def _cells(chart: Chart) -> Iterator[dict[str, Any]]:
    for row in chart.rows:
        for each, cell in zip(chart.across, row.cells, strict=True):
            heads = sorted((row.head, each), key=lambda head: head.quantity != "weight")
            weight, dose = map(str, heads)
            yield {"weight": weight, "dose": dose} | result_record(cell)


# ------------------------------------------------------------------ lines


def _lines(chart: Chart) -> tuple[Block, ...]:
    """Draw a line for each column, from row to row, and say which is which."""
    unit = chart.rows[0].head.unit
    rows = sorted(chart.rows, key=lambda row: row.head.base_value)
    across = [float(row.head.base_value / unit.scale) for row in rows]
    lines = tuple(
        Line(
            mark,
            tuple(
                (x, float(row.cells[index].value))
                for x, row in zip(across, rows, strict=True)
            ),
        )
        for index, mark in enumerate(ascii_uppercase[: len(chart.across)])
    )
    pairs = zip(lines, chart.across, strict=True)
    marked = tuple(f"{line.mark}: {head}" for line, head in pairs)
    drawing = Drawing(unit.text, chart.shown.unit.text, _end(across[-1]), lines)
    return drawing, Listing(say("Lines"), marked)


def _end(most: float) -> float:
    """Return where an axis from 0 ends, so that its parts are round.

    ```pycon
    >>> [_end(each) for each in (20, 100, 1.5)]
    [24.0, 120.0, 1.8]

    ```
    """
    part = most / ACROSS
    ten = floor(log10(part))
    wanted = next(each for each in PARTS if each >= part / 10**ten)
    return round(ACROSS * wanted * 10.0**ten, -ten)
