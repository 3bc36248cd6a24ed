from __future__ import annotations

import itertools

import pytest

from tests.support.demo_world import DemoWorld, as_object
from tracemq.demo.house import ROOMS, house


def test_every_room_tells_its_climate_in_plausible_numbers() -> None:
    world = DemoWorld(house)
    world.run(60.0)
    for room in ROOMS:
        readings = [as_object(seen) for seen in world.all_of(f"house/{room}/climate")]
        assert len(readings) == 12
        assert all(15 < reading["temperature"] < 27 for reading in readings)
        assert all(30 < reading["humidity"] < 65 for reading in readings)
        steps = [abs(b["temperature"] - a["temperature"]) for a, b in itertools.pairwise(readings)]
        assert max(steps) < 0.5, "temperature moves slowly"


@pytest.mark.parametrize("payload", [b"on", b"OFF", b" on\n"])
def test_a_light_obeys(payload: bytes) -> None:
    world = DemoWorld(house)
    (state,) = world.command("house/kitchen/light/set", payload)
    assert (state.topic, state.payload, state.retain) == ("house/kitchen/light", payload.strip().lower(), True)
    assert [kept.payload for kept in world.exchange.retained.matching("house/kitchen/light", 0.0)] == [state.payload]


def test_a_light_ignores_what_it_does_not_understand() -> None:
    assert DemoWorld(house).command("house/kitchen/light/set", b"\xff\x00") == []


def test_the_heating_takes_a_target_in_its_range() -> None:
    world = DemoWorld(house)
    target, valve = world.command("house/heating/target/set", b"28")
    assert (target.topic, target.payload) == ("house/heating/target", b"28.0")
    assert (valve.topic, valve.payload) == ("house/heating/valve", b"100")
    for wrong in (b"warm", b"99", b"", b"nan"):
        assert world.command("house/heating/target/set", wrong) == []


def test_the_door_can_be_unlocked() -> None:
    (state,) = DemoWorld(house).command("house/front-door/lock/set", b"unlock")
    assert (state.topic, state.payload) == ("house/front-door/lock", b"unlocked")


def test_the_energy_meter_counts_up() -> None:
    world = DemoWorld(house)
    world.run(120.0)
    totals = [float(seen.payload) for seen in world.all_of("house/energy/total")]
    assert totals == sorted(totals)
    assert 0.005 < totals[-1] - totals[0] < 0.1
    assert len(world.all_of("house/energy/power")) == 120


def test_the_camera_takes_pictures() -> None:
    world = DemoWorld(house)
    world.run(20.0)
    pictures = world.all_of("house/front-door/camera")
    assert len(pictures) == 3
    assert len({seen.payload for seen in pictures}) == 3
    assert all(seen.payload.startswith(b"\x89PNG") and seen.retain for seen in pictures)


def test_the_weather_station_dies_every_half_minute_and_comes_back() -> None:
    world = DemoWorld(house)
    world.run(64.0)
    status = [seen.payload for seen in world.all_of("house/garden/weather/status")]
    assert status == [b"online", b"offline", b"online", b"offline", b"online"]
    world.run(20.0)
    dying = [seen.topic for seen in world.run(5.9) if "weather" in seen.topic]
    assert dying == ["house/garden/weather/status"], "the dead send no measurements"
