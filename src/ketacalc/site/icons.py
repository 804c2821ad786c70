"""The icon of the page: a division sign, drawn without a library."""

from __future__ import annotations

import struct
import zlib

from ketacalc.screens.inks import LIGHT

# On a square of 24: two dots and the bar between them.
BAR = (5.5, 10.8, 18.5, 13.2)
DOTS = ((12.0, 6.6), (12.0, 17.4))
RADIUS, SIDE = 1.9, 24


def svg() -> str:
    """Write the icon as a picture of lines."""
    left, top, right, bottom = BAR
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="{RADIUS}"/>' for x, y in DOTS)
    bar = f'<path d="M{left} {top}H{right}V{bottom}H{left}z"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        f'<path fill="{LIGHT["accent"]}" d="M0 0H{SIDE}V{SIDE}H0z"/>'
        f'<g fill="{LIGHT["paper"]}">{bar}{dots}</g></svg>\n'
    )


def png(side: int) -> bytes:
    """Write the icon as a picture of dots, `side` of them each way."""
    inks = [_rgb(LIGHT["accent"]), _rgb(LIGHT["paper"])]
    rows = b"".join(
        b"\0" + b"".join(inks[_is_sign(x, y, side)] for x in range(side))
        for y in range(side)
    )
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(rows, 9)
    chunks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def _is_sign(column: int, row: int, side: int) -> bool:
    """Tell whether a dot of the picture is of the sign."""
    x, y = ((each + 0.5) * SIDE / side for each in (column, row))
    left, top, right, bottom = BAR
    if left <= x <= right and top <= y <= bottom:
        return True
    return any((x - a) ** 2 + (y - b) ** 2 <= RADIUS**2 for a, b in DOTS)


def _rgb(ink: str) -> bytes:
    return bytes.fromhex(ink.removeprefix("#"))


def _chunk(kind: bytes, data: bytes) -> bytes:
    end = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + end
