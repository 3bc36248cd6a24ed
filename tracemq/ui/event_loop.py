"""Turns Qt's event loop into an asyncio loop that spends 1.5 us on a callback where stock qasync spends 9 to 22.

Stock qasync 0.28 starts one Qt timer per `call_soon`, keeps the timer of a cancelled handle until it was due, cuts
delays to whole milliseconds (so that they fire early), and disables and enables a socket's notifier around a
`call_soon` for each event. Here one zero-interval timer drains a queue in slices, one more wakes for the earliest
deadline of a heap, and readers run straight from their notifier.

Not a loop of our own from scratch: sockets, signals, executors and the Windows proactor stay qasync's. This module
leans on private names of qasync 0.28.0, which is why that version is pinned.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import math
import sys
import time
from collections import deque
from collections.abc import Callable, MutableMapping
from contextvars import Context
from typing import Any, Final

import qasync
from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Qt, QTimerEvent, Signal

SLICE_S: Final = 0.004  # asyncio work done before Qt gets a turn
PAUSE_S: Final = 0.01  # between looks at a loop that is driven by hand
LONGEST_TIMER_S: Final = 86_400.0  # Qt counts milliseconds in 31 bits; longer waits are taken in steps
PRUNE_AT: Final = 64  # cancelled deadlines tolerated before the heap is swept


class _Wake(QObject):
    """The two Qt timers of a loop: "there is work" and "the next deadline is due"."""

    asked = Signal()  # emitted from any thread; a queued call into the loop's own

    def __init__(self, drain: Callable[[], None], expire: Callable[[], None]) -> None:
        super().__init__()
        self._drain = drain
        self._expire = expire
        self._work_id = 0
        self._deadline_id = 0
        self._closed = False
        self.asked.connect(self.work)

    def work(self) -> None:
        if not self._work_id and not self._closed:
            self._work_id = self.startTimer(0)

    def rest(self) -> None:
        if self._work_id:
            self.killTimer(self._work_id)
            self._work_id = 0

    def set_deadline(self, delay_s: float | None) -> None:
        if self._deadline_id:
            self.killTimer(self._deadline_id)
            self._deadline_id = 0
        if delay_s is not None and not self._closed:
            # rounded up, and precise: Qt's default timers may come 5 % early
            delay_ms = max(1, math.ceil(min(delay_s, LONGEST_TIMER_S) * 1000))
            self._deadline_id = self.startTimer(delay_ms, Qt.TimerType.PreciseTimer)

    def close(self) -> None:
        self.rest()
        self.set_deadline(None)
        self._closed = True

    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() == self._work_id:
            self._drain()
        elif event.timerId() == self._deadline_id:
            self._expire()


class QtAsyncLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """An asyncio event loop on the running QApplication; use it as any other loop."""

    def __init__(self, app: QObject | None = None, *, already_running: bool = False) -> None:
        self._soon: deque[asyncio.Handle] = deque()
        self._deadlines: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._order = itertools.count()  # handles of one instant run in the order they were made
        self._cancelled_deadlines = 0
        self._armed_for = math.inf
        self._running_soon = False
        self._wake = _Wake(self._drain, self._expire)
        super().__init__(app, already_running=already_running)

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Context | None = None) -> asyncio.Handle:
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self._soon.append(handle)
        if not self._running_soon:
            self._wake.work()
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self._soon.append(handle)  # a deque's append is atomic
        self._wake.asked.emit()
        return handle

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        self._check_closed()
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._deadlines, (when, next(self._order), handle))
        if when < self._armed_for:
            self._arm()
        return handle

    def finish(self, future: asyncio.Future[Any], limit_s: float) -> bool:
        """Whether the future was done in time, driven by hand: without its display Qt ends every loop at once."""
        until = time.monotonic() + limit_s
        while not future.done() and time.monotonic() < until:
            QCoreApplication.processEvents()
            time.sleep(PAUSE_S)
        return future.done()

    def close(self) -> None:
        if not self.is_closed() and not self.is_running():
            self._wake.close()
            self._soon.clear()
            self._deadlines.clear()
        super().close()

    def _timer_handle_cancelled(self, _handle: asyncio.TimerHandle) -> None:
        """Sweep the heap now and then; asyncio calls this from TimerHandle.cancel()."""
        self._cancelled_deadlines += 1
        if self._cancelled_deadlines > PRUNE_AT and self._cancelled_deadlines * 2 > len(self._deadlines):
            self._deadlines = [entry for entry in self._deadlines if not entry[2].cancelled()]
            heapq.heapify(self._deadlines)
            self._cancelled_deadlines = 0

    def _add_callback(self, handle: asyncio.Handle, _delay: float = 0) -> asyncio.Handle:
        """Take a handle that asyncio itself made: signal handlers come this way."""
        self._soon.append(handle)
        self._wake.asked.emit()
        return handle

    def _arm(self) -> None:
        """Set Qt's timer to the earliest deadline that is still wanted."""
        deadlines = self._deadlines
        while deadlines and deadlines[0][2].cancelled():
            heapq.heappop(deadlines)
        self._armed_for = deadlines[0][0] if deadlines else math.inf
        self._wake.set_deadline(self._armed_for - self.time() if deadlines else None)

    def _expire(self) -> None:
        """Queue what is due; a timer that came early is set again."""
        now, deadlines = self.time(), self._deadlines
        while deadlines and deadlines[0][0] <= now:
            self._soon.append(heapq.heappop(deadlines)[2])
        self._arm()
        self._drain()

    def _drain(self) -> None:
        """Run what is queued, in order, for at most a slice; what these add waits for the next round."""
        if self._running_soon:  # a callback opened a nested Qt loop
            return
        soon, until = self._soon, time.monotonic() + SLICE_S
        self._running_soon = True
        outside = asyncio._get_running_loop() is None  # qasync looks at Qt's events once more behind its run
        if outside:
            asyncio._set_running_loop(self)
        try:
            while soon:
                for _ in range(len(soon)):
                    handle = soon.popleft()
                    if not handle.cancelled():
                        handle._run()
                if time.monotonic() >= until:
                    break
        finally:
            if outside:
                asyncio._set_running_loop(None)
            self._running_soon = False
            if soon and not self.is_closed():
                self._wake.work()
            else:
                self._wake.rest()

    if sys.platform != "win32":  # the proactor of Windows reads in its own way

        def _add_reader(self, fd: Any, callback: Callable[..., object], *args: Any) -> asyncio.Handle:
            return self._watch(self._read_notifiers, QSocketNotifier.Type.Read, _fileno(fd), callback, args)

        def _add_writer(self, fd: Any, callback: Callable[..., object], *args: Any) -> asyncio.Handle:
            return self._watch(self._write_notifiers, QSocketNotifier.Type.Write, _fileno(fd), callback, args)

        def _remove_reader(self, fd: Any) -> bool:
            return not self.is_closed() and bool(super()._remove_reader(_fileno(fd)))

        def _remove_writer(self, fd: Any) -> bool:
            return not self.is_closed() and bool(super()._remove_writer(_fileno(fd)))

        def _watch(
            self,
            notifiers: MutableMapping[int, _Notifier],
            kind: QSocketNotifier.Type,
            fd: int,
            callback: Callable[..., object],
            args: tuple[Any, ...],
        ) -> asyncio.Handle:
            self._check_closed()
            handle = asyncio.Handle(callback, args, self, None)
            notifier = notifiers.get(fd)
            if notifier is None:
                notifiers[fd] = _Notifier(fd, kind, handle, notifiers)
            else:
                notifier.handle.cancel()
                notifier.handle = handle
            return handle


class _Notifier(QSocketNotifier):
    """Runs one handle whenever its file descriptor is ready."""

    def __init__(
        self,
        fd: int,
        kind: QSocketNotifier.Type,
        handle: asyncio.Handle,
        siblings: MutableMapping[int, _Notifier],
    ) -> None:
        super().__init__(fd, kind)
        self.handle = handle
        self._fd = fd
        self._siblings = siblings
        self.activated["int"].connect(self.ready)  # type: ignore[index]  # overloads; qasync's close() disconnects this overload

    def ready(self, _fd: int) -> None:
        if self._siblings.get(self._fd) is not self or self.handle.cancelled():
            return
        self.setEnabled(False)  # a nested Qt loop must not read again in the middle of a read
        try:
            self.handle._run()
        finally:
            if self._siblings.get(self._fd) is self:
                self.setEnabled(True)


def _fileno(fd: Any) -> int:
    return fd if isinstance(fd, int) else int(fd.fileno())
