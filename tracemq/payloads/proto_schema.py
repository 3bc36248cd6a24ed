"""What .proto files say, as message types: number, name and type of each field. `proto_reader` makes them of text."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from .errors import DecodeError, DecodeProblem


class FieldType(Enum):
    """The types of fields, named as in the language."""

    DOUBLE = "double"
    FLOAT = "float"
    INT32 = "int32"
    INT64 = "int64"
    UINT32 = "uint32"
    UINT64 = "uint64"
    SINT32 = "sint32"
    SINT64 = "sint64"
    FIXED32 = "fixed32"
    FIXED64 = "fixed64"
    SFIXED32 = "sfixed32"
    SFIXED64 = "sfixed64"
    BOOL = "bool"
    STRING = "string"
    BYTES = "bytes"
    MESSAGE = "message"
    GROUP = "group"
    ENUM = "enum"


SCALARS: Final = {kind.value: kind for kind in FieldType if kind.value not in {"message", "group", "enum"}}


@dataclass(slots=True)
class Field:
    """`type_name` is that of a message or enum, as written until `resolve` made it full."""

    number: int
    name: str
    type: FieldType
    type_name: str = ""
    repeated: bool = False


@dataclass(slots=True)
class MessageType:
    """A message by its full name, as in package.Outer.Inner."""

    name: str
    fields: dict[int, Field] = field(default_factory=dict)
    map_entry: bool = False


@dataclass(slots=True)
class ProtoSchema:
    """All types of some files, by full name without a leading dot."""

    messages: dict[str, MessageType] = field(default_factory=dict)
    enums: dict[str, dict[int, str]] = field(default_factory=dict)


class ProtoError(DecodeError):
    """A .proto file that cannot be read: `file` as it was imported, and `line` and `column` in it."""

    def __init__(self, file: str, detail: str, line: int = 0, column: int = 0) -> None:
        super().__init__(DecodeProblem.SCHEMA, 0, detail, line=line, column=column)
        self.file = file
