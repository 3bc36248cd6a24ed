"""Messages on their way in or out into what interceptors make of them: changed, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from .batch import Message, MessageBatch, TopicTable
from .codec import encode
from .errors import RefusedLocally
from .packets import Publish
from .properties import Properties
from .tasks import ask_now
from .types import QoS, Version

Interceptor = Callable[[Message], Message | None]
_QOS_LEVELS: Final = tuple(QoS)


class Interceptors:
    """Functions that see each message, in the order in which they were added; None drops it.

    One that raises is logged and passed over. Incoming messages cost far more with an interceptor than without:
    their batch is taken apart and made anew.
    """

    def __init__(self) -> None:
        self.outgoing: list[Interceptor] = []
        self.incoming: list[Interceptor] = []
        self._originals: dict[int, tuple[MessageBatch, MessageBatch]] = {}  # by id of the batch made anew

    def apply(self, chain: list[Interceptor], message: Message) -> Message | None:
        current: Message | None = message
        for interceptor in tuple(chain):
            if current is None:
                return None
            current = ask_now(interceptor, current, current)
        return current

    def sending(
        self, topic: str, payload: bytes, qos: int, retain: bool, properties: Properties
    ) -> tuple[str, bytes, int, bool, Properties]:
        """What becomes of a message that is to be published; RefusedLocally if it is dropped."""
        if qos not in _QOS_LEVELS:
            raise RefusedLocally(f"QoS may not be {qos}")
        message = self.apply(self.outgoing, Message(topic, payload, QoS(qos), retain, False, properties))
        if message is None:
            raise RefusedLocally("an interceptor dropped the message")
        return message.topic, message.payload, message.qos, message.retain, message.properties

    def received(self, batch: MessageBatch, *, remember: bool) -> MessageBatch:
        """The batch itself if nothing was changed, else one made of what was returned.

        With `remember` the new one keeps the place of the first until `original` asks for it.
        """
        changed = False
        kept: list[Message] = []
        for message in batch:
            original = Message(**{name: getattr(message, name) for name in Message.__slots__})
            result = self.apply(self.incoming, message)
            changed = changed or result != original
            if result is not None:
                kept.append(result)
        if not changed:
            return batch
        made = batch_of(kept, batch.version, batch.topics, batch.received_at)
        if remember:
            self._originals[id(made)] = (made, batch)
        return made

    def original(self, batch: MessageBatch) -> MessageBatch:
        """The batch as it arrived, for its acknowledgement."""
        return self._originals.pop(id(batch), (batch, batch))[1]


def add_interceptor(chain: list[Interceptor], interceptor: Interceptor) -> Callable[[], None]:
    """Put one at the end; the function returned takes it out again, and may be called twice."""
    chain.append(interceptor)

    def remove() -> None:
        if interceptor in chain:
            chain.remove(interceptor)

    return remove


def batch_of(messages: Iterable[Message], version: Version, topics: TopicTable, received_at: float) -> MessageBatch:
    """A batch of messages, as if they had arrived in one read; raises RefusedLocally for what no PUBLISH can carry."""
    batch = MessageBatch(data=b"", version=version, topics=topics, received_at=received_at)
    pieces: list[bytes] = []
    start = 0
    for message in messages:
        packet_id = message.packet_id if message.qos else 0
        raw = encode(
            Publish(
                message.topic,
                message.payload,
                message.qos,
                message.retain,
                message.dup,
                packet_id,
                message.properties,
            ),
            version,
        )
        pieces.append(raw)
        _append(batch, raw, start, message)
        start += len(raw)
    batch.data = b"".join(pieces)
    return batch


def _append(batch: MessageBatch, raw: bytes, start: int, message: Message) -> None:
    topic = message.topic.encode()
    number = batch.topics.ids.find(topic)
    end = len(raw)
    payload = end - len(message.payload)
    variable = 1  # where the fixed header ends
    while raw[variable] & 0x80:
        variable += 1
    properties = variable + 3 + len(topic) + (2 if message.qos else 0)
    if batch.version is not Version.V5 or raw[properties] == 0:
        properties = payload
    batch.topic_ids.append(batch.topics.add(topic) if number is None else number)
    batch.starts.append(start)
    batch.properties_starts.append(start + properties)
    batch.payload_starts.append(start + payload)
    batch.ends.append(start + end)
    batch.flags.append(raw[0])
    batch.packet_ids.append(message.packet_id if message.qos else 0)
