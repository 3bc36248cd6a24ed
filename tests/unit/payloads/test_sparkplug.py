import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.payloads.errors import DecodeError
from tracemq.payloads.sparkplug import (
    Metric,
    Observed,
    Place,
    SparkplugNodes,
    metrics,
    parse_sparkplug,
    place_of,
    schema,
    signed_value,
)


def varint(value: int) -> bytes:
    data = bytearray()
    while value > 127:
        data.append(value & 127 | 128)
        value >>= 7
    return bytes([*data, value])


def number(key: int, value: int) -> bytes:
    return varint(key << 3) + varint(value)


def block(key: int, body: bytes) -> bytes:
    return varint(key << 3 | 2) + varint(len(body)) + body


def metric(name: str = "", alias: int = -1, datatype: int = 0, value: bytes = b"") -> bytes:
    body = block(1, name.encode()) if name else b""
    body += number(2, alias) if alias >= 0 else b""
    body += number(4, datatype) if datatype else b""
    return block(2, body + value)


def payload(seq: int, *parts: bytes) -> bytes:
    return number(1, 1_700_000_000_000) + b"".join(parts) + number(3, seq)


def test_the_schema_has_the_specifications_messages() -> None:
    names = {name.removeprefix("org.eclipse.tahu.protobuf.") for name in schema().messages}
    assert {"Payload", "Payload.Metric", "Payload.Template", "Payload.DataSet.Row", "Payload.PropertySetList"} <= names


def test_a_payload_becomes_metrics_with_names_and_values() -> None:
    tree = parse_sparkplug(payload(7, metric("Temp", 1, 9, b"\x65" + struct.pack("<f", 21.5)), metric("", 2)))
    labels = [(tree.label(child), tree.text(child)) for child in tree.children(0)]
    assert labels == [("timestamp", "1700000000000"), ("metrics", ""), ("metrics", ""), ("seq", "7")]
    first, second = metrics(tree)
    assert (first.name, first.alias, second.name, second.alias) == ("Temp", 1, "", 2)
    values = {tree.label(child): tree.text(child) for child in tree.children(first.node)}
    assert values == {"name": "Temp", "alias": "1", "datatype": "9", "float_value": "21.5"}


@pytest.mark.parametrize(
    ("datatype", "value", "meant"),
    [
        (1, 0xFF, "-1"),
        (1, 0xFFFFFFFE, "-2"),
        (2, 0x8000, "-32768"),
        (3, 0xFFFFFFFF, "-1"),
        (3, 5, None),
        (7, 0xFFFFFFFF, None),
    ],
)
def test_signed_values_are_what_their_sender_meant(datatype: int, value: int, meant: str | None) -> None:
    tree = parse_sparkplug(payload(0, metric("a", -1, datatype, number(10, value))))
    assert signed_value(tree, metrics(tree)[0].node) == meant


def test_aliases_are_named_by_the_birth_and_forgotten_with_the_next() -> None:
    nodes = SparkplugNodes()
    assert nodes.name("spBv1.0/g/NDATA/n", 1) == ""
    nodes.observe("spBv1.0/g/NBIRTH/n", payload(0, metric("Temp", 1)))
    nodes.observe("spBv1.0/g/DBIRTH/n/d", payload(1, metric("Valve", 2)))
    assert nodes.name("spBv1.0/g/NDATA/n", 1) == "Temp"
    assert nodes.name("spBv1.0/g/DDATA/n/d", 2) == "Valve"
    assert nodes.name("spBv1.0/g/NDATA/other", 1) == ""
    nodes.observe("spBv1.0/g/NBIRTH/n", payload(0, metric("Pressure", 1)))
    assert nodes.name("spBv1.0/g/NDATA/n", 1) == "Pressure"
    assert nodes.name("spBv1.0/g/NDATA/n", 2) == ""


def test_gaps_in_the_numbering_are_noticed_and_its_turn_is_not_one() -> None:
    nodes = SparkplugNodes()
    topic = "spBv1.0/g/NDATA/n"
    assert nodes.observe(topic, payload(254)) == Observed(254, None)
    seen = [nodes.observe(topic, payload(seq)) for seq in (255, 0, 1, 3, 4)]
    assert [item.gap for item in seen if item] == [False, False, False, True, False]
    assert seen[3] == Observed(3, 2)
    birth = nodes.observe("spBv1.0/g/NBIRTH/n", payload(0))
    assert birth
    assert not birth.gap


def test_other_topics_and_broken_payloads_are_left_alone() -> None:
    nodes = SparkplugNodes(max_nodes=1)
    assert nodes.observe("a/b", payload(0)) is None
    assert nodes.observe("spBv1.0/g/NCMD/n", payload(0)) is None
    assert nodes.observe("spBv1.0/g/NDATA/n", b"\xff") is None
    assert nodes.observe("spBv1.0/g/NDATA/n", payload(0)) == Observed(0, None)
    assert nodes.observe("spBv1.0/g/NDATA/m", payload(0)) is None  # not more nodes than were allowed
    assert place_of("spBv1.0/g/DDATA/n/d/e") == Place("g", "DDATA", "n", "d/e")
    assert place_of("spBv1.0/g") is None


@given(st.binary(max_size=60))
def test_random_bytes_give_a_tree_or_the_documented_error(data: bytes) -> None:
    try:
        tree = parse_sparkplug(data)
    except DecodeError:
        return
    assert all(isinstance(item, Metric) for item in metrics(tree))
    for item in metrics(tree):
        signed_value(tree, item.node)
