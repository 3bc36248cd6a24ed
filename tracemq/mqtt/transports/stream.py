"""Turns a connected socket into the Transport protocol: TCP and Unix sockets, and TLS over TCP."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from tracemq.mqtt.errors import ConnectionLost, MqttError

from .base import Receiver, TransportFacts
from .ports import Port, open_port
from .tls import TlsStream

LINGER_S: Final = 1.0  # for the peer to close after we did, so that our last bytes are not cut off by a reset

Dialled = tuple[socket.socket, TlsStream | None, TransportFacts]


class StreamTransport:
    """A socket, which `connect` dials, with or without TLS around what is written and read."""

    def __init__(self, connect: Callable[[], Awaitable[Dialled]]) -> None:
        self._connect = connect
        self._facts = TransportFacts()
        self._port: Port | None = None
        self._tls: TlsStream | None = None
        self._closing = False
        self._linger: asyncio.TimerHandle | None = None

    @property
    def facts(self) -> TransportFacts:
        return self._facts

    @property
    def unsent(self) -> int:
        return self._port.unsent if self._port is not None else 0

    async def open(self, receiver: Receiver) -> None:
        connected, self._tls, self._facts = await self._connect()
        self._receiver = receiver
        self._closing = False
        try:
            self._port = await open_port(connected, self)
        except BaseException:
            connected.close()
            raise
        if self._tls and (early := self._tls.left_over()):
            asyncio.get_running_loop().call_soon(self._early, early)

    def _early(self, data: bytes) -> None:
        if self._port is not None:
            self._receiver.on_data(data)

    def pause_reading(self) -> None:
        if self._port is not None and not self._closing:
            self._port.pause()

    def resume_reading(self) -> None:
        if self._port is not None:
            self._port.resume()

    def waiting_bytes(self) -> int:
        return self._port.waiting_bytes() if self._port is not None else 0

    def write(self, chunks: Sequence[bytes]) -> None:
        if self._port is not None and not self._closing:
            self._port.send(chunks if self._tls is None else [self._tls.encrypt(chunks)])

    # what the port tells

    def took(self, data: bytes) -> None:
        if self._closing:
            return
        if self._tls is None:
            self._receiver.on_data(data)
        else:
            self._decrypt(self._tls, data)

    def _decrypt(self, tls: TlsStream, data: bytes) -> None:
        try:
            plain = tls.decrypt(data)
        except MqttError as fault:
            self._answer(tls)  # the alert that says why
            self._lost(fault)
            return
        if plain:
            self._receiver.on_data(plain)
        self._answer(tls)
        if tls.ended:
            self._lost(None)

    def _answer(self, tls: TlsStream) -> None:
        """Send what the TLS layer itself has to say, as to a key update."""
        if self._port is not None and (answer := tls.pending()):
            self._port.send([answer])

    def ended(self, cause: Exception | None) -> None:
        cut = self._tls is not None and not self._tls.ended
        self._lost(ConnectionLost("cut off without TLS's own end") if cause is None and cut else cause)

    def drained(self) -> None:
        self._receiver.on_writable()

    # the end

    def close(self) -> None:
        if self._port is None or self._closing:
            return
        if self._tls is not None:
            self._port.send([self._tls.close_notice()])
        self._closing = True
        self._port.resume()  # to see the peer's own end
        self._linger = asyncio.get_running_loop().call_later(LINGER_S, self._lost, None)
        self._port.finish()

    def abort(self) -> None:
        port, self._port = self._port, None
        if self._linger is not None:
            self._linger.cancel()
            self._linger = None
        if port is not None:
            port.close()

    def _lost(self, cause: Exception | None) -> None:
        if self._port is not None:
            self.abort()
            self._receiver.on_lost(None if self._closing else cause)
