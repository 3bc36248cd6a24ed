"""A last will: what the broker says in our name when we vanish without a word.

python -m tests.examples.will mqtt://127.0.0.1:1883
"""

import asyncio
import sys

from tracemq.mqtt import Client, ConnectOptions, Message, Properties, QoS, Will

STATUS = "example/pump/status"


async def main(url: str = "mqtt://127.0.0.1:1883") -> None:
    statuses: asyncio.Queue[str] = asyncio.Queue()

    def note(message: Message) -> None:
        statuses.put_nowait(message.payload.decode())

    async with Client(ConnectOptions(url)) as watcher:
        await watcher.subscribe(STATUS, handler=note)

        will = Will(STATUS, b"offline", QoS.AT_LEAST_ONCE, retain=True, properties=Properties(will_delay_interval=0))
        pump = Client(ConnectOptions(url, client_id="example-pump", will=will))
        await pump.connect()
        await pump.publish(STATUS, b"online", qos=1, retain=True)
        print(f"the pump is {await statuses.get()}")

        pump.abort()  # the socket closes without a DISCONNECT, as when the power fails
        print(f"the pump is {await statuses.get()}")
        await watcher.publish(STATUS, b"", retain=True)  # forget the retained status again


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
