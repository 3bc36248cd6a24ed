"""The properties of MQTT 5.0 as one table and one record (section 2.2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from .types import PacketType

UserProperties = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What a packet's properties say; absent is None, and () for the two that may repeat.

    The names are those of the standard. Times are in seconds, sizes in bytes.
    """

    payload_format_indicator: int | None = None
    message_expiry_interval: int | None = None
    content_type: str | None = None
    response_topic: str | None = None
    correlation_data: bytes | None = None
    subscription_identifiers: tuple[int, ...] = ()
    session_expiry_interval: int | None = None
    assigned_client_identifier: str | None = None
    server_keep_alive: int | None = None
    authentication_method: str | None = None
    authentication_data: bytes | None = None
    request_problem_information: int | None = None
    will_delay_interval: int | None = None
    request_response_information: int | None = None
    response_information: str | None = None
    server_reference: str | None = None
    reason_string: str | None = None
    receive_maximum: int | None = None
    topic_alias_maximum: int | None = None
    topic_alias: int | None = None
    maximum_qos: int | None = None
    retain_available: int | None = None
    user_properties: UserProperties = ()
    maximum_packet_size: int | None = None
    wildcard_subscription_available: int | None = None
    subscription_identifier_available: int | None = None
    shared_subscription_available: int | None = None


NO_PROPERTIES: Final = Properties()


class Kind(Enum):
    """How a property's value is written (section 1.5)."""

    BYTE = "byte"
    U16 = "two byte integer"
    U32 = "four byte integer"
    VARINT = "variable byte integer"
    TEXT = "UTF-8 string"
    BINARY = "binary data"
    PAIR = "UTF-8 string pair"


class Spec(NamedTuple):
    """One row of table 2-4; `low` and `high` bound the value where the standard does."""

    identifier: int
    name: str
    kind: Kind
    packets: frozenset[PacketType | str]  # "will" stands for the will properties inside CONNECT
    low: int = 0
    high: int = 0xFFFFFFFF
    repeats: bool = False


WILL: Final = "will"
_P = PacketType
_ANSWERS = (_P.CONNACK, _P.PUBACK, _P.PUBREC, _P.PUBREL, _P.PUBCOMP, _P.SUBACK, _P.UNSUBACK, _P.DISCONNECT, _P.AUTH)


def _in(*packets: PacketType | str) -> frozenset[PacketType | str]:
    return frozenset(packets)


SPECS: Final = (
    Spec(0x01, "payload_format_indicator", Kind.BYTE, _in(_P.PUBLISH, WILL), high=1),
    Spec(0x02, "message_expiry_interval", Kind.U32, _in(_P.PUBLISH, WILL)),
    Spec(0x03, "content_type", Kind.TEXT, _in(_P.PUBLISH, WILL)),
    Spec(0x08, "response_topic", Kind.TEXT, _in(_P.PUBLISH, WILL)),
    Spec(0x09, "correlation_data", Kind.BINARY, _in(_P.PUBLISH, WILL)),
    Spec(
        0x0B,
        "subscription_identifiers",
        Kind.VARINT,
        _in(_P.PUBLISH, _P.SUBSCRIBE),  # repeats in PUBLISH only (section 3.8.2.1.2)
        low=1,
        high=268_435_455,
        repeats=True,
    ),
    Spec(0x11, "session_expiry_interval", Kind.U32, _in(_P.CONNECT, _P.CONNACK, _P.DISCONNECT)),
    Spec(0x12, "assigned_client_identifier", Kind.TEXT, _in(_P.CONNACK)),
    Spec(0x13, "server_keep_alive", Kind.U16, _in(_P.CONNACK), high=0xFFFF),
    Spec(0x15, "authentication_method", Kind.TEXT, _in(_P.CONNECT, _P.CONNACK, _P.AUTH)),
    Spec(0x16, "authentication_data", Kind.BINARY, _in(_P.CONNECT, _P.CONNACK, _P.AUTH)),
    Spec(0x17, "request_problem_information", Kind.BYTE, _in(_P.CONNECT), high=1),
    Spec(0x18, "will_delay_interval", Kind.U32, _in(WILL)),
    Spec(0x19, "request_response_information", Kind.BYTE, _in(_P.CONNECT), high=1),
    Spec(0x1A, "response_information", Kind.TEXT, _in(_P.CONNACK)),
    Spec(0x1C, "server_reference", Kind.TEXT, _in(_P.CONNACK, _P.DISCONNECT)),
    Spec(0x1F, "reason_string", Kind.TEXT, _in(*_ANSWERS)),
    Spec(0x21, "receive_maximum", Kind.U16, _in(_P.CONNECT, _P.CONNACK), low=1, high=0xFFFF),
    Spec(0x22, "topic_alias_maximum", Kind.U16, _in(_P.CONNECT, _P.CONNACK), high=0xFFFF),
    Spec(0x23, "topic_alias", Kind.U16, _in(_P.PUBLISH), low=1, high=0xFFFF),
    Spec(0x24, "maximum_qos", Kind.BYTE, _in(_P.CONNACK), high=1),
    Spec(0x25, "retain_available", Kind.BYTE, _in(_P.CONNACK), high=1),
    Spec(
        0x26,
        "user_properties",
        Kind.PAIR,
        _in(_P.CONNECT, _P.PUBLISH, WILL, _P.SUBSCRIBE, _P.UNSUBSCRIBE, *_ANSWERS),
        repeats=True,
    ),
    Spec(0x27, "maximum_packet_size", Kind.U32, _in(_P.CONNECT, _P.CONNACK), low=1),
    Spec(0x28, "wildcard_subscription_available", Kind.BYTE, _in(_P.CONNACK), high=1),
    Spec(0x29, "subscription_identifier_available", Kind.BYTE, _in(_P.CONNACK), high=1),
    Spec(0x2A, "shared_subscription_available", Kind.BYTE, _in(_P.CONNACK), high=1),
)
SPEC_BY_IDENTIFIER: Final = {spec.identifier: spec for spec in SPECS}
SPEC_BY_NAME: Final = {spec.name: spec for spec in SPECS}
