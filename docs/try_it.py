"""Put a link behind each command of a page that the browser page can do too.

mkdocs calls it for every page.  `address` says where a command leads.
"""

import html
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ketacalc.errors import KetacalcError
from ketacalc.language.notation import parse
from ketacalc.shell import line_of

APP = "app/"
FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAMPLES = Path(__file__).parent / "samples"
# What an option is called in a link; one without a value is a switch.
FIELDS = {
    "--weight": "weight",
    "--dose": "dose",
    "--over": "duration",
    "--concentration": "concentration",
    "--drop-factor": "drop_factor",
    "--protocol": "protocol",
    "--amount": "amount",
    "--route": "route",
    "--plateau": "rate",
    "--step": "step",
    "--show": "show",
    "--seed": "practise",
    "--count": "count",
    "--level": "level",
    "--topic": "topics",
    "--for": "for",
    "--answer": "answer",
}
SWITCHES = {"--full": "full", "--lines": "lines", "--working": "", "--claims": "claims"}
SHELVES = ("routes", "protocols", "evidence", "mechanism", "chart", "curve", "units")
SEVERAL = {"topics": " ", "amount": "; ", "duration": "; "}


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Add the links to a page of the site."""
    up = "../" * page.url.count("/")
    return FENCE.sub(lambda found: f"{found[0]}\n{_links(found[1], up)}", markdown)


def _links(session: str, up: str) -> str:
    """Write the link behind a session; of several commands the first has it."""
    for command in commands(session):
        if told := address(command):
            href = html.escape(f"{up}{APP}#{told}")
            return f'\n<a class="try-it" href="{href}">Try it in the browser</a>\n'
    return ""


def commands(session: str) -> Iterator[str]:
    """Yield the commands of a session that are no part of a pipe."""
    for command in re.findall(r"^\$ (.*)$", session, re.MULTILINE):
        if " | " not in command:
            yield command


def address(command: str) -> str:
    """Return what stands behind the # for a command, or nothing where none does it."""
    _, name, *rest = shlex.split(command)
    try:
        words, told = _parted(rest)
    except KeyError:
        return ""
    found = _told(name, words, told)
    return urlencode(found) if found else ""


def _parted(rest: list[str]) -> tuple[list[str], dict[str, str]]:
    """Part words from options; KeyError for one that the browser page has not."""
    words: list[str] = []
    told: dict[str, str] = {}
    left = iter(rest)
    for word in left:
        if word in SWITCHES:
            told[SWITCHES[word]] = "on"
        elif word.startswith("--"):
            name, value = FIELDS[word], next(left)
            both = SEVERAL.get(name, "").join(filter(None, (told.get(name), value)))
            told[name] = both if name in SEVERAL else value
        else:
            words.append(word)
    return words, told


def _told(name: str, words: list[str], told: dict[str, str]) -> dict[str, str]:
    told.pop("", None)
    if name in {"solve", "check"}:
        return _line(name, line_of(words, told.pop("for", "")), told)
    if name == "read":
        return {"check" if "answer" in told else "work": _text(words), **told}
    if name == "iv":
        return {"look": "infusion", **told}
    if name == "practice" and "practise" in told:
        return {"practise": told.pop("practise"), **told}
    return _looked_up(name, " ".join(words), told)


def _looked_up(name: str, words: str, told: dict[str, str]) -> dict[str, str]:
    if name == "help":
        return {"look": "notation", "topic": words}
    if name not in SHELVES:
        return {}
    if told.pop("claims", ""):
        name = "claims"
    return {"look": name, **({"words": words} if words else {}), **told}


def _line(name: str, line: str, told: dict[str, str]) -> dict[str, str]:
    """Part a line to check from its answers; a file is none."""
    if name == "solve":
        return {} if told else {"work": line}
    try:
        problem = parse(line)
    except KetacalcError:
        return {}
    answers = " = ".join(problem.answers) or told.pop("answer", "")
    stem = problem.printed.removesuffix(f" = {answers}")
    return {"check": stem, "answer": answers} if answers and not told else {}


def _text(words: list[str]) -> str:
    """Return a problem in words, or what stands in a file of one."""
    path = SAMPLES / words[0]
    is_file = len(words) == 1 and len(words[0]) < 100 and path.exists()  # noqa: PLR2004
    return path.read_text("utf-8") if is_file else " ".join(words)
