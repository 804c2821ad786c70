"""The large parts of a page: the engine, and archives of Python.

The archives hold only what is ever imported, compiled: the standard library and the
libraries by a list of what was ever loaded, our own modules by what the answer imports.
"""

from __future__ import annotations

import ast
import hashlib
import subprocess
import tarfile
from base64 import urlsafe_b64encode
from functools import cache
from importlib.metadata import distributions
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile, ZipInfo

import ketacalc
from ketacalc.errors import Unusable
from ketacalc.say import later, say
from ketacalc.site.parts import tool

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

OWN = "ketacalc"
HOUSE = Path(ketacalc.__file__).parent
ANSWER = "ketacalc.browser.answer"
DATA = (".toml",)
LIBRARY = "python_stdlib.zip"
ENGINE = {
    "loader": "pyodide.mjs",
    "engine": "pyodide.asm.mjs",
    "wasm": "pyodide.asm.wasm",
}
# The engine looks at it though nothing of it is ever loaded from elsewhere.
UNUSED = "pyodide-lock.json"
CHANGED = later("{file} is not as it was released; install ketacalc anew")
NOT_COMPILED = later("node could not compile the archives: {reason}")


def packed(parts: Mapping[str, Path], work: Path) -> dict[str, bytes]:
    """Return the parts by name, the archives compiled by the engine that runs them."""
    refuse_changed()
    engine = unpacked(parts["pyodide"], work)
    kept = kept_files()
    wheels = [path for path in parts.values() if path.suffix == ".whl"]
    named = {
        "stdlib": _taken([engine / LIBRARY], kept["stdlib"]),
        "libraries": _taken(wheels, kept["libraries"]),
        "curve": _taken(wheels, kept["curve"]),
        "core": _zipped(dict(own_files())),
    }
    scripts = {name: (engine / file).read_bytes() for name, file in ENGINE.items()}
    return scripts | _compiled(named, engine, work)


def unpacked(archive: Path, work: Path) -> Path:
    """Unpack what is needed of the engine, and return where it is."""
    with tarfile.open(archive) as packed_:
        # Python 3.11.2, which Debian 12 has, knows neither the filter nor its argument
        packed_.extraction_filter = getattr(tarfile, "data_filter", None)
        for name in (*ENGINE.values(), LIBRARY, UNUSED):
            packed_.extract(f"package/{name}", work)
    return work / "package"


@cache
def kept_files() -> dict[str, list[str]]:
    """Return the files of each archive that others wrote."""
    text = (files(__package__) / "kept.txt").read_text("utf-8")
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            names = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            names.append(line)
    return found


def _taken(archives: list[Path], names: list[str]) -> bytes:
    """Take some files out of archives, into one."""
    found: dict[str, bytes] = {}
    for path in archives:
        with ZipFile(path) as archive:
            there = set(archive.namelist()) & set(names)
            found |= {name: archive.read(name) for name in there}
    return _zipped({name: found[name] for name in names})


def _zipped(contents: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in sorted(contents.items()):
            archive.writestr(ZipInfo(name), content)
    return out.getvalue()


def _compiled(named: dict[str, bytes], engine: Path, work: Path) -> dict[str, bytes]:
    paths = {name: work / f"{name}.zip" for name in named}
    for name, path in paths.items():
        path.write_bytes(named[name])
    node = tool("node", "compile.mjs", work)
    with as_file(files(__package__) / "compile.mjs") as script:
        done = subprocess.run(  # noqa: S603 - our own script, and no shell reads it
            [node, script, engine, *paths.values()],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        reason = "".join(done.stderr.strip().splitlines()[-1:])
        raise Unusable(say(NOT_COMPILED, reason=reason))
    return {name: path.read_bytes() for name, path in paths.items()}


# ------------------------------------------------------------------ our own


def refuse_changed() -> None:
    """Raise Unusable for a file of ours that is not as its wheel had it.

    Files that are worked on have no hash in a record, and may be as they are.
    """
    recorded = [each for found in distributions(name=OWN) for each in found.files or ()]
    for each in recorded:
        path = Path(str(each.locate()))
        if each.hash and HOUSE in path.parents:
            found = hashlib.new(each.hash.mode, path.read_bytes()).digest()
            if urlsafe_b64encode(found).decode().rstrip("=") != each.hash.value:
                raise Unusable(say(CHANGED, file=each))


def own_files() -> Iterator[tuple[str, bytes]]:
    """Yield our own modules that an answer imports, and the data beside them."""
    folders = set[Path]()
    for name in sorted(imported_by(ANSWER)):
        path = _path(name)
        folders.add(path.parent)
        yield path.relative_to(HOUSE.parent).as_posix(), path.read_bytes()
    for folder in sorted(folders):
        for path in sorted(folder.iterdir()):
            if path.suffix in DATA:
                yield path.relative_to(HOUSE.parent).as_posix(), path.read_bytes()


def imported_by(name: str) -> set[str]:
    """Return a module of ours, with all that it imports and the packages above."""
    found, waiting = set[str](), {name}
    while waiting:
        each = waiting.pop()
        found.add(each)
        parents = {each.rpartition(".")[0]} - {""}
        waiting |= {o for o in parents | _imports(each) if _is_own(o)} - found
    return found


def _imports(name: str) -> set[str]:
    found = set[str]()
    for node in ast.walk(ast.parse(_path(name).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{each.name}" for each in node.names}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return found


def _is_own(name: str) -> bool:
    return name.partition(".")[0] == OWN and _path(name).exists()


def _path(name: str) -> Path:
    """Return the file of a module or of a package."""
    place = HOUSE.joinpath(*name.split(".")[1:])
    package = place / "__init__.py"
    return package if package.exists() else place.with_suffix(".py")


def page_files() -> dict[str, bytes]:
    """Return the files of the page itself by their name."""
    folder: Traversable = files(__package__) / "page"
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
