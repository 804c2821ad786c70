"""What a shell offers at Tab, as typer asks and is asked for each shell."""

import os
import re
import subprocess
import sys

import pytest
from conftest import Run

from ketacalc import offers
from ketacalc.ketamine import lookup
from ketacalc.ketamine.curve import ROUTES
from ketacalc.practice.drawing import LEVELS
from ketacalc.practice.kinds import TOPICS
from ketacalc.words.lexicon import LANGUAGES

FAVA = "fava-0.1 fava-0.2 fava-0.5 fava-1"
OFFERED = [
    # what is typed, with the word that Tab completes last, and what is offered
    ("iv --protocol fa", FAVA),
    ("help ra", "ranges"),
    ("help pro", "protocols progress"),
    ("practice --topic di", "divided dilution"),
    ("practice --task m", "mistake mixed"),
    ("practice --level ", "0 1 2 3 4 5"),
    ("solve 70kg --for mg/k", "mg/kg mg/kg/h mg/kg/dose"),
    ("check 70kg --for pump", "pump_rate"),
    ("chart --show d", "dose_rate drip_rate"),
    ("curve --route ", "iv nasal oral"),
    ("read x --language g", "german"),
    ("routes or", "oral oral-s"),
    ("protocols ana", "anaesthesia"),
    ("evidence PT", "PTSD"),
    ("evidence depression sp", "spray"),
    ("mechanism di", "disputed"),
    ("iv --format ", "table json jsonl csv md"),
    ("check x --format j", "json jsonl"),
    ("practice --format m", "md moodle"),
    ("routes --fu", "--full"),
    ("progress --", "--erase --yes --undo --format --save --help"),
    ("ro", "routes"),
]


def _zsh(line: str) -> dict[str, str]:
    return {"_TYPER_COMPLETE_ARGS": line}


def _fish(line: str) -> dict[str, str]:
    return {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}


def _powershell(line: str) -> dict[str, str]:
    word = line.rpartition(" ")[2]
    return {
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": word,
    }


def _bash(line: str) -> dict[str, str]:
    return {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}


SHELLS = {
    # how each asks, and where in a line of the answer a value stands
    "bash": (_bash, r"^(.+)$"),
    "zsh": (_zsh, r'^(?:_arguments .*\(\()?"([^"]+)"'),
    "fish": (_fish, r"^([^\t\n]+)"),
    "powershell": (_powershell, r"^(.+?):::"),
}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(("typed", "offered"), OFFERED)
def test_a_shell_is_offered_values(
    run: Run, monkeypatch: pytest.MonkeyPatch, shell: str, typed: str, offered: str
) -> None:
    ask, value = SHELLS[shell]
    monkeypatch.setenv("_KETACALC_COMPLETE", f"complete_{shell}")
    for name, text in ask(f"ketacalc {typed}").items():
        monkeypatch.setenv(name, text)
    screen = run()
    found = re.findall(value, screen.out, re.MULTILINE)
    assert [each for each in found if each != "-h"] == offered.split()
    assert (screen.err, screen.status) == ("", 0)


TOLD = [
    ("iv --protocol fava-0.2", "fava-0.2\t0.2 mg/kg, 40 min"),
    ("help ra", "ranges\t10-15 mg/kg, and order= and max="),
    ("solve 70kg --for mL/h", "mL/h\tpump rate"),
    ("routes rec", "rectal\tRectal"),
]


@pytest.mark.parametrize(("typed", "line"), TOLD)
def test_a_value_is_told_with_what_it_is(
    run: Run, monkeypatch: pytest.MonkeyPatch, typed: str, line: str
) -> None:
    monkeypatch.setenv("_KETACALC_COMPLETE", "complete_fish")
    for name, text in _fish(f"ketacalc {typed}").items():
        monkeypatch.setenv(name, text)
    assert line in run().out.splitlines()


def test_what_is_offered_is_what_there_is() -> None:
    assert [*offers.CURVE_ROUTES] == [*ROUTES]
    assert [*offers.LANGUAGES] == [*LANGUAGES]
    assert [int(level) for level, _ in offers.levels()] == [0, *LEVELS]
    assert offers.practice_topics() == [*TOPICS]
    assert [name for name, _ in offers.routes()] == [*lookup.ROUTES]


@pytest.mark.parametrize("value", [name for name, _ in offers.charted()])
def test_what_is_offered_for_a_chart_can_be_shown(run: Run, value: str) -> None:
    words = (
        "--over",
        "40min",
        "--concentration",
        "1mg/mL",
        "--drop-factor",
        "20gtt/mL",
    )
    assert run("chart", *words, "--show", value).status == 0


@pytest.mark.parametrize("value", [name for name, _ in offers.asked()])
def test_what_is_offered_to_ask_for_is_read(run: Run, value: str) -> None:
    said = run("solve", "70kg", "0.5mg/kg", "--for", value).err
    assert "cannot read" not in said


@pytest.mark.parametrize("typed", [typed for typed, _ in OFFERED if " " in typed])
def test_tab_never_waits_for_the_units(typed: str) -> None:
    asked = {"_KETACALC_COMPLETE": "complete_zsh", **_zsh(f"ketacalc {typed}")}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ketacalc"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, **asked},
    )
    assert done.stdout.startswith("_arguments")
    assert not re.search(r"\| +pint$", done.stderr, re.MULTILINE)
