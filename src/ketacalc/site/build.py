"""Write the page, with all that it needs, to a folder that any static host serves.

What is large is packed, and named by its hash; scripts and styles are in a folder that
is named by the hash of all of them.  The same parts give the same page.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from platformdirs import user_cache_path

from ketacalc import __version__
from ketacalc.notice import NOTICE
from ketacalc.say import say
from ketacalc.screens.inks import LIGHT, coloured
from ketacalc.screens.pages import COLOURS, STYLES
from ketacalc.screens.vectors import RULES
from ketacalc.site import icons, labels, packs
from ketacalc.site.markup import POLICY, WORKER, page
from ketacalc.site.parts import gather, locked

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORT = 12  # signs of a hash in a name
ICONS = (192, 512)
OURS = ("parts-*", "shell-*")
SERVICE = "sw.js"
PAGES = ("/", "/index.html")
STYLE = "style.css"


def default_parts() -> Path:
    """Return the folder of the user's cache that parts are fetched to."""
    return user_cache_path("ketacalc", appauthor=False) / "parts"


def build(folder: Path, from_: Path) -> dict[str, int]:
    """Write the page; return the size of each file of it, by its name.

    `from_` is the folder of the parts, which are fetched into it where they are not
    there.  Raises Unusable for what is missing or not what is locked.
    """
    parts = gather(from_)
    with TemporaryDirectory() as work:
        large = packs.packed(parts, Path(work))
        lock = json.loads((Path(work) / "package" / packs.UNUSED).read_text("utf-8"))
    written = {
        _address(name, content): gzip.compress(content, 9, mtime=0)
        for name, content in large.items()
    }
    written["licences.txt"] = _licences(parts).encode()
    written |= _shell(_told(large, lock))
    _write(folder, written)
    return {name: len(content) for name, content in written.items()}


def _address(name: str, content: bytes) -> str:
    """Return where a large part is served."""
    return f"parts-{hashed(content)}/{name}.gz"


def _shell(told: bytes) -> dict[str, bytes]:
    """Return the page itself: its scripts and styles, and what is at the root."""
    files = packs.page_files()
    service = files.pop(SERVICE).decode()
    files[STYLE] = styles(files[STYLE].decode()).encode()
    files["build.js"] = told
    place = f"shell-{hashed(b''.join(files[name] for name in sorted(files)))}"
    shell = {f"{place}/{name}": content for name, content in files.items()}
    shell["index.html"] = page(place).encode()
    shell |= _root()
    build_ = hashed(b"".join(shell[name] for name in sorted(shell)))
    kept = json.dumps({"build": build_, "files": [*shell, "licences.txt"]})
    shell[SERVICE] = f"const SHELL = {kept};\n\n{service}".encode()
    return shell | {"_headers": _headers().encode()}


def _told(large: Mapping[str, bytes], lock: dict[str, Any]) -> bytes:
    """Write what the scripts know of this build; the engine's own packages are none."""
    parts = {
        name: {
            "url": f"../{_address(name, content)}",
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for name, content in large.items()
    }
    lock = {**lock, "packages": {}}
    told = {"version": __version__, "parts": parts, "lock": lock}
    return f"export const BUILD = {json.dumps(told)};\n".encode()


def styles(own: str) -> str:
    """Write the styles: those of a saved page, and the page's own."""
    whole = f"{STYLES}{coloured(COLOURS + RULES)}\n"
    sizes, _, inks = own.partition("/* colours */\n")
    return f"{whole}{sizes}{coloured(inks)}\n"


def _root() -> dict[str, bytes]:
    manifest = {
        "name": "ketacalc",
        "short_name": "ketacalc",
        "description": f"{say(labels.CALCULATOR)}. {say(NOTICE)}",
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": LIGHT["paper"],
        "theme_color": LIGHT["accent"],
        "icons": [
            {"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"},
            *(
                {
                    "src": f"icon-{side}.png",
                    "sizes": f"{side}x{side}",
                    "type": "image/png",
                    "purpose": "any maskable",
                }
                for side in ICONS
            ),
        ],
    }
    drawn = {f"icon-{side}.png": icons.png(side) for side in ICONS}
    told = json.dumps(manifest, indent=2, ensure_ascii=False)
    return {
        "manifest.webmanifest": f"{told}\n".encode(),
        "icon.svg": icons.svg().encode(),
        **drawn,
    }


def _headers() -> str:
    """Write headers for hosts that read them: a worker heeds no other policy."""
    policy = f"  Content-Security-Policy: {POLICY}"
    forever = "  Cache-Control: public, max-age=31536000, immutable\n"
    return (
        "/*\n  Referrer-Policy: no-referrer\n  X-Content-Type-Options: nosniff\n"
        + "".join(f"{each}\n{policy}; frame-ancestors 'none'\n" for each in PAGES)
        + f"/{SERVICE}\n{policy}\n  Cache-Control: no-cache\n"
        + "".join(f"/{each}/*\n{forever}" for each in OURS)
        + f"  Content-Security-Policy: {WORKER}\n"
    )


def _licences(parts: Mapping[str, Path]) -> str:
    """Name what others made of the page, with their licences."""
    told = [f"{each.name} {each.version}, {each.licence}" for each in locked()]
    texts = [f"ketacalc {__version__}, MIT", *told, ""]
    for path in parts.values():
        if path.suffix == ".whl":
            with ZipFile(path) as wheel:
                names = [n for n in wheel.namelist() if "LICENSE" in n.upper()]
                texts += [
                    f"{path.stem.partition('-')[0]}\n\n{wheel.read(name).decode()}"
                    for name in sorted(names)
                ]
    return "\n".join(texts)


def _write(folder: Path, written: Mapping[str, bytes]) -> None:
    """Write the files, and drop what an older build left."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {name.partition("/")[0] for name in written}
    for pattern in OURS:
        for old in folder.glob(pattern):
            if old.name not in wanted:
                shutil.rmtree(old)
    for name, content in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def hashed(content: bytes) -> str:
    """Return the first signs of a hash, which a file is named by."""
    return hashlib.sha256(content).hexdigest()[:SHORT]
