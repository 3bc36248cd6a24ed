"""A client that is killed again and again while it talks to a broker, and what came of its messages, counted.

`python -m tests.support.killed_client ROUNDS [SEED]` prints a line of JSON. The parent plays the broker; each child
takes the session up from the store, receives and publishes, and dies of SIGKILL at a random moment. What a child
receives it writes to the session's database in the transaction that the acknowledgements wait for; what it publishes
it counts in the same way.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import socket
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.support.model_broker import ModelBroker
from tracemq.mqtt.batch import MessageBatch
from tracemq.mqtt.events import Closing
from tracemq.mqtt.negotiation import SessionSettings
from tracemq.mqtt.packets import Publish
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.session import Session, State
from tracemq.mqtt.session_store import SqliteSessionStore
from tracemq.mqtt.types import QoS, Version

LONGEST_LIFE_S: Final = 0.06
PER_ROUND: Final = 4  # messages each way
SETTINGS: Final = SessionSettings(
    client_id="mortal",
    clean_start=False,
    keep_alive=0,
    properties=Properties(session_expiry_interval=0xFFFFFFFF, receive_maximum=10),
)


def qos_of(number: int) -> int:
    return 1 + number % 2


def live(path: Path, link: socket.socket, publishes: int) -> None:
    """The child: publish so many messages, and go on until the broker has nothing more to say for a while."""
    opened = SqliteSessionStore(path).open("mortal", "broker")
    session = Session(SETTINGS, restored=opened.state)
    session.connect(time.monotonic())
    batches: list[MessageBatch] = []
    published: list[int] = []
    with closing(sqlite3.connect(path)) as database:
        (next_number,) = database.execute("SELECT count(*) FROM published").fetchone()

    def work(database: sqlite3.Connection) -> None:
        rows = [(message.payload, message.qos) for batch in batches for message in batch]
        database.executemany("INSERT INTO received VALUES (?, ?)", rows)
        database.executemany("INSERT INTO published VALUES (?)", [(number,) for number in published])

    def write() -> None:
        journal = session.take_journal(force=bool(batches or published))
        if journal is not None:
            opened.commit(journal.entries, work)
            batches.clear()
            published.clear()
            session.committed(journal)
        link.sendall(b"".join(session.take_output(time.monotonic())))

    write()
    while True:
        readable, _, _ = select.select([link], [], [], 0.2)
        data = link.recv(random.choice([1, 7, 100, 65_536])) if readable else b""
        if not data:
            return
        for event in session.receive(data, time.monotonic(), time.time()):
            assert not isinstance(event, Closing), event
            if isinstance(event, MessageBatch):
                batches.append(event)
        if session.state is State.CONNECTED:
            for _ in range(publishes):
                session.publish("t", b"%d" % next_number, qos_of(next_number), now=time.monotonic())
                published.append(next_number)
                next_number += 1
            publishes = 0
        write()


def round_of(broker: ModelBroker, path: Path, rng: random.Random, life_s: float | None, publishes: int) -> None:
    """Let a client live for a while, or until it has nothing more to do."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if not child:
        status = 1
        try:
            ours.close()
            live(path, theirs, publishes)
            status = 0
        except BrokenPipeError:
            status = 0
        finally:
            os._exit(status)
    theirs.close()
    broker.begin()
    killed_at = None if life_s is None else time.monotonic() + life_s
    with ours:
        while killed_at is None or time.monotonic() < killed_at:
            readable, _, _ = select.select([ours], [], [], 0.001)
            if readable:
                data = ours.recv(65_536)
                if not data:
                    break
                broker.take(data)
            ours.sendall(bytes(broker.output))
            broker.output.clear()
        if killed_at is not None:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if killed_at is None:
            assert status == 0, "the last client failed"
        else:
            ours.setblocking(False)
            rest = b""
            while True:  # what was on the way when it died arrives, or a part of it
                try:
                    data = ours.recv(65_536)
                except (BlockingIOError, ConnectionError):
                    break
                if not data:
                    break
                rest += data
            broker.take(rest[: rng.randint(0, len(rest))])


def run(rounds: int, seed: int, folder: Path) -> dict[str, int]:
    rng = random.Random(seed)
    path = folder / "session.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript("CREATE TABLE received (payload BLOB, qos INTEGER); CREATE TABLE published (number)")
    broker = ModelBroker(Version.V5, receive_maximum=7)
    sent = 0
    for _ in range(rounds):
        for _ in range(PER_ROUND):
            if broker.session is not None:
                broker.publish(Publish("t", b"%d" % sent, QoS(qos_of(sent))))
                sent += 1
        round_of(broker, path, rng, rng.uniform(0, LONGEST_LIFE_S), rng.randint(0, PER_ROUND))
    round_of(broker, path, rng, None, 0)
    with closing(sqlite3.connect(path)) as database:
        received = Counter(int(payload) for (payload,) in database.execute("SELECT payload FROM received"))
        published = [number for (number,) in database.execute("SELECT number FROM published")]
        left = database.execute("SELECT count(*) FROM tracemq_message").fetchone()[0]
    delivered = Counter(int(packet.payload) for packet in broker.delivered)
    return {
        "rounds": rounds,
        "sent": sent,
        "sent_lost": sum(not received[number] for number in range(sent)),
        "sent_twice_at_qos_2": sum(received[number] > 1 for number in range(sent) if qos_of(number) == 2),
        "sent_twice_at_qos_1": sum(received[number] > 1 for number in range(sent) if qos_of(number) == 1),
        "published": len(published),
        "published_lost": sum(not delivered[number] for number in published),
        "published_twice_at_qos_2": sum(delivered[number] > 1 for number in published if qos_of(number) == 2),
        "unfinished": left,
    }


def main() -> None:
    rounds = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 30)
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({**run(rounds, seed, Path(folder)), "seed": seed}))


if __name__ == "__main__":
    main()
