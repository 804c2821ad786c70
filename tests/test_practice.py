"""Practice problems: their key is right, and every slip has a number of its own."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice
from typing import TypeVar

import pytest

from ketacalc import check, parse, read
from ketacalc.errors import KetacalcError, OutOfRange
from ketacalc.language.figures import write_value
from ketacalc.language.numbers import as_number, write_plain
from ketacalc.language.problem import Problem
from ketacalc.practice.chance import Chance
from ketacalc.practice.drawing import (
    LEVELS,
    OF_ROUNDING,
    Exercise,
    drawn,
    figures_of,
    levels_of,
)
from ketacalc.practice.exercises import Wish, draw, exercises, read_wish
from ketacalc.practice.kinds import (
    MIXED,
    SHARES,
    TOPICS,
    USUAL,
    Kind,
    figures,
    kinds,
    named,
    table,
)
from ketacalc.practice.limits import far, forbidden, limits, near, patient_of
from ketacalc.practice.papers import Paper, Quota, draw_paper, read_quota
from ketacalc.practice.voices import Voice, voices
from ketacalc.solving.solution import solve

PINNED = [
    "154 lb, 2 mg/kg, 12.5 mg/mL -> mL = 11.2 mL",
    "36 kg, 75 mg/kg/day, 4 doses/day -> mg/dose = 675 mg/dose",
    "80 mg, 25 mg/mL -> mL = 3.2 mL",
    "17 mg, 80 mg/mL -> mL to hundredths = 0.21 mL",
    "90 mcg/min, 200 mg in 500 mL -> mL/h = 13.5 mL/h",
]
EACH = [
    (topic, level)
    for topic in TOPICS
    for level in LEVELS
    if any(level in levels_of(kind) for kind in kinds() if kind.topic == topic)
]
Some = TypeVar("Some")


@pytest.fixture(scope="module")
def sheet() -> list[Exercise]:
    """Draw three hundred problems, once for all tests that look at them."""
    return list(islice(exercises(7), 300))


@pytest.fixture(scope="module")
def plain(sheet: list[Exercise]) -> list[Exercise]:
    """Return those that have one number for an answer."""
    return [each for each in sheet if not each.choices and each.result.one is not None]


def test_every_kind_can_be_drawn_at_a_level_it_says() -> None:
    for kind in kinds():
        chance = Chance(3)
        found = (drawn(chance, kind) for _ in range(2000))
        exercise = next(filter(None, found))
        assert exercise.topic == kind.topic
        assert exercise.level in levels_of(kind), kind.name


@pytest.mark.parametrize(("topic", "level"), EACH)
def test_every_topic_and_level_can_be_drawn(topic: str, level: int) -> None:
    found = list(islice(exercises(1, read_wish([topic], level)), 4))
    assert {(each.topic, each.level) for each in found} == {(topic, level)}


def test_the_key_of_every_problem_is_correct(sheet: list[Exercise]) -> None:
    for exercise in sheet:
        verdict = check(f"{exercise.problem} = {exercise.result}")
        assert verdict.verdict == "correct", exercise.problem
        assert not verdict.style
        assert not verdict.diagnoses, "an answer can be measured"


def test_the_working_typed_back_step_by_step_is_right(plain: list[Exercise]) -> None:
    for exercise in plain:
        solution = exercise.solution
        made = solution.registers[solution.program.inputs :]
        units = [of for _, of in solution.program.registers[solution.program.inputs :]]
        steps = [
            write_value(value, of)
            for value, of in zip(made, units, strict=True)
            if of.text
        ]
        verdict = check(f"{exercise.problem} = {' = '.join(steps)}")
        assert verdict.verdict == "correct", (exercise.problem, steps, verdict.message)


def test_every_slips_number_is_diagnosed_as_that_slip(plain: list[Exercise]) -> None:
    told = 0
    for exercise in plain:
        for slip in exercise.slips:
            digits = write_plain(slip.value)
            if sum(map(str.isdigit, digits)) > 15 or not exercise.is_apart:
                continue  # more digits than a figure may have, or two slips in one
            verdict = check(str(exercise.problem), answer=digits)
            found = [each.id for each in verdict.diagnoses]
            told += 1
            assert slip.id in found, (exercise.problem, slip.id, digits, found)
    assert told > 3000


def test_no_two_slips_nor_a_slip_and_the_answer_lie_within_two_per_cent(
    plain: list[Exercise],
) -> None:
    apart = [each for each in plain if each.is_apart]
    assert len(apart) > 0.85 * len(plain)
    for exercise in apart:
        assert len(exercise.slips) >= 6
        numbers = [(as_number(exercise.value), "")]
        numbers += [(as_number(slip.value), slip.id) for slip in exercise.slips]
        for one, name in numbers:
            for other, another in numbers:
                is_far = max(one, other) / min(one, other) > 1.02
                rounded = OF_ROUNDING & {name, another}
                assert is_far or rounded or name == another, exercise.problem


def test_a_kind_that_keeps_its_slips_apart_says_so(plain: list[Exercise]) -> None:
    assert all(each.is_apart for each in plain if named(each.kind).apart)
    sheet = draw(7, count=100)
    alike = [n for n, each in enumerate(sheet.exercises, 1) if not each.is_apart]
    assert sheet.alike == tuple(alike) != ()


def test_numbers_are_short_unless_they_are_rounded(plain: list[Exercise]) -> None:
    for exercise in plain:
        asked = exercise.problem.asked
        assert asked
        if not asked.rounding:
            assert not any("≈" in line for line in exercise.solution.working)
        assert len(exercise.answer.split()[0].replace(",", "")) <= 8
        if exercise.unit == "gtt/min":
            assert exercise.value.denominator == 1


def test_a_rounding_that_is_asked_is_said_and_needed(plain: list[Exercise]) -> None:
    rounded = [e for e in plain if e.problem.asked and e.problem.asked.rounding]
    assert len(rounded) > 30
    for exercise in rounded:
        assert "Round to the nearest" in exercise.text
        *_, before, after = exercise.solution.registers
        assert before != after


def test_the_same_seed_gives_the_same_problems_on_every_machine(
    sheet: list[Exercise],
) -> None:
    found = [f"{each.problem} = {each.answer}" for each in islice(exercises(7), 5)]
    assert found == PINNED
    assert [each.problem for each in islice(exercises(8), 5)] != [
        each.problem for each in sheet[:5]
    ]


def test_no_figures_come_twice_on_a_sheet(sheet: list[Exercise]) -> None:
    assert len({figures_of(each.problem) for each in sheet}) == len(sheet)


def test_problems_run_out_with_a_word() -> None:
    found = exercises(3, read_wish(["conversion"], 1))
    seen: list[Problem] = []
    with pytest.raises(KetacalcError, match="conversion, level 1 I find no more than"):
        seen.extend(exercise.problem for exercise in found)
    assert len(set(seen)) == len(seen) > 40


def test_a_weighty_kind_comes_more_often() -> None:
    weights = dict.fromkeys([kind.name for kind in kinds()], 1) | {"injection": 200}
    found = islice(exercises(5, Wish(weights=weights)), 100)
    assert sum(each.kind == "injection" for each in found) > 50


def test_topics_come_as_often_as_their_shares_say() -> None:
    counts = Counter(each.topic for each in islice(exercises(11), 1500))
    assert set(counts) == set(USUAL) == set(TOPICS) - {"bioavailability"}
    whole = sum(SHARES.values())
    for topic, share in SHARES.items():
        assert abs(counts[topic] / 1500 - share / whole) < 0.03, topic


# ---------------------------------------------------------------------- as exams ask


class InOneVoice(Chance):
    """Draws as ever, but for the voice or the sentence of a conversion."""

    def __init__(self, seed: int, voice: int) -> None:
        super().__init__(seed)
        self.voice = voice

    def one_of(self, choices: Sequence[Some]) -> Some:
        """Draw one of some, or take the voice."""
        if isinstance(choices[0], Voice | dict):
            return choices[self.voice]
        return super().one_of(choices)


def _content(problem: Problem) -> tuple[frozenset[str], object]:
    return frozenset(map(str, problem.givens)), problem.asked


def _is_read(exercise: Exercise) -> bool:
    """Tell whether the words say what the notation says, and nothing else."""
    (line,) = read(exercise.text).lines
    return _content(parse(line)) == _content(parse(str(exercise.problem)))


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_each_kind_is_told_in_seven_voices_and_read_in_each(kind: Kind) -> None:
    texts = []
    for voice in range(len(voices())):
        chance = InOneVoice(5, voice)
        found = (drawn(chance, kind) for _ in range(2000))
        exercise = next(filter(None, found))
        texts.append(exercise.text)
        assert _is_read(exercise), (exercise.text, str(exercise.problem))
    assert len(set(texts)) >= 6


def test_read_reads_every_problem_that_practice_words(sheet: list[Exercise]) -> None:
    rare = islice(exercises(2, read_wish(["bioavailability", "ranges"])), 60)
    for exercise in (*sheet, *rare):
        assert _is_read(exercise), (exercise.text, str(exercise.problem))


def test_some_problems_tell_what_is_not_needed(sheet: list[Exercise]) -> None:
    rounding = "how the answer is rounded"
    spare = [
        each
        for each in sheet
        if any(aside.reason != rounding for aside in read(each.text).aside)
    ]
    assert 0.1 < len(spare) / len(sheet) < 0.4


def test_every_figure_is_in_the_notation() -> None:
    for kind in kinds():
        for name, texts in kind.given:
            for each in texts:
                (given,) = parse(f"{name}={each.text}").givens
                assert given.quantity == name
    assert [each.text for each in figures("50 75 kg | 110 lb")] == [
        "50 kg",
        "75 kg",
        "110 lb",
    ]


# ------------------------------------------------------------------------- plausible

# Read by hand off what is drawn, and worked here from the figures alone.
MOST = {
    "tablet": Fraction(3),
    "capsule": Fraction(3),
    "gtt/min": Fraction(100),
    "mL/h": Fraction(400),
    "mL/dose": Fraction(15),
    "mL": Fraction(2500),
    "h": Fraction(24),
    "vial": Fraction(5),
    "units/h": Fraction(2000),
    "mEq/h": Fraction(10),
}


def test_no_answer_is_beyond_what_is_given(plain: list[Exercise]) -> None:
    for each in plain:
        if named(each.kind).setting not in {"course", "conversion"}:
            assert each.value <= MOST.get(each.unit, Fraction(10_000)), each.text


def test_no_child_has_a_macrodrip_and_no_drug_runs_by_gravity() -> None:
    for kind in kinds():
        given = {name for name, _ in kind.given}
        if "drop_factor" in given:
            drugs = {"amount", "dose", "dose_rate", "rate", "concentration", "weight"}
            assert not given & drugs, kind.name


def test_every_setting_has_limits_and_every_limit_a_reason() -> None:
    for kind in kinds():
        assert limits(kind.setting), kind.name
    for row in table("limits.toml")["limits"]:
        assert row[-1], row
        assert row[0] in {"adult", "child", *(kind.setting for kind in kinds())}


BROKEN = [
    # a problem, its setting, and what a limit says of it
    ("1,000 mg, 250 mg/tablet -> tablet", "tablets", "more than three at once"),
    ("250 mg, 100 mg/tablet -> tablet", "tablets", ""),
    ("225 mg, 100 mg/tablet -> tablet", "tablets", "breaks into halves"),
    ("200 mg, 50 mg/mL -> mL", "injection", "3 mL at one site"),
    ("1000 mL, 2 h, 15 gtt/mL -> gtt/min", "drip", "can be counted"),
    ("9 kg, 10 mg/kg, 4 mg/mL -> mL", "liquid", "at most 15 mL"),
    ("120 kg, 0.5 mg/kg -> mg", "weight-adult", "ordinary size"),
]


@pytest.mark.parametrize(("line", "setting", "said"), BROKEN)
def test_a_limit_forbids_what_an_educator_would_strike(
    line: str, setting: str, said: str
) -> None:
    solution = solve(line)
    patient = patient_of(solution.problem, "")
    spans = [*near(solution), *far(solution)]
    found = " ".join(forbidden(spans, setting, patient))
    assert (said in found) if said else not found


# ----------------------------------------------------------------- what is to be done


def test_a_mistake_is_in_the_line_that_is_named() -> None:
    found = list(islice(exercises(3, read_wish(task="mistake")), 80))
    for each in found:
        at = int(each.chosen) - 1
        right, shown = each.solution.working, each.shown
        assert len(right) == len(shown) == len(each.choices)
        assert right[:at] == shown[:at]
        assert right[at] != shown[at], (right, shown)
        assert each.told
    assert len({each.chosen for each in found}) > 3


def test_every_line_behind_a_mistake_is_worked_on_from_it() -> None:
    """A line that is not the mistake comes to what it says, by a reader of its own."""
    for each in islice(exercises(5, read_wish(task="mistake")), 60):
        for number, line in enumerate(each.shown, 1):
            numbers = line.replace(",", "").split(" = ")
            if str(number) == each.chosen or len(numbers) < 2 or "to " in line:
                continue
            left, sign, right = numbers[0].split(" ÷ ")[:2], "÷", numbers[1]
            if len(left) < 2:
                left, sign = numbers[0].split(" × ")[:2], "×"
            if len(left) == 2 and "≈" not in "".join(each.shown):
                one, other = (Fraction(part.split()[0]) for part in left)
                made = one / other if sign == "÷" else one * other
                assert abs(made - Fraction(right.split()[0])) <= made / 1000, line


def test_an_estimate_is_one_of_three_tenfold_apart() -> None:
    places = Counter[int]()
    for each in islice(exercises(3, read_wish(task="estimate")), 80):
        values = [Fraction(c.split()[0].replace(",", "")) for c in each.choices]
        assert values[1] == 10 * values[0]
        assert values[2] == 100 * values[0]
        at = each.choices.index(each.chosen)
        places[at] += 1
        assert Fraction(2, 3) <= values[at] / each.value <= Fraction(3, 2)
    assert min(places.values()) > 10
    assert len(places) == 3


def test_mixed_has_all_of_them() -> None:
    found = Counter(e.task for e in islice(exercises(3, read_wish(task=MIXED)), 90))
    assert set(found) == {"answer", "mistake", "estimate"}


# ------------------------------------------------------------------------ exam papers


def test_versions_are_parallel_and_share_no_figures() -> None:
    quotas = read_quota("pump=4", "answer"), read_quota("drip/3=2", MIXED)
    one, other = draw_paper(7, Paper(quotas, versions=2))
    assert (one.version, other.version) == ("A", "B")
    for left, right in zip(one.exercises, other.exercises, strict=True):
        assert (left.kind, left.level, left.task) == (
            right.kind,
            right.level,
            right.task,
        )
    both = [*one.exercises, *other.exercises]
    assert len({figures_of(each.problem) for each in both}) == len(both) == 12
    assert [each.topic for each in one.exercises] == ["pump"] * 4 + ["drip"] * 2
    assert {each.level for each in one.exercises[4:]} == {3}


def test_a_paper_goes_from_easy_to_hard() -> None:
    (sheet,) = draw_paper(7, Paper((Quota(Wish(), 60),), easy_first=True))
    levels = [each.level for each in sheet.exercises]
    assert levels == sorted(levels)
    assert len(set(levels)) == len(LEVELS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pump", "it is no quota"),
        ("pump=0", "it is no quota"),
        ("pumps=3", "it is no topic; write one of"),
        ("pump/7=3", "it is no level; write 1 to 5"),
    ],
)
def test_a_quota_that_is_none_is_refused(text: str, said: str) -> None:
    with pytest.raises(KetacalcError, match=f"^quota: .*{said}"):
        read_quota(text, "answer")


def test_a_kind_that_has_no_other_figures_has_no_other_version() -> None:
    paper = Paper((read_quota("conversion/1=60", "answer"),), versions=6)
    with pytest.raises(KetacalcError, match="no more of this kind for another version"):
        draw_paper(1, paper)


@pytest.mark.parametrize("versions", [0, 7])
def test_a_paper_has_one_to_six_versions(versions: int) -> None:
    with pytest.raises(OutOfRange, match="are not 1 to 6"):
        draw_paper(1, Paper((Quota(Wish(), 1),), versions))


@pytest.mark.parametrize(
    ("topics", "level", "said"),
    [
        (["pumps"], 0, 'topic: cannot read "pumps": it is no topic; write one of'),
        ([], 6, 'level: cannot read "6": it is no level; write 1 to 5'),
        ([], -1, 'level: cannot read "-1": it is no level; write 1 to 5'),
    ],
)
def test_a_wish_that_is_none_is_refused(
    topics: list[str], level: int, said: str
) -> None:
    with pytest.raises(KetacalcError, match=f"^{said}"):
        read_wish(topics, level)


def test_a_task_that_is_none_is_refused() -> None:
    with pytest.raises(
        KetacalcError, match=r"task: cannot read .guess.: it is no task"
    ):
        read_wish(task="guess")


def test_a_sheet_of_more_than_can_be_drawn_is_refused_at_once() -> None:
    with pytest.raises(OutOfRange, match="1001 problems are over 1,000"):
        draw(1, count=1001)
