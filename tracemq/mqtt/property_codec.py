"""The property part of MQTT 5 packets into Properties, and Properties into bytes (section 2.2.2).

Properties that were read are written again in the order in which they came, others in the order in which the
standard explains those of the packet.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter, itemgetter
from typing import Any, Final, NamedTuple

from .errors import MalformedPacket, ProtocolError, RefusedLocally
from .properties import NO_PROPERTIES, PROPERTIES_OF, SPEC_BY_IDENTIFIER, SPECS, Kind, Properties, Spec
from .reason_codes import ReasonCode
from .topics import topic_problem
from .types import PacketType
from .wire import Reader, write_binary, write_pair, write_text, write_u16, write_u32, write_varint

Place = PacketType | str  # the packet, or "will"

_NUMBERS: Final = frozenset({Kind.BYTE, Kind.U16, Kind.U32, Kind.VARINT})
_READ: Final[dict[Kind, Callable[[Reader, str], Any]]] = {
    Kind.BYTE: Reader.u8,
    Kind.U16: Reader.u16,
    Kind.U32: Reader.u32,
    Kind.VARINT: Reader.varint,
    Kind.TEXT: Reader.text,
    Kind.BINARY: Reader.binary,
    Kind.PAIR: Reader.pair,
}
_WRITE: Final[dict[Kind, Callable[[Any, str], bytes]]] = {
    Kind.BYTE: lambda value, _: bytes((value,)),
    Kind.U16: lambda value, _: write_u16(value),
    Kind.U32: lambda value, _: write_u32(value),
    Kind.VARINT: lambda value, _: write_varint(value),
    Kind.TEXT: write_text,
    Kind.BINARY: write_binary,
    Kind.PAIR: write_pair,
}
_ABSENT: Final = {spec.name: () if spec.repeats else None for spec in SPECS}


class _Rule(NamedTuple):
    """What the reader needs to know of a property in one place, found in one look-up."""

    spec: Spec
    name: str
    read: Callable[[Reader, str], Any]
    checked: bool  # whether some values are forbidden
    once: bool


def _strangers(place: Place) -> tuple[Callable[[Properties], Any], tuple[object, ...]]:
    """What picks the properties that do not belong to the packet, and what it finds where there are none."""
    names = [spec.name for spec in SPECS if place not in spec.packets]
    return attrgetter(*names), tuple(_ABSENT[name] for name in names)


def _may_repeat(spec: Spec, place: Place) -> bool:
    """Subscription identifiers repeat in PUBLISH but not in SUBSCRIBE (section 3.8.2.1.2)."""
    return spec.repeats and not (spec.kind is Kind.VARINT and place is PacketType.SUBSCRIBE)


def _rules(place: Place) -> dict[int, _Rule]:
    return {
        spec.identifier: _Rule(
            spec,
            spec.name,
            _READ[spec.kind],
            checked=spec.kind in _NUMBERS or spec.name == "response_topic",
            once=not _may_repeat(spec, place),
        )
        for spec in PROPERTIES_OF[place]
    }


_STRANGERS: Final = {place: _strangers(place) for place in PROPERTIES_OF}
_RULES: Final = {place: _rules(place) for place in PROPERTIES_OF}


def read_properties(packet: Reader, place: Place, limit: int | None = None) -> Properties:
    """The property length and what it covers; MalformedPacket or ProtocolError if the standard forbids it there.

    More than `limit` properties are refused with QUOTA_EXCEEDED.
    """
    length = packet.varint("property length")
    if not length:
        return NO_PROPERTIES
    reader = packet.part(length, "property length")
    rules = _RULES[place]
    found: list[tuple[Spec, Any]] = []
    seen: set[str] = set()
    while reader.position < reader.end:
        if limit is not None and len(found) >= limit:
            raise ProtocolError(f"more than {limit} properties", ReasonCode.QUOTA_EXCEEDED)
        identifier = reader.varint("property identifier")
        rule = rules.get(identifier)
        if rule is None:
            raise MalformedPacket(_stranger(identifier, place))
        spec, name, read, checked, once = rule
        value = read(reader, name)
        problem = _value_problem(spec, value) if checked else None
        if problem is not None:
            raise ProtocolError(f"{name} may not be {value!r}", problem)
        if once and name in seen:
            raise ProtocolError(f"{name} twice")
        seen.add(name)
        found.append((spec, value))
    return Properties.as_read(found)


def write_properties(properties: Properties, place: Place) -> bytes:
    """The property length and the properties; RefusedLocally for what may not be sent in that packet."""
    if properties is NO_PROPERTIES:
        return b"\0"
    pick, absent = _STRANGERS[place]
    if pick(properties) != absent:
        raise RefusedLocally(f"{', '.join(_foreign(properties, place))} cannot be sent in {_name(place)}")
    body = b"".join([_written(spec, value) for spec, value in _values(properties, place)])
    return write_varint(len(body)) + body


def _values(properties: Properties, place: Place) -> list[tuple[Spec, Any]]:
    """The properties in the order in which they are written."""
    values: list[tuple[Spec, Any]] = []
    for spec in PROPERTIES_OF[place]:
        value = getattr(properties, spec.name)
        if spec.repeats:
            if len(value) > 1 and not _may_repeat(spec, place):
                raise RefusedLocally(f"more than one of {spec.name}")
            values += [(spec, one) for one in value]
        elif value is not None:
            values.append((spec, value))
    if properties.wire_order:
        return _as_they_came(values, properties.wire_order)
    return values


def _as_they_came(values: list[tuple[Spec, Any]], wire_order: tuple[int, ...]) -> list[tuple[Spec, Any]]:
    """The order of the wire; what was not read comes last."""
    places: dict[int, list[int]] = {}
    for place in reversed(range(len(wire_order))):
        places.setdefault(wire_order[place], []).append(place)
    last = len(wire_order)
    ranked = []
    for spec, value in values:
        left = places.get(spec.identifier)
        ranked.append((left.pop() if left else last, spec, value))
    ranked.sort(key=itemgetter(0))
    return [(spec, value) for _, spec, value in ranked]


def _stranger(identifier: int, place: Place) -> str:
    spec = SPEC_BY_IDENTIFIER.get(identifier)
    return f"{spec.name} in {_name(place)}" if spec else f"unknown property 0x{identifier:02X}"


def _value_problem(spec: Spec, value: Any) -> ReasonCode | None:
    """The reason code that a value deserves which the property may not have."""
    if spec.kind in _NUMBERS:
        return None if spec.low <= value <= spec.high else spec.out_of_range
    if spec.name == "response_topic" and topic_problem(value) is not None:  # [MQTT-3.3.2-14]
        return ReasonCode.TOPIC_NAME_INVALID
    return None


def _written(spec: Spec, value: Any) -> bytes:
    if spec.kind in _NUMBERS and not isinstance(value, int):
        raise RefusedLocally(f"{spec.name} is a number, not {type(value).__name__}")
    problem = _value_problem(spec, value)
    if problem is not None:
        raise RefusedLocally(f"{spec.name} may not be {value!r}", problem)
    return spec.identifier.to_bytes() + _WRITE[spec.kind](value, spec.name)


def _foreign(properties: Properties, place: Place) -> list[str]:
    return [s.name for s in SPECS if place not in s.packets and getattr(properties, s.name) != _ABSENT[s.name]]


def _name(place: Place) -> str:
    return place.name if isinstance(place, PacketType) else place
