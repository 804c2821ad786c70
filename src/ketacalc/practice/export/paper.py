"""A sheet of problems on paper: lines of the notation, Markdown, HTML and records.

An answer stands in none of them unless the sheet has a key.
"""

from __future__ import annotations

from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING

from ketacalc.language.numbers import counted
from ketacalc.notice import NOTICE
from ketacalc.practice.export import naming
from ketacalc.practice.kinds import ANSWER
from ketacalc.say import later, say
from ketacalc.screens.linked import glued
from ketacalc.screens.markdown import escaped
from ketacalc.screens.records import csv_rows, json_rows, jsonl_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ketacalc.practice.drawing import Exercise
    from ketacalc.practice.exercises import Sheet

KEY, ANSWER_IS = later("Key"), later("Answer:")
ONE_MARK, MARKS = later("{count} mark"), later("{count} marks")
ALIKE = later("In these problems two slips may give one number: {numbers}.")
BLANK = "_" * 12
SEVERAL = Fraction(2)
PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 12pt/1.5 serif; max-width: 42em; margin: 2em auto; padding: 0 1em; }}
li {{ margin-bottom: 1em; break-inside: avoid; }}
p {{ margin: 0.3em 0; }}
li ol {{ padding-left: 1.5em; }}
li li {{ margin: 0; }}
.blank {{ display: inline-block; width: 8em; border-bottom: 1px solid; }}
.key {{ break-before: page; }}
footer {{ border-top: 1px solid; margin-top: 2em; }}
@page {{
  margin: 2cm;
  @bottom-left {{ content: {foot}; font: 8pt serif; }}
  @bottom-right {{ content: counter(page) " / " counter(pages); font: 8pt serif; }}
}}
@media print {{
  body {{ margin: 0; max-width: none; padding: 0; }}
  p, li {{ orphans: 3; widows: 3; }}
  h2 {{ break-after: avoid; }}
}}
</style>
</head>
<body>
<p>{notice}</p>
<h1>{title}</h1>
<p>{name} <span class="blank"></span> {date} <span class="blank"></span></p>
<ol>
{problems}
</ol>
{key}<footer><p>{notice}</p></footer>
</body>
</html>
"""


def lines(sheet: Sheet) -> str:
    """Write a line of the notation for each problem, as `ketacalc check` reads it."""
    return "".join(f"{line}\n" for line in _lines(sheet))


def _lines(sheet: Sheet) -> Iterator[str]:
    yield f"# {say(NOTICE)}"
    yield f"# {naming.title(sheet)}"
    for each in sheet.exercises:
        if each.task != ANSWER:
            key = [f"{say(ANSWER_IS)} {each.chosen}"] * sheet.key
            told = (each.text, *numbered(each.shown), *each.choices, *key)
            yield from (f"# {line}" for line in told)
            continue
        yield f"{each.problem} = {each.result}" if sheet.key else str(each.problem)
        if sheet.worked:
            yield from (f"#   {line}" for line in each.solution.working)


def numbered(lines: Iterable[str]) -> Iterator[str]:
    """Put numbers before lines of a working: 1. 35 mg ÷ 40 min = 0.875 mg/min."""
    return (f"{number}. {line}" for number, line in enumerate(lines, 1))


def markdown(sheet: Sheet) -> str:
    """Write the problems, and behind them the key."""
    head = f"> {say(NOTICE)}", "", f"# {escaped(naming.title(sheet))}", ""
    parts = [*head, *_asked_in_markdown(sheet)]
    if sheet.key:
        parts += [f"## {say(KEY)}", "", *_key_in_markdown(sheet), *alike(sheet)]
    return "\n".join(parts) + "\n"


def alike(sheet: Sheet) -> Iterator[str]:
    """Say in which problems two slips give one number, if in any."""
    if sheet.alike:
        numbers = ", ".join(map(str, sheet.alike))
        yield ""
        yield say(ALIKE, numbers=numbers)


def _asked_in_markdown(sheet: Sheet) -> Iterator[str]:
    for number, each in enumerate(sheet.exercises, 1):
        pad = " " * len(f"{number}. ")
        yield f"{number}. {escaped(told(sheet, each))}\n"
        yield from (f"{pad}{escaped(line)}\n" for line in numbered(each.shown))
        yield f"{pad}{say(ANSWER_IS)} {_blank_in_markdown(each)}\n"


def _blank_in_markdown(each: Exercise) -> str:
    if each.choices:
        return escaped(" / ".join(each.choices))
    return f"{escaped(BLANK)} {escaped(blank_unit(each))}".rstrip()


def told(sheet: Sheet, each: Exercise) -> str:
    """Write a problem, and its marks where they are told."""
    if not sheet.marks:
        return each.text
    return f"{each.text} ({marks(each)})"


def marks(each: Exercise) -> str:
    """Say the marks of a problem: one for each line of its working."""
    return say(ONE_MARK if each.level == 1 else MARKS, count=each.level)


def blank_unit(each: Exercise) -> str:
    """Return what stands behind a blank: tablets, for it may be any number of them.

    Behind that of a time of day stands nothing.
    """
    return "" if each.is_a_time else counted(SEVERAL, each.unit)


def _key_in_markdown(sheet: Sheet) -> Iterator[str]:
    for number, each in enumerate(sheet.exercises, 1):
        why = f": {each.told}" if each.told else ""
        yield f"{number}. {escaped(each.answer + why)}"
        if sheet.worked:
            pad = " " * len(f"{number}. ")
            yield from (f"{pad}- {escaped(line)}" for line in each.solution.working)


def page(sheet: Sheet) -> str:
    """Write a page to print; the key begins a sheet of paper of its own."""
    problems = "\n".join(_asked_on_page(sheet, each) for each in sheet.exercises)
    answers = "\n".join(_answered_on_page(sheet, each) for each in sheet.exercises)
    head = f'<h2 class="key">{escape(say(KEY))}</h2>'
    notes = "".join(f"<p>{escape(note)}</p>\n" for note in alike(sheet) if note)
    return PAGE.format(
        language=escape(say("en")),  # the code of the language that is spoken
        title=escape(naming.title(sheet)),
        foot=in_style(naming.title(sheet)),
        notice=escape(say(NOTICE)),
        name=escape(say("Name:")),
        date=escape(say("Date:")),
        problems=problems,
        key=f"{head}\n<ol>\n{answers}\n</ol>\n{notes}" if sheet.key else "",
    )


def in_style(text: str) -> str:
    """Write a text as a string of CSS, so that no sign can end it or the style."""
    safe = (
        char if char.isalnum() or char in " .,:-" else f"\\{ord(char):x} "
        for char in text
    )
    return f'"{"".join(safe)}"'


def _asked_on_page(sheet: Sheet, each: Exercise) -> str:
    if each.choices:
        blank = in_html(" / ".join(each.choices))
    else:
        blank = f'<span class="blank"></span> {escape(blank_unit(each))}'
    text = in_html(told(sheet, each))
    shown = listed(each.shown) if each.shown else ""
    return f"<li>{text}{shown}\n<p>{escape(say(ANSWER_IS))} {blank}</p></li>"


def _answered_on_page(sheet: Sheet, each: Exercise) -> str:
    why = f": {each.told}" if each.told else ""
    steps = steps_in_html(each) if sheet.worked else ""
    return f"<li>{in_html(each.answer + why)}{steps}</li>"


def steps_in_html(each: Exercise) -> str:
    """Write the working as a list of HTML."""
    return listed(each.solution.working)


def in_html(text: str) -> str:
    """Write a text as HTML, with each number on the line of its unit.

    ```pycon
    >>> in_html("40 mL/h")
    '40&nbsp;mL/h'

    ```
    """
    return escape(glued(text)).replace("\u00a0", "&nbsp;")


def listed(lines: Iterable[str]) -> str:
    """Write lines as a numbered list of HTML."""
    return f"<ol>{''.join(f'<li>{in_html(line)}</li>' for line in lines)}</ol>"


def table(sheet: Sheet) -> str:
    """Write CSV with the columns of a class list, which `ketacalc check` reads."""
    columns = ["number", "topic", "level", "text", "problem", "answer"]
    columns += ["choices", "choice"] * any(each.choices for each in sheet.exercises)
    columns += ["working"] * sheet.worked
    return "".join(csv_rows(_rows(sheet), columns))


def as_json(sheet: Sheet) -> str:
    """Write the problems as one JSON object."""
    return "".join(json_rows(_rows(sheet), "problems"))


def as_jsonl(sheet: Sheet) -> str:
    """Write the problems as JSON Lines."""
    return "".join(jsonl_rows(_rows(sheet)))


def _rows(sheet: Sheet) -> Iterator[dict[str, object]]:
    for number, each in enumerate(sheet.exercises, 1):
        row = _row(number, each, key=sheet.key)
        if not sheet.worked:
            del row["working"]
        yield row


def _row(number: int, each: Exercise, *, key: bool) -> dict[str, object]:
    """Return a row; a choice has no line of notation, for it is no answer to one."""
    is_line = each.task == ANSWER
    return {
        "number": number,
        "topic": each.topic,
        "level": each.level,
        "kind": each.kind,
        "task": each.task,
        "text": "\n".join((each.text, *numbered(each.shown))),
        "problem": str(each.problem) if is_line else "",
        "answer": str(each.result) if key and is_line else "",
        "choices": " / ".join(each.choices),
        "choice": each.chosen if key else "",
        "working": "; ".join(each.solution.working),
    }
