"""Turns .proto and Avro files into types, and keeps them for as long as none of the files changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from tracemq.payloads.avro_schema import AvroSchema, parse_avro_schema
from tracemq.payloads.errors import DecodeError, DecodeProblem
from tracemq.payloads.proto_reader import load_protos_steps
from tracemq.payloads.proto_schema import ProtoSchema
from tracemq.payloads.tree import Steps
from tracemq.profiles.files import read_file

MOST_BYTES: Final = 4 << 20  # of a file
MOST_ROOTS: Final = 12  # folders above a .proto file in which its imports are looked for
MOST_KEPT: Final = 64  # files
PROTO_SUFFIX: Final = ".proto"

Schema = ProtoSchema | AvroSchema
Stamp = tuple[int, int]  # when changed (ns), size


@dataclass(slots=True)
class _Kept:
    schema: Schema
    stamps: dict[Path, Stamp | None]  # of every file that was read


def _stamp(path: Path) -> Stamp | None:
    try:
        facts = path.stat()
    except (OSError, ValueError):
        return None
    return facts.st_mtime_ns, facts.st_size


class _Folders:
    """Gives the texts of files by the names under which others import them, from folders at and above the first one."""

    def __init__(self, path: Path) -> None:
        self.stamps: dict[Path, Stamp | None] = {}
        self._path = path
        self._roots = list(path.parents)[:MOST_ROOTS]

    def read(self, name: str) -> str | None:
        if name == self._path.name:
            return self._text(self._path)
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts:
            return None
        found = next((root / parts for root in self._roots if (root / parts).is_file()), None)
        return None if found is None else self._text(found)

    def _text(self, path: Path) -> str:
        self.stamps[path] = _stamp(path)
        return read_file(path, MOST_BYTES).decode("utf-8-sig", errors="replace")


class Schemas:
    """Reads files when they are needed; another program may write them meanwhile."""

    def __init__(self) -> None:
        self._kept: dict[Path, _Kept] = {}

    def steps(self, file: str) -> Steps[Schema]:
        """Return the types in a file in steps of a few milliseconds.

        Raises BadFileError for a file that cannot be read, DecodeError (ProtoError for .proto) for what stands in it.
        """
        if not file:
            raise DecodeError(DecodeProblem.NO_SCHEMA)
        path = Path(file)
        kept = self._kept.get(path)
        if kept is not None and all(_stamp(other) == stamp for other, stamp in kept.stamps.items()):
            return kept.schema
        folders = _Folders(path)
        schema: Schema
        if path.suffix.lower() == PROTO_SUFFIX:
            schema = yield from load_protos_steps([path.name], folders.read)
        else:
            schema = parse_avro_schema(folders.read(path.name) or "")
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[path] = _Kept(schema, folders.stamps)
        return schema


def message_types(schema: Schema) -> list[str]:
    """Return the names of the messages that a payload may be, those of the user before Google's; none for Avro."""
    if isinstance(schema, AvroSchema):
        return []
    names = [name for name, kind in schema.messages.items() if not kind.map_entry]
    return sorted(names, key=lambda name: (name.startswith("google.protobuf."), name))


def only_type(schema: ProtoSchema, wanted: str) -> str:
    """Return the type asked for, or the only one that no other contains; raises DecodeError NO_TYPE or UNKNOWN_TYPE."""
    if wanted:
        if wanted not in schema.messages:
            raise DecodeError(DecodeProblem.UNKNOWN_TYPE, 0, wanted)
        return wanted
    names = [name for name in message_types(schema) if not name.startswith("google.protobuf.")]
    inside = {field.type_name for name in names for field in schema.messages[name].fields.values()}
    outermost = [name for name in names if name not in inside and name.rpartition(".")[0] not in schema.messages]
    if len(outermost) != 1:
        raise DecodeError(DecodeProblem.NO_TYPE)
    return outermost[0]
