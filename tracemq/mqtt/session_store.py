"""Journal entries into an SQLite file that the next process takes up from (section 4.1).

The methods block: call them off the event loop. Properties are kept as the bytes that MQTT 5.0 writes them in, so that
whatever a packet can carry can be kept. A session is locked by a transaction on a small file of its own beside the
database: the operating system frees it when a process dies, and sessions of other client ids stay free.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol

from .codec import decode_publish_properties, publish_properties
from .errors import SessionInUse, SessionStoreFailed
from .journal import (
    Entry,
    ForgetMessages,
    ForgetReceived,
    ForgetSubscription,
    SavedMessage,
    SavedSubscription,
    SaveMessage,
    SaveReceived,
    SaveReleased,
    SaveSent,
    SaveServerSession,
    SaveSubscription,
    SessionState,
)
from .packets import Subscription
from .property_codec import read_properties, write_properties
from .types import PacketType, QoS
from .wire import Reader

Work = Callable[[sqlite3.Connection], None]

_BUSY_TIMEOUT_S: Final = 30.0  # another client id's commit in the same file
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS tracemq_session (
    id INTEGER PRIMARY KEY,
    client_id TEXT NOT NULL,
    server TEXT NOT NULL,
    server_has_session INTEGER NOT NULL DEFAULT 0,
    UNIQUE (client_id, server)
);
CREATE TABLE IF NOT EXISTS tracemq_message (
    session INTEGER NOT NULL REFERENCES tracemq_session (id) ON DELETE CASCADE,
    ticket INTEGER NOT NULL,
    packet_id INTEGER NOT NULL,
    released INTEGER NOT NULL DEFAULT 0,  -- 0, or its place in the order of the PUBRECs
    topic TEXT NOT NULL,
    payload BLOB NOT NULL,
    qos INTEGER NOT NULL,
    retain INTEGER NOT NULL,
    properties BLOB NOT NULL,
    expires_at REAL,  -- seconds since the epoch
    PRIMARY KEY (session, ticket)
);
CREATE TABLE IF NOT EXISTS tracemq_received (
    session INTEGER NOT NULL REFERENCES tracemq_session (id) ON DELETE CASCADE,
    packet_id INTEGER NOT NULL,
    PRIMARY KEY (session, packet_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tracemq_subscription (
    session INTEGER NOT NULL REFERENCES tracemq_session (id) ON DELETE CASCADE,
    filter TEXT NOT NULL,
    qos INTEGER NOT NULL,
    no_local INTEGER NOT NULL,
    retain_as_published INTEGER NOT NULL,
    retain_handling INTEGER NOT NULL,
    properties BLOB NOT NULL,
    PRIMARY KEY (session, filter)
);
"""


class OpenSession(Protocol):
    """The session of one client id at one server, locked for us until `close`."""

    @property
    def state(self) -> SessionState:
        """As it was found when it was opened."""
        ...

    def commit(self, entries: Sequence[Entry], work: Work | None = None) -> None:
        """Write the entries in one transaction, together with what `work` writes to the connection it is given.

        If either raises, neither is written. `work` must not end the transaction itself.
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
    """Sessions in one SQLite database (WAL); several processes may use it, with different client ids.

    The database may be one that the application keeps its own tables in.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def open(self, client_id: str, server: str) -> OpenSession:
        """Open or create a session; SessionInUse if somebody has it open, SessionStoreFailed if the file is unfit."""
        lock = self._lock(client_id, server)
        try:
            return _SqliteSession(self.path, lock, client_id, server)
        except BaseException:
            lock.close()
            raise

    def _lock(self, client_id: str, server: str) -> sqlite3.Connection:
        name = sha256(f"{client_id}\0{server}".encode()).hexdigest()[:16]
        path = self.path.with_name(f"{self.path.name}-{name}.lock")
        with _translated():
            lock = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.Error as error:
                lock.close()
                if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                    raise SessionInUse(f"the session of client id {client_id!r} is in use") from None
                raise
        return lock


class _SqliteSession:
    def __init__(self, path: Path, lock: sqlite3.Connection, client_id: str, server: str) -> None:
        self._lock: sqlite3.Connection | None = lock
        with _translated():
            self._db = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
            try:
                self._id = self._prepare(client_id, server)
                self._state = self._load()
            except BaseException:
                self._db.close()
                raise

    @property
    def state(self) -> SessionState:
        return self._state

    def commit(self, entries: Sequence[Entry], work: Work | None = None) -> None:
        with _translated():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                for entry in entries:
                    self._WRITERS[type(entry)](self, entry)
                if work is not None:
                    work(self._db)
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def close(self) -> None:
        if self._lock is not None:
            self._db.close()
            self._lock.close()
            self._lock = None

    def _prepare(self, client_id: str, server: str) -> int:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")  # what the server was told must survive a power cut
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.executescript(_SCHEMA)
        self._db.execute("INSERT OR IGNORE INTO tracemq_session (client_id, server) VALUES (?, ?)", (client_id, server))
        row = self._db.execute(
            "SELECT id FROM tracemq_session WHERE client_id = ? AND server = ?", (client_id, server)
        ).fetchone()
        return int(row[0])

    # Reading

    def _load(self) -> SessionState:
        (kept,) = self._db.execute(
            "SELECT server_has_session FROM tracemq_session WHERE id = ?", (self._id,)
        ).fetchone()
        rows = self._db.execute("SELECT packet_id FROM tracemq_received WHERE session = ?", (self._id,))
        received = {packet_id for (packet_id,) in rows}
        messages = list(self._messages())
        (self._releases,) = self._db.execute(
            "SELECT coalesce(max(released), 0) FROM tracemq_message WHERE session = ?", (self._id,)
        ).fetchone()
        return SessionState(
            server_has_session=bool(kept),
            messages=messages,
            received=received,
            subscriptions=list(self._subscriptions()),
        )

    def _messages(self) -> Iterator[SavedMessage]:
        now = time.time()
        rows = self._db.execute(
            "SELECT ticket, packet_id, released, topic, payload, qos, retain, properties, expires_at"
            " FROM tracemq_message WHERE session = ? ORDER BY released = 0, released, ticket",
            (self._id,),
        )
        for ticket, packet_id, released, topic, payload, qos, retain, properties, expires_at in rows:
            yield SavedMessage(
                ticket=ticket,
                topic=topic,
                payload=payload,
                qos=QoS(qos),
                retain=bool(retain),
                properties=decode_publish_properties(properties),
                lifetime_left_s=None if expires_at is None else expires_at - now,
                packet_id=packet_id,
                released=bool(released),
            )

    def _subscriptions(self) -> Iterator[SavedSubscription]:
        rows = self._db.execute(
            "SELECT filter, qos, no_local, retain_as_published, retain_handling, properties"
            " FROM tracemq_subscription WHERE session = ? ORDER BY rowid",
            (self._id,),
        )
        for topic_filter, qos, no_local, as_published, handling, properties in rows:
            subscription = Subscription(topic_filter, QoS(qos), bool(no_local), bool(as_published), handling)
            read = read_properties(Reader(properties, 0, len(properties)), PacketType.SUBSCRIBE)
            yield SavedSubscription(subscription=subscription, properties=read)

    # Writing

    def _save_message(self, entry: SaveMessage) -> None:
        message = entry.message
        left = message.lifetime_left_s
        self._db.execute(
            "INSERT OR REPLACE INTO tracemq_message (session, ticket, packet_id, topic, payload, qos, retain,"
            " properties, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._id,
                message.ticket,
                message.packet_id,
                message.topic,
                message.payload,
                int(message.qos),
                message.retain,
                publish_properties(message.properties),
                None if left is None else time.time() + left,
            ),
        )

    def _save_sent(self, entry: SaveSent) -> None:
        self._db.execute(
            "UPDATE tracemq_message SET packet_id = ? WHERE session = ? AND ticket = ?",
            (entry.packet_id, self._id, entry.ticket),
        )

    def _save_released(self, entry: SaveReleased) -> None:
        for ticket in entry.tickets:
            self._releases += 1
            self._db.execute(
                "UPDATE tracemq_message SET released = ? WHERE session = ? AND ticket = ?",
                (self._releases, self._id, ticket),
            )

    def _forget_messages(self, entry: ForgetMessages) -> None:
        self._each("DELETE FROM tracemq_message WHERE session = ? AND ticket = ?", entry.tickets)

    def _save_received(self, entry: SaveReceived) -> None:
        self._each("INSERT OR IGNORE INTO tracemq_received (session, packet_id) VALUES (?, ?)", entry.packet_ids)

    def _forget_received(self, entry: ForgetReceived) -> None:
        self._each("DELETE FROM tracemq_received WHERE session = ? AND packet_id = ?", entry.packet_ids)

    def _save_subscription(self, entry: SaveSubscription) -> None:
        wanted = entry.saved.subscription
        self._db.execute(
            "INSERT OR REPLACE INTO tracemq_subscription (session, filter, qos, no_local, retain_as_published,"
            " retain_handling, properties) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                self._id,
                wanted.filter,
                int(wanted.qos),
                wanted.no_local,
                wanted.retain_as_published,
                wanted.retain_handling,
                write_properties(entry.saved.properties, PacketType.SUBSCRIBE),
            ),
        )

    def _forget_subscription(self, entry: ForgetSubscription) -> None:
        self._each("DELETE FROM tracemq_subscription WHERE session = ? AND filter = ?", (entry.filter,))

    def _save_server_session(self, entry: SaveServerSession) -> None:
        self._db.execute("UPDATE tracemq_session SET server_has_session = ? WHERE id = ?", (entry.kept, self._id))

    def _each(self, statement: str, values: Sequence[object]) -> None:
        self._db.executemany(statement, [(self._id, value) for value in values])

    _WRITERS: ClassVar[dict[type, Callable[[_SqliteSession, Any], None]]] = {
        SaveMessage: _save_message,
        SaveSent: _save_sent,
        SaveReleased: _save_released,
        ForgetMessages: _forget_messages,
        SaveReceived: _save_received,
        ForgetReceived: _forget_received,
        SaveSubscription: _save_subscription,
        ForgetSubscription: _forget_subscription,
        SaveServerSession: _save_server_session,
    }


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise SessionStoreFailed(str(error)) from error
