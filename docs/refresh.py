"""Run every command in the README and the docs, and put in what it prints.

    python docs/refresh.py

Also fills what stands between `<!-- table: NAME -->` and `<!-- end -->` from the data,
what stands behind `<!-- sample: NAME -->` from a file, and draws the pictures.  The
tests fail where a page is not as this leaves it.
"""

import contextlib
import io
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from unittest import mock

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from ketacalc.cli import main
from ketacalc.ketamine.reference import Parameter, claims, parameters
from ketacalc.language.figures import STYLE
from ketacalc.language.relations import QUANTITIES, RELATIONS, Relation
from ketacalc.language.uncovered import UNCOVERED
from ketacalc.language.units import RECIPROCAL, ROOT
from ketacalc.marking.mistakes.catalogue import KINDS
from ketacalc.practice import voices
from ketacalc.practice.attempts import Attempt
from ketacalc.say import DOMAIN, LOCALE
from ketacalc.screens import manual
from ketacalc.screens.verdicts import RECORD_COLUMNS
from ketacalc.words import rules

DOCS = Path(__file__).parent
CATALOGUE = LOCALE / f"{DOMAIN}.pot"
SAMPLES = DOCS / "samples"
PAGES = [DOCS.parent / "README.md", *sorted(DOCS.rglob("*.md"))]
FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"(<!-- table: (.*?) -->\n).*?(<!-- end -->)", re.DOTALL)
SAMPLE = re.compile(r"(<!-- sample: (.*?) -->\n).*?(<!-- end -->)", re.DOTALL)
TOPIC = "topic "
TERMINAL = {"TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "80"}
OLD_CONSOLE = "rich.console.detect_legacy_windows"  # one keeps a column for itself
COMMANDS = (
    "iv",
    "solve",
    "check",
    "mark",
    "read",
    "chart",
    "curve",
    "routes",
    "protocols",
    "evidence",
    "mechanism",
    "practice",
    "progress",
    "units",
    "help",
    "site",
)
# A run of each command whose rows have all the columns that it writes.
ROWS = {
    "iv": "iv --weight 70kg",
    "solve": "solve 70kg 0.5mg/kg",
    "check": "check '70 kg, 0.5 mg/kg = 35 mg'",
    "mark": "mark form.csv --key key.csv",
    "read": "read '70 kg, ordered 0.5 mg/kg. How many mg?'",
    "practice": "practice --count 1 --worked",
    "help": "help ranges",
    "progress": "",  # which is each user's own
    "site": "",  # which writes no rows
}
WITHOUT_RUN = {"progress": (*Attempt._fields, "notice"), "site": ()}
PICTURES = {
    "iv": 'iv --weight 70kg --concentration "50 mg in 50 mL" --working',
    "check": (
        'check "70 kg, 0.5 mg/kg, 40 min, 2 mg/mL = 35 mg = 0.875 mg/h = 0.44 mL/h"'
    ),
    "routes": "routes",
    "chart": "chart",
    "curve": "curve",
}

# The command that answers each section of the article.
ANSWERS = {
    "Does it treat anxiety?": "ketacalc evidence anxiety",
    "The studies that it names": "ketacalc evidence --full",
    "Depression and post-traumatic stress": "ketacalc evidence --full",
    "How it works": "ketacalc mechanism --full",
    "Ways of giving it": "ketacalc routes --amount 50mg",
    "Dosing made personal": "ketacalc evidence --claims",
    "The inner journey": "ketacalc mechanism experience",
    "Risks": "ketacalc mechanism risk",
    "Guidance and supervision": "ketacalc mechanism supervised",
}


def run(command: str) -> str:
    """Run a pipe of ketacalc commands in the samples' folder; return what it prints."""
    text = ""
    for part in command.split(" | "):
        words = shlex.split(part)
        if words[0] != "ketacalc":
            message = f"only ketacalc is run: {command}"
            raise ValueError(message)
        text = _run(words[1:], text)
    return text


def _run(words: list[str], given: str) -> str:
    out = io.StringIO()
    stdin = io.TextIOWrapper(io.BytesIO(given.encode()), "utf-8")
    with (
        contextlib.chdir(SAMPLES),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        mock.patch.dict(os.environ, TERMINAL),
        mock.patch(OLD_CONSOLE, return_value=False),
        mock.patch.object(sys, "stdin", stdin),
    ):
        main(words)
    if not out.getvalue().strip():  # a command that was cut short would empty the page
        message = f"nothing is printed: {shlex.join(words)}"
        raise ValueError(message)
    return out.getvalue()


def refreshed(text: str) -> str:
    """Return a page with every command run, every sample and every table put in."""
    text = FENCE.sub(lambda match: f"```console\n{_rerun(match[1])}```", text)
    text = SAMPLE.sub(lambda match: f"{match[1]}{_sample(match[2])}{match[3]}", text)
    return TABLE.sub(lambda match: f"{match[1]}{table(match[2])}{match[3]}", text)


def _sample(name: str) -> str:
    return f"```text\n{(SAMPLES / name).read_text('utf-8')}```\n"


def _rerun(session: str) -> str:
    commands = re.findall(r"^\$ (.*)$", session, re.MULTILINE)
    shown = [f"$ {command}\n{_stripped(run(command))}" for command in commands]
    return "\n".join(shown)


def _stripped(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


# ------------------------------------------------------------------ tables


def table(name: str) -> str:
    """Return the Markdown of a table that exists as data."""
    if name in TABLES:
        return TABLES[name]()
    if name.startswith(TOPIC):
        return _lines(name.removeprefix(TOPIC))
    return _without_title(run(f"ketacalc {name} --format md"))


def _lines(topic: str) -> str:
    """Tabulate the lines of a topic of the manual, with what they give."""
    examples = manual.topic(topic).examples
    return _table(("line", "gives"), ((f"`{line}`", gives) for line, gives in examples))


def _without_title(page: str) -> str:
    """Drop a screen's notice and title: the page around it has its own."""
    return page.split("\n\n", 2)[2]


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _quantities() -> str:
    rows = [
        (f"`{each.name}`", each.label, ", ".join(map(str, each.units)))
        for each in QUANTITIES.values()
    ]
    return _table(("name", "quantity", "quoted in"), rows)


def _triangles() -> str:
    rows = [(f"`{each.whole}`", _worked(each)) for each in RELATIONS]
    return _table(("whole", "is"), rows)


def _worked(relation: Relation) -> str:
    """Write how a whole is worked, by the operation of its relation."""
    left, op, right = f"`{relation.left}`", relation.op, f"`{relation.right}`"
    if op == RECIPROCAL:
        return f"{op} {left}"
    return f"{op}({left} × {right} ÷ 3,600)" if op == ROOT else f"{left} {op} {right}"


def _slips() -> str:
    rows = [
        (f"`{each.id.replace('*', '<quantity>')}`", each.group, each.happened)
        for each in KINDS
    ]
    return _table(("id", "class", "what happened"), rows)


def _style() -> str:
    return _table(("id", "note"), ((f"`{name}`", say) for name, say in STYLE.items()))


def _uncovered() -> str:
    return _table(
        ("left out", "instead"), ((each.thing, each.instead) for each in UNCOVERED)
    )


def _columns() -> str:
    return ", ".join(f"`{name}`" for name in RECORD_COLUMNS) + "\n"


def _formats() -> str:
    """Tabulate which command writes what, as its help and its first row say."""
    heads = ("command", "`--format`", "`--save`", "columns of a row")
    return _table(heads, map(_written_by, COMMANDS))


def _written_by(command: str) -> Iterator[str]:
    told = " ".join(run(f"ketacalc {command} --help").split())
    forms = re.search(r"--format <(.*?)>", told)
    endings = re.search(r"Save .*?: ((?:\.\w+ ?)+)", told)
    yield f"`{command}`"
    for found, sign in ((forms, "|"), (endings, None)):
        names = found[1].replace("| ", "|").split(sign) if found else []
        yield " ".join(f"`{name}`" for name in names)
    row = ROWS.get(command, command)
    first = run(f"ketacalc {row} --format csv").partition("\n")[0] if row else ""
    columns = first.split(",") if row else WITHOUT_RUN[command]
    yield ", ".join(f"`{name}`" for name in columns)


def _parameters() -> str:
    rows = [
        (each.what, f"{each.value:g} {each.unit}".strip(), _place(each))
        for each in parameters().values()
    ]
    return _table(("what", "value", "where it was read"), rows)


def _place(parameter: Parameter) -> str:
    second = "second-hand" if parameter.source.read == "second-hand" else ""
    name = parameter.source.paper.partition(",")[0]
    return ", ".join(filter(None, (name, parameter.place, second)))


def _helps() -> str:
    parts = [
        f"## {name}\n\n```console\n$ ketacalc {name} --help\n```\n" for name in COMMANDS
    ]
    return refreshed("\n".join(parts))


def _article() -> str:
    parts = []
    for section, group in groupby(claims(), lambda claim: claim.section):
        rows = ((f"“{each.claim}”", each.verdict, each.finding) for each in group)
        table = _table(("it says", "verdict", "what was read"), rows)
        parts.append(f"## {section}\n\nAnswered by `{ANSWERS[section]}`.\n\n{table}\n")
    return "\n" + "".join(parts)


TABLES: dict[str, Callable[[], str]] = {
    "quantities": _quantities,
    "triangles": _triangles,
    "slips": _slips,
    "style": _style,
    "columns": _columns,
    "uncovered": _uncovered,
    "formats": _formats,
    "commands": _helps,
    "article": _article,
    "parameters": _parameters,
}


# ---------------------------------------------------------------- pictures


def pictures() -> Iterator[Path]:
    """Draw the pictures; yield where each stands."""
    for name, command in PICTURES.items():
        path = DOCS / "pictures" / f"{name}.svg"
        run(f"ketacalc {command} --save {shlex.quote(str(path))}")
        yield path


def catalogue() -> str:
    """Return all sentences of the program, as translators' programs read them."""
    found = Catalog()
    sentences = extract_from_dir(LOCALE.parent, keywords={"say": None, "later": None})
    for _, _, sentence, _, _ in sentences:
        found.add(sentence)
    for topic in manual.topics().values():  # which stand in a table of their own
        found.add(topic.about)
        found.add(topic.text)
    for sentence in (*voices.sentences(), *rules.sentences()):
        found.add(sentence)
    written = io.BytesIO()
    write_po(written, found, sort_output=True, omit_header=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head + written.getvalue().decode()


def rewrite() -> None:
    """Bring all pages, the pictures and the catalogue up to date."""
    CATALOGUE.parent.mkdir(exist_ok=True)
    CATALOGUE.write_text(catalogue(), "utf-8")
    for page in PAGES:
        page.write_text(refreshed(page.read_text("utf-8")), "utf-8")
    for path in pictures():
        print(path)


if __name__ == "__main__":
    rewrite()
