"""Enhanced authentication in a session (MQTT 5.0, section 4.12)."""

from __future__ import annotations

import pytest

from tests.unit.mqtt.conversation import V5, V311, Conversation, closing, connected
from tests.unit.mqtt.test_auth import Server
from tracemq.mqtt.auth import ScramAuthenticator
from tracemq.mqtt.errors import (
    AuthenticationFailed,
    ConnectionRefused,
    MalformedPacket,
    MqttError,
    ProtocolError,
    RefusedLocally,
    ServerDisconnected,
)
from tracemq.mqtt.events import Challenged, Event, Failed, Reauthenticated
from tracemq.mqtt.packets import Auth, Connack, Connect, Disconnect, Publish
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.session import State

CONTINUE, AGAIN = ReasonCode.CONTINUE_AUTHENTICATION, ReasonCode.RE_AUTHENTICATE


class Counting:
    """An authenticator that answers with numbers, and can be told to fail."""

    method = "COUNT"

    def __init__(self, fails_at: str = "", error: Exception | None = None) -> None:
        self.asked: list[tuple[str, bytes | None]] = []
        self._fails_at = fails_at
        self._error = error or ValueError("broken")

    def _note(self, what: str, data: bytes | None) -> bytes:
        self.asked.append((what, data))
        if what == self._fails_at:
            raise self._error
        return b"%d" % len(self.asked)

    def initial(self) -> bytes:
        return self._note("initial", None)

    def respond(self, data: bytes | None) -> bytes:
        return self._note("respond", data)

    def finish(self, data: bytes | None) -> None:
        self._note("finish", data)


def props(data: bytes | None = None, method: str = "COUNT") -> Properties:
    return Properties(authentication_method=method, authentication_data=data)


def begun(auth: Counting | ScramAuthenticator, **settings: object) -> Conversation:
    talk = Conversation(V5, auth=auth, **settings)
    talk.session.connect(talk.now)
    return talk


@pytest.mark.statement("MQTT-4.12.0-2", "MQTT-4.12.0-3", "MQTT-4.12.0-5", "MQTT-3.1.2-30", "MQTT-3.15.1-1")
def test_challenges_are_answered_until_connack() -> None:
    auth = Counting()
    talk = begun(auth, properties=Properties(session_expiry_interval=9))
    (connect,) = talk.says()
    assert isinstance(connect, Connect)
    assert connect.properties == Properties(
        session_expiry_interval=9, authentication_method="COUNT", authentication_data=b"1"
    )
    talk.publish("t", b"waits")
    assert talk.hears(Auth(CONTINUE, props(b"a"))) == []
    assert talk.says() == [Auth(CONTINUE, props(b"2"))]
    talk.hears(Auth(CONTINUE, props(None)))
    assert talk.says() == [Auth(CONTINUE, props(b"3"))]
    connected(talk.hears(Connack(False, ReasonCode.SUCCESS, props(b"z"))))
    assert talk.says() == [Publish("t", b"waits")]
    assert auth.asked == [("initial", None), ("respond", b"a"), ("respond", None), ("finish", b"z")]


def test_scram_proves_both_sides() -> None:
    server = Server("SCRAM-SHA-512")
    talk = begun(ScramAuthenticator("alice", "secret", "SCRAM-SHA-512"))
    (connect,) = talk.says()
    assert isinstance(connect, Connect)
    talk.hears(Auth(CONTINUE, props(server.challenge(connect.properties.authentication_data), "SCRAM-SHA-512")))
    (answer,) = talk.says()
    assert isinstance(answer, Auth)
    proof = server.proof(answer.properties.authentication_data)
    connected(talk.hears(Connack(False, ReasonCode.SUCCESS, props(proof, "SCRAM-SHA-512"))))


def test_a_server_that_does_not_prove_itself_is_left() -> None:
    talk = begun(ScramAuthenticator("alice", "secret"))
    talk.says()
    error = closing(talk.hears(Connack(False, ReasonCode.SUCCESS, props(None, "SCRAM-SHA-256"))))
    assert isinstance(error, AuthenticationFailed)
    assert talk.writes() == bytes.fromhex("e00180")
    assert talk.session.state is State.CLOSING


@pytest.mark.statement("MQTT-4.12.0-5")
@pytest.mark.parametrize(
    "packet",
    [
        Auth(CONTINUE, props(b"a", "OTHER")),
        Connack(False, ReasonCode.SUCCESS, props(b"a", "OTHER")),
        Connack(False, ReasonCode.SUCCESS),
        Auth(ReasonCode.SUCCESS, props(b"a")),
    ],
)
def test_a_wrong_method_or_an_answer_out_of_place_is_a_protocol_error(packet: Auth | Connack) -> None:
    talk = begun(Counting())
    talk.says()
    error = closing(talk.hears(packet))
    assert isinstance(error, ProtocolError)
    assert talk.writes() == bytes.fromhex("e00182")


@pytest.mark.statement("MQTT-4.12.0-6")
@pytest.mark.parametrize("packet", [Auth(CONTINUE, props(b"a")), Connack(False, ReasonCode.SUCCESS, props(b"a"))])
def test_an_exchange_that_nobody_asked_for_is_a_protocol_error(packet: Auth | Connack) -> None:
    talk = Conversation()
    talk.session.connect(talk.now)
    talk.says()
    assert isinstance(closing(talk.hears(packet)), ProtocolError)


def test_a_refused_exchange_tells_why() -> None:
    talk = begun(Counting())
    talk.says()
    error = closing(talk.hears(Connack(False, ReasonCode.BAD_AUTHENTICATION_METHOD)))
    assert isinstance(error, ConnectionRefused)
    assert error.reason is ReasonCode.BAD_AUTHENTICATION_METHOD


@pytest.mark.parametrize("error", [ValueError("broken"), AuthenticationFailed("no"), ProtocolError("odd")])
def test_whatever_an_authenticator_raises_ends_the_exchange(error: Exception) -> None:
    talk = begun(Counting("respond", error))
    talk.says()
    fault = closing(talk.hears(Auth(CONTINUE, props(b"a"))))
    assert isinstance(fault, type(error) if isinstance(error, MqttError) else AuthenticationFailed)
    assert talk.writes().startswith(b"\xe0\x01")


def test_an_authenticator_that_cannot_begin_leaves_nothing_behind() -> None:
    talk = Conversation(auth=Counting("initial"))
    with pytest.raises(AuthenticationFailed):
        talk.session.connect(talk.now)
    assert talk.session.state is State.OFFLINE


def test_a_server_that_never_comes_to_an_end_is_left() -> None:
    talk = begun(Counting(), auth_rounds=3)
    talk.says()
    for _ in range(3):
        assert talk.hears(Auth(CONTINUE, props(b"a"))) == []
    assert isinstance(closing(talk.hears(Auth(CONTINUE, props(b"a")))), AuthenticationFailed)


def test_each_connection_begins_an_exchange_of_its_own() -> None:
    auth = Counting()
    talk = begun(auth)
    talk.hears(Connack(False, ReasonCode.SUCCESS, props()))
    talk.session.lost(talk.now)
    talk.session.connect(talk.now)
    assert [what for what, _ in auth.asked] == ["initial", "finish", "initial"]


def test_3x_has_no_such_thing_and_says_so() -> None:
    auth = Counting()
    talk = Conversation(V311, auth=auth)
    assert connected(talk.connect()).not_sent == ("authentication_method",)
    assert auth.asked == []
    assert isinstance(closing(talk.hears(bytes.fromhex("f000"))), MalformedPacket)


# Re-authentication


def authenticated(auth: Counting) -> Conversation:
    talk = begun(auth, keep_alive=10)
    talk.says()
    talk.hears(Connack(False, ReasonCode.SUCCESS, props()))
    auth.asked.clear()
    return talk


@pytest.mark.statement("MQTT-4.12.1-1")
def test_a_client_may_authenticate_again_while_messages_flow() -> None:
    auth = Counting()
    talk = authenticated(auth)
    ticket = talk.session.reauthenticate(talk.now)
    talk.publish("t", b"meanwhile")
    assert talk.says() == [Auth(AGAIN, props(b"1")), Publish("t", b"meanwhile")]
    events: list[Event] = talk.hears(Publish("t"), Auth(CONTINUE, props(b"a")))
    assert len(events) == 1
    assert talk.says() == [Auth(CONTINUE, props(b"2"))]
    assert talk.hears(Auth(ReasonCode.SUCCESS, props(b"z"))) == [Reauthenticated(ticket=ticket, properties=props(b"z"))]
    assert auth.asked == [("initial", None), ("respond", b"a"), ("finish", b"z")]
    assert talk.session.reauthenticate(talk.now) > ticket


def test_one_re_authentication_at_a_time() -> None:
    talk = authenticated(Counting())
    talk.session.reauthenticate(talk.now)
    with pytest.raises(RefusedLocally):
        talk.session.reauthenticate(talk.now)


def test_re_authentication_needs_a_connection_that_was_made_with_a_method() -> None:
    talk = Conversation(auth=Counting())
    with pytest.raises(RefusedLocally):
        talk.session.reauthenticate(talk.now)
    plain = Conversation()
    plain.connect()
    with pytest.raises(RefusedLocally):
        plain.session.reauthenticate(plain.now)
    old = Conversation(V311, auth=Counting())
    old.connect()
    with pytest.raises(RefusedLocally):
        old.session.reauthenticate(old.now)


@pytest.mark.parametrize("packet", [Auth(CONTINUE, props(b"a")), Auth(ReasonCode.SUCCESS, props(b"a"))])
def test_a_server_may_not_begin_a_re_authentication(packet: Auth) -> None:
    talk = authenticated(Counting())
    assert isinstance(closing(talk.hears(packet)), ProtocolError)


def test_the_re_authenticate_code_belongs_to_clients() -> None:
    talk = authenticated(Counting())
    talk.session.reauthenticate(talk.now)
    talk.says()
    begin = bytes.fromhex("f00a19081500 05434f554e54".replace(" ", ""))
    assert isinstance(closing(talk.hears(begin)), MqttError)


def test_a_re_authentication_that_the_server_refuses_ends_the_connection() -> None:
    talk = authenticated(Counting())
    ticket = talk.session.reauthenticate(talk.now)
    error = closing(talk.hears(Disconnect(ReasonCode.NOT_AUTHORIZED)))
    assert isinstance(error, ServerDisconnected)
    (failed,) = talk.session.lost(talk.now)
    assert isinstance(failed, Failed)
    assert failed.tickets == [ticket]
    assert isinstance(failed.error, ServerDisconnected)
    assert failed.error.reason is ReasonCode.NOT_AUTHORIZED
    assert talk.session.lost(talk.now) == []


def test_a_server_that_cannot_prove_itself_again_is_left() -> None:
    talk = authenticated(Counting("finish"))
    assert talk.session.state is State.CLOSING


def test_a_re_authentication_that_cannot_begin_leaves_the_connection_as_it_is() -> None:
    auth = Counting()
    talk = authenticated(auth)
    auth._fails_at = "initial"
    with pytest.raises(AuthenticationFailed):
        talk.session.reauthenticate(talk.now)
    assert talk.session.state is State.CONNECTED
    auth._fails_at = ""
    assert talk.session.reauthenticate(talk.now)


@pytest.mark.statement("MQTT-3.2.2-15")
def test_an_answer_that_the_server_does_not_take_ends_the_exchange() -> None:
    class Verbose(Counting):
        def respond(self, data: bytes | None) -> bytes:
            return bytes(50)

    talk = begun(Verbose())
    talk.hears(Connack(False, ReasonCode.SUCCESS, Properties(authentication_method="COUNT", maximum_packet_size=20)))
    talk.session.reauthenticate(talk.now)
    talk.says()
    error = closing(talk.hears(Auth(CONTINUE, props(b"a"))))
    assert isinstance(error, RefusedLocally)
    assert error.reason is ReasonCode.PACKET_TOO_LARGE
    assert talk.writes() == bytes.fromhex("e00195")


def test_giving_up_everything_names_the_re_authentication() -> None:
    talk = authenticated(Counting())
    ticket = talk.session.reauthenticate(talk.now)
    assert talk.session.abandon() == [ticket]
    assert talk.session.lost(talk.now) == []


# Answers that take long


def challenged(talk: Conversation, data: bytes = b"a") -> Challenged:
    (event,) = talk.hears(Auth(CONTINUE, props(data)))
    assert isinstance(event, Challenged)
    return event


def test_an_answer_that_takes_long_is_asked_for_and_sent_when_it_is_there() -> None:
    auth = Counting()
    talk = begun(auth, auth_in_thread=True)
    talk.says()
    for number in (2, 3):
        challenge = challenged(talk)
        assert talk.says() == []
        assert len(auth.asked) == number - 1
        assert talk.session.respond(challenge, challenge.respond()) == []
        assert talk.says() == [Auth(CONTINUE, props(b"%d" % number))]
    connected(talk.hears(Connack(False, ReasonCode.SUCCESS, props(b"z"))))


@pytest.mark.statement("MQTT-4.12.0-3")
@pytest.mark.parametrize(
    "packet", [Auth(CONTINUE, props(b"b")), Connack(False, ReasonCode.SUCCESS, props(b"z"))], ids=["AUTH", "CONNACK"]
)
def test_a_server_that_does_not_wait_for_the_answer_breaks_the_protocol(packet: Auth | Connack) -> None:
    talk = begun(Counting(), auth_in_thread=True)
    talk.says()
    challenge = challenged(talk)
    assert isinstance(closing(talk.hears(packet)), ProtocolError)
    assert talk.writes() == bytes.fromhex("e00182")
    assert talk.session.respond(challenge, b"too late") == []
    assert talk.writes() == b""


def test_a_server_may_refuse_without_waiting_for_the_answer() -> None:
    talk = begun(Counting(), auth_in_thread=True)
    talk.says()
    challenged(talk)
    assert isinstance(closing(talk.hears(Connack(False, ReasonCode.SERVER_BUSY))), ConnectionRefused)


def test_an_answer_for_a_connection_that_is_gone_is_not_sent_on_the_next_one() -> None:
    talk = begun(Counting(), auth_in_thread=True)
    late = challenged(talk)
    talk.session.lost(talk.now)
    assert talk.session.respond(late, b"offline") == []
    talk.session.connect(talk.now)
    talk.says()
    assert talk.session.respond(late, b"online again") == []
    assert talk.says() == []


@pytest.mark.parametrize("answer", [AuthenticationFailed("no"), bytes(70_000)], ids=["failed", "too long"])
def test_an_answer_that_could_not_be_made_ends_the_exchange(answer: bytes | MqttError) -> None:
    talk = begun(Counting(), auth_in_thread=True)
    talk.says()
    error = closing(talk.session.respond(challenged(talk), answer))
    assert isinstance(error, AuthenticationFailed if isinstance(answer, MqttError) else RefusedLocally)
    assert talk.session.state is State.CLOSING


def test_messages_go_on_while_the_answer_of_a_reauthentication_is_made() -> None:
    talk = begun(Counting(), auth_in_thread=True)
    talk.hears(Connack(False, ReasonCode.SUCCESS, props(b"z")))
    ticket = talk.session.reauthenticate(talk.now)
    talk.says()
    challenge = challenged(talk)
    talk.publish("t", b"meanwhile")
    talk.session.respond(challenge, challenge.respond())
    first, second = talk.says()
    assert isinstance(first, Publish)
    assert isinstance(second, Auth)
    assert talk.hears(Auth(ReasonCode.SUCCESS, props(b"y"))) == [
        Reauthenticated(ticket=ticket, properties=props(b"y")),
    ]
