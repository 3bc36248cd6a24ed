from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml.nodes import MappingNode

from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.profile import (
    Header,
    Profile,
    Scheme,
    SubscriptionSettings,
    TlsSettings,
    WebSocketSettings,
    WillSettings,
)
from tracemq.profiles.schema import Schema
from tracemq.profiles.yaml_nodes import BadFileError, FileProblem, find, put, remove

SCHEMA = Schema(Profile)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
finite = st.floats(allow_nan=False, allow_infinity=False)


st.register_type_strategy(str, text)
st.register_type_strategy(float, finite)
st.register_type_strategy(int, st.integers(-(10**15), 10**15))
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))


@given(st.from_type(Profile))
@settings(max_examples=60)
def test_any_profile_comes_back_from_its_file(profile: Profile) -> None:
    assert SCHEMA.decode(SCHEMA.encode(profile)) == profile


def test_a_file_reads_like_a_note() -> None:
    profile = Profile(
        id="abc",
        name="Wohnung: oben",
        scheme=Scheme.MQTTS,
        host="broker.example",
        version=Version.V311,
        client_id="me",
        tls=TlsSettings(server_name="other.example"),
        subscriptions=(SubscriptionSettings(filter="a/#", qos=QoS.AT_LEAST_ONCE),),
        will=WillSettings(enabled=True, topic="gone", user_properties=(("k", "1"), ("k", "2"))),
        notes="First line.\nSecond line.",
        last_used=datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC),
    )
    assert SCHEMA.encode(profile).decode() == (
        "schema: 1\n"
        "id: abc\n"
        "name: 'Wohnung: oben'\n"
        "scheme: mqtts\n"
        "host: broker.example\n"
        "version: 3.1.1\n"
        "client_id: me\n"
        "clean_start: true\n"
        "keep_alive_s: 60\n"
        "connect_timeout_s: 10.0\n"
        "authentication: none\n"
        "tls:\n"
        "  server_name: other.example\n"
        "subscriptions:\n"
        "  - filter: a/#\n"
        "    qos: 1\n"
        "will:\n"
        "  enabled: true\n"
        "  topic: gone\n"
        "  user_properties:\n"
        "    - [k, '1']\n"
        "    - [k, '2']\n"
        "notes: |-\n"
        "  First line.\n"
        "  Second line.\n"
        "last_used: 2030-01-02T03:04:05+00:00\n"
    )


HAND_WRITTEN = b"""\
name: Keller   # a comment may go
mystery: {deep: [1, 0x2F, {x: yes}]}
id: keller-1
keep_alive_s: 0060
tls:
  future_option: "2031-01-01"
  verify_harder: on
subscriptions:
  - {filter: a/+, colour_blind: 1}
  - filter: b/#
    qos: 2
    extra: [1,2]
websocket: {headers: [{name: X-One, value: 1, note: keep}]}
client_id: 0012
username: yes
"""


def test_a_file_written_by_hand_is_taken_as_it_is_meant() -> None:
    profile = SCHEMA.decode(HAND_WRITTEN)
    assert profile.name == "Keller"
    assert profile.client_id == "0012"
    assert profile.username == "yes"
    assert profile.keep_alive_s == 60
    assert profile.websocket.headers == (Header(name="X-One", value="1"),)
    assert [item.filter for item in profile.subscriptions] == ["a/+", "b/#"]


def test_unknown_keys_and_untouched_spellings_survive_a_change() -> None:
    profile = SCHEMA.decode(HAND_WRITTEN)
    first, second = profile.subscriptions
    changed = replace(
        profile,
        name="Dach",
        tls=replace(profile.tls, server_name="x"),
        subscriptions=(replace(second, qos=QoS.AT_LEAST_ONCE), SubscriptionSettings(filter="new"), first),
        websocket=WebSocketSettings(headers=(Header(name="X-One", value="2"),)),
    )
    written = SCHEMA.encode(changed, HAND_WRITTEN)
    assert SCHEMA.decode(written) == changed
    assert written.decode() == (
        "schema: 1\n"
        "name: Dach\n"
        "mystery: {deep: [1, 0x2F, {x: yes}]}\n"
        "id: keller-1\n"
        "keep_alive_s: 0060\n"
        "tls:\n"
        '  future_option: "2031-01-01"\n'
        "  verify_harder: on\n"
        "  server_name: x\n"
        "subscriptions:\n"
        "  - filter: b/#\n"
        "    qos: 1\n"
        "    extra: [1, 2]\n"
        "  - filter: new\n"
        "    qos: 0\n"
        "  - {filter: a/+, colour_blind: 1, qos: 0}\n"
        "websocket: {headers: [{name: X-One, value: '2', note: keep}]}\n"
        "client_id: 0012\n"
        "username: yes\n"
        "scheme: mqtt\n"
        "host: localhost\n"
        "version: 5\n"
        "clean_start: true\n"
        "connect_timeout_s: 10.0\n"
        "authentication: none\n"
    )


def test_writing_the_same_record_again_changes_no_byte() -> None:
    once = SCHEMA.encode(SCHEMA.decode(HAND_WRITTEN), HAND_WRITTEN)
    assert SCHEMA.encode(SCHEMA.decode(once), once) == once


unknown = st.recursive(
    st.sampled_from(["1", "0x10", "yes", "~", "'q'", '"\\t"', "2020-01-01", "1.50", "plain words", "!t 'v'"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]")
        | st.lists(inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"k{at}: {item}" for at, item in enumerate(items)) + "}"
        )
    ),
    max_leaves=8,
)


@given(unknown, unknown, unknown, st.from_type(Profile))
@settings(max_examples=60)
def test_unknown_keys_at_any_depth_survive_any_change(one: str, two: str, three: str, profile: Profile) -> None:
    filters = [item.filter for item in profile.subscriptions] or ["x"]
    old = SCHEMA.encode(replace(profile, subscriptions=(SubscriptionSettings(filter=filters[0]),))).decode()
    old = old.replace("schema: 1\n", f"schema: 1\nalpha: {one}\n").replace(
        "    qos: 0\n", f"    qos: 0\n    zz: {two}\n"
    )
    old += f"other:\n  beta: {three}\n"
    written = SCHEMA.encode(profile, old.encode())
    assert SCHEMA.decode(written) == profile
    lines = written.decode().split("\n")
    assert f"alpha: {one}" in lines
    assert f"  beta: {three}" in lines
    assert f"    zz: {two}" in lines or not profile.subscriptions


@pytest.mark.parametrize(
    ("line", "problem", "detail"),
    [
        ("port: high", FileProblem.WRONG_TYPE, "port"),
        ("port: [1]", FileProblem.WRONG_TYPE, "port"),
        ("port: 1.5", FileProblem.WRONG_TYPE, "port"),
        ("port: 99999999999999999999", FileProblem.WRONG_TYPE, "port"),
        ("keep_alive_s: true", FileProblem.WRONG_TYPE, "keep_alive_s"),
        ("connect_timeout_s: .inf", FileProblem.WRONG_TYPE, "connect_timeout_s"),
        ("connect_timeout_s: .nan", FileProblem.WRONG_TYPE, "connect_timeout_s"),
        ("clean_start: 1", FileProblem.WRONG_TYPE, "clean_start"),
        ("name: [a]", FileProblem.WRONG_TYPE, "name"),
        ("name: !!python/name:os.system x", FileProblem.WRONG_TYPE, "name"),
        ("tls: yes", FileProblem.WRONG_TYPE, "tls"),
        ("tls: {alpn: mqtt}", FileProblem.WRONG_TYPE, "tls.alpn"),
        ("tls: {trust: everyone}", FileProblem.UNKNOWN_VALUE, "tls.trust"),
        ("version: 4", FileProblem.UNKNOWN_VALUE, "version"),
        ("scheme: http", FileProblem.UNKNOWN_VALUE, "scheme"),
        ("subscriptions: {a: 1}", FileProblem.WRONG_TYPE, "subscriptions"),
        ("subscriptions: [{filter: a}, {qos: 1}]", FileProblem.MISSING, "subscriptions.1.filter"),
        ("subscriptions: [{filter: a, qos: 3}]", FileProblem.UNKNOWN_VALUE, "subscriptions.0.qos"),
        ("mqtt5: {user_properties: [[a]]}", FileProblem.WRONG_TYPE, "mqtt5.user_properties.0"),
        ("will: {correlation_data: xyz}", FileProblem.WRONG_TYPE, "will.correlation_data"),
        ("last_used: soon", FileProblem.WRONG_TYPE, "last_used"),
        ("last_used: 0001-01-01T00:00:00+14:00", FileProblem.WRONG_TYPE, "last_used"),
        ("schema: 2", FileProblem.NEWER_SCHEMA, "2"),
        ("schema: 0", FileProblem.UNKNOWN_VALUE, "schema"),
        ("schema: x", FileProblem.WRONG_TYPE, "schema"),
        ("schema: [1]", FileProblem.WRONG_TYPE, "schema"),
        ("id: again", FileProblem.DUPLICATE_KEY, "id"),
    ],
)
def test_a_wrong_value_is_named_by_its_path_and_line(line: str, problem: FileProblem, detail: str) -> None:
    with pytest.raises(BadFileError) as caught:
        SCHEMA.decode(f"id: a\nmore: true\n{line}\n".encode())
    assert (caught.value.problem, caught.value.detail, caught.value.line) == (problem, detail, 3)


def test_empty_values_mean_the_default() -> None:
    profile = SCHEMA.decode(b"id: a\nclient_id: b\nname:\ntls:\nport:\nnotes: ~\nsubscriptions:\n")
    assert profile == Profile(id="a", client_id="b", subscriptions=())


def test_a_lone_surrogate_is_never_written() -> None:
    with pytest.raises(BadFileError):
        SCHEMA.encode(Profile(name="\ud800"))


def test_a_record_that_would_not_come_back_is_never_written() -> None:
    with pytest.raises(BadFileError):
        SCHEMA.encode(Profile(notes="x" * (1 << 20)))
    with pytest.raises(BadFileError):
        SCHEMA.encode(Profile(last_used=datetime(2030, 1, 1, tzinfo=UTC) + timedelta(seconds=1), keep_alive_s=10**30))


def test_an_older_schema_is_brought_up_step_by_step_and_kept_unknown_keys() -> None:
    def rename(root: MappingNode) -> None:
        old = find(root, "title")
        assert old is not None
        put(root, "name", old)
        remove(root, "title")

    def move(root: MappingNode) -> None:
        tls = find(root, "tls")
        assert isinstance(tls, MappingNode)
        sni = find(root, "sni")
        assert sni is not None
        put(tls, "server_name", sni)
        remove(root, "sni")

    newest = Schema(Profile, 3, {1: rename, 2: move})
    old = b"schema: 1\nid: a\nclient_id: c\ntitle: T\nsni: s\ntls: {x: 1}\nkeep: me\n"
    profile = newest.decode(old)
    assert profile == Profile(id="a", client_id="c", name="T", tls=TlsSettings(server_name="s"))
    assert newest.encode(profile, old).startswith(
        b"schema: 3\nid: a\nclient_id: c\ntls: {x: 1, server_name: s}\nkeep: me\n"
    )
