"""Sockets on loopback into connections of the exchange: the demo broker as asyncio runs it.

It lives on the window's loop. So it starts no task, handles reads in slices of a few milliseconds, writes once per
turn of the loop and client, and has no timer while nobody is connected: what becomes due meanwhile (a delayed will, a
session's end) is done when the next client comes, who is the first that could see it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
from collections.abc import Iterable
from typing import Final, Protocol

from .connection import Connection
from .exchange import Exchange
from .limits import Limits
from .sys_topics import SysTopics

log = logging.getLogger(__name__)

ADDRESS: Final = "127.0.0.1"  # and no other: nobody but this machine is to reach it
_SLICE_S: Final = 0.003
_TICK_S: Final = 0.05
_WRITE_BUFFER: Final = 256 << 10  # bytes in asyncio's buffer above which a client counts as slow
_STOPS_WITHIN_S: Final = 1.0
_CLOSES_WITHIN_S: Final = 5.0


class Resident(Protocol):
    """Somebody who lives in the broker's process and publishes by himself, such as the simulated devices."""

    def wake(self, now: float) -> None:
        """The first client is about to come in."""
        ...

    def advance(self, now: float) -> None:
        """Time has passed, and somebody is connected."""
        ...


class DemoBroker:
    """An MQTT 3.1, 3.1.1 and 5.0 broker on a loopback port of the system's choosing."""

    def __init__(self, exchange: Exchange | None = None, residents: Iterable[Resident] = ()) -> None:
        self.exchange = exchange or Exchange(Limits())
        self.port = 0
        self._residents = tuple(residents)
        self._server: asyncio.Server | None = None
        self._sockets: set[_Socket] = set()
        self._empty: asyncio.Event | None = None  # set while nobody is connected
        self._to_flush: list[_Socket] = []
        self._timer: asyncio.TimerHandle | None = None
        self._sys_topics: SysTopics | None = None

    @property
    def url(self) -> str:
        return f"mqtt://{ADDRESS}:{self.port}"

    async def start(self, port: int = 0) -> int:
        """Listen, and say on which port; OSError if the given one is taken."""
        loop = asyncio.get_running_loop()
        self._empty = asyncio.Event()
        self._empty.set()
        self._sys_topics = SysTopics(self.exchange, loop.time())
        self._server = await loop.create_server(lambda: _Socket(self, loop), ADDRESS, port)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self.port

    async def stop(self) -> None:
        """Say goodbye to everybody and close; nothing of the broker is left on the loop then."""
        server, self._server = self._server, None
        if server is None or self._empty is None:
            return
        await _accept_no_more(server)
        server.close()
        for socket in list(self._sockets):
            socket.shut_down()
        self._flush()
        try:
            await asyncio.wait_for(self._empty.wait(), _STOPS_WITHIN_S)
        except TimeoutError:
            for socket in list(self._sockets):
                socket.abort()
            await self._empty.wait()
        await server.wait_closed()

    def joined(self, socket: _Socket, now: float) -> None:
        if not self._sockets and self._empty is not None:
            self._empty.clear()
            self.exchange.expire(now)
            for resident in self._residents:
                resident.wake(now)
            if self._timer is None:
                self._timer = socket.loop.call_later(_TICK_S, self._tick, socket.loop)
        self._sockets.add(socket)
        if len(self._sockets) > self.exchange.limits.connections:
            socket.abort()

    def left(self, socket: _Socket) -> None:
        self._sockets.discard(socket)
        if self._sockets or self._empty is None:
            return
        self._empty.set()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        self._timer = loop.call_later(_TICK_S, self._tick, loop)
        self.exchange.expire(now)
        for socket in list(self._sockets):
            socket.expire(now)
        if self._sys_topics is not None:
            self._sys_topics.advance(now)
        for resident in self._residents:
            resident.advance(now)

    def woken(self, socket: _Socket) -> None:
        """Somebody has something to write: all of it goes out together at the end of this turn of the loop."""
        if not self._to_flush:
            socket.loop.call_soon(self._flush)
        self._to_flush.append(socket)

    def _flush(self) -> None:
        sockets, self._to_flush = self._to_flush, []
        for socket in sockets:
            socket.flush()


async def _accept_no_more(server: asyncio.Server) -> None:
    """Let those join who were accepted in this very turn: asyncio drops them, still open, if the server is closed."""
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # a loop that has no readers has no such gap
        for listening in server.sockets:
            loop.remove_reader(listening.fileno())
        await asyncio.sleep(0)


class _Socket(asyncio.Protocol):
    """Moves bytes between a socket and its connection."""

    connection: Connection
    transport: asyncio.Transport

    def __init__(self, broker: DemoBroker, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._broker = broker
        self._working = False
        self._abort_at = math.inf

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a TCP server makes no other
        now = self.loop.time()
        self.transport = transport
        self.transport.set_write_buffer_limits(high=_WRITE_BUFFER)
        self.connection = Connection(self._broker.exchange, lambda _: self._broker.woken(self), now)
        self._broker.joined(self, now)

    def data_received(self, data: bytes) -> None:
        self.connection.receive(data, self.loop.time())
        if not self._working:
            self._work()

    def eof_received(self) -> None:
        return None  # which closes the transport

    def pause_writing(self) -> None:
        self.connection.congested = True

    def resume_writing(self) -> None:
        self.connection.resume(self.loop.time())

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None:
            log.debug("a client's connection broke: %s", exc)
        self.connection.lost(self.loop.time())
        self._broker.left(self)

    def flush(self) -> None:
        connection = self.connection
        if connection.output:
            self.transport.write(connection.written())
        if connection.closed:
            self._abort_at = self.loop.time() + _CLOSES_WITHIN_S
            self.transport.close()
        elif not connection.congested:
            connection.resume(self.loop.time())  # what had to wait for this write

    def expire(self, now: float) -> None:
        self.connection.expire(now)
        if now >= self._abort_at:  # a peer that does not read cannot be said goodbye to
            self.transport.abort()

    def shut_down(self) -> None:
        self.connection.shut_down(self.loop.time())

    def abort(self) -> None:
        self.transport.abort()

    def _work(self) -> None:
        """Handle what was read, for a slice of time; the rest waits a turn, and reading waits for the rest."""
        now = self.loop.time()
        while self.connection.step(now):
            if self.loop.time() - now > _SLICE_S:
                if not self._working:
                    self._working = True
                    self.transport.pause_reading()
                self.loop.call_soon(self._go_on)
                return
        if self._working:
            self._working = False
            self.transport.resume_reading()

    def _go_on(self) -> None:
        if not self.transport.is_closing():
            self._work()
