"""Turns bytes into the texts that people paste elsewhere: hex digits, a dump, Base64, C, Python."""

from __future__ import annotations

import base64
from enum import Enum, auto
from typing import Final

from .hex_dump import HexDump
from .text import decode_part

C_ROW: Final = 12  # bytes in a line of C
PYTHON_ROW: Final = 64


class ByteText(Enum):
    """How bytes are written."""

    HEX = auto()
    TEXT = auto()
    DUMP = auto()
    BASE64 = auto()
    C = auto()
    PYTHON = auto()


def byte_text(data: bytes, kind: ByteText, encoding: str = "utf-8") -> str:
    """Return the bytes as text; as TEXT, what is not in the encoding is marked."""
    match kind:
        case ByteText.HEX:
            return data.hex(" ")
        case ByteText.TEXT:
            return decode_part(data, 0, len(data), encoding).text
        case ByteText.DUMP:
            return HexDump(data).text()
        case ByteText.BASE64:
            return base64.b64encode(data).decode()
        case ByteText.C:
            return _c(data)
        case ByteText.PYTHON:
            return python_bytes(data)


def _c(data: bytes) -> str:
    rows = (data[at : at + C_ROW] for at in range(0, len(data), C_ROW))
    body = "".join("    " + " ".join(f"0x{byte:02x}," for byte in row) + "\n" for row in rows)
    return f"const unsigned char data[{max(1, len(data))}] = {{\n{body or '    0' + chr(10)}}};\n"


def python_bytes(data: bytes) -> str:
    """Return an expression that makes the bytes: as text where they are text."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = "\0"
    if text.isprintable() and not text.isascii():
        return f"{text!r}.encode()"
    if len(data) <= PYTHON_ROW or text.isprintable():
        return repr(data)
    rows = (data[at : at + PYTHON_ROW // 2] for at in range(0, len(data), PYTHON_ROW // 2))
    return "(\n" + "".join(f"    {row!r}\n" for row in rows) + ")"
