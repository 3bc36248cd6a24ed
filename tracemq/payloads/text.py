"""Payload bytes become text in their encoding, and any text becomes one that cannot deceive who looks at it."""

from __future__ import annotations

import codecs
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

ENCODINGS: Final = (
    "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "latin-1", "cp1252", "iso8859-15", "cp1251", "koi8-r",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "cp437", "cp037",
)  # fmt: skip
MARKED: Final = "tracemq.marked"  # what Python is told to do with bytes that are not in an encoding
QUOTED_CHARS: Final = 500  # a broker may say 65,535, which would fill the window
_CHARSET: Final = re.compile(r";\s*charset\s*=\s*\"?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_SAME_AS: Final = {  # as Python calls them: what they are a part of, or another name for
    "ascii": "utf-8", "utf-8-sig": "utf-8", "iso8859-1": "latin-1", "utf-16": "utf-16-be", "utf-32": "utf-32-be",
    "gbk": "gb18030", "gb2312": "gb18030",
}  # fmt: skip
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_JSON_STARTS: Final = (  # RFC 4627, section 3: where the zeros stand says which encoding it is
    (b"{\0\0\0", "utf-32-le"), (b"[\0\0\0", "utf-32-le"), (b"\0\0\0{", "utf-32-be"), (b"\0\0\0[", "utf-32-be"),
    (b"{\0", "utf-16-le"), (b"[\0", "utf-16-le"), (b"\0{", "utf-16-be"), (b"\0[", "utf-16-be"),
)  # fmt: skip
_JOINERS: Final = {0x200C, 0x200D}  # hold emoji and Indic scripts together, and disguise nothing
_CONTROLS: Final = dict(enumerate((
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI",
    "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
))) | {0x7F: "DEL"}  # fmt: skip
_LINE_SIGNS: Final = {0x09: "\t", 0x0A: "\n"}


@dataclass(frozen=True, slots=True)
class Text:
    """Text of the bytes up to `end`; not `exact` where some of them are not in the encoding and became marks."""

    text: str
    end: int
    exact: bool = True


def decode_part(payload: bytes, start: int, size: int, encoding: str = "utf-8") -> Text:
    """Return the text of about `size` bytes from `start` on, without half a character at its end.

    Bytes that are not in the encoding become ‹FF›. Raises LookupError for an encoding that Python does not know.
    """
    part = payload[start : start + size]
    final = start + size >= len(payload)
    for errors in ("strict", MARKED):
        decoder = codecs.getincrementaldecoder(encoding)(errors)
        try:
            text = decoder.decode(part, final)
        except UnicodeError:
            continue
        return Text(text, start + len(part) - len(decoder.getstate()[0]), errors == "strict")
    raise AssertionError(encoding)  # marks are found for everything


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(f"‹{byte:02X}›" for byte in error.object[error.start : error.end]), error.end


codecs.register_error(MARKED, _mark)


def encoding_of(payload: bytes, content_type: str | None = None) -> str:
    """Return the encoding that the content type names (its charset), or a byte order mark; else UTF-8."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if payload.startswith(mark):
            return encoding
    charset = _CHARSET.search(content_type or "")
    if charset:
        with suppress(LookupError):
            known = _SAME_AS.get(name := codecs.lookup(charset[1]).name, name)
            if known in ENCODINGS:
                return known
    return "utf-8"


def json_encoding_of(payload: bytes, content_type: str | None = None) -> str:
    """The same for JSON, where also the first bytes tell; that it is to be UTF-8 (RFC 8259) not everybody heeds."""
    return wide_encoding_of(payload) or encoding_of(payload, content_type)


def wide_encoding_of(payload: bytes) -> str:
    """Return which of UTF-16 and UTF-32 a text says to be in by a byte order mark or as JSON begins; "" for none."""
    for start, encoding in (*_BYTE_ORDER_MARKS, *_JSON_STARTS):
        if payload.startswith(start):
            return encoding
    return ""


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
    if code in _CONTROLS:
        return f"‹{_CONTROLS[code]}›"  # few fonts have the pictures that Unicode has for them
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


def quoted(text: str) -> str:
    """What somebody else says, for a sentence of ours: one line, nothing hidden in it, and a mark where it is cut."""
    return visible_line(text[:QUOTED_CHARS]) + ("…" if len(text) > QUOTED_CHARS else "")
