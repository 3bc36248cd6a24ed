"""What comes at an odd moment: transports that tell late or early, pauses before a connection, a loop that ends."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest

from tests.support.scripted_broker import MemoryTransport, ScriptedBroker, running, soon, until
from tracemq.mqtt import (
    AuthenticationFailed,
    Client,
    Closed,
    ConnectFailed,
    ConnectionLost,
    ConnectOptions,
    Disconnected,
    Message,
    Properties,
    QoS,
    ReasonCode,
    Receipt,
    Reconnecting,
    ReconnectPolicy,
    RefusedLocally,
    Stopped,
    TimedOut,
    TransportFacts,
    Version,
    codec,
)
from tracemq.mqtt.packets import (
    Auth,
    Connack,
    Connect,
    Disconnect,
    Puback,
    Publish,
    Pubrel,
    Suback,
    Subscribe,
    Unsuback,
    Unsubscribe,
)
from tracemq.mqtt.receipts import ThreadReceipt
from tracemq.mqtt.transports import Receiver
from tracemq.mqtt.transports.base import HIGH_WATER_BYTES


class Abrupt:
    """A transport that tells of its end from inside `close`, and accepts any CONNECT."""

    unsent = 0
    facts = TransportFacts()

    def __init__(self) -> None:
        self.written = b""

    async def open(self, receiver: Receiver) -> None:
        self.receiver = receiver

    def write(self, chunks: Sequence[bytes]) -> None:
        if not self.written:
            answer = codec.encode(Connack(), Version.V5)
            asyncio.get_running_loop().call_soon(self.receiver.on_data, answer)
        self.written += b"".join(chunks)

    def waiting_bytes(self) -> int:
        return 0

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...

    def close(self) -> None:
        self.receiver.on_lost(None)

    def abort(self) -> None: ...


async def test_a_transport_may_tell_of_its_end_from_inside_close() -> None:
    client = Client(ConnectOptions(transport=Abrupt()))
    ends: list[Disconnected] = []
    stops: list[Stopped] = []
    client.listen(Disconnected, ends.append)
    client.listen(Stopped, stops.append)
    await soon(client.connect())
    await soon(client.disconnect())
    assert len(ends) == len(stops) == 1


async def test_what_a_transport_tells_after_it_was_given_up_is_not_heard() -> None:
    async with ScriptedBroker() as broker:
        transport = MemoryTransport(broker)
        client = broker.client(transport=transport, reconnect=ReconnectPolicy(first_delay_s=0, max_delay_s=0))
        got: list[Message] = []
        client.on_messages = got.extend
        client.start()
        peer = await broker.peer()
        await peer.accept()
        await until(lambda: client.connected)
        late = transport._receiver
        assert late is not None
        peer.cut()
        peer = await broker.peer()
        await peer.accept()
        await until(lambda: client.connected)
        late.on_data(codec.encode(Publish("late"), Version.V5))
        late.on_writable()
        late.on_lost(None)
        peer.send(Publish("in time"))
        await until(lambda: got)
        assert [message.topic for message in got] == ["in time"]
        assert client.connected


async def test_a_pause_before_the_connection_ends_before_it_as_well() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client()
        client.pause_reading()
        client.pause_reading()
        client.resume_reading()
        client.resume_reading()
        async with running(client.connect()) as connecting:
            await (await broker.peer()).accept()
            await soon(connecting)


async def test_looking_alive_in_the_turn_in_which_the_connection_is_lost_does_no_harm() -> None:
    async with ScriptedBroker() as broker:
        transport = MemoryTransport(broker)
        client = broker.client(transport=transport)
        client.start()
        await (await broker.peer()).accept()
        await until(lambda: client.connected)
        assert transport._receiver is not None
        transport._receiver.on_lost(None)
        client.look_alive()
        await until(lambda: not client.running)


async def test_a_message_whose_lifetime_ends_while_it_waits_for_receive_maximum_is_told_by_its_receipt() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(accept={"receive_maximum": 1})
        first = client.publish("a", qos=1)
        waits = client.publish("b", qos=1, properties=Properties(message_expiry_interval=0))
        with pytest.raises(TimedOut) as raised:
            await soon(_result(waits))
        assert raised.value.waiting_for == "delivery"
        peer.send(Puback((await peer.expect(Publish, topic="a")).packet_id))
        assert await soon(_result(first)) is ReasonCode.SUCCESS
        await peer.expect_silence(0.02)


async def test_drain_goes_on_when_an_acknowledgement_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracemq.mqtt.client.WAITING_HIGH", 1)
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(accept={"receive_maximum": 1})
        client.publish("a", qos=1)
        client.publish("b", qos=1)
        async with running(client.drain()) as draining:
            first = await peer.expect(Publish, topic="a")
            assert not draining.done()
            peer.send(Puback(first.packet_id))
            await soon(draining)
        await peer.expect(Publish, topic="b")


async def test_drain_has_a_time_limit_after_which_everything_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracemq.mqtt.client.WAITING_HIGH", 1)
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(accept={"receive_maximum": 1})
        client.publish("a", qos=1)
        receipt = client.publish("b", qos=1)
        with pytest.raises(TimedOut) as raised:
            await soon(client.drain(timeout_s=0.01))
        assert (raised.value.waiting_for, raised.value.seconds) == ("room", 0.01)
        assert not client._pump._drainers, "those who have given up are kept"
        peer.send(Puback((await peer.expect(Publish, topic="a")).packet_id))
        await soon(client.drain(timeout_s=5))
        peer.send(Puback((await peer.expect(Publish, topic="b")).packet_id))
        assert await soon(receipt.within(5)) is ReasonCode.SUCCESS


async def test_drain_gives_up_on_a_server_that_does_not_read() -> None:
    async with ScriptedBroker(tcp=True) as broker:
        client, _peer = await broker.connected(keep_alive=0)  # nothing else would ever end this
        while client.statistics.unsent_bytes < HIGH_WATER_BYTES:
            client.publish("a", bytes(1 << 20))
            await asyncio.sleep(0)
        with pytest.raises(TimedOut, match="no room within"):
            await soon(client.drain(timeout_s=0.05))
        assert client.connected


async def test_all_attempts_of_a_connect_together_have_a_time_limit() -> None:
    async with ScriptedBroker() as broker:
        broker.refused_errors = [ConnectionRefusedError("no")] * 1000
        client = broker.client(reconnect=ReconnectPolicy(first_connect=True, first_delay_s=0.01, max_delay_s=0.01))
        with pytest.raises(TimedOut) as raised:
            await soon(client.connect(timeout_s=0.1))
        assert raised.value.waiting_for == "connect"
        await until(lambda: not client.running)
        assert client.statistics.connects > 1


@pytest.mark.parametrize("event", [ConnectFailed, Disconnected])
async def test_a_publish_from_the_last_event_before_the_end_leaves_nothing_behind(event: type) -> None:
    async with ScriptedBroker() as broker:
        broker.refused_errors = [ConnectionRefusedError("no")] if event is ConnectFailed else []
        client = broker.client()
        receipts: list[Receipt] = []
        remove = client.listen(event, lambda _: receipts.append(client.publish("a", qos=1)))
        client.start()
        if event is Disconnected:
            peer = await broker.peer()
            await peer.accept()
            await until(lambda: client.connected)
            peer.cut()
        await until(lambda: not client.running)
        remove()
        with pytest.raises(ConnectionLost):
            await soon(_result(receipts[0]))
        async with running(client.connect()) as connecting:
            peer = await broker.peer()
            await peer.accept()
            await soon(connecting)
            await peer.expect(Publish, topic="a", qos=QoS.AT_LEAST_ONCE)


async def test_a_reauthentication_ends_with_its_connection() -> None:
    class Word:
        method = "word"

        def initial(self) -> bytes:
            return b"me"

        def respond(self, data: bytes | None) -> bytes:
            return b"again"

        def finish(self, data: bytes | None) -> None: ...

    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(auth=Word(), accept={"authentication_method": "word"})
        async with running(client.reauthenticate()) as again:
            await peer.expect(Auth, reason_code=ReasonCode.RE_AUTHENTICATE)
            peer.cut()
            with pytest.raises(ConnectionLost):
                await soon(again)


async def test_attempts_are_counted_anew_after_a_connection_that_held() -> None:
    async with ScriptedBroker() as broker:
        policy = ReconnectPolicy(first_delay_s=0, max_delay_s=0, held_s=0)
        client, peer = await broker.connected(reconnect=policy)
        tries: list[int] = []
        client.listen(Reconnecting, lambda event: tries.append(event.attempt))
        for _ in range(3):
            peer.cut()
            peer = await broker.peer()
            await peer.accept()
            await until(lambda: client.connected)
        assert tries == [1, 1, 1]


# requests that nobody waits for any more


async def test_a_request_given_up_leaves_the_others_their_answers() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(request_timeout_s=5)
        async with running(client.subscribe("a")) as given_up, running(client.subscribe("b")) as kept:
            await peer.expect(Subscribe)
            second = await peer.expect(Subscribe)
            given_up.cancel()
            await asyncio.wait([given_up])
            peer.send(Suback(second.packet_id, (ReasonCode.SUCCESS,)))
            assert await soon(kept) == (ReasonCode.SUCCESS,)


async def test_a_request_that_was_answered_in_the_turn_of_the_end_keeps_its_answer() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        async with running(client.subscribe("a")) as asking:
            packet = await peer.expect(Subscribe)
            (waiting,) = client._engine.ledger._requests.values()
            waiting.set_result(None)  # its task has had no turn since
            client._engine.ledger.interrupt(Closed("closed"))
            client._engine.ledger.resume()
            asking.cancel()
        peer.send(Suback(packet.packet_id, (ReasonCode.SUCCESS,)))
        await until(lambda: client.subscriptions)


async def test_a_handler_unsubscribed_before_the_refusal_of_its_filter_is_dropped_once() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        async with running(client.subscribe("a", handler=print)) as asking:
            subscribe = await peer.expect(Subscribe)
            async with running(client.unsubscribe("a")) as ending:
                unsubscribe = await peer.expect(Unsubscribe)
                peer.send(
                    Suback(subscribe.packet_id, (ReasonCode.NOT_AUTHORIZED,)),
                    Unsuback(unsubscribe.packet_id, (ReasonCode.SUCCESS,)),
                )
                assert await soon(asking) == (ReasonCode.NOT_AUTHORIZED,)
                await soon(ending)
        assert len(client.router) == 0


# loops that end


def test_a_loop_may_end_while_a_client_is_connected() -> None:
    stops: list[Stopped] = []

    async def connect_and_leave() -> None:
        client = Client(ConnectOptions(transport=Abrupt()))
        client.listen(Stopped, stops.append)
        await soon(client.connect())

    asyncio.run(connect_and_leave())
    assert len(stops) == 1


def test_another_thread_that_waits_for_a_receipt_is_told_that_the_loop_has_ended() -> None:
    receipts: list[Receipt] = []
    raised: list[BaseException] = []

    def publish(client: Client) -> None:
        payload = bytearray(b"as it was")
        receipts.append(client.publish("a", payload, qos=1))
        payload[:] = b"as it is!"

    def wait() -> None:
        assert isinstance(receipts[0], ThreadReceipt)
        try:
            receipts[0].result(5)
        except Closed as error:
            raised.append(error)

    transport = Abrupt()
    waiter = threading.Thread(target=wait)

    async def serve_and_leave() -> None:
        client = Client(ConnectOptions(transport=transport))
        await soon(client.connect())
        await soon(asyncio.to_thread(publish, client))  # type: ignore[arg-type]
        await until(lambda: b"as it was" in transport.written)
        waiter.start()

    asyncio.run(serve_and_leave())
    waiter.join(5)
    assert len(raised) == 1


def test_a_receipt_for_another_thread_ends_with_the_loop() -> None:
    receipt = ThreadReceipt()

    async def publish_and_leave() -> None:
        receipt.follow(lambda: Receipt(1))
        await asyncio.sleep(0)

    asyncio.run(publish_and_leave())
    with pytest.raises(Closed):
        receipt.result(0)


async def test_the_last_word_of_a_server_is_heard_before_its_end() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        ends: list[Disconnected] = []
        client.listen(Disconnected, ends.append)
        peer.send(Disconnect(ReasonCode.SERVER_SHUTTING_DOWN))
        peer.close()
        await until(lambda: ends)
        assert ends[0].reason is ReasonCode.SERVER_SHUTTING_DOWN


async def test_a_payload_that_is_a_number_is_refused_and_not_taken_for_a_length() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        for wrong in (5, None, ["a"], 1.5):
            for qos in (0, 1):
                with pytest.raises(RefusedLocally, match="payload"):
                    client.publish("a", wrong, qos=qos)  # type: ignore[arg-type]
        with pytest.raises(RefusedLocally, match="payload"):
            client.publish("a", "\ud800")
        client.publish("b")
        await peer.expect(Publish, topic="b")


async def test_a_server_that_floods_us_and_reads_nothing_is_left_before_the_answers_fill_the_memory() -> None:
    class Stuck(MemoryTransport):
        """Nothing leaves it any more after CONNECT."""

        def write(self, chunks: Sequence[bytes]) -> None:
            if self.unsent or chunks[0][0] != 0x10:
                self.unsent += sum(map(len, chunks))
            else:
                super().write(chunks)

    async with ScriptedBroker() as broker:
        transport = Stuck(broker)
        client = broker.client(transport=transport, write_buffer_limit=1000)
        ends: list[Disconnected] = []
        client.listen(Disconnected, ends.append)
        client.start()
        peer = await broker.peer()
        await peer.accept()
        await until(lambda: client.connected)
        client.publish("a", bytes(900))
        client.publish("a", bytes(900))  # one beyond the limit is taken, and fills it
        await asyncio.sleep(0)
        with pytest.raises(RefusedLocally):
            client.publish("a")
        assert client.connected
        for _ in range(100):
            peer.send(*(Pubrel(number) for number in range(1, 11)))  # 50 bytes to answer, each time
        await until(lambda: ends)
        assert isinstance(ends[0].error, ConnectionLost)
        assert transport.unsent < 1800 + 1000 + 100


# authenticators that take long


class Slow:
    """Its answer takes until it is let go."""

    method = "slow"
    in_thread = True

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.answered_by: list[int] = []

    def initial(self) -> bytes:
        return b"me"

    def respond(self, data: bytes | None) -> bytes:
        self.answered_by.append(threading.get_ident())
        assert self.go_on.wait(5)
        if data == b"wrong":
            raise ValueError("wrong")
        return b"answer"

    def finish(self, data: bytes | None) -> None: ...


SLOW = Properties(authentication_method="slow", authentication_data=b"challenge")


async def test_an_answer_that_takes_long_is_made_in_a_thread_while_the_loop_goes_on() -> None:
    async with ScriptedBroker() as broker:
        auth = Slow()
        client = broker.client(auth=auth)
        async with running(client.connect()) as connecting:
            peer = await broker.peer()
            await peer.expect(Connect)
            peer.send(Auth(ReasonCode.CONTINUE_AUTHENTICATION, SLOW))
            await until(lambda: auth.answered_by)  # the loop is here, and the answer there
            assert auth.answered_by != [threading.get_ident()]
            auth.go_on.set()
            answer = await peer.expect(Auth, reason_code=ReasonCode.CONTINUE_AUTHENTICATION)
            assert answer.properties.authentication_data == b"answer"
            peer.send(Connack(properties=SLOW))
            await soon(connecting)


async def test_an_authenticator_that_fails_in_its_thread_ends_the_attempt() -> None:
    async with ScriptedBroker() as broker:
        auth = Slow()
        auth.go_on.set()
        client = broker.client(auth=auth)
        async with running(client.connect()) as connecting:
            peer = await broker.peer()
            await peer.expect(Connect)
            wrong = Properties(authentication_method="slow", authentication_data=b"wrong")
            peer.send(Auth(ReasonCode.CONTINUE_AUTHENTICATION, wrong))
            with pytest.raises(AuthenticationFailed):
                await soon(connecting)
        await peer.expect(Disconnect, reason_code=ReasonCode.UNSPECIFIED_ERROR)  # what clients may say


async def test_closing_does_not_wait_for_an_answer_that_nobody_needs_any_more() -> None:
    async with ScriptedBroker() as broker:
        auth = Slow()
        client = broker.client(auth=auth)
        async with running(client.connect()) as connecting:
            peer = await broker.peer()
            await peer.expect(Connect)
            peer.send(Auth(ReasonCode.CONTINUE_AUTHENTICATION, SLOW))
            await until(lambda: auth.answered_by)
            await soon(client.disconnect(), 1)
            assert not client.running
            with pytest.raises(Closed):
                await soon(connecting)
        auth.go_on.set()
        await asyncio.sleep(0.01)
        await peer.expect_end()


async def _result(receipt: Receipt) -> ReasonCode:
    return await receipt
