from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.importers.anything import Format, read_anything
from tracemq.profiles.importers.imported import MAX_BYTES, Imported, ImportProblem, Note, NoteKind, Result
from tracemq.profiles.problems import problems
from tracemq.profiles.profile import AuthMethod, ClientCertificate, ProxyKind, Scheme, Trust
from tracemq.profiles.secrets import SecretKind, secret_id

EXPLORER = {
    "configVersion": 1,
    "certValidation": True,
    "clientId": "mqtt-explorer-ab",
    "id": "x",
    "name": "house",
    "encryption": True,
    "subscriptions": [{"topic": "#", "qos": 1}, "$SYS/#"],
    "type": "mqtt",
    "host": "broker.example",
    "port": 8883,
    "protocol": "mqtt",
    "username": "alice",
    "password": "hunter2",
}
MQTTX = {
    "id": "1",
    "clientId": "mqttx_1",
    "name": "factory",
    "clean": False,
    "protocol": "wss",
    "host": "broker.example",
    "port": 8084,
    "keepalive": 30,
    "connectTimeout": 5,
    "reconnect": True,
    "reconnectPeriod": 2000,
    "username": "bob",
    "password": "hunter2",
    "path": "/mqtt",
    "certType": "self",
    "ssl": True,
    "rejectUnauthorized": True,
    "ca": "/certs/ca.pem",
    "cert": "/certs/me.pem",
    "key": "/certs/me.key",
    "mqttVersion": "5.0",
    "subscriptions": [{"topic": "a/#", "qos": 2, "nl": True, "rap": True, "rh": 1, "color": "#aabbcc"}],
    "messages": [{}, {}],
    "will": {"lastWillTopic": "gone", "lastWillPayload": "x", "lastWillQos": 1, "lastWillRetain": True},
    "properties": {"sessionExpiryInterval": 60, "userProperties": {"a": ["1", "2"], "b": "3"}},
}


def read(value: object) -> Result:
    data = value if isinstance(value, bytes) else (value if isinstance(value, str) else json.dumps(value)).encode()
    return read_anything(data)[1]


def one(value: object) -> Imported:
    found = read(value)
    assert isinstance(found, list), found
    assert len(found) == 1
    return found[0]


def explorer(**changes: object) -> dict[str, Any]:
    return {"ConnectionManager_connections": {"x": {**EXPLORER, **changes}}}


def password(imported: Imported) -> str | None:
    return imported.secrets.get(secret_id(imported.profile.id, SecretKind.PASSWORD))


# MQTT Explorer


def test_a_connection_of_mqtt_explorer_is_taken_whole() -> None:
    found = one(explorer())
    profile = found.profile
    assert (profile.name, profile.scheme, profile.host, profile.port) == (
        "house",
        Scheme.MQTTS,
        "broker.example",
        8883,
    )
    assert (profile.authentication, profile.username, password(found)) == (AuthMethod.PASSWORD, "alice", "hunter2")
    assert [(item.filter, item.qos) for item in profile.subscriptions] == [
        ("#", QoS.AT_LEAST_ONCE),
        ("$SYS/#", QoS.AT_MOST_ONCE),
    ]
    assert found.notes == ()
    assert found.usable


def test_the_password_stands_in_no_repr_and_not_in_the_profile() -> None:
    found = one(explorer())
    assert "hunter2" not in repr(found)


def test_a_websocket_of_mqtt_explorer_keeps_its_path() -> None:
    profile = one(explorer(protocol="ws", encryption=False, basePath="socket")).profile
    assert (profile.scheme, profile.websocket.path) == (Scheme.WS, "/socket")


def test_what_mqtt_explorer_does_not_verify_is_noted_and_certificates_inside_are_named() -> None:
    found = one(explorer(certValidation=False, clientKey={"name": "me.key", "data": "AAAA"}))
    assert found.profile.tls.trust is Trust.NOBODY
    assert set(found.notes) == {Note(NoteKind.NOT_VERIFIED), Note(NoteKind.CERTIFICATE_INSIDE, "me.key")}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"port": 99999}, "port"),
        ({"port": "many"}, "port"),
        ({"username": 5}, "username"),
        ({"subscriptions": [{"topic": "a/#/b", "qos": 0}]}, "subscriptions.0.filter"),
        ({"subscriptions": "all"}, "subscriptions"),
        ({"clientId": "a\0b"}, "client_id"),
    ],
)
def test_a_wrong_value_is_noted_and_the_rest_is_taken(changes: dict[str, object], path: str) -> None:
    found = one(explorer(**changes))
    assert Note(NoteKind.VALUE_INVALID, path) in found.notes
    assert found.usable
    assert problems(found.profile) == {}


@pytest.mark.parametrize("host", ["", "a b", "../../etc", "\0", 7, "a" * 5000])
def test_a_connection_without_a_usable_host_is_shown_as_such(host: object) -> None:
    found = one(explorer(host=host))
    assert not found.usable
    assert NoteKind.HOST_UNUSABLE in {note.kind for note in found.notes}


# MQTTX


def test_a_connection_of_mqttx_is_taken_whole() -> None:
    found = one([MQTTX])
    profile = found.profile
    assert (profile.scheme, profile.version, profile.port) == (Scheme.WSS, Version.V5, 8084)
    assert not profile.clean_start
    assert (profile.keep_alive_s, profile.connect_timeout_s, profile.reconnect.first_delay_s) == (30, 5.0, 2.0)
    assert (profile.tls.trust, profile.tls.ca_file) == (Trust.CA_FILE, "/certs/ca.pem")
    assert (profile.tls.certificate, profile.tls.key_file) == (ClientCertificate.PEM, "/certs/me.key")
    assert (profile.will.topic, profile.will.qos, profile.will.retain) == ("gone", QoS.AT_LEAST_ONCE, True)
    assert profile.mqtt5.session_expiry_interval_s == 60
    assert profile.mqtt5.user_properties == (("a", "1"), ("a", "2"), ("b", "3"))
    item = profile.subscriptions[0]
    assert (item.no_local, item.retain_as_published, item.retain_handling, item.colour) == (True, True, 1, "#aabbcc")
    assert password(found) == "hunter2"
    assert found.notes == (Note(NoteKind.MESSAGES_LEFT, "2"),)


def test_a_single_connection_of_mqttx_needs_no_list() -> None:
    assert one(MQTTX).profile.name == "factory"


# Command lines


def test_a_command_line_of_mosquitto_sub_is_taken_whole() -> None:
    found = one(
        "$ mosquitto_sub -h broker.example -p 8884 -u alice -P 'hunter 2' -i me -t 'a/#' -t b -q 1 -V mqttv5 \\\n"
        " -c -k 30 --cafile /certs/ca.pem --cert me.pem --key me.key -x 60 "
        "--will-topic gone --will-payload x --will-retain -v\n"
    )
    profile = found.profile
    assert (profile.scheme, profile.host, profile.port, profile.client_id) == (
        Scheme.MQTTS,
        "broker.example",
        8884,
        "me",
    )
    assert (profile.username, password(found)) == ("alice", "hunter 2")
    assert (profile.version, profile.clean_start, profile.keep_alive_s) == (Version.V5, False, 30)
    assert [(item.filter, item.qos) for item in profile.subscriptions] == [("a/#", 1), ("b", 1)]
    assert (profile.tls.ca_file, profile.tls.cert_file, profile.tls.key_file) == ("/certs/ca.pem", "me.pem", "me.key")
    assert (profile.will.enabled, profile.will.topic, profile.will.payload, profile.will.retain) == (
        True,
        "gone",
        "x",
        True,
    )
    assert profile.mqtt5.session_expiry_interval_s == 60
    assert found.notes == ()


def test_what_follows_the_command_in_a_pipe_is_not_taken() -> None:
    profile = one("mosquitto_sub -h a.example -t x | grep -h nothing").profile
    assert profile.host == "a.example"


def test_a_published_topic_is_no_subscription() -> None:
    profile = one("mosquitto_pub -h a.example -t lamp/set -m on").profile
    assert [item.filter for item in profile.subscriptions] == ["#", "$SYS/#"]


def test_a_variable_of_the_shell_is_never_taken_for_a_password() -> None:
    found = one('mosquitto_sub -h a.example -u me -P "$(cat secret)" -t x')
    assert found.secrets == {}
    assert Note(NoteKind.SECRET_MISSING, "-P") in found.notes


def test_unknown_and_unsupported_options_are_named() -> None:
    found = one("mosquitto_sub -h a.example --insecure --frobnicate -t x")
    assert set(found.notes) == {
        Note(NoteKind.NOT_SUPPORTED, "--insecure"),
        Note(NoteKind.UNKNOWN_OPTION, "--frobnicate"),
    }
    assert found.profile.tls.verified


def test_a_url_and_a_proxy_in_a_command_are_taken_with_their_secrets() -> None:
    found = one("mosquitto_sub -L mqtts://alice:pw@a.example:8885/x/y --proxy socks5h://u:p@127.0.0.1:1081")
    profile = found.profile
    assert (profile.scheme, profile.host, profile.port, profile.username) == (Scheme.MQTTS, "a.example", 8885, "alice")
    assert [item.filter for item in profile.subscriptions] == ["x/y"]
    assert (profile.proxy.kind, profile.proxy.port, profile.proxy.username) == (ProxyKind.SOCKS5, 1081, "u")
    assert password(found) == "pw"
    assert found.secrets[secret_id(profile.id, SecretKind.PROXY_PASSWORD)] == "p"


def test_several_commands_become_several_profiles() -> None:
    found = read("# my brokers\nmosquitto_sub -h a.example -t x\n\nC:\\tools\\mosquitto_pub.exe -h b.example -t y -n\n")
    assert isinstance(found, list)
    assert [each.profile.host for each in found] == ["a.example", "b.example"]


def test_a_quotation_mark_that_is_never_closed_is_noted() -> None:
    found = one("mosquitto_sub -h a.example -t 'x")
    assert found.profile.host == "a.example"
    assert NoteKind.VALUE_INVALID in {note.kind for note in found.notes}


# URLs


def test_urls_become_profiles_and_a_line_that_is_none_is_seen() -> None:
    found = read("# mine\nmqtt://alice:hunter2@a.example\nwss://b.example/mqtt\nmqtt://u:hunter2@a b\n")
    assert isinstance(found, list)
    assert [(each.profile.scheme, each.usable) for each in found] == [
        (Scheme.MQTT, True),
        (Scheme.WSS, True),
        (Scheme.MQTT, False),
    ]
    assert password(found[0]) == "hunter2"
    assert "hunter2" not in repr(found)
    assert found[2].notes == (Note(NoteKind.URL_INVALID, "3"),)


# Anything


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", ImportProblem.EMPTY),
        (b"  \n", ImportProblem.EMPTY),
        (b"hello", ImportProblem.UNKNOWN_FORMAT),
        (b"{}", ImportProblem.UNKNOWN_FORMAT),
        (b'{"ConnectionManager_connections": []}', ImportProblem.UNKNOWN_FORMAT),
        (b'{"ConnectionManager_connections": {}}', ImportProblem.NOTHING_INSIDE),
        (b'{"a": ', ImportProblem.NOT_JSON),
        (b"[" * 100_000, ImportProblem.TOO_DEEP),
        (b'{"a":' * 1000, ImportProblem.TOO_DEEP),
        (b"\xff\x00\xfe", ImportProblem.NOT_TEXT),
        (b"mqtt://a\0b", ImportProblem.NOT_TEXT),
        (b" " * (MAX_BYTES + 1), ImportProblem.TOO_LARGE),
        (json.dumps([{"clientId": "x", "host": "h"}] * 3000).encode(), ImportProblem.TOO_MANY),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else value.name,
)
def test_what_cannot_be_read_has_one_problem(data: bytes, problem: ImportProblem) -> None:
    assert read_anything(data)[1] is problem


def test_each_format_is_recognised() -> None:
    assert read_anything(json.dumps(explorer()).encode())[0] is Format.MQTT_EXPLORER
    assert read_anything(json.dumps(MQTTX).encode("utf-16"))[0] is Format.MQTTX
    assert read_anything(b"mosquitto_sub -t x")[0] is Format.COMMAND_LINE
    assert read_anything(b"mqtts://a.example")[0] is Format.URLS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(EXPLORER)), JSON)
def test_any_value_in_any_field_of_mqtt_explorer_gives_a_profile_without_problems(name: str, value: object) -> None:
    found = one(explorer(**{name: value}))
    assert not found.usable or problems(found.profile) == {}


@given(st.sampled_from(sorted(set(MQTTX) - {"isCollection"})), JSON)
def test_any_value_in_any_field_of_mqttx_gives_a_profile_without_problems(name: str, value: object) -> None:
    found = one([{**MQTTX, name: value}])
    assert not found.usable or problems(found.profile) == {}


@given(st.text(max_size=200))
def test_any_arguments_of_a_command_give_profiles_without_problems(text: str) -> None:
    found = read("mosquitto_sub " + text.replace("\0", ""))
    assert isinstance(found, ImportProblem) or all(not each.usable or not problems(each.profile) for each in found)


@given(
    st.lists(st.sampled_from(["-h", "-p", "-P", "-L", "--proxy", "-D", "connect", "-x", "-V", "5", "''", "99999999"]))
)
def test_options_in_any_order_never_raise(words: list[str]) -> None:
    assert read("mosquitto_sub " + " ".join(words))


@given(st.binary(max_size=300))
def test_any_bytes_give_a_list_or_a_problem(data: bytes) -> None:
    assert isinstance(read_anything(data)[1], (list, ImportProblem))
