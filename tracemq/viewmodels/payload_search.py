"""Turns a searched text into the next place in a payload that has it: a node of its tree, or bytes."""

from __future__ import annotations

import re
from collections import deque
from typing import Final

from tracemq.payloads.json_tree import JsonTree
from tracemq.payloads.tree import Steps, Tree

from .payload_reader import Reading

STEP_NODES: Final = 256
STEP_BYTES: Final = 256 << 10
BACKWARD_BYTES: Final = 32 << 10  # the last of many places is found by finding all of them
STEP_TEXT: Final = 16 << 10  # bytes of values: those of JSON may have to be unescaped, 2 ms
LONG_BYTES: Final = 64 << 10  # a value that is longer is searched as it was sent
HEX: Final = re.compile(r"(?:0x)?((?:[0-9a-fA-F]{2}[ :-]?)+)")

Place = tuple[int, int]


def find_node_steps(reading: Reading, text: str, start: int, *, backward: bool = False) -> Steps[int | None]:
    """Return the next node whose name or value has the text, whatever its case, going round at the end.

    The node `start` itself comes last.
    """
    tree = reading.tree
    if tree is None or not text or not len(tree):
        return None
    wanted, size = text.casefold(), len(tree)
    raw = re.compile(re.escape(text.encode()), re.IGNORECASE)
    read = 0  # bytes since the last step
    for count in range(1, size + 1):
        node = (start - count if backward else start + count) % size
        if not count % STEP_NODES or read > STEP_TEXT:
            read = 0
            yield count
        first, end = tree.span(node)
        if tree.has_children(node):
            found = wanted in tree.label(node).casefold() or wanted in tree.text(node).casefold()
        elif end - first > LONG_BYTES:
            if isinstance(reading.document, JsonTree):
                found = (yield from find_bytes_steps(reading.document.data, raw, first, end)) is not None
            else:
                found = yield from _find_in_pieces_steps(tree, node, wanted)
            found = found or wanted in tree.label(node).casefold()
        else:
            read += end - first
            found = wanted in tree.label(node).casefold() or wanted in tree.text(node).casefold()
        if found:
            return node
    return None


def _find_in_pieces_steps(tree: Tree, node: int, wanted: str) -> Steps[bool]:
    """Tell whether a long value has the text."""
    for piece in tree.text_pieces(node, LONG_BYTES, 4 * len(wanted)):  # a character has up to four bytes
        if wanted in piece.casefold():
            return True
        yield node
    return False


def pattern(text: str, encoding: str = "utf-8", *, as_hex: bool = False) -> re.Pattern[bytes] | None:
    """Return what to look for in bytes: the text in an encoding, whatever its case in ASCII, or hex digits."""
    digits = HEX.fullmatch(text.strip()) if as_hex else None
    if digits:
        return re.compile(re.escape(bytes.fromhex(re.sub("[^0-9a-fA-F]", "", digits[1]))), re.DOTALL)
    try:
        wanted = text.encode(encoding)
    except UnicodeEncodeError:  # the encoding has no such character
        return None
    return re.compile(re.escape(wanted), re.IGNORECASE | re.DOTALL) if wanted else None


def find_bytes_steps(
    data: bytes, wanted: re.Pattern[bytes], start: int, end: int | None = None, *, backward: bool = False
) -> Steps[Place | None]:
    """Return the next place in data[start:end] that has what is looked for; backward, the last one before `end`."""
    stop = len(data) if end is None else end
    overlap = len(wanted.pattern)  # what is looked for is never longer
    size = BACKWARD_BYTES if backward else STEP_BYTES
    lows = range(start, max(start + 1, stop), size)
    for low in reversed(lows) if backward else lows:
        high = min(stop, low + size + overlap)
        if backward:
            if last := deque(wanted.finditer(data, low, high), maxlen=1):
                return last[0].span()
        elif found := wanted.search(data, low, high):
            return found.span()
        yield low
    return None


def find_round_steps(
    data: bytes, wanted: re.Pattern[bytes], start: int, *, backward: bool = False
) -> Steps[Place | None]:
    """Return the next place from a byte on, or the last one before it, going round at the end."""
    first, then = ((0, start), (start, None)) if backward else ((start, None), (0, start))
    found = yield from find_bytes_steps(data, wanted, *first, backward=backward)
    if found is None:
        found = yield from find_bytes_steps(data, wanted, *then, backward=backward)
    return found
