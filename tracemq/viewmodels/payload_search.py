"""Turns a searched text into the next place in a payload that has it: a node of its tree, or bytes."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple

from tracemq.payloads.json_tree import JsonTree
from tracemq.payloads.tree import Steps, Tree

from .payload_reader import Reading

STEP_NODES: Final = 256
STEP_BYTES: Final = 256 << 10
BACKWARD_BYTES: Final = 32 << 10  # the last of many places is found by finding all of them
STEP_TEXT: Final = 16 << 10  # bytes of values: those of JSON may have to be unescaped, 2 ms
COUNTED_BYTES: Final = 8 << 10  # each may be a place
MOST_HITS: Final = 99_999  # that are counted
LONG_BYTES: Final = 64 << 10  # a value that is longer is searched as it was sent
HEX: Final = re.compile(r"(?:0x)?((?:[0-9a-fA-F]{2}[ :-]?)+)")

Place = tuple[int, int]


class Hits(NamedTuple):
    """Which of the places that have the text one is, from 1 on (0: none of them), and how many there are."""

    place: int
    places: int
    complete: bool = True  # or there are more


def find_node_steps(reading: Reading, text: str, start: int, *, backward: bool = False) -> Steps[int | None]:
    """Return the next node whose name or value has the text, whatever its case, going round at the end.

    The node `start` itself comes last.
    """
    size = 0 if reading.tree is None else len(reading.tree)
    order = range(1, size + 1)
    found = _first_steps(reading, text, ((start - count if backward else start + count) % size for count in order))
    return (yield from found)


def count_node_steps(reading: Reading, text: str, node: int) -> Steps[Hits]:
    """Return how many nodes have the text, and which of them one is."""
    size = 0 if reading.tree is None else len(reading.tree)
    place, count, at = 0, 0, 0
    while (found := (yield from _first_steps(reading, text, iter(range(at, size))))) is not None:
        count, at = count + 1, found + 1
        place = count if found == node else place
        if not count % STEP_NODES:
            yield at
    return Hits(place, count)


def _first_steps(reading: Reading, text: str, nodes: Iterator[int]) -> Steps[int | None]:
    """Return the first of some nodes whose name or value has the text."""
    tree = reading.tree
    if tree is None or not text:
        return None
    wanted = text.casefold()
    raw = re.compile(re.escape(text.encode()), re.IGNORECASE)
    read = 0  # bytes since the last step
    for count, node in enumerate(nodes, 1):
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


def count_bytes_steps(data: bytes, wanted: re.Pattern[bytes], start: int) -> Steps[Hits]:
    """Return how many places have what is looked for, and which of them begins at a byte; not more than MOST_HITS."""
    overlap, at, place, count = len(wanted.pattern), 0, 0, 0
    while at < len(data):
        high = min(len(data), at + COUNTED_BYTES)
        reach = min(len(data), high + overlap)
        while at < high and (found := wanted.search(data, at, reach)) is not None and found.start() < high:
            count, at = count + 1, found.end()
            place = count if found.start() == start else place
            if count == MOST_HITS:
                return Hits(place, count, complete=wanted.search(data, at, reach) is None and reach == len(data))
        at = max(at, high)
        yield at
    return Hits(place, count)


def find_round_steps(
    data: bytes, wanted: re.Pattern[bytes], start: int, *, backward: bool = False
) -> Steps[Place | None]:
    """Return the next place from a byte on, or the last one before it, going round at the end."""
    first, then = ((0, start), (start, None)) if backward else ((start, None), (0, start))
    found = yield from find_bytes_steps(data, wanted, *first, backward=backward)
    if found is None:
        found = yield from find_bytes_steps(data, wanted, *then, backward=backward)
    return found
