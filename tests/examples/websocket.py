"""MQTT inside a WebSocket, for networks that let nothing else through. Headers may carry a token.

python -m tests.examples.websocket ws://127.0.0.1:8080/mqtt
"""

import asyncio
import sys

from tracemq.mqtt import Client, ConnectOptions, Message


async def main(url: str = "ws://127.0.0.1:8080/mqtt") -> None:
    arrived: asyncio.Queue[Message] = asyncio.Queue()
    options = ConnectOptions(url, headers=[("Authorization", "Bearer example")])  # wss:// encrypts as mqtts:// does
    async with Client(options) as client:
        await client.subscribe("example/web", handler=arrived.put_nowait)
        client.publish("example/web", "through a WebSocket")
        print((await arrived.get()).payload.decode())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
