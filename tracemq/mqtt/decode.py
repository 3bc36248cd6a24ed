"""One control packet at the start of bytes into its record (chapter 3 of the standards).

Fields are checked in the order of the wire, so the first fault decides which error is raised. The body is never
copied as a whole: an absent one costs nothing, a payload is sliced once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .errors import MalformedPacket, ProtocolError
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
from .property_codec import read_properties
from .reason_codes import ALLOWED, ConnectReturnCode, ReasonCode
from .roles import Sender, may_send, misplaced
from .topics import filter_problem, is_shared, topic_problem
from .types import MAX_31_CLIENT_ID_BYTES, PROTOCOL_NAMES, PacketType, QoS, Version
from .wire import Buffer, Reader, read_varint

_QOS: Final = {0: QoS.AT_MOST_ONCE, 1: QoS.AT_LEAST_ONCE, 2: QoS.EXACTLY_ONCE}
_CODES: Final = {kind: {int(code): code for code in codes} for kind, codes in ALLOWED.items()}
_SUBACK_CODES: Final = {  # MQTT 3.1 knows no failure; 3.1.1 has one for all
    Version.V31: {0: ReasonCode.GRANTED_QOS_0, 1: ReasonCode.GRANTED_QOS_1, 2: ReasonCode.GRANTED_QOS_2},
    Version.V311: {
        0: ReasonCode.GRANTED_QOS_0,
        1: ReasonCode.GRANTED_QOS_1,
        2: ReasonCode.GRANTED_QOS_2,
        0x80: ReasonCode.UNSPECIFIED_ERROR,
    },
    Version.V5: _CODES[PacketType.SUBACK],
}
_RETURN_CODES: Final = {int(code): code for code in ConnectReturnCode}
_NEEDS_BIT_1: Final = frozenset({PacketType.PUBREL, PacketType.SUBSCRIBE, PacketType.UNSUBSCRIBE})


class _Context:
    """What the decoder of one packet type needs beside the body: the flags, the version and who sent it."""

    __slots__ = ("flags", "kind", "sender", "v5", "version")

    def __init__(self, kind: PacketType, flags: int, version: Version, sender: Sender) -> None:
        self.kind = kind
        self.flags = flags
        self.version = version
        self.v5 = version is Version.V5
        self.sender = sender

    def properties(self, body: Reader) -> Properties:
        return read_properties(body, self.kind) if self.v5 else NO_PROPERTIES

    def check_role(self, reason: ReasonCode | None, properties: Properties) -> None:
        what = misplaced(self.sender, self.kind, reason, properties)
        if what is not None:
            raise ProtocolError(f"{what} in a {self.kind.name} of a {self.sender}")


def decode(
    data: Buffer, version: Version, sender: Sender = "server", *, start: int = 0, limit: int | None = None
) -> tuple[Packet, int] | None:
    """The packet that begins at `start` and the number of bytes it takes; None if it is not there as a whole yet.

    Raises MalformedPacket or ProtocolError, `reason` being what a DISCONNECT would carry. A packet of more than
    `limit` bytes, fixed header included, is refused with PACKET_TOO_LARGE as soon as its length is known.
    """
    if start >= len(data):
        return None
    read = read_varint(data, start + 1, len(data), "the remaining length")
    if read is None:
        return None
    length, body_start = read
    end = body_start + length
    if limit is not None and end - start > limit:
        raise ProtocolError(f"a packet of {end - start} bytes, more than {limit}", ReasonCode.PACKET_TOO_LARGE)
    if end > len(data):
        return None
    first = data[start]
    kind = _kind(first >> 4, version)
    _check_flags(kind, first & 0x0F, version)
    if not may_send(sender, kind, version):
        raise ProtocolError(f"a {sender} cannot send {kind.name}")
    body = Reader(data, body_start, end)
    packet = _DECODERS[kind](_Context(kind, first & 0x0F, version, sender), body)
    body.finish()
    return packet, end - start


def decode_publish_properties(data: Buffer) -> Properties:
    """The properties of a PUBLISH: `data` begins at the property length and ends where the payload begins."""
    reader = Reader(data, 0, len(data))
    properties = read_properties(reader, PacketType.PUBLISH)
    reader.finish()
    return properties


def version_of_connect(data: Buffer) -> Version | None:
    """The version that a whole CONNECT asks for, for a server to decode it with; None if we do not know it.

    Raises MalformedPacket if the packet ends before its protocol level.
    """
    body = Reader(data, 1, len(data))
    body.varint("the remaining length")
    named = body.text("protocol name"), body.u8("protocol level") & 0x7F  # without the bit of a bridge
    return next((version for version, name in PROTOCOL_NAMES.items() if named == (name, version)), None)


def _kind(number: int, version: Version) -> PacketType:
    if number == 0 or (number == PacketType.AUTH and version is not Version.V5):
        raise MalformedPacket(f"packet type {number} is reserved")  # section 2.1.2
    return PacketType(number)


def _check_flags(kind: PacketType, flags: int, version: Version) -> None:
    """The flags of the fixed header [MQTT-2.1.3-1] [3.1.1:MQTT-2.2.2-1]; those of PUBLISH mean something."""
    if kind is PacketType.PUBLISH:
        return
    if version is Version.V31 and kind in _NEEDS_BIT_1:
        flags &= 0b0111  # a repeated one has DUP set (3.1, section 3.6 and on)
    if flags != (0b0010 if kind in _NEEDS_BIT_1 else 0):
        raise MalformedPacket(f"{kind.name} with flags {flags:04b}")


def _packet_id(body: Reader) -> int:
    packet_id = body.u16("packet identifier")
    if packet_id == 0:
        raise ProtocolError("packet identifier 0")  # [MQTT-2.2.1-3]
    return packet_id


def _reason(kind: PacketType, body: Reader) -> ReasonCode:
    number = body.u8("reason code")
    reason = _CODES[kind].get(number)
    if reason is None:
        raise MalformedPacket(f"{kind.name} with reason code 0x{number:02X}")
    return reason


def _topic(body: Reader, what: str) -> str:
    topic = body.text(what)
    problem = topic_problem(topic)
    if problem is not None:
        raise ProtocolError(f"{what}: {problem.value}", ReasonCode.TOPIC_NAME_INVALID)
    return topic


def _filter(topic_filter: str, version: Version) -> str:
    problem = filter_problem(topic_filter, version)
    if problem is not None:
        raise ProtocolError(f"topic filter: {problem.value}", ReasonCode.TOPIC_FILTER_INVALID)
    return topic_filter


def _check_authentication(properties: Properties) -> None:
    if properties.authentication_data is not None and properties.authentication_method is None:
        raise ProtocolError("authentication data without a method")  # sections 3.1.2.11.10 and 3.2.2.3.18


def _connect(context: _Context, body: Reader) -> Connect:
    version = context.version
    name = body.text("protocol name")
    if name != PROTOCOL_NAMES[version]:
        raise ProtocolError(f"protocol name {name!r}", ReasonCode.UNSUPPORTED_PROTOCOL_VERSION)  # [MQTT-3.1.2-1]
    level = body.u8("protocol level")
    bridge = version is Version.V31 and level == version | 0x80  # how bridges of that time announced themselves
    if level != version and not bridge:
        raise ProtocolError(f"protocol level {level}", ReasonCode.UNSUPPORTED_PROTOCOL_VERSION)  # [MQTT-3.1.2-2]
    flags = body.u8("connect flags")
    _check_connect_flags(flags, version)
    keep_alive = body.u16("keep alive")
    properties = context.properties(body)
    _check_authentication(properties)
    return Connect(  # keyword order is wire order: Python evaluates it left to right
        protocol_name=name,
        protocol_level=int(version),
        clean_start=bool(flags & 0x02),
        keep_alive=keep_alive,
        properties=properties,
        client_id=_client_id(body, version, clean_start=bool(flags & 0x02)),
        will=_will(flags, body, version) if flags & 0x04 else None,
        username=body.text("user name") if _is_there(flags & 0x80, body, version) else None,
        password=body.binary("password") if _is_there(flags & 0x40, body, version) else None,
        bridge=bridge,
    )


def _check_connect_flags(flags: int, version: Version) -> None:
    if flags & 0x01 and version is not Version.V31:  # not used in 3.1
        raise MalformedPacket("the reserved bit of the connect flags is set")  # [MQTT-3.1.2-3]
    if flags & 0x18 == 0x18:
        raise MalformedPacket("will with both QoS bits set")  # [MQTT-3.1.2-12]
    if flags & 0x38 and not flags & 0x04:
        raise MalformedPacket("will QoS or will retain without a will")  # [MQTT-3.1.2-11] [MQTT-3.1.2-13]
    if flags & 0x40 and not flags & 0x80 and version is not Version.V5:
        raise MalformedPacket("password without user name")  # [3.1.1:MQTT-3.1.2-22]


def _client_id(body: Reader, version: Version, *, clean_start: bool) -> str:
    raw_length = body.left
    client_id = body.text("client identifier")
    size = raw_length - body.left - 2
    if version is Version.V31 and not 0 < size <= MAX_31_CLIENT_ID_BYTES:
        raise ProtocolError(f"client identifier of {size} bytes", ReasonCode.CLIENT_IDENTIFIER_NOT_VALID)
    if version is Version.V311 and not client_id and not clean_start:  # [3.1.1:MQTT-3.1.3-8]
        raise ProtocolError("empty client identifier without clean session", ReasonCode.CLIENT_IDENTIFIER_NOT_VALID)
    return client_id


def _will(flags: int, body: Reader, version: Version) -> Will:
    return Will(
        qos=_QOS[flags >> 3 & 0b11],
        retain=bool(flags & 0x20),
        properties=read_properties(body, WILL) if version is Version.V5 else NO_PROPERTIES,
        topic=_topic(body, "will topic"),
        payload=body.binary("will payload"),
    )


def _is_there(announced: int, body: Reader, version: Version) -> bool:
    """In 3.1 the remaining length goes before the flags: user name and password may be missing (section 3.1)."""
    return bool(announced) and (version is not Version.V31 or body.left > 0)


def _connack(context: _Context, body: Reader) -> Connack:
    flags = body.u8("acknowledge flags")
    if context.version is Version.V31:
        flags = 0  # reserved, not used: there is no session present
    elif flags > 1:
        raise MalformedPacket("reserved acknowledge flags are set")  # [MQTT-3.2.2-1]
    if context.v5:
        reason = _reason(PacketType.CONNACK, body)
        properties = context.properties(body)
        _check_authentication(properties)
        return Connack(bool(flags), reason, properties)
    number = body.u8("return code")
    code = _RETURN_CODES.get(number)
    if code is None:
        raise ProtocolError(f"CONNACK with return code {number}")  # 3.1.1, section 3.2.2.3
    return Connack(bool(flags), code)


def _publish(context: _Context, body: Reader) -> Publish:
    flags = context.flags
    qos = _QOS.get(flags >> 1 & 0b11)
    if qos is None:
        raise MalformedPacket("PUBLISH with both QoS bits set")  # [MQTT-3.3.1-4]
    if flags & 0b1000 and not qos:
        raise ProtocolError("DUP with QoS 0")  # [MQTT-3.3.1-2]
    topic = body.text("topic name")
    problem = topic_problem(topic) if topic or not context.v5 else None
    if problem is not None:
        raise ProtocolError(f"topic name: {problem.value}", ReasonCode.TOPIC_NAME_INVALID)  # [MQTT-3.3.2-2]
    packet_id = _packet_id(body) if qos else 0
    properties = context.properties(body)
    context.check_role(None, properties)
    if not topic and properties.topic_alias is None:
        raise ProtocolError("neither topic name nor topic alias")  # section 3.3.2.1
    return Publish(topic, body.rest(), qos, bool(flags & 1), bool(flags & 0b1000), packet_id, properties)


_AnyAck = Puback | Pubrec | Pubrel | Pubcomp


def _ack(make: Callable[[int, ReasonCode, Properties], _AnyAck]) -> Callable[[_Context, Reader], _AnyAck]:
    def decode_ack(context: _Context, body: Reader) -> _AnyAck:
        packet_id = _packet_id(body)
        # in 5.0 what says nothing new may be left out (section 3.4.2.1)
        reason = _reason(context.kind, body) if context.v5 and body.left else ReasonCode.SUCCESS
        return make(packet_id, reason, context.properties(body) if body.left else NO_PROPERTIES)

    return decode_ack


def _subscribe(context: _Context, body: Reader) -> Subscribe:
    packet_id = _packet_id(body)
    properties = context.properties(body)
    if not body.left:
        raise ProtocolError("SUBSCRIBE without a topic filter")  # [MQTT-3.8.3-2]
    subscriptions = []
    while body.left:
        subscriptions.append(_subscription(body, context.version))
    return Subscribe(packet_id, tuple(subscriptions), properties)


def _subscription(body: Reader, version: Version) -> Subscription:
    topic_filter = body.text("topic filter")
    options = body.u8("subscription options")
    if options & (0xC0 if version is Version.V5 else 0xFC):
        raise MalformedPacket("reserved subscription option bits are set")  # [MQTT-3.8.3-5]
    qos = _QOS.get(options & 0b11)
    if qos is None:
        if version is Version.V5:
            raise ProtocolError("subscription with both QoS bits set")  # section 3.8.3.1
        raise MalformedPacket("subscription with both QoS bits set")  # [3.1.1:MQTT-3.8.3-4]
    retain_handling = options >> 4
    if retain_handling == 3:
        raise ProtocolError("retain handling 3")  # section 3.8.3.1
    no_local = bool(options & 0b100)
    if no_local and is_shared(topic_filter):
        raise ProtocolError("No Local on a shared subscription")  # [MQTT-3.8.3-4]
    return Subscription(_filter(topic_filter, version), qos, no_local, bool(options & 0b1000), retain_handling)


def _suback(context: _Context, body: Reader) -> Suback:
    packet_id = _packet_id(body)
    properties = context.properties(body)
    return Suback(packet_id, _answers(context.kind, _SUBACK_CODES[context.version], body), properties)


def _answers(kind: PacketType, known: dict[int, ReasonCode], body: Reader) -> tuple[ReasonCode, ...]:
    """The reason codes of a payload, one for each topic filter that was sent."""
    if not body.left:
        raise MalformedPacket(f"{kind.name} without a reason code")  # [MQTT-3.8.4-6] [MQTT-3.11.3-1]
    try:
        return tuple([known[number] for number in body.rest()])
    except KeyError as error:
        raise MalformedPacket(f"{kind.name} with reason code 0x{error.args[0]:02X}") from None  # [MQTT-3.9.3-2]


def _unsubscribe(context: _Context, body: Reader) -> Unsubscribe:
    packet_id = _packet_id(body)
    properties = context.properties(body)
    if not body.left:
        raise ProtocolError("UNSUBSCRIBE without a topic filter")  # [MQTT-3.10.3-2]
    filters = []
    while body.left:
        filters.append(_filter(body.text("topic filter"), context.version))
    return Unsubscribe(packet_id, tuple(filters), properties)


def _unsuback(context: _Context, body: Reader) -> Unsuback:
    packet_id = _packet_id(body)
    if not context.v5:
        return Unsuback(packet_id)
    properties = context.properties(body)
    return Unsuback(packet_id, _answers(context.kind, _CODES[PacketType.UNSUBACK], body), properties)


def _disconnect(context: _Context, body: Reader) -> Disconnect:
    if not context.v5 or not body.left:
        return Disconnect()
    reason = _reason(PacketType.DISCONNECT, body)
    properties = context.properties(body) if body.left else NO_PROPERTIES  # section 3.14.2.2.1
    context.check_role(reason, properties)
    return Disconnect(reason, properties)


def _auth(context: _Context, body: Reader) -> Auth:
    reason = _reason(PacketType.AUTH, body) if body.left else ReasonCode.SUCCESS
    if not body.left and reason is not ReasonCode.SUCCESS:
        raise MalformedPacket("AUTH with a reason code and no property length")  # section 3.15.2.1
    properties = context.properties(body) if body.left else NO_PROPERTIES
    context.check_role(reason, properties)
    if properties.authentication_method is None:
        raise ProtocolError("AUTH without an authentication method")  # section 3.15.2.2.2
    return Auth(reason, properties)


_DECODERS: Final[dict[PacketType, Callable[[_Context, Reader], Packet]]] = {
    PacketType.CONNECT: _connect,
    PacketType.CONNACK: _connack,
    PacketType.PUBLISH: _publish,
    PacketType.PUBACK: _ack(Puback),
    PacketType.PUBREC: _ack(Pubrec),
    PacketType.PUBREL: _ack(Pubrel),
    PacketType.PUBCOMP: _ack(Pubcomp),
    PacketType.SUBSCRIBE: _subscribe,
    PacketType.SUBACK: _suback,
    PacketType.UNSUBSCRIBE: _unsubscribe,
    PacketType.UNSUBACK: _unsuback,
    PacketType.PINGREQ: lambda _context, _body: Pingreq(),
    PacketType.PINGRESP: lambda _context, _body: Pingresp(),
    PacketType.DISCONNECT: _disconnect,
    PacketType.AUTH: _auth,
}
