"""Turns the fields of a PUBLISH packet into names, as the standard has them, and values that people can read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from tracemq.mqtt.types import Version
from tracemq.payloads.packet_fields import PacketField, PacketPart
from tracemq.payloads.text import visible_line

from .marked import QT_TRANSLATE_NOOP
from .property_text import bytes_text, property_name
from .quantity_text import exact_size_text
from .state_text import VERSIONS

FiltersOf = Callable[[int], Sequence[str]]  # the filters of a subscription identifier

SHOWN_CHARS: Final = 500  # of a value; all of its bytes stand in the hex view
_NAMES: Final = {
    PacketPart.FIXED_HEADER: QT_TRANSLATE_NOOP("PacketText", "Fixed header"),
    PacketPart.TYPE: QT_TRANSLATE_NOOP("PacketText", "Packet type"),
    PacketPart.DUP: QT_TRANSLATE_NOOP("PacketText", "DUP flag"),
    PacketPart.QOS: QT_TRANSLATE_NOOP("PacketText", "QoS level"),
    PacketPart.RETAIN: QT_TRANSLATE_NOOP("PacketText", "RETAIN flag"),
    PacketPart.REMAINING_LENGTH: QT_TRANSLATE_NOOP("PacketText", "Remaining Length"),
    PacketPart.VARIABLE_HEADER: QT_TRANSLATE_NOOP("PacketText", "Variable header"),
    PacketPart.TOPIC_LENGTH: QT_TRANSLATE_NOOP("PacketText", "Length of the topic"),
    PacketPart.TOPIC: QT_TRANSLATE_NOOP("PacketText", "Topic Name"),
    PacketPart.PACKET_ID: QT_TRANSLATE_NOOP("PacketText", "Packet Identifier"),
    PacketPart.PROPERTIES: QT_TRANSLATE_NOOP("PacketText", "Properties"),
    PacketPart.PROPERTY_LENGTH: QT_TRANSLATE_NOOP("PacketText", "Property Length"),
    PacketPart.IDENTIFIER: QT_TRANSLATE_NOOP("PacketText", "Identifier"),
    PacketPart.VALUE: QT_TRANSLATE_NOOP("PacketText", "Value"),
    PacketPart.KEY_LENGTH: QT_TRANSLATE_NOOP("PacketText", "Length of the name"),
    PacketPart.KEY: QT_TRANSLATE_NOOP("PacketText", "Name"),
    PacketPart.VALUE_LENGTH: QT_TRANSLATE_NOOP("PacketText", "Length of the value"),
    PacketPart.REST: QT_TRANSLATE_NOOP("PacketText", "More properties"),
    PacketPart.PAYLOAD: QT_TRANSLATE_NOOP("PacketText", "Payload"),
    PacketPart.UNREADABLE: QT_TRANSLATE_NOOP("PacketText", "Not readable"),
}
_FLAGS: Final = frozenset({PacketPart.TYPE, PacketPart.DUP, PacketPart.QOS, PacketPart.RETAIN})
_IN_BYTES: Final = frozenset({PacketPart.PAYLOAD, PacketPart.REST})
_ALIAS: Final = QT_TRANSLATE_NOOP("PacketText", "empty; the topic alias stands for {topic}")
_FILTERS: Final = QT_TRANSLATE_NOOP("PacketText", "{number} (subscription {filters})")
_PLACE: Final = QT_TRANSLATE_NOOP("PacketText", "Bytes {first} to {last} · {version}, section {section}")
_NO_BYTES: Final = QT_TRANSLATE_NOOP("PacketText", "No bytes · {version}, section {section}")


def _said(text: str) -> str:
    return QCoreApplication.translate("PacketText", text)


def field_name(item: PacketField) -> str:
    """Say the name of a field."""
    return property_name(item.property) if item.property else _said(_NAMES[item.part])


def field_value(item: PacketField, topic: str, filters_of: FiltersOf) -> str:
    """Say a field's value; `topic` is the message's, which an alias may have stood for."""
    if item.part in _FLAGS:
        bits = f"{int(item.value) * (item.bits & -item.bits):08b}"
        mask = f"{item.bits:08b}"
        drawn = "".join(bit if used == "1" else "." for bit, used in zip(bits, mask, strict=True))
        value = f"PUBLISH ({int(item.value)})" if item.part is PacketPart.TYPE else str(int(item.value))
        return f"{value}   {drawn[:4]} {drawn[4:]}"
    if item.part in _IN_BYTES:
        return exact_size_text(item.end - item.start)
    if item.part is PacketPart.TOPIC and not item.value:
        return _said(_ALIAS).format(topic=visible_line(topic[:SHOWN_CHARS]))
    if item.property == "subscription_identifiers" and isinstance(item.value, int):
        return identifier_text(item.value, filters_of)
    if isinstance(item.value, bytes):
        cut = "…" if len(item.value) > SHOWN_CHARS else ""
        return bytes_text(item.value[:SHOWN_CHARS]) + cut
    text = str(item.value)
    return visible_line(text if len(text) <= SHOWN_CHARS else text[:SHOWN_CHARS] + "…")


def identifier_text(number: int, filters_of: FiltersOf) -> str:
    """Say a subscription identifier with the filters that were asked for with it."""
    filters = filters_of(number)
    if not filters:
        return str(number)
    return _said(_FILTERS).format(number=number, filters=", ".join(map(visible_line, filters)))


def field_place(item: PacketField, version: Version) -> str:
    """Say which bytes a field is, and where the standard describes it."""
    text = _PLACE if item.end > item.start else _NO_BYTES
    return _said(text).format(first=item.start, last=item.end - 1, version=VERSIONS[version], section=item.section)
