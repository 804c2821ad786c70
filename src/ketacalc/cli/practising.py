"""The commands for practice: practice and progress."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketacalc import offers, shell
from ketacalc.cli.app import (
    DecimalComma,
    Format,
    FormatOption,
    PracticeFormat,
    SaveOption,
    app,
    complain,
    show,
)
from ketacalc.notice import NOTICE
from ketacalc.say import say

if TYPE_CHECKING:
    from ketacalc.practice.exercises import Wish
    from ketacalc.screens.report import Report

MOST_SEED = 999_999

PracticeTopic = Annotated[
    list[str] | None,
    typer.Option(
        help="Only this topic; may be repeated.",
        autocompletion=offers.practice_topics,
    ),
]
PracticeLevel = Annotated[
    int,
    typer.Option(
        help="1 to 5, by the lines of the working; 0 is any.",
        autocompletion=offers.levels,
    ),
]
PracticeCount = Annotated[int, typer.Option(min=1, max=1000, help="How many problems.")]
PracticeSeed = Annotated[
    int | None,
    typer.Option(min=0, max=MOST_SEED, help="The same seed, the same problems."),
]
PracticeKey = Annotated[bool, typer.Option("--key", help="A sheet with answers.")]
PracticeWorked = Annotated[
    bool, typer.Option("--worked", help="A sheet with answers and every step.")
]
PracticeNoProgress = Annotated[
    bool, typer.Option("--no-progress", help="Keep no record of the answers.")
]
PracticeForm = Annotated[
    PracticeFormat,
    typer.Option(
        "--format",
        metavar="FORM",
        help=f"table asks; {', '.join([*PracticeFormat][1:])} print.",
    ),
]
PracticeSave = Annotated[
    Path | None,
    typer.Option(
        "--save",
        metavar="FILE",
        help="Save: .txt .md .html .docx .csv .json .jsonl .xml .gift .apkg .zip",
    ),
]


@app.command(epilog=NOTICE)
def practice(
    topic: PracticeTopic = None,
    level: PracticeLevel = 0,
    count: PracticeCount = 10,
    seed: PracticeSeed = None,
    key: PracticeKey = False,
    worked: PracticeWorked = False,
    no_progress: PracticeNoProgress = False,
    _decimal_comma: DecimalComma = False,
    form: PracticeForm = PracticeFormat.table,
    save: PracticeSave = None,
) -> None:
    """Practise at the terminal, or print a sheet of problems.

    At the terminal the topics lean towards what went wrong last, unless a seed is
    given.  A sheet for a platform (moodle, canvas, qti, gift, anki) has its answers in
    any case.  Topics:
    conversion, bolus, infusion, pump, drip, reverse, oral, bioavailability.

    \b
    Examples:
      ketacalc practice
      ketacalc practice --topic infusion --level 3
      ketacalc practice --seed 7 --format md --key
      ketacalc practice --seed 7 --save quiz.xml
    """
    from ketacalc.practice import draw, read_wish

    wish = read_wish(topic or [], level)
    written = "" if form is PracticeFormat.table else form.value
    if not (save or written):
        if key or worked:
            raise typer.BadParameter(say(shell.FOR_A_SHEET))
        _practise(wish, count, seed, keeps=not no_progress)
        return
    from ketacalc.practice.export import handouts

    sheet = draw(_seed(seed), wish, count, key=key, worked=worked)
    if save:
        for path in handouts.save(sheet, save, written):
            complain(say("saved {path}: {title}", path=path, title=sheet.title))
    else:
        sys.stdout.write(handouts.text(sheet, written))


def _seed(seed: int | None) -> int:
    import secrets

    return secrets.randbelow(MOST_SEED + 1) if seed is None else seed


def _practise(wish: "Wish", count: int, seed: int | None, *, keeps: bool) -> None:
    """Practise at this terminal, and sum up however the session ends."""
    if sys.stdin.isatty():
        with suppress(ImportError):
            import readline  # noqa: F401 - lets arrow keys move in what is typed
    from ketacalc.practice import progress, session, summary
    from ketacalc.practice.exercises import exercises
    from ketacalc.screens import terminal

    def tell(report: "Report") -> None:
        terminal.render(report, "table", terminal.this_terminal())
        sys.stdout.flush()

    kept = progress.Progress(progress.default_path() if keeps else None)
    kept.begin()
    leaning = kept.weights if seed is None else {}
    drawn = exercises(_seed(seed), wish._replace(weights=leaning))
    try:
        session.practise(drawn, count, session.Way(input, tell, kept.add))
    finally:
        tell(summary.of_session(kept.own, kept.boxes))


@app.command("progress", epilog=NOTICE)
def progress_(
    erase: Annotated[
        bool, typer.Option("--erase", help="Forget all that was practised.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Erase without asking first.")
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Bring back what was erased last.")
    ] = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """Show, export or erase what was practised.

    What was erased can be brought back until the next answer in practice.

    \b
    Examples:
      ketacalc progress
      ketacalc progress --format json
      ketacalc progress --erase
      ketacalc progress --undo
    """
    from ketacalc.practice import progress, summary

    if erase and undo:
        raise typer.BadParameter(say(shell.ONE_OF_BOTH))
    path = progress.default_path()
    erased = erase and not progress.holds_nothing(path) and _is_sure(yes)
    if erased:
        progress.erase(path)
    if undo:
        progress.undo(path)
    found = progress.Progress(path).attempts()
    nothing = shell.ERASED if erased else shell.NOTHING_YET
    show(summary.of_progress(found, nothing), form, save)


def _is_sure(yes: bool) -> bool:
    """Tell whether to erase; where nobody can be asked, --yes must say so."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise typer.BadParameter(say(shell.NOBODY_TO_ASK))
    return typer.confirm(say(shell.FORGET), err=True)
