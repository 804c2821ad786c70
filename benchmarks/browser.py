"""How much the browser page transfers, and how soon it answers.

    python benchmarks/browser.py [RUNS]

Needs what tests/test_page.py needs.  Bare Pyodide is the same version, as npm has it,
loaded in a worker of the same browser and from the same host, with nothing else; each
run is a browser that was never here, the one after the other.
"""

import gzip
import statistics
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from chromium import FLAGS, chromium, hosted, missing, parts
from playwright.sync_api import sync_playwright

from ketacalc.site.build import build
from ketacalc.site.parts import gather

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RUNS, WARM = 5, 40
MEGA = 1_000_000
LINE = "70 kg, 0.5 mg/kg, 40 min -> mg/h"
TEXTS = (".js", ".html", ".css", ".webmanifest", ".svg", ".txt")
BARE = """<!DOCTYPE html><script type="module">
const worker = new Worker("bare.js", { type: "module" });
worker.onmessage = () => { document.documentElement.dataset.ready = performance.now(); };
</script>"""
BARE_WORKER = """import { loadPyodide } from "./pyodide.mjs";
const python = await loadPyodide();
python.runPython("1 + 1");
postMessage("ready");
"""
FIRST = """() => {
  const watch = () => {
    if (document.querySelector("#work-answer")?.textContent.includes("TOLD")) {
      document.documentElement.dataset.answered = performance.now();
    } else requestAnimationFrame(watch);
  };
  watch();
}"""
ASK = """async ([script, count]) => {
  const { Engine } = await import(script);
  const engine = new Engine(() => {});
  const ask = (n) => engine.ask(
    { do: "work", text: `${50 + n} kg, 0.5 mg/kg, ${30 + n} min, 1 mg/mL -> mL/h` });
  for (let n = 0; n < 3; n++) await ask(n);
  const took = [];
  for (let n = 3; n < count; n++) {
    const begun = performance.now();
    await ask(n);
    took.push(performance.now() - begun);
  }
  engine.worker.terminate();
  return took;
}"""


def sizes(site: Path) -> tuple[int, int, int]:
    """Return what is transferred: by a host that compresses texts, all and at first.

    What solves a curve comes behind the first answer.  The third is all of it where a
    host compresses nothing.
    """
    files = [each for each in site.rglob("*") if each.is_file()]
    files = [each for each in files if each.name not in {"_headers", "licences.txt"}]
    raw = {each: len(each.read_bytes()) for each in files}
    packed = {
        each: len(gzip.compress(each.read_bytes(), 6)) if each.suffix in TEXTS else size
        for each, size in raw.items()
    }
    late = sum(size for each, size in packed.items() if each.name == "curve.gz")
    whole = sum(packed.values())
    return whole, whole - late, sum(raw.values())


def bare_ready(browser: "Browser", url: str) -> float:
    """Return after how many ms bare Pyodide is ready."""
    page = browser.new_page()
    page.goto(url)
    page.wait_for_selector("html[data-ready]", timeout=120_000)
    took = page.evaluate("Number(document.documentElement.dataset.ready)")
    page.close()
    return float(took)


def first_answer(browser: "Browser", url: str) -> float:
    """Return after how many ms the answer to a problem in a link is there."""
    page = browser.new_page()
    told = "154\u00a0lb ÷ 2.2"
    page.add_init_script(f"({FIRST.replace('TOLD', told)})()")
    page.goto(f"{url}#{urlencode({'work': '154 lb, 0.5 mg/kg -> mg'})}")
    page.wait_for_selector("html[data-answered]", timeout=120_000)
    took = page.evaluate("Number(document.documentElement.dataset.answered)")
    page.close()
    return float(took)


def warm_answers(browser: "Browser", url: str, shell: str) -> list[float]:
    """Return how many ms each of some answers takes, each to another line."""
    page = browser.new_page()
    page.goto(url)
    page.wait_for_selector("html[data-kept]", timeout=120_000)
    took: list[float] = page.evaluate(ASK, [f"./{shell}/engine.js", WARM])
    page.close()
    return took


def measured(work: Path, runs: int) -> None:
    """Build both, measure both, and print the figures."""
    site, bare = work / "site", work / "bare"
    build(site, parts())
    with tarfile.open(gather(parts())["pyodide"]) as archive:
        archive.extractall(work, filter="data")
    (work / "package").rename(bare)
    (bare / "index.html").write_text(BARE, "utf-8")
    (bare / "bare.js").write_text(BARE_WORKER, "utf-8")
    (shell,) = (each.name for each in site.glob("shell-*"))
    whole, first, raw = (size / MEGA for size in sizes(site))
    print(f"transferred, texts compressed by the host: {whole:.2f} MB")
    print(f"  of that before the first answer:         {first:.2f} MB")
    print(f"transferred, nothing compressed by it:     {raw:.2f} MB")
    with sync_playwright() as playwright, hosted(site) as ours, hosted(bare) as theirs:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        pairs = [
            (bare_ready(browser, theirs.url), first_answer(browser, ours.url))
            for _ in range(runs)
        ]
        warm = warm_answers(browser, ours.url, shell)
        browser.close()
    ready, answered = (statistics.median(column) for column in zip(*pairs, strict=True))
    share = statistics.median(own / other for other, own in pairs)
    print(f"bare Pyodide is ready after: {ready:.0f} ms")
    print(f"the first own answer after:  {answered:.0f} ms, {share:.2f} times as late")
    most = max(warm)
    print(f"an answer when warm: {statistics.median(warm):.1f} ms, {most:.1f} at most")


if __name__ == "__main__":
    if what := missing():
        sys.exit(f"needs {what}")
    with tempfile.TemporaryDirectory() as folder:
        measured(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
