"""Turns messages into requests: answers are waited for, matched by topic and correlation data, and timed (4.10).

In MQTT 5.0 the response topic and correlation data travel with the request. Before it a responder knows its topic by
agreement, and the first answer there goes to the oldest request that waits: `Request.correlated` is False then.

The client's own `request` is not used here: it forgets a request that has timed out, so that a late answer would be
nobody's, and it does not know topics that the user chooses.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import count
from typing import Final

from tracemq.mqtt import Message, MqttError, NotConnected, ReasonCode, Version
from tracemq.mqtt.tasks import start_task

from .publication import Line, Publication, send

CORRELATION_BYTES: Final = 8
MOST_KEPT: Final = 200  # requests that have ended, and answers that nobody asked for
SUFFIX: Final = "/response"  # of the topic for answers before MQTT 5.0, where the user gives none


class RequestState(Enum):
    SENDING = auto()  # its response topic is subscribed to, then it is sent
    WAITING = auto()
    ANSWERED = auto()
    TIMED_OUT = auto()
    LATE = auto()  # answered after its time was over
    FAILED = auto()
    CANCELLED = auto()
    UNMATCHED = auto()  # no request: an answer to none


OPEN: Final = {RequestState.SENDING, RequestState.WAITING}


@dataclass(slots=True, eq=False)
class Request:
    """One request and its answer; an answer that belongs to none has a `response_topic` alone."""

    number: int
    topic: str
    response_topic: str
    correlation: bytes | None
    publication: Publication | None
    limit_s: float
    at: float  # seconds since the epoch
    state: RequestState = RequestState.SENDING
    sent_at: float = 0.0  # time.monotonic
    answer: Message | None = None
    seq: int | None = None  # the answer's row in the log
    round_trip_s: float | None = None
    correlated: bool = True  # the answer was found by its correlation data
    more: int = 0  # further answers to the same request
    failure: ReasonCode | MqttError | None = None
    timer: asyncio.TimerHandle | None = None
    task: asyncio.Task[None] | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def open(self) -> bool:
        return self.state in OPEN


class Requests:
    """All requests of a connection, oldest first; listeners hear of each change."""

    def __init__(self, line: Line, clock: Callable[[], float] = time.monotonic) -> None:
        self._line = line
        self._clock = clock
        self._numbers = count(1)
        self.all: list[Request] = []
        self._watched: dict[str, Callable[[], None]] = {}
        self._own_topic = ""
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def waiting(self) -> list[Request]:
        return [one for one in self.all if one.open]

    def ask(self, publication: Publication, *, limit_s: float, response_topic: str = "") -> Request:
        """Send a request; what its properties lack (response topic, correlation data) is made. Raises NotConnected.

        `response_topic` is where answers are expected if the properties do not say: before MQTT 5.0 they cannot.
        """
        if not self._line.online:
            raise NotConnected("a request needs a connection")
        properties, correlation = publication.properties, None
        if self._line.version is Version.V5:
            there = properties.response_topic or response_topic or self._made_topic()
            correlation = properties.correlation_data
            if correlation is None:
                correlation = secrets.token_bytes(CORRELATION_BYTES)
            properties = replace(properties, response_topic=there, correlation_data=correlation)
        else:
            there = response_topic or publication.topic + SUFFIX
        asked = replace(publication, properties=properties)
        request = Request(next(self._numbers), publication.topic, there, correlation, asked, limit_s, time.time())
        self._add(request)
        self._watch(there)
        request.task = start_task(self._send(request, asked), f"request {request.number}")
        self._tell()
        return request

    def cancel(self, request: Request) -> None:
        """Wait no longer."""
        if request.open:
            self._end(request, RequestState.CANCELLED)

    def forget_ended(self) -> None:
        self.all = self.waiting
        for topic in [topic for topic in self._watched if not self._wanted(topic)]:
            self._watched.pop(topic)()
        self._tell()

    def connection_changed(self) -> None:
        """The connection is back: where answers are waited for, the server may know us no more."""
        if self._line.online and self.waiting:
            start_task(self._hear_again(), "subscribe to answers")

    def close(self) -> None:
        """The connection is closed."""
        for request in self.waiting:
            self._end(request, RequestState.CANCELLED)
        for stop in self._watched.values():
            stop()
        self._watched.clear()

    # Asking

    async def _send(self, request: Request, publication: Publication) -> None:
        request.timer = asyncio.get_running_loop().call_later(request.limit_s, self._timed_out, request)
        try:
            if not self._line.hears(request.response_topic):
                await self._line.hear(request.response_topic)
            request.sent_at = self._clock()
            receipt = send(self._line, publication)
            if request.open:
                request.state = RequestState.WAITING
                self._tell()
            code = await receipt
        except MqttError as error:
            self._fail(request, error)
        else:
            if code.failed:
                self._fail(request, code)
            elif code is ReasonCode.NO_MATCHING_SUBSCRIBERS and request.open:
                request.failure = code  # nobody may come yet: it is told, and waited for all the same
                self._tell()

    async def _hear_again(self) -> None:
        for request in self.waiting:
            if request.sent_at and not self._line.hears(request.response_topic):
                try:
                    await self._line.hear(request.response_topic)
                except MqttError as error:
                    self._fail(request, error)

    def _made_topic(self) -> str:
        """One topic for all answers of a connection: it is subscribed to once."""
        stem = self._line.response_stem
        if not self._own_topic.startswith(f"{stem}/"):
            self._own_topic = f"{stem}/{secrets.token_hex(4)}"
        return self._own_topic

    def _watch(self, topic: str) -> None:
        if topic not in self._watched:
            self._watched[topic] = self._line.watch(topic, self._heard)

    def _wanted(self, topic: str) -> bool:
        return any(one.response_topic == topic for one in self.all)

    # What arrives

    def _heard(self, message: Message, seq: int) -> None:
        """A message has come to a topic for answers; a retained one is older than any request."""
        if message.retain:
            return
        request = self._find(message)
        if request is None:
            self._add(self._unmatched(message, seq))
        elif request.answer is not None:
            request.more += 1
        else:
            request.answer, request.seq = message, seq
            request.round_trip_s = self._clock() - request.sent_at
            late = request.state is RequestState.TIMED_OUT
            self._end(request, RequestState.LATE if late else RequestState.ANSWERED)
            return
        self._tell()

    def _find(self, message: Message) -> Request | None:
        """The request that the message answers; the newest of those that were given the same correlation data."""
        there = [one for one in self.all if one.response_topic == message.topic and one.sent_at]
        mark = message.properties.correlation_data
        if mark is not None:
            marked = [one for one in there if one.correlation == mark]
            return next((one for one in marked if one.answer is None), marked[-1] if marked else None)
        bare = [one for one in there if one.correlation is None]
        unanswered = [one for one in bare if one.answer is None]
        found = next((one for one in unanswered if one.open), next(iter(unanswered), None))
        if found is None and len(alone := [one for one in there if one.open]) == 1:
            found = alone[0]  # a responder that forgets the correlation data, and only one that it can mean
        if found is not None:
            found.correlated = False
        return found

    def _unmatched(self, message: Message, seq: int) -> Request:
        made = Request(
            next(self._numbers), "", message.topic, message.properties.correlation_data, None, 0.0, time.time()
        )
        made.state, made.answer, made.seq = RequestState.UNMATCHED, message, seq
        return made

    # Ending

    def _timed_out(self, request: Request) -> None:
        if request.open:
            self._end(request, RequestState.TIMED_OUT)

    def _fail(self, request: Request, failure: ReasonCode | MqttError) -> None:
        if request.open:
            request.failure = failure
            self._end(request, RequestState.FAILED)

    def _end(self, request: Request, state: RequestState) -> None:
        request.state = state
        if request.timer is not None:
            request.timer.cancel()
        request.over.set()
        self._tell()

    def _add(self, request: Request) -> None:
        self.all.append(request)
        ended = [one for one in self.all if not one.open]
        for old in ended[: max(0, len(ended) - MOST_KEPT)]:
            self.all.remove(old)

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()
