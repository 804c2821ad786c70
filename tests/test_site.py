"""The folder of the browser page: its parts, its packs, and its markup."""

import io
import json
import re
import struct
import subprocess
import zipfile
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from conftest import Run
from refresh import PAGES
from refresh import run as refresh_run
from try_it import FENCE, address, commands, on_page_markdown

from ketacalc import NOTICE
from ketacalc.browser.answer import answer
from ketacalc.errors import Unusable
from ketacalc.site import build, icons, labels, packs, parts
from ketacalc.site.markup import POLICY, WORKER, page
from ketacalc.site.parts import Part, gather, locked

PART = Part("moon", "1", "pip", "moon-1.whl", "0" * 64, "MIT")
ARCHIVES = ("stdlib", "libraries", "curve", "core")
BYTES = {name: name.encode() for name in (*packs.ENGINE, *ARCHIVES)}


class _Done:
    """A process that ended."""

    def __init__(self, stderr: str = "", returncode: int = 0) -> None:
        self.stdout, self.stderr, self.returncode = "", stderr, returncode


def test_every_part_is_locked_by_version_and_hash() -> None:
    names = [each.name for each in locked()]
    assert names == sorted(names, key=lambda name: (name != "pyodide", name))
    for each in locked():
        assert each.version in each.file
        assert re.fullmatch("[0-9a-f]{64}", each.sha256)
        assert each.source in {"npm", "pip"}


def test_a_part_that_is_not_the_one_that_is_locked_is_refused(tmp_path: Path) -> None:
    (tmp_path / PART.file).write_bytes(b"another")
    with pytest.raises(Unusable, match=r"moon-1\.whl is not the one that is locked"):
        gather(tmp_path, [PART])


@pytest.mark.parametrize("source", ["npm", "pip"])
def test_a_part_that_is_not_there_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    ran: list[list[str]] = []

    def fetch(command: list[str], **_: Any) -> _Done:
        ran.append(command)
        (tmp_path / PART.file).write_bytes(b"")
        return _Done()

    monkeypatch.setattr(subprocess, "run", fetch)
    monkeypatch.setattr(parts, "which", lambda name: f"/bin/{name}")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    wanted = PART._replace(source=source, sha256=empty)
    assert gather(tmp_path, [wanted]) == {"moon": tmp_path / PART.file}
    assert any("moon" in word for word in ran[0])
    gather(tmp_path, [wanted])
    assert len(ran) == 1


def test_what_cannot_be_fetched_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: _Done("a\nno network"))
    with pytest.raises(Unusable, match=r"pip could not fetch moon-1\.whl: no network"):
        gather(tmp_path, [PART])
    monkeypatch.setattr(parts, "which", lambda _: None)
    with pytest.raises(Unusable, match="npm is not there to fetch"):
        gather(tmp_path, [PART._replace(source="npm")])


# ------------------------------------------------------------------ links


SHOWN = sorted(
    {
        command
        for path in PAGES
        for session in FENCE.findall(path.read_text("utf-8"))
        for command in commands(session)
        if address(command)
    }
)


@pytest.mark.parametrize("command", SHOWN)
def test_a_link_of_the_site_does_what_its_command_does(command: str) -> None:
    told = dict(parse_qsl(address(command), strict_parsing=True))
    asked: dict[str, Any] = {"do": "ask", "seed": 7}
    if "look" in told:
        asked = {"do": "look-up", "what": told.pop("look")}
    elif "work" in told:
        asked = {"do": "work", "text": told.pop("work")}
    elif "check" in told:
        asked = {"do": "check", "text": told.pop("check")}
    told_ = {name: True if value == "on" else value for name, value in told.items()}
    found = json.loads(answer(json.dumps({**asked, **told_})))
    is_refused = refresh_run(command).startswith("ketacalc:")
    if "--weight" not in command or "curve" not in command:  # which a page cannot give
        assert ("error" in found) is is_refused, found


def test_links_stand_behind_the_examples_of_a_page() -> None:
    class Page:
        url = "how-to/x/"

    text = "```console\n$ ketacalc solve 70kg 0.5mg/kg\n35 mg\n```\n"
    put = on_page_markdown(text, Page())
    assert 'href="../../app/#work=70kg%3B+0.5mg%2Fkg">Try it' in put
    assert (
        on_page_markdown("```console\n$ ketacalc units | x\n```\n", Page()).count(
            "href"
        )
        == 0
    )


# ------------------------------------------------------------------ packs


def test_our_own_modules_are_those_that_an_answer_imports() -> None:
    own = dict(packs.own_files())
    assert "ketacalc/browser/answer.py" in own
    assert "ketacalc/screens/topics.toml" in own
    for left_out in (
        "cli",
        "site",
        "classes/class_list",
        "screens/terminal",
        "practice/progress",
    ):
        assert not [name for name in own if name.startswith(f"ketacalc/{left_out}")]


def _engine(work: Path) -> Path:
    """Write an engine of empty files, and what else is packed."""
    package = work / "package"
    package.mkdir(parents=True)
    for name in (*packs.ENGINE.values(), packs.LIBRARY, packs.UNUSED):
        (package / name).write_bytes(b"{}")
    return package


def test_archives_hold_what_is_kept_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = _engine(tmp_path / "work")
    kept = packs.kept_files()
    with zipfile.ZipFile(engine / packs.LIBRARY, "w") as archive:
        for name in (*kept["stdlib"], "turtle.py"):
            archive.writestr(name, "")
    with zipfile.ZipFile(tmp_path / "all.whl", "w") as archive:
        for name in (*kept["libraries"], *kept["curve"], "pint/testsuite/x.py"):
            archive.writestr(name, "")
    monkeypatch.setattr(packs, "unpacked", lambda *_: engine)
    monkeypatch.setattr(packs, "tool", lambda name, *_: name)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: _Done())
    given = {"pyodide": tmp_path, "all": tmp_path / "all.whl"}
    found = packs.packed(given, tmp_path / "work")
    for name in ("stdlib", "libraries", "curve"):
        with zipfile.ZipFile(io.BytesIO(found[name])) as archive:
            assert archive.namelist() == sorted(kept[name])
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: _Done("x\nno way", 1))
    with pytest.raises(Unusable, match="node could not compile the archives: no way"):
        packs.packed(given, tmp_path / "work")


def test_what_was_changed_since_its_release_is_not_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, record = tmp_path / "ketacalc", tmp_path / "ketacalc-1.dist-info"
    for folder in (own, record):
        folder.mkdir()
    (own / "sums.py").write_bytes(b"")
    (record / "METADATA").write_text("Name: ketacalc\nVersion: 1\n")
    empty = "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0"
    (record / "RECORD").write_text(
        f"ketacalc/sums.py,{empty}\n{record.name}/RECORD,,\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    (own / "sums.py").write_bytes(b"1")
    packs.refuse_changed()  # which is another one's, and not what is packed
    monkeypatch.setattr(packs, "HOUSE", own)
    with pytest.raises(Unusable, match=r"ketacalc/sums\.py is not as it was released"):
        packs.refuse_changed()
    (own / "sums.py").write_bytes(b"")
    packs.refuse_changed()


# ------------------------------------------------------------------ the folder


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> tuple[Path, str]:
    """Write the page of an engine of empty files, and return what was said."""

    def packed(_: Any, work: Path) -> dict[str, bytes]:
        _engine(work)
        return BYTES

    monkeypatch.setattr(build, "gather", lambda _: {})
    monkeypatch.setattr(packs, "packed", packed)
    for old in ("parts-000000000000", "mine"):
        (tmp_path / "site" / old).mkdir(parents=True)
    screen = run("site", str(tmp_path / "site"), "--parts", str(tmp_path))
    assert (screen.out, screen.status) == ("", 0)
    return tmp_path / "site", screen.err


def test_the_folder_has_all_that_a_host_serves(made: tuple[Path, str]) -> None:
    folder, said = made
    names = {each.name for each in folder.iterdir()}
    assert {
        "index.html",
        "sw.js",
        "manifest.webmanifest",
        "licences.txt",
        "mine",
    } <= names
    assert "parts-000000000000" not in names
    assert re.match(r"ketacalc: wrote .*: \d+ files, 0\.\d MB\n", said)
    assert "pyodide 314.0.7, MPL-2.0" in (folder / "licences.txt").read_text("utf-8")
    service = (folder / "sw.js").read_text("utf-8")
    told = json.loads(service.partition("\n")[0].removeprefix("const SHELL = ")[:-1])
    assert all((folder / each).exists() for each in told["files"])
    assert "default-src 'none'" in (folder / "_headers").read_text("utf-8")


def test_what_a_page_names_is_there(made: tuple[Path, str]) -> None:
    folder, _ = made
    text = (folder / "index.html").read_text("utf-8")
    named = set(re.findall(r'(?:href|src)="([^"#]+)"', text))
    assert named
    assert all((folder / each).exists() for each in named)
    (script,) = folder.glob("shell-*/build.js")
    told = script.read_text("utf-8").removeprefix("export const BUILD = ")
    parts_ = json.loads(told.strip().removesuffix(";"))["parts"]
    assert set(parts_) == set(BYTES)
    assert all((script.parent / each["url"]).exists() for each in parts_.values())
    manifest = json.loads((folder / "manifest.webmanifest").read_text("utf-8"))
    assert all((folder / each["src"]).exists() for each in manifest["icons"])


def test_the_same_parts_give_the_same_page(made: tuple[Path, str], run: Run) -> None:
    folder, _ = made
    before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    run("site", str(folder), "--parts", str(folder))
    assert before == {each: each.read_bytes() for each in before}


class _Fields(HTMLParser):
    """The names of ids, and of what they are for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids, self.named = list[str](), list[str]()
        self.feed(text)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the ids of a tag."""
        told = dict(attrs)
        self.ids += filter(None, [told.get("id")])
        names = ("for", "aria-describedby", "aria-labelledby")
        self.named += filter(None, map(told.get, names))


def test_every_field_has_its_label_and_no_id_is_there_twice() -> None:
    found = _Fields(page("shell"))
    assert len(found.ids) == len(set(found.ids))
    assert set(found.named) <= set(found.ids)


def test_a_page_begins_with_an_example_that_is_worked() -> None:
    text = page("shell").replace("\u00a0", " ")
    assert NOTICE in text
    assert "0.875 mL/min × 60 min/h = 52.5 mL/h" in text


@pytest.mark.parametrize("policy", [POLICY, WORKER])
def test_a_policy_names_nobody_else(policy: str) -> None:
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"http|unsafe-inline|'unsafe-eval|\*|data:", policy)
    assert "'unsafe-eval'" not in POLICY


def test_scripts_have_no_sentences_of_their_own() -> None:
    for name, content in packs.page_files().items():
        code = re.sub(r"(?m)^\s*//.*$|(?<=[;,{]) // .*$", "", content.decode())
        texts = re.findall(r"\"([^\"\n]*)\"|`([^`\n]*)`|'([^'\n]*)'", code)
        found = ["".join(each) for each in texts]
        if name.endswith(".js"):
            assert not [
                t for t in found if re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", t)
            ], name


def test_every_message_that_a_script_says_is_there() -> None:
    code = "".join(each.decode() for each in packs.page_files().values())
    said = set(re.findall(r"\bsaid\.(\w+)", code))
    assert said == set(labels.MESSAGES) - {"broken", "unable"}


def test_every_id_that_a_script_asks_for_is_there() -> None:
    code = "".join(each.decode() for each in packs.page_files().values())
    asked = set(re.findall(r"\bby\(\"([\w-]+)\"\)", code))
    assert asked <= set(_Fields(page("shell")).ids)


def test_an_icon_is_a_picture() -> None:
    drawn = icons.png(48)
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", drawn[16:24]) == (48, 48)
    data = drawn[drawn.index(b"IDAT") + 4 : -16]
    rows = zlib.decompress(data)
    assert len(rows) == 48 * (1 + 3 * 48)
    middle = rows[24 * 145 + 1 :][3 * 24 : 3 * 25]
    assert (middle, rows[1:4]) == (b"\xff\xff\xff", bytes.fromhex("00626f"))
    assert "<circle" in icons.svg()
