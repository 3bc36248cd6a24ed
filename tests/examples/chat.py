"""A chat room: who is there (retained, with a will), who says what, and who has left.

python -m tests.examples.chat mqtt://127.0.0.1:1883 alice          (type lines; an empty one leaves)
"""

import asyncio
import sys
from collections.abc import AsyncIterator

from tracemq.mqtt import Client, ConnectOptions, Message, Subscription, Will

ROOM = "example/chat"


async def typed() -> AsyncIterator[str]:
    while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
        yield line


async def main(
    url: str = "mqtt://127.0.0.1:1883", name: str = "alice", lines: AsyncIterator[str] | None = None
) -> None:
    here = f"{ROOM}/people/{name}"

    def said(message: Message) -> None:
        print(f"[{name}'s screen] {message.topic.rsplit('/', 1)[1]}: {message.payload.decode()}")

    def people(message: Message) -> None:
        who = message.topic.rsplit("/", 1)[1]
        print(f"[{name}'s screen] {who} {'is here' if message.payload else 'has left'}")

    will = Will(here, b"", retain=True)  # an empty retained message removes our entry, even if we crash
    async with Client(ConnectOptions(url, client_id=f"example-chat-{name}", will=will)) as client:
        await client.subscribe(Subscription(f"{ROOM}/people/+"), handler=people)
        await client.subscribe(Subscription(f"{ROOM}/said/+", no_local=True), handler=said)  # not our own words
        await client.publish(here, b"here", qos=1, retain=True)
        async for line in lines or typed():
            await client.publish(f"{ROOM}/said/{name}", line, qos=1)
        await client.publish(here, b"", qos=1, retain=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
