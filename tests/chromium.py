"""What the tests of the browser page run on: Chromium, the page, and a server of it."""

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ketacalc.site.build import build, default_parts
from ketacalc.site.parts import Part, gather, locked

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Chromium is to speak to nobody by itself, and needs no hardware.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Part(
    "axe-core",
    "4.14.1",
    "npm",
    "axe-core-4.14.1.tgz",
    "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
    "MPL-2.0",
)
POLICY = "Content-Security-Policy"
PATIENCE = 120  # seconds that another worker may build


def chromium() -> str | None:
    """Return where Chromium is; KETACALC_CHROMIUM names another."""
    named = os.environ.get("KETACALC_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def parts() -> Path:
    """Return the folder of the parts; KETACALC_PARTS names another."""
    return Path(os.environ.get("KETACALC_PARTS") or default_parts())


def missing() -> str:
    """Say what the tests of the page need and is not there, or nothing."""
    if find_spec("playwright") is None:
        return "playwright"
    if chromium() is None:
        return "Chromium"
    if shutil.which("node") is None:
        return "node"
    there = all((parts() / each.file).exists() for each in [*locked(), AXE])
    return "" if there or shutil.which("npm") else "npm, or KETACALC_PARTS"


def built(base: Path) -> Path:
    """Build the page once for all workers, and return its folder."""
    site, done = base / "site", base / "site.done"
    try:
        (base / "site.begun").mkdir()
    except FileExistsError:
        end = time.monotonic() + PATIENCE
        while not done.exists() and time.monotonic() < end:
            time.sleep(0.1)
        return site
    gather(parts(), [AXE])
    build(site, parts())
    done.touch()
    return site


class Host:
    """A static host of a folder, which may be another one later, or fail.

    `broken` maps a part of an address to what happens: `missing` or `cut`.  A host that
    is not `plain` sends the policies of `_headers`.
    """

    def __init__(self, folder: Path, *, plain: bool = False) -> None:
        self.folder, self.plain = folder, plain
        self.broken: dict[str, str] = {}
        self.asked: list[str] = []
        handler = partial(_Handler, self)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def failing(self, path: str) -> str:
        """Return how an address fails, or nothing."""
        return next((how for part, how in self.broken.items() if part in path), "")

    def policies(self, path: str) -> list[str]:
        """Return the policies that `_headers` has for an address."""
        told = self.folder / "_headers"
        found, matches = list[str](), False
        for line in told.read_text("utf-8").splitlines() if told.exists() else ():
            name, _, value = line.strip().partition(": ")
            if not line.startswith(" "):
                matches = fnmatch(path.partition("?")[0], line)
            elif matches and name == POLICY:
                found.append(value)
        return found


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, host: Host, *args: Any) -> None:
        self.host = host
        super().__init__(*args, directory=str(host.folder))

    def do_GET(self) -> None:
        """Serve a file, or fail as the host is told to."""
        self.host.asked.append(self.path)
        how = self.host.failing(self.path)
        if how == "missing":
            self.send_error(404)
        elif how == "cut":
            content = Path(self.translate_path(self.path)).read_bytes()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
        else:
            super().do_GET()

    def end_headers(self) -> None:
        """Have nothing kept but what the page keeps itself."""
        self.send_header("Cache-Control", "no-cache")
        for each in () if self.host.plain else self.host.policies(self.path):
            self.send_header(POLICY, each)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def hosted(folder: Path, *, plain: bool = False) -> Iterator[Host]:
    """Serve a folder while something is done."""
    host = Host(folder, plain=plain)
    thread = threading.Thread(target=host.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.server.shutdown()
        host.server.server_close()
        thread.join()


def renewed(old: Path, new: Path) -> Path:
    """Copy the page as a newer version: another shell, which calls itself newer."""
    shutil.copytree(old, new)
    (shell,) = new.glob("shell-*")
    for name in ("index.html", "sw.js"):
        text = (new / name).read_text("utf-8")
        text = text.replace(shell.name, "shell-222222222222")
        text = text.replace("<h1>ketacalc</h1>", "<h1>ketacalc 2</h1>")
        (new / name).write_text(text.replace('"build": "', '"build": "2'), "utf-8")
    shell.rename(new / "shell-222222222222")
    return new
