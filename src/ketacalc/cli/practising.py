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
    from ketacalc.practice.attempts import Attempt
    from ketacalc.practice.exercises import Wish
    from ketacalc.practice.papers import Paper
    from ketacalc.screens.report import Report

MOST_SEED, USUAL = 999_999, 10

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
PracticeCount = Annotated[
    int | None, typer.Option(min=1, max=1000, help="How many problems; 10 if not said.")
]
PracticeTask = Annotated[
    str,
    typer.Option(
        help="What to do: answer, find the mistake, estimate, or mixed.",
        autocompletion=offers.practice_tasks,
    ),
]
PracticeQuota = Annotated[
    list[str] | None,
    typer.Option(help="A part of a paper: pump=4, or drip/3=2 at level 3."),
]
PracticeVersions = Annotated[
    int, typer.Option(min=1, max=6, help="So many parallel sheets: quiz-A, quiz-B.")
]
PracticeEasyFirst = Annotated[
    bool, typer.Option("--easy-first", help="A sheet from easy to hard.")
]
PracticeMarks = Annotated[
    bool, typer.Option("--marks", help="A sheet with marks, one a line of the working.")
]
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
    count: PracticeCount = None,
    task: PracticeTask = "answer",
    seed: PracticeSeed = None,
    quota: PracticeQuota = None,
    versions: PracticeVersions = 1,
    easy_first: PracticeEasyFirst = False,
    marks: PracticeMarks = False,
    key: PracticeKey = False,
    worked: PracticeWorked = False,
    no_progress: PracticeNoProgress = False,
    _decimal_comma: DecimalComma = False,
    form: PracticeForm = PracticeFormat.table,
    save: PracticeSave = None,
) -> None:
    """Practise at the terminal, or print a sheet of problems.

    At the terminal the kinds lean towards what is due or went wrong, unless a seed is
    given.  A sheet for a platform (moodle, canvas, qti, gift, anki) has its answers in
    any case.  Topics:
    conversion, tablets, liquids, injections, weight, divided, ranges, surface,
    powders, units, electrolytes, percentages, pump, drip, titration, reverse,
    times, dilution, bioavailability.

    \b
    Examples:
      ketacalc practice
      ketacalc practice --topic titration --level 3
      ketacalc practice --task mistake
      ketacalc practice --seed 7 --format md --key
      ketacalc practice --quota pump=3 --save a.xml
    """
    from ketacalc.practice import papers, read_wish

    wish = read_wish(topic or [], level, task)
    written = "" if form is PracticeFormat.table else form.value
    if not (save or written):
        if key or worked or quota or versions > 1 or easy_first or marks:
            raise typer.BadParameter(say(shell.FOR_A_SHEET))
        _practise(wish, count or USUAL, seed, keeps=not no_progress)
        return
    if quota and (topic or level or count):
        raise typer.BadParameter(say(shell.QUOTA_OR_TOPIC))
    if versions > 1 and not save:
        raise typer.BadParameter(say(shell.VERSIONS_ARE_SAVED))
    quotas = [papers.read_quota(each, wish.task) for each in quota or []]
    quotas = quotas or [papers.Quota(wish, count or USUAL)]
    paper = papers.Paper(tuple(quotas), versions, easy_first, marks, key, worked)
    _hand_out(paper, _seed(seed), written, save)


def _hand_out(paper: "Paper", seed: int, written: str, save: Path | None) -> None:
    """Print a sheet, or save each of several beside the others.

    What cannot be is refused by sheets without problems, before any is drawn.
    """
    from ketacalc.practice import papers
    from ketacalc.practice.export import handouts

    empty = papers.draw_paper(seed, paper._replace(quotas=()))
    if not save:
        handouts.text(empty[0], written)
        sys.stdout.write(handouts.text(papers.draw_paper(seed, paper)[0], written))
        return
    form = handouts.form_for(save, written)
    letters = [f"-{each.version}" * bool(each.version) for each in empty]
    paths = [save.with_stem(f"{save.stem}{letter}") for letter in letters]
    for sheet, path in zip(empty, paths, strict=True):
        handouts.refuse(sheet, path, form)
    for sheet, path in zip(papers.draw_paper(seed, paper), paths, strict=True):
        for each in handouts.save(sheet, path, form):
            complain(say("saved {path}: {title}", path=each, title=sheet.title))


def _seed(seed: int | None) -> int:
    import secrets

    return secrets.randbelow(MOST_SEED + 1) if seed is None else seed


def _practise(wish: "Wish", count: int, seed: int | None, *, keeps: bool) -> None:
    """Practise at this terminal, and sum up however the session ends."""
    if sys.stdin.isatty():
        with suppress(ImportError):
            import readline  # noqa: F401 - lets arrow keys move in what is typed
    from datetime import UTC, datetime
    from time import monotonic

    from ketacalc.practice import progress, session, spacing, summary
    from ketacalc.practice.exercises import exercises
    from ketacalc.screens import terminal

    def tell(report: "Report") -> None:
        terminal.render(report, "table", terminal.this_terminal())
        sys.stdout.flush()

    kept = progress.Progress(progress.default_path() if keeps else None)
    kept.begin()
    today = datetime.now(UTC).astimezone()
    leaning = spacing.weights(kept.attempts(), today) if seed is None else {}

    def keep(attempt: "Attempt") -> None:
        kept.add(attempt)
        if leaning:
            leaning.update(spacing.weights(kept.attempts(), today))

    drawn = exercises(_seed(seed), wish._replace(weights=leaning))
    try:
        session.practise(drawn, count, session.Way(input, tell, keep, monotonic))
    finally:
        tell(summary.of_session(kept.own))


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
    from datetime import UTC, datetime

    from ketacalc.practice import progress, spacing, summary

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
    due = spacing.due(found, datetime.now(UTC).astimezone())
    show(summary.of_progress(found, due, nothing), form, save)


def _is_sure(yes: bool) -> bool:
    """Tell whether to erase; where nobody can be asked, --yes must say so."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise typer.BadParameter(say(shell.NOBODY_TO_ASK))
    return typer.confirm(say(shell.FORGET), err=True)
