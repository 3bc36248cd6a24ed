"""Payloads are read by the schema, type or encoding that the user has bound to their topic."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path

import fastavro
import pytest

from tracemq.mqtt.batch import Message
from tracemq.mqtt.properties import Properties
from tracemq.payloads.detect import Format
from tracemq.payloads.errors import DecodeError, DecodeProblem
from tracemq.payloads.framing import Framing
from tracemq.payloads.tree import finish
from tracemq.profiles.bindings import Binding, BindingStore, BoundFormat
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.viewmodels.payload_bindings import FORMAT_OF, PayloadBindings
from tracemq.viewmodels.payload_reader import Reading, read_steps
from tracemq.viewmodels.schemas import Schemas, message_types

MAIN = """
syntax = "proto3";
package plant;
import "plant/units.proto";
import "google/protobuf/timestamp.proto";
message Reading { double value = 1; Unit unit = 2; google.protobuf.Timestamp at = 3; }
"""
UNITS = 'syntax = "proto3"; package plant; enum Unit { NONE = 0; CELSIUS = 1; }'
READING = bytes.fromhex("09 00 00 00 00 00 80 35 40 10 01".replace(" ", ""))
AVRO = {"type": "record", "name": "R", "fields": [{"name": "v", "type": "double"}, {"name": "n", "type": "long"}]}


@pytest.fixture
def proto(tmp_path: Path) -> Path:
    folder = tmp_path / "protos" / "plant"
    folder.mkdir(parents=True)
    (folder / "units.proto").write_text(UNITS)
    (folder / "reading.proto").write_text(MAIN)
    return folder / "reading.proto"


@pytest.fixture
def avro(tmp_path: Path) -> Path:
    (tmp_path / "r.avsc").write_text(json.dumps(AVRO))
    return tmp_path / "r.avsc"


def bound(*bindings: Binding) -> PayloadBindings:
    made = PayloadBindings()
    made.use(bindings)
    return made


def read(payload: bytes, bindings: PayloadBindings, topic: str = "plant/7", wanted: Format | None = None) -> Reading:
    return finish(read_steps(Message(topic, payload), wanted, bindings.rules("p1")))


def texts(reading: Reading) -> dict[str, str]:
    assert reading.tree is not None, reading.error
    return {reading.tree.label(node): reading.tree.text(node) for node in reading.tree.children(0)}


def avro_bytes(value: object) -> bytes:
    file = io.BytesIO()
    fastavro.schemaless_writer(file, fastavro.parse_schema(AVRO), value)
    return file.getvalue()


def test_a_topic_bound_to_a_message_type_is_read_by_it_with_what_its_file_imports(proto: Path) -> None:
    rule = Binding(filter="plant/+", format=BoundFormat.PROTOBUF, schema_file=str(proto), type="plant.Reading")
    reading = read(READING, bound(rule))
    assert reading.format is Format.PROTOBUF
    assert reading.type == "plant.Reading"
    assert texts(reading) == {"value": "21.5", "unit": "CELSIUS (1)"}
    assert read(READING, bound(rule), topic="garden").format is not Format.PROTOBUF


def test_several_rules_hold_at_once_and_each_reads_its_own_topics(proto: Path, avro: Path) -> None:
    rules = bound(
        Binding(filter="plant/7", format=BoundFormat.AVRO, schema_file=str(avro)),
        Binding(filter="plant/#", format=BoundFormat.PROTOBUF, schema_file=str(proto), type="plant.Reading"),
        Binding(filter="legacy/#", format=BoundFormat.TEXT, type="shift_jis"),
    )
    assert texts(read(avro_bytes({"v": 1.5, "n": 7}), rules)) == {"v": "1.5", "n": "7"}
    assert texts(read(READING, rules, topic="plant/8"))["value"] == "21.5"
    legacy = read("温度".encode("shift_jis"), rules, topic="legacy/a")
    assert (legacy.format, legacy.encoding) == (Format.TEXT, "shift_jis")


def test_the_only_outermost_message_of_a_file_needs_no_name(proto: Path) -> None:
    rule = Binding(filter="#", format=BoundFormat.PROTOBUF, schema_file=str(proto))
    assert read(READING, bound(rule)).type == "plant.Reading"
    proto.write_text(MAIN + "message Other {}")
    reading = read(READING, bound(rule))
    assert isinstance(reading.error, DecodeError)
    assert reading.error.problem is DecodeProblem.NO_TYPE


def test_a_changed_file_is_read_anew_and_an_unchanged_one_is_not(proto: Path) -> None:
    schemas = Schemas()
    first = finish(schemas.steps(str(proto)))
    assert finish(schemas.steps(str(proto))) is first
    units = proto.parent / "units.proto"
    units.write_text(UNITS.replace("CELSIUS", "KELVIN"))
    os.utime(units, ns=(1, 1))
    assert finish(schemas.steps(str(proto))) is not first


def test_a_schema_reads_no_file_outside_of_its_folders(tmp_path: Path) -> None:
    (tmp_path / "secret.proto").write_text("message Secret {}")
    for name in (str(tmp_path / "secret.proto"), "../secret.proto"):
        inner = tmp_path / "inner"
        inner.mkdir(exist_ok=True)
        (inner / "a.proto").write_text(f'import "{name}"; message A {{}}')
        with pytest.raises(DecodeError, match="not found"):
            finish(Schemas().steps(str(inner / "a.proto")))


@pytest.mark.parametrize("file", ["/nowhere/x.proto", "/dev/null", "/", "\0"])
def test_a_file_that_cannot_be_read_is_told(file: str) -> None:
    reading = read(b"\x08\x01", bound(Binding(filter="#", format=BoundFormat.PROTOBUF, schema_file=file)))
    assert isinstance(reading.error, BadFileError | DecodeError)
    assert reading.format is Format.BINARY


def test_an_error_in_a_schema_names_file_line_and_column(proto: Path) -> None:
    (proto.parent / "units.proto").write_text("enum Unit {\n oops }")
    reading = read(READING, bound(Binding(filter="#", format=BoundFormat.PROTOBUF, schema_file=str(proto))))
    assert isinstance(reading.error, DecodeError)
    assert (getattr(reading.error, "file", ""), reading.error.line) == ("plant/units.proto", 2)


def test_a_single_object_finds_its_schema_by_the_fingerprint_on_any_topic(avro: Path) -> None:
    rules = bound(Binding(filter="elsewhere", format=BoundFormat.AVRO, schema_file=str(avro)))
    fingerprint = bytes.fromhex(
        fastavro.schema.fingerprint(fastavro.schema.to_parsing_canonical_form(AVRO), "CRC-64-AVRO")
    )
    payload = b"\xc3\x01" + fingerprint + avro_bytes({"v": 2.5, "n": 1})
    reading = read(payload, rules)
    assert texts(reading) == {"v": "2.5", "n": "1"}
    assert reading.header is not None
    assert (reading.header.framing, reading.header.schema) == (Framing.SINGLE_OBJECT, fingerprint.hex())
    alone = read(payload, bound())
    assert isinstance(alone.error, DecodeError)
    assert (alone.error.problem, alone.error.detail) == (DecodeProblem.NO_SCHEMA, fingerprint.hex())


def test_confluents_frame_is_stepped_over(proto: Path, avro: Path) -> None:
    rules = bound(
        Binding(filter="a", format=BoundFormat.AVRO, schema_file=str(avro)),
        Binding(filter="p", format=BoundFormat.PROTOBUF, schema_file=str(proto), type="plant.Reading"),
    )
    for topic, payload in (
        ("a", b"\0\0\0\0\x2a" + avro_bytes({"v": 21.5, "n": 1})),
        ("p", b"\0\0\0\0\x2a\0" + READING),
    ):
        reading = read(payload, rules, topic)
        assert "21.5" in texts(reading).values()
        assert reading.header is not None
        assert (reading.header.framing, reading.header.schema) == (Framing.CONFLUENT, "42")
        assert reading.tree is not None
        assert payload[slice(*reading.tree.span(0))] == payload[reading.header.size :]


def test_what_only_looks_framed_is_read_bare(avro: Path) -> None:
    payload = avro_bytes({"v": 0.0, "n": 0})  # eight zeros come first
    reading = read(payload, bound(Binding(filter="#", format=BoundFormat.AVRO, schema_file=str(avro))))
    assert texts(reading) == {"v": "0.0", "n": "0"}
    assert reading.header is None


def test_what_is_packed_is_unpacked_before_the_rule_reads_it(proto: Path) -> None:
    rule = Binding(filter="#", format=BoundFormat.PROTOBUF, schema_file=str(proto), type="plant.Reading")
    reading = read(gzip.compress(READING), bound(rule))
    assert [layer.format for layer in reading.layers] == [Format.GZIP]
    assert texts(reading)["value"] == "21.5"


def test_a_choice_by_hand_goes_before_the_rule_and_uses_it_where_it_fits(proto: Path) -> None:
    rule = Binding(filter="#", format=BoundFormat.PROTOBUF, schema_file=str(proto), type="plant.Reading")
    assert read(READING, bound(rule), wanted=Format.BINARY).format is Format.BINARY
    assert texts(read(READING, bound(rule), wanted=Format.PROTOBUF))["unit"] == "CELSIUS (1)"


def test_the_rule_goes_before_what_the_sender_says() -> None:
    message = Message("a", b"\x81\xa1a\x01", properties=Properties(content_type="application/json"))
    rules = bound(Binding(filter="a", format=BoundFormat.MSGPACK)).rules()
    assert finish(read_steps(message, None, rules)).format is Format.MSGPACK


def test_changed_rules_are_kept_and_told(tmp_path: Path) -> None:
    store = BindingStore(tmp_path / "bindings.yaml")
    bindings = PayloadBindings(store)
    told: list[int] = []
    bindings.changed.connect(lambda: told.append(1))
    bindings.use([Binding(filter="a", format=BoundFormat.CBOR)])
    assert told == [1]
    assert PayloadBindings(store).bindings == bindings.bindings


def test_every_format_of_a_rule_is_one_of_the_readers() -> None:
    assert set(FORMAT_OF) == set(BoundFormat)


def test_types_are_listed_with_the_users_own_first(proto: Path) -> None:
    schema = finish(Schemas().steps(str(proto)))
    assert message_types(schema) == ["plant.Reading", "google.protobuf.Timestamp"]
