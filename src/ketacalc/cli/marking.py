"""The command that judges answers: check."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketacalc import shell
from ketacalc.classes import STDIN
from ketacalc.cli.app import (
    Asked,
    DecimalComma,
    Format,
    FormatOption,
    RoundOption,
    SaveOption,
    app,
    complain,
    keep,
    rules_in,
    show,
)
from ketacalc.notice import NOTICE
from ketacalc.say import say

if TYPE_CHECKING:
    from ketacalc.classes.class_list import Judge
    from ketacalc.marking.verdict import Verdict

CheckWords = Annotated[
    list[str],
    typer.Argument(metavar="FIGURE... | FILE... | -", help="A problem, or sheets."),
]
CheckAnswer = Annotated[str | None, typer.Option(help="The answer: 0.875.")]
CheckTolerance = Annotated[
    str | None, typer.Option(help="Accept answers this far off: 1%.")
]
CheckHint = Annotated[bool, typer.Option("--hint", help="Show the next step only.")]


@app.command(epilog=NOTICE)
def check(
    words: CheckWords,
    asked: Asked = "",
    answer: CheckAnswer = None,
    tolerance: CheckTolerance = None,
    decimal_comma: DecimalComma = False,
    rounds: RoundOption = None,
    hint: CheckHint = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> int:
    """Judge an answer, and name the slip behind a wrong one.

    A file has a line of notation in each line, or is CSV with the columns problem and
    answer.  Exit status: 0 all right, 1 an answer is not right, 2 a problem cannot be
    used.

    \b
    Examples:
      ketacalc check "70 kg, 0.5 mg/kg = 35 mg"
      ketacalc check 9kg 2mg/kg --for mg --answer 18
      ketacalc check 9kg 2mg/kg 8h --for mg/h --hint
      ketacalc check class.csv --format csv
    """
    from ketacalc.marking import check

    share = None if tolerance is None else check.read_tolerance(tolerance)
    rules = rules_in(rounds)

    def judge(line: str, given: str | None) -> "Verdict":
        return check.check(line, share, given, decimal_comma=decimal_comma, rules=rules)

    if paths := shell.paths_in(words):
        if asked or answer is not None or hint:
            raise typer.BadParameter(say(shell.ONE_PROBLEM))
        return _check_class(paths, judge, form, save)
    if hint and form is not Format.table:
        raise typer.BadParameter(say(shell.HINT_ON_SCREEN))
    verdict = judge(shell.line_of(words, asked), answer)
    return _write_verdict(verdict, form, save, hint=hint)


def _write_verdict(
    verdict: "Verdict", form: Format, save: Path | None, *, hint: bool
) -> int:
    from ketacalc.classes import class_list, results, tally
    from ketacalc.screens import terminal, verdicts

    report = verdicts.of_verdict(verdict, hint=hint)
    if form in {Format.json, Format.jsonl}:
        keep(report, save)
        one = iter([class_list.MarkedLine(None, 1, verdict)])
        terminal.stream(results.written(one, form), terminal.this_terminal())
    else:
        show(report, form, save)
    return tally.Tally(verdict).status


def _check_class(
    paths: list[str], judge: "Judge", form: Format, save: Path | None
) -> int:
    from ketacalc.classes import class_list, raw_lines, results, tally
    from ketacalc.screens import terminal

    if form is Format.csv and STDIN in paths and len(paths) > 1:
        raise typer.BadParameter(say(shell.ONE_SOURCE))
    found = tally.Tally()
    read = terminal.progress(paths, len(paths))
    wrong = results.Wrong()
    if save:
        raw_lines.refuse_to_save(paths, save)
    lines = class_list.marked(read, judge, found, complain)
    lines = wrong.noted(lines) if save else lines
    own = class_list.columns_in(paths) if form is Format.csv else []
    terminal.stream(results.written(lines, form, own), terminal.this_terminal())
    if not (found.lines or found.usable):
        return found.status  # no file could be read, and why is said
    apart = form is not Format.table
    summary = results.of_tally(found, say("Checked") * apart)
    terminal.render(summary, Format.table, terminal.this_terminal(stderr=apart))
    keep(results.of_class(wrong, found), save)
    return found.status
