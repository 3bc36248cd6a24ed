"""A profile and its secrets become ConnectOptions: what the user filled in arrives, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tracemq.mqtt import Properties, ScramAuthenticator, SqliteSessionStore, Version
from tracemq.profiles.profile import (
    AuthMethod,
    ClientCertificate,
    Header,
    Mqtt5Settings,
    PayloadSource,
    Profile,
    ProxyKind,
    ProxySettings,
    ReconnectSettings,
    Scheme,
    TlsSettings,
    Trust,
    WebSocketSettings,
    WillSettings,
)
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.workspace.connect_options import connect_options
from tracemq.workspace.profile_secrets import ProfileSecrets

PLAIN = Profile(host="broker.example.org", client_id="me")


def test_a_plain_profile_sends_nothing_that_was_not_asked_for() -> None:
    options = connect_options(PLAIN, ProfileSecrets(password="left over"))
    assert options.url == "mqtt://broker.example.org:1883"
    assert (options.username, options.password, options.auth, options.tls, options.will) == (
        None,
        None,
        None,
        None,
        None,
    )
    assert (options.proxy, options.headers, options.properties) == (None, (), Properties())
    assert not options.resubscribe  # the connection's list does that


@pytest.mark.parametrize("method", [AuthMethod.PASSWORD, AuthMethod.TOKEN])
def test_user_and_password_are_sent_where_that_is_the_method(method: AuthMethod) -> None:
    options = connect_options(
        replace(PLAIN, authentication=method, username="alice"), ProfileSecrets(password="secret")
    )
    assert (options.username, options.password) == ("alice", "secret")
    assert "secret" not in repr(options)


def test_scram_is_an_authenticator_in_mqtt_5_and_nothing_before() -> None:
    scram = replace(PLAIN, authentication=AuthMethod.SCRAM_SHA_256, username="alice")
    secrets = ProfileSecrets(password="secret")
    options = connect_options(scram, secrets)
    assert isinstance(options.auth, ScramAuthenticator)
    assert options.auth.method == "SCRAM-SHA-256"
    assert options.password is None
    assert connect_options(replace(scram, version=Version.V311), secrets).auth is None


def test_a_session_is_stored_only_when_it_is_to_be_kept(tmp_path: Path) -> None:
    store = SqliteSessionStore(tmp_path / "sessions.sqlite")
    assert connect_options(PLAIN, ProfileSecrets(), store).session_store is None
    assert connect_options(replace(PLAIN, clean_start=False), ProfileSecrets(), store).session_store is store


def test_properties_of_mqtt_5_stay_at_home_before_it() -> None:
    settings = Mqtt5Settings(
        session_expiry_interval_s=60,
        receive_maximum=20,
        request_response_information=True,
        request_problem_information=False,
        user_properties=(("a", "1"), ("a", "2")),
    )
    profile = replace(PLAIN, mqtt5=settings)
    assert connect_options(profile, ProfileSecrets()).properties == Properties(
        session_expiry_interval=60,
        receive_maximum=20,
        request_response_information=1,
        request_problem_information=0,
        user_properties=(("a", "1"), ("a", "2")),
    )
    assert connect_options(replace(profile, version=Version.V311), ProfileSecrets()).properties == Properties()


@pytest.mark.parametrize(
    ("source", "written", "payload"),
    [(PayloadSource.TEXT, "gone é", "gone é".encode()), (PayloadSource.HEX, "00ff", b"\0\xff")],
)
def test_a_will_is_sent_as_it_was_written_down(source: PayloadSource, written: str, payload: bytes) -> None:
    will = WillSettings(enabled=True, topic="me/status", source=source, payload=written, qos=1, delay_interval_s=5)
    sent = connect_options(replace(PLAIN, will=will), ProfileSecrets()).will
    assert sent is not None
    assert (sent.topic, sent.payload, sent.qos) == ("me/status", payload, 1)
    assert sent.properties.will_delay_interval == 5
    before = connect_options(replace(PLAIN, will=will, version=Version.V31), ProfileSecrets()).will
    assert before is not None
    assert before.properties == Properties()


def test_a_will_from_a_file_that_is_gone_is_told_by_its_file(tmp_path: Path) -> None:
    will = WillSettings(enabled=True, topic="t", source=PayloadSource.FILE, payload=str(tmp_path / "none"))
    with pytest.raises(BadFileError, match="No such file"):
        connect_options(replace(PLAIN, will=will), ProfileSecrets())


def test_tls_is_asked_for_by_the_scheme_alone() -> None:
    tls = TlsSettings(
        trust=Trust.CA_FILE,
        ca_file="/ca.pem",
        certificate=ClientCertificate.PEM,
        cert_file="/me.pem",
        key_file="/me.key",
        server_name="other.example.org",
        alpn=("mqtt",),
    )
    profile = replace(PLAIN, tls=tls)
    assert connect_options(profile, ProfileSecrets()).tls is None
    options = connect_options(replace(profile, scheme=Scheme.MQTTS), ProfileSecrets(key_passphrase="open"))
    assert options.tls is not None
    assert (options.tls.ca_file, options.tls.cert_file, options.tls.key_file) == ("/ca.pem", "/me.pem", "/me.key")
    assert (options.tls.key_password, options.tls.server_name, options.tls.alpn) == (
        "open",
        "other.example.org",
        ("mqtt",),
    )
    assert options.tls.verify
    assert "open" not in repr(options)
    trusting = replace(profile, scheme=Scheme.WSS, tls=replace(tls, trust=Trust.NOBODY))
    unverified = connect_options(trusting, ProfileSecrets()).tls
    assert unverified is not None
    assert (unverified.verify, unverified.ca_file) == (False, None)


def test_headers_go_with_websockets_in_their_order_and_secret_ones_get_their_value() -> None:
    headers = (
        Header(name="X-One", value="1"),
        Header(name="Authorization", secret=True),
        Header(name="X-One", value="2"),
    )
    profile = replace(PLAIN, websocket=WebSocketSettings(headers=headers))
    secrets = ProfileSecrets(headers={"Authorization": "Bearer token"})
    assert connect_options(profile, secrets).headers == ()
    options = connect_options(replace(profile, scheme=Scheme.WS), secrets)
    assert options.headers == (("X-One", "1"), ("Authorization", "Bearer token"), ("X-One", "2"))
    assert "Bearer" not in repr(options) + repr(secrets)


@pytest.mark.parametrize(
    ("settings", "scheme", "port"),
    [
        (ProxySettings(kind=ProxyKind.SOCKS5, host="proxy"), "socks5h", 1080),
        (ProxySettings(kind=ProxyKind.SOCKS5, host="proxy", remote_dns=False, port=9), "socks5", 9),
        (ProxySettings(kind=ProxyKind.HTTP, host="proxy"), "http", 3128),
        (ProxySettings(kind=ProxyKind.SYSTEM), "system", 1080),
    ],
)
def test_a_proxy_is_named_by_kind_host_and_its_own_port(settings: ProxySettings, scheme: str, port: int) -> None:
    proxy = connect_options(replace(PLAIN, proxy=settings), ProfileSecrets()).proxy
    assert proxy is not None
    assert (proxy.scheme, proxy.port) == (scheme, port)


def test_reconnecting_follows_the_profile() -> None:
    assert (
        connect_options(replace(PLAIN, reconnect=ReconnectSettings(enabled=False)), ProfileSecrets()).reconnect is None
    )
    chosen = replace(PLAIN, reconnect=ReconnectSettings(first_delay_s=3, max_delay_s=2, attempts=7))
    policy = connect_options(chosen, ProfileSecrets()).reconnect
    assert policy is not None
    assert (policy.first_delay_s, policy.max_delay_s, policy.attempts) == (3, 3, 7)


def test_an_empty_password_is_none_at_all() -> None:
    profile = replace(PLAIN, authentication=AuthMethod.PASSWORD, username="alice")
    options = connect_options(profile, ProfileSecrets(password=""))
    assert (options.username, options.password) == ("alice", None)
