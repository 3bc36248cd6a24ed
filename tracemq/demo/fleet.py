"""A fleet of vehicles that drive their rounds: position, telemetry, state, as JSON and text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from tracemq.mqtt.types import QoS

from .devices import JSON, TEXT, Command, Device, Job, Report, as_json
from .publication import Publication
from .world import World

Point = tuple[float, float]  # latitude and longitude in degrees

# Closed rounds through Munich and its surroundings, the stops first in each leg.
ROUTES: Final[tuple[tuple[Point, ...], ...]] = (
    (
        (48.1372, 11.5756),
        (48.1403, 11.5583),
        (48.1490, 11.5420),
        (48.1640, 11.5530),
        (48.1790, 11.5890),
        (48.1500, 11.5950),
    ),
    ((48.1278, 11.6042), (48.1195, 11.6330), (48.1330, 11.6900), (48.1480, 11.6610), (48.1420, 11.6200)),
    (
        (48.1130, 11.5650),
        (48.0920, 11.5480),
        (48.0750, 11.5170),
        (48.0970, 11.4830),
        (48.1230, 11.5020),
        (48.1270, 11.5440),
    ),
    (
        (48.3538, 11.7861),
        (48.3030, 11.6900),
        (48.2510, 11.6460),
        (48.1930, 11.6100),
        (48.2280, 11.6720),
        (48.3120, 11.7460),
    ),
)
VEHICLES: Final = ("van-01", "van-02", "van-03", "van-04", "bus-11", "bus-12", "truck-21", "truck-22")
DRIVERS: Final = ("Ada", "Benoît", "Chidi", "Dörte", "Émile", "Fatima", "Grzegorz", "Hana")
_METRES_PER_DEGREE: Final = 111_320.0
_TANK_LITRES: Final = 70.0


class Leg(NamedTuple):
    """A straight part of a route; heading in degrees clockwise from north."""

    start: Point
    end: Point
    length_m: float
    heading: float


def legs(route: Sequence[Point]) -> list[Leg]:
    """A route as legs that come back to where it began."""
    return [_leg(start, end) for start, end in pairwise((*route, route[0]))]


def _leg(start: Point, end: Point) -> Leg:
    north = (end[0] - start[0]) * _METRES_PER_DEGREE
    east = (end[1] - start[1]) * _METRES_PER_DEGREE * math.cos(math.radians(start[0]))
    return Leg(start, end, math.hypot(north, east), math.degrees(math.atan2(east, north)) % 360.0)


class Vehicle:
    """Speeds up, drives with the traffic, brakes for each stop, waits there, and refuels when it must."""

    def __init__(self, world: World, number: int) -> None:
        self._name = VEHICLES[number]
        self._topic = f"fleet/{self._name}"
        self._world = world
        self._chance = world.chance(self._topic)
        self._traffic = world.wave(self._topic, 12.5, 4.0, 140.0, 1.0)  # metres per second
        self._legs = legs(ROUTES[number % len(ROUTES)])
        self._at_leg = self._chance.randrange(len(self._legs))
        self._along_m = self._chance.random() * self._legs[self._at_leg].length_m
        self._speed = 8.0  # metres per second
        self._waits_until = 0.0
        self._moved_at = 0.0
        self._fuel = self._chance.uniform(20.0, _TANK_LITRES)
        self._odometer_m = self._chance.uniform(3e7, 9e7)
        self._state = "driving"
        self._positions = replace(
            JSON,
            message_expiry_interval=60,
            user_properties=(("driver", DRIVERS[number]), ("vehicle", self._name)),
        )

    def jobs(self) -> Iterable[Job]:
        yield Job(1.0, self._drive)
        yield Job(2.0, self._telemetry)

    def commands(self) -> Iterable[Command]:
        yield Command(f"{self._topic}/stop", self._stop)

    def states(self, t: float) -> Iterable[Report]:
        self._moved_at = t
        yield self._state_report()
        yield self._position(t)

    def _drive(self, t: float) -> Iterable[Report]:
        passed, self._moved_at = min(t - self._moved_at, 5.0), t
        before = self._state
        if t < self._waits_until:
            self._speed = 0.0
        else:
            self._state = "driving"
            self._move(passed, t)
        if self._state != before:
            yield self._state_report()
        yield self._position(t)

    def _move(self, passed_s: float, t: float) -> None:
        leg = self._legs[self._at_leg]
        braking = math.sqrt(2.0 * 1.2 * max(1.0, leg.length_m - self._along_m))  # to stand still at the stop
        wanted = max(1.5, min(self._traffic(t), braking))
        self._speed += max(-3.0, min(1.5, wanted - self._speed)) * passed_s
        self._speed = max(0.0, self._speed)
        step = self._speed * passed_s
        self._along_m += step
        self._odometer_m += step
        self._fuel -= step * 0.00011 + passed_s * 0.0002
        if self._along_m >= leg.length_m:
            self._along_m = 0.0
            self._at_leg = (self._at_leg + 1) % len(self._legs)
            self._wait(t, "refuelling" if self._fuel < 10.0 else "loading", self._chance.uniform(6.0, 20.0))

    def _wait(self, t: float, state: str, seconds: float) -> None:
        self._state, self._waits_until, self._speed = state, t + seconds, 0.0
        if state == "refuelling":
            self._fuel = _TANK_LITRES

    def _stop(self, command: Publication, t: float) -> Iterable[Report]:
        del command
        self._wait(t, "stopped", 15.0)
        return (self._state_report(), self._position(t))

    def _state_report(self) -> Report:
        return Report(f"{self._topic}/state", self._state.encode(), QoS.AT_LEAST_ONCE, True, TEXT)

    def _position(self, t: float) -> Report:
        leg = self._legs[self._at_leg]
        share = self._along_m / leg.length_m
        payload = as_json(
            lat=round(leg.start[0] + (leg.end[0] - leg.start[0]) * share, 6),
            lon=round(leg.start[1] + (leg.end[1] - leg.start[1]) * share, 6),
            heading=round(leg.heading),
            speed=round(self._speed * 3.6, 1),
            at=self._world.stamp(t),
        )
        return Report(f"{self._topic}/position", payload, properties=self._positions)

    def _telemetry(self, t: float) -> Iterable[Report]:
        del t
        payload = as_json(
            fuel=round(self._fuel, 2),
            rpm=round(750.0 + self._speed * 95.0 % 1900.0) if self._speed else 750,
            engine={"temperature": round(86.0 + self._speed * 0.3, 1), "oil_bar": round(2.1 + self._speed * 0.08, 2)},
            odometer=round(self._odometer_m / 1000.0, 2),
        )
        yield Report(f"{self._topic}/telemetry", payload, properties=JSON)


def fleet(world: World) -> list[Device]:
    return [Vehicle(world, number) for number in range(len(VEHICLES))]
