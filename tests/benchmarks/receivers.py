"""One receiving client in a process of its own: python -m tests.benchmarks.receivers WHO PORT MESSAGES QOS [count].

WHO is tracemq, gmqtt, paho or aiomqtt. Prints a line of JSON: messages, and from the first to the last of them seconds,
garbage collections and, with `count`, blocks of memory asked for; beside that the most memory of the whole process.
Only tracemq keeps what it receives (in the log); the others count.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from tracemq.mqtt import Client
from tracemq.workspace.process import peak_rss_mib

from .allocations import count_allocations, counted


class Clock:
    """Counts messages, and looks at the time at the first and at the last."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.count = 0
        self.began = self.ended = 0.0
        self._collections = 0
        self._before = self._after = (0, 0)
        gc.callbacks.append(self._collected)

    def _collected(self, phase: str, _info: dict[str, int]) -> None:
        self._collections += phase == "stop"

    def add(self, count: int) -> bool:
        """Whether all are there."""
        if not self.count:
            self._before = self._collections, counted() or 0
            self.began = time.monotonic()
        self.count += count
        if self.count < self.wanted:
            return False
        self.ended = time.monotonic()
        self._after = self._collections, counted() or 0
        return True

    def report(self, **more: Any) -> None:
        facts = {
            "messages": self.count,
            "seconds": self.ended - self.began,
            "rss_peak_mib": peak_rss_mib(),
            "gc": self._after[0] - self._before[0],
            "allocations": None if counted() is None else self._after[1] - self._before[1],
        }
        print(json.dumps({**facts, **more}))


async def tracemq(port: int, clock: Clock, qos: int) -> dict[str, Any]:
    from tests.support.fire_hose import OrderCheck
    from tracemq.history.log import MessageLog
    from tracemq.mqtt import ConnectOptions, MessageBatch, Properties, Subscription, TopicTable

    topics, done = TopicTable(), asyncio.Event()
    log = MessageLog(topics, budget_bytes=8 << 30)

    def received(batch: MessageBatch) -> None:
        log.append(batch)
        if clock.add(len(batch)):
            done.set()

    properties = Properties(receive_maximum=65_535)
    client = Client(ConnectOptions(f"mqtt://127.0.0.1:{port}", properties=properties), topics=topics)
    client.on_messages = received
    await client.connect()
    await client.subscribe([Subscription("#", qos)])
    await done.wait()
    if qos:
        clock.ended = await quiet(client)
    await client.disconnect()
    log.tick()
    check = OrderCheck()
    counts: Counter[int] = Counter()
    for position in range(log.first, log.last):
        topic = log.row(position).topic_id
        counts[topic] += 1
        check.add(topics.name(topic), log.payload(position))
    per_topic = sorted(counts[number] for number in range(topics.size))
    return {
        "crc32": check.crc32,
        "out_of_order": check.out_of_order,
        "per_topic": [per_topic[0], per_topic[-1]],
        "log_bytes": log.memory_bytes,
    }


async def quiet(client: Client) -> float:
    """When the last acknowledgement left: at QoS 2 the handshakes end after the last message."""
    written, at = client.statistics.bytes_out, time.monotonic()
    while time.monotonic() - at < 0.3:
        await asyncio.sleep(0.005)
        if client.statistics.bytes_out != written:
            written, at = client.statistics.bytes_out, time.monotonic()
    return at


async def gmqtt(port: int, clock: Clock, qos: int) -> dict[str, Any]:
    from gmqtt import Client as GmqttClient

    client, done = GmqttClient("bench-gmqtt"), asyncio.Event()

    def message(*_: object) -> int:
        if clock.add(1):
            done.set()
        return 0

    client.on_message = message
    client.on_connect = lambda *_: client.subscribe("#", qos=qos)
    await client.connect("127.0.0.1", port)
    await done.wait()
    return {}


async def paho(port: int, clock: Clock, qos: int) -> dict[str, Any]:
    from paho.mqtt.client import Client as PahoClient
    from paho.mqtt.client import MQTTv5
    from paho.mqtt.enums import CallbackAPIVersion

    client = PahoClient(CallbackAPIVersion.VERSION2, protocol=MQTTv5)
    done = False

    def message(*_: object) -> None:
        nonlocal done
        done = clock.add(1)

    client.on_message = message
    client.on_connect = lambda *_: client.subscribe("#", qos)
    client.connect("127.0.0.1", port)
    while not done:
        client.loop(1.0)
    return {}


async def aiomqtt(port: int, clock: Clock, qos: int) -> dict[str, Any]:
    from aiomqtt import Client as AiomqttClient
    from aiomqtt import ProtocolVersion

    async with AiomqttClient("127.0.0.1", port, protocol=ProtocolVersion.V5) as client:
        await client.subscribe("#", qos)
        async for _ in client.messages:
            if clock.add(1):
                break
    return {}


WHO: dict[str, Callable[..., Any]] = {"tracemq": tracemq, "gmqtt": gmqtt, "paho": paho, "aiomqtt": aiomqtt}


def main() -> None:
    who, port, messages, qos = sys.argv[1], *map(int, sys.argv[2:5])
    clock = Clock(messages)
    if sys.argv[5:] == ["count"]:
        count_allocations()
    more = asyncio.run(WHO[who](port, clock, qos))
    clock.report(**more)


if __name__ == "__main__":
    main()
