"""One rule finds the number at a path in every format that the inspector shows as a tree."""

from __future__ import annotations

import gzip
import io
import json
import struct
import time
from pathlib import Path

import cbor2
import fastavro
import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.garbage import without_collections
from tests.support.open_connection import connection, receive
from tests.unit.history.batches import Sent, batch_of
from tests.unit.payloads.test_sparkplug import block, metric, number, payload
from tracemq.history.json_path import JsonPath, read_path
from tracemq.history.log import MessageLog
from tracemq.mqtt.batch import Message, TopicTable
from tracemq.mqtt.properties import Properties
from tracemq.payloads.detect import Format
from tracemq.payloads.tree import finish
from tracemq.profiles.bindings import Binding, BoundFormat
from tracemq.viewmodels.payload_bindings import PayloadBindings, TopicRules
from tracemq.viewmodels.payload_numbers import NumberReader, Slow, number_of, number_steps, paths_steps
from tracemq.viewmodels.payload_reader import Reading, read_steps
from tracemq.viewmodels.sparkplug_nodes import EdgeNodes, RememberedBirths

DOCUMENT = {"t": 21.5, "s": "on", "n": None, "in": {"a b": [1, {"x": "3"}], "flag": True}}
PATHS = ["$.t", "$.in['a b'][0]", "$.in['a b'][1].x", "$.in.flag"]
NUMBERS = [21.5, 1.0, 3.0, 1.0]
PROTO = """
syntax = "proto3";
import "google/protobuf/wrappers.proto";
enum Mode { OFF = 0; ON = 1; }
message Cell { double volt = 1; }
message Pack { repeated Cell cells = 1; repeated int32 counts = 2; Mode mode = 3; google.protobuf.DoubleValue w = 4; }
"""
AVRO = {
    "type": "record",
    "name": "R",
    "fields": [{"name": "v", "type": ["null", "double"]}, {"name": "m", "type": {"type": "map", "values": "long"}}],
}


def path(text: str) -> JsonPath:
    return read_path(text, 0)[0]


def read(data: bytes, wanted: Format | None = None, rules: TopicRules | None = None, **said: str) -> Reading:
    return finish(read_steps(Message("a", data, properties=Properties(**said)), wanted, rules))  # type: ignore[arg-type]


def at(reading: Reading, text: str) -> float | None:
    return finish(number_steps(reading, path(text)))


def offered(reading: Reading) -> list[str]:
    return finish(paths_steps(reading))


def rules(file: Path, format_: BoundFormat, type_: str = "") -> TopicRules:
    made = PayloadBindings()
    made.use([Binding(filter="#", format=format_, schema_file=str(file), type=type_)])
    return made.rules()


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(DOCUMENT).encode(),
        json.dumps(DOCUMENT).encode("utf-16"),
        b"\xef\xbb\xbf" + json.dumps(DOCUMENT).encode(),
        gzip.compress(json.dumps(DOCUMENT).encode()),
        cbor2.dumps(DOCUMENT),
        cbor2.dumps(cbor2.CBORTag(55799, DOCUMENT)),
        msgpack.packb(DOCUMENT),
        gzip.compress(msgpack.packb(DOCUMENT)),
    ],
    ids=["JSON", "UTF-16", "BOM", "gzip", "CBOR", "tagged CBOR", "MessagePack", "gzip of MessagePack"],
)
def test_the_same_document_has_the_same_numbers_at_the_same_paths_in_every_format(data: bytes) -> None:
    reading = read(data)
    assert offered(reading) == PATHS
    assert [at(reading, text) for text in PATHS] == NUMBERS
    assert at(reading, "$..x") == at(reading, "$.in['a b'][-1].*") == 3.0
    assert at(reading, "$.s") is at(reading, "$.no") is at(reading, "$") is at(reading, "$.n") is None


def test_every_offered_path_leads_back_to_the_node_that_it_was_made_of() -> None:
    reading = read(msgpack.packb({"a": [[1, 2], {"b.c": 3, "": 4, "it's": 5}], "x": {"y": [6]}}))
    assert [at(reading, text) for text in offered(reading)] == [1, 2, 3, 4, 5, 6]


def test_elements_and_attributes_of_xml_are_numbers() -> None:
    data = b'<r><!-- x --><t unit="2">21.5</t><v>1</v><v>  7 </v><t2><a>1</a>2</t2><ns:x>8</ns:x></r>'
    reading = read(data)
    assert offered(reading) == [
        "$.r.t",
        "$.r.t['@unit']".replace("['@unit']", ".@unit"),
        "$.r.v[0]",
        "$.r.v[1]",
        "$.r.t2.a",
        "$.r['ns:x']",
    ]
    assert [at(reading, text) for text in offered(reading)] == [21.5, 2, 1, 7, 1, 8]
    assert at(reading, "$.r.v") == 7.0
    assert at(reading, "$.r.v[*]") == 1.0


def test_fields_of_protobuf_are_found_by_name_and_repeated_ones_by_place(tmp_path: Path) -> None:
    (tmp_path / "p.proto").write_text(PROTO)
    cells = [block(1, b"\x09" + struct.pack("<d", volt)) for volt in (3.5, 3.75)]
    data = b"".join(cells) + block(2, b"\x05\x06") + number(3, 1) + block(4, b"\x09" + struct.pack("<d", 9.5))
    reading = read(data, None, rules(tmp_path / "p.proto", BoundFormat.PROTOBUF, "Pack"))
    assert offered(reading)[:5] == ["$.cells[0].volt", "$.cells[1].volt", "$.counts[0]", "$.counts[1]", "$.mode"]
    found = [at(reading, text) for text in ("$.cells[0].volt", "$.cells.volt", "$.counts[-1]", "$.mode", "$.w")]
    assert found == [3.5, 3.75, 6.0, 1.0, 9.5]
    unbound = read(data, Format.PROTOBUF)
    assert at(unbound, "$.3") == 1.0


def test_fields_of_avro_are_found_by_the_schema_of_the_topic(tmp_path: Path) -> None:
    (tmp_path / "r.avsc").write_text(json.dumps(AVRO))
    file = io.BytesIO()
    fastavro.schemaless_writer(file, fastavro.parse_schema(AVRO), {"v": 2.5, "m": {"a b": 7}})
    reading = read(file.getvalue(), None, rules(tmp_path / "r.avsc", BoundFormat.AVRO))
    assert offered(reading) == ["$.v", "$.m['a b']"]
    assert [at(reading, text) for text in offered(reading)] == [2.5, 7.0]


def test_metrics_of_sparkplug_are_found_by_name_whether_they_come_with_it_or_with_an_alias() -> None:
    made = connection()
    topic = "spBv1.0/plant/{}/edge"
    value = b"\x65" + struct.pack("<f", 21.5)
    receive(
        made,
        Sent(
            topic.format("NBIRTH"),
            payload(0, metric("Out/Temp 1", 1, 9, value), metric("Pressure", 2, 3, number(10, 7))),
        ),
        Sent(topic.format("NDATA"), payload(1, metric("", 1, 0, value), metric("", 2, 0, number(10, (1 << 32) - 5)))),
        Sent(topic.format("NDATA"), payload(2, metric("On", -1, 11, number(14, 1)), metric("", 77, 0, number(10, 3)))),
    )
    for now_s in (1.0, 2.0):
        made.tick(now_s)
    births = RememberedBirths(EdgeNodes(made.log, made.tree))
    first, second, third = (finish(read_steps(made.log.message(seq), told=births)) for seq in range(3))
    assert offered(first) == offered(second) == ["$['Out/Temp 1']", "$.Pressure"]
    assert [at(second, text) for text in offered(second)] == [21.5, -5.0]
    assert [at(first, text) for text in offered(first)] == [21.5, 7.0]
    assert [(text, at(third, text)) for text in offered(third)] == [("$.On", 1.0), ("$['alias 77']", 3.0)]
    assert at(third, "$.seq") == 2.0
    assert births.births(topic.format("NDATA")) is births.births(topic.format("NDATA"))


def test_numbers_of_cbor_that_consist_of_several_values_are_drawn() -> None:
    tagged = {
        "decimal": cbor2.CBORTag(4, [-2, 27315]),
        "binary": cbor2.CBORTag(5, [-1, 3]),
        "great": 2**70,
        "third": cbor2.CBORTag(30, [1, 4]),
        "at": cbor2.CBORTag(1, 1_700_000_000),
        "huge": cbor2.CBORTag(4, [400, 1]),
        "none": cbor2.CBORTag(30, [1, 0]),
    }
    reading = read(cbor2.dumps(tagged))
    wanted = {"$.decimal": 273.15, "$.binary": 1.5, "$.great": 2.0**70, "$.third": 0.25, "$.at": 1.7e9}
    assert {text: at(reading, text) for text in wanted} == wanted
    assert [text for text in offered(reading) if "[" not in text] == list(wanted)
    assert at(reading, "$.huge") is at(reading, "$.none") is None
    assert at(reading, "$.decimal[1]") == 27315.0


@pytest.mark.parametrize("levels", [0, 1])
def test_elements_of_arrays_in_bytes_are_drawn(levels: int) -> None:
    array: object = cbor2.CBORTag(81, struct.pack(">3f", 1.5, 48.1, float("nan")))
    for _ in range(levels):
        array = {"in": array}
    reading, prefix = read(cbor2.dumps({"t": 1, "a": array}), Format.CBOR), "$.a" + ".in" * levels
    assert offered(reading) == ["$.t", *(f"{prefix}[{place}]" for place in range(3))]
    assert [at(reading, f"{prefix}[{place}]") for place in (0, 1, 2, 3, -1, -3, -4)] == [
        1.5, 48.1, None, None, None, 1.5, None,
    ]  # fmt: skip
    assert at(reading, f"{prefix}[*]") == 1.5
    assert at(reading, prefix) is None


def test_elements_of_sparkplug_arrays_are_drawn_by_the_datatype_of_the_birth() -> None:
    made, array = connection(), block(16, struct.pack("<2d", 4, 5.5))
    birth, data = payload(0, metric("Curve", 7, 31, array)), payload(1, metric("", 7, 0, array))
    receive(made, Sent("spBv1.0/g/NBIRTH/n", birth), Sent("spBv1.0/g/NDATA/n", data))
    for now_s in (1.0, 2.0):
        made.tick(now_s)
    told = RememberedBirths(EdgeNodes(made.log, made.tree))
    for reading in (finish(read_steps(made.log.message(seq), told=told)) for seq in range(2)):
        assert offered(reading) == ["$.Curve[0]", "$.Curve[1]"]
        assert at(reading, "$.Curve[1]") == 5.5


def test_fixed_fields_without_a_schema_are_drawn_as_what_they_are_likely_to_be() -> None:
    data = b"".join(
        struct.pack("<B", tag << 3 | wire) + struct.pack(layout, value)
        for tag, wire, layout, value in (
            (1, 5, "<f", 48.1), (2, 5, "<I", 77), (3, 1, "<d", -2.5), (4, 1, "<Q", 1 << 40), (5, 1, "<d", 0.0),
        )
    )  # fmt: skip
    reading = read(data, Format.PROTOBUF)
    paths = offered(reading)
    assert paths == [f"$['{tag}']" for tag in range(1, 6)]
    assert [at(reading, each) for each in paths] == [48.1, 77, -2.5, float(1 << 40), 0]


def test_times_and_durations_are_seconds_where_no_number_stands_beside_them(tmp_path: Path) -> None:
    reading = read(msgpack.packb({"at": msgpack.Timestamp(1_700_000_000, 500_000_000), "later": 1}))
    assert (offered(reading), at(reading, "$.at")) == (["$.at", "$.later"], 1_700_000_000.5)
    (tmp_path / "t.proto").write_text(
        'syntax = "proto3"; import "google/protobuf/timestamp.proto"; import "google/protobuf/duration.proto";'
        "message M { google.protobuf.Timestamp at = 1; google.protobuf.Duration took = 2; }"
    )
    data = block(1, number(1, 1_700_000_000)) + block(2, number(1, 1) + number(2, 500_000_000))
    bound = read(data, None, rules(tmp_path / "t.proto", BoundFormat.PROTOBUF))
    assert [(text, at(bound, text)) for text in offered(bound)] == [("$.at", 1.7e9), ("$.took", 1.5)]


def test_births_are_remembered_when_the_log_lets_them_go() -> None:
    made = connection()
    receive(made, Sent("spBv1.0/p/NBIRTH/e", payload(0, metric("T", 1, 9))))
    made.tick(1.0)
    births = RememberedBirths(EdgeNodes(made.log, made.tree))
    assert births.births("spBv1.0/p/NDATA/e").names == {1: "T"}
    made.clear()
    made.tick(2.0)
    assert births.births("spBv1.0/p/NDATA/e").names == {1: "T"}


def test_a_text_that_is_a_number_is_one_in_any_encoding() -> None:
    for data in (b"21.5", "\ufeff21.5\n".encode("utf-16-le"), b"\xef\xbb\xbf21.5", gzip.compress(b" 21.5")):
        reading = read(data)
        assert (offered(reading), at(reading, "$"), at(reading, "$.a")) == (["$"], 21.5, None)
    assert offered(read(b"on")) == offered(read(b"\x00\xff")) == offered(read(b"")) == []


def quick(reader: NumberReader, data: bytes, properties: bytes = b"") -> float | Slow | None:
    log = MessageLog(TopicTable(), budget_bytes=1 << 20)
    log.append(batch_of(log.topics, Sent("a", data, properties=properties)))
    log.tick()
    ((segment, (index,)),) = log.parts([0])
    return reader.quick(segment, index)


def test_what_the_sender_says_decides_what_a_byte_means() -> None:
    reader = NumberReader("a", JsonPath())
    said = Message("a", b"5", properties=Properties(content_type="application/cbor"))
    assert quick(reader, b"5") == 5.0
    assert quick(reader, b"5", b"\x03\x00\x10application/cbor") is Slow.SLOW
    assert finish(reader.steps(said)) == -22.0


def test_a_format_chosen_by_hand_holds_for_the_line() -> None:
    reader = NumberReader("a", JsonPath(), wanted=Format.CBOR)
    assert quick(reader, b"5") is Slow.SLOW
    assert finish(reader.steps(Message("a", b"5"))) == -22.0


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(1 << 60), 1 << 60) | st.floats(allow_nan=False) | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
        max_leaves=12,
    )
)
def test_reading_by_bytes_and_by_tree_give_the_same(document: object) -> None:
    data = json.dumps(document).encode()
    reading = read(data, Format.JSON)
    for text in offered(reading):
        number = quick(NumberReader("a", path(text)), data)
        assert number is not None
        assert number == at(reading, text)


def test_a_nodes_number_is_that_of_its_path() -> None:
    reading = read(cbor2.dumps({"a": cbor2.CBORTag(1000, 7), "b": [True, "x", "1e3", float("inf")]}))
    assert reading.tree is not None
    numbers = {reading.path(node): number_of(reading, node) for node in range(len(reading.tree))}
    assert numbers["$.a"] == 7.0
    assert [numbers[f"$.b[{place}]"] for place in range(4)] == [1.0, None, 1000.0, None]


@pytest.mark.parametrize(
    "data",
    [
        b"\x9f" * 100_000 + b"\xff" * 100_000,
        msgpack.packb(list(range(200_000))),
        msgpack.packb({str(n): {"v": n} for n in range(50_000)}),
        b"[" * 100_000 + b"]" * 100_000,
        json.dumps([1] * 500_000).encode(),
        b"<a>" * 10_000 + b"</a>" * 10_000,
    ],
    ids=["deep CBOR", "long list", "wide map", "deep JSON", "long JSON", "deep XML"],
)
def test_hostile_payloads_offer_few_paths_and_are_looked_through_in_short_steps(data: bytes) -> None:
    wanted = Format.CBOR if data[:1] == b"\x9f" else Format.MSGPACK if data[:1] in b"\xdd\xde\xdf" else None
    steps = read_steps(Message("a", data), wanted)
    reading = finish(steps)
    for work in (paths_steps(reading), number_steps(reading, path("$..v")), number_steps(reading, path("$.40000.v"))):
        longest, more = 0.0, True
        with without_collections():
            while more:
                began = time.thread_time()
                more = next(work, None) is not None
                longest = max(longest, time.thread_time() - began)
        assert longest < 0.1
    assert len(offered(reading)) <= 200
