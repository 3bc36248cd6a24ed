import json
import struct
import tracemalloc
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.payloads.cbor import parse_cbor
from tracemq.payloads.errors import DecodeError, DecodeProblem
from tracemq.payloads.msgpack import parse_msgpack
from tracemq.payloads.numbers_text import single_text
from tracemq.payloads.tree import Kind, Tree

cbor2 = pytest.importorskip("cbor2")
msgpack = pytest.importorskip("msgpack")


def value(tree: Tree, node: int = 0) -> Any:
    """Build the Python value that a tree of JSON-like kinds stands for."""
    text = tree.text(node)
    match tree.kind(node):
        case Kind.OBJECT:
            return {tree.label(child): value(tree, child) for child in tree.children(node)}
        case Kind.ARRAY:
            return [value(tree, child) for child in tree.children(node)]
        case Kind.INTEGER:
            return int(text)
        case Kind.FLOAT:
            return float(text)
        case Kind.BYTES:
            return bytes.fromhex(text)
        case Kind.BOOLEAN | Kind.NULL:
            return json.loads(text)
        case _:
            return text


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=40)
    | st.binary(max_size=40),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
    max_leaves=20,
)


@given(values)
def test_cbor_of_another_encoder_is_read_exactly(it: Any) -> None:
    data = cbor2.dumps(it)
    tree = parse_cbor(data)
    assert value(tree) == it
    assert tree.span(0) == (0, len(data))


@given(values)
def test_messagepack_of_another_encoder_is_read_exactly(it: Any) -> None:
    data = msgpack.packb(it)
    tree = parse_msgpack(data)
    assert value(tree) == it
    assert tree.span(0) == (0, len(data))


@given(st.binary(max_size=60))
def test_random_bytes_give_a_tree_or_the_documented_error(data: bytes) -> None:
    for parse, other in ((parse_cbor, cbor2.loads), (parse_msgpack, msgpack.unpackb)):
        try:
            tree = parse(data)
        except DecodeError as error:
            assert 0 <= error.offset <= len(data)  # noqa: PT017 - nothing was expected to raise
            continue
        assert tree.span(0) == (0, len(data))
        for node in range(len(tree)):
            start, end = tree.span(node)
            assert 0 <= start < end <= len(data)
        assert other


# RFC 8949, appendix A
RFC_EXAMPLES = [
    ("1bffffffffffffffff", Kind.INTEGER, "18446744073709551615"),
    ("3bffffffffffffffff", Kind.INTEGER, "-18446744073709551616"),
    ("f90001", Kind.FLOAT, "5.960464477539063e-08"),
    ("fa47c35000", Kind.FLOAT, "100000.0"),
    ("fb7e37e43c8800759c", Kind.FLOAT, "1e+300"),
    ("f97c00", Kind.FLOAT, "Infinity"),
    ("f9fc00", Kind.FLOAT, "-Infinity"),
    ("f97e00", Kind.FLOAT, "NaN"),
    ("f7", Kind.NULL, "undefined"),
    ("f0", Kind.ENUM, "simple(16)"),
    ("f8ff", Kind.ENUM, "simple(255)"),
    ("5f42010243030405ff", Kind.BYTES, "0102030405"),
    ("7f657374726561646d696e67ff", Kind.STRING, "streaming"),
]


@pytest.mark.parametrize(("data", "kind", "text"), RFC_EXAMPLES)
def test_the_standards_own_examples_are_read(data: str, kind: Kind, text: str) -> None:
    tree = parse_cbor(bytes.fromhex(data))
    assert (tree.kind(0), tree.text(0), len(tree)) == (kind, text, 1)


def test_lists_maps_and_tags_of_cbor_nest_with_and_without_counts() -> None:
    tree = parse_cbor(bytes.fromhex("bf61610161629f0203ffff"))  # {_ "a": 1, "b": [_ 2, 3]}
    assert value(tree) == {"a": 1, "b": [2, 3]}
    assert [tree.span(node) for node in range(len(tree))] == [(0, 11), (3, 4), (6, 10), (7, 8), (8, 9)]
    tagged = parse_cbor(bytes.fromhex("c1fb41d452d9ec200000"))
    assert (tagged.kind(0), tagged.text(0)) == (Kind.TAG, "2013-03-21T20:04:00.500000Z (tag 1)")
    assert tagged.text(1) == "1363896240.5"
    nested = parse_cbor(bytes.fromhex("d8189f820102a0ff"))
    assert [nested.kind(node) for node in range(len(nested))][:3] == [Kind.TAG, Kind.ARRAY, Kind.ARRAY]


def test_a_key_that_is_a_list_is_shown_as_an_entry_of_two() -> None:
    tree = parse_cbor(cbor2.dumps({(1, 2): "x", "k": "y", 3: "z"}))
    children = list(tree.children(0))
    assert [(tree.label(child), tree.text(child)) for child in children] == [
        ("{key}", ""), ("{value}", "x"), ("k", "y"), ("3", "z"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "problem", "offset"),
    [
        ("", DecodeProblem.EMPTY, 0),
        ("18", DecodeProblem.UNEXPECTED_END, 1),
        ("8201", DecodeProblem.UNEXPECTED_END, 2),
        ("9f01", DecodeProblem.UNEXPECTED_END, 2),
        ("0000", DecodeProblem.EXTRA_DATA, 1),
        ("ff", DecodeProblem.UNEXPECTED, 0),
        ("81ff", DecodeProblem.UNEXPECTED, 1),
        ("bf01ff", DecodeProblem.UNEXPECTED, 2),
        ("1c", DecodeProblem.RESERVED, 0),
        ("1f", DecodeProblem.RESERVED, 0),
        ("3f", DecodeProblem.RESERVED, 0),
        ("df00", DecodeProblem.RESERVED, 0),
        ("f818", DecodeProblem.RESERVED, 0),
        ("5bffffffffffffffff00", DecodeProblem.BAD_LENGTH, 0),
        ("62c328", DecodeProblem.NOT_UTF8, 1),
        ("7f4161ff", DecodeProblem.UNEXPECTED, 1),
        ("5f5f41ffff", DecodeProblem.UNEXPECTED, 1),
    ],
)
def test_what_is_wrong_in_cbor_is_said_with_its_place(data: str, problem: DecodeProblem, offset: int) -> None:
    with pytest.raises(DecodeError) as caught:
        parse_cbor(bytes.fromhex(data))
    assert (caught.value.problem, caught.value.offset) == (problem, offset)


@pytest.mark.parametrize(
    ("data", "problem", "offset"),
    [
        ("", DecodeProblem.EMPTY, 0),
        ("c1", DecodeProblem.RESERVED, 0),
        ("9201", DecodeProblem.UNEXPECTED_END, 2),
        ("cd00", DecodeProblem.UNEXPECTED_END, 2),
        ("a5", DecodeProblem.BAD_LENGTH, 0),
        ("c6ffffffff00", DecodeProblem.BAD_LENGTH, 0),
        ("dfffffffff", DecodeProblem.UNEXPECTED_END, 5),
        ("0101", DecodeProblem.EXTRA_DATA, 1),
        ("d4", DecodeProblem.UNEXPECTED_END, 1),
    ],
)
def test_what_is_wrong_in_messagepack_is_said_with_its_place(data: str, problem: DecodeProblem, offset: int) -> None:
    data = data.replace("a5", "bf")  # a string of 31 bytes that are not there
    with pytest.raises(DecodeError) as caught:
        parse_msgpack(bytes.fromhex(data))
    assert (caught.value.problem, caught.value.offset) == (problem, offset)


def test_messagepack_has_times_extensions_and_bytes_in_strings() -> None:
    moment = datetime(2030, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
    assert parse_msgpack(msgpack.packb(moment, datetime=True)).text(0) == "2030-01-02T03:04:05.678Z"
    for seconds in (0, 2**33, -1):
        tree = parse_msgpack(msgpack.packb(msgpack.Timestamp(seconds)))
        assert tree.kind(0) is Kind.TIME
    far = parse_msgpack(b"\xc7\x0c\xff" + struct.pack(">Iq", 0, 2**62))
    assert far.kind(0) is Kind.TAG
    own = parse_msgpack(msgpack.packb(msgpack.ExtType(5, b"ab")))
    assert (own.kind(0), own.text(0)) == (Kind.TAG, "5: 6162")
    raw = parse_msgpack(b"\xa2\xff\xfe")
    assert (raw.kind(0), raw.text(0)) == (Kind.BYTES, "fffe")


@pytest.mark.parametrize(("parse", "head"), [(parse_cbor, b"\x81"), (parse_msgpack, b"\x91")])
def test_a_hundred_thousand_levels_take_no_stack(parse: Any, head: bytes) -> None:
    tree = parse(head * 100_000 + b"\x01")
    assert len(tree) == 100_001
    with pytest.raises(DecodeError):
        parse(head * 100_000)


@pytest.mark.parametrize(
    ("parse", "data"),
    [(parse_cbor, cbor2.dumps([[1, 2], {"a": [3]}])), (parse_msgpack, msgpack.packb([[1, 2], {"a": [3]}]))],
)
def test_a_limit_of_nodes_gives_the_beginning_and_says_so(parse: Any, data: bytes) -> None:
    tree = parse(data, 4)
    assert not tree.complete
    assert (len(tree), value(tree)) == (4, [[1, 2]])
    assert 0 < tree.stopped_at < len(data)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_the_text_of_a_number_of_single_precision_gives_it_again(value: float) -> None:
    assert struct.unpack(">f", struct.pack(">f", float(single_text(value)))) == (value,)


def test_numbers_of_single_precision_are_said_as_their_sender_wrote_them() -> None:
    singles = {48.1: "48.1", 0.1: "0.1", 21.5: "21.5", 1e10: "10000000000.0", 41542232.0: "41542232.0"}
    for value, text in singles.items():
        assert parse_msgpack(b"\xca" + struct.pack(">f", value)).text(0) == text
    assert parse_msgpack(b"\xca\x7f\xc0\0\0").text(0) == "NaN"
    assert parse_msgpack(b"\xca\xff\x80\0\0").text(0) == "-Infinity"


LONG = bytes(range(256)) * (32 << 10)


@pytest.mark.parametrize(
    ("parse", "head", "kind"),
    [
        (parse_cbor, "5a00800000", Kind.BYTES),
        (parse_cbor, "7a00800000", Kind.STRING),
        (parse_msgpack, "c600800000", Kind.BYTES),
        (parse_msgpack, "db00800000", Kind.STRING),
        (parse_msgpack, "c90080000005", Kind.BYTES),
    ],
)
def test_many_bytes_are_not_copied(parse: Any, head: str, kind: Kind) -> None:
    payload = bytes.fromhex(head) + LONG
    tracemalloc.start()
    tree = parse(payload)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < len(LONG) // 4
    node = tree.value_node(0)
    assert tree.kind(node) is kind
    assert tree.text(node) == (LONG.hex() if kind is Kind.BYTES else LONG.decode(errors="replace"))
    assert tree.span(node)[1] == len(payload)
