import io
import json
import zlib
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.payloads.avro import parse_avro, parse_avro_file
from tracemq.payloads.avro_schema import canonical, parse_avro_schema
from tracemq.payloads.errors import DecodeError, DecodeProblem
from tracemq.payloads.framing import Framing, framing_of, protobuf_header
from tracemq.payloads.numbers_text import single_text
from tracemq.payloads.tree import Kind, Tree

fastavro = pytest.importorskip("fastavro")

SOURCE: dict[str, Any] = {
    "type": "record",
    "name": "Report",
    "namespace": "lab",
    "doc": "a report",
    "fields": [
        {"name": "ok", "type": "boolean"},
        {"name": "count", "type": "int"},
        {"name": "big", "type": "long", "default": 0},
        {"name": "f", "type": "float"},
        {"name": "d", "type": "double"},
        {"name": "raw", "type": "bytes"},
        {"name": "name", "type": "string"},
        {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["OFF", "ON"]}},
        {"name": "mac", "type": {"type": "fixed", "name": "Mac", "size": 6}},
        {"name": "list", "type": {"type": "array", "items": "int"}},
        {"name": "map", "type": {"type": "map", "values": ["null", "string"]}},
        {"name": "maybe", "type": ["null", "Report", "lab.State"]},
    ],
}
SCHEMA = parse_avro_schema(json.dumps(SOURCE))
PARSED = fastavro.parse_schema(SOURCE)

reports = st.fixed_dictionaries(
    {
        "ok": st.booleans(),
        "count": st.integers(-(2**31), 2**31 - 1),
        "big": st.integers(-(2**63), 2**63 - 1),
        "f": st.floats(width=32, allow_nan=False).map(lambda value: float(single_text(value))),
        "d": st.floats(allow_nan=False),
        "raw": st.binary(max_size=6),
        "name": st.text(max_size=6),
        "state": st.sampled_from(["OFF", "ON"]),
        "mac": st.binary(min_size=6, max_size=6),
        "list": st.lists(st.integers(-5, 5), max_size=5),
        "map": st.dictionaries(st.text(max_size=3), st.none() | st.text(max_size=3), max_size=3),
        "maybe": st.none() | st.sampled_from(["OFF", "ON"]),
    }
)


def encode(value: Any, source: Any = PARSED) -> bytes:
    output = io.BytesIO()
    fastavro.schemaless_writer(output, source, value)
    return output.getvalue()


def plain(tree: Tree, node: int = 0) -> Any:
    """Build what fastavro would have made of it."""
    text = tree.text(node)
    match tree.kind(node):
        case Kind.OBJECT:
            return {tree.label(child): plain(tree, child) for child in tree.children(node)}
        case Kind.ARRAY:
            return [plain(tree, child) for child in tree.children(node)]
        case Kind.INTEGER:
            return int(text)
        case Kind.FLOAT:
            return float(text)
        case Kind.BYTES:
            return bytes.fromhex(text)
        case Kind.BOOLEAN | Kind.NULL:
            return json.loads(text)
        case Kind.ENUM:
            return text.partition(" ")[0]
        case _:
            return text


@given(reports)
def test_data_of_another_encoder_is_read_exactly(report: dict[str, Any]) -> None:
    inner = dict(report, maybe=None)
    report = dict(report, maybe=inner if report["maybe"] == "ON" else report["maybe"])
    data = encode(report)
    tree = parse_avro(data, SCHEMA)
    assert plain(tree) == report
    assert tree.span(0) == (0, len(data))


@given(st.lists(reports, max_size=4), st.sampled_from(["null", "deflate"]))
def test_files_of_another_encoder_are_read_exactly(values: list[dict[str, Any]], codec: str) -> None:
    output = io.BytesIO()
    fastavro.writer(output, PARSED, values, codec=codec, sync_interval=100)
    tree = parse_avro_file(output.getvalue())
    *header, objects = tree.children(0)
    assert {tree.label(node) for node in header} == {"avro.schema", "avro.codec"}
    assert plain(tree, objects) == values


def test_a_fingerprint_is_that_of_the_canonical_form() -> None:
    form = fastavro.schema.to_parsing_canonical_form(SOURCE)
    assert canonical(SOURCE, "", set()) == form
    theirs = fastavro.schema.fingerprint(form, "CRC-64-AVRO")
    assert SCHEMA.fingerprint.hex() == theirs
    assert parse_avro_schema('"int"').fingerprint.hex() == fastavro.schema.fingerprint('"int"', "CRC-64-AVRO")


def test_framings_are_told_apart_and_taken_off() -> None:
    schema = parse_avro_schema('"long"')
    single = b"\xc3\x01" + schema.fingerprint + b"\x02"
    assert framing_of(single) is framing_of(single, schema) is Framing.SINGLE_OBJECT
    assert framing_of(single, SCHEMA) is Framing.BARE
    assert framing_of(b"\x00\x00\x00\x00\x07\x02") is Framing.CONFLUENT
    assert framing_of(b"\x02") is Framing.BARE
    assert parse_avro(single, schema, Framing.SINGLE_OBJECT).text(0) == "1"
    assert parse_avro(b"\x00\x00\x00\x00\x07\x02", schema, Framing.CONFLUENT).span(0) == (5, 6)
    with pytest.raises(DecodeError) as caught:
        parse_avro(single, SCHEMA, Framing.SINGLE_OBJECT)
    assert (caught.value.problem, caught.value.detail) == (DecodeProblem.UNKNOWN_TYPE, schema.fingerprint.hex())


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ({"type": "int", "logicalType": "date"}, date(2030, 1, 2), "2030-01-02 (21916)"),
        (
            {"type": "long", "logicalType": "timestamp-millis"},
            datetime(2030, 1, 2, 3, 4, 5, 678000, tzinfo=UTC),
            "2030-01-02T03:04:05.678Z (1893553445678)",
        ),
        ({"type": "long", "logicalType": "time-micros"}, time(1, 2, 3, 4), "01:02:03.000004 (3723000004)"),
        ({"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 3}, Decimal("-12.345"), "-12.345"),
        (
            {"type": "fixed", "name": "D", "size": 4, "logicalType": "decimal", "precision": 9, "scale": 2},
            Decimal("1.50"),
            "1.50",
        ),
    ],
)
def test_logical_types_are_shown_as_what_they_mean(kind: Any, value: Any, shown: str) -> None:
    tree = parse_avro(encode(value, fastavro.parse_schema(kind)), parse_avro_schema(json.dumps(kind)))
    assert tree.text(0) == shown


def test_times_beyond_the_calendar_stay_numbers() -> None:
    schema = parse_avro_schema('{"type":"long","logicalType":"timestamp-millis"}')
    tree = parse_avro(b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01", schema)
    assert (tree.kind(0), tree.text(0)) == (Kind.INTEGER, str(2**63 - 1))


@pytest.mark.parametrize(
    ("schema", "data", "problem", "offset"),
    [
        ('"long"', "", DecodeProblem.UNEXPECTED_END, 0),
        ('"long"', "80", DecodeProblem.UNEXPECTED_END, 1),
        ('"long"', "ff" * 11, DecodeProblem.BAD_VALUE, 0),
        ('"long"', "0202", DecodeProblem.EXTRA_DATA, 1),
        ('"boolean"', "02", DecodeProblem.BAD_VALUE, 0),
        ('"string"', "0a61", DecodeProblem.BAD_LENGTH, 0),
        ('"string"', "01", DecodeProblem.BAD_LENGTH, 0),
        ('"string"', "02ff", DecodeProblem.NOT_UTF8, 1),
        ('["null","int"]', "04", DecodeProblem.BAD_VALUE, 0),
        ('{"type":"enum","name":"E","symbols":["A"]}', "02", DecodeProblem.BAD_VALUE, 0),
        ('{"type":"fixed","name":"F","size":4}', "00", DecodeProblem.UNEXPECTED_END, 1),
        ('"float"', "0000", DecodeProblem.UNEXPECTED_END, 2),
    ],
)
def test_what_is_wrong_is_said_with_its_place(schema: str, data: str, problem: DecodeProblem, offset: int) -> None:
    with pytest.raises(DecodeError) as caught:
        parse_avro(bytes.fromhex(data), parse_avro_schema(schema))
    assert (caught.value.problem, caught.value.offset) == (problem, offset)


def test_an_array_that_claims_to_be_endless_stops_at_the_limit() -> None:
    nulls = parse_avro_schema('{"type":"array","items":"null"}')
    tree = parse_avro(b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01", nulls, max_nodes=1000)
    assert (len(tree), tree.complete) == (1000, False)
    itself = parse_avro_schema('{"type":"record","name":"A","fields":[{"name":"a","type":"A"}]}')
    assert len(parse_avro(b"", itself, max_nodes=100_000)) == 100_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Expecting"),
        ("[" * 100_000, ""),
        ('"Nope"', "'Nope' is not defined"),
        ("7", "'7' is no type"),
        ('{"type":"record","name":"A"}', "fields"),
        ('{"type":"record","fields":[]}', "without a name"),
        ('{"type":"enum","name":"E","symbols":[1]}', "symbols"),
        ('{"type":"fixed","name":"F","size":-1}', "no size"),
        ('["int",{"type":"fixed","name":"F","size":1},{"type":"fixed","name":"F","size":1}]', "twice"),
        ('{"type":' * 200 + '"int"' + "}" * 200, "nested"),
    ],
)
def test_a_broken_schema_is_told(text: str, words: str) -> None:
    with pytest.raises(DecodeError) as caught:
        parse_avro_schema(text)
    assert caught.value.problem is DecodeProblem.SCHEMA
    assert words in caught.value.detail


@given(st.binary(max_size=60))
def test_random_bytes_give_a_tree_or_the_documented_error(data: bytes) -> None:
    for parse in (lambda: parse_avro(data, SCHEMA, max_nodes=1000), lambda: parse_avro_file(b"Obj\x01" + data, 1000)):
        try:
            tree = parse()
        except DecodeError as error:
            assert error.offset >= 0  # noqa: PT017 - nothing was expected to raise
            continue
        assert len(tree) > 0


@given(st.data())
def test_a_damaged_file_gives_a_tree_or_the_documented_error(data: st.DataObject) -> None:
    output = io.BytesIO()
    fastavro.writer(
        output, fastavro.parse_schema({"type": "array", "items": "string"}), [["a", "b"], ["c"]], codec="deflate"
    )
    whole = bytearray(output.getvalue())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        parse_avro_file(bytes(whole), 1000)
    except DecodeError as error:
        assert error.problem  # noqa: PT017 - nothing was expected to raise


def test_a_compressed_block_that_explodes_stops_at_the_limit() -> None:
    stream = zlib.compressobj(wbits=-15)
    block = stream.compress(bytes(80 << 20)) + stream.flush()

    def long(value: int) -> bytes:
        value, data = value << 1, bytearray()
        while value > 127:
            data.append(value & 127 | 128)
            value >>= 7
        return bytes([*data, value])

    def entry(key: bytes, value: bytes) -> bytes:
        return long(len(key)) + key + long(len(value)) + value

    header = long(2) + entry(b"avro.schema", b'"bytes"') + entry(b"avro.codec", b"deflate") + b"\0"
    file = b"Obj\x01" + header + b"s" * 16 + long(10**12) + long(len(block)) + block + b"s" * 16
    tree = parse_avro_file(file, 5000)
    assert (len(tree), tree.complete) == (5000, False)


def test_confluents_frame_before_a_protobuf_message_tells_the_schema_and_where_the_message_begins() -> None:
    assert protobuf_header(b"\x00\x00\x00\x01\x02\x00\x08\x05") == (Framing.CONFLUENT, "258", 6)
    assert protobuf_header(b"\x00\x00\x00\x00\x07\x04\x02\x00\x08\x05") == (Framing.CONFLUENT, "7", 8)
    assert protobuf_header(b"\x08\x05") is None
    assert protobuf_header(b"\x00\x00\x00\x00\x07\x04\x02") is None
    assert protobuf_header(b"\x00\x00\x00\x00\x07\x7f\x02") is None
