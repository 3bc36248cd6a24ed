"""Receiving from a real mosquitto over each transport, while a second client publishes into it over TCP."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.support.mosquitto import Mosquitto
from tracemq.mqtt import Client, ConnectOptions, MessageBatch, MqttError, Stopped, TlsOptions

from .figures import Figure, Size

PAYLOAD = bytes(100)
DRAIN_EVERY = 256


class Count:
    """Messages counted, and the moment when all of them are there, or will never be."""

    def __init__(self, wanted: int) -> None:
        self._left = wanted
        self.done = asyncio.Event()
        self.error: MqttError | None = None

    def take(self, batch: MessageBatch) -> None:
        self._left -= len(batch)
        if self._left <= 0:
            self.done.set()

    def stop(self, event: Stopped) -> None:
        self.error = event.error
        self.done.set()


async def once(url: str, sender_port: int, messages: int) -> float:
    """Messages per second from the first publish to the last arrival: broker, sender and receiver share the machine."""
    receiver = Client(ConnectOptions(url, tls=TlsOptions(verify=False)))
    count = Count(messages)
    receiver.on_messages = count.take
    receiver.listen(Stopped, count.stop)
    async with receiver, Client(ConnectOptions(f"mqtt://127.0.0.1:{sender_port}")) as sender:
        await receiver.subscribe("#")
        began = time.monotonic()
        for number in range(messages):
            sender.publish("bench/topic", PAYLOAD)
            if number % DRAIN_EVERY == 0:
                await sender.drain()
        await count.done.wait()
        if count.error is not None:
            raise count.error
        return messages / (time.monotonic() - began)


def run(size: Size) -> list[Figure]:
    messages = size.of(200_000, 5_000)
    with TemporaryDirectory() as folder:
        broker = Mosquitto(Path(folder), listeners=("tls", "ws", "wss"))
        broker.start()
        urls = {"TCP": f"mqtt://127.0.0.1:{broker.port}"} | {
            name: f"{scheme}://127.0.0.1:{broker.ports[listener]}"
            for name, scheme, listener in (
                ("TLS", "mqtts", "tls"),
                ("WebSocket", "ws", "ws"),
                ("WebSocket over TLS", "wss", "wss"),
            )
        }
        try:
            rates = {
                name: [asyncio.run(once(url, broker.port, messages)) for _ in range(size.repeat)]
                for name, url in urls.items()
            }
        except MqttError as fault:
            fault.add_note(broker.last_words())
            raise
        finally:
            broker.stop()
    half = f"{median(rates['TCP']) / 2:,.0f}"
    return [
        Figure(
            row="transports",
            what=f"{name}, QoS 0, {len(PAYLOAD)} B, through mosquitto",
            unit="/s",
            values=values,
            wanted=half if name == "WebSocket" else "",
            note="wanted: half of TCP" if name == "WebSocket" else "",
        )
        for name, values in rates.items()
    ]
