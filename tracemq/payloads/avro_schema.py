"""The JSON text of an Avro schema becomes types that refer to each other, and its fingerprint (Avro 1.12)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from .errors import DecodeError, DecodeProblem

PRIMITIVES: Final = frozenset({"null", "boolean", "int", "long", "float", "double", "bytes", "string"})
MAX_SCHEMA_BYTES: Final = 4 << 20
MAX_DEPTH: Final = 100
_KEPT: Final = ("name", "type", "fields", "symbols", "items", "values", "size")  # by the canonical form, in this order


@dataclass(slots=True, eq=False)
class AvroType:
    """One type; which fields mean something depends on the kind. Types may contain themselves."""

    kind: str  # a primitive, or record, enum, array, map, fixed, union
    name: str = ""
    fields: list[tuple[str, AvroType]] = field(default_factory=list)  # of a record
    symbols: tuple[str, ...] = ()  # of an enum
    items: AvroType | None = None  # of an array or map
    branches: list[AvroType] = field(default_factory=list)  # of a union
    size: int = 0  # of a fixed
    logical: str = ""
    scale: int = 0  # of a decimal


@dataclass(frozen=True, slots=True)
class AvroSchema:
    root: AvroType
    fingerprint: bytes  # CRC-64-AVRO of the canonical form, as it travels: eight bytes, little end first


def parse_avro_schema(text: str) -> AvroSchema:
    """Return the schema; raises DecodeError SCHEMA with the reason in `detail`."""
    if len(text) > MAX_SCHEMA_BYTES:
        raise _fault("too large")
    try:
        source = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _fault(str(error)) from None
    reader = _Reader()
    root = reader.type(source, "", 0)
    return AvroSchema(root, fingerprint(canonical(source, "", set())))


def _fault(detail: str) -> DecodeError:
    return DecodeError(DecodeProblem.SCHEMA, 0, detail)


class _Reader:
    def __init__(self) -> None:
        self._named: dict[str, AvroType] = {}

    def type(self, source: Any, namespace: str, depth: int) -> AvroType:
        if depth > MAX_DEPTH:
            raise _fault("nested too deeply")
        if isinstance(source, str):
            return self._by_name(source, namespace)
        if isinstance(source, list):
            return AvroType("union", branches=[self.type(item, namespace, depth + 1) for item in source])
        if not isinstance(source, dict):
            raise _fault(f"{str(source)[:40]!r} is no type")
        kind = source.get("type")
        if not isinstance(kind, str):  # {"type": {...}}
            return self.type(kind, namespace, depth + 1)
        if kind in PRIMITIVES:
            scale = source.get("scale", 0)
            return AvroType(kind, logical=str(source.get("logicalType", "")), scale=scale if type(scale) is int else 0)
        if kind in {"array", "map"}:
            inner = self.type(source.get("items" if kind == "array" else "values"), namespace, depth + 1)
            return AvroType(kind, items=inner)
        if kind in {"record", "error", "enum", "fixed"}:
            return self._define(source, kind, namespace, depth)
        return self._by_name(kind, namespace)

    def _by_name(self, name: str, namespace: str) -> AvroType:
        if name in PRIMITIVES:
            return AvroType(name)
        found = self._named.get(_full_name(name, namespace)) or self._named.get(name)
        if found is None:
            raise _fault(f"{name[:80]!r} is not defined")
        return found

    def _define(self, source: dict[str, Any], kind: str, namespace: str, depth: int) -> AvroType:
        name, namespace = _name_of(source, namespace)
        made = AvroType("record" if kind == "error" else kind, name, logical=str(source.get("logicalType", "")))
        if name in self._named:
            raise _fault(f"{name[:80]!r} is defined twice")
        self._named[name] = made
        if kind == "fixed":
            made.size = _whole(source.get("size"))
            made.scale = _whole(source.get("scale", 0))
        elif kind == "enum":
            symbols = source.get("symbols")
            if not isinstance(symbols, list) or not all(isinstance(item, str) for item in symbols):
                raise _fault(f"symbols of {name[:80]!r}")
            made.symbols = tuple(symbols)
        else:
            for item in _fields(source, name):
                made.fields.append((item["name"], self.type(item.get("type"), namespace, depth + 1)))
        return made


def _fields(source: dict[str, Any], name: str) -> list[dict[str, Any]]:
    items = source.get("fields")
    if not isinstance(items, list) or not all(isinstance(it, dict) and isinstance(it.get("name"), str) for it in items):
        raise _fault(f"fields of {name[:80]!r}")
    return items


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 31:
        raise _fault(f"{str(value)[:40]!r} is no size")
    return value


def _full_name(name: str, namespace: str) -> str:
    return name if "." in name or not namespace else f"{namespace}.{name}"


def _name_of(source: dict[str, Any], namespace: str) -> tuple[str, str]:
    """Return the full name of a definition and the namespace inside it."""
    name, own = source.get("name"), source.get("namespace")
    if not isinstance(name, str) or not name:
        raise _fault("a type without a name")
    full = _full_name(name, own if isinstance(own, str) else namespace)
    return full, full.rpartition(".")[0]


def canonical(source: Any, namespace: str, known: set[str]) -> str:
    """Return the Parsing Canonical Form of a schema that has been read without error."""
    if isinstance(source, str):
        full = _full_name(source, namespace)
        return json.dumps(full if source not in PRIMITIVES and full in known else source, ensure_ascii=False)
    if isinstance(source, list):
        return "[" + ",".join(canonical(item, namespace, known) for item in source) + "]"
    kind = source.get("type")
    if not isinstance(kind, str) or (
        kind in PRIMITIVES or kind not in {"record", "error", "enum", "fixed", "array", "map"}
    ):
        return canonical(kind, namespace, known)
    parts = []
    if kind not in {"array", "map"}:
        name, namespace = _name_of(source, namespace)
        known.add(name)
        parts.append(f'"name":{json.dumps(name, ensure_ascii=False)}')
    parts.append(f'"type":"{kind}"')
    for key in _KEPT[2:]:
        if key not in source:
            continue
        value = source[key]
        if key == "fields":
            inner = (
                f'{{"name":{json.dumps(item["name"], ensure_ascii=False)},'
                f'"type":{canonical(item["type"], namespace, known)}}}'
                for item in value
            )
            text = "[" + ",".join(inner) + "]"
        elif key in {"items", "values"}:
            text = canonical(value, namespace, known)
        else:
            text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        parts.append(f'"{key}":{text}')
    return "{" + ",".join(parts) + "}"


_EMPTY: Final = 0xC15D213AA4D7A795


def _table() -> tuple[int, ...]:
    rows = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (_EMPTY if value & 1 else 0)
        rows.append(value)
    return tuple(rows)


_TABLE: Final = _table()


def fingerprint(text: str) -> bytes:
    """Return the CRC-64-AVRO of a canonical form, little end first."""
    value = _EMPTY
    for byte in text.encode():
        value = value >> 8 ^ _TABLE[(value ^ byte) & 0xFF]
    return value.to_bytes(8, "little")
