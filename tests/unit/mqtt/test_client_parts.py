"""The small parts of the client: receipts, listeners, interceptors, decoders, tasks, steps."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest

from tests.support.scripted_broker import ScriptedBroker, soon, until
from tracemq.mqtt import (
    AnswerIgnored,
    ClientIdContested,
    Closed,
    ConnectFailed,
    FellBack,
    Message,
    MessageBatch,
    OfflineQueued,
    Properties,
    PropertiesNotSent,
    QoS,
    ReasonCode,
    Reconnecting,
    Redirected,
    RefusedLocally,
    SessionDiscarded,
    Stopped,
    TimedOut,
    TopicTable,
    Version,
    WrongThread,
    logbook,
)
from tracemq.mqtt.decoders import Decoders
from tracemq.mqtt.interceptors import batch_of
from tracemq.mqtt.listeners import Listeners
from tracemq.mqtt.packets import Disconnect, Publish
from tracemq.mqtt.receipts import Receipt, ThreadReceipt
from tracemq.mqtt.tasks import call_safely, start_task
from tracemq.mqtt.threads import from_any_thread
from tracemq.mqtt.time_limit import time_limit
from tracemq.mqtt.transports.base import Step, StepDone
from tracemq.mqtt.transports.dial import interleave
from tracemq.mqtt.transports.steps import stage
from tracemq.mqtt.types import PacketType

# receipts


async def waiting(receipt: Receipt) -> ReasonCode:
    return await receipt


async def test_many_may_wait_for_one_receipt_and_one_may_stop() -> None:
    receipt = Receipt(1)
    waiters = [asyncio.ensure_future(waiting(receipt)) for _ in range(3)]
    await asyncio.sleep(0)
    waiters[0].cancel()
    await asyncio.sleep(0)
    receipt.settle(ReasonCode.SUCCESS)
    assert await soon(asyncio.gather(*waiters[1:])) == [ReasonCode.SUCCESS] * 2
    assert waiters[0].cancelled()
    assert receipt.done


async def test_a_receipt_is_waited_for_within_a_time_limit_and_goes_on_after_it() -> None:
    receipt = Receipt(1)
    for _ in range(3):
        with pytest.raises(TimedOut) as raised:
            await soon(receipt.within(0.001))
    assert (raised.value.waiting_for, raised.value.seconds) == ("receipt", 0.001)
    assert not receipt._waiters, "those who have given up are kept"
    receipt.settle(ReasonCode.SUCCESS)
    assert await receipt.within(0) is ReasonCode.SUCCESS


async def test_a_failure_is_raised_before_the_time_limit_is_over() -> None:
    receipt = Receipt(1)
    task = asyncio.ensure_future(receipt.within(60))
    await asyncio.sleep(0)
    receipt.fail(Closed("over"))
    with pytest.raises(Closed):
        await soon(task)


async def test_one_thread_that_waits_no_more_leaves_the_receipt_to_the_others() -> None:
    mine, theirs = Receipt(1), ThreadReceipt()
    theirs.follow(lambda: mine)
    with pytest.raises(TimedOut):
        await soon(theirs.within(0.001))
    with pytest.raises(TimedOut):
        theirs.result(0)
    mine.settle(ReasonCode.NO_MATCHING_SUBSCRIBERS)
    assert await soon(theirs.within(5)) is ReasonCode.NO_MATCHING_SUBSCRIBERS
    assert theirs.result(0) is ReasonCode.NO_MATCHING_SUBSCRIBERS


async def test_a_thread_that_would_wait_for_itself_is_told_at_once() -> None:
    mine, receipt = Receipt(1), ThreadReceipt(threading.get_ident())
    receipt.follow(lambda: mine)
    with pytest.raises(WrongThread):
        receipt.result()
    mine.settle(ReasonCode.SUCCESS)
    await soon(receipt.within(5))
    assert receipt.result() is ReasonCode.SUCCESS


async def test_a_time_limit_leaves_the_time_limits_inside_it_alone() -> None:
    with pytest.raises(TimeoutError):
        async with time_limit(60, "all"):
            raise TimeoutError("of something inside")
    async with time_limit(None, "ever"):
        await asyncio.sleep(0)


async def test_a_failed_receipt_raises_each_time() -> None:
    receipt = Receipt(1)
    receipt.fail(Closed("over"))
    for _ in range(2):
        with pytest.raises(Closed):
            await receipt
    assert receipt.done
    assert isinstance(receipt.error, Closed)


async def test_an_interruption_ends_when_work_goes_on() -> None:
    receipt = Receipt(1)
    receipt.interrupt(Closed("for now"))
    assert isinstance(receipt.error, Closed)
    assert not receipt.done
    with pytest.raises(Closed):
        await receipt
    receipt.interrupt(None)
    task = asyncio.ensure_future(waiting(receipt))
    await asyncio.sleep(0)
    assert not task.done()
    receipt.settle(ReasonCode.NO_MATCHING_SUBSCRIBERS)
    assert await soon(task) is ReasonCode.NO_MATCHING_SUBSCRIBERS
    receipt.interrupt(Closed("too late"))
    assert await receipt is ReasonCode.NO_MATCHING_SUBSCRIBERS
    assert receipt.error is None


# listeners


def test_listeners_hear_their_type_and_those_below_it() -> None:
    listeners = Listeners()
    heard: list[tuple[str, object]] = []
    listeners.add(int, lambda event: heard.append(("int", event)))
    listeners.add(object, lambda event: heard.append(("any", event)))
    remove = listeners.add(str, lambda event: heard.append(("str", event)))
    for event in (1, True, "a"):
        listeners.tell(event)
    remove()
    remove()
    listeners.tell("b")
    assert heard == [("int", 1), ("any", 1), ("int", True), ("any", True), ("any", "a"), ("str", "a"), ("any", "b")]


# interceptors


async def test_incoming_messages_can_be_changed_and_dropped() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        got: list[Message] = []
        client.on_messages = got.extend

        def shout(message: Message) -> Message | None:
            if message.topic == "secret":
                return None
            return Message(message.topic + "!", message.payload.upper(), message.qos, properties=message.properties)

        remove = client.intercept_incoming(shout)
        properties = Properties(content_type="text/plain")
        peer.send(Publish("a", b"x", properties=properties), Publish("secret"), Publish("b", b"y"))
        await until(lambda: len(got) == 2)
        assert [(message.topic, message.payload) for message in got] == [("a!", b"X"), ("b!", b"Y")]
        assert got[0].properties == properties
        remove()
        remove()
        peer.send(Publish("a", b"x"))
        await until(lambda: len(got) == 3)
        assert got[2].topic == "a"


async def test_a_batch_that_nobody_changes_stays_the_same_and_an_empty_one_is_not_told() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        batches: list[MessageBatch] = []
        client.on_messages = batches.append
        client.intercept_incoming(lambda message: None if message.topic == "b" else message)
        peer.send(Publish("a"))
        peer.send(Publish("b"))
        peer.send(Publish("a"))
        await until(lambda: len(batches) == 2)


async def test_a_changed_batch_can_still_be_acknowledged_by_hand() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(manual_acknowledgement=True)
        batches: list[MessageBatch] = []
        client.on_messages = batches.append
        client.intercept_incoming(lambda message: Message(message.topic, b"changed", message.qos, packet_id=5))
        peer.send(Publish("a", b"1", QoS.AT_LEAST_ONCE, packet_id=5))
        await until(lambda: bool(batches))
        client.acknowledge(batches[0])
        assert (await peer.receive()).packet_id == 5  # type: ignore[union-attr] # its PUBACK


async def test_an_interceptor_that_raises_is_logged_and_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()

        def fails(_: Message) -> Message | None:
            raise ZeroDivisionError

        client.intercept_outgoing(fails)
        client.publish("a", b"1")
        await peer.expect(Publish, topic="a", payload=b"1")
        assert [record.levelno for record in caplog.records] == [logging.ERROR]


async def test_outgoing_messages_can_be_changed_and_refused() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        client.intercept_outgoing(lambda message: None if message.topic == "no" else message)
        client.intercept_outgoing(lambda message: Message(f"mine/{message.topic}", message.payload, message.qos))
        client.publish("a", b"1", qos=1)
        await peer.expect(Publish, topic="mine/a", qos=1)
        with pytest.raises(RefusedLocally):
            client.publish("no", b"")


@pytest.mark.parametrize("version", Version)
def test_a_batch_made_of_messages_gives_them_back(version: Version) -> None:
    properties = Properties(content_type="a/b") if version is Version.V5 else Properties()
    messages = [
        Message("a", b"", QoS.AT_MOST_ONCE, retain=True),
        Message("b/ö", b"x" * 300, QoS.EXACTLY_ONCE, dup=True, packet_id=7, properties=properties),
        Message("a", b"2", QoS.AT_LEAST_ONCE, packet_id=8),
    ]
    assert list(batch_of(messages, version, TopicTable(), 0.0)) == messages


# decoders


def test_payloads_are_decoded_by_their_content_type() -> None:
    decoders = Decoders()
    remove = decoders.add("Application/JSON", lambda payload: ("json", payload))

    def message(content_type: str | None) -> Message:
        return Message("a", b"{}", properties=Properties(content_type=content_type))

    assert decoders.decode(message("application/json; charset=utf-8")) == ("json", b"{}")
    assert decoders.decode(message("text/plain")) == b"{}"
    assert decoders.decode(message(None)) == b"{}"
    replaced = decoders.add("application/json", len)
    remove()  # that of another decoder by now
    assert decoders.decode(message("application/json")) == 2
    replaced()
    assert decoders.find("application/json") is None


# tasks and steps


async def test_what_a_task_raises_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> None:
        raise ZeroDivisionError

    await asyncio.wait([start_task(fails(), "of a test")])
    await asyncio.sleep(0)
    assert "of a test" in caplog.text


def test_a_callback_that_raises_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    call_safely(lambda: 1 / 0)
    assert "ZeroDivisionError" in caplog.text


def test_a_step_is_told_with_its_facts_and_what_ended_it() -> None:
    told: list[StepDone] = []
    with stage(told.append, Step.TCP, host="a") as facts:
        facts["more"] = 1
    with pytest.raises(KeyError), stage(told.append, Step.TLS):
        raise KeyError
    with pytest.raises(asyncio.CancelledError), stage(told.append, Step.PROXY):
        raise asyncio.CancelledError
    assert [(step.step, dict(step.facts), type(step.error)) for step in told] == [
        (Step.TCP, {"host": "a", "more": 1}, type(None)),
        (Step.TLS, {}, KeyError),
        (Step.PROXY, {}, TimeoutError),
    ]


def test_only_objects_with_a_home_can_be_called_from_any_thread() -> None:
    @from_any_thread
    async def homeless(_: object) -> None:
        """Never runs."""

    with pytest.raises(TypeError):
        asyncio.run(homeless(object()))


def test_addresses_of_both_families_are_tried_in_turn() -> None:
    import socket

    def info(family: socket.AddressFamily, host: str) -> tuple[object, ...]:
        return (family, socket.SOCK_STREAM, 6, "", (host, 1))

    six, four = socket.AF_INET6, socket.AF_INET
    infos = [info(six, "6a"), info(six, "6b"), info(six, "6c"), info(four, "4a"), info(four, "4b")]
    mixed = interleave(infos)  # type: ignore[arg-type] # written shorter
    assert [each[4][0] for each in mixed] == ["6a", "4a", "6b", "4b", "6c"]


# the log


async def test_the_log_has_facts_and_no_texts(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "tracemq.mqtt")
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(client_id="me", password="hunter2")
        client.publish("some/topic", b"some payload")
        peer.send(Disconnect(ReasonCode.SERVER_BUSY, Properties(reason_string="some text")))
        await until(lambda: not client.running)
    lines = [record.getMessage() for record in caplog.records if record.name == "tracemq.mqtt.client"]
    assert lines[0].startswith("event=Connecting client_id=me url=mqtt://127.0.0.1:1883 version=V5 attempt=1")
    assert lines[1] == "event=Connected client_id=me version=V5 session_present=False"
    assert lines[2].endswith("error=ServerDisconnected reason=SERVER_BUSY")
    assert caplog.records[0].mqtt["event"] == "Connecting"  # type: ignore[attr-defined] # an extra
    for secret in ("hunter2", "some"):
        assert secret not in caplog.text


def test_every_kind_of_log_record_can_be_written(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "tracemq.mqtt")
    error = Closed("over")
    for event in (
        ConnectFailed(url="u", error=error),
        Stopped(error=None),
        Redirected(reason=ReasonCode.SERVER_MOVED, server_references=()),
        FellBack(refused=Version.V5, version=Version.V31),
        ClientIdContested(client_id="me", times=2, certain=True),
        OfflineQueued(waiting=1),
        Reconnecting(delay_s=1, attempt=2, error=error, url="u"),
        SessionDiscarded(republished=(), lost=(1,), forgotten=0, resubscribed=()),
        PropertiesNotSent(ticket=0, names=("content_type",)),
        AnswerIgnored(packet_type=PacketType.PUBACK, packet_ids=(1,)),
        object(),
    ):
        logbook.write(event, "me")
    assert len(caplog.records) == 10
