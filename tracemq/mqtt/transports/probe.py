"""Turns an address with which TLS failed into what there is to know about it, by a second connection.

It ends after the handshake and carries no MQTT. ssl tells nothing of a certificate that failed its check, so the
connection that asks for it checks nothing, and shows no client certificate.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from typing import Final

from tracemq.mqtt.addresses import Address
from tracemq.mqtt.errors import MqttError, TlsFailed, TlsFault
from tracemq.mqtt.options import ConnectOptions, TlsOptions

from .base import TlsFacts, no_trace
from .proxies import reach
from .tls import TlsStream
from .tls_context import context_for

PROBE_S: Final = 3.0


@contextlib.asynccontextmanager
async def with_certificate(address: Address, options: ConnectOptions, name: str) -> AsyncIterator[None]:
    """A TlsFailed of the block that is about the server's certificate leaves with the certificate in it."""
    try:
        yield
    except TlsFailed as fault:
        if fault.verify_code:
            with contextlib.suppress(MqttError, OSError, TimeoutError):
                async with asyncio.timeout(PROBE_S):
                    shown = await probe(address, options, name)
                    fault.certificate, fault.chain = shown.certificate or b"", shown.chain
        raise


async def objection(address: Address, options: ConnectOptions) -> TlsFailed | None:
    """Why the server closed right after the handshake: most likely for our client certificate, or the lack of one.

    In TLS 1.3 the server says so after the handshake, and that alert is lost where CONNECT was under way already when
    it closed. The server is verified as in every connect before it sees a certificate of ours.
    """
    try:
        async with asyncio.timeout(PROBE_S):
            context = await context_for(address, options, no_trace)
            if context is not None:
                name = (options.tls or TlsOptions()).name_for(address.host)
                await _shake_hands(address, options, context, name, listen=True)
    except TlsFailed as fault:
        return None if fault.fault is TlsFault.CLOSED else fault  # a close without a word says nothing new
    except (MqttError, OSError, TimeoutError):
        pass
    return None


async def probe(address: Address, options: ConnectOptions, name: str) -> TlsFacts:
    """What the server shows to anybody who asks; nothing of it is verified."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return await _shake_hands(address, options, context, name)


async def _shake_hands(
    address: Address, options: ConnectOptions, context: ssl.SSLContext, name: str, *, listen: bool = False
) -> TlsFacts:
    """`listen`: wait for what the server says after the handshake."""
    connected, _ = await reach(address, options.proxy, no_trace)
    try:
        stream = TlsStream(context, name, verified=False)
        await stream.handshake(connected)
        if listen:
            await stream.objection(connected)
        return stream.facts()
    finally:
        connected.close()
