"""Topic aliases (MQTT 5): a long topic is sent once, then a number of two bytes stands for it.

python -m tests.examples.topic_aliases mqtt://127.0.0.1:1883
"""

import asyncio
import sys

from tracemq.mqtt import Client, ConnectOptions, Properties

TOPIC = "example/a/long/topic/for/a/short/value/in/the/north-western/corner/of/the/second/floor"


async def main(url: str = "mqtt://127.0.0.1:1883", messages: int = 1000) -> None:
    sizes: dict[str, int] = {}
    for name, automatic in (("without aliases", False), ("with automatic aliases", True)):
        async with Client(ConnectOptions(url, automatic_aliases=automatic)) as client:
            before = client.statistics.bytes_out
            for number in range(messages):
                client.publish(TOPIC, str(number))
            await client.publish(TOPIC, "done")
            sizes[name] = client.statistics.bytes_out - before
            print(f"{name}: {sizes[name]} bytes")

    async with Client(ConnectOptions(url)) as client:  # by hand
        assert client.negotiated is not None
        print(f"the broker takes {client.negotiated.topic_alias_maximum.granted} aliases")
        client.publish(TOPIC, "1", properties=Properties(topic_alias=1))
        client.publish("", "2", properties=Properties(topic_alias=1))
        await client.publish("", "3", properties=Properties(topic_alias=1))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:2]))
