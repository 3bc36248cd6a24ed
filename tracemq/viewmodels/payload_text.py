"""Turns bytes into text in parts that are quick to lay out, with a mark for whatever could mislead."""

from __future__ import annotations

import base64
from typing import Final, NamedTuple, Protocol

from tracemq.payloads.json_pretty import Pretty, pretty_steps
from tracemq.payloads.json_tree import JsonTree
from tracemq.payloads.text import decode_part, visible
from tracemq.payloads.tree import Steps
from tracemq.payloads.xml_tree import XmlTree, pretty_xml_steps

PART_BYTES: Final = 32 << 10  # laying out one line of this length takes Qt some 5 to 20 ms, and of 1 MiB 170 ms
LEAST_BYTES: Final = 2 << 10
PREVIEWED_BYTES: Final = 6 << 10
MARKED_BYTES: Final = 2 << 10  # of what is no text: each byte becomes a mark of its own
LINE_COST: Final = 20  # letters; measured: 32,768 empty lines take 150 ms
FONT_COST: Final = 2
MAX_LINE_CHARS: Final = 8 << 10  # of formatted text: lines that grow piece by piece are laid out anew each time
BASE64_LINE: Final = 57  # bytes, which are 76 letters (RFC 2045)
BASE64_BYTES: Final = BASE64_LINE * 400
LONGEST_CHARACTER: Final = 4  # bytes, in any encoding
_WIDTHS: Final = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
_MANY_BYTES: Final = frozenset({"shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"})  # any byte may be a second one


class Part(NamedTuple):
    """Text of the bytes from `start` to `end`.

    `exact` is False if something stands for other bytes, `readable` if it does so because they are no text.
    """

    text: str
    start: int
    end: int
    exact: bool
    readable: bool = True


class Parts(Protocol):
    """A payload that is shown part by part."""

    data: bytes

    def part(self, start: int) -> Part:
        """Return the part that begins at a byte."""

    def start_near(self, offset: int) -> int | None:
        """Return where a part may begin, at or just before a byte; None where only going on part by part tells."""

    def place(self, part: Part, offset: int) -> int:
        """Return where in a part's text a byte stands, in QTextDocument's units (of UTF-16)."""


class TextParts:
    """A text in some encoding; a part is as long as `most` bytes of ASCII in one line."""

    def __init__(self, data: bytes, encoding: str = "utf-8", most: int = PART_BYTES) -> None:
        self.data = data
        self.encoding = encoding
        self._most = most

    def part(self, start: int) -> Part:
        """A whole number of characters, as many as are laid out quickly."""
        exact = decode_part(self.data, start, LEAST_BYTES, self.encoding).exact
        size = self._most if exact else min(self._most, MARKED_BYTES)
        while True:
            decoded = decode_part(self.data, start, size, self.encoding)
            shown = visible(decoded.text)
            if size <= LEAST_BYTES or _cost(shown) <= self._most:
                break
            size //= 2
        exact = decoded.exact and shown == decoded.text.replace("\r\n", "\n")
        return Part(shown, start, decoded.end, exact, decoded.exact)

    def start_near(self, offset: int) -> int | None:
        offset = min(max(0, offset), len(self.data))
        if self.encoding in _MANY_BYTES:
            return None if offset else 0
        if self.encoding != "utf-8":
            return offset - offset % _WIDTHS.get(self.encoding, 1)
        least = max(0, offset - LONGEST_CHARACTER + 1)
        while least < offset < len(self.data) and self.data[offset] & 0xC0 == 0x80:
            offset -= 1
        return offset

    def place(self, part: Part, offset: int) -> int:
        decoded = decode_part(self.data[part.start : offset], 0, PART_BYTES, self.encoding)
        return len(visible(decoded.text).encode("utf-16-le", "surrogatepass")) // 2


class Base64Parts:
    """Any bytes as Base64, in lines of 76 letters."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def part(self, start: int) -> Part:
        end = min(len(self.data), start + BASE64_BYTES)
        return Part(base64.encodebytes(self.data[start:end]).decode().rstrip("\n"), start, end, exact=True)

    def start_near(self, offset: int) -> int | None:
        offset = min(max(0, offset), len(self.data))
        return offset - offset % BASE64_LINE

    def place(self, part: Part, offset: int) -> int:
        letters = (offset - part.start) // 3 * 4
        return letters + letters // (BASE64_LINE // 3 * 4)  # and the line ends


def _cost(text: str) -> int:
    """How long a text takes to be laid out, in letters of ASCII: lines and signs of other fonts take longer."""
    return (len(text) + LINE_COST * text.count("\n")) * (1 if text.isascii() else FONT_COST)


def first_lines(data: bytes) -> str:
    """Return a screenful of a payload to look at while it is being read; "" of what is no text.

    Marks for bytes need other fonts, and to load those takes 20 ms the first time.
    """
    part = TextParts(data, most=PREVIEWED_BYTES).part(0)
    return part.text if part.exact else ""


class PrettyText(NamedTuple):
    """Formatted text as it can be shown, and whether long lines were shortened in it."""

    text: str
    shortened: bool
    made: Pretty


def pretty_text_steps(document: JsonTree | XmlTree, max_chars: int) -> Steps[PrettyText]:
    """Format a document in steps of a few milliseconds."""
    steps = (
        pretty_steps(document, max_chars) if isinstance(document, JsonTree) else pretty_xml_steps(document, max_chars)
    )
    made = yield from steps
    yield made.shown_to
    shown = visible(made.text)
    yield made.shown_to
    return PrettyText(*with_shorter_lines(shown), made)


def with_shorter_lines(text: str) -> tuple[str, bool]:
    """Cut lines that are too long, each with an ellipsis; tells whether there were any."""
    if len(text) <= MAX_LINE_CHARS:
        return text, False
    lines = text.split("\n")
    cut = [line if len(line) <= MAX_LINE_CHARS else line[:MAX_LINE_CHARS] + " …" for line in lines]
    return "\n".join(cut), cut != lines
