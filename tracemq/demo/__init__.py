"""The built-in demonstration: a small MQTT broker on loopback with simulated devices."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from .broker import DemoBroker
from .devices import Device, Simulation
from .exchange import Exchange
from .factory import factory
from .fleet import fleet
from .house import house
from .limits import Limits
from .services import services
from .world import World

__all__ = ["Demo", "DemoBroker", "all_devices", "start_demo"]


@dataclass(slots=True)
class Demo:
    """A running demonstration; `stop` leaves no task, timer or socket behind."""

    broker: DemoBroker

    @property
    def port(self) -> int:
        return self.broker.port

    @property
    def url(self) -> str:
        return self.broker.url

    async def stop(self) -> None:
        await self.broker.stop()


def all_devices(world: World) -> list[Device]:
    return [*house(world), *factory(world), *fleet(world), *services(world)]


async def start_demo(*, seed: int = 1, limits: Limits | None = None, port: int = 0) -> Demo:
    """Start broker and devices on the running loop; port 0 lets the system choose. OSError if the port is taken."""
    exchange = Exchange(limits)
    world = World(seed, time.time())
    simulation = Simulation(exchange, all_devices(world), asyncio.get_running_loop().time())
    broker = DemoBroker(exchange, [simulation])
    await broker.start(port)
    return Demo(broker)
