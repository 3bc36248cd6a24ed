"""Turns an address with its options into the transport that leads there."""

from __future__ import annotations

import socket
import ssl
from dataclasses import replace

from tracemq.mqtt.addresses import Address, Scheme
from tracemq.mqtt.options import ConnectOptions, TlsOptions
from tracemq.mqtt.types import Version

from .base import Step, Trace, Transport, TransportFacts
from .dial import dial_unix
from .facts import socket_facts
from .probe import with_certificate
from .proxies import reach
from .steps import stage
from .stream import Dialled, StreamTransport
from .tls import TlsStream
from .tls_context import context_for, verifies


def transport_to(address: Address, options: ConnectOptions, trace: Trace, version: Version) -> Transport:
    """A transport for the address, not yet open; its steps are reported to `trace`."""
    if address.scheme.websocket:
        from .websocket import WebSocketTransport  # with its library, which the others do not need

        return WebSocketTransport(address, options, trace, version)

    async def connect() -> Dialled:
        if address.scheme is Scheme.UNIX:
            connected = await dial_unix(address.path, trace)
            return connected, None, TransportFacts(peer=address.path)
        context = await context_for(address, options, trace)
        connected, proxy = await reach(address, options.proxy, trace)
        try:
            facts = socket_facts(connected, proxy)
            if context is None:
                return connected, None, facts
            tls = await _encrypt(connected, context, address, options, trace)
        except BaseException:
            connected.close()
            raise
        return connected, tls, replace(facts, tls=tls.facts())

    return StreamTransport(connect)


async def _encrypt(
    connected: socket.socket, context: ssl.SSLContext, address: Address, options: ConnectOptions, trace: Trace
) -> TlsStream:
    name = (options.tls or TlsOptions()).name_for(address.host)
    with stage(trace, Step.TLS, server_name=name) as facts:
        stream = TlsStream(context, name, verified=verifies(options.tls, context))
        async with with_certificate(address, options, name):
            await stream.handshake(connected)
        facts["tls"] = stream.facts()
    return stream
