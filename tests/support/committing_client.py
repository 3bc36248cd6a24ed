"""A receiver that writes what it gets in the transaction that acknowledges it, until it is killed.

python -m tests.support.committing_client PORT DATABASE
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from pathlib import Path

from tracemq.mqtt import (
    Client,
    ConnectOptions,
    MessageBatch,
    Properties,
    QoS,
    SqliteSessionStore,
    Subscription,
)

CLIENT_ID = "committing"


def commit(database: sqlite3.Connection, batches: list[MessageBatch]) -> None:
    database.execute("CREATE TABLE IF NOT EXISTS got (topic TEXT, number INTEGER)")
    rows = [(message.topic, int(message.payload)) for batch in batches for message in batch]
    database.executemany("INSERT INTO got VALUES (?, ?)", rows)


async def main(port: str, path: str) -> None:
    client = Client(
        ConnectOptions(
            f"mqtt://127.0.0.1:{port}",
            client_id=CLIENT_ID,
            clean_start=False,
            properties=Properties(session_expiry_interval=3600),
            session_store=SqliteSessionStore(Path(path)),
        )
    )
    client.on_commit = commit
    await client.connect()
    if not client.subscriptions:
        await client.subscribe([Subscription("once/#", QoS.EXACTLY_ONCE), Subscription("least/#", QoS.AT_LEAST_ONCE)])
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
