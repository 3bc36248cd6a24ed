from __future__ import annotations

import itertools
import math

from tests.support.demo_world import DemoWorld, as_object
from tracemq.demo.fleet import ROUTES, VEHICLES, fleet, legs

METRES = 111_320.0


def test_a_route_comes_back_to_where_it_began() -> None:
    for route in ROUTES:
        parts = legs(route)
        assert parts[-1].end == parts[0].start
        assert all(part.length_m > 300 for part in parts)
        assert all(0 <= part.heading < 360 for part in parts)


def test_headings_are_clockwise_from_north() -> None:
    north, _ = legs([(48.0, 11.0), (48.1, 11.0)])
    east, west = legs([(48.0, 11.0), (48.0, 11.1)])
    assert (round(north.heading), round(east.heading), round(west.heading)) == (0, 90, 270)


def test_vehicles_move_as_fast_as_they_say() -> None:
    world = DemoWorld(fleet)
    world.run(300.0)
    for vehicle in VEHICLES:
        places = [as_object(seen) for seen in world.all_of(f"fleet/{vehicle}/position")]
        assert len(places) == 301
        assert len({(place["lat"], place["lon"]) for place in places}) > 100
        for before, after in itertools.pairwise(places):
            north = (after["lat"] - before["lat"]) * METRES
            east = (after["lon"] - before["lon"]) * METRES * math.cos(math.radians(after["lat"]))
            assert math.hypot(north, east) < 40, "nobody jumps"
            assert 0 <= after["speed"] < 90


def test_vehicles_stop_on_their_rounds_and_go_on() -> None:
    world = DemoWorld(fleet)
    world.run(900.0)
    states = {seen.payload for seen in world.seen if seen.topic.endswith("/state")}
    assert {b"driving", b"loading"} <= states
    assert all(seen.retain for seen in world.seen if seen.topic.endswith("/state"))


def test_fuel_goes_down_until_it_is_filled_up() -> None:
    world = DemoWorld(fleet)
    world.run(600.0)
    for vehicle in VEHICLES:
        levels = [as_object(seen)["fuel"] for seen in world.all_of(f"fleet/{vehicle}/telemetry")]
        assert len(levels) > 50
        assert all(0 < level <= 70 for level in levels)
        falls = sum(later <= earlier for earlier, later in itertools.pairwise(levels))
        assert falls >= len(levels) - 2


def test_a_vehicle_can_be_stopped() -> None:
    world = DemoWorld(fleet)
    world.run(5.0)
    state, place = world.command("fleet/van-01/stop")
    assert (state.topic, state.payload) == ("fleet/van-01/state", b"stopped")
    assert as_object(place)["speed"] == 0
    world.run(30.0)
    assert world.last("fleet/van-01/state").payload in {b"driving", b"loading"}


def test_positions_expire_and_name_the_driver() -> None:
    world = DemoWorld(fleet)
    place = world.last("fleet/bus-11/position")
    assert place.expires_at is not None
    assert dict(place.properties.user_properties)["driver"] == "Émile"
