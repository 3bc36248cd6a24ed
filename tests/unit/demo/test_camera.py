from __future__ import annotations

import struct
import zlib

from tracemq.demo.camera import HEIGHT, WIDTH, encode, picture


def rows_of(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and pixel rows of a PNG, checking every checksum on the way."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    position, chunks = 8, {}
    while position < len(png):
        (length,) = struct.unpack_from(">I", png, position)
        kind, data = png[position + 4 : position + 8], png[position + 8 : position + 8 + length]
        assert struct.unpack_from(">I", png, position + 8 + length) == (zlib.crc32(kind + data),)
        chunks[kind] = data
        position += 12 + length
    width, height, depth, colour = struct.unpack_from(">IIBB", chunks[b"IHDR"])
    assert (depth, colour) == (8, 2)
    pixels = zlib.decompress(chunks[b"IDAT"])
    line = 1 + width * 3
    assert len(pixels) == line * height
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    return width, height, [pixels[start + 1 : start + line] for start in range(0, len(pixels), line)]


def test_pixels_survive_the_file() -> None:
    rows = [b"\x01\x02\x03\x04\x05\x06", b"\xff\xfe\xfd\xfc\xfb\xfa"]
    assert rows_of(encode(2, rows)) == (2, 2, rows)


def test_a_picture_is_small_and_of_its_size_at_every_moment() -> None:
    for t in range(0, 400, 7):
        png = picture(float(t), 0.5)
        width, height, _ = rows_of(png)
        assert (width, height) == (WIDTH, HEIGHT)
        assert len(png) < 2000


def test_night_is_darker_than_day() -> None:
    def sky(daylight: float) -> int:
        return sum(rows_of(picture(0.0, daylight))[2][30])

    assert sky(0.0) < sky(1.0) / 2
