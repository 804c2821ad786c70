"""What ketacalc prints is right by its own rules, and reads back as it was meant."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest

from ketacalc import check, solve

# For every quantity a line in which it is {x} ÷ 7, or some sixtieths of {x}: a number
# comes out even only where {x} makes it so.
LINES = {
    "weight": "{x} mg, 7 mg/kg -> kg",
    "dose": "{x} mg, 7 kg -> mg/kg",
    "amount": "{x} mg/h, 7 min -> mg",
    "duration": "{x} mg, 7 mg/min -> min",
    "rate": "{x} mg, 7 h -> mg/h",
    "dose_rate": "{x} mg/min, 7 kg -> mg/kg/min",
    "concentration": "{x} mg, 7 mL -> mg/mL",
    "volume": "{x} mg, 7 mg/mL -> mL",
    "pump_rate": "{x} mL, 7 h -> mL/h",
    "drop_factor": "{x} gtt/min, 7 mL/min -> gtt/mL",
    "drip_rate": "{x} mL/h, 7 gtt/mL -> gtt/min",
    "fluid_rate": "{x} mL/h, 7 kg -> mL/kg/h",
    "fluid_dose": "{x} mL, 7 kg -> mL/kg",
    "strength": "{x} mg in all, 7 tablets -> mg/tablet",
    "tablets": "{x} mg, 7 mg/tablet -> tablet",
    "tablets_per_dose": "{x} mg/dose, 7 mg/tablet -> tablet/dose",
    "tablet_rate": "{x} tablets, 7 days -> tablet/day",
    "doses": "{x} mg, 7 mg/dose -> doses in dose",
    "frequency": "{x} doses, 7 days -> dose/day",
    "per_dose": "{x} mg in all, 7 doses -> mg/dose",
    "dose_each": "{x} mg/dose, 7 kg -> mg/kg/dose",
    "volume_per_dose": "{x} mL in all, 7 doses -> mL/dose",
    "bioavailability": "systemic={x} mg, 7 mg -> bioavailability",
    "systemic": "{x} mg/h, 7 min, bioavailability=70 % -> systemic",
}
NAMED_ONLY = ("bioavailability", "systemic")
SMALLEST, LARGEST = Fraction(1, 10_000), Fraction(10**9)
LIMITS = {
    "weight": (Fraction(3, 10), Fraction(650)),
    "bioavailability": (SMALLEST, Fraction(100)),
}
DIGITS = "7 8 8.75 9.1 11 12.34567 34.9965 48.95 69.9993".split()
# What is right is right without the question too, but where only a name tells it.
PHRASES = ("{line} = {printed}", "{figures} = {printed}")


def worked(name: str) -> Iterator[tuple[str, str]]:
    """Yield lines of every size, and the answer as it is printed."""
    low, high = LIMITS.get(name, (SMALLEST, LARGEST))
    for power in range(-6, 12):
        for digits in DIGITS:
            line = LINES[name].format(x=f"{Decimal(digits).scaleb(power):f}")
            expected = check(line).expected
            if expected and low <= expected <= high:
                yield line, str(solve(line).answer).removeprefix("≈ ")


# From 10,000 up four digits would be too few: 33,330 for 33,333.3 says 33,329.5 to
# 33,330.5 by the rule of the last digit written.
@pytest.mark.parametrize("name", LINES)
def test_a_printed_answer_is_right_when_it_is_given_back(name: str) -> None:
    wrong = []
    sizes = set()
    for line, printed in worked(name):
        figures = line.partition(" -> ")[0]
        for phrase in PHRASES[: 1 if name in NAMED_ONLY else 2]:
            answered = phrase.format(line=line, figures=figures, printed=printed)
            verdict = check(answered)
            sizes.add(len(str(int(verdict.expected or 0))))
            if verdict.verdict != "correct":
                wrong.append((answered, verdict.verdict, verdict.message))
    assert not wrong
    assert len(sizes) > (2 if name in LIMITS else 8)


PROBLEMS = (
    "154.3 lb, 5 mcg/kg/min, 400 mg in 250 mL -> mL/h",
    "168 lb, 0.37 mg/kg, 7 min, 3 mg/mL, 15 gtt/mL -> gtt/min",
    "7 lb 5 oz, 15 mg/kg/dose, 120 mg in 7 mL -> volume per dose in mL/dose",
    "weight=853 g, 7 mcg/kg/min, 15 mg in 23 mL -> mL/h",
    "1 h 20 min, 37 mg, 3 mg/mL -> mL/h",
    "15 units in 0.7 L, 3 milliunits/min -> mL/h",
    "2.3 % w/v, 37 kg, 1.7 mg/kg -> mL",
    "23 kg, 35 mg/kg/day, 3 doses/day, 160 mg in 7 mL -> volume per dose in mL/dose",
    "70 kg, 60 mL/h, 400 mg in 130 mL -> mcg/kg/min",
    "37 mg, 7 mg/tablet, 3 tablets/day -> duration in h",
)


@pytest.mark.parametrize("line", PROBLEMS)
def test_the_printed_working_is_right_when_it_is_given_back(line: str) -> None:
    solution = solve(line)
    printed = [each.replace("≈", "=").rpartition("= ")[2] for each in solution.working]
    verdict = check(" = ".join((line, *printed)))
    assert [step.verdict for step in verdict.steps] == ["correct"] * len(printed)
    assert not any(step.carried for step in verdict.steps)
