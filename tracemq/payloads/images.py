"""The first bytes of an image become its format and size, so that nobody decodes 60,000 by 60,000 pixels unasked."""

from __future__ import annotations

from typing import Final, NamedTuple

HEAD: Final = 4 << 10  # where an image says whether it is animated: behind a table of colours at most
MAX_SCAN: Final = 1 << 20  # where a JPEG's frame header should have come


class ImageFacts(NamedTuple):
    """The format by its usual name, and the size in pixels; 0 by 0 where the bytes do not say."""

    format: str
    width: int = 0
    height: int = 0
    animated: bool = False  # it says that it has several pictures


def image_facts(data: bytes) -> ImageFacts | None:
    """Return what image the bytes begin, None if none that is known; never raises."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        animated = b"acTL" in data[:HEAD]
        return ImageFacts("PNG", _big(data, 16, 4), _big(data, 20, 4), animated)
    if data.startswith((b"GIF87a", b"GIF89a")):
        animated = b"NETSCAPE2.0" in data[:HEAD]
        return ImageFacts("GIF", _little(data, 6, 2), _little(data, 8, 2), animated)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(b"BM") and len(data) >= 26 and _little(data, 14, 4) in {12, 40, 52, 56, 64, 108, 124}:
        return ImageFacts("BMP", _little(data, 18, 4), abs(int.from_bytes(data[22:26], "little", signed=True)))
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    if data.startswith((b"II*\0", b"MM\0*")):
        return ImageFacts("TIFF")
    if data.startswith(b"\0\0\1\0") and 0 < _little(data, 4, 2) < 256:
        return ImageFacts("ICO", data[6] or 256, data[7] or 256) if len(data) > 7 else ImageFacts("ICO")
    return None


def _big(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")


def _little(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")


def _jpeg(data: bytes) -> ImageFacts:
    at = 2
    while at + 9 < min(len(data), MAX_SCAN) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # a frame header
            return ImageFacts("JPEG", _big(data, at + 7, 2), _big(data, at + 5, 2))
        at += 2 + max(2, _big(data, at + 2, 2))
    return ImageFacts("JPEG")


def _webp(data: bytes) -> ImageFacts:
    match data[12:16]:
        case b"VP8X":
            animated = bool(_little(data, 20, 1) & 2)
            return ImageFacts("WebP", _little(data, 24, 3) + 1, _little(data, 27, 3) + 1, animated)
        case b"VP8L":
            bits = _little(data, 21, 4)
            return ImageFacts("WebP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8 ":
            return ImageFacts("WebP", _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF)
        case _:
            return ImageFacts("WebP")
