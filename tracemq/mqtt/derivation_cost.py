"""The DER of an encrypted key or a PKCS #12 file becomes how much work its passphrase costs, before it is tried.

Whoever made the file chose the number of rounds, and two thousand million of them take hours, during which the library
that opens it lets nothing else run. So the number is read first, from the outer structure, which is not encrypted.
"""

from __future__ import annotations

from typing import Final, NamedTuple

MAX_DEPTH: Final = 16
MAX_NODES: Final = 20_000
SCRYPT: Final = bytes.fromhex("2b06010401da47040b")  # 1.3.6.1.4.1.11591.4.11, RFC 7914, section 7.1
SCRYPT_SHARE: Final = 0.4  # N * r * p of scrypt in rounds of PBKDF2 that take as long, measured
_INTEGER, _OCTETS, _OID, _SEQUENCE, _SET = 0x02, 0x04, 0x06, 0x30, 0x31
_CONSTRUCTED: Final = 0x20


class _Node(NamedTuple):
    tag: int
    start: int
    end: int


class _UnreadableError(ValueError):
    """Not DER, or more of it than a key has."""


def rounds(der: bytes) -> int | None:
    """Return the largest number of rounds that the bytes ask for; None if they are not DER through and through."""
    try:
        return _Walk(der).most()
    except _UnreadableError:
        return None


class _Walk:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = MAX_NODES

    def most(self) -> int:
        return self._most(0, len(self._data), 0, scrypt=False)

    def _most(self, start: int, end: int, depth: int, *, scrypt: bool) -> int:
        """`scrypt`: these are the parameters of scrypt."""
        if depth > MAX_DEPTH:
            raise _UnreadableError
        nodes = self._nodes(start, end)
        found = self._asked(nodes, scrypt=scrypt)
        named = bool(nodes) and nodes[0].tag == _OID and self._data[nodes[0].start : nodes[0].end] == SCRYPT
        for node in nodes:
            if node.tag & _CONSTRUCTED:
                found = max(found, self._most(node.start, node.end, depth + 1, scrypt=named))
            elif node.tag == _OCTETS and self._looks_nested(node):  # PKCS #12 packs DER into octet strings
                try:
                    found = max(found, self._most(node.start, node.end, depth + 1, scrypt=False))
                except _UnreadableError:  # encrypted bytes that begin like a sequence
                    continue
        return found

    def _asked(self, nodes: list[_Node], *, scrypt: bool) -> int:
        """A salt and behind it a number: the rounds of PBKDF2, of PKCS #12's own derivation and of its MAC."""
        for at, node in enumerate(nodes[:-1]):
            if node.tag == _OCTETS and nodes[at + 1].tag == _INTEGER:
                numbers = [self._number(each) for each in nodes[at + 1 : at + 4] if each.tag == _INTEGER]
                if not scrypt:
                    return numbers[0]
                product = 1
                for number in numbers:
                    product *= number
                return int(min(product, 1 << 62) * SCRYPT_SHARE)
        return 0

    def _looks_nested(self, node: _Node) -> bool:
        return node.end - node.start > 2 and self._data[node.start] in {_SEQUENCE, _SET}

    def _number(self, node: _Node) -> int:
        return min(int.from_bytes(self._data[node.start : min(node.end, node.start + 16)], "big"), 1 << 62)

    def _nodes(self, start: int, end: int) -> list[_Node]:
        found = []
        while start < end:
            self._left -= 1
            if self._left < 0:
                raise _UnreadableError
            node = self._node(start, end)
            found.append(node)
            start = node.end
        return found

    def _node(self, at: int, end: int) -> _Node:
        if end - at < 2:
            raise _UnreadableError
        tag, length = self._data[at], self._data[at + 1]
        begin = at + 2
        if length & 0x80:
            size = length & 0x7F
            if not 0 < size <= 4 or begin + size > end:  # 0: of indefinite length, which DER forbids
                raise _UnreadableError
            length = int.from_bytes(self._data[begin : begin + size], "big")
            begin += size
        if tag & 0x1F == 0x1F or begin + length > end:
            raise _UnreadableError
        return _Node(tag, begin, begin + length)
