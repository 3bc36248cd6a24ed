"""Turns a proxy's options into a socket that leads through it: SOCKS 4 and 5, HTTP CONNECT, or what the system says."""

from __future__ import annotations

import contextlib
import socket
from typing import Final
from urllib.parse import unquote, urlsplit

from tracemq.mqtt.addresses import Address, Scheme
from tracemq.mqtt.errors import ProxyFailed
from tracemq.mqtt.options import ProxyOptions

from .base import Step, Trace
from .dial import dial
from .http_connect import connect_through
from .steps import stage

DEFAULT_PORTS: Final = {"socks5": 1080, "socks5h": 1080, "socks4": 1080, "http": 8080}
# Where the system's settings have a proxy for us, in the order of preference
SYSTEM_KEYS: Final = {
    Scheme.TCP: ("all", "socks"),
    Scheme.TLS: ("all", "socks", "https"),
    Scheme.WS: ("ws", "http", "all", "socks"),
    Scheme.WSS: ("wss", "https", "all", "socks"),
}
_LONGEST_WAIT_S: Final = 3600  # python-socks wants a time limit of its own; ours covers the whole connect


def proxy_for(address: Address, wanted: ProxyOptions | None) -> ProxyOptions | None:
    """The proxy to take; `system` is looked up in the environment and the system's settings."""
    if wanted is None or wanted.scheme != "system":
        return wanted
    from urllib.request import getproxies, proxy_bypass  # with all of HTTP and e-mail, for the few who want it

    if proxy_bypass(address.host):
        return None
    known = getproxies()
    for key in SYSTEM_KEYS.get(address.scheme, ()):
        if key in known:
            return _parsed(known[key])
    return None


def _parsed(url: str) -> ProxyOptions:
    parts = urlsplit(url if "//" in url else f"http://{url}")
    scheme = {"https": "http", "socks": "socks5h"}.get(parts.scheme, parts.scheme)
    return ProxyOptions(
        scheme=scheme,
        host=parts.hostname or "",
        port=parts.port or DEFAULT_PORTS.get(scheme, 0),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


async def reach(address: Address, wanted: ProxyOptions | None, trace: Trace) -> tuple[socket.socket, str]:
    """A socket connected to the address, and the proxy that it goes through ("" if none)."""
    proxy = proxy_for(address, wanted)
    if proxy is None:
        return await dial(address.host, address.port, trace), ""
    return await dial_through(proxy, address.host, address.port, trace), f"{proxy.scheme}://{proxy.host}:{proxy.port}"


async def dial_through(proxy: ProxyOptions, host: str, port: int, trace: Trace) -> socket.socket:
    """A socket that the proxy has connected to the host; raises ProxyFailed."""
    shown = f"{proxy.host}:{proxy.port}"
    with stage(trace, Step.PROXY, proxy=shown, scheme=proxy.scheme, host=host, port=port):
        way = connect_through if proxy.scheme == "http" else _through_socks
        connected = await way(proxy, host, port)
        connected.setblocking(False)
        with contextlib.suppress(OSError):  # some systems refuse on a socket that has been reset meanwhile
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connected


async def _through_socks(proxy: ProxyOptions, host: str, port: int) -> socket.socket:
    from python_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError, ProxyType
    from python_socks.async_.asyncio import Proxy

    shown = f"{proxy.host}:{proxy.port}"
    through = Proxy(
        ProxyType[proxy.scheme.removesuffix("h").upper()],
        proxy.host,
        proxy.port,
        username=proxy.username,
        password=proxy.password,
        rdns=proxy.scheme != "socks5",
    )
    try:
        return await through.connect(host, port, timeout=_LONGEST_WAIT_S)
    except ProxyError as fault:
        raise ProxyFailed(shown, str(fault), fault.error_code or 0) from fault
    except (ProxyConnectionError, ProxyTimeoutError, OSError) as fault:
        raise ProxyFailed(shown, str(fault)) from fault
