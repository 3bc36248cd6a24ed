"""A clock into what the simulated devices publish, and commands into their reactions.

Devices are plain objects that say when they want a turn and what they publish in it; nothing here reads a clock.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol

from tracemq.mqtt.properties import NO_PROPERTIES, Properties
from tracemq.mqtt.types import QoS

from .exchange import Exchange
from .local_client import LocalClient
from .publication import Publication

_LATE_S: Final = 5.0  # a clock that jumped further (the machine slept) is not made up for
_GOLDEN: Final = 0.6180339887  # multiples of it, modulo one, spread evenly


@dataclass(frozen=True, slots=True)
class Report:
    """One message of a device."""

    topic: str
    payload: bytes
    qos: QoS = QoS.AT_MOST_ONCE
    retain: bool = False
    properties: Properties = NO_PROPERTIES


class Job(NamedTuple):
    """What a device does every so often; `run` gets the seconds since the simulation began."""

    every_s: float
    run: Callable[[float], Iterable[Report]]


class Command(NamedTuple):
    """What a device does when somebody publishes to `topic`."""

    topic: str
    run: Callable[[Publication, float], Iterable[Report]]


class Device(Protocol):
    def jobs(self) -> Iterable[Job]: ...

    def commands(self) -> Iterable[Command]: ...

    def states(self, t: float) -> Iterable[Report]:
        """What it has retained: published before the first client subscribes."""
        ...


class Simulation:
    """Devices that live in the broker; a Resident of it."""

    def __init__(self, exchange: Exchange, devices: Sequence[Device], began_at: float) -> None:
        """`began_at` is the moment t = 0 on the clock that `wake` and `advance` are called with."""
        self._client = LocalClient(exchange, "demo-devices")
        self._devices = devices
        self._began_at = began_at
        self._jobs = [job for device in devices for job in device.jobs()]
        self._due: list[tuple[float, int]] = []
        self._commands = {command.topic: command for device in devices for command in device.commands()}
        for topic in self._commands:
            self._client.subscribe(topic)

    def wake(self, now: float) -> None:
        """Publish the retained states and spread the first turns over each job's interval."""
        t = now - self._began_at
        self._due = [(t + number * _GOLDEN % 1.0 * job.every_s, number - 1) for number, job in enumerate(self._jobs, 1)]
        heapq.heapify(self._due)
        for device in self._devices:
            self._publish(device.states(t), now)

    def advance(self, now: float) -> None:
        """Take the turns that have become due, in their order, and obey the commands that came."""
        t = now - self._began_at
        if self._due and self._due[0][0] < t - _LATE_S:
            self.wake(now)
        while self._due and self._due[0][0] <= t:
            due, number = self._due[0]
            job = self._jobs[number]
            heapq.heapreplace(self._due, (due + job.every_s, number))
            self._publish(job.run(due), now)
        for publication in self._client.received():
            self._publish(self._commands[publication.topic].run(publication, t), now)

    def _publish(self, reports: Iterable[Report], now: float) -> None:
        for report in reports:
            self._client.publish(
                report.topic,
                report.payload,
                now,
                qos=report.qos,
                retain=report.retain,
                properties=report.properties,
            )


JSON: Final = Properties(payload_format_indicator=1, content_type="application/json")
TEXT: Final = Properties(payload_format_indicator=1, content_type="text/plain; charset=utf-8")


def as_json(**fields: Any) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def as_number(value: float, digits: int = 1) -> bytes:
    return f"{value:.{digits}f}".encode()


def unit(name: str) -> Properties:
    """User properties that say what a plain number counts."""
    return Properties(payload_format_indicator=1, user_properties=(("unit", name),))
