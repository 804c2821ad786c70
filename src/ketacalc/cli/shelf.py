"""The commands that show what is published: routes, protocols, evidence, mechanism."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from ketacalc import offers, shell
from ketacalc.cli.app import (
    DecimalComma,
    ExactPounds,
    Format,
    FormatOption,
    SaveOption,
    all_typed,
    app,
    show,
)
from ketacalc.notice import NOTICE
from ketacalc.say import say

# So few are told in full, as nobody asks for a part of it to see less of it.
FEW = 4


def _words(values: Callable[[], object]) -> Any:
    """Return the argument for words that an entry must have."""
    return typer.Argument(
        metavar="[WORD]...", help="Only what has these words.", autocompletion=values
    )


RouteWords = Annotated[list[str] | None, _words(offers.routes)]
ProtocolWords = Annotated[list[str] | None, _words(offers.of_protocols)]
EvidenceWords = Annotated[list[str] | None, _words(offers.of_evidence)]
MechanismWords = Annotated[list[str] | None, _words(offers.of_mechanism)]
Full = Annotated[bool, typer.Option("--full", help="All of it, with DOIs.")]


def _whole(form: Format, words: list[str] | None, found: Sequence[object]) -> bool:
    """Tell whether to show all there is: to a machine, and of a few that were asked."""
    return form is not Format.table or (bool(words) and len(found) <= FEW)


@app.command("routes", epilog=NOTICE)
def routes_(
    words: RouteWords = None,
    amount: Annotated[str | None, typer.Option(help="Racemic amount: 35mg.")] = None,
    weight: Annotated[str | None, typer.Option(help="Body weight: 70kg.")] = None,
    dose: Annotated[str | None, typer.Option(help="Racemic dose: 0.5mg/kg.")] = None,
    exact_pounds: ExactPounds = False,
    _decimal_comma: DecimalComma = False,
    full: Full = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """Compare routes by their published bioavailability.

    \b
    Examples:
      ketacalc routes
      ketacalc routes nasal
      ketacalc routes --amount 35mg
      ketacalc routes --weight 70kg --dose 0.5mg/kg
    """
    from ketacalc.ketamine import lookup
    from ketacalc.screens import glance, shelf

    found = lookup.routes(words or [])
    texts = {"amount": amount, "weight": weight, "dose": dose}
    reaching, products = [], []
    if any(text is not None for text in texts.values()):
        from ketacalc.ketamine import absorption

        pounds = "exact" if exact_pounds else "2.2"
        given = absorption.read_amount(pounds, **all_typed(texts))
        reaching = [r for r in absorption.reaching(given) if r.route in found]
        products = [r for r in absorption.from_products() if r.route in found]
    if full or _whole(form, words, found):
        report = shelf.of_routes(found, reaching, products)
    else:
        more = shell.more("routes", words, "nasal")
        report = glance.of_routes(found, reaching, products, more)
    show(report, form, save)


@app.command(epilog=NOTICE)
def protocols(
    words: ProtocolWords = None,
    full: Full = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """List published doses, each a name for `ketacalc iv --protocol`.

    \b
    Examples:
      ketacalc protocols
      ketacalc protocols im
      ketacalc protocols vials
      ketacalc iv --protocol fava-0.2 --weight 70kg
    """
    from ketacalc.ketamine import lookup, reference
    from ketacalc.screens import glance, shelf

    found, quoted = lookup.protocols(words or [])
    trials, how = reference.studies(), say(shell.HOW_TO_WORK)
    if full or _whole(form, words, found):
        report = shelf.of_protocols(found, trials, quoted, how if found else "")
    else:
        more = f"{how} {shell.more('protocols', words, 'vials')}"
        report = glance.of_protocols(found, trials, quoted, more)
    show(report, form, save)


@app.command(epilog=NOTICE)
def evidence(
    words: EvidenceWords = None,
    claims: Annotated[
        bool, typer.Option("--claims", help="What popular articles say, judged.")
    ] = False,
    full: Full = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """List the trials, or what popular articles make of them.

    \b
    Examples:
      ketacalc evidence
      ketacalc evidence ptsd
      ketacalc evidence --claims memory
      ketacalc evidence --format csv
    """
    from ketacalc.ketamine import lookup
    from ketacalc.screens import glance, shelf

    if claims:
        judged = lookup.claims(words or [])
        if full or _whole(form, words, judged):
            show(shelf.of_claims(judged), form, save)
        else:
            more = shell.more("evidence --claims", words, "memory")
            show(glance.of_claims(judged, more), form, save)
        return
    found = lookup.studies(words or [])
    if full or _whole(form, words, found):
        show(shelf.of_evidence(found), form, save)
    else:
        show(
            glance.of_evidence(found, shell.more("evidence", words, "ptsd")), form, save
        )


@app.command(epilog=NOTICE)
def mechanism(
    words: MechanismWords = None,
    full: Full = False,
    form: FormatOption = Format.table,
    save: SaveOption = None,
) -> None:
    """Say how ketamine is thought to work, and its risks.

    \b
    Examples:
      ketacalc mechanism
      ketacalc mechanism bladder
      ketacalc mechanism --full
    """
    from ketacalc.ketamine import lookup
    from ketacalc.screens import glance, shelf

    found = lookup.ideas(words or [])
    if full or _whole(form, words, found):
        report = shelf.of_mechanism(found)
    else:
        report = glance.of_mechanism(found, shell.more("mechanism", words, "bladder"))
    show(report, form, save)
