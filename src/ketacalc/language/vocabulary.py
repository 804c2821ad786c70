"""The whole vocabulary of units, as data.

A row is: name, size, what it is a size of, symbol, other spellings.  The symbol is what
is printed.  A spelling with two senses stands twice, the rarer one behind the name of
the quantity it is read as (or `exact`) and an underscore.
"""

# Kilograms to the pound, and pounds to the kilogram as taught, to four decimals, and in
# the classroom.
EXACT_POUND, FOUR_DECIMALS, CLASSROOM = "0.45359237", "2.2046", "2.2"

ROWS: tuple[tuple[str, ...], ...] = (
    # drug, in four measures that never turn into one another
    ("milligram", "1", "[drug_mg]", "mg", "milligrams"),
    ("microgram", "1/1000", "milligram", "mcg", "ug", "µg", "μg", "micrograms"),
    ("nanogram", "1/1000", "microgram", "nanogram", "ng", "nanograms"),
    ("gram", "1000", "milligram", "g", "gm", "grams"),
    ("international_unit", "1", "[drug_units]", "units", "unit", "U", "IU"),
    ("milliunit", "1/1000", "international_unit", "milliunits"),
    ("milliequivalent", "1", "[drug_mEq]", "mEq"),
    ("millimole", "1", "[drug_mmol]", "mmol"),
    # body: the pound of the classroom (1 kg = 2.2 lb), and the pound of 1959
    ("kilogram", "1", "[body]", "kg", "kilograms"),
    ("pound", "5/11", "kilogram", "lb", "lbs", "pounds"),
    ("exact_pound", EXACT_POUND, "kilogram", "exact_lb", "exact_lbs", "exact_pounds"),
    ("weight_ounce", "1/16", "pound", "weight_oz", "weight_ounces"),
    (
        "exact_weight_ounce",
        "1/16",
        "exact_pound",
        "exact_weight_oz",
        "exact_weight_ounces",
    ),
    ("weight_gram", "1/1000", "kilogram", "weight_g", "weight_gm", "weight_grams"),
    # volume, with the household measures of the classroom
    ("milliliter", "1", "[volume]", "mL", "ml", "cc", "milliliters", "millilitres"),
    ("liter", "1000", "milliliter", "L", "liters", "litre", "litres"),
    ("teaspoon", "5", "milliliter", "tsp"),
    ("tablespoon", "15", "milliliter", "tbsp"),
    ("ounce", "30", "milliliter", "oz", "ounces"),
    # time, drops, tablets, administrations
    ("minute", "1", "[time]", "min", "minutes"),
    ("second", "1/60", "minute", "s", "sec", "seconds"),
    ("hour", "60", "minute", "h", "hr", "hours"),
    ("day", "24", "hour", "day", "d", "days"),
    ("drop", "1", "[drop]", "gtt", "drops"),
    ("tablet", "1", "[tablet]", "tablet", "tab", "tablets"),
    ("dose", "1", "[dose]", "dose", "doses"),
    # per cent: weight in volume (1 g in 100 mL), and the share that reaches the blood
    ("percent", "1/100", "gram per milliliter", "%", "%w_v"),
    ("bioavailability_percent", "1/100", "", "bioavailability_%"),
)

# The order in which a unit is written: mg/kg/min, mL/kg/h, tablet/dose.
DIMENSIONS = ("drug", "drop", "body", "volume", "tablet", "dose", "time")

# A conversion climbs one rung at a time: day to hour, hour to minute.
LADDERS = (
    ("nanogram", "microgram", "milligram", "gram"),
    ("second", "minute", "hour", "day"),
    ("weight_ounce", "pound", "kilogram"),
    ("exact_weight_ounce", "exact_pound", "kilogram"),
)

# Which pound a base is in.
POUNDS = {
    "pound": "2.2",
    "weight_ounce": "2.2",
    "exact_pound": "exact",
    "exact_weight_ounce": "exact",
}

# ISMP's error-prone spellings: read, and noted.
SPELLING_NOTES = {
    "ug": "ug-not-mcg",
    "µg": "ug-not-mcg",
    "μg": "ug-not-mcg",
    "ml": "cc-not-ml",
    "cc": "cc-not-ml",
    "U": "u-not-units",
    "IU": "u-not-units",
}

# Refused, with what is likely meant where the nearest spelling would mislead.
MEANT = {"kilo": "kg", "kilos": "kg", "mU": "milliunits", "mls": "mL"}
MEANT |= {"mlh": "mL/h", "mLh": "mL/h", "mgh": "mg/h", "gtts": "gtt"}
