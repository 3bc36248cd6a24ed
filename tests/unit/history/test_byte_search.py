"""Searching a block of packets at once finds just the payloads that contain the text."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.history.byte_search import MANY, PIECE_BYTES, SAMPLE, Needle
from tracemq.history.segment import Segment
from tracemq.mqtt.batch import TopicTable
from tracemq.mqtt.types import Version

from .batches import Sent, batch_of


def segment_of(*payloads: bytes, topic: str = "t") -> Segment:
    batch = batch_of(TopicTable(), *(Sent(topic, payload) for payload in payloads))
    segment = Segment(0, Version.V5, bytearray(len(batch.data)))
    segment.extend(batch, 0, len(batch))
    return segment


def found(needle: Needle, segment: Segment, low: int = 0, high: int | None = None) -> list[int]:
    rows = needle.rows(np.frombuffer(segment.data, np.uint8), segment.columns(low, high))
    return [low + row for row in np.flatnonzero(rows).tolist()]


def test_only_payloads_are_searched() -> None:
    segment = segment_of(b"x", b"needle", b"", b"a needle b", topic="needle")
    assert found(Needle("needle", ignore_case=False), segment) == [1, 3]


def test_a_text_across_two_packets_is_not_found() -> None:
    segment = segment_of(b"ab", b"cd")
    whole = bytes(segment.data)
    border = whole[whole.index(b"ab") : whole.index(b"cd") + 2].decode()
    assert found(Needle(border, ignore_case=False), segment) == []
    assert found(Needle("ab0", ignore_case=False), segment) == []  # 0x30 begins the next packet


def test_a_part_of_the_rows_can_be_searched() -> None:
    segment = segment_of(*[b"x", b"y"] * 10)
    assert found(Needle("x", ignore_case=False), segment, 5, 11) == [6, 8, 10]
    assert found(Needle("x", ignore_case=False), segment, 5, 5) == []


def test_an_empty_text_is_in_every_payload() -> None:
    assert found(Needle("", ignore_case=True), segment_of(b"", b"x")) == [0, 1]


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("temp", "The TEMPerature"),
        ("a@b[c", "A@B[C"),
        ("été", "ÉTÉ"),
        ("год", "ГОД"),
        ("straße", "STRAßE"),
        ("kelvin é", "\u212aELVIN É"),
        ("ångström", "\u212bNGSTRÖM"),
        ("île", "ÎLE"),
        ("ı", "ı"),
    ],
)
def test_a_text_in_small_letters_finds_capitals(text: str, payload: str) -> None:
    segment = segment_of(b"other", payload.encode(), b"\xff\xfe", payload.encode() + b"\xff")
    assert found(Needle(text, ignore_case=True), segment) == [1, 3]
    assert found(Needle(text, ignore_case=False), segment) == ([1, 3] if text in payload else [])
    assert Needle(text, ignore_case=True).in_text(payload)


@pytest.mark.parametrize(("text", "payload"), [("@", "`"), ("[", "{"), ("é", "i"), ("k", "\u212a")])
def test_signs_that_differ_by_the_same_bit_are_not_taken_for_letters(text: str, payload: str) -> None:
    assert found(Needle(text, ignore_case=True), segment_of(payload.encode())) == []


def test_payloads_larger_than_a_piece_are_searched_as_well() -> None:
    source = random.Random(5)
    payloads = [
        bytes(source.choices(b"abc", k=source.choice([10, PIECE_BYTES // 3, PIECE_BYTES + 100]))) for _ in range(12)
    ]
    payloads[3] = payloads[3] + b"needle"
    payloads[7] = b"needle" + payloads[7]
    assert found(Needle("needle", ignore_case=True), segment_of(*payloads)) == [3, 7]


ALPHABET = st.sampled_from([b"a", b"A", b"b", b"0", b"\x00", "é".encode(), "É".encode(), b"\xc3", "ß".encode(), b"K"])


@given(
    st.lists(st.lists(ALPHABET, max_size=8).map(b"".join), min_size=1, max_size=30),
    st.lists(st.sampled_from("aAb0\x00éÉßkK\u212a"), min_size=1, max_size=4).map("".join),
    st.booleans(),
    st.data(),
)
@settings(max_examples=400)
def test_it_finds_what_looking_at_each_payload_finds(
    payloads: list[bytes], text: str, ignore_case: bool, data: st.DataObject
) -> None:
    if ignore_case:
        text = text.lower()
    segment = segment_of(*payloads)
    low = data.draw(st.integers(0, len(payloads)))
    high = data.draw(st.integers(low, len(payloads)))
    if not ignore_case:
        expected = [row for row in range(low, high) if text.encode() in payloads[row]]
    elif text.isascii():
        expected = [row for row in range(low, high) if text.encode() in payloads[row].lower()]
    else:
        expected = [row for row in range(low, high) if text in payloads[row].decode(errors="replace").lower()]
    assert found(Needle(text, ignore_case), segment, low, high) == expected


def layouts(source: random.Random, count: int, usual: float) -> list[bytes]:
    """Payloads of which most have the text in one of a few places, as readings of one make have it."""
    payloads = []
    for _ in range(count):
        if source.random() < usual:
            payload = b'{"t":%d,"Status":"ok"}' % source.randrange(900, 1_100)
        else:
            payload = source.choice(
                (b"", b"st", b'{"Status"', b'"status":1', b"-" * 40 + b'"STATUS"', b'"statu5":', b"\xff")
            )
        payloads.append(payload)
    return payloads


@pytest.mark.parametrize("usual", [1.0, 0.97, 0.8, 0.7, 0.3, 0.0])
@pytest.mark.parametrize("text", ['"status":', '"Status":', '"Status":"ok"}', "s"])
def test_a_text_in_the_same_places_of_most_rows_is_found_as_elsewhere(usual: float, text: str) -> None:
    payloads = layouts(random.Random(usual), 3 * MANY, usual)
    segment = segment_of(*payloads)
    ignore_case = text.islower()
    wanted = [
        row for row, payload in enumerate(payloads) if text.encode() in (payload.lower() if ignore_case else payload)
    ]
    assert found(Needle(text, ignore_case), segment) == wanted
    assert found(Needle(text, ignore_case), segment, 100, 100 + MANY) == [
        row for row in wanted if 100 <= row < 100 + MANY
    ]


def test_the_likely_places_are_looked_at_only_where_a_sample_has_them() -> None:
    needle = Needle('"status":', ignore_case=True)
    for usual, likely in ((1.0, True), (0.3, False)):
        segment = segment_of(*layouts(random.Random(1), 2 * MANY, usual))
        block = np.frombuffer(segment.data, np.uint8)
        assert bool(needle._likely_offsets(block, segment.columns())) is likely
        assert needle._likely_offsets(block, segment.columns(0, MANY - 1)) == []


def test_a_sample_that_misleads_costs_no_row() -> None:
    payloads = [b"needle" if row % (2 * MANY // SAMPLE) == 0 else b"ne-needle" for row in range(2 * MANY)]
    segment = segment_of(*payloads)
    assert Needle("needle", ignore_case=False)._likely_offsets(np.frombuffer(segment.data, np.uint8), segment.columns())
    assert found(Needle("needle", ignore_case=False), segment) == list(range(2 * MANY))
