"""Turns an address with which TLS failed into what there is to know about it, by a second connection.

ssl tells nothing of a certificate that failed its check, so this connection checks nothing. It ends after the
handshake: it carries neither MQTT nor a client key.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from typing import Final

from tracemq.mqtt.addresses import Address
from tracemq.mqtt.errors import MqttError, TlsFailed
from tracemq.mqtt.options import ConnectOptions, TlsOptions

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


async def objection(address: Address, options: ConnectOptions) -> TlsFailed | None:
    """Why the server closed right after the handshake: most likely it wants a client certificate, and says so.

    That alert is lost where CONNECT was under way already when the server closed.
    """
    tls = options.tls or TlsOptions()
    if not address.scheme.encrypted or tls.cert_file or tls.context:
        return None
    try:
        async with asyncio.timeout(PROBE_S):
            await probe(address, options, tls.name_for(address.host), listen=True)
    except TlsFailed as fault:
        return fault
    except (MqttError, OSError, TimeoutError):
        pass
    return None


async def probe(address: Address, options: ConnectOptions, name: str, *, listen: bool = False) -> TlsFacts:
    """What the server shows to anybody who asks; nothing of it is verified. `listen`: wait for what it says then."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connected, _ = await reach(address, options.proxy, no_trace)
    try:
        stream = TlsStream(context, name, verified=False)
        await stream.handshake(connected)
        if listen:
            await stream.objection(connected)
        return stream.facts()
    finally:
        connected.close()
