"""What a real broker retains: looked at, deleted and put back, exactly as it was."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.integration.test_connection import profile_of, until
from tests.support.mosquitto import Mosquitto
from tracemq.mqtt import Message, Properties, QoS, ReasonCode, Receipt, RefusedLocally, TimedOut, Version
from tracemq.mqtt.tasks import start_task
from tracemq.profiles.profile import WillSettings
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import ConnectionState
from tracemq.workspace.profile_secrets import ProfileSecrets
from tracemq.workspace.retained import Failure, Progress, delete, look, put_back

NO_SECRETS = ProfileSecrets()
PROPERTIES = Properties(content_type="text/plain", user_properties=(("a", "1"), ("a", "2")), response_topic="r")


@pytest.fixture
async def connection(mosquitto: Mosquitto) -> AsyncIterator[Connection]:
    connection = Connection(profile_of(mosquitto))
    connection.open()
    await until(lambda: connection.state is ConnectionState.CONNECTED)
    yield connection
    for message in await seen(connection):
        await connection.publish(message.topic, b"", qos=1, retain=True)
    await connection.close()


async def seen(connection: Connection, *filters: str) -> list[Message]:
    found: list[Message] = []
    answer = await look(connection.profile, NO_SECRETS, filters or ("r/#",), found.extend, quiet_s=0.3)
    assert answer.whole
    return sorted(found, key=lambda message: message.topic)


def timeless(messages: list[Message]) -> list[Message]:
    return [replace(each, received_at=0.0, packet_id=0) for each in messages]


async def fill(connection: Connection, count: int) -> None:
    for number in range(count):
        await connection.publish(f"r/{number:03}", b"%d" % number, qos=2, retain=True, properties=PROPERTIES)
    await connection.publish("r/live", b"passes", qos=1)


@pytest.mark.parametrize("version", list(Version))
async def test_all_that_is_retained_is_found_and_nothing_else(connection: Connection, version: Version) -> None:
    await fill(connection, 30)
    connection.profile = replace(connection.profile, version=version)
    found = await seen(connection)
    assert [(each.topic, each.payload, each.qos) for each in found] == [
        (f"r/{number:03}", b"%d" % number, QoS.EXACTLY_ONCE) for number in range(30)
    ]
    assert {each.properties for each in found} == {PROPERTIES if version is Version.V5 else Properties()}
    assert [each.topic for each in await seen(connection, "+/007", "r/011")] == ["r/007", "r/011"]


async def test_what_the_queue_of_a_broker_has_no_room_for_is_found_as_well(tmp_path: Path) -> None:
    broker = Mosquitto(tmp_path / "broker", log_types="error")
    broker.start("max_queued_messages 150")  # it drops what has no room; the default is 1,000
    connection = Connection(profile_of(broker))
    try:
        connection.open()
        await until(lambda: connection.state is ConnectionState.CONNECTED)
        for number in range(600):
            receipt = connection.publish(f"r/{number:03}", b"x", qos=number % 3, retain=True)
        await receipt
        found = await seen(connection)
    finally:
        await connection.close()
        broker.stop()
    assert [(each.topic, each.qos) for each in found] == [(f"r/{number:03}", number % 3) for number in range(600)]


async def test_looking_leaves_no_session_and_sends_no_will(connection: Connection, mosquitto: Mosquitto) -> None:
    will = WillSettings(enabled=True, topic="r/will", payload="gone", retain=True)
    mqtt5 = replace(connection.profile.mqtt5, session_expiry_interval_s=1000, receive_maximum=1)
    connection.profile = replace(connection.profile, client_id="me", clean_start=False, will=will, mqtt5=mqtt5)
    await fill(connection, 2)
    assert [each.topic for each in await seen(connection)] == ["r/000", "r/001"]
    assert [each.topic for each in await seen(connection)] == ["r/000", "r/001"]  # no will was published


async def test_a_filter_that_is_none_is_refused_before_anything_is_sent(connection: Connection) -> None:
    with pytest.raises(RefusedLocally):
        await look(connection.profile, NO_SECRETS, ["a/#/b"], lambda _messages: None)


async def test_more_than_fits_is_told(connection: Connection) -> None:
    await fill(connection, 5)
    found: list[Message] = []
    answer = await look(connection.profile, NO_SECRETS, ["r/#"], found.extend, most_bytes=3)
    assert (len(found), answer.whole) == (3, False)


async def test_what_is_deleted_is_gone_and_comes_back_as_it_was(connection: Connection) -> None:
    await fill(connection, 120)
    before = await seen(connection)
    told: list[int] = []
    progress = Progress(100)
    await delete(connection, before[:100], progress, lambda: told.append(progress.settled), per_second=10_000)
    assert (len(progress.done), progress.failures, told[-1]) == (100, [], 100)
    assert timeless(await seen(connection)) == timeless(before[100:])
    progress = Progress(100)
    await put_back(connection, before[:100], Version.V5, progress, lambda: None, per_second=10_000)
    assert timeless(await seen(connection)) == timeless(before)


async def test_a_pace_is_kept_and_what_was_not_reached_when_cancelled_stays(connection: Connection) -> None:
    await fill(connection, 20)
    before = await seen(connection)
    progress = Progress(20)
    reached = asyncio.Event()

    def told() -> None:
        if len(progress.done) == 5:
            reached.set()

    began = time.monotonic()
    work = start_task(delete(connection, before, progress, told, per_second=50), "delete")
    await reached.wait()
    assert time.monotonic() - began >= 4 / 50
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    assert 5 <= len(progress.done) < 20
    left = await seen(connection)
    assert [each.topic for each in left] == [each.topic for each in before[len(progress.done) :]]


async def test_what_has_expired_meanwhile_stays_gone(connection: Connection) -> None:
    expired = Message("r/old", b"1", retain=True, properties=Properties(message_expiry_interval=60), received_at=1000.0)
    progress = Progress(1)
    await put_back(connection, [expired], Version.V5, progress, lambda: None)
    assert (progress.expired, progress.done, await seen(connection)) == (1, [], [])


async def test_what_may_not_be_published_is_told_by_topic(connection: Connection) -> None:
    progress = Progress(2)
    await delete(connection, [Message("r/#", b"1"), Message("r/1", b"1")], progress, lambda: None)
    (failure,) = progress.failures
    assert failure.topic == "r/#"
    assert isinstance(failure.reason, RefusedLocally)
    assert [each.topic for each in progress.done] == ["r/1"]


class Refuses:
    """Takes everything and answers with a refusal, as a broker does that has been given a list of who may write."""

    def publish(self, *_: object, **__: object) -> Receipt:
        receipt = Receipt()
        receipt.settle(ReasonCode.NOT_AUTHORIZED)
        return receipt


class Silent:
    def publish(self, *_: object, **__: object) -> Receipt:
        return Receipt()


async def test_a_refusal_of_the_broker_is_told_by_its_code() -> None:
    progress = Progress(1)
    await delete(Refuses(), [Message("a", b"1")], progress, lambda: None)
    assert (progress.done, progress.failures) == ([], [Failure("a", ReasonCode.NOT_AUTHORIZED)])


async def test_it_ends_when_the_broker_answers_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracemq.workspace.retained.WAIT_S", 0.05)
    progress = Progress(100)
    messages = [Message(str(number), b"1") for number in range(100)]
    with pytest.raises(TimedOut):
        await delete(Silent(), messages, progress, lambda: None, per_second=10_000)
    assert len(progress.done) == 50  # sent, and perhaps gone: they can be put back
    assert (progress.unanswered, progress.certain) == (50, 0)


async def test_an_answer_that_came_before_it_was_stopped_counts() -> None:
    progress = Progress(2)
    work = start_task(delete(Refuses(), [Message("a", b"1"), Message("b", b"1")], progress, print, per_second=0.01), "")
    await asyncio.sleep(0)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    assert (progress.done, progress.failures) == ([], [Failure("a", ReasonCode.NOT_AUTHORIZED)])
