"""Tabs that are not seen get their turns when there is time."""

from __future__ import annotations

from tracemq.ui.tab_turns import SHARE_S, TabTurns


class Clock:
    """Each tick takes a while."""

    def __init__(self, took_s: float) -> None:
        self.now, self.took_s = 0.0, took_s
        self.ticked: list[str] = []

    def __call__(self) -> float:
        return self.now

    def tick(self, name: str) -> None:
        self.ticked.append(name)
        self.now += self.took_s

    def take(self) -> str:
        ticked, self.ticked = "".join(self.ticked), []
        return ticked


def test_quick_ones_are_all_served_in_every_frame() -> None:
    clock = Clock(SHARE_S / 100)
    turns: TabTurns[str] = TabTurns(clock)
    for _ in range(3):
        turns.serve("a", "bcdef", clock.tick)
        assert sorted(clock.take()) == list("abcdef")


def test_slow_ones_take_turns_behind_the_one_that_is_seen() -> None:
    clock = Clock(SHARE_S * 0.6)
    turns: TabTurns[str] = TabTurns(clock)
    frames = []
    for _ in range(4):
        turns.serve("a", "bcdef", clock.tick)
        frames.append(clock.take())
    assert frames == ["abc", "ade", "afb", "acd"]


def test_one_gets_its_turn_even_if_it_takes_too_long() -> None:
    clock = Clock(10.0)
    turns: TabTurns[str] = TabTurns(clock)
    for expected in ("ab", "ac", "ab"):
        turns.serve("a", "bc", clock.tick)
        assert clock.take() == expected


def test_those_that_come_and_go_keep_the_order_of_the_others() -> None:
    clock = Clock(SHARE_S)
    turns: TabTurns[str] = TabTurns(clock)
    turns.serve("", "abc", clock.tick)
    turns.serve("", "bcd", clock.tick)
    turns.serve("b", "cd", clock.tick)
    turns.serve("", "cd", clock.tick)
    assert clock.take() == "abbcd"
    turns.serve("", "", clock.tick)
    assert clock.take() == ""
