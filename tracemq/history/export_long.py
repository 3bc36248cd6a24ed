"""Turns a row with a long payload into its line piece by piece, none of which takes much longer than a ms.

It writes what the quick writers of `export_formats` write, in plain style: a test holds the two against each other.
"""

from __future__ import annotations

from base64 import b64encode
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from json.encoder import encode_basestring
from typing import Final, NamedTuple

from .export_formats import BOOL, FORMULA, Format, cell, one_line, properties_of, time_text
from .log import MessageLog
from .row import Row

PIECE: Final = 96 << 10  # bytes; a multiple of 3, as Base64 wants


class _Line(NamedTuple):
    """What stands around a payload, for one that is text and one that is not; and how a piece of text is written."""

    text_before: Callable[[str], str]  # takes the first piece
    base64_before: Callable[[str], str]  # likewise
    escape: Callable[[str], str]
    text_after: str
    base64_after: str


def long_line(form: Format, log: MessageLog, seq: int) -> Iterator[bytes | None]:
    """The line of a row; empty pieces let others have their turn. None, as the first one, if the row left the log.

    The payload is copied before anything is written: the row may leave between two pieces.
    """
    segment, (index,) = next(iter(log.parts((seq,))))
    (row,) = segment.rows((index,), log.topics, 0)
    line = LINES[form](row, segment.version.value, properties_of(segment, (index,)).get(index, ""))
    payload = []
    for start in range(0, row.payload_size, PIECE):
        if seq < log.first:
            yield None
            return
        payload.append(segment.payload_part(index, start, PIECE))
        yield b""
    texts = []
    decoder = getincrementaldecoder("utf-8")()
    try:
        for part in payload:
            texts.append(decoder.decode(part))
            yield b""
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        yield line.base64_before(b64encode(payload[0][:3]).decode()).encode()
        for part in payload:
            yield b64encode(part)
        yield line.base64_after.encode()
        return
    yield line.text_before(texts[0]).encode()
    for text in texts:
        yield line.escape(text).encode()
    yield line.text_after.encode()


def _json_line(row: Row, version: int, properties: str) -> _Line:
    head = (
        f'{{"time":"{time_text(row.received_at)}","received_at":{row.received_at!r},"version":{version},'
        f'"topic":{encode_basestring(row.topic)},'
    )
    more = f',"dup":{BOOL[row.dup]},"packet_id":{row.packet_id}' if row.qos else ""
    more += f',"properties":{properties}' if properties else ""
    tail = f'","qos":{row.qos},"retain":{BOOL[row.retain]}{more}}}\n'
    return _Line(
        lambda _: f'{head}"payload":"',
        lambda _: f'{head}"payload_base64":"',
        lambda text: encode_basestring(text)[1:-1],
        tail,
        tail,
    )


def _csv_line(row: Row, _version: int, properties: str) -> _Line:
    head = (
        f"{time_text(row.received_at)},{cell(row.topic)},{row.qos},{BOOL[row.retain]},{BOOL[row.dup]},"
        f'{row.packet_id or ""},"'
    )
    more = cell(properties) if properties else ""

    def before(text: str) -> str:
        return head + ("'" if text.startswith(FORMULA) else "")  # a number is not as long as this

    return _Line(
        before,
        before,
        lambda text: text.replace('"', '""'),
        f'",text,{more}\r\n',
        f'",base64,{more}\r\n',
    )


def _text_line(row: Row, _version: int, _properties: str) -> _Line:
    head = f"{time_text(row.received_at)} {one_line(row.topic)} qos{row.qos}{' retain' if row.retain else ''}: "
    return _Line(lambda _: head, lambda _: head + "base64:", one_line, "\n", "\n")


LINES: Final[dict[Format, Callable[[Row, int, str], _Line]]] = {
    Format.JSON_LINES: _json_line,
    Format.CSV: _csv_line,
    Format.TEXT: _text_line,
}
