"""The fifteen control packets as records of facts, named and ordered as the standard has them (chapter 3)."""

from __future__ import annotations

from dataclasses import dataclass

from .properties import NO_PROPERTIES, Properties
from .reason_codes import ConnectReturnCode, ReasonCode
from .types import QoS


@dataclass(frozen=True, slots=True)
class Will:
    """The message that the server publishes for a client that is gone (section 3.1.2.5)."""

    topic: str
    payload: bytes = b""
    qos: QoS = QoS.AT_MOST_ONCE
    retain: bool = False
    properties: Properties = NO_PROPERTIES


@dataclass(frozen=True, slots=True)
class Subscription:
    """A topic filter with its options (section 3.8.3.1); the last three exist in MQTT 5.0 only."""

    filter: str
    qos: QoS = QoS.AT_MOST_ONCE
    no_local: bool = False
    retain_as_published: bool = False
    retain_handling: int = 0


@dataclass(slots=True)
class Connect:
    protocol_name: str = "MQTT"
    protocol_level: int = 5
    clean_start: bool = True
    keep_alive: int = 0
    client_id: str = ""
    will: Will | None = None
    username: str | None = None
    password: bytes | None = None
    properties: Properties = NO_PROPERTIES
    bridge: bool = False  # MQTT 3.1 only: the highest bit of the protocol level, which no standard has

    def __repr__(self) -> str:  # neither the password nor authentication data may reach a log
        return f"Connect(client_id={self.client_id!r}, protocol_level={self.protocol_level}, ...)"


@dataclass(slots=True)
class Connack:
    session_present: bool = False
    reason_code: ReasonCode | ConnectReturnCode = ReasonCode.SUCCESS  # the latter in 3.x, as on the wire
    properties: Properties = NO_PROPERTIES


@dataclass(slots=True)
class Publish:
    topic: str
    payload: bytes = b""
    qos: QoS = QoS.AT_MOST_ONCE
    retain: bool = False
    dup: bool = False
    packet_id: int = 0  # 0 means none: the wire never carries 0
    properties: Properties = NO_PROPERTIES


@dataclass(slots=True)
class Puback:
    packet_id: int
    reason_code: ReasonCode = ReasonCode.SUCCESS
    properties: Properties = NO_PROPERTIES


@dataclass(slots=True)
class Pubrec:
    packet_id: int
    reason_code: ReasonCode = ReasonCode.SUCCESS
    properties: Properties = NO_PROPERTIES


@dataclass(slots=True)
class Pubrel:
    packet_id: int
    reason_code: ReasonCode = ReasonCode.SUCCESS
    properties: Properties = NO_PROPERTIES


@dataclass(slots=True)
class Pubcomp:
    packet_id: int
    reason_code: ReasonCode = ReasonCode.SUCCESS
    properties: Properties = NO_PROPERTIES


@dataclass(slots=True)
class Subscribe:
    packet_id: int
    subscriptions: tuple[Subscription, ...]
    properties: Properties = NO_PROPERTIES


@dataclass(slots=True)
class Suback:
    packet_id: int
    reason_codes: tuple[ReasonCode, ...]
    properties: Properties = NO_PROPERTIES


@dataclass(slots=True)
class Unsubscribe:
    packet_id: int
    filters: tuple[str, ...]
    properties: Properties = NO_PROPERTIES


@dataclass(slots=True)
class Unsuback:
    packet_id: int
    reason_codes: tuple[ReasonCode, ...] = ()  # 3.x has none
    properties: Properties = NO_PROPERTIES


@dataclass(slots=True)
class Pingreq:
    pass


@dataclass(slots=True)
class Pingresp:
    pass


@dataclass(slots=True)
class Disconnect:
    reason_code: ReasonCode = ReasonCode.NORMAL_DISCONNECTION
    properties: Properties = NO_PROPERTIES


@dataclass(slots=True)
class Auth:
    reason_code: ReasonCode = ReasonCode.SUCCESS
    properties: Properties = NO_PROPERTIES

    def __repr__(self) -> str:  # authentication data stays out of logs
        return f"Auth(reason_code={self.reason_code!r}, ...)"


Packet = (
    Connect
    | Connack
    | Publish
    | Puback
    | Pubrec
    | Pubrel
    | Pubcomp
    | Subscribe
    | Suback
    | Unsubscribe
    | Unsuback
    | Pingreq
    | Pingresp
    | Disconnect
    | Auth
)
