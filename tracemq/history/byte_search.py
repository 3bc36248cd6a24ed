"""Turns a text into the rows of a segment whose payload contains it, by looking at all bytes at once.

Every byte of the text is compared with a whole piece of the block by numpy, the rarest first and only as long as hits
are left, and the hits are then gathered by row. A piece is small enough for the processor's cache. Where a sample says
that most payloads have the text in one of a few places, as messages of one make have a word, these places alone are
compared, and the payloads that lack it there are looked at one by one. Measured with 10,000,000 payloads of 126 bytes,
processor time: 0.5 s for a text that is nowhere, capitals or not, 0.9 s for a word of eight letters that is in each of
them (1.5 s by pieces); bytes.find needs `lower()` before it, and a loop for what it finds. Packets lie back to
back in a block; a hit counts only if it lies in one payload from end to end.

Case: a text in lower case finds capitals too. ASCII letters differ from their capitals by one bit, which is exact; for
other letters the bytes only narrow the rows down, and what is left is compared as text.
"""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .segment import Columns

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]

COMMON: Final = b' etaoinsrhldcum":,0123456789fpgwybv.{}/_-kxjqzETAOINSRHLDCUMFPGWYBVKXJQZ\x00\n\r'
RARITY: Final = {byte: place for place, byte in enumerate(COMMON)}  # in JSON and English; others are rarer still
PIECE_BYTES: Final = 256 << 10
MANY: Final = 1_024  # rows; for fewer a sample is not worth it
SAMPLE: Final = 64  # rows, of which ...
SAMPLE_BYTES: Final = 4_096  # ... as much is looked at
MOST_OFFSETS: Final = 3
LIKELY: Final = 0.75  # of the rows have the text in one of these places
PECULIAR: Final = frozenset("i\u0307kåωθǆǉǌǳ")  # small letters that a second capital has, of another length


class Spot(NamedTuple):
    """One byte of a text: what it may be, `low` or `high`; `offset` counts from the text's first byte."""

    offset: int
    low: int
    high: int


class Needle:
    """A text made ready for searching."""

    def __init__(self, text: str, ignore_case: bool) -> None:
        self.text = text
        self.ignore_case = ignore_case
        self._raw = text.encode(errors="replace")
        spots, self.exact = _spots(text, ignore_case)
        self._spots = sorted(spots, key=lambda spot: (-_rarity(spot), spot.low != spot.high))
        self._reach = len(spots)
        self._hits = np.empty(PIECE_BYTES, np.bool_)
        self._other = np.empty(PIECE_BYTES, np.bool_)
        self._scratch = np.empty(PIECE_BYTES, np.uint8)

    def in_text(self, text: str) -> bool:
        """The plain way, for a topic or a payload that was decoded."""
        if not self.ignore_case:
            return self.text in text
        if self.exact:
            return self._raw in text.encode(errors="replace").lower()
        return self.text in text.lower()

    def in_payload(self, payload: bytes) -> bool:
        """The plain way, for one payload."""
        if self.exact:
            return self._raw in (payload.lower() if self.ignore_case else payload)
        return self.text in payload.decode(errors="replace").lower()

    def rows(self, block: Bytes, columns: Columns) -> Mask:
        """For each row whether its payload contains the text; `block` is what the columns' offsets count in."""
        if not self._spots:
            found = np.ones(len(columns.ends), np.bool_)
        elif offsets := self._likely_offsets(block, columns):
            found = self._rows_by_offsets(block, columns, offsets)
        else:
            found = self._rows_by_pieces(block, columns)
        if not self.exact:
            for row in np.flatnonzero(found).tolist():
                payload = block[columns.payload_starts[row] : columns.ends[row]]
                found[row] = self.in_payload(payload.tobytes())
        return found

    def _likely_offsets(self, block: Bytes, columns: Columns) -> list[int]:
        """Where in a payload the text stands, if a sample says that most payloads have it in one of a few places."""
        count = len(columns.ends)
        if count < MANY or not self.exact:
            return []
        step = count // SAMPLE
        starts, ends = columns.payload_starts[::step].tolist(), columns.ends[::step].tolist()
        seen = Counter(
            self._place_in(block[start : min(end, start + SAMPLE_BYTES)].tobytes())
            for start, end in zip(starts, ends, strict=True)
        )
        del seen[-1]
        likely = seen.most_common(MOST_OFFSETS)
        return [offset for offset, _ in likely] if sum(n for _, n in likely) > LIKELY * len(starts) else []

    def _place_in(self, payload: bytes) -> int:
        return (payload.lower() if self.ignore_case else payload).find(self._raw)

    def _rows_by_offsets(self, block: Bytes, columns: Columns, offsets: list[int]) -> Mask:
        """Look at the likely places of every row at once, and at the other payloads one by one."""
        found = np.zeros(len(columns.ends), np.bool_)
        for offset in offsets:
            rows = np.flatnonzero(~found)
            places = columns.payload_starts[rows].astype(np.int64) + offset
            there = places + self._reach <= columns.ends[rows]
            places = np.minimum(places, len(block) - self._reach)
            for spot in self._spots:
                byte = block[places + spot.offset]
                there &= byte == spot.low if spot.low == spot.high else (byte == spot.low) | (byte == spot.high)
            found[rows[there]] = True
        missing = np.flatnonzero(~found)
        if len(missing) > (1 - LIKELY) * len(found):
            return self._rows_by_pieces(block, columns)
        starts, ends = columns.payload_starts[missing].tolist(), columns.ends[missing].tolist()
        data = block.data
        found[missing] = [self._place_in(bytes(data[start:end])) >= 0 for start, end in zip(starts, ends, strict=True)]
        return found

    def _rows_by_pieces(self, block: Bytes, columns: Columns) -> Mask:
        found = np.zeros(len(columns.ends), np.bool_)
        low = 0
        while low < len(found):
            limit = int(columns.payload_starts[low]) + PIECE_BYTES
            high = max(low + 1, int(np.searchsorted(columns.ends, limit, side="right")))
            self._mark(block, columns.payload_starts[low:high], columns.ends[low:high], found[low:high])
            low = high
        return found

    def _mark(self, block: Bytes, starts: NDArray[np.uint32], ends: NDArray[np.uint32], found: Mask) -> None:
        """Mark the rows of a piece in which the bytes stand next to each other as they should."""
        begin = int(starts[0])
        places = int(ends[-1]) - begin - self._reach + 1  # where the text may begin
        if places <= 0:
            return
        hits, other, scratch = self._room(places)
        for index, spot in enumerate(self._spots):
            piece = block[begin + spot.offset : begin + spot.offset + places]
            if not index:
                _compare(piece, spot, hits, scratch)
                continue
            _compare(piece, spot, other, scratch)
            np.bitwise_and(hits, other, out=hits)
            if not hits.any():
                return
        _gather(hits, starts.astype(np.int64) - begin, ends.astype(np.int64) - (begin + self._reach - 1), found)

    def _room(self, places: int) -> tuple[Mask, Mask, Bytes]:
        """Memory to work in, the same every time unless a single payload is larger than a piece."""
        if places > len(self._scratch):
            return np.empty(places, np.bool_), np.empty(places, np.bool_), np.empty(places, np.uint8)
        return self._hits[:places], self._other[:places], self._scratch[:places]


def _spots(text: str, ignore_case: bool) -> tuple[list[Spot], bool]:
    """The bytes that can be compared one by one, and whether comparing them is all there is to do.

    If case is ignored beyond ASCII, this is the longest part of the text whose letters and capitals have equal lengths.
    """
    if not ignore_case or text.isascii():
        low, high = text.encode(errors="replace"), (text.upper() if ignore_case else text).encode(errors="replace")
        return [Spot(offset, *pair) for offset, pair in enumerate(zip(low, high, strict=True))], True
    runs: list[list[Spot]] = [[]]
    for char in text:
        low, high = char.encode(errors="replace"), char.upper().encode(errors="replace")
        if char in PECULIAR or len(high) != len(low) or char.upper().lower() != char:
            runs.append([])
        else:
            start = len(runs[-1])
            runs[-1] += [Spot(start + place, *pair) for place, pair in enumerate(zip(low, high, strict=True))]
    return max(runs, key=len), False


def _rarity(spot: Spot) -> int:
    return min(RARITY.get(spot.low, 1000), RARITY.get(spot.high, 1000))


def _compare(piece: Bytes, spot: Spot, equal: Mask, scratch: Bytes) -> None:
    """Write to `equal` where the piece has one of the spot's bytes."""
    different = spot.low ^ spot.high
    if not different:
        np.equal(piece, np.uint8(spot.low), out=equal)
    elif different & (different - 1) == 0:  # one bit
        np.bitwise_or(piece, np.uint8(different), out=scratch)
        np.equal(scratch, np.uint8(spot.low | spot.high), out=equal)
    else:
        equal[:] = (piece == spot.low) | (piece == spot.high)


def _gather(hits: Mask, starts: NDArray[np.int64], ends: NDArray[np.int64], found: Mask) -> None:
    """Mark the rows that have a hit in [start, end)."""
    borders = np.empty(2 * len(starts), np.int64)
    borders[::2] = starts
    borders[1::2] = ends
    room = ends > starts
    np.clip(borders, 0, len(hits) - 1, out=borders)
    found[:] = np.bitwise_or.reduceat(hits.view(np.uint8), borders)[::2] > 0
    last = len(hits) - 1  # reduceat cannot be told of an end behind the last place
    if hits[last]:
        found |= (starts <= last) & (ends > last)
    found &= room
