"""What a figure may look like, and every trap with the message that a learner needs."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacalc.errors import Unreadable
from ketacalc.language.figures import read_figure, read_written
from ketacalc.language.numbers import (
    read_number,
    rounded,
    shown,
    write_exact,
    write_number,
)

ACCEPTED = [
    # text, value, unit, decimals, style
    ("70kg", "70", "kg", 0, ()),
    ("0.5 mg/kg", "0.5", "mg/kg", 1, ()),
    ("1,000 mg", "1000", "mg", 0, ()),
    ("12,345,678 units", "12345678", "units", 0, ()),
    (".5 mg", "0.5", "mg", 1, ("naked-decimal",)),
    ("35.0 mg", "35", "mg", 1, ("trailing-zero",)),
    ("35 mg.", "35", "mg", 0, ("period-after-unit",)),
    ("1000 mg", "1000", "mg", 0, ("missing-comma",)),
    (
        "1500.50 ug",
        "1500.5",
        "mcg",
        2,
        ("trailing-zero", "ug-not-mcg", "missing-comma"),
    ),
    ("5 µg", "5", "mcg", 0, ("ug-not-mcg",)),
    ("5 μg", "5", "mcg", 0, ("ug-not-mcg",)),
    ("5 mcg", "5", "mcg", 0, ()),
    ("5 ng", "5", "nanogram", 0, ()),
    ("5 gm", "5", "g", 0, ()),
    ("3 ml/h", "3", "mL/h", 0, ("cc-not-ml",)),
    ("3 cc", "3", "mL", 0, ("cc-not-ml",)),
    ("2 litre", "2", "L", 0, ()),
    ("3 IU", "3", "units", 0, ("u-not-units",)),
    ("3 U/h", "3", "units/h", 0, ("u-not-units",)),
    ("5 units", "5", "units", 0, ()),
    ("3 milliunits/min", "3", "milliunits/min", 0, ()),
    ("3 mEq", "3", "mEq", 0, ()),
    ("3 mmol/h", "3", "mmol/h", 0, ()),
    ("20 drops/mL", "20", "gtt/mL", 0, ()),
    ("2 tab", "2", "tablet", 0, ()),
    ("3 doses/d", "3", "dose/day", 0, ()),
    ("40 minutes", "40", "min", 0, ()),
    ("30 sec", "30", "s", 0, ()),
    ("2 hr", "2", "h", 0, ()),
    ("154 lbs", "154", "lb", 0, ()),
    ("3 mg/lb", "3", "mg/lb", 0, ()),
    ("3 mg kg^-1 min^-1", "3", "mg/kg/min", 0, ()),
    ("3 mg·kg⁻¹·h⁻¹", "3", "mg/kg/h", 0, ()),
    ("3 mg/(kg*h)", "3", "mg/kg/h", 0, ()),
    ("3 mg per kg", "3", "mg/kg", 0, ()),
    ("3 mg/kg per min", "3", "mg/kg/min", 0, ()),
    ("1 % w/v", "1", "%", 0, ()),
]


@pytest.mark.parametrize(("text", "value", "unit", "decimals", "style"), ACCEPTED)
def test_a_spelling_that_is_read(
    text: str, value: str, unit: str, decimals: int, style: tuple[str, ...]
) -> None:
    written = read_written(text)
    assert written.figure.value == Fraction(value)
    assert written.figure.unit.text == unit
    assert (written.decimals, written.style) == (decimals, style)


REFUSED = [
    # text, reason, what to write instead
    ("70,5kg", "a comma is not a decimal point", "70.5 kg"),
    ("0,5 mg", "a comma is not a decimal point", "0.5 mg"),
    ("0,500 mg", "a comma is not a decimal point", "0.5 mg"),
    ("10,00 mg", "a comma is not a decimal point", "10 mg"),
    ("1.000,5 mg", "point and comma are swapped", "1,000.5 mg"),
    ("1,0000 mg", "a comma is not a decimal point", "1 mg"),
    ("1,000,00 mg", "commas stand before every third digit", ""),
    ("1 000 mg", "a space does not group digits", "1,000 mg"),
    ("1 000mg", "a space does not group digits", "1,000mg"),
    ("05 mg", "a leading 0 hides what is meant", "5 mg or 0.5 mg"),
    ("00.5 mg", "a leading 0 hides what is meant", "0.5 mg"),
    ("5. mg", "a decimal point needs digits behind it", "5 mg"),
    ("0.5.5 mg", "it has more than one decimal mark", ""),
    ("1e400 mg", "it has an exponent", "the number in full"),
    ("3.5e1 mg", "it has an exponent", "the number in full"),
    ("nan mg", "it is not a number", "a number and a unit"),
    ("inf mg", "it is not a number", "a number and a unit"),
    ("0 mg", "a figure must be above zero", ""),
    ("0.00 mg", "a figure must be above zero", ""),
    ("-35 mg", "a figure must be above zero", ""),
    ("−35 mg", "a figure must be above zero", ""),
    ("+35 mg", "it needs no sign", ""),
    ("mg", "it does not begin with a number", "a number and a unit"),
    ("", "it does not begin with a number", "a number and a unit"),
    ("１２ mg", "it has wide signs of another keyboard", "12 mg"),
    ("0．5 mg", "it has wide signs of another keyboard", "0.5 mg"),
    ("1.4E+05 mg", "it has an exponent", "the number in full"),
    ("01.May", "a spreadsheet made a date of it", "the number"),
    ("09:30", "it is a time of day", "how long it is, such as 8 h"),
    (
        "1.000 mg",
        "it may be thousands, or a decimal with a 0 too many",
        "1 mg or 1,000 mg",
    ),
    (
        "2.500 mg",
        "it may be thousands, or a decimal with a 0 too many",
        "2.5 mg or 2,500 mg",
    ),
    ("35", "the unit is missing", ""),
    ("9**9**9 mg", "it is a calculation, not a figure", "one number"),
    ("2*3 mg", "it is a calculation, not a figure", "one number"),
    ("0.5 × 70 mg", "it is a calculation, not a figure", "one number"),
    ("0.5 mg/kg × 70 kg", "it is a calculation, not a figure", "one number"),
    ("84 mg x 8", "it is a calculation, not a figure", "one number"),
    ("84 mg / 8 h", "a rate is per 1 h, 1 min or 1 day", "10.5 mg/h"),
    ("84 mg ÷ 8 h", "it is a calculation, not a figure", "one number"),
    ("70kg 0.5mg/kg", "two figures run together", "a comma between"),
    ("5-10 mg", "it is a range", "one number"),
    ("70kg,0.5mg/kg", "two figures run together", "a space behind the comma"),
    ("35 Mg", "it is not a unit known here; did you mean mg?", ""),
    ("5 Ml", "it is not a unit known here; did you mean mL?", ""),
    ("5 nmol", "it is not a unit known here", ""),
    ("5 umol", "it is not a unit known here", ""),
    ("5 mcL", "it is not a unit known here", ""),
    ("5 grs", "it is not a unit known here", ""),
    ("5 msec", "it is not a unit known here", ""),
    ("12 kilos", "it is not a unit known here; did you mean kg?", ""),
    ("5 mU/min", "it is not a unit known here; did you mean milliunits/min?", ""),
    ("3 fortnights", "it is not a unit known here", ""),
    ("3 __class__", "it is not a unit known here", ""),
    ("3 mg/mg", "no figure of a dose problem has such a unit", ""),
    ("3 mg/kg/kg", "no figure of a dose problem has such a unit", ""),
    ("1234567890123456 mg", "it has more than 15 digits", ""),
    ("1" * 5000 + " mg", "it is too long for a figure", ""),
    ("5 " + "mg" * 5000, "it is too long for a figure", ""),
]


@pytest.mark.parametrize(("text", "reason", "write"), REFUSED, ids=lambda v: v[:20])
def test_a_trap_is_refused_with_what_to_write(
    text: str, reason: str, write: str
) -> None:
    with pytest.raises(Unreadable) as error:
        read_figure(text)
    assert (error.value.reason, error.value.write) == (reason, write)


@pytest.mark.parametrize("text", ["5 mg\x1b[31m", "5 mg\x00", "5 m\rg", "\u202e5 mg"])
def test_a_control_character_is_inert_in_the_message(text: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_figure(text)
    assert str(error.value).isprintable()


@given(st.decimals(min_value="0.000001", max_value="99999999", places=6))
def test_a_number_that_is_written_reads_back_exactly(value: object) -> None:
    number = Fraction(str(value))
    assert read_number(write_exact(number)).value == number


@given(st.fractions(min_value=Fraction(1, 10**9), max_value=10**9))
def test_a_shown_number_is_exact_or_marked_and_within_half_a_digit(
    value: Fraction,
) -> None:
    text = write_number(value)
    assert text.startswith("≈") == (shown(value) != value)
    assert abs(shown(value) - value) * 2000 <= value


SHOWN = [
    # value, as it is written
    ("35", "35"),
    ("0.875", "0.875"),
    ("13.125", "13.125"),
    ("7000", "7,000"),
    ("0.0001", "0.0001"),
    ("0.00005", "0.00005"),
    ("420/11", "≈ 38.18"),
    ("2/3", "≈ 0.6667"),
    ("1/3", "≈ 0.3333"),
    ("1/30000", "≈ 0.00003333"),
    ("100000/3", "≈ 33,333"),
    ("0.21875", "≈ 0.2188"),
    ("9.99999", "≈ 10"),
]


@pytest.mark.parametrize(("value", "text"), SHOWN)
def test_a_value_is_exact_up_to_four_decimals_else_four_digits(
    value: str, text: str
) -> None:
    assert write_number(Fraction(value)) == text


ROUNDED = [
    ("62.5", 0, "63"),
    ("0.125", 2, "0.13"),
    ("2.5", 0, "3"),
]


@pytest.mark.parametrize(("value", "places", "result"), ROUNDED)
def test_rounding_is_half_up(value: str, places: int, result: str) -> None:
    assert rounded(Fraction(value), places) == Fraction(result)


FRACTIONS = [
    ("½ tablet", "0.5 tablets"),
    ("1½ tablets", "1.5 tablets"),
    ("1 ½ tablets", "1.5 tablets"),
    ("1 1/2 tablets", "1.5 tablets"),
    ("1/2 tablet/dose", "0.5 tablets/dose"),
    ("3/4 mL", "0.75 mL"),
    ("1/8 tsp", "0.125 tsp"),
]


@pytest.mark.parametrize(("text", "figure"), FRACTIONS)
def test_the_fractions_of_labels_and_orders_are_read(text: str, figure: str) -> None:
    assert str(read_figure(text)) == figure


@pytest.mark.parametrize("text", ["1/3 tablet", "5/2 tablets", "35/5 mg", "8/8 mL"])
def test_other_fractions_are_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="it is a fraction"):
        read_figure(text)
