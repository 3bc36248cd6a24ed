"""Turns a host and a port into a connected socket: addresses tried in turn, the next soon after the last (RFC 8305)."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import itertools
import os
import socket
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from tracemq.mqtt.errors import ConnectionRefusedByHost, NameNotResolved, ServerUnreachable
from tracemq.mqtt.tasks import start_attempt

from .base import Step, Trace
from .steps import stage

ATTEMPT_DELAY_S: Final = 0.25  # "Connection Attempt Delay" (RFC 8305, section 5)
AddressInfo: TypeAlias = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]


async def dial(host: str, port: int, trace: Trace) -> socket.socket:
    """A connected, non-blocking TCP socket; raises NameNotResolved or ServerUnreachable."""
    with stage(trace, Step.LOOK_UP, host=host) as found:
        infos = interleave(await look_up(host, port))
        found["addresses"] = [info[4][0] for info in infos]
    with stage(trace, Step.TCP, port=port) as reached:
        connected = await race(infos, f"{host}:{port}")
        with contextlib.suppress(OSError):  # it has been reset meanwhile, which whoever reads it will see
            reached["peer"] = connected.getpeername()[0]
    return connected


async def dial_unix(path: str, trace: Trace) -> socket.socket:
    """The same for a Unix socket's path."""
    with stage(trace, Step.TCP, path=path):
        if not hasattr(socket, "AF_UNIX"):
            raise ServerUnreachable(path, (OSError("this system has no Unix sockets"),))
        unix = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        unix.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(unix, path)
        except BaseException as fault:
            unix.close()
            if not isinstance(fault, OSError):
                raise
            refused = isinstance(fault, ConnectionRefusedError)
            raise (ConnectionRefusedByHost if refused else ServerUnreachable)(path, (fault,)) from fault
        return unix


async def look_up(host: str, port: int) -> Sequence[AddressInfo]:
    """The addresses of a name, in the system's order; a numeric one needs no look-up."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    loop = asyncio.get_running_loop()
    try:
        infos = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:  # the latter: not encodable as a name of the DNS
        raise NameNotResolved(host) from fault
    if not infos:
        raise NameNotResolved(host)
    return infos


def interleave(infos: Sequence[AddressInfo]) -> list[AddressInfo]:
    """Take the address families in turn, beginning with that of the first (RFC 8305, section 4)."""
    families: dict[int, list[AddressInfo]] = {}
    for info in infos:
        families.setdefault(info[0], []).append(info)
    rounds = itertools.zip_longest(*families.values())
    return [info for turn in rounds for info in turn if info is not None]


async def race(infos: Sequence[AddressInfo], shown: str) -> socket.socket:
    """The first socket that connects; the others are closed."""
    errors: list[OSError] = []
    running: set[asyncio.Task[socket.socket]] = set()
    ahead = iter(infos)
    try:
        upcoming = next(ahead, None)
        while upcoming or running:
            if upcoming:
                running.add(start_attempt(_connect(upcoming)))
                upcoming = next(ahead, None)
            done, running = await asyncio.wait(
                running, timeout=ATTEMPT_DELAY_S if upcoming else None, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                fault = task.exception()
                if isinstance(fault, OSError):
                    errors.append(fault)
                    continue
                running |= done - {task}
                if fault is not None:
                    raise fault
                return task.result()
    finally:
        for task in running:
            task.add_done_callback(_close_unused)
            task.cancel()
    refused = bool(errors) and all(isinstance(error, ConnectionRefusedError) for error in errors)
    raise (ConnectionRefusedByHost if refused else ServerUnreachable)(shown, tuple(errors)) from errors[0]


async def _connect(info: AddressInfo) -> socket.socket:
    family, kind, protocol, _, address = info
    attempt = socket.socket(family, kind, protocol)
    try:
        attempt.setblocking(False)
        attempt.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        await asyncio.get_running_loop().sock_connect(attempt, address)
        _refuse_itself(attempt)
    except BaseException:
        attempt.close()
        raise
    return attempt


def _refuse_itself(connected: socket.socket) -> None:
    """A port of this machine that nobody listens on may be the one that our own end was given: TCP connects the two.

    It is what trying again and again to reach a local broker that is away comes to (RFC 9293, section 3.5: simultaneous
    open); and as long as we sit on the broker's port, it cannot come back.
    """
    try:
        here, there = connected.getsockname(), connected.getpeername()
    except OSError:  # it has been reset meanwhile, which whoever reads it will see
        return
    if here == there:
        raise ConnectionRefusedError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED))


def _close_unused(task: asyncio.Task[socket.socket]) -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().close()
