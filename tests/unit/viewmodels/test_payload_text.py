from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.payloads.text import ENCODINGS
from tracemq.viewmodels.payload_text import (
    MAX_LINE_CHARS,
    PART_BYTES,
    Base64Parts,
    Part,
    Parts,
    TextParts,
    with_shorter_lines,
)


def all_parts(parts: Parts) -> list[Part]:
    found = [parts.part(0)]
    while found[-1].end < len(parts.data):
        found.append(parts.part(found[-1].end))
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-32-be", "gb18030"])
def test_the_parts_of_a_text_add_up_to_it_and_cut_no_character(encoding: str) -> None:
    text = "aé漢😀" * 20_000
    parts = all_parts(TextParts(text.encode(encoding), encoding))
    assert len(parts) > 3
    assert "".join(part.text for part in parts) == text
    assert all(part.exact for part in parts)


def test_a_part_may_begin_near_any_byte_but_not_inside_a_character() -> None:
    parts = TextParts(("é" * 100_000).encode())
    assert parts.start_near(100_001) == 100_000
    assert TextParts(bytes(10), "utf-32-le").start_near(7) == 4
    assert TextParts(bytes(10), "latin-1").start_near(7) == 7
    assert TextParts(bytes(10), "big5").start_near(7) is None
    assert TextParts(b"\x80" * 100).start_near(50) == 47  # no character is that long: begin anywhere


def test_a_byte_is_found_in_the_text_of_its_part() -> None:
    parts = TextParts("a😀é\x00\r\nb".encode())
    part = parts.part(0)
    assert part.text.encode("utf-16-le")[2 * parts.place(part, 5) :].decode("utf-16-le").startswith("é")
    assert part.text.encode("utf-16-le")[2 * parts.place(part, 10) :].decode("utf-16-le") == "b"


def test_what_is_no_text_is_marked_and_said_so() -> None:
    part = TextParts(b"a\xff\x00\xe2\x80\xaeb").part(0)
    assert part.text == "a‹FF›‹NUL›‹U+202E›b"
    assert not part.exact


def test_line_ends_of_windows_are_line_ends() -> None:
    part = TextParts(b"a\r\nb").part(0)
    assert (part.text, part.exact) == ("a\nb", True)


def test_bytes_are_shown_as_base64_in_lines() -> None:
    data = bytes(range(256)) * 500
    parts = Base64Parts(data)
    shown = all_parts(parts)
    assert len(shown) > 3
    assert base64.b64decode("".join(part.text for part in shown)) == data
    assert max(len(line) for part in shown for line in part.text.splitlines()) == 76
    assert parts.start_near(100) == 57
    for offset in (0, 57, 114, 300):
        at = parts.place(shown[0], offset)
        assert base64.b64decode(shown[0].text[at : at + 76].replace("\n", "")[:8])[:3] == data[offset : offset + 3]


@given(st.binary(max_size=100), st.integers(0, 100), st.sampled_from(ENCODINGS))
def test_any_bytes_give_some_text(data: bytes, start: int, encoding: str) -> None:
    part = TextParts(data, encoding).part(min(start, len(data)))
    assert part.start <= part.end <= len(data)


def test_long_lines_are_cut_with_a_mark() -> None:
    text, cut = with_shorter_lines("short\n" + "x" * (2 * MAX_LINE_CHARS))
    assert cut
    assert text == "short\n" + "x" * MAX_LINE_CHARS + " …"
    assert with_shorter_lines("a\nb" * PART_BYTES) == ("a\nb" * PART_BYTES, False)
