from __future__ import annotations

import itertools
from collections.abc import Iterable

from tests.support.demo_world import DemoWorld
from tracemq.demo import all_devices
from tracemq.demo.devices import Command, Job, Report
from tracemq.demo.publication import Publication


class Metronome:
    """Publishes the second in which it has its turn."""

    def __init__(self, every_s: float) -> None:
        self.every_s = every_s

    def jobs(self) -> Iterable[Job]:
        yield Job(self.every_s, lambda t: [Report("tick", b"%.3f" % t)])

    def commands(self) -> Iterable[Command]:
        yield Command("say", lambda publication, t: [Report("said", publication.payload + b"@%.1f" % t)])

    def states(self, t: float) -> Iterable[Report]:
        yield Report("state", b"%.1f" % t, retain=True)


def test_states_are_retained_before_time_begins() -> None:
    world = DemoWorld(lambda _: [Metronome(1.0)])
    assert [(seen.topic, seen.payload) for seen in world.seen] == [("state", b"0.0")]
    assert [kept.topic for kept in world.exchange.retained.matching("#", 0.0)] == ["state"]


def test_turns_come_at_their_own_time_however_coarse_the_clock_ticks() -> None:
    fine = DemoWorld(lambda _: [Metronome(0.3), Metronome(0.7)], tick_s=0.01)
    coarse = DemoWorld(lambda _: [Metronome(0.3), Metronome(0.7)], tick_s=0.5)
    fine.run(10.0)
    coarse.run(10.0)
    assert [seen.payload for seen in fine.seen] == [seen.payload for seen in coarse.seen]
    assert len(fine.all_of("tick")) == 34 + 14


def test_first_turns_are_spread_over_the_interval() -> None:
    world = DemoWorld(lambda _: [Metronome(1.0) for _ in range(10)])
    world.run(1.0)
    moments = sorted(float(seen.payload) for seen in world.all_of("tick"))
    assert len(moments) == 10
    assert max(later - earlier for earlier, later in itertools.pairwise(moments)) < 0.2


def test_a_command_is_answered_at_the_next_tick() -> None:
    world = DemoWorld(lambda _: [Metronome(100.0)])
    world.run(2.0)
    (answer,) = world.command("say", b"hello")
    assert (answer.topic, answer.payload) == ("said", b"hello@2.0")


def test_a_clock_that_jumped_is_not_made_up_for() -> None:
    world = DemoWorld(lambda _: [Metronome(1.0)])
    world.run(2.0)
    world.seen.clear()
    world.simulation.advance(world.now + 3600.0)
    assert [seen.topic for seen in world.seen] == ["state"]
    world.simulation.advance(world.now + 3601.0)
    assert [seen.topic for seen in world.seen] == ["state", "tick"]


def everything(world: DemoWorld) -> list[tuple[str, bytes, bool]]:
    return [(seen.topic, seen.payload, seen.retain) for seen in world.seen]


def test_the_same_seed_and_clock_give_the_same_world() -> None:
    worlds = [DemoWorld(all_devices, seed=seed) for seed in (7, 7, 8)]
    for world in worlds:
        world.run(60.0)
    assert everything(worlds[0]) == everything(worlds[1])
    assert everything(worlds[0]) != everything(worlds[2])


def test_the_demo_is_lively_but_readable() -> None:
    world = DemoWorld(all_devices)
    started = len(world.seen)
    first = world.run(0.3)
    assert first, "somebody speaks within 0.3 s"
    rate = len(world.run(120.0)) / 120.0
    assert 20 <= rate <= 60
    assert 20 <= started <= 100, "retained states are there at once"
    assert 60 <= len(world.topics()) <= 200


def test_every_second_has_its_share_of_messages() -> None:
    world = DemoWorld(all_devices)
    counts = [len(world.run(1.0)) for _ in range(60)]
    assert min(counts) >= 10
    assert max(counts) <= 80


def test_payloads_are_of_every_kind() -> None:
    world = DemoWorld(all_devices)
    world.run(30.0)
    types = {seen.properties.content_type for seen in world.seen}
    assert {
        "application/json",
        "text/plain; charset=utf-8",
        "image/png",
        "application/msgpack",
        "application/octet-stream",
        None,
    } <= types
    assert any(seen.properties.response_topic for seen in world.seen)
    assert any(seen.properties.message_expiry_interval for seen in world.seen)
    assert any(seen.properties.user_properties for seen in world.seen)


def test_what_says_that_it_is_text_is_text() -> None:
    world = DemoWorld(all_devices)
    world.run(30.0)
    said = [seen for seen in world.seen if seen.properties.payload_format_indicator]
    assert len(said) > 100
    for seen in said:
        assert isinstance(seen, Publication)
        seen.payload.decode()
