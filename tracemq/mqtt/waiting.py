"""Messages that cannot be sent yet into a queue in the order of publishing, which expired ones leave."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from .outgoing import Outgoing

_SWEEP_S: Final = 1.0  # the least time between two searches for expired messages


class Waiting:
    """Messages that wait for a connection, or for the server's Receive Maximum."""

    def __init__(self) -> None:
        self._messages: deque[Outgoing] = deque()
        self._next_sweep: float | None = None
        self.at_qos_0 = 0  # how many of them

    def __len__(self) -> int:
        return len(self._messages)

    def __iter__(self) -> Iterator[Outgoing]:
        return iter(self._messages)

    @property
    def first(self) -> Outgoing:
        return self._messages[0]

    @property
    def deadline(self) -> float | None:
        """When a message may have expired."""
        return self._next_sweep if self._messages else None

    def append(self, message: Outgoing) -> None:
        self._messages.append(message)
        self.at_qos_0 += not message.qos
        self.watch(message)

    def put_first(self, messages: Iterable[Outgoing]) -> None:
        """These were published before all that wait."""
        for message in reversed(list(messages)):
            self._messages.appendleft(message)
            self.at_qos_0 += not message.qos
            self.watch(message)

    def pop(self) -> Outgoing:
        """The one that waits longest."""
        message = self._messages.popleft()
        self.at_qos_0 -= not message.qos
        return message

    def remove(self, ticket: int) -> Outgoing | None:
        """Take a message out; None if it does not wait."""
        for index, message in enumerate(self._messages):
            if message.ticket == ticket:
                del self._messages[index]
                self.at_qos_0 -= not message.qos
                return message
        return None

    def clear(self) -> None:
        self._messages.clear()
        self.at_qos_0 = 0

    def expired(self, now: float) -> list[Outgoing]:
        """Take out the messages whose lifetime is over."""
        if self._next_sweep is None or now < self._next_sweep:
            return []
        self._next_sweep = None
        over: list[Outgoing] = []
        waiting, self._messages = self._messages, deque()
        self.at_qos_0 = 0
        for message in waiting:
            if message.expires_at is not None and message.expires_at <= now:
                over.append(message)
            else:
                self.append(message)
        if self._next_sweep is not None:
            self._next_sweep = max(self._next_sweep, now + _SWEEP_S)
        return over

    def watch(self, message: Outgoing) -> None:
        """Look for it when its lifetime is over (section 3.3.2.3.3)."""
        if message.expires_at is not None and (self._next_sweep is None or message.expires_at < self._next_sweep):
            self._next_sweep = message.expires_at
