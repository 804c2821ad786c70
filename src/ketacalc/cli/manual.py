"""The commands that tell how a line is written: units and help."""

from typing import Annotated

import typer

from ketacalc import offers, shell
from ketacalc.cli.app import (
    DecimalComma,
    Format,
    FormatOption,
    SaveOption,
    app,
    load,
    show,
)
from ketacalc.notice import NOTICE
from ketacalc.say import say


@app.command(epilog=NOTICE)
def units(
    _decimal_comma: DecimalComma = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """List every unit, its spellings and what it measures.

    \b
    Examples:
      ketacalc units
      ketacalc units --format csv
    """
    from ketacalc.screens import manual

    show(manual.of_units(), form, save)


@app.command("help", epilog=NOTICE)
def help_(
    topic: Annotated[
        str,
        typer.Argument(
            metavar="[TOPIC]",
            help="A topic of the notation.",
            autocompletion=offers.help_topics,
        ),
    ] = "",
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """Tell the notation by topic, a screen each.

    Without a topic, list them.

    \b
    Examples:
      ketacalc help
      ketacalc help ranges
      ketacalc help q8h
    """
    from ketacalc.screens import manual

    if topic in shell.COMMANDS:
        load([topic])
        app([topic, "--help"], prog_name="ketacalc", standalone_mode=False)
        return
    report = manual.of_topic(manual.topic(topic)) if topic else None
    show(report or manual.of_topics(say(shell.HOW_TO_READ)), form, save)
