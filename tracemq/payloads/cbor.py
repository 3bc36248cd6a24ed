"""CBOR bytes become a tree that knows the bytes of each value (RFC 8949).

Own decoder and not cbor2: that one gives values without their places, and recursion to whoever sends nested ones.
"""

from __future__ import annotations

import struct
from typing import Final

from .cbor_tags import CborTree
from .errors import DecodeError, DecodeProblem
from .nesting import Nesting, expect_end
from .numbers_text import float_text
from .tree import MAX_NODES, Kind, Steps, TooManyNodesError, Tree, finish, piece, string_value

STEP_VALUES: Final = 1024
INDEFINITE: Final = -1
BREAK: Final = 0xFF
_SIMPLE: Final = {
    20: (Kind.BOOLEAN, "false"), 21: (Kind.BOOLEAN, "true"), 22: (Kind.NULL, "null"), 23: (Kind.NULL, "undefined"),
}  # fmt: skip
_FLOATS: Final = {25: struct.Struct(">e"), 26: struct.Struct(">f"), 27: struct.Struct(">d")}


def parse_cbor(data: bytes, max_nodes: int = MAX_NODES) -> Tree:
    """Return the tree of exactly one value; raises DecodeError with the offset."""
    return finish(parse_cbor_steps(data, max_nodes))


def parse_cbor_steps(data: bytes, max_nodes: int = MAX_NODES) -> Steps[Tree]:
    """The same in steps of a few milliseconds; a value with too many nodes gives a tree that is not `complete`."""
    if not data:
        raise DecodeError(DecodeProblem.EMPTY)
    nest = Nesting(max_nodes, CborTree)
    at = count = 0
    while not nest.done:
        try:
            at = yield from _value(data, at, nest)
        except TooManyNodesError:
            return (yield from nest.builder.stop_steps(at))
        while nest.settle():
            yield at
        count += 1
        if not count % STEP_VALUES:
            yield at
    expect_end(data, at)
    return nest.tree


def _value(data: bytes, start: int, nest: Nesting) -> Steps[int]:
    if start >= len(data):
        raise DecodeError(DecodeProblem.UNEXPECTED_END, start)
    if data[start] == BREAK:
        nest.break_here(start + 1)
        return start + 1
    major, info = data[start] >> 5, data[start] & 31
    number, at = _argument(data, start, info)
    match major:
        case 0:
            nest.leaf(Kind.INTEGER, start, at, str(number))
        case 1:
            if number == INDEFINITE:
                raise _reserved(data, start)
            nest.leaf(Kind.INTEGER, start, at, str(-1 - number))
        case 2 | 3:
            at = yield from _string(data, start, major, number, at, nest)
        case 4 | 5:
            nest.begin(Kind.ARRAY if major == 4 else Kind.OBJECT, number, start, at)
        case 6:
            if number == INDEFINITE:
                raise _reserved(data, start)
            nest.begin(Kind.TAG, 1, start, at, str(number))
        case _:
            _simple(data, start, info, number, at, nest)
    return at


def _argument(data: bytes, start: int, info: int) -> tuple[int, int]:
    """Return the number in the head of a value and the place behind it."""
    if info < 24:
        return info, start + 1
    if info == 31:
        if data[start] >> 5 == 0:
            raise _reserved(data, start)
        return INDEFINITE, start + 1
    if info > 27:
        raise _reserved(data, start)
    end = start + 1 + (1 << (info - 24))
    if end > len(data):
        raise DecodeError(DecodeProblem.UNEXPECTED_END, len(data))
    return int.from_bytes(data[start + 1 : end], "big"), end


def _string(data: bytes, start: int, major: int, size: int, at: int, nest: Nesting) -> Steps[int]:
    if size != INDEFINITE:
        whole = _slice(data, at, size, major, start)
        at += size
    else:
        parts: list[bytes | memoryview] = []
        while True:
            if at >= len(data):
                raise DecodeError(DecodeProblem.UNEXPECTED_END, at)
            if data[at] == BREAK:
                at += 1
                break
            head = data[at]
            if head >> 5 != major or head & 31 == 31:  # chunks are of the same type, and have a length
                raise DecodeError(DecodeProblem.UNEXPECTED, at, f"{head:02X}")
            chunk_size, body = _argument(data, at, head & 31)
            parts.append(_slice(data, body, chunk_size, major, at))
            at = body + chunk_size
            if not len(parts) % STEP_VALUES:
                yield at
        whole = b"".join(parts)
    if major == 2:
        nest.leaf(Kind.BYTES, start, at, whole)
    else:
        nest.leaf(Kind.STRING, start, at, string_value(whole))
    return at


def _slice(data: bytes, at: int, size: int, major: int, start: int) -> bytes | memoryview:
    if size > len(data) - at:
        raise DecodeError(DecodeProblem.BAD_LENGTH, start, str(size))
    part = piece(data, at, size)
    if major == 3 and isinstance(part, bytes):
        try:
            part.decode()
        except UnicodeDecodeError as error:
            raise DecodeError(DecodeProblem.NOT_UTF8, at + error.start, f"{part[error.start]:02X}") from None
    return part


def _simple(data: bytes, start: int, info: int, number: int, at: int, nest: Nesting) -> None:
    if info in _FLOATS:
        (value,) = _FLOATS[info].unpack_from(data, start + 1)
        nest.leaf(Kind.FLOAT, start, at, float_text(value))
        return
    if info == 24 and number < 32:  # not well-formed: section 3.3
        raise _reserved(data, start)
    kind, text = _SIMPLE.get(number, (Kind.ENUM, f"simple({number})"))
    nest.leaf(kind, start, at, text)


def _reserved(data: bytes, at: int) -> DecodeError:
    return DecodeError(DecodeProblem.RESERVED, at, f"{data[at]:02X}")
