import gzip
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.payloads.detect import CONTENT_TYPES, Format, detect
from tracemq.payloads.images import ImageFacts, image_facts

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 60_000, 60_000) + b"\x08\x06\0\0\0"
JPEG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08" + struct.pack(">HH", 480, 640) + b"\x03"


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"", Format.EMPTY),
        (b"21.5", Format.TEXT),
        (b"on", Format.TEXT),
        ("grün\n".encode(), Format.TEXT),
        (b'{"a":1}', Format.JSON),
        (b" [1,\n2]\n", Format.JSON),
        (b'{"a":1', Format.TEXT),
        (b"{broken}", Format.JSON),
        (b"<a>1</a>\n", Format.XML),
        (b"<3 you", Format.TEXT),
        (gzip.compress(b"x", mtime=0), Format.GZIP),
        (zlib.compress(b"hello hello hello"), Format.ZLIB),
        (b"x^2 + y^2", Format.TEXT),
        (PNG, Format.IMAGE),
        (JPEG, Format.IMAGE),
        (b"Obj\x01abc", Format.AVRO),
        (b"\xd9\xd9\xf7\x81\x01", Format.CBOR),
        (b"\x81\xa1a\x01", Format.MSGPACK),
        (b"\xa1\x61a\x01", Format.CBOR),
        (b"\x93\xc0\xc0\xc0", Format.MSGPACK),
        (b"\x00\x01\x02\x03", Format.BINARY),
        (b"\xff\xfe", Format.BINARY),
        (b"\xff\xfeg\x00r\x00\xfc\x00", Format.TEXT),
        (b"\xfe\xff\x00g\x00r", Format.TEXT),
        ('\ufeff{"a": 1}\n'.encode("utf-16-le"), Format.JSON),
        ("\ufeff [1]".encode("utf-16-be"), Format.JSON),
        ('\ufeff{"ü": 1}'.encode("utf-32-le"), Format.JSON),
        ('{"ü": "😀"}'.encode("utf-16-le"), Format.JSON),
        ("[1, 2]".encode("utf-16-be"), Format.JSON),
        ("{}".encode("utf-32-be"), Format.JSON),
        ("{1".encode("utf-16-le"), Format.BINARY),
        ("<a/>".encode("utf-16"), Format.XML),
        ('\ufeff{"a": 1}'.encode(), Format.JSON),
        ("\ufeff<a/>".encode(), Format.XML),
        ("\ufeffgrün".encode(), Format.TEXT),
        (b"\xff\xfe\x00\xd8\x00\x00", Format.BINARY),
        (b"\xc3\x01" + bytes(9), Format.AVRO),
        (bytes(100_000), Format.BINARY),
        (b"\x1b[31mred\x1b[0m", Format.TEXT),
        (b"a" * 4095 + "é".encode(), Format.TEXT),
    ],
)
def test_bytes_are_known_by_their_looks(payload: bytes, expected: Format) -> None:
    assert detect(payload) is expected


def test_what_the_sender_says_comes_first() -> None:
    assert detect(b"\x00", content_type="application/json; charset=utf-8") is Format.JSON
    assert detect(b"{}", content_type="application/vnd.custom+xml") is Format.XML
    assert detect(b"{}", content_type="image/png") is Format.IMAGE
    assert detect(b"{}", content_type="application/octet-stream") is Format.JSON
    assert detect(b"{}", content_type="something/else") is Format.JSON
    assert detect(b"a\x00b", format_indicator=1) is Format.TEXT
    assert detect(b"a\x00b", format_indicator=0) is Format.BINARY
    assert detect(b"\xff", format_indicator=1) is Format.TEXT
    assert detect(b"", content_type="application/json") is Format.EMPTY


def test_sparkplug_is_known_by_its_topic() -> None:
    assert detect(b"\x08\x01", topic="spBv1.0/g/NBIRTH/n") is Format.SPARKPLUG_B
    assert detect(b"\x08\x01", topic="spBv1.0/g/DDATA/n/d") is Format.SPARKPLUG_B
    assert detect(b'{"online":true}', topic="spBv1.0/STATE/host") is Format.JSON


@pytest.mark.parametrize(
    ("data", "facts"),
    [
        (PNG, ImageFacts("PNG", 60_000, 60_000)),
        (JPEG, ImageFacts("JPEG", 640, 480)),
        (b"GIF89a\x02\x01\x03\x00", ImageFacts("GIF", 258, 3)),
        (b"BM" + bytes(12) + struct.pack("<Iii", 40, 7, -9), ImageFacts("BMP", 7, 9)),
        (b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x0f\0\0\x1f\0\0", ImageFacts("WebP", 16, 32)),
        (b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 99 | 49 << 14), ImageFacts("WebP", 100, 50)),
        (b"\xff\xd8\xff", ImageFacts("JPEG")),
        (b"BM is a text", None),
        (b"", None),
    ],
)
def test_the_size_of_an_image_stands_in_its_first_bytes(data: bytes, facts: ImageFacts | None) -> None:
    assert image_facts(data) == facts


@given(st.binary(max_size=80), st.sampled_from([None, "", "x", *CONTENT_TYPES]), st.sampled_from([None, 0, 1]))
def test_anything_has_a_format(payload: bytes, content_type: str | None, indicator: int | None) -> None:
    assert isinstance(detect(payload, content_type, indicator), Format)


@given(
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff", b"BM", b"RIFF0000WEBPVP8 ", b"\0\0\1\0"]),
    st.binary(max_size=40),
)
def test_any_beginning_of_an_image_is_looked_at_without_harm(magic: bytes, data: bytes) -> None:
    image_facts(magic + data)
