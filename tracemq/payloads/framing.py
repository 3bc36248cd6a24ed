"""The first bytes of a payload that has a schema become what they say of it: which one, and where the data begin."""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from .avro_schema import AvroSchema
from .errors import DecodeError

SINGLE_OBJECT_MAGIC: Final = b"\xc3\x01"
CONFLUENT_MAGIC: Final = b"\x00"
MOST_INDEXES: Final = 16  # of the way to a nested Protobuf message


class Framing(Enum):
    """What stands before the data."""

    BARE = 0
    SINGLE_OBJECT = 10  # Avro's magic and the fingerprint of the schema
    CONFLUENT = 5  # a zero and the number of the schema in a registry

    @property
    def size(self) -> int:
        """How many bytes stand before Avro's data."""
        return int(self.value)


class Header(NamedTuple):
    """What the frame says: the schema's fingerprint in hex or its number, and where the data begin."""

    framing: Framing
    schema: str
    size: int


def framing_of(data: bytes, schema: AvroSchema | None = None) -> Framing:
    """Guess the framing; a fingerprint must be the schema's if one is given."""
    if data.startswith(SINGLE_OBJECT_MAGIC) and len(data) >= 10 and (not schema or data[2:10] == schema.fingerprint):
        return Framing.SINGLE_OBJECT
    if data.startswith(CONFLUENT_MAGIC + b"\x00") and len(data) > 5:  # numbers of schemas are small
        return Framing.CONFLUENT
    return Framing.BARE


def avro_header(data: bytes, framing: Framing) -> Header | None:
    """Return what stands before an Avro datum, None if nothing does."""
    if framing is Framing.SINGLE_OBJECT:
        return Header(framing, data[2:10].hex(), framing.size)
    if framing is Framing.CONFLUENT:
        return Header(framing, str(int.from_bytes(data[1:5], "big")), framing.size)
    return None


def protobuf_header(data: bytes) -> Header | None:
    """Return Confluent's frame before a Protobuf message; no message begins with a zero, so nothing is guessed.

    Behind the number of the schema stands the way to the message's type: how many indexes, and the indexes, as zigzag
    numbers; a single zero is the first type of the file.
    """
    if not data.startswith(CONFLUENT_MAGIC) or len(data) < 6:
        return None
    from .protobuf import varint  # it imports what stands above

    try:
        count, at = varint(data, 5, len(data))
        if count & 1 or count >> 1 > MOST_INDEXES:
            return None
        for _ in range(count >> 1):
            _, at = varint(data, at, len(data))
    except DecodeError:
        return None
    return Header(Framing.CONFLUENT, str(int.from_bytes(data[1:5], "big")), at)
