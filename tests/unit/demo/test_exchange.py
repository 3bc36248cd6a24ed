from __future__ import annotations

import pytest

from tests.support.demo_client import DemoClient, connected
from tracemq.demo.exchange import Exchange
from tracemq.demo.limits import NEVER
from tracemq.demo.publication import Publication
from tracemq.mqtt.packets import Connack, Disconnect, Publish, Will
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import QoS, Version

WILL = Will("will", b"gone", QoS.AT_LEAST_ONCE)


def delayed(seconds: int) -> Will:
    return Will("will", b"gone", QoS.AT_LEAST_ONCE, properties=Properties(will_delay_interval=seconds))


def keeping(seconds: int) -> Properties:
    return Properties(session_expiry_interval=seconds)


def test_a_lost_connection_leaves_its_will() -> None:
    exchange = Exchange()
    watcher = connected(exchange, "watcher", Version.V5, "will")
    dying = DemoClient(exchange)
    dying.connect("dying", will=WILL)
    dying.connection.lost(5.0)
    assert watcher.payloads() == [b"gone"]


def test_a_client_that_says_goodbye_leaves_no_will() -> None:
    exchange = Exchange()
    watcher = connected(exchange, "watcher", Version.V5, "will")
    leaving = DemoClient(exchange)
    leaving.connect("leaving", will=WILL)
    leaving.say(Disconnect())
    leaving.connection.lost(1.0)
    assert watcher.payloads() == []


def test_a_client_can_ask_for_its_will() -> None:
    exchange = Exchange()
    watcher = connected(exchange, "watcher", Version.V5, "will")
    leaving = DemoClient(exchange)
    leaving.connect("leaving", will=WILL)
    leaving.say(Disconnect(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE))
    assert watcher.payloads() == [b"gone"]


def test_a_will_waits_for_its_delay() -> None:
    exchange = Exchange()
    watcher = connected(exchange, "watcher", Version.V5, "will")
    dying = DemoClient(exchange)
    dying.connect("dying", will=delayed(10), properties=keeping(100))
    dying.connection.lost(5.0)
    exchange.expire(14.9)
    assert watcher.payloads() == []
    exchange.expire(15.0)
    exchange.expire(16.0)
    assert watcher.payloads() == [b"gone"]


def test_who_comes_back_in_time_takes_the_will_back() -> None:
    exchange = Exchange()
    watcher = connected(exchange, "watcher", Version.V5, "will")
    dying = DemoClient(exchange)
    dying.connect("dying", will=delayed(10), properties=keeping(100))
    dying.connection.lost(0.0)
    back = DemoClient(exchange, now=5.0)
    back.connect("dying", clean=False)
    exchange.expire(50.0)
    assert watcher.payloads() == []


def test_the_end_of_a_session_does_not_wait_for_the_will_delay() -> None:
    exchange = Exchange()
    watcher = connected(exchange, "watcher", Version.V5, "will")
    dying = DemoClient(exchange)
    dying.connect("dying", will=delayed(60), properties=keeping(5))
    dying.connection.lost(0.0)
    exchange.expire(5.0)
    assert watcher.payloads() == [b"gone"]
    assert "dying" not in exchange.sessions


def test_a_clean_start_ends_the_old_session_and_lets_its_will_speak() -> None:
    exchange = Exchange()
    watcher = connected(exchange, "watcher", Version.V5, "will")
    dying = DemoClient(exchange)
    dying.connect("dying", will=delayed(60), properties=keeping(100))
    dying.connection.lost(0.0)
    DemoClient(exchange).connect("dying", clean=True)
    assert watcher.payloads() == [b"gone"]


def test_a_will_can_be_retained() -> None:
    exchange = Exchange()
    dying = DemoClient(exchange)
    dying.connect("dying", will=Will("status", b"offline", retain=True))
    dying.connection.lost(0.0)
    late = connected(exchange, "late")
    packets = late.subscribe("status")
    assert packets[1:] == [Publish("status", b"offline", retain=True)]


@pytest.mark.parametrize(
    ("version", "clean", "properties", "after", "present"),
    [
        (Version.V311, True, Properties(), 1.0, False),
        (Version.V311, False, Properties(), 1e9, True),
        (Version.V5, True, Properties(), 1.0, False),
        (Version.V5, False, Properties(), 1.0, False),
        (Version.V5, True, keeping(100), 99.0, True),
        (Version.V5, True, keeping(100), 100.0, False),
        (Version.V5, True, keeping(NEVER), 1e9, True),
    ],
)
def test_a_session_lives_as_long_as_was_asked_for(
    version: Version, clean: bool, properties: Properties, after: float, present: bool
) -> None:
    exchange = Exchange()
    first = DemoClient(exchange, version)
    first.connect("me", clean=clean, properties=properties)
    first.subscribe("t")
    first.connection.lost(0.0)
    again = DemoClient(exchange, version, now=after)
    (connack,) = again.connect("me", clean=False)
    assert isinstance(connack, Connack)
    assert connack.session_present is present
    assert bool(exchange.subscriptions.match("t").direct) is present


def test_disconnect_may_change_how_long_the_session_lives() -> None:
    exchange = Exchange()
    client = DemoClient(exchange)
    client.connect("me", properties=keeping(100))
    client.say(Disconnect(properties=keeping(5)))
    exchange.expire(4.0)
    assert "me" in exchange.sessions
    exchange.expire(5.0)
    assert "me" not in exchange.sessions


def test_messages_wait_for_a_persistent_session() -> None:
    exchange = Exchange()
    client = DemoClient(exchange, Version.V311)
    client.connect("me", clean=False)
    client.subscribe("t")
    client.connection.lost(0.0)
    publisher = connected(exchange, "publisher")
    publisher.say(Publish("t", b"1", QoS.AT_LEAST_ONCE, packet_id=1), Publish("t", b"lost"))
    back = DemoClient(exchange, Version.V311)
    connack, message = back.connect("me", clean=False)
    assert isinstance(connack, Connack)
    assert connack.session_present
    assert message == Publish("t", b"1", QoS.AT_LEAST_ONCE, packet_id=1)


def test_the_second_client_of_a_name_takes_the_session_over() -> None:
    exchange = Exchange()
    watcher = connected(exchange, "watcher", Version.V5, "will")
    first = DemoClient(exchange)
    first.connect("me", will=WILL, properties=keeping(100))
    first.subscribe("t")
    second = DemoClient(exchange)
    (connack,) = second.connect("me", clean=False)
    assert isinstance(connack, Connack)
    assert connack.session_present
    (goodbye,) = first.heard()
    assert isinstance(goodbye, Disconnect)
    assert goodbye.reason_code is ReasonCode.SESSION_TAKEN_OVER
    assert first.connection.closed
    assert watcher.payloads() == [b"gone"]
    first.connection.lost(1.0)  # the socket closes later, which must not touch the session
    exchange.publish(Publication("t", b"hello"), 1.0)
    assert second.payloads() == [b"hello"]
