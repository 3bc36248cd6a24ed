"""The asyncio loop on Qt's: order, deadlines, threads, sockets and the turns that Qt gets."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tracemq.ui.event_loop import SLICE_S, QtAsyncLoop


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[QtAsyncLoop]:
    qapp.setQuitOnLastWindowClosed(False)
    loop = QtAsyncLoop(qapp)
    problems: list[dict[str, object]] = []
    loop.set_exception_handler(lambda _loop, context: problems.append(context))
    yield loop
    loop.close()
    assert problems == []


def test_callbacks_run_in_the_order_of_their_calls(loop: QtAsyncLoop) -> None:
    seen: list[int] = []

    async def main() -> None:
        for number in range(5):
            loop.call_soon(seen.append, number)
        loop.call_soon_threadsafe(seen.append, 5)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    loop.run_until_complete(main())
    assert seen == [0, 1, 2, 3, 4, 5]


def test_callbacks_added_by_a_callback_wait_for_those_already_queued(loop: QtAsyncLoop) -> None:
    seen: list[str] = []

    async def main() -> None:
        loop.call_soon(lambda: loop.call_soon(seen.append, "late"))
        loop.call_soon(seen.append, "early")
        await asyncio.sleep(0.01)

    loop.run_until_complete(main())
    assert seen == ["early", "late"]


def test_a_cancelled_callback_never_runs(loop: QtAsyncLoop) -> None:
    seen: list[str] = []

    async def main() -> None:
        loop.call_soon(seen.append, "soon").cancel()
        loop.call_later(0.001, seen.append, "later").cancel()
        loop.call_later(-1, seen.append, "overdue").cancel()
        await asyncio.sleep(0.02)

    loop.run_until_complete(main())
    assert seen == []


def test_deadlines_are_kept_in_order_and_never_early(loop: QtAsyncLoop) -> None:
    late_by: list[float] = []
    order: list[int] = []

    def due(number: int, when: float) -> None:
        order.append(number)
        late_by.append(loop.time() - when)

    async def main() -> None:
        now = loop.time()
        for number, delay in enumerate((0.0211, 0.0034, 0.0105, 0.0105)):
            loop.call_at(now + delay, due, number, now + delay)
        await asyncio.sleep(0.03)

    loop.run_until_complete(main())
    assert order == [1, 2, 3, 0]
    assert min(late_by) >= 0


def test_the_handle_of_a_deadline_says_when(loop: QtAsyncLoop) -> None:
    handle = loop.call_at(1234.5, print)
    assert handle.when() == 1234.5
    handle.cancel()


def test_many_cancelled_deadlines_leave_nothing_behind(loop: QtAsyncLoop) -> None:
    handles = [loop.call_later(3600, print) for _ in range(1000)]
    for handle in handles:
        handle.cancel()
        handle.cancel()
    assert len(loop._deadlines) < 200


def test_a_thread_can_wake_a_sleeping_loop(loop: QtAsyncLoop) -> None:
    async def main() -> int:
        answer: asyncio.Future[int] = loop.create_future()
        thread = threading.Thread(target=lambda: loop.call_soon_threadsafe(answer.set_result, 42))
        loop.call_later(0.005, thread.start)
        try:
            return await asyncio.wait_for(answer, 5)
        finally:
            thread.join()

    assert loop.run_until_complete(main()) == 42


def test_an_executor_answers(loop: QtAsyncLoop) -> None:
    async def main() -> int:
        return await loop.run_in_executor(None, sum, (1, 2, 3))

    assert loop.run_until_complete(main()) == 6


def test_streams_carry_bytes_both_ways(loop: QtAsyncLoop) -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def main() -> int:
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        sent = os.urandom(1_000_000)
        writer.write(sent)
        writer.write_eof()
        got = await reader.read(-1)
        writer.close()
        await writer.wait_closed()
        server.close()
        return sent == got

    assert loop.run_until_complete(main())


def test_a_replaced_reader_is_the_only_one_called(loop: QtAsyncLoop) -> None:
    ours, theirs = socket.socketpair()
    seen: list[str] = []

    async def main() -> None:
        loop.add_reader(ours, seen.append, "first")
        loop.add_reader(ours, lambda: (seen.append("second"), ours.recv(10)))
        theirs.send(b"x")
        await asyncio.sleep(0.02)
        assert loop.remove_reader(ours)
        assert not loop.remove_reader(ours)
        theirs.send(b"y")
        await asyncio.sleep(0.02)

    with ours, theirs:
        ours.setblocking(False)
        loop.run_until_complete(main())
    assert seen == ["second"]


def test_qt_gets_its_turns_while_callbacks_never_end(loop: QtAsyncLoop) -> None:
    gaps: list[float] = []  # of our thread's own time: a machine that is busy with others is not our fault
    last = [time.thread_time()]

    def turn() -> None:
        now = time.thread_time()
        gaps.append(now - last[0])
        last[0] = now

    async def spin(until: float) -> None:
        while time.thread_time() < until:
            await asyncio.sleep(0)

    timer = QTimer()
    timer.timeout.connect(turn)
    timer.start(1)
    loop.run_until_complete(spin(time.thread_time() + 0.3))
    timer.stop()
    assert len(gaps) > 0.3 / SLICE_S / 10
    assert max(gaps) < 0.15


@pytest.mark.skipif(sys.platform == "win32", reason="there, reads are the proactor's")
def test_timers_and_callbacks_get_their_turns_beside_a_socket_that_is_always_ready(loop: QtAsyncLoop) -> None:
    ours, theirs = socket.socketpair()
    reads = itertools.count()

    async def main() -> None:
        loop.add_reader(ours, lambda: (next(reads), time.sleep(0.001)))  # never reads: stays ready
        for _ in range(20):
            await asyncio.sleep(0.005)
        loop.remove_reader(ours)

    timer = QTimer()
    ticks = itertools.count()
    timer.timeout.connect(lambda: next(ticks))
    timer.start(5)
    with ours, theirs:
        theirs.send(b"x")
        loop.run_until_complete(main())
    timer.stop()
    assert 10 < next(reads) < 2000  # each takes a ms and more: two seconds for twenty turns would be too long
    assert next(ticks) > 5


def test_an_exception_in_a_callback_is_reported_and_survived(loop: QtAsyncLoop) -> None:
    contexts: list[dict[str, object]] = []
    loop.set_exception_handler(lambda _loop, context: contexts.append(context))

    async def main() -> str:
        loop.call_soon(lambda: 1 // 0)
        await asyncio.sleep(0.01)
        return "still here"

    assert loop.run_until_complete(main()) == "still here"
    assert [type(context["exception"]) for context in contexts] == [ZeroDivisionError]
    loop.set_exception_handler(None)


@pytest.mark.skipif(sys.platform == "win32", reason="signal handlers are a matter of selector loops")
def test_a_signal_reaches_its_handler(loop: QtAsyncLoop) -> None:
    async def main() -> None:
        caught = asyncio.Event()
        loop.add_signal_handler(signal.SIGUSR1, caught.set)
        os.kill(os.getpid(), signal.SIGUSR1)
        await asyncio.wait_for(caught.wait(), 5)
        loop.remove_signal_handler(signal.SIGUSR1)

    loop.run_until_complete(main())


def test_a_closed_loop_takes_no_more_work(qapp: QApplication) -> None:
    loop = QtAsyncLoop(qapp)
    loop.close()
    for call in (loop.call_soon, loop.call_soon_threadsafe):
        with pytest.raises(RuntimeError):
            call(print)
    with pytest.raises(RuntimeError):
        loop.call_later(1, print)


def test_a_loop_that_qt_ended_can_be_finished_by_hand(loop: QtAsyncLoop, qapp: QApplication) -> None:
    over = asyncio.Event()

    async def main() -> str:
        await over.wait()
        await asyncio.wait_for(asyncio.sleep(0.01), 1.0)
        return "done"

    running = loop.create_task(main())
    loop.call_soon(qapp.exit, 1)  # as Qt does when its display is gone
    with pytest.raises(RuntimeError, match="stopped before"):
        loop.run_until_complete(running)
    assert not loop.finish(running, 0.02)
    over.set()
    assert loop.finish(running, 5.0)
    assert running.result() == "done"
