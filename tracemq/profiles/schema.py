"""The bytes of a YAML file become the newest form of a record, and a record becomes bytes on top of the old ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from yaml.nodes import MappingNode

from .records import read, write, wrong_type
from .yaml_nodes import (
    TAG,
    BadFileError,
    FileProblem,
    find,
    line_of,
    parse,
    put,
    refuse_doubled_keys,
    render,
    scalar,
)

T = TypeVar("T")

KEY: Final = "schema"
Migration = Callable[[MappingNode], None]


@dataclass(frozen=True, slots=True)
class Schema(Generic[T]):
    """One kind of file. `migrations[n]` turns a mapping of schema n into one of schema n + 1, in place."""

    record: type[T]
    number: int = 1
    migrations: Mapping[int, Migration] = field(default_factory=dict)

    def decode(self, data: bytes, **missing: str) -> T:
        """Return the record in a file's bytes; `missing` has texts for keys that it lacks. Raises BadFileError."""
        root = self._root(data)
        for key, text in missing.items():
            if find(root, key) is None:
                put(root, key, scalar(text))
        return read(self.record, root)

    def encode(self, record: T, old: bytes = b"") -> bytes:
        """Return the bytes of a file that says the record and keeps what else stood in the old one.

        Raises BadFileError, also for a record that would not come back the same: such a file is never written.
        """
        root = self._root(old) if old else MappingNode(f"{TAG}map", [], flow_style=False)
        put(root, KEY, scalar(str(self.number), "int"), first=True)
        write(record, root)
        data = render(root)
        if self.decode(data) != record:
            raise BadFileError(FileProblem.WRONG_TYPE)
        return data

    def _root(self, data: bytes) -> MappingNode:
        root = parse(data)
        refuse_doubled_keys(root)
        for number in range(self._number(root), self.number):
            self.migrations[number](root)
        return root

    def _number(self, root: MappingNode) -> int:
        node: Any = find(root, KEY)
        if node is None:  # written by hand
            return self.number
        text = str(node.value)
        if not (node.tag == f"{TAG}int" and text.isdecimal() and len(text) < 6):
            raise wrong_type(node, KEY)
        number = int(text)
        if number > self.number:
            raise BadFileError(FileProblem.NEWER_SCHEMA, text, line_of(node))
        if number < 1:
            raise BadFileError(FileProblem.UNKNOWN_VALUE, KEY, line_of(node))
        return number
