"""Turns a payload into what a view shows: its format, what was around it, and a tree where the format has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tracemq.mqtt.batch import Message
from tracemq.payloads import sparkplug
from tracemq.payloads.avro import parse_avro_file_steps
from tracemq.payloads.cbor import parse_cbor_steps
from tracemq.payloads.detect import Format, detect
from tracemq.payloads.errors import DecodeError
from tracemq.payloads.json_pretty import json_path
from tracemq.payloads.json_tree import JsonTree, parse_json_steps
from tracemq.payloads.msgpack import parse_msgpack_steps
from tracemq.payloads.protobuf import parse_protobuf_steps
from tracemq.payloads.tree import Kind, Steps, Tree
from tracemq.payloads.unwrap import Wrapping, unwrap_base64, unwrap_steps
from tracemq.payloads.xml_tree import XmlTree, parse_xml_steps

MAX_AUTOMATIC: Final = 4 << 20  # bytes; longer texts are shown as text until the user asks for more
STEP_BYTES: Final = 256 << 10
MAX_LAYERS: Final = 4  # a gzip in a gzip in ...

Document = JsonTree | XmlTree | Tree


@dataclass(frozen=True, slots=True)
class Layer:
    """Something that was around the bytes, and how many came out of it; not `complete` where a limit cut them."""

    format: Format
    size: int
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the views show; `error` says why it is not in the format `tried`."""

    format: Format
    data: bytes
    layers: tuple[Layer, ...] = ()
    document: Document | None = None
    error: DecodeError | None = None
    tried: Format | None = None

    @property
    def tree(self) -> Tree | None:
        return self.document if isinstance(self.document, Tree | None) else self.document.tree

    def raw(self, node: int) -> str:
        """A node as it was sent, where the format is a text; its value otherwise."""
        if isinstance(self.document, JsonTree | XmlTree):
            return self.document.raw(node)
        return self.document.text(node) if self.document is not None else ""

    def value(self, node: int) -> str:
        """What to copy for a node: a scalar's own text, or a branch as it was sent."""
        if self.tree is None:
            return ""
        return self.tree.text(node) or self.raw(node)

    def preview(self, node: int, limit: int) -> str:
        """The value in at most so many characters, without reading more of it than that."""
        if isinstance(self.document, JsonTree):
            return self.document.preview(node, limit)
        return self.tree.text(node, limit) if self.tree is not None else ""

    def path(self, node: int) -> str:
        """Where a node is, as in $.sensors[2].name."""
        if isinstance(self.document, JsonTree):
            return json_path(self.document, node)
        return tree_path(self.tree, node) if self.tree is not None else ""


def _unwrap_base64_steps(data: bytes) -> Steps[bytes]:
    """Base64 in pieces of whole groups of four letters: 50 MiB at once would be felt."""
    parts: list[bytes] = []
    carried = b""
    for start in range(0, len(data), STEP_BYTES):
        letters = carried + data[start : start + STEP_BYTES].translate(None, b" \t\r\n")
        whole = len(letters) if start + STEP_BYTES >= len(data) else len(letters) // 4 * 4
        try:
            parts.append(unwrap_base64(letters[:whole]))
        except DecodeError as error:
            raise DecodeError(error.problem, start + error.offset, error.detail) from None
        carried = letters[whole:]
        yield start
    return b"".join(parts)


def _parse_xml_steps(data: bytes) -> Steps[XmlTree]:
    """XML; of what cannot be any, no more is read than it takes to say so: expat would search 50 MiB for a tag."""
    begins = data[:4].lstrip()[:1] in {b"", b"<", b"\xef", b"\xfe", b"\xff", b"\0"}
    return parse_xml_steps(data if begins else data[:STEP_BYTES])


_DECODERS: Final[dict[Format, Callable[[bytes], Steps[Any]]]] = {
    Format.JSON: parse_json_steps,
    Format.XML: _parse_xml_steps,
    Format.CBOR: parse_cbor_steps,
    Format.MSGPACK: parse_msgpack_steps,
    Format.PROTOBUF: parse_protobuf_steps,
    Format.SPARKPLUG_B: lambda data: parse_protobuf_steps(data, sparkplug.schema(), sparkplug.PAYLOAD),
    Format.AVRO: parse_avro_file_steps,
}
_WRAPPINGS: Final = {
    Format.GZIP: Wrapping.GZIP,
    Format.ZLIB: Wrapping.ZLIB,
    Format.DEFLATE: Wrapping.DEFLATE,
}


def read_steps(message: Message, wanted: Format | None = None) -> Steps[Reading]:
    """Read a message's payload in a format, or in the one that suits it; never raises for what the bytes are."""
    properties = message.properties
    data = message.payload
    format_ = wanted or detect(data, properties.content_type, properties.payload_format_indicator, message.topic)
    layers: list[Layer] = []
    try:
        while len(layers) < MAX_LAYERS and (format_ in _WRAPPINGS or format_ is Format.BASE64):
            if format_ is Format.BASE64:
                data = yield from _unwrap_base64_steps(data)
                layers.append(Layer(format_, len(data)))
            else:
                inside = yield from unwrap_steps(data, _WRAPPINGS[format_])
                data = inside.data
                layers.append(Layer(format_, len(data), inside.complete))
            format_ = detect(data)
        if format_ in _DECODERS and (wanted is not None or len(data) <= MAX_AUTOMATIC):
            document = yield from _DECODERS[format_](data)
            return Reading(format=format_, data=data, layers=tuple(layers), document=document)
    except DecodeError as error:
        plain = _plain(data)
        return Reading(format=plain, data=data, layers=tuple(layers), error=error, tried=format_)
    if format_ not in {Format.TEXT, Format.BINARY, Format.IMAGE}:
        format_ = _plain(data)
    return Reading(format=format_, data=data, layers=tuple(layers))


def tree_path(tree: Tree, node: int) -> str:
    """Return where a node is, by labels and by places in lists."""
    parts: list[str] = []
    while (parent := tree.parent(node)) >= 0:
        if tree.kind(parent) is Kind.ARRAY:
            parts.append(f"[{sum(1 for child in tree.children(parent) if child < node)}]")
        elif label := tree.label(node):
            parts.append(f".{label}")
        node = parent
    return "$" + "".join(reversed(parts))


def _plain(data: bytes) -> Format:
    """Text or hex, whatever else the bytes look like."""
    found = detect(data)
    return Format.TEXT if found in {Format.TEXT, Format.JSON, Format.XML, Format.EMPTY} else Format.BINARY
