"""Stay connected through broken connections, and lose no message on the way.

python -m tests.examples.auto_reconnect mqtt://127.0.0.1:1883          (now stop and start the broker)
"""

import asyncio
import sys

from tracemq.mqtt import (
    Client,
    Connected,
    ConnectOptions,
    Disconnected,
    Properties,
    Receipt,
    Reconnecting,
    ReconnectPolicy,
)


async def main(url: str = "mqtt://127.0.0.1:1883", messages: int = 100, interval_s: float = 0.1) -> None:
    options = ConnectOptions(
        url,
        client_id="example-reconnect",
        clean_start=False,  # what is unfinished is finished after the reconnect ...
        properties=Properties(session_expiry_interval=600),  # ... if that comes within ten minutes
        reconnect=ReconnectPolicy(first_delay_s=0.1, factor=2, max_delay_s=5),  # with full jitter, without end
    )
    client = Client(options)
    client.listen(Connected, lambda event: print(f"connected, session present: {event.session_present}"))
    client.listen(Disconnected, lambda event: print(f"disconnected: {event.error}"))
    client.listen(Reconnecting, lambda event: print(f"attempt {event.attempt} follows soon"))
    async with client:
        receipts: list[Receipt] = []
        for number in range(messages):
            receipts.append(client.publish("example/counter", str(number), qos=1))  # waits in a queue while offline
            await asyncio.sleep(interval_s)
        for receipt in receipts:
            await receipt  # raises if it was given up
        print(f"{len(receipts)} messages delivered, {client.statistics.reconnects} reconnects")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:2]))
