"""A second real broker, which knows MQTT 3.1.1 alone: python second_broker.py PORT prints READY and runs until ended.

It needs the package amqtt in an environment of its own (it pins other versions of what we use): `make test` makes one.
Nothing of TraceMQ is imported here.
"""

import asyncio
import sys

from amqtt.broker import Broker

PLUGINS = {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}}


async def main(port: str) -> None:
    listener = {"type": "tcp", "bind": f"127.0.0.1:{port}"}
    broker = Broker({"listeners": {"default": listener}, "plugins": PLUGINS})
    await broker.start()
    print("READY", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await broker.shutdown()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
