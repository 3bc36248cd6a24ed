"""mosquitto and the demo broker as one kind of thing, so that the same tests hold both to the standard."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Protocol

from tracemq.demo import DemoBroker

from .free_ports import free_port
from .mosquitto import Mosquitto

# It saves when it is told to end; saving at every change makes it a hundred times slower.
KEEPS_SESSIONS = "persistence true\npersistence_location {folder}/\n"
NO_WINDOW = "max_inflight_messages 0\n"  # as installed, mosquitto takes 20 unfinished messages of a client at a time


class AnyBroker(Protocol):
    """A broker that keeps its sessions while it is stopped and comes back on the same port."""

    port: int

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def published_after_pubrel(self, client_id: str) -> int:
        """PUBLISH packets sent to a client again although PUBREL had been sent for them, against [MQTT-4.3.3-6].

        Nobody can tell such a one from a new message, so each may be received twice.
        """
        ...


class RealBroker:
    def __init__(self, folder: Path, config: str = NO_WINDOW) -> None:
        self._mosquitto = Mosquitto(folder)
        self._config = KEEPS_SESSIONS.format(folder=folder) + config
        self.port = 0

    async def start(self) -> None:
        self.port = await asyncio.to_thread(self._mosquitto.start, self._config)

    async def stop(self) -> None:
        await asyncio.to_thread(self._mosquitto.stop)

    def published_after_pubrel(self, client_id: str) -> int:
        return self._mosquitto.published_after_pubrel(client_id)


class BuiltInBroker:
    def __init__(self) -> None:
        self._broker = DemoBroker()
        self.port = 0

    async def start(self) -> None:
        self.port = await self._broker.start(self.port or free_port())  # it comes back there

    async def stop(self) -> None:
        await self._broker.stop()

    def published_after_pubrel(self, client_id: str) -> int:
        return 0
