"""What a message to publish is written down as: a frozen record, and its YAML file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from tracemq.mqtt.properties import UserProperties
from tracemq.mqtt.types import QoS

from .schema import Schema

ALWAYS: Final = {"always": True}


class PayloadKind(StrEnum):
    """How a payload is written down."""

    TEXT = "text"
    JSON = "json"
    XML = "xml"
    HEX = "hex"
    BASE64 = "base64"
    FILE = "file"  # the payload is a path


class BytesKind(StrEnum):
    """How a few bytes are written down in a line. There is no FILE: a message from elsewhere must not name one here."""

    TEXT = "text"
    HEX = "hex"
    BASE64 = "base64"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRecord:
    """The fields of the publish form as they were typed; numbers are text, because half a number is kept as well."""

    name: str = ""
    topic: str = field(default="", metadata=ALWAYS)
    payload_as: PayloadKind = field(default=PayloadKind.TEXT, metadata=ALWAYS)
    payload: str = field(default="", metadata=ALWAYS)
    qos: QoS = field(default=QoS.AT_MOST_ONCE, metadata=ALWAYS)
    retain: bool = field(default=False, metadata=ALWAYS)
    variables: bool = True  # whether {{...}} is filled in
    utf8: bool = False  # payload format indicator 1
    expires_after_s: str = ""
    topic_alias: str = ""
    content_type: str = ""
    response_topic: str = ""
    correlation_as: BytesKind = BytesKind.TEXT
    correlation_data: str = ""
    user_properties: UserProperties = ()


SCHEMA: Final = Schema(MessageRecord, 1, {})


def fingerprint(message: MessageRecord) -> str:
    """Return what stands for everything in the message that may read from this computer."""
    parts = [message.topic, message.payload_as.value, message.payload, message.variables]
    return sha256(json.dumps(parts).encode()).hexdigest()


EMPTY: Final = MessageRecord()
_ENUMS: Final[dict[str, type[PayloadKind | BytesKind | QoS]]] = {
    "payload_as": PayloadKind,
    "correlation_as": BytesKind,
    "qos": QoS,
}


def to_plain(message: MessageRecord) -> dict[str, Any]:
    """Return what differs from an empty message, in JSON's own types."""
    values = {item.name: getattr(message, item.name) for item in fields(message)}
    return {name: value for name, value in values.items() if value != getattr(EMPTY, name)}


def from_plain(plain: object) -> MessageRecord | None:
    """Return the message, None for what is none; unknown keys are passed over."""
    if not isinstance(plain, dict):
        return None
    values: dict[str, Any] = {}
    try:
        for item in fields(MessageRecord):
            if item.name in plain:
                values[item.name] = _value(item.name, plain[item.name])
    except (ValueError, TypeError):
        return None
    return MessageRecord(**values)


def _value(name: str, value: Any) -> Any:
    if name in _ENUMS:
        return _ENUMS[name](value)
    if name == "user_properties":
        pairs = tuple((key, text) for key, text in value)
        if not all(isinstance(part, str) for pair in pairs for part in pair):
            raise TypeError(name)
        return pairs
    if type(value) is not type(getattr(EMPTY, name)):
        raise TypeError(name)
    return value
