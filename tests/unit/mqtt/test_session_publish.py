"""Messages that we publish: from the command to the last acknowledgement, over good and bad connections."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mqtt.conversation import EVERY_VERSION, V5, V31, V311, Conversation, closing, settled
from tracemq.mqtt.errors import ProtocolError, RefusedLocally, SessionLost, TimedOut
from tracemq.mqtt.events import AnswerIgnored, Failed, PropertiesNotSent, SessionDiscarded, Settled
from tracemq.mqtt.packets import Connack, Disconnect, Puback, Pubcomp, Publish, Pubrec, Pubrel
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ConnectReturnCode, ReasonCode
from tracemq.mqtt.types import PacketType, QoS, Version

SUCCESS = ReasonCode.SUCCESS
NO_MATCH = ReasonCode.NO_MATCHING_SUBSCRIBERS
KEEP = Properties(session_expiry_interval=60)
Q1, Q2 = QoS(1), QoS(2)


# The three flows


@pytest.mark.statement("MQTT-4.3.1-1", "MQTT-3.3.1-2", "MQTT-2.2.1-2")
@pytest.mark.parametrize(
    ("version", "said"), [(V31, "3006 0003612f62 78"), (V311, "3006 0003612f62 78"), (V5, "3007 0003612f62 00 78")]
)
def test_at_qos_0_a_message_leaves_once_and_is_done(version: Version, said: str) -> None:
    talk = Conversation(version)
    talk.connect()
    for _ in range(3):  # the third time by the quick way
        assert talk.publish("a/b", b"x") == 0
        assert talk.writes() == bytes.fromhex(said)
    assert talk.session.in_flight == 0


@pytest.mark.parametrize("version", EVERY_VERSION)
@pytest.mark.parametrize("size", [0, 100, 119, 120, 121, 200, 15_990, 16_000, 20_000, 2_200_000])
def test_payloads_of_every_size_leave_whole(version: Version, size: int) -> None:
    talk = Conversation(version)
    talk.connect()
    for _ in range(2):
        talk.publish("topic", bytes(size))
        assert talk.says() == [Publish("topic", bytes(size))]


@pytest.mark.statement("MQTT-4.3.2-1", "MQTT-4.3.2-2", "MQTT-4.3.2-3", "3.1.1:MQTT-4.3.2-1")
@pytest.mark.parametrize(
    ("version", "said"), [(V31, "3206 000174 0001 78"), (V311, "3206 000174 0001 78"), (V5, "3207 000174 0001 00 78")]
)
def test_at_qos_1_a_message_is_settled_by_puback(version: Version, said: str) -> None:
    talk = Conversation(version)
    talk.connect()
    ticket = talk.publish("t", b"x", 1)
    assert talk.writes() == bytes.fromhex(said)
    assert talk.session.in_flight == 1
    assert talk.hears(bytes.fromhex("40020001")) == [Settled([ticket])]
    assert talk.session.in_flight == 0
    assert not talk.session.has_output


@pytest.mark.statement("MQTT-4.3.3-1", "MQTT-4.3.3-2", "MQTT-4.3.3-3", "MQTT-4.3.3-4", "3.1.1:MQTT-4.3.3-1")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_at_qos_2_a_message_is_settled_by_pubcomp(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    ticket = talk.publish("t", b"x", 2)
    assert talk.says() == [Publish("t", b"x", Q2, packet_id=1)]
    assert talk.hears(bytes.fromhex("50020001")) == []
    assert talk.writes() == bytes.fromhex("62020001")
    assert talk.session.in_flight == 1
    assert talk.hears(bytes.fromhex("70020001")) == [Settled([ticket])]
    assert talk.session.in_flight == 0


def test_a_burst_of_answers_settles_in_one_event() -> None:
    talk = Conversation()
    talk.connect()
    tickets = [talk.publish("t", b"", 1) for _ in range(1000)]
    assert talk.hears(*[Puback(n) for n in range(1, 1001)]) == [Settled(tickets)]


@pytest.mark.parametrize(
    ("packet", "reason"),
    [(Puback(1, NO_MATCH), NO_MATCH), (Puback(1, ReasonCode.QUOTA_EXCEEDED), ReasonCode.QUOTA_EXCEEDED)],
)
def test_the_reason_of_puback_is_told(packet: Puback, reason: ReasonCode) -> None:
    talk = Conversation()
    talk.connect()
    ticket = talk.publish(qos=1)
    assert talk.hears(packet) == [Settled([ticket], reason)]


def test_the_properties_of_an_answer_are_told() -> None:
    talk = Conversation()
    talk.connect()
    ticket = talk.publish(qos=1)
    why = Properties(reason_string="why", user_properties=(("a", "b"),))
    assert talk.hears(Puback(1, ReasonCode.NOT_AUTHORIZED, why)) == [Settled([ticket], ReasonCode.NOT_AUTHORIZED, why)]


def test_at_qos_2_the_answer_that_says_more_counts() -> None:
    talk = Conversation()
    talk.connect()
    why = Properties(reason_string="nobody")
    tickets = [talk.publish(qos=2) for _ in range(4)]
    refused = talk.hears(Pubrec(1), Pubrec(2, NO_MATCH, why), Pubrec(3, ReasonCode.QUOTA_EXCEEDED), Pubrec(4, NO_MATCH))
    assert refused == [Settled([tickets[2]], ReasonCode.QUOTA_EXCEEDED)]
    unknown = ReasonCode.PACKET_IDENTIFIER_NOT_FOUND
    assert talk.hears(Pubcomp(1, unknown), Pubcomp(2), Pubcomp(4, unknown)) == [
        Settled([tickets[0]], unknown),
        Settled([tickets[1]], NO_MATCH, why),
        Settled([tickets[3]], NO_MATCH),
    ]


@pytest.mark.statement("MQTT-4.4.0-2", "MQTT-3.3.4-1")
def test_a_refusal_by_pubrec_frees_the_packet_id_and_no_pubrel_follows() -> None:
    talk = Conversation()
    talk.connect()
    talk.publish(qos=2)
    talk.says()
    talk.hears(Pubrec(1, ReasonCode.NOT_AUTHORIZED))
    assert talk.says() == []
    assert talk.session.in_flight == 0
    assert talk.session._ids.used == set()


@pytest.mark.parametrize(
    ("qos", "packets"),
    [(2, [Puback(1)]), (1, [Pubrec(1)]), (2, [Pubcomp(1)]), (2, [Puback(1, NO_MATCH)]), (1, [Pubrec(1, NO_MATCH)])],
)
@pytest.mark.parametrize("version", [V311, V5])
def test_an_answer_of_the_wrong_kind_is_a_protocol_error(version: Version, qos: int, packets: list[Any]) -> None:
    talk = Conversation(version)
    talk.connect()
    talk.publish(qos=qos)
    talk.says()
    assert isinstance(closing(talk.hears(*packets)), ProtocolError)
    assert talk.writes() == (bytes.fromhex("e00182") if version is V5 else b"")


@pytest.mark.parametrize("version", EVERY_VERSION)
def test_answers_to_what_is_not_open_are_told_and_otherwise_ignored(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    assert talk.hears(Puback(7), Puback(8)) == [AnswerIgnored(packet_type=PacketType.PUBACK, packet_ids=(7, 8))]
    assert talk.hears(Pubcomp(7)) == [AnswerIgnored(packet_type=PacketType.PUBCOMP, packet_ids=(7,))]
    assert talk.says() == []
    assert talk.hears(Pubrec(7)) == [AnswerIgnored(packet_type=PacketType.PUBREC, packet_ids=(7,))]
    answer = ReasonCode.PACKET_IDENTIFIER_NOT_FOUND if version is V5 else SUCCESS
    assert talk.says() == [Pubrel(7, answer)]


def test_a_refusal_of_what_is_not_open_needs_no_answer() -> None:
    talk = Conversation()
    talk.connect()
    talk.hears(Pubrec(7, ReasonCode.NOT_AUTHORIZED))
    assert talk.says() == []


def test_a_repeated_pubrec_gets_its_pubrel_again() -> None:
    talk = Conversation()
    talk.connect()
    ticket = talk.publish(qos=2)
    talk.says()
    assert talk.hears(Pubrec(1), Pubrec(1)) == []
    assert talk.says() == [Pubrel(1), Pubrel(1)]
    assert talk.hears(Pubcomp(1)) == [Settled([ticket])]


# Packet ids


@pytest.mark.statement("MQTT-2.2.1-3", "MQTT-4.3.2-1", "MQTT-4.3.3-1", "3.1.1:MQTT-2.3.1-2")
def test_packet_ids_go_round_and_skip_those_in_use() -> None:
    talk = Conversation()
    talk.connect()
    talk.publish(qos=2)  # keeps id 1
    for expected in [*range(2, 65_536), 2, 3]:
        talk.publish(qos=1)
        (packet,) = [packet for packet in talk.says() if isinstance(packet, Publish) and packet.qos == 1]
        assert packet.packet_id == expected
        talk.hears(Puback(expected))


def test_60000_messages_may_be_open_and_every_one_is_settled() -> None:
    talk = Conversation()
    talk.connect()
    tickets = [talk.publish("t", b"", 1 + n % 2) for n in range(60_000)]
    sent = talk.says()
    ids = [packet.packet_id for packet in sent if isinstance(packet, Publish)]
    assert ids == list(range(1, 60_001))
    events = talk.hears(*[Puback(n) if n % 2 else Pubrec(n) for n in ids])
    assert [packet.packet_id for packet in talk.says() if isinstance(packet, Pubrel)] == ids[1::2]
    events += talk.hears(*[Pubcomp(n) for n in ids[1::2]])
    assert sorted(settled(events)) == [(ticket, SUCCESS) for ticket in tickets]


# Receive Maximum


@pytest.mark.statement("MQTT-3.3.4-7", "MQTT-3.3.4-8", "MQTT-4.9.0-1", "MQTT-4.9.0-2", "MQTT-4.9.0-3")
def test_the_servers_receive_maximum_is_respected_and_the_excess_waits_in_order() -> None:
    talk = Conversation()
    talk.connect(properties=Properties(receive_maximum=2))
    tickets = [talk.publish("t", b"%d" % n, 1 + n % 2) for n in range(5)]
    assert [packet.payload for packet in talk.says() if isinstance(packet, Publish)] == [b"0", b"1"]
    assert (talk.session.waiting, talk.session.in_flight) == (3, 2)
    assert [talk.session.is_waiting(ticket) for ticket in tickets] == [False, False, True, True, True]

    talk.publish("t", b"QoS 0 does not wait", 0)
    assert len(talk.says()) == 1

    assert talk.hears(Puback(1)) == [Settled(tickets[:1])]
    assert talk.says() == [Publish("t", b"2", Q1, packet_id=3)]
    talk.hears(Pubrec(2))
    assert talk.says() == [Pubrel(2)]  # PUBREC alone makes no room
    talk.hears(Pubcomp(2))
    assert talk.says() == [Publish("t", b"3", Q2, packet_id=4)]
    talk.hears(Pubrec(4, ReasonCode.QUOTA_EXCEEDED))  # a refusal does
    assert talk.says() == [Publish("t", b"4", Q1, packet_id=5)]
    assert (talk.session.waiting, talk.session.in_flight) == (0, 2)


def test_too_much_that_waits_is_refused() -> None:
    talk = Conversation(waiting_limit=2)
    talk.connect(properties=Properties(receive_maximum=1))
    for _ in range(3):
        talk.publish(qos=1)
    with pytest.raises(RefusedLocally) as refusal:
        talk.publish(qos=1)
    assert refusal.value.reason is ReasonCode.QUOTA_EXCEEDED


def test_what_was_not_sent_yet_may_be_taken_back() -> None:
    talk = Conversation()
    talk.connect(properties=Properties(receive_maximum=1))
    first, second, third = (talk.publish("t", b"%d" % n, 1) for n in range(3))
    talk.says()
    assert not talk.session.withdraw(first)
    assert talk.session.withdraw(second)
    assert not talk.session.withdraw(second)
    talk.hears(Puback(1))
    assert talk.says() == [Publish("t", b"2", Q1, packet_id=2)]
    assert talk.hears(Puback(2)) == [Settled([third])]


# Checks before sending


@pytest.mark.statement(
    "MQTT-3.2.2-11", "MQTT-3.2.2-14", "MQTT-3.2.2-15", "MQTT-3.2.2-17", "MQTT-3.2.2-18", "MQTT-3.3.2-9", "MQTT-3.3.4-6"
)
@pytest.mark.parametrize(
    ("granted", "message", "reason"),
    [
        (Properties(maximum_qos=1), {"qos": 2}, ReasonCode.QOS_NOT_SUPPORTED),
        (Properties(maximum_qos=0), {"qos": 1}, ReasonCode.QOS_NOT_SUPPORTED),
        (Properties(retain_available=0), {"retain": True}, ReasonCode.RETAIN_NOT_SUPPORTED),
        (Properties(maximum_packet_size=20), {"payload": bytes(20)}, ReasonCode.PACKET_TOO_LARGE),
        (Properties(maximum_packet_size=20), {"payload": bytes(20), "qos": 1}, ReasonCode.PACKET_TOO_LARGE),
        (Properties(), {"properties": Properties(topic_alias=1)}, ReasonCode.TOPIC_ALIAS_INVALID),
        (
            Properties(topic_alias_maximum=3),
            {"properties": Properties(topic_alias=4)},
            ReasonCode.TOPIC_ALIAS_INVALID,
        ),
        (
            Properties(topic_alias_maximum=3),
            {"topic": "", "properties": Properties(topic_alias=3)},
            ReasonCode.TOPIC_ALIAS_INVALID,
        ),
        (Properties(), {"topic": "a/#"}, ReasonCode.TOPIC_NAME_INVALID),
        (Properties(), {"topic": ""}, ReasonCode.TOPIC_NAME_INVALID),
        (Properties(), {"topic": "nul\0"}, None),
        (Properties(), {"qos": 3}, None),
        (Properties(), {"payload": "text"}, None),
        (Properties(), {"properties": Properties(subscription_identifiers=(1,))}, None),
        (Properties(), {"properties": Properties(session_expiry_interval=1)}, None),
    ],
)
def test_what_the_server_or_the_standard_forbids_is_refused(
    granted: Properties, message: dict[str, Any], reason: ReasonCode | None
) -> None:
    talk = Conversation()
    talk.connect(properties=granted)
    with pytest.raises(RefusedLocally) as refusal:
        talk.publish(**message)
    if reason is not None:
        assert refusal.value.reason is reason
    assert not talk.session.has_output
    assert talk.session.in_flight == 0
    assert talk.session._ids.used == set()


def test_the_quick_way_minds_the_servers_packet_size_too() -> None:
    talk = Conversation()
    talk.connect(properties=Properties(maximum_packet_size=20))
    talk.publish("t", b"1")
    talk.publish("t", bytes(14))
    talk.says()
    with pytest.raises(RefusedLocally):
        talk.publish("t", bytes(15))
    assert talk.says() == []


@pytest.mark.parametrize("payload", [bytearray(b"abc"), memoryview(b"abc")])
def test_payloads_are_copied_from_whatever_holds_bytes(payload: Any) -> None:
    talk = Conversation()
    talk.connect()
    for qos in (0, 0, 1):
        talk.publish("t", payload, qos)
    assert [packet.payload for packet in talk.says() if isinstance(packet, Publish)] == [b"abc"] * 3


@pytest.mark.parametrize("version", [V31, V311])
def test_properties_for_3x_are_left_out_and_reported(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    asked = Properties(content_type="text", user_properties=(("a", "b"),))
    ticket = talk.publish(qos=1, properties=asked)
    talk.publish(qos=0, properties=asked)
    talk.publish(qos=0, properties=Properties())
    assert talk.says() == [Publish("t", qos=Q1, packet_id=1), Publish("t"), Publish("t")]
    assert talk.session.deadline() == 0.0  # there is news
    assert talk.session.expire(talk.now) == [
        PropertiesNotSent(ticket=ticket, names=("content_type", "user_properties")),
        PropertiesNotSent(ticket=0, names=("content_type", "user_properties")),
    ]
    assert talk.session.deadline() is None


def test_properties_leave_with_the_message() -> None:
    talk = Conversation()
    talk.connect()
    asked = Properties(content_type="text", user_properties=(("a", "b"), ("a", "c")), correlation_data=b"\0")
    for qos in (0, 0, 1):
        talk.publish("t", b"x", qos, properties=asked)
    assert talk.says() == [
        Publish("t", b"x", properties=asked),
        Publish("t", b"x", properties=asked),
        Publish("t", b"x", Q1, packet_id=1, properties=asked),
    ]


def test_retained_messages_say_so() -> None:
    talk = Conversation()
    talk.connect()
    for _ in range(2):
        talk.publish("t", b"x", retain=True)
        talk.publish("t", b"x")
    assert [packet.retain for packet in talk.says() if isinstance(packet, Publish)] == [True, False, True, False]


# Reconnects


@pytest.mark.statement(
    "MQTT-4.4.0-1",
    "MQTT-4.3.3-5",
    "MQTT-4.3.3-6",
    "MQTT-3.3.1-1",
    "MQTT-4.6.0-1",
    "3.1.1:MQTT-4.4.0-1",
    "3.1.1:MQTT-4.6.0-1",
)
@pytest.mark.parametrize("version", [V311, V5])
def test_what_is_in_flight_is_sent_again_in_order_with_dup_and_pubrel_without(version: Version) -> None:
    talk = Conversation(version, clean_start=False, properties=KEEP if version is V5 else Properties())
    talk.connect()
    tickets = [talk.publish("t", b"%d" % n, 1 + n % 2) for n in range(5)]
    talk.says()
    talk.hears(Pubrec(4), Pubrec(2))
    talk.says()
    talk.reconnect(present=True)
    assert talk.says() == [
        Pubrel(4),
        Pubrel(2),
        Publish("t", b"0", Q1, dup=True, packet_id=1),
        Publish("t", b"2", Q1, dup=True, packet_id=3),
        Publish("t", b"4", Q1, dup=True, packet_id=5),
    ]
    events = talk.hears(Pubcomp(2), Pubcomp(4), Puback(1), Puback(3), Puback(5))
    assert [ticket for ticket, _ in settled(events)] == [tickets[n] for n in (1, 3, 0, 2, 4)]


@pytest.mark.statement("MQTT-4.4.0-1")
def test_nothing_is_sent_again_while_the_connection_holds() -> None:
    talk = Conversation(keep_alive=10)
    talk.connect()
    talk.publish(qos=1)
    assert len(talk.says()) == 1
    talk.passes(7.5)
    assert not [packet for packet in talk.says() if isinstance(packet, Publish)]


def test_a_smaller_receive_maximum_after_a_reconnect_lets_what_is_in_flight_wait() -> None:
    talk = Conversation(clean_start=False, properties=KEEP)
    talk.connect()
    tickets = [talk.publish("t", b"%d" % n, 1) for n in range(3)]
    talk.says()
    talk.reconnect(present=True, properties=Properties(receive_maximum=1))
    assert talk.says() == [Publish("t", b"0", Q1, dup=True, packet_id=1)]
    assert (talk.session.waiting, talk.session.in_flight) == (2, 1)
    later = talk.publish("t", b"3", 1)
    assert talk.says() == []
    for number in (1, 2, 3):
        talk.hears(Puback(number))
    assert talk.says() == [
        Publish("t", b"1", Q1, dup=True, packet_id=2),
        Publish("t", b"2", Q1, dup=True, packet_id=3),
        Publish("t", b"3", Q1, packet_id=4),
    ]
    assert talk.hears(Puback(4)) == [Settled([later])]
    assert len(tickets) == 3


def test_an_answer_to_what_has_not_been_sent_again_yet_is_taken() -> None:
    talk = Conversation(clean_start=False, properties=KEEP)
    talk.connect()
    tickets = [talk.publish("t", b"%d" % n, 1) for n in range(2)]
    talk.says()
    talk.reconnect(present=True, properties=Properties(receive_maximum=1))
    talk.says()
    assert talk.hears(Puback(2), Puback(1)) == [Settled([tickets[1], tickets[0]])]
    assert talk.says() == []
    assert (talk.session.waiting, talk.session.in_flight) == (0, 0)


@pytest.mark.parametrize("version", EVERY_VERSION)
def test_without_the_session_unfinished_messages_begin_anew_by_default(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    tickets = [talk.publish("t", b"%d" % n, 1 + n % 2) for n in range(4)]
    talk.says()
    talk.hears(Pubrec(2))
    waiting_since = talk.publish("t", b"4", 0)
    assert waiting_since == 0
    events = talk.reconnect()
    assert events[1] == SessionDiscarded(
        republished=(tickets[0], tickets[2], tickets[3]), lost=(tickets[1],), forgotten=0, resubscribed=()
    )
    failed = events[2]
    assert isinstance(failed, Failed)
    assert failed.tickets == [tickets[1]]
    assert isinstance(failed.error, SessionLost)
    assert [
        (packet.payload, packet.dup, packet.packet_id) for packet in talk.says() if isinstance(packet, Publish)
    ] == [(b"0", False, 5), (b"2", False, 6), (b"3", False, 7)]


def test_without_the_session_unfinished_messages_are_given_up_if_that_was_asked() -> None:
    talk = Conversation(republish=False)
    talk.connect()
    tickets = [talk.publish("t", b"%d" % n, 1 + n % 2) for n in range(3)]
    talk.says()
    talk.hears(Pubrec(2))
    events = talk.reconnect()
    assert events[1] == SessionDiscarded(
        republished=(), lost=(tickets[1], tickets[0], tickets[2]), forgotten=0, resubscribed=()
    )
    assert isinstance(events[2], Failed)
    assert talk.says() == []
    assert talk.session._ids.used == set()


def test_what_begins_anew_comes_before_what_was_published_meanwhile() -> None:
    talk = Conversation()
    talk.connect()
    talk.publish("t", b"first", 1)
    talk.says()
    talk.session.lost(talk.now)
    talk.publish("t", b"second", 1)
    talk.connect(reconnecting=True)
    assert [packet.payload for packet in talk.says() if isinstance(packet, Publish)] == [b"first", b"second"]


def test_what_a_later_server_does_not_take_fails_instead_of_being_sent_again() -> None:
    talk = Conversation(clean_start=False, properties=KEEP)
    talk.connect()
    first = talk.publish("t", bytes(100), 1)
    second = talk.publish("t", b"", 1, retain=True)
    third = talk.publish("t", b"", 2)
    talk.says()
    events = talk.reconnect(
        present=True, properties=Properties(maximum_packet_size=50, retain_available=0, maximum_qos=1)
    )
    failures = [event for event in events if isinstance(event, Failed)]
    assert [event.tickets for event in failures] == [[first], [second], [third]]
    assert [event.error.reason for event in failures] == [
        ReasonCode.PACKET_TOO_LARGE,
        ReasonCode.RETAIN_NOT_SUPPORTED,
        ReasonCode.QOS_NOT_SUPPORTED,
    ]
    assert talk.says() == []
    assert talk.session._ids.used == set()


# Offline


def test_messages_published_offline_are_sent_in_order_when_there_is_a_connection() -> None:
    talk = Conversation()
    tickets = [talk.publish("t", b"%d" % n, n % 3) for n in range(4)]
    assert all(talk.session.is_waiting(ticket) for ticket in tickets)
    assert talk.session.waiting == 4
    assert not talk.session.has_output
    events = talk.connect()
    assert events[1] == Settled([tickets[0], tickets[3]])
    assert talk.says() == [
        Publish("t", b"0"),
        Publish("t", b"1", Q1, packet_id=1),
        Publish("t", b"2", Q2, packet_id=2),
        Publish("t", b"3"),
    ]
    assert talk.session.waiting == 0


def test_messages_published_while_connecting_wait_for_connack() -> None:
    talk = Conversation()
    talk.session.connect(talk.now)
    talk.says()
    talk.publish("t", b"x", 0)
    assert talk.says() == []
    talk.hears(Connack())
    assert talk.says() == [Publish("t", b"x")]


def test_messages_published_after_the_end_wait_for_the_next_connection() -> None:
    talk = Conversation()
    talk.connect()
    talk.publish("t", b"quick")
    talk.hears(Disconnect(ReasonCode.SERVER_BUSY))
    talk.says()
    talk.publish("t", b"later")
    assert talk.says() == []
    talk.reconnect()
    assert talk.says() == [Publish("t", b"later")]


def test_the_offline_queue_is_bounded() -> None:
    talk = Conversation(offline_queue_limit=2)
    talk.publish(qos=1)
    talk.publish(qos=0)
    with pytest.raises(RefusedLocally) as refusal:
        talk.publish(qos=0)
    assert refusal.value.reason is ReasonCode.QUOTA_EXCEEDED
    assert talk.session.waiting == 2


def test_nothing_invalid_gets_into_the_offline_queue() -> None:
    talk = Conversation()
    for message in ({"topic": "+"}, {"qos": 5}, {"properties": Properties(maximum_qos=1)}, {"payload": 5}):
        with pytest.raises(RefusedLocally):
            talk.publish(**message)
    assert talk.session.waiting == 0


def test_a_message_at_qos_0_does_not_overtake_another_that_waits() -> None:
    talk = Conversation()
    talk.connect()
    talk.publish("t", b"known")  # opens the quick way
    talk.says()
    talk.session.lost(talk.now)
    talk.publish("t", b"1", 1)
    talk.publish("t", b"2", 1)
    first = talk.publish("t", b"3", 0)
    talk.connect(reconnecting=True, properties=Properties(receive_maximum=1))
    second = talk.publish("t", b"4", 0)
    assert (first, second) == (3, 4)
    assert [packet.payload for packet in talk.says() if isinstance(packet, Publish)] == [b"1"]
    assert talk.hears(Puback(1)) == [Settled([1]), Settled([first, second])]
    assert [packet.payload for packet in talk.says() if isinstance(packet, Publish)] == [b"2", b"3", b"4"]
    assert talk.publish("t", b"5") == 0


# Message expiry


@pytest.mark.statement("MQTT-3.3.2-5")
def test_a_message_that_waited_leaves_with_what_is_left_of_its_lifetime() -> None:
    talk = Conversation()
    asked = Properties(message_expiry_interval=60, content_type="x")
    talk.publish("t", b"", 1, properties=asked)
    talk.now += 20.5
    talk.connect()
    talk.publish("t", b"", 0, properties=asked)
    sent = [packet.properties for packet in talk.says() if isinstance(packet, Publish)]
    assert [properties.message_expiry_interval for properties in sent] == [40, 60]
    assert sent[0].content_type == "x"


@pytest.mark.statement("MQTT-4.3.3-7")
def test_a_message_that_is_sent_again_has_less_left_but_never_nothing() -> None:
    talk = Conversation(clean_start=False, properties=KEEP)
    talk.connect()
    talk.publish("t", b"", 1, properties=Properties(message_expiry_interval=10))
    talk.publish("t", b"", 1, properties=Properties(message_expiry_interval=0))
    assert [packet.properties.message_expiry_interval for packet in talk.says() if isinstance(packet, Publish)] == [
        10,
        0,
    ]
    talk.now += 3
    talk.reconnect(present=True)
    assert [packet.properties.message_expiry_interval for packet in talk.says() if isinstance(packet, Publish)] == [
        7,
        0,
    ]
    talk.now += 30
    talk.reconnect(present=True)
    assert [packet.properties.message_expiry_interval for packet in talk.says() if isinstance(packet, Publish)] == [
        1,
        0,
    ]


def test_a_message_that_expires_while_it_waits_leaves_the_queue_and_says_so() -> None:
    talk = Conversation()
    short = talk.publish("t", b"short", 1, properties=Properties(message_expiry_interval=5))
    soon = talk.publish("t", b"soon", 0, properties=Properties(message_expiry_interval=5))
    talk.publish("t", b"long", 1, properties=Properties(message_expiry_interval=50))
    talk.publish("t", b"never", 1)
    assert talk.session.deadline() == talk.now + 5
    assert talk.passes(4) == []
    events = talk.passes(1)
    assert [event.tickets for event in events if isinstance(event, Failed)] == [[short], [soon]]
    assert all(isinstance(event.error, TimedOut) for event in events if isinstance(event, Failed))
    assert talk.session.waiting == 2
    assert talk.session.deadline() == talk.now + 45
    talk.connect()
    assert [packet.payload for packet in talk.says() if isinstance(packet, Publish)] == [b"long", b"never"]


def test_a_message_that_expired_is_not_sent_even_if_nobody_looked_in_time() -> None:
    talk = Conversation()
    ticket = talk.publish("t", b"", 1, properties=Properties(message_expiry_interval=5))
    talk.now += 6
    events = talk.connect()
    assert [event.tickets for event in events if isinstance(event, Failed)] == [[ticket]]
    assert talk.says() == []
    assert talk.session.deadline() is None


def test_many_lifetimes_do_not_make_many_searches() -> None:
    talk = Conversation()
    for number in range(100):
        talk.publish("t", b"", 1, properties=Properties(message_expiry_interval=1 + number % 2))
        talk.now += 0.01
    talk.now += 0.5
    wakes = 0
    while (deadline := talk.session.deadline()) is not None:
        talk.now = max(deadline, talk.now)
        talk.session.expire(talk.now)
        wakes += 1
    assert wakes <= 5
    assert talk.session.waiting == 0


# The end


def test_giving_up_names_everything_unsettled_and_forgets_what_was_never_sent() -> None:
    talk = Conversation(clean_start=False, properties=KEEP)
    talk.connect(properties=Properties(receive_maximum=2))
    tickets = [talk.publish("t", b"%d" % n, 2) for n in range(3)]
    talk.says()
    talk.hears(Pubrec(2))
    talk.session.lost(talk.now)
    assert talk.session.abandon() == tickets
    assert talk.session.waiting == 0
    talk.connect(present=True)
    assert talk.says() == [Pubrel(2), Publish("t", b"0", Q2, dup=True, packet_id=1)]


def test_3x_has_no_reason_for_a_refusal_and_needs_none() -> None:
    talk = Conversation(V311)
    talk.session.connect(talk.now)
    talk.says()
    talk.hears(Connack(False, ConnectReturnCode.ACCEPTED))
    ticket = talk.publish(qos=2)
    talk.says()
    talk.hears(Pubrec(1))
    assert settled(talk.hears(Pubcomp(1))) == [(ticket, SUCCESS)]


@pytest.mark.parametrize("version", EVERY_VERSION)
def test_short_and_long_messages_above_qos_0_take_ids_in_turn(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    payloads = [b"", bytes(130), bytes(20_000), b"x", bytes(3_000_000), b"y"]
    for payload in payloads:
        talk.publish("t", payload, 1, retain=True)
    assert talk.says() == [
        Publish("t", payload, Q1, retain=True, packet_id=number) for number, payload in enumerate(payloads, 1)
    ]


@pytest.mark.parametrize("qos", [0, 1])
def test_a_message_that_waited_and_is_too_large_for_this_server_fails_and_the_next_one_goes(qos: int) -> None:
    talk = Conversation()
    large, small = talk.publish("t", bytes(100), qos), talk.publish("t", b"x", qos)
    events = talk.connect(properties=Properties(maximum_packet_size=50))
    (failed,) = [event for event in events if isinstance(event, Failed)]
    assert failed.tickets == [large]
    assert failed.error.reason is ReasonCode.PACKET_TOO_LARGE
    (packet,) = talk.says()
    assert isinstance(packet, Publish)
    assert packet.payload == b"x"
    if qos:
        talk.hears(Puback(packet.packet_id))
    assert talk.session.in_flight == talk.session.waiting == 0
    assert small == large + 1
