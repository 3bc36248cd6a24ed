"""Connect, subscribe, publish, disconnect.

python -m tests.examples.simple mqtt://127.0.0.1:1883
"""

import asyncio
import sys

from tracemq.mqtt import Client, ConnectOptions, Message, QoS, Subscription


async def main(url: str = "mqtt://127.0.0.1:1883") -> None:
    arrived = asyncio.Event()

    def show(message: Message) -> None:
        print(f"{message.topic}: {message.payload.decode()}")
        arrived.set()

    async with Client(ConnectOptions(url)) as client:  # connects here, and disconnects at the end of the block
        await client.subscribe(Subscription("example/greeting", QoS.AT_LEAST_ONCE), handler=show)
        code = await client.publish("example/greeting", "hello", qos=1)  # waits for the server's PUBACK
        print(f"published: {code.name}")
        await arrived.wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
