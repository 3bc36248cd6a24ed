import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracemq.payloads.hex_dump import HexDump, HexLine
from tracemq.payloads.text import ENCODINGS, Text, decode_text, visible, visible_line


def test_text_is_utf_8_or_marked_as_something_else() -> None:
    assert decode_text("grün".encode()) == Text("grün", "utf-8")
    assert decode_text(b"gr\xfcn") == Text("grün", "latin-1", exact=False, bad_offset=2)
    assert decode_text(b"\x00\xe9", "utf-16-be") == Text("é", "utf-16-be")
    assert decode_text(b"a\x00b", "utf-16-le") == Text("a\ufffd", "utf-16-le", exact=False, bad_offset=2)
    with pytest.raises(LookupError):
        decode_text(b"", "nosuch")


def test_a_limit_cuts_between_characters_and_says_where() -> None:
    assert decode_text("aéb".encode(), limit=2) == Text("a", "utf-8", cut_at=1)
    assert decode_text("aéb".encode(), limit=3) == Text("aé", "utf-8", cut_at=3)
    assert decode_text("aéb".encode(), limit=4) == Text("aéb", "utf-8")
    assert decode_text(b"\xff\xff", limit=1) == Text("ÿ", "latin-1", exact=False, bad_offset=0, cut_at=1)


@given(st.binary(max_size=60), st.sampled_from(["", *ENCODINGS]), st.none() | st.integers(0, 70))
def test_any_bytes_are_text_in_any_encoding(data: bytes, encoding: str, limit: int | None) -> None:
    text = decode_text(data, encoding, limit)
    assert (text.cut_at is not None) == (limit is not None and limit < len(data))
    if text.exact and text.cut_at is None and encoding != "shift_jis":
        assert text.text.encode(text.encoding) == data or encoding in {"euc_jp", "gb18030", "big5", "euc_kr"}


def test_characters_that_deceive_are_shown() -> None:
    assert visible("a\x00b\x1b[31m\x7f\u202egpj\u2066\u200b\ufeff\u2028\x85\ud800") == (
        "a␀b␛[31m␡‹U+202E›gpj‹U+2066›‹U+200B›‹U+FEFF›‹U+2028›‹U+0085›‹U+D800›"
    )
    assert visible("one\r\ntwo\n\tthree\rfour") == "one\ntwo\n\tthree␍four"
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
