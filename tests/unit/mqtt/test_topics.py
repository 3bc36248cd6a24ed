"""Topic names, topic filters, shared subscriptions, and what matches what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.mqtt.topics import (
    FilterProblem,
    TopicProblem,
    filter_problem,
    has_wildcard,
    is_shared,
    matches,
    split_shared,
    topic_problem,
)
from tracemq.mqtt.types import Version

F, T = FilterProblem, TopicProblem


@pytest.mark.statement("MQTT-4.7.0-1", "MQTT-4.7.3-1", "MQTT-4.7.3-2", "MQTT-4.7.3-3", "MQTT-3.3.2-2")
@pytest.mark.statement("3.1.1:MQTT-4.7.1-1", "3.1.1:MQTT-4.7.3-1", "3.1.1:MQTT-4.7.3-2", "3.1.1:MQTT-4.7.3-3")
@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("a", None),
        ("/", None),
        ("//", None),
        (" ", None),
        ("a b/c d", None),
        ("ACCOUNTS", None),
        ("$SYS/broker", None),
        ("$share/g/a", None),
        ("\ufeff", None),
        ("\x01\x7f", None),
        ("x" * 65_535, None),
        ("", T.EMPTY),
        ("#", T.WILDCARD),
        ("a/+/b", T.WILDCARD),
        ("a#", T.WILDCARD),
        ("a\0", T.NUL),
        ("\udc80", T.SURROGATE),
        ("x" * 65_536, T.TOO_LONG),
        ("é" * 32_768, T.TOO_LONG),
    ],
)
def test_a_topic_name_is_valid_or_has_a_problem_with_a_name(name: str, problem: TopicProblem | None) -> None:
    assert topic_problem(name) is problem


@pytest.mark.statement("MQTT-4.7.1-1", "MQTT-4.7.1-2", "MQTT-4.7.3-1", "MQTT-4.7.3-2", "MQTT-4.7.3-3")
@pytest.mark.statement("3.1.1:MQTT-4.7.1-2", "3.1.1:MQTT-4.7.1-3", "3.1:appendix A")
@pytest.mark.parametrize(
    ("topic_filter", "problem"),
    [
        ("#", None),
        ("+", None),
        ("/+", None),
        ("+/", None),
        ("+/+", None),
        ("/#", None),
        ("+/tennis/#", None),
        ("sport/tennis/#", None),
        ("sport/+/player1", None),
        ("$SYS/#", None),
        ("a b", None),
        ("x" * 65_535, None),
        ("", F.EMPTY),
        ("sport/tennis#", F.HASH_NOT_ALONE),
        ("##", F.HASH_NOT_ALONE),
        ("+#", F.HASH_NOT_ALONE),
        ("#a", F.HASH_NOT_ALONE),
        ("sport/tennis/#/ranking", F.HASH_NOT_LAST),
        ("#/", F.HASH_NOT_LAST),
        ("#/#", F.HASH_NOT_LAST),
        ("sport+", F.PLUS_NOT_ALONE),
        ("a/b+/c", F.PLUS_NOT_ALONE),
        ("++", F.PLUS_NOT_ALONE),
        ("a\0/#", F.NUL),
        ("\ud800/#", F.SURROGATE),
        ("x" * 65_536, F.TOO_LONG),
    ],
)
def test_a_filter_is_valid_or_has_a_problem_with_a_name(topic_filter: str, problem: FilterProblem | None) -> None:
    for version in Version:
        assert filter_problem(topic_filter, version) is problem


@pytest.mark.statement("MQTT-4.8.2-1", "MQTT-4.8.2-2")
@pytest.mark.parametrize(
    ("topic_filter", "problem"),
    [
        ("$share/g/a", None),
        ("$share/g/#", None),
        ("$share/g//", None),
        ("$share/consumer1/sport/tennis/+", None),
        ("$share/g/$SYS/#", None),
        ("$share", None),
        ("$shared/x", None),
        ("$share/", F.SHARE_NAME_EMPTY),
        ("$share//a", F.SHARE_NAME_EMPTY),
        ("$share/g", F.SHARE_FILTER_EMPTY),
        ("$share/g/", F.SHARE_FILTER_EMPTY),
        ("$share/+/a", F.SHARE_NAME_WILDCARD),
        ("$share/#", F.SHARE_NAME_WILDCARD),
        ("$share/g#/a", F.SHARE_NAME_WILDCARD),
        ("$share/g/a#", F.HASH_NOT_ALONE),
        ("$share/g/#/a", F.HASH_NOT_LAST),
        ("$share/g/+a", F.PLUS_NOT_ALONE),
    ],
)
def test_a_shared_subscription_needs_a_name_and_a_filter(topic_filter: str, problem: FilterProblem | None) -> None:
    assert filter_problem(topic_filter) is problem


def test_311_knows_no_shared_subscriptions() -> None:
    for topic_filter in ("$share/g", "$share//a", "$share/"):
        assert filter_problem(topic_filter, Version.V311) is None
    assert filter_problem("$share/g#/a", Version.V311) is F.HASH_NOT_ALONE


def test_every_problem_has_a_case_of_its_own() -> None:
    assert len({problem.value for problem in F}) == len(F)
    assert len({problem.value for problem in T}) == len(T)


@pytest.mark.statement("MQTT-4.7.2-1", "MQTT-4.7.3-4", "3.1.1:MQTT-4.7.2-1", "3.1.1:MQTT-4.7.3-4")
@pytest.mark.parametrize(
    ("topic_filter", "topics", "others"),
    [
        ("sport/tennis/player1/#", ["sport/tennis/player1", "sport/tennis/player1/ranking"], ["sport/tennis/player2"]),
        ("sport/#", ["sport", "sport/", "sport/a/b"], ["sports", "/sport"]),
        ("#", ["a", "/", "a/b", "//"], ["$SYS", "$SYS/a", "$"]),
        ("sport/tennis/+", ["sport/tennis/player1", "sport/tennis/"], ["sport/tennis", "sport/tennis/player1/ranking"]),
        ("sport/+", ["sport/"], ["sport", "sport//"]),
        ("+/+", ["/finance", "a/b", "/"], ["finance", "a/b/c", "$SYS/a"]),
        ("/+", ["/finance", "/"], ["finance", "/a/b"]),
        ("+", ["finance", " "], ["/finance", "$SYS"]),
        ("+/monitor/Clients", ["a/monitor/Clients"], ["$SYS/monitor/Clients"]),
        ("$SYS/#", ["$SYS", "$SYS/monitor/Clients"], ["SYS/a", "$SYSa"]),
        ("$SYS/monitor/+", ["$SYS/monitor/Clients"], ["$SYS/monitor"]),
        ("+/#", ["a", "a/b", "/"], ["$a", "$a/b"]),
        ("a/+/#", ["a/b", "a/b/c", "a/"], ["a", "b/a"]),
        ("ACCOUNTS", ["ACCOUNTS"], ["Accounts", "ACCOUNTS/", "/ACCOUNTS"]),
        ("\u00c5", ["\u00c5"], ["\u212b", "A\u030a"]),
        ("$share/g/a/+", ["a/b"], ["$share/g/a/b", "a"]),
        ("$share/g/#", ["a/b"], ["$SYS"]),
        ("$share/g/a", ["a"], ["b"]),
    ],
)
def test_a_filter_matches_some_topics_and_not_others(topic_filter: str, topics: list[str], others: list[str]) -> None:
    assert [topic for topic in topics if not matches(topic_filter, topic)] == []
    assert [topic for topic in others if matches(topic_filter, topic)] == []


def test_a_shared_filter_falls_into_its_name_and_the_filter_inside() -> None:
    assert split_shared("$share/g/a/#") == ("g", "a/#")
    assert split_shared("a/#") == (None, "a/#")
    assert is_shared("$share/g/a")
    assert not is_shared("$share")


def test_only_wildcards_match_more_than_one_topic() -> None:
    assert has_wildcard("a/+")
    assert has_wildcard("#")
    assert not has_wildcard("a/b")


NAMES = st.lists(st.text("ab$", max_size=2), min_size=1, max_size=4).map("/".join).filter(bool)
FILTERS = (
    st.tuples(st.lists(st.one_of(st.text("ab$", max_size=2), st.just("+")), max_size=4), st.sampled_from([[], ["#"]]))
    .map(lambda parts: "/".join([*parts[0], *parts[1]]))
    .filter(bool)
)


@given(FILTERS, NAMES)
def test_matching_agrees_with_the_definition_level_by_level(topic_filter: str, topic: str) -> None:
    def match(wanted: list[str], levels: list[str]) -> bool:
        if wanted[:1] == ["#"]:
            return True
        if not wanted or not levels:
            return not wanted and not levels
        rest = match(wanted[1:], levels[1:])
        return wanted[0] in ("+", levels[0]) and rest

    expected = match(topic_filter.split("/"), topic.split("/"))
    if topic.startswith("$") and topic_filter[0] in "+#":
        expected = False
    assert filter_problem(topic_filter) is None
    assert matches(topic_filter, topic) is expected
