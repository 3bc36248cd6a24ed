"""Compressed or Base64 payloads become the bytes inside, up to a limit: a few KiB may claim to be terabytes."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from typing import Final

from .errors import DecodeError, DecodeProblem
from .tree import Steps, finish

LIMIT: Final = 64 << 20
STEP_BYTES: Final = 1 << 20
INPUT_BYTES: Final = 1 << 16
GZIP_MAGIC: Final = b"\x1f\x8b"


class Wrapping(Enum):
    """What is around the bytes; the value is what zlib calls the window bits."""

    GZIP = 16 + zlib.MAX_WBITS
    ZLIB = zlib.MAX_WBITS
    DEFLATE = -zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """What was inside. `complete` is False where the limit cut it; `rest` bytes of the payload follow the stream."""

    data: bytes
    complete: bool = True
    rest: int = 0


def unwrap(payload: bytes, wrapping: Wrapping, limit: int = LIMIT) -> Unwrapped:
    """Decompress at most `limit` bytes; raises DecodeError."""
    return finish(unwrap_steps(payload, wrapping, limit))


def unwrap_steps(payload: bytes, wrapping: Wrapping, limit: int = LIMIT) -> Steps[Unwrapped]:
    """The same in steps of a few milliseconds. Several gzip members after one another are one (RFC 1952).

    A BytesIO gives out what was written into it without another copy: to join 64 MiB takes 20 to 50 ms.
    """
    inside = BytesIO()
    size = at = 0
    while True:
        stream = zlib.decompressobj(wrapping.value)
        pending = b""
        while not stream.eof:
            if not pending:
                pending = payload[at : at + INPUT_BYTES]
                at += len(pending)
            try:
                part = stream.decompress(pending, min(STEP_BYTES, limit - size + 1))
            except zlib.error as error:
                raise _fault(error, at - len(pending)) from None
            if not part and not pending and not stream.eof:
                raise DecodeError(DecodeProblem.UNEXPECTED_END, len(payload))
            pending = stream.unconsumed_tail
            size += len(part)
            inside.write(part if size <= limit else part[: limit - size])
            if size > limit:
                return Unwrapped(inside.getvalue(), complete=False, rest=len(payload) - at + len(pending))
            yield at
        at -= len(stream.unused_data)
        if wrapping is not Wrapping.GZIP or payload[at : at + 2] != GZIP_MAGIC:
            return Unwrapped(inside.getvalue(), rest=len(payload) - at)


def _fault(error: zlib.error, offset: int) -> DecodeError:
    """Say about where: zlib tells no closer than the piece of at most INPUT_BYTES that begins at the offset."""
    words = str(error).partition(": ")[2]
    wrong_sum = words in {"incorrect data check", "incorrect length check"}
    return DecodeError(DecodeProblem.CHECKSUM if wrong_sum else DecodeProblem.SYNTAX, offset, words)


_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/=\s_-]")


def unwrap_base64(payload: bytes) -> bytes:
    """Return what Base64 text stands for: standard or URL-safe letters, with or without padding and line ends."""
    wrong = _NOT_BASE64.search(payload)
    if wrong:
        raise DecodeError(DecodeProblem.UNEXPECTED, wrong.start(), f"{wrong[0][0]:02X}")
    text = b"".join(payload.split()).translate(_URL_SAFE)
    if not text:
        raise DecodeError(DecodeProblem.EMPTY)
    body = text.rstrip(b"=")
    if b"=" in body:
        raise DecodeError(DecodeProblem.UNEXPECTED, payload.index(b"="), "3D")
    if len(body) % 4 == 1:
        raise DecodeError(DecodeProblem.UNEXPECTED_END, len(payload))
    try:
        return base64.b64decode(body + b"=" * (-len(body) % 4), validate=True)
    except binascii.Error:  # nothing known leads here
        raise DecodeError(DecodeProblem.BAD_VALUE) from None


_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")
