"""The house: imports point one way, and a library is known by few modules."""

import ast
import re
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from types import FrameType

import ketacalc
from ketacalc import check

HOUSE = Path(ketacalc.__file__).parent

# Folders are layers: a module imports from those above its own, and within its folder
# from modules that do not import it.
LAYERS = (
    "inert",
    "say",
    "errors",
    "notice",
    "language",
    "solving",
    "marking",
    "words",
    "ketamine",
    "screens",
    "practice",
    "classes",
    "browser",
    "site",
    "shell",
    "offers",
    "streams",
    "cli",
    "__main__",
)
DOORS = {
    "mpmath": {"ketamine.compartments"},
    "plotille": {"screens.plots"},
    "python_calamine": {"classes.tables"},
    "xlsxwriter": {"classes.mark_files"},
    "pint": {"language.units"},
    "rich": {"screens.terminal", "screens.pictures"},
    "typer": {"cli", *(f"cli.{path.stem}" for path in (HOUSE / "cli").glob("*.py"))},
}
COMMANDS = (
    "iv solve check mark read routes protocols evidence mechanism chart curve practice "
    "progress units help site"
)


def _name(path: Path) -> str:
    inside = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(inside).removesuffix("__init__").removesuffix(".")


@cache
def _modules() -> dict[str, ast.Module]:
    paths = HOUSE.rglob("*.py")
    return {_name(path): ast.parse(path.read_text("utf-8")) for path in paths}


def _imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def _own() -> dict[str, set[str]]:
    """Map each module to those of the house that it imports."""
    modules = _modules()
    own = {}
    for name, tree in modules.items():
        inner = {each.removeprefix("ketacalc.") for each in _imports(tree)}
        own[name] = (inner & set(modules)) - {name, ""}
    del own[""]  # the public names, loaded when first used
    return own


def _layer(name: str) -> int:
    return LAYERS.index(name.partition(".")[0])


def test_imports_point_one_way() -> None:
    for name, imported in _own().items():
        assert all(_layer(each) <= _layer(name) for each in imported), name


def test_no_module_imports_itself_by_way_of_others() -> None:
    TopologicalSorter(_own()).prepare()


def test_each_library_is_known_by_few_modules() -> None:
    for name, tree in _modules().items():
        for module in _imports(tree):
            assert name in DOORS.get(module.split(".")[0], {name}), (name, module)


def test_the_core_knows_no_screen_clock_or_chance() -> None:
    outside = {"screens", "classes", "site", "streams", "cli", "__main__"}
    unknown = {"time", "datetime", "random", "sys", "os", "secrets"}
    # Drawn by a seed of its own, never the global one, and days that are handed in.
    seeded = {
        "practice.chance": {"random"},
        "practice.spacing": {"datetime"},
        "practice.summary": {"datetime"},
    }
    for name, tree in _modules().items():
        if name.partition(".")[0] not in outside:
            tops = {module.split(".")[0] for module in _imports(tree)}
            assert not tops & unknown - seeded.get(name, set()), name


def _texts(tree: ast.Module) -> set[str]:
    """Return the texts of a module that a reader may see: all but docstrings."""
    said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    whole = (ast.Module, ast.ClassDef, ast.FunctionDef)
    shut = {
        ast.get_docstring(n, clean=False)
        for n in ast.walk(tree)
        if isinstance(n, whole)
    }
    return {text for text in said - shut if isinstance(text, str)}


def test_only_the_command_line_names_commands_and_options() -> None:
    named = re.compile(rf"(?<!\S)--[a-z]|ketacalc ({'|'.join(COMMANDS.split())})\b")
    for name, tree in _modules().items():
        # site.parts has words for npm and pip, and none for a reader.
        if name.partition(".")[0] not in {"cli", "shell"} and name != "site.parts":
            assert not [text for text in _texts(tree) if named.search(text)], name


def test_the_rules_of_practice_need_no_store() -> None:
    for name in ("practice.spacing", "practice.session", "practice.summary"):
        assert not {"sqlite3", "platformdirs"} & _reached(name), name


def _reached(name: str) -> set[str]:
    """Return all that a module imports, itself or by way of others of the house."""
    modules, waiting, found = _modules(), [name], set[str]()
    while waiting:
        for each in _imports(modules[waiting.pop()]) - found:
            found.add(each)
            inner = each.removeprefix("ketacalc.")
            waiting += [inner] * (inner in modules)
    return found


def test_functions_are_short_and_modules_fit_in_a_head() -> None:
    lengths = []
    for name, tree in _modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                lengths.append((node.end_lineno or 0) - node.body[0].lineno + 1)
                assert lengths[-1] <= 40, (name, node.name)
    lengths.sort()
    assert lengths[len(lengths) // 2] <= 6
    assert lengths[len(lengths) * 9 // 10] <= 16
    for path in HOUSE.rglob("*.py"):
        assert len(path.read_text("utf-8").splitlines()) <= 580, path.name


def _passed_through(line: str) -> set[str]:
    """Return the modules whose functions work while a line is judged.

    But for `say`, which puts every sentence into the learner's language.
    """
    found: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(HOUSE):
            found.add(_name(path))

    sys.setprofile(note)
    try:
        check(line)
    finally:
        sys.setprofile(None)
    return found - {"say"}


def test_a_line_passes_through_few_modules() -> None:
    problem = "{} kg, 0.5 mg/kg, 40 min, 1 mg/mL -> mL/h"
    check(f"{problem.format(70)} = 0.8")  # the tables are worked once a problem
    assert len(_passed_through(f"{problem.format(74)} = 55.5")) <= 10
    assert len(_passed_through(f"{problem.format(72)} = 0.9")) <= 16
