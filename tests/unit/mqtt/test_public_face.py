"""The library as those see it who import it: documented, typed, and every wait of it ends when it is to end."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

import tracemq
from tests.support.scripted_broker import ScriptedBroker, soon, until
from tracemq import mqtt
from tracemq.mqtt import Client, Reconnecting, ReconnectPolicy
from tracemq.mqtt.packets import Auth, Publish, Subscribe, Unsubscribe


def described(thing: object) -> bool:
    text = inspect.getdoc(thing) or ""
    return bool(text.strip()) and "(" not in text.split(" ")[0]  # a dataclass describes itself by its arguments


def parts(kind: type) -> list[tuple[str, object]]:
    """The methods and properties that a class of ours adds."""
    return [
        (name, getattr(part, "fget", None) or getattr(part, "__func__", part))
        for name, part in vars(kind).items()
        if not name.startswith("_") and (callable(part) or isinstance(part, property | classmethod | staticmethod))
    ]


@pytest.mark.parametrize("name", [name for name in mqtt.__all__ if callable(getattr(mqtt, name))])
def test_everything_public_says_what_it_is(name: str) -> None:
    thing = getattr(mqtt, name)
    assert described(thing)
    if inspect.isclass(thing):
        assert [part for part, what in parts(thing) if not described(what)] == []


def test_types_are_there_for_those_who_check_them() -> None:
    assert (Path(tracemq.__path__[0]) / "py.typed").is_file()


class Silent:
    method = "silence"

    def initial(self) -> bytes:
        return b"?"

    def respond(self, _data: bytes | None) -> bytes | None:
        return b"?"

    def finish(self, _data: bytes | None) -> None: ...


async def _receipt(client: Client) -> object:
    return await client.publish("a", qos=1)


async def _within(client: Client) -> object:
    return await client.publish("a", qos=1).within(60)


async def _drain(client: Client) -> object:
    for _ in range(3):
        client.publish("a", qos=1)
    return await client.drain()


WAITS: dict[str, tuple[Callable[[Client], Coroutine[Any, Any, object]], type]] = {
    "subscribe": (lambda client: client.subscribe("a"), Subscribe),
    "unsubscribe": (lambda client: client.unsubscribe("a"), Unsubscribe),
    "request": (lambda client: client.request("a", timeout_s=60), Subscribe),
    "reauthenticate": (lambda client: client.reauthenticate(), Auth),
    "receipt": (_receipt, Publish),
    "receipt within": (_within, Publish),
    "drain": (_drain, Publish),
}


@pytest.mark.parametrize("name", WAITS)
async def test_every_wait_can_be_cancelled_and_leaves_nothing_that_waits(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracemq.mqtt.client.WAITING_HIGH", 1)
    wait, packet = WAITS[name]
    async with ScriptedBroker() as broker:
        accept = {"receive_maximum": 1}
        if name == "reauthenticate":
            accept["authentication_method"] = Silent.method  # type: ignore[assignment] # a property like the others
        client, peer = await broker.connected(accept=accept, auth=Silent() if name == "reauthenticate" else None)
        before = asyncio.all_tasks()
        waiting = asyncio.ensure_future(wait(client))
        await peer.expect(packet)
        await asyncio.sleep(0)
        assert not waiting.done()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await soon(waiting)
        assert client.connected
        assert client._engine.ledger._requests == {}
        assert client._pump._drainers == []
        assert client._responses._open == {}
        assert not [receipt for receipt in client._engine.ledger._receipts.values() if receipt._waiters]
        assert asyncio.all_tasks() <= before


async def test_a_connect_and_its_pause_can_be_cancelled() -> None:
    async with ScriptedBroker() as broker:
        broker.refused_errors = [ConnectionRefusedError("no")] * 100
        client = broker.client(reconnect=ReconnectPolicy(first_connect=True, first_delay_s=60, max_delay_s=60))
        pauses: list[Reconnecting] = []
        client.listen(Reconnecting, pauses.append)
        waiting = asyncio.ensure_future(client.connect())
        await until(lambda: pauses)  # it waits before the second attempt
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await soon(waiting)
        await soon(client.disconnect())
        assert not client.running
