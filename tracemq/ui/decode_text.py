"""Turns where and why a decoder failed into a sentence."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from tracemq.payloads.errors import DecodeError, DecodeProblem
from tracemq.payloads.text import visible_line

from .marked import QT_TRANSLATE_NOOP

_PROBLEMS: Final = {
    DecodeProblem.EMPTY: QT_TRANSLATE_NOOP("DecodeText", "the payload is empty"),
    DecodeProblem.NOT_UTF8: QT_TRANSLATE_NOOP("DecodeText", "these bytes are not UTF-8"),
    DecodeProblem.UNEXPECTED: QT_TRANSLATE_NOOP("DecodeText", "“{detail}” cannot stand here"),
    DecodeProblem.UNEXPECTED_END: QT_TRANSLATE_NOOP("DecodeText", "the payload ends in the middle"),
    DecodeProblem.EXTRA_DATA: QT_TRANSLATE_NOOP("DecodeText", "more follows after the end"),
    DecodeProblem.TOO_DEEP: QT_TRANSLATE_NOOP("DecodeText", "it is nested deeper than {detail} levels"),
    DecodeProblem.CONTROL_CHARACTER: QT_TRANSLATE_NOOP("DecodeText", "a control character ({detail}) inside a text"),
    DecodeProblem.BAD_ESCAPE: QT_TRANSLATE_NOOP("DecodeText", "“{detail}” is not a valid escape"),
    DecodeProblem.BAD_NUMBER: QT_TRANSLATE_NOOP("DecodeText", "this is not a valid number"),
    DecodeProblem.KEY_EXPECTED: QT_TRANSLATE_NOOP("DecodeText", "a key in quotes is expected, not “{detail}”"),
    DecodeProblem.COLON_EXPECTED: QT_TRANSLATE_NOOP("DecodeText", "a colon is expected, not “{detail}”"),
    DecodeProblem.COMMA_EXPECTED: QT_TRANSLATE_NOOP("DecodeText", "a comma or the end is expected, not “{detail}”"),
    DecodeProblem.TRAILING_COMMA: QT_TRANSLATE_NOOP("DecodeText", "a comma must not stand before the end"),
    DecodeProblem.SYNTAX: QT_TRANSLATE_NOOP("DecodeText", "{detail}"),
    DecodeProblem.ENTITY: QT_TRANSLATE_NOOP("DecodeText", "entities ({detail}) are not expanded"),
    DecodeProblem.RESERVED: QT_TRANSLATE_NOOP("DecodeText", "the code {detail} is reserved"),
    DecodeProblem.BAD_LENGTH: QT_TRANSLATE_NOOP("DecodeText", "a length of {detail} goes beyond the payload"),
    DecodeProblem.BAD_VALUE: QT_TRANSLATE_NOOP("DecodeText", "a value is not valid: {detail}"),
    DecodeProblem.UNKNOWN_TYPE: QT_TRANSLATE_NOOP("DecodeText", "the type {detail} is not in the schema"),
    DecodeProblem.CHECKSUM: QT_TRANSLATE_NOOP("DecodeText", "the checksum does not match"),
    DecodeProblem.SCHEMA: QT_TRANSLATE_NOOP("DecodeText", "the schema is wrong: {detail}"),
}
_IN_TEXT: Final = QT_TRANSLATE_NOOP("DecodeText", "line {line}, column {column}: {reason}")
_IN_BYTES: Final = QT_TRANSLATE_NOOP("DecodeText", "byte {offset}: {reason}")


def decode_error_text(error: DecodeError) -> str:
    """Say where the bytes stop being of the format, and why."""
    reason = QCoreApplication.translate("DecodeText", _PROBLEMS[error.problem])
    place = QCoreApplication.translate("DecodeText", _IN_TEXT if error.line else _IN_BYTES)
    reason = reason.format(detail=visible_line(error.detail[:80]))
    return place.format(line=error.line, column=error.column, offset=error.offset, reason=reason)
