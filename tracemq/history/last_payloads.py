"""Turns a topic's newest row into the beginning of its payload, also when the row has left the log.

The log has the payload anyway; only when a row leaves that is the newest of its topic, 256 bytes are put aside. A copy
of every payload would cost more than counting does.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np

from tracemq.mqtt.batch import MessageBatch

from .log import MessageLog

PREVIEW_BYTES: Final = 256
MANY: Final = 100_000  # payloads put aside; from then on a quarter of each must do


class LastPayloads:
    """Previews by topic, read from a log; a `LogWatcher`.

    `last_seq` has the newest row by topic. It may lag behind the log: before rows leave, `catch_up(seq)` must bring
    it up to date for the rows before `seq`.
    """

    def __init__(self, log: MessageLog, last_seq: array[int], catch_up: Callable[[int], None]) -> None:
        self._log = log
        self._last_seq = last_seq
        self._catch_up = catch_up
        self._kept: dict[int, bytes] = {}
        self.close = log.watch(self)

    def get(self, topic_id: int) -> bytes:
        seq = self._last_seq[topic_id]
        if self._log.first <= seq < self._log.last:
            return self._log.payload(seq, PREVIEW_BYTES)
        return self._kept.get(topic_id, b"")

    def forget(self, topic_ids: Iterable[int]) -> None:
        for topic_id in topic_ids:
            self._kept.pop(topic_id, None)

    def clear(self) -> None:
        self._kept.clear()

    @contextmanager
    def adding(self, count: int) -> Iterator[None]:
        yield

    @contextmanager
    def removing(self, count: int) -> Iterator[None]:
        last = self._log.first + count
        self._catch_up(last)
        limit = PREVIEW_BYTES if len(self._kept) < MANY else PREVIEW_BYTES // 4
        for segment, low, high in self._log.segments(self._log.first, last):
            columns = segment.columns(low, high)
            newest = np.frombuffer(self._last_seq, np.int64)[columns.topic_ids]
            leaving = np.flatnonzero(newest == np.arange(columns.first, columns.first + high - low))
            for index, topic_id in zip(leaving.tolist(), columns.topic_ids[leaving].tolist(), strict=True):
                self._kept[topic_id] = segment.payload(low + index, limit)
        yield


class CopiedPayloads:
    """The same without a log: every batch is looked through for the last payload of each of its topics."""

    def __init__(self) -> None:
        self._kept: dict[int, bytes] = {}

    def receive(self, batch: MessageBatch) -> None:
        for topic_id, index in dict(zip(batch.topic_ids, range(len(batch)), strict=True)).items():
            start = batch.payload_starts[index]
            self._kept[topic_id] = bytes(batch.data[start : min(batch.ends[index], start + PREVIEW_BYTES)])

    def get(self, topic_id: int) -> bytes:
        return self._kept.get(topic_id, b"")

    def forget(self, topic_ids: Iterable[int]) -> None:
        for topic_id in topic_ids:
            self._kept.pop(topic_id, None)

    def clear(self) -> None:
        self._kept.clear()

    def close(self) -> None:
        pass
