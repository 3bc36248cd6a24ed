"""The bodies of the packets that only clients send, CONNECT, SUBSCRIBE and UNSUBSCRIBE, into their records."""

from __future__ import annotations

from .decode_fields import QOS_BY_BITS, Context, check_authentication, checked_filter, read_packet_id, read_topic
from .errors import MalformedPacket, ProtocolError
from .packets import Connect, Subscribe, Subscription, Unsubscribe, Will
from .properties import NO_PROPERTIES, WILL
from .property_codec import read_properties
from .reason_codes import ReasonCode
from .topics import is_shared
from .types import MAX_31_CLIENT_ID_BYTES, PROTOCOL_NAMES, Version
from .wire import Buffer, Reader


def version_of_connect(data: Buffer) -> Version | None:
    """The version that a whole CONNECT asks for, for a server to decode it with; None if we do not know it.

    Raises MalformedPacket if the packet ends before its protocol level.
    """
    body = Reader(data, 1, len(data))
    body.varint("the remaining length")
    named = body.text("protocol name"), body.u8("protocol level") & 0x7F  # without the bit of a bridge
    return next((version for version, name in PROTOCOL_NAMES.items() if named == (name, version)), None)


def decode_connect(context: Context, body: Reader) -> Connect:
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
    check_authentication(properties)
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
    if flags & 0x04:
        if flags & 0x18 == 0x18:
            raise MalformedPacket("will with both QoS bits set")  # [MQTT-3.1.2-12]
    elif flags & 0x38 and version is not Version.V31:  # disregarded in 3.1
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
        qos=QOS_BY_BITS[flags >> 3 & 0b11],
        retain=bool(flags & 0x20),
        properties=read_properties(body, WILL) if version is Version.V5 else NO_PROPERTIES,
        topic=read_topic(body, "will topic"),
        payload=body.binary("will payload"),
    )


def _is_there(announced: int, body: Reader, version: Version) -> bool:
    """In 3.1 the remaining length goes before the flags: user name and password may be missing (section 3.1)."""
    return bool(announced) and (version is not Version.V31 or body.left > 0)


def decode_subscribe(context: Context, body: Reader) -> Subscribe:
    packet_id = read_packet_id(body)
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
    qos = QOS_BY_BITS.get(options & 0b11)
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
    return Subscription(checked_filter(topic_filter, version), qos, no_local, bool(options & 0b1000), retain_handling)


def decode_unsubscribe(context: Context, body: Reader) -> Unsubscribe:
    packet_id = read_packet_id(body)
    properties = context.properties(body)
    if not body.left:
        raise ProtocolError("UNSUBSCRIBE without a topic filter")  # [MQTT-3.10.3-2]
    filters = []
    while body.left:
        filters.append(checked_filter(body.text("topic filter"), context.version))
    return Unsubscribe(packet_id, tuple(filters), properties)
