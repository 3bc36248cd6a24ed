"""The YAML file of payload bindings becomes a list of rules: topics that a filter matches have payloads of a format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from tracemq.mqtt.topics import matches

from .files import exists, put_aside, read_file, write_file
from .schema import Schema
from .store import Broken
from .yaml_nodes import BadFileError

FILE_NAME: Final = "payload-bindings.yaml"


class BoundFormat(StrEnum):
    """What a payload is; the names are those of the payload formats that the inspector shows."""

    TEXT = "text"
    JSON = "json"
    XML = "xml"
    CBOR = "cbor"
    MSGPACK = "msgpack"
    PROTOBUF = "protobuf"
    AVRO = "avro"
    SPARKPLUG_B = "sparkplug-b"
    IMAGE = "image"
    BASE64 = "base64"
    GZIP = "gzip"
    ZLIB = "zlib"
    DEFLATE = "deflate"
    BINARY = "hex"


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """One rule. A `profile` (its id) makes it that connection's own; "" holds for all."""

    filter: str
    format: BoundFormat
    schema_file: str = ""  # the .proto or Avro schema, as an absolute path
    type: str = ""  # Protobuf's message type; for a text its encoding, "" being the usual choice
    profile: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bindings:
    """All rules in their order."""

    bindings: tuple[Binding, ...] = ()


SCHEMA: Final = Schema(Bindings, 1, {})


def binding_for(bindings: Sequence[Binding], topic: str, profile: str = "") -> Binding | None:
    """Return the first rule whose filter matches the topic: the connection's own come before those for all."""
    for owner in (profile, "") if profile else ("",):
        for binding in bindings:
            if binding.profile == owner and matches(binding.filter, topic):
                return binding
    return None


class BindingStore:
    """One file. A broken one gives no rules and says why in `broken`; it is put aside when new ones are saved."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.broken: Broken | None = None

    def load(self) -> tuple[Binding, ...]:
        """Return the rules in the file, none where there is no file or it is broken; never raises."""
        self.broken = None
        if not self._path.is_symlink() and not exists(self._path):
            return ()
        try:
            return SCHEMA.decode(read_file(self._path)).bindings
        except BadFileError as error:
            self.broken = Broken(path=self._path, problem=error.problem, detail=error.detail, line=error.line)
            return ()

    def save(self, bindings: Sequence[Binding]) -> None:
        """Write the rules over what the file says now, keeping its unknown keys; raises OSError."""
        wanted = Bindings(bindings=tuple(bindings))
        data = b""
        if exists(self._path):
            try:
                old = read_file(self._path)
                SCHEMA.decode(old)
                data = SCHEMA.encode(wanted, old)
            except BadFileError:
                put_aside(self._path)
        write_file(self._path, data or SCHEMA.encode(wanted))
        self.broken = None
