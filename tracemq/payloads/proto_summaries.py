"""The members of a well-known Protobuf message, or of a map's entry, become the one value that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from .proto_schema import MessageType
from .tree import ELISION, Tree

ANY: Final = "google.protobuf.Any"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MOST_CHARS: Final = 200  # of a value in a map, beside its key
Members = Mapping[str, str]


def summary(kind: MessageType, tree: Tree, node: int) -> str:
    """Return a finished message as one text; "" for one that is no more than its members."""
    if kind.map_entry:
        members = _members(tree, node)
        key, value = members.get("key", ""), members.get("value", "")
        return f"{key}: {value if len(value) <= MOST_CHARS else value[:MOST_CHARS] + ELISION}" if value else key
    make = _SUMMARIES.get(kind.name)
    return make(_members(tree, node)) if make else ""


def _members(tree: Tree, node: int) -> dict[str, str]:
    return {tree.label(child): tree.text(child) for child in tree.children(node)}


def _parts(members: Members) -> tuple[int, int]:
    return int(members.get("seconds", "0")), int(members.get("nanos", "0"))


def _fraction(nanos: int) -> str:
    return f".{nanos:09d}".rstrip("0") if nanos else ""


def _timestamp(members: Members) -> str:
    seconds, nanos = _parts(members)
    try:
        moment = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{_fraction(nanos)}Z" if 0 <= nanos < 1_000_000_000 else ""


def _duration(members: Members) -> str:
    seconds, nanos = _parts(members)
    if abs(nanos) >= 1_000_000_000 or seconds * nanos < 0:
        return ""
    sign = "-" if seconds < 0 or nanos < 0 else ""
    return f"{sign}{abs(seconds)}{_fraction(abs(nanos))}s"


def _wrapped(members: Members) -> str:
    return members.get("value", "")


_SUMMARIES: Final[dict[str, Callable[[Members], str]]] = {
    "google.protobuf.Timestamp": _timestamp,
    "google.protobuf.Duration": _duration,
    ANY: lambda members: members.get("type_url", ""),
    **{
        f"google.protobuf.{name}Value": _wrapped
        for name in ("Double", "Float", "Int64", "UInt64", "Int32", "UInt32", "Bool", "String", "Bytes")
    },
}
