"""The bytes of an encrypted key or a PKCS #12 file become how much work its passphrase costs, before it is tried.

Whoever made the file chose the number of rounds, and two thousand million of them take hours, during which the library
that opens it lets nothing else run. So the number is read first, from the outer structure, which is not encrypted.
That is DER, or in files of Firefox and of older Java the laxer BER: lengths that are not known beforehand, and octet
strings in pieces (ITU-T X.690, sections 8.1.3.6 and 8.7.3).
"""

from __future__ import annotations

from typing import Final, NamedTuple

MAX_ROUNDS: Final = 1_000_000  # about a second; what costs more is not opened. Firefox makes 600,000
MAX_DEPTH: Final = 16
MAX_NODES: Final = 20_000
SCRYPT: Final = bytes.fromhex("2b06010401da47040b")  # 1.3.6.1.4.1.11591.4.11, RFC 7914, section 7.1
SCRYPT_SHARE: Final = 0.4  # N * r * p of scrypt in rounds of PBKDF2 that take as long, measured
_INTEGER, _OCTETS, _OID, _SEQUENCE, _SET = 0x02, 0x04, 0x06, 0x30, 0x31
_CONSTRUCTED: Final = 0x20
_INDEFINITE: Final = 0x80


class _Node(NamedTuple):
    tag: int
    start: int
    end: int
    after: int  # where the next one begins: behind the mark of an end, if there is one


class _UnreadableError(ValueError):
    """Not BER, or more of it than a key has."""


def rounds(data: bytes) -> int | None:
    """Return the largest number of rounds that the bytes ask for; None if they are not BER through and through."""
    try:
        return _Walk().most(data, 0, len(data), 0)
    except _UnreadableError:
        return None


class _Walk:
    def __init__(self) -> None:
        self._left = MAX_NODES

    def most(self, data: bytes, start: int, end: int, depth: int, *, scrypt: bool = False) -> int:
        """The largest number between two places; `scrypt`: these are the parameters of scrypt."""
        if depth > MAX_DEPTH:
            raise _UnreadableError
        nodes = self._nodes(data, start, end, depth)
        found = _asked(data, nodes, scrypt=scrypt)
        named = bool(nodes) and nodes[0].tag == _OID and data[nodes[0].start : nodes[0].end] == SCRYPT
        for node in nodes:
            if node.tag & ~_CONSTRUCTED == _OCTETS:  # PKCS #12 packs DER into octet strings
                found = max(found, self._nested(self._octets(data, node, depth), depth))
            elif node.tag & _CONSTRUCTED:
                found = max(found, self.most(data, node.start, node.end, depth + 1, scrypt=named))
        return found

    def _nested(self, content: bytes, depth: int) -> int:
        if len(content) <= 2 or content[0] not in {_SEQUENCE, _SET}:
            return 0
        try:
            return self.most(content, 0, len(content), depth + 1)
        except _UnreadableError:  # encrypted bytes that begin like a sequence
            return 0

    def _octets(self, data: bytes, node: _Node, depth: int) -> bytes:
        """An octet string's bytes, put together if it comes in pieces."""
        if not node.tag & _CONSTRUCTED:
            return data[node.start : node.end]
        pieces = self._nodes(data, node.start, node.end, depth + 1)
        return b"".join(self._octets(data, piece, depth + 1) for piece in pieces)

    def _nodes(self, data: bytes, start: int, end: int, depth: int) -> list[_Node]:
        found = []
        while start < end:
            node = self._node(data, start, end, depth)
            found.append(node)
            start = node.after
        return found

    def _node(self, data: bytes, at: int, end: int, depth: int) -> _Node:
        self._left -= 1
        if self._left < 0 or depth > MAX_DEPTH or end - at < 2:
            raise _UnreadableError
        tag, length = data[at], data[at + 1]
        begin = at + 2
        if tag & 0x1F == 0x1F:
            raise _UnreadableError
        if length == _INDEFINITE:
            return self._open_ended(data, tag, begin, end, depth)
        if length & 0x80:
            size = length & 0x7F
            if size > 4 or begin + size > end:
                raise _UnreadableError
            length = int.from_bytes(data[begin : begin + size], "big")
            begin += size
        if begin + length > end:
            raise _UnreadableError
        return _Node(tag, begin, begin + length, begin + length)

    def _open_ended(self, data: bytes, tag: int, begin: int, end: int, depth: int) -> _Node:
        """One whose length is not told: it ends with two zeros in place of a part."""
        if not tag & _CONSTRUCTED:
            raise _UnreadableError
        at = begin
        while data[at : at + 2] != b"\0\0":
            at = self._node(data, at, end, depth + 1).after
        return _Node(tag, begin, at, at + 2)


def _asked(data: bytes, nodes: list[_Node], *, scrypt: bool) -> int:
    """A salt and behind it a number: the rounds of PBKDF2, of PKCS #12's own derivation and of its MAC."""
    for at, node in enumerate(nodes[:-1]):
        if node.tag & ~_CONSTRUCTED == _OCTETS and nodes[at + 1].tag == _INTEGER:
            numbers = [_number(data, each) for each in nodes[at + 1 : at + 4] if each.tag == _INTEGER]
            if not scrypt:
                return numbers[0]
            product = 1
            for number in numbers:
                product *= number
            return int(min(product, 1 << 62) * SCRYPT_SHARE)
    return 0


def _number(data: bytes, node: _Node) -> int:
    return min(int.from_bytes(data[node.start : min(node.end, node.start + 16)], "big"), 1 << 62)
