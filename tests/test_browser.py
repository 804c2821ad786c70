"""A page asks in JSON and is answered in JSON: the reports that a terminal draws."""

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from ketacalc import NOTICE, __version__
from ketacalc.browser import answer as answering
from ketacalc.browser.answer import REMEDIES, answer
from ketacalc.browser.blocks import as_blocks
from ketacalc.browser.looking import SHOWN
from ketacalc.ketamine import reference
from ketacalc.language.units import unit
from ketacalc.practice.exercises import draw
from ketacalc.practice.kinds import kinds
from ketacalc.screens import shelf, terminal
from ketacalc.screens.report import (
    Bar,
    Bars,
    Block,
    Columns,
    Drawing,
    Line,
    Listing,
    Note,
    Report,
)
from ketacalc.site.labels import CHIPS, SHELVES, STEPS

LINE = "70 kg, 0.5 mg/kg, 40 min -> mg/h"
TOLD = Columns(("Weight",), (("40 kg",),))
LINES = (Line("A", ((1, 10), (2, 20))),)
# A block of every kind, and what of it both a terminal and a page must say.
KINDS: list[tuple[Block, str, list[str]]] = [
    (Note("Give 5 mg at once."), "note", ["Give 5 mg at once."]),
    (Note("Do not.", strong=True), "note", ["Do not."]),
    (Note("Next", heading=True), "note", ["Next"]),
    (Listing("Hint", ("35 mg = ?",), strong=True), "listing", ["Hint", "35 mg = ?"]),
    (Listing("Rectal: one study.", ("n = 8",)), "listing", ["n = 8"]),
    (
        Columns(("Of", "Value"), (("Dose", "3.5"), ("", "35")), (1,), 1),
        "columns",
        ["Of", "Value", "Dose", "3.5", "35"],
    ),
    (Columns(("a", "b"), (("1", "2"),), title="Both", grid=True), "columns", ["Both"]),
    (
        Bars(("Route", "F"), (Bar(("Nasal", "45 %"), 45, (26, 63)),)),
        "bars",
        ["Route", "F", "Nasal", "45 %"],
    ),
    (Drawing("kg", "mg", 6, LINES, TOLD), "drawing", ["kg", "mg", "A"]),
]


def ask(do: str, **told: Any) -> dict[str, Any]:
    """Ask as a page does, and return the answer."""
    found: dict[str, Any] = json.loads(answer(json.dumps({"do": do, **told})))
    return found


def texts(part: Any) -> Iterator[str]:
    """Yield every text in an answer, with the spaces of a terminal."""
    if isinstance(part, str):
        yield part.replace("\u00a0", " ")
    elif isinstance(part, list):
        for each in part:
            yield from texts(each)
    elif isinstance(part, dict):
        for name, each in part.items():
            if name not in {"record", "kind"}:
                yield from texts(each)


def shown(told: dict[str, Any]) -> str:
    """Return all that the blocks of an answer say."""
    return "\n".join(texts(told["report"]["blocks"]))


def test_the_table_has_every_kind_of_block() -> None:
    assert {type(block) for block, *_ in KINDS} == set(get_args(Block))


@pytest.mark.parametrize(("block", "kind", "said"), KINDS)
def test_a_terminal_and_a_page_say_the_same(
    block: Block, kind: str, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    report = Report("A title", (block,))
    on_terminal = terminal.screen(report, terminal.this_terminal())
    on_page = as_blocks(report)
    assert [each["kind"] for each in on_page["blocks"]] == [kind]
    words = [*texts(on_page)]
    for each in ["A title", NOTICE, *said]:
        assert each in on_terminal
        assert each in words


def test_json_holds_a_whole_report_and_its_record() -> None:
    told = ask("work", text="70 kg, 0.5 mg/kg, 40 min")
    report = told["report"]
    assert [each["kind"] for each in report["blocks"]] == ["columns", "columns"]
    assert report["record"]["notice"] == report["notice"] == NOTICE
    assert report["record"]["results"][0]["text"] == "35 mg"
    rows = report["blocks"][0]["rows"]
    assert [len(row) for row in rows] == [3, 3, 2, 3, 2]
    assert (rows[1][0]["rows"], rows[1][0]["head"]) == (2, True)
    assert rows[0][1]["pad"] == "\u2008\u2007\u2007\u2007"


def test_a_problem_in_words_is_worked_where_a_line_is() -> None:
    told = ask("work", text="Order: 6 mg. On hand: 2 mg/mL. How many mL?")
    assert told["report"]["title"] == ["Read as: 6\u00a0mg, 2\u00a0mg/mL -> mL"]
    assert "6 mg ÷ 2 mg/mL = 3 mL" in shown(told)


ERRORS = [
    ({"do": "work", "text": "70 kg, 0.5 mg/kg -> mL"}, "Unsolvable", "", "for mL I still need the concentration"),
    ({"do": "work", "text": ""}, "Unreadable", "", "no figure is given"),
    ({"do": "work", "text": "Give 6 mg of it. Nothing is asked here."}, "Unreadable", "", "no question is found in it"),
    ({"do": "work", "text": "70 kg, 35 mg, 1 mg/kg"}, "Contradiction", "", "but"),
    ({"do": "look-up", "what": "infusion"}, "Unsolvable", "", "; write one such as 70 kg"),
    ({"do": "look-up", "what": "infusion", "weight": "moon"}, "Unreadable", "weight", "moon"),
    ({"do": "look-up", "what": "infusion", "protocol": "x"}, "Unreadable", "protocol", "; choose one that is listed"),
    ({"do": "look-up", "what": "infusion", "weight": "2000kg"}, "OutOfRange", "", "2,000 kg"),
    ({"do": "look-up", "what": "moon"}, "Unreadable", "", "routes"),
    ({"do": "look-up", "what": "chart", "weight": "70kg", "lines": True}, "Unusable", "", "two rows"),
    ({"do": "fly"}, "Unreadable", "", "a page cannot ask that"),
    ({"do": "ask", "seed": -1}, "Unreadable", "seed", "wrong kind"),
    ({"do": "ask", "seed": True}, "Unreadable", "seed", "wrong kind"),
    ({"do": "ask", "seed": 7, "number": 1001}, "OutOfRange", "count", "1,000"),
    ({"do": "ask", "seed": 7, "count": 99_999}, "OutOfRange", "count", "1,000"),
    ({"do": "ask", "seed": "moon"}, "Unreadable", "seed", "wrong kind"),
    ({"do": "work", "text": "70,5kg, 1 mg/kg"}, "Unreadable", "", "; or turn on decimal commas"),
    ({"do": "ask", "seed": 7, "topics": ["moon"]}, "Unreadable", "topic", "no topic"),
    ({"do": "ask", "seed": 7, "topics": [7]}, "Unreadable", "topics", "wrong kind"),
    ({"do": "ask", "seed": 7, "weights": [1e9]}, "Unreadable", "weights", "wrong kind"),
    ({"do": "ask", "seed": 7, "level": 9}, "Unreadable", "level", "no level"),
    ({"do": "work", "text": 7}, "Unreadable", "text", "wrong kind"),
    ({"do": 7}, "Unreadable", "", "it is no request"),
    (7, "Unreadable", "", "it is no request"),
]  # fmt: skip


@pytest.mark.parametrize(("request_", "kind", "field", "said"), ERRORS)
def test_an_error_comes_with_its_fields(
    request_: Any, kind: str, field: str, said: str
) -> None:
    error = json.loads(answer(json.dumps(request_)))["error"]
    assert (error["kind"], error["field"]) == (kind, field)
    assert said in error["sentence"]


def test_what_is_no_json_is_refused() -> None:
    for text in ("", "{", "[" * 100_000):
        assert "no request" in json.loads(answer(text))["error"]["sentence"]


def test_what_was_typed_acts_nowhere() -> None:
    told = ask("work", text="5 \u202e\x1b mg")
    assert "\\u202e\\x1b" in told["error"]["sentence"]
    told = ask("check", text=f"{LINE} = 3\u202e", answer=None or "")
    assert "\u202e" not in json.dumps({**told["report"], "record": 0})


CHECKED = [
    (LINE, "52.5", True, "Right."),
    (LINE, "35 mg = 52.5 mg/h", True, "Right."),
    (LINE, "0.875", False, "[minutes-hours]"),
    (f"{LINE} = 0.875", "", False, "[minutes-hours]"),
    (LINE, "35 mg", False, "Not the quantity that is asked."),
    (LINE, "moon", None, "moon"),
    (LINE, "", None, "Solved; no answer was given."),
    ("Order: 6 mg. On hand: 2 mg/mL. How many mL?", "3", True, "Right."),
    ("Order: 6 mg. On hand: 2 mg/mL. How many mL?", "12 mL", False, "12 mL is not right"),
    ("Order: 6 mg. On hand: 2 mg/mL. How many mL?\nA) 3 mL\nB) 12 mL", "B", False, "Right is A) 3 mL."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "given", "right", "said"), CHECKED)
def test_an_answer_is_judged(
    text: str, given: str, right: bool | None, said: str
) -> None:
    told = ask("check", text=text, answer=given)
    assert told["right"] is right
    assert said in shown(told)


@pytest.mark.parametrize("text", [LINE, "70 kg, ordered 0.5 mg/kg. How many mg?"])
def test_a_hint_gives_the_next_step_and_no_more(text: str) -> None:
    told = ask("check", text=text, answer="", hint=True)
    assert told["right"] is None
    assert shown(told) == "Next, the total amount: 0.5 mg/kg × 70 kg = ?"


def test_a_hint_does_not_say_which_of_the_answers_is_right() -> None:
    text = "Order: 6 mg. On hand: 2 mg/mL. How many mL?\nA) 3 mL\nB) 12 mL"
    assert "A)" not in shown(ask("check", text=text, hint=True))
    assert "A)" in shown(ask("work", text=text))


def test_decimal_commas_are_read_and_written() -> None:
    told = ask("work", text="70 kg; 0,75 mg/kg -> mg", decimal_comma=True)
    assert "52,5" in shown(told)
    told = ask("check", text=LINE, answer="52,5", decimal_comma=True)
    assert told["right"]
    assert "52.5" in shown(ask("work", text="70 kg, 0.75 mg/kg -> mg"))


# ------------------------------------------------------------------ look up


ASKED: list[dict[str, Any]] = [
    *({"what": each} for each in SHOWN if each != "infusion"),
    {"what": "infusion", "weight": "70 kg", "concentration": "1 mg/mL"},
    {"what": "infusion", "weight": "154 lb", "exact_pounds": True},
    {"what": "routes", "amount": "35 mg", "full": True},
    {"what": "routes", "words": "nasal"},
    {"what": "protocols", "full": True},
    {"what": "evidence", "full": True},
    {"what": "claims", "full": True},
    {"what": "mechanism", "full": True},
    {"what": "chart", "dose": "2-20 mcg/kg/min", "show": "mg/h", "lines": True},
    {"what": "curve", "route": "iv", "duration": "1 h; 2 h"},
    {"what": "curve", "rate": "172.2 mg/h"},
    {"what": "notation", "topic": "ranges"},
]


@pytest.mark.parametrize("told", ASKED, ids=json.dumps)
def test_everything_can_be_looked_up(told: dict[str, Any]) -> None:
    found = ask("look-up", **told)
    assert found["report"]["title"] != [""]
    assert found["report"]["blocks"]


def test_what_is_looked_up_is_what_the_terminal_shows() -> None:
    found = ask("look-up", what="routes", full=True)
    assert found["report"] == json.loads(
        json.dumps(as_blocks(shelf.of_routes(reference.routes())))
    )


def test_each_shelf_of_a_page_can_be_asked_for() -> None:
    assert [each.name for each in SHELVES] == list(SHOWN)


def test_each_chip_is_a_unit_or_a_sign() -> None:
    for each in {*CHIPS, *STEPS} - {"->", "=", "×", "÷"}:
        assert unit(each).text in {each, each.removesuffix("s")}


def test_a_source_and_what_is_registered_are_links() -> None:
    found = ask("look-up", what="routes", full=True)["report"]["blocks"]
    links = [*re.findall(r'\["([^"]*)", "((?:https:|#)[^"]*)"\]', json.dumps(found))]
    assert ("[1]", "#source-1") in links
    assert any(href.startswith("https://doi.org/10.") for _, href in links)
    assert found[-1]["items"][0]["id"] == "source-1"


# ------------------------------------------------------------------ practice


def test_practice_asks_the_problems_of_a_seed() -> None:
    drawn = draw(7, count=3).exercises
    for number, exercise in enumerate(drawn, 1):
        told = ask("ask", seed=7, number=number, count=3, evenly=True)
        assert exercise.text in shown(told)
        assert told["line"] == str(exercise.problem)
        assert told["weights"] == []


def test_a_whole_problem_of_practice_turn_by_turn() -> None:
    asked = {"seed": 7, "number": 1, "evenly": True}
    hint = ask("go", typed="hint", **asked)
    assert (hint["attempt"], hint["hints"], hint["over"]) == (2, 1, False)
    assert hint["kept"]["verdict"] == "hinted"
    place = {"attempt": hint["attempt"], "hints": hint["hints"]}
    wrong = ask("go", typed="672 mL", **asked, **place)
    assert (wrong["right"], wrong["over"], wrong["attempt"]) == (False, False, 3)
    unread = ask("go", typed="moon", **asked, **place)
    assert (unread["right"], unread["kept"], unread["attempt"]) == (None, None, 2)
    right = ask("go", typed="11.2 mL", **asked, attempt=3, hints=1)
    assert (right["right"], right["over"]) == (True, True)
    kept = [each["kept"] for each in (hint, wrong, right)]
    summed = ask("sum-up", own=kept, kept=kept)
    assert "weight" in shown(summed)
    assert ask("progress", kept=kept)["report"]["record"]["attempts"] == kept


def test_practice_without_a_seed_leans_by_what_was_practised() -> None:
    attempt = {"topic": "drip", "level": 1, "problem": "", "attempt": 1, "answer": "1"}
    attempt |= {"at": "2030-01-01 12:00:00", "day": "2030-01-01"}
    kept = [
        attempt | {"kind": "drops", "verdict": "right"},
        attempt | {"kind": "piggyback", "verdict": "wrong_value"},
    ]
    told = ask("ask", seed=7, kept=kept, now="2030-01-01T13:00:00+01:00")
    assert sorted(told["weights"]) == [1, *[4] * (len(kinds()) - 2), 16]
    assert ask("ask", seed=7, kept=kept, now="noon")["weights"] == []
    again = ask("ask", seed=7, kept=[], weights=told["weights"])
    assert again["report"] == told["report"]


def test_progress_says_what_is_due_by_the_clock_of_the_page() -> None:
    attempt = {"topic": "drip", "level": 1, "problem": "", "attempt": 1, "answer": "1"}
    kept = [
        attempt | {"kind": "drops", "verdict": "skipped", "at": "2030-01-01 12:00:00"}
    ]
    for day, is_due in (("01", False), ("02", True)):
        told = ask("progress", kept=kept, now=f"2030-01-{day}T13:00:00+01:00")
        assert ("Due today: 1 of drip." in shown(told)) is is_due
    odd = [kept[0] | {"at": "soon", "day": "monday"}]
    assert "drip" in shown(ask("progress", kept=odd, now="2030-01-02T13:00:00+01:00"))


def test_a_task_may_be_asked_for() -> None:
    told = ask("ask", seed=7, task="mistake", evenly=True)
    assert "A student worked it so" in shown(told)
    assert "Line" in shown(told)


def test_what_another_version_kept_is_passed_over() -> None:
    kept = [7, {"topic": 7}, {"topic": "bolus", "moon": 1}]
    told = ask("progress", kept=kept)
    assert len(told["report"]["record"]["attempts"]) == 1
    assert shown(ask("progress", kept=[7])) == "Nothing was practised yet."
    assert shown(ask("sum-up", own=[], kept=[])) == "Nothing was answered."


def test_a_page_asks_which_version_answers() -> None:
    assert ask("about") == {"version": __version__}


def test_every_remedy_of_a_page_is_a_sentence() -> None:
    assert all(told.startswith("; ") for told in REMEDIES.values())
    assert set(answering.DONE) >= {"work", "check", "look-up", "ask", "go"}
