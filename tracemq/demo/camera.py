"""A moment into a small PNG: a moon or sun that crosses the picture over a yard, with somebody passing by."""

from __future__ import annotations

import struct
import zlib
from typing import Final

WIDTH: Final = 96
HEIGHT: Final = 64
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_HORIZON: Final = 40


def picture(t: float, daylight: float) -> bytes:
    """The picture at second `t`; `daylight` runs from 0 to 1."""
    sky = bytes((round(20 + 110 * daylight), round(30 + 150 * daylight), round(70 + 170 * daylight)))
    ground = bytes((round(20 + 60 * daylight), round(30 + 90 * daylight), round(20 + 40 * daylight)))
    rows = [sky * WIDTH if y < _HORIZON else ground * WIDTH for y in range(HEIGHT)]
    _disc(rows, round(t * 0.4) % (WIDTH + 20) - 10, 14, 6, b"\xff\xf0\xa0")
    walker = round(t * 2.0) % (WIDTH * 2) - 8
    _disc(rows, walker, 38, 3, b"\xe0\xb0\x90")
    for y in range(42, 54):
        _bar(rows, y, walker - 2, walker + 3, b"\x30\x40\x90")
    for y in range(HEIGHT):
        _bar(rows, y, 0, 4, b"\x50\x30\x20")  # the door frame
    return encode(WIDTH, rows)


def encode(width: int, rows: list[bytes]) -> bytes:
    """Rows of 8-bit RGB into a PNG file (PNG specification, chapters 5 and 11)."""
    header = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _disc(rows: list[bytes], x: int, y: int, radius: int, colour: bytes) -> None:
    for offset in range(-radius, radius + 1):
        half = round((radius * radius - offset * offset) ** 0.5)
        _bar(rows, y + offset, x - half, x + half + 1, colour)


def _bar(rows: list[bytes], y: int, left: int, right: int, colour: bytes) -> None:
    left, right = max(0, left), min(WIDTH, right)
    if left < right:
        row = rows[y]
        rows[y] = row[: left * 3] + colour * (right - left) + row[right * 3 :]
