"""The command line's root, the options that commands share, and how they answer."""

from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketacalc import __version__, offers, shell
from ketacalc.inert import inert
from ketacalc.notice import NOTICE
from ketacalc.say import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacalc.language.rounding import Rules
    from ketacalc.screens.report import Report


COMMA_SETTING = "KETACALC_DECIMAL_COMMA"


# Which commands are in which module.
MODULES = {
    "working": ("iv", "solve"),
    "marking": ("check", "mark"),
    "reading": ("read",),
    "shelf": ("routes", "protocols", "evidence", "mechanism"),
    "charts": ("chart", "curve"),
    "practising": ("practice", "progress"),
    "manual": ("units", "help"),
    "site": ("site",),
}


class _InOrder(typer.core.TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands, in their order."""
        return sorted(super().list_commands(ctx), key=shell.COMMANDS.index)


def load(words: list[str]) -> "Callable[..., Any]":
    """Load the command that is called, or all where the first word is none.

    Returns what runs it.  Typer builds each command that is loaded, and that takes
    longer than most answers: it builds them anew only where more were loaded.
    """
    called = [each for each, names in MODULES.items() if words and words[0] in names]
    for module in called or MODULES:
        import_module(f"ketacalc.cli.{module}")
    return _built(len(app.registered_commands))


@cache
def _built(_loaded: int) -> "Callable[..., Any]":
    return typer.main.get_command(app)


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
    "PracticeFormat",
    "table json jsonl csv md lines html moodle gift anki word canvas qti",
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


def _set_mark(context: typer.Context, on: bool) -> bool:
    """Print decimal commas until the command ends, where they are asked for."""
    if on:
        from ketacalc.language.numbers import decimal_commas

        context.with_resource(decimal_commas())
    return on


DecimalComma = Annotated[
    bool,
    typer.Option(
        "--decimal-comma",
        envvar=COMMA_SETTING,
        show_envvar=False,
        callback=_set_mark,
        help="Write 52,5 for 52.5, and read it.",
    ),
]


def typed(text: str) -> str:
    """Return figures that were typed, with points for the commas that are set."""
    from ketacalc.language.numbers import pointed, writes_commas

    return pointed(text) if writes_commas() else text


def all_typed(texts: dict[str, str | None]) -> dict[str, str | None]:
    """Return figures by name that were typed, as `typed` does."""
    return {name: text and typed(text) for name, text in texts.items()}


# Whether what is longer than the terminal goes through a pager.
_paged: ContextVar[bool] = ContextVar("paged", default=True)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"ketacalc {__version__}\n{say(NOTICE)}")
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
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="Print long output as it is.")
    ] = False,
) -> None:
    """Dose arithmetic for students, every step shown.

    \b
    Examples:
      ketacalc iv --weight 70kg
      ketacalc iv --weight 154lb --over 1h --working
      ketacalc solve 70kg 5mcg/kg/min --for mg/h
      ketacalc routes --amount 35mg
    """
    _paged.set(not no_pager)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


Asked = Annotated[
    str,
    typer.Option("--for", help="What is asked: mL/h.", autocompletion=offers.asked),
]
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
    terminal.render(report, form, terminal.this_terminal(), paged=_paged.get())


def keep(report: "Report", path: Path | None) -> None:
    """Save a report where a path is given."""
    if path:
        from ketacalc.screens import saving

        saving.save(report, path)


def complain(message: str) -> None:
    """Write one line to the standard error."""
    typer.echo(f"ketacalc: {inert(message)}", err=True)
