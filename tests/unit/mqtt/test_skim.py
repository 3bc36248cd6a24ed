"""What is skimmed is in order, and means what the codec reads in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.mqtt.codec import decode_publish_properties, publish_properties
from tracemq.mqtt.errors import MqttError
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.skim import UNSURE, skim
from tracemq.mqtt.wire import write_varint

texts = st.one_of(st.text(max_size=6), st.sampled_from(["\0", "#", "a/+", ""]))
ordinary = st.builds(
    Properties,
    payload_format_indicator=st.sampled_from([None, 0, 1]),
    message_expiry_interval=st.sampled_from([None, 0, 0xFFFFFFFF]),
    content_type=st.sampled_from([None, "", "text"]),
    response_topic=st.sampled_from([None, "a/b"]),
    correlation_data=st.sampled_from([None, b"", b"\0\xff"]),
    topic_alias=st.sampled_from([None, 1, 65_535]),
    user_properties=st.lists(st.tuples(st.sampled_from(["", "k"]), st.sampled_from(["v", "ü"])), max_size=3).map(tuple),
)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    written = bytearray(publish_properties(draw(ordinary))[1:])
    for _ in range(draw(st.integers(0, 3))):
        if written:
            written[draw(st.integers(0, len(written) - 1))] = draw(st.integers(0, 255))
    return bytes(written) + draw(st.binary(max_size=2))


@given(ordinary)
def test_ordinary_properties_are_skimmed(properties: Properties) -> None:
    written = publish_properties(properties)
    assert skim(written, 1, len(written)) == (properties.topic_alias or 0)


@given(st.one_of(spoilt(), st.binary(max_size=12)))
@settings(max_examples=1000)
def test_nothing_is_skimmed_that_the_codec_refuses(body: bytes) -> None:
    alias = skim(body, 0, len(body))
    try:
        expected = decode_publish_properties(write_varint(len(body)) + body).topic_alias or 0
    except MqttError:
        assert alias == UNSURE
    else:
        assert alias in (UNSURE, expected)


@pytest.mark.parametrize(
    "body",
    [
        "0102",  # payload format indicator 2
        "01000101",  # twice
        "230000",  # topic alias 0
        "0300010003000100",  # content type twice
        "0300010061",  # left over
        "03000200",  # cut inside a text
        "0800012b",  # wildcard in a response topic
        "08000000",
        "26000180000161",  # not UTF-8
        "2600010000016100",  # U+0000
        "0b05",  # subscription identifiers are the codec's
        "0200",  # cut inside a number
        "09ffff",
        "7f",
    ],
)
def test_what_is_unusual_is_left_to_the_codec(body: str) -> None:
    data = bytes.fromhex(body)
    assert skim(data, 0, len(data)) == UNSURE
