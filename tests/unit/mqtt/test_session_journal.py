"""What a session writes down, what waits for it, and what the next process makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mqtt.conversation import V5, V31, Conversation, closing, messages, settled
from tracemq.mqtt.errors import ProtocolError
from tracemq.mqtt.events import Event, Failed, MessageBatch, SessionDiscarded
from tracemq.mqtt.journal import (
    Entry,
    ForgetMessages,
    ForgetReceived,
    ForgetSubscription,
    Journal,
    SavedMessage,
    SavedSubscription,
    SaveMessage,
    SaveReceived,
    SaveReleased,
    SaveSent,
    SaveServerSession,
    SaveSubscription,
    SessionState,
)
from tracemq.mqtt.packets import (
    Connack,
    Disconnect,
    Packet,
    Puback,
    Pubcomp,
    Publish,
    Pubrec,
    Pubrel,
    Suback,
    Subscribe,
    Subscription,
    Unsuback,
    Unsubscribe,
)
from tracemq.mqtt.properties import NO_PROPERTIES, Properties
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.session import State
from tracemq.mqtt.types import QoS

KEEP = Properties(session_expiry_interval=60)
Q1, Q2 = QoS(1), QoS(2)
A = Subscription("a/#", Q1)


class Kept(Conversation):
    """A conversation whose journal is committed when the test says so."""

    def __init__(self, restored: SessionState | None = None, **settings: Any) -> None:
        settings.setdefault("clean_start", False)
        settings.setdefault("properties", KEEP)
        super().__init__(restored=restored or SessionState(), **settings)

    def commits(self) -> list[Entry]:
        """Commit what there is; the entries."""
        journal = self.session.take_journal()
        if journal is None:
            return []
        self.session.committed(journal)
        return journal.entries

    def connect(
        self, *, present: bool = False, reconnecting: bool = False, properties: Properties = NO_PROPERTIES
    ) -> list[Event]:
        self.session.connect(self.now, reconnecting=reconnecting)
        self.commits()
        assert len(self.says()) == 1
        return self.hears(Connack(present, ReasonCode.SUCCESS, properties))

    def opened(self) -> Kept:
        self.connect()
        self.commits()
        return self


def test_without_a_store_nothing_is_written_down() -> None:
    talk = Conversation()
    talk.connect()
    talk.publish(qos=1)
    talk.hears(Publish("t", qos=Q2, packet_id=1))
    assert talk.session.take_journal() is None
    assert len(talk.says()) == 2


def test_a_session_notes_whether_the_server_keeps_it() -> None:
    talk = Kept()
    talk.session.connect(talk.now)
    assert talk.says() == []
    assert talk.commits() == [SaveServerSession(True)]  # CONNACK may never come
    assert len(talk.says()) == 1
    talk.hears(Connack())
    assert talk.commits() == []
    talk.session.disconnect(talk.now, properties=Properties(session_expiry_interval=0))
    assert talk.commits() == [SaveServerSession(False)]


@pytest.mark.statement("MQTT-3.1.2-23", "MQTT-4.1.0-1", "MQTT-4.1.0-2")
def test_a_message_is_written_down_before_it_leaves_and_struck_out_when_settled() -> None:
    talk = Kept().opened()
    asked = Properties(content_type="x", message_expiry_interval=30)
    one = talk.publish("t", b"1", 1, retain=True, properties=asked)
    two = talk.publish("t", b"2", 2)
    assert talk.says() == []
    assert talk.commits() == [
        SaveMessage(
            SavedMessage(
                ticket=one,
                topic="t",
                payload=b"1",
                qos=Q1,
                retain=True,
                properties=asked,
                lifetime_left_s=30.0,
                packet_id=1,
            )
        ),
        SaveMessage(SavedMessage(ticket=two, topic="t", payload=b"2", qos=Q2, packet_id=2)),
    ]
    assert len(talk.says()) == 2
    events = talk.hears(Puback(1), Pubrec(2))
    assert settled(events) == [(one, ReasonCode.SUCCESS)]
    assert talk.says() == []
    assert talk.commits() == [ForgetMessages((one,)), SaveReleased((two,))]
    assert talk.says() == [Pubrel(2)]
    talk.hears(Pubcomp(2))
    assert talk.commits() == [ForgetMessages((two,))]


def test_a_message_that_waits_is_written_down_and_so_is_its_packet_id_later() -> None:
    talk = Kept()
    ticket = talk.publish("t", b"1", 1)
    talk.publish("t", b"0", 0)
    assert talk.commits() == [SaveMessage(SavedMessage(ticket=ticket, topic="t", payload=b"1", qos=Q1))]
    talk.connect()
    assert talk.says() == []
    assert talk.commits() == [SaveSent(ticket, 1)]
    assert len(talk.says()) == 2


def test_a_message_that_fails_or_is_taken_back_is_struck_out() -> None:
    talk = Kept()
    back = talk.publish("t", b"", 1)
    late = talk.publish("t", b"", 1, properties=Properties(message_expiry_interval=1))
    talk.commits()
    talk.session.withdraw(back)
    talk.passes(2)
    assert talk.commits() == [ForgetMessages((back,)), ForgetMessages((late,))]
    talk.opened()
    refused = talk.publish("t", b"", 2)
    talk.commits()
    talk.hears(Pubrec(1, ReasonCode.QUOTA_EXCEEDED))
    assert talk.commits() == [ForgetMessages((refused,))]


@pytest.mark.statement("MQTT-4.3.3-10")
def test_a_message_at_qos_2_is_acknowledged_only_after_it_was_written_down() -> None:
    talk = Kept().opened()
    events = talk.hears(Publish("t", b"1", Q1, packet_id=1), Publish("t", b"2", Q2, packet_id=2))
    assert len(messages(events)) == 2
    assert talk.says() == []
    assert talk.commits() == [SaveReceived((2,))]
    assert talk.says() == [Puback(1), Pubrec(2)]
    talk.hears(Pubrel(2))
    assert talk.says() == []
    assert talk.commits() == [ForgetReceived((2,))]
    assert talk.says() == [Pubcomp(2)]


def test_what_depends_on_nothing_leaves_at_once() -> None:
    talk = Kept().opened()
    talk.publish("t", b"0", 0)
    talk.hears(Publish("t", b"1", Q1, packet_id=1))
    assert talk.says() == [Publish("t", b"0"), Puback(1)]
    assert talk.commits() == []


def test_order_is_kept_while_a_commit_is_under_way() -> None:
    talk = Kept().opened()
    talk.publish("t", b"1", 1)
    first = talk.session.take_journal()
    assert first is not None
    talk.publish("t", b"2", 0)
    assert talk.says() == []  # it must not overtake
    talk.publish("t", b"3", 1)
    second = talk.session.take_journal()
    assert second is not None
    talk.publish("t", b"4", 0)
    talk.session.committed(first)
    assert [packet.payload for packet in talk.says() if isinstance(packet, Publish)] == [b"1"]
    talk.session.committed(second)
    assert [packet.payload for packet in talk.says() if isinstance(packet, Publish)] == [b"2", b"3", b"4"]


def test_a_receiver_may_make_everything_wait_for_a_commit_of_its_own() -> None:
    talk = Kept().opened()
    talk.hears(Publish("t", b"1", Q1, packet_id=1))
    journal = talk.session.take_journal(force=True)
    assert isinstance(journal, Journal)
    assert journal.entries == []
    assert talk.says() == []
    talk.session.committed(journal)
    assert talk.says() == [Puback(1)]


def test_what_waits_for_a_commit_still_counts_against_receive_maximum() -> None:
    talk = Kept(properties=Properties(receive_maximum=2, session_expiry_interval=60)).opened()
    talk.hears(Publish("t", qos=Q2, packet_id=1), Publish("t", qos=Q1, packet_id=2))
    talk.commits()
    talk.says()
    talk.hears(Publish("t", qos=Q1, packet_id=3))
    assert isinstance(closing(talk.hears(Publish("t", qos=Q1, packet_id=4))), ProtocolError)


def test_what_was_meant_for_a_lost_connection_never_leaves() -> None:
    talk = Kept().opened()
    ticket = talk.publish("t", b"1", 1)
    journal = talk.session.take_journal()
    assert journal is not None
    talk.session.lost(talk.now)
    talk.session.connect(talk.now)
    talk.session.committed(journal)
    assert len(talk.says()) == 1
    talk.hears(Connack(True))
    talk.commits()
    assert talk.says() == [Publish("t", b"1", Q1, dup=True, packet_id=1)]
    assert settled(talk.hears(Puback(1))) == [(ticket, ReasonCode.SUCCESS)]


def test_a_farewell_does_not_wait_for_a_commit() -> None:
    talk = Kept().opened()
    talk.publish("t", b"1", 1)
    assert closing(talk.hears(bytes.fromhex("3600")))
    assert talk.says() == [Disconnect(ReasonCode.MALFORMED_PACKET)]


def test_our_own_disconnect_waits_for_what_was_published_before() -> None:
    talk = Kept().opened()
    talk.publish("t", b"1", 1)
    talk.session.disconnect(talk.now)
    assert talk.says() == []
    talk.commits()
    assert [type(packet) for packet in talk.says()] == [Publish, Disconnect]


def test_subscriptions_are_written_down_when_they_are_granted_and_struck_out_when_they_end() -> None:
    talk = Kept().opened()
    asked = Properties(subscription_identifiers=(3,))
    talk.session.subscribe([A, Subscription("b")], asked, now=talk.now)
    assert talk.says() == [Subscribe(1, (A, Subscription("b")), asked)]
    talk.hears(Suback(1, (ReasonCode.GRANTED_QOS_1, ReasonCode.NOT_AUTHORIZED)))
    assert talk.commits() == [SaveSubscription(SavedSubscription(subscription=A, properties=asked))]
    talk.session.unsubscribe(["a/#"], now=talk.now)
    assert talk.says() == [Unsubscribe(2, ("a/#",))]
    talk.hears(Unsuback(2, (ReasonCode.SUCCESS,)))
    assert talk.commits() == [ForgetSubscription("a/#")]


def test_a_lost_session_is_struck_out() -> None:
    talk = Kept(resubscribe=False).opened()
    talk.session.subscribe([A], now=talk.now)
    talk.hears(Suback(1, (ReasonCode.GRANTED_QOS_1,)))
    kept = talk.publish("t", b"1", 1)
    lost = talk.publish("t", b"2", 2)
    talk.hears(Publish("t", qos=Q2, packet_id=7), Pubrec(3))
    talk.commits()
    talk.reconnect(present=False)
    assert talk.commits() == [
        ForgetReceived((7,)),
        ForgetSubscription("a/#"),
        SaveSent(kept, 0),
        ForgetMessages((lost,)),
        SaveSent(kept, 4),
    ]


def test_with_manual_acknowledgement_an_id_is_written_down_when_the_receiver_has_the_message() -> None:
    talk = Kept(manual_acknowledgement=True).opened()
    (batch,) = talk.hears(Publish("t", qos=Q2, packet_id=7))
    assert isinstance(batch, MessageBatch)
    assert talk.commits() == []
    talk.session.acknowledge(batch)
    assert talk.commits() == [SaveReceived((7,))]
    assert talk.says() == [Pubrec(7)]


def test_giving_up_leaves_what_is_written_down() -> None:
    talk = Kept()
    ticket = talk.publish("t", b"1", 1)
    assert talk.session.abandon() == [ticket]
    talk.commits()
    talk.connect()
    talk.commits()
    assert talk.says() == [Publish("t", b"1", Q1, packet_id=1)]


def test_a_session_that_the_server_was_asked_for_is_known_to_the_next_process() -> None:
    talk = Kept(clean_start=True)
    talk.session.connect(talk.now)
    assert len(talk.says()) == 1  # a clean start leaves nothing to know
    assert talk.commits() == []


# When a commit fails


def failed(talk: Kept, *, undelivered: bool) -> None:
    journal = talk.session.take_journal(force=True)
    assert journal is not None
    talk.session.rolled_back(journal, undelivered=undelivered)


def test_after_a_failed_commit_nothing_leaves_and_the_next_journal_has_it_again() -> None:
    talk = Kept().opened()
    ticket = talk.publish("t", b"1", 1)
    talk.hears(Publish("t", qos=Q2, packet_id=7))
    failed(talk, undelivered=False)
    assert talk.session.state is State.CLOSING
    assert talk.says() == []
    assert talk.commits() == [
        SaveMessage(SavedMessage(ticket=ticket, topic="t", payload=b"1", qos=Q1, packet_id=1)),
        SaveReceived((7,)),
    ]
    talk.reconnect(present=True)
    talk.commits()
    assert talk.says() == [Publish("t", b"1", Q1, dup=True, packet_id=1)]
    assert talk.hears(Publish("t", qos=Q2, dup=True, packet_id=7)) == []
    assert talk.says() == [Pubrec(7)]


def test_what_the_receiver_rolled_back_is_delivered_to_it_again() -> None:
    talk = Kept().opened()
    talk.hears(Publish("t", b"kept", Q2, packet_id=1))
    talk.commits()
    talk.says()
    talk.hears(Pubrel(1), Publish("t", b"rolled back", Q2, packet_id=2))
    journal = talk.session.take_journal()
    assert journal is not None
    talk.hears(Publish("t", b"meanwhile", Q2, packet_id=3))
    ticket = talk.publish("t", b"ours", 1)
    talk.session.rolled_back(journal, undelivered=True)
    (entry,) = talk.commits()
    assert isinstance(entry, SaveMessage)
    assert entry.message.ticket == ticket
    talk.reconnect(present=True)
    talk.commits()
    talk.says()
    again = [Publish("t", b"rolled back", Q2, dup=True, packet_id=2), Publish("t", b"", Q2, dup=True, packet_id=3)]
    assert len(messages(talk.hears(Pubrel(1), *again))) == 2
    assert talk.commits() == [ForgetReceived((1,)), SaveReceived((2, 3))]
    assert talk.says() == [Pubcomp(1), Pubrec(2), Pubrec(3)]


def test_a_commit_that_fails_after_the_connection_was_lost_is_made_again_as_well() -> None:
    talk = Kept().opened()
    talk.publish("t", b"1", 1)
    journal = talk.session.take_journal()
    assert journal is not None
    talk.session.lost(talk.now)
    talk.session.rolled_back(journal)
    assert talk.session.state is State.OFFLINE
    assert len(talk.commits()) == 1


# The next process


def saved(ticket: int, **more: Any) -> SavedMessage:
    return SavedMessage(**{"ticket": ticket, "topic": "t", "payload": b"%d" % ticket, "qos": Q1, **more})


@pytest.mark.statement("MQTT-3.1.2-23", "MQTT-4.4.0-1", "MQTT-4.6.0-1", "MQTT-4.6.0-4")
def test_unfinished_work_is_taken_up_by_the_next_process() -> None:
    talk = Kept(
        SessionState(
            server_has_session=True,
            messages=[
                saved(7, qos=Q2, packet_id=70, released=True),
                saved(3, qos=Q2, packet_id=30, released=True),
                saved(4, packet_id=40),
                saved(5, qos=Q2, packet_id=50, retain=True, properties=Properties(content_type="x")),
                saved(9),
            ],
            received={5},
            subscriptions=[SavedSubscription(subscription=A)],
        )
    )
    new = talk.publish("t", b"new", 1)
    assert new == 10
    events = talk.connect(present=True)
    talk.commits()
    assert talk.session.subscriptions == (A,)
    said: list[Packet] = talk.says()
    assert said == [
        Pubrel(70),
        Pubrel(30),
        Publish("t", b"4", Q1, dup=True, packet_id=40),
        Publish("t", b"5", Q2, retain=True, dup=True, packet_id=50, properties=Properties(content_type="x")),
        Publish("t", b"9", Q1, packet_id=1),
        Publish("t", b"new", Q1, packet_id=2),
    ]
    assert len(events) == 1
    assert talk.hears(Publish("t", qos=Q2, dup=True, packet_id=5)) == []
    events = talk.hears(Pubcomp(70), Pubcomp(30), Puback(40), Pubrec(50), Puback(1))
    assert [ticket for ticket, _ in settled(events)] == [7, 3, 4, 9]


def test_tickets_go_on_where_the_last_process_stopped() -> None:
    talk = Kept(SessionState(messages=[saved(7), saved(9)]))
    assert talk.publish("t", b"new", 1) == 10


def test_packet_ids_in_flight_are_not_given_out_again() -> None:
    talk = Kept(SessionState(server_has_session=True, messages=[saved(1, packet_id=1), saved(2, packet_id=2)]))
    talk.connect(present=True)
    talk.publish("t", b"new", 1)
    talk.commits()
    assert [packet.packet_id for packet in talk.says() if isinstance(packet, Publish)] == [1, 2, 3]


def test_lifetimes_go_on_where_the_last_process_stopped() -> None:
    lifetime = Properties(message_expiry_interval=60)
    talk = Kept(
        SessionState(
            messages=[
                saved(1, properties=lifetime, lifetime_left_s=-1.0),
                saved(2, properties=lifetime, lifetime_left_s=10.0),
            ]
        )
    )
    events = talk.connect()
    talk.commits()
    assert [event.tickets for event in events if isinstance(event, Failed)] == [[1]]
    (packet,) = talk.says()
    assert isinstance(packet, Publish)
    assert packet.properties.message_expiry_interval == 10


def test_what_is_in_flight_is_finished_however_old_it_is() -> None:
    lifetime = Properties(message_expiry_interval=60)
    old = saved(1, properties=lifetime, lifetime_left_s=-1.0, packet_id=5)
    talk = Kept(SessionState(server_has_session=True, messages=[old]))
    talk.connect(present=True)
    talk.commits()
    (packet,) = talk.says()
    assert isinstance(packet, Publish)
    assert (packet.packet_id, packet.dup, packet.properties.message_expiry_interval) == (5, True, 1)


def test_a_restored_session_that_the_server_lost_is_discarded() -> None:
    talk = Kept(
        SessionState(
            server_has_session=True,
            messages=[saved(1, packet_id=1)],
            received={5, 6},
            subscriptions=[SavedSubscription(subscription=A)],
        )
    )
    events = talk.connect(present=False)
    assert events[1] == SessionDiscarded(republished=(1,), lost=(), forgotten=2, resubscribed=("a/#",))
    talk.commits()
    assert talk.says() == [Subscribe(1, (A,)), Publish("t", b"1", Q1, packet_id=2)]


def test_in_31_a_restored_session_is_believed() -> None:
    talk = Conversation(V31, clean_start=False, restored=SessionState(messages=[saved(1, packet_id=1)]))
    talk.connect()
    journal = talk.session.take_journal()
    assert journal is not None
    talk.session.committed(journal)
    assert talk.says() == [Publish("t", b"1", Q1, dup=True, packet_id=1)]
    assert talk.version is not V5
