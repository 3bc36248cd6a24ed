"""What a screen asks of recorded messages: one row's facts, and a window of rows that may grow and shrink."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Protocol

from tracemq.mqtt.batch import Message
from tracemq.mqtt.types import Version

PREVIEW_BYTES: Final = 200  # as much of a payload as a table row can ever show


@dataclass(slots=True)
class Row:
    """One recorded message, without its whole payload; sizes are in bytes, the time in seconds since the epoch.

    Plain rather than frozen: a page of these is made for every frame.
    """

    seq: int  # the message's absolute number in the log; never reused
    topic_id: int
    topic: str
    qos: int
    retain: bool
    dup: bool
    packet_id: int  # 0 at QoS 0
    received_at: float
    payload_size: int
    wire_size: int  # the whole packet
    preview: bytes  # the payload's first PREVIEW_BYTES


class LogWatcher(Protocol):
    """Is told before rows change, and again when they have: the context is entered before and left after."""

    def removing(self, count: int) -> AbstractContextManager[None]:
        """The oldest `count` visible rows go."""

    def adding(self, count: int) -> AbstractContextManager[None]:
        """`count` rows appear at the end."""


class LogView(Protocol):
    """A window of rows at absolute positions `first <= position < last`: the whole log, or what a filter leaves of it.

    Positions are never reused, so a selection or a scroll position stays where it is while rows come and go. In the
    whole log a position is the message's sequence number. Every method raises IndexError outside the window.
    """

    @property
    def first(self) -> int: ...

    @property
    def last(self) -> int: ...

    def row(self, position: int) -> Row: ...

    def rows(self, first: int, count: int) -> list[Row]:
        """The rows of one page, as many as there are of `count`."""

    def payload(self, position: int, limit: int | None = None) -> bytes: ...

    def packet(self, position: int) -> bytes: ...

    def message(self, position: int) -> Message: ...

    def version(self, position: int) -> Version:
        """The protocol version that the packet is written in."""

    def seq(self, position: int) -> int:
        """The sequence number of the message at a position."""

    def seqs(self, first: int, count: int) -> Sequence[int]:
        """The sequence numbers at the positions from `first` on, as many as there are of `count`."""

    def position(self, seq: int) -> int:
        """The first position whose message has this sequence number or a later one; `last` if there is none."""

    def watch(self, watcher: LogWatcher) -> Callable[[], None]:
        """Tell the watcher of every change; calling what is returned ends that."""
