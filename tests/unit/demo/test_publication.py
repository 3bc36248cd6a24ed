from __future__ import annotations

from typing import cast

from tracemq.demo.publication import Publication, last_will, published
from tracemq.mqtt import codec
from tracemq.mqtt.packets import Publish, Will
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.types import QoS, Version

V5, V311 = Version.V5, Version.V311


def read(data: bytes, version: Version = V5) -> Publish:
    decoded = codec.decode(data, version, "server")
    assert decoded is not None
    assert decoded[1] == len(data)
    return cast("Publish", decoded[0])


def test_receivers_of_the_same_form_share_the_same_bytes() -> None:
    publication = Publication("a/b", b"x")
    first = publication.at_most_once(V5, False, (3,), 0.0)
    assert publication.at_most_once(V5, False, (3,), 9.0) is first
    assert read(first) == Publish("a/b", b"x", properties=Properties(subscription_identifiers=(3,)))


def test_forms_that_differ_are_told_apart() -> None:
    publication = Publication("t", b"x", properties=Properties(content_type="text/plain"))
    assert read(publication.at_most_once(V5, True, (), 0.0)).retain
    assert not read(publication.at_most_once(V5, False, (), 0.0)).retain
    assert read(publication.at_most_once(V5, False, (1, 2), 0.0)).properties.subscription_identifiers == (1, 2)
    assert read(publication.at_most_once(V5, False, (), 0.0)).properties == Properties(content_type="text/plain")
    assert read(publication.at_most_once(V311, False, (1,), 0.0), V311) == Publish("t", b"x")


def test_an_acknowledged_message_carries_its_packet_id_and_flags() -> None:
    publication = Publication("t", b"x", QoS.EXACTLY_ONCE)
    data = publication.acknowledged(V5, QoS.EXACTLY_ONCE, 77, True, True, (5,), 0.0)
    assert read(data) == Publish("t", b"x", QoS.EXACTLY_ONCE, True, True, 77, Properties(subscription_identifiers=(5,)))


def test_a_message_says_how_much_of_its_time_is_left() -> None:
    packet = Publish("t", b"x", properties=Properties(message_expiry_interval=10))
    publication = published(packet, "me", now=100.0)
    assert read(publication.at_most_once(V5, False, (), 103.5)).properties.message_expiry_interval == 7
    assert read(publication.at_most_once(V5, False, (), 109.9)).properties.message_expiry_interval == 1
    assert not publication.expired(109.9)
    assert publication.expired(110.0)


def test_an_alias_does_not_travel_on() -> None:
    packet = Publish("t", b"x", properties=Properties(topic_alias=4, content_type="a"))
    assert published(packet, "me", 0.0).properties == Properties(content_type="a")


def test_a_will_loses_its_delay_and_keeps_the_rest() -> None:
    properties = Properties(will_delay_interval=30, message_expiry_interval=5, user_properties=(("a", "b"),))
    publication = last_will(Will("t", b"gone", QoS.AT_LEAST_ONCE, True, properties), "me", 50.0)
    assert publication.expires_at == 55.0
    assert publication.properties == Properties(message_expiry_interval=5, user_properties=(("a", "b"),))
    assert (publication.topic, publication.payload, publication.qos, publication.retain) == (
        "t",
        b"gone",
        QoS.AT_LEAST_ONCE,
        True,
    )
