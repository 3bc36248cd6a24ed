"""One control packet at the start of bytes into its record (chapter 3 of the standards).

Fields are checked in the order of the wire, so the first fault decides which error is raised. The body is never
copied as a whole: an absent one costs nothing, a payload is sliced once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .decode_fields import CODES, QOS_BY_BITS, Context, check_authentication, read_packet_id, read_reason
from .decode_requests import decode_connect, decode_subscribe, decode_unsubscribe
from .errors import MalformedPacket, ProtocolError
from .packets import (
    Auth,
    Connack,
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
    Unsuback,
)
from .properties import NO_PROPERTIES, Properties
from .property_codec import read_properties
from .reason_codes import ConnectReturnCode, ReasonCode
from .roles import Sender, may_send
from .topics import topic_problem
from .types import PacketType, Version
from .wire import Buffer, Reader, read_varint

_SUBACK_CODES: Final = {  # MQTT 3.1 knows no failure; 3.1.1 has one for all
    Version.V31: {0: ReasonCode.GRANTED_QOS_0, 1: ReasonCode.GRANTED_QOS_1, 2: ReasonCode.GRANTED_QOS_2},
    Version.V311: {
        0: ReasonCode.GRANTED_QOS_0,
        1: ReasonCode.GRANTED_QOS_1,
        2: ReasonCode.GRANTED_QOS_2,
        0x80: ReasonCode.UNSPECIFIED_ERROR,
    },
    Version.V5: CODES[PacketType.SUBACK],
}
_RETURN_CODES: Final = {int(code): code for code in ConnectReturnCode}
_NEEDS_BIT_1: Final = frozenset({PacketType.PUBREL, PacketType.SUBSCRIBE, PacketType.UNSUBSCRIBE})


def decode(
    data: Buffer,
    version: Version,
    sender: Sender = "server",
    *,
    start: int = 0,
    limit: int | None = None,
    property_limit: int | None = None,
) -> tuple[Packet, int] | None:
    """The packet that begins at `start` and the number of bytes it takes; None if it is not there as a whole yet.

    Raises MalformedPacket or ProtocolError, `reason` being what a DISCONNECT would carry. A packet of more than
    `limit` bytes, fixed header included, is refused with PACKET_TOO_LARGE as soon as its length is known, and one of
    more than `property_limit` properties with QUOTA_EXCEEDED.
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
    packet = _DECODERS[kind](Context(kind, first & 0x0F, version, sender, property_limit), body)
    body.finish()
    return packet, end - start


def decode_publish_properties(data: Buffer) -> Properties:
    """The properties of a PUBLISH: `data` begins at the property length and ends where the payload begins."""
    reader = Reader(data, 0, len(data))
    properties = read_properties(reader, PacketType.PUBLISH)
    reader.finish()
    return properties


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


def _connack(context: Context, body: Reader) -> Connack:
    flags = body.u8("acknowledge flags")
    if context.version is Version.V31:
        flags = 0  # reserved, not used: there is no session present
    elif flags > 1:
        raise MalformedPacket("reserved acknowledge flags are set")  # [MQTT-3.2.2-1]
    if context.v5:
        reason = read_reason(PacketType.CONNACK, body)
        properties = context.properties(body)
        check_authentication(properties)
        return Connack(bool(flags), reason, properties)
    number = body.u8("return code")
    code = _RETURN_CODES.get(number)
    if code is None:
        raise ProtocolError(f"CONNACK with return code {number}")  # 3.1.1, section 3.2.2.3
    return Connack(bool(flags), code)


def _publish(context: Context, body: Reader) -> Publish:
    flags = context.flags
    qos = QOS_BY_BITS.get(flags >> 1 & 0b11)
    if qos is None:
        raise MalformedPacket("PUBLISH with both QoS bits set")  # [MQTT-3.3.1-4]
    if flags & 0b1000 and not qos:
        raise ProtocolError("DUP with QoS 0")  # [MQTT-3.3.1-2]
    topic = body.text("topic name")
    problem = topic_problem(topic) if topic or not context.v5 else None
    if problem is not None:
        raise ProtocolError(f"topic name: {problem.value}", ReasonCode.TOPIC_NAME_INVALID)  # [MQTT-3.3.2-2]
    packet_id = read_packet_id(body) if qos else 0
    properties = context.properties(body)
    context.check_role(None, properties)
    if not topic and properties.topic_alias is None:
        raise ProtocolError("neither topic name nor topic alias")  # section 3.3.2.1
    return Publish(topic, body.rest(), qos, bool(flags & 1), bool(flags & 0b1000), packet_id, properties)


_AnyAck = Puback | Pubrec | Pubrel | Pubcomp


def _ack(make: Callable[[int, ReasonCode, Properties], _AnyAck]) -> Callable[[Context, Reader], _AnyAck]:
    def decode_ack(context: Context, body: Reader) -> _AnyAck:
        packet_id = read_packet_id(body)
        # in 5.0 what says nothing new may be left out (section 3.4.2.1)
        reason = read_reason(context.kind, body) if context.v5 and body.left else ReasonCode.SUCCESS
        return make(packet_id, reason, context.properties(body) if body.left else NO_PROPERTIES)

    return decode_ack


def _suback(context: Context, body: Reader) -> Suback:
    packet_id = read_packet_id(body)
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


def _unsuback(context: Context, body: Reader) -> Unsuback:
    packet_id = read_packet_id(body)
    if not context.v5:
        return Unsuback(packet_id)
    properties = context.properties(body)
    return Unsuback(packet_id, _answers(context.kind, CODES[PacketType.UNSUBACK], body), properties)


def _disconnect(context: Context, body: Reader) -> Disconnect:
    if not context.v5 or not body.left:
        return Disconnect()
    reason = read_reason(PacketType.DISCONNECT, body)
    properties = context.properties(body) if body.left else NO_PROPERTIES  # section 3.14.2.2.1
    context.check_role(reason, properties)
    return Disconnect(reason, properties)


def _auth(context: Context, body: Reader) -> Auth:
    reason = read_reason(PacketType.AUTH, body) if body.left else ReasonCode.SUCCESS
    if not body.left and reason is not ReasonCode.SUCCESS:
        raise MalformedPacket("AUTH with a reason code and no property length")  # section 3.15.2.1
    properties = context.properties(body) if body.left else NO_PROPERTIES
    context.check_role(reason, properties)
    if properties.authentication_method is None:
        raise ProtocolError("AUTH without an authentication method")  # section 3.15.2.2.2
    return Auth(reason, properties)


_DECODERS: Final[dict[PacketType, Callable[[Context, Reader], Packet]]] = {
    PacketType.CONNECT: decode_connect,
    PacketType.CONNACK: _connack,
    PacketType.PUBLISH: _publish,
    PacketType.PUBACK: _ack(Puback),
    PacketType.PUBREC: _ack(Pubrec),
    PacketType.PUBREL: _ack(Pubrel),
    PacketType.PUBCOMP: _ack(Pubcomp),
    PacketType.SUBSCRIBE: decode_subscribe,
    PacketType.SUBACK: _suback,
    PacketType.UNSUBSCRIBE: decode_unsubscribe,
    PacketType.UNSUBACK: _unsuback,
    PacketType.PINGREQ: lambda _context, _body: Pingreq(),
    PacketType.PINGRESP: lambda _context, _body: Pingresp(),
    PacketType.DISCONNECT: _disconnect,
    PacketType.AUTH: _auth,
}
