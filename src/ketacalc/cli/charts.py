"""The commands that draw: chart and curve."""

from typing import Annotated

import typer

from ketacalc import offers
from ketacalc.cli.app import (
    DecimalComma,
    DropFactor,
    ExactPounds,
    Format,
    FormatOption,
    SaveOption,
    all_typed,
    app,
    show,
    typed,
)
from ketacalc.cli.pointing import pointing
from ketacalc.notice import NOTICE

Weights = Annotated[str, typer.Option(help="Weights down: 40kg..100kg, or a list.")]
Doses = Annotated[str, typer.Option(help="Doses, or a range of them: 2-20 mcg/kg/min.")]
DoseStep = Annotated[
    str, typer.Option(help="Between two doses of a range; by default one that fits.")
]
Shown = Annotated[
    str,
    typer.Option(
        "--show",
        help="What a cell shows: pump_rate, mg/min.",
        autocompletion=offers.charted,
    ),
]


@app.command(epilog=NOTICE)
def chart(
    weight: Weights = "40kg..100kg",
    step: Annotated[str, typer.Option(help="Between two weights.")] = "10kg",
    dose: Doses = "0.1 mg/kg, 0.2 mg/kg, 0.5 mg/kg, 1 mg/kg",
    dose_step: DoseStep = "",
    over: Annotated[str | None, typer.Option(help="Duration: 40min.")] = None,
    concentration: Annotated[
        str | None, typer.Option(help="Concentration: 1mg/mL.")
    ] = None,
    drop_factor: DropFactor = None,
    shown: Shown = "",
    lines: Annotated[
        bool, typer.Option("--lines", help="Draw a line for each column too.")
    ] = False,
    exact_pounds: ExactPounds = False,
    _decimal_comma: DecimalComma = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """Draw a grid of weights and doses.

    By default the doses are those of Fava 2018.  Doses that are rates stand down, and
    the weights across: a titration chart.

    \b
    Examples:
      ketacalc chart
      ketacalc chart --weight 50kg..90kg --step 5kg
      ketacalc chart --over 40min --show mg/min
      ketacalc chart --dose "2-20 mcg/kg/min"
      ketacalc chart --lines --save chart.html
    """
    from ketacalc.ketamine import chart
    from ketacalc.screens import charts

    texts = {"duration": over, "concentration": concentration}
    texts |= {"drop_factor": drop_factor}
    pounds = "exact" if exact_pounds else "2.2"
    weights, by, doses = map(typed, (weight, step, dose))
    texts = all_typed(texts)
    first = {"weight": weights.partition("..")[0], "dose": doses}
    with pointing(first | texts, exact=exact_pounds):
        grid = chart.chart(weights, by, doses, shown, pounds, dose_step, **texts)
    if lines:
        chart.refuse_lines(grid)
    show(charts.of_chart(grid, lines=lines), form, save)


@app.command(epilog=NOTICE)
def curve(
    route: Annotated[
        list[str] | None,
        typer.Option(
            help="iv, nasal or oral; may be repeated.",
            autocompletion=offers.curve_routes,
        ),
    ] = None,
    amount: Annotated[
        list[str] | None,
        typer.Option(help="Esketamine: 28mg, the default; may be repeated."),
    ] = None,
    over: Annotated[
        list[str] | None,
        typer.Option(help="Of an infusion: 40min, the default; may be repeated."),
    ] = None,
    plateau: Annotated[
        str | None,
        typer.Option(help="Racemic, only the plateau of a rate: 172.2mg/h."),
    ] = None,
    weight: Annotated[str | None, typer.Option(hidden=True)] = None,
    _decimal_comma: DecimalComma = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """Draw esketamine in plasma over time, by route, from one published model.

    \b
    Examples:
      ketacalc curve
      ketacalc curve --amount 28mg --amount 84mg
      ketacalc curve --route iv --over 1h --over 2h
      ketacalc curve --route nasal --save curve.svg
      ketacalc curve --plateau 172.2mg/h
    """
    from ketacalc.ketamine import curve
    from ketacalc.screens import curves

    curve.refuse_mixed(weight, plateau, route, amount, over)
    if plateau is not None:
        show(curves.of_plateau(curve.plateau(typed(plateau))), form, save)
        return
    amounts = [*map(typed, amount or (curve.AMOUNT,))]
    drawn = curve.courses(
        route or tuple(curve.ROUTES), amounts, [*map(typed, over or ())]
    )
    show(curves.of_curves(drawn), form, save)
