"""Asks an HTTP proxy for a way through it: CONNECT (RFC 9110, section 9.3.6).

python-socks takes the first piece of the answer for the whole of it: a proxy that writes its headers in two pieces is
said to have failed, or leaves the second piece in front of what the server says.
"""

from __future__ import annotations

import asyncio
import base64
import re
import socket
from typing import Final

from tracemq.mqtt.errors import MqttError, ProxyFailed
from tracemq.mqtt.options import ProxyOptions

from .base import no_trace
from .dial import dial

LONGEST_HEAD: Final = 1 << 16  # bytes of the answer's headers
_END: Final = b"\r\n\r\n"
_STATUS: Final = re.compile(rb"HTTP/1\.\d (\d{3})(?: ([^\r\n]*))?\r\n")


async def connect_through(proxy: ProxyOptions, host: str, port: int) -> socket.socket:
    """A socket that the proxy has connected to the host; raises ProxyFailed, with the status that it answers."""
    shown = f"{proxy.host}:{proxy.port}"
    try:
        connected = await dial(proxy.host, proxy.port, no_trace)
    except MqttError as fault:
        raise ProxyFailed(shown, f"could not connect to proxy: {fault}") from fault
    try:
        await asyncio.get_running_loop().sock_sendall(connected, _request(proxy, host, port))
        _judge(shown, await _head(shown, connected))
    except OSError as fault:
        connected.close()
        raise ProxyFailed(shown, str(fault)) from fault
    except BaseException:
        connected.close()
        raise
    return connected


def _request(proxy: ProxyOptions, host: str, port: int) -> bytes:
    name = host if host.isascii() else host.encode("idna").decode()
    target = f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.username is not None:
        who = base64.b64encode(f"{proxy.username}:{proxy.password or ''}".encode()).decode()
        lines.append(f"Proxy-Authorization: Basic {who}")
    return "\r\n".join([*lines, "", ""]).encode()


async def _head(shown: str, connected: socket.socket) -> bytes:
    """The answer up to the empty line, and not a byte of what follows it."""
    loop = asyncio.get_running_loop()
    head = b""
    while not head.endswith(_END):
        wanted = _missing(head)
        piece = await loop.sock_recv(connected, wanted)
        if not piece:
            raise ProxyFailed(shown, "the proxy closed the connection before its answer was whole")
        head += piece
        if len(head) > LONGEST_HEAD or (len(head) >= 5 and not head.startswith(b"HTTP/")):
            raise ProxyFailed(shown, f"invalid answer: {head[:80]!r}")
    return head


def _missing(head: bytes) -> int:
    """How many bytes must come at least before the head can be over: reading more could take the server's first."""
    return next(len(_END) - length for length in range(3, -1, -1) if head.endswith(_END[:length]))


def _judge(shown: str, head: bytes) -> None:
    status = _STATUS.match(head)
    if status is None:
        raise ProxyFailed(shown, f"invalid answer: {head[:80]!r}")
    code = int(status[1])
    if not 200 <= code < 300:
        words = (status[2] or b"").decode("latin-1").strip()
        raise ProxyFailed(shown, f"{code} {words}".strip(), code)
