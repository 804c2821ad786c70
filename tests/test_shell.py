"""An error names a field; only the command line calls it an option."""

from collections.abc import Callable

import pytest
from conftest import Run

from ketacalc import KetacalcError, parse
from ketacalc.ketamine.chart import chart
from ketacalc.ketamine.infusion import infuse
from ketacalc.marking.check import read_tolerance
from ketacalc.practice.exercises import draw, read_wish
from ketacalc.practice.export.handouts import text
from ketacalc.shell import line_of

OVER = "is over 10 mg/kg, ten times the largest dose of the cited"

SAID = [
    # called from Python, what the error says; the command, what it prints
    (lambda: infuse(weight="70,5kg"), 'weight: cannot read "70,5kg": a comma', ["iv", "--weight", "70,5kg"], '--weight: cannot read "70,5kg": a comma'),
    (lambda: infuse(weight="70kg", duration="40"), 'duration: cannot read "40": the unit is', ["iv", "--weight", "70kg", "--over", "40"], '--over: cannot read "40": the unit is'),
    (lambda: infuse(drop_factor="x"), 'drop_factor: cannot read "x"', ["iv", "--drop-factor", "x"], '--drop-factor: cannot read "x"'),
    (lambda: infuse(weight="70kg", dose="11mg/kg"), f"dose: 11 mg/kg {OVER}", ["iv", "--weight", "70kg", "--dose", "11mg/kg"], f"--dose: 11 mg/kg {OVER}"),
    (infuse, "for the total amount I still need the weight", ["iv"], "for the total amount I still need the weight: --weight 70kg"),
    (lambda: infuse("xyz"), 'protocol: cannot read "xyz": no protocol has this name', ["iv", "--protocol", "xyz"], '--protocol: cannot read "xyz": no protocol has this name; write one that ketacalc protocols lists'),
    (lambda: chart("40kg..50kg", "x", "1mg/kg"), 'step: cannot read "x"', ["chart", "--step", "x"], '--step: cannot read "x"'),
    (lambda: read_tolerance("5"), 'tolerance: cannot read "5"', ["check", "70kg -> kg = 70", "--tolerance", "5"], '--tolerance: cannot read "5"'),
    (lambda: read_wish(["x"]), 'topic: cannot read "x"', ["practice", "--topic", "x"], '--topic: cannot read "x"'),
    (lambda: read_wish([], 9), 'level: cannot read "9"', ["practice", "--level", "9"], '--level: cannot read "9"'),
    (lambda: text(draw(1, count=1), "anki"), 'format: cannot read "anki": a deck is no text', ["practice", "--format", "anki"], '--format: cannot read "anki": a deck is no text; write --save deck.apkg'),
    (lambda: parse("weight=70,5kg"), 'weight: cannot read "70,5kg": a comma', ["solve", "weight=70,5kg"], 'weight: cannot read "70,5kg": a comma'),
]  # fmt: skip


@pytest.mark.parametrize(("call", "said", "words", "printed"), SAID)
def test_only_the_command_line_names_an_option(
    run: Run, call: Callable[[], object], said: str, words: list[str], printed: str
) -> None:
    with pytest.raises(KetacalcError) as caught:
        call()
    assert str(caught.value).startswith(said)
    assert "--" not in str(caught.value)
    screen = run(*words)
    assert screen.status == 2
    assert screen.err.startswith(f"ketacalc: {printed}")


NAMED = [
    # words of a shell, and the line
    ("weight 70 kg 0.5mg/kg", "weight 70 kg; 0.5mg/kg"),
    ("weight: 70kg", "weight: 70kg"),
    ("ketamine 0.5 mg/kg", "ketamine 0.5 mg/kg"),
    ("daily 5mg/dose", "daily; 5mg/dose"),
    ("every other day 5mg/dose", "every other day; 5mg/dose"),
]


@pytest.mark.parametrize(("words", "line"), NAMED)
def test_a_name_in_front_goes_with_its_figure(words: str, line: str) -> None:
    assert line_of(words.split()) == line
