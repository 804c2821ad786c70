"""The browser page in a real browser: its views, its errors, and what it keeps."""

import json
import re
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from xml.etree.ElementTree import tostring

import pytest
from chromium import AXE, FLAGS, Host, built, chromium, hosted, parts, renewed
from photograph import PICTURES, SHOTS, photograph
from test_browser import ASKED, CHECKED, ERRORS, KINDS, LINE

from ketacalc.browser.answer import answer
from ketacalc.browser.blocks import as_blocks
from ketacalc.practice.exercises import draw
from ketacalc.screens.pages import flow
from ketacalc.screens.report import Report
from ketacalc.site.labels import SHELVES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

VIEWS = ("work", "check", "practise", "look")
READY = "html[data-engine=ready]"
KEPT = "html[data-kept]"
PARTS = {"loader", "engine", "wasm", "stdlib", "libraries", "core", "curve"}
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the page, built once."""
    base = tmp_path_factory.getbasetemp()
    return built(base.parent if "popen" in base.name else base)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Start Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def host(site: Path) -> Iterator[Host]:
    """Serve the page."""
    with hosted(site) as found:
        yield found


@pytest.fixture(scope="session")
def one(browser: "Browser", site: Path) -> Iterator["Page"]:
    """Open the page once, for tests that leave nothing behind."""
    with hosted(site) as host:
        context = browser.new_context()
        found = context.new_page()
        found.set_default_timeout(60_000)
        found.goto(host.url)
        found.wait_for_selector(READY)
        yield found
        context.close()


@pytest.fixture
def shared(one: "Page") -> "Page":
    """Return a page that was used before, on its first view and as narrow as a phone."""
    one.set_viewport_size({"width": 360, "height": 760})
    one.emulate_media(color_scheme="light")
    one.evaluate("document.documentElement.style.fontSize = ''")
    one.evaluate("document.querySelectorAll('form').forEach((each) => each.reset())")
    return opened(one, work="")


@pytest.fixture
def context(browser: "Browser") -> Iterator["BrowserContext"]:
    """Return a browser that was never here, as narrow as a phone."""
    found = browser.new_context(viewport={"width": 360, "height": 760})
    found.set_default_timeout(60_000)
    yield found
    found.close()


@pytest.fixture
def page(context: "BrowserContext", host: Host) -> Iterator["Page"]:
    """Open the page, and find no error of a script when all is done."""
    found = context.new_page()
    wrong: list[str] = []
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.goto(host.url)
    found.wait_for_selector(READY)
    yield found
    assert wrong == []


def opened(page: "Page", **told: str) -> "Page":
    """Follow a link to a problem, and wait for what it shows."""
    page.goto(f"{page.url.partition('#')[0]}#{urlencode(told)}")
    page.wait_for_selector(READY)
    return settled(page)


def settled(page: "Page") -> "Page":
    """Wait until nothing is being worked out."""
    page.wait_for_timeout(300)
    page.wait_for_selector("[aria-busy]", state="detached")
    return page


def in_sight(page: "Page", place: str) -> bool:
    """Tell whether all of something is on the screen."""
    seen = """(place) => {
      const { top, bottom } = document.querySelector(place).getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }"""
    return bool(page.evaluate(seen, place))


def go_to(page: "Page", wanted: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({wanted!r})"):
            return
    pytest.fail(f"no Tab reaches {wanted}")


def text(page: "Page", place: str) -> str:
    """Return what is seen in a place, with plain spaces."""
    return page.inner_text(place).replace("\u00a0", " ")


# ------------------------------------------------------------------ one core


def test_python_in_the_browser_answers_as_python_here(
    shared: "Page", site: Path
) -> None:
    page = shared
    asked = [{"do": "look-up", **told} for told in ASKED]
    errors = [told for told, *_ in ERRORS if isinstance(told, dict)]
    asked += [told for told in errors if isinstance(told["do"], str)]
    asked += [{"do": "check", "text": t, "answer": a} for t, a, *_ in CHECKED]
    asked += [
        {"do": "work", "text": "Order: 6 mg. On hand: 2 mg/mL. How many mL?"},
        {"do": "work", "text": "70 kg; 0,75 mg/kg -> mg", "decimal_comma": True},
        {"do": "work", "text": "weigth=70 kg, 0.5 mg/kg"},
        {"do": "look-up", "what": "notation", "topic": "rnages"},
        {"do": "ask", "seed": 7, "number": 20, "evenly": True},
        {"do": "go", "seed": 7, "evenly": True, "typed": "hint"},
        {"do": "progress", "kept": [{"topic": "bolus", "attempt": 1}]},
    ]
    (shell,) = (each.name for each in site.glob("shell-*"))
    found = page.evaluate(
        """async ([script, asked]) => {
          const { Engine } = await import(script);
          const engine = new Engine(() => {});
          const told = await Promise.all(asked.map((each) => engine.ask(each)));
          engine.worker.terminate();
          return told;
        }""",
        [f"./{shell}/engine.js", asked],
    )
    for request, told in zip(asked, found, strict=True):
        assert told == json.loads(answer(json.dumps(request))), request


def as_text(markup: str) -> str:
    """Write markup with its attributes in one order, however it was made."""
    tag = re.compile(r"<(\w+)((?: [\w-]+(?:=\"[^\"]*\")?)*)\s*/?>")
    told = re.compile(r" ([\w-]+)(?:=\"([^\"]*)\")?")

    def ordered(found: re.Match[str]) -> str:
        names = sorted(f'{n.lower()}="{v}"' for n, v in told.findall(found[2]))
        return f"<{found[1].lower()} {' '.join(names)}>"

    closed = re.sub(r"</(?:path|circle|polyline)>", "", markup)
    plain = closed.replace("&nbsp;", "\u00a0").replace("&gt;", ">")
    return tag.sub(ordered, plain)


DRAW = """async ([script, report]) => {
  const { drawn } = await import(script);
  const place = document.createElement("div");
  place.append(...drawn(report));
  return place.innerHTML;
}"""


@pytest.mark.parametrize(("block", "kind", "said"), KINDS)
def test_the_page_draws_what_a_saved_page_has(
    shared: "Page", site: Path, block: Any, kind: str, said: list[str]
) -> None:
    page = shared
    report = Report("A <b> title", (block,))
    (shell,) = (each.name for each in site.glob("shell-*"))
    drawn = page.evaluate(DRAW, [f"./{shell}/draw.js", as_blocks(report)])
    saved = "".join(
        tostring(each, "unicode", method="html") for each in flow(report, 2)
    )
    drawn, saved = (
        re.sub(r' (?:role|aria-label)="(?:region|Both)"| tabindex="-?\d"', "", each)
        for each in (drawn, saved)
    )
    assert as_text(drawn) == as_text(saved)
    assert kind
    assert all(
        each in drawn.replace("\u00a0", " ").replace("&nbsp;", " ") for each in said
    )


# ------------------------------------------------------------------ views


def test_steps_appear_as_one_types(shared: "Page") -> None:
    page = shared
    page.type("#work-text-field", "70 kg, 0.5 mg/kg, 40 min -> mg/h")
    settled(page)
    assert "35 mg ÷ 40 min = 0.875 mg/min" in text(page, "#work-answer")
    assert "52.5" in text(page, "#live")
    page.fill("#work-text-field", "70 kg, 0.5 mg/kg -> mL")
    settled(page)
    assert text(page, "#work-answer") == "For mL I still need the concentration."


def test_a_problem_in_words_is_worked(shared: "Page") -> None:
    page = shared
    page.fill("#work-text-field", "Order: 6 mg. On hand: 2 mg/mL. How many mL?")
    page.click("#work-form button.main")
    settled(page)
    assert "6 mg ÷ 2 mg/mL = 3 mL" in text(page, "#work-answer")


def test_decimal_commas_and_exact_pounds_are_settings(page: "Page") -> None:
    page.click("details:has(#settings) summary")
    page.fill("#work-text-field", "154 lb; 0,75 mg/kg -> mg")
    page.check("#decimal_comma")
    page.check("#exact_pounds")
    settled(page)
    assert "0,45359237" in text(page, "#work-answer")
    page.reload()
    assert page.is_checked("#decimal_comma")


def test_a_wrong_answer_is_named_and_its_step_marked(shared: "Page") -> None:
    page = shared
    page.click("nav a[href='#check']")
    page.fill("#check-text-field", LINE)
    page.fill("#check-answer-field", "35 mg = 0.875 mg/h")
    page.click("#check-form button.main")
    settled(page)
    shown = text(page, "#check-answer")
    assert "minutes-hours" in shown
    assert "->" in shown
    assert text(page, "p.verdict.wrong") == "0.875 mg/h is not right."
    assert text(page, "#live") == "0.875 mg/h is not right."
    sign = "getComputedStyle(document.querySelector('.verdict'), '::before').content"
    assert "✗" in page.evaluate(sign)


def test_a_hint_and_then_the_right_answer(shared: "Page") -> None:
    page = shared
    page.click("nav a[href='#check']")
    page.fill("#check-text-field", LINE)
    page.click("#check-form button[value=hint]")
    settled(page)
    assert "0.5 mg/kg × 70 kg = ?" in text(page, "#check-answer")
    page.fill("#check-answer-field", "52.5")
    page.press("#check-answer-field", "Control+Enter")
    page.click("#check-form button.main")
    settled(page)
    assert text(page, "#live") == "Right."
    assert page.query_selector("p.verdict.right")


def test_a_chip_puts_a_unit_where_the_caret_is(shared: "Page") -> None:
    page = shared
    page.fill("#work-text-field", "70")
    for chip in ("kg", "->"):
        page.click(f"#work-form .chips button[value='{chip}']")
    assert page.input_value("#work-text-field") == "70 kg ->"
    assert page.evaluate("document.activeElement.id") == "work-text-field"


@pytest.mark.parametrize("shelf", [each.name for each in SHELVES])
def test_everything_can_be_looked_up_on_the_page(shared: "Page", shelf: str) -> None:
    page = shared
    told = {"look": shelf} | ({"weight": "70 kg"} if shelf == "infusion" else {})
    opened(page, **told)
    page.wait_for_selector("#look-answer h2")
    assert len(text(page, "#look-answer")) > 100
    wide = (
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    assert page.evaluate(wide)


def test_a_field_that_is_wrong_is_marked(shared: "Page") -> None:
    page = shared
    opened(page, look="infusion", weight="moon")
    assert "moon" in text(page, "#look-answer")
    assert page.get_attribute("#infusion-weight", "aria-invalid") == "true"
    assert "moon" in text(page, "#live")
    page.fill("#infusion-weight", "70 kg")
    page.press("#infusion-weight", "Enter")
    settled(page)
    assert page.get_attribute("#infusion-weight", "aria-invalid") is None
    assert text(page, "#live") == text(page, "#look-answer h2")


def test_a_source_is_gone_to_on_the_page(shared: "Page") -> None:
    page = shared
    opened(page, look="routes", full="on")
    page.click("#look-answer a[href='#source-1'] >> nth=0")
    assert page.evaluate("document.activeElement.id") == "source-1"
    assert "source" not in page.url


def test_practice_through_a_whole_set(page: "Page") -> None:
    first, second, third = draw(7, count=3).exercises
    page.click("nav a[href='#practise']")
    page.fill("#seed", "7")
    page.fill("#count", "3")
    page.click("#practise-form button.main")
    page.wait_for_selector("#go-form:not([hidden])")
    assert first.text in text(page, "#question")
    for typed, said in (("1 mL", "is not right"), (first.answer, "Right.")):
        page.fill("#go-typed", typed)
        page.press("#go-typed", "Enter")
        page.wait_for_selector(f"#practise-answer >> text={said}")
    page.click("#next")
    page.wait_for_selector(f"#question >> text={second.text[:20]}")
    page.click("#go-form button[value=hint]")
    page.wait_for_selector("#practise-answer >> text=?")
    page.click("#go-form button[value=show]")
    page.click("#next")
    page.wait_for_selector(f"#question >> text={third.text[:20]}")
    page.click("#go-form button[value=skip]")
    page.click("#next")
    page.wait_for_selector("#practise-summary table")
    assert "Right at once" in text(page, "#practise-summary")
    kept = json.loads(page.evaluate("localStorage.getItem('ketacalc.progress')"))
    told = [(each["attempt"], each["verdict"]) for each in kept]
    assert told == [
        (1, "wrong_value"),
        (2, "right"),
        (1, "hinted"),
        (2, "shown"),
        (1, "skipped"),
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", each["day"]) for each in kept)
    _exported_and_erased(page, len(kept))


def _exported_and_erased(page: "Page", count: int) -> None:
    page.click("#progress")
    page.wait_for_selector("#export:not([hidden])")
    with page.expect_download() as saving:
        page.click("#export")
    saved = json.loads(Path(saving.value.path()).read_text("utf-8"))
    assert len(saved["attempts"]) == count
    page.click("#erase")
    page.click("#sure button.main")
    assert page.evaluate("localStorage.getItem('ketacalc.progress')")
    page.click("#erase")
    page.click("#sure button[value=erase]")
    page.wait_for_selector("#practise-summary >> text=Nothing was practised yet.")
    page.click("#undo")
    page.wait_for_selector("#practise-summary table")


def test_a_set_that_goes_wrong_is_seen_on_a_phone_and_needs_no_mouse(
    page: "Page",
) -> None:
    page.set_viewport_size({"width": 360, "height": 480})
    opened(page, practise="7", count="2")
    session = page.context.new_cdp_session(page)
    field = session.send("Runtime.evaluate", {"expression": "document.activeElement"})
    told = session.send(
        "Accessibility.getPartialAXTree", {"objectId": field["result"]["objectId"]}
    )
    assert "154 lb" in told["nodes"][0]["description"]["value"].replace("\u00a0", " ")
    for number in (1, 2):
        page.wait_for_selector(f"#question >> text={number} of 2")
        page.keyboard.type("1 mL = 70,5")
        page.keyboard.press("Enter")
        page.wait_for_selector("#practise-answer p")
        assert in_sight(page, "#practise-answer p")
        go_to(page, "#go-form button[value=show]")
        page.keyboard.press("Enter")
        page.wait_for_selector("#next:focus")
        page.keyboard.press("Enter")
    page.wait_for_selector("#practise-summary:focus")
    assert in_sight(page, "#practise-summary caption")
    go_to(page, "#more")
    page.keyboard.press("Enter")
    page.wait_for_selector("#question >> text=1 of 2")
    assert page.is_hidden("#more")


# ------------------------------------------------------------------ links


def test_a_link_brings_a_problem(context: "BrowserContext", host: Host) -> None:
    page = context.new_page()
    told = urlencode({"check": LINE, "answer": "0.875"})
    page.goto(f"{host.url}#{told}")
    page.wait_for_selector("p.verdict.wrong")
    assert "minutes-hours" in text(page, "#check-answer")
    assert in_sight(page, "p.verdict.wrong")
    assert not [each for each in host.asked if "875" in each]


def test_a_copied_link_brings_the_same(page: "Page", context: "BrowserContext") -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, look="chart", weight="70kg..90kg", lines="on")
    page.click("#look .copy")
    page.wait_for_selector("#look .link >> text=copied")
    link = page.evaluate("navigator.clipboard.readText()")
    other = context.new_page()
    other.goto(link)
    other.wait_for_selector("#look-answer h2")
    assert text(other, "#look-answer") == text(page, "#look-answer")
    assert other.is_checked("form[data-what=chart] [name=lines]")


HOSTING = Path(__file__).parents[1] / "docs/how-to/host-the-page.md"


def test_the_pictures_of_the_guide_can_be_taken_anew(
    browser: "Browser", site: Path, tmp_path: Path
) -> None:
    photograph(browser, site, tmp_path)
    shown = re.findall(
        r"!\[([^]]{50,})\]\(\.\./pictures/([\w-]+)\.png\)", HOSTING.read_text()
    )
    assert {name for _, name in shown} == set(SHOTS)
    for name in SHOTS:
        kept, taken = (
            (folder / f"{name}.png").read_bytes() for folder in (PICTURES, tmp_path)
        )
        assert kept[:24] == taken[:24]  # how wide and how high it is
        assert len(kept) < 90_000


@pytest.mark.parametrize("link", re.findall("`#([a-z]+=.*)`", HOSTING.read_text()))
def test_a_link_that_the_guide_shows_opens_something(shared: "Page", link: str) -> None:
    page = shared
    page.goto(f"{page.url.partition('#')[0]}#{link}")
    settled(page)
    assert page.query_selector(f"#{link.partition('=')[0]}:not([hidden])")
    assert (
        page.query_selector_all("section:not([hidden]) .answer p.wrong:not(.verdict)")
        == []
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            {"practise": "7", "topics": "pump moon"},
            'Cannot read "moon": it is no topic',
        ),
        ({"practise": "moon"}, 'Cannot read "moon"'),
        ({"practise": "7", "level": "9"}, 'Cannot read "9": it is no level'),
        ({"practise": "7", "task": "fly"}, 'Cannot read "fly"'),
        ({"practise": "7", "count": "5000"}, "5000 problems are over 1,000"),
    ],
)
def test_a_link_to_no_set_is_refused_and_brings_no_other(
    shared: "Page", told: dict[str, str], said: str
) -> None:
    page = shared
    opened(page, practise="7", topics="drip", count="3")
    page.wait_for_selector("#question >> text=1 of 3: drip")
    opened(page, **told)
    assert said in text(page, "#question")
    assert said in text(page, "#live")
    assert in_sight(page, "#question p")
    assert page.is_visible("#practise-form")
    assert page.is_hidden("#go-form")
    opened(page, practise="8")
    page.wait_for_selector("#question >> text=1 of 10")


@pytest.mark.parametrize("view", VIEWS)
def test_text_in_a_link_is_only_text(shared: "Page", view: str) -> None:
    page = shared
    alarms: list[str] = []
    page.on("dialog", lambda dialog: alarms.append(dialog.message))
    opened(
        page, **{view: HOSTILE, "answer": HOSTILE, "words": HOSTILE, "seed": HOSTILE}
    )
    assert (
        page.evaluate("document.querySelectorAll('main img, main script').length") == 0
    )
    assert alarms == []


# ------------------------------------------------------------------ what fails


@pytest.mark.parametrize("how", ["missing", "cut"])
@pytest.mark.parametrize("part", ["wasm", "core", "engine.gz"])
def test_a_broken_download_has_a_way_on(
    context: "BrowserContext", host: Host, how: str, part: str
) -> None:
    host.broken = {part: how}
    page = context.new_page()
    page.goto(host.url)
    page.wait_for_selector("html[data-engine=broken]")
    assert "could not be loaded" in text(page, "#engine")
    assert "52.5" in text(page, "#work-answer")  # which was worked at the build
    page.fill("#work-text-field", "70 kg, 0.5 mg/kg -> mg")
    host.broken = {}
    page.click("#engine button")
    page.wait_for_selector(READY)
    settled(page)
    assert "0.5 mg/kg × 70 kg = 35 mg" in text(page, "#work-answer")


def test_without_what_solves_a_curve_all_else_works(
    context: "BrowserContext", host: Host
) -> None:
    host.broken = {"curve": "missing"}
    page = context.new_page()
    page.goto(host.url)
    page.wait_for_selector(READY)
    opened(page, look="curve")
    page.wait_for_selector("#look-answer >> text=could not be loaded")
    opened(page, look="units")
    page.wait_for_selector("#look-answer h2")
    host.broken = {}
    opened(page, look="curve")
    page.wait_for_selector("#look-answer svg")


def test_where_storage_is_blocked_the_page_works(
    context: "BrowserContext", host: Host
) -> None:
    page = context.new_page()
    page.add_init_script(
        """for (const name of ["localStorage", "caches"])
          Object.defineProperty(globalThis, name, { get() { throw new Error(); } });"""
    )
    page.goto(f"{host.url}#practise=7&count=1")
    page.wait_for_selector("#go-form:not([hidden])")
    page.fill("#go-typed", draw(7, count=1).exercises[0].answer)
    page.press("#go-typed", "Enter")
    page.wait_for_selector("p.verdict.right")
    assert "until you leave the page" in text(page, "#unkept")


def test_a_part_that_is_kept_broken_is_fetched_anew(page: "Page") -> None:
    page.wait_for_selector(KEPT)
    page.evaluate(
        """async () => {
          const kept = await caches.open("ketacalc-engine");
          for (const each of await kept.keys())
            if (each.url.endsWith("core.gz")) await kept.put(each, new Response("no"));
        }"""
    )
    page.reload()
    page.wait_for_selector(READY)


def test_without_webassembly_the_example_stands(
    context: "BrowserContext", host: Host
) -> None:
    page = context.new_page()
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(host.url)
    page.wait_for_selector("html[data-engine=unable]")
    assert "cannot run the calculator" in text(page, "#engine")
    assert "52.5" in text(page, "#work-answer")


def test_without_scripts_the_example_stands(browser: "Browser", host: Host) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(host.url)
    assert "Scripts are turned off" in text(page, "body")
    assert "52.5" in text(page, "#work-answer")
    context.close()


def test_another_version_is_refused(
    context: "BrowserContext", site: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(site, other)
    (told,) = other.glob("shell-*/build.js")
    script = told.read_text("utf-8").replace('"version": "', '"version": "9', 1)
    told.write_text(script, "utf-8")
    with hosted(other) as host:
        page = context.new_page()
        page.goto(host.url)
        page.wait_for_selector("html[data-engine=broken]")


def test_a_full_browser_says_that_an_answer_is_not_kept(page: "Page") -> None:
    page.evaluate(
        """() => {
          for (let size = 1 << 22; size; size >>= 1)
            try {
              for (let at = 0; ; at++) localStorage.setItem(`${size} ${at}`, "x".repeat(size));
            } catch {}
        }"""
    )
    opened(page, practise="7", count="1")
    page.wait_for_selector("#go-form:not([hidden])")
    page.fill("#go-typed", draw(7, count=1).exercises[0].answer)
    page.press("#go-typed", "Enter")
    page.wait_for_selector("#unkept:not(:empty)")
    page.click("#progress")
    page.wait_for_selector("#practise-summary table")


def test_where_no_part_can_be_kept_the_page_works(
    context: "BrowserContext", host: Host
) -> None:
    page = context.new_page()
    session = context.new_cdp_session(page)
    told = {"origin": host.url.rstrip("/"), "quotaSize": 1000}
    session.send("Storage.overrideQuotaForOrigin", told)
    page.goto(host.url)
    page.wait_for_selector(READY)
    assert "keeps nothing, or is full" in text(page, "#engine")
    opened(page, work=LINE)
    assert "52.5" in text(page, "#work-answer")


# ------------------------------------------------------------------ offline


def _installed(page: "Page") -> None:
    page.wait_for_selector(KEPT)
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")


def test_the_page_works_offline_after_the_first_visit(
    page: "Page", context: "BrowserContext", host: Host
) -> None:
    _installed(page)
    host.broken = {"/": "missing"}
    context.set_offline(offline=True)
    page.goto("about:blank")
    page.goto(f"{host.url}#{urlencode({'work': LINE})}")
    page.wait_for_selector(READY)
    settled(page)
    assert "52.5" in text(page, "#work-answer")
    opened(page, look="curve")
    page.wait_for_selector("#look-answer svg")


def test_a_newer_version_takes_the_place_of_the_first(
    page: "Page", context: "BrowserContext", host: Host, site: Path, tmp_path: Path
) -> None:
    _installed(page)
    host.folder = renewed(site, tmp_path / "new")
    page.reload()
    page.wait_for_selector("#version button")
    assert text(page, "h1") == "ketacalc"
    page.click("#version button")
    page.wait_for_selector("h1 >> text=ketacalc 2")
    page.wait_for_selector(READY)
    _installed(page)
    kept = page.evaluate("async () => await caches.keys()")
    shells = [each for each in kept if each.startswith("ketacalc-shell-")]
    assert len(shells) == 1
    assert shells[0].startswith("ketacalc-shell-2")
    context.set_offline(offline=True)
    page.reload()
    page.wait_for_selector(READY)
    assert text(page, "h1") == "ketacalc 2"


def test_another_tab_goes_on_until_it_is_told_to_change(
    page: "Page", context: "BrowserContext", host: Host, site: Path, tmp_path: Path
) -> None:
    _installed(page)
    page.reload()
    page.wait_for_selector(KEPT)
    host.folder = renewed(site, tmp_path / "new")
    second = context.new_page()
    second.goto(host.url)
    second.click("#version button")
    second.wait_for_selector('h1:text("ketacalc 2")')
    page.wait_for_selector("#version button")
    assert text(page, "h1") == "ketacalc"
    opened(page, work=LINE)
    assert "52.5" in text(page, "#work-answer")
    page.click("#version button")
    page.wait_for_selector("h1 >> text=ketacalc 2")
    page.wait_for_selector(READY)


def test_a_version_that_came_while_the_page_was_closed_is_taken_or_offered(
    page: "Page", context: "BrowserContext", host: Host, site: Path, tmp_path: Path
) -> None:
    _installed(page)
    page.close()
    host.folder = renewed(site, tmp_path / "new")
    second = context.new_page()
    second.goto(host.url)
    second.wait_for_selector('#version button, h1:text("ketacalc 2")')
    second.close()
    third = context.new_page()
    third.goto(host.url)
    third.wait_for_selector('#version button, h1:text("ketacalc 2")')
    if offered := third.query_selector("#version button"):  # it came in this moment
        offered.click()
    third.wait_for_selector("h1 >> text=ketacalc 2")
    third.wait_for_selector(READY)


def test_what_an_older_engine_left_is_dropped(page: "Page") -> None:
    page.wait_for_selector(KEPT)
    page.evaluate(
        """async () => {
          const kept = await caches.open("ketacalc-engine");
          await kept.put("./parts-000000000000/old.gz", new Response("old"));
        }"""
    )
    page.reload()
    page.wait_for_selector(KEPT)
    kept = page.evaluate(
        """async () => (await (await caches.open("ketacalc-engine")).keys())
          .map((each) => each.url)"""
    )
    assert len(kept) == len(PARTS)
    assert not [each for each in kept if "old" in each]


def test_the_page_can_be_installed(page: "Page", context: "BrowserContext") -> None:
    _installed(page)
    session = context.new_cdp_session(page)
    assert session.send("Page.getAppManifest")["errors"] == []
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [each for each in found if each["errorId"] != "in-incognito"] == []


def test_nothing_is_asked_of_anybody_else(
    browser: "Browser", site: Path, tmp_path: Path
) -> None:
    with hosted(site) as host, hosted(tmp_path) as others:
        context = browser.new_context(
            proxy={"server": others.url, "bypass": "127.0.0.1"}
        )
        page = context.new_page()
        asked, blob = list[str](), f"blob:{host.url}"
        context.on("request", lambda request: asked.append(request.url))
        page.goto(host.url)
        page.wait_for_selector(KEPT)
        for view in VIEWS:
            opened(page, **{view: "7" if view == "practise" else ""})
        opened(page, work=LINE)
        opened(page, look="routes", full="on")
        assert others.asked == []
        others_ = [each for each in asked if not each.startswith((host.url, blob))]
        assert others_ == []
        typed = [each for each in host.asked if re.search(r"kg|\?", each)]
        assert typed == []
        context.close()


def test_little_goes_over_a_network_whatever_the_host_compresses(site: Path) -> None:
    files = [each for each in site.rglob("*") if each.is_file()]
    packed = {each.stem for each in files if each.suffix == ".gz"}
    assert packed == PARTS
    assert sum(each.stat().st_size for each in files) < 6_500_000


def test_a_host_that_sends_no_headers_will_do(
    context: "BrowserContext", site: Path
) -> None:
    with hosted(site, plain=True) as host:
        page = context.new_page()
        page.goto(f"{host.url}#{urlencode({'work': LINE})}")
        page.wait_for_selector(READY)
        settled(page)
        assert "52.5" in text(page, "#work-answer")


def test_the_policy_of_the_worker_lets_nothing_out(page: "Page") -> None:
    (worker,) = page.workers
    tried = worker.evaluate(
        """async () => {
          const blocked = [];
          addEventListener("securitypolicyviolation",
            (event) => blocked.push(event.effectiveDirective));
          await fetch("https://example.org/").catch(() => {});
          await import("https://example.org/x.js").catch(() => {});
          try { (0, eval)("1"); } catch { blocked.push("eval"); }
          await new Promise((done) => setTimeout(done, 300));
          return blocked;
        }"""
    )
    assert {"connect-src", "script-src-elem", "eval"} <= set(tried), tried


def test_the_policy_lets_nothing_out(shared: "Page") -> None:
    page = shared
    tried = page.evaluate(
        """async () => {
          const blocked = [];
          addEventListener("securitypolicyviolation",
            (event) => blocked.push(event.effectiveDirective));
          await fetch("https://example.org/").catch(() => {});
          const image = new Image();
          image.src = "https://example.org/x.png";
          setTimeout(() => {
            try { (0, eval)("1"); } catch { blocked.push("eval"); }
          });
          await new Promise((done) => setTimeout(done, 300));
          return blocked;
        }"""
    )
    assert {"connect-src", "img-src", "eval"} <= set(tried)


# ------------------------------------------------------------------ for everybody


@pytest.fixture(scope="session")
def axe() -> str:
    """Return axe-core, which looks for what bars people from a page."""
    with tarfile.open(parts() / AXE.file) as packed:
        script = packed.extractfile("package/axe.min.js")
        assert script
        return script.read().decode()


SEEN = {
    "work": {"work": LINE},
    "check": {"check": LINE, "answer": "35 mg = 0.875"},
    "practise": {"practise": "7"},
    "look": {"look": "routes", "full": "on"},
    "chart": {"look": "chart", "lines": "on"},
    "words": {"work": "Order: 6 mg. On hand: 2 mg/mL. How many mL?"},
    "infusion": {"look": "infusion", "weight": "70 kg", "concentration": "1 mg/mL"},
    "curve": {"look": "curve"},
    "notation": {"look": "notation", "topic": "ranges"},
    "error": {"look": "infusion", "weight": "moon"},
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", SEEN)
def test_axe_finds_nothing(shared: "Page", axe: str, view: str, scheme: Any) -> None:
    page = shared
    page.emulate_media(color_scheme=scheme)
    opened(page, **SEEN[view])
    if view == "practise":
        page.click("#go-form button[value=hint]")
        page.click("#progress")
        settled(page)
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run()).violations")
    told = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
    assert told == []


# What is wider than the screen, but for a table that is moved by itself, or is cut.
CUT = """() => {
  const wide = document.documentElement.clientWidth;
  const lost = [...document.querySelectorAll("body, body *")].filter((each) => {
    if (!each.checkVisibility() || each.closest(".again, [role=region] table")) return false;
    const { left, right } = each.getBoundingClientRect();
    const cuts = getComputedStyle(each).overflowX !== "visible";
    const holds = each.matches("[role=region], input, select, textarea");
    return left < 0 || right > wide + 0.5 ||
      (cuts && !holds && each.scrollWidth > each.clientWidth);
  });
  return lost.map((each) => each.outerHTML.slice(0, 100));
}"""


@pytest.mark.parametrize("view", SEEN)
@pytest.mark.parametrize(
    ("width", "zoom", "size"), [(320, 2, 16), (640, 2, 16), (640, 1, 32)]
)
def test_nothing_is_cut_off_on_a_small_screen_or_at_twice_the_size(
    shared: "Page", view: str, width: int, zoom: int, size: int
) -> None:
    page = shared
    session = page.context.new_cdp_session(page)
    screen = {"width": width, "height": 512, "deviceScaleFactor": zoom, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", screen)
    page.evaluate(f"document.documentElement.style.fontSize = '{size}px'")
    opened(page, **SEEN[view])
    assert page.evaluate("[innerWidth, devicePixelRatio]") == [width, zoom]
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    assert page.evaluate(CUT) == []
    session.send("Emulation.clearDeviceMetricsOverride")
    session.detach()


def test_the_keyboard_alone_checks_an_answer(page: "Page") -> None:
    go_to(page, "nav a[href='#check']")
    page.keyboard.press("Enter")
    go_to(page, "#check-text-field")
    page.keyboard.type(LINE)
    go_to(page, "#check-answer-field")
    page.keyboard.type("52.5")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    go_to(page, "#check-form button.main")
    page.keyboard.press("Enter")
    page.wait_for_selector("p.verdict.right")


def test_targets_are_large_enough_for_a_thumb(shared: "Page") -> None:
    page = shared
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, nav a, select, input, summary")]
          .filter((each) => each.checkVisibility())
          .map((each) => [each.outerHTML, each.getBoundingClientRect().height])
          .filter(([, height]) => height < 24)"""
    )
    assert [each for each, _ in small if "checkbox" not in each] == []


def test_nothing_moves(site: Path) -> None:
    (styles,) = site.glob("shell-*/style.css")
    assert not re.search("transition|animation", styles.read_text("utf-8"))
