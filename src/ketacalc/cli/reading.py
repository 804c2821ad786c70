"""The command that reads a problem in words: read."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketacalc import offers, shell
from ketacalc.cli.app import (
    DecimalComma,
    Format,
    FormatOption,
    SaveOption,
    app,
    show,
    typed,
)
from ketacalc.notice import NOTICE

if TYPE_CHECKING:
    from ketacalc.words.reading import Reading


@app.command(epilog=NOTICE)
def read(
    words: Annotated[
        list[str], typer.Argument(metavar="TEXT | FILE | -", help="A problem in words.")
    ],
    answer: Annotated[
        str | None, typer.Option(help="An answer to judge: 52.5, or the letter C.")
    ] = None,
    line: Annotated[
        bool, typer.Option("--line", help="Print only the line of notation.")
    ] = False,
    language: Annotated[
        str,
        typer.Option(
            help="The language: english, or german (unproved).",
            autocompletion=offers.languages,
        ),
    ] = "english",
    _decimal_comma: DecimalComma = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> int:
    """Read a problem as it is printed, show what was read, and solve it.

    It reads by rule, and refuses rather than guess.  Exit status: 0 read, and right
    where an answer is judged, 1 the answer is not right, 2 it cannot be read.

    \b
    Examples:
      ketacalc read problem.txt
      ketacalc read problem.txt --answer C
      ketacalc read - --line
    """
    from ketacalc.words import reading

    found = reading.read(typed(_text(words)), language)
    if line:
        typer.echo("\n".join(found.lines))
        return 0
    if answer is not None:
        return _judge(found, answer, form, save)
    from ketacalc.screens import read as screen
    from ketacalc.screens import worked
    from ketacalc.solving.solution import solve
    from ketacalc.words.options import right_options

    reports = [worked.of_solution(solve(each)) for each in found.lines]
    right = right_options(found.lines[-1], found.options)
    show(screen.of_reading(found, reports, right), form, save)
    return 0


def _judge(found: "Reading", answer: str, form: Format, save: Path | None) -> int:
    from ketacalc.classes.tally import Tally
    from ketacalc.screens import read as screen
    from ketacalc.screens import verdicts
    from ketacalc.words.options import judged, right_options

    verdict = judged(found.lines, found.options, answer)
    right = right_options(found.lines[-1], found.options)
    report = verdicts.of_verdict(verdict)
    show(screen.of_reading(found, [report], right), form, save)
    return Tally(verdict).status


def _text(words: list[str]) -> str:
    """Return the text itself, or what stands in a file or on standard input."""
    from ketacalc.classes import STDIN
    from ketacalc.words.reading import LONGEST_TEXT

    if words == [STDIN]:
        return sys.stdin.read(LONGEST_TEXT + 1)
    if len(words) == 1:
        return shell.text_of(words[0], "text", LONGEST_TEXT)
    return " ".join(words)
