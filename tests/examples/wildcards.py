"""Subscribe with wildcards, and let several handlers share the messages.

python -m tests.examples.wildcards mqtt://127.0.0.1:1883
"""

import asyncio
import sys

from tracemq.mqtt import Client, ConnectOptions, Message

READINGS = {
    "example/house/kitchen/temperature": "21.5",
    "example/house/kitchen/humidity": "40",
    "example/house/attic/temperature": "17.0",
    "example/house": "all is well",
}


async def main(url: str = "mqtt://127.0.0.1:1883") -> None:
    left = len(READINGS)
    done = asyncio.Event()

    def temperature(message: Message) -> None:
        room = message.topic.split("/")[2]
        print(f"{room} has {message.payload.decode()} degrees")

    def everything(message: Message) -> None:
        nonlocal left
        print(f"seen {message.topic}")
        left -= 1
        if not left:
            done.set()

    async with Client(ConnectOptions(url)) as client:
        # A broker may send a message once for each filter that matches, so we ask for the widest one alone ...
        await client.subscribe("example/house/#")  # also matches example/house itself
        # ... and let the router hand out what arrives; handlers are called in the order of their registration.
        handlers = client.router.group()
        handlers.add("example/house/+/temperature", temperature)  # + stands for exactly one level
        handlers.add("example/house/#", everything)
        for topic, payload in READINGS.items():
            client.publish(topic, payload)
        await done.wait()
        handlers.remove_all()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
