"""Each topic is judged once, and again when its number is given to another one."""

from __future__ import annotations

import pytest

from tests.unit.history.batches import Sent, batch_of
from tracemq.history.filter_topics import FilterTopics
from tracemq.history.log import MessageLog
from tracemq.history.tree import TopicTree
from tracemq.mqtt.batch import TopicTable
from tracemq.viewmodels import filter_counts
from tracemq.viewmodels.filter_counts import Count, FilterCounter


class World:
    def __init__(self) -> None:
        self.topics = TopicTable()
        self.log = MessageLog(self.topics)
        self.tree = TopicTree(self.topics, self.log)

    def receive(self, *topics: str) -> None:
        batch = batch_of(self.topics, *(Sent(topic, b"1") for topic in topics))
        self.tree.count(batch, self.log.end)
        self.log.append(batch)
        self.log.tick()
        while self.tree.waiting:
            self.tree.tick(1.0, float("inf"))

    def names(self, found: FilterTopics) -> set[str]:
        return {self.topics.name(number) for number in found.matching().tolist()}


@pytest.fixture
def world() -> World:
    return World()


def test_topics_that_match_are_found_also_those_that_join(world: World) -> None:
    found = FilterTopics("+/status", world.tree, world.log)
    assert found.step(0.01)
    assert world.names(found) == set()
    world.receive("a/status", "a/other", "$SYS/status", "a/status")
    assert found.step(0.01)
    assert world.names(found) == {"a/status"}
    world.receive("b/status")
    assert world.names(found) == {"a/status"}  # not judged yet
    assert found.step(0.01)
    assert world.names(found) == {"a/status", "b/status"}


def test_a_slice_ends_when_its_time_is_over_and_goes_on_where_it_was(world: World) -> None:
    world.receive(*(f"{number}/status" for number in range(2_000)))
    found = FilterTopics("+/status", world.tree, world.log)
    slices = 1
    while not found.step(0.0):
        assert len(found.matching()) < 2_000
        slices += 1
    assert slices > 3
    assert len(found.matching()) == 2_000


def test_a_number_that_is_given_to_another_topic_is_judged_anew(world: World) -> None:
    world.receive("a/status", "b/other")
    found = FilterTopics("+/status", world.tree, world.log)
    found.step(0.01)
    gone = [world.topics.number(b"a/status")]
    world.tree.forget(gone)
    world.log.forget_topics(gone)
    world.receive("c/other")
    assert world.topics.number(b"c/other") == gone[0]
    assert world.names(found) == set()
    found.step(0.01)
    assert world.names(found) == set()
    found.close()


def test_a_count_by_topics_is_the_one_by_branches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = [f"{number % 50}/{word}" for number in range(500) for word in ("status", "value")]
    world.receive(*sent)
    counter = FilterCounter(world.tree, world.log)
    quick = counter.count("+/status")
    assert quick is not None
    assert quick.messages == 500
    monkeypatch.setattr(filter_counts, "MOST_NODES", 10)
    assert counter.count("+/status") is None
    assert counter.count("$share/g/+/value") is None
    while counter.step(0.001):
        pass
    assert counter.count("+/status") == Count(500, pytest.approx(quick.per_second))
    assert counter.count("$share/g/+/value") == Count(500, pytest.approx(quick.per_second))
    world.receive("1/status")
    counter.count("+/status")
    while counter.step(0.001):
        pass
    assert counter.count("+/status") == Count(501, pytest.approx(quick.per_second, rel=0.1))
    counter.keep(())
    assert counter.count("+/status") is None
