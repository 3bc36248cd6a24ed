"""Protobuf bytes become a tree, by a message type or, without one, by what the wire alone tells.

Every field of the wire becomes a node, in the order sent and with its bytes: repeated and unknown ones too. Without a
type, a length-delimited field is shown as text if it is printable, as a message if it can be one, else as bytes; beyond
LONG_BYTES nobody looks whether it can be one.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .errors import DecodeError, DecodeProblem
from .numbers_text import float_text, single_text
from .proto_schema import Field, FieldType, MessageType, ProtoSchema
from .proto_summaries import ANY, summary
from .proto_tree import ProtoTree
from .tree import (
    LONG_BYTES,
    MAX_NODES,
    Builder,
    Kind,
    LongText,
    Steps,
    TooManyNodesError,
    Tree,
    Value,
    finish,
    string_value,
)

STEP_FIELDS: Final = 512
GUESS_DEPTH: Final = 16  # of messages that no type describes: each level looks through its bytes once more
GUESS_BYTES: Final = 64 << 10  # of a long text, which say whether it is one
VARINT, FIXED64, BYTES, START_GROUP, END_GROUP, FIXED32 = range(6)

_FIXED: Final = {
    FieldType.DOUBLE: struct.Struct("<d"), FieldType.FLOAT: struct.Struct("<f"),
    FieldType.FIXED64: struct.Struct("<Q"), FieldType.SFIXED64: struct.Struct("<q"),
    FieldType.FIXED32: struct.Struct("<I"), FieldType.SFIXED32: struct.Struct("<i"),
}  # fmt: skip
_VARINTS: Final = frozenset(
    {
        FieldType.INT32, FieldType.INT64, FieldType.UINT32, FieldType.UINT64, FieldType.SINT32, FieldType.SINT64,
        FieldType.BOOL, FieldType.ENUM,
    }
)  # fmt: skip
_WIRE_TYPES: Final = {
    **dict.fromkeys(_VARINTS, VARINT),
    **{kind: FIXED64 if layout.size == 8 else FIXED32 for kind, layout in _FIXED.items()},
    **dict.fromkeys((FieldType.STRING, FieldType.BYTES, FieldType.MESSAGE), BYTES),
    FieldType.GROUP: START_GROUP,
}


@dataclass(slots=True)
class _Frame:
    """An open message: what it must not go beyond, and its type if one is known."""

    limit: int
    type: MessageType | None
    group: int = 0  # the number that its END_GROUP must have; 0: it ends at the limit
    guesses: int = 0
    any_type: str = ""  # of an Any: the type of its value, once that was read


def parse_protobuf(
    data: bytes, schema: ProtoSchema | None = None, message: str = "", max_nodes: int = MAX_NODES
) -> Tree:
    """Return the tree of one message; raises DecodeError with the offset, UNKNOWN_TYPE for a type not in the schema."""
    return finish(parse_protobuf_steps(data, schema, message, max_nodes))


def parse_protobuf_steps(
    data: bytes, schema: ProtoSchema | None = None, message: str = "", max_nodes: int = MAX_NODES, start: int = 0
) -> Steps[Tree]:
    """The same in steps of a few milliseconds; a message with too many nodes gives a tree that is not `complete`.

    `start` is where the message begins, behind a frame.
    """
    schema = schema or ProtoSchema()
    kind = schema.messages.get(message)
    if message and not kind:
        raise DecodeError(DecodeProblem.UNKNOWN_TYPE, 0, message)
    reader = _Reader(data, schema, Builder(max_nodes, ProtoTree), start)
    try:
        yield from reader.steps(kind)
    except TooManyNodesError:
        return (yield from reader.builder.stop_steps(reader.at))
    return reader.builder.tree


class _Reader:
    def __init__(self, data: bytes, schema: ProtoSchema, builder: Builder, start: int) -> None:
        self.builder = builder
        self.at = start
        self._data = data
        self._schema = schema
        self._frames: list[_Frame] = []

    def steps(self, kind: MessageType | None) -> Steps[None]:
        self.builder.open(Kind.OBJECT, "", self.at)
        self._frames.append(_Frame(len(self._data), kind))
        count = 0
        while self._frames:
            frame = self._frames[-1]
            if self.at == frame.limit and not frame.group:
                self._close()
            elif more := self._field(frame):
                yield from more
            count += 1
            if not count % STEP_FIELDS:
                yield self.at

    def _close(self) -> None:
        frame = self._frames.pop()
        node = self.builder.open_nodes[-1]
        self.builder.close(self.at)
        if frame.type and (text := summary(frame.type, self.builder.tree, node)):
            self.builder.set_text(node, text)

    def _field(self, frame: _Frame) -> Steps[None] | None:
        """Read one field; of what may be long only the head, and return what reads the rest."""
        start, limit = self.at, frame.limit
        key, self.at = varint(self._data, start, limit)
        number, wire = key >> 3, key & 7
        if not 0 < number < 1 << 29:
            raise DecodeError(DecodeProblem.BAD_VALUE, start, f"field {number}")
        if wire == END_GROUP:
            if frame.group != number:
                raise DecodeError(DecodeProblem.UNEXPECTED, start, f"{self._data[start]:02X}")
            self._close()
            return None
        item = frame.type.fields.get(number) if frame.type else None
        if item and wire == BYTES and item.repeated and _WIRE_TYPES[item.type] != BYTES:
            end = self._sized(limit)
            self.builder.open(Kind.ARRAY, item.name, start)
            return self._packed(item, end)
        if item and _WIRE_TYPES[item.type] == wire:
            self._known(item, start, frame, number)
        elif item and item.type is FieldType.MESSAGE and wire == START_GROUP:  # editions: features.message_encoding
            self._open(item.name, start, _Frame(limit, self._schema.messages.get(item.type_name), number))
        else:
            return self._unknown(frame, number, wire, start, limit)
        return None

    def _known(self, item: Field, start: int, frame: _Frame, number: int) -> None:
        limit = frame.limit
        if frame.any_type and item.type is FieldType.BYTES:
            self._open(item.name, start, _Frame(self._sized(limit), self._schema.messages[frame.any_type]))
            return
        match item.type:
            case FieldType.MESSAGE:
                size_end = self._sized(limit)
                self._open(item.name, start, _Frame(size_end, self._schema.messages.get(item.type_name)))
            case FieldType.GROUP:
                self._open(item.name, start, _Frame(limit, self._schema.messages.get(item.type_name), number))
            case FieldType.STRING | FieldType.BYTES:
                end = self._sized(limit)
                kind, text = _bytes_text(self._data[self.at : end], as_text=item.type is FieldType.STRING)
                self.builder.leaf(kind, item.name, start, end, text)
                self.at = end
                if item.number == 1 and frame.type and frame.type.name == ANY and isinstance(text, str):
                    told = text.rpartition("/")[2]
                    frame.any_type = told if told in self._schema.messages else ""
            case _:
                kind, text, end = self._scalar(item, limit)
                self.builder.leaf(kind, item.name, start, end, text)
                self.at = end

    def _scalar(self, item: Field, limit: int) -> tuple[Kind, str, int]:
        layout = _FIXED.get(item.type)
        if layout:
            end = self.at + layout.size
            if end > limit:
                raise DecodeError(DecodeProblem.UNEXPECTED_END, limit)
            (value,) = layout.unpack_from(self._data, self.at)
            if isinstance(value, float):
                return Kind.FLOAT, (single_text if layout.size == 4 else float_text)(value), end
            return Kind.INTEGER, str(value), end
        number, end = varint(self._data, self.at, limit)
        if item.type is FieldType.ENUM:
            name = self._schema.enums.get(item.type_name, {}).get(_signed(number, 32))
            shown = str(_signed(number, 32))
            return Kind.ENUM, f"{name} ({shown})" if name else shown, end
        if item.type is FieldType.BOOL:
            return Kind.BOOLEAN, "true" if number else "false", end
        return Kind.INTEGER, str(_INTEGERS[item.type](number)), end

    def _packed(self, item: Field, end: int) -> Steps[None]:
        count = 0
        while self.at < end:
            start = self.at
            kind, text, self.at = self._scalar(item, end)
            self.builder.leaf(kind, "", start, self.at, text)
            count += 1
            if not count % STEP_FIELDS:
                yield self.at
        self.builder.close(end)

    def _unknown(self, frame: _Frame, number: int, wire: int, start: int, limit: int) -> Steps[None] | None:
        label = str(number)
        if wire == VARINT:
            value, self.at = varint(self._data, self.at, limit)
            self.builder.leaf(Kind.INTEGER, label, start, self.at, str(value))
        elif wire in {FIXED32, FIXED64}:
            end = self.at + (4 if wire == FIXED32 else 8)
            if end > limit:
                raise DecodeError(DecodeProblem.UNEXPECTED_END, limit)
            self.builder.leaf(Kind.BYTES, label, start, end, self._data[self.at : end])
            self.at = end
        elif wire == BYTES:
            return self._guess(frame, label, start, self._sized(limit))
        elif wire == START_GROUP:
            self._open(label, start, _Frame(limit, None, number, frame.guesses))
        else:
            raise DecodeError(DecodeProblem.RESERVED, start, str(wire))
        return None

    def _guess(self, frame: _Frame, label: str, start: int, end: int) -> Steps[None]:
        if end - self.at > LONG_BYTES:  # nobody looks into so much
            whole = memoryview(self._data)[self.at : end]
            printable = _looks_printable(bytes(whole[: GUESS_BYTES + 1]))
            kind, value = (Kind.STRING, LongText(whole)) if printable else (Kind.BYTES, whole)
            self.builder.leaf(kind, label, start, end, value)
            self.at = end
            return
        body = self._data[self.at : end]
        if _looks_printable(body) and not isinstance(text := string_value(body), bytes):
            self.builder.leaf(Kind.STRING, label, start, end, text)
        elif body and frame.guesses < GUESS_DEPTH and (yield from _can_be_message(body)):
            self._open(label, start, _Frame(end, None, guesses=frame.guesses + 1))
            return
        else:
            self.builder.leaf(Kind.BYTES, label, start, end, body)
        self.at = end

    def _sized(self, limit: int) -> int:
        """Read a length and return where what it counts ends."""
        start = self.at
        size, self.at = varint(self._data, start, limit)
        if size > limit - self.at:
            raise DecodeError(DecodeProblem.BAD_LENGTH, start, str(size))
        return self.at + size

    def _open(self, label: str, start: int, frame: _Frame) -> None:
        self.builder.open(Kind.OBJECT, label, start)
        self._frames.append(frame)


def varint(data: bytes, at: int, limit: int) -> tuple[int, int]:
    """Return the number that begins at a byte, and the place behind it; at most 64 bits in ten bytes."""
    value = shift = 0
    for place in range(at, min(at + 10, limit)):
        byte = data[place]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFF_FFFF_FFFF_FFFF, place + 1
        shift += 7
    if at + 10 <= limit:
        raise DecodeError(DecodeProblem.BAD_VALUE, at, "varint")
    raise DecodeError(DecodeProblem.UNEXPECTED_END, limit)


def _signed(value: int, bits: int) -> int:
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


def _zigzag(value: int) -> int:
    return value >> 1 ^ -(value & 1)


_INTEGERS: Final[dict[FieldType, Callable[[int], int]]] = {
    FieldType.INT32: lambda value: _signed(value, 32),
    FieldType.INT64: lambda value: _signed(value, 64),
    FieldType.UINT32: lambda value: value & 0xFFFF_FFFF,
    FieldType.UINT64: lambda value: value,
    FieldType.SINT32: lambda value: _zigzag(value & 0xFFFF_FFFF),
    FieldType.SINT64: _zigzag,
}


def _bytes_text(body: bytes, *, as_text: bool) -> tuple[Kind, Value]:
    value = string_value(body) if as_text else body
    return Kind.BYTES if isinstance(value, bytes) else Kind.STRING, value


def _looks_printable(body: bytes) -> bool:
    """Tell whether what begins the bytes is a text that can be read."""
    head = string_value(body) if len(body) <= GUESS_BYTES else LongText(body[:GUESS_BYTES])
    text = head.text().rstrip("\ufffd") if isinstance(head, LongText) else head  # a character that was cut
    return isinstance(text, str) and text.isprintable() and "\ufffd" not in text


def _can_be_message(body: bytes) -> Steps[bool]:
    """Tell whether the bytes are fields from end to end, without looking into them; groups are too rare to guess."""
    at, end, count = 0, len(body), 0
    try:
        while at < end:
            count += 1
            if not count % STEP_FIELDS:
                yield at
            key, at = varint(body, at, end)
            if not 0 < key >> 3 < 1 << 29:
                return False
            match key & 7:
                case 0:
                    _, at = varint(body, at, end)
                case 1:
                    at += 8
                case 2:
                    size, at = varint(body, at, end)
                    at += size
                case 5:
                    at += 4
                case _:
                    return False
    except DecodeError:
        return False
    return at == end
