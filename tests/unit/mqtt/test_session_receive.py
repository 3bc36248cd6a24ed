"""Messages that the server sends us: delivered once, acknowledged in order, within the limits we announced."""

from __future__ import annotations

import pytest

from tests.unit.mqtt.conversation import EVERY_VERSION, V5, V31, V311, Conversation, closing, messages, payloads
from tracemq.mqtt.batch import Message, MessageBatch
from tracemq.mqtt.errors import MalformedPacket, ProtocolError, ServerDisconnected
from tracemq.mqtt.events import AnswerIgnored, Closing, SubscribeAnswered
from tracemq.mqtt.packets import Packet, Pingresp, Puback, Pubcomp, Publish, Pubrec, Pubrel, Suback, Subscription
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import PacketType, QoS, Version
from tracemq.mqtt.wire import write_varint

Q0, Q1, Q2 = QoS(0), QoS(1), QoS(2)
KEEP = Properties(session_expiry_interval=60)


def q1(packet_id: int, payload: bytes = b"", *, dup: bool = False) -> Publish:
    return Publish("t", payload, Q1, dup=dup, packet_id=packet_id)


def q2(packet_id: int, payload: bytes = b"", *, dup: bool = False) -> Publish:
    return Publish("t", payload, Q2, dup=dup, packet_id=packet_id)


def batches(events: list[object]) -> list[MessageBatch]:
    return [event for event in events if isinstance(event, MessageBatch)]


# Acknowledgements


@pytest.mark.parametrize("version", EVERY_VERSION)
def test_a_message_brings_everything_that_its_packet_says(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    properties = Properties(content_type="text", subscription_identifiers=(1, 2)) if version is V5 else Properties()
    packet = Publish("a/ü", b"\0\xff", Q1, retain=True, dup=True, packet_id=9, properties=properties)
    assert messages(talk.hears(packet)) == [
        Message("a/ü", b"\0\xff", Q1, retain=True, dup=True, properties=properties, packet_id=9, received_at=5000.0)
    ]


@pytest.mark.statement("MQTT-4.3.2-4", "MQTT-4.3.2-5", "MQTT-4.3.3-8", "MQTT-4.3.3-11", "3.1.1:MQTT-4.3.3-2")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_each_quality_of_service_gets_its_acknowledgement(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    events = talk.hears(Publish("t", b"0"), q1(1, b"1"), q2(1, b"2"))
    assert payloads(events) == [b"0", b"1", b"2"]
    assert talk.writes() == bytes.fromhex("4002000150020001")
    assert talk.hears(Pubrel(1)) == []
    assert talk.writes() == bytes.fromhex("70020001")


@pytest.mark.statement("MQTT-4.6.0-2", "MQTT-4.6.0-3", "MQTT-4.6.0-4", "3.1.1:MQTT-4.6.0-2", "3.1.1:MQTT-4.6.0-3")
@pytest.mark.parametrize("count", [3, 20, 500])
def test_acknowledgements_leave_in_the_order_of_the_messages(count: int) -> None:
    talk = Conversation()
    talk.connect()
    packets: list[Packet] = []
    expected: list[Packet] = []
    for number in range(count, 0, -1):
        packets.append([Publish("t"), q1(number), q2(number)][number % 3])
        if number % 3:
            expected.append(Puback(number) if number % 3 == 1 else Pubrec(number))
    talk.hears(*packets)
    assert talk.says() == expected
    ids = [packet.packet_id for packet in expected if isinstance(packet, Pubrec)]
    talk.hears(*[Pubrel(packet_id) for packet_id in ids])
    assert talk.says() == [Pubcomp(packet_id) for packet_id in ids]


def test_ids_of_the_server_and_ours_have_nothing_to_do_with_each_other() -> None:
    talk = Conversation()
    talk.connect()
    ticket = talk.publish(qos=2)
    talk.says()
    talk.hears(q2(1))
    assert talk.says() == [Pubrec(1)]
    talk.hears(Pubrec(1))
    assert talk.says() == [Pubrel(1)]
    talk.hears(Pubrel(1), Pubcomp(1))
    assert talk.says() == [Pubcomp(1)]
    assert not talk.session.is_waiting(ticket)
    assert talk.session.in_flight == 0


@pytest.mark.parametrize("version", EVERY_VERSION)
def test_a_pubrel_for_nothing_is_answered_and_told(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    assert talk.hears(q2(1), Pubrel(2), Pubrel(1), Pubrel(1))[0] == AnswerIgnored(
        packet_type=PacketType.PUBREL, packet_ids=(2, 1)
    )
    unknown = ReasonCode.PACKET_IDENTIFIER_NOT_FOUND if version is V5 else ReasonCode.SUCCESS
    assert talk.says() == [Pubrec(1), Pubcomp(2, unknown), Pubcomp(1), Pubcomp(1, unknown)]


def test_a_pubrel_with_a_reason_or_properties_is_one_too() -> None:
    talk = Conversation()
    talk.connect()
    talk.hears(q2(1), q2(2))
    talk.says()
    why = Properties(reason_string="why")
    assert talk.hears(Pubrel(1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND), Pubrel(2, ReasonCode.SUCCESS, why)) == []
    assert talk.says() == [Pubcomp(1), Pubcomp(2)]


def test_in_31_a_pubrel_may_be_marked_as_repeated() -> None:
    talk = Conversation(V31)
    talk.connect()
    talk.hears(q2(1))
    talk.says()
    talk.hears(bytes.fromhex("6a020001"))
    assert talk.says() == [Pubcomp(1)]


# Exactly once


@pytest.mark.statement("MQTT-4.3.3-10", "MQTT-4.3.3-12", "3.1.1:MQTT-4.3.3-2")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_a_repeated_message_at_qos_2_is_acknowledged_and_not_delivered(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    talk.hears(q2(1, b"first"))
    talk.says()
    events = talk.hears(q2(1, b"first", dup=True), Publish("t", b"other"), q2(2, b"second"))
    assert payloads(events) == [b"other", b"second"]
    assert talk.says() == [Pubrec(1), Pubrec(2)]
    talk.hears(Pubrel(1))
    assert payloads(talk.hears(q2(1, b"new"))) == [b"new"]


def test_repetition_inside_one_read_is_seen_and_release_frees_the_id() -> None:
    talk = Conversation()
    talk.connect()
    events = talk.hears(q2(1, b"a"), q2(1, b"a", dup=True), Pubrel(1), q2(1, b"b"), q2(1, b"b", dup=True))
    assert payloads(events) == [b"a", b"b"]
    assert talk.says() == [Pubrec(1), Pubrec(1), Pubcomp(1), Pubrec(1), Pubrec(1)]


def test_a_read_of_nothing_but_repetitions_delivers_nothing() -> None:
    talk = Conversation()
    talk.connect()
    talk.hears(q2(1), q2(2))
    talk.says()
    assert talk.hears(q2(1, dup=True), q2(2, dup=True)) == []
    assert talk.says() == [Pubrec(1), Pubrec(2)]


@pytest.mark.parametrize("version", [V311, V5])
def test_exactly_once_holds_across_lost_connections(version: Version) -> None:
    talk = Conversation(version, clean_start=False, properties=KEEP if version is V5 else Properties())
    talk.connect()
    assert payloads(talk.hears(q2(1, b"x"), q2(2, b"y"))) == [b"x", b"y"]
    talk.reconnect(present=True)  # our PUBRECs may not have arrived
    talk.says()
    assert talk.hears(q2(1, b"x", dup=True)) == []
    assert talk.says() == [Pubrec(1)]
    talk.reconnect(present=True)
    talk.says()
    assert talk.hears(Pubrel(1), Pubrel(2)) == []
    assert talk.says() == [Pubcomp(1), Pubcomp(2)]
    assert payloads(talk.hears(q2(1, b"z"))) == [b"z"]


def test_without_the_session_the_server_may_use_the_ids_anew() -> None:
    talk = Conversation()
    talk.connect()
    talk.hears(q2(1, b"old"))
    talk.reconnect(present=False)
    assert payloads(talk.hears(q2(1, b"new"))) == [b"new"]


# Our Receive Maximum


@pytest.mark.statement("MQTT-3.3.4-9")
@pytest.mark.parametrize("version", [V311, V5])
def test_more_messages_than_we_let_it_send_end_the_connection(version: Version) -> None:
    talk = Conversation(version, properties=Properties(receive_maximum=3))
    talk.connect()
    events = talk.hears(q1(1), Publish("t", b"0"), q2(1), q2(2), Publish("t", b"1"), q1(2), Publish("t", b"2"))
    if version is V311:
        assert len(messages(events)) == 7
        return
    error = closing(events)
    assert isinstance(error, ProtocolError)
    assert error.reason is ReasonCode.RECEIVE_MAXIMUM_EXCEEDED
    assert [message.payload for message in messages(events)] == [b"", b"0", b"", b"", b"1"]
    assert talk.writes().endswith(bytes.fromhex("e00193"))


def test_what_is_acknowledged_makes_room_as_soon_as_it_is_written() -> None:
    talk = Conversation(properties=Properties(receive_maximum=2))
    talk.connect()
    for number in range(1, 50):
        events = talk.hears(q1(number), q2(number))
        assert len(messages(events)) == 2
        talk.says()
        talk.hears(Pubrel(number))
        talk.says()
    assert isinstance(closing(talk.hears(q1(1), q1(2), q1(3))), ProtocolError)


def test_a_finished_handshake_makes_no_room_before_it_is_written() -> None:
    talk = Conversation(properties=Properties(receive_maximum=1))
    talk.connect()
    talk.hears(q2(1))
    talk.says()
    events = talk.hears(Pubrel(1), q2(2))  # it cannot have our PUBCOMP yet
    assert isinstance(closing(events), ProtocolError)


def test_a_repetition_does_not_count_twice() -> None:
    talk = Conversation(properties=Properties(receive_maximum=1))
    talk.connect()
    talk.hears(q2(1))
    for _ in range(3):
        assert talk.hears(q2(1, dup=True)) == []
    assert isinstance(closing(talk.hears(q2(1, dup=True), q2(2))), ProtocolError)


def test_what_an_earlier_connection_brought_counts_once_it_is_sent_again() -> None:
    talk = Conversation(clean_start=False, properties=Properties(receive_maximum=2, session_expiry_interval=60))
    talk.connect()
    talk.hears(q2(1), q2(2))
    talk.reconnect(present=True)
    talk.says()
    assert len(messages(talk.hears(q1(1), q2(3)))) == 2
    talk.says()
    assert isinstance(closing(talk.hears(q2(1, dup=True), q2(2, dup=True))), ProtocolError)


def test_the_repetitions_before_one_message_too_many_are_still_not_delivered() -> None:
    talk = Conversation(properties=Properties(receive_maximum=2))
    talk.connect()
    talk.hears(q2(1, b"a"))
    talk.says()
    events = talk.hears(q2(1, b"a", dup=True), q2(2, b"b"), q2(3, b"c"))
    assert payloads(events) == [b"b"]
    assert isinstance(closing(events), ProtocolError)


# Topic aliases of the server


@pytest.mark.statement("MQTT-3.1.2-26", "MQTT-3.1.2-27", "MQTT-3.3.2-10", "MQTT-3.3.2-8")
def test_aliases_of_the_server_are_resolved_and_checked() -> None:
    talk = Conversation(properties=Properties(topic_alias_maximum=2))
    talk.connect()
    one, two = Properties(topic_alias=1), Properties(topic_alias=2)
    events = talk.hears(
        Publish("a", properties=one),
        Publish("", properties=one),
        Publish("b", properties=two),
        Publish("c", properties=one),
        Publish("", properties=one),
        Publish("", properties=two),
    )
    assert [message.topic for message in messages(events)] == ["a", "a", "b", "c", "c", "b"]
    error = closing(talk.hears(Publish("d", properties=Properties(topic_alias=3))))
    assert isinstance(error, ProtocolError)
    assert error.reason is ReasonCode.TOPIC_ALIAS_INVALID
    assert talk.writes() == bytes.fromhex("e00194")


@pytest.mark.statement("MQTT-3.3.2-7")
def test_aliases_of_the_server_are_forgotten_with_the_connection() -> None:
    talk = Conversation(properties=Properties(topic_alias_maximum=2))
    talk.connect()
    talk.hears(Publish("a", properties=Properties(topic_alias=1)))
    talk.reconnect()
    error = closing(talk.hears(Publish("", properties=Properties(topic_alias=1))))
    assert isinstance(error, ProtocolError)
    assert error.reason is ReasonCode.PROTOCOL_ERROR


# Faults


@pytest.mark.statement("MQTT-4.13.1-1", "3.1.1:MQTT-4.8.0-1", "MQTT-3.14.4-1", "MQTT-3.14.4-2")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_a_malformed_packet_ends_the_connection_after_what_came_before(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    events = talk.hears(Publish("t", b"before"), bytes.fromhex("3600"), Publish("t", b"behind"))
    assert payloads(events) == [b"before"]
    assert isinstance(closing(events), MalformedPacket)
    assert talk.writes() == (bytes.fromhex("e00181") if version is V5 else b"")
    assert talk.hears(Publish("t", b"later")) == []


def test_what_was_to_be_said_before_a_fault_is_still_said() -> None:
    talk = Conversation()
    talk.connect()
    talk.publish("t", b"x")
    talk.hears(q1(1), bytes.fromhex("3600"))
    assert [type(packet).__name__ for packet in talk.says()] == ["Publish", "Puback", "Disconnect"]


@pytest.mark.parametrize("packet", ["c000", "1000", "82060001000161 00", "a20500010001 61", "f000", "0000"])
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_packets_that_only_clients_send_end_the_connection(version: Version, packet: str) -> None:
    talk = Conversation(version)
    talk.connect()
    assert isinstance(closing(talk.hears(bytes.fromhex(packet))), (ProtocolError, MalformedPacket))


def test_a_pingresp_that_nobody_asked_for_does_no_harm() -> None:
    talk = Conversation()
    talk.connect()
    assert talk.hears(Pingresp()) == []


def test_facts_and_messages_come_in_the_order_of_their_arrival() -> None:
    talk = Conversation()
    talk.connect()
    talk.session.subscribe([Subscription("t")], now=talk.now)
    events = talk.hears(Publish("t", b"1"), Suback(1, (ReasonCode.SUCCESS,)), Publish("t", b"2"), bytes.fromhex("3600"))
    assert [type(event) for event in events] == [MessageBatch, SubscribeAnswered, MessageBatch, Closing]


def test_messages_among_acknowledgements_come_as_one_batch() -> None:
    talk = Conversation()
    talk.connect()
    packets: list[Packet] = []
    for number in range(1, 101):
        packets += [q2(number), Pubrel(number)]
    (batch,) = talk.hears(*packets)
    assert isinstance(batch, MessageBatch)
    assert len(batch) == 100


# Acknowledgement by the receiver


def test_with_manual_acknowledgement_nothing_is_said_until_the_receiver_has_it() -> None:
    talk = Conversation(manual_acknowledgement=True)
    talk.connect()
    (first,) = batches(talk.hears(q1(1), q2(1)))
    (plain,) = batches(talk.hears(Publish("t")))
    (second,) = batches(talk.hears(q1(2)))
    assert talk.says() == []
    assert plain.acknowledgement == 0
    talk.session.acknowledge(second)
    talk.session.acknowledge(plain)
    assert talk.says() == []  # in order of arrival
    talk.session.acknowledge(first)
    assert talk.says() == [Puback(1), Pubrec(1), Puback(2)]
    talk.session.acknowledge(first)
    assert talk.says() == []


def test_with_manual_acknowledgement_several_runs_in_one_read_are_acknowledged_together() -> None:
    talk = Conversation(manual_acknowledgement=True)
    talk.connect()
    talk.publish(qos=1)
    talk.says()
    (batch,) = batches(talk.hears(q1(1), Puback(1), q1(2)))
    talk.session.acknowledge(batch)
    assert talk.says() == [Puback(1), Puback(2)]


def test_what_the_receiver_does_not_acknowledge_counts_against_receive_maximum() -> None:
    talk = Conversation(manual_acknowledgement=True, properties=Properties(receive_maximum=2))
    talk.connect()
    (batch,) = batches(talk.hears(q1(1), q1(2)))
    talk.session.acknowledge(batch)
    talk.says()
    talk.hears(q1(3), q1(4))
    assert isinstance(closing(talk.hears(q1(5))), ProtocolError)


def test_a_repetition_of_what_the_receiver_has_not_acknowledged_waits_with_it() -> None:
    talk = Conversation(manual_acknowledgement=True)
    talk.connect()
    (batch,) = batches(talk.hears(q2(1), q2(1, dup=True)))
    assert len(batch) == 1
    assert talk.hears(q2(1, dup=True)) == []
    assert talk.says() == []
    talk.session.acknowledge(batch)
    assert talk.says() == [Pubrec(1)]
    events = talk.hears(q1(7), q2(1, dup=True))
    assert talk.says() == [Pubrec(1)]  # at once: it was acknowledged before
    talk.session.acknowledge(batches(events)[0])
    assert talk.says() == [Puback(7)]


def test_what_is_acknowledged_after_the_connection_was_lost_is_remembered_for_qos_2() -> None:
    talk = Conversation(manual_acknowledgement=True, clean_start=False, properties=KEEP)
    talk.connect()
    (batch,) = batches(talk.hears(q1(1, b"at least once"), q2(1, b"exactly once")))
    talk.reconnect(present=True)
    talk.says()
    talk.session.acknowledge(batch)
    assert talk.says() == []  # the server has not asked again yet
    events = talk.hears(q1(1, b"at least once", dup=True), q2(1, b"exactly once", dup=True))
    assert payloads(events) == [b"at least once"]
    assert talk.says() == [Pubrec(1)]  # the receiver has it; what came with it has not been acknowledged
    talk.session.acknowledge(batches(events)[0])
    assert talk.says() == [Puback(1)]


def test_what_the_server_asks_for_again_is_answered_when_the_receiver_has_it() -> None:
    talk = Conversation(manual_acknowledgement=True, clean_start=False, properties=KEEP)
    talk.connect()
    (batch,) = batches(talk.hears(q2(1)))
    talk.reconnect(present=True)
    talk.says()
    assert talk.hears(q2(1, dup=True)) == []
    assert talk.says() == []
    talk.session.acknowledge(batch)
    assert talk.says() == [Pubrec(1)]


def test_a_batch_at_qos_1_of_a_lost_connection_holds_nobody_up() -> None:
    talk = Conversation(manual_acknowledgement=True, clean_start=False, properties=KEEP)
    talk.connect()
    (lost,) = batches(talk.hears(q1(1)))
    talk.reconnect(present=True)
    talk.says()
    (batch,) = batches(talk.hears(q1(1, dup=True)))
    talk.session.acknowledge(batch)
    assert talk.says() == [Puback(1)]
    talk.session.acknowledge(lost)
    assert talk.says() == []


def test_what_the_server_forgot_needs_no_acknowledgement() -> None:
    talk = Conversation(manual_acknowledgement=True)
    talk.connect()
    (batch,) = batches(talk.hears(q2(1)))
    talk.reconnect(present=False)
    talk.says()
    talk.session.acknowledge(batch)
    assert talk.says() == []
    (batch,) = batches(talk.hears(q2(1)))
    talk.session.acknowledge(batch)
    assert talk.says() == [Pubrec(1)]


@pytest.mark.parametrize("head", [b"\x90", b"\xb0", b"\xe0", b"\xf0", b"\x40"])
def test_an_answer_longer_than_any_can_be_is_refused_at_its_header(head: bytes) -> None:
    talk = Conversation()
    talk.connect()
    error = closing(talk.hears(head + bytes.fromhex("80808001")))  # 2 MiB are announced
    assert error.reason is ReasonCode.PACKET_TOO_LARGE  # type: ignore[attr-defined]  # an MqttError
    assert talk.writes() == bytes.fromhex("e00195")


@pytest.mark.parametrize("head", [b"\x30", b"\xe0"], ids=["PUBLISH", "DISCONNECT"])
@pytest.mark.parametrize("count", [10_000, 10_001, 200_000])
def test_more_properties_than_anybody_needs_are_refused_before_they_take_time_and_memory(
    head: bytes, count: int
) -> None:
    talk = Conversation()
    talk.connect()
    properties = bytes.fromhex("2600000000") * count
    body = (b"\x00\x01t" if head == b"\x30" else b"\x8b") + write_varint(len(properties)) + properties
    events = talk.hears(head + write_varint(len(body)) + body)
    if count > 10_000:
        assert closing(events).reason is ReasonCode.QUOTA_EXCEEDED  # type: ignore[attr-defined]  # an MqttError
        assert talk.writes() == bytes.fromhex("e00197")
    elif head == b"\x30":
        assert len(messages(events)[0].properties.user_properties) == count
    else:
        assert isinstance(closing(events), ServerDisconnected)
