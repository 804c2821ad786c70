"""A sheet as documents of Word: one for the student, and the key in another.

Each problem has room for its working, a line for the answer and its marks, one for each
line of the working.  At the foot of every page stand its number and all that is needed
to draw the sheet again.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ketacalc.errors import Unsaved
from ketacalc.inert import inert
from ketacalc.notice import NOTICE
from ketacalc.practice.export import naming
from ketacalc.practice.export.paper import ANSWER_IS, KEY, blank_unit, marks, numbered
from ketacalc.practice.export.zipped import packed, unpacked
from ketacalc.say import later, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacalc.practice.drawing import Exercise
    from ketacalc.practice.exercises import Sheet

NAME, DATE = later("Name:"), later("Date:")
BLANK, SHORT_BLANK = "_" * 24, "_" * 6
SIZE, SMALL = 11, 8  # points
A_LINE = 26  # points that a line of working takes, written by hand
EDGE, TAB = 2.2, 16.5  # centimetres: the margins, and where what is at the right ends


def document(sheet: Sheet, path: str) -> bytes:
    """Write the student's document, without any answer.

    Raises Unsaved, for `path`, where python-docx is not installed.
    """
    return _written(sheet, path, naming.title(sheet), _asked)


def key(sheet: Sheet, path: str) -> bytes:
    """Write the key: every answer, and the working of a worked sheet; or Unsaved."""
    title = say("{key}: {title}", key=say(KEY), title=naming.title(sheet))
    return _written(sheet, path, title, _answered)


def _written(
    sheet: Sheet, path: str, title: str, add: Callable[[Any, Sheet], None]
) -> bytes:
    try:
        import docx  # noqa: PLC0415 - only who wants a document needs it
    except ImportError:
        mend = later('a document needs python-docx; install "ketacalc[word]"')
        raise Unsaved(path, mend) from None
    made = docx.Document()
    _set_up(made, title)
    made.add_heading(inert(title), level=1)
    add(made, sheet)
    whole = io.BytesIO()
    made.save(whole)
    return packed(unpacked(whole.getvalue()))  # python-docx would date it


def _set_up(made: Any, title: str) -> None:
    """Set the page, the type, what stands at head and foot, and the properties."""
    from docx.shared import Cm, Pt  # noqa: PLC0415 - as in _written

    about = made.core_properties
    about.title, about.author, about.comments = inert(title), naming.program(), NOTICE
    made.styles["Normal"].font.size = Pt(SIZE)
    (page,) = made.sections
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(EDGE)
    _small(page.header.paragraphs[0], say(NOTICE))
    foot = page.footer.paragraphs[0]
    _stop(foot)
    _small(foot, f"{title}\t")
    _number(foot, "PAGE")
    _small(foot, " / ")
    _number(foot, "NUMPAGES")


def _small(paragraph: Any, text: str) -> Any:
    from docx.shared import Pt  # noqa: PLC0415 - as in _written

    run = paragraph.add_run(inert(text, keep="\t"))
    run.font.size = Pt(SMALL)
    return run


def _stop(paragraph: Any) -> None:
    """Set the one stop to which a tab goes: the right edge."""
    from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415 - as in _written
    from docx.shared import Cm  # noqa: PLC0415

    for style in (paragraph.style, paragraph):
        for stop in list(style.paragraph_format.tab_stops):
            stop.alignment = WD_TAB_ALIGNMENT.CLEAR
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Cm(TAB), WD_TAB_ALIGNMENT.RIGHT)


def _number(paragraph: Any, field: str) -> None:
    """Add a number that Word works out: of this page, or of all."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as in _written
    from docx.oxml.ns import qn  # noqa: PLC0415

    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), field)
    simple.append(_small(paragraph, "1")._r)  # noqa: SLF001 - its element, as is usual
    paragraph._p.append(simple)  # noqa: SLF001


def _asked(made: Any, sheet: Sheet) -> None:
    """Add the head of a test, and each problem with room for its working."""
    total = sum(each.level for each in sheet.exercises)
    line = made.add_paragraph()
    _stop(line)
    line.add_run(f"{say(NAME)} {BLANK}  {say(DATE)} {BLANK[:12]}\t")
    line.add_run(f"{SHORT_BLANK} / {total}")
    for number, each in enumerate(sheet.exercises, 1):
        _problem(made, number, each)


def _problem(made: Any, number: int, each: Exercise) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - as in _written

    text = made.add_paragraph()
    _stop(text)
    text.add_run(f"{number}. ").bold = True
    text.add_run(inert(each.text))
    text.add_run(f" ({marks(each)})").italic = True
    parts = [text, *(made.add_paragraph(inert(line)) for line in numbered(each.shown))]
    for part in parts:
        part.paragraph_format.keep_with_next = part.paragraph_format.keep_together = (
            True
        )
    parts[-1].paragraph_format.space_after = Pt(A_LINE * (each.level + 1))
    answer = made.add_paragraph()
    _stop(answer)
    answer.add_run(f"{say(ANSWER_IS)} {_blank(each)}\t")
    answer.add_run(f"{SHORT_BLANK} / {each.level}")
    answer.paragraph_format.space_after = Pt(A_LINE)


def _blank(each: Exercise) -> str:
    """Return where the answer is written, or the choices of which one is marked."""
    if each.choices:
        return inert(" / ".join(each.choices))
    return f"{BLANK} {blank_unit(each)}".rstrip()


def _answered(made: Any, sheet: Sheet) -> None:
    """Add each answer, and its working where the sheet is worked."""
    for number, each in enumerate(sheet.exercises, 1):
        line = made.add_paragraph()
        line.add_run(f"{number}. ").bold = True
        why = f": {each.told}" if each.told else ""
        line.add_run(inert(each.answer + why))
        for step in each.solution.working if sheet.worked else ():
            made.add_paragraph(inert(step), style="List Bullet")
