"""Turns a WebSocket into the Transport protocol (MQTT 5.0, section 6; RFC 6455).

picows frames it: on small frames it is ten times as fast as the sans-I/O half of websockets, and servers send a frame
per MQTT packet. It is handed a socket that is connected already, so that look-up, happy eyeballs and proxies are
those of the other transports.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from picows import WSCloseCode, WSFrame, WSHandshakeError, WSListener, WSMsgType, WSTransport, ws_connect
from picows.common import WSUpgradeResponse

from tracemq.mqtt.addresses import Address
from tracemq.mqtt.errors import ConnectionLost, MqttError, TlsFailed, WebSocketClosed, WebSocketRefused
from tracemq.mqtt.options import ConnectOptions, TlsOptions
from tracemq.mqtt.tasks import call_safely, start_task
from tracemq.mqtt.types import Version

from .base import HIGH_WATER_BYTES, LOW_WATER_BYTES, READ_BYTES, Receiver, Step, StepDone, Trace, TransportFacts
from .deflate import Deflate, Inflated, offer
from .facts import socket_facts, tls_facts
from .http_answer import status_and_headers
from .probe import with_certificate
from .proxies import reach
from .sockets import queued_bytes
from .tls_context import context_for, verifies
from .tls_faults import translate

SUBPROTOCOLS: Final = {Version.V31: "mqttv3.1", Version.V311: "mqtt", Version.V5: "mqtt"}  # [MQTT-6.0.0-3]
LINGER_S: Final = 1.0  # for the peer to answer our close frame
SLACK_BYTES: Final = 1 << 20  # a frame may hold more than one packet
BODY_SHOWN: Final = 2000  # bytes of a refusal's body
_DATA: Final = (WSMsgType.BINARY, WSMsgType.CONTINUATION)
_quiet: Final = logging.getLogger(f"{__name__}.picows")
_quiet.setLevel(logging.CRITICAL + 1)  # what it logs, we raise; and it logs headers


class WebSocketTransport:
    """A WebSocket to `address`, with or without TLS."""

    def __init__(self, address: Address, options: ConnectOptions, trace: Trace, version: Version) -> None:
        self._address = address
        self._options = options
        self._trace = trace
        self._subprotocol = SUBPROTOCOLS[version]
        self._stream: _Stream | None = None
        self._facts = TransportFacts()

    @property
    def facts(self) -> TransportFacts:
        return self._facts

    @property
    def unsent(self) -> int:
        return self._stream.unsent if self._stream else 0

    async def open(self, receiver: Receiver) -> None:
        context = await context_for(self._address, self._options, self._trace)
        connected, proxy = await reach(self._address, self._options.proxy, self._trace)
        facts = socket_facts(connected, proxy)
        try:
            transport, stream = await self._upgrade(connected, context, receiver)
        except BaseException:
            _give_up(connected)
            raise
        self._stream = stream
        secure = transport.underlying_transport.get_extra_info("ssl_object")
        verified = context is not None and verifies(self._options.tls, context)
        self._facts = replace(
            facts,
            tls=tls_facts(secure, verified=verified) if secure is not None else None,
            websocket_headers=dict(transport.response.headers),
            compressed=stream.compressed,
        )

    async def _upgrade(
        self, connected: socket.socket, context: ssl.SSLContext | None, receiver: Receiver
    ) -> tuple[WSTransport, _Stream]:
        wanted = self._options.tls or TlsOptions()
        name = wanted.name_for(self._address.host)
        names: dict[str, Any] = {"server_hostname": name} if context is not None else {}
        clock = _Clock(self._trace, name, context, ours=wanted.context is None)
        async with with_certificate(self._address, self._options, name):
            try:
                transport, listener = await ws_connect(
                    lambda _, response: _Stream(receiver, response, self._subprotocol),
                    self._address.url,
                    ssl_context=context,
                    socket_factory=lambda _: connected,
                    extra_headers=self._headers(),
                    max_redirects=0,
                    max_frame_size=self._options.incoming_packet_limit + SLACK_BYTES,
                    read_buffer_init_size=READ_BYTES,
                    websocket_handshake_timeout=None,  # the time limit of the whole connect covers it
                    enable_auto_pong=False,  # which writes for a peer that does not read until the memory is full
                    use_aiofastnet=context is None,  # its TLS has no SSLObject to ask for facts
                    logger_name=_quiet,
                    **names,
                )
            except BaseException as fault:
                named = _named(fault, name)
                clock.done(named)
                raise named from fault
        if not isinstance(listener, _Stream) or transport.is_disconnected:
            unanswered = WebSocketRefused("the server closed the connection before it answered")
            clock.done(unanswered)
            raise unanswered
        clock.done(None)
        return transport, listener

    def _headers(self) -> list[tuple[str, str]]:
        headers = [("Sec-WebSocket-Protocol", self._subprotocol)]
        if self._options.websocket_compression:
            headers.append(("Sec-WebSocket-Extensions", offer()))
        return [*headers, *self._options.headers]

    def write(self, chunks: Sequence[bytes]) -> None:
        if self._stream is not None:
            self._stream.write(b"".join(chunks))

    def waiting_bytes(self) -> int:
        return self._stream.waiting_bytes() if self._stream is not None else 0

    def pause_reading(self) -> None:
        if self._stream is not None:
            self._stream.pause_reading()

    def resume_reading(self) -> None:
        if self._stream is not None:
            self._stream.resume_reading()

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()

    def abort(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort()


class _Stream(WSListener):
    """One open WebSocket: picows calls it for each frame; what one read brought goes up in one piece."""

    def __init__(self, receiver: Receiver, response: WSUpgradeResponse, subprotocol: str) -> None:
        agreed = response.headers.get("Sec-WebSocket-Protocol", "")
        if agreed != subprotocol:  # [MQTT-6.0.0-4]
            what = f"the server did not agree to the subprotocol {subprotocol!r}: it said {agreed!r}"
            raise WebSocketRefused(what, 101, dict(response.headers))
        self._receiver: Receiver | None = receiver
        self._deflate = Deflate.agreed(response.headers.get("Sec-WebSocket-Extensions", ""))
        self._pieces: list[bytes] = []
        self._in_message = False  # a fragmented message has begun
        self._compressed_message = False
        self._closing = False
        self._owed_pong: bytes | None = None
        self._linger: asyncio.TimerHandle | None = None

    @property
    def compressed(self) -> bool:
        return self._deflate is not None

    # what picows calls

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self._under = transport.underlying_transport
        self._under.set_write_buffer_limits(HIGH_WATER_BYTES, LOW_WATER_BYTES)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if kind in _DATA:
            self._take(frame, kind == WSMsgType.BINARY)
        elif kind == WSMsgType.PING:
            self._owed_pong = frame.get_payload_as_bytes()
            self._pong()
        elif kind == WSMsgType.CLOSE:
            self._peer_closes(transport, frame)
            return
        elif kind == WSMsgType.TEXT:  # [MQTT-6.0.0-1]
            self._refuse(WSCloseCode.UNSUPPORTED_DATA, "MQTT needs binary frames")
            return
        if frame.last_in_buffer and self._pieces:
            self._hand_up()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if self._linger is not None:
            self._linger.cancel()
        if self._pieces:
            self._hand_up()
        start_task(self._ended(transport), "end of a WebSocket")

    def _pong(self) -> None:
        """Answer the last ping, which answers those before it as well (RFC 6455, section 5.5.3), once there is room."""
        if self._owed_pong is not None and self.unsent < HIGH_WATER_BYTES:
            pong, self._owed_pong = self._owed_pong, None
            self._transport.send_pong(pong)

    def resume_writing(self) -> None:
        self._pong()
        if self._receiver is not None:
            self._receiver.on_writable()

    def pause_writing(self) -> None:
        """`unsent` tells already."""

    # in

    def _take(self, frame: WSFrame, first: bool) -> None:
        if first == self._in_message:
            self._refuse(WSCloseCode.PROTOCOL_ERROR, "a fragment out of order")
            return
        if first:
            self._compressed_message = frame.rsv1
        self._in_message = not frame.fin
        if not self._compressed_message:
            self._pieces.append(frame.get_payload_as_bytes())
        elif self._deflate is None:
            self._refuse(WSCloseCode.PROTOCOL_ERROR, "compressed without agreement")
        else:
            self._inflate(self._deflate.inflate(frame.get_payload_as_bytes(), last=frame.fin))

    def _inflate(self, pieces: Inflated) -> None:
        try:
            for piece in pieces:  # one by one: a little compressed data may become very much
                self._pieces.append(piece)
                if len(piece) >= READ_BYTES:
                    self._hand_up()
        except ValueError:
            self._refuse(WSCloseCode.INVALID_TEXT, "not deflated data")

    def _hand_up(self) -> None:
        pieces, self._pieces = self._pieces, []
        if self._transport.is_close_frame_sent:
            return  # after a fault picows goes on to read for a moment
        if self._receiver is not None:
            self._receiver.on_data(pieces[0] if len(pieces) == 1 else b"".join(pieces))

    def waiting_bytes(self) -> int:
        connected = self._under.get_extra_info("socket")
        return queued_bytes(connected) if connected is not None and connected.fileno() >= 0 else 0

    def pause_reading(self) -> None:
        if not self._under.is_closing():
            self._under.pause_reading()

    def resume_reading(self) -> None:
        if not self._under.is_closing():
            self._under.resume_reading()

    # out

    @property
    def unsent(self) -> int:
        return int(self._under.get_write_buffer_size())

    def write(self, data: bytes) -> None:
        if not self._closing and not self._transport.is_disconnected:
            if self._deflate is None:
                self._transport.send(WSMsgType.BINARY, data)
            else:
                self._transport.send(WSMsgType.BINARY, self._deflate.deflate(data), rsv1=True)

    # the end

    def _refuse(self, code: WSCloseCode, text: str) -> None:
        """The peer broke the protocol."""
        self._transport.send_close(code, text.encode())
        self._transport.disconnect()

    def _peer_closes(self, transport: WSTransport, frame: WSFrame) -> None:
        if self._pieces:
            self._hand_up()
        if not transport.is_close_frame_sent:
            code = frame.get_close_code()
            transport.send_close(WSCloseCode.OK if code == WSCloseCode.NO_INFO else code)
        transport.disconnect()

    def close(self) -> None:
        if self._closing or self._transport.is_disconnected:
            return
        self._closing = True
        self._under.resume_reading()  # to see the peer's close frame
        self._transport.send_close(WSCloseCode.OK)
        self._linger = asyncio.get_running_loop().call_later(LINGER_S, self._transport.disconnect, False)

    def abort(self) -> None:
        self._receiver = None
        if self._linger is not None:
            self._linger.cancel()
        self._transport.disconnect(False)

    async def _ended(self, transport: WSTransport) -> None:
        cause: Exception | None = None
        try:
            await transport.wait_disconnected()
        except Exception as fault:  # noqa: BLE001 - whatever ended it is the cause that we tell
            cause = fault
        receiver, self._receiver = self._receiver, None
        if receiver is not None:
            receiver.on_lost(None if self._closing else _closed(transport, cause))


class _Clock:
    """Reports TLS and WebSocket as two steps, although picows makes them in one call."""

    def __init__(self, trace: Trace, name: str, context: ssl.SSLContext | None, *, ours: bool) -> None:
        self._trace = trace
        self._name = name
        self._encrypted = context is not None
        self._started = time.monotonic()
        self._shaken: float | None = None
        if context is not None and ours:
            context.sslobject_class = self._watched()

    def _watched(self) -> type[ssl.SSLObject]:
        clock = self

        class Watched(ssl.SSLObject):
            def do_handshake(self) -> None:
                super().do_handshake()
                clock._shaken = time.monotonic()

        return Watched

    def done(self, error: BaseException | None) -> None:
        now = time.monotonic()
        fault = error if isinstance(error, Exception) or error is None else TimeoutError()
        in_tls = self._encrypted and (isinstance(fault, TlsFailed) or (self._shaken is None and fault is not None))
        shaken = self._shaken or (now if in_tls else self._started)
        if self._encrypted:
            facts = {"server_name": self._name}
            self._tell(Step.TLS, shaken - self._started, facts, fault if in_tls else None)
        if not in_tls:
            self._tell(Step.WEBSOCKET, now - shaken, {}, fault)

    def _tell(self, step: Step, seconds: float, facts: dict[str, str], error: Exception | None) -> None:
        call_safely(self._trace, StepDone(step=step, seconds=seconds, facts=facts, error=error))


def _give_up(connected: socket.socket) -> None:
    """Whoever holds the socket by now sees its end and closes it."""
    with contextlib.suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _named(fault: BaseException, server_name: str) -> BaseException:
    """The same fault as one of ours."""
    if isinstance(fault, MqttError) or not isinstance(fault, Exception):
        return fault
    if isinstance(fault, (ssl.SSLError, ssl.CertificateError)):
        return translate(fault, server_name)
    if isinstance(fault, WSHandshakeError):
        status, headers = status_and_headers(fault.raw_header)
        return WebSocketRefused(f"no WebSocket: {fault}", status, headers, (fault.raw_body or b"")[:BODY_SHOWN])
    if isinstance(fault, OSError):
        return ConnectionLost(str(fault))
    return WebSocketRefused(f"no WebSocket: {fault}")


def _closed(transport: WSTransport, cause: Exception | None) -> Exception | None:
    """What ended an open WebSocket: the peer's close frame, ours, or none."""
    handshake = transport.close_handshake
    if handshake is None:
        return cause
    info = handshake.recv if handshake.recv is not None and handshake.recv_then_sent else handshake.sent
    info = info or handshake.recv
    if info is None:
        return cause
    closed = WebSocketClosed(_number(info.code), info.reason or "")
    closed.__cause__ = cause
    return closed


def _number(code: WSCloseCode | int) -> int:
    """Codes that picows has no name for are plain numbers."""
    return code.value if isinstance(code, WSCloseCode) else code
