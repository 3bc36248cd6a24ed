"""MessagePack bytes become a tree that knows the bytes of each value (the specification's "new" one, with ext and bin).

A string that is not UTF-8, as older senders use for bytes, is shown as bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from .cbor import STEP_VALUES
from .errors import DecodeError, DecodeProblem
from .nesting import Nesting, expect_end
from .numbers_text import float_text, single_text
from .tree import MAX_NODES, Kind, Steps, TooManyNodesError, Tree, finish, piece, string_value

TIMESTAMP: Final = -1
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_CONSTANTS: Final = {0xC0: (Kind.NULL, "null"), 0xC2: (Kind.BOOLEAN, "false"), 0xC3: (Kind.BOOLEAN, "true")}
_NUMBERS: Final = {
    0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q", 0xD0: ">b", 0xD1: ">h", 0xD2: ">i",
    0xD3: ">q",
}  # fmt: skip
_NUMBER_STRUCTS: Final = {code: struct.Struct(layout) for code, layout in _NUMBERS.items()}
_FIXED_EXTENSIONS: Final = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}

_Sized = Callable[[bytes, int, int, int, Nesting], int]  # data, start, place behind the size, size, nest -> the end


def parse_msgpack(data: bytes, max_nodes: int = MAX_NODES) -> Tree:
    """Return the tree of exactly one value; raises DecodeError with the offset."""
    return finish(parse_msgpack_steps(data, max_nodes))


def parse_msgpack_steps(data: bytes, max_nodes: int = MAX_NODES) -> Steps[Tree]:
    """The same in steps of a few milliseconds; a value with too many nodes gives a tree that is not `complete`."""
    if not data:
        raise DecodeError(DecodeProblem.EMPTY)
    nest = Nesting(max_nodes)
    at = count = 0
    while not nest.done:
        try:
            at = _value(data, at, nest)
        except TooManyNodesError:
            return (yield from nest.builder.stop_steps(at))
        while nest.settle():
            yield at
        count += 1
        if not count % STEP_VALUES:
            yield at
    expect_end(data, at)
    return nest.tree


def _value(data: bytes, start: int, nest: Nesting) -> int:
    if start >= len(data):
        raise DecodeError(DecodeProblem.UNEXPECTED_END, start)
    code, at = data[start], start + 1
    if code < 0x80 or code >= 0xE0:
        nest.leaf(Kind.INTEGER, start, at, str(code if code < 0x80 else code - 256))
        return at
    if code < 0x90:
        return _map(data, start, at, code & 15, nest)
    if code < 0xA0:
        return _array(data, start, at, code & 15, nest)
    if code < 0xC0:
        return _string(data, start, at, code & 31, nest)
    if code in _CONSTANTS:
        nest.leaf(_CONSTANTS[code][0], start, at, _CONSTANTS[code][1])
        return at
    if code in _NUMBER_STRUCTS:
        return _number(data, start, at, code, nest)
    if code in _FIXED_EXTENSIONS:
        return _extension(data, start, at, _FIXED_EXTENSIONS[code], nest)
    if code not in _SIZED:
        raise DecodeError(DecodeProblem.RESERVED, start, f"{code:02X}")
    width, read = _SIZED[code]
    size = int.from_bytes(_take(data, at, width, start), "big")
    return read(data, start, at + width, size, nest)


def _take(data: bytes, at: int, size: int, start: int) -> bytes | memoryview:
    if size > len(data) - at:
        problem = DecodeProblem.UNEXPECTED_END if size <= 8 else DecodeProblem.BAD_LENGTH
        raise DecodeError(problem, len(data) if size <= 8 else start, "" if size <= 8 else str(size))
    return piece(data, at, size)


def _number(data: bytes, start: int, at: int, code: int, nest: Nesting) -> int:
    layout = _NUMBER_STRUCTS[code]
    (value,) = layout.unpack(_take(data, at, layout.size, start))
    if code in {0xCA, 0xCB}:
        nest.leaf(Kind.FLOAT, start, at + layout.size, (single_text if code == 0xCA else float_text)(value))
    else:
        nest.leaf(Kind.INTEGER, start, at + layout.size, str(value))
    return at + layout.size


def _map(_: bytes, start: int, at: int, size: int, nest: Nesting) -> int:
    nest.begin(Kind.OBJECT, size, start, at)
    return at


def _array(_: bytes, start: int, at: int, size: int, nest: Nesting) -> int:
    nest.begin(Kind.ARRAY, size, start, at)
    return at


def _string(data: bytes, start: int, at: int, size: int, nest: Nesting) -> int:
    part = _take(data, at, size, start)
    value = string_value(part)
    nest.leaf(Kind.BYTES if isinstance(value, bytes) else Kind.STRING, start, at + size, value)
    return at + size


def _binary(data: bytes, start: int, at: int, size: int, nest: Nesting) -> int:
    nest.leaf(Kind.BYTES, start, at + size, _take(data, at, size, start))
    return at + size


def _extension(data: bytes, start: int, at: int, size: int, nest: Nesting) -> int:
    (kind,) = struct.unpack(">b", _take(data, at, 1, start))
    body = _take(data, at + 1, size, start)
    end = at + 1 + size
    if isinstance(body, memoryview):  # its digits would be felt as well
        nest.begin(Kind.TAG, 1, start, at + 1, str(kind))
        nest.leaf(Kind.BYTES, at + 1, end, body)
        return end
    moment = _timestamp(body) if kind == TIMESTAMP else None
    if moment is not None:
        nest.leaf(Kind.TIME, start, end, moment)
    else:
        nest.leaf(Kind.TAG, start, end, f"{kind}: {body.hex()}")
    return end


def _timestamp(body: bytes) -> str | None:
    match len(body):
        case 4:
            seconds, nanoseconds = int.from_bytes(body, "big"), 0
        case 8:
            both = int.from_bytes(body, "big")
            seconds, nanoseconds = both & 0x3_FFFF_FFFF, both >> 34
        case 12:
            nanoseconds, seconds = struct.unpack(">Iq", body)
        case _:
            return None
    if nanoseconds > 999_999_999:
        return None
    try:
        moment = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None
    fraction = f".{nanoseconds:09d}".rstrip("0") if nanoseconds else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"


# the codes whose size comes in so many bytes
_SIZED: Final[dict[int, tuple[int, _Sized]]] = {
    0xC4: (1, _binary), 0xC5: (2, _binary), 0xC6: (4, _binary),
    0xC7: (1, _extension), 0xC8: (2, _extension), 0xC9: (4, _extension),
    0xD9: (1, _string), 0xDA: (2, _string), 0xDB: (4, _string),
    0xDC: (2, _array), 0xDD: (4, _array), 0xDE: (2, _map), 0xDF: (4, _map),
}  # fmt: skip
