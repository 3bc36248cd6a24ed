"""Topic aliases that we give: to busy topics by themselves, or by hand (section 3.3.2.3.4)."""

from __future__ import annotations

import random

import pytest

from tests.unit.mqtt.conversation import V5, Conversation
from tracemq.mqtt.aliases import EARNED_BY, TAKEN_BY, OutboundAliases
from tracemq.mqtt.codec import decode
from tracemq.mqtt.errors import RefusedLocally
from tracemq.mqtt.packets import Puback, Publish
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import QoS

KEEP = Properties(session_expiry_interval=60)


class Resolver:
    """The server's side of topic aliases."""

    def __init__(self, maximum: int) -> None:
        self._maximum = maximum
        self._topics: dict[int, str] = {}

    def resolve(self, stream: bytes) -> list[tuple[str, bytes]]:
        found = []
        position = 0
        while position < len(stream):
            decoded = decode(stream, V5, "client", start=position)
            assert decoded is not None
            packet, size = decoded
            position += size
            if isinstance(packet, Publish):
                alias = packet.properties.topic_alias
                if alias is not None:
                    assert 1 <= alias <= self._maximum
                    if packet.topic:
                        self._topics[alias] = packet.topic
                found.append((packet.topic or self._topics[alias or 0], packet.payload))
        return found


def offering(maximum: int, **settings: object) -> Conversation:
    talk = Conversation(**settings)  # type: ignore[arg-type]
    talk.connect(properties=Properties(topic_alias_maximum=maximum))
    return talk


def topics_on_the_wire(talk: Conversation) -> list[tuple[str, int | None]]:
    return [(packet.topic, packet.properties.topic_alias) for packet in talk.says() if isinstance(packet, Publish)]


def test_a_topic_that_is_published_to_again_gets_an_alias() -> None:
    talk = offering(2)
    for qos in (0, 0, 0, 0, 1):
        talk.publish("a/long/topic", b"x", qos)
    assert EARNED_BY == 2
    assert topics_on_the_wire(talk) == [
        ("a/long/topic", None),
        ("a/long/topic", 2),
        ("", 2),
        ("", 2),
        ("", 2),
    ]


def test_the_quick_way_uses_the_alias_too() -> None:
    talk = offering(1)
    for _ in range(3):
        talk.publish("topic", b"x")
    talk.says()
    talk.publish("topic", b"x")
    assert talk.writes() == bytes.fromhex("3007 0000 03 230001 78".replace(" ", ""))


def test_own_properties_and_alias_go_together() -> None:
    talk = offering(1)
    asked = Properties(content_type="text")
    for _ in range(3):
        talk.publish("t", b"x", properties=asked)
    assert [packet.properties for packet in talk.says() if isinstance(packet, Publish)] == [
        asked,
        Properties(content_type="text", topic_alias=1),
        Properties(content_type="text", topic_alias=1),
    ]


@pytest.mark.statement("MQTT-3.2.2-18")
def test_a_server_that_takes_none_gets_none() -> None:
    talk = Conversation()
    talk.connect()
    for _ in range(5):
        talk.publish("t")
    assert topics_on_the_wire(talk) == [("t", None)] * 5


def test_aliases_may_be_switched_off() -> None:
    talk = offering(5, automatic_aliases=False)
    for _ in range(5):
        talk.publish("t")
    assert topics_on_the_wire(talk) == [("t", None)] * 5


@pytest.mark.statement("MQTT-3.2.2-17", "MQTT-3.3.2-9", "MQTT-3.3.2-8")
def test_a_busy_topic_takes_the_place_of_another() -> None:
    talk = offering(2)
    server = Resolver(2)
    for name in ("a", "a", "b", "b"):
        talk.publish(name)
    for _ in range(TAKEN_BY):
        talk.publish("c")
    said = talk.writes()
    assert [topic for topic, _ in server.resolve(said)] == ["a", "a", "b", "b", *["c"] * TAKEN_BY]
    talk.publish("c")
    assert topics_on_the_wire(talk) == [("", 2)]
    talk.publish("b")
    talk.publish("a")
    assert topics_on_the_wire(talk) == [("", 1), ("a", None)]


def test_the_server_understands_every_message_whatever_is_published() -> None:
    rng = random.Random(5)
    talk = offering(4)
    server = Resolver(4)
    expected, got = [], []
    for number in range(3000):
        name = f"t/{min(int(rng.expovariate(0.3)), 30)}"
        alias = rng.choice([None] * 20 + [1, 2])
        talk.publish(name, b"%d" % number, rng.choice([0, 0, 0, 1]), properties=Properties(topic_alias=alias))
        expected.append((name, b"%d" % number))
        if rng.random() < 0.1:
            talk.publish(name, b"quick")
            expected.append((name, b"quick"))
        got += server.resolve(talk.writes())
    assert got == expected


def test_a_topic_whose_packet_would_grow_too_large_gets_none() -> None:
    talk = Conversation()
    talk.connect(properties=Properties(topic_alias_maximum=5, maximum_packet_size=20))
    for _ in range(3):
        talk.publish("topic", bytes(10))
    assert topics_on_the_wire(talk) == [("topic", None)] * 3


@pytest.mark.statement("MQTT-3.3.2-7")
def test_aliases_are_forgotten_on_reconnect() -> None:
    talk = offering(5, clean_start=False, properties=KEEP)
    for _ in range(3):
        talk.publish("t")
    talk.publish("t", b"again", 1)
    talk.says()
    talk.reconnect(present=True, properties=Properties(topic_alias_maximum=5))
    talk.publish("t")
    assert topics_on_the_wire(talk) == [("t", None), ("t", 5)]


def test_a_reconnect_to_a_server_without_aliases_does_without() -> None:
    talk = offering(5, clean_start=False, properties=KEEP)
    for _ in range(3):
        talk.publish("t", b"", 1, properties=Properties(topic_alias=2))
    talk.says()
    talk.reconnect(present=True)
    assert topics_on_the_wire(talk) == [("t", None)] * 3


# By hand


def test_an_alias_by_hand_is_sent_as_asked_and_may_stand_alone_then() -> None:
    talk = offering(5)
    alias = Properties(topic_alias=3)
    talk.publish("t", properties=alias)
    talk.publish("", properties=alias)
    talk.publish("", b"", 1, properties=alias)
    talk.publish("t", properties=alias)
    assert topics_on_the_wire(talk) == [("t", 3), ("", 3), ("", 3), ("t", 3)]


def test_an_alias_by_hand_stands_for_its_topic_when_the_message_is_sent_again() -> None:
    talk = offering(5, clean_start=False, properties=KEEP)
    alias = Properties(topic_alias=3)
    talk.publish("t", properties=alias)
    talk.publish("", b"x", 1, properties=alias)
    talk.says()
    talk.reconnect(present=True, properties=Properties(topic_alias_maximum=5))
    assert talk.says() == [Publish("t", b"x", QoS(1), dup=True, packet_id=1, properties=alias)]
    with pytest.raises(RefusedLocally) as refusal:
        talk.publish("", properties=Properties(topic_alias=4))
    assert refusal.value.reason is ReasonCode.TOPIC_ALIAS_INVALID


def test_an_alias_by_hand_is_forgotten_with_the_connection() -> None:
    talk = offering(5)
    talk.publish("t", properties=Properties(topic_alias=3))
    talk.reconnect(properties=Properties(topic_alias_maximum=5))
    with pytest.raises(RefusedLocally):
        talk.publish("", properties=Properties(topic_alias=3))


def test_an_alias_by_hand_in_a_message_that_waits_means_what_it_meant_then() -> None:
    talk = Conversation()
    talk.connect(properties=Properties(topic_alias_maximum=5, receive_maximum=1))
    alias = Properties(topic_alias=3)
    talk.publish("a", b"", 1, properties=alias)
    talk.publish("", b"", 1, properties=alias)
    talk.publish("b", b"", 1, properties=alias)
    talk.publish("", b"", 1, properties=alias)
    server, got = Resolver(5), []
    for number in range(1, 5):
        got += server.resolve(talk.writes())
        talk.hears(Puback(number))
    assert [topic for topic, _ in got] == ["a", "a", "b", "b"]


def test_an_alias_by_hand_takes_it_from_whoever_earned_it() -> None:
    talk = offering(1)
    for _ in range(3):
        talk.publish("busy")
    talk.publish("mine", properties=Properties(topic_alias=1))
    for _ in range(TAKEN_BY + 2):
        talk.publish("busy")
    said = topics_on_the_wire(talk)
    assert said[3] == ("mine", 1)
    assert set(said[4:]) == {("busy", None)}


def test_an_alias_by_hand_is_not_earned_by_another_topic() -> None:
    aliases = OutboundAliases()
    aliases.begin(3, automatic=True)
    aliases.set_by_hand(3, b"mine")
    aliases.set_by_hand(1, b"mine too")
    assert [aliases.earn(b"busy")[0] for _ in range(2)] == [0, 2]
    assert aliases.maps(3, b"mine")


def test_an_alias_given_offline_is_checked_when_it_is_known_what_the_server_takes() -> None:
    talk = Conversation()
    talk.publish("t", b"", 1, properties=Properties(topic_alias=9))
    with pytest.raises(RefusedLocally):
        talk.publish("", properties=Properties(topic_alias=9))
    talk.connect(properties=Properties(topic_alias_maximum=3))
    assert topics_on_the_wire(talk) == [("t", None)]


def test_counting_topics_takes_bounded_memory() -> None:
    talk = offering(1)
    for number in range(20_000):
        talk.publish(f"t/{number}")
    assert len(talk.session._outbound.encoder.aliases._uses) <= 4096
    assert len(talk.session._outbound.encoder._topics) <= 10_000
    plain = Conversation()
    plain.connect()
    for number in range(20_000):
        plain.publish(f"t/{number}")
    assert len(plain.session._direct) <= 10_000
