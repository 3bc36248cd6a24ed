"""A mapping node becomes a frozen record, and a record is written into a mapping node, by the record's own types.

Writing changes only what differs: a key that the record does not know, a comment-free spelling such as `0x3C`, and
the order of keys stay as they are in the node. A value equal to its default is left out unless the file has it.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum, IntEnum
from functools import cache, partial
from math import isfinite
from re import compile as regex
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from tracemq.mqtt.types import Version

from .yaml_nodes import TAG, BadFileError, FileProblem, find, line_of, put, remove, scalar

T = TypeVar("T")

_INTEGER: Final = regex(r"[-+]?[0-9]{1,18}")
_NUMBER: Final = regex(r"[-+]?(?:[0-9]{1,18}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?")
_TRUTH: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_PLAIN_TAGS: Final = {TAG + kind for kind in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge")}
VERSION_WORDS: Final = {"3.1": Version.V31, "3.1.1": Version.V311, "5": Version.V5, "5.0": Version.V5}
_VERSION_NODES: Final = {Version.V31: ("3.1", "float"), Version.V311: ("3.1.1", "str"), Version.V5: ("5", "int")}


@dataclass(frozen=True, slots=True)
class Codec:
    """How one type stands in YAML. `read` raises BadFileError; `write` gets the node that stood there, if any."""

    read: Callable[[Node, str], Any]
    write: Callable[[Any, Node | None], Node]


@dataclass(frozen=True, slots=True)
class FieldCodec:
    name: str
    codec: Codec
    make_default: Callable[[], object] | None  # None: the field is required
    always_written: bool


def wrong_type(node: Node, where: str) -> BadFileError:
    return BadFileError(FileProblem.WRONG_TYPE, where, line_of(node))


def _same(value: object) -> object:
    return value


def _plain(node: Node, where: str) -> str:
    if not isinstance(node, ScalarNode) or node.tag not in _PLAIN_TAGS:
        raise wrong_type(node, where)
    return str(node.value)


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.tag == TAG + "null"


def _read_text(node: Node, where: str) -> str:
    """Any plain scalar is the text that stands there: `client_id: 0012` keeps its zeros, `username: yes` its word."""
    text = _plain(node, where)
    if _is_null(node):
        return ""
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        raise wrong_type(node, where)
    return text


def _read_int(node: Node, where: str) -> int:
    text = _plain(node, where)
    if not _INTEGER.fullmatch(text):
        raise wrong_type(node, where)
    return int(text)


def _read_float(node: Node, where: str) -> float:
    text = _plain(node, where)
    if not _NUMBER.fullmatch(text) or not isfinite(float(text)):
        raise wrong_type(node, where)
    return float(text)


def _float_text(value: float) -> str:
    digits, exponent, power = repr(float(value)).partition("e")
    return digits + ("" if "." in digits else ".0") + exponent + power  # YAML 1.1 wants the point


def _read_bool(node: Node, where: str) -> bool:
    value = _TRUTH.get(_plain(node, where).lower())
    if value is None:
        raise wrong_type(node, where)
    return value


def _read_bytes(node: Node, where: str) -> bytes:
    try:
        return bytes.fromhex("" if _is_null(node) else _plain(node, where))
    except ValueError:
        raise wrong_type(node, where) from None


def _read_time(node: Node, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_plain(node, where))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise wrong_type(node, where) from None


def _read_version(node: Node, where: str) -> Version:
    version = VERSION_WORDS.get(_plain(node, where))
    if version is None:
        raise BadFileError(FileProblem.UNKNOWN_VALUE, where, line_of(node))
    return version


_CODECS: Final[dict[object, Codec]] = {
    str: Codec(_read_text, lambda value, _: scalar(value)),
    int: Codec(_read_int, lambda value, _: scalar(str(value), "int")),
    float: Codec(_read_float, lambda value, _: scalar(_float_text(value), "float")),
    bool: Codec(_read_bool, lambda value, _: scalar("true" if value else "false", "bool")),
    bytes: Codec(_read_bytes, lambda value, _: scalar(value.hex())),
    datetime: Codec(_read_time, lambda value, _: scalar(value.isoformat(), "timestamp")),
    Version: Codec(_read_version, lambda value, _: scalar(*_VERSION_NODES[value])),
}


@cache
def _codec(kind: Any) -> Codec:
    if known := _CODECS.get(kind):
        return known
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return _optional(_codec(next(part for part in arguments if part is not types.NoneType)))
    if origin is tuple:
        return _list(arguments[0]) if arguments[1] is Ellipsis else _pair(arguments)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return Codec(lambda node, where: read(kind, node, where), _write_record)
    raise TypeError(kind)


def _optional(inner: Codec) -> Codec:
    def write_value(value: Any, old: Node | None) -> Node:
        return scalar("null", "null") if value is None else inner.write(value, old)

    return Codec(lambda node, where: None if _is_null(node) else inner.read(node, where), write_value)


def _enum(kind: type[Enum]) -> Codec:
    members = {str(member.value): member for member in kind}
    tag = "int" if issubclass(kind, IntEnum) else "str"

    def read_member(node: Node, where: str) -> Enum:
        member = members.get(_plain(node, where))
        if member is None:
            raise BadFileError(FileProblem.UNKNOWN_VALUE, where, line_of(node))
        return member

    return Codec(read_member, lambda value, _: scalar(str(value.value), tag))


def _items(node: Node, where: str) -> list[Node]:
    if _is_null(node):
        return []
    if not isinstance(node, SequenceNode):
        raise wrong_type(node, where)
    return list(node.value)


def _pair(kinds: tuple[Any, ...]) -> Codec:
    codecs = [_codec(kind) for kind in kinds]

    def read_pair(node: Node, where: str) -> tuple[Any, ...]:
        items = _items(node, where)
        if len(items) != len(codecs):
            raise wrong_type(node, where)
        return tuple(codec.read(item, where) for codec, item in zip(codecs, items, strict=True))

    def write_pair(value: Any, _: Node | None) -> Node:
        nodes = [codec.write(item, None) for codec, item in zip(codecs, value, strict=True)]
        return SequenceNode(f"{TAG}seq", nodes, flow_style=True)

    return Codec(read_pair, write_pair)


def _list(kind: Any) -> Codec:
    codec = _codec(kind)

    def read_list(node: Node, where: str) -> tuple[Any, ...]:
        return tuple(codec.read(item, f"{where}.{at}") for at, item in enumerate(_items(node, where)))

    def write_list(value: Any, old: Node | None) -> Node:
        old_items = list(old.value) if isinstance(old, SequenceNode) else []
        partners = _partners(kind, value, old_items) if is_dataclass(kind) else {}
        nodes = [codec.write(item, partners.get(at)) for at, item in enumerate(value)]
        return SequenceNode(f"{TAG}seq", nodes, flow_style=not nodes)

    return Codec(read_list, write_list)


def _partners(kind: Any, value: tuple[Any, ...], old_items: list[Node]) -> dict[int, Node]:
    """Tell which old item each new one continues, so that its unknown keys stay: by its first field, else by place."""
    key = fields(kind)[0].name
    free = [item for item in old_items if isinstance(item, MappingNode)]
    found: dict[int, Node] = {}
    for at, item in enumerate(value):
        for candidate in free:
            name = find(candidate, key)
            if isinstance(name, ScalarNode) and name.value == getattr(item, key):
                found[at] = candidate
                free.remove(candidate)
                break
    if len(value) == len(old_items):
        for at, old in enumerate(old_items):
            if at not in found and old in free:
                found[at] = old
    return found


_FIELDS: Final[dict[type, tuple[FieldCodec, ...]]] = {}


def _fields(kind: type[Any]) -> tuple[FieldCodec, ...]:
    if kind not in _FIELDS:
        _FIELDS[kind] = _make_fields(kind)
    return _FIELDS[kind]


def _make_fields(kind: type[Any]) -> tuple[FieldCodec, ...]:
    """Return how each field of a record stands in YAML; metadata {"always": True} writes even a default."""
    hints = get_type_hints(kind)
    rows = []
    for item in fields(kind):
        make: Callable[[], object] | None = None
        if item.default is not MISSING:
            make = partial(_same, item.default)
        elif item.default_factory is not MISSING:
            make = item.default_factory
        always = make is None or bool(item.metadata.get("always"))
        rows.append(FieldCodec(item.name, _codec(hints[item.name]), make, always))
    return tuple(rows)


def read(kind: type[T], node: Node, where: str = "") -> T:
    """Return the record that a mapping is; raises BadFileError that names the key by its path."""
    if _is_null(node):
        node = MappingNode(f"{TAG}map", [])
    if not isinstance(node, MappingNode):
        raise wrong_type(node, where)
    values = {}
    for row in _fields(kind):
        path = f"{where}.{row.name}" if where else row.name
        value = find(node, row.name)
        if value is not None:
            values[row.name] = row.codec.read(value, path)
        elif row.make_default is None:
            raise BadFileError(FileProblem.MISSING, path, line_of(node))
    return kind(**values)


def write(record: Any, node: MappingNode) -> None:
    """Make the mapping say what the record says, touching nothing else in it."""
    for row in _fields(type(record)):
        value, old = getattr(record, row.name), find(node, row.name)
        if old is not None and _says(row, old, value):
            continue
        default = row.make_default() if row.make_default else MISSING
        if value is None or (old is None and value == default and not row.always_written):
            remove(node, row.name)
            continue
        put(node, row.name, row.codec.write(value, old))


def _says(row: FieldCodec, node: Node, value: object) -> bool:
    try:
        return bool(row.codec.read(node, row.name) == value)
    except BadFileError:
        return False


def _write_record(record: Any, old: Node | None) -> Node:
    node = old if isinstance(old, MappingNode) else MappingNode(f"{TAG}map", [], flow_style=False)
    write(record, node)
    return node
