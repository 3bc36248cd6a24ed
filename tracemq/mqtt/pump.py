"""Moves bytes between a session and a transport, events to the client, and the clock to the session's deadlines.

All that one read brings is handled in one turn of the loop; output is gathered and written once per turn.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final, ParamSpec

from .batch import MessageBatch
from .errors import ConnectionLost, MqttError, SpeaksAnother, Unforeseen
from .events import Challenged, Closing, Event
from .keeper import Keeper
from .packet_counts import count_packets
from .session import Session
from .statistics import Statistics
from .tasks import attempt
from .time_limit import time_limit
from .transports.base import HIGH_WATER_BYTES, Transport

P = ParamSpec("P")
FLUSH_AFTER: Final = 512  # publishes in one turn before they are written without waiting for the turn's end
OPENING_BYTES: Final = 5
FOREIGN: Final = {b"HTTP/": "http", b"\x15\x03": "tls"}  # an alert: TLS servers answer so to what is not TLS
LONGEST_HOLD_S: Final = 0.005  # for which drain() may return without giving the loop a turn
SHORTEST_TIMER_S: Final = 0.002  # some loops' timers fire early: this keeps them from spinning


class Link:
    """One connection of a transport; what it tells after it was given up is not heard any more."""

    def __init__(self, pump: Pump, transport: Transport) -> None:
        self._pump = pump
        self.transport = transport
        self.opening = b""  # the first bytes of the server

    def on_data(self, data: bytes) -> None:
        if self._pump.link is self:
            if len(self.opening) < OPENING_BYTES and self._is_foreign(data):
                return
            self._pump.guard(self._pump.receive, data)

    def _is_foreign(self, data: bytes) -> bool:
        """Whether the first bytes show that this is no MQTT: the rest of what looks like a packet may never come."""
        self.opening = (self.opening + data)[:OPENING_BYTES]
        for start, name in FOREIGN.items():
            if self.opening.startswith(start):
                self._pump.close(SpeaksAnother(name))
                return True
        return False

    def on_writable(self) -> None:
        if self._pump.link is self:
            self._pump.writable()

    def on_lost(self, cause: Exception | None) -> None:
        if self._pump.link is self:
            self._pump.transport_lost(cause)
        self._pump.lingering.pop(id(self.transport), None)
        self._pump.writable()


class Pump:
    """`deliver` gets every event of the session; `ended` is told once for each link what ended it."""

    def __init__(
        self,
        session: Session,
        statistics: Statistics,
        deliver: Callable[[Event], None],
        ended: Callable[[MqttError | None], None],
        written: Callable[[], None],
    ) -> None:
        self.session = session
        self.keeper: Keeper | None = None
        self.link: Link | None = None
        self.lingering: dict[int, Transport] = {}  # transports that still send their last bytes
        self._statistics = statistics
        self._deliver = deliver
        self._ended = ended
        self._written = written
        self._loop: asyncio.AbstractEventLoop | None = None
        self._flushing: asyncio.Handle | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._asking: asyncio.Future[bytes | None] | None = None  # an authenticator that works in a thread
        self._due = 0.0  # when the timer fires
        self._drainers: list[asyncio.Future[None]] = []
        self.unflushed = 0  # publishes since the last write
        self._yielded_at = 0.0
        self._receiving = False
        self._paused_at: float | None = None
        self.write_buffer_limit = HIGH_WATER_BYTES
        self.full = False  # more is unsent than the limit allows
        self._piled_up = 0  # bytes written since then

    # connections

    def attach(self, link: Link, *, reconnecting: bool) -> None:
        """The link's transport is open: begin to speak MQTT over it."""
        self._loop = asyncio.get_running_loop()
        self.link = link
        if self._paused_at is not None:
            link.transport.pause_reading()
        self.session.connect(time.monotonic(), reconnecting=reconnecting)
        self.flush()

    def transport_lost(self, cause: Exception | None) -> None:
        self._end(cause if isinstance(cause, MqttError) else _connection_lost(cause))

    def close(self, error: MqttError | None) -> None:
        """Send what is to be sent, and close the transport."""
        if self.link is not None:
            self.flush()
            self.lingering[id(self.link.transport)] = self.link.transport
            self.link.transport.close()
            self._end(error)

    def abort(self, error: MqttError | None) -> None:
        if self.link is not None:
            self.link.transport.abort()
            self._end(error)

    def _end(self, error: MqttError | None) -> None:
        if self.link is None:
            return
        self.link = None
        self._stop_timer()
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        now = time.monotonic()
        for event in self.session.lost(now):
            self._deliver(event)
        self.writable()
        self.flush()
        self._ended(error)

    async def lingering_closed(self) -> None:
        """Wait until transports that were closed have sent their last bytes; they limit that time themselves."""
        while self.lingering:
            await self._wait()

    def abort_lingering(self) -> None:
        while self.lingering:
            self.lingering.popitem()[1].abort()
        self.writable()

    # in

    def receive(self, data: bytes) -> None:
        statistics = self._statistics
        statistics.bytes_in += len(data)
        statistics.reads += 1
        closing: MqttError | None = None
        self._receiving = True  # acknowledgements leave only after all that they are for has been delivered
        for event in self.session.receive(data, time.monotonic(), time.time()):
            if type(event) is MessageBatch:
                statistics.messages_in += len(event)
                if self.keeper is not None:
                    self.keeper.delivered(event)
            elif type(event) is Closing:
                closing = event.error
                continue
            elif type(event) is Challenged:
                self._ask(event)
                continue
            self._deliver(event)
        self._receiving = False
        if self._drainers:
            self.writable()
        if closing is None:
            self.flush()
        else:
            self.close(closing)

    def _ask(self, challenge: Challenged) -> None:
        """Let an authenticator that takes long answer in a thread."""
        asking = asyncio.get_running_loop().run_in_executor(None, challenge.respond)
        self._asking = asking
        asking.add_done_callback(lambda done: None if done.cancelled() else self.guard(self._respond, challenge, done))

    def _respond(self, challenge: Challenged, done: asyncio.Future[bytes | None]) -> None:
        fault = done.exception()
        self._tell(self.session.respond(challenge, fault if isinstance(fault, MqttError) else done.result()))

    def guard(self, work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """What should not happen ends the connection, and not the program."""
        fault = attempt(work, *args, **kwargs)
        if fault is not None:
            self._receiving = False
            error = Unforeseen(f"{type(fault).__name__}: {fault}")
            error.__cause__ = fault
            self.abort(error)

    def pause_reading(self) -> None:
        if self._paused_at is None:
            self._paused_at = time.monotonic()
            self.session.set_reading(False, self._paused_at)
            if self.link is not None:
                self.link.transport.pause_reading()

    def resume_reading(self) -> None:
        if self._paused_at is not None:
            now = time.monotonic()
            self._statistics.read_paused_s += now - self._paused_at
            self._paused_at = None
            self.session.set_reading(True, now)
            if self.link is not None:
                self.link.transport.resume_reading()
            self._arm()

    # out

    def published(self) -> None:
        """A publish was accepted: write it at the end of this turn, or at once when many have gathered."""
        self.unflushed += 1
        if self.unflushed >= FLUSH_AFTER and not self._receiving:
            self.flush()
        elif self._flushing is None and self._loop is not None:
            self._flushing = self._loop.call_soon(self.flush)

    def flush_soon(self) -> None:
        """Write at the end of this turn."""
        if self._flushing is None and self._loop is not None:
            self._flushing = self._loop.call_soon(self.flush)

    def flush(self) -> None:
        """Write what the session has to say, after what it wants kept is kept."""
        self._statistics.messages_out += self.unflushed
        self.unflushed = 0
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        if self.keeper is not None:
            self.keeper.start_commit(self.session)  # and is called again after it
        if self.link is not None and self.session.has_output:
            self._write(self.link.transport)
        self._arm()

    def _write(self, transport: Transport) -> None:
        chunks = self.session.take_output(time.monotonic())
        size = sum(map(len, chunks))
        self._statistics.bytes_out += size
        self._statistics.writes += 1
        count_packets(self._statistics.packets_out, chunks)
        transport.write(chunks)
        if self.full:  # no publish is accepted then: these are answers
            self._piled_up += size
        self.full = transport.unsent > self.write_buffer_limit
        self._written()
        if self._piled_up > self.write_buffer_limit:
            self.abort(ConnectionLost("the server sends more and more, and does not read what we answer"))

    @property
    def unsent(self) -> int:
        return self.link.transport.unsent if self.link is not None else 0

    async def drain(self, too_much: Callable[[], bool], timeout_s: float | None) -> None:
        """Wait until the write buffer has room, and there is not too much before it; TimedOut("room")."""
        self.flush()
        if time.monotonic() - self._yielded_at > LONGEST_HOLD_S:
            await asyncio.sleep(0)  # whoever publishes without end must not keep the loop from reading
            self._yielded_at = time.monotonic()
        if self.unsent >= HIGH_WATER_BYTES or too_much():
            async with time_limit(timeout_s, "room"):
                while self.unsent >= HIGH_WATER_BYTES or too_much():
                    await self._wait()

    async def _wait(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._drainers.append(waiter)
        try:
            await waiter
        finally:
            if waiter in self._drainers:  # who waited has given up
                self._drainers.remove(waiter)

    def writable(self) -> None:
        self.full = False
        self._piled_up = 0
        waiters, self._drainers = self._drainers, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    # time

    def _arm(self) -> None:
        """One timer for all: moved only when something is due earlier than it fires."""
        due = self.session.deadline()
        if due is None or self._loop is None or (self._timer is not None and self._due <= due):
            return
        self._stop_timer()
        self._due = due
        self._timer = self._loop.call_later(max(due - time.monotonic(), SHORTEST_TIMER_S), self.guard, self._expire)

    def doubt(self) -> None:
        """Find out whether the link still stands; what has arrived already is read first."""
        if self.link is not None:
            self.session.doubt(time.monotonic())
            self.flush()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _expire(self) -> None:
        self._timer = None
        self._tell(self.session.expire(time.monotonic()))

    def _tell(self, events: list[Event]) -> None:
        closing: MqttError | None = None
        for event in events:
            if type(event) is Closing:
                closing = event.error
            else:
                self._deliver(event)
        if closing is None:
            self.flush()
        else:
            self.close(closing)

    def stop(self) -> None:
        """Leave no timer and no callback behind."""
        self._loop = None
        self._stop_timer()
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None


def _connection_lost(cause: Exception | None) -> ConnectionLost:
    error = ConnectionLost(str(cause) if cause is not None else "the server closed the connection")
    error.__cause__ = cause
    return error
