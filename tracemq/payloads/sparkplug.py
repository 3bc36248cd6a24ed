"""Sparkplug B payloads become trees, and their topics the edge nodes and devices that they speak of.

The names are those of the specification's schema (Eclipse Tahu, sparkplug_b.proto, version 3.0, section 6.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from .errors import DecodeError
from .proto_reader import parse_proto
from .proto_schema import ProtoSchema
from .protobuf import VARINT, parse_protobuf, varint
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
SEQUENCED: Final = frozenset({"NBIRTH", "DBIRTH", "NDATA", "DDATA", "DDEATH"})
SEQUENCE_SIZE: Final = 256
MOST_FIELDS: Final = 2_000  # looked at in each frame; a metric has twenty, a data set of 500 columns a thousand
LONGEST_NAME: Final = 64 << 10  # characters


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
    """A metric's node in the tree, with what names it; alias and datatype are -1 where it does not say them."""

    node: int
    name: str
    alias: int = -1
    datatype: int = -1


def parse_sparkplug(data: bytes, max_nodes: int = MAX_NODES) -> Tree:
    """Return the tree of a payload; raises DecodeError with the offset."""
    return parse_protobuf(data, schema(), PAYLOAD, max_nodes)


def fields(tree: Tree, node: int) -> Iterator[int]:
    """Yield the fields of a message; not all, where somebody sends the same ones again and again."""
    return islice(tree.children(node), MOST_FIELDS)


def metric(tree: Tree, node: int) -> Metric:
    """Return what a metric's node says of itself."""
    name, alias, datatype = "", -1, -1
    for child in fields(tree, node):
        label = tree.label(child)
        if label == "name":
            name = tree.text(child, LONGEST_NAME)
        elif label == "alias":
            alias = int(tree.text(child))
        elif label == "datatype":
            datatype = int(tree.text(child))
    return Metric(node, name, alias, datatype)


def is_metric(tree: Tree, node: int) -> bool:
    """Tell whether a node is a metric, of the payload or of a template in it."""
    return node > 0 and tree.label(node) == "metrics" and tree.kind(node) is Kind.OBJECT


def metrics(tree: Tree) -> list[Metric]:
    """Return the metrics of a payload, in the order sent."""
    return [metric(tree, node) for node in tree.children(0) if is_metric(tree, node)]


def sequence_of(data: bytes) -> int | None:
    """Return a payload's sequence number (field 3) without reading the rest; None if it has none."""
    at, end, found = 0, len(data), None
    try:
        while at < end:
            key, at = varint(data, at, end)
            match key & 7:
                case 0:
                    value, at = varint(data, at, end)
                    found = value if key == 3 << 3 | VARINT else found
                case 1:
                    at += 8
                case 2:
                    size, at = varint(data, at, end)
                    at += size
                case 5:
                    at += 4
                case _:
                    return None
    except DecodeError:
        return None
    return found


def expected_after(seq: int) -> int:
    """Return the number that the next message of an edge node has (section 6.4.2: 0 to 255, and round)."""
    return (seq + 1) % SEQUENCE_SIZE
