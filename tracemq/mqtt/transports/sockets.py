"""What only some systems tell of a socket, or do for it: bytes that wait in it, and acknowledging at once."""

from __future__ import annotations

import array
import contextlib
import socket
from typing import Final

try:
    import fcntl
    import termios
except ImportError:  # Windows

    def queued_bytes(connected: socket.socket) -> int:
        """Unknown here."""
        return 0

else:

    def queued_bytes(connected: socket.socket) -> int:
        """Bytes received and not yet read (FIONREAD)."""
        number = array.array("i", [0])
        try:
            fcntl.ioctl(connected.fileno(), termios.FIONREAD, number)
        except (OSError, ValueError):  # the latter: closed
            return 0
        return number[0]


_QUICK: Final = getattr(socket, "TCP_QUICKACK", None)  # Linux


def can_acknowledge_quickly(connected: socket.socket) -> bool:
    return _QUICK is not None and connected.family in {socket.AF_INET, socket.AF_INET6}


def acknowledge_quickly(connected: socket.socket) -> None:
    """Let the system acknowledge what has come without its usual delay.

    mosquitto keeps Nagle's algorithm on: a PUBACK behind a PUBLISH would wait those 40 ms. The option does not last: it
    is set again after each read.
    """
    with contextlib.suppress(OSError):
        connected.setsockopt(socket.IPPROTO_TCP, _QUICK or 0, 1)
