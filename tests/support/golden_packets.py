"""Packets as bytes and as records, written by hand from the figures and tables of the standards."""

from __future__ import annotations

from typing import NamedTuple

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
from tracemq.mqtt.reason_codes import ConnectReturnCode, ReasonCode
from tracemq.mqtt.roles import Sender
from tracemq.mqtt.types import QoS, Version

V31, V311, V5 = Version.V31, Version.V311, Version.V5
Q0, Q1, Q2 = QoS.AT_MOST_ONCE, QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE
R = ReasonCode


class Golden(NamedTuple):
    """A packet both ways; `statements` are those that its form obeys."""

    name: str
    version: Version
    sender: Sender
    hex: str
    packet: Packet
    statements: tuple[str, ...] = ()

    @property
    def data(self) -> bytes:
        return bytes.fromhex(self.hex)


CONNECT = (
    Golden(
        "the shortest CONNECT of 5.0",
        V5,
        "client",
        "10 0D 00044D515454 05 02 0000 00 0000",
        Connect(),
        ("MQTT-3.1.2-1", "MQTT-3.1.3-3", "MQTT-3.1.2-16", "MQTT-3.1.2-18", "MQTT-2.2.2-1", "MQTT-3.1.2-11"),
    ),
    Golden(
        "CONNECT with a will, user name and password",
        V5,
        "client",
        "10 27 00044D515454 05 CE 000A 05 110000000A 000163 00 000177 000462796521 000475736572 00027077",
        Connect(
            keep_alive=10,
            client_id="c",
            will=Will("w", b"bye!", Q1),
            username="user",
            password=b"pw",
            properties=Properties(session_expiry_interval=10),
        ),
        ("MQTT-3.1.3-1", "MQTT-3.1.2-9", "MQTT-3.1.2-17", "MQTT-3.1.2-19", "MQTT-3.1.3-11", "MQTT-3.1.3-12"),
    ),
    Golden(
        "CONNECT with every property",
        V5,
        "client",
        "10 3C 00044D515454 05 00 0000 2B"
        "1100000E10 21000A 2700010000 220005 1901 1700 2600016B000176 26000161000162 1500014D 16000201FF"
        "0004636C6964",
        Connect(
            clean_start=False,
            client_id="clid",
            properties=Properties(
                session_expiry_interval=3600,
                receive_maximum=10,
                maximum_packet_size=65536,
                topic_alias_maximum=5,
                request_response_information=1,
                request_problem_information=0,
                user_properties=(("k", "v"), ("a", "b")),
                authentication_method="M",
                authentication_data=b"\x01\xff",
            ),
        ),
    ),
    Golden(
        "CONNECT with every will property, retained at QoS 2",
        V5,
        "client",
        "10 3F 00044D515454 05 34 0000 00 0000"
        "2B 1800000005 0101 020000003C 03000A746578742F706C61696E 080003726570 0900020102 2600016B000176"
        "000177 000178",
        Connect(
            clean_start=False,
            will=Will(
                "w",
                b"x",
                Q2,
                retain=True,
                properties=Properties(
                    will_delay_interval=5,
                    payload_format_indicator=1,
                    message_expiry_interval=60,
                    content_type="text/plain",
                    response_topic="rep",
                    correlation_data=b"\x01\x02",
                    user_properties=(("k", "v"),),
                ),
            ),
        ),
        ("MQTT-3.1.2-9", "MQTT-3.1.2-12"),
    ),
    Golden(
        "CONNECT with a will at QoS 2 that is not retained, and the longest keep alive",
        V5,
        "client",
        "10 14 00044D515454 05 14 FFFF 00 0000 00 000177 000178",
        Connect(clean_start=False, keep_alive=65_535, will=Will("w", b"x", Q2)),
    ),
    Golden(
        "CONNECT with a will at QoS 0 that is retained",
        V311,
        "client",
        "10 13 00044D515454 04 26 0000 000161 000177 000178",
        Connect(protocol_level=4, client_id="a", will=Will("w", b"x", retain=True)),
    ),
    Golden(
        "CONNECT of 5.0 with a password alone",
        V5,
        "client",
        "10 10 00044D515454 05 42 0000 00 0000 000170",
        Connect(password=b"p"),
        ("MQTT-3.1.2-16", "MQTT-3.1.2-19"),
    ),
    Golden(
        "CONNECT of 3.1.1",
        V311,
        "client",
        "10 0D 00044D515454 04 02 003C 000161",
        Connect(protocol_level=4, keep_alive=60, client_id="a"),
        ("3.1.1:MQTT-3.1.2-1", "3.1.1:MQTT-3.1.3-3"),
    ),
    Golden(
        "CONNECT of 3.1.1 with everything",
        V311,
        "client",
        "10 1A 00044D515454 04 F6 0001 000163 000177 000162 000175 0002FF00",
        Connect(
            protocol_level=4,
            keep_alive=1,
            client_id="c",
            will=Will("w", b"b", Q2, retain=True),
            username="u",
            password=b"\xff\x00",
        ),
        ("3.1.1:MQTT-3.1.3-1", "3.1.1:MQTT-3.1.2-9", "3.1.1:MQTT-3.1.2-19", "3.1.1:MQTT-3.1.2-21"),
    ),
    Golden(
        "CONNECT of 3.1",
        V31,
        "client",
        "10 10 00064D5149736470 03 02 0000 00026162",
        Connect(protocol_name="MQIsdp", protocol_level=3, client_id="ab"),
        ("3.1:section 3.1",),
    ),
    Golden(
        "CONNECT of a bridge that speaks 3.1",
        V31,
        "client",
        "10 0F 00064D5149736470 83 00 0000 000162",
        Connect(protocol_name="MQIsdp", protocol_level=3, clean_start=False, client_id="b", bridge=True),
    ),
)

CONNACK = (
    Golden("CONNACK", V5, "server", "20 03 00 00 00", Connack(), ("MQTT-2.2.2-1", "MQTT-3.2.2-1")),
    Golden("CONNACK with session present", V5, "server", "20 03 01 00 00", Connack(session_present=True)),
    Golden("CONNACK that refuses", V5, "server", "20 03 00 87 00", Connack(reason_code=R.NOT_AUTHORIZED)),
    Golden(
        "CONNACK with every property",
        V5,
        "server",
        "20 3F 00 00 3C"
        "110000000A 210014 2401 2501 2700001000 12000161 22000A 1F000172 2600016B000176 2801 2900 2A01"
        "13001E 1A00012F 1C000173 1500014D 16000101",
        Connack(
            properties=Properties(
                session_expiry_interval=10,
                receive_maximum=20,
                maximum_qos=1,
                retain_available=1,
                maximum_packet_size=4096,
                assigned_client_identifier="a",
                topic_alias_maximum=10,
                reason_string="r",
                user_properties=(("k", "v"),),
                wildcard_subscription_available=1,
                subscription_identifier_available=0,
                shared_subscription_available=1,
                server_keep_alive=30,
                response_information="/",
                server_reference="s",
                authentication_method="M",
                authentication_data=b"\x01",
            )
        ),
    ),
    Golden(
        "CONNACK of 3.1.1 with session present",
        V311,
        "server",
        "20 02 01 00",
        Connack(session_present=True, reason_code=ConnectReturnCode.ACCEPTED),
        ("3.1.1:MQTT-2.2.2-1",),
    ),
    Golden(
        "CONNACK of 3.1.1 that refuses",
        V311,
        "server",
        "20 02 00 05",
        Connack(reason_code=ConnectReturnCode.NOT_AUTHORIZED),
    ),
    Golden(
        "CONNACK of 3.1",
        V31,
        "server",
        "20 02 00 04",
        Connack(reason_code=ConnectReturnCode.BAD_USER_NAME_OR_PASSWORD),
        ("3.1:section 3.2",),
    ),
)

PUBLISH = (
    Golden(
        "PUBLISH at QoS 0",
        V311,
        "server",
        "30 05 0003612F62",
        Publish("a/b"),
        ("3.1.1:MQTT-2.3.1-5", "3.1.1:MQTT-3.3.2-1", "3.1.1:MQTT-3.3.1-2"),
    ),
    Golden(
        "PUBLISH at QoS 1",
        V5,
        "client",
        "32 0A 0003612F62 000A 00 6869",
        Publish("a/b", b"hi", Q1, packet_id=10),
        ("MQTT-3.3.2-1", "MQTT-2.2.1-3", "MQTT-2.2.2-1"),
    ),
    Golden(
        "PUBLISH at QoS 0 of 5.0 has no packet identifier",
        V5,
        "server",
        "30 05 000161 00 78",
        Publish("a", b"x"),
        ("MQTT-2.2.1-2", "MQTT-4.3.1-1"),
    ),
    Golden(
        "PUBLISH resent, retained, at QoS 2",
        V311,
        "server",
        "3D 06 000161 FFFF 7A",
        Publish("a", b"z", Q2, retain=True, dup=True, packet_id=65535),
    ),
    Golden(
        "PUBLISH resent at QoS 1", V5, "server", "3A 06 000161 0001 00", Publish("a", b"", Q1, dup=True, packet_id=1)
    ),
    Golden("PUBLISH at QoS 2", V5, "client", "34 06 000161 0001 00", Publish("a", b"", Q2, packet_id=1)),
    Golden("PUBLISH of 3.1", V31, "client", "32 05 000161 0001", Publish("a", b"", Q1, packet_id=1)),
    Golden(
        "PUBLISH with every property",
        V5,
        "server",
        "30 2B 000174 270101 0200000E10 230007 080003722F61 0900020102 2600016B000176 0B01 0B8001 030003612F62",
        Publish(
            "t",
            properties=Properties(
                payload_format_indicator=1,
                message_expiry_interval=3600,
                topic_alias=7,
                response_topic="r/a",
                correlation_data=b"\x01\x02",
                user_properties=(("k", "v"),),
                subscription_identifiers=(1, 128),
                content_type="a/b",
            ),
        ),
        ("MQTT-3.3.2-13", "MQTT-3.3.2-19"),
    ),
    Golden(
        "PUBLISH by alias alone",
        V5,
        "server",
        "30 06 0000 03 23FFFF",
        Publish("", properties=Properties(topic_alias=65535)),
    ),
    Golden(
        "PUBLISH keeps U+FEFF in a topic",
        V5,
        "server",
        "30 07 0004EFBBBF61 00",
        Publish("\ufeffa"),
        ("MQTT-1.5.4-3", "3.1.1:MQTT-1.5.3-3"),
    ),
)

ACKNOWLEDGEMENTS = tuple(
    golden
    for kind, first, fail in (
        (Puback, "40", R.QUOTA_EXCEEDED),
        (Pubrec, "50", R.PAYLOAD_FORMAT_INVALID),
        (Pubrel, "62", R.PACKET_IDENTIFIER_NOT_FOUND),
        (Pubcomp, "70", R.PACKET_IDENTIFIER_NOT_FOUND),
    )
    for golden in (
        Golden(f"{kind.__name__} of 3.1", V31, "server", f"{first} 02 0001", kind(1)),
        Golden(f"{kind.__name__} of 3.1.1", V311, "client", f"{first} 02 FFFE", kind(65534)),
        Golden(f"{kind.__name__} in its shortest form", V5, "server", f"{first} 02 0102", kind(258)),
        Golden(f"{kind.__name__} with a reason", V5, "client", f"{first} 03 0001 {fail:02X}", kind(1, fail)),
        Golden(
            f"{kind.__name__} with properties",
            V5,
            "server",
            f"{first} 0F 0001 {fail:02X} 0B 1F000172 2600016B000176",
            kind(1, fail, Properties(reason_string="r", user_properties=(("k", "v"),))),
        ),
        Golden(
            f"{kind.__name__} that succeeds and has properties",
            V5,
            "client",
            f"{first} 08 0001 00 04 1F000172",
            kind(1, R.SUCCESS, Properties(reason_string="r")),
        ),
    )
)

SUBSCRIPTIONS = (
    Golden(
        "SUBSCRIBE of the example in section 3.8.3",
        V5,
        "client",
        "82 0F 000A 00 0003612F62 01 0003632F64 02",
        Subscribe(10, (Subscription("a/b", Q1), Subscription("c/d", Q2))),
        ("MQTT-3.8.3-1", "MQTT-2.1.3-1", "MQTT-3.8.1-1", "MQTT-2.2.1-3"),
    ),
    Golden(
        "SUBSCRIBE with every option and property",
        V5,
        "client",
        "82 11 0001 0A 0BFFFFFF7F 2600000000 00012B 2D",
        Subscribe(
            1,
            (Subscription("+", Q1, no_local=True, retain_as_published=True, retain_handling=2),),
            Properties(subscription_identifiers=(268_435_455,), user_properties=(("", ""),)),
        ),
    ),
    Golden(
        "SUBSCRIBE to a shared subscription",
        V5,
        "client",
        "82 10 0002 00 000A2473686172652F672F23 08",
        Subscribe(2, (Subscription("$share/g/#", retain_as_published=True),)),
        ("MQTT-4.8.2-1", "MQTT-4.8.2-2"),
    ),
    Golden(
        "SUBSCRIBE of 3.1.1",
        V311,
        "client",
        "82 0A 0001 000123 02 00012B 01",
        Subscribe(1, (Subscription("#", Q2), Subscription("+", Q1))),
        ("3.1.1:MQTT-3.8.1-1", "3.1.1:MQTT-3.8.3-1", "3.1.1:MQTT-2.3.1-1"),
    ),
    Golden(
        "SUBSCRIBE of 3.1",
        V31,
        "client",
        "82 06 0001 000123 00",
        Subscribe(1, (Subscription("#"),)),
        ("3.1:section 3.8",),
    ),
    Golden(
        "SUBACK",
        V5,
        "server",
        "90 06 000A 00 00 01 87",
        Suback(10, (R.GRANTED_QOS_0, R.GRANTED_QOS_1, R.NOT_AUTHORIZED)),
        ("MQTT-3.9.3-1", "MQTT-3.8.4-7"),
    ),
    Golden(
        "SUBACK with properties",
        V5,
        "server",
        "90 0F 0001 0B 1F000172 2600016B000176 80",
        Suback(1, (R.UNSPECIFIED_ERROR,), Properties(reason_string="r", user_properties=(("k", "v"),))),
    ),
    Golden(
        "SUBACK of 3.1.1",
        V311,
        "server",
        "90 05 0001 02 80 00",
        Suback(1, (R.GRANTED_QOS_2, R.UNSPECIFIED_ERROR, R.GRANTED_QOS_0)),
        ("3.1.1:MQTT-3.9.3-1", "3.1.1:MQTT-3.9.3-2"),
    ),
    Golden("SUBACK of 3.1", V31, "server", "90 03 0001 01", Suback(1, (R.GRANTED_QOS_1,)), ("3.1:section 3.9",)),
    Golden(
        "UNSUBSCRIBE of the example in section 3.10.3",
        V5,
        "client",
        "A2 0D 000A 00 0003612F62 0003632F64",
        Unsubscribe(10, ("a/b", "c/d")),
        ("MQTT-3.10.1-1", "MQTT-3.10.3-1"),
    ),
    Golden(
        "UNSUBSCRIBE with a property",
        V5,
        "client",
        "A2 0D 0001 07 2600016B000176 000123",
        Unsubscribe(1, ("#",), Properties(user_properties=(("k", "v"),))),
    ),
    Golden(
        "UNSUBSCRIBE of 3.1.1",
        V311,
        "client",
        "A2 05 0001 000161",
        Unsubscribe(1, ("a",)),
        ("3.1.1:MQTT-3.10.1-1", "3.1.1:MQTT-3.10.3-1"),
    ),
    Golden("UNSUBSCRIBE of 3.1", V31, "client", "A2 05 0001 000161", Unsubscribe(1, ("a",)), ("3.1:section 3.10",)),
    Golden(
        "UNSUBACK",
        V5,
        "server",
        "B0 05 0001 00 00 11",
        Unsuback(1, (R.SUCCESS, R.NO_SUBSCRIPTION_EXISTED)),
        ("MQTT-3.11.3-1",),
    ),
    Golden(
        "UNSUBACK with properties",
        V5,
        "server",
        "B0 08 0001 04 1F000172 8F",
        Unsuback(1, (R.TOPIC_FILTER_INVALID,), Properties(reason_string="r")),
    ),
    Golden("UNSUBACK of 3.1.1", V311, "server", "B0 02 0001", Unsuback(1)),
    Golden("UNSUBACK of 3.1", V31, "server", "B0 02 0001", Unsuback(1)),
)

THE_REST = (
    *(Golden(f"PINGREQ of {version.name}", version, "client", "C0 00", Pingreq()) for version in Version),
    *(Golden(f"PINGRESP of {version.name}", version, "server", "D0 00", Pingresp()) for version in Version),
    *(Golden(f"DISCONNECT of {version.name}", version, "client", "E0 00", Disconnect()) for version in Version),
    Golden(
        "DISCONNECT that wants the will",
        V5,
        "client",
        "E0 01 04",
        Disconnect(R.DISCONNECT_WITH_WILL_MESSAGE),
    ),
    Golden("DISCONNECT of a server", V5, "server", "E0 01 8E", Disconnect(R.SESSION_TAKEN_OVER)),
    Golden(
        "DISCONNECT of a client with every property",
        V5,
        "client",
        "E0 12 00 10 110000003C 1F000172 2600016B000176",
        Disconnect(properties=Properties(session_expiry_interval=60, reason_string="r", user_properties=(("k", "v"),))),
    ),
    Golden(
        "DISCONNECT that names another server",
        V5,
        "server",
        "E0 06 9C 04 1C000173",
        Disconnect(R.USE_ANOTHER_SERVER, Properties(server_reference="s")),
    ),
    Golden(
        "AUTH that goes on",
        V5,
        "server",
        "F0 0A 18 08 1500014D 16000101",
        Auth(R.CONTINUE_AUTHENTICATION, Properties(authentication_method="M", authentication_data=b"\x01")),
    ),
    Golden(
        "AUTH that asks for more",
        V5,
        "client",
        "F0 11 19 0F 1500014D 1F000172 2600016B000176",
        Auth(
            R.RE_AUTHENTICATE,
            Properties(authentication_method="M", reason_string="r", user_properties=(("k", "v"),)),
        ),
    ),
    Golden(
        "AUTH that succeeded",
        V5,
        "server",
        "F0 06 00 04 1500014D",
        Auth(R.SUCCESS, Properties(authentication_method="M")),
    ),
)

GOLDEN = (*CONNECT, *CONNACK, *PUBLISH, *ACKNOWLEDGEMENTS, *SUBSCRIPTIONS, *THE_REST)
