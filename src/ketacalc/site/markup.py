"""The page itself: its views, with a first example that is worked at its build."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from xml.etree.ElementTree import tostring

from ketacalc import __version__
from ketacalc.ketamine import reference
from ketacalc.notice import NOTICE
from ketacalc.practice.drawing import LEVELS
from ketacalc.practice.exercises import MOST_PROBLEMS
from ketacalc.practice.kinds import TOPICS
from ketacalc.say import say
from ketacalc.screens.elements import element
from ketacalc.screens.manual import topics
from ketacalc.screens.pages import flow
from ketacalc.screens.worked import of_solution
from ketacalc.site import labels
from ketacalc.solving.solution import solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from ketacalc.screens.elements import Part
    from ketacalc.site.labels import Field, Shelf

# Nothing from elsewhere, no script but our own files, and what WebAssembly needs.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; "
    "connect-src 'self'; style-src 'self'; img-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
# The worker draws nothing, and runs scripts of the engine that it unpacked and checked.
WORKER = (
    "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; connect-src 'self'"
)
MOST_SEED, COUNT = 999_999, 10
WORDS = ("hint", "show", "skip")  # what may be said in place of an answer


def page(shell: str) -> str:
    """Write the page, whose scripts and styles are in the folder of its shell."""
    html = element("html", _head(shell), _body(), lang="en")
    return f"<!DOCTYPE html>\n{tostring(html, 'unicode', method='html')}\n"


def _head(shell: str) -> Element:
    told = f"{say(labels.CALCULATOR)}. {say(NOTICE)}"
    view = "width=device-width, initial-scale=1"
    csp = {"http_equiv": "Content-Security-Policy", "content": POLICY}
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", **csp),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="viewport", content=view),
        element("meta", name="color-scheme", content="light dark"),
        element("title", "ketacalc"),
        element("meta", name="description", content=told),
        element("link", rel="manifest", href="manifest.webmanifest"),
        element("link", rel="icon", href="icon.svg", type="image/svg+xml"),
        element("link", rel="apple-touch-icon", href="icon-192.png"),
        element("link", rel="stylesheet", href=f"{shell}/style.css"),
        element("script", type="module", src=f"{shell}/app.js"),
    )


def _body() -> Element:
    told = {name: say(sentence) for name, sentence in labels.MESSAGES.items()}
    words = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return element(
        "body",
        element(
            "header",
            element("p", say(NOTICE), class_="notice"),
            element("h1", "ketacalc"),
            element("span", say(labels.CALCULATOR)),
        ),
        _nav(),
        element("p", id="version"),
        element("p", id="engine", role="status"),
        element("noscript", element("p", say(labels.WITHOUT_SCRIPT))),
        element("p", id="live", class_="again", aria_live="polite"),
        element("main", _work(), _check(), _practise(), _look(), _settings()),
        _footer(),
        element("script", words, type="application/json", id="messages"),
    )


def _nav() -> Element:
    links = (
        element("li", element("a", say(label), href=f"#{name}"))
        for name, label in labels.VIEWS.items()
    )
    named = say(labels.VIEWS_NAMED)
    return element("nav", element("ul", *links), aria_label=named)


def _view(name: str, *parts: Part) -> Element:
    """Write a view; the first is seen before any script has run."""
    shut = {} if name == "work" else {"hidden": ""}
    head = element("h2", say(labels.VIEWS[name]))
    return element("section", head, *parts, id=name, **shut)


def _answer(name: str, *parts: Part) -> Element:
    told = {"id": name, "class_": "answer", "tabindex": "-1"}
    return element("div", *parts, **told)


def _linking() -> list[Element]:
    button = element("button", say(labels.LINK), type="button", class_="copy")
    return [element("p", button, class_="buttons"), element("p", class_="link")]


def _link(view: str, said: str, **told: str) -> Element:
    address = f"#{urlencode({view: said, **told})}"
    return element("li", element("a", said, href=address))


# ------------------------------------------------------------------ views


def _work() -> Element:
    first = flow(of_solution(solve(labels.FIRST)), top=2)
    form = element(
        "form",
        *_area("work", "text", labels.PROBLEM, labels.FIRST, told="work-hint"),
        element("p", say(labels.PROBLEM_HINT), class_="hints", id="work-hint"),
        _chips(labels.CHIPS),
        _buttons(_button(labels.WORK_OUT)),
        id="work-form",
    )
    tried = element("ul", *(_link("work", each) for each in labels.TRIED), class_="try")
    more = element("h3", say(labels.TO_TRY))
    return _view(
        "work",
        *(form, _answer("work-answer", *first)),
        *(*_linking(), more, tried),
    )


def _settings() -> Element:
    """Write what holds in every view."""
    switches = (_switch(each, own=True) for each in (labels.COMMA, labels.POUNDS))
    form = element("form", *switches, id="settings")
    return element("details", element("summary", say(labels.SETTINGS)), form)


def _check() -> Element:
    line, answer = labels.JUDGED
    form = element(
        "form",
        *_area("check", "text", labels.PROBLEM, line),
        _chips(labels.CHIPS),
        *_area("check", "answer", labels.ANSWER, answer),
        _chips(labels.STEPS, labels.SIGNS),
        _buttons(_button(labels.JUDGE), _button(labels.HINT, "hint")),
        id="check-form",
    )
    tried = element("ul", _link("check", line, answer=answer), class_="try")
    more = element("h3", say(labels.TO_TRY))
    return _view("check", form, _answer("check-answer"), *_linking(), more, tried)


def _practise() -> Element:
    return _view(
        "practise",
        _setup(),
        _answer("question"),
        _goes(),
        _answer("practise-answer"),
        element("p", _action("next", class_="main", hidden="")),
        element("p", id="unkept"),
        _answer("practise-summary"),
        _kept(),
        _sure(),
    )


def _setup() -> Element:
    topic = (
        element(
            "label",
            element("input", type="checkbox", name="topic", value=each),
            each,
            class_="switch",
        )
        for each in TOPICS
    )
    chosen = element(
        "fieldset",
        element("legend", say(labels.TOPICS)),
        element("p", say(labels.ALL_TOPICS), class_="hints"),
        element("div", *topic, class_="topics"),
    )
    fields = element(
        "div",
        _labelled(labels.TASK, "task", _select("task", labels.TASKS)),
        _labelled(labels.LEVEL, "level", _select("level", _levels())),
        _labelled(labels.COUNT, "count", _number("count", 1, MOST_PROBLEMS, COUNT)),
        _labelled(labels.SEED, "seed", _number("seed", 0, MOST_SEED)),
        class_="fields",
    )
    begin = _buttons(_button(labels.BEGIN))
    form = element("form", chosen, fields, begin, id="practise-form")
    told = element("summary", say(labels.SETUP))
    return element("details", told, form, *_linking(), id="setup", open="")


def _levels() -> Iterator[tuple[str, str]]:
    yield "0", say(labels.ANY)
    for each in LEVELS:
        one, most = each == LEVELS[0], each == LEVELS[-1]
        said = labels.ONE_LINE if one else labels.FIVE_LINES if most else labels.LINES
        yield str(each), f"{each}: {say(said, count=each)}"


def _goes() -> Element:
    field = _text("typed", "", "go-typed")
    field.set("aria-describedby", "question")  # which is told where the caret goes
    return element(
        "form",
        element("label", say(labels.ANSWER), for_="go-typed"),
        field,
        _chips(labels.STEPS, labels.SIGNS),
        _buttons(
            _button(labels.GO),
            *(_button(getattr(labels, each.upper()), each) for each in WORDS),
        ),
        id="go-form",
        hidden="",
    )


def _kept() -> Element:
    shut = (_action(each, hidden="") for each in ("export", "erase", "undo"))
    more = _action("more", class_="main", hidden="")
    return _buttons(more, _action("progress"), *shut)


def _sure() -> Element:
    """Ask before all is forgotten."""
    erase = element("button", say(labels.ERASE), value="erase")
    keep = element("button", say(labels.KEEP), value="", class_="main", autofocus="")
    asked = element("p", say(labels.SURE), id="sure-asked")
    form = element("form", asked, _buttons(keep, erase), method="dialog")
    return element("dialog", form, id="sure", aria_labelledby="sure-asked")


def _look() -> Element:
    named = [(each.name, say(each.label)) for each in labels.SHELVES]
    what = _select("", named, "look-what")
    label = element("label", say(labels.WHAT), for_="look-what")
    forms = map(_shelf, labels.SHELVES)
    return _view("look", label, what, *forms, _answer("look-answer"), *_linking())


def _shelf(shelf: Shelf) -> Element:
    texts = [f for f in shelf.fields if f.kind != "switch"]
    switches = [f for f in shelf.fields if f.kind == "switch"]
    told = {} if shelf is labels.SHELVES[0] else {"hidden": ""}
    fields = (_field(each, shelf.name) for each in texts)
    return element(
        "form",
        element("div", *fields, class_="fields"),
        *map(_switch, switches),
        _buttons(_button(labels.SEARCH)),
        novalidate="",  # what is missing is said by the core
        class_="shelf",
        data_what=shelf.name,
        **told,
    )


def _field(field: Field, shelf: str) -> Element:
    name = f"{shelf}-{field.name}"
    if field.kind == "choice":
        made = _select(field.name, CHOICES[field.name](), name)
    else:
        made = _text(field.name, field.example, name, must=field.must)
    return element("div", element("label", say(field.label), for_=name), made)


def _protocols() -> Iterator[tuple[str, str]]:
    for each in reference.protocols().values():
        yield each.name, f"{each.name}: {each.figures}"


def _routes() -> Iterator[tuple[str, str]]:
    from ketacalc.ketamine.curve import ROUTES  # noqa: PLC0415 - loads mpmath

    yield "", say(labels.ALL)
    for name, label in ROUTES.items():
        yield name, say(label)


def _topics() -> Iterator[tuple[str, str]]:
    yield "", say(labels.ALL)
    for each in topics().values():
        yield each.name, f"{each.name}: {say(each.about)}"


CHOICES = {"protocol": _protocols, "route": _routes, "topic": _topics}


def _footer() -> Element:
    return element(
        "footer",
        element("p", say(labels.PRIVATE)),
        element(
            "p",
            say(labels.SOFTWARE, version=__version__),
            " ",
            element("a", say(labels.LICENCES), href="licences.txt"),
        ),
    )


# ------------------------------------------------------------------ fields


def _area(
    view: str, name: str, label: str, example: str, *, told: str = ""
) -> list[Element]:
    """Write a label and a field of some lines; `told` is what describes it."""
    own = f"{view}-{name}-field"
    about = {"aria_describedby": told} if told else {}
    named = {"name": name, "id": own, "placeholder": example, "rows": "2"}
    area = element("textarea", **named, **PLAIN, **about)
    return [element("label", say(label), for_=own), area]


# What a phone would mend is a unit, and mg is no Mg.
PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


def _text(name: str, example: str, own: str, *, must: bool = False) -> Element:
    told = {"type": "text", "name": name, "id": own, "placeholder": example}
    return element("input", **told, **PLAIN, **({"required": ""} if must else {}))


def _number(name: str, least: int, most: int, value: int | None = None) -> Element:
    told = {"name": name, "id": name, "min": str(least), "max": str(most)}
    given = {} if value is None else {"value": str(value)}
    return element("input", type="number", inputmode="numeric", **told, **given)


def _select(name: str, choices: Iterable[tuple[str, str]], own: str = "") -> Element:
    options = (element("option", said, value=each) for each, said in choices)
    named = {"name": name} if name else {}
    return element("select", *options, id=own or name, **named)


def _labelled(label: str, own: str, field: Element) -> Element:
    return element("div", element("label", say(label), for_=own), field)


def _switch(field: Field, *, own: bool = False) -> Element:
    told = {"id": field.name} if own else {}
    box = element("input", type="checkbox", name=field.name, **told)
    return element("label", box, say(field.label), class_="switch")


def _chips(texts: Iterable[str], named: str = labels.UNITS) -> Element:
    chips = (
        element("li", element("button", each, type="button", value=each))
        for each in texts
    )
    return element("ul", *chips, class_="chips", aria_label=say(named))


def _button(label: str, value: str = "") -> Element:
    told = {"value": value} if value else {"class_": "main"}
    return element("button", say(label), type="submit", **told)


def _action(name: str, **told: str) -> Element:
    """Write a button that a script waits for, with the label of its name."""
    label = say(getattr(labels, name.upper()))
    return element("button", label, type="button", id=name, **told)


def _buttons(*buttons: Element) -> Element:
    return element("div", *buttons, class_="buttons")
