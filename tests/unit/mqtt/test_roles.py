"""Who may send what."""

from __future__ import annotations

import pytest

from tracemq.mqtt.properties import NO_PROPERTIES, Properties
from tracemq.mqtt.reason_codes import ALLOWED, ReasonCode
from tracemq.mqtt.roles import Sender, may_send, misplaced
from tracemq.mqtt.types import PacketType, Version

P = PacketType


def test_each_side_has_its_packets() -> None:
    """Table 2-1 of section 2.1.2, column "direction of flow"."""
    for version in Version:
        assert {kind for kind in P if not may_send("server", kind, version)} - {P.DISCONNECT} == {
            P.CONNECT,
            P.SUBSCRIBE,
            P.UNSUBSCRIBE,
            P.PINGREQ,
        }
        assert {kind for kind in P if not may_send("client", kind, version)} == {
            P.CONNACK,
            P.SUBACK,
            P.UNSUBACK,
            P.PINGRESP,
        }


@pytest.mark.parametrize(("version", "may"), [(Version.V31, False), (Version.V311, False), (Version.V5, True)])
def test_a_server_says_goodbye_in_50_only(version: Version, may: bool) -> None:
    assert may_send("server", P.DISCONNECT, version) is may
    assert may_send("client", P.DISCONNECT, version)


@pytest.mark.parametrize(
    ("sender", "kind", "reason", "properties", "what"),
    [
        ("client", P.DISCONNECT, ReasonCode.SERVER_MOVED, NO_PROPERTIES, "SERVER_MOVED"),
        ("server", P.DISCONNECT, ReasonCode.SERVER_MOVED, Properties(server_reference="s"), None),
        (
            "server",
            P.DISCONNECT,
            ReasonCode.DISCONNECT_WITH_WILL_MESSAGE,
            NO_PROPERTIES,
            "DISCONNECT_WITH_WILL_MESSAGE",
        ),
        ("client", P.DISCONNECT, ReasonCode.DISCONNECT_WITH_WILL_MESSAGE, NO_PROPERTIES, None),
        ("server", P.DISCONNECT, ReasonCode.SUCCESS, Properties(session_expiry_interval=0), "session_expiry_interval"),
        ("client", P.DISCONNECT, ReasonCode.SUCCESS, Properties(session_expiry_interval=0), None),
        ("client", P.DISCONNECT, ReasonCode.SUCCESS, Properties(server_reference="s"), "server_reference"),
        ("client", P.PUBLISH, None, Properties(subscription_identifiers=(1,)), "subscription_identifiers"),
        ("server", P.PUBLISH, None, Properties(subscription_identifiers=(1,)), None),
        ("server", P.AUTH, ReasonCode.RE_AUTHENTICATE, NO_PROPERTIES, "RE_AUTHENTICATE"),
        ("client", P.AUTH, ReasonCode.RE_AUTHENTICATE, NO_PROPERTIES, None),
        ("client", P.CONNECT, None, Properties(session_expiry_interval=1), None),
    ],
)
def test_some_codes_and_properties_come_from_one_side_only(
    sender: Sender, kind: PacketType, reason: ReasonCode | None, properties: Properties, what: str | None
) -> None:
    assert misplaced(sender, kind, reason, properties) == what


def test_a_client_may_end_a_connection_for_any_reason_that_it_can_find_itself() -> None:
    """What a decoder raises is what a DISCONNECT of ours says."""
    for reason in (
        ReasonCode.MALFORMED_PACKET,
        ReasonCode.PROTOCOL_ERROR,
        ReasonCode.TOPIC_NAME_INVALID,
        ReasonCode.TOPIC_ALIAS_INVALID,
        ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
        ReasonCode.PACKET_TOO_LARGE,
    ):
        assert reason in ALLOWED[P.DISCONNECT]
        assert misplaced("client", P.DISCONNECT, reason, NO_PROPERTIES) is None
