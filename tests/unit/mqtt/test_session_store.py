"""Sessions in SQLite: what is committed comes back, whole transactions only, and one owner at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.support.random_packets import properties
from tracemq.mqtt.errors import SessionInUse, SessionStoreFailed
from tracemq.mqtt.journal import (
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
from tracemq.mqtt.packets import Subscription
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.session_store import SqliteSessionStore
from tracemq.mqtt.types import PacketType, QoS, Version

SERVER = "broker:1883"


def message(ticket: int, **more: object) -> SavedMessage:
    return SavedMessage(**{"ticket": ticket, "topic": "t", "payload": b"p", "qos": QoS(1), **more})  # type: ignore[arg-type]


def after(path: Path, *entries: Entry, client_id: str = "me") -> SessionState:
    """Commit these and look at what the next process would find."""
    store = SqliteSessionStore(path)
    opened = store.open(client_id, SERVER)
    opened.commit(entries)
    opened.close()
    opened = store.open(client_id, SERVER)
    state = opened.state
    opened.close()
    return state


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sessions.db"


def test_a_new_session_is_empty(path: Path) -> None:
    assert after(path) == SessionState()


def test_messages_come_back_with_everything(path: Path) -> None:
    properties = Properties(
        payload_format_indicator=1,
        message_expiry_interval=60,
        content_type="x",
        response_topic="r",
        correlation_data=b"\0",
        topic_alias=3,
        user_properties=(("a", "1"), ("a", "2")),
    )
    kept = message(5, topic="ä/b", payload=b"\0\xff", qos=QoS(2), retain=True, properties=properties, packet_id=9)
    assert after(path, SaveMessage(kept)).messages == [kept]


def test_messages_come_back_in_order_those_released_first_in_the_order_of_their_release(path: Path) -> None:
    state = after(
        path,
        *[SaveMessage(message(ticket, qos=QoS(2), packet_id=ticket)) for ticket in (1, 2, 3, 4, 5)],
        SaveReleased((4, 2)),
        SaveReleased((5,)),
    )
    assert [(one.ticket, one.released) for one in state.messages] == [
        (4, True),
        (2, True),
        (5, True),
        (1, False),
        (3, False),
    ]
    state = after(path, ForgetMessages((4,)), SaveReleased((1,)))
    assert [one.ticket for one in state.messages] == [2, 5, 1, 3]


def test_packet_ids_change_when_a_message_is_sent_or_begins_anew(path: Path) -> None:
    state = after(path, SaveMessage(message(1)), SaveMessage(message(2, packet_id=8)), SaveSent(1, 7), SaveSent(2, 0))
    assert [one.packet_id for one in state.messages] == [7, 0]


def test_lifetimes_run_on_while_nobody_looks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    store = SqliteSessionStore(path)
    opened = store.open("me", SERVER)
    opened.commit([SaveMessage(message(1, lifetime_left_s=100.0)), SaveMessage(message(2))])
    opened.close()
    now += 30
    with closing(store.open("me", SERVER)) as opened:
        (one, two) = opened.state.messages
    assert one.lifetime_left_s == pytest.approx(70.0)
    assert two.lifetime_left_s is None


def test_received_ids_come_and_go(path: Path) -> None:
    assert after(path, SaveReceived((1, 2, 3)), SaveReceived((3,)), ForgetReceived((2, 9))).received == {1, 3}


def test_subscriptions_come_back_with_their_options(path: Path) -> None:
    full = SavedSubscription(
        subscription=Subscription("$share/g/a/#", QoS(2), False, True, 2),
        properties=Properties(subscription_identifiers=(7,), user_properties=(("k", "v"),)),
    )
    plain = SavedSubscription(subscription=Subscription("b", no_local=True))
    state = after(path, SaveSubscription(full), SaveSubscription(plain), SaveSubscription(full))
    assert sorted(state.subscriptions, key=lambda one: one.subscription.filter) == [full, plain]
    assert after(path, ForgetSubscription("$share/g/a/#"), ForgetSubscription("x")).subscriptions == [plain]


def test_it_is_remembered_whether_the_server_keeps_the_session(path: Path) -> None:
    assert after(path, SaveServerSession(True)).server_has_session
    assert not after(path, SaveServerSession(False)).server_has_session


@given(properties(PacketType.PUBLISH, Version.V5))
@settings(max_examples=30)
def test_whatever_properties_a_message_may_have_come_back(carried: Properties) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        kept = message(1, properties=carried)
        assert after(Path(folder) / "s.db", SaveMessage(kept)).messages == [kept]


def test_sessions_of_other_clients_and_servers_are_apart(path: Path) -> None:
    after(path, SaveReceived((1,)))
    store = SqliteSessionStore(path)
    with (
        closing(store.open("you", SERVER)) as with_other_id,
        closing(store.open("me", "elsewhere:1883")) as with_other_server,
        closing(store.open("me", SERVER)) as opened,
    ):
        assert with_other_id.state == with_other_server.state == SessionState()
        with_other_id.commit([SaveReceived((7,))])
        with_other_server.commit([SaveReceived((8,))])
        assert opened.state.received == {1}


# Transactions


def test_a_receiver_writes_in_the_same_transaction(path: Path) -> None:
    opened = SqliteSessionStore(path).open("me", SERVER)

    def work(database: sqlite3.Connection) -> None:
        database.execute("CREATE TABLE mine (payload BLOB)")
        database.execute("INSERT INTO mine VALUES (?)", (b"x",))

    opened.commit([SaveReceived((1,))], work)
    opened.close()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT payload FROM mine").fetchall() == [(b"x",)]
    database.close()


@pytest.mark.parametrize("error", [ValueError("no"), sqlite3.IntegrityError("no"), KeyboardInterrupt()])
def test_if_the_receiver_fails_nothing_is_written(path: Path, error: BaseException) -> None:
    opened = SqliteSessionStore(path).open("me", SERVER)
    opened.commit([], lambda database: database.execute("CREATE TABLE mine (payload BLOB)") and None)

    def work(database: sqlite3.Connection) -> None:
        database.execute("INSERT INTO mine VALUES ('x')")
        raise error

    expected = SessionStoreFailed if isinstance(error, sqlite3.Error) else type(error)
    with pytest.raises(expected):
        opened.commit([SaveReceived((1,))], work)
    opened.commit([SaveReceived((2,))])
    opened.close()
    assert after(path).received == {2}
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM mine").fetchone() == (0,)
    database.close()


def test_if_the_session_cannot_be_written_the_receivers_work_is_not_either(path: Path) -> None:
    opened = SqliteSessionStore(path).open("me", SERVER)
    opened.commit([], lambda database: database.execute("CREATE TABLE mine (payload BLOB)") and None)
    unwritable = SaveMessage(message(1, payload=object()))
    with pytest.raises(SessionStoreFailed):
        opened.commit([unwritable], lambda database: database.execute("INSERT INTO mine VALUES ('x')") and None)
    opened.close()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM mine").fetchone() == (0,)
    database.close()


# One owner at a time


def test_a_session_that_is_open_is_not_opened_again(path: Path) -> None:
    store = SqliteSessionStore(path)
    opened = store.open("me", SERVER)
    with pytest.raises(SessionInUse):
        SqliteSessionStore(path).open("me", SERVER)
    opened.close()
    opened.close()
    store.open("me", SERVER).close()


def _hold(path: Path, ready: object) -> None:
    SqliteSessionStore(path).open("me", SERVER)
    ready.set()  # type: ignore[attr-defined]
    time.sleep(60)


def test_another_process_is_told_and_its_death_frees_the_session(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_hold, args=(path, ready))
    process.start()
    try:
        assert ready.wait(30)
        with pytest.raises(SessionInUse):
            SqliteSessionStore(path).open("me", SERVER)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        SqliteSessionStore(path).open("me", SERVER).close()
    finally:
        process.kill()
        process.join()


def test_a_file_that_is_no_database_is_named_as_such_and_not_left_locked(path: Path) -> None:
    path.write_bytes(b"this is not a database" * 100)
    for _ in range(2):
        with pytest.raises(SessionStoreFailed):
            SqliteSessionStore(path).open("me", SERVER)


def test_a_lock_that_is_no_database_is_named_as_such(path: Path) -> None:
    SqliteSessionStore(path).open("me", SERVER).close()
    (lock,) = path.parent.glob("*.lock")
    lock.write_bytes(b"this is not a database" * 100)
    with pytest.raises(SessionStoreFailed):
        SqliteSessionStore(path).open("me", SERVER)


def test_work_that_ends_the_transaction_itself_and_fails_is_told_with_its_own_error(path: Path) -> None:
    def end(database: sqlite3.Connection) -> None:
        database.execute("ROLLBACK")
        raise RuntimeError("my own")

    opened = SqliteSessionStore(path).open("me", SERVER)
    with pytest.raises(RuntimeError, match="my own"):
        opened.commit([SaveReceived((1,))], end)
    opened.commit([SaveReceived((2,))])
    opened.close()
    assert after(path).received == {2}


def test_a_folder_that_does_not_exist_is_a_failure_of_the_store(path: Path) -> None:
    with pytest.raises(SessionStoreFailed):
        SqliteSessionStore(path / "nowhere" / "s.db").open("me", SERVER)


def test_the_database_writes_ahead(path: Path) -> None:
    after(path, SaveReceived((1,)))
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()
