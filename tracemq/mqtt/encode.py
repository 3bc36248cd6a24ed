"""A packet's record into the bytes of one control packet (chapter 3 of the standards).

Whatever the standard forbids is refused with RefusedLocally before a byte exists. What a version has no place for is
left out, so that one way of writing serves every version: properties, subscription options and reason codes of
acknowledgements in 3.x, session present in 3.1. Those who want to tell people about it compare before they send.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from .errors import RefusedLocally
from .packets import (
    Auth,
    Connack,
    Connect,
    Disconnect,
    Packet,
    Pingreq,
    Pingresp,
    Puback,
    Pubcomp,
    Publish,
    Pubrec,
    Pubrel,
    Suback,
    Subscribe,
    Subscription,
    Unsuback,
    Unsubscribe,
    Will,
)
from .properties import NO_PROPERTIES, WILL, Properties
from .property_codec import write_properties
from .reason_codes import ALLOWED, REASON_OF_RETURN_CODE, ConnectReturnCode, ReasonCode
from .roles import Sender, may_send, misplaced
from .topics import filter_problem, is_shared, topic_problem
from .types import (
    MAX_31_CLIENT_ID_BYTES,
    MAX_PACKET_ID,
    MAX_REMAINING_LENGTH,
    PROTOCOL_NAMES,
    PacketType,
    Version,
)
from .wire import text_bytes, write_binary, write_text, write_u16, write_varint

_HEADS: Final = tuple(bytes((PacketType.PUBLISH << 4 | flags,)) for flags in range(16))
_RETURN_CODES: Final = {reason: code for code, reason in REASON_OF_RETURN_CODE.items()}


def encode(packet: Packet, version: Version, sender: Sender | None = None) -> bytes:
    """The bytes of a packet; RefusedLocally if it may not be sent, or not by `sender` where that is given."""
    kind, write = _ENCODERS[type(packet)]
    if sender is not None:
        _check_role(packet, kind, version, sender)
    return write(packet, version)


def encode_publish(
    topic: bytes, payload: bytes, flags: int = 0, packet_id: int = 0, properties: bytes = b"", /
) -> bytes:
    """A PUBLISH of parts that were checked before, for those who send thousands; only its size is checked here.

    `topic` is what `publish_topic` gave, `flags` the lower half of the first byte (DUP, QoS, RETAIN), `packet_id` 0 at
    QoS 0, `properties` what `publish_properties` gave, and nothing in 3.x.
    """
    head = len(topic).to_bytes(2, "big") + topic
    if packet_id:
        head += packet_id.to_bytes(2, "big")
    length = len(head) + len(properties) + len(payload)
    return b"".join((_HEADS[flags], _length(length), head, properties, payload))


def publish_topic(topic: str) -> bytes:
    """The UTF-8 of a topic name that may be published to; RefusedLocally otherwise (section 3.3.2.1)."""
    if not isinstance(topic, str):
        raise RefusedLocally(f"a topic name is a text, not {type(topic).__name__}")
    if not topic or "#" in topic or "+" in topic:
        raise _refused_topic(topic, "topic name")
    return text_bytes(topic, "topic name")


def publish_properties(properties: Properties) -> bytes:
    """The property part of a PUBLISH, its length included, as `encode_publish` wants it in 5.0."""
    return write_properties(properties, PacketType.PUBLISH)


def _check_role(packet: Packet, kind: PacketType, version: Version, sender: Sender) -> None:
    if not may_send(sender, kind, version):
        raise RefusedLocally(f"a {sender} cannot send {kind.name}")
    reason = getattr(packet, "reason_code", None)
    what = misplaced(sender, kind, reason, getattr(packet, "properties", NO_PROPERTIES))
    if what is not None and version is Version.V5:
        raise RefusedLocally(f"{what} in a {kind.name} of a {sender}")


def _length(length: int) -> bytes:
    if length > MAX_REMAINING_LENGTH:
        raise RefusedLocally(f"a packet with {length} bytes after its length", ReasonCode.PACKET_TOO_LARGE)
    return write_varint(length)


def _frame(kind: PacketType, body: bytes, flags: int = 0) -> bytes:
    return bytes((kind << 4 | flags,)) + _length(len(body)) + body


def _u16(value: int, what: str, low: int = 0) -> bytes:
    if not low <= value <= 0xFFFF:
        raise RefusedLocally(f"{what} may not be {value}")
    return write_u16(value)


def _packet_id(value: int) -> bytes:
    return _u16(value, "packet identifier", low=1)  # [MQTT-2.2.1-3]


def _check_qos(qos: int) -> None:
    if not isinstance(qos, int) or not 0 <= qos <= 2:
        raise RefusedLocally(f"QoS may not be {qos}")


def _refused_topic(topic: str, what: str) -> RefusedLocally:
    problem = topic_problem(topic)
    return RefusedLocally(f"{what}: {problem.value if problem else ''}", ReasonCode.TOPIC_NAME_INVALID)


def _filter(topic_filter: str, version: Version) -> bytes:
    if not isinstance(topic_filter, str):
        raise RefusedLocally(f"a topic filter is a text, not {type(topic_filter).__name__}")
    problem = filter_problem(topic_filter, version)
    if problem is not None:
        raise RefusedLocally(f"topic filter: {problem.value}", ReasonCode.TOPIC_FILTER_INVALID)
    return write_text(topic_filter, "topic filter")


def _reason(reason: int, kind: PacketType) -> bytes:
    if reason not in ALLOWED[kind]:
        raise RefusedLocally(f"{kind.name} cannot have reason code 0x{reason:02X}")
    return bytes((reason,))


def _properties(properties: Properties, place: PacketType | str, version: Version) -> bytes:
    return write_properties(properties, place) if version is Version.V5 else b""


def _check_authentication(properties: Properties) -> None:
    if properties.authentication_data is not None and properties.authentication_method is None:
        raise RefusedLocally("authentication data without a method")  # sections 3.1.2.11.10 and 3.2.2.3.18


def _connect(packet: Connect, version: Version) -> bytes:
    level = _protocol_level(packet, version)
    flags = packet.clean_start << 1
    tail = [_client_id(packet, version)]
    if packet.will is not None:
        _check_qos(packet.will.qos)
        flags |= 0x04 | packet.will.qos << 3 | packet.will.retain << 5
        tail.append(_will(packet.will, version))
    if packet.username is not None:
        flags |= 0x80
        tail.append(write_text(packet.username, "user name"))
    if packet.password is not None:
        if packet.username is None and version is not Version.V5:
            raise RefusedLocally("password without user name")  # [3.1.1:MQTT-3.1.2-22]
        flags |= 0x40
        tail.append(write_binary(packet.password, "password"))
    if version is Version.V5:
        _check_authentication(packet.properties)
    name = write_text(PROTOCOL_NAMES[version], "protocol name")
    properties = _properties(packet.properties, PacketType.CONNECT, version)
    body = b"".join((name, bytes((level, flags)), _u16(packet.keep_alive, "keep alive"), properties, *tail))
    return _frame(PacketType.CONNECT, body)


def _protocol_level(packet: Connect, version: Version) -> int:
    """The version rules; a record that was made for another one, and not with the defaults, is a mistake."""
    said = packet.protocol_name, packet.protocol_level
    if said not in ((PROTOCOL_NAMES[version], version), ("MQTT", Version.V5)):
        raise RefusedLocally(f"CONNECT of {said} is not one of {version.name}")
    if packet.bridge and version is not Version.V31:
        raise RefusedLocally("the bridge bit exists in MQTT 3.1 only")  # [MQTT-3.1.2-2]
    return version | packet.bridge << 7


def _client_id(packet: Connect, version: Version) -> bytes:
    written = write_text(packet.client_id, "client identifier")
    size = len(written) - 2
    too_long = size > MAX_31_CLIENT_ID_BYTES
    if version is Version.V31 and (size == 0 or too_long):  # 3.1, section 3.1
        raise RefusedLocally(f"client identifier of {size} bytes", ReasonCode.CLIENT_IDENTIFIER_NOT_VALID)
    if version is Version.V311 and size == 0 and not packet.clean_start:  # [3.1.1:MQTT-3.1.3-7]
        raise RefusedLocally("empty client identifier without clean session", ReasonCode.CLIENT_IDENTIFIER_NOT_VALID)
    return written


def _will(will: Will, version: Version) -> bytes:
    if topic_problem(will.topic) is not None:
        raise _refused_topic(will.topic, "will topic")
    properties = _properties(will.properties, WILL, version)
    return properties + write_text(will.topic, "will topic") + write_binary(will.payload, "will payload")


def _connack(packet: Connack, version: Version) -> bytes:
    reason = packet.reason_code
    if packet.session_present and reason:
        raise RefusedLocally("session present in a refusal")  # [MQTT-3.2.2-6] [3.1.1:MQTT-3.2.2-4]
    if version is Version.V5:
        if isinstance(reason, ConnectReturnCode):
            reason = REASON_OF_RETURN_CODE[reason]
        _check_authentication(packet.properties)
        body = bytes((packet.session_present,)) + _reason(reason, PacketType.CONNACK)
        return _frame(PacketType.CONNACK, body + write_properties(packet.properties, PacketType.CONNACK))
    if not isinstance(reason, ConnectReturnCode):
        if reason not in _RETURN_CODES:
            raise RefusedLocally(f"no return code of {version.name} says {reason.name}")
        reason = _RETURN_CODES[reason]
    return _frame(PacketType.CONNACK, bytes((packet.session_present and version is not Version.V31, reason)))


def _publish(packet: Publish, version: Version) -> bytes:
    qos = packet.qos
    _check_qos(qos)
    if not qos and (packet.dup or packet.packet_id):  # [MQTT-3.3.1-2] [MQTT-2.2.1-2]
        raise RefusedLocally("DUP or a packet identifier at QoS 0")
    if qos and not 1 <= packet.packet_id <= MAX_PACKET_ID:
        raise RefusedLocally(f"packet identifier may not be {packet.packet_id}")  # [MQTT-2.2.1-3]
    by_alias = not packet.topic and version is Version.V5 and packet.properties.topic_alias is not None
    topic = b"" if by_alias else publish_topic(packet.topic)
    properties = _properties(packet.properties, PacketType.PUBLISH, version)
    flags = packet.dup << 3 | qos << 1 | packet.retain
    return encode_publish(topic, packet.payload, flags, packet.packet_id, properties)


def _ack(kind: PacketType, flags: int = 0) -> Callable[[Puback | Pubrec | Pubrel | Pubcomp, Version], bytes]:
    def encode_ack(packet: Puback | Pubrec | Pubrel | Pubcomp, version: Version) -> bytes:
        body = _packet_id(packet.packet_id)
        if version is Version.V5:
            body += _reason_and_properties(packet.reason_code, packet.properties, kind)
        return _frame(kind, body, flags)

    return encode_ack


def _reason_and_properties(reason: ReasonCode, properties: Properties, kind: PacketType) -> bytes:
    """In the shortest form: what says nothing is left out (sections 3.4.2.1 and 3.14.2.1)."""
    written = write_properties(properties, kind)
    code = _reason(reason, kind)
    if written != b"\0":
        return code + written
    return code if reason else b""


def _subscribe(packet: Subscribe, version: Version) -> bytes:
    if not packet.subscriptions:
        raise RefusedLocally("SUBSCRIBE without a topic filter")  # [MQTT-3.8.3-2]
    head = _packet_id(packet.packet_id) + _properties(packet.properties, PacketType.SUBSCRIBE, version)
    parts = (_subscription(subscription, version) for subscription in packet.subscriptions)
    return _frame(PacketType.SUBSCRIBE, head + b"".join(parts), 0b0010)


def _subscription(subscription: Subscription, version: Version) -> bytes:
    written = _filter(subscription.filter, version)
    _check_qos(subscription.qos)
    options = int(subscription.qos)
    if version is Version.V5:
        if subscription.no_local and is_shared(subscription.filter):
            raise RefusedLocally("No Local on a shared subscription")  # [MQTT-3.8.3-4]
        if not 0 <= subscription.retain_handling <= 2:
            raise RefusedLocally(f"retain handling may not be {subscription.retain_handling}")  # section 3.8.3.1
        options |= subscription.no_local << 2
        options |= subscription.retain_as_published << 3 | subscription.retain_handling << 4
    return written + bytes((options,))


def _suback(packet: Suback, version: Version) -> bytes:
    head = _packet_id(packet.packet_id) + _properties(packet.properties, PacketType.SUBACK, version)
    codes = _answers(packet.reason_codes, PacketType.SUBACK)
    if version is not Version.V5:
        codes = bytes(min(code, 0x80) for code in codes)  # one code for every failure (3.1.1, section 3.9.3)
    if version is Version.V31 and 0x80 in codes:
        raise RefusedLocally("SUBACK of MQTT 3.1 cannot say that a subscription failed")  # 3.1, section 3.9
    return _frame(PacketType.SUBACK, head + codes)


def _answers(reasons: tuple[ReasonCode, ...], kind: PacketType) -> bytes:
    if not reasons:
        raise RefusedLocally(f"{kind.name} without a reason code")  # [MQTT-3.8.4-6] [MQTT-3.11.3-1]
    return b"".join(_reason(reason, kind) for reason in reasons)


def _unsubscribe(packet: Unsubscribe, version: Version) -> bytes:
    if not packet.filters:
        raise RefusedLocally("UNSUBSCRIBE without a topic filter")  # [MQTT-3.10.3-2]
    head = _packet_id(packet.packet_id) + _properties(packet.properties, PacketType.UNSUBSCRIBE, version)
    parts = (_filter(topic_filter, version) for topic_filter in packet.filters)
    return _frame(PacketType.UNSUBSCRIBE, head + b"".join(parts), 0b0010)


def _unsuback(packet: Unsuback, version: Version) -> bytes:
    body = _packet_id(packet.packet_id)
    if version is Version.V5:
        body += write_properties(packet.properties, PacketType.UNSUBACK)
        body += _answers(packet.reason_codes, PacketType.UNSUBACK)
    return _frame(PacketType.UNSUBACK, body)


def _disconnect(packet: Disconnect, version: Version) -> bytes:
    if version is Version.V5:
        body = _reason_and_properties(packet.reason_code, packet.properties, PacketType.DISCONNECT)
        return _frame(PacketType.DISCONNECT, body)
    if packet.reason_code is ReasonCode.DISCONNECT_WITH_WILL_MESSAGE:
        raise RefusedLocally("DISCONNECT of 3.x discards the will")  # [3.1.1:MQTT-3.1.2-10]
    return _frame(PacketType.DISCONNECT, b"")


def _auth(packet: Auth, version: Version) -> bytes:
    if version is not Version.V5:
        raise RefusedLocally(f"{version.name} has no AUTH")
    if packet.properties.authentication_method is None:
        raise RefusedLocally("AUTH without an authentication method")  # section 3.15.2.2.2
    body = _reason(packet.reason_code, PacketType.AUTH) + write_properties(packet.properties, PacketType.AUTH)
    return _frame(PacketType.AUTH, body)


_ENCODERS: Final[dict[type, tuple[PacketType, Callable[[Any, Version], bytes]]]] = {
    Connect: (PacketType.CONNECT, _connect),
    Connack: (PacketType.CONNACK, _connack),
    Publish: (PacketType.PUBLISH, _publish),
    Puback: (PacketType.PUBACK, _ack(PacketType.PUBACK)),
    Pubrec: (PacketType.PUBREC, _ack(PacketType.PUBREC)),
    Pubrel: (PacketType.PUBREL, _ack(PacketType.PUBREL, 0b0010)),
    Pubcomp: (PacketType.PUBCOMP, _ack(PacketType.PUBCOMP)),
    Subscribe: (PacketType.SUBSCRIBE, _subscribe),
    Suback: (PacketType.SUBACK, _suback),
    Unsubscribe: (PacketType.UNSUBSCRIBE, _unsubscribe),
    Unsuback: (PacketType.UNSUBACK, _unsuback),
    Pingreq: (PacketType.PINGREQ, lambda _packet, _version: _frame(PacketType.PINGREQ, b"")),
    Pingresp: (PacketType.PINGRESP, lambda _packet, _version: _frame(PacketType.PINGRESP, b"")),
    Disconnect: (PacketType.DISCONNECT, _disconnect),
    Auth: (PacketType.AUTH, _auth),
}
