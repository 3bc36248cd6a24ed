import base64
import gzip
import zlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracemq.payloads.errors import DecodeError, DecodeProblem
from tracemq.payloads.unwrap import GZIP_MAGIC, Unwrapped, Wrapping, unwrap, unwrap_base64, unwrap_steps


def deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


PACK = {Wrapping.GZIP: gzip.compress, Wrapping.ZLIB: zlib.compress, Wrapping.DEFLATE: deflate}


@given(st.binary(max_size=200), st.sampled_from(list(Wrapping)), st.binary(max_size=3))
def test_what_was_packed_comes_out(data: bytes, wrapping: Wrapping, rest: bytes) -> None:
    assume(wrapping is not Wrapping.GZIP or rest[:2] != GZIP_MAGIC)  # another member begins with that
    payload = PACK[wrapping](data)
    assert unwrap(payload, wrapping) == Unwrapped(data)
    assert unwrap(payload + rest, wrapping) == Unwrapped(data, rest=len(rest))


def test_a_further_gzip_member_that_lacks_its_end_is_told() -> None:
    payload = gzip.compress(b"first") + GZIP_MAGIC
    with pytest.raises(DecodeError) as told:
        unwrap(payload, Wrapping.GZIP)
    assert (told.value.problem, told.value.offset) == (DecodeProblem.UNEXPECTED_END, len(payload))


@pytest.mark.parametrize("wrapping", list(Wrapping))
def test_a_bomb_stops_at_the_limit_in_small_steps(wrapping: Wrapping) -> None:
    payload = PACK[wrapping](bytes(64 << 20))
    assert len(payload) < 100_000
    steps = list(unwrap_steps(payload, wrapping, 5 << 20))
    assert len(steps) >= 5
    opened = unwrap(payload, wrapping, 5 << 20)
    assert (len(opened.data), opened.complete) == (5 << 20, False)
    assert unwrap(PACK[wrapping](bytes(1000)), wrapping, 1000).complete


def test_a_large_payload_comes_out_whole() -> None:
    data = bytes(range(256)) * 40_000 + b"end"
    assert unwrap(gzip.compress(data, 1), Wrapping.GZIP) == Unwrapped(data)


def test_gzip_members_after_one_another_are_one() -> None:
    assert unwrap(gzip.compress(b"a", mtime=0) + gzip.compress(b"b", mtime=0), Wrapping.GZIP) == Unwrapped(b"ab")


@pytest.mark.parametrize(
    ("payload", "problem"),
    [
        (b"", DecodeProblem.UNEXPECTED_END),
        (gzip.compress(b"hello", mtime=0)[:-1], DecodeProblem.UNEXPECTED_END),
        (gzip.compress(b"hello", mtime=0)[:-8] + bytes(8), DecodeProblem.CHECKSUM),
        (b"not gzip", DecodeProblem.SYNTAX),
    ],
)
def test_what_is_wrong_with_a_stream_is_said(payload: bytes, problem: DecodeProblem) -> None:
    with pytest.raises(DecodeError) as caught:
        unwrap(payload, Wrapping.GZIP)
    assert caught.value.problem is problem


@given(st.binary(max_size=60), st.sampled_from(list(Wrapping)))
def test_random_bytes_give_data_or_the_documented_error(payload: bytes, wrapping: Wrapping) -> None:
    try:
        opened = unwrap(payload, wrapping)
    except DecodeError:
        return
    assert opened.complete


@given(st.binary(max_size=60), st.booleans(), st.booleans())
def test_base64_is_read_in_its_usual_spellings(data: bytes, url_safe: bool, padded: bool) -> None:
    text = base64.urlsafe_b64encode(data) if url_safe else base64.encodebytes(data)
    if not padded:
        text = text.replace(b"=", b"")
    if text.strip():
        assert unwrap_base64(text) == data


@pytest.mark.parametrize(
    ("text", "problem", "offset"),
    [
        (b"", DecodeProblem.EMPTY, 0),
        (b" \n", DecodeProblem.EMPTY, 0),
        (b"ab!d", DecodeProblem.UNEXPECTED, 2),
        (b"abcde", DecodeProblem.UNEXPECTED_END, 5),
        (b"ab==cd", DecodeProblem.UNEXPECTED, 2),
        (b"ab\xffc", DecodeProblem.UNEXPECTED, 2),
    ],
)
def test_what_is_not_base64_is_said_with_its_place(text: bytes, problem: DecodeProblem, offset: int) -> None:
    with pytest.raises(DecodeError) as caught:
        unwrap_base64(text)
    assert (caught.value.problem, caught.value.offset) == (problem, offset)


@given(st.binary(max_size=40))
def test_random_bytes_are_base64_or_give_the_documented_error(data: bytes) -> None:
    try:
        unwrap_base64(data)
    except DecodeError as error:
        assert 0 <= error.offset <= len(data)  # noqa: PT017 - nothing was expected to raise
