"""Nodes are named by what stands in the topics at or below them."""

from __future__ import annotations

from array import array

import pytest

from tracemq.history.node_names import NodeNames
from tracemq.history.topic_nodes import MAX_LEVELS, ROOT, TopicNodes
from tracemq.mqtt.batch import TopicTable

DEEP = "/".join(str(level) for level in range(MAX_LEVELS + 5))
TOPICS = ["a", "a/b", "a/b/c", "a/!", "a//d", "/", "ü/x", "b/only/below", DEEP]


@pytest.fixture
def world() -> tuple[TopicNodes, NodeNames]:
    table = TopicTable()
    nodes = TopicNodes(table)
    for topic in TOPICS:
        number = table.add(topic.encode())
        nodes.reach(number + 1)
        nodes.add(number)
    return nodes, NodeNames(table, nodes)


def below(nodes: TopicNodes, node: int) -> list[int]:
    children = nodes.children_in_any_order(node).tolist()
    return children + [deeper for child in children for deeper in below(nodes, child)]


def test_a_path_is_that_of_the_parent_and_the_name(world: tuple[TopicNodes, NodeNames]) -> None:
    nodes, names = world
    everyone = below(nodes, ROOT)
    assert set(TOPICS) <= {names.path(node) for node in everyone}
    for node in everyone:
        above = nodes.parent[node]
        assert names.path(node).encode() == names.prefix(above) + names.of_children(above)(node)
        assert names.of_children(above)(node).decode() == names.name(node)


def test_many_children_have_the_paths_that_each_has_alone(world: tuple[TopicNodes, NodeNames]) -> None:
    nodes, names = world
    for parent in [ROOT, *below(nodes, ROOT)]:
        children = nodes.children_in_any_order(parent)
        assert list(names.paths(parent, children)) == [names.path(child).encode() for child in children]
        for topic, child in zip(names.topics(children), children, strict=True):
            assert topic.startswith(names.path(child).encode())


def test_the_root_has_no_name(world: tuple[TopicNodes, NodeNames]) -> None:
    _, names = world
    assert (names.name(ROOT), names.path(ROOT), names.prefix(ROOT)) == ("", "", b"")
    assert list(names.paths(ROOT, array("i"))) == []
