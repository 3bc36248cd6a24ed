"""Plain values into MessagePack, as far as the simulated devices need it."""

from __future__ import annotations

import struct
from collections.abc import Mapping

Value = bool | int | float | str | bytes | list["Value"] | Mapping[str, "Value"] | None


def pack(value: Value) -> bytes:
    """Integers from -2^31 to 2^32, floats as 32 bit, texts, binaries, lists and maps of up to 65,535 entries."""
    match value:
        case None:
            return b"\xc0"
        case bool():
            return b"\xc3" if value else b"\xc2"
        case int():
            return _integer(value)
        case float():
            return struct.pack(">Bf", 0xCA, value)
        case str():
            raw = value.encode()
            return (bytes((0xA0 | len(raw),)) if len(raw) < 32 else struct.pack(">BH", 0xDA, len(raw))) + raw
        case bytes():
            return struct.pack(">BH", 0xC5, len(value)) + value
        case list():
            return struct.pack(">BH", 0xDC, len(value)) + b"".join(map(pack, value))
        case _:
            entries = b"".join(pack(name) + pack(entry) for name, entry in value.items())
            return (bytes((0x80 | len(value),)) if len(value) < 16 else struct.pack(">BH", 0xDE, len(value))) + entries


def _integer(value: int) -> bytes:
    if 0 <= value < 128:
        return bytes((value,))
    return struct.pack(">BI", 0xCE, value) if value >= 0 else struct.pack(">Bi", 0xD2, value)
