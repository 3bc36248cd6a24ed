"""Subscriptions: asked for, granted, refused, ended, and asked for again after a lost session."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mqtt.conversation import EVERY_VERSION, V5, V31, V311, Conversation, closing
from tracemq.mqtt.codec import decode
from tracemq.mqtt.errors import ProtocolError, RefusedLocally
from tracemq.mqtt.events import (
    Connected,
    Failed,
    PropertiesNotSent,
    SessionDiscarded,
    SubscribeAnswered,
    UnsubscribeAnswered,
)
from tracemq.mqtt.packets import Publish, Suback, Subscribe, Subscription, Unsuback, Unsubscribe
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import QoS, Version

KEEP = Properties(session_expiry_interval=60)
A, B = Subscription("a/+", QoS(1)), Subscription("b/#", QoS(2))
Q0, Q1, Q2 = ReasonCode.GRANTED_QOS_0, ReasonCode.GRANTED_QOS_1, ReasonCode.GRANTED_QOS_2


def subscribed(talk: Conversation, *subscriptions: Subscription, properties: Properties = Properties()) -> int:
    """Subscribe, and be granted it all."""
    ticket = talk.session.subscribe(subscriptions, properties, now=talk.now)
    sent = [packet for packet in talk.says() if isinstance(packet, Subscribe)]
    talk.hears(Suback(sent[-1].packet_id, tuple(ReasonCode(one.qos) for one in subscriptions)))
    return ticket


@pytest.mark.statement("MQTT-3.8.1-1", "MQTT-3.8.3-1", "MQTT-2.2.1-3", "MQTT-2.2.1-6", "3.1.1:MQTT-3.8.1-1")
@pytest.mark.parametrize(
    ("version", "said"),
    [
        (V31, "820e 0001 0003612f2b 01 0003622f23 02"),
        (V311, "820e 0001 0003612f2b 01 0003622f23 02"),
        (V5, "820f 0001 00 0003612f2b 01 0003622f23 02"),
    ],
)
def test_several_filters_are_asked_in_one_packet_and_each_gets_its_answer(version: Version, said: str) -> None:
    talk = Conversation(version)
    talk.connect()
    ticket = talk.session.subscribe([A, B], now=talk.now)
    assert talk.writes() == bytes.fromhex(said)
    codes = (Q1, Q0)
    assert talk.hears(Suback(1, codes)) == [SubscribeAnswered(ticket=ticket, subscriptions=(A, B), reason_codes=codes)]
    assert talk.session.subscriptions == (A, B)


def test_options_and_identifiers_of_5_leave_as_asked() -> None:
    talk = Conversation()
    talk.connect()
    asked = Subscription("$share/g/a", QoS(2), no_local=False, retain_as_published=True, retain_handling=2)
    other = Subscription("c", QoS(0), no_local=True, retain_handling=1)
    properties = Properties(subscription_identifiers=(7,), user_properties=(("k", "v"),))
    talk.session.subscribe([asked, other], properties, now=talk.now)
    assert talk.says() == [Subscribe(1, (asked, other), properties)]


@pytest.mark.parametrize("version", [V311, V5])
def test_a_refused_filter_is_not_among_the_subscriptions(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    talk.session.subscribe([A, B], now=talk.now)
    (answer,) = talk.hears(Suback(1, (ReasonCode.UNSPECIFIED_ERROR, Q2)))
    assert isinstance(answer, SubscribeAnswered)
    assert answer.reason_codes == (ReasonCode.UNSPECIFIED_ERROR, Q2)
    assert talk.session.subscriptions == (B,)


@pytest.mark.statement("MQTT-3.10.1-1", "MQTT-3.10.4-1", "3.1.1:MQTT-3.10.1-1")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_subscriptions_end_when_the_server_says_so(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    subscribed(talk, A, B)
    ticket = talk.session.unsubscribe(["a/+", "b/#", "x"], now=talk.now)
    assert talk.says() == [Unsubscribe(2, ("a/+", "b/#", "x"))]
    codes = (ReasonCode.SUCCESS, ReasonCode.NOT_AUTHORIZED, ReasonCode.NO_SUBSCRIPTION_EXISTED)
    (answer,) = talk.hears(Unsuback(2, codes))
    if version is not V5:
        codes = (ReasonCode.SUCCESS,) * 3
    assert answer == UnsubscribeAnswered(ticket=ticket, filters=("a/+", "b/#", "x"), reason_codes=codes)
    assert talk.session.subscriptions == ((B,) if version is V5 else ())


@pytest.mark.statement("MQTT-3.8.4-6", "MQTT-3.8.4-2", "MQTT-3.9.3-1", "MQTT-3.11.3-1")
@pytest.mark.parametrize(
    "answer",
    [
        Suback(1, (Q0,)),
        Suback(1, (Q0, Q0, Q0)),
        Suback(2, (Q0, Q0)),
        Unsuback(1, (ReasonCode.SUCCESS, ReasonCode.SUCCESS)),
    ],
)
def test_an_answer_that_does_not_fit_is_a_protocol_error(answer: Suback | Unsuback) -> None:
    talk = Conversation()
    talk.connect()
    talk.session.subscribe([A, B], now=talk.now)
    talk.says()
    assert isinstance(closing(talk.hears(answer)), ProtocolError)
    assert talk.writes() == bytes.fromhex("e00182")


@pytest.mark.parametrize("answer", [Unsuback(1, (ReasonCode.SUCCESS,) * 2), Suback(1, (Q0,)), Unsuback(9, (Q0,))])
def test_an_answer_to_unsubscribe_that_does_not_fit_is_a_protocol_error(answer: Suback | Unsuback) -> None:
    talk = Conversation()
    talk.connect()
    talk.session.unsubscribe(["a"], now=talk.now)
    talk.says()
    assert isinstance(closing(talk.hears(answer)), ProtocolError)


@pytest.mark.parametrize(
    ("granted", "asked", "properties", "reason"),
    [
        (
            Properties(wildcard_subscription_available=0),
            A,
            Properties(),
            ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED,
        ),
        (
            Properties(shared_subscription_available=0),
            Subscription("$share/g/a"),
            Properties(),
            ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
        ),
        (
            Properties(subscription_identifier_available=0),
            Subscription("a"),
            Properties(subscription_identifiers=(1,)),
            ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
        ),
        (Properties(maximum_packet_size=10), Subscription("a/long/filter"), Properties(), ReasonCode.PACKET_TOO_LARGE),
        (Properties(), Subscription("a/#/b"), Properties(), ReasonCode.TOPIC_FILTER_INVALID),
        (Properties(), Subscription("$share/g/a", no_local=True), Properties(), None),
        (Properties(), Subscription("a"), Properties(subscription_identifiers=(1, 2)), None),
    ],
)
@pytest.mark.statement("MQTT-3.2.2-15", "MQTT-3.8.3-4", "MQTT-4.7.1-1")
def test_what_the_server_or_the_standard_forbids_is_refused(
    granted: Properties, asked: Subscription, properties: Properties, reason: ReasonCode | None
) -> None:
    talk = Conversation()
    talk.connect(properties=granted)
    with pytest.raises(RefusedLocally) as refusal:
        talk.session.subscribe([asked], properties, now=talk.now)
    if reason is not None:
        assert refusal.value.reason is reason
    assert talk.says() == []
    assert talk.session._ids.used == set()


@pytest.mark.statement("MQTT-3.8.3-2", "MQTT-3.10.3-2", "3.1.1:MQTT-3.8.3-3")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_empty_requests_are_refused_connected_or_not(version: Version) -> None:
    talk = Conversation(version)
    for _ in range(2):
        with pytest.raises(RefusedLocally):
            talk.session.subscribe([], now=talk.now)
        with pytest.raises(RefusedLocally):
            talk.session.unsubscribe([], now=talk.now)
        talk.connect() if talk.session.negotiated is None else None


@pytest.mark.parametrize("version", [V31, V311])
def test_options_for_3x_are_left_out_and_reported(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    asked = Subscription("a", QoS(1), no_local=True, retain_as_published=True, retain_handling=2)
    ticket = talk.session.subscribe([asked], Properties(subscription_identifiers=(1,)), now=talk.now)
    talk.session.subscribe([Subscription("b")], now=talk.now)
    assert talk.says() == [Subscribe(1, (Subscription("a", QoS(1)),)), Subscribe(2, (Subscription("b"),))]
    assert talk.passes(0) == [
        PropertiesNotSent(
            ticket=ticket, names=("subscription_identifiers", "no_local", "retain_as_published", "retain_handling")
        )
    ]


# Without a connection, and over several


def test_requests_made_offline_are_sent_when_there_is_a_connection() -> None:
    talk = Conversation()
    first = talk.session.subscribe([A], now=talk.now)
    second = talk.session.unsubscribe(["b"], now=talk.now)
    assert not talk.session.has_output
    talk.connect()
    assert talk.says() == [Subscribe(1, (A,)), Unsubscribe(2, ("b",))]
    events = talk.hears(Suback(1, (Q1,)), Unsuback(2, (ReasonCode.SUCCESS,)))
    assert [event.ticket for event in events if isinstance(event, (SubscribeAnswered, UnsubscribeAnswered))] == [
        first,
        second,
    ]


def test_requests_that_this_server_does_not_take_fail_when_there_is_a_connection() -> None:
    talk = Conversation()
    ticket = talk.session.subscribe([A], now=talk.now)
    events = talk.connect(properties=Properties(wildcard_subscription_available=0))
    (failed,) = [event for event in events if isinstance(event, Failed)]
    assert failed.tickets == [ticket]
    assert failed.error.reason is ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED
    assert talk.says() == []


@pytest.mark.parametrize("present", [True, False])
def test_requests_that_were_not_answered_are_sent_again(present: bool) -> None:
    talk = Conversation(clean_start=False, properties=KEEP)
    talk.connect()
    ticket = talk.session.subscribe([A], now=talk.now)
    talk.says()
    talk.reconnect(present=present)
    assert talk.says() == [Subscribe(2, (A,))]
    (answer,) = talk.hears(Suback(2, (Q1,)))
    assert isinstance(answer, SubscribeAnswered)
    assert answer.ticket == ticket
    assert talk.session._ids.used == set()


def test_requests_that_nobody_waits_for_are_not_sent_again() -> None:
    talk = Conversation(clean_start=False, properties=KEEP)
    offline = talk.session.subscribe([B], now=talk.now)
    talk.session.give_up(offline)
    talk.connect()
    ticket = talk.session.subscribe([A], now=talk.now)
    assert talk.says() == [Subscribe(1, (A,))]
    talk.session.give_up(ticket)
    talk.reconnect(present=True)
    assert talk.says() == []


def test_an_answer_that_nobody_waits_for_still_counts() -> None:
    talk = Conversation()
    talk.connect()
    talk.session.give_up(talk.session.subscribe([A], now=talk.now))
    talk.hears(Suback(1, (Q1,)))
    assert talk.session.subscriptions == (A,)


def test_giving_up_everything_names_the_open_requests() -> None:
    talk = Conversation()
    talk.connect()
    sent = talk.session.subscribe([A], now=talk.now)
    talk.session.lost(talk.now)
    unsent = talk.session.unsubscribe(["a"], now=talk.now)
    assert talk.session.abandon() == [sent, unsent]
    talk.connect()
    assert talk.says() == []


def test_after_giving_up_everything_an_answer_on_its_way_does_no_harm() -> None:
    talk = Conversation()
    talk.connect()
    sent = talk.session.subscribe([A], now=talk.now)
    talk.says()
    assert talk.session.abandon() == [sent]
    assert len(talk.hears(Suback(1, (Q1,)))) == 1
    talk.reconnect()
    assert [type(packet) for packet in talk.says()] == [Subscribe]  # again, because it was granted


@pytest.mark.parametrize("version", EVERY_VERSION)
def test_subscriptions_are_asked_for_again_when_the_server_lost_the_session(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    subscribed(talk, A)
    subscribed(talk, B)
    events = talk.reconnect()
    assert events[1:] == [SessionDiscarded(republished=(), lost=(), forgotten=0, resubscribed=("a/+", "b/#"))]
    assert talk.says() == [Subscribe(3, (A, B))]
    assert talk.hears(Suback(3, (Q1, Q2))) == [SubscribeAnswered(ticket=0, subscriptions=(A, B), reason_codes=(Q1, Q2))]


def test_subscriptions_with_different_properties_are_asked_for_in_packets_of_their_own() -> None:
    talk = Conversation()
    talk.connect()
    one, two = Properties(subscription_identifiers=(1,)), Properties(subscription_identifiers=(2,))
    subscribed(talk, A, properties=one)
    subscribed(talk, B, properties=two)
    subscribed(talk, Subscription("c"), properties=one)
    talk.reconnect()
    assert talk.says() == [Subscribe(4, (A, Subscription("c")), one), Subscribe(5, (B,), two)]


def test_many_subscriptions_are_asked_for_in_packets_of_a_hundred() -> None:
    talk = Conversation()
    talk.connect()
    subscribed(talk, *[Subscription(f"t/{number}") for number in range(250)])
    talk.reconnect()
    assert [len(packet.subscriptions) for packet in talk.says() if isinstance(packet, Subscribe)] == [100, 100, 50]


def test_subscriptions_come_before_the_messages_that_waited() -> None:
    talk = Conversation()
    talk.connect()
    subscribed(talk, A)
    talk.session.lost(talk.now)
    talk.publish("t", b"x", 0)
    talk.connect(reconnecting=True)
    assert [type(packet) for packet in talk.says()] == [Subscribe, Publish]


def test_subscriptions_are_let_go_if_that_was_asked() -> None:
    talk = Conversation(resubscribe=False)
    talk.connect()
    subscribed(talk, A)
    assert [type(event) for event in talk.reconnect()] == [Connected]
    assert talk.says() == []
    assert talk.session.subscriptions == ()


def test_subscriptions_stay_with_a_session_that_is_present() -> None:
    talk = Conversation(clean_start=False, properties=KEEP)
    talk.connect()
    subscribed(talk, A)
    talk.reconnect(present=True)
    assert talk.says() == []
    assert talk.session.subscriptions == (A,)


def test_in_31_nobody_knows_so_subscriptions_are_asked_for_again() -> None:
    talk = Conversation(V31, clean_start=False)
    talk.connect()
    subscribed(talk, A)
    talk.reconnect()
    assert talk.says() == [Subscribe(2, (A,))]
    quiet = Conversation(V31, clean_start=False, resubscribe=False)
    quiet.connect()
    subscribed(quiet, A)
    quiet.reconnect()
    assert quiet.says() == []


def test_a_subscription_that_is_refused_the_second_time_is_gone() -> None:
    talk = Conversation()
    talk.connect()
    subscribed(talk, A, B)
    talk.reconnect()
    talk.says()
    talk.hears(Suback(2, (ReasonCode.NOT_AUTHORIZED, Q2)))
    assert talk.session.subscriptions == (B,)


def test_a_subscription_that_the_next_server_cannot_have_is_gone_and_said_so() -> None:
    talk = Conversation()
    talk.connect()
    subscribed(talk, A)
    events = talk.reconnect(properties=Properties(wildcard_subscription_available=0))
    answer = events[-1]
    assert answer == SubscribeAnswered(
        ticket=0, subscriptions=(A,), reason_codes=(ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED,)
    )
    assert talk.session.subscriptions == ()


def test_a_resubscription_that_is_lost_is_made_anew_once() -> None:
    talk = Conversation()
    talk.connect()
    subscribed(talk, A)
    talk.reconnect()
    talk.says()
    talk.reconnect()
    assert talk.says() == [Subscribe(3, (A,))]


def test_more_requests_than_there_are_packet_ids_wait() -> None:
    talk = Conversation()
    talk.connect()
    for _ in range(65_000):
        talk.publish(qos=1)
    tickets = [talk.session.subscribe([A], now=talk.now) for _ in range(540)]
    sent = [packet for packet in talk.says() if isinstance(packet, Subscribe)]
    assert len(sent) == 535
    events: list[Any] = talk.hears(*[Suback(packet.packet_id, (Q1,)) for packet in sent])
    rest = [packet for packet in talk.says() if isinstance(packet, Subscribe)]
    assert len(rest) == 5
    events += talk.hears(*[Suback(packet.packet_id, (Q1,)) for packet in rest])
    assert [event.ticket for event in events] == tickets


@pytest.mark.statement("MQTT-4.9.0-3", "MQTT-3.3.4-8")
def test_requests_do_not_wait_for_receive_maximum() -> None:
    talk = Conversation()
    talk.connect(properties=Properties(receive_maximum=1))
    talk.publish(qos=1)
    talk.publish(qos=1)
    talk.session.subscribe([A], now=talk.now)
    assert [type(packet) for packet in talk.says()] == [Publish, Subscribe]


@pytest.mark.statement("MQTT-3.2.2-15")
def test_resubscriptions_fit_into_the_packets_that_the_server_takes() -> None:
    talk = Conversation()
    talk.connect()
    filters = [f"some/filter/{number}" for number in range(150)]
    for one in filters:
        subscribed(talk, Subscription(one))
    talk.reconnect(properties=Properties(maximum_packet_size=300))
    stream = talk.writes()
    asked: list[str] = []
    while stream:
        decoded = decode(stream, V5, "client")
        assert decoded is not None
        packet, size = decoded
        assert isinstance(packet, Subscribe)
        assert size <= 300
        asked += [one.filter for one in packet.subscriptions]
        talk.hears(Suback(packet.packet_id, (ReasonCode.SUCCESS,) * len(packet.subscriptions)))
        stream = stream[size:]
    assert asked == filters
    assert [one.filter for one in talk.session.subscriptions] == filters


def test_one_resubscription_that_the_server_does_not_take_leaves_the_others_alone() -> None:
    talk = Conversation()
    talk.connect()
    for one in ("a", "b/#", "c", "$share/x/d", "e"):
        subscribed(talk, Subscription(one))
    events = talk.reconnect(properties=Properties(wildcard_subscription_available=0, shared_subscription_available=0))
    refused = {
        one.filter: code
        for event in events
        if isinstance(event, SubscribeAnswered)
        for one, code in zip(event.subscriptions, event.reason_codes, strict=True)
    }
    assert refused == {
        "b/#": ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED,
        "$share/x/d": ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
    }
    asked = [one.filter for packet in talk.says() if isinstance(packet, Subscribe) for one in packet.subscriptions]
    assert asked == ["a", "c", "e"]
    assert {one.filter for one in talk.session.subscriptions} == {"a", "c", "e"}
