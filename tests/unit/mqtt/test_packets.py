"""The records of packets."""

from __future__ import annotations

import dataclasses
import typing

import pytest

from tracemq.mqtt.packets import Auth, Connect, Disconnect, Packet, Publish, Subscription, Will
from tracemq.mqtt.properties import NO_PROPERTIES, Properties
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import PacketType, QoS

KINDS = typing.get_args(Packet)


def test_there_is_a_record_for_each_packet_in_the_order_of_the_types() -> None:
    assert [kind.__name__.upper() for kind in KINDS] == [kind.name for kind in PacketType]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_records_take_no_attribute_that_they_do_not_have(kind: type) -> None:
    assert not hasattr(object.__new__(kind), "__dict__")


def test_fields_have_the_names_and_the_order_that_others_rely_on() -> None:
    assert {
        kind.__name__: [field.name for field in dataclasses.fields(kind)] for kind in (*KINDS, Will, Subscription)
    } == {
        "Connect": [
            "protocol_name",
            "protocol_level",
            "clean_start",
            "keep_alive",
            "client_id",
            "will",
            "username",
            "password",
            "properties",
            "bridge",
        ],
        "Connack": ["session_present", "reason_code", "properties"],
        "Publish": ["topic", "payload", "qos", "retain", "dup", "packet_id", "properties"],
        **{name: ["packet_id", "reason_code", "properties"] for name in ("Puback", "Pubrec", "Pubrel", "Pubcomp")},
        "Subscribe": ["packet_id", "subscriptions", "properties"],
        "Suback": ["packet_id", "reason_codes", "properties"],
        "Unsubscribe": ["packet_id", "filters", "properties"],
        "Unsuback": ["packet_id", "reason_codes", "properties"],
        "Pingreq": [],
        "Pingresp": [],
        "Disconnect": ["reason_code", "properties"],
        "Auth": ["reason_code", "properties"],
        "Will": ["topic", "payload", "qos", "retain", "properties"],
        "Subscription": ["filter", "qos", "no_local", "retain_as_published", "retain_handling"],
    }


def test_defaults_are_the_plainest_packet() -> None:
    assert Publish("a") == Publish("a", b"", QoS.AT_MOST_ONCE, False, False, 0, NO_PROPERTIES)
    assert Disconnect() == Disconnect(ReasonCode.NORMAL_DISCONNECTION, NO_PROPERTIES)
    assert Connect() == Connect("MQTT", 5, True, 0, "", None, None, None, NO_PROPERTIES)


def test_secrets_are_not_in_the_text_of_a_record() -> None:
    secret = Properties(authentication_method="M", authentication_data=b"hunter2")
    for packet in (
        Connect(client_id="me", username="u", password=b"hunter2", properties=secret),
        Auth(properties=secret),
    ):
        for text in (repr(packet), str(packet), f"{packet}"):
            assert "hunter2" not in text
    assert "me" in repr(Connect(client_id="me"))
