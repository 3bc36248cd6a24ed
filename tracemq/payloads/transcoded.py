"""A text in another encoding than UTF-8 becomes UTF-8, of which each byte is found in what was sent, and back."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from .errors import DecodeError, DecodeProblem
from .tree import Steps

STEP_BYTES: Final = 64 << 10
_MARK: Final = "\ufeff"


@dataclass(slots=True)
class Transcoded:
    """`data` is UTF-8 without a byte order mark; `marks` are places in both, one for each piece that was turned."""

    encoding: str
    data: bytes = b""
    marks: list[tuple[int, int]] = field(default_factory=list)  # in UTF-8, as sent

    def sent(self, at: int) -> int:
        """Return the place in the bytes as sent of a place in UTF-8."""
        index = max(0, bisect_right(self.marks, (at, 1 << 62)) - 1)
        here, there = self.marks[index]
        return there + len(self.data[here:at].decode(errors="ignore").encode(self.encoding))

    def turned(self, at: int, sent: bytes) -> int:
        """Return the place in UTF-8 of a place in the bytes as sent, which are given once more."""
        index = max(0, bisect_right(self.marks, at, key=lambda mark: mark[1]) - 1)
        here, there = self.marks[index]
        return here + len(sent[there:at].decode(self.encoding, errors="ignore").encode())


def transcode_steps(sent: bytes, encoding: str) -> Steps[Transcoded]:
    """Turn a text in steps of a few milliseconds; raises DecodeError with the byte that is not in the encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    made = Transcoded(encoding)
    parts: list[bytes] = []
    size = 0
    for start in range(0, len(sent), STEP_BYTES):
        carried = len(decoder.getstate()[0])
        part = sent[start : start + STEP_BYTES]
        try:
            text = decoder.decode(part, start + STEP_BYTES >= len(sent))
        except UnicodeDecodeError as error:
            raise DecodeError(DecodeProblem.BAD_VALUE, start - carried + error.start, encoding) from None
        place = start - carried
        if not start and text.startswith(_MARK):
            text, place = text[1:], len(_MARK.encode(encoding))
        made.marks.append((size, place))
        parts.append(text.encode())
        size += len(parts[-1])
        yield start
    made.data = b"".join(parts)
    return made
