"""CPU time of the pure protocol: bytes into batches and publishes into bytes, without sockets or asyncio.

Run `python -m tests.benchmarks.bench_session [NAME ...]`. Each row is the median of five, in messages per second of one
core's CPU time (time.process_time), with 128 byte payloads, 1,000 topics, MQTT 5 and reads of 256 KiB.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Final

from tracemq.mqtt.acks import acknowledgements
from tracemq.mqtt.batch import MessageBatch, TopicTable
from tracemq.mqtt.codec import encode
from tracemq.mqtt.events import Settled
from tracemq.mqtt.negotiation import SessionSettings
from tracemq.mqtt.packets import Connack, Publish
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.session import Session
from tracemq.mqtt.types import PacketType, QoS, Version

READ: Final = 256 << 10
COUNT: Final = 300_000
PAYLOAD: Final = bytes(128)
TOPICS: Final = [f"bench/topic/{number}" for number in range(1000)]


def connected(granted: Properties = Properties(), topics: TopicTable | None = None) -> Session:
    session = Session(SessionSettings(client_id="bench", keep_alive=60), topics=topics)
    session.connect(0.0)
    session.take_output(0.0)
    session.receive(encode(Connack(properties=granted), Version.V5), 0.0, 0.0)
    return session


def stream(qos: int, properties: Callable[[int], Properties]) -> bytes:
    parts = []
    for number in range(COUNT):
        packet_id = number % 60_000 + 1 if qos else 0
        packet = Publish(TOPICS[number % 1000], PAYLOAD, QoS(qos), packet_id=packet_id, properties=properties(number))
        parts.append(encode(packet, Version.V5))
        if qos == 2 and number % 1000 == 999:  # what the server releases after our PUBRECs
            parts.append(acknowledgements(PacketType.PUBREL, range(packet_id - 999, packet_id + 1)))
    return b"".join(parts)


def receive(data: bytes, size: int = READ) -> float:
    session = connected()
    reads = [data[start : start + size] for start in range(0, len(data), size)]
    received = 0
    began = time.process_time()
    for read in reads:
        received += sum(len(event) for event in session.receive(read, 1.0, 1.0) if isinstance(event, MessageBatch))
        session.take_output(1.0)
    seconds = time.process_time() - began
    assert received == COUNT
    return received / seconds


def publish(qos: int, granted: Properties = Properties(), properties: Properties | None = None) -> float:
    session = connected(granted)
    publish_one = session.publish
    more = {"properties": properties} if properties else {}
    settled = 0
    began = time.process_time()
    for start in range(0, COUNT, 1000):
        for number in range(1000):
            publish_one(TOPICS[number], PAYLOAD, qos, now=1.0, **more)  # type: ignore[arg-type]
        session.take_output(1.0)
        ids = [(start + number) % 65_535 + 1 for number in range(1000)] if qos else []
        if qos == 2:
            session.receive(acknowledgements(PacketType.PUBREC, ids), 1.0, 1.0)
            session.take_output(1.0)
        answer = acknowledgements(PacketType.PUBACK if qos == 1 else PacketType.PUBCOMP, ids)
        for event in session.receive(answer, 1.0, 1.0):
            assert isinstance(event, Settled)
            settled += len(event.tickets)
    seconds = time.process_time() - began
    assert settled == (COUNT if qos else 0)
    return COUNT / seconds


def none(_number: int) -> Properties:
    return Properties()


ROWS: Final[dict[str, Callable[[], Callable[[], float]]]] = {
    "receive QoS 0": lambda: _prepared(0, none),
    "receive QoS 1, acknowledged": lambda: _prepared(1, none),
    "receive QoS 2, whole": lambda: _prepared(2, none),
    "receive QoS 0, the same properties": lambda: _prepared(0, lambda _: Properties(content_type="text")),
    "receive QoS 0, new properties each": lambda: _prepared(0, lambda n: Properties(message_expiry_interval=n)),
    "receive QoS 0, reads of 1,500 bytes": lambda: _prepared(0, none, size=1500),
    "publish QoS 0": lambda: lambda: publish(0),
    "publish QoS 0, aliases": lambda: lambda: publish(0, Properties(topic_alias_maximum=1000)),
    "publish QoS 0, properties": lambda: lambda: publish(0, properties=Properties(content_type="text")),
    "publish QoS 1, settled": lambda: lambda: publish(1),
    "publish QoS 2, settled": lambda: lambda: publish(2),
}


def _prepared(qos: int, properties: Callable[[int], Properties], size: int = READ) -> Callable[[], float]:
    data = stream(qos, properties)
    return lambda: receive(data, size)


def main() -> None:
    wanted = sys.argv[1:] or list(ROWS)
    for name in wanted:
        run = ROWS[name]()
        rates = [run() for _ in range(5)]
        print(f"{name:40} {statistics.median(rates):>12,.0f} /s")


if __name__ == "__main__":
    main()
