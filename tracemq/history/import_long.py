"""Turns a line of many MiB into its JSON with the long strings cut out, and those into bytes, in steps of a few ms.

`json.loads` would hold everything up for as long as it takes. Only strings may be long: a payload of 250 MiB is one.
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from codecs import getincrementaldecoder
from collections.abc import Generator
from secrets import token_hex
from typing import Any, Final

LONG_STRING: Final = 64 << 10  # bytes; shorter ones stay where they are
MOST_AROUND: Final = 1 << 20  # bytes beside the long strings: ten ms for the json module
LOOK: Final = 4 << 20  # bytes
_PART: Final = re.compile(rb'(?:[^"\\]{1,4096}+|\\(?:u[0-9a-fA-F]{4}|.)){0,128}+', re.DOTALL)
_HALF_PAIR: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u[dD][89abAB][0-9a-fA-F]{2}\Z")
_ESCAPE_LENGTH: Final = 6

Steps = Generator[None, None, Any]


class TooMuchAroundError(ValueError):
    """A line is long for another reason than a long string."""


class CutLine:
    """A line without its long strings; `document` has marks in their place."""

    def __init__(self, line: bytearray) -> None:
        self.document: Any = None
        self._line = line
        self._mark = f"\0{token_hex(8)}\0"
        self._spans: list[tuple[int, int]] = []

    def read(self) -> Steps:
        """Fill `document`; raises ValueError for what is not JSON."""
        line = self._line
        parts: list[bytes] = []
        around = at = 0
        while at < len(line):
            begin = line.find(b'"', at, at + LOOK)
            if begin < 0:
                around += min(LOOK, len(line) - at)
                parts.append(bytes(line[at : at + LOOK]))
                at += LOOK
                begin = end = at
            else:
                end = yield from self._end(begin + 1)
                if end - begin > LONG_STRING:
                    parts += [bytes(line[at : begin + 1]), self._new_mark(begin + 1, end), b'"']
                    around += begin - at
                else:
                    parts.append(bytes(line[at : end + 1]))
                    around += end - at
                at = end + 1
            if around > MOST_AROUND:
                raise TooMuchAroundError
            if len(parts) % 1024 == 0:
                yield
        yield
        self.document = json.loads(b"".join(parts))

    def _end(self, at: int) -> Generator[None, None, int]:
        """Where the string ends whose first byte is at `at`."""
        line = self._line
        while True:
            found = _PART.match(line, at)
            end = found.end() if found else at
            if line[end : end + 1] == b'"':
                return end
            if end == at:
                raise ValueError("a string without an end")
            at = end
            yield

    def _new_mark(self, start: int, end: int) -> bytes:
        self._spans.append((start, end))
        return json.dumps(f"{self._mark}{len(self._spans) - 1}")[1:-1].encode()

    def is_cut(self, value: object) -> bool:
        """Whether a value of the document stands for a long string."""
        return isinstance(value, str) and value.startswith(self._mark)

    def text(self, mark: str) -> Steps:
        """The long string as UTF-8; raises UnicodeEncodeError for half characters, other ValueErrors as `read`."""
        found = bytearray()
        for text in self._pieces(mark):
            found += text.encode()
            yield
        return found

    def base64(self, mark: str) -> Steps:
        """The bytes that the long string has in Base64; raises ValueError (binascii.Error) for what is none."""
        found = bytearray()
        rest = ""
        for text in self._pieces(mark):
            if rest.endswith("="):
                raise binascii.Error("padding before the end")
            rest += text
            whole = len(rest) // 4 * 4 - 4  # the last four letters stay: they may be padded
            if whole > 0:
                if "=" in rest[:whole]:
                    raise binascii.Error("padding before the end")
                found += b64decode(rest[:whole], validate=True)
                rest = rest[whole:]
            yield
        found += b64decode(rest, validate=True)
        return found

    def _pieces(self, mark: str) -> Generator[str, None, None]:
        line = self._line
        at, end = self._spans[int(mark[len(self._mark) :])]
        decoder = getincrementaldecoder("utf-8")("surrogatepass")  # as the json module does
        while at < end:
            found = _PART.match(line, at, end)
            stop = found.end() if found else end
            if stop < end and _HALF_PAIR.search(line, max(at, stop - 64), stop):
                stop -= _ESCAPE_LENGTH  # both halves of a character are read together
            text = decoder.decode(line[at:stop], final=stop == end)
            yield json.loads(f'"{text}"')
            at = stop
