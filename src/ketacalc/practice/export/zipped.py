"""A package of several files, the same bytes for the same files."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DATED = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP can hold


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """Pack files by their names, in the order given."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as out:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, DATED)
            out.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def unpacked(whole: bytes) -> dict[str, bytes]:
    """Return the files of a package by their names."""
    with zipfile.ZipFile(io.BytesIO(whole)) as packed_files:
        return {name: packed_files.read(name) for name in packed_files.namelist()}
