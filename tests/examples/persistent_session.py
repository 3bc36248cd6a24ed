"""A session that outlives the connection and the process: nothing is missed meanwhile, nothing unfinished is lost.

python -m tests.examples.persistent_session mqtt://127.0.0.1:1883 sessions.db
"""

import asyncio
import sys
from pathlib import Path

from tracemq.mqtt import Client, ConnectOptions, Message, Properties, QoS, SqliteSessionStore, Subscription


async def main(url: str = "mqtt://127.0.0.1:1883", database: str | Path = "sessions.db") -> None:
    options = ConnectOptions(
        url,
        client_id="example-persistent",  # the session belongs to this name, so it must stay the same
        clean_start=False,
        properties=Properties(session_expiry_interval=3600),
        session_store=SqliteSessionStore(database),  # our half of the session; the broker keeps its own
    )

    first_run = Client(options)
    connected = await first_run.connect()
    print(f"first run, session present: {connected.session_present}")
    await first_run.subscribe(Subscription("example/orders", QoS.EXACTLY_ONCE))
    await first_run.disconnect()

    async with Client(ConnectOptions(url)) as shop:  # meanwhile
        for number in range(3):
            await shop.publish("example/orders", f"order {number}", qos=2)

    second_run = Client(options)
    orders: asyncio.Queue[Message] = asyncio.Queue()
    second_run.router.add("example/orders", orders.put_nowait)  # before connecting: they come at once
    connected = await second_run.connect()
    print(f"second run, session present: {connected.session_present}")
    for _ in range(3):
        print((await orders.get()).payload.decode())
    await second_run.disconnect(properties=Properties(session_expiry_interval=0))  # we will not come back


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
