from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.demo_client import DemoClient, connected
from tracemq.demo.exchange import Exchange
from tracemq.demo.limits import Limits
from tracemq.mqtt import codec
from tracemq.mqtt.packets import (
    Auth,
    Connack,
    Connect,
    Disconnect,
    Packet,
    Pingreq,
    Pingresp,
    Publish,
    Subscribe,
    Subscription,
    Will,
)
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ConnectReturnCode, ReasonCode
from tracemq.mqtt.types import Version


def reason(packets: list[Packet]) -> ReasonCode | ConnectReturnCode:
    (packet,) = packets
    assert isinstance(packet, Connack | Disconnect)
    return packet.reason_code


@pytest.mark.parametrize("version", Version)
def test_every_version_is_welcome(version: Version) -> None:
    client = DemoClient(Exchange(), version)
    (connack,) = client.connect("me")
    assert isinstance(connack, Connack)
    assert connack.reason_code == 0
    assert client.say(Pingreq()) == [Pingresp()]


def test_version_5_is_told_the_limits() -> None:
    limits = Limits(receive_maximum=7, maximum_packet_size=5000, topic_alias_maximum=3, server_keep_alive=20)
    (connack,) = DemoClient(Exchange(limits)).connect("me")
    assert connack == Connack(
        properties=Properties(receive_maximum=7, maximum_packet_size=5000, topic_alias_maximum=3, server_keep_alive=20)
    )


def test_a_client_without_a_name_gets_one_and_is_told() -> None:
    exchange = Exchange()
    (connack,) = DemoClient(exchange).connect("")
    assert isinstance(connack, Connack)
    assert connack.properties.assigned_client_identifier in exchange.sessions
    (connack,) = DemoClient(exchange, Version.V311).connect("")
    assert isinstance(connack, Connack)
    assert connack.reason_code == ConnectReturnCode.ACCEPTED
    assert len(exchange.sessions) == 2


def test_who_asks_for_response_information_gets_a_topic_of_its_own() -> None:
    (connack,) = DemoClient(Exchange()).connect("me", properties=Properties(request_response_information=1))
    assert isinstance(connack, Connack)
    assert connack.properties.response_information == "reply/me"


@pytest.mark.parametrize(
    ("raw", "version", "code"),
    [
        ("10 0d 0004 4d515454 06 02 0000 0001 61", Version.V5, ReasonCode.UNSUPPORTED_PROTOCOL_VERSION),
        (
            "10 0d 0004 4d515454 02 02 0000 0001 61",
            Version.V311,
            ConnectReturnCode.UNACCEPTABLE_PROTOCOL_VERSION,
        ),
        (
            "10 0d 0004 4d515458 04 02 0000 0001 61",
            Version.V311,
            ConnectReturnCode.UNACCEPTABLE_PROTOCOL_VERSION,
        ),
        ("10 0c 0004 4d515454 04 00 0000 0000", Version.V311, ConnectReturnCode.IDENTIFIER_REJECTED),
        ("10 0e 0006 4d5149736470 03 02 0000 0000", Version.V31, ConnectReturnCode.IDENTIFIER_REJECTED),
        ("10 0e 0004 4d515454 05 03 0000 00 0001 61", Version.V5, ReasonCode.MALFORMED_PACKET),
    ],
)
def test_a_connect_that_cannot_be_accepted_is_refused_in_its_own_version(
    raw: str, version: Version, code: ReasonCode | ConnectReturnCode
) -> None:
    client = DemoClient(Exchange(), version)
    assert reason(client.send(bytes.fromhex(raw))) == code
    assert client.connection.closed


def test_what_is_no_connect_is_hung_up_on_without_a_word() -> None:
    for data in (
        b"\xc0\x00",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x10\xff\xff\xff\xff\xff",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
    ):
        client = DemoClient(Exchange())
        assert client.send(data) == []
        client.now = 20.0
        client.connection.expire(20.0)
        assert client.connection.closed, data


def test_a_first_packet_may_not_be_large() -> None:
    client = DemoClient(Exchange())
    assert client.send(b"\x10\xff\xff\xff\x7f") == []
    assert client.connection.closed


def test_enhanced_authentication_is_declined() -> None:
    client = DemoClient(Exchange())
    answer = client.connect("me", properties=Properties(authentication_method="SCRAM-SHA-256"))
    assert reason(answer) is ReasonCode.BAD_AUTHENTICATION_METHOD


def test_a_will_into_the_brokers_own_topics_is_declined() -> None:
    exchange = Exchange()
    client = DemoClient(exchange)
    assert reason(client.connect("me", will=Will("$SYS/broker/uptime", b"x"))) is ReasonCode.NOT_AUTHORIZED
    assert not exchange.sessions


def test_there_is_an_end_to_the_number_of_sessions() -> None:
    exchange = Exchange(Limits(sessions=1))
    connected(exchange, "one")
    assert reason(DemoClient(exchange).connect("two")) is ReasonCode.QUOTA_EXCEEDED
    assert reason(DemoClient(exchange).connect("one")) is ReasonCode.SUCCESS


@pytest.mark.parametrize(
    ("packet", "code"),
    [
        (Connect(client_id="again"), ReasonCode.PROTOCOL_ERROR),
        (Auth(ReasonCode.RE_AUTHENTICATE, Properties(authentication_method="x")), ReasonCode.PROTOCOL_ERROR),
        (Publish("", b"x", properties=Properties(topic_alias=1)), ReasonCode.PROTOCOL_ERROR),
        (Publish("t", b"x", properties=Properties(topic_alias=65_000)), ReasonCode.TOPIC_ALIAS_INVALID),
        (Disconnect(properties=Properties(session_expiry_interval=5)), ReasonCode.PROTOCOL_ERROR),
    ],
)
def test_a_client_that_breaks_the_protocol_is_told_and_left(packet: Packet, code: ReasonCode) -> None:
    client = connected(Exchange())
    answer = client.say(packet)
    assert reason(answer) is code
    assert client.connection.closed


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("36 05 0001 61 0001", ReasonCode.MALFORMED_PACKET),  # both QoS bits
        ("30 04 0002 2b 00 00", ReasonCode.MALFORMED_PACKET),
        ("82 08 0001 00 0002 2361 00", ReasonCode.TOPIC_FILTER_INVALID),
        ("30 06 0001 61 02 01 02", ReasonCode.PROTOCOL_ERROR),  # payload format 2
        ("20 03 00 00 00", ReasonCode.PROTOCOL_ERROR),  # what only a server says
        ("30 ff ff ff ff 01", ReasonCode.MALFORMED_PACKET),
    ],
)
def test_broken_bytes_are_answered_with_the_rule_that_they_break(raw: str, code: ReasonCode) -> None:
    client = connected(Exchange())
    answer = client.send(bytes.fromhex(raw))
    assert reason(answer) is code
    assert client.connection.closed


def test_version_3_is_left_without_a_word_when_it_breaks_the_protocol() -> None:
    client = connected(Exchange(), "me", Version.V311)
    assert client.send(bytes.fromhex("36 05 0001 61 0001")) == []
    assert client.connection.closed


def test_a_packet_above_the_announced_size_is_too_large() -> None:
    client = connected(Exchange(Limits(maximum_packet_size=200)))
    assert reason(client.say(Publish("t", bytes(300)))) is ReasonCode.PACKET_TOO_LARGE


def test_a_client_hears_why_unless_it_does_not_want_to() -> None:
    for wanted, explained in ((1, True), (0, False)):
        client = DemoClient(Exchange())
        client.connect("me", properties=Properties(request_problem_information=wanted))
        (goodbye,) = client.say(Connect(client_id="again"))
        assert isinstance(goodbye, Disconnect)
        assert bool(goodbye.properties.reason_string) is explained


def test_no_explanation_goes_to_who_takes_small_packets_only() -> None:
    client = DemoClient(Exchange())
    client.connect("me", properties=Properties(maximum_packet_size=70))
    assert client.say(Connect(client_id="again")) == [Disconnect(ReasonCode.PROTOCOL_ERROR)]


def test_silence_for_one_and_a_half_keep_alives_ends_the_connection() -> None:
    exchange = Exchange()
    watcher = connected(exchange, "watcher", Version.V5, "will")
    client = DemoClient(exchange)
    client.connect("me", keep_alive=10, will=Will("will", b"gone"))
    client.now = 8.0
    client.say(Pingreq())
    client.connection.expire(22.9)
    assert not client.connection.closed
    client.connection.expire(23.0)
    assert reason(client.heard()) is ReasonCode.KEEP_ALIVE_TIMEOUT
    assert client.connection.closed
    assert watcher.payloads() == [b"gone"]


def test_without_keep_alive_a_client_may_be_silent_for_ever() -> None:
    client = connected(Exchange())
    client.connection.expire(1e9)
    assert not client.connection.closed


def test_who_never_says_connect_is_hung_up_on() -> None:
    client = DemoClient(Exchange(Limits(connect_timeout_s=3.0)))
    client.connection.expire(2.9)
    assert not client.connection.closed
    client.connection.expire(3.0)
    assert client.connection.closed


def test_shutting_down_says_goodbye() -> None:
    client = connected(Exchange())
    client.connection.shut_down(1.0)
    assert reason(client.heard()) is ReasonCode.SERVER_SHUTTING_DOWN
    assert client.connection.closed


def test_nothing_is_handled_after_the_connection_was_closed() -> None:
    exchange = Exchange()
    watcher = connected(exchange, "watcher", Version.V5, "#")
    client = connected(exchange, "me")
    client.say(Disconnect(), Publish("late", b"x"))
    assert watcher.payloads() == []


@given(st.binary(max_size=200), st.sampled_from(Version))
def test_garbage_after_connect_ends_in_silence_or_goodbye(data: bytes, version: Version) -> None:
    client = connected(Exchange(), "me", version)
    client.connection.receive(data, 0.0)
    while client.connection.step(0.0):
        pass


@given(st.binary(max_size=100))
def test_garbage_instead_of_connect_is_survived(data: bytes) -> None:
    client = DemoClient(Exchange())
    client.connection.receive(data, 0.0)
    while client.connection.step(0.0):
        pass


def test_output_is_announced_once_until_it_is_written() -> None:
    woken: list[object] = []
    exchange = Exchange()
    client = connected(exchange, "me")
    client.connection._woken = woken.append
    request = Subscribe(1, (Subscription("t"),))
    client.connection.receive(codec.encode(request, Version.V5) + codec.encode(Pingreq(), Version.V5), 0.0)
    while client.connection.step(0.0):
        pass
    assert woken == [client.connection]
    assert len(client.heard()) == 2
    client.say(Pingreq())
    assert len(woken) == 2
