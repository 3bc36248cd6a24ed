"""Keeps what is unanswered: receipts of publishes and requests by ticket, until an event names the ticket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from .errors import MqttError
from .events import Failed, Reauthenticated, Settled, SubscribeAnswered, UnsubscribeAnswered
from .reason_codes import ReasonCode
from .receipts import Receipt
from .statistics import Statistics
from .time_limit import time_limit

Answer: TypeAlias = SubscribeAnswered | UnsubscribeAnswered | Reauthenticated
A = TypeVar("A", SubscribeAnswered, UnsubscribeAnswered, Reauthenticated)


class Ledger:
    """What the server owes us answers to."""

    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics
        self._receipts: dict[int, Receipt] = {}
        self._requests: dict[int, asyncio.Future[Any]] = {}
        self.unwritten = Receipt()  # of all messages at QoS 0 that the next write takes along
        self._interrupted: MqttError | None = None

    def receipt(self, ticket: int) -> Receipt:
        """For a message with this ticket."""
        receipt = self._receipts[ticket] = Receipt(ticket)
        if self._interrupted is not None:
            receipt.interrupt(self._interrupted)
        return receipt

    async def answer(
        self, kind: type[A], ticket: int, name: str, seconds: float, give_up: Callable[[int], object]
    ) -> A:
        """The event of this kind that answers a request; raises what ended it, or TimedOut(name).

        It is given up if nobody waits any more.
        """
        waiting: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._requests[ticket] = waiting
        try:
            async with time_limit(seconds, name):
                return await waiting
        finally:
            if self._requests.pop(ticket, None) is not None:
                give_up(ticket)

    # what the events say

    def settled(self, event: Settled) -> None:
        reason, properties, receipts = event.reason, event.properties, self._receipts
        for ticket in event.tickets:
            receipt = receipts.pop(ticket, None)
            if receipt is not None:
                receipt.settle(reason, properties)
        self._statistics.settled += len(event.tickets)

    def failed(self, event: Failed) -> None:
        for ticket in event.tickets:
            receipt = self._receipts.pop(ticket, None)
            if receipt is not None:
                receipt.fail(event.error)
                self._statistics.failed += 1
            waiting = self._requests.pop(ticket, None)
            if waiting is not None and not waiting.done():
                waiting.set_exception(event.error)

    def answered(self, event: Answer) -> None:
        waiting = self._requests.pop(event.ticket, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(event)

    def written(self, error: MqttError | None) -> None:
        """All messages at QoS 0 so far have been handed to the transport, or were lost with it."""
        receipt, self.unwritten = self.unwritten, Receipt()
        if error is None:
            receipt.settle(ReasonCode.SUCCESS)
        else:
            receipt.fail(error)

    # the client closes, and is started again

    def interrupt(self, error: MqttError) -> None:
        """Nobody works on any of it until `resume`: those who wait are told."""
        self._interrupted = error
        for receipt in self._receipts.values():
            receipt.interrupt(error)
        for waiting in self._requests.values():
            if not waiting.done():
                waiting.set_exception(error)

    def resume(self) -> None:
        self._interrupted = None
        for receipt in self._receipts.values():
            receipt.interrupt(None)
