"""Turns a payload as it is typed (text, JSON, XML, hex, Base64, a path) into bytes, or says what is wrong with it."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Any, Final, NoReturn

from tracemq.mqtt.types import MAX_REMAINING_LENGTH
from tracemq.payloads.errors import DecodeError
from tracemq.payloads.json_pretty import pretty_steps
from tracemq.payloads.json_tree import parse_json_steps
from tracemq.payloads.tree import Steps, finish
from tracemq.payloads.xml_tree import parse_xml, parse_xml_steps, pretty_xml_steps
from tracemq.profiles.message_record import PayloadKind

from .complaint import Complaint

__all__ = ["PayloadKind", "PayloadProblem", "payload_bytes", "payload_complaint"]


class PayloadProblem(Enum):
    """The facts that each has are in the comment."""

    SURROGATE = auto()
    JSON_INVALID = auto()  # line, column
    JSON_TOO_DEEP = auto()
    XML_INVALID = auto()  # line, column
    HEX_NOT_A_DIGIT = auto()  # sign, position
    HEX_ODD = auto()
    BASE64_INVALID = auto()
    FILE_NOT_CHOSEN = auto()
    FILE_UNREADABLE = auto()  # path
    TOO_LARGE = auto()  # size


MAX_CHECKED_JSON: Final = 500_000  # characters; beyond that a check at each keystroke would be felt
MAX_CHECKED_XML: Final = 30_000  # likewise, with a tree made
MAX_FORMATTED: Final = 8_000_000  # likewise; what comes out is longer, and stands in an editor
_BETWEEN_BYTES: Final = re.compile(r"[\s,:;_-]+|0[xX]|\\[xX]")
_NOT_HEX: Final = re.compile(r"[^0-9A-Fa-f]")
_WHITE: Final = bytes(code for code in range(128) if chr(code).isspace())
_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")


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
    return judged(kind, text)[0]


def judged(kind: PayloadKind, text: str) -> tuple[Complaint | None, int | None]:
    """What is wrong, and how many bytes would be sent (None where they cannot be): both from one look at the text."""
    if kind is PayloadKind.FILE:
        return _file_complaint(text), payload_size(kind, text)
    data = payload_bytes(kind, text)
    if isinstance(data, Complaint):
        return data, None
    if len(data) > MAX_REMAINING_LENGTH:
        return Complaint(PayloadProblem.TOO_LARGE, {"size": len(data)}), len(data)
    check = _CHECKS.get(kind)
    return (check(text) if check is not None and text.strip() else None), len(data)


def json_complaint(text: str) -> Complaint | None:
    """Where the text stops being JSON; None if it is JSON or takes long."""
    if takes_long(PayloadKind.JSON, text):
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
    """Where the text stops being XML; None if it is XML or takes long."""
    if takes_long(PayloadKind.XML, text):
        return None
    try:
        parse_xml(text.encode())
    except DecodeError as error:
        facts: dict[str, str | float] = {"line": error.line or 1, "column": error.column or 1}
        return Complaint(PayloadProblem.XML_INVALID, facts, serious=False)
    except UnicodeEncodeError:
        return Complaint(PayloadProblem.SURROGATE)
    return None


_CHECKS: Final[dict[PayloadKind, Callable[[str], Complaint | None]]] = {
    PayloadKind.JSON: json_complaint,
    PayloadKind.XML: xml_complaint,
}


def takes_long(kind: PayloadKind, text: str) -> bool:
    """Tell whether a check of it would be felt while typing: `payload_complaint` leaves that to `verdict_steps`."""
    return len(text) > {PayloadKind.JSON: MAX_CHECKED_JSON, PayloadKind.XML: MAX_CHECKED_XML}.get(kind, len(text))


def verdict_steps(kind: PayloadKind, text: str) -> Steps[Complaint | None]:
    """Say what is wrong with a payload of any length, in steps of a few milliseconds."""
    complaint = payload_complaint(kind, text)
    if complaint is not None or not takes_long(kind, text):
        return complaint
    try:
        yield from _DOCUMENTS[kind](text.encode())
    except DecodeError as error:
        invalid = PayloadProblem.JSON_INVALID if kind is PayloadKind.JSON else PayloadProblem.XML_INVALID
        return Complaint(invalid, {"line": error.line or 1, "column": error.column or 1}, serious=False)
    return None


_DOCUMENTS: Final[dict[PayloadKind, Callable[[bytes], Steps[Any]]]] = {
    PayloadKind.JSON: parse_json_steps,
    PayloadKind.XML: parse_xml_steps,
}


def formatted_steps(kind: PayloadKind, text: str) -> Steps[str | None]:
    """Indent JSON or XML and leave everything else as it was typed; None if it is neither, or too long."""
    if kind not in _DOCUMENTS or len(text) > MAX_FORMATTED:
        return None
    try:
        document = yield from _DOCUMENTS[kind](text.encode())
    except (DecodeError, UnicodeEncodeError):
        return None
    if kind is PayloadKind.JSON:
        made = yield from pretty_steps(document, 8 * MAX_FORMATTED)
    else:
        made = yield from pretty_xml_steps(document, 8 * MAX_FORMATTED)
    return made.text if made.complete else None


def formatted_json(text: str) -> str | None:
    """The same for a short JSON, at once."""
    return finish(formatted_steps(PayloadKind.JSON, text))


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
    digits = _hex_digits(text)
    try:
        return bytes.fromhex(digits)
    except ValueError:
        wrong = _NOT_HEX.search(digits)
        if wrong is None:
            return Complaint(PayloadProblem.HEX_ODD)
        return Complaint(PayloadProblem.HEX_NOT_A_DIGIT, {"sign": wrong[0], "position": text.index(wrong[0]) + 1})


def _hex_digits(text: str) -> str:
    """What is left without all that may stand between bytes; without a pattern that goes 25 times as fast."""
    if not text.isascii():
        return _BETWEEN_BYTES.sub("", text)
    data = text.encode()
    if b"x" in data or b"X" in data:
        if b"xx" in data.lower():  # one is left over: taking out one prefix after the other could make up another
            return _BETWEEN_BYTES.sub("", text)
        for prefix in (b"0x", b"0X", b"\\x", b"\\X"):
            data = data.replace(prefix, b"")
    return data.translate(None, _WHITE + b",:;_-").decode()


def _from_base64(text: str) -> bytes | Complaint:
    try:
        letters = "".join(text.split()).encode() if not text.isascii() else text.encode().translate(None, _WHITE)
        letters = letters.translate(_URL_SAFE).rstrip(b"=")
        return base64.b64decode(letters + b"=" * (-len(letters) % 4), validate=True)
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


def payload_size(kind: PayloadKind, text: str) -> int | None:
    """How many bytes would be sent, without reading a file; None where something is wrong."""
    if kind is not PayloadKind.FILE:
        data = payload_bytes(kind, text)
        return len(data) if isinstance(data, bytes) else None
    try:
        file = Path(text).expanduser()
        return file.stat().st_size if text.strip() and file.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


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
