"""What can be measured in a dose problem, as text: it needs no unit library.

A quantity has a name, what a reader calls it, and the units that it is quoted in.
"""

from __future__ import annotations

from ketacalc.say import later

# Where several would do, the first of these is what a problem is said to need.
QUOTED = {
    "weight": (later("weight"), "kg"),
    "dose": (later("dose"), "mg/kg"),
    "concentration": (later("concentration"), "mg/mL"),
    "amount": (later("total amount"), "mg"),
    "duration": (later("duration"), "min"),
    "rate": (later("infusion rate"), "mg/h mg/min"),
    "dose_rate": (later("dose rate"), "mcg/kg/min mg/kg/h"),
    "volume": (later("volume"), "mL"),
    "pump_rate": (later("pump rate"), "mL/h"),
    "drop_factor": (later("drop factor"), "gtt/mL"),
    "drip_rate": (later("drip rate"), "gtt/min"),
    "strength": (later("tablet strength"), "mg/tablet"),
    "frequency": (later("frequency"), "dose/day"),
    "per_dose": (later("amount per dose"), "mg/dose"),
    "dose_each": (later("dose each time"), "mg/kg/dose"),
    "tablets": (later("tablets"), "tablet"),
    "doses": (later("number of doses"), "dose"),
    "tablets_per_dose": (later("tablets per dose"), "tablet/dose"),
    "tablet_rate": (later("tablets a day"), "tablet/day"),
    "volume_per_dose": (later("volume per dose"), "mL/dose"),
    "fluid_rate": (later("fluid rate"), "mL/kg/h"),
    "fluid_dose": (later("fluid dose"), "mL/kg"),
    "fluid_dose_each": (later("fluid dose each time"), "mL/kg/dose"),
    "drops": (later("drops"), "gtt"),
    "height": (later("height"), "cm"),
    "surface": (later("body surface area"), "m2"),
    "surface_dose": (later("dose per m2"), "mg/m2"),
    "surface_dose_each": (later("dose per m2 each time"), "mg/m2/dose"),
    "surface_dose_rate": (later("dose rate per m2"), "mg/m2/day"),
    "content": (later("content"), "mL/tablet"),
    "ratio": (later("ratio strength"), "mL/g"),
    "bioavailability": (later("bioavailability"), "%"),
    "systemic": (later("systemic amount"), "mg"),
    "stock": (later("stock strength"), "mg/mL"),
    "drawn": (later("volume to draw up"), "mL"),
    "diluent": (later("diluent"), "mL"),
    "displacement": (later("displacement"), "mL"),
    "bag": (later("volume of the bag"), "mL"),
    "left": (later("volume left"), "mL"),
    "share": (later("share given"), "%"),
    "bolus": (later("bolus"), "mg"),
    "bolus_dose": (later("bolus dose"), "mg/kg"),
    "total": (later("bolus and infusion"), "mg"),
    "start": (later("start"), "clock"),
    "end": (later("end"), "clock"),
    "mass": (later("mass"), "g"),
    "max": (later("maximum"), "mg/dose"),
    "order": (later("order"), "mg/dose"),
}
