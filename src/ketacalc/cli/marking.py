"""The commands that judge answers: check and mark."""

import sys
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
from ketacalc.errors import Unreadable
from ketacalc.notice import NOTICE
from ketacalc.say import say

if TYPE_CHECKING:
    from ketacalc.classes.class_list import Judge
    from ketacalc.classes.course import Course
    from ketacalc.classes.layout import Layout
    from ketacalc.classes.results import Way
    from ketacalc.classes.tables import Dialect
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
CheckNeeds = Annotated[
    bool, typer.Option("--require-answers", help="A line without an answer fails.")
]


@app.command(epilog=NOTICE)
def check(
    words: CheckWords,
    asked: Asked = "",
    answer: CheckAnswer = None,
    tolerance: CheckTolerance = None,
    decimal_comma: DecimalComma = False,
    rounds: RoundOption = None,
    hint: CheckHint = False,
    require_answers: CheckNeeds = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> int:
    """Judge an answer, and name the slip behind a wrong one.

    A file has a line of notation in each line, or in blocks of Markdown that are marked
    ketacalc, or is CSV with the columns problem and answer; a folder is its files.
    Exit status: 0 all right, 1 an answer is not right, 2 a problem cannot be used.

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
        if asked or answer is not None:
            raise typer.BadParameter(say(shell.ONE_PROBLEM))
        from ketacalc.classes import results

        way = results.Way(hint, require_answers)
        return _check_class(paths, judge, form, save, way)
    if hint and form is not Format.table:
        raise typer.BadParameter(say(shell.HINT_ON_SCREEN))
    verdict = judge(shell.line_of(words, asked), answer)
    needs = require_answers and not verdict.steps
    return _write_verdict(verdict, form, save, hint=hint) or int(needs)


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
    paths: list[str], judge: "Judge", form: Format, save: Path | None, way: "Way"
) -> int:
    from ketacalc.classes import class_list, raw_lines, results, tally
    from ketacalc.screens import terminal

    if form is Format.csv and STDIN in paths and len(paths) > 1:
        raise typer.BadParameter(say(shell.ONE_SOURCE))
    paths = [*raw_lines.files_of(paths)]
    found = tally.Tally(needs_answers=way.needs_answers)
    read = terminal.progress(paths, len(paths))
    wrong = results.Wrong()
    if save:
        raw_lines.refuse_to_save(paths, save)
    lines = class_list.marked(read, judge, found, complain)
    lines = wrong.noted(lines) if save else lines
    own = class_list.columns_in(paths) if form is Format.csv else []
    terminal.stream(results.written(lines, form, own, way), terminal.this_terminal())
    if not (found.lines or found.usable):
        return found.status  # no file could be read, and why is said
    apart = form is not Format.table
    summary = results.of_tally(found, say("Checked") * apart)
    terminal.render(summary, Format.table, terminal.this_terminal(stderr=apart))
    keep(results.of_class(wrong, found), save)
    return found.status


def _marks_saveable(paths: list[Path] | None) -> list[Path]:
    """Refuse what marks cannot be saved as, before anything is marked."""
    for path in paths or ():
        from ketacalc.classes import mark_files

        mark_files.refuse_unsaveable(path)
    return paths or []


MarkResponses = Annotated[
    str, typer.Argument(metavar="RESPONSES | -", help="The download: .csv .xlsx .ods")
]
MarkKey = Annotated[
    str | None, typer.Option(help="The questions: a CSV with question and problem.")
]
MarkEncoding = Annotated[
    str, typer.Option(help="Of a text that does not tell it: mac-roman.")
]
MarkCourse = Annotated[
    Path | None, typer.Option(help="Rules of the course; else key.toml beside the key.")
]
MarkMarks = Annotated[
    str | None, typer.Option(help="Marks of each question: 1, or 1,1,2.")
]
MarkUnit = Annotated[
    bool, typer.Option("--unit-required", help="A number without its unit is wrong.")
]
MarkAskedUnit = Annotated[
    bool, typer.Option("--asked-unit", help="An answer in another unit is wrong.")
]
MarkStyle = Annotated[
    bool, typer.Option("--style", help="An error-prone spelling costs half.")
]
MarkCarried = Annotated[
    bool, typer.Option("--carry", help="Half for what follows from a wrong step.")
]
MarkHint = Annotated[
    bool, typer.Option("--hint", help="Feedback has the next step only.")
]
MarkSave = Annotated[
    list[Path] | None,
    typer.Option(
        "--save",
        metavar="FILE | FOLDER",
        callback=_marks_saveable,
        help="A row an answer: .csv .xlsx .html .md; a folder: a page a student. "
        "May be repeated.",
    ),
]


@app.command(epilog=NOTICE)
def mark(
    context: typer.Context,
    responses: MarkResponses,
    key: MarkKey = None,
    encoding: MarkEncoding = "",
    course: MarkCourse = None,
    marks: MarkMarks = None,
    tolerance: CheckTolerance = None,
    rounding: RoundOption = None,
    unit_required: MarkUnit = False,
    asked_unit_required: MarkAskedUnit = False,
    half_for_style: MarkStyle = False,
    carried_forward: MarkCarried = False,
    decimal_comma: DecimalComma = False,
    hint: MarkHint = False,
    form: FormatOption = Format.table,
    save: MarkSave = None,
) -> int:
    """Mark a class by the file that its form or quiz gave away.

    Columns are matched to the questions of the key by text, number or order; without a
    key their titles are the problems.  Exit status: 0 all right, 1 an answer is not
    right, 2 the file cannot be read.

    \b
    Examples:
      ketacalc mark form.csv --key key.csv
      ketacalc mark class.csv --save marks.html
    """
    from ketacalc.classes import key as keys
    from ketacalc.classes import layout, raw_lines, tables
    from ketacalc.language import numbers

    rules = _course(context, key, course)
    if rules.decimal_comma:
        context.with_resource(numbers.decimal_commas())
    for path in save or ():
        raw_lines.refuse_to_save([responses, *filter(None, [key])], path)
    questions = keys.read_key(key) if key else ()
    with tables.table_in(responses, encoding) as table:
        laid = layout.lay_out(table, questions, responses)
        how = form, save or [], responses
        return _mark_class(laid, table.dialect, rules, *how, hint=hint)


def _course(context: typer.Context, key: str | None, path: Path | None) -> "Course":
    """Return the rules: those of a file, and over them those of the options."""
    from ketacalc.classes import course, tables

    beside = tables.stem_of(key).with_suffix(".toml") if key else None
    file = path or (beside if beside and beside.is_file() else None)
    found = course.read_course(file) if file else course.USUAL
    typed = {name: context.params[name] for name in course.FIELDS}
    if typed["rounding"]:
        typed["rounding"] = shell.text_of(typed["rounding"], "round")
    return course.course_of({k: v for k, v in typed.items() if v}, found)


def _mark_class(
    laid: "Layout",
    dialect: "Dialect",
    course: "Course",
    form: Format,
    saves: list[Path],
    name: str,
    *,
    hint: bool,
) -> int:
    from ketacalc.classes import mark_files, marks, marks_report
    from ketacalc.screens import terminal

    title = _say_first(laid, form)
    pages = [*filter(mark_files.is_page, saves)]
    tally = marks.Tally(laid.own, lists=bool(pages))
    answers = tally.counted(marks.marked(laid, course))
    for path in saves:
        answers = mark_files.saved(path, answers, laid.own, dialect, hint=hint)
    for _ in terminal.counting(answers):
        pass
    if not tally.whole.count:
        raise Unreadable(name, say(shell.NO_ANSWERS))
    for path in pages:
        mark_files.save_page(path, marks_report.page_of_class(tally, laid))
    show(marks_report.of_class(tally, laid, title), form, None)
    return tally.status


def _say_first(laid: "Layout", form: Format) -> str:
    """Say what could not be matched before anything is marked.

    Return the title of what follows, which has none where this stands above it.
    """
    from ketacalc.classes import marks_report
    from ketacalc.screens import terminal
    from ketacalc.screens.report import Report

    notes = tuple(marks_report.of_layout(laid))
    if notes and form is Format.table:
        told = Report(say("Marked"), notes)
        terminal.render(told, form, terminal.this_terminal())
        sys.stdout.flush()
        return ""
    for note in notes:
        complain(note.text)
    return say("Marked")
