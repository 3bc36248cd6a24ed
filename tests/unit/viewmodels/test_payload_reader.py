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
from tracemq.payloads.errors import DecodeError, DecodeProblem
from tracemq.payloads.tree import finish
from tracemq.viewmodels.payload_reader import MAX_AUTOMATIC, Layer, Reading, read_steps


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


DOCUMENT = '{"ü": "😀", "big": 12345678901234567890, "x": [127.0, "é"]}'


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_json_in_a_wide_encoding_is_read_exactly_and_linked_with_the_bytes_as_sent(encoding: str, mark: str) -> None:
    payload = (mark + DOCUMENT).encode(encoding)
    reading = read(payload)
    assert (reading.format, reading.encoding, reading.data) == (Format.JSON, encoding, payload)
    assert reading.tree is not None
    assert [reading.raw(node) for node in (1, 2, 4, 5)] == ['"😀"', "12345678901234567890", "127.0", '"é"']
    for node in range(len(reading.tree)):
        start, end = reading.span(node)
        assert payload[start:end].decode(encoding).removeprefix("\ufeff") == reading.raw(node)
        assert node == 0 or reading.node_at(start) == node


def test_places_in_long_wide_json_are_found_without_turning_all_of_it() -> None:
    payload = ("[" + '"ü😀", ' * 50_000 + "7]").encode("utf-16-le")
    reading = read(payload)
    assert reading.tree is not None
    node = len(reading.tree) - 1
    start, end = reading.span(node)
    assert payload[start:end] == "7".encode("utf-16-le")
    assert reading.node_at(start + 1) == node
    assert reading.node_at(reading.span(30_000)[0] + 3) == 30_000


def test_json_is_read_in_the_encoding_that_the_sender_names() -> None:
    payload = '{"ü": "é"}'.encode("latin-1")
    reading = read(payload, content_type="application/json; charset=iso-8859-1")
    assert (reading.format, reading.encoding) == (Format.JSON, "latin-1")
    assert reading.value(1) == "é"
    assert reading.span(1) == (6, 9)


def test_json_behind_a_byte_order_mark_of_utf_8_is_json() -> None:
    reading = read('\ufeff{"a": 1}'.encode())
    assert (reading.format, reading.encoding, reading.span(1)) == (Format.JSON, "utf-8", (9, 10))


def test_what_is_wrong_with_wide_json_is_said_by_its_place_in_the_bytes() -> None:
    reading = read('\ufeff{"ü": no}'.encode("utf-16-be"))
    assert isinstance(reading.error, DecodeError)
    assert (reading.tried, reading.format, reading.encoding) == (Format.JSON, Format.TEXT, "utf-16-be")
    assert (reading.error.offset, reading.error.line, reading.error.column) == (14, 1, 7)
    cut = read(b'{\x00"\x00\x00\xd8}\x00', Format.JSON)
    assert isinstance(cut.error, DecodeError)
    assert (cut.error.problem, cut.error.offset) == (DecodeProblem.BAD_VALUE, 4)


def test_a_long_json_is_text_until_it_is_asked_for() -> None:
    long = b'["%b"]' % (b"x" * (MAX_AUTOMATIC - 3))
    assert read(long).format is Format.TEXT
    assert read(long, Format.JSON).format is Format.JSON
    assert read(long.replace(b"x", b"", 1)).format is Format.JSON  # a byte less


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
