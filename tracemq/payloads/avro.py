"""Avro bytes become a tree by their schema: bare data, a single object with a fingerprint, Confluent's framing, a file.

Own decoder and not fastavro: that one recurses with the data, makes lists as long as an array claims to be, and does
not say which bytes a value came from.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from .avro_schema import AvroSchema, AvroType, parse_avro_schema
from .detect import AVRO_FILE_MAGIC
from .errors import DecodeError, DecodeProblem
from .framing import Framing
from .numbers_text import float_text, single_text
from .tree import LONG_BYTES, MAX_NODES, Builder, Kind, LongText, Steps, TooManyNodesError, Tree, Value, finish
from .unwrap import Wrapping, unwrap_steps

STEP_VALUES: Final = 512
SYNC_BYTES: Final = 16
MAX_HEADER_ENTRIES: Final = 1000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS: Final = {
    "timestamp-millis": 1000, "timestamp-micros": 1_000_000, "timestamp-nanos": 1_000_000_000,
    "local-timestamp-millis": 1000, "local-timestamp-micros": 1_000_000, "local-timestamp-nanos": 1_000_000_000,
    "time-millis": 1000, "time-micros": 1_000_000,
}  # fmt: skip


def parse_avro(data: bytes, schema: AvroSchema, framing: Framing = Framing.BARE, max_nodes: int = MAX_NODES) -> Tree:
    """Return the tree of exactly one datum; raises DecodeError with the offset."""
    return finish(parse_avro_steps(data, schema, framing, max_nodes))


def parse_avro_steps(
    data: bytes, schema: AvroSchema, framing: Framing = Framing.BARE, max_nodes: int = MAX_NODES
) -> Steps[Tree]:
    """The same in steps of a few milliseconds; a datum with too many nodes gives a tree that is not `complete`."""
    if len(data) < framing.size:
        raise DecodeError(DecodeProblem.UNEXPECTED_END, len(data))
    if framing is Framing.SINGLE_OBJECT and data[2:10] != schema.fingerprint:
        raise DecodeError(DecodeProblem.UNKNOWN_TYPE, 2, data[2:10].hex())
    builder = Builder(max_nodes)
    reader = _Reader(data, framing.size, builder)
    try:
        yield from reader.datum(schema.root, "")
    except TooManyNodesError:
        return (yield from builder.stop_steps(reader.at))
    if reader.at < len(data):
        raise DecodeError(DecodeProblem.EXTRA_DATA, reader.at, f"{data[reader.at]:02X}")
    return builder.tree


def parse_avro_file(data: bytes, max_nodes: int = MAX_NODES) -> Tree:
    """Return the tree of an object container file: its header's entries, then its objects."""
    return finish(parse_avro_file_steps(data, max_nodes))


def parse_avro_file_steps(data: bytes, max_nodes: int = MAX_NODES) -> Steps[Tree]:
    """The same in steps. Objects of a compressed block have the bytes of the block."""
    if not data.startswith(AVRO_FILE_MAGIC):
        raise DecodeError(DecodeProblem.UNEXPECTED, 0, data[:1].hex().upper())
    builder = Builder(max_nodes)
    builder.open(Kind.GROUP, "", 0)
    reader = _Reader(data, len(AVRO_FILE_MAGIC), builder)
    header = _header(reader)
    schema = parse_avro_schema(header.get("avro.schema", b"").decode(errors="replace"))
    codec = header.get("avro.codec", b"null").decode(errors="replace")
    if codec not in {"null", "deflate"}:
        raise DecodeError(DecodeProblem.UNKNOWN_TYPE, 0, codec)
    sync = reader.take(SYNC_BYTES)
    try:
        builder.open(Kind.ARRAY, "objects", reader.at)
        while reader.at < len(data):
            yield from _block(reader, schema, builder, compressed=codec == "deflate")
            if reader.take(SYNC_BYTES) != sync:
                raise DecodeError(DecodeProblem.CHECKSUM, reader.at - SYNC_BYTES, "sync")
    except TooManyNodesError:
        return (yield from builder.stop_steps(reader.at))
    builder.close(len(data))
    builder.close(len(data))
    return builder.tree


def _header(reader: _Reader) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    while count := reader.block_count():
        for _ in range(count):
            if len(found) >= MAX_HEADER_ENTRIES:
                raise DecodeError(DecodeProblem.BAD_LENGTH, reader.at, str(count))
            start = reader.at
            key = reader.sized().decode(errors="replace")
            found[key] = reader.sized()
            text = found[key].decode(errors="backslashreplace")
            reader.builder.leaf(Kind.STRING, key, start, reader.at, text)
    return found


def _block(reader: _Reader, schema: AvroSchema, builder: Builder, *, compressed: bool) -> Steps[None]:
    start = reader.at
    count, size = reader.long(), reader.long()
    if count < 0 or not 0 <= size <= len(reader.data) - reader.at:
        raise DecodeError(DecodeProblem.BAD_LENGTH, start, str(size if count >= 0 else count))
    end = reader.at + size
    inner = reader
    if compressed:
        opened = yield from unwrap_steps(reader.data[reader.at : end], Wrapping.DEFLATE)
        inner = _Reader(opened.data, 0, builder, span=(start, end))
    for _ in range(count):
        yield from inner.datum(schema.root, "")
    if not compressed and reader.at != end:
        raise DecodeError(DecodeProblem.BAD_LENGTH, start, str(size))
    reader.at = end


class _Reader:
    """A place in the bytes. `span`, if given, stands for all places: the bytes were compressed."""

    def __init__(self, data: bytes, at: int, builder: Builder, span: tuple[int, int] | None = None) -> None:
        self.data = data
        self.at = at
        self.builder = builder
        self._span = span

    def datum(self, kind: AvroType, label: str) -> Steps[None]:
        """Read one value with all that is in it, without recursion."""
        open_types: list[Iterator[tuple[str, AvroType]]] = [iter([(label, kind)])]
        count = 0
        while open_types:
            item = next(open_types[-1], None)
            if item is None:
                open_types.pop()
                if open_types:
                    self.builder.close(self._span[1] if self._span else self.at)
            elif inner := self._value(item[1], item[0]):
                open_types.append(inner)
            count += 1
            if not count % STEP_VALUES:
                yield self.at

    def _value(self, kind: AvroType, label: str) -> Iterator[tuple[str, AvroType]] | None:
        """Read a value; for one with values in it, open its node and return what comes next in it."""
        start = self.at
        while kind.kind == "union":
            branch = self.long()
            if not 0 <= branch < len(kind.branches):
                raise DecodeError(DecodeProblem.BAD_VALUE, start, f"union branch {branch}")
            kind = kind.branches[branch]
        place = self._span[0] if self._span else start
        match kind.kind:
            case "record":
                self.builder.open(Kind.OBJECT, label, place)
                return iter(kind.fields)
            case "array" | "map":
                assert kind.items  # noqa: S101 - the schema has been read
                is_map = kind.kind == "map"
                self.builder.open(Kind.OBJECT if is_map else Kind.ARRAY, label, place)
                return self._items(kind.items, is_map=is_map)
            case _:
                node_kind, text = self._scalar(kind)
                end = self._span[1] if self._span else self.at
                self.builder.leaf(node_kind, label, place, end, text)
                return None

    def _items(self, kind: AvroType, *, is_map: bool) -> Iterator[tuple[str, AvroType]]:
        while count := self.block_count():
            for _ in range(count):
                yield (self._text(self.sized()) if is_map else ""), kind

    def block_count(self) -> int:
        """Read how many items the next block of an array or map has; behind a negative count stands a size in bytes."""
        start = self.at
        count = self.long()
        if count < 0:
            count = -count
            if self.long() < 0:
                raise DecodeError(DecodeProblem.BAD_LENGTH, start)
        return count

    def _scalar(self, kind: AvroType) -> tuple[Kind, Value]:
        start = self.at
        match kind.kind:
            case "null":
                return Kind.NULL, "null"
            case "boolean":
                byte = self.take(1)[0]
                if byte > 1:
                    raise DecodeError(DecodeProblem.BAD_VALUE, start, f"{byte:02X}")
                return Kind.BOOLEAN, "true" if byte else "false"
            case "int" | "long":
                return _number(self.long(), kind.logical)
            case "float":
                return Kind.FLOAT, single_text(struct.unpack("<f", self.take(4))[0])
            case "double":
                return Kind.FLOAT, float_text(struct.unpack("<d", self.take(8))[0])
            case "string":
                body = self.sized()
                return Kind.STRING, LongText(body) if len(body) > LONG_BYTES else self._text(body)
            case "enum":
                symbol = self.long()
                if not 0 <= symbol < len(kind.symbols):
                    raise DecodeError(DecodeProblem.BAD_VALUE, start, f"enum {symbol}")
                return Kind.ENUM, f"{kind.symbols[symbol]} ({symbol})"
            case _:
                body = self.take(kind.size) if kind.kind == "fixed" else self.sized()
                return _bytes(body, kind)

    def _text(self, body: bytes) -> str:
        try:
            return body.decode()
        except UnicodeDecodeError as error:
            at = self.at - len(body) + error.start
            raise DecodeError(DecodeProblem.NOT_UTF8, at, f"{body[error.start]:02X}") from None

    def take(self, size: int) -> bytes:
        if size > len(self.data) - self.at:
            raise DecodeError(DecodeProblem.UNEXPECTED_END, len(self.data))
        self.at += size
        return self.data[self.at - size : self.at]

    def sized(self) -> bytes:
        start, size = self.at, self.long()
        if not 0 <= size <= len(self.data) - self.at:
            raise DecodeError(DecodeProblem.BAD_LENGTH, start, str(size))
        return self.take(size)

    def long(self) -> int:
        """Read a zigzag number of at most 64 bits."""
        value = shift = 0
        for place in range(self.at, min(self.at + 10, len(self.data))):
            byte = self.data[place]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                self.at = place + 1
                value &= 0xFFFF_FFFF_FFFF_FFFF
                return value >> 1 ^ -(value & 1)
            shift += 7
        if self.at + 10 <= len(self.data):
            raise DecodeError(DecodeProblem.BAD_VALUE, self.at, "varint")
        raise DecodeError(DecodeProblem.UNEXPECTED_END, len(self.data))


def _number(value: int, logical: str) -> tuple[Kind, str]:
    """Show times and dates as such where the calendar has them, with the number as sent behind."""
    try:
        if logical == "date":
            return Kind.TIME, f"{date(1970, 1, 1) + timedelta(days=value)} ({value})"
        if unit := _UNITS.get(logical):
            moment = _EPOCH + timedelta(seconds=value // unit)
            digits = f".{value % unit:0{len(str(unit)) - 1}d}"
            if logical.startswith("time-"):
                return Kind.TIME, f"{moment:%H:%M:%S}{digits} ({value})"
            zone = "" if logical.startswith("local-") else "Z"
            return Kind.TIME, f"{moment:%Y-%m-%dT%H:%M:%S}{digits}{zone} ({value})"
    except OverflowError:
        pass
    return Kind.INTEGER, str(value)


def _bytes(body: bytes, kind: AvroType) -> tuple[Kind, str | bytes]:
    if kind.logical == "decimal" and 0 < len(body) <= 1024 and kind.scale <= 1024:
        unscaled = int.from_bytes(body, "big", signed=True)
        return Kind.FLOAT, format(Decimal((unscaled < 0, _digits(unscaled), -kind.scale)), "f")
    return Kind.BYTES, body


def _digits(value: int) -> tuple[int, ...]:
    return tuple(map(int, str(abs(value))))
