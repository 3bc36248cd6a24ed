"""A connected socket into callbacks for what arrives and a bounded view of what is not yet sent.

Two ways, one face: on loops that can watch sockets (asyncio's selector loops, Qt's outside Windows) the socket is read
right from its readiness, one call for up to READ_BYTES with no task, future or queue in between; on the others
(Windows' completion ports) asyncio's own transport does it.
"""

from __future__ import annotations

import asyncio
import collections
import socket
import time
from collections.abc import Sequence
from typing import Final, Protocol

from .base import HIGH_WATER_BYTES, LOW_WATER_BYTES, READ_BYTES
from .sockets import acknowledge_quickly, can_acknowledge_quickly, queued_bytes

SLICE_S: Final = 0.004  # of reading, before the loop's other work gets its turn
QUICK_BYTES: Final = 4096  # reads below it: little traffic, where a delayed acknowledgement is felt
JOIN_BYTES: Final = 1 << 16  # chunks below it are copied together, larger ones are sent as they are


class Owner(Protocol):
    """Whom a port tells."""

    def took(self, data: bytes) -> None:
        """Bytes have arrived."""

    def ended(self, cause: Exception | None) -> None:
        """The peer has closed (None), or the network failed; the port is closed. Not told after close()."""

    def drained(self) -> None:
        """The unsent bytes have gone below the low water mark, after they had been above the high one."""


class Port(Protocol):
    """One connected socket, from here to its end."""

    @property
    def unsent(self) -> int: ...

    def waiting_bytes(self) -> int: ...

    def send(self, chunks: Sequence[bytes]) -> None: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def finish(self) -> None:
        """Send what is unsent, then tell the peer that no more will come."""

    def close(self) -> None:
        """At once."""


async def open_port(connected: socket.socket, owner: Owner) -> Port:
    """The port for a socket that is connected, already reading."""
    loop = asyncio.get_running_loop()
    try:
        loop.remove_reader(connected)
    except NotImplementedError:
        _, port = await loop.create_connection(lambda: LoopPort(owner), sock=connected)
        return port
    return SocketPort(loop, connected, owner)


class SocketPort:
    """Reads and writes the socket itself."""

    def __init__(self, loop: asyncio.AbstractEventLoop, connected: socket.socket, owner: Owner) -> None:
        self._loop = loop
        self._socket: socket.socket | None = connected
        self._owner = owner
        self._quick = can_acknowledge_quickly(connected)
        self._unsent: collections.deque[memoryview] = collections.deque()
        self.unsent = 0
        self._full = False
        self._finishing = False
        self._reading = False
        self.resume()

    def pause(self) -> None:
        if self._reading and self._socket is not None:
            self._loop.remove_reader(self._socket)
            self._reading = False

    def resume(self) -> None:
        if not self._reading and self._socket is not None:
            self._loop.add_reader(self._socket, self._readable)
            self._reading = True

    def waiting_bytes(self) -> int:
        return queued_bytes(self._socket) if self._socket is not None else 0

    def _readable(self) -> None:
        until = time.monotonic() + SLICE_S
        while self._reading and self._socket is not None:
            try:
                data = self._socket.recv(READ_BYTES)
            except (BlockingIOError, InterruptedError):
                return
            except OSError as fault:
                self._end(fault)
                return
            if not data:
                self._end(None)
                return
            if self._quick and len(data) < QUICK_BYTES:
                acknowledge_quickly(self._socket)
            self._owner.took(data)
            if len(data) < READ_BYTES or time.monotonic() > until:  # a short read has most likely emptied it
                return

    def send(self, chunks: Sequence[bytes]) -> None:
        for data in joined(chunks):
            sent = 0 if self._unsent else self._try_to_send(data)
            if sent < len(data) and self._socket is not None:
                if not self._unsent:
                    self._loop.add_writer(self._socket, self._writable)
                self._unsent.append(memoryview(data)[sent:])
                self.unsent += len(data) - sent
        if self.unsent >= HIGH_WATER_BYTES:
            self._full = True

    def _try_to_send(self, data: bytes | memoryview) -> int:
        if self._socket is None:
            return len(data)
        try:
            return self._socket.send(data)
        except (BlockingIOError, InterruptedError):
            return 0
        except OSError as fault:
            # Not from here: the caller of send() is in the midst of its own work.
            self._loop.call_soon(self._end, fault)
            return len(data)

    def _writable(self) -> None:
        while self._unsent:
            chunk = self._unsent[0]
            sent = self._try_to_send(chunk)
            self.unsent -= sent
            if sent < len(chunk):
                self._unsent[0] = chunk[sent:]
                break
            self._unsent.popleft()
        if not self._unsent and self._socket is not None:
            self._loop.remove_writer(self._socket)
            if self._finishing:
                self._shut_down()
        if self._full and self.unsent <= LOW_WATER_BYTES:
            self._full = False
            self._owner.drained()

    def finish(self) -> None:
        self._finishing = True
        if not self._unsent:
            self._shut_down()

    def _shut_down(self) -> None:
        try:
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_WR)
        except OSError as fault:
            self._loop.call_soon(self._end, fault)

    def close(self) -> None:
        connected, self._socket = self._socket, None
        if connected is not None:
            self._loop.remove_reader(connected)
            self._loop.remove_writer(connected)
            connected.close()
            self._unsent.clear()
            self.unsent = 0

    def _end(self, cause: Exception | None) -> None:
        if self._socket is not None:
            self.close()
            self._owner.ended(cause)


class LoopPort(asyncio.Protocol):
    """Lets asyncio's transport read and write."""

    def __init__(self, owner: Owner) -> None:
        self._owner: Owner | None = owner
        self._full = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a stream's
        self._transport = transport
        transport.set_write_buffer_limits(HIGH_WATER_BYTES, LOW_WATER_BYTES)

    def data_received(self, data: bytes) -> None:
        if self._owner is not None:
            self._owner.took(data)

    def eof_received(self) -> bool:
        self._end(None)
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc)

    def pause_writing(self) -> None:
        self._full = True

    def resume_writing(self) -> None:
        self._full = False
        if self._owner is not None:
            self._owner.drained()

    @property
    def unsent(self) -> int:
        return self._transport.get_write_buffer_size()

    def waiting_bytes(self) -> int:
        return 0

    def send(self, chunks: Sequence[bytes]) -> None:
        for data in joined(chunks):  # writelines() of 3.12 and 3.13.0 forgets to say that the buffer is full
            self._transport.write(data)

    def pause(self) -> None:
        if not self._transport.is_closing():
            self._transport.pause_reading()

    def resume(self) -> None:
        if not self._transport.is_closing():
            self._transport.resume_reading()

    def finish(self) -> None:
        if self._transport.can_write_eof():
            self._transport.write_eof()

    def close(self) -> None:
        self._owner = None
        self._transport.abort()

    def _end(self, cause: Exception | None) -> None:
        owner, self._owner = self._owner, None
        if owner is not None:
            self._transport.abort()
            owner.ended(cause)


def joined(chunks: Sequence[bytes]) -> list[bytes]:
    """Small chunks as one, large ones as they are."""
    if len(chunks) < 2 or any(len(chunk) >= JOIN_BYTES for chunk in chunks):
        return list(chunks)
    return [b"".join(chunks)]
