"""A payload's first bytes as one line that cannot break, hide or reorder anything."""

from __future__ import annotations

import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.payloads.preview import preview


@pytest.mark.parametrize(
    ("payload", "line"),
    [
        (b"", ""),
        (b"21.5", "21.5"),
        ("21,5 °C".encode(), "21,5 °C"),
        (b'{\n\t"a": 1\r\n}', '{  "a": 1  }'),
        (b"a\x00b\x1b[31m", "a‹NUL›b‹ESC›[31m"),
        (b"\x7f", "‹DEL›"),
        (b"\x00\xff\x10", "00 ff 10"),
        ("abc\u202edef".encode(), "abc‹U+202E›def"),
        ('{"ü":\n"😀\u202e"}'.encode("utf-16"), '{"ü": "😀‹U+202E›"}'),
        ('["ü"]'.encode("utf-32-be"), '["ü"]'),
        (b"\xff\xfe\x00\xd8\x00\x00", "ff fe 00 d8 00 00"),
        (b"\xff\xfe{\x00}", "{"),
        ("👩\u200d🔧".encode(), "👩\u200d🔧"),
    ],
)
def test_a_payload_reads_as_one_line(payload: bytes, line: str) -> None:
    assert preview(payload, len(payload)) == line


def test_a_character_cut_in_two_does_not_make_the_rest_binary() -> None:
    text = "é" * 100
    assert preview(text.encode()[:151], 200) == "é" * 75


def test_half_a_character_at_the_very_end_of_a_whole_payload_is_binary() -> None:
    assert preview(b"ab\xc3", 3) == "61 62 c3"


def test_long_binary_says_that_it_goes_on() -> None:
    assert preview(bytes(range(128, 168)), 40) == bytes(range(128, 160)).hex(" ") + " …"


@given(st.binary(max_size=64), st.integers(0, 1000))
def test_no_payload_gives_more_than_one_line_of_printable_text(payload: bytes, more: int) -> None:
    assert preview(payload, len(payload) + more).replace("\u200c", "").replace("\u200d", "").isprintable()


def test_a_preview_of_a_plain_payload_is_quick() -> None:
    payload = b'{"device":"sensor-17","temperature":21.5,"humidity":40.2,"battery":97,"time":"2030-01-02T03:04:05Z"}'
    assert len(payload) == 100
    best = min(timeit.repeat(lambda: preview(payload), number=1000, repeat=20)) / 1000
    assert best < 3e-6
