"""The bytes of a JSON document become a tree that keeps every scalar as it was sent (RFC 8259).

Own tokenizer and not the `json` module: a 64-bit integer, `127.0`, `1e400`, doubled keys and the order of keys come
back exactly, every node knows its bytes, nesting takes no stack (100,000 levels are fine), and the work comes in
steps, so that a window stays alive while 50 MiB are read. NaN and Infinity are not JSON and not taken.
"""

from __future__ import annotations

import codecs
import re
from array import array
from typing import Final, NoReturn

from .errors import DecodeError, DecodeProblem, line_and_column
from .tree import ELISION, Kind, Steps, Tree, finish

MAX_NODES: Final = 2_000_000  # numbers in columns, which are let go at once
STEP_NODES: Final = 1024
STEP_BYTES: Final = 1 << 20

# All repetitions are bounded, so that one match never takes long; the slow paths take up what goes on.
_WS: Final = rb"[ \t\n\r]{0,65536}+"
_ESCAPE: Final = rb"\\(?:[\"\\/bfnrt]|u[0-9a-fA-F]{4})"
_PART: Final = rb"(?:[^\"\\\x00-\x1f]{1,4096}+|" + _ESCAPE + rb"){0,256}+"
_STRING: Final = b'"' + _PART + b'"'
_DIGITS: Final = rb"[0-9]{1,1000000}+"
_NUMBER: Final = b"-?+(?:0|(?=[1-9])" + _DIGITS + rb")(?:\." + _DIGITS + b")?+(?:[eE][+-]?+" + _DIGITS + b")?+"
_VALUE: Final = re.compile(_WS + b"(?:(" + _STRING + b")|(" + _NUMBER + rb")|(true|false)|(null)|(\{)|(\[)|(\"))").match
_KEY: Final = re.compile(_WS + b"(" + _STRING + b")" + _WS + b":").match
_NEXT: Final = re.compile(_WS + rb"([,}\]])").match
_PART_MATCH: Final = re.compile(_PART).match
_SKIP: Final = re.compile(_WS).match
_NUMBER_LIKE: Final = re.compile(rb"[-+.0-9eE]+").match
_FLOAT_SIGNS: Final = re.compile(rb"[.eE]").search
_WORD: Final = re.compile(rb"[A-Za-z_$][A-Za-z0-9_$]*").match

# the numbers of the groups in _VALUE
_NUMBER_GROUP, _OBJECT_GROUP, _ARRAY_GROUP, _LONG_GROUP = 2, 5, 6, 7
_OPENING_GROUPS: Final = frozenset({_OBJECT_GROUP, _ARRAY_GROUP})
_KINDS: Final = (0, Kind.STRING, Kind.INTEGER, Kind.BOOLEAN, Kind.NULL, Kind.OBJECT, Kind.ARRAY, Kind.STRING)
_END: Final = b"end"
_ENDS: Final = {_OBJECT_GROUP: b"}", _ARRAY_GROUP: b"]"}

_ESCAPES: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_ESCAPED: Final = re.compile(
    r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)"
)


class JsonTree:
    """A tree of JSON with access to what was sent: `raw` gives a scalar, a key or a whole branch byte for byte."""

    __slots__ = ("data", "key_ends", "key_starts", "tree")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.key_starts = array("q")  # with quotes; -1 where the parent is no object
        self.key_ends = array("q")
        self.tree = Tree(self._label, self._text)

    def raw(self, node: int) -> str:
        """Return the node's own bytes as text, quotes and escapes as sent."""
        start, end = self.tree.span(node)
        return self.data[start:end].decode()

    def raw_key(self, node: int) -> str:
        """Return the node's key with its quotes and escapes as sent; "" in a list."""
        start = self.key_starts[node]
        return "" if start < 0 else self.data[start : self.key_ends[node]].decode()

    def preview(self, node: int, limit: int) -> str:
        """Return the value as one short text; reads no more than it shows, however long the string is."""
        start, end = self.tree.span(node)
        if self.tree.kinds[node] != Kind.STRING:
            text = self.data[start : min(end, start + limit)].decode(errors="ignore")
            return text if end - start <= limit else text + ELISION
        reach = start + 1 + 12 * (limit + 1)  # a character takes at most 12 bytes: two escapes
        text = unescape(self.data[start + 1 : min(end - 1, reach)].decode(errors="ignore"))
        return text if reach >= end - 1 and len(text) <= limit else text[:limit] + ELISION

    def _label(self, node: int) -> str:
        return unescape(self.raw_key(node)[1:-1])

    def _text(self, node: int) -> str:
        kind = self.tree.kinds[node]
        if kind in {Kind.OBJECT, Kind.ARRAY}:
            return ""
        return unescape(self.raw(node)[1:-1]) if kind == Kind.STRING else self.raw(node)


def unescape(text: str) -> str:
    """Return what the inside of a JSON string means; lone surrogates stay as they are written."""
    return _ESCAPED.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    high, low, unit, short = match.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF))
    if unit:
        code = int(unit, 16)
        return match[0] if 0xD800 <= code < 0xE000 else chr(code)
    return _ESCAPES.get(short, short)


def parse_json(data: bytes, max_nodes: int = MAX_NODES) -> JsonTree:
    """Return the document's tree; raises DecodeError with offset, line and column."""
    return finish(parse_json_steps(data, max_nodes))


def parse_json_steps(data: bytes, max_nodes: int = MAX_NODES) -> Steps[JsonTree]:
    """The same in steps of a few milliseconds. A document with too many nodes gives a tree that is not `complete`."""
    yield from _check_utf8(data)
    reader = _Reader(data, max_nodes)
    yield from reader.steps()
    return reader.document


class _Reader:
    """One pass over a document; plain style yields to speed in `steps` and what it calls for each node."""

    __slots__ = ("_at", "_data", "_key_end", "_key_start", "_max_nodes", "_parent", "_stack", "document")

    def __init__(self, data: bytes, max_nodes: int) -> None:
        self.document = JsonTree(data)
        self._data = data
        self._max_nodes = max_nodes
        self._at = 3 if data.startswith(codecs.BOM_UTF8) else 0
        self._stack: list[int] = []
        self._parent = self._key_start = self._key_end = -1

    def steps(self) -> Steps[None]:
        data, kinds = self._data, self.document.tree.kinds
        while True:
            match = _VALUE(data, self._at)
            if not match:
                self._at = yield from _skip(data, self._at)
                match = _VALUE(data, self._at) or _bad_value(data, self._at, empty=not kinds)
            if len(kinds) >= self._max_nodes:
                yield from self._stop()
                return
            if not len(kinds) % STEP_NODES:
                yield self._at
            group = match.lastindex or 0
            start, self._at = match.span(group)
            if group == _LONG_GROUP:
                self._at = yield from _long_string(data, self._at)
            self._add(_KINDS[group], start)
            if group == _NUMBER_GROUP and _FLOAT_SIGNS(data, start, self._at):
                kinds[-1] = Kind.FLOAT
            if group in _OPENING_GROUPS:
                self._parent = len(kinds) - 1
                self._stack.append(self._parent)
                self._key_start = self._key_end = -1
                if self._has_content(group):
                    if group == _OBJECT_GROUP and not self._quick_key():
                        yield from self._slow_key()
                    continue
            while not (sign := self._step_over()):
                yield self._at
            if sign is _END:
                return
            if kinds[self._parent] == Kind.ARRAY:
                self._key_start = self._key_end = -1
            elif not self._quick_key():
                yield from self._slow_key()

    def _add(self, kind: int, start: int) -> None:
        tree = self.document.tree
        tree.kinds.append(kind)
        tree.parents.append(self._parent)
        tree.starts.append(start)
        tree.ends.append(self._at)
        tree.afters.append(len(tree.kinds))
        self.document.key_starts.append(self._key_start)
        self.document.key_ends.append(self._key_end)

    def _has_content(self, group: int) -> bool:
        end = _NEXT(self._data, self._at)
        return not end or end[1] != _ENDS[group]

    def _step_over(self) -> bytes:
        """Step over what follows a value: ends of containers, then b"," or, at the end of the data, _END.

        b"" means that there is more to step over in another call.
        """
        data, tree = self._data, self.document.tree
        for _ in range(min(len(self._stack), STEP_NODES)):
            match = _NEXT(data, self._at)
            if not match:
                return self._step_over_space()
            sign = match[1]
            if sign == (b"}" if tree.kinds[self._parent] == Kind.ARRAY else b"]"):
                _bad_next(data, match.start(1))
            self._at = match.end()
            if sign == b",":
                return sign
            tree.ends[self._parent] = self._at
            tree.afters[self._parent] = len(tree.kinds)
            self._stack.pop()
            self._parent = self._stack[-1] if self._stack else -1
        return b"" if self._stack else self._step_over_space()

    def _step_over_space(self) -> bytes:
        before, self._at = self._at, _skip_some(self._data, self._at)
        if self._at >= len(self._data) and not self._stack:
            return _END
        if self._at == before:
            _bad_next(self._data, self._at, whole=not self._stack)
        return b""

    def _quick_key(self) -> bool:
        match = _KEY(self._data, self._at)
        if match:
            self._key_start, self._key_end = match.span(1)
            self._at = match.end()
        return match is not None

    def _slow_key(self) -> Steps[None]:
        """Read a key that is very long, or say what is wrong with it."""
        data = self._data
        start = yield from _skip(data, self._at)
        sign = data[start : start + 1]
        if sign != b'"':
            after_comma = self._at and data[self._at - 1 : self._at] == b","
            trailing = after_comma and sign == b"}"
            raise _error(data, start, DecodeProblem.TRAILING_COMMA if trailing else DecodeProblem.KEY_EXPECTED)
        end = yield from _long_string(data, start + 1)
        colon = yield from _skip(data, end)
        if data[colon : colon + 1] != b":":
            raise _error(data, colon, DecodeProblem.COLON_EXPECTED)
        self._key_start, self._key_end, self._at = start, end, colon + 1

    def _stop(self) -> Steps[None]:
        tree = self.document.tree
        for number, node in enumerate(self._stack):
            tree.ends[node] = self._at
            tree.afters[node] = len(tree)
            if not number % STEP_NODES:
                yield self._at
        tree.complete = False
        tree.stopped_at = self._at


def _long_string(data: bytes, at: int) -> Steps[int]:
    """Return the place behind the closing quote of a string that began before `at`, or say what is wrong in it."""
    told = at
    while True:
        match = _PART_MATCH(data, at)
        assert match  # noqa: S101 - it may be empty, but it matches everywhere
        if match.end() == at:
            break
        at = match.end()
        if at - told > STEP_BYTES:
            told = at
            yield at
    sign = data[at : at + 1]
    if sign == b'"':
        return at + 1
    if sign == b"\\":
        shown = data[at : at + (6 if data[at + 1 : at + 2] == b"u" else 2)].decode(errors="replace")
        problem = DecodeProblem.BAD_ESCAPE if len(shown) > 1 else DecodeProblem.UNEXPECTED_END
        raise _error(data, at, problem, shown)
    if sign:
        raise _error(data, at, DecodeProblem.CONTROL_CHARACTER, f"{sign[0]:02X}")
    raise _error(data, at, DecodeProblem.UNEXPECTED_END)


def _check_utf8(data: bytes) -> Steps[None]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    for at in range(0, len(data), STEP_BYTES):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(data[at : at + STEP_BYTES], final=at + STEP_BYTES >= len(data))
        except UnicodeDecodeError as error:
            bad = at - pending + error.start
            raise _error(data, bad, DecodeProblem.NOT_UTF8, f"{data[bad]:02X}") from None
        if at:
            yield 0


def _skip_some(data: bytes, at: int) -> int:
    match = _SKIP(data, at)
    return match.end() if match else at


def _skip(data: bytes, at: int) -> Steps[int]:
    while (after := _skip_some(data, at)) > at:
        at = after
        yield at
    return at


def _error(data: bytes, at: int, problem: DecodeProblem, detail: str | None = None) -> DecodeError:
    if at >= len(data) and problem is not DecodeProblem.EMPTY:
        problem, detail = DecodeProblem.UNEXPECTED_END, ""
    if detail is None:
        detail = data[at : at + 4].decode(errors="ignore")[:1]
    line, column = line_and_column(data, at)
    return DecodeError(problem, at, detail, line=line, column=column)


def _bad_value(data: bytes, at: int, *, empty: bool) -> NoReturn:
    before = data[max(0, at - 100) : at].rstrip(b" \t\n\r")
    if empty and at >= len(data):
        raise _error(data, at, DecodeProblem.EMPTY, "")
    if data[at : at + 1] in {b"]", b"}"} and before.endswith(b","):
        raise _error(data, at, DecodeProblem.TRAILING_COMMA)
    number = _NUMBER_LIKE(data, at, at + 100)
    if number:
        raise _error(data, at, DecodeProblem.BAD_NUMBER, number[0].decode())
    word = _WORD(data, at, at + 32)
    raise _error(data, at, DecodeProblem.UNEXPECTED, word[0].decode() if word else None)


def _bad_next(data: bytes, at: int, *, whole: bool = False) -> NoReturn:
    number = data[at - 1 : at].isdigit() and _NUMBER_LIKE(data, at, at + 100)
    if number:  # as the 1 of 01
        raise _error(data, at, DecodeProblem.BAD_NUMBER, number[0].decode())
    raise _error(data, at, DecodeProblem.EXTRA_DATA if whole else DecodeProblem.COMMA_EXPECTED)
