"""Work out and check: a line of notation or a problem in words, and its answer."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ketacalc.errors import KetacalcError, Unreadable
from ketacalc.language.notation import parse
from ketacalc.language.numbers import pointed, writes_commas
from ketacalc.marking.check import check
from ketacalc.marking.verdict import SOLVED, UNREAD
from ketacalc.screens import read as screen
from ketacalc.screens import verdicts, worked
from ketacalc.solving.solution import solve
from ketacalc.words.options import judged, right_options
from ketacalc.words.reading import read

if TYPE_CHECKING:
    from ketacalc.browser.request import Request
    from ketacalc.marking.verdict import Verdict
    from ketacalc.words.reading import Reading

# What a text has and a line has not: a question, a full stop, or a run of words.
PROSE = re.compile(r"\?|[a-z]{2}[.:](?:\s|$)|(?:\b[A-Za-z]{2,}\b[ ,]+){4}|\n")


def work(request: Request) -> dict[str, Any]:
    """Work out a line, or a problem in words, with every step."""
    text = typed(request.text("text"))
    pounds = "exact" if request.is_on("exact_pounds") else "2.2"
    if _is_line(text):
        return {"report": worked.of_solution(solve(text, pounds))}
    found = read(text)
    reports = [worked.of_solution(solve(each, pounds)) for each in found.lines]
    right = right_options(found.lines[-1], found.options)
    return {"report": screen.of_reading(found, reports, right)}


def judge(request: Request) -> dict[str, Any]:
    """Judge an answer or steps to a line or a problem in words; or give a hint."""
    text, answer = request.text("text"), request.given("answer")
    hint = request.is_on("hint")
    if not _is_line(text):
        return _judged_words(read(typed(text)), answer, hint=hint)
    verdict = check(text, answer=answer, decimal_comma=writes_commas())
    report = verdicts.of_verdict(verdict, hint=hint)
    return {"report": report, "right": _is_right(verdict, hint=hint)}


def _judged_words(found: Reading, answer: str | None, *, hint: bool) -> dict[str, Any]:
    if answer is None:
        verdict = check(found.lines[0])
    else:
        verdict = judged(found.lines, found.options, answer)
    report = verdicts.of_verdict(verdict, hint=hint)
    if hint or answer is None:  # which letter is right is not told yet
        found = replace(found, lines=found.lines[:1], options=())
    right = right_options(found.lines[-1], found.options)
    told = screen.of_reading(found, [report], right)
    return {"report": told, "right": _is_right(verdict, hint=hint)}


def _is_right(verdict: Verdict, *, hint: bool) -> bool | None:
    """Tell whether an answer is right; None where none was judged."""
    if hint or verdict.verdict in {SOLVED, *UNREAD} or not verdict.steps:
        return None
    return verdict.passes


def _is_line(text: str) -> bool:
    """Tell a line of notation from a problem in words."""
    if not PROSE.search(text.strip()):
        return True
    try:
        parse(text)
    except Unreadable:
        return False
    except KetacalcError:
        return True
    return True


def typed(text: str) -> str:
    """Return figures that were typed, with points for the commas that are set."""
    return pointed(text) if writes_commas() else text
