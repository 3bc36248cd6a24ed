"""Tagged values of CBOR are said as what they mean, and nothing that a sender puts into a tag does harm."""

from __future__ import annotations

import struct
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.payloads.cbor import parse_cbor
from tracemq.payloads.tree import Kind

LONG = b"\x01" * 2000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (cbor2.CBORTag(4, [-2, 27315]), "273.15 (tag 4)"),
        (cbor2.CBORTag(4, [3, -5]), "-5000 (tag 4)"),
        (cbor2.CBORTag(4, [-400, 5]), "5e-400 (tag 4)"),
        (cbor2.CBORTag(5, [-1, 3]), "1.5 (tag 5)"),
        (cbor2.CBORTag(5, [-3, 8]), "1 (tag 5)"),
        (cbor2.CBORTag(5, [2, -3]), "-12 (tag 5)"),
        (cbor2.CBORTag(5, [2000, 3]), "3 × 2^2000 (tag 5)"),
        (cbor2.CBORTag(264, [-2, 5]), "0.05 (tag 264)"),
        (cbor2.CBORTag(265, [-2, 5]), "1.25 (tag 265)"),
        (cbor2.CBORTag(30, [1, 3]), "1/3 (tag 30)"),
        (2**70, f"{2**70} (tag 2)"),
        (-(2**70), f"{-(2**70)} (tag 3)"),
        (cbor2.CBORTag(2, b""), "0 (tag 2)"),
        (cbor2.CBORTag(1, 0), "1970-01-01T00:00:00Z (tag 1)"),
        (cbor2.CBORTag(0, "2013-03-21T20:04:00Z"), "2013-03-21T20:04:00Z (tag 0)"),
        (cbor2.CBORTag(100, 365), "1971-01-01 (tag 100)"),
        (UUID(int=5), "00000000-0000-0000-0000-000000000005 (tag 37)"),
        (cbor2.CBORTag(32, "http://a"), "http://a (tag 32)"),
        (cbor2.CBORTag(55799, cbor2.CBORTag(4, [-1, 5])), "0.5 (tag 55799)"),
        (cbor2.CBORTag(24, b"\x01\x02"), "0102 (tag 24)"),
        (cbor2.CBORTag(999, [1]), "tag 999"),
    ],
)
def test_a_tag_is_said_with_what_it_means(value: object, text: str) -> None:
    tree = parse_cbor(cbor2.dumps(value))
    assert (tree.kind(0), tree.text(0)) == (Kind.TAG, text)
    assert tree.plain(0) == (text.partition(" (tag")[0] if " (tag" in text else "")


@pytest.mark.parametrize(
    "value",
    [
        cbor2.CBORTag(4, [1]),
        cbor2.CBORTag(4, [1, 2, 3]),
        cbor2.CBORTag(4, ["1", 2]),
        cbor2.CBORTag(5, [1.5, 2]),
        cbor2.CBORTag(30, [1, 0]),
        cbor2.CBORTag(4, [0, cbor2.CBORTag(2, LONG)]),
    ],
)
def test_what_does_not_fit_a_tag_stays_what_it_is(value: cbor2.CBORTag) -> None:
    tree = parse_cbor(cbor2.dumps(value))
    assert tree.text(0) == f"tag {value.tag}"
    assert tree.text(1) == ""


def test_a_time_beyond_the_calendar_and_a_short_uuid_are_said_as_sent() -> None:
    assert parse_cbor(cbor2.dumps(cbor2.CBORTag(1, 1e300))).text(0) == "1e+300 (tag 1)"
    assert parse_cbor(cbor2.dumps(cbor2.CBORTag(1, float("nan")))).text(0) == "NaN (tag 1)"
    assert parse_cbor(cbor2.dumps(cbor2.CBORTag(100, 2**62))).text(0) == f"{2**62} (tag 100)"
    assert parse_cbor(cbor2.dumps(cbor2.CBORTag(37, b"\x01"))).text(0) == "01 (tag 37)"


def test_a_long_meaning_is_cut_with_a_mark_and_the_tag_stays_in_sight() -> None:
    tree = parse_cbor(cbor2.dumps(cbor2.CBORTag(32, "x" * 1000)))
    assert tree.text(0, 10) == "x" * 10 + "… (tag 32)"


def test_tags_around_tags_and_bytes_of_any_length_take_no_time() -> None:
    assert parse_cbor(b"\xc6" * 100_000 + b"\x01").text(0) == "tag 6"
    great = parse_cbor(cbor2.dumps(cbor2.CBORTag(2, LONG)))
    assert great.text(0) == LONG.hex() + " (tag 2)"
    assert parse_cbor(cbor2.dumps(cbor2.CBORTag(24, LONG * 1000))).text(0) == "tag 24"


@pytest.mark.parametrize(
    "data",
    [
        *(bytes.fromhex(tag) * 12 + b"\x01" for tag in ("c1", "d825", "d864", "c2", "c4")),
        cbor2.dumps(cbor2.CBORTag(4, [1] * 5000)),
    ],
)
def test_what_a_tag_means_is_said_after_few_steps_whatever_is_in_it(data: bytes) -> None:
    tree = parse_cbor(data)
    steps = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal steps
        steps += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        tree.text(0, 300)
    finally:
        sys.setprofile(before)
    assert steps < 200


def test_a_tag_where_the_nodes_ran_out_is_no_number() -> None:
    data = cbor2.dumps(cbor2.CBORTag(4, [-2, 5]))
    for nodes in range(1, 4):
        tree = parse_cbor(data, max_nodes=nodes)
        assert (tree.complete, tree.text(0)) == (False, "tag 4")


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_any_decimal_is_said_exactly(value: Decimal) -> None:
    data = cbor2.dumps(value)
    assert Decimal(parse_cbor(data).plain(0)) == value


@given(st.fractions())
def test_any_fraction_is_said_exactly(value: Fraction) -> None:
    tree = parse_cbor(cbor2.dumps(cbor2.CBORTag(30, [value.numerator, value.denominator])))
    assert Fraction(tree.plain(0)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_double_that_is_sent_as_a_binary_fraction_is_said_exactly(value: float) -> None:
    above, below = value.as_integer_ratio()
    tree = parse_cbor(cbor2.dumps(cbor2.CBORTag(5, [1 - below.bit_length(), above])))
    assert float(tree.plain(0)) == value


@given(st.datetimes(timezones=st.just(UTC)))
def test_any_time_is_said_as_that(value: datetime) -> None:
    tree = parse_cbor(cbor2.dumps(cbor2.CBORTag(1, (value - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1))))
    assert datetime.fromisoformat(tree.plain(0)) == value.replace(microsecond=0)


@pytest.mark.parametrize(
    ("tag", "content", "text"),
    [
        (64, b"\x01\xff", "[1, 255] (tag 64)"),
        (69, b"\x0a\x00\x14\x00", "[10, 20] (tag 69)"),
        (73, b"\xff\xfe\x00\x01", "[-2, 1] (tag 73)"),
        (80, b"\x3e\x00", "[1.5] (tag 80)"),
        (85, struct.pack("<2f", 48.1, -2.5), "[48.1, -2.5] (tag 85)"),
        (82, struct.pack(">d", 0.1), "[0.1] (tag 82)"),
        (82, b"\x00" * 7, "00000000000000 (tag 82)"),
        (76, b"\x00", "00 (tag 76)"),
        (64, bytes(101), f"[{'0, ' * 100}…] (tag 64)"),
    ],
)
def test_an_array_of_numbers_in_bytes_is_said_by_its_elements(tag: int, content: bytes, text: str) -> None:
    assert parse_cbor(cbor2.dumps(cbor2.CBORTag(tag, content))).text(0) == text
