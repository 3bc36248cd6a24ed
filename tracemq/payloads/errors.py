"""Why bytes are not what a decoder reads, and where: facts only, the sentences are made in the user interface."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

MOST_COUNTED: Final = 16 << 20  # bytes in which lines are counted, some 15 ms; behind them the byte is said


class DecodeProblem(Enum):
    """What a decoder stumbled over; `detail` of the error is given in brackets."""

    EMPTY = auto()
    NOT_UTF8 = auto()
    UNEXPECTED = auto()  # a character or byte that cannot stand here [it]
    UNEXPECTED_END = auto()  # the data stop in the middle
    EXTRA_DATA = auto()  # more follows after the whole value
    TOO_DEEP = auto()  # nested deeper than the decoder goes [the limit]
    # text formats
    CONTROL_CHARACTER = auto()  # inside a JSON string [its code]
    BAD_ESCAPE = auto()  # [it]
    BAD_NUMBER = auto()
    KEY_EXPECTED = auto()  # [what stands there]
    COLON_EXPECTED = auto()  # [what stands there]
    COMMA_EXPECTED = auto()  # a comma or the end of the list [what stands there]
    TRAILING_COMMA = auto()
    SYNTAX = auto()  # [the parser's words, untranslated]
    ENTITY = auto()  # XML that declares entities is not expanded [the entity]
    # binary formats
    RESERVED = auto()  # a code that the format reserves [it, in hex]
    BAD_LENGTH = auto()  # a length beyond the data [it]
    BAD_VALUE = auto()  # [what]
    UNKNOWN_TYPE = auto()  # a type that the schema does not have [it]
    CHECKSUM = auto()
    NO_SCHEMA = auto()  # the bytes can be read with a schema alone [which one they name]
    NO_TYPE = auto()  # which of the schema's types is not said
    SCHEMA = auto()  # the schema itself is wrong [why, untranslated]


class DecodeError(Exception):
    """The bytes are not in the format: `problem` at byte `offset`; `line` and `column` from 1, or 0 in binary data."""

    def __init__(
        self, problem: DecodeProblem, offset: int = 0, detail: str = "", *, line: int = 0, column: int = 0
    ) -> None:
        super().__init__(f"{problem.name} {detail} at byte {offset}")
        self.problem = problem
        self.offset = offset
        self.detail = detail
        self.line = line
        self.column = column


def line_and_column(data: bytes, offset: int) -> tuple[int, int]:
    """Return where in UTF-8 text a byte is: line and character in it, both from 1; 0, 0 if counting would be felt."""
    if offset > MOST_COUNTED:
        return 0, 0
    start = data.rfind(b"\n", 0, offset) + 1
    column = sum(byte & 0xC0 != 0x80 for byte in data[start : min(offset, start + 100_000)])  # not the later bytes
    return data.count(b"\n", 0, offset) + 1, column + 1 + max(0, offset - start - 100_000)
