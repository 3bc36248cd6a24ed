from __future__ import annotations

import struct

import msgpack
import pytest

from tests.support.demo_world import DemoWorld, as_object
from tracemq.demo.factory import LINES, MACHINES, factory


def test_counters_only_go_up() -> None:
    world = DemoWorld(factory)
    world.run(120.0)
    for line in LINES:
        for machine in MACHINES:
            counts = [int(seen.payload) for seen in world.all_of(f"factory/{line}/{machine}/counter/good")]
            assert len(counts) > 5
            assert counts == sorted(set(counts))


def test_machines_change_their_state_and_tell_the_log() -> None:
    world = DemoWorld(factory)
    world.run(600.0)
    states = {as_object(seen)["state"] for seen in world.seen if seen.topic.endswith("/state")}
    assert states == {"running", "waiting", "alarm"}
    lines = [seen.payload.decode() for seen in world.all_of("factory/log")]
    assert any(" WARN " in line for line in lines)
    assert all(line[:4].isdecimal() for line in lines)


def test_an_alarm_is_retained_until_somebody_resets_the_machine() -> None:
    world = DemoWorld(factory)
    alarm = None
    while alarm is None:
        raised = [seen for seen in world.run(1.0) if seen.topic.endswith("/alarm") and as_object(seen)["active"]]
        alarm = raised[0] if raised else None
    assert alarm.retain
    assert as_object(alarm)["code"][0] in "EW"
    machine = alarm.topic.removesuffix("/alarm")
    cleared, state = world.command(f"{machine}/reset")
    assert (cleared.topic, as_object(cleared)["active"]) == (alarm.topic, False)
    assert (state.topic, as_object(state)["state"]) == (f"{machine}/state", "running")


def test_vibration_is_message_pack_that_any_reader_understands() -> None:
    world = DemoWorld(factory)
    world.run(4.0)
    block = msgpack.unpackb(world.last("factory/line-1/press/vibration").payload)
    samples = struct.unpack(">64h", block["samples"])
    assert block["line"] == "line-1"
    assert block["rate_hz"] == 1600
    assert block["rms"] == pytest.approx((sum(sample**2 for sample in samples) / 64) ** 0.5, rel=1e-5)


def test_raw_pressure_is_a_record_of_eight_bytes() -> None:
    world = DemoWorld(factory)
    world.run(2.0)
    _, tenths, _ = struct.unpack(">Ihh", world.last("factory/line-2/press/pressure/raw").payload)
    assert 1500 < tenths < 2200


def test_the_oven_is_hot() -> None:
    world = DemoWorld(factory)
    world.run(30.0)
    for zone in (1, 2, 3):
        readings = [
            float(seen.payload) for seen in world.all_of(f"factory/line-1/painter/oven/zone-{zone}/temperature")
        ]
        assert len(readings) == 10
        assert all(130 < reading < 195 for reading in readings)
