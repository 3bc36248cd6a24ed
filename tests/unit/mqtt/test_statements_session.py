"""Statements of the standards that no other test checks: what a session says, and in what order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.mqtt.conversation import EVERY_VERSION, V5, V31, V311, Conversation, closing, messages, payloads
from tracemq.mqtt.errors import (
    AuthenticationFailed,
    ConnectionRefused,
    MalformedPacket,
    MqttError,
    ProtocolError,
    RefusedLocally,
    ServerDisconnected,
)
from tracemq.mqtt.events import SessionDiscarded
from tracemq.mqtt.journal import SavedSubscription, SaveSubscription
from tracemq.mqtt.packets import (
    Auth,
    Connack,
    Connect,
    Pingreq,
    Pingresp,
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
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ConnectReturnCode, ReasonCode
from tracemq.mqtt.session import State
from tracemq.mqtt.session_store import SqliteSessionStore
from tracemq.mqtt.types import QoS, Version

Q0, Q1, Q2 = QoS(0), QoS(1), QoS(2)
KEEP = Properties(session_expiry_interval=60)


class Method:
    """An authenticator that says what it is told to."""

    method = "M"

    def __init__(self, *, initial: bytes | None = None, fails: bool = False) -> None:
        self._initial = initial
        self._fails = fails

    def initial(self) -> bytes | None:
        return self._initial

    def respond(self, data: bytes | None) -> bytes | None:
        if self._fails:
            raise AuthenticationFailed("no")
        return b"answer"

    def finish(self, data: bytes | None) -> None:
        """Takes anything."""


# Acknowledgements


@pytest.mark.statement(
    "MQTT-2.2.1-5",
    "MQTT-3.3.4-1",
    "MQTT-4.5.0-2",
    "3.1.1:MQTT-2.3.1-6",
    "3.1.1:MQTT-3.3.4-1",
    "3.1.1:MQTT-4.3.2-2",
    "3.1.1:MQTT-4.5.0-2",
    "3.1:section 3.4",
    "3.1:section 3.5",
    "3.1:section 3.6",
    "3.1:section 3.7",
    "3.1:section 4.1",
)
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_each_answer_bears_the_id_of_what_it_answers_whether_or_not_anybody_wants_the_message(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()  # without a subscription: nobody asked for these
    talk.hears(Publish("t"), Publish("t", qos=Q1, packet_id=0x1234), Publish("t", qos=Q2, packet_id=0x5678))
    assert talk.writes() == bytes.fromhex("40021234 50025678")
    talk.hears(Pubrel(0x5678))
    assert talk.writes() == bytes.fromhex("70025678")
    talk.publish("t", b"", 2)
    talk.says()
    talk.hears(Pubrec(1))
    assert talk.writes() == bytes.fromhex("62020001")
    again = talk.hears(Publish("t", b"anew", Q1, dup=True, packet_id=0x1234))
    assert payloads(again) == [b"anew"]  # after PUBACK the id means a new message


@pytest.mark.statement("MQTT-3.4.2-2", "MQTT-3.4.2-3", "MQTT-3.5.2-2", "MQTT-3.5.2-3", "MQTT-3.6.2-2", "MQTT-3.6.2-3")
@pytest.mark.statement("MQTT-3.7.2-2", "MQTT-3.7.2-3", "MQTT-3.15.2-2", "MQTT-3.15.2-3")
def test_what_we_acknowledge_and_answer_never_carries_a_reason_string_or_user_properties() -> None:
    talk = Conversation(auth=Method())
    talk.session.connect(talk.now)
    why = Properties(reason_string="why", user_properties=(("a", "b"),))
    method = Properties(authentication_method="M", reason_string="why", user_properties=(("a", "b"),))
    talk.hears(Auth(ReasonCode.CONTINUE_AUTHENTICATION, method))
    talk.hears(Connack(properties=Properties(authentication_method="M", maximum_packet_size=8)))
    talk.hears(Publish("t", qos=Q1, packet_id=1), Publish("t", qos=Q2, packet_id=2))
    talk.hears(Pubrel(2, ReasonCode.SUCCESS, why), Pubrel(3, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, why))
    talk.hears(Pubrec(9, ReasonCode.SUCCESS, why))
    said = [packet for packet in talk.says() if not isinstance(packet, Connect)]
    assert said == [
        Auth(ReasonCode.CONTINUE_AUTHENTICATION, Properties(authentication_method="M", authentication_data=b"answer")),
        Puback(1),
        Pubrec(2),
        Pubcomp(2),
        Pubcomp(3, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND),
        Pubrel(9, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND),
    ]


@pytest.mark.statement("MQTT-4.3.3-13")
def test_the_handshake_of_a_message_that_has_expired_goes_on() -> None:
    talk = Conversation(properties=KEEP)
    talk.connect()
    talk.hears(Publish("t", b"brief", Q2, packet_id=5, properties=Properties(message_expiry_interval=1)))
    assert talk.says() == [Pubrec(5)]
    talk.passes(3600)
    talk.hears(Pubrel(5))
    assert talk.says() == [Pubcomp(5)]


@pytest.mark.statement("MQTT-3.3.1-3", "3.1.1:MQTT-3.3.1-3")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_what_came_as_a_repetition_is_passed_on_as_new(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    (message,) = messages(talk.hears(Publish("t", b"x", Q1, dup=True, packet_id=1)))
    assert message.dup
    talk.publish(message.topic, message.payload, message.qos)
    assert talk.says() == [Puback(1), Publish("t", b"x", Q1, packet_id=1)]


@pytest.mark.statement("MQTT-4.6.0-4", "3.1.1:MQTT-4.6.0-4", "3.1:section 4.3")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_pubrel_follows_the_order_of_pubrec(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    for number in range(5):
        talk.publish("t", b"%d" % number, 2)
    sent = [packet.payload for packet in talk.says() if isinstance(packet, Publish)]
    assert sent == [b"0", b"1", b"2", b"3", b"4"]
    talk.hears(Pubrec(4), Pubrec(1), Pubrec(5), Pubrec(2), Pubrec(3))
    assert talk.says() == [Pubrel(4), Pubrel(1), Pubrel(5), Pubrel(2), Pubrel(3)]


# Sessions


@pytest.mark.statement(
    "MQTT-3.3.1-1",
    "MQTT-4.4.0-1",
    "3.1.1:MQTT-2.3.1-3",
    "3.1.1:MQTT-3.1.2-4",
    "3.1.1:MQTT-3.3.1-1",
    "3.1.1:MQTT-4.1.0-1",
    "3.1.1:MQTT-4.1.0-2",
    "3.1.1:MQTT-4.4.0-1",
    "3.1.1:MQTT-3.2.2-2",
    "3.1:section 4.2",
    "3.1:section 2.1",
    "3.1:section 2.4",
)
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_a_kept_session_goes_on_with_the_same_ids_and_an_id_is_free_after_the_last_answer(version: Version) -> None:
    talk = Conversation(version, clean_start=False, properties=KEEP if version is V5 else Properties())
    talk.connect()
    talk.publish("t", b"one", 1)
    talk.publish("t", b"two", 2)
    talk.publish("t", b"three", 2)
    talk.says()
    talk.hears(Pubrec(3))
    talk.says()
    talk.reconnect(present=version is not V31)  # which cannot say
    again = [packet for packet in talk.says() if not isinstance(packet, Connect)]
    released = Pubrel(3)
    if version is V31:
        assert released in again
        again = [packet for packet in again if isinstance(packet, Publish)]
        expected = []
    else:
        expected = [released]
    assert again == [
        *expected,
        Publish("t", b"one", Q1, dup=True, packet_id=1),
        Publish("t", b"two", Q2, dup=True, packet_id=2),
    ]
    talk.hears(Puback(1), Pubrec(2), Pubcomp(2), Pubcomp(3))
    talk.says()
    assert talk.session.in_flight == 0
    assert talk.session._ids.used == set()


@pytest.mark.statement("MQTT-3.1.2-4", "MQTT-3.1.2-23", "3.1.1:MQTT-3.1.2-6", "3.1.1:MQTT-3.2.2-3")
@pytest.mark.parametrize("version", [V311, V5])
def test_a_clean_start_ends_the_session_that_there_was(version: Version) -> None:
    talk = Conversation(version, clean_start=False, properties=KEEP if version is V5 else Properties(), republish=False)
    talk.connect()
    talk.publish("t", b"unfinished", 1)
    talk.hears(Publish("t", b"half", Q2, packet_id=7))
    talk.says()
    talk.session.lost(talk.now)
    talk.change(clean_start=True)
    events = talk.connect()
    discarded = next(event for event in events if isinstance(event, SessionDiscarded))
    assert (len(discarded.lost), discarded.forgotten) == (1, 1)
    assert talk.says() == []  # nothing of the old session is sent again
    assert payloads(talk.hears(Publish("t", b"new", Q2, packet_id=7))) == [b"new"]


@pytest.mark.statement("MQTT-3.1.3-2", "3.1.1:MQTT-3.1.3-2")
def test_what_is_kept_belongs_to_a_client_id(tmp_path: Path) -> None:
    store = SqliteSessionStore(tmp_path / "sessions.db")
    first, second = store.open("first", "host:1883"), store.open("second", "host:1883")
    first.commit([SaveSubscription(SavedSubscription(subscription=Subscription("a/#"), properties=Properties()))])
    first.close()
    second.close()
    for client_id, filters in (("first", ["a/#"]), ("second", [])):
        opened = store.open(client_id, "host:1883")
        assert [saved.subscription.filter for saved in opened.state.subscriptions] == filters
        talk = Conversation(client_id=client_id, clean_start=False, properties=KEEP, restored=opened.state)
        talk.session.connect(talk.now)
        journal = talk.session.take_journal()
        if journal is not None:
            opened.commit(journal.entries)
            talk.session.committed(journal)
        (connect,) = talk.says()
        assert isinstance(connect, Connect)
        assert connect.client_id == client_id
        opened.close()


# Ends


@pytest.mark.statement("MQTT-4.13.2-1", "MQTT-3.1.3-8", "MQTT-3.1.4-3")
@pytest.mark.parametrize("reason", [code for code in ReasonCode if code.failed])
def test_a_failure_in_connack_or_disconnect_ends_the_connection(reason: ReasonCode) -> None:
    refused = Conversation()
    refused.session.connect(refused.now)
    error = closing(refused.hears(bytes([0x20, 3, 0, reason, 0])))
    assert refused.session.state is State.CLOSING
    assert isinstance(error, ConnectionRefused | MalformedPacket | ProtocolError)
    ended = Conversation()
    ended.connect()
    error = closing(ended.hears(bytes([0xE0, 1, reason])))
    assert ended.session.state is State.CLOSING
    assert isinstance(error, ServerDisconnected | MalformedPacket | ProtocolError)
    assert not isinstance(error, ServerDisconnected) or error.reason is reason


@pytest.mark.statement("3.1.1:MQTT-4.8.0-1", "MQTT-4.13.1-1")
@pytest.mark.parametrize("version", EVERY_VERSION)
@pytest.mark.parametrize(
    "violation", [bytes.fromhex("20020000"), bytes.fromhex("c000"), bytes.fromhex("820600010001 6100"), b"\xf0\x00"]
)
def test_a_protocol_violation_ends_the_connection(version: Version, violation: bytes) -> None:
    talk = Conversation(version)
    talk.connect()
    assert isinstance(closing(talk.hears(violation)), MqttError)
    assert talk.session.state is State.CLOSING


@pytest.mark.statement("3.1.1:MQTT-3.14.4-1", "3.1.1:MQTT-3.14.4-2", "3.1:section 3.14", "MQTT-3.14.4-2")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_after_disconnect_only_the_end_of_the_transport_is_left(version: Version) -> None:
    talk = Conversation(version, keep_alive=10)
    talk.connect()
    talk.session.disconnect(talk.now)
    said = talk.writes()
    assert said[:1] == b"\xe0"
    talk.hears(Publish("t", qos=Q1, packet_id=1), Pingresp())
    talk.passes(100)
    assert talk.writes() == b""
    assert talk.session.state is State.CLOSING  # whoever drives it closes the transport


@pytest.mark.statement("3.1:section 3.12", "3.1:section 3.13", "3.1.1:MQTT-3.1.2-23", "3.1.1:MQTT-3.12.4-1")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_a_quiet_client_says_pingreq_within_its_keep_alive(version: Version) -> None:
    talk = Conversation(version, keep_alive=10)
    talk.connect()
    for _ in range(3):
        assert talk.passes(9.9) == []
        assert talk.says() == [Pingreq()]
        assert talk.hears(Pingresp()) == []


# QoS 0 and ids


@pytest.mark.statement("3.1.1:MQTT-4.3.1-1", "3.1.1:MQTT-2.3.1-5", "3.1:section 4.1", "3.1:section 3.3")
@pytest.mark.parametrize("version", [V31, V311])
def test_at_qos_0_a_message_leaves_once_even_if_the_connection_breaks(version: Version) -> None:
    talk = Conversation(version, clean_start=False)
    talk.connect()
    assert talk.publish("t", b"x") == 0
    assert talk.writes() == bytes.fromhex("3004 000174 78")
    talk.reconnect(present=version is V311)
    assert [packet for packet in talk.says() if isinstance(packet, Publish)] == []


@pytest.mark.statement("3.1.1:MQTT-2.3.1-7", "3.1.1:MQTT-3.8.4-2", "3.1:section 3.9", "3.1:section 3.11")
@pytest.mark.statement("3.1:section 3.8", "3.1:section 3.10", "3.1:section 2.4", "MQTT-3.8.4-5")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_requests_and_their_answers_are_matched_by_id(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    talk.session.subscribe([Subscription("a", 1), Subscription("b", 2)], now=talk.now)
    talk.session.unsubscribe(["c"], now=talk.now)
    subscribe, unsubscribe = talk.says()
    assert isinstance(subscribe, Subscribe)
    assert isinstance(unsubscribe, Unsubscribe)
    assert 0 < subscribe.packet_id != unsubscribe.packet_id > 0
    codes = (ReasonCode.SUCCESS,) if version is V5 else ()
    talk.hears(Unsuback(unsubscribe.packet_id, codes))
    talk.hears(Suback(subscribe.packet_id, (ReasonCode.GRANTED_QOS_1, ReasonCode.GRANTED_QOS_2)))
    assert [one.filter for one in talk.session.subscriptions] == ["a", "b"]
    assert isinstance(closing(talk.hears(Suback(999, (ReasonCode.GRANTED_QOS_0,)))), ProtocolError)


@pytest.mark.statement("3.1:section 2.5")
@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_in_31_too_text_is_what_can_be_written(text: str) -> None:
    talk = Conversation(V31)
    talk.connect()
    with pytest.raises(RefusedLocally):
        talk.publish(text)
    assert talk.says() == []


@pytest.mark.statement("3.1:section 2.6")
@pytest.mark.parametrize("packet", ["21020000", "4f020001", "d100", "9303000100"])
def test_in_31_bits_that_are_not_used_are_0(packet: str) -> None:
    talk = Conversation(V31)
    talk.session.connect(talk.now)
    if not packet.startswith("2"):
        talk.hears(Connack(False, ConnectReturnCode.ACCEPTED))
    assert isinstance(closing(talk.hears(bytes.fromhex(packet))), MalformedPacket)


# What the server has announced


@pytest.mark.statement("MQTT-3.14.2-3", "MQTT-3.14.2-4", "MQTT-3.2.2-15")
@pytest.mark.parametrize(
    "properties", [Properties(reason_string="x" * 50), Properties(user_properties=(("x" * 50, ""),))]
)
def test_a_disconnect_is_not_longer_than_the_server_takes(properties: Properties) -> None:
    talk = Conversation()
    talk.connect(properties=Properties(maximum_packet_size=20))
    with pytest.raises(RefusedLocally) as refusal:
        talk.session.disconnect(talk.now, properties=properties)
    assert refusal.value.reason is ReasonCode.PACKET_TOO_LARGE
    assert talk.says() == []


@pytest.mark.statement("MQTT-3.2.2-15")
def test_a_reauthentication_is_not_longer_than_the_server_takes() -> None:
    talk = Conversation(auth=Method(initial=bytes(50)))
    talk.session.connect(talk.now)
    talk.hears(Connack(properties=Properties(authentication_method="M", maximum_packet_size=20)))
    talk.says()
    with pytest.raises(RefusedLocally):
        talk.session.reauthenticate(talk.now)
    assert talk.says() == []


@pytest.mark.statement("MQTT-3.1.2-29")
@pytest.mark.parametrize(
    "packet",
    [
        Puback(1, ReasonCode.NOT_AUTHORIZED, Properties(reason_string="why")),
        Suback(2, (ReasonCode.GRANTED_QOS_0,), Properties(user_properties=(("a", "b"),))),
    ],
)
def test_problem_information_that_we_did_not_want_is_a_protocol_error(packet: Puback | Suback) -> None:
    talk = Conversation(properties=Properties(request_problem_information=0))
    talk.connect()
    talk.publish("t", b"", 1)
    talk.session.subscribe([Subscription("a")], now=talk.now)
    talk.says()
    assert isinstance(closing(talk.hears(packet)), ProtocolError)
    assert talk.writes() == bytes.fromhex("e00182")


@pytest.mark.parametrize("packet", [Publish("t", properties=Properties(user_properties=(("a", "b"),)))])
def test_what_applications_say_in_user_properties_is_wanted_all_the_same(packet: Publish) -> None:
    talk = Conversation(properties=Properties(request_problem_information=0))
    talk.connect()
    assert len(messages(talk.hears(packet))) == 1


@pytest.mark.statement("MQTT-3.3.2-11", "MQTT-3.1.2-26", "MQTT-3.1.2-27")
@pytest.mark.parametrize(("announced", "alias"), [(None, 1), (0, 1), (3, 4)])
def test_an_alias_above_what_we_announced_ends_the_connection(announced: int | None, alias: int) -> None:
    talk = Conversation(properties=Properties(topic_alias_maximum=announced))
    talk.connect()
    error = closing(talk.hears(Publish("t", properties=Properties(topic_alias=alias))))
    assert isinstance(error, ProtocolError)
    assert talk.writes() == bytes.fromhex("e00194")


@pytest.mark.statement("MQTT-3.3.4-4")
def test_all_subscription_identifiers_of_one_copy_arrive() -> None:
    talk = Conversation()
    talk.connect()
    properties = Properties(subscription_identifiers=(7, 268_435_455, 7))
    (message,) = messages(talk.hears(Publish("t", properties=properties)))
    assert message.properties.subscription_identifiers == (7, 268_435_455, 7)


# Authentication


@pytest.mark.statement("MQTT-4.12.1-2", "MQTT-4.12.1-1")
def test_a_reauthentication_that_fails_ends_the_connection() -> None:
    method = Method()
    talk = Conversation(auth=method)
    talk.session.connect(talk.now)
    talk.hears(Connack(properties=Properties(authentication_method="M")))
    talk.says()
    method._fails = True
    talk.session.reauthenticate(talk.now)
    assert talk.says() == [Auth(ReasonCode.RE_AUTHENTICATE, Properties(authentication_method="M"))]
    challenge = Auth(ReasonCode.CONTINUE_AUTHENTICATION, Properties(authentication_method="M"))
    assert isinstance(closing(talk.hears(challenge)), AuthenticationFailed)
    assert talk.writes()[:2] == b"\xe0\x01"
    assert talk.session.state is State.CLOSING


@pytest.mark.statement("MQTT-4.12.0-7")
def test_without_a_method_in_connect_no_auth_leaves() -> None:
    talk = Conversation()
    talk.connect()
    with pytest.raises(RefusedLocally):
        talk.session.reauthenticate(talk.now)
    assert talk.says() == []
    challenge = Auth(ReasonCode.CONTINUE_AUTHENTICATION, Properties(authentication_method="M"))
    assert isinstance(closing(talk.hears(challenge)), ProtocolError)
    assert talk.writes() == bytes.fromhex("e00182")
