"""A file's bytes, or what was pasted, become profiles, whichever of the known formats it is in."""

from __future__ import annotations

from enum import Enum, auto

from tracemq.profiles.export import is_export, read_export

from .command_line import from_command_line, is_command_line
from .imported import MAX_BYTES, ImportProblem, Result
from .json_input import parse_json
from .mqtt_explorer import from_mqtt_explorer, is_mqtt_explorer
from .mqttx import from_mqttx, is_mqttx
from .urls import from_urls, is_urls


class Format(Enum):
    """What the bytes were recognised as."""

    OWN = auto()
    MQTT_EXPLORER = auto()
    MQTTX = auto()
    COMMAND_LINE = auto()
    URLS = auto()


def read_anything(data: bytes, passphrase: str | None = None) -> tuple[Format | None, Result]:
    """Return the format and what stands in it; `passphrase` as `read_export` has it."""
    if len(data) > MAX_BYTES:
        return None, ImportProblem.TOO_LARGE
    text = _text(data)
    if isinstance(text, ImportProblem):
        return None, text
    if text.startswith(("{", "[")):
        return _json(text)
    if is_export(text):
        return Format.OWN, read_export(text.encode(), passphrase)
    if is_command_line(text):
        return Format.COMMAND_LINE, from_command_line(text)
    if is_urls(text):
        return Format.URLS, from_urls(text)
    return None, ImportProblem.UNKNOWN_FORMAT


def _text(data: bytes) -> str | ImportProblem:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding).strip()
    except UnicodeDecodeError:
        return ImportProblem.NOT_TEXT
    if "\0" in text:
        return ImportProblem.NOT_TEXT
    return text or ImportProblem.EMPTY


def _json(text: str) -> tuple[Format | None, Result]:
    value = parse_json(text)
    if isinstance(value, ImportProblem):
        return None, value
    if is_mqtt_explorer(value):
        return Format.MQTT_EXPLORER, from_mqtt_explorer(value)
    if is_mqttx(value):
        return Format.MQTTX, from_mqttx(value)
    return None, ImportProblem.UNKNOWN_FORMAT
