from __future__ import annotations

import base64
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.mqtt.batch import Message
from tracemq.mqtt.properties import Properties
from tracemq.payloads.detect import Format
from tracemq.payloads.errors import DecodeProblem
from tracemq.payloads.tree import finish
from tracemq.viewmodels.payload_reader import Layer, Reading, read_steps


def read(payload: bytes, wanted: Format | None = None, topic: str = "a", **properties: object) -> Reading:
    return finish(read_steps(Message(topic, payload, properties=Properties(**properties)), wanted))  # type: ignore[arg-type]


def test_the_payload_decides_where_nobody_asks() -> None:
    assert read(b'{"a": 1}').format is Format.JSON
    assert read(b"21.5").format is Format.TEXT
    assert read(b"").format is Format.TEXT
    assert read(b"\x00\xff").format is Format.BINARY
    assert read(b"21.5", content_type="application/json").format is Format.JSON


def test_a_tree_comes_with_values_and_paths() -> None:
    reading = read(b'{"a": {"b c": [1, 127.0]}}')
    assert reading.tree is not None
    node = len(reading.tree) - 1
    assert reading.preview(node, 10) == "127.0"
    assert reading.value(node) == "127.0"
    assert reading.path(node) == "$.a['b c'][1]"
    assert reading.value(1) == '{"b c": [1, 127.0]}'


def test_layers_are_taken_off_one_after_another() -> None:
    inner = b'{"a": 1}'
    reading = read(base64.b64encode(gzip.compress(zlib.compress(inner))), Format.BASE64)
    assert reading.format is Format.JSON
    assert reading.data == inner
    assert [layer.format for layer in reading.layers] == [Format.BASE64, Format.GZIP, Format.ZLIB]
    assert reading.layers[-1] == Layer(Format.ZLIB, len(inner))


def test_layers_have_an_end() -> None:
    data = b"x"
    for _ in range(20):
        data = gzip.compress(data)
    assert len(read(data).layers) == 4


@pytest.mark.parametrize("size", [1, 100, 300_000, 1_000_001])
def test_long_base64_is_decoded_in_pieces_to_the_same_bytes(size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    text = base64.encodebytes(data[:size])
    assert read(text, Format.BASE64).data == data[:size]
    assert read(text.rstrip(b"=\n"), Format.BASE64).data == data[:size]


def test_what_cannot_be_read_as_asked_is_shown_plain_with_the_reason() -> None:
    reading = read(b'{"a": ', Format.JSON)
    assert (reading.format, reading.tried) == (Format.TEXT, Format.JSON)
    assert reading.error is not None
    assert reading.error.problem is DecodeProblem.UNEXPECTED_END
    assert read(b"\xff\x00", Format.XML).format is Format.BINARY


def test_a_long_json_is_text_until_it_is_asked_for() -> None:
    payload = b"[" + b"1," * 2_200_000 + b"1]"
    assert read(payload).format is Format.TEXT
    assert read(payload, Format.JSON).format is Format.JSON


def test_text_that_is_no_xml_is_not_searched_through() -> None:
    steps = read_steps(Message("a", b"x" * (20 << 20)), Format.XML)
    assert sum(1 for _ in steps) < 50


@given(st.binary(max_size=200), st.sampled_from([None, *Format]))
def test_no_bytes_in_no_format_raise(payload: bytes, wanted: Format | None) -> None:
    reading = read(payload, wanted, topic="spBv1.0/g/NDATA/n")
    if reading.tree is not None:
        for node in range(len(reading.tree)):
            reading.preview(node, 50)
            reading.path(node)
            reading.value(node)
