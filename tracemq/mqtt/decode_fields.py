"""Fields that several packets share out of a packet's body, checked as the standard asks."""

from __future__ import annotations

from typing import Final

from .errors import MalformedPacket, ProtocolError
from .properties import NO_PROPERTIES, Properties
from .property_codec import read_properties
from .reason_codes import ALLOWED, ReasonCode
from .roles import Sender, misplaced
from .topics import filter_problem, topic_problem
from .types import PacketType, QoS, Version
from .wire import Reader

QOS_BY_BITS: Final = {0: QoS.AT_MOST_ONCE, 1: QoS.AT_LEAST_ONCE, 2: QoS.EXACTLY_ONCE}
CODES: Final = {kind: {int(code): code for code in codes} for kind, codes in ALLOWED.items()}


class Context:
    """What the decoder of one packet type needs beside the body: the flags, the version and who sent it."""

    __slots__ = ("flags", "kind", "property_limit", "sender", "v5", "version")

    def __init__(
        self, kind: PacketType, flags: int, version: Version, sender: Sender, property_limit: int | None
    ) -> None:
        self.kind = kind
        self.flags = flags
        self.version = version
        self.v5 = version is Version.V5
        self.sender = sender
        self.property_limit = property_limit

    def properties(self, body: Reader) -> Properties:
        return read_properties(body, self.kind, self.property_limit) if self.v5 else NO_PROPERTIES

    def check_role(self, reason: ReasonCode | None, properties: Properties) -> None:
        what = misplaced(self.sender, self.kind, reason, properties)
        if what is not None:
            raise ProtocolError(f"{what} in a {self.kind.name} of a {self.sender}")


def read_packet_id(body: Reader) -> int:
    packet_id = body.u16("packet identifier")
    if packet_id == 0:
        raise ProtocolError("packet identifier 0")  # [MQTT-2.2.1-3]
    return packet_id


def read_reason(kind: PacketType, body: Reader) -> ReasonCode:
    number = body.u8("reason code")
    reason = CODES[kind].get(number)
    if reason is None:
        raise MalformedPacket(f"{kind.name} with reason code 0x{number:02X}")
    return reason


def read_topic(body: Reader, what: str) -> str:
    topic = body.text(what)
    problem = topic_problem(topic)
    if problem is not None:
        raise ProtocolError(f"{what}: {problem.value}", ReasonCode.TOPIC_NAME_INVALID)
    return topic


def checked_filter(topic_filter: str, version: Version) -> str:
    problem = filter_problem(topic_filter, version)
    if problem is not None:
        raise ProtocolError(f"topic filter: {problem.value}", ReasonCode.TOPIC_FILTER_INVALID)
    return topic_filter


def check_authentication(properties: Properties) -> None:
    if properties.authentication_data is not None and properties.authentication_method is None:
        raise ProtocolError("authentication data without a method")  # sections 3.1.2.11.10 and 3.2.2.3.18
