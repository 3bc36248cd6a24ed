"""Turns the encodings of text into names to choose from, as their standards write them."""

from __future__ import annotations

from typing import Final

from tracemq.payloads.text import ENCODINGS

_NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32-le": "UTF-32 LE",
    "utf-32-be": "UTF-32 BE",
    "latin-1": "ISO 8859-1 (Latin-1)",
    "cp1252": "Windows-1252",
    "iso8859-15": "ISO 8859-15 (Latin-9)",
    "cp1251": "Windows-1251",
    "koi8-r": "KOI8-R",
    "shift_jis": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "euc_kr": "EUC-KR",
    "cp437": "IBM 437",
    "cp037": "EBCDIC (IBM 037)",
}
CHOICES: Final = {encoding: _NAMES[encoding] for encoding in ENCODINGS}


def encoding_text(encoding: str) -> str:
    """Say the name of an encoding; the same in every language."""
    return _NAMES[encoding]
