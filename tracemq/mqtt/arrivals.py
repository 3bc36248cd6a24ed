"""What a connected server sends into batches, acknowledgements and events, as far as the connection stays the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from .errors import ReceiveMaximumExceeded
from .events import AnswerIgnored, Event
from .inbound import Inbound
from .outbound import Outbound
from .packets import Pingresp, Puback, Pubcomp, Pubrec, Pubrel, Suback, Unsuback
from .properties import NO_PROPERTIES
from .requests import Requests
from .scan import Rows, Scanner
from .scan_acks import AckRun
from .types import PacketType


class Arrivals:
    """Hands each piece that the scanner finds to whom it concerns.

    Messages of one read become one batch, also when acknowledgements come between them; any other packet ends it, so
    that facts and messages are told in the order in which they arrived.
    """

    def __init__(self, scanner: Scanner, inbound: Inbound, outbound: Outbound, requests: Requests) -> None:
        self._scanner = scanner
        self._inbound = inbound
        self._outbound = outbound
        self._requests = requests
        self._dropped: list[int] = []  # rows of the open batch that are not delivered

    def take(self, item: Any, now: float, events: list[Event]) -> bool:
        """Handle a piece; False if it is none of these. Raises ProtocolError for what makes no sense."""
        kind = type(item)
        if kind is Rows:
            if item.qos:
                self._take_rows(item)
            return True
        if kind is AckRun:
            self._answered(item.kind, item, now, events)
            return True
        self.flush(events)
        handler = self._HANDLERS.get(kind)
        if handler is None:
            return False
        handler(self, item, now, events)
        return True

    def flush(self, events: list[Event]) -> None:
        """Hand out the open batch."""
        batch = self._scanner.take_batch()
        if batch is None:
            return
        if self._dropped:
            batch = batch.without(self._dropped)
            self._dropped = []
        self._inbound.delivered(batch)
        if len(batch):
            events.append(batch)

    def _take_rows(self, rows: Rows) -> None:
        try:
            self._dropped += self._inbound.rows(rows.batch, rows.first, rows.last)
        except ReceiveMaximumExceeded as fault:
            self._dropped += fault.repeated
            self._dropped += range(fault.row, rows.last)
            raise

    def _answered(self, kind: PacketType, run: AckRun, now: float, events: list[Event]) -> None:
        if kind is PacketType.PUBREL:
            self._released(run.packet_ids, events)
        else:
            events += self._outbound.answered(kind, run.packet_ids, run.reason, NO_PROPERTIES, now)

    def _ack(self, packet: Puback | Pubrec | Pubcomp, now: float, events: list[Event]) -> None:
        kind = self._KINDS[type(packet)]
        events += self._outbound.answered(kind, [packet.packet_id], packet.reason_code, packet.properties, now)

    def _pubrel(self, packet: Pubrel, now: float, events: list[Event]) -> None:
        self._released([packet.packet_id], events)

    def _released(self, packet_ids: list[int], events: list[Event]) -> None:
        unknown = self._inbound.released(packet_ids)
        if unknown:
            events.append(AnswerIgnored(packet_type=PacketType.PUBREL, packet_ids=tuple(unknown)))

    def _suback(self, packet: Suback, now: float, events: list[Event]) -> None:
        events += self._requests.suback(packet)

    def _unsuback(self, packet: Unsuback, now: float, events: list[Event]) -> None:
        events += self._requests.unsuback(packet)

    def _pingresp(self, packet: Pingresp, now: float, events: list[Event]) -> None:
        """That it was heard is all it has to say."""

    _KINDS: ClassVar[dict[type, PacketType]] = {
        Puback: PacketType.PUBACK,
        Pubrec: PacketType.PUBREC,
        Pubcomp: PacketType.PUBCOMP,
    }
    _HANDLERS: ClassVar[dict[type, Callable[[Arrivals, Any, float, list[Event]], None]]] = {
        Puback: _ack,
        Pubrec: _ack,
        Pubcomp: _ack,
        Pubrel: _pubrel,
        Suback: _suback,
        Unsuback: _unsuback,
        Pingresp: _pingresp,
    }
