from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.payloads.errors import DecodeError, DecodeProblem
from tracemq.payloads.numbers_text import single_text
from tracemq.payloads.proto_reader import load_protos, parse_proto
from tracemq.payloads.proto_schema import Field, FieldType, ProtoError
from tracemq.payloads.protobuf import parse_protobuf, varint
from tracemq.payloads.tree import Kind, Tree

PROTO = """
// a sensor's report
syntax = "proto3";
package lab.v1;
import "google/protobuf/timestamp.proto";
option java_package = "x.y";

message Report {
  option deprecated = false;
  reserved 90 to 99, 101; reserved "old";
  enum State { option allow_alias = true; UNKNOWN = 0; OK = 1; FINE = 1; BAD = -2; }
  message Inner { repeated Inner children = 1; string name = 2; }
  double a = 1; float b = 2; int32 c = 3; int64 d = 4; uint32 e = 5; uint64 f = 6;
  sint32 g = 7; sint64 h = 8; fixed32 i = 9; fixed64 j = 10; sfixed32 k = 11; sfixed64 l = 12;
  bool m = 13; string n = 14 [json_name = "N", deprecated = true]; bytes o = 15;
  State state = 16; Inner inner = 17; .lab.v1.Report.Inner other = 18;
  repeated int32 packed = 19; repeated string words = 20; repeated State states = 21;
  map<string, Inner> by_name = 22; map<int32, double> numbers = 23;
  oneof choice { string left = 24; Inner right = 25; }
  google.protobuf.Timestamp at = 26;
  repeated sint64 unpacked = 27 [packed = false];
  optional string maybe = 28;
}
service S { rpc Get(Report) returns (stream Report) { option (x) = { a: 1 }; } rpc B(Report) returns (Report); }
"""
SCHEMA = parse_proto(PROTO)
REPORT = "lab.v1.Report"


def plain(tree: Tree, node: int = 0) -> Any:
    """Build lists of (label, value), in the order sent."""
    if tree.kind(node) is Kind.OBJECT:
        return [(tree.label(child), plain(tree, child)) for child in tree.children(node)]
    if tree.kind(node) is Kind.ARRAY:
        return [plain(tree, child) for child in tree.children(node)]
    return tree.text(node)


@pytest.fixture(scope="module")
def report_class(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The same message, compiled by protoc."""
    protoc = pytest.importorskip("grpc_tools.protoc")
    from importlib.resources import files

    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    folder = tmp_path_factory.mktemp("proto")
    text = PROTO.replace("option (x) = { a: 1 };", "")
    (folder / "report.proto").write_text(text)
    include = str(files("grpc_tools") / "_proto")
    arguments = [
        "protoc",
        f"-I{folder}",
        f"-I{include}",
        f"--descriptor_set_out={folder}/out",
        "--include_imports",
        "report.proto",
    ]
    assert protoc.main(arguments) == 0
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString((folder / "out").read_bytes()).file:
        pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(REPORT))


def test_a_schema_is_read_as_protoc_reads_it(report_class: Any) -> None:
    theirs = {
        (item.number, item.name, item.is_repeated, item.message_type.full_name.count(".") if item.message_type else 0)
        for item in report_class.DESCRIPTOR.fields
    }
    ours = {
        (item.number, item.name, item.repeated, 0 if item.type is not FieldType.MESSAGE else item.type_name.count("."))
        for item in SCHEMA.messages[REPORT].fields.values()
    }
    names = {22: "by_name", 23: "numbers"}  # we name the entries of maps otherwise
    assert {row[:3] for row in theirs} == {row[:3] for row in ours}
    assert {row for row in theirs if row[0] not in names} == {row for row in ours if row[0] not in names}
    assert SCHEMA.enums["lab.v1.Report.State"] == {0: "UNKNOWN", 1: "OK", -2: "BAD"}
    assert SCHEMA.messages[REPORT].fields[18] == Field(18, "other", FieldType.MESSAGE, "lab.v1.Report.Inner")


i32, i64 = st.integers(-(2**31), 2**31 - 1), st.integers(-(2**63), 2**63 - 1)
u32, u64 = st.integers(0, 2**32 - 1), st.integers(0, 2**64 - 1)


# as their text gives them again
singles = st.floats(width=32, allow_nan=False).map(lambda value: float(single_text(value)))


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "a": st.floats(allow_nan=False), "b": singles, "c": i32, "d": i64, "e": u32,
            "f": u64, "g": i32, "h": i64, "i": u32, "j": u64, "k": i32, "l": i64, "m": st.booleans(),
            "n": st.text(max_size=9), "o": st.binary(max_size=9), "packed": st.lists(i32, max_size=5),
            "unpacked": st.lists(i64, max_size=3), "words": st.lists(st.text(max_size=3), max_size=3),
            "states": st.lists(st.sampled_from([0, 1, -2]), max_size=3),
        },
    )
)  # fmt: skip
def test_messages_of_the_reference_library_are_read_exactly(report_class: Any, values: dict[str, Any]) -> None:
    data = report_class(**values).SerializeToString(deterministic=True)
    tree = parse_protobuf(data, SCHEMA, REPORT)
    read = dict(plain(tree))
    for name, value in values.items():
        if not value and name not in read:  # defaults are not sent
            continue
        match value:
            case bool():
                assert read[name] == str(value).lower()
            case float():
                assert float(read[name]) == value
            case bytes():
                assert read[name] == value.hex()
            case [*items] if name == "packed":
                assert read[name] == [str(item) for item in items]
            case [*items] if name == "states":
                assert [text.rpartition("(")[2].rstrip(")") for text in read[name]] == [str(item) for item in items]
            case [*items]:
                sent = [text for label, text in plain(tree) if label == name]
                assert sent == [str(item) for item in items]
            case _:
                assert read[name] == str(value)
    assert parse_protobuf(data).span(0) == (0, len(data))  # without a type as well


def test_nested_messages_maps_enums_and_well_known_types_are_named(report_class: Any) -> None:
    message = report_class(state=1, left="x")
    message.inner.children.add(name="deep").children.add()
    message.by_name["k"].name = "v"
    message.numbers[-1] = 0.5
    message.at.seconds = 7
    tree = parse_protobuf(message.SerializeToString(), SCHEMA, REPORT)
    assert plain(tree) == [
        ("state", "OK (1)"),
        ("inner", [("children", [("children", []), ("name", "deep")])]),
        ("by_name", [("key", "k"), ("value", [("name", "v")])]),
        ("numbers", [("key", "-1"), ("value", "0.5")]),
        ("left", "x"),
        ("at", [("seconds", "7")]),
    ]


def test_unknown_fields_are_shown_by_number_and_by_what_they_look_like() -> None:
    data = bytes.fromhex(
        "0896019d010000803f 1a03616263 2202ff00 2a0408011002 31 0000000000000000 3b08013c".replace(" ", "")
    )
    tree = parse_protobuf(data)
    assert plain(tree) == [
        ("1", "150"), ("19", "0000803f (float 1.0, fixed32 1065353216)"), ("3", "abc"), ("4", "ff00"),
        ("5", [("1", "1"), ("2", "2")]),
        ("6", "0000000000000000 (double 0.0, fixed64 0)"), ("7", [("1", "1")]),
    ]  # fmt: skip
    assert [data[slice(*tree.span(child))].hex() for child in tree.children(0)][:3] == [
        "089601",
        "9d010000803f",
        "1a03616263",
    ]


def test_bytes_that_came_with_their_length_are_no_fixed_number() -> None:
    tree = parse_protobuf(bytes.fromhex("2204ff00ff00 22081f00ff00ff00ff00".replace(" ", "")))
    assert plain(tree) == [("4", "ff00ff00"), ("4", "1f00ff00ff00ff00")]
    assert [tree.number(child) for child in tree.children(0)] == [None, None]


def test_a_field_of_another_wire_type_counts_as_unknown() -> None:
    assert plain(parse_protobuf(b"\x08\x01", SCHEMA, REPORT)) == [("1", "1")]  # 1 is a double


@pytest.mark.parametrize(
    ("data", "problem", "offset"),
    [
        ("08", DecodeProblem.UNEXPECTED_END, 1),
        ("0880", DecodeProblem.UNEXPECTED_END, 2),
        ("08ffffffffffffffffffff01", DecodeProblem.BAD_VALUE, 1),
        ("00", DecodeProblem.BAD_VALUE, 0),
        ("0f", DecodeProblem.RESERVED, 0),
        ("0a0561", DecodeProblem.BAD_LENGTH, 1),
        ("0c", DecodeProblem.UNEXPECTED, 0),
        ("0b14", DecodeProblem.UNEXPECTED, 1),
        ("0b", DecodeProblem.UNEXPECTED_END, 1),
        ("0d0000", DecodeProblem.UNEXPECTED_END, 3),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data: str, problem: DecodeProblem, offset: int) -> None:
    with pytest.raises(DecodeError) as caught:
        parse_protobuf(bytes.fromhex(data))
    assert (caught.value.problem, caught.value.offset) == (problem, offset)


def test_an_unknown_type_is_told() -> None:
    with pytest.raises(DecodeError) as caught:
        parse_protobuf(b"", SCHEMA, "lab.v1.Nothing")
    assert (caught.value.problem, caught.value.detail) == (DecodeProblem.UNKNOWN_TYPE, "lab.v1.Nothing")


@given(st.binary(max_size=60))
def test_random_bytes_give_a_tree_or_the_documented_error(data: bytes) -> None:
    for message in ("", REPORT):
        try:
            tree = parse_protobuf(data, SCHEMA, message)
        except DecodeError as error:
            assert 0 <= error.offset <= len(data)  # noqa: PT017 - nothing was expected to raise
            continue
        assert tree.span(0) == (0, len(data))


def nested(levels: int) -> bytes:
    data = b""
    for _ in range(levels):
        size = len(data)
        head = bytearray(b"\x0a")
        while size > 127:
            head.append(size & 127 | 128)
            size >>= 7
        data = bytes([*head, size]) + data
    return data


def test_deep_nesting_takes_no_stack_and_no_time() -> None:
    data = nested(20_000)
    assert len(parse_protobuf(data, SCHEMA, "lab.v1.Report.Inner")) == 20_001
    assert 16 <= len(parse_protobuf(data)) <= 18  # guessing has an end
    groups = b"\x0b" * 100_000 + b"\x0c" * 100_000
    assert len(parse_protobuf(groups)) == 100_001


def test_a_limit_of_nodes_gives_the_beginning_and_says_so() -> None:
    tree = parse_protobuf(b"\x08\x01" * 10, max_nodes=5)
    assert (len(tree), tree.complete, tree.stopped_at) == (5, False, 10)


@given(st.integers(0, 2**64 - 1))
def test_varints_of_64_bits_are_read(value: int) -> None:
    data, rest = bytearray(), value
    while rest > 127:
        data.append(rest & 127 | 128)
        rest >>= 7
    data.append(rest)
    assert varint(bytes(data), 0, len(data)) == (value, len(data))


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("message A {", 1, 12, "unexpected end"),
        ("message A {\n  int32 a = x;\n}", 2, 13, "number"),
        ("message A {\n  Nope a = 1;\n}", 2, 3, "'Nope' is not defined"),
        ("message A { int32 a = 1; int32 b = 1; }", 1, 26, "twice"),
        ("message A { int32 a = 0; }", 1, 13, "cannot be the number"),
        ("message A { int32 a = 1 }", 1, 25, "';' expected"),
        ("message A { map<float2, int32> a = 1; }", 1, 16, "key"),
        ('import "gone.proto";', 0, 0, "not found"),
        ("what is this", 1, 1, "unexpected 'what'"),
        ("message A { § }", 1, 13, "'§'"),
        ("/* never ends", 1, 1, "'/'"),
        ("message A " + "{ message A " * 100, 1, 770, None),
    ],
)
def test_a_broken_schema_is_told_with_line_and_column(text: str, line: int, column: int, words: str | None) -> None:
    with pytest.raises(ProtoError) as caught:
        parse_proto(text)
    assert caught.value.problem is DecodeProblem.SCHEMA
    if words is not None:
        assert words in caught.value.detail
        assert (caught.value.line, caught.value.column) == (line, column)


def test_files_import_each_other_even_in_a_circle() -> None:
    files = {
        "a.proto": 'syntax = "proto2"; package p; import public "b.proto"; message A { optional q.B b = 1; }',
        "b.proto": 'package q; import "a.proto"; message B { optional p.A a = 1; extensions 100 to max; }'
        "extend B { optional string note = 100; }",
    }
    schema = load_protos(["a.proto"], files.get)
    assert schema.messages["p.A"].fields[1].type_name == "q.B"
    assert schema.messages["q.B"].fields[100].name == "note"


def test_groups_and_types_are_found_from_the_inside_out() -> None:
    schema = parse_proto(
        "package a.b; message X { message Y {} message Z { optional Y y = 1; optional b.W w = 2; } } message W {}"
        " message Y { repeated group Part = 3 { optional int32 n = 1; } }"
    )
    assert schema.messages["a.b.X.Z"].fields[1].type_name == "a.b.X.Y"
    assert schema.messages["a.b.X.Z"].fields[2].type_name == "a.b.W"
    tree = parse_protobuf(b"\x1b\x08\x05\x1c\x1b\x1c", schema, "a.b.Y")
    assert plain(tree) == [("part", [("n", "5")]), ("part", [])]


@given(st.text(max_size=40) | st.lists(st.sampled_from(PROTO.split()), max_size=20).map(" ".join))
def test_any_text_gives_a_schema_or_the_documented_error(text: str) -> None:
    try:
        parse_proto(text)
    except ProtoError as error:
        assert error.line >= 0  # noqa: PT017 - nothing was expected to raise


def test_well_known_types_are_summed_up_and_keep_their_members() -> None:
    schema = parse_proto(
        'import "google/protobuf/timestamp.proto"; import "google/protobuf/duration.proto";'
        'import "google/protobuf/wrappers.proto"; import "google/protobuf/any.proto";'
        "message M { google.protobuf.Timestamp at = 1; google.protobuf.Duration span = 2;"
        " google.protobuf.Int32Value maybe = 3; google.protobuf.Any any = 4; map<string, int32> counts = 5; }"
    )
    inner = b"\x1a\x02\x08\x07"  # M { maybe: 7 }
    url = b"type.googleapis.com/M"
    data = (
        b"\x0a\x06\x08\x80\xe2\xcf\xaa\x06"
        b"\x12\x0b\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
        + inner
        + b"\x22"
        + bytes([4 + len(url) + len(inner)])
        + b"\x0a"
        + bytes([len(url)])
        + url
        + b"\x12"
        + bytes([len(inner)])
        + inner
        + b"\x2a\x05\x0a\x01x\x10\x03"
    )
    tree = parse_protobuf(data, schema, "M")
    texts = {tree.label(node): tree.text(node) for node in tree.children(0)}
    assert texts == {"at": "2023-11-14T22:13:20Z", "span": "-1s", "maybe": "7", "any": url.decode(), "counts": "x: 3"}
    any_node = next(node for node in tree.children(0) if tree.label(node) == "any")
    value = list(tree.children(any_node))[1]
    assert [(tree.label(node), tree.text(node)) for node in tree.children(value)] == [("maybe", "7")]


def test_a_delimited_message_of_an_edition_is_read_like_a_group() -> None:
    schema = parse_proto(
        'edition = "2023"; message M { N n = 1 [features.message_encoding = DELIMITED]; } message N { int32 a = 1; }'
    )
    assert plain(parse_protobuf(b"\x0b\x08\x05\x0c", schema, "M")) == [("n", [("a", "5")])]


@pytest.mark.parametrize(
    ("body", "kind", "shown"),
    [
        ("é".encode() * (3 << 20), Kind.STRING, "ééé…"),
        (b"\x08\x01" * (3 << 20), Kind.BYTES, "080…"),
    ],
)
def test_a_very_long_field_without_a_type_is_text_or_bytes_and_costs_no_look_into_it(
    body: bytes, kind: Kind, shown: str
) -> None:
    size = len(body)
    length = bytes([size & 127 | 128, size >> 7 & 127 | 128, size >> 14 & 127 | 128, size >> 21])
    tree = parse_protobuf(b"\x0a" + length + body)
    assert len(tree) == 2
    assert tree.kind(1) is kind
    assert tree.text(1, 3) == shown
    assert tree.text(1) == (body.decode() if kind is Kind.STRING else body.hex())
