"""A tree of a Sparkplug B payload becomes one that reads as it is meant: metrics by name, types and times in words.

Nodes, bytes and raw values stay as they are; what a number means stands beside it. Metrics that have only an alias,
and values whose type stands in the birth message alone, are looked up in what the births told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from struct import Struct
from typing import Final

from . import packed_numbers
from .errors import DecodeError
from .sparkplug import Metric, fields, is_metric, metric, metrics, parse_sparkplug
from .sparkplug_arrays import ARRAYS, LAYOUTS, array_text, time_text
from .tree import Kind, LongText, Tree, Value

DATATYPES: Final = (  # section 6.4.16, by number
    "Unknown", "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float", "Double", "Boolean",
    "String", "DateTime", "Text", "UUID", "DataSet", "Bytes", "File", "Template", "PropertySet", "PropertySetList",
    "Int8Array", "Int16Array", "Int32Array", "Int64Array", "UInt8Array", "UInt16Array", "UInt32Array", "UInt64Array",
    "FloatArray", "DoubleArray", "BooleanArray", "StringArray", "DateTimeArray",
)  # fmt: skip
SIGNED_BITS: Final = {1: 8, 2: 16, 3: 32, 4: 64}  # they travel as two's complement in unsigned fields
DATE_TIME: Final = 13
LONGEST_ARRAY: Final = 64 << 10  # bytes; longer ones are shown as such
LONG: Final = 1_000  # bytes or characters, which are not made a text before it is known how much of it is wanted
MOST_COLUMNS: Final = 500  # of a data set, whose cells are named by them
_TYPE_LABELS: Final = frozenset({"datatype", "type"})
_VALUES: Final = frozenset({"int_value", "long_value"})


@dataclass(slots=True)
class Births:
    """What the births of an edge node and its devices have told: names by alias, datatypes by name."""

    names: dict[int, str] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    seen: bool = False

    def learn(self, payload: bytes) -> None:
        """Take note of a birth message; one that cannot be read tells nothing."""
        try:
            told = metrics(parse_sparkplug(payload))
        except DecodeError:
            return
        self.seen = True
        for item in told:
            if item.name and item.alias >= 0:
                self.names[item.alias] = item.name
            if item.name and item.datatype >= 0:
                self.types[item.name] = item.datatype


def readable(tree: Tree, births: Births) -> Tree:
    """Return a view of the same nodes with meanings in it."""
    made = SparkplugTree(_Meanings(tree, births))
    made.kinds, made.parents, made.afters = tree.kinds, tree.parents, tree.afters
    made.starts, made.ends = tree.starts, tree.ends
    made.complete, made.stopped_at = tree.complete, tree.stopped_at
    return made


class SparkplugTree(Tree):
    """A path leads to a metric by its name, whether it came with it or with an alias; its value is the metric's."""

    __slots__ = ("_meanings",)

    def __init__(self, meanings: _Meanings) -> None:
        super().__init__(meanings.label, meanings.text)
        self._meanings = meanings

    def name(self, node: int) -> str:
        return self._meanings.name(node)

    def value_node(self, node: int) -> int:
        return self._meanings.value_node(node)

    def element_count(self, node: int) -> int:
        layout = self._meanings.layout(node)
        return 0 if layout is None else packed_numbers.count(self._meanings.raw_bytes(node), layout)

    def element(self, node: int, index: int) -> float:
        layout = self._meanings.layout(node)
        if layout is None:
            raise IndexError(index)
        return packed_numbers.number_at(self._meanings.raw_bytes(node), layout, index)

    def plain(self, node: int, limit: int = 0) -> str:
        return self._meanings.plain(node) or super().plain(node, limit)


def name_of(item: Metric, births: Births) -> str:
    """Return a metric's name, its own or that of its alias; "" if it is not known."""
    return item.name or births.names.get(item.alias, "")


def signed(value: int, datatype: int) -> int | None:
    """Return what an unsigned number means in a signed type; None where it is what it looks like."""
    bits = SIGNED_BITS.get(datatype)
    if bits is None:
        return None
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else None


class _Meanings:
    """Says the labels and texts of nodes when they are asked for."""

    def __init__(self, tree: Tree, births: Births) -> None:
        self._tree = tree
        self._births = births

    def label(self, node: int) -> str:
        tree = self._tree
        label = tree.label(node)
        if label == "metrics" and is_metric(tree, node):
            item = metric(tree, node)
            name = name_of(item, self._births)
            if item.alias < 0 or item.name:
                return name or label
            return f"{name} (alias {item.alias})" if name else f"alias {item.alias}"
        if label == "elements" and (column := self._column(node)):
            return column
        return label

    def name(self, node: int) -> str:
        tree = self._tree
        if tree.label(node) != "metrics" or not is_metric(tree, node):
            return self.label(node)
        item = metric(tree, node)
        return name_of(item, self._births) or (f"alias {item.alias}" if item.alias >= 0 else "metrics")

    def value_node(self, node: int) -> int:
        """The field that has the value of a metric, of a property or of a data set's cell."""
        tree = self._tree
        if tree.kind(node) is not Kind.OBJECT or node == 0:
            return node
        return next((child for child in fields(tree, node) if tree.label(child).endswith("_value")), node)

    def plain(self, node: int) -> str:
        """A whole number as its type means it; "" for anything else."""
        tree = self._tree
        if tree.kind(node) is not Kind.INTEGER:
            return ""
        value = int(tree.text(node))
        meant = signed(value, self._datatype(tree.parent(node))) if tree.label(node) in _VALUES else None
        return str(value if meant is None else meant)

    def text(self, node: int) -> Value:
        tree = self._tree
        label, kind = tree.label(node), tree.kind(node)
        if is_metric(tree, node):
            return self._value(node)
        if label == "elements" and kind is Kind.OBJECT:
            return next((self.text(child) for child in tree.children(node)), "")
        if kind is Kind.BYTES and label == "bytes_value":
            return self._array(node) or self._content(node)
        if kind is not Kind.INTEGER:
            return self._content(node)
        text, parent = tree.text(node), tree.parent(node)
        if label in _TYPE_LABELS or (tree.kind(parent) is Kind.ARRAY and tree.label(parent) == "types"):
            number = int(text)
            return f"{DATATYPES[number]} ({text})" if number < len(DATATYPES) else text
        if label == "timestamp":
            meant = time_text(int(text))
            return f"{meant} ({text})" if meant else text
        if label in _VALUES and parent > 0:
            return self._number(int(text), self._datatype(parent))
        return text

    def _content(self, node: int) -> Value:
        """What the tree says, or what it would say it of."""
        value = self._tree.value(node)
        size = len(value.data if isinstance(value, LongText) else value)
        return value if size > LONG else self._tree.text(node)

    def _datatype(self, node: int) -> int:
        tree = self._tree
        if not is_metric(tree, node):
            return next((int(tree.text(child)) for child in fields(tree, node) if tree.label(child) == "type"), -1)
        item = metric(tree, node)
        return item.datatype if item.datatype >= 0 else self._births.types.get(name_of(item, self._births), -1)

    def _number(self, value: int, datatype: int) -> str:
        meant = time_text(value) if datatype == DATE_TIME else signed(value, datatype)
        return str(value) if meant is None or meant == "" else f"{meant} ({value})"

    def raw_bytes(self, node: int) -> bytes | memoryview:
        return self._tree.raw_bytes(node)

    def layout(self, node: int) -> Struct | None:
        """How the numbers of an array stand in its bytes."""
        tree = self._tree
        if tree.kind(node) is not Kind.BYTES or tree.label(node) != "bytes_value":
            return None
        layout = LAYOUTS.get(self._datatype(tree.parent(node)))
        return None if layout is None else Struct(layout)

    def _array(self, node: int) -> str:
        """The elements of an array; "" for other bytes."""
        data = self._tree.raw_bytes(node)
        datatype = self._datatype(self._tree.parent(node)) if len(data) <= LONGEST_ARRAY else -1
        return array_text(bytes(data), datatype) if datatype in ARRAYS else ""

    def _value(self, node: int) -> Value:
        """A metric's value in one line: what it is, or what kind of thing it contains."""
        tree = self._tree
        for child in fields(tree, node):
            label = tree.label(child)
            if label == "is_null" and tree.text(child) == "true":
                return "null"
            if label.endswith("_value"):
                return self.text(child) or DATATYPES[{"dataset_value": 16, "template_value": 19}.get(label, 0)]
        return ""

    def _column(self, node: int) -> str:
        """The name of the column that a data set's cell stands in."""
        tree = self._tree
        row = tree.parent(node)
        before = islice((child for child in fields(tree, row) if tree.label(child) == "elements"), MOST_COLUMNS)
        place = next((at for at, child in enumerate(before) if child == node), None)
        if place is None:
            return ""
        columns = (child for child in fields(tree, tree.parent(row)) if tree.label(child) == "columns")
        return next((tree.text(child) for child in islice(columns, place, place + 1)), "")
