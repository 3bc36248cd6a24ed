"""A payload, with what its sender says of it, becomes the format in which it is shown first.

What the sender says comes first (content type, then topic), then signatures, then what the bytes look like. A wrong
claim does no harm: the decoder says where it fails, and another view can be chosen by hand.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from .cbor import parse_cbor
from .errors import DecodeError
from .framing import SINGLE_OBJECT_MAGIC
from .images import image_facts
from .msgpack import parse_msgpack
from .text import decode_part, wide_encoding_of
from .tree import Kind, Tree
from .unwrap import GZIP_MAGIC


class Format(Enum):
    """How a payload can be shown; the value is the format's own name, the same in every language, where it has one."""

    EMPTY = "empty"
    TEXT = "text"
    JSON = "JSON"
    XML = "XML"
    CBOR = "CBOR"
    MSGPACK = "MessagePack"
    PROTOBUF = "Protobuf"
    AVRO = "Avro"
    SPARKPLUG_B = "Sparkplug B"
    BASE64 = "Base64"  # a text that stands for other bytes
    AS_BASE64 = "as Base64"  # any bytes, shown as such a text
    GZIP = "gzip"
    ZLIB = "zlib"
    DEFLATE = "deflate"
    IMAGE = "image"
    BINARY = "hex"


CONTENT_TYPES: Final = {
    "application/json": Format.JSON,
    "text/json": Format.JSON,
    "application/xml": Format.XML,
    "text/xml": Format.XML,
    "application/cbor": Format.CBOR,
    "application/msgpack": Format.MSGPACK,
    "application/x-msgpack": Format.MSGPACK,
    "application/vnd.msgpack": Format.MSGPACK,
    "application/protobuf": Format.PROTOBUF,
    "application/x-protobuf": Format.PROTOBUF,
    "application/vnd.google.protobuf": Format.PROTOBUF,
    "avro/binary": Format.AVRO,
    "application/avro": Format.AVRO,
    "application/vnd.apache.avro+binary": Format.AVRO,
    "application/gzip": Format.GZIP,
    "application/x-gzip": Format.GZIP,
    "application/zlib": Format.ZLIB,
    "application/x-deflate": Format.DEFLATE,
    "application/octet-stream": None,
}
_SUFFIXES: Final = {
    "json": Format.JSON,
    "xml": Format.XML,
    "cbor": Format.CBOR,
    "gzip": Format.GZIP,
    "avro": Format.AVRO,
}
AVRO_FILE_MAGIC: Final = b"Obj\x01"
CBOR_MAGIC: Final = b"\xd9\xd9\xf7"  # tag 55799: RFC 8949, section 3.4.6
SNIFF_BYTES: Final = 4096  # of text, looked at for control characters
DECODE_BYTES: Final = 16_384  # above this, nothing is decoded only to see whether it can be
_WHITE: Final = " \t\r\n"
_MARK: Final = "\ufeff"  # of the order of bytes
_TEXT_CONTROLS: Final = frozenset("\t\n\r\f\x1b")
_SPARKPLUG_PREFIX: Final = "spBv1.0/"
_SPARKPLUG_MESSAGES: Final = frozenset({"NBIRTH", "NDEATH", "DBIRTH", "DDEATH", "NDATA", "DDATA", "NCMD", "DCMD"})


def detect(
    payload: bytes, content_type: str | None = None, format_indicator: int | None = None, topic: str = ""
) -> Format:
    """Return the format; never raises. `format_indicator` is MQTT 5.0's (1: it is UTF-8 text, section 3.3.2.3.2)."""
    if not payload:
        return Format.EMPTY
    claimed_text = format_indicator == 1 or (content_type or "").lower().startswith("text/")
    return (
        _claimed(content_type)
        or _of_topic(topic)
        or _signed(payload)
        or _text(payload, claimed=claimed_text)
        or _zlib(payload)
        or _looks_binary(payload)
        or Format.BINARY
    )


def _claimed(content_type: str | None) -> Format | None:
    name = (content_type or "").partition(";")[0].strip().lower()
    if name in CONTENT_TYPES:
        return CONTENT_TYPES[name]
    if name.startswith("image/"):
        return Format.IMAGE if name != "image/svg+xml" else Format.XML
    return _SUFFIXES.get(name.rpartition("+")[2]) if "+" in name else None


def _of_topic(topic: str) -> Format | None:
    """Sparkplug B: spBv1.0/group/message/node[/device]; its STATE messages are JSON."""
    if not topic.startswith(_SPARKPLUG_PREFIX):
        return None
    levels = topic.split("/", 4)
    return Format.SPARKPLUG_B if len(levels) > 3 and levels[2] in _SPARKPLUG_MESSAGES else None


def _signed(payload: bytes) -> Format | None:
    if payload.startswith(GZIP_MAGIC + b"\x08"):
        return Format.GZIP
    if payload.startswith(AVRO_FILE_MAGIC) or (payload.startswith(SINGLE_OBJECT_MAGIC) and len(payload) > 10):
        return Format.AVRO  # neither is text
    if payload.startswith(CBOR_MAGIC):
        return Format.CBOR
    if image_facts(payload[:64]):
        return Format.IMAGE
    return _wide(payload)


def _wide(payload: bytes) -> Format | None:
    """What a text of UTF-16 or UTF-32 is; None where it is none."""
    encoding = wide_encoding_of(payload)
    unit = 4 if "32" in encoding else 2
    if not encoding or len(payload) < 4 or len(payload) % unit:
        return None
    text = decode_part(payload, 0, SNIFF_BYTES, encoding)
    if not text.exact or any(character < " " and character not in _TEXT_CONTROLS for character in text.text):
        return None
    end = payload[-SNIFF_BYTES:].decode(encoding, errors="replace")
    found = _bracketed(text.text.removeprefix(_MARK).lstrip(_WHITE)[:1], end.rstrip(_WHITE)[-1:])
    marked = text.text.startswith(_MARK)
    return found if marked or found is Format.JSON else None  # without a mark it is the brackets that tell


def _bracketed(first: str, last: str) -> Format:
    """What a text is by what it begins and ends with."""
    if (first, last) in {("{", "}"), ("[", "]")}:
        return Format.JSON
    return Format.XML if (first, last) == ("<", ">") else Format.TEXT


def _zlib(payload: bytes) -> Format | None:
    """RFC 1950: two bytes that are a multiple of 31; asked after text, as "x^" also begins one."""
    fits = payload[0] == 0x78 and int.from_bytes(payload[:2], "big") % 31 == 0
    return Format.ZLIB if fits and len(payload) > 8 else None


def _text(payload: bytes, *, claimed: bool) -> Format | None:
    part = payload[:SNIFF_BYTES]
    try:
        text = part.decode()
    except UnicodeDecodeError as error:
        if len(part) == len(payload) or error.start < len(part) - 3:
            return Format.TEXT if claimed else None
        text = part[: error.start].decode()
    if not claimed and not text.isprintable():
        odd = sum(1 for character in text if character < " " and character not in _TEXT_CONTROLS)
        if odd:
            return None
    end = payload[-SNIFF_BYTES:].decode(errors="replace")
    return _bracketed(text.removeprefix(_MARK).lstrip(_WHITE)[:1], end.rstrip(_WHITE)[-1:])


def _looks_binary(payload: bytes) -> Format | None:
    """Try the two formats without a signature: only a list or map that fills the payload counts, chance finds few."""
    if not 2 <= len(payload) <= DECODE_BYTES:
        return None
    for parse, format_ in ((parse_msgpack, Format.MSGPACK), (parse_cbor, Format.CBOR)):
        try:
            tree = parse(payload)
        except DecodeError:
            continue
        if _plausible(tree):
            return format_
    return None


def _plausible(tree: Tree) -> bool:
    """Judge a root that is a filled map with names for keys, or a list of at least two."""
    children = list(tree.children(0))
    if tree.kind(0) is Kind.OBJECT:
        labels = [tree.label(child) for child in children]
        return bool(labels) and all(label.isprintable() and label for label in labels)
    return tree.kind(0) is Kind.ARRAY and len(children) > 1
