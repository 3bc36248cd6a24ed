"""Turns where and why a decoder failed into a sentence."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from tracemq.payloads.errors import DecodeError, DecodeProblem
from tracemq.payloads.proto_schema import ProtoError
from tracemq.payloads.text import visible_line
from tracemq.profiles.yaml_nodes import BadFileError

from .file_error_text import FILE_PROBLEMS
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
    DecodeProblem.NO_SCHEMA: QT_TRANSLATE_NOOP("DecodeText", "a schema is needed; choose its file in Payload Bindings"),
    DecodeProblem.NO_TYPE: QT_TRANSLATE_NOOP(
        "DecodeText", "the file has several message types: choose one in Payload Bindings"
    ),
    DecodeProblem.SCHEMA: QT_TRANSLATE_NOOP("DecodeText", "the schema is wrong: {detail}"),
}
_IN_TEXT: Final = QT_TRANSLATE_NOOP("DecodeText", "line {line}, column {column}: {reason}")
_IN_BYTES: Final = QT_TRANSLATE_NOOP("DecodeText", "byte {offset}: {reason}")
_IN_FILE: Final = QT_TRANSLATE_NOOP("DecodeText", "{file}, line {line}, column {column}: {detail}")
_NOT_FOUND: Final = QT_TRANSLATE_NOOP("DecodeText", "the schema {file} was not found")
_OF_SCHEMAS: Final = frozenset({DecodeProblem.NO_SCHEMA, DecodeProblem.NO_TYPE, DecodeProblem.SCHEMA})


def decode_error_text(error: DecodeError | BadFileError) -> str:
    """Say where the bytes stop being of the format, and why; or what is wrong with the schema that they need."""
    if isinstance(error, BadFileError):
        reason = QCoreApplication.translate("ErrorText", FILE_PROBLEMS[error.problem])
        return reason.format(detail=visible_line(error.detail[:80]), line=error.line)
    detail = visible_line(error.detail[:80])
    if isinstance(error, ProtoError):
        text = QCoreApplication.translate("DecodeText", _IN_FILE if error.line else _NOT_FOUND)
        return text.format(file=visible_line(error.file[-80:]), line=error.line, column=error.column, detail=detail)
    reason = QCoreApplication.translate("DecodeText", _PROBLEMS[error.problem]).format(detail=detail)
    if error.problem in _OF_SCHEMAS:
        return reason
    place = QCoreApplication.translate("DecodeText", _IN_TEXT if error.line else _IN_BYTES)
    return place.format(line=error.line, column=error.column, offset=error.offset, reason=reason)
