"""The icon of the page: a division sign, drawn without a library."""

from __future__ import annotations

import struct
import zlib

from ketacalc.screens.inks import LIGHT

# On a square of 24: two dots and the bar between them.
BAR = (5.5, 10.8, 18.5, 13.2)
MIDDLE, RADIUS, SIDE = 12.0, 1.9, 24
DOTS = ((MIDDLE, 6.6), (MIDDLE, 17.4))


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
    places = [(each + 0.5) * SIDE / side for each in range(side)]
    rows = b"".join(
        b"\0" + b"".join(inks[(x - MIDDLE) ** 2 <= reach] for x in places)
        for reach in map(_reach, places)
    )
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(rows, 9)
    chunks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def _reach(y: float) -> float:
    """Return how far from the middle the sign reaches at a height, squared."""
    _, top, right, bottom = BAR
    if top <= y <= bottom:
        return (right - MIDDLE) ** 2
    return max(RADIUS**2 - (y - dot) ** 2 for _, dot in DOTS)


def _rgb(ink: str) -> bytes:
    return bytes.fromhex(ink.removeprefix("#"))


def _chunk(kind: bytes, data: bytes) -> bytes:
    end = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + end
