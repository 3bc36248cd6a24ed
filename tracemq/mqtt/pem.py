"""The bytes of a PEM file become its parts, in one pass whatever stands in them (RFC 7468)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MAX_BLOCKS: Final = 2000


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a PEM file: the word behind BEGIN, and the lines with BEGIN and END around them."""

    label: str
    text: bytes


def blocks(data: bytes) -> Iterator[Block]:
    """Walk the parts of a PEM file, in one pass whatever stands in it."""
    at = 0
    for _ in range(MAX_BLOCKS):
        start = data.find(b"-----BEGIN ", at)
        end = data.find(b"-----END ", start)
        if start < 0 or end < 0:
            return
        line_end = data.find(b"-----", start + 11, start + 100)
        close = data.find(b"-----", end + 9, end + 100)
        at = (close if close > 0 else end) + 5
        if line_end > 0:
            yield Block(data[start + 11 : line_end].decode("ascii", "replace"), data[start:at])


def der(block: Block) -> bytes | None:
    lines = block.text.splitlines()[1:-1]
    try:
        return base64.b64decode(b"".join(line.strip() for line in lines), validate=True)
    except (binascii.Error, ValueError):
        return None
