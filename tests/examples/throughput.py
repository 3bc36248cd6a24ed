"""Publish and receive as fast as it goes: batches in, back-pressure out.

python -m tests.examples.throughput mqtt://127.0.0.1:1883 100000
"""

import asyncio
import sys
import time

from tracemq.mqtt import Client, ConnectOptions, MessageBatch


async def main(url: str = "mqtt://127.0.0.1:1883", messages: int | str = 100_000) -> None:
    count, received, payload = int(messages), 0, bytes(100)
    done = asyncio.Event()

    def count_them(batch: MessageBatch) -> None:  # once per read, not once per message
        nonlocal received
        received += len(batch)  # no Message object is made unless we ask for one
        if received >= count:
            done.set()

    receiver = Client(ConnectOptions(url))
    receiver.on_messages = count_them
    async with receiver, Client(ConnectOptions(url)) as sender:
        await receiver.subscribe("example/load")
        started = time.perf_counter()
        for number in range(count):
            sender.publish("example/load", payload)
            if not number % 100:
                await sender.drain()  # waits while the write buffer is full
        await done.wait()
        seconds = time.perf_counter() - started
        print(f"{received} messages in {seconds:.2f} s: {received / seconds:,.0f} messages/s")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
