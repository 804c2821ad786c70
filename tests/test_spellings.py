"""How learners spell units: what can mean one thing is read, and a hint never misleads."""

import re
from itertools import product

import pytest

from ketacalc import check
from ketacalc.errors import Unreadable
from ketacalc.language.figures import read_written

READ = [
    # as it is written, as it is read, and what is said of it
    ("5 mgs", "5 mg", ("unit-plural",)),
    ("5 mcgs", "5 mcg", ("unit-plural",)),
    ("5 kgs", "5 kg", ("unit-plural",)),
    ("5 gms", "5 g", ("unit-plural",)),
    ("5 mls", "5 mL", ("cc-not-ml", "unit-plural")),
    ("5 gtts", "5 gtt", ("unit-plural",)),
    ("5 gtts/min", "5 gtt/min", ("unit-plural",)),
    ("5 hrs", "5 h", ("unit-plural",)),
    ("5 mins", "5 min", ("unit-plural",)),
    ("5 tabs", "5 tablets", ("unit-plural",)),
    ("5 MG", "5 mg", ("unit-capitals",)),
    ("5 MG/HR", "5 mg/h", ("unit-capitals",)),
    ("5 KG", "5 kg", ("unit-capitals",)),
    ("5 ML", "5 mL", ("cc-not-ml", "unit-capitals")),
    ("5 MEQ", "5 mEq", ("unit-capitals",)),
    ("5 Hours", "5 h", ("unit-capitals",)),
    ("5 Tablets", "5 tablets", ("unit-capitals",)),
    ("5 TABS", "5 tablets", ("unit-plural", "unit-capitals")),
    ("5 mg.", "5 mg", ("period-after-unit",)),
    ("5 mg./hr.", "5 mg/h", ("period-after-unit",)),
    ("5 I.U.", "5 units", ("u-not-units", "period-after-unit")),
    ("5 \u338d", "5 mcg", ("ug-not-mcg",)),
    ("5 \u338e", "5 mg", ()),
    ("5 mg\u2215kg", "5 mg/kg", ()),
    ("5 mg\u2044h", "5 mg/h", ()),
    ("5 mg / kg", "5 mg/kg", ()),
]


@pytest.mark.parametrize(("text", "figure", "style"), READ)
def test_a_spelling_that_means_one_thing_is_read(
    text: str, figure: str, style: tuple[str, ...]
) -> None:
    found = read_written(text)
    assert (str(found.figure), found.style) == (figure, style)


@pytest.mark.parametrize("text", [text for text, _, _ in READ])
def test_a_given_figure_is_spelled_as_an_answer_is(text: str) -> None:
    assert "not a unit" not in check(f"{text}, 70 kg").message
    assert "not a unit" not in check(f"70 kg, 0.5 mg/kg -> mg = {text}").message


# Spellings of which a hint is given, and the unit that was surely meant.
MEANT = {
    "kilo": "kg",
    "kilos": "kg",
    "mU": "milliunits",
    "mlh": "mL/h",
    "mLh": "mL/h",
    "mgh": "mg/h",
    "milligramme": "mg",
    "microgramme": "mcg",
    "nanogramme": "nanogram",
    "kilogramms": "kg",
    "tablest": "tablet",
    "minuts": "min",
    "secconds": "s",
}
SYMBOLS = (
    "mg mcg ng g kg lb mL L cc min s h day gtt tab dose units U IU mEq mmol oz tsp"
)


def _hint(spelling: str) -> str:
    try:
        read_written(f"5 {spelling}")
    except Unreadable as error:
        found = re.search(r"did you mean (.*)\?", error.reason)
        return found[1] if found else ""
    return ""


@pytest.mark.parametrize(("spelling", "unit"), MEANT.items())
def test_a_hint_names_what_was_meant(spelling: str, unit: str) -> None:
    assert _hint(spelling) == unit


def test_a_hint_never_changes_the_size() -> None:
    hinted = 0
    letters = "numkpcdMGgsLl"
    words = {
        word
        for symbol, letter in product(SYMBOLS.split(), letters)
        for at in range(len(symbol) + 1)
        for word in (
            symbol[:at] + letter + symbol[at:],
            symbol[:at] + letter + symbol[at + 1 :],
            symbol[:at] + symbol[at + 1 :],
        )
    } - MEANT.keys()
    for word in sorted(words):
        if hint := _hint(word):
            hinted += 1
            spellings = {hint.lower(), *_others(hint)}
            is_metric = hint not in {"dose", "tablet", "min", "h", "day", "gtt"}
            is_near = len(word) > 4 and word[0] == hint[0]  # no letter is put in front
            assert word.lower() in spellings or not is_metric or is_near, (word, hint)
            assert str(read_written(f"5 {hint}").figure)
    assert hinted > 10


def _others(hint: str) -> set[str]:
    """Return the other spellings of a symbol, in small letters."""
    known = {"mL": {"ml", "cc"}, "units": {"u", "iu", "unit"}, "nanogram": {"ng"}}
    known |= {"h": {"hr", "hour"}, "lb": {"lbs"}, "mcg": {"ug"}, "g": {"gm"}}
    return known.get(hint, set())


def test_a_weight_without_a_unit_may_be_in_either() -> None:
    assert check("weight=154, 0.5 mg/kg").message.endswith("write 154 kg or 154 lb")


COMMAS = [
    # the answer, and the verdict where commas are decimal
    ("52,5", "correct"),
    ("52,50", "correct"),
    ("52.5", "correct"),
    ("52,5 mg/h", "correct"),
    ("0,875 mg/min", "correct"),
    ("0.875 mg/min", "correct"),
    ("875 mcg/min = 52,5", "correct"),
    ("1.052,5", "wrong_value"),
    ("52.500", "unreadable"),
    ("52,5,0", "unreadable"),
]


@pytest.mark.parametrize(("answer", "verdict"), COMMAS)
def test_a_class_may_write_decimal_commas(answer: str, verdict: str) -> None:
    line = "70 kg, 0.5 mg/kg, 40 min -> mg/h"
    found = check(line, answer=answer, decimal_comma=True)
    assert found.verdict == verdict
    assert found.source == f"{line} = {answer}"
    assert found.steps[-1].source in answer


def test_a_decimal_comma_that_may_be_of_thousands_is_refused_with_both() -> None:
    found = check("70 kg, 15 mg/kg -> mg", answer="1.050", decimal_comma=True)
    assert found.message.endswith("write 1050 or 1,050")
    spaced = check("70 kg, 15 mg/kg -> mg", answer="1 050", decimal_comma=True)
    assert spaced.message.endswith("write 1050")
