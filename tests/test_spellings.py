"""How learners spell units: what can mean one thing is read, and a hint never misleads."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacalc import check, parse
from ketacalc.errors import KetacalcError, Unreadable
from ketacalc.language.figures import read_written
from ketacalc.language.jottings import refuse_jottings
from ketacalc.language.numbers import read_number
from ketacalc.language.relations import QUANTITIES
from ketacalc.language.units import UNIT_MISSING

READ = [
    # as it is written, as it is read, and what is said of it
    ("5 mgs", "5 mg", ("unit-plural",)),
    ("5 mcgs", "5 mcg", ("unit-plural",)),
    ("5 kgs", "5 kg", ("unit-plural",)),
    ("5 gms", "5 g", ("unit-plural",)),
    ("5 mls", "5 mL", ("cc-not-ml", "unit-plural")),
    ("5 gtts", "5 gtt", ("unit-plural",)),
    ("2 caps", "2 capsules", ("unit-plural",)),
    ("2 Capsules", "2 capsules", ("unit-capitals",)),
    ("1 supp", "1 suppository", ()),
    ("5 gtts/min", "5 gtt/min", ("unit-plural",)),
    ("5 hrs", "5 h", ("unit-plural",)),
    ("5 mins", "5 min", ("unit-plural",)),
    ("5 tabs", "5 tablets", ("unit-plural",)),
    ("5 MG", "5 mg", ("unit-capitals",)),
    ("5 MG/HR", "5 mg/h", ("unit-capitals",)),
    ("5 KG", "5 kg", ("unit-capitals",)),
    ("5 ML", "5 mL", ("cc-not-ml", "unit-capitals")),
    ("5 MEQ", "5 mEq", ("unit-capitals",)),
    ("5 meq", "5 mEq", ("unit-capitals",)),
    ("5 meqs", "5 mEq", ("unit-plural", "unit-capitals")),
    ("5 Kg", "5 kg", ("unit-capitals",)),
    ("5 Kgs", "5 kg", ("unit-plural", "unit-capitals")),
    ("5 mg/Kg/hr", "5 mg/kg/h", ("unit-capitals",)),
    ("5 Kilograms", "5 kg", ("unit-capitals",)),
    ("5 Ug", "5 mcg", ("ug-not-mcg", "unit-capitals")),
    ("5 Hours", "5 h", ("unit-capitals",)),
    ("5 Tablets", "5 tablets", ("unit-capitals",)),
    ("5 TABS", "5 tablets", ("unit-plural", "unit-capitals")),
    ("5 mg.", "5 mg", ("period-after-unit",)),
    ("5 mg./hr.", "5 mg/h", ("period-after-unit",)),
    ("5 I.U.", "5 units", ("u-not-units", "period-after-unit")),
    ("5 i.u.", "5 units", ("u-not-units", "period-after-unit")),
    ("5 iu/mL", "5 units/mL", ("u-not-units",)),
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
    "Kilos": "kg",
    "Mg": "mg",
    "Mg.": "mg",
    "Mcg": "mcg",
    "Ml": "mL",
    "Meq": "mEq",
    # none, where it could not be read
    "mLh/h": "",
    "l/hb": "",
    "mg/Mg": "",
    "nmol": "",
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
    ("52,5.", "correct"),
    ("1.000.000 mg/h", "wrong_value"),
    ("52.500", "unreadable"),
    ("52,500", "unreadable"),
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
    assert found.message.endswith("write 1050 or 1,05")
    spaced = check("70 kg, 15 mg/kg -> mg", answer="1 050", decimal_comma=True)
    assert spaced.message.endswith("write 1050")


IN_COMMAS = [
    # a number where commas are decimal, why it is refused, and what to write
    ("52,500", "it may be thousands, or a decimal with a 0 too many", "52,5 or 52500"),
    ("1,000", "it may be thousands, or a decimal with a 0 too many", "1 or 1000"),
    ("1.000", "its point may be of thousands or of a decimal", "1000 or 1"),
    ("1.052", "its point may be of thousands or of a decimal", "1052 or 1,052"),
    ("52,500.0", "comma and point are swapped", "52500"),
    ("1,052.5", "comma and point are swapped", "1052,5"),
    ("1,000,000", "a comma does not group digits", "1000000"),
    ("01.05.2026", "a spreadsheet made a date of it", ""),
    ("1,", "a decimal comma needs digits behind it", "1"),
    ("01,5", "a leading 0 hides what is meant", "1,5"),
    ("05", "a leading 0 hides what is meant", "5 or 0,5"),
    ("1,2,3", "it has more than one decimal mark", ""),
    ("1.00,5", "points stand before every third digit", ""),
    ("1 000", "a space does not group digits", "1000"),
    ("1'000", "an apostrophe does not group digits", "1000"),
]


@pytest.mark.parametrize(("text", "reason", "write"), IN_COMMAS)
def test_a_decimal_comma_is_quoted_and_told_in_decimal_commas(
    text: str, reason: str, write: str
) -> None:
    with pytest.raises(Unreadable) as error:
        read_number(text, decimal_comma=True)
    found = error.value
    assert (found.text, found.reason, found.write) == (text, reason, write)
    with pytest.raises(Unreadable) as whole:
        read_written(f"{text} mg", decimal_comma=True)
    meant = write and " or ".join(f"{each} mg" for each in write.split(" or "))
    assert (whole.value.text, whole.value.write) == (f"{text} mg", meant)


IN_POINTS = [
    # a figure, why it is refused, and what to write
    ("1.000.000 mg", "a point does not group digits", "1,000,000 mg"),
    ("1.000.000,5 mg", "point and comma are swapped", "1,000,000.5 mg"),
    ("1 000,5 mg", "a space does not group digits", "1,000.5 mg"),
    ("1'000", "an apostrophe does not group digits", "1,000"),
    ("1\u2019000.5 mg", "an apostrophe does not group digits", "1,000.5 mg"),
    ("52.5. mg", "a full stop stands behind it", "52.5 mg"),
    ("1,00001.", "a decimal point needs digits behind it", "1.00001"),
    ("1 dose/8 h", "a rate is per 1 h, 1 min or 1 day", "3 doses/day"),
    ("1 dose every 8 h", "a rate is per 1 h, 1 min or 1 day", "3 doses/day"),
    ("1260 mg/24 h", "a rate is per 1 h, 1 min or 1 day", "52.5 mg/h"),
    ("5 mg/kg/24 h", "a rate is per 1 h, 1 min or 1 day", "5 mg/kg/day"),
    ("100 mg/7 h", "a rate is per 1 h, 1 min or 1 day", ""),
    ("0.5 mg/h/2 h", "a rate is per 1 h, 1 min or 1 day", ""),
    ("35.Mai", "a spreadsheet made a date of it", "the number"),
    ("35. M\u00e4rz", "a spreadsheet made a date of it", "the number"),
    ("5-d\u00e9c", "a spreadsheet made a date of it", "the number"),
    ("05-ene", "a spreadsheet made a date of it", "the number"),
    ("May-35", "a spreadsheet made a date of it", "the number"),
    ("01/05/2026", "a spreadsheet made a date of it", "the number"),
    ("01.05.2026", "a spreadsheet made a date of it", ""),
    ("2026-05-01", "a spreadsheet made a date of it", "the number"),
    ("2026-05-01 00:00", "a spreadsheet made a date of it", "the number"),
    ("5 decilitres", "it is not a unit known here", ""),
    ("5/2 tablets", "it is a fraction", "a decimal such as 0.5"),
    ("\u2153 tablet", "it has a fraction sign", ""),
    ("0x10", "it is not a number", "a number and a unit"),
    ("1:1,000", "it is a ratio", "1 g in 1,000 mL"),
    ("1:10000", "it is a ratio", "1 g in 10000 mL"),
    ("2 \uff11tablets", "it has wide signs of another keyboard", ""),
    ("850\uff0eg", "it has wide signs of another keyboard", "850 g"),
    ("\uff10\uff15 mg", "it has wide signs of another keyboard", "5 mg or 0.5 mg"),
]


@pytest.mark.parametrize(("text", "reason", "write"), IN_POINTS)
def test_a_figure_is_refused_for_what_is_wrong_with_it(
    text: str, reason: str, write: str
) -> None:
    with pytest.raises(Unreadable) as error:
        read_written(text)
    assert (error.value.reason, error.value.write) == (reason, write)
    if write[:1].isdigit():
        for meant in write.split(" or "):
            parse(f"amount={meant} mg" if meant[-1].isdigit() else meant)


# Where what is to be written is said in words.
WORDS = {
    "a number and a unit",
    "only the figure",
    "how long it is, such as 8 h",
    "the number",
    "a decimal such as 1.5",
    "a decimal such as 0.5",
    "the number in full",
    "one number",
    "a space behind the comma",
    "a comma between",
}
PIECES = (
    *"0159.,'/-+:½⅓０．，",
    *("00", "000", " 000", "mg", "Mg", "mgs", "mgh", "ml", "Lh", "kg", "h", "day"),
    *("dose", "doses", "tablet", "%", " ", " per ", " in ", "x", "Mai", "e", "kilos"),
)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
def test_what_is_told_to_be_written_can_be_read(text: str) -> None:
    for decimal_comma in (False, True):
        for meant in _told(text, decimal_comma=decimal_comma):
            assert _is_read(meant, decimal_comma=decimal_comma), (text, meant)


def _told(text: str, *, decimal_comma: bool) -> list[str]:
    """Return the figures that a refusal tells to write, where it does in figures."""
    try:
        read_written(text, decimal_comma=decimal_comma)
    except Unreadable as error:
        asked = re.search(r"did you mean (.*)\?", error.reason)
        figures = [] if error.write in WORDS else error.write.split(" or ")
        return [*filter(None, figures), *([f"5 {asked[1]}"] if asked else [])]
    return []


def _is_read(text: str, *, decimal_comma: bool) -> bool:
    """Tell whether a hint can be read; an answer may leave out its unit."""
    try:
        read_written(text, decimal_comma=decimal_comma)
    except Unreadable as error:
        return error.reason == UNIT_MISSING or (" in " in text and _is_parsed(text))
    return True


def _is_parsed(text: str) -> bool:
    try:
        return bool(parse(text))
    except KetacalcError:
        return False


ENDS = ["52.5.", "52.5 mg/h.", "52.50."]


@pytest.mark.parametrize("answer", ENDS)
def test_a_full_stop_may_end_an_answer(answer: str) -> None:
    found = check("70 kg, 0.5 mg/kg, 40 min -> mg/h", answer=answer)
    assert found.verdict == "correct"
    assert "period-after-unit" in found.style
    whole = check("70 kg, 0.5 mg/kg -> mg", answer="35.")
    assert (whole.verdict, whole.style) == ("correct", ("period-after-unit",))


NAMES = [
    # a name as it is written, and the line that it is read as
    ("Weight=70 kg", "70 kg"),
    ("WEIGHT=70 kg", "70 kg"),
    ("Pump Rate=5 mL/h", "5 mL/h"),
    ("pump-rate=5 mL/h", "5 mL/h"),
    ("Bioavailability=20 %", "bioavailability=20 %"),
]


@pytest.mark.parametrize(("line", "written"), NAMES)
def test_a_name_may_be_in_capitals(line: str, written: str) -> None:
    assert str(parse(line)) == written


NAMES_MEANT = [
    # a line with an unknown name, and the name that was meant
    ("wt=70 kg", "weight="),
    ("Wt=70 kg", "weight="),
    ("bw=70 kg", "weight="),
    ("body weight=70 kg", "weight="),
    ("wieght=70 kg", "weight="),
    ("F=20 %", "bioavailability="),
    ("bioavail=20 %", "bioavailability="),
    ("bioavailabilty=20 %", "bioavailability="),
    ("conc=5 mg/mL", "concentration="),
    ("vol=5 mL", "volume="),
    ("rate of infusion=5 mg/h", "rate="),
    ("infusion rate=5 mg/h", "rate="),
    ("drip factor=20 gtt/mL", "drop_factor="),
]


@pytest.mark.parametrize(("line", "write"), NAMES_MEANT)
def test_a_name_that_is_near_is_named(line: str, write: str) -> None:
    name, _, figure = line.partition("=")
    with pytest.raises(Unreadable) as error:
        parse(line)
    assert (error.value.text, error.value.write) == (name, write)
    assert parse(write + figure)


@pytest.mark.parametrize("name", ["flux", "x", "speed", "a" * 1900])
def test_a_name_that_is_near_to_none_gets_a_short_list(name: str) -> None:
    with pytest.raises(Unreadable) as error:
        parse(f"{name}=5 mg")
    names = error.value.write.removeprefix("one of ").split(", ")
    assert len(names) == 6
    assert set(names) <= set(QUANTITIES)


# What is jotted around a figure: the figure of a line, why it is refused, what to write.
JOTTED = [
    ("0.5 mg/kg over 40 min", "two figures run together", "0.5 mg/kg, 40 min"),
    ("1000 mL at 125 mL/h", "two figures run together", "1000 mL, 125 mL/h"),
    ("2 tablets of 250 mg", "two figures run together", "2 tablets, 250 mg/tablet"),
    ("250 mg/dose 4 times a day", "two figures run together", "250 mg/dose, 4 times a day"),
    ("250 mg/dose q6h", "two figures run together", "250 mg/dose, q6h"),
    ("600 mg tid", "two figures run together", "600 mg/dose, tid"),
    ("7.5 mg daily", "two figures run together", "7.5 mg/dose, daily"),
    ("2 tabs bd", "two figures run together", "2 tabs/dose, bd"),
    ("30 mg/kg/day q8h", "two figures run together", "30 mg/kg/day, q8h"),
    ("tid 250 mg", "two figures run together", "250 mg/dose, tid"),
    ("over 40 min", 'leave out "over"', "40 min"),
    ("0.5 mg/kg over", 'leave out "over"', "0.5 mg/kg"),
    ("70 kg patient", 'leave out "patient"', "70 kg"),
    ("rate 5 mL/h", 'leave out "rate"', "5 mL/h"),
    ("ketamine 0.5 mg/kg", 'leave the drug\'s name out, "ketamine"', "0.5 mg/kg"),
    ("ketamine 400 mg in 250 mL", 'leave the drug\'s name out, "ketamine"', "400 mg in 250 mL"),
    ("0.5 mg/kg ketamine", 'leave the drug\'s name out, "ketamine"', "0.5 mg/kg"),
    ("1 L NS", 'leave the drug\'s name out, "NS"', "1 L"),
    ("1 L D5W", 'leave the drug\'s name out, "D5W"', "1 L"),
    ("1000 mL normal saline", 'leave the drug\'s name out, "normal saline"', "1000 mL"),
    ("weight: 70 kg", "a name is followed by =", "weight=70 kg"),
    ("weight 70 kg", "a name is followed by =", "weight=70 kg"),
    ("Wt is 70 kg", "a name is followed by =", "weight=70 kg"),
    ("weight 850 g", "a name is followed by =", "weight=850 g"),
    ("max 500 mg/dose", "a name is followed by =", "max=500 mg/dose"),
    ("start 09:30", "a name is followed by =", "start=09:30"),
    ("50 mg tab", "what each one holds is written with /", "50 mg/tablet"),
    ("250 mg capsules", "what each one holds is written with /", "250 mg/capsule"),
    ("0.075 mg tablets", "what each one holds is written with /", "0.075 mg/tablet"),
    ("tablets of 250 mg", "what each one holds is written with /", "250 mg/tablet"),
    ("5 mL vials", "what each one holds is written with /", "5 mL/vial"),
    ("half a tablet", "a number is written in digits", "0.5 tablets"),
    ("one and a half tablets", "a number is written in digits", "1.5 tablets"),
    ("two tablets", "a number is written in digits", "2 tablets"),
    ("between 15 and 10 mg/kg", "a range is written with to", "10 to 15 mg/kg"),
    ("10 mg/kg and 15 mg/kg", "a range is written with to", "10 to 15 mg/kg"),
    ("from 10 to 15 mg/kg", "a range is written with to", "10 to 15 mg/kg"),
    ("40 m", "m is metres, a height", "40 min for minutes"),
    ("11 st", "not covered: stones; give lb or kg, 14 lb for a stone", ""),
    ("nocte", "it says when, and not how often", "daily"),
    ("500 mg nocte", "it says when, and not how often", "daily"),
    ("P.R.N.", "as needed is no number of doses", "the doses that are given, such as 4 doses/day"),
    ("stat", "at once is one dose", "1 dose"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason", "write"), JOTTED)
def test_what_is_jotted_around_a_figure_is_refused_with_the_figure(
    text: str, reason: str, write: str
) -> None:
    for line in (text, f"70 kg, {text} -> mg"):
        with pytest.raises(Unreadable) as error:
            parse(line)
        assert (error.value.reason, error.value.write) == (reason, write)
    if re.match(r"[a-z]*=?[0-9]", write) and "for" not in write:
        parse(f"{write}, daily" if "/dose" in write and ", " not in write else write)


# What must not be taken for a drug's name: a unit, what may be one, and how often.
NO_NAMES = [
    "0.5 mg kg", "5 mg hour", "5 mg perhour", "5 mg kilos", "5 mg minuts", "5 mg bw",
    "5 mg each morning", "mg 5", "5 mg years", "70,5 kg patient", "5 mg and 3 mL", "40 tab and 40",
    "ketamine", "1 and 2 mgs mg", "five", "tablets of 5 mL/h", "a mgx", "5 mg times",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NAMES)
def test_no_unit_is_taken_for_a_name(text: str) -> None:
    with pytest.raises(Unreadable) as error:
        parse(text)
    assert "leave" not in error.value.reason


OFTEN = [
    # as it is written, doses a day
    ("BD", "2"), ("b.d.", "2"), ("TDS", "3"), ("t.d.s.", "3"), ("QDS", "4"),
    ("8 hourly", "3"), ("8-hourly", "3"), ("6 hrly", "4"), ("every 12 hourly", "2"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "doses"), OFTEN)
def test_how_often_is_read_as_it_is_written_elsewhere(words: str, doses: str) -> None:
    assert str(parse(f"5 mg/dose, {words}").givens[1]) == f"{doses} doses/day"


def test_a_range_of_hours_may_be_hourly() -> None:
    assert str(parse("5 mg/dose, 6-8 hourly").givens[1]) == "3 to 4 doses/day"


def test_an_answer_in_metres_is_judged() -> None:
    verdict = check("1.7 m2, 60 kg -> height in m = 170 m")
    assert verdict.verdict != "unreadable"


JOTTINGS = (
    "weight over ketamine tab half a and between tid 40 5 mg kg mg/kg 1.5 h".split()
)


@given(st.lists(st.sampled_from(JOTTINGS), max_size=6).map(" ".join))
def test_what_is_told_of_jottings_can_be_read(text: str) -> None:
    try:
        refuse_jottings(text)
    except Unreadable as error:
        assert _is_parsed(error.write) or re.fullmatch(
            r"[0-9.]+ to [0-9.]+", error.write
        )


@pytest.mark.parametrize(
    "text", ["5 d.ay", "4 hou.rs", "12 kilog.rams", "5 t.sp", "2 tablet.s", "35 m..g"]
)
def test_a_full_stop_inside_of_a_word_makes_no_unit_of_it(text: str) -> None:
    with pytest.raises(Unreadable):
        parse(f"{text}, 500 mg/dose")
