"""The commands that show what is published: routes, protocols, evidence, mechanism."""

from typing import Annotated

import typer

from ketacalc import shell
from ketacalc.cli.app import (
    ExactPounds,
    Format,
    FormatOption,
    SaveOption,
    app,
    show,
)
from ketacalc.notice import NOTICE


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
      ketacalc routes --weight 70kg --dose 0.5mg/kg
    """
    from ketacalc.ketamine.reference import routes
    from ketacalc.screens import shelf

    texts = {"amount": amount, "weight": weight, "dose": dose}
    if not any(text is not None for text in texts.values()):
        show(shelf.of_routes(routes()), form, save)
        return
    from ketacalc.ketamine import absorption

    given = absorption.read_amount("exact" if exact_pounds else "2.2", **texts)
    reaching, products = absorption.reaching(given), absorption.from_products()
    show(shelf.of_routes(routes(), tuple(reaching), tuple(products)), form, save)


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
    report = shelf.of_protocols(found, trials, reference.quoted(), shell.HOW_TO_WORK)
    show(report, form, save)


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
        show(shelf.of_claims(reference.claims()), form, save)
    else:
        show(shelf.of_evidence(reference.studies()), form, save)


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

    show(shelf.of_mechanism(reference.ideas()), form, save)
