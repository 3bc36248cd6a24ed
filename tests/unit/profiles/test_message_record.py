from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.mqtt.types import QoS
from tracemq.profiles.allowed_messages import AllowedMessages
from tracemq.profiles.message_record import SCHEMA, BytesKind, MessageRecord, PayloadKind, fingerprint, from_plain
from tracemq.profiles.yaml_nodes import BadFileError

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
RECORDS = st.builds(
    MessageRecord,
    name=TEXT,
    topic=TEXT,
    payload_as=st.sampled_from(PayloadKind),
    payload=TEXT,
    qos=st.sampled_from(QoS),
    retain=st.booleans(),
    variables=st.booleans(),
    utf8=st.booleans(),
    expires_after_s=TEXT,
    topic_alias=TEXT,
    content_type=TEXT,
    response_topic=TEXT,
    correlation_as=st.sampled_from(BytesKind),
    correlation_data=TEXT,
    user_properties=st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple),
)


@given(RECORDS)
def test_any_message_comes_back_from_its_file(message: MessageRecord) -> None:
    assert SCHEMA.decode(SCHEMA.encode(message)) == message


def test_a_message_reads_well() -> None:
    message = MessageRecord(
        name="Kitchen light on",
        topic="house/{{room}}/light/set",
        payload_as=PayloadKind.JSON,
        payload='{\n  "on": true\n}',
        qos=QoS.AT_LEAST_ONCE,
    )
    assert SCHEMA.encode(message).decode().splitlines() == [
        "schema: 1",
        "name: Kitchen light on",
        "topic: house/{{room}}/light/set",
        "payload_as: json",
        "payload: |-",
        "  {",
        '    "on": true',
        "  }",
        "qos: 1",
        "retain: false",
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"topic: !!python/object/apply:os.system [id]",
        b"topic: &a x\npayload: *a",
        b"qos: 3",
        b"payload_as: program",
        b"correlation_as: file\ncorrelation_data: /etc/hostname",  # else it would send that file without asking
        b"retain: [",
        b"- 1",
        b"topic: a\ntopic: b",
        b"payload: \xff",
        b"schema: 99",
        b"{" * 100_000,
        b"user_properties: [[a, b, c]]",
    ],
)
def test_a_hostile_file_is_refused(data: bytes) -> None:
    with pytest.raises(BadFileError):
        SCHEMA.decode(data)


def test_a_remembered_message_whose_correlation_data_would_be_a_file_is_none() -> None:
    assert from_plain({"topic": "a", "correlation_as": "hex"}) is not None
    assert from_plain({"topic": "a", "correlation_as": "file", "correlation_data": "/etc/hostname"}) is None


def test_the_fingerprint_follows_what_may_read_and_nothing_else() -> None:
    message = MessageRecord(topic="a", payload="{{env.HOME}}")
    assert fingerprint(message) == fingerprint(replace(message, name="x", qos=QoS.EXACTLY_ONCE, content_type="y"))
    for changed in (
        replace(message, topic="b"),
        replace(message, payload="{{env.PATH}}"),
        replace(message, payload_as=PayloadKind.FILE),
    ):
        assert fingerprint(changed) != fingerprint(message)


def test_what_was_allowed_stays_allowed_and_a_change_ends_that(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "deep" / "allowed"
    message = MessageRecord(payload="{{env.HOME}}")
    allowed = AllowedMessages(file)
    assert message not in allowed
    allowed.allow(message)
    allowed.allow(message)
    again = AllowedMessages(file)
    assert message in again
    assert replace(message, payload="{{env.PATH}}") not in again
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"yes\n*\n", b"0" * 64 + b"x\n"])
def test_a_broken_list_allows_nothing(tmp_path, content: bytes) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "allowed").write_bytes(content)
    assert MessageRecord() not in AllowedMessages(tmp_path / "allowed")
