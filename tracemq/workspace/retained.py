"""A broker's retained messages become a list, by asking for them; a list of them is deleted, or put back, at a pace.

MQTT has no request for "what do you retain": a broker sends it to whoever subscribes (MQTT 5.0, 3.3.1.3). A connection
that subscribes once more would get every one of them into its log a second time, so a short connection of its own
asks, and goes when no more have come for a while: nothing in the protocol says which is the last.
"""

from __future__ import annotations

import asyncio
import secrets as random_names
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from tracemq.mqtt import (
    Client,
    Message,
    MessageBatch,
    MqttError,
    Properties,
    QoS,
    ReasonCode,
    Receipt,
    Subscription,
    TimedOut,
    Version,
)
from tracemq.profiles.profile import Profile, ReconnectSettings, WillSettings

from .connect_options import connect_options
from .profile_secrets import ProfileSecrets

QUIET_S: Final = 1.0  # so long after the last one it is taken that there are no more
MOST_CERTAIN: Final = 100  # so few have room in the queue of any broker
MOST_BYTES: Final = 256 << 20  # of payloads that are kept for putting back
PER_SECOND: Final = 200.0  # enough for a person, and little for a broker
MOST_OPEN: Final = 50  # messages under way that the broker has not answered
WAIT_S: Final = 10.0  # for the answer to the last of them


class Publishes(Protocol):
    """What is asked of a connection."""

    def publish(
        self, topic: str, payload: bytes, *, qos: int = 0, retain: bool = False, properties: Properties = Properties()
    ) -> Receipt: ...


@dataclass(slots=True)
class Answer:
    """What the broker said to the filters; `whole` unless there was more than is kept, or the connection was lost."""

    codes: tuple[ReasonCode, ...]
    whole: bool


async def look(
    profile: Profile,
    secrets: ProfileSecrets,
    filters: Sequence[str],
    found: Callable[[list[Message]], object],
    *,
    quiet_s: float = QUIET_S,
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """Ask the profile's broker what it retains under these filters; `found` is called with what comes, as it comes.

    They come with the QoS they were published with and with all properties, so that they can be put back. Raises
    MqttError when the broker cannot be reached or refuses, and what `connect_options` raises.
    """
    visit = _Visit(found, most_bytes, quiet_s)
    async with Client(connect_options(_visitor(profile), secrets)) as client:
        client.on_messages = visit.received
        codes = await client.subscribe([Subscription(each, QoS.EXACTLY_ONCE) for each in filters])
        await visit.silence(client)
        taken = [each for each, code in zip(filters, codes, strict=True) if not code.failed]
        if taken and len(visit.seen) >= MOST_CERTAIN and visit.whole:
            await visit.ask_again(client, taken)
        whole = visit.whole and client.connected
    return Answer(tuple(codes), whole)


class _Visit:
    """What has come so far; `seen` has its topics.

    At QoS 1 and 2 a broker queues what it retains, and drops what its queue has no room for (mosquitto: 1,000
    messages) without a word. At QoS 0 it queues nothing, but does not say the QoS that is to be put back. So where much
    has come, it is asked at QoS 0 as well, and then for the topics that were not among the first, some at a time.
    """

    def __init__(self, found: Callable[[list[Message]], object], most_bytes: int, quiet_s: float) -> None:
        self.seen: set[str] = set()
        self.whole = True
        self._missed: dict[str, None] = {}
        self._listing = False  # only topics count
        self._found = found
        self._room = most_bytes
        self._quiet_s = quiet_s
        self._news = asyncio.Event()

    def received(self, batch: MessageBatch) -> None:
        retained = [index for index, flags in enumerate(batch.flags) if flags & 1]
        if not retained:
            return  # live traffic, which may be heavy
        self._news.set()
        messages = []
        for index in retained:
            message = batch[index]
            if self._listing:
                if message.topic not in self.seen:
                    self._missed[message.topic] = None
                continue
            self._room -= len(message.payload)
            if self._room < 0:
                self.whole = False
                break
            self.seen.add(message.topic)
            messages.append(message)
        if messages:
            self._found(messages)

    async def silence(self, client: Client, wanted: Sequence[str] = ()) -> None:
        """Wait until nothing more comes, or all topics that are wanted have."""
        while self.whole and client.connected and not (wanted and self.seen.issuperset(wanted)):
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), self._quiet_s)
            except TimeoutError:
                break

    async def ask_again(self, client: Client, filters: Sequence[str]) -> None:
        """Ask for what the broker's queue had no room for."""
        self._listing = True
        await client.subscribe([Subscription(each, QoS.AT_MOST_ONCE) for each in filters])
        await self.silence(client)
        self._listing = False
        at_a_time = len(self.seen) // 2  # about what its queue has room for
        missed: list[str] = []
        left = list(self._missed)
        while len(left) != len(missed):  # else they were deleted meanwhile
            missed = left
            for at in range(0, len(missed), at_a_time):
                if not self.whole or not client.connected:
                    return
                some = missed[at : at + at_a_time]
                await client.subscribe([Subscription(topic, QoS.EXACTLY_ONCE) for topic in some])
                await self.silence(client, some)
            left = [topic for topic in missed if topic not in self.seen]


def _visitor(profile: Profile) -> Profile:
    """The profile under another name, leaving nothing behind: no session, no will."""
    return replace(
        profile,
        client_id=f"tracemq-{random_names.token_hex(6)}",
        clean_start=True,
        will=WillSettings(),
        reconnect=ReconnectSettings(enabled=False),
        mqtt5=replace(profile.mqtt5, session_expiry_interval_s=None, receive_maximum=None, topic_alias_maximum=None),
    )


@dataclass(slots=True)
class Failure:
    """A message that the broker did not take: its code, or what was raised."""

    topic: str
    reason: ReasonCode | MqttError


@dataclass(slots=True)
class Progress:
    """How far a piece of work is; `total` is fixed."""

    total: int
    done: list[Message] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    expired: int = 0  # not put back, because their time is over
    unanswered: int = 0  # of those in `done`: sent, and the broker has not said whether it took them

    @property
    def settled(self) -> int:
        return len(self.done) + len(self.failures) + self.expired

    @property
    def certain(self) -> int:
        """How many the broker has said it took."""
        return len(self.done) - self.unanswered

    def take(self, message: Message, receipt: Receipt) -> None:
        """Count a message by what is known of it."""
        if receipt.reason is not None and receipt.reason.failed:
            self.failures.append(Failure(message.topic, receipt.reason))
        elif receipt.done and receipt.error is not None:
            self.failures.append(Failure(message.topic, receipt.error))
        else:
            self.done.append(message)
            self.unanswered += not receipt.done


async def delete(
    to: Publishes,
    messages: Sequence[Message],
    progress: Progress,
    told: Callable[[], object],
    *,
    per_second: float = PER_SECOND,
) -> None:
    """Delete retained messages by publishing empty ones [MQTT-3.3.1-6]; cancelling the task leaves the rest alone.

    `progress` is kept up to date, also for who cancels: what is in `done` has gone (as far as it was answered) and can
    be put back. Raises TimedOut when the broker answers no more; the rest is left alone as well.
    """
    await _publish(to, ((message, b"", 1, Properties()) for message in messages), progress, told, per_second)


async def put_back(
    to: Publishes,
    messages: Sequence[Message],
    version: Version,
    progress: Progress,
    told: Callable[[], object],
    *,
    per_second: float = PER_SECOND,
) -> None:
    """Publish deleted messages again as they were; one whose expiry interval is over stays gone and is counted."""

    def wanted() -> Iterable[tuple[Message, bytes, int, Properties]]:
        for message in messages:
            properties = _again(message, time.time())
            if properties is None:
                progress.expired += 1
                continue
            yield message, message.payload, message.qos, properties if version is Version.V5 else Properties()

    await _publish(to, wanted(), progress, told, per_second)


def _again(message: Message, now: float) -> Properties | None:
    """What its publisher gave it; None if it has expired since."""
    given = replace(message.properties, topic_alias=None, subscription_identifiers=())
    if given.message_expiry_interval is None:
        return given
    left = given.message_expiry_interval - int(now - message.received_at)
    return replace(given, message_expiry_interval=left) if left > 0 else None


async def _publish(
    to: Publishes,
    wanted: Iterable[tuple[Message, bytes, int, Properties]],
    progress: Progress,
    told: Callable[[], object],
    per_second: float,
) -> None:
    began, sent = time.monotonic(), 0
    under_way: deque[tuple[Message, Receipt]] = deque()

    async def settle() -> None:
        message, receipt = under_way[0]
        try:
            await asyncio.wait_for(receipt, WAIT_S)
        except TimeoutError:
            raise TimedOut("PUBACK", WAIT_S) from None
        except MqttError as error:
            progress.failures.append(Failure(message.topic, error))
        else:
            progress.take(message, receipt)
        under_way.popleft()
        told()

    try:
        for message, payload, qos, properties in wanted:
            ahead_s = sent / per_second - (time.monotonic() - began)
            if ahead_s > 0:
                await asyncio.sleep(ahead_s)
            while under_way and (under_way[0][1].done or len(under_way) >= MOST_OPEN):
                await settle()
            try:
                receipt = to.publish(message.topic, payload, qos=qos, retain=True, properties=properties)
            except MqttError as error:
                progress.failures.append(Failure(message.topic, error))
                told()
            else:
                under_way.append((message, receipt))
            sent += 1
        while under_way:
            await settle()
    finally:
        for message, receipt in under_way:  # cancelled, or nobody answers: what was sent may be done
            progress.take(message, receipt)
