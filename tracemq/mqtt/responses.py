"""Requests into their responses: a response topic of our own, correlation data and a time limit (section 4.10)."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from .batch import Message
from .errors import RefusedLocally, RequestRefused
from .packets import Subscription
from .properties import Properties
from .time_limit import time_limit
from .types import QoS, Version

if TYPE_CHECKING:
    from .client import Client


_NO_WILDCARDS: Final = {ord("+"): "_", ord("#"): "_"}  # a client id may have them, a topic name may not


class Responses:
    """The open requests of one client; all responses come to one topic, which is subscribed at the first request."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._open: dict[bytes, asyncio.Future[Message]] = {}
        self._numbers = itertools.count(1)
        self._topic = ""
        self._subscribing = asyncio.Lock()
        self._remove: Callable[[], None] | None = None

    async def ask(
        self, topic: str, payload: bytes | str, qos: int, timeout_s: float, properties: Properties
    ) -> Message:
        """The first response to this request; raises TimedOut("response"), or RequestRefused."""
        async with time_limit(timeout_s, "response"):
            await self._listen()
            response_topic = properties.response_topic or self._topic
            return await self._exchange(topic, payload, qos, replace(properties, response_topic=response_topic))

    async def _exchange(self, topic: str, payload: bytes | str, qos: int, properties: Properties) -> Message:
        mark = properties.correlation_data
        if mark is None:
            mark = secrets.token_bytes(8) + next(self._numbers).to_bytes(4, "big")
        if mark in self._open:
            raise RefusedLocally("a request with this correlation data is open already")
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._open[mark] = answer
        try:
            receipt = self._client.publish(topic, payload, qos, False, replace(properties, correlation_data=mark))
            code = await receipt
            if code.failed:
                raise RequestRefused("the server did not take the request", code, receipt.properties)
            return await answer
        finally:
            del self._open[mark]

    async def _listen(self) -> None:
        """Make sure that responses reach us: after a lost session the topic must be subscribed again."""
        client = self._client
        if client.negotiated is not None and client.negotiated.version is not Version.V5:
            raise RefusedLocally("requests and responses need MQTT 5.0")
        async with self._subscribing:
            if not any(one.filter == self._topic for one in client.subscriptions):
                await self._subscribe(client)

    async def _subscribe(self, client: Client) -> None:
        facts = client.negotiated
        offered = facts.response_information if facts is not None else None
        stem = offered.rstrip("/") if offered else f"responses/{client.client_id.translate(_NO_WILDCARDS)}"
        topic = f"{stem}/{secrets.token_hex(6)}"
        (code,) = await client.subscribe([Subscription(topic, QoS.AT_LEAST_ONCE)])
        if code.failed:
            raise RequestRefused(f"the server refused the response topic {topic!r}", code)
        self._topic = topic
        if self._remove is not None:
            self._remove()
        self._remove = client.router.add(topic, self._responded)

    def _responded(self, message: Message) -> None:
        mark = message.properties.correlation_data
        answer = self._open.get(mark) if mark is not None else None
        if answer is not None and not answer.done():
            answer.set_result(message)
