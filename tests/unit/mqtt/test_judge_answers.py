"""Wrong answers of a server: what was answered rightly counts, and what was not is neither lost nor forgotten."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.unit.mqtt.conversation import Conversation, closing
from tracemq.mqtt import ProtocolError, ReasonCode, Subscription
from tracemq.mqtt.events import Event, Settled, SubscribeAnswered, UnsubscribeAnswered
from tracemq.mqtt.packets import Puback, Pubcomp, Publish, Pubrec, Pubrel, Suback, Subscribe, Unsuback, Unsubscribe


def settled(events: Sequence[Event]) -> list[int]:
    return [ticket for event in events if isinstance(event, Settled) for ticket in event.tickets]


def resent(talk: Conversation) -> list[tuple[bytes, bool]]:
    return [(packet.payload, packet.dup) for packet in talk.says() if isinstance(packet, Publish)]


def in_flight(*levels: int) -> tuple[Conversation, list[int]]:
    talk = Conversation(clean_start=False)
    talk.connect()
    tickets = [talk.publish("t", b"%d" % index, qos) for index, qos in enumerate(levels)]
    talk.says()
    return talk, tickets


@pytest.mark.statement("MQTT-4.4.0-1", "MQTT-4.6.0-1")
def test_a_puback_for_a_message_at_qos_2_loses_neither_that_message_nor_the_answers_before() -> None:
    talk, tickets = in_flight(1, 2, 1)
    events = talk.hears(Puback(1), Puback(2), Puback(3))
    assert isinstance(closing(events), ProtocolError)
    events += talk.reconnect(present=True)
    assert settled(events) == tickets[:1]
    assert resent(talk) == [(b"1", True), (b"2", True)]
    assert settled(talk.hears(Pubrec(2), Pubcomp(2), Puback(3))) == tickets[1:]
    assert talk.session.in_flight == 0


@pytest.mark.statement("MQTT-4.4.0-1")
def test_a_pubrec_for_a_message_at_qos_1_loses_neither_that_message_nor_the_answers_before() -> None:
    talk, tickets = in_flight(2, 1, 2)
    assert isinstance(closing(talk.hears(Pubrec(1), Pubrec(2))), ProtocolError)
    talk.reconnect(present=True)
    packets = talk.says()
    assert [type(packet) for packet in packets] == [Pubrel, Publish, Publish]
    assert settled(talk.hears(Pubcomp(1), Puback(2), Pubrec(3), Pubcomp(3))) == tickets


@pytest.mark.statement("MQTT-4.4.0-1")
def test_a_pubcomp_before_pubrec_does_not_swallow_the_answers_before_it() -> None:
    talk, tickets = in_flight(2, 2)
    talk.hears(Pubrec(1))
    events = talk.hears(Pubcomp(1), Pubcomp(2))
    assert isinstance(closing(events), ProtocolError)
    events += talk.reconnect(present=True)
    assert settled(events) == tickets[:1]
    assert resent(talk) == [(b"1", True)]


@pytest.mark.statement("MQTT-3.8.4-6")
def test_a_suback_with_too_many_codes_is_no_answer_and_the_subscription_is_asked_for_again() -> None:
    talk = Conversation()
    talk.connect()
    ticket = talk.session.subscribe([Subscription("a")], now=talk.now)
    talk.says()
    assert isinstance(closing(talk.hears(Suback(1, (ReasonCode.GRANTED_QOS_0,) * 2))), ProtocolError)
    talk.reconnect()
    (again,) = talk.says()
    assert isinstance(again, Subscribe)
    (answer,) = talk.hears(Suback(again.packet_id, (ReasonCode.GRANTED_QOS_0,)))
    assert isinstance(answer, SubscribeAnswered)
    assert answer.ticket == ticket


@pytest.mark.statement("MQTT-3.11.3-1")
def test_an_unsuback_with_too_many_codes_is_no_answer_and_unsubscribe_is_sent_again() -> None:
    talk = Conversation()
    talk.connect()
    ticket = talk.session.unsubscribe(["a"], now=talk.now)
    talk.says()
    assert isinstance(closing(talk.hears(Unsuback(1, (ReasonCode.SUCCESS,) * 2))), ProtocolError)
    talk.reconnect()
    (again,) = talk.says()
    assert isinstance(again, Unsubscribe)
    (answer,) = talk.hears(Unsuback(again.packet_id, (ReasonCode.SUCCESS,)))
    assert isinstance(answer, UnsubscribeAnswered)
    assert answer.ticket == ticket
