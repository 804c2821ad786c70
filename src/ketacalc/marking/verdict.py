"""What marking says: of a step, of a line, and of the slip behind a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacalc.say import later

if TYPE_CHECKING:
    from fractions import Fraction

    from ketacalc.language.figures import Written
    from ketacalc.language.problem import Problem
    from ketacalc.language.units import Unit
    from ketacalc.solving.solution import Result, Solution

CORRECT, COARSE, WRONG_VALUE, WRONG_UNIT = (
    "correct",
    "coarse",
    "wrong_value",
    "wrong_unit",
)
RIGHT = later("right")  # said of a step, unless there is more to say
NO_UNIT, UNREADABLE = "no_unit", "unreadable"
UNSOLVABLE, CONTRADICTION, SOLVED = "unsolvable", "contradiction", "solved"
PASSING = (CORRECT, COARSE, SOLVED)
# What is no number yet: a learner who has to write an answer again is shown none.
UNREAD = (NO_UNIT, UNREADABLE)


class Diagnosis(NamedTuple):
    """A slip that explains an answer.

    `operation` is the one that went wrong, an index into the working, or None.
    """

    id: str
    message: str
    operation: int | None = None


class Step(NamedTuple):
    """One step of an answer, and its verdict.

    `expected` and `answer` are in `unit`, the learner's; `carried` says that the step
    is right given an earlier slip.  `written` is the figure as it was read, and `ends`
    are the two ends of a range.
    """

    source: str
    verdict: str
    quantity: str | None = None
    unit: Unit | None = None
    expected: Fraction | None = None
    answer: Fraction | None = None
    carried: bool = False
    message: str = RIGHT
    style: tuple[str, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    written: Written | None = None
    ends: tuple[Step, ...] = ()


class Verdict(NamedTuple):
    """What is said of one line.

    `expected` and `answer` are exact, in `unit`; on `wrong_unit` the answer is in
    `answer_unit`.  Of a range and of a time of day both are None.  `usable` is False
    where the problem itself could not be used.
    `problem` is what was read, with the answers; `solution` is it worked, for drawing,
    and `result` what it comes to in the unit that is asked.  Each is None where there
    is none.  `comparison` says whether an order is below, within or above it.
    """

    source: str
    verdict: str
    message: str = ""
    asked: str | None = None
    unit: Unit | None = None
    expected: Fraction | None = None
    answer: Fraction | None = None
    answer_unit: Unit | None = None
    pounds: str | None = None
    results: tuple[Result, ...] | None = None
    steps: tuple[Step, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    style: tuple[str, ...] = ()
    usable: bool = True
    problem: Problem | None = None
    solution: Solution | None = None
    result: Result | None = None
    comparison: str = ""

    def __str__(self) -> str:
        """Name the verdict, and say why."""
        return f"{self.verdict}: {self.message}" if self.message else self.verdict

    @property
    def passes(self) -> bool:
        """Whether the line is right, or had nothing to judge."""
        return self.verdict in PASSING
