"""Subscriptions that come to nothing leave no handlers behind, and take none away from others."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.scripted_broker import Peer, ScriptedBroker, soon, until
from tracemq.mqtt import (
    Client,
    Message,
    ReasonCode,
    RefusedLocally,
    Subscription,
    TimedOut,
)
from tracemq.mqtt.packets import Publish, Suback, Subscribe


async def subscribed(client: Client, peer: Peer, code: ReasonCode, heard: list[str], name: str) -> None:
    asking = asyncio.ensure_future(client.subscribe("a", handler=lambda _message: heard.append(name)))
    subscribe = await peer.expect(Subscribe)
    peer.send(Suback(subscribe.packet_id, (code,)))
    assert await soon(asking) == (code,)


async def test_a_refused_second_subscription_leaves_the_handlers_of_the_first() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        heard: list[str] = []
        await subscribed(client, peer, ReasonCode.GRANTED_QOS_0, heard, "first")
        await subscribed(client, peer, ReasonCode.NOT_AUTHORIZED, heard, "second")
        seen: list[Message] = []
        client.on_messages = seen.extend
        peer.send(Publish("a", b""))
        await until(lambda: seen)
        await asyncio.sleep(0)
        assert heard == ["first"]


async def test_a_subscription_that_was_never_answered_leaves_no_handler() -> None:
    async with ScriptedBroker() as broker:
        client, _peer = await broker.connected(request_timeout_s=0.01)
        with pytest.raises(TimedOut):
            await soon(client.subscribe(["a", "b"], handler=lambda _message: None))
        assert len(client.router) == 0


async def test_a_subscription_that_waited_and_was_then_refused_leaves_no_handler() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client()
        client.start()
        asking = asyncio.ensure_future(client.subscribe("a/#", handler=lambda _message: None))
        await (await broker.peer()).accept(wildcard_subscription_available=0)
        with pytest.raises(RefusedLocally):
            await soon(asking)
        assert len(client.router) == 0


async def test_a_cancelled_subscription_leaves_no_handler() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected()
        asking = asyncio.ensure_future(client.subscribe([Subscription("a")], handler=lambda _message: None))
        await peer.expect(Subscribe)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert len(client.router) == 0
