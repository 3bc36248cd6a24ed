"""A factory of two lines: machines with states, counters and alarms, an oven, vibration and pressure sensors, a log."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable
from functools import partial
from typing import Final

from tracemq.mqtt.properties import Properties
from tracemq.mqtt.types import QoS

from .devices import JSON, TEXT, Command, Device, Job, Report, as_json, as_number, unit
from .message_pack import pack
from .publication import Publication
from .world import World, any_of

LINES: Final = ("line-1", "line-2")
MACHINES: Final = {"press": 2.4, "welder": 3.1, "painter": 4.0, "packer": 2.0}  # seconds per piece
ALARMS: Final = ("E17 door open", "E23 temperature too high", "E31 material jam", "W04 lubricant low")
_VIBRATION: Final = Properties(
    content_type="application/msgpack",
    response_topic="factory/analysis/vibration",
    user_properties=(("sensor", "IEPE 352C33"), ("axis", "z")),
)
_RAW: Final = Properties(content_type="application/octet-stream", user_properties=(("layout", ">Ihh"),))


class FactoryLog:
    """Lines of text that the machines write, as they come."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lines: list[bytes] = []

    def write(self, t: float, level: str, source: str, text: str) -> None:
        self._lines.append(f"{self._world.stamp(t)} {level:<5} {source}: {text}".encode())

    def jobs(self) -> Iterable[Job]:
        yield Job(0.5, self._flush)

    def commands(self) -> Iterable[Command]:
        return ()

    def states(self, t: float) -> Iterable[Report]:
        del t
        return ()

    def _flush(self, t: float) -> Iterable[Report]:
        del t
        lines, self._lines = self._lines, []
        return [Report("factory/log", line, properties=TEXT) for line in lines]


class Machine:
    """Runs, waits for material or stands still with an alarm, which goes away by itself or by a reset."""

    def __init__(self, world: World, log: FactoryLog, line: str, name: str, piece_s: float) -> None:
        self._world = world
        self._log = log
        self._name = f"{line}/{name}"
        self._topic = f"factory/{line}/{name}"
        self._chance = world.chance(self._topic)
        self._piece_s = piece_s
        self._state = "running"
        self._since = world.stamp(0.0)
        self._alarm = ""
        self._good = self._chance.randrange(1000, 20_000)
        self._scrap = self._chance.randrange(10, 200)
        self._order = self._chance.randrange(1000, 2000)

    def jobs(self) -> Iterable[Job]:
        yield Job(self._piece_s, self._produce)
        yield Job(6.0, self._live)

    def commands(self) -> Iterable[Command]:
        yield Command(f"{self._topic}/reset", self._reset)

    def states(self, t: float) -> Iterable[Report]:
        yield self._state_report(t)
        yield self._counter("scrap", self._scrap)
        yield self._alarm_report(t)

    def _produce(self, t: float) -> Iterable[Report]:
        if self._state != "running":
            return
        if self._chance.random() < 0.02:
            self._scrap += 1
            yield self._counter("scrap", self._scrap)
            return
        self._good += 1
        yield self._counter("good", self._good)
        if self._good % 50 == 0:
            self._order += 1
            self._log.write(t, "INFO", self._name, f"order A-{self._order} begun, {self._good} pieces so far")

    def _live(self, t: float) -> Iterable[Report]:
        chance = self._chance.random()
        if self._state == "running":
            if chance < 0.03:
                self._change("alarm", t, any_of(self._chance, ALARMS))
                yield self._alarm_report(t)
            elif chance < 0.08:
                self._change("waiting", t)
        elif chance < 0.4:
            had_alarm = bool(self._alarm)
            self._change("running", t)
            if had_alarm:
                yield self._alarm_report(t)
        yield self._state_report(t)

    def _reset(self, command: Publication, t: float) -> Iterable[Report]:
        del command
        self._change("running", t)
        return (self._alarm_report(t), self._state_report(t))

    def _change(self, state: str, t: float, alarm: str = "") -> None:
        self._state, self._alarm, self._since = state, alarm, self._world.stamp(t)
        self._log.write(t, "WARN" if alarm else "INFO", self._name, f"{state} {alarm}".strip())

    def _state_report(self, t: float) -> Report:
        speed = round(60.0 / self._piece_s, 1) if self._state == "running" else 0.0
        payload = as_json(
            state=self._state,
            since=self._since,
            order=f"A-{self._order}",
            pieces_per_minute=speed,
            good=self._good,
            scrap=self._scrap,
            at=self._world.stamp(t),
        )
        return Report(f"{self._topic}/state", payload, retain=True, properties=JSON)

    def _counter(self, name: str, value: int) -> Report:
        return Report(f"{self._topic}/counter/{name}", b"%d" % value, retain=name == "scrap")

    def _alarm_report(self, t: float) -> Report:
        code, _, text = self._alarm.partition(" ")
        fields = {"active": True, "code": code, "text": text} if code else {"active": False}
        payload = as_json(**fields, at=self._world.stamp(t))
        return Report(f"{self._topic}/alarm", payload, QoS.EXACTLY_ONCE, True, JSON)


class Oven:
    """The paint oven's zones as plain numbers, deep in the tree."""

    def __init__(self, world: World, line: str) -> None:
        self._topic = f"factory/{line}/painter/oven"
        self._zones = [
            world.wave(f"{line}/oven/{zone}", mean, 4.0, 300.0, 0.4) for zone, mean in enumerate((142.0, 185.0, 168.0))
        ]

    def jobs(self) -> Iterable[Job]:
        for zone in range(len(self._zones)):
            yield Job(3.0, partial(self._measure, zone))

    def commands(self) -> Iterable[Command]:
        return ()

    def states(self, t: float) -> Iterable[Report]:
        del t
        return ()

    def _measure(self, zone: int, t: float) -> Iterable[Report]:
        topic = f"{self._topic}/zone-{zone + 1}/temperature"
        yield Report(topic, as_number(self._zones[zone](t)), properties=unit("°C"))


class PressSensors:
    """A vibration block as MessagePack every two seconds, a raw pressure record every second."""

    RATE_HZ: Final = 1600
    SAMPLES: Final = 64

    def __init__(self, world: World, line: str) -> None:
        self._topic = f"factory/{line}/press"
        self._line = line
        self._chance = world.chance(f"{line}/press/sensors")
        self._strength = world.wave(f"{line}/vibration", 900.0, 500.0, 120.0)
        self._pressure = world.wave(f"{line}/pressure", 182.0, 14.0, 90.0, 3.0)

    def jobs(self) -> Iterable[Job]:
        yield Job(2.0, self._vibration)
        yield Job(1.0, self._raw_pressure)

    def commands(self) -> Iterable[Command]:
        return ()

    def states(self, t: float) -> Iterable[Report]:
        del t
        return ()

    def _vibration(self, t: float) -> Iterable[Report]:
        strength = self._strength(t)
        samples = [
            round(strength * math.sin(math.tau * 50.0 * number / self.RATE_HZ) + self._chance.gauss(0.0, 60.0))
            for number in range(self.SAMPLES)
        ]
        effective = math.sqrt(sum(sample * sample for sample in samples) / len(samples))
        payload = pack(
            {
                "line": self._line,
                "t": round(t * 1000.0) & 0xFFFFFFFF,
                "rate_hz": self.RATE_HZ,
                "rms": effective,
                "samples": struct.pack(f">{len(samples)}h", *samples),
            }
        )
        yield Report(f"{self._topic}/vibration", payload, properties=_VIBRATION)

    def _raw_pressure(self, t: float) -> Iterable[Report]:
        value = self._pressure(t)
        payload = struct.pack(">Ihh", round(t * 1000.0) & 0xFFFFFFFF, round(value * 10.0), round(value * 0.93))
        yield Report(f"{self._topic}/pressure/raw", payload, properties=_RAW)


def factory(world: World) -> list[Device]:
    log = FactoryLog(world)
    devices: list[Device] = [log]
    for line in LINES:
        devices += [Machine(world, log, line, name, piece_s) for name, piece_s in MACHINES.items()]
        devices += [Oven(world, line), PressSensors(world, line)]
    return devices
