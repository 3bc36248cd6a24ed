from __future__ import annotations

from tests.support.demo_client import DemoClient, connected
from tracemq.demo.exchange import Exchange
from tracemq.demo.sys_topics import INTERVAL_S, SysTopics
from tracemq.mqtt.packets import Publish


def values(exchange: Exchange) -> dict[str, str]:
    found = exchange.retained.matching("$SYS/#", 0.0)
    return {message.topic.removeprefix("$SYS/broker/"): message.payload.decode() for message in found}


def listener(exchange: Exchange) -> DemoClient:
    return connected(exchange, "listener")


def test_the_broker_tells_about_itself() -> None:
    exchange = Exchange()
    client = listener(exchange)
    client.say(Publish("t", b"x", retain=True))
    topics = SysTopics(exchange, 100.0)
    topics.advance(107.2)
    told = values(exchange)
    assert told["uptime"] == "7 seconds"
    assert told["clients/connected"] == "1"
    assert told["publish/messages/received"] == "1"
    assert told["retained messages/count"] == "13", "the client's one and those before it"
    assert told["version"].startswith("TraceMQ demo broker")


def test_it_does_not_match_a_plain_hash() -> None:
    exchange = Exchange()
    client = listener(exchange)
    client.subscribe("#")
    SysTopics(exchange, 0.0).advance(0.0)
    assert client.heard() == []


def test_topics_come_at_intervals_and_only_when_they_have_changed() -> None:
    exchange = Exchange()
    client = listener(exchange)
    client.subscribe("$SYS/broker/clients/connected", "$SYS/broker/uptime")
    topics = SysTopics(exchange, 0.0)
    topics.advance(0.0)
    assert client.payloads() == [b"0 seconds", b"1"]
    topics.advance(INTERVAL_S - 0.1)
    assert client.payloads() == []
    topics.advance(INTERVAL_S)
    assert client.payloads() == [b"5 seconds"]
