"""What the encoder refuses before a byte exists, and what it leaves out where a version has no place for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.golden_packets import GOLDEN
from tracemq.mqtt.codec import (
    Sender,
    decode,
    encode,
    encode_publish,
    publish_properties,
    publish_topic,
)
from tracemq.mqtt.errors import RefusedLocally
from tracemq.mqtt.packets import (
    Auth,
    Connack,
    Connect,
    Disconnect,
    Packet,
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
    Will,
)
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ALLOWED, ConnectReturnCode, ReasonCode
from tracemq.mqtt.types import MAX_REMAINING_LENGTH, PacketType, QoS, Version

V31, V311, V5 = Version.V31, Version.V311, Version.V5
Q1 = QoS.AT_LEAST_ONCE
R = ReasonCode
LONG = "x" * 65_536
METHOD = Properties(authentication_method="M")


def refusal(name: str, version: Version, packet: Packet, *statements: str, reason: ReasonCode | None = None) -> object:
    return pytest.param(version, packet, reason, id=name, marks=pytest.mark.statement(*statements))


TOPICS = [
    refusal("# in a topic", V5, Publish("a/#"), "MQTT-3.3.2-2", "MQTT-4.7.0-1", reason=R.TOPIC_NAME_INVALID),
    refusal(
        "+ in a topic", V311, Publish("+"), "3.1.1:MQTT-3.3.2-2", "3.1.1:MQTT-4.7.1-1", reason=R.TOPIC_NAME_INVALID
    ),
    refusal("+ in a topic of 3.1", V31, Publish("a+"), "3.1:section 3.3", reason=R.TOPIC_NAME_INVALID),
    refusal("an empty topic", V5, Publish(""), "MQTT-4.7.3-1", reason=R.TOPIC_NAME_INVALID),
    refusal("an empty topic of 3.1.1", V311, Publish(""), "3.1.1:MQTT-4.7.3-1", reason=R.TOPIC_NAME_INVALID),
    refusal("an alias in 3.1.1", V311, Publish("", properties=Properties(topic_alias=1)), reason=R.TOPIC_NAME_INVALID),
    refusal("U+0000 in a topic", V5, Publish("a\0b"), "MQTT-1.5.4-2", "MQTT-4.7.3-2", "3.1.1:MQTT-1.5.3-2"),
    refusal("a surrogate in a topic", V5, Publish("\ud800"), "MQTT-1.5.4-1", "3.1.1:MQTT-1.5.3-1"),
    refusal("a long topic", V5, Publish(LONG), "MQTT-4.7.3-3", "3.1.1:MQTT-4.7.3-3"),
    refusal("a topic that is long in bytes", V5, Publish("é" * 32_768), "MQTT-4.7.3-3"),
    refusal("a wildcard in a will topic", V5, Connect(will=Will("#")), "MQTT-4.7.0-1", reason=R.TOPIC_NAME_INVALID),
    refusal("an empty will topic", V311, Connect(will=Will("")), "3.1.1:MQTT-4.7.3-1", reason=R.TOPIC_NAME_INVALID),
    refusal(
        "a wildcard in a response topic",
        V5,
        Publish("a", properties=Properties(response_topic="r/+")),
        "MQTT-3.3.2-14",
        reason=R.TOPIC_NAME_INVALID,
    ),
    refusal(
        "topic alias 0",
        V5,
        Publish("a", properties=Properties(topic_alias=0)),
        "MQTT-3.3.2-8",
        reason=R.TOPIC_ALIAS_INVALID,
    ),
    refusal(
        "a topic alias of three bytes",
        V5,
        Publish("a", properties=Properties(topic_alias=65_536)),
        reason=R.TOPIC_ALIAS_INVALID,
    ),
]
FILTERS = [
    refusal("an empty filter", V5, Subscribe(1, (Subscription(""),)), "MQTT-4.7.3-1", reason=R.TOPIC_FILTER_INVALID),
    refusal(
        "# before the end", V5, Subscribe(1, (Subscription("#/a"),)), "MQTT-4.7.1-1", reason=R.TOPIC_FILTER_INVALID
    ),
    refusal(
        "# beside something",
        V311,
        Subscribe(1, (Subscription("a#"),)),
        "3.1.1:MQTT-4.7.1-2",
        reason=R.TOPIC_FILTER_INVALID,
    ),
    refusal(
        "+ beside something", V5, Subscribe(1, (Subscription("a/b+"),)), "MQTT-4.7.1-2", reason=R.TOPIC_FILTER_INVALID
    ),
    refusal(
        "+ beside something in 3.1.1",
        V311,
        Subscribe(1, (Subscription("+a"),)),
        "3.1.1:MQTT-4.7.1-3",
        reason=R.TOPIC_FILTER_INVALID,
    ),
    refusal("a long filter", V5, Subscribe(1, (Subscription(LONG),)), "MQTT-4.7.3-3", reason=R.TOPIC_FILTER_INVALID),
    refusal(
        "U+0000 in a filter", V5, Subscribe(1, (Subscription("a\0"),)), "MQTT-4.7.3-2", reason=R.TOPIC_FILTER_INVALID
    ),
    refusal(
        "no share name", V5, Subscribe(1, (Subscription("$share//a"),)), "MQTT-4.8.2-1", reason=R.TOPIC_FILTER_INVALID
    ),
    refusal(
        "a wildcard in a share name",
        V5,
        Subscribe(1, (Subscription("$share/+/a"),)),
        "MQTT-4.8.2-2",
        reason=R.TOPIC_FILTER_INVALID,
    ),
    refusal(
        "a share name and no filter",
        V5,
        Subscribe(1, (Subscription("$share/g"),)),
        "MQTT-4.8.2-2",
        reason=R.TOPIC_FILTER_INVALID,
    ),
    refusal(
        "a share name and an empty filter",
        V5,
        Subscribe(1, (Subscription("$share/g/"),)),
        "MQTT-4.8.2-2",
        reason=R.TOPIC_FILTER_INVALID,
    ),
    refusal(
        "No Local on a shared subscription",
        V5,
        Subscribe(1, (Subscription("$share/g/a", no_local=True),)),
        "MQTT-3.8.3-4",
    ),
    refusal("retain handling 3", V5, Subscribe(1, (Subscription("a", retain_handling=3),))),
    refusal("QoS 3 of a subscription", V5, Subscribe(1, (Subscription("a", 3),))),  # type: ignore[arg-type]  # the point
    refusal("no filter", V5, Subscribe(1, ()), "MQTT-3.8.3-2"),
    refusal("no filter in 3.1.1", V311, Subscribe(1, ()), "3.1.1:MQTT-3.8.3-3"),
    refusal("nothing to unsubscribe from", V5, Unsubscribe(1, ()), "MQTT-3.10.3-2"),
    refusal("nothing to unsubscribe from in 3.1.1", V311, Unsubscribe(1, ()), "3.1.1:MQTT-3.10.3-2"),
    refusal(
        "unsubscribe from a wrong filter",
        V5,
        Unsubscribe(1, ("a", "#/")),
        "MQTT-4.7.1-1",
        reason=R.TOPIC_FILTER_INVALID,
    ),
    refusal(
        "two subscription identifiers",
        V5,
        Subscribe(1, (Subscription("a"),), Properties(subscription_identifiers=(1, 2))),
    ),
]
NUMBERS = [
    refusal("packet identifier 0", V5, Publish("a", qos=Q1), "MQTT-2.2.1-3"),
    refusal("packet identifier 0 in 3.1.1", V311, Publish("a", qos=Q1), "3.1.1:MQTT-2.3.1-1"),
    refusal("a packet identifier of three bytes", V5, Publish("a", qos=Q1, packet_id=65_536)),
    refusal("a negative packet identifier", V5, Publish("a", qos=Q1, packet_id=-1)),
    refusal("a packet identifier at QoS 0", V5, Publish("a", packet_id=1), "MQTT-2.2.1-2", "3.1.1:MQTT-2.3.1-5"),
    refusal("DUP at QoS 0", V5, Publish("a", dup=True), "MQTT-3.3.1-2", "3.1.1:MQTT-3.3.1-2"),
    refusal("QoS 3", V5, Publish("a", qos=3, packet_id=1), "MQTT-3.3.1-4", "3.1.1:MQTT-3.3.1-4"),  # type: ignore[arg-type]  # the point
    refusal("will QoS 3", V5, Connect(will=Will("a", qos=3)), "MQTT-3.1.2-12", "3.1.1:MQTT-3.1.2-14"),  # type: ignore[arg-type]  # the point
    refusal("SUBSCRIBE 0", V5, Subscribe(0, (Subscription("a"),)), "MQTT-2.2.1-3"),
    refusal("UNSUBSCRIBE 0", V5, Unsubscribe(0, ("a",)), "MQTT-2.2.1-3"),
    refusal("PUBACK 0", V5, Puback(0)),
    refusal("PUBREC 0", V311, Pubrec(0)),
    refusal("PUBREL 0", V31, Pubrel(0)),
    refusal("PUBCOMP 65,536", V5, Pubcomp(65_536)),
    refusal("SUBACK 0", V5, Suback(0, (R.SUCCESS,))),
    refusal("UNSUBACK 0", V311, Unsuback(0)),
    refusal("a keep alive of three bytes", V5, Connect(keep_alive=65_536)),
    refusal("a negative keep alive", V5, Connect(keep_alive=-1)),
]
CONNECTS = [
    refusal(
        "an empty client identifier in 3.1", V31, Connect(), "3.1:section 3.1", reason=R.CLIENT_IDENTIFIER_NOT_VALID
    ),
    refusal(
        "24 bytes in 3.1", V31, Connect(client_id="x" * 24), "3.1:section 3.1", reason=R.CLIENT_IDENTIFIER_NOT_VALID
    ),
    refusal("12 letters of two bytes in 3.1", V31, Connect(client_id="é" * 12), reason=R.CLIENT_IDENTIFIER_NOT_VALID),
    refusal(
        "an empty client identifier in a session that is kept, 3.1.1",
        V311,
        Connect(clean_start=False),
        "3.1.1:MQTT-3.1.3-7",
        reason=R.CLIENT_IDENTIFIER_NOT_VALID,
    ),
    refusal("a password alone in 3.1.1", V311, Connect(password=b"p"), "3.1.1:MQTT-3.1.2-22"),
    refusal("a password alone in 3.1", V31, Connect(client_id="a", password=b"p"), "3.1:section 3.1"),
    refusal("authentication data alone", V5, Connect(properties=Properties(authentication_data=b"x"))),
    refusal("a long client identifier", V5, Connect(client_id=LONG)),
    refusal("a long user name", V5, Connect(username=LONG)),
    refusal("a long password", V5, Connect(username="u", password=LONG.encode())),
    refusal("a long will payload", V5, Connect(will=Will("a", LONG.encode()))),
    refusal("U+0000 in a client identifier", V5, Connect(client_id="\0"), "MQTT-3.1.3-4", "3.1.1:MQTT-3.1.3-4"),
    refusal("a surrogate in a user name", V5, Connect(username="\udfff"), "MQTT-3.1.3-12", "3.1.1:MQTT-3.1.3-11"),
    refusal("the name of another version", V5, Connect("MQIsdp", 3), "MQTT-3.1.2-1", "MQTT-3.1.2-2"),
    refusal("the level of another version", V311, Connect("MQTT", 3), "3.1.1:MQTT-3.1.2-2"),
    refusal("the bridge bit outside of 3.1", V311, Connect(bridge=True)),
]
PROPERTIES = [
    refusal("a property of PUBLISH in CONNECT", V5, Connect(properties=Properties(topic_alias=1))),
    refusal("a property of CONNECT in a will", V5, Connect(will=Will("a", properties=Properties(receive_maximum=1)))),
    refusal("the will delay in CONNECT", V5, Connect(properties=Properties(will_delay_interval=1))),
    refusal("a property of CONNACK in PUBLISH", V5, Publish("a", properties=Properties(maximum_qos=1))),
    refusal("a reason string in PUBLISH", V5, Publish("a", properties=Properties(reason_string="r"))),
    refusal("a reason string in SUBSCRIBE", V5, Subscribe(1, (Subscription("a"),), Properties(reason_string="r"))),
    refusal("an identifier in UNSUBSCRIBE", V5, Unsubscribe(1, ("a",), Properties(subscription_identifiers=(1,)))),
    refusal("session expiry in PUBACK", V5, Puback(1, R.SUCCESS, Properties(session_expiry_interval=1))),
    refusal("receive maximum 0", V5, Connect(properties=Properties(receive_maximum=0))),
    refusal("maximum packet size 0", V5, Connect(properties=Properties(maximum_packet_size=0))),
    refusal("payload format 2", V5, Publish("a", properties=Properties(payload_format_indicator=2))),
    refusal("an expiry of five bytes", V5, Publish("a", properties=Properties(message_expiry_interval=1 << 32))),
    refusal("a negative expiry", V5, Publish("a", properties=Properties(message_expiry_interval=-1))),
    refusal(
        "subscription identifier 0", V5, Subscribe(1, (Subscription("a"),), Properties(subscription_identifiers=(0,)))
    ),
    refusal(
        "a subscription identifier of five bytes",
        V5,
        Publish("a", properties=Properties(subscription_identifiers=(MAX_REMAINING_LENGTH + 1,))),
    ),
    refusal("long correlation data", V5, Publish("a", properties=Properties(correlation_data=LONG.encode()))),
    refusal(
        "a long user property", V5, Publish("a", properties=Properties(user_properties=(("k", LONG),))), "MQTT-1.5.7-1"
    ),
    refusal(
        "U+0000 in a user property",
        V5,
        Publish("a", properties=Properties(user_properties=(("\0", ""),))),
        "MQTT-1.5.7-1",
    ),
]
ANSWERS = [
    refusal("session present in a refusal", V5, Connack(True, R.NOT_AUTHORIZED), "MQTT-3.2.2-6"),
    refusal(
        "session present in a refusal of 3.1.1",
        V311,
        Connack(True, ConnectReturnCode.NOT_AUTHORIZED),
        "3.1.1:MQTT-3.2.2-4",
    ),
    refusal("CONNACK with a code of DISCONNECT", V5, Connack(reason_code=R.SESSION_TAKEN_OVER), "MQTT-3.2.2-8"),
    refusal("CONNACK of 3.1.1 with a code it has not", V311, Connack(reason_code=R.BANNED)),
    refusal("CONNACK with authentication data alone", V5, Connack(properties=Properties(authentication_data=b""))),
    refusal("PUBACK with a code of PUBREL", V5, Puback(1, R.PACKET_IDENTIFIER_NOT_FOUND), "MQTT-3.4.2-1"),
    refusal("PUBREC with a code of SUBACK", V5, Pubrec(1, R.GRANTED_QOS_1), "MQTT-3.5.2-1"),
    refusal("PUBREL with a code of PUBACK", V5, Pubrel(1, R.QUOTA_EXCEEDED), "MQTT-3.6.2-1"),
    refusal("PUBCOMP with a code of PUBACK", V5, Pubcomp(1, R.NO_MATCHING_SUBSCRIBERS), "MQTT-3.7.2-1"),
    refusal("SUBACK with no code", V5, Suback(1, ()), "MQTT-3.8.4-6"),
    refusal("SUBACK with no code in 3.1.1", V311, Suback(1, ()), "3.1.1:MQTT-3.8.4-5"),
    refusal("SUBACK with a code of UNSUBACK", V5, Suback(1, (R.NO_SUBSCRIPTION_EXISTED,)), "MQTT-3.9.3-2"),
    refusal("SUBACK with a failure in 3.1", V31, Suback(1, (R.NOT_AUTHORIZED,)), "3.1:section 3.9"),
    refusal("UNSUBACK with no code", V5, Unsuback(1), "MQTT-3.11.3-1"),
    refusal("UNSUBACK with a code of SUBACK", V5, Unsuback(1, (R.GRANTED_QOS_2,)), "MQTT-3.11.3-2"),
    refusal("DISCONNECT with a code of CONNACK", V5, Disconnect(R.BANNED), "MQTT-3.14.2-1"),
    refusal("DISCONNECT that wants the will in 3.1.1", V311, Disconnect(R.DISCONNECT_WITH_WILL_MESSAGE)),
    refusal("AUTH in 3.1.1", V311, Auth(R.CONTINUE_AUTHENTICATION, METHOD)),
    refusal("AUTH without a method", V5, Auth(R.CONTINUE_AUTHENTICATION)),
    refusal("AUTH with a code of CONNACK", V5, Auth(R.NOT_AUTHORIZED, METHOD), "MQTT-3.15.2-1"),
]


@pytest.mark.parametrize(
    ("version", "packet", "reason"),
    [*TOPICS, *FILTERS, *NUMBERS, *CONNECTS, *PROPERTIES, *ANSWERS],
)
def test_what_may_not_be_sent_is_refused(version: Version, packet: Packet, reason: ReasonCode | None) -> None:
    with pytest.raises(RefusedLocally) as caught:
        encode(packet, version)
    if reason is not None:
        assert caught.value.reason is reason


@pytest.mark.parametrize(
    ("sender", "version", "packet"),
    [
        ("client", V5, Connack()),
        ("client", V5, Suback(1, (R.SUCCESS,))),
        ("client", V5, Unsuback(1, (R.SUCCESS,))),
        ("client", V311, Pingresp()),
        ("server", V5, Connect()),
        ("server", V5, Subscribe(1, (Subscription("a"),))),
        ("server", V311, Unsubscribe(1, ("a",))),
        ("server", V311, Pingreq()),
        ("server", V311, Disconnect()),
        ("server", V5, Disconnect(R.DISCONNECT_WITH_WILL_MESSAGE)),
        ("server", V5, Disconnect(properties=Properties(session_expiry_interval=1))),
        ("client", V5, Disconnect(properties=Properties(server_reference="s"))),
        ("client", V5, Disconnect(R.SERVER_SHUTTING_DOWN)),
        ("client", V5, Publish("a", properties=Properties(subscription_identifiers=(1,)))),
        ("server", V5, Auth(R.RE_AUTHENTICATE, METHOD)),
    ],
)
@pytest.mark.statement("MQTT-3.3.4-6", "MQTT-3.14.2-2")
def test_what_only_the_other_side_sends_is_refused_to_those_who_say_who_they_are(
    sender: Sender, version: Version, packet: Packet
) -> None:
    assert encode(packet, version)
    with pytest.raises(RefusedLocally):
        encode(packet, version, sender)


def test_properties_and_options_are_left_out_where_a_version_has_none() -> None:
    everything = Properties(user_properties=(("k", "v"),), topic_alias=0, receive_maximum=0, reason_string="\0")
    pairs: list[tuple[Packet, Packet]] = [
        (Publish("a", properties=everything), Publish("a")),
        (Puback(1, R.NOT_AUTHORIZED, everything), Puback(1)),
        (Subscribe(1, (Subscription("a", Q1, True, True, 2),), everything), Subscribe(1, (Subscription("a", Q1),))),
        (Unsubscribe(1, ("a",), everything), Unsubscribe(1, ("a",))),
        (Unsuback(1, (R.SUCCESS,), everything), Unsuback(1)),
        (Suback(1, (R.GRANTED_QOS_1,), everything), Suback(1, (R.GRANTED_QOS_1,))),
        (Disconnect(R.PROTOCOL_ERROR, everything), Disconnect()),
        (Connack(reason_code=R.SUCCESS, properties=everything), Connack()),
        (
            Connect(client_id="a", will=Will("w", properties=everything), properties=everything),
            Connect(client_id="a", will=Will("w")),
        ),
    ]
    for version in (V31, V311):
        for full, bare in pairs:
            assert encode(full, version) == encode(bare, version)


@pytest.mark.statement("MQTT-3.1.2-1", "MQTT-3.1.2-2", "3.1.1:MQTT-3.1.2-1", "3.1.1:MQTT-3.1.2-2", "3.1:section 3.1")
def test_a_connect_of_the_defaults_gets_name_and_level_of_the_version() -> None:
    packet = Connect(client_id="a")
    assert encode(packet, V5)[2:9] == b"\0\4MQTT\5"
    assert encode(packet, V311)[2:9] == b"\0\4MQTT\4"
    assert encode(packet, V31)[2:11] == b"\0\6MQIsdp\3"


def test_a_client_identifier_of_23_bytes_is_the_longest_of_31() -> None:
    assert encode(Connect(client_id="x" * 23), V31)


def test_reason_codes_become_return_codes_in_3x_and_the_other_way_round() -> None:
    for version in (V31, V311):
        assert encode(Connack(reason_code=R.BAD_USER_NAME_OR_PASSWORD), version) == b"\x20\2\0\4"
    assert encode(Connack(reason_code=ConnectReturnCode.IDENTIFIER_REJECTED), V5) == b"\x20\3\0\x85\0"


@pytest.mark.statement("3.1:section 3.2")
def test_31_has_no_session_present() -> None:
    assert encode(Connack(session_present=True), V31) == b"\x20\2\0\0"


@pytest.mark.statement("3.1.1:MQTT-3.9.3-2")
def test_every_failure_of_a_subscription_is_0x80_in_311() -> None:
    failures = tuple(code for code in sorted(ALLOWED[PacketType.SUBACK]) if code.failed)
    assert encode(Suback(1, failures), V311)[4:] == b"\x80" * len(failures)


def test_plain_numbers_do_for_qos() -> None:
    assert encode(Publish("a", qos=2, packet_id=1), V311) == bytes.fromhex("34 05 000161 0001")  # type: ignore[arg-type]  # as callers may write
    assert encode(Subscribe(1, (Subscription("a", 1),)), V311) == bytes.fromhex("82 06 0001 000161 01")  # type: ignore[arg-type]  # same


def test_texts_of_65535_bytes_are_the_longest() -> None:
    text = "x" * 65_535
    for packet in (Publish(text), Connect(client_id=text), Connect(will=Will("a", text.encode()))):
        data = encode(packet, V5)
        assert decode(data, V5, "client") == (packet, len(data))


class Huge(bytes):
    """As long as it says, without the memory."""

    length = 0

    def __len__(self) -> int:
        return self.length


def test_a_packet_over_four_bytes_of_length_is_refused() -> None:
    payload = Huge()
    payload.length = MAX_REMAINING_LENGTH - 3 + 1  # behind the topic
    with pytest.raises(RefusedLocally) as caught:
        encode(Publish("a", payload), V311)
    assert caught.value.reason is R.PACKET_TOO_LARGE


def test_the_longest_packet_is_sent() -> None:
    payload = Huge()
    payload.length = MAX_REMAINING_LENGTH - 3
    assert encode(Publish("a", payload), V311) == b"\x30\xff\xff\xff\x7f\0\1a"


@pytest.mark.parametrize("size", [0, 1, 123, 124, 16_379, 16_380, 2_097_147, 2_097_148])
@pytest.mark.statement("MQTT-1.5.5-1")
def test_the_remaining_length_takes_the_fewest_bytes(size: int) -> None:
    data = encode(Publish("a", bytes(size)), V5)
    length = size + 4
    assert len(data) == 1 + (1 if length < 1 << 7 else 2 if length < 1 << 14 else 3 if length < 1 << 21 else 4) + length
    assert decode(data, V5) == (Publish("a", bytes(size)), len(data))


def test_payloads_may_be_any_buffer() -> None:
    for payload in (b"xyz", bytearray(b"xyz"), memoryview(b"xyz")):
        assert encode(Publish("a", payload), V311) == b"\x30\6\0\1axyz"  # type: ignore[arg-type]  # as callers may write


@pytest.mark.parametrize(
    "properties", [Properties(), Properties(content_type="text/plain", user_properties=(("k", "v"),))]
)
@pytest.mark.parametrize("version", Version)
def test_the_fast_way_to_a_publish_gives_the_same_bytes(version: Version, properties: Properties) -> None:
    written = publish_properties(properties) if version is V5 else b""
    topic = publish_topic("a/ü")
    assert encode_publish(topic, b"x", 0, 0, written) == encode(Publish("a/ü", b"x", properties=properties), version)
    packet = Publish("a/ü", b"x" * 200, Q1, retain=True, dup=True, packet_id=700, properties=properties)
    assert encode_publish(topic, packet.payload, 0b1011, 700, written) == encode(packet, version)


@pytest.mark.parametrize("topic", ["", "#", "a/+", "a\0", "\udc00", LONG])
def test_the_fast_way_refuses_the_same_topics(topic: str) -> None:
    with pytest.raises(RefusedLocally):
        publish_topic(topic)


@pytest.mark.parametrize("make", [Puback, Pubrec, Pubrel, Pubcomp])
def test_acknowledgements_take_the_shortest_form(make: Callable[..., Packet]) -> None:
    assert len(encode(make(1), V5)) == 4
    assert len(encode(make(1, R.SUCCESS, Properties()), V5)) == 4
    failed = R.PACKET_IDENTIFIER_NOT_FOUND if make in (Pubrel, Pubcomp) else R.NOT_AUTHORIZED
    assert len(encode(make(1, failed), V5)) == 5


def test_nothing_of_the_table_changes_when_it_is_read_and_written_again() -> None:
    for golden in GOLDEN:
        got = decode(golden.data, golden.version, golden.sender)
        assert got is not None
        assert encode(got[0], golden.version, golden.sender) == golden.data
