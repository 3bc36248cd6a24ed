"""Turns a connected socket into the Transport protocol: TCP and Unix sockets, and TLS over TCP.

The socket is read here rather than by asyncio's own transport: one callback of the loop takes up to READ_BYTES at a
time until the socket is empty or SLICE_S is over, with no task, future or queue between socket and session. It works
the same on every loop that has add_reader: asyncio's selector loops and those on top of Qt.
"""

from __future__ import annotations

import asyncio
import collections
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from tracemq.mqtt.errors import ConnectionLost, MqttError

from .base import HIGH_WATER_BYTES, LOW_WATER_BYTES, READ_BYTES, Receiver, TransportFacts
from .sockets import acknowledge_quickly, can_acknowledge_quickly, queued_bytes
from .tls import TlsStream

SLICE_S: Final = 0.004  # of reading, before the loop's other work gets its turn
QUICK_BYTES: Final = 4096  # reads below it: little traffic, where a delayed acknowledgement is felt
LINGER_S: Final = 1.0  # for the peer to close after we did, so that our last bytes are not cut off by a reset
JOIN_BYTES: Final = 1 << 16  # chunks below it are copied together, larger ones are sent as they are

Dialled = tuple[socket.socket, TlsStream | None, TransportFacts]


class StreamTransport:
    """A socket, which `connect` dials, with or without TLS around what is written and read."""

    def __init__(self, connect: Callable[[], Awaitable[Dialled]]) -> None:
        self._connect = connect
        self._facts = TransportFacts()
        self._socket: socket.socket | None = None
        self._tls: TlsStream | None = None
        self._unsent: collections.deque[memoryview] = collections.deque()
        self._unsent_bytes = 0
        self._full = False
        self._reading = False
        self._closing = False
        self._quick = False
        self._linger: asyncio.TimerHandle | None = None

    @property
    def facts(self) -> TransportFacts:
        return self._facts

    @property
    def unsent(self) -> int:
        return self._unsent_bytes

    async def open(self, receiver: Receiver) -> None:
        connected, self._tls, self._facts = await self._connect()
        self._loop = asyncio.get_running_loop()
        self._socket = connected
        self._receiver = receiver
        self._unsent.clear()
        self._unsent_bytes = 0
        self._full = self._closing = False
        self._quick = can_acknowledge_quickly(connected)
        self.resume_reading()
        if self._tls and (early := self._tls.left_over()):
            self._loop.call_soon(self._early, early)

    def _early(self, data: bytes) -> None:
        if self._socket is not None:
            self._receiver.on_data(data)

    # reading

    def pause_reading(self) -> None:
        if self._reading and self._socket is not None and not self._closing:
            self._loop.remove_reader(self._socket)
            self._reading = False

    def resume_reading(self) -> None:
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
                self._lost(fault)
                return
            if not data:
                self._ended()
                return
            if self._quick and len(data) < QUICK_BYTES:
                acknowledge_quickly(self._socket)
            if not self._closing:
                self._deliver(data)
            if len(data) < READ_BYTES or time.monotonic() > until:  # a short read has most likely emptied it
                return

    def _deliver(self, data: bytes) -> None:
        if self._tls is None:
            self._receiver.on_data(data)
            return
        try:
            plain = self._tls.decrypt(data)
        except MqttError as fault:
            self._send_pending()  # the alert that says why
            self._lost(fault)
            return
        if plain:
            self._receiver.on_data(plain)
        self._send_pending()  # answers of the TLS layer itself, as to a key update
        if self._tls.ended:
            self._ended()

    def _ended(self) -> None:
        self._lost(None if self._closing or self._tls is None or self._tls.ended else ConnectionLost("cut off"))

    # writing

    def write(self, chunks: Sequence[bytes]) -> None:
        if self._socket is None or self._closing:
            return
        if self._tls is not None:
            self._send([self._tls.encrypt(chunks)])
        else:
            self._send(chunks)

    def _send_pending(self) -> None:
        if self._tls is not None and self._socket is not None and (answer := self._tls.pending()):
            self._send([answer])

    def _send(self, chunks: Sequence[bytes]) -> None:
        for data in _joined(chunks):
            sent = 0 if self._unsent else self._try_to_send(data)
            if sent < len(data):
                if not self._unsent and self._socket is not None:
                    self._loop.add_writer(self._socket, self._writable)
                self._unsent.append(memoryview(data)[sent:])
                self._unsent_bytes += len(data) - sent
        if self._unsent_bytes >= HIGH_WATER_BYTES:
            self._full = True

    def _try_to_send(self, data: bytes | memoryview) -> int:
        if self._socket is None:
            return len(data)
        try:
            return self._socket.send(data)
        except (BlockingIOError, InterruptedError):
            return 0
        except OSError as fault:
            # Not from here: the caller of write() is in the midst of its own work.
            self._loop.call_soon(self._lost, fault)
            return len(data)

    def _writable(self) -> None:
        while self._unsent:
            chunk = self._unsent[0]
            sent = self._try_to_send(chunk)
            self._unsent_bytes -= sent
            if sent < len(chunk):
                self._unsent[0] = chunk[sent:]
                break
            self._unsent.popleft()
        if not self._unsent and self._socket is not None:
            self._loop.remove_writer(self._socket)
            if self._closing:
                self._shut_down()
        if self._full and self._unsent_bytes <= LOW_WATER_BYTES:
            self._full = False
            self._receiver.on_writable()

    # the end

    def close(self) -> None:
        if self._socket is None or self._closing:
            return
        if self._tls is not None:
            self._send([self._tls.close_notice()])
        self._closing = True
        self.resume_reading()  # to see the peer's own end
        self._linger = self._loop.call_later(LINGER_S, self._lost, None)
        if not self._unsent:
            self._shut_down()

    def _shut_down(self) -> None:
        try:
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_WR)
        except OSError as fault:
            self._loop.call_soon(self._lost, fault)

    def abort(self) -> None:
        connected, self._socket = self._socket, None
        if self._linger is not None:
            self._linger.cancel()
            self._linger = None
        if connected is not None:
            self._loop.remove_reader(connected)
            self._loop.remove_writer(connected)
            connected.close()
            self._reading = False
            self._unsent.clear()
            self._unsent_bytes = 0

    def _lost(self, cause: Exception | None) -> None:
        if self._socket is not None:
            self.abort()
            self._receiver.on_lost(None if self._closing else cause)


def _joined(chunks: Sequence[bytes]) -> list[bytes]:
    if len(chunks) < 2:
        return list(chunks)
    if all(len(chunk) < JOIN_BYTES for chunk in chunks):
        return [b"".join(chunks)]
    return list(chunks)
