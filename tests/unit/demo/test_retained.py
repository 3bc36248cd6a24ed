from __future__ import annotations

from tracemq.demo.publication import Publication
from tracemq.demo.retained import RetainedMessages


def kept(*topics: str, limit: int = 100) -> RetainedMessages:
    retained = RetainedMessages(limit)
    for topic in topics:
        retained.keep(Publication(topic, topic.encode(), retain=True))
    return retained


def found(retained: RetainedMessages, filter_: str, now: float = 0.0) -> list[str]:
    return [publication.topic for publication in retained.matching(filter_, now)]


def test_a_filter_finds_the_retained_messages_that_match() -> None:
    retained = kept("a/b", "a/c", "a/b/c", "$SYS/x")
    assert found(retained, "a/+") == ["a/b", "a/c"]
    assert found(retained, "#") == ["a/b", "a/c", "a/b/c"]
    assert found(retained, "$SYS/#") == ["$SYS/x"]
    assert found(retained, "a/b") == ["a/b"]
    assert found(retained, "a") == []


def test_the_last_message_of_a_topic_is_the_one_that_is_kept() -> None:
    retained = kept("a")
    retained.keep(Publication("a", b"new", retain=True))
    assert [publication.payload for publication in retained.matching("a", 0.0)] == [b"new"]


def test_an_empty_payload_forgets() -> None:
    retained = kept("a", "b")
    retained.keep(Publication("a", retain=True))
    retained.keep(Publication("never seen", retain=True))
    assert found(retained, "#") == ["b"]


def test_a_message_is_gone_when_its_time_is_over() -> None:
    retained = RetainedMessages(10)
    retained.keep(Publication("a", b"x", retain=True, expires_at=5.0))
    assert found(retained, "#", now=4.9) == ["a"]
    assert found(retained, "#", now=5.0) == []
    assert len(retained) == 0


def test_there_is_room_for_no_more_than_the_limit_but_known_topics_go_on() -> None:
    retained = kept("a", "b", limit=2)
    assert not retained.keep(Publication("c", b"x", retain=True))
    assert retained.keep(Publication("a", b"new", retain=True))
    assert found(retained, "#") == ["a", "b"]
