"""The whole vocabulary of units, as data."""

from __future__ import annotations

from typing import NamedTuple

# Kilograms to the pound, and pounds to the kilogram as taught, to four decimals, and in
# the classroom.
EXACT_POUND, FOUR_DECIMALS, CLASSROOM = "0.45359237", "2.2046", "2.2"

# The order in which a unit is written: mg/kg/min, mL/kg/h, tablet/dose.
DIMENSIONS = (
    "drug",
    "drop",
    "body",
    "surface",
    "height",
    "volume",
    "tablet",
    "dose",
    "clock",
    "time",
)

# What a conversion between a unit and the one it is a size of is called.
METRIC, HOURS, DAYS = "thousandfold", "minutes-hours", "hours-days"
BODY = "weight mass"
WEEKS, METRES, INCHES = "days-weeks", "metres-centimetres", "inches-centimetres"
FEET, SPOONS = "feet-inches", "spoons-millilitres"
# What is opened as a whole: 1.5 vials are 2.
WHOLE = ("vial", "ampoule", "bag", "bottle")
LB, PER_CENT = "pounds-kilograms", "percent-as-mg-per-ml"


class Row(NamedTuple):
    """One unit: 1 hour is the size 60 of a minute, and is written h, hr or hours.

    `of` is a dimension, another unit, or a quotient of units.  `symbol` is printed.
    `conversion` names the step between the two.  `measure` is what a drug is measured
    in, or the piece that is counted.  `sense` names the quantities whose figures are
    read so: g of a weight is body.
    `pound` is the pound behind the size: "2.2" to the kg, or "exact".
    """

    name: str
    size: str
    of: str
    symbol: str
    others: tuple[str, ...] = ()
    conversion: str = ""
    measure: str = ""
    sense: str = ""
    pound: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that is read as this unit: its symbol, the others, and its name."""
        own = (self.name,) * ("_" not in self.name)
        return tuple(dict.fromkeys((self.symbol, *self.others, *own)))


def _row(name: str, size: str, of: str, spellings: str, **columns: str) -> Row:
    symbol, *others = spellings.split()
    return Row(name, size, of, symbol, tuple(others), **columns)


ROWS = (
    # drug, in four measures that never turn into one another
    _row("milligram", "1", "drug", "mg milligrams", measure="mg"),
    _row(
        "microgram",
        "1/1000",
        "milligram",
        "mcg ug µg μg micrograms",
        conversion=METRIC,
    ),
    _row("nanogram", "1/1000", "microgram", "nanogram ng nanograms", conversion=METRIC),
    _row("gram", "1000", "milligram", "g gm grams", conversion=METRIC),
    _row("international_unit", "1", "drug", "units unit U IU iu", measure="units"),
    _row("milliunit", "1/1000", "international_unit", "milliunits", conversion=METRIC),
    _row("milliequivalent", "1", "drug", "mEq meq", measure="mEq"),
    _row("millimole", "1", "drug", "mmol", measure="mmol"),
    # body: the pound of the classroom (1 kg = 2.2 lb), and the pound of 1959
    _row("kilogram", "1", "body", "kg kilograms"),
    _row("pound", "5/11", "kilogram", "lb lbs pounds", conversion=LB, pound="2.2"),
    _row("exact_pound", EXACT_POUND, "kilogram", "lb", conversion=LB, pound="exact"),
    _row("body_ounce", "1/16", "pound", "oz ounces", sense=BODY, pound="2.2"),
    _row("exact_ounce", "1/16", "exact_pound", "oz", sense=BODY, pound="exact"),
    _row(
        "body_gram",
        "1/1000",
        "kilogram",
        "g gm gram grams",
        conversion=METRIC,
        sense=BODY,
    ),
    _row(
        "body_milligram",
        "1/1000",
        "body_gram",
        "mg milligram milligrams",
        conversion=METRIC,
        sense="mass",
    ),
    # the body's surface, and its height
    _row("square_meter", "1", "surface", "m2 m^2"),
    _row("centimeter", "1", "height", "cm centimeters centimetre centimetres"),
    _row("meter", "100", "centimeter", "m meters metre metres", conversion=METRES),
    _row("inch", "2.54", "centimeter", "in inches", conversion=INCHES),
    _row("foot", "12", "inch", "ft feet", conversion=FEET),
    # volume, with the household measures of the classroom
    _row("milliliter", "1", "volume", "mL ml cc milliliters millilitres"),
    _row("liter", "1000", "milliliter", "L liters litre litres", conversion=METRIC),
    _row("teaspoon", "5", "milliliter", "tsp", conversion=SPOONS),
    _row("tablespoon", "15", "milliliter", "tbsp", conversion=SPOONS),
    _row("ounce", "30", "milliliter", "oz ounces", conversion=SPOONS),
    # time, drops, tablets, administrations
    _row("minute", "1", "time", "min minutes"),
    _row("second", "1/60", "minute", "s sec seconds", conversion=HOURS),
    _row("hour", "60", "minute", "h hr hours", conversion=HOURS),
    _row("day", "24", "hour", "day d days", conversion=DAYS),
    _row("week", "7", "day", "week weeks wk", conversion=WEEKS),
    _row("clock_minute", "1", "clock", "clock"),
    _row("drop", "1", "drop", "gtt drops"),
    # pieces that are counted, and never turn into one another
    _row("tablet", "1", "tablet", "tablet tab tablets", measure="tablet"),
    _row("capsule", "1", "tablet", "capsule cap capsules", measure="capsule"),
    _row("lozenge", "1", "tablet", "lozenge lozenges", measure="lozenge"),
    _row(
        "suppository",
        "1",
        "tablet",
        "suppository supp suppositories",
        measure="suppository",
    ),
    _row("patch", "1", "tablet", "patch patches", measure="patch"),
    _row("puff", "1", "tablet", "puff puffs", measure="puff"),
    _row("vial", "1", "tablet", "vial vials", measure="vial"),
    _row(
        "ampoule",
        "1",
        "tablet",
        "ampoule amp ampoules ampule",
        measure="ampoule",
    ),
    _row("bag", "1", "tablet", "bag bags", measure="bag"),
    _row("bottle", "1", "tablet", "bottle bottles", measure="bottle"),
    _row("syringe", "1", "tablet", "syringe syringes", measure="syringe"),
    _row("dose", "1", "dose", "dose doses"),
    # per cent: weight in volume (1 g in 100 mL), and the share that reaches the blood
    _row("percent", "1/100", "gram per milliliter", "% %w/v", conversion=PER_CENT),
    _row("share_percent", "1/100", "", "%", sense="bioavailability share"),
)

# ISMP's error-prone spellings: read, and noted.
SPELLING_NOTES = {
    "ug": "ug-not-mcg",
    "µg": "ug-not-mcg",
    "μg": "ug-not-mcg",
    "ml": "cc-not-ml",
    "cc": "cc-not-ml",
    "U": "u-not-units",
    "IU": "u-not-units",
    "iu": "u-not-units",
    "meq": "unit-capitals",
}

# What a quantity is called elsewhere: refused, with its name here.
NAMES_MEANT = {
    "wt": "weight",
    "bw": "weight",
    "bsa": "surface",
    "ht": "height",
    "body_weight": "weight",
    "f": "bioavailability",
    "bioavail": "bioavailability",
    "conc": "concentration",
    "vol": "volume",
    "time": "duration",
    "freq": "frequency",
    "loading": "bolus",
    "loading_dose": "bolus",
    "maintenance": "rate",
    "maintenance_rate": "rate",
    "rate_of_infusion": "rate",
    "flow_rate": "pump_rate",
}
COMMON_NAMES = ("weight", "dose", "amount", "rate", "volume", "bioavailability")

# Refused, with what is likely meant where the nearest spelling would mislead.
MEANT = {"kilo": "kg", "kilos": "kg", "mU": "milliunits"}
MEANT |= {"mlh": "mL/h", "mLh": "mL/h", "mgh": "mg/h"}

# What stands around a figure in an order, and is no part of it.
_LITTLE = (
    "over for at in with of from to then during give infuse inject run ordered "
    "available about approx approximately around patient adult child "
    "iv im sc po pr sl io intravenous oral orally"
)
LITTLE_WORDS = frozenset((*_LITTLE.split(), "up to", "run at"))
# What fluids are called for short.
FLUIDS = (
    r"(?i)(?:0\.9\s*%\s*)?(?:ns|n/s|normal saline|saline|nacl|lr|rl|ringer'?s lactate"
    r"|lactated ringer'?s|hartmann'?s|d[0-9]{1,2}[wn]s?|d[0-9]{1,2}"
    r"|dextrose|glucose|water)"
)
