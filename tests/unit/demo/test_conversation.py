from __future__ import annotations

import pytest

from tests.support.demo_client import DemoClient, connected, payloads
from tracemq.demo.exchange import Exchange
from tracemq.demo.limits import Limits
from tracemq.mqtt.packets import (
    Disconnect,
    Puback,
    Pubcomp,
    Publish,
    Pubrec,
    Pubrel,
    Suback,
    Subscription,
    Unsuback,
    Unsubscribe,
)
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import QoS, Version

Q0, Q1, Q2 = QoS


def pair(version: Version = Version.V5, exchange: Exchange | None = None) -> tuple[DemoClient, DemoClient]:
    """A publisher and somebody who subscribed to everything at QoS 2."""
    exchange = exchange or Exchange()
    return connected(exchange, "publisher", version), connected(exchange, "subscriber", version, "#")


@pytest.mark.parametrize("version", Version)
def test_a_message_travels_at_every_qos_in_every_version(version: Version) -> None:
    publisher, subscriber = pair(version)
    assert publisher.say(Publish("t", b"0")) == []
    assert publisher.say(Publish("t", b"1", Q1, packet_id=9)) == [Puback(9)]
    assert publisher.say(Publish("t", b"2", Q2, packet_id=9)) == [Pubrec(9)]
    assert publisher.say(Pubrel(9)) == [Pubcomp(9)]
    assert subscriber.heard() == [
        Publish("t", b"0"),
        Publish("t", b"1", Q1, packet_id=1),
        Publish("t", b"2", Q2, packet_id=2),
    ]
    assert subscriber.say(Puback(1), Pubrec(2), Pubcomp(2)) == [Pubrel(2)]


def test_messages_cross_versions() -> None:
    exchange = Exchange()
    old = connected(exchange, "old", Version.V31, "t")
    new = connected(exchange, "new", Version.V5, "t")
    properties = Properties(content_type="text/plain", user_properties=(("a", "1"), ("a", "2")))
    assert new.say(Publish("t", b"x", properties=properties)) == [Publish("t", b"x", properties=properties)]
    assert old.heard() == [Publish("t", b"x")]
    assert old.say(Publish("t", b"y")) == [Publish("t", b"y")]
    assert new.heard() == [Publish("t", b"y")]


def test_a_repeated_exactly_once_message_is_passed_on_once() -> None:
    publisher, subscriber = pair()
    publisher.say(Publish("t", b"x", Q2, packet_id=5))
    assert publisher.say(Publish("t", b"x", Q2, dup=True, packet_id=5)) == [Pubrec(5)]
    assert publisher.say(Pubrel(5), Pubrel(5)) == [Pubcomp(5), Pubcomp(5, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND)]
    publisher.say(Publish("t", b"y", Q2, packet_id=5))
    assert subscriber.payloads() == [b"x", b"y"]


def test_a_publisher_learns_that_nobody_listens() -> None:
    client = connected(Exchange())
    assert client.say(Publish("t", b"x", Q1, packet_id=1)) == [Puback(1, ReasonCode.NO_MATCHING_SUBSCRIBERS)]
    assert client.say(Publish("t", b"x", Q2, packet_id=2)) == [Pubrec(2, ReasonCode.NO_MATCHING_SUBSCRIBERS)]


def test_nobody_but_the_broker_publishes_below_sys() -> None:
    publisher, subscriber = pair()
    subscriber.subscribe("$SYS/#")
    assert publisher.say(Publish("$SYS/a", b"x", Q1, packet_id=1)) == [Puback(1, ReasonCode.NOT_AUTHORIZED)]
    assert publisher.say(Publish("$SYS/a", b"x", Q2, packet_id=2)) == [Pubrec(2, ReasonCode.NOT_AUTHORIZED)]
    assert publisher.say(Pubrel(2)) == [Pubcomp(2, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND)]
    assert subscriber.heard() == []


def test_more_unreleased_messages_than_the_receive_maximum_are_too_many() -> None:
    publisher, _ = pair(exchange=Exchange(Limits(receive_maximum=2)))
    publisher.say(Publish("t", b"x", Q2, packet_id=1), Publish("t", b"x", Q2, packet_id=2))
    (goodbye,) = publisher.say(Publish("t", b"x", Q2, packet_id=3))
    assert isinstance(goodbye, Disconnect)
    assert goodbye.reason_code is ReasonCode.RECEIVE_MAXIMUM_EXCEEDED


def test_an_alias_stands_for_its_topic_until_it_is_given_another() -> None:
    publisher, subscriber = pair()
    alias = Properties(topic_alias=2)
    publisher.say(
        Publish("first", b"1", properties=alias),
        Publish("", b"2", properties=alias),
        Publish("second", b"3", properties=alias),
        Publish("", b"4", properties=alias),
    )
    assert subscriber.heard() == [
        Publish("first", b"1"),
        Publish("first", b"2"),
        Publish("second", b"3"),
        Publish("second", b"4"),
    ]


def test_suback_says_the_granted_qos_and_comes_before_what_is_retained() -> None:
    exchange = Exchange()
    connected(exchange, "publisher").say(Publish("a", b"kept", Q1, retain=True, packet_id=1))
    subscriber = connected(exchange, "subscriber")
    answer = subscriber.subscribe(Subscription("a", Q0), Subscription("b", Q1), Subscription("c", Q2))
    codes = (ReasonCode.GRANTED_QOS_0, ReasonCode.GRANTED_QOS_1, ReasonCode.GRANTED_QOS_2)
    assert answer == [Suback(1, codes), Publish("a", b"kept", retain=True)]


@pytest.mark.parametrize(
    ("handling", "at_first", "again"), [(0, [b"kept"], [b"kept"]), (1, [b"kept"], []), (2, [], [])]
)
def test_retain_handling_says_when_retained_messages_come(
    handling: int, at_first: list[bytes], again: list[bytes]
) -> None:
    exchange = Exchange()
    connected(exchange, "publisher").say(Publish("a", b"kept", retain=True))
    subscriber = connected(exchange, "subscriber")
    wanted = Subscription("a", retain_handling=handling)
    assert payloads(subscriber.subscribe(wanted)) == at_first
    assert payloads(subscriber.subscribe(wanted)) == again


def test_shared_subscriptions_get_nothing_retained_and_share_the_rest() -> None:
    exchange = Exchange()
    publisher = connected(exchange, "publisher")
    publisher.say(Publish("a", b"kept", retain=True))
    members = [connected(exchange, name) for name in ("one", "two")]
    for member in members:
        assert payloads(member.subscribe("$share/group/a")) == []
    publisher.say(*(Publish("a", b"%d" % number) for number in range(10)))
    shares = [member.payloads() for member in members]
    assert [len(share) for share in shares] == [5, 5]
    assert sorted(shares[0] + shares[1]) == [b"%d" % number for number in range(10)]


def test_a_shared_subscription_without_a_filter_is_invalid_in_every_version() -> None:
    client = connected(Exchange(), "me", Version.V311)
    assert client.subscribe("$share/group/") == []
    assert client.connection.closed


def test_subscription_identifiers_come_with_the_messages() -> None:
    exchange = Exchange()
    subscriber = connected(exchange, "subscriber")
    subscriber.subscribe("a/#", identifier=5)
    subscriber.subscribe("a/b", identifier=6)
    subscriber.subscribe("+/b")
    connected(exchange, "publisher").say(Publish("a/b", b"x"))
    (message,) = subscriber.heard()
    assert isinstance(message, Publish)
    assert sorted(message.properties.subscription_identifiers) == [5, 6]


def test_unsubscribing_answers_for_each_filter_and_ends_the_messages() -> None:
    publisher, subscriber = pair()
    answer = subscriber.say(Unsubscribe(4, ("#", "never")))
    assert answer == [Unsuback(4, (ReasonCode.SUCCESS, ReasonCode.NO_SUBSCRIPTION_EXISTED))]
    publisher.say(Publish("t", b"x"))
    assert subscriber.heard() == []


def test_in_version_3_an_unsuback_has_no_codes() -> None:
    client = connected(Exchange(), "me", Version.V311, "a")
    assert client.say(Unsubscribe(4, ("a",))) == [Unsuback(4)]


def test_order_is_kept_per_topic_whatever_the_qos() -> None:
    publisher, subscriber = pair()
    for number in range(90):
        qos = QoS(number % 3)
        publisher.say(Publish("t", b"%d" % number, qos, packet_id=number + 1 if qos else 0))
    assert subscriber.payloads() == [b"%d" % number for number in range(90)]
