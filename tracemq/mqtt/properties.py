"""The properties of MQTT 5.0 as one table and one record (section 2.2.2)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, Final, NamedTuple

from .reason_codes import ReasonCode
from .types import MAX_REMAINING_LENGTH, PacketType

UserProperties = tuple[tuple[str, str], ...]


class _WireOrder:
    """Remembers the order on the wire beside the fields: it has no meaning, but those who pass a packet on keep it."""

    __slots__ = ("_identifiers",)

    _identifiers: tuple[int, ...]

    @property
    def wire_order(self) -> tuple[int, ...]:
        """The identifiers as they were read, one for each occurrence; () if these properties were not read."""
        return getattr(self, "_identifiers", ())

    def _remember(self, identifiers: tuple[int, ...]) -> None:
        object.__setattr__(self, "_identifiers", identifiers)  # the record is frozen


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Properties(_WireOrder):
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

    def __repr__(self) -> str:
        """What is there; of authentication data, which may hold a secret, only that it is."""
        there = ((item.name, getattr(self, item.name)) for item in fields(self))
        shown = (
            f"{name}=..." if name == "authentication_data" else f"{name}={value!r}"
            for name, value in there
            if value not in (None, ())
        )
        return f"Properties({', '.join(shown)})"

    @classmethod
    def as_read(cls, found: list[tuple[Spec, Any]]) -> Properties:
        """The record of what was read, in that order."""
        values: dict[str, Any] = {}
        several: dict[str, list[Any]] = {}
        for spec, value in found:
            if spec.repeats:
                several.setdefault(spec.name, []).append(value)
            else:
                values[spec.name] = value
        for name, repeated in several.items():
            values[name] = tuple(repeated)
        properties = cls(**values)
        properties._remember(tuple([spec.identifier for spec, _ in found]))
        return properties


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
    out_of_range: ReasonCode = ReasonCode.PROTOCOL_ERROR  # what a value outside of the bounds is answered with


WILL: Final = "will"
_P = PacketType
_ANSWER = ("reason_string", "user_properties")
_MESSAGE = ("payload_format_indicator", "message_expiry_interval")

# Which packet may carry which property, in the order in which the packet's own section explains them.
_NAMES: Final[dict[PacketType | str, tuple[str, ...]]] = {
    _P.CONNECT: (
        "session_expiry_interval",
        "receive_maximum",
        "maximum_packet_size",
        "topic_alias_maximum",
        "request_response_information",
        "request_problem_information",
        "user_properties",
        "authentication_method",
        "authentication_data",
    ),
    WILL: (
        "will_delay_interval",
        *_MESSAGE,
        "content_type",
        "response_topic",
        "correlation_data",
        "user_properties",
    ),
    _P.CONNACK: (
        "session_expiry_interval",
        "receive_maximum",
        "maximum_qos",
        "retain_available",
        "maximum_packet_size",
        "assigned_client_identifier",
        "topic_alias_maximum",
        *_ANSWER,
        "wildcard_subscription_available",
        "subscription_identifier_available",
        "shared_subscription_available",
        "server_keep_alive",
        "response_information",
        "server_reference",
        "authentication_method",
        "authentication_data",
    ),
    _P.PUBLISH: (
        *_MESSAGE,
        "topic_alias",
        "response_topic",
        "correlation_data",
        "user_properties",
        "subscription_identifiers",
        "content_type",
    ),
    _P.PUBACK: _ANSWER,
    _P.PUBREC: _ANSWER,
    _P.PUBREL: _ANSWER,
    _P.PUBCOMP: _ANSWER,
    _P.SUBSCRIBE: ("subscription_identifiers", "user_properties"),
    _P.SUBACK: _ANSWER,
    _P.UNSUBSCRIBE: ("user_properties",),
    _P.UNSUBACK: _ANSWER,
    _P.DISCONNECT: ("session_expiry_interval", *_ANSWER, "server_reference"),
    _P.AUTH: ("authentication_method", "authentication_data", *_ANSWER),
}


_HIGHEST: Final = {Kind.BYTE: 0xFF, Kind.U16: 0xFFFF, Kind.U32: 0xFFFFFFFF, Kind.VARINT: MAX_REMAINING_LENGTH}


def _spec(
    identifier: int,
    name: str,
    kind: Kind,
    low: int = 0,
    high: int | None = None,
    *,
    repeats: bool = False,
    out_of_range: ReasonCode = ReasonCode.PROTOCOL_ERROR,
) -> Spec:
    packets = frozenset(packet for packet, names in _NAMES.items() if name in names)
    return Spec(
        identifier, name, kind, packets, low, _HIGHEST.get(kind, 0) if high is None else high, repeats, out_of_range
    )


SPECS: Final = (
    _spec(0x01, "payload_format_indicator", Kind.BYTE, high=1),
    _spec(0x02, "message_expiry_interval", Kind.U32),
    _spec(0x03, "content_type", Kind.TEXT),
    _spec(0x08, "response_topic", Kind.TEXT),
    _spec(0x09, "correlation_data", Kind.BINARY),
    _spec(0x0B, "subscription_identifiers", Kind.VARINT, low=1, repeats=True),  # in PUBLISH only (section 3.8.2.1.2)
    _spec(0x11, "session_expiry_interval", Kind.U32),
    _spec(0x12, "assigned_client_identifier", Kind.TEXT),
    _spec(0x13, "server_keep_alive", Kind.U16),
    _spec(0x15, "authentication_method", Kind.TEXT),
    _spec(0x16, "authentication_data", Kind.BINARY),
    _spec(0x17, "request_problem_information", Kind.BYTE, high=1),
    _spec(0x18, "will_delay_interval", Kind.U32),
    _spec(0x19, "request_response_information", Kind.BYTE, high=1),
    _spec(0x1A, "response_information", Kind.TEXT),
    _spec(0x1C, "server_reference", Kind.TEXT),
    _spec(0x1F, "reason_string", Kind.TEXT),
    _spec(0x21, "receive_maximum", Kind.U16, low=1),
    _spec(0x22, "topic_alias_maximum", Kind.U16),
    _spec(0x23, "topic_alias", Kind.U16, low=1, out_of_range=ReasonCode.TOPIC_ALIAS_INVALID),
    _spec(0x24, "maximum_qos", Kind.BYTE, high=1),
    _spec(0x25, "retain_available", Kind.BYTE, high=1),
    _spec(0x26, "user_properties", Kind.PAIR, repeats=True),
    _spec(0x27, "maximum_packet_size", Kind.U32, low=1),
    _spec(0x28, "wildcard_subscription_available", Kind.BYTE, high=1),
    _spec(0x29, "subscription_identifier_available", Kind.BYTE, high=1),
    _spec(0x2A, "shared_subscription_available", Kind.BYTE, high=1),
)
SPEC_BY_IDENTIFIER: Final = {spec.identifier: spec for spec in SPECS}
SPEC_BY_NAME: Final = {spec.name: spec for spec in SPECS}
PROPERTIES_OF: Final = {packet: tuple(SPEC_BY_NAME[name] for name in names) for packet, names in _NAMES.items()}
