"""Turns bytes of a known format into a document, by the schema that their topic is bound to where they need one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tracemq.payloads import sparkplug
from tracemq.payloads.avro import parse_avro_file_steps, parse_avro_steps
from tracemq.payloads.avro_schema import AvroSchema
from tracemq.payloads.cbor import parse_cbor_steps
from tracemq.payloads.detect import AVRO_FILE_MAGIC, Format
from tracemq.payloads.errors import DecodeError, DecodeProblem
from tracemq.payloads.framing import Framing, Header, avro_header, framing_of, protobuf_header
from tracemq.payloads.json_tree import JsonTree, parse_json_steps
from tracemq.payloads.msgpack import parse_msgpack_steps
from tracemq.payloads.proto_schema import ProtoSchema
from tracemq.payloads.protobuf import parse_protobuf_steps
from tracemq.payloads.transcoded import Transcoded, transcode_steps
from tracemq.payloads.tree import Steps, Tree
from tracemq.payloads.xml_tree import XmlTree, parse_xml_steps

from .payload_bindings import TopicRule, TopicRules
from .schemas import only_type

SNIFF_BYTES: Final = 256 << 10
UTF8: Final = "utf-8"

Document = JsonTree | XmlTree | Tree


@dataclass(frozen=True, slots=True)
class Decoded:
    """What was read, the frame that stood before it, the type that it was read as, and how it was turned into UTF-8."""

    document: Document
    header: Header | None = None
    type: str = ""
    transcoded: Transcoded | None = None


def _parse_xml_steps(data: bytes) -> Steps[XmlTree]:
    """XML; of what cannot be any, no more is read than it takes to say so: expat would search 50 MiB for a tag."""
    begins = data[:4].lstrip()[:1] in {b"", b"<", b"\xef", b"\xfe", b"\xff", b"\0"}
    return parse_xml_steps(data if begins else data[:SNIFF_BYTES])


_DECODERS: Final[dict[Format, Callable[[bytes], Steps[Any]]]] = {
    Format.JSON: parse_json_steps,
    Format.XML: _parse_xml_steps,
    Format.CBOR: parse_cbor_steps,
    Format.MSGPACK: parse_msgpack_steps,
    Format.SPARKPLUG_B: lambda data: parse_protobuf_steps(data, sparkplug.schema(), sparkplug.PAYLOAD),
}
DECODED: Final = frozenset({*_DECODERS, Format.PROTOBUF, Format.AVRO})


def decode_steps(
    data: bytes, format_: Format, rule: TopicRule | None, rules: TopicRules | None, encoding: str = UTF8
) -> Steps[Decoded]:
    """Decode in steps of a few milliseconds; raises DecodeError, and BadFileError for the file of a schema.

    `encoding` is that of JSON.
    """
    if format_ is Format.JSON and encoding != UTF8:
        return (yield from _json_steps(data, encoding))
    if format_ is Format.PROTOBUF:
        decoded = yield from _protobuf_steps(data, rule, rules)
    elif format_ is Format.AVRO:
        decoded = yield from _avro_steps(data, rule, rules)
    else:
        document = yield from _DECODERS[format_](data)
        decoded = Decoded(document)
    return decoded


def _json_steps(data: bytes, encoding: str) -> Steps[Decoded]:
    """JSON in another encoding; what is wrong with it is said by its place in the bytes as sent."""
    turned = yield from transcode_steps(data, encoding)
    try:
        document = yield from parse_json_steps(turned.data)
    except DecodeError as error:
        at = turned.sent(error.offset)
        raise DecodeError(error.problem, at, error.detail, line=error.line, column=error.column) from None
    return Decoded(document, transcoded=turned)


def _protobuf_steps(data: bytes, rule: TopicRule | None, rules: TopicRules | None) -> Steps[Decoded]:
    header = protobuf_header(data)
    start = header.size if header else 0
    if rule is None or rules is None or not rule.schema_file:
        tree = yield from parse_protobuf_steps(data, start=start)
        return Decoded(tree, header)
    schema = yield from rules.schema_steps(rule.schema_file)
    if not isinstance(schema, ProtoSchema):
        raise DecodeError(DecodeProblem.NO_SCHEMA)
    name = only_type(schema, rule.type)
    tree = yield from parse_protobuf_steps(data, schema, name, start=start)
    return Decoded(tree, header, name)


def _avro_steps(data: bytes, rule: TopicRule | None, rules: TopicRules | None) -> Steps[Decoded]:
    if data.startswith(AVRO_FILE_MAGIC):
        tree = yield from parse_avro_file_steps(data)
        return Decoded(tree)
    schema: object = None
    if rules is not None and framing_of(data) is Framing.SINGLE_OBJECT:
        schema = yield from rules.fingerprint_steps(data[2:10].hex())
    if schema is None and rules is not None and rule is not None and rule.schema_file:
        schema = yield from rules.schema_steps(rule.schema_file)
    if not isinstance(schema, AvroSchema):
        told = avro_header(data, framing_of(data))
        raise DecodeError(DecodeProblem.NO_SCHEMA, 0, told.schema if told else "")
    framing = framing_of(data, schema)
    try:
        tree = yield from parse_avro_steps(data, schema, framing)
    except DecodeError:
        if framing is Framing.BARE:
            raise
        framing = Framing.BARE  # the first bytes were the datum's own
        tree = yield from parse_avro_steps(data, schema, framing)
    return Decoded(tree, avro_header(data, framing), schema.root.name or schema.root.kind)
