"""The commands that work figures: iv and solve."""

from typing import Annotated

import typer

from ketacalc import offers, shell
from ketacalc.cli.app import (
    Asked,
    DecimalComma,
    DropFactor,
    ExactPounds,
    Format,
    FormatOption,
    RoundOption,
    SaveOption,
    all_typed,
    app,
    rules_in,
    show,
    typed,
)
from ketacalc.cli.pointing import pointing
from ketacalc.notice import NOTICE


@app.command(epilog=NOTICE)
def iv(
    weight: Annotated[
        str | None, typer.Option(help="Body weight: 70kg, 154lb, 850g.")
    ] = None,
    protocol: Annotated[
        str,
        typer.Option(
            help="A published protocol; see ketacalc protocols.",
            autocompletion=offers.protocols,
        ),
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
    _decimal_comma: DecimalComma = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """Work an IV infusion; by default 0.5 mg/kg over 40 min.

    \b
    Examples:
      ketacalc iv --weight 70kg
      ketacalc iv --weight 154lb --over 1h --working
      ketacalc iv --protocol fava-0.2 --weight 70kg
    """
    from ketacalc.ketamine import infusion
    from ketacalc.screens import worked

    texts = {"weight": weight, "dose": dose, "duration": over}
    texts |= {"concentration": concentration, "drop_factor": drop_factor}
    pounds = "exact" if exact_pounds else "2.2"
    texts = all_typed(texts)
    with pointing(texts, protocol, exact=exact_pounds):
        infused = infusion.infuse(protocol, pounds, **texts)
    show(worked.of_infusion(infused, with_working=working), form, save)


@app.command(epilog=NOTICE)
def solve(
    words: Annotated[
        list[str], typer.Argument(metavar="FIGURE...", help="The given figures.")
    ],
    asked: Asked = "",
    exact_pounds: ExactPounds = False,
    _decimal_comma: DecimalComma = False,
    rounds: RoundOption = None,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """Solve any problem in the notation, with its working.

    \b
    Examples:
      ketacalc solve 70kg 0.5mg/kg 40min
      ketacalc solve "5 mg, 2 mg/tablet -> tablets"
      ketacalc solve 20kg 15mg/kg/dose q8h --for mg
      ketacalc solve "1 L, 8h, 15 gtt/mL -> gtt/min"
      ketacalc solve 35mg/h "50 mg in 50 mL"
      ketacalc solve "22 lb, 10-15 mg/kg -> mg"

    The notation by topic: ketacalc help.
    """
    from ketacalc.screens import worked
    from ketacalc.solving import solution

    line = typed(shell.line_of(words, asked))
    pounds = "exact" if exact_pounds else "2.2"
    solved = solution.solve(line, pounds, rules=rules_in(rounds))
    show(worked.of_solution(solved), form, save)
