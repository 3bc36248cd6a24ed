"""Simulated devices with a clock that a test moves, and everything that they published."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from tracemq.demo.devices import Device, Simulation
from tracemq.demo.exchange import Exchange
from tracemq.demo.publication import Publication
from tracemq.demo.subscriptions import Grant
from tracemq.demo.world import World

NOON = 1_750_000_000.0 // 86_400 * 86_400 + 43_200  # seconds since the epoch: some day at twelve, UTC
TICK_S = 0.05


class DemoWorld:
    """`run` moves the clock as the broker would; `seen` is what was published, in order."""

    client_id = "recorder"
    ready = True

    def __init__(self, make: Callable[[World], Sequence[Device]], *, seed: int = 1, tick_s: float = TICK_S) -> None:
        self.exchange = Exchange()
        self.exchange.add_local(self, "#")
        self.seen: list[Publication] = []
        self.now = 1000.0
        self._ticks = 0
        self._tick_s = tick_s
        self.simulation = Simulation(self.exchange, make(World(seed, NOON)), self.now)
        self.simulation.wake(self.now)

    def deliver(self, publication: Publication, grants: Sequence[Grant], now: float) -> bool:
        self.seen.append(publication)
        return True

    def run(self, seconds: float) -> list[Publication]:
        """What is published while time passes."""
        before = len(self.seen)
        for _ in range(round(seconds / self._tick_s)):
            self._ticks += 1
            self.simulation.advance(self.now + self._ticks * self._tick_s)
        return self.seen[before:]

    def command(self, topic: str, payload: bytes = b"", **properties: Any) -> list[Publication]:
        """What the devices publish in answer to a message, which is not itself in the list."""
        self.exchange.publish(Publication(topic, payload, **properties), self.now)
        before = len(self.seen)
        self.simulation.advance(self.now + self._ticks * self._tick_s)
        return self.seen[before:]

    def topics(self) -> set[str]:
        return {publication.topic for publication in self.seen}

    def last(self, topic: str) -> Publication:
        return next(publication for publication in reversed(self.seen) if publication.topic == topic)

    def all_of(self, topic: str) -> list[Publication]:
        return [publication for publication in self.seen if publication.topic == topic]


def as_object(publication: Publication) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(publication.payload)
    return read
