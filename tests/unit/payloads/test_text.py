import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracemq.payloads.hex_dump import HexDump, HexLine
from tracemq.payloads.text import ENCODINGS, Text, decode_part, encoding_of, visible, visible_line


def test_text_is_read_in_its_encoding_and_what_is_not_in_it_is_marked() -> None:
    assert decode_part("grün".encode(), 0, 100) == Text("grün", 5)
    assert decode_part(b"gr\xfcn\xff\xfe", 0, 100) == Text("gr‹FC›n‹FF›‹FE›", 6, exact=False)
    assert decode_part(b"gr\xfcn", 0, 100, "latin-1") == Text("grün", 4)
    assert decode_part(b"\x00\xe9", 0, 100, "utf-16-be") == Text("é", 2)
    assert decode_part(b"a\x00b", 0, 100, "utf-16-le") == Text("a‹62›", 3, exact=False)
    assert decode_part("データ".encode("shift_jis"), 0, 3, "shift_jis") == Text("デ", 2)
    assert decode_part("データ".encode("gb18030"), 2, 100, "gb18030") == Text("ータ", 6)
    with pytest.raises(LookupError):
        decode_part(b"", 0, 1, "nosuch")


@given(st.binary(max_size=60), st.sampled_from(ENCODINGS), st.integers(4, 70))
def test_the_parts_of_any_bytes_in_any_encoding_cover_all_of_them(data: bytes, encoding: str, size: int) -> None:
    at = 0
    while at < len(data):
        part = decode_part(data, at, size, encoding)
        assert at < part.end <= min(len(data), at + size)
        at = part.end


@pytest.mark.parametrize(
    ("payload", "content_type", "encoding"),
    [
        (b"abc", None, "utf-8"),
        (b"abc", "text/plain; charset=ISO-8859-1", "latin-1"),
        (b"abc", 'text/csv; header=present; Charset="windows-1252"', "cp1252"),
        (b"abc", "text/plain; charset=us-ascii", "utf-8"),
        (b"abc", "text/plain; charset=elvish", "utf-8"),
        (b"abc", "text/plain; charset=rot13", "utf-8"),
        (b"abc", "text/plain; charset=gbk", "gb18030"),
        (b"\xff\xfea\x00", None, "utf-16-le"),
        (b"\xfe\xff\x00a", None, "utf-16-be"),
        (b"\xff\xfe\x00\x00", None, "utf-32-le"),
    ],
)
def test_the_encoding_is_told_by_a_byte_order_mark_or_by_the_content_type(
    payload: bytes, content_type: str | None, encoding: str
) -> None:
    assert encoding_of(payload, content_type) == encoding


def test_characters_that_deceive_are_shown() -> None:
    assert visible("a\x00b\x1b[31m\x7f\u202egpj\u2066\u200b\ufeff\u2028\x85\ud800") == (
        "a‹NUL›b‹ESC›[31m‹DEL›‹U+202E›gpj‹U+2066›‹U+200B›‹U+FEFF›‹U+2028›‹U+0085›‹U+D800›"
    )
    assert visible("one\r\ntwo\n\tthree\rfour") == "one\ntwo\n\tthree‹CR›four"
    assert visible_line("one\r\ntwo\tthree") == "one  two three"
    assert visible("👩\u200d🚀 a\u00a0b") == "👩\u200d🚀 a b"


@given(st.text(max_size=50))
@example("\u2029\u061c\U000e0041\ue000")
def test_shown_text_has_nothing_hidden_in_it(text: str) -> None:
    rest = visible_line(text).replace("\u200c", "").replace("\u200d", "")
    assert rest.isprintable()


def test_hex_lines_are_made_when_asked_for() -> None:
    dump = HexDump(b"Hello, world!\x00\xff\n" + b"rest")
    assert len(dump) == 2
    assert dump.line(0) == HexLine("0000", "48 65 6c 6c 6f 2c 20 77 6f 72 6c 64 21 00 ff 0a", "Hello, world!...")
    assert dump.line(1) == HexLine("0010", "72 65 73 74", "rest")
    assert dump.line_of(16) == 1
    assert dump.text() == (
        "0000  48 65 6c 6c 6f 2c 20 77 6f 72 6c 64 21 00 ff 0a  |Hello, world!...|\n"
        "0010  72 65 73 74                                      |rest|"
    )


def test_a_large_payload_has_its_last_line_at_once() -> None:
    dump = HexDump(bytes(50 << 20))
    assert len(dump) == (50 << 20) // 16
    assert dump.line(len(dump) - 1).offset == "31ffff0"
    assert len(HexDump(b"")) == 0


@given(st.binary(max_size=100), st.integers(1, 40))
def test_the_digits_of_all_lines_are_the_payload(payload: bytes, width: int) -> None:
    dump = HexDump(payload, width)
    assert b"".join(bytes.fromhex(dump.line(number).digits) for number in range(len(dump))) == payload
    assert sum(len(dump.line(number).text) for number in range(len(dump))) == len(payload)
