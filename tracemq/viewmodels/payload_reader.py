"""Turns a payload into what a view shows: its format, what was around it, and a tree where the format has one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Final

from tracemq.mqtt.batch import Message
from tracemq.payloads.detect import Format, detect
from tracemq.payloads.errors import DecodeError
from tracemq.payloads.framing import Header
from tracemq.payloads.json_pretty import json_path
from tracemq.payloads.json_tree import JsonTree
from tracemq.payloads.node_path import node_path
from tracemq.payloads.sparkplug_tree import Births, readable
from tracemq.payloads.text import ENCODINGS, encoding_of, json_encoding_of
from tracemq.payloads.transcoded import Transcoded
from tracemq.payloads.tree import Steps, Tree
from tracemq.payloads.unwrap import GZIP_MAGIC, Wrapping, unwrap_base64, unwrap_steps
from tracemq.payloads.xml_tree import XmlTree
from tracemq.profiles.yaml_nodes import BadFileError

from .payload_bindings import TopicRule, TopicRules
from .payload_decoders import DECODED, Document, decode_steps
from .sparkplug_nodes import Numbering, SparkplugFacts, Told, facts_steps

MAX_AUTOMATIC: Final = 4 << 20  # bytes; longer texts are shown as text until the user asks for more
STEP_BYTES: Final = 256 << 10
MAX_LAYERS: Final = 4  # a gzip in a gzip in ...


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
    header: Header | None = None  # the frame of a schema registry
    type: str = ""  # the schema's, by which it was read
    rule: TopicRule | None = None  # what the user has said of the topic
    encoding: str = "utf-8"  # of a text, and of JSON
    transcoded: Transcoded | None = None  # what the places in the document count in, if that is not `data`
    sparkplug: SparkplugFacts | None = None
    error: DecodeError | BadFileError | None = None
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
        return self.tree.plain(node) or self.raw(node)

    def preview(self, node: int, limit: int) -> str:
        """The value in at most so many characters, without reading more of it than that."""
        if isinstance(self.document, JsonTree):
            return self.document.preview(node, limit)
        return self.tree.text(node, limit) if self.tree is not None else ""

    def span(self, node: int) -> tuple[int, int]:
        """The first byte of a node in `data`, and the one behind it."""
        if self.tree is None:
            return 0, 0
        start, end = self.tree.span(node)
        return (start, end) if self.transcoded is None else (self.transcoded.sent(start), self.transcoded.sent(end))

    def node_at(self, offset: int) -> int:
        """The innermost node that has a byte of `data`."""
        if self.tree is None:
            return 0
        return self.tree.node_at(offset if self.transcoded is None else self.transcoded.turned(offset, self.data))

    def path(self, node: int) -> str:
        """Where a node is, as in $.sensors[2].name."""
        if isinstance(self.document, JsonTree):
            return json_path(self.document, node)
        return node_path(self.tree, node) if self.tree is not None else ""


def _unwrap_base64_steps(data: bytes) -> Steps[bytes]:
    """Base64 in pieces of whole groups of four letters: 50 MiB at once would be felt."""
    inside = BytesIO()
    carried = b""
    for start in range(0, len(data), STEP_BYTES):
        letters = carried + data[start : start + STEP_BYTES].translate(None, b" \t\r\n")
        whole = len(letters) if start + STEP_BYTES >= len(data) else len(letters) // 4 * 4
        try:
            inside.write(unwrap_base64(letters[:whole]))
        except DecodeError as error:
            raise DecodeError(error.problem, start + error.offset, error.detail) from None
        carried = letters[whole:]
        yield start
    return inside.getvalue()


_WRAPPINGS: Final = {
    Format.GZIP: Wrapping.GZIP,
    Format.ZLIB: Wrapping.ZLIB,
    Format.DEFLATE: Wrapping.DEFLATE,
}


def read_steps(
    message: Message,
    wanted: Format | None = None,
    rules: TopicRules | None = None,
    encoding: str = "",
    told: Told | None = None,
    seq: int | None = None,
) -> Steps[Reading]:
    """Read a message's payload in a format, or in the one that suits it; never raises for what the bytes are.

    The order in which the format is chosen: by hand, by the topic's rule, by what the sender says, by the bytes. An
    `encoding` is for texts; "" chooses it likewise. `told` and the message's place in the log are for Sparkplug.
    """
    properties = message.properties
    data = message.payload
    rule = rules.rule(message.topic) if rules is not None else None
    format_ = wanted or _first_format(message, rule)
    layers: list[Layer] = []
    found = partial(Reading, rule=rule)
    try:
        while len(layers) < MAX_LAYERS and (format_ in _WRAPPINGS or format_ is Format.BASE64):
            if format_ is Format.BASE64:
                data = yield from _unwrap_base64_steps(data)
                layers.append(Layer(format_, len(data)))
            else:
                inside = yield from unwrap_steps(data, _WRAPPINGS[format_])
                data = inside.data
                layers.append(Layer(format_, len(data), inside.complete))
            format_ = rule.format if rule is not None and rule.format in DECODED else detect(data)
        found = partial(found, data=data, layers=tuple(layers))
        asked_for = wanted is not None or rule is not None
        if format_ in DECODED and (asked_for or len(data) <= MAX_AUTOMATIC):
            fitting = rule if rule is not None and rule.format is format_ else None
            as_sent = json_encoding_of(data, properties.content_type) if format_ is Format.JSON else "utf-8"
            decoded = yield from decode_steps(data, format_, fitting, rules, as_sent)
            if format_ is Format.SPARKPLUG_B and isinstance(decoded.document, Tree):
                births = told.births(message.topic) if told is not None else Births()
                numbering = Numbering()
                if told is not None:
                    numbering = yield from told.numbering_steps(message.topic, data, seq)
                facts = yield from facts_steps(decoded.document, births, numbering)
                return found(format=format_, document=readable(decoded.document, births), sparkplug=facts)
            found = partial(found, encoding=as_sent, transcoded=decoded.transcoded)
            return found(format=format_, document=decoded.document, header=decoded.header, type=decoded.type)
    except (DecodeError, BadFileError) as error:
        plain = _plain(data)
        found = partial(found, data=data, layers=tuple(layers), format=plain, error=error, tried=format_)
        return found(encoding=_encoding(data, properties.content_type, rule, encoding))
    if format_ not in {Format.TEXT, Format.BINARY, Format.IMAGE, Format.AS_BASE64}:
        format_ = _plain(data)
    return found(format=format_, encoding=_encoding(data, properties.content_type, rule, encoding))


def _first_format(message: Message, rule: TopicRule | None) -> Format:
    """What the payload is, as long as nobody has chosen by hand."""
    properties, payload = message.properties, message.payload
    found = detect(payload, properties.content_type, properties.payload_format_indicator, message.topic)
    if rule is None or not payload:
        return found
    packed = payload.startswith(GZIP_MAGIC) and rule.format in DECODED  # no other format begins like that
    return Format.GZIP if packed else rule.format


def _encoding(data: bytes, content_type: str | None, rule: TopicRule | None, chosen: str) -> str:
    if chosen:
        return chosen
    if rule is not None and rule.format is Format.TEXT and rule.type in ENCODINGS:
        return rule.type
    return (json_encoding_of if detect(data) is Format.JSON else encoding_of)(data, content_type)


def _plain(data: bytes) -> Format:
    """Text or hex, whatever else the bytes look like."""
    found = detect(data)
    return Format.TEXT if found in {Format.TEXT, Format.JSON, Format.XML, Format.EMPTY} else Format.BINARY
