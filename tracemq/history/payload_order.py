"""Turns payloads into their places in the order of their bytes: a few of them, and more where these are alike.

Messages of one make begin alike, with the same names and the same device in them, so that few bytes tell nothing; all
bytes of ten million payloads would be a gigabyte. So only rows that are still alike are looked at further, a few bytes
at a time, up to MOST_BYTES; what is alike as far as that counts as equal.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .log import MessageLog
from .numpy_thread import in_thread
from .segment import Segment

FIRST_BYTES: Final = 32
STEP_BYTES: Final = 16
MOST_BYTES: Final = 1_024
ROWS_AT_ONCE: Final = 4_096  # 2 ms

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Counts = NDArray[np.uint8]


class Places(NamedTuple):
    """Each row's place in the order as far as it is known, and the rows that share one and have more bytes to tell."""

    places: Ints
    tied: Ints  # indexes, ascending


def words_of(segment: Segment, chosen: Ints, offset: int = 0, count: int = FIRST_BYTES) -> tuple[Words, Counts]:
    """Some bytes of some payloads of a segment as numbers, and how many there are: `count` + 1 if there are more."""
    columns = segment.columns()
    starts, ends = columns.payload_starts[chosen].astype(np.int64), columns.ends[chosen].astype(np.int64)
    block = np.frombuffer(segment.data, np.uint8)
    places = starts[:, None] + (offset + np.arange(count))
    letters = block[np.minimum(places, len(block) - 1)]
    letters[places >= ends[:, None]] = 0
    return letters.view(">u8").astype(np.uint64), np.clip(ends - starts - offset, 0, count + 1).astype(np.uint8)


def payload_places(log: MessageLog, seqs: Ints, words: Words, left: Counts) -> Generator[bool, None, Ints]:
    """Rows in ascending order with what `words_of` says of them; gives their places, the same where they are equal.

    Yields true as long as there is only waiting to do.
    """
    nothing = Places(np.zeros(len(words), np.int64), np.arange(len(words)))
    known = yield from in_thread(partial(_told_apart, nothing, words, left, FIRST_BYTES))
    offset = FIRST_BYTES
    while len(known.tied) and offset < MOST_BYTES:
        words, left = yield from _read_on(log, seqs[known.tied], offset)
        known = yield from in_thread(partial(_told_apart, known, words, left, STEP_BYTES))
        offset += STEP_BYTES
    return known.places


def _told_apart(known: Places, words: Words, left: Counts, count: int) -> Places:
    """What is known once these words of the tied rows are read; see `words_of` for `left` and `count`."""
    if len(left) > 1 and left[0] > count and (left == left[0]).all() and (words == words[0]).all():
        return known  # what all of them begin with needs no sorting
    shared = known.places[known.tied]
    order = np.lexsort((left, *words.T[::-1], shared))
    shared, words, left = shared[order], words[order], left[order]
    at = np.arange(len(order))
    first_of_place = np.concatenate(([True], shared[1:] != shared[:-1]))
    differs = (words[1:] != words[:-1]).any(axis=1) | (left[1:] != left[:-1])
    first = first_of_place | np.concatenate(([True], differs))
    place_at = np.maximum.accumulate(np.where(first_of_place, at, 0))
    group_at = np.maximum.accumulate(np.where(first, at, 0))
    rows = known.tied[order]
    known.places[rows] = shared + group_at - place_at
    starts = np.flatnonzero(first)
    sizes = np.diff(starts, append=len(order))
    open_groups = (sizes > 1) & (left[starts] > count)
    return Places(known.places, np.sort(rows[np.repeat(open_groups, sizes)]))


def _read_on(log: MessageLog, seqs: Ints, offset: int) -> Generator[bool, None, tuple[Words, Counts]]:
    """The next bytes of some rows, given in ascending order; rows that have left the log have none."""
    words, left = np.zeros((len(seqs), STEP_BYTES // 8), np.uint64), np.zeros(len(seqs), np.uint8)
    at = 0
    while at < len(seqs):
        at = max(at, int(np.searchsorted(seqs, log.first)))
        part: list[int] = seqs[at : at + ROWS_AT_ONCE].tolist()
        for segment, indexes in log.parts(part):
            end = at + len(indexes)
            words[at:end], left[at:end] = words_of(segment, np.array(indexes), offset, STEP_BYTES)
            at = end
        yield False
    return words, left
