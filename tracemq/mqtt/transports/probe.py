"""Turns an address whose certificate was refused into that certificate, to show what is wrong with it.

ssl tells nothing of a certificate that failed its check, so a second connection is made that checks nothing. It ends
after the handshake: it carries neither MQTT nor a client key.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from typing import Final

from tracemq.mqtt.addresses import Address
from tracemq.mqtt.errors import MqttError, TlsFailed
from tracemq.mqtt.options import ConnectOptions

from .base import TlsFacts, no_trace
from .proxies import reach
from .tls import TlsStream

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
                    fault.certificate = (await probe(address, options, name)).certificate or b""
        raise


async def probe(address: Address, options: ConnectOptions, name: str) -> TlsFacts:
    """What the server shows to anybody who asks; nothing of it is verified."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connected, _ = await reach(address, options.proxy, no_trace)
    try:
        stream = TlsStream(context, name)
        await stream.handshake(connected)
        return stream.facts()
    finally:
        connected.close()
