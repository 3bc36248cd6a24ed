"""Payload bytes become text, and any text becomes one that cannot deceive who looks at it."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass
from typing import Final

ENCODINGS: Final = (
    "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "latin-1", "cp1252", "iso8859-15", "cp1251", "koi8-r",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "cp437",
)  # fmt: skip
FALLBACK: Final = "latin-1"  # every byte is a character in it, so nothing is lost
_JOINERS: Final = {0x200C, 0x200D}  # hold emoji and Indic scripts together, and disguise nothing
_LINE_SIGNS: Final = {0x09: "\t", 0x0A: "\n"}


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded text. `exact` is False where the bytes are not in the encoding asked for; `bad_offset` is the first such.

    `cut_at` is the byte where the text stops for a limit, None if it is whole.
    """

    text: str
    encoding: str
    exact: bool = True
    bad_offset: int = -1
    cut_at: int | None = None


def decode_text(payload: bytes, encoding: str = "", limit: int | None = None) -> Text:
    """Return at most the first `limit` bytes as text.

    Without an encoding it is UTF-8, or else Latin-1 with `exact` False. With one, bytes that are not in it become
    U+FFFD. Raises LookupError for an encoding that Python does not know.
    """
    codecs.lookup(encoding or FALLBACK)
    part = payload if limit is None or limit >= len(payload) else payload[:limit]
    cut = len(part) < len(payload)
    try:
        text, used = _decode(part, encoding or "utf-8", final=not cut)
    except UnicodeDecodeError as error:
        if encoding:
            return Text(part.decode(encoding, "replace"), encoding, False, error.start, len(part) if cut else None)
        return Text(part.decode(FALLBACK), FALLBACK, False, error.start, len(part) if cut else None)
    return Text(text, encoding or "utf-8", cut_at=used if cut else None)


def _decode(data: bytes, encoding: str, *, final: bool) -> tuple[str, int]:
    if final:
        return data.decode(encoding), len(data)
    decoder = codecs.getincrementaldecoder(encoding)()
    text = decoder.decode(data)
    return text, len(data) - len(decoder.getstate()[0])


class _Visible(dict[int, str]):
    """For str.translate: a code point that is asked for the first time is looked at once."""

    def __init__(self, line_signs: dict[int, str]) -> None:
        super().__init__(line_signs)

    def __missing__(self, code: int) -> str:
        self[code] = shown = _shown(code)
        return shown


def _shown(code: int) -> str:
    character = chr(code)
    if character.isprintable() or code in _JOINERS:
        return character
    if code < 0x20:
        return chr(0x2400 + code)  # control pictures
    if code == 0x7F:
        return "\u2421"
    if unicodedata.category(character) == "Zs":
        return " "
    return f"‹U+{code:04X}›"


_IN_LINES: Final = _Visible(_LINE_SIGNS)
_IN_ONE_LINE: Final = _Visible({0x09: " ", 0x0A: " ", 0x0D: " "})


def visible(text: str) -> str:
    """Return the text with control, direction-changing and invisible characters shown; lines stay lines."""
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    return text if text.isprintable() else text.translate(_IN_LINES)


def visible_line(text: str) -> str:
    """The same as one line: line ends and tabs become spaces."""
    return text if text.isprintable() else text.translate(_IN_ONE_LINE)
