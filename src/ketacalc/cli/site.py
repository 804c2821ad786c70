"""The command that writes the browser page: site."""

from pathlib import Path
from typing import Annotated

import typer

from ketacalc.cli.app import app, complain
from ketacalc.notice import NOTICE
from ketacalc.say import say

MEGA = 1_000_000


@app.command(epilog=NOTICE)
def site(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to write the page to.")
    ],
    parts: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Where its parts are, or are fetched to; by default a cache.",
        ),
    ] = None,
) -> None:
    """Write the browser page, with all that it needs, for any static host.

    What others made of it is locked by version and SHA-256, and fetched once by npm
    and pip.  Node compiles it.

    \b
    Examples:
      ketacalc site public
      ketacalc site public --parts parts
    """
    from ketacalc.site.build import build, default_parts

    sizes = build(folder, parts or default_parts())
    size = f"{sum(sizes.values()) / MEGA:.1f}"
    complain(
        say(
            "wrote {folder}: {count} files, {size} MB",
            folder=folder,
            count=len(sizes),
            size=size,
        )
    )
