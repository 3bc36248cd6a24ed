"""Where a connection stands, and of what changes it tells its listeners.

Whoever shows that needs nothing else of a connection, and so none of what it stands on.
"""

from __future__ import annotations

from enum import Enum


class ConnectionState(Enum):
    OFFLINE = "offline"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    CLOSING = "closing"


class Change(Enum):
    """What a listener of a connection is told; the facts are read from the connection."""

    STATE = "state"
    SUBSCRIPTIONS = "subscriptions"
    PROBLEM = "problem"  # last_error is new
    NOTICE = "notice"  # notices has one more
    FLOW = "flow"  # messages arrive or leave after a silence
