"""The client against a scripted broker in memory: connecting, publishing, subscribing, listening, closing."""

from __future__ import annotations

import asyncio
import gc
import logging
import subprocess
import sys
from typing import Any

import pytest

from tests.support.scripted_broker import Peer, ScriptedBroker, running, soon, until
from tracemq.mqtt import (
    Client,
    Closed,
    Connected,
    ConnectionLost,
    ConnectionRefused,
    ConnectOptions,
    Disconnected,
    Message,
    MessageBatch,
    NotConnected,
    OfflineQueued,
    Properties,
    QoS,
    ReasonCode,
    Reauthenticated,
    ReconnectPolicy,
    RefusedLocally,
    RequestRefused,
    ServerDisconnected,
    SessionLost,
    Stopped,
    SubscribeAnswered,
    Subscription,
    TimedOut,
    TransportFailed,
    Unforeseen,
    Version,
    Will,
    codec,
)
from tracemq.mqtt.packets import (
    Auth,
    Connack,
    Connect,
    Disconnect,
    Pingreq,
    Puback,
    Pubcomp,
    Publish,
    Pubrec,
    Pubrel,
    Suback,
    Subscribe,
    Unsuback,
    Unsubscribe,
)


def test_importing_the_library_imports_no_window() -> None:
    code = "import sys, tracemq.mqtt; print([name for name in sys.modules if 'PySide' in name or 'qasync' in name])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# connecting


async def test_connect_returns_what_connack_said() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(client_id="me", keep_alive=30, username="u", password="p")
        async with running(client.connect()) as connecting:
            peer = await broker.peer()
            connect = await peer.accept(server_keep_alive=20, receive_maximum=7)
            connected = await soon(connecting)

        assert (connect.client_id, connect.keep_alive, connect.username, connect.password) == ("me", 30, "u", b"p")
        assert isinstance(connected, Connected)
        assert connected.negotiated.keep_alive.granted == 20
        assert connected.negotiated.receive_maximum.granted == 7
        assert client.connected
        assert client.negotiated is connected.negotiated


@pytest.mark.parametrize("version", Version)
async def test_connect_raises_the_refusal(version: Version) -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(client_id="me", version=version)
        async with running(client.connect()) as connecting:
            await (await broker.peer()).refuse(ReasonCode.NOT_AUTHORIZED)
            with pytest.raises(ConnectionRefused) as refused:
                await soon(connecting)

        assert refused.value.reason is ReasonCode.NOT_AUTHORIZED
        assert not client.running


async def test_a_refusal_brings_the_properties_of_connack() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client()
        async with running(client.connect()) as connecting:
            await (await broker.peer()).refuse(ReasonCode.BANNED, reason_string="go away")
            with pytest.raises(ConnectionRefused) as refused:
                await soon(connecting)
        assert refused.value.properties.reason_string == "go away"


async def test_a_silent_server_ends_in_a_timeout_that_names_connack() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(connect_timeout_s=0.05)
        async with running(client.connect()) as connecting:
            peer = await broker.peer()
            with pytest.raises(TimedOut) as late:
                await soon(connecting)
            assert late.value.waiting_for == "CONNACK"
            await peer.expect(Connect)
            await peer.expect_end()


async def test_a_server_that_hangs_up_before_connack_is_named_so() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client()
        async with running(client.connect()) as connecting:
            peer = await broker.peer()
            await peer.expect(Connect)
            peer.close()
            with pytest.raises(ConnectionLost):
                await soon(connecting)


async def test_start_does_not_wait_and_tells_by_events() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client()
        events: list[str] = []
        client.on_event = lambda event: events.append(type(event).__name__)
        client.start()
        await (await broker.peer()).accept()
        await until(lambda: client.connected)
        assert events == ["Connecting", "TransportOpened", "Connected"]


async def test_start_tells_a_failure_by_events() -> None:
    async with ScriptedBroker() as broker:
        broker.refused_errors.append(OSError("no way there"))
        client = broker.client()
        stopped: list[Stopped] = []
        client.listen(Stopped, stopped.append)
        client.start()
        await until(lambda: bool(stopped))
        assert isinstance(stopped[0].error, ConnectionLost)
        assert not client.running


async def test_a_started_client_cannot_be_started_again() -> None:
    async with ScriptedBroker() as broker:
        client, _ = await broker.connected()
        with pytest.raises(RefusedLocally):
            await client.connect()
        with pytest.raises(RefusedLocally):
            client.start()
        assert client.connected


async def test_cancelling_connect_stops_the_client_and_closes_the_transport() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client()
        async with running(client.connect()):
            peer = await broker.peer()
            await peer.expect(Connect)
        await until(lambda: not client.running)
        await peer.expect_end()


async def test_what_may_not_be_sent_in_connect_is_refused_before_a_byte_leaves() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(will=Will("not/a/+/topic", b""))
        async with running(client.connect()) as connecting:
            with pytest.raises(RefusedLocally):
                await soon(connecting)
            await (await broker.peer()).expect_end()


async def test_options_may_be_replaced_between_two_connects() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(client_id="one", clean_start=False)
        await client.disconnect()
        await peer.expect(Disconnect)
        client.options = broker.options(client_id="two", version=Version.V311)
        async with running(client.connect()) as connecting:
            connect = await (await broker.peer()).accept()
            await soon(connecting)
        assert (connect.client_id, connect.protocol_level) == ("two", 4)


async def test_a_client_may_be_used_as_a_context() -> None:
    async with ScriptedBroker() as broker:

        async def serve() -> Peer:
            peer = await broker.peer()
            await peer.accept()
            return peer

        async with running(serve()) as serving:
            async with broker.client() as client:
                assert client.connected
            assert not client.running
            await (await serving).expect(Disconnect)


# publishing


async def test_qos_0_is_success_once_written() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        receipt = client.publish("a/b", b"payload", retain=True)
        assert not receipt.done
        assert await soon(_code(receipt)) is ReasonCode.SUCCESS
        await peer.expect(Publish, topic="a/b", payload=b"payload", qos=0, retain=True)


async def _code(receipt: object) -> object:
    return await receipt  # type: ignore[misc] # for soon(), which takes coroutines


async def test_qos_1_gives_the_reason_of_puback() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        receipt = client.publish("a", b"1", qos=1)
        publish = await peer.expect(Publish, qos=1)
        peer.send(Puback(publish.packet_id, ReasonCode.NO_MATCHING_SUBSCRIBERS, Properties(reason_string="nobody")))
        assert await soon(_code(receipt)) is ReasonCode.NO_MATCHING_SUBSCRIBERS
        assert receipt.properties.reason_string == "nobody"
        assert await receipt is ReasonCode.NO_MATCHING_SUBSCRIBERS  # again


async def test_qos_2_runs_the_whole_handshake() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        receipt = client.publish("a", b"1", qos=2)
        publish = await peer.expect(Publish, qos=2)
        peer.send(Pubrec(publish.packet_id))
        await peer.expect(Pubrel, packet_id=publish.packet_id)
        peer.send(Pubcomp(publish.packet_id))
        assert await soon(_code(receipt)) is ReasonCode.SUCCESS


async def test_a_refused_publish_raises_at_once_and_leaves_nothing_on_the_wire() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(accept={"maximum_qos": 1})
        with pytest.raises(RefusedLocally):
            client.publish("a/#", b"")
        with pytest.raises(RefusedLocally):
            client.publish("a", b"", qos=2)
        await peer.expect_silence(0.05)


@pytest.mark.parametrize("payload", ["grün", bytearray(b"gr\xc3\xbcn"), memoryview(b"gr\xc3\xbcn")])
async def test_payloads_may_be_text_or_any_bytes(payload: str) -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        client.publish("a", payload)
        await peer.expect(Publish, payload="grün".encode())


async def test_publishes_of_one_turn_leave_in_one_write() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        before = client.statistics.writes
        for number in range(100):
            client.publish("a", b"%d" % number)
        for number in range(100):
            await peer.expect(Publish, payload=b"%d" % number)
        assert client.statistics.writes == before + 1
        assert client.statistics.messages_out == 100


async def test_publishing_while_offline_is_told_and_sent_later() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(offline_queue_limit=2)
        queued: list[OfflineQueued] = []
        client.listen(OfflineQueued, queued.append)
        first = client.publish("a", b"1", qos=1)
        client.publish("a", b"2", qos=1)
        with pytest.raises(RefusedLocally) as full:
            client.publish("a", b"3", qos=1)
        assert full.value.reason is ReasonCode.QUOTA_EXCEEDED
        assert len(queued) == 1
        assert client.statistics.waiting == 2
        with pytest.raises(NotConnected):
            await first

        client.start()
        peer = await broker.peer()
        await peer.accept()
        publish = await peer.expect(Publish, payload=b"1")
        peer.send(Puback(publish.packet_id))
        assert await soon(_code(first)) is ReasonCode.SUCCESS
        await peer.expect(Publish, payload=b"2")


async def test_a_lost_connection_without_reconnect_wakes_those_who_wait() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        receipt = client.publish("a", b"1", qos=1)
        async with running(_code(receipt)) as waiting, running(client.subscribe("b")) as subscribing:
            await peer.expect(Publish)
            await peer.expect(Subscribe)
            peer.cut()
            with pytest.raises(ConnectionLost):
                await soon(waiting)
            with pytest.raises(ConnectionLost):
                await soon(subscribing)


async def test_a_receipt_goes_on_when_the_session_is_taken_up_again() -> None:
    async with ScriptedBroker() as broker:
        properties = Properties(session_expiry_interval=60)
        client, peer = await broker.connected(client_id="me", clean_start=False, properties=properties)
        receipt = client.publish("a", b"1", qos=1)
        first = await peer.expect(Publish)
        peer.cut()
        await until(lambda: not client.running)

        client.start()
        peer = await broker.peer()
        await peer.accept(session_present=True)
        again = await peer.expect(Publish, dup=True)
        assert again.packet_id == first.packet_id
        peer.send(Puback(again.packet_id))
        assert await soon(_code(receipt)) is ReasonCode.SUCCESS


async def test_drain_waits_while_the_servers_receive_maximum_holds_too_much_back() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(accept={"receive_maximum": 1})
        for number in range(20_001):
            client.publish("a", b"%d" % number, qos=1)
        async with running(client.drain()) as draining:
            publish = await peer.expect(Publish)
            assert not draining.done()
            peer.send(Puback(publish.packet_id))
            await soon(draining)


async def test_too_much_unsent_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async with ScriptedBroker() as broker:
        client, _ = await broker.connected(write_buffer_limit=1000)
        transport = client.options.transport
        assert transport is not None
        monkeypatch.setattr(transport, "unsent", 1001)
        await client.publish("a", b"1")
        with pytest.raises(RefusedLocally) as full:
            client.publish("a", b"2")
        assert full.value.reason is ReasonCode.QUOTA_EXCEEDED


# subscribing


async def test_subscribe_gives_one_code_for_each_filter() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        wanted = [Subscription("a/#", QoS.AT_LEAST_ONCE, no_local=True), "b"]
        async with running(client.subscribe(wanted, Properties(subscription_identifiers=(7,)))) as subscribing:
            subscribe = await peer.expect(Subscribe, properties=Properties(subscription_identifiers=(7,)))
            assert subscribe.subscriptions == (wanted[0], Subscription("b"))
            peer.send(Suback(subscribe.packet_id, (ReasonCode.GRANTED_QOS_1, ReasonCode.NOT_AUTHORIZED)))
            assert await soon(subscribing) == (ReasonCode.GRANTED_QOS_1, ReasonCode.NOT_AUTHORIZED)
        assert client.subscriptions == (wanted[0],)


async def test_unsubscribe_gives_one_code_for_each_filter() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        async with running(client.unsubscribe(["a", "b"])) as unsubscribing:
            unsubscribe = await peer.expect(Unsubscribe, filters=("a", "b"))
            codes = (ReasonCode.SUCCESS, ReasonCode.NO_SUBSCRIPTION_EXISTED)
            peer.send(Unsuback(unsubscribe.packet_id, codes))
            assert await soon(unsubscribing) == codes


async def test_a_suback_that_never_comes_ends_in_a_timeout() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(request_timeout_s=0.05)
        with pytest.raises(TimedOut) as late:
            await soon(client.subscribe("a"))
        assert late.value.waiting_for == "SUBACK"
        await peer.expect(Subscribe)


async def test_subscribing_needs_a_started_client() -> None:
    client = Client(ConnectOptions("mqtt://127.0.0.1:1"))
    with pytest.raises(NotConnected):
        await client.subscribe("a")
    with pytest.raises(NotConnected):
        await client.unsubscribe("a")
    with pytest.raises(NotConnected):
        await client.reauthenticate()


async def test_a_handler_gets_the_messages_of_its_filters_until_they_are_unsubscribed() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        got: list[str] = []
        async with running(client.subscribe(["a/+", "c"], handler=lambda message: got.append(message.topic))) as task:
            subscribe = await peer.expect(Subscribe)
            peer.send(Suback(subscribe.packet_id, (ReasonCode.GRANTED_QOS_0, ReasonCode.NOT_AUTHORIZED)))
            await soon(task)
        peer.send(Publish("a/1"), Publish("b"), Publish("c"), Publish("a/2"))
        await until(lambda: got == ["a/1", "a/2"])  # c was refused

        async with running(client.unsubscribe("a/+")) as task:
            unsubscribe = await peer.expect(Unsubscribe)
            peer.send(Publish("a/3"), Unsuback(unsubscribe.packet_id, (ReasonCode.NOT_AUTHORIZED,)), Publish("a/4"))
            assert await soon(task) == (ReasonCode.NOT_AUTHORIZED,)
        await until(lambda: got[2:] == ["a/3", "a/4"])  # the server goes on sending
        async with running(client.unsubscribe("a/+")) as task:
            unsubscribe = await peer.expect(Unsubscribe)
            peer.send(Unsuback(unsubscribe.packet_id, (ReasonCode.SUCCESS,)))
            await soon(task)
        peer.send(Publish("a/5"), Publish("end"))
        await until(lambda: client.statistics.messages_in == 8)
        assert got == ["a/1", "a/2", "a/3", "a/4"]


# receiving


async def test_messages_come_as_batches_once_per_read() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        batches: list[MessageBatch] = []
        client.on_messages = batches.append
        peer.send(Publish("a", b"1"), Publish("b", b"2", QoS.AT_LEAST_ONCE, packet_id=9), Publish("a", b"3"))
        await peer.expect(Puback, packet_id=9)
        (batch,) = batches
        assert [(message.topic, message.payload, message.qos) for message in batch] == [
            ("a", b"1", 0),
            ("b", b"2", 1),
            ("a", b"3", 0),
        ]
        assert client.statistics.messages_in == 3


async def test_an_exception_in_a_callback_is_logged_and_breaks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        got: list[Message] = []

        def fails(_: object) -> None:
            raise ZeroDivisionError

        client.on_messages = client.on_event = fails
        client.listen(MessageBatch, fails)
        client.listen(MessageBatch, got.extend)
        peer.send(Publish("a", b"1"))
        await until(lambda: len(got) == 1)
        assert client.connected
        assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
        client.on_messages = client.on_event = None


async def test_listeners_are_called_in_order_and_can_be_removed() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client()
        told: list[str] = []
        remove = client.listen(Connected, lambda _: told.append("first"))
        client.listen(Connected, lambda _: told.append("second"))
        client.start()
        peer = await broker.peer()
        await peer.accept()
        await until(lambda: told == ["first", "second"])
        remove()
        remove()
        peer.cut()
        await until(lambda: not client.running)
        client.start()
        await (await broker.peer()).accept()
        await until(lambda: told == ["first", "second", "second"])


async def test_answers_are_events_too() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        answers: list[SubscribeAnswered] = []
        client.listen(SubscribeAnswered, answers.append)
        async with running(client.subscribe("a")) as subscribing:
            subscribe = await peer.expect(Subscribe)
            peer.send(Suback(subscribe.packet_id, (ReasonCode.GRANTED_QOS_0,)))
            await soon(subscribing)
        assert answers[0].reason_codes == (ReasonCode.GRANTED_QOS_0,)


async def test_reading_may_be_paused_and_resumed() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        got: list[Message] = []
        client.on_messages = got.extend
        client.pause_reading()
        peer.send(Publish("a", b"1"))
        await client.publish("b")
        await peer.expect(Publish, topic="b")
        assert not got
        assert client.statistics.unread_bytes > 0
        client.resume_reading()
        await until(lambda: len(got) == 1)
        assert client.statistics.read_paused_s > 0


async def test_the_bytes_of_a_packet_that_has_come_in_part_are_counted_until_it_is_whole() -> None:
    packet = codec.encode(Publish("big", bytes(500_000)), Version.V5)
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        peer.send(codec.encode(Publish("a"), Version.V5) + packet[:400_000])
        await until(lambda: client.statistics.unparsed_bytes == 400_000)
        assert client.statistics.unparsed_of_bytes == len(packet)
        peer.send(packet[400_000:])
        await until(lambda: client.statistics.messages_in == 2)
        assert (client.statistics.unparsed_bytes, client.statistics.unparsed_of_bytes) == (0, 0)


async def test_the_bytes_of_a_packet_that_will_never_be_whole_are_not_counted() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        peer.send(codec.encode(Publish("big", bytes(500_000)), Version.V5)[:-1])
        await until(lambda: client.statistics.unparsed_bytes > 0)
        peer.cut()
        await until(lambda: not client.connected)
        assert client.statistics.unparsed_bytes == 0


async def test_a_batch_is_acknowledged_by_hand_if_so_wanted() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(manual_acknowledgement=True)
        batches: list[MessageBatch] = []
        client.on_messages = batches.append
        peer.send(Publish("a", b"1", QoS.AT_LEAST_ONCE, packet_id=3))
        await until(lambda: bool(batches))
        await peer.expect_silence(0.03)
        client.acknowledge(batches[0])
        await peer.expect(Puback, packet_id=3)


# closing


async def test_disconnect_sends_what_waits_then_the_reason_then_closes() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(properties=Properties(session_expiry_interval=100))
        client.publish("a", b"last words")
        told: list[Disconnected] = []
        client.listen(Disconnected, told.append)
        await soon(client.disconnect(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE, Properties(session_expiry_interval=5)))
        await peer.expect(Publish, payload=b"last words")
        await peer.expect(
            Disconnect,
            reason_code=ReasonCode.DISCONNECT_WITH_WILL_MESSAGE,
            properties=Properties(session_expiry_interval=5),
        )
        await peer.expect_end()
        assert [(event.error, event.reconnects) for event in told] == [(None, False)]
        assert not client.running


async def test_closing_leaves_no_task_no_timer_and_no_waiter_behind() -> None:
    loop = asyncio.get_running_loop()
    before = asyncio.all_tasks()
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(keep_alive=1)
        receipt = client.publish("a", b"1", qos=1)
        async with running(_code(receipt)) as waiting, running(client.subscribe("b")) as subscribing:
            await peer.expect(Publish)
            await soon(client.disconnect())
            with pytest.raises(Closed):
                await soon(waiting)
            with pytest.raises(Closed):
                await soon(subscribing)
        with pytest.raises(Closed):
            await receipt
        assert asyncio.all_tasks() == before
        assert [handle for handle in loop._scheduled if not handle.cancelled()] == []  # type: ignore[attr-defined]


async def test_abort_closes_without_a_word() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        client.abort()
        await peer.expect_end()
        await until(lambda: not client.running)


async def test_a_client_may_be_started_again_right_after_abort() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        client.abort()
        client.start()
        await peer.expect_end()
        await (await broker.peer()).accept()
        await until(lambda: client.connected)


async def test_disconnecting_while_connecting_ends_the_attempt() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client()
        async with running(client.connect()) as connecting:
            peer = await broker.peer()
            await peer.expect(Connect)
            await soon(client.disconnect())
            with pytest.raises(Closed):
                await soon(connecting)
        await peer.expect_end()


async def test_disconnect_of_a_closed_client_does_nothing() -> None:
    client = Client(ConnectOptions("mqtt://127.0.0.1:1"))
    await client.disconnect()
    client.abort()


async def test_a_disconnect_that_may_not_be_sent_leaves_the_connection_alone() -> None:
    async with ScriptedBroker() as broker:
        client, _ = await broker.connected()
        with pytest.raises(RefusedLocally):
            await client.disconnect(properties=Properties(session_expiry_interval=10))
        assert client.connected


async def test_the_servers_disconnect_is_told_with_reason_and_properties() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        told: list[Disconnected] = []
        client.listen(Disconnected, told.append)
        peer.send(Disconnect(ReasonCode.SERVER_SHUTTING_DOWN, Properties(reason_string="bye")))
        await until(lambda: bool(told))
        assert isinstance(told[0].error, ServerDisconnected)
        assert told[0].reason is ReasonCode.SERVER_SHUTTING_DOWN
        assert told[0].properties.reason_string == "bye"


async def test_garbage_from_the_server_ends_the_connection_with_a_reason() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        told: list[Disconnected] = []
        client.listen(Disconnected, told.append)
        peer.send(b"\xff\xff\xff\xff\xff\xff")
        await peer.expect(Disconnect, reason_code=ReasonCode.MALFORMED_PACKET)
        await until(lambda: bool(told))
        assert told[0].reason is ReasonCode.MALFORMED_PACKET


async def test_dropping_a_closed_client_frees_it() -> None:
    async with ScriptedBroker() as broker:
        client, _ = await broker.connected()
        await client.disconnect()
        broker._clients.clear()
        del client
        gc.collect()
        assert not [thing for thing in gc.get_objects() if isinstance(thing, Client) and thing.running]


# time


async def test_keep_alive_pings_a_quiet_server() -> None:
    async with ScriptedBroker() as broker:
        _, peer = await broker.connected(keep_alive=1)
        await peer.expect(Pingreq)


# authentication


class Echo:
    method = "ECHO"

    def initial(self) -> bytes:
        return b"hello"

    def respond(self, data: bytes | None) -> bytes:
        return b"re:" + (data or b"")

    def finish(self, data: bytes | None) -> None:
        assert data == b"done"


async def test_authentication_and_reauthentication_run_over_the_client() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(auth=Echo())
        async with running(client.connect()) as connecting:
            peer = await broker.peer()
            connect = await peer.expect(Connect)
            assert connect.properties.authentication_data == b"hello"
            more = Properties(authentication_method="ECHO", authentication_data=b"1")
            peer.send(Auth(ReasonCode.CONTINUE_AUTHENTICATION, more))
            answer = await peer.expect(Auth)
            assert answer.properties.authentication_data == b"re:1"
            done = Properties(authentication_method="ECHO", authentication_data=b"done")
            peer.send(Connack(properties=done))
            await soon(connecting)
        async with running(client.reauthenticate()) as again:
            await peer.expect(Auth, reason_code=ReasonCode.RE_AUTHENTICATE)
            peer.send(Auth(ReasonCode.SUCCESS, done))
            assert isinstance(await soon(again), Reauthenticated)


async def test_neither_repr_nor_log_shows_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with ScriptedBroker() as broker:
        client, _ = await broker.connected(url="mqtt://joe:hunter2@127.0.0.1", headers=(("Token", "hunter2"),))
        shown = repr(client) + repr(client.options) + repr(client.options.addresses)
        await client.disconnect()
    assert "hunter2" not in shown + caplog.text
    assert client.options.username == "joe"
    assert client.options.password == "hunter2"


# what should not happen


async def test_a_fault_of_our_own_ends_the_connection_and_not_the_program(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        ends: list[Disconnected] = []
        client.listen(Disconnected, ends.append)

        def broken(*_: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(client._engine.session, "receive", broken)
        peer.send(Publish("a"))
        await until(lambda: bool(ends))
        assert isinstance(ends[0].error, Unforeseen)
        assert isinstance(ends[0].error.__cause__, ZeroDivisionError)
        assert "unforeseen" in caplog.text


async def test_a_transport_of_others_may_raise_what_it_likes() -> None:
    async with ScriptedBroker() as broker:
        broker.refused_errors.append(ZeroDivisionError("oops"))
        client = broker.client()
        with pytest.raises(TransportFailed) as failed:
            await soon(client.connect())
        assert isinstance(failed.value.__cause__, ZeroDivisionError)


# request and response


async def test_a_request_uses_the_response_information_of_the_server() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(accept={"response_information": "replies/me/"})
        async with running(client.request("ask", b"?", qos=0)) as asking:
            subscribe = await peer.expect(Subscribe)
            (wanted,) = subscribe.subscriptions
            assert wanted.filter.startswith("replies/me/")
            peer.send(Suback(subscribe.packet_id, (ReasonCode.GRANTED_QOS_1,)))
            request = await peer.expect(Publish, topic="ask", payload=b"?")
            asked = request.properties
            assert asked.response_topic == wanted.filter
            for mark in (None, b"of somebody else", asked.correlation_data, asked.correlation_data):
                peer.send(Publish(wanted.filter, b"!", properties=Properties(correlation_data=mark)))
            assert (await soon(asking)).payload == b"!"


async def test_a_refused_response_topic_is_told() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        async with running(client.request("ask")) as asking:
            subscribe = await peer.expect(Subscribe)
            peer.send(Suback(subscribe.packet_id, (ReasonCode.NOT_AUTHORIZED,)))
            with pytest.raises(RequestRefused) as refused:
                await soon(asking)
        assert refused.value.reason is ReasonCode.NOT_AUTHORIZED


async def test_a_request_that_the_server_does_not_take_is_told_and_correlation_data_is_not_used_twice() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        mine = Properties(correlation_data=b"mine", response_topic="elsewhere")
        async with running(client.request("ask", properties=mine)) as asking:
            subscribe = await peer.expect(Subscribe)
            peer.send(Suback(subscribe.packet_id, (ReasonCode.GRANTED_QOS_1,)))
            request = await peer.expect(Publish, properties=mine)
            with pytest.raises(RefusedLocally):
                await client.request("ask", properties=mine)
            words = Properties(reason_string="tomorrow")
            peer.send(Puback(request.packet_id, ReasonCode.QUOTA_EXCEEDED, words))
            with pytest.raises(RequestRefused) as refused:
                await soon(asking)
        assert refused.value.reason is ReasonCode.QUOTA_EXCEEDED
        assert refused.value.properties == words
        assert not isinstance(refused.value, RefusedLocally)  # it has left us


async def test_the_response_topic_is_subscribed_again_when_the_server_has_forgotten_it() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(resubscribe=False)
        topics = []
        for _ in range(2):
            async with running(client.request("ask", qos=0)) as asking:
                subscribe = await peer.expect(Subscribe)
                topics.append(subscribe.subscriptions[0].filter)
                peer.send(Suback(subscribe.packet_id, (ReasonCode.GRANTED_QOS_1,)))
                asked = (await peer.expect(Publish)).properties
                assert asked.response_topic == topics[-1]
                peer.send(Publish(topics[-1], properties=Properties(correlation_data=asked.correlation_data)))
                await soon(asking)
            peer.cut()
            await until(lambda: not client.running)
            client.start()
            peer = await broker.peer()
            await peer.accept()
            await until(lambda: client.connected)
        assert topics[0] != topics[1]


# sessions that end


async def test_what_was_unfinished_in_a_lost_session_fails_if_it_shall_not_be_sent_again() -> None:
    async with ScriptedBroker() as broker:
        keep = Properties(session_expiry_interval=60)
        client, peer = await broker.connected(client_id="me", clean_start=False, properties=keep, republish=False)
        receipt = client.publish("a", b"1", qos=1)
        await peer.expect(Publish)
        peer.cut()
        await until(lambda: not client.running)
        client.start()
        await (await broker.peer()).accept(session_present=False)
        with pytest.raises(SessionLost):
            await soon(_code(receipt))
        assert client.statistics.failed == 1


async def test_a_server_that_stops_answering_is_found_dead() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(keep_alive=1)
        ends: list[Disconnected] = []
        client.listen(Disconnected, ends.append)
        await peer.expect(Pingreq)
        await until(lambda: bool(ends))
        assert isinstance(ends[0].error, TimedOut)
        assert ends[0].error.waiting_for == "PINGRESP"


async def test_a_client_that_reads_nothing_connects_and_reads_nothing() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(reconnect=ReconnectPolicy(first_delay_s=0, max_delay_s=0))
        client.pause_reading()
        peer.cut()
        peer = await broker.peer()
        await peer.accept()
        await asyncio.sleep(0.02)
        assert not client.connected
        client.resume_reading()
        client.resume_reading()
        await until(lambda: client.connected)


async def test_on_commit_can_be_looked_at() -> None:
    client = Client(ConnectOptions())

    def work(*_: object) -> None:
        """Commits nothing."""

    client.on_commit = work
    assert client.on_commit is work


# What others hand in wrongly


@pytest.mark.parametrize(
    ("topic", "more"),
    [
        (5, {}),
        (None, {}),
        (b"a", {}),
        ("a", {"qos": "1"}),
        ("a", {"qos": 1.0}),
        ("a", {"qos": None}),
        ("a", {"qos": 1, "properties": Properties(content_type=5)}),  # type: ignore[arg-type]
        ("a", {"qos": 1, "properties": Properties(correlation_data="text")}),  # type: ignore[arg-type]
        ("a", {"qos": 1, "properties": Properties(user_properties=(("alone",),))}),  # type: ignore[arg-type]
        ("a", {"qos": 1, "properties": Properties(user_properties=("ab",))}),  # type: ignore[arg-type]
        ("a", {"qos": 1, "properties": Properties(message_expiry_interval="1")}),  # type: ignore[arg-type]
    ],
)
@pytest.mark.parametrize("intercepted", [False, True])
async def test_arguments_of_a_wrong_type_are_refused_before_a_byte_leaves(
    topic: Any, more: dict[str, Any], intercepted: bool
) -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        if intercepted and more.get("qos") != 1.0:  # which is a QoS there
            client.intercept_outgoing(lambda message: message)
        with pytest.raises(RefusedLocally):
            client.publish(topic, b"x", **more)
        client.publish("next", qos=1)
        assert (await peer.expect(Publish, topic="next")).packet_id == 1
        assert client.connected


@pytest.mark.parametrize("wanted", [5, [5], [None], [b"a"], [Subscription(5)], [Subscription("a", qos="1")]])  # type: ignore[arg-type]
async def test_subscriptions_of_a_wrong_type_are_refused(wanted: Any) -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        with pytest.raises((RefusedLocally, TypeError)):
            await client.subscribe(wanted)
        client.publish("next")
        await peer.expect(Publish, topic="next")
