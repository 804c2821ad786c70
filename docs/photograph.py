"""Take the pictures of the browser page, as a phone and a wider screen show it.

    python docs/photograph.py

Needs what tests/test_page.py needs.
"""

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from chromium import FLAGS, chromium, hosted, missing, parts

from ketacalc.site.build import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PICTURES = Path(__file__).parent / "pictures"
LINE, WRONG = "70 kg, 0.5 mg/kg, 40 min -> mg/h", "35 mg = 0.875 mg/h"


class Shot(NamedTuple):
    """A picture: its screen, its colours, the link that is open, and what is on top."""

    width: int
    height: int
    scheme: Literal["light", "dark"]
    told: dict[str, str]
    top: str = "body"


SHOTS = {
    "page-check": Shot(
        360, 640, "light", {"check": LINE, "answer": WRONG}, "#check-answer h2"
    ),
    "page-work": Shot(360, 1030, "dark", {"work": LINE}),
    "page-routes": Shot(768, 840, "light", {"look": "routes"}),
}


def photograph(browser: "Browser", site: Path, pictures: Path) -> None:
    """Write the pictures of a page that was built into a folder."""
    with hosted(site) as host:
        page = browser.new_page()
        for name, shot in SHOTS.items():
            page.set_viewport_size({"width": shot.width, "height": shot.height})
            page.emulate_media(color_scheme=shot.scheme)
            page.goto(f"{host.url}#{urlencode(shot.told)}")
            page.wait_for_selector("html[data-engine=ready]", timeout=120_000)
            page.wait_for_selector("[aria-busy]", state="detached")
            page.evaluate(
                "(top) => document.querySelector(top).scrollIntoView()", shot.top
            )
            page.screenshot(path=pictures / f"{name}.png")
        page.context.close()


if __name__ == "__main__":
    if what := missing():
        sys.exit(f"needs {what}")
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build(Path(folder), parts())
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        photograph(browser, Path(folder), PICTURES)
        browser.close()
