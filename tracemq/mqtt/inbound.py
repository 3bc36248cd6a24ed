"""Messages from the server into their acknowledgements: each exactly once, in order (sections 4.3 and 4.6).

The packet ids here are the server's own and have nothing to do with ours.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from .acks import acknowledgements, answers_to_publishes
from .batch import MessageBatch
from .codec import encode
from .errors import ReceiveMaximumExceeded
from .journal import Entry, ForgetReceived, SaveReceived
from .output import Output
from .packets import Pubcomp
from .reason_codes import ReasonCode
from .types import PacketType, Version


@dataclass(slots=True)
class _Owed:
    """What we owe the server for a batch that the receiver has not acknowledged yet."""

    number: int
    connection: int
    packets: list[bytes]
    final: int  # PUBACKs among them
    received: list[int]  # packet ids at QoS 2
    acknowledged: bool = field(default=False)


class Inbound:
    """All that we owe the server for its messages, over any number of connections."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._received: set[int] = set()  # QoS 2 messages that wait for PUBREL
        self._earlier: set[int] = set()  # ... those that this connection has not carried
        self._finishing = 0  # QoS 1 and 2 messages whose last acknowledgement has not been written
        self._maximum = 0
        self._version = Version.V5
        self._manual = False
        self._connection = 0
        self._owed: deque[_Owed] = deque()
        self._undelivered = _Owed(0, 0, [], 0, [])  # for the rows of the open batch
        self._unacknowledged: set[int] = set()  # QoS 2 messages delivered, and not acknowledged by the receiver
        self._asked_again: set[int] = set()  # ... that the server has sent again meanwhile
        self._last_number = 0

    @property
    def open(self) -> int:
        """Messages that count against our Receive Maximum."""
        return self._finishing + len(self._received) - len(self._earlier)

    def restore(self, received: set[int]) -> None:
        self._received = set(received)

    def begin(self, version: Version, *, receive_maximum: int, manual: bool) -> None:
        """A new connection. What the receiver has not acknowledged at QoS 1 the server sends again."""
        self._version = version
        self._maximum = receive_maximum
        self._manual = manual
        self._finishing = 0
        self._earlier = set(self._received)
        self._undelivered = _Owed(0, self._connection, [], 0, [])

    def lost(self) -> None:
        """The connection has ended: what the receiver acknowledges from now on is answered when it is asked again."""
        self._connection += 1
        self._asked_again.clear()
        self._owed = deque(owed for owed in self._owed if owed.received)

    def discard(self) -> int:
        """The server has no session: forget the handshakes that will not be finished; returns how many."""
        count = len(self._received)
        if count:
            self._output.note(ForgetReceived(tuple(self._received)))
        self._received.clear()
        self._earlier.clear()
        self._owed.clear()
        self._unacknowledged.clear()
        return count

    def take_back(self, entries: list[Entry]) -> list[Entry]:
        """Undo what these entries say of received messages; the other entries."""
        others: list[Entry] = []
        for entry in entries:
            if isinstance(entry, SaveReceived):
                self._received.difference_update(entry.packet_ids)
            elif isinstance(entry, ForgetReceived):
                self._received.update(entry.packet_ids)
            else:
                others.append(entry)
        return others

    def written(self, final: int) -> None:
        """Output with so many final acknowledgements has been taken."""
        self._finishing -= final

    def rows(self, batch: MessageBatch, first: int, last: int) -> list[int]:
        """Take rows of which some are above QoS 0; returns those that are not to be delivered (again).

        Raises ReceiveMaximumExceeded if the server sends more than we let it; the rows before that are taken.
        """
        flags, ids = batch.flags[first:last], batch.packet_ids[first:last]
        bits = np.frombuffer(flags, np.uint8) & 6
        at_1 = int(np.count_nonzero(bits == 2))
        at_2: list[int] = (bits == 4).nonzero()[0].tolist()
        if self.open + at_1 + len(at_2) > self._maximum:
            allowed = self._allowed(flags, ids)
            if allowed < last - first:
                repeated = self.rows(batch, first, first + allowed) if allowed else []
                raise ReceiveMaximumExceeded(self._maximum, first + allowed, repeated)
        self._finishing += at_1
        if not at_2:
            self._owe(flags, ids, at_1, [])
            return []
        new = ids.tolist() if len(at_2) == len(ids) else [ids[index] for index in at_2]
        if self._received.isdisjoint(new) and len(set(new)) == len(new):
            self._received.update(new)
            self._owe(flags, ids, at_1, new)
            return []
        return self._again(flags, ids, first, at_2, at_1)

    def _again(self, flags: Sequence[int], ids: Sequence[int], first: int, at_2: list[int], at_1: int) -> list[int]:
        """As `rows`, with messages at QoS 2 among them that we have already [MQTT-4.3.3-10]."""
        repeated: list[int] = []
        silent: set[int] = set()
        at_once: list[int] = []  # what the receiver has had for long does not wait for what comes with it
        new: list[int] = []
        for index in at_2:
            packet_id = ids[index]
            if packet_id not in self._received:
                self._received.add(packet_id)
                new.append(packet_id)
                continue
            self._earlier.discard(packet_id)
            repeated.append(first + index)
            if not self._manual:
                continue
            silent.add(index)
            if packet_id in self._unacknowledged:
                self._asked_again.add(packet_id)
            elif packet_id not in new and packet_id not in self._undelivered.received:
                at_once.append(packet_id)
        if at_once:
            self._output.write(acknowledgements(PacketType.PUBREC, at_once))
        said = [bits if index not in silent else 0 for index, bits in enumerate(flags)]
        self._owe(said, ids, at_1, new)
        return repeated

    def _allowed(self, flags: Sequence[int], ids: Sequence[int]) -> int:
        """How many of these rows fit under our Receive Maximum."""
        room = self._maximum - self.open
        counted: set[int] = set()
        for index, bits in enumerate(flags):
            if bits & 4:
                packet_id = ids[index]
                if packet_id in counted or (packet_id in self._received and packet_id not in self._earlier):
                    continue
                counted.add(packet_id)
            elif not bits & 2:
                continue
            room -= 1
            if room < 0:
                return index
        return len(flags)

    def _owe(self, flags: Sequence[int], ids: Sequence[int], final: int, received: list[int]) -> None:
        packets = answers_to_publishes(flags, ids)
        if self._manual:
            self._undelivered.packets.append(packets)
            self._undelivered.final += final
            self._undelivered.received += received
            return
        if received:
            self._output.note(SaveReceived(tuple(received)))
        self._output.write_acks(packets, final)

    def delivered(self, batch: MessageBatch) -> None:
        """The open batch is handed out; with manual acknowledgement it gets its number."""
        owed = self._undelivered
        if not owed.packets:
            return
        self._last_number += 1
        owed.number = batch.acknowledgement = self._last_number
        self._owed.append(owed)
        self._unacknowledged.update(owed.received)
        self._undelivered = _Owed(0, self._connection, [], 0, [])
        if not len(batch):  # all were repeated ones, so nobody will acknowledge it
            self.acknowledge(batch)

    def acknowledge(self, batch: MessageBatch) -> None:
        """See `Session.acknowledge`."""
        for owed in self._owed:
            if owed.number == batch.acknowledgement:
                owed.acknowledged = True
                break
        while self._owed and self._owed[0].acknowledged:
            self._pay(self._owed.popleft())

    def _pay(self, owed: _Owed) -> None:
        if owed.received:
            self._unacknowledged.difference_update(owed.received)
            self._output.note(SaveReceived(tuple(owed.received)))
        if owed.connection == self._connection:
            self._output.write_acks(b"".join(owed.packets), owed.final)
            return
        again = [packet_id for packet_id in owed.received if packet_id in self._asked_again]
        self._asked_again.difference_update(again)
        if again:
            self._output.write(acknowledgements(PacketType.PUBREC, again))

    def released(self, packet_ids: list[int]) -> list[int]:
        """PUBREL came for these; returns those of which we know nothing [MQTT-4.3.3-11]."""
        if self._received.issuperset(packet_ids) and len(set(packet_ids)) == len(packet_ids):
            self._release(packet_ids)
            return []
        unknown = []
        for packet_id in packet_ids:
            if packet_id in self._received:
                self._release([packet_id])
            else:
                unknown.append(packet_id)
                self._output.write(encode(Pubcomp(packet_id, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND), self._version))
        return unknown

    def _release(self, packet_ids: list[int]) -> None:
        carried = len(packet_ids) - len(self._earlier.intersection(packet_ids))
        self._received.difference_update(packet_ids)
        self._earlier.difference_update(packet_ids)
        self._finishing += carried
        self._output.note(ForgetReceived(tuple(packet_ids)))
        self._output.write_acks(acknowledgements(PacketType.PUBCOMP, packet_ids), carried)
