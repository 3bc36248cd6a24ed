"""How a connection ends: by us, by the server, and with what reason."""

from __future__ import annotations

import pytest

from tests.unit.mqtt.conversation import EVERY_VERSION, V5, V31, V311, Conversation, closing
from tracemq.mqtt.batch import MessageBatch
from tracemq.mqtt.errors import MalformedPacket, ProtocolError, RefusedLocally, ServerDisconnected
from tracemq.mqtt.events import PropertiesNotSent
from tracemq.mqtt.packets import Disconnect, Publish, Subscribe, Subscription, Unsubscribe
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.session import State
from tracemq.mqtt.types import QoS, Version

KEEP = Properties(session_expiry_interval=60)


@pytest.mark.statement("MQTT-3.14.1-1", "3.1.1:MQTT-3.14.1-1", "MQTT-3.14.4-1")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_our_disconnect_is_the_last_thing_we_say(version: Version) -> None:
    talk = Conversation(version, keep_alive=10)
    talk.connect()
    talk.publish("t", b"x")
    talk.session.disconnect(talk.now)
    talk.publish("t", b"too late")
    assert talk.says() == [Publish("t", b"x"), Disconnect()]
    assert talk.session.state is State.CLOSING
    assert talk.session.deadline() is None
    assert talk.hears(Publish("t")) == []


def test_a_disconnect_carries_reason_and_properties() -> None:
    talk = Conversation(properties=KEEP)
    talk.connect()
    properties = Properties(session_expiry_interval=5, reason_string="bye", user_properties=(("a", "b"),))
    talk.session.disconnect(talk.now, ReasonCode.DISCONNECT_WITH_WILL_MESSAGE, properties)
    assert talk.says() == [Disconnect(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE, properties)]


@pytest.mark.parametrize("version", [V31, V311])
def test_in_3x_a_disconnect_says_nothing_more(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    talk.session.disconnect(talk.now, ReasonCode.ADMINISTRATIVE_ACTION, Properties(reason_string="bye"))
    assert talk.writes() == bytes.fromhex("e000")


@pytest.mark.parametrize("connect", [Properties(), Properties(session_expiry_interval=0)])
def test_a_session_that_was_to_end_cannot_be_kept_after_all(connect: Properties) -> None:
    talk = Conversation(properties=connect)
    talk.connect()
    with pytest.raises(RefusedLocally):
        talk.session.disconnect(talk.now, properties=KEEP)
    assert talk.session.state is State.CONNECTED
    talk.session.disconnect(talk.now, properties=Properties(session_expiry_interval=0))
    assert talk.session.state is State.CLOSING


@pytest.mark.parametrize(
    ("reason", "properties"),
    [
        (ReasonCode.SERVER_MOVED, Properties()),
        (ReasonCode.NORMAL_DISCONNECTION, Properties(server_reference="x")),
        (ReasonCode.NORMAL_DISCONNECTION, Properties(maximum_qos=1)),
        (ReasonCode.GRANTED_QOS_2, Properties()),
    ],
)
@pytest.mark.statement("MQTT-3.14.2-1")
def test_a_disconnect_that_only_servers_send_is_refused(reason: ReasonCode, properties: Properties) -> None:
    talk = Conversation()
    talk.connect()
    with pytest.raises(RefusedLocally):
        talk.session.disconnect(talk.now, reason, properties)
    assert talk.session.state is State.CONNECTED
    assert talk.says() == []


def test_there_is_nothing_to_disconnect_while_offline() -> None:
    talk = Conversation()
    talk.session.disconnect(talk.now)
    assert talk.session.state is State.OFFLINE
    talk.session.connect(talk.now)
    talk.says()
    talk.session.disconnect(talk.now)
    assert talk.says() == []


@pytest.mark.parametrize(
    "properties",
    [Properties(), Properties(reason_string="why", server_reference="other:1883", user_properties=(("a", "b"),))],
)
@pytest.mark.parametrize("reason", [ReasonCode.SERVER_SHUTTING_DOWN, ReasonCode.USE_ANOTHER_SERVER])
def test_a_disconnect_of_the_server_tells_its_reason_and_properties(reason: ReasonCode, properties: Properties) -> None:
    talk = Conversation(keep_alive=10)
    talk.connect()
    error = closing(talk.hears(Disconnect(reason, properties)))
    assert isinstance(error, ServerDisconnected)
    assert (error.reason, error.properties) == (reason, properties)
    assert talk.says() == []
    assert talk.session.deadline() is None


@pytest.mark.parametrize("version", [V31, V311])
def test_servers_of_3x_have_no_disconnect(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    assert isinstance(closing(talk.hears(bytes.fromhex("e000"))), ProtocolError)


@pytest.mark.statement("MQTT-3.14.2-2")
def test_a_disconnect_of_the_server_that_only_clients_send_is_a_fault() -> None:
    for fault in ("e00104", "e00700051100000005", "e00100"):
        talk = Conversation(V5)
        talk.connect()
        error = closing(talk.hears(bytes.fromhex(fault)))
        if fault != "e00100":
            assert isinstance(error, (ProtocolError, MalformedPacket))
            assert talk.writes() in (bytes.fromhex("e00182"), bytes.fromhex("e00181"))


@pytest.mark.statement("MQTT-3.14.4-1", "3.1.1:MQTT-3.14.4-2")
@pytest.mark.parametrize("by_us", [True, False])
def test_nothing_is_said_after_the_end_whatever_is_asked(by_us: bool) -> None:
    talk = Conversation(manual_acknowledgement=True)
    talk.connect()
    (batch,) = talk.hears(Publish("t", qos=QoS(1), packet_id=1))
    assert isinstance(batch, MessageBatch)
    if by_us:
        talk.session.disconnect(talk.now)
        assert talk.says() == [Disconnect()]
    else:
        talk.hears(Disconnect(ReasonCode.SERVER_BUSY))
    talk.session.acknowledge(batch)
    talk.session.subscribe([Subscription("a")], now=talk.now)
    talk.session.unsubscribe(["a"], now=talk.now)
    talk.publish(qos=1)
    with pytest.raises(RefusedLocally):
        talk.session.reauthenticate(talk.now)
    talk.passes(1000)
    talk.session.disconnect(talk.now)
    assert talk.says() == []
    talk.reconnect()
    assert [type(packet) for packet in talk.says()] == [Subscribe, Unsubscribe, Publish]


@pytest.mark.parametrize("version", [V31, V311])
def test_properties_of_a_disconnect_are_told_as_not_sent_in_3x(version: Version) -> None:
    talk = Conversation(version)
    talk.connect()
    leaving = Properties(session_expiry_interval=60, user_properties=(("a", "b"),))
    talk.session.disconnect(talk.now, ReasonCode.NORMAL_DISCONNECTION, leaving)
    assert talk.writes() == bytes.fromhex("e000")
    assert talk.session.lost(talk.now) == [
        PropertiesNotSent(ticket=0, names=("session_expiry_interval", "user_properties"))
    ]
