"""The will as it was written down becomes the bytes that CONNECT carries."""

from __future__ import annotations

from pathlib import Path

from tracemq.mqtt.types import MAX_STRING_BYTES

from .files import read_file
from .profile import PayloadSource, WillSettings


def will_payload(will: WillSettings) -> bytes:
    """Return the payload, reading the file if it is one; raises ValueError for bad hex digits, or BadFileError."""
    if will.source is PayloadSource.FILE:
        return read_file(Path(will.payload).expanduser(), MAX_STRING_BYTES)
    if will.source is PayloadSource.HEX:
        return bytes.fromhex(will.payload)
    return will.payload.encode()
