"""Sparkplug B payloads become trees with metrics named by their birth messages; gaps in their numbering are noticed.

The names are those of the specification's schema (Eclipse Tahu, sparkplug_b.proto, version 3.0, section 6.4).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from .errors import DecodeError
from .proto_reader import parse_proto
from .proto_schema import ProtoSchema
from .protobuf import parse_protobuf
from .tree import MAX_NODES, Kind, Tree

SCHEMA_TEXT: Final = """
syntax = "proto2";
package org.eclipse.tahu.protobuf;
message Payload {
  message Template {
    message Parameter {
      optional string name = 1; optional uint32 type = 2;
      oneof value { uint32 int_value = 3; uint64 long_value = 4; float float_value = 5; double double_value = 6;
        bool boolean_value = 7; string string_value = 8; ParameterValueExtension extension_value = 9; }
      message ParameterValueExtension { extensions 1 to max; }
    }
    optional string version = 1; repeated Metric metrics = 2; repeated Parameter parameters = 3;
    optional string template_ref = 4; optional bool is_definition = 5;
  }
  message DataSet {
    message DataSetValue {
      oneof value { uint32 int_value = 1; uint64 long_value = 2; float float_value = 3; double double_value = 4;
        bool boolean_value = 5; string string_value = 6; DataSetValueExtension extension_value = 7; }
      message DataSetValueExtension { extensions 1 to max; }
    }
    message Row { repeated DataSetValue elements = 1; }
    optional uint64 num_of_columns = 1; repeated string columns = 2; repeated uint32 types = 3; repeated Row rows = 4;
  }
  message PropertyValue {
    optional uint32 type = 1; optional bool is_null = 2;
    oneof value { uint32 int_value = 3; uint64 long_value = 4; float float_value = 5; double double_value = 6;
      bool boolean_value = 7; string string_value = 8; PropertySet propertyset_value = 9;
      PropertySetList propertysets_value = 10; PropertyValueExtension extension_value = 11; }
    message PropertyValueExtension { extensions 1 to max; }
  }
  message PropertySet { repeated string keys = 1; repeated PropertyValue values = 2; }
  message PropertySetList { repeated PropertySet propertyset = 1; }
  message MetaData {
    optional bool is_multi_part = 1; optional string content_type = 2; optional uint64 size = 3;
    optional uint64 seq = 4; optional string file_name = 5; optional string file_type = 6; optional string md5 = 7;
    optional string description = 8;
  }
  message Metric {
    optional string name = 1; optional uint64 alias = 2; optional uint64 timestamp = 3; optional uint32 datatype = 4;
    optional bool is_historical = 5; optional bool is_transient = 6; optional bool is_null = 7;
    optional MetaData metadata = 8; optional PropertySet properties = 9;
    oneof value { uint32 int_value = 10; uint64 long_value = 11; float float_value = 12; double double_value = 13;
      bool boolean_value = 14; string string_value = 15; bytes bytes_value = 16; DataSet dataset_value = 17;
      Template template_value = 18; MetricValueExtension extension_value = 19; }
    message MetricValueExtension { extensions 1 to max; }
  }
  optional uint64 timestamp = 1; repeated Metric metrics = 2; optional uint64 seq = 3; optional string uuid = 4;
  optional bytes body = 5;
}
"""
PAYLOAD: Final = "org.eclipse.tahu.protobuf.Payload"
# section 6.4.16: signed ones travel as two's complement in unsigned fields
_SIGNED_BITS: Final = {"1": ("int_value", 8), "2": ("int_value", 16), "3": ("int_value", 32), "4": ("long_value", 64)}
BIRTHS: Final = frozenset({"NBIRTH", "DBIRTH"})
SEQUENCED: Final = frozenset({"NBIRTH", "DBIRTH", "NDATA", "DDATA", "DDEATH"})
SEQUENCE_SIZE: Final = 256


@cache
def schema() -> ProtoSchema:
    return parse_proto(SCHEMA_TEXT)


class Place(NamedTuple):
    """What a Sparkplug topic says: spBv1.0/group/message/node[/device]."""

    group: str
    message: str
    node: str
    device: str = ""


def place_of(topic: str) -> Place | None:
    """Return the parts of a topic, None if it is not one of Sparkplug B."""
    levels = topic.split("/", 4)
    if len(levels) < 4 or levels[0] != "spBv1.0":
        return None
    return Place(*levels[1:])


class Metric(NamedTuple):
    """A metric's node in the tree, with what names it; the alias is -1 where it has none."""

    node: int
    name: str
    alias: int


def parse_sparkplug(data: bytes, max_nodes: int = MAX_NODES) -> Tree:
    """Return the tree of a payload; raises DecodeError with the offset."""
    return parse_protobuf(data, schema(), PAYLOAD, max_nodes)


def metrics(tree: Tree) -> list[Metric]:
    """Return the metrics of a payload, in the order sent."""
    found = []
    for node in tree.children(0):
        if tree.label(node) == "metrics" and tree.kind(node) is Kind.OBJECT:
            name, alias = "", -1
            for child in tree.children(node):
                if tree.label(child) == "name":
                    name = tree.text(child)
                elif tree.label(child) == "alias":
                    alias = int(tree.text(child))
            found.append(Metric(node, name, alias))
    return found


def signed_value(tree: Tree, metric: int) -> str | None:
    """Return the value of a metric of a signed type as it is meant; None where the tree already says it."""
    members = {tree.label(child): tree.text(child) for child in tree.children(metric)}
    name, bits = _SIGNED_BITS.get(members.get("datatype", ""), ("", 0))
    if name not in members:
        return None
    value = int(members[name]) & ((1 << bits) - 1)
    return str(value - (1 << bits)) if value >> (bits - 1) else None


@dataclass(slots=True)
class _Node:
    aliases: dict[int, str] = field(default_factory=dict)
    seq: int | None = None


class Observed(NamedTuple):
    """What a message told: its number, and the one that was due; `gap` where they differ (messages were lost)."""

    seq: int | None
    expected: int | None

    @property
    def gap(self) -> bool:
        return self.seq is not None and self.expected is not None and self.seq != self.expected


class SparkplugNodes:
    """Remembers the aliases and the numbering of each edge node, from the messages shown to it in order."""

    def __init__(self, max_nodes: int = 10_000) -> None:
        self._nodes: dict[tuple[str, str], _Node] = {}
        self._max_nodes = max_nodes

    def observe(self, topic: str, payload: bytes) -> Observed | None:
        """Take note of a message; None if it is not one of Sparkplug B or cannot be read."""
        place = place_of(topic)
        if place is None or place.message not in SEQUENCED:
            return None
        try:
            tree = parse_sparkplug(payload)
        except DecodeError:
            return None
        key = (place.group, place.node)
        if key not in self._nodes and len(self._nodes) >= self._max_nodes:
            return None
        node = self._nodes.setdefault(key, _Node())
        if place.message == "NBIRTH":  # a new life: section 6.4.5
            node.aliases.clear()
            node.seq = None
        if place.message in BIRTHS:
            node.aliases.update({item.alias: item.name for item in metrics(tree) if item.alias >= 0 and item.name})
        seq = next((int(tree.text(child)) for child in tree.children(0) if tree.label(child) == "seq"), None)
        expected = None if node.seq is None else (node.seq + 1) % SEQUENCE_SIZE
        if seq is not None:
            node.seq = seq
        return Observed(seq, expected)

    def name(self, topic: str, alias: int) -> str:
        """Return the name that the last birth message gave to an alias; "" if none was seen."""
        place = place_of(topic)
        node = self._nodes.get((place.group, place.node)) if place else None
        return node.aliases.get(alias, "") if node else ""
