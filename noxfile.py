"""The checks by name: `nox -s lint` runs one, `nox` all, `nox --list` says which.

They run in the environment that `python3 -m pip install -e '.[dev]'` filled, so that
none waits for an environment of its own.  The wheel alone gets a new one: it must run
with nothing beside it.
"""

import shutil
import sys
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["tests", "lint", "types", "docs", "wheel", "page"]
nox.options.error_on_external_run = True

# What the bare wheel is asked, and a line of what it must say.
ASKED = {
    ("iv", "--weight", "70kg"): "  Total amount   35      mg",
    ("routes", "--amount", "35mg"): (
        "Ketamine by route: how much reaches the circulation"
    ),
    ("read", "Order: 6 mg. On hand: 2 mg/mL. How many mL?"): (
        "Read as: 6 mg, 2 mg/mL -> mL"
    ),
    ("check", "70 kg, 0.5 mg/kg -> mg = 35"): "Right.",
    ("solve", "154lb", "5mcg/kg/min", "400 mg in 250 mL", "--for", "mL/h"): (
        "  Pump rate  13.125  mL/h"
    ),
}


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; `nox -s tests -- --cov -n auto` as CI does, or `-- -x FILE`."""
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Look for what the linter knows, and for lines that are not formatted."""
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types, strictly."""
    session.run("mypy")


@nox.session
def refresh(session: nox.Session) -> None:
    """Put into the pages what their commands print now, and draw the pictures."""
    session.run("python", "docs/refresh.py")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site into a folder that is thrown away; a broken link fails."""
    site = Path(session.create_tmp()) / "site"
    quiet = {"NO_MKDOCS_2_WARNING": "1"}
    build = ("mkdocs", "build", "--quiet", "--strict", "--site-dir", str(site))
    session.run(*build, env=quiet)


@nox.session
def page(session: nox.Session) -> None:
    """Build the browser page, and drive it; it needs Node with npm, and Chromium.

    Where one is missing, the tests say so and are left out.
    """
    none_ran = 5
    command = ("pytest", "tests/test_page.py", *session.posargs)
    session.run(*command, success_codes=[0, none_ran])


@nox.session
def photograph(session: nox.Session) -> None:
    """Take the pictures of the browser page anew; it needs what its tests need."""
    session.run("python", "docs/photograph.py")


@nox.session(venv_backend="venv")
def wheel(session: nox.Session) -> None:
    """Build the wheel, and run it in an environment that has nothing else."""
    folder = Path(session.create_tmp()) / "dist"
    shutil.rmtree(folder, ignore_errors=True)  # a wheel of an earlier version
    build = (sys.executable, "-m", "build", "--outdir", str(folder), ".")
    session.run(*build, external=True, silent=True)
    session.install(*map(str, folder.glob("*.whl")))
    for words, line in ASKED.items():
        shown = session.run("ketacalc", *words, env={"COLUMNS": "80"}, silent=True)
        if line not in str(shown).splitlines():
            session.error(f"no line {line!r} in:\n{shown}")
