"""The command line's root, the options that commands share, and how they answer."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketacalc import __version__, shell
from ketacalc.inert import inert
from ketacalc.notice import NOTICE

if TYPE_CHECKING:
    from ketacalc.language.rounding import Rules
    from ketacalc.screens.report import Report

# In the order in which the help lists them.
COMMANDS = (
    *("iv", "solve", "check", "read"),
    *("routes", "protocols", "evidence", "mechanism"),
    *("chart", "curve", "practice", "progress"),
    *("units", "help"),
)


class _InOrder(typer.core.TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands, in their order."""
        return sorted(super().list_commands(ctx), key=COMMANDS.index)


app = typer.Typer(
    cls=_InOrder,
    name="ketacalc",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=NOTICE,
)


# How a report is written, and how problems are given: the table asks at the terminal,
# the others print a sheet.
Format = StrEnum("Format", "table json jsonl csv md")
PracticeFormat = StrEnum(
    "PracticeFormat", "table json jsonl csv md lines html moodle gift anki"
)

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


RoundOption = Annotated[
    str | None,
    typer.Option("--round", help='Rules, or a file of them: "mL/h: tenths".'),
]


def rules_in(text: str | None) -> "Rules":
    """Read rounding rules, or a file of them."""
    if text is None:
        return ()
    from ketacalc.language.rounding import read_rules

    return read_rules(shell.text_of(text, "round"))


def show(report: "Report", form: Format, save: Path | None) -> None:
    """Show a report at this terminal in one format, and save it where that is asked."""
    from ketacalc.screens import terminal

    keep(report, save)
    terminal.render(report, form, terminal.this_terminal())


def keep(report: "Report", path: Path | None) -> None:
    """Save a report where a path is given."""
    if path:
        from ketacalc.screens import saving

        saving.save(report, path)


def complain(message: str) -> None:
    """Write one line to the standard error."""
    typer.echo(f"ketacalc: {inert(message)}", err=True)
