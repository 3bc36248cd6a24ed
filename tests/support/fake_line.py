"""A connection for those who publish many messages or wait for answers: it keeps what it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tracemq.mqtt import Message, NotConnected, Properties, ReasonCode, Receipt, Version
from tracemq.mqtt.properties import NO_PROPERTIES
from tracemq.workspace.publication import Publication


@dataclass
class FakeLine:
    """`answers` says what each receipt is settled with; None leaves it open."""

    online: bool = True
    version: Version = Version.V5
    response_stem: str = "responses/me"
    answers: Callable[[Publication], ReasonCode | None] = lambda _: ReasonCode.SUCCESS
    refuses: Exception | None = None  # raised by publish
    sent: list[Publication] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)  # topics that were subscribed to
    drained: int = 0
    watchers: dict[str, Callable[[Message, int], object]] = field(default_factory=dict)

    def publish(
        self, topic: str, payload: bytes, *, qos: int = 0, retain: bool = False, properties: Properties = NO_PROPERTIES
    ) -> Receipt:
        if not self.online:
            raise NotConnected("offline")
        if self.refuses is not None:
            raise self.refuses
        publication = Publication(topic, payload, qos, retain, properties)  # type: ignore[arg-type]
        self.sent.append(publication)
        receipt = Receipt()
        self.receipts.append(receipt)
        code = self.answers(publication)
        if code is not None:
            receipt.settle(code)
        return receipt

    async def drain(self) -> None:
        self.drained += 1

    def hears(self, topic: str) -> bool:
        return topic in self.heard

    async def hear(self, topic: str) -> None:
        self.asked.append(topic)
        self.heard.add(topic)

    def watch(self, topic_filter: str, watcher: Callable[[Message, int], object]) -> Callable[[], None]:
        self.watchers[topic_filter] = watcher
        return lambda: self.watchers.pop(topic_filter) and None

    def arrive(self, message: Message, seq: int = 0) -> None:
        """Hand a message to who watches its topic."""
        if message.topic in self.watchers:
            self.watchers[message.topic](message, seq)
