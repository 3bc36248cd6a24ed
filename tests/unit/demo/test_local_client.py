from __future__ import annotations

from tests.support.demo_client import connected
from tracemq.demo.exchange import Exchange
from tracemq.demo.local_client import LocalClient
from tracemq.mqtt.packets import Publish
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.types import QoS, Version


def test_what_a_device_says_reaches_the_clients() -> None:
    exchange = Exchange()
    listener = connected(exchange, "listener", Version.V5, "t")
    device = LocalClient(exchange, "device")
    device.publish("t", b"x", 0.0, qos=QoS.AT_LEAST_ONCE, properties=Properties(content_type="a"))
    assert listener.heard() == [
        Publish("t", b"x", QoS.AT_LEAST_ONCE, packet_id=1, properties=Properties(content_type="a"))
    ]


def test_a_device_can_publish_what_expires() -> None:
    exchange = Exchange()
    device = LocalClient(exchange, "device")
    device.publish("t", b"x", 100.0, retain=True, properties=Properties(message_expiry_interval=5))
    assert [len(list(exchange.retained.matching("t", now))) for now in (104.0, 105.0)] == [1, 0]


def test_a_device_finds_its_commands_when_it_looks() -> None:
    exchange = Exchange()
    device = LocalClient(exchange, "device")
    device.subscribe("lamp/set")
    client = connected(exchange)
    client.say(Publish("lamp/set", b"on"), Publish("other", b"x"), Publish("lamp/set", b"off"))
    assert [command.payload for command in device.received()] == [b"on", b"off"]
    assert device.received() == []


def test_a_device_keeps_no_more_commands_than_it_could_obey() -> None:
    exchange = Exchange()
    device = LocalClient(exchange, "device")
    device.subscribe("#")
    client = connected(exchange)
    client.say(*(Publish("t", b"x") for _ in range(1500)))
    assert len(device.received()) == 1000
