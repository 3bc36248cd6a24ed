"""The project's own client with a memory, for tests: connected in one line, its messages collected."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from tracemq.mqtt import Client, ConnectOptions, Message, MessageBatch, Properties, QoS, ReconnectPolicy, Version, Will

ARRIVES_WITHIN_S = 30.0
AT_ONCE = ReconnectPolicy(first_delay_s=0.05, factor=1.0, max_delay_s=0.05, jitter=False, first_connect=True)


class Inbox:
    """Notes what a client receives; `messages(n)` waits until there are n of them and takes them."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.events: list[Any] = []
        self._messages: list[Message] = []
        self._arrived = asyncio.Event()
        client.on_messages = self._received
        client.on_event = self._happened

    async def messages(self, count: int) -> list[Message]:
        async with asyncio.timeout(ARRIVES_WITHIN_S):
            while len(self._messages) < count:
                await self._change()
        taken, self._messages = self._messages[:count], self._messages[count:]
        return taken

    async def message(self) -> Message:
        (message,) = await self.messages(1)
        return message

    async def event(self, kind: type) -> Any:
        """The next event of that type, among those that were not asked for before."""
        async with asyncio.timeout(ARRIVES_WITHIN_S):
            while True:
                while self.events:
                    event = self.events.pop(0)
                    if isinstance(event, kind):
                        return event
                await self._change()

    def waiting(self) -> list[Message]:
        """What has come and was not taken."""
        return list(self._messages)

    async def _change(self) -> None:
        self._arrived.clear()
        await self._arrived.wait()

    def _received(self, batch: MessageBatch) -> None:
        self._messages += batch
        self._arrived.set()

    def _happened(self, event: Any) -> None:
        self.events.append(event)
        self._arrived.set()


@contextlib.asynccontextmanager
async def joined(
    port: int,
    client_id: str,
    *,
    version: Version = Version.V5,
    clean: bool = True,
    expiry_s: int | None = None,
    will: Will | None = None,
    properties: Properties = Properties(),
    reconnect: ReconnectPolicy | None = None,
) -> AsyncIterator[Inbox]:
    """A connected client; disconnected at the end. `expiry_s` is the session's, in MQTT 5."""
    if expiry_s is not None and version is Version.V5:
        properties = Properties(session_expiry_interval=expiry_s)
    options = ConnectOptions(
        url=f"mqtt://127.0.0.1:{port}",
        version=version,
        client_id=client_id,
        clean_start=clean,
        will=will,
        properties=properties,
        reconnect=reconnect,
    )
    client = Client(options)
    inbox = Inbox(client)
    await client.connect()
    try:
        yield inbox
    finally:
        await client.disconnect()


LEVELS = [(version, qos) for version in Version for qos in QoS]
