"""A house: rooms with climate, lights and motion, energy, heating, a door with a camera, a garden."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from tracemq.mqtt.properties import Properties
from tracemq.mqtt.types import QoS

from .camera import picture
from .devices import JSON, TEXT, Command, Device, Job, Report, as_json, as_number, unit
from .publication import Publication
from .world import World, any_of

ROOMS: Final = ("kitchen", "living-room", "bedroom", "bathroom", "office")
_AT_LEAST_ONCE: Final = QoS.AT_LEAST_ONCE


class Room:
    """Climate every five seconds; a light and a motion sensor that speak when something changes."""

    def __init__(self, world: World, name: str) -> None:
        self._topic = f"house/{name}"
        self._chance = world.chance(self._topic)
        self._temperature = world.wave(f"{name}/temperature", 21.0, 1.8, 1200.0, 0.08)
        self._humidity = world.wave(f"{name}/humidity", 47.0, 6.0, 900.0, 0.3)
        self._co2 = world.wave(f"{name}/co2", 640.0, 180.0, 700.0, 6.0)
        self._light = any_of(self._chance, ("on", "off"))
        self._motion = False

    def jobs(self) -> Iterable[Job]:
        yield Job(5.0, self._climate)
        yield Job(4.0, self._live)

    def commands(self) -> Iterable[Command]:
        yield Command(f"{self._topic}/light/set", self._set_light)

    def states(self, t: float) -> Iterable[Report]:
        del t
        yield self._light_report()
        yield self._motion_report()

    def _climate(self, t: float) -> Iterable[Report]:
        payload = as_json(
            temperature=round(self._temperature(t), 2),
            humidity=round(self._humidity(t), 1),
            co2=round(self._co2(t)),
        )
        yield Report(f"{self._topic}/climate", payload, properties=JSON)

    def _live(self, t: float) -> Iterable[Report]:
        del t
        if self._chance.random() < 0.35:
            self._motion = not self._motion
            yield self._motion_report()
        if self._chance.random() < 0.08:
            self._light = any_of(self._chance, ("on", "off"), self._light)
            yield self._light_report()

    def _set_light(self, command: Publication, t: float) -> Iterable[Report]:
        del t
        wanted = command.payload.strip().lower()
        if wanted in {b"on", b"off"}:
            self._light = wanted.decode()
            yield self._light_report()

    def _light_report(self) -> Report:
        return Report(f"{self._topic}/light", self._light.encode(), _AT_LEAST_ONCE, True, TEXT)

    def _motion_report(self) -> Report:
        return Report(f"{self._topic}/motion", b"1" if self._motion else b"0", retain=True)


class EnergyMeter:
    """Power every second, voltages and the total less often, all as plain numbers."""

    def __init__(self, world: World) -> None:
        self._power = world.wave("house/power", 780.0, 420.0, 240.0, 90.0)
        self._voltages = [world.wave(f"house/voltage/{phase}", 230.5, 2.5, 500.0, 0.6) for phase in (1, 2, 3)]
        self._total = 18_402.0  # kWh
        self._read_at = 0.0

    def jobs(self) -> Iterable[Job]:
        yield Job(1.0, self._read)
        for phase in (1, 2, 3):
            yield Job(2.0, partial(self._voltage, phase))
        yield Job(10.0, self.states)

    def commands(self) -> Iterable[Command]:
        return ()

    def states(self, t: float) -> Iterable[Report]:
        del t
        yield Report("house/energy/total", as_number(self._total, 3), _AT_LEAST_ONCE, True, unit("kWh"))

    def _read(self, t: float) -> Iterable[Report]:
        power = max(60.0, self._power(t))
        self._total += power / 1000.0 * min(max(t - self._read_at, 0.0), 60.0) / 3600.0
        self._read_at = t
        yield Report("house/energy/power", as_number(power), properties=unit("W"))

    def _voltage(self, phase: int, t: float) -> Iterable[Report]:
        value = self._voltages[phase - 1](t)
        yield Report(f"house/energy/phase-{phase}/voltage", as_number(value, 2), properties=unit("V"))


class Heating:
    """A target temperature that can be set, and a valve that follows it."""

    def __init__(self, world: World) -> None:
        self._target = 21.0
        self._flow = world.wave("house/heating", 21.2, 0.8, 300.0, 0.05)

    def jobs(self) -> Iterable[Job]:
        yield Job(4.0, self._valve)

    def commands(self) -> Iterable[Command]:
        yield Command("house/heating/target/set", self._set_target)

    def states(self, t: float) -> Iterable[Report]:
        del t
        yield Report("house/heating/target", as_number(self._target), _AT_LEAST_ONCE, True, unit("°C"))

    def _valve(self, t: float) -> Iterable[Report]:
        opened = min(100.0, max(0.0, 50.0 + 60.0 * (self._target - self._flow(t))))
        yield Report("house/heating/valve", as_number(opened, 0), properties=unit("%"))

    def _set_target(self, command: Publication, t: float) -> Iterable[Report]:
        try:
            wanted = float(command.payload)
        except ValueError:
            return
        if 5.0 <= wanted <= 30.0:
            self._target = wanted
            yield from self.states(t)
            yield from self._valve(t)


class FrontDoor:
    """A lock that can be set, and a camera with a picture every ten seconds."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = "locked"

    def jobs(self) -> Iterable[Job]:
        yield Job(10.0, self._camera)

    def commands(self) -> Iterable[Command]:
        yield Command("house/front-door/lock/set", self._set_lock)

    def states(self, t: float) -> Iterable[Report]:
        yield Report("house/front-door/lock", self._lock.encode(), QoS.EXACTLY_ONCE, True, TEXT)
        yield from self._camera(t)

    def _camera(self, t: float) -> Iterable[Report]:
        properties = Properties(content_type="image/png", user_properties=(("taken", self._world.stamp(t)),))
        payload = picture(t, self._world.daylight(t))
        yield Report("house/front-door/camera", payload, retain=True, properties=properties)

    def _set_lock(self, command: Publication, t: float) -> Iterable[Report]:
        del t
        wanted = {b"lock": "locked", b"unlock": "unlocked"}.get(command.payload.strip().lower())
        if wanted:
            self._lock = wanted
            yield Report("house/front-door/lock", wanted.encode(), QoS.EXACTLY_ONCE, True, TEXT)


class WeatherStation:
    """A device with a loose contact: it dies every half minute, its will says so, and it comes back."""

    CYCLE_S: Final = 30.0
    ALIVE_S: Final = 24.0

    def __init__(self, world: World) -> None:
        self._world = world
        self._wind = world.wave("garden/wind", 4.0, 2.5, 180.0, 1.2)
        self._temperature = world.wave("garden/temperature", 12.0, 4.0, 3600.0, 0.2)
        self._pressure = world.wave("garden/pressure", 1014.0, 6.0, 7200.0, 0.05)
        self._alive = True

    def jobs(self) -> Iterable[Job]:
        yield Job(2.0, self._measure)

    def commands(self) -> Iterable[Command]:
        return ()

    def states(self, t: float) -> Iterable[Report]:
        self._alive = t % self.CYCLE_S < self.ALIVE_S
        yield self._status()

    def _measure(self, t: float) -> Iterable[Report]:
        alive = t % self.CYCLE_S < self.ALIVE_S
        if alive != self._alive:
            self._alive = alive
            yield self._status()
        if alive:
            payload = as_json(
                temperature=round(self._temperature(t), 1),
                pressure=round(self._pressure(t), 1),
                wind={"speed": round(abs(self._wind(t)), 1), "direction": round(self._wind(t * 0.7) * 90) % 360},
                light=round(self._world.daylight(t), 3),
            )
            yield Report("house/garden/weather", payload, properties=JSON)

    def _status(self) -> Report:
        """What it says of itself when it comes, and what its will says when it goes."""
        payload = b"online" if self._alive else b"offline"
        properties = Properties(
            payload_format_indicator=1,
            content_type=TEXT.content_type,
            user_properties=() if self._alive else (("reason", "last will"),),
        )
        return Report("house/garden/weather/status", payload, _AT_LEAST_ONCE, True, properties)


def house(world: World) -> list[Device]:
    rooms = [Room(world, name) for name in ROOMS]
    return [*rooms, EnergyMeter(world), Heating(world), FrontDoor(world), WeatherStation(world)]
