"""Journal entries into an SQLite file that the next process takes up from (section 4.1).

The methods block: call them off the event loop.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from .errors import MqttError
from .journal import Entry, SessionState

Work = Callable[[sqlite3.Connection], None]


class SessionInUse(MqttError):
    """Another client, perhaps in another process, has this client id of this store open."""


class OpenSession(Protocol):
    """The session of one client id at one server, locked for us until `close`."""

    @property
    def state(self) -> SessionState:
        """As it was found when it was opened."""
        ...

    def commit(self, entries: Sequence[Entry], work: Work | None = None) -> None:
        """Write the entries in one transaction, together with what `work` writes to the connection it is given.

        If either raises, neither is written.
        """
        ...

    def close(self) -> None:
        """Let others open it. Closing again does nothing."""
        ...


class SessionStore(Protocol):
    """Where sessions outlive the process; one store may serve many clients."""

    def open(self, client_id: str, server: str) -> OpenSession:
        """Open or create a session; SessionInUse if somebody has it open. `server` is host and port."""
        ...


class SqliteSessionStore:
    """Sessions in one SQLite database (WAL); several processes may use it, with different client ids."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def open(self, client_id: str, server: str) -> OpenSession:
        raise NotImplementedError
