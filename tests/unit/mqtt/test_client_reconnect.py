"""The client against scripted brokers that refuse, vanish and redirect: what it tries next, and what it says."""

from __future__ import annotations

import asyncio
from typing import TypeVar

import pytest

from tests.support.scripted_broker import ScriptedBroker, running, soon, until
from tracemq.mqtt import (
    Client,
    ClientIdContested,
    ConnectFailed,
    Connecting,
    ConnectionLost,
    ConnectionRefused,
    Credentials,
    CredentialsUnavailable,
    Disconnected,
    FellBack,
    Properties,
    QoS,
    ReasonCode,
    Reconnecting,
    ReconnectPolicy,
    Redirected,
    Stopped,
    Subscription,
    Version,
)
from tracemq.mqtt.packets import Connack, Connect, Disconnect, Pingreq, Pingresp, Puback, Publish, Suback, Subscribe

AT_ONCE = ReconnectPolicy(first_delay_s=0.0, max_delay_s=0.0, first_connect=True)
E = TypeVar("E")


def told(client: Client, kind: type[E]) -> list[E]:
    """The events of this kind, from now on."""
    events: list[E] = []
    client.listen(kind, events.append)
    return events


async def test_a_lost_connection_is_made_again() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(reconnect=AT_ONCE)
        ends, again = told(client, Disconnected), told(client, Reconnecting)
        peer.cut()
        await (await broker.peer()).accept()
        await until(lambda: client.connected)
        assert [event.reconnects for event in ends] == [True]
        assert isinstance(again[0].error, ConnectionLost)
        assert client.statistics.reconnects == 1


async def test_one_who_looks_alive_does_not_wait_for_the_next_attempt() -> None:
    async with ScriptedBroker() as broker:
        patient = ReconnectPolicy(first_delay_s=1000.0, max_delay_s=1000.0, jitter=False)
        client, peer = await broker.connected(reconnect=patient)
        again = told(client, Reconnecting)
        peer.cut()
        await until(lambda: bool(again))
        client.look_alive()
        await (await broker.peer()).accept()
        await until(lambda: client.connected)


async def test_one_who_looks_alive_asks_a_server_that_is_connected_for_a_sign() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        client.look_alive()
        await peer.expect(Pingreq)
        peer.send(Pingresp())
        assert client.connected


async def test_one_who_looks_alive_writes_to_a_server_without_keep_alive_as_well() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(keep_alive=0)
        client.look_alive()
        await peer.expect(Pingreq)
        await peer.expect_silence(0.05)
        assert client.connected


async def test_looking_alive_without_a_connection_does_nothing() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client()
        client.look_alive()
        client, _peer = await broker.connected()
        await soon(client.disconnect())
        client.look_alive()
        assert not client.running


async def test_without_a_policy_there_is_no_second_attempt() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        stopped = told(client, Stopped)
        peer.cut()
        await until(lambda: bool(stopped))
        assert isinstance(stopped[0].error, ConnectionLost)


async def test_the_first_connect_is_tried_again_only_if_so_wanted() -> None:
    async with ScriptedBroker() as broker:
        broker.refused_errors.append(OSError("not yet"))
        client = broker.client(reconnect=ReconnectPolicy(first_delay_s=0, max_delay_s=0))
        with pytest.raises(ConnectionLost):
            await soon(client.connect())

        broker.refused_errors += [OSError("not yet"), OSError("not yet")]
        client = broker.client(reconnect=AT_ONCE)
        async with running(client.connect()) as connecting:
            await (await broker.peer()).accept()
            await soon(connecting)
        assert client.statistics.connects == 3


async def test_later_connects_are_not_tried_again_if_that_is_switched_off() -> None:
    async with ScriptedBroker() as broker:
        policy = ReconnectPolicy(first_delay_s=0, max_delay_s=0, first_connect=True, later=False)
        client, peer = await broker.connected(reconnect=policy)
        stopped = told(client, Stopped)
        peer.cut()
        await until(lambda: bool(stopped))


async def test_attempts_end_after_as_many_as_were_allowed() -> None:
    async with ScriptedBroker() as broker:
        broker.refused_errors += [OSError("never")] * 10
        policy = ReconnectPolicy(first_delay_s=0, max_delay_s=0, first_connect=True, attempts=2)
        client = broker.client(reconnect=policy)
        failed, stopped = told(client, ConnectFailed), told(client, Stopped)
        with pytest.raises(ConnectionLost):
            await soon(client.connect())
        assert len(failed) == 3
        assert stopped[0].attempts == 3


@pytest.mark.parametrize(
    "reason",
    [
        ReasonCode.BAD_USER_NAME_OR_PASSWORD,
        ReasonCode.NOT_AUTHORIZED,
        ReasonCode.BANNED,
        ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
        ReasonCode.BAD_AUTHENTICATION_METHOD,
    ],
)
async def test_a_refusal_that_will_be_the_same_next_time_stops(reason: ReasonCode) -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(reconnect=AT_ONCE)
        stopped = told(client, Stopped)
        client.start()
        await (await broker.peer()).refuse(reason)
        await until(lambda: bool(stopped))
        assert isinstance(stopped[0].error, ConnectionRefused)
        assert stopped[0].error.reason is reason
        assert client.statistics.connects == 1


@pytest.mark.parametrize(
    "reason", [ReasonCode.SERVER_BUSY, ReasonCode.SERVER_UNAVAILABLE, ReasonCode.CONNECTION_RATE_EXCEEDED]
)
async def test_a_busy_server_is_tried_again_later(reason: ReasonCode) -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(reconnect=AT_ONCE)
        again = told(client, Reconnecting)
        client.start()
        await (await broker.peer()).refuse(reason)
        await (await broker.peer()).accept()
        await until(lambda: client.connected)
        assert again[0].error.reason is reason


@pytest.mark.parametrize(
    ("reason", "goes_on"),
    [
        (ReasonCode.SERVER_SHUTTING_DOWN, True),
        (ReasonCode.KEEP_ALIVE_TIMEOUT, True),
        (ReasonCode.NOT_AUTHORIZED, False),
        (ReasonCode.ADMINISTRATIVE_ACTION, False),
    ],
)
async def test_the_reason_of_a_disconnect_decides_about_the_next_attempt(reason: ReasonCode, goes_on: bool) -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(reconnect=AT_ONCE)
        ends = told(client, Disconnected)
        peer.send(Disconnect(reason))
        await until(lambda: bool(ends))
        assert (ends[0].reason, ends[0].reconnects) == (reason, goes_on)
        if goes_on:
            await (await broker.peer()).accept()


async def test_credentials_are_asked_for_anew_at_each_attempt() -> None:
    async with ScriptedBroker() as broker:
        tokens = iter(["one", "two", "three"])

        async def fresh() -> Credentials:
            await asyncio.sleep(0)
            return Credentials("joe", next(tokens))

        _, peer = await broker.connected(reconnect=AT_ONCE, credentials=fresh)
        peer.send(Disconnect(ReasonCode.NOT_AUTHORIZED))  # the token has run out
        connect = await (await broker.peer()).accept()
        assert (connect.username, connect.password) == ("joe", b"two")
        assert "two" not in repr(Credentials("joe", "two"))


async def test_credentials_that_cannot_be_had_are_a_failed_attempt() -> None:
    async with ScriptedBroker() as broker:

        def broken() -> Credentials:
            raise KeyError("vault")

        client = broker.client(credentials=broken)
        with pytest.raises(CredentialsUnavailable) as fault:
            await soon(client.connect())
        assert isinstance(fault.value.__cause__, KeyError)


async def test_a_session_goes_on_after_a_reconnect() -> None:
    async with ScriptedBroker() as broker:
        keep = Properties(session_expiry_interval=100)
        client, peer = await broker.connected(client_id="me", reconnect=AT_ONCE, properties=keep)
        receipt = client.publish("a", b"1", qos=1)
        await peer.expect(Publish, dup=False)
        peer.cut()
        peer = await broker.peer()
        connect = await peer.accept(session_present=True)
        assert not connect.clean_start  # although asked for at the first connect
        publish = await peer.expect(Publish, dup=True)
        peer.send(Puback(publish.packet_id))
        assert await receipt is ReasonCode.SUCCESS


async def test_subscriptions_are_made_again_if_the_server_has_lost_the_session() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(reconnect=AT_ONCE)
        got: list[str] = []
        wanted = Subscription("a/#", QoS.AT_LEAST_ONCE)
        async with running(client.subscribe(wanted, handler=lambda message: got.append(message.topic))) as subscribing:
            subscribe = await peer.expect(Subscribe)
            peer.send(Suback(subscribe.packet_id, (ReasonCode.GRANTED_QOS_1,)))
            await soon(subscribing)
        peer.cut()
        peer = await broker.peer()
        await peer.accept()
        subscribe = await peer.expect(Subscribe, subscriptions=(wanted,))
        peer.send(Suback(subscribe.packet_id, (ReasonCode.GRANTED_QOS_1,)), Publish("a/b"))
        await until(lambda: got == ["a/b"])


async def test_a_request_that_was_cut_off_is_made_again() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(reconnect=AT_ONCE)
        async with running(client.subscribe("a")) as subscribing:
            await peer.expect(Subscribe)
            peer.cut()
            peer = await broker.peer()
            await peer.accept()
            subscribe = await peer.expect(Subscribe)
            peer.send(Suback(subscribe.packet_id, (ReasonCode.GRANTED_QOS_0,)))
            assert await soon(subscribing) == (ReasonCode.GRANTED_QOS_0,)


# versions


async def test_a_refused_version_falls_back_to_the_next_one_which_is_kept() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(fall_back_to=(Version.V311, Version.V31), reconnect=AT_ONCE, client_id="me")
        fell = told(client, FellBack)
        client.start()
        await (await broker.peer()).refuse(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION)
        peer = await broker.peer()
        connect = await peer.expect(Connect)
        assert connect.protocol_level == 4
        peer.send(Connack())
        await until(lambda: client.connected)
        assert [(event.refused, event.version) for event in fell] == [(Version.V5, Version.V311)]

        peer.cut()
        assert (await (await broker.peer()).accept()).protocol_level == 4


async def test_a_server_of_3_1_1_refuses_5_0_in_its_own_words() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(fall_back_to=(Version.V311,))
        async with running(client.connect()) as connecting:
            peer = await broker.peer()
            await peer.expect(Connect)
            peer.send(bytes.fromhex("20 02 00 01"))
            peer.close()
            await (await broker.peer()).accept()
            await soon(connecting)


async def test_when_every_version_is_refused_connect_raises_the_last_refusal() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(fall_back_to=(Version.V311, Version.V31), client_id="me", reconnect=AT_ONCE)
        async with running(client.connect()) as connecting:
            for _ in range(3):
                await (await broker.peer()).refuse(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION)
            with pytest.raises(ConnectionRefused):
                await soon(connecting)


async def test_other_refusals_do_not_change_the_version() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(fall_back_to=(Version.V311,))
        async with running(client.connect()) as connecting:
            await (await broker.peer()).refuse(ReasonCode.NOT_AUTHORIZED)
            with pytest.raises(ConnectionRefused):
                await soon(connecting)


# several servers


async def test_several_addresses_are_tried_in_turn() -> None:
    async with ScriptedBroker(tcp=True) as gone:
        pass
    async with ScriptedBroker(tcp=True) as there:
        client = there.client(url=gone.url, other_urls=(there.url,))
        tried = told(client, Connecting)
        async with running(client.connect()) as connecting:
            await (await there.peer()).accept()
            await soon(connecting)
        assert [event.url for event in tried] == [gone.url, there.url]


@pytest.mark.parametrize("connected_first", [True, False])
async def test_another_server_is_followed_if_allowed(connected_first: bool) -> None:
    async with ScriptedBroker(tcp=True) as here, ScriptedBroker(tcp=True) as other:
        client = here.client(follow_redirects=True, reconnect=AT_ONCE)
        redirects = told(client, Redirected)
        client.start()
        peer = await here.peer()
        reference = f"127.0.0.1:{other.port} elsewhere:1"
        if connected_first:
            await peer.accept()
            peer.send(Disconnect(ReasonCode.USE_ANOTHER_SERVER, Properties(server_reference=reference)))
        else:
            await peer.refuse(ReasonCode.SERVER_MOVED, server_reference=reference)
        await (await other.peer()).accept()
        await until(lambda: client.connected)
        assert redirects[0].followed == other.url
        assert redirects[0].server_references == (f"127.0.0.1:{other.port}", "elsewhere:1")


async def test_a_redirect_is_told_but_not_followed_unless_allowed() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(reconnect=AT_ONCE)
        redirects, stopped = told(client, Redirected), told(client, Stopped)
        peer.send(Disconnect(ReasonCode.SERVER_MOVED, Properties(server_reference="elsewhere")))
        await until(lambda: bool(stopped))
        assert redirects[0].followed is None
        assert redirects[0].reason is ReasonCode.SERVER_MOVED


# two clients with one id


async def test_a_session_taken_over_twice_names_the_contest() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(client_id="popular", reconnect=AT_ONCE)
        contested = told(client, ClientIdContested)
        peer.send(Disconnect(ReasonCode.SESSION_TAKEN_OVER))
        peer = await broker.peer()
        await peer.accept()
        assert not contested
        peer.send(Disconnect(ReasonCode.SESSION_TAKEN_OVER))
        await until(lambda: bool(contested))
        assert (contested[0].client_id, contested[0].times, contested[0].certain) == ("popular", 2, True)


async def test_repeated_closes_soon_after_connect_name_it_as_likely() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(client_id="popular", reconnect=AT_ONCE, version=Version.V311)
        contested = told(client, ClientIdContested)
        for _ in range(2):
            peer.close()
            peer = await broker.peer()
            await peer.accept()
        peer.close()
        await until(lambda: bool(contested))
        assert (contested[0].times, contested[0].certain) == (3, False)


# ending it


async def test_disconnect_during_the_wait_for_the_next_attempt_ends_it() -> None:
    async with ScriptedBroker() as broker:
        policy = ReconnectPolicy(first_delay_s=1000, max_delay_s=1000, jitter=False)
        client, peer = await broker.connected(reconnect=policy)
        again = told(client, Reconnecting)
        peer.cut()
        await until(lambda: bool(again))
        await soon(client.disconnect())
        assert not client.running


async def test_a_loss_in_the_turn_of_a_disconnect_starts_no_new_attempt() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(reconnect=AT_ONCE)
        peer.cut()
        await asyncio.sleep(0)
        await soon(client.disconnect())
        await asyncio.sleep(0.01)
        assert not client.running
        assert client.statistics.connects == 1
