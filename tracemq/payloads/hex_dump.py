"""Bytes become lines of offset, hex digits and ASCII, each made when it is asked for: 50 MiB cost nothing."""

from __future__ import annotations

from typing import Final, NamedTuple

WIDTH: Final = 16
_SHOWN: Final = bytes(byte if 0x20 <= byte < 0x7F else ord(".") for byte in range(256))


class HexLine(NamedTuple):
    """`digits` has two characters per byte and a space between two bytes; byte `i` of the line begins at 3 * i."""

    offset: str
    digits: str
    text: str


class HexDump:
    """The lines of a payload; `len()` is their number."""

    def __init__(self, payload: bytes, width: int = WIDTH) -> None:
        self._payload = payload
        self.width = width
        self._offset_digits = max(4, len(f"{max(0, len(payload) - 1):x}"))

    def __len__(self) -> int:
        return (len(self._payload) + self.width - 1) // self.width

    def line(self, number: int) -> HexLine:
        """Return a line, from 0."""
        start = number * self.width
        part = self._payload[start : start + self.width]
        return HexLine(f"{start:0{self._offset_digits}x}", part.hex(" "), part.translate(_SHOWN).decode("ascii"))

    def line_of(self, offset: int) -> int:
        """Return the line that has the byte."""
        return offset // self.width

    def text(self, first: int = 0, last: int | None = None) -> str:
        """Return lines as text to copy: offset, digits, ASCII between bars."""
        rows = (self.line(number) for number in range(first, len(self) if last is None else last))
        return "\n".join(f"{row.offset}  {row.digits:<{3 * self.width - 1}}  |{row.text}|" for row in rows)
