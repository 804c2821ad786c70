"""Without rich and typer: all that a web page or a notebook needs runs all the same."""

import subprocess
import sys
from pathlib import Path

import ketacalc

HOUSE = Path(ketacalc.__file__).parent
SCREENS = {"screens.terminal", "screens.pictures", "screens.saving"}
COMMANDS = {f"cli.{path.stem}" for path in (HOUSE / "cli").glob("[a-z]*.py")}
DRAWING = SCREENS | {"cli"} | COMMANDS

BLOCK = """
import sys
from importlib.abc import MetaPathFinder

class Blocked(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("rich", "typer")):
            raise ModuleNotFoundError(f"blocked: {name}")

sys.meta_path.insert(0, Blocked())
"""

RUN = """
import json
from pathlib import Path
from ketacalc import NOTICE, check, solve
from ketacalc.classes import class_list, results, tally
from ketacalc.ketamine import chart, infusion, reference
from ketacalc.practice import draw, session
from ketacalc.practice.export import handouts
from ketacalc.screens import charts, manual, markdown, pages, records, shelf, verdicts, worked

LINE = "70 kg, 0.5 mg/kg, 40 min -> mg/h"

def check_line(line, answer):
    return check(line, answer=answer)

Path("class.txt").write_text(f"{LINE} = 0.875\\n{LINE} = 52.5\\n")
verdict = check(f"{LINE} = 0.875")
record = verdicts.verdict_record(verdict)
assert json.loads(json.dumps(record))["verdict"] == "wrong_value"
hint = verdicts.of_verdict(check(LINE), hint=True)
assert "Next, the total amount" in markdown.markdown(hint)

sheet = draw(7, count=3, worked=True)
for form in ("lines", "md", "html", "csv", "moodle", "gift"):
    assert NOTICE in handouts.text(sheet, form)

asked, told, kept = iter(["hint", sheet.exercises[0].answer]), [], []
way = session.Way(lambda prompt: next(asked), told.append, kept.append)
session.practise(sheet.exercises, 1, way)
assert [each.verdict for each in kept] == ["hinted", "right"]

counted = tally.Tally()
for form in ("jsonl", "csv", "md", "table"):
    lines = class_list.marked(["class.txt"], check_line, counted, print)
    assert NOTICE in "".join(results.written(lines, form))

reports = [
    worked.of_solution(solve(LINE)),
    worked.of_infusion(infusion.infuse(weight="70kg"), with_working=True),
    charts.of_chart(chart.chart("40kg..100kg", "10kg", "0.1 mg/kg, 0.5 mg/kg")),
    shelf.of_routes(reference.routes()),
    shelf.of_protocols(reference.protocols().values(), reference.studies()),
    shelf.of_evidence(reference.studies()),
    shelf.of_claims(reference.claims()),
    shelf.of_mechanism(reference.ideas()),
    manual.of_units(),
    manual.of_topics(),
    manual.of_topic(manual.topic("ranges")),
]
for report in reports:
    for write in (records.as_json, records.as_csv, markdown.markdown, pages.page):
        assert NOTICE in write(report)
"""

EACH = """
from importlib import import_module
for name in {names}:
    try:
        import_module(f"ketacalc.{{name}}")
    except ModuleNotFoundError as error:
        print(name, error, file=sys.stderr)
"""


def _blocked(code: str, folder: Path) -> str:
    """Run the code where neither can be imported, and return what went wrong."""
    command = [sys.executable, "-c", BLOCK + code]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    ).stderr


def test_all_but_what_draws_is_imported_without_rich_and_typer(tmp_path: Path) -> None:
    inside = (path.relative_to(HOUSE).with_suffix("") for path in HOUSE.rglob("*.py"))
    names = {".".join(path.parts).removesuffix(".__init__") for path in inside}
    wanted = sorted(f"ketacalc.{name}" for name in names - DRAWING)
    assert len(wanted) > 30
    assert not _blocked("".join(f"import {name}\n" for name in wanted), tmp_path)


def test_a_page_solves_checks_and_draws_without_rich_and_typer(tmp_path: Path) -> None:
    assert not _blocked(RUN, tmp_path)


def test_what_draws_is_stopped_so_the_block_holds(tmp_path: Path) -> None:
    names = sorted(DRAWING)
    said = _blocked(EACH.format(names=names), tmp_path)
    assert [line.partition(" ")[0] for line in said.splitlines()] == names
    assert said.count(" blocked: ") == len(names)
