"""Where a connection stands; whoever shows it needs nothing else of a connection, and so none of what it stands on."""

from __future__ import annotations

from enum import Enum


class ConnectionState(Enum):
    OFFLINE = "offline"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    CLOSING = "closing"
