"""How a connection begins: CONNECT, CONNACK, what was negotiated, and whose session it is."""

from __future__ import annotations

import pytest

from tests.unit.mqtt.conversation import EVERY_VERSION, V5, V31, V311, Conversation, closing, connected, settled
from tracemq.mqtt.errors import (
    ConnectionRefused,
    MalformedPacket,
    ProtocolError,
    RefusedLocally,
    ServerDisconnected,
    TimedOut,
)
from tracemq.mqtt.events import Connected, SessionDiscarded
from tracemq.mqtt.journal import SessionState
from tracemq.mqtt.negotiation import Negotiated, SessionSettings, Terms
from tracemq.mqtt.packets import (
    Auth,
    Connack,
    Connect,
    Disconnect,
    Packet,
    Pingresp,
    Puback,
    Publish,
    Pubrec,
    Pubrel,
    Suback,
    Subscription,
    Unsuback,
    Will,
)
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ConnectReturnCode, ReasonCode
from tracemq.mqtt.session import Session, State
from tracemq.mqtt.types import QoS, Version

GOLDEN_CONNECTS = {
    V31: "101d 0006 4d5149736470 03 c2 003c 0002 6d65 0001 75 0002 7077",
    V311: "101b 0004 4d515454 04 c2 003c 0002 6d65 0001 75 0002 7077",
    V5: "101c 0004 4d515454 05 c2 003c 00 0002 6d65 0001 75 0002 7077",
}


@pytest.mark.statement("MQTT-3.1.0-1", "MQTT-3.1.2-1", "3.1.1:MQTT-3.1.0-1", "3.1:section 3.1")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_connect_is_the_first_packet_and_carries_what_was_asked(version: Version) -> None:
    talk = Conversation(version, keep_alive=60, username="u", password=b"pw")
    talk.session.connect(talk.now)
    expected = bytes.fromhex(GOLDEN_CONNECTS[version])
    assert talk.writes() == expected[:1] + bytes([len(expected) - 2]) + expected[2:]
    assert talk.session.state is State.CONNECTING


def test_connect_carries_will_and_properties() -> None:
    will = Will("gone", b"bye", QoS.AT_LEAST_ONCE, retain=True, properties=Properties(will_delay_interval=5))
    asked = Properties(session_expiry_interval=60, receive_maximum=9, user_properties=(("a", "b"),))
    talk = Conversation(will=will, properties=asked, clean_start=False, keep_alive=7)
    talk.session.connect(talk.now)
    assert talk.says() == [Connect(clean_start=False, keep_alive=7, client_id="me", will=will, properties=asked)]


def test_a_limit_for_incoming_packets_is_announced() -> None:
    talk = Conversation(incoming_packet_limit=1000)
    talk.session.connect(talk.now)
    (packet,) = talk.says()
    assert isinstance(packet, Connect)
    assert packet.properties == Properties(maximum_packet_size=1000)


def test_an_announced_packet_size_is_a_limit_too() -> None:
    talk = Conversation(properties=Properties(maximum_packet_size=20))
    talk.connect()
    error = closing(talk.hears(Publish("t", bytes(30))))
    assert isinstance(error, ProtocolError)
    assert error.reason is ReasonCode.PACKET_TOO_LARGE
    assert talk.writes() == bytes.fromhex("e00195")


@pytest.mark.parametrize(
    ("version", "settings"),
    [
        (V31, {"client_id": ""}),
        (V31, {"client_id": "x" * 24}),
        (V311, {"client_id": "", "clean_start": False}),
        (V311, {"password": b"pw"}),
        (V31, {"password": b"pw"}),
        (V5, {"client_id": "nul\0"}),
        (V5, {"will": Will("a/#")}),
        (V5, {"keep_alive": 70_000}),
        (V5, {"properties": Properties(receive_maximum=0)}),
        (V5, {"properties": Properties(maximum_qos=1)}),
    ],
)
@pytest.mark.statement("3.1.1:MQTT-3.1.3-7", "3.1.1:MQTT-3.1.2-22", "3.1:section 3.1", "MQTT-3.1.3-4", "MQTT-3.1.3-11")
def test_what_may_not_be_asked_is_refused_before_a_byte_leaves(version: Version, settings: dict[str, object]) -> None:
    talk = Conversation(version, **settings)
    with pytest.raises(RefusedLocally):
        talk.session.connect(talk.now)
    assert talk.session.state is State.OFFLINE
    assert not talk.session.has_output


def test_a_second_connect_without_losing_the_first_is_refused() -> None:
    talk = Conversation()
    talk.connect()
    with pytest.raises(RefusedLocally):
        talk.session.connect(talk.now)


@pytest.mark.parametrize("version", EVERY_VERSION)
def test_a_plain_connack_gives_the_standards_defaults(version: Version) -> None:
    talk = Conversation(version, keep_alive=30)
    assert talk.connect() == [
        Connected(
            session_present=False,
            reason=ReasonCode.SUCCESS,
            properties=Properties(),
            negotiated=Negotiated(
                version=version,
                client_id="me",
                client_id_assigned=False,
                keep_alive=Terms(30, 30),
                session_expiry=Terms(0, 0),
                receive_maximum=Terms(65_535, 65_535),
                maximum_packet_size=Terms(268_435_460, 268_435_460),
                topic_alias_maximum=Terms(0, 0),
                maximum_qos=QoS.EXACTLY_ONCE,
                retain_available=True,
                wildcard_subscriptions_available=True,
                subscription_identifiers_available=True,
                shared_subscriptions_available=True,
            ),
        )
    ]
    assert talk.session.state is State.CONNECTED
    assert talk.session.negotiated is not None


@pytest.mark.statement("MQTT-3.1.2-21", "MQTT-3.2.2-16", "MQTT-3.2.2-21")
def test_what_was_asked_and_granted_stand_side_by_side() -> None:
    asked = Properties(session_expiry_interval=100, receive_maximum=7, maximum_packet_size=5000, topic_alias_maximum=3)
    granted = Properties(
        session_expiry_interval=50,
        receive_maximum=20,
        maximum_qos=1,
        retain_available=0,
        maximum_packet_size=900,
        assigned_client_identifier="you",
        topic_alias_maximum=10,
        reason_string="fine",
        user_properties=(("a", "1"), ("a", "2")),
        wildcard_subscription_available=0,
        subscription_identifier_available=0,
        shared_subscription_available=0,
        server_keep_alive=20,
        response_information="r/",
        server_reference="other:1883",
    )
    talk = Conversation(client_id="", keep_alive=60, properties=asked)
    event = connected(talk.connect(properties=granted))
    assert event.properties == granted
    assert event.negotiated == Negotiated(
        version=V5,
        client_id="you",
        client_id_assigned=True,
        keep_alive=Terms(60, 20),
        session_expiry=Terms(100, 50),
        receive_maximum=Terms(7, 20),
        maximum_packet_size=Terms(5000, 900),
        topic_alias_maximum=Terms(3, 10),
        maximum_qos=QoS.AT_LEAST_ONCE,
        retain_available=False,
        wildcard_subscriptions_available=False,
        subscription_identifiers_available=False,
        shared_subscriptions_available=False,
        response_information="r/",
        server_reference="other:1883",
        reason_string="fine",
        user_properties=(("a", "1"), ("a", "2")),
    )
    assert talk.session.client_id == "you"


@pytest.mark.parametrize("version", [V31, V311])
def test_properties_for_3x_are_reported_as_not_sent(version: Version) -> None:
    will = Will("gone", properties=Properties(will_delay_interval=5))
    talk = Conversation(version, will=will, properties=Properties(session_expiry_interval=1, receive_maximum=2))
    assert connected(talk.connect()).not_sent == (
        "session_expiry_interval",
        "receive_maximum",
        "will.will_delay_interval",
    )
    assert connected(talk.reconnect()).negotiated.receive_maximum == Terms(65_535, 65_535)


def test_in_3x_a_session_that_is_kept_never_expires() -> None:
    talk = Conversation(V311, clean_start=False)
    assert connected(talk.connect()).negotiated.session_expiry == Terms(0xFFFFFFFF, 0xFFFFFFFF)


# Refusals


@pytest.mark.statement("3.1.1:MQTT-3.2.2-5", "3.1:section 3.2")
@pytest.mark.parametrize("version", [V31, V311])
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (ConnectReturnCode.UNACCEPTABLE_PROTOCOL_VERSION, ReasonCode.UNSUPPORTED_PROTOCOL_VERSION),
        (ConnectReturnCode.IDENTIFIER_REJECTED, ReasonCode.CLIENT_IDENTIFIER_NOT_VALID),
        (ConnectReturnCode.SERVER_UNAVAILABLE, ReasonCode.SERVER_UNAVAILABLE),
        (ConnectReturnCode.BAD_USER_NAME_OR_PASSWORD, ReasonCode.BAD_USER_NAME_OR_PASSWORD),
        (ConnectReturnCode.NOT_AUTHORIZED, ReasonCode.NOT_AUTHORIZED),
    ],
)
def test_return_codes_of_3x_are_told_as_reason_codes(
    version: Version, code: ConnectReturnCode, reason: ReasonCode
) -> None:
    talk = Conversation(version)
    talk.session.connect(talk.now)
    talk.says()
    error = closing(talk.hears(Connack(False, code)))
    assert isinstance(error, ConnectionRefused)
    assert error.reason is reason
    assert talk.session.state is State.CLOSING
    assert talk.says() == []


def test_a_refusal_brings_its_properties() -> None:
    talk = Conversation()
    talk.session.connect(talk.now)
    talk.says()
    came = Properties(reason_string="no", server_reference="other")
    error = closing(talk.hears(Connack(False, ReasonCode.USE_ANOTHER_SERVER, came)))
    assert isinstance(error, ConnectionRefused)
    assert (error.reason, error.properties) == (ReasonCode.USE_ANOTHER_SERVER, came)
    assert talk.says() == []


@pytest.mark.parametrize("pieces", [4, 1])
@pytest.mark.parametrize(("code", "reason"), [(1, 0x84), (2, 0x85), (3, 0x88), (4, 0x86), (5, 0x87)])
def test_a_server_of_3x_that_refuses_in_its_own_way_is_understood(code: int, reason: int, pieces: int) -> None:
    talk = Conversation(V5)
    talk.session.connect(talk.now)
    talk.says()
    answer = bytes([0x20, 2, 0, code])
    events = [event for start in range(0, 4, pieces) for event in talk.hears(answer[start : start + pieces])]
    error = closing(events)
    assert isinstance(error, ConnectionRefused)
    assert error.reason == reason
    assert talk.writes() == b""


@pytest.mark.parametrize("answer", ["20020000", "20020006", "200300ff00", "2003020000", "20020001ff"])
def test_a_malformed_connack_is_answered_with_disconnect(answer: str) -> None:
    talk = Conversation(V5)
    talk.session.connect(talk.now)
    talk.says()
    events = talk.hears(bytes.fromhex(answer))
    if answer != "20020001ff":
        assert isinstance(closing(events), MalformedPacket)
        assert talk.writes() == bytes.fromhex("e00181")


@pytest.mark.statement("MQTT-3.2.0-1", "3.1.1:MQTT-3.2.0-1")
@pytest.mark.parametrize("version", EVERY_VERSION)
@pytest.mark.parametrize(
    "packet",
    [Publish("t"), Publish("t", qos=QoS(1), packet_id=1), Puback(1), Suback(1, (ReasonCode.SUCCESS,)), Pingresp()],
)
def test_nothing_may_come_before_connack(version: Version, packet: object) -> None:
    talk = Conversation(version)
    talk.session.connect(talk.now)
    talk.says()
    events = talk.hears(packet)  # type: ignore[arg-type]
    assert len(events) == 1
    assert isinstance(closing(events), ProtocolError)
    assert talk.writes() == (bytes.fromhex("e00182") if version is V5 else b"")


def test_a_disconnect_before_connack_still_tells_its_reason() -> None:
    talk = Conversation()
    talk.session.connect(talk.now)
    talk.says()
    error = closing(talk.hears(Disconnect(ReasonCode.SERVER_BUSY)))
    assert isinstance(error, ServerDisconnected)
    assert error.reason is ReasonCode.SERVER_BUSY


@pytest.mark.statement("MQTT-3.2.0-2", "3.1.1:MQTT-3.2.0-1")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_a_second_connack_is_a_protocol_error(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    code = ReasonCode.SUCCESS if version is V5 else ConnectReturnCode.ACCEPTED
    assert isinstance(closing(talk.hears(Connack(False, code))), ProtocolError)


def test_a_server_that_never_answers_is_given_up() -> None:
    talk = Conversation(connect_timeout_s=5.0)
    talk.session.connect(talk.now)
    talk.says()
    assert talk.session.deadline() == talk.now + 5.0
    assert talk.passes(4.9) == []
    error = closing(talk.passes(0.2))
    assert isinstance(error, TimedOut)
    assert (error.waiting_for, error.seconds) == ("CONNACK", 5.0)
    assert talk.writes() == b""
    assert talk.session.deadline() is None


def test_without_a_time_limit_connack_may_take_as_long_as_it_likes() -> None:
    talk = Conversation(connect_timeout_s=None)
    talk.session.connect(talk.now)
    assert talk.session.deadline() is None


# Whose session it is (section 3.2.2.1.1)


@pytest.mark.statement("MQTT-3.2.2-2", "3.1.1:MQTT-3.2.2-1")
@pytest.mark.parametrize("version", [V311, V5])
def test_a_session_that_is_present_after_a_clean_start_is_a_protocol_error(version: Version) -> None:
    talk = Conversation(version, clean_start=True)
    assert isinstance(closing(talk.connect(present=True)), ProtocolError)
    assert talk.writes() == (bytes.fromhex("e00182") if version is V5 else b"")


@pytest.mark.statement("MQTT-3.2.2-4")
def test_a_session_that_we_know_nothing_of_ends_the_connection() -> None:
    talk = Conversation(clean_start=False, properties=Properties(session_expiry_interval=60))
    assert isinstance(closing(talk.connect(present=True)), ProtocolError)
    assert talk.writes() == bytes.fromhex("e00182")


@pytest.mark.parametrize("how", ["lost", "timed out"])
def test_a_session_that_we_asked_for_is_ours_even_if_connack_never_came(how: str) -> None:
    talk = Conversation(clean_start=False, properties=Properties(session_expiry_interval=60), connect_timeout_s=5.0)
    talk.session.connect(talk.now)
    talk.says()
    if how == "timed out":
        assert closing(talk.passes(5))
    events = talk.reconnect(present=True)
    assert connected(events).session_present


def test_a_refusal_leaves_no_session_behind() -> None:
    talk = Conversation(clean_start=False, properties=Properties(session_expiry_interval=60))
    talk.session.connect(talk.now)
    talk.says()
    talk.hears(Connack(False, ReasonCode.SERVER_BUSY))
    assert isinstance(closing(talk.reconnect(present=True)), ProtocolError)
    assert isinstance(closing(talk.reconnect(present=True)), ProtocolError)


def test_in_311_a_session_that_we_know_nothing_of_may_go_on() -> None:
    talk = Conversation(V311, clean_start=False)
    assert connected(talk.connect(present=True)).session_present


@pytest.mark.statement("MQTT-3.2.2-3", "MQTT-4.1.0-1")
def test_a_session_that_both_know_goes_on() -> None:
    talk = Conversation(clean_start=False, properties=Properties(session_expiry_interval=60))
    talk.connect()
    ticket = talk.publish(qos=1)
    talk.says()
    events = talk.reconnect(present=True)
    assert [type(event) for event in events] == [Connected]
    assert talk.says() == [Publish("t", qos=QoS(1), dup=True, packet_id=1)]
    assert settled(talk.hears(Puback(1))) == [(ticket, ReasonCode.SUCCESS)]


def test_a_session_that_was_restored_goes_on() -> None:
    talk = Conversation(clean_start=False, restored=SessionState(server_has_session=True))
    assert connected(talk.connect(present=True)).session_present


@pytest.mark.statement("MQTT-3.2.2-5")
def test_a_session_that_the_server_lost_is_discarded() -> None:
    talk = Conversation(clean_start=False, properties=Properties(session_expiry_interval=60))
    talk.connect()
    talk.session.subscribe([Subscription("a"), Subscription("b")], now=talk.now)
    talk.hears(Suback(1, (ReasonCode.SUCCESS, ReasonCode.NOT_AUTHORIZED)))
    talk.hears(Publish("t", qos=QoS(2), packet_id=9))
    ticket = talk.publish(qos=1)
    talk.says()
    events = talk.reconnect(present=False)
    assert events[1:] == [SessionDiscarded(republished=(ticket,), lost=(), forgotten=1, resubscribed=("a",))]


def test_a_discarded_session_of_which_nothing_was_left_is_not_worth_a_word() -> None:
    talk = Conversation()
    talk.connect()
    assert [type(event) for event in talk.reconnect()] == [Connected]


def test_a_refusal_with_session_present_is_a_protocol_error() -> None:
    talk = Conversation()
    talk.session.connect(talk.now)
    talk.says()
    assert isinstance(closing(talk.hears(bytes.fromhex("2003018700"))), (ProtocolError, MalformedPacket))


def test_31_cannot_say_whether_it_has_the_session_so_what_is_in_flight_is_sent_again() -> None:
    talk = Conversation(V31, clean_start=False)
    talk.connect()
    talk.publish(qos=1)
    talk.says()
    talk.reconnect()
    assert talk.says() == [Publish("t", qos=QoS(1), dup=True, packet_id=1)]


def test_31_with_clean_start_begins_anew() -> None:
    talk = Conversation(V31)
    talk.connect()
    talk.publish(qos=1)
    talk.says()
    talk.reconnect()
    assert talk.says() == [Publish("t", qos=QoS(1), packet_id=2)]


# What a reconnect asks for


def connect_of(talk: Conversation, *, reconnecting: bool) -> Connect:
    talk.session.lost(talk.now)
    talk.session.connect(talk.now, reconnecting=reconnecting)
    (packet,) = talk.says()
    assert isinstance(packet, Connect)
    return packet


def test_a_reconnect_never_throws_away_a_session_that_was_to_be_kept() -> None:
    talk = Conversation(properties=Properties(session_expiry_interval=60))
    talk.connect()
    assert not connect_of(talk, reconnecting=True).clean_start
    assert connect_of(talk, reconnecting=False).clean_start


def test_a_reconnect_after_a_session_that_ended_starts_clean() -> None:
    talk = Conversation(properties=Properties(session_expiry_interval=60))
    talk.connect(properties=Properties(session_expiry_interval=0))
    assert connect_of(talk, reconnecting=True).clean_start


def test_a_reconnect_before_the_first_success_starts_as_asked() -> None:
    talk = Conversation(properties=Properties(session_expiry_interval=60))
    talk.session.connect(talk.now)
    talk.says()
    assert connect_of(talk, reconnecting=True).clean_start


def test_a_reconnect_takes_up_the_assigned_client_id() -> None:
    talk = Conversation(client_id="", properties=Properties(session_expiry_interval=60))
    talk.connect(properties=Properties(assigned_client_identifier="auto-1"))
    assert connect_of(talk, reconnecting=True).client_id == "auto-1"
    assert connect_of(talk, reconnecting=False).client_id == ""


def test_a_session_ended_by_disconnect_is_not_taken_up() -> None:
    talk = Conversation(properties=Properties(session_expiry_interval=60))
    talk.connect()
    talk.session.disconnect(talk.now, properties=Properties(session_expiry_interval=0))
    talk.says()
    assert connect_of(talk, reconnecting=True).clean_start


def test_settings_may_be_replaced_between_connections_only() -> None:
    talk = Conversation(V5)
    talk.connect()
    with pytest.raises(RefusedLocally):
        talk.session.settings = SessionSettings()
    talk.publish(qos=1, payload=b"kept")
    talk.says()
    talk.session.lost(talk.now)
    talk.change(version=V311)
    talk.connect()
    assert talk.says() == [Publish("t", b"kept", QoS(1), packet_id=2)]


def test_what_comes_while_nobody_is_connected_is_not_heard() -> None:
    talk = Conversation()
    assert talk.hears(Publish("t")) == []
    talk.connect()
    talk.hears(Disconnect(ReasonCode.SERVER_BUSY))
    assert talk.hears(Publish("t")) == []
    talk.session.lost(talk.now)
    assert talk.session.lost(talk.now) == []
    assert talk.session.state is State.OFFLINE


def test_what_comes_behind_the_end_in_the_same_read_is_not_heard() -> None:
    talk = Conversation()
    talk.connect()
    events = talk.hears(Publish("t"), Disconnect(ReasonCode.SERVER_BUSY), Publish("t"))
    assert len(events) == 2


def test_auth_and_unsuback_are_read_where_they_belong() -> None:
    talk = Conversation()
    talk.connect()
    assert isinstance(closing(talk.hears(Unsuback(5, (ReasonCode.SUCCESS,)))), ProtocolError)
    other = Conversation()
    other.connect()
    auth = Auth(ReasonCode.CONTINUE_AUTHENTICATION, Properties(authentication_method="X"))
    assert isinstance(closing(other.hears(auth)), ProtocolError)


def test_reads_may_be_any_kind_of_bytes() -> None:
    talk = Conversation()
    talk.session.connect(talk.now)
    (event,) = talk.session.receive(bytearray.fromhex("2003000000"), talk.now, 0.0)  # type: ignore[arg-type]
    assert isinstance(event, Connected)


def test_a_new_session_has_nothing_to_do() -> None:
    session = Session(SessionSettings())
    assert session.deadline() is None
    assert session.expire(0.0) == []
    assert not session.has_output
    assert (session.waiting, session.in_flight, session.client_id, session.subscriptions) == (0, 0, "", ())


@pytest.mark.statement("MQTT-3.1.2-29")
@pytest.mark.parametrize(
    "packet",
    [
        Puback(1, ReasonCode.QUOTA_EXCEEDED, Properties(reason_string="why")),
        Pubrec(1, ReasonCode.QUOTA_EXCEEDED, Properties(user_properties=(("a", "b"),))),
        Pubrel(1, ReasonCode.SUCCESS, Properties(reason_string="why")),
        Suback(1, (ReasonCode.SUCCESS,), Properties(reason_string="why")),
        Unsuback(1, (ReasonCode.SUCCESS,), Properties(reason_string="why")),
    ],
)
@pytest.mark.parametrize("asked", [0, 1, None])
def test_problem_information_comes_only_where_it_was_asked_for(packet: Packet, asked: int | None) -> None:
    talk = Conversation(properties=Properties(request_problem_information=asked))
    event = connected(talk.connect(properties=Properties(reason_string="welcome")))
    assert event.negotiated.reason_string == "welcome"
    if isinstance(packet, Suback):
        talk.session.subscribe([Subscription("a")], now=talk.now)
    elif isinstance(packet, Unsuback):
        talk.session.unsubscribe(["a"], now=talk.now)
    events = talk.hears(Publish("t", properties=Properties(user_properties=(("a", "b"),))), packet)
    if asked == 0:
        assert isinstance(closing(events), ProtocolError)
    else:
        assert talk.session.state is State.CONNECTED


@pytest.mark.statement("3.1.1:MQTT-3.2.2-4")
@pytest.mark.parametrize("version", [V31, V311])
def test_a_refusal_of_3x_is_told_even_if_it_speaks_of_a_session(version: Version) -> None:
    talk = Conversation(version, clean_start=False)
    talk.session.connect(talk.now)
    error = closing(talk.hears(bytes.fromhex("20020105")))
    assert isinstance(error, ConnectionRefused)
    assert error.reason is ReasonCode.NOT_AUTHORIZED


@pytest.mark.statement("MQTT-3.2.2-6")
def test_a_refusal_of_5_with_a_session_is_a_protocol_error() -> None:
    talk = Conversation(clean_start=False)
    talk.session.connect(talk.now)
    error = closing(talk.hears(bytes.fromhex("2003018700")))
    assert isinstance(error, ProtocolError)
