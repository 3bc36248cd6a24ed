"""A loopback port on which nobody listens, and which nobody else will take as long as this process needs it.

A port that is found by binding to 0 and let go again lies among those that the system gives to outgoing connections:
any process may have it a moment later, and so may a client that keeps trying to reach it (it then talks to itself).
Ports below those (Linux: 32768 and up; others: 49152 and up) are given to nobody who does not ask for them, and tests
that run at the same time keep out of each other's way by a UDP socket on that number, which ends with the process.
"""

from __future__ import annotations

import atexit
import secrets
import socket
from collections import deque
from itertools import chain
from typing import Final

FIRST, LAST = 20_000, 32_767
MOST_HELD: Final = 256  # no test needs more; the oldest is let go

_held: deque[socket.socket] = deque()


def free_port() -> int:
    """A port of 127.0.0.1 that is free on all other addresses, too (mosquitto 2.0 binds those for WebSockets)."""
    start: int = FIRST + secrets.randbelow(LAST + 1 - FIRST)  # not random: tests set its seed
    for port in chain(range(start, LAST + 1), range(FIRST, start)):
        claim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            claim.bind(("127.0.0.1", port))
            with socket.socket() as probe:
                probe.bind(("", port))
        except OSError:
            claim.close()
            continue
        _held.append(claim)
        if len(_held) > MOST_HELD:
            _held.popleft().close()
        return port
    raise RuntimeError(f"no port from {FIRST} to {LAST} is free")


@atexit.register
def _let_go() -> None:
    while _held:
        _held.pop().close()
