from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from tests.unit.profiles.test_message_record import RECORDS
from tracemq.mqtt.types import QoS
from tracemq.profiles import sent_history
from tracemq.profiles.message_record import MessageRecord, PayloadKind, from_plain, to_plain
from tracemq.profiles.publishing_settings import Remember
from tracemq.profiles.sent_history import SentHistory, SentMessage

LIGHT = SentMessage(
    at=1000.5,
    broker="Plant",
    message=MessageRecord(topic="house/{{room}}", payload='{"id": "{{uuid}}"}', payload_as=PayloadKind.JSON),
    topic="house/kitchen",
    payload='{"id": "1"}',
    size=11,
)


def numbered(topic: str, payload: str = "") -> SentMessage:
    return SentMessage(topic=topic, message=MessageRecord(topic=topic, payload=payload), size=len(payload))


def topics(history: SentHistory, words: str = "") -> list[str]:
    return [entry.topic for entry in history.search(words)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "sent.jsonl"


@given(RECORDS)
def test_any_message_comes_back_from_plain_values(message: MessageRecord) -> None:
    assert from_plain(to_plain(message)) == message


@pytest.mark.parametrize("plain", [None, [], {"qos": 7}, {"topic": 1}, {"retain": 1}, {"user_properties": [["a", 1]]}])
def test_what_is_no_message_is_none(plain: object) -> None:
    assert from_plain(plain) is None


def test_what_was_sent_is_remembered_over_a_restart(file: Path) -> None:
    history = SentHistory(file)
    number = history.add(LIGHT)
    history.settle(number, code=16, took_s=0.25)
    other = history.add(numbered("b"))
    history.settle(other, failure="The connection was lost.")
    again = SentHistory(file)
    assert list(again.entries) == list(history.entries)
    found = again.get(number)
    assert found == replace(LIGHT, number=number, code=16, took_s=0.25)
    assert again.add(numbered("c")) == other + 1


def test_the_file_is_its_owners_alone(file: Path) -> None:
    SentHistory(file).add(LIGHT)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_every_word_must_occur_somewhere() -> None:
    history = SentHistory()
    history.add(LIGHT)
    history.add(numbered("garden/Pump", "ÉTÉ"))
    assert topics(history) == ["garden/Pump", "house/kitchen"]
    assert topics(history, "kitchen uuid") == ["house/kitchen"]
    assert topics(history, "plant") == ["house/kitchen"]
    assert topics(history, "pump été") == ["garden/Pump"]
    assert topics(history, "kitchen pump") == []


def test_what_went_out_can_be_had_again_with_nothing_to_fill_in() -> None:
    assert LIGHT.as_sent == replace(LIGHT.message, topic="house/kitchen", payload='{"id": "1"}', variables=False)
    typed = SentMessage(topic="a", message=MessageRecord(topic="a", payload="{{{{"))
    assert typed.as_sent.payload == "{{{{"


def test_without_payloads_topic_qos_and_retain_are_left(file: Path) -> None:
    history = SentHistory(file, Remember.TOPICS)
    message = replace(LIGHT.message, qos=QoS.AT_LEAST_ONCE, user_properties=(("token", "secret"),))
    history.add(replace(LIGHT, message=message))
    (entry,) = history.entries
    assert entry.left_out
    assert entry.message == MessageRecord(topic="house/{{room}}", qos=QoS.AT_LEAST_ONCE)
    assert b"uuid" not in file.read_bytes()
    assert b"secret" not in file.read_bytes()


def test_nothing_is_remembered_where_that_is_wished(file: Path) -> None:
    history = SentHistory(file, Remember.NOTHING)
    assert history.add(LIGHT) == 0
    history.settle(0, code=0)
    assert list(history.entries) == []
    assert not file.exists()


def test_the_session_alone_remembers_without_a_file(file: Path) -> None:
    history = SentHistory(file, Remember.SESSION)
    history.settle(history.add(LIGHT), code=0)
    assert topics(history) == ["house/kitchen"]
    assert not file.exists()


def test_a_huge_payload_is_left_out_whole_and_marked(file: Path) -> None:
    history = SentHistory(file)
    history.add(numbered("big", "x" * (sent_history.MOST_PAYLOAD_CHARS + 1)))
    history.add(numbered("small", "x" * sent_history.MOST_PAYLOAD_CHARS))
    small, big = history.search("")
    assert (big.left_out, big.message.payload, big.size) == (True, "", sent_history.MOST_PAYLOAD_CHARS + 1)
    assert not small.left_out
    assert file.stat().st_size < 2 * sent_history.MOST_PAYLOAD_CHARS


def test_the_oldest_are_forgotten_by_number_and_by_size(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_history, "MOST_ENTRIES", 3)
    history = SentHistory(file)
    for number in range(5):
        history.add(numbered(f"t/{number}"))
    assert topics(history) == topics(SentHistory(file)) == ["t/4", "t/3", "t/2"]
    monkeypatch.setattr(sent_history, "MOST_BYTES", 300)
    history.add(numbered("long", "x" * 200))
    assert topics(history) == ["long"]


def test_the_file_does_not_grow_without_end(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_history, "MOST_BYTES", 2_000)
    history = SentHistory(file)
    for number in range(300):
        history.settle(history.add(numbered(f"t/{number}")), code=0)
        assert file.stat().st_size <= 2 * 2_000
    assert topics(SentHistory(file))[:15] == topics(history)[:15] == [f"t/{number}" for number in range(299, 284, -1)]


def test_forgetting_takes_it_out_of_the_file(file: Path) -> None:
    history = SentHistory(file)
    secret = history.add(numbered("a", "hunter2"))
    history.add(numbered("b"))
    history.remove(secret)
    assert b"hunter2" not in file.read_bytes()
    assert topics(SentHistory(file)) == ["b"]
    history.clear()
    assert file.read_bytes() == b""


def test_broken_lines_are_passed_over(file: Path) -> None:
    history = SentHistory(file)
    history.add(LIGHT)
    with file.open("ab") as more:
        for line in (b'{"number":', b"[]", b'{"message":{}}', b'{"number":9,"message":{},"at":"x"}', b"[" * 100_000):
            more.write(line + b"\n")
        more.write(b'{"settles":77,"code":0}\n{"settles":1,"code":"x"}\n{"settles":1,"what":0}\n\xff\n')
    again = SentHistory(file)
    assert [entry for entry in again.entries if entry.topic] == list(history.entries)


def test_a_file_that_is_none_of_ours_is_put_aside(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_history, "MOST_FILE_BYTES", 10)
    file.parent.mkdir()
    file.write_bytes(b"x" * 11)
    history = SentHistory(file)
    history.add(numbered("a"))
    assert topics(history) == ["a"]
    assert file.with_name("sent.jsonl.kept-1").read_bytes() == b"x" * 11


def test_a_disk_that_refuses_is_told_and_the_session_goes_on(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    history = SentHistory(tmp_path / "data" / "sent.jsonl")
    history.add(numbered("a"))
    assert topics(history) == ["a"]
    assert history.problem is not None


def test_listeners_hear_of_every_change() -> None:
    history = SentHistory()
    heard: list[int] = []
    stop = history.listen(lambda: heard.append(len(list(history.entries))))
    history.settle(history.add(LIGHT), code=0)
    history.clear()
    stop()
    history.add(LIGHT)
    assert heard == [1, 1, 0]
