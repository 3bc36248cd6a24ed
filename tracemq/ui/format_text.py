"""Turns the formats of payloads into names to choose from."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from tracemq.payloads.detect import Format

from .marked import QT_TRANSLATE_NOOP

# In the order in which they are offered; the others have names that are the same in every language.
CHOICES: Final = (
    Format.TEXT,
    Format.JSON,
    Format.XML,
    Format.CBOR,
    Format.MSGPACK,
    Format.PROTOBUF,
    Format.SPARKPLUG_B,
    Format.AVRO,
    Format.IMAGE,
    Format.BASE64,
    Format.AS_BASE64,
    Format.GZIP,
    Format.ZLIB,
    Format.DEFLATE,
    Format.BINARY,
)
_NAMES: Final = {
    Format.EMPTY: QT_TRANSLATE_NOOP("FormatText", "Empty"),
    Format.TEXT: QT_TRANSLATE_NOOP("FormatText", "Text"),
    Format.IMAGE: QT_TRANSLATE_NOOP("FormatText", "Image"),
    Format.BINARY: QT_TRANSLATE_NOOP("FormatText", "Hex"),
    Format.BASE64: QT_TRANSLATE_NOOP("FormatText", "Base64, decoded"),
    Format.AS_BASE64: QT_TRANSLATE_NOOP("FormatText", "Base64 of the bytes"),
}


def format_text(format_: Format) -> str:
    """Say the name of a format."""
    name = _NAMES.get(format_)
    return QCoreApplication.translate("FormatText", name) if name else format_.value
