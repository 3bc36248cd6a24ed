"""Turns a socket into the number of bytes that wait in it unread, where the system tells."""

from __future__ import annotations

import array
import socket

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
        except OSError:
            return 0
        return number[0]
