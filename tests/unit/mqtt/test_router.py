"""Filters to handlers: which match, in which order, and how they go."""

from __future__ import annotations

import logging
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.mqtt import Message, Router, TopicTable, Version
from tracemq.mqtt.interceptors import batch_of
from tracemq.mqtt.router import unshared


def matching(topic: str, *filters: str) -> list[str]:
    """The filters that match, in the order in which their handlers are called."""
    router = Router()
    called: list[str] = []
    for one in filters:
        router.add(one, lambda _, one=one: called.append(one))  # type: ignore[misc] # a handler takes one argument
    for handler in router.match(topic):
        handler(Message(topic, b""))
    return called


@pytest.mark.parametrize(
    ("topic_filter", "topic", "matches"),
    [
        ("a", "a", True),
        ("a", "b", False),
        ("a/b", "a/b", True),
        ("a/b", "a", False),
        ("a", "a/b", False),
        ("a/+", "a/b", True),
        ("a/+", "a", False),
        ("a/+", "a/", True),
        ("a/+", "a/b/c", False),
        ("+/+", "/a", True),
        ("/+", "/a", True),
        ("+", "/a", False),
        ("a/#", "a/b/c", True),
        ("a/#", "a", True),
        ("a/#", "ab", False),
        ("#", "a/b", True),
        ("+/b/#", "a/b", True),
        ("#", "$SYS/a", False),
        ("+/a", "$SYS/a", False),
        ("$SYS/#", "$SYS/a", True),
        ("$SYS/+", "$SYS/a", True),
        ("a/$b", "a/$b", True),
        ("a/+", "a/$b", True),
        ("$share/group/a/+", "a/b", True),
        ("$share/group/#", "$SYS/a", False),
    ],
)
def test_filters_match_as_the_standard_says(topic_filter: str, topic: str, matches: bool) -> None:
    assert bool(matching(topic, topic_filter)) is matches


def plainly(topic_filter: str, topic: str) -> bool:
    """A slow, plain twin."""
    wanted, levels = topic_filter.split("/"), topic.split("/")
    if topic.startswith("$") and wanted[0] in {"+", "#"}:
        return False
    for index, level in enumerate(wanted):
        if level == "#":
            return True
        if index >= len(levels) or level not in {"+", levels[index]}:
            return False
    return len(wanted) == len(levels)


LEVEL = st.sampled_from(["", "a", "b", "$x"])


@given(
    st.lists(st.lists(st.one_of(LEVEL, st.just("+")), min_size=1, max_size=4).map("/".join), max_size=6),
    st.lists(LEVEL, min_size=1, max_size=4).map("/".join),
    st.booleans(),
)
def test_the_tree_agrees_with_a_plain_comparison(filters: list[str], topic: str, rest: bool) -> None:
    filters = [f"{one}/#" if rest else one for one in filters]
    assert matching(topic, *filters) == [one for one in filters if plainly(one, topic)]


def test_handlers_are_called_in_the_order_of_their_registration() -> None:
    assert matching("a/b", "#", "a/b", "+/b", "a/#", "a/b") == ["#", "a/b", "+/b", "a/#", "a/b"]


def test_a_removed_handler_is_not_called_and_leaves_nothing_behind() -> None:
    router = Router()
    first = router.add("a/b/c", lambda _: None)
    second = router.add("a/b", lambda _: None)
    assert len(router) == 2
    first()
    first()
    assert len(router) == 1
    assert router.match("a/b/c") == ()
    assert len(router.match("a/b")) == 1
    second()
    assert len(router) == 0
    assert router._root.below == {}


def test_who_leaves_or_comes_while_a_batch_is_given_out_counts_from_the_next_message_on() -> None:
    router, got = Router(), list[str]()

    def once(message: Message) -> None:
        got.append(f"once {message.topic}")
        leave()
        router.add("+", lambda message: got.append(f"later {message.topic}"))

    leave = router.add("#", once)
    messages = [Message(topic, b"") for topic in ("a", "b", "a", "b/c")]
    router.dispatch(batch_of(messages, Version.V5, TopicTable(), 0.0))
    assert got == ["once a", "later b", "later a"]


def test_handlers_that_come_and_go_on_other_threads_are_all_known_in_the_end() -> None:
    router = Router()
    topics = [f"t/{number}" for number in range(40)]

    def work(number: int) -> None:
        for topic in topics:
            router.match(topic)
            router.add(topic, print)
            router.add(f"{number}/{topic}", print)()
            router.match(topic)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert [len(router.match(topic)) for topic in topics] == [8] * 40
    assert len(router) == 320
    assert list(router._root.below) == ["t"]


def test_a_group_goes_together() -> None:
    router = Router()
    group = router.group()
    keep = router.add("a", lambda _: None)
    group.add("a", lambda _: None)
    remove = group.add("b", lambda _: None)
    assert len(router) == 3
    remove()
    group.remove_all()
    group.remove_all()
    assert len(router) == 1
    keep()


def test_dispatch_gives_each_message_to_its_handlers_in_order() -> None:
    router = Router()
    got: list[tuple[str, bytes]] = []
    router.add("a/+", lambda message: got.append((message.topic, message.payload)))
    messages = [Message("a/1", b"1"), Message("b", b"2"), Message("a/2", b"3"), Message("a/1", b"4")]
    router.dispatch(batch_of(messages, Version.V5, TopicTable(), 0.0))
    assert got == [("a/1", b"1"), ("a/2", b"3"), ("a/1", b"4")]
    router.dispatch(batch_of([Message("c", b"")], Version.V5, TopicTable(), 0.0))
    assert len(got) == 3


def test_a_handler_that_raises_does_not_keep_the_message_from_others(caplog: pytest.LogCaptureFixture) -> None:
    router = Router()
    got: list[Message] = []

    def fails(_: Message) -> None:
        raise ZeroDivisionError

    router.add("a", fails)
    router.add("a", got.append)
    router.dispatch(batch_of([Message("a", b"")], Version.V5, TopicTable(), 0.0))
    assert len(got) == 1
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_deep_topics_need_no_deep_stack() -> None:
    levels = "/".join("a" * 20_000)
    assert matching(levels, levels, "#") == [levels, "#"]


def test_remembered_matches_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracemq.mqtt.router.REMEMBERED_TOPICS", 10)
    router = Router()
    router.add("#", lambda _: None)
    for number in range(100):
        assert len(router.match(f"t/{number}")) == 1
    assert len(router._matches) <= 10


def test_the_filter_inside_a_shared_one() -> None:
    assert unshared("$share/group/a/b") == "a/b"
    assert unshared("$shared/group/a") == "$shared/group/a"
    assert unshared("a/b") == "a/b"
