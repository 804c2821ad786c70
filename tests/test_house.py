"""The house: imports point one way, and a library is known by one module only."""

import ast
from pathlib import Path

import ketacalc

HOUSE = Path(ketacalc.__file__).parent

# A module may import those above it only.
LAYERS = (
    "ketacalc",
    "errors",
    "numerals",
    "vocabulary",
    "units",
    "figures",
    "relations",
    "notation",
    "planning",
    "refusals",
    "solving",
    "taxonomy",
    "slip",
    "edits",
    "misreadings",
    "stops",
    "pen",
    "mistakes",
    "rightness",
    "explaining",
    "judging",
    "checking",
    "sheets",
    "patterns",
    "practice",
    "progress",
    "reference",
    "options",
    "infusion",
    "charts",
    "absorption",
    "show",
    "reports",
    "shelf",
    "verdicts",
    "saving",
    "session",
    "paper",
    "quizzes",
    "handouts",
    "cli",
    "__main__",
)
DOORS = {"pint": "units", "rich": "show", "typer": "cli"}


def _modules() -> dict[str, ast.Module]:
    paths = {path: path.stem for path in HOUSE.rglob("*.py")}
    names = {
        path: stem if stem != "__init__" else path.parent.name
        for path, stem in paths.items()
    }
    return {name: ast.parse(path.read_text("utf-8")) for path, name in names.items()}


def _imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "ketacalc":
            found |= {f"ketacalc.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_every_module_has_its_place() -> None:
    assert set(_modules()) == set(LAYERS)


def test_imports_point_one_way() -> None:
    for name, tree in _modules().items():
        own = {
            each.split(".")[-1]
            for each in _imports(tree)
            if each.startswith("ketacalc.")
        }
        above = set(LAYERS[: LAYERS.index(name)])
        lazy = name == "ketacalc"  # the public names, loaded when first used
        assert lazy or own & set(LAYERS) <= above, (name, own - above)


def test_each_library_is_known_by_one_module() -> None:
    for name, tree in _modules().items():
        for module in _imports(tree):
            assert DOORS.get(module.split(".")[0], name) == name, (name, module)


def test_the_core_knows_no_screen_clock_or_chance() -> None:
    outside = {"sheets", "show", "reports", "verdicts", "cli", "__main__"}
    unknown = {"time", "datetime", "random", "sys", "os", "secrets"}
    seeded = {"practice": {"random"}}  # by a seed of its own, never the global one
    for name, tree in _modules().items():
        if name not in outside:
            tops = {module.split(".")[0] for module in _imports(tree)}
            assert not tops & unknown - seeded.get(name, set()), name


def test_functions_are_short_and_modules_fit_in_a_head() -> None:
    lengths = []
    for name, tree in _modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                lengths.append((node.end_lineno or 0) - node.body[0].lineno + 1)
                assert lengths[-1] <= 45, (name, node.name)
    assert sorted(lengths)[len(lengths) // 2] <= 6
    for path in HOUSE.rglob("*.py"):
        assert len(path.read_text("utf-8").splitlines()) <= 600, path.name
