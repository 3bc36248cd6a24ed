from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracemq.viewmodels import payload_text
from tracemq.viewmodels.payload_text import MAX_LINE_CHARS, PART_BYTES, previous_part, text_part, with_shorter_lines


def all_parts(data: bytes) -> list[payload_text.Part]:
    parts = [text_part(data, 0)]
    while parts[-1].end < len(data):
        parts.append(text_part(data, parts[-1].end))
    return parts


def test_the_parts_of_a_text_add_up_to_it_and_cut_no_character() -> None:
    text = "aé漢😀" * 20_000
    parts = all_parts(text.encode())
    assert len(parts) > 3
    assert "".join(part.text for part in parts) == text
    assert all(part.exact for part in parts)


def test_going_back_reaches_the_beginning() -> None:
    data = ("é" * 100_000).encode()
    start = all_parts(data)[-1].start
    while start > 0:
        before = previous_part(data, start)
        assert before < start
        assert text_part(data, before).exact
        start = before


def test_what_is_no_text_is_marked_and_said_so() -> None:
    part = text_part(b"a\xff\x00\xe2\x80\xaeb", 0)
    assert not part.exact
    assert "\u202e" not in part.text
    assert "\x00" not in part.text


def test_line_ends_of_windows_are_line_ends() -> None:
    part = text_part(b"a\r\nb", 0)
    assert (part.text, part.exact) == ("a\nb", True)


@given(st.binary(max_size=100), st.integers(0, 100))
def test_any_bytes_give_some_text(data: bytes, start: int) -> None:
    part = text_part(data, min(start, len(data)))
    assert part.start <= part.end <= len(data)


def test_long_lines_are_cut_with_a_mark() -> None:
    text, cut = with_shorter_lines("short\n" + "x" * (2 * MAX_LINE_CHARS))
    assert cut
    assert text == "short\n" + "x" * MAX_LINE_CHARS + " …"
    assert with_shorter_lines("a\nb" * PART_BYTES) == ("a\nb" * PART_BYTES, False)
