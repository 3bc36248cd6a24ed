"""DER becomes the laxer BER that Firefox and older Java write: no lengths beforehand, octet strings in pieces."""

from __future__ import annotations

from collections.abc import Iterator

OCTETS = 0x04
CONSTRUCTED = 0x20
END = b"\0\0"


def in_pieces(der: bytes, piece: int) -> bytes:
    """Every sequence open-ended, every octet string above so many bytes in pieces."""
    written = b""
    for tag, content in _parts(der):
        if tag & CONSTRUCTED:
            written += bytes([tag, 0x80]) + in_pieces(content, piece) + END
        elif tag == OCTETS and len(content) > piece:
            pieces = (content[at : at + piece] for at in range(0, len(content), piece))
            written += bytes([OCTETS | CONSTRUCTED, 0x80]) + b"".join(_whole(OCTETS, each) for each in pieces) + END
        else:
            written += _whole(tag, content)
    return written


def _parts(der: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(der):
        tag, length, begin = der[at], der[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, begin = int.from_bytes(der[begin : begin + size], "big"), begin + size
        at = begin + length
        yield tag, der[begin:at]


def _whole(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + content
