import struct
import sys
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.payloads.errors import DecodeError
from tracemq.payloads.sparkplug import (
    Metric,
    Place,
    expected_after,
    metrics,
    parse_sparkplug,
    place_of,
    schema,
    sequence_of,
)
from tracemq.payloads.sparkplug_tree import Births, readable
from tracemq.payloads.tree import Tree


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
        (1, 0xFF, "-1 (255)"),
        (1, 0xFFFFFFFE, "-2 (4294967294)"),
        (2, 0x8000, "-32768 (32768)"),
        (3, 0xFFFFFFFF, "-1 (4294967295)"),
        (3, 5, "5"),
        (7, 0xFFFFFFFF, "4294967295"),
        (13, 1_700_000_000_123, "2023-11-14T22:13:20.123Z (1700000000123)"),
        (13, (1 << 64) - 1, "18446744073709551615"),
    ],
)
def test_values_are_what_their_sender_meant(datatype: int, value: int, meant: str) -> None:
    tree = readable(parse_sparkplug(payload(0, metric("a", -1, datatype, number(11, value)))), Births())
    assert texts(tree, next(child for child in tree.children(0) if tree.label(child) == "a"))["long_value"] == meant


def texts(tree: Tree, node: int) -> dict[str, str]:
    return {tree.label(child): tree.text(child) for child in tree.children(node)}


def test_aliases_are_named_and_typed_by_the_births() -> None:
    births = Births()
    assert not births.seen
    births.learn(payload(0, metric("Temp", 1, 1)))
    births.learn(payload(1, metric("Valve", 2, 11)))
    births.learn(b"\xff")
    assert births.seen
    data = payload(
        7, metric("", 1, 0, number(10, 255)), metric("", 2, 0, number(14, 1)), metric("", 3), metric("Own", 4)
    )
    tree = readable(parse_sparkplug(data), births)
    assert texts(tree, 0) == {
        "timestamp": "2023-11-14T22:13:20.000Z (1700000000000)",
        "Temp (alias 1)": "-1 (255)",
        "Valve (alias 2)": "true",
        "alias 3": "",
        "Own": "",
        "seq": "7",
    }
    second = list(tree.children(0))[2]
    assert data[slice(*tree.span(second))] == metric("", 2, 0, number(14, 1))


def test_data_sets_and_templates_are_said_with_their_columns_and_metrics() -> None:
    rows = block(4, block(1, number(1, 5)) + block(1, block(6, b"x")))
    data_set = number(1, 2) + block(2, b"count") + block(2, b"title") + block(3, b"\x03\x0c") + rows
    template = block(1, b"1.0") + metric("inner", -1, 9, b"\x65" + struct.pack("<f", 0.5)) + number(5, 1)
    data = payload(0, metric("set", -1, 16, block(17, data_set)), metric("tpl", -1, 19, block(18, template)))
    tree = readable(parse_sparkplug(data), Births())
    found = {tree.label(node): tree.text(node) for node in range(len(tree))}
    assert (found["set"], found["tpl"], found["inner"]) == ("DataSet", "Template", "0.5")
    assert (found["count"], found["title"]) == ("5", "x")
    assert found["datatype"] in {"Template (19)", "Float (9)"}
    types = next(node for node in range(len(tree)) if tree.label(node) == "types")
    assert [tree.text(child) for child in tree.children(types)] == ["Int32 (3)", "String (12)"]


def test_null_is_said() -> None:
    tree = readable(parse_sparkplug(payload(0, metric("a", -1, 3, number(7, 1)))), Births())
    assert texts(tree, 0)["a"] == "null"


@pytest.mark.parametrize(
    ("data", "seq"),
    [(payload(7, metric("a")), 7), (payload(255), 255), (b"", None), (b"\xff", None), (b"\x0b", None)],
)
def test_the_sequence_number_is_found_without_reading_the_rest(data: bytes, seq: int | None) -> None:
    assert sequence_of(data) == seq


def test_numbers_go_round_after_255() -> None:
    assert (expected_after(7), expected_after(255)) == (8, 0)


def test_topics_say_group_node_and_device() -> None:
    assert place_of("spBv1.0/g/DDATA/n/d/e") == Place("g", "DDATA", "n", "d/e")
    assert place_of("spBv1.0/g") is None
    assert place_of("a/b/c/d") is None


@given(st.binary(max_size=60))
def test_random_bytes_give_a_tree_or_the_documented_error(data: bytes) -> None:
    try:
        tree = parse_sparkplug(data)
    except DecodeError:
        return
    sequence_of(data)
    assert all(isinstance(item, Metric) for item in metrics(tree))
    shown = readable(tree, Births())
    for node in range(len(shown)):
        shown.label(node)
        shown.text(node)


@pytest.mark.parametrize(
    ("datatype", "data", "meant"),
    [
        (22, b"\x01\xff", "[1, -1]"),
        (24, struct.pack("<3i", 1, -2, 3), "[1, -2, 3]"),
        (26, b"\x01\xff", "[1, 255]"),
        (29, struct.pack("<Q", 1 << 63), "[9223372036854775808]"),
        (30, struct.pack("<2f", 1.5, float("nan")), "[1.5, NaN]"),
        (31, struct.pack("<d", 0.1), "[0.1]"),
        (32, bytes.fromhex("0c00000034d0"), f"[{', '.join(['false', 'false', 'true', 'true', 'false', 'true'] * 2)}]"),
        (33, b"ABC\0\xc3\xa9\0", '["ABC", "é"]'),
        (34, struct.pack("<2Q", 1_700_000_000_123, (1 << 64) - 1), "[2023-11-14T22:13:20.123Z, 18446744073709551615]"),
        (22, b"", "[]"),
        (24, b"\x01\x02", "0102"),
        (33, b"open", "6f70656e"),
        (17, b"\x01\x02", "0102"),
        (26, bytes(101), f"[{'0, ' * 100}…]"),
    ],
)
def test_arrays_are_said_by_their_elements(datatype: int, data: bytes, meant: str) -> None:
    tree = readable(parse_sparkplug(payload(0, metric("a", -1, datatype, block(16, data)))), Births())
    node = next(child for child in tree.children(0) if tree.label(child) == "a")
    assert (tree.text(node), texts(tree, node)["bytes_value"]) == (meant, meant)


def test_an_array_that_comes_with_an_alias_has_the_type_of_its_birth() -> None:
    births = Births()
    births.learn(payload(0, metric("a", 4, 24)))
    tree = readable(parse_sparkplug(payload(0, metric("", 4, 0, block(16, struct.pack("<2i", 7, -8))))), births)
    assert [tree.text(child) for child in tree.children(0)][1] == "[7, -8]"


@pytest.mark.parametrize("field", [block(16, b"\xab" * 8_000_000), block(15, b"x" * 8_000_000)])
def test_of_a_long_value_no_more_is_made_a_text_than_is_asked_for(field: bytes) -> None:
    tree = readable(parse_sparkplug(payload(1, metric("a", value=field))), Births())
    tracemalloc.start()
    try:
        texts = [tree.text(node, 300) for node in (2, 4)]
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [len(text) for text in texts] == [301, 301]
    assert most < 100_000


def test_a_field_that_comes_again_and_again_takes_no_longer_to_say() -> None:
    tree = readable(parse_sparkplug(payload(1, metric("a", value=number(3, 5) * 50_000))), Births())
    steps = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal steps
        steps += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        said = tree.label(2), tree.text(2, 300), tree.value_node(2)
    finally:
        sys.setprofile(before)
    assert said == ("a", "", 2)
    assert steps < 50_000
