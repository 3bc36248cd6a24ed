from dataclasses import FrozenInstanceError, fields, replace

import pytest

from tracemq.mqtt.packets import Subscription
from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.profile import (
    AuthMethod,
    Profile,
    Scheme,
    SubscriptionSettings,
    WebSocketSettings,
    duplicated,
    new_client_id,
)


def test_a_new_profile_can_be_connected_as_it_is() -> None:
    profile = Profile(name="Home")
    assert (profile.scheme, profile.host, profile.port_number) == (Scheme.MQTT, "localhost", 1883)
    assert (profile.version, profile.clean_start, profile.keep_alive_s) == (Version.V5, True, 60)
    assert [(s.filter, s.qos) for s in profile.subscriptions] == [("#", 0), ("$SYS/#", 0)]
    assert profile.authentication is AuthMethod.NONE


@pytest.mark.parametrize(
    ("scheme", "port"), [("mqtt", 1883), ("mqtts", 8883), ("ws", 8083), ("wss", 8084), ("unix", 0)]
)
def test_the_port_follows_the_scheme_until_one_is_given(scheme: str, port: int) -> None:
    profile = Profile(scheme=Scheme(scheme))
    assert profile.port_number == port
    assert replace(profile, port=4711).port_number == 4711


def test_random_client_ids_differ_and_fit_into_mqtt_3_1() -> None:
    ids = {new_client_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(len(client_id.encode()) == 16 and client_id.startswith("tracemq-") for client_id in ids)


def test_a_profile_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        Profile().host = "other"  # type: ignore[misc]


def test_no_field_of_a_profile_is_meant_for_a_secret() -> None:
    secretive = [f.name for f in fields(Profile) if "password" in f.name or "secret" in f.name or "token" in f.name]
    assert secretive == ["remember_password"]


def test_the_path_belongs_to_websockets_and_unix_sockets_only() -> None:
    settings = WebSocketSettings(path="chat", query="room=1")
    assert Profile(scheme=Scheme.WS, websocket=settings).path == "/chat?room=1"
    assert Profile(scheme=Scheme.MQTT, websocket=settings).path == ""
    assert Profile(scheme=Scheme.UNIX, socket_path="/run/mqtt.sock").path == "/run/mqtt.sock"


def test_subscription_settings_become_what_subscribe_carries() -> None:
    settings = SubscriptionSettings(filter="a/#", qos=QoS.EXACTLY_ONCE, no_local=True, retain_handling=2)
    assert settings.subscription() == Subscription("a/#", QoS.EXACTLY_ONCE, True, False, 2)


def test_a_duplicate_gets_an_id_and_a_client_id_of_its_own() -> None:
    original = Profile(name="A", connect_at_start=True)
    copy = duplicated(original, "B")
    assert copy.id != original.id
    assert copy.client_id != original.client_id
    assert replace(copy, id=original.id, client_id=original.client_id, name="A", connect_at_start=True) == original
    assert duplicated(replace(original, client_id=""), "C").client_id == ""
