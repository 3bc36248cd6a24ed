"""A text is looked for in all topics, in slices, and in those that join later."""

from __future__ import annotations

import pytest

from tracemq.mqtt.batch import TopicTable
from tracemq.viewmodels import topic_search
from tracemq.viewmodels.topic_search import TopicSearch


def add(table: TopicTable, *topics: str) -> None:
    for topic in topics:
        table.add(topic.encode())


@pytest.fixture
def table() -> TopicTable:
    made = TopicTable()
    add(made, "house/Light", "house/light", "straße/LICHT", "Ångström")
    return made


def run(table: TopicTable, text: str) -> list[str]:
    search = TopicSearch(table, lambda topic: table.ids.find(topic.encode()))
    search.start(text)
    found = search.step(1.0)
    assert not search.working
    return [table.name(number) for number in found]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("light", ["house/Light", "house/light"]),
        ("Light", ["house/Light"]),
        ("e/l", ["house/Light", "house/light", "straße/LICHT"]),
        ("straße/l", ["straße/LICHT"]),
        ("ångström", ["Ångström"]),
        ("nothing", []),
    ],
)
def test_case_counts_if_the_text_has_a_capital(table: TopicTable, text: str, topics: list[str]) -> None:
    assert run(table, text) == topics


def test_an_empty_text_is_no_search(table: TopicTable) -> None:
    search = TopicSearch(table, lambda _topic: 1)
    search.start("")
    assert (search.active, search.working, search.step(1.0)) == (False, False, [])


def test_topics_that_join_are_looked_at(table: TopicTable) -> None:
    search = TopicSearch(table, lambda topic: table.ids.find(topic.encode()))
    search.start("light")
    search.step(1.0)
    add(table, "garden/light", "garden/water")
    assert [table.name(number) for number in search.step(1.0)] == ["garden/light"]
    assert search.step(1.0) == []


def test_many_topics_take_more_than_one_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_search, "TOPICS_PER_LOOK", 10)
    table = TopicTable()
    add(table, *(f"t{number}" for number in range(35)))
    search = TopicSearch(table, lambda topic: table.ids.find(topic.encode()))
    search.start("t")
    steps = []
    while search.working:
        steps.append(len(search.step(0.0)))
    assert steps == [10, 10, 10, 5]


def test_it_stops_at_its_limit(table: TopicTable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_search, "MOST_FOUND", 1)
    search = TopicSearch(table, lambda topic: table.ids.find(topic.encode()))
    search.start("light")
    assert len(search.step(1.0)) == 1
    assert (search.full, search.working) == (True, False)
