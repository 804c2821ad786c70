"""The commands: thin Typer functions over the core, and one exit for every error."""

import sys
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketacalc import __version__, shell, streams
from ketacalc.errors import KetacalcError
from ketacalc.inert import inert
from ketacalc.notice import NOTICE

if TYPE_CHECKING:
    from ketacalc.classes.class_list import Judge
    from ketacalc.language.rounding import Rules
    from ketacalc.marking.verdict import Verdict
    from ketacalc.practice.exercises import Wish
    from ketacalc.screens.report import Report

CANNOT_USE = 2
INTERRUPTED = 130  # as a shell says of a process that Ctrl-C ended
UNREAD = 141  # as it says of one that wrote to a pipe that nobody reads
MOST_SEED = 999_999

app = typer.Typer(
    name="ketacalc",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=NOTICE,
)


# How a report is written, how verdicts are, and how problems are given: the table asks
# at the terminal, the others print a sheet.
Format = StrEnum("Format", "table json csv md")
VerdictFormat = StrEnum("VerdictFormat", "table jsonl csv md")
PracticeFormat = StrEnum("PracticeFormat", "table lines md html csv moodle gift anki")

DropFactor = Annotated[str | None, typer.Option(help="Drop factor: 20gtt/mL.")]
FormatOption = Annotated[Format, typer.Option("--format", help="How to write it.")]
ExactPounds = Annotated[
    bool,
    typer.Option("--exact-pounds", help="1 lb = 0.45359237 kg, not 1 kg = 2.2 lb."),
]


def _saveable(path: Path | None) -> Path | None:
    """Refuse what nothing can be saved as, before anything is worked."""
    if path:
        from ketacalc.screens import files, saving

        saving.writer_for(path)
        files.refuse_unfit(path)
    return path


SaveOption = Annotated[
    Path | None,
    typer.Option(
        "--save",
        metavar="FILE",
        callback=_saveable,
        help="Save the screen: .svg .html .txt .md",
    ),
]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"ketacalc {__version__}\n{NOTICE}")
        raise typer.Exit


@app.callback()
def ketacalc(
    context: typer.Context,
    _version_asked: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the version."
        ),
    ] = False,
) -> None:
    """Dose arithmetic for students, every step shown.

    \b
    Examples:
      ketacalc iv --weight 70kg
      ketacalc iv --weight 154lb --concentration "50 mg in 50 mL" --working
      ketacalc solve 154lb 5mcg/kg/min "400 mg in 250 mL" --for mL/h
      ketacalc routes --amount 35mg
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command(epilog=NOTICE)
def iv(
    weight: Annotated[
        str | None, typer.Option(help="Body weight: 70kg, 154lb, 850g.")
    ] = None,
    protocol: Annotated[
        str, typer.Option(help="A published protocol; see ketacalc protocols.")
    ] = "depression-40-min",
    dose: Annotated[str | None, typer.Option(help="Dose: 0.5mg/kg.")] = None,
    over: Annotated[str | None, typer.Option(help="Duration: 40min.")] = None,
    concentration: Annotated[
        str | None, typer.Option(help='Concentration: 1mg/mL or "50 mg in 50 mL".')
    ] = None,
    drop_factor: DropFactor = None,
    working: Annotated[
        bool, typer.Option("--working", help="Show every step.")
    ] = False,
    exact_pounds: ExactPounds = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """Work an IV infusion; by default 0.5 mg/kg over 40 min.

    \b
    Examples:
      ketacalc iv --weight 70kg
      ketacalc iv --weight 70kg --concentration 1mg/mL --drop-factor 20gtt/mL
      ketacalc iv --weight 154lb --dose 0.2mg/kg --over 1h --working
    """
    from ketacalc.ketamine import infusion
    from ketacalc.screens import worked

    texts = {"weight": weight, "dose": dose, "duration": over}
    texts |= {"concentration": concentration, "drop_factor": drop_factor}
    infused = infusion.infuse(protocol, "exact" if exact_pounds else "2.2", **texts)
    _write(worked.of_infusion(infused, with_working=working), form, save)


RoundOption = Annotated[
    str | None,
    typer.Option("--round", help='Rules, or a file of them: "mL/h: tenths".'),
]


def _rules(text: str | None) -> "Rules":
    """Read rounding rules, or a file of them."""
    if text is None:
        return ()
    from ketacalc.language.rounding import read_rules

    return read_rules(shell.text_of(text, "round"))


@app.command(epilog=NOTICE)
def solve(
    words: Annotated[
        list[str], typer.Argument(metavar="FIGURE...", help="The given figures.")
    ],
    asked: Annotated[str, typer.Option("--for", help="What is asked: mL/h.")] = "",
    exact_pounds: ExactPounds = False,
    rounds: RoundOption = None,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """Solve any problem in the notation, with its working.

    \b
    Examples:
      ketacalc solve 70kg 0.5mg/kg 40min
      ketacalc solve 154lb 5mcg/kg/min "400 mg in 250 mL" --for mL/h
      ketacalc solve "1000 mL, 8 h, 15 gtt/mL -> gtt/min"
    """
    from ketacalc.screens import worked
    from ketacalc.solving import solution

    line = shell.line_of(words, asked)
    pounds = "exact" if exact_pounds else "2.2"
    solved = solution.solve(line, pounds, rules=_rules(rounds))
    _write(worked.of_solution(solved), form, save)


CheckWords = Annotated[
    list[str],
    typer.Argument(metavar="FIGURE... | FILE... | -", help="A problem, or sheets."),
]
CheckAsked = Annotated[str, typer.Option("--for", help="What is asked: mg/h.")]
CheckAnswer = Annotated[str | None, typer.Option(help="The answer: 0.875.")]
CheckTolerance = Annotated[
    str | None, typer.Option(help="Accept answers this far off: 1%.")
]
CheckDecimalComma = Annotated[
    bool, typer.Option("--decimal-comma", help="Answers are written as 52,5.")
]
CheckHint = Annotated[bool, typer.Option("--hint", help="Show the next step only.")]
CheckForm = Annotated[VerdictFormat, typer.Option("--format", help="How to write it.")]


@app.command(epilog=NOTICE)
def check(
    words: CheckWords,
    asked: CheckAsked = "",
    answer: CheckAnswer = None,
    tolerance: CheckTolerance = None,
    decimal_comma: CheckDecimalComma = False,
    rounds: RoundOption = None,
    hint: CheckHint = False,
    form: CheckForm = VerdictFormat.table,
    save: SaveOption = None,
) -> int:
    """Judge an answer, and name the slip behind a wrong one.

    A file has a line of notation in each line, or is CSV with the columns problem and
    answer.  Exit status: 0 all right, 1 an answer is not right, 2 a problem cannot be
    used.

    \b
    Examples:
      ketacalc check 70kg 0.5mg/kg 40min --for mg/h --answer 0.875
      ketacalc check "70 kg, 0.5 mg/kg = 35 mg"
      ketacalc check 70kg 0.5mg/kg 40min --for mg/h --hint
      ketacalc check class.csv --format csv
    """
    from ketacalc.marking import check

    share = None if tolerance is None else check.read_tolerance(tolerance)
    rules = _rules(rounds)

    def judge(line: str, given: str | None) -> "Verdict":
        return check.check(line, share, given, decimal_comma=decimal_comma, rules=rules)

    if paths := shell.paths_in(words):
        if asked or answer is not None or hint:
            message = "--for, --answer and --hint are for one problem, not for a sheet."
            raise typer.BadParameter(message)
        return _check_class(paths, judge, form, save)
    if hint and form is not VerdictFormat.table:
        raise typer.BadParameter("--hint is for the table; leave --format out.")
    verdict = judge(shell.line_of(words, asked), answer)
    return _write_verdict(verdict, form, save, hint=hint)


def _write_verdict(
    verdict: "Verdict", form: VerdictFormat, save: Path | None, *, hint: bool
) -> int:
    from ketacalc.classes import class_list, results, tally
    from ketacalc.screens import terminal, verdicts

    report = verdicts.of_verdict(verdict, hint=hint)
    if form is VerdictFormat.table:
        _write(report, Format.table, save)
    else:
        _save(report, save)
        one = iter([class_list.MarkedLine(None, 1, verdict)])
        terminal.stream(results.written(one, form), terminal.this_terminal())
    return tally.Tally(verdict).status


def _check_class(
    paths: list[str], judge: "Judge", form: VerdictFormat, save: Path | None
) -> int:
    from ketacalc.classes import class_list, raw_lines, results, tally
    from ketacalc.screens import terminal

    if form is VerdictFormat.csv and raw_lines.STDIN in paths and len(paths) > 1:
        message = "CSV is written from files or from standard input, not from both."
        raise typer.BadParameter(message)
    found = tally.Tally()
    read = terminal.progress(paths, len(paths))
    wrong = results.Wrong()
    if save:
        raw_lines.refuse_to_save(paths, save)
    lines = class_list.marked(read, judge, found, _complain)
    lines = wrong.noted(lines) if save else lines
    own = class_list.columns_in(paths) if form is VerdictFormat.csv else []
    terminal.stream(results.written(lines, form, own), terminal.this_terminal())
    apart = form is not VerdictFormat.table
    summary = results.of_tally(found, "Checked" * apart)
    terminal.render(summary, Format.table, terminal.this_terminal(stderr=apart))
    _save(results.of_class(wrong, found), save)
    return found.status


def _complain(message: str) -> None:
    typer.echo(f"ketacalc: {inert(message)}", err=True)


@app.command("routes", epilog=NOTICE)
def routes_(
    amount: Annotated[str | None, typer.Option(help="Racemic amount: 35mg.")] = None,
    weight: Annotated[str | None, typer.Option(help="Body weight: 70kg.")] = None,
    dose: Annotated[str | None, typer.Option(help="Racemic dose: 0.5mg/kg.")] = None,
    exact_pounds: ExactPounds = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """Compare routes by their published bioavailability.

    \b
    Examples:
      ketacalc routes
      ketacalc routes --amount 35mg
      ketacalc routes --weight 70kg --dose 0.5mg/kg --format csv
    """
    from ketacalc.ketamine.reference import routes
    from ketacalc.screens import shelf

    texts = {"amount": amount, "weight": weight, "dose": dose}
    if not any(text is not None for text in texts.values()):
        _write(shelf.of_routes(routes()), form, save)
        return
    from ketacalc.ketamine import absorption

    given = absorption.read_amount("exact" if exact_pounds else "2.2", **texts)
    reaching, products = absorption.reaching(given), absorption.from_products()
    _write(shelf.of_routes(routes(), tuple(reaching), tuple(products)), form, save)


@app.command(epilog=NOTICE)
def protocols(form: FormatOption = Format.table, save: SaveOption = None) -> None:
    """List published doses, each a name for `ketacalc iv --protocol`.

    \b
    Examples:
      ketacalc protocols
      ketacalc iv --protocol fava-0.2 --weight 70kg
    """
    from ketacalc.ketamine import reference
    from ketacalc.screens import shelf

    found, trials = reference.protocols().values(), reference.studies()
    _write(shelf.of_protocols(found, trials, shell.HOW_TO_WORK), form, save)


@app.command(epilog=NOTICE)
def evidence(
    claims: Annotated[
        bool, typer.Option("--claims", help="What popular articles say, judged.")
    ] = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """List the trials, or what popular articles make of them.

    \b
    Examples:
      ketacalc evidence
      ketacalc evidence --claims
      ketacalc evidence --format csv
    """
    from ketacalc.ketamine import reference
    from ketacalc.screens import shelf

    if claims:
        _write(shelf.of_claims(reference.claims()), form, save)
    else:
        _write(shelf.of_evidence(reference.studies()), form, save)


@app.command(epilog=NOTICE)
def mechanism(form: FormatOption = Format.table, save: SaveOption = None) -> None:
    """Say how ketamine is thought to work, and its risks.

    \b
    Examples:
      ketacalc mechanism
      ketacalc mechanism --format md
    """
    from ketacalc.ketamine import reference
    from ketacalc.screens import shelf

    _write(shelf.of_mechanism(reference.ideas()), form, save)


@app.command(epilog=NOTICE)
def chart(
    weight: Annotated[
        str, typer.Option(help="Weights down: 40kg..100kg, or a list.")
    ] = "40kg..100kg",
    step: Annotated[str, typer.Option(help="Between two weights.")] = "10kg",
    dose: Annotated[
        str, typer.Option(help="Doses across.")
    ] = "0.1 mg/kg, 0.2 mg/kg, 0.5 mg/kg, 1 mg/kg",
    over: Annotated[str | None, typer.Option(help="Duration: 40min.")] = None,
    concentration: Annotated[
        str | None, typer.Option(help="Concentration: 1mg/mL.")
    ] = None,
    drop_factor: DropFactor = None,
    shown: Annotated[
        str, typer.Option("--show", help="What a cell shows: pump_rate, mg/min.")
    ] = "amount",
    exact_pounds: ExactPounds = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """Draw a grid of weights and doses.

    By default the doses are those of Fava 2018.

    \b
    Examples:
      ketacalc chart
      ketacalc chart --weight 50kg..90kg --step 5kg --dose "0.5 mg/kg, 1 mg/kg"
      ketacalc chart --over 40min --concentration 1mg/mL --show pump_rate
    """
    from ketacalc.ketamine import chart
    from ketacalc.screens import worked

    texts = {"duration": over, "concentration": concentration}
    texts |= {"drop_factor": drop_factor}
    pounds = "exact" if exact_pounds else "2.2"
    grid = chart.chart(weight, step, dose, shown, pounds, **texts)
    _write(worked.of_chart(grid), form, save)


PracticeTopic = Annotated[
    list[str] | None, typer.Option(help="Only this topic; may be repeated.")
]
PracticeLevel = Annotated[
    int, typer.Option(help="1 to 5, by the lines of the working; 0 is any.")
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
    PracticeFormat, typer.Option("--format", help="table asks; the others print.")
]
PracticeSave = Annotated[
    Path | None,
    typer.Option(
        "--save",
        metavar="FILE",
        help="Save a sheet: .txt .md .html .csv .xml .gift .apkg",
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
    form: PracticeForm = PracticeFormat.table,
    save: PracticeSave = None,
) -> None:
    """Practise at the terminal, or print a sheet of problems.

    At the terminal the topics lean towards what went wrong last, unless a seed is
    given.  A sheet for moodle, gift or anki has its answers in any case.  Topics:
    conversion, bolus, infusion, pump, drip, reverse, oral, bioavailability.

    \b
    Examples:
      ketacalc practice
      ketacalc practice --topic infusion --level 3 --count 5
      ketacalc practice --count 20 --seed 7 --format md --key
      ketacalc practice --count 20 --seed 7 --save quiz.xml
    """
    from ketacalc.practice import draw, read_wish

    wish = read_wish(topic or [], level)
    written = "" if form is PracticeFormat.table else form.value
    if not (save or written):
        if key or worked:
            message = "--key and --worked are for a sheet: add --format md, or --save."
            raise typer.BadParameter(message)
        _practise(wish, count, seed, keeps=not no_progress)
        return
    from ketacalc.practice.export import handouts

    sheet = draw(_seed(seed), wish, count, key=key, worked=worked)
    if save:
        handouts.save(sheet, save, written)
        _complain(f"saved {save}: {sheet.title}")
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
        tell(summary.of_session(kept.own))


@app.command("progress", epilog=NOTICE)
def progress_(
    erase: Annotated[
        bool, typer.Option("--erase", help="Forget all that was practised.")
    ] = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """Show, export or erase what was practised.

    \b
    Examples:
      ketacalc progress
      ketacalc progress --format json
      ketacalc progress --erase
    """
    from ketacalc.practice import progress, summary

    if erase:
        progress.erase(progress.default_path())
    found = progress.Progress(progress.default_path()).attempts()
    nothing = summary.ERASED if erase else shell.NOTHING_YET
    _write(summary.of_progress(found, nothing), form, save)


def _write(report: "Report", form: Format, save: Path | None) -> None:
    from ketacalc.screens import terminal

    _save(report, save)
    terminal.render(report, form, terminal.this_terminal())


def _save(report: "Report", path: Path | None) -> None:
    if path:
        from ketacalc.screens import saving

        saving.save(report, path)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status.

    An error that a user can put right is one line on stderr and status 2.
    """
    streams.speak_utf8()
    words = sys.argv[1:] if arguments is None else arguments
    try:
        status = _status(words)
        sys.stdout.flush()
    except SystemExit as end:  # typer's way out, also where nobody reads any more
        unread = isinstance(end.__context__, BrokenPipeError)
        return UNREAD if unread else int(end.code or 0)
    except BrokenPipeError:
        streams.mute_stdout()
        return UNREAD
    except OSError as error:
        streams.mute_stdout()
        return _fail(f"cannot read or write: {(error.strerror or '').lower()}")
    except KeyboardInterrupt:  # at the last flush; typer catches it before
        return INTERRUPTED
    return status


def _status(words: list[str]) -> int:
    try:
        return app(words, prog_name="ketacalc", standalone_mode=False) or 0
    except KetacalcError as error:
        return _fail(shell.said(error, words))
    except typer.TyperException as error:
        return _fail(shell.mended(" ".join(error.format_message().split())))


def _fail(message: str) -> int:
    _complain(message)
    return CANNOT_USE
