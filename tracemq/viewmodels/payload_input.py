"""Turns a payload as it is typed (text, JSON, XML, hex, Base64, a path) into bytes, or says what is wrong with it."""

from __future__ import annotations

import base64
import binascii
import json
import re
from enum import Enum, auto
from pathlib import Path
from typing import Final, NoReturn

from tracemq.mqtt.types import MAX_REMAINING_LENGTH
from tracemq.payloads.errors import DecodeError
from tracemq.payloads.json_pretty import pretty
from tracemq.payloads.json_tree import parse_json
from tracemq.payloads.xml_tree import parse_xml, pretty_xml
from tracemq.profiles.message_record import PayloadKind

from .complaint import Complaint

__all__ = ["PayloadKind", "PayloadProblem", "payload_bytes", "payload_complaint"]


class PayloadProblem(Enum):
    """The facts that each has are in the comment."""

    SURROGATE = auto()
    JSON_INVALID = auto()  # line, column
    JSON_TOO_DEEP = auto()
    XML_INVALID = auto()  # line, column
    TOO_LONG_TO_CHECK = auto()
    HEX_NOT_A_DIGIT = auto()  # sign, position
    HEX_ODD = auto()
    BASE64_INVALID = auto()
    FILE_NOT_CHOSEN = auto()
    FILE_UNREADABLE = auto()  # path
    TOO_LARGE = auto()  # size


MAX_CHECKED_JSON: Final = 2_000_000  # characters; beyond that a check at each keystroke would be felt
MAX_CHECKED_XML: Final = 100_000  # likewise, with a tree made
_BETWEEN_BYTES: Final = re.compile(r"[\s,:;_-]+|0[xX]|\\[xX]")
_NOT_HEX: Final = re.compile(r"[^0-9A-Fa-f]")


def payload_bytes(kind: PayloadKind, text: str) -> bytes | Complaint:
    """Turn what was typed into the bytes to send; for FILE, `text` is the path. Reads the file."""
    if kind is PayloadKind.HEX:
        return _from_hex(text)
    if kind is PayloadKind.BASE64:
        return _from_base64(text)
    if kind is PayloadKind.FILE:
        return _from_file(text)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return Complaint(PayloadProblem.SURROGATE)


def payload_complaint(kind: PayloadKind, text: str) -> Complaint | None:
    """Say what is wrong while it is typed, without reading a file; broken JSON may be sent all the same."""
    if kind is PayloadKind.FILE:
        return _file_complaint(text)
    data = payload_bytes(kind, text)
    if isinstance(data, Complaint):
        return data
    if len(data) > MAX_REMAINING_LENGTH:
        return Complaint(PayloadProblem.TOO_LARGE, {"size": len(data)})
    if not text.strip():
        return None
    return (
        json_complaint(text) if kind is PayloadKind.JSON else xml_complaint(text) if kind is PayloadKind.XML else None
    )


def json_complaint(text: str) -> Complaint | None:
    """Where the text stops being JSON; None if it is JSON or too long to be checked while typing."""
    if len(text) > MAX_CHECKED_JSON:
        return None
    try:
        # numbers stay text: huge ones are legal JSON, and converting them is slow
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        return Complaint(PayloadProblem.JSON_INVALID, {"line": error.lineno, "column": error.colno}, serious=False)
    except _NotJson:
        return Complaint(PayloadProblem.JSON_INVALID, _place_of_constant(text), serious=False)
    except RecursionError:
        return Complaint(PayloadProblem.JSON_TOO_DEEP, serious=False)
    return None


def xml_complaint(text: str) -> Complaint | None:
    """Where the text stops being XML; None if it is XML or too long to be checked while typing."""
    if len(text) > MAX_CHECKED_XML:
        return None
    try:
        parse_xml(text.encode())
    except DecodeError as error:
        facts: dict[str, str | float] = {"line": error.line or 1, "column": error.column or 1}
        return Complaint(PayloadProblem.XML_INVALID, facts, serious=False)
    except UnicodeEncodeError:
        return Complaint(PayloadProblem.SURROGATE)
    return None


def verdict(kind: PayloadKind, text: str) -> Complaint | None:
    """What there is to say when the user asks for a check: as while typing, and that a text is too long for one."""
    if len(text) > {PayloadKind.JSON: MAX_CHECKED_JSON, PayloadKind.XML: MAX_CHECKED_XML}.get(kind, len(text)):
        return Complaint(PayloadProblem.TOO_LONG_TO_CHECK, serious=False)
    return payload_complaint(kind, text)


def formatted(kind: PayloadKind, text: str) -> str | None:
    """Return JSON or XML with indentation; None if it is neither, or too long."""
    if kind is PayloadKind.JSON:
        return formatted_json(text)
    return formatted_xml(text) if kind is PayloadKind.XML else None


def formatted_xml(text: str) -> str | None:
    """Return XML with indentation and every tag and text as it was typed; None if it is not XML, or too long."""
    if len(text) > MAX_CHECKED_XML:
        return None
    try:
        made = pretty_xml(parse_xml(text.encode()), 8 * MAX_CHECKED_XML)
    except (DecodeError, UnicodeEncodeError):
        return None
    return made.text if made.complete else None


def formatted_json(text: str) -> str | None:
    """Return JSON with indentation and everything else as it was typed; None if it is not JSON, or too long."""
    if len(text) > MAX_CHECKED_JSON:
        return None
    try:
        made = pretty(parse_json(text.encode()), 8 * MAX_CHECKED_JSON)
    except (DecodeError, UnicodeEncodeError):
        return None
    return made.text if made.complete else None


class _NotJson(Exception):
    """Python's parser takes NaN and Infinity; JSON does not."""


def _no_constant(name: str) -> NoReturn:
    raise _NotJson(name)


def _place_of_constant(text: str) -> dict[str, str | float]:
    without_strings = re.sub(r'"(?:[^"\\]|\\.)*"', lambda found: " " * len(found[0]), text)
    found = re.search(r"-?Infinity|NaN", without_strings)
    at = found.start() if found else 0
    return {"line": text.count("\n", 0, at) + 1, "column": at - text.rfind("\n", 0, at)}


def _from_hex(text: str) -> bytes | Complaint:
    digits = _BETWEEN_BYTES.sub("", text)
    try:
        return bytes.fromhex(digits)
    except ValueError:
        wrong = _NOT_HEX.search(digits)
        if wrong is None:
            return Complaint(PayloadProblem.HEX_ODD)
        return Complaint(PayloadProblem.HEX_NOT_A_DIGIT, {"sign": wrong[0], "position": text.index(wrong[0]) + 1})


def _from_base64(text: str) -> bytes | Complaint:
    letters = re.sub(r"\s+", "", text).translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except (binascii.Error, ValueError):
        return Complaint(PayloadProblem.BASE64_INVALID)


def _from_file(path: str) -> bytes | Complaint:
    complaint = _file_complaint(path)
    if complaint:
        return complaint
    try:
        return Path(path).expanduser().read_bytes()
    except (OSError, ValueError):
        return Complaint(PayloadProblem.FILE_UNREADABLE, {"path": path})


def _file_complaint(path: str) -> Complaint | None:
    if not path.strip():
        return Complaint(PayloadProblem.FILE_NOT_CHOSEN)
    try:
        file = Path(path).expanduser()
        if not file.is_file():  # a pipe or a device would be read without end
            return Complaint(PayloadProblem.FILE_UNREADABLE, {"path": path})
        size = file.stat().st_size
    except (OSError, ValueError, RuntimeError):
        return Complaint(PayloadProblem.FILE_UNREADABLE, {"path": path})
    return Complaint(PayloadProblem.TOO_LARGE, {"size": size}) if size > MAX_REMAINING_LENGTH else None
