"""What a page is made of beside our own modules: locked by version and by SHA-256.

The parts come from a folder that has them, or are fetched into it by npm and pip, each
from the registry that it is set up for.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tomllib
from functools import cache
from importlib.resources import files
from shutil import which
from typing import TYPE_CHECKING, NamedTuple

from ketacalc.errors import Unusable
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NO_TOOL = later(
    "{tool} is not there to fetch {file}; install it, or put the file into {folder}"
)
NOT_FETCHED = later("{tool} could not fetch {file}: {reason}")
NOT_THE_ONE = later("{file} is not the one that is locked: its SHA-256 is {found}")


class Part(NamedTuple):
    """A file that others made: where it comes from, and what it must be."""

    name: str
    version: str
    source: str
    file: str
    sha256: str
    licence: str


@cache
def locked() -> tuple[Part, ...]:
    """Return the parts that are locked."""
    text = (files(__package__) / "lock.toml").read_text("utf-8")
    return tuple(
        Part(source=each.pop("from"), **each) for each in tomllib.loads(text)["parts"]
    )


def gather(folder: Path, parts: Sequence[Part] = ()) -> dict[str, Path]:
    """Return each part by its name, fetched into the folder where it is not there.

    Raises Unusable for one that cannot be fetched, or is not the one that is locked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return {each.name: _checked(each, folder) for each in parts or locked()}


def _checked(part: Part, folder: Path) -> Path:
    path = folder / part.file
    if not path.exists():
        _fetch(part, folder)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != part.sha256:
        raise Unusable(say(NOT_THE_ONE, file=part.file, found=found))
    return path


def _fetch(part: Part, folder: Path) -> None:
    """Have npm or pip put a part into the folder."""
    command = _command(part, folder)
    done = subprocess.run(  # noqa: S603 - the words are ours, and no shell reads them
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    if not (folder / part.file).exists():
        said = (done.stderr or done.stdout).strip().splitlines()
        told = {"tool": part.source, "file": part.file, "reason": "".join(said[-1:])}
        raise Unusable(say(NOT_FETCHED, **told))


def _command(part: Part, folder: Path) -> list[str]:
    if part.source == "npm":
        npm = tool("npm", part.file, folder)
        return [npm, "pack", "--silent", f"{part.name}@{part.version}"]
    wanted = f"{part.name}=={part.version}"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    return [*pip, "--only-binary", ":all:", wanted]


def tool(name: str, file: str, folder: Path) -> str:
    """Return where a program is; Unusable where it is not, or has no place."""
    found = which(name)
    if not found:
        raise Unusable(say(NO_TOOL, tool=name, file=file, folder=folder))
    return found
