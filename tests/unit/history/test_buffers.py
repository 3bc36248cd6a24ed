"""Buffers are ready when a segment needs one: used before, or touched ahead by a thread."""

from __future__ import annotations

import sys
from concurrent.futures import Executor, Future
from typing import Any

import pytest

from tracemq.history import buffers
from tracemq.history.buffers import HUGE_PAGE, Buffers
from tracemq.history.log import MAX_SEGMENT_BYTES, MessageLog
from tracemq.mqtt.batch import TopicTable

from .batches import Sent, batch_of

SIZE = 2 * HUGE_PAGE


class AtOnce(Executor):
    """Does what it is given there and then."""

    def __init__(self) -> None:
        self.done: list[Future[Any]] = []

    def submit(self, work: Any, /, *arguments: Any, **more: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(work(*arguments, **more))
        except OSError as error:
            future.set_exception(error)
        self.done.append(future)
        return future


@pytest.fixture
def thread(monkeypatch: pytest.MonkeyPatch) -> AtOnce:
    thread = AtOnce()
    monkeypatch.setattr(buffers, "_thread", lambda: thread)
    return thread


@pytest.mark.skipif(sys.platform != "linux", reason="counts page faults as Linux does")
def test_a_prepared_buffer_is_in_memory_when_it_is_taken() -> None:
    import resource

    ready = Buffers()
    ready.prepare(SIZE)
    assert ready._ahead is not None
    ready._ahead.result(10)
    taken = ready.take(SIZE)
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for at in range(0, SIZE, 4096):
        taken[at] = 1
    assert resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before < SIZE // 4096 // 4


def test_each_buffer_is_handed_out_once(thread: AtOnce) -> None:
    ready = Buffers()
    taken = []
    for _ in range(3):
        ready.prepare(SIZE)
        taken.append(ready.take(SIZE))
    assert len({id(each) for each in taken}) == len(taken) == len(thread.done)


def test_a_buffer_of_another_size_is_not_handed_out(thread: AtOnce) -> None:
    ready = Buffers()
    ready.prepare(SIZE)
    ready.give_back(bytearray(10))
    assert [len(ready.take(size)) for size in (SIZE + 1, SIZE)] == [SIZE + 1, SIZE]


def test_one_that_was_used_before_comes_first_and_nothing_is_prepared_beside_it(thread: AtOnce) -> None:
    ready = Buffers()
    used = bytearray(SIZE)
    ready.give_back(used)
    ready.prepare(SIZE)
    assert ready.take(SIZE) is used
    assert not thread.done


def test_one_that_is_not_touched_yet_stays_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    pending: Future[Any] = Future()
    monkeypatch.setattr(AtOnce, "submit", lambda *_: pending)
    monkeypatch.setattr(buffers, "_thread", AtOnce)
    ready = Buffers()
    ready.prepare(SIZE)
    touched = bytearray(SIZE)
    assert ready.take(SIZE) is not touched
    pending.set_result(touched)
    assert ready.take(SIZE) is touched


def test_where_no_memory_can_be_had_ahead_it_is_asked_for_when_it_is_needed(
    thread: AtOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = buffers.new_buffer

    def refuse(size: int) -> buffers.Buffer:
        raise OSError(12, "no memory")

    ready = Buffers()
    monkeypatch.setattr(buffers, "new_buffer", refuse)
    ready.prepare(SIZE)
    monkeypatch.setattr(buffers, "new_buffer", made)
    assert len(ready.take(SIZE)) == SIZE


@pytest.mark.parametrize(("every_s", "prepares"), [(0.01, True), (1.0, False)])
def test_only_a_log_that_fills_quickly_has_its_next_buffer_prepared(
    thread: AtOnce, every_s: float, prepares: bool
) -> None:
    topics = TopicTable()
    log = MessageLog(topics)
    payload = bytes(MAX_SEGMENT_BYTES // 4 - 100)
    for number in range(12):
        log.append(batch_of(topics, Sent("a", payload), received_at=1000 + number * every_s))
    assert bool(thread.done) is prepares
    log.tick()
    assert [len(log.payload(position)) for position in range(log.first, log.last)] == [len(payload)] * 12
