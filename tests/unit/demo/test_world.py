from __future__ import annotations

import itertools

from tests.support.demo_world import NOON
from tracemq.demo.world import World, any_of


def test_chance_depends_on_the_seed_and_on_who_asks() -> None:
    def rolls(seed: int, name: str) -> list[int]:
        chance = World(seed, 0.0).chance(name)
        return [chance.randrange(100) for _ in range(5)]

    assert rolls(1, "a") == rolls(1, "a")
    assert rolls(1, "a") != rolls(2, "a")
    assert rolls(1, "a") != rolls(1, "b")


def test_a_wave_stays_around_its_mean_and_moves_slowly() -> None:
    wave = World(3, 0.0).wave("x", mean=20.0, swing=2.0, period_s=600.0)
    values = [wave(float(t)) for t in range(3000)]
    assert all(18.0 <= value <= 22.0 for value in values)
    assert max(values) - min(values) > 2.0
    assert max(abs(b - a) for a, b in itertools.pairwise(values)) < 0.05


def test_days_are_bright_and_nights_are_dark() -> None:
    world = World(1, NOON)
    assert world.daylight(0.0) == 1.0
    assert world.daylight(43_200.0) == 0.0
    assert 0.0 < world.daylight(4 * 3600.0) < 1.0


def test_a_stamp_is_a_moment_in_utc() -> None:
    assert World(1, 0.0).stamp(1.25) == "1970-01-01T00:00:01.250+00:00"


def test_another_choice_is_never_the_present_one() -> None:
    chance = World(1, 0.0).chance("x")
    assert {any_of(chance, ("on", "off"), "on") for _ in range(20)} == {"off"}
