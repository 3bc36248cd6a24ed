"""What the decoder refuses, with which kind of error, and what it lets pass."""

from __future__ import annotations

import tracemalloc
from typing import NamedTuple

import pytest

from tests.support.golden_packets import GOLDEN, Golden
from tracemq.mqtt.codec import Sender, decode, decode_publish_properties, version_of_connect
from tracemq.mqtt.errors import MalformedPacket, MqttError, ProtocolError
from tracemq.mqtt.packets import Connack, Connect, Disconnect, Puback, Publish, Pubrec, Pubrel, Suback, Subscribe
from tracemq.mqtt.properties import NO_PROPERTIES, Properties
from tracemq.mqtt.reason_codes import ALLOWED, ConnectReturnCode, ReasonCode
from tracemq.mqtt.types import MAX_REMAINING_LENGTH, PacketType, QoS, Version
from tracemq.mqtt.wire import write_varint

V31, V311, V5 = Version.V31, Version.V311, Version.V5
R = ReasonCode


class Bad(NamedTuple):
    """A packet that must not be taken; `reason` None means a malformed packet, else a protocol error with that code."""

    name: str
    version: Version
    sender: Sender
    hex: str
    reason: ReasonCode | None
    statements: tuple[str, ...] = ()


def framed(first: int, body: bytes) -> bytes:
    return bytes((first,)) + write_varint(len(body)) + body


def refused(data: bytes, version: Version, sender: Sender = "server") -> MqttError:
    with pytest.raises((MalformedPacket, ProtocolError)) as caught:
        decode(data, version, sender)
    return caught.value


HEADER = (
    Bad("type 0", V5, "server", "00 00", None),
    Bad("type 0 of 3.1.1", V311, "client", "00 00", None),
    Bad("AUTH before 5.0", V311, "server", "F0 00", None),
    Bad("AUTH in 3.1", V31, "client", "F0 00", None),
    Bad("a remaining length of five bytes", V5, "server", "D0 80 80 80 80 01", None),
    Bad("a remaining length of five bytes in 3.1.1", V311, "server", "D0 FF FF FF FF 7F", None),
    Bad("a remaining length that is not the shortest", V5, "server", "D0 80 00", None, ("MQTT-1.5.5-1",)),
    Bad(
        "a remaining length of four bytes that needs one", V5, "server", "40 82 80 80 00 0001", None, ("MQTT-1.5.5-1",)
    ),
    Bad("PINGRESP with a body", V5, "server", "D0 01 00", None),
    Bad("PINGREQ with a body", V311, "client", "C0 01 00", None),
    Bad("a CONNECT from a server", V5, "server", "10 0D 00044D515454 05 02 0000 00 0000", R.PROTOCOL_ERROR),
    Bad("a SUBSCRIBE from a server", V311, "server", "82 06 0001 000123 00", R.PROTOCOL_ERROR),
    Bad("an UNSUBSCRIBE from a server", V311, "server", "A2 05 0001 000123", R.PROTOCOL_ERROR),
    Bad("a PINGREQ from a server", V31, "server", "C0 00", R.PROTOCOL_ERROR),
    Bad("a CONNACK from a client", V5, "client", "20 03 00 00 00", R.PROTOCOL_ERROR),
    Bad("a SUBACK from a client", V5, "client", "90 04 0001 00 00", R.PROTOCOL_ERROR),
    Bad("an UNSUBACK from a client", V311, "client", "B0 02 0001", R.PROTOCOL_ERROR),
    Bad("a PINGRESP from a client", V311, "client", "D0 00", R.PROTOCOL_ERROR),
    Bad("a DISCONNECT from a server of 3.1.1", V311, "server", "E0 00", R.PROTOCOL_ERROR),
    Bad("a DISCONNECT from a server of 3.1", V31, "server", "E0 00", R.PROTOCOL_ERROR),
)

CONNECT = (
    Bad("no body", V5, "client", "10 00", None),
    Bad("another protocol name", V5, "client", "10 0D 00044D515455 05 02 0000 00 0000", R.UNSUPPORTED_PROTOCOL_VERSION),
    Bad(
        "the name of 3.1 in 3.1.1",
        V311,
        "client",
        "10 0F 00064D5149736470 04 02 0000 000161",
        R.UNSUPPORTED_PROTOCOL_VERSION,
    ),
    Bad("another level", V5, "client", "10 0D 00044D515454 06 02 0000 00 0000", R.UNSUPPORTED_PROTOCOL_VERSION),
    Bad(
        "the bit of a bridge in 3.1.1",
        V311,
        "client",
        "10 0D 00044D515454 84 02 0000 000161",
        R.UNSUPPORTED_PROTOCOL_VERSION,
    ),
    Bad("the reserved flag", V5, "client", "10 0D 00044D515454 05 03 0000 00 0000", None, ("MQTT-3.1.2-3",)),
    Bad(
        "the reserved flag of 3.1.1",
        V311,
        "client",
        "10 0D 00044D515454 04 03 0000 000161",
        None,
        ("3.1.1:MQTT-3.1.2-3",),
    ),
    Bad("will QoS without a will", V5, "client", "10 0D 00044D515454 05 0A 0000 00 0000", None, ("MQTT-3.1.2-11",)),
    Bad("will retain without a will", V5, "client", "10 0D 00044D515454 05 22 0000 00 0000", None, ("MQTT-3.1.2-13",)),
    Bad(
        "will QoS without a will in 3.1.1",
        V311,
        "client",
        "10 0D 00044D515454 04 12 0000 000161",
        None,
        ("3.1.1:MQTT-3.1.2-11", "3.1.1:MQTT-3.1.2-13"),
    ),
    Bad(
        "will retain without a will in 3.1.1",
        V311,
        "client",
        "10 0D 00044D515454 04 22 0000 000161",
        None,
        ("3.1.1:MQTT-3.1.2-15",),
    ),
    Bad("will QoS 3", V5, "client", "10 14 00044D515454 05 1E 0000 00 0000 00 000177 000178", None, ("MQTT-3.1.2-12",)),
    Bad(
        "will QoS 3 in 3.1.1",
        V311,
        "client",
        "10 13 00044D515454 04 1E 0000 000161 000177 000178",
        None,
        ("3.1.1:MQTT-3.1.2-14",),
    ),
    Bad("will QoS 3 in 3.1", V31, "client", "10 15 00064D5149736470 03 1E 0000 000161 000177 000178", None),
    Bad(
        "password without user name in 3.1.1",
        V311,
        "client",
        "10 10 00044D515454 04 42 0000 000161 000170",
        None,
        ("3.1.1:MQTT-3.1.2-22",),
    ),
    Bad("password without user name in 3.1", V31, "client", "10 12 00064D5149736470 03 42 0000 000161 000170", None),
    Bad("no client identifier", V5, "client", "10 0B 00044D515454 05 02 0000 00", None, ("MQTT-3.1.3-3",)),
    Bad(
        "a client identifier that is not UTF-8",
        V5,
        "client",
        "10 0E 00044D515454 05 02 0000 00 0001FF",
        None,
        ("MQTT-3.1.3-4",),
    ),
    Bad(
        "no user name despite its flag", V5, "client", "10 0D 00044D515454 05 82 0000 00 0000", None, ("MQTT-3.1.2-17",)
    ),
    Bad(
        "no password despite its flag", V5, "client", "10 0D 00044D515454 05 42 0000 00 0000", None, ("MQTT-3.1.2-19",)
    ),
    Bad(
        "a user name without its flag",
        V5,
        "client",
        "10 10 00044D515454 05 02 0000 00 0000 000175",
        None,
        ("MQTT-3.1.2-16",),
    ),
    Bad(
        "a password without its flag",
        V5,
        "client",
        "10 13 00044D515454 05 82 0000 00 0000 000175 000170",
        None,
        ("MQTT-3.1.2-18",),
    ),
    Bad("no will despite its flag", V5, "client", "10 0D 00044D515454 05 06 0000 00 0000", None, ("MQTT-3.1.2-9",)),
    Bad(
        "a will topic that is not UTF-8",
        V5,
        "client",
        "10 14 00044D515454 05 06 0000 00 0000 00 0001C3 000178",
        None,
        ("MQTT-3.1.3-11",),
    ),
    Bad(
        "a wildcard in the will topic",
        V5,
        "client",
        "10 14 00044D515454 05 06 0000 00 0000 00 000123 000178",
        R.TOPIC_NAME_INVALID,
        ("MQTT-4.7.0-1",),
    ),
    Bad(
        "an empty will topic",
        V5,
        "client",
        "10 13 00044D515454 05 06 0000 00 0000 00 0000 000178",
        R.TOPIC_NAME_INVALID,
        ("MQTT-4.7.3-1",),
    ),
    Bad(
        "authentication data without a method",
        V5,
        "client",
        "10 11 00044D515454 05 02 0000 04 16000101 0000",
        R.PROTOCOL_ERROR,
    ),
    Bad(
        "no client identifier without clean session in 3.1.1",
        V311,
        "client",
        "10 0C 00044D515454 04 00 0000 0000",
        R.CLIENT_IDENTIFIER_NOT_VALID,
        ("3.1.1:MQTT-3.1.3-8",),
    ),
    Bad(
        "an empty client identifier in 3.1",
        V31,
        "client",
        "10 0E 00064D5149736470 03 02 0000 0000",
        R.CLIENT_IDENTIFIER_NOT_VALID,
        ("3.1:section 3.1",),
    ),
    Bad(
        "a client identifier of 24 bytes in 3.1",
        V31,
        "client",
        "10 26 00064D5149736470 03 02 0000 0018" + "61" * 24,
        R.CLIENT_IDENTIFIER_NOT_VALID,
        ("3.1:section 3.1",),
    ),
    Bad("something after the payload", V311, "client", "10 0E 00044D515454 04 02 0000 000161 00", None),
    Bad(
        "a user name without its flag in 3.1.1",
        V311,
        "client",
        "10 10 00044D515454 04 02 0000 000161 000175",
        None,
        ("3.1.1:MQTT-3.1.2-18", "3.1.1:MQTT-3.1.2-20"),
    ),
    Bad(
        "a user name and no password despite its flag in 3.1.1",
        V311,
        "client",
        "10 10 00044D515454 04 C2 0000 000161 000175",
        None,
        ("3.1.1:MQTT-3.1.2-19", "3.1.1:MQTT-3.1.2-21"),
    ),
    Bad(
        "a will topic that is not UTF-8 in 3.1.1",
        V311,
        "client",
        "10 13 00044D515454 04 06 0000 000161 0001FF 000178",
        None,
        ("3.1.1:MQTT-3.1.3-10",),
    ),
    Bad(
        "a user name that is not UTF-8",
        V5,
        "client",
        "10 10 00044D515454 05 82 0000 00 0000 0001ED",
        None,
        ("MQTT-3.1.3-12", "3.1.1:MQTT-3.1.3-11"),
    ),
)

CONNACK = (
    Bad("no body", V5, "server", "20 00", None),
    Bad("no code", V311, "server", "20 01 00", None),
    Bad("no property length", V5, "server", "20 02 00 00", None, ("MQTT-2.2.2-1",)),
    Bad("reserved acknowledge flags", V5, "server", "20 03 02 00 00", None, ("MQTT-3.2.2-1",)),
    Bad("the highest acknowledge flag", V5, "server", "20 03 80 00 00", None, ("MQTT-3.2.2-1",)),
    Bad("reserved acknowledge flags in 3.1.1", V311, "server", "20 02 02 00", None),
    Bad("a return code that does not exist", V311, "server", "20 02 00 06", R.PROTOCOL_ERROR),
    Bad("a return code that does not exist in 3.1", V31, "server", "20 02 00 FF", R.PROTOCOL_ERROR),
    Bad("a reason code of SUBACK", V5, "server", "20 03 00 01 00", None, ("MQTT-3.2.2-8",)),
    Bad("a reason code of DISCONNECT", V5, "server", "20 03 00 8E 00", None, ("MQTT-3.2.2-8",)),
    Bad("authentication data without a method", V5, "server", "20 07 00 00 04 16000101", R.PROTOCOL_ERROR),
    Bad("something after the properties", V5, "server", "20 04 00 00 00 00", None),
    Bad("something after the code", V311, "server", "20 03 00 00 00", None),
)

PUBLISH = (
    Bad("no body", V5, "server", "30 00", None, ("MQTT-3.3.2-1",)),
    Bad("QoS 3", V5, "server", "36 06 000161 0001 00", None, ("MQTT-3.3.1-4",)),
    Bad("QoS 3 with DUP", V311, "client", "3E 05 000161 0001", None, ("3.1.1:MQTT-3.3.1-4",)),
    Bad("DUP at QoS 0", V5, "server", "38 04 000161 00", R.PROTOCOL_ERROR, ("MQTT-3.3.1-2",)),
    Bad("DUP at QoS 0 in 3.1.1", V311, "server", "39 03 000161", R.PROTOCOL_ERROR, ("3.1.1:MQTT-3.3.1-2",)),
    Bad("a topic that ends after the packet", V5, "server", "30 03 000261", None),
    Bad("a topic that is not UTF-8", V5, "server", "30 04 0001C3 00", None, ("MQTT-1.5.4-1", "MQTT-3.3.2-1")),
    Bad("a topic with a surrogate", V311, "server", "30 05 0003EDA080", None, ("3.1.1:MQTT-1.5.3-1",)),
    Bad("a topic with U+0000", V5, "server", "30 06 0003610062 00", None, ("MQTT-1.5.4-2", "MQTT-4.7.3-2")),
    Bad("a topic with U+0000 in 3.1.1", V311, "server", "30 03 000100", None, ("3.1.1:MQTT-1.5.3-2",)),
    Bad("# in the topic", V5, "server", "30 06 0003612F23 00", R.TOPIC_NAME_INVALID, ("MQTT-3.3.2-2", "MQTT-4.7.0-1")),
    Bad(
        "+ in the topic",
        V311,
        "client",
        "30 03 00012B",
        R.TOPIC_NAME_INVALID,
        ("3.1.1:MQTT-3.3.2-2", "3.1.1:MQTT-4.7.1-1"),
    ),
    Bad("an empty topic in 3.1.1", V311, "server", "30 02 0000", R.TOPIC_NAME_INVALID, ("3.1.1:MQTT-4.7.3-1",)),
    Bad("an empty topic in 3.1", V31, "server", "30 02 0000", R.TOPIC_NAME_INVALID),
    Bad("neither topic nor alias", V5, "server", "30 03 0000 00", R.PROTOCOL_ERROR, ("MQTT-4.7.3-1",)),
    Bad("no packet identifier", V5, "server", "32 03 000161", None),
    Bad("packet identifier 0", V5, "server", "32 06 000161 0000 00", R.PROTOCOL_ERROR, ("MQTT-2.2.1-4",)),
    Bad("packet identifier 0 in 3.1.1", V311, "client", "34 05 000161 0000", R.PROTOCOL_ERROR, ("3.1.1:MQTT-2.3.1-1",)),
    Bad("no property length", V5, "server", "30 03 000161", None, ("MQTT-2.2.2-1",)),
    Bad("topic alias 0", V5, "server", "30 07 000161 03 230000", R.TOPIC_ALIAS_INVALID, ("MQTT-3.3.2-8",)),
    Bad(
        "a wildcard in the response topic",
        V5,
        "server",
        "30 08 000161 04 0800012B",
        R.TOPIC_NAME_INVALID,
        ("MQTT-3.3.2-14",),
    ),
    Bad("an empty response topic", V5, "server", "30 07 000161 03 080000", R.TOPIC_NAME_INVALID, ("MQTT-4.7.3-1",)),
    Bad("a response topic that is not UTF-8", V5, "server", "30 08 000161 04 080001FE", None, ("MQTT-3.3.2-13",)),
    Bad("a content type that is not UTF-8", V5, "server", "30 08 000161 04 030001FE", None, ("MQTT-3.3.2-19",)),
    Bad("payload format 2", V5, "server", "30 06 000161 02 0102", R.PROTOCOL_ERROR),
    Bad("subscription identifier 0", V5, "server", "30 06 000161 02 0B00", R.PROTOCOL_ERROR),
    Bad(
        "a subscription identifier of a client",
        V5,
        "client",
        "30 06 000161 02 0B01",
        R.PROTOCOL_ERROR,
        ("MQTT-3.3.4-6",),
    ),
)

ACKNOWLEDGEMENTS = tuple(
    bad
    for name, first, wrong in (
        ("PUBACK", "40", "92"),
        ("PUBREC", "50", "92"),
        ("PUBREL", "62", "10"),
        ("PUBCOMP", "70", "80"),
    )
    for bad in (
        Bad(f"{name} without a packet identifier", V5, "server", f"{first} 01 00", None),
        Bad(f"{name} with packet identifier 0", V5, "server", f"{first} 02 0000", R.PROTOCOL_ERROR),
        Bad(f"{name} with packet identifier 0 in 3.1", V31, "server", f"{first} 02 0000", R.PROTOCOL_ERROR),
        Bad(
            f"{name} with a reason code of another packet",
            V5,
            "server",
            f"{first} 03 0001 {wrong}",
            None,
            (
                {
                    "PUBACK": "MQTT-3.4.2-1",
                    "PUBREC": "MQTT-3.5.2-1",
                    "PUBREL": "MQTT-3.6.2-1",
                    "PUBCOMP": "MQTT-3.7.2-1",
                }[name],
            ),
        ),
        Bad(f"{name} with a reason code in 3.1.1", V311, "server", f"{first} 03 0001 00", None),
        Bad(f"{name} with something after its properties", V5, "server", f"{first} 05 0001 00 00 00", None),
        Bad(f"{name} with properties longer than it is", V5, "server", f"{first} 04 0001 00 05", None),
    )
)

SUBSCRIPTIONS = (
    Bad("SUBSCRIBE without a filter", V5, "client", "82 03 0001 00", R.PROTOCOL_ERROR, ("MQTT-3.8.3-2",)),
    Bad("SUBSCRIBE without a filter in 3.1.1", V311, "client", "82 02 0001", R.PROTOCOL_ERROR, ("3.1.1:MQTT-3.8.3-3",)),
    Bad(
        "SUBSCRIBE with packet identifier 0",
        V5,
        "client",
        "82 07 0000 00 000161 00",
        R.PROTOCOL_ERROR,
        ("MQTT-2.2.1-3",),
    ),
    Bad("SUBSCRIBE without options", V5, "client", "82 06 0001 00 000161", None),
    Bad("SUBSCRIBE with a filter that is not UTF-8", V5, "client", "82 07 0001 00 0001FF 00", None, ("MQTT-3.8.3-1",)),
    Bad("reserved option bit 6", V5, "client", "82 07 0001 00 000161 40", None, ("MQTT-3.8.3-5",)),
    Bad("reserved option bit 7", V5, "client", "82 07 0001 00 000161 80", None, ("MQTT-3.8.3-5",)),
    Bad("an option of 5.0 in 3.1.1", V311, "client", "82 06 0001 000161 04", None, ("3.1.1:MQTT-3.8.3-4",)),
    Bad("QoS 3", V5, "client", "82 07 0001 00 000161 03", R.PROTOCOL_ERROR),
    Bad("QoS 3 in 3.1.1", V311, "client", "82 06 0001 000161 03", None, ("3.1.1:MQTT-3.8.3-4",)),
    Bad("retain handling 3", V5, "client", "82 07 0001 00 000161 30", R.PROTOCOL_ERROR),
    Bad(
        "No Local on a shared subscription",
        V5,
        "client",
        "82 10 0001 00 000A2473686172652F672F61 04",
        R.PROTOCOL_ERROR,
        ("MQTT-3.8.3-4",),
    ),
    Bad("an empty filter", V5, "client", "82 06 0001 00 0000 00", R.TOPIC_FILTER_INVALID, ("MQTT-4.7.3-1",)),
    Bad("a filter after #", V5, "client", "82 09 0001 00 0003232F61 00", R.TOPIC_FILTER_INVALID, ("MQTT-4.7.1-1",)),
    Bad(
        "+ beside something", V311, "client", "82 07 0001 0002612B 00", R.TOPIC_FILTER_INVALID, ("3.1.1:MQTT-4.7.1-3",)
    ),
    Bad(
        "a share name and no filter",
        V5,
        "client",
        "82 0E 0001 00 00082473686172652F67 00",
        R.TOPIC_FILTER_INVALID,
        ("MQTT-4.8.2-2",),
    ),
    Bad("two subscription identifiers", V5, "client", "82 0B 0001 04 0B01 0B02 000161 00", R.PROTOCOL_ERROR),
    Bad("SUBACK without a code", V5, "server", "90 03 0001 00", None, ("MQTT-3.8.4-6",)),
    Bad("SUBACK without a code in 3.1.1", V311, "server", "90 02 0001", None, ("3.1.1:MQTT-3.8.4-5",)),
    Bad("SUBACK with a code of UNSUBACK", V5, "server", "90 04 0001 00 11", None, ("MQTT-3.9.3-2",)),
    Bad("SUBACK with QoS 3 in 3.1.1", V311, "server", "90 03 0001 03", None, ("3.1.1:MQTT-3.9.3-2",)),
    Bad("SUBACK with a code of 5.0 in 3.1.1", V311, "server", "90 03 0001 87", None, ("3.1.1:MQTT-3.9.3-2",)),
    Bad("SUBACK with a failure in 3.1", V31, "server", "90 03 0001 80", None, ("3.1:section 3.9",)),
    Bad("SUBACK with packet identifier 0", V5, "server", "90 04 0000 00 00", R.PROTOCOL_ERROR),
    Bad("UNSUBSCRIBE without a filter", V5, "client", "A2 03 0001 00", R.PROTOCOL_ERROR, ("MQTT-3.10.3-2",)),
    Bad(
        "UNSUBSCRIBE without a filter in 3.1.1",
        V311,
        "client",
        "A2 02 0001",
        R.PROTOCOL_ERROR,
        ("3.1.1:MQTT-3.10.3-2",),
    ),
    Bad("UNSUBSCRIBE with a filter that is not UTF-8", V5, "client", "A2 06 0001 00 0001FF", None, ("MQTT-3.10.3-1",)),
    Bad("UNSUBSCRIBE with an empty filter", V311, "client", "A2 04 0001 0000", R.TOPIC_FILTER_INVALID),
    Bad("UNSUBACK without a code", V5, "server", "B0 03 0001 00", None, ("MQTT-3.11.3-1",)),
    Bad("UNSUBACK with a granted QoS", V5, "server", "B0 04 0001 00 01", None, ("MQTT-3.11.3-2",)),
    Bad("UNSUBACK with a code in 3.1.1", V311, "server", "B0 03 0001 00", None),
)

GOODBYE = (
    Bad("DISCONNECT with a body in 3.1.1", V311, "client", "E0 01 00", None),
    Bad("DISCONNECT with a code of SUBACK", V5, "server", "E0 01 01", None, ("MQTT-3.14.2-1",)),
    Bad("DISCONNECT with something after its properties", V5, "server", "E0 03 00 00 00", None),
    Bad("DISCONNECT of a server that asks for the will", V5, "server", "E0 01 04", R.PROTOCOL_ERROR),
    Bad("DISCONNECT of a client that takes the session over", V5, "client", "E0 01 8E", R.PROTOCOL_ERROR),
    Bad(
        "DISCONNECT of a server with session expiry",
        V5,
        "server",
        "E0 07 00 05 1100000001",
        R.PROTOCOL_ERROR,
        ("MQTT-3.14.2-2",),
    ),
    Bad("DISCONNECT of a client with a server reference", V5, "client", "E0 06 00 04 1C000173", R.PROTOCOL_ERROR),
    Bad("AUTH with nothing", V5, "server", "F0 00", R.PROTOCOL_ERROR),
    Bad("AUTH without properties", V5, "server", "F0 01 18", None),
    Bad("AUTH without a method", V5, "server", "F0 06 18 04 16000101", R.PROTOCOL_ERROR),
    Bad("AUTH with a code of CONNACK", V5, "server", "F0 06 87 04 1500014D", None, ("MQTT-3.15.2-1",)),
    Bad("AUTH of a server that authenticates again", V5, "server", "F0 06 19 04 1500014D", R.PROTOCOL_ERROR),
)

ALL_BAD = (*HEADER, *CONNECT, *CONNACK, *PUBLISH, *ACKNOWLEDGEMENTS, *SUBSCRIPTIONS, *GOODBYE)
GROUPS = {
    "header": HEADER,
    "CONNECT": CONNECT,
    "CONNACK": CONNACK,
    "PUBLISH": PUBLISH,
    "acks": ACKNOWLEDGEMENTS,
    "subscriptions": SUBSCRIPTIONS,
    "goodbye": GOODBYE,
}


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(bad, id=f"{group}: {bad.name}", marks=pytest.mark.statement(*bad.statements))
        for group, rows in GROUPS.items()
        for bad in rows
    ],
)
def test_what_the_standard_forbids_is_refused_with_the_right_kind_of_error(bad: Bad) -> None:
    error = refused(bytes.fromhex(bad.hex), bad.version, bad.sender)
    if bad.reason is None:
        assert (type(error), error.reason) == (MalformedPacket, R.MALFORMED_PACKET), error
    else:
        assert (type(error), error.reason) == (ProtocolError, bad.reason), error


def test_each_bad_packet_of_the_table_is_whole() -> None:
    """Otherwise the decoder would be right to wait for more."""
    for bad in ALL_BAD:
        data = bytes.fromhex(bad.hex)
        if data[1] < 0x80:
            assert len(data) == data[1] + 2, bad.name


FIXED_FLAGS = [golden for golden in GOLDEN if golden.data[0] >> 4 != PacketType.PUBLISH]


@pytest.mark.statement(
    "MQTT-2.1.3-1",
    "MQTT-3.6.1-1",
    "MQTT-3.8.1-1",
    "MQTT-3.10.1-1",
    "MQTT-3.14.1-1",
    "MQTT-3.15.1-1",
    "3.1.1:MQTT-2.2.2-1",
    "3.1.1:MQTT-2.2.2-2",
    "3.1.1:MQTT-3.6.1-1",
    "3.1.1:MQTT-3.8.1-1",
    "3.1.1:MQTT-3.10.1-1",
    "3.1.1:MQTT-3.14.1-1",
)
@pytest.mark.parametrize("golden", FIXED_FLAGS, ids=[golden.name for golden in FIXED_FLAGS])
def test_reserved_flags_have_the_one_value_that_the_table_lists(golden: Golden) -> None:
    right = golden.data[0] & 0x0F
    repeatable = golden.version is V31 and right == 0b0010
    for flags in set(range(16)) - {right, 0b1010 if repeatable else right}:
        data = bytes((golden.data[0] & 0xF0 | flags,)) + golden.data[1:]
        assert isinstance(refused(data, golden.version, golden.sender), MalformedPacket)


@pytest.mark.statement("3.1:section 2.1")
def test_in_31_a_repeated_pubrel_or_subscribe_has_dup_set() -> None:
    assert decode(bytes.fromhex("6A 02 0001"), V31) == (Pubrel(1), 4)
    got = decode(bytes.fromhex("8A 06 0001 000161 00"), V31, "client")
    assert got is not None
    assert isinstance(got[0], Subscribe)


@pytest.mark.parametrize("golden", GOLDEN, ids=[golden.name for golden in GOLDEN])
def test_a_packet_whose_body_is_cut_short_is_read_as_another_or_refused(golden: Golden) -> None:
    """The remaining length says less than there is: bytes missing inside a whole packet are the sender's fault."""
    body = golden.data[2:] if golden.data[1] < 0x80 else golden.data[3:]
    for cut in range(len(body)):
        data = framed(golden.data[0], body[:cut])
        try:
            got = decode(data, golden.version, golden.sender)
        except (MalformedPacket, ProtocolError):
            continue
        assert got is not None
        assert got[1] == len(data)
        assert type(got[0]) is type(golden.packet)


@pytest.mark.parametrize("size", [0, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152])
def test_remaining_lengths_of_one_to_four_bytes_are_read(size: int) -> None:
    data = framed(0x30, b"\0\1a" + bytes(size)) if size else b"\x30\x03\0\1a"
    got = decode(data, V311)
    assert got == (Publish("a", bytes(size)), len(data))


def test_a_declared_body_that_is_not_there_costs_no_memory() -> None:
    data = b"\x30" + write_varint(MAX_REMAINING_LENGTH) + b"\0\1a"
    tracemalloc.start()
    assert decode(data, V5) is None
    assert tracemalloc.get_traced_memory()[1] < 10_000
    tracemalloc.stop()


def test_a_payload_is_copied_once() -> None:
    data = framed(0x30, b"\0\1a" + bytes(1_000_000))
    tracemalloc.start()
    got = decode(data, V311)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert got is not None
    assert peak < 1_100_000


@pytest.mark.statement("MQTT-3.1.2-24")
def test_a_packet_over_the_limit_is_refused_as_soon_as_its_length_is_known() -> None:
    with pytest.raises(ProtocolError) as caught:
        decode(b"\x30\xff\x7f", V5, limit=1000)
    assert caught.value.reason is R.PACKET_TOO_LARGE


def test_the_limit_counts_the_fixed_header_and_may_be_reached() -> None:
    data = bytes.fromhex("30 04 000161 00")
    assert decode(data, V5, limit=6) == (Publish("a"), 6)
    with pytest.raises(ProtocolError):
        decode(data, V5, limit=5)


@pytest.mark.parametrize("kind", sorted(ALLOWED), ids=lambda kind: kind.name)
@pytest.mark.statement(
    "MQTT-3.2.2-8",
    "MQTT-3.4.2-1",
    "MQTT-3.5.2-1",
    "MQTT-3.6.2-1",
    "MQTT-3.7.2-1",
    "MQTT-3.9.3-2",
    "MQTT-3.11.3-2",
    "MQTT-3.14.2-1",
    "MQTT-3.15.2-1",
)
def test_every_number_is_a_reason_code_of_the_packet_or_malformed(kind: PacketType) -> None:
    bodies = {
        PacketType.CONNACK: "00 {:02X} 00",
        PacketType.SUBACK: "0001 00 {:02X}",
        PacketType.UNSUBACK: "0001 00 {:02X}",
        PacketType.DISCONNECT: "{:02X}",
        PacketType.AUTH: "{:02X} 04 1500014D",
    }
    first = kind << 4 | (0b0010 if kind is PacketType.PUBREL else 0)
    for number in range(256):
        data = framed(first, bytes.fromhex(bodies.get(kind, "0001 {:02X}").format(number)))
        try:
            got = decode(data, V5, "server")
        except ProtocolError:
            got = decode(data, V5, "client")  # a code that clients alone send
        except MalformedPacket:
            got = None
        assert (got is not None) == (number in ALLOWED[kind]), hex(number)


@pytest.mark.parametrize("sender", ["server", "client"])
@pytest.mark.parametrize("code", sorted(ALLOWED[PacketType.DISCONNECT]))
def test_a_disconnect_reason_is_taken_from_those_who_may_give_it(sender: Sender, code: ReasonCode) -> None:
    """Section 3.14.2.1, column "sent by"."""
    both = {0x00, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99}
    allowed = code in both or (code == 0x04) == (sender == "client")
    data = bytes((0xE0, 1, code))
    if allowed:
        assert decode(data, V5, sender) == (Disconnect(code), 3)
    else:
        assert type(refused(data, V5, sender)) is ProtocolError


def test_a_failed_return_code_of_3x_stays_as_it_is_on_the_wire() -> None:
    for version in (V31, V311):
        for code in ConnectReturnCode:
            got = decode(bytes((0x20, 2, 0, code)), version)
            assert got is not None
            assert isinstance(got[0], Connack)
            assert got[0].reason_code is code


@pytest.mark.statement("3.1:section 3.2")
def test_31_has_no_session_present_whatever_stands_in_its_byte() -> None:
    assert decode(bytes.fromhex("20 02 FF 00"), V31) == (Connack(False, ConnectReturnCode.ACCEPTED), 4)


@pytest.mark.statement("3.1:section 3.1")
def test_in_31_the_remaining_length_goes_before_the_flags_of_user_name_and_password() -> None:
    data = bytes.fromhex("10 0F 00064D5149736470 03 C2 0000 000161")
    assert decode(data, V31, "client") == (Connect("MQIsdp", 3, client_id="a"), len(data))
    data = bytes.fromhex("10 12 00064D5149736470 03 C2 0000 000161 000175")
    assert decode(data, V31, "client") == (Connect("MQIsdp", 3, client_id="a", username="u"), len(data))


@pytest.mark.statement("3.1:section 3.1")
def test_in_31_the_bits_of_a_will_that_is_not_there_are_disregarded() -> None:
    data = bytes.fromhex("10 0F 00064D5149736470 03 3B 0000 000161")
    assert decode(data, V31, "client") == (Connect("MQIsdp", 3, client_id="a"), len(data))


def test_in_31_a_client_identifier_has_up_to_23_bytes() -> None:
    data = bytes.fromhex("10 25 00064D5149736470 03 02 0000 0017" + "61" * 23)
    assert decode(data, V31, "client") == (Connect("MQIsdp", 3, client_id="a" * 23), len(data))


def test_acknowledgements_of_3x_carry_no_code_and_mean_success() -> None:
    for version in (V31, V311):
        assert decode(bytes.fromhex("40 02 0001"), version) == (Puback(1, R.SUCCESS), 4)
        assert decode(bytes.fromhex("50 02 0001"), version) == (Pubrec(1, R.SUCCESS), 4)


def test_the_failure_of_a_311_suback_is_an_unspecified_error() -> None:
    assert decode(bytes.fromhex("90 03 0001 80"), V311) == (Suback(1, (R.UNSPECIFIED_ERROR,)), 5)


def test_an_acknowledgement_may_have_a_needless_code_and_property_length() -> None:
    assert decode(bytes.fromhex("40 03 0001 00"), V5) == (Puback(1), 5)
    assert decode(bytes.fromhex("40 04 0001 00 00"), V5) == (Puback(1), 6)
    assert decode(bytes.fromhex("E0 01 00"), V5) == (Disconnect(), 3)
    assert decode(bytes.fromhex("E0 02 00 00"), V5) == (Disconnect(), 4)


def test_a_share_filter_is_an_ordinary_one_before_50() -> None:
    data = bytes.fromhex("82 0D 0001 00082473686172652F67 00")
    got = decode(data, V311, "client")
    assert got is not None
    assert isinstance(got[0], Subscribe)
    assert got[0].subscriptions[0].filter == "$share/g"


def test_control_characters_in_a_topic_are_allowed_though_not_liked() -> None:
    """Section 1.5.4 says "should not"; a server passes on what others published."""
    got = decode(bytes.fromhex("30 07 0003010A7F 00 78"), V5)
    assert got == (Publish("\x01\n\x7f", b"x"), 9)


def test_properties_of_a_publish_are_read_by_themselves() -> None:
    assert decode_publish_properties(b"\0") is NO_PROPERTIES
    assert decode_publish_properties(bytes.fromhex("07 2600016B000176")) == Properties(user_properties=(("k", "v"),))
    with pytest.raises(MalformedPacket):
        decode_publish_properties(b"")
    with pytest.raises(MalformedPacket):
        decode_publish_properties(b"\0\0")


@pytest.mark.parametrize(
    ("hexadecimal", "version"),
    [
        ("10 0D 00044D515454 05 02 0000 00 0000", V5),
        ("10 0D 00044D515454 04 02 0000 000161", V311),
        ("10 10 00064D5149736470 03 02 0000 00026162", V31),
        ("10 10 00064D5149736470 83 02 0000 00026162", V31),
        ("10 0D 00044D515454 06 02 0000 00 0000", None),
        ("10 0D 00044D515454 45 02 0000 00 0000", None),
        ("10 0D 00044D515455 05 02 0000 00 0000", None),
        ("10 0D 00044D515454 03 02 0000 00 0000", None),
    ],
)
def test_a_server_learns_from_connect_which_version_to_speak(hexadecimal: str, version: Version | None) -> None:
    assert version_of_connect(bytes.fromhex(hexadecimal)) is version


@pytest.mark.parametrize("hexadecimal", ["10", "10 00", "10 06 00044D515454", "10 80 80 80 80 01"])
def test_a_connect_without_a_level_has_no_version(hexadecimal: str) -> None:
    with pytest.raises(MalformedPacket):
        version_of_connect(bytes.fromhex(hexadecimal))


def test_quality_of_service_is_read_as_its_enum() -> None:
    got = decode(bytes.fromhex("34 06 000161 0001 00"), V5)
    assert got is not None
    assert isinstance(got[0], Publish)
    assert got[0].qos is QoS.EXACTLY_ONCE
