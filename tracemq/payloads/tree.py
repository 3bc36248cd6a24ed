"""What a decoder found becomes a tree of numbered nodes in columns: kind, parent, place in the bytes, label, text.

Columns and not objects: a payload of some MiB has a million nodes. Nodes are numbered in the order of the bytes, the
root is 0, and the children of a node follow it, so `afters[node]` (the first number behind its subtree) is all that is
needed to walk. The bytes of a node are `starts[node]` to `ends[node]`, which links the tree with the hex view.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import Final, TypeVar

from .errors import DecodeError, DecodeProblem
from .value_column import ValueColumn

T = TypeVar("T")
Steps = Generator[int, None, T]  # yields the offset reached, at least every few milliseconds of work; returns T

MAX_NODES: Final = 500_000  # each has a text or two
MAX_DEPTH: Final = 120_000  # levels; decoders that keep more of each would take long to let them go
LONG_BYTES: Final = 4 << 20
MOST_ATTRIBUTES: Final = 1000  # looked over for the text behind them
STEP_LEVELS: Final = 4096
ELISION: Final = "…"


class Kind(IntEnum):
    """What a node is."""

    OBJECT = 0  # members with labels: object, map, message, record
    ARRAY = 1
    STRING = 2
    INTEGER = 3
    FLOAT = 4
    BOOLEAN = 5
    NULL = 6
    BYTES = 7
    TAG = 8  # a CBOR tag or MessagePack extension around its content
    TIME = 9
    ENUM = 10
    ELEMENT = 11  # XML, as the next three
    ATTRIBUTE = 12
    COMMENT = 13
    INSTRUCTION = 14
    GROUP = 15  # what belongs together without being a value: unknown fields, batches


CONTAINERS: Final = frozenset({Kind.OBJECT, Kind.ARRAY, Kind.TAG, Kind.ELEMENT, Kind.GROUP})

_AROUND_VALUES: Final = frozenset({Kind.TAG, Kind.ELEMENT})
_BESIDE: Final = frozenset({Kind.ATTRIBUTE, Kind.COMMENT, Kind.INSTRUCTION})  # a value


@dataclass(frozen=True, slots=True)
class LongText:
    """UTF-8 that is decoded when it is asked for: 50 MiB take up to 80 ms. What is not UTF-8 in it becomes U+FFFD."""

    data: bytes | memoryview

    def text(self, limit: int = 0) -> str:
        """Return all of it, or a little more than a limit in characters."""
        return str(self.data[: 4 * limit + 4] if limit else self.data, "utf-8", "replace")


Value = str | bytes | memoryview | LongText  # a memoryview is bytes of which there are too many for a copy


def piece(data: bytes, at: int, size: int) -> bytes | memoryview:
    """Return some of the bytes, as a view where a copy would be felt."""
    return data[at : at + size] if size <= LONG_BYTES else memoryview(data)[at : at + size]


def string_value(body: bytes | memoryview) -> Value:
    """Return what is meant to be UTF-8 as a text; bytes where it is none, LongText where looking would be felt."""
    if len(body) > LONG_BYTES or isinstance(body, memoryview):
        return LongText(body)
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body


class Tree:
    """Finished nodes. `complete` is False where a limit stopped the decoder; `stopped_at` is the byte where."""

    __slots__ = ("_label", "_text", "afters", "complete", "ends", "kinds", "parents", "starts", "stopped_at")

    def __init__(self, label: Callable[[int], str], text: Callable[[int], Value]) -> None:
        self.kinds = bytearray()
        self.parents = array("i")
        self.starts = array("Q")
        self.ends = array("Q")
        self.afters = array("i")
        self.complete = True
        self.stopped_at = 0
        self._label = label
        self._text = text

    def __len__(self) -> int:
        return len(self.kinds)

    def kind(self, node: int) -> Kind:
        return Kind(self.kinds[node])

    def label(self, node: int) -> str:
        """Return the key or name under which the node stands in its parent; "" for the items of a list."""
        return self._label(node)

    def value(self, node: int) -> Value:
        """Return the value as it is kept, which takes no time however long it is."""
        return self._text(node)

    def raw_bytes(self, node: int) -> bytes | memoryview:
        """Return the bytes that a value is; nothing for any other."""
        value = self._text(node)
        return value if isinstance(value, bytes | memoryview) else b""

    def text(self, node: int, limit: int = 0) -> str:
        """Return the exact value as text, "" for a container; a `limit` in characters cuts it, with an ellipsis."""
        text = self._text(node)
        if isinstance(text, bytes | memoryview):  # hex digits are made when they are asked for: 50 MiB take 60 ms
            text = text[: limit // 2 + 1].hex() if limit else text.hex()
        elif isinstance(text, LongText):
            text = text.text(limit)
        return text if not limit or len(text) <= limit else text[:limit] + ELISION

    def text_pieces(self, node: int, size: int, overlap: int) -> Iterator[str]:
        """Yield a long value in pieces that share some characters (of hex digits: twice as many) with the next one."""
        value = self._text(node)
        whole = value.data if isinstance(value, LongText) else value
        for at in range(0, len(whole), size):
            part = whole[at : at + size + overlap]
            if isinstance(part, str):
                yield part
            else:
                yield str(part, "utf-8", "ignore") if isinstance(value, LongText) else part.hex()

    def name(self, node: int) -> str:
        """Return the name by which paths lead to the node: the label, without what only explains it."""
        return self.label(node)

    def value_node(self, node: int) -> int:
        """Return the node whose value is also this one's: the content of a tag, the only text of an element."""
        while self.kinds[node] in _AROUND_VALUES:
            inner = [
                child for child in islice(self.children(node), MOST_ATTRIBUTES) if self.kinds[child] not in _BESIDE
            ]
            if len(inner) != 1 or (self.kinds[node] == Kind.ELEMENT and self.kinds[inner[0]] != Kind.STRING):
                break
            node = inner[0]
        return node

    def plain(self, node: int, limit: int = 0) -> str:
        """Return a value's text without what only explains it."""
        return self.text(node, limit)

    def number(self, node: int) -> float | None:
        """Return the number that bytes stand for, where nothing says so but their size; None for most."""
        del node
        return None

    def element_count(self, node: int) -> int:
        """Return how many numbers are packed into the bytes of a value; 0 for most."""
        del node
        return 0

    def element(self, node: int, index: int) -> float:
        """Return one of the numbers that are packed into the bytes of a value."""
        raise IndexError(index)

    def span(self, node: int) -> tuple[int, int]:
        """Return the first byte of the node and the one behind it."""
        return self.starts[node], self.ends[node]

    def parent(self, node: int) -> int:
        """Return the parent, -1 for the root."""
        return self.parents[node]

    def children(self, node: int) -> Iterator[int]:
        """Yield the children in the order of the bytes; lazily, so that a view may fetch them in portions."""
        child, end, afters = node + 1, self.afters[node], self.afters
        while child < end:
            yield child
            child = afters[child]

    def has_children(self, node: int) -> bool:
        return self.afters[node] > node + 1

    def node_at(self, offset: int) -> int:
        """Return the innermost node that has the byte, the root where none does; quick in lists of a million."""
        node = bisect_right(self.starts, offset) - 1  # nodes are numbered in the order of their first bytes
        while node > 0 and self.ends[node] <= offset:
            node = self.parents[node]
        return max(node, 0)

    def depth(self, node: int) -> int:
        """Return how many nodes stand around a node: 0 for the root."""
        count = 0
        while (node := self.parents[node]) >= 0:
            count += 1
        return count


class TooManyNodesError(Exception):
    """The builder's limit is reached; what was built so far is whole after `Builder.stop_steps`."""


class Builder:
    """Makes a tree from outside in: `open`, `leaf`, `close` in the order of the bytes."""

    def __init__(self, max_nodes: int = MAX_NODES, make: type[Tree] = Tree) -> None:
        self._labels: ValueColumn[str] = ValueColumn()
        self._texts: ValueColumn[Value] = ValueColumn()
        self.tree = make(self._labels.__getitem__, self._texts.__getitem__)
        self.open_nodes: list[int] = []
        self._max_nodes = max_nodes

    def open(self, kind: Kind, label: str, start: int, text: str = "") -> int:
        """Begin a node whose children come next; `close` ends it. Raises DecodeError TOO_DEEP."""
        if len(self.open_nodes) >= MAX_DEPTH:
            raise DecodeError(DecodeProblem.TOO_DEEP, start, str(MAX_DEPTH))
        node = self._add(kind, label, start, start, text)
        self.open_nodes.append(node)
        return node

    def leaf(self, kind: Kind, label: str, start: int, end: int, text: Value) -> int:
        """Add a node without children; bytes are shown in hex."""
        return self._add(kind, label, start, end, text)

    def close(self, end: int) -> None:
        """End the innermost open node; its bytes go up to `end`."""
        node = self.open_nodes.pop()
        self.tree.ends[node] = end
        self.tree.afters[node] = len(self.tree.kinds)

    def set_text(self, node: int, text: str) -> None:
        """Say the value of a node whose text was not known when it began."""
        self._texts[node] = text

    def stop_steps(self, offset: int) -> Steps[Tree]:
        """End all that is open because a limit was reached at this byte; a step for each few thousand levels."""
        while self.open_nodes:
            self.close(offset)
            if not len(self.open_nodes) % STEP_LEVELS:
                yield offset
        self.tree.complete = False
        self.tree.stopped_at = offset
        return self.tree

    def _add(self, kind: Kind, label: str, start: int, end: int, text: Value) -> int:
        tree = self.tree
        node = len(tree.kinds)
        if node >= self._max_nodes:
            raise TooManyNodesError
        tree.kinds.append(kind)
        tree.parents.append(self.open_nodes[-1] if self.open_nodes else -1)
        tree.starts.append(start)
        tree.ends.append(end)
        tree.afters.append(node + 1)
        self._labels.append(label)
        self._texts.append(text)
        return node


def finish(steps: Steps[T]) -> T:
    """Do all steps at once and return what they come to: for small payloads and for tests."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            result: T = done.value
            return result
