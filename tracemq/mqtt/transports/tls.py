"""Turns plain bytes into TLS records and back, between a socket and the session."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Sequence
from typing import Final

from tracemq.mqtt.errors import TlsFailed, TlsFault

from .base import TlsFacts
from .facts import tls_facts
from .tls_faults import translate

RECORD_BYTES: Final = 16_384


class TlsStream:
    """One TLS connection without its socket. Every error is a TlsFailed."""

    def __init__(self, context: ssl.SSLContext, server_name: str, *, verified: bool) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._server_name = server_name
        try:
            self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=server_name or None)
        except ValueError as fault:  # a name that SNI cannot carry
            raise TlsFailed(TlsFault.OTHER, str(fault), server_name=server_name) from fault
        self._verified = verified
        self.ended = False  # the peer has closed its side properly

    async def handshake(self, connected: socket.socket) -> None:
        while await self._step(connected):
            await self._more(connected)

    async def _step(self, connected: socket.socket) -> bool:
        """One step of the handshake; says whether it needs more bytes from the peer."""
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return True
        except (ssl.SSLError, ssl.CertificateError) as fault:
            raise translate(fault, self._server_name) from fault
        finally:  # also the alert that says what we do not like
            if answer := self.pending():
                with contextlib.suppress(ConnectionError):  # reading tells it better
                    await asyncio.get_running_loop().sock_sendall(connected, answer)
        return False

    async def _more(self, connected: socket.socket) -> None:
        try:
            data = await asyncio.get_running_loop().sock_recv(connected, RECORD_BYTES)
        except OSError as fault:
            raise TlsFailed(TlsFault.CLOSED, str(fault), server_name=self._server_name) from fault
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()

    async def objection(self, connected: socket.socket) -> None:
        """After the handshake: read until the server sends or closes; raises TlsFailed if that is an alert.

        In TLS 1.3 the server judges our certificate only after our side of the handshake is done.
        """
        await self._more(connected)
        self._read()

    def left_over(self) -> bytes:
        """What had come right behind the handshake."""
        return self._read() if self._incoming.pending or self._tls.pending() else b""

    def decrypt(self, data: bytes) -> bytes:
        self._incoming.write(data)
        return self._read()

    def _read(self) -> bytes:
        pieces: list[bytes] = []
        try:
            while piece := self._tls.read(RECORD_BYTES):  # a record at a time it is in any case
                pieces.append(piece)
            self.ended = True
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLError as fault:
            raise translate(fault, self._server_name) from fault
        return b"".join(pieces)

    def encrypt(self, chunks: Sequence[bytes]) -> bytes:
        rest = memoryview(b"".join(chunks))
        while rest:
            rest = rest[self._tls.write(rest) :]
        return self.pending()

    def pending(self) -> bytes:
        """Records of the TLS layer itself that wait to be sent."""
        return self._outgoing.read()

    def close_notice(self) -> bytes:
        with contextlib.suppress(ssl.SSLError, ValueError):  # it wants the peer's answer, which nobody waits for
            self._tls.unwrap()
        return self.pending()

    def facts(self) -> TlsFacts:
        return tls_facts(self._tls, verified=self._verified)
