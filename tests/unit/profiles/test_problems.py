from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.mqtt.topics import FilterProblem, TopicProblem
from tracemq.mqtt.types import Version
from tracemq.profiles.cautions import Caution, cautions, topic_cautions
from tracemq.profiles.problems import RANGES, AnyProblem, Problem, host_problem, not_carried, problems
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
    SubscriptionSettings,
    TlsSettings,
    TlsVersion,
    Trust,
    WebSocketSettings,
    WillSettings,
)

GOOD = Profile(id="a", name="Good", client_id="me")


def sub(**values: Any) -> tuple[SubscriptionSettings, ...]:
    return (SubscriptionSettings(**({"filter": "a"} | values)),)


def tls(**values: Any) -> dict[str, Any]:
    return {"scheme": Scheme.MQTTS, "tls": TlsSettings(**values)}


def ws(**values: Any) -> dict[str, Any]:
    return {"scheme": Scheme.WS, "websocket": WebSocketSettings(**values)}


def will(**values: Any) -> dict[str, Any]:
    return {"will": WillSettings(**({"enabled": True, "topic": "w"} | values))}


@pytest.mark.parametrize(
    ("change", "path", "problem"),
    [
        ({"name": " "}, "name", Problem.NAME_EMPTY),
        ({"name": "a\0"}, "name", Problem.HAS_NUL),
        ({"id": "../x"}, "id", Problem.ID_INVALID),
        ({"host": ""}, "host", Problem.HOST_EMPTY),
        ({"host": "a b"}, "host", Problem.HOST_INVALID),
        ({"host": "a..b"}, "host", Problem.HOST_INVALID),
        ({"host": "1:2:3"}, "host", Problem.HOST_INVALID),
        ({"host": "x" * 64}, "host", Problem.HOST_INVALID),
        ({"port": 0}, "port", Problem.OUT_OF_RANGE),
        ({"port": 65536}, "port", Problem.OUT_OF_RANGE),
        ({"scheme": Scheme.UNIX}, "socket_path", Problem.SOCKET_PATH_EMPTY),
        ({"scheme": Scheme.UNIX, "socket_path": "/a\0"}, "socket_path", Problem.HAS_NUL),
        ({"scheme": Scheme.UNIX, "socket_path": "/" + "a" * 107}, "socket_path", Problem.SOCKET_PATH_TOO_LONG),
        ({"keep_alive_s": 65536}, "keep_alive_s", Problem.OUT_OF_RANGE),
        ({"keep_alive_s": -1}, "keep_alive_s", Problem.OUT_OF_RANGE),
        ({"connect_timeout_s": 0.0}, "connect_timeout_s", Problem.OUT_OF_RANGE),
        ({"client_id": "a\0"}, "client_id", Problem.HAS_NUL),
        ({"client_id": "\ud800"}, "client_id", Problem.HAS_SURROGATE),
        ({"client_id": "é" * 40_000}, "client_id", Problem.TOO_LONG),
        ({"version": Version.V31, "client_id": ""}, "client_id", Problem.CLIENT_ID_EMPTY),
        ({"version": Version.V31, "client_id": "x" * 24}, "client_id", Problem.CLIENT_ID_TOO_LONG),
        (
            {"version": Version.V311, "client_id": "", "clean_start": False},
            "client_id",
            Problem.CLIENT_ID_NEEDS_CLEAN_START,
        ),
        ({"reconnect": ReconnectSettings(first_delay_s=0)}, "reconnect.first_delay_s", Problem.OUT_OF_RANGE),
        (
            {"reconnect": ReconnectSettings(first_delay_s=9, max_delay_s=3)},
            "reconnect.max_delay_s",
            Problem.MAX_DELAY_BELOW_FIRST,
        ),
        (
            {"authentication": AuthMethod.PASSWORD, "version": Version.V311},
            "username",
            Problem.USERNAME_EMPTY,
        ),
        ({"authentication": AuthMethod.SCRAM_SHA_256}, "username", Problem.USERNAME_EMPTY),
        (
            {"authentication": AuthMethod.SCRAM_SHA_256, "username": "u", "version": Version.V311},
            "authentication",
            Problem.NEEDS_MQTT_5,
        ),
        (tls(trust=Trust.CA_FILE), "tls.ca_file", Problem.FILE_NOT_CHOSEN),
        (tls(trust=Trust.CA_FOLDER), "tls.ca_folder", Problem.FILE_NOT_CHOSEN),
        (tls(certificate=ClientCertificate.PEM), "tls.cert_file", Problem.FILE_NOT_CHOSEN),
        (tls(certificate=ClientCertificate.P12), "tls.p12_file", Problem.FILE_NOT_CHOSEN),
        (tls(key_file="a\0"), "tls.key_file", Problem.HAS_NUL),
        (tls(server_name="a b"), "tls.server_name", Problem.SERVER_NAME_INVALID),
        (tls(alpn=("mqtt", "")), "tls.alpn", Problem.ALPN_INVALID),
        (ws(path="/a b"), "websocket.path", Problem.PATH_INVALID),
        (ws(path="/a?b"), "websocket.path", Problem.PATH_INVALID),
        (ws(query="a#b"), "websocket.query", Problem.PATH_INVALID),
        (ws(headers=(Header(name="X Y"),)), "websocket.headers.0.name", Problem.HEADER_NAME_INVALID),
        (ws(headers=(Header(name="Host"),)), "websocket.headers.0.name", Problem.HEADER_RESERVED),
        (
            ws(headers=(Header(name="A"), Header(name="Sec-WebSocket-Key"))),
            "websocket.headers.1.name",
            Problem.HEADER_RESERVED,
        ),
        (ws(headers=(Header(name="A", value="x\r\nB: c"),)), "websocket.headers.0.value", Problem.HEADER_VALUE_INVALID),
        ({"subscriptions": sub(filter="")}, "subscriptions.0.filter", FilterProblem.EMPTY),
        ({"subscriptions": sub() + sub(filter="a/#/b")}, "subscriptions.1.filter", FilterProblem.HASH_NOT_LAST),
        ({"subscriptions": sub(identifier=0)}, "subscriptions.0.identifier", Problem.OUT_OF_RANGE),
        ({"subscriptions": sub(retain_handling=3)}, "subscriptions.0.retain_handling", Problem.OUT_OF_RANGE),
        (
            {"subscriptions": sub(filter="$share/g/a", no_local=True)},
            "subscriptions.0.no_local",
            Problem.NO_LOCAL_ON_SHARED,
        ),
        ({"subscriptions": sub(user_properties=(("", "\0"),))}, "subscriptions.0.user_properties.0", Problem.HAS_NUL),
        ({"subscriptions": sub(colour="red")}, "subscriptions.0.colour", Problem.COLOUR_INVALID),
        (will(topic=""), "will.topic", TopicProblem.EMPTY),
        (will(topic="#\0"), "will.topic", Problem.HAS_NUL),
        (will(source=PayloadSource.HEX, payload="abc"), "will.payload", Problem.HEX_INVALID),
        (will(source=PayloadSource.FILE), "will.payload", Problem.FILE_NOT_CHOSEN),
        (will(payload="é" * 40_000), "will.payload", Problem.TOO_LONG),
        (will(payload="\ud800"), "will.payload", Problem.HAS_SURROGATE),
        (will(delay_interval_s=-1), "will.delay_interval_s", Problem.OUT_OF_RANGE),
        (will(response_topic="a/#"), "will.response_topic", TopicProblem.WILDCARD),
        (will(correlation_data=b"x" * 70_000), "will.correlation_data", Problem.TOO_LONG),
        (will(content_type="\0"), "will.content_type", Problem.HAS_NUL),
        ({"mqtt5": Mqtt5Settings(receive_maximum=0)}, "mqtt5.receive_maximum", Problem.OUT_OF_RANGE),
        (
            {"mqtt5": Mqtt5Settings(user_properties=(("a", "b"), ("\0", "")))},
            "mqtt5.user_properties.1",
            Problem.HAS_NUL,
        ),
        ({"proxy": ProxySettings(kind=ProxyKind.SOCKS5)}, "proxy.host", Problem.HOST_EMPTY),
        ({"proxy": ProxySettings(kind=ProxyKind.HTTP, host="h", port=0)}, "proxy.port", Problem.OUT_OF_RANGE),
        ({"colour": "#12345"}, "colour", Problem.COLOUR_INVALID),
        ({"notes": "x" * 100_001}, "notes", Problem.NOTES_TOO_LONG),
    ],
)
def test_what_is_wrong_is_found_at_its_field(change: dict[str, Any], path: str, problem: AnyProblem) -> None:
    assert problems(replace(GOOD, **change)) == {path: problem}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"host": "bücher.example."},
        {"host": "::1"},
        {"host": "10.0.0.1"},
        {"host": "my_broker-1"},
        {"scheme": Scheme.UNIX, "socket_path": "/run/m.sock", "host": "", "port": 0},
        {"client_id": ""},
        {"client_id": "", "version": Version.V311},
        {"authentication": AuthMethod.TOKEN},
        {"tls": TlsSettings(trust=Trust.CA_FILE, server_name=" ")},
        {"websocket": WebSocketSettings(path=" ", headers=(Header(name=""),))},
        {"will": WillSettings(topic="", payload="x" * 70_000)},
        {"version": Version.V311, "mqtt5": Mqtt5Settings(receive_maximum=0)},
        {"version": Version.V311, "subscriptions": sub(identifier=0, no_local=True, filter="$share/a/b")},
        {"reconnect": ReconnectSettings(enabled=False, first_delay_s=-1)},
        {"proxy": ProxySettings(kind=ProxyKind.SYSTEM)},
        will(topic="#"),
        {"subscriptions": ()},
    ],
)
def test_what_is_right_or_not_used_is_no_problem(change: dict[str, Any]) -> None:
    assert problems(replace(GOOD, **change)) == {}


@pytest.mark.parametrize(
    ("change", "path", "caution"),
    [
        ({"client_id": ""}, "client_id", Caution.CLIENT_ID_EMPTY),
        ({"client_id": "x" * 24}, "client_id", Caution.CLIENT_ID_LONG),
        ({"client_id": "a b"}, "client_id", Caution.CLIENT_ID_UNUSUAL),
        ({"keep_alive_s": 0}, "keep_alive_s", Caution.KEEP_ALIVE_OFF),
        ({"keep_alive_s": 1}, "keep_alive_s", Caution.KEEP_ALIVE_SHORT),
        ({"port": 8883}, "port", Caution.PORT_OF_ANOTHER_SCHEME),
        ({"scheme": Scheme.MQTTS, "port": 1883}, "port", Caution.PORT_OF_ANOTHER_SCHEME),
        ({"clean_start": False}, "clean_start", Caution.SESSION_ENDS_AT_ONCE),
        (
            {"mqtt5": Mqtt5Settings(session_expiry_interval_s=0xFFFFFFFF)},
            "mqtt5.session_expiry_interval_s",
            Caution.SESSION_NEVER_EXPIRES,
        ),
        (
            {"host": "h", "authentication": AuthMethod.PASSWORD, "username": "u"},
            "authentication",
            Caution.PASSWORD_UNENCRYPTED,
        ),
        (tls(trust=Trust.NOBODY), "tls.trust", Caution.NOT_VERIFIED),
        (tls(minimum_version=TlsVersion.V1_1), "tls.minimum_version", Caution.TLS_OUTDATED),
        (ws(query="a=1&access_token=x"), "websocket.query", Caution.SECRET_IN_QUERY),
        (ws(headers=(Header(name="authorization", value="x"),)), "websocket.headers.0.value", Caution.SECRET_IN_HEADER),
        ({"subscriptions": ()}, "subscriptions", Caution.NOTHING_SUBSCRIBED),
        ({"subscriptions": sub(enabled=False)}, "subscriptions", Caution.NOTHING_SUBSCRIBED),
        ({"subscriptions": sub() + sub()}, "subscriptions.1.filter", Caution.FILTER_TWICE),
        ({"subscriptions": sub(filter="a b")}, "subscriptions.0.filter", Caution.TOPIC_HAS_SPACE),
        (will(topic="#"), "will.topic", Caution.TOPIC_WILDCARD),
        (will(topic="$SYS/x"), "will.topic", Caution.TOPIC_DOLLAR),
        (will(topic="a\tb"), "will.topic", Caution.TOPIC_HAS_CONTROL),
        (will(retain=True), "will.payload", Caution.EMPTY_RETAINED),
        (will(source=PayloadSource.JSON, payload="{"), "will.payload", Caution.JSON_INVALID),
        (
            will(source=PayloadSource.HEX, payload="ff", payload_format_indicator=1),
            "will.payload_format_indicator",
            Caution.INDICATOR_CONTRADICTS,
        ),
    ],
)
def test_what_is_unusual_is_found_at_its_field(change: dict[str, Any], path: str, caution: Caution) -> None:
    profile = replace(GOOD, **change)
    assert cautions(profile) == {path: (caution,)}
    assert problems(profile) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"authentication": AuthMethod.PASSWORD, "host": "127.0.0.1"},
        {"authentication": AuthMethod.PASSWORD, "scheme": Scheme.WSS},
        {"authentication": AuthMethod.SCRAM_SHA_256, "host": "h"},
        {"clean_start": False, "version": Version.V311},
        {"clean_start": False, "mqtt5": Mqtt5Settings(session_expiry_interval_s=60)},
        ws(headers=(Header(name="Authorization", secret=True),)),
        will(source=PayloadSource.JSON, payload="{}"),
    ],
)
def test_what_is_usual_needs_no_caution(change: dict[str, Any]) -> None:
    assert cautions(replace(GOOD, **change)) == {}


def test_cautions_about_topics_add_up() -> None:
    assert topic_cautions("/a//b c/") == (
        Caution.TOPIC_HAS_SPACE,
        Caution.TOPIC_LEADING_SLASH,
        Caution.TOPIC_EMPTY_LEVEL,
    )
    assert topic_cautions("a/b") == ()


def test_a_host_is_checked_alone_as_well() -> None:
    assert host_problem("fe80::1%eth0") is None
    assert host_problem("[::1]") is Problem.HOST_INVALID


def test_every_range_belongs_to_a_field_of_the_profile() -> None:
    for path in RANGES:
        record: Any = replace(GOOD, subscriptions=sub())
        for name in path.split("."):
            record = getattr(record[0] if isinstance(record, tuple) else record, name)


def test_older_versions_carry_no_properties() -> None:
    assert not_carried(Version.V5) == frozenset()
    assert {"mqtt5", "will.delay_interval_s", "subscriptions.no_local"} <= not_carried(Version.V311)


@given(st.from_type(Profile))
@settings(max_examples=60)
def test_any_profile_can_be_judged(profile: Profile) -> None:
    assert all(isinstance(problem, AnyProblem) for problem in problems(profile).values())
    assert all(isinstance(caution, Caution) for of_field in cautions(profile).values() for caution in of_field)
