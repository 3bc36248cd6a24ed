"""The bytes of a PUBLISH packet become its fields, each with its place, value and section of the standard.

Read anew from the bytes and not from what the codec made of them: the point is to see what was sent. Nothing raises;
where the bytes stop making sense the rest is one field that says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from tracemq.mqtt.errors import MalformedPacket
from tracemq.mqtt.properties import SPEC_BY_IDENTIFIER, Kind, Spec
from tracemq.mqtt.types import Version
from tracemq.mqtt.wire import Reader

MOST_PROPERTIES: Final = 1000  # shown one by one


class PacketPart(Enum):
    """What a field is."""

    FIXED_HEADER = auto()
    TYPE = auto()
    DUP = auto()
    QOS = auto()
    RETAIN = auto()
    REMAINING_LENGTH = auto()
    VARIABLE_HEADER = auto()
    TOPIC_LENGTH = auto()
    TOPIC = auto()
    PACKET_ID = auto()
    PROPERTIES = auto()
    PROPERTY_LENGTH = auto()
    PROPERTY = auto()
    IDENTIFIER = auto()
    VALUE = auto()
    KEY_LENGTH = auto()
    KEY = auto()
    VALUE_LENGTH = auto()
    REST = auto()  # more properties than are shown one by one
    PAYLOAD = auto()
    UNREADABLE = auto()


# in MQTT 5.0 and in 3.1.1
SECTIONS: Final = {
    PacketPart.FIXED_HEADER: ("3.3.1", "3.3.1"),
    PacketPart.TYPE: ("2.1.2", "2.2.1"),
    PacketPart.DUP: ("3.3.1.1", "3.3.1.1"),
    PacketPart.QOS: ("3.3.1.2", "3.3.1.2"),
    PacketPart.RETAIN: ("3.3.1.3", "3.3.1.3"),
    PacketPart.REMAINING_LENGTH: ("3.3.1.4", "2.2.3"),
    PacketPart.VARIABLE_HEADER: ("3.3.2", "3.3.2"),
    PacketPart.TOPIC_LENGTH: ("1.5.4", "1.5.3"),
    PacketPart.TOPIC: ("3.3.2.1", "3.3.2.1"),
    PacketPart.PACKET_ID: ("3.3.2.2", "3.3.2.2"),
    PacketPart.PROPERTIES: ("3.3.2.3", ""),
    PacketPart.PROPERTY_LENGTH: ("3.3.2.3.1", ""),
    PacketPart.PROPERTY: ("2.2.2.2", ""),
    PacketPart.IDENTIFIER: ("2.2.2.2", ""),
    PacketPart.VALUE: ("1.5", ""),
    PacketPart.KEY_LENGTH: ("1.5.4", ""),
    PacketPart.KEY: ("1.5.7", ""),
    PacketPart.VALUE_LENGTH: ("1.5.4", ""),
    PacketPart.REST: ("2.2.2.2", ""),
    PacketPart.PAYLOAD: ("3.3.3", "3.3.3"),
    PacketPart.UNREADABLE: ("4.13", "4.8"),
}
SECTIONS_31: Final = {  # MQTT 3.1 has few of them
    PacketPart.FIXED_HEADER: "2.1", PacketPart.TYPE: "2.1", PacketPart.DUP: "2.1", PacketPart.QOS: "2.1",
    PacketPart.RETAIN: "2.1", PacketPart.REMAINING_LENGTH: "2.1", PacketPart.TOPIC_LENGTH: "2.5",
}  # fmt: skip
_PROPERTY_SECTIONS: Final = {
    "payload_format_indicator": "3.3.2.3.2",
    "message_expiry_interval": "3.3.2.3.3",
    "topic_alias": "3.3.2.3.4",
    "response_topic": "3.3.2.3.5",
    "correlation_data": "3.3.2.3.6",
    "user_properties": "3.3.2.3.7",
    "subscription_identifiers": "3.3.2.3.8",
    "content_type": "3.3.2.3.9",
}


@dataclass(slots=True)
class PacketField:
    """Bytes [start, end) of the packet. `bits` is the mask of a field that is a part of one byte."""

    part: PacketPart
    start: int
    end: int
    value: int | str | bytes = ""
    section: str = ""
    property: str = ""  # which one it is, by its name in `Properties`
    bits: int = 0
    inside: list[PacketField] = field(default_factory=list)


def packet_fields(packet: bytes, version: Version) -> list[PacketField]:
    """Return fixed header, variable header and payload, with the fields in them."""
    reader = Reader(packet, 0, len(packet))
    found: list[PacketField] = []
    try:
        found.extend(_fields(reader, version))
    except MalformedPacket as error:
        found.append(PacketField(PacketPart.UNREADABLE, reader.position, len(packet), str(error)))
    for item in _walk(found):
        item.section = item.section or _section(item.part, version)
    return found


def innermost(fields: list[PacketField], offset: int) -> PacketField | None:
    """Return the smallest field that has a byte."""
    found: PacketField | None = None
    level = fields
    while inner := next((item for item in level if item.start <= offset < item.end and not item.bits), None):
        found, level = inner, inner.inside
    return found


def _walk(fields: list[PacketField]) -> Iterator[PacketField]:
    for item in fields:
        yield item
        yield from _walk(item.inside)


def _section(part: PacketPart, version: Version) -> str:
    if version is Version.V31:
        return SECTIONS_31.get(part, "3.3")
    return SECTIONS[part][0 if version is Version.V5 else 1]


def _fields(reader: Reader, version: Version) -> Iterator[PacketField]:
    header = PacketField(PacketPart.FIXED_HEADER, 0, 1)
    first = reader.u8("first byte")
    for part, bits, shift in (
        (PacketPart.TYPE, 0xF0, 4),
        (PacketPart.DUP, 0x08, 3),
        (PacketPart.QOS, 0x06, 1),
        (PacketPart.RETAIN, 0x01, 0),
    ):
        header.inside.append(PacketField(part, 0, 1, (first & bits) >> shift, bits=bits))
    length = reader.varint("remaining length")
    header.inside.append(PacketField(PacketPart.REMAINING_LENGTH, 1, reader.position, length))
    header.end = reader.position
    yield header
    variable = PacketField(PacketPart.VARIABLE_HEADER, reader.position, reader.position)
    try:
        _variable_header(reader, version, variable, first >> 1 & 3)
    finally:
        variable.end = reader.position
        yield variable
    yield PacketField(PacketPart.PAYLOAD, reader.position, reader.end, reader.left)


def _variable_header(reader: Reader, version: Version, variable: PacketField, qos: int) -> None:
    start = reader.position
    size = reader.u16("topic length")
    variable.inside.append(PacketField(PacketPart.TOPIC_LENGTH, start, start + 2, size))
    topic = reader.take(size, "topic")
    variable.inside.append(PacketField(PacketPart.TOPIC, start + 2, reader.position, topic.decode(errors="replace")))
    if qos:
        start = reader.position
        variable.inside.append(PacketField(PacketPart.PACKET_ID, start, start + 2, reader.u16("packet id")))
    if version is Version.V5:
        start = reader.position
        size = reader.varint("property length")
        all_of_them = PacketField(PacketPart.PROPERTIES, start, reader.position + size)
        all_of_them.inside.append(PacketField(PacketPart.PROPERTY_LENGTH, start, reader.position, size))
        variable.inside.append(all_of_them)
        _properties(reader, reader.position + size, all_of_them)


def _properties(reader: Reader, end: int, around: PacketField) -> None:
    while reader.position < end:
        if len(around.inside) > MOST_PROPERTIES:
            around.inside.append(PacketField(PacketPart.REST, reader.position, end, end - reader.position))
            reader.take(end - reader.position, "properties")
            return
        start = reader.position
        identifier = reader.varint("property identifier")
        spec = SPEC_BY_IDENTIFIER.get(identifier)
        if spec is None:
            reader.position = start
            raise MalformedPacket(f"unknown property 0x{identifier:02X}")
        item = PacketField(
            PacketPart.PROPERTY, start, start, section=_PROPERTY_SECTIONS.get(spec.name, ""), property=spec.name
        )
        item.inside.append(PacketField(PacketPart.IDENTIFIER, start, reader.position, f"0x{identifier:02X}"))
        item.value = _value(reader, spec, item)
        item.end = reader.position
        around.inside.append(item)


def _value(reader: Reader, spec: Spec, item: PacketField) -> int | str | bytes:
    """Read a property's value, and note the fields that it consists of."""
    start = reader.position
    value: int | str | bytes
    match spec.kind:
        case Kind.BYTE:
            value = reader.u8(spec.name)
        case Kind.U16:
            value = reader.u16(spec.name)
        case Kind.U32:
            value = reader.u32(spec.name)
        case Kind.VARINT:
            value = reader.varint(spec.name)
        case Kind.TEXT | Kind.BINARY:
            data = _sized(reader, spec, item, PacketPart.VALUE_LENGTH, PacketPart.VALUE)
            return data if spec.kind is Kind.BINARY else data.decode(errors="replace")
        case Kind.PAIR:
            key = _sized(reader, spec, item, PacketPart.KEY_LENGTH, PacketPart.KEY).decode(errors="replace")
            text = _sized(reader, spec, item, PacketPart.VALUE_LENGTH, PacketPart.VALUE).decode(errors="replace")
            return f"{key}: {text}"
    item.inside.append(PacketField(PacketPart.VALUE, start, reader.position, value))
    return value


def _sized(reader: Reader, spec: Spec, item: PacketField, length: PacketPart, part: PacketPart) -> bytes:
    start = reader.position
    size = reader.u16(spec.name)
    item.inside.append(PacketField(length, start, start + 2, size))
    data = reader.take(size, spec.name)
    value: str | bytes = data if spec.kind is Kind.BINARY else data.decode(errors="replace")
    item.inside.append(PacketField(part, start + 2, reader.position, value))
    return data
