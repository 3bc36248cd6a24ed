"""Causes into changes of the profile that do away with them."""

from __future__ import annotations

import pytest

from tracemq.mqtt import Version
from tracemq.profiles.problems import problems
from tracemq.profiles.profile import Mqtt5Settings, Profile, ProxyKind, ProxySettings, Scheme, WebSocketSettings
from tracemq.workspace.diagnosis import Cause, Diagnosis
from tracemq.workspace.remedies import DAY_S, Kind, applied, remedies

HERE = Profile(name="p", host="broker.example", port=1884)


def changed(profile: Profile, cause: Cause, **facts: object) -> list[tuple[Kind, Profile]]:
    found = remedies(Diagnosis(cause=cause, facts=facts), profile)
    return [(each.kind, applied(profile, each)) for each in found]


def test_another_scheme_keeps_the_port() -> None:
    ((kind, after),) = changed(HERE, Cause.TLS_EXPECTED, scheme=Scheme.MQTTS)
    assert (kind, after.scheme, after.port_number) == (Kind.USE_SCHEME, Scheme.MQTTS, 1884)
    usual = Profile(host="h", port=8883)
    ((_, after),) = changed(usual, Cause.TLS_EXPECTED, scheme=Scheme.MQTTS)
    assert (after.scheme, after.port) == (Scheme.MQTTS, None)  # it follows the scheme again
    following = Profile(host="h", scheme=Scheme.WS)
    ((_, after),) = changed(following, Cause.OTHER_SCHEME, scheme=Scheme.MQTT)
    assert after.port == following.port_number


def test_a_port_without_tls_offers_the_usual_one_before_going_without() -> None:
    profile = Profile(host="h", scheme=Scheme.MQTTS, port=1883)
    first, second = changed(profile, Cause.TLS_NOT_SPOKEN, scheme=Scheme.MQTT)
    assert (first[0], first[1].scheme, first[1].port_number) == (Kind.USE_PORT, Scheme.MQTTS, 8883)
    assert (second[0], second[1].scheme, second[1].port_number) == (Kind.GO_WITHOUT_TLS, Scheme.MQTT, 1883)
    assert changed(Profile(host="h", scheme=Scheme.MQTTS), Cause.TLS_NOT_SPOKEN, scheme=None) == []


def test_a_port_that_is_the_usual_one_already_is_not_offered() -> None:
    assert changed(Profile(host="h"), Cause.NOBODY_LISTENS) == []
    ((kind, after),) = changed(HERE, Cause.NOBODY_LISTENS)
    assert (kind, after.port_number) == (Kind.USE_PORT, 1883)
    assert changed(Profile(scheme=Scheme.UNIX, socket_path="/s"), Cause.NOBODY_LISTENS) == []


def test_a_path_that_works_is_offered() -> None:
    profile = Profile(host="h", scheme=Scheme.WS, websocket=WebSocketSettings(path="/x", query="a=b"))
    ((kind, after),) = changed(profile, Cause.WEBSOCKET_PATH, working="/ws")
    assert (kind, after.path) == (Kind.USE_PATH, "/ws")
    assert changed(profile, Cause.WEBSOCKET_PATH, working="") == []


def test_the_newest_version_that_is_taken_is_offered() -> None:
    ((_, after),) = changed(HERE, Cause.VERSION_REFUSED, taken=(Version.V31, Version.V311))
    assert after.version is Version.V311
    assert changed(HERE, Cause.VERSION_REFUSED, taken=()) == []


def test_names_of_the_certificate_are_offered_as_hosts_but_for_wildcards() -> None:
    names = ("*.example.org", "a.example.org", "b.example.org", "c.example.org")
    found = changed(HERE, Cause.CERTIFICATE_WRONG_HOST, names=names)
    assert [after.host for _, after in found] == ["a.example.org", "b.example.org"]


@pytest.mark.parametrize("cause", [Cause.CLIENT_ID_CONTESTED, Cause.CLIENT_ID_REFUSED])
def test_another_client_id_is_offered(cause: Cause) -> None:
    ((_, after),) = changed(HERE, cause, client_id=HERE.client_id)
    assert after.client_id not in {"", HERE.client_id}


def test_going_without_a_proxy_that_is_not_there_is_offered() -> None:
    profile = Profile(host="h", proxy=ProxySettings(kind=ProxyKind.SOCKS5, host="p"))
    ((_, after),) = changed(profile, Cause.PROXY_UNREACHABLE)
    assert after.proxy.kind is ProxyKind.NONE
    assert after.proxy.host == "p"  # to switch it on again


def test_a_session_that_ends_at_once_can_be_kept() -> None:
    profile = Profile(host="h", clean_start=False, mqtt5=Mqtt5Settings(receive_maximum=5))
    ((_, after),) = changed(profile, Cause.SESSION_ENDS_AT_ONCE)
    assert after.mqtt5 == Mqtt5Settings(receive_maximum=5, session_expiry_interval_s=DAY_S)


@pytest.mark.parametrize("cause", list(Cause))
def test_any_cause_with_any_facts_gives_profiles_that_can_be_used(cause: Cause) -> None:
    assert isinstance(changed(HERE, cause), list)  # no facts at all
    facts = {"scheme": Scheme.WSS, "working": "/mqtt", "taken": (Version.V311,), "names": ("h.example",)}
    for _, after in changed(HERE, cause, **facts):
        assert problems(after) == {}
